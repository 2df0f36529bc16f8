/* sweeping.h -- what the parts of the parent's sweep share; private to finding/. */
#ifndef FINDING_SWEEPING_H
#define FINDING_SWEEPING_H

#include "base/out.h"
#include "base/table.h"
#include "finding/judge.h"
#include "finding/sweep.h"

#define SWEEP_AHEAD   6			/* items handed to a worker before it answers */
#define CHUNK_BYTES   (512u << 10)	/* answers of an item kept before they are spooled */
#define SPOOL_MEMORY  (24u << 20)
#define SPOOL_CEILING (UINT64_C(1) << 40)
#define PATHS_AT_ONCE 500
#define EXCLUDED_TOLD 1000		/* excluded files named one by one */

struct piece;			/* sweep_pieces.c */

struct item {			/* in flight, or waiting */
	struct item *next;
	uint32_t number;
	char *path;		/* owned */
	uint32_t root;
	uint64_t size, device, inode;
	int64_t mtime, ctime;
	bool regular, network;
	bool written_to;	/* while it was read */
	bool recalled;		/* its result came from the case */
	bool known;		/* and is that of another question, without its findings */
	int64_t notes;		/* their number in the case; 0: none yet */
	uint32_t segments;	/* of them, without the last */
	struct buf last_notes;	/* noted_encode */
	bool noted;		/* they are complete */
	char reason[40];	/* of its last gap; "": none */
	int fd;
	const struct label *label;
	unsigned deaths;
	uint64_t consumed;
	uint64_t hits_sent, hits_seen;
	struct buf answers;	/* u32 type, span body; not spooled yet */
	uint64_t *chunk;	/* position, length */
	uint32_t chunks, chunk_room;
	struct buf hits;	/* JSON lines that wait for their turn */
	struct piece *piece;	/* it is one, or a file that is swept in such; NULL: neither */
	bool whole;		/* not in pieces: that was tried */
};

struct hand {			/* what a worker is busy with */
	struct item *queue[SWEEP_AHEAD];
	unsigned count;
	int64_t since;		/* monotonic ms of the last answer */
	int64_t cpu;		/* of the worker when its current item was first looked after */
	bool alone;		/* its one item has killed a worker before */
	bool spoiled;		/* replaced behind its item: it has used a fragile decoder */
};

struct done {			/* position of an item's result in the spool */
	uint64_t at;
	uint32_t length, number;
};

struct waiting_hits {
	struct buf lines;
	bool complete;
};

struct recall;
struct sweep {
	struct sweep_options o;
	struct pool *walker, *workers;
	int page_fd, names_fd;
	char *page;		/* where the walk stands */
	int64_t walk_since;
	int64_t now, watched;	/* when it heard something last; looked at the limits of time */
	unsigned walk_deaths;	/* since it met something */
	uint32_t next_path;	/* PATHs given to the walk */
	uint32_t at_root;	/* the PATH being walked */
	bool walk_over, walk_idle;
	struct hand hand[POOL_WORKERS];
	struct item *first, **last;	/* waiting */
	uint32_t waiting, numbered;
	char **real;		/* of each PATH, or NULL */
	struct sources sources;
	struct spool spool;
	struct done *done;
	uint32_t dones, done_room;
	struct buf out, spare;	/* spare: for the answers of an item */
	struct sweep_counts counts;
	struct recall *recall;		/* NULL: everything is read */
	uint64_t excluded;
	/* hits in order */
	uint32_t emit;		/* the item whose hits may go out now */
	struct waiting_hits *late;
	uint32_t lates, late_room;
	struct buf ready, at;
	struct out line;	/* one of them */
	/* as it seems so far */
	struct table machines;
	struct arena machine_keys, scratch;
	uint64_t act, check;
	struct buf unjudged;	/* u32 root, u64 label and 1, span observation_encode */
	char alarm[300];
	bool alarmed, alarm_taken, stopped;
};

/*
 * sweep_pieces.c: a large file as many items, which become one again.  The
 * item itself is the first piece, the others wait at the front of the queue.
 */
int  pieces_begin(struct sweep *s, struct item *i, struct span plan, struct error *e);
/* A piece may be given to this worker now. */
bool piece_may_go(const struct item *i, const struct hand *h);
void piece_order(const struct item *i, struct item_order *order);
struct item *piece_mailbox(const struct item *i);
/* The descriptor of its file. */
int  piece_fd(const struct item *i);
void piece_told(struct item *i, struct span body);	/* SWEEP_PIECE */
int  piece_strays(struct item *i, struct span body, struct error *e);	/* SWEEP_STRAY */
uint32_t piece_number(const struct item *i);	/* from 0 */
/* Its hits wait for those of the pieces before it. */
bool piece_is_later(const struct item *i);
/* Its file is read by one worker after all: nothing that is said of it counts. */
bool piece_is_undone(const struct item *i);
void piece_forget(struct piece *p);	/* strays of a first try */
/* Where its task begins in the file and how much it is; of what is no piece nothing is set. */
void piece_extent(const struct item *i, uint64_t *from, uint64_t *bytes);
/* SWEEP_NOTED of a piece: its notes are some of the mailbox's. */
int  piece_noted(struct sweep *s, struct item *i, struct span body, struct error *e);
/* Progress of it counts. */
bool piece_counts(const struct item *i);
/*
 * A task of a piece is over; an empty `end`: it was given up.  1: with this the
 * mailbox is, and *whole is the end of it all (empty: it was interrupted); 0:
 * not yet, and `i` may be gone.
 */
int  piece_over(struct sweep *s, struct item *i, struct span end, struct buf *whole,
		struct error *e);
void piece_free(struct piece *p);

/*
 * sweep_strays.c: those of a piece, whose text has so many lines in front of it (UINT64_MAX:
 * nobody knows); and those that stay alone.  *all is made when it is NULL.
 */
struct strays;
int  strays_take(struct sweep *s, struct item *file, struct strays **all, struct span list,
		 uint64_t lines, struct error *e);
int  strays_end(struct sweep *s, struct item *file, struct strays *all, struct error *e);
void strays_free(struct strays *s);

/* sweep_item.c */
struct item *item_new(struct sweep *s, struct span path, struct error *e);
void item_free(struct item *i);
void item_spare(struct sweep *s, struct item *i);
void item_done(struct sweep *s, struct item *i);	/* both */
void items_add(struct sweep *s, struct item *i);
void items_push_front(struct sweep *s, struct item *i);
struct item *items_take(struct sweep *s);
/* Keep one answer of an item; the end makes it a result. */
int  item_keep(struct sweep *s, struct item *i, uint32_t type, struct span body, struct error *e);
int  item_spool(struct sweep *s, struct item *i, struct error *e);
int  item_finish(struct sweep *s, struct item *i, struct span end, struct error *e);
int  item_gap(struct sweep *s, struct item *i, struct span reason, const char *detail,
	      uint64_t bytes, struct error *e);
void item_forget(struct item *i);	/* answers of a first try */
/* The span under which `path` was given. */
struct span item_root(const struct sweep *s, const struct item *i);

/* sweep_keep.c */
/* 1: the case has the item's result, which is taken; the item is gone. 0: read it. */
int item_recall(struct sweep *s, struct item *i, struct error *e);
/* Result and manifest line into the case; an empty `body`: it was not read. */
int item_put(struct sweep *s, struct item *i, struct span body, const struct item_end *end,
	     struct error *e);
/*
 * What the case knows of a PATH, or of all of them when `root` is empty.  What it does
 * not know is a gap that says `otherwise`; NULL: there is no such thing.
 */
/* The position of a PATH; s->o.paths: it is none. */
uint32_t sweep_root(const struct sweep *s, struct span path);
int sweep_replay(struct sweep *s, struct span root, const char *otherwise, struct error *e);

/* What a sweep counted besides its items, for one that is answered again. */
int sweep_counts_load(struct sweep *s, struct error *e);

/* The whole result of an item; an empty `end`: it could not be read. */
int item_take_result(struct sweep *s, struct item *i, struct span answers, struct span end,
		     struct error *e);

/* sweep_recall.c */
int sweep_recall_open(struct sweep *s, struct error *e);
/* 1: its notes rule out all that is asked: its result is taken, the item is gone. 0: read it. */
int item_known(struct sweep *s, struct item *i, const struct stamp *stamp, struct error *e);
/* Answers SWEEP_NOTES and SWEEP_NOTED, and keeping them when the item's result is kept. */
int item_note(struct sweep *s, struct item *i, struct span body, struct error *e);
int item_noted(struct sweep *s, struct item *i, struct span body, struct error *e);
int item_notes_keep(struct sweep *s, const struct item *i, const struct stamp *stamp,
		    struct error *e);

/* sweep_walk.c */
const struct label *item_label(const struct sweep *s, const struct item *i);
int  walk_start(struct sweep *s, struct error *e);
int  walk_feed(struct sweep *s, struct error *e);	/* more PATHs, or standard input */
int  walk_answered(struct sweep *s, const struct message *m, struct error *e);
int  walk_died(struct sweep *s, const char *cause, struct error *e);
int  walk_watch(struct sweep *s, struct error *e);
bool walk_wanted(const struct sweep *s);

/* sweep_show.c: one answer of a sweep that only shows, as a record. */
int  shown_take(struct sweep *s, struct item *i, uint32_t type, struct span body, struct error *e);

/* sweep.c */
int64_t sweep_now(void);	/* monotonic ms */
/* Does an answer of this type decode wholly?  An observation or a hit is then in *d. */
union decoded {
	struct observed observed;
	struct hit_answer hit;
};
bool answer_is_sound(uint32_t type, struct span body, union decoded *d);

#endif
