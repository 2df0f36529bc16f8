/*
 * test_pst.c -- what becomes of an Outlook mailbox when its readers die: who plays them here
 * says what each prints, and how it ends.
 */
#include "test.h"

#include <sys/mman.h>
#include <unistd.h>

#include "base/external.h"
#include "base/frame.h"
#include "evidence/opening.h"
#include "format/pst_wire.h"

#define ACTS 64

/* One reader after the other. */
struct play {
	struct external external;
	struct act {
		struct buf printed;
		enum error_code ends;	/* ERR_NONE: well */
		const char *note;	/* it must be started with; NULL: whatever */
	} act[ACTS];
	unsigned acts, at;
	int out;
	struct buf seen;		/* by the listener */
};

static int play_start(struct external *x, const struct external_call *call, int *out,
		      struct error *e)
{
	struct play *p = (struct play *)x;
	struct act *act = &p->act[p->at++];

	(void)e;
	assert_true(p->at <= p->acts);
	if (act->note)
		assert_string_equal(call->note, act->note);
	p->out = *out = memfd_create("printed", MFD_CLOEXEC);
	assert_int_equal(write(*out, act->printed.ptr, act->printed.len), act->printed.len);
	lseek(*out, 0, SEEK_SET);
	return 0;
}

static int play_end(struct external *x, struct error *e)
{
	struct play *p = (struct play *)x;
	enum error_code ends = p->act[p->at - 1].ends;

	close(p->out);
	return ends ? fail(e, ends, "pst was ended") : 0;
}

static struct act *act(struct play *p, enum error_code ends, const char *note)
{
	struct act *a = &p->act[p->acts++];

	*a = (struct act){ .ends = ends, .note = note };
	buf_init(&a->printed, 1u << 20);
	return a;
}

static void frame(struct act *a, enum pst_frame type, struct span payload)
{
	frame_u8(&a->printed, (uint8_t)type);
	frame_span(&a->printed, payload);
}

static void at(struct act *a, uint32_t ordinal)
{
	char payload[12] = { (char)ordinal, (char)(ordinal >> 8) };

	frame(a, PST_AT, span_make(payload, 12));
}

/* A whole message with a text, and a file. */
static void message(struct act *a, char number, const char *text)
{
	char head[6] = { number };
	char file[] = "\1\0\0\0\4\0\0\0\0\0\0\0\x1e\0a.txt";

	frame(a, PST_MESSAGE, span_make(head, 6));
	frame(a, PST_BODY, SPAN("\0\x10\x1e\0"));
	frame(a, PST_DATA, span_of(text));
	frame(a, PST_CLOSE, SPAN(""));
	frame(a, PST_ATTACHMENT, span_make(file, sizeof(file) - 1));
	frame(a, PST_DATA, SPAN("file"));
	frame(a, PST_CLOSE, SPAN(""));
	frame(a, PST_CLOSE, SPAN(""));
}

/* ---- who listens */

static void see(struct play *p, const struct thing *t, const char *what, struct span text)
{
	if (t->outer)
		see(p, t->outer, "", SPAN(""));
	if (t->kind == THING_MESSAGE)
		buf_printf(&p->seen, "/%llu", (unsigned long long)t->number);
	else if (t->outer)
		buf_printf(&p->seen, "/%.*s", SPAN_ARG(t->name));
	if (*what)
		buf_printf(&p->seen, " %s: %.*s\n", what, SPAN_ARG(text));
}

static int on_begin(void *context, struct thing *t, struct error *e)
{
	(void)context;
	(void)t;
	(void)e;
	return 0;
}

static int on_header(void *context, struct thing *t, struct span text, struct error *e)
{
	(void)context;
	(void)t;
	(void)text;
	(void)e;
	return 0;
}

static int on_content(void *context, struct thing *t, struct content *c, struct error *e)
{
	static char text[64 * 1024];
	struct error why;
	int64_t got = stream_read_full(c->stream, text, sizeof(text), &why);

	(void)e;
	see(context, t, "text", span_make(text, got > 0 ? (size_t)got : 0));
	if (got < 0 || c->stream->failed)
		see(context, t, "unread", span_of(c->stream->why.text));
	return 0;
}

static int on_gap(void *context, struct thing *t, struct span reason, const char *detail,
		  uint64_t bytes, bool minor, struct error *e)
{
	(void)reason;
	(void)bytes;
	(void)e;
	if (!minor)
		see(context, t, "gap", span_of(detail));
	return 0;
}

static int on_layer(void *context, struct thing *t, const struct layer *l, struct error *e)
{
	(void)context;
	(void)t;
	(void)l;
	(void)e;
	return 0;
}

static const struct opening_listener listener = {
	.begin = on_begin, .header = on_header, .content = on_content, .gap = on_gap,
	.layer = on_layer, .end = on_begin,
};

static struct span watch(struct play *p)
{
	static const char box[] = "!BDN....SM......";
	int fd = memfd_create("box", MFD_CLOEXEC);
	struct opening o;
	struct arena arena;
	struct error e;

	p->external = (struct external){ .start = play_start, .end = play_end };
	assert_int_equal(write(fd, box, sizeof(box)), sizeof(box));
	format_prepare();
	buf_init(&p->seen, 1u << 22);
	opening_init(&o);
	arena_init(&arena, 32u << 20);
	o.listener = &listener;
	o.context = p;
	o.arena = &arena;
	o.external = &p->external;
	assert_int_equal(opening_file(&o, SPAN("box"), fd, true, sizeof(box), &e), 0);
	opening_release(&o);
	arena_release(&arena);
	close(fd);
	return buf_span(&p->seen);
}

static void leave(struct play *p)
{
	for (unsigned i = 0; i < p->acts; i++)
		buf_release(&p->act[i].printed);
	buf_release(&p->seen);
}

TEST(what_a_reader_died_of_is_a_gap_and_the_next_one_goes_on_behind_it)
{
	struct play p = { .acts = 0 };
	struct act *a = act(&p, ERR_MALFORMED, "");

	frame(a, PST_HELLO, SPAN("libpff"));
	at(a, 2);
	frame(a, PST_FOLDER, SPAN("Inbox"));
	message(a, 1, "one");
	at(a, 3);
	frame(a, PST_MESSAGE, SPAN("\2\0\0\0\0\0"));
	frame(a, PST_BODY, SPAN("\0\x10\x1e\0"));
	frame(a, PST_DATA, SPAN("tw"));
	a = act(&p, ERR_TIME, "3");
	at(a, 1);
	frame(a, PST_HELLO, SPAN("libpff"));
	frame(a, PST_FOLDER, SPAN("Inbox"));
	at(a, 4);
	message(a, 3, "three");
	at(a, 7);
	a = act(&p, ERR_NONE, "3,7");
	frame(a, PST_HELLO, SPAN("libpff"));
	frame(a, PST_FOLDER, SPAN("Sent"));
	message(a, 1, "sent");
	frame(a, PST_CLOSE, SPAN(""));
	frame(a, PST_OVER, SPAN(""));
	assert_span_equal(watch(&p), SPAN(
		"/Inbox/1/text/plain text: one\n"
		"/Inbox/1/a.txt text: file\n"
		"/Inbox/2/text/plain text: tw\n"
		"/Inbox/2/text/plain unread: pst was ended\n"
		"/Inbox/3/text/plain text: three\n"
		"/Inbox/3/a.txt text: file\n"
		"/Inbox gap: pst was ended\n"
		"/Sent/1/text/plain text: sent\n"
		"/Sent/1/a.txt text: file\n"));
	leave(&p);
}

TEST(a_reader_that_dies_twice_of_the_same_is_not_started_again)
{
	struct play p = { .acts = 0 };

	for (int i = 0; i < 2; i++) {
		struct act *a = act(&p, ERR_MALFORMED, i ? "1" : "");

		frame(a, PST_HELLO, SPAN("libpff"));
		at(a, 1);
	}
	assert_span_equal(watch(&p), SPAN(
		" gap: pst was ended\n"
		" gap: pst was ended; what is behind it in the mailbox is not read\n"));
	leave(&p);
}

TEST(readers_that_take_too_long_are_not_started_for_ever)
{
	struct play p = { .acts = 0 };

	for (uint32_t i = 0; i < ACTS; i++) {
		struct act *a = act(&p, ERR_TIME, NULL);

		frame(a, PST_HELLO, SPAN("libpff"));
		at(a, i + 1);
	}
	watch(&p);
	assert_int_equal(p.at, 3);
	leave(&p);
}

/* However it is cut, whatever byte is changed: it ends, and what came before stays. */
TEST(a_reader_that_talks_nonsense_does_no_harm)
{
	struct play whole = { .acts = 0 };
	struct act *a = act(&whole, ERR_NONE, NULL);
	struct span text;

	frame(a, PST_HELLO, SPAN("libpff"));
	frame(a, PST_FOLDER, SPAN("Inbox"));
	message(a, 1, "one");
	frame(a, PST_CLOSE, SPAN(""));
	frame(a, PST_OVER, SPAN(""));
	text = buf_span(&a->printed);
	for (size_t i = 0; i < 3 * text.len; i++) {
		struct play p = { .acts = 0 };

		for (unsigned k = 0; k < ACTS; k++) {
			a = act(&p, k ? ERR_UNSUPPORTED : ERR_NONE, NULL);
			if (k)
				continue;
			buf_add(&a->printed, i < text.len ? span_cut(text, 0, i) : text);
			if (i >= text.len)
				a->printed.ptr[i % text.len] =
					(char)(i < 2 * text.len ? 0xff : a->printed.ptr[i % text.len] ^ 4);
		}
		watch(&p);
		leave(&p);
	}
	leave(&whole);
}
