/*
 * pst_parts.c -- folders and messages of Outlook's mailboxes, out of the frames of
 * their reader (pst_wire.h).
 *
 * A folder gives messages; a message its header, its text in each form that it has,
 * its attachments, and messages inside it, which are made of frames like itself.
 * Hostile input: a property is kept up to TEXT_MOST, packed RTF up to RTF_MOST,
 * recipients up to PEOPLE_MOST bytes; everything else streams.
 */
#include "base/cursor.h"
#include "format/charset.h"
#include "format/mapi_header.h"
#include "format/pst.h"

#define TEXT_MOST   (1u << 20)
#define PEOPLE_MOST (64u << 10)
#define RTF_MOST    (16u << 20)
#define NAME_MOST   1024

extern const struct format format_html, format_text;

/* ---- folders */

struct folder {
	struct pst_frames frames;
	struct pst_inside message;
	char name[NAME_MOST];
};

/* Text of a property as UTF-8. */
static void add_text(struct buf *out, struct span charset, unsigned type, struct span text)
{
	size_t was = out->len;

	if (type == MAPI_TEXT)
		charset_add_named(out, SPAN("utf-16le"), text);
	else if (type == MAPI_TEXT8)
		charset_add_named(out, charset, text);
	while (out->len > was && out->ptr[out->len - 1] == '\0')
		out->len--;
}

static struct span short_name(struct span text, struct span charset, char *room)
{
	struct cursor c = { .left = text };
	unsigned type = cursor_u16(&c);
	struct span name;
	struct buf b;

	buf_init(&b, 4 * NAME_MOST);
	add_text(&b, charset, type, span_cut(c.left, 0, NAME_MOST));
	name = span_cut(buf_span(&b), 0, NAME_MOST);
	if (name.len)
		memcpy(room, name.ptr, name.len);
	buf_release(&b);
	return span_make(room, name.len);
}

/* A message that opens with the frame at hand. */
static void give_message(struct pst_frames *f, struct pst_inside *in, char *room, struct part *out)
{
	struct cursor c = { .left = pst_frames_payload(f) };
	uint32_t number = cursor_u32(&c);
	struct span id = span_trim(short_name(c.left, SPAN(""), room));

	if (id.len > 2 && id.ptr[0] == '<' && id.ptr[id.len - 1] == '>')
		id = span_cut(id, 1, id.len - 2);
	pst_inside_open(in, f, false);
	*out = (struct part){ .kind = PART_MESSAGE, .stream = &in->stream, .name = id,
			      .number = number, .size = PART_SIZE_UNKNOWN, .time = TIME_NONE,
			      .charset = SPAN(""), .as = &format_pst_message };
}

static int folder_open(struct reader *r, struct error *e)
{
	struct folder *f = arena_new(r->arena, struct folder);

	if (!f)
		return fail(e, ERR_LIMIT, "pst: no memory left for this item");
	r->state = f;
	pst_frames_open(&f->frames, r->stream);
	return 0;
}

static int folder_next(struct reader *r, struct part *out, struct error *e)
{
	struct folder *f = r->state;
	int rc = pst_inside_skip(&f->message, e);

	while (rc == 0 && (rc = pst_frames_next(&f->frames, e)) > 0) {
		if (f->frames.type == PST_MESSAGE) {
			give_message(&f->frames, &f->message, f->name, out);
			return 1;
		}
		if (f->frames.type == PST_GAP) {
			pst_give_gap(&f->frames, out);
			return 1;
		}
		rc = 0;
	}
	return rc;
}

static void folder_close(struct reader *r)
{
	struct folder *f = r->state;

	if (f)
		pst_frames_close(&f->frames);
}

/* ---- messages */

struct value {
	unsigned id, type;
	struct buf bytes;
};

#define VALUES 16

struct message {
	struct pst_frames frames;
	struct pst_inside inside;
	struct reader *reader;
	struct value value[VALUES];
	unsigned values;
	struct buf people[3];		/* to, cc, bcc */
	struct buf header, scratch;
	bool headed;			/* its header was given */
	bool again;			/* the frame at hand is to be looked at */
	char name[NAME_MOST];
};

static struct value *value_of(struct message *m, unsigned id)
{
	for (unsigned i = 0; i < m->values; i++)
		if (m->value[i].id == id)
			return &m->value[i];
	return NULL;
}

static uint64_t number_of(struct message *m, unsigned id)
{
	struct value *v = value_of(m, id);
	struct cursor c = { .left = v ? buf_span(&v->bytes) : SPAN("") };
	uint64_t number = cursor_uint(&c, c.left.len == 8 ? 8 : 4);

	return c.bad ? 0 : number;
}

static struct span page_of(struct message *m)
{
	return mapi_charset((uint32_t)number_of(m, MAPI_CODEPAGE));
}

static void take_property(struct message *m)
{
	struct cursor c = { .left = pst_frames_payload(&m->frames) };
	unsigned id = cursor_u16(&c), type = cursor_u16(&c);
	struct value *v = value_of(m, id);

	if (c.bad || (!v && m->values == VALUES))
		return;
	if (!v) {
		v = &m->value[m->values++];
		*v = (struct value){ .id = id, .type = type };
		buf_init(&v->bytes, TEXT_MOST + PST_PAYLOAD);
	}
	buf_add(&v->bytes, c.left);
}

/* "Name <address>" behind those before. */
static void take_recipient(struct message *m)
{
	struct cursor c = { .left = pst_frames_payload(&m->frames) };
	uint32_t kind = cursor_u32(&c);
	struct buf *out = &m->people[kind == 3 ? 2 : kind == 2];
	bool named = false, reached = false;

	if (out->len > PEOPLE_MOST)
		return;
	buf_text(out, out->len ? ", " : "");
	/* Its name, the address that mail has, and another if there is none. */
	for (unsigned i = 0; i < 3; i++) {
		struct cursor text = { .left = cursor_take(&c, cursor_u16(&c)) };
		unsigned type = cursor_u16(&text);

		if (text.bad || !text.left.len || (i == 2 && reached))
			continue;
		if (i)
			buf_text(out, named ? " <" : "<");
		add_text(out, page_of(m), type, text.left);
		if (i)
			buf_byte(out, '>');
		named |= i == 0;
		reached |= i > 0;
	}
}

static bool source_text(void *context, enum mapi_property id, struct buf *out)
{
	struct message *m = context;
	struct value *v = value_of(m, id);
	size_t was = out->len;

	if (id == MAPI_TO && m->people[0].len)
		buf_add(out, buf_span(&m->people[0]));
	else if (id == MAPI_CC && m->people[1].len)
		buf_add(out, buf_span(&m->people[1]));
	else if (v && id == MAPI_SUBJECT && v->bytes.len > 4 && v->bytes.ptr[0] == 1)
		/* Two characters in front say how long its "Re: " is. */
		add_text(out, page_of(m), v->type,
			 span_skip(buf_span(&v->bytes), v->type == MAPI_TEXT ? 4 : 2));
	else if (v)
		add_text(out, page_of(m), v->type, buf_span(&v->bytes));
	return out->len > was;
}

static uint64_t source_time(void *context, enum mapi_property id)
{
	return number_of(context, id);
}

static void give_header(struct message *m, struct part *out)
{
	struct mapi_source source = { .context = m, .text = source_text, .time = source_time };

	mapi_header(&source, &m->scratch, &m->header);
	if (m->people[2].len) {
		buf_text(&m->header, "Bcc: ");
		buf_add(&m->header, buf_span(&m->people[2]));
		buf_byte(&m->header, '\n');
	}
	*out = (struct part){ .kind = PART_HEADER, .text = buf_span(&m->header),
			      .time = TIME_NONE };
	m->headed = true;
}

/* Packed, it is unpacked here; NULL: no memory. */
static struct stream *rich_text(struct message *m)
{
	struct arena *a = m->reader->arena;
	struct error ignored;
	struct buf packed;
	struct span text;
	int64_t got = 1;

	buf_init(&packed, RTF_MOST);
	while (got > 0 && buf_reserve(&packed, PST_PAYLOAD)) {
		got = stream_read(&m->inside.stream, packed.ptr + packed.len, PST_PAYLOAD,
				  &ignored);
		packed.len += got > 0 ? (size_t)got : 0;
	}
	text = arena_copy(a, buf_span(&packed));
	buf_release(&packed);
	return stream_of_span(a, mapi_rtf(a, text));
}

static int give_body(struct message *m, struct part *out, struct error *e)
{
	struct cursor c = { .left = pst_frames_payload(&m->frames) };
	unsigned id = cursor_u16(&c), type = cursor_u16(&c);
	uint32_t html = (uint32_t)number_of(m, MAPI_HTML_CODEPAGE);

	pst_inside_open(&m->inside, &m->frames, true);
	*out = (struct part){ .kind = PART_BODY, .stream = &m->inside.stream, .time = TIME_NONE,
			      .size = PART_SIZE_UNKNOWN, .number = id };
	if (id == MAPI_RTF) {
		out->name = SPAN("text/rtf");
		out->charset = SPAN("");
		out->as = &format_text;
		out->stream = rich_text(m);
		return out->stream ? 1 : fail(e, ERR_LIMIT, "pst: no memory left for this item");
	}
	out->name = id == MAPI_HTML ? SPAN("text/html") : SPAN("text/plain");
	out->as = id == MAPI_HTML ? &format_html : &format_text;
	out->charset = type == MAPI_TEXT ? SPAN("utf-16le")
		       : id != MAPI_HTML ? page_of(m) : html ? mapi_charset(html) : SPAN("");
	return 1;
}

static void give_attachment(struct message *m, struct part *out)
{
	struct cursor c = { .left = pst_frames_payload(&m->frames) };
	uint32_t number = cursor_u32(&c);
	uint64_t size = cursor_u64(&c);
	struct span name = short_name(c.left, page_of(m), m->name);

	pst_inside_open(&m->inside, &m->frames, true);
	*out = (struct part){ .kind = PART_MEMBER, .stream = &m->inside.stream, .number = number,
			      .name = name.len ? name : SPAN("attachment"), .size = size,
			      .time = TIME_NONE, .charset = SPAN("") };
}

/* Whatever the frame at hand is: 1 and a part, 0 when it is none by itself. */
static int take_frame(struct message *m, struct part *out, struct error *e)
{
	enum pst_frame type = m->frames.type;

	if (!m->headed && type != PST_PROPERTY && type != PST_RECIPIENT && type != PST_GAP) {
		m->again = true;
		give_header(m, out);
		return 1;
	}
	switch (type) {
	case PST_PROPERTY:
		take_property(m);
		return 0;
	case PST_RECIPIENT:
		take_recipient(m);
		return 0;
	case PST_GAP:
		pst_give_gap(&m->frames, out);
		return 1;
	case PST_BODY:
		return give_body(m, out, e);
	case PST_ATTACHMENT:
		give_attachment(m, out);
		return 1;
	case PST_MESSAGE:
		give_message(&m->frames, &m->inside, m->name, out);
		return 1;
	default:
		return 0;
	}
}

static int message_next(struct reader *r, struct part *out, struct error *e)
{
	struct message *m = r->state;
	int rc = pst_inside_skip(&m->inside, e);

	while (rc == 0) {
		if (!m->again) {
			rc = pst_frames_next(&m->frames, e);
			if (rc <= 0)
				break;
		}
		m->again = false;
		rc = take_frame(m, out, e);
	}
	if (rc == 0 && !m->headed) {
		give_header(m, out);
		return 1;
	}
	return rc;
}

static int message_open(struct reader *r, struct error *e)
{
	struct message *m = arena_new(r->arena, struct message);

	if (!m)
		return fail(e, ERR_LIMIT, "pst: no memory left for this item");
	r->state = m;
	m->reader = r;
	pst_frames_open(&m->frames, r->stream);
	for (unsigned i = 0; i < 3; i++)
		buf_init(&m->people[i], 2 * PEOPLE_MOST);
	buf_init(&m->header, 4 * TEXT_MOST);
	buf_init(&m->scratch, 4 * TEXT_MOST);
	return 0;
}

static void message_close(struct reader *r)
{
	struct message *m = r->state;

	if (!m)
		return;
	for (unsigned i = 0; i < m->values; i++)
		buf_release(&m->value[i].bytes);
	for (unsigned i = 0; i < 3; i++)
		buf_release(&m->people[i]);
	pst_frames_close(&m->frames);
	buf_release(&m->header);
	buf_release(&m->scratch);
}

/* ---- what they are */

static int no_probe(struct span head)
{
	(void)head;
	return 0;
}

const struct format format_pst_folder = {
	.name = "pst-folder",
	.about = "folder of an Outlook mailbox",
	.suffixes = "",
	.class = FORMAT_MAILBOX,
	.made = true,
	.evidence = true,
	.probe = no_probe,
	.open = folder_open,
	.next = folder_next,
	.close = folder_close,
};

const struct format format_pst_message = {
	.name = "pst-message",
	.about = "message of an Outlook mailbox",
	.suffixes = "",
	.class = FORMAT_MESSAGE,
	.evidence = true,
	.probe = no_probe,
	.open = message_open,
	.next = message_next,
	.close = message_close,
};
