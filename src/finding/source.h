/*
 * source.h -- sources: streams of like records with one label (DESIGN.md 1).
 *
 * A label comes from the user (manifest, --label); without one, items are put
 * together by what they are, who wrote them and the series their path belongs
 * to: fw.log, fw.log.1.gz and fw.log.2.gz are one.
 */
#ifndef FINDING_SOURCE_H
#define FINDING_SOURCE_H

#include "base/arena.h"
#include "base/table.h"
#include "finding/finding.h"
#include "finding/sweep_wire.h"

#define LABELS_MAX 4096

/* What the user said about paths. */
struct label {
	struct span name, host, zone, custody;
	enum source_role role;
	uint16_t year;
	struct span columns;
	struct span path;	/* absolute: a file, a folder, or a glob */
	bool glob;
	/* --label and friends: the PATHs from this index on; SIZE_MAX: by path. */
	size_t from_root, to_root;
};

struct labels {
	struct label *list;
	size_t count, room;
	struct arena arena;
};

void labels_init(struct labels *l);
void labels_release(struct labels *l);
int  labels_add(struct labels *l, const struct label *label, struct error *e);
/* Read a manifest (INI, DESIGN.md 3); relative paths are below `folder`. */
int  labels_read(struct labels *l, struct span manifest, struct span folder, struct error *e);
/* The last label that fits, or NULL: by PATH index, or by absolute path. */
const struct label *labels_find(const struct labels *l, size_t root, struct span absolute);
/* The zone that holds for a PATH: the label's own, else the last --tz before it; or empty. */
struct span labels_zone(const struct labels *l, size_t root, const struct label *label);

struct gap_count {
	struct span reason;
	uint64_t count;
};

#define SOURCE_GAPS    32
#define SERIES_NUMBERS 1024	/* of rotated files; dates are no numbers */

struct source {
	struct span name;	/* for people and records */
	const struct label *label;	/* NULL: none */
	enum item_kind kind;
	struct span format, people, sensor;
	struct span root;	/* PATH of its first item */
	struct span path;	/* of its first item */
	struct span series;	/* series_of its paths; empty with a label */
	struct span member;	/* a path with a number of the series, digits at number_at */
	uint32_t number_at, number_digits;
	uint64_t numbers[SERIES_NUMBERS / 64];	/* numbers of its members, a bit each */
	uint64_t shows;
	uint32_t first_item;	/* canonical order */
	uint64_t items, bytes_met, bytes_read;
	uint64_t bytes_inside;	/* of what lies in containers, as decoded */
	uint64_t undigested;	/* bytes of logs not compared with listed digests */
	uint64_t gap_items, gap_bytes;
	bool material;		/* more than 1 % of it could not be looked at */
	struct gap_count gap[SOURCE_GAPS];
	uint32_t gaps;
	struct census census;
};

struct sources {
	struct source *list;
	uint32_t count, room;
	struct table index;	/* key -> position */
	struct arena arena;
};

void sources_init(struct sources *s);
void sources_release(struct sources *s);

struct source_key {
	const struct label *label;
	enum item_kind kind;
	struct span format, people, sensor, path, root;
};
/* The source of an item; NULL and *e without memory. */
struct source *sources_of(struct sources *s, const struct source_key *key, uint32_t item,
			  struct error *e);

/* Files of a computer, rather than logs or mail? */
bool source_holds_files(const struct source *s);

/* A gap of an item of this source. */
void source_gap(struct source *s, struct span reason, uint64_t bytes, bool minor);

/*
 * "fw.log.17.gz": which of a rotated series (fw.log.1 to fw.log.30) were not
 * handed in, at most three.  False: none, or too many for a series with holes.
 */
bool source_missing(const struct source *s, struct buf *out);

/* Into the order of their first items; pointers into the list change. */
void sources_order(struct sources *s);

/* The path with what varies in a rotated series taken out ("logs/fw.log.#"); exposed for tests. */
void series_of(struct span path, struct buf *out);

#endif
