/* lookup.c -- is exactly this value listed? */
#include "match/lookup.h"

#include "match/shape.h"

bool lookup_is(const struct set *s, uint32_t id, struct span text)
{
	return span_equal_nocase(set_value(s, id), text);
}

bool lookup_is_address(const struct set *s, uint32_t id, const struct address *a)
{
	struct address listed;

	return address_parse(set_value(s, id), &listed) && address_equal(&listed, a);
}

static bool lists_host(const struct set *s, struct span host)
{
	struct probe p = table_probe_text(s, KEY_HOST, host);
	struct list list;

	while (table_next(&p, &list))
		for (uint32_t i = 0; i < list.count; i++)
			if (lookup_is(s, list.item[i], host))
				return true;
	return false;
}

bool lookup_address(const struct set *s, const struct address *a)
{
	struct probe p = table_probe(s, KEY_ADDRESS, key_address(&s->keys, a));
	struct range_walk w = range_find(s, a);
	struct list list;

	while (table_next(&p, &list))
		for (uint32_t i = 0; i < list.count; i++)
			if (lookup_is_address(s, list.item[i], a))
				return true;
	return range_next(&w, &list);
}

bool lookup_covers_host(const struct set *s, struct span host)
{
	struct address a;

	if (address_parse(host, &a))
		return lookup_address(s, &a);
	while (shape_is_host(host)) {
		if (lists_host(s, host))
			return true;
		host = span_skip(host, span_find_byte(host, '.') + 1);
	}
	return false;
}

bool set_has_url_host(const struct set *s, struct span host)
{
	struct shape_url url;
	struct address a;
	struct list list;
	bool numeric = address_parse(host, &a);
	struct probe p = numeric ? table_probe(s, KEY_URLADDRESS, key_address(&s->keys, &a))
				 : table_probe_text(s, KEY_URLHOST, host);

	while (table_next(&p, &list)) {
		struct address b;

		if (list.count == 0 || !shape_of_url(set_value(s, list.item[0]), &url))
			continue;
		if (numeric ? address_parse(url.host, &b) && address_equal(&a, &b)
			    : span_equal_nocase(url.host, host))
			return true;
	}
	return false;
}
