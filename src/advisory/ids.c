/* ids.c -- a hash table with open addressing, half full at most. */
#include "advisory/ids.h"

#define SLOTS_FIRST 1024
#define KEY_SEED 0x51a7

struct slot {
	uint64_t key, value;
};

void ids_init(struct ids *m, size_t ceiling)
{
	*m = (struct ids){ 0 };
	buf_init(&m->buf, ceiling);
}

void ids_release(struct ids *m)
{
	buf_release(&m->buf);
}

uint64_t ids_key(struct span id)
{
	uint64_t key = span_hash(id, KEY_SEED);

	return key ? key : 1;
}

static struct slot *slots_of(const struct ids *m)
{
	return (struct slot *)(void *)m->buf.ptr;
}

static struct slot *place(const struct ids *m, uint64_t key)
{
	struct slot *slot = slots_of(m);
	size_t at = key & (m->slots - 1);

	while (slot[at].key && slot[at].key != key)
		at = (at + 1) & (m->slots - 1);
	return &slot[at];
}

static bool grow(struct ids *m)
{
	struct ids bigger = { .slots = m->slots ? m->slots * 2 : SLOTS_FIRST, .used = m->used };
	size_t size = bigger.slots * sizeof(struct slot);

	buf_init(&bigger.buf, m->buf.ceiling);
	if (!buf_reserve(&bigger.buf, size)) {
		buf_release(&bigger.buf);
		return false;
	}
	memset(bigger.buf.ptr, 0, size);
	for (size_t i = 0; i < m->slots; i++)
		if (slots_of(m)[i].key)
			*place(&bigger, slots_of(m)[i].key) = slots_of(m)[i];
	buf_release(&m->buf);
	*m = bigger;
	return true;
}

int ids_add(struct ids *m, struct span id, uint64_t value, struct error *e)
{
	uint64_t key = ids_key(id);
	struct slot *slot;

	if (m->used * 2 >= m->slots && !grow(m))
		return fail(e, ERR_LIMIT, "bundle: more references than fit into memory");
	slot = place(m, key);
	if (!slot->key) {
		*slot = (struct slot){ key, value };
		m->used++;
	}
	return 0;
}

bool ids_get(const struct ids *m, uint64_t key, uint64_t *value)
{
	const struct slot *slot;

	if (!m->slots)
		return false;
	slot = place(m, key);
	if (!slot->key)
		return false;
	if (value)
		*value = slot->value;
	return true;
}
