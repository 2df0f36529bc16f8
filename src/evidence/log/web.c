/*
 * web.c -- access logs of web servers: common, combined, with the virtual host
 * in front, with more behind (nginx, Apache, lighttpd, Caddy; also Squid's and
 * other proxies' "combined").
 *
 *   203.0.113.9 - - [02/Jun/2020:03:00:00 +0000] "GET / HTTP/1.1" 404 152 "-" "curl/7.64.0"
 *
 * The client is the source; the server is ours.  All else in a request was
 * written by the client: a full URL in it is a contact only in the log of a
 * proxy, known by most of its requests being so.
 */
#include "evidence/log/log.h"
#include "evidence/log/verdict.h"

#include "value/host.h"

struct web_line {
	struct span vhost, client, user, time, request, status, bytes, referrer, agent, rest;
};

struct web {
	bool proxy;
};

static struct span next_word(struct span *rest)
{
	size_t blank;
	struct span taken;

	while (rest->len && rest->ptr[0] == ' ')
		*rest = span_skip(*rest, 1);
	blank = span_find_byte(*rest, ' ');
	taken = span_cut(*rest, 0, blank);
	*rest = span_skip(*rest, taken.len);
	return taken;
}

/* "..." with \" inside; empty and *rest unchanged when it does not begin with a quote. */
static bool next_quoted(struct span *rest, struct span *out)
{
	size_t at = 0;

	while (rest->len && rest->ptr[0] == ' ')
		*rest = span_skip(*rest, 1);
	if (!rest->len || rest->ptr[0] != '"')
		return false;
	for (;;) {
		size_t quote = span_find_byte(span_skip(*rest, at + 1), '"');

		if (quote == SPAN_NONE)
			return false;
		at += quote + 1;
		if (rest->ptr[at - 1] != '\\')
			break;
	}
	*out = span_cut(*rest, 1, at - 1);
	*rest = span_skip(*rest, at + 1);
	return true;
}

/* "client ident user", perhaps with the virtual host in front. */
static bool split_front(struct span front, struct web_line *l)
{
	struct span first = next_word(&front), second = next_word(&front);
	struct address address;
	uint16_t port;

	if (second.len == 0)
		return false;
	if (!span_equal(second, SPAN("-")) && event_end_parse(second, &address, &port) &&
	    !address_parse(first, &address)) {
		l->vhost = first;
		l->client = second;
		next_word(&front);
	} else {
		l->vhost = (struct span){ "", 0 };
		l->client = first;
	}
	l->user = span_trim(front);
	return true;
}

static bool split(struct span record, struct web_line *l)
{
	size_t open = span_find_byte(record, '['), close;
	struct span rest;

	if (open == SPAN_NONE || open < 4 || open > 1024)
		return false;
	rest = span_skip(record, open + 1);
	close = span_find_byte(span_cut(rest, 0, 64), ']');
	if (close == SPAN_NONE || close < 15 || !split_front(span_cut(record, 0, open), l))
		return false;
	l->time = span_cut(rest, 0, close);
	rest = span_skip(rest, close + 1);
	if (!next_quoted(&rest, &l->request))
		return false;
	l->status = next_word(&rest);
	l->bytes = next_word(&rest);
	if (l->status.len != 3 || !ascii_digit(l->status.ptr[0]))
		return false;
	l->referrer = l->agent = (struct span){ "", 0 };
	if (next_quoted(&rest, &l->referrer))
		next_quoted(&rest, &l->agent);
	l->rest = rest;
	return true;
}

/* "GET /a?b HTTP/1.1": what is asked for. Broken requests are given whole. */
static struct span target_of(struct span request, struct span *method)
{
	struct span target = request;
	size_t blank = span_find_byte(request, ' ');

	*method = span_cut(request, 0, blank == SPAN_NONE ? 0 : blank);
	if (blank == SPAN_NONE || blank > 20)
		return target;
	target = span_skip(request, blank + 1);
	blank = span_rfind_byte(target, ' ');
	if (blank != SPAN_NONE && span_starts(span_skip(target, blank + 1), SPAN("HTTP/")))
		target = span_cut(target, 0, blank);
	return target;
}

static bool is_absolute(struct span method, struct span target)
{
	return span_equal(method, SPAN("CONNECT")) ||
	       (span_find(span_cut(target, 0, 12), SPAN("://")) != SPAN_NONE);
}

/* In the log of a proxy the target is where the client wanted to go. */
static void take_proxy_target(struct event *ev, struct span method, struct span target)
{
	size_t colon = span_rfind_byte(target, ':');
	struct url url;

	if (span_equal(method, SPAN("CONNECT"))) {
		if (colon != SPAN_NONE && event_port(span_skip(target, colon + 1), &ev->dst_port))
			target = span_cut(target, 0, colon);
		event_field(ev, MEANING_HOST, SPAN("request"), target);
		return;
	}
	event_field(ev, MEANING_URL, SPAN("request"), target);
	if (url_split(target, &url))
		event_port(url.port, &ev->dst_port);
}

static void take_field(struct event *ev, enum meaning meaning, struct span name, struct span value)
{
	if (!event_unset(value))
		event_field(ev, meaning, name, value);
}

/* What stands behind the agent: times, tokens, and addresses that others claim. */
static void take_rest(struct event *ev, struct span rest)
{
	struct span part, before;
	struct address address;
	uint16_t port;

	for (size_t i = 0; i < 16 && rest.len; i++) {
		before = rest;
		if (!next_quoted(&rest, &part))
			part = next_word(&rest);
		if (rest.len == before.len)
			break;
		if (event_end_parse(span_cut(part, 0, span_find_byte(part, ',')), &address, &port))
			take_field(ev, MEANING_FORWARDED, SPAN("rest"), part);
	}
}

static enum outcome outcome_of(const struct web_line *l, bool proxy, const struct event *ev)
{
	unsigned status = status_read(l->status);

	if (proxy) {
		if (span_find(l->rest, SPAN("DENIED")) != SPAN_NONE)
			return OUTCOME_REFUSED;
		return outcome_of_status(status, ev->bytes_in);
	}
	if (status == 0)
		return OUTCOME_UNKNOWN;
	return status < 400 ? OUTCOME_DATA : OUTCOME_ANSWERED;
}

static bool web_parse(struct log *log, struct span record, struct event *ev)
{
	const struct web *web = log->state;
	struct span method, target;
	struct web_line l;

	if (!split(record, &l) || !event_when(ev, l.time))
		return false;
	ev->class = web->proxy ? EVENT_PROXY : EVENT_SERVER;
	event_src(ev, SPAN("client"), l.client);
	target = target_of(l.request, &method);
	if (web->proxy && is_absolute(method, target))
		take_proxy_target(ev, method, target);
	else
		take_field(ev, MEANING_PATH, SPAN("request"), target);
	take_field(ev, MEANING_HOST, SPAN("vhost"), l.vhost);
	take_field(ev, MEANING_REFERRER, SPAN("referrer"), l.referrer);
	take_field(ev, MEANING_AGENT, SPAN("agent"), l.agent);
	take_rest(ev, l.rest);
	if (!event_unset(l.user)) {
		ev->user = l.user;
		event_field(ev, MEANING_USER, SPAN("user"), l.user);
	}
	ev->has_bytes = span_u64(l.bytes, &ev->bytes_in);
	ev->outcome = outcome_of(&l, web->proxy, ev);
	ev->clicked = web->proxy && (span_starts(l.agent, SPAN("Mozilla/")) ||
				     !event_unset(l.referrer));
	return true;
}

/* Lines, lines of ours and those with a full URL. */
static void survey(struct span sample, size_t *lines, size_t *good, size_t *absolute)
{
	struct span line, method, target;
	struct web_line l;

	*lines = *good = *absolute = 0;
	while (*lines < 60 && log_may_reach(*good, *lines, 60, 6) && span_line(&sample, &line)) {
		if (line.len == 0)
			continue;
		++*lines;
		if (!split(line, &l))
			continue;
		++*good;
		target = target_of(l.request, &method);
		*absolute += is_absolute(method, target);
	}
}

static int web_open(struct log *log, struct span sample, struct error *e)
{
	struct web *web = arena_new(log->arena, struct web);
	size_t lines, good, absolute;

	if (!web)
		return fail(e, ERR_LIMIT, "web: no memory left");
	survey(sample, &lines, &good, &absolute);
	web->proxy = absolute * 2 > good;
	log->state = web;
	if (web->proxy) {
		log->people = "web proxy";
		log->shows |= log_shows_meaning(MEANING_SRC) | log_shows_meaning(MEANING_URL);
	}
	return 0;
}

static int probe(struct span sample)
{
	size_t lines, good, absolute;

	survey(sample, &lines, &good, &absolute);
	return lines && good * 10 >= lines * 6 ? 90 : 0;
}

const struct log_family log_web = {
	.name = "web",
	.about = "nginx, Apache and other web servers' access logs (common, combined)",
	.people = "web server",
	.shows = LOG_SHOWS(KIND_USER_AGENT),	/* its addresses came to us */
	.dated = true,
	.probe = probe,
	.open = web_open,
	.parse = web_parse,
};
