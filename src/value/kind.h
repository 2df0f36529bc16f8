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
	KIND_YARA,		/* a rule, by its name: in sets and findings only */
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

/* Before the sandbox: names (host_prepare) and the digests inside values. */
int kind_prepare(struct error *e);

/* The row of a kind below KIND_COUNT. */
const struct kind_row *kind_row(enum kind kind);

/* By its name in the records; KIND_NONE when there is none. */
enum kind kind_of_name(struct span name);

/*
 * Canonical form of `written` (refanged; blanks around it do not matter).  Two
 * values mean the same when their canonical forms are equal, byte by byte:
 *
 *	address		RFC 5952; a network of one address is that address
 *	network		host bits cleared, "192.0.2.0/24"; masks and ranges become that
 *	domain		lower case, A-labels, no trailing dot; "*." in front dropped
 *	url		host.h, url_canonical
 *	mail address	lower case throughout (matching has no case), A-labels
 *	hash, ja3	lower-case hexadecimal; ssdeep without its file name
 *	file name	lower case; no folder; wildcards (wildcard.h) if enough stands fast
 *	path		lower case; "C:\x" with backslashes, else slashes; none at the
 *			end, doubled ones once; quotes and \\?\ dropped
 *	registry key	lower case, hive in full: hkey_local_machine\software\x
 *	pipe, service	lower case; pipe without \\.\pipe\
 *	certificate	fingerprint and serial number as lower-case hexadecimal, serial
 *			without zeros in front; names "C=US,O=x y" in the order written
 *	asn, mac	"AS64496"; "00:00:5e:00:53:01"
 *	wallet		as written (bech32 and Ethereum lower case); checksum right
 *	onion		lower case; version 3 with its checksum, or 16 letters
 *	subject, user agent, command line: runs of blanks become one; mutex as is
 *
 * 0, or -1, *e and nothing appended.
 */
int kind_canonical(enum kind kind, struct span written, struct buf *out, struct error *e);

/*
 * The kind that a bare value most likely has (for -e VALUE and for lists
 * without a type column), or KIND_NONE.  Refang first; cut a port off by
 * host_port_split.  Whatever it answers, kind_canonical accepts the value as.
 */
enum kind kind_guess(struct span value);

/* Of a digest with so many hexadecimal digits; KIND_NONE: no digest is so long. */
enum kind kind_of_digits(size_t digits);

/*
 * The same, and its canonical form is appended where it was found on the way:
 * else nothing is, and kind_canonical has yet to be asked.
 */
enum kind kind_guess_form(struct span value, struct buf *canonical);

/*
 * The kind of a value that stands in its canonical form and that kind_guess
 * would not see otherwise: digests, IPv4 addresses, names below common
 * top-level domains.  KIND_NONE says nothing.
 */
enum kind kind_plain(struct span value);

/*
 * The last label of a name is a suffix of files: "exe", "pdf", "sh".  Any
 * case.  Some are top-level domains too (sh, py, md, zip, pl, so, ...).
 */
bool kind_is_file_suffix(struct span label);

/*
 * The value reads as a plain file name and not as a host: it ends in a file
 * suffix, and when that is a top-level domain too, has only two labels (or two
 * suffixes, "invoice.pdf.zip") and no "www." ("agent.sh", not "x.evil.sh",
 * "evil.pl", "notion.so", but "libx.so").
 */
bool kind_is_file_name(struct span value);

static inline bool kind_is_hash(enum kind k)
{
	return k >= KIND_MD5 && k <= KIND_SHA512;
}

static inline bool kind_is_address(enum kind k)
{
	return k >= KIND_IPV4 && k <= KIND_CIDR;
}

#endif
