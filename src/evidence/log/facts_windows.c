/*
 * facts_windows.c -- what the numbered events of Windows mean, for those that
 * tell of contact, programs, files and log-ins: Sysmon, Security, System,
 * PowerShell, DNS client, Defender, remote desktop, task scheduler.
 *
 * The number alone means nothing: it is read together with the channel or the
 * provider that wrote it.
 */
#include "evidence/log/facts.h"

enum source {
	FROM_NOBODY, FROM_SYSMON, FROM_SECURITY, FROM_SYSTEM, FROM_POWERSHELL, FROM_DNS_CLIENT,
	FROM_DEFENDER, FROM_DESKTOP, FROM_TASKS, FROM_BITS
};

struct event_row {
	uint8_t source;
	uint16_t id;
	uint8_t class;
	uint8_t outcome;
};

static const struct event_row event_rows[] = {
	{ FROM_SYSMON, 1, EVENT_PROCESS, OUTCOME_STARTED },
	{ FROM_SYSMON, 2, EVENT_FILE, OUTCOME_AT_REST },
	{ FROM_SYSMON, 3, EVENT_FLOW, OUTCOME_UNKNOWN },
	{ FROM_SYSMON, 5, EVENT_PROCESS, OUTCOME_STARTED },
	{ FROM_SYSMON, 6, EVENT_PROCESS, OUTCOME_STARTED },
	{ FROM_SYSMON, 7, EVENT_PROCESS, OUTCOME_STARTED },
	{ FROM_SYSMON, 8, EVENT_PROCESS, OUTCOME_STARTED },
	{ FROM_SYSMON, 9, EVENT_PROCESS, OUTCOME_STARTED },
	{ FROM_SYSMON, 10, EVENT_PROCESS, OUTCOME_STARTED },
	{ FROM_SYSMON, 11, EVENT_FILE, OUTCOME_AT_REST },
	{ FROM_SYSMON, 12, EVENT_PROCESS, OUTCOME_STARTED },
	{ FROM_SYSMON, 13, EVENT_PROCESS, OUTCOME_STARTED },
	{ FROM_SYSMON, 14, EVENT_PROCESS, OUTCOME_STARTED },
	{ FROM_SYSMON, 15, EVENT_FILE, OUTCOME_AT_REST },
	{ FROM_SYSMON, 17, EVENT_PROCESS, OUTCOME_STARTED },
	{ FROM_SYSMON, 18, EVENT_PROCESS, OUTCOME_STARTED },
	{ FROM_SYSMON, 19, EVENT_PROCESS, OUTCOME_AT_REST },
	{ FROM_SYSMON, 20, EVENT_PROCESS, OUTCOME_AT_REST },
	{ FROM_SYSMON, 21, EVENT_PROCESS, OUTCOME_AT_REST },
	{ FROM_SYSMON, 22, EVENT_DNS, OUTCOME_UNKNOWN },
	{ FROM_SYSMON, 23, EVENT_FILE, OUTCOME_AT_REST },
	{ FROM_SYSMON, 24, EVENT_FILE, OUTCOME_UNKNOWN },
	{ FROM_SYSMON, 25, EVENT_PROCESS, OUTCOME_STARTED },
	{ FROM_SYSMON, 26, EVENT_FILE, OUTCOME_AT_REST },
	{ FROM_SYSMON, 27, EVENT_FILE, OUTCOME_BLOCKED_BY_AGENT },
	{ FROM_SYSMON, 28, EVENT_FILE, OUTCOME_AT_REST },
	{ FROM_SYSMON, 29, EVENT_FILE, OUTCOME_AT_REST },
	{ FROM_SECURITY, 4624, EVENT_LOGIN, OUTCOME_LOGIN_OK },
	{ FROM_SECURITY, 4625, EVENT_LOGIN, OUTCOME_LOGIN_FAILED },
	{ FROM_SECURITY, 4648, EVENT_LOGIN, OUTCOME_UNKNOWN },
	{ FROM_SECURITY, 4657, EVENT_PROCESS, OUTCOME_STARTED },
	{ FROM_SECURITY, 4663, EVENT_FILE, OUTCOME_AT_REST },
	{ FROM_SECURITY, 4688, EVENT_PROCESS, OUTCOME_STARTED },
	{ FROM_SECURITY, 4689, EVENT_PROCESS, OUTCOME_STARTED },
	{ FROM_SECURITY, 4697, EVENT_PROCESS, OUTCOME_AT_REST },
	{ FROM_SECURITY, 4698, EVENT_PROCESS, OUTCOME_AT_REST },
	{ FROM_SECURITY, 4702, EVENT_PROCESS, OUTCOME_AT_REST },
	{ FROM_SECURITY, 4768, EVENT_LOGIN, OUTCOME_UNKNOWN },
	{ FROM_SECURITY, 4769, EVENT_LOGIN, OUTCOME_UNKNOWN },
	{ FROM_SECURITY, 4771, EVENT_LOGIN, OUTCOME_LOGIN_FAILED },
	{ FROM_SECURITY, 4776, EVENT_LOGIN, OUTCOME_UNKNOWN },
	{ FROM_SECURITY, 4778, EVENT_LOGIN, OUTCOME_LOGIN_OK },
	{ FROM_SECURITY, 4779, EVENT_LOGIN, OUTCOME_UNKNOWN },
	{ FROM_SECURITY, 5140, EVENT_LOGIN, OUTCOME_LOGIN_OK },
	{ FROM_SECURITY, 5145, EVENT_LOGIN, OUTCOME_UNKNOWN },
	{ FROM_SECURITY, 5152, EVENT_FLOW, OUTCOME_REFUSED },
	{ FROM_SECURITY, 5153, EVENT_FLOW, OUTCOME_REFUSED },
	{ FROM_SECURITY, 5156, EVENT_FLOW, OUTCOME_LET_THROUGH },
	{ FROM_SECURITY, 5157, EVENT_FLOW, OUTCOME_REFUSED },
	{ FROM_SECURITY, 1102, EVENT_OTHER, OUTCOME_UNKNOWN },
	{ FROM_SYSTEM, 104, EVENT_OTHER, OUTCOME_UNKNOWN },
	{ FROM_SYSTEM, 7045, EVENT_PROCESS, OUTCOME_AT_REST },
	{ FROM_POWERSHELL, 400, EVENT_PROCESS, OUTCOME_STARTED },
	{ FROM_POWERSHELL, 403, EVENT_PROCESS, OUTCOME_STARTED },
	{ FROM_POWERSHELL, 600, EVENT_PROCESS, OUTCOME_STARTED },
	{ FROM_POWERSHELL, 800, EVENT_PROCESS, OUTCOME_STARTED },
	{ FROM_POWERSHELL, 4100, EVENT_PROCESS, OUTCOME_STARTED },
	{ FROM_POWERSHELL, 4103, EVENT_PROCESS, OUTCOME_STARTED },
	{ FROM_POWERSHELL, 4104, EVENT_PROCESS, OUTCOME_STARTED },
	{ FROM_DNS_CLIENT, 3006, EVENT_DNS, OUTCOME_UNKNOWN },
	{ FROM_DNS_CLIENT, 3008, EVENT_DNS, OUTCOME_UNKNOWN },
	{ FROM_DNS_CLIENT, 3020, EVENT_DNS, OUTCOME_UNKNOWN },
	{ FROM_DEFENDER, 1006, EVENT_FILE, OUTCOME_AT_REST },
	{ FROM_DEFENDER, 1007, EVENT_FILE, OUTCOME_BLOCKED_BY_AGENT },
	{ FROM_DEFENDER, 1008, EVENT_FILE, OUTCOME_AT_REST },
	{ FROM_DEFENDER, 1116, EVENT_FILE, OUTCOME_AT_REST },
	{ FROM_DEFENDER, 1117, EVENT_FILE, OUTCOME_BLOCKED_BY_AGENT },
	{ FROM_DEFENDER, 1118, EVENT_FILE, OUTCOME_AT_REST },
	{ FROM_DEFENDER, 1119, EVENT_FILE, OUTCOME_AT_REST },
	{ FROM_DEFENDER, 1121, EVENT_FILE, OUTCOME_BLOCKED_BY_AGENT },
	{ FROM_DEFENDER, 1122, EVENT_FILE, OUTCOME_AT_REST },
	{ FROM_DESKTOP, 21, EVENT_LOGIN, OUTCOME_LOGIN_OK },
	{ FROM_DESKTOP, 24, EVENT_LOGIN, OUTCOME_UNKNOWN },
	{ FROM_DESKTOP, 25, EVENT_LOGIN, OUTCOME_LOGIN_OK },
	{ FROM_DESKTOP, 1149, EVENT_LOGIN, OUTCOME_UNKNOWN },
	{ FROM_TASKS, 106, EVENT_PROCESS, OUTCOME_AT_REST },
	{ FROM_TASKS, 129, EVENT_PROCESS, OUTCOME_STARTED },
	{ FROM_TASKS, 200, EVENT_PROCESS, OUTCOME_STARTED },
	{ FROM_TASKS, 201, EVENT_PROCESS, OUTCOME_STARTED },
	{ FROM_BITS, 59, EVENT_FLOW, OUTCOME_UNKNOWN },
	{ FROM_BITS, 60, EVENT_FLOW, OUTCOME_UNKNOWN },
	{ FROM_BITS, 61, EVENT_FLOW, OUTCOME_UNKNOWN },
};

static bool from(const struct facts *f, struct span word)
{
	return facts_say(f, SLOT_CHANNEL, word) || facts_say(f, SLOT_PROVIDER, word);
}

static enum source source_of(const struct facts *f)
{
	if (from(f, SPAN("Sysmon")))
		return FROM_SYSMON;
	if (from(f, SPAN("PowerShell")))
		return FROM_POWERSHELL;
	if (from(f, SPAN("Windows Defender")))
		return FROM_DEFENDER;
	if (from(f, SPAN("DNS-Client")))
		return FROM_DNS_CLIENT;
	if (from(f, SPAN("TerminalServices")) || from(f, SPAN("RemoteConnectionManager")))
		return FROM_DESKTOP;
	if (from(f, SPAN("Bits-Client")))
		return FROM_BITS;
	if (from(f, SPAN("TaskScheduler")))
		return FROM_TASKS;
	if (from(f, SPAN("Eventlog")) || from(f, SPAN("Service Control Manager")))
		return facts_say(f, SLOT_CHANNEL, SPAN("Security")) ? FROM_SECURITY : FROM_SYSTEM;
	if (from(f, SPAN("Security-Auditing")) ||
	    span_equal_nocase(facts_get(f, SLOT_CHANNEL), SPAN("Security")))
		return FROM_SECURITY;
	if (span_equal_nocase(facts_get(f, SLOT_CHANNEL), SPAN("System")))
		return FROM_SYSTEM;
	return FROM_NOBODY;
}

/* 4768, 4769, 4776 tell by a status of eight hex digits; 0x0 is success. */
static enum outcome status_outcome(const struct facts *f)
{
	struct span status = facts_get(f, SLOT_STATUS);

	if (!span_starts_nocase(status, SPAN("0x")))
		return OUTCOME_UNKNOWN;
	for (size_t i = 2; i < status.len; i++)
		if (status.ptr[i] != '0')
			return OUTCOME_LOGIN_FAILED;
	return OUTCOME_LOGIN_OK;
}

/* Sysmon looks the address up backwards: whoever owns it chose that name. */
static void forget_names(struct event *ev)
{
	for (uint32_t i = 0; i < ev->fields; i++)
		if (ev->field[i].meaning == MEANING_HOST)
			ev->field[i].meaning = MEANING_NONE;
}

/* The direction of the filtering platform is a message number: %%14593 is outbound. */
static void platform_direction(struct facts *f)
{
	struct span direction = facts_get(f, SLOT_DIRECTION);

	if (span_equal(direction, SPAN("%%14593")))
		f->ev->src_local = 1;
	else if (span_equal(direction, SPAN("%%14592")))
		f->ev->dst_local = 1;
}

bool facts_windows(struct facts *f)
{
	struct event *ev = f->ev;
	enum source source;
	uint64_t id;

	if (!facts_has(f, SLOT_EVENT_ID) || !span_u64(f->value[SLOT_EVENT_ID], &id))
		return false;
	source = source_of(f);
	if (source == FROM_NOBODY)
		return false;
	f->host_log = true;
	ev->log_cleared = (source == FROM_SECURITY && id == 1102) ||
			  (source == FROM_SYSTEM && id == 104);
	for (size_t i = 0; i < sizeof(event_rows) / sizeof(event_rows[0]); i++) {
		if (event_rows[i].source != source || event_rows[i].id != id)
			continue;
		ev->class = (enum event_class)event_rows[i].class;
		ev->outcome = (enum outcome)event_rows[i].outcome;
		ev->agent_mark = ev->outcome == OUTCOME_BLOCKED_BY_AGENT;
		if (ev->class == EVENT_LOGIN && ev->outcome == OUTCOME_UNKNOWN)
			ev->outcome = status_outcome(f);
		if (ev->class == EVENT_DNS && !facts_has(f, SLOT_QUERY))
			ev->class = EVENT_OTHER;
		if (ev->class == EVENT_FLOW)
			platform_direction(f);
		if (source == FROM_SYSMON && id == 3)
			forget_names(ev);
		if (source == FROM_BITS || ev->class == EVENT_DNS)
			ev->src_local = 1;
		return true;
	}
	return false;
}
