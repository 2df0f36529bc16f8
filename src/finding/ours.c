/* ours.c -- networks, relays and leases. */
#include "finding/ours.h"

#include <stdlib.h>

#define NAMES_BUDGET (64u << 20)
#define LEASES_MAX   2000000
#define LEASES_BACK   64		/* leases that one release may end */
#define INFER_RECORDS 100	/* fewer say nothing about a network */
#define INFER_SHARE  0.95

void ours_init(struct ours *o)
{
	*o = (struct ours){ 0 };
	arena_init(&o->arena, NAMES_BUDGET);
}

void ours_release(struct ours *o)
{
	free(o->lease);
	arena_release(&o->arena);
	*o = (struct ours){ 0 };
}

int ours_add_net(struct ours *o, struct span text, struct error *e)
{
	if (o->nets == OURS_NETS)
		return fail(e, ERR_LIMIT, "more than %d home networks", OURS_NETS);
	if (!network_parse(span_trim(text), &o->net[o->nets]))
		return fail(e, ERR_USAGE, "'%.*s' is not a network such as 10.0.0.0/8",
			    SPAN_ARG(text));
	o->nets++;
	o->given = true;
	return 0;
}

int ours_add_relay(struct ours *o, struct span text, struct error *e)
{
	struct span address, kind = text;

	if (o->relays == OURS_RELAYS)
		return fail(e, ERR_LIMIT, "more than %d relays", OURS_RELAYS);
	if (span_find_byte(text, '=') == SPAN_NONE || !span_split(&kind, '=', &address) ||
	    !address_parse(span_trim(address), &o->relay[o->relays].address))
		return fail(e, ERR_USAGE, "'%.*s' is not a relay such as 10.1.1.5=proxy",
			    SPAN_ARG(text));
	kind = span_trim(kind);
	o->relay[o->relays].kind = arena_copy(&o->arena, kind.len ? kind : SPAN("relay"));
	o->relays++;
	return 0;
}

bool ours_add_lease(struct ours *o, const struct lease *l)
{
	struct lease *mine;

	if (o->leases == LEASES_MAX)
		return false;
	if (o->leases == o->leases_room) {
		size_t room = o->leases_room ? o->leases_room * 2 : 256;
		struct lease *wider = realloc(o->lease, room * sizeof(*wider));

		if (!wider)
			return false;
		o->lease = wider;
		o->leases_room = room;
	}
	mine = &o->lease[o->leases];
	*mine = *l;
	mine->name = arena_copy(&o->arena, l->name);
	mine->user = arena_copy(&o->arena, l->user);
	/* An acknowledgement without a duration ties for a day, not for ever. */
	if (mine->ended)
		mine->from = mine->to;	/* to be sorted behind what it ends */
	else if (mine->to == TIME_NONE && mine->from != TIME_NONE)
		mine->to = mine->from + TIME_DAY;
	if (!mine->name.ptr || !mine->user.ptr)
		return false;
	o->leases++;
	return true;
}

static int lease_order(const void *a, const void *b)
{
	const struct lease *x = a, *y = b;
	int order = memcmp(x->address.bytes, y->address.bytes, 16);

	if (order)
		return order;
	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	if (x->to != y->to)
		return x->to < y->to ? -1 : 1;
	return span_compare(x->name, y->name);
}

static void ours_infer(struct ours *o, const struct census *all)
{
	if (o->given || all->ends < INFER_RECORDS)
		return;
	for (uint32_t i = 0; i < all->nets; i++) {
		if ((double)all->net[i].records < INFER_SHARE * (double)all->ends)
			continue;
		if (o->inferreds == 1) {
			/* Both ends are always the same two networks: who is who? */
			o->inferreds = 0;
			return;
		}
		o->inferred[o->inferreds++] = all->net[i].net;
		o->share = (double)all->net[i].records / (double)all->ends;
	}
}

/* What an address that was given back says about the leases before it. */
static void lease_end(struct ours *o, size_t end)
{
	const struct lease *back = &o->lease[end];

	for (size_t i = end; i > 0 && end - i < LEASES_BACK; i--) {
		struct lease *l = &o->lease[i - 1];

		if (!address_equal(&l->address, &back->address))
			return;
		if (!l->ended && l->to > back->to &&
		    (back->name.len == 0 || span_equal(l->name, back->name)))
			l->to = back->to;
	}
}

void ours_settle(struct ours *o, const struct census *all)
{
	if (o->leases)
		qsort(o->lease, o->leases, sizeof(*o->lease), lease_order);
	for (size_t i = 0; i < o->leases; i++)
		if (o->lease[i].ended)
			lease_end(o, i);
	ours_infer(o, all);
}

static bool nets_have(const struct network *net, uint32_t n, const struct address *a)
{
	for (uint32_t i = 0; i < n; i++)
		if (network_has(&net[i], a))
			return true;
	return false;
}

bool ours_names(const struct ours *o, const struct address *a)
{
	struct address plain = address_unwrap(a);

	return o->given && nets_have(o->net, o->nets, &plain);
}

bool ours_has(const struct ours *o, const struct address *a, enum address_class class)
{
	struct address plain = address_unwrap(a);

	if (nets_have(o->net, o->nets, &plain) || nets_have(o->inferred, o->inferreds, &plain))
		return true;
	if (class == ADDRESS_LOCAL)
		return true;
	return !o->given && class == ADDRESS_PRIVATE;
}

bool ours_knows(const struct ours *o)
{
	return o->given || o->inferreds;
}

const struct relay *ours_relay(const struct ours *o, const struct address *a)
{
	struct address plain = address_unwrap(a);

	for (uint32_t i = 0; i < o->relays; i++)
		if (address_equal(&o->relay[i].address, &plain))
			return &o->relay[i];
	return NULL;
}

/* The first lease of an address, or o->leases. */
static size_t lease_first(const struct ours *o, const struct address *a)
{
	size_t low = 0, high = o->leases;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (memcmp(o->lease[middle].address.bytes, a->bytes, 16) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool lease_same(const struct lease *a, const struct lease *b)
{
	return a->name.len || b->name.len ? span_equal(a->name, b->name)
					  : span_equal(a->user, b->user);
}

static bool lease_covers(const struct lease *l, int64_t moment)
{
	return (l->from == TIME_NONE || l->from <= moment) &&
	       (l->to == TIME_NONE || moment <= l->to);
}

const struct lease *ours_lease(const struct ours *o, const struct address *a, int64_t first,
			       int64_t last)
{
	struct address plain = address_unwrap(a);
	const struct lease *at_first = NULL, *at_last = NULL;

	if (first == TIME_NONE)
		return NULL;
	for (size_t i = lease_first(o, &plain);
	     i < o->leases && address_equal(&o->lease[i].address, &plain); i++) {
		const struct lease *l = &o->lease[i];
		bool between = l->from != TIME_NONE && l->from > first && l->from <= last;

		if (l->ended || (l->name.len == 0 && l->user.len == 0))
			continue;
		if (lease_covers(l, first))
			at_first = l;
		if (lease_covers(l, last))
			at_last = l;
		/* Somebody else had it in between: then nobody is named. */
		if (between && at_first && !lease_same(l, at_first))
			return NULL;
	}
	if (!at_first || !at_last || !lease_same(at_first, at_last))
		return NULL;
	return at_first;
}
