/*
 * scan.c -- a view from its first chunk to its last: plain values first, then
 * what veils uncover.
 */
#include "match/scan.h"

#include <stdlib.h>

#include "match/kernel.h"
#include "match/phase.h"
#include "match/veil.h"

static veil_fn *const veils[] = {
	veil_percent, veil_escape, veil_defang, veil_idna, veil_labels, veil_utf16, veil_base64,
};

int scan_open(struct scan *s, const struct set *set, struct error *e)
{
	memset(s, 0, sizeof(*s));
	s->set = set;
	s->kernel = kernel_best();
	s->wanted = ~UINT64_C(0);
	buf_init(&s->canonical, 4 * sizeof(s->url));
	buf_init(&s->refanged, SCRATCH_MAX);
	s->lane[0] = lane_new();
	return s->lane[0] ? 0 : fail(e, ERR_MEMORY, "set: no memory for a scanner");
}

void scan_close(struct scan *s)
{
	for (unsigned i = 0; i < VIEW_DEPTH; i++) {
		lane_free(s->lane[i]);
		free(s->draft[i].text);
		free(s->draft[i].map);
	}
	hits_release(&s->hits);
	buf_release(&s->canonical);
	buf_release(&s->refanged);
}

void scan_view(struct scan *s, const struct view *v)
{
	struct lane *l = s->lane[v->depth];

	if (!l)
		l = s->lane[v->depth] = lane_new();
	if (!l) {
		s->cut++;
		return;
	}
	lane_begin(l, s->kernel);
	s->zeros &= v->depth > 0;
	for (size_t base = 0; lane_fill(l, v->text, base); base += CHUNK_BYTES) {
		s->zeros |= v->depth == 0 && lane_has(l, 1u << BIT_ZERO);
		phase_numbers(s, v, l);
		phase_names(s, v, l);
		phase_groups(s, v, l);
		phase_hex(s, v, l);
		phase_words(s, v, l);
		for (size_t i = 0; i < sizeof(veils) / sizeof(*veils); i++)
			veils[i](s, v, l);
	}
}

/* Where start..end of a view stands in the view below. */
static struct stretch below_place(const struct view *v, size_t start, size_t end)
{
	size_t from = v->base + v->map[start], to = v->base + v->map[end];

	if (v->tail && end > start)
		to = v->base + v->map[end - 1] + v->tail;
	if (to > v->below->text.len)
		to = v->below->text.len;
	return (struct stretch){ from < to ? from : to, to };
}

struct stretch view_place(const struct view *v, size_t start, size_t end)
{
	struct stretch place = { start, end };

	for (; v->below; v = v->below)
		place = below_place(v, place.from, place.to);
	return place;
}

/* The bytes below are the very same: nothing is veiled here. */
static bool stands_plainly(const struct view *v, struct stretch here, struct stretch below)
{
	return below.to - below.from == here.to - here.from &&
	       memcmp(v->below->text.ptr + below.from, v->text.ptr + here.from,
		      here.to - here.from) == 0;
}

static bool is_wanted(const struct scan *s, uint32_t indicator)
{
	const struct image_record *r = set_record(s->set, indicator);

	return r && r->kind < 64 && s->wanted >> r->kind & 1;
}

void scan_add(struct scan *s, const struct view *v, size_t start, size_t end, uint32_t indicator,
	      unsigned port, unsigned veil)
{
	struct stretch place = { start, end };

	if (indicator != HIT_URL_HOST && !is_wanted(s, indicator))
		return;
	for (; v->below; v = v->below) {
		struct stretch below = below_place(v, place.from, place.to);

		if (!stands_plainly(v, place, below))
			veil |= v->veil;
		place = below;
	}
	hits_add(&s->hits, &(struct hit){
		.indicator = indicator, .offset = place.from,
		.length = (uint32_t)(place.to - place.from), .veil = (uint16_t)veil,
		.port = (uint16_t)port,
	});
}
