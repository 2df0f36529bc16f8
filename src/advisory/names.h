/*
 * names.h -- names in running text: what has a form of its own (CVE-2019-19781,
 * T1059.001, APT29, Cozy Bear) and what the text itself introduces ("malware
 * known as WellMess and WellMail", "also known as the Dukes").
 *
 * A name that a text merely uses is not found here.  The tables are asked only
 * for what is known as something else: a country, a product, a technique.
 */
#ifndef ADVISORY_NAMES_H
#define ADVISORY_NAMES_H

#include "base/span.h"

struct name_found {
	/*
	 * "actor", "malware", "tool", "campaign", "technique", "vulnerability";
	 * NULL: what `alias_of` is.
	 */
	const char *kind;
	struct span written;	/* part of the text */
	struct span name;	/* `written` without quotes and article; ids upper case */
	bool is_id;		/* the name is its own id: CVE, ATT&CK */
	struct span alias_of;	/* a name found before it in this text, or empty */
	char id[24];		/* backs `name` of ids */
};

/* What a noun names: "backdoor" is "malware", "gang" is "actor"; NULL: nothing of ours. */
const char *name_noun(struct span word);

/* The second word of the names that some vendors give to actors: "Bear", "Ursa". */
bool name_is_family(struct span word);

/* Called in the order of the text. -1 stops. */
typedef int names_fn(void *context, const struct name_found *found);

/* 0, or what stopped it. Give a sentence or a paragraph, at most 64 KiB of it are read. */
int names_find(struct span text, names_fn *fn, void *context);

#endif
