/* knowing.c -- tables of names and warning lists that the user had made; their public face. */
#include "knowing.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "advisory/job_knowledge.h"
#include "base/file.h"
#include "base/hash.h"
#include "intel/knowledge.h"
#include "intel/knowledge_file.h"
#include "intel/warning.h"

#define QUIET_MS   120000
#define FROM_MOST  (1u << 20)

/* ---- the file */

/* 1 and the file in `bytes`; 0: there is none. */
static int file_load(const char *file, struct buf *bytes, struct knowledge_file *k, struct error *e)
{
	int fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK), rc = 1;
	struct stat s;

	if (fd < 0)
		return errno == ENOENT || errno == ENOTDIR ? 0 : fail_errno(e, "open");
	if (fstat(fd, &s) < 0 || !S_ISREG(s.st_mode) || s.st_size > KNOWLEDGE_FILE_MOST)
		rc = fail(e, ERR_MALFORMED, "no file of knowledge");
	while (rc > 0) {
		ssize_t got;

		if (!buf_reserve(bytes, 65536)) {
			rc = fail(e, ERR_MALFORMED, "no file of knowledge");
			break;
		}
		got = read(fd, bytes->ptr + bytes->len, 65536);
		if (got < 0)
			rc = fail_errno(e, "read");
		if (got <= 0)
			break;
		bytes->len += (size_t)got;
	}
	close(fd);
	return rc > 0 && knowledge_file_read(buf_span(bytes), k, e) < 0 ? -1 : rc;
}

/* The tables in memory that workers can be handed; -1 and *e. */
static int tables_fd(struct span text, struct error *e)
{
	int fd = memfd_create("knowledge", MFD_CLOEXEC);

	if (fd < 0)
		return fail_errno(e, "memfd");
	if (file_put(fd, text, "write", e) == 0)
		return fd;
	close(fd);
	return -1;
}

/* Aside, then in its place: nobody ever sees half of it. */
static int file_replace(const char *file, struct span bytes, struct error *e)
{
	char aside[4200], folder[4096];
	char *slash;
	int fd, rc;

	snprintf(folder, sizeof(folder), "%s", file);
	slash = strrchr(folder, '/');
	if (slash && slash != folder) {
		*slash = '\0';
		if (database_folder(folder, e) < 0)
			return -1;
	}
	snprintf(aside, sizeof(aside), "%s.%ld", file, (long)getpid());
	fd = open(aside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return fail_errno(e, aside);
	rc = file_put(fd, bytes, "write", e);
	if (rc == 0 && fsync(fd) < 0)
		rc = fail_errno(e, aside);
	if (close(fd) < 0 && rc == 0)
		rc = fail_errno(e, aside);
	if (rc == 0 && rename(aside, file) < 0)
		rc = fail_errno(e, file);
	if (rc < 0)
		unlink(aside);
	return rc;
}

/* ---- of a run */

static void remark(struct tocsin_run *run, const char *text)
{
	size_t before = strlen(run->remark);

	snprintf(run->remark + before, sizeof(run->remark) - before,
		 "%sthe tables of 'tocsin knowledge update' are not used (%.200s): those that ship are",
		 before ? "; " : "", text);
}

/* The text of a file that may be used; empty: the shipped tables are. */
static int file_use(struct tocsin_run *run, struct error *e)
{
	struct error why = { 0 };
	struct knowledge_file k;
	char file[4096];
	struct buf bytes;
	int rc, fd = 0;

	snprintf(file, sizeof(file), "%.*s", SPAN_ARG(run->o.knowledge));
	buf_init(&bytes, KNOWLEDGE_FILE_MOST);
	rc = file_load(file, &bytes, &k, &why);
	if (rc < 0) {
		remark(run, why.text);
	} else if (rc && !knowledge_file_is_newer(&k)) {
		remark(run, "older than this program");
	} else if (rc) {
		run->knowledge_fd = fd = tables_fd(k.text, e);
		digest_hex(DIGEST_SHA256, k.text, run->knowledge);
	}
	buf_release(&bytes);
	return fd < 0 ? -1 : 0;
}

/* The lists live as long as the process, so the mapping is never undone. */
static int map_tables(int fd, struct knowledge_tables *out, struct error *e)
{
	off_t size = lseek(fd, 0, SEEK_END);
	void *bytes = MAP_FAILED;

	if (size > 0)
		bytes = mmap(NULL, (size_t)size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (bytes == MAP_FAILED)
		return fail_errno(e, "map");
	return knowledge_tables_of(span_make(bytes, (size_t)size), out)
		? 0 : fail(e, ERR_MALFORMED, "a table is missing");
}

int knowing_open(struct tocsin_run *run, struct error *e)
{
	run->knowledge_fd = -1;
	return run->o.knowledge.len ? file_use(run, e) : 0;
}

int knowing_judge(struct tocsin_run *run, struct error *e)
{
	struct knowledge_tables t;

	if (run->knowledge_fd < 0) {
		warning_later();
		return 0;
	}
	if (map_tables(run->knowledge_fd, &t, e) < 0)
		return -1;
	return warning_prepare(t.warning, e);
}

/* ---- update */

struct update {
	struct pool *pool;
	struct buf from;		/* lines of the file */
	struct buf text;		/* the tables */
	tocsin_knowledge_fn *fn;
	void *context;
};

/* A line of an earlier update of the same list gives way. */
static void from_add(struct update *u, const struct tocsin_knowledge *k, const char *name)
{
	struct span old = buf_span(&u->from), line;
	struct buf kept;

	buf_init(&kept, FROM_MOST);
	while (span_line(&old, &line))
		if (!span_ends(line, span_of(name)) ||
		    !span_equal(span_cut(line, line.len - strlen(name) - 1, 1), SPAN("\t")))
			buf_printf(&kept, "%.*s\n", SPAN_ARG(line));
	buf_printf(&kept, "from\t%s\t%s\t%llu\t%s\n", k->kind, k->date,
		   (unsigned long long)k->rows, name);
	buf_release(&u->from);
	u->from = kept;
}

static int take_taken(struct update *u, struct span body, const char *name, struct error *e)
{
	struct cursor c = { .left = body };
	struct span kind = cursor_span(&c), date = cursor_span(&c);
	uint64_t rows = cursor_u64(&c);
	char kind_text[32], date_text[32];
	struct tocsin_knowledge k = { .kind = kind_text, .date = date_text, .rows = rows,
				      .name = name };

	if (c.bad || kind.len >= sizeof(kind_text) || date.len >= sizeof(date_text))
		return fail(e, ERR_MALFORMED, "the reader answers nonsense");
	snprintf(kind_text, sizeof(kind_text), "%.*s", SPAN_ARG(kind));
	snprintf(date_text, sizeof(date_text), "%.*s", SPAN_ARG(date));
	from_add(u, &k, name);
	return u->fn ? u->fn(u->context, &k) : 0;
}

static int take_failed(struct span body, struct error *e)
{
	struct cursor c = { .left = body };
	enum error_code code = cursor_u8(&c);
	struct span text = cursor_span(&c);

	return fail(e, c.bad || code == ERR_NONE || code > ERR_CANCELLED ? ERR_MALFORMED : code,
		    "%.*s", SPAN_ARG(text));
}

static int listen(struct update *u, const char *name, struct error *e)
{
	struct pool_event ev;

	if (pool_wait(u->pool, UINT64_MAX, -1, QUIET_MS, &ev, e) < 0)
		return -1;
	if (ev.type == POOL_QUIET)
		return fail(e, ERR_LIMIT, "reading it takes too long");
	if (ev.type != POOL_MESSAGE)
		return fail(e, ERR_MALFORMED, "the reader could not cope with it (%s)", ev.cause);
	if (ev.message.fd >= 0)
		close(ev.message.fd);
	switch (ev.message.type) {
	case KNOWLEDGE_TAKEN:
		return name ? take_taken(u, ev.message.body, name, e)
			    : fail(e, ERR_MALFORMED, "the reader answers nonsense");
	case KNOWLEDGE_TEXT:
		buf_add(&u->text, ev.message.body);
		return 0;
	case KNOWLEDGE_FAILED:
		return take_failed(ev.message.body, e);
	default:
		return fail(e, ERR_MALFORMED, "the reader answers nonsense");
	}
}

/* The last part of a path, without what would break a line of the file. */
static void name_of(const char *path, char *out, size_t size)
{
	const char *slash = strrchr(path, '/');

	snprintf(out, size, "%s", slash && slash[1] ? slash + 1 : path);
	for (char *c = out; *c; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			*c = '?';
}

static int update_one(struct update *u, const char *path, struct error *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK), rc;
	char name[256];
	struct stat s;

	if (fd < 0)
		return fail(e, errno == EACCES ? ERR_PERMISSION : ERR_IO, "%s: %s", path, strerror(errno));
	name_of(path, name, sizeof(name));
	if (fstat(fd, &s) < 0 || !S_ISREG(s.st_mode))
		rc = fail(e, ERR_USAGE, "no regular file");
	else
		rc = pool_send(u->pool, 0, KNOWLEDGE_FILE, SPAN(""), fd, e);
	close(fd);
	if (rc == 0)
		rc = listen(u, name, e);
	return rc < 0 ? fail_in(e, path) : 0;
}

static int update_write(struct update *u, const char *file, struct error *e)
{
	struct knowledge_file k = { .from = buf_span(&u->from), .text = buf_span(&u->text) };
	struct knowledge_tables whole;
	struct timespec now;
	struct buf made, out;
	int rc;

	if (!knowledge_tables_of(k.text, &whole))
		return fail(e, ERR_MALFORMED, "the reader answers nonsense");
	clock_gettime(CLOCK_REALTIME, &now);
	buf_init(&made, 64);
	buf_init(&out, KNOWLEDGE_FILE_MOST);
	time_rfc3339(now.tv_sec * TIME_SECOND, &made);
	k.made = buf_span(&made);
	knowledge_file_write(&out, &k);
	if (out.bad)
		rc = fail(e, ERR_LIMIT, "more than the tables hold");
	else if (!knowledge_file_is_newer(&k))
		rc = fail(e, ERR_USAGE, "the clock of this machine stands at %.10s, before the day of "
			  "what ships with tocsin", k.made.ptr);
	else
		rc = file_replace(file, buf_span(&out), e);
	buf_release(&made);
	buf_release(&out);
	return rc;
}

/* The tables to begin with: those of the user while they are good, else the shipped ones. */
static int update_base(struct update *u, const char *file, int *fd, struct error *e)
{
	struct error why = { 0 };
	struct knowledge_file k;
	struct buf bytes;
	int rc = 0;

	*fd = -1;
	buf_init(&bytes, KNOWLEDGE_FILE_MOST);
	if (file_load(file, &bytes, &k, &why) > 0 && knowledge_file_is_newer(&k)) {
		buf_add(&u->from, k.from);
		*fd = rc = tables_fd(k.text, e);
	}
	buf_release(&bytes);
	return rc < 0 ? -1 : 0;
}

int tocsin_knowledge_update(const char *file, const char *program, const char *const *files,
			    size_t count, tocsin_knowledge_fn *fn, void *context,
			    struct tocsin_error *error)
{
	struct pool_options p = { .program = program, .job = "knowledge", .workers = 1,
				  .sandbox = true };
	struct update u = { .fn = fn, .context = context };
	struct error e = { 0 };
	int base = -1, rc;

	buf_init(&u.from, FROM_MOST);
	buf_init(&u.text, KNOWLEDGE_FILE_MOST);
	rc = update_base(&u, file, &base, &e);
	if (rc == 0 && base >= 0) {
		p.fd[0] = base;
		p.fds = 1;
	}
	if (rc == 0)
		rc = pool_open(&u.pool, &p, &e);
	for (size_t i = 0; rc == 0 && i < count; i++)
		rc = update_one(&u, files[i], &e);
	if (rc == 0)
		rc = pool_send(u.pool, 0, KNOWLEDGE_END, SPAN(""), -1, &e);
	if (rc == 0)
		rc = listen(&u, NULL, &e);
	if (rc == 0)
		rc = update_write(&u, file, &e);
	pool_close(u.pool);
	if (base >= 0)
		close(base);
	buf_release(&u.from);
	buf_release(&u.text);
	if (rc < 0)
		run_error(error, &e);
	return rc < 0 ? -1 : 0;
}

/* ---- list, show */

/* The tables that a run would use, prepared; `bytes` stays for good. */
static int prepare(const char *file, struct knowledge_file *k, struct error *e)
{
	struct knowledge_tables t = knowledge_tables_shipped();
	struct error why = { 0 };
	struct buf bytes;
	int rc;

	*k = (struct knowledge_file){ .made = knowledge_shipped_day() };
	buf_init(&bytes, KNOWLEDGE_FILE_MOST);
	rc = file_load(file, &bytes, k, &why);
	if (rc > 0 && knowledge_file_is_newer(k)) {
		t = k->tables;
	} else {
		*k = (struct knowledge_file){ .made = knowledge_shipped_day() };
		buf_release(&bytes);
	}
	if (knowledge_prepare(t.names, e) < 0 || warning_prepare(t.warning, e) < 0)
		return -1;
	if (rc < 0)
		return fail(e, ERR_MALFORMED, "%s: %s; the shipped tables are used", file, why.text);
	return 0;
}

static const char *string_of(char *out, size_t size, struct span text)
{
	snprintf(out, size, "%.*s", SPAN_ARG(text));
	return out;
}

static int tell_from(struct span from, tocsin_knowledge_fn *fn, void *context)
{
	struct span line, column[5];
	char kind[32], date[32], name[256];
	int rc = 0;

	while (rc == 0 && span_line(&from, &line)) {
		struct tocsin_knowledge k = { .from = 1 };

		for (int i = 0; i < 5; i++) {
			column[i] = SPAN("");
			span_split(&line, '\t', &column[i]);
		}
		k.kind = string_of(kind, sizeof(kind), column[1]);
		k.date = string_of(date, sizeof(date), column[2]);
		span_u64(column[3], &k.rows);
		k.name = string_of(name, sizeof(name), column[4]);
		rc = fn(context, &k);
	}
	return rc;
}

static int tell_lists(tocsin_knowledge_fn *fn, void *context)
{
	const struct warning *w;
	char name[64], date[32];
	int rc = 0;

	for (uint32_t i = 0; rc == 0 && (w = warning_list(i)) != NULL; i++) {
		struct tocsin_knowledge k = {
			.kind = w->effect == WARNING_SHARED ? "shared" : "benign",
			.rows = w->values, .name = string_of(name, sizeof(name), w->list),
			.date = string_of(date, sizeof(date), w->dated),
		};

		rc = fn(context, &k);
	}
	return rc;
}

int tocsin_knowledge_list(const char *file, tocsin_knowledge_fn *fn, void *context,
			  struct tocsin_error *error)
{
	struct tocsin_knowledge names = { .kind = "names", .name = "names" };
	struct error e = { 0 };
	struct knowledge_file k;
	char made[40];
	int rc = prepare(file, &k, &e);

	names.date = string_of(made, sizeof(made), k.made);
	names.rows = knowledge_count();
	names.from = k.from.len != 0;
	if (fn(context, &names) == 0 && tell_from(k.from, fn, context) == 0)
		tell_lists(fn, context);
	if (rc < 0)
		run_error(error, &e);
	return rc;
}

static int tell_meaning(const struct known *of, bool ordinary, tocsin_meaning_fn *fn, void *context)
{
	char id[80], name[160];
	struct tocsin_meaning m = {
		.kind = known_kind_name(of->kind), .ordinary = ordinary,
		.id = string_of(id, sizeof(id), of->id),
		.name = string_of(name, sizeof(name), of->name),
	};

	return fn(context, &m);
}

/* The same for a value: the warning list that it is on. */
static int tell_warning(const char *text, tocsin_meaning_fn *fn, void *context)
{
	enum kind kind = kind_guess(span_of(text));
	struct error ignored = { 0 };
	const struct warning *w = NULL;
	struct buf value;

	buf_init(&value, 65536);
	if (kind != KIND_NONE && kind_canonical(kind, span_of(text), &value, &ignored) == 0)
		w = warning_of(kind, buf_span(&value));
	buf_release(&value);
	if (!w)
		return 0;
	fn(context, &(struct tocsin_meaning){
		.kind = w->effect == WARNING_SHARED ? "shared" : "benign", .id = "", .name = w->why });
	return 1;
}

int tocsin_knowledge_show(const char *file, const char *name, tocsin_meaning_fn *fn,
			  void *context, struct tocsin_error *error)
{
	const struct known_name *n;
	struct error e = { 0 };
	struct knowledge_file k;
	const struct known *of;
	int count = 0;

	if (prepare(file, &k, &e) < 0) {
		run_error(error, &e);
		return -1;
	}
	of = knowledge_id(span_of(name));
	if (of && ++count && tell_meaning(of, false, fn, context) != 0)
		return count;
	for (n = knowledge_written(span_of(name)); n; n = n->next)
		if (++count && tell_meaning(n->of, n->ordinary, fn, context) != 0)
			return count;
	return count + tell_warning(name, fn, context);
}
