/*
 * name.c -- file names and paths that end where a run of word characters and
 * dots ends.  A name is a whole token between separators; a path begins where
 * no longer path goes on to its left.
 *
 * Hostile input: 255 bytes and 17 separators of a name, and as many bytes and
 * folders of a path as the longest listed one has are looked at.
 */
#include "match/literal.h"
#include "match/lookup.h"
#include "match/path.h"
#include "match/phase.h"
#include "match/shape.h"

#define NAME_STARTS	18

static void report_name(struct scan *s, const struct view *v, size_t start, size_t end)
{
	struct span name = span_cut(v->text, start, end - start);
	struct probe p = table_probe_text(s->set, KEY_NAME, name);
	struct list list;

	while (table_next(&p, &list))
		for (uint32_t i = 0; i < list.count; i++)
			if (lookup_is(s->set, list.item[i], name))
				scan_add(s, v, start, end, list.item[i], 0, 0);
}

void name_verify(struct scan *s, const struct view *v, size_t end, bool separated)
{
	size_t floor = end > SHAPE_NAME_MAX ? end - SHAPE_NAME_MAX : 0;
	unsigned starts = separated ? NAME_STARTS : 1;

	if (shape_name_goes_on(v->text, end))
		return;
	for (size_t at = end; at-- > floor && starts; ) {
		if (shape_name_before(v->text, at))
			continue;
		report_name(s, v, at, end);
		if (at > 0 && at + 1 < end && shape_is_escape(v->text, at - 1))
			report_name(s, v, at + 1, end);
		starts--;
	}
}

/* A path that begins with a backslash is the end of any longer one; others begin anew. */
static bool path_begins(struct span text, size_t start, struct span path)
{
	if (start == 0 || path.ptr[0] == '\\' || !shape_name_before(text, start))
		return true;
	return start >= 2 && shape_is_escape(text, start - 2);
}

static bool is_escaped(struct span path, size_t length)
{
	return length > path.len;
}

static void report_path(struct scan *s, const struct view *v, const struct path_walk *w, size_t end)
{
	struct probe p = table_probe(s->set, KEY_PATH, path_key_here(w));
	struct list list;
	size_t start;

	while (table_next(&p, &list))
		for (uint32_t i = 0; i < list.count; i++) {
			const struct image_literal *form = set_literal(s->set, list.item[i]);
			struct span path = form ? set_string(s->set, form->text, form->text_len)
						: SPAN("");

			if (path.len && path_ends_at(path, v->text, end, &start) &&
			    path_begins(v->text, start, path))
				scan_add(s, v, start, end, form->indicator, 0,
					 is_escaped(path, end - start) ? VEIL_ESCAPED : 0);
		}
}

void path_verify(struct scan *s, const struct view *v, size_t end)
{
	/* Separators may be doubled, or twice that. */
	size_t reach = s->set->path_longest + 3 * (size_t)s->set->path_deepest;
	size_t floor = end > reach ? end - reach : 0;
	struct path_walk w = path_begin(&s->set->keys, v->text, end);

	if (shape_name_goes_on(v->text, end))
		return;
	/* Ask where a component begins, and where the separator before it does. */
	while (w.components < s->set->path_deepest + 1 && path_step(&w) && w.at >= floor) {
		bool separator = path_separator(v->text.ptr[w.at]);

		if (separator || w.at == 0 || !shape_name_before(v->text, w.at) ||
		    (w.at >= 2 && shape_is_escape(v->text, w.at - 2)))
			report_path(s, v, &w, end);
	}
}
