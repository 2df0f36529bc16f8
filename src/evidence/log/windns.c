/*
 * windns.c -- the debug log of Windows DNS servers, PACKET lines:
 *
 * 6/4/2020 1:02:03 PM 0E28 PACKET  000000D1B0E7B6F0 UDP Rcv 10.0.0.5  3a2b   Q
 * [0001   D   NOERROR] A      (4)evil(7)example(0)
 *
 * Received and no response: a machine asked.  Everything else is the server's
 * own traffic about the question.  Names stay written with their lengths.
 * Times are local and written as the server's locale likes: which number is
 * the day is learnt from the sample, else from the form (see day_first).
 */
#include "evidence/log/message.h"
#include "evidence/log/words.h"

#define LINES_MAX 2000		/* of the sample, to learn the order of day and month */

enum order { ORDER_UNKNOWN, ORDER_DAY_FIRST, ORDER_MONTH_FIRST };

struct state {
	enum order order;
};

/* "6/4/2020", "04/06/2020", "04.06.2020": two numbers and a year. */
struct date {
	int first, second, year;
	bool zero_first, zero_second;
	char separator;
};

static int number(struct span *s, bool *zero)
{
	int value = 0;
	size_t n = 0;

	*zero = s->len && s->ptr[0] == '0';
	while (n < s->len && n < 4 && ascii_digit(s->ptr[n]))
		value = value * 10 + (s->ptr[n++] - '0');
	*s = span_skip(*s, n);
	return n ? value : -1;
}

static bool date_of(struct span line, struct date *d)
{
	bool zero;

	d->first = number(&line, &d->zero_first);
	if (d->first < 1 || d->first > 31 || line.len < 8 || !memchr("/.-", line.ptr[0], 3))
		return false;
	d->separator = line.ptr[0];
	line = span_skip(line, 1);
	d->second = number(&line, &d->zero_second);
	if (d->second < 1 || d->second > 31 || line.len < 5 || line.ptr[0] != d->separator)
		return false;
	line = span_skip(line, 1);
	d->year = number(&line, &zero);
	return d->year >= 1990 && d->year <= 2100;
}

static bool is_packet(struct span line)
{
	return line.len > 20 && ascii_digit(line.ptr[0]) &&
	       word_has(span_cut(line, 0, 60), SPAN(" PACKET "));
}

/*
 * A number above 12 tells.  Else the form: the United States write no zeros
 * and AM or PM; with zeros and a clock of 24 hours the day comes first, as it
 * does when only the month has a zero.  What fits neither has no time.
 */
static enum order order_of(struct span sample)
{
	enum order form = ORDER_UNKNOWN;
	struct span line;
	struct date d;

	for (size_t i = 0; i < LINES_MAX && span_line(&sample, &line); i++) {
		bool noon;

		if (!is_packet(line) || !date_of(line, &d))
			continue;
		if (d.first > 12)
			return ORDER_DAY_FIRST;
		if (d.second > 12)
			return ORDER_MONTH_FIRST;
		noon = word_has(span_cut(line, 0, 26), SPAN("M "));
		if (d.separator != '/' || (!noon && (d.zero_first || d.zero_second)) ||
		    (!d.zero_first && d.zero_second))
			form = ORDER_DAY_FIRST;
		else if (noon && !d.zero_first && !d.zero_second)
			form = ORDER_MONTH_FIRST;
	}
	return form;
}

static int probe(struct span sample)
{
	size_t packets = 0, lines = 0;
	struct span line;

	while (lines < 400 && span_line(&sample, &line)) {
		lines++;
		packets += is_packet(line) && (word_has(line, SPAN(" Rcv ")) || word_has(line, SPAN(" Snd ")));
	}
	/* A preamble of 30 lines explains the columns. */
	return packets >= 1 && packets * 4 >= (lines > 40 ? lines - 40 : 1) ? 95 : 0;
}

static int open_log(struct log *log, struct span sample, struct error *e)
{
	struct state *state = arena_new(log->arena, struct state);

	if (!state)
		return fail(e, ERR_LIMIT, "windns: no memory left for this item");
	state->order = order_of(sample);
	log->state = state;
	return 0;
}

static void read_time(const struct log *log, struct span record, struct event *ev)
{
	const struct state *state = log->state;
	struct date d;

	if (!date_of(record, &d)) {
		event_when(ev, record);		/* ISO, as some locales have it */
		return;
	}
	if (!state || state->order == ORDER_UNKNOWN || !event_when(ev, record))
		return;
	ev->civil.day = state->order == ORDER_DAY_FIRST ? d.first : d.second;
	ev->civil.month = state->order == ORDER_DAY_FIRST ? d.second : d.first;
	if (!civil_valid(&ev->civil))
		ev->time_raw.len = 0;
}

static enum outcome outcome_of(struct span flags)
{
	if (word_has(flags, SPAN("NOERROR")))
		return OUTCOME_ANSWERED;
	return word_has(flags, SPAN("REFUSED")) ? OUTCOME_REFUSED : OUTCOME_NO_ANSWER;
}

static bool parse(struct log *log, struct span record, struct event *ev)
{
	struct span rest = record, word, flags, remote, type;
	bool received, response;

	if (!is_packet(record))
		return false;
	read_time(log, record, ev);
	word_behind(&rest, SPAN(" PACKET "));
	for (int i = 0; i < 3; i++)		/* packet's id, UDP, Rcv */
		word_next(&rest, &word);
	received = span_equal(word, SPAN("Rcv"));
	if ((!received && !span_equal(word, SPAN("Snd"))) || !word_next(&rest, &remote) ||
	    !word_between(rest, SPAN("["), SPAN("]"), &flags))
		return false;
	response = word_has(word_until(rest, SPAN("[")), SPAN(" R "));
	word_behind(&rest, SPAN("]"));
	ev->class = received && !response ? EVENT_DNS : EVENT_DNS_ECHO;
	if (response)
		ev->outcome = outcome_of(flags);
	if (received == response)
		event_dst(ev, SPAN("remote"), remote);	/* a server that ours asked */
	else
		event_src(ev, SPAN("remote"), remote);	/* the client */
	word_next(&rest, &type);
	if (word_next(&rest, &word))
		event_field(ev, word_has(word, SPAN("(4)arpa(0)")) ? MEANING_TEXT : MEANING_QUERY,
			    SPAN("question"), word);
	return true;
}

const struct log_family log_windns = {
	.name = "windns",
	.about = "debug log of Windows DNS servers",
	.people = "DNS",
	.shows = LOG_SHOWS(KIND_DOMAIN) | LOG_SHOWS(KIND_ONION),
	.probe = probe,
	.open = open_log,
	.parse = parse,
};
