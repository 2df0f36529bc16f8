/* announced.c -- kinds said by the words in front of values. */
#include "advisory/announced.h"

#include "advisory/words.h"

#define BEFORE 60		/* bytes in front of a value that are read */
#define QUOTE_LONGEST 160
#define LABEL_LONGEST 48
#define LABEL_WORDS 7
#define VALUE_WORDS 12		/* more of them are a sentence */

/* They stand between the noun and the value. */
static const char *const joining[] = {
	"named", "called", "is", "was", "are", "were", "the", "a", "an", "string", "value", "as",
	"it", "line", "name", "names", "with", "of", "set", "to", "following", "header", "field",
	"appel\xc3\xa9", "nomm\xc3\xa9", "namens", "genannt", "llamado", NULL
};

static const struct {
	const char *noun;
	enum kind kind;
	const char *before;	/* the word that must stand in front of it; NULL: any */
} nouns[] = {
	{ "mutex", KIND_MUTEX, NULL }, { "mutexes", KIND_MUTEX, NULL },
	{ "mutant", KIND_MUTEX, NULL }, { "pipe", KIND_NAMED_PIPE, "named" },
	{ "agent", KIND_USER_AGENT, "user" }, { "agents", KIND_USER_AGENT, "user" },
	{ "useragent", KIND_USER_AGENT, NULL }, { "subject", KIND_EMAIL_SUBJECT, NULL },
	{ "subjects", KIND_EMAIL_SUBJECT, NULL }, { "betreff", KIND_EMAIL_SUBJECT, NULL },
	{ "file", KIND_FILENAME, NULL }, { "files", KIND_FILENAME, NULL },
	{ "archive", KIND_FILENAME, NULL }, { "document", KIND_FILENAME, NULL },
	{ "attachment", KIND_FILENAME, NULL }, { "note", KIND_FILENAME, NULL },
	{ "notes", KIND_FILENAME, NULL }, { "dll", KIND_FILENAME, NULL },
	{ "executable", KIND_FILENAME, NULL }, { "script", KIND_FILENAME, NULL },
	{ "installer", KIND_FILENAME, NULL }, { "binary", KIND_FILENAME, NULL },
	{ "dropper", KIND_FILENAME, NULL }, { "shortcut", KIND_FILENAME, NULL },
	{ "webshell", KIND_FILENAME, NULL }, { "shell", KIND_FILENAME, "web" },
	{ "payload", KIND_FILENAME, NULL }, { "sample", KIND_FILENAME, NULL },
	{ "image", KIND_FILENAME, "iso" }, { "fichier", KIND_FILENAME, NULL },
	{ "datei", KIND_FILENAME, NULL }, { "dokument", KIND_FILENAME, NULL },
	{ "archivo", KIND_FILENAME, NULL },
};

enum kind announced_kind(struct span text, size_t at)
{
	size_t from = at > BEFORE ? at - BEFORE : 0;
	struct words w;

	for (size_t i = at; i > from; i--)
		if (text.ptr[i - 1] == '.' || text.ptr[i - 1] == ';' || text.ptr[i - 1] == '\n')
			from = i;
	words_of(span_cut(text, from, at - from), &w);
	for (uint32_t i = w.count; i-- > 0;) {
		for (size_t n = 0; n < sizeof(nouns) / sizeof(nouns[0]); n++)
			if (word_is(w.word[i], nouns[n].noun))
				return !nouns[n].before ||
					(i && word_is(w.word[i - 1], nouns[n].before)) ?
					nouns[n].kind : KIND_NONE;
		if (!word_one_of(w.word[i], joining))
			break;
	}
	return KIND_NONE;
}

/* An opening quotation mark at the start of `t`: its length and what closes it. */
static size_t opens(struct span t, struct span *closing)
{
	static const char *const marks[][2] = {
		{ "\"", "\"" }, { "`", "`" }, { "\xe2\x80\x9c", "\xe2\x80\x9d" },
		{ "\xe2\x80\x98", "\xe2\x80\x99" }, { "\xe2\x80\x9e", "\xe2\x80\x9c" },
		{ "\xc2\xab ", " \xc2\xbb" }, { "'", "'" },
	};

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (span_starts(t, span_of(marks[i][0]))) {
			*closing = span_of(marks[i][1]);
			return strlen(marks[i][0]);
		}
	return 0;
}

/* Kinds that shapes in running text do not find by themselves. */
static bool is_any_text(enum kind k)
{
	return k == KIND_USER_AGENT || k == KIND_EMAIL_SUBJECT || k == KIND_MUTEX ||
		k == KIND_NAMED_PIPE;
}

/* "tidescan/2.1 (linux)" at the start of `t`: its length, or 0. */
static size_t agent_length(struct span t)
{
	size_t n = 0, version;

	while (n < t.len && (ascii_alnum(t.ptr[n]) || memchr("-_.", t.ptr[n], 3)))
		n++;
	if (!n || n + 1 >= t.len || t.ptr[n] != '/' || !ascii_digit(t.ptr[n + 1]))
		return 0;
	for (version = ++n; n < t.len && (ascii_alnum(t.ptr[n]) || t.ptr[n] == '.');)
		n++;
	while (n > version && t.ptr[n - 1] == '.')
		n--;
	if (span_starts(span_skip(t, n), SPAN(" (")) &&
	    span_find_byte(span_cut(t, n, QUOTE_LONGEST), ')') != SPAN_NONE)
		n += span_find_byte(span_skip(t, n), ')') + 1;
	return n;
}

/* A user agent without quotation marks, which markup may have taken away. */
static bool bare_agent(struct span text, size_t *at, struct span *value, enum kind *kind)
{
	size_t len = !*at || text.ptr[*at - 1] == ' ' ? agent_length(span_skip(text, *at)) : 0;

	if (!len || announced_kind(text, *at) != KIND_USER_AGENT)
		return false;
	*kind = KIND_USER_AGENT;
	*value = span_cut(text, *at, len);
	*at += len;
	return true;
}

bool announced_quote(struct span text, size_t *at, struct span *value, enum kind *kind)
{
	for (; *at < text.len; ++*at) {
		struct span closing;
		size_t open = opens(span_skip(text, *at), &closing), end;

		if (!open && bare_agent(text, at, value, kind))
			return true;
		if (!open || (*at && ascii_alnum(text.ptr[*at - 1])))
			continue;
		end = span_find(span_cut(text, *at + open, QUOTE_LONGEST), closing);
		*kind = end == SPAN_NONE || end < 3 ? KIND_NONE : announced_kind(text, *at);
		if (!is_any_text(*kind))
			continue;
		*value = span_trim(span_cut(text, *at + open, end));
		*at += open + end + closing.len;
		if (value->len && span_find_byte(*value, '\n') == SPAN_NONE)
			return true;
	}
	return false;
}

/* "C2: a.example", "Server: ...": a label that leaves the kind open, but not the role. */
static bool is_plain_label(struct span label)
{
	static const struct phrase words[] = {
		{ "c2*", 0 }, { "c&c*", 0 }, { "=server", 0 }, { "=servers", 0 }, { "hash*", 0 },
		{ "sample*", 0 }, { "=file", 0 }, { "=files", 0 }, { "ioc*", 0 },
		{ "indicator*", 0 },
	};
	struct words w;

	words_of(label, &w);
	return words_mean(&w, words, sizeof(words) / sizeof(words[0])) != 0;
}

static bool is_label(struct span text, struct span value, struct label *label)
{
	struct words w;

	words_of(text, &w);
	if (!w.count || w.count > LABEL_WORDS)
		return false;
	*label = label_of_header(text);
	if (label->column != COLUMN_VALUE)
		return false;
	switch (label->kind) {
	case KIND_NONE:
		return is_plain_label(text);
	case KIND_EMAIL:
		return words_have(&w, "sender*") || words_have(&w, "absender*");
	case KIND_URL: case KIND_COMMAND_LINE:
		return false;
	case KIND_EMAIL_SUBJECT:
		if (span_find(value, SPAN("CN=")) != SPAN_NONE)
			label->kind = KIND_X509_SUBJECT;
		return label->kind == KIND_X509_SUBJECT || w.count > 1;
	default:
		return true;
	}
}

/* "Network activity | ip-dst | 192.0.2.1": the cell behind the first that names a type. */
static bool typed_cell(struct span line, struct label *label, size_t *value_at)
{
	size_t from = 0, bar;

	while ((bar = span_find(span_skip(line, from), SPAN(" | "))) != SPAN_NONE) {
		struct span cell = span_trim(span_cut(line, from, bar));

		from += bar + 3;
		*label = label_of_type(cell);
		*value_at = from;
		/* "filename|sha256": the shapes tell which is which. */
		if (span_find_byte(cell, '|') != SPAN_NONE)
			label->kind = KIND_NONE;
		if (label->column != COLUMN_UNKNOWN)
			return from < line.len;
	}
	return false;
}

/* "ssdeep    768:uGRV...": a digest behind a wide gap. */
static bool wide_digest(struct span line, struct label *label, size_t *value_at)
{
	size_t gap = span_find(span_cut(line, 0, LABEL_LONGEST), SPAN("  "));
	struct span value;

	if (gap == SPAN_NONE || !gap)
		return false;
	*label = label_of_type(span_cut(line, 0, gap));
	value = span_trim(span_skip(line, gap));
	*value_at = (size_t)(value.ptr - line.ptr);
	return label->kind == KIND_SSDEEP && value.len > 10;
}

bool announced_line(struct span line, struct label *label, size_t *value_at)
{
	size_t colon = span_find_byte(span_cut(line, 0, LABEL_LONGEST), ':');
	struct span value;
	struct words w;

	if (typed_cell(line, label, value_at) || wide_digest(line, label, value_at))
		return true;
	if (colon == SPAN_NONE || colon + 2 >= line.len || line.ptr[colon + 1] != ' ')
		return false;
	value = span_trim(span_skip(line, colon + 1));
	words_of(value, &w);
	*value_at = (size_t)(value.ptr - line.ptr);
	if (!value.len || !is_label(span_cut(line, 0, colon), value, label))
		return false;
	return w.count <= VALUE_WORDS || label->kind == KIND_USER_AGENT ||
		label->kind == KIND_X509_SUBJECT;
}
