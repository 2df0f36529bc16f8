/*
 * pattern.c -- the engine of patterns: values of which a part is left open, and
 * regular expressions, through Vectorscan over the same blocks and fields.
 *
 * What a pattern finds stands between what cannot be part of it, as with other
 * values.  Text is seen as it stands: none of the veils of listed values but
 * doubled separators (compile_pattern.c).
 *
 * Hostile input: Vectorscan's time is linear; hits are bounded by HITS_MAX.
 */
#include <hs/hs.h>
#include <stdlib.h>

#include "base/dso.h"
#include "match/field.h"
#include "match/hits.h"
#include "match/opened.h"
#include "match/pattern.h"
#include "match/shape.h"
#include "value/expression.h"

#define CALLS(CALL) \
	CALL(hs_alloc_scratch) CALL(hs_deserialize_database) CALL(hs_free_database) \
	CALL(hs_free_scratch) CALL(hs_scan)
DSO(lib, DSO_HS, CALLS)

#define HELD 4096		/* bytes at the end of a block that goes on (engine.h) */

struct pattern_scan {
	hs_scratch_t *scratch;
	const struct set *set;
	struct span text;
	uint64_t wanted;	/* kinds: bit 1 << kind */
	struct hits hits;
	size_t held;		/* of the last block: hits not yet reported */
};

/*
 * Vectorscan 5.4.9 and later ones print the text at hand into 255 bytes before they search
 * it backwards for the end of some patterns: what is longer ended the process, and what
 * has no zero byte was read beyond its end.
 */
static const char *const prints[] = { "__snprintf_chk", "snprintf" };

int pattern_prepare(struct error *e)
{
	const void *inside;

	if (dso_open(&lib_dso, e) < 0)
		return -1;
	memcpy(&inside, &lib.hs_scan, sizeof(inside));
	for (size_t i = 0; i < sizeof(prints) / sizeof(prints[0]); i++)
		dso_silence(inside, prints[i]);
	return 0;
}

static int pattern_load(struct set *set, struct error *e)
{
	struct span bytes = set->section[SECTION_PATTERN_DATA];
	hs_database_t *database;

	if (bytes.len == 0)
		return 0;
	if (dso_open(&lib_dso, e) < 0 || set_verify_section(set, SECTION_PATTERN_DATA, e) < 0)
		return -1;
	if (lib.hs_deserialize_database(bytes.ptr, bytes.len, &database) != HS_SUCCESS)
		return fail(e, ERR_UNSUPPORTED,
			    "set: its patterns are for another version of Vectorscan: compile it again");
	set->pattern_data = database;
	return 0;
}

static void pattern_unload(struct set *set)
{
	if (set->pattern_data)
		lib.hs_free_database(set->pattern_data);
	set->pattern_data = NULL;
}

static int pattern_open(struct engine_state *s, struct error *e)
{
	struct pattern_scan *p;

	if (!s->set->pattern_data)
		return 0;
	p = calloc(1, sizeof(*p));
	if (!p || lib.hs_alloc_scratch(s->set->pattern_data, &p->scratch) != HS_SUCCESS) {
		free(p);
		return fail(e, ERR_MEMORY, "no memory for patterns");
	}
	p->set = s->set;
	s->own = p;
	return 0;
}

static void pattern_close(struct engine_state *s)
{
	struct pattern_scan *p = s->own;

	if (!p)
		return;
	lib.hs_free_scratch(p->scratch);
	hits_release(&p->hits);
	free(p);
	s->own = NULL;
}

static int pattern_begin_item(struct engine_state *s, struct error *e)
{
	struct pattern_scan *p = s->own;

	(void)e;
	if (p)
		p->held = 0;
	return 0;
}

static bool in_word(char c)
{
	return ascii_alnum(c) || c == '_';
}

/* Nothing in front that the value would go on with; a separator of paths is its own beginning. */
static bool begins(const struct pattern_scan *p, enum kind kind, size_t at)
{
	if (at == 0 || !in_word(p->text.ptr[at]))
		return true;
	return kind == KIND_FILENAME ? !shape_name_before(p->text, at)
				     : !in_word(p->text.ptr[at - 1]);
}

static bool ends(const struct pattern_scan *p, enum kind kind, size_t at)
{
	if (at == p->text.len || !in_word(p->text.ptr[at - 1]))
		return true;
	if (kind == KIND_FILENAME || kind == KIND_PATH)
		return !shape_name_goes_on(p->text, at);
	return !in_word(p->text.ptr[at]);
}

static int on_match(unsigned id, unsigned long long from, unsigned long long to, unsigned flags,
		    void *context)
{
	struct pattern_scan *p = context;
	const struct image_record *r;
	const struct image_pattern *pattern;

	(void)flags;
	if (id >= p->set->pattern_count || from >= to || to > p->text.len ||
	    to - from > EXPRESSION_MAX)
		return 0;
	pattern = &p->set->patterns[id];
	from += pattern->flags & EXPRESSION_FRONT && !in_word(p->text.ptr[from]);
	r = set_record(p->set, pattern->indicator);
	if (!r || r->kind >= KIND_COUNT || !(p->wanted >> r->kind & 1))
		return 0;
	if ((pattern->flags & EXPRESSION_BEGINS && !begins(p, (enum kind)r->kind, from)) ||
	    (pattern->flags & EXPRESSION_ENDS && !ends(p, (enum kind)r->kind, to)))
		return 0;
	hits_add(&p->hits, &(struct hit){ .indicator = pattern->indicator, .offset = from,
					  .length = (uint32_t)(to - from) });
	return p->hits.full;
}

static int search(struct pattern_scan *p, struct span text, uint64_t wanted, struct error *e)
{
	hs_error_t code;

	p->text = text;
	p->wanted = wanted;
	p->hits.count = 0;
	p->hits.full = false;
	code = lib.hs_scan(p->set->pattern_data, text.ptr, (unsigned)text.len, 0, p->scratch,
			   on_match, p);
	hits_settle(&p->hits);
	if (p->hits.full)
		return fail(e, ERR_LIMIT, "more than %u hits in one block", HITS_MAX);
	if (code != HS_SUCCESS)
		return fail(e, ERR_LIMIT, "patterns: not searched for (error %d)", code);
	return 0;
}

static int pattern_text(struct engine_state *s, const struct text_block *block, struct error *e)
{
	struct pattern_scan *p = s->own;
	size_t len = block->bytes.len, known;
	int rc;

	if (!p)
		return 0;
	known = block->overlap > p->held ? block->overlap - p->held : 0;
	p->held = !block->more ? 0 : len < HELD ? len : HELD;
	rc = search(p, block->bytes, ~UINT64_C(0), e);
	for (size_t i = 0; i < p->hits.count; i++) {
		const struct hit *hit = &p->hits.item[i];
		uint64_t end = hit->offset + hit->length;

		if (end > known && end <= len - p->held && s->hit(s->context, hit))
			return 1;
	}
	return rc;
}

/* Each indicator once, at the field as a whole. */
static int pattern_field(struct engine_state *s, const struct typed_field *field, struct error *e)
{
	struct pattern_scan *p = s->own;
	struct span text = span_cut(span_trim(field->text), 0, FIELD_MAX);
	int rc;

	if (!p || text.len == 0)
		return 0;
	rc = search(p, text, field_kinds(field), e);
	for (size_t i = 0; i < p->hits.count; i++) {
		p->hits.item[i].offset = 0;
		p->hits.item[i].length = (uint32_t)field->text.len;
	}
	hits_settle(&p->hits);
	for (size_t i = 0; i < p->hits.count; i++)
		if (s->hit(s->context, &p->hits.item[i]))
			return 1;
	return rc;
}

const struct engine engine_pattern = {
	.name       = "pattern",
	.about      = "patterns: paths, names, keys and user agents of which a part is left open",
	.load       = pattern_load,
	.unload     = pattern_unload,
	.open       = pattern_open,
	.close      = pattern_close,
	.begin_item = pattern_begin_item,
	.text       = pattern_text,
	.field      = pattern_field,
};
