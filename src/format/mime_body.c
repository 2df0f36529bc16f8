/* mime_body.c -- stretches of a body. */
#include "format/mime_body.h"

#include "base/stride.h"

#define LOOK 1024		/* bytes of a line that say what it is */

int mime_body_open(struct mime_body *b, struct arena *a, struct stream *in, struct error *e)
{
	b->in = in;
	b->window = arena_room(a, MIME_WINDOW);
	return b->window ? 0 : fail(e, ERR_LIMIT, "eml: no memory left for this item");
}

void mime_body_begin(struct mime_body *b, enum mime_inside inside)
{
	b->inside = inside;
	b->stop = MIME_GOES_ON;
	b->line_starts = true;
}

/* More input behind what is left; false when there is none, or no room. */
static bool body_fill(struct mime_body *b)
{
	int64_t got;

	if (b->ended || (b->at == 0 && b->have == MIME_WINDOW))
		return false;
	memmove(b->window, b->window + b->at, b->have - b->at);
	b->have -= b->at;
	b->at = 0;
	got = stream_read(b->in, b->window + b->have, MIME_WINDOW - b->have, &b->below);
	b->ended = got <= 0;
	if (got > 0) {
		b->have += (size_t)got;
		b->taken += (uint64_t)got;
	}
	return got > 0;
}

/* ---- lines that end a stretch */

static struct span line_at(const struct mime_body *b, size_t at)
{
	struct span rest = span_make(b->window + at, b->have - at), line;

	return span_line(&rest, &line) ? line : SPAN("");
}

static bool all_blank(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!ascii_space(s.ptr[i]))
			return false;
	return true;
}

static enum mime_stop boundary_stop(struct mime_body *b, struct span line)
{
	line = span_skip(line, 2);
	for (unsigned i = b->depth; i-- > 0;) {
		struct span mine = span_make(b->boundary[i].text, b->boundary[i].len);
		struct span rest;

		if (!span_starts(line, mine))
			continue;
		rest = span_skip(line, mine.len);
		b->closing = span_starts(rest, SPAN("--"));
		if (b->closing ? !all_blank(span_skip(rest, 2)) : !all_blank(rest))
			continue;
		b->which = i;
		b->boundary[i].seen = true;
		return MIME_AT_BOUNDARY;
	}
	return MIME_GOES_ON;
}

/*
 * Senders who want to be misread name one boundary and use another, which
 * some programs for mail find: "--other", and a part's header behind it.
 */
static bool opens_undeclared(struct mime_body *b, size_t at)
{
	struct span rest = span_make(b->window + at, b->have - at), line, below;
	struct mime_boundary *mine = &b->boundary[b->depth];

	if (b->depth == MIME_DEPTH || !span_line(&rest, &line) || !span_line(&rest, &below) ||
	    !span_starts_nocase(below, SPAN("Content-")) ||
	    span_find_byte(below, ':') == SPAN_NONE)
		return false;
	line = span_trim(span_skip(line, 2));
	if (!line.len || line.len > MIME_BOUNDARY || span_find_byte(line, ' ') != SPAN_NONE)
		return false;
	*mine = (struct mime_boundary){ .len = (unsigned)line.len, .seen = true };
	memcpy(mine->text, line.ptr, line.len);
	b->which = b->depth++;
	b->closing = false;
	return true;
}

static enum mime_stop text_stop(struct span line)
{
	struct span name;

	if (mime_uu_begin(line, &name))
		return MIME_AT_UU;
	if (span_starts(line, SPAN("=ybegin ")))
		return MIME_AT_YENC;
	if (span_equal(span_trim(line), SPAN("-----BEGIN PGP MESSAGE-----")))
		return MIME_AT_PGP;
	return MIME_GOES_ON;
}

static bool ends_inside(enum mime_inside inside, struct span line)
{
	switch (inside) {
	case MIME_IN_UU:
		return span_equal(span_trim(line), SPAN("end"));
	case MIME_IN_YENC:
		return span_starts(line, SPAN("=yend"));
	case MIME_IN_PGP:
		return span_starts(line, SPAN("-----END PGP MESSAGE-----"));
	default:
		return false;
	}
}

/* Could a line with this first byte end the stretch? */
static bool may_stop(const struct mime_body *b, char first)
{
	return first == '-' || (b->inside && (first == 'b' || first == '=' || first == 'e'));
}

static enum mime_stop line_stop(struct mime_body *b, size_t at)
{
	struct span line = line_at(b, at);
	enum mime_stop stop = MIME_GOES_ON;

	if (span_starts(line, SPAN("--")) && b->depth)
		stop = boundary_stop(b, line);
	if (stop != MIME_GOES_ON || b->inside == MIME_IN_BYTES)
		return stop;
	if (b->inside == MIME_BETWEEN && span_starts(line, SPAN("--")) && opens_undeclared(b, at))
		return MIME_AT_BOUNDARY;
	if (b->inside == MIME_IN_TEXT || b->inside == MIME_BETWEEN)
		return text_stop(line);
	return ends_inside(b->inside, line) ? MIME_AT_END : MIME_GOES_ON;
}

/* The line at `at` can be judged: it is whole, or long enough. */
static bool line_known(const struct mime_body *b, size_t at)
{
	const char *nl;

	if (b->ended || b->have - at >= LOOK)
		return true;
	if (at < b->have && !may_stop(b, b->window[at]))
		return true;
	nl = memchr(b->window + at, '\n', b->have - at);
	/* Between parts the line behind it counts as well. */
	if (nl && b->inside == MIME_BETWEEN)
		nl = memchr(nl + 1, '\n', b->have - (size_t)(nl + 1 - b->window));
	return nl != NULL;
}

/* ---- stretches */

/*
 * How far from `at` the stretch surely goes within the window.  The break
 * before a boundary belongs to the boundary, so it is held back until the
 * line behind it is known.
 */
static size_t body_reach(struct mime_body *b)
{
	const char *first = b->inside == MIME_IN_BYTES ? "----" : "-b=e";
	struct span window = span_make(b->window, b->have);
	size_t scan = b->at;

	for (;;) {
		size_t eol = stride_line(window, scan, first), behind = eol + 1;

		if (eol == SPAN_NONE) {
			bool cr = b->have > b->at && b->window[b->have - 1] == '\r' && !b->ended;

			return b->have - (cr ? 1 : 0);
		}
		if (eol > b->at && b->window[eol - 1] == '\r')
			eol--;
		if (!line_known(b, behind))
			return eol;
		if (behind < b->have) {
			b->stop = line_stop(b, behind);
			if (b->stop != MIME_GOES_ON)
				return eol;
		}
		scan = behind;
	}
}

/* The first line of a stretch may be the one that ends it. */
static bool body_stops_at_once(struct mime_body *b)
{
	while (!line_known(b, b->at))
		if (!body_fill(b))
			break;
	if (b->at < b->have && may_stop(b, b->window[b->at]))
		b->stop = line_stop(b, b->at);
	b->line_starts = false;
	return b->stop != MIME_GOES_ON;
}

/* The break in front of the line that stopped it. */
static void body_over_break(struct mime_body *b)
{
	if (b->at < b->have && b->window[b->at] == '\r')
		b->at++;
	if (b->at < b->have && b->window[b->at] == '\n')
		b->at++;
}

bool mime_body_next(struct mime_body *b, struct span *out)
{
	if (b->stop != MIME_GOES_ON || (b->line_starts && body_stops_at_once(b)))
		return false;
	for (;;) {
		size_t to = body_reach(b);

		*out = span_make(b->window + b->at, to - b->at);
		b->at = to;
		if (b->stop != MIME_GOES_ON)
			body_over_break(b);
		if (out->len)
			return true;
		if (b->stop != MIME_GOES_ON)
			return false;
		if (!body_fill(b) && b->ended) {
			/* A break that was held back belongs to the text after all. */
			*out = span_make(b->window + b->at, b->have - b->at);
			b->at = b->have;
			b->stop = MIME_ENDS;
			return out->len > 0;
		}
	}
}

void mime_body_skip(struct mime_body *b)
{
	struct span ignored;

	while (mime_body_next(b, &ignored))
		;
}

struct span mime_body_line(struct mime_body *b)
{
	struct span rest, line = SPAN("");
	const char *nl;

	while (!(nl = memchr(b->window + b->at, '\n', b->have - b->at)))
		if (!body_fill(b))
			break;
	rest = span_make(b->window + b->at, b->have - b->at);
	if (!nl && b->have - b->at == MIME_WINDOW) {
		b->at = b->have;
		return line;
	}
	span_line(&rest, &line);
	b->at = b->have - rest.len;
	return line;
}

/* ---- headers */

/* Does the header go on with this line? */
static bool is_header_line(struct span line, bool first)
{
	size_t n = span_find_byte(line, ':');

	if (line.ptr[0] == ' ' || line.ptr[0] == '\t')
		return !first;
	if (span_starts(line, SPAN("From ")) || span_starts(line, SPAN(">From ")))
		return first;
	if (n == SPAN_NONE || n == 0)
		return false;
	while (n > 1 && line.ptr[n - 1] == ' ')
		n--;
	for (size_t i = 0; i < n; i++)
		if (line.ptr[i] <= ' ' || line.ptr[i] > '~')
			return false;
	return true;
}

int mime_body_header(struct mime_body *b, struct buf *out)
{
	bool first = true, inside = false;	/* a line longer than the window */

	buf_clear(out);
	for (;;) {
		const char *nl;
		struct span line;
		size_t to;

		while (!(nl = memchr(b->window + b->at, '\n', b->have - b->at)))
			if (!body_fill(b))
				break;
		if (b->at == b->have)
			break;
		to = nl ? (size_t)(nl - b->window) + 1 : b->have;
		line = line_at(b, b->at);
		if (!inside && line.len && (line_stop(b, b->at) != MIME_GOES_ON ||
					    !is_header_line(line, first)))
			break;
		b->at = to;
		if (!inside && line.len == 0)
			break;
		buf_add(out, span_make(line.ptr, (size_t)(b->window + to - line.ptr)));
		inside = !nl;
		first = false;
		if (out->bad)
			break;
	}
	return out->bad ? -1 : 0;
}
