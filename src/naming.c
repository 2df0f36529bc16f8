/* naming.c -- names lead to indicators. */
#include "naming.h"

#include "base/frame.h"

#define BUDGET	  (4u << 20)
#define BEFORE	  (2 * 365 * TIME_DAY)
#define BEHIND	  (92 * TIME_DAY)
#define TITLE_MOST 64

void naming_init(struct naming *n)
{
	*n = (struct naming){ .from = TIME_NONE, .to = TIME_NONE };
	arena_init(&n->arena, BUDGET);
}

void naming_release(struct naming *n)
{
	arena_release(&n->arena);
}

static bool is_among(const struct strings *s, struct span what)
{
	for (uint32_t i = 0; i < s->count; i++)
		if (what.len && span_equal_nocase(s->item[i], what))
			return true;
	return false;
}

static bool is_named(const struct naming *n, struct span what)
{
	return is_among(&n->name, what) || is_among(&n->id, what);
}

bool naming_begin(struct naming *n, const struct bulletins *all)
{
	for (uint32_t i = 0; i < all->count; i++) {
		const struct bulletin *b = &all->list[i];
		int64_t published = b->advisory.published;

		if (b->usable || b->leaves || b->rules)
			return false;
		for (uint32_t k = 0; k < b->named.count; k++)
			if (!is_among(&n->name, b->named.item[k])) {
				n->title = n->name.count ? n->title : b->advisory.title;
				strings_add(&n->name, b->named.item[k]);
				strings_add(&n->id, b->named_id.item[k]);
			}
		if (published == TIME_NONE)
			continue;
		n->from = n->from == TIME_NONE || published < n->from ? published : n->from;
		n->to = published > n->to ? published : n->to;
	}
	n->title = span_cut(n->title.len ? n->title : SPAN("the document"), 0, TITLE_MOST);
	return n->name.count > 0;
}

/* ---- which lists bear the names */

static void add_list(struct naming *n, const struct naming_list *list)
{
	if (n->lists == NAMING_LISTS) {
		n->more++;
		return;
	}
	n->list[n->lists] = *list;
	n->list[n->lists++].title = arena_copy(&n->arena, span_cut(list->title, 0, TITLE_MOST));
}

static int64_t day_of(const char *text)
{
	struct civil c;

	return time_read(span_of(text), &c) ? civil_moment(&c) : TIME_NONE;
}

static bool names_one(const struct naming *n, const char *list)
{
	struct span names = span_of(list), one;

	while (span_split(&names, ',', &one))
		if (is_named(n, span_trim(one)))
			return true;
	return false;
}

static void find_packs(struct naming *n)
{
	for (const struct pack *p = packs; p->name; p++)
		if (names_one(n, p->names))
			add_list(n, &(struct naming_list){ .pack = p, .title = span_of(p->title),
							   .published = day_of(p->published),
							   .about = names_one(n, p->unnamed) });
}

struct naming_search {			/* in the library */
	struct naming *naming;
	struct library *library;
	uint32_t names, named;		/* of the document at hand */
};

static int search_record(void *context, struct span wire, struct error *e)
{
	struct naming_search *s = context;
	struct cursor c = { .left = wire };
	struct intel_record r;

	if (!intel_decode(&c, &r))
		return fail(e, ERR_MALFORMED, "the library is damaged");
	if (r.type == INTEL_ENTITY && entity_leads_on(&r.entity)) {
		s->names++;
		s->named += is_named(s->naming, r.entity.name) || is_named(s->naming, r.entity.id);
	}
	return 0;
}

static int search_end(void *context, uint64_t size, struct error *e)
{
	(void)context;
	(void)size;
	(void)e;
	return 0;
}

static int search_document(void *context, const struct document *d, struct error *e)
{
	static const struct library_reader reader = { search_record, search_end };
	struct naming_search *s = context;

	if (!d->current || !(d->values || d->rules))
		return 0;
	s->names = s->named = 0;
	if (library_read(s->library, d->number, &reader, s, e) < 0)
		return -1;
	if (s->named)
		add_list(s->naming, &(struct naming_list){ .number = d->number, .title = d->title,
							   .published = d->published,
							   .about = s->named * 2 > s->names });
	return 0;
}

static void choose(struct naming *n)
{
	int64_t from = n->from, to = n->to;

	for (uint32_t i = 0; n->from == TIME_NONE && i < n->lists; i++) {
		int64_t published = n->list[i].published;

		if (published != TIME_NONE && (from == TIME_NONE || published < from))
			from = to = published;
	}
	for (uint32_t i = 0; i < n->lists; i++) {
		int64_t published = n->list[i].published;

		n->list[i].taken = published == TIME_NONE || from == TIME_NONE ||
				   (published >= from - BEFORE && published <= to + BEHIND);
	}
}

int naming_find(struct naming *n, struct library *l, struct error *e)
{
	struct naming_search s = { .naming = n, .library = l };

	find_packs(n);
	if (l && library_documents(l, search_document, &s, e) < 0)
		return -1;
	choose(n);
	return 0;
}

/* ---- for people */

static void add_names(const struct naming *n, struct buf *out)
{
	for (uint32_t i = 0; i < n->name.count; i++)
		buf_printf(out, "%s%.*s", i ? ", " : "", SPAN_ARG(n->name.item[i]));
}

static void add_titles(const struct naming *n, bool taken, const char *lead, struct buf *out)
{
	bool first = true;

	for (uint32_t i = 0; i < n->lists; i++) {
		const struct naming_list *l = &n->list[i];
		struct civil day = civil_of(l->published);

		if (l->taken != taken)
			continue;
		buf_printf(out, "%s\"%.*s%s\" (%s", first ? lead : ", ", SPAN_ARG(l->title),
			   l->title.len == TITLE_MOST ? "..." : "", l->pack ? "shipped" : "library");
		if (l->published != TIME_NONE)
			buf_printf(out, ", %04d-%02d-%02d", day.year, day.month, day.day);
		buf_text(out, ")");
		first = false;
	}
}

static bool takes_any(const struct naming *n)
{
	for (uint32_t i = 0; i < n->lists; i++)
		if (n->list[i].taken)
			return true;
	return false;
}

void naming_text(const struct naming *n, struct buf *out)
{
	buf_printf(out, "\"%.*s%s\" lists nothing itself, but names ", SPAN_ARG(n->title), n->title.len == TITLE_MOST ? "..." : "");
	add_names(n, out);
	if (takes_any(n)) {
		add_titles(n, true, ": searched for is what these are known for in ", out);
		buf_text(out, n->from == TIME_NONE ? ", the oldest list, because it has no date" : "");
	} else {
		buf_text(out, ", of which no list of its time is known here");
	}
	add_titles(n, false, "; not searched for, being of another time: ", out);
	if (n->more)
		buf_printf(out, " and %u more", n->more);
	buf_text(out, "; nor anything of other malware, of actors and of tools");
}

/* ---- the records of a list */

static bool indicator_fits(const struct naming *n, const struct naming_list *list,
			   const struct indicator *i)
{
	for (uint32_t k = 0; k < i->entities.count; k++)
		if (is_named(n, i->entities.item[k]))
			return true;
	return i->entities.count == 0 && list->about;
}

static bool rule_fits(const struct naming *n, const struct naming_list *list,
		      const struct rule *r)
{
	for (uint32_t k = 0; k < n->name.count; k++)
		if (span_find_nocase(r->name, n->name.item[k]) != SPAN_NONE)
			return true;
	return list->about;
}

bool naming_fit(const struct naming *n, const struct naming_list *list, struct intel_record *r)
{
	if (r->type == INTEL_ADVISORY) {
		r->advisory.pack = list->pack != NULL;
	} else if (r->type == INTEL_INDICATOR && indicator_usable(&r->indicator) &&
		   !indicator_fits(n, list, &r->indicator)) {
		r->indicator.role = ROLE_BENIGN;
		r->indicator.why = (struct strings){
			.item = { SPAN("of malware that the document does not name") }, .count = 1 };
	}
	return r->type != INTEL_RULE || rule_fits(n, list, &r->rule);
}

void naming_json(const struct naming *n, struct out *o)
{
	json_array(o, "leads_to");
	for (uint32_t i = 0; i < n->lists; i++) {
		const struct naming_list *l = &n->list[i];

		if (!l->taken || !l->values)
			continue;
		json_object(o, NULL);
		json_string(o, "title", l->title);
		json_bool(o, "shipped", l->pack != NULL);
		json_uint(o, "values", l->values);
		json_object_end(o);
	}
	json_array_end(o);
}
