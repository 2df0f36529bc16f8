/*
 * pe.c -- Windows programs: the fingerprint of what they import (imphash).
 *
 * Specification: Microsoft PE/COFF; imphash as Mandiant published it in 2014:
 * MD5 of "library.function" of every import in the order of the table, lower
 * case, the library without .dll, .ocx or .sys.
 * Not here: functions that are imported by number from libraries whose
 * numbers have names in that reckoning (oleaut32, ws2_32, wsock32): such a
 * program is given no fingerprint rather than a wrong one.
 * Hostile input: every offset is looked up in the sections and read with
 * bounds; LIBRARIES_MOST, FUNCTIONS_MOST in all; nothing in it is an error.
 */
#include "base/buf.h"
#include "base/hash.h"
#include "format/format.h"
#include "format/probe.h"

#define LIBRARIES_MOST 512
#define FUNCTIONS_MOST 20000
#define NAME_MOST      256
#define SECTIONS_MOST  96

struct pe {
	struct span bytes;
	size_t sections;		/* offset of their table */
	unsigned section_count;
	bool wide;			/* PE32+ */
	struct buf imports;
	unsigned functions;
	bool unsure;			/* a number whose name is not known */
	char hash[2 * DIGEST_MAX + 1];
	bool given;
};

static uint32_t at32(const struct pe *p, uint64_t at)
{
	return at < p->bytes.len ? (uint32_t)probe_number(p->bytes, (size_t)at, 4) : 0;
}

static uint16_t at16(const struct pe *p, uint64_t at)
{
	return at < p->bytes.len ? (uint16_t)probe_number(p->bytes, (size_t)at, 2) : 0;
}

/* Where in the file the byte lies that is loaded there; 0: nowhere. */
static size_t offset_of(const struct pe *p, uint32_t address)
{
	for (unsigned i = 0; i < p->section_count; i++) {
		size_t s = p->sections + 40 * i;
		uint32_t size = at32(p, s + 8), start = at32(p, s + 12), raw = at32(p, s + 16);

		if (raw > size)
			size = raw;
		if (address >= start && address - start < size)
			return (size_t)at32(p, s + 20) + (address - start);
	}
	return 0;
}

static struct span name_at(const struct pe *p, size_t at)
{
	struct span s = at ? span_cut(p->bytes, at, NAME_MOST) : SPAN("");
	size_t end = span_find_byte(s, '\0');

	return end == SPAN_NONE ? SPAN("") : span_cut(s, 0, end);
}

static void add_lower(struct buf *out, struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		buf_byte(out, ascii_lower(s.ptr[i]));
}

static struct span library_stem(struct span name)
{
	if (span_ends_nocase(name, SPAN(".dll")) || span_ends_nocase(name, SPAN(".ocx")) ||
	    span_ends_nocase(name, SPAN(".sys")))
		return span_cut(name, 0, name.len - 4);
	return name;
}

static bool has_named_numbers(struct span library)
{
	return span_equal_nocase(library, SPAN("ws2_32.dll")) ||
	       span_equal_nocase(library, SPAN("wsock32.dll")) ||
	       span_equal_nocase(library, SPAN("oleaut32.dll"));
}

static void add_function(struct pe *p, struct span library, uint64_t entry)
{
	bool number = entry >> (p->wide ? 63 : 31) & 1;
	struct span name = number ? SPAN("")
				  : name_at(p, offset_of(p, (uint32_t)entry & 0x7fffffff) + 2);

	if (!number && name.len == 0)
		return;
	p->unsure |= number && has_named_numbers(library);
	if (p->imports.len)
		buf_byte(&p->imports, ',');
	add_lower(&p->imports, library_stem(library));
	buf_byte(&p->imports, '.');
	if (number)
		buf_printf(&p->imports, "ord%u", (unsigned)(entry & 0xffff));
	else
		add_lower(&p->imports, name);
}

static void read_library(struct pe *p, size_t descriptor)
{
	struct span library = name_at(p, offset_of(p, at32(p, descriptor + 12)));
	uint32_t names = at32(p, descriptor);
	size_t table = offset_of(p, names ? names : at32(p, descriptor + 16));
	unsigned size = p->wide ? 8 : 4;

	for (; table && table < p->bytes.len && p->functions < FUNCTIONS_MOST; table += size) {
		uint64_t entry = probe_number(p->bytes, table, size);

		if (entry == 0)
			break;
		p->functions++;
		add_function(p, library, entry);
	}
}

static void read_imports(struct pe *p)
{
	uint32_t head = at32(p, 60);
	size_t optional = (size_t)head + 24, directory;

	p->section_count = at16(p, (uint64_t)head + 6);
	if (p->section_count > SECTIONS_MOST)
		p->section_count = SECTIONS_MOST;
	p->sections = optional + at16(p, (uint64_t)head + 20);
	p->wide = at16(p, optional) == 0x20b;
	directory = offset_of(p, at32(p, optional + (p->wide ? 120 : 104)));
	for (unsigned i = 0; directory && i < LIBRARIES_MOST; i++, directory += 20) {
		if (directory >= p->bytes.len || at32(p, directory + 12) == 0)
			break;
		read_library(p, directory);
	}
}

static int pe_probe(struct span head)
{
	uint64_t at = probe_number(head, 60, 4);

	return probe_magic(head, 0, SPAN("MZ")) && at < head.len &&
	       probe_magic(head, (size_t)at, SPAN("PE\0\0")) ? 95 : 0;
}

static int pe_open(struct reader *r, struct error *e)
{
	struct pe *p = arena_new(r->arena, struct pe);

	if (!p)
		return fail(e, ERR_LIMIT, "pe: no memory left for this item");
	r->state = p;
	p->bytes = r->bytes;
	buf_init(&p->imports, 8u << 20);
	read_imports(p);
	if (p->imports.len && !p->imports.bad && !p->unsure && p->functions < FUNCTIONS_MOST)
		digest_hex(DIGEST_MD5, buf_span(&p->imports), p->hash);
	return 0;
}

static int pe_next(struct reader *r, struct part *out, struct error *e)
{
	struct pe *p = r->state;

	(void)e;
	if (p->given || !p->hash[0])
		return 0;
	p->given = true;
	*out = (struct part){ .kind = PART_META, .name = SPAN("imphash"), .text = span_of(p->hash),
			      .time = TIME_NONE };
	return 1;
}

static void pe_close(struct reader *r)
{
	struct pe *p = r->state;

	if (p)
		buf_release(&p->imports);
}

const struct format format_pe = {
	.name = "pe",
	.about = "Windows program (PE): fingerprint of its imports",
	.suffixes = " .exe .dll .sys .scr ",
	.class = FORMAT_PROGRAM,
	.whole = true,
	.raw = true,
	.evidence = true,
	.probe = pe_probe,
	.open = pe_open,
	.next = pe_next,
	.close = pe_close,
};
