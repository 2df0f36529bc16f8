/*
 * defined.c -- "NAME is a ... NOUN".
 *
 * English says "a" before what is counted: what is called "a backdoor" without
 * an article of its own is a name, or one of few words that need none
 * ("phishing", "this").  What the noun phrase is about is its last noun before
 * the first word that only adds to it ("a ransomware group that").
 *
 * Bounded: GLOSS bytes between a name and its verb, PHRASE bytes behind it.
 */
#include "advisory/defined.h"

#include "advisory/coined.h"
#include "advisory/names.h"
#include "advisory/words.h"
#include "intel/knowledge.h"

#define NAME_WORDS 3
#define NAME_LONGEST 60
#define GLOSS 140
#define PHRASE 170
#define PHRASE_WORDS 16
#define KIN 60

static bool capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

static size_t word_length(struct span t)
{
	size_t n = 0;

	while (n < t.len && (ascii_alnum(t.ptr[n]) || (unsigned char)t.ptr[n] >= 0x80 ||
			     (n && t.ptr[n] == '-' && n + 1 < t.len && ascii_alnum(t.ptr[n + 1]))))
		n++;
	return n;
}

/* Words that need no article, or stand for something said before. */
static bool is_plain(struct span w)
{
	static const char *const plain[] = {
		"it", "this", "that", "these", "those", "there", "here", "he", "she", "they", "we", "you",
		"what", "which", "who", "one", "two", "three", "another", "each", "both", "either",
		"neither", "everything", "nothing", "something", "anything", "everyone", "all", "some",
		"many", "most", "such", "first", "second", "third", "last", "next", "if", "when", "while",
		"because", "although", "also", "finally", "however", "today", "then", "the", "a", "an",
		"its", "their", "our", "his", "her", "my", "your", "in", "on", "at", "by", "for", "with",
		"from", "as", "and", "or", "but", "so", "not", "only", "once", "since", "where", "how",
		"why", "trojan", "trojans", "worm", "virus", "viruses", "crypto", "cybercrime", "scam",
		"fraud", "espionage", "theft", "access", "attack", "code", "shell", "payload", "sample",
		"file", "stage", "part", "step", "variant", "version", "module", "component", "author",
		"hackers", "attackers", "actors", "victims", "users", "russia", "analysis", "attribution",
		"figure", "table", "note", "name", "type", "date", "title", "description", "summary", NULL
	};
	static const char *const endings[] = { "ing", "tion", "sion", "ware", "ence", "ance", "ity",
					       "ism", "ment", "ness", "ship", NULL };

	if (word_one_of(w, plain))
		return true;
	for (const char *const *e = endings; *e; e++)
		if (w.len > strlen(*e) + 1 && span_ends_nocase(w, span_of(*e)) &&
		    !capital(w.ptr[w.len - 1]))
			return true;
	return false;
}

/* The tables know it as a country, a company, a product, a sector. */
static bool is_known_otherwise(struct span name)
{
	const struct known_name *n = knowledge_written(name);

	for (; n; n = n->next)
		if (n->of->kind > KNOWN_CAMPAIGN && n->of->kind < KNOWN_REVOKED)
			return true;
	return false;
}

/* Capitalised words from `at`; 0: no name. */
static size_t name_at(struct span t, size_t at)
{
	size_t end = at;

	for (int words = 0; words < NAME_WORDS; words++) {
		size_t from = words ? end + 1 : at;
		size_t len = word_length(span_skip(t, from));

		if (len < 2 || (words && t.ptr[end] != ' ') || !capital(t.ptr[from]))
			break;
		end = from + len;
	}
	if (end - at < 3 || end - at > NAME_LONGEST)
		return 0;
	return end - at;
}

/* Behind the name: past "(...)" and ", also known as ...,". */
static size_t behind_gloss(struct span t, size_t at)
{
	size_t n;

	if (span_starts(span_skip(t, at), SPAN(" ("))) {
		n = span_find_byte(span_cut(t, at, GLOSS), ')');
		return n == SPAN_NONE ? at : at + n + 1;
	}
	if (!span_starts(span_skip(t, at), SPAN(", ")))
		return at;
	for (n = at + 2; n + 4 < t.len && n < at + GLOSS && t.ptr[n] != '\n'; n++) {
		if (t.ptr[n] == '.' && ascii_space(t.ptr[n + 1]))
			break;
		if (t.ptr[n] == ',' && (span_starts(span_skip(t, n), SPAN(", is ")) ||
					span_starts(span_skip(t, n), SPAN(", was "))))
			return n + 1;
	}
	return at;
}

/* "describes TideQuay as a" */
static bool is_described(struct span t, size_t at)
{
	static const char *const verbs[] = { "describes ", "describe ", "described ", "classifies ",
					     "classify ", "classified ", "characterizes ",
					     "characterises ", "identified ", "describes the " };
	struct span front = span_cut(t, 0, at);

	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (span_ends(front, span_of(verbs[i])))
			return true;
	return false;
}

/* What is said behind " is ": bytes taken, or 0. */
static size_t verb_at(struct span rest)
{
	static const char *const verbs[] = { " is one of the ", " is believed to be ", " is described as ",
					     " is the name of ", " is likely ", " is an ", " is a ",
					     " is the ", " was an ", " was a ", " are a ", " are an ",
					     " is ", " describes a ", ", is a ", ", is an " };

	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (span_starts(rest, span_of(verbs[i])))
			return strlen(verbs[i]);
	return 0;
}

enum head {
	HEAD_NONE, HEAD_MALWARE, HEAD_PEOPLE, HEAD_PERHAPS_PEOPLE, HEAD_PERHAPS_TOOL, HEAD_CAMPAIGN,
	HEAD_KIN,		/* "a variant of Mirai" */
	HEAD_OTHER,
};

static enum head head_of(struct span w)
{
	static const char *const people[] = { "actor", "adversary", "gang", "apt", "subgroup", "hacker",
					      "threat-actor", "cybercriminal", NULL };
	static const char *const perhaps[] = { "group", "team", "cluster", "collective", "crew", "hackers",
					       "syndicate", "organization", "organisation", "set",
					       "broker", "actors", "affiliate", "groups", NULL };
	static const char *const tools[] = { "tool", "toolkit", "toolset", "framework", "utility",
					     "program", "dll", "script", "builder", "kit", "family",
					     NULL };
	static const char *const other[] = { "company", "vendor", "firm", "researcher", "researchers",
					     "agency", "product", "service", "archive",
					     "domain", "technique", "vulnerability", "protocol",
					     "language", "website", "forum", "marketplace", "attack",
					     "library", "analyst", "name", "feature", "method", "copy",
					     "signature", "detection", "scanner", "solution", NULL };
	static const char *const kin[] = { "variant", "fork", "successor", "clone", "descendant",
					   "derivative", "offshoot", "rebrand", "rewrite", "version",
					   NULL };
	const char *kind = name_noun(w);

	if (word_one_of(w, kin))
		return HEAD_KIN;
	if (word_is(w, "campaign") || word_is(w, "operation"))
		return HEAD_CAMPAIGN;
	if (word_one_of(w, people))
		return HEAD_PEOPLE;
	if (word_one_of(w, perhaps))
		return HEAD_PERHAPS_PEOPLE;
	if (word_one_of(w, tools))
		return HEAD_PERHAPS_TOOL;
	if (word_one_of(w, other))
		return HEAD_OTHER;
	if (word_is(w, "virus") || word_is(w, "cryptocurrency-miner") || word_is(w, "infector"))
		return HEAD_MALWARE;
	return kind && !strcmp(kind, "malware") ? HEAD_MALWARE : HEAD_NONE;
}

/* "a malicious script", not only "a remote access tool" */
static bool is_evil(struct span w)
{
	static const char *const starts[] = { "malicious", "malware", "trojan", "backdoor", "spy", "steal",
					      "ransom", "destructive", "espionage" };

	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
		if (span_starts_nocase(w, span_of(starts[i])))
			return true;
	return false;
}

/* "state-sponsored", "ransomware", "malicious": what makes a group or a tool one of ours. */
static bool qualifies(struct span w)
{
	static const char *const starts[] = { "hack", "cyber", "crimin", "espionage", "ransom", "extort",
					      "sponsor", "state-", "intrusion", "malicious", "threat",
					      "adversar", "exploit", "offensive", "trojan", "backdoor",
					      "malware", "apt", "hacktivis", "financially", "remote",
					      "credential", "post-exploit", "spy", "ecrime", "nation-state",
					      "access", "phish", "activity", "china-", "russia-", "iran-",
					      "exfiltrat", "disrupt", "c2", "dump", "surveil" };

	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
		if (span_starts_nocase(w, span_of(starts[i])))
			return true;
	return false;
}

/* " of Mirai and others": what a variant of it is. */
static const char *kind_of_kin(struct span rest)
{
	struct words w;

	words_of(span_cut(rest, 0, KIN), &w);
	for (uint32_t i = 0; i < w.count; i++) {
		bool name = capital(w.word[i].ptr[0]) && !coined_is_other(w.word[i]);
		const struct known_name *n = name ? knowledge_written(w.word[i]) : NULL;

		if (name_noun(w.word[i]) && !strcmp(name_noun(w.word[i]), "malware"))
			return "malware";
		for (; n; n = n->next)
			if (n->of->kind == KNOWN_MALWARE && !n->ordinary)
				return "malware";
	}
	return NULL;
}

/* A stop, or what only explains what was said. */
static bool ends_phrase(struct span rest, bool said)
{
	if (!rest.len)
		return true;
	if (memchr(".;:", rest.ptr[0], 3))
		return rest.len == 1 || !ascii_alnum(rest.ptr[1]);
	return said && (rest.ptr[0] == ',' || span_starts(rest, SPAN(" (")));
}

/* What the noun phrase calls it. */
static const char *called(struct span phrase)
{
	static const char *const adding[] = {
		"that", "which", "who", "whose", "used", "by", "for", "from", "with", "to", "in", "on", "of",
		"targeting", "written", "capable", "known", "designed", "developed", "active", "since",
		"believed", "attributed", "tracked", "operating", "deployed", "responsible", "linked",
		"first", "distributed", "focused", "specializing", "and", "using", "based", "associated",
		"working", "found", "discovered", "where", "when", "as", "via", "against",
		"delivered", "observed", "is", "has", "sold", "leveraging", "built", "among", "at",
		"than", NULL
	};
	static const char *const elsewhere[] = { "by", "for", "from", "with", "to", "in", "on", "as",
						 "via", "against", "among", "at", "than", "is", "has",
						 NULL };
	enum head head = HEAD_NONE;
	bool ours = false, evil = false, web = false;

	for (int n = 0; n < PHRASE_WORDS && phrase.len; n++) {
		size_t len = word_length(phrase), close;
		struct span word = span_cut(phrase, 0, len);
		enum head is = web && word_is(word, "shell") ? HEAD_MALWARE : head_of(word);

		if (len && word_one_of(word, adding)) {
			if (head != HEAD_NONE)
				break;
			/* "is used by", "is popular among malware authors" */
			if (!n || word_one_of(word, elsewhere))
				return NULL;
		}
		if (len)
			web = word_is(word, "web");
		evil |= is_evil(word);
		ours |= evil || qualifies(word);
		head = is != HEAD_NONE ? is : head;
		phrase = span_skip(phrase, len);
		if (ends_phrase(phrase, head != HEAD_NONE))
			break;
		/* "password (and more) stealer" */
		close = span_starts(phrase, SPAN(" (")) ? span_find_byte(phrase, ')') : SPAN_NONE;
		phrase = span_skip(phrase, close != SPAN_NONE ? close + 1 : phrase.len ? 1 : 0);
	}
	switch (head) {
	case HEAD_MALWARE:
		return "malware";
	case HEAD_PEOPLE:
		return "actor";
	case HEAD_PERHAPS_PEOPLE:
		return ours ? "actor" : NULL;
	case HEAD_PERHAPS_TOOL:
		return evil ? "malware" : ours ? "tool" : NULL;
	case HEAD_CAMPAIGN:
		return ours ? "campaign" : NULL;
	case HEAD_KIN:
		return kind_of_kin(phrase);
	default:
		return NULL;
	}
}

/* A line, a sentence, a clause behind a comma, or "that". */
static bool may_begin(struct span t, size_t at)
{
	struct span front;

	while (at && memchr("*_\"'`(", t.ptr[at - 1], 6))
		at--;
	front = span_cut(t, 0, at);
	if (!at || t.ptr[at - 1] == '\n' || (at > 2 && (unsigned char)t.ptr[at - 1] >= 0x80))
		return true;
	if (at < 2 || t.ptr[at - 1] != ' ')
		return false;
	return memchr(".!?:,>|-", t.ptr[at - 2], 8) || span_ends(front, SPAN(" that ")) ||
		span_ends_nocase(front, SPAN("the ")) || span_ends(front, SPAN("  "));
}

/* "Kelp, a cybercriminal group,": but "in Norway, a botnet", "Besides, an actor may". */
static size_t apposition_at(struct span t, size_t at, size_t end)
{
	static const char *const places[] = { "in", "from", "at", "of", "near", "across", "to", "and",
					      "for", "on", "via", "using", "with", "by", NULL };
	static const char *const modals[] = { "may", "can", "could", "might", "will", "would", "must",
					      "should", "who", NULL };
	struct span rest = span_skip(t, end);
	size_t len = span_starts(rest, SPAN(", an ")) ? 5 : span_starts(rest, SPAN(", a ")) ? 4 : 0;
	struct words w;

	if (!len || span_ends_nocase(span_cut(t, at, end - at), SPAN("ly")))
		return 0;
	words_of(span_cut(t, at > GLOSS ? at - GLOSS : 0, at > GLOSS ? GLOSS : at), &w);
	if (w.count && at && t.ptr[at - 1] == ' ' &&
	    (word_one_of(w.word[w.count - 1], places) || capital(w.word[w.count - 1].ptr[0])))
		return 0;
	/* "including Kelp, a builder and the loader" may be three things. */
	words_of(span_cut(rest, len, PHRASE / 2), &w);
	for (uint32_t i = 0; i < w.count && i < 7; i++)
		if (word_one_of(w.word[i], modals) ||
		    (word_is(w.word[i], "and") && word_is(w.word[i + 1 < w.count ? i + 1 : i], "the")))
			return 0;
	return len;
}

bool defined_may_be(struct span name)
{
	struct span first = span_cut(name, 0, word_length(name));

	return !is_plain(first) && !coined_is_other(first) && !name_noun(name) &&
		!is_known_otherwise(name) && !is_known_otherwise(first);
}

size_t defined_at(struct span t, size_t at, const char **kind)
{
	size_t len, end, verb;
	struct span rest;

	*kind = NULL;
	if (!capital(t.ptr[at]))
		return 0;
	len = name_at(t, at);
	if (!len)
		return 0;
	end = behind_gloss(t, at + len);
	while (end < t.len && memchr("*_\"'`", t.ptr[end], 5) && end < at + len + 4)
		end++;
	rest = span_skip(t, end);
	verb = is_described(t, at) && span_starts(rest, SPAN(" as a")) ? 4 : 0;
	if (!verb)
		verb = may_begin(t, at) ? verb_at(rest) : 0;
	if (!verb && end == at + len)
		verb = apposition_at(t, at, end);
	if (!verb)
		return 0;
	if (!defined_may_be(span_cut(t, at, len)))
		return 0;
	rest = span_cut(t, end + verb, PHRASE);
	*kind = called(span_cut(rest, 0, span_find_byte(rest, '\n')));
	return *kind ? len : 0;
}
