/*
 * message_command.c -- commands that ran: cron, anacron, at, sudo, doas, snoopy.
 *
 * "(root) CMD (curl -s http://...)": the machine called by itself.  A sudo that
 * was not allowed did not run.
 */
#include "evidence/log/message.h"
#include "evidence/log/words.h"

static bool ran(struct event *ev, struct span name, struct span command)
{
	ev->class = EVENT_PROCESS;
	if (ev->outcome == OUTCOME_UNKNOWN)
		ev->outcome = OUTCOME_STARTED;
	event_field(ev, MEANING_COMMAND, name, span_trim(command));
	return command.len > 0;
}

static bool cron(struct event *ev, struct span text)
{
	struct span user;

	if (!word_between(text, SPAN("("), SPAN(")"), &user) || !word_behind(&text, SPAN(") CMD (")))
		return false;
	ev->user = user;
	if (span_ends(text, SPAN(")")))
		text.len--;
	return ran(ev, SPAN("CMD"), text);
}

/* "bob : TTY=pts/0 ; PWD=/home/bob ; USER=root ; COMMAND=/usr/bin/id" */
static bool sudo(struct event *ev, struct span text)
{
	struct span command = text, head;

	if (!word_behind(&command, SPAN("COMMAND=")))
		return false;
	head = span_cut(text, 0, (size_t)(command.ptr - text.ptr));
	ev->user = span_trim(word_until(text, SPAN(" : ")));
	if (word_has(head, SPAN("command not allowed")) || word_has(head, SPAN("NOT in sudoers")) ||
	    word_has(head, SPAN("incorrect password")) || word_has(head, SPAN("a password is required")))
		ev->outcome = OUTCOME_REFUSED;
	return ran(ev, SPAN("COMMAND"), command);
}

/* "[uid:0 sid:1 tty:(none) cwd:/ filename:/usr/bin/curl]: curl -s http://..." */
static bool snoopy(struct event *ev, struct span text)
{
	if (!span_starts(text, SPAN("[")) || !word_behind(&text, SPAN("]: ")))
		return false;
	return ran(ev, SPAN("command"), text);
}

/* "HISTORY: PID=12 UID=0 curl http://..." of bash with syslog history */
static bool shell(struct event *ev, struct span text)
{
	struct span word;

	if (!word_take(&text, SPAN("HISTORY: ")) || !word_next(&text, &word) || !word_next(&text, &word))
		return false;
	return ran(ev, SPAN("HISTORY"), text);
}

static bool parse(struct log *log, struct span program, struct span message, struct event *ev)
{
	(void)log;
	if (word_among(program, "cron crond anacron atd cronie fcron"))
		return cron(ev, message);
	if (word_among(program, "sudo doas"))
		return sudo(ev, message);
	if (span_equal(program, SPAN("snoopy")))
		return snoopy(ev, message);
	return word_among(program, "bash -bash sh") && shell(ev, message);
}

const struct message_family message_command = {
	.name = "command",
	.about = "commands that ran by cron, sudo, a shell",
	.about_host = true,
	.parse = parse,
};
