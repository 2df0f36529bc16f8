/* census.c -- counting what a log could have shown. */
#include "finding/census.h"

#include <stdlib.h>

#define RUN_MIN	  30	/* ids in a row before a jump says anything */
#define RUN_SHARE 20	/* and so many of them for each jump */

void census_init(struct census *c)
{
	*c = (struct census){ .left_first = TIME_NONE, .left_last = TIME_NONE };
}

void census_release(struct census *c)
{
	free(c->day);
	c->day = NULL;
	c->days = c->days_room = 0;
}

/* Position of the first day not before `day`; records mostly come in order. */
static uint32_t census_find(const struct census *c, int32_t day)
{
	uint32_t low = 0, high = c->days;

	if (c->days && c->day[c->days - 1].day < day)
		return c->days;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (c->day[middle].day < day)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool census_room(struct census *c)
{
	uint32_t room = c->days_room ? c->days_room * 2 : 64;
	struct census_day *wider;

	if (c->days < c->days_room)
		return true;
	if (c->days >= CENSUS_DAYS)
		return false;
	wider = realloc(c->day, room * sizeof(*wider));
	if (!wider)
		return false;
	c->day = wider;
	c->days_room = room;
	return true;
}

static void census_day_add(struct census *c, const struct census_day *d)
{
	uint32_t at = census_find(c, d->day);
	struct census_day *mine;

	if (at == c->days || c->day[at].day != d->day) {
		if (!census_room(c))
			return;
		memmove(c->day + at + 1, c->day + at, (c->days - at) * sizeof(*c->day));
		c->day[at] = *d;
		c->days++;
		return;
	}
	mine = &c->day[at];
	mine->records += d->records;
	if (d->first < mine->first)
		mine->first = d->first;
	if (d->last > mine->last)
		mine->last = d->last;
}

static int32_t day_of(int64_t moment)
{
	int64_t day = moment / TIME_DAY - (moment % TIME_DAY < 0);

	return day > INT32_MAX ? INT32_MAX : day < INT32_MIN ? INT32_MIN : (int32_t)day;
}

/* The frequent networks by the Misra-Gries rule: counts may be low, never high. */
static void census_net_add(struct census *c, const struct network *net, uint64_t records)
{
	struct census_net *least = NULL;

	for (uint32_t i = 0; i < c->nets; i++) {
		struct census_net *n = &c->net[i];

		if (n->net.bits == net->bits && address_equal(&n->net.address, &net->address)) {
			n->records += records;
			return;
		}
		if (!least || n->records < least->records)
			least = n;
	}
	if (c->nets < CENSUS_NETS) {
		c->net[c->nets++] = (struct census_net){ *net, records };
		return;
	}
	if (least->records <= records) {
		*least = (struct census_net){ *net, records - least->records };
		return;
	}
	for (uint32_t i = 0; i < c->nets; i++)
		c->net[i].records -= c->net[i].records < records ? c->net[i].records : records;
}

static struct network neighbourhood(const struct address *a)
{
	struct network n = { *a, address_is_ipv4(a) ? 120 : 48 };

	memset(n.address.bytes + n.bits / 8, 0, 16 - n.bits / 8);
	return n;
}

static bool is_outside(const struct address *a)
{
	enum address_class class = address_class(a);

	/* Documentation addresses stand for public ones in every example. */
	return class == ADDRESS_PUBLIC || class == ADDRESS_DOCUMENTATION;
}

static void census_end(struct census *c, const struct address *a)
{
	static const uint8_t zero[8] = { 0 };

	if (!is_outside(a))
		return;
	c->addresses++;
	if (address_is_ipv4(a) ? a->bytes[15] == 0 : memcmp(a->bytes + 8, zero, 8) == 0)
		c->shortened++;
}

static void census_ends(struct census *c, const struct event *ev)
{
	struct network src, dst;

	if (ev->has_src)
		census_end(c, &ev->src);
	if (ev->has_dst)
		census_end(c, &ev->dst);
	if (!ev->has_src || !ev->has_dst)
		return;
	c->ends++;
	src = neighbourhood(&ev->src);
	dst = neighbourhood(&ev->dst);
	if (is_outside(&ev->src))
		census_net_add(c, &src, 1);
	if (is_outside(&ev->dst) && !address_equal(&src.address, &dst.address))
		census_net_add(c, &dst, 1);
}

static void census_outcome(struct census *c, enum outcome outcome)
{
	switch (outcome) {
	case OUTCOME_DATA:
	case OUTCOME_LET_THROUGH:
	case OUTCOME_ANSWERED:
	case OUTCOME_LOGIN_OK:
	case OUTCOME_DELIVERED:
	case OUTCOME_STARTED:
	case OUTCOME_RESET:
	case OUTCOME_NO_ANSWER:
		c->accepted++;
		break;
	case OUTCOME_REFUSED:
	case OUTCOME_LOGIN_FAILED:
	case OUTCOME_BLOCKED_BY_AGENT:
	case OUTCOME_QUARANTINED:
		c->refused++;
		break;
	default:
		break;
	}
}

static void census_jump_add(struct census *c, const struct census_jump *j)
{
	if (c->jumps < CENSUS_JUMPS)
		c->jump[c->jumps++] = *j;
}

/* Newest first is an order, too; the same id again is a copy. */
static void census_id(struct census *c, uint64_t id, int64_t time)
{
	struct census_run *run = &c->run;
	uint64_t low = id < run->last ? id : run->last, high = id < run->last ? run->last : id;
	bool up = id > run->last;

	if (run->last && high - low == 1) {
		c->id_steps++;
	} else if (run->last && high != low) {
		c->id_jumps++;
		census_jump_add(c, &(struct census_jump){ low, high, up ? run->last_time : time,
							  up ? time : run->last_time });
	} else if (!run->last && !run->broken) {
		run->first = id;
		run->first_time = time;
	}
	run->last = id;
	run->last_time = time;
}

void census_break(struct census *c)
{
	c->run.last = 0;
	c->run.broken = true;
}

void census_run_on(struct census *c, const struct census_run *next)
{
	if (next->first)
		census_id(c, next->first, next->first_time);
	if (next->broken)
		census_break(c);
	if (next->last) {
		c->run.last = next->last;
		c->run.last_time = next->last_time;
	}
}

void census_run_encode(struct buf *b, const struct census_run *r)
{
	frame_u64(b, r->first);
	frame_u64(b, r->last);
	frame_i64(b, r->first_time);
	frame_i64(b, r->last_time);
	frame_u8(b, r->broken);
}

void census_run_decode(struct cursor *c, struct census_run *out)
{
	out->first = cursor_u64(c);
	out->last = cursor_u64(c);
	out->first_time = (int64_t)cursor_u64(c);
	out->last_time = (int64_t)cursor_u64(c);
	out->broken = cursor_u8(c);
}

bool census_runs_on(const struct census *c)
{
	return c->id_steps >= RUN_MIN && c->id_jumps * RUN_SHARE <= c->id_steps;
}

void census_add(struct census *c, const struct event *ev)
{
	c->records++;
	c->class[ev->class]++;
	c->masked += ev->masked;
	census_outcome(c, ev->outcome);
	census_ends(c, ev);
	if (ev->zone == TIME_ASSUMED)
		c->assumed = true;
	if (ev->has_record_id)
		census_id(c, ev->record_id, ev->time);
	if (ev->log_cleared && c->cleareds < CENSUS_CLEARED)
		c->cleared[c->cleareds++] = ev->time;
	if (ev->time == TIME_NONE) {
		c->no_time++;
		return;
	}
	census_day_add(c, &(struct census_day){ day_of(ev->time), 1, ev->time, ev->time });
}

void census_left_out(struct census *c, const struct event *ev)
{
	c->left_out++;
	if (c->left_first == TIME_NONE || ev->time < c->left_first)
		c->left_first = ev->time;
	if (c->left_last == TIME_NONE || ev->time > c->left_last)
		c->left_last = ev->time;
}

void census_merge(struct census *into, const struct census *from)
{
	into->records += from->records;
	into->unparsed += from->unparsed;
	into->no_time += from->no_time;
	into->accepted += from->accepted;
	into->refused += from->refused;
	for (unsigned i = 0; i < EVENT_CLASSES; i++)
		into->class[i] += from->class[i];
	into->addresses += from->addresses;
	into->shortened += from->shortened;
	into->masked += from->masked;
	into->left_out += from->left_out;
	if (from->left_first != TIME_NONE &&
	    (into->left_first == TIME_NONE || from->left_first < into->left_first))
		into->left_first = from->left_first;
	if (from->left_last > into->left_last)
		into->left_last = from->left_last;
	into->sampled |= from->sampled;
	into->assumed |= from->assumed;
	into->ends += from->ends;
	for (uint32_t i = 0; i < from->cleareds && into->cleareds < CENSUS_CLEARED; i++)
		into->cleared[into->cleareds++] = from->cleared[i];
	into->id_steps += from->id_steps;
	into->id_jumps += from->id_jumps;
	for (uint32_t i = 0; i < from->jumps; i++)
		census_jump_add(into, &from->jump[i]);
	for (uint32_t i = 0; i < from->days; i++)
		census_day_add(into, &from->day[i]);
	for (uint32_t i = 0; i < from->nets; i++)
		census_net_add(into, &from->net[i].net, from->net[i].records);
}

static void counts_encode(struct buf *b, const struct census *c)
{
	const uint64_t counts[] = { c->records, c->unparsed, c->no_time, c->accepted, c->refused,
				    c->addresses, c->shortened, c->masked, c->left_out, c->ends };

	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
		frame_u64(b, counts[i]);
	for (unsigned i = 0; i < EVENT_CLASSES; i++)
		frame_u64(b, c->class[i]);
	frame_i64(b, c->left_first);
	frame_i64(b, c->left_last);
	frame_u8(b, (uint8_t)(c->sampled | c->assumed << 1));
}

static void counts_decode(struct cursor *c, struct census *out)
{
	uint64_t *const counts[] = { &out->records, &out->unparsed, &out->no_time, &out->accepted,
				     &out->refused, &out->addresses, &out->shortened, &out->masked,
				     &out->left_out, &out->ends };
	uint8_t flags;

	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
		*counts[i] = cursor_u64(c);
	for (unsigned i = 0; i < EVENT_CLASSES; i++)
		out->class[i] = cursor_u64(c);
	out->left_first = (int64_t)cursor_u64(c);
	out->left_last = (int64_t)cursor_u64(c);
	flags = cursor_u8(c);
	out->sampled = flags & 1;
	out->assumed = flags >> 1 & 1;
}

void census_encode(struct buf *b, const struct census *c)
{
	counts_encode(b, c);
	frame_u8(b, (uint8_t)c->cleareds);
	for (uint32_t i = 0; i < c->cleareds; i++)
		frame_i64(b, c->cleared[i]);
	frame_u64(b, c->id_steps);
	frame_u64(b, c->id_jumps);
	frame_u8(b, (uint8_t)c->jumps);
	for (uint32_t i = 0; i < c->jumps; i++) {
		frame_u64(b, c->jump[i].from);
		frame_u64(b, c->jump[i].to);
		frame_i64(b, c->jump[i].before);
		frame_i64(b, c->jump[i].after);
	}
	frame_u32(b, c->days);
	for (uint32_t i = 0; i < c->days; i++) {
		frame_u32(b, (uint32_t)c->day[i].day);
		frame_u64(b, c->day[i].records);
		frame_i64(b, c->day[i].first);
		frame_i64(b, c->day[i].last);
	}
	frame_u8(b, (uint8_t)c->nets);
	for (uint32_t i = 0; i < c->nets; i++) {
		buf_add(b, span_make(c->net[i].net.address.bytes, 16));
		frame_u8(b, c->net[i].net.bits);
		frame_u64(b, c->net[i].records);
	}
}

static void jumps_decode(struct cursor *c, struct census *out)
{
	uint8_t n;

	out->id_steps = cursor_u64(c);
	out->id_jumps = cursor_u64(c);
	n = cursor_u8(c);
	if (n > CENSUS_JUMPS)
		c->bad = true;
	for (uint8_t i = 0; i < n && !c->bad; i++) {
		struct census_jump *j = &out->jump[out->jumps++];

		j->from = cursor_u64(c);
		j->to = cursor_u64(c);
		j->before = (int64_t)cursor_u64(c);
		j->after = (int64_t)cursor_u64(c);
	}
}

static void days_decode(struct cursor *c, struct census *out)
{
	uint32_t n = cursor_u32(c);

	for (uint32_t i = 0; i < n && !c->bad; i++) {
		struct census_day d = { .day = (int32_t)cursor_u32(c) };

		d.records = cursor_u64(c);
		d.first = (int64_t)cursor_u64(c);
		d.last = (int64_t)cursor_u64(c);
		if (!c->bad)
			census_day_add(out, &d);
	}
}

void census_decode(struct cursor *c, struct census *out)
{
	census_init(out);
	counts_decode(c, out);
	out->cleareds = cursor_u8(c);
	if (out->cleareds > CENSUS_CLEARED) {
		c->bad = true;
		out->cleareds = 0;
	}
	for (uint32_t i = 0; i < out->cleareds; i++)
		out->cleared[i] = (int64_t)cursor_u64(c);
	jumps_decode(c, out);
	days_decode(c, out);
	out->nets = cursor_u8(c);
	if (out->nets > CENSUS_NETS) {
		c->bad = true;
		out->nets = 0;
	}
	for (uint32_t i = 0; i < out->nets; i++) {
		struct span bytes = cursor_take(c, 16);

		if (c->bad)
			return;
		memcpy(out->net[i].net.address.bytes, bytes.ptr, 16);
		out->net[i].net.bits = cursor_u8(c);
		out->net[i].records = cursor_u64(c);
		if (out->net[i].net.bits > 128)
			c->bad = true;
	}
}
