/*
 * match_kit.h -- for tests of match/: a set out of a few lines, and what is found in a text.
 * Beside each search the text is noted for another set: what is found must be known by the notes.
 */
#ifndef TESTS_MATCH_KIT_H
#define TESTS_MATCH_KIT_H

#include "base/buf.h"
#include "base/frame.h"
#include "intel/intel.h"
#include "match/engine.h"
#include "match/recall.h"
#include "match/set.h"

struct listed {
	enum kind kind;
	const char *value;	/* canonical */
	uint16_t port;
	uint32_t advisory;
};

#define KIT_SEED 20200716

/* One record of a wire log. */
static inline void kit_add(struct buf *log, const struct listed *listed)
{
	struct intel_record *r = calloc(1, sizeof(*r));
	struct buf record;

	buf_init(&record, 1 << 20);
	r->type = INTEL_INDICATOR;
	r->indicator = (struct indicator){
		.kind = listed->kind, .role = ROLE_INDICATOR, .value = span_of(listed->value),
		.port = listed->port, .advisory = listed->advisory, .confidence = 50,
		.valid_from = TIME_NONE, .valid_until = TIME_NONE,
	};
	intel_encode(&record, r);
	frame_span(log, buf_span(&record));
	buf_release(&record);
	free(r);
}

/* What one value asks of notes. */
static inline struct recall *kit_asks(const struct listed *listed)
{
	struct recall *asks = NULL;
	struct buf log, bytes;
	struct error e;

	buf_init(&log, 64 << 20);
	buf_init(&bytes, 1 << 20);
	kit_add(&log, listed);
	if (set_asks(buf_span(&log), KIT_SEED, 16 << 20, &bytes, &e) < 0 ||
	    recall_open(&asks, buf_span(&bytes), &e) < 0)
		test_fail("asks: %s", e.text);
	buf_release(&log);
	buf_release(&bytes);
	return asks;
}

static inline struct buf kit_image(const struct listed *listed, size_t n)
{
	struct buf log, image;
	struct error e;

	buf_init(&log, 64 << 20);
	buf_init(&image, 256 << 20);
	for (size_t i = 0; i < n; i++)
		kit_add(&log, &listed[i]);
	if (set_compile(buf_span(&log), KIT_SEED, 256 << 20, &image, &e) < 0)
		test_fail("compile: %s", e.text);
	buf_release(&log);
	return image;
}

struct kit {
	struct buf image;
	struct set *set;
	struct engine_state state;
	struct hit *hit;
	size_t count, room;
	size_t url_hosts;	/* HIT_URL_HOST */
	uint64_t shift;		/* added to offsets: where the block stands */
	/* Another set, which only notes; and what was noted. */
	struct buf blank_image;
	struct set *blank;
	struct engine_state notes;
	struct recorder *recorder;
	struct buf segment;
	bool many;		/* more than one segment: not looked at */
	size_t recalled;	/* hits that the notes were asked for */
};

static inline int kit_take(void *context, const struct hit *hit)
{
	struct kit *k = context;

	if (hit->indicator == HIT_URL_HOST) {
		k->url_hosts++;
		return 0;
	}
	if (k->count == k->room) {
		k->room = k->room ? 2 * k->room : 64;
		k->hit = realloc(k->hit, k->room * sizeof(*k->hit));
	}
	k->hit[k->count] = *hit;
	k->hit[k->count++].offset += k->shift;
	return 0;
}

static inline int kit_ignore(void *context, const struct hit *hit)
{
	(void)context;
	(void)hit;
	return 0;
}

static inline int kit_segment(void *context, struct span segment, struct error *e)
{
	struct kit *k = context;

	(void)e;
	k->many = k->segment.len > 0;
	buf_clear(&k->segment);
	buf_add(&k->segment, segment);
	return 0;
}

static inline void kit_note_open(struct kit *k)
{
	static const struct listed blank[] = { { KIND_DOMAIN, "nobody-asks.example" } };
	struct error e;

	k->blank_image = kit_image(blank, 1);
	buf_init(&k->segment, 64 << 20);
	k->recorder = recorder_new(KIT_SEED, kit_segment, k);
	if (set_open(&k->blank, buf_span(&k->blank_image), &e) < 0)
		test_fail("open: %s", e.text);
	k->notes = (struct engine_state){ .set = k->blank, .hit = kit_ignore,
					  .recorder = k->recorder };
	if (engine_at(0)->open(&k->notes, &e) < 0)
		test_fail("engine: %s", e.text);
}

/* Each value that was found is one that the notes may hold. */
static inline void kit_check_notes(struct kit *k)
{
	struct error e;
	int complete = recorder_end(k->recorder, &e);

	for (size_t i = 0; complete > 0 && !k->many && i < k->count && i < 50; i++) {
		struct set_indicator sign;
		struct listed listed = { KIND_NONE };
		struct recall *asks;
		char value[4096];

		if (!set_indicator(k->set, k->hit[i].indicator, &sign) || sign.kind == KIND_YARA)
			continue;
		snprintf(value, sizeof(value), "%.*s", SPAN_ARG(sign.value));
		listed = (struct listed){ sign.kind, value, sign.port, 0 };
		asks = kit_asks(&listed);
		k->recalled++;
		if (!recall_why(asks) && !recall_may_hold(asks, buf_span(&k->segment)))
			test_fail("%s was found, and is not in the notes", value);
		recall_close(asks);
	}
}

static inline void kit_open(struct kit *k, const struct listed *listed, size_t n)
{
	struct error e;

	*k = (struct kit){ .image = kit_image(listed, n) };
	if (set_open(&k->set, buf_span(&k->image), &e) < 0)
		test_fail("open: %s", e.text);
	k->state = (struct engine_state){ .set = k->set, .hit = kit_take, .context = k };
	if (engine_at(0)->open(&k->state, &e) < 0)
		test_fail("engine: %s", e.text);
	kit_note_open(k);
}

static inline void kit_close(struct kit *k)
{
	engine_at(0)->close(&k->notes);
	recorder_free(k->recorder);
	set_close(k->blank);
	buf_release(&k->blank_image);
	buf_release(&k->segment);
	engine_at(0)->close(&k->state);
	set_close(k->set);
	buf_release(&k->image);
	free(k->hit);
}

/* All hits of one block, in k->hit. The block ends where memory ends. */
static inline void kit_text(struct kit *k, struct span text, bool binary)
{
	struct span tight = tight_copy(text);
	struct text_block block = { .bytes = tight, .binary = binary };
	struct error e;

	k->count = 0;
	engine_at(0)->begin_item(&k->state, &e);
	if (engine_at(0)->text(&k->state, &block, &e) != 0)
		test_fail("text: %s", e.text);
	if (k->recorder) {
		buf_clear(&k->segment);
		recorder_begin(k->recorder);
		engine_at(0)->begin_item(&k->notes, &e);
		if (engine_at(0)->text(&k->notes, &block, &e) != 0)
			test_fail("text: %s", e.text);
		kit_check_notes(k);
	}
	free((char *)(uintptr_t)tight.ptr);
}

static inline void kit_field(struct kit *k, enum field_kind kind, enum kind exact, struct span text)
{
	struct span tight = tight_copy(text);
	struct typed_field field = { .kind = kind, .exact = exact, .text = tight };
	struct error e;

	k->count = 0;
	if (engine_at(0)->field(&k->state, &field, &e) != 0)
		test_fail("field: %s", e.text);
	buf_clear(&k->segment);
	recorder_begin(k->recorder);
	if (engine_at(0)->field(&k->notes, &field, &e) != 0)
		test_fail("field: %s", e.text);
	kit_check_notes(k);
	free((char *)(uintptr_t)tight.ptr);
}

static inline struct span kit_value(const struct kit *k, uint32_t indicator)
{
	struct set_indicator i;

	return set_indicator(k->set, indicator, &i) ? i.value : SPAN("?");
}

#endif
