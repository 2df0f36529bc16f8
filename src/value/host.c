/*
 * host.c -- names of hosts: canonical form and public suffixes.
 *
 * Specification: RFC 1035 (lengths), RFC 5890 and UTS 46 (libidn2), the Public
 * Suffix List (libpsl).  Not here: emoji names, which IDNA 2008 forbids, and
 * verifying that A-labels decode: the resolver does not care either.
 * Hostile input: libidn2 is shown at most 1,000 bytes, libpsl at most 253.
 */
#include "value/host.h"

#include <idn2.h>
#include <libpsl.h>

#include "value/address.h"

#define NAME_MAX_BYTES	253
#define LABEL_MAX	63
#define WRITTEN_MAX	1000	/* bytes of UTF-8 that may become a name */

static const psl_ctx_t *suffixes;

int host_prepare(struct error *e)
{
	char *name = NULL;

	if (!suffixes)
		suffixes = psl_latest(NULL);
	if (!suffixes)
		return fail(e, ERR_UNSUPPORTED, "no public suffix list");
	if (idn2_to_ascii_8z("b\xc3\xbc""cher.example", &name, IDN2_NFC_INPUT) != IDN2_OK)
		return fail(e, ERR_UNSUPPORTED, "libidn2 does not convert");
	idn2_free(name);
	return 0;
}

static const psl_ctx_t *suffix_list(void)
{
	return suffixes ? suffixes : psl_builtin();
}

static bool is_name_byte(char c)
{
	return ascii_alnum(c) || c == '-' || c == '_';
}

/* One label of lower-case ASCII; `from_end` is 0 for the last one. */
static int check_label(struct span label, size_t from_end, struct error *e)
{
	if (label.len == 0)
		return fail(e, ERR_MALFORMED, "name with an empty label");
	if (label.len > LABEL_MAX)
		return fail(e, ERR_MALFORMED, "name with a label of %zu bytes", label.len);
	for (size_t i = 0; i < label.len; i++) {
		char c = label.ptr[i];

		if (!is_name_byte(c))
			return fail(e, ERR_MALFORMED, "name with byte 0x%02x", (unsigned char)c);
		if (c == '_' && from_end < 2 && (i > 0 || from_end == 0))
			return fail(e, ERR_MALFORMED, "name with an underscore near its end");
	}
	if (from_end < 2 && (label.ptr[0] == '-' || label.ptr[label.len - 1] == '-'))
		return fail(e, ERR_MALFORMED, "name with a hyphen at the edge of a label");
	return 0;
}

/* A whole name of lower-case ASCII without a trailing dot. */
static int check_name(struct span name, struct error *e)
{
	size_t dots = 0, last = span_rfind_byte(name, '.');
	struct span rest = name, label;
	bool letter = false;

	if (name.len > NAME_MAX_BYTES)
		return fail(e, ERR_MALFORMED, "name of %zu bytes", name.len);
	for (size_t i = 0; i < name.len; i++)
		dots += name.ptr[i] == '.';
	if (dots == 0)
		return fail(e, ERR_MALFORMED, "name of one label");
	for (size_t from_end = dots; span_split(&rest, '.', &label); from_end--)
		if (check_label(label, from_end, e) < 0)
			return -1;
	for (size_t i = last; i < name.len; i++)
		letter = letter || ascii_alpha(name.ptr[i]);
	if (!letter)
		return fail(e, ERR_MALFORMED, "name that ends in a number");
	return 0;
}

static int add_name(struct span name, struct buf *out, struct error *e)
{
	if (name.len && name.ptr[name.len - 1] == '.')
		name.len--;
	if (check_name(name, e) < 0)
		return -1;
	buf_add(out, name);
	return out->bad ? fail(e, ERR_LIMIT, "no room for a name") : 0;
}

/* A name with letters beyond ASCII, by the mapping of UTS 46. */
static int add_unicode_name(struct span written, struct buf *out, struct error *e)
{
	char text[WRITTEN_MAX + 1], *name = NULL;
	int rc;

	memcpy(text, written.ptr, written.len);
	text[written.len] = '\0';
	rc = idn2_to_ascii_8z(text, &name, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
	if (rc != IDN2_OK)
		return fail(e, ERR_MALFORMED, "no IDNA name: %s", idn2_strerror(rc));
	rc = add_name(span_of(name), out, e);
	idn2_free(name);
	return rc;
}

int host_canonical(struct span written, struct buf *out, struct error *e)
{
	char text[WRITTEN_MAX];
	bool unicode = false;

	written = span_trim(written);
	if (written.len == 0)
		return fail(e, ERR_MALFORMED, "empty name");
	if (written.len > WRITTEN_MAX)
		return fail(e, ERR_MALFORMED, "name of %zu bytes", written.len);
	for (size_t i = 0; i < written.len; i++) {
		unsigned char c = (unsigned char)written.ptr[i];

		if (c < 0x80 && !is_name_byte((char)c) && c != '.')
			return fail(e, ERR_MALFORMED, "name with byte 0x%02x", c);
		unicode = unicode || c >= 0x80;
		text[i] = ascii_lower((char)c);
	}
	if (unicode)
		return add_unicode_name(written, out, e);
	return add_name(span_make(text, written.len), out, e);
}

/* NUL-terminated lower-case copy without a trailing dot; false: too long or empty. */
static bool lower_copy(struct span host, char out[NAME_MAX_BYTES + 1])
{
	if (host.len && host.ptr[host.len - 1] == '.')
		host.len--;
	if (host.len == 0 || host.len > NAME_MAX_BYTES || span_find_byte(host, '\0') != SPAN_NONE)
		return false;
	for (size_t i = 0; i < host.len; i++)
		out[i] = ascii_lower(host.ptr[i]);
	out[host.len] = '\0';
	return true;
}

bool host_has_known_tld(struct span host)
{
	char name[NAME_MAX_BYTES + 1];
	const char *dot;

	if (!lower_copy(host, name))
		return false;
	dot = strrchr(name, '.');
	return psl_is_public_suffix2(suffix_list(), dot ? dot + 1 : name,
				     PSL_TYPE_ICANN | PSL_TYPE_NO_STAR_RULE);
}

struct span host_registered(struct span host)
{
	char name[NAME_MAX_BYTES + 1];
	struct address address;
	const char *found;

	if (!lower_copy(host, name) || address_parse_ipv4(host, &address))
		return span_make("", 0);
	found = psl_registrable_domain(suffix_list(), name);
	return found ? span_cut(host, (size_t)(found - name), strlen(found)) : span_make("", 0);
}

bool host_is_suffix(struct span host)
{
	char name[NAME_MAX_BYTES + 1];
	struct address address;

	return !lower_copy(host, name) || name[0] == '.' || address_parse_ipv4(host, &address) ||
		psl_is_public_suffix(suffix_list(), name);
}

bool host_is_below(struct span host, struct span parent)
{
	if (host.len == parent.len)
		return span_equal(host, parent);
	return parent.len && span_ends(host, parent) && host.ptr[host.len - parent.len - 1] == '.';
}

bool host_is_reserved(struct span host)
{
	static const struct span reserved[] = {
		{ "example.com", 11 }, { "example.net", 11 }, { "example.org", 11 },
		{ "example.edu", 11 }, { "example", 7 }, { "test", 4 }, { "invalid", 7 },
		{ "localhost", 9 }, { "local", 5 }, { "internal", 8 }, { "home.arpa", 9 }, { "alt", 3 },
	};
	char name[NAME_MAX_BYTES + 1];
	struct span whole;

	if (!lower_copy(host, name))
		return false;
	whole = span_of(name);
	for (size_t i = 0; i < sizeof(reserved) / sizeof(*reserved); i++)
		if (host_is_below(whole, reserved[i]))
			return true;
	return false;
}

bool host_port_split(struct span text, struct span *host, uint16_t *port)
{
	size_t colon = span_rfind_byte(text, ':');
	struct span front;
	uint64_t number;

	if (colon == SPAN_NONE || colon == 0)
		return false;
	front = span_cut(text, 0, colon);
	if (text.len - colon > 6 || !span_u64(span_skip(text, colon + 1), &number) ||
	    number == 0 || number > 65535)
		return false;
	if (front.ptr[0] == '[' ? front.ptr[front.len - 1] != ']'
				: span_find_byte(front, ':') != SPAN_NONE)
		return false;
	*host = front;
	*port = (uint16_t)number;
	return true;
}
