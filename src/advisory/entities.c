/* entities.c -- the names in one advisory, each once. */
#include "advisory/entities.h"

#include <stdio.h>

#include "advisory/beside.h"
#include "advisory/names.h"

#define SLOTS_FIRST 256
#define WRITTEN_MAX 200
#define REASON_MAX 300
#define SMALL_WORD 3
#define SHORT_NAME 6		/* a shorter one may be the first half of many */
#define LIST_THAT_VOUCHES 3	/* certain ones that make the others names, too */
#define LIST_OF_NAMES 2		/* certain ones that make a list one of names */
#define OVERVIEW 6		/* names in one column that make a table an overview */

struct named {
	const char *kind;
	struct span name, id, stated;
	struct strings written, may_be;
	struct span note, why;
	const char *aside;		/* why all mentions of it are in passing */
	bool certain, unknown, told;
	bool weighed, spared;		/* a sector: said what it is there for; only spared */
	bool overview;			/* all mentions of it are rows of an overview */
	const struct known *means;	/* what the text says it is another name of */
	struct step at;
	uint32_t count, list;
	uint64_t hash;
	struct named *next, *chain;
};

static uint64_t fold_hash(struct span name)
{
	char small[WRITTEN_MAX];
	size_t n = name.len < sizeof(small) ? name.len : sizeof(small);

	for (size_t i = 0; i < n; i++)
		small[i] = ascii_lower(name.ptr[i]);
	return span_hash(span_make(small, n), 0);
}

void entities_init(struct entities *s, struct reading *r)
{
	*s = (struct entities){ .reading = r };
	s->end = &s->first;
}

static struct named *find(const struct entities *s, const char *kind, struct span name,
			  uint64_t hash)
{
	struct named *n = s->slots ? s->slot[hash & (s->slots - 1)] : NULL;

	for (; n; n = n->chain)
		if (n->hash == hash && (!kind || !strcmp(n->kind, kind)) &&
		    span_equal_nocase(n->name, name))
			return n;
	return NULL;
}

static bool grow(struct entities *s)
{
	uint32_t slots = s->slots ? s->slots * 4 : SLOTS_FIRST;
	struct named **slot = arena_array(s->reading->arena, struct named *, slots);

	if (!slot)
		return false;
	s->slot = slot;
	s->slots = slots;
	for (struct named *n = s->first; n; n = n->next) {
		n->chain = slot[n->hash & (slots - 1)];
		slot[n->hash & (slots - 1)] = n;
	}
	return true;
}

/* Line breaks inside a name are blanks. */
static struct span on_one_line(struct span written, char out[WRITTEN_MAX])
{
	size_t len = 0;

	for (size_t i = 0; i < written.len && len < WRITTEN_MAX; i++) {
		bool blank = ascii_space(written.ptr[i]);

		if (blank && (!len || out[len - 1] == ' '))
			continue;
		out[len++] = blank ? ' ' : written.ptr[i];
	}
	return span_make(out, len);
}

static void add_written(struct entities *s, struct named *n, struct span written)
{
	char line[WRITTEN_MAX];

	written = on_one_line(written, line);
	if (!written.len || n->written.count == INTEL_MANY)
		return;
	for (uint32_t i = 0; i < n->written.count; i++)
		if (span_equal(n->written.item[i], written))
			return;
	strings_add(&n->written, reading_keep(s->reading, written, WRITTEN_MAX));
}

/* What a sector is named for: `why "the words that say so"`. */
static struct span reason(struct entities *s, const struct concerned *c)
{
	struct span by = span_cut(c->by, 0, WRITTEN_MAX);
	char line[2 * WRITTEN_MAX], *text;
	int n;

	if (c->is != CONCERN_TARGET)
		return SPAN("");
	by = on_one_line(by, line);
	text = arena_alloc(s->reading->arena, REASON_MAX);
	if (!text)
		return SPAN("");
	n = snprintf(text, REASON_MAX, by.len ? "%s: \"%.*s\"" : "%s", c->why, SPAN_ARG(by));
	return span_make(text, (size_t)n);
}

/* Where it stands, and what it is there for. */
static void put_place(struct entities *s, struct named *n, const struct mention *m)
{
	n->at = m->at;
	n->at.quote = reading_keep(s->reading, m->at.quote, WRITTEN_MAX);
	n->at.text = reading_keep(s->reading, m->at.text, 4 * WRITTEN_MAX);
	n->why = reason(s, &m->concern);
}

static struct named *create(struct entities *s, const struct mention *m, struct span name,
			    uint64_t hash)
{
	struct named *n;

	if (s->count * 2 >= s->slots && !grow(s))
		return NULL;
	n = arena_new(s->reading->arena, struct named);
	if (!n)
		return NULL;
	*n = (struct named){ .kind = m->kind, .hash = hash, .aside = m->aside,
			     .overview = m->overview };
	n->name = reading_keep(s->reading, name, WRITTEN_MAX);
	put_place(s, n, m);
	n->chain = s->slot[hash & (s->slots - 1)];
	s->slot[hash & (s->slots - 1)] = n;
	*s->end = n;
	s->end = &n->next;
	s->count++;
	return n;
}

static bool is_threat(const char *kind)
{
	return !strcmp(kind, "actor") || !strcmp(kind, "malware") || !strcmp(kind, "tool") ||
		!strcmp(kind, "campaign");
}

/* Fill in what an id says: a technique's name, the id that replaced it, KEV's date. */
static struct span look_up_id(struct entities *s, struct mention *m)
{
	bool technique = !strcmp(m->kind, "technique");
	struct span id = m->stated.len ? m->stated : m->id;
	const struct known *k = id.len ? knowledge_id(id) : NULL;
	struct span note = SPAN("");
	char *text;
	int n;

	if (technique && k && k->kind == KNOWN_REVOKED) {
		m->id = k->name;
		k = knowledge_id(k->name);
	}
	if (technique && k && k->kind == KNOWN_TECHNIQUE) {
		m->name = k->name;
		m->id = k->id;
	} else if (technique && !k && m->stated.len && knowledge_is_there()) {
		m->id = SPAN("");
		note = SPAN("no such id in ATT&CK");
	} else if (k && k->kind == KNOWN_KEV) {
		text = arena_alloc(s->reading->arena, 100);
		if (!text)
			return note;
		n = snprintf(text, 100, "known to be exploited (CISA KEV, %.*s)%s",
			     SPAN_ARG(k->name), k->ransomware ? ", also by ransomware" : "");
		note = span_make(text, (size_t)n);
	}
	return note;
}

/* "Crimson" behind "Crimson RAT". */
static void look_up_short(const struct entities *s, struct mention *m)
{
	static const char *const nouns[] = { " rat", "rat", " loader", "loader", " stealer", " bot" };

	for (size_t i = 0; m->doubtful && i < sizeof(nouns) / sizeof(nouns[0]); i++) {
		char full[WRITTEN_MAX + 8];
		int len = snprintf(full, sizeof(full), "%.*s%s",
				   SPAN_ARG(span_cut(m->written, 0, WRITTEN_MAX)), nouns[i]);
		const struct known *k = known_of_kind(span_make(full, (size_t)len), "malware");
		const struct named *n = k ? find(s, known_kind_name(k->kind), k->name,
						 fold_hash(k->name)) : NULL;

		if (n && n->certain) {
			m->known = k;
			m->may_be.count = 0;
			return;
		}
	}
}

/* A name that was certain once in this document means the same where it stands alone. */
static void look_up_doubtful(const struct entities *s, struct mention *m)
{
	const struct known_name *k = knowledge_written(m->written);
	bool capital = m->written.len && m->written.ptr[0] >= 'A' && m->written.ptr[0] <= 'Z';

	if (capital && m->doubtful && is_threat(m->kind))
		look_up_short(s, m);
	for (; k && m->doubtful && (capital || m->written.len > 4); k = k->next) {
		struct span name = span_cut(k->of->name, 0, WRITTEN_MAX);
		const struct named *n = find(s, known_kind_name(k->of->kind), name,
					     fold_hash(name));

		if (n && n->certain) {
			m->known = k->of;
			m->may_be.count = 0;
			return;
		}
	}
}

/* "Quasar" where the tables have "Quasar RAT", "Gorgon" where they have "Gorgon Group". */
static const struct known *known_in_full(const struct mention *m)
{
	static const char *const programs[] = { " rat", "rat", " stealer", " loader", " ransomware", " bot",
						"bot", " trojan", NULL };
	static const char *const people[] = { " group", " team", " gang", NULL };
	const char *const *noun = strcmp(m->kind, "actor") ? programs : people;

	if (m->name.len < SHORT_NAME || m->name.len > WRITTEN_MAX ||
	    span_find_byte(m->name, ' ') != SPAN_NONE)
		return NULL;
	for (; *noun; noun++) {
		char full[WRITTEN_MAX + 16];
		int len = snprintf(full, sizeof(full), "%.*s%s", SPAN_ARG(m->name), *noun);
		const struct known_name *n = knowledge_written(span_make(full, (size_t)len));

		for (; n; n = n->next)
			if (!n->ordinary && noun_means(m->kind, n->of))
				return n->of;
	}
	return NULL;
}

static void look_up_name(struct mention *m)
{
	if (!m->known && is_threat(m->kind) && !m->id.len && m->may_be.count < 2) {
		m->known = known_of_kind(m->name, m->kind);
		if (!m->known && !m->doubtful)
			m->known = known_in_full(m);
	}
	if (!m->known || m->may_be.count > 1)
		return;
	if (!m->written.len)
		m->written = m->name;
	m->kind = known_kind_name(m->known->kind);
	m->name = m->known->name;
	m->id = m->known->id;
}

/* Malware and tools are listed together. */
static void note_kind(struct entities *s, const struct mention *m)
{
	const char *kind = strcmp(m->kind, "tool") ? m->kind : "malware";
	const char **is = &s->kind_in[m->list];

	*is = !*is || !strcmp(*is, kind) ? kind : "";
}

/* The strongest mention of a sector says what it is there for, and is quoted. */
static void weigh_concern(struct entities *s, struct named *n, const struct mention *m)
{
	bool first = !n->weighed, spared = m->concern.is == CONCERN_SPARED;

	n->weighed = true;
	if (!first && (m->aside || (!n->aside && (spared || !n->spared))))
		return;
	n->aside = m->aside;
	n->spared = spared && !m->aside;
	put_place(s, n, m);
}

static void count_mention(struct entities *s, struct named *n, const struct mention *m)
{
	if (!n->id.len && m->id.len)
		n->id = reading_keep(s->reading, m->id, WRITTEN_MAX);
	if (!n->stated.len && m->stated.len)
		n->stated = reading_keep(s->reading, m->stated, WRITTEN_MAX);
	if (m->may_be.count > 1)
		n->may_be = m->may_be;
	n->certain |= !m->doubtful;
	n->told |= m->told;
	if (m->concern.is > CONCERN_SILENT) {
		weigh_concern(s, n, m);
	} else if (m->concern.is != CONCERN_SILENT) {
		n->aside = m->aside ? n->aside : NULL;
		n->weighed = true;
	}
	n->overview &= m->overview;
	if (m->list && m->list < ENTITY_LISTS && is_threat(m->kind)) {
		n->list = m->list;
		s->names_in[m->list] += s->names_in[m->list] < UINT8_MAX;
		if (!m->doubtful)
			note_kind(s, m);
		s->certain_in[m->list] += !m->doubtful && s->certain_in[m->list] < UINT8_MAX;
	}
	add_written(s, n, m->written.len ? m->written : m->name);
	n->count++;
}

/* "at", "net" in running text are no names, whatever else the text says. */
static bool is_small_word(const struct mention *m)
{
	struct span s = m->written;

	if (!m->doubtful || m->list || s.len > SMALL_WORD)
		return false;
	for (size_t i = 1; i < s.len; i++)
		if (s.ptr[i] >= 'A' && s.ptr[i] <= 'Z')
			return false;
	return true;
}

int entities_add(struct entities *s, const struct mention *mention, struct error *e)
{
	struct mention m = *mention;
	struct span note = look_up_id(s, &m), name;
	struct named *n;
	uint64_t hash;

	look_up_doubtful(s, &m);
	look_up_name(&m);
	s->techniques_stated |= !strcmp(m.kind, "technique") && m.stated.len;
	name = span_cut(m.name, 0, WRITTEN_MAX);
	hash = fold_hash(name);
	n = find(s, m.kind, name, hash);
	if (is_small_word(&m))
		return 0;
	if (!n && s->count == ENTITIES_MAX) {
		s->left_out++;
		return 0;
	}
	if (!n) {
		n = create(s, &m, name, hash);
		if (!n)
			return fail(e, ERR_LIMIT, "more names than the memory of one advisory holds");
		n->unknown = is_threat(m.kind) && !m.known && !m.id.len &&
			m.may_be.count < 2 && knowledge_is_there();
	}
	if (!n->note.len)
		n->note = note;
	count_mention(s, n, &m);
	return 0;
}

bool entities_alias(struct entities *s, struct span name, struct span alias)
{
	const struct known *known = known_of_kind(name, NULL);
	const struct known *other = known_of_kind(alias, NULL);
	struct named *n;

	if (known)
		name = known->name;
	n = find(s, NULL, name, fold_hash(name));
	if (n && n->unknown && other)
		n->means = other;
	if (other && other != known)
		return false;
	if (n)
		add_written(s, n, alias);
	return n != NULL;
}

const char *entities_list_kind(const struct entities *s, uint32_t list)
{
	if (!list || list >= ENTITY_LISTS || s->certain_in[list] < LIST_THAT_VOUCHES)
		return NULL;
	return s->kind_in[list][0] ? s->kind_in[list] : NULL;
}

bool entities_have(const struct entities *s, struct span kind, struct span name)
{
	uint64_t hash = fold_hash(name = span_cut(name, 0, WRITTEN_MAX));
	const struct named *n = s->slots ? s->slot[hash & (s->slots - 1)] : NULL;

	for (; n; n = n->chain)
		if (span_equal(span_of(n->kind), kind) && span_equal_nocase(n->name, name))
			return true;
	return false;
}

/* A name that means several things, one of which alone is certain here, means that. */
static bool folded_into_another(struct entities *s, const struct named *n)
{
	struct named *only = NULL;

	if (n->may_be.count < 2)
		return false;
	for (struct named *o = s->first; o; o = o->next)
		for (uint32_t i = 0; i < n->may_be.count && o->certain && o->id.len; i++)
			if (span_equal(o->id, n->may_be.item[i])) {
				if (only && only != o)
					return false;
				only = o;
			}
	if (!only || only == n)
		return false;
	for (uint32_t i = 0; i < n->written.count; i++)
		add_written(s, only, n->written.item[i]);
	only->count += n->count;
	return true;
}

/* "Winnti" beside "the Winnti Group", where nothing says that it is malware. */
static bool short_for_people(struct entities *s, const struct named *n)
{
	static const char *const people[] = { " group", " gang", " team" };

	if (strcmp(n->kind, "malware") || n->told || n->written.count != 1)
		return false;
	for (size_t i = 0; i < sizeof(people) / sizeof(people[0]); i++) {
		char full[WRITTEN_MAX + 8];
		int len = snprintf(full, sizeof(full), "%.*s%s",
				   SPAN_ARG(span_cut(n->written.item[0], 0, WRITTEN_MAX)),
				   people[i]);
		const struct known *k = known_of_kind(span_make(full, (size_t)len), "actor");
		struct named *o = k ? find(s, "actor", k->name, fold_hash(k->name)) : NULL;

		if (o && o->certain) {
			add_written(s, o, n->written.item[0]);
			o->count += n->count;
			return true;
		}
	}
	return false;
}

/* "TideQuay Loader" beside "TideQuay": one new name. */
static bool is_name_and_noun(struct entities *s, const struct named *n)
{
	size_t blank = span_rfind_byte(n->name, ' ');
	struct named *o;

	if (!n->unknown || blank == SPAN_NONE || !name_noun(span_skip(n->name, blank + 1)))
		return false;
	o = find(s, n->kind, span_cut(n->name, 0, blank), fold_hash(span_cut(n->name, 0, blank)));
	if (!o || !o->certain)
		return false;
	add_written(s, o, n->name);
	o->count += n->count;
	return true;
}

/* "Vengeance Justice Worm, also known as Vjw0rm": the tables know the latter. */
static bool is_another_name(struct entities *s, const struct named *n)
{
	struct named *o = n->means ? find(s, known_kind_name(n->means->kind), n->means->name,
					  fold_hash(n->means->name)) : NULL;

	if (!o || !o->certain)
		return false;
	for (uint32_t i = 0; i < n->written.count; i++)
		add_written(s, o, n->written.item[i]);
	o->count += n->count;
	return true;
}

/* "Conti" between Avaddon and Clop in one column is a name as they are. */
static bool in_list_of_names(const struct entities *s, const struct named *n)
{
	return n->list && s->certain_in[n->list] >= LIST_OF_NAMES;
}

/* Techniques that are only described are told where the document gives no ids itself. */
static bool is_left_to_the_publisher(const struct entities *s, const struct named *n)
{
	return s->techniques_stated && !n->stated.len && !strcmp(n->kind, "technique");
}

/* All mentions are rows of one overview of many names. */
static const char *aside_of(const struct entities *s, const struct named *n)
{
	if (n->aside)
		return n->aside;
	return n->overview && n->list && s->names_in[n->list] >= OVERVIEW ?
		"only a row of an overview" : NULL;
}

/* A document that names actors, or programs, in passing only is about them. */
static void settle_asides(struct entities *s)
{
	bool actors = false, programs = false;

	for (struct named *n = s->first; n; n = n->next) {
		bool subject;

		n->aside = aside_of(s, n);
		subject = n->certain && !n->aside && is_threat(n->kind);
		actors |= subject && !strcmp(n->kind, "actor");
		programs |= subject && strcmp(n->kind, "actor");
	}
	for (struct named *n = s->first; n; n = n->next)
		if (n->stated.len || (is_threat(n->kind) &&
				      !(strcmp(n->kind, "actor") ? programs : actors)))
			n->aside = NULL;
}

static int give(struct reading *r, const struct named *n, struct error *e)
{
	struct entity *entity = &r->record.entity;

	memset(&r->record, 0, sizeof(r->record));
	r->record.type = INTEL_ENTITY;
	entity->kind = span_of(n->kind);
	entity->name = n->name;
	entity->id = n->id;
	entity->stated = n->stated;
	entity->as_written = n->written;
	entity->may_be = n->may_be;
	entity->note = n->spared ? SPAN(SAID_TO_BE_SPARED) : n->note;
	entity->aside = n->aside ? span_of(n->aside) : SPAN("");
	entity->why = n->aside ? SPAN("") : n->why;
	entity->unknown = n->unknown;
	entity->count = n->count;
	entity->advisory = r->options->index;
	entity->where = r->base;
	where_add(&entity->where, n->at);
	return r->sink->take(r->sink->context, &r->record, e);
}

int entities_give(struct entities *s, struct error *e)
{
	for (struct named *n = s->first; n; n = n->next)
		n->certain |= in_list_of_names(s, n);
	for (struct named *n = s->first; n; n = n->next)
		n->certain &= !is_left_to_the_publisher(s, n) && !folded_into_another(s, n) &&
			!short_for_people(s, n) && !is_another_name(s, n) &&
			!is_name_and_noun(s, n);
	settle_asides(s);
	for (const struct named *n = s->first; n; n = n->next)
		if (n->certain && give(s->reading, n, e) < 0)
			return -1;
	if (!s->left_out)
		return 0;
	return reading_gap(s->reading, "count-limit", SPAN("more names than are kept"), false,
			   (struct step){ 0 }, e);
}
