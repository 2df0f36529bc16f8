/*
 * embedded.c -- web pages and scripts that have files in them as base64: data:
 * URIs, what a script unpacks, commands that PowerShell takes encoded.
 *
 * Specification: RFC 2397, RFC 4648.  A run of base64 is a file when a data:
 * URI says so, when it begins like a file that we open (a program, a gzip), or
 * when it is UTF-16 text.  The first bytes of the page or script must name the
 * means, so that other text is not searched for runs.
 * Not here: runs that the script puts together from pieces, deflate without
 * gzip's head, any other cipher; these stay text.
 * Hostile input: one pass; FILES_MOST files, each decoded as it is read.
 */
#include "format/format.h"
#include "format/mime.h"
#include "format/probe.h"

#define RUN_LEAST  64		/* most digests and keys are shorter */
#define FILES_MOST 1000
#define LOOK	   512		/* decoded bytes that say what it is */
#define TYPE_MOST  100		/* "data:application/octet-stream" */

struct decoded {
	struct stream stream;
	struct mime_decoder decoder;
	struct span left;
};

struct embedded {
	struct decoded decoded;
	struct span bytes;
	size_t at;
	uint64_t number;
};

static int64_t decoded_read(struct stream *s, void *out, size_t max, struct error *e)
{
	struct decoded *d = (struct decoded *)s;
	size_t n = mime_decode(&d->decoder, &d->left, out, max);

	(void)e;
	return (int64_t)(n ? n : mime_decode_end(&d->decoder, out, max));
}

static const struct stream_type decoded_type = { .name = "base64", .read = decoded_read };

static void decoded_begin(struct decoded *d, struct span run)
{
	*d = (struct decoded){ .stream = { .type = &decoded_type }, .left = run };
	mime_decoder_init(&d->decoder, MIME_BASE64);
}

/* ---- is it one? */

static bool begins_as_script(struct span head)
{
	static const char *const starts[] = {
		"#", "$", "&", "(", "//", "/*", "@echo", "[", "cmd", "const ", "dim ", "function",
		"if", "iex", "import", "invoke", "let ", "new-object", "on error", "param",
		"powershell", "set ", "set-", "start-process", "try", "var ", "wscript",
	};

	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
		if (span_starts_nocase(head, span_of(starts[i])))
			return true;
	return false;
}

static bool names_means(struct span head)
{
	static const char *const means[] = {
		";base64,", "FromBase64String", "frombase64string", "atob(", "b64decode",
		" -enc ", " -e ", " -ec ", " -EncodedCommand ", " -encodedcommand ", " -Enc ",
		" -EncodedC", "base64 -d", "bin.base64", "base64_decode",
	};

	for (size_t i = 0; i < sizeof(means) / sizeof(means[0]); i++)
		if (span_find(head, span_of(means[i])) != SPAN_NONE)
			return true;
	return false;
}

/* Commands of an event log are looked at record by record, where they have a time and a machine. */
static bool is_event_log(struct span text)
{
	return span_find(span_cut(text, 0, 512), SPAN("schemas.microsoft.com/win/2004/08/events")) !=
	       SPAN_NONE;
}

static int embedded_probe(struct span head)
{
	struct span text = head;
	bool page;

	if (span_starts(text, SPAN("\xef\xbb\xbf")))
		text = span_skip(text, 3);
	text = span_trim(text);
	page = span_starts(text, SPAN("<"));
	if (!page && !begins_as_script(text))
		return 0;
	if (!names_means(text) || is_event_log(text))
		return 0;
	return page ? 91 : 45;
}

/* ---- runs */

static bool is_digit(char c)
{
	return ascii_alnum(c) || c == '+' || c == '/';
}

/* The next run of RUN_LEAST digits or more, lines and padding included; false: none. */
static bool next_run(struct embedded *m, struct span *run)
{
	struct span s = m->bytes;

	while (m->at < s.len) {
		size_t from, digits = 0;

		while (m->at < s.len && !is_digit(s.ptr[m->at]))
			m->at++;
		for (from = m->at; m->at < s.len; m->at++) {
			char c = s.ptr[m->at];

			if (!is_digit(c) && c != '\r' && c != '\n')
				break;
			digits += is_digit(c);
		}
		while (m->at < s.len && s.ptr[m->at] == '=')
			m->at++;
		if (digits >= RUN_LEAST) {
			*run = span_cut(s, from, m->at - from);
			return true;
		}
	}
	return false;
}

/* "data:type" in front of ";base64," and the run; empty: it is none. */
static struct span uri_type(const struct embedded *m, struct span run)
{
	size_t from = (size_t)(run.ptr - m->bytes.ptr), start;
	struct span before;

	start = from > TYPE_MOST ? from - TYPE_MOST : 0;
	before = span_cut(m->bytes, start, from - start);
	if (!span_ends_nocase(before, SPAN(";base64,")))
		return SPAN("");
	before.len -= 8;
	for (size_t i = before.len; i-- > 0;)
		if (span_starts_nocase(span_skip(before, i), SPAN("data:")))
			return span_skip(before, i);
	return SPAN("data:");
}

/* Is it worth a part? *utf16: a command of PowerShell. */
static bool is_file(struct embedded *m, struct span run, bool *utf16)
{
	char look[LOOK];
	const struct format *f;
	struct span head;
	size_t n = 0, got;

	decoded_begin(&m->decoded, run);
	while (n < LOOK && (got = mime_decode(&m->decoded.decoder, &m->decoded.left, look + n,
					      LOOK - n)) > 0)
		n += got;
	head = span_make(look, n & ~(size_t)1);
	*utf16 = charset_of(head) == CHARSET_UTF16LE;
	f = format_of_evidence(head);
	return *utf16 || (f && f->class != FORMAT_DOCUMENT && f->evidence && !f->not_yet);
}

/* ---- the row */

static int embedded_open(struct reader *r, struct error *e)
{
	struct embedded *m = arena_new(r->arena, struct embedded);

	if (!m)
		return fail(e, ERR_LIMIT, "embedded: no memory left for this item");
	r->state = m;
	m->bytes = r->bytes;
	return 0;
}

static int embedded_next(struct reader *r, struct part *out, struct error *e)
{
	struct embedded *m = r->state;
	struct span run, type;
	bool utf16;

	do {
		if (!next_run(m, &run))
			return 0;
		type = uri_type(m, run);
	} while (!is_file(m, run, &utf16) && !type.len);
	if (m->number == FILES_MOST)
		return fail(e, ERR_LIMIT, "embedded: more than 1000 files");
	decoded_begin(&m->decoded, run);
	*out = (struct part){ .kind = PART_MEMBER, .name = type.len ? type : SPAN("base64"),
			      .number = ++m->number, .size = PART_SIZE_UNKNOWN, .time = TIME_NONE,
			      .offset = (uint64_t)(run.ptr - m->bytes.ptr),
			      .stream = &m->decoded.stream };
	/* So that what it unpacks in its turn is found. */
	if (utf16)
		out->stream = charset_stream(r->arena, CHARSET_UTF16LE, out->stream);
	return out->stream ? 1 : fail(e, ERR_LIMIT, "embedded: no memory left for this item");
}

const struct format format_embedded = {
	.name = "embedded",
	.about = "web page or script with files in it (data: URI, base64)",
	.suffixes = " .html .svg .ps1 .js .vbs .bat ",
	.class = FORMAT_DOCUMENT,
	.whole = true,
	.raw = true,
	.evidence = true,
	.probe = embedded_probe,
	.open = embedded_open,
	.next = embedded_next,
};
