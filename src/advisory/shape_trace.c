/*
 * shape_trace.c -- paths, registry keys, pipes, mutexes, user agents: what is
 * left on a machine, and may hold blanks.
 *
 * In running text a path ends at a blank, unless the words behind lead to
 * another separator soon ("C:\Program Files\x"); as an entry of a list it is
 * the whole line.
 */
#include "advisory/shapes.h"

#include "advisory/words.h"
#include "value/wildcard.h"

#define TRACE_MAX 1024
#define AGENT_MAX 600
#define WORDS_AHEAD 3		/* blanks that may stand before the next separator */

static bool ends_trace(struct span text, size_t at)
{
	char c = text.ptr[at];

	return c == '\n' || c == '\r' || c == '\t' || c == '"' || c == '<' || c == '>' ||
		c == '|' || c == '`' || c == '\0' || shape_typography(text, at) == 2 ||
		(unsigned char)c == 0xe2;
}

/* Behind the blank at `at`: does a separator come before the words run out? */
static bool leads_on(struct span text, size_t at, char separator)
{
	int blanks = 0;

	for (size_t i = at; i < text.len && i < at + 60; i++) {
		char c = text.ptr[i];

		if (c == separator)
			return i > at + 1 && text.ptr[i - 1] != ' ';
		if (c == ' ' && ++blanks > WORDS_AHEAD)
			return false;
		if (ends_trace(text, i) || c == ':' || c == ',' || c == ';' ||
		    (c == '.' && i + 1 < text.len && text.ptr[i + 1] == ' '))
			return false;
	}
	return false;
}

static size_t trace_length(struct span text, size_t at, char separator, bool whole)
{
	size_t n = at;
	bool bracket = at && text.ptr[at - 1] == '[';

	while (n < text.len && n - at < TRACE_MAX) {
		size_t open;

		/* "C:\Users\<user name>\x": no end of the path, whatever stands in the marks. */
		if (wildcard_at(KIND_PATH, text, n, &open) == WILDCARD_ANY && open > 1) {
			n += open;
			continue;
		}
		if (ends_trace(text, n))
			break;
		if (bracket && text.ptr[n] == ']')
			return n - at;
		if (text.ptr[n] == ' ' && !whole && !bracket && !leads_on(text, n, separator))
			break;
		n++;
	}
	return shape_trim(span_cut(text, at, n - at)).len;
}

static bool give(struct span text, size_t at, size_t len, enum kind kind, struct shape *out)
{
	out->kind = kind;
	out->len = len;
	out->value = span_cut(text, at, len);
	return len > 3;
}

static bool starts_hive(struct span t)
{
	static const char *const hives[] = {
		"HKEY_LOCAL_MACHINE\\", "HKEY_CURRENT_USER\\", "HKEY_CLASSES_ROOT\\",
		"HKEY_USERS\\", "HKEY_CURRENT_CONFIG\\", "HKLM\\", "HKCU\\", "HKCR\\", "HKU\\",
		"HKLM:\\", "HKCU:\\",
	};

	for (size_t i = 0; i < sizeof(hives) / sizeof(hives[0]); i++)
		if (span_starts_nocase(t, span_of(hives[i])))
			return true;
	return false;
}

/* "%APPDATA%\": length of the variable, or 0. */
static size_t variable_length(struct span t)
{
	size_t n = 1;

	if (!t.len || t.ptr[0] != '%')
		return 0;
	while (n < t.len && n < 40 && (ascii_alnum(t.ptr[n]) || t.ptr[n] == '_' ||
				       t.ptr[n] == '(' || t.ptr[n] == ')'))
		n++;
	return n > 2 && n + 1 < t.len && t.ptr[n] == '%' && t.ptr[n + 1] == '\\' ? n + 1 : 0;
}

/* The first folder of paths that are paths, and not those of some web server. */
static bool unix_root(struct span t)
{
	static const char *const roots[] = {
		"etc", "usr", "var", "tmp", "opt", "home", "root", "bin", "sbin", "lib", "lib64",
		"dev", "proc", "sys", "mnt", "srv", "boot", "run", "library", "users",
		"applications", "system", "private", "volumes", "sdcard", "storage", "data",
		"config", "nsconfig", "netscaler", "flash", "persist", "vmfs", "jffs", NULL
	};
	size_t slash;

	if (!t.len || t.ptr[0] != '/')
		return false;
	t = span_skip(t, 1);
	slash = span_find_byte(span_cut(t, 0, 20), '/');
	return slash != SPAN_NONE && slash + 1 < t.len && t.ptr[slash + 1] != ' ' &&
		word_one_of(span_cut(t, 0, slash), roots);
}

static bool agent_shape(struct span text, size_t at, struct shape *out)
{
	static const char *const behind[] = { "Accept", "Host:", "Connection:", "HTTP/1.",
					      "Content-" };
	size_t n = at;
	struct span agent;

	while (n < text.len && n - at < AGENT_MAX && !ends_trace(text, n))
		n++;
	agent = span_cut(text, at, n - at);
	/* The header behind it, when line breaks were lost. */
	for (size_t i = 0; i < sizeof(behind) / sizeof(behind[0]); i++)
		agent = span_cut(agent, 0, span_find(agent, span_of(behind[i])));
	agent = span_trim(agent);
	if (span_find_byte(agent, '(') == SPAN_NONE) {
		out->len = 8;
		return true;		/* "Mozilla/5.0" alone: passed over */
	}
	return give(text, at, agent.len, KIND_USER_AGENT, out);
}

bool shape_trace(struct span text, size_t at, bool whole, struct shape *out)
{
	struct span t = span_skip(text, at);

	if (starts_hive(t))
		return give(text, at, trace_length(text, at, '\\', whole), KIND_REGISTRY_KEY, out);
	if (t.len > 3 && ascii_alpha(t.ptr[0]) && t.ptr[1] == ':' &&
	    (t.ptr[2] == '\\' || (t.ptr[2] == '/' && t.ptr[3] != '/')))
		return give(text, at, trace_length(text, at, t.ptr[2], whole), KIND_PATH, out);
	if (span_starts_nocase(t, SPAN("\\\\.\\pipe\\")))
		return give(text, at, trace_length(text, at, '\\', whole), KIND_NAMED_PIPE, out);
	if (variable_length(t) || (span_starts(t, SPAN("\\\\")) && t.len > 4 && ascii_alnum(t.ptr[2])))
		return give(text, at, trace_length(text, at, '\\', whole), KIND_PATH, out);
	if (span_starts(t, SPAN("Global\\")) || span_starts(t, SPAN("Local\\")))
		return give(text, at, trace_length(text, at, '\\', whole), KIND_MUTEX, out);
	if ((span_starts(t, SPAN("~/")) && t.len > 3 && ascii_alnum(t.ptr[2])) || unix_root(t))
		return give(text, at, trace_length(text, at, '/', whole), KIND_PATH, out);
	if (span_starts(t, SPAN("Mozilla/")))
		return agent_shape(text, at, out);
	return false;
}
