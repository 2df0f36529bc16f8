/* stand_in.c -- a program's output out of its input. */
#include "stand_in.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static struct span printed(struct span input)
{
	struct span mark = SPAN(STAND_IN_MARK), rest = SPAN("");
	size_t at;

	while ((at = span_find(input, mark)) != SPAN_NONE)
		rest = input = span_skip(input, at + mark.len);
	return rest;
}

static int stand_in_start(struct external *x, const struct external_call *call, int *out,
			  struct error *e)
{
	struct stand_in *s = (struct stand_in *)x;
	struct span text = printed(call->bytes);

	(void)e;
	s->out = memfd_create("printed", MFD_CLOEXEC);
	if (s->out < 0 || write(s->out, text.ptr, text.len) != (ssize_t)text.len)
		abort();
	lseek(s->out, 0, SEEK_SET);
	*out = s->out;
	return 0;
}

static int stand_in_end(struct external *x, struct error *e)
{
	struct stand_in *s = (struct stand_in *)x;
	bool empty = lseek(s->out, 0, SEEK_END) == 0;

	close(s->out);
	return empty ? fail(e, ERR_MALFORMED, "the program failed (1)") : 0;
}

void stand_in_init(struct stand_in *s)
{
	*s = (struct stand_in){ .external = { .start = stand_in_start, .end = stand_in_end },
				.out = -1 };
}
