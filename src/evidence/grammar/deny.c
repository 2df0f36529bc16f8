/*
 * deny.c -- the commands that keep something away: packet filters, routes,
 * resolvers, on Linux, BSD and Windows; one row each.
 *
 * A row answers for its own syntax only.  Deleting a rule, allowing, or adding
 * to a set whose use is not seen is DENY_OTHER.
 */
#include "evidence/grammar/deny.h"

#include "evidence/log/words.h"

static bool has(const struct simple_command *c, const char *any)
{
	for (size_t i = 1; i < c->words; i++)
		if (word_among(c->word[i], any))
			return true;
	return false;
}

/* The same, and letter case counts: -d is not -D. */
static bool has_flag(const struct simple_command *c, struct span flag)
{
	for (size_t i = 1; i < c->words; i++)
		if (span_equal(c->word[i], flag))
			return true;
	return false;
}

/* One of `flags` is followed by one of `values`. */
static bool has_pair(const struct simple_command *c, const char *flags, const char *values)
{
	for (size_t i = 1; i + 1 < c->words; i++)
		if (word_among(c->word[i], flags) && word_among(c->word[i + 1], values))
			return true;
	return false;
}

static bool iptables(const struct simple_command *c)
{
	return has_pair(c, "-j --jump", "DROP REJECT TARPIT") &&
	       (has_flag(c, SPAN("-A")) || has_flag(c, SPAN("-I")) || has(c, "--append --insert")) &&
	       !has_flag(c, SPAN("-D")) && !has(c, "--delete");
}

static bool nft(const struct simple_command *c)
{
	return has_pair(c, "add insert", "rule") && has(c, "drop reject") && !has(c, "accept");
}

static bool ip(const struct simple_command *c)
{
	return has(c, "route r ro") && has(c, "add replace append prepend") &&
	       has(c, "blackhole unreachable prohibit");
}

static bool route(const struct simple_command *c)
{
	return has(c, "add") && has(c, "reject -reject -blackhole");
}

static bool ufw(const struct simple_command *c)
{
	return has(c, "deny reject") && !has(c, "delete allow");
}

static bool firewall_cmd(const struct simple_command *c)
{
	if (word_has(c->text, SPAN("--add-rich-rule")))
		return word_has(c->text, SPAN(" drop")) || word_has(c->text, SPAN(" reject"));
	return has(c, "--zone=drop --zone=block") && word_has(c->text, SPAN("--add-source"));
}

static bool fail2ban(const struct simple_command *c)
{
	return has(c, "banip");
}

static bool csf(const struct simple_command *c)
{
	return has(c, "-d --deny -td --tempdeny");
}

static bool crowdsec(const struct simple_command *c)
{
	return has_pair(c, "decisions", "add") && !has(c, "captcha throttle");
}

static bool pihole(const struct simple_command *c)
{
	return has(c, "-b --wild deny blacklist --regex regex") && !has(c, "-d remove --delmode -w allow");
}

static bool netsh(const struct simple_command *c)
{
	return has(c, "add") && has(c, "action=block") && !has(c, "delete");
}

static bool net_firewall_rule(const struct simple_command *c)
{
	return has_pair(c, "-Action", "Block") || has(c, "-Action:Block");
}

static bool dns_policy(const struct simple_command *c)
{
	return has_pair(c, "-Action", "DENY IGNORE");
}

static bool shorewall(const struct simple_command *c)
{
	return c->words > 1 && word_among(c->word[1], "drop reject blacklist logdrop logreject");
}

static bool unbound(const struct simple_command *c)
{
	return has(c, "local_zone") && has(c, "always_nxdomain always_refuse always_null deny refuse static");
}

/* "0.0.0.0 evil.example" written into a hosts file, "ALL: 1.2.3.4" into hosts.deny. */
static bool into_hosts(const struct simple_command *c)
{
	bool hosts = false, deny = false, sink = false;

	for (size_t i = 1; i < c->words; i++) {
		struct span w = c->word[i];

		hosts = hosts || span_ends(w, SPAN("/etc/hosts")) || span_ends_nocase(w, SPAN("\\etc\\hosts"));
		deny = deny || span_ends(w, SPAN("/etc/hosts.deny"));
		sink = sink || span_starts(w, SPAN("0.0.0.0 ")) || span_starts(w, SPAN("127.0.0.1 ")) ||
		       span_starts(w, SPAN(":: ")) || word_among(w, "0.0.0.0 127.0.0.1");
	}
	return (hosts && sink) || (deny && c->words > 2);
}

static const struct denier {
	const char *names;
	bool (*denies)(const struct simple_command *c);
	enum deny_answer otherwise;
} deniers[] = {
	{ "iptables ip6tables iptables-legacy ip6tables-legacy iptables-nft ip6tables-nft ebtables",
	  iptables, DENY_OTHER },
	{ "nft", nft, DENY_OTHER },
	{ "ip", ip, DENY_OTHER },
	{ "route", route, DENY_OTHER },
	{ "ufw", ufw, DENY_OTHER },
	{ "firewall-cmd", firewall_cmd, DENY_OTHER },
	{ "fail2ban-client", fail2ban, DENY_OTHER },
	{ "csf", csf, DENY_OTHER },
	{ "cscli", crowdsec, DENY_OTHER },
	{ "pihole", pihole, DENY_OTHER },
	{ "netsh netsh.exe", netsh, DENY_OTHER },
	{ "New-NetFirewallRule Set-NetFirewallRule", net_firewall_rule, DENY_OTHER },
	{ "Add-DnsServerQueryResolutionPolicy", dns_policy, DENY_OTHER },
	{ "shorewall shorewall6", shorewall, DENY_OTHER },
	{ "unbound-control", unbound, DENY_OTHER },
	{ "ipset pfctl", NULL, DENY_OTHER },
	{ "echo printf Add-Content", into_hosts, DENY_NOT },
};

enum deny_answer deny_command(const struct simple_command *c)
{
	if (c->words == 0)
		return DENY_NOT;
	for (size_t i = 0; i < sizeof(deniers) / sizeof(deniers[0]); i++) {
		const struct denier *d = &deniers[i];

		if (!word_among(c->word[0], d->names))
			continue;
		return d->denies && d->denies(c) ? DENY_YES : d->otherwise;
	}
	return DENY_NOT;
}

bool deny_only_looks(struct span name)
{
	return word_among(name, "grep egrep fgrep zgrep zegrep rg ag ack findstr Select-String sls "
				"cat zcat bzcat xzcat less zless more head tail vi vim view nano emacs "
				"ls ll dir cd pushd mkdir file stat strings wc sort uniq cut tr awk gawk "
				"sed jq diff cmp md5sum sha1sum sha256sum sha512sum Get-FileHash du tree "
				"history man help type");
}
