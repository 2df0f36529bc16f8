/*
 * huge.h -- memory for much: its addresses are taken whole, so that it never
 * moves, its pages come as they are used; from `small` bytes on in huge pages where
 * the system gives them, since the time it takes to get small ones is more than
 * what is done with them.
 */
#ifndef BASE_HUGE_H
#define BASE_HUGE_H

#include <stddef.h>

#define HUGE_BYTES (2u << 20)

/* Zeroed; NULL: there is none. */
void *huge_alloc(size_t size, size_t small);
void  huge_free(void *at, size_t size);		/* NULL: nothing */

#endif
