/* finding.c -- the words for findings, and putting equal ones together. */
#include "finding/finding.h"

const char *finding_class_name(enum finding_class c)
{
	static const char *const names[FINDING_CLASSES] = {
		"compromise", "attempt", "unjudged", "explained", "mention",
	};

	return names[c];
}

const char *started_name(enum started s)
{
	static const char *const names[] = { "unknown", "us", "them" };

	return names[s];
}

const char *direction_name(enum direction d)
{
	static const char *const names[] = { "none", "inbound", "outbound", "internal", "transit" };

	return names[d];
}

static const char *const role_names[SOURCE_ROLES] = {
	[SOURCE_PLAIN] = "", [SOURCE_FIREWALL] = "firewall", [SOURCE_PROXY] = "proxy",
	[SOURCE_NAT] = "nat", [SOURCE_RESOLVER] = "resolver",
	[SOURCE_MAIL_GATEWAY] = "mail-gateway", [SOURCE_REVERSE_PROXY] = "reverse-proxy",
	[SOURCE_SCANNER] = "scanner", [SOURCE_HONEYPOT] = "honeypot",
	[SOURCE_QUARANTINE] = "quarantine", [SOURCE_LAB] = "lab", [SOURCE_BACKUP] = "backup",
	[SOURCE_INTEL] = "intel",
};

const char *source_role_name(enum source_role r)
{
	return role_names[r];
}

enum source_role source_role_of(struct span name)
{
	for (enum source_role r = SOURCE_PLAIN; r < SOURCE_ROLES; r++)
		if (span_equal(name, span_of(role_names[r])))
			return r;
	return SOURCE_ROLES;
}

void finding_why(struct finding *f, const char *why)
{
	if (f->whys < FINDING_WHY)
		f->why[f->whys++] = why;
}

void finding_why_first(struct finding *f, const char *why)
{
	if (f->whys == FINDING_WHY)
		return;
	memmove(&f->why[1], &f->why[0], f->whys++ * sizeof(f->why[0]));
	f->why[0] = why;
}

void finding_key(struct buf *b, const struct finding *f)
{
	const struct observation *o = &f->seen;

	frame_u8(b, (uint8_t)o->indicator.kind);
	frame_span(b, o->indicator.value);
	frame_u8(b, (uint8_t)f->class);
	frame_u8(b, (uint8_t)f->started_by);
	frame_u8(b, (uint8_t)f->direction);
	frame_u8(b, (uint8_t)f->outcome);
	frame_u8(b, f->has_host);
	if (f->has_host)
		buf_add(b, span_make(f->host.bytes, 16));
	frame_span(b, f->logic);
	frame_span(b, f->name);
	frame_span(b, f->user);
	frame_span(b, f->mailbox);
	frame_span(b, f->peer);
	frame_span(b, f->via);
	frame_span(b, f->sensor);
	frame_u8(b, (uint8_t)(f->by_name | f->echo << 1 | f->own << 2 | f->aged << 3));
	frame_u8(b, (uint8_t)o->zone);
	frame_u8(b, o->first == TIME_NONE);
	/* What stands in files is one finding per kind of place. */
	frame_u8(b, (uint8_t)o->ground);
	/* A connection and the file that came through it are two records of one thing. */
	frame_u8(b, (uint8_t)o->class);
}

static void finding_spots(struct observation *into, const struct observation *more)
{
	for (uint32_t i = 0; i < more->spots; i++) {
		uint32_t at = into->spots;

		/* By place in the item, the first ones kept. */
		while (at && into->spot[at - 1].offset > more->spot[i].offset)
			at--;
		if (at == OBSERVATION_PLACES)
			return;
		if (into->spots < OBSERVATION_PLACES)
			into->spots++;
		memmove(&into->spot[at + 1], &into->spot[at],
			(into->spots - at - 1) * sizeof(into->spot[0]));
		into->spot[at] = more->spot[i];
	}
}

void finding_merge(struct finding *into, const struct finding *more)
{
	struct observation *o = &into->seen;
	const struct observation *m = &more->seen;

	o->count += m->count;
	if (m->first != TIME_NONE && (o->first == TIME_NONE || m->first < o->first)) {
		o->first = m->first;
		o->time_raw = m->time_raw;
	}
	if (m->last > o->last)
		o->last = m->last;
	o->has_bytes |= m->has_bytes;
	o->bytes_out += m->bytes_out;
	o->bytes_in += m->bytes_in;
	o->veil |= m->veil;
	if (into->peer_port != more->peer_port)
		into->peer_port = 0;
	finding_spots(o, m);
}
