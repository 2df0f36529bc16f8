/* engines.c -- the table of engines, out of list.h. */
#include "match/engine.h"

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
