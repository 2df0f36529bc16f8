/*
 * knowledge_file.h -- the tables of names and of warning lists as one file that
 * `tocsin knowledge update` writes:
 *
 *	tocsin-knowledge 1 SHA-256 of all behind this line
 *	made TAB 2026-11-23T00:51:00Z
 *	from TAB kind TAB date TAB rows TAB file	any number
 *	(an empty line)
 *	rows as in packs/names.tsv
 *	[warning]
 *	rows as in packs/warning.tsv
 */
#ifndef INTEL_KNOWLEDGE_FILE_H
#define INTEL_KNOWLEDGE_FILE_H

#include "base/buf.h"
#include "base/error.h"

#define KNOWLEDGE_FILE_MOST (32u << 20)

struct knowledge_tables {
	struct span names, warning;
};

struct knowledge_tables knowledge_tables_shipped(void);

/* The two parts of what a worker wrote; false: there are not two. */
bool knowledge_tables_of(struct span text, struct knowledge_tables *out);

struct knowledge_file {
	struct span made, from;		/* `from`: those lines */
	struct span text;		/* both tables */
	struct knowledge_tables tables;
};

/* ERR_MALFORMED when its checksum or form is wrong. Borrows. */
int knowledge_file_read(struct span bytes, struct knowledge_file *out, struct error *e);

/* Appends a whole file. */
void knowledge_file_write(struct buf *out, const struct knowledge_file *k);

/* It was made on the day of the shipped tables or later. */
bool knowledge_file_is_newer(const struct knowledge_file *k);

#endif
