/* mapi_header.c -- the lines of a header out of properties. */
#include "format/mapi_header.h"

#include "format/mime.h"

static void add_line(const struct mapi_source *s, enum mapi_property id, const char *name,
		     struct buf *out)
{
	size_t was = out->len, from;

	buf_text(out, name);
	buf_text(out, ": ");
	from = out->len;
	if (!s->text(s->context, id, out)) {
		out->len = was;
		return;
	}
	for (size_t i = from; i < out->len; i++)
		if (out->ptr[i] == '\r' || out->ptr[i] == '\n')
			out->ptr[i] = ' ';
	buf_byte(out, '\n');
}

static void add_sender(const struct mapi_source *s, struct buf *out)
{
	size_t was = out->len;
	bool named, reached;

	buf_text(out, "From: ");
	named = s->text(s->context, MAPI_SENDER_NAME, out);
	buf_text(out, named ? " <" : "<");
	reached = s->text(s->context, MAPI_SENDER_SMTP, out) ||
		  s->text(s->context, MAPI_SENDER_ADDRESS, out);
	buf_text(out, ">\n");
	/* Notes and drafts are from nobody. */
	if (!named && !reached)
		out->len = was;
}

static void add_date(const struct mapi_source *s, struct buf *out)
{
	static const enum mapi_property ids[] = { MAPI_DELIVERED, MAPI_SENT, MAPI_CREATED };
	uint64_t time = 0;

	for (unsigned i = 0; i < 3 && !time; i++)
		time = s->time(s->context, ids[i]);
	if (mapi_moment(time) == TIME_NONE)
		return;
	buf_text(out, "Date: ");
	time_rfc3339(mapi_moment(time), out);
	buf_byte(out, '\n');
}

void mapi_header(const struct mapi_source *s, struct buf *scratch, struct buf *out)
{
	buf_clear(scratch);
	if (s->text(s->context, MAPI_HEADERS, scratch)) {
		mime_header_text(buf_span(scratch), out);
		if (out->len)
			return;
	}
	add_sender(s, out);
	add_line(s, MAPI_TO, "To", out);
	add_line(s, MAPI_CC, "Cc", out);
	add_line(s, MAPI_SUBJECT, "Subject", out);
	add_line(s, MAPI_MESSAGE_ID, "Message-ID", out);
	add_date(s, out);
}
