/*
 * labels.h -- what a column's header, the word in a type column, or the word
 * in front of a value says about it: "SHA-256", "ip-dst", "FileHash-MD5",
 * "C2 domain", "First seen", "Detection name".
 */
#ifndef ADVISORY_LABELS_H
#define ADVISORY_LABELS_H

#include "base/span.h"
#include "value/kind.h"

enum column {
	COLUMN_UNKNOWN,		/* no word that we know */
	COLUMN_VALUE,		/* values; the kind is known, or KIND_NONE: to be guessed */
	COLUMN_TYPE,		/* each cell names the kind of the row's value */
	COLUMN_CONTEXT,		/* words about the value */
	COLUMN_OTHER,		/* something else, that may look like a value */
	COLUMN_DETECTION,	/* names that products give to malware: dots, but no hosts */
	COLUMN_STRANGE_HASH,	/* digests that are not of a file's content, or of no known kind */
	COLUMN_LEGITIMATE,	/* what is not the attacker's */
	COLUMN_VICTIM,
	COLUMN_REFERENCE,
	COLUMN_FIRST_SEEN, COLUMN_LAST_SEEN, COLUMN_VALID_FROM, COLUMN_VALID_UNTIL,
	COLUMN_PERIOD,		/* "2014-2016" */
	COLUMN_DATE,		/* of the entry */
	COLUMN_PORT, COLUMN_CONFIDENCE, COLUMN_TLP, COLUMN_TO_IDS,
	COLUMN_CVE, COLUMN_TECHNIQUE, COLUMN_NAME,
};

struct label {
	enum column column;
	enum kind kind;		/* of COLUMN_VALUE */
};

/* A column's header, or the heading above a list. */
struct label label_of_header(struct span header);

/*
 * A cell of a type column.  COLUMN_VALUE with a kind, or with KIND_NONE for
 * words such as "file" and "indicator" that leave it open; COLUMN_REFERENCE
 * and others for entries that are no values; COLUMN_UNKNOWN: not a type word.
 */
struct label label_of_type(struct span cell);

#endif
