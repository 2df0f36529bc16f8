/* kernel_atoms.c -- three bytes at every second place, asked of the filter of atoms. */
#include "match/atom_filter.h"
#include "match/kernel_name.h"

uint32_t KERNEL(atoms)(const struct atom_filter *f, const char *text)
{
	const unsigned char *p = (const unsigned char *)text;
	uint32_t bit[ATOM_STRIDE / 2], pass = 0;

	for (unsigned k = 0; k < ATOM_STRIDE / 2; k++) {
		uint32_t three = p[2 * k] | (uint32_t)p[2 * k + 1] << 8 |
				 (uint32_t)p[2 * k + 2] << 16;
		uint32_t hash = atom_hash(three), word = f->word[hash >> f->shift];

		bit[k] = word >> atom_first(hash) & word >> atom_second(three, hash) & 1;
	}
	for (unsigned k = 0; k < ATOM_STRIDE / 2; k++)
		pass |= bit[k] << k;
	return pass;
}
