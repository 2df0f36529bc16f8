/*
 * form_trace.c -- what is left behind on a machine: file names, paths, keys of
 * the registry, pipes, and texts that are compared as they are.
 *
 * Windows compares names without case, so that names and paths are lower case
 * here (ASCII letters only).  Not here: case folding beyond ASCII, expanding
 * %VARIABLES%, ControlSet001 as CurrentControlSet.
 */
#include "value/forms.h"
#include "value/wildcard.h"

static bool has_control(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.ptr[i] < 0x20 || s.ptr[i] == 0x7f)
			return true;
	return false;
}

int form_text(struct span written, struct buf *out, struct error *e)
{
	if (written.len == 0)
		return fail(e, ERR_MALFORMED, "empty");
	buf_add(out, written);
	return 0;
}

int form_line(struct span written, struct buf *out, struct error *e)
{
	if (written.len == 0)
		return fail(e, ERR_MALFORMED, "empty");
	for (size_t i = 0; i < written.len; i++) {
		if (!ascii_space(written.ptr[i]))
			buf_byte(out, written.ptr[i]);
		else if (i == 0 || !ascii_space(written.ptr[i - 1]))
			buf_byte(out, ' ');
	}
	return 0;
}

int form_lower(struct span written, struct buf *out, struct error *e)
{
	if (written.len == 0)
		return fail(e, ERR_MALFORMED, "empty");
	form_add_lower(written, out);
	return 0;
}

int form_filename(struct span written, struct buf *out, struct error *e)
{
	bool dots = true;

	for (size_t i = 0; i < written.len; i++) {
		char c = written.ptr[i];

		if (c == '/' || c == '\\')
			return fail(e, ERR_MALFORMED, "a path, not a file name");
		dots = dots && c == '.';
	}
	if (dots || written.len > 255 || has_control(written))
		return fail(e, ERR_MALFORMED, "not a file name");
	if (wildcard_in(KIND_FILENAME, written) && !wildcard_is_specific(KIND_FILENAME, written))
		return fail(e, ERR_MALFORMED, "a pattern that hardly names anything");
	form_add_lower(written, out);
	return 0;
}

static struct span without_quotes(struct span s)
{
	while (s.len >= 2 && s.ptr[0] == s.ptr[s.len - 1] && (s.ptr[0] == '"' || s.ptr[0] == '\''))
		s = span_trim(span_cut(s, 1, s.len - 2));
	return s;
}

/* "X:", a backslash first, or backslashes in something that does not begin like a Unix path. */
static bool is_windows_path(struct span s)
{
	if (s.len >= 2 && ascii_alpha(s.ptr[0]) && s.ptr[1] == ':')
		return true;
	return s.len && s.ptr[0] != '/' && s.ptr[0] != '~' && span_find_byte(s, '\\') != SPAN_NONE;
}

static bool separates(char c, char separator)
{
	return c == separator || (separator == '\\' && c == '/');
}

static struct span without_tail(struct span s, char separator)
{
	while (s.len > 1 && (separates(s.ptr[s.len - 1], separator) || s.ptr[s.len - 1] == ' '))
		s.len--;
	return s;
}

/*
 * Lower case, separators as `separator`, each run of them one (doubled in
 * JSON and C strings), none at the end.  Windows: both slashes separate.
 */
static void add_separated(struct span s, char separator, struct buf *out)
{
	s = without_tail(s, separator);
	for (size_t i = 0; i < s.len; i++) {
		bool now = separates(s.ptr[i], separator);

		if (now && i && separates(s.ptr[i - 1], separator))
			continue;
		buf_byte(out, now ? separator : ascii_lower(s.ptr[i]));
	}
}

/* Separators in front of a Windows path, the first of which is a backslash. */
static size_t leading(struct span s)
{
	size_t n = 0;

	if (s.len && s.ptr[0] != '\\')
		return 0;
	while (n < s.len && separates(s.ptr[n], '\\'))
		n++;
	return n;
}

/* "\\?\C:\x" and "\??\C:\x" are C:\x; "\\?\UNC\server" is "\server" and *server. */
static struct span without_device(struct span s, bool *server)
{
	struct span rest = span_skip(s, leading(s));

	if (rest.len == s.len || !span_starts(rest, SPAN("?")))
		return s;
	while (rest.len && rest.ptr[0] == '?')
		rest = span_skip(rest, 1);
	rest = span_trim(span_skip(rest, leading(rest)));
	if (!span_starts_nocase(rest, SPAN("UNC\\")))
		return rest;
	*server = true;
	return span_skip(rest, 3);
}

int form_path(struct span written, struct buf *out, struct error *e)
{
	bool windows, server = false;
	size_t before, slashes;

	do {
		before = written.len;
		written = without_device(without_quotes(written), &server);
		windows = is_windows_path(written);
		written = without_tail(written, windows ? '\\' : '/');
	} while (written.len != before);
	if (written.len == 0 || written.len > 4096 || has_control(written))
		return fail(e, ERR_MALFORMED, "not a path");
	if (span_find_byte(written, '/') == SPAN_NONE && span_find_byte(written, '\\') == SPAN_NONE)
		return fail(e, ERR_MALFORMED, "a name without a folder");
	/* Two backslashes, or more in C strings, begin the name of a server. */
	slashes = windows ? leading(written) : 0;
	if (slashes >= 2 || (slashes && server))
		buf_byte(out, '\\');
	add_separated(written, windows ? '\\' : '/', out);
	return 0;
}

static const struct hive {
	const char *written, *meant;
} hives[] = {
	{ "hkey_local_machine", "hkey_local_machine" }, { "hklm", "hkey_local_machine" },
	{ "hkey_current_user", "hkey_current_user" }, { "hkcu", "hkey_current_user" },
	{ "hkey_users", "hkey_users" }, { "hku", "hkey_users" },
	{ "hkey_classes_root", "hkey_classes_root" }, { "hkcr", "hkey_classes_root" },
	{ "hkey_current_config", "hkey_current_config" }, { "hkcc", "hkey_current_config" },
	{ "registry\\machine", "hkey_local_machine" }, { "registry\\user", "hkey_users" },
};

/* Length of the hive's name at the front (a separator or the end follows), or 0. */
static size_t hive_length(struct span s, const struct hive *hive)
{
	size_t n = strlen(hive->written);

	if (!span_starts_nocase(s, span_of(hive->written)))
		return 0;
	if (n < s.len && s.ptr[n] == ':')
		n++;
	return n == s.len || s.ptr[n] == '\\' || s.ptr[n] == '/' ? n : 0;
}

/* Without quotes, the brackets of .reg files, separators in front, "Computer\". */
static struct span bare_key(struct span s)
{
	size_t before;

	do {
		before = s.len;
		s = without_quotes(s);
		if (s.len > 2 && s.ptr[0] == '[' && s.ptr[s.len - 1] == ']')
			s = span_cut(s, 1, s.len - 2);
		while (s.len && (separates(s.ptr[0], '\\') || ascii_space(s.ptr[0])))
			s = span_skip(s, 1);
		if (span_starts_nocase(s, SPAN("Computer\\")))
			s = span_skip(s, strlen("Computer\\"));
		s = without_tail(s, '\\');
	} while (s.len != before);
	return s;
}

int form_registry_key(struct span written, struct buf *out, struct error *e)
{
	written = bare_key(written);
	if (written.len > 4096 || has_control(written))
		return fail(e, ERR_MALFORMED, "not a registry key");
	for (size_t i = 0; i < sizeof(hives) / sizeof(*hives); i++) {
		size_t n = hive_length(written, &hives[i]);

		if (n && n + 1 < written.len) {
			buf_text(out, hives[i].meant);
			add_separated(span_skip(written, n), '\\', out);
			return 0;
		}
		if (n)
			return fail(e, ERR_MALFORMED, "a hive of the registry, not a key");
	}
	if (span_find_byte(written, '\\') == SPAN_NONE || span_find_byte(written, ':') == 1)
		return fail(e, ERR_MALFORMED, "not a registry key");
	add_separated(written, '\\', out);
	return 0;
}

int form_named_pipe(struct span written, struct buf *out, struct error *e)
{
	static const char *const markers[] = { "\\pipe\\", "\\namedpipe\\" };

	written = without_quotes(written);
	for (size_t i = 0; i < 2; i++) {
		size_t at = span_find_nocase(span_cut(written, 0, 300), span_of(markers[i]));

		if (at != SPAN_NONE && span_starts(written, SPAN("\\"))) {
			written = span_skip(written, at + strlen(markers[i]));
			break;
		}
	}
	if (written.len == 0 || written.len > 256 || has_control(written))
		return fail(e, ERR_MALFORMED, "not the name of a pipe");
	form_add_lower(written, out);
	return 0;
}
