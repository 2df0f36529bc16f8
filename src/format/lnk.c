/*
 * lnk.c -- a Windows shortcut: what it starts, and with which arguments.
 *
 * Specification: [MS-SHLLINK].  Given is one line, "target arguments", and
 * beside it the folder, the icon and the comment.
 * Not here: the list of item ids, extra blocks (their bytes are searched).
 * Hostile input: a cursor that stops at the end; texts of at most 64 KiB.
 */
#include "base/buf.h"
#include "base/cursor.h"
#include "format/charset.h"
#include "format/probe.h"

#define TEXT_MOST (256u << 10)

enum { HAS_IDS = 1, HAS_INFO = 2, HAS_NAME = 4, HAS_PATH = 8, HAS_FOLDER = 16, HAS_ARGUMENTS = 32,
       HAS_ICON = 64, IS_UNICODE = 128 };

enum text { TEXT_COMMENT, TEXT_PATH, TEXT_FOLDER, TEXT_ARGUMENTS, TEXT_ICON, TEXTS };

struct lnk {
	struct buf target, text[TEXTS], command;
	unsigned given;
};

static int lnk_probe(struct span head)
{
	return probe_magic(head, 0, SPAN("\x4c\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0\x46"));
}

/* Up to its NUL. */
static struct span text_at(struct span bytes, uint64_t at)
{
	bytes = span_skip(bytes, at < bytes.len ? (size_t)at : bytes.len);
	return span_cut(bytes, 0, span_find_byte(bytes, '\0'));
}

/* The path on this machine, or on a share. */
static void read_info(struct lnk *l, struct span info)
{
	uint64_t flags = probe_number(info, 8, 4), share = probe_number(info, 20, 4);

	if (flags & 1)
		charset_add_named(&l->target, SPAN("windows-1252"),
				  text_at(info, probe_number(info, 16, 4)));
	else if (flags & 2)
		charset_add_named(&l->target, SPAN("windows-1252"),
				  text_at(info, share + probe_number(info, (size_t)share + 8, 4)));
	if (l->target.len)
		charset_add_named(&l->target, SPAN("windows-1252"),
				  text_at(info, probe_number(info, 24, 4)));
}

static void read_text(struct cursor *c, bool wide, struct buf *out)
{
	size_t count = cursor_u16(c);

	charset_add_named(out, wide ? SPAN("utf-16le") : SPAN("windows-1252"),
			  cursor_take(c, wide ? 2 * count : count));
}

static void read_all(struct lnk *l, struct span bytes)
{
	static const unsigned bits[TEXTS] = {
		HAS_NAME, HAS_PATH, HAS_FOLDER, HAS_ARGUMENTS, HAS_ICON,
	};
	unsigned flags = (unsigned)probe_number(bytes, 20, 4);
	struct cursor c = { .left = span_skip(bytes, 76) };
	uint32_t size;

	if (flags & HAS_IDS)
		cursor_take(&c, cursor_u16(&c));
	if (flags & HAS_INFO) {
		size = (uint32_t)probe_number(c.left, 0, 4);
		read_info(l, cursor_take(&c, size));
	}
	for (int i = 0; i < TEXTS; i++)
		if (flags & bits[i])
			read_text(&c, flags & IS_UNICODE, &l->text[i]);
	buf_add(&l->command, buf_span(l->target.len ? &l->target : &l->text[TEXT_PATH]));
	if (l->text[TEXT_ARGUMENTS].len)
		buf_byte(&l->command, ' ');
	buf_add(&l->command, buf_span(&l->text[TEXT_ARGUMENTS]));
}

static int lnk_open(struct reader *r, struct error *e)
{
	struct lnk *l = arena_new(r->arena, struct lnk);

	if (!l)
		return fail(e, ERR_LIMIT, "lnk: no memory left for this item");
	r->state = l;
	buf_init(&l->target, TEXT_MOST);
	buf_init(&l->command, 2 * TEXT_MOST);
	for (int i = 0; i < TEXTS; i++)
		buf_init(&l->text[i], TEXT_MOST);
	read_all(l, r->bytes);
	return 0;
}

static int lnk_next(struct reader *r, struct part *out, struct error *e)
{
	struct lnk *l = r->state;
	const struct { const char *name; const struct buf *text; } values[] = {
		{ "command", &l->command }, { "comment", &l->text[TEXT_COMMENT] },
		{ "folder", &l->text[TEXT_FOLDER] }, { "icon", &l->text[TEXT_ICON] },
	};

	(void)e;
	while (l->given < sizeof(values) / sizeof(values[0])) {
		unsigned i = l->given++;

		if (!values[i].text->len)
			continue;
		*out = (struct part){ .kind = PART_META, .name = span_of(values[i].name),
				      .text = buf_span(values[i].text), .time = TIME_NONE };
		return 1;
	}
	return 0;
}

static void lnk_close(struct reader *r)
{
	struct lnk *l = r->state;

	if (!l)
		return;
	buf_release(&l->target);
	buf_release(&l->command);
	for (int i = 0; i < TEXTS; i++)
		buf_release(&l->text[i]);
}

const struct format format_lnk = {
	.name = "lnk",
	.about = "Windows shortcut",
	.suffixes = " .lnk ",
	.class = FORMAT_PROGRAM,
	.whole = true,
	.raw = true,
	.evidence = true,
	.probe = lnk_probe,
	.open = lnk_open,
	.next = lnk_next,
	.close = lnk_close,
};
