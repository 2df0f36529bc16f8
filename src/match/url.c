/*
 * url.c -- URLs, verified where a listed host was found.
 *
 * Hostile input: what follows the host is read in one pass, 4 KiB or three
 * times the longest listed URL, and all of it in a block is bounded; at most 48
 * possible ends are asked for, 8 by the slow way that normalises ("%7E", "/./").
 */
#include "match/url.h"

#include "match/lookup.h"
#include "match/phase.h"
#include "value/host.h"

#define ENDS_MAX      48
#define SLOW_ENDS     8
#define USERINFO_MAX  256
#define SCHEME_MAX    16
#define REST_MAX      4096
#define REST_LEAST    64

uint64_t url_key(const struct keys *k, const struct shape_url *u)
{
	uint64_t state = key_begin(k);

	for (size_t i = 0; i < u->host.len; i++)
		state = key_step(state, ascii_lower(u->host.ptr[i]));
	for (size_t i = 0; i < u->port.len; i++)
		state = key_step(state, (char)(u->port.ptr[i] | 0x80));
	if (u->rest.len == 0 || u->rest.ptr[0] != '/')
		state = key_step(state, '/');
	for (size_t i = 0; i < u->rest.len; i++)
		state = key_step(state, u->rest.ptr[i]);
	return key_end(k, KEY_URL, state);
}

/* What stands behind the slash that every path begins with. */
static struct span behind_slash(struct span rest)
{
	return rest.len && rest.ptr[0] == '/' ? span_skip(rest, 1) : rest;
}

bool url_same(const struct shape_url *listed, const struct shape_url *written)
{
	return span_equal_nocase(listed->host, written->host) &&
	       span_equal(listed->port, written->port) &&
	       span_equal(behind_slash(listed->rest), behind_slash(written->rest)) &&
	       (written->scheme.len == 0 || (listed->web && written->web) ||
		span_equal_nocase(listed->scheme, written->scheme));
}

/* A URL of the text, taken apart. */
struct found {
	struct shape_url url;	/* rest: in scan.url, escapes of JSON and HTML undone */
	size_t start;		/* of the scheme, or of the host */
	size_t after;		/* behind host and port */
	unsigned port, veil;
	bool bare;		/* no scheme in front */
	bool normal;		/* the rest is canonical as it stands */
	bool open;		/* the URL goes on behind what was read */
};

/* "://" or an escaped form of it ends before `at`: its length, or 0. */
static size_t slashes_before(struct span text, size_t at)
{
	static const char *const forms[] = { "://", ":\\/\\/", ":/" };

	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++)
		if (span_ends(span_cut(text, 0, at), span_of(forms[i])))
			return strlen(forms[i]);
	return 0;
}

static void find_scheme(struct span text, size_t at, struct found *f)
{
	size_t slashes = slashes_before(text, at), end = at - slashes, from = end;

	while (from > 0 && end - from < SCHEME_MAX && ascii_alnum(text.ptr[from - 1]))
		from--;
	if (slashes == 0 || from == end)
		return;
	f->url.scheme = span_cut(text, from, end - from);
	if (span_ends_nocase(f->url.scheme, SPAN("hxxp")) ||
	    span_ends_nocase(f->url.scheme, SPAN("hxxps"))) {
		from += f->url.scheme.len - (ascii_lower(text.ptr[end - 1]) == 's' ? 5 : 4);
		f->veil |= VEIL_DEFANGED;
		f->url.web = true;
	}
	/* "\nhttp://": the letter of an escape in front. */
	if (span_ends_nocase(f->url.scheme, SPAN("http")) ||
	    span_ends_nocase(f->url.scheme, SPAN("https"))) {
		from = end - (ascii_lower(text.ptr[end - 1]) == 's' ? 5 : 4);
		f->url.web = true;
	}
	if (slashes == 6)
		f->veil |= VEIL_ESCAPED;
	f->start = from;
	f->bare = false;
}

/* False: an '@' in front that is no user name of a URL. */
static bool find_start(struct span text, size_t start, struct found *f)
{
	size_t at = start;

	f->start = start;
	f->bare = true;
	if (start == 0 || text.ptr[start - 1] != '@') {
		find_scheme(text, start, f);
		return true;
	}
	while (at > 0 && start - at < USERINFO_MAX && shape_is(text.ptr[at - 1], SHAPE_TEXT) &&
	       text.ptr[at - 1] != '/')
		at--;
	find_scheme(text, at, f);
	return !f->bare;
}

static void find_port(struct span text, size_t end, struct found *f)
{
	size_t digits;

	/* "evil.com./x" is evil.com; so is "evil.com.:443". */
	if (end + 1 < text.len && text.ptr[end] == '.' && memchr("/:?#\\", text.ptr[end + 1], 5))
		end++;
	f->port = port_behind(text, end, &f->after);
	if (f->port == 0 || f->port == 80 || f->port == 443)
		return;
	for (digits = end + 1; digits + 1 < f->after && text.ptr[digits] == '0'; )
		digits++;
	f->url.port = span_cut(text, digits, f->after - digits);
}

/* One byte of the rest and how many it takes in the text; 0: the URL ends here. */
static size_t rest_byte(struct span text, size_t at, char *c, unsigned *veil)
{
	struct span left = span_skip(text, at);
	uint64_t code;

	*c = text.ptr[at];
	if (*c == '\\') {
		*veil |= VEIL_ESCAPED;
		if (span_starts(left, SPAN("\\/"))) {
			*c = '/';
			return 2;
		}
		if (left.len < 6 || left.ptr[1] != 'u' ||
		    !span_hex64(span_cut(left, 2, 4), &code) ||
		    code > 0x7e || !shape_is((char)code, SHAPE_TEXT))
			return 0;
		*c = (char)code;
		return 6;
	}
	if (*c == '&' && span_starts(left, SPAN("&amp;")))
		return 5;
	return shape_is(*c, SHAPE_TEXT) || (unsigned char)*c >= 0x80 ? 1 : 0;
}

/* Bytes that url_canonical would write differently. */
static bool is_normal(struct span rest, size_t i)
{
	char c = rest.ptr[i];

	if (c == '.' && i > 0 && rest.ptr[i - 1] == '/')
		return false;
	return c != '%' && (unsigned char)c < 0x80 && !memchr("{}|^\\", c, 5);
}

/* How much of the rest is worth reading: three times the longest listed URL, %-encoded. */
static size_t rest_most(struct scan *s)
{
	size_t most = 3 * (size_t)s->set->url_longest + REST_LEAST;

	if (most > REST_MAX)
		most = REST_MAX;
	if (s->effort < most && most > REST_LEAST) {
		s->cut++;
		return REST_LEAST;
	}
	return most;
}

/* Copy what follows into s->url, with the place of each byte in s->url_at. */
static void find_rest(struct scan *s, struct span text, struct found *f)
{
	size_t at = f->after, n = 0, most = rest_most(s) - 1;

	f->normal = f->open = true;
	while (at < text.len && n < most) {
		unsigned veil = 0;
		char c;
		size_t taken = rest_byte(text, at, &c, &veil);

		if (taken == 0 || (n == 0 && c != '/' && c != '?' && c != '#')) {
			f->open = false;
			break;
		}
		f->veil |= veil;
		s->url[n] = c;
		s->url_at[n] = (uint32_t)(at - f->after);
		f->normal = f->normal && is_normal(span_make(s->url, n + 1), n);
		n++;
		at += taken;
	}
	f->open = f->open && at < text.len;
	s->url_at[n] = (uint32_t)(at - f->after);
	s->effort -= n < s->effort ? n : s->effort;
	f->url.rest = span_make(s->url, n);
}

static void report(struct scan *s, const struct view *v, const struct found *f,
		   const struct shape_url *written, size_t rest)
{
	struct probe p = table_probe(s->set, KEY_URL, url_key(&s->set->keys, written));
	struct shape_url listed;
	struct list list;

	while (table_next(&p, &list))
		for (uint32_t i = 0; i < list.count; i++)
			if (shape_of_url(set_value(s->set, list.item[i]), &listed) &&
			    url_same(&listed, written))
				scan_add(s, v, f->start, f->after + s->url_at[rest], list.item[i],
					 f->port, f->veil);
}

/* The first `n` bytes of the rest, normalised, and asked for. */
static void report_slowly(struct scan *s, const struct view *v, const struct found *f, size_t n)
{
	struct buf *out = &s->canonical, written;
	struct shape_url url;
	struct error ignored;

	buf_init(&written, REST_MAX + 600);
	buf_text(&written, "http://");
	buf_add(&written, f->url.host);
	if (f->url.port.len) {
		buf_byte(&written, ':');
		buf_add(&written, f->url.port);
	}
	buf_add(&written, span_cut(f->url.rest, 0, n));
	buf_clear(out);
	if (url_canonical(buf_span(&written), out, &ignored) == 0 &&
	    shape_of_url(buf_span(out), &url)) {
		url.scheme = f->url.scheme;
		url.web = f->url.web;
		report(s, v, f, &url, n);
	}
	buf_release(&written);
}

static void report_end(struct scan *s, const struct view *v, const struct found *f, size_t n)
{
	struct shape_url url = f->url;

	if (!f->normal) {
		report_slowly(s, v, f, n);
		return;
	}
	url.rest = span_cut(url.rest, 0, n);
	report(s, v, f, &url, n);
}

/* May the URL end before byte `i` of the rest, though the text goes on? */
static bool soft_end(struct span rest, size_t i, bool query)
{
	char c = rest.ptr[i];

	if (c == '?' || c == '&')
		return !query;
	return memchr("#,;|')]}*", c, 9) != NULL;
}

static void report_ends(struct scan *s, const struct view *v, const struct found *f)
{
	struct span rest = f->url.rest;
	unsigned ends = 1, most = f->normal ? ENDS_MAX : SLOW_ENDS;
	bool query = false;
	size_t tail = rest.len;

	if (!f->open)
		report_end(s, v, f, rest.len);
	/* Punctuation at the very end. */
	while (!f->open && tail > 0 && memchr(".,;:!?)]}'*_~-", rest.ptr[tail - 1], 14) && ends < most) {
		report_end(s, v, f, --tail);
		ends++;
	}
	for (size_t i = 0; i < tail && ends < most; i++) {
		if (soft_end(rest, i, query)) {
			report_end(s, v, f, i);
			ends++;
		}
		query = query || rest.ptr[i] == '?';
		if (rest.ptr[i] == '#')
			break;
	}
}

/* Is this the host of a listed URL?  The filter answers nearly always. */
static bool is_url_host(const struct scan *s, struct span host)
{
	return set_has_url_host(s->set, host);
}

void url_verify(struct scan *s, const struct view *v, size_t start, size_t end, struct span host)
{
	struct found f = { .url.host = host };

	if (!is_url_host(s, host) || !find_start(v->text, start, &f))
		return;
	find_port(v->text, end, &f);
	find_rest(s, v->text, &f);
	report_ends(s, v, &f);
	if (f.url.rest.len == 0 && !s->typed)
		scan_add(s, v, start, end, HIT_URL_HOST, f.port, 0);
}
