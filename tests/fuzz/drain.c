/* drain.c -- take an input apart to its last byte. */
#include "drain.h"

#include <stdio.h>
#include <stdlib.h>

#include "stand_in.h"

/* Gives its bytes in blocks of a size, so that borders fall anywhere. */
struct slow {
	struct stream stream;
	struct span left;
	size_t block;
};

static int64_t slow_read(struct stream *s, void *out, size_t max, struct error *e)
{
	struct slow *slow = (struct slow *)s;
	struct span now = span_cut(slow->left, 0, max < slow->block ? max : slow->block);

	(void)e;
	if (now.len)
		memcpy(out, now.ptr, now.len);
	slow->left = span_skip(slow->left, now.len);
	return (int64_t)now.len;
}

static const struct stream_type slow_type = { .name = "slow", .read = slow_read };

static volatile unsigned touched;

/* Read every byte, so that a sanitizer sees a span that is too long. */
static void touch(struct span s, struct buf *out)
{
	unsigned sum = 0;

	for (size_t i = 0; i < s.len; i++)
		sum += (unsigned char)s.ptr[i];
	touched += sum;
	if (out)
		buf_add(out, s);
}

static int drain_stream(struct stream *s, size_t step, struct buf *out, struct error *e)
{
	char *block = malloc(step);
	int64_t got;
	uint64_t all = 0;

	while ((got = stream_read(s, block, step, e)) > 0 && all < DRAIN_OUT) {
		if ((uint64_t)got > step)
			abort();
		touch(span_make(block, (size_t)got), out);
		all += (uint64_t)got;
	}
	free(block);
	return got < 0 ? -1 : 0;
}

/* A member that cannot be had does not end the container. */
static void drain_member(const struct part *p, struct drain how, struct buf *out,
			 struct error *first)
{
	struct error e;

	if (drain_stream(p->stream, how.step ? how.step : 65536, out, &e) < 0 &&
	    first->code == ERR_NONE)
		*first = e;
}

static void drain_part(const struct part *p, struct buf *out)
{
	char mark[96];
	int n = snprintf(mark, sizeof(mark), "\n%u %u %u %u %u %d %llu|", p->kind, p->level,
			 p->table, p->row, p->column, p->header, (unsigned long long)p->line);

	touch(span_make(mark, (size_t)n), out);
	touch(p->name, out);
	touch(p->target, out);
	touch(SPAN("|"), out);
	touch(p->text, out);
}

int drain(const struct format *format, struct span input, struct drain how, struct buf *out,
	  struct error *e)
{
	struct slow slow = { .stream = { .type = &slow_type }, .left = input,
			     .block = how.block ? how.block : 64 * 1024 };
	struct arena arena;
	struct stand_in program;
	struct reader r = { .format = format, .stream = &slow.stream, .bytes = input,
			    .external = &program.external };
	struct seekable file = seekable_of_span(input);
	struct span word = SPAN("infected");
	struct error first = { 0 };
	struct part part;
	uint64_t parts = 0;
	int rc;

	format_prepare();
	stand_in_init(&program);
	r.file = format->seeks ? &file : NULL;
	r.password = &word;
	r.passwords = 1;
	arena_init(&arena, how.budget);
	r.arena = &arena;
	rc = format->open(&r, e);
	while (rc >= 0 && parts++ < DRAIN_PARTS && (rc = format->next(&r, &part, e)) > 0) {
		if (part.kind != PART_STREAM)
			drain_part(&part, out);
		if (part.stream)
			drain_member(&part, how, out, &first);
	}
	if (rc >= 0 && first.code != ERR_NONE) {
		*e = first;
		rc = -1;
	}
	if (format->close)
		format->close(&r);
	arena_release(&arena);
	return rc;
}

const struct format *drain_choice(struct span *input)
{
	size_t chosen = input->len ? (unsigned char)input->ptr[0] : 0;
	const struct format *format = NULL;
	size_t n = 0;

	for (size_t i = 0; format_at(i); i++)
		n += !format_at(i)->not_yet;
	chosen %= n;
	for (size_t i = 0; (format = format_at(i)); i++)
		if (!format->not_yet && chosen-- == 0)
			break;
	*input = span_skip(*input, 1);
	return format;
}
