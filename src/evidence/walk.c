/*
 * walk.c -- the walk: directories in order, files opened without a trace.
 *
 * Hostile trees: symbolic links are never followed below a PATH, names are
 * opened relative to their directory's descriptor, depth is bounded, loops by
 * bind mounts end at the inode already seen, what is not a regular file is
 * skipped by its kind before it is opened.
 */
#include "evidence/walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/buf.h"
#include "evidence/names.h"
#include "evidence/seen.h"

#define AHEAD_BYTES (1u << 20)
#define OPEN_FLAGS (O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)

struct level {			/* a directory that is being gone through */
	int fd;
	struct names *names;
	size_t path_len;	/* of the path of this directory */
};

struct walk {
	struct channel *parent;
	struct walk_options options;
	struct buf options_bytes;
	char *page;		/* shared: the path about to be touched */
	int spill;
	struct seen seen;
	struct buf path, out;
	size_t root_len;	/* of the PATH inside `path` */
	uint32_t root;
	uint64_t device;	/* of the PATH, for --one-file-system */
	bool resuming;
	dev_t fs_device;	/* of the file met last, whether it is on the network */
	bool fs_known, fs_network;
	struct level level[WALK_DEPTH_MAX];
	unsigned depth;
};

/* ---- talking to the parent */

static int walk_send(struct walk *w, enum walk_answer type, int fd, struct error *e)
{
	if (w->out.bad)
		return fail(e, ERR_MEMORY, "walk: no memory");
	return channel_send(w->parent, type, buf_span(&w->out), fd, e);
}

static int walk_skip(struct walk *w, enum walk_skip skip, struct error *e)
{
	buf_clear(&w->out);
	frame_u8(&w->out, (uint8_t)skip);
	frame_span(&w->out, buf_span(&w->path));
	return walk_send(w, WALK_SKIP, -1, e);
}

static int walk_gap(struct walk *w, struct span reason, const char *detail, struct error *e)
{
	buf_clear(&w->out);
	frame_span(&w->out, reason);
	frame_span(&w->out, buf_span(&w->path));
	frame_span(&w->out, span_of(detail));
	frame_u64(&w->out, 0);
	return walk_send(w, WALK_GAP, -1, e);
}

static int walk_refused(struct walk *w, int number, struct error *e)
{
	struct span reason = number == EACCES || number == EPERM ? SPAN("permission")
								 : SPAN("io-error");

	return walk_gap(w, reason, strerror(number), e);
}

/* What is about to be touched, for the parent to see should it take for ever. */
static void walk_about_to(struct walk *w)
{
	size_t n = w->path.len < WALK_PATH_MAX - 1 ? w->path.len : WALK_PATH_MAX - 1;

	if (!w->page)
		return;
	memcpy(w->page, w->path.ptr, n);
	w->page[n] = '\0';
}

/* ---- what is wanted */

static struct span walk_relative(const struct walk *w)
{
	struct span below = span_skip(buf_span(&w->path), w->root_len);

	while (below.len && below.ptr[0] == '/')
		below = span_skip(below, 1);
	return below;
}

static bool walk_matches(const struct span *globs, uint32_t n, struct span relative)
{
	for (uint32_t i = 0; i < n; i++)
		if (walk_glob(globs[i], relative))
			return true;
	return false;
}

static bool walk_excluded(struct walk *w, bool directory)
{
	struct span relative = walk_relative(w);

	if (relative.len == 0)
		return false;
	if (walk_matches(w->options.exclude, w->options.excludes, relative))
		return true;
	return !directory && w->options.includes &&
	       !walk_matches(w->options.include, w->options.includes, relative);
}

static int walk_tell_excluded(struct walk *w, uint64_t bytes, bool directory, struct error *e)
{
	buf_clear(&w->out);
	frame_span(&w->out, buf_span(&w->path));
	frame_u64(&w->out, bytes);
	frame_u8(&w->out, directory);
	return walk_send(w, WALK_EXCLUDED, -1, e);
}

/* Everything up to options.resume was seen by the walk before this one. */
static bool walk_seen_before(struct walk *w, bool directory)
{
	struct span path = buf_span(&w->path), resume = w->options.resume;

	if (!w->resuming)
		return false;
	if (directory && span_starts(resume, path) && resume.len > path.len &&
	    resume.ptr[path.len] == '/')
		return false;	/* on the way to it */
	if (span_equal(path, resume)) {
		w->resuming = false;
		return true;
	}
	return true;
}

/* ---- opening */

/* Without touching the access time where we may; whether so in *kept. */
static int open_quietly(int dir, const char *name, int flags, bool *kept)
{
	int fd = openat(dir, name, flags | O_NOATIME);

	*kept = fd >= 0;
	if (fd < 0 && errno == EPERM)
		fd = openat(dir, name, flags);
	return fd;
}

static bool is_kernel_fs(uint64_t type)
{
	static const uint64_t magic[] = {
		0x9fa0 /* proc */, 0x62656572 /* sysfs */, 0x27e0eb /* cgroup */,
		0x63677270 /* cgroup2 */, 0x64626720 /* debugfs */, 0x74726163 /* tracefs */,
		0xcafe4a11 /* bpf */, 0x1cd1 /* devpts */, 0x73636673 /* securityfs */,
		0xf97cff8c /* selinuxfs */, 0x62656570 /* configfs */, 0x6165676c /* pstore */,
		0xde5e81e4 /* efivarfs */, 0x19800202 /* mqueue */, 0x42494e4d /* binfmt */,
	};

	for (size_t i = 0; i < sizeof(magic) / sizeof(magic[0]); i++)
		if (type == magic[i])
			return true;
	return false;
}

static bool is_network_fs(uint64_t type)
{
	return type == 0x6969 /* nfs */ || type == 0xff534d42 /* cifs */ ||
	       type == 0xfe534d42 /* smb2 */ || type == 0x517b /* smb */ ||
	       type == 0x65735546 /* fuse */ || type == 0x00c36400 /* ceph */ ||
	       type == 0x01021997 /* 9p */ || type == 0x5346414f /* afs */;
}

static uint64_t fs_type(int fd)
{
	struct statfs s;

	/* f_type is signed on some ABIs; the magic numbers are 32 bits. */
	return fstatfs(fd, &s) == 0 ? (uint32_t)s.f_type : 0;
}

/* Asked once for all that lies side by side. */
static bool on_network(struct walk *w, int fd, dev_t device)
{
	if (!w->fs_known || w->fs_device != device) {
		w->fs_network = is_network_fs(fs_type(fd));
		w->fs_device = device;
		w->fs_known = true;
	}
	return w->fs_network;
}

static bool walk_is_own(const struct walk *w, const struct stat *s)
{
	for (uint32_t i = 0; i < w->options.owns; i++)
		if (w->options.own[i].device == s->st_dev && w->options.own[i].inode == s->st_ino)
			return true;
	return false;
}

/* ---- one entry */

/* Its beginning is fetched while others are searched, and the rest in large steps. */
static void read_ahead(int fd, off_t size)
{
	if (size > AHEAD_BYTES)
		posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
	posix_fadvise(fd, 0, AHEAD_BYTES, POSIX_FADV_WILLNEED);
}

static int walk_file(struct walk *w, int fd, const struct stat *s, bool kept, struct error *e)
{
	struct walk_file f = {
		.path = buf_span(&w->path), .root = w->root, .size = (uint64_t)s->st_size,
		.mtime = (int64_t)s->st_mtim.tv_sec * 1000000 + s->st_mtim.tv_nsec / 1000,
		.ctime = (int64_t)s->st_ctim.tv_sec * 1000000 + s->st_ctim.tv_nsec / 1000,
		.device = s->st_dev, .inode = s->st_ino, .regular = S_ISREG(s->st_mode),
		.network = on_network(w, fd, s->st_dev), .atime_kept = kept,
	};

	if (walk_is_own(w, s))
		return walk_skip(w, SKIP_OWN_OUTPUT, e);
	if (f.regular && s->st_nlink > 1 && !seen_add(&w->seen, s->st_dev, s->st_ino))
		return walk_skip(w, SKIP_SAME_INODE, e);
	/* What a file server would have to be asked for is left to whoever reads it. */
	if (f.regular && !f.network)
		read_ahead(fd, s->st_size);
	buf_clear(&w->out);
	walk_file_encode(&w->out, &f);
	return walk_send(w, WALK_FILE, fd, e);
}

static int walk_enter(struct walk *w, int fd, const struct stat *s, struct error *e)
{
	struct level *level = &w->level[w->depth];
	struct error why = { 0 };

	if (walk_is_own(w, s)) {
		close(fd);
		return walk_skip(w, SKIP_OWN_OUTPUT, e);
	}
	if (is_kernel_fs(fs_type(fd))) {
		close(fd);
		return walk_skip(w, SKIP_KERNEL_FS, e);
	}
	if (w->options.one_file_system && s->st_dev != w->device) {
		close(fd);
		return walk_skip(w, SKIP_OTHER_FS, e);
	}
	if (!seen_add(&w->seen, s->st_dev, s->st_ino)) {
		close(fd);
		return walk_skip(w, SKIP_SAME_INODE, e);
	}
	if (w->depth == WALK_DEPTH_MAX - 1) {
		close(fd);
		return walk_gap(w, SPAN("depth-limit"), "directories are nested too deeply", e);
	}
	*level = (struct level){ .fd = fd, .path_len = w->path.len };
	if (names_open(&level->names, fd, w->spill, &why) < 0) {
		close(fd);
		return walk_gap(w, why.code == ERR_PERMISSION ? SPAN("permission")
				: why.code == ERR_LIMIT ? SPAN("count-limit") : SPAN("io-error"),
				why.text, e);
	}
	w->depth++;
	return 0;
}

static int walk_special(struct walk *w, mode_t mode, struct error *e)
{
	return walk_skip(w, S_ISLNK(mode) ? SKIP_SYMLINK : S_ISFIFO(mode) ? SKIP_FIFO
			    : S_ISSOCK(mode) ? SKIP_SOCKET : SKIP_DEVICE, e);
}

/* A name of a directory by what readdir said it is; DT_UNKNOWN is looked at. */
static int walk_entry(struct walk *w, int dir, const char *name, unsigned char type,
		      struct error *e)
{
	struct stat s;
	bool kept, directory;
	int fd, rc;

	walk_about_to(w);
	if (type == DT_UNKNOWN) {
		if (fstatat(dir, name, &s, AT_SYMLINK_NOFOLLOW) < 0)
			return walk_refused(w, errno, e);
		type = IFTODT(s.st_mode);
	}
	directory = type == DT_DIR;
	if (walk_seen_before(w, directory))
		return 0;
	if (type != DT_DIR && type != DT_REG)
		return walk_special(w, DTTOIF(type), e);
	if (walk_excluded(w, directory)) {
		bool known = !directory && fstatat(dir, name, &s, AT_SYMLINK_NOFOLLOW) == 0;

		return walk_tell_excluded(w, known ? (uint64_t)s.st_size : 0, directory, e);
	}
	fd = open_quietly(dir, name, OPEN_FLAGS | O_NOFOLLOW | (directory ? O_DIRECTORY : 0),
			  &kept);
	if (fd < 0)
		return walk_refused(w, errno, e);
	if (fstat(fd, &s) < 0) {
		rc = walk_refused(w, errno, e);
	} else if (S_ISDIR(s.st_mode)) {
		return walk_enter(w, fd, &s, e);
	} else {
		rc = S_ISREG(s.st_mode) ? walk_file(w, fd, &s, kept, e)
					: walk_special(w, s.st_mode, e);
	}
	close(fd);
	return rc;
}

static void walk_leave(struct walk *w)
{
	struct level *level = &w->level[--w->depth];

	names_close(level->names);
	close(level->fd);
}

/* Everything below the directories on the stack. */
static int walk_down(struct walk *w, struct error *e)
{
	while (w->depth) {
		struct level *level = &w->level[w->depth - 1];
		struct span name;
		unsigned char type;

		if (names_next(level->names, &name, &type) == 0) {
			walk_leave(w);
			continue;
		}
		w->path.len = level->path_len;
		if (w->path.len && w->path.ptr[w->path.len - 1] != '/')
			buf_byte(&w->path, '/');
		buf_add(&w->path, name);
		if (w->path.bad) {
			buf_clear(&w->path);
			return fail(e, ERR_LIMIT, "walk: a path of more than %d bytes",
				    WALK_PATH_MAX);
		}
		if (walk_entry(w, level->fd, name.ptr, type, e) < 0)
			return -1;
	}
	return 0;
}

static int walk_tell_root(struct walk *w, const char *path, struct error *e)
{
	char real[PATH_MAX];

	buf_clear(&w->out);
	frame_u32(&w->out, w->root);
	frame_span(&w->out, span_of(realpath(path, real) ? real : path));
	return walk_send(w, WALK_ROOT, -1, e);
}

/* A PATH of the user: named outright, so a symbolic link is followed and a pipe is read. */
static int walk_root(struct walk *w, uint32_t index, struct span path, struct error *e)
{
	const char *name;
	struct stat s;
	bool kept;
	int fd, rc;

	buf_clear(&w->path);
	buf_add(&w->path, path);
	name = buf_string(&w->path);
	w->root = index;
	w->root_len = w->path.len;
	walk_about_to(w);
	fd = open_quietly(AT_FDCWD, name, OPEN_FLAGS, &kept);
	if (fd < 0)
		return walk_refused(w, errno, e);
	if (walk_tell_root(w, name, e) < 0)
		return -1;
	if (fstat(fd, &s) < 0) {
		rc = walk_refused(w, errno, e);
	} else if (S_ISDIR(s.st_mode)) {
		w->device = s.st_dev;
		if (walk_enter(w, fd, &s, e) < 0)
			return -1;
		return walk_down(w, e);
	} else if (!S_ISREG(s.st_mode) && !S_ISFIFO(s.st_mode)) {
		rc = walk_special(w, s.st_mode, e);
	} else {
		rc = walk_seen_before(w, false) ? 0 : walk_file(w, fd, &s, kept, e);
	}
	close(fd);
	return rc;
}

/* ---- the job */

struct walk_shared {
	char *page;
	int spill;
};

static int walk_prepare(void **shared, const struct setup *setup, struct error *e)
{
	struct walk_shared *s = calloc(1, sizeof(*s));

	if (!s)
		return fail(e, ERR_MEMORY, "no memory");
	s->spill = setup->fds > 1 ? setup->fd[1] : -1;
	if (setup->fds > 0) {
		s->page = mmap(NULL, WALK_PATH_MAX, PROT_READ | PROT_WRITE, MAP_SHARED,
			       setup->fd[0], 0);
		if (s->page == MAP_FAILED) {
			free(s);
			return fail_errno(e, "walk: shared page");
		}
	}
	*shared = s;
	return 0;
}

static int walk_paths(struct walk *w, struct span body, struct error *e)
{
	struct cursor c = { .left = body };
	uint32_t first = cursor_u32(&c), count = cursor_u32(&c);

	for (uint32_t i = 0; i < count && !c.bad; i++) {
		struct span path = cursor_span(&c);

		if (!c.bad && walk_root(w, first + i, path, e) < 0)
			return -1;
		/* A resumed walk begins with the PATH it hung in. */
		w->resuming = false;
	}
	if (c.bad)
		return fail(e, ERR_MALFORMED, "walk: bad order");
	buf_clear(&w->out);
	return walk_send(w, WALK_MORE, -1, e);
}

static int walk_obey(struct walk *w, const struct message *m, struct error *e)
{
	struct cursor c;

	if (m->type == WALK_PATHS) {
		struct buf copy;
		int rc;

		/* The message's bytes are the channel's, which is not read meanwhile. */
		buf_init(&copy, CHANNEL_CEILING);
		buf_add(&copy, m->body);
		rc = walk_paths(w, buf_span(&copy), e);
		buf_release(&copy);
		return rc;
	}
	if (m->type != WALK_OPTIONS)
		return fail(e, ERR_MALFORMED, "walk: unknown order");
	buf_clear(&w->options_bytes);
	buf_add(&w->options_bytes, m->body);
	c = (struct cursor){ .left = buf_span(&w->options_bytes) };
	walk_options_decode(&c, &w->options);
	w->resuming = w->options.resume.len > 0;
	return c.bad ? fail(e, ERR_MALFORMED, "walk: bad options") : 0;
}

static int walk_serve(void *shared, struct channel *parent, struct error *e)
{
	struct walk_shared *s = shared;
	struct walk *w = calloc(1, sizeof(*w));
	struct message m;
	int rc;

	if (!w)
		return fail(e, ERR_MEMORY, "no memory");
	w->parent = parent;
	w->page = s->page;
	w->spill = s->spill;
	buf_init(&w->path, WALK_PATH_MAX);
	buf_init(&w->out, 4 * WALK_PATH_MAX);
	buf_init(&w->options_bytes, CHANNEL_CEILING);
	seen_init(&w->seen);
	while ((rc = channel_receive(parent, true, &m, e)) == 1)
		if (walk_obey(w, &m, e) < 0) {
			rc = -1;
			break;
		}
	while (w->depth)
		walk_leave(w);
	seen_release(&w->seen);
	buf_release(&w->path);
	buf_release(&w->out);
	buf_release(&w->options_bytes);
	free(w);
	return rc;
}

const struct job walk_job = {
	.name = "walk",
	.sandbox = SANDBOX_WALK,
	.writes = true,
	.files = WALK_DEPTH_MAX + 64,
	.prepare = walk_prepare,
	.serve = walk_serve,
};
