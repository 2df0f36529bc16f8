/* where_json.c -- places as they stand in the records (DESIGN.md 4). */
#include "value/where.h"

#include "base/out.h"

static const char *const kinds[STEP_KINDS] = {
	[STEP_FILE] = "file", [STEP_MEMBER] = "member", [STEP_MESSAGE] = "message",
	[STEP_STREAM] = "stream", [STEP_RECORD] = "record", [STEP_FLOW] = "flow",
	[STEP_TEXT] = "text", [STEP_POINTER] = "pointer", [STEP_ROW] = "row",
};

static void number_or_null(struct out *o, const char *key, uint64_t n)
{
	if (n)
		json_uint(o, key, n);
	else
		json_null(o, key);
}

static void step_json(struct out *o, const struct step *s)
{
	json_object(o, NULL);
	json_cstring(o, "kind", kinds[s->kind]);
	switch (s->kind) {
	case STEP_FILE:
		json_string(o, "path", s->text);
		break;
	case STEP_MEMBER:
		json_string(o, "name", s->text);
		break;
	case STEP_MESSAGE:
		json_uint(o, "number", s->number);
		json_string_or_null(o, "id", s->text);
		break;
	case STEP_STREAM:
		json_string(o, "format", s->text);
		break;
	case STEP_RECORD:
		json_uint(o, "number", s->number);
		break;
	case STEP_FLOW:
		json_string(o, "flow", s->text);
		break;
	case STEP_TEXT:
		number_or_null(o, "page", s->page);
		number_or_null(o, "line", s->line);
		number_or_null(o, "column", s->column);
		json_uint(o, "offset", s->offset);
		json_uint(o, "length", s->length);
		json_string(o, "quote", s->quote);
		break;
	case STEP_POINTER:
		json_string(o, "pointer", s->text);
		break;
	case STEP_ROW:
		json_uint(o, "row", s->number);
		number_or_null(o, "column", s->column);
		break;
	case STEP_KINDS:
		break;
	}
	json_object_end(o);
}

void where_json(struct out *o, const char *key, const struct where *w)
{
	json_array(o, key);
	for (uint32_t i = 0; i < w->count; i++)
		step_json(o, &w->step[i]);
	json_array_end(o);
}
