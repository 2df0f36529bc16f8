/*
 * parts.h -- a document's parts as text, one a line, so that a test says what
 * a reader sees:
 *     title|T   meta|name=value   h2|heading   p|paragraph   li1|item
 *     td1.2.3|cell in table 1, row 2, column 3 (th: header)   code yara|...
 *     a|shown -> target   nav|furniture   gap reason|what and where   !|error
 * Line breaks inside a part are written as \n.  Include it behind test.h.
 */
#ifndef TESTS_FORMAT_PARTS_H
#define TESTS_FORMAT_PARTS_H

#include "base/buf.h"
#include "format/format.h"

void parts_of(const char *format, struct span input, struct buf *out);

/* The same with "line:" or "offset:" in front. */
void parts_with(const char *format, struct span input, bool lines, bool offsets, struct buf *out);

/* Fails the test with both texts when they differ. */
#ifdef TEST
static inline void assert_parts_equal(const char *format, const char *input, const char *expected)
{
	struct buf out;

	buf_init(&out, 64u << 20);
	parts_of(format, span_of(input), &out);
	if (!span_equal(buf_span(&out), span_of(expected)))
		test_fail("of: %s\n--- is:\n%.*s--- not:\n%s", input, SPAN_ARG(buf_span(&out)),
			  expected);
	buf_release(&out);
}
#endif

#endif
