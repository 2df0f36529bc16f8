/* labels.c -- the manifest: what the user says about sources (DESIGN.md 3). */
#include <stdlib.h>

#include "base/config.h"
#include "evidence/walk.h"
#include "finding/source.h"

#define BUDGET (16u << 20)

void labels_init(struct labels *l)
{
	*l = (struct labels){ 0 };
	arena_init(&l->arena, BUDGET);
}

void labels_release(struct labels *l)
{
	free(l->list);
	arena_release(&l->arena);
	*l = (struct labels){ 0 };
}

static bool keep(struct labels *l, struct span *s)
{
	if (s->len)
		*s = arena_copy(&l->arena, *s);
	return s->len == 0 || s->ptr;
}

int labels_add(struct labels *l, const struct label *label, struct error *e)
{
	struct label *mine;

	if (l->count == l->room) {
		/* Pointers to labels are kept: the list never moves. */
		if (l->list)
			return fail(e, ERR_LIMIT, "more than %d labels", LABELS_MAX);
		l->list = calloc(LABELS_MAX, sizeof(*l->list));
		if (!l->list)
			return fail(e, ERR_MEMORY, "no memory for the labels");
		l->room = LABELS_MAX;
	}
	mine = &l->list[l->count];
	*mine = *label;
	if (!keep(l, &mine->name) || !keep(l, &mine->host) || !keep(l, &mine->zone) ||
	    !keep(l, &mine->custody) || !keep(l, &mine->columns) || !keep(l, &mine->path))
		return fail(e, ERR_MEMORY, "no memory for the labels");
	l->count++;
	return 0;
}

/* ---- the manifest */

#define PATHS_MAX 256		/* of one section */

struct manifest {
	struct labels *labels;
	struct span folder;
	struct label label;	/* of the section at hand */
	struct span path[PATHS_MAX];
	size_t paths;
	bool open;
};

static bool has_glob(struct span s)
{
	return span_find_byte(s, '*') != SPAN_NONE || span_find_byte(s, '?') != SPAN_NONE ||
	       span_find_byte(s, '[') != SPAN_NONE;
}

/* Absolute, without "." and "..", by words alone. */
static void path_absolute(struct span folder, struct span path, struct buf *out)
{
	struct span rest, part;
	struct buf all;

	buf_init(&all, 64 << 10);
	if (path.len == 0 || path.ptr[0] != '/') {
		buf_add(&all, folder);
		buf_byte(&all, '/');
	}
	buf_add(&all, path);
	rest = buf_span(&all);
	while (span_split(&rest, '/', &part)) {
		if (part.len == 0 || span_equal(part, SPAN(".")))
			continue;
		if (span_equal(part, SPAN(".."))) {
			size_t slash = span_rfind_byte(buf_span(out), '/');

			out->len = slash == SPAN_NONE ? 0 : slash;
			continue;
		}
		buf_byte(out, '/');
		buf_add(out, part);
	}
	if (out->len == 0)
		buf_byte(out, '/');
	buf_release(&all);
}

static int manifest_flush(struct manifest *m, struct error *e)
{
	struct buf b;
	int rc = 0;

	if (!m->open)
		return 0;
	m->open = false;
	if (m->paths == 0)
		return fail(e, ERR_USAGE, "[%.*s] has no path", SPAN_ARG(m->label.name));
	buf_init(&b, 64 << 10);
	for (size_t i = 0; rc == 0 && i < m->paths; i++) {
		buf_clear(&b);
		path_absolute(m->folder, m->path[i], &b);
		m->label.path = buf_span(&b);
		m->label.glob = has_glob(m->path[i]);
		rc = b.bad ? fail(e, ERR_LIMIT, "a path is too long") : labels_add(m->labels, &m->label, e);
	}
	buf_release(&b);
	return rc;
}

static int manifest_value(struct manifest *m, const struct config_entry *x, struct error *e)
{
	struct label *l = &m->label;
	uint64_t year;

	if (span_equal(x->key, SPAN("path"))) {
		if (m->paths == PATHS_MAX)
			return fail(e, ERR_LIMIT, "more than %d paths in one section", PATHS_MAX);
		m->path[m->paths++] = x->value;
	} else if (span_equal(x->key, SPAN("host"))) {
		l->host = x->value;
	} else if (span_equal(x->key, SPAN("zone"))) {
		l->zone = x->value;
	} else if (span_equal(x->key, SPAN("custody"))) {
		l->custody = x->value;
	} else if (span_equal(x->key, SPAN("columns"))) {
		l->columns = x->value;
	} else if (span_equal(x->key, SPAN("role"))) {
		l->role = source_role_of(x->value);
		if (l->role == SOURCE_ROLES)
			return fail(e, ERR_USAGE, "no role '%.*s'", SPAN_ARG(x->value));
	} else if (span_equal(x->key, SPAN("year"))) {
		if (!span_u64(x->value, &year) || year < 1970 || year > 9999)
			return fail(e, ERR_USAGE, "'%.*s' is not a year", SPAN_ARG(x->value));
		l->year = (uint16_t)year;
	} else {
		return fail(e, ERR_USAGE, "no key '%.*s': path, host, role, zone, year, columns or custody",
			    SPAN_ARG(x->key));
	}
	return 0;
}

static int manifest_entry(void *context, const struct config_entry *x, struct error *e)
{
	struct manifest *m = context;

	if (x->section.len == 0)
		return fail(e, ERR_USAGE, "a [label] comes first");
	if (x->key.len == 0) {
		if (manifest_flush(m, e) < 0)
			return -1;
		m->label = (struct label){ .name = x->section, .from_root = SIZE_MAX };
		m->paths = 0;
		m->open = true;
		return 0;
	}
	return manifest_value(m, x, e);
}

int labels_read(struct labels *l, struct span manifest, struct span folder, struct error *e)
{
	struct manifest m = { .labels = l, .folder = folder };

	if (config_read(manifest, manifest_entry, &m, e) < 0)
		return -1;
	return manifest_flush(&m, e);
}

static bool label_fits(const struct label *l, size_t root, struct span absolute)
{
	if (l->from_root != SIZE_MAX)
		return root >= l->from_root && root < l->to_root;
	if (l->glob)
		return walk_glob(l->path, absolute) || walk_glob(l->path, span_skip(absolute, 1));
	return span_starts(absolute, l->path) &&
	       (absolute.len == l->path.len || l->path.ptr[l->path.len - 1] == '/' ||
		absolute.ptr[l->path.len] == '/');
}

const struct label *labels_find(const struct labels *l, size_t root, struct span absolute)
{
	const struct label *found = NULL;

	/* The closest path wins; of equals the later. */
	for (size_t i = 0; i < l->count; i++)
		if (label_fits(&l->list[i], root, absolute) &&
		    (!found || l->list[i].path.len >= found->path.len))
			found = &l->list[i];
	return found;
}

struct span labels_zone(const struct labels *l, size_t root, const struct label *label)
{
	struct span zone = label ? label->zone : SPAN("");

	for (size_t i = 0; i < l->count && zone.len == 0; i++)
		if (l->list[i].from_root != SIZE_MAX && label_fits(&l->list[i], root, SPAN("")))
			zone = l->list[i].zone;
	return zone;
}
