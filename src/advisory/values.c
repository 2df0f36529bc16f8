/* values.c -- the values of a document, their signs, their roles. */
#include <limits.h>
#include <stdlib.h>

#include "advisory/values.h"

#include "base/table.h"
#include "value/address.h"
#include "value/host.h"

#define VALUE_CEILING (200u << 20)
#define MEMBERS_CEILING (16u << 20)
#define KEY_MAX 5000
#define LIST_LEAST 2		/* values in a list that make it a list of values */
#define DEFANGED_LEAST 3	/* defanged hosts that make the others stand out */
#define WHY_MAX 120		/* bytes of a heading in `why` */

int values_init(struct values *v, struct layout *l, struct error *e)
{
	*v = (struct values){ .layout = l };
	v->index = arena_new(l->reading->arena, struct table);
	if (!v->index)
		return fail(e, ERR_MEMORY, "no memory to read the document");
	table_init(v->index, l->reading->arena, VALUES_MAX);
	buf_init(&v->value, VALUE_CEILING);
	buf_init(&v->members, MEMBERS_CEILING);
	return 0;
}

void values_release(struct values *v)
{
	if (v->index)
		table_release(v->index);
	buf_release(&v->value);
	buf_release(&v->members);
}

struct span value_host(enum kind kind, struct span value)
{
	size_t at;
	struct url u;

	if (kind == KIND_DOMAIN)
		return value;
	if (kind == KIND_URL && url_split(value, &u))
		return u.host;
	at = span_rfind_byte(value, '@');
	return kind == KIND_EMAIL && at != SPAN_NONE ? span_skip(value, at + 1) : SPAN("");
}

struct span value_written(const struct values *v, const struct value *value)
{
	const struct block *b = layout_block(v->layout, value->block);

	return span_cut(b->kind == PASSAGE_LINK ? b->target : b->text, value->from,
			value->to - value->from);
}

/* The value's own entry, made if it is new; NULL and *e only when memory is spent. */
static struct value *entry_for(struct values *v, const struct candidate *c, struct error *e)
{
	char key[KEY_MAX] = { (char)c->kind, (char)(c->port >> 8), (char)c->port };
	struct span value = span_cut(c->value, 0, sizeof(key) - 3);
	uint64_t *slot;
	bool is_new;

	memcpy(key + 3, value.ptr, value.len);
	slot = table_add(v->index, span_make(key, value.len + 3), &is_new, e);
	if (!slot)
		return NULL;
	if (is_new) {
		struct value fresh = {
			.kind = c->kind, .port = c->port, .lead = INT_MIN,
		};

		fresh.value = arena_copy(v->layout->reading->arena, c->value);
		buf_add(&v->value, span_make(&fresh, sizeof(fresh)));
		if (!fresh.value.ptr || v->value.bad) {
			fail(e, ERR_LIMIT, "document: more values than fit into memory");
			return NULL;
		}
		*slot = ++v->count;
	}
	return values_at(v, (uint32_t)*slot - 1);
}

/* Count a whole value in its list; NULL: no list, or more lists than are counted. */
static uint32_t *members_of(struct values *v, uint32_t list)
{
	size_t need = ((size_t)list + 1) * sizeof(uint32_t);

	if (!list)
		return NULL;
	if (v->members.len < need) {
		if (!buf_reserve(&v->members, need - v->members.len))
			return NULL;
		memset(v->members.ptr + v->members.len, 0, need - v->members.len);
		v->members.len = need;
	}
	return (uint32_t *)(void *)v->members.ptr + list;
}

int values_add(struct values *v, const struct candidate *c, uint32_t block, uint64_t signs,
	       struct error *e)
{
	uint32_t list = c->whole ? layout_block(v->layout, block)->list : 0;
	uint32_t *members = members_of(v, list);
	struct value *value;
	int lead;

	if (v->count >= VALUES_MAX) {
		v->left_out++;
		return 0;
	}
	value = entry_for(v, c, e);
	if (!value)
		return -1;
	if (members) {
		++*members;
		signs |= SIGN_BIT(LIST);	/* taken back when the list has no other */
	}
	lead = role_lead(signs, c->kind);
	value->carried |= signs & ROLE_CARRIED;
	value->defanged |= c->defanged;
	value->regex |= c->regex;
	value->count++;
	value->alone |= !c->logic.len && role_decide(signs, c->kind).role == ROLE_INDICATOR;
	if (c->logic.len && !value->logic.len)
		value->logic = c->logic;
	if (lead > value->lead) {
		value->lead = lead;
		value->signs = signs;
		value->block = block;
		value->list = members ? list : 0;
		value->from = c->from;
		value->to = c->to;
	}
	return 0;
}

/* A list of one value is none. */
static void check_lists(struct values *v)
{
	for (uint32_t i = 0; i < v->count; i++) {
		struct value *value = values_at(v, i);

		if (value->list && *members_of(v, value->list) < LIST_LEAST)
			value->signs &= ~SIGN_BIT(LIST);
	}
}

static bool is_host_kind(enum kind k)
{
	return k == KIND_DOMAIN || k == KIND_URL || k == KIND_EMAIL;
}

/* A document that defangs its indicators means what it leaves as it is for its readers. */
static void sign_fanged(struct values *v)
{
	uint32_t defanged = 0;

	for (uint32_t i = 0; i < v->count; i++)
		defanged += values_at(v, i)->defanged && is_host_kind(values_at(v, i)->kind);
	if (defanged < DEFANGED_LEAST)
		return;
	for (uint32_t i = 0; i < v->count; i++) {
		struct value *value = values_at(v, i);

		if (is_host_kind(value->kind) && !value->defanged &&
		    !(value->signs & SIGN_BIT(LIST)))
			value->signs |= SIGN_BIT(NOT_DEFANGED);
	}
}

void own_add(struct own_domains *own, struct reading *r, struct span host)
{
	struct span registered = host_registered(host);

	if (!registered.len || own->count == OWN_MAX)
		return;
	for (uint32_t i = 0; i < own->count; i++)
		if (span_equal_nocase(own->domain[i], registered))
			return;
	own->domain[own->count++] = reading_keep(r, registered, 255);
}

static bool is_own(const struct own_domains *own, const struct value *value)
{
	struct span host = value_host(value->kind, value->value);

	for (uint32_t i = 0; host.len && i < own->count; i++)
		if (host_is_below(host, own->domain[i]))
			return true;
	return false;
}

static void decide(struct value *value)
{
	value->verdict = role_decide(value->signs, value->kind);
	if (value->standing != STANDING_PLAIN &&
	    (value->verdict.role == ROLE_INDICATOR || value->verdict.role == ROLE_VICTIM))
		value->verdict = (struct verdict){ standing_role(value->standing), 95 };
}

/* What stands behind the last separator of a path or URL. */
static struct span base_name(const struct value *value)
{
	size_t at = span_rfind_byte(value->value, value->kind == KIND_URL ? '/' : '\\');

	if (at == SPAN_NONE)
		at = span_rfind_byte(value->value, '/');
	return at == SPAN_NONE ? SPAN("") : span_skip(value->value, at + 1);
}

static struct value *file_named(const struct values *v, struct span name)
{
	char key[KEY_MAX] = { (char)KIND_FILENAME };
	const uint64_t *slot;

	if (!name.len || name.len > sizeof(key) - 3)
		return NULL;
	memcpy(key + 3, name.ptr, name.len);
	slot = table_find(v->index, span_make(key, name.len + 3));
	return slot ? values_at(v, (uint32_t)*slot - 1) : NULL;
}

/* A listed path or URL speaks for the file of its name, and that for the path. */
static void share_names(struct values *v)
{
	for (uint32_t i = 0; i < v->count; i++) {
		struct value *path = values_at(v, i), *file;

		if (path->kind != KIND_PATH && path->kind != KIND_URL)
			continue;
		file = file_named(v, base_name(path));
		if (!file || (path->verdict.role == ROLE_INDICATOR) ==
		    (file->verdict.role == ROLE_INDICATOR))
			continue;
		if (path->verdict.role == ROLE_INDICATOR) {
			file->signs |= SIGN_BIT(BASE_NAME);
			decide(file);
		} else if (path->kind == KIND_PATH) {
			path->signs |= SIGN_BIT(BASE_NAME);
			decide(path);
		}
	}
}

/*
 * "2020.exe" where the document lists "Course 5 - October 2020.exe", and has that in front of
 * it there, too: the end of that name.
 */
static void end_names(struct values *v)
{
	for (uint32_t i = 0; i < v->count; i++) {
		const struct value *whole = values_at(v, i);
		size_t blank = span_rfind_byte(whole->value, ' ');
		struct span front;
		struct value *end;

		if (whole->kind != KIND_FILENAME || blank == SPAN_NONE)
			continue;
		end = file_named(v, span_skip(whole->value, blank + 1));
		if (!end)
			continue;
		front = span_cut(layout_block(v->layout, end->block)->text, 0, end->from);
		end->part = front.len > blank &&
			span_ends_nocase(front, span_cut(whole->value, 0, blank + 1));
	}
}

void values_decide(struct values *v, const struct own_domains *own)
{
	bool allow = v->layout->reading->options->allow_private;

	check_lists(v);
	sign_fanged(v);
	for (uint32_t i = 0; i < v->count; i++) {
		struct value *value = values_at(v, i);

		if (!value->defanged && is_own(own, value))
			value->signs |= SIGN_BIT(OWN);
		value->signs |= value->carried;
		value->standing = standing_of(value->kind, value->value,
					      value_written(v, value));
		if (allow && standing_lifted(value->standing))
			value->standing = STANDING_PLAIN;
		decide(value);
	}
	share_names(v);
	end_names(v);
}

static int by_place(const void *a, const void *b)
{
	const struct value *x = *(const struct value *const *)a;
	const struct value *y = *(const struct value *const *)b;

	if (x->block != y->block)
		return x->block < y->block ? -1 : 1;
	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return (int)x->kind - (int)y->kind;
}

/* "in section:" with the words of the heading: "in section 'Network indicators'". */
static struct span with_words(const struct values *v, struct span why, const struct value *value)
{
	bool section = span_find(why, SPAN("section")) != SPAN_NONE;
	const struct block *b = layout_block(v->layout, value->block);
	uint32_t from = section ? b->section_from : b->named;
	struct span words;
	char *out;

	if (!why.len || why.ptr[why.len - 1] != ':')
		return why;
	why.len--;
	if (from == NO_BLOCK)
		return why;
	words = span_trim(span_cut(layout_block(v->layout, from)->text, 0, WHY_MAX));
	out = arena_alloc(v->layout->reading->arena, why.len + words.len + 3);
	if (!out)
		return why;
	memcpy(out, why.ptr, why.len);
	memcpy(out + why.len, " '", 2);
	memcpy(out + why.len + 2, words.ptr, words.len);
	out[why.len + 2 + words.len] = '\'';
	return span_make(out, why.len + words.len + 3);
}

/* Text of two parts in the arena. */
static struct span joined(const struct values *v, struct span a, struct span b)
{
	char *out = arena_alloc(v->layout->reading->arena, a.len + b.len);

	if (!out)
		return b;
	memcpy(out, a.ptr, a.len);
	memcpy(out + a.len, b.ptr, b.len);
	return span_make(out, a.len + b.len);
}

static void explain(const struct values *v, const struct value *value, struct strings *why)
{
	struct strings plain = { .count = 0 };
	enum role role = value->verdict.role;
	enum sign objection = role_objection(value->signs, role);

	if (value->standing != STANDING_PLAIN)
		strings_add(why, span_of(standing_why(value->standing, value->kind,
							  value->value)));
	role_explain(value->signs, role, &plain);
	for (uint32_t i = 0; i < plain.count; i++)
		strings_add(why, with_words(v, plain.item[i], value));
	if (role == ROLE_INDICATOR && standing_remark(value->kind, value->value))
		strings_add(why, span_of(standing_remark(value->kind, value->value)));
	if (!plain.count && !why->count)
		strings_add(why, SPAN("too little says that it is the attacker's"));
	if (role != ROLE_INDICATOR && objection != SIGN_COUNT)
		strings_add(why, joined(v, SPAN("although "),
					with_words(v, span_of(sign_why(objection)), value)));
}

static int give(struct values *v, const struct value *value, struct error *e)
{
	struct reading *r = v->layout->reading;
	struct indicator *i = &r->record.indicator;

	memset(&r->record, 0, sizeof(r->record));
	r->record.type = INTEL_INDICATOR;
	i->kind = value->kind;
	i->role = value->verdict.role;
	i->value = value->value;
	i->as_written = value_written(v, value);
	i->port = value->port;
	i->confidence = value->verdict.confidence;
	i->advisory = r->options->index;
	i->regex = value->regex;
	i->logic = value->alone ? SPAN("") : value->logic;
	i->valid_from = i->valid_until = TIME_NONE;
	explain(v, value, &i->why);
	i->where = r->base;
	where_add(&i->where, layout_step(v->layout, value->block, value->from, value->to));
	r->indicators += i->role == ROLE_INDICATOR;
	return r->sink->take(r->sink->context, &r->record, e);
}

int values_give(struct values *v, struct error *e)
{
	struct value **order = arena_array(v->layout->reading->arena, struct value *,
					   v->count ? v->count : 1);

	if (!order)
		return fail(e, ERR_LIMIT, "document: more values than fit into memory");
	for (uint32_t i = 0; i < v->count; i++)
		order[i] = values_at(v, i);
	qsort(order, v->count, sizeof(*order), by_place);
	for (uint32_t i = 0; i < v->count; i++)
		if (!order[i]->part && give(v, order[i], e) < 0)
			return -1;
	return 0;
}
