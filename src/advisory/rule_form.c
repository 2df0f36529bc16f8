/*
 * rule_form.c -- rules that are recognised and not run: is their form right?
 *
 * Sigma: YAML with title, logsource, and a detection that has a condition and
 * something to select (libyaml's events; no aliases).  Snort and Suricata: a
 * head of seven words and options that end in semicolons, with a sid.
 * Hostile input: depth and number of events are bounded; linear time.
 */
#include <yaml.h>

#include "advisory/rules.h"
#include "advisory/words.h"

#define EVENTS_MAX 100000
#define DEPTH_MAX  64

/* ---- Sigma */

struct sigma {
	unsigned depth;
	bool key[DEPTH_MAX];		/* of a mapping: the next scalar is a key */
	bool mapping[DEPTH_MAX];
	bool in_detection;
	bool title, logsource, detection, condition, selection;
};

static const char *sigma_scalar(struct sigma *s, struct span text)
{
	bool key = s->depth && s->mapping[s->depth - 1] && s->key[s->depth - 1];

	if (s->depth && s->mapping[s->depth - 1])
		s->key[s->depth - 1] = !key;
	if (!key)
		return NULL;
	if (s->depth == 1) {
		s->in_detection = span_equal(text, SPAN("detection"));
		s->detection |= s->in_detection;
		s->title |= span_equal(text, SPAN("title"));
		s->logsource |= span_equal(text, SPAN("logsource"));
	} else if (s->depth == 2 && s->in_detection) {
		bool other = span_equal(text, SPAN("timeframe"));

		if (span_equal(text, SPAN("condition")))
			s->condition = true;
		else
			s->selection |= !other;
	}
	return NULL;
}

static const char *sigma_begin(struct sigma *s, bool mapping)
{
	if (s->depth == DEPTH_MAX)
		return "nested too deeply";
	if (s->depth && s->mapping[s->depth - 1])
		s->key[s->depth - 1] = true;
	s->mapping[s->depth] = mapping;
	s->key[s->depth++] = mapping;
	return NULL;
}

static const char *sigma_event(struct sigma *s, const yaml_event_t *event)
{
	switch (event->type) {
	case YAML_ALIAS_EVENT:
		return "has a YAML alias";
	case YAML_SCALAR_EVENT:
		return sigma_scalar(s, span_make(event->data.scalar.value,
						 event->data.scalar.length));
	case YAML_MAPPING_START_EVENT:
		return sigma_begin(s, true);
	case YAML_SEQUENCE_START_EVENT:
		return sigma_begin(s, false);
	case YAML_MAPPING_END_EVENT:
	case YAML_SEQUENCE_END_EVENT:
		s->depth -= s->depth > 0;
		return NULL;
	default:
		return NULL;
	}
}

static const char *sigma_lacks(const struct sigma *s)
{
	return !s->title ? "has no title" : !s->logsource ? "has no logsource" :
	       !s->detection ? "has no detection" : !s->condition ? "its detection has no condition" :
	       !s->selection ? "its detection selects nothing" : NULL;
}

static const char *sigma_events(yaml_parser_t *parser, struct arena *a)
{
	struct sigma s = { 0 };
	const char *wrong = NULL;

	for (unsigned i = 0; !wrong && i < EVENTS_MAX; i++) {
		yaml_event_t event;
		bool end;

		if (!yaml_parser_parse(parser, &event)) {
			struct buf b;

			buf_init(&b, 300);
			buf_printf(&b, "line %zu: YAML: %s", parser->problem_mark.line + 1,
				   parser->problem ? parser->problem : "broken");
			wrong = arena_string(a, buf_span(&b));
			buf_release(&b);
			return wrong ? wrong : "is no YAML";
		}
		end = event.type == YAML_STREAM_END_EVENT;
		wrong = sigma_event(&s, &event);
		yaml_event_delete(&event);
		if (end)
			return sigma_lacks(&s);
	}
	return wrong ? wrong : "is too long";
}

static const char *sigma_form(struct span text, struct arena *a)
{
	yaml_parser_t parser;
	const char *wrong;

	if (!yaml_parser_initialize(&parser))
		return "no memory to look at it";
	yaml_parser_set_input_string(&parser, (const unsigned char *)text.ptr, text.len);
	wrong = sigma_events(&parser, a);
	yaml_parser_delete(&parser);
	return wrong;
}

/* ---- Snort and Suricata */

/* The next word of the head; a list in brackets is one. */
static struct span head_word(struct span *rest)
{
	struct span s = span_trim(*rest);
	size_t n = 0, depth = 0;

	while (n < s.len && (depth || !ascii_space(s.ptr[n]))) {
		depth += s.ptr[n] == '[';
		depth -= s.ptr[n] == ']' && depth;
		n++;
	}
	*rest = span_skip(s, n);
	return span_cut(s, 0, n);
}

static const char *head_form(struct span head)
{
	struct span word[8];
	unsigned n = 0;

	while (n < 8 && (word[n] = head_word(&head)).len)
		n++;
	/* Snort 3: "alert http (...)" and "alert (...)". */
	if (n == 1 || n == 2)
		return NULL;
	if (n != 7)
		return "its head needs action, protocol, two ends with ports, and an arrow";
	if (!span_equal(word[4], SPAN("->")) && !span_equal(word[4], SPAN("<>")) &&
	    !span_equal(word[4], SPAN("=>")))
		return "its head has no arrow between the two ends";
	return NULL;
}

/* Options: name or name:value, each with its semicolon; quotes closed, sid a number. */
static const char *options_form(struct span options)
{
	bool quoted = false, sid = false;
	size_t start = 0;

	for (size_t i = 0; i < options.len; i++) {
		char c = options.ptr[i];
		struct span option;

		if (c == '\\') {
			i++;
			continue;
		}
		quoted ^= c == '"';
		if (c != ';' || quoted)
			continue;
		option = span_trim(span_cut(options, start, i - start));
		if (!option.len)
			return "has an empty option";
		if (span_starts(option, SPAN("sid:"))) {
			option = span_trim(span_skip(option, 4));
			sid = option.len && ascii_digit(option.ptr[0]);
		}
		start = i + 1;
	}
	if (quoted)
		return "a quotation mark is not closed";
	if (span_trim(span_skip(options, start)).len)
		return "its last option does not end in a semicolon";
	return sid ? NULL : "has no sid";
}

static const char *network_form(struct span text)
{
	size_t open = span_find_byte(text, '('), close = span_rfind_byte(text, ')');
	const char *wrong;

	if (open == SPAN_NONE || close == SPAN_NONE || close < open)
		return "has no options";
	wrong = head_form(span_cut(text, 0, open));
	return wrong ? wrong : options_form(span_cut(text, open + 1, close - open - 1));
}

bool rule_form(const struct rule_found *rule, struct arena *a, struct span *why)
{
	bool sigma = strcmp(rule->language, "sigma") == 0;
	const char *wrong = sigma ? sigma_form(rule->text, a) : network_form(rule->text);

	*why = span_of(wrong ? wrong : sigma ? "Sigma rules are not run yet"
					     : "network rules are not run yet");
	return wrong == NULL;
}

static const struct rule_language languages[] = {
	{ "yara", "YARA rules, alone or quoted: over files, members, and what is compressed", true },
	{ "stix", "STIX patterns, in bundles or quoted: what can be looked up is, alone or together",
	  true },
	{ "sigma", "Sigma rules: listed and checked for form, not run", false },
	{ "suricata", "Suricata rules: listed and checked for form, not run", false },
	{ "snort", "Snort rules: listed and checked for form, not run", false },
};

const struct rule_language *rule_language_at(size_t i)
{
	return i < sizeof(languages) / sizeof(languages[0]) ? &languages[i] : NULL;
}
