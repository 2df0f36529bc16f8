/*
 * yara_halves.c -- all rules but those that take too long.
 *
 * A text of rules stands alone (compile_yara.c): it is on or off as a whole.
 * Bounded: half of the time for all rules together, the other half for finding
 * the slow ones, in slices; each slice that runs out halves what is in question.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/dso.h"
#include "match/opened.h"
#include "match/yara_halves.h"

#define CALLS(CALL) CALL(yr_rule_disable) CALL(yr_rule_enable)
DSO(lib, DSO_YARA, CALLS)

#define SLICES 14		/* of half the time: one slow rule among thousands takes as many */
#define SECOND UINT64_C(1000000000)

static uint64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * SECOND + (uint64_t)t.tv_nsec;
}

int yara_halves_open(struct yara_halves *h, YR_RULES *rules, const uint32_t *of, uint32_t count)
{
	struct error ignored;

	*h = (struct yara_halves){ .rules = rules->rules_table };
	if (dso_open(&lib_dso, &ignored) < 0)
		return -1;
	h->first = calloc((size_t)count + 2, sizeof(*h->first));
	if (!h->first)
		return -1;
	for (uint32_t i = 0; i < count; i++)
		if ((of[i] & YARA_RULE_ENTRY) != YARA_RULE_ENTRY)
			h->first[++h->texts] = i + 1;
	return 0;
}

void yara_halves_close(struct yara_halves *h)
{
	free(h->first);
	h->first = NULL;
}

/* ---- on and off */

static void turn(struct yara_halves *h, uint32_t text, bool on)
{
	for (uint32_t i = h->first[text]; i < h->first[text + 1]; i++) {
		if (on)
			lib.yr_rule_enable(&h->rules[i]);
		else
			lib.yr_rule_disable(&h->rules[i]);
	}
}

static bool is_slow(const struct yara_halves *h, uint32_t text)
{
	for (unsigned i = 0; i < h->slow_count; i++)
		if (h->slow[i] == text)
			return true;
	return false;
}

/* These, and no other. */
static void turn_on(struct yara_halves *h, uint32_t from, uint32_t to)
{
	for (uint32_t text = 0; text < h->texts; text++)
		turn(h, text, text >= from && text < to && !is_slow(h, text));
}

/* ---- by halves */

static int try(struct yara_halves *h, uint32_t from, uint32_t to)
{
	turn_on(h, from, to);
	return h->scan(h->context, h->slice);
}

static void note_late(struct yara_halves *h, uint32_t text)
{
	if (h->late_count < YARA_SLOW_MOST)
		h->late[h->late_count] = text;
	h->late_count++;
}

/* One of from..to took too long, or all of them together did. */
static int divide(struct yara_halves *h, uint32_t from, uint32_t to)
{
	uint32_t middle = from + (to - from) / 2;
	bool known = false;		/* a slow one is found: the other half may be well */
	int code;

	if (to - from == 1) {
		note_late(h, from);
		if (h->slow_count < YARA_SLOW_MOST && !is_slow(h, from))
			h->slow[h->slow_count++] = from;
		return ERROR_SUCCESS;
	}
	if (now() >= h->end) {
		h->untried += to - from;
		return ERROR_SUCCESS;
	}
	code = try(h, from, middle);
	if (code == ERROR_SCAN_TIMEOUT) {
		known = true;
		code = divide(h, from, middle);
	}
	if (code != ERROR_SUCCESS)
		return code;
	/* What is left of a half that was too slow must be the other one, if it can be halved. */
	code = known || to - middle == 1 ? try(h, middle, to) : ERROR_SCAN_TIMEOUT;
	return code == ERROR_SCAN_TIMEOUT ? divide(h, middle, to) : code;
}

/* Those known to be slow before, each by itself: on this item they may not be. */
static int try_slow(struct yara_halves *h, unsigned count)
{
	turn_on(h, 0, 0);
	for (unsigned i = 0; i < count; i++) {
		uint32_t text = h->slow[i];
		int code;

		turn(h, text, true);
		code = now() < h->end ? h->scan(h->context, h->slice) : ERROR_SCAN_TIMEOUT;
		turn(h, text, false);
		if (code == ERROR_SCAN_TIMEOUT)
			note_late(h, text);
		else if (code != ERROR_SUCCESS)
			return code;
	}
	return ERROR_SUCCESS;
}

/* How long the item takes without any rule is what a slice has beside its share. */
static int divide_all(struct yara_halves *h, uint64_t half)
{
	uint64_t began = now();
	int code;

	turn_on(h, 0, 0);
	code = h->scan(h->context, half / 4);
	if (code == ERROR_SCAN_TIMEOUT) {
		h->untried = h->texts;
		return ERROR_SUCCESS;
	}
	h->slice = half / SLICES + 2 * (now() - began);
	return code == ERROR_SUCCESS ? divide(h, 0, h->texts) : code;
}

int yara_halves_scan(struct yara_halves *h, int seconds)
{
	uint64_t half = (uint64_t)seconds * SECOND / 2, began = h->slow_count ? now() : 0;
	unsigned slow = h->slow_count;
	int code;

	h->late_count = h->untried = 0;
	code = h->scan(h->context, half);
	if (code != ERROR_SCAN_TIMEOUT && slow == 0)
		return code;
	h->end = now() + half;
	h->slice = half / SLICES + 2 * (now() - began);
	if (code == ERROR_SCAN_TIMEOUT)
		code = divide_all(h, half);
	if (code == ERROR_SUCCESS && slow)
		code = try_slow(h, slow);
	turn_on(h, 0, h->texts);
	return code;
}

/* ---- what is told */

static const char *name_of(const struct yara_halves *h, uint32_t text)
{
	return h->rules[h->first[text + 1] - 1].identifier;
}

/* As many names as fit; how many those are. */
static uint32_t add_names(const struct yara_halves *h, char *names, size_t size)
{
	uint32_t named = 0;
	size_t length = 0;

	for (; named < h->late_count && named < YARA_SLOW_MOST; named++) {
		const char *name = name_of(h, h->late[named]);
		const char *comma = named ? ", " : "";

		if (length + strlen(comma) + strlen(name) >= size)
			break;
		length += (size_t)snprintf(names + length, size - length, "%s%s", comma, name);
	}
	return named;
}

int yara_halves_left(const struct yara_halves *h, int seconds, struct error *e)
{
	char names[240] = "";
	uint32_t more;

	if (h->untried)
		return fail(e, ERR_LIMIT, "YARA: %u of %u rules not done within %d seconds",
			    h->untried + h->late_count, h->texts, seconds);
	if (!h->late_count)
		return 0;
	more = h->late_count - add_names(h, names, sizeof(names));
	if (more)
		return fail(e, ERR_LIMIT, "YARA: took too many seconds: %s and %u more", names, more);
	return fail(e, ERR_LIMIT, "YARA: took too many seconds: %s%s", names,
		    h->late_count < h->texts ? " (all other rules were tried)" : "");
}
