/* table.c -- a hash map from bytes to a number, in order of insertion. */
#include "base/table.h"

#include <stdlib.h>
#include <sys/random.h>

#define FIRST_ROOM 16

struct table_slot {
	uint32_t hash;		/* lower half of the key's */
	uint32_t entry;		/* 1-based; 0: free */
};

void table_init(struct table *t, struct arena *keys, uint32_t ceiling)
{
	*t = (struct table){ .ceiling = ceiling, .keys = keys };
	if (getrandom(&t->seed, sizeof(t->seed), GRND_NONBLOCK) != sizeof(t->seed))
		t->seed = (uintptr_t)t;		/* early at boot: better than none */
}

void table_release(struct table *t)
{
	free(t->entry);
	free(t->slot);
	*t = (struct table){ 0 };
}

/* The slot that holds `key`, or the free one where it belongs. */
static struct table_slot *slot_of(const struct table *t, struct span key, uint32_t hash)
{
	uint32_t mask = t->slots - 1;

	for (uint32_t i = hash & mask;; i = (i + 1) & mask) {
		struct table_slot *slot = &t->slot[i];

		if (slot->entry == 0)
			return slot;
		if (slot->hash == hash && span_equal(t->entry[slot->entry - 1].key, key))
			return slot;
	}
}

uint64_t *table_find(const struct table *t, struct span key)
{
	struct table_slot *slot;

	if (t->slots == 0)
		return NULL;
	slot = slot_of(t, key, (uint32_t)span_hash(key, t->seed));
	return slot->entry ? &t->entry[slot->entry - 1].value : NULL;
}

/* Twice the slots, at most half of them used. */
static bool grow_slots(struct table *t, uint32_t room)
{
	uint32_t slots = room * 2, mask = slots - 1;
	struct table_slot *now = calloc(slots, sizeof(*now));

	if (!now)
		return false;
	for (uint32_t i = 0; i < t->slots; i++) {
		uint32_t at = t->slot[i].hash & mask;

		if (t->slot[i].entry == 0)
			continue;
		while (now[at].entry)
			at = (at + 1) & mask;
		now[at] = t->slot[i];
	}
	free(t->slot);
	t->slot = now;
	t->slots = slots;
	return true;
}

static bool grow(struct table *t)
{
	uint32_t room = t->room ? t->room * 2 : FIRST_ROOM;
	struct table_entry *entry;

	if (room > UINT32_MAX / 4)
		return false;
	entry = realloc(t->entry, room * sizeof(*entry));
	if (!entry)
		return false;
	t->entry = entry;
	if (!grow_slots(t, room))
		return false;
	t->room = room;
	return true;
}

uint64_t *table_add(struct table *t, struct span key, bool *is_new, struct error *e)
{
	uint32_t hash = (uint32_t)span_hash(key, t->seed);
	struct table_slot *slot = t->slots ? slot_of(t, key, hash) : NULL;
	bool known = slot && slot->entry;

	if (is_new)
		*is_new = !known;
	if (known)
		return &t->entry[slot->entry - 1].value;
	if (t->count == t->ceiling) {
		fail(e, ERR_LIMIT, "more than %u different keys", t->ceiling);
		return NULL;
	}
	if (t->count == t->room) {
		if (!grow(t)) {
			fail(e, ERR_MEMORY, "no memory for %u keys", t->count);
			return NULL;
		}
		slot = slot_of(t, key, hash);
	}
	if (t->keys) {
		key = arena_copy(t->keys, key);
		if (!key.ptr) {
			fail(e, ERR_LIMIT, "no budget for key %u", t->count);
			return NULL;
		}
	}
	*slot = (struct table_slot){ hash, t->count + 1 };
	t->entry[t->count] = (struct table_entry){ key, 0 };
	return &t->entry[t->count++].value;
}
