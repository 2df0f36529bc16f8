/*
 * rtf.c -- Rich Text Format: the objects put into it.
 *
 * Specification: RTF 1.9.1 (\objdata), [MS-OLEDS] 2.2 for what its digits are.
 * Not here: the text itself, which is searched as it stands; objects in binary
 * (\bin), which lie there as they are.
 * Hostile input: one pass; OBJECTS_MOST objects, of which the digits count and
 * everything that readers pass over (blanks, control words, groups) is not seen.
 */
#include "base/buf.h"
#include "format/format.h"
#include "format/probe.h"

#define OBJECTS_MOST 1000
#define EMBEDDED     2

extern const struct format format_ole_native;

struct rtf {
	struct span left;
	struct buf object;
	uint64_t number;
};

static int rtf_probe(struct span head)
{
	return probe_magic(head, 0, SPAN("{\\rt"));
}

static int rtf_open(struct reader *r, struct error *e)
{
	struct rtf *f = arena_new(r->arena, struct rtf);

	if (!f)
		return fail(e, ERR_LIMIT, "rtf: no memory left for this item");
	r->state = f;
	f->left = r->bytes;
	buf_init(&f->object, r->bytes.len / 2 + 1);
	return 0;
}

/* "\word-12 " or "\'e4" or "\*": over it. */
static struct span skip_control(struct span s)
{
	size_t i = 1;

	if (i < s.len && !ascii_alpha(s.ptr[i]))
		return span_skip(s, s.ptr[i] == '\'' ? 4 : 2);
	while (i < s.len && ascii_alpha(s.ptr[i]))
		i++;
	while (i < s.len && (ascii_digit(s.ptr[i]) || s.ptr[i] == '-'))
		i++;
	return span_skip(s, i < s.len && s.ptr[i] == ' ' ? i + 1 : i);
}

/* The digits up to the end of the group, as bytes. */
static void take_digits(struct rtf *f)
{
	unsigned depth = 0;
	int high = -1;

	while (f->left.len) {
		char c = f->left.ptr[0];
		int digit = ascii_hex(c);

		if (c == '\\') {
			f->left = skip_control(f->left);
			continue;
		}
		if (c == '}' && depth-- == 0)
			return;
		depth += c == '{';
		f->left = span_skip(f->left, 1);
		if (digit < 0)
			continue;
		if (high >= 0)
			buf_byte(&f->object, (char)(high << 4 | digit));
		high = high >= 0 ? -1 : digit;
	}
}

/* Length and text, NUL included. */
static struct span object_text(struct cursor *c)
{
	uint64_t length = cursor_u32(c);

	return cursor_take(c, length);
}

/* What is embedded; all of it when it is in no known form. */
static struct part object_part(struct span object)
{
	struct cursor c = { .left = object };
	struct part part = { .kind = PART_MEMBER, .time = TIME_NONE, .name = SPAN("object") };
	struct span class, sized;
	uint64_t size;

	cursor_u32(&c);
	if (cursor_u32(&c) != EMBEDDED)
		goto unknown;
	class = object_text(&c);
	object_text(&c);
	object_text(&c);
	sized = c.left;
	size = cursor_u32(&c);
	if (c.bad || size > c.left.len)
		goto unknown;
	/* The packager's own form begins with the size, in an OLE2 file as well. */
	if (span_equal_nocase(span_cut(class, 0, 7), SPAN("Package"))) {
		part.as = &format_ole_native;
		part.text = span_cut(sized, 0, (size_t)size + 4);
	} else {
		part.text = span_cut(c.left, 0, (size_t)size);
	}
	return part;
unknown:
	part.text = object;
	return part;
}

static int rtf_next(struct reader *r, struct part *out, struct error *e)
{
	struct rtf *f = r->state;

	for (;;) {
		size_t at = span_find(f->left, SPAN("\\objdata"));

		if (at == SPAN_NONE)
			return 0;
		if (f->number == OBJECTS_MOST)
			return fail(e, ERR_LIMIT, "rtf: more than 1000 objects");
		f->left = skip_control(span_skip(f->left, at));
		buf_clear(&f->object);
		take_digits(f);
		if (f->object.len)
			break;
	}
	*out = object_part(buf_span(&f->object));
	out->number = ++f->number;
	out->size = out->text.len;
	out->stream = stream_of_span(r->arena, out->text);
	out->text = SPAN("");
	return out->stream ? 1 : fail(e, ERR_LIMIT, "rtf: no memory left for this item");
}

static void rtf_close(struct reader *r)
{
	struct rtf *f = r->state;

	if (f)
		buf_release(&f->object);
}

const struct format format_rtf = {
	.name = "rtf",
	.about = "Rich Text Format: objects put into it",
	.suffixes = " .rtf .doc ",
	.class = FORMAT_DOCUMENT,
	.whole = true,
	.raw = true,
	.evidence = true,
	.probe = rtf_probe,
	.open = rtf_open,
	.next = rtf_next,
	.close = rtf_close,
};
