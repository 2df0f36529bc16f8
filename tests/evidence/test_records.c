/* test_records.c -- records with named values, read as a person would read them, and hostile ones. */
#include "record_samples.h"
#include "said.h"

/* The last line of a sample: what stands before it are headers. */
static size_t last_line(struct span text)
{
	size_t at = span_rfind_byte(text, '\n');

	return at == SPAN_NONE ? 0 : at + 1;
}

static void check(const char *family)
{
	size_t checked = 0;

	for (size_t i = 0; i < RECORD_SAMPLES; i++) {
		const struct record_sample *s = &record_samples[i];
		struct span text = span_of(s->text);
		struct arena arena;
		struct log log;

		if (strcmp(s->family, family))
			continue;
		said_open(&log, &arena, text);
		if (!log.family || strcmp(log.family->name, family))
			test_fail("%s\n  was taken for %s", s->text,
				  log.family ? log.family->name : "nothing");
		arena_release(&arena);
		if (strcmp(said_at(text, last_line(text)), s->said))
			test_fail("%s\n  said      %s\n  should be %s", s->text,
				  said_at(text, last_line(text)), s->said);
		checked++;
	}
	assert_true(checked > 0);
}

TEST(firewalls_that_write_pairs_are_read) { check("keyvalue"); }
TEST(cef_and_leef_are_read_with_their_labels) { check("cef"); }
TEST(a_squid_line_names_client_target_and_outcome) { check("squid"); }
TEST(a_web_servers_client_is_the_one_who_began) { check("web"); }
TEST(error_logs_of_web_servers_name_the_client) { check("web_error"); }
TEST(w3c_logs_are_told_apart_as_server_proxy_and_firewall) { check("w3c"); }
TEST(tables_with_a_header_are_read_by_their_names) { check("table"); }
TEST(well_known_tables_without_a_header_are_read) { check("positional"); }
TEST(zeek_logs_are_read_by_path_and_columns) { check("zeek"); }
TEST(json_events_of_many_makers_are_read) { check("json_events"); }
TEST(windows_events_in_xml_are_read) { check("winxml"); }

/* ---- hostile input ---- */

static void check_inside(const struct event *ev, struct span record)
{
	for (uint32_t i = 0; i < ev->fields; i++) {
		struct span v = ev->field[i].value;

		if (v.len && !ev->nested &&
		    (v.ptr < record.ptr || v.ptr + v.len > record.ptr + record.len))
			test_fail("field %.*s lies outside of its record",
				  SPAN_ARG(ev->field[i].name));
	}
}

/* All probes, and the parser of `log`, on a copy that ends where its memory ends. */
static void torture(struct log *log, struct span text, struct event *ev)
{
	struct span copy = tight_copy(text);

	for (size_t f = 0; log_family_at(f); f++) {
		int bid = log_family_at(f)->probe(copy);

		assert_true(bid >= 0 && bid <= 100);
	}
	if (log_parse(log, copy, ev))
		check_inside(ev, copy);
	free((char *)copy.ptr);
}

TEST(a_record_cut_at_any_byte_is_read_within_its_bounds)
{
	static struct event ev;

	for (size_t i = 0; i < RECORD_SAMPLES; i++) {
		struct span text = span_of(record_samples[i].text);
		struct span line = span_skip(text, last_line(text));
		struct arena arena;
		struct log log;

		said_open(&log, &arena, text);
		for (size_t n = 0; n <= line.len; n++) {
			torture(&log, span_cut(line, 0, n), &ev);
			if (n % 3 == 0)
				torture(&log, span_skip(line, n), &ev);
		}
		arena_release(&arena);
	}
}

TEST(a_log_cut_at_any_byte_is_opened_or_left_alone)
{
	static struct event ev;

	for (size_t i = 0; i < RECORD_SAMPLES; i++) {
		struct span text = span_of(record_samples[i].text);

		for (size_t n = 0; n <= text.len; n += 5) {
			struct span copy = tight_copy(span_cut(text, 0, n));
			struct arena arena;
			struct log log;

			said_open(&log, &arena, copy);
			if (log_parse(&log, log_record(&log, copy, n), &ev))
				check_inside(&ev, copy);
			free((char *)copy.ptr);
			arena_release(&arena);
		}
	}
}

TEST(a_record_with_any_byte_changed_is_read_within_its_bounds)
{
	static const char others[] = "\0 \"'[]{}()<>=:,/\\\t\n9\xff";
	static struct event ev;

	for (size_t i = 0; i < RECORD_SAMPLES; i++) {
		struct span text = span_of(record_samples[i].text);
		struct span line = span_skip(text, last_line(text)), copy = tight_copy(line);
		struct arena arena;
		struct log log;

		said_open(&log, &arena, text);
		for (size_t n = 0; n < line.len; n++) {
			char *at = (char *)copy.ptr + n, was = *at;

			for (size_t k = 0; k < sizeof(others); k++) {
				*at = others[k];
				if (log_parse(&log, copy, &ev))
					check_inside(&ev, copy);
			}
			*at = was;
		}
		free((char *)copy.ptr);
		arena_release(&arena);
	}
}

/* A megabyte in the middle must cost a moment; squared it would cost hours. */
TEST(a_very_long_record_costs_no_more_than_its_length)
{
	static const char *const fillers[] = { " ", "a", "=", "[", "{", "(", "<", "\"", ":", ",", ".",
					       "9", "/", "-", "\\", "\t", "a=1 ", "a=b c ", "{\"a\":",
					       "\"a\":1,", "<a>", "x.y", "|", "\\\"", "\",\"" };
	static struct event ev;
	size_t long_part = 1u << 20;

	for (size_t i = 0; i < RECORD_SAMPLES; i++) {
		struct span text = span_of(record_samples[i].text);
		struct span line = span_skip(text, last_line(text));
		const char *filler = fillers[i % (sizeof(fillers) / sizeof(fillers[0]))];
		size_t half = line.len / 2 + i % 20, step = strlen(filler);
		char *big = malloc(line.len + long_part);
		struct arena arena;
		struct log log;

		half = half > line.len ? line.len : half;
		said_open(&log, &arena, text);
		memcpy(big, line.ptr, half);
		for (size_t n = 0; n < long_part; n++)
			big[half + n] = filler[n % step];
		memcpy(big + half + long_part, line.ptr + half, line.len - half);
		if (log_parse(&log, span_make(big, line.len + long_part), &ev))
			check_inside(&ev, span_make(big, line.len + long_part));
		for (size_t f = 0; log_family_at(f); f++)
			log_family_at(f)->probe(span_make(big, 65536));
		log_record(&log, span_make(big, line.len + long_part), half + long_part / 2);
		free(big);
		arena_release(&arena);
	}
}

/* Field after field of the same kind, 10,000 of them; '#' is their number. */
static struct span many(const char *head, const char *each, const char *tail, struct buf *out)
{
	buf_init(out, 1u << 20);
	buf_text(out, head);
	for (int i = 0; i < 10000; i++)
		for (const char *c = each; *c; c++)
			if (*c == '#')
				buf_printf(out, "%d", i);
			else
				buf_byte(out, *c);
	buf_text(out, tail);
	return buf_span(out);
}

TEST(ten_thousand_fields_fill_the_event_and_no_more)
{
	static const struct {
		const char *head, *each, *tail;
	} rows[] = {
		{ "date=2020-06-04 time=10:00:00 action=deny srcip=10.0.0.5 ", "url#=a url=http://x.example/ ", "" },
		{ "{\"@timestamp\":\"2020-06-04T10:00:00Z\",\"src_ip\":\"10.0.0.5\"", ",\"k#\":{\"url\":\"http://x.example/\"}", "}" },
		{ "CEF:0|a|b|c|d|e|f|src=10.0.0.5 ", "cs#Label=x request=http://x.example/ ", "" },
		{ "time,src,dst,action", ",url#,url", "\n2020-06-04 10:00:00,10.0.0.5,203.0.113.9,deny" },
		{ "<Event><System><EventID>1</EventID></System><EventData>", "<Data Name=\"Image#\">a</Data><Data Name=\"Image\">C:\\a</Data>", "</EventData></Event>" },
	};
	static struct event ev;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena arena;
		struct log log;
		struct buf text;
		struct span all = many(rows[i].head, rows[i].each, rows[i].tail, &text);

		said_open(&log, &arena, all);
		if (log_parse(&log, span_skip(all, last_line(all)), &ev))
			assert_true(ev.fields <= EVENT_FIELDS);
		buf_release(&text);
		arena_release(&arena);
	}
}

TEST(without_memory_a_log_cannot_be_opened_and_nothing_breaks)
{
	static struct event ev;

	for (size_t i = 0; i < RECORD_SAMPLES; i++) {
		struct span text = span_of(record_samples[i].text);

		for (size_t budget = 0; budget < 40000; budget += 3000) {
			struct error e = { 0 };
			struct arena arena;
			struct log log;

			arena_init(&arena, budget);
			log_begin(&log, &arena);
			if (log_open(&log, text, &e) < 0)
				assert_null(log.family);
			log_parse(&log, span_skip(text, last_line(text)), &ev);
			arena_release(&arena);
		}
	}
}
