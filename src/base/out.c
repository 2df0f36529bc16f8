/*
 * out.c -- bytes on their way out, and hostile text made harmless for
 * terminals, HTML and CSV.  JSON is in out_json.c.
 */
#include "base/out.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "base/utf8.h"
#include "base/width.h"

#define FLUSH_BYTES (64u << 10)
#define ESCAPE_MAX  16		/* longest escape of one code point */

void out_to_fd(struct out *o, int fd)
{
	memset(o, 0, sizeof(*o));
	o->fd = fd;
	buf_init(&o->buf, FLUSH_BYTES);
}

void out_to_memory(struct out *o, size_t ceiling)
{
	memset(o, 0, sizeof(*o));
	o->fd = -1;
	buf_init(&o->buf, ceiling);
}

void out_release(struct out *o)
{
	buf_release(&o->buf);
	buf_release(&o->json_text);
}

void out_clear(struct out *o)
{
	buf_clear(&o->buf);
	o->failed = o->closed_pipe = o->json_comma = false;
	o->written = 0;
	o->json_depth = 0;
}

static void lost(struct out *o)
{
	o->failed = true;
	o->closed_pipe = errno == EPIPE;
	fail_errno(&o->why, "cannot write the output");
}

static void write_all(struct out *o, struct span s)
{
	while (s.len && !o->failed) {
		ssize_t n = write(o->fd, s.ptr, s.len);

		if (n >= 0) {
			s = span_skip(s, (size_t)n);
		} else if (errno == EAGAIN) {
			/* A descriptor that somebody else made non-blocking. */
			struct pollfd ready = { .fd = o->fd, .events = POLLOUT };

			poll(&ready, 1, -1);
		} else if (errno != EINTR) {
			lost(o);
		}
	}
}

static void flush(struct out *o)
{
	if (o->fd >= 0) {
		write_all(o, buf_span(&o->buf));
		buf_clear(&o->buf);
	}
}

int out_finish(struct out *o, struct error *e)
{
	if (!o->failed)
		flush(o);
	if (!o->failed)
		return 0;
	*e = o->why;
	return -1;
}

void out_more(struct out *o, struct span s)
{
	if (o->failed)
		return;
	o->written += s.len;
	if (o->fd >= 0 && s.len > FLUSH_BYTES - o->buf.len)
		flush(o);
	if (o->fd >= 0 && s.len > FLUSH_BYTES) {
		write_all(o, s);
		return;
	}
	buf_add(&o->buf, s);
	if (o->buf.bad) {
		o->failed = true;
		fail(&o->why, ERR_LIMIT, "output does not fit into %zu bytes", o->buf.ceiling);
	}
}

char *out_make_room(struct out *o, size_t n)
{
	if (o->failed)
		return NULL;
	if (o->fd >= 0 && n > FLUSH_BYTES - o->buf.len)
		flush(o);
	/* What is too long is for out_more to refuse. */
	if (o->failed || n > o->buf.ceiling - o->buf.len || !buf_reserve(&o->buf, n))
		return NULL;
	return o->buf.ptr + o->buf.len;
}

void out_printf(struct out *o, const char *format, ...)
{
	char small[512];
	struct buf large;
	va_list args;
	int need;

	va_start(args, format);
	need = vsnprintf(small, sizeof(small), format, args);
	va_end(args);
	if (need < 0)
		return;
	if ((size_t)need < sizeof(small)) {
		out_raw(o, span_make(small, (size_t)need));
		return;
	}
	buf_init(&large, (size_t)need + 1);
	if (buf_reserve(&large, (size_t)need + 1)) {
		va_start(args, format);
		vsnprintf(large.ptr, (size_t)need + 1, format, args);
		va_end(args);
		out_raw(o, span_make(large.ptr, (size_t)need));
	} else if (!o->failed) {
		o->failed = true;
		fail(&o->why, ERR_MEMORY, "no memory for the output");
	}
	buf_release(&large);
}

/* -- one code point at a time -- */

struct glyph {
	uint32_t code;		/* UTF8_INVALID: a byte that begins none */
	struct span bytes;
	bool hostile;		/* includes invalid bytes */
};

static struct glyph next_glyph(struct span *rest)
{
	struct span before = *rest;
	struct glyph g;

	g.code = utf8_next(rest);
	g.bytes = span_cut(before, 0, before.len - rest->len);
	g.hostile = g.code == UTF8_INVALID || utf8_hostile(g.code);
	return g;
}

/* Printable ASCII at the front, which needs nobody's attention. */
static size_t ascii_run(struct span s)
{
	size_t n = 0;

	while (n < s.len && s.ptr[n] >= 0x20 && s.ptr[n] < 0x7f)
		n++;
	return n;
}

static const char *short_escape(uint32_t c)
{
	switch (c) {
	case '\n': return "\\n";
	case '\r': return "\\r";
	case '\t': return "\\t";
	default: return NULL;
	}
}

/* \n \x1b \u202e \U000e0001 \xff: how many bytes. */
static size_t terminal_escape(const struct glyph *g, char escape[ESCAPE_MAX])
{
	const char *form = short_escape(g->code);

	if (form)
		return (size_t)snprintf(escape, ESCAPE_MAX, "%s", form);
	if (g->code == UTF8_INVALID)
		return (size_t)snprintf(escape, ESCAPE_MAX, "\\x%02x",
					(unsigned char)g->bytes.ptr[0]);
	if (g->code < 0x80)
		return (size_t)snprintf(escape, ESCAPE_MAX, "\\x%02x", g->code);
	return (size_t)snprintf(escape, ESCAPE_MAX, g->code < 0x10000 ? "\\u%04x" : "\\U%08x",
				g->code);
}

static void put_terminal(struct out *o, const struct glyph *g)
{
	char escape[ESCAPE_MAX];

	if (g->hostile)
		out_raw(o, span_make(escape, terminal_escape(g, escape)));
	else
		out_raw(o, g->bytes);
}

void out_terminal(struct out *o, struct span s)
{
	while (s.len) {
		size_t run = ascii_run(s);

		out_raw(o, span_cut(s, 0, run));
		s = span_skip(s, run);
		if (s.len) {
			struct glyph g = next_glyph(&s);

			put_terminal(o, &g);
		}
	}
}

size_t out_width(struct span s)
{
	char escape[ESCAPE_MAX];
	size_t width = 0;

	while (s.len) {
		struct glyph g = next_glyph(&s);

		width += g.hostile ? terminal_escape(&g, escape) : width_of(g.code);
	}
	return width;
}

/* -- HTML -- */

static const char *html_entity(uint32_t c)
{
	switch (c) {
	case '&': return "&amp;";
	case '<': return "&lt;";
	case '>': return "&gt;";
	case '"': return "&quot;";
	case '\'': return "&#39;";
	case '`': return "&#96;";
	default: return NULL;
	}
}

void out_html(struct out *o, struct span s)
{
	while (s.len) {
		struct glyph g = next_glyph(&s);
		const char *entity = html_entity(g.code);

		if (!entity)
			entity = short_escape(g.code);
		if (entity)
			out_text(o, entity);
		else if (g.code == UTF8_INVALID)
			out_printf(o, "\\x{%02x}", (unsigned char)g.bytes.ptr[0]);
		else if (g.hostile)
			out_printf(o, "\\u{%x}", g.code);
		else
			out_raw(o, g.bytes);
	}
}

/* -- CSV -- */

static bool csv_skipped(uint32_t c)
{
	/* Blanks and quotes that a spreadsheet may strip before it looks for a formula. */
	return c == ' ' || c == '"' || c == '\'' || c == 0xa0 || c == 0x3000 ||
	       (c >= 0x2000 && c <= 0x200a) || (c >= 0x2018 && c <= 0x201f) || c == 0xff02 ||
	       c == 0xff07;
}

static bool csv_formula(struct span s)
{
	static const uint32_t marks[] = {
		'=', '+', '-', '@', '\t', '\r', '\n', 0xff1d, 0xff0b, 0xff0d, 0xff20, 0x2212,
	};
	uint32_t c = ' ';

	while (s.len && csv_skipped(c))
		c = utf8_next(&s);
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (c == marks[i])
			return true;
	return false;
}

static bool csv_quoted(struct span s)
{
	if (s.len == 0)
		return false;
	if (s.ptr[0] == ' ' || s.ptr[s.len - 1] == ' ')
		return true;
	for (size_t i = 0; i < s.len; i++)
		if (memchr(",;\"\r\n", s.ptr[i], 5))
			return true;
	return false;
}

void out_csv(struct out *o, struct span s)
{
	bool quoted = csv_quoted(s);

	if (quoted)
		out_text(o, "\"");
	if (csv_formula(s))
		out_text(o, "'");
	while (s.len) {
		struct glyph g = next_glyph(&s);

		if (g.code == '"')
			out_text(o, "\"");
		put_terminal(o, &g);
	}
	if (quoted)
		out_text(o, "\"");
}
