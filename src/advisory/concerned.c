/*
 * concerned.c -- what a sector is named for: the words around it in the
 * sentence.  Of those in front the nearest counts ("backed by a government
 * that targets the energy sector"); those behind count where none is.
 *
 * Bounded: FRONT bytes in front of a sector and BEHIND bytes behind it.
 */
#include "advisory/concerned.h"

#include "advisory/concerned_data.h"
#include "advisory/cues.h"
#include "advisory/words.h"

#define ENOUGH 2
#define FRONT 500
#define BEHIND 120
#define NEAR 48			/* bytes in which words belong to the sector's */
#define BY_WHOM 4		/* words between "by" and who did it */
#define TELLING 4		/* words between who tells and "disclosed" */
#define STATE 24		/* bytes between "attacks on" and the state that they hit */
#define NEGATED 5		/* words between "barred" and "targeting" */
#define DONE 7			/* words between a sector and "was hit" */

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

#define WHY_DISGUISE "only as a disguise, a lure or its theme"
#define WHY_ACTOR "only as who is behind it, or who acts"
#define WHY_TOLD "only as who tells of it, is told or helps"
#define WHY_ADVISED "only among those who are advised"
#define WHY_USED "only as a service that the attackers use"
#define WHY_OCCASION "only as the occasion of it"
#define WHY_DENIED "only where the text says that it was not attacked"

/* A sector's words in their sentence. */
struct place {
	struct span sentence, written;
	size_t at;			/* of `written` */
	struct span before, after, last;	/* words: in front, behind, the last of its own */
	bool ordinary, noun, sector;	/* "energy firms", "energy sector" */
};

static bool is_capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

static struct concerned told(enum concern is, const char *why, struct span by)
{
	return (struct concerned){ .is = is, .why = why, .by = by };
}

/* The word in front of `at`, or behind it, when nothing but blanks or a hyphen is between. */
static struct span word_near(struct span t, size_t at, bool behind)
{
	size_t from, to;

	if (behind) {
		for (from = at; from < t.len && memchr(" \n-", t.ptr[from], 3) && from < at + 3;)
			from++;
		for (to = from; to < t.len && ascii_alnum(t.ptr[to]);)
			to++;
		return span_cut(t, from, to - from);
	}
	for (to = at; to && memchr(" \n-", t.ptr[to - 1], 3) && to + 3 > at;)
		to--;
	for (from = to; from && ascii_alnum(t.ptr[from - 1]);)
		from--;
	return span_cut(t, from, to - from);
}

static struct span behind_of(const struct place *p)
{
	return span_cut(span_skip(p->sentence, p->at + p->written.len), 0, BEHIND);
}

/* The words of the text from one word to another. */
static struct span from_to(const struct words *w, uint32_t first, uint32_t behind)
{
	const char *from = w->word[first].ptr;
	struct span last = w->word[behind - 1];

	return span_make(from, (size_t)(last.ptr + last.len - from));
}

/* "barred from targeting", "did not attack", but "not only targets"; *why: of what is no target. */
static enum concern negated(const struct words *w, uint32_t cue, const char **why)
{
	static const char *const no[] = { "not", "never", "no", "without", "didn", "doesn", "don",
					  "neither", NULL };
	static const char *const rule[] = { "avoid", "avoids", "avoided", "avoiding", "barred", "bars",
					    "bar", "bans", "banned", "ban", "forbid", "forbids", "forbade",
					    "forbidden", "prohibit", "prohibits", "prohibited",
					    "prohibiting", "refrain", "refrains", "refrained", "promised",
					    "exclude", "excludes", "excluded", "abstain", NULL };
	static const char *const yet[] = { "only", "just", "limited", "merely", "solely", "longer",
					   "surprising", "doubt", NULL };
	enum concern is = CONCERN_TARGET;

	*why = NULL;
	for (uint32_t i = cue; i-- > 0 && i + NEGATED >= cue;) {
		if (memchr(w->word[i].ptr + w->word[i].len, ',',
			   (size_t)(w->word[i + 1].ptr - w->word[i].ptr) - w->word[i].len))
			break;
		if (word_one_of(w->word[i], yet))
			return CONCERN_TARGET;
		if (word_one_of(w->word[i], rule)) {
			*why = SAID_TO_BE_SPARED;
			return CONCERN_SPARED;
		}
		if (word_one_of(w->word[i], no)) {
			*why = WHY_DENIED;
			is = CONCERN_NAMED;
		}
	}
	return is;
}

/* "attacks have cost the industry": what the attacks do is no attack. */
static bool acts_itself(const struct words *w, uint32_t first, uint32_t behind)
{
	static const char *const deeds[] = { "attack", "attacks", "breach", "breaches", "intrusion",
					     "intrusions", "espionage", "theft", NULL };
	static const char *const does[] = { "has", "have", "had", "is", "are", "was", "were", "will",
					    "would", "can", "could", "may", "might", NULL };

	if (!word_one_of(w->word[first], deeds))
		return false;
	for (uint32_t i = behind; i < w->count && i < behind + NEGATED; i++)
		if (word_one_of(w->word[i], does))
			return true;
	return false;
}

/* "an attack with missiles against military bases" is fought elsewhere. */
static bool is_war(const struct words *w, uint32_t cue)
{
	static const char *const arms[] = { "missile", "missiles", "airstrike", "airstrikes", "bomb",
					    "bombs", "bombing", "troops", "artillery", "rockets",
					    "drones", NULL };

	for (uint32_t i = cue > NEGATED ? cue - NEGATED : 0; i < w->count && i <= cue + 2; i++)
		if (word_one_of(w->word[i], arms))
			return true;
	return false;
}

/* No comma between the cue and the sector at `end`: "a unit of the army, include banks". */
static bool is_close(struct span by, const char *end)
{
	struct span between = span_make(by.ptr + by.len, (size_t)(end - by.ptr) - by.len);

	return between.len <= NEAR && span_find_byte(between, ',') == SPAN_NONE;
}

/* What a cue makes of the sector at `end`; SILENT: it speaks of something else. */
static struct concerned weigh_cue(const struct words *w, enum cue cue, uint32_t first,
				  uint32_t behind, const char *end)
{
	static const char *const why[] = {
		[CUE_TARGET] = "in front of it", [CUE_POSE] = WHY_DISGUISE, [CUE_ACTOR] = WHY_ACTOR,
		[CUE_ADVISE] = WHY_ADVISED, [CUE_TOLD] = WHY_TOLD, [CUE_USED] = WHY_USED,
		[CUE_SPARED] = SAID_TO_BE_SPARED, [CUE_OCCASION] = WHY_OCCASION,
	};
	static const char *const of_it[] = {
		"those", "companies", "organizations", "organisations", "entities", "individuals",
		"people", "institutions", "figures", "assets", "targets", "victims", "networks", NULL
	};
	struct span by = from_to(w, first, behind);
	bool far = !is_close(by, end);
	enum concern is;
	const char *not;

	switch (cue) {
	case CUE_TARGET:
		is = negated(w, first, &not);
		if (is == CONCERN_TARGET && (acts_itself(w, first, behind) || is_war(w, first)))
			break;
		return told(is, is == CONCERN_TARGET ? why[cue] : not, by);
	case CUE_SPARED:
		return told(CONCERN_SPARED, why[cue], by);
	case CUE_ACTOR: case CUE_TOLD: case CUE_USED:
		/* "companies associated with the energy sector" are of it. */
		if (far || (first && cue == CUE_ACTOR && word_one_of(w->word[first - 1], of_it)))
			break;
		return told(CONCERN_NAMED, why[cue], by);
	case CUE_POSE: case CUE_ADVISE: case CUE_OCCASION:
		return told(CONCERN_NAMED, why[cue], by);
	}
	return told(CONCERN_SILENT, NULL, SPAN(""));
}

/* The nearest words in front that say what the sectors behind them are named for. */
static struct concerned said_before(struct span front)
{
	const char *end = front.ptr + front.len;
	const struct phrase *cue;
	uint32_t first, behind;
	struct words w;

	if (front.len > FRONT)
		front = span_skip(front, front.len - FRONT);
	words_of(front, &w);
	if (words_mean(&w, denying, COUNT(denying)))
		return told(CONCERN_NAMED, WHY_DENIED, SPAN(""));
	while ((cue = words_nearest(&w, in_front, COUNT(in_front), &first, &behind))) {
		struct concerned c = weigh_cue(&w, (enum cue)cue->means, first, behind, end);

		if (c.is != CONCERN_SILENT)
			return c;
		words_of(span_make(front.ptr, (size_t)(w.word[first].ptr - front.ptr)), &w);
	}
	return told(CONCERN_SILENT, NULL, SPAN(""));
}

/* "were hit", "are the main targets" in the next words. */
static struct span suffering(const struct words *w)
{
	for (uint32_t i = 1; i < w->count && i <= DONE; i++)
		if (word_one_of(w->word[i], suffered))
			for (uint32_t k = i; k-- > 0 && k + 4 >= i;)
				if (word_one_of(w->word[k], being))
					return from_to(w, k, i + 1);
	return SPAN("");
}

static struct concerned said_behind(struct span rest)
{
	static const struct phrase weak[] = { { "attack*", 0 }, { "target*", 0 }, { "victim*", 0 },
					      { "breach*", 0 }, { "compromis*", 0 }, { "hit", 0 },
					      { "infect*", 0 }, { "intrusion*", 0 },
					      { "ransomware", 0 }, { "encrypt*", 0 },
					      { "sector*", 0 }, { "industr*", 0 } };
	struct span by;
	struct words w;

	words_of(rest, &w);
	if (words_mean(&w, untouched, COUNT(untouched)))
		return told(CONCERN_NAMED, WHY_DENIED, SPAN(""));
	if (words_mean(&w, spared, COUNT(spared)))
		return told(CONCERN_SPARED, SAID_TO_BE_SPARED, SPAN(""));
	by = suffering(&w);
	if (by.len || words_mean(&w, otherwise_suffered, COUNT(otherwise_suffered)))
		return told(CONCERN_TARGET, "behind it", by);
	if (words_mean(&w, advised, COUNT(advised)))
		return told(CONCERN_NAMED, WHY_ADVISED, SPAN(""));
	return told(CONCERN_SILENT, words_mean(&w, weak, COUNT(weak)) ? "" : NULL, SPAN(""));
}

/* "disrupted by an unspecified law enforcement agency": but "used by the energy sector". */
static bool acts(struct span sentence, size_t at)
{
	static const char *const owning[] = { "used", "operated", "owned", "employed", "hosted",
					      "managed", "trusted", "needed", "required", NULL };
	struct span near;
	struct words w;
	size_t open;

	near = span_cut(sentence, at > NEAR ? at - NEAR : 0, at > NEAR ? NEAR : at);
	open = span_rfind_byte(near, '(');
	words_of(open == SPAN_NONE ? near : span_skip(near, open), &w);
	for (uint32_t i = w.count; i-- > 1 && i + BY_WHOM >= w.count;) {
		struct span verb = w.word[i - 1];

		if (word_is(w.word[i], "by"))
			return span_ends_nocase(verb, SPAN("ed")) && !word_one_of(verb, owning);
	}
	return false;
}

/* "researchers and journalists have disclosed": who tells of it. */
static bool tells(struct span behind)
{
	static const char *const verbs[] = { "reported", "disclosed", "said", "warned",
					     "noted", "described", "revealed", "announced",
					     "confirmed", "stated", "issued", "documented",
					     "discovered", "uncovered", "observed", "mark", "flag",
					     "detect", "track", "classify", "call", "say", "warn",
					     NULL };
	struct words w;

	words_of(span_cut(behind, 0, NEAR), &w);
	for (uint32_t i = 0; i < w.count && i < TELLING; i++)
		if (word_one_of(w.word[i], verbs) ||
		    (i && word_is(w.word[i], "published") &&
		     (words_have(&w, "has") || words_have(&w, "have"))))
			return true;
	return false;
}

/* "Metropolitan Police Department", "Ministry of Information Technology": a name of its own. */
static bool in_a_name(const struct place *p)
{
	static const char *const offices[] = { "ministry of", "department of", "institute of",
					       "university of", "minister of", "ministries of",
					       "faculty of", "school of", NULL };
	struct span front = span_cut(p->sentence, 0, p->at);
	size_t capitals = 0;
	struct words w;

	for (const char *const *o = offices; *o; o++) {
		size_t len = strlen(*o) + 1;

		if (front.len >= len &&
		    span_starts_nocase(span_skip(front, front.len - len), span_of(*o)))
			return true;
	}
	if (!is_capital(p->written.ptr[0]))
		return false;
	if (word_is(p->after, "of") && span_find(span_skip(p->sentence, p->at), SPAN(" of ")) ==
	    p->written.len)
		return true;
	words_of(p->sentence, &w);
	for (uint32_t i = 0; i < w.count; i++)
		capitals += is_capital(w.word[i].ptr[0]);
	if (capitals * 2 > w.count)		/* a title: all words are written so */
		return false;
	if (p->before.len && is_capital(p->before.ptr[0]) && p->before.ptr != p->sentence.ptr)
		return true;
	return p->after.len && is_capital(p->after.ptr[0]);
}

/* "social media", "reverse engineering", "industry standards": no sector at all. */
static bool is_other(const struct place *p, bool attacked)
{
	static const char *const makes_another[] = { "social", "removable", "reverse", "storage",
						     "bulletproof", "user", "search", "non", "anti", "operational",
						     "pro", NULL };
	static const char *const of_systems[] = { "software", "system", "windows", "legitimate",
						  "command", "line", "administrative", "native",
						  "linux", "open", "source", NULL };
	static const char *const of_any[] = { "vertical", "verticals", "sector", "sectors", "standard",
					      "standards", "peers", "leader", "leaders", "leading",
					      "partners", "experts", "best", "wide", "regulations",
					      "research", "researchers", "analysts", "name", "players",
					      "professionals", NULL };

	if (word_one_of(p->before, makes_another))
		return true;
	if (word_is(p->written, "utilities") && word_one_of(p->before, of_systems))
		return true;
	if (word_is(p->written, "industrial") && word_is(p->after, "control"))
		return true;
	if (word_is(p->written, "industry") &&
	    (word_one_of(p->after, of_any) || word_one_of(p->before, of_any)))
		return true;
	/* "banking accounts" are those of anybody. */
	return word_one_of(p->after, others) &&
		!(attacked && word_one_of(p->after, belongings) &&
		  !span_starts_nocase(p->written, SPAN("bank")) &&
		  !span_starts_nocase(p->written, SPAN("financ")));
}

/* "the Russian government", unless it is attacked; "the government, energy and" is none */
static bool is_state(const struct place *p)
{
	size_t behind = p->at + p->written.len;

	if (word_is(p->before, "the") && behind < p->sentence.len &&
	    (p->sentence.ptr[behind] == ',' || word_is(p->after, "and")))
		return false;
	return word_one_of(p->written, powers) && !p->noun && p->before.len &&
		(is_capital(p->before.ptr[0]) || word_is(p->before, "the") || word_is(p->before, "of"));
}

/* "targeting the Ukrainian government", "their targets appeared to be the Ukrainian government" */
static bool is_object(const struct place *p, struct span by)
{
	size_t end = (size_t)(by.ptr + by.len - p->sentence.ptr);
	struct span between = span_cut(p->sentence, end, p->at - end);
	struct words w;

	if (span_find_byte(between, ',') != SPAN_NONE)
		return false;
	words_of(between, &w);
	for (uint32_t i = w.count; i-- > 0 && i + 4 > w.count;)
		if (word_one_of(w.word[i], being) || span_starts_nocase(w.word[i], SPAN("includ")))
			return word_is(by, "targets") || word_is(by, "target") || word_is(by, "victims");
	return between.len <= STATE;
}

/* Without a word on attacks: how much like a sector it is written. */
static struct concerned by_itself(const struct place *p, bool spoken_of)
{
	int points = (p->ordinary ? 0 : 1) + (p->sector ? 2 : 0) +
		(word_one_of(p->after, organisations) ? 1 : 0) +
		(p->ordinary ? 0 : spoken_of);

	if (word_one_of(p->written, powers) && !p->noun && !p->sector)
		points = 0;

	return (struct concerned){ .is = points >= ENOUGH ? CONCERN_TARGET : CONCERN_SILENT,
				   .why = "named as a sector", .by = SPAN(""), .weak = true };
}

static void look_around(struct place *p)
{
	size_t blank = span_rfind_byte(p->written, ' ');

	p->before = word_near(p->sentence, p->at, false);
	p->after = word_near(p->sentence, p->at + p->written.len, true);
	p->last = blank == SPAN_NONE ? p->written : span_skip(p->written, blank + 1);
	p->noun = word_one_of(p->after, organisations) || word_one_of(p->last, organisations);
	p->sector = word_one_of(p->after, sectors) ||
		(word_one_of(p->last, sectors) && p->last.len < p->written.len);
}

struct concerned concerned_by(struct span text, size_t from, size_t to, bool ordinary)
{
	static const char *const struck[] = { "targets", "victims", "victim", NULL };
	struct place p = { .sentence = cues_sentence(text, from),
			   .written = span_cut(text, from, to - from), .ordinary = ordinary };
	struct concerned front, behind;

	p.at = (size_t)(p.written.ptr - p.sentence.ptr);
	if (p.at + p.written.len > p.sentence.len)
		p.sentence = span_make(p.sentence.ptr, p.at + p.written.len);
	look_around(&p);
	front = said_before(span_cut(p.sentence, 0, p.at));
	if (is_other(&p, front.is == CONCERN_TARGET))
		return told(CONCERN_OTHER, NULL, SPAN(""));
	if (word_one_of(p.written, everywhere) && !p.sector)
		return told(CONCERN_SILENT, NULL, SPAN(""));
	if (!p.sector && in_a_name(&p))
		return told(CONCERN_OTHER, NULL, SPAN(""));
	if (is_state(&p) && !(front.is == CONCERN_TARGET && is_object(&p, front.by)))
		return told(CONCERN_OTHER, NULL, SPAN(""));
	if (acts(p.sentence, p.at))
		return told(CONCERN_NAMED, WHY_ACTOR, SPAN(""));
	if (word_one_of(p.after, struck))
		return told(CONCERN_TARGET, "behind it", p.after);
	behind = said_behind(behind_of(&p));
	if (behind.is != CONCERN_TARGET && tells(behind_of(&p)))
		return told(CONCERN_NAMED, WHY_TOLD, SPAN(""));
	if (front.is == CONCERN_SILENT && behind.is != CONCERN_SILENT)
		front = behind;
	if (front.is == CONCERN_SILENT)
		return by_itself(&p, behind.why != NULL);
	return front;
}

struct concerned concerned_lead(struct span text)
{
	struct span sentence;

	text = span_trim(text);
	while (text.len && memchr(":.;-", text.ptr[text.len - 1], 4))
		text.len--;
	sentence = text.len ? cues_sentence(text, text.len - 1) : text;
	return said_before(sentence);
}
