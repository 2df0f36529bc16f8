/* pst_frames.c -- frames out of a stream, and the inside of what opens with one. */
#include "base/cursor.h"
#include "format/pst.h"

void pst_frames_open(struct pst_frames *f, struct stream *from)
{
	*f = (struct pst_frames){ .from = from };
	buf_init(&f->payload, PST_PAYLOAD);
}

void pst_frames_close(struct pst_frames *f)
{
	buf_release(&f->payload);
}

int pst_frames_next(struct pst_frames *f, struct error *e)
{
	struct cursor c;
	char waste[4096];
	int64_t got;

	while (f->left) {
		got = stream_read(f->from, waste,
				  f->left < sizeof(waste) ? f->left : sizeof(waste), e);
		if (got <= 0)
			return (int)got;
		f->left -= (uint32_t)got;
	}
	got = stream_read_full(f->from, f->head, PST_HEAD, e);
	if (got < PST_HEAD)
		return got < 0 ? -1 : 0;
	f->type = (enum pst_frame)f->head[0];
	c = (struct cursor){ .left = span_make(f->head + 1, PST_HEAD - 1) };
	f->left = cursor_u32(&c);
	return 1;
}

struct span pst_frames_payload(struct pst_frames *f)
{
	struct error ignored;

	buf_clear(&f->payload);
	while (f->left && buf_reserve(&f->payload, f->left)) {
		int64_t got = stream_read(f->from, f->payload.ptr + f->payload.len, f->left,
					  &ignored);

		if (got <= 0)
			break;
		f->payload.len += (size_t)got;
		f->left -= (uint32_t)got;
	}
	return buf_span(&f->payload);
}

/* ---- the inside of what opened */

/* Count what opens and closes: 1 when the frame at hand lies inside, 0 when it was the end. */
static int inside_next(struct pst_inside *in, struct error *e)
{
	int rc = pst_frames_next(in->frames, e);

	if (rc <= 0) {
		in->depth = 0;
		return rc;
	}
	if (pst_opens(in->frames->type))
		in->depth++;
	else if (in->frames->type == PST_CLOSE)
		in->depth--;
	return in->depth > 0;
}

static int fail_as_told(struct pst_frames *f, struct error *e)
{
	struct span text = pst_frames_payload(f);
	enum error_code code = text.len ? (unsigned char)text.ptr[0] : ERR_MALFORMED;

	text = span_cut(span_skip(text, 1), 0, 300);
	return fail(e, code > ERR_NONE && code < ERR_CANCELLED ? code : ERR_MALFORMED, "%.*s",
		    SPAN_ARG(text));
}

static int64_t inside_read(struct stream *s, void *out, size_t max, struct error *e)
{
	struct pst_inside *in = (struct pst_inside *)s;
	struct pst_frames *f = in->frames;
	int64_t got;

	while (in->depth && !in->head_left && (!f->left || (in->bytes && f->type != PST_DATA))) {
		int rc;

		if (in->bytes && f->type == PST_GAP && f->left)
			return fail_as_told(f, e);
		rc = inside_next(in, e);
		if (rc < 0)
			return -1;
		in->head_left = rc && !in->bytes ? PST_HEAD : 0;
	}
	if (!in->depth)
		return 0;
	if (in->head_left) {
		size_t n = in->head_left < max ? in->head_left : max;

		memcpy(out, f->head + PST_HEAD - in->head_left, n);
		in->head_left -= (unsigned)n;
		return (int64_t)n;
	}
	got = stream_read(f->from, out, f->left < max ? f->left : max, e);
	if (got > 0)
		f->left -= (uint32_t)got;
	return got;
}

static const struct stream_type inside_type = { .name = "pst", .read = inside_read };

void pst_inside_open(struct pst_inside *in, struct pst_frames *f, bool bytes)
{
	*in = (struct pst_inside){ .stream = { .type = &inside_type }, .frames = f, .bytes = bytes,
				   .depth = 1 };
	/* What was not read of the frame that opened it is nobody's. */
	if (f->left)
		pst_frames_payload(f);
}

int pst_inside_skip(struct pst_inside *in, struct error *e)
{
	int rc = 0;

	while (in->depth && (rc = inside_next(in, e)) > 0)
		;
	return rc < 0 ? -1 : 0;
}

void pst_give_gap(struct pst_frames *f, struct part *out)
{
	struct error why;

	fail_as_told(f, &why);
	*out = (struct part){ .kind = PART_GAP, .name = span_of(error_name(why.code)),
			      .text = span_skip(buf_span(&f->payload), 1), .time = TIME_NONE };
}
