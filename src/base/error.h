/*
 * error.h -- the one way to fail.
 *
 * A function that can fail returns int: negative is failure, 0 is done, 1 is
 * "here is one more"; its last parameter is a struct error, never NULL.
 * Failing is one line: return fail(e, ERR_TRUNCATED, "gzip: ends at %llu", n);
 * The text is lower case, says what and where, and ends without a full stop.
 * A caller may add where (fail_in); nobody rewrites what.
 */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

enum error_code {
	ERR_NONE,
	ERR_IO,			/* the system refused; text names the call */
	ERR_PERMISSION,		/* not allowed to open */
	ERR_MALFORMED,		/* input breaks its own format */
	ERR_TRUNCATED,		/* input ends too early */
	ERR_LIMIT,		/* a budget or ceiling was reached */
	ERR_UNSUPPORTED,	/* recognised, but not built */
	ERR_ENCRYPTED,		/* needs a password or key */
	ERR_USAGE,		/* the caller asked for nonsense */
	ERR_MEMORY,
	ERR_TIME,		/* it took too long */
	ERR_CANCELLED,		/* the user stopped it */
};

struct error {
	enum error_code code;
	char text[400];
};

/* Set *e and return -1. */
int fail(struct error *e, enum error_code code, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* fail() with ERR_IO (or ERR_PERMISSION), "what: " and the meaning of errno. */
int fail_errno(struct error *e, const char *what);

/* Prefix the text with "where: " and return -1. */
int fail_in(struct error *e, const char *where);

/* Name of a code in the records ("truncated", "malformed", ...). */
const char *error_name(enum error_code code);

#endif
