/*
 * test_zip_data.c -- members of a ZIP that are inflated by ourselves are the
 * same as libarchive's, whatever is wrong with the archive.
 */
#include "test.h"

#include <archive.h>

#include "archives.h"
#include "format/members.h"
#include "format/zip_data.h"
#include "samples.h"

static const int formats[] = { ARCHIVE_FORMAT_ZIP, 0 };

#define MEMBERS 6

/* What a member says of itself, its bytes, and what goes wrong with it. */
struct told {
	struct buf bytes;
	char what[300];
	bool failed;
};

static size_t tell_members(struct reader *r, size_t step, struct told *told)
{
	struct error e = { 0 };
	struct part part;
	size_t n = 0;
	int rc;

	while ((rc = members_next(r, &part, &e)) > 0 && n < MEMBERS - 1) {
		char block[5000];
		int64_t got;

		buf_clear(&told[n].bytes);
		while ((got = stream_read(part.stream, block, step, &e)) > 0)
			buf_add(&told[n].bytes, span_make(block, (size_t)got));
		told[n].failed = got < 0;
		snprintf(told[n].what, sizeof(told[n].what), "%.100s %llu %lld %.150s", part.name.ptr,
			 (unsigned long long)part.size, (long long)part.time, got < 0 ? e.text : "");
		n++;
	}
	told[n].failed = rc < 0;
	snprintf(told[n].what, sizeof(told[n].what), "%.200s", rc < 0 ? e.text : "");
	buf_clear(&told[n].bytes);
	return n + 1;
}

static size_t tell_zip(struct span bytes, bool otherwise, size_t step, struct told *told)
{
	struct seekable file = seekable_of_span(bytes);
	struct arena arena;
	struct reader r = { .format = format_named(SPAN("zip")), .file = &file, .arena = &arena };
	struct error e;
	size_t n = 0;

	arena_init(&arena, 64 << 20);
	if (members_open(&r, formats, &e) == 0) {
		if (otherwise)
			members_data(&r, zip_data_new(&arena, &file));
		n = tell_members(&r, step, told);
	}
	members_close(&r);
	arena_release(&arena);
	return n;
}

/* The same but for a damaged member, of which we may have decoded more. */
static void assert_same(struct span bytes, size_t step)
{
	static struct told theirs[MEMBERS], ours[MEMBERS];
	struct span tight = tight_copy(bytes);
	size_t n;

	for (size_t i = 0; i < MEMBERS; i++) {
		theirs[i].bytes.ceiling = SAMPLE_MAX;
		ours[i].bytes.ceiling = SAMPLE_MAX;
	}
	n = tell_zip(tight, false, step, theirs);
	assert_int_equal(tell_zip(tight, true, step, ours), n);
	for (size_t i = 0; i < n; i++) {
		struct span got = buf_span(&ours[i].bytes);

		assert_string_equal(ours[i].what, theirs[i].what);
		if (ours[i].failed)
			got = span_cut(got, 0, theirs[i].bytes.len);
		assert_span_equal(got, buf_span(&theirs[i].bytes));
	}
	free((void *)tight.ptr);
}

static void make(const char *how, size_t size, struct buf *out)
{
	struct buf text[2];
	struct archive_member members[4] = { { "a.txt", SPAN("a few bytes of text") },
					     { "folder/b.log", SPAN("") }, { "none", SPAN("") },
					     { "c.log", SPAN("") } };

	for (size_t i = 0; i < 2; i++) {
		buf_init(&text[i], SAMPLE_MAX);
		sample_text(size, (uint32_t)i + 3, &text[i]);
	}
	members[1].bytes = buf_span(&text[0]);
	members[3].bytes = buf_span(&text[1]);
	buf_init(out, SAMPLE_MAX);
	archive_make(span_of(how), members, 4, out);
	buf_release(&text[0]);
	buf_release(&text[1]);
}

TEST(members_are_inflated_by_ourselves)
{
	struct seekable file;
	struct arena arena;
	struct buf zip;
	char block[100];

	make("zip", 300, &zip);
	file = seekable_of_span(buf_span(&zip));
	arena_init(&arena, 1 << 20);
	struct zip_data *data = zip_data_new(&arena, &file);

	assert_non_null(data);
	assert_true(zip_data_begin(data, 1, SPAN("a.txt"), 19));
	assert_int_equal(zip_data_read(data, block, sizeof(block)), 19);
	assert_memory_equal(block, "a few bytes of text", 19);
	assert_int_equal(zip_data_read(data, block, sizeof(block)), 0);
	assert_false(zip_data_begin(data, 1, SPAN("a.txt"), 18));
	assert_false(zip_data_begin(data, 2, SPAN("a.txt"), 19));
	assert_false(zip_data_begin(data, 5, SPAN("c.log"), 300));
	arena_release(&arena);
	buf_release(&zip);
}

TEST(members_are_the_same_in_any_steps)
{
	static const size_t sizes[] = { 1, 100, 70000, 500000 }, steps[] = { 1, 7, 997, 5000 };
	static const char *const how[] = { "zip", "stored zip" };

	for (size_t i = 0; i < 4; i++)
		for (size_t k = 0; k < 2; k++) {
			struct buf zip;

			make(how[k], sizes[i], &zip);
			for (size_t s = sizes[i] > 1000 ? 2 : 0; s < 4; s++)
				assert_same(buf_span(&zip), steps[s]);
			buf_release(&zip);
		}
}

TEST(a_zip_that_is_cut_or_changed_anywhere_is_read_the_same)
{
	static const char *const how[] = { "zip", "stored zip" };

	for (size_t k = 0; k < 2; k++) {
		struct buf zip;

		make(how[k], 200, &zip);
		for (size_t i = 0; i < zip.len; i++) {
			static const char changes[] = { 1, 4, 8, 64, (char)0x80, (char)0xff };

			assert_same(span_cut(buf_span(&zip), 0, i), 997);
			for (size_t c = 0; c < sizeof(changes); c++) {
				zip.ptr[i] = (char)(zip.ptr[i] ^ changes[c]);
				assert_same(buf_span(&zip), 61);
				zip.ptr[i] = (char)(zip.ptr[i] ^ changes[c]);
			}
		}
		buf_release(&zip);
	}
}
