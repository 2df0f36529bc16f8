/*
 * stix_value.c -- values as STIX patterns and as cyber observables (STIX 2.1,
 * chapters 6 and 9), with the identifiers that others give the same things
 * (2.9: UUID 5 of the contributing properties as canonical JSON).
 *
 * What STIX has no object for (JA3, wallets, ...) gets a pattern over
 * x-tocsin-value and no observable.
 */
#include "report/stix_state.h"

#include "base/hash.h"
#include "base/utf8.h"
#include "value/address.h"
#include "value/host.h"

/* 00abedb4-aa42-466c-9c01-fed23315a9b7, the namespace of STIX 2.1 for observables. */
static const char observables[] = "\x00\xab\xed\xb4\xaa\x42\x46\x6c\x9c\x01\xfe\xd2\x33\x15\xa9\xb7";

/* How a kind stands in STIX: the object, the property; hashes by their name. */
static const struct stix_shape {
	enum kind kind;
	const char *type;	/* NULL: no observable */
	const char *property, *hash;
	const char *pattern;	/* NULL: "type:property" */
} shapes[] = {
	{ KIND_IPV4, "ipv4-addr", "value", NULL, NULL },
	{ KIND_IPV6, "ipv6-addr", "value", NULL, NULL },
	{ KIND_DOMAIN, "domain-name", "value", NULL, NULL },
	{ KIND_ONION, "domain-name", "value", NULL, NULL },
	{ KIND_URL, "url", "value", NULL, NULL },
	{ KIND_EMAIL, "email-addr", "value", NULL, NULL },
	{ KIND_MAC, "mac-addr", "value", NULL, NULL },
	{ KIND_MUTEX, "mutex", "name", NULL, NULL },
	{ KIND_FILENAME, "file", "name", NULL, NULL },
	{ KIND_REGISTRY_KEY, "windows-registry-key", "key", NULL, NULL },
	{ KIND_MD5, "file", NULL, "MD5", "file:hashes.MD5" },
	{ KIND_SHA1, "file", NULL, "SHA-1", "file:hashes.'SHA-1'" },
	{ KIND_SHA256, "file", NULL, "SHA-256", "file:hashes.'SHA-256'" },
	{ KIND_SHA512, "file", NULL, "SHA-512", "file:hashes.'SHA-512'" },
	{ KIND_SSDEEP, "file", NULL, "SSDEEP", "file:hashes.SSDEEP" },
	{ KIND_X509_SHA1, "x509-certificate", NULL, "SHA-1", "x509-certificate:hashes.'SHA-1'" },
	{ KIND_X509_SHA256, "x509-certificate", NULL, "SHA-256", "x509-certificate:hashes.'SHA-256'" },
	{ KIND_X509_SERIAL, "x509-certificate", "serial_number", NULL, NULL },
	{ KIND_X509_SUBJECT, NULL, NULL, NULL, "x509-certificate:subject" },
	{ KIND_X509_ISSUER, NULL, NULL, NULL, "x509-certificate:issuer" },
	{ KIND_EMAIL_SUBJECT, NULL, NULL, NULL, "email-message:subject" },
	{ KIND_COMMAND_LINE, NULL, NULL, NULL, "process:command_line" },
	{ KIND_SERVICE, NULL, NULL, NULL, "process:extensions.'windows-service-ext'.service_name" },
	{ KIND_IMPHASH, NULL, NULL, NULL, "file:extensions.'windows-pebinary-ext'.imphash" },
	{ KIND_USER_AGENT, NULL, NULL, NULL,
	  "network-traffic:extensions.'http-request-ext'.request_header.'User-Agent'" },
};

static const struct stix_shape *shape_of(enum kind kind)
{
	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++)
		if (shapes[i].kind == kind)
			return &shapes[i];
	return NULL;
}

/* ---- patterns */

/* A string of the pattern language. */
static void quoted(struct span value, struct buf *out)
{
	buf_byte(out, '\'');
	for (size_t i = 0; i < value.len; i++) {
		if (value.ptr[i] == '\'' || value.ptr[i] == '\\')
			buf_byte(out, '\\');
		buf_byte(out, value.ptr[i]);
	}
	buf_byte(out, '\'');
}

/* The last slash or backslash, SPAN_NONE without a folder in front of it. */
static size_t folder_end(struct span path)
{
	size_t at = path.len;

	while (at && path.ptr[at - 1] != '/' && path.ptr[at - 1] != '\\')
		at--;
	return at > 1 && at < path.len ? at - 1 : SPAN_NONE;
}

static void path_pattern(struct span path, struct buf *out)
{
	size_t at = folder_end(path);

	buf_text(out, "[file:name = ");
	quoted(at == SPAN_NONE ? path : span_skip(path, at + 1), out);
	if (at != SPAN_NONE) {
		buf_text(out, " AND file:parent_directory_ref.path = ");
		quoted(span_cut(path, 0, at), out);
	}
	buf_byte(out, ']');
}

void stix_pattern(enum kind kind, struct span value, struct buf *out)
{
	const struct stix_shape *shape = shape_of(kind);

	if (kind == KIND_PATH) {
		path_pattern(value, out);
		return;
	}
	buf_byte(out, '[');
	if (kind == KIND_CIDR)
		buf_printf(out, "ipv%c-addr:value ISSUBSET ",
			   span_find_byte(value, ':') == SPAN_NONE ? '4' : '6');
	else if (kind == KIND_ASN)
		buf_text(out, "autonomous-system:number = ");
	else if (!shape)
		buf_printf(out, "x-tocsin-value:kind = '%s' AND x-tocsin-value:value = ",
			   kind_row(kind)->name);
	else if (shape->pattern)
		buf_printf(out, "%s = ", shape->pattern);
	else
		buf_printf(out, "%s:%s = ", shape->type, shape->property);
	if (kind == KIND_ASN && value.len > 2)
		buf_add(out, span_skip(value, 2));
	else
		quoted(value, out);
	buf_byte(out, ']');
}

/* ---- identifiers */

/* A string as canonical JSON (RFC 8785) has it. */
static void canonical(struct span s, struct buf *out)
{
	static const char shorts[] = "b\bt\tn\nf\fr\r";

	buf_byte(out, '"');
	while (s.len) {
		uint32_t c = utf8_next(&s);
		const char *at = c < 0x20 && c ? strchr(shorts, (int)c) : NULL;

		if (c == '"' || c == '\\')
			buf_printf(out, "\\%c", (char)c);
		else if (at)
			buf_printf(out, "\\%c", at[-1]);
		else if (c < 0x20)
			buf_printf(out, "\\u%04x", c);
		else
			buf_utf8(out, c);
	}
	buf_byte(out, '"');
}

static void observable_id(const char *type, struct buf *properties, char *id)
{
	char uuid[37];

	uuid5_in(observables, buf_span(properties), uuid);
	snprintf(id, STIX_ID, "%s--%s", type, uuid);
	buf_clear(properties);
}

/* True when the object must be written now. */
static bool is_new(struct stix *s, const char *id)
{
	bool fresh = false;
	struct error e;

	return table_add(&s->written, span_of(id), &fresh, &e) && fresh;
}

static void open_observable(struct stix *s, const char *type, const char *id)
{
	stix_open(s, type, id);
	if (s->marking[0]) {
		json_array(s->out, "object_marking_refs");
		json_cstring(s->out, NULL, s->marking);
		json_array_end(s->out);
	}
}

/* ---- observables */

static void simple(struct stix *s, const struct stix_shape *shape, struct span value, char *id)
{
	struct buf *b = &s->name;

	buf_clear(b);
	if (shape->hash)
		buf_printf(b, "{\"hashes\":{\"%s\":", shape->hash);
	else
		buf_printf(b, "{\"%s\":", shape->property);
	canonical(value, b);
	buf_text(b, shape->hash ? "}}" : "}");
	observable_id(shape->type, b, id);
	if (!is_new(s, id))
		return;
	open_observable(s, shape->type, id);
	if (shape->hash) {
		json_object(s->out, "hashes");
		stix_string(s->out, shape->hash, value);
		json_object_end(s->out);
	} else {
		stix_string(s->out, shape->property, value);
	}
	stix_close(s);
}

static void system_number(struct stix *s, struct span value, char *id)
{
	uint64_t n = 0;

	span_u64(span_skip(value, 2), &n);
	buf_clear(&s->name);
	buf_printf(&s->name, "{\"number\":%llu}", (unsigned long long)n);
	observable_id("autonomous-system", &s->name, id);
	if (!is_new(s, id))
		return;
	open_observable(s, "autonomous-system", id);
	json_uint(s->out, "number", n);
	stix_close(s);
}

static void directory(struct stix *s, struct span path, char *id)
{
	buf_clear(&s->name);
	buf_text(&s->name, "{\"path\":");
	canonical(path, &s->name);
	buf_byte(&s->name, '}');
	observable_id("directory", &s->name, id);
	if (!is_new(s, id))
		return;
	open_observable(s, "directory", id);
	stix_string(s->out, "path", path);
	stix_close(s);
}

static void file_at(struct stix *s, struct span path, char *id)
{
	size_t at = folder_end(path);
	struct span name = at == SPAN_NONE ? path : span_skip(path, at + 1);
	char folder[STIX_ID] = "";

	if (at != SPAN_NONE)
		directory(s, span_cut(path, 0, at), folder);
	buf_clear(&s->name);
	buf_text(&s->name, "{\"name\":");
	canonical(name, &s->name);
	if (folder[0])
		buf_printf(&s->name, ",\"parent_directory_ref\":\"%s\"", folder);
	buf_byte(&s->name, '}');
	observable_id("file", &s->name, id);
	if (!is_new(s, id))
		return;
	open_observable(s, "file", id);
	stix_string(s->out, "name", name);
	if (folder[0])
		json_cstring(s->out, "parent_directory_ref", folder);
	stix_close(s);
}

bool stix_observable(struct stix *s, enum kind kind, struct span value, char *id)
{
	const struct stix_shape *shape = shape_of(kind);

	if (kind == KIND_CIDR)
		shape = shape_of(span_find_byte(value, ':') == SPAN_NONE ? KIND_IPV4 : KIND_IPV6);
	if (kind == KIND_PATH)
		file_at(s, value, id);
	else if (kind == KIND_ASN)
		system_number(s, value, id);
	else if (shape && shape->type)
		simple(s, shape, value, id);
	else
		return false;
	return true;
}

bool stix_host(struct stix *s, struct span host, char *id, uint16_t *port)
{
	struct address a;
	struct buf text;
	bool known;

	*port = 0;
	host_port_split(host, &host, port);
	if (!address_parse(host, &a))
		return false;
	buf_init(&text, 64);
	address_text(&a, &text);
	known = stix_observable(s, address_is_ipv4(&a) ? KIND_IPV4 : KIND_IPV6, buf_span(&text),
				id);
	buf_release(&text);
	return known;
}

void stix_account(struct stix *s, struct span user, char *id)
{
	buf_clear(&s->name);
	buf_text(&s->name, "{\"account_login\":");
	canonical(user, &s->name);
	buf_byte(&s->name, '}');
	observable_id("user-account", &s->name, id);
	if (!is_new(s, id))
		return;
	open_observable(s, "user-account", id);
	stix_string(s->out, "account_login", user);
	stix_close(s);
}

/* ---- traffic */

static void add_member(struct buf *b, const char *key, const char *text)
{
	if (text[0])
		buf_printf(b, "%s\"%s\":\"%s\"", b->len > 1 ? "," : "", key, text);
}

static void add_port(struct buf *b, const char *key, uint16_t port)
{
	if (port)
		buf_printf(b, "%s\"%s\":%u", b->len > 1 ? "," : "", key, port);
}

static void add_moment(struct buf *b, const char *key, int64_t moment)
{
	if (moment == TIME_NONE)
		return;
	buf_printf(b, "%s\"%s\":\"", b->len > 1 ? "," : "", key);
	time_rfc3339(moment, b);
	buf_byte(b, '"');
}

static void traffic_id(struct stix *s, const struct stix_ends *x, char *id)
{
	struct buf *b = &s->name;

	buf_clear(b);
	buf_byte(b, '{');
	add_port(b, "dst_port", x->target_port);
	add_member(b, "dst_ref", x->target);
	add_moment(b, "end", x->to);
	buf_printf(b, "%s\"protocols\":[\"%s\"]", b->len > 1 ? "," : "", x->v6 ? "ipv6" : "ipv4");
	add_port(b, "src_port", x->source_port);
	add_member(b, "src_ref", x->source);
	add_moment(b, "start", x->from);
	buf_byte(b, '}');
	observable_id("network-traffic", b, id);
}

void stix_traffic(struct stix *s, const struct stix_ends *x, char *id)
{
	struct out *o = s->out;

	traffic_id(s, x, id);
	if (!is_new(s, id))
		return;
	open_observable(s, "network-traffic", id);
	if (x->from != TIME_NONE)
		json_time(o, "start", x->from);
	if (x->to != TIME_NONE)
		json_time(o, "end", x->to);
	if (x->source[0])
		json_cstring(o, "src_ref", x->source);
	if (x->target[0])
		json_cstring(o, "dst_ref", x->target);
	if (x->source_port)
		json_uint(o, "src_port", x->source_port);
	if (x->target_port)
		json_uint(o, "dst_port", x->target_port);
	/* What lies above was not always recorded. */
	json_array(o, "protocols");
	json_cstring(o, NULL, x->v6 ? "ipv6" : "ipv4");
	json_array_end(o);
	if (x->sent || x->received) {
		json_uint(o, "src_byte_count", x->sent);
		json_uint(o, "dst_byte_count", x->received);
	}
	stix_close(s);
}
