/* parts.c -- a document's parts as text. */
#include "parts.h"

#include <stdlib.h>

#include "../fuzz/stand_in.h"

static void kind_text(const struct part *p, struct buf *out)
{
	switch (p->kind) {
	case PART_TITLE:
		buf_text(out, "title|");
		break;
	case PART_META:
		buf_printf(out, "meta|%.*s=", SPAN_ARG(p->name));
		break;
	case PART_HEADING:
		buf_printf(out, "h%u|", p->level);
		break;
	case PART_PARAGRAPH:
		buf_text(out, "p|");
		break;
	case PART_ITEM:
		buf_printf(out, "li%u|", p->level);
		break;
	case PART_CELL:
		buf_printf(out, "t%c%u.%u.%u|", p->header ? 'h' : 'd', p->table, p->row, p->column);
		break;
	case PART_CODE:
		buf_printf(out, "code%s%.*s|", p->name.len ? " " : "", SPAN_ARG(p->name));
		break;
	case PART_LINK:
		buf_text(out, "a|");
		break;
	case PART_FURNITURE:
		buf_text(out, "nav|");
		break;
	case PART_GAP:
		buf_printf(out, "gap %.*s|", SPAN_ARG(p->name));
		break;
	default:
		buf_text(out, "?|");
	}
}

static void part_text(const struct part *p, struct buf *out)
{
	struct span rest = p->text, line;
	bool first = true;

	kind_text(p, out);
	while (rest.len && span_split(&rest, '\n', &line)) {
		buf_text(out, first ? "" : "\\n");
		buf_add(out, line);
		first = false;
	}
	if (p->target.len)
		buf_printf(out, " -> %.*s", SPAN_ARG(p->target));
	buf_byte(out, '\n');
}

void parts_with(const char *format, struct span input, bool lines, bool offsets, struct buf *out)
{
	char *tight = malloc(input.len ? input.len : 1);	/* ASan sees one byte too many */
	struct arena a;
	struct stand_in program;
	struct seekable memory;
	struct reader r = { .format = format_named(span_of(format)), .arena = &a,
			    .external = &program.external };
	struct part part;
	struct error e;
	int rc;

	stand_in_init(&program);
	arena_init(&a, 64u << 20);
	if (input.len)
		memcpy(tight, input.ptr, input.len);
	r.bytes = span_make(tight, input.len);
	r.stream = stream_of_span(&a, r.bytes);
	memory = seekable_of_span(r.bytes);
	r.file = &memory;
	rc = r.format->open(&r, &e);
	while (rc >= 0 && (rc = r.format->next(&r, &part, &e)) > 0) {
		if (lines)
			buf_printf(out, "%llu:", (unsigned long long)part.line);
		if (offsets)
			buf_printf(out, "%llu:", (unsigned long long)part.offset);
		part_text(&part, out);
	}
	if (rc < 0)
		buf_printf(out, "!|%s\n", e.text);
	r.format->close(&r);
	arena_release(&a);
	free(tight);
}

void parts_of(const char *format, struct span input, struct buf *out)
{
	parts_with(format, input, false, false, out);
}
