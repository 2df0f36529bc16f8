/*
 * url.c -- URLs taken apart and brought into one form.
 *
 * Specification: RFC 3986 (syntax, section 6.2.2 normalisation), and what
 * browsers do where attackers use it: backslashes, hosts written as a number.
 * Not here: octal address parts, scheme-specific paths (data:, mailto:).
 * Hostile input: one pass over each part; a host of at most 1,000 bytes.
 */
#include "value/address.h"
#include "value/host.h"

#define HOST_WRITTEN_MAX 1000

/* Length of a scheme at the front that is followed by "://", or 0. */
static size_t scheme_length(struct span text)
{
	size_t n = 0;

	if (text.len == 0 || !ascii_alpha(text.ptr[0]))
		return 0;
	while (n < text.len && (ascii_alnum(text.ptr[n]) || memchr("+-.", text.ptr[n], 3)))
		n++;
	return span_starts(span_skip(text, n), SPAN("://")) ? n : 0;
}

/* Cut `*rest` in front of the first of the bytes in `stops`. */
static struct span take_until(struct span *rest, const char *stops)
{
	struct span taken;
	size_t n = 0;

	while (n < rest->len && (rest->ptr[n] == '\0' || !strchr(stops, rest->ptr[n])))
		n++;
	taken = span_cut(*rest, 0, n);
	*rest = span_skip(*rest, n);
	return taken;
}

/* "user:password@host:port"; the port only when it is digits or empty. */
static void split_authority(struct span authority, struct url *out)
{
	size_t at = span_rfind_byte(authority, '@'), colon;

	if (at != SPAN_NONE) {
		out->userinfo = span_cut(authority, 0, at);
		authority = span_skip(authority, at + 1);
	}
	if (authority.len && authority.ptr[0] == '[') {
		size_t end = span_find_byte(authority, ']');

		if (end != SPAN_NONE) {
			out->host = span_cut(authority, 1, end - 1);
			authority = span_skip(authority, end + 1);
			if (authority.len && authority.ptr[0] == ':')
				out->port = span_skip(authority, 1);
			return;
		}
	}
	colon = span_rfind_byte(authority, ':');
	out->host = span_cut(authority, 0, colon);
	if (colon != SPAN_NONE)
		out->port = span_skip(authority, colon + 1);
}

/* Everything behind the "//". */
static bool split_rest(struct span rest, struct url *out)
{
	split_authority(take_until(&rest, "/?#\\"), out);
	out->path = take_until(&rest, "?#");
	if (rest.len && rest.ptr[0] == '?') {
		rest = span_skip(rest, 1);
		out->query = take_until(&rest, "#");
	}
	out->fragment = span_skip(rest, 1);
	return out->host.len > 0;
}

bool url_split(struct span text, struct url *out)
{
	size_t scheme = scheme_length(text);

	*out = (struct url){ 0 };
	if (scheme) {
		out->scheme = span_cut(text, 0, scheme);
		return split_rest(span_skip(text, scheme + 3), out);
	}
	return span_starts(text, SPAN("//")) && split_rest(span_skip(text, 2), out);
}

static bool is_unreserved(char c)
{
	return ascii_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

/* Bytes that stand in no URL unescaped. */
static bool is_foreign(char c)
{
	return (unsigned char)c <= 0x20 || (unsigned char)c >= 0x7f ||
	       memchr("\"<>`{}|^\\%", c, 10);
}

static void add_escape(struct buf *out, unsigned char c)
{
	char text[3] = { '%', "0123456789ABCDEF"[c >> 4], "0123456789ABCDEF"[c & 15] };

	buf_add(out, span_make(text, 3));
}

/* The byte that "%XX" at the front of `s` stands for, or -1. */
static int escaped_byte(struct span s)
{
	int high, low;

	if (s.len < 3 || s.ptr[0] != '%')
		return -1;
	high = ascii_hex(s.ptr[1]);
	low = ascii_hex(s.ptr[2]);
	return high < 0 || low < 0 ? -1 : high << 4 | low;
}

static void add_normal(struct span text, struct buf *out)
{
	for (size_t i = 0; i < text.len; i++) {
		int byte = escaped_byte(span_skip(text, i));

		if (byte >= 0)
			i += 2;
		if (byte >= 0 && !is_unreserved((char)byte))
			add_escape(out, (unsigned char)byte);
		else if (byte >= 0)
			buf_byte(out, (char)byte);
		else if (is_foreign(text.ptr[i]))
			add_escape(out, (unsigned char)text.ptr[i]);
		else
			buf_byte(out, text.ptr[i]);
	}
}

/* RFC 3986, 5.2.4, in place; `path` begins with a slash. Returns the new length. */
static size_t remove_dot_segments(char *path, size_t len)
{
	size_t from = 0, to = 0;

	while (from < len) {
		struct span rest = span_make(path + from, len - from);
		size_t slash = span_find_byte(span_skip(rest, 1), '/');
		size_t n = slash == SPAN_NONE ? rest.len : slash + 1;
		struct span segment = span_cut(rest, 1, n - 1);
		bool dot = span_equal(segment, SPAN("."));
		bool up = span_equal(segment, SPAN(".."));

		while (up && to > 0 && path[--to] != '/')
			;
		if (!dot && !up) {
			memmove(path + to, rest.ptr, n);
			to += n;
		} else if (from + n == len) {
			path[to++] = '/';
		}
		from += n;
	}
	return to;
}

static void add_path(struct span path, struct buf *out)
{
	size_t start = out->len;

	if (path.len == 0)
		buf_byte(out, '/');
	while (path.len) {
		size_t n = span_find_byte(path, '\\');

		add_normal(span_cut(path, 0, n), out);
		if (n == SPAN_NONE)
			break;
		buf_byte(out, '/');
		path = span_skip(path, n + 1);
	}
	if (!out->bad)
		out->len = start + remove_dot_segments(out->ptr + start, out->len - start);
}

/* "3232235777" and "0xc0a80101" are addresses to a browser. */
static bool number_address(struct span host, struct address *out)
{
	bool hex = span_starts_nocase(host, SPAN("0x"));
	uint64_t number;
	char text[16];

	if (host.len > 12 || host.len < 8 ||
	    !(hex ? span_hex64(span_skip(host, 2), &number) : span_u64(host, &number)) ||
	    number > UINT32_MAX)
		return false;
	for (unsigned i = 0, at = 0; i < 4; i++) {
		unsigned octet = number >> (24 - 8 * i) & 255;

		text[at++] = (char)('0' + octet / 100);
		text[at++] = (char)('0' + octet / 10 % 10);
		text[at++] = (char)('0' + octet % 10);
		text[at++] = '.';
	}
	return address_parse_ipv4(span_make(text, 15), out);
}

static int add_host(struct span host, struct buf *out, struct error *e)
{
	char plain[HOST_WRITTEN_MAX];
	struct address address;
	size_t n = 0;

	if (host.len > sizeof(plain))
		return fail(e, ERR_MALFORMED, "URL with a host of %zu bytes", host.len);
	for (size_t i = 0; i < host.len; i++) {
		int byte = escaped_byte(span_skip(host, i));

		plain[n++] = byte < 0 ? host.ptr[i] : (char)byte;
		i += byte < 0 ? 0 : 2;
	}
	host = span_make(plain, n);
	if (!address_parse(host, &address) && !number_address(host, &address))
		return host_canonical(host, out, e);
	buf_text(out, address_is_ipv4(&address) ? "" : "[");
	address_text(&address, out);
	buf_text(out, address_is_ipv4(&address) ? "" : "]");
	return 0;
}

static uint64_t default_port(struct span scheme)
{
	static const struct {
		const char *scheme;
		uint16_t port;
	} known[] = {
		{ "http", 80 }, { "https", 443 }, { "ws", 80 }, { "wss", 443 }, { "ftp", 21 },
		{ "ftps", 990 }, { "ssh", 22 }, { "sftp", 22 }, { "telnet", 23 }, { "dns", 53 },
		{ "ldap", 389 }, { "ldaps", 636 }, { "smb", 445 }, { "rtsp", 554 },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (span_equal_nocase(scheme, span_of(known[i].scheme)))
			return known[i].port;
	return 0;
}

static int add_port(struct span port, struct span scheme, struct buf *out, struct error *e)
{
	uint64_t number;

	if (port.len == 0)
		return 0;
	if (!span_u64(port, &number) || number > 65535)
		return fail(e, ERR_MALFORMED, "URL with port '%.*s'", SPAN_ARG(span_cut(port, 0, 20)));
	if (number != default_port(scheme))
		buf_printf(out, ":%u", (unsigned)number);
	return 0;
}

static int add_url(const struct url *u, struct buf *out, struct error *e)
{
	struct span scheme = u->scheme.len ? u->scheme : SPAN("http");

	for (size_t i = 0; i < scheme.len; i++)
		buf_byte(out, ascii_lower(scheme.ptr[i]));
	buf_text(out, "://");
	if (u->userinfo.len) {
		add_normal(u->userinfo, out);
		buf_byte(out, '@');
	}
	if (add_host(u->host, out, e) < 0 || add_port(u->port, scheme, out, e) < 0)
		return -1;
	add_path(u->path, out);
	if (u->query.ptr) {
		buf_byte(out, '?');
		add_normal(u->query, out);
	}
	return out->bad ? fail(e, ERR_LIMIT, "no room for a URL") : 0;
}

int url_canonical(struct span written, struct buf *out, struct error *e)
{
	size_t start = out->len;
	struct url u;

	written = span_trim(written);
	if (!url_split(written, &u)) {
		u = (struct url){ 0 };
		if (!split_rest(written, &u) || u.userinfo.ptr)
			return fail(e, ERR_MALFORMED, "URL without a host");
	}
	if (add_url(&u, out, e) < 0) {
		out->len = start;
		return -1;
	}
	return 0;
}
