/*
 * pst_reader.c -- `tocsin --external libpff`: Outlook's mailboxes, read with libpff.
 *
 * Specification: [MS-PST], as far as libpff follows it.  The library is opened
 * when it is needed and never linked; it reads hostile bytes in a process of its
 * own (base/external.h), out of descriptor 0 and nothing else, and what it says
 * goes out on descriptor 1 as it comes (pst_wire.h).
 * Not here: items that are only left in unused blocks, rules and forms of folders.
 * Hostile input: folders DEPTH_MOST deep, messages in messages INNER_MOST, so many
 * items and attachments; whoever computes for HANG seconds without a word is ended
 * by its own alarm.  What died of an item is begun again behind it by pst.c, so
 * each is announced before it is touched.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/external.h"
#include "format/probe.h"
#include "format/pst_box.h"

#define DEPTH_MOST 32
#define ITEMS_MOST 50000000u
#define PATH_MOST  1024
#define SUBTREE	   0x35e0	/* of the store: the folder in which people's folders are */

/* ---- folders */

/* A folder is opened when the first of its messages is met. */
struct folder {
	struct span path;
	bool open;
};

static void folder_open(struct box *b, struct folder *f)
{
	if (!f->open)
		pst_say(b, PST_FOLDER, f->path);
	f->open = true;
}

static void folder_close(struct box *b, struct folder *f)
{
	if (f->open)
		pst_say(b, PST_CLOSE, SPAN(""));
	f->open = false;
}

static void read_messages(struct box *b, object folder, struct folder *f)
{
	object error = NULL;
	int count = 0;

	if (pff.libpff_folder_get_number_of_sub_messages(folder, &count, &error) != 1 &&
	    b->ordinal > b->last) {
		folder_open(b, f);
		pst_say_gap(b, ERR_MALFORMED, "its messages cannot be listed", &error);
	}
	pff_forget(&error);
	for (int i = 0; i < count && b->ordinal < ITEMS_MOST; i++) {
		object message = NULL;
		bool known;

		if (!pst_begin_with(b, &known))
			continue;
		folder_open(b, f);
		if (pff.libpff_folder_get_sub_message(folder, i, &message, &error) == 1)
			pst_say_message(b, message, (uint32_t)i + 1, 0);
		else
			pst_say_gap(b, ERR_MALFORMED, "a message of it cannot be read", &error);
		pff_item_free(message);
	}
	folder_close(b, f);
}

/* Its name behind `path`; a slash in a name is none between names. */
static struct span path_add(char *room, struct span path, object folder)
{
	object error = NULL;
	size_t size = 0, len = path.len;
	uint8_t name[512];

	if (pff.libpff_folder_get_utf8_name_size(folder, &size, &error) != 1 || size < 2 ||
	    size > sizeof(name) ||
	    pff.libpff_folder_get_utf8_name(folder, name, size, &error) != 1)
		memcpy(name, "?", size = 2);
	pff_forget(&error);
	memcpy(room, path.ptr, len);
	if (len && len < PATH_MOST)
		room[len++] = '/';
	for (size_t i = 0; i + 1 < size && len < PATH_MOST; i++)
		room[len++] = name[i] == '/' ? '_' : (char)name[i];
	return span_make(room, len);
}

static void read_folder(struct box *b, object folder, struct span outer, unsigned depth)
{
	char room[PATH_MOST];
	struct folder f = { .path = outer };
	object error = NULL;
	uint32_t identifier = 0;
	int count = 0;
	bool known;

	pst_begin_with(b, &known);
	if (!known)
		return;
	if (pff.libpff_item_get_identifier(folder, &identifier, &error) != 1)
		pff_forget(&error);
	/* The root has no name, and that of the tree is the same in every mailbox. */
	if (identifier == b->subtree)
		f.path = SPAN("");
	else if (depth)
		f.path = path_add(room, outer, folder);
	read_messages(b, folder, &f);
	if (pff.libpff_folder_get_number_of_sub_folders(folder, &count, &error) != 1 ||
	    (count && depth == DEPTH_MOST)) {
		folder_open(b, &f);
		pst_say_gap(b, depth == DEPTH_MOST ? ERR_LIMIT : ERR_MALFORMED,
			"the folders in it cannot be listed", &error);
		folder_close(b, &f);
		count = 0;
	}
	for (int i = 0; i < count && b->ordinal < ITEMS_MOST; i++) {
		object sub = NULL;

		if (pff.libpff_folder_get_sub_folder(folder, i, &sub, &error) == 1)
			read_folder(b, sub, f.path, depth + 1);
		else
			pst_say_gap(b, ERR_MALFORMED, "a folder cannot be read", &error);
		pff_item_free(sub);
	}
}

/* Not one that only says what belongs to another. */
static bool is_message(uint8_t type)
{
	return type != 0 && type != 3 && type != 4 && type != 6 && type != PFF_FOLDER &&
	       type != 19 && type != 23 && type != 24 && type != 25;
}

/* What no folder leads to any more. */
static void read_orphans(struct box *b)
{
	struct folder f = { .path = SPAN("(orphans)") };
	object error = NULL;
	int count = 0;
	bool known;

	if (!pst_begin_with(b, &known) && !known)
		return;
	if (pff.libpff_file_get_number_of_orphan_items(b->file, &count, &error) != 1)
		pst_say_gap(b, ERR_MALFORMED, "what lies outside of all folders cannot be listed", &error);
	for (int i = 0; i < count && b->ordinal < ITEMS_MOST; i++) {
		object item = NULL;
		uint8_t type = 0;

		if (!pst_begin_with(b, &known))
			continue;
		if (pff.libpff_file_get_orphan_item_by_index(b->file, i, &item, &error) == 1 &&
		    pff.libpff_item_get_type(item, &type, &error) == 1 && is_message(type)) {
			folder_open(b, &f);
			pst_say_message(b, item, (uint32_t)i + 1, 0);
		}
		pff_forget(&error);
		pff_item_free(item);
	}
	folder_close(b, &f);
}

/* ---- the mailbox */

/* The folder that holds what people see, out of the last bytes of its entry identifier. */
static uint32_t subtree_of(struct box *b)
{
	object store = NULL, error = NULL, set = NULL;
	struct span id;
	uint32_t node;

	if (pff.libpff_file_get_message_store(b->file, &store, &error) == 1)
		set = pff_set_of(store, 0);
	id = pff_property(b, set, SUBTREE, 24);
	node = (uint32_t)probe_number(id, 20, 4);
	pff_forget(&error);
	pff_set_free(set);
	pff_item_free(store);
	return node;
}

static void take_note(struct box *b, struct span note)
{
	struct span one;

	while (note.len && b->passes < PST_PASSED) {
		size_t comma = span_find_byte(note, ',');
		uint64_t number = 0;

		one = span_cut(note, 0, comma == SPAN_NONE ? note.len : comma);
		note = span_skip(note, one.len + 1);
		for (size_t i = 0; i < one.len; i++)
			number = number * 10 + (uint64_t)(one.ptr[i] - '0');
		b->passed[b->passes++] = (uint32_t)number;
		b->last = (uint32_t)number > b->last ? (uint32_t)number : b->last;
	}
}

static int refuse(struct box *b, object *error)
{
	char why[160];

	pst_why(error, why, sizeof(why));
	pst_say(b, PST_REFUSED, span_of(why[0] ? why : "it has no folders"));
	pst_flush(b);
	return 0;
}

static int reader_run(const char *note)
{
	off_t size = lseek(STDIN_FILENO, 0, SEEK_END);
	object error = NULL, root = NULL;
	struct box *b, *self;
	struct arena arena;

	arena_init(&arena, 2 * sizeof(*b));
	self = b = arena_new(&arena, struct box);
	if (!b || size < 0)
		return 1;
	memcpy(&b->self, &self, sizeof(self));
	b->size = (uint64_t)size;
	take_note(b, span_of(note));
	alarm(HANG);
	if (!pst_box_open(b, &error) ||
	    pff.libpff_file_get_root_folder(b->file, &root, &error) != 1)
		return refuse(b, &error);
	pst_say(b, PST_HELLO, span_of(pst_reader_version()));
	pst_flush(b);
	b->subtree = subtree_of(b);
	read_folder(b, root, SPAN(""), 0);
	pff_item_free(root);
	read_orphans(b);
	pst_say(b, PST_OVER, SPAN(""));
	pst_flush(b);
	return 0;
}

const char *pst_reader_version(void)
{
	static char text[64];

	if (pst_library_open() < 0)
		return NULL;
	snprintf(text, sizeof(text), "libpff %.40s", pff.libpff_get_version());
	return text;
}

const struct external_reader pst_reader = { .prepare = pst_library_open, .run = reader_run };
