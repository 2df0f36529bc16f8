/* test_mail.c -- mailboxes in pieces, and transfer encodings in any pieces. */
#include "test.h"

#include "format/mime.h"
#include "samples.h"

extern const struct format format_mbox;

/* ---- pieces of a mailbox */

static void random_mailbox(uint32_t *seed, struct buf *out)
{
	static const char *const lines[] = {
		"From a@b.test Thu Jan  1 10:00:00 2020\n", "From a Thu Jan  1 10:00:00 2020\r\n",
		"From nobody in particular\n", ">From c@d.test Fri Jan  2 10:00:00 2020\n",
		"Subject: From x 10:00 2020\n", "Message-ID: <1@a.test>\n", "\n", "\r\n", "text\n",
		"no break", "F", "From ",
	};

	buf_clear(out);
	buf_text(out, "From a@b.test Thu Jan  1 10:00:00 2020\nSubject: first\n\n");
	while (out->len < 600)
		buf_text(out, lines[sample_random(seed) % (sizeof(lines) / sizeof(lines[0]))]);
}

/* "offset name bytes" of each message that begins in begin..end. */
static void list_messages(struct span all, uint64_t begin, uint64_t end, struct buf *out)
{
	struct arena arena;
	struct reader r = { .format = &format_mbox, .arena = &arena, .begin = begin, .end = end };
	struct part part;
	struct error e;
	char block[37];
	int64_t got;

	arena_init(&arena, 4u << 20);
	r.stream = stream_of_span(&arena, span_skip(all, begin ? (size_t)begin - 1 : 0));
	assert_int_equal(format_mbox.open(&r, &e), 0);
	while (format_mbox.next(&r, &part, &e) == 1) {
		buf_printf(out, "%llu %.*s ", (unsigned long long)part.offset, SPAN_ARG(part.name));
		while ((got = stream_read(part.stream, block, sizeof(block), &e)) > 0)
			buf_add(out, span_make(block, (size_t)got));
		buf_byte(out, '\0');
	}
	arena_release(&arena);
}

TEST(pieces_of_a_mailbox_give_the_messages_of_the_whole_wherever_it_is_cut)
{
	struct buf mailbox, whole, pieces;
	uint32_t seed = 5;

	buf_init(&mailbox, 1u << 20);
	buf_init(&whole, 1u << 20);
	buf_init(&pieces, 1u << 20);
	for (int round = 0; round < 20; round++) {
		struct span all;

		random_mailbox(&seed, &mailbox);
		all = tight_copy(buf_span(&mailbox));
		buf_clear(&whole);
		list_messages(all, 0, 0, &whole);
		for (size_t cut = 1; cut < all.len; cut++) {
			size_t second = cut + sample_random(&seed) % (all.len - cut) + 1;

			buf_clear(&pieces);
			list_messages(all, 0, cut, &pieces);
			list_messages(all, cut, second, &pieces);
			list_messages(all, second, all.len + 1, &pieces);
			assert_span_equal(buf_span(&pieces), buf_span(&whole));
		}
		free((void *)(uintptr_t)all.ptr);
	}
	buf_release(&mailbox);
	buf_release(&whole);
	buf_release(&pieces);
}

/* ---- transfer encodings */

/* A byte at a time into room for one byte: the slowest way there is. */
static void decode_in(enum mime_encoding encoding, struct span in, size_t most, uint32_t *seed,
		      struct buf *out)
{
	struct mime_decoder d;
	char room[600];
	size_t n;

	buf_clear(out);
	mime_decoder_init(&d, encoding);
	while (in.len) {
		size_t piece = most == 1 ? 1 : sample_random(seed) % most + 1;
		struct span now = tight_copy(span_cut(in, 0, piece)), left = now;

		in = span_skip(in, now.len);
		do {
			size_t max = most == 1 ? 1 : sample_random(seed) % most + 1;

			n = mime_decode(&d, &left, room, max);
			buf_add(out, span_make(room, n));
		} while (n || left.len);
		free((void *)(uintptr_t)now.ptr);
	}
	while ((n = mime_decode_end(&d, room, most == 1 ? 1 : sizeof(room))) > 0)
		buf_add(out, span_make(room, n));
}

static void random_encoded(uint32_t *seed, const char *letters, struct buf *out)
{
	size_t kinds = strlen(letters), length = sample_random(seed) % 700;
	unsigned strange = sample_random(seed) % 4 ? 0 : 20;

	buf_clear(out);
	for (size_t i = 0; i < length; i++)
		if (i % 77 == 76 && sample_random(seed) % 8)
			buf_text(out, sample_random(seed) % 2 ? "\r\n" : "\n");
		else if (sample_random(seed) % 100 < strange)
			buf_byte(out, (char)sample_random(seed));
		else
			buf_byte(out, letters[sample_random(seed) % kinds]);
}

static void assert_decodes_in_any_pieces(enum mime_encoding encoding, const char *letters)
{
	struct buf in, slow, fast;
	uint32_t seed = 23;

	buf_init(&in, 4096);
	buf_init(&slow, 8192);
	buf_init(&fast, 8192);
	for (int round = 0; round < 600; round++) {
		random_encoded(&seed, letters, &in);
		decode_in(encoding, buf_span(&in), 1, &seed, &slow);
		for (size_t most = 2; most <= 512; most *= 4) {
			decode_in(encoding, buf_span(&in), most, &seed, &fast);
			assert_span_equal(buf_span(&fast), buf_span(&slow));
		}
	}
	buf_release(&in);
	buf_release(&slow);
	buf_release(&fast);
}

TEST(base64_is_the_same_in_any_pieces)
{
	assert_decodes_in_any_pieces(MIME_BASE64, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuv"
				     "wxyz0123456789+/ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijkl"
				     "mnopqrstuvwxyz0123456789+/=");
	assert_decodes_in_any_pieces(MIME_BASE64, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuv"
				     "wxyz0123456789+/");
}

TEST(quoted_printable_is_the_same_in_any_pieces)
{
	assert_decodes_in_any_pieces(MIME_QUOTED, "abc =3DC9=0=\r\n=\n=E4");
}
