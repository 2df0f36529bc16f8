/*
 * caching.c -- compiled sets of long lists, kept for the next sweep that asks
 * the same.
 *
 * A file of the cache is named by the digest of all that it depends on: the
 * program, the settings that change what is read, names and bytes of the
 * advisories.  It is a set file (compile), so that it carries its advisories.
 * Sets that depend on more (on the day, on the library, on libyara) are not
 * kept.  Files that are not ours, or damaged, are as if they were not there.
 *
 * A case of the last sweep keeps such a set in place of a million records.
 */
#include "caching.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "match/set.h"

#define LEAST_VALUES 5000		/* fewer are compiled as fast as they are looked up */
#define CACHE_BYTES  (UINT64_C(2) << 30)	/* of all files; the oldest go first */
#define CACHE_FILES  64
#define FORGOTTEN    3600		/* seconds: what was written aside and left */
#define BLOCK	     ((size_t)1 << 20)
#define SUFFIX	     ".set"
#define ASIDE	     ".part"

/* ---- the name of the file */

static int add_file(struct digests *d, struct span path, char hex[65], struct error *e)
{
	struct digests own = { 0 };
	uint8_t raw[DIGEST_MAX];
	struct stat s;
	char name[4096], *block = NULL;
	ssize_t got = -1;
	int fd;

	snprintf(name, sizeof(name), "%.*s", SPAN_ARG(path));
	fd = open(name, O_RDONLY | O_CLOEXEC);
	/* What comes out of a pipe comes once. */
	if (fd >= 0 && fstat(fd, &s) == 0 && S_ISREG(s.st_mode) &&
	    digests_begin(&own, 1u << DIGEST_SHA256, e) == 0 && (block = malloc(BLOCK)))
		while ((got = read(fd, block, BLOCK)) > 0)
			digests_add(&own, span_make(block, (size_t)got));
	if (got == 0) {
		digests_end(&own, DIGEST_SHA256, raw);
		hex_encode(raw, 32, hex);
		digests_add(d, span_make(raw, 32));
	}
	free(block);
	digests_release(&own);
	if (fd >= 0)
		close(fd);
	return got == 0 ? 0 : -1;
}

static void add_settings(const struct tocsin_run *run, struct digests *d)
{
	const struct options *o = &run->o;
	struct buf b;

	buf_init(&b, CHANNEL_CEILING);
	keeping_reader(run, &b);
	buf_text(&b, run->knowledge);
	frame_u8(&b, o->allow_private);
	frame_u32(&b, o->allow.count);
	for (uint32_t i = 0; i < o->allow.count; i++)
		frame_span(&b, o->allow.entry[i].key);
	frame_u32(&b, o->advisories);
	for (uint32_t i = 0; i < o->advisories; i++) {
		frame_u8(&b, o->is_value[i]);
		frame_span(&b, o->advisory[i]);
	}
	digests_add(d, buf_span(&b));
	buf_release(&b);
}

/* What the set will depend on; -1 when that cannot be said. */
static int name_it(struct tocsin_run *run, struct error *e)
{
	const struct options *o = &run->o;
	struct digests d = { 0 };
	int rc = digests_begin(&d, 1u << DIGEST_SHA256, e);

	if (rc == 0)
		add_settings(run, &d);
	for (uint32_t i = 0; i < o->advisories && rc == 0; i++)
		if (!o->is_value[i]) {
			rc = add_file(&d, o->advisory[i], run->cached.document[i], e);
		}
	if (rc == 0)
		digests_end(&d, DIGEST_SHA256, run->cached.identity);
	digests_release(&d);
	return rc;
}

static void path_of(const struct tocsin_run *run, char out[4096])
{
	char hex[65];

	hex_encode(run->cached.identity, 32, hex);
	snprintf(out, 4096, "%.*s/%s" SUFFIX, SPAN_ARG(run->o.cache), hex);
}

/* ---- taking */

/* Only what we wrote ourselves, and nobody else may write to. */
static int open_ours(const char *path)
{
	struct stat s;
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);

	if (fd < 0)
		return -1;
	if (fstat(fd, &s) == 0 && S_ISREG(s.st_mode) && s.st_uid == geteuid() &&
	    !(s.st_mode & 022))
		return fd;
	close(fd);
	return -1;
}

static int take(struct tocsin_run *run, const char *path, struct error *e)
{
	int fd = open_ours(path);
	struct stat s;

	if (fd < 0 || fstat(fd, &s) < 0)
		return fail(e, ERR_IO, "%s: no set of ours", path);
	if (set_file_verify(fd, (uint64_t)s.st_size, e) < 0) {
		close(fd);
		return -1;
	}
	run->set_fd = fd;
	run->set_size = (uint64_t)s.st_size;
	/* The last to be used is the last to go. */
	futimens(fd, NULL);
	return run_take_set(run, e);
}

/* What a set that was not taken has left behind. */
static void forget(struct tocsin_run *run)
{
	const struct period window = run->bulletins.window;
	const struct ours *ours = run->bulletins.ours;

	if (run->set_fd >= 0)
		close(run->set_fd);
	run->set_fd = -1;
	run->told_by_set = false;
	bulletins_release(&run->bulletins);
	bulletins_init(&run->bulletins);
	run->bulletins.window = window;
	run->bulletins.ours = ours;
	spool_clear(&run->lines);
}

/* ---- writing: aside, then renamed */

static int copy_set(int from, uint64_t size, int to)
{
	char *block = malloc(BLOCK);
	uint64_t at = 0;
	bool good = block;

	while (good && at < size) {
		ssize_t got = pread(from, block, BLOCK, (off_t)at);

		good = got > 0 && write(to, block, (size_t)got) == got;
		at += good ? (uint64_t)got : 0;
	}
	free(block);
	return good ? 0 : -1;
}

/* `like`: a file with the same bytes that may get a second name, or NULL. */
static int write_set(const struct tocsin_run *run, const char *path, const char *like)
{
	char aside[4200 + 32];
	int fd, rc = -1;

	snprintf(aside, sizeof(aside), "%s.%d" ASIDE, path, (int)getpid());
	if (like && link(like, aside) == 0) {
		rc = rename(aside, path);
	} else {
		fd = open(aside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
		if (fd < 0)
			return -1;
		rc = copy_set(run->set_fd, run->set_size, fd);
		if (close(fd) < 0 || (rc == 0 && rename(aside, path) < 0))
			rc = -1;
	}
	/* Two names of one file: renaming the one to the other leaves both. */
	unlink(aside);
	return rc;
}

/* The set in place of all records that were read. */
static int keep_in_case(struct tocsin_run *run, struct error *e)
{
	struct casebook *c = run->casebook;
	const char *like = NULL;
	char path[4200], cached[4096];

	if (!c)
		return 0;
	/* Under sudo the case will be another user's. */
	if (run->cached.found && !getenv("SUDO_UID")) {
		path_of(run, cached);
		like = cached;
	}
	if (casebook_intel_clear(c, e) < 0)
		return -1;
	snprintf(path, sizeof(path), "%s/" CASE_SET, casebook_folder(c));
	if (write_set(run, path, like) < 0) {
		snprintf(run->remark, sizeof(run->remark),
			 "the case does not keep what was asked for: %s", strerror(errno));
		return 0;
	}
	return casebook_set_text(c, "set-identity", span_make((char *)run->cached.identity, 32), e) < 0
		? -1 : casebook_set_number(c, "set", 1, e);
}

/* ---- finding */

int caching_find(struct tocsin_run *run, struct error *e)
{
	struct cached *c = &run->cached;
	struct error why = { 0 };
	char path[4096];

	c->on = run->o.cache.len && !run->o.custody && run->o.verb == TOCSIN_SWEEP &&
		!run->o.again && run->o.advisories <= CACHED_DOCUMENTS;
	if (!c->on)
		return 0;
	c->named = name_it(run, &why) == 0;
	if (c->named) {
		path_of(run, path);
		if (take(run, path, &why) == 0) {
			c->ready = c->found = true;
			return keep_in_case(run, e) < 0 ? -1 : 1;
		}
		unlink(path);
		forget(run);
	}
	run->carried = malloc(sizeof(*run->carried));
	if (!run->carried)
		return fail(e, ERR_MEMORY, "no memory");
	carried_init(run->carried);
	return 0;
}

/* ---- what is too much, or left behind */

struct kept_file {
	char name[128];
	uint64_t size;
	int64_t used;
};

static int older_first(const void *left, const void *right)
{
	const struct kept_file *a = left, *b = right;

	return a->used < b->used ? -1 : a->used > b->used;
}

/* The files of the cache, of any number the first; what was left aside is removed. */
static size_t list_files(int folder, DIR *dir, struct kept_file *file, size_t most, int64_t now)
{
	struct dirent *d;
	struct stat s;
	size_t n = 0;

	while (n < most && (d = readdir(dir)) != NULL) {
		struct span name = span_of(d->d_name);

		if (name.len >= sizeof(file->name) ||
		    fstatat(folder, d->d_name, &s, AT_SYMLINK_NOFOLLOW) < 0 || !S_ISREG(s.st_mode))
			continue;
		if (span_ends(name, SPAN(ASIDE)) && s.st_mtim.tv_sec < now - FORGOTTEN)
			unlinkat(folder, d->d_name, 0);
		if (!span_ends(name, SPAN(SUFFIX)))
			continue;
		file[n].size = (uint64_t)s.st_size;
		file[n].used = (int64_t)s.st_mtim.tv_sec * 1000000 + s.st_mtim.tv_nsec / 1000;
		snprintf(file[n++].name, sizeof(file->name), "%s", d->d_name);
	}
	return n;
}

static void prune(const struct tocsin_run *run)
{
	struct kept_file *file = calloc(4 * CACHE_FILES, sizeof(*file));
	char path[4096];
	uint64_t all = 0;
	size_t n;
	DIR *dir;

	snprintf(path, sizeof(path), "%.*s", SPAN_ARG(run->o.cache));
	dir = file ? opendir(path) : NULL;
	if (dir) {
		n = list_files(dirfd(dir), dir, file, 4 * CACHE_FILES, run->started / 1000000);
		qsort(file, n, sizeof(*file), older_first);
		for (size_t i = 0; i < n; i++)
			all += file[i].size;
		for (size_t i = 0; i < n && (all > CACHE_BYTES || n - i > CACHE_FILES); i++) {
			unlinkat(dirfd(dir), file[i].name, 0);
			all -= file[i].size;
		}
		closedir(dir);
	}
	free(file);
}

/* ---- keeping */

/* The documents are still what they were when they gave the set its name. */
static bool same_documents(const struct tocsin_run *run)
{
	const struct options *o = &run->o;

	if (run->bulletins.count != o->advisories)
		return false;		/* names led on to lists: the library may change */
	for (uint32_t i = 0; i < o->advisories; i++)
		if (!o->is_value[i] && !span_equal(run->bulletins.list[i].advisory.sha256,
						   span_of(run->cached.document[i])))
			return false;
	return true;
}

static bool worth_keeping(const struct tocsin_run *run)
{
	uint64_t values = 0;

	for (uint32_t i = 0; i < run->bulletins.count; i++) {
		values += run->bulletins.list[i].usable;
		if (run->bulletins.list[i].rules_run)
			return false;		/* compiled by a library that may change */
	}
	return values >= LEAST_VALUES && run->set_size < CACHE_BYTES / 2;
}

/* A set that is in no cache is known by the sums of its sections. */
static int identify(struct tocsin_run *run, struct error *e)
{
	struct digests d = { 0 };
	struct buf b;
	int rc;

	buf_init(&b, 1 << 16);
	rc = set_file_front(run->set_fd, run->set_size, &b, e);
	if (rc == 0)
		rc = digests_begin(&d, 1u << DIGEST_SHA256, e);
	if (rc == 0) {
		digests_add(&d, buf_span(&b));
		digests_end(&d, DIGEST_SHA256, run->cached.identity);
		run->cached.ready = true;
	}
	digests_release(&d);
	buf_release(&b);
	return rc;
}

int caching_keep(struct tocsin_run *run, struct error *e)
{
	struct cached *c = &run->cached;
	struct error ignored;
	char path[4096];

	if (!c->on)
		return 0;
	if (c->named && !c->by_day && same_documents(run) && worth_keeping(run)) {
		snprintf(path, sizeof(path), "%.*s", SPAN_ARG(run->o.cache));
		/* Without a cache the next sweep takes longer, that is all. */
		if (database_folder(path, &ignored) == 0) {
			path_of(run, path);
			c->ready = c->found = write_set(run, path, NULL) == 0;
			prune(run);
		}
	}
	if (!c->in_case)
		return 0;
	return c->ready || identify(run, e) == 0 ? keep_in_case(run, e) : -1;
}

/* ---- the case of the last sweep */

int caching_recall(struct tocsin_run *run, struct casebook *c, struct error *e)
{
	struct span identity = casebook_text(c, "set-identity");
	char path[4200];

	if (identity.len == sizeof(run->cached.identity))
		memcpy(run->cached.identity, identity.ptr, identity.len);

	snprintf(path, sizeof(path), "%s/" CASE_SET, casebook_folder(c));
	if (take(run, path, e) < 0)
		return fail_in(e, "what the case was asked for");
	run->cached.ready = true;
	return 0;
}
