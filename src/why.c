/* why.c -- which records answer for a value. */
#include "why.h"

#include "value/kind.h"
#include "value/refang.h"

#define VALUE_MOST (1u << 16)

/* The question in the form that values have. */
void why_open(struct why *w, struct span asked)
{
	struct buf plain;
	struct error ignored;
	enum kind kind;

	*w = (struct why){ .asked = asked };
	buf_init(&w->canonical, VALUE_MOST);
	buf_init(&plain, VALUE_MOST);
	refang(asked, &plain, NULL);
	kind = kind_guess(buf_span(&plain));
	if (kind == KIND_NONE ||
	    kind_canonical(kind, buf_span(&plain), &w->canonical, &ignored) < 0)
		buf_add(&w->canonical, buf_span(&plain));
	buf_release(&plain);
}

void why_close(struct why *w)
{
	buf_release(&w->canonical);
}

/* The value as written, in its canonical form, or inside of a longer one. */
static bool is_asked_for(const struct why *w, struct span text)
{
	return span_find_nocase(text, w->asked) != SPAN_NONE ||
		(w->canonical.len &&
		 span_find_nocase(text, buf_span(&w->canonical)) != SPAN_NONE);
}

static bool is_name_asked_for(const struct why *w, const struct entity *e)
{
	for (uint32_t i = 0; i < e->as_written.count; i++)
		if (span_equal_nocase(e->as_written.item[i], w->asked))
			return true;
	return span_equal_nocase(e->name, w->asked) || span_equal_nocase(e->id, w->asked);
}

bool why_answers(const struct why *w, const struct intel_record *record)
{
	if (!w->asked.len)
		return true;
	switch (record->type) {
	case INTEL_INDICATOR:
		return is_asked_for(w, record->indicator.value) ||
			is_asked_for(w, record->indicator.as_written);
	case INTEL_RULE:
		return is_asked_for(w, record->rule.text);
	case INTEL_ENTITY:
		return is_name_asked_for(w, &record->entity);
	case INTEL_ASSESSMENT:
		return false;
	default:
		return true;
	}
}
