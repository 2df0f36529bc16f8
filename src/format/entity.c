/*
 * entity.c -- the named and numbered characters of HTML.
 *
 * Specification: HTML Living Standard 13.2.5.72 to 80 and 13.5.  Not here:
 * the mathematical names, and those of two code points.
 */
#include "format/entity.h"

#include "format/charset.h"

struct entity {
	const char *name;
	uint16_t code_point;
};

#include "format/entity_data.h"

uint32_t entity_named(struct span name)
{
	size_t low = 0, high = sizeof(entities) / sizeof(entities[0]);

	/* Of those in real pages nine in ten are these. */
	if (span_equal(name, SPAN("nbsp")))
		return 0xa0;
	if (span_equal(name, SPAN("amp")))
		return '&';
	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = span_compare(name, span_of(entities[middle].name));

		if (order == 0)
			return entities[middle].code_point;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return 0;
}

uint32_t entity_number(struct span name)
{
	bool hex = name.len > 1 && (name.ptr[1] | 0x20) == 'x';
	struct span digits = span_skip(name, hex ? 2 : 1);
	uint64_t value;

	if (name.len < 2 || name.ptr[0] != '#')
		return 0;
	while (digits.len > 1 && digits.ptr[0] == '0')
		digits = span_skip(digits, 1);
	if (!(hex ? span_hex64(digits, &value) : span_u64(digits, &value)))
		value = digits.len && ascii_hex(digits.ptr[0]) >= 0 ? 0xfffd : 0;
	else if (value == 0 || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff))
		value = 0xfffd;
	return value >= 0x80 && value < 0xa0 ? charset_windows_1252((uint8_t)value) :
	       (uint32_t)value;
}
