/* What programs say of themselves: libraries, functions, versions, build ids. */
#include "test.h"

#include "base/hash.h"
#include "format/format.h"
#include "parts.h"
#include "samples.h"

static void assert_values(const char *name, const char *expected)
{
	struct buf sample, out;

	buf_init(&sample, SAMPLE_MAX);
	buf_init(&out, 1u << 20);
	assert_true(sample_of(format_named(span_of(name)), &sample));
	parts_of(name, buf_span(&sample), &out);
	if (!span_equal(buf_span(&out), span_of(expected)))
		test_fail("is:\n%.*s--- not:\n%s", SPAN_ARG(buf_span(&out)), expected);
	buf_release(&sample);
	buf_release(&out);
}

TEST(a_windows_program_tells_its_version_symbols_and_imports)
{
	assert_values("pe", "meta|imphash=69052387c5b38d0b9c6f3f9fc76cddf4\n"
			    "meta|CompanyName=Moth & Co\n"
			    "meta|OriginalFilename=agentd.exe\n"
			    "meta|pdb=C:\\build\\agentd.pdb\n"
			    "meta|import=KERNEL32.dll: ExitProcess, ord7\n");
}

TEST(a_linux_program_tells_its_build_id_and_imports)
{
	assert_values("elf", "meta|build-id=4142434445464748494a4b4c4d4e4f5051525354\n"
			     "meta|interpreter=/lib/ld-moth.so\n"
			     "meta|import=libmoth.so.1\n"
			     "meta|soname=libagent.so\n"
			     "meta|functions=socket\n");
}

/* Every byte takes every value that offsets and counts are afraid of. */
TEST(no_byte_of_a_program_crashes_its_reader)
{
	static const char *const names[] = { "pe", "elf" };
	static const char bad[] = { 0, 1, 0x7f, (char)0x80, (char)0xff };
	struct buf sample, out;

	buf_init(&sample, SAMPLE_MAX);
	buf_init(&out, 8u << 20);
	for (size_t n = 0; n < 2; n++) {
		buf_clear(&sample);
		assert_true(sample_of(format_named(span_of(names[n])), &sample));
		for (size_t i = 0; i < sample.len; i++) {
			char was = sample.ptr[i];

			for (size_t k = 0; k < sizeof(bad); k++) {
				sample.ptr[i] = bad[k];
				buf_clear(&out);
				parts_of(names[n], buf_span(&sample), &out);
			}
			sample.ptr[i] = was;
			buf_clear(&out);
			parts_of(names[n], span_cut(buf_span(&sample), 0, i), &out);
		}
	}
	buf_release(&sample);
	buf_release(&out);
}

/* ---- what a program does not show */

#define WRITABLE 0x80000000u
#define RUNS	 0x60000020u

static void put(struct buf *file, size_t at, uint64_t n, unsigned bytes)
{
	for (unsigned i = 0; i < bytes; i++)
		file->ptr[at + i] = (char)(n >> 8 * i);
}

static void section(struct buf *file, unsigned i, const char *name, uint32_t address, uint32_t raw,
		    uint32_t at, uint32_t flags)
{
	size_t s = 88 + 224 + 40 * (size_t)i;

	memcpy(file->ptr + s, name, strlen(name));
	put(file, s + 8, 0x1000, 4);
	put(file, s + 12, address, 4);
	put(file, s + 16, raw, 4);
	put(file, s + 20, at, 4);
	put(file, s + 36, flags, 4);
}

/* .text with something like code, .data, .late without bytes: not packed in any way. */
static void plain_program(struct buf *file)
{
	static const unsigned char code[] = { 0x55, 0x8b, 0xec, 0, 0, 0x83, 0xc4, 0x8b, 0, 1, 0xff, 0x8b, 0xe8, 0, 0x74 };

	buf_init(file, 1 << 20);
	for (size_t i = 0; i < 0x1800; i++)
		buf_byte(file, 0);
	memcpy(file->ptr, "MZ", 2);
	put(file, 60, 64, 4);
	memcpy(file->ptr + 64, "PE\0\0\x4c\1", 6);
	put(file, 70, 3, 2);
	put(file, 84, 224, 2);
	put(file, 88, 0x10b, 2);
	put(file, 88 + 16, 0x1010, 4);
	put(file, 88 + 68, 3, 2);
	section(file, 0, ".text", 0x1000, 0x1000, 0x400, RUNS);
	section(file, 1, ".data", 0x2000, 0x200, 0x1400, 0x40000040u | WRITABLE);
	section(file, 2, ".bss", 0x3000, 0, 0, 0x80u | WRITABLE);
	for (size_t i = 0x400; i < 0x1400; i++)
		file->ptr[i] = (char)code[i * i % 31 % sizeof(code)];
	/* It ends where its last section does. */
	file->len = 0x1600;
}

static void fill_random(struct buf *file, size_t from, size_t to)
{
	uint32_t n = 7;

	for (; from < to; from++) {
		n = n * 1664525 + 1013904223;
		file->ptr[from] = (char)(n >> 24);
	}
}

static void assert_gap(struct buf *file, const char *reason)
{
	struct buf out;
	struct span tight = tight_copy(buf_span(file));

	buf_init(&out, 8u << 20);
	parts_of("pe", tight, &out);
	if (reason ? span_find(buf_span(&out), span_of(reason)) == SPAN_NONE
		   : span_find(buf_span(&out), SPAN("packed")) != SPAN_NONE)
		test_fail("%s: is:\n%.*s", reason ? reason : "nothing packed", SPAN_ARG(buf_span(&out)));
	free((void *)tight.ptr);
	buf_release(&out);
}

TEST(a_packed_program_is_told_by_where_it_begins_and_how_random_it_is)
{
	struct buf f;

	plain_program(&f);
	assert_gap(&f, NULL);
	section(&f, 0, ".text", 0x1000, 0x1000, 0x400, RUNS | WRITABLE);
	assert_gap(&f, "it begins in a section that it can change (.text); what it unpacks to was not seen");
	put(&f, 88 + 68, 1, 2);		/* a driver */
	assert_gap(&f, NULL);
	put(&f, 88 + 68, 3, 2);
	section(&f, 0, ".text", 0x1000, 0x1000, 0x400, 0x40000040);
	assert_gap(&f, "it begins in a section that is no code (.text)");
	section(&f, 0, ".text", 0x1000, 0x1000, 0x400, RUNS);
	put(&f, 88 + 16, 0x9000, 4);
	assert_gap(&f, "it begins outside of its sections");
	put(&f, 88 + 16, 0, 4);		/* a library of resources */
	assert_gap(&f, NULL);
	put(&f, 88 + 16, 0x1010, 4);
	section(&f, 2, "UPX0", 0x3000, 0, 0, 0xe0000080u);
	assert_gap(&f, "it imports next to nothing, and has code that is not in the file (UPX0)");
	put(&f, 88 + 96 + 8 * 14, 0x2000, 4);	/* .NET */
	assert_gap(&f, NULL);
	fill_random(&f, 0x400, 0x1400);
	assert_gap(&f, NULL);
	put(&f, 88 + 96 + 8 * 14, 0, 4);
	assert_gap(&f, "the section where it begins is random (.text)");
	buf_release(&f);
}

/* parts.c knows no members: "?|". */
static unsigned members_in(struct span bytes, struct buf *out)
{
	unsigned n = 0;
	size_t at = 0, hit;

	buf_clear(out);
	parts_of("pe", bytes, out);
	while ((hit = span_find(span_skip(buf_span(out), at), SPAN("?|\n"))) != SPAN_NONE) {
		at += hit + 1;
		n++;
	}
	return n;
}

TEST(a_program_in_a_program_is_a_member_as_long_as_it_is)
{
	struct buf outer, inner, out;
	size_t unsealed;

	buf_init(&out, 8u << 20);
	plain_program(&outer);
	assert_int_equal(members_in(buf_span(&outer), &out), 0);
	plain_program(&inner);
	buf_add(&outer, SPAN("MZ, no program; "));
	unsealed = outer.len;
	buf_add(&outer, buf_span(&inner));
	buf_add(&outer, SPAN("and what comes behind it"));
	assert_int_equal(members_in(buf_span(&outer), &out), 1);
	/* With its signature, which begins where eight bytes are full. */
	put(&outer, unsealed + 88 + 96 + 32, inner.len, 4);
	put(&outer, unsealed + 88 + 96 + 36, 24, 4);
	assert_int_equal(members_in(buf_span(&outer), &out), 1);
	for (size_t i = 0; i < outer.len; i += 7) {
		struct span tight = tight_copy(span_cut(buf_span(&outer), 0, i));

		assert_int_equal(members_in(tight, &out), i >= unsealed + inner.len + 24);
		free((void *)tight.ptr);
	}
	/* Linkers carry the head of one, without sections. */
	put(&outer, unsealed + 70, 0, 2);
	assert_int_equal(members_in(buf_span(&outer), &out), 0);
	buf_release(&outer);
	buf_release(&inner);
	buf_release(&out);
}

TEST(no_more_programs_are_opened_than_a_few)
{
	struct buf outer, inner, out;

	buf_init(&out, 8u << 20);
	plain_program(&outer);
	plain_program(&inner);
	for (unsigned i = 0; i < 40; i++)
		buf_add(&outer, buf_span(&inner));
	assert_int_equal(members_in(buf_span(&outer), &out), 16);
	assert_true(span_find(buf_span(&out), SPAN("more programs in it")) != SPAN_NONE);
	buf_release(&outer);
	buf_release(&inner);
	buf_release(&out);
}
