/* pe_hidden.c -- packed programs, and programs in programs. */
#include "format/pe_hidden.h"

#define SECTION_CODE	 0x00000020u
#define SECTION_RUNS	 0x20000000u
#define SECTION_WRITABLE 0x80000000u
#define SUBSYSTEM_NATIVE 1

#define RANDOM_LEAST 2048	/* bytes: of fewer nothing is said */
#define RANDOM_MOST  (1u << 20)	/* and of more these */
#define RANDOM_STEP  4096
#define FEW_FUNCTIONS 8		/* what a loader needs that looks for the others itself */
#define STUB_MOST     0x1000	/* bytes in front of "PE\0\0" */
#define SIGNED_NEAR   16	/* a signature begins so near behind what it signs */

uint64_t pe_end(const struct pe_image *m)
{
	uint32_t symbols = pe_u32(m, m->head + 8);
	uint64_t end = m->sections + 40ULL * m->section_count, table;

	for (unsigned i = 0; i < m->section_count; i++) {
		size_t s = m->sections + 40 * i;
		uint64_t raw = pe_u32(m, s + 16);

		if (raw && raw + pe_u32(m, s + 20) > end)
			end = raw + pe_u32(m, s + 20);
	}
	table = symbols + 18ULL * pe_u32(m, m->head + 12);
	if (symbols && table < m->bytes.len)
		table += pe_u32(m, table);
	return symbols && table > end && table <= m->bytes.len ? table : end;
}

/* ---- packed */

/* The header of the section that is loaded there; 0: none. */
static size_t section_of(const struct pe_image *m, uint32_t address)
{
	for (unsigned i = 0; i < m->section_count; i++) {
		size_t s = m->sections + 40 * i;
		uint32_t size = pe_u32(m, s + 8), from = pe_u32(m, s + 12);

		if (pe_u32(m, s + 16) > size)
			size = pe_u32(m, s + 16);
		if (address >= from && address - from < size)
			return s;
	}
	return 0;
}

/* Two bytes of it are equal less often than once in a hundred: code does that once in thirty. */
static bool is_random(struct span s)
{
	uint32_t count[256] = { 0 };

	if (s.len < RANDOM_LEAST)
		return false;
	s = span_cut(s, 0, RANDOM_MOST);
	/* Of code half the bytes are enough to say no. */
	for (size_t from = 0; from < s.len; from += RANDOM_STEP) {
		struct span some = span_cut(s, from, RANDOM_STEP);
		uint64_t equal = 0;

		for (size_t i = 0; i < some.len; i++)
			count[(unsigned char)some.ptr[i]]++;
		for (unsigned i = 0; i < 256; i++)
			equal += (uint64_t)count[i] * count[i];
		if (equal * 100 >= (uint64_t)s.len * s.len)
			return false;
	}
	return true;
}

/* Code that is not in the file.  Linkers that link bit by bit leave such a section, too. */
static size_t empty_code(const struct pe_image *m)
{
	for (unsigned i = 0; i < m->section_count; i++) {
		size_t s = m->sections + 40 * i;
		uint32_t flags = pe_u32(m, s + 36);

		if ((flags & SECTION_RUNS) && pe_u32(m, s + 16) == 0 && pe_u32(m, s + 8))
			return s;
	}
	return 0;
}

static void add_section(struct buf *out, const struct pe_image *m, size_t s)
{
	struct span name = span_cut(m->bytes, s, 8);

	buf_text(out, " (");
	for (size_t i = 0; i < name.len && name.ptr[i]; i++)
		buf_byte(out, name.ptr[i] > ' ' && name.ptr[i] <= '~' ? name.ptr[i] : '?');
	buf_byte(out, ')');
}

static bool says(struct buf *why, const struct pe_image *m, const char *text, size_t s)
{
	buf_text(why, text);
	if (s)
		add_section(why, m, s);
	return true;
}

bool pe_looks_packed(const struct pe_image *m, unsigned functions, struct buf *why)
{
	uint32_t start = pe_u32(m, m->optional + 16);
	bool native = pe_u16(m, m->optional + 68) == SUBSYSTEM_NATIVE;
	bool managed = pe_u32(m, pe_directory(m, PE_MANAGED));
	size_t s = section_of(m, start), empty = empty_code(m);

	/* What has no start is called by others: a library of resources. */
	if (!start || !m->section_count)
		return false;
	if (!s)
		return says(why, m, "it begins outside of its sections", 0);
	/* A program begins where it cannot write; only drivers have another way (INIT). */
	if (!native && (pe_u32(m, s + 36) & SECTION_WRITABLE))
		return says(why, m, "it begins in a section that it can change", s);
	if (!native && !(pe_u32(m, s + 36) & (SECTION_RUNS | SECTION_CODE)))
		return says(why, m, "it begins in a section that is no code", s);
	/* .NET keeps its resources where others have code. */
	if (!managed && is_random(span_cut(m->bytes, pe_u32(m, s + 20), pe_u32(m, s + 16))))
		return says(why, m, "the section where it begins is random", s);
	if (!managed && empty && functions <= FEW_FUNCTIONS)
		return says(why, m, "it imports next to nothing, and has code that is not in the file",
			    empty);
	return false;
}

/* ---- programs inside */

/* Bytes of the program in front of `s`; 0: it is none. */
static uint64_t program_size(struct span s)
{
	struct pe_image m;
	uint64_t head = probe_number(s, 60, 4), end, seal;
	uint16_t magic;

	if (head < 64 || head > STUB_MOST || !probe_magic(s, (size_t)head, SPAN("PE\0\0")))
		return 0;
	pe_image_read(&m, s);
	magic = pe_u16(&m, m.optional);
	/* What linkers carry to make others of has no sections yet. */
	if ((magic != 0x10b && magic != 0x20b) || !m.section_count)
		return 0;
	end = pe_end(&m);
	seal = pe_u32(&m, pe_directory(&m, PE_SEAL));
	if (seal >= end && seal - end < SIGNED_NEAR)
		end = seal + pe_u32(&m, pe_directory(&m, PE_SEAL) + 4);
	return end <= s.len ? end : 0;
}

struct span pe_inside(struct span bytes, size_t *from)
{
	for (;;) {
		size_t at = span_find(span_skip(bytes, *from), SPAN("MZ"));
		uint64_t size;

		if (at == SPAN_NONE) {
			*from = bytes.len;
			return SPAN("");
		}
		at += *from;
		size = program_size(span_skip(bytes, at));
		*from = at + (size ? (size_t)size : 2);
		if (size)
			return span_cut(bytes, at, (size_t)size);
	}
}
