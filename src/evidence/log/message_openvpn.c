/*
 * message_openvpn.c -- OpenVPN: clients that connect, log in and get an address
 * of the pool; and, on a client, the server it went to.
 *
 * A server's line about a client begins with "ADDRESS:PORT " or
 * "NAME/ADDRESS:PORT ".  "Peer Connection Initiated" alone is no log-in: it is
 * also written when the password was wrong.
 */
#include "evidence/log/message.h"
#include "evidence/log/openvpn.h"
#include "evidence/log/words.h"

/* "1.2.3.4:1194 " or "client1/1.2.3.4:1194 " in front; takes it and sets the source. */
static bool take_client(struct event *ev, struct span *text)
{
	struct span rest = *text, word;
	size_t slash;

	word_next(&rest, &word);
	slash = span_rfind_byte(word, '/');
	if (slash != SPAN_NONE) {
		ev->user = span_cut(word, 0, slash);
		word = span_skip(word, slash + 1);
	}
	if (word_take(&word, SPAN("[AF_INET]")) || word_take(&word, SPAN("[AF_INET6]")))
		slash = 0;
	if (span_find_byte(word, ':') == SPAN_NONE || !word_is_end(word, ':'))
		return false;
	ev->class = EVENT_LOGIN;
	*text = span_trim(rest);
	return word_src(ev, SPAN("client"), word, ':');
}

static const struct result {
	const char *mark;
	enum outcome outcome;
} results[] = {
	{ "AUTH_FAILED", OUTCOME_LOGIN_FAILED },
	{ "TLS Auth Error", OUTCOME_LOGIN_FAILED },
	{ "TLS Error", OUTCOME_LOGIN_FAILED },
	{ "TLS_ERROR", OUTCOME_LOGIN_FAILED },
	{ "VERIFY ERROR", OUTCOME_LOGIN_FAILED },
	{ "verification failed", OUTCOME_LOGIN_FAILED },
	{ "Authenticate/Decrypt packet error", OUTCOME_LOGIN_FAILED },
	{ "authentication succeeded for username", OUTCOME_LOGIN_OK },
	{ "MULTI_sva: pool returned", OUTCOME_LOGIN_OK },
	{ "MULTI: primary virtual IP", OUTCOME_LOGIN_OK },
	{ "PUSH_REPLY", OUTCOME_LOGIN_OK },
};

static enum outcome result_of(struct span text)
{
	for (size_t i = 0; i < sizeof(results) / sizeof(results[0]); i++)
		if (word_has(text, span_of(results[i].mark)))
			return results[i].outcome;
	return OUTCOME_UNKNOWN;
}

static void given(struct event *ev, struct span text)
{
	struct span address = { "", 0 };

	if (!word_between(text, SPAN("pool returned IPv4="), SPAN(","), &address) &&
	    word_behind(&text, SPAN("primary virtual IP for ")) && word_behind_last(&text, SPAN(": ")))
		address = span_trim(text);
	ev->has_given = address.len && address_parse(address, &ev->given);
	if (ev->has_given)
		event_field(ev, MEANING_NONE, SPAN("pool"), address);
}

static bool about_client(struct event *ev, struct span text)
{
	struct span name;

	if (!take_client(ev, &text))
		return false;
	ev->outcome = result_of(text);
	if (word_between(text, SPAN("for username '"), SPAN("'"), &name) ||
	    (ev->user.len == 0 && word_has(text, SPAN("Peer Connection Initiated")) &&
	     word_between(text, SPAN("["), SPAN("]"), &name)))
		ev->user = name;
	given(ev, text);
	return true;
}

/* "MULTI: Learn: 10.8.0.6 -> client1/1.2.3.4:1194", "user 'bob' authenticated" */
static bool about_session(struct event *ev, struct span text)
{
	struct span address;

	if (word_take(&text, SPAN("user '")) && word_has(text, SPAN("' authenticated"))) {
		ev->class = EVENT_LOGIN;
		ev->outcome = OUTCOME_LOGIN_OK;
		ev->user = word_until(text, SPAN("'"));
		return true;
	}
	if (!word_between(text, SPAN("MULTI: Learn: "), SPAN(" -> "), &address) ||
	    !word_behind(&text, SPAN(" -> ")) || !take_client(ev, &text))
		return false;
	ev->outcome = OUTCOME_LOGIN_OK;
	ev->has_given = address_parse(address, &ev->given);
	event_field(ev, MEANING_NONE, SPAN("pool"), address);
	return true;
}

/*
 * Without a client in front: a client about its server, or one end of a fixed
 * pair.  Only a configured remote proves that this machine began it.
 */
static bool about_server(struct event *ev, struct span text)
{
	bool ours = word_has(text, SPAN(" link remote: ")) ||
		    word_has(text, SPAN("remote address: ")) ||
		    word_has(text, SPAN("TCP connection with ")) ||
		    word_has(text, SPAN("TCP connection established with "));
	bool reached = word_has(text, SPAN("Peer Connection Initiated with "));

	if (!ours && !reached && !word_has(text, SPAN("Initial packet from ")))
		return false;
	ev->class = EVENT_FLOW;
	ev->either_way = !ours;
	ev->outcome = reached || word_has(text, SPAN("established")) ? OUTCOME_LET_THROUGH :
								       OUTCOME_UNKNOWN;
	if (ours)
		ev->src_local = 1;
	if (!word_behind(&text, SPAN("[AF_INET]")) && !word_behind(&text, SPAN("[AF_INET6]")))
		return false;
	text = word_until(text, SPAN(" "));
	return word_dst(ev, SPAN("server"), word_bare(text), ':');
}

bool openvpn_read(struct span message, struct event *ev)
{
	return about_client(ev, message) || about_session(ev, message) || about_server(ev, message);
}

static bool parse(struct log *log, struct span program, struct span message, struct event *ev)
{
	(void)log;
	if (!span_starts(program, SPAN("openvpn")) && !span_starts(program, SPAN("ovpn")))
		return false;
	return openvpn_read(message, ev);
}

const struct message_family message_openvpn = {
	.name = "openvpn",
	.about = "OpenVPN log-ins, pool addresses, connections of clients",
	.about_host = true,
	.parse = parse,
};
