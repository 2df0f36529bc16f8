/*
 * charset_of.c -- which encoding a text is in, as its first bytes look.
 *
 * Specification: The Unicode Standard 15 chapter 3 (UTF-8, UTF-16).  Not here:
 * UTF-32, UTF-7; what a document says of itself (charset_named.c).
 * Most bytes that are asked about are plain text or far from any: both are
 * told by counting LANES bytes side by side, which compilers turn into vector
 * instructions; only what lies between is read sequence by sequence.
 * Hostile input: JUDGED bytes are looked at, each a few times at most.
 */
#include "base/stride.h"
#include "base/utf8.h"
#include "format/charset.h"

#define JUDGED (64 * 1024)	/* bytes of the head that are looked at */
#define WHOLE  4096		/* a shorter head is the whole text: nothing was cut */
#define LANES  64
#define STRIDE (64 * LANES)	/* bytes between two looks whether it is decided; lanes hold 255 */

/* Controls that no text has; bell, backspace, shifts and escape colour terminals. */
static bool is_control(uint32_t c)
{
	return (c < 0x20 && !(c >= 7 && c <= 15) && c != 0x1b) || c == 0x7f;
}

struct tally {
	size_t units;		/* bytes */
	size_t controls;
	size_t high;		/* bytes above 127 */
	size_t sequences;	/* of UTF-8 with more than one byte, whole */
	size_t invalid;		/* bytes that begin none, or some of them */
};

/* Whatever comes, charset_of will call it binary, or UTF-16, which it asks for itself. */
static bool is_decided(const struct tally *t)
{
	return t->controls > t->units / 10 ||
	       (t->controls > t->units / 50 && t->invalid * 10 > t->units / 2);
}

/* ---- side by side */

struct lanes {
	uint8_t control[LANES], high[LANES], broken[LANES];
};

/*
 * Broken is a byte that begins a sequence with none that goes on behind it,
 * and one that goes on behind a letter: not all that is invalid, but never
 * more.  The byte behind the last is looked at, too.
 */
static void count_some(struct lanes *l, const char *at)
{
	const uint8_t *b = (const uint8_t *)at, *next = b + 1;

	for (size_t i = 0; i < LANES; i++) {
		l->control[i] = (uint8_t)(l->control[i] + (b[i] < 7) +
					  ((uint8_t)(b[i] - 16) < 11) +
					  ((uint8_t)(b[i] - 28) < 4) + (b[i] == 0x7f));
		l->high[i] = (uint8_t)(l->high[i] + (b[i] >> 7));
	}
	for (size_t i = 0; i < LANES; i++) {
		uint8_t goes_on = (uint8_t)(next[i] & 0xc0) == 0x80;

		l->broken[i] = (uint8_t)(l->broken[i] + (goes_on ? b[i] < 0x80 : b[i] >= 0xc2));
	}
}

static void add_lanes(struct tally *t, const struct lanes *l)
{
	for (size_t i = 0; i < LANES; i++) {
		t->controls += l->control[i];
		t->high += l->high[i];
		t->invalid += l->broken[i];
	}
}

/* All of it, or until it is decided: .invalid is a part of those there are. */
static void tally_fast(struct tally *t, struct span head)
{
	size_t at = 0;

	while (head.len - at > LANES && !is_decided(t)) {
		size_t to = head.len - at > STRIDE ? at + STRIDE : head.len - LANES;
		struct lanes l = { 0 };

		at += stride_text(span_cut(head, at, to - at));
		at -= at % LANES;
		for (; at < to; at += LANES)
			count_some(&l, head.ptr + at);
		add_lanes(t, &l);
	}
	for (; at < head.len && !is_decided(t); at++) {
		t->controls += is_control((unsigned char)head.ptr[at]);
		t->high += (unsigned char)head.ptr[at] >> 7;
	}
}

/* ---- sequence by sequence */

/* True when the end of the head may have cut a sequence that begins here. */
static bool utf8_is_cut(struct span rest)
{
	unsigned char lead = (unsigned char)rest.ptr[0];
	size_t need = lead < 0xc2 || lead > 0xf4 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;

	if (rest.len >= 4)
		return false;
	for (size_t i = 1; i < rest.len; i++)
		if (((unsigned char)rest.ptr[i] & 0xc0) != 0x80)
			return false;
	return rest.len < need;
}

static void tally_sequences(struct tally *t, struct span head)
{
	t->invalid = 0;
	while ((head = utf8_skip_ascii(head)).len && !is_decided(t)) {
		struct span before = head;

		if (utf8_next(&head) != UTF8_INVALID) {
			t->sequences++;
			continue;
		}
		if ((t->sequences || t->units >= WHOLE) && utf8_is_cut(before))
			break;
		t->invalid++;
	}
}

/* ---- UTF-16 */

/* More than half of the units are of Latin script: their upper bytes are zero. */
static bool may_be_latin(struct span head, bool big)
{
	size_t units = head.len / 2;

	return stride_zeros(span_cut(head, 0, 2 * units), !big) > units / 2;
}

/* Is it text, read as UTF-16?  Without a mark most units must be of Latin script. */
static bool is_utf16(struct span head, bool big, bool marked)
{
	size_t units = head.len / 2, latin = 0, bad = 0;

	if (!marked && !may_be_latin(head, big))
		return false;
	for (size_t i = 0; i < units && bad <= units / 20; i++) {
		uint32_t u = utf16_unit(head, i, big);

		if (u >= 0xdc00 && u <= 0xdfff)
			bad += i == 0 || (utf16_unit(head, i - 1, big) & 0xfc00) != 0xd800;
		else if (is_control(u) || u >= 0xfffe)
			bad++;
		else if (u < 0x100)
			latin++;
	}
	return units && bad <= units / 20 && (marked || latin > units / 2);
}

enum charset charset_of(struct span head)
{
	struct tally t;

	head = span_cut(head, 0, JUDGED);
	if (span_starts(head, SPAN("\xff\xfe")) && is_utf16(head, false, true))
		return CHARSET_UTF16LE;
	if (span_starts(head, SPAN("\xfe\xff")) && is_utf16(head, true, true))
		return CHARSET_UTF16BE;
	t = (struct tally){ .units = head.len };
	tally_fast(&t, head);
	if (t.high && !is_decided(&t))
		tally_sequences(&t, head);
	if (t.controls && is_utf16(head, false, false))
		return CHARSET_UTF16LE;
	if (t.controls && is_utf16(head, true, false))
		return CHARSET_UTF16BE;
	if (t.invalid * 10 <= t.sequences)
		return t.controls <= t.units / 10 ? CHARSET_UTF8 : CHARSET_BINARY;
	return t.controls <= t.units / 50 ? CHARSET_LATIN1 : CHARSET_BINARY;
}
