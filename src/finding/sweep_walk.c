/* sweep_walk.c -- listening to the walk, and replacing it when it hangs. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "finding/sweeping.h"

static int walk_options_send(struct sweep *s, struct span resume, struct error *e)
{
	struct walk_options o = s->o.walk;

	o.resume = resume;
	buf_clear(&s->out);
	walk_options_encode(&s->out, &o);
	return pool_send(s->walker, 0, WALK_OPTIONS, buf_span(&s->out), -1, e);
}

int walk_start(struct sweep *s, struct error *e)
{
	struct pool_options p = { .job = "walk", .workers = 1, .sandbox = s->o.sandbox,
				  .strict = s->o.strict, .nice = s->o.nice, .fds = 2 };

	s->page_fd = memfd_create("walk", MFD_CLOEXEC);
	s->names_fd = memfd_create("names", MFD_CLOEXEC);
	if (s->page_fd < 0 || s->names_fd < 0 || ftruncate(s->page_fd, WALK_PATH_MAX) < 0)
		return fail_errno(e, "walk");
	s->page = mmap(NULL, WALK_PATH_MAX, PROT_READ, MAP_SHARED, s->page_fd, 0);
	if (s->page == MAP_FAILED) {
		s->page = NULL;
		return fail_errno(e, "walk");
	}
	p.fd[0] = s->page_fd;
	p.fd[1] = s->names_fd;
	s->walk_idle = true;
	s->walk_since = sweep_now();
	if (pool_order(s->walker, &p, e) < 0)
		return -1;
	return walk_options_send(s, SPAN(""), e);
}

bool walk_wanted(const struct sweep *s)
{
	return !s->walk_over && !s->walk_idle && s->waiting < 4 * SWEEP_AHEAD * s->o.workers;
}

const struct label *item_label(const struct sweep *s, const struct item *i)
{
	const char *real = i->root < s->o.paths ? s->real[i->root] : NULL;
	const struct label *found;
	struct span root = item_root(s, i), path = span_of(i->path);
	struct buf b;

	buf_init(&b, 2 * WALK_PATH_MAX);
	buf_add(&b, real ? span_of(real) : root);
	if (span_starts(path, root))
		buf_add(&b, span_skip(path, root.len));
	found = labels_find(s->o.labels, i->root, buf_span(&b));
	buf_release(&b);
	return found;
}

/* Standard input, as it comes in its place among the PATHs. */
static int walk_stdin(struct sweep *s, struct error *e)
{
	struct item *i;
	struct stat st;

	s->at_root = s->next_path++;
	s->counts.roots_opened++;
	i = item_new(s, SPAN("standard input"), e);
	if (!i)
		return -1;
	i->fd = dup(s->o.stdin_fd);
	if (i->fd < 0 || fstat(i->fd, &st) < 0) {
		item_free(i);
		return fail_errno(e, "standard input");
	}
	i->regular = S_ISREG(st.st_mode);
	i->size = i->regular ? (uint64_t)st.st_size : 0;
	i->label = item_label(s, i);
	s->counts.items++;
	s->counts.bytes_met += i->size;
	items_add(s, i);
	return 0;
}

static bool is_stdin(const struct sweep *s, uint32_t n)
{
	return s->o.stdin_fd >= 0 && span_equal(s->o.path[n], SPAN("-"));
}

int walk_feed(struct sweep *s, struct error *e)
{
	uint32_t n = 0;

	if (!s->walk_idle || s->walk_over)
		return 0;
	while (s->next_path < s->o.paths && is_stdin(s, s->next_path))
		if (walk_stdin(s, e) < 0)
			return -1;
	while (s->next_path + n < s->o.paths && n < PATHS_AT_ONCE && !is_stdin(s, s->next_path + n))
		n++;
	if (n == 0) {
		s->walk_over = true;
		return 0;
	}
	buf_clear(&s->out);
	frame_u32(&s->out, s->next_path);
	frame_u32(&s->out, n);
	for (uint32_t k = 0; k < n; k++)
		frame_span(&s->out, s->o.path[s->next_path + k]);
	s->at_root = s->next_path;
	s->next_path += n;
	s->walk_idle = false;
	s->walk_since = sweep_now();
	if (s->out.bad)
		return fail(e, ERR_LIMIT, "the PATHs are too long");
	return pool_send(s->walker, 0, WALK_PATHS, buf_span(&s->out), -1, e);
}

/* ---- answers */

static int walk_met_file(struct sweep *s, const struct message *m, struct cursor *c,
			 struct error *e)
{
	struct walk_file f;
	struct item *i;
	int rc;

	walk_file_decode(c, &f);
	if (c->bad || m->fd < 0 || f.root >= s->o.paths)
		return fail(e, ERR_MALFORMED, "the walk answers nonsense");
	s->at_root = f.root;
	i = item_new(s, f.path, e);
	if (!i)
		return -1;
	i->fd = m->fd;
	i->size = f.size;
	i->mtime = f.mtime;
	i->ctime = f.ctime;
	i->device = f.device;
	i->inode = f.inode;
	i->regular = f.regular;
	i->network = f.network;
	i->label = item_label(s, i);
	s->counts.items++;
	s->counts.bytes_met += f.size;
	s->counts.atime_touched += !f.atime_kept;
	rc = item_recall(s, i, e);
	if (rc == 0)
		items_add(s, i);
	return rc < 0 ? -1 : 0;
}

/* A gap that never became an item of its own still stands in its place. */
static int walk_met_gap(struct sweep *s, struct span reason, struct span path, const char *detail,
			uint64_t bytes, struct error *e)
{
	struct item *i = item_new(s, path, e);
	int rc;

	if (!i)
		return -1;
	i->size = bytes;
	i->label = item_label(s, i);
	s->counts.items++;
	s->counts.bytes_met += bytes;
	rc = item_gap(s, i, reason, detail, bytes, e);
	return rc < 0 ? rc : item_finish(s, i, SPAN(""), e);
}

/* A PATH that is gone (the disk was taken out) still has its place in the case: 1. */
static int walk_lost_root(struct sweep *s, struct span path, struct error *e)
{
	uint32_t before = s->numbered;

	if (!s->o.casebook || sweep_root(s, path) == s->o.paths)
		return 0;
	if (sweep_replay(s, path, "it is no longer there, and this was not asked before", e) < 0)
		return -1;
	s->counts.roots_opened += s->numbered > before;
	return s->numbered > before;
}

static int walk_told_gap(struct sweep *s, struct cursor *c, struct error *e)
{
	struct span reason = cursor_span(c), path = cursor_span(c), detail = cursor_span(c);
	char text[200];
	int known;

	if (c->bad)
		return fail(e, ERR_MALFORMED, "the walk answers nonsense");
	snprintf(text, sizeof(text), "%.*s", SPAN_ARG(detail));
	known = walk_lost_root(s, path, e);
	return known ? known < 0 ? -1 : 0 : walk_met_gap(s, reason, path, text, 0, e);
}

static int walk_told_excluded(struct sweep *s, struct cursor *c, struct error *e)
{
	struct span path = cursor_span(c);
	uint64_t bytes = cursor_u64(c);
	bool folder = cursor_u8(c);

	if (c->bad)
		return fail(e, ERR_MALFORMED, "the walk answers nonsense");
	if (s->excluded++ >= EXCLUDED_TOLD)
		return 0;
	return walk_met_gap(s, SPAN("excluded-by-user"), path,
			    folder ? "a folder left out by --exclude or --include"
				   : "left out by --exclude or --include", bytes, e);
}

static int walk_told_root(struct sweep *s, struct cursor *c, struct error *e)
{
	uint32_t root = cursor_u32(c);
	struct span real = cursor_span(c);

	if (c->bad || root >= s->o.paths)
		return fail(e, ERR_MALFORMED, "the walk answers nonsense");
	s->at_root = root;
	s->counts.roots_opened++;
	free(s->real[root]);
	s->real[root] = strndup(real.ptr, real.len);
	return s->real[root] ? 0 : fail(e, ERR_MEMORY, "no memory for a path");
}

int walk_answered(struct sweep *s, const struct message *m, struct error *e)
{
	struct cursor c = { .left = m->body };
	enum walk_skip skip;

	s->walk_since = sweep_now();
	if (m->fd >= 0 && m->type != WALK_FILE)
		close(m->fd);
	switch (m->type) {
	case WALK_ROOT:
		return walk_told_root(s, &c, e);
	case WALK_FILE:
		s->walk_deaths = 0;
		return walk_met_file(s, m, &c, e);
	case WALK_SKIP:
		skip = cursor_u8(&c);
		if (c.bad || skip >= SKIP_KINDS)
			return fail(e, ERR_MALFORMED, "the walk answers nonsense");
		s->counts.skips[skip]++;
		return 0;
	case WALK_GAP:
		return walk_told_gap(s, &c, e);
	case WALK_EXCLUDED:
		return walk_told_excluded(s, &c, e);
	case WALK_MORE:
		s->walk_idle = true;
		return 0;
	default:
		return fail(e, ERR_MALFORMED, "the walk answers nonsense");
	}
}

/* ---- a walk that hangs or dies */

#define DEATHS_MOST 3		/* in a row, without meeting anything: this PATH is given up */

/* Begin again behind the place where it stood: the rest of this PATH and those after it. */
int walk_died(struct sweep *s, const char *cause, struct error *e)
{
	char stood[WALK_PATH_MAX], detail[200];
	uint32_t again = s->at_root;
	struct span behind;

	snprintf(stood, sizeof(stood), "%s", s->page);
	snprintf(detail, sizeof(detail), "%s (a network drive that is gone?)", cause);
	behind = span_of(stood);
	pool_kill(s->walker, 0);
	if (++s->walk_deaths == DEATHS_MOST) {
		s->walk_deaths = 0;
		behind = SPAN("");
		again++;
	}
	if (walk_met_gap(s, SPAN("io-error"), span_of(stood), detail, 0, e) < 0 ||
	    pool_restart(s->walker, 0, e) < 0 || walk_options_send(s, behind, e) < 0)
		return -1;
	s->next_path = again;
	s->walk_idle = true;
	s->walk_since = sweep_now();
	return 0;
}

int walk_watch(struct sweep *s, struct error *e)
{
	char cause[80];

	if (!walk_wanted(s) || !s->o.open_limit ||
	    sweep_now() - s->walk_since < (int64_t)s->o.open_limit * 1000) {
		if (!walk_wanted(s))
			s->walk_since = sweep_now();
		return 0;
	}
	snprintf(cause, sizeof(cause), "no answer for %u s", s->o.open_limit);
	return walk_died(s, cause, e);
}
