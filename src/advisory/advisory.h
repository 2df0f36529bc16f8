/*
 * advisory.h -- a published warning, read into the records of intel.h.
 *
 * What the document is, is decided by its content, never by its name: first
 * the compressions around it are taken off (format/), then the kinds of
 * advisories in list.h bid for the first 64 KiB.  Records come in this order:
 * one INTEL_ADVISORY, then indicators (of every role), rules, entities,
 * assessments and gaps, each in the order of the document.  Lists and bundles
 * of any length are streamed: their size costs no memory.
 *
 * How a document is understood: document.h (its parts, in sections, tables and
 * lists) -> candidates.h (what looks like a value) -> role.h (what each value
 * is there for, from signs that are told in `why`).
 *
 * Call format_prepare and kind_prepare once before.
 */
#ifndef ADVISORY_ADVISORY_H
#define ADVISORY_ADVISORY_H

#include "base/error.h"
#include "base/span.h"
#include "intel/intel.h"

struct external;

/*
 * A long list may be read by two at the same time: together they give what one
 * would, but for a gap each about what is no value.  The back gives nothing of
 * documents that are no lists, and the front all.
 */
enum advisory_share { ADVISORY_WHOLE, ADVISORY_FRONT, ADVISORY_BACK };

struct advisory_options {
	struct span source;	/* path as given: for the records, decides nothing */
	uint32_t index;		/* of the advisory in the job, copied into every record */
	int64_t now;		/* dates after it are not believed; TIME_NONE: not known */
	bool *by_day;		/* set when a later `now` may read otherwise; NULL: not asked */
	bool allow_private;	/* private, reserved and documentation values may be indicators */
	struct external *external;	/* who starts programs (base/external.h); NULL: nobody */
	const struct where *outer;	/* where it lies, if it came inside of a mail; else NULL */
	unsigned nested;		/* mails around it */
	enum advisory_share share;
};

/*
 * Read the advisory in `bytes` (mapped or in memory; borrowed for the call).
 * Spans in a record live until `take` returns.  0: all was read, perhaps with
 * gaps, perhaps without a single indicator.  -1 and *e:
 *   ERR_MALFORMED    no bytes; not a format we read; broken (with the place)
 *   ERR_TRUNCATED    ends too early
 *   ERR_UNSUPPORTED  recognised, but not read yet ("PDF is not read yet")
 *   ERR_LIMIT        larger than a budget allows
 *   whatever sink->take failed with
 * A reader that fails late may have given records before; the caller drops them.
 */
int advisory_read(struct span bytes, const struct advisory_options *o,
		  const struct intel_sink *sink, struct error *e);

/*
 * One value from the command line, defanged or not, as an advisory with one
 * indicator.  ERR_USAGE with a sentence when it is nothing that can be
 * searched for, or when its standing forbids it ("private address").
 */
int advisory_value(struct span value, const struct advisory_options *o,
		   const struct intel_sink *sink, struct error *e);

/* The kinds in the order of list.h, for `formats`; NULL behind the last. */
struct advisory_kind;
const struct advisory_kind *advisory_kind_at(size_t i);
const char *advisory_kind_name(const struct advisory_kind *k);	/* "stix" */
const char *advisory_kind_about(const struct advisory_kind *k);	/* "STIX 2.0 and 2.1 bundles" */
bool advisory_kind_not_yet(const struct advisory_kind *k);	/* recognised only */

#endif
