/* test_record.c -- records as trees, and kept ones. */
#include "test.h"

#include "base/out.h"
#include "report/record.h"

static const char *const paths[] = {
	"type", "indicator.kind", "indicator.value", "bytes", "odd", "escaped", "deep.a.b.c", "none",
	"list", "yes",
};

static void write_record(struct out *o, unsigned round)
{
	json_object(o, NULL);
	json_cstring(o, "type", "finding");
	json_object(o, "indicator");
	json_cstring(o, "kind", "domain");
	json_string(o, "value", SPAN("evil.example"));
	json_object_end(o);
	json_string(o, "bytes", SPAN("\xff\xfe not UTF-8"));
	json_uint(o, "odd", round * 1000003u);
	json_string(o, "escaped", SPAN("a\"b\\c\n"));
	json_object(o, "deep");
	json_object(o, "a");
	json_object(o, "b");
	json_string(o, "c", span_cut(SPAN("0123456789abcdefghijklmnopqrstuvwxyz"), 0, round % 36));
	json_object_end(o);
	json_object_end(o);
	json_object_end(o);
	json_null(o, "none");
	json_array(o, "list");
	for (unsigned i = 0; i < round % 7; i++)
		json_uint(o, NULL, i);
	json_array_end(o);
	json_bool(o, "yes", round % 2);
	json_object_end(o);
}

static void same_nodes(const struct node *a, const struct node *b)
{
	for (; a && b; a = a->next, b = b->next) {
		assert_int_equal(a->type, b->type);
		assert_span_equal(a->key, b->key);
		if (a->type == JSON_STRING || a->type == JSON_NUMBER)
			assert_span_equal(a->text, b->text);
		same_nodes(a->child, b->child);
	}
	assert_true(!a && !b);
}

TEST(a_kept_record_outlives_the_one_that_was_read)
{
	for (unsigned round = 0; round < 200; round++) {
		struct arena scratch, report, again;
		const struct node *read, *kept;
		struct error e;
		struct out o;
		char *line;
		size_t n;

		arena_init(&scratch, 1 << 20);
		arena_init(&report, 1 << 20);
		arena_init(&again, 1 << 20);
		out_to_memory(&o, 10000);
		write_record(&o, round);
		n = o.buf.len;
		line = malloc(n);
		memcpy(line, o.buf.ptr, n);
		read = record_parse(&scratch, span_make(line, n), &e);
		assert_non_null(read);
		kept = record_keep(&report, read, &e);
		assert_non_null(kept);
		/* The line and what was read of it are gone. */
		memset(line, 'x', n);
		free(line);
		arena_release(&scratch);
		same_nodes(kept, record_parse(&again, buf_span(&o.buf), &e));
		for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
			assert_non_null(record_get(kept, paths[i]));
		assert_span_equal(record_text(kept, "bytes"), SPAN("\xff\xfe not UTF-8"));
		assert_span_equal(record_text(kept, "escaped"), SPAN("a\"b\\c\n"));
		assert_int_equal(record_number(kept, "odd"), round * 1000003u);
		arena_release(&report);
		arena_release(&again);
		out_release(&o);
	}
}

TEST(a_record_beyond_the_budget_is_an_error)
{
	struct arena scratch, little;
	const struct node *read;
	struct error e;
	struct out o;

	arena_init(&scratch, 1 << 20);
	out_to_memory(&o, 10000);
	write_record(&o, 3);
	read = record_parse(&scratch, buf_span(&o.buf), &e);
	assert_non_null(read);
	for (size_t budget = 0; budget < 1500; budget += 100) {
		arena_init(&little, budget);
		assert_null(record_keep(&little, read, &e));
		assert_int_equal(e.code, ERR_LIMIT);
		arena_release(&little);
	}
	arena_release(&scratch);
	out_release(&o);
}

/* ---- as we write it, and in any other way */

/* The same with a blank, which the quick reader leaves to the other one. */
static struct span with_blank(const struct buf *line, struct buf *out)
{
	buf_clear(out);
	buf_add(out, SPAN("{ "));
	buf_add(out, span_skip(buf_span(line), 1));
	return buf_span(out);
}

static uint32_t dice(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

/* Bytes that decide something, in the place of others. */
static void spoil(struct buf *line, uint32_t *seed)
{
	static const char bytes[] = "\"\\{}[]:,0123456789.eE+-tfnul/ \t\x01\xff";

	for (unsigned n = dice(seed) % 3; n > 0; n--)
		line->ptr[1 + dice(seed) % (line->len - 1)] =
			bytes[dice(seed) % (sizeof(bytes) - 1)];
	if (dice(seed) % 8 == 0)
		line->len = 1 + dice(seed) % line->len;
}

static void finds_what_walking_finds(const struct node *record)
{
	for (const struct node *n = record->child; n; n = n->next) {
		char name[40] = "";

		if (n->key.len >= sizeof(name) || memchr(n->key.ptr, '.', n->key.len) ||
		    memchr(n->key.ptr, '\0', n->key.len))
			continue;
		memcpy(name, n->key.ptr, n->key.len);
		assert_ptr_equal(record_get(record, name), node_get(record, name));
	}
	assert_null(record_get(record, "nothing of this name"));
}

TEST(a_record_is_read_quickly_as_it_is_slowly)
{
	struct buf line, other;
	uint32_t seed = 7, read = 0, refused = 0;

	buf_init(&line, 4096);
	buf_init(&other, 4096);
	for (unsigned round = 0; round < 20000; round++) {
		const struct node *quick, *slow;
		struct arena a, b;
		struct error e, f;
		struct out o;
		char *tight;

		out_to_memory(&o, 10000);
		write_record(&o, round % 300);
		buf_clear(&line);
		buf_add(&line, buf_span(&o.buf));
		out_release(&o);
		if (round % 3)
			spoil(&line, &seed);
		arena_init(&a, 1 << 20);
		arena_init(&b, 1 << 20);
		tight = malloc(line.len);
		memcpy(tight, line.ptr, line.len);
		quick = record_parse(&a, span_make(tight, line.len), &e);
		slow = record_parse(&b, with_blank(&line, &other), &f);
		assert_true(!quick == !slow);
		read += quick != NULL;
		refused += !quick;
		if (quick) {
			same_nodes(quick, slow);
			finds_what_walking_finds(quick);
		} else {
			assert_int_equal(e.code, f.code);
		}
		free(tight);
		arena_release(&a);
		arena_release(&b);
	}
	assert_true(read > 5000 && refused > 3000);
	buf_release(&line);
	buf_release(&other);
}

TEST(a_record_of_any_number_of_members_is_found_in)
{
	for (unsigned members = 0; members < 300; members += 7) {
		struct arena scratch, report;
		const struct node *read;
		struct error e;
		struct out o;

		out_to_memory(&o, 100000);
		json_object(&o, NULL);
		for (unsigned i = 0; i < members; i++) {
			char name[20];

			/* Some names come twice: the first is meant. */
			snprintf(name, sizeof(name), "m%u", i % 90 * 7919 % 1000);
			json_uint(&o, name, i);
		}
		json_object_end(&o);
		arena_init(&scratch, 1 << 20);
		arena_init(&report, 1 << 20);
		read = record_parse(&scratch, buf_span(&o.buf), &e);
		assert_non_null(read);
		finds_what_walking_finds(read);
		finds_what_walking_finds(record_keep(&report, read, &e));
		arena_release(&scratch);
		arena_release(&report);
		out_release(&o);
	}
}
