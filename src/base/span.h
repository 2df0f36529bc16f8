/*
 * span.h -- borrowed bytes: a pointer and a length, never owned, never ended
 * by a NUL.  Text inside tocsin is a span of UTF-8; a char * is only used at
 * the edges (paths, argv, SQL, libraries).
 */
#ifndef BASE_SPAN_H
#define BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct span {
	const char *ptr;
	size_t len;
};

#define SPAN(literal) ((struct span){ (literal), sizeof(literal) - 1 })

/* For printf: "%.*s" takes SPAN_ARG(s). Lengths beyond INT_MAX are cut. */
#define SPAN_ARG(s) ((int)((s).len > 0x7fffffff ? 0x7fffffff : (s).len)), ((s).ptr ? (s).ptr : "")

static inline struct span span_of(const char *text)
{
	return (struct span){ text, text ? strlen(text) : 0 };
}

static inline struct span span_make(const void *ptr, size_t len)
{
	return (struct span){ ptr, len };
}

/* Bytes from..from+len of `s`, cut to what is there. */
static inline struct span span_cut(struct span s, size_t from, size_t len)
{
	if (from > s.len)
		from = s.len;
	if (len > s.len - from)
		len = s.len - from;
	return (struct span){ s.ptr ? s.ptr + from : s.ptr, len };
}

static inline struct span span_skip(struct span s, size_t n)
{
	return span_cut(s, n, s.len);
}

static inline bool span_equal(struct span a, struct span b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static inline bool span_starts(struct span s, struct span head)
{
	return s.len >= head.len && span_equal(span_cut(s, 0, head.len), head);
}

static inline bool span_ends(struct span s, struct span tail)
{
	return s.len >= tail.len && span_equal(span_skip(s, s.len - tail.len), tail);
}

#define SPAN_NONE SIZE_MAX	/* "not found" of the functions below */

/* ASCII only: bytes above 127 are compared as they are. */
bool span_equal_nocase(struct span a, struct span b);
bool span_starts_nocase(struct span s, struct span head);
bool span_ends_nocase(struct span s, struct span tail);

/* Position of the first (last) match, or SPAN_NONE. */
size_t span_find(struct span s, struct span needle);
size_t span_find_nocase(struct span s, struct span needle);
size_t span_find_byte(struct span s, char c);
size_t span_rfind_byte(struct span s, char c);

/* Without leading and trailing blanks, tabs, CR and LF. */
struct span span_trim(struct span s);

/*
 * Take the part of *rest up to `separator` (or all of it) into *part and leave
 * what follows.  False when *rest was exhausted before; an empty last field
 * after a separator is returned once.
 */
bool span_split(struct span *rest, char separator, struct span *part);

/* The next line without its LF or CR LF; false at the end. */
bool span_line(struct span *rest, struct span *line);

/* Whole span is a decimal (hexadecimal) number that fits; else false. */
bool span_u64(struct span s, uint64_t *out);
bool span_hex64(struct span s, uint64_t *out);

/* memcmp order, the shorter first: for sorting. */
int span_compare(struct span a, struct span b);

/* 64-bit hash (folded products of 16 bytes), with a seed. Neither for security nor for files. */
uint64_t span_hash(struct span s, uint64_t seed);

static inline char ascii_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static inline bool ascii_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool ascii_alpha(char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static inline bool ascii_alnum(char c)
{
	return ascii_digit(c) || ascii_alpha(c);
}

static inline bool ascii_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* 0..15, or -1. */
static inline int ascii_hex(char c)
{
	if (ascii_digit(c))
		return c - '0';
	c = ascii_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

#endif
