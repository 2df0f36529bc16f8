/*
 * scan_value.c -- typed values of documents and programs: links, scripts, what
 * a shortcut starts, what a program is called and imports.
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

/* What its makers called it, or what it wants: the field says which. */
static void place_said(struct scanner *s, const struct block *block, const struct hit *hit,
		       struct observation *o)
{
	(void)block;
	(void)hit;
	o->ground = GROUND_PROGRAM;
	o->meaning = MEANING_FILE;
	o->outcome = OUTCOME_AT_REST;
	o->field = s->value_name;
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

/* Of as many letters as a digest: advisories list it as one. */
static int build_id(struct scanner *s, struct block *piece, struct error *e)
{
	size_t letters = piece->bytes.len;
	struct typed_field field = { .kind = FIELD_DIGEST, .text = piece->bytes,
				     .exact = letters == 32 ? KIND_MD5 : KIND_SHA1 };

	if (letters != 32 && letters != 40)
		return 0;
	if (scan_field(s, &field, e) < 0)
		return -1;
	if (s->holds && scan_placed_hits(s, piece, 0, s->holds, place_said, e) < 0)
		return -1;
	s->holds = 0;
	return 0;
}

/* A text of its own, whose bytes will be met once more when the thing is searched as it stands. */
static int typed_piece(struct scanner *s, const struct block *piece, scan_place_fn *place,
		       struct error *e)
{
	int rc;

	s->twice.typing = true;
	rc = scan_piece(s, piece, place, e);
	s->twice.typing = false;
	return rc;
}

static int program_value(struct scanner *s, const struct part *p, struct error *e)
{
	static const char *const said[] = {
		"OriginalFilename", "InternalName", "pdb", "soname", "import",
	};
	struct block piece = { .bytes = p->text, .whole = true };

	if (span_equal(p->name, SPAN("imphash")))
		return fingerprint(s, p->text, e);
	if (span_equal(p->name, SPAN("command")))
		return typed_piece(s, &piece, place_command, e);
	s->value_name = p->name;
	s->line_block = UINT64_MAX;
	if (span_equal(p->name, SPAN("build-id")))
		return build_id(s, &piece, e);
	for (size_t i = 0; i < sizeof(said) / sizeof(said[0]); i++)
		if (span_equal(p->name, span_of(said[i])))
			return typed_piece(s, &piece, place_said, e);
	return 0;
}

int scan_value(struct scanner *s, const struct part *p, struct error *e)
{
	struct block piece = { .bytes = p->text, .whole = true };

	if (s->shared->setup.plan)
		return 0;
	switch (p->kind) {
	case PART_LINK:
		piece.bytes = p->target;
		return typed_piece(s, &piece, place_lead, e);
	case PART_CODE:
		return typed_piece(s, &piece, place_script, e);
	case PART_META:
		return s->here->format && s->here->format->class == FORMAT_PROGRAM
			? program_value(s, p, e) : 0;
	default:
		return 0;
	}
}
