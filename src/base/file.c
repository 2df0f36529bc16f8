/* file.c -- bytes into a descriptor, however many calls it takes. */
#include "base/file.h"

#include <errno.h>
#include <unistd.h>

int file_put(int fd, struct span bytes, const char *what, struct error *e)
{
	while (bytes.len) {
		ssize_t put = write(fd, bytes.ptr, bytes.len);

		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return fail_errno(e, what);
		bytes = span_skip(bytes, (size_t)put);
	}
	return 0;
}
