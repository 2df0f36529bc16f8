/*
 * spool.h -- an append-only store of byte records, in memory up to a bound and
 * beyond it in a temporary file without a name (TMPDIR, else /tmp).
 *
 * For what must wait until the end of a run and may be large.  Opens a file,
 * so not for sandboxed workers.
 */
#ifndef BASE_SPOOL_H
#define BASE_SPOOL_H

#include "base/buf.h"
#include "base/error.h"
#include "base/span.h"

struct spool {
	struct buf memory;	/* bytes 0 .. memory.len, of huge_alloc */
	struct buf pending;	/* the last bytes of the file, not written yet */
	int fd;			/* -1: no file so far */
	uint64_t in_file;	/* bytes written to the file */
	uint64_t size;		/* bytes in all */
	uint64_t ceiling;
};

/* At most `memory` bytes are kept in memory, at most `ceiling` bytes in all. */
void spool_init(struct spool *s, size_t memory, uint64_t ceiling);
void spool_release(struct spool *s);
void spool_clear(struct spool *s);		/* empty, as it was at first */
void spool_rewind(struct spool *s);		/* the same, but the memory is kept */

/*
 * Append a record; *position (may be NULL) is where spool_read finds it: the
 * number of bytes added before.  -1 and *e: ERR_LIMIT beyond the ceiling,
 * ERR_IO (disk full), ERR_MEMORY; what was added before stays readable.
 */
int spool_add(struct spool *s, struct span record, uint64_t *position, struct error *e);

/* Append `length` bytes from `position` on to `out`. ERR_USAGE: not inside the spool. */
int spool_read(struct spool *s, uint64_t position, size_t length, struct buf *out,
	       struct error *e);

/* It lies in memory, where it stays until the spool is released. */
static inline bool spool_stays(const struct spool *s, uint64_t position, size_t length)
{
	return position <= s->memory.len && length <= s->memory.len - position;
}

/*
 * The same as *out, without a copy where it lies in memory; else it is read into `room`,
 * whatever was there.
 */
int spool_look(struct spool *s, uint64_t position, size_t length, struct buf *room,
	       struct span *out, struct error *e);

/* Append everything in `from`. */
int spool_copy(struct spool *from, struct spool *to, struct error *e);

#endif
