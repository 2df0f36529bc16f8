/*
 * rule_settle.c -- a rule that was cut out of a document, made able to stand
 * alone and tried.
 *
 * YARA is given to the compiler, and what the compiler misses decides what is
 * done: a module that nobody imported, another rule of the document, the
 * other half of a string that the page wrapped, a page's number in the middle.
 * A rule that does not compile in the end keeps its own text and says the
 * first mistake; it takes no other with it.
 * Hostile input: a bounded number of tries for each rule, and for all rules of
 * a document together.
 */
#include "advisory/rules.h"
#include "intel/stix_pattern.h"
#include "advisory/words.h"
#include "base/buf.h"

#define TRIES	   60		/* of one rule */
#define HELPERS	   40		/* other rules that one rule takes along */
#define TEXT_MAX   (4u << 20)

/* Modules of libyara, which rules use without saying so. */
static const char *const modules[] = {
	"pe", "elf", "math", "hash", "dotnet", "time", "console", "dex", "macho", "magic", "cuckoo",
	NULL
};

enum mend { MEND_IMPORT, MEND_HELPER, MEND_JOIN, MEND_FURNITURE, MEND_QUOTES, MENDS };

struct draft {
	const struct rule_book *book;
	uint32_t self;
	struct buf body;		/* as mended so far */
	struct buf text;		/* imports, helpers, body */
	uint32_t front;			/* lines of `text` in front of the body */
	uint32_t helper[HELPERS];	/* the last found goes first */
	uint32_t helpers;
	const char *module[16];		/* that the document does not import */
	uint32_t modules;
	bool done[MENDS];
};

/* ---- the text */

/* "pe." as a word of its own. */
static bool uses_module(struct span body, struct span name)
{
	size_t at = 0, hit;

	while ((hit = span_find(span_skip(body, at), name)) != SPAN_NONE) {
		size_t from = at + hit, to = from + name.len;

		if (to < body.len && body.ptr[to] == '.' &&
		    (from == 0 || !(ascii_alnum(body.ptr[from - 1]) || body.ptr[from - 1] == '_' ||
				    body.ptr[from - 1] == '.')))
			return true;
		at = to;
	}
	return false;
}

static void add_import(struct draft *d, struct span name)
{
	buf_text(&d->text, "import \"");
	buf_add(&d->text, name);
	buf_text(&d->text, "\"\n");
	d->front++;
}

static void add_imports(struct draft *d, struct span all)
{
	const struct rule_imports *imports = d->book->imports;

	for (uint32_t i = 0; i < imports->count; i++)
		if (uses_module(all, imports->name[i]))
			add_import(d, imports->name[i]);
	for (uint32_t i = 0; i < d->modules; i++)
		add_import(d, span_of(d->module[i]));
}

static void build(struct draft *d)
{
	struct buf all;

	buf_init(&all, TEXT_MAX);
	for (uint32_t i = d->helpers; i-- > 0;) {
		buf_add(&all, d->book->rule[d->helper[i]].text);
		buf_byte(&all, '\n');
	}
	d->front = 0;
	for (size_t i = 0; i < all.len; i++)
		d->front += all.ptr[i] == '\n';
	buf_add(&all, buf_span(&d->body));
	buf_clear(&d->text);
	add_imports(d, buf_span(&all));
	buf_add(&d->text, buf_span(&all));
	d->text.bad |= all.bad;
	buf_release(&all);
}

/* ---- what the compiler misses: modules, other rules */

static bool add_helper(struct draft *d, uint32_t i)
{
	for (uint32_t k = 0; k < d->helpers; k++)
		if (d->helper[k] == i)
			return false;
	if (i == d->self || d->helpers == HELPERS || d->book->rule[i].open ||
	    strcmp(d->book->rule[i].language, "yara") != 0)
		return false;
	d->helper[d->helpers++] = i;
	return true;
}

/* The rule of that name; or, for "2 of (name*)", those whose names begin so. */
static bool add_rules_named(struct draft *d, struct span name)
{
	bool added = false;

	for (uint32_t i = 0; i < d->book->count; i++)
		if (span_equal(d->book->rule[i].name, name))
			return add_helper(d, i);
	for (uint32_t i = d->self; i-- > 0;)
		if (span_starts(d->book->rule[i].name, name))
			added |= add_helper(d, i);
	return added;
}

static bool add_missing(struct draft *d, const struct error *why)
{
	static const char said[] = "undefined identifier \"";
	struct span text = span_of(why->text);
	size_t at = span_find(text, span_of(said));
	struct span name;

	if (at == SPAN_NONE)
		return false;
	name = span_skip(text, at + strlen(said));
	name = span_cut(name, 0, span_find_byte(name, '"'));
	for (const char *const *m = modules; *m; m++) {
		if (!span_equal(name, span_of(*m)) || d->modules == 16)
			continue;
		d->module[d->modules++] = *m;
		return d->done[MEND_IMPORT] = true;
	}
	return add_rules_named(d, name) && (d->done[MEND_HELPER] = true);
}

/* ---- what the page did to the text */

struct line {
	size_t from, to;		/* in the body, without its end */
};

static bool find_line(const struct draft *d, uint32_t number, struct line *out)
{
	struct span rest = buf_span(&d->body), line;

	while (number && span_line(&rest, &line))
		number--;
	if (number)
		return false;
	out->from = (size_t)(line.ptr - d->body.ptr);
	out->to = out->from + line.len;
	return true;
}

static struct span line_text(const struct draft *d, const struct line *l)
{
	return span_cut(buf_span(&d->body), l->from, l->to - l->from);
}

/* Bytes from..to of the body become `with`. */
static bool replace(struct draft *d, size_t from, size_t to, struct span with)
{
	struct buf b;

	buf_init(&b, TEXT_MAX);
	buf_add(&b, span_cut(buf_span(&d->body), 0, from));
	buf_add(&b, with);
	buf_add(&b, span_skip(buf_span(&d->body), to));
	buf_release(&d->body);
	d->body = b;
	return !b.bad;
}

/* "7 of 15", "Page 3", "12 | advisory", "4/15/21, 9:57 AM", a lone number. */
static bool has_page_number(struct span s)
{
	size_t at = 0;

	if (span_starts_nocase(s, SPAN("page ")))
		s = span_trim(span_skip(s, 5));
	while (at < s.len && ascii_digit(s.ptr[at]))
		at++;
	if (at == 0 || at > 4)
		return false;
	s = span_trim(span_skip(s, at));
	return s.len == 0 || span_starts_nocase(s, SPAN("of ")) || s.ptr[0] == '|' ||
	       (s.ptr[0] == '/' && s.len > 1 && ascii_digit(s.ptr[1]));
}

/* Words in front of which a line of a rule does not begin. */
static bool is_furniture(struct span line, struct span body)
{
	struct span s = span_trim(line);
	size_t first;

	if (s.len == 0 || strchr("$\"{}()/#@!", s.ptr[0]))
		return false;
	if (span_starts_nocase(s, SPAN("TLP")) || has_page_number(s) ||
	    span_find(s, SPAN("\xc2\xa9")) != SPAN_NONE)
		return true;
	if (span_find_byte(s, '=') != SPAN_NONE || span_find_byte(s, '"') != SPAN_NONE)
		return false;
	if (span_find(s, SPAN("http://")) != SPAN_NONE || span_find(s, SPAN("https://")) != SPAN_NONE ||
	    span_find(s, SPAN("TLP:")) != SPAN_NONE)
		return true;
	/* A running header comes again. */
	first = span_find(body, s);
	return s.len >= 12 && span_find_byte(s, ' ') != SPAN_NONE && first != SPAN_NONE &&
	       span_find(span_skip(body, first + s.len), s) != SPAN_NONE;
}

/* A mark of the page in the margin: "$a = "x"        TLP:WHITE". */
static bool cut_margin(struct draft *d, const struct line *l)
{
	struct span s = line_text(d, l);
	size_t at = span_rfind_byte(s, ' '), gap;

	if (at == SPAN_NONE || !span_starts_nocase(span_skip(s, at + 1), SPAN("TLP:")))
		return false;
	for (gap = at; gap && ascii_space(s.ptr[gap - 1]); gap--)
		;
	if (at - gap < 2)
		return false;
	d->done[MEND_FURNITURE] = true;
	return replace(d, l->from + gap, l->to, SPAN(""));
}

/* The line and its end go. */
static bool drop_line(struct draft *d, const struct line *l)
{
	size_t to = l->to < d->body.len ? l->to + 1 : l->to;

	d->done[MEND_FURNITURE] = true;
	return replace(d, l->from, to, SPAN(""));
}

/* The widest line: what is shorter would not have been broken inside a word. */
static size_t page_width(const struct draft *d)
{
	struct span rest = buf_span(&d->body), line;
	size_t width = 0;

	while (span_line(&rest, &line)) {
		size_t gap = span_find(span_trim(line), SPAN("    "));
		size_t len = gap == SPAN_NONE ? span_trim(line).len : gap;

		if (len > width && len < 200)
			width = len;
	}
	return width;
}

/*
 * Pages wrap at blanks.  Only a word that fits on no line is broken inside, and
 * behind a hyphen or slash nobody can know: then there was none.
 */
static bool broke_at_blank(const struct draft *d, struct span first, struct span second)
{
	size_t word = 0, next = 0;

	if (!first.len || strchr("-/", first.ptr[first.len - 1]))
		return false;
	while (word < first.len && !ascii_space(first.ptr[first.len - 1 - word]))
		word++;
	while (next < second.len && !ascii_space(second.ptr[next]))
		next++;
	return word + next <= page_width(d);
}

/* Line `number` goes on in the next one; between them may stand the furniture of a page. */
static bool join_lines(struct draft *d, uint32_t number)
{
	struct line a, b;
	struct span first, second;

	if (!number || !find_line(d, number, &a))
		return false;
	if (cut_margin(d, &a))
		return true;
	if (!find_line(d, number + 1, &b))
		return false;
	second = line_text(d, &b);
	if (cut_margin(d, &b))
		return true;
	if (is_furniture(second, buf_span(&d->body)) || span_trim(second).len == 0)
		return drop_line(d, &b);
	first = line_text(d, &a);
	while (first.len && ascii_space(first.ptr[first.len - 1]))
		first.len--;
	while (second.len && ascii_space(second.ptr[0]))
		second = span_skip(second, 1);
	d->done[MEND_JOIN] = true;
	return replace(d, (size_t)(first.ptr - d->body.ptr) + first.len,
		       (size_t)(second.ptr - d->body.ptr), broke_at_blank(d, first, second) ? SPAN(" ") : SPAN(""));
}

/* A comment that was wrapped: its tail is no code. */
static bool join_comment(struct draft *d, uint32_t number)
{
	struct line above, line;
	struct span s;

	if (number < 2 || !find_line(d, number - 1, &above) || !find_line(d, number, &line))
		return false;
	s = line_text(d, &above);
	if (span_find(s, SPAN("//")) == SPAN_NONE || span_trim(line_text(d, &line)).len == 0)
		return false;
	while (line.from < line.to && ascii_space(d->body.ptr[line.from]))
		line.from++;
	d->done[MEND_JOIN] = true;
	return replace(d, above.to, line.from, SPAN(" "));
}

/* A title in the head of a page: words, with furniture on the line below. */
static bool is_running_head(const struct draft *d, uint32_t number, struct span line)
{
	struct span s = span_trim(line);
	struct line below;

	if (s.len < 12 || !ascii_alpha(s.ptr[0]) || span_find_byte(s, ' ') == SPAN_NONE)
		return false;
	for (size_t i = 0; i < s.len; i++)
		if (strchr("=\"$#@{}", s.ptr[i]) && s.ptr[i])
			return false;
	if (find_line(d, number + 1, &below) &&
	    is_furniture(line_text(d, &below), buf_span(&d->body)))
		return true;
	return false;
}

/* Furniture at the mistake or just above it, since a line's mistake may show behind it. */
static bool drop_furniture(struct draft *d, uint32_t number)
{
	for (uint32_t n = number; n && n + 3 > number; n--) {
		struct line line;

		if (!find_line(d, n, &line))
			continue;
		if (cut_margin(d, &line))
			return true;
		if (is_furniture(line_text(d, &line), buf_span(&d->body)) ||
		    (n == number && is_running_head(d, n, line_text(d, &line))))
			return drop_line(d, &line);
	}
	return false;
}

/* Word processors write other quotes; only on the line that has a mistake. */
static bool plain_quotes(struct draft *d, uint32_t number)
{
	static const struct { const char *written, *meant; } marks[] = {
		{ "\xe2\x80\x9c", "\"" }, { "\xe2\x80\x9d", "\"" }, { "\xe2\x80\x9e", "\"" },
		{ "\xe2\x80\x98", "'" }, { "\xe2\x80\x99", "'" }, { "\xe2\x80\x93", "-" },
		{ "\xe2\x80\x8b", "" }, { "\xc2\xad", "" }, { "\xef\xbb\xbf", "" },
		{ "\xe2\x80\xaf", " " }, { "\xe2\x80\x89", " " },
	};
	struct line line;

	if (!find_line(d, number, &line))
		return false;
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		size_t at = span_find(line_text(d, &line), span_of(marks[i].written));

		if (at == SPAN_NONE)
			continue;
		at += line.from;
		d->done[MEND_QUOTES] = true;
		return replace(d, at, at + strlen(marks[i].written), span_of(marks[i].meant));
	}
	return false;
}

/* True: something was changed, try again. */
static bool mend(struct draft *d, const struct error *why, uint32_t line)
{
	struct span said = span_of(why->text);
	uint32_t number = line > d->front ? line - d->front : 0;

	if (add_missing(d, why))
		return true;
	if (!number)
		return false;
	if (plain_quotes(d, number))
		return true;
	/* Told of the line behind the break. */
	if (span_find(said, SPAN("unterminated")) != SPAN_NONE)
		return join_lines(d, number - 1);
	return span_find(said, SPAN("syntax error")) != SPAN_NONE &&
	       (drop_furniture(d, number) || join_comment(d, number));
}

/* ---- the record */

static void say_mended(const struct draft *d, struct strings *out)
{
	static const char *const words[MENDS] = {
		[MEND_IMPORT] = "import added, which the document does not have",
		[MEND_HELPER] = "rules that it uses put in front",
		[MEND_JOIN] = "wrapped lines joined",
		[MEND_FURNITURE] = "marks of the page left out",
		[MEND_QUOTES] = "typographic characters replaced",
	};

	for (unsigned i = 0; i < MENDS; i++)
		if (d->done[i])
			strings_add(out, span_of(words[i]));
}

static bool attempt(struct draft *d, struct error *why)
{
	for (unsigned i = 0; i < TRIES; i++) {
		struct error again = { 0 };
		uint32_t line;

		build(d);
		if (d->text.bad)
			return false;
		if (yara_try(d->book->trial, buf_span(&d->text), &line, &again) == 0)
			return true;
		if (i == 0)
			*why = again;
		if (!mend(d, &again, line))
			return false;
	}
	return false;
}

static void settle_yara(struct draft *d, struct rule *out)
{
	struct rule_found *rule = &d->book->rule[d->self];
	struct error why = { 0 };

	for (uint32_t i = 0; i < d->book->count; i++)
		if (d->book->rule[i].global)
			d->done[MEND_HELPER] |= add_helper(d, i);
	buf_add(&d->body, rule->text);
	if (rule->open) {
		out->why_not = SPAN("rule ends before it is closed");
		return;
	}
	out->compiles = attempt(d, &why);
	if (out->compiles) {
		say_mended(d, &out->mended);
		out->runs = yara_runs(buf_span(&d->text), &out->why_not);
		out->text = arena_copy(d->book->arena, buf_span(&d->text));
		/* Rules behind this one may use it. */
		if (d->done[MEND_JOIN] || d->done[MEND_FURNITURE] || d->done[MEND_QUOTES])
			rule->text = arena_copy(d->book->arena, buf_span(&d->body));
	} else {
		out->why_not = arena_copy(d->book->arena, span_of(why.text));
	}
}

/* A pattern runs when looking up its values, together or alone, says all that it says. */
static void settle_stix(const struct rule_found *rule, struct arena *a, struct rule *out)
{
	struct error broken = { 0 };
	struct pattern p;

	out->compiles = pattern_read(rule->text, a, &p, &broken) == 0;
	out->runs = out->compiles && (p.evaluated || p.settled);
	if (!out->compiles)
		out->why_not = arena_copy(a, span_of(broken.text));
	else if (!out->runs)
		out->why_not = p.refused.len ? p.refused :
			SPAN("pattern is more than single values: only these are looked up");
}

int rule_settle(const struct rule_book *book, uint32_t i, struct rule *out, struct error *e)
{
	const struct rule_found *rule = &book->rule[i];

	memset(out, 0, sizeof(*out));
	out->language = span_of(rule->language);
	out->name = rule->name;
	out->text = rule->text;
	if (strcmp(rule->language, "yara") == 0) {
		struct draft d = { .book = book, .self = i };

		buf_init(&d.body, TEXT_MAX);
		buf_init(&d.text, TEXT_MAX);
		settle_yara(&d, out);
		buf_release(&d.body);
		buf_release(&d.text);
	} else if (strcmp(rule->language, "stix") == 0) {
		settle_stix(rule, book->arena, out);
	} else {
		out->compiles = rule_form(rule, book->arena, &out->why_not);
	}
	if (!out->text.ptr || !out->why_not.ptr)
		out->text = out->text.ptr ? out->text : rule->text;
	return out->text.ptr ? 0 : fail(e, ERR_LIMIT, "document: more rules than fit into memory");
}
