/*
 * stix_notes.c -- the first pass over a bundle: title, dates, marking, names,
 * and who refers to whom.
 *
 * Specification: STIX 2.1 (OASIS), sections 4 to 7; the TLP markings of 2.0/2.1
 * by their fixed ids, TLP 2.0 by its extension and by name.
 */
#include "advisory/dates.h"
#include "advisory/stix.h"
#include "advisory/words.h"

#define TITLE_MAX 300
#define VALID_LEAD TIME_DAY	/* a valid_from that is less earlier than the object is a default */

int64_t stix_time(const struct node *n, const char *key)
{
	struct span text = node_text(n, key);
	struct civil c;

	if (!text.len || time_read(text, &c) != text.len || !c.year)
		return TIME_NONE;
	return civil_moment(&c);
}

static const char *const colours[] = { "WHITE", "CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED" };

static struct span colour_named(struct span tlp)
{
	for (size_t i = 0; i < sizeof(colours) / sizeof(colours[0]); i++)
		if (span_equal_nocase(tlp, span_of(colours[i])))
			return span_of(colours[i]);
	return SPAN("");
}

/* A colour that lives for ever, from wherever a marking names it. */
static struct span colour_of(const struct node *n)
{
	static const struct {
		const char *id, *colour;
	} fixed[] = {
		{ "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9", "WHITE" },
		{ "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da", "GREEN" },
		{ "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82", "AMBER" },
		{ "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed", "RED" },
		{ "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487", "CLEAR" },
		{ "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb", "GREEN" },
		{ "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421", "AMBER" },
		{ "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003", "AMBER+STRICT" },
		{ "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1", "RED" },
	};
	struct span id = n->type == JSON_STRING ? n->text : node_text(n, "id");
	const struct node *ext;

	for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
		if (span_equal(id, span_of(fixed[i].id)))
			return span_of(fixed[i].colour);
	if (n->type == JSON_STRING)
		return SPAN("");
	if (node_text(node_get(n, "definition"), "tlp").len)
		return colour_named(node_text(node_get(n, "definition"), "tlp"));
	ext = node_get(n, "extensions");
	for (const struct node *c = ext ? ext->child : NULL; c; c = c->next)
		if (node_text(c, "tlp_2_0").len)
			return colour_named(node_text(c, "tlp_2_0"));
	return tlp_find(node_text(n, "name"));
}

static int note_marking(struct stix *s, const struct node *n, struct error *e)
{
	struct span colour = colour_of(n);

	for (size_t i = 0; i < sizeof(colours) / sizeof(colours[0]); i++)
		if (span_equal(colour, span_of(colours[i])))
			return ids_add(&s->tlp, node_text(n, "id"), i, e);
	return 0;
}

static void note_tlp(struct stix *s, const struct node *n, bool report)
{
	const struct node *refs = node_get(n, "object_marking_refs");

	if (s->reading->head.tlp.len && !report)
		return;
	for (const struct node *c = refs ? refs->child : NULL; c; c = c->next) {
		struct span colour = colour_of(c);
		uint64_t value;

		if (!colour.len && ids_get(&s->tlp, ids_key(c->text), &value))
			colour = span_of(colours[value]);
		if (colour.len) {
			s->reading->head.tlp = colour;
			return;
		}
	}
}

/* The id that ATT&CK, CVE and the like give: what people know the thing by. */
static struct span external_id(const struct node *n)
{
	const struct node *refs = node_get(n, "external_references");

	for (const struct node *c = refs ? refs->child : NULL; c; c = c->next) {
		struct span source = node_text(c, "source_name"), id = node_text(c, "external_id");

		if (id.len && (span_starts_nocase(source, SPAN("mitre")) ||
			       span_equal_nocase(source, SPAN("cve"))))
			return id;
	}
	return SPAN("");
}

static void note_references(struct stix *s, const struct node *n)
{
	const struct node *refs = node_get(n, "external_references");

	for (const struct node *c = refs ? refs->child : NULL; c; c = c->next) {
		struct span id = node_text(c, "external_id");

		if (!id.len)
			id = node_text(c, "url");
		if (id.len)
			strings_add(&s->reading->head.refers_to, reading_keep(s->reading, id, 500));
	}
}

/* Report or grouping: the head of the advisory. The first report wins. */
static void note_report(struct stix *s, const struct node *n, bool report)
{
	struct advisory *head = &s->reading->head;
	struct span text = node_text(n, "description");
	int64_t published = stix_time(n, "published");
	struct stretch when;

	if (s->has_report)
		return;
	if (published == TIME_NONE)
		published = stix_time(n, "created");
	s->has_report = report;
	head->id = reading_keep(s->reading, node_text(n, "id"), 200);
	head->title = reading_keep(s->reading, node_text(n, "name"), TITLE_MAX);
	head->published = published;
	s->creator = reading_keep(s->reading, node_text(n, "created_by_ref"), 200);
	note_tlp(s, n, report);
	note_references(s, n);
	while (text.len) {
		size_t stop = span_find(text, SPAN(". "));
		struct span sentence = span_cut(text, 0, stop);

		if (period_find(sentence, &when) >= 2) {
			reading_activity(s->reading, when.from,
					 published != TIME_NONE && when.to > published ?
					 published : when.to);
			break;
		}
		text = stop == SPAN_NONE ? SPAN("") : span_skip(text, stop + 2);
	}
}

static int note_refs(struct ids *m, const struct node *refs, uint64_t value, struct error *e)
{
	for (const struct node *c = refs ? refs->child : NULL; c; c = c->next)
		if (ids_add(m, c->text, value, e) < 0)
			return -1;
	return 0;
}

static const struct {
	const char *type, *kind;
} entity_types[] = {
	{ "intrusion-set", "actor" }, { "threat-actor", "actor" }, { "malware", "malware" },
	{ "tool", "tool" }, { "attack-pattern", "technique" }, { "campaign", "campaign" },
	{ "vulnerability", "vulnerability" },
};

static int note_entity(struct stix *s, const struct node *n, const char *kind,
		       struct span pointer, struct error *e)
{
	const struct node *aliases = node_get(n, "aliases");
	struct mention m = { .kind = kind, .name = node_text(n, "name"), .id = external_id(n) };
	struct span kept;

	if (!m.name.len)
		return 0;
	if (!m.id.len && !strcmp(kind, "vulnerability") &&
	    span_starts_nocase(m.name, SPAN("CVE-")))
		m.id = m.name;
	if (!strcmp(kind, "technique"))
		m.stated = m.id;
	m.at = (struct step){ .kind = STEP_POINTER, .text = pointer };
	if (entities_add(&s->entities, &m, e) < 0)
		return -1;
	if (!aliases)
		aliases = node_get(n, "x_mitre_aliases");
	for (const struct node *c = aliases ? aliases->child : NULL; c; c = c->next)
		if (c->text.len)
			entities_alias(&s->entities, m.name, c->text);
	kept = reading_keep(s->reading, m.id.len ? m.id : m.name, 200);
	buf_add(&s->name, span_make(&kept, sizeof(kept)));
	return ids_add(&s->named, node_text(n, "id"), s->name.len / sizeof(kept), e);
}

static int note_relationship(struct stix *s, const struct node *n, struct error *e)
{
	struct span type = node_text(n, "relationship_type");
	struct span from = node_text(n, "source_ref"), to = node_text(n, "target_ref");

	if (span_equal(type, SPAN("based-on")))
		return ids_add(&s->based, to, 1, e);
	if (span_equal(type, SPAN("indicates")))
		return ids_add(&s->indicates, from, ids_key(to), e);
	return 0;
}

static void note_indicator(struct stix *s, const struct node *n)
{
	int64_t from = stix_time(n, "valid_from"), created = stix_time(n, "created");

	s->indicators = true;
	if (from != TIME_NONE && created != TIME_NONE && created - from >= VALID_LEAD &&
	    (s->activity_from == TIME_NONE || from < s->activity_from))
		s->activity_from = from;
}

static int note_mail(struct stix *s, const struct node *n, struct error *e)
{
	static const char *const members[] = { "to_refs", "cc_refs", "bcc_refs" };

	for (size_t i = 0; i < 3; i++)
		if (note_refs(&s->recipient, node_get(n, members[i]), 1, e) < 0)
			return -1;
	return 0;
}

static void note_identity(struct stix *s, const struct node *n)
{
	struct advisory *head = &s->reading->head;
	struct span contact = node_text(n, "contact_information");

	if (!span_equal(node_text(n, "identity_class"), SPAN("organization")) ||
	    head->bodies == INTEL_MANY)
		return;
	head->body[head->bodies++] = (struct body){
		.name = reading_keep(s->reading, node_text(n, "name"), 200),
		.stance = SPAN("publishes"),
		/* Replaced by the scope, or dropped, when the creator is known. */
		.scope = reading_keep(s->reading, node_text(n, "id"), 200),
	};
	if (contact.len)
		strings_add(&head->contacts, reading_keep(s->reading, contact, 300));
}

/* Names in what an object is called and described with. */
static int note_names(struct stix *s, const struct bundle_object *o, struct error *e)
{
	static const char *const types[] = { "indicator", "report", "grouping", "note",
					     "campaign", "incident", NULL };
	static const char *const members[] = { "name", "abstract", "description", "content" };

	if (!word_one_of(node_text(o->node, "type"), types))
		return 0;
	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
		struct step at = { .kind = STEP_POINTER, .text = o->pointer };

		if (mentions_in(&s->mentions, node_text(o->node, members[i]), at, e) < 0)
			return -1;
	}
	return 0;
}

int stix_note(void *context, const struct bundle_object *o, struct error *e)
{
	struct stix *s = context;
	const struct node *n = o->node;
	struct span type = node_text(n, "type");
	int64_t created = stix_time(n, "created");

	if (created != TIME_NONE && created > s->latest)
		s->latest = created;
	if (note_names(s, o, e) < 0 || stix_note_voice(s, n, e) < 0)
		return -1;
	if (span_equal(type, SPAN("indicator"))) {
		note_indicator(s, n);
	} else if (span_equal(type, SPAN("report")) || span_equal(type, SPAN("grouping"))) {
		note_report(s, n, span_equal(type, SPAN("report")));
		return note_refs(&s->listed, node_get(n, "object_refs"), 1, e);
	} else if (span_equal(type, SPAN("observed-data"))) {
		return note_refs(&s->observed, node_get(n, "object_refs"),
				 ids_key(node_text(n, "id")), e);
	} else if (span_equal(type, SPAN("relationship"))) {
		return note_relationship(s, n, e);
	} else if (span_equal(type, SPAN("marking-definition"))) {
		return note_marking(s, n, e);
	} else if (span_equal(type, SPAN("email-message"))) {
		return note_mail(s, n, e);
	} else if (span_equal(type, SPAN("identity"))) {
		note_identity(s, n);
	}
	note_tlp(s, n, false);
	for (size_t i = 0; i < sizeof(entity_types) / sizeof(entity_types[0]); i++)
		if (span_equal(type, span_of(entity_types[i].type)))
			return note_entity(s, n, entity_types[i].kind, o->pointer, e);
	return 0;
}
