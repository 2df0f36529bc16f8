/* why.c -- --why VALUE: which records answer for it. */
#include "why.h"

#include "value/refang.h"

/* --why: the value as written, in its canonical form, or inside of a longer one. */
static bool is_asked_for(struct span why, struct span canonical, struct span text)
{
	return span_find_nocase(text, why) != SPAN_NONE ||
		(canonical.len && span_find_nocase(text, canonical) != SPAN_NONE);
}

static bool is_name_asked_for(struct span why, const struct entity *e)
{
	for (uint32_t i = 0; i < e->as_written.count; i++)
		if (span_equal_nocase(e->as_written.item[i], why))
			return true;
	return span_equal_nocase(e->name, why) ||
		span_equal_nocase(e->id, why);
}

bool why_answers(struct span why, struct span canonical, const struct intel_record *record)
{
	switch (record->type) {
	case INTEL_INDICATOR:
		return is_asked_for(why, canonical, record->indicator.value) ||
			is_asked_for(why, canonical, record->indicator.as_written);
	case INTEL_RULE:
		return is_asked_for(why, canonical, record->rule.text);
	case INTEL_ENTITY:
		return is_name_asked_for(why, &record->entity);
	case INTEL_ASSESSMENT:
		return false;
	default:
		return true;
	}
}

void why_ask(struct span why, struct buf *canonical)
{
	struct buf plain;
	struct error ignored;
	enum kind kind;

	buf_init(&plain, 1 << 16);
	refang(why, &plain, NULL);
	kind = kind_guess(buf_span(&plain));
	if (kind == KIND_NONE || kind_canonical(kind, buf_span(&plain), canonical, &ignored) < 0)
		buf_add(canonical, buf_span(&plain));
	buf_release(&plain);
}
