/* beside.c -- the words beside a name, within its clause. */
#include "advisory/beside.h"

#include "advisory/names.h"
#include "advisory/words.h"

#define WORDS_BESIDE 2
#define SHORT_WORD 4		/* a shorter one needs a word for commands behind it */
#define EXPLAINING 4		/* words between a name and what it is said to be */
#define EXPLANATION 80		/* bytes of them */

/* What stands beyond them speaks of something else. */
static const char *const beyond[] = { "and", "or", "with", "by", "from", "to", "in", "on",
				      "against", "for", "as", "while", "but", "of", NULL };

/* The word that ends in front of `at`, or begins behind it, in the same clause. */
static struct span word_beside(struct span t, size_t *at, int way)
{
	static const char between[] = " \t\n\"'`-";
	size_t i = *at, from;

	if (way < 0) {
		while (i && (memchr(between, t.ptr[i - 1], sizeof(between) - 1) ||
			     (unsigned char)t.ptr[i - 1] >= 0x80))
			i--;
		from = i;
		while (from && ascii_alnum(t.ptr[from - 1]))
			from--;
		*at = from;
		return span_cut(t, from, i - from);
	}
	while (i < t.len && (memchr(between, t.ptr[i], sizeof(between) - 1) ||
			     (unsigned char)t.ptr[i] >= 0x80))
		i++;
	from = i;
	while (i < t.len && ascii_alnum(t.ptr[i]))
		i++;
	*at = i;
	return span_cut(t, from, i - from);
}

static bool is_capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

bool noun_means(const char *noun, const struct known *k)
{
	const char *kind = known_kind_name(k->kind);

	if (!strcmp(noun, kind))
		return true;
	return (!strcmp(noun, "tool") && k->kind == KNOWN_MALWARE) ||
		(!strcmp(noun, "malware") && k->kind == KNOWN_TOOL);
}

/* "Winnti installs backdoors" says what it does, not what it is. */
static const char *const deeds_of_people[] = {
	"use", "uses", "used", "using", "install", "installs", "installed", "deploy", "deploys",
	"deployed", "drop", "drops", "dropped", "deliver", "delivers", "delivered", "distribute",
	"distributes", "distributed", "employ", "employs", "employed", "leverages", "leveraged",
	"send", "sends", "sent", "spread", "spreads", "develops", "developed", "operates", "runs",
	"has", "have", "had", "sold", "sells", "loads", "downloads", "downloaded", NULL
};

/* Does the word say what one of these meanings is? */
static bool noun_fits(const struct known_name *names, const char *noun)
{
	for (; names; names = names->next)
		if (noun_means(noun, names->of))
			return true;
	return false;
}

/* "Conti affiliates"; "Delta variant" and "Delta infections" speak of other plagues, too. */
static const char *deed(struct span word, bool ordinary)
{
	static const char *const deeds[] = { "affiliate", "affiliates", "payload", "payloads",
					     "sample", "samples", "operator", "operators",
					     "gang", "gangs", "crew", NULL };
	static const char *const plagues[] = { "infection", "infections", "variant", "variants", NULL };

	if (word_one_of(word, deeds) || (!ordinary && word_one_of(word, plagues)))
		return "malware";
	return name_noun(word);
}

static bool in_small_letters(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (is_capital(s.ptr[i]))
			return false;
	return true;
}

/* "MinerGate Silent Miner": the second half of a longer name. */
static bool ends_another_name(struct span t, size_t from)
{
	size_t at = from;
	struct span before;

	if (from < 2 || t.ptr[from - 1] != ' ')
		return false;
	before = word_beside(t, &at, -1);
	return before.len > 3 && is_capital(before.ptr[0]) && at >= 2 && t.ptr[at - 1] == ' ' &&
		t.ptr[at - 2] != '.';
}

/* "using ping and curl"; but who uses a route takes it. */
static bool is_run(struct span t, size_t from, size_t to)
{
	static const char *const words[] = { "using", "via", "running", "executing", "executed",
					     "ran", "runs", "utility", "utilities", "commands", NULL };
	static const char *const english[] = { "expand", "route", "empire", "covenant", "ruler",
					       "responder", NULL };
	size_t len = to - from;

	return len >= SHORT_WORD && !word_one_of(span_cut(t, from, len), english) &&
		word_one_of(word_beside(t, &from, -1), words);
}

/* "the net command", "play ransomware": the word right behind must say it. */
static const char *noun_of_word(struct span t, size_t from, size_t to,
				const struct known_name *names)
{
	static const char *const commands[] = { "utility", "command", "commands", "tool", NULL };
	size_t len = to - from;
	bool run = is_run(t, from, to);
	struct span word = word_beside(t, &to, 1);
	const char *noun;

	if (run && noun_fits(names, "tool"))
		return "tool";
	if (word_one_of(word, commands)) {
		/* "at command and control servers" */
		if (word_is(word_beside(t, &to, 1), "and") || span_starts(span_skip(t, to), SPAN(" &")))
			return NULL;
		return noun_fits(names, "tool") ? "tool" : NULL;
	}
	noun = name_noun(word);
	return noun && len > SHORT_WORD && noun_fits(names, noun) ? noun : NULL;
}

/* "blamed on Conti": what is said of nobody but an attacker. */
static bool blamed(struct span t, size_t from)
{
	static const char *const phrases[] = { "blamed on ", "attributed to ", "claimed by ",
					       "conducted by ", "attributes this to ",
					       "credit to ", "affiliated with ", "work of " };
	struct span front = span_cut(t, 0, from);

	if (span_ends_nocase(front, SPAN("the ")))
		front.len -= 4;
	for (size_t i = 0; i < sizeof(phrases) / sizeof(phrases[0]); i++)
		if (span_ends_nocase(front, span_of(phrases[i])))
			return true;
	return false;
}

/* "TA551 deployed Sliver", "Sliver is downloaded": what is done with malware alone. */
static bool is_handled(struct span t, size_t from, size_t to)
{
	static const char *const verbs[] = { "deploy", "deploys", "deployed", "deploying", "deliver",
					     "delivers", "delivered", "delivering", "drops",
					     "dropped", "dropping", "distributes", "distributed",
					     "distributing", "downloads", "downloaded",
					     "downloading", NULL };
	static const char *const is[] = { "is", "was", "are", "were", "then", NULL };
	static const char *const done[] = { "downloaded", "dropped", "deployed", "delivered",
					    "installed", "executed", "injected", NULL };
	static const char *const whose[] = { "download", "operators", "affiliates", "variants",
					     "variant", "samples", "victims", "developers", NULL };
	size_t front = from, behind = to;
	struct span word = word_beside(t, &front, -1);

	if (word_is(word, "of"))
		return word_one_of(word_beside(t, &front, -1), whose) ||
			span_ends_nocase(span_cut(t, 0, from), SPAN("'s use of ")) ||
			span_ends_nocase(span_cut(t, 0, from), SPAN("\xe2\x80\x99s use of "));
	if (word_one_of(word, verbs) || span_ends_nocase(span_cut(t, 0, from), SPAN("infected with ")))
		return true;
	return word_one_of(word_beside(t, &behind, 1), is) &&
		word_one_of(word_beside(t, &behind, 1), done);
}

const char *noun_beside(struct span t, size_t from, size_t to, const struct known_name *names,
			bool ordinary)
{
	if (ordinary && (to - from < SHORT_WORD ||
			 in_small_letters(span_cut(t, from, to - from))))
		return noun_of_word(t, from, to, names);
	if (ordinary && ends_another_name(t, from))
		return NULL;
	if (blamed(t, from))
		return noun_fits(names, "actor") ? "actor" : noun_fits(names, "malware") ?
			"malware" : NULL;
	for (int way = 1; way >= -1; way -= 2) {
		size_t at = way > 0 ? to : from;

		for (int i = 0; i < WORDS_BESIDE; i++) {
			struct span word = word_beside(t, &at, way);
			const char *noun = way > 0 ? deed(word, ordinary) : name_noun(word);

			/* "the Royal family" */
			if (ordinary && way > 0 && i == 0 && word_is(word, "family"))
				break;

			if (noun && noun_fits(names, noun))
				return noun;
			if (!word.len || is_capital(word.ptr[0]) || word_one_of(word, beyond) ||
			    (way > 0 && word_one_of(word, deeds_of_people)))
				break;
		}
	}
	return ordinary && noun_fits(names, "malware") && is_handled(t, from, to) ? "malware" : NULL;
}

bool people_explained(struct span t, size_t to)
{
	static const char *const openings[] = { ": one of the ", " is one of the ", ", one of the ",
						" is a ", " is an ", ", a ", ", an ", ": a ", ": an ",
						" was a ", " was not the only ", " is not the only " };
	static const char *const people[] = { "gang", "gangs", "group", "groups", "crew", "crews",
					      "cartel", "syndicate", "collective", NULL };
	struct span rest = span_cut(t, to, EXPLANATION);
	size_t at = 0;

	for (size_t i = 0; !at && i < sizeof(openings) / sizeof(openings[0]); i++)
		if (span_starts_nocase(rest, span_of(openings[i])))
			at = strlen(openings[i]);
	for (int i = 0; at && i < EXPLAINING; i++) {
		struct span word = word_beside(rest, &at, 1);

		if (word_one_of(word, people))
			return true;
		if (!word.len || word_one_of(word, beyond))
			break;
	}
	return false;
}

size_t people_behind(struct span t, size_t to)
{
	static const char *const people[] = { "gang", "group", "crew", "cartel", "syndicate", NULL };
	size_t from = to;
	struct span word = word_beside(t, &to, 1);

	if (word_is(word, "ransomware") || word_is(word, "threat"))
		word = word_beside(t, &to, 1);
	return word_one_of(word, people) ? to - from : 0;
}
