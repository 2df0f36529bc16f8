/* engines.c -- the table of engines, out of list.h. */
#include "match/engine.h"

#include "match/set.h"

#define ENGINE(name) extern const struct engine engine_##name;
#include "match/list.h"
#undef ENGINE

static const struct engine *const engines[] = {
#define ENGINE(name) &engine_##name,
#include "match/list.h"
#undef ENGINE
};

const struct engine *engine_at(size_t i)
{
	return i < sizeof(engines) / sizeof(*engines) ? engines[i] : NULL;
}

int engines_load(struct set *set, struct error *e)
{
	for (size_t i = 0; engine_at(i); i++)
		if (engine_at(i)->load && engine_at(i)->load(set, e) < 0)
			return -1;
	return 0;
}

void engines_unload(struct set *set)
{
	for (size_t i = 0; engine_at(i); i++)
		if (engine_at(i)->unload)
			engine_at(i)->unload(set);
}

bool engines_want_whole(const struct set *set)
{
	return set_wants(set, KIND_YARA);
}

bool engines_want_only_whole(const struct set *set)
{
	for (unsigned kind = 0; kind < KIND_COUNT; kind++)
		if (kind != KIND_YARA && set_wants(set, (enum kind)kind))
			return false;
	return engines_want_whole(set);
}
