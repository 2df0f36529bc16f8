/*
 * zip_data.c -- the table of a ZIP, and its members inflated.
 *
 * Specification: PKWARE APPNOTE 6.3, sections 4.3.7, 4.3.12 and 4.3.16.  Not
 * here: ZIP64, encryption, volumes, bytes in front of the archive.
 * Hostile input: a table of TABLE_MOST bytes; every length is checked against
 * the file; what a member claims is checked when it ends.
 */
#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>
#include <stdlib.h>

#include "base/cursor.h"
#include "format/zip_data.h"

#define BLOCK	   (64u << 10)
#define TABLE_MOST (8u << 20)
#define END_BYTES  22		/* of the record behind the table */
#define END_MOST   (END_BYTES + 65535)
#define ROW_BYTES  46
#define LOCAL	   30		/* bytes in front of a member's name and data */

enum { METHOD_STORED = 0, METHOD_DEFLATED = 8 };
enum { FLAG_ENCRYPTED = 1, FLAG_BEHIND = 1 << 3, FLAG_STRONG = 1 << 6, FLAG_MASKED = 1 << 13 };

struct row {
	uint32_t offset, packed, size, crc;
	uint16_t method, flags;
	struct span name;
};

struct zip_data {
	struct seekable *file;
	struct row *row;	/* by offset */
	size_t rows;
	char *block;
	/* The member at hand. */
	const struct row *member;
	uint64_t at;		/* of its bytes that come next, in the file */
	uint32_t left;		/* of them, not read yet */
	uint32_t made, crc;
	struct inflate_state inflate;
};

/* All of `from`..`from` + `length` of the file, in the arena; empty: it is not there. */
static struct span take(struct arena *a, struct seekable *file, uint64_t from, size_t length)
{
	char *room = length ? arena_room(a, length) : NULL;
	size_t have = 0;
	struct error ignored;

	while (room && have < length) {
		int64_t got = seekable_read(file, from + have, room + have, length - have,
					    &ignored);

		if (got <= 0)
			return SPAN("");
		have += (size_t)got;
	}
	return room ? span_make(room, length) : SPAN("");
}

/* ---- the table */

/* The record behind the table, which must be the file's end; where the table is. */
static bool find_table(struct arena *a, struct seekable *file, uint64_t *from, size_t *length,
		       size_t *rows)
{
	size_t look = file->size < END_MOST ? (size_t)file->size : END_MOST;
	struct arena_mark mark = arena_mark(a);
	struct span tail = take(a, file, file->size - look, look);
	bool found = false;

	for (size_t at = tail.len < END_BYTES ? SPAN_NONE : tail.len - END_BYTES;
	     at != SPAN_NONE && !found; at = at ? at - 1 : SPAN_NONE) {
		struct cursor c = { .left = span_skip(tail, at) };
		uint64_t end = file->size - look + at;

		if (tail.ptr[at] != 'P' || cursor_u32(&c) != 0x06054b50)
			continue;
		if (cursor_u32(&c) != 0)	/* numbers of volumes */
			break;
		*rows = cursor_u16(&c);
		if (cursor_u16(&c) != *rows)
			break;
		*length = cursor_u32(&c);
		*from = cursor_u32(&c);
		found = cursor_u16(&c) == c.left.len && *from + *length == end &&
			*rows && *length <= TABLE_MOST;
		break;
	}
	arena_rewind(a, mark);
	return found;
}

static bool read_row(struct cursor *c, struct row *out)
{
	size_t name, more;

	if (cursor_u32(c) != 0x02014b50)
		return false;
	cursor_take(c, 4);		/* versions */
	out->flags = cursor_u16(c);
	out->method = cursor_u16(c);
	cursor_take(c, 4);		/* date */
	out->crc = cursor_u32(c);
	out->packed = cursor_u32(c);
	out->size = cursor_u32(c);
	name = cursor_u16(c);
	more = cursor_u16(c);
	more += cursor_u16(c);
	cursor_take(c, 8);		/* volume, attributes */
	out->offset = cursor_u32(c);
	out->name = cursor_take(c, name);
	cursor_take(c, more);
	return !c->bad;
}

static int by_offset(const void *a, const void *b)
{
	const struct row *x = a, *y = b;

	return x->offset < y->offset ? -1 : x->offset > y->offset;
}

/* Two rows for one place are something that only libarchive has an opinion about. */
static bool read_table(struct zip_data *z, struct span table)
{
	struct cursor c = { .left = table };

	for (size_t i = 0; i < z->rows; i++)
		if (!read_row(&c, &z->row[i]))
			return false;
	qsort(z->row, z->rows, sizeof(*z->row), by_offset);
	for (size_t i = 1; i < z->rows; i++)
		if (z->row[i].offset == z->row[i - 1].offset)
			return false;
	return c.left.len == 0;
}

struct zip_data *zip_data_new(struct arena *a, struct seekable *file)
{
	struct arena_mark mark = arena_mark(a);
	struct zip_data *z;
	uint64_t from;
	size_t length, rows;
	struct span table;

	if (!find_table(a, file, &from, &length, &rows) || rows > length / ROW_BYTES)
		return NULL;
	z = arena_new(a, struct zip_data);
	table = take(a, file, from, length);
	if (z && table.len) {
		z->file = file;
		z->rows = rows;
		z->row = arena_alloc(a, rows * sizeof(*z->row));
		z->block = arena_room(a, BLOCK);
		if (z->row && z->block && read_table(z, table))
			return z;
	}
	arena_rewind(a, mark);
	return NULL;
}

/* ---- one member */

static bool is_plain(const struct row *r)
{
	if (r->flags & (FLAG_ENCRYPTED | FLAG_STRONG | FLAG_MASKED) ||
	    r->packed == UINT32_MAX || r->size == UINT32_MAX)
		return false;
	return r->method == METHOD_DEFLATED ||
	       (r->method == METHOD_STORED && r->packed == r->size);
}

/* A length or checksum may stand behind the bytes, and then is zero in front of them. */
static bool agrees(const struct row *r, uint32_t local, uint32_t listed)
{
	return local == listed || (local == 0 && r->flags & FLAG_BEHIND);
}

/* What stands in front of the member's bytes agrees with its row; where they begin. */
static bool find_data(struct zip_data *z, const struct row *r, uint64_t *at)
{
	struct error ignored;
	int64_t got = seekable_read(z->file, r->offset, z->block, LOCAL + r->name.len, &ignored);
	struct cursor c = { .left = span_make(z->block, got > 0 ? (size_t)got : 0) };
	size_t name, more;

	if (cursor_u32(&c) != 0x04034b50)
		return false;
	cursor_take(&c, 2);	/* version */
	if (cursor_u16(&c) != r->flags || cursor_u16(&c) != r->method)
		return false;
	cursor_take(&c, 4);	/* date */
	if (!agrees(r, cursor_u32(&c), r->crc) || !agrees(r, cursor_u32(&c), r->packed) ||
	    !agrees(r, cursor_u32(&c), r->size))
		return false;
	name = cursor_u16(&c);
	more = cursor_u16(&c);
	*at = r->offset + LOCAL + name + more;
	return name == r->name.len && span_equal(cursor_take(&c, name), r->name) && !c.bad &&
	       *at + r->packed <= z->file->size;
}

bool zip_data_begin(struct zip_data *z, uint64_t index, struct span name, uint64_t size)
{
	const struct row *r = index && index <= z->rows ? &z->row[index - 1] : NULL;

	if (!r || r->size != size || !span_equal(r->name, name) || !is_plain(r) ||
	    LOCAL + name.len > BLOCK || !find_data(z, r, &z->at))
		return false;
	z->member = r;
	z->left = r->packed;
	z->made = z->crc = 0;
	isal_inflate_init(&z->inflate);
	return true;
}

/* More packed bytes behind those that were used; false: there are none. */
static bool fill(struct zip_data *z)
{
	struct inflate_state *i = &z->inflate;
	struct error ignored;
	struct span now;

	if (i->avail_in || z->left == 0)
		return i->avail_in != 0;
	if (seekable_look(z->file, z->at, z->block, z->left < BLOCK ? z->left : BLOCK, &now,
			  &ignored) < 0 || now.len == 0)
		return false;
	now = span_cut(now, 0, z->left);
	z->at += now.len;
	z->left -= (uint32_t)now.len;
	i->next_in = (uint8_t *)(uintptr_t)now.ptr;
	i->avail_in = (uint32_t)now.len;
	return true;
}

static int64_t inflate_some(struct zip_data *z, void *out, uint32_t room)
{
	struct inflate_state *i = &z->inflate;

	i->next_out = out;
	i->avail_out = room;
	while (i->avail_out == room && i->block_state != ISAL_BLOCK_FINISH) {
		uint32_t had = fill(z) ? i->avail_in : 0;

		if (isal_inflate(i) < 0)
			return -1;
		if (i->avail_out == room && i->avail_in == had &&
		    i->block_state != ISAL_BLOCK_FINISH)
			return -1;
	}
	return room - i->avail_out;
}

static int64_t copy_some(struct zip_data *z, void *out, uint32_t room)
{
	struct inflate_state *i = &z->inflate;
	uint32_t n;

	if (!fill(z))
		return 0;
	n = i->avail_in < room ? i->avail_in : room;
	memcpy(out, i->next_in, n);
	i->next_in += n;
	i->avail_in -= n;
	return n;
}

/* Nothing is left over, and all is as the row says. */
static bool ends_well(const struct zip_data *z)
{
	const struct inflate_state *i = &z->inflate;
	bool used = z->left == 0 && i->avail_in == 0 && i->read_in_length < 8;

	return used && z->made == z->member->size && z->crc == z->member->crc;
}

int64_t zip_data_read(struct zip_data *z, void *out, size_t max)
{
	uint32_t room = max < 1u << 30 ? (uint32_t)max : 1u << 30;
	int64_t got = z->member->method == METHOD_STORED ? copy_some(z, out, room)
							 : inflate_some(z, out, room);

	if (got > 0) {
		z->made += (uint32_t)got;
		z->crc = crc32_gzip_refl(z->crc, out, (uint64_t)got);
	}
	return got ? got : ends_well(z) ? 0 : -1;
}
