/* wildcard.c -- values of which a part is left open. */
#include "value/wildcard.h"

bool wildcard_kind(enum kind kind)
{
	switch (kind) {
	case KIND_FILENAME:
	case KIND_PATH:
	case KIND_REGISTRY_KEY:
	case KIND_NAMED_PIPE:
	case KIND_MUTEX:
	case KIND_SERVICE:
	case KIND_USER_AGENT:
		return true;
	default:
		return false;
	}
}

/* "?" is no sign of its own there. */
static bool is_file_kind(enum kind kind)
{
	return kind == KIND_FILENAME || kind == KIND_PATH || kind == KIND_REGISTRY_KEY;
}

#define NAME_LONGEST 40		/* bytes between the marks of a placeholder */

/* A word between marks, of what differs: "user name", "random_8"; a variable only by its start. */
static bool is_open_word(struct span word, bool variable)
{
	static const char *const words[] = {
		"user", "random", "rand", "guid", "uuid", "computer", "host", "machine", "name", "id",
		"version", "date", "number", "num", "digit", "hex", "string", "char", "letter", "sid",
		"any", "profile", "variable", "redact", "timestamp", "time", "pid", "drive", "folder",
		"volumeserial", "ext",
	};

	if (word.len == 0 || word.len > NAME_LONGEST)
		return false;
	for (size_t i = 0; i < word.len; i++)
		if (!ascii_alnum(word.ptr[i]) && !memchr(" _-.", word.ptr[i], 4))
			return false;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (span_starts_nocase(word, span_of(words[i])) ||
		    (!variable && span_ends_nocase(word, span_of(words[i]))))
			return true;
	return false;
}

/* "<user>", "[random]", "{GUID}", "%USERNAME%": its length, or 0. */
static size_t placeholder(struct span s)
{
	static const char opens[] = "<[{%", closes[] = ">]}%";
	const char *open = s.len ? memchr(opens, s.ptr[0], 4) : NULL;
	size_t end;

	if (!open)
		return 0;
	end = span_find_byte(span_cut(s, 1, NAME_LONGEST + 1), closes[open - opens]);
	if (end == SPAN_NONE || !is_open_word(span_cut(s, 1, end), *open == '%'))
		return 0;
	/* A folder of the environment, not a name: %USERPROFILE%. */
	if (*open == '%' && span_ends_nocase(span_cut(s, 1, end), SPAN("profile")))
		return 0;
	return end + 2;
}

enum wildcard wildcard_at(enum kind kind, struct span value, size_t at, size_t *len)
{
	struct span rest = span_skip(value, at);

	*len = 0;
	while (*len < rest.len && rest.ptr[*len] == '*')
		++*len;
	if (*len)
		return WILDCARD_ANY;
	if (rest.len && rest.ptr[0] == '?' && is_file_kind(kind)) {
		*len = 1;
		return WILDCARD_ONE;
	}
	*len = placeholder(rest);
	return *len ? WILDCARD_ANY : WILDCARD_NONE;
}

bool wildcard_in(enum kind kind, struct span value)
{
	size_t len;

	for (size_t i = 0; wildcard_kind(kind) && i < value.len; i++)
		if (wildcard_at(kind, value, i, &len) != WILDCARD_NONE)
			return true;
	return false;
}

/* Folders and keys that every machine has. */
static bool is_everywhere(struct span part)
{
	static const char *const names[] = {
		"users", "appdata", "local", "locallow", "roaming", "temp", "tmp", "windows",
		"system32", "syswow64", "programdata", "program files", "program files (x86)",
		"documents and settings", "home", "var", "usr", "opt", "etc", "bin", "lib", "root",
		"microsoft", "desktop", "downloads", "documents", "public", "start menu", "programs",
		"startup", "software", "currentversion", "run", "runonce", "classes", "system",
		"currentcontrolset", "services", "global", "mozilla", "compatible",
		"hkey_local_machine", "hkey_current_user", "hkey_classes_root", "hkey_users", "hklm",
		"hkcu", "hkcr", "hku", "library", "private", "volumes", "drivers", "recycler",
		"windows nt", "wow6432node", "applewebkit", "gecko", "khtml", "chrome", "safari", "msie",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (span_equal_nocase(part, span_of(names[i])))
			return true;
	return part.len > 1 && part.ptr[0] == '%' && part.ptr[part.len - 1] == '%';
}

static bool separates(enum kind kind, char c)
{
	return c == '\\' || c == '/' || (kind == KIND_USER_AGENT && memchr(" ;(),", c, 5));
}

/* Letters and digits of one folder, without wildcards and, in the last, without the suffix. */
static size_t fixed_in(enum kind kind, struct span part, bool last)
{
	size_t dot = last ? span_rfind_byte(part, '.') : SPAN_NONE, n = 0, len;

	if (is_everywhere(part))
		return 0;
	part = span_cut(part, 0, dot);
	for (size_t i = 0; i < part.len; i += len ? len : 1)
		if (wildcard_at(kind, part, i, &len) == WILDCARD_NONE)
			n += ascii_alnum(part.ptr[i]);
	return n;
}

/* "samples/x*": a folder of some project, and of no machine. */
static bool has_no_root(struct span path)
{
	return path.len && ascii_alnum(path.ptr[0]) && span_find_byte(path, ':') == SPAN_NONE &&
	       span_find_byte(path, '\\') == SPAN_NONE;
}

bool wildcard_is_specific(enum kind kind, struct span value)
{
	size_t fixed = 0, open = 0, from = 0, len;

	if (kind == KIND_PATH && has_no_root(value))
		return false;
	for (size_t i = 0; i <= value.len; i += len ? len : 1) {
		len = 0;
		if (i < value.len && wildcard_at(kind, value, i, &len) != WILDCARD_NONE) {
			open++;
			continue;
		}
		if (i < value.len && !separates(kind, value.ptr[i]))
			continue;
		fixed += fixed_in(kind, span_cut(value, from, i - from), i == value.len);
		from = i + 1;
	}
	return fixed >= WILDCARD_LEAST && open <= WILDCARD_MOST;
}
