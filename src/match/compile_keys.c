/*
 * compile_keys.c -- how each value will be found: one function per kind.
 *
 * A value that does not have the shape of its kind (a domain of one label, a
 * file name without a suffix) is not dropped: it is searched as a literal.
 */
#include "match/builder.h"
#include "match/literal.h"
#include "match/shape.h"
#include "match/path.h"
#include "match/url.h"

void compile_key(struct builder *b, uint64_t key, enum key_class class, unsigned flags,
		 uint32_t id)
{
	struct sort_item *item = grow_one(b, &b->keyed);

	if (item)
		*item = (struct sort_item){ key, keyed_data(class, flags, id) };
}

static void add_text(struct builder *b, enum key_class class, struct span text, uint32_t id)
{
	compile_key(b, key_text(&b->keys, class, text), class, 0, id);
}

void compile_guard(struct builder *b, struct span run, unsigned flags)
{
	compile_key(b, key_guard(&b->keys, shape_last_labels(run)), KEY_GUARD, flags, 0);
	if (shape_is_numeric(run))
		b->flags |= IMAGE_HAS_NUMERIC;
	if (span_find_nocase(run, SPAN("xn--")) != SPAN_NONE)
		b->flags |= IMAGE_HAS_IDNA;
}

static void text_keys(struct builder *b, uint32_t id, struct span value)
{
	uint64_t whole = key_whole(&b->keys, b->entry[id].kind, value);

	compile_key(b, whole, KEY_WHOLE, 0, id);
	compile_literal(b, id, value, 0);
}

static void host_keys(struct builder *b, uint32_t id, struct span host)
{
	if (!shape_is_host(host)) {
		compile_literal(b, id, host, 0);
		return;
	}
	compile_guard(b, host, GUARD_HOST);
	compile_ask_host(b, host);
	add_text(b, KEY_HOST, host, id);
}

static void ask_address(struct builder *b, const struct address *a)
{
	compile_ask_network(b, &(struct network){ .address = *a, .bits = 128 });
}

static void address_keys(struct builder *b, uint32_t id, struct span value)
{
	struct address a;

	if (!address_parse(value, &a)) {
		compile_literal(b, id, value, 0);
		return;
	}
	compile_key(b, key_address(&b->keys, &a), KEY_ADDRESS, 0, id);
	ask_address(b, &a);
}

/* The last address of a network. */
static struct address network_last(const struct network *n)
{
	struct address last = n->address;

	for (unsigned bit = n->bits; bit < 128; bit++)
		last.bytes[bit / 8] |= (uint8_t)(0x80 >> bit % 8);
	return last;
}

static void cidr_keys(struct builder *b, uint32_t id, struct span value)
{
	struct network n;
	struct build_range *range;

	if (!network_parse(value, &n)) {
		compile_literal(b, id, value, 0);
		return;
	}
	compile_ask_network(b, &n);
	range = grow_one(b, &b->ranges);
	if (range)
		*range = (struct build_range){ n.address, network_last(&n), id };
}

/* The key that the host of a URL is found by, which depends on what it is. */
static bool url_host_key(struct builder *b, struct span host, uint64_t *key,
			 enum key_class *class)
{
	struct address a;

	if (address_parse(host, &a)) {
		*key = key_address(&b->keys, &a);
		*class = KEY_URLADDRESS;
		ask_address(b, &a);
		return true;
	}
	*key = key_text(&b->keys, KEY_URLHOST, host);
	*class = KEY_URLHOST;
	if (!shape_is_host(host))
		return false;
	compile_ask_host(b, host);
	return true;
}

static void url_keys(struct builder *b, uint32_t id, struct span value)
{
	struct shape_url u;
	enum key_class class;
	uint64_t host;

	if (!shape_of_url(value, &u) || value.len > SHAPE_URL_MAX ||
	    !url_host_key(b, u.host, &host, &class)) {
		compile_literal(b, id, value, 0);
		return;
	}
	if (shape_is_host(u.host))
		compile_guard(b, u.host, GUARD_HOST);
	compile_key(b, host, class, 0, id);
	compile_key(b, url_key(&b->keys, &u), KEY_URL, 0, id);
	if (value.len > b->url_longest)
		b->url_longest = (uint32_t)value.len;
}

static void email_keys(struct builder *b, uint32_t id, struct span value)
{
	size_t at = span_rfind_byte(value, '@');

	if (at == SPAN_NONE || at == 0 || !shape_is_host(span_skip(value, at + 1))) {
		compile_literal(b, id, value, 0);
		return;
	}
	compile_guard(b, span_skip(value, at + 1), GUARD_HOST);
	add_text(b, KEY_EMAIL, value, id);
	compile_ask_email(b, value, span_skip(value, at + 1));
}

#define NAME_PIECES 16		/* separators inside one name that the scanner walks over */

static void name_keys(struct builder *b, uint32_t id, struct span name)
{
	struct span run = shape_last_run(name);
	unsigned pieces = 0;

	for (size_t i = 1; i < name.len; i++)
		pieces += !shape_name_before(name, i);
	if (shape_last_labels(run).len == 0 || name.len > SHAPE_NAME_MAX || pieces > NAME_PIECES) {
		compile_literal(b, id, name, LITERAL_NAME);
		return;
	}
	compile_guard(b, run, GUARD_NAME | (pieces ? GUARD_SEPARATED : 0));
	compile_ask_labels(b, run);
	add_text(b, KEY_NAME, name, id);
	if (span_find_byte(name, ' ') != SPAN_NONE)
		b->flags |= IMAGE_HAS_BLANKS;
}

static void one_path(struct builder *b, uint32_t id, struct span text)
{
	struct span run = shape_last_run(text);
	uint32_t folders = 0;

	if (shape_last_labels(run).len == 0 || text.len > SHAPE_PATH_MAX) {
		compile_literal(b, id, text, LITERAL_PATH);
		return;
	}
	for (size_t i = 0; i < text.len; i++)
		folders += path_separator(text.ptr[i]);
	if (folders > b->path_deepest)
		b->path_deepest = folders;
	if (text.len > b->path_longest)
		b->path_longest = (uint32_t)text.len;
	compile_guard(b, run, GUARD_PATH);
	compile_ask_labels(b, run);
	compile_key(b, path_key(&b->keys, text), KEY_PATH, 0, (uint32_t)b->literals.count);
	compile_literal(b, id, text, LITERAL_PATH | LITERAL_KEYED);
}

static void path_keys(struct builder *b, uint32_t id, struct span path)
{
	struct buf form;

	buf_init(&form, SHAPE_URL_MAX);
	for (unsigned n = 0; path_form(path, n, &form); n++) {
		struct span text = n ? arena_copy(&b->arena, buf_span(&form)) : path;

		if (!text.ptr)
			b->spent = true;
		if (b->spent)
			break;
		one_path(b, id, text);
		buf_clear(&form);
	}
	buf_release(&form);
}

static bool is_hex(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!shape_is(s.ptr[i], SHAPE_HEX))
			return false;
	return s.len > 0;
}

static void hex_key(struct builder *b, uint32_t id, struct span hex)
{
	add_text(b, KEY_HEX, hex, id);
	compile_ask(b, key_text(&b->keys, KEY_HEX, hex));
}

static void hex_keys(struct builder *b, uint32_t id, struct span value)
{
	if (is_hex(value) &&
	    (value.len == 32 || value.len == 40 || value.len == 64 || value.len == 128))
		hex_key(b, id, value);
	else
		compile_literal(b, id, value, 0);
}

/* "aa:bb:cc:dd:ee:ff" is found by value; the other ways to write it are literals. */
static void mac_keys(struct builder *b, uint32_t id, struct span value)
{
	static const struct {
		unsigned group;
		char between;
	} ways[] = { { 2, '-' }, { 4, '.' }, { 12, 0 } };
	char hex[12], text[20];
	size_t n = 0;

	for (size_t i = 0; i < value.len && n < 12; i++)
		if (shape_is(value.ptr[i], SHAPE_HEX))
			hex[n++] = value.ptr[i];
	if (n < 12) {
		compile_literal(b, id, value, 0);
		return;
	}
	hex_key(b, id, span_make(hex, 12));
	for (size_t w = 0; w < 3; w++) {
		size_t len = 0;

		for (size_t i = 0; i < 12; i++) {
			if (i && i % ways[w].group == 0)
				text[len++] = ways[w].between;
			text[len++] = hex[i];
		}
		compile_literal(b, id, arena_copy(&b->arena, span_make(text, len)), 0);
	}
}

/* A hive is written in three ways, by registry tools, by agents, by the kernel. */
static const struct {
	const char *name, *form[4];
} hives[] = {
	{ "HKEY_LOCAL_MACHINE", { "HKLM", "HKEY_LOCAL_MACHINE", "\\REGISTRY\\MACHINE" } },
	{ "HKLM", { "HKLM", "HKEY_LOCAL_MACHINE", "\\REGISTRY\\MACHINE" } },
	/* Of a user: agents and the kernel write the user's SID in front. */
	{ "HKEY_CURRENT_USER", { "HKCU", "HKEY_CURRENT_USER", "" } },
	{ "HKCU", { "HKCU", "HKEY_CURRENT_USER", "" } },
	{ "HKEY_CLASSES_ROOT", { "HKCR", "HKEY_CLASSES_ROOT", "\\SOFTWARE\\Classes" } },
	{ "HKCR", { "HKCR", "HKEY_CLASSES_ROOT", "\\SOFTWARE\\Classes" } },
	{ "HKEY_USERS", { "HKU", "HKEY_USERS", "\\REGISTRY\\USER" } },
	{ "HKU", { "HKU", "HKEY_USERS", "\\REGISTRY\\USER" } },
};

bool registry_form(struct span key, unsigned n, struct buf *out)
{
	for (size_t i = 0; i < sizeof(hives) / sizeof(*hives); i++) {
		struct span name = span_of(hives[i].name);
		struct span rest = span_skip(key, name.len);

		if (!span_starts_nocase(key, name) || !rest.len || !path_separator(rest.ptr[0]) ||
		    key.len >= SHAPE_PATH_MAX)
			continue;
		if (n >= sizeof(hives[i].form) / sizeof(*hives[i].form) || !hives[i].form[n])
			return false;
		buf_text(out, hives[i].form[n]);
		buf_add(out, rest);
		return true;
	}
	if (n == 0)
		buf_add(out, key);
	return n == 0;
}

static void registry_keys(struct builder *b, uint32_t id, struct span value)
{
	struct buf text;

	buf_init(&text, SHAPE_URL_MAX + value.len);
	for (unsigned n = 0; registry_form(value, n, &text); n++) {
		compile_literal(b, id, arena_copy(&b->arena, buf_span(&text)), LITERAL_PATH);
		buf_clear(&text);
	}
	buf_release(&text);
}

static void entry_keys(struct builder *b, uint32_t id)
{
	struct span value = b->entry[id].value;

	if (compile_pattern(b, id))
		return;
	switch ((enum kind)b->entry[id].kind) {
	case KIND_IPV4:
	case KIND_IPV6:
		address_keys(b, id, value);
		break;
	case KIND_CIDR:
		cidr_keys(b, id, value);
		break;
	case KIND_DOMAIN:
	case KIND_ONION:
		host_keys(b, id, value);
		break;
	case KIND_URL:
		url_keys(b, id, value);
		break;
	case KIND_EMAIL:
		email_keys(b, id, value);
		break;
	case KIND_MD5:
	case KIND_SHA1:
	case KIND_SHA256:
	case KIND_SHA512:
	case KIND_IMPHASH:
	case KIND_JA3:
	case KIND_JA3S:
	case KIND_X509_SHA1:
	case KIND_X509_SHA256:
		hex_keys(b, id, value);
		break;
	case KIND_MAC:
		mac_keys(b, id, value);
		break;
	case KIND_FILENAME:
		name_keys(b, id, value);
		break;
	case KIND_PATH:
		path_keys(b, id, value);
		break;
	case KIND_REGISTRY_KEY:
		registry_keys(b, id, value);
		break;
	case KIND_ASN:		/* described, not looked for */
	case KIND_WALLET:
	case KIND_YARA:		/* compile_yara.c */
	case KIND_NONE:
	case KIND_COUNT:
		break;
	default:
		text_keys(b, id, value);
	}
}

void compile_keys(struct builder *b)
{
	for (uint32_t id = 0; id < b->entries && !b->spent; id++)
		entry_keys(b, id);
	compile_wrappers(b);
}
