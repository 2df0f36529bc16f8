/* archives.c -- containers that the tests take apart. */
#include "archives.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>
#include <zlib.h>

#include "samples.h"

#define CAB_HEADER 36
#define CAB_FOLDER 8

/* ---- by libarchive */

static la_ssize_t take(struct archive *a, void *context, const void *bytes, size_t n)
{
	(void)a;
	buf_add(context, span_make(bytes, n));
	return (la_ssize_t)n;
}

static void members_write(struct archive *a, const struct archive_member *member, size_t members)
{
	for (size_t i = 0; i < members; i++) {
		struct archive_entry *entry = archive_entry_new();

		archive_entry_set_pathname(entry, member[i].name);
		archive_entry_set_size(entry, (la_int64_t)member[i].bytes.len);
		archive_entry_set_filetype(entry, AE_IFREG);
		archive_entry_set_perm(entry, 0644);
		archive_entry_set_mtime(entry, 1594857600, 0);
		if (archive_write_header(a, entry) != ARCHIVE_OK)
			abort();
		archive_write_data(a, member[i].bytes.ptr, member[i].bytes.len);
		archive_entry_free(entry);
	}
}

static void write_all(struct archive *a, const struct archive_member *member, size_t members,
		      struct buf *out)
{
	archive_write_set_bytes_in_last_block(a, 1);
	if (archive_write_open2(a, out, NULL, take, NULL, NULL) != ARCHIVE_OK)
		abort();
	members_write(a, member, members);
	if (archive_write_close(a) != ARCHIVE_OK)
		abort();
	archive_write_free(a);
}

/* libarchive's own sample writers want seeking or large blocks; these do not. */
static bool by_libarchive(struct span format, const struct archive_member *member, size_t members,
			  struct buf *out)
{
	static const struct {
		const char *name;
		int (*set)(struct archive *a);
	} writers[] = {
		{ "zip", archive_write_set_format_zip },
		{ "stored zip", archive_write_set_format_zip },
		{ "7z", archive_write_set_format_7zip },
		{ "ar", archive_write_set_format_ar_svr4 },
		{ "cpio", archive_write_set_format_cpio_newc },
		{ "iso", archive_write_set_format_iso9660 },
		{ "tar", archive_write_set_format_pax_restricted },
	};

	for (size_t i = 0; i < sizeof(writers) / sizeof(writers[0]); i++) {
		struct archive *a;

		if (!span_equal(format, span_of(writers[i].name)))
			continue;
		a = archive_write_new();
		writers[i].set(a);
		if (span_starts(format, SPAN("stored")))
			archive_write_set_options(a, "zip:compression=store");
		write_all(a, member, members, out);
		return true;
	}
	return false;
}

void archive_make_locked(const char *how, const char *word, const struct archive_member *member,
			 size_t members, struct buf *out)
{
	struct archive *a = archive_write_new();
	char option[64];

	archive_write_set_format_zip(a);
	snprintf(option, sizeof(option), "zip:encryption=%s", how);
	if (archive_write_set_options(a, option) != ARCHIVE_OK ||
	    archive_write_set_passphrase(a, word) != ARCHIVE_OK)
		abort();
	write_all(a, member, members, out);
}

/* ---- field by field */

static void put(struct buf *b, uint64_t value, unsigned size)
{
	for (unsigned i = 0; i < size; i++)
		buf_byte(b, (char)(value >> (8 * i)));
}

static void put_big(struct buf *b, uint64_t value, unsigned size)
{
	while (size--)
		buf_byte(b, (char)(value >> (8 * size)));
}

/* One folder of stored blocks ([MS-CAB]). */
static void make_cab(const struct archive_member *member, size_t members, struct buf *out)
{
	struct buf files, data;
	uint64_t at = 0;

	buf_init(&files, SAMPLE_MAX);
	buf_init(&data, SAMPLE_MAX);
	for (size_t i = 0; i < members; i++) {
		put(&files, member[i].bytes.len, 4);
		put(&files, at, 4);
		put(&files, 0, 2);
		put(&files, 0x50f0, 2);		/* 2020-07-16 */
		put(&files, 0, 2);
		put(&files, 0x20, 2);
		buf_text(&files, member[i].name);
		buf_byte(&files, '\0');
		buf_add(&data, member[i].bytes);
		at += member[i].bytes.len;
	}
	if (data.len > 32768)
		abort();
	buf_add(out, SPAN("MSCF\0\0\0\0"));
	put(out, CAB_HEADER + CAB_FOLDER + files.len + 8 + data.len, 4);
	put(out, 0, 4);
	put(out, CAB_HEADER + CAB_FOLDER, 4);
	put(out, 0, 4);
	buf_add(out, SPAN("\3\1\1\0"));
	put(out, members, 2);
	put(out, 0, 2 + 2 + 2);
	put(out, CAB_HEADER + CAB_FOLDER + files.len, 4);
	put(out, 1, 2);
	put(out, 0, 2);
	buf_add(out, buf_span(&files));
	put(out, 0, 4);
	put(out, data.len, 2);
	put(out, data.len, 2);
	buf_add(out, buf_span(&data));
	buf_release(&files);
	buf_release(&data);
}

/* A block of RAR 1.5 to 4: its checksum goes over all but itself. */
static void rar_block(struct buf *block, struct buf *out)
{
	uint32_t crc = (uint32_t)crc32(0, (const Bytef *)block->ptr, (uInt)block->len);

	put(out, crc & 0xffff, 2);
	buf_add(out, buf_span(block));
	buf_clear(block);
}

static void make_rar(const struct archive_member *member, size_t members, struct buf *out)
{
	struct buf block;

	buf_init(&block, SAMPLE_MAX);
	buf_add(out, SPAN("Rar!\x1a\7\0"));
	put(&block, 0x73, 1);
	put(&block, 0, 2);
	put(&block, 13, 2);
	put(&block, 0, 6);
	rar_block(&block, out);
	for (size_t i = 0; i < members; i++) {
		struct span bytes = member[i].bytes;

		put(&block, 0x74, 1);
		put(&block, 0x8000, 2);
		put(&block, 32 + strlen(member[i].name), 2);
		put(&block, bytes.len, 4);
		put(&block, bytes.len, 4);
		put(&block, 3, 1);		/* Unix */
		put(&block, crc32(0, (const Bytef *)bytes.ptr, (uInt)bytes.len), 4);
		put(&block, 0x50f00000, 4);
		put(&block, 20, 1);
		put(&block, 0x30, 1);		/* stored */
		put(&block, strlen(member[i].name), 2);
		put(&block, 0100644, 4);
		buf_text(&block, member[i].name);
		rar_block(&block, out);
		buf_add(out, bytes);
	}
	put(&block, 0x7b, 1);
	put(&block, 0x4000, 2);
	put(&block, 7, 2);
	rar_block(&block, out);
	buf_release(&block);
}

/* As the packager writes it; it holds one file. */
static void make_native(const struct archive_member *member, size_t members, struct buf *out)
{
	(void)members;
	put(out, member->bytes.len + 2 + 2 * 6 + 4 + 4 + 6 + 4, 4);
	put(out, 2, 2);
	buf_add(out, SPAN("a.exe\0" "a.exe\0"));
	put(out, 0x30000, 4);
	put(out, 6, 4);
	buf_add(out, SPAN("a.exe\0"));
	put(out, member->bytes.len, 4);
	buf_add(out, member->bytes);
}

/* A lead, two empty headers, a gzip of a cpio. */
static void make_rpm(const struct archive_member *member, size_t members, struct buf *out)
{
	struct buf cpio;

	buf_init(&cpio, SAMPLE_MAX);
	by_libarchive(SPAN("cpio"), member, members, &cpio);
	buf_add(out, SPAN("\xed\xab\xee\xdb\3\0"));
	put(out, 0, 8);
	while (out->len < 96)
		put(out, 0, 1);
	for (int i = 0; i < 2; i++) {
		buf_add(out, SPAN("\x8e\xad\xe8\x01\0\0\0\0"));
		put_big(out, 0, 4);
		put_big(out, 0, 4);
	}
	sample_compress(SPAN("gzip"), buf_span(&cpio), out);
	buf_release(&cpio);
}

/* ---- one stream inside another, of kinds that no library writes */

/* Every choice a literal. */
static void make_szdd(struct span bytes, struct buf *out)
{
	buf_add(out, SPAN("SZDD\x88\xf0\x27\x33" "A\0"));
	put(out, bytes.len, 4);
	for (size_t i = 0; i < bytes.len; i += 8) {
		struct span eight = span_cut(bytes, i, 8);

		put(out, 0xff, 1);
		buf_add(out, eight);
	}
}

static void binhex_put(struct buf *out, unsigned *bits, unsigned *count, uint8_t byte)
{
	static const char letters[] =
		"!\"#$%&'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr";

	*bits = *bits << 8 | byte;
	*count += 8;
	while (*count >= 6) {
		*count -= 6;
		buf_byte(out, letters[*bits >> *count & 63]);
	}
	*bits &= 0xff;
}

static void make_binhex(struct span bytes, struct buf *out)
{
	unsigned bits = 0, count = 0;
	struct buf file;

	buf_init(&file, SAMPLE_MAX);
	buf_add(&file, SPAN("\4name\0TYPEMAKE\0\0"));
	put_big(&file, bytes.len, 4);
	put_big(&file, 0, 4 + 2);
	buf_add(&file, bytes);
	put_big(&file, 0, 2 + 2);
	buf_text(out, "(This file must be converted with BinHex 4.0)\n:");
	for (size_t i = 0; i < file.len; i++) {
		binhex_put(out, &bits, &count, (uint8_t)file.ptr[i]);
		if ((uint8_t)file.ptr[i] == 0x90)
			binhex_put(out, &bits, &count, 0);
	}
	binhex_put(out, &bits, &count, 0);
	buf_text(out, ":\n");
	buf_release(&file);
}

bool archive_stream(struct span format, struct span bytes, struct buf *out)
{
	bool szdd = span_equal(format, SPAN("szdd")), binhex = span_equal(format, SPAN("binhex"));

	if (szdd)
		make_szdd(bytes, out);
	if (binhex)
		make_binhex(bytes, out);
	return szdd || binhex;
}

bool archive_make(struct span format, const struct archive_member *member, size_t members,
		  struct buf *out)
{
	static const struct {
		const char *name;
		void (*make)(const struct archive_member *member, size_t members, struct buf *out);
	} makers[] = { { "cab", make_cab }, { "rar", make_rar }, { "rpm", make_rpm },
		       { "ole-native", make_native } };

	for (size_t i = 0; i < sizeof(makers) / sizeof(makers[0]); i++) {
		if (!span_equal(format, span_of(makers[i].name)))
			continue;
		makers[i].make(member, members, out);
		return true;
	}
	return by_libarchive(format, member, members, out);
}
