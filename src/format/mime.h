/*
 * mime.h -- what the files that read mail share: the fields of a header, and
 * the transfer encodings of a body.
 *
 * Specification: RFC 5322, 2045-2047, 2231.  What real senders write is read
 * in the way that mail programs do; nothing in a header is an error.
 * Hostile input: linear time in the header, which its caller bounds.
 */
#ifndef FORMAT_MIME_H
#define FORMAT_MIME_H

#include "base/buf.h"
#include "format/format.h"

struct mime_field {
	struct span name;
	struct span value;	/* as it stands, perhaps folded over lines */
};

/* The next field of a header block; lines that are none are passed over. False at the end. */
bool mime_field_next(struct span *header, struct mime_field *out);

/* The first field with this name, its value empty when there is none. */
struct span mime_field_find(struct span header, struct span name);

/*
 * Add a value as UTF-8 on one line: unfolded, encoded words decoded.  Bytes
 * that are not UTF-8 are taken for windows-1252.
 */
void mime_words(struct span value, struct buf *out);

/* A whole header, decoded: "Name: value" a line. */
void mime_header_text(struct span header, struct buf *out);

/*
 * The parameter of a value such as `attachment; filename="a.zip"`, decoded
 * (RFC 2231 pieces and percents; encoded words, which should not stand
 * there), added to `out`.  False: there is none.
 */
bool mime_parameter(struct span value, struct span name, struct buf *out);

/* What stands in front of the parameters: "text/plain". */
struct span mime_first(struct span value);

enum mime_encoding { MIME_IDENTITY, MIME_BASE64, MIME_QUOTED, MIME_UU };
enum mime_encoding mime_encoding_of(struct span name);

/*
 * Takes encoded bytes in any pieces.  Lenient as mail programs are: what is
 * no base64 is passed over, a bad "=XY" stays as it is.
 */
struct mime_decoder {
	enum mime_encoding encoding;
	uint32_t quantum;	/* base64: sextets so far */
	unsigned sextets;
	unsigned state;
	char held;		/* quoted: the first digit */
	char blanks;		/* quoted: blanks behind "=" */
	char ready[64];		/* decoded, not given yet */
	unsigned ready_at, ready_len;
	char line[96];		/* uu: the line at hand */
	unsigned line_len;
	bool over;		/* uu: "end" was read */
};
void mime_decoder_init(struct mime_decoder *d, enum mime_encoding encoding);
void mime_decoder_begun(struct mime_decoder *d);	/* uu: its "begin" line was taken */

/* Take bytes off *in, write at most `max` to `out`: how many.  0: all of *in was taken. */
size_t mime_decode(struct mime_decoder *d, struct span *in, char *out, size_t max);

/* What is left at the end of the input: 0 when nothing is. */
size_t mime_decode_end(struct mime_decoder *d, char *out, size_t max);

/* "begin 644 name" in front of uuencoded lines: the name. */
bool mime_uu_begin(struct span line, struct span *name);

#endif
