/* pst_item.c -- the reader of Outlook's mailboxes: properties and messages. */
#include <string.h>
#include <unistd.h>

#include "base/frame.h"
#include "format/mapi.h"
#include "format/pst_box.h"

#define INNER_MOST    8
#define ATTACHED_MOST 10000
#define PEOPLE_MOST   5000
#define TEXT_MOST     (1u << 20)

/* ---- properties */

/* The property of a set, to be read from its front; NULL: it has none.  The caller frees it. */
static object entry_of(object set, uint32_t id)
{
	object entry = NULL, error = NULL;

	if (set && pff.libpff_record_set_get_entry_by_type(set, id, 0, &entry, PFF_ANY_TYPE,
							   &error) == 1)
		pff.libpff_record_entry_seek_offset(entry, 0, SEEK_SET, &error);
	else
		entry = NULL;
	pff_forget(&error);
	return entry;
}

static void entry_free(object entry)
{
	object error = NULL;

	if (entry)
		pff.libpff_record_entry_free(&entry, &error);
	pff_forget(&error);
}

static uint32_t entry_type(object entry)
{
	object error = NULL;
	uint32_t type = 0;

	if (pff.libpff_record_entry_get_value_type(entry, &type, &error) != 1)
		pff_forget(&error);
	return type;
}

static size_t entry_size(object entry)
{
	object error = NULL;
	size_t size = 0;

	if (pff.libpff_record_entry_get_data_size(entry, &size, &error) != 1)
		pff_forget(&error);
	return size;
}

/* Some of its bytes, in order, at most a block of them. */
static struct span entry_read(struct box *b, object entry, size_t most, object *error)
{
	size_t want = most < sizeof(b->block) - 64 ? most : sizeof(b->block) - 64;
	ssize_t got = want ? pff.libpff_record_entry_read_buffer(entry, b->block, want, error) : 0;

	return span_make(b->block, got > 0 ? (size_t)got : 0);
}

/* A short text as it goes out. */
static void add_text(struct box *b, struct buf *out, object set, uint32_t id)
{
	object entry = entry_of(set, id), error = NULL;
	struct span text = SPAN("");
	uint32_t type = 0;

	if (entry) {
		type = entry_type(entry);
		text = entry_read(b, entry, entry_size(entry) < 4096 ? entry_size(entry) : 4096,
				  &error);
		pff_forget(&error);
	}
	frame_u16(out, (uint16_t)type);
	buf_add(out, text);
	entry_free(entry);
}

static void say_property(struct box *b, object set, uint32_t id)
{
	object entry = entry_of(set, id), error = NULL;
	size_t left = entry ? entry_size(entry) : 0;
	uint32_t type = entry ? entry_type(entry) : 0;
	struct buf frame;

	left = left < TEXT_MOST ? left : TEXT_MOST;
	buf_init(&frame, PST_PAYLOAD);
	while (left) {
		struct span now = entry_read(b, entry, left, &error);

		if (!now.len)
			break;
		left -= now.len;
		buf_clear(&frame);
		frame_u16(&frame, (uint16_t)id);
		frame_u16(&frame, (uint16_t)type);
		buf_add(&frame, now);
		pst_say(b, PST_PROPERTY, buf_span(&frame));
	}
	if (left)
		pst_say_gap(b, ERR_MALFORMED, "a property of it cannot be read", &error);
	pff_forget(&error);
	buf_release(&frame);
	entry_free(entry);
}

struct span pff_property(struct box *b, object set, uint32_t id, size_t most)
{
	object entry = entry_of(set, id), error = NULL;
	struct span bytes = entry ? entry_read(b, entry, most, &error) : SPAN("");

	pff_forget(&error);
	entry_free(entry);
	return bytes;
}

object pff_set_of(object item, int i)
{
	object set = NULL, error = NULL;

	if (pff.libpff_item_get_record_set_by_index(item, i, &set, &error) != 1) {
		pff_forget(&error);
		return NULL;
	}
	return set;
}

void pff_set_free(object set)
{
	object error = NULL;

	if (set)
		pff.libpff_record_set_free(&set, &error);
	pff_forget(&error);
}

/* ---- messages */

static void say_body(struct box *b, object set, uint32_t id)
{
	object entry = entry_of(set, id), error = NULL;
	size_t left = entry ? entry_size(entry) : 0;
	uint32_t type = entry ? entry_type(entry) : 0;
	char head[4] = { (char)id, (char)(id >> 8), (char)type, (char)(type >> 8) };

	if (left) {
		pst_say(b, PST_BODY, span_make(head, sizeof(head)));
		while (left) {
			struct span now = entry_read(b, entry, left, &error);

			if (!now.len)
				break;
			left -= now.len;
			pst_say(b, PST_DATA, now);
		}
		if (left)
			pst_say_gap(b, ERR_MALFORMED, "the text cannot be read to its end", &error);
		pst_say(b, PST_CLOSE, SPAN(""));
	}
	pff_forget(&error);
	entry_free(entry);
}

static void say_recipients(struct box *b, object message)
{
	object people = NULL, error = NULL;
	int count = 0;

	if (pff.libpff_message_get_recipients(message, &people, &error) == 1 &&
	    pff.libpff_item_get_number_of_record_sets(people, &count, &error) != 1)
		pst_say_gap(b, ERR_MALFORMED, "whom it was sent to cannot be read", &error);
	for (int i = 0; i < count && i < PEOPLE_MOST; i++) {
		static const uint32_t ids[] = { MAPI_DISPLAY_NAME, MAPI_SMTP_ADDRESS,
						MAPI_ADDRESS };
		object set = pff_set_of(people, i);
		struct span type = pff_property(b, set, MAPI_RECIPIENT_TYPE, 4);
		struct buf frame, text;

		buf_init(&frame, PST_PAYLOAD);
		buf_init(&text, PST_PAYLOAD);
		frame_u32(&frame, type.len ? (uint8_t)type.ptr[0] : 1);
		for (unsigned k = 0; k < 3; k++) {
			buf_clear(&text);
			add_text(b, &text, set, ids[k]);
			frame_u16(&frame, (uint16_t)text.len);
			buf_add(&frame, buf_span(&text));
		}
		pst_say(b, PST_RECIPIENT, buf_span(&frame));
		buf_release(&text);
		buf_release(&frame);
		pff_set_free(set);
	}
	pff_forget(&error);
	pff_item_free(people);
}

static void say_bytes(struct box *b, object attachment, uint64_t left)
{
	object error = NULL;

	while (left) {
		size_t want = left < sizeof(b->block) ? (size_t)left : sizeof(b->block);
		ssize_t got = pff.libpff_attachment_data_read_buffer(attachment, b->block, want,
								     &error);

		if (got <= 0 || (size_t)got > want)
			break;
		left -= (uint64_t)got;
		pst_say(b, PST_DATA, span_make(b->block, (size_t)got));
	}
	if (left)
		pst_say_gap(b, ERR_MALFORMED, "the attachment cannot be read to its end", &error);
	pff_forget(&error);
}

/* A file; what it is called comes first, whether or not its bytes can be had. */
static void say_attached(struct box *b, object attachment, uint32_t number, int type)
{
	object set = pff_set_of(attachment, 0), error = NULL, name = entry_of(set, MAPI_LONG_NAME);
	uint64_t size = 0;
	bool known = type != PFF_ATTACHED_REFERENCE &&
		     pff.libpff_attachment_get_data_size(attachment, &size, &error) == 1;
	struct buf frame;

	buf_init(&frame, PST_PAYLOAD);
	frame_u32(&frame, number);
	frame_u64(&frame, size);
	add_text(b, &frame, set, name ? MAPI_LONG_NAME : MAPI_SHORT_NAME);
	pst_say(b, PST_ATTACHMENT, buf_span(&frame));
	if (type == PFF_ATTACHED_REFERENCE)
		pst_say_gap(b, ERR_UNSUPPORTED, "attached by reference: its bytes lie elsewhere", &error);
	else if (!known)
		pst_say_gap(b, ERR_MALFORMED, "the attachment cannot be read", &error);
	else
		say_bytes(b, attachment, size);
	pst_say(b, PST_CLOSE, SPAN(""));
	buf_release(&frame);
	pff_forget(&error);
	entry_free(name);
	pff_set_free(set);
}

static void say_attachment(struct box *b, object message, int i, unsigned depth)
{
	object attachment = NULL, inner = NULL, error = NULL;
	int type = 0;

	if (pff.libpff_message_get_attachment(message, i, &attachment, &error) != 1) {
		pst_say_gap(b, ERR_MALFORMED, "an attachment cannot be found", &error);
		return;
	}
	if (pff.libpff_attachment_get_type(attachment, &type, &error) != 1)
		pff_forget(&error);
	if (type != PFF_ATTACHED_ITEM) {
		say_attached(b, attachment, (uint32_t)i + 1, type);
	} else if (depth == INNER_MOST) {
		pst_say_gap(b, ERR_LIMIT, "messages nested too deeply", &error);
	} else if (pff.libpff_attachment_get_item(attachment, &inner, &error) != 1) {
		pst_say_gap(b, ERR_MALFORMED, "an attached message cannot be read", &error);
	} else {
		pst_say_message(b, inner, (uint32_t)i + 1, depth + 1);
	}
	pff_item_free(inner);
	pff_item_free(attachment);
}

static void say_attachments(struct box *b, object message, unsigned depth)
{
	object error = NULL;
	int count = 0;

	if (pff.libpff_message_get_number_of_attachments(message, &count, &error) < 0)
		pst_say_gap(b, ERR_MALFORMED, "its attachments cannot be read", &error);
	if (count > ATTACHED_MOST)
		pst_say_gap(b, ERR_LIMIT, "more than 10000 attachments", &error);
	for (int i = 0; i < count && i < ATTACHED_MOST; i++)
		say_attachment(b, message, i, depth);
}

void pst_say_message(struct box *b, object message, uint32_t number, unsigned depth)
{
	/* Numbers first: they say what charset the texts are in. */
	static const uint32_t ids[] = {
		MAPI_CODEPAGE, MAPI_HTML_CODEPAGE, MAPI_DELIVERED, MAPI_SENT, MAPI_CREATED,
		MAPI_HEADERS, MAPI_SENDER_NAME, MAPI_SENDER_SMTP, MAPI_SENDER_ADDRESS, MAPI_TO,
		MAPI_CC, MAPI_SUBJECT, MAPI_MESSAGE_ID,
	};
	object set = pff_set_of(message, 0), error = NULL;
	struct buf frame;

	buf_init(&frame, PST_PAYLOAD);
	frame_u32(&frame, number);
	add_text(b, &frame, set, MAPI_MESSAGE_ID);
	pst_say(b, PST_MESSAGE, buf_span(&frame));
	buf_release(&frame);
	if (!set)
		pst_say_gap(b, ERR_MALFORMED, "the message has no properties that can be read", &error);
	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
		say_property(b, set, ids[i]);
	say_recipients(b, message);
	say_body(b, set, MAPI_BODY);
	say_body(b, set, MAPI_HTML);
	say_body(b, set, MAPI_RTF);
	say_attachments(b, message, depth);
	pst_say(b, PST_CLOSE, SPAN(""));
	pff_set_free(set);
}
