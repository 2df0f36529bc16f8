/*
 * bodies.c -- who vouches, and how.
 *
 * Simple sentences only: subjects in front of one verb, or behind "supported
 * by".  A body is named by the tables, else by the letters in brackets behind
 * it, else by its capitalised words.
 */
#include "advisory/bodies.h"

#include "advisory/words.h"

#define NAME_LONGEST 120
#define SCOPE_LONGEST 120

static const struct {
	const char *word, *with, *stance;
	bool passive, vouches;
} verbs[] = {
	{ "assesses", "", "assesses", false, true }, { "assess", "", "assesses", false, true },
	{ "assessed", "that", "assesses", false, true },
	{ "judges", "that", "judges", false, true }, { "judge", "that", "judges", false, true },
	{ "agrees", "with", "agrees with", false, true },
	{ "agree", "with", "agrees with", false, true },
	{ "concurs", "with", "agrees with", false, true },
	{ "concur", "with", "agrees with", false, true },
	{ "endorses", "", "endorses", false, true }, { "endorse", "", "endorses", false, true },
	{ "supports", "the", "supports", false, true }, { "support", "the", "supports", false, true },
	{ "supported", "by", "supports", true, true }, { "backed", "by", "supports", true, true },
	{ "endorsed", "by", "endorses", true, true }, { "assessed", "by", "assesses", true, true },
	{ "attributes", "", "attributes", false, true },
	{ "attribute", "", "attributes", false, true },
	{ "attributed", "by", "attributes", true, true },
	{ "believes", "", "says", false, false }, { "believe", "", "says", false, false },
	{ "says", "", "says", false, false }, { "said", "", "says", false, false },
	{ "states", "that", "says", false, false }, { "stated", "that", "says", false, false },
	{ "warns", "that", "says", false, false }, { "warned", "that", "says", false, false },
	{ "according", "to", "says", true, false },
};

/* The capitalised words that end in front of byte `end`: "National Cyber Office". */
static struct span name_before(struct span text, size_t end)
{
	size_t from = end, start = end;

	while (end && ascii_space(text.ptr[end - 1]))
		end--;
	from = end;
	while (from && end - from < NAME_LONGEST) {
		size_t word = from;

		while (word && !ascii_space(text.ptr[word - 1]))
			word--;
		/* Small words join capitals: "Department of Homeland Security". */
		if (text.ptr[word] >= 'A' && text.ptr[word] <= 'Z')
			start = word;
		else if (!word_is(span_cut(text, word, from - word), "of") &&
			 !word_is(span_cut(text, word, from - word), "for") &&
			 !word_is(span_cut(text, word, from - word), "and"))
			break;
		from = word;
		while (from && ascii_space(text.ptr[from - 1]))
			from--;
	}
	if (start >= end)
		return SPAN("");
	if (span_starts(span_skip(text, start), SPAN("The ")))
		start += 4;
	return span_cut(text, start, end - start);
}

struct span leading_name(struct span sentence)
{
	size_t end = 0, at = 0;

	while (at < sentence.len && at < NAME_LONGEST) {
		size_t word = at;

		if (sentence.ptr[at] < 'A' || sentence.ptr[at] > 'Z')
			break;
		while (word < sentence.len && (ascii_alnum(sentence.ptr[word]) ||
					       (unsigned char)sentence.ptr[word] >= 0x80))
			word++;
		end = word;
		if (word >= sentence.len || sentence.ptr[word] != ' ')
			break;
		at = word + 1;
	}
	return span_cut(sentence, 0, end);
}

static bool is_acronym(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!((s.ptr[i] >= 'A' && s.ptr[i] <= 'Z') || s.ptr[i] == ' ' || s.ptr[i] == '-'))
			return false;
	return s.len >= 2 && s.len <= 20;
}

static void add_name(struct vouching *v, struct span name)
{
	name = span_trim(name);
	/* "the United States' National Security Agency" */
	for (size_t i = 0; i + 3 < name.len; i++)
		if (span_starts(span_skip(name, i), SPAN("' ")) ||
		    span_starts(span_skip(name, i), SPAN("'s ")))
			name = span_skip(name, i + (name.ptr[i + 1] == 's' ? 3 : 2));
	if (name.len < 2 || v->names == VOUCHERS_MAX)
		return;
	for (uint32_t i = 0; i < v->names; i++)
		if (span_equal(v->name[i], name))
			return;
	v->name[v->names++] = name;
}

/* "DHS CISA", "the Department of Homeland Security's CISA": the first owns the second. */
static bool is_owner(struct span subject, const struct known_finder *f, uint32_t i)
{
	struct span between;

	if (i + 1 >= f->count || f->met[i + 1].names->of->kind != KNOWN_ORGANISATION)
		return false;
	between = span_cut(subject, f->met[i].to, f->met[i + 1].from - f->met[i].to);
	return span_equal(between, SPAN(" ")) || span_equal(between, SPAN("'s ")) ||
		span_equal(between, SPAN(") ")) || span_equal(between, SPAN("\xe2\x80\x99s "));
}

/* Bodies that the tables know. */
static void add_known(struct vouching *v, struct span subject, struct known_finder *f)
{
	known_find(f, subject, NULL);
	for (uint32_t i = 0; i < f->count; i++) {
		const struct known *k = f->met[i].names->of;
		bool owner = false;

		for (uint32_t n = 0; n < f->count; n++)
			owner |= f->met[n].names->of == k && is_owner(subject, f, n);
		if (k->kind == KNOWN_ORGANISATION && !owner)
			add_name(v, k->name);
	}
}

/* Every body of the subject "A (B), C (D) and E (F)"; without brackets its last name. */
static void add_subject(struct vouching *v, struct span subject, bool passive)
{
	bool bracket = false;
	size_t at = 0;

	while (at < subject.len) {
		size_t open = span_find_byte(span_skip(subject, at), '(');
		size_t close;

		if (open == SPAN_NONE)
			break;
		open += at;
		close = span_find_byte(span_skip(subject, open), ')');
		if (close == SPAN_NONE)
			break;
		if (is_acronym(span_cut(subject, open + 1, close - 1))) {
			add_name(v, span_cut(subject, open + 1, close - 1));
			bracket = true;
		}
		at = open + close + 1;
	}
	/* What follows the last bracket is a body of its own: "the NCSC (UK) and CSE assess". */
	if (!passive && (!bracket || span_trim(span_skip(subject, at)).len))
		add_name(v, name_before(subject, subject.len));
}

/* "endorses the technical detail and mitigation advice provided in this advisory". */
static struct span scope_behind(struct span rest)
{
	static const char *const ends[] = { " provided in", " in this", " contained in", " of this" };
	size_t end = rest.len;

	rest = span_trim(rest);
	end = rest.len < SCOPE_LONGEST ? rest.len : SCOPE_LONGEST;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		size_t at = span_find(span_cut(rest, 0, end), span_of(ends[i]));

		if (at != SPAN_NONE)
			end = at;
	}
	rest = span_cut(rest, 0, end);
	if (span_starts(rest, SPAN("the ")))
		rest = span_skip(rest, 4);
	else if (span_starts(rest, SPAN("this ")))
		rest = span_skip(rest, 5);
	return rest;
}

/* The word at `i` and what must follow it; the byte behind both in *behind. */
static bool is_verb(const struct words *w, uint32_t i, size_t verb, struct span sentence,
		    size_t *behind)
{
	uint32_t last = i;

	if (!word_is(w->word[i], verbs[verb].word))
		return false;
	if (*verbs[verb].with) {
		if (i + 1 >= w->count || !word_is(w->word[i + 1], verbs[verb].with))
			return false;
		last = i + 1;
	}
	*behind = (size_t)(w->word[last].ptr - sentence.ptr) + w->word[last].len;
	return true;
}

static void take_verb(struct vouching *v, struct span sentence, size_t verb, size_t at,
		      size_t behind, struct known_finder *f)
{
	struct span subject = verbs[verb].passive ? span_skip(sentence, behind) :
		span_cut(sentence, 0, at);

	v->verb = verbs[verb].stance;
	v->vouches = verbs[verb].vouches;
	if (!verbs[verb].passive && (v->verb[1] == 'g' || v->verb[0] == 'e'))
		v->scope = scope_behind(span_skip(sentence, behind));
	add_known(v, subject, f);
	/* 'said Jane Doe' */
	if (!v->names && !v->vouches && behind < sentence.len)
		add_known(v, span_cut(sentence, behind, 80), f);
	if (!v->names && v->vouches)
		add_subject(v, subject, verbs[verb].passive);
}

void vouching_read(struct span sentence, struct known_finder *known, struct vouching *out)
{
	struct words w;

	*out = (struct vouching){ .verb = NULL };
	words_of(sentence, &w);
	for (int vouching = 1; vouching >= 0; vouching--)
		for (uint32_t i = 0; i < w.count; i++)
			for (size_t k = 0; k < sizeof(verbs) / sizeof(verbs[0]); k++) {
				size_t behind;

				if (verbs[k].vouches != (bool)vouching ||
				    !is_verb(&w, i, k, sentence, &behind))
					continue;
				if (!verbs[k].passive && i == 0)
					continue;
				take_verb(out, sentence, k,
					  (size_t)(w.word[i].ptr - sentence.ptr), behind, known);
				return;
			}
}
