/* match_kit.h -- for tests of match/: a set out of a few lines, and what is found in a text. */
#ifndef TESTS_MATCH_KIT_H
#define TESTS_MATCH_KIT_H

#include "base/buf.h"
#include "base/frame.h"
#include "intel/intel.h"
#include "match/engine.h"
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

static inline void kit_open(struct kit *k, const struct listed *listed, size_t n)
{
	struct error e;

	*k = (struct kit){ .image = kit_image(listed, n) };
	if (set_open(&k->set, buf_span(&k->image), &e) < 0)
		test_fail("open: %s", e.text);
	k->state = (struct engine_state){ .set = k->set, .hit = kit_take, .context = k };
	if (engine_at(0)->open(&k->state, &e) < 0)
		test_fail("engine: %s", e.text);
}

static inline void kit_close(struct kit *k)
{
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
	free((char *)(uintptr_t)tight.ptr);
}

static inline struct span kit_value(const struct kit *k, uint32_t indicator)
{
	struct set_indicator i;

	return set_indicator(k->set, indicator, &i) ? i.value : SPAN("?");
}

#endif
