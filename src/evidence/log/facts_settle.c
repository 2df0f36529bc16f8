/*
 * facts_settle.c -- when all values of a record were taken: its time, ends,
 * bytes, machines and people.
 *
 * "Who began" is taken from what the sensor says of directions, zones and
 * translations; where it says nothing it stays unset.
 */
#include "evidence/log/facts.h"
#include "evidence/log/words.h"

/* ---- time ---- */

static bool time_of(struct facts *f, struct span text, bool utc)
{
	size_t n;

	if (event_epoch(f->ev, text))
		return true;
	n = event_when(f->ev, text);
	if (n == 0)
		return false;
	if (!f->ev->civil.has_zone && utc) {
		f->ev->civil.has_zone = true;
		f->ev->civil.offset = 0;
	}
	return true;
}

static void settle_time(struct facts *f)
{
	struct event *ev = f->ev;
	struct span clock = facts_get(f, facts_has(f, SLOT_CLOCK) ? SLOT_CLOCK : SLOT_TIME);

	if (ev->time != TIME_NONE || ev->time_raw.len)
		return;
	if (facts_has(f, SLOT_DATE) && clock.len >= 5 && clock.len <= 18 &&
	    (clock.ptr[1] == ':' || clock.ptr[2] == ':') &&
	    event_when_apart(ev, f->value[SLOT_DATE], clock, facts_get(f, SLOT_ZONE)))
		return;
	if (facts_has(f, SLOT_TIME) && time_of(f, f->value[SLOT_TIME], f->utc)) {
		event_zone(ev, facts_get(f, SLOT_ZONE));
		return;
	}
	if (facts_has(f, SLOT_DATE) && time_of(f, f->value[SLOT_DATE], false)) {
		event_zone(ev, facts_get(f, SLOT_ZONE));
		return;
	}
	if (facts_has(f, SLOT_TIME_LATE))
		time_of(f, f->value[SLOT_TIME_LATE], false);
}

/* ---- ends ---- */

static void direct(struct event *ev, int8_t src, int8_t dst)
{
	if (ev->src_local < 0)
		ev->src_local = src;
	if (ev->dst_local < 0)
		ev->dst_local = dst;
}

static int8_t local_of_role(struct span role)
{
	static const struct name_row roles[] = {
		{ "dmz", 2 },	   { "external", 1 }, { "inside", 2 },	 { "internal", 2 },
		{ "internet", 1 }, { "l3trust", 2 },  { "l3untrust", 1 }, { "lan", 2 },
		{ "local", 2 },	   { "outside", 1 },  { "private", 2 },	 { "public", 1 },
		{ "trust", 2 },	   { "trusted", 2 },  { "untrust", 1 },	 { "untrusted", 1 },
		{ "wan", 1 },	   { "wlan", 2 },
	};
	char plain[NAME_MAX_LEN];
	size_t n = role.len <= 24 ? name_plain(role, plain) : 0;

	return (int8_t)(name_search(roles, sizeof(roles) / sizeof(roles[0]),
				    span_make(plain, n)) - 1);
}

static int8_t local_of_flag(struct span flag)
{
	char c = flag.len ? ascii_lower(flag.ptr[0]) : '\0';

	return c == 't' || c == 'y' || c == '1' ? 1 : c == 'f' || c == 'n' || c == '0' ? 0 : -1;
}

enum way { WAY_UNKNOWN, WAY_OUT, WAY_IN };

static enum way way_of(const struct facts *f)
{
	static const struct name_row ways[] = {
		{ "egress", WAY_OUT },	  { "external", WAY_UNKNOWN }, { "in", WAY_IN },
		{ "inbound", WAY_IN },	  { "incoming", WAY_IN },      { "ingress", WAY_IN },
		{ "lantowan", WAY_OUT },  { "originating", WAY_OUT },  { "out", WAY_OUT },
		{ "outbound", WAY_OUT },  { "outgoing", WAY_OUT },     { "receive", WAY_IN },
		{ "send", WAY_OUT },	  { "wantolan", WAY_IN },
	};
	struct span text = facts_get(f, SLOT_DIRECTION);
	struct span name = facts_has(f, SLOT_DIRECTION) ? f->name[SLOT_DIRECTION] : text;
	char plain[NAME_MAX_LEN];
	size_t n = text.len <= 24 ? name_plain(text, plain) : 0;
	int8_t flag = local_of_flag(text);

	if (text.len == 0 && facts_has(f, SLOT_REMOTE)) {	/* agents: Defender, Falcon */
		if (facts_say(f, SLOT_EVENT, SPAN("inbound")) ||
		    facts_say(f, SLOT_EVENT, SPAN("accept")))
			return WAY_IN;
		return facts_say(f, SLOT_EVENT, SPAN("connect")) ? WAY_OUT : WAY_UNKNOWN;
	}

	if (span_ends_nocase(name, SPAN("initiated")))
		return flag < 0 ? WAY_UNKNOWN : flag ? WAY_OUT : WAY_IN;
	if (span_ends_nocase(name, SPAN("inbound")))
		return flag < 0 ? WAY_UNKNOWN : flag ? WAY_IN : WAY_OUT;
	if (span_ends_nocase(name, SPAN("deviceDirection")) && text.len == 1)
		return text.ptr[0] == '0' ? WAY_IN : WAY_OUT;
	return (enum way)name_search(ways, sizeof(ways) / sizeof(ways[0]), span_make(plain, n));
}

/* Which ends the sensor itself calls its own. */
static void settle_sides(struct facts *f, enum way way)
{
	struct event *ev = f->ev;
	struct span direction = facts_get(f, SLOT_DIRECTION);

	if (facts_has(f, SLOT_SRC_IS_LOCAL))
		direct(ev, local_of_flag(f->value[SLOT_SRC_IS_LOCAL]), -1);
	if (facts_has(f, SLOT_DST_IS_LOCAL))
		direct(ev, -1, local_of_flag(f->value[SLOT_DST_IS_LOCAL]));
	if (facts_has(f, SLOT_SRC_ROLE))
		direct(ev, local_of_role(f->value[SLOT_SRC_ROLE]), -1);
	if (facts_has(f, SLOT_DST_ROLE))
		direct(ev, -1, local_of_role(f->value[SLOT_DST_ROLE]));
	if (f->host_log)	/* one end wrote it; where the other stands is not said */
		direct(ev, way == WAY_OUT ? 1 : -1, way == WAY_IN ? 1 : -1);
	else if (way != WAY_UNKNOWN)
		direct(ev, way == WAY_OUT, way == WAY_IN);
	else if (span_equal_nocase(direction, SPAN("internal")))
		direct(ev, 1, 1);
}

static bool nat_changed(const struct facts *f, enum slot nat, const struct address *end)
{
	struct address address, zero = { .bytes = { [10] = 0xff, [11] = 0xff } };
	uint16_t port;

	return facts_has(f, nat) && event_end_parse(f->value[nat], &address, &port) &&
	       !address_equal(&address, end) && !address_equal(&address, &zero);
}

/* "10.0.0.1:1234:X0:name" (SonicWall): up to the second colon. */
static struct span end_text(struct span text)
{
	size_t first = span_find_byte(text, ':'), second;

	if (first == SPAN_NONE || first < 7 ||
	    span_find_byte(span_cut(text, 0, first), '.') == SPAN_NONE)
		return text;
	second = span_find_byte(span_skip(text, first + 1), ':');
	return second == SPAN_NONE ? text : span_cut(text, 0, first + 1 + second);
}

static void end_of(struct facts *f, bool src, enum slot slot, enum slot port_slot)
{
	struct event *ev = f->ev;

	event_port(facts_get(f, port_slot), src ? &ev->src_port : &ev->dst_port);
	if (src)
		event_src(ev, f->name[slot], end_text(f->value[slot]));
	else
		event_dst(ev, f->name[slot], end_text(f->value[slot]));
}

static void end_field(struct facts *f, enum slot slot)
{
	if (facts_has(f, slot))
		event_field(f->ev, slot_meaning(slot), f->name[slot], f->value[slot]);
}

static bool happens_on_machine(enum event_class c)
{
	return c == EVENT_PROCESS || c == EVENT_FILE || c == EVENT_LOGON;
}

/* Agents write the two ends as local and remote; only a direction tells who began. */
static void settle_local_remote(struct facts *f, enum way way)
{
	bool in = way == WAY_IN;

	if (facts_has(f, SLOT_LOCAL))
		end_of(f, !in, SLOT_LOCAL, SLOT_LOCAL_PORT);
	if (facts_has(f, SLOT_REMOTE))
		end_of(f, in, SLOT_REMOTE, SLOT_REMOTE_PORT);
	if (way == WAY_UNKNOWN) {
		/* Of what ran or lies on a machine there is no other end. */
		f->ev->either_way = !happens_on_machine(f->ev->class);
		direct(f->ev, 1, -1);
	}
}

/* This value was used up as the other end. */
static void use_as_src(struct facts *f, enum slot slot, enum slot port)
{
	end_of(f, true, slot, port);
	f->seen[slot / 64] &= ~(UINT64_C(1) << (slot % 64));
}

/* Whose "remote" can only be the one who came: to a server, to log in, with mail. */
static bool is_visited(enum event_class class)
{
	return class == EVENT_SERVER || class == EVENT_LOGIN || class == EVENT_MAIL;
}

/* "sip" is the server's address beside "cip", and the source's beside "dip". */
static void settle_sip(struct facts *f)
{
	if (!facts_has(f, SLOT_SERVER) || facts_has(f, SLOT_SRC) || facts_has(f, SLOT_CLIENT) ||
	    !facts_has(f, SLOT_DST) || !span_equal_nocase(f->name[SLOT_SERVER], SPAN("sip")))
		return;
	use_as_src(f, SLOT_SERVER, SLOT_SRC_PORT);
}

static void settle_ends(struct facts *f)
{
	enum way way = way_of(f);
	struct event *ev = f->ev;

	if (facts_has(f, SLOT_LOCAL) && facts_has(f, SLOT_REMOTE))
		f->host_log = true;
	settle_sides(f, way);
	if (facts_has(f, SLOT_SRC))
		end_of(f, true, SLOT_SRC, SLOT_SRC_PORT);
	if (facts_has(f, SLOT_CLIENT) && !ev->has_src)
		end_of(f, true, SLOT_CLIENT, SLOT_SRC_PORT);
	else
		end_field(f, SLOT_CLIENT);
	if (facts_has(f, SLOT_REMOTE) && !ev->has_src && is_visited(ev->class))
		use_as_src(f, SLOT_REMOTE, SLOT_REMOTE_PORT);
	settle_sip(f);
	if (facts_has(f, SLOT_DST))
		end_of(f, false, SLOT_DST, SLOT_DST_PORT);
	if (facts_has(f, SLOT_SERVER) && !ev->has_dst)
		end_of(f, false, SLOT_SERVER, SLOT_DST_PORT);
	else
		end_field(f, SLOT_SERVER);
	if ((facts_has(f, SLOT_REMOTE) || facts_has(f, SLOT_LOCAL)) && !ev->has_src && !ev->has_dst)
		settle_local_remote(f, way);
	else if (facts_has(f, SLOT_REMOTE) && !ev->has_src)
		end_of(f, true, SLOT_REMOTE, SLOT_REMOTE_PORT);
	else
		end_field(f, SLOT_REMOTE);
	if (ev->has_src && nat_changed(f, SLOT_SRC_NAT, &ev->src))
		direct(ev, 1, -1);
	if (ev->has_dst && nat_changed(f, SLOT_DST_NAT, &ev->dst))
		direct(ev, -1, 1);
	end_field(f, SLOT_SRC_NAT);
	end_field(f, SLOT_DST_NAT);
}

void facts_bytes(struct event *ev, struct span out, struct span in)
{
	uint64_t a = 0, b = 0;
	bool has_out = span_u64(out, &a), has_in = span_u64(in, &b);

	if (!has_out && !has_in)
		return;
	ev->has_bytes = true;
	ev->bytes_out = a;
	ev->bytes_in = b;
}

/* A server counts what it sent: to the client. */
static void settle_bytes(struct facts *f)
{
	struct span out = facts_get(f, SLOT_SENT), in = facts_get(f, SLOT_RECEIVED);
	bool web = f->ev->class == EVENT_SERVER || f->ev->class == EVENT_PROXY;

	if (f->ev->class == EVENT_SERVER && out.len && !in.len) {
		in = out;
		out.len = 0;
	}
	if (web && !in.len && !out.len)
		in = facts_get(f, SLOT_BYTES);
	facts_bytes(f->ev, out, in);
}

/* ---- machines and people ---- */

static struct span plain_value(struct facts *f, enum slot slot)
{
	struct span value = facts_get(f, slot);

	return f->escaped ? log_unescape(f->log, value) : value;
}

static bool about_host(const struct facts *f)
{
	enum event_class c = f->ev->class;

	return f->host_log || c == EVENT_PROCESS || c == EVENT_FILE || c == EVENT_LOGON ||
	       c == EVENT_OTHER || c == EVENT_LOGIN;
}

/* Beside a URL or a method, "host" is the site that was asked for: the client wrote it. */
static bool machine_is_site(const struct facts *f)
{
	struct span name;

	if (!facts_has(f, SLOT_MACHINE) || f->host_log)
		return false;
	name = f->name[SLOT_MACHINE];
	return (span_equal_nocase(name, SPAN("host")) ||
		span_equal_nocase(name, SPAN("hostname"))) &&
	       (facts_has(f, SLOT_URL) || facts_has(f, SLOT_PATH) || facts_has(f, SLOT_METHOD));
}

static void settle_machines(struct facts *f)
{
	struct event *ev = f->ev;
	struct span machine = plain_value(f, SLOT_MACHINE);

	if (machine_is_site(f)) {
		event_field(ev, MEANING_HOST, f->name[SLOT_MACHINE], f->value[SLOT_MACHINE]);
		machine.len = 0;
	}

	if (facts_has(f, SLOT_COMPUTER))
		ev->computer = plain_value(f, SLOT_COMPUTER);
	if (facts_has(f, SLOT_SENSOR))
		ev->sensor = plain_value(f, SLOT_SENSOR);
	if (about_host(f) && !ev->computer.len && !ev->sensor.len)
		ev->computer = machine;
	else if (!ev->sensor.len && !span_equal(machine, ev->computer))
		ev->sensor = machine;
	if (facts_has(f, SLOT_MAC))
		ev->mac = f->value[SLOT_MAC];
	if (!facts_has(f, SLOT_MACHINE_IP))
		return;
	if (about_host(f) && !ev->has_src && ev->class != EVENT_LOGIN) {
		end_of(f, true, SLOT_MACHINE_IP, SLOT_NONE);
		ev->src_local = ev->has_src ? 1 : ev->src_local;
	} else {
		event_field(ev, MEANING_NONE, f->name[SLOT_MACHINE_IP], f->value[SLOT_MACHINE_IP]);
	}
}

static void settle_people(struct facts *f)
{
	struct event *ev = f->ev;
	bool target = facts_has(f, SLOT_TARGET_USER) &&
		      (ev->class == EVENT_LOGIN || !facts_has(f, SLOT_USER));

	ev->user = plain_value(f, target ? SLOT_TARGET_USER : SLOT_USER);
	ev->process = plain_value(f, SLOT_PROCESS);
	if (ev->class == EVENT_MAIL) {
		ev->mailbox = plain_value(f, SLOT_RECIPIENT);
		ev->message = word_bare(plain_value(f, SLOT_MESSAGE_ID));
	}
}

/* A person with a browser: it names itself so, or came from another page (rule 1). */
static bool is_click(const struct facts *f)
{
	struct span agent = facts_get(f, SLOT_AGENT);
	enum event_class class = f->ev->class;

	if (class != EVENT_PROXY && class != EVENT_HTTP && class != EVENT_FLOW &&
	    class != EVENT_ALERT)
		return false;
	return span_starts(agent, SPAN("Mozilla/")) || span_starts(agent, SPAN("Opera/")) ||
	       facts_has(f, SLOT_REFERRER);
}

/* Meanings that depend on what else the record said. */
static void settle_meanings(struct facts *f)
{
	struct event *ev = f->ev;
	bool web = facts_has(f, SLOT_METHOD) || facts_has(f, SLOT_STATUS) ||
		   facts_has(f, SLOT_REFERRER) || facts_has(f, SLOT_AGENT);

	if (f->path_field && !web)
		ev->field[f->path_field - 1].meaning = MEANING_FILE;
	/* What is asked of a server of ours is no contact, whatever host it names. */
	for (uint32_t i = 0; ev->class == EVENT_SERVER && i < ev->fields; i++)
		if (ev->field[i].meaning == MEANING_URL)
			ev->field[i].meaning = MEANING_PATH;
}

void facts_finish(struct facts *f)
{
	struct event *ev = f->ev;

	settle_time(f);
	if (ev->class == EVENT_OTHER)
		ev->class = facts_class(f);
	settle_bytes(f);
	settle_ends(f);
	if (ev->outcome == OUTCOME_UNKNOWN)
		ev->outcome = facts_outcome(f);
	settle_machines(f);
	settle_people(f);
	ev->clicked = is_click(f);
	settle_meanings(f);
	if (facts_has(f, SLOT_RECORD_ID))
		ev->has_record_id = span_u64(f->value[SLOT_RECORD_ID], &ev->record_id);
}
