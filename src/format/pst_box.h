/*
 * pst_box.h -- what the parts of the reader of Outlook's mailboxes share: the
 * process that runs libpff (pst_reader.c); private to this folder.
 */
#ifndef FORMAT_PST_BOX_H
#define FORMAT_PST_BOX_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/dso.h"
#include "format/pst_library.h"
#include "format/pst_wire.h"

#define PFF_CALLS(CALL)									\
	CALL(libpff_get_version) CALL(libpff_error_free) CALL(libpff_error_backtrace_sprint)	\
	CALL(libpff_file_initialize) CALL(libpff_file_open_file_io_handle)		\
	CALL(libpff_file_get_message_store) CALL(libpff_file_get_root_folder)		\
	CALL(libpff_file_get_number_of_orphan_items)					\
	CALL(libpff_file_get_orphan_item_by_index)					\
	CALL(libpff_item_free) CALL(libpff_item_get_identifier)				\
	CALL(libpff_item_get_type) CALL(libpff_item_get_number_of_record_sets)		\
	CALL(libpff_item_get_record_set_by_index) CALL(libpff_record_set_free)		\
	CALL(libpff_record_set_get_entry_by_type) CALL(libpff_record_entry_free)	\
	CALL(libpff_record_entry_get_value_type)					\
	CALL(libpff_record_entry_get_data_size) CALL(libpff_record_entry_read_buffer)	\
	CALL(libpff_record_entry_seek_offset)						\
	CALL(libpff_folder_get_utf8_name_size) CALL(libpff_folder_get_utf8_name)	\
	CALL(libpff_folder_get_number_of_sub_folders)					\
	CALL(libpff_folder_get_sub_folder)						\
	CALL(libpff_folder_get_number_of_sub_messages)					\
	CALL(libpff_folder_get_sub_message) CALL(libpff_message_get_recipients)		\
	CALL(libpff_message_get_number_of_attachments)					\
	CALL(libpff_message_get_attachment) CALL(libpff_attachment_get_type)		\
	CALL(libpff_attachment_get_data_size)						\
	CALL(libpff_attachment_data_read_buffer) CALL(libpff_attachment_get_item)

typedef intptr_t *object;	/* of the library's */

struct box {
	object file;
	intptr_t self;		/* what the library hands to our functions */
	uint64_t at, size;	/* of the input */
	uint64_t read, spoken;	/* bytes read so far; at the last word */
	int64_t told;		/* when PST_AT was sent last */
	uint32_t ordinal, last;	/* of the item at hand; nothing is said up to this one */
	uint32_t passed[PST_PASSED], passes;
	uint32_t subtree;
	uint8_t out[2 * (PST_HEAD + PST_PAYLOAD)];
	size_t have;
	uint8_t block[PST_PAYLOAD];
};

/* ---- pst_library.c: libpff, as far as it can be had */

extern struct pff { PFF_CALLS(DSO_POINTER) } pff;

int pst_library_open(void);	/* -1: not installed */
/* Over descriptor 0, whose size is b->size. */
bool pst_box_open(struct box *b, object *error);
void pff_item_free(object item);	/* NULL is fine */
void pff_forget(object *error);

/* ---- pst_say.c: what goes out on descriptor 1 */

#define HANG 30			/* seconds of computing without a word or a byte read */

void pst_say(struct box *b, enum pst_frame type, struct span payload);
/* What the library says about it: where it began. The error is freed. */
void pst_why(object *error, char *text, size_t size);
/* What could not be done, and why. */
void pst_say_gap(struct box *b, enum error_code code, const char *what, object *error);
void pst_say_at(struct box *b);
int64_t pst_clock(void);
void pst_flush(struct box *b);

/*
 * A step that may be deadly is announced. False: it was, once, or lies before
 * such a one and was told already; then *known says that it can be gone through.
 */
bool pst_begin_with(struct box *b, bool *known);

/* ---- pst_item.c: properties and messages */

object pff_set_of(object item, int i);	/* NULL: it has none */
void pff_set_free(object set);
/* Some bytes of a property, in b->block; empty: it is not there. */
struct span pff_property(struct box *b, object set, uint32_t id, size_t most);
void pst_say_message(struct box *b, object message, uint32_t number, unsigned depth);

#endif
