/*
 * veil_wrap.c -- links that a mail protection service or redirector has put
 * around another (wrapper.h).  Most carry the target plainly, %-encoded or in
 * base64, where other veils see it: those are only marked.  Proofpoint's own
 * two ways to write it are undone here.
 */
#include "match/phase.h"
#include "match/shape.h"
#include "match/table.h"
#include "match/veil.h"
#include "match/wrapper.h"

#define LINK_MAX 8192

/* Where the link that the host at `end` belongs to ends. */
static size_t link_end(struct span text, size_t end)
{
	size_t at = end;

	while (at < text.len && at - end < LINK_MAX && shape_is(text.ptr[at], SHAPE_TEXT))
		at++;
	return at;
}

static void draft_dashed(struct draft *d, struct span text, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		char c = text.ptr[i];
		bool coded = c == '-' && i + 2 < to && ascii_hex(text.ptr[i + 1]) >= 0 &&
			     ascii_hex(text.ptr[i + 2]) >= 0;

		if (coded)
			c = (char)(ascii_hex(text.ptr[i + 1]) << 4 | ascii_hex(text.ptr[i + 2]));
		else if (c == '_')
			c = '/';
		draft_byte(d, c, i - from);
		i += coded ? 2 : 0;
	}
}

static void scan_target(struct scan *s, const struct view *v, size_t from, size_t to, bool dashed)
{
	struct draft *d = veil_begin(s, v, to - from);
	struct view inner;

	if (!d)
		return;
	if (dashed)
		draft_dashed(d, v->text, from, to);
	else
		for (size_t i = from; i < to; i++)
			draft_byte(d, v->text.ptr[i], i - from);
	inner = veil_view(v, d, from, to - from, VEIL_WRAPPED);
	scan_view(s, &inner);
}

/* "?u=http-3A__evil-2Dsite.net_doc.html&d=..." */
static void unwrap_dashed(struct scan *s, const struct view *v, size_t from, size_t to)
{
	struct span link = span_cut(v->text, from, to - from);
	size_t at = span_find(link, SPAN("?u=")), end;

	if (at == SPAN_NONE)
		at = span_find(link, SPAN("&u="));
	if (at == SPAN_NONE)
		return;
	link = span_skip(link, at + 3);
	end = span_find_byte(link, '&');
	scan_target(s, v, from + at + 3, from + at + 3 + (end < link.len ? end : link.len), true);
}

/* "/v3/__http://evil.com/x__;!!..." */
static void unwrap_underlined(struct scan *s, const struct view *v, size_t from, size_t to)
{
	struct span link = span_cut(v->text, from, to - from);
	size_t at = span_find(link, SPAN("__")), end;

	if (at == SPAN_NONE)
		return;
	link = span_skip(link, at + 2);
	end = span_find(link, SPAN("__;"));
	scan_target(s, v, from + at + 2, from + at + 2 + (end < link.len ? end : link.len), false);
}

static void take_link(struct scan *s, const struct view *v, const struct wrapper *w, size_t end)
{
	size_t *done = &s->lane[v->depth]->done[CURSOR_WRAP], to;

	/* A link inside a link is seen in the target of the outer one. */
	if (end < *done)
		return;
	to = *done = link_end(v->text, end);
	if (s->wrapped_count < WRAPPED_MAX)
		s->wrapped[s->wrapped_count++] = view_place(v, end, to);
	if (w->way == WRAPPER_DASHED)
		unwrap_dashed(s, v, end, to);
	else if (w->way == WRAPPER_UNDERLINED)
		unwrap_underlined(s, v, end, to);
}

/* The wrapper whose host is exactly this name and whose path follows. */
static const struct wrapper *wrapper_of(const struct scan *s, struct span host, struct span rest)
{
	struct probe p = table_probe_text(s->set, KEY_WRAPPER, host);
	struct list list;

	while (table_next(&p, &list))
		for (uint32_t i = 0; i < list.count; i++) {
			const struct wrapper *w = wrapper_at(list.item[i]);

			if (w && span_equal_nocase(host, span_of(w->host)) &&
			    span_starts(rest, span_of(w->path)))
				return w;
		}
	return NULL;
}

void wrapper_verify(struct scan *s, const struct view *v, size_t end)
{
	struct span text = v->text, rest;
	size_t start, after;

	if (end >= text.len || !memchr("/:\\", text.ptr[end], 3))
		return;
	port_behind(text, end, &after);
	rest = span_skip(text, after);
	if (span_starts(rest, SPAN("\\/"))) {
		/* In JSON with escaped slashes the link is seen once these are undone. */
		escape_uncover(s, v, veil_window(text, end, LINK_MAX, &(size_t){ 0 }));
		return;
	}
	start = run_start(text, end, SHAPE_HOST_MAX);
	for (size_t i = start; i < end; i++) {
		const struct wrapper *w = NULL;

		if (i == start || text.ptr[i - 1] == '.')
			w = wrapper_of(s, span_cut(text, i, end - i), rest);
		if (w) {
			take_link(s, v, w, after);
			return;
		}
	}
}
