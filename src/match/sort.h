/* sort.h -- sort numbered items in linear time: a million keys in a few hundredths of a second. */
#ifndef MATCH_SORT_H
#define MATCH_SORT_H

#include <stddef.h>
#include <stdint.h>

struct sort_item {
	uint64_t key, data;
};

/* By key; equal keys keep their order. `spare` has room for n items. */
void sort_items(struct sort_item *items, struct sort_item *spare, size_t n);

/*
 * The same for keys that are hashes: half the passes over them.  Keys whose
 * upper halves are like and not equal cost time, as many as there are.
 */
void sort_keys(struct sort_item *items, struct sort_item *spare, size_t n);

#endif
