/*
 * phase.h -- the phases that look for values in a chunk, and the verifiers
 * that they hand survivors to.  Inside match/ only.
 *
 * A phase takes candidates from token.c, makes keys, asks the filter, and
 * calls a verifier with an offset in the view; only verifiers look at bytes
 * one by one, and only they report.
 */
#ifndef MATCH_PHASE_H
#define MATCH_PHASE_H

#include "match/lane.h"
#include "match/scan.h"
#include "value/address.h"

/* Each finds what it is named after in the chunk that `l` holds. */
void phase_names(struct scan *s, const struct view *v, struct lane *l);
void phase_numbers(struct scan *s, const struct view *v, struct lane *l);
void phase_groups(struct scan *s, const struct view *v, struct lane *l);
void phase_hex(struct scan *s, const struct view *v, struct lane *l);
void phase_words(struct scan *s, const struct view *v, struct lane *l);

/* host.c: all that is listed below the name that ends at `end`; flags of its guard. */
void host_verify(struct scan *s, const struct view *v, size_t end, unsigned flags);

/* The same for a name with something unusual in front or behind: all starts and ends are tried. */
void host_verify_odd(struct scan *s, const struct view *v, size_t end);

/* Names with an address in front, backwards: 4.3.2.1.in-addr.arpa, 4.3.2.1.zen.example. */
void reverse_verify(struct scan *s, const struct view *v, size_t start, size_t end);

/* name.c: file names and paths that end at `end`. */
void name_verify(struct scan *s, const struct view *v, size_t end, bool separated);
void path_verify(struct scan *s, const struct view *v, size_t end);

/* url.c: URLs whose host stands at start..end, in canonical form in `host`. */
void url_verify(struct scan *s, const struct view *v, size_t start, size_t end, struct span host);

/* address.c: an address written at start..end. */
void address_verify(struct scan *s, const struct view *v, size_t start, size_t end,
		    const struct address *a, unsigned veil);

/* The port written behind a host or address that ends at `at` (":443"), else 0; where it ends. */
unsigned port_behind(struct span text, size_t at, size_t *end);

/* Where the run of word characters and dots that ends at `end` begins, looking `reach` back. */
size_t run_start(struct span text, size_t end, size_t reach);

#define RUN_REACH 512		/* a run longer than that is no name: only its suffixes are */

/* note.c: for a recorder.  The names whose ends are the first n of l->place. */
void note_names(struct recorder *r, struct lane *l, struct span text, size_t n);
/* One run of word characters and dots. */
void note_run(struct recorder *r, struct span text, size_t start, size_t end);
/* host.c: mail addresses of the name that ends at `end`, whose '@' stands at `at`. */
void note_email(struct recorder *r, struct span text, size_t at, size_t end);

/* wrapper: the name that ends at `end` may be the host of a wrapped link (veil_wrap.c). */
void wrapper_verify(struct scan *s, const struct view *v, size_t end);

#endif
