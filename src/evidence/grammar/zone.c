/*
 * zone.c -- DNS zones (RFC 1035 master files), response policy zones among
 * them.
 */
#include "evidence/grammar/grammar.h"
#include "evidence/grammar/lines.h"
#include "evidence/log/words.h"

#include "value/address.h"

/* What stands behind a type fits it. */
static bool is_data(struct span type, struct span rest)
{
	struct address any;
	struct span word;
	uint64_t number;

	if (!word_next(&rest, &word))
		return false;
	if (word_among(type, "A AAAA"))
		return address_parse(word, &any) && span_trim(rest).len == 0;
	if (word_among(type, "CNAME NS PTR DNAME"))
		return span_trim(rest).len == 0;
	if (word_among(type, "MX SRV CAA DS DNSKEY SSHFP TLSA"))
		return span_u64(word, &number);
	return word_among(type, "SOA TXT RRSIG NSEC NSEC3 SPF HINFO RP LOC NAPTR");
}

/* [OWNER] [TTL] [CLASS] TYPE DATA, in which nothing else may stand. */
static bool is_entry(struct span line)
{
	struct span rest = word_until(line, SPAN(";")), word;
	bool owner = !(rest.len && ascii_space(rest.ptr[0]));
	uint64_t number;

	if (owner && !word_next(&rest, &word))
		return false;
	while (word_next(&rest, &word)) {
		if (span_u64(word, &number) || word_among(word, "IN CH HS"))
			continue;
		return is_data(word, rest);
	}
	return false;
}

static bool is_record(struct span line)
{
	struct span word, rest;

	if (span_starts(line, SPAN("$TTL")) || span_starts(line, SPAN("$ORIGIN")) ||
	    span_starts(line, SPAN("$INCLUDE")) || span_starts(line, SPAN("$GENERATE")))
		return true;
	if (is_entry(line))
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
