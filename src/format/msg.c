/*
 * msg.c -- a message of Outlook (.msg), found inside an OLE2 file by ole.c.
 *
 * Specification: [MS-OXMSG], [MS-OXPROPS].  The header is the one that came
 * with the message, or is put together from its properties.  Messages that
 * are attached are given as parts of this one, their headers as a text.
 * Not here: appointments, contacts, properties with names of their own.
 * Hostile input: see cfb.h; PARTS_MOST parts, messages DEPTH_MOST deep.
 */
#include <stdio.h>

#include "base/cursor.h"
#include "format/cfb.h"
#include "format/charset.h"
#include "format/mapi_header.h"
#include "format/probe.h"

#define PARTS_MOST 1000
#define DEPTH_MOST 8
#define TEXT_MOST  (1u << 20)

extern const struct format format_html, format_text;

struct pending {
	enum part_kind kind;
	uint32_t entry;			/* CFB_NONE: `bytes` */
	struct span bytes, name, charset;
	const struct format *as;
};

struct msg {
	struct cfb cfb;
	struct reader *reader;
	struct buf header, scratch;
	struct pending *pending;
	uint32_t count, given;
	bool over;			/* there were more parts than are kept */
};

/* ---- properties */

static uint32_t property(const struct msg *m, uint32_t storage, unsigned id, unsigned type)
{
	char name[32];

	snprintf(name, sizeof(name), "__substg1.0_%04X%04X", id, type);
	return cfb_find(&m->cfb, storage, span_of(name));
}

/* A property of fixed size; 0: it is not there. */
static uint64_t fixed(struct msg *m, uint32_t storage, unsigned id, unsigned type, uint32_t head)
{
	uint32_t entry = cfb_find(&m->cfb, storage, SPAN("__properties_version1.0"));
	struct cursor c = { .left = cfb_bytes(&m->cfb, entry, TEXT_MOST) };

	cursor_take(&c, head);
	while (!c.bad && c.left.len >= 16) {
		uint32_t tag = cursor_u32(&c);
		uint64_t value;

		cursor_u32(&c);
		value = cursor_u64(&c);
		if (tag == (id << 16 | type))
			return value;
	}
	return 0;
}

static struct span charset_of_storage(struct msg *m, uint32_t storage, uint32_t head)
{
	uint32_t page = (uint32_t)fixed(m, storage, MAPI_CODEPAGE, MAPI_INT32, head);

	return mapi_charset(page);
}

/* Text of a property added as UTF-8; false: it has none. */
static bool add_text(struct msg *m, uint32_t storage, unsigned id, uint32_t head, struct buf *out)
{
	uint32_t entry = property(m, storage, id, MAPI_TEXT);
	size_t was = out->len;

	if (entry != CFB_NONE) {
		charset_add_named(out, SPAN("utf-16le"), cfb_bytes(&m->cfb, entry, TEXT_MOST));
	} else {
		entry = property(m, storage, id, MAPI_TEXT8);
		charset_add_named(out, charset_of_storage(m, storage, head),
				  cfb_bytes(&m->cfb, entry, TEXT_MOST));
	}
	while (out->len > was && out->ptr[out->len - 1] == '\0')
		out->len--;
	return out->len > was;
}

/* ---- the header */

/* A storage, as mapi_header asks it. */
struct place {
	struct msg *msg;
	uint32_t storage, head;
};

static bool place_text(void *context, enum mapi_property id, struct buf *out)
{
	struct place *p = context;

	return add_text(p->msg, p->storage, id, p->head, out);
}

static uint64_t place_time(void *context, enum mapi_property id)
{
	struct place *p = context;

	return fixed(p->msg, p->storage, id, MAPI_TIME, p->head);
}

/* Into m->header. */
static void make_header(struct msg *m, uint32_t storage, uint32_t head)
{
	struct place p = { m, storage, head };
	struct mapi_source source = { .context = &p, .text = place_text, .time = place_time };

	buf_clear(&m->header);
	mapi_header(&source, &m->scratch, &m->header);
}

/* ---- parts */

static void add_pending(struct msg *m, struct pending p)
{
	if (m->count == PARTS_MOST)
		m->over = true;
	else
		m->pending[m->count++] = p;
}

static bool add_body(struct msg *m, uint32_t storage, unsigned id, unsigned type,
		     struct pending p)
{
	p.kind = PART_BODY;
	p.entry = property(m, storage, id, type);
	if (p.entry != CFB_NONE)
		add_pending(m, p);
	return p.entry != CFB_NONE;
}

static void add_bodies(struct msg *m, uint32_t storage, uint32_t head)
{
	struct span page = charset_of_storage(m, storage, head), packed;
	uint32_t html = (uint32_t)fixed(m, storage, MAPI_HTML_CODEPAGE, MAPI_INT32, head);
	struct pending plain = { .name = SPAN("text/plain"), .as = &format_text };
	struct pending rich = { .name = SPAN("text/html"), .as = &format_html };
	bool any;

	plain.charset = SPAN("utf-16le");
	any = add_body(m, storage, MAPI_BODY, MAPI_TEXT, plain);
	plain.charset = page;
	any |= !any && add_body(m, storage, MAPI_BODY, MAPI_TEXT8, plain);
	rich.charset = html ? mapi_charset(html) : SPAN("");
	any |= add_body(m, storage, MAPI_HTML, MAPI_BYTES, rich);
	rich.charset = SPAN("utf-16le");
	any |= add_body(m, storage, MAPI_HTML, MAPI_TEXT, rich);
	packed = cfb_bytes(&m->cfb, property(m, storage, MAPI_RTF, MAPI_BYTES), 16u << 20);
	packed = mapi_rtf(m->reader->arena, packed);
	if (packed.len)
		add_pending(m, (struct pending){ .kind = PART_BODY, .entry = CFB_NONE,
						 .bytes = packed,
						 .name = SPAN("text/rtf"),
						 .charset = SPAN(""),
						 .as = &format_text });
}

static void add_message(struct msg *m, uint32_t storage, uint32_t head, unsigned depth);

static void add_attachment(struct msg *m, uint32_t storage, unsigned depth)
{
	struct pending p = { .kind = PART_MEMBER, .charset = SPAN("") };
	uint32_t inner = property(m, storage, MAPI_DATA, MAPI_OBJECT);

	if (inner != CFB_NONE && m->cfb.entry[inner].type == CFB_STORAGE) {
		add_message(m, inner, 24, depth + 1);
		return;
	}
	buf_clear(&m->scratch);
	if (!add_text(m, storage, MAPI_LONG_NAME, 8, &m->scratch))
		add_text(m, storage, MAPI_SHORT_NAME, 8, &m->scratch);
	p.name = arena_copy(m->reader->arena, buf_span(&m->scratch));
	if (!p.name.len)
		p.name = SPAN("attachment");
	p.entry = property(m, storage, MAPI_DATA, MAPI_BYTES);
	if (p.entry != CFB_NONE)
		add_pending(m, p);
}

/* What is right inside `storage`: of one inside the message its header as a text first. */
static void add_message(struct msg *m, uint32_t storage, uint32_t head, unsigned depth)
{
	if (depth > DEPTH_MOST) {
		m->over = true;
		return;
	}
	if (depth) {
		make_header(m, storage, head);
		add_pending(m, (struct pending){
			.kind = PART_BODY, .entry = CFB_NONE, .charset = SPAN("utf-8"),
			.name = SPAN("message/rfc822"), .as = &format_text,
			.bytes = arena_copy(m->reader->arena, buf_span(&m->header)) });
	}
	add_bodies(m, storage, head);
	for (uint32_t i = 1; i < m->cfb.entries && !m->over; i++)
		if (m->cfb.entry[i].parent == storage && m->cfb.entry[i].type == CFB_STORAGE &&
		    span_starts_nocase(m->cfb.entry[i].name, SPAN("__attach_version1.0_")))
			add_attachment(m, i, depth);
}

/* ---- the row */

static int msg_open(struct reader *r, struct error *e)
{
	struct msg *m = arena_new(r->arena, struct msg);

	if (!m || !(m->pending = arena_array(r->arena, struct pending, PARTS_MOST)))
		return fail(e, ERR_LIMIT, "msg: no memory left for this item");
	r->state = m;
	m->reader = r;
	buf_init(&m->header, 2 * TEXT_MOST);
	buf_init(&m->scratch, 2 * TEXT_MOST);
	if (cfb_open(&m->cfb, r, e) < 0)
		return -1;
	if (cfb_find(&m->cfb, 0, SPAN("__properties_version1.0")) == CFB_NONE)
		return fail(e, ERR_MALFORMED, "msg: has no properties");
	add_message(m, 0, 32, 0);
	make_header(m, 0, 32);
	return 0;
}

static int msg_next(struct reader *r, struct part *out, struct error *e)
{
	struct msg *m = r->state;
	const struct pending *p;
	struct stream *s;

	if (m->given == 0) {
		m->given++;
		*out = (struct part){ .kind = PART_HEADER, .text = buf_span(&m->header),
				      .time = TIME_NONE };
		return 1;
	}
	if (m->given > m->count) {
		if (!m->over)
			return 0;
		m->over = false;
		return fail(e, ERR_LIMIT, "msg: more than %d parts, or messages too deep", PARTS_MOST);
	}
	p = &m->pending[m->given - 1];
	s = p->entry == CFB_NONE ? stream_of_span(r->arena, p->bytes)
				 : cfb_stream(&m->cfb, p->entry);
	if (!s)
		return fail(e, ERR_LIMIT, "msg: no memory left for this item");
	*out = (struct part){
		.kind = p->kind, .name = p->name, .charset = p->charset, .stream = s,
		.number = m->given++, .time = TIME_NONE, .as = p->as,
		.size = p->entry == CFB_NONE ? p->bytes.len : m->cfb.entry[p->entry].size,
	};
	return 1;
}

static void msg_close(struct reader *r)
{
	struct msg *m = r->state;

	if (!m)
		return;
	buf_release(&m->header);
	buf_release(&m->scratch);
}

/* An OLE2 file whose folder, if it is shown, holds a message's properties (ole.c looks again). */
static int msg_probe(struct span head)
{
	static const char name[] = "_\0_\0p\0r\0o\0p\0e\0r\0t\0i\0e\0s\0_\0v\0e\0r\0s\0i\0o\0n\0";

	if (!probe_magic(head, 0, SPAN("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")))
		return 0;
	return span_find(head, span_make(name, sizeof(name) - 1)) == SPAN_NONE ? 0 : 98;
}

const struct format format_msg = {
	.name = "msg",
	.about = "Outlook message, inside an OLE2 file",
	.suffixes = " .msg ",
	.class = FORMAT_MESSAGE,
	.seeks = true,
	.evidence = true,
	.probe = msg_probe,
	.open = msg_open,
	.next = msg_next,
	.close = msg_close,
};
