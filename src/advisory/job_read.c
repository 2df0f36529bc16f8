/*
 * job_read.c -- one document in, wire records out.
 *
 * A document is mapped when it is a file and read into memory when it is a
 * pipe; both end at a ceiling.  What the reader cannot understand is its own
 * error, which ends this document and not the worker.
 */
#include "advisory/job_read.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "advisory/advisory.h"
#include "advisory/standing.h"
#include "base/external.h"
#include "base/frame.h"
#include "base/hash.h"
#include "format/format.h"
#include "intel/knowledge.h"
#include "intel/knowledge_file.h"
#include "intel/warning.h"
#include "intel/yara_compiler.h"
#include "value/kind.h"

#define WORKER_MEMORY (1024u << 20)
#define DOCUMENT_MAX  (UINT64_C(4) << 30)
#define PIPE_MAX      (256u << 20)
#define BATCH	      (48u << 10)

struct reading_job {
	struct channel *parent;
	struct buf batch, one;
	bool brief;
	uint64_t given;		/* of the document: indicators that are searched for */
	struct external_channel external;
};

static int flush(struct reading_job *r, struct error *e)
{
	int rc;

	if (r->batch.len == 0)
		return 0;
	rc = channel_send(r->parent, READ_RECORDS, buf_span(&r->batch), -1, e);
	buf_clear(&r->batch);
	return rc;
}

/* Everything else somebody may want to read about. */
static bool is_brief(struct reading_job *r, const struct intel_record *record)
{
	const struct indicator *i = &record->indicator;

	return r->brief && record->type == INTEL_INDICATOR && i->role == ROLE_INDICATOR &&
	       i->value.len && !i->logic.len && !indicator_is_pattern(i) &&
	       kind_row(i->kind)->group != GROUP_NONE &&
	       r->given++ >= READ_FULL;
}

static int take(void *context, const struct intel_record *record, struct error *e)
{
	struct reading_job *r = context;
	struct wanted w;

	buf_clear(&r->one);
	if (is_brief(r, record)) {
		w = wanted_of(&record->indicator);
		wanted_encode(&r->one, &w);
	} else {
		intel_encode(&r->one, record);
	}
	frame_span(&r->batch, buf_span(&r->one));
	if (r->one.bad || r->batch.bad)
		return fail(e, ERR_LIMIT, "a record of the advisory is too large");
	return r->batch.len > BATCH ? flush(r, e) : 0;
}

/* The whole document as a span: mapped, or read into `room`. */
static int document_open(int fd, struct span *out, bool *mapped, struct buf *room, struct error *e)
{
	off_t size = lseek(fd, 0, SEEK_END);

	*mapped = size >= 0;
	if (size >= 0) {
		void *bytes;

		if ((uint64_t)size > DOCUMENT_MAX)
			return fail(e, ERR_LIMIT, "larger than 4 GiB");
		*out = SPAN("");
		if (size == 0)
			return 0;
		bytes = mmap(NULL, (size_t)size, PROT_READ, MAP_PRIVATE, fd, 0);
		if (bytes == MAP_FAILED)
			return fail_errno(e, "map");
		*out = span_make(bytes, (size_t)size);
		return 0;
	}
	for (;;) {
		ssize_t got;

		if (!buf_reserve(room, 65536))
			return fail(e, ERR_LIMIT, "more than 256 MiB from a pipe: give it as a file");
		got = read(fd, room->ptr + room->len, 65536);
		if (got < 0)
			return fail_errno(e, "read");
		if (got == 0)
			break;
		room->len += (size_t)got;
	}
	*out = buf_span(room);
	return 0;
}

static int read_one(struct reading_job *r, const struct message *m, uint64_t *bytes,
		    bool *by_day, struct error *e)
{
	struct cursor c = { .left = m->body };
	struct advisory_options o = { .index = cursor_u32(&c), .external = &r->external.external };
	struct intel_sink sink = { .take = take, .context = r };
	struct buf source, room;
	struct span document = SPAN("");
	bool mapped = false;
	int rc;

	o.now = (int64_t)cursor_u64(&c);
	o.by_day = by_day;
	o.allow_private = cursor_u8(&c);
	r->brief = cursor_u8(&c);
	o.share = cursor_u8(&c);
	r->given = o.share == ADVISORY_BACK ? READ_FULL : 0;
	buf_init(&source, 1 << 20);
	buf_add(&source, cursor_span(&c));
	buf_init(&room, PIPE_MAX);
	o.source = buf_span(&source);
	if (c.bad || (m->type == READ_DOCUMENT && m->fd < 0)) {
		rc = fail(e, ERR_MALFORMED, "read: bad order");
	} else if (m->type == READ_VALUE) {
		rc = advisory_value(o.source, &o, &sink, e);
	} else {
		rc = document_open(m->fd, &document, &mapped, &room, e);
		if (rc == 0)
			rc = advisory_read(document, &o, &sink, e);
	}
	*bytes = document.len;
	if (mapped && document.len)
		munmap((void *)(uintptr_t)document.ptr, document.len);
	buf_release(&room);
	buf_release(&source);
	return rc;
}

/*
 * The setup's descriptor, when there is one, holds the tables that the user had made.  Of
 * those that are shipped it is known that they can be had.
 */
static int tables_prepare(const struct setup *setup, struct error *e)
{
	struct knowledge_tables t;
	struct span text;
	struct buf unused;
	bool mapped;

	if (!setup->fds) {
		knowledge_later();
		warning_later();
		return 0;
	}
	buf_init(&unused, 0);
	if (document_open(setup->fd[0], &text, &mapped, &unused, e) < 0)
		return -1;
	if (!mapped || !knowledge_tables_of(text, &t))
		return fail(e, ERR_MALFORMED, "the tables of names are damaged");
	return knowledge_prepare(t.names, e) < 0 ? -1 : warning_prepare(t.warning, e);
}

static int read_prepare(void **shared, const struct setup *setup, struct error *e)
{
	(void)shared;
	if (!setup->lean)
		format_prepare();
	standing_prepare();
	/* libyara brings the library of digests along. */
	if (yara_prepare(e) < 0 || kind_prepare(e) < 0)
		return -1;
	return tables_prepare(setup, e);
}

static int read_serve(void *shared, struct channel *parent, struct error *e)
{
	struct reading_job r = { .parent = parent };
	struct message m;
	int rc;

	(void)shared;
	external_over(&r.external, parent);
	buf_init(&r.batch, CHANNEL_CEILING);
	buf_init(&r.one, CHANNEL_CEILING);
	while ((rc = external_receive(&r.external, &m, e)) == 1) {
		struct error why = { 0 };
		struct buf b;
		uint64_t bytes = 0;
		bool by_day = false;
		int ok = read_one(&r, &m, &bytes, &by_day, &why);

		if (m.fd >= 0)
			close(m.fd);
		if (ok == 0)
			ok = flush(&r, &why);
		buf_clear(&r.batch);
		buf_init(&b, 4096);
		if (ok < 0) {
			frame_u8(&b, (uint8_t)why.code);
			frame_span(&b, span_of(why.text));
		} else {
			frame_u64(&b, bytes);
			frame_u8(&b, by_day);
		}
		rc = channel_send(parent, ok < 0 ? READ_FAILED : READ_DONE, buf_span(&b), -1, e);
		buf_release(&b);
		if (rc < 0)
			break;
	}
	external_release(&r.external);
	buf_release(&r.batch);
	buf_release(&r.one);
	return rc;
}

const struct job read_job = {
	.name = "read",
	.sandbox = SANDBOX_PARSE,
	.memory = WORKER_MEMORY,
	.prepare = read_prepare,
	.serve = read_serve,
};
