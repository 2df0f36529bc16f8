/*
 * yara_atoms.c -- where atoms of YARA's strings stand.
 *
 * The atoms are read off libyara's automaton: a state with matches is one, the
 * bytes on the way to it.  A Bloom filter of three bytes is asked at every second
 * byte: an atom of four has three of its bytes at an even place wherever it begins,
 * of shorter ones the third byte may be any.  What passes is looked up exactly, and
 * what a string says of the next bytes is compared at once.
 *
 * How far libyara looks around an atom: for a plain text its length; for all else
 * YR_RE_SCAN_LIMIT bytes to either side; and a character more for `fullword`.
 * The parts of a string with long gaps (a chain) are told from each other by
 * offsets in one block: they share one part.
 * Not here: atoms of one byte, of which every item is full.
 * Hostile input: the tables are libyara's own compiler's, and checked all the same;
 * where atoms are dense, more and more bytes are left to libyara unseen.
 */
#include <stdlib.h>

/* In front of yara.h, which has macros with plain names. */
#include "match/kernel.h"

#include "match/yara_atoms.h"

#include "match/yara_automaton.h"

#define LEAST	   2u			/* bytes of an atom */
#define LENGTHS	   (YR_MAX_ATOM_LENGTH - LEAST + 1)
#define SEEN_LEAST 12u			/* log2 of the filter's words: 16 KiB stay near */
#define SEEN_MOST  14u			/* of which a quarter of the bits may be set */
#define REACH	   (YR_RE_SCAN_LIMIT + 16)
#define NEAR	   16u			/* around a plain text */
#define APART	   2048u		/* parts nearer than that are one: each has its price */
#define STRETCH	   (64u << 10)		/* is dense or is not */
#define UNSEEN	   (8u << 20)		/* at most, behind a dense one */
#define LOOKS	   16u			/* for that many bytes, one look may pass the filter */
#define LOOKS_FREE 512u
#define AHEAD	   24u			/* bytes of a string that are compared */

struct atom {
	uint32_t bytes;
	uint32_t match;			/* as in libyara's table: 0 is none */
};

struct atom_table {
	struct atom *slot;
	uint32_t count, mask;		/* mask: slots - 1 */
};

struct yara_atoms {
	const YR_AC_MATCH *pool;
	bool chains;			/* there are strings with long gaps */
	size_t reach;			/* of the string that reaches farthest */
	struct atom_filter seen;
	uint32_t (*pass)(const struct atom_filter *f, const char *text);	/* a kernel's */
	struct atom_table of[LENGTHS];	/* by length, the shortest first */
};

struct seeking {
	const struct yara_atoms *a;
	struct span item;
	struct yara_parts *out;
	size_t chain;			/* where a chain's first part begins; SPAN_NONE: none yet */
	size_t looks;			/* left in this stretch */
	size_t most;			/* bytes in parts, beyond which it is dense */
	bool dense, failed;
};

/* ---- building */

static void see(struct yara_atoms *a, uint32_t three)
{
	atom_filter_add(&a->seen, three & 0xffffff);
}

/* At an even place, and at an odd one. */
static void see_atom(struct yara_atoms *a, uint32_t bytes, unsigned length)
{
	if (length >= 3)
		see(a, bytes);
	if (length == 4)
		see(a, bytes >> 8);
	for (uint32_t any = 0; any < 256 && length < 4; any++) {
		if (length == 3)
			see(a, bytes >> 8 | any << 16);
		if (length == 2) {
			see(a, bytes | any << 16);
			see(a, bytes << 8 | any);
		}
	}
}

static uint32_t slot_place(const struct atom_table *t, uint32_t bytes)
{
	return (bytes * 0x9e3779b1u >> 7) & t->mask;
}

static void put_atom(struct atom_table *t, uint32_t bytes, uint32_t match)
{
	uint32_t at = slot_place(t, bytes);

	while (t->slot[at].match)
		at = (at + 1) & t->mask;
	t->slot[at] = (struct atom){ bytes, match };
}

/* Half of the slots stay empty. */
static bool make_table(struct atom_table *t)
{
	uint32_t slots = 2;

	while (slots < 2 * t->count)
		slots *= 2;
	t->mask = slots - 1;
	t->slot = calloc(slots, sizeof(*t->slot));
	return t->slot;
}

/* The bytes on the way to a state; their number, or 0: the automaton is not one. */
static unsigned way_to(const struct yara_automaton *y, const uint32_t *parent, uint32_t state,
		       uint32_t *bytes)
{
	unsigned length = 0;

	*bytes = 0;
	for (; state != YR_AC_ROOT_STATE; length++) {
		uint32_t slot = parent[state];

		if (slot == 0 || length == YR_MAX_ATOM_LENGTH)
			return 0;
		*bytes = *bytes << 8 | (yara_automaton_byte(y, slot));
		state = yara_automaton_owner(y, slot);
	}
	return length;
}

/* Of each atom: count it, or put it. */
static bool each_atom(struct yara_atoms *a, const struct yara_automaton *y, const uint32_t *parent,
		      bool put)
{
	for (uint32_t state = 0; state < y->slots; state++) {
		uint32_t bytes;
		unsigned length;

		if (y->matches[state] == 0)
			continue;
		if (y->matches[state] > y->pool_count)
			return false;
		length = way_to(y, parent, state, &bytes);
		if (length < LEAST)
			return false;
		if (put) {
			see_atom(a, bytes, length);
			put_atom(&a->of[length - LEAST], bytes, y->matches[state]);
		} else {
			a->of[length - LEAST].count++;
		}
	}
	return true;
}

/* Some 32 bits for each entry, if they are not too many. */
static bool make_filter(struct yara_atoms *a)
{
	size_t entries = 2 * (size_t)a->of[2].count + 257 * (size_t)a->of[1].count +
			 512 * (size_t)a->of[0].count;
	unsigned words = SEEN_LEAST;

	while (words < SEEN_MOST && entries > (size_t)1 << words)
		words++;
	a->seen.shift = 32 - words;
	a->seen.word = calloc((size_t)1 << words, sizeof(*a->seen.word));
	a->pass = kernel_best()->atoms;
	return a->seen.word && entries <= (size_t)4 << words;
}

static void know_strings(struct yara_atoms *a, const YR_RULES *rules)
{
	a->reach = REACH;
	for (uint32_t i = 0; i < rules->num_strings; i++) {
		const YR_STRING *string = &rules->strings_table[i];
		size_t length = string->length > 0 ? NEAR + 2 * (size_t)string->length : 0;

		a->chains |= STRING_IS_CHAIN_PART(string);
		a->reach = length > a->reach ? length : a->reach;
	}
}

static bool build(struct yara_atoms *a, const struct yara_automaton *y, const uint32_t *parent)
{
	if (!each_atom(a, y, parent, false) || !make_filter(a))
		return false;
	for (unsigned i = 0; i < LENGTHS; i++)
		if (a->of[i].count && !make_table(&a->of[i]))
			return false;
	return each_atom(a, y, parent, true);
}

struct yara_atoms *yara_atoms_new(const YR_RULES *rules)
{
	struct yara_automaton y;
	struct yara_atoms *a;
	uint32_t *parent;
	bool good;

	if (!yara_automaton_of(rules, &y))
		return NULL;
	a = calloc(1, sizeof(*a));
	parent = yara_automaton_parents(&y);
	good = a && parent && build(a, &y, parent);
	free(parent);
	if (!good) {
		yara_atoms_free(a);
		return NULL;
	}
	a->pool = y.pool;
	know_strings(a, rules);
	return a;
}

void yara_atoms_free(struct yara_atoms *a)
{
	if (!a)
		return;
	for (unsigned i = 0; i < LENGTHS; i++)
		free(a->of[i].slot);
	free(a->seen.word);
	free(a);
}

/* ---- parts */

static struct yara_part *last_part(struct yara_parts *p)
{
	return p->count ? &p->list[p->count - 1] : NULL;
}

static bool parts_room(struct yara_parts *p)
{
	size_t room = p->room ? 2 * p->room : 64;
	struct yara_part *list;

	if (p->count < p->room)
		return true;
	list = realloc(p->list, room * sizeof(*list));
	if (!list)
		return false;
	p->list = list;
	p->room = room;
	return true;
}

/* Atoms come in order, what is around them may reach behind parts that are there. */
static bool parts_add(struct yara_parts *p, size_t begin, size_t end)
{
	struct yara_part *last;

	while ((last = last_part(p)) && begin <= last->end + APART) {
		begin = begin < last->begin ? begin : last->begin;
		end = end > last->end ? end : last->end;
		p->bytes -= last->end - last->begin;
		p->count--;
	}
	if (!parts_room(p))
		return false;
	p->list[p->count++] = (struct yara_part){ begin, end };
	p->bytes += end - begin;
	return true;
}

void yara_parts_release(struct yara_parts *p)
{
	free(p->list);
	*p = (struct yara_parts){ 0 };
}

/* ---- what stands at an atom */

static char folded(char c, bool nocase)
{
	return nocase ? ascii_lower(c) : c;
}

/* Every `step`th byte is the text's; what lies between is libyara's to look at. */
static bool text_stands(const YR_STRING *string, struct span here, size_t step)
{
	const char *text = (const char *)string->string;
	size_t length = (size_t)string->length;
	bool nocase = STRING_IS_NO_CASE(string);

	if (here.len < length * step)
		return false;
	for (size_t i = 0; i < length; i++)
		if (folded(here.ptr[i * step], nocase) != folded(text[i], nocase))
			return false;
	return true;
}

/*
 * What a pattern begins with, as libyara runs it: bytes, halves of bytes, classes.  At
 * the first thing else it may match.
 */
static bool pattern_stands(const uint8_t *code, struct span here, size_t step, bool nocase)
{
	size_t at = 0;

	for (unsigned n = 0; n < AHEAD; n++, at += step) {
		const RE_CLASS *class = (const RE_CLASS *)(code + 1);
		uint8_t byte = at < here.len ? (uint8_t)here.ptr[at] : 0;
		bool is;

		switch (*code) {
		case RE_OPCODE_ANY:
			is = true;
			code += 1;
			break;
		case RE_OPCODE_LITERAL:
			is = folded((char)byte, nocase) == folded((char)code[1], nocase);
			code += 2;
			break;
		case RE_OPCODE_MASKED_LITERAL:
			is = (byte & code[2]) == code[1];
			code += 3;
			break;
		case RE_OPCODE_CLASS:
			is = nocase || class->negated || (class->bitmap[byte / 8] >> byte % 8 & 1);
			code += 1 + sizeof(*class);
			break;
		default:
			return true;
		}
		if (!is || at >= here.len)
			return false;
	}
	return true;
}

#define NOT_PLAIN (STRING_FLAGS_BASE64 | STRING_FLAGS_BASE64_WIDE | STRING_FLAGS_CHAIN_PART)

static bool may_begin(const YR_AC_MATCH *match, struct span here)
{
	const YR_STRING *string = match->string;
	bool nocase = STRING_IS_NO_CASE(string);

	return !match->forward_code ||
	       pattern_stands(match->forward_code, here, 1, nocase) ||
	       (STRING_IS_WIDE(string) && pattern_stands(match->forward_code, here, 2, nocase));
}

/* False: its string does not match here, whatever libyara does. */
static bool may_match(const YR_AC_MATCH *match, struct span item, size_t at, size_t *reach)
{
	const YR_STRING *string = match->string;
	struct span here = span_skip(item, at);

	if (STRING_IS_FIXED_OFFSET(string) && (uint64_t)string->fixed_offset != at)
		return false;
	*reach = REACH;
	if (!STRING_IS_LITERAL(string))
		return may_begin(match, here);
	if ((string->flags & NOT_PLAIN) || string->length < 0)
		return true;
	*reach = NEAR + 2 * (size_t)string->length;
	if (STRING_IS_XOR(string) || STRING_FITS_IN_ATOM(string))
		return true;
	return text_stands(string, here, 1) || text_stands(string, here, 2);
}

static void take_part(struct seeking *s, size_t begin, size_t end, bool chain)
{
	if (chain) {
		if (s->chain == SPAN_NONE)
			s->chain = begin;
		begin = begin < s->chain ? begin : s->chain;
	}
	s->failed |= !parts_add(s->out, begin, end < s->item.len ? end : s->item.len);
	s->dense |= s->failed || s->out->bytes > s->most;
}

/* An atom ends in front of `end`; `match`: what may match at it. */
static void at_atom(struct seeking *s, const YR_AC_MATCH *match, size_t end)
{
	size_t reach;

	for (; match && !s->dense; match = match->next) {
		size_t at = end - match->backtrack;

		if (match->backtrack <= end && may_match(match, s->item, at, &reach))
			take_part(s, at > reach ? at - reach : 0, at + reach,
				  STRING_IS_CHAIN_PART(match->string));
	}
}

static void look_up(struct seeking *s, uint32_t bytes, unsigned length, size_t begin)
{
	const struct atom_table *t = &s->a->of[length - LEAST];
	uint32_t at;

	if (!t->count || s->item.len - begin < length)
		return;
	bytes &= UINT32_MAX >> 8 * (4 - length);
	for (at = slot_place(t, bytes); t->slot[at].match; at = (at + 1) & t->mask)
		if (t->slot[at].bytes == bytes) {
			at_atom(s, s->a->pool + t->slot[at].match - 1, begin + length);
			return;
		}
}

static uint32_t four_bytes(const char *p)
{
	return (uint32_t)(unsigned char)p[0] | (uint32_t)(unsigned char)p[1] << 8 |
	       (uint32_t)(unsigned char)p[2] << 16 | (uint32_t)(unsigned char)p[3] << 24;
}

/* Behind the end stand zeros, which no look-up takes for the item's. */
static uint32_t four_at(struct span item, size_t at)
{
	char four[4] = { 0 };

	if (item.len - at >= 4)
		return four_bytes(item.ptr + at);
	memcpy(four, item.ptr + at, item.len - at);
	return four_bytes(four);
}

/* Three bytes from the even place `at` on passed: what begins there, or a byte beside it. */
static void look(struct seeking *s, size_t at)
{
	uint32_t here = four_at(s->item, at);

	if (s->looks-- == 0) {
		s->dense = true;
		return;
	}
	if (at) {
		uint32_t before = here << 8 | (unsigned char)s->item.ptr[at - 1];

		look_up(s, before, 4, at - 1);
		look_up(s, before, 3, at - 1);
	}
	look_up(s, here, 4, at);
	look_up(s, here, 3, at);
	look_up(s, here, 2, at);
	if (s->item.len - at > 1)
		look_up(s, here >> 8, 2, at + 1);
}

static void seek_stretch(struct seeking *s, size_t at, size_t end)
{
	uint32_t pass;

	s->looks = LOOKS_FREE + (end - at) / LOOKS;
	s->most = s->out->bytes + (end - at) / 2;
	s->dense = false;
	for (; at < end && s->item.len - at >= ATOM_READ && !s->dense; at += ATOM_STRIDE)
		for (pass = s->a->pass(&s->a->seen, s->item.ptr + at); pass; pass &= pass - 1)
			look(s, at + 2 * (size_t)__builtin_ctz(pass));
	for (; at < end && !s->dense; at += 2)
		look(s, at);
}

/* Where atoms are dense, there and behind it is left to libyara: more each time. */
bool yara_atoms_seek(const struct yara_atoms *a, struct span item, struct yara_parts *out)
{
	struct seeking s = { .a = a, .item = item, .out = out, .chain = SPAN_NONE };
	size_t end, unseen = STRETCH;

	out->count = out->bytes = 0;
	for (size_t at = 0; at < item.len && !s.failed; at = end) {
		end = item.len - at > STRETCH ? at + STRETCH : item.len;
		seek_stretch(&s, at, end);
		if (!s.dense) {
			unseen = STRETCH;
			continue;
		}
		end = item.len - end > unseen ? end + unseen : item.len;
		unseen = unseen < UNSEEN ? 2 * unseen : unseen;
		take_part(&s, at > a->reach ? at - a->reach : 0, end + a->reach, a->chains);
	}
	return !s.failed && out->bytes <= item.len - item.len / 4;
}
