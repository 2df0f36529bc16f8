/* error.c -- the one way to fail. */
#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int fail(struct error *e, enum error_code code, const char *format, ...)
{
	va_list args;

	e->code = code;
	va_start(args, format);
	vsnprintf(e->text, sizeof(e->text), format, args);
	va_end(args);
	return -1;
}

int fail_errno(struct error *e, const char *what)
{
	int number = errno;
	enum error_code code = number == EACCES || number == EPERM ? ERR_PERMISSION : ERR_IO;

	return fail(e, code, "%s: %s", what, strerror(number));
}

int fail_in(struct error *e, const char *where)
{
	char text[sizeof(e->text)];
	size_t used;

	memcpy(text, e->text, sizeof(text));
	snprintf(e->text, sizeof(e->text), "%.200s: ", where);
	used = strlen(e->text);
	memcpy(e->text + used, text, sizeof(e->text) - used - 1);
	e->text[sizeof(e->text) - 1] = '\0';
	return -1;
}

const char *error_name(enum error_code code)
{
	static const char *const names[] = {
		[ERR_NONE] = "none",
		[ERR_IO] = "io-error",
		[ERR_PERMISSION] = "permission",
		[ERR_MALFORMED] = "damaged",
		[ERR_TRUNCATED] = "truncated",
		[ERR_LIMIT] = "memory-limit",
		[ERR_UNSUPPORTED] = "unsupported-format",
		[ERR_ENCRYPTED] = "encrypted",
		[ERR_USAGE] = "usage",
		[ERR_MEMORY] = "memory-limit",
		[ERR_TIME] = "time-limit",
		[ERR_CANCELLED] = "cancelled",
	};

	return names[code];
}
