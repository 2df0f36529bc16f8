/*
 * words.c -- literals in text: each word's first bytes are asked in a small
 * map, what passes by its key, and only then literals are compared.
 */
#include "match/kernel.h"
#include "match/literal.h"
#include "match/lookup.h"
#include "match/phase.h"
#include "match/shape.h"

#define WORD_MAX 4096

static void try_literal(struct scan *s, const struct view *v, uint32_t index, size_t at)
{
	const struct image_literal *literal = set_literal(s->set, index);
	struct literal_place place;

	if (!literal || (literal->flags & LITERAL_TYPED && !s->typed) ||
	    !literal_at(s->set, literal, v->text, at, &place))
		return;
	scan_add(s, v, place.start, place.end, literal->indicator, 0,
		 place.escaped ? VEIL_ESCAPED : 0);
}

/* The first 8 bytes of the word at `at`, folded, as literal_word_head makes them. */
static uint64_t head_at(struct span text, size_t at)
{
	uint64_t head = 0;

	for (unsigned i = 0; i < 8 && at + i < text.len; i++) {
		unsigned char c = (unsigned char)text.ptr[at + i];

		if (!literal_word_byte[c])
			break;
		head |= (uint64_t)(c | 0x20) << (8 * i);
	}
	return head;
}

static bool is_anchor(const struct scan *s, struct span text, size_t at)
{
	uint32_t bit = literal_word_bit(&s->set->keys, head_at(text, at), s->set->word_bits);

	return s->set->words[bit / 64] >> bit % 64 & 1;
}

static void try_word(struct scan *s, const struct view *v, size_t at)
{
	struct span word;
	struct probe p;
	struct list list;
	size_t end = at;

	if (!literal_word(span_cut(v->text, 0, at + WORD_MAX), &end, &word))
		return;
	p = table_probe_text(s->set, KEY_WORD, word);
	while (table_next(&p, &list))
		for (uint32_t i = 0; i < list.count; i++)
			try_literal(s, v, list.item[i], at);
}

static void try_bare(struct scan *s, const struct view *v, uint32_t index, size_t base)
{
	const struct image_literal *literal = set_literal(s->set, index);
	struct span listed = literal ? set_string(s->set, literal->text, literal->text_len)
				     : SPAN("");
	/* A literal may begin in this chunk and end behind it. */
	struct span window = span_cut(v->text, base, CHUNK_BYTES + listed.len - 1);
	size_t at = 0, step;

	if (listed.len == 0 || !(literal->flags & LITERAL_BARE))
		return;
	while ((step = span_find_nocase(span_skip(window, at), listed)) != SPAN_NONE) {
		try_literal(s, v, index, base + at + step);
		at += step + 1;
	}
}

/* Literals without a word stand behind the empty word: rare, and searched one by one. */
static void try_all_bare(struct scan *s, const struct view *v, size_t base)
{
	struct probe p = table_probe_text(s->set, KEY_WORD, SPAN(""));
	struct list list;

	while (table_next(&p, &list))
		for (uint32_t i = 0; i < list.count; i++)
			try_bare(s, v, list.item[i], base);
}

void phase_words(struct scan *s, const struct view *v, struct lane *l)
{
	size_t n;

	if (s->set->word_bits == 0)
		return;
	n = l->kernel->words(l);
	for (size_t i = 0; i < n; i++) {
		size_t at = l->base + l->end[i];

		if (is_anchor(s, v->text, at))
			try_word(s, v, at);
		if (at > 0 && v->text.ptr[at - 1] == '\\' && is_anchor(s, v->text, at + 1) &&
		    shape_is_escape(v->text, at - 1))
			try_word(s, v, at + 1);
	}
	try_all_bare(s, v, l->base);
}
