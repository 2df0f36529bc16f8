/*
 * pst.h -- what pst.c (the mailbox) and pst_parts.c (folders and messages, out of
 * frames) share; private to this folder.
 */
#ifndef FORMAT_PST_H
#define FORMAT_PST_H

#include "base/buf.h"
#include "format/format.h"
#include "format/pst_wire.h"

/* Frames one after the other out of a stream of them. */
struct pst_frames {
	struct stream *from;
	char head[PST_HEAD];		/* of the frame at hand */
	enum pst_frame type;
	uint32_t left;			/* of its payload, unread */
	struct buf payload;
};

/* What opened with the frame at hand, up to what closes it. */
struct pst_inside {
	struct stream stream;		/* folder, message: its frames; else its bytes */
	struct pst_frames *frames;
	bool bytes;
	unsigned depth;			/* 0: it is over */
	unsigned head_left;		/* of the frame's head, not given yet */
};

void pst_frames_open(struct pst_frames *f, struct stream *from);
void pst_frames_close(struct pst_frames *f);

/* 1: a frame is at hand; 0: there are no more; -1. */
int pst_frames_next(struct pst_frames *f, struct error *e);

/* All of its payload, until the next frame; cut where it cannot be had. */
struct span pst_frames_payload(struct pst_frames *f);

static inline bool pst_opens(enum pst_frame type)
{
	return type == PST_FOLDER || type == PST_MESSAGE || type == PST_BODY ||
	       type == PST_ATTACHMENT;
}

void pst_inside_open(struct pst_inside *in, struct pst_frames *f, bool bytes);
/* Read what was left of it. */
int  pst_inside_skip(struct pst_inside *in, struct error *e);

/* Part of a PST_GAP at hand. */
void pst_give_gap(struct pst_frames *f, struct part *out);

/* Never met by their first bytes: a part says that it is one. */
extern const struct format format_pst_folder, format_pst_message;

#endif
