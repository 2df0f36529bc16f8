/*
 * scan_join.c -- URLs whose host and path a log keeps in two fields (Zeek, IIS,
 * proxies): put together and looked up.
 *
 * Asked only where the host of a listed URL stands.  Bounded: URL_MAX bytes
 * are composed, at most two readings of the port are tried.
 */
#include <stdio.h>

#include "finding/scanner.h"

#define URL_MAX 4096

/* A field of `meaning` that says `inside`, or NULL. */
static const struct field *join_field(const struct event *ev, enum meaning meaning,
				      struct span inside)
{
	for (uint32_t i = 0; i < ev->fields; i++) {
		const struct field *f = &ev->field[i];

		if (f->meaning == meaning && f->value.len &&
		    span_find(f->value, inside) != SPAN_NONE)
			return f;
	}
	return NULL;
}

static bool is_query(const struct field *f)
{
	return span_find_nocase(f->name, SPAN("query")) != SPAN_NONE;
}

/* Path, then query: false when the record has no path, or a whole URL in its place. */
static bool join_path(struct scanner *s, const struct event *ev, struct buf *out)
{
	bool path = false, query = false;

	for (uint32_t i = 0; i < ev->fields; i++) {
		const struct field *f = &ev->field[i];
		struct span value = log_unescape(&s->text->log, f->value);

		if (f->meaning != MEANING_PATH || value.len == 0 || span_equal(value, SPAN("-")))
			continue;
		if (!path && value.ptr[0] == '/') {
			buf_add(out, value);
			path = true;
		} else if (path && !query && is_query(f)) {
			buf_text(out, value.ptr[0] == '?' ? "" : "?");
			buf_add(out, value);
			query = true;
		}
	}
	return path && !out->bad;
}

/* Look one composed URL up; its hits are told at the place of the host. */
static int join_ask(struct scanner *s, struct span url, const struct hit *host)
{
	struct typed_field field = { .kind = FIELD_URL, .text = url };
	size_t before = s->holds;

	for (unsigned i = 0; i < s->engines; i++) {
		struct error ignored = { 0 };

		if (engine_at(i)->field)
			engine_at(i)->field(&s->engine[i], &field, &ignored);
	}
	for (size_t i = before; i < s->holds; i++) {
		s->held[i].offset = host->offset;
		s->held[i].length = host->length;
	}
	return s->holds > before;
}

static bool join_is_url(struct scanner *s, size_t i)
{
	struct set_indicator sign;

	return set_indicator(s->shared->set, s->held[i].indicator, &sign) &&
	       sign.kind == KIND_URL;
}

static int join_tell(struct scanner *s, const struct block *block, struct span record,
		     size_t from, struct error *e)
{
	for (size_t i = from; i < s->holds; i++)
		if (join_is_url(s, i) &&
		    scan_record_hits(s, block, record, i, i + 1, e) < 0)
			return -1;
	s->holds = from;
	return 0;
}

static int join_host(struct scanner *s, const struct block *block, struct span record,
		     const struct hit *host, struct error *e)
{
	const struct event *ev = &s->text->event;
	struct span written = span_cut(block->bytes, host->offset, host->length);
	struct buf path, url;
	size_t held = s->holds;

	if (!join_field(ev, MEANING_HOST, written))
		return 0;
	buf_init(&path, URL_MAX);
	buf_init(&url, 2 * URL_MAX);
	if (join_path(s, ev, &path)) {
		char port[8] = "";

		if (host->port)
			snprintf(port, sizeof(port), ":%u", host->port);
		else if (ev->dst_port && ev->dst_port != 80 && ev->dst_port != 443)
			snprintf(port, sizeof(port), ":%u", ev->dst_port);
		buf_add(&url, written);
		buf_text(&url, port);
		buf_add(&url, buf_span(&path));
		/* The port of a record may be the proxy's: without it, too. */
		if (!join_ask(s, buf_span(&url), host) && port[0] && !host->port) {
			buf_clear(&url);
			buf_add(&url, written);
			buf_add(&url, buf_span(&path));
			join_ask(s, buf_span(&url), host);
		}
	}
	buf_release(&path);
	buf_release(&url);
	return join_tell(s, block, record, held, e);
}

int scan_join_urls(struct scanner *s, const struct block *block, struct span record, size_t from,
		   size_t to, struct error *e)
{
	if (!s->text->parsed || s->text->left_out)
		return 0;
	for (size_t i = from; i < to; i++)
		if (join_host(s, block, record, &s->url_host[i], e) < 0)
			return -1;
	return 0;
}
