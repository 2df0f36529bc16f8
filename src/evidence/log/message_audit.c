/*
 * message_audit.c -- records of the Linux audit system: commands with their
 * arguments, files, log-ins.
 *
 * Arguments with blanks are written as hexadecimal digits by the kernel; they
 * stay as they are.  Not here: joining the records of one event by its number.
 */
#include "evidence/log/audit.h"
#include "evidence/log/words.h"

/* a0=".." a1=".." ...: from the first argument to the end. */
static bool arguments(struct event *ev, struct span text)
{
	struct span rest = text, name;

	if (!word_behind(&rest, SPAN(" a0=")) && !word_take(&rest, SPAN("a0=")))
		return false;
	ev->class = EVENT_PROCESS;
	ev->outcome = OUTCOME_STARTED;
	if (word_value(text, SPAN("a0="), &name))
		ev->process = name;
	event_field(ev, MEANING_COMMAND, SPAN("arguments"), rest);
	return true;
}

static bool title(struct event *ev, struct span text)
{
	ev->class = EVENT_PROCESS;
	ev->outcome = OUTCOME_STARTED;
	return word_field(ev, text, SPAN("proctitle="), MEANING_COMMAND);
}

static bool call(struct event *ev, struct span text)
{
	struct span value;

	ev->class = EVENT_PROCESS;
	if (word_value(text, SPAN("success="), &value))
		ev->outcome = span_equal(value, SPAN("yes")) ? OUTCOME_STARTED : OUTCOME_REFUSED;
	word_value(text, SPAN("comm="), &ev->process);
	word_value(text, SPAN("auid="), &ev->user);
	return word_field(ev, text, SPAN("exe="), MEANING_FILE);
}

static bool path(struct event *ev, struct span text)
{
	struct span kind;

	ev->class = EVENT_FILE;
	if (word_value(text, SPAN("nametype="), &kind) && span_equal(kind, SPAN("CREATE")))
		ev->outcome = OUTCOME_AT_REST;
	return word_field(ev, text, SPAN("name="), MEANING_FILE);
}

/* "... msg='op=login acct="bob" exe="/usr/sbin/sshd" hostname=h addr=1.2.3.4 terminal=ssh res=failed'" */
static bool log_in(struct event *ev, struct span text)
{
	struct span value, tail = text;

	ev->class = EVENT_LOGIN;
	/* The account is written by whoever knocks: what follows is read from the right. */
	if (!word_behind_last(&tail, SPAN(" addr=")))
		return false;
	value = word_until(word_bare(word_until(tail, SPAN(" "))), SPAN("'"));
	if (!event_unset(value) && !span_equal(value, SPAN("?")))
		event_src(ev, SPAN("addr"), value);
	if (word_has(tail, SPAN("res=success")) || word_has(tail, SPAN("res=1")))
		ev->outcome = OUTCOME_LOGIN_OK;
	else if (word_has(tail, SPAN("res=failed")) || word_has(tail, SPAN("res=0")))
		ev->outcome = OUTCOME_LOGIN_FAILED;
	word_value(text, SPAN("acct="), &ev->user);
	return true;
}

static bool command(struct event *ev, struct span text)
{
	ev->class = EVENT_PROCESS;
	ev->outcome = word_has(text, SPAN("res=failed")) ? OUTCOME_REFUSED : OUTCOME_STARTED;
	return word_field(ev, text, SPAN("cmd="), MEANING_COMMAND);
}

/* "saddr={ saddr_fam=inet laddr=1.2.3.4 lport=443 }" of interpreted logs */
static bool socket_address(struct event *ev, struct span text)
{
	struct span address, port;

	if (!word_value(text, SPAN("laddr="), &address))
		return false;
	ev->class = EVENT_FLOW;
	ev->either_way = true;		/* connect and accept look alike here */
	ev->src_local = 1;
	if (word_value(text, SPAN("lport="), &port))
		event_port(port, &ev->dst_port);
	return event_dst(ev, SPAN("laddr"), address);
}

static const struct kind_of_record {
	const char *types;
	bool (*read)(struct event *ev, struct span text);
} kinds[] = {
	{ "EXECVE 1309", arguments },
	{ "PROCTITLE 1327", title },
	{ "SYSCALL 1300", call },
	{ "PATH 1302", path },
	{ "USER_LOGIN USER_AUTH USER_ACCT USER_START USER_ERR CRED_ACQ 1112 1100 1101 1105 1109 1103",
	  log_in },
	{ "USER_CMD 1123", command },
	{ "SOCKADDR 1306", socket_address },
};

bool audit_read_typed(struct span type, struct span text, struct event *ev)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (word_among(type, kinds[i].types))
			return kinds[i].read(ev, text);
	return false;
}

bool audit_read(struct span text, struct event *ev)
{
	struct span type, stamp, node;

	if (word_take(&text, SPAN("node="))) {
		node = word_until(text, SPAN(" "));
		word_behind(&text, SPAN(" "));
		ev->sensor = ev->computer = node;
	}
	if (!word_take(&text, SPAN("type=")) || !word_next(&text, &type))
		return false;
	text = span_trim(text);
	word_take(&text, SPAN("msg="));
	if (!word_take(&text, SPAN("audit(")))
		return false;
	stamp = word_until(text, SPAN(":"));
	if (!word_behind(&text, SPAN("):")))
		return false;
	if (!audit_read_typed(type, span_trim(text), ev)) {
		ev->class = EVENT_OTHER;
		ev->fields = 0;
	}
	return event_epoch(ev, stamp) || event_when(ev, stamp) > 0;
}

static bool parse(struct log *log, struct span program, struct span message, struct event *ev)
{
	struct span type;

	(void)log;
	if (span_equal(program, SPAN("kernel")) && word_behind(&message, SPAN("audit: ")))
		return audit_read(message, ev);
	if (!word_among(program, "audit audispd auditd audisp-syslog"))
		return false;
	if (audit_read(message, ev))
		return true;
	return word_next(&message, &type) && audit_read_typed(type, span_trim(message), ev);
}

const struct message_family message_audit = {
	.name = "audit",
	.about = "Linux audit records by syslog",
	.about_host = true,
	.parse = parse,
};
