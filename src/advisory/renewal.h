/*
 * renewal.h -- the table of names and the warning lists, made anew from what
 * others publish: ATT&CK's STIX bundle, cluster files of the MISP galaxy, CISA's
 * KEV catalogue, MISP warning lists.
 *
 * It begins with the tables as they are.  Names of a file are put into them
 * (another id or spelling of something known joins it), techniques by their id;
 * the known exploited vulnerabilities and each warning list are replaced whole.
 * What no file speaks of stays as it was, and nothing else of a file is kept.
 */
#ifndef ADVISORY_RENEWAL_H
#define ADVISORY_RENEWAL_H

#include "advisory/source.h"

struct renewal;

/* `names` and `warning` as they ship (packs/), borrowed until the end. */
int  renewal_open(struct renewal **out, struct span names, struct span warning, struct error *e);
void renewal_close(struct renewal *r);		/* NULL is fine */

struct renewed {
	const char *kind;	/* "ATT&CK", "MISP galaxy", "KEV", "warning list" */
	char date[32];		/* "2025-11-12" or "version 27" */
	uint64_t rows;		/* taken */
};

/*
 * One published file, recognised by its content.  On -1 (not one of them:
 * ERR_UNSUPPORTED, broken, too large) the tables are no longer of use.
 */
int renewal_read(struct renewal *r, const struct source *s, struct renewed *out,
		 struct error *e);

/* The tables in the form of packs/: names, a line "[warning]", warning lists. */
int renewal_write(struct renewal *r, struct buf *out, struct error *e);

#endif
