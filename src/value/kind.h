/*
 * kind.h -- the kinds of values that an advisory can list (DESIGN.md 4), one
 * row each in kind.c: its name in the records, the group of evidence that can
 * show it, and how a value of it is brought into its one canonical form.
 */
#ifndef VALUE_KIND_H
#define VALUE_KIND_H

#include "base/buf.h"
#include "base/error.h"
#include "base/span.h"

enum kind {
	KIND_NONE,
	KIND_IPV4, KIND_IPV6, KIND_CIDR,
	KIND_DOMAIN, KIND_URL, KIND_EMAIL, KIND_EMAIL_SUBJECT,
	KIND_MD5, KIND_SHA1, KIND_SHA256, KIND_SHA512, KIND_IMPHASH, KIND_SSDEEP,
	KIND_FILENAME, KIND_PATH, KIND_REGISTRY_KEY, KIND_MUTEX, KIND_NAMED_PIPE,
	KIND_SERVICE, KIND_COMMAND_LINE, KIND_USER_AGENT,
	KIND_JA3, KIND_JA3S, KIND_JA4,
	KIND_X509_SHA1, KIND_X509_SHA256, KIND_X509_SERIAL, KIND_X509_SUBJECT, KIND_X509_ISSUER,
	KIND_ASN, KIND_MAC, KIND_WALLET, KIND_ONION,
	KIND_COUNT
};

/* Which evidence answers for a kind (DESIGN.md 2, rule 7). */
enum kind_group {
	GROUP_NETWORK,		/* address, name, URL, certificate */
	GROUP_HOST,		/* hash, file, registry, rule: machine by machine */
	GROUP_MAIL,		/* sender, subject */
	GROUP_NONE,		/* described, not looked for (asn, wallet) */
};

/* What two hits must differ in to count as independent signs (rule "strong"). */
enum kind_class {
	CLASS_ADDRESS, CLASS_NAME, CLASS_CERTIFICATE, CLASS_FILE, CLASS_HOST_TRACE,
	CLASS_MAIL, CLASS_CLIENT, CLASS_OTHER
};

struct kind_row {
	const char *name;		/* "ipv4", as in the records */
	const char *people;		/* "address", for people; singular */
	const char *people_many;	/* "addresses" */
	enum kind_group group;
	enum kind_class sign;
	/*
	 * Append the canonical form of `written` (already refanged) to `out`.
	 * Failing (ERR_MALFORMED) means: this is no such value, and says why.
	 */
	int (*canonical)(struct span written, struct buf *out, struct error *e);
};

/* The row of a kind below KIND_COUNT. */
const struct kind_row *kind_row(enum kind kind);

/* By its name in the records; KIND_NONE when there is none. */
enum kind kind_of_name(struct span name);

/*
 * Canonical form: hosts lower case and IDNA A-label without a trailing dot,
 * URL with lower-case scheme and host, hashes lower-case hex, addresses in
 * RFC 5952 form, others with blanks trimmed.  0, or -1 and *e.
 */
int kind_canonical(enum kind kind, struct span written, struct buf *out, struct error *e);

/*
 * The kind that a bare value most likely has (for -e VALUE and for lists
 * without a type column), or KIND_NONE.  Refang first.
 */
enum kind kind_guess(struct span value);

static inline bool kind_is_hash(enum kind k)
{
	return k >= KIND_MD5 && k <= KIND_SHA512;
}

static inline bool kind_is_address(enum kind k)
{
	return k >= KIND_IPV4 && k <= KIND_CIDR;
}

#endif
