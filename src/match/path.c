/* path.c -- paths, read from their end. */
#include "match/path.h"

#include "match/shape.h"

struct path_walk path_begin(const struct keys *k, struct span text, size_t end)
{
	return (struct path_walk){ k, span_cut(text, 0, end), end, key_begin(k), 0 };
}

bool path_step(struct path_walk *w)
{
	char c;

	if (w->at == 0)
		return false;
	c = w->text.ptr[--w->at];
	if (path_separator(c)) {
		while (w->at > 0 && path_separator(w->text.ptr[w->at - 1]))
			w->at--;
		c = '/';
		w->components++;
	}
	w->state = key_step(w->state, ascii_lower(c));
	return true;
}

uint64_t path_key_here(const struct path_walk *w)
{
	return key_end(w->keys, KEY_PATH, w->state);
}

uint64_t path_key(const struct keys *k, struct span path)
{
	struct path_walk w = path_begin(k, path, path.len);

	while (path_step(&w))
		;
	return path_key_here(&w);
}

/* Skip a run of separators that ends before *at. False: there is none. */
static bool skip_separators(struct span s, size_t *at)
{
	size_t end = *at;

	while (*at > 0 && path_separator(s.ptr[*at - 1]))
		--*at;
	return *at < end;
}

bool path_ends_at(struct span path, struct span text, size_t end, size_t *start)
{
	size_t from = path.len, at = end;

	while (from > 0) {
		if (path_separator(path.ptr[from - 1])) {
			size_t nearest = at;

			skip_separators(path, &from);
			if (!skip_separators(text, &at))
				return false;
			if (from == 0)
				at = nearest - 1;	/* a leading separator is one byte */
			continue;
		}
		if (at == 0 || ascii_lower(path.ptr[from - 1]) != ascii_lower(text.ptr[at - 1]))
			return false;
		from--;
		at--;
	}
	*start = at;
	return true;
}

static const struct {
	const char *variable, *stands_for;
} places[] = {
	{ "%appdata%", "\\AppData\\Roaming" },
	{ "%localappdata%", "\\AppData\\Local" },
	{ "%temp%", "\\AppData\\Local\\Temp" },
	{ "%temp%", "\\Windows\\Temp" },
	{ "%tmp%", "\\AppData\\Local\\Temp" },
	{ "%tmp%", "\\Windows\\Temp" },
	{ "%programdata%", "\\ProgramData" },
	{ "%allusersprofile%", "\\ProgramData" },
	{ "%commonappdata%", "\\ProgramData" },
	{ "%public%", "\\Users\\Public" },
	{ "%windir%", "\\Windows" },
	{ "%systemroot%", "\\Windows" },
	{ "%system%", "\\Windows\\System32" },
	{ "%programfiles%", "\\Program Files" },
	{ "%programfiles%", "\\Program Files (x86)" },
	{ "%programfiles(x86)%", "\\Program Files (x86)" },
	{ "%commonprogramfiles%", "\\Program Files\\Common Files" },
};

bool path_form(struct span path, unsigned n, struct buf *out)
{
	if (n == 0) {
		buf_add(out, path);
		return true;
	}
	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
		struct span variable = span_of(places[i].variable);

		if (!span_starts_nocase(path, variable) || path.len == variable.len ||
		    !path_separator(path.ptr[variable.len]) || --n > 0)
			continue;
		buf_text(out, places[i].stands_for);
		buf_add(out, span_skip(path, variable.len));
		return true;
	}
	return false;
}
