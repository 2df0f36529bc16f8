/* test_casebook.c -- what a case gives back is what was put there, for the very same question. */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/hash.h"
#include "finding/casebook.h"
#include "test.h"

static char folder[] = "/tmp/test_casebook_XXXXXX";
static char path[128];

static struct casebook *open_case(void)
{
	struct casebook *c;
	struct error e;

	if (!path[0]) {
		assert_non_null(mkdtemp(folder));
		snprintf(path, sizeof(path), "%s/deep/case", folder);
	}
	if (casebook_open(&c, path, DATABASE_WRITE, &e) < 0)
		test_fail("%s", e.text);
	return c;
}

static struct casebook *fresh_case(void)
{
	struct casebook *c = open_case();
	struct error e;

	assert_int_equal(casebook_clear(c, &e), 0);
	casebook_ask(c, SPAN("question"));
	return c;
}

static struct stamp stamp(void)
{
	return (struct stamp){ .path = SPAN("a/b.log"), .device = 1, .inode = UINT64_MAX, .size = 3,
			       .mtime = -4, .ctime = 5, .how = SPAN("utc") };
}

TEST(a_result_answers_for_the_same_file_and_question_only)
{
	struct casebook *c = fresh_case();
	struct stamp s = stamp(), other[7];
	struct span answers, end;
	struct error e;

	assert_int_equal(casebook_keep(c, &s, SPAN("answers"), SPAN("end"), &e), 0);
	assert_int_equal(casebook_find(c, &s, &answers, &end, &e), 1);
	assert_true(span_equal(answers, SPAN("answers")) && span_equal(end, SPAN("end")));
	for (int i = 0; i < 7; i++)
		other[i] = s;
	other[0].path = SPAN("a/c.log");
	other[1].device = 2;
	other[2].inode = 1;
	other[3].size = 4;
	other[4].mtime = 4;
	other[5].ctime = 6;
	other[6].how = SPAN("cet");
	for (int i = 0; i < 7; i++)
		assert_int_equal(casebook_find(c, &other[i], &answers, &end, &e), 0);
	casebook_ask(c, SPAN("another"));
	assert_int_equal(casebook_find(c, &s, &answers, &end, &e), 0);
	casebook_close(c);
}

TEST(the_last_manifest_stays_until_the_next_is_whole)
{
	struct casebook *c = fresh_case();
	struct met m = { .number = 1, .path = SPAN("x"), .root = SPAN("x"), .size = 1,
			 .sha256 = SPAN("00"), .apart = true, .answers = SPAN("a") };
	char first[65], second[65];
	struct error e;

	assert_int_equal(casebook_met_begin(c, &e), 0);
	assert_int_equal(casebook_met_add(c, &m, &e), 0);
	assert_int_equal(casebook_met_end(c, &e), 0);
	assert_int_equal(casebook_met_digest(c, first, &e), 0);
	/* One that is begun and never ended. */
	assert_int_equal(casebook_met_begin(c, &e), 0);
	m.size = 2;
	assert_int_equal(casebook_met_add(c, &m, &e), 0);
	assert_int_equal(casebook_met_digest(c, second, &e), 0);
	assert_string_not_equal(first, second);
	casebook_close(c);
	c = open_case();
	assert_int_equal(casebook_met_digest(c, second, &e), 0);
	assert_string_equal(first, second);
	casebook_close(c);
}

TEST(only_one_works_on_a_case)
{
	struct casebook *c = fresh_case(), *second;
	struct error e;

	assert_int_equal(casebook_open(&second, path, DATABASE_WRITE, &e), -1);
	assert_int_equal(e.code, ERR_LIMIT);
	assert_int_equal(casebook_open(&second, path, DATABASE_READ, &e), 0);
	casebook_close(second);
	casebook_close(c);
}

TEST(a_finding_is_new_until_the_next_answer_knows_it)
{
	struct casebook *c = fresh_case();
	uint64_t no_longer;
	struct error e;
	bool is_new;

	for (int answer = 0; answer < 2; answer++) {
		assert_int_equal(casebook_answer_begin(c, false, &e), 0);
		assert_int_equal(casebook_is_new(c, SPAN("u1"), 5, &is_new, &e), 0);
		assert_int_equal(is_new, answer == 0);
		assert_int_equal(casebook_answer_end(c, &no_longer, &e), 0);
		assert_int_equal(no_longer, 0);
	}
	/* More records than before are news; what is missing is counted. */
	assert_int_equal(casebook_answer_begin(c, false, &e), 0);
	assert_int_equal(casebook_is_new(c, SPAN("u1"), 6, &is_new, &e), 0);
	assert_true(is_new);
	assert_int_equal(casebook_answer_end(c, &no_longer, &e), 0);
	/* Given once more it says the same. */
	assert_int_equal(casebook_answer_begin(c, true, &e), 0);
	assert_int_equal(casebook_is_new(c, SPAN("u1"), 6, &is_new, &e), 0);
	assert_true(is_new);
	assert_int_equal(casebook_answer_begin(c, false, &e), 0);
	assert_int_equal(casebook_answer_end(c, &no_longer, &e), 0);
	assert_int_equal(no_longer, 1);
	casebook_close(c);
}

static void break_byte(const char *file, off_t at, char *kept)
{
	int fd = open(file, O_RDWR);
	char byte;

	assert_true(fd >= 0 && pread(fd, kept, 1, at) == 1);
	byte = (char)~*kept;
	assert_int_equal(pwrite(fd, &byte, 1, at), 1);
	close(fd);
}

TEST(a_case_with_a_broken_byte_is_refused_or_read_never_worse)
{
	struct casebook *c = fresh_case();
	struct stamp s = stamp();
	struct span answers, end;
	char file[160];
	struct error e;
	off_t size;
	int fd;

	assert_int_equal(casebook_keep(c, &s, SPAN("answers"), SPAN("end"), &e), 0);
	casebook_close(c);
	snprintf(file, sizeof(file), "%s/case.db", path);
	fd = open(file, O_RDONLY);
	size = lseek(fd, 0, SEEK_END);
	close(fd);
	for (off_t at = 0; at < size; at += 97) {
		char kept;

		break_byte(file, at, &kept);
		if (casebook_open(&c, path, DATABASE_READ, &e) == 0) {
			casebook_ask(c, SPAN("question"));
			casebook_find(c, &s, &answers, &end, &e);
			casebook_close(c);
		}
		fd = open(file, O_WRONLY);
		assert_int_equal(pwrite(fd, &kept, 1, at), 1);
		close(fd);
	}
	c = open_case();
	casebook_ask(c, SPAN("question"));
	assert_int_equal(casebook_find(c, &s, &answers, &end, &e), 1);
	casebook_close(c);
	unlink(file);
	rmdir(path);
	*strrchr(path, '/') = '\0';
	rmdir(path);
	rmdir(folder);
}
