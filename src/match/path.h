/*
 * path.h -- paths, read from their end: runs of slashes and backslashes are
 * one separator (so that C:\\a, C:\a and C:/a are the same), letters match in
 * either case.
 */
#ifndef MATCH_PATH_H
#define MATCH_PATH_H

#include "match/key.h"

static inline bool path_separator(char c)
{
	return c == '/' || c == '\\';
}

/* Key of a whole path (KEY_PATH). */
uint64_t path_key(const struct keys *k, struct span path);

/*
 * Walk a text from `end` to the left; each step takes one character of the
 * path (a run of separators is one) and says the key of what was taken.
 */
struct path_walk {
	const struct keys *keys;
	struct span text;
	size_t at;		/* first byte taken so far */
	uint64_t state;
	unsigned components;
};
struct path_walk path_begin(const struct keys *k, struct span text, size_t end);
bool path_step(struct path_walk *w);		/* false at the start of the text */
uint64_t path_key_here(const struct path_walk *w);

/* Does `path` end at `end` in `text`?  Where it begins. */
bool path_ends_at(struct span path, struct span text, size_t end, size_t *start);

/*
 * The forms in which evidence writes a listed path: "%APPDATA%\x" stands as
 * "\AppData\Roaming\x" below some user's folder.  The n-th form into `out`
 * (appended); false when there are no more.  Form 0 is the path itself.
 */
#include "base/buf.h"
bool path_form(struct span path, unsigned n, struct buf *out);

#endif
