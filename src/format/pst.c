/*
 * pst.c -- Outlook's mailboxes: PST, OST, PAB.
 *
 * Specification: [MS-PST].  They are read with libpff by a reader in a process of
 * its own (pst_reader.c, base/external.h), which says what it finds in frames
 * (pst_wire.h).  A reader that dies of an item is started anew and passes over that
 * one: it is a gap with its place, and what stands behind it is read.
 * Hostile input: a frame is short; PST_PASSED readers die of one mailbox, of which
 * SLOW_MOST take too long; what nests and what is said not to be readable is
 * counted; the rest is the reader's to bound, and of who listens (ratio).
 */
#include "format/pst.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "base/external.h"
#include "format/probe.h"

#define NEST_MOST 64
#define SLOW_MOST 3
#define GAPS_MOST 100000

struct pst {
	struct stream stream;		/* whole frames of all readers, without PST_AT */
	struct pst_frames frames;	/* out of it */
	struct pst_inside folder;
	struct reader *reader;
	struct external *external;
	int fd;				/* -1: no reader runs */
	struct buf frame;		/* at hand, `given` bytes of it are given */
	size_t given;
	unsigned depth;			/* things open at its end */
	uint32_t ordinal;		/* of what the reader has at hand */
	uint32_t passed[PST_PASSED], passes, slow;
	uint64_t number;
	uint32_t gaps;
	char by[240];			/* who reads it, for people */
	bool over, told;
	struct error fatal;		/* nothing can go on */
};

/* ---- the reader */

static int start_reader(struct pst *p, struct error *e)
{
	struct seekable *file = p->reader->file;
	struct external_call call = { .name = "libpff", .bytes = file->bytes, .fd = file->fd };
	struct buf note;
	int rc;

	buf_init(&note, 512);
	for (uint32_t i = 0; i < p->passes; i++)
		buf_printf(&note, i ? ",%u" : "%u", p->passed[i]);
	call.note = buf_string(&note);
	rc = p->external->start(p->external, &call, &p->fd, e);
	buf_release(&note);
	return rc;
}

static int end_reader(struct pst *p, struct error *e)
{
	if (p->fd < 0)
		return 0;
	p->fd = -1;
	return p->external->end(p->external, e);
}

static bool take(struct pst *p, size_t size)
{
	if (!buf_reserve(&p->frame, size))
		return false;
	while (size) {
		ssize_t got = read(p->fd, p->frame.ptr + p->frame.len, size);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		p->frame.len += (size_t)got;
		size -= (size_t)got;
	}
	return true;
}

/* A whole frame into p->frame; false: the reader is dead, or talks nonsense. */
static bool take_frame(struct pst *p)
{
	struct cursor c;
	uint32_t size;

	buf_clear(&p->frame);
	p->given = 0;
	if (p->fd < 0 || !take(p, PST_HEAD))
		return false;
	c = (struct cursor){ .left = span_skip(buf_span(&p->frame), 1) };
	size = cursor_u32(&c);
	return size <= PST_PAYLOAD && take(p, size);
}

static struct span payload(const struct pst *p)
{
	return span_skip(buf_span(&p->frame), PST_HEAD);
}

static void add_frame(struct pst *p, enum pst_frame type, struct span text)
{
	buf_byte(&p->frame, (char)type);
	for (unsigned i = 0; i < 4; i++)
		buf_byte(&p->frame, (char)(text.len >> 8 * i));
	buf_add(&p->frame, text);
}

/* It goes on, and has read so much of the file. */
static int take_progress(struct pst *p, struct error *e)
{
	struct cursor c = { .left = payload(p) };
	struct reader *r = p->reader;
	uint64_t read;

	p->ordinal = cursor_u32(&c);
	read = cursor_u64(&c);
	if (read > r->file->used)
		r->file->used = read < r->file->size ? read : r->file->size;
	return r->alive ? r->alive(r->owner, e) : 0;
}

/* ---- when it died */

/* Another one that passes over what this one died of: true when it runs. */
static bool start_behind(struct pst *p, const struct error *why)
{
	uint32_t last = p->passes ? p->passed[p->passes - 1] : 0;
	struct error e;

	p->slow += why->code == ERR_TIME;
	if (p->gaps > GAPS_MOST || p->ordinal <= last || p->passes == PST_PASSED ||
	    p->slow == SLOW_MOST)
		return false;
	p->passed[p->passes++] = p->ordinal;
	if (start_reader(p, &e) < 0)
		return false;
	while (take_frame(p) && p->frame.ptr[0] == PST_AT)
		if (take_progress(p, &e) < 0)
			return false;
	return p->frame.len && p->frame.ptr[0] == PST_HELLO;
}

/* What was open is closed, behind a word of why: ours, or how it ended. */
static void bury_reader(struct pst *p, const char *ours)
{
	struct error why = { .code = ERR_TRUNCATED, .text = "its reader ended too early" };
	char text[300];
	bool goes_on;

	end_reader(p, &why);
	if (ours)
		fail(&why, ERR_MALFORMED, "%s", ours);
	goes_on = start_behind(p, &why);
	if (!goes_on)
		end_reader(p, &(struct error){ 0 });
	p->over = !goes_on;
	snprintf(text, sizeof(text), "%c%.200s%s", (char)why.code, why.text,
		 goes_on ? "" : "; what is behind it in the mailbox is not read");
	buf_clear(&p->frame);
	add_frame(p, PST_GAP, span_make(text, 1 + strlen(text + 1)));
	for (; p->depth; p->depth--)
		add_frame(p, PST_CLOSE, SPAN(""));
}

/* The frame in p->frame may be given: 1; 0: another one is needed. */
static int judge_frame(struct pst *p, struct error *e)
{
	enum pst_frame type = (enum pst_frame)p->frame.ptr[0];

	if (type == PST_AT)
		return take_progress(p, e);
	if (type == PST_HELLO)
		return 0;
	if (type == PST_OVER && p->depth == 0) {
		p->over = true;
		return 0;
	}
	if (pst_opens(type) && p->depth < NEST_MOST)
		p->depth++;
	else if (type == PST_CLOSE && p->depth)
		p->depth--;
	else if (type == PST_GAP && ++p->gaps > GAPS_MOST)
		bury_reader(p, "more than 100000 things in it cannot be read");
	else if (type != PST_PROPERTY && type != PST_RECIPIENT && type != PST_DATA &&
		 type != PST_GAP)
		bury_reader(p, "its reader talks nonsense");
	return 1;
}

/* The next frame that is about the mailbox: 1; 0 at the end; -1. */
static int next_frame(struct pst *p, struct error *e)
{
	int rc = 0;

	while (rc == 0 && !p->over) {
		if (take_frame(p)) {
			rc = judge_frame(p, e);
		} else {
			bury_reader(p, NULL);
			rc = 1;
		}
	}
	return rc;
}

static int64_t frames_read(struct stream *s, void *out, size_t max, struct error *e)
{
	struct pst *p = (struct pst *)s;
	struct span now;

	if (p->given == p->frame.len) {
		int rc = next_frame(p, e);

		if (rc <= 0) {
			if (rc < 0)
				p->fatal = *e;
			return rc;
		}
	}
	now = span_cut(span_skip(buf_span(&p->frame), p->given), 0, max);
	memcpy(out, now.ptr, now.len);
	p->given += now.len;
	return (int64_t)now.len;
}

static const struct stream_type frames_type = { .name = "pst", .read = frames_read };

/* ---- the row */

/* Its first words, before anything is believed: the reader may be missing, or refuse. */
static int greet(struct pst *p, struct error *e)
{
	struct error why = { .code = ERR_MALFORMED, .text = "the reader says nothing" };
	int rc = 1;

	while (take_frame(p)) {
		if (p->frame.ptr[0] == PST_HELLO) {
			snprintf(p->by, sizeof(p->by), "read by %.*s: what was deleted and lies "
				 "in unused blocks is not recovered",
				 SPAN_ARG(span_cut(payload(p), 0, 60)));
			p->given = p->frame.len;
			return 0;
		}
		if (p->frame.ptr[0] == PST_REFUSED)
			return fail(e, ERR_MALFORMED, "cut or damaged, its bytes are searched as "
				    "they stand: %.*s", SPAN_ARG(span_cut(payload(p), 0, 200)));
		rc = p->frame.ptr[0] == PST_AT ? take_progress(p, e) : 1;
		if (rc != 0)
			break;
	}
	if (rc < 0)
		return -1;
	end_reader(p, &why);
	if (why.code == ERR_UNSUPPORTED)
		return fail(e, ERR_UNSUPPORTED, "%s; Outlook's mailboxes are read with it: "
			    PST_INSTALL, why.text);
	*e = why;
	return fail_in(e, "pst");
}

static int pst_open(struct reader *r, struct error *e)
{
	struct pst *p = arena_new(r->arena, struct pst);

	if (!p)
		return fail(e, ERR_LIMIT, "pst: no memory left for this item");
	r->state = p;
	p->reader = r;
	p->external = r->external;
	p->fd = -1;
	p->stream.type = &frames_type;
	buf_init(&p->frame, 2 * (PST_HEAD + PST_PAYLOAD));
	pst_frames_open(&p->frames, &p->stream);
	if (!p->external)
		return fail(e, ERR_UNSUPPORTED, "pst: its reader cannot be started here");
	if (start_reader(p, e) < 0)
		return -1;
	return greet(p, e);
}

static int pst_next(struct reader *r, struct part *out, struct error *e)
{
	struct pst *p = r->state;
	int rc = pst_inside_skip(&p->folder, e);

	if (!p->told) {
		p->told = true;
		*out = (struct part){ .kind = PART_GAP, .name = SPAN("unsupported-format"),
				      .text = span_of(p->by), .level = 1, .time = TIME_NONE };
		return 1;
	}
	while (rc == 0 && (rc = pst_frames_next(&p->frames, e)) > 0) {
		if (p->frames.type == PST_GAP) {
			pst_give_gap(&p->frames, out);
			return 1;
		}
		rc = 0;
		if (p->frames.type != PST_FOLDER)
			continue;
		*out = (struct part){
			.kind = PART_MEMBER, .number = ++p->number, .stream = &p->folder.stream,
			.size = PART_SIZE_UNKNOWN, .time = TIME_NONE, .charset = SPAN(""),
			.name = pst_frames_payload(&p->frames),
			.as = &format_pst_folder,
		};
		pst_inside_open(&p->folder, &p->frames, false);
		return 1;
	}
	return rc;
}

static void pst_close(struct reader *r)
{
	struct pst *p = r->state;
	struct error ignored;

	if (!p)
		return;
	end_reader(p, &ignored);
	pst_frames_close(&p->frames);
	buf_release(&p->frame);
}

static int pst_probe(struct span head)
{
	return probe_magic(head, 0, SPAN("!BDN")) && probe_magic(head, 8, SPAN("S")) ? 95 : 0;
}

const struct format format_pst = {
	.name = "pst",
	.about = "Outlook mailbox (PST, OST)",
	.suffixes = " .pst .ost ",
	.class = FORMAT_CONTAINER,
	.seeks = true,
	.evidence = true,
	.remedy = PST_INSTALL,
	.with = pst_reader_version,
	.probe = pst_probe,
	.open = pst_open,
	.next = pst_next,
	.close = pst_close,
};
