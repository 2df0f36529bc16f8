/* source.c -- putting items together into sources. */
#include "finding/source.h"

#include <stdlib.h>

#include "base/frame.h"

#define SOURCES_MAX 200000
#define BUDGET	    (96u << 20)

void sources_init(struct sources *s)
{
	*s = (struct sources){ 0 };
	arena_init(&s->arena, BUDGET);
	table_init(&s->index, &s->arena, SOURCES_MAX);
}

void sources_release(struct sources *s)
{
	for (uint32_t i = 0; i < s->count; i++)
		census_release(&s->list[i].census);
	free(s->list);
	table_release(&s->index);
	arena_release(&s->arena);
	*s = (struct sources){ 0 };
}

static const struct span packed[] = {
	{ ".gz", 3 }, { ".zst", 4 }, { ".xz", 3 }, { ".bz2", 4 }, { ".lz4", 4 },
};

/*
 * A run of digits is what varies when it stands alone between separators or
 * is as long as a date; "squid1" and "squid2" stay two.
 */
void series_of(struct span path, struct buf *out)
{
	for (size_t i = 0; i < sizeof(packed) / sizeof(packed[0]); i++)
		if (span_ends_nocase(path, packed[i])) {
			path.len -= packed[i].len;
			break;
		}
	for (size_t i = 0; i < path.len;) {
		size_t n = 0;

		while (i + n < path.len && ascii_digit(path.ptr[i + n]))
			n++;
		if (n == 0) {
			buf_byte(out, path.ptr[i++]);
			continue;
		}
		if (n >= 4 || i == 0 || !ascii_alnum(path.ptr[i - 1])) {
			/* Neighbouring numbers (a date, a time) vary as one. */
			if (out->len == 0 || out->ptr[out->len - 1] != '#')
				buf_byte(out, '#');
		} else {
			buf_add(out, span_cut(path, i, n));
		}
		i += n;
		if (out->len && out->ptr[out->len - 1] == '#')
			while (i + 1 < path.len && strchr("-_.:T", path.ptr[i]) &&
			       ascii_digit(path.ptr[i + 1]))
				i++;
	}
	/* "fw.log" and "fw.log.1" are one series. */
	while (out->len > 1 && out->ptr[out->len - 1] == '#' &&
	       strchr(".-_", out->ptr[out->len - 2]))
		out->len -= 2;
}

static struct span base_of(struct span path)
{
	size_t slash = span_rfind_byte(path, '/');

	return slash == SPAN_NONE ? path : span_skip(path, slash + 1);
}

/* "logs/squid-access.log" -> "squid-access". */
static struct span stem_of(struct span series)
{
	struct span base = base_of(series);

	for (;;) {
		size_t dot = span_rfind_byte(base, '.');

		if (dot == SPAN_NONE || dot == 0)
			break;
		base.len = dot;
	}
	while (base.len > 1 && strchr("-_#.", base.ptr[base.len - 1]))
		base.len--;
	return base;
}

static struct span source_name(struct sources *s, const struct source_key *key,
			       struct span series)
{
	struct buf b;
	struct span name;

	if (key->label && key->label->name.len)
		return key->label->name;
	if (key->kind != ITEM_LOG) {
		buf_init(&b, 64 << 10);
		buf_text(&b, key->kind == ITEM_MAIL ? "mail under "
			     : key->kind == ITEM_WRAPPER ? "archives under " : "files under ");
		buf_add(&b, key->root);
		name = arena_copy(&s->arena, buf_span(&b));
		buf_release(&b);
		return name;
	}
	return arena_copy(&s->arena, key->sensor.len ? key->sensor : stem_of(series));
}

static void key_bytes(const struct source_key *key, struct span series, struct buf *b)
{
	bool log = key->kind == ITEM_LOG;

	frame_u64(b, (uint64_t)(uintptr_t)key->label);
	frame_u8(b, log ? 1 : key->kind == ITEM_MAIL ? 2 : key->kind == ITEM_WRAPPER ? 3 : 0);
	if (log) {
		frame_span(b, key->format);
		frame_span(b, key->sensor);
		if (!key->label)
			frame_span(b, series);
	} else {
		frame_span(b, key->root);
	}
}

/* ---- numbers of a series */

/* The last run of one to three digits of the name that varies by itself; its length. */
static size_t number_in(struct span path, size_t *at)
{
	size_t slash = span_rfind_byte(path, '/'), from = slash == SPAN_NONE ? 0 : slash + 1;
	size_t found = 0;

	for (size_t i = from, n; i < path.len; i += n ? n : 1) {
		n = 0;
		while (i + n < path.len && ascii_digit(path.ptr[i + n]))
			n++;
		if (n == 0 || n > 3 || i == from || ascii_alnum(path.ptr[i - 1]))
			continue;
		if (found)
			return 0;	/* a date, or more than one thing that varies */
		found = n;
		*at = i;
	}
	return found;
}

static void source_number(struct sources *all, struct source *s, struct span path)
{
	uint64_t number;
	size_t at = 0, n = number_in(path, &at);

	if (n == 0 || !span_u64(span_cut(path, at, n), &number))
		return;
	s->numbers[number / 64] |= UINT64_C(1) << number % 64;
	if (s->member.len == 0) {
		s->member = arena_copy(&all->arena, path);
		s->number_at = (uint32_t)at;
		s->number_digits = (uint32_t)n;
	}
}

static bool has_number(const struct source *s, unsigned n)
{
	return s->numbers[n / 64] >> n % 64 & 1;
}

bool source_missing(const struct source *s, struct buf *out)
{
	unsigned low = SERIES_NUMBERS, high = 0, present = 0, missing, told = 0;
	bool padded = s->number_digits > 1 && s->member.len && s->member.ptr[s->number_at] == '0';

	for (unsigned n = 0; n < SERIES_NUMBERS; n++)
		if (has_number(s, n)) {
			low = n < low ? n : low;
			high = n;
			present++;
		}
	missing = present ? high - low + 1 - present : 0;
	if (missing == 0 || missing > 3 || present < 2 || missing * 2 > present)
		return false;
	for (unsigned n = low; n < high; n++) {
		size_t from = span_rfind_byte(s->member, '/');

		if (has_number(s, n))
			continue;
		from = from == SPAN_NONE ? 0 : from + 1;
		buf_text(out, told == 0 ? "" : told + 1 == missing ? " and " : ", ");
		buf_add(out, span_cut(s->member, from, s->number_at - from));
		buf_printf(out, "%0*u", padded ? (int)s->number_digits : 1, n);
		buf_add(out, span_skip(s->member, s->number_at + s->number_digits));
		told++;
	}
	return true;
}

/* ---- adding */

static struct source *sources_add(struct sources *s, const struct source_key *key,
				  struct span series, uint32_t item, struct error *e)
{
	struct source *mine;

	if (s->count == s->room) {
		uint32_t room = s->room ? s->room * 2 : 16;
		struct source *wider = realloc(s->list, room * sizeof(*wider));

		if (!wider) {
			fail(e, ERR_MEMORY, "no memory for the sources");
			return NULL;
		}
		s->list = wider;
		s->room = room;
	}
	mine = &s->list[s->count++];
	*mine = (struct source){ .label = key->label, .kind = key->kind, .first_item = item };
	mine->name = source_name(s, key, series);
	mine->format = arena_copy(&s->arena, key->format);
	mine->people = arena_copy(&s->arena, key->people);
	mine->sensor = arena_copy(&s->arena, key->sensor);
	mine->root = arena_copy(&s->arena, key->root);
	mine->path = arena_copy(&s->arena, key->path);
	mine->series = arena_copy(&s->arena, series);
	census_init(&mine->census);
	return mine;
}

struct source *sources_of(struct sources *s, const struct source_key *key, uint32_t item,
			  struct error *e)
{
	struct buf series, bytes;
	struct source *found = NULL;
	uint64_t *at;
	bool is_new = false;

	buf_init(&series, 64 << 10);
	buf_init(&bytes, 256 << 10);
	series_of(key->path, &series);
	key_bytes(key, buf_span(&series), &bytes);
	at = table_add(&s->index, buf_span(&bytes), &is_new, e);
	if (at && is_new) {
		found = sources_add(s, key, buf_span(&series), item, e);
		*at = s->count - 1;
	} else if (at) {
		found = &s->list[*at];
		if (item < found->first_item)
			found->first_item = item;
	}
	if (found && key->kind == ITEM_LOG)
		source_number(s, found, key->path);
	buf_release(&series);
	buf_release(&bytes);
	return found;
}

bool source_holds_files(const struct source *s)
{
	return s->kind != ITEM_LOG && s->kind != ITEM_MAIL && s->kind != ITEM_WRAPPER;
}

void source_gap(struct source *s, struct span reason, uint64_t bytes, bool minor)
{
	uint32_t i = 0;

	if (!minor) {
		s->gap_items++;
		s->gap_bytes += bytes;
	}
	while (i < s->gaps && !span_equal(s->gap[i].reason, reason))
		i++;
	if (i == SOURCE_GAPS)
		return;
	if (i == s->gaps)
		s->gap[s->gaps++] = (struct gap_count){ .reason = reason };
	s->gap[i].count++;
}

static int source_order(const void *a, const void *b)
{
	const struct source *x = a, *y = b;

	if (x->first_item != y->first_item)
		return x->first_item < y->first_item ? -1 : 1;
	/* Those of one container: by name, for they were met in the order of its members. */
	return span_compare(x->name, y->name);
}

void sources_order(struct sources *s)
{
	if (s->count)
		qsort(s->list, s->count, sizeof(*s->list), source_order);
	table_release(&s->index);
	table_init(&s->index, &s->arena, SOURCES_MAX);
}
