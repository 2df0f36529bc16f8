/*
 * url.h -- when a URL of the text is a listed one.
 *
 * Host, port, path and query are equal in canonical form, where
 *  - http, https and no scheme at all stand for each other, other schemes only
 *    for themselves or none;
 *  - ports 80 and 443 are no port;
 *  - a listed URL without a query is also found with one (and with a fragment)
 *    behind it; a listed query must be there, whole;
 *  - a listed URL of a host alone is found where the host stands alone, with a
 *    scheme, a slash or a port of its own, but not with another path;
 *  - user names in front of the host do not count.
 * A URL ends at a blank, quote or angle bracket; it may also end before
 * punctuation that text puts behind URLs (comma, bracket, full stop).
 */
#ifndef MATCH_URL_H
#define MATCH_URL_H

#include "match/opened.h"
#include "match/shape.h"

/* Key of the parts of a canonical URL (KEY_URL). */
uint64_t url_key(const struct keys *k, const struct shape_url *u);

/* Both name the same host, port, path and query; schemes do not clash. */
bool url_same(const struct shape_url *listed, const struct shape_url *written);

#endif
