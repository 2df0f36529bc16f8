/*
 * hostile_kit.h -- records with every field taken over: what a terminal, a
 * browser or a spreadsheet could obey, of the wrong type, missing, very long.
 */
#ifndef TESTS_HOSTILE_KIT_H
#define TESTS_HOSTILE_KIT_H

#include "report_kit.h"

static uint64_t dice;		/* set it: equal numbers, equal records */

static unsigned below(unsigned n)
{
	dice = dice * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(dice >> 33) % n;
}

static const char *pick(const char *const *list, unsigned n)
{
	return list[below(n)];
}

#define PICK(list) pick(list, sizeof(list) / sizeof((list)[0]))

/* As JSON strings: escapes of the terminal, bidi marks, no UTF-8, line breaks, nothing, very long. */
static void hostile(struct buf *b)
{
	static const char *const texts[] = {
		"\"\\u001b[31mred\\u001b]0;x\\u0007\"", "\"a\\u202eb\\u2066c\"", "{\"base64\":\"//4bQQ==\"}",
		"\"line\\r\\nFINDINGS\\r\\n\"", "\"\"", "\"%s%n%n\"", "\"x\\u0000y\"", "\"\\u009b2J\"",
		"\"evil-site.net\"", "\"http://evil-site.net/a?b=1.2.3.4\"", "null", "17", "true", "[]", "{}",
		"\"<script>x()</script>\"", "\"\\\"><img src=x onerror=x()>\"", "\"' onfocus='x()' autofocus '\"",
		"\"</title></style></script><script>x()</script>\"", "\"<!-- --!> ]]> <b\"", "\"&lt;i&gt;&#60;u\"",
		"\"javascript:x()//[.]\\\"><svg/onload=x()>\"", "\"F1\\\"><iframe src=//evil[.]net>\"",
		"\"=cmd|' /C calc'!A0\"", "\"@SUM(1)\"", "\"+1+1\"", "\"-2+3\"", "\"\\t=1\"", "\" '=1\"",
		"\"\\uff1d1\"", "\"a\\\",=1\"", "\"x\\r\\n=1\"", "\"a;=1\"",
	};

	if (below(6)) {
		buf_text(b, PICK(texts));
		return;
	}
	buf_byte(b, '"');
	for (unsigned n = below(3000); n; n--)
		buf_text(b, below(30) ? "w" : below(2) ? " " : "\\t");
	buf_byte(b, '"');
}

static void member(struct buf *b, const char *key)
{
	buf_printf(b, ",\"%s\":", key);
	hostile(b);
}

static void word(struct buf *b, const char *key, const char *value)
{
	if (below(12) == 0)
		member(b, key);
	else
		buf_printf(b, ",\"%s\":\"%s\"", key, value);
}

static void number(struct buf *b, const char *key)
{
	static const char *const numbers[] = { "0", "1", "3", "18446744073709551615", "-5", "1e300", "null" };

	buf_printf(b, ",\"%s\":%s", key, PICK(numbers));
}

static void when(struct buf *b, const char *key)
{
	static const char *const times[] = {
		"2020-05-02T06:00:00Z", "2020-07-14T22:00:00.5Z", "0001-01-01T00:00:00Z",
		"9999-12-31T23:59:59Z", "2020-05-02", "never",
	};

	word(b, key, PICK(times));
}

static void finding(struct buf *b, unsigned i)
{
	static const char *const classes[] = { "compromise", "attempt", "unjudged", "explained", "mention" };
	static const char *const places[] = { "record", "file content", "file name", "command", "document",
					      "list", "copy", "bytes", "configuration" };
	static const char *const events[] = { "flow", "dns", "proxy", "server", "login", "mail", "process",
					      "file", "tls", "alert", "other" };
	static const char *const outcomes[] = { "data", "let-through", "refused", "reset", "no-answer",
						"answered", "login-ok", "login-failed", "started", "at-rest",
						"blocked-by-agent", "quarantined", "delivered", "unknown" };
	static const char *const ways[] = { "inbound", "outbound", "internal", "none" };
	static const char *const kinds[] = { "ipv4", "domain", "url", "sha256", "email", "nonsense" };
	static const char *const texts[] = { "source", "at", "matched", "context", "host", "name", "user",
					     "mailbox", "process", "peer", "via", "via_kind", "sensor",
					     "files_under", "explained_by", "field" };

	buf_printf(b, "{\"type\":\"finding\",\"id\":\"F%u\",\"indicator\":{\"kind\":\"%s\",\"value\":", i,
		   PICK(kinds));
	hostile(b);
	buf_byte(b, '}');
	for (size_t k = 0; k < sizeof(texts) / sizeof(texts[0]); k++)
		if (below(3))
			member(b, texts[k]);
	word(b, "class", PICK(classes));
	word(b, "place", PICK(places));
	word(b, "event", PICK(events));
	word(b, "outcome", PICK(outcomes));
	word(b, "direction", PICK(ways));
	word(b, "started_by", below(2) ? "us" : "them");
	number(b, "count");
	number(b, "bytes_out");
	number(b, "bytes_in");
	when(b, "first");
	when(b, "last");
	buf_text(b, ",\"why\":[");
	hostile(b);
	buf_text(b, "],\"where\":[{\"kind\":\"file\",\"path\":");
	hostile(b);
	buf_text(b, "}],\"veils\":[");
	hostile(b);
	buf_text(b, "]}\n");
}

static void coverage(struct buf *b)
{
	static const char *const people[] = { "firewall", "DNS", "DHCP", "web proxy", "flows" };
	static const char *const texts[] = { "source", "format", "role", "host" };

	buf_text(b, "{\"type\":\"coverage\"");
	word(b, "people", PICK(people));
	for (size_t k = 0; k < sizeof(texts) / sizeof(texts[0]); k++)
		member(b, texts[k]);
	number(b, "items");
	number(b, "bytes_met");
	when(b, "time_from");
	when(b, "time_to");
	buf_text(b, ",\"holes\":[{\"x\":1");
	when(b, "from");
	when(b, "to");
	buf_text(b, "}],\"kinds\":[\"ipv4\",");
	hostile(b);
	buf_text(b, "],\"limits\":[");
	hostile(b);
	buf_text(b, "],\"paths\":[");
	hostile(b);
	buf_text(b, "],\"gaps\":{\"encrypted\":3}}\n");
}

static void gap(struct buf *b)
{
	buf_text(b, "{\"type\":\"gap\"");
	member(b, "at");
	member(b, "reason");
	member(b, "detail");
	buf_printf(b, ",\"material\":%s}\n", below(2) ? "true" : "false");
}

static void machines(struct buf *b)
{
	static const char *const ranks[] = { "act-now", "examine", "check" };
	static const char *const texts[] = { "host", "name", "user", "via", "via_kind", "files_under",
					     "strength" };
	unsigned n = below(8);

	buf_text(b, ",\"machines\":[");
	for (unsigned i = 0; i < n; i++) {
		buf_printf(b, "%s{\"rank\":\"%s\"", i ? "," : "", PICK(ranks));
		for (size_t k = 0; k < sizeof(texts) / sizeof(texts[0]); k++)
			if (below(2))
				member(b, texts[k]);
		buf_byte(b, '}');
	}
	buf_byte(b, ']');
}

static void verdict(struct buf *b, const char *type)
{
	static const char *const answers[] = { "affected", "targeted", "inconclusive", "explained",
					       "not-seen", "what" };
	unsigned n = below(10);

	buf_printf(b, "{\"type\":\"%s\",\"advisory\":\"a1\"", type);
	word(b, "answer", PICK(answers));
	member(b, "strength");
	member(b, "own_address");
	buf_text(b, ",\"open\":[\"needs-person\",\"evidence-missing\"]");
	machines(b);
	buf_text(b, ",\"blind\":[");
	for (unsigned i = 0; i < n; i++) {
		buf_text(b, i ? ",{\"detail\":" : "{\"detail\":");
		hostile(b);
		member(b, "remedy");
		buf_byte(b, '}');
	}
	buf_text(b, "],\"window\":{\"x\":0");
	when(b, "from");
	when(b, "to");
	buf_text(b, "},\"searched\":{\"ipv4\":3,\"what\":4,\"sha256\":\"x\"},\"not_searched\":[{\"value\":");
	hostile(b);
	member(b, "why");
	buf_text(b, "}],\"not_searched_count\":7,\"cves\":[");
	hostile(b);
	buf_text(b, "],\"coverage\":{\"kinds\":{\"ipv4\":\"seen\"}}}\n");
}

static void advisory(struct buf *b)
{
	static const char *const texts[] = { "source", "title", "tlp", "format" };

	buf_text(b, "{\"type\":\"advisory\",\"id\":\"a1\"");
	for (size_t k = 0; k < sizeof(texts) / sizeof(texts[0]); k++)
		member(b, texts[k]);
	when(b, "published");
	when(b, "activity_from");
	buf_text(b, ",\"bodies\":[{\"name\":");
	hostile(b);
	member(b, "stance");
	member(b, "scope");
	buf_text(b, "}],\"contacts\":[");
	hostile(b);
	buf_text(b, "]}\n");
}

static void closing(struct buf *b)
{
	buf_text(b, "{\"type\":\"summary\",\"home_nets_from\":\"inferred\",\"home_nets\":[");
	hostile(b);
	buf_text(b, "]");
	number(b, "items");
	number(b, "bytes_met");
	buf_text(b, "}\n{\"type\":\"run\"");
	member(b, "version");
	member(b, "operator");
	member(b, "ticket");
	member(b, "seal");
	member(b, "folder");
	number(b, "workers");
	when(b, "started");
	buf_text(b, "}\n");
}

static void sweep_records(struct buf *b)
{
	unsigned n = below(60);

	buf_clear(b);
	for (unsigned i = below(3) + 1; i; i--)
		advisory(b);
	for (unsigned i = 0; i < n; i++)
		finding(b, i + 1);
	for (unsigned i = below(6); i; i--)
		gap(b);
	for (unsigned i = below(9); i; i--)
		coverage(b);
	for (unsigned i = below(7) + 1; i; i--)
		verdict(b, "verdict");
	closing(b);
}

static void plan_records(struct buf *b)
{
	buf_clear(b);
	advisory(b);
	for (unsigned i = below(9); i; i--)
		coverage(b);
	for (unsigned i = below(3); i; i--)
		verdict(b, "plan");
	closing(b);
}

static void read_records(struct buf *b)
{
	static const char *const roles[] = { "indicator", "benign", "contact", "reference" };

	buf_clear(b);
	advisory(b);
	for (unsigned i = below(20); i; i--) {
		buf_text(b, "{\"type\":\"indicator\",\"kind\":\"domain\"");
		word(b, "role", PICK(roles));
		member(b, "value");
		buf_text(b, ",\"why\":[");
		hostile(b);
		buf_text(b, "]}\n{\"type\":\"entity\"");
		member(b, "kind");
		member(b, "name");
		member(b, "id");
		buf_text(b, ",\"as_written\":[");
		hostile(b);
		buf_text(b, "]}\n{\"type\":\"rule\"");
		member(b, "name");
		member(b, "language");
		member(b, "why_not");
		buf_text(b, "}\n{\"type\":\"assessment\"");
		member(b, "body");
		member(b, "statement");
		member(b, "term");
		number(b, "low");
		buf_text(b, "}\n");
	}
	gap(b);
}

#endif
