/* huge.c -- memory for much, in huge pages. */
#include "base/huge.h"

#include <stdint.h>
#include <sys/mman.h>

static size_t whole_pages(size_t size)
{
	return (size + 4095) & ~(size_t)4095;
}

void *huge_alloc(size_t size, size_t small)
{
	size_t need = whole_pages(size), front;
	char *at;

	small = whole_pages(small);

	if (size == 0 || size > SIZE_MAX / 2)
		return NULL;
	at = mmap(NULL, need + HUGE_BYTES, PROT_READ | PROT_WRITE,
		  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (at == MAP_FAILED)
		return NULL;
	front = (HUGE_BYTES - ((uintptr_t)at + small) % HUGE_BYTES) % HUGE_BYTES;
	if (front)
		munmap(at, front);
	at += front;
	munmap(at + need, HUGE_BYTES - front);
	/* Without them it is as good. */
	if (need > small)
		(void)madvise(at + small, need - small, MADV_HUGEPAGE);
	return at;
}

void huge_free(void *at, size_t size)
{
	if (at)
		munmap(at, whole_pages(size));
}
