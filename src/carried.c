/* carried.c -- the advisories of a set file, written and taken back. */
#include "carried.h"

#include "base/frame.h"

#define END	  0xff			/* in place of a record's type: an advisory ends */
#define CEILING	  ((size_t)1 << 30)

void carried_init(struct carried *c)
{
	*c = (struct carried){ .kept = 0 };
	buf_init(&c->bytes, CEILING);
	buf_init(&c->addresses, CEILING);
}

void carried_release(struct carried *c)
{
	buf_release(&c->bytes);
	buf_release(&c->addresses);
}

void carried_count(struct carried *c, enum kind kind, struct span value)
{
	struct address a;

	c->listed[kind]++;
	c->clear_urls += kind == KIND_URL && span_starts(value, SPAN("http://"));
	if (kind_is_address(kind) && address_parse(value, &a)) {
		buf_add(&c->addresses, span_make(a.bytes, sizeof(a.bytes)));
		c->numbered++;
	}
}

void carried_add(struct carried *c, const struct intel_record *record, struct span wire,
		 bool usable)
{
	if (usable && c->kept == CARRIED_VALUES) {
		carried_count(c, record->indicator.kind, record->indicator.value);
		return;
	}
	frame_span(&c->bytes, wire);
	c->kept += usable;
}

bool carried_is_long(const struct carried *c)
{
	return c->kept == CARRIED_VALUES;
}

void carried_end(struct carried *c, uint64_t size)
{
	struct buf b;

	buf_init(&b, CEILING);
	frame_u8(&b, END);
	frame_u64(&b, size);
	frame_u32(&b, KIND_COUNT);
	for (unsigned i = 0; i < KIND_COUNT; i++)
		frame_u64(&b, c->listed[i]);
	frame_u64(&b, c->clear_urls);
	frame_u64(&b, c->numbered);
	frame_span(&c->bytes, buf_span(&b));
	c->bytes.bad |= b.bad;
	buf_release(&b);
	memset(c->listed, 0, sizeof(c->listed));
	c->clear_urls = c->numbered = 0;
}

/* The first listed address that --home-net names. */
static int note_own(struct bulletins *all, struct bulletin *b, struct span addresses,
		    struct error *e)
{
	struct address a;
	struct buf text;

	if (!all->ours || b->own.len)
		return 0;
	while (addresses.len >= sizeof(a.bytes)) {
		memcpy(a.bytes, addresses.ptr, sizeof(a.bytes));
		addresses = span_skip(addresses, sizeof(a.bytes));
		if (!ours_names(all->ours, &a))
			continue;
		buf_init(&text, 64);
		address_text(&a, &text);
		b->own = arena_copy(&all->arena, buf_span(&text));
		buf_release(&text);
		return b->own.ptr ? 0 : fail(e, ERR_MEMORY, "no memory for the advisories");
	}
	return 0;
}

/* `addresses`: those of this advisory in front, then those behind it. */
static int take_end(struct cursor *c, const struct carried_taker *t, struct span *addresses,
		    struct error *e)
{
	struct bulletins *all = t->bulletins;
	struct bulletin *b = all->count ? &all->list[all->count - 1] : NULL;
	uint64_t size = cursor_u64(c), n;
	uint32_t kinds = cursor_u32(c);
	size_t own;

	if (!b || kinds != KIND_COUNT)
		return fail(e, ERR_MALFORMED, "set: its advisories are damaged");
	for (unsigned i = 0; i < KIND_COUNT; i++) {
		n = cursor_u64(c);
		b->listed[i] += n;
		b->usable += n;
	}
	b->clear_urls += cursor_u64(c);
	n = cursor_u64(c);
	if (c->bad || n > SIZE_MAX / sizeof(struct address))
		return fail(e, ERR_MALFORMED, "set: its advisories are damaged");
	own = n * sizeof(struct address);
	if (note_own(all, b, span_cut(*addresses, 0, own), e) < 0)
		return -1;
	*addresses = span_skip(*addresses, own);
	return t->end(t->context, size, e);
}

int carried_take(struct span bytes, const struct carried_taker *t, struct error *e)
{
	struct cursor c = { .left = bytes };
	struct span addresses = t->addresses;

	while (c.left.len) {
		struct span wire = cursor_span(&c);
		struct cursor one = { .left = wire };

		if (c.bad)
			return fail(e, ERR_MALFORMED, "set: its advisories are damaged");
		if (cursor_u8(&one) != END) {
			if (t->record(t->context, wire, e) < 0)
				return -1;
		} else if (t->bulletins && take_end(&one, t, &addresses, e) < 0) {
			return -1;
		}
	}
	return 0;
}
