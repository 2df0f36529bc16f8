/*
 * pe.c -- Windows programs: what they import and its fingerprint (imphash), what
 * they say of themselves (pe_info.h), and an archive or programs that they carry.
 *
 * Specification: Microsoft PE/COFF; imphash as Mandiant published it in 2014:
 * MD5 of "library.function" of every import in the order of the table, lower
 * case, the library without .dll, .ocx or .sys.
 * Not here: functions that are imported by number from libraries whose
 * numbers have names in that reckoning (oleaut32, ws2_32, wsock32): such a
 * program is given no fingerprint rather than a wrong one.
 * Not here either: unpackers.  What unpacks itself into its own memory
 * (pe_hidden.h), and data behind it that nobody here reads, are minor gaps.
 * Hostile input: every offset is looked up in the sections and read with
 * bounds; LIBRARIES_MOST, FUNCTIONS_MOST in all; nothing in it is an error.
 */
#include <stdio.h>

#include "base/buf.h"
#include "base/hash.h"
#include "format/format.h"
#include "format/pe_hidden.h"
#include "format/pe_info.h"
#include "format/pe_tail.h"
#include "format/program.h"

#define LIBRARIES_MOST 512
#define FUNCTIONS_MOST 20000

#define PROGRAMS_MOST  16	/* that lie in it */

struct pe {
	struct pe_image image;
	struct buf imports;		/* as the fingerprint wants them */
	struct program_import import;	/* as people read them */
	struct buf values;
	size_t given;			/* of them */
	unsigned functions;
	bool unsure;			/* a number whose name is not known */
	char hash[2 * DIGEST_MAX + 1];
	struct pe_tail tail;
	struct buf text;		/* of the gap at hand */
	size_t inside;			/* behind the last program in it that was given */
	unsigned programs;
	enum { AT_FINGERPRINT, AT_VALUES, AT_PACKED, AT_INSIDE, AT_TAIL, AT_END } at;
};

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
	const struct pe_image *m = &p->image;
	bool number = entry >> (m->wide ? 63 : 31) & 1;
	struct span name = number ? SPAN("")
				  : pe_name(m, pe_offset(m, (uint32_t)entry & 0x7fffffff) + 2);
	char ordinal[16];

	if (!number && name.len == 0)
		return;
	p->unsure |= number && has_named_numbers(library);
	if (p->imports.len)
		buf_byte(&p->imports, ',');
	add_lower(&p->imports, library_stem(library));
	buf_byte(&p->imports, '.');
	if (number) {
		snprintf(ordinal, sizeof(ordinal), "ord%u", (unsigned)(entry & 0xffff));
		name = span_of(ordinal);
	}
	add_lower(&p->imports, name);
	program_import_add(&p->import, name);
}

static void read_library(struct pe *p, size_t descriptor)
{
	const struct pe_image *m = &p->image;
	struct span library = pe_name(m, pe_offset(m, pe_u32(m, descriptor + 12)));
	uint32_t names = pe_u32(m, descriptor);
	size_t table = pe_offset(m, names ? names : pe_u32(m, descriptor + 16));
	unsigned size = m->wide ? 8 : 4;

	program_import_begin(&p->import, library);
	for (; table && table < m->bytes.len && p->functions < FUNCTIONS_MOST; table += size) {
		uint64_t entry = probe_number(m->bytes, table, size);

		if (entry == 0)
			break;
		p->functions++;
		add_function(p, library, entry);
	}
	program_import_end(&p->import, &p->values);
}

static void read_imports(struct pe *p)
{
	const struct pe_image *m = &p->image;
	size_t table = pe_offset(m, pe_u32(m, pe_directory(m, PE_IMPORTS)));

	for (unsigned i = 0; table && i < LIBRARIES_MOST; i++, table += 20) {
		if (table >= m->bytes.len || pe_u32(m, table + 12) == 0)
			break;
		read_library(p, table);
	}
}

/* ---- what it hides */

static int give_gap(struct pe *p, struct part *out)
{
	*out = (struct part){ .kind = PART_GAP, .level = 1, .name = SPAN("unsupported-format"),
			      .text = buf_span(&p->text), .time = TIME_NONE };
	return 1;
}

static int give_packed(struct pe *p, struct part *out)
{
	buf_clear(&p->text);
	buf_text(&p->text, "pe: looks packed: ");
	if (!pe_looks_packed(&p->image, p->functions, &p->text))
		return 0;
	buf_text(&p->text, "; what it unpacks to was not seen");
	return give_gap(p, out);
}

/* Programs that lie in it as they are, in front of an archive that is opened anyway. */
static int give_program(struct reader *r, struct part *out, struct error *e)
{
	struct pe *p = r->state;
	size_t all = p->tail.archive.len ? (size_t)p->tail.archive_offset : p->image.bytes.len;
	struct span inside = pe_inside(span_cut(p->image.bytes, 0, all), &p->inside);
	struct stream *s;

	if (!inside.len)
		return 0;
	if (p->programs == PROGRAMS_MOST) {
		p->inside = all;
		buf_clear(&p->text);
		buf_text(&p->text, "pe: more programs in it than are opened");
		return give_gap(p, out);
	}
	s = stream_of_span(r->arena, inside);
	if (!s)
		return fail(e, ERR_LIMIT, "pe: no memory left for this item");
	*out = (struct part){ .kind = PART_MEMBER, .name = SPAN("program in the program"),
			      .number = ++p->programs, .stream = s, .size = inside.len,
			      .time = TIME_NONE, .offset = (uint64_t)(inside.ptr - r->bytes.ptr) };
	return 1;
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
			      .number = p->programs + 1, .stream = s, .size = t->archive.len,
			      .time = TIME_NONE, .offset = t->archive_offset };
	return 1;
}

static void find_tail(struct pe *p)
{
	const struct pe_image *m = &p->image;
	size_t seal = pe_directory(m, PE_SEAL);

	pe_tail_find(m->bytes, pe_end(m), pe_u32(m, seal), pe_u32(m, seal + 4), &p->tail);
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
	pe_image_read(&p->image, r->bytes);
	p->inside = 2;		/* behind its own first bytes */
	buf_init(&p->imports, 8u << 20);
	buf_init(&p->import.text, PROGRAM_IMPORT);
	buf_init(&p->values, PROGRAM_VALUES);
	buf_init(&p->text, 1024);
	pe_info_read(&p->image, &p->values);
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
		case AT_VALUES:
			rc = program_next(&p->values, &p->given, out);
			/* Again, until there is none. */
			p->at -= rc > 0;
			break;
		case AT_PACKED:
			rc = give_packed(p, out);
			break;
		case AT_INSIDE:
			rc = give_program(r, out, e);
			p->at -= rc > 0;
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
	buf_release(&p->import.text);
	buf_release(&p->values);
	buf_release(&p->text);
}

const struct format format_pe = {
	.name = "pe",
	.about = "Windows program (PE): imports, their fingerprint, version, archive or programs in it",
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
