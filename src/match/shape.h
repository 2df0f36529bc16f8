/*
 * shape.h -- how values are shaped, as compiler and scanner must agree on it:
 * characters of names, labels, the parts of a URL.
 */
#ifndef MATCH_SHAPE_H
#define MATCH_SHAPE_H

#include "base/span.h"

enum shape_class {		/* bits of shape_of */
	SHAPE_WORD	= 1 << 0,	/* letters, digits, '-', '_': labels are made of them */
	SHAPE_HEX	= 1 << 1,
	SHAPE_DIGIT	= 1 << 2,
	SHAPE_NAME	= 1 << 3,	/* inside a file name; beside one it is another */
	SHAPE_LOCAL	= 1 << 4,	/* inside the local part of a mail address */
	SHAPE_TEXT	= 1 << 5,	/* inside a URL or encoded stretch: no blank, quote, < > */
	SHAPE_JUNK	= 1 << 6,	/* '-' and '_': no label begins or ends with them */
};

extern const uint8_t shape_of[256];

static inline bool shape_is(char c, unsigned class)
{
	return (shape_of[(unsigned char)c] & class) != 0;
}

#define SHAPE_HOST_MAX 253	/* bytes of a host name */
#define SHAPE_NAME_MAX 255	/* of a file name */
#define SHAPE_PATH_MAX 1024
#define SHAPE_URL_MAX  4096

/* Two labels or more of word characters. */
bool shape_is_host(struct span s);

/* The run of word characters and inner dots that ends `s`; empty when it does not end in one. */
struct span shape_last_run(struct span s);

/* The last two labels of such a run; empty when it has no dot. */
struct span shape_last_labels(struct span run);

/* The last label is a number. */
bool shape_is_numeric(struct span run);

/*
 * Is the backslash at `at` followed by a letter that makes an escape of JSON
 * or C with it (\n, \t), so that what follows the letter begins anew?  In a
 * Windows path (C:\new, \\server\new, %TEMP%\new) it is not.
 */
bool shape_is_escape(struct span text, size_t at);

/*
 * "%XX" for what is part of no token, or an escape as above, ends before `at`:
 * its letters belong to nothing behind it.
 */
bool shape_behind_escape(struct span text, size_t at);

/* "%XX" that stands for a word character ends before `at`: a token goes on to the left. */
bool shape_joined_left(struct span text, size_t at);

/*
 * A token that ends at `at` goes on in veiled writing: "%2Eorg", "\u002eorg",
 * "[.]org", or a word character written so.
 */
bool shape_joined_right(struct span text, size_t at);

/* The character that "%2e", "\u002e", "\x2e" or "\/" at `at` stands for; its length, or 0. */
size_t shape_veiled(struct span text, size_t at, char *c);

/* A letter beyond ASCII that a name would go on with ends before `at`, begins at `at`. */
bool shape_letter_before(struct span text, size_t at);
bool shape_letter_at(struct span text, size_t at);

/* A file name that would begin (end) at `at` goes on to the left (right): it is another one. */
bool shape_name_before(struct span text, size_t at);
bool shape_name_goes_on(struct span text, size_t at);

/* "%" and two hexadecimal digits. */
bool shape_is_percent(struct span text, size_t at);

/* Parts of a canonical URL. False: without a host. */
struct shape_url {
	struct span scheme;	/* "http" */
	struct span host;	/* a name, an IPv4 address, or an IPv6 address in brackets */
	struct span port;	/* digits; empty: default */
	struct span rest;	/* path and query */
	bool web;		/* http or https, which stand for each other */
};
bool shape_of_url(struct span canonical, struct shape_url *out);

#endif
