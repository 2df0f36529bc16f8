/*
 * misp.c -- MISP events as JSON: one event, the answer of a search, an array of
 * events, a list of attributes.
 *
 * Specification: MISP core format (draft-dulaunoy-misp-core-format).  Read
 * two or three times, one attribute or object at a time: first what the head
 * needs, then the values, then rules.  to_ids, categories, comments, tags, galaxies and composite
 * types are understood; deleted attributes and proposals are not the
 * publisher's word and stay out.
 *
 * Event reports are read as documents.  Not here: attached files, sightings,
 * relations between objects.  Hostile input: nesting LEVELS_MAX,
 * OBJECT_BUDGET of memory for one attribute or object.
 */
#include "advisory/misp.h"
#include "advisory/misp_reports.h"

#include "advisory/dates.h"
#include "advisory/labels.h"
#include "advisory/mentions.h"
#include "advisory/pointer.h"
#include "advisory/reader.h"
#include "advisory/remarks.h"
#include "intel/stix_pattern.h"
#include "advisory/rules.h"

#define LEVELS_MAX 8
#define OBJECT_BUDGET (64u << 20)
#define REMARK_MAX 160
#define FOR_DETECTION 80	/* confidence */
#define NOT_FOR_DETECTION 50

struct misp {
	struct reading *reading;
	struct entities entities;
	struct json json;
	struct arena object;
	enum pass { PASS_NOTES, PASS_VALUES, PASS_RULES } pass;
	uint64_t rules;
	bool detects;			/* something is marked for detection */
	uint64_t events;
	struct misp_reports reports;
	struct mentions mentions;	/* names in titles and comments */
	int64_t latest;
};

/* ---- attributes */

/* The types whose words in labels.h would mislead, or that name no value. */
static const struct {
	const char *type;
	enum column column;
	enum kind kind;
} types[] = {
	{ "malware-sample", COLUMN_VALUE, KIND_NONE },
	{ "attachment", COLUMN_OTHER, KIND_NONE },
	{ "link", COLUMN_REFERENCE, KIND_URL },
	{ "email-dst", COLUMN_VICTIM, KIND_EMAIL },
	{ "email-dst-display-name", COLUMN_OTHER, KIND_NONE },
	{ "email-src-display-name", COLUMN_OTHER, KIND_NONE },
	{ "email-reply-to", COLUMN_VALUE, KIND_EMAIL },
	{ "email-body", COLUMN_OTHER, KIND_NONE },
	{ "email-message-id", COLUMN_OTHER, KIND_NONE },
	{ "email-subject", COLUMN_VALUE, KIND_EMAIL_SUBJECT },
	{ "email-attachment", COLUMN_VALUE, KIND_FILENAME },
	{ "target-email", COLUMN_VICTIM, KIND_EMAIL },
	{ "target-machine", COLUMN_OTHER, KIND_NONE },
	{ "target-user", COLUMN_OTHER, KIND_NONE },
	{ "target-org", COLUMN_OTHER, KIND_NONE },
	{ "target-location", COLUMN_OTHER, KIND_NONE },
	{ "target-external", COLUMN_OTHER, KIND_NONE },
	{ "whois-registrant-email", COLUMN_CONTEXT, KIND_EMAIL },
	{ "dns-soa-email", COLUMN_CONTEXT, KIND_EMAIL },
	{ "uri", COLUMN_OTHER, KIND_NONE },
	{ "text", COLUMN_OTHER, KIND_NONE },
	{ "other", COLUMN_OTHER, KIND_NONE },
	{ "comment", COLUMN_OTHER, KIND_NONE },
	{ "port", COLUMN_OTHER, KIND_NONE },
	{ "AS", COLUMN_VALUE, KIND_ASN },
	{ "mac-address", COLUMN_VALUE, KIND_MAC },
	{ "mac-eui-64", COLUMN_OTHER, KIND_NONE },
	{ "windows-service-name", COLUMN_VALUE, KIND_SERVICE },
	{ "windows-service-displayname", COLUMN_OTHER, KIND_NONE },
	{ "windows-scheduled-task", COLUMN_OTHER, KIND_NONE },
	{ "vulnerability", COLUMN_CVE, KIND_NONE },
	{ "weakness", COLUMN_OTHER, KIND_NONE },
	{ "xmr", COLUMN_VALUE, KIND_WALLET },
	{ "process-state", COLUMN_OTHER, KIND_NONE },
	{ "favicon-mmh3", COLUMN_STRANGE_HASH, KIND_NONE },
};

static struct label label_of(struct span type)
{
	struct label label;

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (span_equal(type, span_of(types[i].type)))
			return (struct label){ types[i].column, types[i].kind };
	label = label_of_type(type);
	/* A type that we do not know says nothing of what it holds. */
	return label.column == COLUMN_UNKNOWN ? (struct label){ COLUMN_OTHER, KIND_NONE } : label;
}

static bool is_rule(struct span type)
{
	return span_equal(type, SPAN("yara")) || span_equal(type, SPAN("sigma")) ||
		span_equal(type, SPAN("snort")) || span_equal(type, SPAN("suricata")) ||
		span_equal(type, SPAN("stix2-pattern"));
}

static bool is_pattern(struct span type)
{
	return span_equal(type, SPAN("stix2-pattern"));
}

static int give_rule(struct misp *m, const struct node *n, const struct pointer *at,
		     struct error *e)
{
	struct reading *r = m->reading;
	struct rule *rule = &r->record.rule;
	struct span type = node_text(n, "type");
	struct rule_given given = { type, node_text(n, "comment"), node_text(n, "value") };
	struct error broken = { 0 };
	struct pattern pattern;
	int rc;

	if (!is_pattern(type))
		return rules_give(r, &given, pointer_step(at, SPAN("")), e);
	rc = pattern_read(given.code, &m->object, &pattern, &broken);
	if (rc == 0 && pattern.evaluated)
		return 0;		/* its values say all that it says */
	memset(&r->record, 0, sizeof(r->record));
	r->record.type = INTEL_RULE;
	rule->language = SPAN("stix");
	rule->name = given.name;
	rule->text = given.code;
	rule->compiles = rc == 0;
	rule->runs = rc == 0 && pattern.settled;
	rule->why_not = rule->runs ? SPAN("") : rc < 0 ? span_of(broken.text) :
		SPAN("pattern is more than single values: only these are looked up");
	rule->advisory = r->options->index;
	rule->where = r->base;
	where_add(&rule->where, pointer_step(at, SPAN("")));
	if (r->sink->take(r->sink->context, &r->record, e) < 0)
		return -1;
	if (rc < 0)
		reading_broken_rule(r, span_of(broken.text), pointer_step(at, SPAN("")));
	return 0;
}

/* The role that category, column, tags and remarks give, in this order. */
static enum role role_of(const struct misp *m, const struct node *n, enum column column,
			 struct listed *l)
{
	struct span category = node_text(n, "category");
	const struct node *tags = node_get(n, "Tag");

	for (const struct node *t = tags ? tags->child : NULL; t; t = t->next)
		if (span_starts_nocase(node_text(t, "name"),
				       SPAN("false-positive:risk=\"high\""))) {
			strings_add(&l->why, SPAN("publisher's tag: a false positive"));
			return ROLE_BENIGN;
		}
	if (column == COLUMN_VICTIM || span_equal(category, SPAN("Targeting data"))) {
		strings_add(&l->why, SPAN("who was written to or aimed at"));
		return ROLE_VICTIM;
	}
	if (column == COLUMN_REFERENCE || column == COLUMN_CONTEXT ||
	    column == COLUMN_STRANGE_HASH ||
	    span_equal(category, SPAN("Internal reference")) ||
	    (!node_true(n, "to_ids") && span_equal(category, SPAN("External analysis")))) {
		strings_add(&l->why, SPAN("its type or category says that it is context"));
		return ROLE_REFERENCE;
	}
	if (!node_true(n, "to_ids") && m->detects) {
		strings_add(&l->why, SPAN("publisher: not for automatic detection"));
		/* A digest, a sender, a network may be weak, but means nobody else. */
		if (!kind_is_hash(l->kind) && l->kind != KIND_EMAIL && l->kind != KIND_ASN)
			return ROLE_REFERENCE;
	}
	if (remark_role(node_text(n, "comment"), l->kind) == ROLE_INDICATOR)
		return ROLE_INDICATOR;
	strings_add(&l->why, SPAN("publisher's comment takes it off the list"));
	return remark_role(node_text(n, "comment"), l->kind);
}

static void add_why(struct listed *l, const struct node *n, struct span object)
{
	struct span category = node_text(n, "category"), comment = node_text(n, "comment");

	strings_add(&l->why, object.len ? SPAN("attribute of a MISP object") :
		    SPAN("attribute of a MISP event"));
	if (category.len)
		strings_add(&l->why, span_cut(category, 0, REMARK_MAX));
	if (comment.len)
		strings_add(&l->why, span_cut(comment, 0, REMARK_MAX));
}

static int give(struct misp *m, struct listed *l, enum kind kind, struct span written,
		const struct pointer *at, struct error *e)
{
	int rc;

	l->kind = kind;
	l->written = written;
	l->step = pointer_step(at, written);
	rc = reading_listed(m->reading, l, e);
	if (rc == 0 && l->role == ROLE_INDICATOR)
		reading_nothing(m->reading, l->step);
	/* Reports speak of it once more. */
	if (rc > 0 && m->reports.count &&
	    collected_note(&m->reports.collected, &m->reading->record, e) < 0)
		return -1;
	return rc < 0 ? -1 : 0;
}

/* The values of a STIX pattern; those that count only together with others say so. */
static int give_pattern(struct misp *m, struct listed *l, struct span text,
			const struct pointer *at, struct error *e)
{
	struct error broken = { 0 };
	struct pattern pattern;

	if (pattern_read(text, &m->object, &pattern, &broken) < 0)
		return 0;		/* told where it is given as a rule */
	for (uint32_t i = 0; i < pattern.count; i++) {
		const struct pattern_leaf *leaf = &pattern.leaf[i];

		if (!leaf->exact || leaf->kind == KIND_NONE)
			continue;
		l->port = leaf->port;
		l->logic = leaf->alone ? SPAN("") : text;
		if (give(m, l, leaf->kind, leaf->value, at, e) < 0)
			return -1;
	}
	return 0;
}

/* "filename|sha256", "domain|ip": each side is a value; "|port" and "|value" are none. */
static int give_composite(struct misp *m, struct listed *l, struct span type, struct span value,
			  const struct pointer *at, struct error *e)
{
	struct span kind, part;

	if (span_equal(type, SPAN("malware-sample")))
		type = SPAN("filename|md5");
	if (span_ends(type, SPAN("|port")))
		return give(m, l, label_of(span_cut(type, 0, type.len - 5)).kind, value, at, e);
	while (span_split(&type, '|', &kind) && span_split(&value, '|', &part)) {
		struct label label = label_of(kind);

		if (span_equal(kind, SPAN("value")) || label.column != COLUMN_VALUE || !part.len)
			continue;
		if (give(m, l, label.kind, part, at, e) < 0)
			return -1;
	}
	return 0;
}

static int give_cve(struct misp *m, struct span value, const struct pointer *at, struct error *e)
{
	struct mention c = { .kind = "vulnerability", .name = value, .id = value, .stated = value,
			     .at = pointer_step(at, value) };

	return span_starts_nocase(value, SPAN("CVE-")) ? entities_add(&m->entities, &c, e) : 0;
}

/*
 * One attribute; `object` is the name of the object that holds it, `logic`
 * what a name in an object of one file stands beside.
 */
static int give_attribute(struct misp *m, const struct node *n, struct span object,
			  struct span logic, const struct pointer *at, struct error *e)
{
	struct span type = node_text(n, "type"), value = node_text(n, "value");
	struct label label = label_of(span_cut(type, 0, span_find_byte(type, '|')));
	struct listed l;

	if (node_true(n, "deleted") || !value.len)
		return 0;
	if (m->pass == PASS_RULES)
		return is_rule(type) ? give_rule(m, n, at, e) : 0;
	if (is_rule(type) && !is_pattern(type))
		return 0;
	if (label.column == COLUMN_CVE)
		return give_cve(m, value, at, e);
	if (label.column == COLUMN_OTHER && !is_pattern(type))
		return 0;
	listed_init(&l);
	l.kind = label.kind;
	l.role = role_of(m, n, is_pattern(type) ? COLUMN_VALUE : label.column, &l);
	add_why(&l, n, object);
	l.confidence = node_true(n, "to_ids") ? FOR_DETECTION : NOT_FOR_DETECTION;
	if (logic.len && (label.kind == KIND_FILENAME || label.kind == KIND_PATH))
		l.logic = logic;
	if (is_pattern(type))
		return give_pattern(m, &l, value, at, e);
	if (span_find_byte(type, '|') != SPAN_NONE || span_equal(type, SPAN("malware-sample")))
		return give_composite(m, &l, type, value, at, e);
	return give(m, &l, label.kind, value, at, e);
}

/* A digest says which file; the name beside it is not enough: "md5 = '...' AND filename = '...'" */
static struct span logic_of(struct misp *m, const struct node *object)
{
	const struct node *list = node_get(object, "Attribute");
	struct span words = SPAN("");
	bool digest = false;
	struct buf b;

	buf_init(&b, 8192);
	for (const struct node *a = list ? list->child : NULL; a; a = a->next) {
		struct label label = label_of(node_text(a, "type"));

		if (label.column != COLUMN_VALUE || node_true(a, "deleted"))
			continue;
		digest |= kind_is_hash(label.kind);
		buf_printf(&b, "%s%.*s = '%.*s'", b.len ? " AND " : "",
			   SPAN_ARG(node_text(a, "type")), SPAN_ARG(node_text(a, "value")));
	}
	if (digest && !b.bad)
		words = arena_copy(&m->object, buf_span(&b));
	buf_release(&b);
	return words.ptr ? words : SPAN("");
}

static int give_object(struct misp *m, const struct node *n, const struct pointer *at,
		       struct error *e)
{
	const struct node *list = node_get(n, "Attribute");
	struct pointer inner = pointer_below(at, SPAN("Attribute"));
	struct span name = node_text(n, "name"), logic = SPAN("");
	uint64_t index = 0;

	if (node_true(n, "deleted"))
		return 0;
	if (span_equal(name, SPAN("file")))
		logic = logic_of(m, n);
	for (const struct node *a = list ? list->child : NULL; a; a = a->next, index++) {
		struct pointer here = pointer_element(&inner, index);

		if (give_attribute(m, a, name, logic, &here, e) < 0)
			return -1;
	}
	return 0;
}

/* ---- the first pass */

static void note_attribute(struct misp *m, const struct node *n)
{
	struct span first = node_text(n, "first_seen"), last = node_text(n, "last_seen");
	struct reading *r = m->reading;
	struct stretch when;

	m->detects |= node_true(n, "to_ids");
	m->rules += is_rule(node_text(n, "type"));
	if (first.len && date_cell(first, &when))
		reading_activity(r, when.from, TIME_NONE);
	if (last.len && date_cell(last, &when))
		reading_activity(r, TIME_NONE, when.to);
	if (span_equal(node_text(n, "type"), SPAN("link")) && !node_true(n, "deleted"))
		strings_add(&r->head.refers_to, reading_keep(r, node_text(n, "value"), 300));
}

static int note_object(struct misp *m, const struct node *n, const struct pointer *at,
		       struct error *e)
{
	const struct node *list = node_get(n, "Attribute");

	if (node_true(n, "deleted"))
		return 0;
	for (const struct node *a = list ? list->child : NULL; a; a = a->next) {
		note_attribute(m, a);
		if (mentions_in(&m->mentions, node_text(a, "comment"), pointer_step(at, SPAN("")),
				e) < 0)
			return -1;
	}
	return mentions_in(&m->mentions, node_text(n, "comment"), pointer_step(at, SPAN("")), e);
}

static void note_scalar(struct misp *m, const char *key, struct span value)
{
	struct advisory *head = &m->reading->head;
	struct stretch when;
	uint64_t n;

	if (!strcmp(key, "info") && !head->title.len) {
		head->title = reading_keep(m->reading, span_trim(value), 300);
	} else if (!strcmp(key, "uuid") && !head->id.len) {
		head->id = reading_keep(m->reading, value, 60);
	} else if (!strcmp(key, "date") && date_cell(value, &when)) {
		if (m->latest == TIME_NONE || when.from > m->latest)
			m->latest = when.from;
	} else if (!strcmp(key, "publish_timestamp") && m->latest == TIME_NONE &&
		   span_u64(value, &n) && n && n < UINT32_MAX) {
		m->latest = (int64_t)n * TIME_SECOND;
	}
}

static int note_tag(struct misp *m, struct span tag, const struct pointer *at, struct error *e)
{
	struct span tlp = tlp_find(tag);

	if (tlp.len && !m->reading->head.tlp.len)
		m->reading->head.tlp = tlp;
	return misp_tag(&m->entities, tag, pointer_step(at, SPAN("")), e);
}

/* Tags and galaxies of an event or an attribute. */
static int note_context(struct misp *m, const struct node *n, const struct pointer *at,
			struct error *e)
{
	const struct node *tags = node_get(n, "Tag"), *galaxies = node_get(n, "Galaxy");

	for (const struct node *t = tags ? tags->child : NULL; t; t = t->next)
		if (note_tag(m, node_text(t, "name"), at, e) < 0)
			return -1;
	for (const struct node *g = galaxies ? galaxies->child : NULL; g; g = g->next)
		if (misp_galaxy(&m->entities, g, pointer_step(at, SPAN("")), e) < 0)
			return -1;
	return 0;
}

static int note_organisation(struct misp *m, const struct node *n)
{
	struct advisory *head = &m->reading->head;
	struct span name = node_text(n, "name");

	for (uint32_t i = 0; i < head->bodies; i++)
		if (span_equal(head->body[i].name, name))
			return 0;
	if (name.len && head->bodies < INTEL_MANY)
		head->body[head->bodies++] = (struct body){
			.name = reading_keep(m->reading, name, 200), .stance = SPAN("publishes") };
	return 0;
}

/* ---- the document */

/* One element of an array of the event. */
static int take_element(struct misp *m, struct span array, const struct node *n,
			const struct pointer *at, struct error *e)
{
	if (span_equal(array, SPAN("EventReport")))
		return m->pass == PASS_NOTES ? misp_reports_add(&m->reports, n, at, e) : 0;
	if (m->pass != PASS_NOTES)
		return span_equal(array, SPAN("Attribute")) ?
			give_attribute(m, n, SPAN(""), SPAN(""), at, e) :
			span_equal(array, SPAN("Object")) ? give_object(m, n, at, e) : 0;
	if (span_equal(array, SPAN("Tag")))
		return note_tag(m, node_text(n, "name"), at, e);
	if (span_equal(array, SPAN("Galaxy")))
		return misp_galaxy(&m->entities, n, pointer_step(at, SPAN("")), e);
	if (span_equal(array, SPAN("Object")))
		return note_object(m, n, at, e);
	note_attribute(m, n);
	if (!node_true(n, "deleted") &&
	    mentions_in(&m->mentions, node_text(n, "comment"), pointer_step(at, SPAN("")), e) < 0)
		return -1;
	return note_context(m, n, at, e);
}

static int read_elements(struct misp *m, struct span array, const struct pointer *at,
			 struct error *e)
{
	for (uint64_t index = 0;; index++) {
		struct pointer here = pointer_element(at, index);
		struct json_event ev;
		struct node *n;
		int got = json_next(&m->json, &ev, e);

		if (got <= 0)
			return got < 0 ? -1 : fail(e, ERR_TRUNCATED, "MISP: ends inside an event");
		if (ev.type == JSON_ARRAY_END)
			return 0;
		arena_reset(&m->object);
		if (tree_read(&m->json, &ev, &m->object, &n, e) < 0 ||
		    take_element(m, array, n, &here, e) < 0)
			return -1;
	}
}

static const char *one_of(struct span key, const char *const *list)
{
	for (; *list; list++)
		if (span_equal(key, span_of(*list)))
			return *list;
	return NULL;
}

static int read_value(struct misp *m, const struct json_event *ev, const struct pointer *at,
		      int level, struct error *e);

/* The value of a member of an event or of what is around events. */
static int read_member(struct misp *m, struct span key, const struct pointer *at, int level,
		       struct error *e)
{
	static const char *const arrays[] = { "Attribute", "Object", "Tag", "Galaxy", "EventReport",
					      NULL };
	static const char *const around[] = { "response", "Event", "events", NULL };
	static const char *const scalars[] = { "info", "uuid", "date", "publish_timestamp", NULL };
	const char *array = one_of(key, arrays), *scalar = one_of(key, scalars);
	bool descend = one_of(key, around), org = span_equal(key, SPAN("Orgc"));
	struct pointer here = pointer_below(at, key);
	struct json_event ev;
	struct node *n;

	m->events += span_equal(key, SPAN("Event"));
	if (!array && !scalar && !descend && !org)
		return json_skip(&m->json, e);
	if (json_next(&m->json, &ev, e) <= 0)
		return e->code ? -1 : fail(e, ERR_TRUNCATED, "MISP: ends inside an event");
	if (array && ev.type == JSON_ARRAY)
		return read_elements(m, span_of(array), &here, e);
	if (descend && (ev.type == JSON_ARRAY || ev.type == JSON_OBJECT))
		return read_value(m, &ev, &here, level + 1, e);
	arena_reset(&m->object);
	if (tree_read(&m->json, &ev, &m->object, &n, e) < 0)
		return -1;
	if (array)		/* alone, not in a list */
		return take_element(m, span_of(array), n, &here, e);
	if (m->pass != PASS_NOTES)
		return 0;
	if (org)
		return note_organisation(m, n);
	if (scalar)
		note_scalar(m, scalar, n->text);
	return scalar && !strcmp(scalar, "info") ?
		mentions_in(&m->mentions, n->text, pointer_step(&here, SPAN("")), e) : 0;
}

static int read_value(struct misp *m, const struct json_event *first, const struct pointer *at,
		      int level, struct error *e)
{
	bool array = first->type == JSON_ARRAY;

	if (level == LEVELS_MAX)
		return fail(e, ERR_LIMIT, "MISP: nested too deep");
	for (uint64_t index = 0;; index++) {
		struct json_event ev;
		int got = json_next(&m->json, &ev, e);
		struct pointer here;
		char key[40];

		if (got <= 0)
			return got < 0 ? -1 : fail(e, ERR_TRUNCATED, "MISP: ends inside an event");
		if (ev.type == JSON_ARRAY_END || ev.type == JSON_OBJECT_END)
			return 0;
		if (array) {
			here = pointer_element(at, index);
			if ((ev.type == JSON_OBJECT || ev.type == JSON_ARRAY) &&
			    read_value(m, &ev, &here, level + 1, e) < 0)
				return -1;
			continue;
		}
		if (ev.text.len >= sizeof(key)) {
			if (json_skip(&m->json, e) < 0)
				return -1;
			continue;
		}
		memcpy(key, ev.text.ptr, ev.text.len);
		if (read_member(m, span_make(key, ev.text.len), at, level, e) < 0)
			return -1;
	}
}

static int read_document(struct misp *m, struct error *e)
{
	struct pointer top = { .len = 0 };
	struct json_event ev;
	struct opened o;
	int rc = -1;

	if (source_open(m->reading->source, &o, e) == 0) {
		json_open_stream(&m->json, o.stream);
		rc = json_next(&m->json, &ev, e);
		if (rc == 0 || (rc > 0 && ev.type != JSON_OBJECT && ev.type != JSON_ARRAY))
			rc = fail(e, ERR_MALFORMED, "MISP: no event in it");
		if (rc > 0)
			rc = read_value(m, &ev, &top, 0, e);
		/* What follows the document must be nothing. */
		if (rc == 0)
			rc = json_next(&m->json, &ev, e);
		json_close(&m->json);
	}
	source_close(&o);
	return rc < 0 ? -1 : 0;
}

static int give_all(struct misp *m, struct error *e)
{
	struct reading *r = m->reading;

	r->head.published = m->latest;
	if (reading_begin(r, e) < 0)
		return -1;
	m->pass = PASS_VALUES;
	if (read_document(m, e) < 0)
		return -1;
	if (misp_reports_read(&m->reports, e) < 0 ||
	    collected_give(&m->reports.collected, r, INTEL_INDICATOR, e) < 0)
		return -1;
	m->pass = PASS_RULES;
	if ((m->rules && read_document(m, e) < 0) ||
	    collected_give(&m->reports.collected, r, INTEL_RULE, e) < 0 ||
	    entities_give(&m->entities, e) < 0 ||
	    collected_give(&m->reports.collected, r, INTEL_ENTITY, e) < 0 ||
	    collected_give(&m->reports.collected, r, INTEL_ASSESSMENT, e) < 0 ||
	    collected_give(&m->reports.collected, r, INTEL_GAP, e) < 0 ||
	    misp_reports_gap(&m->reports, e) < 0)
		return -1;
	return reading_end(r, e);
}

static int misp_read(struct reading *r, struct error *e)
{
	struct misp *m = arena_new(r->arena, struct misp);
	int rc = -1;

	if (!m)
		return fail(e, ERR_MEMORY, "no memory to read the event");
	m->reading = r;
	m->latest = TIME_NONE;
	entities_init(&m->entities, r);
	m->mentions = (struct mentions){ .entities = &m->entities,
					 .known = arena_new(r->arena, struct known_finder) };
	misp_reports_init(&m->reports, r);
	m->reports.collected.known = &m->entities;
	arena_init(&m->object, OBJECT_BUDGET);
	r->head.format = SPAN("misp");
	if (read_document(m, e) == 0)
		rc = give_all(m, e);
	misp_reports_release(&m->reports);
	arena_release(&m->object);
	return rc;
}

static int misp_probe(const struct source *s)
{
	struct span head = span_trim(s->sample);

	if (s->charset == CHARSET_BINARY || !head.len || (head.ptr[0] != '{' && head.ptr[0] != '['))
		return 0;
	if (span_find(head, SPAN("\"Event\"")) != SPAN_NONE &&
	    (span_find(head, SPAN("\"Attribute\"")) != SPAN_NONE ||
	     span_find(head, SPAN("\"info\"")) != SPAN_NONE))
		return 90;
	if (span_find(head, SPAN("\"Orgc\"")) != SPAN_NONE &&
	    span_find(head, SPAN("\"info\"")) != SPAN_NONE)
		return 88;
	return span_find(head, SPAN("\"Attribute\"")) != SPAN_NONE &&
		span_find(head, SPAN("\"category\"")) != SPAN_NONE ? 85 : 0;
}

const struct advisory_kind reads_misp = {
	.name = "misp",
	.about = "MISP events and searches (JSON)",
	.probe = misp_probe,
	.read = misp_read,
};
