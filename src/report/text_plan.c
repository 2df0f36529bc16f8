/* text_plan.c -- stand-in while building */
#include "report/text_state.h"
void text_plan(struct text *t, struct page *p)
{
	text_rest(t, p);
}
