/*
 * scan.h -- one item in a worker: decoders, engines, context, census.
 *
 *     stream -> format (recursively) -> text blocks -> engines -> hits
 *            -> record -> observation            (beside it: the census)
 *
 * Runs inside the sandbox; talks to the parent through the channel only.
 * Every way out ends with SWEEP_END; what could not be read is a SWEEP_GAP.
 */
#ifndef FINDING_SCAN_H
#define FINDING_SCAN_H

#include "base/channel.h"
#include "base/time.h"
#include "finding/sweep_wire.h"
#include "match/engine.h"
#include "match/set.h"

/* Made once in the zygote, shared by all workers. */
struct sweep_shared {
	struct sweep_setup setup;
	struct buf setup_bytes;	/* what `setup` borrows from */
	struct zone *zone[SWEEP_ZONES];
	struct set *set;	/* NULL in a plan */
	int set_fd;
};

struct scanner;

struct external;

struct scanner *scanner_new(const struct sweep_shared *shared, struct channel *parent,
			    struct external *external, struct error *e);
void scanner_free(struct scanner *s);

/* Sweep one item; `fd` stays the caller's. -1: parent or memory are gone, or the set is damaged. */
int  scanner_item(struct scanner *s, const struct item_order *order, int fd, struct error *e);

#endif
