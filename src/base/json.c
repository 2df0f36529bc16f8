/*
 * json.c -- a pull reader for JSON.
 *
 * Specification: RFC 8259; json.h says where we are kinder.  Not here: a tree,
 * values of numbers, JSON5.  Hostile input: no recursion, depth and length of
 * a token have ceilings, of a stream only the token at hand is kept, every
 * byte is looked at a fixed number of times.
 */
#include "base/json.h"

#define BLOCK_BYTES (64u << 10)

enum state {
	STATE_START, STATE_VALUE, STATE_FIRST_VALUE, STATE_KEY, STATE_FIRST_KEY, STATE_COLON,
	STATE_AFTER, STATE_DONE, STATE_BROKEN
};

static void json_init(struct json *j)
{
	memset(j, 0, sizeof(*j));
	buf_init(&j->window, (size_t)JSON_TOKEN_MAX + 2 * BLOCK_BYTES);
	buf_init(&j->text, JSON_TOKEN_MAX);
}

void json_open_span(struct json *j, struct span bytes)
{
	json_init(j);
	j->bytes = bytes;
	j->ended = true;
}

void json_open_stream(struct json *j, struct stream *stream)
{
	json_init(j);
	j->stream = stream;
}

void json_many(struct json *j)
{
	j->many = true;
}

void json_close(struct json *j)
{
	buf_release(&j->window);
	buf_release(&j->text);
	j->bytes = span_make(NULL, 0);
}

/* -- failing -- */

static uint64_t newlines(struct span s)
{
	uint64_t n = 0;
	size_t at;

	while ((at = span_find_byte(s, '\n')) != SPAN_NONE) {
		s = span_skip(s, at + 1);
		n++;
	}
	return n;
}

static int broken(struct json *j, enum error_code code, const char *what, struct error *e)
{
	uint64_t line = j->lines + newlines(span_cut(j->bytes, 0, j->at)) + 1;

	j->state = STATE_BROKEN;
	if (j->why.code == ERR_NONE)	/* else the stream failed first */
		fail(&j->why, code, "json: line %llu, byte %llu: %s%s", (unsigned long long)line,
		     (unsigned long long)(j->base + j->at),
		     code == ERR_TRUNCATED ? "input ends, " : "", what);
	*e = j->why;
	return -1;
}

static const char *expected(const struct json *j)
{
	switch (j->state) {
	case STATE_FIRST_VALUE: return "expected a value or ']'";
	case STATE_FIRST_KEY: return "expected a name in quotes or '}'";
	case STATE_KEY: return "expected a name in quotes";
	case STATE_COLON: return "expected ':'";
	case STATE_AFTER:
		return j->nest[j->depth - 1] == 'o' ? "expected ',' or '}'" : "expected ',' or ']'";
	case STATE_DONE: return "expected nothing behind the value";
	default: return "expected a value";
	}
}

/* -- bytes at hand -- */

/* Get more bytes behind those at hand; what lies before j->at is dropped. */
static bool fill(struct json *j)
{
	int64_t got;

	if (j->ended)
		return false;
	j->lines += newlines(span_cut(j->bytes, 0, j->at));
	j->base += j->at;
	buf_drop(&j->window, j->at);
	j->at = 0;
	if (buf_reserve(&j->window, BLOCK_BYTES))
		got = stream_read(j->stream, j->window.ptr + j->window.len, BLOCK_BYTES, &j->why);
	else
		got = fail(&j->why, ERR_MEMORY, "json: no memory for a token");
	if (got > 0)
		j->window.len += (size_t)got;
	else
		j->ended = true;
	j->failed = got < 0;
	j->bytes = buf_span(&j->window);
	return got > 0;
}

/* Are there `n` bytes from j->at on? */
static inline bool ensure(struct json *j, size_t n)
{
	while (j->bytes.len - j->at < n)
		if (!fill(j))
			return false;
	return true;
}

static inline char byte_at(const struct json *j, size_t i)
{
	return j->bytes.ptr[j->at + i];
}

/* The first byte that is no blank, or -1 at the end; j->at is there. */
static int next_char(struct json *j)
{
	for (;;) {
		size_t at = j->at;

		while (at < j->bytes.len) {
			char c = j->bytes.ptr[at];

			if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
				j->at = at;
				return (unsigned char)c;
			}
			at++;
		}
		j->at = at;
		if (!fill(j))
			return -1;
	}
}

/* -- tokens; j->at stays at the first byte until the token is whole -- */

#define ONES UINT64_C(0x0101010101010101)

/* 0x80 in (at least) the lowest byte of `w` that is a quote, a backslash or below 0x20. */
static inline uint64_t special(uint64_t w)
{
	uint64_t quote = w ^ ONES * '"', backslash = w ^ ONES * '\\';

	return (((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash) |
		((w - ONES * 0x20) & ~w)) & ONES * 0x80;
}

size_t json_plain(const char *p, size_t n)
{
	size_t i = 0;

	for (; i + 8 <= n; i += 8) {
		uint64_t w, found;

		memcpy(&w, p + i, 8);
		if (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__)
			w = __builtin_bswap64(w);
		found = special(w);
		if (found)
			return i + (size_t)(__builtin_ctzll(found) >> 3);
	}
	while (i < n && p[i] != '"' && p[i] != '\\' && (unsigned char)p[i] >= 0x20)
		i++;
	return i;
}

static int string_byte(struct json *j, size_t *at, bool *escaped, struct error *e)
{
	char c;

	if (*at > JSON_TOKEN_MAX)
		return broken(j, ERR_LIMIT, "string is longer than 64 MiB", e);
	if (!ensure(j, *at + 1))
		return broken(j, ERR_TRUNCATED, "expected the end of the string", e);
	c = byte_at(j, *at);
	if (c == '"')
		return 0;
	if (c == '\\') {
		*escaped = true;
		if (!ensure(j, *at + 2))
			return broken(j, ERR_TRUNCATED, "expected the end of the string", e);
		*at += 2;
	} else if (c == '\t' || (unsigned char)c >= 0x20) {
		*at += 1;
	} else {
		j->at += *at;
		return broken(j, ERR_MALFORMED, "control character in a string", e);
	}
	return 1;
}

static int read_string(struct json *j, struct json_event *out, struct error *e)
{
	size_t at = 1;
	bool escaped = false;
	int rc;

	do {
		const char *from = j->bytes.ptr + j->at + at;

		/* `at` may lie at the end of what is at hand, never behind it. */
		at += json_plain(from, j->bytes.len - j->at - at);
		rc = string_byte(j, &at, &escaped, e);
	} while (rc > 0);
	if (rc < 0)
		return rc;
	out->text = span_cut(j->bytes, j->at + 1, at - 1);
	out->end = out->offset + at + 1;
	if (escaped) {
		buf_clear(&j->text);
		if (!json_unescape(out->text, &j->text))
			return broken(j, ERR_MALFORMED, "bad escape in a string", e);
		if (j->text.bad)
			return broken(j, ERR_MEMORY, "no memory for a string", e);
		out->text = buf_span(&j->text);
	}
	j->at += at + 1;
	return 1;
}

/* Digits from *at on; false when there is none. */
static bool number_digits(struct json *j, size_t *at)
{
	size_t from = *at;

	while (ensure(j, *at + 1) && ascii_digit(byte_at(j, *at)) && *at <= JSON_TOKEN_MAX)
		*at += 1;
	return *at > from;
}

static bool number_has(struct json *j, size_t at, char a, char b)
{
	return ensure(j, at + 1) && (byte_at(j, at) == a || byte_at(j, at) == b);
}

/* Move *at behind the number; what is wrong with it, or NULL. */
static const char *number_length(struct json *j, size_t *at)
{
	static const char none[] = "expected a digit";

	if (number_has(j, *at, '-', '-'))
		*at += 1;
	if (number_has(j, *at, '0', '0')) {
		*at += 1;
		if (ensure(j, *at + 1) && ascii_digit(byte_at(j, *at)))
			return "number begins with a needless zero";
	} else if (!number_digits(j, at)) {
		return none;
	}
	if (number_has(j, *at, '.', '.')) {
		*at += 1;
		if (!number_digits(j, at))
			return none;
	}
	if (number_has(j, *at, 'e', 'E')) {
		*at += 1;
		if (number_has(j, *at, '+', '-'))
			*at += 1;
		if (!number_digits(j, at))
			return none;
	}
	return NULL;
}

static int read_number(struct json *j, struct json_event *out, struct error *e)
{
	size_t at = 0;
	const char *problem = number_length(j, &at);
	bool cut = !ensure(j, at + 1);

	if (at > JSON_TOKEN_MAX)
		return broken(j, ERR_LIMIT, "number is longer than 64 MiB", e);
	if (problem || (cut && j->failed)) {
		j->at += at;
		return broken(j, cut ? ERR_TRUNCATED : ERR_MALFORMED, problem, e);
	}
	out->type = JSON_NUMBER;
	out->text = span_cut(j->bytes, j->at, at);
	out->end = out->offset + at;
	j->at += at;
	return 1;
}

static int read_word(struct json *j, struct span word, enum json_type type,
		     struct json_event *out, struct error *e)
{
	bool whole = ensure(j, word.len);

	if (!span_equal(span_cut(j->bytes, j->at, word.len), word))
		return broken(j, whole ? ERR_MALFORMED : ERR_TRUNCATED, expected(j), e);
	out->type = type;
	out->end = out->offset + word.len;
	j->at += word.len;
	return 1;
}

/* -- the grammar -- */

static void value_ends(struct json *j)
{
	j->state = j->depth ? STATE_AFTER : STATE_DONE;
}

static int open_container(struct json *j, char kind, struct json_event *out, struct error *e)
{
	if (j->depth == JSON_DEPTH_MAX)
		return broken(j, ERR_LIMIT, "nested deeper than 256", e);
	out->type = kind == 'o' ? JSON_OBJECT : JSON_ARRAY;
	out->end = out->offset + 1;
	j->nest[j->depth++] = (uint8_t)kind;
	j->state = kind == 'o' ? STATE_FIRST_KEY : STATE_FIRST_VALUE;
	j->at++;
	return 1;
}

static int close_container(struct json *j, struct json_event *out)
{
	j->depth--;
	out->type = j->nest[j->depth] == 'o' ? JSON_OBJECT_END : JSON_ARRAY_END;
	out->depth = j->depth;
	out->end = out->offset + 1;
	j->at++;
	value_ends(j);
	return 1;
}

static int read_value(struct json *j, int c, struct json_event *out, struct error *e)
{
	int rc;

	switch (c) {
	case '{': return open_container(j, 'o', out, e);
	case '[': return open_container(j, 'a', out, e);
	case '"':
		out->type = JSON_STRING;
		rc = read_string(j, out, e);
		break;
	case 't': rc = read_word(j, SPAN("true"), JSON_TRUE, out, e); break;
	case 'f': rc = read_word(j, SPAN("false"), JSON_FALSE, out, e); break;
	case 'n': rc = read_word(j, SPAN("null"), JSON_NULL, out, e); break;
	default:
		if (c != '-' && !ascii_digit((char)c))
			return broken(j, ERR_MALFORMED, expected(j), e);
		rc = read_number(j, out, e);
	}
	if (rc > 0)
		value_ends(j);
	return rc;
}

static int read_key(struct json *j, int c, struct json_event *out, struct error *e)
{
	int rc;

	if (c != '"')
		return broken(j, ERR_MALFORMED, expected(j), e);
	out->type = JSON_KEY;
	rc = read_string(j, out, e);
	if (rc > 0)
		j->state = STATE_COLON;
	return rc;
}

static void skip_mark(struct json *j)
{
	if (ensure(j, 1) && byte_at(j, 0) == '\xef' && ensure(j, 3) &&
	    span_starts(j->bytes, SPAN("\xef\xbb\xbf")))
		j->at += 3;
	j->state = STATE_VALUE;
}

/* Over what stands between tokens: blanks, and the comma or colon that was due. */
static int to_token(struct json *j)
{
	int c;

	if (j->state == STATE_START)
		skip_mark(j);
	c = next_char(j);
	if (j->state == STATE_AFTER && c == ',') {
		j->state = j->nest[j->depth - 1] == 'o' ? STATE_KEY : STATE_VALUE;
	} else if (j->state == STATE_COLON && c == ':') {
		j->state = STATE_VALUE;
	} else {
		return c;
	}
	j->at++;
	return next_char(j);
}

static bool closes(const struct json *j, int c)
{
	bool may = j->state == STATE_AFTER || j->state == STATE_FIRST_KEY ||
		   j->state == STATE_FIRST_VALUE;

	return may && c == (j->nest[j->depth - 1] == 'o' ? '}' : ']');
}

static int at_end(struct json *j, struct error *e)
{
	bool idle = j->state == STATE_DONE ||
		    (j->many && j->state == STATE_VALUE && j->depth == 0);

	if (idle && !j->failed)
		return 0;
	return broken(j, ERR_TRUNCATED, expected(j), e);
}

int json_next(struct json *j, struct json_event *out, struct error *e)
{
	int c;

	*out = (struct json_event){ .type = JSON_END };
	if (j->state == STATE_BROKEN) {
		*e = j->why;
		return -1;
	}
	if (j->state == STATE_DONE && j->many)
		return 0;
	c = to_token(j);
	out->offset = out->end = j->base + j->at;
	out->depth = j->depth;
	if (c < 0)
		return at_end(j, e);
	if (closes(j, c))
		return close_container(j, out);
	switch (j->state) {
	case STATE_VALUE:
	case STATE_FIRST_VALUE:
		return read_value(j, c, out, e);
	case STATE_KEY:
	case STATE_FIRST_KEY:
		return read_key(j, c, out, e);
	default:
		return broken(j, ERR_MALFORMED, expected(j), e);
	}
}

/* Behind the next newline, or the end. */
static void skip_line(struct json *j)
{
	do {
		size_t at = span_find_byte(span_skip(j->bytes, j->at), '\n');

		if (at != SPAN_NONE) {
			j->at += at + 1;
			return;
		}
		j->at = j->bytes.len;
	} while (fill(j));
}

int json_next_document(struct json *j, struct error *e)
{
	if (j->state == STATE_BROKEN && j->failed) {
		*e = j->why;
		return -1;
	}
	if (j->state == STATE_BROKEN) {
		j->why = (struct error){ 0 };
		skip_line(j);
	}
	if (j->state == STATE_START)
		skip_mark(j);
	j->state = STATE_VALUE;
	j->depth = 0;
	if (next_char(j) >= 0)
		return 1;
	return j->failed ? broken(j, ERR_IO, "", e) : 0;
}

/* -- conveniences -- */

/* Until a container that was opened at `depth` has ended. */
static int skip_until(struct json *j, uint32_t depth, struct error *e)
{
	struct json_event event;

	while (j->depth > depth)
		if (json_next(j, &event, e) < 0)
			return -1;
	return 0;
}

int json_skip(struct json *j, struct error *e)
{
	uint32_t depth = j->depth;
	struct json_event event;

	if (j->state == STATE_FIRST_KEY || j->state == STATE_FIRST_VALUE)
		return skip_until(j, depth - 1, e);
	if (j->state != STATE_COLON)
		return 0;
	if (json_next(j, &event, e) < 0)
		return -1;
	return skip_until(j, depth, e);
}

int json_text(struct json *j, struct span *out, struct error *e)
{
	uint32_t depth = j->depth;
	struct json_event event;

	*out = span_make("", 0);
	if (j->state != STATE_COLON)
		return 0;
	if (json_next(j, &event, e) < 0)
		return -1;
	if (event.type == JSON_STRING || event.type == JSON_NUMBER) {
		*out = event.text;
		return 1;
	}
	return skip_until(j, depth, e);
}

/* -- escapes -- */

static bool unescape_hex(struct span *s, uint32_t *out)
{
	uint64_t value;

	if (s->len < 4 || !span_hex64(span_cut(*s, 0, 4), &value))
		return false;
	*s = span_skip(*s, 4);
	*out = (uint32_t)value;
	return true;
}

static bool unescape_unicode(struct span *s, struct buf *out)
{
	uint32_t c, low;

	if (!unescape_hex(s, &c))
		return false;
	if (c >= 0xd800 && c <= 0xdbff && span_starts(*s, SPAN("\\u"))) {
		struct span ahead = span_skip(*s, 2);

		if (!unescape_hex(&ahead, &low))
			return false;
		if (low >= 0xdc00 && low <= 0xdfff) {
			c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
			*s = ahead;
		}
	}
	buf_utf8(out, c);
	return true;
}

/* Behind the backslash. */
static bool unescape_one(struct span *s, struct buf *out)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	const char *at;
	char c;

	if (s->len == 0)
		return false;
	c = s->ptr[0];
	*s = span_skip(*s, 1);
	if (c == 'u')
		return unescape_unicode(s, out);
	at = memchr(from, c, sizeof(from) - 1);
	if (at)
		buf_byte(out, to[at - from]);
	return at != NULL;
}

bool json_unescape(struct span inner, struct buf *out)
{
	for (;;) {
		size_t at = span_find_byte(inner, '\\');

		buf_add(out, span_cut(inner, 0, at));
		if (at == SPAN_NONE)
			return true;
		inner = span_skip(inner, at + 1);
		if (!unescape_one(&inner, out))
			return false;
	}
}
