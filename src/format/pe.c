/*
 * pe.c -- Windows programs: the fingerprint of what they import (imphash), and
 * an archive that they carry.
 *
 * Specification: Microsoft PE/COFF; imphash as Mandiant published it in 2014:
 * MD5 of "library.function" of every import in the order of the table, lower
 * case, the library without .dll, .ocx or .sys.
 * Not here: functions that are imported by number from libraries whose
 * numbers have names in that reckoning (oleaut32, ws2_32, wsock32): such a
 * program is given no fingerprint rather than a wrong one.
 * Not here either: unpackers.  What unpacks itself into its own memory, and
 * data behind the program that nobody here reads, are minor gaps.
 * Hostile input: every offset is looked up in the sections and read with
 * bounds; LIBRARIES_MOST, FUNCTIONS_MOST in all; nothing in it is an error.
 */
#include "base/buf.h"
#include "base/hash.h"
#include "format/format.h"
#include "format/pe_tail.h"
#include "format/probe.h"

#define LIBRARIES_MOST 512
#define FUNCTIONS_MOST 20000
#define NAME_MOST      256
#define SECTIONS_MOST  96

#define SECTION_WRITABLE 0x80000000u
#define SUBSYSTEM_NATIVE 1

struct pe {
	struct span bytes;
	size_t sections;		/* offset of their table */
	unsigned section_count;
	bool wide;			/* PE32+ */
	struct buf imports;
	unsigned functions;
	bool unsure;			/* a number whose name is not known */
	char hash[2 * DIGEST_MAX + 1];
	struct pe_tail tail;
	struct buf text;		/* of the gap at hand */
	enum { AT_FINGERPRINT, AT_PACKED, AT_TAIL, AT_END } at;
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

/* ---- what it hides */

/* Behind the last section, and behind symbols, which are in none. */
static uint64_t program_end(const struct pe *p)
{
	uint32_t head = at32(p, 60), symbols = at32(p, (uint64_t)head + 12);
	uint64_t end = p->sections + 40ULL * p->section_count, table;

	for (unsigned i = 0; i < p->section_count; i++) {
		size_t s = p->sections + 40 * i;
		uint64_t raw = at32(p, s + 16);

		if (raw && raw + at32(p, s + 20) > end)
			end = raw + at32(p, s + 20);
	}
	table = symbols + 18ULL * at32(p, (uint64_t)head + 16);
	if (symbols && table < p->bytes.len)
		table += at32(p, table);
	return symbols && table > end && table <= p->bytes.len ? table : end;
}

/* A program begins where it cannot write; only drivers have another way (INIT). */
static size_t packed_section(const struct pe *p)
{
	size_t optional = (size_t)at32(p, 60) + 24;
	uint32_t start = at32(p, optional + 16);

	if (at16(p, optional + 68) == SUBSYSTEM_NATIVE)
		return 0;
	for (unsigned i = 0; i < p->section_count; i++) {
		size_t s = p->sections + 40 * i;
		uint32_t size = at32(p, s + 8), from = at32(p, s + 12);

		if (start >= from && start - from < size)
			return at32(p, s + 36) & SECTION_WRITABLE ? s : 0;
	}
	return 0;
}

static void add_printable(struct buf *out, struct span text)
{
	for (size_t i = 0; i < text.len && text.ptr[i]; i++)
		buf_byte(out, text.ptr[i] > ' ' && text.ptr[i] <= '~' ? text.ptr[i] : '?');
}

static int give_gap(struct pe *p, struct part *out)
{
	*out = (struct part){ .kind = PART_GAP, .level = 1, .name = SPAN("unsupported-format"),
			      .text = buf_span(&p->text), .time = TIME_NONE };
	return 1;
}

static int give_packed(struct pe *p, struct part *out)
{
	size_t s = packed_section(p);

	if (!s)
		return 0;
	buf_clear(&p->text);
	buf_text(&p->text, "pe: looks packed: it begins in a section that it can change (");
	add_printable(&p->text, span_cut(p->bytes, s, 8));
	buf_text(&p->text, "); what it unpacks to was not seen");
	return give_gap(p, out);
}

static int give_tail(struct reader *r, struct part *out, struct error *e)
{
	struct pe *p = r->state;
	const struct pe_tail *t = &p->tail;
	struct stream *s;

	if (!t->archive.len) {
		if (!t->bytes.len)
			return 0;
		buf_clear(&p->text);
		buf_printf(&p->text, "pe: data behind the program, not opened: %zu bytes at 0x%llx%s%s",
			   t->bytes.len, (unsigned long long)t->offset, t->maker ? ", " : "",
			   t->maker ? t->maker : "");
		return give_gap(p, out);
	}
	s = stream_of_span(r->arena, t->archive);
	if (!s)
		return fail(e, ERR_LIMIT, "pe: no memory left for this item");
	*out = (struct part){ .kind = PART_MEMBER, .name = SPAN("archive in the program"),
			      .number = 1, .stream = s, .size = t->archive.len, .time = TIME_NONE,
			      .offset = t->archive_offset };
	return 1;
}

static void find_tail(struct pe *p)
{
	size_t directory = (size_t)at32(p, 60) + 24 + (p->wide ? 144 : 128);

	pe_tail_find(p->bytes, program_end(p), at32(p, directory), at32(p, directory + 4),
		     &p->tail);
}

/* ---- the row */

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
	buf_init(&p->text, 1024);
	read_imports(p);
	find_tail(p);
	if (p->imports.len && !p->imports.bad && !p->unsure && p->functions < FUNCTIONS_MOST)
		digest_hex(DIGEST_MD5, buf_span(&p->imports), p->hash);
	return 0;
}

static int give_fingerprint(struct pe *p, struct part *out)
{
	if (!p->hash[0])
		return 0;
	*out = (struct part){ .kind = PART_META, .name = SPAN("imphash"), .text = span_of(p->hash),
			      .time = TIME_NONE };
	return 1;
}

static int pe_next(struct reader *r, struct part *out, struct error *e)
{
	struct pe *p = r->state;
	int rc = 0;

	while (rc == 0 && p->at != AT_END) {
		switch (p->at++) {
		case AT_FINGERPRINT:
			rc = give_fingerprint(p, out);
			break;
		case AT_PACKED:
			rc = give_packed(p, out);
			break;
		default:
			rc = give_tail(r, out, e);
			break;
		}
	}
	return rc;
}

static void pe_close(struct reader *r)
{
	struct pe *p = r->state;

	if (!p)
		return;
	buf_release(&p->imports);
	buf_release(&p->text);
}

const struct format format_pe = {
	.name = "pe",
	.about = "Windows program (PE): fingerprint of its imports, archive in it",
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
