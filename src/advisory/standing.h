/*
 * standing.h -- what a value is by itself, whatever stands around it: a
 * private address, a name set aside for examples, the hash of nothing, a name
 * that every machine meets.  Such a value is listed, never searched for, and
 * the reason is said.
 */
#ifndef ADVISORY_STANDING_H
#define ADVISORY_STANDING_H

#include "intel/intel.h"

enum standing {
	STANDING_PLAIN,			/* nothing speaks against it */
	STANDING_PRIVATE, STANDING_LOCAL, STANDING_MULTICAST, STANDING_DOCUMENTATION,
	STANDING_RESERVED_ADDRESS,
	STANDING_BROAD,			/* a network of half the world */
	STANDING_RESOLVER,		/* 8.8.8.8: every machine asks it */
	STANDING_RESERVED_NAME,		/* example.com, .test */
	STANDING_FAMILIAR,		/* belongs to a provider that everybody uses */
	STANDING_SUFFIX,		/* others rent names below it: duckdns.org */
	STANDING_NOTHING,		/* digest of no bytes, or of one that says nothing */
	STANDING_FILLER,		/* 0000..., a digest that nobody computed */
	STANDING_SYSTEM_FILE,		/* cmd.exe */
	STANDING_COMMON_KEY,		/* a registry key of every system */
	STANDING_COMMON_WORD,		/* a file called "update": would be met everywhere */
	STANDING_CRAWLER,		/* user agent of a search engine */
	STANDING_PATTERN,		/* holds a placeholder: describes values, is none */
	STANDING_WARNED,		/* on a published list of what everybody meets */
	STANDING_COUNT
};

/* At start-up; the same answers come without it, for more. */
void standing_prepare(void);

/* `value` is canonical (kind.h); `written` as the document has it, where capitals count. */
enum standing standing_of(enum kind kind, struct span value, struct span written);

/* "private address"; why the value, which has this standing, is not searched for. */
const char *standing_why(enum standing s, enum kind kind, struct span value);

/* What is to be known of a value all the same, or NULL: many sites share the address. */
const char *standing_remark(enum kind kind, struct span value);

/* The role it forces: never ROLE_INDICATOR, except for STANDING_PLAIN. */
enum role standing_role(enum standing s);

/* The reason goes away when the user asks for private addresses. */
bool standing_lifted(enum standing s);

#endif
