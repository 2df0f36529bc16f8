/* snort.c -- rules of Snort and Suricata: "alert tcp any any -> 1.2.3.4 any (msg:"..."; sid:1;)". */
#include "evidence/grammar/grammar.h"
#include "evidence/grammar/lines.h"
#include "evidence/log/words.h"

static bool is_rule(struct span line)
{
	struct span rest = span_trim(line), action, protocol;

	word_take(&rest, SPAN("# "));
	word_take(&rest, SPAN("#"));
	return word_next(&rest, &action) &&
	       word_among(action, "alert drop reject pass log block rewrite rejectsrc rejectdst "
				  "rejectboth") &&
	       word_next(&rest, &protocol) &&
	       word_among(protocol, "tcp udp icmp ip http http1 http2 tls dns ssh smtp ftp ftp-data smb "
				    "dcerpc nfs tftp krb5 snmp rdp sip dhcp ikev2 ike modbus dnp3 enip mqtt "
				    "quic pkthdr tcp-pkt tcp-stream ssl imap pop3 telnet file") &&
	       (word_has(rest, SPAN("->")) || word_has(rest, SPAN("<>")) || line_begins(rest, "("));
}

/* A rule may go on over lines that are indented, behind a backslash. */
static bool is_line(struct span line)
{
	return is_rule(line) || ascii_space(line.ptr[0]);
}

static int probe(struct span sample, struct span path)
{
	size_t lines, rules = lines_count(sample, "", is_rule, &lines), other;

	(void)path;
	if (!rules)
		return 0;
	rules = lines_count(sample, "#", is_line, &other);
	return rules * 10 >= other * 8 ? 95 : 0;
}

static enum place place(struct span text, size_t at)
{
	struct span line = line_around(text, at), before;
	struct span head = line;

	for (int i = 0; i < 50 && line_before(text, line_offset(text, head), &before) &&
			span_ends(span_trim(before), SPAN("\\")); i++)
		head = before;
	if (is_rule(head))
		return PLACE_LIST;
	return line_begins(line, "#") ? PLACE_DOCUMENT : PLACE_UNKNOWN_RECORD;
}

const struct grammar grammar_snort = {
	.name = "snort-rules",
	.about = "rules of Snort and Suricata",
	.probe = probe,
	.place = place,
};
