/*
 * mime_header.c -- fields, encoded words and parameters of a header.
 *
 * Specification: RFC 5322 section 2.2, RFC 2047, RFC 2231.
 * Not here: comments inside addresses (they are text like any other).
 * Hostile input: one pass for fields and words; of a value with parameters
 * the first PARAMETERS_MAX bytes, PIECES_MAX pieces of one.
 */
#include "base/utf8.h"
#include "format/charset.h"
#include "format/mime.h"

#define NAME_MAX_BYTES 76
#define PARAMETERS_MAX (8u << 10)
#define PIECES_MAX     32

/* ---- fields */

static struct span name_of(struct span line)
{
	size_t n = span_find_byte(span_cut(line, 0, NAME_MAX_BYTES + 2), ':');
	struct span name;

	if (n == SPAN_NONE)
		return SPAN("");
	/* "Content-Type(as I like it): ...": comments were allowed once, and are read by some. */
	name = span_cut(line, 0, n);
	name = span_trim(span_cut(name, 0, span_find_byte(name, '(')));
	for (size_t i = 0; i < name.len; i++)
		if (name.ptr[i] <= ' ' || name.ptr[i] > '~')
			return SPAN("");
	return line.ptr[0] == ' ' || line.ptr[0] == '\t' ? SPAN("") : name;
}

bool mime_field_next(struct span *header, struct mime_field *out)
{
	struct span line;

	while (span_line(header, &line)) {
		struct span name = name_of(line);
		const char *from, *end;

		if (!name.len)
			continue;
		from = line.ptr + span_find_byte(line, ':') + 1;
		end = line.ptr + line.len;
		while (header->len && (header->ptr[0] == ' ' || header->ptr[0] == '\t')) {
			span_line(header, &line);
			end = line.ptr + line.len;
		}
		out->name = name;
		out->value = span_make(from, (size_t)(end - from));
		return true;
	}
	return false;
}

struct span mime_field_find(struct span header, struct span name)
{
	/* Lines that do not begin with the name are none of its fields, and need no reading. */
	while (header.len) {
		struct mime_field f = { SPAN(""), SPAN("") };
		struct span at = header;
		size_t line;

		if (span_starts_nocase(header, name) && mime_field_next(&at, &f) &&
		    f.name.ptr == header.ptr && span_equal_nocase(f.name, name))
			return f.value;
		line = span_find_byte(header, '\n');
		header = span_skip(header, line == SPAN_NONE ? header.len : line + 1);
	}
	return SPAN("");
}

/* ---- text */

static void add_flat(struct buf *out, struct span text)
{
	while (text.len) {
		size_t n = 0;

		while (n < text.len && text.ptr[n] != '\r' && text.ptr[n] != '\n' &&
		       text.ptr[n] != '\t')
			n++;
		buf_add(out, span_cut(text, 0, n));
		if (n < text.len && text.ptr[n] == '\t')
			buf_byte(out, ' ');
		text = span_skip(text, n + 1);
	}
}

static void add_raw(struct buf *out, struct span text)
{
	if (utf8_valid(text) == text.len)
		add_flat(out, text);
	else
		charset_add_named(out, SPAN("windows-1252"), text);
}

static size_t decode_b(struct span text, struct buf *out)
{
	struct mime_decoder d;
	char block[256];
	size_t n, was = out->len;

	mime_decoder_init(&d, MIME_BASE64);
	while ((n = mime_decode(&d, &text, block, sizeof(block))) > 0)
		buf_add(out, span_make(block, n));
	while ((n = mime_decode_end(&d, block, sizeof(block))) > 0)
		buf_add(out, span_make(block, n));
	return out->len - was;
}

static void decode_q(struct span text, struct buf *out)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		int high = i + 2 < text.len ? ascii_hex(text.ptr[i + 1]) : -1;
		int low = i + 2 < text.len ? ascii_hex(text.ptr[i + 2]) : -1;

		if (c == '=' && high >= 0 && low >= 0) {
			buf_byte(out, (char)(high << 4 | low));
			i += 2;
		} else {
			buf_byte(out, c == '_' ? ' ' : c);
		}
	}
}

/* "=?charset*lang?B?...?=" at the front: its length, 0 when it is none. */
static size_t word_at(struct span text, struct span *charset, char *way, struct span *inside)
{
	size_t q, end;
	struct span rest;

	if (!span_starts(text, SPAN("=?")))
		return 0;
	rest = span_skip(text, 2);
	q = span_find_byte(span_cut(rest, 0, 64), '?');
	if (q == SPAN_NONE || q == 0 || q + 2 >= rest.len || rest.ptr[q + 2] != '?')
		return 0;
	*charset = span_cut(rest, 0, q);
	*charset = span_cut(*charset, 0, span_find_byte(*charset, '*'));
	*way = ascii_lower(rest.ptr[q + 1]);
	if (*way != 'b' && *way != 'q')
		return 0;
	rest = span_skip(rest, q + 3);
	end = span_find(span_cut(rest, 0, 4096), SPAN("?="));
	/* "?==?=" is a Q word that ends in "=": the first "?=" behind a whole text counts. */
	if (end == SPAN_NONE)
		return 0;
	*inside = span_cut(rest, 0, end);
	return (size_t)(rest.ptr - text.ptr) + end + 2;
}

/* Bytes of words that follow one another in one charset: a character may be cut by them. */
struct words {
	struct buf bytes;
	struct span charset;
};

static void words_flush(struct words *w, struct buf *out)
{
	if (w->bytes.len == 0)
		return;
	if (charset_known(w->charset))
		charset_add_named(out, w->charset, buf_span(&w->bytes));
	else
		add_raw(out, buf_span(&w->bytes));
	buf_clear(&w->bytes);
}

static bool all_blank(struct span s)
{
	return span_trim(s).len == 0;
}

/* What a word hides may be a line break: it must not begin a field of its own. */
static void one_line(struct buf *out, size_t from)
{
	for (size_t i = from; i < out->len; i++)
		if (out->ptr[i] == '\n' || out->ptr[i] == '\r' || out->ptr[i] == '\0')
			out->ptr[i] = ' ';
}

static void add_words(struct span value, struct buf *out)
{
	struct words w = { .charset = SPAN("") };
	struct span rest = span_trim(value);

	if (span_find(rest, SPAN("=?")) == SPAN_NONE) {
		add_raw(out, rest);
		return;
	}
	buf_init(&w.bytes, value.len + 64);
	while (rest.len) {
		size_t at = span_find(rest, SPAN("=?")), n;
		struct span charset, inside;
		char way;

		at = at == SPAN_NONE ? rest.len : at;
		n = word_at(span_skip(rest, at), &charset, &way, &inside);
		if (at && !(n && w.charset.len && all_blank(span_cut(rest, 0, at)))) {
			words_flush(&w, out);
			add_raw(out, span_cut(rest, 0, at));
		}
		rest = span_skip(rest, at);
		if (!n) {
			words_flush(&w, out);
			w.charset = SPAN("");
			add_flat(out, span_cut(rest, 0, 2));
			rest = span_skip(rest, 2);
			continue;
		}
		if (!span_equal_nocase(w.charset, charset))
			words_flush(&w, out);
		w.charset = charset;
		if (way == 'b')
			decode_b(inside, &w.bytes);
		else
			decode_q(inside, &w.bytes);
		rest = span_skip(rest, n);
	}
	words_flush(&w, out);
	buf_release(&w.bytes);
}

void mime_words(struct span value, struct buf *out)
{
	size_t from = out->len;

	add_words(value, out);
	one_line(out, from);
}

void mime_header_text(struct span header, struct buf *out)
{
	struct mime_field f;

	while (mime_field_next(&header, &f)) {
		buf_add(out, f.name);
		buf_text(out, ": ");
		mime_words(f.value, out);
		buf_byte(out, '\n');
	}
}

/* ---- parameters */

struct span mime_first(struct span value)
{
	return span_trim(span_cut(value, 0, span_find_byte(value, ';')));
}

/* "name = value" off the front of *rest, which begins behind a ";"; quotes taken off. */
static bool parameter_next(struct span *rest, struct span *key, struct span *value, bool *quoted)
{
	size_t eq, i = 0;

	*rest = span_trim(*rest);
	while (rest->len && rest->ptr[0] == ';')
		*rest = span_trim(span_skip(*rest, 1));
	eq = span_find_byte(*rest, '=');
	if (eq == SPAN_NONE)
		return false;
	*key = span_trim(span_cut(*rest, 0, eq));
	/* "; flag; name=x": what has no value is passed over. */
	while ((i = span_find_byte(*key, ';')) != SPAN_NONE)
		*key = span_trim(span_skip(*key, i + 1));
	*rest = span_trim(span_skip(*rest, eq + 1));
	*quoted = rest->len && rest->ptr[0] == '"';
	if (*quoted) {
		for (i = 1; i < rest->len && rest->ptr[i] != '"'; i++)
			i += rest->ptr[i] == '\\' && i + 1 < rest->len;
		*value = span_cut(*rest, 1, i > rest->len ? rest->len : i - 1);
		*rest = span_skip(*rest, i + 1);
		i = span_find_byte(*rest, ';');
		*rest = span_skip(*rest, i == SPAN_NONE ? rest->len : i);
		return true;
	}
	i = span_find_byte(*rest, ';');
	*value = span_trim(span_cut(*rest, 0, i));
	*rest = span_skip(*rest, i == SPAN_NONE ? rest->len : i);
	return true;
}

static void add_percents(struct buf *out, struct span text)
{
	for (size_t i = 0; i < text.len; i++) {
		int high = i + 2 < text.len ? ascii_hex(text.ptr[i + 1]) : -1;
		int low = i + 2 < text.len ? ascii_hex(text.ptr[i + 2]) : -1;
		bool coded = text.ptr[i] == '%' && high >= 0 && low >= 0;

		buf_byte(out, coded ? (char)(high << 4 | low) : text.ptr[i]);
		i += coded ? 2 : 0;
	}
}

static void add_unquoted(struct buf *out, struct span text)
{
	for (size_t i = 0; i < text.len; i++) {
		/* Windows' own paths stand there with single backslashes. */
		if (text.ptr[i] == '\\' && i + 1 < text.len &&
		    (text.ptr[i + 1] == '"' || text.ptr[i + 1] == '\\'))
			i++;
		buf_byte(out, text.ptr[i]);
	}
}

/* The piece's number in "name*2" or "name*2*"; 0 for "name*"; -1: another parameter. */
static int piece_of(struct span key, struct span name, bool *percents)
{
	uint64_t n = 0;

	if (!span_starts_nocase(key, name) || key.len <= name.len || key.ptr[name.len] != '*')
		return -1;
	key = span_skip(key, name.len + 1);
	*percents = key.len == 0 || key.ptr[key.len - 1] == '*';
	if (key.len && *percents)
		key = span_cut(key, 0, key.len - 1);
	if (key.len && (!span_u64(key, &n) || n >= PIECES_MAX))
		return -1;
	return (int)n;
}

struct piece {
	struct span value;
	bool percents;
};

static bool add_pieces(const struct piece *piece, struct buf *out)
{
	struct span charset = SPAN("utf-8"), first = piece[0].value;
	struct buf bytes;
	size_t a, b, from = out->len;

	if (!first.ptr)
		return false;
	a = span_find_byte(first, '\'');
	b = a == SPAN_NONE ? a : span_find_byte(span_skip(first, a + 1), '\'');
	if (piece[0].percents && b != SPAN_NONE) {
		charset = span_cut(first, 0, a);
		first = span_skip(first, a + b + 2);
	}
	buf_init(&bytes, PARAMETERS_MAX);
	for (int i = 0; i < PIECES_MAX && piece[i].value.ptr; i++) {
		struct span text = i ? piece[i].value : first;

		if (piece[i].percents)
			add_percents(&bytes, text);
		else
			add_unquoted(&bytes, text);
	}
	if (utf8_valid(buf_span(&bytes)) == bytes.len && !charset_shifts(charset))
		add_flat(out, buf_span(&bytes));
	else if (charset_known(charset))
		charset_add_named(out, charset, buf_span(&bytes));
	else
		add_raw(out, buf_span(&bytes));
	one_line(out, from);
	buf_release(&bytes);
	return true;
}

static void add_plain(struct span value, bool quoted, struct buf *out)
{
	struct buf bare;

	buf_init(&bare, PARAMETERS_MAX);
	if (quoted)
		add_unquoted(&bare, value);
	else
		buf_add(&bare, value);
	mime_words(buf_span(&bare), out);
	buf_release(&bare);
}

bool mime_parameter(struct span value, struct span name, struct buf *out)
{
	struct span rest = span_cut(value, 0, PARAMETERS_MAX), key, text, plain = SPAN("");
	struct piece piece[PIECES_MAX] = { 0 };
	size_t first = span_find_byte(rest, ';');
	bool quoted, plain_quoted = false;

	rest = span_skip(rest, first == SPAN_NONE ? rest.len : first);
	while (parameter_next(&rest, &key, &text, &quoted)) {
		bool percents = false;
		int n = piece_of(key, name, &percents);

		if (n >= 0 && !piece[n].value.ptr)
			piece[n] = (struct piece){ text, percents };
		if (span_equal_nocase(key, name) && !plain.len) {
			plain = text;
			plain_quoted = quoted;
		}
	}
	if (add_pieces(piece, out))
		return true;
	if (plain.len)
		add_plain(plain, plain_quoted, out);
	return plain.len > 0;
}
