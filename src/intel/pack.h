/*
 * pack.h -- the lists of indicators that ship inside of the program: a name
 * in a document leads to them (src/naming.h).  They are made of packs/ (each
 * .csv file there) by tools/embed-packs.
 */
#ifndef INTEL_PACK_H
#define INTEL_PACK_H

#include <stddef.h>

struct pack {
	const char *name;	/* "apt29-2020"; NULL behind the last one */
	const char *title;
	const char *published;	/* "2020-07-16" */
	const char *names;	/* ids or names of malware and campaigns: "WellMess, S0515" */
	const char *unnamed;	/* those of `names` that rows without a name belong to */
	const char *bytes;	/* a document, as it stands in packs/ */
	size_t size;
};
extern const struct pack packs[];

#endif
