/*
 * columns.h -- records whose values stand in columns: what each column is for,
 * and taking a record apart.  CSV (RFC 4180) with any one separator, or blanks.
 */
#ifndef EVIDENCE_LOG_COLUMNS_H
#define EVIDENCE_LOG_COLUMNS_H

#include "evidence/log/facts.h"

#define COLUMNS_MAX 256		/* further columns are not looked at */
#define COLUMNS_BLANKS ' '	/* separator: any run of blanks and tabs */

struct columns {
	char separator;
	bool quotes;		/* "..." around values, "" inside them */
	uint32_t count;
	uint8_t slot[COLUMNS_MAX];
	struct span name[COLUMNS_MAX];
};

/* Take the next value off *rest, without its quotes; false at the end of the record. */
bool columns_value(const struct columns *c, struct span *rest, struct span *value);

/*
 * Read a header line into *c (separator and quotes are set): names are copied
 * into `arena` and looked up, a family's `own` rows first.  -1: memory.
 */
int columns_header(struct columns *c, struct arena *arena, struct span header,
		   const struct name_row *own, size_t own_count);

/* The slot has a column. */
bool columns_have(const struct columns *c, enum slot slot);

/* Hand every value of the record to `f`. How many columns it had (capped at COLUMNS_MAX). */
uint32_t columns_take(const struct columns *c, struct span record, struct facts *f);

/* The separator of a header or record: the commonest of tab , ; | outside of quotes, or 0. */
char columns_separator(struct span line);

#endif
