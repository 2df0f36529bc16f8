/* words.c -- what was probably meant. */
#include <string.h>

#include "base/span.h"
#include "cli/cli.h"

#define LONGEST 40

static unsigned least(unsigned a, unsigned b, unsigned c)
{
	unsigned m = a < b ? a : b;

	return m < c ? m : c;
}

/* Edits (insert, delete, replace, swap neighbours) from one word to another. */
static unsigned distance(const char *a, const char *b)
{
	unsigned row[3][LONGEST + 1];
	size_t n = strlen(a), m = strlen(b);

	if (n > LONGEST || m > LONGEST)
		return LONGEST;
	for (size_t k = 0; k <= m; k++)
		row[0][k] = (unsigned)k;
	for (size_t i = 1; i <= n; i++) {
		unsigned *now = row[i % 3], *above = row[(i + 2) % 3], *before = row[(i + 1) % 3];

		now[0] = (unsigned)i;
		for (size_t k = 1; k <= m; k++) {
			unsigned same = ascii_lower(a[i - 1]) == ascii_lower(b[k - 1]) ? 0 : 1;

			now[k] = least(above[k] + 1, now[k - 1] + 1, above[k - 1] + same);
			if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1] &&
			    before[k - 2] + 1 < now[k])
				now[k] = before[k - 2] + 1;
		}
	}
	return row[n % 3][m];
}

const char *did_you_mean(const char *written, const char *const *candidates, unsigned n)
{
	const char *best = NULL;
	unsigned nearest = strlen(written) <= 3 ? 2 : 3;

	for (unsigned i = 0; i < n; i++) {
		unsigned d = distance(written, candidates[i]);

		if (d < nearest) {
			nearest = d;
			best = candidates[i];
		}
	}
	return best;
}
