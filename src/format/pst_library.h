/*
 * pst_library.h -- the functions of libpff and libbfio that are called, as their
 * own headers declare them (tests/format compares, where these are installed).
 * All their objects are opaque, of type intptr_t; the last parameter of most takes
 * an error that is freed by libpff_error_free.  1 is success, 0 not there, -1 an error.
 */
#ifndef FORMAT_PST_LIBRARY_H
#define FORMAT_PST_LIBRARY_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define PFF_LIBRARY  "libpff.so.1"
#define BFIO_LIBRARY "libbfio.so.1"

const char *libpff_get_version(void);
void libpff_error_free(intptr_t **error);
int libpff_error_backtrace_sprint(intptr_t *error, char *text, size_t size);

int libpff_file_initialize(intptr_t **file, intptr_t **error);
int libpff_file_open_file_io_handle(intptr_t *file, intptr_t *io, int flags, intptr_t **error);
int libpff_file_get_message_store(intptr_t *file, intptr_t **store, intptr_t **error);
int libpff_file_get_root_folder(intptr_t *file, intptr_t **folder, intptr_t **error);
int libpff_file_get_number_of_orphan_items(intptr_t *file, int *count, intptr_t **error);
int libpff_file_get_orphan_item_by_index(intptr_t *file, int i, intptr_t **item, intptr_t **error);

int libpff_item_free(intptr_t **item, intptr_t **error);
int libpff_item_get_identifier(intptr_t *item, uint32_t *identifier, intptr_t **error);
int libpff_item_get_type(intptr_t *item, uint8_t *type, intptr_t **error);
int libpff_item_get_number_of_record_sets(intptr_t *item, int *count, intptr_t **error);
int libpff_item_get_record_set_by_index(intptr_t *item, int i, intptr_t **set, intptr_t **error);

int libpff_record_set_free(intptr_t **set, intptr_t **error);
int libpff_record_set_get_entry_by_type(intptr_t *set, uint32_t type, uint32_t value_type,
					intptr_t **entry, uint8_t flags, intptr_t **error);
int libpff_record_entry_free(intptr_t **entry, intptr_t **error);
int libpff_record_entry_get_value_type(intptr_t *entry, uint32_t *type, intptr_t **error);
int libpff_record_entry_get_data_size(intptr_t *entry, size_t *size, intptr_t **error);
ssize_t libpff_record_entry_read_buffer(intptr_t *entry, uint8_t *out, size_t size,
					intptr_t **error);
off64_t libpff_record_entry_seek_offset(intptr_t *entry, off64_t offset, int whence,
					intptr_t **error);

int libpff_folder_get_utf8_name_size(intptr_t *folder, size_t *size, intptr_t **error);
int libpff_folder_get_utf8_name(intptr_t *folder, uint8_t *name, size_t size, intptr_t **error);
int libpff_folder_get_number_of_sub_folders(intptr_t *folder, int *count, intptr_t **error);
int libpff_folder_get_sub_folder(intptr_t *folder, int i, intptr_t **sub, intptr_t **error);
int libpff_folder_get_number_of_sub_messages(intptr_t *folder, int *count, intptr_t **error);
int libpff_folder_get_sub_message(intptr_t *folder, int i, intptr_t **message, intptr_t **error);

int libpff_message_get_recipients(intptr_t *message, intptr_t **recipients, intptr_t **error);
int libpff_message_get_number_of_attachments(intptr_t *message, int *count, intptr_t **error);
int libpff_message_get_attachment(intptr_t *message, int i, intptr_t **attachment,
				  intptr_t **error);
int libpff_attachment_get_type(intptr_t *attachment, int *type, intptr_t **error);
int libpff_attachment_get_data_size(intptr_t *attachment, uint64_t *size, intptr_t **error);
ssize_t libpff_attachment_data_read_buffer(intptr_t *attachment, uint8_t *out, size_t size,
					   intptr_t **error);
int libpff_attachment_get_item(intptr_t *attachment, intptr_t **item, intptr_t **error);

/* Where bytes come from; `clone` and the first parameters as libbfio says. */
int libbfio_handle_initialize(
	intptr_t **handle, intptr_t *own,
	int (*release)(intptr_t **own, intptr_t **error),
	int (*clone)(intptr_t **copy, intptr_t *own, intptr_t **error),
	int (*open)(intptr_t *own, int flags, intptr_t **error),
	int (*close)(intptr_t *own, intptr_t **error),
	ssize_t (*read)(intptr_t *own, uint8_t *out, size_t size, intptr_t **error),
	ssize_t (*write)(intptr_t *own, const uint8_t *bytes, size_t size, intptr_t **error),
	off64_t (*seek)(intptr_t *own, off64_t offset, int whence, intptr_t **error),
	int (*exists)(intptr_t *own, intptr_t **error),
	int (*is_open)(intptr_t *own, intptr_t **error),
	int (*get_size)(intptr_t *own, uint64_t *size, intptr_t **error),
	uint8_t flags, intptr_t **error);

#define PFF_READ     0x01	/* access */
#define PFF_ANY_TYPE 0x01	/* of an entry's value */
#define PFF_FOLDER   14		/* types of items */
#define PFF_ATTACHED_ITEM      'i'
#define PFF_ATTACHED_REFERENCE 'r'
#define BFIO_BY_REFERENCE 0x02

#endif
