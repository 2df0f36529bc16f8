/* kernel_name.h -- the names of a kernel's functions: KERNEL(hex) of avx2 is kernel_hex_avx2. */
#ifndef MATCH_KERNEL_NAME_H
#define MATCH_KERNEL_NAME_H

#include "match/kernel.h"

#define KERNEL_JOIN(function, name)  kernel_##function##_##name
#define KERNEL_PASTE(function, name) KERNEL_JOIN(function, name)
/* KERNEL_SET comes from meson.build, which compiles these files once per instruction set. */
#define KERNEL(function)	     KERNEL_PASTE(function, KERNEL_SET)

uint32_t KERNEL(classify)(struct lane *l, const unsigned char *text, size_t at, size_t words);
bool KERNEL(cut_escapes)(struct lane *l);
size_t KERNEL(numbers)(struct lane *l);
size_t KERNEL(names)(struct lane *l, bool numeric, size_t *odd);
size_t KERNEL(groups)(struct lane *l);
size_t KERNEL(hex)(struct lane *l);
size_t KERNEL(words)(struct lane *l);
bool KERNEL(signs)(struct lane *l);
bool KERNEL(lengths)(struct lane *l);
bool KERNEL(codes)(struct lane *l);
size_t KERNEL(name_keys)(struct lane *l, const struct set *s, struct span text, size_t n,
			 size_t *odd);
bool KERNEL(endings)(struct lane *l, const struct keys *k, struct span text, size_t n);
size_t KERNEL(addresses)(struct lane *l, const struct set *s, struct span text, size_t n);
size_t KERNEL(filter)(struct lane *l, const struct set *s, size_t n);
size_t KERNEL(seek)(const struct seeker *k, struct span text, size_t from);
uint32_t KERNEL(atoms)(const struct atom_filter *f, const char *text);

#endif
