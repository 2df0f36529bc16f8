/*
 * pst_library.c -- libpff: opened when it is needed, never linked, and given bytes
 * out of descriptor 0 and nothing else.
 */
#include <string.h>
#include <unistd.h>

#include "format/pst_box.h"

#define REREAD	(UINT64_C(64) << 20)	/* read beyond the whole of it, without a word */
#define TELL_MS 1000
#define BFIO_CALLS(CALL) CALL(libbfio_handle_initialize)

struct pff pff;
static const char *const pff_names[] = { PFF_CALLS(DSO_STRING) NULL };
static struct dso pff_dso = { .file = PFF_LIBRARY, .name = pff_names, .call = &pff };

DSO(bfio, BFIO_LIBRARY, BFIO_CALLS)

int pst_library_open(void)
{
	struct error e;

	return dso_open(&pff_dso, &e) < 0 || dso_open(&bfio_dso, &e) < 0 ? -1 : 0;
}

void pff_forget(object *error)
{
	if (*error)
		pff.libpff_error_free(error);
}

void pff_item_free(object item)
{
	object error = NULL;

	if (item)
		pff.libpff_item_free(&item, &error);
	pff_forget(&error);
}

/* ---- the bytes */

static struct box *box_of(intptr_t *own)
{
	struct box *b;

	memcpy(&b, own, sizeof(b));
	return b;
}

static ssize_t input_read(intptr_t *own, uint8_t *out, size_t size, intptr_t **error)
{
	struct box *b = box_of(own);
	ssize_t got = pread(STDIN_FILENO, out, size, (off_t)b->at);

	(void)error;
	if (got <= 0)
		return got;
	b->at += (uint64_t)got;
	b->read += (uint64_t)got;
	/* Slow disks are waited for, but not for the same bytes again and again. */
	if (b->read - b->spoken < b->size + REREAD)
		alarm(HANG);
	if (pst_clock() - b->told > TELL_MS)
		pst_say_at(b);
	return got;
}

static off64_t input_seek(intptr_t *own, off64_t offset, int whence, intptr_t **error)
{
	struct box *b = box_of(own);
	int64_t from = (int64_t)(whence == SEEK_CUR ? b->at : whence == SEEK_END ? b->size : 0);

	(void)error;
	if (offset > INT64_MAX / 2 || offset < -from)
		return -1;
	b->at = (uint64_t)(from + offset);
	return (off64_t)b->at;
}

static int input_size(intptr_t *own, uint64_t *size, intptr_t **error)
{
	(void)error;
	*size = box_of(own)->size;
	return 1;
}

static ssize_t input_write(intptr_t *own, const uint8_t *bytes, size_t size, intptr_t **error)
{
	(void)own;
	(void)bytes;
	(void)size;
	(void)error;
	return -1;
}

static int input_release(intptr_t **own, intptr_t **error)
{
	(void)error;
	*own = NULL;
	return 1;
}

static int input_clone(intptr_t **copy, intptr_t *own, intptr_t **error)
{
	(void)error;
	*copy = own;
	return 1;
}

static int input_open(intptr_t *own, int flags, intptr_t **error)
{
	(void)own;
	(void)error;
	return flags == PFF_READ ? 1 : -1;
}

static int input_close(intptr_t *own, intptr_t **error)
{
	(void)own;
	(void)error;
	return 0;
}

static int input_there(intptr_t *own, intptr_t **error)
{
	(void)own;
	(void)error;
	return 1;
}

bool pst_box_open(struct box *b, object *error)
{
	object io = NULL;

	return bfio.libbfio_handle_initialize(&io, &b->self, input_release, input_clone, input_open,
			input_close, input_read, input_write, input_seek, input_there, input_there,
			input_size, BFIO_BY_REFERENCE, error) == 1 &&
	       pff.libpff_file_initialize(&b->file, error) == 1 &&
	       pff.libpff_file_open_file_io_handle(b->file, io, PFF_READ, error) == 1;
}
