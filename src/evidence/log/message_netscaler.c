/*
 * message_netscaler.c -- Citrix ADC and Gateway: log-ins (SSLVPN, AAA),
 * connections through the gateway (TCPCONNSTAT) and through load balancing.
 *
 * "default SSLVPN LOGIN 123 0 : Context bob@1.2.3.4 - SessionId: 12 - User bob -
 * Client_ip 1.2.3.4 - Nat_ip "Mapped Ip" - Vserver 10.0.0.1:443 - ..."; the
 * user's name is theirs, so Client_ip is read behind the last mark of it.
 */
#include "evidence/log/message.h"
#include "evidence/log/words.h"

/* The value of "- NAME value -". */
static bool item(struct span text, struct span name, struct span *value)
{
	if (!word_behind_last(&text, name))
		return false;
	*value = word_bare(word_until(text, SPAN(" - ")));
	return value->len > 0;
}

static bool log_in(struct event *ev, struct span text, enum outcome outcome)
{
	struct span address;

	ev->class = EVENT_LOGIN;
	ev->outcome = outcome;
	if (!item(text, SPAN("- Client_ip "), &address) && !item(text, SPAN("Remote_ip "), &address))
		return false;
	if (word_behind(&text, SPAN("User ")))
		ev->user = word_until(text, SPAN(" - "));
	return event_src(ev, SPAN("Client_ip"), address);
}

static bool connection(struct event *ev, struct span text)
{
	struct span src, dst, number;

	ev->class = EVENT_FLOW;
	ev->outcome = OUTCOME_LET_THROUGH;
	if (!item(text, SPAN("- Source "), &src) || !item(text, SPAN("- Destination "), &dst) ||
	    !word_src(ev, SPAN("Source"), src, ':') || !word_dst(ev, SPAN("Destination"), dst, ':'))
		return false;
	if (word_between(text, SPAN("- User "), SPAN(" - "), &number))
		ev->user = number;
	ev->has_bytes = item(text, SPAN("- Total_bytes_send "), &number) &&
			span_u64(number, &ev->bytes_in) &&
			item(text, SPAN("- Total_bytes_recv "), &number) &&
			span_u64(number, &ev->bytes_out);
	if (ev->has_bytes && ev->bytes_in && ev->bytes_out)
		ev->outcome = OUTCOME_DATA;
	if (item(text, SPAN("- Vserver "), &number))
		event_field(ev, MEANING_NONE, SPAN("Vserver"), number);
	return true;
}

/* "UI CMD_EXECUTED ...: User nsroot - Remote_ip 1.2.3.4 - Command "login nsroot" - Status "Success"" */
static bool console(struct event *ev, struct span text)
{
	struct span command;

	if (!word_between(text, SPAN("- Command \""), SPAN("\" - Status"), &command) ||
	    !log_in(ev, text, OUTCOME_UNKNOWN))
		return false;
	if (span_starts(command, SPAN("login ")))
		ev->outcome = span_ends(span_trim(text), SPAN("Status \"Success\"")) ?
				      OUTCOME_LOGIN_OK : OUTCOME_LOGIN_FAILED;
	event_field(ev, MEANING_COMMAND, SPAN("Command"), command);
	return true;
}

static bool parse(struct log *log, struct span program, struct span message, struct event *ev)
{
	struct span feature, event;

	(void)log;
	if (!word_has(program, SPAN("-PPE-")) && !word_has(program, SPAN("PPE")))
		return false;
	word_take(&message, SPAN("default "));
	if (!word_next(&message, &feature) || !word_next(&message, &event))
		return false;
	if (word_among(feature, "SSLVPN AAA") && word_among(event, "LOGIN LOGOUT ICASTART"))
		return log_in(ev, message, OUTCOME_LOGIN_OK);
	if (word_among(event, "LOGIN_FAILED LOGINFAILED"))
		return log_in(ev, message, OUTCOME_LOGIN_FAILED);
	if (word_among(event, "TCPCONNSTAT UDPFLOWSTAT CONN_DELINK CONN_TERMINATE OTHERCONN_DELINK"))
		return connection(ev, message);
	return word_among(event, "CMD_EXECUTED") && console(ev, message);
}

const struct message_family message_netscaler = {
	.name = "netscaler",
	.about = "Citrix ADC and Gateway log-ins and connections",
	.parse = parse,
};
