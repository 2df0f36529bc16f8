/* literal.c -- does a literal stand here?  And what is a word. */
#include "match/literal.h"

#include "match/shape.h"
#include "match/path.h"

__extension__ const bool literal_word_byte[256] = {
	['0' ... '9'] = true, ['a' ... 'z'] = true, ['A' ... 'Z'] = true, ['_'] = true,
	[128 ... 255] = true,
};

static bool is_word(char c)
{
	return literal_word_byte[(unsigned char)c];
}

bool literal_word(struct span text, size_t *at, struct span *word)
{
	size_t from = *at, to;

	while (from < text.len && !is_word(text.ptr[from]))
		from++;
	to = from;
	while (to < text.len && is_word(text.ptr[to]))
		to++;
	*at = to;
	*word = span_cut(text, from, to - from);
	return word->len > 0;
}

uint64_t literal_word_head(struct span word)
{
	uint64_t head = 0;
	size_t n = word.len < 8 ? word.len : 8;

	if (n) {
		memcpy(&head, word.ptr, n);
		head |= KEY_FOLD >> (64 - 8 * n);
	}
	return head;
}

/* Other ways in which JSON, HTML and CSV write one character; the longest first. */
static const struct {
	char c;
	const char *written;
} escapes[] = {
	{ '"', "\\u0022" }, { '"', "&quot;" }, { '"', "&#34;" }, { '"', "\\\"" }, { '"', "\"\"" },
	{ '\'', "\\u0027" }, { '\'', "&apos;" }, { '\'', "&#39;" }, { '\'', "\\'" },
	{ '&', "\\u0026" }, { '&', "&amp;" },
	{ '<', "\\u003c" }, { '<', "&lt;" },
	{ '>', "\\u003e" }, { '>', "&gt;" },
	{ '/', "\\/" },
};

/* The escape of `c` that `text` begins with (ends with, when `back`); empty: none. */
static struct span escape_of(struct span text, char c, bool back)
{
	for (size_t i = 0; i < sizeof(escapes) / sizeof(*escapes); i++) {
		struct span written = span_of(escapes[i].written);

		if (escapes[i].c == c && (back ? span_ends_nocase(text, written)
					       : span_starts_nocase(text, written)))
			return written;
	}
	return SPAN("");
}

static bool blank(char c)
{
	return c == ' ' || c == '\t';
}

enum run { RUN_NONE, RUN_BLANK, RUN_SLASH };

static enum run run_of(char c, unsigned flags)
{
	if (blank(c))
		return RUN_BLANK;
	return c == '\\' || (c == '/' && (flags & LITERAL_PATH)) ? RUN_SLASH : RUN_NONE;
}

/* One side of a literal, compared with one side of a text, both nearest byte first. */
struct side {
	struct span text;
	size_t at;
	bool back;
};

static bool side_done(const struct side *s)
{
	return s->back ? s->at == 0 : s->at == s->text.len;
}

static char side_char(const struct side *s)
{
	return s->text.ptr[s->back ? s->at - 1 : s->at];
}

static void side_skip(struct side *s, size_t n)
{
	s->at = s->back ? s->at - n : s->at + n;
}

static struct span side_rest(const struct side *s)
{
	return s->back ? span_cut(s->text, 0, s->at) : span_skip(s->text, s->at);
}

static size_t side_skip_run(struct side *s, enum run run, unsigned flags)
{
	size_t n = 0;

	for (; !side_done(s) && run_of(side_char(s), flags) == run; n++)
		side_skip(s, 1);
	return n;
}

/* Take one character of the literal (or a run of blanks or slashes) off both. */
static bool take_one(struct side *literal, struct side *text, unsigned flags, bool *escaped)
{
	char c = side_char(literal);
	enum run run = run_of(c, flags);
	struct span written;

	if (run != RUN_NONE) {
		size_t listed = side_skip_run(literal, run, flags);
		/* A leading backslash stands for itself alone: what is before it is not ours. */
		bool edge = side_done(literal) && run == RUN_SLASH;
		size_t found = edge ? !side_done(text) && run_of(side_char(text), flags) == run
				    : side_skip_run(text, run, flags);

		if (edge)
			side_skip(text, found);
		*escaped |= run == RUN_SLASH && found > listed;
		return found > 0;
	}
	side_skip(literal, 1);
	written = escape_of(side_rest(text), c, text->back);
	/* Two quotes may be one of CSV, but not where two are listed. */
	if (written.len && !(written.ptr[0] == '"' && !side_done(literal) &&
			     side_char(literal) == '"')) {
		*escaped = true;
		side_skip(text, written.len);
		return true;
	}
	if (side_done(text) || ascii_lower(c) != ascii_lower(side_char(text)))
		return false;
	side_skip(text, 1);
	return true;
}

static bool take_side(struct side literal, struct side *text, unsigned flags, bool *escaped)
{
	while (!side_done(&literal))
		if (!take_one(&literal, text, flags, escaped))
			return false;
	return true;
}

/* Where a literal begins, nothing may stand that would make it part of something longer. */
static bool begins_anew(struct span literal, unsigned flags, struct span text, size_t start)
{
	bool word = is_word(literal.ptr[0]);

	if (start == 0 || (start >= 2 && shape_is_escape(text, start - 2)))
		return true;
	if (flags & LITERAL_NAME || (flags & LITERAL_PATH && literal.ptr[0] != '\\'))
		return !shape_name_before(text, start);
	return !word || !is_word(text.ptr[start - 1]);
}

static bool ends_here(struct span literal, unsigned flags, struct span text, size_t end)
{
	char last = literal.ptr[literal.len - 1];

	if (end >= text.len)
		return true;
	if (flags & (LITERAL_NAME | LITERAL_PATH))
		return !shape_is(last, SHAPE_NAME) || !shape_name_goes_on(text, end);
	return !is_word(last) || !is_word(text.ptr[end]);
}

bool literal_at(const struct set *s, const struct image_literal *literal, struct span text,
		size_t at, struct literal_place *out)
{
	struct span listed = set_string(s, literal->text, literal->text_len);
	struct side left = { text, at, true }, right = { text, at, false };
	bool escaped = false;

	if (listed.len == 0 || literal->anchor > listed.len || at > text.len)
		return false;
	if (!take_side((struct side){ span_skip(listed, literal->anchor), 0, false }, &right,
		       literal->flags, &escaped) ||
	    !take_side((struct side){ span_cut(listed, 0, literal->anchor), literal->anchor, true },
		       &left, literal->flags, &escaped))
		return false;
	*out = (struct literal_place){ left.at, right.at, escaped };
	return begins_anew(listed, literal->flags, text, out->start) &&
	       ends_here(listed, literal->flags, text, out->end);
}
