/*
 * walk.h -- finding and opening what is to be swept.
 *
 * The walk is a job in a process of its own (the opener of DESIGN.md 5): it
 * lists directories and opens files read-only and hands the descriptors to
 * the parent, but parses nothing.  A dead network mount can only hang this
 * process: the parent sees on a shared page where it stands, ends it, and
 * starts another that goes on behind that place.
 *
 * Order: PATHs as given, depth first, names in byte order.
 */
#ifndef EVIDENCE_WALK_H
#define EVIDENCE_WALK_H

#include "base/frame.h"
#include "base/process.h"
#include "base/span.h"

#define WALK_PATH_MAX  (32 * 1024)
#define WALK_DEPTH_MAX 256		/* directories below a PATH */

/* From the parent. */
enum walk_order {
	WALK_OPTIONS = 1,	/* walk_options_encode */
	WALK_PATHS,		/* u32 first index, u32 count, span path...; none: no more */
};

/* To the parent. */
enum walk_answer {
	WALK_ROOT = 101,	/* u32 index, span real path */
	WALK_FILE,		/* walk_file_encode, with the descriptor */
	WALK_SKIP,		/* u8 walk_skip, span path */
	WALK_GAP,		/* span reason, span path, span detail, u64 bytes */
	WALK_EXCLUDED,		/* span path, u64 bytes, u8 whole directory */
	WALK_MORE,		/* send the next WALK_PATHS */
};

enum walk_skip {
	SKIP_SYMLINK, SKIP_DEVICE, SKIP_FIFO, SKIP_SOCKET, SKIP_KERNEL_FS, SKIP_SAME_INODE,
	SKIP_OWN_OUTPUT, SKIP_OTHER_FS, SKIP_KINDS
};
const char *walk_skip_name(enum walk_skip skip);	/* "symlink" */

struct walk_file {
	struct span path;	/* the PATH as given, then what lies below */
	uint32_t root;		/* index of the PATH */
	uint64_t size;		/* bytes; 0 of a pipe */
	int64_t mtime, ctime;	/* microseconds */
	uint64_t device, inode;
	bool regular;		/* false: a pipe named by the user */
	bool network;		/* on a network file system */
	bool atime_kept;	/* opened without touching the access time */
};
void walk_file_encode(struct buf *b, const struct walk_file *f);
void walk_file_decode(struct cursor *c, struct walk_file *f);

#define WALK_GLOBS 256

#define WALK_OWNS  8

struct walk_options {
	bool one_file_system;
	struct span include[WALK_GLOBS], exclude[WALK_GLOBS];
	uint32_t includes, excludes;
	/* Our own output, files and folders: never swept. */
	struct { uint64_t device, inode; } own[WALK_OWNS];
	uint32_t owns;
	/* After a standstill: everything up to and including this path was seen. */
	struct span resume;
};
void walk_options_encode(struct buf *b, const struct walk_options *o);
void walk_options_decode(struct cursor *c, struct walk_options *o);

/*
 * A glob without a slash is held against each name, one with a slash against
 * the path below the PATH; * crosses slashes, case counts.
 */
bool walk_glob(struct span glob, struct span relative_path);

/*
 * The job's setup: descriptor 0 is the shared page (WALK_PATH_MAX bytes), on
 * which the walk writes the path it is about to touch; descriptor 1 an
 * unlinked file for the names of directories too large for memory.
 */
extern const struct job walk_job;

#endif
