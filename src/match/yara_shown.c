/*
 * yara_shown.c -- blocks for libyara.
 *
 * It goes through the blocks once for strings, until there is no next one; who asks for
 * the first one behind that is a condition.  The size of the item is told apart from them.
 */
#include "match/yara_shown.h"

static const uint8_t *bytes_of(YR_MEMORY_BLOCK *block)
{
	const struct yara_shown *shown = block->context;

	return (const uint8_t *)shown->item.ptr + block->base;
}

static YR_MEMORY_BLOCK *block_of(struct yara_shown *shown, size_t begin, size_t end)
{
	shown->block.base = begin;
	shown->block.size = end - begin;
	return &shown->block;
}

static YR_MEMORY_BLOCK *next_block(YR_MEMORY_BLOCK_ITERATOR *iterator)
{
	struct yara_shown *shown = iterator->context;

	if (!shown->searched && shown->parts && shown->next < shown->parts->count) {
		const struct yara_part *part = &shown->parts->list[shown->next++];

		return block_of(shown, part->begin, part->end);
	}
	shown->searched = true;
	return NULL;
}

static YR_MEMORY_BLOCK *first_block(YR_MEMORY_BLOCK_ITERATOR *iterator)
{
	struct yara_shown *shown = iterator->context;

	return !shown->searched && shown->parts ? next_block(iterator)
						: block_of(shown, 0, shown->item.len);
}

static uint64_t size_of(YR_MEMORY_BLOCK_ITERATOR *iterator)
{
	return ((const struct yara_shown *)iterator->context)->item.len;
}

YR_MEMORY_BLOCK_ITERATOR *yara_show(struct yara_shown *shown, struct span item,
				    const struct yara_parts *parts)
{
	*shown = (struct yara_shown){
		.iterator = { .context = shown, .first = first_block, .next = next_block,
			      .file_size = size_of, .last_error = ERROR_SUCCESS },
		.block = { .context = shown, .fetch_data = bytes_of },
		.item = item, .parts = parts,
	};
	return &shown->iterator;
}
