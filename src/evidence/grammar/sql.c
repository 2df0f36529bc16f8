/*
 * sql.c -- dumps of databases (mysqldump, pg_dump, sqlite3 .dump) of stores of
 * indicators: MISP, Pi-hole's gravity, feeds.
 *
 * A dump is such a store by the tables and columns it creates.  A row is a
 * mention when the statement that holds it fills a table of the store; the
 * dump of any other database, and other tables, stay unjudged.
 */
#include "evidence/grammar/grammar.h"
#include "evidence/grammar/lines.h"
#include "evidence/log/words.h"

/* Tables that hold indicators and what is said of them. */
static bool is_store_table(struct span name)
{
	name = word_bare(name);
	word_behind_last(&name, SPAN("."));
	name = word_bare(name);
	return word_among(name, "attributes attribute shadow_attributes object_references objects events "
				"correlations over_correlating_values default_correlations sightings feeds "
				"warninglists warninglist_entries noticelists galaxies galaxy_clusters "
				"galaxy_elements taxonomies taxonomy_entries tags event_tags attribute_tags "
				"event_reports indicators indicator iocs ioc observables observable artifacts "
				"gravity domainlist adlist blacklist blocklist black_list block_list denylist "
				"whitelist threats threat_feed threat_intel threat_indicators stix_objects "
				"malware malwares malware_samples signatures rules");
}

static bool is_dump(struct span head)
{
	return word_has(head, SPAN("INSERT INTO ")) || word_has(head, SPAN("\nCOPY ")) ||
	       word_has(head, SPAN("CREATE TABLE "));
}

/* Some table of a store is created or filled here. */
static bool is_store(struct span sample)
{
	static const char *const marks[] = { "CREATE TABLE ", "INSERT INTO ", "\nCOPY " };

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		struct span rest = sample, name;

		while (word_behind(&rest, span_of(marks[i]))) {
			word_take(&rest, SPAN("IF NOT EXISTS "));
			name = word_until(word_until(word_until(rest, SPAN(" ")), SPAN("(")), SPAN("\n"));
			if (is_store_table(name))
				return true;
		}
	}
	return false;
}

static bool is_sql(struct span line)
{
	struct span rest = span_trim(line), word;

	word_next(&rest, &word);
	return word_among(word, "INSERT CREATE DROP LOCK UNLOCK ALTER SET COPY BEGIN COMMIT PRAGMA USE SELECT "
				"PRIMARY KEY UNIQUE CONSTRAINT BEGIN; COMMIT; \\.") ||
	       ascii_space(line.ptr[0]) || memchr("-/`()\"*", line.ptr[0], 7);
}

static int probe(struct span sample, struct span path)
{
	size_t lines, sql;

	(void)path;
	if (!is_dump(sample))
		return 0;
	sql = lines_count(sample, "", is_sql, &lines);
	if (sql * 10 < lines * 5)
		return 0;
	return is_store(sample) ? 95 : 70;
}

/* The table that the statement around `at` fills; false when its beginning is not here. */
static bool table_of(struct span text, size_t at, struct span *table)
{
	static const char *const marks[] = { "INSERT INTO ", "CREATE TABLE ", "\nCOPY " };
	struct span head = span_cut(text, 0, at);
	size_t nearest = 0;
	bool found = false;

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		struct span rest = head;

		if (!word_behind_last(&rest, span_of(marks[i])) ||
		    line_offset(text, rest) < nearest)
			continue;
		nearest = line_offset(text, rest);
		rest = span_skip(text, nearest);
		word_take(&rest, SPAN("IF NOT EXISTS "));
		*table = word_until(word_until(span_cut(rest, 0, 200), SPAN(" ")), SPAN("("));
		found = true;
	}
	return found;
}

/* The same row says what kind of indicator the value is, in MISP's words. */
static bool names_a_kind(struct span text, size_t at)
{
	static const char *const kinds[] = {
		"'ip-dst'", "'ip-src'", "'domain'", "'hostname'", "'url'", "'md5'", "'sha1'", "'sha256'",
		"'Network activity'", "'Payload delivery'", "'Payload installation'", "'Artifacts dropped'",
	};
	struct span near = span_cut(text, at > 200 ? at - 200 : 0, 400);

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (word_has(near, span_of(kinds[i])))
			return true;
	return false;
}

static enum place place(struct span text, size_t at)
{
	struct span table;

	if (span_starts(line_around(text, at), SPAN("--")))
		return PLACE_DOCUMENT;
	if (table_of(text, at, &table))
		return is_store_table(table) ? PLACE_LIST : PLACE_UNKNOWN_RECORD;
	return names_a_kind(text, at) ? PLACE_LIST : PLACE_UNKNOWN_RECORD;
}

const struct grammar grammar_sql = {
	.name = "sql-dump",
	.about = "database dumps of stores of indicators",
	.probe = probe,
	.place = place,
};
