/* test_spool.c -- records that wait in memory, then in a file without a name. */
#include "test.h"

#include <dirent.h>
#include <unistd.h>

#include "base/spool.h"

static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

/* The record that stands at `position`: made of nothing but that. */
static struct span record_of(uint64_t position, char *room, size_t length)
{
	for (size_t i = 0; i < length; i++)
		room[i] = (char)((position + i) * 31 + (position + i) / 257);
	return span_make(room, length);
}

static void fill_and_read_back(size_t memory)
{
	enum { RECORDS = 600 };
	uint64_t at[RECORDS];
	size_t length[RECORDS];
	char *room = malloc(1 << 20);
	uint32_t seed = 77;
	struct spool s;
	struct error e;
	struct buf out;

	spool_init(&s, memory, UINT64_MAX);
	buf_init(&out, 8 << 20);
	for (int i = 0; i < RECORDS; i++) {
		int back = (int)(next_random(&seed) % (unsigned)(i + 1));

		length[i] = next_random(&seed) % (i % 100 == 99 ? 400000 : 3000);
		if (spool_add(&s, record_of(s.size, room, length[i]), &at[i], &e) < 0)
			test_fail("%s", e.text);
		/* While it grows, any record can be read. */
		buf_clear(&out);
		assert_int_equal(spool_read(&s, at[back], length[back], &out, &e), 0);
		assert_span_equal(buf_span(&out), record_of(at[back], room, length[back]));
	}
	for (int i = 0; i < 2000; i++) {		/* any stretch, across every border */
		uint64_t from = (uint64_t)next_random(&seed) * next_random(&seed) % s.size;
		size_t n = next_random(&seed) % 300000;

		if (n > s.size - from)
			n = s.size - from;
		buf_clear(&out);
		assert_int_equal(spool_read(&s, from, n, &out, &e), 0);
		assert_span_equal(buf_span(&out), record_of(from, room, n));
	}
	assert_true(s.memory.len <= memory);
	assert_int_equal(spool_read(&s, s.size, 1, &out, &e), -1);
	assert_int_equal(spool_read(&s, s.size + 1, 0, &out, &e), -1);
	assert_int_equal(spool_read(&s, 0, SIZE_MAX, &out, &e), -1);
	assert_int_equal(e.code, ERR_USAGE);
	spool_release(&s);
	buf_release(&out);
	free(room);
}

TEST(records_come_back_from_memory_and_from_the_file)
{
	fill_and_read_back(0);
	fill_and_read_back(1000);
	fill_and_read_back(100000);
	fill_and_read_back(64 << 20);
}

static void look_while_it_grows(size_t memory)
{
	enum { RECORDS = 300 };
	struct span seen[RECORDS];
	bool stays[RECORDS];
	char *room = malloc(5000), *other = malloc(5000);
	uint32_t seed = 3;
	struct spool s;
	struct error e;
	struct buf read;

	spool_init(&s, memory, UINT64_MAX);
	buf_init(&read, 1 << 20);
	for (int i = 0; i < RECORDS; i++) {
		size_t n = 1 + next_random(&seed) % 4000;
		struct span record = record_of(s.size, room, n);
		uint64_t at;

		assert_int_equal(spool_add(&s, record, &at, &e), 0);
		assert_int_equal(spool_look(&s, at, n, &read, &seen[i], &e), 0);
		assert_span_equal(seen[i], record);
		stays[i] = spool_stays(&s, at, n);
		if (memory == 0)
			assert_false(stays[i]);
	}
	/* What stays is still there, wherever the others went. */
	for (uint64_t i = 0, at = 0; i < RECORDS; at += seen[i++].len)
		if (stays[i])
			assert_span_equal(seen[i], record_of(at, other, seen[i].len));
	assert_int_equal(spool_look(&s, s.size, 1, &read, &seen[0], &e), -1);
	/* Emptied it begins anew, in memory. */
	spool_rewind(&s);
	assert_int_equal(s.size, 0);
	assert_true(s.fd < 0);
	assert_int_equal(spool_look(&s, 0, 1, &read, &seen[0], &e), -1);
	assert_int_equal(spool_add(&s, SPAN("new"), NULL, &e), 0);
	assert_int_equal(spool_look(&s, 0, 3, &read, &seen[0], &e), 0);
	assert_span_equal(seen[0], SPAN("new"));
	spool_release(&s);
	buf_release(&read);
	free(room);
	free(other);
}

TEST(what_lies_in_memory_is_looked_at_where_it_is)
{
	look_while_it_grows(0);
	look_while_it_grows(100000);
	look_while_it_grows(8 << 20);
}

static int files_in(const char *folder)
{
	DIR *dir = opendir(folder);
	int n = 0;

	assert_non_null(dir);
	while (readdir(dir))
		n++;
	closedir(dir);
	return n - 2;
}

TEST(the_file_has_no_name_and_lies_where_the_user_says)
{
	char folder[] = "/tmp/tocsin-test-XXXXXX";
	struct spool s;
	struct error e;

	assert_non_null(mkdtemp(folder));
	setenv("TMPDIR", folder, 1);
	spool_init(&s, 4, UINT64_MAX);
	assert_int_equal(spool_add(&s, SPAN("more than four"), NULL, &e), 0);
	assert_true(s.fd >= 0);
	assert_int_equal(files_in(folder), 0);
	spool_release(&s);

	setenv("TMPDIR", "/nowhere/at/all", 1);
	spool_init(&s, 4, UINT64_MAX);
	assert_int_equal(spool_add(&s, SPAN("four"), NULL, &e), 0);
	assert_int_equal(spool_add(&s, SPAN("more than four"), NULL, &e), -1);
	assert_int_equal(e.code, ERR_IO);
	assert_string_equal(e.text, "cannot make a temporary file: /nowhere/at/all: No such file or directory");
	spool_release(&s);
	unsetenv("TMPDIR");
	rmdir(folder);
}

TEST(the_ceiling_is_a_limit_and_what_was_kept_stays)
{
	struct spool s;
	struct error e;
	struct buf out;
	uint64_t at;

	spool_init(&s, 4, 10);
	buf_init(&out, 100);
	assert_int_equal(spool_add(&s, SPAN("12345678"), &at, &e), 0);
	assert_int_equal(spool_add(&s, SPAN("90a"), NULL, &e), -1);
	assert_int_equal(e.code, ERR_LIMIT);
	assert_int_equal(spool_add(&s, SPAN("90"), NULL, &e), 0);
	assert_int_equal(spool_read(&s, at, 10, &out, &e), 0);
	assert_span_equal(buf_span(&out), SPAN("1234567890"));
	spool_release(&s);
	buf_release(&out);
}
