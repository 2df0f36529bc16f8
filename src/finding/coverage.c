/* coverage.c -- holes, limits and kinds of one source. */
#include "finding/coverage.h"

#include "evidence/log/log.h"

#define FEW	   20		/* records or addresses below which nothing is concluded */
#define MOST	   0.99
#define HOLE_SHARE 0.01		/* of the window, all holes together */

struct span limit_reason(unsigned bit)
{
	switch (bit) {
	case LIMIT_REFUSALS_ONLY:	return SPAN("refusals-only");
	case LIMIT_SHORTENED:		return SPAN("shortened-addresses");
	case LIMIT_NO_TIME:		return SPAN("no-time");
	case LIMIT_LOG_CLEARED:		return SPAN("log-cleared");
	case LIMIT_SERIES_HOLE:		return SPAN("series-hole");
	case LIMIT_OUTSIDE_WINDOW:	return SPAN("outside-window");
	default:			return SPAN("unread");
	}
}

bool source_speaks(const struct source *s)
{
	switch (s->label ? s->label->role : SOURCE_PLAIN) {
	case SOURCE_HONEYPOT:
	case SOURCE_LAB:
	case SOURCE_SCANNER:
	case SOURCE_QUARANTINE:
	case SOURCE_INTEL:
		return false;
	default:
		return true;
	}
}

/* Network kinds by what its records really are: a web server's log shows no call-outs. */
static uint64_t network_kinds(const struct source *s)
{
	const struct census *c = &s->census;
	uint64_t kinds = 0;

	if (c->class[EVENT_FLOW])
		kinds |= LOG_SHOWS_ADDRESS;
	if (c->class[EVENT_DNS])
		kinds |= LOG_SHOWS(KIND_DOMAIN) | LOG_SHOWS(KIND_ONION);
	if (c->class[EVENT_HTTP])
		kinds |= LOG_SHOWS(KIND_USER_AGENT);
	if (c->class[EVENT_PROXY])
		kinds |= LOG_SHOWS(KIND_DOMAIN) | LOG_SHOWS(KIND_URL) | LOG_SHOWS(KIND_ONION) |
			 LOG_SHOWS(KIND_USER_AGENT);
	if (c->class[EVENT_TLS])
		kinds |= LOG_SHOWS(KIND_DOMAIN) | LOG_SHOWS(KIND_X509_SUBJECT) |
			 LOG_SHOWS(KIND_X509_ISSUER) | LOG_SHOWS(KIND_X509_SHA1) |
			 LOG_SHOWS(KIND_X509_SHA256) | LOG_SHOWS(KIND_X509_SERIAL) |
			 LOG_SHOWS(KIND_JA3) | LOG_SHOWS(KIND_JA3S) | LOG_SHOWS(KIND_JA4);
	return kinds & s->shows;
}

static unsigned content_limits(const struct source *s)
{
	const struct census *c = &s->census;
	uint64_t in_columns = c->addresses + c->masked;
	unsigned limits = 0;

	if (c->refused >= FEW && c->accepted == 0)
		limits |= LIMIT_REFUSALS_ONLY;
	if (in_columns >= FEW && (double)(c->shortened + c->masked) >= MOST * (double)in_columns)
		limits |= LIMIT_SHORTENED;
	if (c->records >= FEW && (double)c->no_time >= MOST * (double)c->records)
		limits |= LIMIT_NO_TIME;
	return limits;
}

static void coverage_hole(struct coverage *out, int64_t from, int64_t to)
{
	if (to - from <= HOLE_MIN)
		return;
	out->hole_total += to - from;
	if (out->holes < HOLES_MAX)
		out->hole[out->holes++] = (struct period){ from, to };
}

/* Go through the days of the window; a hole of more than a day always spans two of them. */
static void coverage_holes(const struct census *c, const struct period *window,
			   struct coverage *out)
{
	int64_t last = window->from;

	for (uint32_t i = 0; i < c->days; i++) {
		const struct census_day *d = &c->day[i];
		uint32_t before = out->holes;

		if (d->last < window->from)
			continue;
		if (d->first > window->to)
			break;
		out->days++;
		coverage_hole(out, last, d->first);
		if (before == 0 && out->holes == 1 && last == window->from)
			out->begins_late = true;
		if (d->last > last)
			last = d->last;
	}
	if (window->to - last > HOLE_MIN)
		out->ends_early = true;
	coverage_hole(out, last, window->to);
}

bool coverage_jump_in(const struct census_jump *j, const struct period *window)
{
	return j->before == TIME_NONE || j->after == TIME_NONE ||
	       period_has(window, j->before, j->after);
}

static bool was_cleared(const struct census *c, const struct period *window)
{
	for (uint32_t i = 0; i < c->cleareds; i++)
		if (c->cleared[i] == TIME_NONE || period_has(window, c->cleared[i], c->cleared[i]))
			return true;
	return false;
}

static bool has_jumped(const struct census *c, const struct period *window)
{
	for (uint32_t i = 0; i < c->jumps && census_runs_on(c); i++)
		if (coverage_jump_in(&c->jump[i], window))
			return true;
	return false;
}

void coverage_of(const struct source *s, const struct period *window, struct coverage *out)
{
	const struct census *c = &s->census;
	struct period w = *window;

	*out = (struct coverage){ .seen = { TIME_NONE, TIME_NONE } };
	out->network = network_kinds(s);
	out->clear_urls = s->census.class[EVENT_HTTP] && (s->shows & LOG_SHOWS(KIND_URL));
	out->limits = content_limits(s);
	if (s->material)
		out->limits |= LIMIT_GAPS;
	if (c->days) {
		out->seen.from = c->day[0].first;
		out->seen.to = c->day[c->days - 1].last;
	}
	/* An answer about no period is one about what was handed in. */
	if (w.from == TIME_NONE)
		w.from = out->seen.from;
	if (w.to == TIME_NONE)
		w.to = out->seen.to;
	if (c->days && w.from != TIME_NONE && w.to != TIME_NONE)
		coverage_holes(c, &w, out);
	if (out->holes || has_jumped(c, &w))
		out->limits |= LIMIT_SERIES_HOLE;
	if (c->left_out && c->left_first <= w.to && c->left_last >= w.from)
		out->limits |= LIMIT_OUTSIDE_WINDOW;
	if (was_cleared(c, &w))
		out->limits |= LIMIT_LOG_CLEARED;
	out->whole = c->days && out->limits == 0 &&
		     (double)out->hole_total <= HOLE_SHARE * (double)(w.to - w.from + 1);
}
