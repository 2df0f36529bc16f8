/* stix_pattern.c -- STIX patterns taken apart. */
#include "intel/stix_pattern.h"

#include "base/buf.h"
#include "value/expression.h"

/*
 * Properties by object; a path matches when it ends so, without quotes and in
 * lower case ("hashes.sha-256").  "" takes every path of the object.
 */
static const struct {
	const char *object, *path;
	enum kind kind;
} properties[] = {
	{ "ipv4-addr", "value", KIND_IPV4 },
	{ "ipv6-addr", "value", KIND_IPV6 },
	{ "domain-name", "resolves_to_refs[*].value", KIND_IPV4 },
	{ "domain-name", "value", KIND_DOMAIN },
	{ "url", "value", KIND_URL },
	{ "email-addr", "value", KIND_EMAIL },
	{ "email-message", "from_ref.value", KIND_EMAIL },
	{ "email-message", "sender_ref.value", KIND_EMAIL },
	{ "email-message", "subject", KIND_EMAIL_SUBJECT },
	{ "file", "hashes.md5", KIND_MD5 },
	{ "file", "hashes.sha-1", KIND_SHA1 },
	{ "file", "hashes.sha1", KIND_SHA1 },
	{ "file", "hashes.sha-256", KIND_SHA256 },
	{ "file", "hashes.sha256", KIND_SHA256 },
	{ "file", "hashes.sha-512", KIND_SHA512 },
	{ "file", "hashes.sha512", KIND_SHA512 },
	{ "file", "hashes.ssdeep", KIND_SSDEEP },
	{ "file", "hashes.imphash", KIND_IMPHASH },
	{ "file", "imphash", KIND_IMPHASH },
	{ "file", "parent_directory_ref.path", KIND_PATH },
	{ "file", "content_ref.hashes.md5", KIND_MD5 },
	{ "file", "content_ref.hashes.sha-256", KIND_SHA256 },
	{ "file", "name", KIND_FILENAME },
	{ "artifact", "hashes.md5", KIND_MD5 },
	{ "artifact", "hashes.sha-1", KIND_SHA1 },
	{ "artifact", "hashes.sha-256", KIND_SHA256 },
	{ "artifact", "hashes.sha-512", KIND_SHA512 },
	{ "directory", "path", KIND_PATH },
	{ "windows-registry-key", "key", KIND_REGISTRY_KEY },
	{ "mutex", "name", KIND_MUTEX },
	{ "process", "command_line", KIND_COMMAND_LINE },
	{ "process", "image_ref.name", KIND_FILENAME },
	{ "process", "binary_ref.name", KIND_FILENAME },
	{ "process", "service_name", KIND_SERVICE },
	{ "process", "name", KIND_FILENAME },
	{ "x509-certificate", "hashes.sha-1", KIND_X509_SHA1 },
	{ "x509-certificate", "hashes.sha1", KIND_X509_SHA1 },
	{ "x509-certificate", "hashes.sha-256", KIND_X509_SHA256 },
	{ "x509-certificate", "hashes.sha256", KIND_X509_SHA256 },
	{ "x509-certificate", "serial_number", KIND_X509_SERIAL },
	{ "x509-certificate", "subject", KIND_X509_SUBJECT },
	{ "x509-certificate", "issuer", KIND_X509_ISSUER },
	{ "autonomous-system", "number", KIND_ASN },
	{ "mac-addr", "value", KIND_MAC },
	{ "network-traffic", "user-agent", KIND_USER_AGENT },
	{ "network-traffic", "x_ja3_hash", KIND_JA3 },
	{ "network-traffic", "ja3", KIND_JA3 },
	{ "network-traffic", "ja3s", KIND_JA3S },
	{ "network-traffic", "dst_ref.value", KIND_COUNT },	/* address or name: by the value */
	{ "network-traffic", "src_ref.value", KIND_COUNT },
};

#define PATH_MAX_SHOWN 160

static size_t path_plain(struct span path, char out[PATH_MAX_SHOWN])
{
	size_t n = 0;

	for (size_t i = 0; i < path.len && n < PATH_MAX_SHOWN; i++)
		if (path.ptr[i] != '\'' && path.ptr[i] != '"')
			out[n++] = ascii_lower(path.ptr[i]);
	return n;
}

enum kind pattern_kind(struct span object, struct span path)
{
	char plain[PATH_MAX_SHOWN];
	struct span p = { plain, path_plain(path, plain) };

	for (size_t i = 0; i < sizeof(properties) / sizeof(properties[0]); i++) {
		struct span want = span_of(properties[i].path);

		if (!span_equal(object, span_of(properties[i].object)) || !span_ends(p, want))
			continue;
		/* "subject" must not take "is_subject": a whole step of the path. */
		if (p.len == want.len || p.ptr[p.len - want.len - 1] == '.')
			return properties[i].kind;
	}
	return KIND_NONE;
}

enum token_type { T_END, T_OPEN, T_CLOSE, T_LEFT, T_RIGHT, T_COMMA, T_WORD, T_LITERAL, T_OPERATOR };

struct parser {
	struct span text;
	size_t at;
	struct arena *arena;
	struct pattern *out;
	struct error *error;
	enum token_type type;	/* the token at hand */
	struct span token;	/* T_LITERAL: unescaped */
	size_t token_at;
};

static int broken(struct parser *p, const char *what)
{
	return fail(p->error, ERR_MALFORMED, "pattern: %s at %zu", what, p->token_at);
}

/* A quoted string; p->at behind the opening quote. */
static int read_string(struct parser *p)
{
	size_t from = p->at, out = 0;
	char *copy;

	while (p->at < p->text.len && p->text.ptr[p->at] != '\'')
		p->at += p->text.ptr[p->at] == '\\' ? 2 : 1;
	if (p->at >= p->text.len)
		return broken(p, "string without end");
	copy = arena_alloc(p->arena, p->at - from + 1);
	if (!copy)
		return fail(p->error, ERR_LIMIT, "pattern: no room left");
	for (size_t i = from; i < p->at; i++) {
		if (p->text.ptr[i] == '\\' && i + 1 < p->at)
			i++;
		copy[out++] = p->text.ptr[i];
	}
	p->at++;
	p->type = T_LITERAL;
	p->token = span_make(copy, out);
	return 0;
}

static bool word_char(char c)
{
	return ascii_alnum(c) || c == '_' || c == '-' || c == '.' || c == ':' || c == '*' ||
		(unsigned char)c >= 0x80;
}

/* Words, numbers and object paths; a path may hold quoted steps and [0] or [*]. */
static int read_word(struct parser *p)
{
	size_t from = p->at;
	bool path = false;

	while (p->at < p->text.len) {
		char c = p->text.ptr[p->at];

		if (c == ':')
			path = true;
		if (word_char(c)) {
			p->at++;
		} else if (path && (c == '\'' || c == '[')) {
			size_t end = span_find_byte(span_skip(p->text, p->at + 1),
						    c == '[' ? ']' : '\'');

			if (end == SPAN_NONE)
				return broken(p, "path without end");
			p->at += end + 2;
		} else {
			break;
		}
	}
	p->type = T_WORD;
	p->token = span_cut(p->text, from, p->at - from);
	/* t'2020-...', b'...', h'...' */
	if (p->token.len == 1 && p->at < p->text.len && p->text.ptr[p->at] == '\'') {
		p->at++;
		return read_string(p);
	}
	return 0;
}

static int next_token(struct parser *p)
{
	static const char marks[] = "()[],";
	static const enum token_type types[] = { T_LEFT, T_RIGHT, T_OPEN, T_CLOSE, T_COMMA };
	const char *mark;
	char c;

	while (p->at < p->text.len && ascii_space(p->text.ptr[p->at]))
		p->at++;
	p->token_at = p->at;
	p->token = (struct span){ 0 };
	p->type = T_END;
	if (p->at == p->text.len)
		return 0;
	c = p->text.ptr[p->at];
	mark = c ? strchr(marks, c) : NULL;
	if (mark) {
		p->type = types[mark - marks];
		p->at++;
		return 0;
	}
	if (c == '\'') {
		p->at++;
		return read_string(p);
	}
	if (c == '=' || c == '!' || c == '<' || c == '>') {
		size_t len = p->at + 1 < p->text.len &&
			strchr("=>", p->text.ptr[p->at + 1]) && p->text.ptr[p->at + 1] ? 2 : 1;

		p->type = T_OPERATOR;
		p->token = span_cut(p->text, p->at, len);
		p->at += len;
		return 0;
	}
	if (word_char(c))
		return read_word(p);
	return broken(p, "unexpected byte");
}

static bool is_word(const struct parser *p, const char *word)
{
	return p->type == T_WORD && span_equal_nocase(p->token, span_of(word));
}

static int add_step(struct parser *p, enum pattern_step_type type, uint32_t leaf)
{
	struct pattern *out = p->out;

	if (out->steps == out->steps_room) {
		uint32_t room = out->steps_room ? out->steps_room * 2 : 16;
		struct pattern_step *more = arena_array(p->arena, struct pattern_step, room);

		if (!more)
			return fail(p->error, ERR_LIMIT, "pattern: no room left");
		if (out->steps)
			memcpy(more, out->step, out->steps * sizeof(*more));
		out->step = more;
		out->steps_room = room;
	}
	out->step[out->steps++] = (struct pattern_step){ type, leaf };
	out->brackets += type == PATTERN_OBSERVED;
	return 0;
}

static struct pattern_leaf *add_leaf(struct parser *p)
{
	struct pattern *out = p->out;

	if (out->count == out->room) {
		uint32_t room = out->room ? out->room * 2 : 8;
		struct pattern_leaf *more = arena_array(p->arena, struct pattern_leaf, room);

		if (!more || room > PATTERN_LEAVES * 2) {
			fail(p->error, ERR_LIMIT, "pattern: more than %d comparisons",
			     PATTERN_LEAVES);
			return NULL;
		}
		if (out->count)
			memcpy(more, out->leaf, out->count * sizeof(*more));
		out->leaf = more;
		out->room = room;
	}
	return &out->leaf[out->count++];
}

enum comparing { COMPARES_OTHERWISE, COMPARES_EQUAL, COMPARES_LIKE, COMPARES_MATCHES };

/* By the token at hand. */
static enum comparing comparing(const struct parser *p)
{
	if (p->type == T_OPERATOR)
		return span_equal(p->token, SPAN("=")) || span_equal(p->token, SPAN("=="))
			? COMPARES_EQUAL : COMPARES_OTHERWISE;
	return is_word(p, "IN") ? COMPARES_EQUAL : is_word(p, "LIKE") ? COMPARES_LIKE :
	       is_word(p, "MATCHES") ? COMPARES_MATCHES : COMPARES_OTHERWISE;
}

static bool take_matches(struct parser *p, struct pattern_leaf *leaf)
{
	bool searchable = leaf->kind != KIND_NONE && !kind_is_hash(leaf->kind);
	struct error why = { 0 };
	struct buf text;
	unsigned flags;

	buf_init(&text, 8 * EXPRESSION_MAX);
	leaf->regex = searchable &&
		      expression_of_regex(leaf->kind, leaf->value, &text, &flags, &why) == 0;
	if (searchable && !leaf->regex && !p->out->refused.len)
		p->out->refused = arena_copy(p->arena, span_of(why.text));
	buf_release(&text);
	return leaf->regex;
}

/* "%.evil.example": "%" is any text and "_" any byte. */
static bool take_like(struct parser *p, struct pattern_leaf *leaf)
{
	struct span like = leaf->value;
	char *regex;
	size_t n = 0;

	if (span_find_byte(like, '%') == SPAN_NONE && span_find_byte(like, '_') == SPAN_NONE)
		return true;
	regex = arena_alloc(p->arena, 2 * like.len + 2);
	if (!regex)
		return false;
	regex[n++] = '^';
	for (size_t i = 0; i < like.len; i++) {
		if (like.ptr[i] == '%' || like.ptr[i] == '_') {
			regex[n++] = '.';
			if (like.ptr[i] == '%')
				regex[n++] = '*';
			continue;
		}
		if (!ascii_alnum(like.ptr[i]))
			regex[n++] = '\\';
		regex[n++] = like.ptr[i];
	}
	regex[n++] = '$';
	leaf->value = span_make(regex, n);
	return take_matches(p, leaf);
}

static int literal_leaf(struct parser *p, struct span path, enum comparing how)
{
	size_t colon = span_find_byte(path, ':');
	struct pattern_leaf *leaf = add_leaf(p);

	if (!leaf)
		return -1;
	if (p->type != T_LITERAL && p->type != T_WORD)
		return broken(p, "a value is missing");
	leaf->object = span_cut(path, 0, colon);
	leaf->path = span_skip(path, colon + 1);
	leaf->value = p->token;
	leaf->alone = true;
	if (add_step(p, PATTERN_LEAF, p->out->count - 1) < 0)
		return -1;
	leaf->kind = pattern_kind(leaf->object, leaf->path);
	if (leaf->kind == KIND_COUNT || leaf->kind == KIND_IPV4 || leaf->kind == KIND_IPV6) {
		/* A network, or the other family, in a property of one address. */
		enum kind guess = kind_guess(leaf->value);

		if (leaf->kind == KIND_COUNT || kind_is_address(guess))
			leaf->kind = guess;
	}
	leaf->exact = how == COMPARES_EQUAL || (how == COMPARES_LIKE && take_like(p, leaf)) ||
		      (how == COMPARES_MATCHES && take_matches(p, leaf));
	return next_token(p);
}

static int value_list(struct parser *p, struct span path, enum comparing how)
{
	bool several = false;

	do {
		if (next_token(p) < 0 || literal_leaf(p, path, how) < 0 ||
		    (several && add_step(p, PATTERN_OR, 0) < 0))
			return -1;
		several = true;
	} while (p->type == T_COMMA);
	if (p->type != T_RIGHT)
		return broken(p, "list without end");
	return next_token(p);
}

static int comparison(struct parser *p, unsigned depth);

/* path [NOT] operator value | [NOT] EXISTS path | ( comparison ) */
static int proposition(struct parser *p, unsigned depth)
{
	bool negated = false, in;
	enum comparing how;
	struct span path;

	if (p->type == T_LEFT) {
		if (next_token(p) < 0 || comparison(p, depth + 1) < 0)
			return -1;
		return p->type == T_RIGHT ? next_token(p) : broken(p, "')' is missing");
	}
	while (is_word(p, "NOT") || is_word(p, "EXISTS")) {
		negated = true;
		if (next_token(p) < 0)
			return -1;
	}
	path = p->token;
	if (p->type != T_WORD || span_find_byte(path, ':') == SPAN_NONE)
		return broken(p, "an object path is missing");
	if (next_token(p) < 0)
		return -1;
	if (is_word(p, "NOT")) {
		negated = true;
		if (next_token(p) < 0)
			return -1;
	}
	how = comparing(p);
	in = is_word(p, "IN");
	if (how == COMPARES_OTHERWISE && p->type != T_OPERATOR && p->type != T_WORD) {
		p->out->odd = true;	/* EXISTS path */
		return negated ? 0 : broken(p, "an operator is missing");
	}
	if (next_token(p) < 0)
		return -1;
	if (in && p->type == T_LEFT)
		return value_list(p, path, negated ? COMPARES_OTHERWISE : how);
	return literal_leaf(p, path, negated ? COMPARES_OTHERWISE : how);
}

static bool is_digest(const struct pattern_leaf *leaf)
{
	return kind_is_hash(leaf->kind) || leaf->kind == KIND_X509_SHA1 ||
		leaf->kind == KIND_X509_SHA256;
}

/* Says only what sort of connection: type, protocols, ports. */
static bool describes(const struct pattern_leaf *leaf)
{
	return leaf->kind == KIND_NONE && span_equal(leaf->object, SPAN("network-traffic")) &&
		(span_ends(leaf->path, SPAN(".type")) || span_ends(leaf->path, SPAN("_port")) ||
		 span_starts(leaf->path, SPAN("protocols")));
}

/* All terms of a conjunction: which of them are enough by themselves? */
static void conjunction(struct pattern *out, uint32_t from)
{
	uint32_t digests = 0, described = 0;
	uint64_t port = 0;

	for (uint32_t i = from; i < out->count; i++) {
		const struct pattern_leaf *leaf = &out->leaf[i];

		digests += is_digest(leaf) && leaf->exact &&
			span_equal(leaf->object, out->leaf[from].object);
		described += describes(leaf);
		if (span_equal(leaf->path, SPAN("dst_port")) &&
		    (!span_u64(leaf->value, &port) || port > UINT16_MAX))
			port = 0;
	}
	for (uint32_t i = from; i < out->count; i++) {
		struct pattern_leaf *leaf = &out->leaf[i];

		if (digests) {
			leaf->alone = leaf->alone && is_digest(leaf) && leaf->exact;
			leaf->covered = !leaf->alone && span_equal(leaf->object, SPAN("file"));
		} else if (described + 1 == out->count - from && !describes(leaf)) {
			leaf->port = (uint16_t)port;
		} else {
			leaf->alone = false;
		}
	}
}

static int and_terms(struct parser *p, unsigned depth)
{
	uint32_t from = p->out->count;
	bool several = false;

	for (;;) {
		if (proposition(p, depth) < 0 || (several && add_step(p, PATTERN_AND, 0) < 0))
			return -1;
		if (!is_word(p, "AND"))
			break;
		several = true;
		if (next_token(p) < 0)
			return -1;
	}
	if (several)
		conjunction(p->out, from);
	return 0;
}

static int comparison(struct parser *p, unsigned depth)
{
	bool several = false;

	if (depth > PATTERN_DEPTH)
		return fail(p->error, ERR_LIMIT, "pattern: nested deeper than %d", PATTERN_DEPTH);
	for (;;) {
		if (and_terms(p, depth) < 0 || (several && add_step(p, PATTERN_OR, 0) < 0))
			return -1;
		if (!is_word(p, "OR"))
			return 0;
		several = true;
		if (next_token(p) < 0)
			return -1;
	}
}

static void not_alone(struct pattern *out, uint32_t from)
{
	for (uint32_t i = from; i < out->count; i++)
		out->leaf[i].alone = out->leaf[i].covered = false;
}

/* START t'..' STOP t'..', WITHIN n SECONDS, REPEATS n TIMES: more than one look-up. */
static int qualifiers(struct parser *p, uint32_t from)
{
	while (is_word(p, "START") || is_word(p, "WITHIN") || is_word(p, "REPEATS")) {
		size_t words = is_word(p, "START") ? 4 : 3;

		p->out->odd = true;

		if (!is_word(p, "WITHIN"))
			not_alone(p->out, from);
		while (words--)
			if (next_token(p) < 0)
				return -1;
	}
	return 0;
}

static int observations(struct parser *p, unsigned depth);

static int observation(struct parser *p, unsigned depth)
{
	uint32_t from = p->out->count;
	bool bracket = p->type == T_OPEN;

	if (!bracket && p->type != T_LEFT)
		return broken(p, "'[' is missing");
	if (next_token(p) < 0)
		return -1;
	if ((bracket ? comparison(p, depth + 1) : observations(p, depth + 1)) < 0)
		return -1;
	if (p->type != (bracket ? T_CLOSE : T_RIGHT))
		return broken(p, bracket ? "']' is missing" : "')' is missing");
	if ((bracket && add_step(p, PATTERN_OBSERVED, 0) < 0) || next_token(p) < 0)
		return -1;
	return qualifiers(p, from);
}

/*
 * a AND b OR c: AND binds before OR, FOLLOWEDBY last.  Whatever stands on
 * either side of AND or FOLLOWEDBY is not enough alone.
 */
static int observations(struct parser *p, unsigned depth)
{
	uint32_t from = p->out->count;
	bool several = false;

	if (depth > PATTERN_DEPTH)
		return fail(p->error, ERR_LIMIT, "pattern: nested deeper than %d", PATTERN_DEPTH);
	for (;; several = true) {
		uint32_t group = p->out->count;
		bool together = false;

		for (;;) {
			if (observation(p, depth) < 0 ||
			    (together && add_step(p, PATTERN_AND, 0) < 0))
				return -1;
			if (!is_word(p, "AND"))
				break;
			together = true;
			if (next_token(p) < 0)
				return -1;
		}
		if (together)
			not_alone(p->out, group);
		if (several && add_step(p, PATTERN_OR, 0) < 0)
			return -1;
		if (is_word(p, "FOLLOWEDBY")) {
			p->out->odd = true;
			if (next_token(p) < 0 || observations(p, depth + 1) < 0)
				return -1;
			not_alone(p->out, from);
			return 0;
		}
		if (!is_word(p, "OR"))
			return 0;
		if (next_token(p) < 0)
			return -1;
	}
}

int pattern_read(struct span text, struct arena *a, struct pattern *out, struct error *e)
{
	struct parser p = { .text = text, .arena = a, .out = out, .error = e };

	*out = (struct pattern){ 0 };
	if (next_token(&p) < 0 || observations(&p, 0) < 0)
		return -1;
	if (p.type != T_END)
		return broken(&p, "something follows");
	out->evaluated = true;
	out->settled = !out->odd && out->count <= PATTERN_SETTLED &&
		       out->brackets <= PATTERN_SETTLED;
	for (uint32_t i = 0; i < out->count; i++) {
		const struct pattern_leaf *leaf = &out->leaf[i];

		out->evaluated &= describes(leaf) || leaf->covered ||
			(leaf->exact && leaf->alone && leaf->kind != KIND_NONE);
		out->settled &= leaf->exact && leaf->kind != KIND_NONE &&
			kind_row(leaf->kind)->group != GROUP_NONE;
	}
	return 0;
}
