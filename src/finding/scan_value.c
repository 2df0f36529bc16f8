/*
 * scan_value.c -- typed values of documents and programs: links, scripts, what
 * a shortcut starts, the fingerprint of a program's imports.
 */
#include "finding/scanner.h"

static void place_lead(struct scanner *s, const struct block *block, const struct hit *hit,
		       struct observation *o)
{
	(void)s;
	(void)block;
	o->ground = hit->veil & VEIL_DEFANGED ? GROUND_DOCUMENT : GROUND_LINK;
	o->meaning = MEANING_LINK;
	o->field = SPAN("link");
}

/* It runs when somebody opens the document: no more is known than of a link. */
static void place_script(struct scanner *s, const struct block *block, const struct hit *hit,
			 struct observation *o)
{
	place_lead(s, block, hit, o);
	o->field = SPAN("script");
}

static void place_command(struct scanner *s, const struct block *block, const struct hit *hit,
			  struct observation *o)
{
	(void)s;
	(void)block;
	(void)hit;
	o->ground = GROUND_COMMAND;
	o->meaning = MEANING_COMMAND;
}

static int fingerprint(struct scanner *s, struct span text, struct error *e)
{
	struct typed_field field = {
		.kind = FIELD_FINGERPRINT, .exact = KIND_IMPHASH, .text = text,
	};

	if (scan_field(s, &field, e) < 0)
		return -1;
	return scan_field_hits(s, GROUND_FILE_CONTENT, text, 0, e);
}

int scan_value(struct scanner *s, const struct part *p, struct error *e)
{
	struct block piece = { .bytes = p->text, .whole = true };

	if (s->shared->setup.plan)
		return 0;
	switch (p->kind) {
	case PART_LINK:
		piece.bytes = p->target;
		return scan_piece(s, &piece, place_lead, e);
	case PART_CODE:
		return scan_piece(s, &piece, place_script, e);
	case PART_META:
		if (span_equal(p->name, SPAN("imphash")))
			return fingerprint(s, p->text, e);
		if (span_equal(p->name, SPAN("command")))
			return scan_piece(s, &piece, place_command, e);
		return 0;
	default:
		return 0;
	}
}
