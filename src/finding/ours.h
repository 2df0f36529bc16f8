/*
 * ours.h -- whose an address is: which networks are the organisation's, which
 * addresses stand for others (relays), which machine had an address when
 * (leases).  Rules 1 and 10.
 */
#ifndef FINDING_OURS_H
#define FINDING_OURS_H

#include "base/arena.h"
#include "base/error.h"
#include "base/span.h"
#include "base/time.h"
#include "finding/census.h"
#include "value/address.h"

#define OURS_NETS   128
#define OURS_RELAYS 128

struct relay {
	struct address address;
	struct span kind;	/* "proxy", "nat", "resolver", ... */
};

struct lease {
	struct address address;
	int64_t from, to;	/* TIME_NONE: open */
	struct span name, user;	/* machine, and who is on it; of a VPN only who */
	bool ended;		/* no lease: the address was given back at `to` */
};

struct ours {
	struct network net[OURS_NETS];
	uint32_t nets;
	bool given;		/* by --home-net: exactly these, nothing inferred */
	struct network inferred[8];
	uint32_t inferreds;
	double share;		/* of records that the inferred networks explain */
	struct relay relay[OURS_RELAYS];
	uint32_t relays;
	struct lease *lease;	/* sorted by address, then from; after ours_settle */
	size_t leases, leases_room;
	struct arena arena;	/* names of leases */
};

void ours_init(struct ours *o);
void ours_release(struct ours *o);

int  ours_add_net(struct ours *o, struct span text, struct error *e);	/* "10.0.0.0/8" */
int  ours_add_relay(struct ours *o, struct span text, struct error *e);	/* "10.1.1.5=proxy" */
/* Copies. False: no room for more. */
bool ours_add_lease(struct ours *o, const struct lease *l);

/*
 * After everything was seen: sort the leases; without --home-net take a
 * network as ours in which nearly every record between public addresses has
 * an end, unless more than one could be meant.
 */
void ours_settle(struct ours *o, const struct census *all);

/* `class`: of the address, as address_class says. */
bool ours_has(const struct ours *o, const struct address *a, enum address_class class);
/* Named by --home-net itself (a listed address counts as ours only then). */
bool ours_names(const struct ours *o, const struct address *a);
/* Do we know enough to say that an address is not ours? */
bool ours_knows(const struct ours *o);
const struct relay *ours_relay(const struct ours *o, const struct address *a);

/* The one machine (of a VPN the one user) that had `a` from first to last, or NULL. */
const struct lease *ours_lease(const struct ours *o, const struct address *a, int64_t first,
			       int64_t last);

#endif
