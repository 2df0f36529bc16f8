/*
 * address.c -- addresses, verified by value: themselves, the networks around
 * them, URLs on them, and addresses in reversed names.
 */
#include "match/lookup.h"
#include "match/phase.h"
#include "match/shape.h"

/* "[2001:db8::1]:443": the port, and a URL's host, have the brackets. */
static bool in_brackets(struct span text, size_t start, size_t end)
{
	return start > 0 && end < text.len && text.ptr[start - 1] == '[' && text.ptr[end] == ']';
}

static unsigned port_of(struct span text, size_t start, size_t end)
{
	size_t after;

	return port_behind(text, end + in_brackets(text, start, end), &after);
}

static void report_ranges(struct scan *s, const struct view *v, size_t start, size_t end,
			  const struct address *a, unsigned veil)
{
	struct range_walk w;
	struct list list;

	if (s->set->range_count == 0 || (!s->set->has_range6 && !address_is_ipv4(a)))
		return;
	w = range_find(s->set, a);
	while (range_next(&w, &list)) {
		unsigned port = port_of(v->text, start, end);

		for (uint32_t i = 0; i < list.count; i++)
			scan_add(s, v, start, end, list.item[i], port, veil);
	}
}

static void report_value(struct scan *s, const struct view *v, size_t start, size_t end,
			 const struct address *a, unsigned veil)
{
	struct probe p = table_probe(s->set, KEY_ADDRESS, key_address(&s->set->keys, a));
	unsigned port = port_of(v->text, start, end);
	struct list list;

	while (table_next(&p, &list))
		for (uint32_t i = 0; i < list.count; i++)
			if (lookup_is_address(s->set, list.item[i], a))
				scan_add(s, v, start, end, list.item[i], port, veil);
}

/* URLs have the address as text: an IPv6 one in brackets. */
static void verify_url(struct scan *s, const struct view *v, size_t start, size_t end,
		       const struct address *a)
{
	struct probe p = table_probe(s->set, KEY_URLADDRESS, key_address(&s->set->keys, a));
	bool wrapped = in_brackets(v->text, start, end);
	struct list list;
	struct buf host;

	if (!table_next(&p, &list))
		return;
	buf_init(&host, 64);
	buf_text(&host, address_is_ipv4(a) ? "" : "[");
	address_text(a, &host);
	buf_text(&host, address_is_ipv4(a) ? "" : "]");
	url_verify(s, v, start - wrapped, end + wrapped, buf_span(&host));
	buf_release(&host);
}

void address_verify(struct scan *s, const struct view *v, size_t start, size_t end,
		    const struct address *a, unsigned veil)
{
	if (s->recorder)
		recorder_address(s->recorder, a);
	report_value(s, v, start, end, a, veil);
	report_ranges(s, v, start, end, a, veil);
	if (!(veil & VEIL_REVERSED) && set_wants(s->set, KIND_URL))
		verify_url(s, v, start, end, a);
}

/* The octets of "4.3.2.1." at the front, last first; where the name goes on, or 0. */
static size_t reversed_quad(struct span name, struct address *out)
{
	struct address a = { { [10] = 0xff, [11] = 0xff } };
	size_t at = 0;

	for (int i = 15; i > 11; i--) {
		unsigned octet = 0, digits = 0;

		for (; at < name.len && shape_is(name.ptr[at], SHAPE_DIGIT) && digits < 4; digits++)
			octet = octet * 10 + (unsigned)(name.ptr[at++] - '0');
		if (digits == 0 || digits > 3 || octet > 255 || at >= name.len ||
		    name.ptr[at++] != '.')
			return 0;
		a.bytes[i] = (uint8_t)octet;
	}
	*out = a;
	return at;
}

/* 32 labels of one hexadecimal digit each. */
static size_t reversed_nibbles(struct span name, struct address *out)
{
	if (name.len < 66)
		return 0;
	memset(out, 0, sizeof(*out));
	for (int i = 0; i < 32; i++) {
		int digit = ascii_hex(name.ptr[2 * i]);

		if (digit < 0 || name.ptr[2 * i + 1] != '.')
			return 0;
		out->bytes[15 - i / 2] |= (uint8_t)(i % 2 ? digit << 4 : digit);
	}
	return 64;
}

void reverse_verify(struct scan *s, const struct view *v, size_t start, size_t end)
{
	struct span name = span_cut(v->text, start, end - start);
	struct address a;
	size_t rest = reversed_nibbles(name, &a);

	if (rest == 0)
		rest = reversed_quad(name, &a);
	/* What follows is the zone: a name, not a fifth number. */
	if (rest && !shape_is_numeric(name))
		address_verify(s, v, start, end, &a, VEIL_REVERSED);
}
