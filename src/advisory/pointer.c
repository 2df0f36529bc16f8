/* pointer.c -- the place of a value in a JSON document. */
#include "advisory/pointer.h"

#include <stdio.h>
#include <string.h>

struct pointer pointer_below(const struct pointer *p, struct span key)
{
	struct pointer out = *p;

	if (out.len + 1 + key.len > sizeof(out.text))
		return out;
	out.text[out.len++] = '/';
	memcpy(out.text + out.len, key.ptr, key.len);
	out.len += key.len;
	return out;
}

struct pointer pointer_element(const struct pointer *p, uint64_t index)
{
	char digits[24];
	int n = snprintf(digits, sizeof(digits), "%llu", (unsigned long long)index);

	return pointer_below(p, span_make(digits, (size_t)n));
}

struct step pointer_step(const struct pointer *p, struct span quote)
{
	return (struct step){ .kind = STEP_POINTER, .text = span_make(p->text, p->len),
			      .quote = quote };
}
