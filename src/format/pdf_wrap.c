/*
 * pdf_wrap.c -- how the end of a line and the beginning of the next belong
 * together: is a value broken between them, and is the hyphen at its end the
 * value's own or the typesetter's?
 */
#include "format/pdf.h"

#define SOFT_HYPHEN SPAN("\xc2\xad")

static struct span last_word(struct span line)
{
	size_t from;

	line = span_trim(line);
	from = span_rfind_byte(line, ' ');
	return from == SPAN_NONE ? line : span_skip(line, from + 1);
}

static struct span first_word(struct span line)
{
	line = span_trim(line);
	return span_cut(line, 0, span_find_byte(line, ' '));
}

static bool all_hex(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (ascii_hex(s.ptr[i]) < 0)
			return false;
	return s.len > 0;
}

static bool is_digest_length(size_t n)
{
	return n == 32 || n == 40 || n == 56 || n == 64 || n == 96 || n == 128;
}

/* Two runs of hex digits are one digest when together they have the length of one. */
static bool joins_hex(struct span last, struct span next, bool cell)
{
	size_t n = last.len + next.len;

	if (!all_hex(last) || !all_hex(next) || last.len < 8 || n > 128)
		return false;
	if (next.len < 2)
		return last.len > 16 && is_digest_length(n);
	if (is_digest_length(last.len) && is_digest_length(next.len))
		return cell && last.len == next.len && is_digest_length(n);
	return is_digest_length(n) || (last.len >= 16 && n < 128 && !is_digest_length(last.len));
}

/* Words of a value: it has what prose has not. */
static bool has_value_sign(struct span s)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];

		if (c && strchr("/\\_@=&%[]{}#", c))
			return true;
		if ((c == '.' || c == ':') && i + 1 < s.len && ascii_alnum(s.ptr[i + 1]))
			return true;
	}
	return false;
}

static bool is_url(struct span s)
{
	return span_find(s, SPAN("://")) != SPAN_NONE || span_find(s, SPAN("[:]//")) != SPAN_NONE ||
		span_starts_nocase(s, SPAN("www.")) || span_starts_nocase(s, SPAN("www[")) ||
		span_starts_nocase(s, SPAN("hxxp"));
}

static bool is_path(struct span s)
{
	return (s.len > 2 && s.ptr[1] == ':' && s.ptr[2] == '\\') || span_starts(s, SPAN("%")) ||
		span_starts_nocase(s, SPAN("HK")) || span_starts(s, SPAN("\\\\"));
}

static bool all_lower(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!(s.ptr[i] >= 'a' && s.ptr[i] <= 'z') && (unsigned char)s.ptr[i] < 0x80)
			return false;
	return s.len > 0;
}

/* A word as it stands in a sentence: letters, the first of them perhaps a capital. */
static bool is_prose(struct span s)
{
	while (s.len && strchr(".,;:)", s.ptr[s.len - 1]))
		s.len--;
	return s.len && ascii_alpha(s.ptr[0]) && (s.len == 1 || all_lower(span_skip(s, 1)));
}

/* A sentence goes on in small letters: "infor-" "mation". */
static enum pdf_join join_hyphen(struct span last, struct span next, bool full)
{
	struct span stem = span_cut(last, 0, last.len - 1);
	size_t n = 0;

	if (stem.len == 0 || !ascii_alnum(stem.ptr[stem.len - 1]))
		return PDF_BREAK;
	if (has_value_sign(last) || has_value_sign(next))
		return next.len && (ascii_alnum(next.ptr[0]) || next.ptr[0] == '-') ? PDF_GLUE
										    : PDF_BREAK;
	while (n < next.len && next.ptr[n] >= 'a' && next.ptr[n] <= 'z')
		n++;
	if (!full || n == 0)
		return n && ascii_alpha(stem.ptr[0]) ? PDF_GLUE : PDF_BREAK;
	return all_lower(stem) || (stem.len > 2 && all_lower(span_skip(stem, 1))) ? PDF_DROP_HYPHEN
									     : PDF_GLUE;
}

/* A host, address or file name that broke at one of its signs. */
static bool joins_name(struct span last, struct span next, bool full)
{
	char end = last.ptr[last.len - 1], begin = next.ptr[0];

	if (begin == '.' || begin == '[')
		return full && next.len > 1 && ascii_alnum(last.ptr[last.len - 1]) &&
			(begin == '.' ? ascii_alnum(next.ptr[1]) : next.ptr[1] == '.');
	if (end == '_' || end == '@')
		return ascii_alnum(begin) || begin == '_';
	if (end == ']' || end == '[')
		return span_ends(last, SPAN("[.]")) || span_ends(last, SPAN("[.")) || end == '[';
	/* "evil.exam" "ple.com" cannot be told from two words; "evil." "example.com" can. */
	return end == '.' && full && last.len > 1 && ascii_alnum(last.ptr[last.len - 2]) &&
		has_value_sign(last) && begin >= 'a' && begin <= 'z';
}

static bool joins_long(struct span last, struct span next, bool full, bool cell, bool alone)
{
	char end = last.ptr[last.len - 1];

	if (is_url(next) || is_path(next))
		return false;
	/* "https://a.example/b/" and "Microsoft said" below it are two things. */
	if (strchr("/\\_=&?%#-", end) && ascii_alnum(next.ptr[0]))
		return end != '/' || alone || has_value_sign(next) || (full && !is_prose(next));
	if (end == '.' || end == ',' || end == ';' || end == ')')
		return end == '.' && full && has_value_sign(next) && !is_url(next);
	if (strchr("/\\_=&?%#-.", next.ptr[0]) && next.len > 1)
		return full || cell;
	/* The rest of a value seldom looks like a word of prose. */
	return full && (cell || has_value_sign(next) || !all_lower(next));
}

/* "evil.example", "a.exe", a digest: nothing is missing at its end. */
static bool is_complete(struct span s)
{
	size_t dot;

	while (s.len && strchr(",;)\"'", s.ptr[s.len - 1]))
		s.len--;
	if (all_hex(s) && is_digest_length(s.len))
		return true;
	dot = span_rfind_byte(s, '.');
	if (dot == SPAN_NONE || dot == 0 || s.len - dot < 3 || s.len - dot > 9)
		return false;
	for (size_t i = dot + 1; i < s.len; i++)
		if (!ascii_alpha(s.ptr[i]))
			return false;
	return true;
}

/* Whole values both; but "http://evil.example" and "/gate.php" below it are one. */
static bool are_two(struct span last, struct span next)
{
	return is_complete(last) && is_complete(next) &&
		!(is_url(last) && (next.ptr[0] == '/' || next.ptr[0] == '?'));
}

enum pdf_join pdf_join(struct span line, struct span next, bool full, bool cell)
{
	struct span last = last_word(line), first = first_word(next);

	if (!last.len || !first.len)
		return PDF_BREAK;
	if (span_ends(last, SOFT_HYPHEN))
		return PDF_DROP_HYPHEN;
	if (joins_hex(last, first, cell))
		return PDF_GLUE;
	if (are_two(last, first))
		return PDF_BREAK;
	if (is_url(last) || is_path(last))
		return joins_long(last, first, full, cell, first.len == span_trim(next).len)
			? PDF_GLUE : PDF_BREAK;
	if (last.ptr[last.len - 1] == '-')
		return join_hyphen(last, first, full);
	return joins_name(last, first, full) ? PDF_GLUE : PDF_BREAK;
}

/* "EraAgentInstall" "er.bat", "backup.ex" "e"; but "antiinfla_ioniste" "Polonia.doc" are two. */
static bool fills_cell(struct span last, struct span next)
{
	char end = last.ptr[last.len - 1], begin = next.ptr[0];

	if (is_complete(last))
		return next.len <= 2 && ascii_alnum(begin);
	return !is_prose(last) && !(end >= 'a' && end <= 'z' && begin >= 'A' && begin <= 'Z');
}

enum pdf_join pdf_join_cell(struct span line, struct span next, bool brim, bool full)
{
	enum pdf_join join;
	struct span last = last_word(line), first = first_word(next);

	if (!last.len || !first.len)
		return PDF_BREAK;
	if (joins_hex(last, first, true))
		return PDF_GLUE;
	if (are_two(last, first))
		return PDF_BREAK;
	/* A word that fills the cell from edge to edge was too long for it. */
	if (brim && last.len == span_trim(line).len && fills_cell(last, first))
		return PDF_GLUE;
	join = pdf_join(line, next, brim, true);
	/* Wrapped between two words of one name or sentence. */
	return join == PDF_BREAK && full && !is_complete(last) ? PDF_BLANK : join;
}
