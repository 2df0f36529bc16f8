/*
 * zone.c -- DNS zones (RFC 1035 master files), response policy zones among
 * them.
 */
#include "evidence/grammar/grammar.h"
#include "evidence/grammar/lines.h"
#include "evidence/log/words.h"

static bool is_record(struct span line)
{
	struct span word, rest = word_until(line, SPAN(";"));
	int n = 0;

	if (span_starts(line, SPAN("$TTL")) || span_starts(line, SPAN("$ORIGIN")) ||
	    span_starts(line, SPAN("$INCLUDE")) || span_starts(line, SPAN("$GENERATE")))
		return true;
	while (n++ < 5 && word_next(&rest, &word))
		if (word_among(word, "IN SOA NS A AAAA CNAME MX TXT PTR SRV CAA DNAME DS DNSKEY RRSIG NSEC "
				     "NSEC3 SSHFP TLSA"))
			return true;
	/* Numbers of an SOA over several lines, and its brackets. */
	rest = span_trim(word_until(line, SPAN(";")));
	word_next(&rest, &word);
	return line.len && ascii_space(line.ptr[0]) &&
	       (word.len == 0 || ascii_digit(word.ptr[0]) || memchr("()\"", word.ptr[0], 3));
}

static int probe(struct span sample, struct span path)
{
	size_t lines, records = lines_count(sample, ";", is_record, &lines);
	bool begins = word_has(sample, SPAN("$TTL")) || word_has(sample, SPAN("$ORIGIN")) ||
		      word_has(sample, SPAN("SOA"));

	(void)path;
	if (lines == 0 || records * 10 < lines * 8)
		return 0;
	return begins ? 92 : word_has(sample, SPAN("CNAME .")) || word_has(sample, SPAN("CNAME\t.")) ? 88 : 0;
}

static enum place place(struct span text, size_t at)
{
	struct span line = line_around(text, at);
	size_t comment = span_find_byte(line, ';');

	if (comment != SPAN_NONE && at >= line_offset(text, line) + comment)
		return PLACE_DOCUMENT;
	return is_record(line) ? PLACE_LIST : PLACE_UNKNOWN_RECORD;
}

const struct grammar grammar_zone = {
	.name = "zone",
	.about = "DNS zones and response policy zones",
	.probe = probe,
	.place = place,
};
