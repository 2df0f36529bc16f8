/* document.c -- text in UTF-8, and a queue of parts. */
#include "format/document.h"

#include "base/utf8.h"

/*
 * The charset: UTF-16 and UTF-8 are told by their bytes; else the document is
 * believed, if it names one that we know.
 */
static struct stream *document_decode(struct document *d, struct span head,
				      document_charset_fn *named, struct stream *in)
{
	struct arena *a = d->reader->arena;
	enum charset c = charset_of(head);
	struct span name = named ? named(head) : span_cut(head, 0, 0);
	bool ascii = c == CHARSET_UTF8;

	for (size_t i = 0; ascii && i < head.len; i++)
		ascii = (unsigned char)head.ptr[i] < 0x80;
	d->exact = c == CHARSET_UTF8;
	if (c == CHARSET_UTF16LE || c == CHARSET_UTF16BE || (c == CHARSET_UTF8 && !ascii))
		return charset_stream(a, c, in);
	if (name.len && charset_known(name) && !span_starts_nocase(name, SPAN("utf"))) {
		d->exact = false;
		return charset_stream_named(a, name, in);
	}
	return charset_stream(a, c == CHARSET_BINARY ? CHARSET_LATIN1 : c, in);
}

void document_buf(struct document *d, struct buf *b)
{
	buf_init(b, d->ceiling);
}

void document_begin(struct reader *r, struct document *d)
{
	size_t left = r->arena->budget - r->arena->used;

	d->reader = r;
	d->ceiling = left < PART_TEXT_MAX ? left : PART_TEXT_MAX;
	d->line = 1;
	document_buf(d, &d->long_line);
	document_buf(d, &d->queue);
	document_buf(d, &d->text);
	r->state = d;
}

int document_open(struct reader *r, struct document *d, document_charset_fn *named,
		  struct error *e)
{
	char *head;
	int64_t got;

	document_begin(r, d);
	head = arena_room(r->arena, PROBE_BYTES);
	d->block = arena_room(r->arena, DOCUMENT_BLOCK);
	if (!head || !d->block)
		return fail(e, ERR_LIMIT, "%s: no memory left for this item", d->name);
	got = stream_read_full(r->stream, head, PROBE_BYTES, e);
	if (got < 0)
		return -1;
	d->in = stream_prepend(r->arena, span_make(head, (size_t)got), r->stream);
	if (d->in)
		d->in = document_decode(d, span_make(head, (size_t)got), named, d->in);
	if (!d->in)
		return fail(e, ERR_LIMIT, "%s: no memory left for this item", d->name);
	if (d->exact && span_starts(span_make(head, (size_t)got), SPAN("\xef\xbb\xbf")))
		d->taken = 3;
	return 0;
}

bool document_fill(struct document *d)
{
	struct error below = { 0 };
	int64_t got;

	if (d->ended)
		return false;
	got = stream_read(d->in, d->block, DOCUMENT_BLOCK, &below);
	d->at = 0;
	d->have = got > 0 ? (size_t)got : 0;
	d->taken += d->have;
	if (got > 0)
		return true;
	d->ended = true;
	if (got < 0 && d->why.code == ERR_NONE)
		d->why = below;
	return false;
}

bool document_line(struct document *d, struct span *line)
{
	bool crossed = false;

	buf_clear(&d->long_line);
	for (;;) {
		struct span rest;
		size_t n;

		if (document_peek(d) < 0) {
			*line = buf_span(&d->long_line);
			return crossed;
		}
		rest = span_make(d->block + d->at, d->have - d->at);
		n = span_find_byte(rest, '\n');
		*line = span_cut(rest, 0, n);
		d->at += line->len;
		if (n != SPAN_NONE)
			document_take(d);
		if (n != SPAN_NONE && !crossed)
			break;
		crossed = true;
		buf_add(&d->long_line, *line);
		if (!document_good(d, &d->long_line))
			return false;
		*line = buf_span(&d->long_line);
		if (n != SPAN_NONE)
			break;
	}
	if (line->len && line->ptr[line->len - 1] == '\r')
		line->len--;
	return true;
}

bool document_good(struct document *d, const struct buf *b)
{
	if (b->bad && d->why.code == ERR_NONE)
		fail(&d->why, ERR_LIMIT, "%s: more than %zu bytes in one part, at line %llu", d->name,
		     d->ceiling, (unsigned long long)d->line);
	if (b->bad)
		d->done = true;
	return !b->bad;
}

/* Where a span of the queue stands in `text` until it is given. */
static struct span stow(struct document *d, struct span s)
{
	size_t at = d->text.len;

	buf_add(&d->text, s);
	return (struct span){ (const char *)(uintptr_t)at, s.len };
}

static struct span unstow(const struct document *d, struct span s)
{
	return span_make(s.len ? d->text.ptr + (uintptr_t)s.ptr : "", s.len);
}

void document_add(struct document *d, const struct part *part)
{
	struct part copy = *part;

	if (d->done)
		return;
	if (d->parts == PARTS_MAX) {
		fail(&d->why, ERR_LIMIT, "%s: more than %d parts, at line %llu", d->name, PARTS_MAX,
		     (unsigned long long)d->line);
		d->done = true;
		return;
	}
	if (!d->exact)
		copy.offset = 0;
	copy.name = stow(d, part->name);
	copy.text = stow(d, part->text);
	copy.target = stow(d, part->target);
	if (!document_good(d, &d->text))
		return;
	buf_add(&d->queue, span_make(&copy, sizeof(copy)));
	if (document_good(d, &d->queue))
		d->parts++;
}

int document_next(struct reader *r, struct part *out, struct error *e)
{
	struct document *d = r->state;

	while (d->given == d->queue.len / sizeof(*out)) {
		if (d->done) {
			*e = d->why;
			return d->why.code == ERR_NONE ? 0 : -1;
		}
		d->given = 0;
		buf_clear(&d->queue);
		buf_clear(&d->text);
		if (d->step(d) <= 0)
			d->done = true;
	}
	memcpy(out, d->queue.ptr + d->given++ * sizeof(*out), sizeof(*out));
	out->name = unstow(d, out->name);
	out->text = unstow(d, out->text);
	out->target = unstow(d, out->target);
	return 1;
}

/* The streams that document_open put on the caller's are ours to close. */
void document_close(struct reader *r)
{
	struct document *d = r->state;

	if (!d)
		return;
	for (struct stream *s = d->in; s && s != r->stream; s = s->below)
		if (s->type->close)
			s->type->close(s);
	d->in = NULL;
	d->ended = d->done = true;
	if (d->end)
		d->end(d);
	buf_release(&d->long_line);
	buf_release(&d->queue);
	buf_release(&d->text);
}
