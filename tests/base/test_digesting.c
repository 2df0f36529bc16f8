/* test_digesting.c -- a digest worked out beside who makes the bytes. */
#include "test.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/compat.h"
#include "base/digesting.h"

#define SIZE (3u << 20)

static char *some_bytes(void)
{
	char *bytes = malloc(SIZE);

	for (size_t i = 0; i < SIZE; i++)
		bytes[i] = (char)(i * 7 + i / 251);
	return bytes;
}

/*
 * No stack for a thread can be had, so that whoever adds hashes.
 * The first test: a stack is kept for the next thread.
 */
static void run_without_threads(const char *bytes)
{
	struct rlimit little = { 1u << 20, 1u << 20 };
	static char room[SIZE / 2];
	struct digesting *d = NULL;
	struct error e;
	uint8_t raw[DIGEST_MAX];
	char hex[2 * DIGEST_MAX + 1], expected[2 * DIGEST_MAX + 1];

	memcpy(room, bytes, sizeof(room));
	digest_hex(DIGEST_SHA256, span_make(room, sizeof(room)), expected);
	if (digesting_open(&d, DIGEST_SHA256, &e) < 0 || setrlimit(RLIMIT_AS, &little) < 0)
		_exit(2);
	digesting_add(d, span_make(room, sizeof(room)));
	hex_encode(raw, digesting_end(d, raw), hex);
	digesting_close(d);
	_exit(strcmp(hex, expected) != 0);
}

TEST(where_no_thread_can_be_started_the_digest_is_the_same)
{
	int status = 0;
	char *bytes;
	pid_t pid;

	if (COMPAT_SANITIZED)
		return;		/* its runtime needs the memory */
	bytes = some_bytes();
	pid = fork();
	if (pid == 0)
		run_without_threads(bytes);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	free(bytes);
}

/* The first `size` bytes in growing pieces, each from memory that is written to at once. */
static bool is_that_of_the_whole(const char *bytes, size_t size, size_t piece)
{
	char expected[2 * DIGEST_MAX + 1], hex[2 * DIGEST_MAX + 1];
	char *room = malloc(SIZE);
	struct digesting *d = NULL;
	struct error e;
	uint8_t raw[DIGEST_MAX];

	assert_int_equal(digesting_open(&d, DIGEST_SHA256, &e), 0);
	for (size_t at = 0; at < size; at += piece, piece = piece * 3 / 2 + 1) {
		struct span now = span_cut(span_make(bytes, size), at, piece);

		memcpy(room, now.ptr, now.len);
		digesting_add(d, span_make(room, now.len));
		memset(room, 0xAA, now.len);
	}
	hex_encode(raw, digesting_end(d, raw), hex);
	digesting_close(d);
	digest_hex(DIGEST_SHA256, span_make(bytes, size), expected);
	free(room);
	return strcmp(hex, expected) == 0;
}

TEST(a_digest_worked_out_beside_is_that_of_the_whole)
{
	static const size_t sizes[] = { 0, 1, 1000, (128 << 10) - 1, 128 << 10, (128 << 10) + 1,
					256 << 10, (256 << 10) + 1, 1000000, SIZE };
	char *bytes = some_bytes();

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
		for (size_t piece = 1; piece < SIZE; piece = piece * 17 + 3)
			assert_true(is_that_of_the_whole(bytes, sizes[i], piece));
	free(bytes);
}

TEST(it_may_be_closed_while_bytes_wait)
{
	char *bytes = some_bytes();

	for (size_t size = 100000; size < SIZE; size += 500000) {
		struct digesting *d = NULL;
		struct error e;

		assert_int_equal(digesting_open(&d, DIGEST_SHA256, &e), 0);
		digesting_add(d, span_make(bytes, size));
		digesting_close(d);
	}
	digesting_close(NULL);
	free(bytes);
}
