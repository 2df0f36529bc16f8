/*
 * eml.c -- one message: its header, its bodies, its attachments.
 *
 * Specification: RFC 5322, 2045-2049, 2231.  Whatever is sent is read: missing
 * and broken boundaries and such as no header names, text in front of and
 * behind the parts, uuencoded files in the middle of a text.  A message inside
 * the message is given whole (PART_MESSAGE) and taken apart by whoever asked.
 * Not here: yEnc, what S/MIME and PGP hide (each is a part that fails with
 * its reason), messages in pieces (message/partial).
 * Hostile input: one pass over the bytes; headers up to HEADER_MOST each,
 * PARTS_MOST parts, MIME_DEPTH multiparts inside one another; one window.
 */
#include "format/mail_probe.h"
#include "format/mime_body.h"

#define HEADER_MOST (1u << 20)
#define PARTS_MOST  10000
#define TYPE_MOST   128
#define FIRST_MOST  512		/* of a text between parts, looked at before it becomes one */

extern const struct format format_eml, format_html, format_text;

/* What the header of a part says about its body. */
struct entity {
	struct span type;		/* lower case, in eml.type */
	enum mime_encoding encoding;
	bool attached;			/* it has a name, or says so */
};

struct leaf {				/* the body at hand, decoded */
	struct stream stream;
	struct mime_body *body;
	struct mime_decoder decoder;
	struct span left;
	bool over;
	enum error_code refusal;	/* it is not to be had ... */
	const char *why;		/* ... because */
};

enum eml_state { EML_START, EML_FIRST, EML_INSIDE, EML_BETWEEN, EML_OVER };

struct eml {
	struct mime_body body;
	struct leaf leaf;
	struct reader *reader;
	enum eml_state state;
	uint64_t number;
	struct buf header;		/* of the entity at hand, as it stands */
	struct buf text;		/* the same decoded; of the message */
	struct buf name, charset, between;
	char type[TYPE_MOST];
	struct error later;		/* told when all parts were given */
};

/* ---- the body as a stream */

static int64_t leaf_read(struct stream *s, void *out, size_t max, struct error *e)
{
	struct leaf *l = (struct leaf *)s;
	size_t n = 0;

	if (l->refusal != ERR_NONE)
		return fail(e, l->refusal, "%s", l->why);
	while (!l->over && n == 0) {
		if (l->left.len == 0 && !mime_body_next(l->body, &l->left)) {
			l->over = true;
			break;
		}
		n = mime_decode(&l->decoder, &l->left, out, max);
	}
	if (n == 0)
		n = mime_decode_end(&l->decoder, out, max);
	if (n == 0 && l->body->stop == MIME_ENDS && l->body->below.code != ERR_NONE) {
		*e = l->body->below;
		return -1;
	}
	return (int64_t)n;
}

static const struct stream_type leaf_type = { .name = "body", .read = leaf_read };

static void leaf_begin(struct eml *m, enum mime_encoding encoding, enum mime_inside inside)
{
	m->leaf = (struct leaf){ .stream = { .type = &leaf_type }, .body = &m->body,
				 .left = SPAN("") };
	mime_decoder_init(&m->leaf.decoder, encoding);
	mime_body_begin(&m->body, inside);
}

static void leaf_refuse(struct eml *m, enum error_code code, const char *why)
{
	m->leaf.refusal = code;
	m->leaf.why = why;
}

static void later(struct eml *m, enum error_code code, const char *why)
{
	if (m->later.code == ERR_NONE)
		fail(&m->later, code, "eml: %s", why);
}

/* A bound of ours that was reached: the rest is not looked at. */
static int give_limit(struct eml *m, const char *reason, const char *what, struct part *out)
{
	m->state = EML_OVER;
	*out = (struct part){ .kind = PART_GAP, .name = span_of(reason), .text = span_of(what),
			      .time = TIME_NONE };
	return 1;
}

/* ---- headers */

static void set_type(struct eml *m, struct entity *n, struct span type)
{
	size_t len = type.len < TYPE_MOST ? type.len : TYPE_MOST;

	for (size_t i = 0; i < len; i++)
		m->type[i] = ascii_lower(type.ptr[i]);
	n->type = span_make(m->type, len);
}

static struct entity entity_of(struct eml *m, bool digest)
{
	struct span header = buf_span(&m->header);
	struct span type = mime_field_find(header, SPAN("Content-Type"));
	struct span place = mime_field_find(header, SPAN("Content-Disposition"));
	struct span first = mime_first(type);
	struct entity n = { .attached = span_equal_nocase(mime_first(place), SPAN("attachment")) };

	if (span_find_byte(first, '/') == SPAN_NONE)
		first = span_equal_nocase(first, SPAN("html")) ? SPAN("text/html")
			: digest ? SPAN("message/rfc822") : SPAN("text/plain");
	set_type(m, &n, first);
	n.encoding = mime_encoding_of(mime_field_find(header, SPAN("Content-Transfer-Encoding")));
	buf_clear(&m->name);
	if (!mime_parameter(place, SPAN("filename"), &m->name))
		mime_parameter(type, SPAN("name"), &m->name);
	n.attached |= m->name.len > 0;
	buf_clear(&m->charset);
	mime_parameter(type, SPAN("charset"), &m->charset);
	/* Half of all mail that says so holds something else. */
	if (span_equal_nocase(buf_span(&m->charset), SPAN("us-ascii")) ||
	    span_equal_nocase(buf_span(&m->charset), SPAN("ascii")))
		buf_clear(&m->charset);
	return n;
}

/* Open the boundary that a multipart names; false: it names none, or too many are open. */
static bool open_boundary(struct eml *m, struct entity *n)
{
	struct mime_boundary *b = &m->body.boundary[m->body.depth];
	struct buf text;
	bool ok;

	if (m->body.depth == MIME_DEPTH) {
		later(m, ERR_LIMIT, "multiparts nested too deeply");
		return false;
	}
	buf_init(&text, MIME_BOUNDARY);
	ok = mime_parameter(mime_field_find(buf_span(&m->header), SPAN("Content-Type")),
			    SPAN("boundary"), &text) && text.len && !text.bad;
	while (ok && text.len > 1 && text.ptr[text.len - 1] == ' ')
		text.len--;
	if (ok) {
		memcpy(b->text, text.ptr, text.len);
		b->len = (unsigned)text.len;
		b->seen = false;
		b->digest = span_equal(n->type, SPAN("multipart/digest"));
		b->sealed = span_equal(n->type, SPAN("multipart/encrypted"));
		m->body.depth++;
	}
	buf_release(&text);
	return ok;
}

/* ---- parts */

static void give(struct eml *m, enum part_kind kind, struct span name, struct part *out)
{
	*out = (struct part){
		.kind = kind, .name = name, .stream = &m->leaf.stream, .number = ++m->number,
		.size = PART_SIZE_UNKNOWN, .time = TIME_NONE, .charset = SPAN(""),
		.offset = mime_body_offset(&m->body),
	};
	m->state = EML_INSIDE;
}

static void give_text(struct eml *m, const struct entity *n, struct part *out)
{
	bool html = span_equal(n->type, SPAN("text/html"));

	leaf_begin(m, n->encoding, n->encoding == MIME_IDENTITY && !html ? MIME_IN_TEXT
									  : MIME_IN_BYTES);
	give(m, PART_BODY, n->type, out);
	out->charset = buf_span(&m->charset);
	out->as = html ? &format_html : &format_text;
}

/* What only its addressee can open. */
static void refuse_sealed(struct eml *m, const struct entity *n)
{
	struct span type = mime_field_find(buf_span(&m->header), SPAN("Content-Type"));
	struct buf kind;

	if (span_equal(n->type, SPAN("application/pkcs7-mime")) ||
	    span_equal(n->type, SPAN("application/x-pkcs7-mime"))) {
		buf_init(&kind, 64);
		mime_parameter(type, SPAN("smime-type"), &kind);
		if (span_equal_nocase(buf_span(&kind), SPAN("signed-data")) ||
		    span_equal_nocase(buf_span(&kind), SPAN("certs-only")))
			later(m, ERR_UNSUPPORTED, "S/MIME: what is signed in one piece is not "
			      "taken apart; its bytes are searched");
		else
			leaf_refuse(m, ERR_ENCRYPTED, "S/MIME: encrypted for its recipients");
		buf_release(&kind);
	}
	if (m->body.depth && m->body.boundary[m->body.depth - 1].sealed &&
	    !span_equal(n->type, SPAN("application/pgp-encrypted")))
		leaf_refuse(m, ERR_ENCRYPTED, "PGP: encrypted for its recipients");
	if (span_equal(n->type, SPAN("message/partial")))
		later(m, ERR_UNSUPPORTED, "a message sent in pieces is not put together");
}

static void give_entity(struct eml *m, struct part *out)
{
	struct entity n;
	bool digest = m->body.depth && m->body.boundary[m->body.depth - 1].digest;

	n = entity_of(m, digest);
	if (span_starts(n.type, SPAN("multipart/"))) {
		if (open_boundary(m, &n)) {
			leaf_begin(m, MIME_IDENTITY, MIME_BETWEEN);
			m->state = EML_BETWEEN;
			return;
		}
		later(m, ERR_MALFORMED, "a multipart without a boundary");
		set_type(m, &n, SPAN("text/plain"));
		n.attached = false;
	}
	if (span_equal(n.type, SPAN("message/rfc822")) || span_equal(n.type, SPAN("message/news")) ||
	    span_equal(n.type, SPAN("message/global"))) {
		leaf_begin(m, n.encoding, MIME_IN_BYTES);
		give(m, PART_MESSAGE, SPAN(""), out);
		out->as = &format_eml;
	} else if ((span_starts(n.type, SPAN("text/")) || span_starts(n.type, SPAN("message/"))) &&
		   !n.attached) {
		give_text(m, &n, out);
	} else {
		leaf_begin(m, n.encoding, MIME_IN_BYTES);
		give(m, PART_MEMBER, m->name.len ? buf_span(&m->name) : n.type, out);
	}
	refuse_sealed(m, &n);
}

/* ---- text between parts */

/* "This is a multi-part message in MIME format." */
static bool says_nothing(struct span text)
{
	for (size_t i = 0; i + 1 < text.len; i++)
		if ((text.ptr[i] == '.' || text.ptr[i] == ':' || text.ptr[i] == '@') &&
		    !ascii_space(text.ptr[i + 1]))
			return false;
	return text.len < FIRST_MOST;
}

/* Text in front of the first part or behind the last: 1 when it is worth a part. */
static int give_between(struct eml *m, struct part *out)
{
	struct span now;

	buf_clear(&m->between);
	while (mime_body_next(&m->body, &now)) {
		buf_add(&m->between, now);
		if (says_nothing(buf_span(&m->between)))
			continue;
		give(m, PART_BODY, SPAN("between parts"), out);
		m->leaf.left = buf_span(&m->between);
		out->as = &format_text;
		return 1;
	}
	m->state = EML_INSIDE;
	return 0;
}

/* ---- files and other things in the middle of a text */

static int give_hidden(struct eml *m, struct part *out)
{
	enum mime_stop stop = m->body.stop;
	struct span name;
	struct span line = mime_body_line(&m->body);

	if (stop == MIME_AT_PGP) {
		name = SPAN("PGP message");
	} else if (stop == MIME_AT_YENC) {
		size_t at = span_find(line, SPAN("name="));

		name = at == SPAN_NONE ? SPAN("yEnc") : span_trim(span_skip(line, at + 5));
	} else if (!mime_uu_begin(line, &name)) {
		name = SPAN("uuencode");
	}
	buf_clear(&m->name);
	buf_add(&m->name, name);
	leaf_begin(m, stop == MIME_AT_UU ? MIME_UU : MIME_IDENTITY,
		   stop == MIME_AT_UU ? MIME_IN_UU
		   : stop == MIME_AT_YENC ? MIME_IN_YENC : MIME_IN_PGP);
	mime_decoder_begun(&m->leaf.decoder);
	give(m, PART_MEMBER, buf_span(&m->name), out);
	if (stop == MIME_AT_YENC)
		leaf_refuse(m, ERR_UNSUPPORTED, "yEnc is not decoded");
	else if (stop == MIME_AT_PGP)
		leaf_refuse(m, ERR_ENCRYPTED, "PGP: encrypted for its recipients");
	return 1;
}

/* ---- all of it */

static const char long_header[] = "eml: a header of more than 1024 KiB, and what follows it";

/* Behind a part: 1 and the next one, 0 when another look is needed. */
static int eml_behind(struct eml *m, struct part *out)
{
	struct mime_body *b = &m->body;

	mime_body_skip(b);
	switch (b->stop) {
	case MIME_AT_UU:
	case MIME_AT_YENC:
	case MIME_AT_PGP:
		return give_hidden(m, out);
	case MIME_AT_END:
		mime_body_line(b);
		leaf_begin(m, MIME_IDENTITY, MIME_BETWEEN);
		m->state = EML_BETWEEN;
		return 0;
	case MIME_AT_BOUNDARY:
		b->depth = b->which + 1;
		mime_body_line(b);
		if (b->closing) {
			b->depth--;
			leaf_begin(m, MIME_IDENTITY, MIME_BETWEEN);
			m->state = EML_BETWEEN;
			return 0;
		}
		if (mime_body_header(b, &m->header) < 0)
			return give_limit(m, "too-large", long_header, out);
		m->state = EML_INSIDE;
		give_entity(m, out);
		return m->state == EML_INSIDE;
	default:
		m->state = EML_OVER;
		return 0;
	}
}

static int eml_end(struct eml *m, struct error *e)
{
	struct mime_body *b = &m->body;

	for (unsigned i = 0; i < b->depth; i++)
		if (!b->boundary[i].seen)
			later(m, ERR_MALFORMED, "a boundary that the header names stands nowhere");
	if (b->depth && m->leaf.decoder.encoding == MIME_BASE64)
		later(m, ERR_TRUNCATED, "ends inside an attachment");
	b->depth = 0;
	m->leaf.decoder.encoding = MIME_IDENTITY;
	if (b->below.code != ERR_NONE)
		m->later = b->below;
	b->below.code = ERR_NONE;
	if (m->later.code == ERR_NONE)
		return 0;
	*e = m->later;
	m->later.code = ERR_NONE;
	return -1;
}

static int eml_start(struct eml *m, struct part *out)
{
	if (mime_body_header(&m->body, &m->header) < 0)
		return give_limit(m, "too-large", long_header, out);
	buf_clear(&m->text);
	mime_header_text(buf_span(&m->header), &m->text);
	*out = (struct part){ .kind = PART_HEADER, .text = buf_span(&m->text), .time = TIME_NONE,
			      .size = m->header.len };
	m->state = EML_FIRST;
	return 1;
}

static int eml_next(struct reader *r, struct part *out, struct error *e)
{
	struct eml *m = r->state;

	if (m->state == EML_START)
		return eml_start(m, out);
	if (m->state == EML_FIRST) {
		give_entity(m, out);
		if (m->state == EML_INSIDE)
			return 1;
	}
	while (m->state != EML_OVER) {
		int rc;

		if (m->number >= PARTS_MOST)
			return give_limit(m, "count-limit", "eml: more than 10000 parts", out);
		rc = m->state == EML_BETWEEN ? give_between(m, out) : eml_behind(m, out);
		if (rc)
			return rc;
	}
	return eml_end(m, e);
}

static int eml_open(struct reader *r, struct error *e)
{
	struct eml *m = arena_new(r->arena, struct eml);

	if (!m)
		return fail(e, ERR_LIMIT, "eml: no memory left for this item");
	m->reader = r;
	r->state = m;
	buf_init(&m->header, HEADER_MOST);
	buf_init(&m->text, 2 * HEADER_MOST);
	buf_init(&m->name, 4096);
	buf_init(&m->charset, 128);
	buf_init(&m->between, MIME_WINDOW + FIRST_MOST);
	return mime_body_open(&m->body, r->arena, r->stream, e);
}

static void eml_close(struct reader *r)
{
	struct eml *m = r->state;

	if (!m)
		return;
	buf_release(&m->header);
	buf_release(&m->text);
	buf_release(&m->name);
	buf_release(&m->charset);
	buf_release(&m->between);
}

const struct format format_eml = {
	.name = "eml",
	.about = "mail message (RFC 5322, MIME)",
	.suffixes = " .eml .mht .mhtml ",
	.class = FORMAT_MESSAGE,
	.evidence = true,
	.probe = eml_probe,
	.open = eml_open,
	.next = eml_next,
	.close = eml_close,
};
