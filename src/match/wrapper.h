/*
 * wrapper.h -- services that wrap links: mail protection and redirectors.
 * Their hosts are in every set, so that finding one costs the scanner nothing.
 */
#ifndef MATCH_WRAPPER_H
#define MATCH_WRAPPER_H

#include "base/span.h"

enum wrapper_way {
	WRAPPER_OPEN,		/* the target stands in it plainly, %-encoded or in base64 */
	WRAPPER_DASHED,		/* Proofpoint v2: u=http-3A__evil-2Dsite.net_doc */
	WRAPPER_UNDERLINED,	/* Proofpoint v3: /v3/__http://evil.com/x__; */
};

struct wrapper {
	const char *host;	/* and what is below it */
	const char *path;	/* how the rest begins */
	enum wrapper_way way;
};

/* NULL behind the last. */
const struct wrapper *wrapper_at(size_t i);

#endif
