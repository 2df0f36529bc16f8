/* test_channel.c -- messages between two ends of a socket, alone and in packs. */
#include "test.h"

#include <sys/socket.h>

#include "base/channel.h"

struct ends {
	struct channel to, from;
};

static void ends_open(struct ends *ends)
{
	struct error e;
	int fds[2];

	assert_int_equal(channel_pair(fds, &e), 0);
	channel_init(&ends->to, fds[0]);
	channel_init(&ends->from, fds[1]);
}

static void ends_close(struct ends *ends)
{
	channel_close(&ends->to);
	channel_close(&ends->from);
}

/* The next message is `type` with `length` bytes of that value. */
static void expect(struct ends *ends, uint32_t type, size_t length)
{
	struct message m;
	struct error e;

	assert_int_equal(channel_receive(&ends->from, false, &m, &e), 1);
	assert_int_equal(m.type, type);
	assert_int_equal(m.body.len, length);
	for (size_t i = 0; i < length; i++)
		assert_int_equal((unsigned char)m.body.ptr[i], (unsigned char)type);
	assert_int_equal(m.fd, -1);
}

static void expect_nothing(struct ends *ends)
{
	struct message m;
	struct error e;

	assert_false(channel_has_more(&ends->from));
	assert_int_equal(channel_receive(&ends->from, false, &m, &e), 2);
}

static void say(struct ends *ends, uint32_t type, size_t length)
{
	static char body[60000];
	struct error e;

	memset(body, (int)type, length);
	assert_int_equal(channel_send(&ends->to, type, span_make(body, length), -1, &e), 0);
}

TEST(held_messages_come_one_by_one_when_they_are_sent)
{
	struct ends ends;
	struct error e;

	ends_open(&ends);
	assert_true(channel_hold(&ends.to));
	assert_false(channel_hold(&ends.to));
	say(&ends, 5, 0);
	say(&ends, 6, 1);
	say(&ends, 7, 4096);
	expect_nothing(&ends);
	assert_int_equal(channel_flush(&ends.to, &e), 0);
	expect(&ends, 5, 0);
	assert_true(channel_has_more(&ends.from));
	expect(&ends, 6, 1);
	expect(&ends, 7, 4096);
	expect_nothing(&ends);
	assert_int_equal(channel_flush(&ends.to, &e), 0);
	expect_nothing(&ends);
	say(&ends, 8, 3);
	expect(&ends, 8, 3);
	ends_close(&ends);
}

TEST(the_order_of_messages_is_that_in_which_they_were_said_whatever_their_length)
{
	static const size_t lengths[] = { 10, 4096, 4097, 0, 60000, 7, 4096, 4095, 1 };
	struct ends ends;
	struct error e;

	ends_open(&ends);
	for (unsigned round = 0; round < 20; round++) {
		channel_hold(&ends.to);
		for (unsigned i = 0; i < sizeof(lengths) / sizeof(*lengths); i++)
			say(&ends, i + 1, lengths[(i + round) % 9]);
		assert_int_equal(channel_flush(&ends.to, &e), 0);
		for (unsigned i = 0; i < sizeof(lengths) / sizeof(*lengths); i++)
			expect(&ends, i + 1, lengths[(i + round) % 9]);
	}
	expect_nothing(&ends);
	ends_close(&ends);
}

TEST(many_held_messages_do_not_wait_for_the_end)
{
	struct ends ends;
	struct error e;

	ends_open(&ends);
	channel_hold(&ends.to);
	for (unsigned i = 0; i < 30; i++)
		say(&ends, 9, 4000);
	for (unsigned i = 0; i < 28; i++)
		expect(&ends, 9, 4000);
	expect_nothing(&ends);
	assert_int_equal(channel_flush(&ends.to, &e), 0);
	for (unsigned i = 0; i < 2; i++)
		expect(&ends, 9, 4000);
	ends_close(&ends);
}

TEST(whoever_waits_for_an_answer_has_said_all)
{
	struct ends ends;
	struct error e;
	struct message m;

	ends_open(&ends);
	channel_hold(&ends.to);
	say(&ends, 3, 12);
	assert_int_equal(channel_send(&ends.from, 4, SPAN("yes"), -1, &e), 0);
	assert_int_equal(channel_receive(&ends.to, true, &m, &e), 1);
	expect(&ends, 3, 12);
	ends_close(&ends);
}

TEST(a_pack_that_is_cut_short_or_holds_another_is_refused)
{
	enum { pack = -1 };
	static const uint32_t words[6] = { pack, 0, 1, 8, 0, 0 };
	static const uint32_t wrong[][4] = {
		{ pack, 0, pack, 0 }, { pack, 0, 1, 1 }, { pack, 1, 1, 0 },
	};
	struct message m;
	struct error e;

	for (size_t length = 8; length <= sizeof(words); length++) {
		struct ends ends;

		ends_open(&ends);
		assert_int_equal(send(ends.to.fd, words, length, 0), (ssize_t)length);
		assert_int_equal(channel_receive(&ends.from, false, &m, &e),
				 length == sizeof(words) ? 1 : -1);
		ends_close(&ends);
	}
	for (unsigned bad = 0; bad < 3; bad++) {
		struct ends ends;

		ends_open(&ends);
		assert_int_equal(send(ends.to.fd, wrong[bad], 16, 0), 16);
		assert_int_equal(channel_receive(&ends.from, false, &m, &e), -1);
		ends_close(&ends);
	}
}
