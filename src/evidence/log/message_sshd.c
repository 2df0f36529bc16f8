/*
 * message_sshd.c -- OpenSSH's server (and Dropbear): who wanted in and whether
 * it worked.
 *
 * The user's name in these sentences is written by whoever knocks and may hold
 * " from 10.0.0.1 port 22": the end is read from the right, behind the last
 * " from ", and from the left where the address comes first.
 */
#include "evidence/log/message.h"
#include "evidence/log/words.h"

static bool end_of(struct event *ev, struct span rest)
{
	struct span word;

	if (!word_next(&rest, &word))
		return false;
	event_src(ev, SPAN("from"), word_bare(word));
	if (word_next(&rest, &word) && span_equal(word, SPAN("port")) && word_next(&rest, &word))
		event_port(word_bare(word), &ev->src_port);
	return true;
}

/* "password for [invalid user ]NAME from ADDRESS port N ssh2", taken from the right. */
static bool named(struct event *ev, struct span text, struct span mark)
{
	struct span rest = text, user = text;

	if (!word_behind_last(&rest, SPAN(" from ")))
		return false;
	if (word_behind(&user, mark) && user.ptr + SPAN(" from ").len <= rest.ptr) {
		user = span_cut(user, 0, (size_t)(rest.ptr - user.ptr) - SPAN(" from ").len);
		word_take(&user, SPAN("invalid user "));
		word_take(&user, SPAN("illegal user "));
		if (user.len > 2 && user.ptr[0] == '\'' && user.ptr[user.len - 1] == '\'')
			user = span_cut(user, 1, user.len - 2);		/* Dropbear */
		ev->user = user;
	}
	return end_of(ev, rest);
}

/* "Connection closed by [authenticating user NAME ]ADDRESS port N [preauth]" */
static bool from_right(struct event *ev, struct span text)
{
	struct span before = text, word, number;

	if (span_ends(before, SPAN(" [preauth]"))) {
		before.len -= SPAN(" [preauth]").len;
		ev->outcome = OUTCOME_LOGIN_FAILED;
	}
	number = word_last(before, &text);
	word = word_last(text, &before);
	if (span_equal(word, SPAN("port"))) {
		event_port(number, &ev->src_port);
		word = word_last(before, &before);
	} else {
		before = text;
		word = number;
	}
	event_src(ev, SPAN("from"), word_bare(word));
	if (word_behind(&before, SPAN(" user ")) || word_take(&before, SPAN("user ")))
		ev->user = before;
	return true;
}

/* "invalid user NAME ADDRESS port N: Too many authentication failures [preauth]" */
static bool from_middle(struct event *ev, struct span text)
{
	struct span reason = text;

	if (!word_behind_last(&reason, SPAN(": ")))
		return false;
	return from_right(ev, span_cut(text, 0, (size_t)(reason.ptr - text.ptr) - 2));
}

/* PAM's key=value tail: "rhost=1.2.3.4  user=root"; what stands behind user= is theirs. */
static bool pam(struct event *ev, struct span text)
{
	struct span host;

	if (!word_has(text, SPAN("authentication failure")))
		return false;
	ev->outcome = OUTCOME_LOGIN_FAILED;
	word_value(text, SPAN("user="), &ev->user);
	if (word_value(text, SPAN("rhost="), &host) && host.len)
		event_src(ev, SPAN("rhost"), host);
	return true;
}

enum side { FROM_NAMED, FROM_LEFT, FROM_RIGHT, FROM_MIDDLE, FROM_PAM };

static const struct sentence {
	const char *head;
	enum side side;
	enum outcome outcome;
} sentences[] = {
	{ "Accepted ", FROM_NAMED, OUTCOME_LOGIN_OK },
	{ "Failed ", FROM_NAMED, OUTCOME_LOGIN_FAILED },
	{ "Postponed ", FROM_NAMED, OUTCOME_UNKNOWN },
	{ "Partial ", FROM_NAMED, OUTCOME_UNKNOWN },
	{ "Invalid user ", FROM_NAMED, OUTCOME_LOGIN_FAILED },
	{ "Illegal user ", FROM_NAMED, OUTCOME_LOGIN_FAILED },
	{ "error: maximum authentication attempts exceeded for ", FROM_NAMED, OUTCOME_LOGIN_FAILED },
	{ "maximum authentication attempts exceeded for ", FROM_NAMED, OUTCOME_LOGIN_FAILED },
	{ "User ", FROM_NAMED, OUTCOME_LOGIN_FAILED },
	{ "ROOT LOGIN REFUSED ", FROM_NAMED, OUTCOME_LOGIN_FAILED },
	{ "Bad protocol version identification ", FROM_NAMED, OUTCOME_LOGIN_FAILED },
	{ "Starting session: ", FROM_NAMED, OUTCOME_LOGIN_OK },
	{ "Bad password attempt for ", FROM_NAMED, OUTCOME_LOGIN_FAILED },
	{ "Password auth succeeded for ", FROM_NAMED, OUTCOME_LOGIN_OK },
	{ "Pubkey auth succeeded for ", FROM_NAMED, OUTCOME_LOGIN_OK },
	{ "Login attempt for nonexistent user", FROM_NAMED, OUTCOME_LOGIN_FAILED },
	{ "Child connection from ", FROM_LEFT, OUTCOME_UNKNOWN },
	{ "Did not receive identification string from ", FROM_LEFT, OUTCOME_LOGIN_FAILED },
	{ "Connection from ", FROM_LEFT, OUTCOME_UNKNOWN },
	{ "Received disconnect from ", FROM_LEFT, OUTCOME_UNKNOWN },
	{ "error: Received disconnect from ", FROM_LEFT, OUTCOME_UNKNOWN },
	{ "Unable to negotiate with ", FROM_LEFT, OUTCOME_LOGIN_FAILED },
	{ "fatal: Unable to negotiate with ", FROM_LEFT, OUTCOME_LOGIN_FAILED },
	{ "banner exchange: Connection from ", FROM_LEFT, OUTCOME_LOGIN_FAILED },
	{ "refused connect from ", FROM_LEFT, OUTCOME_LOGIN_FAILED },
	{ "Timeout before authentication for ", FROM_LEFT, OUTCOME_LOGIN_FAILED },
	{ "fatal: Timeout before authentication for ", FROM_LEFT, OUTCOME_LOGIN_FAILED },
	{ "Address ", FROM_LEFT, OUTCOME_UNKNOWN },
	{ "Connection closed by ", FROM_RIGHT, OUTCOME_UNKNOWN },
	{ "Connection reset by ", FROM_RIGHT, OUTCOME_UNKNOWN },
	{ "Disconnected from ", FROM_RIGHT, OUTCOME_UNKNOWN },
	{ "Disconnecting ", FROM_MIDDLE, OUTCOME_LOGIN_FAILED },
	{ "pam_unix(sshd:auth): ", FROM_PAM, OUTCOME_LOGIN_FAILED },
	{ "pam_sss(sshd:auth): ", FROM_PAM, OUTCOME_LOGIN_FAILED },
	{ "PAM ", FROM_PAM, OUTCOME_LOGIN_FAILED },
	{ "authentication failure; ", FROM_PAM, OUTCOME_LOGIN_FAILED },
};

static bool read_sentence(struct event *ev, const struct sentence *s, struct span text)
{
	struct span rest = span_skip(text, strlen(s->head));

	ev->class = EVENT_LOGIN;
	ev->outcome = s->outcome;
	switch (s->side) {
	case FROM_NAMED:
		/* "Invalid user NAME from", "User NAME from": no "for" in front of the name. */
		return named(ev, text, word_has(span_of(s->head), SPAN("ser ")) ? SPAN("ser ") :
										SPAN(" for "));
	case FROM_LEFT:
		if (span_ends(text, SPAN(" [preauth]")))
			ev->outcome = OUTCOME_LOGIN_FAILED;
		return end_of(ev, rest);
	case FROM_RIGHT:
		return from_right(ev, rest);
	case FROM_MIDDLE:
		return from_middle(ev, rest);
	default:
		return pam(ev, text);
	}
}

/* "reverse mapping checking getaddrinfo for NAME [ADDRESS] failed": the name is theirs. */
static bool reverse_mapping(struct event *ev, struct span text)
{
	if (!word_take(&text, SPAN("reverse mapping checking getaddrinfo for ")) ||
	    !word_behind_last(&text, SPAN("[")))
		return false;
	ev->class = EVENT_LOGIN;
	return event_src(ev, SPAN("from"), word_until(text, SPAN("]")));
}

static bool parse(struct log *log, struct span program, struct span message, struct event *ev)
{
	struct span inner;

	(void)log;
	if (!word_among(program, "sshd sshd-session sshd-auth dropbear"))
		return false;
	if (span_starts(message, SPAN("message repeated ")) &&
	    word_between(message, SPAN(": [ "), SPAN("\n"), &inner)) {
		message = span_trim(inner);
		if (span_ends(message, SPAN("]")))
			message = span_trim(span_cut(message, 0, message.len - 1));
	}
	for (size_t i = 0; i < sizeof(sentences) / sizeof(sentences[0]); i++)
		if (span_starts(message, span_of(sentences[i].head)))
			return read_sentence(ev, &sentences[i], message);
	return reverse_mapping(ev, message);
}

const struct message_family message_sshd = {
	.name = "sshd",
	.about = "OpenSSH and Dropbear log-ins",
	.about_host = true,
	.parse = parse,
};
