/*
 * host.h -- names of hosts and URLs: canonical forms and the questions asked
 * of them (IDNA 2008 by libidn2, public suffixes by libpsl, RFC 3986).
 */
#ifndef VALUE_HOST_H
#define VALUE_HOST_H

#include "base/buf.h"
#include "base/error.h"
#include "base/span.h"

/*
 * Load the newest public suffix list of the system, the IDNA tables and the
 * digests that check values (kind.h); call before the sandbox and before
 * threads.  Without it the list compiled into libpsl serves.
 */
int host_prepare(struct error *e);

/*
 * Canonical host name: lower case, A-labels, no trailing dot, blanks around it
 * dropped.  Fails for what cannot be a name: empty or over-long labels, bad
 * characters, one label only, a last label without a letter (an address).
 * Allowed because they are met: an underscore in front of a label (DNS service
 * names), and underscores and hyphens anywhere in labels below the last two.
 * An A-label is taken as written; emoji are no part of IDNA 2008 and fail.
 */
int host_canonical(struct span written, struct buf *out, struct error *e);

/*
 * The last label is a top-level domain on the public list (not a wildcard
 * guess).  Any letter case.
 */
bool host_has_known_tld(struct span host);

/*
 * "www.bbc.co.uk" -> "bbc.co.uk", "x.github.io" -> itself; empty when the host
 * itself is a public suffix or an IPv4 address.  Part of `host`, any case.
 */
struct span host_registered(struct span host);

/* Nothing can be registered by that name alone: host_registered would be empty. */
bool host_is_suffix(struct span host);

/* `host` is `parent` or ends in "." parent.  Both canonical. */
bool host_is_below(struct span host, struct span parent);

/*
 * Names that nobody can own on the Internet: example.com and its sisters,
 * .example, .test, .invalid, .localhost, .local, .internal, .home.arpa, .alt
 * (RFC 2606, 6761, 6762, 8375, 9476).  Not .onion: those exist.
 */
bool host_is_reserved(struct span host);

/*
 * "evil.example:8080", "1.2.3.4:25", "[2001:db8::1]:443" -> what stands before
 * the last colon (brackets kept) and the port.  False when there is no port.
 * The host is not checked.
 */
bool host_port_split(struct span text, struct span *host, uint16_t *port);

/* The parts of a URL as they stand in the text, all borrowed. */
struct url {
	struct span scheme, userinfo, host, port, path, query, fragment;
};

/*
 * Absolute URLs and "//host/..", from the first byte to the last; takes apart
 * anything and judges nothing but that there is a host.  The authority also
 * ends at a backslash, as in browsers.  Host without the brackets of an IPv6
 * literal; path, with its slash, may be empty; query without '?'.
 */
bool url_split(struct span text, struct url *out);

/*
 * Canonical URL: lower-case scheme and host (A-label), default port dropped,
 * dot segments removed, unreserved %XX decoded and other escapes upper case,
 * empty path "/", fragment dropped.  Query, userinfo and case of the path are
 * kept; bytes that may not stand in a URL are escaped, backslashes of the path
 * become slashes.  A host that is an address (also as one number) is printed
 * as such.  Any scheme; without one ("evil.example/x") it becomes http, unless
 * there is an '@'.  On failure nothing is appended.
 */
int url_canonical(struct span written, struct buf *out, struct error *e);

#endif
