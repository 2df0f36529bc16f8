/*
 * rules.c -- rules cut out of a document.
 *
 * YARA: from the word "rule" at the start of a line to the brace that closes
 * it, over strings, regular expressions and comments.  Sigma: a YAML document
 * with logsource and detection.  Snort, Suricata: one line from its action to
 * the closing parenthesis.  What a rule means is not looked at here.
 * Hostile input: one pass; a rule that is never closed ends with its code.
 */
#include "advisory/rules.h"

#include "advisory/words.h"

#define WRAPPED_LINES 4		/* a string that a page broke goes on for so many lines */

struct cutter {
	struct span code;
	struct arena *arena;
	rule_fn *fn;
	void *context;
	struct rule_imports *imports;
	int found;
};

static size_t skip_blanks(struct span s, size_t at)
{
	while (at < s.len && (ascii_space(s.ptr[at]) ||
			      span_starts(span_skip(s, at), SPAN("\xc2\xa0"))))
		at += ascii_space(s.ptr[at]) ? 1 : 2;
	return at;
}

static bool identifier_byte(char c)
{
	return ascii_alnum(c) || c == '_';
}

static size_t identifier_length(struct span s, size_t at)
{
	size_t n = at;

	while (n < s.len && identifier_byte(s.ptr[n]))
		n++;
	return n - at;
}

static bool word_at(struct span s, size_t at, const char *word)
{
	size_t len = strlen(word);

	return span_starts(span_skip(s, at), span_of(word)) &&
		(at + len == s.len || !identifier_byte(s.ptr[at + len]));
}

/* Behind a string, a regular expression or a comment that begins at `at`; `at` when none does. */
static size_t skip_quoted(struct span s, size_t at, bool *after_equals)
{
	char c = s.ptr[at];
	struct span rest = span_skip(s, at);
	size_t end;

	if (span_starts(rest, SPAN("//"))) {
		end = span_find_byte(rest, '\n');
		return end == SPAN_NONE ? s.len : at + end;
	}
	if (span_starts(rest, SPAN("/*"))) {
		end = span_find(rest, SPAN("*/"));
		return end == SPAN_NONE ? s.len : at + end + 2;
	}
	if (c != '"' && !(c == '/' && *after_equals))
		return at;
	for (size_t i = at + 1, lines = 0; i < s.len && lines <= WRAPPED_LINES; i++) {
		lines += s.ptr[i] == '\n';
		if (s.ptr[i] == '\\' && i + 1 < s.len && s.ptr[i + 1] != '\n')
			i++;
		else if (s.ptr[i] == c)
			return i + 1;
		else if (s.ptr[i] == '\n' && c == '/')
			break;
	}
	return at + 1;
}

/* The brace that closes the one at `open`; s.len when there is none. */
static size_t closing_brace(struct span s, size_t open)
{
	bool after_equals = false;
	size_t depth = 0, at = open;

	while (at < s.len) {
		size_t behind = skip_quoted(s, at, &after_equals);
		char c = s.ptr[at];

		if (behind > at) {
			at = behind;
			after_equals = false;
			continue;
		}
		if (c == '{')
			depth++;
		if (c == '}' && --depth == 0)
			return at + 1;
		if (!ascii_space(c))
			after_equals = c == '=' || c == '(' || c == ',';
		at++;
	}
	return s.len;
}

/* No-break spaces are blanks, form feeds and CR LF are line ends. */
static struct span rule_text(struct cutter *c, struct span body)
{
	size_t len = 0;
	char *out = arena_alloc(c->arena, body.len + 1);

	if (!out)
		return (struct span){ 0 };
	for (size_t i = 0; i < body.len; i++) {
		if (span_starts(span_skip(body, i), SPAN("\xc2\xa0"))) {
			out[len++] = ' ';
			i++;
		} else if (body.ptr[i] == '\f') {
			out[len++] = '\n';
		} else if (!span_starts(span_skip(body, i), SPAN("\r\n"))) {
			out[len++] = body.ptr[i];
		}
	}
	return span_make(out, len);
}

static int give(struct cutter *c, struct rule_found *rule, struct error *e)
{
	rule->text = rule_text(c, span_cut(c->code, rule->from, rule->to - rule->from));
	if (!rule->text.ptr)
		return fail(e, ERR_LIMIT, "document: more rules than fit into memory");
	c->found++;
	return c->fn(c->context, rule, e);
}

static void find_meta(struct span code, struct rule_found *rule)
{
	struct span body = span_cut(code, rule->from, rule->to - rule->from);
	size_t meta = span_find(body, SPAN("meta:")), end;

	if (meta == SPAN_NONE)
		return;
	end = span_find(span_skip(body, meta), SPAN("strings:"));
	if (end == SPAN_NONE)
		end = span_find(span_skip(body, meta), SPAN("condition:"));
	if (end == SPAN_NONE)
		end = body.len - meta;
	rule->meta_from = rule->from + meta;
	rule->meta_to = rule->meta_from + end;
}

static void take_import(struct cutter *c, size_t at)
{
	struct span rest = span_skip(c->code, skip_blanks(c->code, at + 6));
	size_t len = rest.len && rest.ptr[0] == '"' ? identifier_length(rest, 1) : 0;

	for (uint32_t i = 0; i < c->imports->count; i++)
		if (span_equal(c->imports->name[i], span_cut(rest, 1, len)))
			return;
	if (len && len < 60 && c->imports->count < RULE_IMPORTS)
		c->imports->name[c->imports->count++] = span_cut(rest, 1, len);
}

/* "rule name : tags {" at `at`, with private and global in front of it. Behind it, or `at`. */
static size_t take_yara(struct cutter *c, size_t at, int *rc, struct error *e)
{
	struct rule_found rule = { .language = "yara", .from = at };
	size_t name, open;

	while (word_at(c->code, at, "private") || word_at(c->code, at, "global")) {
		rule.global |= c->code.ptr[at] == 'g';
		at = skip_blanks(c->code, at + identifier_length(c->code, at));
	}
	if (!word_at(c->code, at, "rule"))
		return rule.from;
	name = skip_blanks(c->code, at + 4);
	rule.name = span_cut(c->code, name, identifier_length(c->code, name));
	open = span_find_byte(span_cut(c->code, name + rule.name.len, 400), '{');
	if (!rule.name.len || open == SPAN_NONE)
		return rule.from;
	rule.to = closing_brace(c->code, name + rule.name.len + open);
	rule.open = rule.to == c->code.len && c->code.ptr[rule.to - 1] != '}';
	find_meta(c->code, &rule);
	*rc = give(c, &rule, e);
	return rule.to;
}

static void take_include(struct cutter *c, size_t at)
{
	struct span rest = span_skip(c->code, skip_blanks(c->code, at + 7));
	size_t end = rest.len && rest.ptr[0] == '"' ? span_find_byte(span_skip(rest, 1), '"')
						    : SPAN_NONE;

	if (end != SPAN_NONE && end < 200 && !c->imports->included.len)
		c->imports->included = span_cut(rest, 1, end);
}

static bool at_line_start(struct span s, size_t at)
{
	while (at && (s.ptr[at - 1] == ' ' || s.ptr[at - 1] == '\t' ||
		      (at > 1 && span_starts(span_skip(s, at - 2), SPAN("\xc2\xa0")))))
		at -= s.ptr[at - 1] == '\xa0' ? 2 : 1;
	return !at || s.ptr[at - 1] == '\n' || s.ptr[at - 1] == '}';
}

/* alert tcp any any -> any any (msg:"..."; sid:1;) */
static size_t take_network(struct cutter *c, size_t at, int *rc, struct error *e)
{
	static const char *const actions[] = { "alert", "drop", "reject", "pass", "log", "block",
					       "rejectsrc", "rejectdst", "sdrop", NULL };
	static const char *const suricata[] = { "dns.query", "dns_query", "http.", "tls.", "ja3.",
						"file.", "tls_sni", "app-layer-protocol", NULL };
	struct span rest = span_skip(c->code, at), line, msg;
	struct rule_found rule = { .language = "snort", .from = at };
	size_t open, close;

	if (!word_one_of(span_cut(rest, 0, identifier_length(rest, 0)), actions))
		return at;
	line = span_cut(rest, 0, span_find_byte(rest, '\n'));
	open = span_find_byte(line, '(');
	close = span_rfind_byte(line, ')');
	if (open == SPAN_NONE || close == SPAN_NONE || close < open ||
	    span_find(line, SPAN("sid:")) == SPAN_NONE)
		return at;
	rule.to = at + close + 1;
	msg = span_skip(line, span_find(line, SPAN("msg:")) == SPAN_NONE ? line.len :
			span_find(line, SPAN("msg:")) + 4);
	if (msg.len && span_find_byte(msg, '"') != SPAN_NONE) {
		msg = span_skip(msg, span_find_byte(msg, '"') + 1);
		rule.name = span_cut(msg, 0, span_find_byte(msg, '"'));
	}
	for (const char *const *s = suricata; *s; s++)
		if (span_find(line, span_of(*s)) != SPAN_NONE)
			rule.language = "suricata";
	*rc = give(c, &rule, e);
	return rule.to;
}

static struct span yaml_value(struct span document, const char *key)
{
	struct span line;

	while (span_line(&document, &line))
		if (span_starts(line, span_of(key)))
			return span_trim(span_skip(line, strlen(key)));
	return SPAN("");
}

static int take_sigma(struct cutter *c, struct error *e)
{
	size_t at = 0;

	while (at < c->code.len) {
		struct span rest = span_skip(c->code, at), document;
		size_t end = span_find(rest, SPAN("\n---"));
		struct rule_found rule = { .language = "sigma", .from = at };

		document = span_cut(rest, 0, end);
		rule.to = at + document.len;
		at = end == SPAN_NONE ? c->code.len : at + end + 4;
		if (span_find(document, SPAN("detection:")) == SPAN_NONE)
			continue;
		rule.name = yaml_value(document, "title:");
		if (give(c, &rule, e) < 0)
			return -1;
	}
	return c->found;
}

/* Between rules: behind a comment (what stands in it is no rule), or one byte further. */
static size_t skip_comment(struct span s, size_t at)
{
	struct span rest = span_skip(s, at);
	size_t end = SPAN_NONE;

	if (span_starts(rest, SPAN("/*")))
		end = span_find(rest, SPAN("*/"));
	else if (span_starts(rest, SPAN("//")) && at_line_start(s, at))
		end = span_find_byte(rest, '\n');
	return end == SPAN_NONE ? at + 1 : at + end + 1;
}

static bool starts_with_rules(struct span head)
{
	size_t at = 0;

	if (!head.ptr)
		return false;
	while (at < head.len && !ascii_alpha(head.ptr[at])) {
		size_t behind = skip_comment(head, at);

		if (behind == at + 1 && !ascii_space(head.ptr[at]) && head.ptr[at] != '/' &&
		    head.ptr[at] != '\xef' && head.ptr[at] != '\xbb' && head.ptr[at] != '\xbf')
			return false;
		at = behind;
	}
	if (word_at(head, at, "import") || word_at(head, at, "include"))
		return span_starts(span_skip(head, skip_blanks(head, at + 6)), SPAN("\"")) ||
		       span_starts(span_skip(head, skip_blanks(head, at + 7)), SPAN("\""));
	while (word_at(head, at, "private") || word_at(head, at, "global"))
		at = skip_blanks(head, at + identifier_length(head, at));
	if (!word_at(head, at, "rule"))
		return false;
	at = skip_blanks(head, at + 4);
	at = skip_blanks(head, at + identifier_length(head, at));
	return at < head.len && (head.ptr[at] == '{' || head.ptr[at] == ':' ||
				 span_starts(span_skip(head, at), SPAN("//")) ||
				 span_starts(span_skip(head, at), SPAN("/*")));
}

/* Behind "rule name", where tags or the brace come; 0: no head of a rule stands there. */
static size_t head_at(struct span s, size_t at)
{
	size_t name;

	while (word_at(s, at, "private") || word_at(s, at, "global"))
		at = skip_blanks(s, at + identifier_length(s, at));
	if (!word_at(s, at, "rule"))
		return 0;
	name = skip_blanks(s, at + 4);
	if (name == at + 4 || name == s.len || ascii_digit(s.ptr[name]) ||
	    !identifier_length(s, name))
		return 0;
	at = skip_blanks(s, name + identifier_length(s, name));
	return at == s.len || s.ptr[at] == '{' || s.ptr[at] == ':' ? at : 0;
}

size_t rules_head(struct span text, size_t from)
{
	for (size_t at = from; at < text.len; at++)
		if (strchr("rpg", text.ptr[at]) && text.ptr[at] && at_line_start(text, at) &&
		    head_at(text, at))
			return at;
	return SPAN_NONE;
}

size_t rules_end(struct span code)
{
	size_t at = head_at(code, 0), open, end;

	open = at ? span_find_byte(span_cut(code, at, 400), '{') : SPAN_NONE;
	if (open == SPAN_NONE)
		return 0;
	end = closing_brace(code, at + open);
	if (code.ptr[end - 1] != '}' ||
	    span_find(span_cut(code, at, end - at), SPAN("condition")) == SPAN_NONE)
		return 0;
	return end;
}

/* A key with its colon, what hangs below one, a comment, a new document. */
static bool is_yaml_line(struct span line)
{
	size_t n = identifier_length(line, 0);

	return line.len == 0 || ascii_space(line.ptr[0]) || line.ptr[0] == '#' ||
	       line.ptr[0] == '-' || (n && n < line.len && line.ptr[n] == ':');
}

/* A Sigma file: YAML, with its three parts at the beginning of lines. */
static bool is_sigma(struct span head)
{
	static const char *const parts[] = { "title:", "logsource:", "detection:" };
	bool have[3] = { false };
	struct span line;

	while (span_line(&head, &line)) {
		/* The last one may be cut. */
		if (!is_yaml_line(line) && head.len)
			return false;
		for (size_t i = 0; i < 3; i++)
			have[i] |= span_starts(line, span_of(parts[i]));
	}
	return have[0] && have[1] && have[2];
}

const char *rules_alone(struct span head)
{
	return starts_with_rules(head) ? "yara" : is_sigma(head) ? "sigma" : NULL;
}

int rules_find(struct span code, struct rule_imports *imports, struct arena *a, rule_fn *fn,
	       void *context, struct error *e)
{
	struct cutter c = { .code = code, .arena = a, .fn = fn, .context = context,
			    .imports = imports };
	size_t at = 0;
	int rc = 0;

	if (span_find(code, SPAN("logsource:")) != SPAN_NONE &&
	    span_find(code, SPAN("detection:")) != SPAN_NONE)
		return take_sigma(&c, e);
	while (at < code.len && rc >= 0) {
		size_t behind = at;

		if (!ascii_alpha(code.ptr[at]) || !at_line_start(code, at)) {
			at = skip_comment(code, at);
			continue;
		}
		if (word_at(code, at, "import"))
			take_import(&c, at);
		else if (word_at(code, at, "include"))
			take_include(&c, at);
		else
			behind = take_yara(&c, at, &rc, e);
		if (behind == at)
			behind = take_network(&c, at, &rc, e);
		at = behind > at ? behind : at + identifier_length(code, at);
	}
	return rc < 0 ? -1 : c.found;
}
