/*
 * sayings.c -- sentences that assess, vouch, limit or deny.
 *
 * Words of probability get their band from the yardstick of who leads: PHIA
 * for the United Kingdom and those who publish with it, ICD 203 for the United
 * States.  Elsewhere the word is kept without a band.  English only.  Hostile
 * input: PASSAGES_READ passages, PASSAGE_MAX bytes of each.
 */
#include "advisory/sayings.h"

#include "advisory/bodies.h"
#include "advisory/cues.h"
#include "advisory/words.h"

#define PASSAGES_READ 1200
#define PASSAGE_MAX 8000
#define STATEMENT_MAX 500

enum scheme { SCHEME_NONE, SCHEME_PHIA, SCHEME_ICD };

static const char *const scheme_names[] = { "", "PHIA", "ICD 203" };

/* Longer terms before those that they contain. */
static const struct {
	const char *words;
	uint8_t phia[2], icd[2];
	bool plain;		/* also said of anything: counts where it is said of an attack */
} terms[] = {
	{ "almost certainly", { 95, 100 }, { 95, 99 }, false },
	{ "almost certain", { 95, 100 }, { 95, 99 }, false },
	{ "nearly certain", { 0, 0 }, { 95, 99 }, false },
	{ "highly unlikely", { 10, 20 }, { 0, 0 }, false },
	{ "very unlikely", { 0, 0 }, { 5, 20 }, false },
	{ "highly likely", { 80, 90 }, { 0, 0 }, false },
	{ "very likely", { 0, 0 }, { 80, 95 }, false },
	{ "highly probable", { 0, 0 }, { 80, 95 }, false },
	{ "highly improbable", { 0, 0 }, { 5, 20 }, false },
	{ "realistic possibility", { 40, 50 }, { 0, 0 }, false },
	{ "realistic probability", { 40, 50 }, { 0, 0 }, false },
	{ "remote chance", { 0, 5 }, { 1, 5 }, false },
	{ "almost no chance", { 0, 0 }, { 1, 5 }, false },
	{ "roughly even chance", { 0, 0 }, { 45, 55 }, false },
	{ "roughly even odds", { 0, 0 }, { 45, 55 }, false },
	{ "improbable", { 0, 0 }, { 20, 45 }, true },
	{ "unlikely", { 25, 35 }, { 20, 45 }, true },
	{ "probable", { 55, 75 }, { 55, 80 }, true },
	{ "probably", { 55, 75 }, { 55, 80 }, true },
	{ "likely", { 55, 75 }, { 55, 80 }, true },
	{ "high confidence", { 0, 0 }, { 0, 0 }, false },
	{ "moderate confidence", { 0, 0 }, { 0, 0 }, false },
	{ "medium confidence", { 0, 0 }, { 0, 0 }, false },
	{ "low confidence", { 0, 0 }, { 0, 0 }, false },
};

#define TERMS (sizeof(terms) / sizeof(terms[0]))

static enum scheme scheme_of(struct span body)
{
	static const struct {
		const char *body;
		enum scheme scheme;
	} rows[] = {
		{ "NCSC", SCHEME_PHIA }, { "GCHQ", SCHEME_PHIA }, { "CSE", SCHEME_PHIA },
		{ "CCCS", SCHEME_PHIA }, { "CISA", SCHEME_ICD }, { "NSA", SCHEME_ICD },
		{ "FBI", SCHEME_ICD }, { "DHS", SCHEME_ICD }, { "ODNI", SCHEME_ICD },
		{ "CNMF", SCHEME_ICD }, { "USCYBERCOM", SCHEME_ICD }, { "HHS", SCHEME_ICD },
		{ "DOJ", SCHEME_ICD }, { "MS-ISAC", SCHEME_ICD },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (span_equal(body, span_of(rows[i].body)))
			return rows[i].scheme;
	return SCHEME_NONE;
}

static size_t term_in(const struct words *w)
{
	for (size_t i = 0; i < TERMS; i++)
		if (words_have(w, terms[i].words))
			return i;
	return TERMS;
}

/* Something is said of an attack or of who is behind it. */
static bool is_of_attack(const struct words *w)
{
	static const struct phrase rows[] = {
		{ "actor*", 0 }, { "attacker*", 0 }, { "group*", 0 }, { "campaign*", 0 },
		{ "adversar*", 0 }, { "apt*", 0 }, { "threat*", 0 }, { "malware", 0 },
		{ "attribut*", 0 }, { "state sponsored", 0 }, { "intelligence", 0 },
		{ "target*", 0 }, { "espionage", 0 }, { "operation*", 0 },
	};

	return words_mean(w, rows, sizeof(rows) / sizeof(rows[0])) != 0;
}

static bool is_denial(const struct words *w)
{
	static const struct phrase rows[] = {
		{ "denied", 0 }, { "denies", 0 }, { "deny", 0 }, { "denying", 0 },
		{ "nothing to do with", 0 }, { "rejected the accusation*", 0 },
		{ "rejects the accusation*", 0 }, { "rejected the allegation*", 0 },
		{ "do not accept such", 0 }, { "unfounded accusation*", 0 },
		{ "baseless", 0 }, { "not involved in", 0 },
	};
	static const struct phrase others[] = {
		{ "denied access", 0 }, { "access denied", 0 }, { "deny access", 0 },
		{ "permission denied", 0 }, { "deny list*", 0 }, { "denial of service", 0 },
		{ "deny all", 0 }, { "deny by default", 0 },
	};

	return words_mean(w, rows, sizeof(rows) / sizeof(rows[0])) &&
		!words_mean(w, others, sizeof(others) / sizeof(others[0]));
}

static bool is_caveat(const struct words *w)
{
	static const struct phrase whole[] = {
		{ "unable to attribute", 0 }, { "not able to attribute", 0 },
		{ "cannot attribute", 0 }, { "cannot be attributed", 0 },
		{ "have not attributed", 0 }, { "has not attributed", 0 },
		{ "not been attributed", 0 }, { "not attributable", 0 },
	};
	static const struct phrase parts[] = {
		{ "relate* to", 0 }, { "attribut*", 0 }, { "linked to", 0 }, { "associated with", 0 },
		{ "is apt*", 0 }, { "conducted by", 0 },
	};

	return words_mean(w, whole, sizeof(whole) / sizeof(whole[0])) ||
		(words_have(w, "not all") && words_mean(w, parts, sizeof(parts) / sizeof(parts[0])));
}

static void add_body(struct sayings *s, struct span name, const char *stance, struct span scope)
{
	struct advisory *head = &s->layout->reading->head;

	if (s->scheme == SCHEME_NONE)
		s->scheme = (int)scheme_of(name);
	if (head->bodies == INTEL_MANY)
		return;
	for (uint32_t i = 0; i < head->bodies; i++)
		if (span_equal(head->body[i].name, name) &&
		    span_equal(head->body[i].stance, span_of(stance)))
			return;
	head->body[head->bodies++] = (struct body){
		reading_line(s->layout->reading, name), span_of(stance),
		reading_line(s->layout->reading, scope) };
}

/* "Peskov" is the "Dmitry Peskov" of a sentence before. */
static struct span full_name(const struct sayings *s, struct span name)
{
	for (uint32_t i = 0; i < s->count; i++) {
		struct span body = s->list[i].body;

		if (body.len > name.len && span_ends(body, name) &&
		    body.ptr[body.len - name.len - 1] == ' ')
			return body;
	}
	return name;
}

/* "said Peskov", "Peskov said" in the passage: who speaks in it. */
static struct span speaker_in(struct span passage)
{
	static const char *const marks[] = { " said ", " added ", " says " };

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		size_t at = span_find(passage, span_of(marks[i]));

		if (at != SPAN_NONE) {
			struct span name = leading_name(span_skip(passage,
								  at + strlen(marks[i])));

			if (name.len > 1)
				return name;
		}
	}
	return SPAN("");
}

/* Who speaks where the sentence names no body. */
static struct span speaker_of(struct sayings *s, struct span passage, struct span sentence,
			      bool denial)
{
	static const char *const nobody[] = { "we", "the", "it", "this", "these", "they", "in",
					      "there", "as", "if", "while", "our", "a", "an", NULL };
	const struct advisory *head = &s->layout->reading->head;
	struct span name = denial ? leading_name(sentence) : SPAN("");

	if (name.len && !word_one_of(name, nobody))
		return full_name(s, name);
	name = denial ? speaker_in(passage) : SPAN("");
	if (name.len)
		return full_name(s, name);
	return denial ? SPAN("") : head->bodies ? head->body[0].name : SPAN("the document");
}

/* "a Kremlin spokesperson" of "Dmitry Peskov, a Kremlin spokesperson, said". */
static struct span apposition(struct span sentence, struct span name)
{
	struct span rest;
	size_t comma;

	if (!span_starts(sentence, name) || !span_starts(span_skip(sentence, name.len), SPAN(", ")))
		return SPAN("");
	rest = span_skip(sentence, name.len + 2);
	comma = span_find_byte(rest, ',');
	return comma == SPAN_NONE || comma > 80 ? SPAN("") : span_cut(rest, 0, comma);
}

static void add(struct sayings *s, const struct saying *saying)
{
	struct reading *r = s->layout->reading;
	struct saying *kept = &s->list[s->count];

	if (s->count == SAYINGS_MAX || !saying->body.len)
		return;
	*kept = *saying;
	kept->body = reading_line(r, saying->body);
	kept->scope = reading_line(r, saying->scope);
	kept->statement = reading_line(r, span_cut(saying->statement, 0, STATEMENT_MAX));
	s->count++;
}

/* A copy in which quotation marks are blanks, byte for byte. */
static struct span without_quotes(struct sayings *s, struct span text)
{
	char *copy = arena_string(s->layout->reading->arena, text);

	if (!copy)
		return text;
	for (size_t i = 0; i < text.len; i++)
		if (copy[i] == '"') {
			copy[i] = ' ';
		} else if (i + 2 < text.len && !memcmp(copy + i, "\xe2\x80", 2) &&
			   (unsigned char)copy[i + 2] >= 0x9c &&
			   (unsigned char)copy[i + 2] <= 0x9f) {
			memset(copy + i, ' ', 3);
		}
	return span_make(copy, text.len);
}

static void read_vouching(struct sayings *s, const struct vouching *v, struct saying *one,
			  size_t term)
{
	for (uint32_t i = 0; i < v->names; i++) {
		if (v->vouches || term < TERMS)
			add_body(s, v->name[i], v->verb, v->scope);
		one->body = v->name[i];
		one->verb = v->verb;
		one->scope = v->scope;
		add(s, one);
	}
}

static void read_sentence(struct sayings *s, uint32_t block, struct span passage,
			  struct span sentence)
{
	struct span plain = span_trim(without_quotes(s, sentence));
	struct saying one = { .statement = sentence, .block = block };
	struct vouching v;
	struct words w;
	size_t term;
	bool denial, caveat;

	words_of(plain, &w);
	term = term_in(&w);
	denial = is_denial(&w);
	caveat = is_caveat(&w);
	one.from = (size_t)(sentence.ptr - layout_block(s->layout, block)->text.ptr);
	one.to = one.from + sentence.len;
	if (term < TERMS)
		one.term = span_of(terms[term].words);
	if (denial || caveat) {
		one.verb = denial ? "denies" : "limits";
		one.body = speaker_of(s, passage, plain, denial);
		one.scope = apposition(plain, one.body);
		add(s, &one);
		return;
	}
	vouching_read(plain, s->known, &v);
	if (v.verb && v.names && (v.vouches || term < TERMS)) {
		read_vouching(s, &v, &one, term);
	} else if (term < TERMS && (!terms[term].plain || is_of_attack(&w))) {
		one.verb = v.verb && v.vouches ? v.verb : "says";
		one.body = speaker_of(s, passage, plain, false);
		add(s, &one);
	}
}

/* Not worth the words: most sentences hold none of these letters in a row. */
static bool may_say(struct span text)
{
	static const char *const marks[] = { "ssess", "certain", "ikely", "robab", "chance",
					     "onfidence", "ossibility", "den", "othing to do",
					     "ccus", "asele", "ttribut", "ndors", "upport",
					     "gree", "oncur", "udge", "odds", "ot all", "acked",
					     "ot involved" };

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (span_find(text, span_of(marks[i])) != SPAN_NONE)
			return true;
	return false;
}

void sayings_read(struct sayings *s, struct layout *l, struct known_finder *known)
{
	s->layout = l;
	s->known = known;
	for (uint32_t i = 0; i < l->count && i < PASSAGES_READ; i++) {
		const struct block *b = layout_block(l, i);
		struct span passage = span_cut(b->text, 0, PASSAGE_MAX), rest = passage, sentence;

		if ((b->kind != PASSAGE_TEXT && b->kind != PASSAGE_ITEM) || b->entry ||
		    b->section == SECTION_REFERENCE)
			continue;
		while ((sentence = cues_next_sentence(&rest)).len)
			if (may_say(sentence))
				read_sentence(s, i, passage, sentence);
	}
}

static void band_of(const struct sayings *s, struct span body, struct assessment *a)
{
	enum scheme scheme = s->scheme ? (enum scheme)s->scheme : scheme_of(body);

	for (size_t i = 0; i < TERMS && scheme; i++) {
		const uint8_t *band = scheme == SCHEME_PHIA ? terms[i].phia : terms[i].icd;

		if (span_equal(a->term, span_of(terms[i].words)) && band[1]) {
			a->low = band[0];
			a->high = band[1];
			a->yardstick = span_of(scheme_names[scheme]);
		}
	}
}

int sayings_give(const struct sayings *s, struct error *e)
{
	struct reading *r = s->layout->reading;

	for (uint32_t i = 0; i < s->count; i++) {
		const struct saying *one = &s->list[i];
		struct assessment *a = &r->record.assessment;

		memset(&r->record, 0, sizeof(r->record));
		r->record.type = INTEL_ASSESSMENT;
		a->body = one->body;
		a->verb = span_of(one->verb);
		a->scope = one->scope;
		a->statement = one->statement;
		a->term = one->term;
		a->advisory = r->options->index;
		band_of(s, one->body, a);
		a->where = r->base;
		where_add(&a->where, layout_step(s->layout, one->block, one->from, one->to));
		if (r->sink->take(r->sink->context, &r->record, e) < 0)
			return -1;
	}
	return 0;
}
