/*
 * veil.h -- ways in which values hide in text, each undone over a window
 * around its trigger.  Inside match/ only.
 *
 * A veil looks at the bitmaps of a chunk for its trigger, takes a window of the
 * view, writes what the window says into the draft of its depth with a map
 * back, and has that scanned like any text.  What is made in all per block is
 * bounded; what is over the bound stays as it is and is counted.
 */
#ifndef MATCH_VEIL_H
#define MATCH_VEIL_H

#include "match/lane.h"
#include "match/scan.h"

typedef void veil_fn(struct scan *s, const struct view *v, struct lane *l);

veil_fn veil_percent, veil_escape, veil_defang, veil_idna, veil_labels, veil_utf16, veil_base64;

struct window {
	size_t from, to;
};

/* Undo the escapes of one window, whatever triggered it (veil_escape.c). */
void escape_uncover(struct scan *s, const struct view *v, struct window w);

/*
 * The stretch of URL characters (shape.h) around `at`, at most `reach` bytes
 * to each side.  *done moves to where the next window begins: a window cut
 * by its reach overlaps the next by 512 bytes.
 */
struct window veil_window(struct span text, size_t at, size_t reach, size_t *done);

/* A draft for what stands in `text_len` bytes; NULL: no depth or budget left (counted). */
struct draft *veil_begin(struct scan *s, const struct view *v, size_t text_len);

static inline void draft_byte(struct draft *d, char c, size_t from)
{
	if (d->len == SCRATCH_MAX)
		return;
	d->text[d->len] = c;
	d->map[d->len++] = (uint32_t)from;
}

/* Up to four bytes of UTF-8 that all come from one place. */
void draft_utf8(struct draft *d, uint32_t code, size_t from);

/*
 * Scan a finished draft as a view over the window that begins at `base` of
 * `v`; `end` (behind base) is where the draft's end comes from.
 */
struct view veil_view(const struct view *v, const struct draft *d, size_t base, size_t end,
		      unsigned veil);

#endif
