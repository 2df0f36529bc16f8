/* concerned.c -- sectors as targets: the words around them in the sentence. */
#include "advisory/concerned.h"

#include "advisory/cues.h"
#include "advisory/words.h"

#define ENOUGH 2
#define NEAR 48			/* bytes in which words belong to the sector's */
#define BY_WHOM 4		/* words between "by" and who did it */
#define TELLING 4		/* words between who tells and "disclosed" */

/* What it is then: an organisation, a sector, something else altogether. */
static const char *const sectors[] = {
	"sector", "sectors", "industry", "industries", "vertical", "verticals", NULL
};

static const char *const organisations[] = {
	"organization", "organizations", "organisation", "organisations", "company", "companies",
	"entity", "entities", "institution", "institutions", "agency", "agencies", "firm", "firms",
	"provider", "providers", "businesses", "contractor", "contractors", "operators", "bodies",
	"body", "targets", "victims", "customers", "suppliers", "manufacturers", "employees",
	"personnel", "officials", "ministries", "institutes", "facilities", "networks", NULL
};

static const char *const others[] = {
	"trojan", "trojans", "malware", "account", "accounts", "transfer", "transfers",
	"credential", "credentials", "detail", "details", "data", "information", "card", "cards",
	"app", "apps", "application", "applications", "fraud", "gain", "gains", "loss", "losses",
	"impact", "relief", "obligations", "motivation", "motivations", "motives", "reasons",
	"crime", "crimes", "cybercrime", "statements", "page", "pages", "theme", "themes", "themed",
	"lure", "lures", "email", "emails", "login", "logins", "botnet", "stealer", "coverage",
	"attention", "persona", "personas", "post", "posts", "negotiations", "opportunities",
	"policies", "policy", "relations", "interests", "backdoor", "phishing", "injects",
	"websites", "sites", "site", "passwords", "informants", "report",
	"reports", "source", "sources", "purposes", "processes", "consequences", "damage",
	"transactions", "documents", "files", "certificates", "costs", "pressure", "incentives",
	"platform", "platforms", "device", "devices", "software", "engine", "engines", "assistance",
	"law", "action", "advice", "notice", "proceedings", "instruments", "forums", "demand", NULL
};

/* They are sectors in a list of sectors. */
static const char *const everywhere[] = { "technology", "software", "industry", NULL };

static const char *const powers[] = { "government", "governments", "military", "intelligence",
				      "governmental", NULL };

static const struct phrase targeting[] = {
	{ "target*", 0 }, { "victim*", 0 }, { "sector*", 0 }, { "industr*", 0 }, { "vertical*", 0 },
	{ "against", 0 }, { "compromis*", 0 }, { "infect*", 0 }, { "impact*", 0 }, { "affect*", 0 },
	{ "hit", 0 }, { "hitting", 0 }, { "attacks on", 0 }, { "attack on", 0 }, { "attacked", 0 },
	{ "attacking", 0 }, { "attacks at", 0 }, { "breach*", 0 }, { "intrusion*", 0 },
	{ "focused on", 0 }, { "focus on", 0 }, { "focuses on", 0 }, { "focusing on", 0 },
	{ "focused heavily on", 0 }, { "interest in", 0 }, { "aimed at", 0 }, { "disrupt*", 0 },
	{ "encrypted", 0 }, { "spying on", 0 }, { "concerns", 0 }, { "ciblant", 0 },
	{ "visant", 0 }, { "access to", 0 }, { "access into", 0 }, { "crosshairs", 0 },
	{ "customers of", 0 }, { "damage to", 0 }, { "interested in", 0 }, { "exfiltrated from", 0 },
	{ "aimed against", 0 }, { "sending", 0 }, { "sent to", 0 }, { "to attack", 0 },
};

static const struct phrase posing[] = {
	{ "impersonat*", 0 }, { "spoof*", 0 }, { "purport*", 0 }, { "masquerad*", 0 },
	{ "posing as", 0 }, { "pose as", 0 }, { "pretend*", 0 }, { "disguised*", 0 },
	{ "themed", 0 }, { "claiming to be", 0 }, { "behalf of", 0 }, { "contact", 0 },
	{ "should", 0 }, { "detect*", 0 }, { "stole from", 0 },
};

/* The same when it stands near. */
static const struct phrase related[] = {
	{ "backed by", 0 }, { "attributed to", 0 }, { "linked to", 0 }, { "associated with", 0 },
	{ "reported to", 0 }, { "report to", 0 }, { "supports", 0 }, { "works for", 0 },
	{ "engaged with", 0 }, { "described by", 0 }, { "reported by", 0 }, { "according to", 0 },
	{ "share", 0 }, { "shared with", 0 }, { "cooperation with", 0 }, { "coordinat*", 0 },
};

/* "hospitals have been hit": nothing else can be meant. */
static const struct phrase suffered[] = {
	{ "been hit", 0 }, { "was hit", 0 }, { "were hit", 0 }, { "been targeted", 0 },
	{ "was targeted", 0 }, { "were targeted", 0 }, { "are targeted", 0 },
	{ "been compromised", 0 }, { "was compromised", 0 }, { "were compromised", 0 },
	{ "been attacked", 0 }, { "was attacked", 0 }, { "were attacked", 0 },
	{ "been breached", 0 }, { "was breached", 0 }, { "were breached", 0 },
	{ "been affected", 0 }, { "were affected", 0 }, { "was affected", 0 },
	{ "fell victim", 0 }, { "fallen victim", 0 }, { "offered to pay", 0 }, { "paid the ransom", 0 },
};

static const struct phrase denying[] = {
	{ "not believe", 0 }, { "not target*", 0 }, { "no evidence", 0 }, { "not affect*", 0 },
	{ "not impact*", 0 }, { "no sign*", 0 }, { "unrelated", 0 }, { "not interested", 0 },
};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static bool is_capital(char c)
{
	return c >= 'A' && c <= 'Z';
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

/* In front of `at` in the sentence: targets count, what poses or is thanked speaks against it. */
static int said_before(struct span sentence, size_t at)
{
	struct words w;
	int points = 0;

	words_of(span_cut(sentence, 0, at), &w);
	if (words_mean(&w, targeting, COUNT(targeting)))
		points += 2;
	if (words_mean(&w, posing, COUNT(posing)))
		points -= 2;
	if (words_mean(&w, denying, COUNT(denying)))
		points -= 6;
	words_of(span_cut(sentence, at > NEAR ? at - NEAR : 0, at > NEAR ? NEAR : at), &w);
	if (words_mean(&w, related, COUNT(related)) || words_mean(&w, posing, COUNT(posing)))
		points -= 2;
	return points;
}

/* "disrupted by an unspecified law enforcement agency": but "used by the energy sector". */
static bool acts(struct span sentence, size_t at)
{
	static const char *const owning[] = { "used", "operated", "owned", "employed", "hosted",
					      "managed", "trusted", NULL };
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
static bool tells(struct span sentence, size_t behind)
{
	static const char *const verbs[] = { "reported", "disclosed", "said", "warned",
					     "noted", "described", "revealed", "announced",
					     "confirmed", "stated", "issued", "documented",
					     "discovered", "uncovered", "observed", NULL };
	struct words w;

	words_of(span_cut(sentence, behind, NEAR), &w);
	for (uint32_t i = 0; i < w.count && i < TELLING; i++)
		if (word_one_of(w.word[i], verbs) ||
		    (i && word_is(w.word[i], "published") &&
		     (words_have(&w, "has") || words_have(&w, "have"))))
			return true;
	return false;
}

static int said_behind(struct span sentence, size_t at)
{
	struct words w;

	words_of(span_skip(sentence, at), &w);
	if (words_mean(&w, suffered, COUNT(suffered)))
		return 2;
	return words_mean(&w, targeting, COUNT(targeting)) ? 1 : 0;
}

/* "Metropolitan Police Department", "Ministry of Information Technology": a name of its own. */
static bool in_a_name(struct span sentence, struct span before, struct span written,
		      struct span after)
{
	static const char *const offices[] = { "ministry of", "department of", "institute of",
					       "university of", "minister of", "ministries of",
					       "faculty of", "school of", NULL };
	size_t at = (size_t)(written.ptr - sentence.ptr);
	struct span front = span_cut(sentence, 0, at);
	size_t capitals = 0;
	struct words w;

	for (const char *const *o = offices; *o; o++) {
		size_t len = strlen(*o) + 1;

		if (front.len >= len &&
		    span_starts_nocase(span_skip(front, front.len - len), span_of(*o)))
			return true;
	}
	if (!is_capital(written.ptr[0]))
		return false;
	words_of(sentence, &w);
	for (uint32_t i = 0; i < w.count; i++)
		capitals += is_capital(w.word[i].ptr[0]);
	if (capitals * 2 > w.count)		/* a title: all words are written so */
		return false;
	return (before.len && is_capital(before.ptr[0]) && before.ptr != sentence.ptr) ||
		(after.len && is_capital(after.ptr[0]));
}

/* "social media", "reverse engineering", "the Russian government" */
static int against(struct span before, struct span written, bool noun)
{
	static const char *const makes_another[] = { "social", "removable", "reverse", "storage",
						     "bulletproof", "user", "search", "non", "for" };
	int points = 0;

	for (size_t i = 0; i < COUNT(makes_another); i++)
		if (word_is(before, makes_another[i]))
			points += strcmp(makes_another[i], "for") ? 4 : 0;
	if (word_one_of(written, powers) && !noun && before.len &&
	    (is_capital(before.ptr[0]) || word_is(before, "the") || word_is(before, "of")))
		points += 2;
	return points;
}

bool concerned_by(struct span text, size_t from, size_t to, bool ordinary)
{
	struct span sentence = cues_sentence(text, from), written = span_cut(text, from, to - from);
	size_t at = (size_t)(written.ptr - sentence.ptr), blank = span_rfind_byte(written, ' ');
	struct span before, after, last;
	int points = ordinary ? 0 : 1;
	bool noun;

	if (at + written.len > sentence.len)
		sentence = span_make(sentence.ptr, at + written.len);
	before = word_near(sentence, at, false);
	after = word_near(sentence, at + written.len, true);
	last = blank == SPAN_NONE ? written : span_skip(written, blank + 1);
	if (word_one_of(after, others) || acts(sentence, at) ||
	    tells(sentence, at + written.len))
		return false;
	if (word_one_of(written, everywhere))
		return word_one_of(after, sectors);
	noun = word_one_of(after, organisations) || word_one_of(last, organisations);
	if (word_one_of(after, sectors) || word_one_of(last, sectors))
		points += 2;
	else if (in_a_name(sentence, before, written, after))
		return false;
	points += noun ? 1 : 0;
	points += said_before(sentence, at) + said_behind(sentence, at + written.len);
	return points - against(before, written, noun) >= ENOUGH;
}
