/*
 * message_asa.c -- connections and denials of Cisco ASA and FTD, by message
 * number (Cisco ASA Series Syslog Messages; FTD 430002/430003).
 *
 * A connection's first line says who began it (inbound, outbound); its
 * teardown does not: then the ends are `either_way`.  The byte count of a
 * teardown is the sum of both ways and is no proof of an exchange.
 */
#include "evidence/log/message.h"
#include "evidence/log/words.h"

#define TRANSLATED_MAX 6	/* two ends, each with an address, a user and a domain's name */

/* "outside:1.2.3.4/443" or "1.2.3.4/443": behind the interface. */
static struct span end_itself(struct span word)
{
	struct address any;
	size_t at = span_find_byte(word, ':');
	size_t slash = span_rfind_byte(word, '/');

	if (address_parse(span_cut(word, 0, slash), &any) || at == SPAN_NONE)
		return word;
	return span_skip(word, at + 1);
}

static bool asa_src(struct event *ev, struct span word)
{
	return word_src(ev, SPAN("source"), word_bare(end_itself(word)), '/');
}

static bool asa_dst(struct event *ev, struct span word)
{
	return word_dst(ev, SPAN("destination"), word_bare(end_itself(word)), '/');
}

/* Translated addresses in parentheses are other names of the same ends. */
static void translated(struct event *ev, struct span text)
{
	struct span inside;

	for (int i = 0; i < TRANSLATED_MAX && word_behind(&text, SPAN("(")); i++) {
		inside = word_until(text, SPAN(")"));
		if (word_is_end(inside, '/'))
			event_field(ev, MEANING_NONE, SPAN("translated"), inside);
	}
}

/* "for A ... to B ..." of 302013 to 302018; `first_began`: A is the one that began. */
static bool for_to(struct event *ev, struct span text, bool first_began)
{
	struct span first, second, whole = text;

	if (!word_behind(&text, SPAN(" for ")) || !word_next(&text, &first) ||
	    !word_behind(&text, SPAN(" to ")) || !word_next(&text, &second))
		return false;
	ev->class = EVENT_FLOW;
	if (!asa_src(ev, first_began ? first : second) ||
	    !asa_dst(ev, first_began ? second : first))
		return false;
	translated(ev, whole);
	return true;
}

static bool built(struct event *ev, struct span text)
{
	ev->outcome = OUTCOME_LET_THROUGH;
	ev->part = PART_BEGINS;
	if (span_starts(text, SPAN("Built inbound ")))
		return for_to(ev, text, true);
	return span_starts(text, SPAN("Built outbound ")) && for_to(ev, text, false);
}

static bool teardown(struct event *ev, struct span text)
{
	struct span bytes;
	uint64_t sum = 0;
	bool counted = word_between(text, SPAN(" bytes "), SPAN(" "), &bytes) &&
		       span_u64(bytes, &sum);

	if (!for_to(ev, text, true))
		return false;
	ev->either_way = true;
	ev->part = PART_ENDS;
	if (word_has(text, SPAN("SYN Timeout")))
		ev->outcome = OUTCOME_NO_ANSWER;
	else if (counted && sum == 0 && word_has(text, SPAN(" TCP Reset")))
		ev->outcome = OUTCOME_RESET;
	else
		ev->outcome = OUTCOME_LET_THROUGH;
	if (counted)
		event_field(ev, MEANING_NONE, SPAN("bytes"), bytes);
	return true;
}

/* "for faddr F/type gaddr G/id laddr L/id" */
static bool icmp(struct event *ev, struct span text)
{
	bool inbound = word_has(text, SPAN("inbound")), read;
	struct span far = text, near = text, word;

	ev->class = EVENT_FLOW;
	ev->outcome = OUTCOME_LET_THROUGH;
	ev->either_way = !inbound && !word_has(text, SPAN("outbound"));
	if (!word_behind(&far, SPAN(" faddr ")) || !word_behind(&near, SPAN(" laddr ")))
		return false;
	word_next(&far, &word);
	far = word_until(word, SPAN("("));
	word_next(&near, &word);
	near = word_until(word, SPAN("("));
	read = asa_src(ev, inbound ? far : near) && asa_dst(ev, inbound ? near : far);
	ev->src_port = ev->dst_port = 0;	/* they are type and number */
	return read;
}

/* "src inside:10.0.0.5/50000 dst outside:1.2.3.4/443" */
static bool src_dst(struct event *ev, struct span text)
{
	struct span src = text, dst = text, word;

	ev->class = EVENT_FLOW;
	ev->outcome = OUTCOME_REFUSED;
	return word_behind(&src, SPAN(" src ")) && word_next(&src, &word) && asa_src(ev, word) &&
	       word_behind(&dst, SPAN(" dst ")) && word_next(&dst, &word) && asa_dst(ev, word);
}

/* "... from A to B ..." */
static bool from_to(struct event *ev, struct span text)
{
	struct span word;

	ev->class = EVENT_FLOW;
	ev->outcome = word_has(text, SPAN(" permitted ")) ? OUTCOME_LET_THROUGH : OUTCOME_REFUSED;
	if (!word_behind(&text, SPAN(" from ")) || !word_next(&text, &word) ||
	    !asa_src(ev, word_bare(word)) || !word_next(&text, &word))
		return false;
	return span_equal(word, SPAN("to")) && word_next(&text, &word) && asa_dst(ev, word);
}

/* "access-list NAME permitted tcp inside/10.0.0.5(50000) -> outside/1.2.3.4(443) hit-cnt 1 ..." */
static bool list_end(struct span word, struct span *address, uint16_t *port)
{
	size_t open = span_find_byte(word, '('), slash;

	if (open == SPAN_NONE)
		return false;
	event_port(word_until(span_skip(word, open + 1), SPAN(")")), port);
	*address = span_cut(word, 0, open);
	slash = span_rfind_byte(*address, '/');
	*address = slash == SPAN_NONE ? *address : span_skip(*address, slash + 1);
	return true;
}

static bool access_list(struct event *ev, struct span text)
{
	struct span word, address;
	uint16_t port = 0;

	ev->class = EVENT_FLOW;
	if (!word_take(&text, SPAN("access-list ")) || !word_next(&text, &word) ||
	    !word_next(&text, &word))
		return false;
	ev->outcome = word_outcome(word);
	if (!word_next(&text, &word) || !word_next(&text, &word) ||
	    !list_end(word, &address, &port) || !event_src(ev, SPAN("source"), address))
		return false;
	ev->src_port = port;
	if (!word_behind(&text, SPAN("-> ")) || !word_next(&text, &word) ||
	    !list_end(word, &address, &port) || !event_dst(ev, SPAN("destination"), address))
		return false;
	ev->dst_port = port;
	return true;
}

/* "10.0.0.5 Accessed URL 1.2.3.4:http://evil.example/x", "user@10.0.0.5 Accessed JAVA URL ..." */
static bool accessed(struct event *ev, struct span text)
{
	struct span word, dst;
	size_t at;

	ev->class = EVENT_PROXY;
	ev->outcome = OUTCOME_LET_THROUGH;
	if (!word_next(&text, &word) || !word_has(text, SPAN("URL ")))
		return false;
	at = span_rfind_byte(word, '@');
	if (!event_src(ev, SPAN("source"), at == SPAN_NONE ? word : span_skip(word, at + 1)))
		return false;
	word_behind(&text, SPAN("URL "));
	at = span_find_byte(text, ':');
	dst = span_cut(text, 0, at);
	if (at == SPAN_NONE || !event_dst(ev, SPAN("destination"), dst))
		return false;
	event_field(ev, MEANING_URL, SPAN("URL"), span_trim(span_skip(text, at + 1)));
	return true;
}

static bool number_of(struct span text, struct span key, uint64_t *out)
{
	struct span value;

	return word_value(text, key, &value) && span_u64(value, out);
}

/* FTD 430002 (begin) and 430003 (end): "SrcIP: 10.0.0.5, DstIP: 1.2.3.4, ..." */
static bool connection(struct event *ev, struct span text)
{
	struct span src, dst, action = { "", 0 }, port;

	ev->class = EVENT_FLOW;
	if (!word_value(text, SPAN("SrcIP: "), &src) || !word_value(text, SPAN("DstIP: "), &dst) ||
	    !event_src(ev, SPAN("SrcIP"), src) || !event_dst(ev, SPAN("DstIP"), dst))
		return false;
	if (word_value(text, SPAN("SrcPort: "), &port))
		event_port(port, &ev->src_port);
	if (word_value(text, SPAN("DstPort: "), &port))
		event_port(port, &ev->dst_port);
	word_value(text, SPAN("AccessControlRuleAction: "), &action);
	ev->outcome = word_outcome(action);
	ev->has_bytes = number_of(text, SPAN("InitiatorBytes: "), &ev->bytes_out) &&
			number_of(text, SPAN("ResponderBytes: "), &ev->bytes_in);
	if (ev->outcome == OUTCOME_LET_THROUGH && ev->bytes_out && ev->bytes_in)
		ev->outcome = OUTCOME_DATA;
	if (word_field(ev, text, SPAN("DNSQuery: "), MEANING_QUERY))
		ev->class = EVENT_DNS;
	word_field(ev, text, SPAN("URL: "), MEANING_URL);
	word_field(ev, text, SPAN("ReferencedHost: "), MEANING_HOST);
	word_field(ev, text, SPAN("HTTPReferer: "), MEANING_REFERRER);
	word_field(ev, text, SPAN("UserAgent: "), MEANING_AGENT);
	word_value(text, SPAN("User: "), &ev->user);
	return true;
}

static bool connection_begins(struct event *ev, struct span text)
{
	ev->part = PART_BEGINS;
	return connection(ev, text);
}

static bool connection_ends(struct event *ev, struct span text)
{
	ev->part = PART_ENDS;
	return connection(ev, text);
}

/* Address translations name addresses, but nobody has been reached yet. */
static bool translation(struct event *ev, struct span text)
{
	struct span from = text, to = text, word;

	if (word_behind(&from, SPAN(" from ")) && word_next(&from, &word))
		event_field(ev, MEANING_NONE, SPAN("real"), word);
	if (word_behind(&to, SPAN(" to ")) && word_next(&to, &word))
		event_field(ev, MEANING_NONE, SPAN("mapped"), word);
	return ev->fields > 0;
}

/* 725001 to 725016: "... with client outside:1.2.3.4/5000 to 192.0.2.10/443 ..." */
static bool handshake(struct event *ev, struct span text)
{
	struct span word;

	ev->class = EVENT_FLOW;
	ev->outcome = OUTCOME_LET_THROUGH;
	if (!word_behind(&text, SPAN(" client ")) || !word_next(&text, &word) || !asa_src(ev, word))
		return false;
	if (word_behind(&text, SPAN(" to ")) && word_next(&text, &word) &&
	    word_is_end(word_bare(end_itself(word)), '/'))
		asa_dst(ev, word);
	return true;
}

/* 313001: "Denied ICMP type=8, code=0 from 1.2.3.4 on interface outside" */
static bool denied_icmp(struct event *ev, struct span text)
{
	struct span word;

	ev->class = EVENT_FLOW;
	ev->outcome = OUTCOME_REFUSED;
	return word_behind(&text, SPAN(" from ")) && word_next(&text, &word) && asa_src(ev, word);
}

/* 419002: "Duplicate TCP SYN from outside:1.2.3.4/1 to inside:10.0.0.5/22 ..." */
static bool noticed(struct event *ev, struct span text)
{
	bool read = from_to(ev, text);

	ev->outcome = OUTCOME_UNKNOWN;
	return read;
}

static const struct sentence {
	const char *numbers;
	bool (*read)(struct event *ev, struct span text);
} sentences[] = {
	{ "302013 302015 302017 302303", built },
	{ "302014 302016 302018 302304", teardown },
	{ "302020 302021", icmp },
	{ "106023 106010 106014 106103", src_dst },
	{ "106001 106002 106006 106007 106015 106016 106021 106022 710002 710003 710005", from_to },
	{ "106100 106102", access_list },
	{ "725001 725002 725003 725006 725007 725016", handshake },
	{ "313001", denied_icmp },
	{ "419002 402117 402119", noticed },
	{ "304001", accessed },
	{ "305009 305010 305011 305012", translation },
	{ "430002", connection_begins },
	{ "430003", connection_ends },
};

static bool parse(struct log *log, struct span program, struct span message, struct event *ev)
{
	size_t at = span_rfind_byte(program, '-');
	struct span number = span_skip(program, at == SPAN_NONE ? program.len : at + 1);

	(void)log;
	if (!span_starts(program, SPAN("%ASA-")) && !span_starts(program, SPAN("%FTD-")) &&
	    !span_starts(program, SPAN("%PIX-")) && !span_starts(program, SPAN("%FWSM-")))
		return false;
	for (size_t i = 0; i < sizeof(sentences) / sizeof(sentences[0]); i++)
		if (word_among(number, sentences[i].numbers))
			return sentences[i].read(ev, message);
	return false;
}

const struct message_family message_asa = {
	.name = "asa",
	.about = "Cisco ASA and FTD: connections, denials, access lists",
	.parse = parse,
};
