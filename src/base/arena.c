/* arena.c -- memory that dies at once, with a budget. */
#include "base/arena.h"

#include "base/huge.h"

#include <stdlib.h>

#define BLOCK_SIZE (64 * 1024)
#define ALIGN      16
#define MUCH	   (1u << 20)	/* used: then blocks are huge pages */

struct arena_block {
	struct arena_block *next;
	size_t size;		/* of the bytes behind this header */
	size_t used;
	bool huge;
	_Alignas(ALIGN) char bytes[];
};

void arena_init(struct arena *a, size_t budget)
{
	*a = (struct arena){ .budget = budget };
}

#define HUGE_SIZE (HUGE_BYTES - sizeof(struct arena_block))

static void block_free(struct arena_block *block)
{
	if (block && block->huge)
		huge_free(block, HUGE_BYTES);
	else
		free(block);
}

void arena_release(struct arena *a)
{
	struct arena_block *block = a->first;

	while (block) {
		struct arena_block *next = block->next;

		block_free(block);
		block = next;
	}
	free(a->spare);
	a->first = a->spare = NULL;
	a->used = 0;
}

void arena_reset(struct arena *a)
{
	struct arena_block *keep = a->first;

	if (!keep)
		return;
	a->first = keep->next;
	arena_release(a);
	keep->next = NULL;
	if (keep->size > BLOCK_SIZE) {
		block_free(keep);
		return;
	}
	keep->used = 0;
	a->first = keep;
}

static struct arena_block *arena_grow(struct arena *a, size_t size)
{
	size_t room = size > BLOCK_SIZE ? size : BLOCK_SIZE;
	bool huge = room == BLOCK_SIZE && a->used >= MUCH;
	struct arena_block *block;

	if (room > SIZE_MAX - sizeof(*block))
		return NULL;
	if (room == BLOCK_SIZE && a->spare) {
		block = a->spare;
		a->spare = NULL;
		huge = false;
	} else if (huge && (block = huge_alloc(HUGE_BYTES, 0))) {
		room = HUGE_SIZE;
	} else {
		huge = false;
		/* A large one comes zeroed from the system, page by page as it is used. */
		block = room > BLOCK_SIZE ? calloc(1, sizeof(*block) + room)
					  : malloc(sizeof(*block) + room);
	}
	if (!block)
		return NULL;
	block->huge = huge;
	block->size = room;
	block->used = 0;
	block->next = a->first;
	a->first = block;
	return block;
}

void *arena_room(struct arena *a, size_t size)
{
	struct arena_block *block = a->first;
	char *at;

	if (size > SIZE_MAX - ALIGN)
		return NULL;
	size = (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
	if (size > a->budget - a->used)
		return NULL;
	if (!block || size > block->size - block->used)
		block = arena_grow(a, size);
	if (!block)
		return NULL;
	at = block->bytes + block->used;
	block->used += size;
	a->used += size;
	return at;
}

void *arena_alloc(struct arena *a, size_t size)
{
	void *at = arena_room(a, size);

	/* What takes a whole block of its own was just made. */
	if (!at || (size > BLOCK_SIZE && !a->first->huge))
		return at;
	return memset(at, 0, size);
}

void *arena_alloc_array(struct arena *a, size_t size, size_t n)
{
	size_t all;

	if (__builtin_mul_overflow(size, n, &all))
		return NULL;
	return arena_alloc(a, all);
}

struct span arena_copy(struct arena *a, struct span s)
{
	return span_make(arena_string(a, s), s.len);
}

char *arena_string(struct arena *a, struct span s)
{
	char *copy = arena_room(a, s.len + 1);

	if (!copy)
		return NULL;
	if (s.len)
		memcpy(copy, s.ptr, s.len);
	copy[s.len] = '\0';
	return copy;
}

struct arena_mark arena_mark(const struct arena *a)
{
	return (struct arena_mark){ a->first, a->first ? a->first->used : 0, a->used };
}

void arena_rewind(struct arena *a, struct arena_mark mark)
{
	while (a->first != mark.first) {
		struct arena_block *block = a->first;

		a->first = block->next;
		if (block->size == BLOCK_SIZE && !a->spare)
			a->spare = block;
		else
			block_free(block);
	}
	if (a->first)
		a->first->used = mark.block_used;
	a->used = mark.used;
}
