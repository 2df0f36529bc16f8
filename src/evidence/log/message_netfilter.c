/*
 * message_netfilter.c -- packets that Linux logs (iptables, nftables, ufw,
 * Shorewall, VyOS): "PREFIX IN=eth0 OUT= ... SRC= DST= ... PROTO= SPT= DPT=".
 *
 * What was done stands only in the prefix that the administrator chose: its
 * words decide, an unknown prefix leaves the outcome unknown.  The names of
 * interfaces say nothing about which end is ours.
 */
#include <endian.h>

#include "base/stride.h"
#include "evidence/log/message.h"
#include "evidence/log/words.h"

/* VyOS and EdgeOS end their prefix with the action's letter: "[WAN_IN-20-D]". */
static enum outcome letter_outcome(struct span prefix)
{
	prefix = span_trim(prefix);
	if (span_ends(prefix, SPAN("-A]")))
		return OUTCOME_LET_THROUGH;
	if (span_ends(prefix, SPAN("-D]")) || span_ends(prefix, SPAN("-R]")))
		return OUTCOME_REFUSED;
	return OUTCOME_UNKNOWN;
}

/* The words of the prefix; two that contradict each other say nothing. */
static enum outcome prefix_outcome(struct span prefix)
{
	enum outcome found = OUTCOME_UNKNOWN;
	size_t from = 0;

	for (size_t i = 0; i <= prefix.len; i++) {
		enum outcome one;

		if (i < prefix.len && ascii_alpha(prefix.ptr[i]))
			continue;
		one = word_outcome(span_cut(prefix, from, i - from));
		from = i + 1;
		if (one == OUTCOME_UNKNOWN || one == found)
			continue;
		if (found != OUTCOME_UNKNOWN)
			return OUTCOME_UNKNOWN;
		found = one;
	}
	return found == OUTCOME_UNKNOWN ? letter_outcome(prefix) : found;
}

/* "[812345.005000] " of the kernel's clock. */
static struct span without_uptime(struct span message)
{
	size_t end;

	if (message.len == 0 || message.ptr[0] != '[')
		return message;
	end = span_find_byte(span_cut(message, 0, 24), ']');
	for (size_t i = 1; end != SPAN_NONE && i < end; i++)
		if (!ascii_digit(message.ptr[i]) && message.ptr[i] != '.' && message.ptr[i] != ' ')
			return message;
	return end == SPAN_NONE ? message : span_trim(span_skip(message, end + 1));
}

static bool is_kernel(struct span program)
{
	return span_equal(program, SPAN("kernel")) || word_among(program, "kernel ulogd ulogd2");
}

/* The first value of each key that is asked for; without a pointer: it is not there. */
enum packet_key { SRC, DST, SPT, DPT, MAC, PACKET_KEYS };

struct packet {
	bool out, proto;
	struct span value[PACKET_KEYS];
};

/* Three letters and '=', as they stand in memory. */
#define KEY(a, b, c) \
	((uint32_t)(a) | (uint32_t)(b) << 8 | (uint32_t)(c) << 16 | (uint32_t)'=' << 24)

static uint32_t key_before(const char *at)
{
	uint32_t key;

	memcpy(&key, at - 3, sizeof(key));
	return le32toh(key);
}

static void packet_value(struct packet *p, enum packet_key key, struct span text, size_t at)
{
	if (!p->value[key].ptr && (at == 3 || text.ptr[at - 4] == ' ' ||
				   word_key_may_stand(text, at - 3)))
		p->value[key] = word_value_at(span_skip(text, at + 1));
}

/* What ends with the '=' at `at`. */
static void packet_take(struct packet *p, struct span text, size_t at)
{
	const char *equal = text.ptr + at;

	switch (at < 3 ? 0 : key_before(equal)) {
	case KEY('S', 'R', 'C'):
		packet_value(p, SRC, text, at);
		break;
	case KEY('D', 'S', 'T'):
		packet_value(p, DST, text, at);
		break;
	case KEY('S', 'P', 'T'):
		packet_value(p, SPT, text, at);
		break;
	case KEY('D', 'P', 'T'):
		packet_value(p, DPT, text, at);
		break;
	case KEY('M', 'A', 'C'):
		packet_value(p, MAC, text, at);
		break;
	case KEY('O', 'U', 'T'):
		p->out |= at >= 4 && equal[-4] == ' ';
		break;
	case KEY('O', 'T', 'O'):
		p->proto |= at >= 6 && memcmp(equal - 6, " PR", 3) == 0;
		break;
	default:
		break;
	}
}

static struct packet packet_of(struct span text)
{
	struct packet p = { .out = false };

	for (size_t from = 0; from < text.len; from += 64) {
		uint64_t marks = stride_mask(text, from, '=');

		for (; marks; marks &= marks - 1)
			packet_take(&p, text, from + (size_t)__builtin_ctzll(marks));
	}
	return p;
}

static bool parse(struct log *log, struct span program, struct span message, struct event *ev)
{
	struct span prefix, mac;
	struct packet packet;
	bool kernel;
	size_t at;

	(void)log;
	message = without_uptime(message);
	at = span_find(span_cut(message, 0, 100), SPAN("IN="));
	if (at == SPAN_NONE)
		return false;
	/* Only the kernel, or a prefix that syslog took for the program's name. */
	kernel = program.len == 0 || is_kernel(program);
	if (!kernel && at != 0)
		return false;
	prefix = at || kernel ? span_cut(message, 0, at) : program;
	/* Behind " [" an ICMP error quotes the packet that it answers. */
	packet = packet_of(word_until(span_skip(message, at), SPAN(" [")));
	if (!packet.out || !packet.proto || !packet.value[SRC].ptr || !packet.value[DST].ptr)
		return false;
	ev->class = EVENT_FLOW;
	ev->outcome = prefix_outcome(prefix);
	event_src(ev, SPAN("SRC"), packet.value[SRC]);
	event_dst(ev, SPAN("DST"), packet.value[DST]);
	event_port(packet.value[SPT], &ev->src_port);
	event_port(packet.value[DPT], &ev->dst_port);
	mac = packet.value[MAC];
	if (mac.len && !span_equal(mac, SPAN("-")))
		event_field(ev, MEANING_NONE, SPAN("MAC"), mac);
	return true;
}

const struct message_family message_netfilter = {
	.name = "netfilter",
	.about = "Linux packet filters: iptables, nftables, ufw, Shorewall, VyOS",
	.parse = parse,
};
