/*
 * refang.c -- defanged values made whole again, in running text.
 *
 * Forms: refang.h.  What decides is the neighbourhood: a mark counts only
 * between the bytes that it would join.  Marks with blanks round them, which
 * prose has too ("replaced with [.] in"), need a name that ends in a top-level
 * domain besides.  Not here: \. (regular expressions, Windows paths), -dot-
 * (names of hosts have it), letters left out, a value hidden twice over.
 * Hostile input: one pass; each question looks at most a few hundred bytes
 * ahead or back, so that the time is linear.
 */
#include "value/refang.h"

#include "base/utf8.h"
#include "value/host.h"

#define LABELS_AHEAD	8	/* labels that are looked at to see whether a name follows */
#define TOKEN_BACK	100	/* bytes that are looked back at for the start of a word */
#define WHOLE_MAX	300	/* a text of at most so many bytes may be one value */

struct refang {
	struct span text;
	size_t at;		/* next byte of text */
	struct buf *out;
	size_t start;		/* of our part of out */
	uint32_t *map;
	size_t changed_at;	/* end in out of the last change; 0: none yet */
	size_t close_at;	/* a bracket of text to drop, of "evil[.com]" */
	bool spelled;		/* the whole text is one value, spelled "evil dot com" */
	size_t commas_until;	/* commas of text before this offset are dots */
};

/* Bytes that labels of hosts are made of. */
static bool is_label_byte(char c)
{
	return ascii_alnum(c) || c == '-' || c == '_' || (unsigned char)c >= 0x80;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Byte `i` of `s`, or 0 behind its end. */
static char byte_at(struct span s, size_t i)
{
	return s.ptr && i < s.len ? s.ptr[i] : '\0';
}

static struct span rest_of(const struct refang *r)
{
	return span_skip(r->text, r->at);
}

/* The byte written last, `back` bytes before it; 0 when there is none. */
static char written(const struct refang *r, size_t back)
{
	size_t n = r->out->len - r->start;

	return back < n ? r->out->ptr[r->out->len - 1 - back] : '\0';
}

/* Take `n` bytes as they are. */
static void keep(struct refang *r, size_t n)
{
	size_t before = r->out->len;

	buf_add(r->out, span_cut(r->text, r->at, n));
	for (size_t i = 0; r->map && i < r->out->len - before; i++)
		r->map[before - r->start + i] = (uint32_t)(r->at + i);
	r->at += n;
}

/* Write `as`, which is no longer than `n`, in place of the next `n` bytes. */
static bool put(struct refang *r, struct span as, size_t n)
{
	size_t before = r->out->len;

	buf_add(r->out, as);
	for (size_t i = 0; r->map && i < r->out->len - before; i++)
		r->map[before - r->start + i] = (uint32_t)(r->at + (as.len == n ? i : 0));
	r->at += n;
	r->changed_at = r->out->len;
	return true;
}

static size_t blanks(struct span s)
{
	size_t n = 0;

	while (n < 2 && is_blank(byte_at(s, n)))
		n++;
	return n;
}

/* What may stand in brackets, what it means, and the brackets it may stand in. */
static const struct mark {
	const char *inner, *means, *opens;
} marks[] = {
	{ ".", ".", "[({<" }, { "dot", ".", "[({<" }, { "punkt", ".", "[(" },
	{ "punto", ".", "[(" }, { ",", ".", "[" }, { "@", "@", "[({" }, { "at", "@", "[({" },
	{ ":", ":", "[(" }, { "::", "::", "[" }, { "://", "://", "[(" }, { ":/", ":/", "[" },
	{ "//", "//", "[(" }, { "/", "/", "[" },
};

/* Length of the bracket at the front that closes what `open` opened, escaped or not; else 0. */
static size_t closing(struct span s, char open, bool escaped)
{
	char c = byte_at(s, escaped);

	if (escaped && byte_at(s, 0) != '\\')
		return 0;
	if (open == '<' ? c != '>' : c != ']' && c != ')' && c != '}')
		return 0;
	return escaped + 1u;
}

/* "[.]", "( dot )", "\[.\]" at the front of `s`: its length and what it is; else 0. */
static size_t bracketed(struct span s, const struct mark **mark)
{
	bool escaped = byte_at(s, 0) == '\\';
	size_t start = escaped + 1u, end, close;
	char open = byte_at(s, escaped);

	if (!open || !strchr("[({<", open))
		return 0;
	start += is_blank(byte_at(s, start));
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
		if (!strchr(marks[i].opens, open) ||
		    !span_starts_nocase(span_skip(s, start), span_of(marks[i].inner)))
			continue;
		end = start + strlen(marks[i].inner);
		end += is_blank(byte_at(s, end));
		close = closing(span_skip(s, end), open, escaped);
		if (close) {
			*mark = &marks[i];
			return end + close;
		}
	}
	return 0;
}

static bool means_dot(const struct mark *mark)
{
	return mark->means[0] == '.';
}

/* " dot " and " DOT ": its length, or 0. */
static size_t spelled_dot(struct span s)
{
	bool dot = span_starts(s, SPAN(" dot ")) || span_starts(s, SPAN(" DOT "));

	return dot && is_label_byte(byte_at(s, 5)) ? 5 : 0;
}

/* A full stop of other scripts: its length in bytes, or 0. */
static size_t wide_dot(struct span s)
{
	static const char *const dots[] = {
		"\xe3\x80\x82", "\xef\xbc\x8e", "\xef\xbd\xa1", "\xe2\x80\xa4", "\xef\xb9\x92",
	};

	for (size_t i = 0; i < sizeof(dots) / sizeof(*dots); i++)
		if (span_starts(s, span_of(dots[i])))
			return 3;
	return 0;
}

/* Whatever may join two labels, blanks included: its length, or 0. */
static size_t joint(struct span s)
{
	const struct mark *mark;
	size_t before = blanks(s), n;

	if (byte_at(s, 0) == '.')
		return 1;
	n = bracketed(span_skip(s, before), &mark);
	if (n && means_dot(mark))
		return before + n + blanks(span_skip(s, before + n));
	return before ? spelled_dot(s) : wide_dot(s);
}

static bool is_octet(struct span label)
{
	uint64_t number;

	return label.len <= 3 && span_u64(label, &number) && number <= 255;
}

/* The label at the front of `s`: ASCII only, so that wide dots end it. */
static struct span label_of(struct span s)
{
	size_t n = 0;

	while (n < s.len && n < 64 && is_label_byte(s.ptr[n]) && (unsigned char)s.ptr[n] < 0x80)
		n++;
	return span_cut(s, 0, n);
}

/*
 * The number of labels at the front of `s`, however joined, that end in a known
 * top-level domain or an octet; 0 when they do not.  *tld is the last of them.
 */
static size_t name_ahead(struct span s, struct span *tld)
{
	struct span label = label_of(s);
	size_t count = 1, n;

	while (label.len && count < LABELS_AHEAD) {
		struct span next = span_skip(s, label.len);

		n = joint(next);
		if (n == 0 || label_of(span_skip(next, n)).len == 0)
			break;
		s = span_skip(next, n);
		label = label_of(s);
		count++;
	}
	*tld = label;
	if (label.len == 0 || label.len > 63)
		return 0;
	return is_octet(label) || host_has_known_tld(label) ? count : 0;
}

/* Only the end of a name is needed: "com" of "evil [.] com". */
static bool end_follows(struct span s)
{
	struct span tld;

	return name_ahead(s, &tld) > 0;
}

/* The same, but no word like "in" and "is" that is a top-level domain by chance. */
static bool sure_end_follows(struct span s)
{
	struct span tld;
	size_t labels = name_ahead(s, &tld);

	return labels > 1 || (labels && (tld.len > 2 || is_octet(tld)));
}

/* A name of its own: two labels at least. */
static bool name_follows(struct span s)
{
	struct span tld;

	return name_ahead(s, &tld) > 1;
}

/* Something was changed in the word that is being written. */
static bool word_is_changed(const struct refang *r)
{
	size_t n = 0;

	while (n < TOKEN_BACK && written(r, n) && !ascii_space(written(r, n)))
		n++;
	return r->changed_at && r->changed_at > r->out->len - n;
}

static bool ends_scheme(const struct refang *r)
{
	return written(r, 0) == '/' && written(r, 1) == '/' && written(r, 2) == ':';
}

/* Bytes that a local part may end with. */
static bool is_local_byte(char c)
{
	return ascii_alnum(c) || (c && strchr("._-+%", c));
}

/* A mark without blanks counts between these neighbours. */
static bool mark_fits(const struct refang *r, const struct mark *mark, char next)
{
	char before = written(r, 0);

	switch (mark->means[0]) {
	case '.':
		return is_label_byte(before) && is_label_byte(next);
	case '@':
		return is_local_byte(before) && is_label_byte(next);
	case ':':
		if (strcmp(mark->means, "::") == 0)
			return ascii_hex(before) >= 0;
		return ascii_alnum(before) || (before == ':' && mark->means[1] == '\0') ||
		       (before == ']' && ascii_digit(next));
	default:
		if (mark->means[1] == '/')
			return before == ':';
		return is_label_byte(before) || before == ':' || before == '/';
	}
}

/* A mark with blanks behind it, and perhaps before; `rest` begins behind them. */
static bool spaced_mark_fits(const struct refang *r, const struct mark *mark, struct span rest)
{
	if (mark->means[0] == '@')
		return is_local_byte(written(r, 0)) && name_follows(rest);
	if (!means_dot(mark) || !is_label_byte(written(r, 0)))
		return false;
	return r->spelled || word_is_changed(r) ? end_follows(rest) : sure_end_follows(rest);
}

/* A bracket closes on this line although none is opened: a link text like "[.NET Core]". */
static bool closes_later(struct span s)
{
	for (size_t i = 0; i < s.len && i < TOKEN_BACK; i++) {
		if (s.ptr[i] == ']')
			return true;
		if (s.ptr[i] == '[' || s.ptr[i] == '\n')
			return false;
	}
	return false;
}

/* "[." without its end: "evil[.com", "evil[.com]", "203[.0.113.5", "evil [.com". */
static bool try_open_bracket(struct refang *r, size_t before)
{
	struct span s = span_skip(rest_of(r), before), label;
	size_t n = 2;

	if (!span_starts(s, SPAN("[.")) || !is_label_byte(written(r, 0)))
		return false;
	while (n < s.len && n < 256 && (is_label_byte(s.ptr[n]) || s.ptr[n] == '.') &&
	       (unsigned char)s.ptr[n] < 0x80)
		n++;
	label = span_cut(s, 2, n - 2);
	label = span_skip(label, span_rfind_byte(label, '.') + 1);
	if (is_octet(label) ? !ascii_digit(written(r, 0)) : !host_has_known_tld(label))
		return false;
	if (before && closes_later(span_skip(s, n)))
		return false;
	if (byte_at(s, n) == ']')
		r->close_at = r->at + before + n;
	return put(r, SPAN("."), before + 2);
}

/* "evil.]com": no bracket was opened in this word. */
static bool try_close_bracket(struct refang *r)
{
	size_t n = 0;

	if (r->close_at && r->close_at == r->at)
		return put(r, SPAN(""), 1);
	if (written(r, 0) != '.' || !is_label_byte(written(r, 1)))
		return false;
	while (n < TOKEN_BACK && written(r, n) && !ascii_space(written(r, n))) {
		if (written(r, n) == '[')
			return false;
		n++;
	}
	return end_follows(span_skip(rest_of(r), 1)) && put(r, SPAN(""), 1);
}

/* At a bracket, its backslash, or the blank before it. */
static bool try_mark(struct refang *r)
{
	struct span s = rest_of(r), rest;
	size_t before = blanks(s), n, behind;
	const struct mark *mark;

	n = bracketed(span_skip(s, before), &mark);
	if (n == 0)
		return try_open_bracket(r, before);
	rest = span_skip(s, before + n);
	behind = blanks(rest);
	if (before == 0 && mark_fits(r, mark, byte_at(rest, 0)))
		return put(r, span_of(mark->means), n);
	/* Blanks only before it: "all [.]com names". */
	if ((behind == 0 && !r->spelled) ||
	    !spaced_mark_fits(r, mark, span_skip(rest, behind)))
		return false;
	return put(r, span_of(mark->means), before + n + behind);
}

/* "evil dot com", when more than these words says that it is a name. */
static bool try_spelled_dot(struct refang *r)
{
	struct span s = rest_of(r), label;
	size_t n = spelled_dot(s);
	bool sure;

	if (n == 0 || !is_label_byte(written(r, 0)))
		return false;
	label = label_of(span_skip(s, n));
	sure = r->spelled || s.ptr[1] == 'D' || word_is_changed(r) ||
	       (spelled_dot(span_skip(s, n + label.len)) &&
		!span_equal_nocase(label, SPAN("dot")));
	return sure && end_follows(span_skip(s, n)) && put(r, SPAN("."), n);
}

static bool try_blank(struct refang *r)
{
	size_t n = blanks(rest_of(r));

	if (ends_scheme(r) && name_follows(span_skip(rest_of(r), n)))
		return put(r, SPAN(""), n);
	return try_mark(r) || try_spelled_dot(r);
}

/* Length of a scheme that stands for http or ftp at the front of `s`, with its "s"; else 0. */
static size_t hidden_scheme(struct span s, bool *ftp)
{
	size_t n = 1, plain = 0;

	*ftp = ascii_lower(byte_at(s, 0)) == 'f';
	if (span_starts_nocase(s, SPAN("meow")))
		return 4 + (ascii_lower(byte_at(s, 4)) == 's');
	if (ascii_lower(byte_at(s, 0)) != 'h' && !*ftp)
		return 0;
	if (!*ftp && (span_starts_nocase(s, SPAN("h[tt]p")) || span_starts_nocase(s, SPAN("h[xx]p"))))
		return 6 + (ascii_lower(byte_at(s, 6)) == 's');
	while (n < 6 && byte_at(s, n) && strchr("xXtT*_#+", s.ptr[n])) {
		plain += ascii_lower(s.ptr[n]) == 't';
		n++;
	}
	if (ascii_lower(byte_at(s, n)) != 'p' || plain == n - 1 || n - 1 < (*ftp ? 1 : 2))
		return 0;
	return n + 1 + (ascii_lower(byte_at(s, n + 1)) == 's');
}

/* "://", hidden or not, or a part of it. */
static bool is_scheme_end(struct span s)
{
	const struct mark *mark;

	if (byte_at(s, 0) == ':')
		return byte_at(s, 1) && strchr("/\\[(", s.ptr[1]);
	return bracketed(s, &mark) && mark->means[0] == ':';
}

static bool try_scheme(struct refang *r)
{
	struct span s = rest_of(r), as;
	bool ftp, secure;
	size_t n;

	if (ascii_alnum(written(r, 0)))
		return false;
	n = hidden_scheme(s, &ftp);
	if (n == 0 || !is_scheme_end(span_skip(s, n)))
		return false;
	secure = ascii_lower(s.ptr[n - 1]) == 's';
	as = ftp ? SPAN("ftps://") : SPAN("https://");
	as.len -= secure ? 3 : 4;
	put(r, as, n);
	if (!secure && span_starts(rest_of(r), SPAN(":\\\\")))
		put(r, SPAN("://"), 3);
	return true;
}

/* Soft hyphens and marks without width. */
static bool is_invisible(uint32_t c)
{
	return c == 0xad || (c >= 0x200b && c <= 0x200f) || c == 0x2060 || c == 0xfeff;
}

static bool is_graphic(char c)
{
	return c > 0x20 && c < 0x7f;
}

/* A run of invisible marks between two visible ASCII bytes; else all of it is kept. */
static bool drop_invisible(struct refang *r)
{
	struct span s = rest_of(r), after = s;

	while (s.len && (unsigned char)s.ptr[0] >= 0x80 && is_invisible(utf8_next(&after)))
		s = after;
	if (is_graphic(written(r, 0)) && is_graphic(byte_at(s, 0)))
		return put(r, SPAN(""), rest_of(r).len - s.len);
	keep(r, rest_of(r).len - s.len);
	return true;
}

/* Full-width : / @ and full stops of other scripts. */
static bool try_wide(struct refang *r)
{
	struct span s = rest_of(r), after = s;
	uint32_t c = utf8_next(&after);
	char before = written(r, 0);

	if (is_invisible(c))
		return drop_invisible(r);
	if (wide_dot(s))
		return ascii_alnum(before) && end_follows(after) && put(r, SPAN("."), 3);
	if (c == 0xff1a)
		return ascii_alpha(before) &&
		       (span_starts(after, SPAN("//")) || span_starts(after, SPAN("\xef\xbc\x8f"))) &&
		       put(r, SPAN(":"), 3);
	if (c == 0xff0f)
		return (before == ':' || before == '/' ||
			(is_label_byte(before) && word_is_changed(r))) && put(r, SPAN("/"), 3);
	return c == 0xff20 && is_local_byte(before) && name_follows(after) &&
	       put(r, SPAN("@"), 3);
}

static bool try_comma(struct refang *r)
{
	return r->at < r->commas_until && is_label_byte(written(r, 0)) && put(r, SPAN("."), 1);
}

/* Is there anything to do at this byte?  True: it was done, and r->at has moved. */
static bool try_here(struct refang *r)
{
	switch (r->text.ptr[r->at]) {
	case 'h': case 'H': case 'f': case 'F': case 'm': case 'M':
		return try_scheme(r);
	case ' ': case '\t':
		return try_blank(r);
	case '[': case '(': case '{': case '<': case '\\':
		return try_mark(r);
	case ']':
		return try_close_bracket(r);
	case ',':
		return try_comma(r);
	default:
		return try_wide(r);
	}
}

static bool is_special(char c)
{
	static const bool special[256] = {
		['h'] = 1, ['H'] = 1, ['f'] = 1, ['F'] = 1, ['m'] = 1, ['M'] = 1, [' '] = 1, ['\t'] = 1,
		['['] = 1, ['('] = 1, ['{'] = 1, ['<'] = 1, ['\\'] = 1, [']'] = 1, [','] = 1,
		[0xc2] = 1, [0xe2] = 1, [0xe3] = 1, [0xef] = 1,
	};

	return special[(unsigned char)c];
}

/* The words of a short text are by turns parts of a name and dots: "evil [.] co dot uk". */
static bool is_spelled_name(struct span text)
{
	struct span word, last = { 0 };
	const struct mark *mark;
	size_t count = 0;

	for (text = span_trim(text); span_split(&text, ' ', &word); count++) {
		bool dot = span_equal_nocase(word, SPAN("dot")) ||
			   (word.len && bracketed(word, &mark) == word.len && means_dot(mark));

		if (word.len == 0 || dot != (count % 2 == 1))
			return false;
		last = word;
	}
	last = label_of(last);
	return count >= 3 && count % 2 == 1 && host_has_known_tld(last);
}

/*
 * "evil,com" as the whole text: offset up to which commas are dots, or 0.
 * Words with commas are a list more often than a name, so that there must be
 * one comma and one of few last labels, or a scheme in front.
 */
static size_t commas_of_name(struct span text)
{
	static const char *const sure[] = { "com", "net", "org", "info", "biz" };
	size_t scheme = span_find(text, SPAN("://")), start, end, last;
	bool known = false;
	size_t commas = 0;
	struct span tld;

	start = scheme == SPAN_NONE ? 0 : scheme + 3;
	for (end = start; end < text.len; end++) {
		if (!is_label_byte(text.ptr[end]) && text.ptr[end] != '.' && text.ptr[end] != ',')
			break;
		commas += text.ptr[end] == ',';
	}
	if (commas == 0 || (end < text.len && text.ptr[end] != '/' && text.ptr[end] != ':'))
		return 0;
	for (last = end; last > start && is_label_byte(text.ptr[last - 1]); last--)
		;
	tld = span_cut(text, last, end - last);
	for (size_t i = 0; i < sizeof(sure) / sizeof(*sure); i++)
		known = known || span_equal_nocase(tld, span_of(sure[i]));
	if (scheme != SPAN_NONE)
		return host_has_known_tld(tld) ? end : 0;
	return known && commas == 1 ? end : 0;
}

static void look_at_whole(struct refang *r)
{
	struct span text = r->text;

	if (text.len > WHOLE_MAX)
		return;
	r->spelled = is_spelled_name(text);
	for (size_t i = 0; i < text.len; i++)
		if (ascii_space(text.ptr[i]))
			return;
	r->commas_until = commas_of_name(text);
}

/* Names and numbers alone, as most entries of lists: nothing to do. */
static bool is_bare(struct span text)
{
	size_t n = 0;

	while (n < text.len && (unsigned char)text.ptr[n] < 0x80 &&
	       (is_label_byte(text.ptr[n]) || text.ptr[n] == '.'))
		n++;
	return n == text.len;
}

bool refang(struct span text, struct buf *out, uint32_t *map)
{
	struct refang r = { .text = text, .out = out, .start = out->len, .map = map };

	if (text.len >= UINT32_MAX) {
		buf_add(out, text);
		return false;
	}
	if (is_bare(text))
		keep(&r, text.len);
	else
		look_at_whole(&r);
	while (r.at < text.len && !out->bad) {
		size_t n = 0;

		while (r.at + n < text.len && !is_special(text.ptr[r.at + n]))
			n++;
		keep(&r, n);
		if (r.at < text.len && !out->bad && !try_here(&r))
			keep(&r, 1);
	}
	if (map)
		map[out->len - r.start] = (uint32_t)text.len;
	return r.changed_at != 0;
}
