/* test_yara.c -- rules in a set, and whole items through them. */
#include "test.h"

#include "intel/yara_compiler.h"
#include "match_kit.h"

static const struct engine *yara_engine(void)
{
	for (size_t i = 0; engine_at(i); i++)
		if (strcmp(engine_at(i)->name, "yara") == 0)
			return engine_at(i);
	test_fail("no such engine");
	return NULL;
}

static void add_rule(struct buf *log, const char *name, const char *text, uint32_t advisory, bool runs)
{
	struct intel_record *r = calloc(1, sizeof(*r));
	struct buf record;

	buf_init(&record, 1 << 20);
	r->type = INTEL_RULE;
	r->rule = (struct rule){ .language = SPAN("yara"), .name = span_of(name), .advisory = advisory,
				 .text = span_of(text), .compiles = true, .runs = runs };
	intel_encode(&record, r);
	frame_span(log, buf_span(&record));
	buf_release(&record);
	free(r);
}

static void open_rules(struct kit *k, struct buf *log)
{
	struct error e;

	*k = (struct kit){ .count = 0 };
	assert_int_equal(yara_prepare(&e), 0);
	buf_init(&k->image, 64 << 20);
	if (set_compile(buf_span(log), KIT_SEED, 64 << 20, &k->image, &e) < 0)
		test_fail("compile: %s", e.text);
	buf_release(log);
	assert_int_equal(set_open(&k->set, buf_span(&k->image), &e), 0);
	assert_int_equal(set_verify(k->set, &e), 0);
	if (engines_load(k->set, &e) < 0)
		test_fail("load: %s", e.text);
	k->state = (struct engine_state){ .set = k->set, .hit = kit_take, .context = k };
	assert_int_equal(yara_engine()->open(&k->state, &e), 0);
}

static void close_rules(struct kit *k)
{
	yara_engine()->close(&k->state);
	set_close(k->set);
	buf_release(&k->image);
	free(k->hit);
}

static int scan_within(struct kit *k, struct span bytes, const char *name, int seconds,
		       struct error *e)
{
	struct span tight = tight_copy(bytes);
	struct whole_item item = { tight, span_of(name), seconds };
	int rc;

	k->count = 0;
	rc = yara_engine()->whole(&k->state, &item, e);
	free((void *)tight.ptr);
	return rc;
}

static int scan(struct kit *k, struct span bytes, const char *name, struct error *e)
{
	return scan_within(k, bytes, name, 1, e);
}

static struct span hit_name(const struct kit *k, size_t i)
{
	struct set_indicator sign;

	assert_true(i < k->count && set_indicator(k->set, k->hit[i].indicator, &sign));
	assert_int_equal(sign.kind, KIND_YARA);
	return sign.value;
}

TEST(rules_of_one_text_are_one_and_of_one_name_are_several)
{
	struct kit k;
	struct buf log;
	struct error e;

	buf_init(&log, 1 << 20);
	add_rule(&log, "a", "rule a { strings: $x = \"moth\" condition: $x }", 0, true);
	add_rule(&log, "a", "rule a { strings: $x = \"moth\" condition: $x }", 1, true);
	add_rule(&log, "a", "rule a { strings: $y = \"lantern\" condition: $y }", 2, true);
	add_rule(&log, "b", "rule b { condition: true }", 2, false);
	open_rules(&k, &log);
	assert_int_equal(set_count(k.set), 2);
	assert_true(engines_want_whole(k.set));
	assert_int_equal(scan(&k, SPAN("a lantern, a moth"), "x", &e), 0);
	assert_int_equal(k.count, 2);
	assert_int_equal(k.hit[0].offset, 13);
	assert_int_equal(set_advisory(k.set, k.hit[0].indicator, 1), 1);
	assert_int_equal(k.hit[1].offset, 2);
	assert_int_equal(set_advisory(k.set, k.hit[1].indicator, 0), 2);
	close_rules(&k);
}

TEST(a_match_gives_the_first_place_of_each_string_in_order)
{
	struct kit k;
	struct buf log;
	struct error e;

	buf_init(&log, 1 << 20);
	add_rule(&log, "r", "private rule help { condition: filesize > 3 }\n"
		 "rule r { strings: $z = \"zz\" $a = { 61 ?? 63 } $p = \"a\" private "
		 "condition: help and any of them }", 0, true);
	open_rules(&k, &log);
	assert_int_equal(scan(&k, SPAN("..zz.abc.zz.abc"), "x", &e), 0);
	assert_int_equal(k.count, 2);
	assert_span_equal(k.hit[0].string, SPAN("$z"));
	assert_int_equal(k.hit[0].offset, 2);
	assert_span_equal(k.hit[1].string, SPAN("$a"));
	assert_int_equal(k.hit[1].offset, 5);
	assert_int_equal(k.hit[1].length, 3);
	assert_span_equal(hit_name(&k, 1), SPAN("r"));
	assert_int_equal(scan(&k, SPAN("zz"), "x", &e), 0);
	assert_int_equal(k.count, 0);
	assert_int_equal(scan(&k, SPAN(""), "x", &e), 0);
	close_rules(&k);
}

TEST(rules_know_the_name_and_type_of_an_item)
{
	struct kit k;
	struct buf log;
	struct error e;

	buf_init(&log, 1 << 20);
	add_rule(&log, "named", "rule named { condition: filename == \"photo.jpg.lnk\" and extension == \".lnk\" "
		 "and filepath contains \"users\" and owner == \"\" }", 0, true);
	add_rule(&log, "typed", "rule typed { condition: filetype == \"EXE\" }", 0, true);
	open_rules(&k, &log);
	assert_int_equal(scan(&k, SPAN("MZ"), "C:\\Users\\x\\Photo.JPG.lnk", &e), 0);
	assert_int_equal(k.count, 2);
	assert_int_equal(k.hit[0].string.len, 0);
	assert_int_equal(scan(&k, SPAN("PK\3\4"), "C:\\Users\\x\\photo.jpg", &e), 0);
	assert_int_equal(k.count, 0);
	close_rules(&k);
}

TEST(rules_without_modules_hold_whether_or_not_those_with_modules_are_gone_on_with)
{
	struct kit k;
	struct buf log;
	struct error e;

	buf_init(&log, 1 << 20);
	add_rule(&log, "sections", "import \"pe\"\nrule sections { strings: $a = \"lantern\" "
		 "condition: $a and not pe.is_pe }", 0, true);
	add_rule(&log, "plain", "rule plain { strings: $a = \"moth\" condition: $a }", 0, true);
	add_rule(&log, "short", "global rule small { condition: filesize < 30 }\n"
		 "rule short { strings: $a = \"moth\" condition: $a }", 0, true);
	add_rule(&log, "hidden", "private rule hidden { condition: true }", 0, true);
	open_rules(&k, &log);
	for (unsigned i = 0; i < 3; i++) {
		assert_int_equal(scan(&k, SPAN("a moth"), "x", &e), 0);
		assert_int_equal(k.count, 2);
		assert_span_equal(hit_name(&k, 0), SPAN("plain"));
		assert_span_equal(hit_name(&k, 1), SPAN("short"));
		assert_int_equal(scan(&k, SPAN("a moth, and 30 bytes and more of it"), "x", &e), 0);
		assert_int_equal(k.count, 1);
		assert_int_equal(scan(&k, SPAN("a moth, a lantern"), "x", &e), 0);
		assert_int_equal(k.count, 3);
		assert_span_equal(hit_name(&k, 2), SPAN("sections"));
		assert_int_equal(scan(&k, SPAN("nothing"), "x", &e), 0);
		assert_int_equal(k.count, 0);
	}
	close_rules(&k);
}

TEST(a_rule_of_modules_that_needs_no_string_is_always_asked)
{
	struct kit k;
	struct buf log;
	struct error e;

	buf_init(&log, 1 << 20);
	add_rule(&log, "text", "import \"pe\"\nrule text { condition: not pe.is_pe }", 0, true);
	add_rule(&log, "both", "import \"pe\"\nrule both { strings: $a = \"moth\" condition: $a and not pe.is_pe }",
		 0, true);
	open_rules(&k, &log);
	assert_int_equal(scan(&k, SPAN("nothing"), "x", &e), 0);
	assert_int_equal(k.count, 1);
	assert_span_equal(hit_name(&k, 0), SPAN("text"));
	close_rules(&k);
}

#define SLOW "condition: for all i in (0..100000000000) : (i >= 0) }"

TEST(what_is_not_done_in_time_is_an_error)
{
	struct kit k;
	struct buf log;
	struct error e;

	buf_init(&log, 1 << 20);
	add_rule(&log, "slow", "rule slow { " SLOW, 0, true);
	open_rules(&k, &log);
	for (unsigned i = 0; i < 2; i++) {
		assert_int_equal(scan(&k, SPAN("x"), "x", &e), -1);
		assert_int_equal(e.code, ERR_LIMIT);
		assert_string_equal(e.text, "YARA: took too many seconds: slow");
	}
	close_rules(&k);
}

/* The rules around it use modules, strings and helpers. */
TEST(only_the_rule_that_takes_too_long_is_left_out)
{
	struct kit k;
	struct buf log;
	struct error e;
	char name[16], text[300];

	buf_init(&log, 1 << 20);
	for (unsigned i = 0; i < 11; i++) {
		snprintf(name, sizeof(name), "%s%u", i == 4 || i == 9 ? "slow" : "r", i);
		snprintf(text, sizeof(text), "%sprivate rule help { condition: filesize > 1 }\n"
			 "rule %s { strings: $a = \"moth\" condition: help and any of them %s",
			 i % 3 ? "" : "import \"pe\"\n", name,
			 i != 4 && i != 9 ? "}" : "and for all i in (0..100000000000) : (i >= 0) }");
		add_rule(&log, name, text, 0, true);
	}
	open_rules(&k, &log);
	/* The second time it is known which are slow; where they have nothing to do, they are not. */
	for (unsigned i = 0; i < 2; i++) {
		assert_int_equal(scan_within(&k, SPAN("a moth"), "x", 4, &e), -1);
		if (!strstr(e.text, "slow4") || !strstr(e.text, "slow9") || !strstr(e.text, "all other rules"))
			test_fail("%s", e.text);
		assert_int_equal(k.count, 9);
		for (size_t n = 0; n < k.count; n++)
			assert_true(hit_name(&k, n).ptr[0] == 'r');
	}
	assert_int_equal(scan(&k, SPAN("nothing"), "x", &e), 0);
	assert_int_equal(k.count, 0);
	close_rules(&k);
}

TEST(a_damaged_database_is_not_loaded)
{
	struct kit k;
	struct buf log;
	struct error e;
	size_t caught = 0, tried = 0;

	buf_init(&log, 1 << 20);
	add_rule(&log, "a", "rule a { strings: $x = \"moth\" condition: $x }", 0, true);
	open_rules(&k, &log);
	for (size_t at = k.image.len - 8000; at < k.image.len; at += 97, tried++) {
		struct span tight = tight_copy(buf_span(&k.image));
		struct set *set;

		((char *)tight.ptr)[at] ^= 0x40;
		if (set_open(&set, tight, &e) < 0) {
			caught++;
		} else {
			caught += engines_load(set, &e) < 0;
			set_close(set);
		}
		free((void *)tight.ptr);
	}
	assert_true(caught == tried);
	close_rules(&k);
}
