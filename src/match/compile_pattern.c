/*
 * compile_pattern.c -- values of which a part is left open, as regular
 * expressions in one database of Vectorscan: one expression for each form in
 * which evidence writes such a value.
 *
 * The database is made for any processor of the family, so that a set can be
 * carried to another machine.  Hostile input: expression.h bounds what each
 * expression may match, PATTERNS_MAX how many there are.
 */
#include <hs/hs.h>
#include <stdlib.h>

#include "base/dso.h"
#include "match/builder.h"
#include "match/path.h"
#include "match/pattern.h"
#include "match/shape.h"
#include "value/expression.h"
#include "value/wildcard.h"

#define CALLS(CALL) \
	CALL(hs_compile_multi) CALL(hs_free_compile_error) CALL(hs_free_database) \
	CALL(hs_serialize_database)
DSO(lib, DSO_HS, CALLS)

#define PATTERNS_MAX 10000

int pattern_compiler_prepare(struct error *e)
{
	return dso_open(&lib_dso, e);
}

/*
 * Of all places where a match may begin Vectorscan says the first only.  What must not
 * stand in front is therefore part of the expression (pattern.c takes it off again).
 */
static const char *front_of(enum kind kind, const struct buf *text, unsigned flags)
{
	if (!(flags & EXPRESSION_BEGINS) || !ascii_alnum(text->ptr[0]))
		return "";
	return kind == KIND_FILENAME ? "(?:^|[^0-9A-Za-z_.-])" : "(?:^|[^0-9A-Za-z_])";
}

static void add_expression(struct builder *b, uint32_t id, const struct buf *text, unsigned flags)
{
	struct build_pattern *p = text->bad || !text->len ? NULL : grow_one(b, &b->patterns);
	const char *front = p ? front_of((enum kind)b->entry[id].kind, text, flags) : "";
	size_t room = strlen(front) + text->len + 1;
	char *copy = p ? arena_alloc(&b->arena, room) : NULL;

	if (!copy) {
		b->spent = true;
		return;
	}
	memcpy(copy, front, strlen(front));
	memcpy(copy + strlen(front), text->ptr, text->len);
	copy[room - 1] = '\0';
	*p = (struct build_pattern){ id, flags | (front[0] ? EXPRESSION_FRONT : 0), copy };
}

/* "C:\Users\*": evidence has the drive as a device, or mounted somewhere. */
static struct span without_drive(struct span form)
{
	bool drive = form.len > 2 && ascii_alpha(form.ptr[0]) && form.ptr[1] == ':' &&
		     path_separator(form.ptr[2]);

	return drive ? span_skip(form, 2) : form;
}

static bool next_form(enum kind kind, struct span value, unsigned n, struct buf *out)
{
	if (kind == KIND_PATH)
		return path_form(value, n, out);
	if (kind == KIND_REGISTRY_KEY)
		return registry_form(value, n, out);
	if (n == 0)
		buf_add(out, value);
	return n == 0;
}

static void add_forms(struct builder *b, uint32_t id, enum kind kind, struct span value)
{
	struct error ignored;
	struct buf form, text;
	unsigned flags;

	buf_init(&form, 4 * SHAPE_PATH_MAX);
	buf_init(&text, 4 * EXPRESSION_MAX);
	for (unsigned n = 0; next_form(kind, value, n, &form); n++) {
		if (expression_of_wildcards(kind, without_drive(buf_span(&form)), &text, &flags,
					    &ignored) == 0)
			add_expression(b, id, &text, flags);
		buf_clear(&form);
		buf_clear(&text);
	}
	buf_release(&form);
	buf_release(&text);
}

static void add_regex(struct builder *b, uint32_t id, enum kind kind, struct span regex)
{
	struct error ignored;
	struct buf text;
	unsigned flags;

	buf_init(&text, 8 * EXPRESSION_MAX);
	/* Whoever read the advisory asked, and told what is refused. */
	if (expression_of_regex(kind, regex, &text, &flags, &ignored) == 0)
		add_expression(b, id, &text, flags);
	buf_release(&text);
}

bool compile_pattern(struct builder *b, uint32_t id)
{
	const struct entry *entry = &b->entry[id];
	enum kind kind = (enum kind)entry->kind;

	if (!entry->regex && !wildcard_in(kind, entry->value))
		return false;
	compile_ask_reading(b, RECALL_TEXTS);
	if (b->patterns.count >= PATTERNS_MAX)
		b->crowded = true;
	else if (entry->regex)
		add_regex(b, id, kind, entry->value);
	else
		add_forms(b, id, kind, entry->value);
	return true;
}

static int keep_database(struct builder *b, const hs_database_t *database, struct error *e)
{
	char *bytes;
	size_t len;

	if (lib.hs_serialize_database(database, &bytes, &len) != HS_SUCCESS)
		return fail(e, ERR_MEMORY, "set: no memory for its patterns");
	buf_add(&b->pattern_data, span_make(bytes, len));
	free(bytes);	/* Vectorscan allocates with malloc unless it is told otherwise */
	return b->pattern_data.bad ? fail(e, ERR_LIMIT, "set: its patterns are more than the budget")
				   : 0;
}

/* Of one expression each: its text, how it is meant, its number. */
struct expressions {
	const char **text;
	unsigned *flags, *number, count;
};

static bool expressions_of(struct builder *b, struct expressions *x)
{
	const struct build_pattern *p = b->patterns.items;

	x->count = (unsigned)b->patterns.count;
	x->text = arena_array(&b->arena, const char *, x->count);
	x->flags = arena_array(&b->arena, unsigned, x->count);
	x->number = arena_array(&b->arena, unsigned, x->count);
	if (!x->text || !x->flags || !x->number)
		return false;
	for (unsigned i = 0; i < x->count; i++) {
		x->text[i] = p[i].expression;
		x->flags[i] = HS_FLAG_CASELESS | HS_FLAG_DOTALL | HS_FLAG_SOM_LEFTMOST;
		x->number[i] = i;
	}
	return true;
}

int compile_patterns(struct builder *b, struct error *e)
{
	const hs_platform_info_t any = { 0 };
	hs_compile_error_t *broken = NULL;
	hs_database_t *database;
	struct expressions x;
	int rc;

	if (b->crowded)
		return fail(e, ERR_LIMIT, "set: more than %d values of which a part is left open",
			    PATTERNS_MAX);
	if (b->patterns.count == 0)
		return 0;
	if (!expressions_of(b, &x))
		return fail(e, ERR_LIMIT, "set: its patterns are more than the budget");
	if (dso_open(&lib_dso, e) < 0)
		return -1;
	if (lib.hs_compile_multi(x.text, x.flags, x.number, x.count, HS_MODE_BLOCK, &any, &database,
				 &broken) != HS_SUCCESS) {
		fail(e, ERR_UNSUPPORTED, "set: a pattern cannot be searched for: %s",
		     broken ? broken->message : "no memory");
		if (broken)
			lib.hs_free_compile_error(broken);
		return -1;
	}
	rc = keep_database(b, database, e);
	lib.hs_free_database(database);
	return rc;
}
