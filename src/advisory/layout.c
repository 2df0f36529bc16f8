/*
 * layout.c -- the parts of a format, collected into a document.
 *
 * Hostile input: the format bounds its parts (PARTS_MAX); text is bounded by
 * the arena of the reading, blocks by BLOCKS_CEILING; the time is linear.
 */
#include "advisory/layout.h"

#include "advisory/patterns.h"

#include "advisory/gather.h"
#include "advisory/rules.h"
#include "value/refang.h"

#define BLOCKS_CEILING (160u << 20)
#define WHOLE_MAX   (256u << 20)	/* of a compressed file that is needed at once */
#define WHOLE_BLOCK (256u << 10)
#define RULES_MAX      (32u << 20)	/* bytes of a file of rules */
#define LINE_TRIED 400		/* a longer line is no entry */
#define LINES_TRIED 60		/* of a paragraph, to see whether it is a list */
#define HEADING_LONGEST 60
#define LABEL_LONGEST 80	/* a longer line is a sentence, not a label */
#define SAYS_SOMETHING 40	/* letters of a page that is more than its pictures */

/* A blank byte order, "TLP" marks and the like are text too: nothing is thrown away here. */
static struct block *add_block(struct layout *l, struct error *e)
{
	struct block b = { .heading = NO_BLOCK, .section_from = NO_BLOCK, .named = NO_BLOCK,
			   .lead = NO_BLOCK };

	buf_add(&l->blocks, span_make(&b, sizeof(b)));
	if (l->blocks.bad) {
		fail(e, ERR_LIMIT, "document: more parts than fit into memory");
		return NULL;
	}
	return layout_block(l, l->count++);
}

static struct span keep(struct layout *l, struct span text, struct error *e)
{
	struct span kept = arena_copy(l->reading->arena, text);

	if (text.len && !kept.ptr)
		fail(e, ERR_LIMIT, "document: more text than fits into memory");
	return kept;
}

bool layout_is_entry(struct reading *r, struct span line)
{
	struct span v = span_trim(line);
	size_t gap = span_find(v, SPAN("  ")), tab = span_find_byte(v, '\t');
	enum kind kind;
	uint16_t port = 0;

	if (!v.len || v.len > LINE_TRIED)
		return false;
	if (reading_canonical(v, KIND_NONE, &r->plain, &r->canonical, &kind, &port))
		return true;
	if (tab < gap)
		gap = tab;
	if (gap == SPAN_NONE)
		gap = span_find_byte(v, ' ');
	if (gap == SPAN_NONE)
		return false;
	return reading_canonical(span_cut(v, 0, gap), KIND_NONE, &r->plain, &r->canonical, &kind,
				 &port);
}

bool layout_is_label(struct reading *r, struct span text)
{
	text = span_trim(text);
	if (!text.len || text.len > LABEL_LONGEST || text.ptr[text.len - 1] == '.' ||
	    layout_is_entry(r, text))
		return false;
	return text.ptr[text.len - 1] == ':' ||
		label_of_header(text).column != COLUMN_UNKNOWN ||
		section_of(text) != SECTION_NONE;
}

/* "Certificate subject" and indented lines below it: whatever they are, the label says it. */
static bool is_labelled_block(struct layout *l, struct span text)
{
	struct span line;

	if (!span_line(&text, &line) || !layout_is_label(l->reading, line) ||
	    label_of_header(line).column != COLUMN_VALUE)
		return false;
	while (span_line(&text, &line))
		if (!line.len || (line.ptr[0] != ' ' && line.ptr[0] != '\t'))
			return false;
	return true;
}

/*
 * A paragraph of several lines is a list when half of them begin with a value
 * and the others are short: labels, not sentences that lead to a link.
 */
static bool is_list_of_lines(struct layout *l, struct span text)
{
	uint32_t lines = 0, entries = 0, spoken = 0;
	struct span line;

	if (span_find_byte(text, '\n') == SPAN_NONE)
		return false;
	if (is_labelled_block(l, text))
		return true;
	while (lines < LINES_TRIED && span_line(&text, &line)) {
		line = span_trim(line);
		if (!line.len)
			continue;
		lines++;
		if (layout_is_entry(l->reading, line))
			entries++;
		else
			spoken += !layout_is_label(l->reading, line);
	}
	return lines > 1 && entries * 2 >= lines && spoken * 8 <= entries;
}

/* The whole paragraph is one value: an entry of a list that has no marks. */
static bool is_lone_value(struct layout *l, struct span text)
{
	struct reading *r = l->reading;
	enum kind kind;
	uint16_t port = 0;

	return text.len <= LINE_TRIED && span_find_byte(text, '\n') == SPAN_NONE &&
		reading_canonical(text, KIND_NONE, &r->plain, &r->canonical, &kind, &port);
}

static int add_text(struct layout *l, const struct block *all, struct span text,
		    uint64_t number, enum passage_kind kind, struct error *e)
{
	struct block *b;

	text = span_trim(text);
	if (!text.len)
		return 0;
	b = add_block(l, e);
	if (!b)
		return -1;
	b->kind = kind;
	b->text = text;
	b->offset = all->offset + (uint64_t)(text.ptr - all->text.ptr);
	b->line = all->line ? number : 0;
	b->page = all->page;
	return 0;
}

/* What the lines of one list know of each other. */
struct listing {
	uint32_t list;
	bool folder;		/* a line that is a folder was met; */
	uint32_t indent;	/* ... so far to the right */
};

static int add_line(struct layout *l, const struct block *all, struct span line, uint64_t number,
		    struct listing *g, struct error *e)
{
	struct block *b;

	if (add_text(l, all, line, number, PASSAGE_LINE, e) < 0)
		return -1;
	if (!span_trim(line).len)
		return 0;
	b = layout_block(l, l->count - 1);
	b->entry = true;
	b->column_byte = (uint32_t)(b->text.ptr - line.ptr);
	b->list = g->list;
	b->inside = g->folder && b->column_byte > g->indent;
	if (!b->inside) {
		char last = b->text.ptr[b->text.len - 1];

		g->folder = last == '\\' || last == '/';
		g->indent = b->column_byte;
	}
	return 0;
}

/* A line with a line of "=" or "-" below it is a heading, also right behind a list: its level, or 0. */
static uint32_t underlined(struct span line, struct span rest)
{
	struct span rule;

	line = span_trim(line);
	if (!line.len || line.len > HEADING_LONGEST || !span_line(&rest, &rule))
		return 0;
	rule = span_trim(rule);
	if (rule.len < 3 || rule.len + 3 < line.len || (rule.ptr[0] != '-' && rule.ptr[0] != '='))
		return 0;
	for (size_t i = 1; i < rule.len; i++)
		if (rule.ptr[i] != rule.ptr[0])
			return 0;
	return rule.ptr[0] == '=' ? 1 : 2;
}

/*
 * A list, line by line.  Sentences in front of it stay one passage: they may
 * say what the list is.
 */
static int add_lines(struct layout *l, const struct block *all, bool paragraph, struct error *e)
{
	struct span rest = all->text, line;
	uint64_t number = all->line;
	struct listing g = { .list = ++l->lists };
	size_t lead = 0;

	while (paragraph && span_line(&rest, &line)) {
		if (layout_is_entry(l->reading, line) ||
		    (lead == 0 && layout_is_label(l->reading, line)))
			break;
		lead = (size_t)(rest.ptr - all->text.ptr);
		if (!rest.len)
			lead = all->text.len;
	}
	if (lead && add_text(l, all, span_cut(all->text, 0, lead), number, PASSAGE_TEXT, e) < 0)
		return -1;
	for (size_t i = 0; i < lead; i++)
		number += all->text.ptr[i] == '\n';
	rest = span_skip(all->text, lead);
	while (span_line(&rest, &line)) {
		uint32_t level = paragraph ? underlined(line, rest) : 0;

		if (level) {
			if (add_text(l, all, line, number, PASSAGE_HEADING, e) < 0)
				return -1;
			layout_block(l, l->count - 1)->level = level;
			span_line(&rest, &line);
			number++;
			g = (struct listing){ .list = ++l->lists };
		} else if (add_line(l, all, line, number, &g, e) < 0) {
			return -1;
		}
		number++;
	}
	return 0;
}

/*
 * "4  Related IOCs" or "References" as the first line of a paragraph: a
 * heading that the format could not tell from text.  Its length, or 0.
 */
static size_t hidden_heading(struct span text, uint32_t *level)
{
	size_t end = span_find_byte(text, '\n'), at = 0;
	struct span line = span_cut(text, 0, end);
	enum section means;

	*level = 1;
	while (at < line.len && (ascii_digit(line.ptr[at]) || line.ptr[at] == '.')) {
		*level += at == 0 || (line.ptr[at] == '.' && at + 1 < line.len &&
				      ascii_digit(line.ptr[at + 1]));
		at++;
	}
	line = span_trim(span_skip(line, at));
	/* "Report reference    X1": a name and its value */
	if (at == 0 && span_find(line, SPAN("  ")) != SPAN_NONE)
		return 0;
	if (end == SPAN_NONE || line.len < 3 || line.len > HEADING_LONGEST ||
	    !(line.ptr[0] >= 'A' && line.ptr[0] <= 'Z') ||
	    memchr(".:;,", line.ptr[line.len - 1], 4) || span_find(line, SPAN(". .")) != SPAN_NONE)
		return 0;
	means = section_is_caption(line) ? SECTION_NONE : section_of(line);
	if (means == SECTION_NONE || (at == 0 && (means == SECTION_VALUES ||
						   means == SECTION_RUNNING)))
		return 0;
	if (at == 0)
		*level = 2;
	*level = *level > 6 ? 6 : *level;
	return end;
}

static bool is_rule_code(const struct part *p)
{
	size_t end;
	static const char *const marks[] = { "rule ", "rule\t", "logsource:", "sid:", "import \"" };

	if (span_equal_nocase(p->name, SPAN("yara")) || span_equal_nocase(p->name, SPAN("sigma")) ||
	    span_equal_nocase(p->name, SPAN("snort")) || span_equal_nocase(p->name, SPAN("suricata")))
		return true;
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (span_find(p->text, span_of(marks[i])) != SPAN_NONE)
			return true;
	return patterns_next(p->text, 0, &end) != SPAN_NONE;
}

static enum passage_kind kind_of(const struct part *p)
{
	switch (p->kind) {
	case PART_HEADING:
		return PASSAGE_HEADING;
	case PART_ITEM:
		return PASSAGE_ITEM;
	case PART_CELL:
		return PASSAGE_CELL;
	case PART_LINK:
		return PASSAGE_LINK;
	case PART_FURNITURE:
		return PASSAGE_FURNITURE;
	case PART_CODE:
		return is_rule_code(p) ? PASSAGE_RULE : PASSAGE_LINE;
	default:
		return PASSAGE_TEXT;
	}
}

static int take_block(struct layout *l, const struct part *p, struct error *e)
{
	struct block b = {
		.kind = kind_of(p), .text = keep(l, p->text, e), .target = keep(l, p->target, e),
		.offset = p->offset, .line = p->line, .page = p->page, .level = p->level,
		.table = p->table, .row = p->row, .column = p->column, .header = p->header,
		.heading = NO_BLOCK, .section_from = NO_BLOCK, .named = NO_BLOCK,
		.lead = NO_BLOCK,
	};
	struct block *added;

	if ((p->text.len && !b.text.ptr) || (p->target.len && !b.target.ptr))
		return -1;
	if (b.kind == PASSAGE_TEXT) {
		uint32_t level;
		size_t head = hidden_heading(b.text, &level);

		if (head) {
			if (add_text(l, &b, span_cut(b.text, 0, head), b.line, PASSAGE_HEADING,
				     e) < 0)
				return -1;
			layout_block(l, l->count - 1)->level = level;
			b.text = span_skip(b.text, head + 1);
			b.offset += head + 1;
			b.line += b.line != 0;
		}
	}
	if (b.kind == PASSAGE_LINE)
		return add_lines(l, &b, false, e);
	if ((b.kind == PASSAGE_TEXT || b.kind == PASSAGE_ITEM) && is_list_of_lines(l, b.text))
		return add_lines(l, &b, true, e);
	b.entry = b.kind == PASSAGE_ITEM || b.kind == PASSAGE_CELL ||
		(b.kind == PASSAGE_TEXT && is_lone_value(l, b.text));
	added = add_block(l, e);
	if (!added)
		return -1;
	*added = b;
	return 0;
}

static void take_hole(struct layout *l, const struct part *p, struct error *e)
{
	struct hole *h;

	if (l->holes == HOLES_MAX)
		return;
	h = &l->hole[l->holes++];
	h->reason = keep(l, p->name, e);
	h->text = keep(l, p->text, e);
	h->page = p->page;
}

static int take_attached(struct layout *l, const struct part *p, struct error *e)
{
	struct attached *a;

	if (l->attachments == ATTACHED_MAX) {
		l->attached_more++;
		return 0;
	}
	a = &l->attached[l->attachments];
	a->name = keep(l, p->name, e);
	a->bytes = keep(l, p->text, e);
	if (p->text.len && !a->bytes.ptr)
		return -1;
	l->attachments++;
	return 0;
}

static int take_part(struct layout *l, const struct part *p, struct error *e)
{
	struct statement *s;

	if (p->kind == PART_MEMBER)
		return take_attached(l, p, e);
	if (p->kind == PART_GAP) {
		take_hole(l, p, e);
		return 0;
	}
	if (p->kind == PART_TITLE || p->kind == PART_META) {
		if (p->kind == PART_TITLE && !l->title.len)
			l->title = keep(l, p->text, e);
		if (p->kind == PART_META && l->statements < STATEMENTS_MAX) {
			s = &l->statement[l->statements++];
			s->name = keep(l, p->name, e);
			s->value = keep(l, p->text, e);
		}
		return 0;
	}
	if (!p->text.len && !p->target.len)
		return 0;
	return take_block(l, p, e);
}

/* Without a format that knows better, text is text. */
static const struct format *format_for(const struct source *s)
{
	const struct format *f = s->format;

	if (!f || f->class != FORMAT_DOCUMENT || f->not_yet)
		f = format_named(SPAN("text"));
	return f;
}

static int read_parts(struct layout *l, struct reader *r, struct error *e)
{
	struct part part;
	int got;

	while ((got = r->format->next(r, &part, e)) > 0)
		if (take_part(l, &part, e) < 0)
			return -1;
	if (got < 0 && (l->count || r->format->whole)) {
		/* What was read counts; the rest is a gap. */
		l->truncated = true;
		l->why = *e;
		return 0;
	}
	return got;
}

/* Formats that jump about need all bytes at once: as given, or out of their compressions. */
static int whole_bytes(const struct source *s, struct stream *stream, struct buf *room,
		       struct span *out, struct error *e)
{
	*out = s->bytes;
	if (!s->codecs)
		return 0;
	for (;;) {
		int64_t got;

		if (!buf_reserve(room, WHOLE_BLOCK))
			return fail(e, ERR_LIMIT, "larger than %zu MiB", room->ceiling >> 20);
		got = stream_read(stream, room->ptr + room->len, WHOLE_BLOCK, e);
		if (got < 0)
			return -1;
		if (got == 0)
			break;
		room->len += (size_t)got;
	}
	*out = buf_span(room);
	return 0;
}

static int read_opened(struct layout *l, struct opened *o, struct buf *room, struct error *e)
{
	const struct source *s = l->reading->source;
	struct reader reader = { .format = format_for(s), .stream = o->stream, .arena = &o->arena,
				 .external = l->reading->options->external };
	int rc = -1;

	if (!reader.format)
		return fail(e, ERR_UNSUPPORTED, "no reader for documents");
	if (reader.format->whole && whole_bytes(s, o->stream, room, &reader.bytes, e) < 0)
		return -1;
	if (reader.format->open(&reader, e) == 0)
		rc = read_parts(l, &reader, e);
	if (reader.format->close)
		reader.format->close(&reader);
	return rc;
}

/* A file of rules is one piece of code, whatever its lines look like. */
static int read_rules(struct layout *l, const char *language, struct error *e)
{
	struct part part = { .kind = PART_CODE, .name = span_of(language), .line = 1 };
	struct buf all;
	int rc;

	l->title = *language == 'y' ? SPAN("YARA rules") : SPAN("Sigma rules");
	buf_init(&all, RULES_MAX);
	rc = source_read_all(l->reading->source, &all, e);
	part.text = buf_span(&all);
	if (rc == 0)
		rc = take_part(l, &part, e);
	buf_release(&all);
	return rc;
}

/*
 * A page that shows pictures and says nothing: what they show was not read.  In
 * a mail that may be the sender's logo beside "see attached".
 */
static void note_pictures(struct layout *l)
{
	struct span sample = l->reading->source->sample;
	struct span format = span_of(format_for(l->reading->source)->name);
	size_t letters = 0;

	if ((!span_equal(format, SPAN("html")) && !span_equal(format, SPAN("markdown"))) ||
	    l->reading->base.count > 1 || l->holes || l->truncated ||
	    (span_find_nocase(sample, SPAN("<img")) == SPAN_NONE &&
	     span_find(sample, SPAN("![")) == SPAN_NONE))
		return;
	for (uint32_t i = 0; i < l->count && letters < SAYS_SOMETHING; i++) {
		const struct block *b = layout_block(l, i);

		if (b->kind == PASSAGE_HEADING || b->kind == PASSAGE_FURNITURE ||
		    b->kind == PASSAGE_LINK)
			continue;
		if (layout_is_entry(l->reading, b->text))
			return;
		for (size_t at = 0; at < b->text.len; at++)
			letters += ascii_alnum(b->text.ptr[at]) ||
				(unsigned char)b->text.ptr[at] >= 0x80;
	}
	if (letters < SAYS_SOMETHING)
		l->hole[l->holes++] = (struct hole){ .reason = SPAN("no-text-layer"),
			.text = SPAN("the page shows pictures and hardly any text") };
}

int layout_read(struct layout *l, struct reading *r, struct error *e)
{
	const char *language;
	struct opened o;
	struct buf room;
	int rc = -1;

	memset(l, 0, sizeof(*l));
	l->reading = r;
	buf_init(&l->blocks, BLOCKS_CEILING);
	buf_init(&room, WHOLE_MAX);
	language = r->source->charset == CHARSET_BINARY ? NULL : rules_alone(r->source->sample);
	if (language) {
		rc = read_rules(l, language, e);
		if (rc == 0)
			layout_structure(l);
		return rc;
	}
	if (source_open_bytes(r->source, &o, e) == 0)
		rc = read_opened(l, &o, &room, e);
	source_close(&o);
	buf_release(&room);
	if (rc == 0)
		rc = gather_rules(l, e);
	if (rc == 0)
		layout_structure(l);
	if (rc == 0)
		note_pictures(l);
	return rc;
}

void layout_release(struct layout *l)
{
	buf_release(&l->blocks);
}

/* Go to byte `at` of the block, counting lines from where we were; back means from the start. */
static void go_to(struct layout *l, uint32_t i, struct span text, size_t at)
{
	if (l->at_block != i || at < l->line_start) {
		l->at_block = i;
		l->at_byte = l->line_start = 0;
		l->at_line = 0;
	}
	for (; l->at_byte < at; l->at_byte++)
		if (text.ptr[l->at_byte] == '\n') {
			l->at_line++;
			l->line_start = l->at_byte + 1;
		}
	l->at_byte = at;
}

struct step layout_step(struct layout *l, uint32_t i, size_t from, size_t to)
{
	const struct block *b = layout_block(l, i);
	struct span text = b->kind == PASSAGE_LINK ? b->target : b->text;
	struct step s = { .kind = STEP_TEXT, .page = b->page };

	from = from < text.len ? from : text.len;
	go_to(l, i, text, from);
	s.quote = span_cut(text, from, to - from);
	/* Formats do not know offsets in other charsets. */
	s.offset = l->reading->source->charset == CHARSET_UTF8 ? b->offset + from : 0;
	s.length = s.quote.len;
	s.line = b->line ? b->line + l->at_line : 0;
	s.column = from - l->line_start + (l->at_line ? 0 : b->column_byte) + 1;
	return s;
}
