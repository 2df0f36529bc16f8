/*
 * job_sweep.c -- the sweep as a job of the worker process: prepared once in
 * the zygote, then one item after the other.
 */
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/external.h"
#include "base/frame.h"
#include "finding/jobs.h"
#include "finding/scan.h"
#include "format/format.h"
#include "intel/yara_compiler.h"
#include "match/engine.h"
#include "match/pattern.h"
#include "value/host.h"
#include "value/kind.h"

#define WORKER_MEMORY (512u << 20)

/* Most items are logs, for which the lean one has all. */
static int prepare_all(struct error *e)
{
	format_prepare();
	return kind_prepare(e);
}

static int sweep_prepare(void **shared, const struct setup *setup, struct error *e)
{
	struct sweep_shared *s = calloc(1, sizeof(*s));
	struct cursor c;

	if (!s)
		return fail(e, ERR_MEMORY, "no memory");
	*shared = s;
	buf_init(&s->setup_bytes, CHANNEL_CEILING);
	buf_add(&s->setup_bytes, setup->bytes);
	c = (struct cursor){ .left = buf_span(&s->setup_bytes) };
	sweep_setup_decode(&c, &s->setup);
	if (c.bad)
		return fail(e, ERR_MALFORMED, "sweep: bad setup");
	s->set_fd = setup->fds ? setup->fd[0] : -1;
	for (uint32_t i = 0; i < s->setup.zones; i++)
		if (zone_load(&s->zone[i], s->setup.zone[i], e) < 0)
			return -1;
	if ((setup->lean ? host_prepare(e) : prepare_all(e)) < 0)
		return -1;
	if (setup->needs & SWEEP_PATTERNS && pattern_prepare(e) < 0)
		return -1;
	return setup->needs & SWEEP_RULES ? yara_prepare(e) : 0;
}

static int sweep_load(void *shared, struct error *e)
{
	struct sweep_shared *s = shared;
	void *image;

	if (s->set_fd < 0)
		return 0;
	/* Private, since a sealed one may not be mapped shared; nobody writes to it anyway. */
	image = mmap(NULL, s->setup.set_size, PROT_READ, MAP_PRIVATE, s->set_fd, 0);
	if (image == MAP_FAILED)
		return fail_errno(e, "set");
	close(s->set_fd);
	if (set_open(&s->set, span_make(image, s->setup.set_size), e) < 0)
		return -1;
	return engines_load(s->set, e);
}

static int serve_verify(const struct sweep_shared *s, struct channel *parent, struct error *e)
{
	struct error why = { 0 };
	struct buf b;
	int rc = s->set ? set_verify(s->set, &why) : 0;

	buf_init(&b, 4096);
	frame_u8(&b, (uint8_t)(rc < 0 ? why.code : ERR_NONE));
	frame_span(&b, span_of(why.text));
	rc = channel_send(parent, SWEEP_VERIFIED, buf_span(&b), -1, e);
	buf_release(&b);
	return rc;
}

/* `bytes` is room: the order is used while answers go through the same channel. */
static int serve_item(struct scanner *scanner, const struct sweep_shared *s,
		      const struct message *m, struct buf *bytes, struct error *e)
{
	struct item_order order;
	struct cursor c;
	int rc;

	buf_clear(bytes);
	buf_add(bytes, m->body);
	c = (struct cursor){ .left = buf_span(bytes) };
	item_order_decode(&c, &order);
	if (c.bad || m->type != SWEEP_ITEM || m->fd < 0)
		return fail(e, ERR_MALFORMED, "sweep: bad order");
	if (order.zone > s->setup.zones)
		order.zone = 0;
	rc = scanner_item(scanner, &order, m->fd, e);
	close(m->fd);
	return rc;
}

/* A worker whose set is damaged says so: it is no fault of the item. */
static void doubt_set(const struct sweep_shared *s, struct channel *parent)
{
	struct error ignored;

	if (!s->set || set_damaged(s->set, &ignored) == 0)
		return;
	if (channel_send(parent, SWEEP_DOUBT, SPAN(""), -1, &ignored) == 0)
		channel_flush(parent, &ignored);
}

static int sweep_serve(void *shared, struct channel *parent, struct error *e)
{
	struct external_channel external;
	struct scanner *scanner;
	struct buf bytes;
	struct message m;
	int rc;

	external_over(&external, parent);
	scanner = scanner_new(shared, parent, &external.external, e);
	if (!scanner)
		return -1;
	buf_init(&bytes, CHANNEL_CEILING);
	while ((rc = external_receive(&external, &m, e)) == 1) {
		rc = m.type == SWEEP_VERIFY ? serve_verify(shared, parent, e)
					    : serve_item(scanner, shared, &m, &bytes, e);
		if (rc < 0)
			break;
	}
	if (rc < 0)
		doubt_set(shared, parent);
	external_release(&external);
	buf_release(&bytes);
	scanner_free(scanner);
	return rc;
}

const struct job sweep_job = {
	.name = "sweep",
	.sandbox = SANDBOX_PARSE,
	.memory = WORKER_MEMORY,
	.prepare = sweep_prepare,
	.load = sweep_load,
	.serve = sweep_serve,
};
