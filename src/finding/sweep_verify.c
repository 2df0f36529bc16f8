/*
 * sweep_verify.c -- is the set what it was when it was written?  Headers and
 * indices are checked as they are used; the bodies are gone over when all is
 * read, by a worker that has nothing else to do.
 */
#include "base/frame.h"
#include "finding/sweeping.h"

#define VERIFY_MS 600000

static int verify_answer(struct pool *workers, int wake, struct error *e)
{
	struct pool_event ev;
	struct cursor c;
	enum error_code code;
	struct span why;

	if (pool_wait(workers, 1, wake, VERIFY_MS, &ev, e) < 0)
		return -1;
	if (ev.type == POOL_WOKEN)
		return fail(e, ERR_CANCELLED, "interrupted");
	if (ev.type != POOL_MESSAGE || ev.message.type != SWEEP_VERIFIED)
		return fail(e, ERR_IO, "the set could not be verified (%s)",
			    ev.type == POOL_DIED ? ev.cause : "no answer");
	c = (struct cursor){ .left = ev.message.body };
	code = cursor_u8(&c);
	why = cursor_span(&c);
	if (code == ERR_NONE && !c.bad)
		return 0;
	return fail(e, code ? code : ERR_MALFORMED, "%.*s", SPAN_ARG(why));
}

int sweep_verify(struct sweep *s, struct error *e)
{
	/* A fresh one: nothing that was read has touched it. */
	if (!s->workers)
		return 0;
	pool_kill(s->workers, 0);
	if (pool_restart(s->workers, 0, e) < 0 ||
	    pool_send(s->workers, 0, SWEEP_VERIFY, SPAN(""), -1, e) < 0)
		return -1;
	return verify_answer(s->workers, s->o.wake, e);
}
