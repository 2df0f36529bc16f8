/*
 * indicators.c -- lists of indicators: one value a line (feeds, external dynamic
 * lists), CSV and TSV with a header that says so.
 *
 * A list without a header needs VALUES_MIN lines, for a file with one or two
 * addresses in it may as well be a program's configuration.  Rows with a time
 * and two ends are records, whatever their header says.
 */
#include "evidence/grammar/command.h"
#include "evidence/grammar/lines.h"
#include "evidence/grammar/values.h"
#include "evidence/log/words.h"

#define VALUES_MIN 5

/* The line's value, without a comment behind it. */
static struct span value_of(struct span line)
{
	line = span_trim(word_until(word_until(line, SPAN(" #")), SPAN("\t#")));
	line = span_trim(word_until(line, SPAN(" ;")));
	if (line.len && (line.ptr[line.len - 1] == ',' || line.ptr[line.len - 1] == ';'))
		line.len--;
	return line;
}

static bool is_value(struct span line)
{
	return value_is(value_of(line));
}

static char separator_of(struct span header)
{
	if (span_find_byte(header, '\t') != SPAN_NONE)
		return '\t';
	if (span_find_byte(header, ',') != SPAN_NONE)
		return ',';
	if (span_find_byte(header, ';') != SPAN_NONE)
		return ';';
	return span_find_byte(header, '|') != SPAN_NONE ? '|' : ',';
}

static bool is_hash(struct span line)
{
	return value_is_hash(value_of(line));
}

/* Names of columns that hold indicators, and those that only stand beside them. */
static bool is_header(struct span line)
{
	size_t value = 0, beside = 0, record = 0, cells = 0;
	char separator = separator_of(line);
	struct span cell;

	word_take(&line, SPAN("#"));
	while (cells < 64 && word_cell(&line, separator, &cell)) {
		cell = word_bare(cell);
		cells++;
		value += word_among(cell, "indicator indicator_value ioc ioc_value observable value value1 pattern "
					  "indicatorvalue indicators iocs dst_ip_ioc domain hash");
		beside += word_among(cell, "type indicator_type ioc_type indicatortype category description "
					   "comment threat malware malware_printable tags confidence reference "
					   "source to_ids first_seen first_seen_utc last_seen last_seen_utc "
					   "valid_from valid_until tlp threat_type reporter severity campaign actor "
					   "role kind notes note family report");
		record += word_among(cell, "src dst srcip dstip src_ip dst_ip source_ip destination_ip src_port dst_port "
					   "srcport dstport action bytes user username client clientip c-ip s-ip "
					   "host_name hostname process status method uri eventid computer");
	}
	return value > 0 && beside > 0 && record == 0;
}

static size_t count_cells(struct span line, char separator)
{
	struct span cell;
	size_t n = 0;

	while (n < 64 && word_cell(&line, separator, &cell))
		n++;
	return n;
}

/* Half of the rows have as many cells as the header. */
static bool is_table(struct span header, struct span rest)
{
	char separator = separator_of(header);
	size_t cells = count_cells(header, separator), rows = 0, same = 0;
	struct span line;

	while (rows < LINES_LOOK && line_next(&rest, "#", &line)) {
		rows++;
		same += count_cells(line, separator) == cells;
	}
	return same * 2 >= rows;
}

static bool flat(struct span sample, size_t *values)
{
	size_t lines;

	*values = lines_count(sample, "#;!/", is_value, &lines);
	return *values && *values * 10 >= lines * 9;
}

static int probe(struct span sample, struct span path)
{
	struct span rest = sample, line;
	size_t values, lines;

	(void)path;
	for (int i = 0; i < 20 && span_line(&rest, &line); i++) {
		if (span_trim(line).len == 0)
			continue;
		if (is_header(line))
			return is_table(line, rest) ? 90 : 0;
		if (!line_begins(line, "#;"))
			break;
	}
	if (!flat(sample, &values))
		return 0;
	/* No program is configured by hashes. */
	return values >= VALUES_MIN || lines_count(sample, "#;!/", is_hash, &lines) == lines ? 84 : 0;
}

/* A row of a table with a value in it, and not a record of something that happened. */
static bool is_row(struct span line)
{
	char separator = separator_of(line);
	size_t cells = 0, values = 0;
	struct span cell;

	while (cells < 64 && word_cell(&line, separator, &cell)) {
		cells++;
		values += value_is(cell);
	}
	return cells > 1 && values > 0;
}

static enum place place(struct span text, size_t at)
{
	struct span line = line_around(text, at);

	if (line_begins(line, "#;!"))
		return PLACE_DOCUMENT;
	if (command_foreign(line) && !is_value(line))
		return PLACE_UNKNOWN_RECORD;
	return is_value(line) || is_row(line) ? PLACE_LIST : PLACE_UNKNOWN_RECORD;
}

const struct grammar grammar_indicators = {
	.name = "indicator-list",
	.about = "flat and tabular lists of indicators",
	.probe = probe,
	.place = place,
};
