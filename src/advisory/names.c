/*
 * names.c -- names in running text.
 *
 * Two passes over a text, both linear: forms (ids, designators, two-word names
 * of the large vendors), then introductions ("known as").  An introduction
 * without a noun in front of it that says what is named ("a file named") is
 * passed over.  Hostile input: TEXT_MAX bytes of a text, NAMES_MAX names per
 * introduction; looking back is limited to NEAR bytes.
 */
#include "advisory/names.h"

#include "advisory/coined.h"
#include "advisory/defined.h"
#include "advisory/names_data.h"
#include "advisory/words.h"

#define TEXT_MAX (64u << 10)
#define NAMES_MAX 8
#define NEAR 90			/* bytes between a noun or a name and what introduces another */
#define NAME_LONGEST 60
#define METAL_TEXT 20		/* bytes behind a name in capitals that show the text's case */

struct scan {
	struct span text;
	names_fn *fn;
	void *context;
	struct span last;	/* the last name, and what it is; NULL: not known */
	const char *last_kind;
};

static int found(struct scan *s, const char *kind, struct span written, bool is_id)
{
	struct name_found f = { .kind = kind, .written = written, .name = written, .is_id = is_id };

	if (is_id && written.len < sizeof(f.id)) {
		for (size_t i = 0; i < written.len; i++) {
			char c = written.ptr[i];

			f.id[i] = c >= 'a' && c <= 'z' ? (char)(c - 32) : c == '/' ? '.' : c;
		}
		f.name = span_make(f.id, written.len);
	}
	return s->fn(s->context, &f);
}

static size_t digits_at(struct span t, size_t at)
{
	size_t n = at;

	while (n < t.len && ascii_digit(t.ptr[n]))
		n++;
	return n - at;
}

/* CVE-2020-1234: length, or 0. */
static size_t cve_length(struct span t)
{
	size_t number;

	if (t.len < 13 || !span_starts_nocase(t, SPAN("CVE-")) || digits_at(t, 4) != 4 ||
	    t.ptr[8] != '-')
		return 0;
	number = digits_at(t, 9);
	return number >= 4 && number <= 7 ? 9 + number : 0;
}

/* T1059, T1059.001, and T1059/001 as in addresses of attack.mitre.org. */
static size_t technique_length(struct span t, bool in_address)
{
	size_t n;

	if (t.len < 5 || t.ptr[0] != 'T' || digits_at(t, 1) != 4)
		return 0;
	n = 5;
	if (n + 3 < t.len && (t.ptr[n] == '.' || (in_address && t.ptr[n] == '/')) &&
	    digits_at(t, n + 1) == 3)
		n += 4;
	return n < t.len && (ascii_alnum(t.ptr[n]) || t.ptr[n] == '_') ? 0 : n;
}

static size_t designator_length(struct span t)
{
	for (size_t i = 0; i < sizeof(designators) / sizeof(designators[0]); i++) {
		struct span head = span_of(designators[i].head);
		size_t n;

		if (!span_starts(t, head))
			continue;
		n = digits_at(t, head.len);
		if (n < designators[i].least || n > designators[i].most)
			continue;
		/* TA0001 is a tactic of ATT&CK. */
		if (head.len == 2 && t.ptr[2] == '0')
			continue;
		if (head.len + n < t.len && ascii_alnum(t.ptr[head.len + n]))
			continue;
		return head.len + n;
	}
	return 0;
}

static bool capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

static size_t word_length(struct span t)
{
	size_t n = 0;

	while (n < t.len && (ascii_alnum(t.ptr[n]) || (unsigned char)t.ptr[n] >= 0x80))
		n++;
	return n;
}

/* "Cozy Bear": length, or 0. */
static size_t family_length(struct span t)
{
	/* "Snow Leopard" is a system. */
	static const char *const systems[] = { "snow", "mountain", NULL };
	size_t first = word_length(t), second;
	struct span rest;

	if (first < 3 || !capital(t.ptr[0]) || first + 1 >= t.len || t.ptr[first] != ' ')
		return 0;
	rest = span_skip(t, first + 1);
	second = word_length(rest);
	if (!second || !capital(rest.ptr[0]) || !word_one_of(span_cut(rest, 0, second), families) ||
	    word_is(span_cut(t, 0, first), "the") || word_one_of(span_cut(t, 0, first), systems))
		return 0;
	/* "Old Bear Press" */
	if (second + 1 < rest.len && rest.ptr[second] == ' ' && capital(rest.ptr[second + 1]))
		return 0;
	return first + 1 + second;
}

/* "COBALT MIRAGE" in running text: length, or 0. */
static size_t metal_length(struct span t)
{
	size_t first = word_length(t), second, smalls = 0;
	bool metal = false;
	struct span rest;

	for (const char *const *m = metals; *m && first < t.len; m++)
		metal |= span_equal(span_cut(t, 0, first), span_of(*m));
	if (!metal || t.ptr[first] != ' ')
		return 0;
	rest = span_skip(t, first + 1);
	second = word_length(rest);
	for (size_t i = 0; i < second; i++)
		if (!capital(rest.ptr[i]))
			return 0;
	/* A heading is written so throughout. */
	rest = span_cut(rest, second, METAL_TEXT);
	for (size_t i = 0; i < rest.len; i++)
		smalls += rest.ptr[i] >= 'a' && rest.ptr[i] <= 'z';
	return second > 3 && smalls * 2 > rest.len ? first + 1 + second : 0;
}

static size_t by_form(struct scan *s, size_t at, int *rc)
{
	static const char *const ids[] = { "vulnerability", "technique" };
	struct span t = span_skip(s->text, at);
	bool in_address = at && s->text.ptr[at - 1] == '/';
	size_t lengths[2], n;

	if (!capital(t.ptr[0]) && t.ptr[0] != 'c')
		return 0;
	lengths[0] = cve_length(t);
	lengths[1] = technique_length(t, in_address);
	for (size_t i = 0; i < 2; i++)
		if (lengths[i]) {
			*rc = found(s, ids[i], span_cut(t, 0, lengths[i]), true);
			return lengths[i];
		}
	n = designator_length(t);
	if (!n)
		n = family_length(t);
	if (!n)
		n = metal_length(t);
	if (n) {
		s->last = span_cut(t, 0, n);
		s->last_kind = "actor";
		*rc = found(s, "actor", s->last, false);
	}
	return n;
}

bool name_is_family(struct span word)
{
	return word_one_of(word, families);
}

const char *name_noun(struct span word)
{
	for (size_t k = 0; k < sizeof(nouns) / sizeof(nouns[0]); k++)
		if (word_is(word, nouns[k].word))
			return nouns[k].kind;
	return NULL;
}

/* The last noun in front of byte `at` that says what is named, or NULL. */
static const char *noun_before(struct span text, size_t at)
{
	size_t from = at > NEAR ? at - NEAR : 0;
	const char *kind = NULL;
	struct words w;

	words_of(span_cut(text, from, at - from), &w);
	for (uint32_t i = 0; i < w.count; i++) {
		const char *noun = name_noun(w.word[i]);

		kind = noun ? noun : kind;
	}
	return kind;
}

/*
 * What an introduction names: the word in front of it, without those that only
 * join ("a packer that Example Labs has dubbed").  "A malware shop called" names
 * a shop.
 */
static const char *noun_introduced(struct span text, size_t at)
{
	static const char *const joining[] = {
		"that", "which", "we", "has", "have", "had", "been", "is", "was", "are", "were",
		"being", "it", "they", "also", "internally", "publicly", "sometimes", "commonly",
		"often", "usually", "previously", "formerly", "now", "then", "by", "the", "researchers",
		"analysts", "vendors", "others", "itself", "what", "authors", "developers", "us",
		"known", "variant", "strain", "program", "family", "being", "first", "later", "some",
		"its", "their", "sous", "dem", "der", "die", "das", "logiciel", "goes", "operates", NULL
	};
	size_t from = at > NEAR ? at - NEAR : 0;
	const char *kind = NULL;
	struct words w;

	words_of(span_cut(text, from, at - from), &w);
	for (uint32_t i = w.count; !kind && i-- > 0;) {
		kind = name_noun(w.word[i]);
		if (!kind && !capital(w.word[i].ptr[0]) && !word_one_of(w.word[i], joining))
			break;
	}
	return kind;
}

static size_t skip_blanks(struct span t, size_t at)
{
	while (at < t.len && ascii_space(t.ptr[at]))
		at++;
	return at;
}

/* Length of an opening quotation mark at the start, and what closes it. */
static size_t quote_open(struct span t, const char **closing)
{
	static const char *const marks[][2] = {
		{ "\"", "\"" }, { "\xe2\x80\x9c", "\xe2\x80\x9d" }, { "\xe2\x80\x98", "\xe2\x80\x99" },
		{ "'", "'" }, { "`", "`" },
	};

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (span_starts(t, span_of(marks[i][0]))) {
			*closing = marks[i][1];
			return strlen(marks[i][0]);
		}
	return 0;
}

/* Up to three capitalised words: "The Dukes", "WellMess". */
static size_t capitals_length(struct span t)
{
	size_t end = 0;

	for (int words = 0; words < 3; words++) {
		size_t at = end ? end + 1 : 0;
		size_t n = word_length(span_skip(t, at));

		if (!n || (end && t.ptr[end] != ' ') || !capital(t.ptr[at]))
			break;
		end = at + n;
		while (end + 1 < t.len && t.ptr[end] == '-' && ascii_alnum(t.ptr[end + 1]))
			end += 1 + word_length(span_skip(t, end + 1));
	}
	return end;
}

static bool has_capital(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (capital(s.ptr[i]) || ascii_digit(s.ptr[i]))
			return true;
	return false;
}

/* "known as the Russia-based operator" */
static bool is_adjective(struct span s)
{
	static const char *const ends[] = { "-based", "-linked", "-sponsored", "-aligned", "-nexus",
					    "-backed", "-speaking" };

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (span_ends_nocase(s, span_of(ends[i])))
			return true;
	return false;
}

/* One name at `at`; false when there is none. *end behind it. */
static bool read_name(struct span text, size_t at, struct span *name, struct span *written,
		      size_t *end)
{
	const char *closing;
	struct span t;
	size_t n;

	at = skip_blanks(text, at);
	t = span_skip(text, at);
	n = quote_open(t, &closing);
	if (n) {
		size_t close = span_find(span_cut(t, n, NAME_LONGEST), span_of(closing));

		if (close == SPAN_NONE || !close)
			return false;
		*name = span_trim(span_cut(t, n, close));
		*end = at + n + close + strlen(closing);
	} else {
		if (span_starts(t, SPAN("the ")))
			at += 4;
		n = capitals_length(span_cut(span_skip(text, at), 0, NAME_LONGEST));
		*name = span_cut(text, at, n);
		*end = at + n;
		/* "named update.exe" */
		if (*end + 1 < text.len && text.ptr[*end] == '.' && ascii_alnum(text.ptr[*end + 1]))
			return false;
	}
	while (name->len && memchr(",.;:", name->ptr[name->len - 1], 4))
		name->len--;
	if (span_find_byte(*name, '.') != SPAN_NONE || !has_capital(*name) || is_adjective(*name))
		return false;
	*written = *name;
	if (name->len > 4 && span_starts_nocase(*name, SPAN("the")) && ascii_space(name->ptr[3]))
		*name = span_trim(span_skip(*name, 4));
	return name->len > 2;
}

/* Behind a name: ", ", " and ", " or ", "/", ", as well as ": bytes taken, or 0. */
static size_t joint(struct span t)
{
	static const char *const joints[] = { ", and ", ", or ", " and ", " or ", ", ", "/", " / " };

	for (size_t i = 0; i < sizeof(joints) / sizeof(joints[0]); i++)
		if (span_starts(t, span_of(joints[i])))
			return strlen(joints[i]);
	return 0;
}

/* "led by Gary Bowser", "the developer Gary Bowser" */
static bool is_person(struct span text, size_t from)
{
	static const char *const people[] = { "national", "citizen", "individual", "man", "woman", "author",
					      "developer", "resident", "founder", "led", "headed",
					      "founded", NULL };
	struct words w;

	words_of(span_cut(text, from > NEAR ? from - NEAR : 0, from > NEAR ? NEAR : from), &w);
	if (w.count > 1 && word_is(w.word[w.count - 1], "by"))
		w.count--;
	return w.count && word_one_of(w.word[w.count - 1], people);
}

/*
 * "Grey Heron, also known as": what is known otherwise stands right in front.
 * Where no noun says what it is, it is one of the tables' names or none.
 */
static void name_in_front(struct scan *s, size_t at, const char *kind)
{
	size_t end = at, from, words = 0;

	while (end && memchr(" \t\n,(", s->text.ptr[end - 1], 5))
		end--;
	from = end;
	for (size_t word = end; words < 3 && word; words++) {
		size_t start = word;

		while (start && (ascii_alnum(s->text.ptr[start - 1]) ||
				 memchr("-_", s->text.ptr[start - 1], 2) ||
				 (unsigned char)s->text.ptr[start - 1] >= 0x80))
			start--;
		if (start == word || !capital(s->text.ptr[start]))
			break;
		from = start;
		word = start && s->text.ptr[start - 1] == ' ' ? start - 1 : 0;
	}
	if (span_starts(span_skip(s->text, from), SPAN("The ")) && from + 4 < end)
		from += 4;
	if (end - from < 3 || is_person(s->text, from))
		return;
	if (s->last.len && s->last.ptr + s->last.len >= s->text.ptr + end)
		return;
	s->last = span_cut(s->text, from, end - from);
	s->last_kind = kind;
	if (kind)
		found(s, kind, s->last, false);
}

/* "also known as UNC9911": what bears such a name is an actor. */
static const char *kind_of_form(struct span text, size_t at)
{
	struct span name, written;
	size_t end, taken = 1;

	for (int i = 0; taken && i < NAMES_MAX && read_name(text, at, &name, &written, &end); i++) {
		if (designator_length(name) || family_length(name))
			return "actor";
		taken = joint(span_skip(text, end));
		at = end + taken;
	}
	return NULL;
}

static int introduced(struct scan *s, size_t at, size_t behind, bool alias, size_t *end)
{
	struct span before = s->text, name, written;
	const char *kind = alias ? noun_before(s->text, at) : noun_introduced(s->text, at);
	int rc = 0;

	before.len = at;
	if (alias && !kind)
		kind = kind_of_form(s->text, behind);
	if (alias)
		name_in_front(s, at, kind);
	if (alias && (!s->last.len || s->last.ptr + s->last.len > before.ptr + at ||
		      (size_t)(before.ptr + at - s->last.ptr) > NEAR))
		alias = false;
	if (!alias && !kind)
		return 0;
	for (int i = 0; i < NAMES_MAX && rc >= 0; i++) {
		struct name_found f = { .kind = alias && !kind ? s->last_kind : kind };
		size_t next;

		if (!read_name(s->text, behind, &name, &written, &next))
			break;
		f.name = name;
		f.written = written;
		if (alias) {
			f.alias_of = s->last;
		} else {
			s->last = name;
			s->last_kind = kind;
		}
		rc = s->fn(s->context, &f);
		*end = next;
		behind = joint(span_skip(s->text, next));
		if (!behind)
			break;
		behind += next;
	}
	return rc;
}

/* What the noun in front of byte `at` calls all that follow: "RATs", "ransomware groups". */
static const char *noun_of_many(struct span text, size_t at)
{
	static const char *const programs[] = { "malware", "ransomware", "backdoors", "trojans", "loaders",
						"stealers", "infostealers", "botnets", "rats", "wipers",
						"worms", "families", "downloaders", "implants", NULL };
	static const char *const people[] = { "actors", "gangs", "adversaries", "groups", "crews",
					      "collectives", NULL };
	struct words w;

	words_of(span_cut(text, at > NEAR ? at - NEAR : 0, at > NEAR ? NEAR : at), &w);
	if (!w.count)
		return NULL;
	if (word_one_of(w.word[w.count - 1], programs))
		return "malware";
	if (!word_one_of(w.word[w.count - 1], people))
		return NULL;
	for (uint32_t i = w.count - 1; i-- > 0 && i + 4 > w.count;)
		if (word_one_of(w.word[i], (const char *const[]){ "threat", "apt", "sponsored", "hacking",
				"ransomware", "espionage", "cybercriminal", "extortion", "hacktivist",
				"cyber", "cyberespionage", "cybercrime", NULL }))
			return "actor";
	return NULL;
}

/* "ransomware groups such as Kelp, and TideQuay": bytes up to the end of the last name. */
static int exemplified(struct scan *s, size_t at, size_t *end)
{
	static const char *const words[] = { "such as ", "including ", "like " };
	const char *kind = NULL;
	size_t behind = 0;
	int rc = 0;

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (span_starts(span_skip(s->text, at), span_of(words[i])))
			behind = at + strlen(words[i]);
	if (behind)
		kind = noun_of_many(s->text, at);
	for (int i = 0; kind && i < NAMES_MAX && rc >= 0; i++) {
		struct name_found f = { .kind = kind };
		size_t next, more;

		if (!read_name(s->text, behind, &f.name, &f.written, &next))
			break;
		if (capital(f.name.ptr[0]) && defined_may_be(f.name))
			rc = s->fn(s->context, &f);
		*end = next;
		more = joint(span_skip(s->text, next));
		if (!more)
			break;
		behind = next + more;
	}
	return rc;
}

/* "dubbed by Example Labs as ": bytes of what stands between it and the name. */
static size_t by_whom(struct span t)
{
	size_t as = span_starts(t, SPAN(" by ")) ? span_find(span_cut(t, 0, 60), SPAN(" as ")) : 0;

	if (span_starts(t, SPAN(" as ")))
		return 3;
	return as && as != SPAN_NONE ? as + 3 : 0;
}

/* An introduction at `at`: bytes taken, or 0. */
static size_t introduction(struct span text, size_t at, bool *alias)
{
	struct span t = span_skip(text, at);
	const char *closing;

	if (!strchr("abcdegiklnrtuw\xc3", ascii_lower(text.ptr[at])))
		return 0;
	for (size_t i = 0; i < sizeof(introductions) / sizeof(introductions[0]); i++) {
		struct span words = span_of(introductions[i].words);

		if (span_starts_nocase(t, words) &&
		    (t.len == words.len || !ascii_alnum(t.ptr[words.len]))) {
			*alias = introductions[i].means;
			return words.len + by_whom(span_skip(t, words.len));
		}
	}
	/* APT29 (also "the Dukes") */
	if (span_starts(t, SPAN("also ")) && quote_open(span_skip(t, 5), &closing)) {
		*alias = true;
		return 4;
	}
	return 0;
}

/* "the TideQuay backdoor" */
static int by_noun(struct scan *s, size_t at, size_t *end)
{
	const char *kind;
	size_t len = defined_at(s->text, at, &kind);

	if (!len)
		len = coined_at(s->text, at, &kind);
	if (!len)
		return 0;
	*end = at + len;
	s->last = span_cut(s->text, at, len);
	s->last_kind = kind;
	return found(s, kind, s->last, false);
}

int names_find(struct span text, names_fn *fn, void *context)
{
	struct scan s = { .text = span_cut(text, 0, TEXT_MAX), .fn = fn, .context = context };
	size_t at = 0;
	int rc = 0;

	while (at < s.text.len && rc >= 0) {
		bool alias = false;
		size_t taken;

		if (!ascii_alnum(s.text.ptr[at]) || (at && ascii_alnum(s.text.ptr[at - 1]))) {
			at++;
			continue;
		}
		taken = by_form(&s, at, &rc);
		if (!taken) {
			size_t end = at + 1;

			taken = introduction(s.text, at, &alias);
			if (taken)
				rc = introduced(&s, at, at + taken, alias, &end);
			else
				rc = exemplified(&s, at, &end);
			if (!taken && end == at + 1 && rc >= 0)
				rc = by_noun(&s, at, &end);
			taken = end - at;
		}
		at += taken;
	}
	return rc < 0 ? rc : 0;
}
