/*
 * intel.c -- documents of indicators: STIX 1 and 2, MISP, OpenIOC, TAXII
 * envelopes, OTX pulses, MITRE data, CSAF.
 *
 * The whole document is a store; what makes it one stands at its top or in
 * members that only such stores have together.
 */
#include "evidence/grammar/command.h"
#include "evidence/grammar/lines.h"
#include "evidence/log/words.h"

static bool is_json_store(struct span sample)
{
	struct span head = span_cut(sample, 0, 16384);

	if (!line_begins(sample, "{["))
		return false;
	if (word_has(head, SPAN("\"bundle--")) || word_has(head, SPAN("\"indicator--")) ||
	    (word_has(head, SPAN("\"spec_version\"")) && word_has(head, SPAN("\"objects\""))))
		return true;
	if ((word_has(head, SPAN("\"to_ids\"")) && word_has(head, SPAN("\"category\""))) ||
	    (word_has(head, SPAN("\"threat_level_id\"")) && word_has(head, SPAN("\"Attribute\""))))
		return true;
	if (word_has(head, SPAN("\"pulse_info\"")) ||
	    (word_has(head, SPAN("\"indicators\"")) && word_has(head, SPAN("\"indicator\""))))
		return true;
	return word_has(head, SPAN("\"csaf_version\"")) || word_has(head, SPAN("\"x_mitre_version\""));
}

static bool is_xml_store(struct span sample)
{
	static const char *const marks[] = {
		"http://stix.mitre.org/", "http://cybox.mitre.org/", "http://schemas.mandiant.com/",
		"http://openioc.org/", "<OpenIOC", "<ioc ", "http://taxii.mitre.org/",
		"urn:ietf:params:xml:ns:iodef",
	};
	struct span head = span_cut(sample, 0, 8192);

	if (!line_begins(sample, "<"))
		return false;
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (word_has(head, span_of(marks[i])))
			return true;
	return false;
}

static bool is_json(struct span line)
{
	line = span_trim(line);
	return line.len && (memchr("{}[]\",-", line.ptr[0], 7) || ascii_digit(line.ptr[0]) ||
			    word_among(word_until(line, SPAN(",")), "true false null"));
}

static bool is_xml(struct span line)
{
	return word_has(line, SPAN("<")) || word_has(line, SPAN(">"));
}

static int probe(struct span sample, struct span path)
{
	size_t lines, json = lines_count(sample, "", is_json, &lines);
	size_t xml = lines_count(sample, "", is_xml, &lines);

	(void)path;
	return (is_json_store(sample) && json * 10 >= lines * 8) ||
			       (is_xml_store(sample) && xml * 10 >= lines * 5) ? 94 : 0;
}

static enum place place(struct span text, size_t at)
{
	struct span line = line_around(text, at);

	return is_json(line) || word_has(line, SPAN("<")) || !command_foreign(line) ?
		       PLACE_LIST : PLACE_UNKNOWN_RECORD;
}

const struct grammar grammar_intel = {
	.name = "indicator-document",
	.about = "STIX, MISP, OpenIOC and other documents of indicators",
	.probe = probe,
	.place = place,
};
