/* test_formats.c -- the table, the bidding, and what every format must stand. */
#include "test.h"

#include "../fuzz/drain.h"
#include "samples.h"

static const struct drain usual = { .budget = 32u << 20 };

static const char *name_of(struct span head)
{
	const struct format *f = format_of(head);

	return f ? f->name : "none";
}

TEST(every_row_has_a_name_and_can_be_found_by_it)
{
	size_t n = 0;

	for (const struct format *f; (f = format_at(n)); n++) {
		assert_ptr_equal(format_named(span_of(f->name)), f);
		assert_non_null(f->about);
		assert_non_null(f->probe);
		assert_non_null(f->open);
		assert_non_null(f->next);
		assert_true(f->suffixes[0] == ' ' && f->suffixes[strlen(f->suffixes) - 1] == ' ');
	}
	assert_true(n > 40);
	assert_null(format_at(n));
	assert_null(format_named(SPAN("no such format")));
}

TEST(every_format_that_is_read_has_a_sample_and_knows_it)
{
	for (size_t i = 0; format_at(i); i++) {
		struct buf sample;

		buf_init(&sample, SAMPLE_MAX);
		if (!format_at(i)->not_yet) {
			assert_true(sample_of(format_at(i), &sample));
			const struct format *known = format_of(buf_span(&sample));

			known = format_within(known, buf_span(&sample));
			if (format_at(i)->evidence)
				known = format_of_evidence(buf_span(&sample));
			assert_string_equal(known->name, format_at(i)->name);
		}
		buf_release(&sample);
	}
}

TEST(no_format_is_surer_of_a_sample_than_it_said_it_could_be)
{
	size_t bounded = 0, most = 0;

	for (size_t i = 0; format_at(i); i++) {
		struct buf sample;

		buf_init(&sample, SAMPLE_MAX);
		if (!format_at(i)->not_yet)
			sample_of(format_at(i), &sample);
		for (size_t k = 0; format_at(k); k++) {
			int bid = format_at(k)->probe(buf_span(&sample));

			bounded += format_at(k)->most != 0;
			most += bid && bid == format_at(k)->most;
			assert_true(!format_at(k)->most || bid <= format_at(k)->most);
		}
		buf_release(&sample);
	}
	assert_true(bounded > 0 && most > 1);
}

TEST(what_is_not_read_yet_says_so)
{
	struct error e;

	for (size_t i = 0; format_at(i); i++) {
		if (!format_at(i)->not_yet)
			continue;
		assert_int_equal(drain(format_at(i), SPAN("x"), usual, NULL, &e), -1);
		assert_int_equal(e.code, ERR_UNSUPPORTED);
		assert_non_null(strstr(e.text, format_at(i)->name));
	}
}

struct magic {
	const char *name;
	size_t at;
	struct span bytes;
};

#define MAGIC(name, at, bytes) { name, at, { bytes, sizeof(bytes) - 1 } }

static const struct magic magics[] = {
	MAGIC("gzip", 0, "\x1f\x8b\x08\0\0\0\0\0\0\0"),
	MAGIC("zstd", 0, "\x28\xb5\x2f\xfd"),
	MAGIC("zstd", 0, "\x50\x2a\x4d\x18\4\0\0\0skip\x28\xb5\x2f\xfd"),
	MAGIC("xz", 0, "\xfd" "7zXZ\0"),
	MAGIC("bz2", 0, "BZh91AY&SY"),
	MAGIC("lz4", 0, "\x04\x22\x4d\x18"),
	MAGIC("lz4", 0, "\x50\x2a\x4d\x18\4\0\0\0skip\x04\x22\x4d\x18"),
	MAGIC("lz4-legacy", 0, "\x02\x21\x4c\x18"),
	MAGIC("compress", 0, "\x1f\x9d\x90"),
	MAGIC("lzip", 0, "LZIP\1"),
	MAGIC("lzop", 0, "\x89LZO\0\r\n\x1a\n"),
	MAGIC("pdf", 0, "%PDF-1.4\n"),
	MAGIC("pdf", 0, "junk\n%PDF-1.4\n"),
	MAGIC("zip", 0, "PK\3\4\x14\0\0\0"),
	MAGIC("zip", 0, "PK\5\6\0\0\0\0"),
	MAGIC("7z", 0, "7z\xbc\xaf\x27\x1c"),
	MAGIC("rar", 0, "Rar!\x1a\7\1\0"),
	MAGIC("xar", 0, "xar!\0\x1c\0\1"),
	MAGIC("lha", 0, "\x24\x11-lh5-"),
	MAGIC("cab", 0, "MSCF\0\0\0\0"),
	MAGIC("ar", 0, "!<arch>\ndebian-binary   "),
	MAGIC("rpm", 0, "\xed\xab\xee\xdb\3\0"),
	MAGIC("cpio", 0, "070701000DD1EC"),
	MAGIC("tar", 257, "ustar\0" "00"),
	MAGIC("ole", 0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
	MAGIC("chm", 0, "ITSF\3\0\0\0"),
	MAGIC("pst", 0, "!BDN....S"),
	MAGIC("tnef", 0, "\x78\x9f\x3e\x22"),
	MAGIC("lnk", 0, "\x4c\0\0\0\1\x14\2\0\0\0\0\0\xc0\0\0\0\0\0\0\x46"),
	MAGIC("evtx", 0, "ElfFile\0"),
	MAGIC("evt", 0, "\x30\0\0\0LfLe"),
	MAGIC("regf", 0, "regf\1\0\0\0\1\0\0\0........\1\0\0\0\5\0\0\0"),
	MAGIC("journal", 0, "LPKSHHRH"),
	MAGIC("pcap", 0, "\xd4\xc3\xb2\xa1\2\0\4\0"),
	MAGIC("pcap", 0, "\xa1\xb2\x3c\x4d\0\2\0\4"),
	MAGIC("pcapng", 0, "\n\r\r\n\x1c\0\0\0\x4d\x3c\x2b\x1a"),
	MAGIC("sqlite", 0, "SQLite format 3\0"),
	MAGIC("vhd", 0, "conectix"),
	MAGIC("vmdk", 0, "KDMV\1\0\0\0"),
	MAGIC("qcow2", 0, "QFI\xfb\0\0\0\3"),
	MAGIC("e01", 0, "EVF\x09\r\n\xff\0"),
	MAGIC("vbk", 0, "\x0d\0\0\0\1\0\0\0\3\0\0\0md5\0"),
	MAGIC("wim", 0, "MSWIM\0\0\0"),
	MAGIC("iso", 32769, "CD001"),
	MAGIC("disk", 512, "EFI PART"),
	MAGIC("disk", 3, "NTFS    "),
	MAGIC("mbox", 0, "From a@b.example Thu Jun  4 14:03:07 2020\nReceived: x\n\n"),
	MAGIC("eml", 0, "Received: by x\n\twith y\nFrom: a@b.example\nSubject: s\n\nbody\n"),
	MAGIC("html", 0, "\xef\xbb\xbf  <!-- x --><!DOCTYPE HTML>"),
	MAGIC("html", 0, "<?xml version=\"1.0\"?>\n<html xmlns=\"x\">"),
	MAGIC("html", 0, "<\0h\0t\0m\0l\0>\0"),
	MAGIC("markdown", 0, "# Head\n\ntext [a](b)\n"),
	MAGIC("markdown", 0, "= Head\n\n|===\n|a |b\n|===\n"),
	MAGIC("text", 0, "just words\n"),
	MAGIC("text", 0, "regf is the magic of a hive\n"),
	MAGIC("text", 0, "PK00 and COWD are names\n"),
	MAGIC("text", 0, "From here on there is no mail: none\n"),
	MAGIC("text", 0, "Subject: one field is no header\n\nbody\n"),
	MAGIC("text", 0, "Title\n=====\n\n- a\n- b\n"),
	MAGIC("elf", 0, "\x7f" "ELF\2\1\1\0\0\0\0\0\0\0\0\0\2\0\x3e\0\1\0\0\0"),
	MAGIC("none", 0, ""),
};

/* Formats whose magic number stands far from the start are shown bytes of a disk before it. */
TEST(a_format_is_known_by_its_first_bytes)
{
	for (size_t i = 0; i < sizeof(magics) / sizeof(magics[0]); i++) {
		struct span m = magics[i].bytes, head;
		char *bytes = calloc(1, magics[i].at + m.len + 1);

		memcpy(bytes + magics[i].at, m.ptr, m.len);
		head = tight_copy(span_make(bytes, magics[i].at + m.len));
		if (strcmp(name_of(head), magics[i].name) != 0)
			test_fail("sample %zu is %s, not %s", i, name_of(head), magics[i].name);
		free((void *)(uintptr_t)head.ptr);
		free(bytes);
	}
}

TEST(a_tar_of_any_age_is_known_by_its_checksum)
{
	char block[512] = "name.txt";
	unsigned sum = 8 * ' ';

	memcpy(block + 124, "00000000010", 11);
	for (size_t i = 0; i < sizeof(block); i++)
		sum += (unsigned char)block[i];
	snprintf(block + 148, 8, "%06o", sum);
	assert_string_equal(name_of(span_make(block, sizeof(block))), "tar");
	block[0] = 'm';
	assert_string_not_equal(name_of(span_make(block, sizeof(block))), "tar");
}

TEST(probes_read_nothing_behind_the_head)
{
	uint32_t seed = 3;

	for (size_t i = 0; i < sizeof(magics) / sizeof(magics[0]); i++)
		for (size_t n = 0; n <= magics[i].bytes.len; n++) {
			struct span cut = tight_copy(span_cut(magics[i].bytes, 0, n));

			format_of(cut);
			free((void *)(uintptr_t)cut.ptr);
		}
	for (int i = 0; i < 2000; i++) {
		char bytes[600];
		size_t n = sample_random(&seed) % sizeof(bytes);
		struct span cut;

		for (size_t j = 0; j < n; j++)
			bytes[j] = (char)sample_random(&seed);
		cut = tight_copy(span_make(bytes, n));
		format_of(cut);
		free((void *)(uintptr_t)cut.ptr);
	}
}

TEST(a_small_budget_ends_in_a_limit_not_in_a_crash)
{
	for (size_t i = 0; format_at(i); i++) {
		struct buf sample;
		struct error e = { 0 };

		if (format_at(i)->not_yet)
			continue;
		buf_init(&sample, SAMPLE_MAX);
		sample_of(format_at(i), &sample);
		for (size_t budget = 0; budget <= 65536; budget += 4096) {
			struct drain how = { .budget = budget };

			e.code = ERR_NONE;
			if (drain(format_at(i), buf_span(&sample), how, NULL, &e) < 0)
				assert_int_equal(e.code, ERR_LIMIT);
			else
				assert_true(budget > 0);
		}
		buf_release(&sample);
	}
}

/* Blocks of the input and of the reader may end anywhere. */
TEST(every_size_of_block_gives_the_same)
{
	for (size_t i = 0; format_at(i); i++) {
		struct buf sample, whole, again;
		struct error e;

		if (format_at(i)->not_yet)
			continue;
		buf_init(&sample, SAMPLE_MAX);
		buf_init(&whole, SAMPLE_MAX);
		buf_init(&again, SAMPLE_MAX);
		sample_of(format_at(i), &sample);
		assert_int_equal(drain(format_at(i), buf_span(&sample), usual, &whole, &e), 0);
		assert_true(whole.len > 40);
		for (size_t n = 1; n <= 17; n++) {
			struct drain how = { .budget = usual.budget, .step = n, .block = 18 - n };

			buf_clear(&again);
			assert_int_equal(drain(format_at(i), buf_span(&sample), how, &again, &e), 0);
			assert_span_equal(buf_span(&again), buf_span(&whole));
		}
		buf_release(&sample);
		buf_release(&whole);
		buf_release(&again);
	}
}

/* What fuzzing does, in small: every sample, cut and changed, through the fuzzer's own path. */
TEST(damaged_samples_crash_nothing)
{
	uint32_t seed = 7;

	for (size_t i = 0; i < 64; i++) {
		char choice = (char)i;
		struct span none = span_make(&choice, 1);
		const struct format *format = drain_choice(&none);
		struct buf sample;
		struct error e;

		buf_init(&sample, SAMPLE_MAX);
		sample_of(format, &sample);
		for (int round = 0; round < 150; round++) {
			size_t cut = sample_random(&seed) % 4 ? sample.len :
				     sample_random(&seed) % (sample.len + 1);
			struct span changed = tight_copy(span_cut(buf_span(&sample), 0, cut));
			char *bytes = (char *)(uintptr_t)changed.ptr;

			for (uint32_t k = sample_random(&seed) % 9; k && cut; k--)
				bytes[sample_random(&seed) % cut] = (char)sample_random(&seed);
			drain(format, changed, usual, NULL, &e);
			free(bytes);
		}
		buf_release(&sample);
	}
}
