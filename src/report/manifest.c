/*
 * manifest.c -- the sources of a plan as a manifest to edit (INI, DESIGN.md 3).
 *
 * Paths are absolute, so that the file may lie anywhere.  All but the paths is
 * written as comments: what was recognised is a suggestion, and a label such
 * as role=quarantine changes the answer.  Names out of the evidence are reduced
 * to harmless letters; a path that a manifest cannot hold is told as a comment.
 */
#include "base/utf8.h"
#include "report/people.h"
#include "report/record.h"
#include "report/report.h"

#define SOURCES_MOST 4000
#define NAME_MOST    60

struct manifest {
	const struct node *source[SOURCES_MOST];
	uint32_t count;
	uint64_t all;
	const struct node *run;
};

static int manifest_open(struct report *r, struct error *e)
{
	r->state = arena_new(&r->arena, struct manifest);
	return r->state ? 0 : fail(e, ERR_MEMORY, "no memory for the manifest");
}

static int manifest_record(struct report *r, struct span json, struct error *e)
{
	struct manifest *m = r->state;
	const struct node *n;

	if (!span_starts(json, SPAN("{\"type\":\"coverage\"")) &&
	    !span_starts(json, SPAN("{\"type\":\"run\"")))
		return 0;
	n = record_parse(&r->arena, json, e);
	if (!n)
		return -1;
	if (record_is(n, "type", "run"))
		m->run = n;
	else if (m->all++ < SOURCES_MOST)
		m->source[m->count++] = n;
	return 0;
}

/* ---- names */

static void add_plain(struct buf *out, struct span s)
{
	s = span_cut(s, 0, NAME_MOST);
	for (size_t i = 0; i < s.len; i++) {
		bool plain = ascii_alnum(s.ptr[i]) || memchr("-_.", s.ptr[i], 3);

		buf_byte(out, plain ? s.ptr[i] : '-');
	}
}

static struct span path_of(const struct node *s)
{
	const struct node *list = record_get(s, "paths");

	return list && list->child ? list->child->text : SPAN("");
}

static bool same_name(const struct manifest *m, uint32_t a, uint32_t b)
{
	return span_equal(record_text(m->source[a], "source"), record_text(m->source[b], "source"));
}

/* Of one label and path: one section is enough. */
static bool is_again(const struct manifest *m, uint32_t at)
{
	for (uint32_t i = 0; i < at; i++)
		if (same_name(m, i, at) &&
		    span_equal(path_of(m->source[i]), path_of(m->source[at])))
			return true;
	return false;
}

/* "[fw-edge]"; "[ns1-DNS-2]" when others have that name. */
static void section_name(const struct manifest *m, uint32_t at, struct buf *out)
{
	struct span people = record_text(m->source[at], "people");
	unsigned others = 0, before = 0;

	for (uint32_t i = 0; i < m->count; i++) {
		if (i == at || !same_name(m, i, at) || is_again(m, i))
			continue;
		others++;
		before += i < at && span_equal(record_text(m->source[i], "people"), people);
	}
	buf_text(out, record_text(m->source[at], "source").len ? "[" : "[source");
	add_plain(out, record_text(m->source[at], "source"));
	if (others && people.len) {
		buf_byte(out, '-');
		add_plain(out, people);
	}
	if (before)
		buf_printf(out, "-%u", before + 1);
	buf_text(out, "]\n");
}

/* ---- one section */

/* Nothing that a terminal or editor obeys, and no quotes that would be taken off. */
static bool can_stand(struct span path)
{
	struct span rest = path;

	while (rest.len) {
		uint32_t c = utf8_next(&rest);

		if (c == UTF8_INVALID || utf8_hostile(c))
			return false;
	}
	return path.len && !memchr("\"'", path.ptr[0], 2) && span_trim(path).len == path.len;
}

static void add_path(const struct manifest *m, const struct node *s, struct buf *out)
{
	struct span path = path_of(s), folder = record_text(m->run, "folder");

	while (span_starts(path, SPAN("./")))
		path = span_skip(path, 2);
	if (!can_stand(path) || (path.ptr[0] != '/' && !can_stand(folder))) {
		buf_text(out, "# its path has bytes that a manifest cannot hold\n#path =\n");
		return;
	}
	buf_text(out, "path = ");
	if (path.ptr[0] != '/') {
		buf_add(out, folder);
		buf_byte(out, '/');
	}
	buf_add(out, path);
	buf_byte(out, '\n');
}

static void add_about(const struct node *s, struct buf *out)
{
	int64_t from = record_time(s, "time_from"), to = record_time(s, "time_to");

	buf_text(out, "# ");
	add_plain(out, record_text(s, "people").len ? record_text(s, "people") : SPAN("files"));
	buf_text(out, ": ");
	people_count(record_number(s, "items"), "item", "items", out);
	if (from != TIME_NONE) {
		buf_text(out, ", ");
		people_dates(from, to, 0, out);
	}
	buf_byte(out, '\n');
}

static void add_role(const struct node *s, struct buf *out)
{
	static const struct { const char *people, *role; } roles[] = {
		{ "firewall", "firewall" }, { "web proxy", "proxy" }, { "DNS", "resolver" },
	};

	if (record_text(s, "role").len) {
		buf_text(out, "role = ");
		add_plain(out, record_text(s, "role"));
		buf_byte(out, '\n');
		return;
	}
	buf_text(out, "#role =");
	for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++)
		if (record_is(s, "people", roles[i].people))
			buf_printf(out, " %s", roles[i].role);
	buf_byte(out, '\n');
}

static void add_host(const struct node *s, struct buf *out)
{
	if (record_text(s, "host").len) {
		buf_text(out, "host = ");
		add_plain(out, record_text(s, "host"));
		buf_byte(out, '\n');
	} else if (!record_text(s, "people").len) {
		buf_text(out, "#host =\n");
	}
}

static void add_section(const struct manifest *m, uint32_t at, struct buf *out)
{
	const struct node *s = m->source[at];

	buf_byte(out, '\n');
	section_name(m, at, out);
	add_about(s, out);
	add_path(m, s, out);
	add_host(s, out);
	add_role(s, out);
	if (record_true(s, "zone_assumed"))
		buf_text(out, "# its times have no zone: UTC is assumed\n#zone = UTC\n");
}

/* No-break blanks are for pages. */
static void put(struct report *r, struct buf *b)
{
	struct span rest = buf_span(b);
	size_t at;

	while ((at = span_find(rest, SPAN("\xc2\xa0"))) != SPAN_NONE) {
		out_raw(&r->out, span_cut(rest, 0, at));
		out_raw(&r->out, SPAN(" "));
		rest = span_skip(rest, at + 2);
	}
	out_raw(&r->out, rest);
	buf_clear(b);
}

static int manifest_close(struct report *r, struct error *e)
{
	const struct manifest *m = r->state;
	struct buf b;

	if (!m->run)
		return fail(e, ERR_MALFORMED, "these are no records of a plan, or not all of them");
	out_text(&r->out,
		 "# What lies where: check it, then tocsin sweep --evidence THIS-FILE -a ADVISORY PATH...\n"
		 "# host: whose files these are.  zone: of records that state none (Europe/London).\n"
		 "# role: firewall proxy nat resolver mail-gateway reverse-proxy scanner honeypot\n"
		 "#       quarantine lab backup intel; it can change the answer: only what you know.\n");
	buf_init(&b, 1 << 20);
	for (uint32_t i = 0; i < m->count; i++)
		if (!is_again(m, i)) {
			add_section(m, i, &b);
			put(r, &b);
		}
	if (m->all > m->count)
		out_text(&r->out, "\n# there are more sources than are written here\n");
	buf_release(&b);
	return 0;
}

const struct report_format report_manifest = {
	.name = "manifest",
	.about = "the sources of a plan as a manifest to edit (INI)",
	.open = manifest_open,
	.record = manifest_record,
	.close = manifest_close,
};
