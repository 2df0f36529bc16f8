/*
 * set_file.c -- what a set file carries and what tells it from others, read
 * without mapping the file: who asks for it trusts nothing else in there.
 */
#include <errno.h>
#include <unistd.h>

#include "match/image.h"
#include "match/proof.h"

#define FRONT_BYTES 4096		/* header and section table */
#define BLOCK_BYTES ((size_t)128 << 10)	/* stays near while its sum is taken */

static int read_at(int fd, char *out, size_t len, uint64_t at, struct error *e)
{
	while (len) {
		ssize_t got = pread(fd, out, len, (off_t)at);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return fail_errno(e, "set");
		if (got == 0)
			return fail(e, ERR_TRUNCATED, "set: ends too early");
		out += got;
		len -= (size_t)got;
		at += (uint64_t)got;
	}
	return 0;
}

static int take_carried(int fd, uint64_t size, const struct image_section *section,
			struct buf *out, struct error *e)
{
	uint64_t padded = (section->length + IMAGE_ALIGN - 1) / IMAGE_ALIGN * IMAGE_ALIGN;

	if (section->offset > size || padded > size - section->offset || padded < section->length)
		return fail(e, ERR_MALFORMED, "set: section %u lies outside", section->id);
	if (!buf_reserve(out, padded))
		return fail(e, ERR_LIMIT, "set: carries too much");
	if (read_at(fd, out->ptr + out->len, padded, section->offset, e) < 0)
		return -1;
	if (section_checksum(span_make(out->ptr + out->len, padded), NULL) != section->checksum)
		return fail(e, ERR_MALFORMED, "set: section %u is damaged", section->id);
	out->len += section->length;
	return 0;
}

static int read_front(int fd, uint64_t size, char *front, struct image_header *h,
		      struct error *e)
{
	size_t len = size < FRONT_BYTES ? (size_t)size : FRONT_BYTES;

	if (read_at(fd, front, len, 0, e) < 0)
		return -1;
	return image_header(span_make(front, len), size, h, e);
}

bool set_file_is(int fd)
{
	char magic[8];

	return pread(fd, magic, sizeof(magic), 0) == sizeof(magic) &&
	       memcmp(magic, IMAGE_MAGIC, sizeof(magic)) == 0;
}

static int verify_section(int fd, uint64_t size, const struct image_section *section, char *block,
			  struct error *e)
{
	uint64_t at = section->offset, left = section->length + IMAGE_ALIGN - 1;
	struct section_sum sum;

	left -= left % IMAGE_ALIGN;
	if (at > size || left > size - at || left < section->length)
		return fail(e, ERR_MALFORMED, "set: section %u lies outside", section->id);
	section_sum_begin(&sum, left);
	while (left) {
		size_t now = left < BLOCK_BYTES ? (size_t)left : BLOCK_BYTES;

		if (read_at(fd, block, now, at, e) < 0)
			return -1;
		section_sum_add(&sum, span_make(block, now), NULL);
		at += now;
		left -= now;
	}
	if (section_sum_end(&sum) != section->checksum)
		return fail(e, ERR_MALFORMED, "set: section %u is damaged", section->id);
	return 0;
}

int set_file_verify(int fd, uint64_t size, struct error *e)
{
	struct image_section section;
	char front[FRONT_BYTES];
	struct image_header h;
	struct buf block;
	int rc = read_front(fd, size, front, &h, e);

	buf_init(&block, BLOCK_BYTES);
	if (rc == 0 && !buf_reserve(&block, BLOCK_BYTES))
		rc = fail(e, ERR_MEMORY, "no memory to read a set");
	for (uint32_t i = 0; rc == 0 && i < h.sections; i++) {
		memcpy(&section, front + sizeof(h) + i * sizeof(section), sizeof(section));
		rc = verify_section(fd, size, &section, block.ptr, e);
	}
	buf_release(&block);
	return rc;
}

bool set_file_has_patterns(int fd, uint64_t size)
{
	struct image_section section;
	char front[FRONT_BYTES];
	struct image_header h;
	struct error ignored;

	if (read_front(fd, size, front, &h, &ignored) < 0)
		return false;
	for (uint32_t i = 0; i < h.sections; i++) {
		memcpy(&section, front + sizeof(h) + i * sizeof(section), sizeof(section));
		if (section.id == SECTION_PATTERN_DATA)
			return section.length > 0;
	}
	return false;
}

int set_file_front(int fd, uint64_t size, struct buf *out, struct error *e)
{
	char front[FRONT_BYTES];
	struct image_header h;

	if (read_front(fd, size, front, &h, e) < 0)
		return -1;
	buf_add(out, span_make(front, sizeof(h) + h.sections * sizeof(struct image_section)));
	return 0;
}

static int take_section(int fd, uint64_t size, uint32_t id, struct buf *out, struct error *e)
{
	struct image_section section;
	char front[FRONT_BYTES];
	struct image_header h;

	if (read_front(fd, size, front, &h, e) < 0)
		return -1;
	for (uint32_t i = 0; i < h.sections; i++) {
		memcpy(&section, front + sizeof(h) + i * sizeof(section), sizeof(section));
		if (section.id == id)
			return take_carried(fd, size, &section, out, e);
	}
	return fail(e, ERR_MALFORMED, "set: carries no advisories");
}

int set_file_carried(int fd, uint64_t size, struct buf *out, struct error *e)
{
	return take_section(fd, size, SECTION_CARRIED, out, e);
}

int set_file_aside(int fd, uint64_t size, struct buf *out, struct error *e)
{
	return take_section(fd, size, SECTION_ASIDE, out, e);
}
