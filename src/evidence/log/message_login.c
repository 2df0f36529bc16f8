/*
 * message_login.c -- other programs that let people in: PAM's own words, FTP
 * servers, telnet, xrdp; and fail2ban, which counts those who failed.
 */
#include "evidence/log/message.h"
#include "evidence/log/words.h"

static bool login(struct event *ev, enum outcome outcome, struct span name, struct span address)
{
	ev->class = EVENT_LOGIN;
	ev->outcome = outcome;
	event_src(ev, name, word_bare(address));
	return true;
}

/* "pam_unix(vsftpd:auth): authentication failure; ... rhost=1.2.3.4 user=x" of any program */
static bool pam(struct event *ev, struct span text)
{
	struct span host;

	if (!word_has(span_cut(text, 0, 80), SPAN("authentication failure;")) ||
	    !word_value(text, SPAN("rhost="), &host) || host.len == 0)
		return false;
	word_value(text, SPAN("user="), &ev->user);
	return login(ev, OUTCOME_LOGIN_FAILED, SPAN("rhost"), host);
}

/* "[pid 1] [bob] OK LOGIN: Client "1.2.3.4"", "CONNECT: Client "1.2.3.4"" */
static bool vsftpd(struct event *ev, struct span text)
{
	struct span client;

	if (!word_between(text, SPAN(": Client \""), SPAN("\""), &client))
		return false;
	if (word_has(text, SPAN(" OK LOGIN:")))
		return login(ev, OUTCOME_LOGIN_OK, SPAN("Client"), client);
	if (word_has(text, SPAN(" FAIL LOGIN:")))
		return login(ev, OUTCOME_LOGIN_FAILED, SPAN("Client"), client);
	return login(ev, OUTCOME_UNKNOWN, SPAN("Client"), client);
}

/* "host (name[1.2.3.4]) - USER bob: Login successful." */
static bool proftpd(struct event *ev, struct span text)
{
	struct span address;

	if (!word_between(text, SPAN("["), SPAN("])"), &address))
		return false;
	if (span_ends(text, SPAN("Login successful.")))
		return login(ev, OUTCOME_LOGIN_OK, SPAN("client"), address);
	if (word_has(text, SPAN("Login failed")) || word_has(text, SPAN("no such user")))
		return login(ev, OUTCOME_LOGIN_FAILED, SPAN("client"), address);
	return login(ev, OUTCOME_UNKNOWN, SPAN("client"), address);
}

/* "(?@1.2.3.4) [INFO] bob is now logged in" */
static bool pure_ftpd(struct event *ev, struct span text)
{
	struct span address;

	if (!span_starts(text, SPAN("(")) || !word_between(text, SPAN("@"), SPAN(") ["), &address))
		return false;
	if (span_ends(text, SPAN("is now logged in")))
		return login(ev, OUTCOME_LOGIN_OK, SPAN("client"), address);
	if (word_has(text, SPAN("Authentication failed")))
		return login(ev, OUTCOME_LOGIN_FAILED, SPAN("client"), address);
	return login(ev, OUTCOME_UNKNOWN, SPAN("client"), address);
}

/* "connection from 1.2.3.4 (name) at Sat Jun 18 ...", "FAILED LOGIN 1 FROM 1.2.3.4 FOR root, ..." */
static bool old_daemon(struct event *ev, struct span text)
{
	struct span word;

	if (word_take(&text, SPAN("connection from ")) || word_take(&text, SPAN("connect from ")))
		return word_next(&text, &word) && login(ev, OUTCOME_UNKNOWN, SPAN("from"), word);
	if (word_take(&text, SPAN("FAILED LOGIN ")) && word_behind_last(&text, SPAN(" FROM ")))
		return word_next(&text, &word) && login(ev, OUTCOME_LOGIN_FAILED, SPAN("FROM"), word);
	if (word_take(&text, SPAN("Authentication failed from ")))
		return word_next(&text, &word) && login(ev, OUTCOME_LOGIN_FAILED, SPAN("from"), word);
	if (word_take(&text, SPAN("ANONYMOUS FTP LOGIN FROM ")))
		return word_next(&text, &word) && login(ev, OUTCOME_LOGIN_OK, SPAN("FROM"), word);
	if (word_take(&text, SPAN("START: ")) && word_value(text, SPAN("from="), &word))
		return login(ev, OUTCOME_UNKNOWN, SPAN("from"), word);
	return false;
}

/* "NOTICE [sshd] Ban 1.2.3.4", "INFO [sshd] Found 1.2.3.4 - 2020-06-04 14:03:07" */
static bool fail2ban(struct event *ev, struct span text)
{
	struct span word;

	if (!word_behind(&text, SPAN("] Ban ")) && !word_behind(&text, SPAN("] Found ")) &&
	    !word_behind(&text, SPAN("] Unban ")) && !word_behind(&text, SPAN("] Restore Ban ")))
		return false;
	return word_next(&text, &word) && login(ev, OUTCOME_LOGIN_FAILED, SPAN("address"), word);
}

static bool parse(struct log *log, struct span program, struct span message, struct event *ev)
{
	(void)log;
	if (span_equal(program, SPAN("vsftpd")) && vsftpd(ev, message))
		return true;
	if (span_equal(program, SPAN("proftpd")) && proftpd(ev, message))
		return true;
	if (span_equal(program, SPAN("pure-ftpd")) && pure_ftpd(ev, message))
		return true;
	if (word_among(program, "ftpd in.ftpd telnetd in.telnetd login rlogind in.rlogind rshd xinetd "
				"klogind ftp telnet") && old_daemon(ev, message))
		return true;
	if (span_starts(program, SPAN("fail2ban")) && fail2ban(ev, message))
		return true;
	return pam(ev, message);
}

const struct message_family message_login = {
	.name = "login",
	.about = "log-ins told by PAM, FTP servers, telnet, fail2ban",
	.about_host = true,
	.parse = parse,
};
