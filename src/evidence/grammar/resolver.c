/*
 * resolver.c -- configuration of resolvers that keeps names away: Unbound's
 * local-zone and local-data, dnsmasq's address=/name/, BIND's zone "name".
 * Everything else in such a file is configuration.
 */
#include "evidence/grammar/grammar.h"
#include "evidence/grammar/lines.h"
#include "evidence/grammar/values.h"
#include "evidence/log/words.h"

static bool is_unbound(struct span line)
{
	struct span key = word_until(span_trim(line), SPAN(":"));

	return key.len < span_trim(line).len &&
	       word_among(key, "server local-zone local-data local-data-ptr interface access-control "
			       "forward-zone forward-addr stub-zone name include verbosity rpz zonefile url "
			       "rpz-log port do-ip4 do-ip6 do-udp do-tcp root-hints cache-max-ttl remote-control");
}

static bool is_dnsmasq(struct span line)
{
	struct span key = span_trim(word_until(line, SPAN("=")));

	return word_among(key, "address server local host-record cname addn-hosts interface listen-address "
			       "dhcp-range dhcp-host dhcp-option domain expand-hosts cache-size "
			       "log-queries log-facility conf-dir no-resolv no-hosts bogus-nxdomain ipset "
			       "bind-interfaces domain-needed bogus-priv stop-dns-rebind port user group "
			       "strict-order txt-record ptr-record rebind-domain-ok blockdata");
}

static bool is_bind(struct span line)
{
	struct span rest = span_trim(line), word;

	return word_next(&rest, &word) &&
	       (word_among(word, "zone options acl include type file masters allow-query allow-transfer "
				 "recursion forwarders listen-on listen-on-v6 directory logging channel "
				 "category key view match-clients response-policy policy dnssec-validation") ||
		memchr("{}/", word.ptr[0], 3));
}

static int probe(struct span sample, struct span path)
{
	size_t lines, unbound = lines_count(sample, "#;", is_unbound, &lines);
	size_t dnsmasq = lines_count(sample, "#", is_dnsmasq, &lines);
	size_t bind = lines_count(sample, "#", is_bind, &lines);

	(void)path;
	if (lines == 0)
		return 0;
	if (unbound * 10 >= lines * 8 && (word_has(sample, SPAN("local-zone:")) ||
					  word_has(sample, SPAN("local-data:")) ||
					  word_has(sample, SPAN("server:"))))
		return 91;
	if (dnsmasq * 10 >= lines * 9 && (word_has(sample, SPAN("address=/")) ||
					  word_has(sample, SPAN("server=")) || lines > 2))
		return 91;
	return bind * 10 >= lines * 8 && word_has(sample, SPAN("zone \"")) ? 91 : 0;
}

/* "address=/evil.example/0.0.0.0"; local= and server= without an address behind the last slash. */
static enum place dnsmasq_place(struct span line)
{
	struct span rest = span_trim(line), target = rest;
	bool address = word_take(&rest, SPAN("address=/"));

	if (!address && !word_take(&rest, SPAN("local=/")) && !word_take(&rest, SPAN("server=/")))
		return span_starts(rest, SPAN("bogus-nxdomain=")) ? PLACE_LIST : PLACE_CONFIG;
	word_behind_last(&target, SPAN("/"));
	target = span_trim(word_until(target, SPAN("#")));
	return target.len == 0 || value_is_sink(target) ? PLACE_LIST : PLACE_CONFIG;
}

static enum place unbound_place(struct span line)
{
	static const char *const stops[] = { "always_nxdomain", "always_refuse", "always_null", "refuse",
					     "static", "deny", "redirect", "always_nodata", "always_deny" };
	struct span data;

	if (word_has(line, SPAN("local-zone:")))
		for (size_t i = 0; i < sizeof(stops) / sizeof(stops[0]); i++)
			if (word_has(line, span_of(stops[i])))
				return PLACE_LIST;
	if (word_has(line, SPAN("local-data:")) && (word_between(line, SPAN(" A "), SPAN("\""), &data) ||
						    word_between(line, SPAN(" AAAA "), SPAN("\""), &data)))
		return value_is_sink(span_trim(data)) ? PLACE_LIST : PLACE_CONFIG;
	return PLACE_CONFIG;
}

static enum place place(struct span text, size_t at)
{
	struct span line = line_around(text, at), trimmed = span_trim(line);

	if (line_begins(line, "#") || span_starts(trimmed, SPAN("//")))
		return PLACE_DOCUMENT;
	if (is_unbound(line))
		return unbound_place(line);
	if (is_dnsmasq(line))
		return dnsmasq_place(line);
	if (span_starts(trimmed, SPAN("zone \"")))
		return word_has(line, SPAN("type forward")) || word_has(line, SPAN("forwarders")) ?
			       PLACE_CONFIG : PLACE_LIST;
	return is_bind(line) ? PLACE_CONFIG : PLACE_UNKNOWN_RECORD;
}

const struct grammar grammar_resolver = {
	.name = "resolver-config",
	.about = "configuration of Unbound, dnsmasq and BIND",
	.probe = probe,
	.place = place,
};
