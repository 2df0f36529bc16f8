/*
 * pe_tail.h -- what lies behind the parts of a Windows program: an archive
 * that it unpacks, an installer's data, a script.
 *
 * Specification: Microsoft PE/COFF for where a program ends.  The signature
 * (Authenticode) and tables of symbols are parts of the program; so is an end
 * of zeros.  Cabinets are looked for in all of it: IExpress has them in a
 * resource.
 * Hostile input: a few passes over the bytes, all offsets checked.
 */
#ifndef FORMAT_PE_TAIL_H
#define FORMAT_PE_TAIL_H

#include "base/span.h"

/* Shorter ones are alignment and marks of linkers. */
#define PE_TAIL_LEAST 64

struct pe_tail {
	struct span bytes;	/* empty: nothing of note is there */
	uint64_t offset;	/* of them */
	struct span archive;	/* an archive in or before them; empty: none is known */
	uint64_t archive_offset;
	const char *maker;	/* "Nullsoft installer"; NULL: not known */
};

/* `end`: behind the last section; the signature, if it has one, lies at `seal`. */
void pe_tail_find(struct span program, uint64_t end, uint64_t seal, uint64_t seal_size,
		  struct pe_tail *out);

#endif
