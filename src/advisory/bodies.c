/*
 * bodies.c -- who vouches for a document, and how: "the NCSC and CSE assess",
 * "the NSA agrees with the attribution", "CISA endorses the technical detail".
 *
 * Simple sentences only: subjects in front of one verb.  A body is named by
 * the letters in brackets behind it, else by its capitalised words.
 */
#include "advisory/head.h"

#include "advisory/cues.h"
#include "advisory/words.h"

#define NAME_LONGEST 120
#define SCOPE_LONGEST 120
#define PASSAGES_READ 400

static const struct {
	const char *word, *with, *stance;
} verbs[] = {
	{ "assesses", "", "assesses" }, { "assess", "", "assesses" },
	{ "judges", "that", "judges" }, { "judge", "that", "judges" },
	{ "agrees", "with", "agrees with" }, { "agree", "with", "agrees with" },
	{ "concurs", "with", "agrees with" }, { "concur", "with", "agrees with" },
	{ "endorses", "", "endorses" }, { "endorse", "", "endorses" },
	{ "supports", "the", "supports" }, { "attributes", "", "attributes" },
	{ "attribute", "", "attributes" },
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

static bool is_acronym(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!((s.ptr[i] >= 'A' && s.ptr[i] <= 'Z') || s.ptr[i] == ' ' || s.ptr[i] == '-'))
			return false;
	return s.len >= 2 && s.len <= 20;
}

static void add_body(struct layout *l, struct span name, const char *stance, struct span scope)
{
	struct advisory *head = &l->reading->head;

	name = span_trim(name);
	/* "the United States' National Security Agency" */
	for (size_t i = 0; i + 3 < name.len; i++)
		if (span_starts(span_skip(name, i), SPAN("' ")) ||
		    span_starts(span_skip(name, i), SPAN("'s ")))
			name = span_skip(name, i + (name.ptr[i + 1] == 's' ? 3 : 2));
	if (name.len < 2 || head->bodies == INTEL_MANY)
		return;
	for (uint32_t i = 0; i < head->bodies; i++)
		if (span_equal(head->body[i].name, name) &&
		    span_equal(head->body[i].stance, span_of(stance)))
			return;
	head->body[head->bodies++] = (struct body){ reading_line(l->reading, name), span_of(stance),
						    reading_line(l->reading, scope) };
}

/* Every body of the subject "A (B), C (D) and E (F)"; without brackets its last name. */
static void add_subject(struct layout *l, struct span subject, const char *stance,
			struct span scope)
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
			add_body(l, span_cut(subject, open + 1, close - 1), stance, scope);
			bracket = true;
		}
		at = open + close + 1;
	}
	/* What follows the last bracket is a body of its own: "the NCSC (UK) and CSE assess". */
	if (!bracket || span_trim(span_skip(subject, at)).len)
		add_body(l, name_before(subject, subject.len), stance, scope);
}

/* "endorses the technical detail and mitigation advice provided in this advisory". */
static struct span scope_behind(struct span rest)
{
	static const char *const ends[] = { " provided in", " in this", " contained in", " of this",
					    " and the details" };
	size_t end = rest.len;

	rest = span_trim(rest);
	end = rest.len < SCOPE_LONGEST ? rest.len : SCOPE_LONGEST;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]) - 1; i++) {
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

static void read_sentence(struct layout *l, struct span sentence)
{
	struct words w;

	words_of(sentence, &w);
	for (uint32_t i = 1; i < w.count; i++)
		for (size_t k = 0; k < sizeof(verbs) / sizeof(verbs[0]); k++) {
			size_t at = (size_t)(w.word[i].ptr - sentence.ptr);
			size_t behind = at + w.word[i].len;
			struct span scope = SPAN("");

			if (!word_is(w.word[i], verbs[k].word))
				continue;
			if (*verbs[k].with) {
				if (i + 1 >= w.count || !word_is(w.word[i + 1], verbs[k].with))
					continue;
				behind = (size_t)(w.word[i + 1].ptr - sentence.ptr) +
					w.word[i + 1].len;
			}
			if (verbs[k].stance[0] == 'a' && verbs[k].stance[1] == 'g')
				scope = scope_behind(span_skip(sentence, behind));
			else if (verbs[k].stance[0] == 'e')
				scope = scope_behind(span_skip(sentence, behind));
			add_subject(l, span_cut(sentence, 0, at), verbs[k].stance, scope);
			return;
		}
}

void head_bodies(struct layout *l)
{
	for (uint32_t i = 0; i < l->count && i < PASSAGES_READ; i++) {
		const struct block *b = layout_block(l, i);
		struct span rest = span_cut(b->text, 0, 8000), sentence;

		if (b->kind != PASSAGE_TEXT && b->kind != PASSAGE_ITEM)
			continue;
		while ((sentence = cues_next_sentence(&rest)).len)
			read_sentence(l, sentence);
	}
}
