/*
 * config.h -- INI files: the manifest of evidence, the configuration.
 *
 *     # or ; at the beginning of a line: a comment
 *     [label]
 *     path = /srv/logs
 *     path = "  blanks kept  "
 *
 * Keys may repeat, order is kept.  Blanks around key and value are dropped; a
 * value in "..." or '...' loses the quotes and nothing else: no escapes.  # and
 * ; inside a value belong to it.  No continued lines.  A byte order mark is
 * skipped; values may be any bytes but control characters, as paths may.
 */
#ifndef BASE_CONFIG_H
#define BASE_CONFIG_H

#include "base/error.h"
#include "base/span.h"

struct config_entry {
	struct span section;	/* empty before the first */
	struct span key;	/* letters, digits, - _ . ; empty: the section begins here */
	struct span value;
	unsigned line;		/* 1-based */
};

/* -1 stops the reading; the line is put in front of the error's text. */
typedef int config_fn(void *context, const struct config_entry *entry, struct error *e);

/*
 * Call `fn` for every entry and for the beginning of every section, in order.
 * Spans point into `text`.  -1 and *e: "line 3: expected key = value".
 */
int config_read(struct span text, config_fn *fn, void *context, struct error *e);

#endif
