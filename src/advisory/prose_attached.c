/*
 * prose_attached.c -- files in a document (attached to a PDF, embedded in a
 * DOCX): read as advisories of their own, told with it.
 */
#include <stdio.h>

#include "advisory/prose.h"

#define DETAIL_MAX 600

static int note_rules(struct prose *p)
{
	const struct rule_found *rule = (const struct rule_found *)(const void *)p->rules.ptr;
	struct intel_record *record = &p->reading->record;

	for (uint32_t i = 0; i < p->rule_count; i++) {
		memset(record, 0, sizeof(*record));
		record->type = INTEL_RULE;
		record->rule.language = span_of(rule[i].language);
		record->rule.name = rule[i].name;
		record->rule.text = rule[i].text;
		if (collected_note(&p->attached, record, p->error) < 0)
			return -1;
	}
	return 0;
}

/* What the document lists itself is not told again. */
static int note_values(struct prose *p)
{
	struct intel_record *record = &p->reading->record;

	for (uint32_t i = 0; i < p->values.count; i++) {
		memset(record, 0, sizeof(*record));
		record->type = INTEL_INDICATOR;
		record->indicator.kind = values_at(&p->values, i)->kind;
		record->indicator.value = values_at(&p->values, i)->value;
		if (collected_note(&p->attached, record, p->error) < 0)
			return -1;
	}
	return 0;
}

static int note_gap(struct prose *p, const char *reason, struct span detail)
{
	struct intel_record *record = &p->reading->record;
	bool fresh;

	memset(record, 0, sizeof(*record));
	record->type = INTEL_GAP;
	record->gap = (struct intel_gap){ .reason = span_of(reason), .detail = detail,
					  .unread = true, .where = p->reading->base,
					  .advisory = p->reading->options->index };
	return collected_add(&p->attached, record, &fresh, p->error);
}

static int read_one(struct prose *p, const struct attached *a, uint32_t number)
{
	struct where outer = p->reading->base;
	struct error why = { 0 };
	char detail[DETAIL_MAX];

	where_add(&outer, (struct step){ .kind = STEP_MEMBER, .text = a->name, .number = number });
	if (collected_read(&p->attached, p->reading, a->bytes, &outer, NULL, &why) == 0)
		return 0;
	snprintf(detail, sizeof(detail), "the attached file %.*s is not read: %s",
		 SPAN_ARG(span_cut(a->name, 0, 100)), why.text);
	return note_gap(p, collected_reason(a->bytes, &why), span_of(detail));
}

int prose_read_attached(struct prose *p)
{
	const struct layout *l = &p->layout;

	p->attached.known = &p->entities;
	if (l->attachments && (note_values(p) < 0 || note_rules(p) < 0))
		return -1;
	for (uint32_t i = 0; i < l->attachments; i++)
		if (read_one(p, &l->attached[i], i + 1) < 0)
			return -1;
	return l->attached_more ? note_gap(p, "count-limit",
					   SPAN("more attached files than are read")) : 0;
}
