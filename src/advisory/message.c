/*
 * message.c -- an advisory that came as a mail: its bodies and what is
 * attached to it, read as one.
 *
 * Each part is read by whatever kind it is (advisory.c, again) and its records
 * are kept until all have come; a value that several parts name is given once.
 * The head is that of the part with the most to search for; what it lacks is
 * taken from the others and from the message's own header.  HTML comes before
 * plain text, which says the same with less structure.  A picture is no gap.
 * Bounds: PARTS_MAX parts of PART_MAX bytes, and those of collected.h.
 */
#include "advisory/reader.h"

#include <stdio.h>

#include "advisory/collected.h"
#include "advisory/dates.h"

#define PARTS_MAX   64
#define PART_MAX    (64u << 20)
#define PART_BLOCK  (256u << 10)
#define DETAIL_MAX  600

enum rank { RANK_HTML, RANK_TEXT, RANK_ATTACHED, RANKS };

struct mail_part {
	enum rank rank;
	uint64_t number;
	struct span name;		/* of what is attached; empty: a body */
	struct buf bytes;
	struct error why;		/* it could not be had */
};

/* What one part says of itself, and how much there is to search for. */
struct part_head {
	struct advisory head;
	uint64_t usable;
	bool attached;
};

struct message {
	struct reading *reading;
	struct mail_part part[PARTS_MAX];
	uint32_t parts, left_out;
	struct part_head best;
	struct collected collected;
	struct error first;		/* why a part could not be read */
	uint32_t read;			/* parts that could */
};

/* ---- taking the message apart */

static void read_bytes(struct mail_part *part, struct stream *s)
{
	int64_t got;

	do {
		if (!buf_reserve(&part->bytes, PART_BLOCK)) {
			fail(&part->why, ERR_LIMIT, "larger than %u MiB", PART_MAX >> 20);
			return;
		}
		got = stream_read(s, part->bytes.ptr + part->bytes.len, PART_BLOCK, &part->why);
		part->bytes.len += got > 0 ? (size_t)got : 0;
	} while (got > 0);
}

static void take_part(struct message *m, const struct part *p, struct arena *a)
{
	struct stream *s = p->stream;
	struct mail_part *part;

	if (m->parts == PARTS_MAX) {
		m->left_out++;
		return;
	}
	part = &m->part[m->parts++];
	part->number = p->number;
	part->rank = p->kind != PART_BODY ? RANK_ATTACHED :
		span_equal_nocase(p->name, SPAN("text/html")) ? RANK_HTML : RANK_TEXT;
	if (p->kind != PART_BODY)
		part->name = p->name.len ? arena_copy(m->reading->arena, p->name)
					 : SPAN("attachment without a name");
	else if (charset_known(p->charset) && !span_starts_nocase(p->charset, SPAN("utf")))
		s = charset_stream_named(a, p->charset, s);
	buf_init(&part->bytes, PART_MAX);
	if (s)
		read_bytes(part, s);
}

static struct span field(struct span header, struct span name)
{
	struct span line;

	while (span_line(&header, &line))
		if (span_starts_nocase(line, name))
			return span_trim(span_skip(line, name.len));
	return SPAN("");
}

/* "Date: Thu, 16 Jul 2020 09:00:00 +0000", as the day. */
static void take_header(struct message *m, struct span header)
{
	struct advisory *head = &m->reading->head;
	struct span title = field(header, SPAN("Subject:")), date = field(header, SPAN("Date:"));
	struct civil when;

	while (span_starts_nocase(title, SPAN("Fwd:")) || span_starts_nocase(title, SPAN("Fw:")) ||
	       span_starts_nocase(title, SPAN("Re:")))
		title = span_trim(span_skip(title, span_find_byte(title, ':') + 1));
	if (!head->title.len)
		head->title = reading_line(m->reading, title);
	if (head->published == TIME_NONE && time_read(date, &when) && when.year)
		head->published = civil_days(when.year, when.month, when.day) * TIME_DAY;
}

static int take_apart(struct message *m, struct opened *o, struct error *e)
{
	struct reader r = { .format = m->reading->source->format, .stream = o->stream,
			    .arena = &o->arena };
	struct part part;
	int rc = r.format->open(&r, e);

	while (rc >= 0 && (rc = r.format->next(&r, &part, e)) > 0) {
		if (part.kind == PART_HEADER)
			take_header(m, part.text);
		else
			take_part(m, &part, &o->arena);
	}
	if (r.format->close)
		r.format->close(&r);
	return rc < 0 && !m->parts ? -1 : 0;
}

/* ---- what the parts say */

static void merge_strings(struct message *m, struct strings *into, const struct strings *from)
{
	for (uint32_t i = 0; i < from->count; i++) {
		bool there = false;

		for (uint32_t k = 0; k < into->count && !there; k++)
			there = span_equal(into->item[k], from->item[i]);
		if (!there)
			strings_add(into, reading_keep(m->reading, from->item[i], 1000));
	}
}

/* What nobody expects values in: pictures, signatures. */
static bool is_ornament(const struct mail_part *part)
{
	static const char *const starts[] = { "\x89PNG", "\xff\xd8\xff", "GIF8",
						"RIFF", "<svg" };
	struct span head = buf_span(&part->bytes);

	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
		if (span_starts(head, span_of(starts[i])))
			return true;
	return span_ends_nocase(part->name, SPAN(".p7s")) || span_ends_nocase(part->name, SPAN(".asc"));
}

static int keep_gap(struct message *m, const struct mail_part *part, const struct error *why,
		    const struct where *where, struct error *e)
{
	struct intel_record *record = &m->reading->record;
	char detail[DETAIL_MAX];
	bool fresh;

	if (m->first.code == ERR_NONE)
		m->first = *why;
	if (is_ornament(part) || !part->bytes.len)
		return 0;
	memset(record, 0, sizeof(*record));
	record->type = INTEL_GAP;
	snprintf(detail, sizeof(detail), "%.*s%s%s", SPAN_ARG(span_cut(part->name, 0, 100)),
		 part->name.len ? ": " : "", why->text);
	record->gap = (struct intel_gap){ .detail = span_of(detail), .unread = true,
					  .advisory = m->reading->options->index };
	record->gap.reason = span_of(collected_reason(buf_span(&part->bytes), why));
	record->gap.where = *where;
	return collected_add(&m->collected, record, &fresh, e);
}

static int read_part(struct message *m, struct mail_part *part, struct error *e)
{
	struct where outer = m->reading->base;
	struct part_head now = { .head = { .published = TIME_NONE } };
	struct error why = part->why;
	uint64_t before = m->collected.usable;

	if (part->name.len)
		where_add(&outer, (struct step){ .kind = STEP_MEMBER, .text = part->name,
						 .number = part->number });
	if (why.code != ERR_NONE ||
	    collected_read(&m->collected, m->reading, buf_span(&part->bytes), &outer, &now.head,
			   &why) < 0)
		return keep_gap(m, part, &why, &outer, e);
	merge_strings(m, &m->reading->head.refers_to, &now.head.refers_to);
	merge_strings(m, &m->reading->head.contacts, &now.head.contacts);
	now.usable = m->collected.usable - before;
	now.attached = part->rank == RANK_ATTACHED;
	m->read++;
	if (m->read == 1 || now.usable > m->best.usable)
		m->best = now;
	return 0;
}

/* What is attached is not absent. */
static void drop_present(struct message *m)
{
	struct strings *refers = &m->reading->head.refers_to;
	uint32_t kept = 0;

	for (uint32_t i = 0; i < refers->count; i++) {
		bool present = span_equal(refers->item[i], m->best.head.id);

		for (uint32_t k = 0; k < m->parts && !present; k++)
			present = span_equal_nocase(m->part[k].name, refers->item[i]);
		if (!present)
			refers->item[kept++] = refers->item[i];
	}
	refers->count = kept;
}

/* The best part's words, and the message's own where that says nothing. */
static void settle_head(struct message *m)
{
	struct advisory *head = &m->reading->head, *best = &m->best.head;

	/* A body's first line is a salutation; the subject says more. */
	if (best->title.len && (m->best.attached || !head->title.len))
		head->title = best->title;
	head->published = best->published != TIME_NONE ? best->published : head->published;
	head->activity_from = best->activity_from;
	head->activity_to = best->activity_to;
	head->tlp = best->tlp.len ? best->tlp : tlp_find(head->title);
	head->bodies = best->bodies;
	memcpy(head->body, best->body, sizeof(head->body));
	if (!span_starts(best->id, SPAN("sha256:")))
		head->id = best->id;
}

static int give_records(struct message *m, struct error *e)
{
	for (unsigned type = 0; type <= INTEL_GAP; type++)
		if (collected_give(&m->collected, m->reading, (enum intel_type)type, e) < 0)
			return -1;
	return 0;
}

static int read_parts(struct message *m, struct error *e)
{
	for (enum rank rank = 0; rank < RANKS; rank++)
		for (uint32_t i = 0; i < m->parts; i++)
			if (m->part[i].rank == rank && read_part(m, &m->part[i], e) < 0)
				return -1;
	if (!m->read)
		return fail(e, m->first.code == ERR_NONE ? ERR_MALFORMED : m->first.code,
			    "mail without a part that can be read: %s",
			    m->first.code == ERR_NONE ? "it is empty" : m->first.text);
	settle_head(m);
	drop_present(m);
	if (reading_begin(m->reading, e) < 0 || give_records(m, e) < 0)
		return -1;
	if (m->left_out && reading_gap(m->reading, "count-limit", SPAN("more parts than are read"),
				       true, (struct step){ 0 }, e) < 0)
		return -1;
	return reading_end(m->reading, e);
}

static int message_read(struct reading *r, struct error *e)
{
	struct message *m = arena_new(r->arena, struct message);
	struct opened o;
	int rc = -1;

	if (!m)
		return fail(e, ERR_MEMORY, "no memory to read the mail");
	if (r->options->nested >= COLLECTED_DEPTH)
		return fail(e, ERR_LIMIT, "mails inside of mails, more than %d deep",
			    COLLECTED_DEPTH);
	m->reading = r;
	collected_init(&m->collected, r->arena);
	if (source_open_bytes(r->source, &o, e) == 0)
		rc = take_apart(m, &o, e);
	source_close(&o);
	if (rc == 0)
		rc = read_parts(m, e);
	for (uint32_t i = 0; i < m->parts; i++)
		buf_release(&m->part[i].bytes);
	collected_release(&m->collected);
	return rc;
}

static int message_probe(const struct source *s)
{
	return s->format && s->format->class == FORMAT_MESSAGE && !s->format->not_yet ? 96 : 0;
}

const struct advisory_kind reads_message = {
	.name = "eml",
	.about = "mails, with what is attached to them",
	.probe = message_probe,
	.read = message_read,
};
