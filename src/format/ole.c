/*
 * ole.c -- OLE2 files: their streams as members, a message of Outlook as one.
 *
 * Specification: [MS-CFB].  Not here: what the streams of old Office documents
 * mean; macros are packed in a way of their own and are searched as they lie.
 * Hostile input: see cfb.h.
 */
#include "base/buf.h"
#include "format/cfb.h"
#include "format/probe.h"

#define PATH_DEPTH 16

extern const struct format format_msg;

struct whole {				/* the file as a stream */
	struct stream stream;
	struct seekable *file;
};

struct sealed {				/* a member that nobody here can open */
	struct stream stream;
};

struct ole {
	struct cfb cfb;
	struct whole whole;
	struct sealed sealed;
	struct buf name;
	uint32_t at;			/* entry */
	uint64_t number;
	bool message;
};

static int64_t whole_read(struct stream *s, void *out, size_t max, struct error *e)
{
	return seekable_read(((struct whole *)s)->file, s->position, out, max, e);
}

static const struct stream_type whole_type = { .name = "file", .read = whole_read };

static int64_t sealed_read(struct stream *s, void *out, size_t max, struct error *e)
{
	(void)s;
	(void)out;
	(void)max;
	return fail(e, ERR_ENCRYPTED, "ole: an Office document, encrypted with a password");
}

static const struct stream_type sealed_type = { .name = "sealed", .read = sealed_read };

static int ole_probe(struct span head)
{
	return probe_magic(head, 0, SPAN("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"));
}

static int ole_open(struct reader *r, struct error *e)
{
	struct ole *o = arena_new(r->arena, struct ole);

	if (!o)
		return fail(e, ERR_LIMIT, "ole: no memory left for this item");
	r->state = o;
	buf_init(&o->name, 4096);
	if (cfb_open(&o->cfb, r, e) < 0)
		return -1;
	o->whole = (struct whole){ .stream = { .type = &whole_type }, .file = r->file };
	o->sealed = (struct sealed){ .stream = { .type = &sealed_type } };
	o->message = cfb_find(&o->cfb, 0, SPAN("__properties_version1.0")) != CFB_NONE;
	return 0;
}

static void add_path(struct ole *o, uint32_t entry)
{
	uint32_t chain[PATH_DEPTH], depth = 0;

	buf_clear(&o->name);
	for (uint32_t i = entry; i && i < o->cfb.entries && depth < PATH_DEPTH;
	     i = o->cfb.entry[i].parent)
		chain[depth++] = i;
	while (depth--) {
		buf_add(&o->name, o->cfb.entry[chain[depth]].name);
		if (depth)
			buf_byte(&o->name, '/');
	}
}

static int ole_next(struct reader *r, struct part *out, struct error *e)
{
	struct ole *o = r->state;
	struct stream *s = &o->whole.stream;

	if (o->message) {
		*out = (struct part){ .kind = PART_MESSAGE, .name = SPAN(""), .stream = s,
				      .number = 1, .size = r->file->size, .time = TIME_NONE,
				      .as = &format_msg };
		return o->number++ == 0;
	}
	while (++o->at < o->cfb.entries && o->cfb.entry[o->at].type != CFB_STREAM)
		;
	if (o->at >= o->cfb.entries)
		return 0;
	add_path(o, o->at);
	s = cfb_stream(&o->cfb, o->at);
	if (!s)
		return fail(e, ERR_LIMIT, "ole: no memory left for this item");
	if (span_equal(o->cfb.entry[o->at].name, SPAN("EncryptedPackage")))
		s = &o->sealed.stream;
	*out = (struct part){ .kind = PART_MEMBER, .name = buf_span(&o->name), .stream = s,
			      .number = ++o->number, .size = o->cfb.entry[o->at].size,
			      .time = TIME_NONE };
	return 1;
}

static void ole_close(struct reader *r)
{
	struct ole *o = r->state;

	if (o)
		buf_release(&o->name);
}

const struct format format_ole = {
	.name = "ole",
	.about = "OLE2: Outlook messages, old Office documents, installers",
	.suffixes = " .msg .doc .xls .ppt .msi ",
	.class = FORMAT_CONTAINER,
	.seeks = true,
	.evidence = true,
	.probe = ole_probe,
	.open = ole_open,
	.next = ole_next,
	.close = ole_close,
};
