/* file.h -- bytes into a descriptor, all of them. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/error.h"
#include "base/span.h"

/* -1 and *e (ERR_IO and its kind): "WHAT: No space left on device". */
int file_put(int fd, struct span bytes, const char *what, struct error *e);

#endif
