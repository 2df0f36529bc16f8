/* walk_wire.c -- the walk's messages, and its globs. */
#include <fnmatch.h>

#include "evidence/walk.h"

const char *walk_skip_name(enum walk_skip skip)
{
	static const char *const names[SKIP_KINDS] = {
		[SKIP_SYMLINK] = "symlink", [SKIP_DEVICE] = "device", [SKIP_FIFO] = "fifo",
		[SKIP_SOCKET] = "socket", [SKIP_KERNEL_FS] = "kernel-fs",
		[SKIP_SAME_INODE] = "same-inode", [SKIP_OWN_OUTPUT] = "own-output",
		[SKIP_OTHER_FS] = "other-fs",
	};

	return names[skip];
}

void walk_file_encode(struct buf *b, const struct walk_file *f)
{
	frame_span(b, f->path);
	frame_u32(b, f->root);
	frame_u64(b, f->size);
	frame_i64(b, f->mtime);
	frame_i64(b, f->ctime);
	frame_u64(b, f->device);
	frame_u64(b, f->inode);
	frame_u8(b, (uint8_t)(f->regular | f->network << 1 | f->atime_kept << 2));
}

void walk_file_decode(struct cursor *c, struct walk_file *f)
{
	uint8_t flags;

	f->path = cursor_span(c);
	f->root = cursor_u32(c);
	f->size = cursor_u64(c);
	f->mtime = (int64_t)cursor_u64(c);
	f->ctime = (int64_t)cursor_u64(c);
	f->device = cursor_u64(c);
	f->inode = cursor_u64(c);
	flags = cursor_u8(c);
	f->regular = flags & 1;
	f->network = flags >> 1 & 1;
	f->atime_kept = flags >> 2 & 1;
}

static void globs_encode(struct buf *b, const struct span *globs, uint32_t n)
{
	frame_u32(b, n);
	for (uint32_t i = 0; i < n; i++)
		frame_span(b, globs[i]);
}

static uint32_t globs_decode(struct cursor *c, struct span *globs)
{
	uint32_t n = cursor_u32(c);

	if (n > WALK_GLOBS) {
		c->bad = true;
		return 0;
	}
	for (uint32_t i = 0; i < n; i++)
		globs[i] = cursor_span(c);
	return n;
}

void walk_options_encode(struct buf *b, const struct walk_options *o)
{
	frame_u8(b, o->one_file_system);
	globs_encode(b, o->include, o->includes);
	globs_encode(b, o->exclude, o->excludes);
	frame_u32(b, o->owns);
	for (uint32_t i = 0; i < o->owns; i++) {
		frame_u64(b, o->own[i].device);
		frame_u64(b, o->own[i].inode);
	}
	frame_span(b, o->resume);
}

void walk_options_decode(struct cursor *c, struct walk_options *o)
{
	*o = (struct walk_options){ .one_file_system = cursor_u8(c) };
	o->includes = globs_decode(c, o->include);
	o->excludes = globs_decode(c, o->exclude);
	o->owns = cursor_u32(c);
	if (o->owns > sizeof(o->own) / sizeof(o->own[0])) {
		c->bad = true;
		o->owns = 0;
	}
	for (uint32_t i = 0; i < o->owns; i++) {
		o->own[i].device = cursor_u64(c);
		o->own[i].inode = cursor_u64(c);
	}
	o->resume = cursor_span(c);
}

/* fnmatch wants strings; paths beyond this are not matched by a glob. */
#define GLOB_ROOM 8192

static bool glob_one(struct span glob, struct span text)
{
	char pattern[1024], subject[GLOB_ROOM];

	if (glob.len >= sizeof(pattern) || text.len >= sizeof(subject))
		return false;
	memcpy(pattern, glob.ptr, glob.len);
	pattern[glob.len] = '\0';
	memcpy(subject, text.ptr, text.len);
	subject[text.len] = '\0';
	return fnmatch(pattern, subject, 0) == 0;
}

bool walk_glob(struct span glob, struct span relative_path)
{
	size_t slash = span_rfind_byte(relative_path, '/');

	while (glob.len > 1 && glob.ptr[glob.len - 1] == '/')
		glob.len--;
	if (span_find_byte(glob, '/') != SPAN_NONE) {
		if (glob.ptr[0] == '/')
			glob = span_skip(glob, 1);
		return glob_one(glob, relative_path);
	}
	return glob_one(glob,
			slash == SPAN_NONE ? relative_path : span_skip(relative_path, slash + 1));
}
