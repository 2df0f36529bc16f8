/* charset.h -- what charset.c and charset_named.c share inside this folder. */
#ifndef FORMAT_CHARSET_H
#define FORMAT_CHARSET_H

#include "format/format.h"

/* Open every converter once, so that the system need not look for it in the sandbox. */
int charset_prepare(struct error *e);

/* Code point of a byte above 127 in windows-1252. */
uint32_t charset_windows_1252(uint8_t byte);

#endif
