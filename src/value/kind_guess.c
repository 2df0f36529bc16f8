/*
 * kind_guess.c -- the kind that a bare value most likely has: in lists without
 * a type column and behind -e.
 *
 * The questions are asked from the most to the least certain; each kind with
 * a checksum or a strict form is decided by its own canonical function.  Not
 * guessed: mutexes (but Global\x), services, command lines, subjects, serial
 * numbers, which could be any text; CVE and technique ids, which are no values.
 */
#include "value/address.h"
#include "value/forms.h"
#include "value/host.h"
#include "value/kind.h"
#include "value/wildcard.h"

#define GUESS_MAX (64 * 1024)

/* What fits is left in `form`. */
static bool fits(enum kind kind, struct span value, struct buf *form)
{
	struct error ignored;

	return kind_canonical(kind, value, form, &ignored) == 0;
}

static bool all_hex(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (ascii_hex(s.ptr[i]) < 0)
			return false;
	return true;
}

static bool has_blank(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (ascii_space(s.ptr[i]))
			return true;
	return false;
}

/* "AB:CD:..": so many pairs with colons between. */
static bool is_pairs(struct span s, size_t pairs)
{
	if (s.len != pairs * 3 - 1)
		return false;
	for (size_t i = 0; i < s.len; i++)
		if (i % 3 == 2 ? s.ptr[i] != ':' : ascii_hex(s.ptr[i]) < 0)
			return false;
	return true;
}

/* Kinds that their length and alphabet give away. */
static enum kind guess_digits(struct span s, struct buf *form)
{
	static const struct {
		size_t len;
		enum kind kind;
	} hashes[] = {
		{ 32, KIND_MD5 }, { 40, KIND_SHA1 }, { 64, KIND_SHA256 }, { 128, KIND_SHA512 },
	};

	for (size_t i = 0; i < sizeof(hashes) / sizeof(*hashes); i++)
		if (s.len == hashes[i].len && all_hex(s))
			return hashes[i].kind;
	if (is_pairs(s, 20))
		return KIND_X509_SHA1;
	if (is_pairs(s, 32))
		return KIND_X509_SHA256;
	if ((s.len == 17 || s.len == 14) && fits(KIND_MAC, s, form))
		return KIND_MAC;
	if (s.len == 36 && fits(KIND_JA4, s, form))
		return KIND_JA4;
	if (s.len >= 20 && s.len < 400 && ascii_digit(s.ptr[0]) && fits(KIND_SSDEEP, s, form))
		return KIND_SSDEEP;
	return KIND_NONE;
}

static enum kind guess_address(struct span s)
{
	struct network n;

	if (s.len > 100 || !network_parse(s, &n))
		return KIND_NONE;
	if (n.bits < 128)
		return KIND_CIDR;
	return address_is_ipv4(&n.address) ? KIND_IPV4 : KIND_IPV6;
}

static bool is_registry(struct span s, struct buf *form)
{
	static const char *const heads[] = {
		"HKEY_", "HKLM\\", "HKCU\\", "HKCR\\", "HKU\\", "HKCC\\", "HKLM:\\", "HKCU:\\",
		"\\REGISTRY\\", "[HKEY_", "Computer\\HKEY_",
	};

	for (size_t i = 0; i < sizeof(heads) / sizeof(*heads); i++)
		if (span_starts_nocase(s, span_of(heads[i])))
			return fits(KIND_REGISTRY_KEY, s, form);
	return false;
}

/* A path below no root: two separators, or a file name behind one. */
static bool is_relative_path(struct span s, char separator)
{
	size_t last = span_rfind_byte(s, separator);

	if (last == SPAN_NONE)
		return false;
	if (kind_is_file_name(span_skip(s, last + 1)))
		return true;
	return separator == '\\' && span_find_byte(s, separator) != last;
}

static enum kind guess_path(struct span s, struct buf *form)
{
	bool drive = s.len > 3 && ascii_alpha(s.ptr[0]) && s.ptr[1] == ':' &&
		     (s.ptr[2] == '\\' || s.ptr[2] == '/');

	if (is_registry(s, form))
		return KIND_REGISTRY_KEY;
	if (span_starts_nocase(s, SPAN("\\\\.\\pipe\\")) || span_starts_nocase(s, SPAN("\\pipe\\")))
		return fits(KIND_NAMED_PIPE, s, form) ? KIND_NAMED_PIPE : KIND_NONE;
	if (span_starts(s, SPAN("Global\\")) || span_starts(s, SPAN("Local\\")))
		return KIND_MUTEX;
	if (drive || span_starts(s, SPAN("\\\\")) || span_starts(s, SPAN("~/")) ||
	    span_starts(s, SPAN("%")) || (span_starts(s, SPAN("/")) && !has_blank(s)) ||
	    is_relative_path(s, '\\'))
		return s.len > 1 && fits(KIND_PATH, s, form) ? KIND_PATH : KIND_NONE;
	return KIND_NONE;
}

static bool is_number(struct span s)
{
	uint64_t number;

	return span_u64(s, &number);
}

/* "evil.example/gate.php": a host that could exist, a slash, no scheme. */
static bool is_bare_url(struct span s, struct buf *form)
{
	size_t slash = span_find_byte(s, '/');
	struct span host = span_cut(s, 0, slash);
	struct address address;
	uint16_t port;

	if (slash == SPAN_NONE || has_blank(s))
		return false;
	host_port_split(host, &host, &port);
	if (address_parse_ipv4(host, &address))
		return !is_number(span_skip(s, slash + 1)) && fits(KIND_URL, s, form);
	return host_has_known_tld(host) && fits(KIND_URL, s, form);
}

/* "wm?host.dll": of which a part is left open, and enough stands fast. */
static bool is_open_name(struct span s)
{
	size_t dot = span_rfind_byte(s, '.');

	return dot != SPAN_NONE && kind_is_file_suffix(span_skip(s, dot + 1)) &&
	       !memchr(s.ptr, '/', s.len) && !memchr(s.ptr, ':', s.len) &&
	       wildcard_in(KIND_FILENAME, s) && wildcard_is_specific(KIND_FILENAME, s);
}

static enum kind guess_name(struct span s, struct buf *form)
{
	size_t at = span_rfind_byte(s, '@');

	if (has_blank(s))
		return kind_is_file_name(s) ? KIND_FILENAME : KIND_NONE;
	if (at != SPAN_NONE)
		return (host_has_known_tld(span_skip(s, at + 1)) ||
			host_is_reserved(span_skip(s, at + 1))) && fits(KIND_EMAIL, s, form)
		       ? KIND_EMAIL : KIND_NONE;
	if (is_bare_url(s, form))
		return KIND_URL;
	if (is_relative_path(s, '/'))
		return fits(KIND_PATH, s, form) ? KIND_PATH : KIND_NONE;
	if (kind_is_file_name(s) || is_open_name(s))
		return KIND_FILENAME;
	if (span_ends_nocase(s, SPAN(".onion")))
		return fits(KIND_ONION, s, form) ? KIND_ONION : KIND_NONE;
	if (host_has_known_tld(s) && fits(KIND_DOMAIN, s, form))
		return KIND_DOMAIN;
	return KIND_NONE;
}

enum kind kind_guess(struct span value)
{
	enum kind kind;
	struct buf form;

	buf_init(&form, 4 * GUESS_MAX);
	kind = kind_guess_form(value, &form);
	buf_release(&form);
	return kind;
}

enum kind kind_guess_form(struct span value, struct buf *form)
{
	struct span s = span_trim(value);
	enum kind kind;
	struct url u;

	if (s.len < 3 || s.len > GUESS_MAX)
		return KIND_NONE;
	if ((kind = kind_plain(s))) {
		buf_add(form, s);
		return kind;
	}
	if ((kind = guess_digits(s, form)) || (kind = guess_address(s)))
		return kind;
	if (url_split(s, &u) && (u.scheme.len || host_has_known_tld(u.host)))
		return !has_blank(s) && fits(KIND_URL, s, form) ? KIND_URL : KIND_NONE;
	if ((kind = guess_path(s, form)))
		return kind;
	if (span_starts(s, SPAN("Mozilla/")))
		return KIND_USER_AGENT;
	if (span_starts_nocase(s, SPAN("AS")) && s.len <= 13 && fits(KIND_ASN, s, form))
		return KIND_ASN;
	if (s.len >= 25 && s.len <= 106 && fits(KIND_WALLET, s, form))
		return KIND_WALLET;
	return guess_name(s, form);
}

enum kind kind_of_digits(size_t digits)
{
	switch (digits) {
	case 32:
		return KIND_MD5;
	case 40:
		return KIND_SHA1;
	case 64:
		return KIND_SHA256;
	case 128:
		return KIND_SHA512;
	default:
		return KIND_NONE;
	}
}
