/*
 * host.h -- names of hosts and URLs: canonical forms and the questions asked
 * of them (IDNA 2008 by libidn2, public suffixes by libpsl, RFC 3986).
 */
#ifndef VALUE_HOST_H
#define VALUE_HOST_H

#include "base/buf.h"
#include "base/error.h"
#include "base/span.h"

/* Load the public suffix list and IDNA tables; call before the sandbox. */
int host_prepare(struct error *e);

/*
 * Canonical host name: lower case, A-labels, no trailing dot.  Fails for what
 * cannot be a name: empty or over-long labels, bad characters, one label only.
 * A leading underscore of a label is allowed (DNS service names).
 */
int host_canonical(struct span written, struct buf *out, struct error *e);

/* The last label is a top-level domain on the public list (not a wildcard guess). */
bool host_has_known_tld(struct span host);

/* "www.bbc.co.uk" -> "bbc.co.uk"; empty when the host itself is a public suffix. */
struct span host_registered(struct span host);

/* `host` is `parent` or ends in "." parent.  Both canonical. */
bool host_is_below(struct span host, struct span parent);

/* example.com, .test, .invalid, .localhost, .example and so on (RFC 2606, 6761). */
bool host_is_reserved(struct span host);

/* The parts of a URL as they stand in the text, all borrowed. */
struct url {
	struct span scheme, userinfo, host, port, path, query, fragment;
};

/* Absolute URLs and "//host/..". False when there is no host. */
bool url_split(struct span text, struct url *out);

/*
 * Canonical URL: lower-case scheme and host (A-label), default port dropped,
 * dot segments removed, unreserved %XX decoded and other escapes upper case,
 * empty path "/", fragment dropped.  Query and case of the path are kept.
 */
int url_canonical(struct span written, struct buf *out, struct error *e);

#endif
