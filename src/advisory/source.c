/* source.c -- an advisory's bytes, unwrapped. */
#include "advisory/source.h"


#define OPENED_BUDGET (64u << 20)
#define BLOCK (256u << 10)

/* Open the codecs known so far on a fresh stream. */
int source_open_bytes(const struct source *s, struct opened *o, struct error *e)
{
	arena_init(&o->arena, OPENED_BUDGET);
	o->codecs = 0;
	o->stream = stream_of_span(&o->arena, s->bytes);
	if (!o->stream)
		return fail(e, ERR_MEMORY, "no memory to open the advisory");
	while (o->codecs < s->codecs) {
		struct reader *r = &o->codec[o->codecs];
		struct part part;
		int got;

		*r = (struct reader){ .format = s->codec[o->codecs], .stream = o->stream,
				      .arena = &o->arena };
		if (r->format->open(r, e) < 0)
			return -1;
		o->codecs++;
		got = r->format->next(r, &part, e);
		if (got < 0)
			return -1;
		if (!got || !part.stream)
			return fail(e, ERR_MALFORMED, "%s: nothing inside", r->format->name);
		o->stream = part.stream;
	}
	return 0;
}

void source_close(struct opened *o)
{
	while (o->codecs) {
		struct reader *r = &o->codec[--o->codecs];

		if (r->format->close)
			r->format->close(r);
	}
	arena_release(&o->arena);
}

/* The first bytes behind the codecs known so far, raw; what was got before a failure counts. */
static int peek(const struct source *s, struct buf *out, struct error *e)
{
	struct opened o;
	int64_t got = -1;

	if (source_open_bytes(s, &o, e) == 0 && buf_reserve(out, SOURCE_SAMPLE)) {
		got = stream_read_full(o.stream, out->ptr, SOURCE_SAMPLE, e);
		if (got > 0)
			out->len = (size_t)got;
	}
	source_close(&o);
	return got < 0 ? -1 : 0;
}

/* The sample again, as text. */
static int sample_text(struct source *s, struct arena *a, struct error *e)
{
	struct opened o;
	struct buf text;
	int64_t got = -1;

	buf_init(&text, SOURCE_SAMPLE);
	if (source_open(s, &o, e) == 0 && buf_reserve(&text, SOURCE_SAMPLE)) {
		got = stream_read_full(o.stream, text.ptr, SOURCE_SAMPLE, e);
		if (got >= 0) {
			s->sample = arena_copy(a, span_make(text.ptr, (size_t)got));
			s->sample_is_all = (size_t)got < SOURCE_SAMPLE;
		}
	}
	source_close(&o);
	buf_release(&text);
	return got < 0 ? -1 : 0;
}

int source_init(struct source *s, struct span bytes, struct arena *a, struct error *e)
{
	struct buf head;
	int rc;

	*s = (struct source){ .bytes = bytes };
	buf_init(&head, SOURCE_SAMPLE);
	for (;;) {
		struct span probe;

		buf_clear(&head);
		rc = peek(s, &head, e);
		probe = span_cut(buf_span(&head), 0, PROBE_BYTES);
		s->format = rc < 0 || !head.len ? NULL : format_of(probe);
		if (!s->format || s->format->class != FORMAT_CODEC || s->format->not_yet)
			break;
		if (s->codecs == SOURCE_CODECS) {
			rc = fail(e, ERR_LIMIT, "compressed more than %d times", SOURCE_CODECS);
			break;
		}
		s->codec[s->codecs++] = s->format;
	}
	if (rc == 0)
		s->charset = charset_of(buf_span(&head));
	if (rc == 0 && s->format)
		s->format = format_within(s->format, s->codecs ? buf_span(&head) : bytes);
	buf_release(&head);
	return rc < 0 ? -1 : sample_text(s, a, e);
}

int source_open(const struct source *s, struct opened *o, struct error *e)
{
	if (source_open_bytes(s, o, e) < 0)
		return -1;
	o->stream = charset_stream(&o->arena, s->charset, o->stream);
	return o->stream ? 0 : fail(e, ERR_MEMORY, "no memory to open the advisory");
}

int source_read_all(const struct source *s, struct buf *out, struct error *e)
{
	struct opened o;
	int64_t got = -1;

	if (source_open(s, &o, e) == 0) {
		for (;;) {
			if (!buf_reserve(out, BLOCK)) {
				got = fail(e, ERR_LIMIT, "larger than %zu MiB",
					   out->ceiling >> 20);
				break;
			}
			got = stream_read(o.stream, out->ptr + out->len, BLOCK, e);
			if (got <= 0)
				break;
			out->len += (size_t)got;
		}
	}
	source_close(&o);
	return got < 0 ? -1 : 0;
}

void lines_init(struct lines *l, struct stream *s)
{
	*l = (struct lines){ .stream = s };
	buf_init(&l->buf, LINES_MAX + BLOCK);
}

void lines_release(struct lines *l)
{
	buf_release(&l->buf);
}

/* More bytes into the buffer. 1 when there are some, 0 at the end. */
static int lines_fill(struct lines *l, struct error *e)
{
	int64_t got;

	if (l->ended)
		return 0;
	buf_drop(&l->buf, l->at);
	l->base += l->at;
	l->at = 0;
	if (!buf_reserve(&l->buf, BLOCK))
		return fail(e, ERR_MEMORY, "no memory for a line");
	got = stream_read(l->stream, l->buf.ptr + l->buf.len, BLOCK, e);
	if (got < 0)
		return -1;
	l->ended = got == 0;
	l->buf.len += (size_t)got;
	return got > 0;
}

/* A line is whole, or as long as we hold one, or the last. */
static bool take_line(struct lines *l, struct span *out)
{
	struct span left = span_skip(buf_span(&l->buf), l->at);
	size_t end = span_find_byte(left, '\n');
	bool whole = end != SPAN_NONE;

	if (!whole && left.len < LINES_MAX && !l->ended)
		return false;
	l->cut = !whole && !l->ended;
	*out = whole ? span_cut(left, 0, end) : left;
	if (out->len && out->ptr[out->len - 1] == '\r')
		out->len--;
	l->offset = l->base + l->at;
	l->at += whole ? end + 1 : left.len;
	return true;
}

int lines_next(struct lines *l, struct span *out, struct error *e)
{
	for (;;) {
		int more;

		while (l->at < l->buf.len && take_line(l, out)) {
			bool rest = l->passing;

			l->passing = l->cut;
			if (rest)
				continue;
			l->number++;
			return 1;
		}
		if (l->ended && l->at == l->buf.len)
			return 0;
		more = lines_fill(l, e);
		if (more < 0)
			return -1;
	}
}
