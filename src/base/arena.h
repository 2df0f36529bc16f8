/*
 * arena.h -- memory that dies at once, with a budget.
 *
 * One arena per life (an advisory, an item, a report).  Nothing is freed from
 * it; arena_release frees all.  The budget is the defence against expansion:
 * beyond it arena_alloc returns NULL and the caller fails with ERR_LIMIT.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/span.h"

struct arena_block;

struct arena {
	struct arena_block *first;
	struct arena_block *spare;	/* one of the usual size, kept by arena_rewind */
	size_t budget;		/* bytes that may be handed out in all */
	size_t used;
};

void  arena_init(struct arena *a, size_t budget);
void  arena_release(struct arena *a);

/* Zeroed memory aligned to 16 bytes, or NULL when the budget is spent. */
void *arena_alloc(struct arena *a, size_t size);

/* The same with whatever was there before: for windows that are filled before they are read. */
void *arena_room(struct arena *a, size_t size);

#define arena_new(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define arena_array(a, type, n) ((type *)arena_alloc_array((a), sizeof(type), (n)))
void *arena_alloc_array(struct arena *a, size_t size, size_t n);

/* A copy of `s` that lives as long as the arena; .ptr is NULL on failure. */
struct span arena_copy(struct arena *a, struct span s);

/* The same with a NUL behind it, or NULL. */
char *arena_string(struct arena *a, struct span s);

/* Forget everything handed out, keep the first block for the next life. */
void  arena_reset(struct arena *a);

/*
 * A life inside a life (a member of an archive): forget everything handed out
 * since the mark.  Marks end in the opposite order of their making.
 */
struct arena_mark {
	struct arena_block *first;
	size_t block_used, used;
};
struct arena_mark arena_mark(const struct arena *a);
void arena_rewind(struct arena *a, struct arena_mark mark);

#endif
