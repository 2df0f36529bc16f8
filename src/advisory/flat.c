/*
 * flat.c -- lists: one value a line.
 *
 * Lines may be defanged, carry a comment behind the value (# ; // , | or
 * blanks), have the form of a hosts file, of `sha256sum`, of an ad blocker or
 * of a dataset of Suricata (base64).
 * Comment lines in front give title, date and TLP; later ones may open a
 * section ("# legitimate, do not block").  Streamed: a list of any length
 * needs one block.  What is no value is counted and told once.
 *
 * Not here: several columns (table.c), running text with lists in it (prose.c).
 */
#include "advisory/reader.h"
#include "advisory/remarks.h"
#include "advisory/sections.h"
#include "base/base64.h"
#include "value/refang.h"

#define PROBE_LINES 400
#define REMARK_MAX 160
#define CODED_MAX 4096

enum line_type { LINE_BLANK, LINE_COMMENT, LINE_VALUE, LINE_NOTHING };

struct line {
	enum line_type type;
	struct span value, remark;
	enum kind kind;
	uint16_t port;
};

static bool is_comment(struct span s)
{
	return s.len && (s.ptr[0] == '#' || s.ptr[0] == ';' || span_starts(s, SPAN("//")) ||
			 span_starts(s, SPAN("--")) || span_starts(s, SPAN("! ")));
}

/* Where a comment begins behind a value, or the end. */
static size_t remark_start(struct span s)
{
	static const char *const marks[] = { " #", "\t#", " //", " ;", "\t;", " | ", " <-", " - " };
	size_t first = s.len;

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		size_t at = span_find(span_cut(s, 0, first), span_of(marks[i]));

		if (at != SPAN_NONE)
			first = at;
	}
	return first;
}

static size_t token_end(struct span s)
{
	static const bool ends[256] = {
		[' '] = true, ['\t'] = true, ['\n'] = true, ['\r'] = true, ['\f'] = true,
		['\v'] = true, [','] = true, [';'] = true,
	};
	size_t i = 0;

	while (i < s.len && !ends[(uint8_t)s.ptr[i]])
		i++;
	return i;
}

/* The addresses that hosts files send unwanted names to. */
static bool is_sink(struct span s)
{
	return span_equal(s, SPAN("0.0.0.0")) || span_equal(s, SPAN("127.0.0.1")) ||
		span_equal(s, SPAN("::1")) || span_equal(s, SPAN("::")) ||
		span_equal(s, SPAN("0"));
}

static bool try_value(struct line *l, struct span value, struct span remark, struct buf *plain,
		      struct buf *canonical)
{
	l->port = 0;
	if (!reading_canonical(value, KIND_NONE, plain, canonical, &l->kind, &l->port))
		return false;
	l->type = LINE_VALUE;
	l->value = span_trim(value);
	l->remark = span_trim(remark);
	return true;
}

/* Suricata's datasets of type string: each value in base64, perhaps with a score behind. */
static bool try_coded(struct line *l, struct span value, struct buf *plain,
		      struct buf *canonical)
{
	struct buf text;
	bool ok = value.len >= 8 && value.len <= CODED_MAX;

	buf_init(&text, CODED_MAX);
	ok = ok && base64_token(value, &text) &&
		try_value(l, buf_span(&text), SPAN(""), plain, canonical);
	if (ok) {
		l->value = value;
		l->remark = SPAN("in base64");
	}
	buf_release(&text);
	return ok;
}

/* The whole line, the line without its remark, or its first word is a value. */
static void read_line(struct line *l, struct span text, struct buf *plain, struct buf *canonical)
{
	struct span s = span_trim(text), first, rest;
	size_t end;

	*l = (struct line){ .type = s.len ? LINE_NOTHING : LINE_BLANK };
	if (!s.len)
		return;
	if (is_comment(s)) {
		l->type = LINE_COMMENT;
		l->remark = s;
		return;
	}
	end = token_end(s);
	first = span_cut(s, 0, end);
	rest = span_trim(span_skip(s, end));
	if (rest.len && is_sink(first)) {
		end = token_end(rest);
		if (try_value(l, span_cut(rest, 0, end), span_skip(rest, end), plain, canonical))
			return;
	}
	/* A line without blanks or a comment is the common case: one question is enough. */
	if (!rest.len) {
		if (!try_value(l, s, SPAN(""), plain, canonical))
			try_coded(l, s, plain, canonical);
		return;
	}
	end = remark_start(s);
	if (try_value(l, span_cut(s, 0, end), span_skip(s, end), plain, canonical))
		return;
	while (rest.len && memchr(",;|- \t*", rest.ptr[0], 7))
		rest = span_skip(rest, 1);
	if (!try_value(l, first, rest, plain, canonical))
		try_coded(l, first, plain, canonical);
}

static int flat_probe(const struct source *s)
{
	size_t values = 0, nothing = 0, spoken = 0, number = 0;
	struct span rest = s->sample, text;
	struct buf plain, canonical;
	struct line l;

	if (s->charset == CHARSET_BINARY)
		return 0;
	buf_init(&plain, SOURCE_SAMPLE);
	buf_init(&canonical, 4 * SOURCE_SAMPLE);
	while (number++ < PROBE_LINES && span_line(&rest, &text)) {
		if (!rest.len && !s->sample_is_all)
			break;		/* cut by the sample */
		read_line(&l, text, &plain, &canonical);
		values += l.type == LINE_VALUE;
		nothing += l.type == LINE_NOTHING;
		/* A sentence that begins with a value ("1.2.3.4 was used by") is no entry. */
		spoken += l.type == LINE_VALUE && l.remark.len > REMARK_MAX;
	}
	buf_release(&plain);
	buf_release(&canonical);
	if (!values || spoken * 4 > values)
		return 0;
	return nothing * 8 <= values ? 70 : 0;
}

/* Everything known when the first value comes. */
static int begin(struct reading *r, struct error *e)
{
	r->head.format = SPAN("list");
	return reading_begin(r, e);
}

static enum role section_role(enum section s)
{
	switch (s) {
	case SECTION_BENIGN:
		return ROLE_BENIGN;
	case SECTION_VICTIM:
		return ROLE_VICTIM;
	case SECTION_REFERENCE: case SECTION_ABOUT:
		return ROLE_REFERENCE;
	case SECTION_CONTACT:
		return ROLE_CONTACT;
	default:
		return ROLE_INDICATOR;
	}
}

struct flat {
	struct listed listed;
	uint64_t half;			/* where the back begins: at the first line there */
	struct line line;
	enum section section;
	struct span section_name;	/* of the comment that opened it */
	uint32_t comments;
};

static void take_comment(struct flat *f, struct reading *r)
{
	enum section s = section_of(f->line.remark);

	if (!r->begun)
		reading_note(r, f->line.remark);
	if (s != SECTION_NONE && r->begun) {
		f->section = s;
		f->section_name = reading_keep(r, f->line.remark, REMARK_MAX);
	} else if (s == SECTION_BENIGN || s == SECTION_VICTIM) {
		f->section = s;
		f->section_name = reading_keep(r, f->line.remark, REMARK_MAX);
	}
}

static int take_value(struct flat *f, struct reading *r, const struct lines *lines,
		      struct span text, struct error *e)
{
	struct listed *l = &f->listed;
	size_t column = (size_t)(f->line.value.ptr - text.ptr);

	if (!r->begun && begin(r, e) < 0)
		return -1;
	l->written = f->line.value;
	/* read_line has left the canonical value in the reading. */
	l->kind = f->line.kind;
	l->port = f->line.port;
	l->settled = true;
	l->why.count = 0;
	l->role = section_role(f->section);
	if (l->role != ROLE_INDICATOR)
		strings_add(&l->why, f->section_name);
	else
		l->role = remark_role(f->line.remark, f->line.kind);
	strings_add(&l->why, SPAN("entry of a list"));
	if (f->line.remark.len)
		strings_add(&l->why, span_cut(f->line.remark, 0, REMARK_MAX));
	l->step = (struct step){
		.kind = STEP_TEXT, .line = lines->number, .column = column + 1,
		.offset = lines->offset + column, .length = f->line.value.len,
		.quote = f->line.value,
	};
	return reading_listed(r, l, e) < 0 ? -1 : 0;
}

static int take_line(struct flat *f, struct reading *r, const struct lines *lines,
		     struct span text, struct error *e)
{
	if (lines->cut)
		reading_cut(r, (struct step){ .kind = STEP_TEXT, .line = lines->number,
					      .offset = lines->offset });
	read_line(&f->line, text, &r->plain, &r->canonical);
	switch (f->line.type) {
	case LINE_COMMENT:
		take_comment(f, r);
		return 0;
	case LINE_VALUE:
		return take_value(f, r, lines, text, e);
	case LINE_NOTHING:
		if (lines->number == 1)		/* a title, a column's header */
			reading_note(r, text);
		else
			reading_nothing(r, (struct step){ .kind = STEP_TEXT,
							  .line = lines->number,
							  .offset = lines->offset });
		return 0;
	case LINE_BLANK:
		break;
	}
	return 0;
}

/* The back reads of the front what matters to it: where it begins, and which sections open. */
static void pass_line(struct flat *f, struct reading *r, struct span text)
{
	struct span s = span_trim(text);

	if (is_comment(s)) {
		f->line.remark = s;
		take_comment(f, r);
	} else if (!r->begun) {
		read_line(&f->line, text, &r->plain, &r->canonical);
		r->begun = f->line.type == LINE_VALUE;
	}
}

/* 1: go on, 0: the rest is another one's, -1. */
static int share_line(struct flat *f, struct reading *r, const struct lines *lines,
		      struct span text, struct error *e)
{
	enum advisory_share share = r->options->share;

	if (share == ADVISORY_FRONT && lines->offset >= f->half)
		return 0;
	if (share == ADVISORY_BACK && lines->offset < f->half)
		pass_line(f, r, text);
	else if (take_line(f, r, lines, text, e) < 0)
		return -1;
	return 1;
}

static int flat_read(struct reading *r, struct error *e)
{
	struct flat *f = arena_new(r->arena, struct flat);
	struct opened o;
	struct lines lines;
	struct span text;
	int got = -1;

	if (!f)
		return fail(e, ERR_MEMORY, "no memory to read the list");
	listed_init(&f->listed);
	f->half = r->source->bytes.len / 2;
	if (source_open(r->source, &o, e) == 0) {
		lines_init(&lines, o.stream);
		while ((got = lines_next(&lines, &text, e)) > 0) {
			got = share_line(f, r, &lines, text, e);
			if (got <= 0)
				break;
		}
		lines_release(&lines);
	}
	source_close(&o);
	/* The front has given the head. */
	r->begun |= r->options->share == ADVISORY_BACK;
	if (got < 0 || begin(r, e) < 0)
		return -1;
	return reading_end(r, e);
}

const struct advisory_kind reads_flat = {
	.name = "list",
	.about = "lists, one value a line (also defanged, hosts files, checksum files, Suricata datasets)",
	.shared = true,
	.probe = flat_probe,
	.read = flat_read,
};
