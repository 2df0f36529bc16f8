/*
 * positional.c -- tables without a header whose columns are known by their
 * positions: Palo Alto's CSV (TRAFFIC, THREAT, URL), Umbrella's DNS and proxy
 * logs, flow logs of AWS VPCs (with a header line, too), load balancers of AWS.
 *
 * Specification: PAN-OS administrator's guide, "Syslog Field Descriptions";
 * Umbrella, "Log Formats and Versioning"; AWS, "Flow log records" and "Access
 * logs for your Application Load Balancer".  Hostile input: columns.c.
 */
#include "evidence/log/columns.h"
#include "evidence/log/keyvalue.h"

struct position {
	uint8_t column;		/* from 0 */
	uint8_t slot;
	const char *name;
};

struct layout {
	const char *people;
	enum event_class class;
	char separator;
	uint8_t least;		/* columns that a record has at least */
	bool one_way;		/* a record is one direction of a flow: who began is not said */
	bool (*is)(const struct span *col, size_t n);
	struct position position[32];
};

#define FRONT 14		/* columns that a layout is recognised by */

struct positional {
	struct columns columns;
	struct span header;	/* of a flow log that has one */
	const struct layout *layout;
	bool palo_alto;		/* the layout depends on each record's type */
};

/* ---- recognising ---- */

static bool is_address(struct span s)
{
	struct address a;

	return address_parse(s, &a);
}

static bool is_end(struct span s)
{
	struct address a;
	uint16_t port;

	return event_end_parse(s, &a, &port);
}

static bool is_time(struct span s)
{
	struct civil c;

	return s.len >= 16 && time_read(s, &c) && c.has_time;
}

static bool is_palo_alto(const struct span *col, size_t n)
{
	/* Behind a syslog header it is a message of that (message_panos.c). */
	return n >= 12 && span_find_byte(col[0], ' ') == SPAN_NONE && is_time(col[1]) &&
	       is_time(col[6]) && is_address(col[7]) && is_address(col[8]);
}

static bool is_traffic(const struct span *col, size_t n)
{
	return is_palo_alto(col, n) && span_equal(col[3], SPAN("TRAFFIC"));
}

static bool is_threat(const struct span *col, size_t n)
{
	return is_palo_alto(col, n) &&
	       (span_equal(col[3], SPAN("THREAT")) || span_equal(col[3], SPAN("URL")));
}

static bool is_query_type(struct span s)
{
	size_t open = span_find_byte(s, '(');

	return open != SPAN_NONE && open >= 2 && ascii_digit(s.ptr[0]) && s.ptr[s.len - 1] == ')';
}

static bool is_umbrella_dns(const struct span *col, size_t n)
{
	return n >= 9 && is_time(col[0]) && is_query_type(col[6]);
}

static bool is_umbrella_proxy(const struct span *col, size_t n)
{
	return n >= 11 && is_time(col[0]) && span_find(col[7], SPAN("://")) != SPAN_NONE &&
	       (is_address(col[2]) || is_address(col[3]));
}

static bool is_flow(const struct span *col, size_t n)
{
	return n >= 14 && span_starts(col[2], SPAN("eni-")) && is_address(col[3]) &&
	       is_address(col[4]);
}

static bool is_balancer(const struct span *col, size_t n)
{
	return n >= 12 && is_time(col[1]) && is_end(col[3]) &&
	       (is_end(col[4]) || span_equal(col[4], SPAN("-"))) && col[0].len <= 8 &&
	       span_find_byte(col[2], '/') != SPAN_NONE;
}

/* ---- layouts ---- */

#define PALO_ALTO_FRONT \
	{ 1, SLOT_TIME_LATE, "receive_time" }, { 4, SLOT_SUBTYPE, "subtype" }, \
	{ 6, SLOT_TIME, "time_generated" }, { 7, SLOT_SRC, "src" }, { 8, SLOT_DST, "dst" }, \
	{ 9, SLOT_SRC_NAT, "natsrc" }, { 10, SLOT_DST_NAT, "natdst" }, { 11, SLOT_NAMED, "rule" }, \
	{ 12, SLOT_USER, "srcuser" }, { 13, SLOT_TARGET_USER, "dstuser" }, \
	{ 14, SLOT_NAMED, "app" }, { 16, SLOT_SRC_ROLE, "from" }, { 17, SLOT_DST_ROLE, "to" }, \
	{ 24, SLOT_SRC_PORT, "sport" }, { 25, SLOT_DST_PORT, "dport" }, \
	{ 30, SLOT_ACTION, "action" }

static const struct layout layouts[] = {
	{ "firewall", EVENT_FLOW, ',', 34, false, is_traffic,
	  { PALO_ALTO_FRONT, { 32, SLOT_SENT, "bytes_sent" }, { 33, SLOT_RECEIVED, "bytes_received" },
	    { 37, SLOT_NAMED, "category" }, { 52, SLOT_SENSOR, "device_name" } } },
	{ "firewall", EVENT_FLOW, ',', 33, false, is_threat,
	  { PALO_ALTO_FRONT, { 31, SLOT_URL, "misc" }, { 32, SLOT_NAMED, "threatid" },
	    { 33, SLOT_NAMED, "category" }, { 43, SLOT_HASH, "filedigest" },
	    { 46, SLOT_AGENT, "user_agent" }, { 48, SLOT_FORWARDED, "xff" },
	    { 49, SLOT_REFERRER, "referer" }, { 50, SLOT_SENDER, "sender" },
	    { 51, SLOT_SUBJECT, "subject" }, { 52, SLOT_RECIPIENT, "recipient" } } },
	{ "DNS", EVENT_DNS, ',', 9, false, is_umbrella_dns,
	  { { 0, SLOT_TIME, "timestamp_utc" }, { 1, SLOT_USER, "identity" },
	    { 3, SLOT_SRC, "internal_ip" }, { 4, SLOT_SRC_NAT, "external_ip" },
	    { 5, SLOT_ACTION, "action" }, { 7, SLOT_RCODE, "response_code" },
	    { 8, SLOT_QUERY, "domain" }, { 9, SLOT_NAMED, "categories" } } },
	{ "web proxy", EVENT_PROXY, ',', 11, false, is_umbrella_proxy,
	  { { 0, SLOT_TIME, "timestamp_utc" }, { 1, SLOT_USER, "identity" },
	    { 2, SLOT_SRC, "internal_ip" }, { 3, SLOT_SRC_NAT, "external_ip" },
	    { 4, SLOT_DST, "destination_ip" }, { 6, SLOT_ACTION, "verdict" },
	    { 7, SLOT_URL, "url" }, { 8, SLOT_REFERRER, "referrer" },
	    { 9, SLOT_AGENT, "user_agent" }, { 10, SLOT_STATUS, "status" },
	    { 11, SLOT_SENT, "request_size" }, { 12, SLOT_RECEIVED, "response_size" },
	    { 14, SLOT_HASH, "sha256" } } },
	{ "flows", EVENT_FLOW, COLUMNS_BLANKS, 14, true, is_flow,
	  { { 3, SLOT_SRC, "srcaddr" }, { 4, SLOT_DST, "dstaddr" }, { 5, SLOT_SRC_PORT, "srcport" },
	    { 6, SLOT_DST_PORT, "dstport" }, { 9, SLOT_SENT, "bytes" }, { 10, SLOT_TIME, "start" },
	    { 11, SLOT_TIME_LATE, "end" }, { 12, SLOT_ACTION, "action" } } },
	{ "web server", EVENT_SERVER, COLUMNS_BLANKS, 12, false, is_balancer,
	  { { 1, SLOT_TIME, "time" }, { 2, SLOT_SENSOR, "elb" }, { 3, SLOT_SRC, "client" },
	    { 4, SLOT_NAMED, "target" }, { 8, SLOT_STATUS, "elb_status_code" },
	    { 10, SLOT_SENT, "received_bytes" }, { 11, SLOT_RECEIVED, "sent_bytes" },
	    { 12, SLOT_REQUEST, "request" }, { 13, SLOT_AGENT, "user_agent" } } },
};

#define LAYOUTS (sizeof(layouts) / sizeof(layouts[0]))

static size_t split_front(char separator, struct span line, struct span *col)
{
	struct columns c = { .separator = separator, .quotes = true };
	size_t n = 0;

	while (n < FRONT && columns_value(&c, &line, &col[n]))
		n++;
	return n;
}

static const struct layout *layout_of(struct span line)
{
	struct span commas[FRONT], blanks[FRONT];
	size_t n = split_front(',', line, commas), m = split_front(COLUMNS_BLANKS, line, blanks);

	for (size_t i = 0; i < LAYOUTS; i++) {
		bool by_comma = layouts[i].separator == ',';

		if (layouts[i].is(by_comma ? commas : blanks, by_comma ? n : m))
			return &layouts[i];
	}
	return NULL;
}

static void set_layout(struct columns *c, const struct layout *l)
{
	memset(c, 0, sizeof(*c));
	c->separator = l->separator;
	c->quotes = true;
	for (size_t i = 0; i < sizeof(l->position) / sizeof(l->position[0]); i++) {
		const struct position *p = &l->position[i];

		if (!p->name)
			break;
		c->slot[p->column] = p->slot;
		c->name[p->column] = span_of(p->name);
		if (p->column >= c->count)
			c->count = p->column + 1u;
	}
}

/* ---- flow logs with a header ---- */

static bool is_flow_header(struct span line)
{
	return span_find(line, SPAN("srcaddr ")) != SPAN_NONE &&
	       span_find(line, SPAN("dstaddr")) != SPAN_NONE &&
	       span_find_byte(line, ',') == SPAN_NONE;
}

static int open_flow(struct log *log, struct positional *p, struct span header)
{
	static const struct name_row own[] = { { "bytes", SLOT_SENT }, { "end", SLOT_TIME_LATE } };

	p->header = arena_copy(log->arena, header);
	if (!p->header.ptr)
		return -1;
	p->columns.separator = COLUMNS_BLANKS;
	for (size_t i = 0; i < LAYOUTS; i++)
		if (layouts[i].is == is_flow)
			p->layout = &layouts[i];
	return columns_header(&p->columns, log->arena, header, own, 2);
}

/* ---- the family ---- */

static bool take(struct log *log, const struct columns *c, const struct layout *l,
		 struct span record, struct event *ev)
{
	struct facts f;

	facts_begin(&f, log, ev);
	if (columns_take(c, record, &f) < l->least && l->class != EVENT_FLOW)
		return false;
	ev->class = l->class;
	ev->either_way = l->one_way;
	facts_finish(&f);
	if (l->class == EVENT_DNS || l->class == EVENT_PROXY)
		event_zone(ev, SPAN("UTC"));	/* by the specification */
	if (l->one_way && ev->outcome == OUTCOME_DATA)
		ev->outcome = OUTCOME_LET_THROUGH;
	return ev->has_src || ev->has_dst || event_find(ev, MEANING_QUERY);
}

bool palo_alto_message(struct log *log, struct span message, struct event *ev)
{
	struct span front = span_cut(message, 0, 160);
	const struct layout *l;
	struct columns c;

	if (span_find(front, SPAN(",TRAFFIC,")) == SPAN_NONE &&
	    span_find(front, SPAN(",THREAT,")) == SPAN_NONE &&
	    span_find(front, SPAN(",URL,")) == SPAN_NONE)
		return false;
	l = layout_of(message);
	if (!l || (l->is != is_traffic && l->is != is_threat))
		return false;
	set_layout(&c, l);
	return take(log, &c, l, message, ev);
}

static int positional_open(struct log *log, struct span sample, struct error *e)
{
	struct positional *p = arena_new(log->arena, struct positional);
	struct span line;

	if (!p)
		return fail(e, ERR_LIMIT, "table: no memory left for its columns");
	log->state = p;
	while (!p->layout && span_line(&sample, &line)) {
		if (is_flow_header(line)) {
			if (open_flow(log, p, line) < 0)
				return fail(e, ERR_LIMIT, "table: no memory left for its header");
			break;
		}
		p->layout = layout_of(line);
		if (p->layout)
			set_layout(&p->columns, p->layout);
	}
	if (!p->layout)
		return fail(e, ERR_MALFORMED, "table: no known layout");
	p->palo_alto = p->layout->is == is_traffic || p->layout->is == is_threat;
	log->people = p->layout->people;
	return 0;
}

static bool positional_parse(struct log *log, struct span record, struct event *ev)
{
	const struct positional *p = log->state;

	if (p->palo_alto)
		return palo_alto_message(log, record, ev);
	if (record.len == 0 || (p->header.len && span_equal(record, p->header)))
		return false;
	return take(log, &p->columns, p->layout, record, ev);
}

static int probe(struct span sample)
{
	struct span line;
	int lines = 0, good = 0;

	/* With seven misses the share cannot be reached any more. */
	while (lines < 20 && lines - good < 7 && span_line(&sample, &line)) {
		if (line.len == 0)
			continue;
		if (lines == 0 && is_flow_header(line))
			return 90;
		lines++;
		good += layout_of(line) != NULL;
	}
	return lines && good * 10 >= lines * 7 ? 90 : 0;
}

const struct log_family log_positional = {
	.name = "positional",
	.about = "Palo Alto and Umbrella CSV without a header, AWS VPC flow and load balancer logs",
	.probe = probe,
	.open = positional_open,
	.parse = positional_parse,
};
