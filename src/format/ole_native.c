/*
 * ole_native.c -- the stream "\1Ole10Native" of an old Office document: a file
 * that somebody put into it ("Package").
 *
 * Specification: [MS-OLEDS] 2.3.6 for the frame; what is in it, the packager's
 * own structure, was never published: label, path, path of the copy, bytes.
 * Not here: links (a stream that only names a file ends before the bytes).
 * Hostile input: a cursor that stops at the end; texts of at most TEXT_MOST.
 */
#include "format/format.h"
#include "format/probe.h"

#define TEXT_MOST 1024

struct native {
	struct span name, path, bytes;
	uint64_t stated;
	bool given;
};

static struct span native_text(struct cursor *c)
{
	struct span text = span_cut(c->left, 0, TEXT_MOST);

	text = span_cut(text, 0, span_find_byte(text, '\0'));
	cursor_take(c, text.len + 1);
	return text;
}

/* Up to the length of the bytes; false: it is none. */
static bool native_head(struct cursor *c, struct native *n)
{
	struct span copy;
	uint64_t length;

	cursor_u32(c);
	if (cursor_u16(c) != 2)
		return false;
	n->name = native_text(c);
	n->path = native_text(c);
	/* Embedded: 3; linked: 1. */
	if (cursor_u16(c) != 0 || cursor_u16(c) != 3)
		return false;
	length = cursor_u32(c);
	copy = cursor_take(c, length);
	n->stated = cursor_u32(c);
	return !c->bad && length && length <= TEXT_MOST && copy.ptr[length - 1] == '\0' &&
	       n->name.len && n->path.len;
}

static int native_probe(struct span head)
{
	struct cursor c = { .left = head };
	struct native n;

	return probe_number(head, 4, 2) == 2 && native_head(&c, &n) ? 80 : 0;
}

static int native_open(struct reader *r, struct error *e)
{
	struct native *n = arena_new(r->arena, struct native);
	struct cursor c = { .left = r->bytes };

	if (!n)
		return fail(e, ERR_LIMIT, "ole-native: no memory left for this item");
	r->state = n;
	if (!native_head(&c, n))
		return fail(e, ERR_MALFORMED, "ole-native: not in the packager's form");
	n->bytes = span_cut(c.left, 0, n->stated < c.left.len ? (size_t)n->stated : c.left.len);
	return 0;
}

static int native_next(struct reader *r, struct part *out, struct error *e)
{
	struct native *n = r->state;
	struct stream *bytes;

	if (n->given)
		return n->stated > n->bytes.len
			? fail(e, ERR_TRUNCATED, "ole-native: ends inside the file in it") : 0;
	n->given = true;
	bytes = stream_of_span(r->arena, n->bytes);
	if (!bytes)
		return fail(e, ERR_LIMIT, "ole-native: no memory left for this item");
	*out = (struct part){ .kind = PART_MEMBER, .name = n->name, .number = 1, .stream = bytes,
			      .size = n->stated, .time = TIME_NONE };
	return 1;
}

const struct format format_ole_native = {
	.name = "ole-native",
	.about = "file put into an old Office document (Ole10Native)",
	.suffixes = " .bin ",
	.class = FORMAT_CONTAINER,
	.whole = true,
	.evidence = true,
	.probe = native_probe,
	.open = native_open,
	.next = native_next,
};
