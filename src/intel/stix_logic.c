/* stix_logic.c -- does a STIX pattern hold, given which of its comparisons were seen? */
#include "intel/stix_pattern.h"

#define STACK (4 * PATTERN_DEPTH)	/* a nesting leaves two operands behind, no more */

struct stack {
	bool at[STACK];
	size_t count;
	bool bad;		/* operands too many or too few: of no pattern that was read */
};

static void push(struct stack *s, bool truth)
{
	if (s->count == STACK)
		s->bad = true;
	else
		s->at[s->count++] = truth;
}

static bool pop(struct stack *s)
{
	if (s->count == 0)
		s->bad = true;
	return s->count ? s->at[--s->count] : false;
}

static void combine(struct stack *s, enum pattern_step_type type)
{
	bool b = pop(s), a = pop(s);

	push(s, type == PATTERN_AND ? a && b : a || b);
}

uint64_t pattern_observed(const struct pattern *p, uint64_t seen)
{
	struct stack s = { .count = 0 };
	uint64_t observed = 0;
	unsigned bracket = 0;

	for (uint32_t i = 0; i < p->steps; i++) {
		const struct pattern_step *step = &p->step[i];

		if (step->type == PATTERN_LEAF) {
			push(&s, seen >> step->leaf & 1);
		} else if (step->type == PATTERN_OBSERVED) {
			observed |= (uint64_t)pop(&s) << bracket++;
			s.count = 0;
		} else if (s.count >= 2) {
			combine(&s, step->type);
		}		/* else it stands between brackets */
	}
	return s.bad ? 0 : observed;
}

bool pattern_holds(const struct pattern *p, uint64_t observed)
{
	struct stack s = { .count = 0 };
	bool inside = true, between;
	unsigned bracket = 0;

	for (uint32_t i = 0; i < p->steps; i++) {
		const struct pattern_step *step = &p->step[i];

		between = !inside && (step->type == PATTERN_AND || step->type == PATTERN_OR);
		if (step->type == PATTERN_OBSERVED)
			push(&s, observed >> bracket++ & 1);
		else if (between)
			combine(&s, step->type);
		inside = step->type == PATTERN_LEAF || (inside && step->type != PATTERN_OBSERVED);
	}
	return !s.bad && s.count == 1 && s.at[0];
}
