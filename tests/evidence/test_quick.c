/*
 * test_quick.c -- what is read in one pass is what the obvious way reads: syslog
 * headers, packets, words, on random lines.
 *
 * A tab behind the host of a header, and small letters in a time, mean the same and are
 * not what the quick ways wait for; packets and words are read again, naively.
 */
#include "test.h"

#include "base/stride.h"
#include "evidence/log/message.h"
#include "evidence/log/words.h"

#define ROUNDS 200000
#define LINE   400

static uint64_t seed = 88172645463325252u;

static size_t under(size_t n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (size_t)(seed % n);
}

#define ANY(list) (list[under(sizeof(list) / sizeof(list[0]))])

static void put(char line[LINE], const char *text)
{
	size_t n = strlen(line);

	snprintf(line + n, LINE - n, "%s", text);
}

/* A few bytes are other ones, or missing. */
static void spoil(char *line, size_t from)
{
	static const char bytes[] = " \t:[]()=/%@._-aZ09\"'<{\x80";

	for (size_t n = under(4); n && strlen(line) > from + 1; n--) {
		size_t at = from + under(strlen(line) - from);

		if (under(3))
			line[at] = bytes[under(sizeof(bytes) - 1)];
		else
			memmove(line + at, line + at + 1, strlen(line + at));
	}
}

/* ---- headers */

static void assert_same_place(struct span a, const char *in, struct span b, const char *other)
{
	if (a.len != b.len || (a.len && a.ptr - in != b.ptr - other))
		test_fail("'%.*s' of\n%s\nis '%.*s' of\n%s", SPAN_ARG(a), in, SPAN_ARG(b), other);
}

static void assert_same_header(const char *line, const char *other)
{
	struct span one = tight_copy(span_of(line)), two = tight_copy(span_of(other));
	struct syslog_header a, b;

	assert_int_equal(syslog_header(one, &a), syslog_header(two, &b));
	assert_same_place(a.host, one.ptr, b.host, two.ptr);
	assert_same_place(a.program, one.ptr, b.program, two.ptr);
	assert_same_place(a.pid, one.ptr, b.pid, two.ptr);
	assert_same_place(a.message, one.ptr, b.message, two.ptr);
	assert_same_place(a.time_raw, one.ptr, b.time_raw, two.ptr);
	free((char *)one.ptr);
	free((char *)two.ptr);
}

TEST(a_header_is_the_same_whichever_blank_stands_behind_the_host)
{
	static const char *const times[] = { "2020-06-06T20:10:11Z", "2020-06-06 20:10:11.5",
					     "Jun  6 20:10:11", "<13>Jun  6 20:10:11",
					     "Jun  6 2020 20:10:11:", "2020-06-06T20:10:11+02:00" };
	static const char *const hosts[] = { "gw1", "fw-edge", "a", "12", "10.0.0.5", "info",
					     "Warning", "daemon.info", "gw.example.org", "-gw",
					     "lasts", "local0.warn", "2001:db8::1", "err" };
	static const char *const tags[] = { "kernel:", "sshd[812]:", "sshd[812] ", "info:", "su(x):",
					    "daemon.info", "/usr/sbin/cron[1]:", "CEF:", "http://x",
					    "a b:", ": x:", "[1]:", "1.5:", "message repeated",
					    "postfix/smtpd[1]:", "sshd [1]:", "daemon.info: x", "auth.warn[1]:", "06/04/2020:14:03:07 a b:",
					    "kernel", "-", "_x[]:", "x:[" };

	for (size_t i = 0; i < ROUNDS; i++) {
		char line[LINE] = "", other[LINE];
		size_t behind;

		put(line, ANY(times));
		put(line, under(4) ? " " : "  ");
		put(line, ANY(hosts));
		behind = strlen(line);
		put(line, " ");
		put(line, under(4) ? "" : " ");
		put(line, ANY(tags));
		put(line, under(2) ? " message" : "");
		spoil(line, behind + 1);
		snprintf(other, LINE, "%s", line);
		other[behind] = '\t';
		assert_same_header(line, other);
	}
}

TEST(a_time_is_the_same_in_small_letters)
{
	static const char *const tails[] = { "", "Z", "Z,", "Zulu", "Z+1", "Z_", ".5Z", ",5Z", ",5,6",
					     "+02:00", "-0530", "+2", " +0200", " UTC", " GMT-1",
					     " gw1", "5", ".1234567890123", " z", "z", ":1" };

	for (size_t i = 0; i < ROUNDS; i++) {
		char line[LINE] = "", other[LINE];
		struct civil a = { 0 }, b = { 0 };

		snprintf(line, LINE, "%04zu-%02zu-%02zuT%02zu:%02zu:%02zu%s",
			 1890 + under(200), under(14), under(33), under(26), under(62), under(63),
			 ANY(tails));
		spoil(line, 11);
		snprintf(other, LINE, "%s", line);
		other[10] = 't';
		for (char *z = other; (z = strchr(z, 'Z')) != NULL;)
			*z = 'z';
		assert_int_equal(time_read(span_of(line), &a), time_read(span_of(other), &b));
		if (memcmp(&a, &b, sizeof(a)) != 0)
			test_fail("another time in small letters: %s", line);
	}
}

/* ---- packets */

extern const struct message_family message_netfilter;

static struct span naive_value(struct span text, const char *key)
{
	size_t n = strlen(key);

	for (size_t at = 0; at + n <= text.len; at++) {
		size_t from = at + n, end = from;
		char quote;

		if (memcmp(text.ptr + at, key, n) != 0 ||
		    (at && !strchr(" \t\n\v\f\r,;([{<|", text.ptr[at - 1])))
			continue;
		quote = from < text.len ? text.ptr[from] : '\0';
		if (quote == '"' || quote == '\'' || quote == '<') {
			const char *close = memchr(text.ptr + from + 1, quote == '<' ? '>' : quote,
						   text.len - from - 1);

			if (close)
				return span_make(text.ptr + from + 1,
						 (size_t)(close - text.ptr) - from - 1);
		}
		while (end < text.len && !strchr(" \t\n\v\f\r,;)]}", text.ptr[end]))
			end++;
		return span_cut(text, from, end - from);
	}
	return (struct span){ NULL, 0 };
}

static void assert_end(struct span text, bool has, const struct address *a, uint16_t port,
		       const char *line)
{
	struct address expected = { { 0 } };
	uint16_t ignored = 0;

	if (event_end_parse(text, &expected, &ignored) != has ||
	    (has && (!address_equal(a, &expected) || (ignored && !port))))
		test_fail("another end: %s", line);
}

static void assert_packet(const char *line)
{
	static struct event ev;
	struct span text = tight_copy(span_of(line)), packet = text, src, dst, mac, spt;
	size_t in = span_find(text, SPAN("IN="));
	bool is;
	uint16_t port = 0;

	if (in == SPAN_NONE || in > 97)
		packet.len = 0;
	else
		packet = span_skip(text, in);
	packet = span_cut(packet, 0, span_find(packet, SPAN(" [")));
	src = naive_value(packet, "SRC=");
	dst = naive_value(packet, "DST=");
	mac = naive_value(packet, "MAC=");
	spt = naive_value(packet, "SPT=");
	event_clear(&ev);
	is = message_netfilter.parse(NULL, SPAN("kernel"), text, &ev);
	assert_int_equal(is, src.ptr && dst.ptr && word_has(packet, SPAN(" OUT=")) &&
				     word_has(packet, SPAN(" PROTO=")));
	if (is) {
		assert_end(src, ev.has_src, &ev.src, ev.src_port, line);
		assert_end(dst, ev.has_dst, &ev.dst, ev.dst_port, line);
		if (event_port(spt, &port))
			assert_int_equal(ev.src_port, port);
		if (mac.len && !span_equal(mac, SPAN("-")))
			assert_span_equal(event_find(&ev, MEANING_NONE)->value, mac);
		else
			assert_null(event_find(&ev, MEANING_NONE));
	}
	free((char *)text.ptr);
}

TEST(a_packet_read_in_one_pass_says_what_each_key_says)
{
	static const char *const parts[] = { "SRC=10.0.0.5", "DST=203.0.113.9", "SPT=1", "DPT=443",
					     "MAC=aa:bb", "MAC=-", "MAC=", "OUT=eth0", "PROTO=TCP",
					     "SRC=\"1.2.3.4\"", "DST=<::1>", "XSRC=1.1.1.1", "SRC=",
					     "LEN=60", "=", "SRC=1,DST=2", "[SRC=9.9.9.9", "SPT=70000",
					     "OUT=SRC=2.2.2.2", "DST='1.2.3.4:5'", "TTL=63 DF" };

	for (size_t i = 0; i < ROUNDS; i++) {
		char line[LINE] = "";

		put(line, under(2) ? "IN=eth1 OUT=eth0" : "DROP IN= OUT=");
		for (size_t n = under(9); n; n--) {
			put(line, under(12) ? " " : under(2) ? "\t" : ",");
			put(line, ANY(parts));
		}
		put(line, under(2) ? " SRC=1.1.1.1 DST=2.2.2.2 PROTO=UDP" : "");
		if (under(2))
			spoil(line, 0);
		assert_packet(line);
	}
}

/* ---- words */

TEST(a_firewalls_word_means_what_it_is_listed_for)
{
	static const struct { const char *words; enum outcome outcome; } lists[] = {
		{ "accept accepted allow allowed pass passed permit permitted est-allowed trust "
		  "fastpath", OUTCOME_LET_THROUGH },
		{ "drop dropped reject rejected deny denied block blocked refuse refused discard "
		  "discarded blackhole dropping", OUTCOME_REFUSED },
		{ "reset reset-both reset-client reset-server", OUTCOME_RESET },
	};

	for (size_t i = 0; i < ROUNDS; i++) {
		size_t which = under(3);
		struct span rest = span_of(lists[which].words), word = rest;
		enum outcome expected = lists[which].outcome;
		char text[32];

		for (size_t n = 1 + under(20); n && word_next(&rest, &word); n--)
			snprintf(text, sizeof(text), "%.*s", SPAN_ARG(word));
		for (size_t k = 0; text[k]; k++)
			text[k] = (char)(ascii_alpha(text[k]) && under(2) ? text[k] ^ 0x20 : text[k]);
		assert_int_equal(word_outcome(span_of(text)), expected);
		text[under(strlen(text))] = (char)('A' + under(26));
		for (size_t k = expected = 0; k < 3; k++)
			if (word_among(span_of(text), lists[k].words))
				expected = lists[k].outcome;
		assert_int_equal(word_outcome(span_of(text)), expected);
	}
}

TEST(words_end_at_every_kind_of_blank)
{
	for (size_t i = 0; i < ROUNDS; i++) {
		char bytes[12];
		size_t from = 0, end, n = under(sizeof(bytes) + 1);
		struct span rest, left, word;

		for (size_t k = 0; k < n; k++)
			bytes[k] = (char)(under(2) ? under(40) : under(256));
		rest = tight_copy(span_make(bytes, n));
		while (from < n && strchr(" \t\n\v\f\r", bytes[from]) && bytes[from])
			from++;
		for (end = from; end < n && (!strchr(" \t\n\v\f\r", bytes[end]) || !bytes[end]);)
			end++;
		left = rest;
		assert_int_equal(word_next(&left, &word), end > from);
		assert_int_equal(word.len, end - from);
		assert_int_equal(left.len, n - end);
		free((char *)rest.ptr);
	}
}

TEST(a_mask_has_a_bit_for_each_byte_and_none_behind_the_end)
{
	for (size_t i = 0; i < ROUNDS / 10; i++) {
		char bytes[150];
		size_t n = under(sizeof(bytes) + 1), from = under(sizeof(bytes) + 1);
		struct span text;
		uint64_t expected = 0;

		for (size_t k = 0; k < n; k++)
			bytes[k] = (char)('<' + under(3));
		for (size_t k = from; k < n && k < from + 64; k++)
			expected |= (uint64_t)(bytes[k] == '=') << (k - from);
		text = tight_copy(span_make(bytes, n));
		assert_true(stride_mask(text, from, '=') == expected);
		free((char *)text.ptr);
	}
}
