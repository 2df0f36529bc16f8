/* dso.c -- shared libraries opened by name, and the end of a process that may not. */
#include "base/dso.h"

#include <dlfcn.h>
#include <elf.h>
#include <link.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
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

/* ---- a library that prints what it must not */

static int print_nothing(char *out, size_t room, ...)
{
	if (room)
		*out = '\0';
	return 0;
}

/* What the linker left for one library: its names, and the places that hold their addresses. */
struct linked {
	const ElfW(Sym) *symbol;
	const char *names;
	const ElfW(Rela) *late, *early;
	size_t lates, earlies;		/* bytes */
};

static void linked_read(const struct link_map *map, struct linked *l)
{
	for (const ElfW(Dyn) *d = map->l_ld; d->d_tag != DT_NULL; d++) {
		const void *at = (const void *)d->d_un.d_ptr;

		switch (d->d_tag) {
		case DT_SYMTAB:	  l->symbol = at; break;
		case DT_STRTAB:	  l->names = at; break;
		case DT_JMPREL:	  l->late = at; break;
		case DT_PLTRELSZ: l->lates = d->d_un.d_val; break;
		case DT_RELA:	  l->early = at; break;
		case DT_RELASZ:	  l->earlies = d->d_un.d_val; break;
		default:	  break;
		}
	}
}

/* The linker made these places read-only when it was done with them. */
static void put_address(char *place)
{
	int (*const call)(char *, size_t, ...) = print_nothing;
	size_t size = (size_t)sysconf(_SC_PAGESIZE);
	char *page = place - (uintptr_t)place % size;

	if (mprotect(page, size, PROT_READ | PROT_WRITE) < 0)
		return;
	memcpy(place, &call, sizeof(call));
	mprotect(page, size, PROT_READ);
}

static void silence_in(const struct linked *l, const struct link_map *map, const ElfW(Rela) *rela,
		       size_t bytes, const char *name)
{
	for (size_t i = 0; rela && i < bytes / sizeof(*rela); i++) {
		size_t symbol = ELF64_R_SYM(rela[i].r_info);

		if (symbol && strcmp(l->names + l->symbol[symbol].st_name, name) == 0)
			put_address((char *)map->l_addr + rela[i].r_offset);
	}
}

void dso_silence(const void *function, const char *name)
{
	struct linked l = { .symbol = NULL };
	struct link_map *map = NULL;
	Dl_info info;

	if (!dladdr1(function, &info, (void **)&map, RTLD_DL_LINKMAP) || !map)
		return;
	linked_read(map, &l);
	if (!l.symbol || !l.names)
		return;
	silence_in(&l, map, l.late, l.lates, name);
	silence_in(&l, map, l.early, l.earlies, name);
}
