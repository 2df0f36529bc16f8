/* width.h -- how many columns of a terminal a code point takes, whatever the locale. */
#ifndef BASE_WIDTH_H
#define BASE_WIDTH_H

#include <stdint.h>

/* 0 for combining marks, 2 for wide and full-width forms and most emoji, else 1. */
unsigned width_of(uint32_t code_point);

#endif
