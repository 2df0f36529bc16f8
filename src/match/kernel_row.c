/* kernel_row.c -- a kernel as its users see it. */
#include "match/kernel_name.h"

#define KERNEL_TEXT(name)  #name
#define KERNEL_QUOTE(name) KERNEL_TEXT(name)

extern const struct kernel KERNEL(row);

const struct kernel KERNEL(row) = {
	.name        = KERNEL_QUOTE(KERNEL_SET),
	.classify    = KERNEL(classify),
	.cut_escapes = KERNEL(cut_escapes),
	.numbers     = KERNEL(numbers),
	.names       = KERNEL(names),
	.groups      = KERNEL(groups),
	.hex         = KERNEL(hex),
	.words       = KERNEL(words),
	.signs       = KERNEL(signs),
	.lengths     = KERNEL(lengths),
	.codes       = KERNEL(codes),
	.name_keys   = KERNEL(name_keys),
	.endings     = KERNEL(endings),
	.addresses   = KERNEL(addresses),
	.filter      = KERNEL(filter),
	.seek        = KERNEL(seek),
	.atoms       = KERNEL(atoms),
};
