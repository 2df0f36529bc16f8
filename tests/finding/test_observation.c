/* test_observation.c -- what workers tell, on the wire and put together. */
#include "test.h"

#include "finding/finding.h"
#include "finding/tally.h"

static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

static struct span some_text(uint32_t *seed)
{
	static const char text[] = "abcdefghijklmnopqrstuvwxyz0123456789";

	return span_make(text, next_random(seed) % sizeof(text));
}

static void some_observation(struct observation *o, uint32_t *seed)
{
	memset(o, 0, sizeof(*o));
	o->indicator = (struct value_ref){ KIND_DOMAIN, some_text(seed) };
	o->engine = SPAN("set");
	o->count = 1;
	o->time_raw = some_text(seed);
	o->sensor = some_text(seed);
	o->computer = some_text(seed);
	o->user = some_text(seed);
	o->mailbox = some_text(seed);
	o->process = some_text(seed);
	o->via = some_text(seed);
	o->field = some_text(seed);
	o->listed = SPAN("\1\0\0\0\2\0\0\0");
	o->has_src = next_random(seed) % 2;
	o->has_dst = next_random(seed) % 2;
	memset(o->src.bytes, 7, sizeof(o->src.bytes));
	memset(o->dst.bytes, 9, sizeof(o->dst.bytes));
	o->leaf = next_random(seed) % 2;
	o->alsos = next_random(seed) % (OBSERVATION_ALSO + 1);
	for (uint32_t i = 0; i < o->alsos; i++)
		o->also[i] = (struct value_ref){ KIND_URL, some_text(seed) };
	o->spots = next_random(seed) % (OBSERVATION_PLACES + 1);
	for (uint32_t i = 0; i < o->spots; i++)
		o->spot[i] = (struct spot){ .offset = i, .length = 3, .line = next_random(seed),
					    .matched = some_text(seed), .context = some_text(seed),
					    .message = some_text(seed), .string = some_text(seed) };
}

TEST(lines_are_set_in_the_bytes_as_if_it_were_encoded_anew)
{
	uint32_t seed = 4;
	struct buf wire, anew;

	buf_init(&wire, 1 << 20);
	buf_init(&anew, 1 << 20);
	for (int round = 0; round < 500; round++) {
		struct observation o;

		some_observation(&o, &seed);
		buf_clear(&wire);
		observation_encode(&wire, &o);
		for (uint32_t i = 0; i < o.spots; i++)
			o.spot[i].line += UINT64_C(0x123456789a);
		observation_set_lines(&o, wire.ptr + wire.len);
		buf_clear(&anew);
		observation_encode(&anew, &o);
		assert_span_equal(buf_span(&wire), buf_span(&anew));
	}
	buf_release(&wire);
	buf_release(&anew);
}

static void all_of_an_observation(struct observation *o, uint32_t *seed)
{
	some_observation(o, seed);
	o->indicator.kind = next_random(seed) % KIND_COUNT;
	o->listed_port = (uint16_t)next_random(seed);
	o->confidence = (uint8_t)next_random(seed);
	o->valid_from = (int64_t)next_random(seed) << 20;
	o->valid_until = -(int64_t)next_random(seed);
	o->listed = span_make("abcdefghijkl", next_random(seed) % 4 * 4);
	o->alsos = next_random(seed) % (OBSERVATION_ALSO + 1);
	for (uint32_t i = 0; i < o->alsos; i++)
		o->also[i] = (struct value_ref){ next_random(seed) % KIND_COUNT, some_text(seed) };
	o->ground = next_random(seed) % GROUND_COUNT;
	o->meaning = next_random(seed) % MEANING_COUNT;
	o->class = next_random(seed) % EVENT_CLASSES;
	o->veil = (uint16_t)next_random(seed);
	o->field = some_text(seed);
	o->count = next_random(seed);
	o->first = next_random(seed);
	o->last = next_random(seed) % 2 ? TIME_NONE : 5;
	o->zone = next_random(seed) % (TIME_ASSUMED + 1);
	o->has_src = next_random(seed) % 2;
	o->has_dst = next_random(seed) % 2;
	for (size_t i = 0; i < 16; i++) {
		o->src.bytes[i] = (uint8_t)next_random(seed);
		o->dst.bytes[i] = (uint8_t)next_random(seed);
	}
	o->src_port = (uint16_t)next_random(seed);
	o->dst_port = (uint16_t)next_random(seed);
	o->src_local = (int8_t)(next_random(seed) % 3) - 1;
	o->dst_local = (int8_t)(next_random(seed) % 3) - 1;
	o->outcome = next_random(seed) % OUTCOME_COUNT;
	o->has_bytes = next_random(seed) % 2;
	o->bytes_out = (uint64_t)next_random(seed) << 30;
	o->bytes_in = next_random(seed);
	o->computer = some_text(seed);
	o->user = some_text(seed);
	o->mailbox = some_text(seed);
	o->process = some_text(seed);
	o->via = some_text(seed);
	o->clicked = next_random(seed) % 2;
	o->agent_mark = next_random(seed) % 2;
	o->either_way = next_random(seed) % 2;
	o->leaf = next_random(seed) % 2;
}

TEST(what_is_read_from_the_wire_is_what_was_written_and_nothing_if_it_is_cut)
{
	uint32_t seed = 6;
	struct buf wire, again;

	buf_init(&wire, 1 << 20);
	buf_init(&again, 1 << 20);
	for (int round = 0; round < 300; round++) {
		struct observation o, read;
		struct cursor c;

		all_of_an_observation(&o, &seed);
		buf_clear(&wire);
		buf_clear(&again);
		observation_encode(&wire, &o);
		c = (struct cursor){ .left = buf_span(&wire) };
		memset(&read, 0xaa, sizeof(read));
		observation_decode(&c, &read);
		assert_false(c.bad);
		assert_int_equal(c.left.len, 0);
		observation_encode(&again, &read);
		assert_span_equal(buf_span(&wire), buf_span(&again));
		for (size_t n = 0; n < wire.len; n++) {
			char *tight = malloc(n + 1);

			memcpy(tight + 1, wire.ptr, n);
			c = (struct cursor){ .left = span_make(tight + 1, n) };
			observation_decode(&c, &read);
			assert_true(c.bad);
			assert_true(read.spots <= OBSERVATION_PLACES);
			free(tight);
		}
	}
	buf_release(&wire);
	buf_release(&again);
}

/* Whatever room there is: all of it is there, and read back, or the buffer is bad. */
TEST(an_observation_is_written_whole_or_not_at_all)
{
	uint32_t seed = 6;

	for (int round = 0; round < 20000; round++) {
		struct observation o, back;
		struct buf whole, tight, key;
		struct cursor c = { 0 };

		some_observation(&o, &seed);
		buf_init(&whole, 1 << 20);
		buf_init(&tight, next_random(&seed) % 2400);
		buf_init(&key, next_random(&seed) % 800);
		observation_encode(&whole, &o);
		observation_encode(&tight, &o);
		observation_key(&key, &o);
		assert_true(tight.len <= tight.room && key.len <= key.room);
		if (!tight.bad)
			assert_span_equal(buf_span(&tight), buf_span(&whole));
		c.left = buf_span(&whole);
		observation_decode(&c, &back);
		assert_true(!c.bad && c.left.len == 0);
		assert_span_equal(back.via, o.via);
		assert_int_equal(back.spots, o.spots);
		if (o.spots)
			assert_span_equal(back.spot[o.spots - 1].context,
					  o.spot[o.spots - 1].context);
		buf_release(&whole);
		buf_release(&tight);
		buf_release(&key);
	}
}

/* A copy in no more memory than it needs is the same on the wire. */
TEST(a_copy_has_all_that_it_says)
{
	uint32_t seed = 5;
	struct buf one, other;

	buf_init(&one, 1 << 20);
	buf_init(&other, 1 << 20);
	for (int round = 0; round < 500; round++) {
		struct observation o, *copy;

		some_observation(&o, &seed);
		copy = malloc(observation_size(&o));
		observation_copy(copy, &o);
		buf_clear(&one);
		buf_clear(&other);
		observation_encode(&one, &o);
		observation_encode(&other, copy);
		assert_span_equal(buf_span(&one), buf_span(&other));
		free(copy);
	}
	buf_release(&one);
	buf_release(&other);
}

struct emitted {
	uint32_t observations;
	uint64_t count;
	uint32_t spots;
	bool in_order;
};

static int take(void *context, const struct observation *o, struct error *e)
{
	struct emitted *all = context;

	(void)e;
	all->observations++;
	all->count += o->count;
	all->spots += o->spots;
	for (uint32_t i = 1; i < o->spots; i++)
		all->in_order &= o->spot[i - 1].offset < o->spot[i].offset;
	for (uint32_t i = 0; i < o->spots; i++)
		all->in_order &= o->spot[i].line == o->spot[i].offset + 1;
	return 0;
}

TEST(like_hits_are_counted_and_the_first_places_kept)
{
	for (uint32_t hits = 1; hits < 30; hits++) {
		struct emitted all = { .in_order = true };
		struct tally *t = tally_new(take, &all);
		struct error e;

		for (uint32_t n = 0; n < hits; n++)
			for (uint32_t of = 0; of < 40; of++) {
				char name[16];
				struct observation o = {
					.count = 1, .first = TIME_NONE, .last = TIME_NONE,
					.spots = 1, .engine = SPAN("set"),
					.spot[0] = { .offset = n * 40 + of, .line = n * 40 + of + 1 },
				};

				snprintf(name, sizeof(name), "host%u.example", of);
				o.indicator = (struct value_ref){ KIND_DOMAIN, span_of(name) };
				assert_int_equal(tally_add(t, &o, n * 40 + of, &e), 0);
			}
		assert_int_equal(tally_flush(t, &e), 0);
		assert_int_equal(all.observations, 40);
		assert_int_equal(all.count, 40 * hits);
		assert_int_equal(all.spots, 40 * (hits < OBSERVATION_PLACES ? hits
									    : OBSERVATION_PLACES));
		assert_true(all.in_order);
		tally_free(t);
	}
}
