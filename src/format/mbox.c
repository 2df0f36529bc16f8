/*
 * mbox.c -- mailboxes of Unix: messages one behind the other.
 *
 * Specification: RFC 4155 and what there is beside it.  A message begins with
 * a "From " line that holds a time of day and a year, with a field or another
 * such line behind it.  So mboxo, mboxrd, mboxcl and mboxcl2 are read alike; of
 * quoted lines (">From ") one ">" is taken off.  Content-Length is not
 * believed: it could hide messages.  A whole mailbox that was pasted into a
 * message of mboxcl2 is cut at its borders; every piece is searched.
 * A border is one wherever reading begins, so that pieces of a mailbox give the
 * same messages as the whole.
 * Hostile input: one window, one pass; counting messages is not bounded, for
 * they are as many as the file has.
 */
#include "base/stride.h"
#include "format/mail_probe.h"
#include "format/mime.h"

#define WINDOW (256u << 10)
#define BORDER 1024		/* bytes of a border and the line behind it that are looked at */
#define HEADER (16u << 10)	/* of a message, looked at for its name */
#define NAME_MOST 256

extern const struct format format_eml;

struct mbox_message {
	struct stream stream;
	bool over;		/* its end is at mbox.at */
	bool line_starts;
	size_t known;		/* bytes from mbox.at on that surely belong to it */
};

struct mbox {
	struct mbox_message message;
	struct reader *reader;
	struct error below;
	char *window;
	size_t at, have;
	uint64_t taken;		/* offset of the window's end */
	uint64_t base;			/* of the stream's first byte, in the file */
	uint64_t number;
	bool ended, begun;
	char name[NAME_MOST];		/* of the message at hand */
};

static bool mbox_fill(struct mbox *m)
{
	int64_t got;

	if (m->ended || (m->at == 0 && m->have == WINDOW))
		return false;
	memmove(m->window, m->window + m->at, m->have - m->at);
	m->have -= m->at;
	m->at = 0;
	got = stream_read_full(m->reader->stream, m->window + m->have, WINDOW - m->have,
			       &m->below);
	if (got > 0) {
		m->have += (size_t)got;
		m->taken += (uint64_t)got;
	}
	m->ended = m->have < WINDOW;
	return got > 0;
}

/* ---- borders */

/* "12:34" and "2020": every border has them, prose that begins with "From" seldom. */
static bool has_time(struct span line)
{
	bool clock = false, year = false;
	unsigned digits = 0;

	for (size_t i = 5; i < line.len; i++) {
		bool digit = ascii_digit(line.ptr[i]);

		clock |= line.ptr[i] == ':' && digits == 2;
		digits = digit ? digits + 1 : 0;
		year |= digits == 4 && (i + 1 == line.len || !ascii_digit(line.ptr[i + 1]));
	}
	return clock && year;
}

static bool is_field(struct span line)
{
	size_t n = span_find_byte(line, ':');

	if (n == SPAN_NONE || n == 0)
		return false;
	for (size_t i = 0; i < n; i++)
		if (line.ptr[i] <= ' ' || line.ptr[i] > '~')
			return false;
	return true;
}

/* Is the line at `at` of the window, which begins with "From ", a border? */
static bool is_border(const struct mbox *m, size_t at)
{
	struct span rest = span_cut(span_make(m->window + at, m->have - at), 0, BORDER), line;

	if (!span_line(&rest, &line) || !has_time(line))
		return false;
	if (!span_line(&rest, &line))
		return true;
	return is_field(line) || span_starts(line, SPAN("From ")) ||
	       span_starts(line, SPAN(">From "));
}

/* ---- one message */

enum find { FIND_NONE, FIND_BORDER, FIND_QUOTED, FIND_UNKNOWN };

/*
 * The line at `line`, perhaps behind ">": *at is its first byte when it is a
 * border, one that was quoted, or too near to the window's end to say.
 */
static enum find find_here(const struct mbox *m, size_t line, size_t *at)
{
	struct span rest = span_make(m->window + line, m->have - line);
	size_t quotes = 0;

	while (quotes < rest.len && rest.ptr[quotes] == '>')
		quotes++;
	if (!span_starts(span_skip(rest, quotes), SPAN("From ")))
		return FIND_NONE;
	*at = line;
	if (quotes)
		return FIND_QUOTED;
	if (rest.len < BORDER && !m->ended)
		return FIND_UNKNOWN;
	return is_border(m, line) ? FIND_BORDER : FIND_NONE;
}

/* The next of these among the lines from the window's front on. */
static enum find find_from(const struct mbox *m, size_t *at)
{
	struct span window = span_make(m->window, m->have);
	enum find found = m->message.line_starts ? find_here(m, m->at, at) : FIND_NONE;
	size_t nl = m->at;

	while (found == FIND_NONE) {
		nl = stride_line(window, nl, "F>>>");
		if (nl == SPAN_NONE)
			break;
		found = find_here(m, ++nl, at);
	}
	return found;
}

/* How far the message surely goes; m->message.over when that is its end. */
static void message_look(struct mbox *m)
{
	size_t at, to;

	switch (find_from(m, &at)) {
	case FIND_BORDER:
		m->message.over = true;
		to = at;
		break;
	case FIND_QUOTED:
		/* Up to the ">", which is passed over. */
		to = at;
		if (to == m->at) {
			m->at++;
			m->message.line_starts = false;
			message_look(m);
			return;
		}
		break;
	case FIND_UNKNOWN:
		to = at;
		break;
	default:
		/* The end of the window may cut "\n>>From ". */
		to = m->have;
		while (!m->ended && to > m->at && m->have - to < 8)
			to--;
		break;
	}
	m->message.known = to - m->at;
}

/* Some bytes of it, or its end. */
static void message_know(struct mbox *m)
{
	while (m->message.known == 0 && !m->message.over) {
		message_look(m);
		if (m->message.known || m->message.over)
			break;
		if (!mbox_fill(m)) {
			m->message.known = m->have - m->at;
			break;
		}
	}
}

static int64_t message_read(struct stream *s, void *out, size_t max, struct error *e)
{
	struct mbox *m = (struct mbox *)s;
	struct mbox_message *one = &m->message;
	size_t n;

	message_know(m);
	n = one->known < max ? one->known : max;
	if (n == 0 && !one->over && m->below.code != ERR_NONE) {
		*e = m->below;
		return -1;
	}
	memcpy(out, m->window + m->at, n);
	if (n)
		one->line_starts = m->window[m->at + n - 1] == '\n';
	m->at += n;
	one->known -= n;
	return (int64_t)n;
}

static const struct stream_type message_type = { .name = "message", .read = message_read };

/* ---- all of them */

static int message_skip(struct mbox *m, struct error *e)
{
	struct mbox_message *one = &m->message;

	while (!one->over) {
		message_know(m);
		if (one->known == 0 && !one->over)
			break;
		m->at += one->known;
		one->line_starts = m->window[m->at - 1] == '\n';
		one->known = 0;
	}
	if (one->over)
		return 1;
	if (m->below.code == ERR_NONE)
		return 0;
	*e = m->below;
	return -1;
}

/* The fields of the message at the front: up to the empty line. */
static struct span fields_of(struct span message)
{
	struct span rest = message, line;

	while (span_line(&rest, &line) && line.len)
		;
	return span_cut(message, 0, message.len - rest.len);
}

/* The border, which is taken, and the name of the message behind it. */
static struct span message_name(struct mbox *m)
{
	struct span rest, border, id;

	while (m->have - m->at < HEADER && mbox_fill(m))
		;
	rest = span_make(m->window + m->at, m->have - m->at);
	span_line(&rest, &border);
	m->at = m->have - rest.len;
	rest = fields_of(span_cut(rest, 0, HEADER));
	id = span_trim(mime_field_find(rest, SPAN("Message-ID")));
	if (id.len > 2 && id.ptr[0] == '<' && id.ptr[id.len - 1] == '>')
		id = span_cut(id, 1, id.len - 2);
	/* Kept here: a mailbox has more messages than an arena has room for their names. */
	id = span_cut(id, 0, NAME_MOST);
	memcpy(m->name, id.ptr, id.len);
	return span_make(m->name, id.len);
}

static int mbox_next(struct reader *r, struct part *out, struct error *e)
{
	struct mbox *m = r->state;
	uint64_t offset;
	struct span name;

	if (m->begun) {
		int rc = message_skip(m, e);

		if (rc <= 0)
			return rc;
	} else if (!mbox_fill(m)) {
		if (m->below.code == ERR_NONE)
			return 0;
		*e = m->below;
		return -1;
	}
	m->begun = true;
	offset = m->base + m->taken - (m->have - m->at);
	if (r->end && offset >= r->end)
		return 0;
	name = message_name(m);
	m->message = (struct mbox_message){ .stream = { .type = &message_type },
					    .line_starts = true };
	*out = (struct part){ .kind = PART_MESSAGE, .stream = &m->message.stream,
			      .name = name, .number = ++m->number,
			      .size = PART_SIZE_UNKNOWN, .time = TIME_NONE, .charset = SPAN(""),
			      .offset = offset, .as = &format_eml };
	return 1;
}

static int mbox_open(struct reader *r, struct error *e)
{
	struct mbox *m = arena_new(r->arena, struct mbox);

	if (!m || !(m->window = arena_room(r->arena, WINDOW)))
		return fail(e, ERR_LIMIT, "mbox: no memory left for this item");
	m->reader = r;
	r->state = m;
	/* Whose piece begins somewhere passes over what belongs to the one before. */
	m->begun = r->begin > 0;
	m->base = r->begin ? r->begin - 1 : 0;
	return 0;
}

const struct format format_mbox = {
	.name = "mbox",
	.about = "mailbox (mbox)",
	.suffixes = " .mbox ",
	.class = FORMAT_MAILBOX,
	.evidence = true,
	.probe = mbox_probe,
	.open = mbox_open,
	.next = mbox_next,
};
