/*
 * stix_voices.c -- what others say of an object: sightings and opinions.
 *
 * Specification: STIX 2.1, sections 5.2 (sighting) and 4.13 (opinion).  A
 * sighting is told in `why`; an opinion that strongly disagrees, and that
 * nobody contradicts, takes a value off the list.  Hostile input:
 * VOICES_CEILING bytes, beyond which voices are not heard.
 */
#include "advisory/stix.h"

#include <stdio.h>

#define SAID_MAX 160

enum { AGREES = 1, DISAGREES = 2, STRONGLY_DISAGREES = 4 };

struct voice {
	uint64_t seen;		/* how often, sightings without a number count once */
	int64_t last;
	unsigned opinions;
	struct span words;	/* of who disagrees */
};

static struct voice *voice_of(struct stix *s, struct span id, struct error *e)
{
	uint64_t index;

	if (!ids_get(&s->voiced, ids_key(id), &index)) {
		struct voice fresh = { .last = TIME_NONE };

		buf_add(&s->voice, span_make(&fresh, sizeof(fresh)));
		index = s->voice.len / sizeof(fresh);
		if (s->voice.bad || ids_add(&s->voiced, id, index, e) < 0)
			return NULL;
	}
	return (struct voice *)(void *)s->voice.ptr + index - 1;
}

static int note_sighting(struct stix *s, const struct node *n, struct error *e)
{
	struct voice *v = voice_of(s, node_text(n, "sighting_of_ref"), e);
	int64_t last = stix_time(n, "last_seen");
	uint64_t count;

	if (!v)
		return s->voice.bad ? 0 : -1;
	if (!span_u64(node_text(n, "count"), &count))
		count = 1;
	if (__builtin_add_overflow(v->seen, count, &v->seen))
		v->seen = UINT64_MAX;
	if (last == TIME_NONE)
		last = stix_time(n, "first_seen");
	v->last = last > v->last ? last : v->last;
	return 0;
}

static int note_opinion(struct stix *s, const struct node *n, struct error *e)
{
	static const struct {
		const char *opinion;
		unsigned bit;
	} opinions[] = {
		{ "strongly-disagree", STRONGLY_DISAGREES }, { "disagree", DISAGREES },
		{ "agree", AGREES }, { "strongly-agree", AGREES },
	};
	const struct node *refs = node_get(n, "object_refs");
	struct span opinion = node_text(n, "opinion");

	for (const struct node *c = refs ? refs->child : NULL; c; c = c->next) {
		struct voice *v = voice_of(s, c->text, e);

		if (!v)
			return s->voice.bad ? 0 : -1;
		for (size_t i = 0; i < sizeof(opinions) / sizeof(opinions[0]); i++)
			if (span_equal(opinion, span_of(opinions[i].opinion)))
				v->opinions |= opinions[i].bit;
		if (span_ends(opinion, SPAN("disagree")) && !v->words.len)
			v->words = reading_keep(s->reading, node_text(n, "explanation"), SAID_MAX);
	}
	return 0;
}

int stix_note_voice(struct stix *s, const struct node *n, struct error *e)
{
	struct span type = node_text(n, "type");

	if (node_true(n, "revoked"))
		return 0;
	if (span_equal(type, SPAN("sighting")))
		return note_sighting(s, n, e);
	return span_equal(type, SPAN("opinion")) ? note_opinion(s, n, e) : 0;
}

/* "what" or "what: words", in the arena. */
static struct span say(struct arena *a, const char *what, struct span words)
{
	struct span said = span_of(what);
	struct buf b;

	if (!words.len)
		return said;
	buf_init(&b, SAID_MAX * 2);
	buf_printf(&b, "%s: ", what);
	buf_add(&b, words);
	if (!b.bad)
		said = arena_copy(a, buf_span(&b));
	buf_release(&b);
	return said.ptr ? said : span_of(what);
}

static struct span say_seen(struct arena *a, const struct voice *v)
{
	char text[80], day[30] = "";
	struct civil c = civil_of(v->last);

	if (v->last != TIME_NONE)
		snprintf(day, sizeof(day), ", last on %04d-%02d-%02d", c.year, c.month, c.day);
	snprintf(text, sizeof(text), "sighted %llu time%s%s", (unsigned long long)v->seen,
		 v->seen == 1 ? "" : "s", day);
	return arena_copy(a, span_of(text));
}

void stix_voice(const struct stix *s, struct span id, struct arena *a, struct listed *l)
{
	const struct voice *v;
	uint64_t index;

	if (!ids_get(&s->voiced, ids_key(id), &index))
		return;
	v = (const struct voice *)(const void *)s->voice.ptr + index - 1;
	if (v->seen)
		strings_add(&l->why, say_seen(a, v));
	if (v->opinions & AGREES)
		strings_add(&l->why, SPAN("an opinion agrees"));
	if (v->opinions & (STRONGLY_DISAGREES | DISAGREES))
		strings_add(&l->why, say(a, v->opinions & STRONGLY_DISAGREES ?
					 "an opinion strongly disagrees" : "an opinion disagrees",
					 v->words));
	if (v->opinions & STRONGLY_DISAGREES && !(v->opinions & AGREES) &&
	    l->role == ROLE_INDICATOR)
		l->role = ROLE_REFERENCE;
}
