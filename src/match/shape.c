/* shape.c -- how values are shaped. */
#include "match/shape.h"

#include "base/utf8.h"

#define W   SHAPE_WORD
#define N   SHAPE_NAME
#define L   SHAPE_LOCAL
#define T   SHAPE_TEXT
#define ALNUM (W | N | L | T)
#define HEX   (ALNUM | SHAPE_HEX)
#define DIGIT (HEX | SHAPE_DIGIT)
#define HIGH  T

__extension__ const uint8_t shape_of[256] = {
	['0' ... '9'] = DIGIT,
	['a' ... 'f'] = HEX, ['g' ... 'z'] = ALNUM,
	['A' ... 'F'] = HEX, ['G' ... 'Z'] = ALNUM,
	['-'] = ALNUM | SHAPE_JUNK, ['_'] = ALNUM | SHAPE_JUNK,
	['.'] = N | L | T, ['+'] = N | L | T,
	['~'] = N | T, ['$'] = N | T, ['@'] = N | T, ['#'] = N | T, ['!'] = N | T, ['%'] = N | T,
	['^'] = N | T,
	['/'] = T, ['\\'] = T, [':'] = T, ['?'] = T, ['&'] = T, ['='] = T, [','] = T, [';'] = T,
	['('] = T, [')'] = T, ['['] = T, [']'] = T, ['*'] = T, ['\''] = T, ['|'] = T,
	['{'] = T, ['}'] = T,
	[128 ... 255] = HIGH,
};

bool shape_is_host(struct span s)
{
	size_t labels = 0, length = 0;

	if (s.len > SHAPE_HOST_MAX)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		if (s.ptr[i] == '.') {
			if (length == 0)
				return false;
			length = 0;
		} else if (!shape_is(s.ptr[i], SHAPE_WORD)) {
			return false;
		} else if (length++ == 0) {
			labels++;
		}
	}
	return labels >= 2 && length > 0;
}

struct span shape_last_run(struct span s)
{
	size_t at = s.len;

	while (at > 0) {
		if (shape_is(s.ptr[at - 1], SHAPE_WORD)) {
			at--;
			continue;
		}
		if (at == s.len || at < 2 || s.ptr[at - 1] != '.' ||
		    !shape_is(s.ptr[at - 2], SHAPE_WORD))
			break;
		at--;
	}
	return span_skip(s, at);
}

struct span shape_last_labels(struct span run)
{
	size_t dots = 0, at = run.len;

	while (at > 0 && (run.ptr[at - 1] != '.' || ++dots < 2))
		at--;
	return dots ? span_skip(run, at) : SPAN("");
}

bool shape_is_numeric(struct span run)
{
	size_t at = run.len;

	while (at > 0 && shape_is(run.ptr[at - 1], SHAPE_DIGIT))
		at--;
	return at < run.len && at > 0 && run.ptr[at - 1] == '.';
}

/* Letters that a name in another script goes on with: Latin, Greek, Cyrillic, Armenian, Hebrew. */
static bool is_letter(uint32_t c)
{
	return c >= 0xc0 && c < 0x600 && c != 0xd7 && c != 0xf7;
}

bool shape_letter_before(struct span text, size_t at)
{
	struct span two;

	if (at < 2 || (unsigned char)text.ptr[at - 1] < 0x80)
		return false;
	two = span_cut(text, at - 2, 2);
	return is_letter(utf8_next(&two)) && two.len == 0;
}

bool shape_letter_at(struct span text, size_t at)
{
	struct span two = span_cut(text, at, 2);

	return two.len == 2 && (unsigned char)two.ptr[0] >= 0x80 && is_letter(utf8_next(&two));
}

bool shape_is_percent(struct span text, size_t at)
{
	return at < text.len && text.len - at >= 3 && text.ptr[at] == '%' &&
	       shape_is(text.ptr[at + 1], SHAPE_HEX) && shape_is(text.ptr[at + 2], SHAPE_HEX);
}

/* What the "%XX" that ends before `at` stands for, or -1. */
static int percent_before(struct span text, size_t at)
{
	if (at < 3 || !shape_is_percent(text, at - 3))
		return -1;
	return ascii_hex(text.ptr[at - 2]) << 4 | ascii_hex(text.ptr[at - 1]);
}

bool shape_joined_left(struct span text, size_t at)
{
	int byte = percent_before(text, at);

	return byte >= 0 && shape_is((char)byte, SHAPE_WORD);
}

size_t shape_veiled(struct span text, size_t at, char *c)
{
	struct span rest = span_skip(text, at);
	uint64_t code = 0;

	if (shape_is_percent(text, at)) {
		span_hex64(span_cut(rest, 1, 2), &code);
		*c = (char)code;
		return 3;
	}
	if (rest.len >= 6 && span_starts(rest, SPAN("\\u00")) &&
	    span_hex64(span_cut(rest, 4, 2), &code)) {
		*c = (char)code;
		return 6;
	}
	if (rest.len >= 4 && span_starts(rest, SPAN("\\x")) &&
	    span_hex64(span_cut(rest, 2, 2), &code)) {
		*c = (char)code;
		return 4;
	}
	*c = '/';
	return span_starts(rest, SPAN("\\/")) ? 2 : 0;
}

/* "[.]", "(dot)" and their like. */
static size_t veiled_dot(struct span rest)
{
	static const char *const dots[] = { ".", "dot" };

	if (rest.len < 3 || !memchr("[({", rest.ptr[0], 3))
		return 0;
	for (size_t i = 0; i < 2; i++) {
		size_t n = strlen(dots[i]) + 1;

		if (span_starts_nocase(span_skip(rest, 1), span_of(dots[i])) && rest.len > n &&
		    memchr("])}", rest.ptr[n], 3))
			return n + 1;
	}
	return 0;
}

bool shape_joined_right(struct span text, size_t at)
{
	char c = '.', next;
	size_t n;

	if (at >= text.len || !memchr("%\\[({", text.ptr[at], 5))
		return false;
	n = shape_veiled(text, at, &c);
	if (n == 0)
		n = veiled_dot(span_skip(text, at));
	if (n == 0)
		return false;
	if (shape_is(c, SHAPE_WORD))
		return true;
	if (c != '.' || at + n >= text.len)
		return false;
	if (shape_veiled(text, at + n, &next) == 0)
		next = text.ptr[at + n];
	return shape_is(next, SHAPE_WORD);
}

bool shape_name_before(struct span text, size_t at)
{
	int byte = percent_before(text, at);

	if (at == 0)
		return false;
	if (byte >= 0)
		return shape_is((char)byte, SHAPE_NAME);
	return shape_is(text.ptr[at - 1], SHAPE_NAME) || shape_letter_before(text, at);
}

bool shape_name_goes_on(struct span text, size_t at)
{
	char c;

	if (at >= text.len)
		return false;
	if (text.ptr[at] == '.')
		return at + 1 < text.len && shape_is(text.ptr[at + 1], SHAPE_WORD);
	if (shape_joined_right(text, at))
		return true;
	if (shape_veiled(text, at, &c))
		return c != '.' && shape_is(c, SHAPE_NAME);
	return shape_is(text.ptr[at], SHAPE_NAME) || shape_letter_at(text, at);
}

/* Does this run of path characters begin like a path of Windows or of its registry? */
static bool begins_like_path(struct span run)
{
	static const char *const heads[] = {
		".\\", "..\\", "HKLM\\", "HKCU\\", "HKU\\", "HKEY_",
	};
	size_t variable;

	/* %TEMP%\x, but not %20%3d\x. */
	if (run.len > 0 && run.ptr[0] == '%') {
		variable = span_find_byte(span_skip(run, 1), '%');
		return variable != SPAN_NONE && variable > 2 && run.len > variable + 2 &&
		       run.ptr[variable + 2] == '\\';
	}
	if (run.len > 2 && span_starts(run, SPAN("\\\\")))
		return shape_is(run.ptr[2], SHAPE_WORD) || run.ptr[2] == '\\' || run.ptr[2] == '.';
	if (run.len > 2 && ascii_alpha(run.ptr[0]) && run.ptr[1] == ':' && run.ptr[2] == '\\')
		return true;
	for (size_t i = 0; i < sizeof(heads) / sizeof(*heads); i++)
		if (span_starts_nocase(run, span_of(heads[i])))
			return true;
	return false;
}

#define PATH_LOOK 260		/* MAX_PATH */

static bool in_windows_path(struct span text, size_t at)
{
	size_t from = at, floor = at > PATH_LOOK ? at - PATH_LOOK : 0;

	while (from > floor && (shape_is(text.ptr[from - 1], SHAPE_NAME) ||
				memchr("\\:(){}", text.ptr[from - 1], 6)))
		from--;
	return begins_like_path(span_cut(text, from, at + 1 - from));
}

bool shape_is_escape(struct span text, size_t at)
{
	return at + 1 < text.len && text.ptr[at] == '\\' &&
	       memchr("nrtbfva", text.ptr[at + 1], 7) && !in_windows_path(text, at);
}

bool shape_behind_escape(struct span text, size_t at)
{
	int byte = percent_before(text, at);

	if (byte >= 0)
		return byte != '.' && !shape_is((char)byte, SHAPE_WORD);
	return at >= 2 && shape_is_escape(text, at - 2);
}

static struct span without_userinfo(struct span rest)
{
	for (size_t i = 0; i < rest.len && !memchr("/?#", rest.ptr[i], 3); i++)
		if (rest.ptr[i] == '@')
			return span_skip(rest, i + 1);
	return rest;
}

bool shape_of_url(struct span canonical, struct shape_url *out)
{
	size_t colon = span_find(canonical, SPAN("://"));
	struct span rest;
	size_t end = 0;

	if (colon == SPAN_NONE)
		return false;
	*out = (struct shape_url){ .scheme = span_cut(canonical, 0, colon) };
	rest = without_userinfo(span_skip(canonical, colon + 3));
	if (rest.len && rest.ptr[0] == '[')
		while (end < rest.len && rest.ptr[end] != ']')
			end++;
	while (end < rest.len && !memchr(":/?#", rest.ptr[end], 4))
		end++;
	out->host = span_cut(rest, 0, end);
	out->rest = span_skip(rest, end);
	if (out->rest.len && out->rest.ptr[0] == ':') {
		for (end = 1; end < out->rest.len && shape_is(out->rest.ptr[end], SHAPE_DIGIT); )
			end++;
		out->port = span_cut(out->rest, 1, end - 1);
		out->rest = span_skip(out->rest, end);
	}
	out->web = span_equal_nocase(out->scheme, SPAN("http")) ||
		   span_equal_nocase(out->scheme, SPAN("https"));
	if (out->web && (span_equal(out->port, SPAN("80")) || span_equal(out->port, SPAN("443"))))
		out->port.len = 0;
	return out->host.len > 0;
}
