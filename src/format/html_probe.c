/* html_probe.c -- is it HTML, and which charset does it name? Bounded by the head shown. */
#include "format/html.h"

/* What `key` = NAME says in the bytes: of <meta charset> and the XML declaration. */
static struct span stated(struct span head, struct span key)
{
	size_t at = span_find_nocase(head, key), n = 0;
	struct span rest = at == SPAN_NONE ? SPAN("") : span_trim(span_skip(head, at + key.len));

	if (!span_starts(rest, SPAN("=")))
		return SPAN("");
	rest = span_trim(span_skip(rest, 1));
	if (rest.len && (rest.ptr[0] == '"' || rest.ptr[0] == '\''))
		rest = span_skip(rest, 1);
	while (n < rest.len && (ascii_alnum(rest.ptr[n]) || rest.ptr[n] == '-' ||
				rest.ptr[n] == '_' || rest.ptr[n] == ':'))
		n++;
	return span_cut(rest, 0, n);
}

struct span html_charset(struct span head)
{
	size_t end = span_find(head, SPAN("?>"));

	if (span_starts(head, SPAN("<?xml")) && end != SPAN_NONE) {
		struct span name = stated(span_cut(head, 0, end), SPAN("encoding"));

		if (name.len)
			return name;
	}
	return stated(head, SPAN("charset"));
}

#define FRONT 64		/* bytes in which that letter stands, but for blanks */

/* Without a byte order mark and the zero bytes of UTF-16: ASCII is enough to bid. */
static struct span squeeze(struct span head, char *out, size_t room)
{
	size_t n = 0;

	for (size_t i = 0; i < head.len && n < room; i++)
		if (head.ptr[i] && (unsigned char)head.ptr[i] < 0x80)
			out[n++] = head.ptr[i];
	return span_trim(span_make(out, n));
}

/* Behind comments and the XML declaration. */
static struct span skip_prolog(struct span s)
{
	for (;;) {
		bool comment = span_starts(s, SPAN("<!--"));
		size_t end;

		if (!comment && !span_starts(s, SPAN("<?")))
			return s;
		end = span_find(s, comment ? SPAN("-->") : SPAN("?>"));
		if (end == SPAN_NONE)
			return span_cut(s, 0, 0);
		s = span_trim(span_skip(s, end + (comment ? 3 : 2)));
	}
}

int html_probe(struct span head)
{
	static const char *const sure[] = { "<!doctype html", "<html", "<head", "<body" };
	static const char *const likely[] = {
		"<title", "<meta", "<div", "<p>", "<p ", "<h1", "<h2", "<table", "<article",
		"<main", "<section", "<script", "<style", "<link", "<ul", "<center", "<font",
	};
	char ascii[2048];
	struct span s = squeeze(head, ascii, FRONT);

	/* Nearly everything that is no HTML is told by its first letter. */
	if (s.len && s.ptr[0] != '<')
		return 0;
	s = skip_prolog(squeeze(head, ascii, sizeof(ascii)));
	for (size_t i = 0; i < sizeof(sure) / sizeof(sure[0]); i++)
		if (span_starts_nocase(s, span_of(sure[i])))
			return 90;
	for (size_t i = 0; i < sizeof(likely) / sizeof(likely[0]); i++)
		if (span_starts_nocase(s, span_of(likely[i])))
			return 25;
	return 0;
}
