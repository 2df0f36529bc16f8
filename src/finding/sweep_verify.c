/*
 * sweep_verify.c -- is the set what it was when it was written?  Workers prove
 * what they use of it (match/proof.h).  When one says that it is damaged, or when
 * somebody wrote to the file meanwhile, a fresh worker goes over all of it:
 * nothing that was read has touched that one.
 */
#include "base/frame.h"
#include "finding/sweeping.h"

#define VERIFY_MS 600000

static int verify_answer(struct pool *workers, unsigned w, int wake, struct error *e)
{
	struct pool_event ev;
	struct cursor c;
	enum error_code code;
	struct span why;

	if (pool_wait(workers, UINT64_C(1) << w, wake, VERIFY_MS, &ev, e) < 0)
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

int sweep_verify(struct sweep *s, unsigned w, struct error *e)
{
	if (!s->workers)
		return 0;
	pool_kill(s->workers, w);
	if (pool_restart(s->workers, w, e) < 0 ||
	    pool_send(s->workers, w, SWEEP_VERIFY, SPAN(""), -1, e) < 0)
		return -1;
	return verify_answer(s->workers, w, s->o.wake, e);
}
