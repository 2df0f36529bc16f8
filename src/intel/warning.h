/*
 * warning.h -- values that everybody meets, out of the published warning lists
 * (packs/warning.tsv ships with the program).
 *
 * A list has one of two effects.  What a *benign* one holds is no indicator: it
 * is listed with the reason and not searched for.  An address that a *shared*
 * one holds stays an indicator, but many sites answer there: contact with
 * it alone tells nothing of one of them.  Nothing else is excused by a list.
 *
 * Call warning_prepare once, before the sandbox; without it no list is known.
 * Looking up takes no memory and well under a microsecond; what is returned lives as
 * long as the process.
 */
#ifndef INTEL_WARNING_H
#define INTEL_WARNING_H

#include "base/error.h"
#include "base/span.h"
#include "value/address.h"
#include "value/kind.h"

enum warning_effect { WARNING_BENIGN, WARNING_SHARED };

struct warning {
	struct span list;		/* "cloudflare" */
	struct span dated;		/* "2026-08-11", or "version 27" as its makers count */
	enum warning_effect effect;
	uint32_t values;
	const char *why;		/* of an indicator's record */
	const char *contact;		/* of a finding: what a shared address leaves open */
};

/*
 * The lists of `text`, in the form of packs/warning.tsv, which must live as
 * long as the process; of no bytes: the shipped ones.  Rows that make no sense
 * are passed over.  A second call does nothing.
 */
int warning_prepare(struct span text, struct error *e);
/* The shipped ones, when a value is first looked up: to index them takes milliseconds. */
void warning_later(void);

/* The shipped lists as they stand in packs/ (without comments). */
struct span warning_shipped(void);

/* Canonical values in; NULL: on no list.  Of a URL its host is looked up. */
const struct warning *warning_of(enum kind kind, struct span value);

/* A range holds all of `n`; of several lists the first. */
const struct warning *warning_of_network(const struct network *n);

/* `name` is listed, or a name above it is in a list that means all below. */
const struct warning *warning_of_name(struct span name);

/* The lists in their order; NULL behind the last one. */
const struct warning *warning_list(uint32_t number);

#endif
