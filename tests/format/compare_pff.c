/*
 * compare_pff.c -- src/format/pst_library.h says what the headers of libpff and
 * libbfio say; where it does not, this cannot be compiled.
 */
#include <libbfio.h>
#include <libpff.h>

#include "format/pst_library.h"

_Static_assert(PFF_READ == LIBPFF_OPEN_READ, "access");
_Static_assert(PFF_ANY_TYPE == LIBPFF_ENTRY_VALUE_FLAG_MATCH_ANY_VALUE_TYPE, "flags");
_Static_assert(PFF_FOLDER == LIBPFF_ITEM_TYPE_FOLDER, "types of items");
_Static_assert(PFF_ATTACHED_ITEM == LIBPFF_ATTACHMENT_TYPE_ITEM, "types of attachments");
_Static_assert(PFF_ATTACHED_REFERENCE == LIBPFF_ATTACHMENT_TYPE_REFERENCE, "types of attachments");
_Static_assert(BFIO_BY_REFERENCE == LIBBFIO_FLAG_IO_HANDLE_CLONE_BY_REFERENCE, "flags");

int main(void)
{
	return 0;
}
