/*
 * mime_decode.c -- base64, quoted-printable and uuencode, in pieces.
 *
 * Specification: RFC 2045 section 6; uuencode as POSIX has it.
 * Hostile input: bounded state, at most as many bytes come out as go in.
 */
#include "base/base64.h"
#include "base/stride.h"
#include "format/mime.h"

enum { QUOTED_PLAIN, QUOTED_SIGN, QUOTED_DIGIT, QUOTED_BLANKS, QUOTED_RETURN };
enum { UU_BEFORE, UU_INSIDE };

enum mime_encoding mime_encoding_of(struct span name)
{
	static const struct { const char *name; enum mime_encoding encoding; } names[] = {
		{ "base64", MIME_BASE64 },	   { "quoted-printable", MIME_QUOTED },
		{ "x-uuencode", MIME_UU },	   { "uuencode", MIME_UU },
		{ "x-uue", MIME_UU },		   { "uue", MIME_UU },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (span_equal_nocase(mime_first(name), span_of(names[i].name)))
			return names[i].encoding;
	return MIME_IDENTITY;
}

void mime_decoder_init(struct mime_decoder *d, enum mime_encoding encoding)
{
	*d = (struct mime_decoder){ .encoding = encoding };
}

void mime_decoder_begun(struct mime_decoder *d)
{
	d->state = UU_INSIDE;
}

static size_t give_ready(struct mime_decoder *d, char *out, size_t max)
{
	size_t n = d->ready_len - d->ready_at;

	if (n > max)
		n = max;
	memcpy(out, d->ready + d->ready_at, n);
	d->ready_at += (unsigned)n;
	return n;
}

static void make_ready(struct mime_decoder *d, const char *bytes, size_t n)
{
	memcpy(d->ready, bytes, n);
	d->ready_at = 0;
	d->ready_len = (unsigned)n;
}

/* ---- base64 */

/* Whole groups of four, with nothing but line breaks between them. */
static size_t base64_fast(struct span *in, char *out, size_t max)
{
	size_t made = 0;

	for (;;) {
		size_t groups = base64_groups(*in, out + made, max - made);

		made += 3 * groups;
		*in = span_skip(*in, 4 * groups);
		if (in->len > 1 && in->ptr[0] == '\r' && in->ptr[1] == '\n')
			*in = span_skip(*in, 2);
		else if (in->len && in->ptr[0] == '\n')
			*in = span_skip(*in, 1);
		else
			return made;
	}
}

/* What a group that ended early has: two sextets make a byte, three make two. */
static void base64_flush(struct mime_decoder *d)
{
	uint32_t all = d->quantum << (6 * (4 - d->sextets));
	char bytes[3] = { (char)(all >> 16), (char)(all >> 8), (char)all };

	make_ready(d, bytes, d->sextets ? d->sextets - 1 : 0);
	d->quantum = d->sextets = 0;
}

static void base64_slow(struct mime_decoder *d, struct span *in)
{
	while (in->len && d->ready_at == d->ready_len) {
		char c = in->ptr[0];
		int value = base64_sextet(c);

		if (d->sextets == 0 && in->len >= 4 && value >= 0 &&
		    base64_sextet(in->ptr[1]) >= 0 && base64_sextet(in->ptr[2]) >= 0 &&
		    base64_sextet(in->ptr[3]) >= 0)
			return;
		*in = span_skip(*in, 1);
		if (c == '=') {
			base64_flush(d);
		} else if (value >= 0) {
			d->quantum = d->quantum << 6 | (uint32_t)value;
			if (++d->sextets == 4)
				base64_flush(d);
		}
	}
}

static size_t base64_decode(struct mime_decoder *d, struct span *in, char *out, size_t max)
{
	size_t made = 0;

	while (in->len && made < max) {
		size_t now = d->sextets == 0 ? base64_fast(in, out + made, max - made) : 0;

		made += now;
		if (in->len && made < max) {
			struct span was = *in;

			base64_slow(d, in);
			made += give_ready(d, out + made, max - made);
			/* Fewer than three bytes of room: one group through the side door. */
			if (in->ptr == was.ptr && now == 0) {
				char group[3];

				base64_fast(&(struct span){ in->ptr, 4 }, group, 3);
				*in = span_skip(*in, 4);
				make_ready(d, group, 3);
				made += give_ready(d, out + made, max - made);
			}
		}
	}
	return made;
}

/* ---- quoted-printable */

static void quoted_byte(struct mime_decoder *d, char c)
{
	char plain[3] = { '=', d->held, c };

	switch (d->state) {
	case QUOTED_SIGN:
		if (ascii_hex(c) >= 0) {
			d->held = c;
			d->state = QUOTED_DIGIT;
			return;
		}
		if (c == '\r' || c == ' ' || c == '\t') {
			d->held = c;
			d->state = c == '\r' ? QUOTED_RETURN : QUOTED_BLANKS;
			return;
		}
		d->state = QUOTED_PLAIN;
		plain[1] = c;
		if (c == '=')
			d->state = QUOTED_SIGN;
		if (c != '\n')
			make_ready(d, plain, c == '=' ? 1 : 2);
		return;
	case QUOTED_DIGIT:
		d->state = QUOTED_PLAIN;
		if (ascii_hex(c) >= 0)
			make_ready(d, &(char){ (char)(ascii_hex(d->held) << 4 | ascii_hex(c)) }, 1);
		else
			make_ready(d, plain, 3);
		return;
	case QUOTED_BLANKS:
		if (c == ' ' || c == '\t' || c == '\r')
			return;
		d->state = QUOTED_PLAIN;
		if (c != '\n')
			make_ready(d, plain, 3);
		return;
	default:
		d->state = QUOTED_PLAIN;
		if (c != '\n')
			make_ready(d, &c, 1);
		return;
	}
}

/* "=XY" or "=" and a line's end, whole at the front: its length, 0 when it is not plain. */
static size_t quoted_whole(struct span in, char *out, size_t *made)
{
	int high, low;

	if (in.len < 3)
		return 0;
	if (in.ptr[1] == '\n')
		return 2;
	if (in.ptr[1] == '\r' && in.ptr[2] == '\n')
		return 3;
	high = ascii_hex(in.ptr[1]);
	low = ascii_hex(in.ptr[2]);
	if (high < 0 || low < 0)
		return 0;
	out[(*made)++] = (char)(high << 4 | low);
	return 3;
}

static size_t quoted_decode(struct mime_decoder *d, struct span *in, char *out, size_t max)
{
	size_t made = 0;

	while (in->len && made < max) {
		size_t n;

		if (d->state != QUOTED_PLAIN) {
			quoted_byte(d, in->ptr[0]);
			*in = span_skip(*in, 1);
			made += give_ready(d, out + made, max - made);
			continue;
		}
		n = stride_copy(span_cut(*in, 0, max - made), out + made, '=');
		made += n;
		*in = span_skip(*in, n);
		/* Letters of other scripts follow one another. */
		while (in->len && in->ptr[0] == '=' && made < max && d->state == QUOTED_PLAIN) {
			n = quoted_whole(*in, out, &made);
			d->state = n ? QUOTED_PLAIN : QUOTED_SIGN;
			*in = span_skip(*in, n ? n : 1);
		}
	}
	return made;
}

/* ---- uuencode */

bool mime_uu_begin(struct span line, struct span *name)
{
	size_t digits = 0;

	if (!span_starts(line, SPAN("begin ")))
		return false;
	line = span_skip(line, 6);
	while (digits < line.len && line.ptr[digits] >= '0' && line.ptr[digits] <= '7')
		digits++;
	if (digits < 3 || digits > 4 || digits >= line.len || line.ptr[digits] != ' ')
		return false;
	*name = span_trim(span_skip(line, digits));
	return name->len > 0;
}

static void uu_line(struct mime_decoder *d)
{
	struct span line = span_make(d->line, d->line_len), name;
	size_t want, made = 0;
	char out[64];

	d->line_len = 0;
	if (line.len && line.ptr[line.len - 1] == '\r')
		line.len--;
	if (d->state == UU_BEFORE) {
		d->state = mime_uu_begin(line, &name) ? UU_INSIDE : UU_BEFORE;
		return;
	}
	if (line.len == 0)
		return;
	want = (size_t)(line.ptr[0] - ' ') & 0x3f;
	/* A line of no bytes is the last one, whether "end" follows or was cut off. */
	d->over = want == 0 || span_equal(line, SPAN("end"));
	for (size_t i = 1; !d->over && made < want; i += 4) {
		uint32_t all = 0;

		for (size_t k = 0; k < 4; k++)
			all = all << 6 | (i + k < line.len ? (line.ptr[i + k] - ' ') & 0x3f : 0);
		for (int shift = 16; shift >= 0 && made < want; shift -= 8)
			out[made++] = (char)(all >> shift);
	}
	make_ready(d, out, made);
}

static size_t uu_decode(struct mime_decoder *d, struct span *in, char *out, size_t max)
{
	size_t made = 0;

	while (in->len && made < max && !d->over) {
		char c = in->ptr[0];

		*in = span_skip(*in, 1);
		if (c != '\n') {
			if (d->line_len < sizeof(d->line))
				d->line[d->line_len++] = c;
			continue;
		}
		uu_line(d);
		made += give_ready(d, out + made, max - made);
	}
	if (d->over)
		*in = span_skip(*in, in->len);
	return made;
}

/* ---- all */

size_t mime_decode(struct mime_decoder *d, struct span *in, char *out, size_t max)
{
	size_t n = give_ready(d, out, max);

	if (n)
		return n;
	switch (d->encoding) {
	case MIME_BASE64:
		return base64_decode(d, in, out, max);
	case MIME_QUOTED:
		return quoted_decode(d, in, out, max);
	case MIME_UU:
		return uu_decode(d, in, out, max);
	default:
		n = in->len < max ? in->len : max;
		memcpy(out, in->ptr, n);
		*in = span_skip(*in, n);
		return n;
	}
}

size_t mime_decode_end(struct mime_decoder *d, char *out, size_t max)
{
	if (d->ready_at == d->ready_len && d->encoding == MIME_BASE64 && d->sextets)
		base64_flush(d);
	if (d->ready_at == d->ready_len && d->encoding == MIME_UU && d->line_len && !d->over)
		uu_line(d);
	if (d->ready_at == d->ready_len && d->encoding == MIME_QUOTED && d->state == QUOTED_DIGIT) {
		make_ready(d, (char[2]){ '=', d->held }, 2);
		d->state = QUOTED_PLAIN;
	}
	return give_ready(d, out, max);
}
