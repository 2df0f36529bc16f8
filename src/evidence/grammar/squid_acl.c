/*
 * squid_acl.c -- configuration of the Squid proxy: an ACL that http_access only
 * denies is a deny list; one that is allowed, or used by nothing here, is
 * configuration.
 */
#include "evidence/grammar/grammar.h"
#include "evidence/grammar/lines.h"
#include "evidence/log/words.h"

static bool is_directive(struct span line)
{
	struct span rest = span_trim(line), word;

	return word_next(&rest, &word) &&
	       (word_among(word, "acl http_access http_port https_port cache_dir cache_mem cache_mgr "
				 "coredump_dir refresh_pattern access_log cache_log logformat icp_access "
				 "http_reply_access visible_hostname dns_nameservers auth_param "
				 "external_acl_type deny_info ssl_bump url_rewrite_program cache_peer "
				 "forwarded_for via always_direct never_direct cache include") ||
		span_ends(word, SPAN("_access")));
}

static int probe(struct span sample, struct span path)
{
	size_t lines, ours = lines_count(sample, "#", is_directive, &lines);

	(void)path;
	if (!span_starts(sample, SPAN("acl ")) && !word_has(sample, SPAN("\nacl ")) &&
	    !word_has(sample, SPAN("http_access ")))
		return 0;
	return ours * 10 >= lines * 7 ? 91 : 0;
}

static enum place acl_place(struct span text, struct span acl)
{
	struct span rest = text;
	bool denied = false;

	for (int i = 0; i < 500 && name_next(&rest, acl); i++) {
		struct span line = span_trim(line_around(text, line_offset(text, rest) - 1)), word;

		if (!word_next(&line, &word) || !span_ends(word, SPAN("_access")) ||
		    !word_next(&line, &word))
			continue;
		if (word_has(line_around(text, line_offset(text, rest) - 1), SPAN("!")))
			return PLACE_CONFIG;
		if (!span_equal(word, SPAN("deny")))
			return PLACE_CONFIG;
		denied = true;
	}
	return denied ? PLACE_LIST : PLACE_CONFIG;
}

static enum place place(struct span text, size_t at)
{
	struct span line = line_around(text, at), rest = span_trim(line), word, name;

	if (line_begins(line, "#"))
		return PLACE_DOCUMENT;
	if (!is_directive(line))
		return PLACE_UNKNOWN_RECORD;
	word_next(&rest, &word);
	if (!span_equal(word, SPAN("acl")) || !word_next(&rest, &name))
		return PLACE_CONFIG;
	return acl_place(text, name);
}

const struct grammar grammar_squid_acl = {
	.name = "squid-config",
	.about = "configuration of the Squid proxy",
	.probe = probe,
	.place = place,
};
