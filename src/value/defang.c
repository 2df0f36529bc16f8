/*
 * defang.c -- values as people see them: so that no mail program or viewer
 * makes a link of them.  The value's own form decides (kind_guess); refang
 * undoes what is done here.
 */
#include "base/error.h"
#include "value/address.h"
#include "value/host.h"
#include "value/kind.h"
#include "value/refang.h"

/* Every dot of an IPv4 address; the last colon of an IPv6 address. */
static void add_address(struct span text, struct buf *out)
{
	size_t colon = span_rfind_byte(text, ':');

	if (colon != SPAN_NONE) {
		buf_add(out, span_cut(text, 0, colon));
		buf_text(out, "[:]");
		buf_add(out, span_skip(text, colon + 1));
		return;
	}
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '.')
			buf_text(out, "[.]");
		else
			buf_byte(out, text.ptr[i]);
	}
}

/* The last dot; that before the top-level domain when a dot ends the name. */
static void add_name(struct span name, struct buf *out)
{
	size_t end = name.len && name.ptr[name.len - 1] == '.' ? name.len - 1 : name.len;
	size_t dot = span_rfind_byte(span_cut(name, 0, end), '.');

	buf_add(out, span_cut(name, 0, dot));
	if (dot == SPAN_NONE)
		return;
	buf_text(out, "[.]");
	buf_add(out, span_skip(name, dot + 1));
}

static void add_host(struct span host, struct buf *out)
{
	struct network n;

	if (network_parse(host, &n))
		add_address(host, out);
	else
		add_name(host, out);
}

static void add_scheme(struct span scheme, struct buf *out)
{
	if (span_equal_nocase(scheme, SPAN("http")))
		buf_text(out, "hxxp");
	else if (span_equal_nocase(scheme, SPAN("https")))
		buf_text(out, "hxxps");
	else if (span_equal_nocase(scheme, SPAN("ftp")))
		buf_text(out, "fxp");
	else if (span_equal_nocase(scheme, SPAN("ftps")))
		buf_text(out, "fxps");
	else
		buf_add(out, scheme);
}

/* All of `text` but its scheme and its host as it stands. */
static void add_url(struct span text, const struct url *u, struct buf *out)
{
	size_t host = (size_t)(u->host.ptr - text.ptr), end = host + u->host.len;

	add_scheme(u->scheme, out);
	buf_add(out, span_cut(text, u->scheme.len, host - u->scheme.len));
	add_host(u->host, out);
	buf_add(out, span_skip(text, end));
}

/* An address, a network or a name, and not the name of a file. */
static bool is_host(struct span value)
{
	struct network n;
	struct error e;
	struct buf b;
	bool name;

	if (network_parse(value, &n))
		return true;
	if (kind_is_file_name(value))
		return false;
	buf_init(&b, 1000);
	name = host_canonical(value, &b, &e) == 0;
	buf_release(&b);
	return name;
}

void defang(struct span value, struct buf *out)
{
	enum kind kind = kind_guess(value);
	size_t at;
	struct span host = value;
	uint16_t port;
	struct url u;

	if (url_split(value, &u)) {
		add_url(value, &u, out);
		return;
	}
	if (kind == KIND_EMAIL) {
		at = span_rfind_byte(value, '@');
		buf_add(out, span_cut(value, 0, at));
		buf_text(out, "[@]");
		add_name(span_skip(value, at + 1), out);
		return;
	}
	if (kind == KIND_URL)
		host = span_cut(value, 0, span_find_byte(value, '/'));
	host_port_split(host, &host, &port);
	if (is_host(host))
		add_host(host, out);
	else
		buf_add(out, host);
	buf_add(out, span_skip(value, host.len));
}
