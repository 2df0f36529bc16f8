/*
 * leases_isc.c -- dhcpd.leases of ISC dhcpd (dhcpd.leases(5)): one block a
 * lease, times in UTC by definition.
 *
 * A lease that is free by now still ties its address to the machine that had
 * it.  Not here: DHCPv6 (ia-na blocks), whose clients are named by DUID only.
 * Hostile input: a block is looked for within BLOCK_MAX bytes on both sides.
 */
#include "evidence/log/message.h"
#include "evidence/log/words.h"

#define BLOCK_MAX 8192

static int probe(struct span sample)
{
	size_t leases = 0, lines = 0;
	struct span line, rest = sample;

	while (lines < 400 && span_line(&rest, &line)) {
		lines++;
		if (span_starts(line, SPAN("lease ")) && span_ends(span_trim(line), SPAN("{")))
			leases++;
		else if (leases == 0 && span_starts(line, SPAN("authoring-byte-order ")))
			leases++;
	}
	return leases && word_has(sample, SPAN("starts ")) ? 95 : leases ? 60 : 0;
}

/* Where the last line that begins with "lease " at or before `at` begins. */
static size_t block_begin(struct span text, size_t at)
{
	size_t from = at > BLOCK_MAX ? at - BLOCK_MAX : 0;

	for (size_t i = at + 1; i-- > from;)
		if ((i == 0 || text.ptr[i - 1] == '\n') && span_starts(span_skip(text, i), SPAN("lease ")))
			return i;
	return SPAN_NONE;
}

static struct span line_around(struct span text, size_t at)
{
	size_t from = span_rfind_byte(span_cut(text, 0, at), '\n');
	size_t to = span_find_byte(span_skip(text, at), '\n');

	from = from == SPAN_NONE ? 0 : from + 1;
	return span_cut(text, from, to == SPAN_NONE ? text.len : at + to - from);
}

static struct span record(struct span text, size_t at)
{
	struct span line, begin, rest;
	size_t from, end;

	if (at >= text.len)
		at = text.len ? text.len - 1 : 0;
	line = line_around(text, at);
	begin = span_starts(line, SPAN("lease ")) ? line : span_cut(text, at, 0);
	from = text.len ? block_begin(text, (size_t)(begin.ptr - text.ptr)) : SPAN_NONE;
	if (from == SPAN_NONE)
		return line;
	rest = span_cut(text, from, BLOCK_MAX);
	end = span_find(rest, SPAN("\n}"));
	if (end == SPAN_NONE || from + end + 2 <= at)
		return line;		/* behind the block's end, or it has none */
	return span_cut(rest, 0, end + 2);
}

/* "starts 4 2020/06/04 10:00:00;", "starts epoch 1591264800;", "ends never;" */
static int64_t moment_of(struct span value)
{
	struct civil civil;
	struct span word;
	uint64_t seconds;

	if (!word_next(&value, &word))
		return TIME_NONE;
	value = span_trim(value);
	if (span_equal(word, SPAN("epoch"))) {
		value = word_until(value, SPAN(";"));
		return span_u64(value, &seconds) && seconds < 100000000000 ?
			       (int64_t)seconds * TIME_SECOND : TIME_NONE;
	}
	return time_read(value, &civil) && civil.has_time ? civil_moment(&civil) : TIME_NONE;
}

static void statement(struct event *ev, struct span line)
{
	struct span rest = span_trim(line);

	if (word_take(&rest, SPAN("starts "))) {
		ev->time_raw = word_until(rest, SPAN(";"));
		ev->lease_from = ev->time = moment_of(rest);
	} else if (word_take(&rest, SPAN("ends "))) {
		ev->lease_to = moment_of(rest);
	} else if (word_take(&rest, SPAN("hardware "))) {
		word_behind(&rest, SPAN(" "));
		ev->mac = word_until(rest, SPAN(";"));
	} else if (word_take(&rest, SPAN("client-hostname "))) {
		ev->computer = word_bare(rest);
	} else if (word_take(&rest, SPAN("set ddns-fwd-name = ")) && ev->computer.len == 0) {
		ev->computer = word_bare(rest);
	}
}

static bool parse(struct log *log, struct span block, struct event *ev)
{
	struct span line, address;

	(void)log;
	if (!span_line(&block, &line) || !word_take(&line, SPAN("lease ")) ||
	    !word_next(&line, &address))
		return false;
	ev->class = EVENT_LEASE;
	ev->zone = TIME_STATED;
	while (span_line(&block, &line)) {
		if (word_has(line, SPAN("binding state abandoned")) &&
		    !word_has(line, SPAN("next ")))
			return false;
		statement(ev, line);
	}
	if (ev->computer.len)
		event_field(ev, MEANING_NONE, SPAN("client-hostname"), ev->computer);
	return event_src(ev, SPAN("lease"), address);
}

const struct log_family log_leases_isc = {
	.name = "dhcpd-leases",
	.about = "leases of ISC dhcpd (dhcpd.leases)",
	.people = "DHCP",
	.shows = LOG_SHOWS(KIND_MAC),
	.probe = probe,
	.parse = parse,
	.record = record,
};
