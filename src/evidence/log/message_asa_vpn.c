/*
 * message_asa_vpn.c -- who logged in to a Cisco ASA or FTD, from where, and
 * which address of the pool was given out.
 *
 * User names are written by whoever knocks: the address is read from behind
 * the last mark that the device itself writes.
 */
#include "evidence/log/message.h"
#include "evidence/log/words.h"

/* "Group <g> User <u> IP <a> ..." of 716xxx and 722xxx; older ones without angle brackets. */
static bool group_user(struct event *ev, struct span text)
{
	struct span user = text, rest = text, word;
	struct span mark = word_has(text, SPAN("> IP <")) ? SPAN("> IP <") : SPAN(" IP ");

	ev->class = EVENT_LOGIN;
	if (!word_behind(&user, SPAN("User ")) || !word_behind_last(&rest, mark) ||
	    !word_next(&rest, &word) || !event_src(ev, SPAN("IP"), word_bare(word)))
		return false;
	if (user.ptr < word.ptr - mark.len)
		ev->user = word_bare(span_cut(user, 0,
					      (size_t)(word.ptr - user.ptr) - mark.len));
	if (word_has(rest, SPAN("rejected")) || word_has(rest, SPAN("fail")) ||
	    word_has(rest, SPAN("denied")))
		ev->outcome = OUTCOME_LOGIN_FAILED;
	else if (word_has(rest, SPAN("started")) || word_has(rest, SPAN("established")) ||
		 word_has(rest, SPAN("successful")) || word_has(rest, SPAN("assigned")))
		ev->outcome = OUTCOME_LOGIN_OK;
	return true;
}

/* 722051: "Group <g> User <u> IP <a> IPv4 Address <b> IPv6 address <::> assigned to session" */
static bool assigned(struct event *ev, struct span text)
{
	struct span word;

	if (!group_user(ev, text))
		return false;
	if ((word_behind(&text, SPAN(" IPv4 Address ")) || word_behind(&text, SPAN("> Address "))) &&
	    word_next(&text, &word) && address_parse(word_bare(word), &ev->given)) {
		ev->has_given = true;
		event_field(ev, MEANING_NONE, SPAN("Address"), word_bare(word));
	}
	return true;
}

/* 113019: "Group = g, Username = u, IP = a, Session disconnected. ... Bytes xmt: 1, Bytes rcv: 2" */
static bool disconnected(struct event *ev, struct span text)
{
	struct span user, address, number;

	ev->class = EVENT_LOGIN;
	if (!word_between(text, SPAN("Username = "), SPAN(", IP = "), &user) ||
	    !word_behind_last(&text, SPAN(", IP = ")))
		return false;
	address = word_until(text, SPAN(","));
	ev->user = user;
	ev->outcome = OUTCOME_LOGIN_OK;		/* there was a session to end */
	ev->has_bytes = word_between(text, SPAN("Bytes rcv: "), SPAN(","), &number) &&
			span_u64(number, &ev->bytes_out) &&
			word_between(text, SPAN("Bytes xmt: "), SPAN(","), &number) &&
			span_u64(number, &ev->bytes_in);
	return event_src(ev, SPAN("IP"), address);
}

/* 113005, 113015, 113006: "... : user = u : user IP = a" */
static bool authentication(struct event *ev, struct span text)
{
	struct span user, rest = text;

	ev->class = EVENT_LOGIN;
	ev->outcome = word_has(text, SPAN("Rejected")) || word_has(text, SPAN("locked")) ?
			      OUTCOME_LOGIN_FAILED : OUTCOME_LOGIN_OK;
	if (word_between(text, SPAN(" user = "), SPAN(" : user IP"), &user) ||
	    word_between(text, SPAN(" User = "), SPAN(" : user IP"), &user))
		ev->user = span_trim(user);
	if (word_behind_last(&rest, SPAN("user IP = ")))
		event_src(ev, SPAN("user IP"), word_bare(rest));
	return ev->user.len > 0;
}

/* 109005 to 109008, 605004, 605005: "... for user u from A/p to B/p ..." */
static bool for_user(struct event *ev, struct span text)
{
	struct span rest = text, word, user;

	ev->class = EVENT_LOGIN;
	ev->outcome = word_has(text, SPAN("succeeded")) || word_has(text, SPAN("permitted")) ?
			      OUTCOME_LOGIN_OK : OUTCOME_LOGIN_FAILED;
	if (word_between(text, SPAN(" for user "), SPAN(" from "), &user) ||
	    word_between(text, SPAN(" for user "), SPAN(" on interface"), &user))
		ev->user = word_bare(user);
	if (span_starts(text, SPAN("Login "))) {
		if (!word_behind(&rest, SPAN(" from ")))
			return false;
	} else if (!word_behind_last(&rest, SPAN(" from "))) {
		return false;
	}
	if (!word_next(&rest, &word) || !word_src(ev, SPAN("from"), word_bare(word), '/'))
		return false;
	if (!word_next(&rest, &word) || !span_equal(word, SPAN("to")) || !word_next(&rest, &word))
		return true;
	if (!word_is_end(word, '/') && span_find_byte(word, ':') != SPAN_NONE)
		word = span_skip(word, span_find_byte(word, ':') + 1);	/* the interface */
	if (word_is_end(word, '/'))
		word_dst(ev, SPAN("to"), word, '/');
	return true;
}

/* 611101, 611102: "User authentication succeeded: IP address: a, Uname: u" */
static bool user_authentication(struct event *ev, struct span text)
{
	struct span address;

	ev->class = EVENT_LOGIN;
	ev->outcome = word_has(word_until(text, SPAN(":")), SPAN("succeeded")) ? OUTCOME_LOGIN_OK :
									     OUTCOME_LOGIN_FAILED;
	word_between(text, SPAN("Uname: "), SPAN("\n"), &ev->user);
	return word_between(text, SPAN("IP address: "), SPAN(","), &address) &&
	       event_src(ev, SPAN("IP address"), address);
}

/* 713xxx: "Group = g, Username = u, IP = a, Assigned private IP address b to remote user" */
static bool tunnel_group(struct event *ev, struct span text)
{
	struct span rest = text, word;

	ev->class = EVENT_LOGIN;
	if (!word_behind_last(&rest, SPAN("IP = ")))
		return false;
	word_between(text, SPAN("Username = "), SPAN(", IP = "), &ev->user);
	word = word_until(rest, SPAN(","));
	if (!word_is_end(word, ':') || !event_src(ev, SPAN("IP"), word))
		return false;
	if (word_behind(&rest, SPAN("Assigned private IP address ")) && word_next(&rest, &word)) {
		ev->outcome = OUTCOME_LOGIN_OK;
		ev->has_given = address_parse(word_bare(word), &ev->given);
		event_field(ev, MEANING_NONE, SPAN("Assigned"), word_bare(word));
	}
	return true;
}

/* 750xxx, 751xxx: "Local:192.0.2.10:500 Remote:1.2.3.4:500 Username:bob ..." */
static bool tunnel_ends(struct event *ev, struct span text)
{
	struct span local, remote;

	ev->class = EVENT_LOGIN;
	if (!word_between(text, SPAN("Local:"), SPAN(" "), &local) ||
	    !word_between(text, SPAN("Remote:"), SPAN(" "), &remote))
		return false;
	ev->either_way = true;
	word_between(text, SPAN("Username:"), SPAN(" "), &ev->user);
	return word_src(ev, SPAN("Remote"), remote, ':') && word_dst(ev, SPAN("Local"), local, ':');
}

static const struct sentence {
	const char *numbers;
	bool (*read)(struct event *ev, struct span text);
} sentences[] = {
	{ "716001 716002 716038 716039 716058 716059 722022 722023 722028 722032 722033 722034 "
	  "722037 722041 722055 113039", group_user },
	{ "722051", assigned },
	{ "113019", disconnected },
	{ "113004 113005 113006 113012 113015 113017", authentication },
	{ "109005 109006 109007 109008 605004 605005", for_user },
	{ "611101 611102", user_authentication },
};

static bool parse(struct log *log, struct span program, struct span message, struct event *ev)
{
	size_t at = span_rfind_byte(program, '-');
	struct span number = span_skip(program, at == SPAN_NONE ? program.len : at + 1);

	(void)log;
	if (!span_starts(program, SPAN("%ASA-")) && !span_starts(program, SPAN("%FTD-")) &&
	    !span_starts(program, SPAN("%PIX-")))
		return false;
	for (size_t i = 0; i < sizeof(sentences) / sizeof(sentences[0]); i++)
		if (word_among(number, sentences[i].numbers))
			return sentences[i].read(ev, message);
	if (span_starts(number, SPAN("713")))
		return tunnel_group(ev, message);
	if (span_starts(number, SPAN("750")) || span_starts(number, SPAN("751")))
		return tunnel_ends(ev, message);
	return false;
}

const struct message_family message_asa_vpn = {
	.name = "asa_vpn",
	.about = "Cisco ASA and FTD: VPN sessions and log-ins",
	.parse = parse,
};
