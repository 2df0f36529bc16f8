/*
 * archives.h -- containers that the tests take apart: by libarchive's own
 * writers where it has one, else written here field by field.
 */
#ifndef TESTS_FORMAT_ARCHIVES_H
#define TESTS_FORMAT_ARCHIVES_H

#include "base/buf.h"

struct archive_member {
	const char *name;
	struct span bytes;
};

/* A container of the format "zip", "stored zip", "tar", "rar" ...; false: none of ours. */
bool archive_make(struct span format, const struct archive_member *member, size_t members,
		  struct buf *out);

/* One stream inside another, of the formats "szdd" and "binhex"; false: none of ours. */
bool archive_stream(struct span format, struct span bytes, struct buf *out);

/* A zip whose members are encrypted with a word ("traditional" or "aes256"). */
void archive_make_locked(const char *how, const char *word, const struct archive_member *member,
			 size_t members, struct buf *out);

#endif
