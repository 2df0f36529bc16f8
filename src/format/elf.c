/*
 * elf.c -- Linux programs: build id, libraries and functions that are
 * imported, the name and folders that the program gives its loader.
 *
 * Specification: System V ABI (gABI) chapters 4 and 5, 32 and 64 bits, both
 * byte orders; notes of GNU (build id), Go (build id) and systemd (package).
 * Not here: symbols that are not imported, debugging information, versions of
 * symbols; of what has no program header (kernel modules) only the notes.
 * Hostile input: nothing in it is an error, what is not there reads as zero;
 * HEADERS_MOST headers, TABLE_MOST bytes of each table and SYMBOLS_MOST symbols
 * are looked at.
 */
#include "base/hash.h"
#include "format/format.h"
#include "format/probe.h"
#include "format/program.h"

#define HEADERS_MOST 128
#define TABLE_MOST   (1u << 20)
#define NOTES_MOST   65536
#define NOTE_HEX     64		/* bytes of a build id that are written */
#define SYMBOLS_MOST 20000

enum { SEGMENT_LOAD = 1, SEGMENT_DYNAMIC = 2, SEGMENT_INTERPRETER = 3, SEGMENT_NOTE = 4 };
enum { SECTION_NOTE = 7 };
enum { TAG_NEEDED = 1, TAG_STRINGS = 5, TAG_SYMBOLS = 6, TAG_STRINGS_SIZE = 10, TAG_NAME = 14,
       TAG_RPATH = 15, TAG_RUNPATH = 29 };

struct segment {
	uint32_t type;
	uint64_t offset, address, size, align;
};

struct elf {
	struct seekable *file;
	bool wide, big;
	struct segment segment[HEADERS_MOST];
	unsigned segments;
	struct buf block, strings;	/* tables at hand */
	struct buf values;
	struct program_import functions;
	size_t given;
};

static uint64_t number(const struct elf *f, struct span s, uint64_t at, unsigned size)
{
	struct cursor c = { .left = at < s.len ? span_skip(s, (size_t)at) : SPAN(""), .big = f->big };

	return cursor_uint(&c, size);
}

/* An address or offset: 8 bytes at `wide` in a program of 64 bits, else 4 at `narrow`. */
static uint64_t word(const struct elf *f, struct span s, uint64_t wide, uint64_t narrow)
{
	return f->wide ? number(f, s, wide, 8) : number(f, s, narrow, 4);
}

/* So many bytes of the file, fewer at its end. */
static struct span read_at(const struct elf *f, uint64_t at, uint64_t size, struct buf *room)
{
	size_t most = size > TABLE_MOST ? TABLE_MOST : (size_t)size;
	struct error why;

	buf_clear(room);
	if (at >= f->file->size || !most || !buf_reserve(room, most))
		return SPAN("");
	while (room->len < most) {
		int64_t got = seekable_read(f->file, at + room->len, room->ptr + room->len,
					    most - room->len, &why);

		if (got <= 0)
			break;
		room->len += (size_t)got;
	}
	return buf_span(room);
}

static struct span text_at(struct span s, uint64_t at)
{
	return at < s.len ? span_cut(s, (size_t)at, PROGRAM_IMPORT) : SPAN("");
}

/* Where in the file the byte lies that is loaded there, and how many follow; 0: nowhere. */
static uint64_t offset_of(const struct elf *f, uint64_t address, uint64_t *left)
{
	for (unsigned i = 0; i < f->segments; i++) {
		const struct segment *s = &f->segment[i];

		if (s->type != SEGMENT_LOAD || address < s->address ||
		    address - s->address >= s->size)
			continue;
		*left = s->size - (address - s->address);
		return s->offset + (address - s->address);
	}
	*left = 0;
	return 0;
}

/* ---- notes */

static void take_note(struct elf *f, struct span name, uint64_t type, struct span text)
{
	char hex[2 * NOTE_HEX + 1];

	if (span_equal(name, SPAN("GNU\0")) && type == 3) {
		text = span_cut(text, 0, NOTE_HEX);
		hex_encode((const uint8_t *)text.ptr, text.len, hex);
		program_value(&f->values, SPAN("build-id"), span_of(hex));
	} else if (span_equal(name, SPAN("Go\0\0")) && type == 4) {
		program_value(&f->values, SPAN("go-build-id"), text);
	} else if (span_equal(name, SPAN("FDO\0")) && type == 0xcafe1a7e) {
		program_value(&f->values, SPAN("package"), text);
	}
}

static void read_notes(struct elf *f, const struct segment *s)
{
	uint64_t size = s->size > NOTES_MOST ? NOTES_MOST : s->size;
	struct span left = read_at(f, s->offset, size, &f->block);
	size_t round = s->align == 8 ? 7 : 3;

	while (left.len > 12) {
		size_t name = (size_t)number(f, left, 0, 4), text = (size_t)number(f, left, 4, 4);
		size_t at = (12 + name + round) & ~round;

		if (name > left.len || text > left.len || at + text > left.len)
			return;
		take_note(f, span_cut(left, 12, name), number(f, left, 8, 4),
			  span_cut(left, at, text));
		left = span_skip(left, (at + text + round) & ~round);
	}
}

/* ---- what is imported */

struct dynamic {
	uint64_t strings, strings_size, symbols;
};

static void read_functions(struct elf *f, const struct dynamic *d, struct span strings)
{
	unsigned size = f->wide ? 24 : 16;
	uint64_t left, at = offset_of(f, d->symbols, &left);
	uint64_t count = d->strings > d->symbols ? (d->strings - d->symbols) / size : 0;
	struct span table;

	if (count > SYMBOLS_MOST)
		count = SYMBOLS_MOST;
	if (!at || count * size > left)
		return;
	table = read_at(f, at, count * size, &f->block);
	program_import_begin(&f->functions, SPAN(""));
	for (uint64_t i = 0; i < count && i * size < table.len; i++) {
		uint64_t name = number(f, table, i * size, 4);
		struct span text = text_at(strings, name);
		size_t end = span_find_byte(text, '\0');

		/* Defined nowhere in here. */
		if (name && end != SPAN_NONE &&
		    number(f, table, i * size + (f->wide ? 6 : 14), 2) == 0)
			program_import_add(&f->functions, span_cut(text, 0, end));
	}
	program_value(&f->values, SPAN("functions"), buf_span(&f->functions.text));
}

static void take_names(struct elf *f, struct span table, struct span strings)
{
	unsigned size = f->wide ? 8 : 4;

	for (size_t at = 0; at + 2 * size <= table.len; at += 2 * size) {
		struct span text = text_at(strings, number(f, table, at + size, size));

		switch (number(f, table, at, size)) {
		case TAG_NEEDED:	program_value(&f->values, SPAN("import"), text); break;
		case TAG_NAME:		program_value(&f->values, SPAN("soname"), text); break;
		case TAG_RPATH:
		case TAG_RUNPATH:	program_value(&f->values, SPAN("runpath"), text); break;
		case 0:			return;
		default:		break;
		}
	}
}

static void read_dynamic(struct elf *f, const struct segment *s)
{
	struct span table = read_at(f, s->offset, s->size, &f->block), strings;
	unsigned size = f->wide ? 8 : 4;
	struct dynamic d = { 0 };
	uint64_t at, left;

	for (size_t i = 0; i + 2 * size <= table.len; i += 2 * size) {
		uint64_t tag = number(f, table, i, size), value = number(f, table, i + size, size);

		if (tag == 0)
			break;
		if (tag == TAG_STRINGS)
			d.strings = value;
		else if (tag == TAG_STRINGS_SIZE)
			d.strings_size = value;
		else if (tag == TAG_SYMBOLS)
			d.symbols = value;
	}
	at = offset_of(f, d.strings, &left);
	if (!at)
		return;
	strings = read_at(f, at, d.strings_size < left ? d.strings_size : left, &f->strings);
	take_names(f, table, strings);
	read_functions(f, &d, strings);
}

/* ---- headers */

static void read_segments(struct elf *f, struct span head)
{
	uint64_t at = word(f, head, 32, 28);
	uint64_t size = number(f, head, f->wide ? 54 : 42, 2);
	uint64_t count = number(f, head, f->wide ? 56 : 44, 2);
	struct span table;

	if (!at || size < (f->wide ? 56u : 32u))
		return;
	table = read_at(f, at, size * count, &f->block);
	for (uint64_t i = 0; i < count && f->segments < HEADERS_MOST; i++) {
		uint64_t s = i * size;

		if (s + size > table.len)
			return;
		f->segment[f->segments++] = (struct segment){
			.type = (uint32_t)number(f, table, s, 4),
			.offset = word(f, table, s + 8, s + 4),
			.address = word(f, table, s + 16, s + 8),
			.size = word(f, table, s + 32, s + 16),
			.align = word(f, table, s + 48, s + 28),
		};
	}
}

/* What is loaded by the kernel has sections in place of segments. */
static void read_sections(struct elf *f, struct span head)
{
	uint64_t at = word(f, head, 40, 32);
	uint64_t size = number(f, head, f->wide ? 58 : 46, 2);
	uint64_t count = number(f, head, f->wide ? 60 : 48, 2);
	struct span table;

	if (!at || size < (f->wide ? 64u : 40u))
		return;
	table = read_at(f, at, size * count, &f->strings);
	for (uint64_t i = 0; i < count && i < HEADERS_MOST && (i + 1) * size <= table.len; i++) {
		uint64_t s = i * size;
		struct segment note = { .offset = word(f, table, s + 24, s + 16),
					.size = word(f, table, s + 32, s + 20),
					.align = word(f, table, s + 48, s + 32) };

		if (number(f, table, s + 4, 4) == SECTION_NOTE)
			read_notes(f, &note);
	}
}

static void read_program(struct elf *f)
{
	char room[64];
	struct error why;
	int64_t got = seekable_read(f->file, 0, room, sizeof(room), &why);
	struct span head = span_make(room, got > 0 ? (size_t)got : 0);

	f->wide = number(f, head, 4, 1) == 2;
	f->big = number(f, head, 5, 1) == 2;
	read_segments(f, head);
	for (unsigned i = 0; i < f->segments; i++)
		if (f->segment[i].type == SEGMENT_NOTE)
			read_notes(f, &f->segment[i]);
	for (unsigned i = 0; i < f->segments; i++)
		if (f->segment[i].type == SEGMENT_INTERPRETER)
			program_value(&f->values, SPAN("interpreter"),
				      text_at(read_at(f, f->segment[i].offset, f->segment[i].size,
						      &f->block), 0));
		else if (f->segment[i].type == SEGMENT_DYNAMIC)
			read_dynamic(f, &f->segment[i]);
	if (!f->segments)
		read_sections(f, head);
}

/* ---- the row */

static int elf_probe(struct span head)
{
	uint64_t class = probe_number(head, 4, 1), order = probe_number(head, 5, 1);

	return (class == 1 || class == 2) && (order == 1 || order == 2)
		? probe_magic(head, 0, SPAN("\177ELF")) : 0;
}

static int elf_open(struct reader *r, struct error *e)
{
	struct elf *f = arena_new(r->arena, struct elf);

	if (!f)
		return fail(e, ERR_LIMIT, "elf: no memory left for this item");
	r->state = f;
	f->file = r->file;
	buf_init(&f->block, TABLE_MOST);
	buf_init(&f->strings, TABLE_MOST);
	buf_init(&f->values, PROGRAM_VALUES);
	buf_init(&f->functions.text, PROGRAM_IMPORT);
	read_program(f);
	return 0;
}

static int elf_next(struct reader *r, struct part *out, struct error *e)
{
	struct elf *f = r->state;

	(void)e;
	return program_next(&f->values, &f->given, out);
}

static void elf_close(struct reader *r)
{
	struct elf *f = r->state;

	if (!f)
		return;
	buf_release(&f->block);
	buf_release(&f->strings);
	buf_release(&f->values);
	buf_release(&f->functions.text);
}

const struct format format_elf = {
	.name = "elf",
	.about = "Linux program (ELF): build id, imports",
	.suffixes = " .so .ko .o ",
	.class = FORMAT_PROGRAM,
	.seeks = true,
	.raw = true,
	.evidence = true,
	.probe = elf_probe,
	.open = elf_open,
	.next = elf_next,
	.close = elf_close,
};
