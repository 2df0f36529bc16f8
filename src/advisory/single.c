/* single.c -- one value from the command line (-e VALUE). */
#include "advisory/reading.h"

#include "base/arena.h"

#define SINGLE_BUDGET (1u << 20)
#define SINGLE_MAX 4096

/* The sentence for a value that is refused. */
static int refuse(struct span value, enum kind kind, enum standing s, struct error *e)
{
	struct span shown = span_cut(value, 0, 80);

	if (s != STANDING_PLAIN)
		return fail(e, ERR_USAGE, "'%.*s' is not searched for (%s)%s", SPAN_ARG(shown),
			    standing_why(s, kind, value), standing_lifted(s) ? "; --allow-private does" : "");
	if (kind != KIND_NONE && kind_row(kind)->group == GROUP_NONE)
		return fail(e, ERR_USAGE, "'%.*s' looks like %s, which no evidence is searched for",
			    SPAN_ARG(shown), kind_row(kind)->people);
	return fail(e, ERR_USAGE, "'%.*s' is nothing that can be searched for: no address, name, "
		    "URL, mail address, hash, file, path or key", SPAN_ARG(shown));
}

/* What would be a poor indicator in an advisory may still be a person's question. */
static bool standing_is_taste(enum standing s)
{
	return s == STANDING_FAMILIAR || s == STANDING_RESOLVER || s == STANDING_SYSTEM_FILE ||
		s == STANDING_COMMON_WORD || s == STANDING_SUFFIX ||
		s == STANDING_COMMON_KEY || s == STANDING_WARNED;
}

static int give(struct reading *r, struct span value, struct error *e)
{
	struct listed l;
	enum standing s;
	uint16_t port = 0;
	enum kind kind = KIND_NONE;

	if (!reading_canonical(value, KIND_NONE, &r->plain, &r->canonical, &kind, &port))
		return refuse(value, KIND_NONE, STANDING_PLAIN, e);
	s = standing_of(kind, buf_span(&r->canonical), value);
	if (standing_is_taste(s) || (r->options->allow_private && standing_lifted(s)))
		s = STANDING_PLAIN;
	if (s != STANDING_PLAIN || kind_row(kind)->group == GROUP_NONE)
		return refuse(value, kind, s, e);
	r->head.title = value;
	r->head.format = SPAN("value");
	if (reading_begin(r, e) < 0)
		return -1;
	listed_init(&l);
	l.written = value;
	l.asked = true;
	l.confidence = 100;
	strings_add(&l.why, SPAN("given on the command line"));
	l.step = (struct step){ .kind = STEP_TEXT, .length = value.len, .quote = value };
	return reading_listed(r, &l, e) < 0 ? -1 : 0;
}

int advisory_value(struct span value, const struct advisory_options *o,
		   const struct intel_sink *sink, struct error *e)
{
	struct source s = { .bytes = span_trim(value) };
	struct reading r;
	struct arena a;
	int rc = -1;

	if (!s.bytes.len || s.bytes.len > SINGLE_MAX)
		return fail(e, ERR_USAGE, s.bytes.len ? "a value of more than 4096 bytes" :
			    "an empty value");
	arena_init(&a, SINGLE_BUDGET);
	if (reading_init(&r, &s, &a, o, sink, e) == 0) {
		rc = give(&r, s.bytes, e);
		reading_release(&r);
	}
	arena_release(&a);
	return rc;
}
