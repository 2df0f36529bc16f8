/*
 * fuzz_log.c -- any bytes as a log: each family that would open them, and the
 * one that is chosen, parse every record; and as a text of each grammar.  Not all
 * of them at once: a quarter, which the bytes choose.
 *
 * What must hold: a record found for a byte does not begin before the one that
 * ended, every value can be read from front to end (ASan sees the rest).
 */
#include <stdlib.h>

#include "evidence/grammar/grammar.h"
#include "evidence/log/log.h"
#include "value/host.h"

#define BUDGET	 (16u << 20)
#define INPUT	 (64u << 10)
#define RECORDS	 2000
#define PLACES	 2	/* most of the time is spent on them */
#define SHARES	 4

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	struct error e;

	(void)argc;
	(void)argv;
	if (host_prepare(&e) < 0)
		abort();
	return 0;
}

/* Every byte is looked at, so that a span that lies outside of everything is found. */
static unsigned touch(struct span s)
{
	unsigned sum = 0;

	for (size_t i = 0; i < s.len; i++)
		sum += (unsigned char)s.ptr[i];
	return sum;
}

static unsigned touch_event(const struct event *ev)
{
	unsigned sum = touch(ev->sensor) + touch(ev->computer) + touch(ev->user) +
		       touch(ev->mailbox) + touch(ev->process) + touch(ev->via);

	if (ev->fields > EVENT_FIELDS)
		abort();
	for (uint32_t i = 0; i < ev->fields; i++)
		sum += touch(ev->field[i].name) + touch(ev->field[i].value);
	return sum;
}

static void parse_all(struct log *log, struct span text)
{
	static struct event ev;
	volatile unsigned sum = 0;
	size_t at = 0;

	for (unsigned n = 0; at < text.len && n < RECORDS; n++) {
		struct span record = log_record(log, text, at);
		size_t end;

		if (record.len && (record.ptr < text.ptr || record.ptr + record.len > text.ptr + text.len))
			abort();
		if (log_parse(log, record, &ev))
			sum += touch_event(&ev);
		end = record.len ? (size_t)(record.ptr - text.ptr) + record.len : at;
		at = end > at ? end : at + 1;
	}
	(void)sum;
}

static void as_log(const struct log_family *family, struct span text)
{
	struct arena arena;
	struct error e;
	struct log log;
	int rc;

	arena_init(&arena, BUDGET);
	log_begin(&log, &arena);
	if (family) {
		log.family = family;
		rc = family->open ? family->open(&log, text, &e) : 0;
	} else {
		rc = log_open(&log, text, &e);
	}
	if (rc == 0 && log.family)
		parse_all(&log, text);
	arena_release(&arena);
}

static void as_grammar(const struct grammar *g, struct span text, unsigned chance)
{
	int bid = g->probe(text, SPAN("a/b"));

	if (bid < 0 || bid > 100)
		abort();
	for (size_t i = 1; i <= PLACES && text.len; i++)
		if (grammar_place(g, text, chance * i % text.len) >= PLACE_COUNT)
			abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct span text = span_make((const char *)bytes, size < INPUT ? size : INPUT);
	unsigned chance = touch(text), mine = chance % SHARES;

	if (mine == 0)
		as_log(NULL, text);
	for (size_t i = 0; log_family_at(i); i++)
		if (i % SHARES == mine && log_family_at(i)->probe(text) > 0)
			as_log(log_family_at(i), text);
	for (size_t i = 0; grammar_at(i); i++)
		if (i % SHARES == mine)
			as_grammar(grammar_at(i), text, chance / SHARES);
	return 0;
}
