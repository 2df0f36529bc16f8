/* dso.c -- shared libraries opened by name, and the end of a process that may not. */
#include "base/dso.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

static bool forbidden;	/* written by dso_forbid alone, at start-up */

void dso_forbid(void)
{
	forbidden = true;
}

void dso_ask(void)
{
	if (forbidden)
		_exit(DSO_LACKING);
}

static int take_calls(struct dso *d, void *handle, struct error *e)
{
	for (size_t i = 0; d->name[i]; i++) {
		void *call = dlsym(handle, d->name[i]);

		if (!call)
			return fail(e, ERR_UNSUPPORTED, "%s has no %s", d->file, d->name[i]);
		memcpy((char *)d->call + i * sizeof(call), &call, sizeof(call));
	}
	return 0;
}

int dso_open(struct dso *d, struct error *e)
{
	void *handle;

	if (d->state == DSO_OPEN)
		return 0;
	if (d->state == DSO_MISSING)
		return fail(e, ERR_UNSUPPORTED, "%s is missing", d->file);
	/* Somebody else may have opened it, before a sandbox was closed. */
	handle = dlopen(d->file, RTLD_NOW | RTLD_NOLOAD);
	if (!handle)
		dso_ask();
	d->state = DSO_MISSING;
	/* Never closed: what it began lasts as long as the process. */
	if (!handle)
		handle = dlopen(d->file, RTLD_NOW | RTLD_LOCAL);
	if (!handle)
		return fail(e, ERR_UNSUPPORTED, "%s cannot be opened: is it installed?", d->file);
	if (take_calls(d, handle, e) < 0)
		return -1;
	d->state = DSO_OPEN;
	return 0;
}
