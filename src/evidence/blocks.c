/*
 * blocks.c -- cutting a stream where records end.
 *
 * Bounded: the window holds at most RECORD_MAX and one read; a JSON document
 * is followed by counting brackets outside strings, to any depth, without a
 * stack; at most RECORDS_MAX records are remembered per block.
 */
#include "evidence/blocks.h"

#include <stdlib.h>

#include "base/compat.h"
#include "base/stride.h"
#include "evidence/log/json_walk.h"

#define WINDOW	    (RECORD_MAX + BLOCK_BYTES)
#define RECORDS_MAX 16384
#define NEST_MAX    256		/* levels whose kind of bracket is remembered */

struct extent {
	uint32_t start, end;
};

struct scan {			/* where in the JSON we are; `at` counts window bytes */
	size_t at;
	uint32_t depth;		/* open brackets */
	uint32_t record_depth;	/* depth inside the record, 0: in none */
	size_t record_start;
	bool string, escape;
	bool array[NEST_MAX];	/* is the n-th open bracket a [ */
};

struct blocks {
	struct stream *stream;
	enum blocks_kind kind;
	char *window;
	size_t have;		/* bytes in the window */
	size_t given;		/* of them the last block ended here */
	uint32_t overlap;	/* of the next block */
	uint64_t offset;	/* of window[0] */
	uint64_t grid;		/* a block ends in front of it if it can; 0: of the next multiple */
	uint64_t stop;		/* what is not read any more, and no line that goes beyond */
	uint64_t line, lines;	/* of window[0]; line breaks of it up to the next block */
	bool ended, failed;
	bool inside;		/* the block before was a piece */
	struct scan scan;
	struct extent *record;
	size_t records;
	uint32_t *breaks;	/* of the window, up to the next block (struct block) */
};

struct blocks *blocks_new(void)
{
	struct blocks *b = calloc(1, sizeof(*b));

	if (!b)
		return NULL;
	b->window = malloc(WINDOW);
	b->record = malloc(RECORDS_MAX * sizeof(*b->record));
	b->breaks = malloc((WINDOW / BLOCK_STRIDE + 1) * sizeof(*b->breaks));
	if (!b->window || !b->record || !b->breaks) {
		blocks_free(b);
		return NULL;
	}
	return b;
}

void blocks_free(struct blocks *b)
{
	if (!b)
		return;
	free(b->window);
	free(b->record);
	free(b->breaks);
	free(b);
}

void blocks_begin(struct blocks *b, struct stream *s, enum blocks_kind kind)
{
	*b = (struct blocks){ .window = b->window, .record = b->record, .breaks = b->breaks,
			      .stream = s, .kind = kind, .line = 1, .grid = BLOCK_BYTES,
			      .stop = UINT64_MAX };
}

void blocks_begin_at(struct blocks *b, struct stream *s, uint64_t offset, uint64_t border)
{
	blocks_begin(b, s, BLOCKS_LINES);
	b->offset = offset;
	b->grid = border + BLOCK_BYTES;
}

void blocks_stop(struct blocks *b, uint64_t stop)
{
	b->stop = stop;
}

uint64_t blocks_line(const struct blocks *b)
{
	return b->line;
}

#define LANES	64		/* counted side by side, in bytes that hold 255 */
#define ROUNDS	(BLOCK_STRIDE / LANES)
_Static_assert(ROUNDS <= 255, "a lane holds what it counts of a stride");

/* The line breaks of `rounds` times LANES bytes. */
static inline uint32_t count_rounds(const char *at, size_t rounds)
{
	const uint64_t even = UINT64_C(0x00ff00ff00ff00ff);
	uint8_t lane[LANES] = { 0 };
	uint64_t word[LANES / 8], pairs = 0;

	for (; rounds; rounds--, at += LANES)
		for (size_t i = 0; i < LANES; i++)
			lane[i] = (uint8_t)(lane[i] + (at[i] == '\n'));
	memcpy(word, lane, sizeof(word));
	for (size_t i = 0; i < LANES / 8; i++)
		pairs += (word[i] & even) + (word[i] >> 8 & even);
	/* The sum of its four parts, none of which has 14 bits. */
	return (uint32_t)(pairs * UINT64_C(0x0001000100010001) >> 48);
}

COMPAT_CLONES static uint32_t count_some(const char *at, size_t rounds)
{
	return count_rounds(at, rounds);
}

/* How many there are in front of each of so many strides; behind the last. */
COMPAT_CLONES static uint32_t count_strides(const char *at, size_t strides, uint32_t *breaks)
{
	uint32_t n = 0;

	for (size_t i = 0; i < strides; i++) {
		breaks[i] = n;
		n += count_rounds(at + i * BLOCK_STRIDE, ROUNDS);
	}
	return n;
}

uint64_t block_lines(struct span piece)
{
	uint64_t n = 0;

	while (piece.len >= LANES) {
		size_t rounds = piece.len / LANES < ROUNDS ? piece.len / LANES : ROUNDS;

		n += count_some(piece.ptr, rounds);
		piece = span_skip(piece, rounds * LANES);
	}
	return n + (unsigned)__builtin_popcountll(stride_mask(piece, 0, '\n'));
}

uint64_t block_line_on(const struct block *b, size_t at, size_t from, uint64_t line)
{
	size_t stride = at / BLOCK_STRIDE;

	if (b->breaks && stride * BLOCK_STRIDE > from) {
		from = stride * BLOCK_STRIDE;
		line = b->line + b->breaks[stride];
	}
	return line + block_lines(span_cut(b->bytes, from, at - from));
}

/* Fill `breaks` for a text; how many there are in all of it. */
static uint64_t count_breaks(struct span text, uint32_t *breaks)
{
	size_t strides = text.len / BLOCK_STRIDE;

	breaks[strides] = count_strides(text.ptr, strides, breaks);
	return breaks[strides] + block_lines(span_skip(text, strides * BLOCK_STRIDE));
}

/* Drop what was given, but for the overlap that the next block begins with. */
static void blocks_advance(struct blocks *b)
{
	size_t drop = b->given - b->overlap;

	b->line += b->lines;
	memmove(b->window, b->window + drop, b->have - drop);
	b->have -= drop;
	b->offset += drop;
	b->given = 0;
	b->scan.at -= drop < b->scan.at ? drop : b->scan.at;
	b->scan.record_start -= drop < b->scan.record_start ? drop : b->scan.record_start;
	b->records = 0;
}

/* Read until the window holds `want` bytes or the stream ends or fails. */
static void blocks_fill(struct blocks *b, size_t want)
{
	if (b->offset + want > b->stop)
		want = b->stop > b->offset ? (size_t)(b->stop - b->offset) : 0;
	while (!b->ended && b->have < want) {
		struct error later;
		int64_t got = stream_read(b->stream, b->window + b->have, want - b->have, &later);

		/* A failure is the stream's to tell again, when what was read is given out. */
		b->failed = got < 0;
		b->ended = got <= 0;
		if (got > 0)
			b->have += (size_t)got;
	}
}

static void scan_open(struct scan *s, char c)
{
	bool in_array = s->depth > 0 && s->depth <= NEST_MAX && s->array[s->depth - 1];

	if (c == '{' && in_array && !s->record_depth) {
		s->record_depth = s->depth + 1;
		s->record_start = s->at;
	}
	if (s->depth < NEST_MAX)
		s->array[s->depth] = c == '[';
	if (s->depth < UINT32_MAX)
		s->depth++;
}

/* True when a record ends behind this bracket. */
static bool scan_close(struct scan *s)
{
	bool ends = s->record_depth && s->depth == s->record_depth;

	if (s->depth)
		s->depth--;
	if (ends)
		s->record_depth = 0;
	return ends;
}

/* Follow the JSON to the end of the window; where the last whole record ended, or 0. */
static size_t blocks_scan(struct blocks *b)
{
	struct scan *s = &b->scan;
	size_t last = 0;

	for (; s->at < b->have && b->records < RECORDS_MAX; s->at++) {
		char c = b->window[s->at];

		if (s->string) {
			if (s->escape)
				s->escape = false;
			else if (c == '\\')
				s->escape = true;
			else if (c == '"')
				s->string = false;
		} else if (c == '"') {
			s->string = true;
		} else if (c == '{' || c == '[') {
			scan_open(s, c);
		} else if ((c == '}' || c == ']') && scan_close(s)) {
			b->record[b->records++] = (struct extent){ (uint32_t)s->record_start,
								   (uint32_t)s->at + 1 };
			last = s->at + 1;
		}
	}
	return last;
}

/* Where the window may be cut: behind the last whole record, 0 for nowhere. */
static size_t blocks_cut(struct blocks *b)
{
	size_t at;

	if (b->kind == BLOCKS_JSON)
		return blocks_scan(b);
	if (b->inside) {
		/* The rest of a long line ends its block. */
		at = span_find_byte(span_make(b->window + b->overlap, b->have - b->overlap), '\n');
		return at == SPAN_NONE ? 0 : b->overlap + at + 1;
	}
	at = span_rfind_byte(span_make(b->window, b->have), '\n');
	return at == SPAN_NONE ? 0 : at + 1;
}

/* `again` bytes of it come in the next one, too. */
static void blocks_give(struct blocks *b, size_t length, bool whole, uint32_t again,
			struct block *out)
{
	*out = (struct block){ .bytes = span_make(b->window, length), .offset = b->offset,
			       .line = b->line, .overlap = b->overlap, .whole = whole,
			       .breaks = b->breaks };
	b->given = length;
	b->lines = count_breaks(out->bytes, b->breaks) -
		   block_lines(span_skip(out->bytes, length - again));
	b->overlap = again;
}

/* Nothing more comes into the window. */
static bool blocks_over(const struct blocks *b)
{
	return b->ended || b->offset + b->have >= b->stop;
}

/* Blocks end in front of the same places of a text, wherever reading it begins. */
static size_t blocks_want(const struct blocks *b)
{
	uint64_t want = b->grid - b->offset;

	return want < RECORD_MAX ? (size_t)want : RECORD_MAX;
}

int blocks_next(struct blocks *b, struct block *out, struct error *e)
{
	size_t cut;

	blocks_advance(b);
	if (b->kind == BLOCKS_JSON)
		b->grid = b->offset + BLOCK_BYTES;
	else if (b->grid == 0)
		b->grid = ((b->offset + b->overlap) / BLOCK_BYTES + 1) * BLOCK_BYTES;
	for (;;) {
		blocks_fill(b, blocks_want(b));
		if (b->have <= b->overlap)
			return b->failed ? (int)stream_read(b->stream, b->window, 1, e) : 0;
		cut = blocks_cut(b);
		if (cut || blocks_over(b) || b->have >= RECORD_MAX)
			break;
		b->grid += BLOCK_BYTES;
	}
	/* The line that goes on behind the stop is another one's. */
	if (!cut && !b->ended && b->have < RECORD_MAX)
		return 0;
	if (!cut && !(b->ended && b->have <= RECORD_MAX)) {
		/* A record longer than RECORD_MAX: a piece of it. */
		blocks_give(b, RECORD_MAX, false, OVERLAP, out);
		out->more = true;
		b->inside = true;
		b->grid = 0;
		return 1;
	}
	blocks_give(b, cut ? cut : b->have, !b->inside, 0, out);
	if (b->inside)
		b->grid = 0;
	else if (b->offset + b->have >= b->grid)
		b->grid += BLOCK_BYTES;
	b->inside = false;
	return 1;
}

struct span blocks_record_at(const struct blocks *b, size_t n)
{
	struct extent x;

	if (n >= b->records)
		return SPAN("");
	x = b->record[n];
	return span_make(b->window + x.start, x.end - x.start);
}

struct span blocks_record(const struct blocks *b, size_t at)
{
	size_t low = 0, high = b->records;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (b->record[middle].end <= at)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == b->records || at < b->record[low].start)
		return SPAN("");
	return blocks_record_at(b, low);
}

/* The key in front of the bracket at `at`, when there is nothing between: {"key": [. */
static struct span key_before(struct span head, size_t at)
{
	size_t end;

	while (at && ascii_space(head.ptr[at - 1]))
		at--;
	if (!at || head.ptr[--at] != ':')
		return SPAN("");
	while (at && ascii_space(head.ptr[at - 1]))
		at--;
	if (at < 2 || head.ptr[--at] != '"')
		return SPAN("");
	end = at;
	while (at && head.ptr[at - 1] != '"')
		at--;
	return span_cut(head, at, end - at);
}

/* An array of records begins at the bracket `at`: of objects, under a name for such. */
static bool is_wrapped(struct span head, size_t at)
{
	struct span rest = span_trim(span_skip(head, at + 1));

	return rest.len && rest.ptr[0] == '{' && json_is_wrapper(key_before(head, at));
}

/* An object: over many lines, or alone in one line around an array of records. */
static bool is_object_document(struct span head)
{
	bool string = false, escape = false, wrapped = false;
	uint32_t depth = 0;

	for (size_t i = 0; i < head.len; i++) {
		char c = head.ptr[i];

		if (string) {
			string = escape || c != '"';
			escape = !escape && c == '\\';
		} else if (c == '"') {
			string = true;
		} else if (c == '{' || c == '[') {
			wrapped = wrapped || (c == '[' && depth == 1 && is_wrapped(head, i));
			depth++;
		} else if ((c == '}' || c == ']') && depth && --depth == 0) {
			/* The first object ends before its line does: one object a line. */
			return span_find_byte(span_cut(head, 0, i), '\n') != SPAN_NONE ||
			       (wrapped && !span_trim(span_skip(head, i + 1)).len);
		} else if (c == '\n') {
			return true;
		}
	}
	/* One endless line: records are looked for inside it. */
	return true;
}

bool blocks_is_json_document(struct span head)
{
	head = span_trim(head);
	if (head.len == 0 || (head.ptr[0] != '{' && head.ptr[0] != '['))
		return false;
	if (head.ptr[0] == '{')
		return is_object_document(head);
	/* An array of records; not "[Sun Dec 04 ...", "[1591092611] unbound[1:0]", "[section]". */
	head = span_trim(span_skip(head, 1));
	return head.len && head.ptr[0] == '{';
}
