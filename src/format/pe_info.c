/* pe_info.c -- what a Windows program says of itself: version and symbols. */
#include "format/charset.h"
#include "format/pe_info.h"
#include "format/program.h"

#define VERSIONS_MOST 8
#define ENTRIES_MOST  4096
#define STRINGS_MOST  256
#define DEBUG_MOST    64
#define TEXT_MOST     8192

#define RESOURCE_VERSION 16
#define RESOURCE_FOLDER  0x80000000u
#define DEBUG_CODEVIEW   2

/* ---- strings of the version */

struct version {
	struct buf *values;
	struct buf name, text;
	unsigned strings;
};

/* A node of VS_VERSIONINFO: what is behind its key, and the rest after it. */
struct node {
	struct span key;	/* UTF-16 */
	struct span value, children;
};

static size_t rounded(size_t n)
{
	return (n + 3) & ~(size_t)3;
}

/* Bytes of UTF-16 before its zero. */
static size_t wide_length(struct span s)
{
	size_t n = 0;

	while (n + 2 <= s.len && utf16_unit(s, n / 2, false))
		n += 2;
	return n;
}

/* The first node of *left, which is cut off; false: no more. */
static bool node_take(struct span *left, struct node *out)
{
	size_t length = (size_t)probe_number(*left, 0, 2), value, at;
	unsigned unit = probe_number(*left, 4, 2) == 1 ? 2 : 1;
	struct span all;

	if (length < 6 || length > left->len)
		return false;
	all = span_cut(*left, 0, length);
	value = unit * (size_t)probe_number(all, 2, 2);
	out->key = span_skip(all, 6);
	out->key = span_cut(out->key, 0, wide_length(out->key));
	at = rounded(6 + out->key.len + 2);
	out->value = span_cut(span_skip(all, at), 0, value);
	out->children = span_skip(all, rounded(at + value));
	*left = span_skip(*left, rounded(length));
	return true;
}

static void take_string(struct version *v, const struct node *n)
{
	buf_clear(&v->name);
	buf_clear(&v->text);
	charset_add_named(&v->name, SPAN("utf-16le"), n->key);
	charset_add_named(&v->text, SPAN("utf-16le"), span_cut(n->value, 0, wide_length(n->value)));
	if (!v->name.bad && !v->text.bad)
		program_value(v->values, buf_span(&v->name), span_trim(buf_span(&v->text)));
}

/* The version itself, StringFileInfo in it, a table for each language, strings. */
static void read_version(struct version *v, struct span bytes)
{
	struct node root, info, table, string;

	if (!node_take(&bytes, &root))
		return;
	while (node_take(&root.children, &info)) {
		/* "StringFileInfo"; the other child is VarFileInfo. */
		if (info.key.len != 28)
			continue;
		while (node_take(&info.children, &table))
			while (v->strings++ < STRINGS_MOST && node_take(&table.children, &string))
				take_string(v, &string);
	}
}

/* ---- resources: three levels, type, name, language */

static uint32_t folder_count(const struct pe_image *p, size_t folder)
{
	uint32_t n = (uint32_t)pe_u16(p, folder + 12) + pe_u16(p, folder + 14);

	return n > ENTRIES_MOST ? ENTRIES_MOST : n;
}

/* What the i-th entry of a folder leads to: an offset from the root. */
static uint32_t folder_entry(const struct pe_image *p, size_t folder, uint32_t i)
{
	return pe_u32(p, folder + 16 + 8 * (size_t)i + 4);
}

/* Of a version, the first language: 0 or the offset of its data entry in the file. */
static size_t first_leaf(const struct pe_image *p, size_t root, uint32_t entry)
{
	for (unsigned level = 0; level < 2 && (entry & RESOURCE_FOLDER); level++) {
		size_t folder = root + (entry & ~RESOURCE_FOLDER);

		if (!folder_count(p, folder))
			return 0;
		entry = folder_entry(p, folder, 0);
	}
	return entry & RESOURCE_FOLDER ? 0 : root + entry;
}

static void read_resource(const struct pe_image *p, struct version *v, size_t leaf)
{
	size_t at = leaf ? pe_offset(p, pe_u32(p, leaf)) : 0;

	if (at)
		read_version(v, span_cut(span_skip(p->bytes, at), 0, pe_u32(p, leaf + 4)));
}

static void read_versions(const struct pe_image *p, struct version *v)
{
	size_t root = pe_offset(p, pe_u32(p, pe_directory(p, PE_RESOURCES)));
	uint32_t types = root ? folder_count(p, root) : 0;

	for (uint32_t i = 0; i < types; i++) {
		uint32_t entry = folder_entry(p, root, i), names;
		size_t folder = root + (entry & ~RESOURCE_FOLDER);

		if (pe_u32(p, root + 16 + 8 * (size_t)i) != RESOURCE_VERSION ||
		    !(entry & RESOURCE_FOLDER))
			continue;
		names = folder_count(p, folder);
		for (uint32_t k = 0; k < names && k < VERSIONS_MOST; k++)
			read_resource(p, v, first_leaf(p, root, folder_entry(p, folder, k)));
		return;
	}
}

/* ---- symbols */

static void read_symbols(const struct pe_image *p, struct buf *values)
{
	size_t directory = pe_directory(p, PE_DEBUG);
	size_t table = pe_offset(p, pe_u32(p, directory));
	uint32_t entries = pe_u32(p, directory + 4) / 28;

	for (uint32_t i = 0; table && i < entries && i < DEBUG_MOST; i++, table += 28) {
		size_t at = pe_u32(p, table + 24);

		if (pe_u32(p, table + 12) != DEBUG_CODEVIEW)
			continue;
		/* RSDS: a GUID and an age; NB10 of older linkers: offset, time, age. */
		if (probe_magic(p->bytes, at, SPAN("RSDS")))
			program_value(values, SPAN("pdb"), pe_name(p, at + 24));
		else if (probe_magic(p->bytes, at, SPAN("NB10")))
			program_value(values, SPAN("pdb"), pe_name(p, at + 16));
	}
}

void pe_info_read(const struct pe_image *image, struct buf *values)
{
	struct version v = { .values = values };

	buf_init(&v.name, TEXT_MOST);
	buf_init(&v.text, TEXT_MOST);
	read_versions(image, &v);
	read_symbols(image, values);
	buf_release(&v.name);
	buf_release(&v.text);
}
