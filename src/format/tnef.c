/*
 * tnef.c -- winmail.dat: what Outlook packs a message and its attachments
 * into when it sends to others.
 *
 * Specification: [MS-OXTNEF].  Given are the bodies, the attachments with
 * their long names, and a header of what is known of the sender.  Messages
 * that are attached come as files of this kind again.
 * Not here: checksums (mail programs do not look at them), properties with
 * names of their own beyond being passed over.
 * Hostile input: every length is believed as far as the file goes;
 * ATTACHMENTS_MOST attachments, VALUES_MOST values of one property.
 */
#include "base/buf.h"
#include "base/cursor.h"
#include "format/charset.h"
#include "format/mapi.h"
#include "format/probe.h"

#define ATTACHMENTS_MOST 1000
#define VALUES_MOST	 10000
#define BODIES_MOST	 8

#define SUBJECT	    0x00018004u
#define BODY	    0x0002800cu
#define CODEPAGE    0x00069007u
#define MESSAGE	    0x00069003u	/* properties of the message */
#define RENDERING   0x00069002u	/* an attachment begins */
#define TITLE	    0x00018010u
#define DATA	    0x0006800fu
#define ATTACHMENT  0x00069005u	/* properties of the attachment */

extern const struct format format_html, format_text, format_tnef;

struct child {
	struct span name, bytes, charset;
	const struct format *as;
};

struct tnef {
	struct reader *reader;
	struct buf scratch;
	struct span charset;		/* of 8-bit text */
	struct child body[BODIES_MOST];
	uint32_t bodies;
	struct child *attached;
	uint32_t count;
	uint32_t given;
	struct error later;
};

static int tnef_probe(struct span head)
{
	return probe_magic(head, 0, SPAN("\x78\x9f\x3e\x22"));
}

/* ---- properties */

struct value {
	unsigned type, id;
	struct span bytes;
};

static size_t fixed_size(unsigned type)
{
	switch (type) {
	case MAPI_INT16:
	case MAPI_BOOLEAN:
	case MAPI_INT32:
	case 0x0004:		/* float */
	case 0x000a:		/* error */
		return 4;
	case 0x0005:		/* double, money, dates, 64 bits */
	case 0x0006:
	case 0x0007:
	case 0x0014:
	case MAPI_TIME:
		return 8;
	case 0x0048:		/* a GUID */
		return 16;
	default:
		return 0;
	}
}

/* Lengths are filled up to four. */
static struct span take_filled(struct cursor *c, uint32_t size)
{
	struct span bytes = cursor_take(c, size);

	if (size % 4)
		cursor_take(c, 4 - size % 4);
	return bytes;
}

/* The name of a property that has no number of its own. */
static void pass_name(struct cursor *c)
{
	cursor_take(c, 16);
	if (cursor_u32(c) == 0)
		cursor_u32(c);
	else
		take_filled(c, cursor_u32(c));
}

/* The next property (of several values the last); false at the end or behind nonsense. */
static bool value_next(struct cursor *c, struct value *v)
{
	uint32_t values = 1;
	bool many;

	if (c->bad || c->left.len < 4)
		return false;
	v->type = cursor_u16(c);
	v->id = cursor_u16(c);
	many = v->type & 0x1000;
	v->type &= 0xfff;
	if (v->id >= 0x8000)
		pass_name(c);
	if (many || !fixed_size(v->type))
		values = cursor_u32(c);
	if (values > VALUES_MOST)
		return false;
	v->bytes = SPAN("");
	for (uint32_t i = 0; i < values && !c->bad; i++)
		v->bytes = fixed_size(v->type) ? cursor_take(c, fixed_size(v->type))
					       : take_filled(c, cursor_u32(c));
	return !c->bad;
}

/* Text of a value as UTF-8 in the arena. */
static struct span value_text(struct tnef *t, const struct value *v)
{
	struct span out;

	buf_clear(&t->scratch);
	charset_add_named(&t->scratch, v->type == MAPI_TEXT ? SPAN("utf-16le") : t->charset, v->bytes);
	out = buf_span(&t->scratch);
	out = span_cut(out, 0, span_find_byte(out, '\0'));
	return arena_copy(t->reader->arena, out);
}

static void add_body(struct tnef *t, const char *name, struct span bytes, const char *charset,
		     const struct format *as)
{
	if (bytes.len && t->bodies < BODIES_MOST)
		t->body[t->bodies++] = (struct child){ .name = span_of(name), .bytes = bytes,
						       .charset = span_of(charset), .as = as };
}

static void take_message(struct tnef *t, struct span properties)
{
	struct cursor c = { .left = properties };
	struct value v;

	cursor_u32(&c);
	while (value_next(&c, &v)) {
		if (v.id == MAPI_HTML)
			add_body(t, "text/html", v.bytes, "", &format_html);
		else if (v.id == MAPI_BODY)
			add_body(t, "text/plain", value_text(t, &v), "utf-8", &format_text);
		else if (v.id == MAPI_RTF)
			add_body(t, "text/rtf", mapi_rtf(t->reader->arena, v.bytes), "", &format_text);
		else if (v.id == MAPI_SENDER_ADDRESS || v.id == MAPI_SENDER_SMTP ||
			 v.id == MAPI_SUBJECT || v.id == MAPI_HEADERS)
			add_body(t, "header", value_text(t, &v), "utf-8", &format_text);
	}
}

static void take_attachment(struct tnef *t, struct child *a, struct span properties)
{
	/* An object: the sign of a message, and the message. */
	static const char message[] = "\x07\x03\x02\0\0\0\0\0\xc0\0\0\0\0\0\0\x46";
	struct cursor c = { .left = properties };
	struct value v;

	cursor_u32(&c);
	while (value_next(&c, &v)) {
		if (v.id == MAPI_LONG_NAME || (v.id == MAPI_TRANSPORT_NAME && !a->name.len))
			a->name = value_text(t, &v);
		if (v.id != MAPI_DATA || (v.type != MAPI_OBJECT && v.type != MAPI_BYTES))
			continue;
		if (v.type == MAPI_BYTES) {
			a->bytes = v.bytes;
		} else if (span_starts(v.bytes, span_make(message, 16))) {
			a->bytes = span_skip(v.bytes, 16);
			a->as = &format_tnef;
		} else if (!a->bytes.len) {
			a->bytes = span_skip(v.bytes, 16);
		}
	}
}

/* ---- attributes */

static struct child *attachment_at_hand(struct tnef *t)
{
	return t->count ? &t->attached[t->count - 1] : NULL;
}

static void take_attribute(struct tnef *t, uint32_t id, struct span data)
{
	struct value text = { .type = MAPI_TEXT8, .bytes = data };
	struct child *a = attachment_at_hand(t);

	switch (id) {
	case CODEPAGE:
		t->charset = mapi_charset((uint32_t)probe_number(data, 0, 4));
		break;
	case SUBJECT:
	case BODY:
		add_body(t, id == BODY ? "text/plain" : "header", value_text(t, &text), "utf-8",
			 &format_text);
		break;
	case MESSAGE:
		take_message(t, data);
		break;
	case RENDERING:
		if (t->count < ATTACHMENTS_MOST)
			t->attached[t->count++] = (struct child){ .name = SPAN(""), .bytes = SPAN(""),
								  .charset = SPAN("") };
		else
			fail(&t->later, ERR_LIMIT, "tnef: more than %d attachments", ATTACHMENTS_MOST);
		break;
	case TITLE:
		if (a && !a->name.len)
			a->name = value_text(t, &text);
		break;
	case DATA:
		if (a)
			a->bytes = data;
		break;
	case ATTACHMENT:
		if (a)
			take_attachment(t, a, data);
		break;
	default:
		break;
	}
}

static int tnef_open(struct reader *r, struct error *e)
{
	struct tnef *t = arena_new(r->arena, struct tnef);
	struct cursor c = { .left = r->bytes };

	if (!t || !(t->attached = arena_array(r->arena, struct child, ATTACHMENTS_MOST)))
		return fail(e, ERR_LIMIT, "tnef: no memory left for this item");
	r->state = t;
	t->reader = r;
	t->charset = SPAN("windows-1252");
	buf_init(&t->scratch, 4u << 20);
	cursor_u32(&c);
	cursor_u16(&c);
	while (!c.bad && c.left.len) {
		uint32_t id;
		struct span data;

		cursor_u8(&c);
		id = cursor_u32(&c);
		data = cursor_take(&c, cursor_u32(&c));
		cursor_u16(&c);
		if (!c.bad)
			take_attribute(t, id, data);
	}
	if (c.bad)
		fail(&t->later, ERR_TRUNCATED, "tnef: ends inside an attribute");
	return 0;
}

static int tnef_next(struct reader *r, struct part *out, struct error *e)
{
	struct tnef *t = r->state;
	bool body = t->given < t->bodies;
	const struct child *n;

	if (t->given == t->bodies + t->count) {
		if (t->later.code == ERR_NONE)
			return 0;
		*e = t->later;
		t->later.code = ERR_NONE;
		return -1;
	}
	n = body ? &t->body[t->given] : &t->attached[t->given - t->bodies];
	*out = (struct part){
		.kind = body ? PART_BODY : PART_MEMBER, .number = ++t->given, .time = TIME_NONE,
		.name = n->name.len ? n->name : SPAN("attachment"), .charset = n->charset, .as = n->as,
		.size = n->bytes.len, .stream = stream_of_span(r->arena, n->bytes),
	};
	return out->stream ? 1 : fail(e, ERR_LIMIT, "tnef: no memory left for this item");
}

static void tnef_close(struct reader *r)
{
	struct tnef *t = r->state;

	if (t)
		buf_release(&t->scratch);
}

const struct format format_tnef = {
	.name = "tnef",
	.about = "TNEF (winmail.dat)",
	.suffixes = " .dat ",
	.class = FORMAT_CONTAINER,
	.whole = true,
	.evidence = true,
	.probe = tnef_probe,
	.open = tnef_open,
	.next = tnef_next,
	.close = tnef_close,
};
