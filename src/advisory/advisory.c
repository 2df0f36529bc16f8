/* advisory.c -- which kind of advisory is it, and who reads it. */
#include "advisory/advisory.h"

#include "advisory/reader.h"

#define READING_BUDGET (320u << 20)	/* memory for what one advisory says */

#define ADVISORY(name) extern const struct advisory_kind reads_##name;
#define EXPECTED(name) extern const struct advisory_kind reads_##name;
#include "advisory/list.h"
#undef ADVISORY
#undef EXPECTED

#define ADVISORY(name) &reads_##name,
#define EXPECTED(name) &reads_##name,
static const struct advisory_kind *const kinds[] = {
#include "advisory/list.h"
};
#undef ADVISORY
#undef EXPECTED

#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

const struct advisory_kind *advisory_kind_at(size_t i)
{
	return i < KINDS ? kinds[i] : NULL;
}

const char *advisory_kind_name(const struct advisory_kind *k)
{
	return k->name;
}

const char *advisory_kind_about(const struct advisory_kind *k)
{
	return k->about;
}

bool advisory_kind_not_yet(const struct advisory_kind *k)
{
	return k->not_yet;
}

/* Office locks a document by putting it into an OLE container, under this name in UTF-16. */
static bool is_locked_office(const struct source *s)
{
	static const char name[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";

	return s->format && span_equal(span_of(s->format->name), SPAN("ole")) && !s->codecs &&
		span_find(s->bytes, SPAN(name)) != SPAN_NONE;
}

/* A format that no kind can look into: an archive, a picture. */
static int refuse_format(const struct source *s, struct error *e)
{
	const struct format *f = s->format;

	if (is_locked_office(s))
		return fail(e, ERR_ENCRYPTED, "an Office document locked with a password: "
			    "open it, and save it without");
	if (f && f->not_yet && f->advisory)
		return fail(e, ERR_UNSUPPORTED, "%s is not read yet", f->about);
	if (f && f->class == FORMAT_CONTAINER)
		return fail(e, ERR_UNSUPPORTED, "%s is not read as an advisory: give what is in it",
			    f->about);
	if (f && f->class != FORMAT_DOCUMENT && f->class != FORMAT_MESSAGE)
		return fail(e, ERR_UNSUPPORTED, "%s: that is no advisory", f->about);
	if (s->charset == CHARSET_BINARY && !(f && f->whole))
		return fail(e, ERR_MALFORMED, "not a format we read");
	return 0;
}

static const struct advisory_kind *choose(const struct source *s)
{
	const struct advisory_kind *best = NULL;
	int highest = 0;

	for (size_t i = 0; i < KINDS; i++) {
		int bid = kinds[i]->probe(s);

		if (bid > highest) {
			highest = bid;
			best = kinds[i];
		}
	}
	return best;
}

/* Blanks and a byte order mark say as little as no bytes. */
static bool is_empty(struct span text)
{
	if (span_starts(text, SPAN("\xef\xbb\xbf")))
		text = span_skip(text, 3);
	return span_trim(text).len == 0;
}

static int read_source(const struct source *s, struct arena *a, const struct advisory_options *o,
		       const struct intel_sink *sink, struct error *e)
{
	const struct advisory_kind *kind;
	struct reading r;
	int rc = -1;

	if (refuse_format(s, e) < 0)
		return -1;
	if (s->sample_is_all && is_empty(s->sample))
		return fail(e, ERR_MALFORMED, "nothing in it but blanks");
	kind = choose(s);
	if (!kind)
		return fail(e, ERR_MALFORMED, "not a format we read");
	if (kind->not_yet)
		return fail(e, ERR_UNSUPPORTED, "%s: not read yet", kind->about);
	if (o->share == ADVISORY_BACK && !kind->shared)
		return 0;
	if (reading_init(&r, s, a, o, sink, e) == 0) {
		r.head.format = span_of(kind->name);
		rc = kind->read(&r, e);
		reading_release(&r);
	}
	return rc < 0 ? -1 : 0;
}

int advisory_read(struct span bytes, const struct advisory_options *o,
		  const struct intel_sink *sink, struct error *e)
{
	struct arena a;
	struct source s;
	int rc;

	if (!bytes.len)
		return fail(e, ERR_MALFORMED, "the file has no bytes");
	arena_init(&a, READING_BUDGET);
	rc = source_init(&s, bytes, &a, e);
	if (rc == 0)
		rc = read_source(&s, &a, o, sink, e);
	arena_release(&a);
	return rc;
}
