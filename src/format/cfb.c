/* cfb.c -- sectors, chains and entries of a compound file. */
#include "format/cfb.h"

#include "base/buf.h"
#include "base/cursor.h"
#include "format/charset.h"

#define HEADER	     512
#define SECTOR_LAST  0xfffffffau	/* larger numbers are signs, not sectors */
#define ENTRY	     128
#define ENTRIES_MOST 200000
#define HEAD_DIFAT   109

static uint64_t sector_offset(const struct cfb *c, uint32_t sector)
{
	return (uint64_t)(sector + UINT64_C(1)) << c->sector_bits;
}

static uint32_t number_at(const unsigned char *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

/* A sector full of numbers; false: it lies outside of the file. */
static bool read_numbers(struct cfb *c, uint32_t sector, uint32_t *out)
{
	unsigned char raw[4096];
	size_t size = (size_t)1 << c->sector_bits;
	struct error e;

	if (sector > SECTOR_LAST ||
	    seekable_read(c->file, sector_offset(c, sector), raw, size, &e) < (int64_t)size)
		return false;
	for (size_t i = 0; i < size / 4; i++)
		out[i] = number_at(raw + 4 * i);
	return true;
}

/* ---- tables */

static int load_fat(struct cfb *c, const unsigned char *head, struct error *e)
{
	uint32_t per = (1u << c->sector_bits) / 4;
	uint64_t sectors = c->file->size >> c->sector_bits, most = sectors / per + 1;
	uint32_t next = number_at(head + 68), taken = 0;
	uint32_t *list = arena_array(c->arena, uint32_t, per);

	c->fat = arena_array(c->arena, uint32_t, most * per);
	if (!c->fat || !list)
		return fail(e, ERR_LIMIT, "%s: too large for its tables", c->format);
	for (uint32_t i = 0; i < HEAD_DIFAT && taken < most; i++)
		if (read_numbers(c, number_at(head + 76 + 4 * i), c->fat + (size_t)taken * per))
			taken++;
	for (uint64_t steps = 0; next <= SECTOR_LAST && steps < sectors; steps++) {
		if (!read_numbers(c, next, list))
			break;
		for (uint32_t i = 0; i + 1 < per && taken < most; i++)
			if (read_numbers(c, list[i], c->fat + (size_t)taken * per))
				taken++;
		next = list[per - 1];
	}
	c->fat_count = taken * per;
	return 0;
}

/* The sectors of a chain, in order; NULL without memory. */
static uint32_t *chain_of(struct cfb *c, uint32_t start, uint32_t *count)
{
	uint32_t n = 0, at, *list;

	for (at = start; at < c->fat_count && n < c->fat_count; at = c->fat[at])
		n++;
	list = arena_array(c->arena, uint32_t, n ? n : 1);
	*count = list ? n : 0;
	at = start;
	for (uint32_t i = 0; i < *count; i++, at = c->fat[at])
		list[i] = at;
	return list;
}

static int load_mini(struct cfb *c, uint32_t start, struct error *e)
{
	uint32_t per = (1u << c->sector_bits) / 4, count, *sectors = chain_of(c, start, &count);

	c->mini_fat = arena_array(c->arena, uint32_t, (size_t)(count ? count : 1) * per);
	if (!sectors || !c->mini_fat)
		return fail(e, ERR_LIMIT, "%s: too large for its tables", c->format);
	for (uint32_t i = 0; i < count; i++)
		if (read_numbers(c, sectors[i], c->mini_fat + (size_t)i * per))
			c->mini_count = (i + 1) * per;
	return 0;
}

/* ---- entries */

static struct span entry_name(struct cfb *c, const unsigned char *raw)
{
	size_t len = (size_t)raw[64] | (size_t)raw[65] << 8;
	struct buf b;
	struct span name;

	buf_init(&b, 256);
	if (len >= 2 && len <= 64)
		charset_add_named(&b, SPAN("utf-16le"), span_make(raw, len - 2));
	name = arena_copy(c->arena, buf_span(&b));
	buf_release(&b);
	return name.ptr ? name : SPAN("");
}

static void entry_read(struct cfb *c, const unsigned char *raw, struct cfb_entry *out)
{
	*out = (struct cfb_entry){
		.name = entry_name(c, raw), .type = raw[66], .parent = CFB_NONE,
		.left = number_at(raw + 68), .right = number_at(raw + 72),
		.child = number_at(raw + 76), .start = number_at(raw + 116),
		.size = number_at(raw + 120),
	};
	/* The upper half is rubbish in files with small sectors. */
	if (c->sector_bits > 9)
		out->size |= (uint64_t)number_at(raw + 124) << 32;
}

static int load_entries(struct cfb *c, uint32_t start, struct error *e)
{
	uint32_t count, *sectors = chain_of(c, start, &count);
	uint32_t per = (1u << c->sector_bits) / ENTRY;
	unsigned char raw[4096];
	struct error why;

	if (count > ENTRIES_MOST / per)
		count = ENTRIES_MOST / per;
	c->entry = arena_array(c->arena, struct cfb_entry, (size_t)(count ? count : 1) * per);
	if (!sectors || !c->entry)
		return fail(e, ERR_LIMIT, "%s: too large for its tables", c->format);
	for (uint32_t i = 0; i < count; i++) {
		int64_t size = INT64_C(1) << c->sector_bits;

		if (seekable_read(c->file, sector_offset(c, sectors[i]), raw, (size_t)size,
				  &why) < size)
			break;
		for (uint32_t k = 0; k < per; k++)
			entry_read(c, raw + k * ENTRY, &c->entry[c->entries++]);
	}
	if (c->entries == 0 || c->entry[0].type != CFB_ROOT)
		return fail(e, ERR_MALFORMED, "%s: has no root", c->format);
	return 0;
}

/* Each storage's children hang in a tree of siblings: tell every one its parent. */
static int set_parents(struct cfb *c, struct error *e)
{
	uint32_t *stack = arena_array(c->arena, uint32_t, c->entries), depth = 0;
	bool *met = arena_alloc(c->arena, c->entries);

	if (!stack || !met)
		return fail(e, ERR_LIMIT, "%s: too large for its tables", c->format);
	met[0] = true;
	stack[depth++] = 0;
	while (depth) {
		struct cfb_entry *me = &c->entry[stack[--depth]];
		uint32_t self = (uint32_t)(me - c->entry);
		const uint32_t next[3] = { me->left, me->right, me->child };

		for (int i = 0; i < 3; i++) {
			if (next[i] >= c->entries || met[next[i]] || (i < 2 && self == 0))
				continue;
			met[next[i]] = true;
			c->entry[next[i]].parent = i == 2 ? self : me->parent;
			stack[depth++] = next[i];
		}
	}
	return 0;
}

int cfb_open(struct cfb *c, struct reader *r, struct error *e)
{
	unsigned char head[HEADER];

	*c = (struct cfb){ .format = r->format->name, .file = r->file, .arena = r->arena };
	if (seekable_read(r->file, 0, head, HEADER, e) < HEADER)
		return fail(e, ERR_TRUNCATED, "%s: ends inside its header", c->format);
	c->sector_bits = head[30];
	c->mini_bits = head[32];
	c->cutoff = number_at(head + 56);
	if ((c->sector_bits != 9 && c->sector_bits != 12) || c->mini_bits != 6)
		return fail(e, ERR_MALFORMED, "%s: sectors of 2^%u bytes", c->format, c->sector_bits);
	if (load_fat(c, head, e) < 0 || load_mini(c, number_at(head + 60), e) < 0 ||
	    load_entries(c, number_at(head + 48), e) < 0)
		return -1;
	c->mini_sectors = chain_of(c, c->entry[0].start, &c->mini_sector_count);
	return set_parents(c, e);
}

uint32_t cfb_find(const struct cfb *c, uint32_t parent, struct span name)
{
	for (uint32_t i = 1; i < c->entries; i++)
		if (c->entry[i].parent == parent && c->entry[i].type != CFB_UNUSED &&
		    span_equal_nocase(c->entry[i].name, name))
			return i;
	return CFB_NONE;
}

/* ---- streams */

struct cfb_reading {
	struct stream stream;
	struct cfb *cfb;
	bool mini;
	uint32_t sector;
	size_t at;			/* in the sector */
	uint64_t left;
};

static uint64_t reading_offset(const struct cfb_reading *s, size_t *room)
{
	const struct cfb *c = s->cfb;
	uint64_t in_mini;
	uint32_t outer;

	*room = ((size_t)1 << (s->mini ? c->mini_bits : c->sector_bits)) - s->at;
	if (!s->mini)
		return sector_offset(c, s->sector) + s->at;
	in_mini = ((uint64_t)s->sector << c->mini_bits) + s->at;
	outer = (uint32_t)(in_mini >> c->sector_bits);
	if (outer >= c->mini_sector_count)
		return UINT64_MAX;
	return sector_offset(c, c->mini_sectors[outer]) + (in_mini & ((1u << c->sector_bits) - 1));
}

static int64_t reading_read(struct stream *stream, void *out, size_t max, struct error *e)
{
	struct cfb_reading *s = (struct cfb_reading *)stream;
	const struct cfb *c = s->cfb;
	uint32_t count = s->mini ? c->mini_count : c->fat_count;
	uint64_t offset;
	size_t room;
	int64_t got;

	if (s->left == 0)
		return 0;
	if (s->sector >= count)
		return fail(e, ERR_TRUNCATED, "%s: a chain of sectors ends early", c->format);
	offset = reading_offset(s, &room);
	if (room > max)
		room = max;
	if (room > s->left)
		room = (size_t)s->left;
	got = offset == UINT64_MAX ? 0 : seekable_read(c->file, offset, out, room, e);
	if (got <= 0)
		return got < 0 ? -1 : fail(e, ERR_TRUNCATED, "%s: ends inside a stream", c->format);
	s->at += (size_t)got;
	s->left -= (uint64_t)got;
	if (s->at == (size_t)1 << (s->mini ? c->mini_bits : c->sector_bits)) {
		s->at = 0;
		s->sector = s->mini ? c->mini_fat[s->sector] : c->fat[s->sector];
	}
	return got;
}

static const struct stream_type reading_type = { .name = "cfb", .read = reading_read };

struct stream *cfb_stream(struct cfb *c, uint32_t entry)
{
	const struct cfb_entry *n = &c->entry[entry];
	struct cfb_reading *s = arena_new(c->arena, struct cfb_reading);

	if (!s)
		return NULL;
	/* A size that the file cannot hold, or a chain that turns back, ends with the file's. */
	*s = (struct cfb_reading){ .stream = { .type = &reading_type }, .cfb = c,
				   .mini = n->size < c->cutoff, .sector = n->start,
				   .left = n->size < c->file->size ? n->size : c->file->size };
	return &s->stream;
}

struct span cfb_bytes(struct cfb *c, uint32_t entry, size_t most)
{
	struct stream *s = entry < c->entries ? cfb_stream(c, entry) : NULL;
	struct error e;
	char *bytes;
	int64_t got;

	if (!s || c->entry[entry].size > most)
		return SPAN("");
	bytes = arena_alloc(c->arena, (size_t)c->entry[entry].size + 1);
	got = bytes ? stream_read_full(s, bytes, (size_t)c->entry[entry].size, &e) : 0;
	return span_make(bytes, got > 0 ? (size_t)got : 0);
}
