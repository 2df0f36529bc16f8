/*
 * pe_image.h -- a Windows program in memory: its headers, and where in the file
 * the bytes lie that are loaded at an address.
 *
 * Specification: Microsoft PE/COFF.  Whatever is not there reads as zero;
 * offset 0 means nowhere.  SECTIONS_MOST sections are looked at.
 */
#ifndef FORMAT_PE_IMAGE_H
#define FORMAT_PE_IMAGE_H

#include "format/probe.h"

#define PE_SECTIONS_MOST 96
#define PE_NAME_MOST     256

/* Data directories, by their number. */
enum pe_directory { PE_IMPORTS = 1, PE_RESOURCES = 2, PE_SEAL = 4, PE_DEBUG = 6, PE_MANAGED = 14 };

struct pe_image {
	struct span bytes;
	size_t head;			/* behind "PE\0\0" */
	size_t optional;		/* header of that name */
	size_t sections;		/* offset of their table */
	unsigned section_count;
	bool wide;			/* PE32+ */
};

static inline uint32_t pe_u32(const struct pe_image *p, uint64_t at)
{
	return at < p->bytes.len ? (uint32_t)probe_number(p->bytes, (size_t)at, 4) : 0;
}

static inline uint16_t pe_u16(const struct pe_image *p, uint64_t at)
{
	return at < p->bytes.len ? (uint16_t)probe_number(p->bytes, (size_t)at, 2) : 0;
}

static inline void pe_image_read(struct pe_image *p, struct span bytes)
{
	*p = (struct pe_image){ .bytes = bytes };
	p->head = (size_t)pe_u32(p, 60) + 4;
	p->optional = p->head + 20;
	p->section_count = pe_u16(p, p->head + 2);
	if (p->section_count > PE_SECTIONS_MOST)
		p->section_count = PE_SECTIONS_MOST;
	p->sections = p->optional + pe_u16(p, p->head + 16);
	p->wide = pe_u16(p, p->optional) == 0x20b;
}

/* Where in the file the byte lies that is loaded there; 0: nowhere. */
static inline size_t pe_offset(const struct pe_image *p, uint32_t address)
{
	for (unsigned i = 0; i < p->section_count; i++) {
		size_t s = p->sections + 40 * i;
		uint32_t size = pe_u32(p, s + 8), start = pe_u32(p, s + 12);
		uint32_t raw = pe_u32(p, s + 16);

		if (raw > size)
			size = raw;
		if (address >= start && address - start < size)
			return (size_t)pe_u32(p, s + 20) + (address - start);
	}
	return 0;
}

/* Where the entry of a data directory stands: address, then size. */
static inline size_t pe_directory(const struct pe_image *p, enum pe_directory n)
{
	return p->optional + (p->wide ? 112 : 96) + 8 * (size_t)n;
}

/* Text up to its zero byte; empty when it has none within PE_NAME_MOST. */
static inline struct span pe_name(const struct pe_image *p, size_t at)
{
	struct span s = at ? span_cut(p->bytes, at, PE_NAME_MOST) : SPAN("");
	size_t end = span_find_byte(s, '\0');

	return end == SPAN_NONE ? SPAN("") : span_cut(s, 0, end);
}

#endif
