/*
 * zip_data.h -- the bytes of a plain ZIP's members, by ISA-L.
 *
 * libarchive names the members; what it would decode by zlib is decoded here
 * several times as fast where nothing about a member is out of the ordinary:
 * stored or deflated, not encrypted, the same in the table and in front of
 * its bytes.  Whatever else there is, damage too, stays libarchive's to
 * decode and to tell.
 */
#ifndef FORMAT_ZIP_DATA_H
#define FORMAT_ZIP_DATA_H

#include "base/arena.h"
#include "format/seekable.h"

struct zip_data;

/* NULL: no ZIP that is plain enough, or no memory for its table. `file` is borrowed. */
struct zip_data *zip_data_new(struct arena *a, struct seekable *file);

/*
 * The member at hand is the `index`th (from 1) by where they begin.  False: it
 * is not what the table says of that one, or out of the ordinary.
 */
bool zip_data_begin(struct zip_data *z, uint64_t index, struct span name, uint64_t size);

/*
 * Its next bytes; 0 at its end, when length and checksum are right.  -1: it is
 * damaged, and somebody else shall say how.
 */
int64_t zip_data_read(struct zip_data *z, void *out, size_t max);

#endif
