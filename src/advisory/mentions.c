/* mentions.c -- the names in a passage, those of the tables and new ones. */
#include "advisory/mentions.h"

#include "advisory/coined.h"
#include "advisory/names.h"
#include "advisory/surroundings.h"
#include "advisory/words.h"

#define LISTED_LONGEST 40
#define LISTED_WORDS 3
#define REMARK_PIECES 8		/* of a remark, between commas */

struct naming {
	const struct mentions *all;
	uint32_t block;
	struct step at;		/* without a layout */
	struct error *error;
	size_t base;		/* of `text` in the text of the block */
	struct span text;
	const char *aside, *sector_aside;	/* why names are met in passing here */
	struct surroundings around;
	bool overview;
	bool ids_only;
};

/* Bytes from..to of the text of the block, or of the only text there is. */
static struct step place(const struct naming *n, size_t from, size_t to)
{
	struct step at = n->at;

	if (n->all->layout)
		return layout_step(n->all->layout, n->block, from, to);
	at.quote = span_cut(n->text, from - n->base, to - from);
	return at;
}

/* The block at hand without what marks it up, and the list that it is an entry of. */
static struct span whole_entry(const struct naming *n, uint32_t *list)
{
	const struct block *b = n->all->layout ? layout_block(n->all->layout, n->block) : NULL;
	struct span text = b ? span_trim(b->text) : SPAN("");

	*list = b ? b->list : 0;
	while (text.len && memchr("*_`:", text.ptr[0], 4))
		text = span_skip(text, 1);
	while (text.len && memchr("*_`:", text.ptr[text.len - 1], 4))
		text.len--;
	return text;
}

/* The list or column in which the name is a whole entry, or 0. */
static uint32_t list_alone(const struct naming *n, struct span written)
{
	uint32_t list;
	struct span text = whole_entry(n, &list);

	return span_equal(text, written) ? list : 0;
}

/* "Gray Pigeon" below Anubis, AsyncRAT and Gh0st: a name as they are. */
static int add_listed(struct naming *n, bool *listed)
{
	struct mention m = { .aside = n->aside };
	struct words w;

	m.name = m.written = whole_entry(n, &m.list);
	m.kind = entities_list_kind(n->all->entities, m.list);
	*listed = false;
	if (!m.kind || n->overview || m.name.len > LISTED_LONGEST || knowledge_written(m.name))
		return 0;
	words_of(m.name, &w);
	if (!w.count || w.count > LISTED_WORDS)
		return 0;
	for (uint32_t i = 0; i < w.count; i++)
		if (w.word[i].len < 3 || w.word[i].ptr[0] < 'A' || w.word[i].ptr[0] > 'Z' ||
		    name_noun(w.word[i]) || coined_is_other(w.word[i]))
			return 0;
	*listed = true;
	m.at = place(n, (size_t)(m.name.ptr - n->text.ptr), (size_t)(m.name.ptr - n->text.ptr) +
		     m.name.len);
	return entities_add(n->all->entities, &m, n->error);
}

static int add_known(struct naming *n, const struct name_met *met)
{
	struct mention m = { .kind = known_kind_name(met->known->kind), .name = met->written,
			     .written = met->written, .known = met->known,
			     .may_be = met->may_be, .doubtful = !met->certain };

	m.at = place(n, n->base + met->from,
			   n->base + met->from + met->written.len);
	m.told = met->told;
	m.list = list_alone(n, met->written);
	m.aside = n->aside;
	if (met->known->kind == KNOWN_SECTOR) {
		if (met->concern.is == CONCERN_OTHER)
			return 0;
		m.concern = met->concern;
		m.aside = n->sector_aside ? n->sector_aside :
			met->concern.is == CONCERN_NAMED ? met->concern.why : NULL;
	}
	if (!m.aside && (met->known->kind == KNOWN_MALWARE || met->known->kind == KNOWN_TOOL))
		m.aside = passing_denied(n->text, met->from);
	m.overview = n->overview && m.list;
	return entities_add(n->all->entities, &m, n->error);
}

/* "the TrickBot gang": an actor, whom the tables may not know by this name. */
static int add_people(struct naming *n, const struct name_met *met)
{
	size_t from = n->base + met->from;
	struct mention m = { .kind = "actor", .name = met->written, .aside = n->aside };

	if (!known_of_kind(met->written, "actor"))
		m.name = span_make(met->written.ptr, met->written.len + met->people_len);

	m.at = place(n, from, from + m.name.len);
	return entities_add(n->all->entities, &m, n->error);
}

/* Those that are certain first: others may turn out to be other names of them. */
static int add_all_known(struct naming *n, bool certain)
{
	const struct known_finder *f = n->all->known;
	struct name_met met;

	for (uint32_t i = 0; i < f->count; i++)
		if (f->met[i].certain == certain && known_met(f, i, &met) &&
		    ((!met.only_people && add_known(n, &met) < 0) ||
		     (met.people && add_people(n, &met) < 0)))
			return -1;
	return 0;
}

/* The tables know what stands there. */
static bool is_met(struct naming *n, struct span written)
{
	size_t from = (size_t)(written.ptr - n->text.ptr), to = from + written.len;
	const struct known_finder *f = n->all->known;

	for (uint32_t i = 0; i < f->count; i++)
		if (f->met[i].threat && f->met[i].certain && f->met[i].from < to &&
		    from < f->met[i].to)
			return true;
	return false;
}

static int take_name(void *context, const struct name_found *f)
{
	struct naming *n = context;
	struct mention m = { .kind = f->kind, .name = f->name, .written = f->written,
			     .aside = f->is_id ? NULL : n->aside };
	size_t from = (size_t)(f->written.ptr - n->text.ptr) + n->base;

	if (f->is_id)
		m.id = m.stated = f->name;
	else if (n->ids_only)
		return 0;
	if (f->alias_of.len && entities_alias(n->all->entities, f->alias_of, f->written))
		return 0;
	if (!f->kind || (!f->is_id && is_met(n, f->written)))
		return 0;
	m.at = place(n, from, from + f->written.len);
	return entities_add(n->all->entities, &m, n->error);
}

static int find(struct naming *n, struct span text)
{
	bool listed;

	while (n->base < text.len) {
		n->text = span_cut(text, n->base, KNOWN_TEXT_MAX);
		known_find(n->all->known, n->text, &n->around);
		if (add_listed(n, &listed) < 0 || add_all_known(n, true) < 0 ||
		    (!listed && names_find(n->text, take_name, n) < 0) ||
		    add_all_known(n, false) < 0)
			return -1;
		n->base += n->text.len;
	}
	return 0;
}

int mentions_find(struct mentions *m, uint32_t block, struct span text, struct error *e)
{
	struct naming n = { .all = m, .block = block, .error = e,
			    .around = { .layout = m->layout, .block = block } };

	n.aside = passing_why(m->layout, block);
	n.sector_aside = passing_of_sectors(m->layout, block);
	n.overview = passing_in_overview(&m->passing, m->layout, block);
	return find(&n, text);
}

int mentions_in(struct mentions *m, struct span text, struct step at, struct error *e)
{
	struct naming n = { .all = m, .at = at, .error = e };
	uint64_t digest = span_hash(text, 0);

	if (!m->known || !text.len || digest == m->last || m->texts == MENTIONS_TEXTS)
		return 0;
	m->last = digest;
	m->texts++;
	return find(&n, text);
}

int mentions_remark(struct mentions *m, struct span text, struct step at,
		    struct strings *belongs, struct error *e)
{
	struct span rest = text, piece;
	int rc = 0;

	for (int i = 0; i < REMARK_PIECES && rc >= 0 && span_split(&rest, ',', &piece); i++) {
		const struct known_name *n = knowledge_written(span_trim(piece));
		struct mention one = { .at = at, .written = span_trim(piece) };

		if (n && !n->ordinary)
			one.known = known_of_kind(one.written, "malware");
		if (n && !n->ordinary && !one.known)
			one.known = known_of_kind(one.written, NULL);
		if (!one.known)
			continue;
		one.at.quote = one.written;
		one.kind = known_kind_name(one.known->kind);
		one.name = one.known->name;
		if (belongs)
			strings_add(belongs, one.known->id.len ? one.known->id : one.known->name);
		rc = entities_add(m->entities, &one, e);
	}
	return rc < 0 ? -1 : mentions_in(m, text, at, e);
}

int mentions_ids(const struct mentions *m, uint32_t block, struct span target, struct error *e)
{
	struct naming n = { .all = m, .block = block, .error = e, .text = target,
			    .ids_only = true };

	m->known->count = 0;
	return names_find(target, take_name, &n) < 0 ? -1 : 0;
}
