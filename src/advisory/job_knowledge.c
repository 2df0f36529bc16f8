/* job_knowledge.c -- published files in, tables out. */
#include "advisory/job_knowledge.h"

#include <sys/mman.h>
#include <unistd.h>

#include "advisory/renewal.h"
#include "base/frame.h"
#include "base/hash.h"
#include "intel/knowledge_file.h"
#include "value/kind.h"

#define WORKER_MEMORY (1024u << 20)
#define FILE_MOST     (UINT64_C(1) << 30)
#define SAMPLE_BUDGET (4u << 20)

struct shared {
	struct knowledge_tables tables;
};

static int map_file(int fd, struct span *out, struct error *e)
{
	off_t size = lseek(fd, 0, SEEK_END);
	void *bytes;

	if (size <= 0 || (uint64_t)size > FILE_MOST)
		return fail(e, size > 0 ? ERR_LIMIT : ERR_UNSUPPORTED, size > 0
			    ? "larger than 1 GiB" : "no file with anything in it");
	bytes = mmap(NULL, (size_t)size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (bytes == MAP_FAILED)
		return fail_errno(e, "map");
	*out = span_make(bytes, (size_t)size);
	return 0;
}

static int knowledge_ready(void **shared, const struct setup *setup, struct error *e)
{
	static struct shared s;
	struct span text;

	format_prepare();
	if (kind_prepare(e) < 0)
		return -1;
	*shared = &s;
	s.tables = knowledge_tables_shipped();
	if (!setup->fds)
		return 0;
	if (map_file(setup->fd[0], &text, e) < 0)
		return -1;
	return knowledge_tables_of(text, &s.tables) ? 0 : fail(e, ERR_MALFORMED,
							       "the tables are damaged");
}

static int take_file(struct renewal *r, int fd, struct buf *answer, struct error *e)
{
	struct span bytes = SPAN("");
	struct renewed taken;
	struct source source;
	struct arena a;
	int rc;

	if (fd < 0)
		return fail(e, ERR_MALFORMED, "knowledge: bad order");
	if (map_file(fd, &bytes, e) < 0)
		return -1;
	arena_init(&a, SAMPLE_BUDGET);
	rc = source_init(&source, bytes, &a, e);
	if (rc == 0)
		rc = renewal_read(r, &source, &taken, e);
	arena_release(&a);
	munmap((void *)(uintptr_t)bytes.ptr, bytes.len);
	if (rc < 0)
		return -1;
	frame_span(answer, span_of(taken.kind));
	frame_span(answer, span_of(taken.date));
	frame_u64(answer, taken.rows);
	return 0;
}

static int serve_one(struct renewal *r, struct channel *parent, const struct message *m,
		     struct error *e)
{
	bool over = m->type == KNOWLEDGE_END;
	enum knowledge_answer answer;
	struct error why = { 0 };
	struct buf b;
	int rc;

	buf_init(&b, CHANNEL_CEILING);
	rc = over ? renewal_write(r, &b, &why) : take_file(r, m->fd, &b, &why);
	if (m->fd >= 0)
		close(m->fd);
	if (rc < 0) {
		buf_clear(&b);
		frame_u8(&b, (uint8_t)why.code);
		frame_span(&b, span_of(why.text));
	}
	answer = rc < 0 ? KNOWLEDGE_FAILED : over ? KNOWLEDGE_TEXT : KNOWLEDGE_TAKEN;
	rc = channel_send(parent, answer, buf_span(&b), -1, e);
	buf_release(&b);
	return rc;
}

static int knowledge_serve(void *shared, struct channel *parent, struct error *e)
{
	const struct shared *s = shared;
	struct renewal *r = NULL;
	struct message m;
	int rc = renewal_open(&r, s->tables.names, s->tables.warning, e);

	while (rc >= 0 && (rc = channel_receive(parent, true, &m, e)) == 1)
		rc = serve_one(r, parent, &m, e);
	renewal_close(r);
	return rc;
}

const struct job knowledge_job = {
	.name = "knowledge",
	.sandbox = SANDBOX_PARSE,
	.memory = WORKER_MEMORY,
	.prepare = knowledge_ready,
	.serve = knowledge_serve,
};
