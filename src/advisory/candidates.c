/*
 * candidates.c -- the values in a passage.
 *
 * Hostile input: passages are cut into pieces of PIECE bytes at a blank (or
 * anywhere, when there is none), so that memory does not depend on them; a
 * value that such a cut goes through is lost, which takes a word of 64 KiB.
 */
#include "advisory/candidates.h"

#include "advisory/words.h"
#include "value/refang.h"

#define HEADER_WORD 14
#define PIECE (64u << 10)
#define CANONICAL_MAX (256u << 10)
#define ENTRY_MAX 4096		/* a longer entry is running text */
#define LABEL_MAX 48		/* bytes in front of a digest that may name it */
#define PIECES_MAX 64		/* values in one entry */

struct search {
	struct finder *finder;
	const struct passage *passage;
	candidate_fn *fn;
	void *context;
	size_t base;		/* of the piece in the passage */
	struct span piece;	/* as written */
	const uint32_t *map;	/* refanged byte -> byte of the piece */
};

void finder_init(struct finder *f)
{
	buf_init(&f->plain, PIECE);
	buf_init(&f->map, (PIECE + 1) * sizeof(uint32_t));
	buf_init(&f->canonical, CANONICAL_MAX);
}

void finder_release(struct finder *f)
{
	buf_release(&f->plain);
	buf_release(&f->map);
	buf_release(&f->canonical);
}

static bool canonical(struct finder *f, enum kind kind, struct span value)
{
	struct error ignored;

	buf_clear(&f->canonical);
	return value.len && value.len <= ENTRY_MAX &&
		kind_canonical(kind, value, &f->canonical, &ignored) == 0 &&
		!f->canonical.bad && f->canonical.len;
}

static int give(const struct search *s, struct candidate *c, size_t from, size_t to)
{
	struct span text = buf_span(&s->finder->plain);
	struct span written;

	c->from = s->base + s->map[from];
	c->to = s->base + s->map[to];
	written = span_cut(s->passage->text, c->from, c->to - c->from);
	c->defanged = !span_equal(written, span_cut(text, from, to - from));
	c->value = buf_span(&s->finder->canonical);
	return s->fn(s->context, c);
}

/* "N/A", "-", "unknown": cells that say nothing. */
static bool says_nothing(struct span v)
{
	static const char *const words[] = {
		"n/a", "na", "none", "unknown", "various", "multiple", "null", "tbd", "same",
		"not available", "not applicable", "yes", "no", NULL
	};
	size_t dashes = 0;

	while (dashes < v.len && (v.ptr[dashes] == '-' || v.ptr[dashes] == '.' ||
				  (unsigned char)v.ptr[dashes] >= 0x80))
		dashes++;
	return dashes == v.len || word_one_of(v, words);
}

/* "URLs" in the column of file names: a header that stands among the rows. */
static bool is_header_word(struct label of, struct span v)
{
	struct label own;

	if (of.kind != KIND_FILENAME || v.len > HEADER_WORD || !span_ends(v, SPAN("s")) ||
	    span_find_byte(v, '.') != SPAN_NONE)
		return false;
	own = label_of_header(v);
	return own.column == COLUMN_VALUE && own.kind != KIND_NONE && own.kind != of.kind;
}

/* Kinds whose values may be any text: taken as such only under a label. */
static bool is_free_text(enum kind k)
{
	return k == KIND_FILENAME || k == KIND_PATH || k == KIND_MUTEX || k == KIND_NAMED_PIPE ||
		k == KIND_SERVICE || k == KIND_COMMAND_LINE || k == KIND_USER_AGENT ||
		k == KIND_EMAIL_SUBJECT || k == KIND_REGISTRY_KEY || k == KIND_X509_SUBJECT ||
		k == KIND_X509_ISSUER || k == KIND_X509_SERIAL || k == KIND_WALLET ||
		k == KIND_ASN || k == KIND_MAC || k == KIND_JA4;
}

/* "0x01" in a column of a protocol's commands. */
static bool is_command(struct span v)
{
	return v.len >= 8 || span_find_byte(v, ' ') != SPAN_NONE;
}

static bool has_separator(struct span v)
{
	return span_find_byte(v, '\\') != SPAN_NONE || span_find_byte(v, '/') != SPAN_NONE;
}

/* The kind of an entry under this label; KIND_NONE: it does not fit. */
static enum kind labelled_kind(struct label label, struct span v)
{
	enum kind guess;

	if (label.column != COLUMN_VALUE || says_nothing(v) || is_header_word(label, v))
		return KIND_NONE;
	if (!is_free_text(label.kind) || (label.kind == KIND_COMMAND_LINE && !is_command(v)))
		return label.kind == KIND_SSDEEP ? KIND_SSDEEP : KIND_NONE;
	guess = kind_guess(v);
	/* "Registry and mutexes": a list of traces may hold several kinds. */
	if (label.kind == KIND_REGISTRY_KEY || label.kind == KIND_MUTEX ||
	    label.kind == KIND_NAMED_PIPE || label.kind == KIND_SERVICE)
		return guess == KIND_REGISTRY_KEY || guess == KIND_MUTEX || guess == KIND_PATH ||
			guess == KIND_NAMED_PIPE ? guess : label.kind;
	if (label.kind != KIND_FILENAME && label.kind != KIND_PATH)
		return label.kind;
	if (kind_is_hash(guess) || guess == KIND_URL || guess == KIND_REGISTRY_KEY ||
	    kind_is_address(guess))
		return guess;
	if (label.kind == KIND_PATH)
		return has_separator(v) ? KIND_PATH : kind_is_file_name(v) ? KIND_FILENAME :
			KIND_NONE;
	if (has_separator(v))
		return guess == KIND_PATH ? KIND_PATH : KIND_NONE;
	return KIND_FILENAME;
}

/* Digests that are named by their label: an imphash is no MD5 of a file. */
static enum kind relabelled(struct label label, enum kind kind, size_t len)
{
	if (label.column == COLUMN_STRANGE_HASH)
		return KIND_NONE;
	if (label.column != COLUMN_VALUE)
		return kind;
	switch (label.kind) {
	case KIND_IMPHASH: case KIND_JA3: case KIND_JA3S:
		return len == 32 ? label.kind : kind;
	case KIND_X509_SHA1: case KIND_X509_SHA256:
		return len == 40 ? KIND_X509_SHA1 : len == 64 ? KIND_X509_SHA256 : kind;
	case KIND_X509_SERIAL:
		return len <= 40 ? KIND_X509_SERIAL : kind;
	default:
		return kind;
	}
}

/* Words on the same line directly in front: "imphash: ", "SSL certificate SHA1 thumbprint ". */
static struct label label_in_front(struct span text, size_t at)
{
	size_t from = at > LABEL_MAX ? at - LABEL_MAX : 0;

	for (size_t i = at; i > from; i--) {
		char c = text.ptr[i - 1];

		if (c == '\n' || c == ';' || c == '|' || c == ')' || (c == ',' && i < at) ||
		    (c == '.' && i < at && ascii_space(text.ptr[i]))) {
			from = i;
			break;
		}
	}
	return label_of_type(span_cut(text, from, at - from));
}

/* "a.exe [parent file]", "a.exe (32 bit)" in a column of file names. */
static struct span without_remark(struct label label, struct span v)
{
	static const char *const opens[] = { " [", " (" };

	if (label.column != COLUMN_VALUE || label.kind != KIND_FILENAME)
		return v;
	for (size_t i = 0; i < 2; i++) {
		size_t at = span_find(v, span_of(opens[i]));

		if (at != SPAN_NONE && kind_is_file_name(span_trim(span_cut(v, 0, at))))
			v = span_trim(span_cut(v, 0, at));
	}
	return v;
}

/* The whole of `v`, which begins at byte `from` of the refanged piece, as one value. */
static int try_whole(const struct search *s, struct span v, size_t from, bool *taken)
{
	struct candidate c = { .whole = true };
	struct shape shape;

	v = without_remark(s->passage->label, v);
	c.kind = labelled_kind(s->passage->label, v);
	c.labelled = c.kind != KIND_NONE;
	if (c.kind == KIND_NONE && v.len && shape_starts(v, 0) && shape_at(v, 0, true, &shape) &&
	    shape.len == v.len && shape.kind != KIND_NONE) {
		c.kind = relabelled(s->passage->label, shape.kind, shape.len);
		c.port = shape.port;
		c.notes = shape.notes;
		if (c.kind == KIND_NONE) {
			*taken = true;
			return 0;
		}
		if (canonical(s->finder, c.kind, shape.value)) {
			*taken = true;
			return give(s, &c, from, from + v.len);
		}
		return 0;
	}
	if (c.kind == KIND_NONE || !canonical(s->finder, c.kind, v))
		return 0;
	*taken = true;
	return give(s, &c, from, from + v.len);
}

/* Without quotation marks and code marks round an entry. */
static struct span stripped(struct span v)
{
	v = span_trim(v);
	while (v.len > 1 && memchr("`\"'*_", v.ptr[0], 5) && v.ptr[v.len - 1] == v.ptr[0])
		v = span_trim(span_cut(v, 1, v.len - 2));
	/* "\_name": an escape of the markup */
	while (v.len > 1 && (v.ptr[0] == '`' || (v.ptr[0] == '\\' && (v.ptr[1] == '_' ||
								     v.ptr[1] == '*'))))
		v = span_skip(v, 1);
	while (v.len > 1 && v.ptr[v.len - 1] == '`')
		v.len--;
	return v;
}

/* Pieces of the entry, which is part of `text`: between commas, semicolons, line breaks. */
static int try_pieces(const struct search *s, struct span text, struct span entry, bool *taken)
{
	int pieces = 0, rc = 0, nested = 0;
	bool all = true, any = false;
	size_t from = 0;

	for (size_t i = 0; i <= entry.len && pieces < PIECES_MAX && rc >= 0; i++) {
		char c = i < entry.len ? entry.ptr[i] : ',';
		struct span v;
		bool one = false;

		nested += (c == '{') - (c == '}');
		if (i < entry.len && (nested > 0 || (c != ',' && c != ';' && c != '\n')))
			continue;		/* name.{exe,txt} */
		v = stripped(span_cut(entry, from, i - from));
		from = i + 1;
		if (!v.len)
			continue;
		pieces++;
		rc = try_whole(s, v, (size_t)(v.ptr - text.ptr), &one);
		any |= one;
		all &= one;
		/* The first piece is no value: this is a sentence with commas. */
		if (!one && pieces == 1)
			return rc;
	}
	*taken = any && all;
	return rc;
}

static bool is_quiet(struct span v)
{
	for (size_t i = 0; i < v.len; i++)
		if (v.ptr[i] == ',' || v.ptr[i] == ';' || v.ptr[i] == '\n')
			return false;
	return true;
}

static bool is_names_label(struct label label)
{
	return label.column == COLUMN_VALUE &&
		(label.kind == KIND_FILENAME || label.kind == KIND_MUTEX ||
		 label.kind == KIND_NAMED_PIPE || label.kind == KIND_SERVICE);
}

/* Where words about an entry begin: behind a wide gap or a tab; its end when there are none. */
static size_t entry_end(struct span v)
{
	size_t gap = span_find(v, SPAN("   ")), tab = span_find_byte(v, '\t');

	if (tab < gap)
		gap = tab;
	return gap == SPAN_NONE ? v.len : gap;
}

/* An entry is one value, or several, or a value and words about it. */
static int try_entry(const struct search *s, size_t *behind)
{
	struct span text = buf_span(&s->finder->plain), v = stripped(text);
	size_t from = (size_t)(v.ptr - text.ptr), end = entry_end(v);
	bool taken = false;
	int rc = 0;

	if (!v.len || v.len > ENTRY_MAX)
		return 0;
	v = stripped(span_cut(v, 0, end));
	/* Any text is a file name under such a label: pieces come first there. */
	if (is_names_label(s->passage->label) && !is_quiet(v))
		rc = try_pieces(s, text, v, &taken);
	if (!taken && rc >= 0)
		rc = try_whole(s, v, (size_t)(v.ptr - text.ptr), &taken);
	if (!taken && rc >= 0 && !is_quiet(v) && !is_free_text(s->passage->label.kind))
		rc = try_pieces(s, text, v, &taken);
	if (taken)
		*behind = from + end;
	return rc;
}

static int try_shape(const struct search *s, size_t at, const struct shape *shape)
{
	struct span text = buf_span(&s->finder->plain);
	struct candidate c = { .kind = shape->kind, .port = shape->port, .notes = shape->notes };
	struct label label = s->passage->label;

	if (kind_is_hash(c.kind)) {
		struct label front = label_in_front(text, at);

		if (front.column == COLUMN_STRANGE_HASH ||
		    (front.column == COLUMN_VALUE && front.kind != KIND_NONE))
			label = front;
		c.kind = relabelled(label, c.kind, shape->value.len);
	}
	if (c.kind == KIND_NONE || !canonical(s->finder, c.kind, shape->value))
		return 0;
	return give(s, &c, at, at + shape->len);
}

/* Running text from byte `at` of the refanged piece on. */
static int scan(const struct search *s, size_t at)
{
	struct span text = buf_span(&s->finder->plain);
	int rc = 0;

	while (at < text.len && rc >= 0) {
		struct shape shape;

		if (!shape_starts(text, at)) {
			at++;
			continue;
		}
		if (!shape_at(text, at, false, &shape)) {
			at++;
			continue;
		}
		if (shape.kind != KIND_NONE)
			rc = try_shape(s, at, &shape);
		at += shape.len ? shape.len : 1;
	}
	return rc;
}

/* Where a long passage is cut: behind the last blank of the piece. */
static size_t piece_length(struct span text)
{
	size_t n = text.len < PIECE ? text.len : PIECE;

	if (n == text.len)
		return n;
	while (n > PIECE / 2 && !ascii_space(text.ptr[n - 1]))
		n--;
	return n > PIECE / 2 ? n : PIECE;
}

int candidates_find(struct finder *f, const struct passage *p, candidate_fn *fn, void *context)
{
	struct search s = { .finder = f, .passage = p, .fn = fn, .context = context };
	int rc = 0;

	while (s.base < p->text.len && rc >= 0) {
		struct span rest = span_skip(p->text, s.base);
		size_t behind = 0;

		s.piece = span_cut(rest, 0, piece_length(rest));
		buf_clear(&f->plain);
		buf_clear(&f->map);
		if (!buf_reserve(&f->map, (s.piece.len + 1) * sizeof(uint32_t)))
			return 0;
		s.map = (uint32_t *)(void *)f->map.ptr;
		refang(s.piece, &f->plain, (uint32_t *)(void *)f->map.ptr);
		if (p->entry && s.piece.len == p->text.len)
			rc = try_entry(&s, &behind);
		if (rc >= 0)
			rc = scan(&s, behind);
		s.base += s.piece.len;
	}
	return rc < 0 ? -1 : 0;
}
