/*
 * set.h -- the compiled set: what is searched for, as one block of bytes that
 * is mapped, not parsed (DESIGN.md 6).
 *
 * A sectioned container without pointers: header, advisories, indicators with
 * all their advisories, strings, look-up tables.  The header is verified at
 * open, every index is bounds-checked and every byte proved at use; a damaged or
 * foreign file is an error, never a crash.  Immutable, its bytes shared by all
 * workers; one struct set belongs to one thread.
 */
#ifndef MATCH_SET_H
#define MATCH_SET_H

#include "base/error.h"
#include "base/hash.h"
#include "base/span.h"
#include "base/stream.h"
#include "value/kind.h"

struct set;

/* One value that is searched for, in the set's own bytes. */
struct set_indicator {
	enum kind kind;
	struct span value;	/* canonical */
	uint16_t port;		/* 0: any */
	uint8_t confidence;
	bool host_shared;	/* url: its host is not an indicator itself, nor below one */
	int64_t valid_from, valid_until;
	bool leaf;		/* counts only together with others (indicator.logic) */
	uint32_t advisory_count;
};

/*
 * Compile indicators of role `indicator`, and YARA rules that run, from a log of wire records
 * (intel.h: u32 length, record, ...) into `out`, at most `budget` bytes.
 * The same value from several advisories becomes one entry with all of them; where it counts
 * only together with others it is an entry of its own.
 * A rule is an indicator of KIND_YARA, its name the value.
 * `seed` varies the hash so that nobody can prepare logs against it.
 */
int set_compile(struct span intel_log, uint64_t seed, size_t budget, struct buf *out,
		struct error *e);

/*
 * The same for a set that becomes a file: it carries bytes along, which
 * set_file_carried and set_file_aside read back without opening the set.
 */
struct set_target {
	struct span front, aside;
	/* Room for an image of `size` zeroed bytes, asked for once; NULL and *e. */
	char *(*room)(void *context, size_t size, struct error *e);
	void *context;
};
int set_compile_into(struct span intel_log, const struct set_target *target, uint64_t seed,
		     size_t budget, struct error *e);

/*
 * What a set of this seed, out of the same log, asks of notes that were taken
 * with that seed (recall.h).
 */
int set_asks(struct span intel_log, uint64_t seed, size_t budget, struct buf *out,
	     struct error *e);

/* Check the front of a set file and append what it carries to `out`. */
int set_file_carried(int fd, uint64_t size, struct buf *out, struct error *e);
int set_file_aside(int fd, uint64_t size, struct buf *out, struct error *e);

/*
 * Check the front of a set file and append it to `out`: the seed and the
 * checksum of every section, which tell one compiled set from another.  That
 * the sections are what it says only set_verify knows.
 */
int set_file_front(int fd, uint64_t size, struct buf *out, struct error *e);

/* Does a set file say that it holds patterns?  Whoever sweeps with it needs Vectorscan. */
bool set_file_has_patterns(int fd, uint64_t size);

/* Does the file begin as sets do? */
bool set_file_is(int fd);
/* Check front and bodies of a set file by reading it: a fraction of a second for a gigabyte. */
int  set_file_verify(int fd, uint64_t size, struct error *e);

/* Borrow `image` (mapped read-only). Checks magic, version, sizes. */
int  set_open(struct set **out, struct span image, struct error *e);
void set_close(struct set *s);		/* NULL is fine; the image stays the caller's */

/*
 * Of a set is proved what is used of it: by set_damaged what was used so far,
 * before anything that rests on it leaves the process, by set_prove also what is
 * asked all the time, once in each process, before its last word on something.
 * -1: damaged, which nothing undoes; then something may have been missed, and
 * what was found may be wrong.  When nothing new was used neither costs anything.
 */
int  set_prove(const struct set *s, struct error *e);
int  set_damaged(const struct set *s, struct error *e);

/* Check the bodies of all sections, used or not: one pass over the image. */
int  set_verify(const struct set *s, struct error *e);

uint32_t set_count(const struct set *s);
bool set_indicator(const struct set *s, uint32_t index, struct set_indicator *out);
/* The n-th advisory of an indicator. */
uint32_t set_advisory(const struct set *s, uint32_t index, uint32_t n);
unsigned set_digests(const struct set *s);	/* DIGEST_* bits that file hashes need */
bool set_wants(const struct set *s, enum kind kind);	/* any indicator of this kind */

/*
 * Is this host (canonical) the host of a listed URL?  Then a split host and
 * URI are worth joining.
 */
bool set_has_url_host(const struct set *s, struct span host);

#endif
