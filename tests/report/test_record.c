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
