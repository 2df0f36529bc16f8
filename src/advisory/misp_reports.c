/*
 * misp_reports.c -- event reports of MISP events.
 *
 * Their text is Markdown, with references such as @[attribute](uuid) that say
 * nothing here.  Bounds: MISP_REPORTS texts of BYTES_MAX bytes together.
 */
#include "advisory/misp_reports.h"

#include <stdio.h>

#define BYTES_MAX (32u << 20)

void misp_reports_init(struct misp_reports *s, struct reading *r)
{
	*s = (struct misp_reports){ .reading = r };
	collected_init(&s->collected, r->arena);
}

void misp_reports_release(struct misp_reports *s)
{
	collected_release(&s->collected);
}

int misp_reports_add(struct misp_reports *s, const struct node *n, const struct pointer *at,
		     struct error *e)
{
	struct span content = node_text(n, "content");
	struct misp_report *report;

	if (node_true(n, "deleted") || !span_trim(content).len)
		return 0;
	if (s->count == MISP_REPORTS || s->bytes + content.len > BYTES_MAX) {
		s->left_out++;
		return 0;
	}
	if (!s->report)
		s->report = arena_array(s->reading->arena, struct misp_report, MISP_REPORTS);
	if (!s->report)
		return fail(e, ERR_LIMIT, "MISP: no memory for event reports");
	report = &s->report[s->count++];
	*report = (struct misp_report){ .at = *at };
	report->name = reading_keep(s->reading, node_text(n, "name"), 200);
	report->content = arena_copy(s->reading->arena, content);
	s->bytes += content.len;
	return report->content.ptr ? 0 : fail(e, ERR_LIMIT, "MISP: no memory for event reports");
}

int misp_reports_read(struct misp_reports *s, struct error *e)
{
	(void)e;
	for (uint32_t i = 0; i < s->count; i++) {
		struct pointer at = pointer_below(&s->report[i].at, SPAN("content"));
		struct where outer = s->reading->base;
		struct error why = { 0 };

		where_add(&outer, pointer_step(&at, s->report[i].name));
		if (collected_read(&s->collected, s->reading, s->report[i].content, &outer, NULL,
				   &why) < 0) {
			s->first = s->unread++ ? s->first : why;
		}
	}
	return 0;
}

int misp_reports_gap(struct misp_reports *s, struct error *e)
{
	char text[sizeof(s->first.text) + 80];
	uint32_t missing = s->unread + s->left_out;
	int n;

	if (!missing)
		return 0;
	n = snprintf(text, sizeof(text), "%u event report%s (running text) inside the event: %s",
		     missing, missing == 1 ? "" : "s",
		     s->unread ? s->first.text : "more of them than are read");
	return reading_gap(s->reading, s->unread ? collected_reason(SPAN(""), &s->first) :
			   "count-limit", span_make(text, (size_t)n), true, (struct step){ 0 }, e);
}
