/*
 * shape_name.c -- URLs, names of hosts, mail addresses, file names: everything
 * that is labels with dots between.
 *
 * The hard part is what only looks so: "Win32/Agent.KD" (a product's name for
 * malware), System.Net.WebClient (a class), com.android.vending (a package),
 * "the end.In short" (no blank behind the stop), agent.sh (a file).
 */
#include "advisory/shapes.h"

#include "advisory/words.h"
#include "value/address.h"
#include "value/host.h"
#include "value/wildcard.h"

#define NAME_MAX_LEN 300
#define URL_MAX_LEN 4096

/* Part of a label; letters beyond ASCII too, but no typography. */
static size_t label_byte(struct span text, size_t at)
{
	char c = text.ptr[at];

	if (ascii_alnum(c) || c == '-' || c == '_')
		return 1;
	if ((unsigned char)c < 0xc3 || shape_typography(text, at))
		return 0;
	for (size_t n = 1; n < 4 && at + n < text.len; n++)
		if (((unsigned char)text.ptr[at + n] & 0xc0) != 0x80)
			return n;
	return text.len - at < 4 ? text.len - at : 4;
}

/* Labels and dots; a dot counts when a label follows. */
static size_t name_length(struct span text, size_t at)
{
	size_t n = at;

	while (n < text.len && n - at < NAME_MAX_LEN) {
		size_t taken = label_byte(text, n);

		if (!taken && text.ptr[n] == '.' && n > at && n + 1 < text.len &&
		    label_byte(text, n + 1) && text.ptr[n - 1] != '.')
			taken = 1;
		if (!taken)
			break;
		n += taken;
	}
	while (n > at && (text.ptr[n - 1] == '-' || text.ptr[n - 1] == '_'))
		n--;
	return n - at;
}

static char at_or_blank(struct span text, size_t at)
{
	return at < text.len ? text.ptr[at] : ' ';
}

/* Where a URL ends: at blanks, quotes, brackets, bars, and at the text of an AsciiDoc link. */
static size_t url_length(struct span text, size_t at)
{
	size_t n = at;

	while (n < text.len && n - at < URL_MAX_LEN) {
		char c = text.ptr[n];
		struct span rest = span_skip(text, n);

		if ((unsigned char)c <= ' ' || strchr("\"<>`|^[]{}\\", c) ||
		    shape_typography(text, n))
			break;
		if (c == ',' && (span_starts(rest, SPAN(",http")) || span_starts(rest, SPAN(",ftp"))))
			break;
		n++;
	}
	return shape_trim(span_cut(text, at, n - at)).len;
}

static bool scheme_is_known(struct span scheme)
{
	static const char *const known[] = {
		"http", "https", "ftp", "ftps", "sftp", "tcp", "udp", "ws", "wss", "socks",
		"socks4", "socks5", "smb", "ldap", "ldaps", "rdp", "ssh", "telnet", "dns", "tls",
		"irc", "ircs", "smtp", "imap", "pop3", "tftp", "stratum+tcp", NULL
	};

	return word_one_of(scheme, known);
}

bool shape_url(struct span text, size_t at, struct shape *out)
{
	size_t n = at;
	struct address a;
	struct url u;

	while (n < text.len && n - at < 12 && (ascii_alnum(text.ptr[n]) || text.ptr[n] == '+'))
		n++;
	if (n == at || !span_starts(span_skip(text, n), SPAN("://")) ||
	    !scheme_is_known(span_cut(text, at, n - at)))
		return false;
	/* http://[2001:db8::1]/ */
	if (at_or_blank(text, n + 3) == '[') {
		size_t close = span_find_byte(span_cut(text, n + 3, 60), ']');

		if (close == SPAN_NONE)
			return false;
		n += 3 + close + 1;
		out->len = n - at + url_length(text, n);
	} else {
		out->len = url_length(text, at);
	}
	out->value = span_cut(text, at, out->len);
	/* A scheme with nothing behind, or a host that cannot be: passed over. */
	if (url_split(out->value, &u) &&
	    (address_parse(u.host, &a) || host_has_known_tld(u.host) || host_is_reserved(u.host) ||
	     span_ends_nocase(u.host, SPAN(".onion"))))
		out->kind = KIND_URL;
	if (!out->len)
		out->len = n - at + 3;
	return true;
}

static struct span last_label(struct span name)
{
	size_t dot = span_rfind_byte(name, '.');

	return dot == SPAN_NONE ? name : span_skip(name, dot + 1);
}

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* "Net", "Link": a capital and small letters behind it. */
static bool is_camel(struct span label)
{
	if (label.len < 2 || !is_upper(label.ptr[0]))
		return false;
	for (size_t i = 1; i < label.len; i++)
		if (label.ptr[i] >= 'a' && label.ptr[i] <= 'z')
			return true;
	return false;
}

static size_t label_count(struct span name)
{
	size_t n = 1;

	for (size_t i = 0; i < name.len; i++)
		n += name.ptr[i] == '.';
	return n;
}

/* com.android.vending, org.apache.http: names of packages are hosts backwards. */
static bool is_package(struct span name)
{
	static const char *const heads[] = {
		"com", "org", "net", "io", "android", "java", "javax", "androidx", "system", "this",
		"self", "microsoft", "gov", "edu", "dev", "de", "fr", "uk", "cn", "ru", NULL
	};
	struct span first = span_cut(name, 0, span_find_byte(name, '.'));
	struct span last = last_label(name);

	return label_count(name) >= 3 && word_one_of(first, heads) && !word_is(last, "com") &&
		!word_is(last, "net") && !word_is(last, "org");
}

/* Trojan.AndroidOS.Agent.ae, Agent.KD: what products call malware. */
static bool is_detection(struct span name)
{
	static const char *const heads[] = {
		"trojan", "trojandownloader", "trojandropper", "trojanspy", "backdoor", "worm",
		"virus", "heur", "exploit", "ransom", "adware", "riskware", "hacktool", "spyware",
		"downloader", "dropper", "agent", "packed", "generic", "gen", "win32", "win64",
		"msil", "vbs", "osx", "linux", "androidos", "pua", "pup", "w32", "w64", "w97m",
		"kryptik", "filecoder", "spy", "webshell", "rootkit", "not-a-virus", NULL
	};
	struct span first = span_cut(name, 0, span_find_byte(name, '.'));

	return is_upper(name.ptr[0]) && word_one_of(first, heads);
}

/* "the end.In short": a small word with a capital behind the stop. */
static bool is_glued(struct span name)
{
	static const char *const words[] = {
		"in", "it", "is", "at", "as", "no", "so", "to", "be", "my", "me", "am", "do", "an",
		"by", "us", "all", "this", "how", "one", "you", "here", "now", "new", "such",
		"also", "for", "his", "see", "are", NULL
	};
	struct span last = last_label(name);

	return is_upper(last.ptr[0]) && word_one_of(last, words) && !is_upper(name.ptr[0]);
}

/* Names that are read as hosts only when they are defanged or stand in a list of hosts. */
static bool is_odd(struct span name)
{
	struct span last = last_label(name);

	if (is_package(name) || is_detection(name) || is_glued(name))
		return true;
	/* System.Net, module.Method: nobody writes a domain so. */
	if (is_camel(last))
		return true;
	return word_is(name, "asp.net") || word_is(name, "vb.net") || word_is(name, "ado.net");
}

static bool is_host(struct span name)
{
	struct span last = last_label(name);

	if (label_count(name) < 2 || last.len < 2)
		return false;
	return host_has_known_tld(name) || span_ends_nocase(name, SPAN(".onion")) ||
		(host_is_reserved(name) && !word_is(last, "local") && !word_is(last, "alt"));
}

/* What stands directly in front decides whether this is a piece of something else. */
static bool is_piece(struct span text, size_t at)
{
	char front = at ? text.ptr[at - 1] : ' ';

	if (front == '.' && at >= 2 && text.ptr[at - 2] == '*')
		return false;
	/* What is left of a name with a wildcard inside that hardly names anything. */
	if ((front == '*' || front == '?') && at >= 2 && ascii_alnum(text.ptr[at - 2]))
		return true;
	return front == '/' || front == '\\' || front == '.' || front == '@' || front == '$' ||
		front == '%' || front == '}' || front == '#' || front == '&';
}

static bool mail_shape(struct span text, size_t at, struct shape *out)
{
	size_t n = at, host;

	while (n < text.len && n - at < 65 &&
	       (ascii_alnum(text.ptr[n]) || strchr("._%+-'", text.ptr[n])) && text.ptr[n])
		n++;
	if (n == at || at_or_blank(text, n) != '@' || n + 1 >= text.len)
		return false;
	host = name_length(text, n + 1);
	out->len = n + 1 + host - at;
	out->value = span_cut(text, at, out->len);
	if (host && is_host(span_cut(text, n + 1, host)))
		out->kind = KIND_EMAIL;
	return true;
}

/* A host: what follows makes it a URL, gives it a port, or shows that it is none. */
static bool host_shape(struct span text, size_t at, struct span name, struct shape *out)
{
	char next = at_or_blank(text, at + name.len);
	struct span host, rest = span_skip(text, at + name.len);
	uint16_t port;

	if (next == '(' || next == '\\' || next == '=')
		return false;		/* a call, a domain user, an attribute */
	out->kind = span_ends_nocase(name, SPAN(".onion")) ? KIND_ONION : KIND_DOMAIN;
	out->value = name;
	out->len = name.len;
	if (is_odd(name))
		out->notes |= SHAPE_ODD;
	if (kind_is_file_suffix(last_label(name)))
		out->notes |= SHAPE_FILE_TOO;
	if (next == ':' && rest.len > 1 && ascii_digit(rest.ptr[1])) {
		size_t digits = 1;

		while (digits < rest.len && digits < 6 && ascii_digit(rest.ptr[digits]))
			digits++;
		if (host_port_split(span_cut(text, at, name.len + digits), &host, &port)) {
			out->port = port;
			out->len += digits;
			next = at_or_blank(text, at + out->len);
		}
	}
	if (next == '/' && ascii_alnum(at_or_blank(text, at + out->len + 1))) {
		size_t len = url_length(text, at);

		if (len > out->len) {
			out->kind = KIND_URL;
			out->notes |= SHAPE_BARE;
			out->value = span_cut(text, at, len);
			out->len = len;
			out->port = 0;
		}
	}
	return true;
}

/* "wm?host.dll", "<random>-wmhost.exe": length of a name of which a part is left open, or 0. */
static size_t open_name_length(struct span text, size_t at)
{
	size_t n = at, len, open = 0;
	struct span name;

	while (n < text.len && n - at < 255) {
		if (wildcard_at(KIND_FILENAME, text, n, &len) != WILDCARD_NONE) {
			open = n;
			n += len;
		} else if (ascii_alnum(text.ptr[n]) || memchr("._-", text.ptr[n], 3)) {
			n++;
		} else {
			break;
		}
	}
	while (n > at && memchr(".*?", text.ptr[n - 1], 3))
		n--;
	name = span_cut(text, at, n - at);
	/* A mark at the very front is a bullet, or says how a sentence is meant. */
	if (open == 0 || open >= n || memchr("*?", text.ptr[at], 2) ||
	    span_find_byte(name, '.') == SPAN_NONE || !kind_is_file_suffix(last_label(name)) ||
	    !wildcard_is_specific(KIND_FILENAME, name))
		return 0;
	return n - at;
}

bool shape_name(struct span text, size_t at, struct shape *out)
{
	size_t len;
	struct span name;

	if (is_piece(text, at))
		return false;
	len = open_name_length(text, at);
	if (len) {
		out->kind = KIND_FILENAME;
		out->len = len;
		out->value = span_cut(text, at, len);
		return true;
	}
	if (mail_shape(text, at, out))
		return true;
	len = name_length(text, at);
	name = span_cut(text, at, len);
	if (span_find_byte(name, '.') == SPAN_NONE)
		return false;
	/* Whatever it is, it is passed over as one word. */
	out->len = len;
	if (kind_is_file_name(name)) {
		out->kind = KIND_FILENAME;
		out->value = name;
		if (is_host(name))
			out->notes |= SHAPE_HOST_TOO;
		return true;
	}
	if (is_host(name) && host_shape(text, at, name, out))
		return true;
	if (kind_is_file_suffix(last_label(name)) && !is_host(name)) {
		out->kind = KIND_FILENAME;
		out->value = name;
	}
	return true;
}
