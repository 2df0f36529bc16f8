/* redact.c -- records without names of ours. */
#include "report/redact.h"

#include "base/hash.h"
#include "report/record.h"
#include "value/address.h"
#include "value/host.h"
#include "value/kind.h"

#define SCRATCH	    (96u << 20)
#define NAMES_BYTES (64u << 20)
#define NAMES_MOST  50000
#define NAME_SHORT  3		/* shorter ones would be found in any sentence */

int redact_init(struct redact *r, struct span key, struct error *e)
{
	if (key.len != REDACT_KEY)
		return fail(e, ERR_USAGE, "a key of pseudonyms has %d bytes", REDACT_KEY);
	*r = (struct redact){ 0 };
	memcpy(r->key, key.ptr, REDACT_KEY);
	arena_init(&r->scratch, SCRATCH);
	arena_init(&r->arena, NAMES_BYTES);
	table_init(&r->names, &r->arena, NAMES_MOST);
	out_to_memory(&r->out, 64u << 20);
	r->pseudonym = arena_array(&r->arena, struct span, NAMES_MOST);
	if (!r->pseudonym)
		return fail(e, ERR_MEMORY, "no memory for pseudonyms");
	return 0;
}

void redact_release(struct redact *r)
{
	table_release(&r->names);
	arena_release(&r->scratch);
	arena_release(&r->arena);
	out_release(&r->out);
}

/* ---- pseudonyms */

/* What a sentence further on may mention. */
static void remember(struct redact *r, struct span name, struct span pseudonym)
{
	struct error e;
	bool fresh = false;
	uint64_t *at;

	if (name.len < NAME_SHORT || r->names.count == NAMES_MOST)
		return;
	at = table_add(&r->names, name, &fresh, &e);
	if (!at || !fresh)
		return;
	*at = r->names.count - 1;
	r->pseudonym[*at] = arena_copy(&r->arena, pseudonym);
	if (span_find_byte(name, ' ') != SPAN_NONE && r->long_names < 64)
		r->long_name[r->long_names++] = r->names.entry[*at].key;
}

/* "machine-0f3a91c2d4": equal for names that differ in case alone. */
static void name_as(struct redact *r, const char *kind, struct span name, struct buf *out)
{
	uint8_t raw[32];
	char hex[65];
	struct buf b;

	buf_init(&b, name.len + 64);
	buf_printf(&b, "%s ", kind);
	for (size_t i = 0; i < name.len; i++)
		buf_byte(&b, ascii_lower(name.ptr[i]));
	digest_keyed(span_make(r->key, REDACT_KEY), buf_span(&b), raw);
	hex_encode(raw, 5, hex);
	buf_clear(&b);
	buf_printf(&b, "%s-%s", kind, hex);
	buf_add(out, buf_span(&b));
	remember(r, name, buf_span(&b));
	buf_release(&b);
}

/* ".gz", for readers to know what it was; nothing that could be a name. */
static struct span suffix_of(struct span place)
{
	size_t dot = span_rfind_byte(place, '.');
	struct span s = dot == SPAN_NONE ? SPAN("") : span_skip(place, dot + 1);

	return s.len && s.len <= 6 && kind_is_file_suffix(s) ? span_skip(place, dot) : SPAN("");
}

static void place_as(struct redact *r, struct span place, struct buf *out)
{
	name_as(r, "file", place, out);
	buf_add(out, suffix_of(place));
}

static void host_as(struct redact *r, struct span host, struct buf *out)
{
	struct address a;
	struct span plain = host;
	uint16_t port = 0;

	if (host_port_split(host, &plain, &port) && !address_parse(plain, &a) &&
	    span_find_byte(plain, ':') != SPAN_NONE) {
		plain = host;
		port = 0;
	}
	name_as(r, address_parse(plain, &a) ? "address" : "machine", plain, out);
	if (port)
		buf_printf(out, ":%u", port);
}

/* ---- strings that need the record around them */

static bool is_address_kind(const struct node *record)
{
	return kind_is_address(kind_of_name(record_text(record, "indicator.kind")));
}

/* The other end is told when it is what the advisory lists, and nothing else. */
static void peer_as(struct redact *r, const struct node *record, struct span peer, struct buf *out)
{
	struct span value = record_text(record, "indicator.value"), host = peer;
	uint16_t port;

	host_port_split(peer, &host, &port);
	if (value.len && (span_equal_nocase(host, value) || span_equal_nocase(peer, value) ||
			  (is_address_kind(record) && span_equal(host, record_text(record, "matched")))))
		buf_add(out, peer);
	else
		host_as(r, peer, out);
}

static void matched_as(const struct node *record, struct span matched, struct buf *out)
{
	struct span value = record_text(record, "indicator.value");

	buf_add(out, is_address_kind(record) || !value.len ? matched : value);
}

/* Of the outermost file: members and messages have names of their own. */
static void at_as(struct redact *r, const struct node *record, struct span at, struct buf *out)
{
	const struct node *where = record_get(record, "where");
	struct span path = where && where->child ? record_text(where->child, "path") : SPAN("");
	uint64_t line = record_number(record, "line");

	place_as(r, path.len ? path : at, out);
	if (line)
		buf_printf(out, ":%llu", (unsigned long long)line);
}

/* ---- sentences */

static bool ends_token(char c)
{
	return ascii_space(c) || memchr("\"'`()<>[]{},;|=", c, 15) || !c;
}

/* A word that could name something of ours, though no field did so far. */
static bool token_as(struct redact *r, struct span token, struct buf *out)
{
	const uint64_t *at = table_find(&r->names, token);
	struct address a;

	if (at)
		buf_add(out, r->pseudonym[*at]);
	else if (address_parse(token, &a))
		name_as(r, "address", token, out);
	else if (span_find_byte(token, '@') != SPAN_NONE)
		name_as(r, "mailbox", token, out);
	else if (span_find_byte(token, '/') != SPAN_NONE ||
		 span_find_byte(token, '\\') != SPAN_NONE)
		place_as(r, token, out);
	else
		return false;
	return true;
}

static void tokens_as(struct redact *r, struct span s, struct buf *out)
{
	while (s.len) {
		size_t n = 0, end;

		while (n < s.len && !ends_token(s.ptr[n]))
			n++;
		end = n;
		while (end && memchr(".:!?", s.ptr[end - 1], 4))
			end--;
		if (!end || !token_as(r, span_cut(s, 0, end), out))
			buf_add(out, span_cut(s, 0, end));
		buf_add(out, span_cut(s, end, n - end));
		if (n < s.len)
			buf_byte(out, s.ptr[n]);
		s = span_skip(s, n + 1);
	}
}

/* The first name with blanks in it that stands in `s`, or SPAN_NONE. */
static size_t find_long(const struct redact *r, struct span s, struct span *name)
{
	size_t first = SPAN_NONE;

	for (uint32_t i = 0; i < r->long_names; i++) {
		size_t at = span_find(s, r->long_name[i]);

		if (at < first) {
			first = at;
			*name = r->long_name[i];
		}
	}
	return first;
}

static void sentence_as(struct redact *r, struct span s, struct buf *out)
{
	struct span name = SPAN("");
	size_t at;

	/* A person's own words, and whose: nothing of them is ours to tell. */
	if (span_starts(s, SPAN("marked "))) {
		buf_text(out, "marked by a person");
		return;
	}
	while ((at = find_long(r, s, &name)) != SPAN_NONE) {
		tokens_as(r, span_cut(s, 0, at), out);
		buf_add(out, r->pseudonym[*table_find(&r->names, name)]);
		s = span_skip(s, at + name.len);
	}
	tokens_as(r, s, out);
}

/* ---- the record */

struct walk {
	struct redact *r;
	const struct node *record;
	struct span type;
	struct buf text;	/* scratch */
};

static void string_as(struct walk *w, enum redaction what, struct span key, struct span s)
{
	static const char *const kinds[] = {
		[REDACT_MACHINE] = "machine", [REDACT_USER] = "user", [REDACT_MAILBOX] = "mailbox",
		[REDACT_SOURCE] = "source", [REDACT_NETWORK] = "network",
	};
	struct buf *b = &w->text;

	switch (what) {
	case REDACT_HOST:
		host_as(w->r, s, b);
		break;
	case REDACT_PEER:
		peer_as(w->r, w->record, s, b);
		break;
	case REDACT_PLACE:
		if (span_equal(key, SPAN("at")))
			at_as(w->r, w->record, s, b);
		else
			place_as(w->r, s, b);
		break;
	case REDACT_MATCHED:
		matched_as(w->record, s, b);
		break;
	case REDACT_SENTENCE:
		sentence_as(w->r, s, b);
		break;
	case REDACT_KEEP:
		buf_add(b, s);
		break;
	default:
		name_as(w->r, kinds[what], s, b);
		break;
	}
}

static void put_string(struct walk *w, struct span parent, struct span key, const struct node *n,
		       bool in_array)
{
	enum redaction what = redaction_of(w->type, parent, key);

	if (what == REDACT_OUT || !n->text.len) {
		if (!in_array)
			json_null(&w->r->out, NULL);
		return;
	}
	buf_clear(&w->text);
	string_as(w, what, key, n->text);
	json_string(&w->r->out, NULL, buf_span(&w->text));
}

/* `key` is the member's own, of an element its array's. */
static void put_value(struct walk *w, struct span parent, struct span key, const struct node *n,
		      bool in_array)
{
	struct out *o = &w->r->out;

	switch (n->type) {
	case JSON_OBJECT:
		json_object(o, NULL);
		for (const struct node *c = n->child; c; c = c->next) {
			json_object_key(o, c->key);
			put_value(w, key, c->key, c, false);
		}
		json_object_end(o);
		break;
	case JSON_ARRAY:
		json_array(o, NULL);
		for (const struct node *c = n->child; c; c = c->next)
			put_value(w, parent, key, c, true);
		json_array_end(o);
		break;
	case JSON_STRING:
		put_string(w, parent, key, n, in_array);
		break;
	case JSON_NUMBER:
		json_raw(o, NULL, n->text);
		break;
	case JSON_TRUE:
	case JSON_FALSE:
		json_bool(o, NULL, n->type == JSON_TRUE);
		break;
	default:
		json_null(o, NULL);
		break;
	}
}

/* Names of this record before its sentences, which may stand in front of them. */
static void learn(struct walk *w, struct span parent, struct span key, const struct node *n)
{
	enum redaction what;

	if (n->type == JSON_OBJECT || n->type == JSON_ARRAY) {
		for (const struct node *c = n->child; c; c = c->next)
			learn(w, n->type == JSON_OBJECT ? key : parent,
			      n->type == JSON_OBJECT ? c->key : key, c);
		return;
	}
	what = redaction_of(w->type, parent, key);
	if (n->type != JSON_STRING || !n->text.len || what < REDACT_HOST || what >= REDACT_MATCHED)
		return;
	buf_clear(&w->text);
	string_as(w, what, key, n->text);
}

/* What an advisory says is no secret of ours; where it lay may be. */
static void put_told(struct out *o, struct span key, const struct node *n)
{
	struct span s = n->text;

	if (n->type == JSON_OBJECT || n->type == JSON_ARRAY) {
		bool object = n->type == JSON_OBJECT;

		object ? json_object(o, NULL) : json_array(o, NULL);
		for (const struct node *c = n->child; c; c = c->next) {
			if (object)
				json_object_key(o, c->key);
			put_told(o, object ? c->key : key, c);
		}
		object ? json_object_end(o) : json_array_end(o);
	} else if (n->type == JSON_STRING) {
		if (span_equal(key, SPAN("source")) || span_equal(key, SPAN("path")))
			s = span_skip(s, span_rfind_byte(s, '/') + 1);
		json_string(o, NULL, s);
	} else if (n->type == JSON_NUMBER) {
		json_raw(o, NULL, n->text);
	} else if (n->type == JSON_NULL) {
		json_null(o, NULL);
	} else {
		json_bool(o, NULL, n->type == JSON_TRUE);
	}
}

static bool is_known(struct span type)
{
	static const char *const types[] = { "begin", "end", "finding", "gap", "hit", "coverage", "verdict",
					     "plan", "summary", "run" };

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (span_equal(type, span_of(types[i])))
			return true;
	return false;
}

int redact_record(struct redact *r, struct span json, struct span *out, struct error *e)
{
	struct walk w = { .r = r };

	*out = SPAN("");
	arena_reset(&r->scratch);
	w.record = record_parse(&r->scratch, json, e);
	if (!w.record)
		return -1;
	w.type = record_text(w.record, "type");
	buf_clear(&r->out.buf);
	if (redact_is_advisory(w.type)) {
		put_told(&r->out, SPAN(""), w.record);
	} else if (is_known(w.type)) {
		buf_init(&w.text, 16u << 20);
		learn(&w, SPAN(""), SPAN(""), w.record);
		put_value(&w, SPAN(""), SPAN(""), w.record, false);
		buf_release(&w.text);
	}
	if (r->out.failed)
		return fail(e, ERR_LIMIT, "a record is too large to be redacted");
	*out = buf_span(&r->out.buf);
	return 0;
}
