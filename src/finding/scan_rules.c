/*
 * scan_rules.c -- whole files and members through rules, and what kind of
 * ground a match stands on.
 *
 * Bounded: one layer at most PART_SECONDS, a file with all that is in it
 * BASE_MS and a little for each megabyte; what is not done by then is a gap.
 */
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "finding/scanner.h"

#define PART_SECONDS 40		/* below the time without progress that a worker has */
#define BASE_MS	     45000
#define BYTES_PER_MS 20000
#define AT_ONCE	     (4 << 20)	/* bytes of a file that are mapped with their pages */
#define LARGE	     (1u << 20)	/* bytes of a layer that rules may need a while for */
#define MATCHED_MAX  512	/* bytes of a match that are shown */

int64_t scan_rules_time(const struct scanner *s)
{
	return BASE_MS + (int64_t)(s->order->size / BYTES_PER_MS);
}

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- the ground */

/* Begins as a program that a server or shell would run, whatever stands behind it. */
static bool is_server_code(struct span text)
{
	static const char *const marks[] = { "<%", "<?php", "<?=", "#!" };
	struct span head = span_cut(text, 0, 4096);

	if (span_starts(head, SPAN("\xef\xbb\xbf")))
		head = span_skip(head, 3);
	head = span_trim(head);
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (span_starts_nocase(head, span_of(marks[i])))
			return true;
	return false;
}

static enum ground ground_of_place(enum place place, bool code)
{
	switch (place) {
	case PLACE_DOCUMENT:
		return GROUND_DOCUMENT;
	case PLACE_LIST:
	case PLACE_OWN:
		return GROUND_LIST;
	case PLACE_DENY_COMMAND:
		return GROUND_DENY;
	case PLACE_COMMAND:
		return GROUND_FILE_CONTENT;
	default:
		return code ? GROUND_FILE_CONTENT : GROUND_UNKNOWN_RECORD;
	}
}

/* Where the rule's strings stand in a text whose grammar is known: the gravest place counts. */
static enum ground text_ground(const struct scanner *s, const struct grammar *grammar,
			       struct span all, size_t from, size_t to)
{
	enum ground ground = GROUND_LIST;
	bool code = is_server_code(all);

	for (size_t i = from; i < to; i++) {
		uint64_t at = s->held[i].offset < all.len ? s->held[i].offset : 0;
		enum ground here = ground_of_place(grammar_place(grammar, all, at), code);

		if (here == GROUND_FILE_CONTENT)
			return here;
		if (here == GROUND_UNKNOWN_RECORD || ground == GROUND_LIST)
			ground = here;
	}
	return ground;
}

/*
 * A rule speaks of a program or document at rest.  In a text that quotes it
 * (an advisory, a pack of rules, prose) the match is a mention, but only when
 * every place of it is; in a log and in mail it is unjudged.
 */
static enum ground rule_ground(struct scanner *s, const struct thing *t, struct span all,
			       size_t from, size_t to)
{
	struct text *text = s->text;

	if (t->kind == THING_MESSAGE || t->kind == THING_BODY || s->end->kind == ITEM_LOG ||
	    s->end->kind == ITEM_MAIL)
		return GROUND_UNKNOWN_RECORD;
	if (s->end->kind == ITEM_OWN || s->end->kind == ITEM_COPY)
		return GROUND_LIST;
	if ((s->end->kind != ITEM_TEXT && s->end->kind != ITEM_DOCUMENT) ||
	    charset_of(span_cut(all, 0, HEAD_BYTES)) == CHARSET_BINARY)
		return GROUND_FILE_CONTENT;
	if (!text->grammar_known) {
		text->grammar = grammar_choose(text->sample, s->name);
		text->grammar_known = true;
	}
	/* The text of an Office document is XML: what it quotes nobody can say. */
	if (!text->grammar)
		return span_starts(all, SPAN("<?xml")) ? GROUND_UNKNOWN_RECORD : GROUND_FILE_CONTENT;
	return text_ground(s, text->grammar, all, from, to);
}

/* ---- observations */

static void add_spot(struct scanner *s, struct span all, const struct hit *hit,
		     struct observation *o)
{
	uint64_t from = hit->offset, to = hit->offset + hit->length;
	struct spot *spot = &o->spot[o->spots++];

	*spot = (struct spot){ .time = TIME_NONE, .offset = from, .length = hit->length,
			       .string = hit->string };
	if (!hit->string.len) {
		spot->length = all.len;
		return;
	}
	if (to > all.len)
		return;
	spot->matched = span_cut(all, from, hit->length < MATCHED_MAX ? hit->length : MATCHED_MAX);
	spot->context = scan_context(all, from, from + spot->matched.len, s->shared->setup.context);
}

/* Held hits of one rule follow one another. */
static int note_rules(struct scanner *s, const struct thing *t, struct span all, const char *engine,
		      struct error *e)
{
	struct observation *o = &s->seen;

	for (size_t i = 0, end; i < s->holds; i = end) {
		for (end = i + 1; end < s->holds &&
		     s->held[end].indicator == s->held[i].indicator; end++)
			;
		if (scan_rule_again(s, s->held[i].indicator) || !scan_sign(s, i, i, i + 1, o))
			continue;
		o->engine = span_of(engine);
		o->ground = rule_ground(s, t, all, i, end);
		o->meaning = MEANING_HASH;
		o->outcome = OUTCOME_AT_REST;
		for (size_t k = i; k < end && o->spots < OBSERVATION_PLACES; k++)
			add_spot(s, all, &s->held[k], o);
		s->end->hits++;
		if (scan_note(s, UINT64_MAX, e) < 0)
			return -1;
	}
	s->holds = 0;
	return 0;
}

/* ---- the layer */

static int told_gap(struct scanner *s, const struct error *why, uint64_t size, struct error *e)
{
	bool late = span_find(span_of(why->text), SPAN("seconds")) != SPAN_NONE;
	struct span reason = late ? SPAN("time-limit")
			   : why->code == ERR_LIMIT ? SPAN("count-limit")
			   : why->code == ERR_MEMORY ? SPAN("memory-limit")
			   : span_of(error_name(why->code));

	return scan_thing_gap(s, reason, why->text, size, false, e);
}

static int whole_engines(struct scanner *s, const struct thing *t, struct span all, bool mapped,
			 struct error *e)
{
	struct whole_item item = { .bytes = all, .name = t->name, .mapped = mapped };
	int64_t began = now_ms();

	for (unsigned i = 0; i < s->engines; i++) {
		const struct engine *engine = engine_at(i);
		struct error why = { 0 };
		int64_t left = s->rules_left / 1000;

		if (!engine->whole)
			continue;
		if (left <= 0)
			return scan_thing_gap(s, SPAN("time-limit"),
					      "rules: no time left for this file", all.len, false, e);
		item.seconds = left < PART_SECONDS ? (int)left : PART_SECONDS;
		s->holds = 0;
		if (engine->whole(&s->engine[i], &item, &why) < 0 &&
		    told_gap(s, &why, all.len, e) < 0)
			return -1;
		if (note_rules(s, t, all, engine->name, e) < 0)
			return -1;
	}
	s->rules_left -= now_ms() - began;
	return 0;
}

/* A log is searched as it streams by; that rules do not see it whole is a small loss. */
static bool is_record_like(const struct scanner *s)
{
	return s->end->kind == ITEM_LOG || s->end->kind == ITEM_MAIL || s->end->kind == ITEM_OWN;
}

static int whole_file(struct scanner *s, const struct thing *t, struct error *e)
{
	off_t size = lseek(s->fd, 0, SEEK_END);
	void *bytes;
	int rc;

	if (size <= 0)
		return size < 0 ? 0 : whole_engines(s, t, SPAN(""), false, e);
	/* All of it will be read. */
	bytes = mmap(NULL, (size_t)size, PROT_READ,
		     MAP_PRIVATE | (size <= AT_ONCE ? MAP_POPULATE : 0), s->fd, 0);
	if (bytes == MAP_FAILED)
		return scan_thing_gap(s, SPAN("memory-limit"), "rules: the file cannot be mapped",
				      (uint64_t)size, false, e);
	rc = whole_engines(s, t, span_make(bytes, (size_t)size), true, e);
	munmap(bytes, (size_t)size);
	return rc;
}

bool scan_leave_to_rules(struct scanner *s)
{
	if (!s->rules_only || s->opening.at || !s->order->regular || s->opening.end)
		return false;
	opening_pass(&s->opening);
	return true;
}

int scan_whole(struct scanner *s, const struct thing *t, const struct layer *l, struct error *e)
{
	if (s->end->kind == ITEM_COPY || t->kind == THING_MESSAGE)
		return 0;
	/* Rules may take a while on a large layer: the parent is told that we live. */
	if (l->size > LARGE && scan_listener.progress(s, opening_taken(&s->opening), e) < 0)
		return -1;
	if (l->short_one)
		return whole_engines(s, t, l->bytes, false, e);
	if (s->opening.at == 0 && s->order->regular && l->all.len == 0)
		return whole_file(s, t, e);
	if (l->lost)
		return scan_thing_gap(s, SPAN("too-large"),
				      "rules need all of it, which is more than memory allows", l->size,
				      is_record_like(s), e);
	return l->whole ? whole_engines(s, t, l->all, false, e) : 0;
}
