/*
 * squid.c -- Squid's native access log: a client here asked a proxy for a URL.
 *
 *   1577848868.000 214 10.20.3.60 TCP_TUNNEL/200 6640 CONNECT a.example:443 -
 *   HIER_DIRECT/203.0.113.80 text/html
 *
 * Specification: Squid's wiki, "LogFormat", format `squid`.  The common and
 * combined formats that Squid also writes are read by web.c.  X-Forwarded-For
 * is not in this format; what a client claims is never trusted.
 */
#include "evidence/log/log.h"
#include "evidence/log/verdict.h"

#include "value/host.h"

struct squid_line {
	struct span time, client, code, status, bytes, method, url, user, hierarchy, peer;
};

static bool word(struct span *rest, struct span *out)
{
	const char *p = rest->ptr, *end = p + rest->len, *from;

	while (p < end && *p == ' ')
		p++;
	from = p;
	while (p < end && *p != ' ')
		p++;
	*out = span_make(from, (size_t)(p - from));
	*rest = span_make(p, (size_t)(end - p));
	return out->len > 0;
}

/* "TCP_MISS/200": two words around the bar. */
static bool halves(struct span *rest, struct span *left, struct span *right)
{
	struct span both;
	size_t bar;

	if (!word(rest, &both))
		return false;
	bar = span_find_byte(both, '/');
	if (bar == SPAN_NONE)
		return false;
	*left = span_cut(both, 0, bar);
	*right = span_skip(both, bar + 1);
	return true;
}

static bool all_digits(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!ascii_digit(s.ptr[i]))
			return false;
	return s.len > 0;
}

static bool split(struct span record, struct squid_line *out)
{
	struct span elapsed;

	return word(&record, &out->time) && ascii_digit(out->time.ptr[0]) &&
	       word(&record, &elapsed) &&
	       all_digits(elapsed.ptr[0] == '-' ? span_skip(elapsed, 1) : elapsed) &&
	       word(&record, &out->client) && halves(&record, &out->code, &out->status) &&
	       out->status.len == 3 && all_digits(out->status) && word(&record, &out->bytes) &&
	       all_digits(out->bytes) && word(&record, &out->method) && word(&record, &out->url) &&
	       word(&record, &out->user) && halves(&record, &out->hierarchy, &out->peer);
}

static bool has_word(struct span s, const char *text)
{
	return span_find(s, span_of(text)) != SPAN_NONE;
}

static enum outcome outcome_of(const struct squid_line *l, const struct event *ev)
{
	unsigned status = status_read(l->status);
	bool asked = !has_word(l->hierarchy, "NONE");	/* somebody was asked for it */

	if (has_word(l->code, "DENIED") || status == 407)
		return OUTCOME_REFUSED;
	if (status == 0)
		return asked ? OUTCOME_LET_THROUGH : OUTCOME_NO_ANSWER;
	if (status >= 500)
		return OUTCOME_NO_ANSWER;
	if (status >= 400 && !asked)
		return OUTCOME_UNKNOWN;
	return ev->bytes_in ? OUTCOME_DATA : OUTCOME_LET_THROUGH;
}

static uint16_t default_port(struct span scheme)
{
	if (span_equal_nocase(scheme, SPAN("https")))
		return 443;
	if (span_equal_nocase(scheme, SPAN("http")))
		return 80;
	return span_equal_nocase(scheme, SPAN("ftp")) ? 21 : 0;
}

/* The target as fields; its port is the other end's, and its address too when it is one. */
static void take_target(struct event *ev, const struct squid_line *l)
{
	struct span host = l->url;
	struct url url;
	uint16_t port = 0;

	if (span_equal(l->method, SPAN("CONNECT"))) {
		size_t colon = span_rfind_byte(host, ':');

		if (colon != SPAN_NONE && event_port(span_skip(host, colon + 1), &port))
			host = span_cut(host, 0, colon);
		event_field(ev, MEANING_HOST, SPAN("url"), host);
	} else {
		event_field(ev, MEANING_URL, SPAN("url"), l->url);
		if (!url_split(l->url, &url))
			return;
		host = url.host;
		if (!event_port(url.port, &port))
			port = default_port(url.scheme);
	}
	ev->dst_port = port;
	ev->has_dst = event_end_parse(host, &ev->dst, &port);
}

static bool squid_parse(struct log *log, struct span record, struct event *ev)
{
	struct squid_line l;

	(void)log;
	if (!split(record, &l) || !event_epoch(ev, l.time))
		return false;
	ev->class = EVENT_PROXY;
	event_src(ev, SPAN("client"), l.client);
	ev->has_bytes = span_u64(l.bytes, &ev->bytes_in);
	take_target(ev, &l);
	if (!event_unset(l.user)) {
		ev->user = l.user;
		event_field(ev, MEANING_USER, SPAN("user"), l.user);
	}
	if (has_word(l.hierarchy, "DIRECT") || has_word(l.hierarchy, "ORIGINAL_DST"))
		event_dst(ev, SPAN("peer"), l.peer);
	else if (!event_unset(l.peer))	/* another proxy */
		event_field(ev, MEANING_NONE, SPAN("peer"), l.peer);
	ev->outcome = outcome_of(&l, ev);
	return true;
}

static int probe(struct span sample)
{
	struct squid_line l;
	struct span line;
	size_t lines = 0, good = 0;

	while (lines < 40 && log_may_reach(good, lines, 40, 7) && span_line(&sample, &line)) {
		if (line.len == 0)
			continue;
		lines++;
		good += split(line, &l);
	}
	return lines && good * 10 >= lines * 7 ? 95 : 0;
}

const struct log_family log_squid = {
	.name = "squid",
	.about = "Squid access log",
	.people = "web proxy",
	.shows = LOG_SHOWS_ADDRESS | LOG_SHOWS(KIND_DOMAIN) | LOG_SHOWS(KIND_URL) |
		 LOG_SHOWS(KIND_ONION),
	.dated = true,
	.probe = probe,
	.parse = squid_parse,
};
