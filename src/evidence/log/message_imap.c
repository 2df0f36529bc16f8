/*
 * message_imap.c -- log-ins to mailboxes: Dovecot, Cyrus, Courier.
 *
 * "imap-login: Login: user=<bob>, method=PLAIN, rip=1.2.3.4, lip=10.0.0.1, ..."
 * The name in user=<> is theirs; rip= is read behind its last mark.
 */
#include "evidence/log/message.h"
#include "evidence/log/words.h"

static bool dovecot_login(struct event *ev, struct span text)
{
	struct span address, rest = text;

	if (!word_behind_last(&rest, SPAN(" rip=")))
		return false;
	address = word_until(rest, SPAN(","));
	ev->class = EVENT_LOGIN;
	if (word_has(span_cut(text, 0, 40), SPAN("Login: ")))
		ev->outcome = OUTCOME_LOGIN_OK;
	else if (word_has(text, SPAN("auth failed")) || word_has(text, SPAN("Aborted login")) ||
		 word_has(text, SPAN("no auth attempts")))
		ev->outcome = OUTCOME_LOGIN_FAILED;
	if (word_between(text, SPAN("user=<"), SPAN(">, "), &ev->user))
		ev->mailbox = ev->user;
	if (word_behind_last(&text, SPAN(" lip=")))
		event_dst(ev, SPAN("lip"), word_until(text, SPAN(",")));
	return event_src(ev, SPAN("rip"), address);
}

/* "auth-worker(1): sql(bob,1.2.3.4,<session>): Password mismatch" */
static bool dovecot_auth(struct event *ev, struct span text)
{
	struct span inside, name;

	if (!span_starts(text, SPAN("auth")) || !word_behind(&text, SPAN(": ")) ||
	    !word_between(text, SPAN("("), SPAN("): "), &inside) || !span_split(&inside, ',', &name))
		return false;
	ev->class = EVENT_LOGIN;
	if (word_has(text, SPAN("mismatch")) || word_has(text, SPAN("unknown user")) ||
	    word_has(text, SPAN("failed")) || word_has(text, SPAN("failure")))
		ev->outcome = OUTCOME_LOGIN_FAILED;
	inside = word_until(inside, SPAN(","));
	if (!word_is_end(inside, ':'))
		return false;
	ev->user = name;
	return event_src(ev, SPAN("ip"), inside);
}

/* "login: host [1.2.3.4] bob plaintext User logged in", "badlogin: host [1.2.3.4] plaintext bob ..." */
static bool cyrus(struct event *ev, struct span text)
{
	struct span address;
	bool bad = word_take(&text, SPAN("badlogin: "));

	if (!bad && !word_take(&text, SPAN("login: ")))
		return false;
	ev->class = EVENT_LOGIN;
	ev->outcome = bad ? OUTCOME_LOGIN_FAILED : OUTCOME_LOGIN_OK;
	if (!word_behind(&text, SPAN("[")))
		return false;
	address = word_until(text, SPAN("]"));
	word_behind(&text, SPAN("]"));
	if (!bad)
		word_next(&text, &ev->user);
	return event_src(ev, SPAN("client"), address);
}

/* "LOGIN, user=bob, ip=[::ffff:1.2.3.4], port=[..]", "LOGIN FAILED, user=bob, ip=[1.2.3.4]" */
static bool courier(struct event *ev, struct span text)
{
	struct span rest = text;

	if (!span_starts(text, SPAN("LOGIN")) || !word_behind_last(&rest, SPAN(", ip=[")))
		return false;
	ev->class = EVENT_LOGIN;
	ev->outcome = span_starts(text, SPAN("LOGIN FAILED")) ? OUTCOME_LOGIN_FAILED :
								OUTCOME_LOGIN_OK;
	word_between(text, SPAN("user="), SPAN(", ip=["), &ev->user);
	return event_src(ev, SPAN("ip"), word_until(rest, SPAN("]")));
}

static bool parse(struct log *log, struct span program, struct span message, struct event *ev)
{
	(void)log;
	if (word_among(program, "dovecot imap-login pop3-login managesieve-login submission-login"))
		return dovecot_login(ev, message) || dovecot_auth(ev, message);
	return word_among(program, "imap imaps pop3 pop3s cyrus/imap cyrus/imaps cyrus/pop3 imapd imapd-ssl "
				   "pop3d pop3d-ssl courier-imapd") &&
	       (cyrus(ev, message) || courier(ev, message));
}

const struct message_family message_imap = {
	.name = "imap",
	.about = "log-ins to mailboxes: Dovecot, Cyrus, Courier",
	.about_host = true,
	.parse = parse,
};
