/* window.c -- rule 4: time decides, the record's, never today's. */
#include "finding/window.h"

#define ADDRESS_MARGIN (180 * TIME_DAY)
#define NAME_MARGIN    (730 * TIME_DAY)
#define YEAR	       (365 * TIME_DAY)

struct period window_of(const struct advisory_dates *d)
{
	struct period p = { d->activity_from, d->activity_to };

	if (d->published != TIME_NONE && (p.to == TIME_NONE || p.to < d->published))
		p.to = d->published;
	if (p.from == TIME_NONE && p.to != TIME_NONE)
		p.from = p.to - YEAR;
	/* To the end of the day that the date names. */
	if (p.to != TIME_NONE && p.to % TIME_DAY == 0)
		p.to += WINDOW_DAY_END;
	return p;
}

static int64_t margin_of(enum kind kind)
{
	switch (kind) {
	case KIND_IPV4:
	case KIND_IPV6:
	case KIND_CIDR:
		return ADDRESS_MARGIN;
	case KIND_DOMAIN:
	case KIND_URL:
	case KIND_EMAIL:
	case KIND_ONION:
		return NAME_MARGIN;
	default:
		return 0;	/* content and keys do not age */
	}
}

enum age age_of(const struct advisory_dates *d, enum kind kind, int64_t valid_from,
		int64_t valid_until, int64_t first, int64_t last)
{
	struct period p = window_of(d);
	int64_t margin = margin_of(kind);

	if (p.from == TIME_NONE && valid_from == TIME_NONE)
		return AGE_UNDATED;
	if (margin == 0)
		return AGE_FRESH;
	if (first == TIME_NONE)
		return AGE_UNKNOWN;
	if (valid_from != TIME_NONE && (p.from == TIME_NONE || valid_from < p.from))
		p.from = valid_from;
	if (valid_until != TIME_NONE && (p.to == TIME_NONE || valid_until > p.to))
		p.to = valid_until;
	/* Some of it inside is enough. */
	if (last < p.from - margin || (p.to != TIME_NONE && first > p.to + margin))
		return AGE_OUTSIDE;
	return AGE_FRESH;
}

bool period_has(const struct period *p, int64_t first, int64_t last)
{
	if (first == TIME_NONE)
		return false;
	return (p->from == TIME_NONE || last >= p->from) && (p->to == TIME_NONE || first <= p->to);
}
