/*
 * said.h -- what a log family made of a record, as one line of text that a
 * test can hold against what a person would read out of it:
 *
 *   flow refused 203.0.113.5:40000 > 192.0.2.10:22 sensor=gw1 | none:MAC=aa
 *
 * class, outcome, ends (with "?" between them when nobody says who began),
 * what else is set, then the fields that are no ends.
 */
#ifndef TESTS_EVIDENCE_SAID_H
#define TESTS_EVIDENCE_SAID_H

#include "base/time.h"
#include "evidence/log/message.h"
#include "test.h"

static const char *const said_meaning[] = {
	"none", "src", "dst", "query", "answer", "host", "url", "path", "referrer", "agent",
	"forwarded", "certificate", "hash", "file", "command", "user", "sender", "recipient",
	"subject", "link", "registry", "text", "nested",
};

static inline void said_end(struct buf *out, bool has, const struct address *a, uint16_t port)
{
	if (!has) {
		buf_byte(out, '-');
		return;
	}
	address_text(a, out);
	if (port)
		buf_printf(out, ":%u", (unsigned)port);
}

static inline void said_span(struct buf *out, const char *name, struct span value)
{
	if (value.len)
		buf_printf(out, " %s=%.*s", name, SPAN_ARG(value));
}

static inline void said_moment(struct buf *out, const char *name, int64_t moment)
{
	if (moment == TIME_NONE)
		return;
	buf_printf(out, " %s=", name);
	time_rfc3339(moment, out);
}

static inline void said_event(const struct event *ev, struct buf *out)
{
	const char *lead = " |";

	buf_printf(out, "%s %s ", event_class_name(ev->class), outcome_name(ev->outcome));
	said_end(out, ev->has_src, &ev->src, ev->src_port);
	buf_text(out, ev->either_way ? " ? " : " > ");
	said_end(out, ev->has_dst, &ev->dst, ev->dst_port);
	said_moment(out, "at", ev->time);
	said_span(out, "sensor", ev->sensor);
	said_span(out, "computer", ev->computer);
	said_span(out, "user", ev->user);
	said_span(out, "mac", ev->mac);
	said_span(out, "mailbox", ev->mailbox);
	said_span(out, "message", ev->message);
	said_span(out, "queue", ev->queue);
	said_span(out, "next", ev->next_queue);
	if (ev->has_given) {
		buf_text(out, " given=");
		address_text(&ev->given, out);
	}
	if (ev->has_bytes)
		buf_printf(out, " bytes=%llu/%llu", (unsigned long long)ev->bytes_out,
			   (unsigned long long)ev->bytes_in);
	said_moment(out, "from", ev->lease_from);
	said_moment(out, "to", ev->lease_to);
	if (ev->src_local >= 0)
		buf_printf(out, " src-local=%d", ev->src_local);
	for (uint32_t i = 0; i < ev->fields; i++) {
		const struct field *f = &ev->field[i];

		if (f->meaning == MEANING_SRC || f->meaning == MEANING_DST)
			continue;
		buf_printf(out, "%s %s:%.*s=%.*s", lead, said_meaning[f->meaning],
			   SPAN_ARG(f->name), SPAN_ARG(f->value));
		lead = "";
	}
}

/* Open a log of `family` on `text` (whole file), as the sweep would. */
static inline void said_open(struct log *log, struct arena *arena, struct span text)
{
	struct error e = { 0 };

	arena_init(arena, 8u << 20);
	log_begin(log, arena);
	if (log_open(log, text, &e) < 0)
		test_fail("cannot open: %s", e.text);
}

/* The record around byte `at` of `text`, in the family that bids highest; "no" when unread. */
static inline const char *said_at(struct span text, size_t at)
{
	static char line[8192];
	static struct event ev;
	struct arena arena;
	struct log log;
	struct buf out;

	said_open(&log, &arena, text);
	buf_init(&out, sizeof(line) - 1);
	if (log_parse(&log, log_record(&log, text, at), &ev))
		said_event(&ev, &out);
	else
		buf_text(&out, "no");
	snprintf(line, sizeof(line), "%s", buf_string(&out));
	buf_release(&out);
	arena_release(&arena);
	return line;
}

static inline const char *said(const char *text)
{
	return said_at(span_of(text), 0);
}

#define assert_said(text, expected) assert_string_equal(said(text), expected)

#endif
