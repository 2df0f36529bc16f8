/*
 * message_pulse.c -- Pulse and Ivanti Connect Secure (Juniper SA): log-ins,
 * sessions, addresses of the pool.
 *
 * "2020-06-04 14:03:07 - ive - [1.2.3.4] bob(Users)[Staff] - Login succeeded for
 * bob/Users from 1.2.3.4 with ..."; the same sentence stands in msg="..." of
 * its WELF form, where src= is the outside address.
 */
#include "evidence/log/pulse.h"
#include "evidence/log/words.h"

static const struct result {
	const char *mark;
	enum outcome outcome;
} results[] = {
	{ "Login failed", OUTCOME_LOGIN_FAILED },
	{ "authentication failed", OUTCOME_LOGIN_FAILED },
	{ "Login rejected", OUTCOME_LOGIN_FAILED },
	{ "Login succeeded", OUTCOME_LOGIN_OK },
	{ "login succeeded", OUTCOME_LOGIN_OK },
	{ "authentication successful", OUTCOME_LOGIN_OK },
	{ "Session started", OUTCOME_LOGIN_OK },
	{ "session started", OUTCOME_LOGIN_OK },
	{ "Session resumed", OUTCOME_LOGIN_OK },
};

static bool sentence(struct event *ev, struct span text)
{
	struct span rest = text, address;
	bool known = false;

	for (size_t i = 0; !known && i < sizeof(results) / sizeof(results[0]); i++)
		if (word_has(span_cut(text, 0, 200), span_of(results[i].mark))) {
			ev->outcome = results[i].outcome;
			known = true;
		}
	if (word_behind(&rest, SPAN("with IPv4 address ")) ||
	    (rest = text, word_behind(&rest, SPAN("with IP ")))) {
		word_next(&rest, &address);
		address = word_bare(address);
		ev->has_given = address_parse(address, &ev->given);
		if (ev->has_given)
			event_field(ev, MEANING_NONE, SPAN("pool"), address);
	}
	return known || word_has(text, SPAN("Logout")) || word_has(text, SPAN("session"));
}

bool pulse_read(struct span message, struct event *ev)
{
	struct span text = message, address, user;

	if (!word_behind(&text, SPAN(" - [")))
		return false;
	address = word_until(text, SPAN("]"));
	if (!word_is_end(address, ':') || !word_behind(&text, SPAN("] ")))
		return false;
	user = word_until(word_until(text, SPAN(" - ")), SPAN("("));
	ev->class = EVENT_LOGIN;
	if (!word_behind(&text, SPAN(" - ")) || !sentence(ev, text))
		return false;
	ev->user = user;
	return event_src(ev, SPAN("address"), address);
}

bool pulse_read_welf(struct span message, struct event *ev)
{
	struct span src, text;

	if (!word_value(message, SPAN("vpn="), &text) || !word_value(message, SPAN("src="), &src) ||
	    !word_value(message, SPAN("msg="), &text))
		return false;
	ev->class = EVENT_LOGIN;
	if (!sentence(ev, text))
		return false;
	word_value(message, SPAN("user="), &ev->user);
	word_field(ev, message, SPAN("agent="), MEANING_AGENT);
	word_value(message, SPAN("fw="), &ev->sensor);
	return event_src(ev, SPAN("src"), src);
}

static bool parse(struct log *log, struct span program, struct span message, struct event *ev)
{
	(void)log;
	if (span_starts(program, SPAN("PulseSecure")) || word_among(program, "Juniper Ivanti ive"))
		return pulse_read(message, ev) || pulse_read_welf(message, ev);
	return word_has(span_cut(message, 0, 200), SPAN(" vpn=")) && pulse_read_welf(message, ev);
}

const struct message_family message_pulse = {
	.name = "pulse",
	.about = "Pulse and Ivanti Connect Secure log-ins",
	.parse = parse,
};
