/* coined.c -- names known by their form and the noun beside them. */
#include "advisory/coined.h"

#include "advisory/names.h"
#include "advisory/words.h"
#include "intel/knowledge.h"

#define LONGEST 40
#define GLOSS 60		/* bytes behind "NAME:" in which a noun explains it */

/* Coined by their look, but names of other things. */
static const char *const others[] = {
	"powershell", "javascript", "vbscript", "typescript", "github", "gitlab", "youtube",
	"linkedin", "whatsapp", "wordpress", "fireeye", "crowdstrike", "sentinelone", "proofpoint",
	"paloalto", "virustotal", "macos", "ios", "openssl", "openssh", "mysql", "postgresql",
	"onedrive", "sharepoint", "vmware", "esxi", "citrix", "fortinet", "netscaler", "sonicwall",
	"wechat", "iphone", "ipad", "ebay", "paypal", "https", "android", "windows", "linux",
	"python", "golang", "delphi", "rust", "visual", "basic", "autoit", "autohotkey", "nodejs",
	"telegram", "discord", "microsoft", "office", "excel", "outlook", "google", "chrome",
	"mobile", "remote", "banking", "custom", "first", "second", "third", "initial", "final",
	"shellcode", "reflective", "internet", "things", "cloud", "bash", "shell", "docker",
	"kubernetes", "java", "apple", "intel", "oracle", "cisco", "adobe", "flash", "exchange",
	"active", "directory", "note", "important", "warning", "caution", "summary", "background",
	"overview", "details", "update", "updates", "example", "figure", "table", "context",
	"this", "that", "these", "those", "their", "such", "some", "many", "most", "other",
	"another", "each", "every", "when", "while", "with", "from", "into", "both", "same", "said",
	"destructive", "modular", "malicious", "known", "unknown", "generic", "simple", "advanced",
	"fileless", "polymorphic", "stealthy", "sophisticated", "commodity", "public", "legitimate",
	"italian", "ukrainian", "russian", "chinese", "iranian", "north", "korean", "indian", "brazilian", "turkish",
	"vietnamese", "pakistani", "israeli", "ukrainian", "german", "french", "spanish", "latin",
	"american", "european", "asian", "arabic", "english", "western", "eastern", "middle",
	"credential", "information", "password", "crypto", "cryptocurrency", "bitcoin", "monero",
	"email", "browser", "memory", "kernel", "firmware", "uefi", "bios", "network", "router",
	"attack", "attacks", "threat", "security", "cyber", "targeted", "linux/unix", "unix",
	"january", "february", "march", "april", "june", "july", "august", "september", "october",
	"november", "december", "monday", "tuesday", "wednesday", "thursday", "friday", "anti",
	"open", "source", "offline", "online", "stage", "multi", "cross", "platform", "web",
	"aspx", "jscript", "html", "apk", "rc4", "aes", "rsa", "chacha20", "base64",
	"additional", "further", "related", "associated", "observed", "identified", "detected",
	"dotnet", "assembly", "config", "mitre", "att", "tlp", "cisa", "fbi", "nsa", "ncsc",
	"financial", "government", "state", "sponsored", "chinas", "russias", "mcafee", "payload",
	"document", "macro", "script", "core", "main", "http", "file", "disk", "data", "screen",
	"clipboard", "process", "service", "reverse", "proxy", "desktop", "phishing", "smishing",
	"iot", "devops", "blackberry", "nortonlifelock", "malwarebytes", "bitdefender", "threatlabz",
	"recordedfuture", "quointelligence", "solarwinds", "bleepingcomputer", "zdnet", "techcrunch", "onenote", "dropbox", "teamviewer", "anydesk", "nordvpn", "surfshark",
	"screenconnect", "connectwise", "winrar", "winscp", "filezilla", "chatgpt", "openai",
	"clickonce", "webassembly", "httpd", "nginx", "jquery", "webdav", "oauth", "postscript",
	"raas", "maas", "fraud",
	NULL
};

bool coined_is_other(struct span word)
{
	return word_one_of(word, others);
}

static bool capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool small(char c)
{
	return c >= 'a' && c <= 'z';
}

static size_t word_length(struct span t)
{
	size_t n = 0;

	while (n < t.len && n < LONGEST && (ascii_alnum(t.ptr[n]) || t.ptr[n] == '_'))
		n++;
	return n;
}

enum look { LOOK_ORDINARY, LOOK_CAPITAL, LOOK_CAPITALS, LOOK_COINED };

static enum look look_of(struct span w)
{
	size_t capitals = 0, smalls = 0, inner = 0;

	for (size_t i = 0; i < w.len; i++) {
		capitals += capital(w.ptr[i]);
		smalls += small(w.ptr[i]);
		inner += i > 1 && capital(w.ptr[i]) && small(w.ptr[i - 1]);
	}
	if (w.len < 4 || !capital(w.ptr[0]) || word_one_of(w, others) || name_noun(w))
		return LOOK_ORDINARY;
	if (inner && smalls > 1)
		return LOOK_COINED;
	if (!smalls && capitals >= 5)
		return LOOK_CAPITALS;
	return capitals == 1 && smalls == w.len - 1 ? LOOK_CAPITAL : LOOK_ORDINARY;
}

static bool all_capitals(struct span w)
{
	for (size_t i = 0; i < w.len; i++)
		if (!capital(w.ptr[i]))
			return false;
	return true;
}

/* Malware, but not in capitals, as headings and titles of rules are. */
static const char *noun_of(struct span w)
{
	static const char *const vague[] = { "tool", "tools", "framework", "toolkit", "family",
					     "families", "trojans", "loaders", "implants",
					     "backdoors", "rat", NULL };
	const char *kind = name_noun(w);

	if (word_is(w, "rat"))
		return capital(w.ptr[w.len - 1]) ? "malware" : NULL;
	if (!kind || word_one_of(w, vague) || strcmp(kind, "malware") || all_capitals(w))
		return NULL;
	return kind;
}

static bool noun_is_of_people(struct span w)
{
	const char *kind = name_noun(w);

	return kind && (!strcmp(kind, "actor") || !strcmp(kind, "campaign"));
}

/* A sentence, a line, a cell begins at `at`: any word is written with a capital there. */
static bool begins_sentence(struct span t, size_t at)
{
	while (at && memchr(" \t*_\"'(#>|", t.ptr[at - 1], 11))
		at--;
	return !at || memchr(".!?:\n\x9c\x9d\xa2", t.ptr[at - 1], 8);
}

/* The word in front of `at` when one blank or "a " is between. */
static struct span word_before(struct span t, size_t at)
{
	size_t from, to = at;

	while (to && memchr(" \"*_'`", t.ptr[to - 1], 6) && to + 3 > at)
		to--;
	for (from = to; from && ascii_alnum(t.ptr[from - 1]);)
		from--;
	return span_cut(t, from, to - from);
}

/* Behind the name: "", "*", "\"" and a blank, then a noun. */
static struct span word_behind(struct span t, size_t at)
{
	size_t from = at;

	while (from < t.len && memchr("\"*_'`", t.ptr[from], 5) && from < at + 3)
		from++;
	if (from >= t.len || t.ptr[from] != ' ')
		return SPAN("");
	from++;
	return span_cut(t, from, word_length(span_skip(t, from)));
}

/* Said of a coined word alone: "VenomKit is a tool that". */
static bool is_tool(struct span w)
{
	return word_is(w, "tool") || word_is(w, "toolkit") || word_is(w, "builder");
}

/* "NAME: a backdoor that", "NAME - malware capable of" at the start of a line. */
static const char *explained(struct span t, size_t at, size_t end)
{
	static const char *const marks[] = { ": ", " - ", " \xe2\x80\x93 ", " is a ", " (a ", ", a ",
					     ", an ", " is an " };
	struct span rest = span_cut(t, end, GLOSS);
	struct words w;

	if (!begins_sentence(t, at))
		return NULL;
	while (rest.len && memchr("*_", rest.ptr[0], 2))
		rest = span_skip(rest, 1);
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		if (!span_starts(rest, span_of(marks[i])))
			continue;
		rest = span_cut(rest, 0, span_find_byte(rest, '.'));
		words_of(rest, &w);
		for (uint32_t k = 0; k < w.count; k++)
			if (noun_of(w.word[k]) || is_tool(w.word[k]))
				return "malware";
		return NULL;
	}
	return NULL;
}

/* "through Grixba, an information stealer": but not "in Norway, a botnet". */
static const char *apposed(struct span t, size_t at, size_t end, bool plain)
{
	static const char *const places[] = { "in", "from", "at", "of", "near", "across", NULL };
	struct span rest = span_cut(t, end, GLOSS / 2), before = word_before(t, at);
	struct words w;

	size_t article = span_starts(rest, SPAN(", an")) ? 4 : 3;

	if (!span_starts(rest, SPAN(", a")) || article >= rest.len ||
	    !ascii_space(rest.ptr[article]) ||
	    (plain && word_one_of(before, places)) || (before.len && capital(before.ptr[0])))
		return NULL;
	words_of(rest, &w);
	for (uint32_t k = 1; k < w.count && k < 5 && !word_is(w.word[k], "and"); k++)
		if (noun_of(w.word[k]))
			return noun_of(w.word[k]);
	return NULL;
}

/* "Coak Crypter - as the name implies": a label of two or three words at the start of a line. */
static size_t labelled(struct span t, size_t at, size_t end)
{
	static const char *const marks[] = { ": ", " - ", " \xe2\x80\x93 ", " -- ", " \xe2\x80\x94 " };
	static const char *const parts[] = { "kit", "exploit", "builder", NULL };
	bool named = false;

	if (!begins_sentence(t, at))
		return 0;
	for (int words = 0; words < 2 && end + 1 < t.len && t.ptr[end] == ' '; words++) {
		size_t len = word_length(span_skip(t, end + 1));
		struct span word = span_cut(t, end + 1, len);

		if (!len || !capital(word.ptr[0]))
			break;
		named = word_one_of(word, parts) ||
			(name_noun(word) && !noun_is_of_people(word) && !word_is(word, "tools"));
		end += 1 + len;
	}
	for (size_t i = 0; named && i < sizeof(marks) / sizeof(marks[0]); i++)
		if (span_starts(span_skip(t, end), span_of(marks[i])))
			return end - at;
	return 0;
}

/* "its second threat is Hallaj Pro RAT, a modified": capitals in running text that end in a noun. */
static size_t ends_in_noun(struct span t, size_t at, size_t end)
{
	static const char *const kits[] = { "kit", "crypter", "builder", NULL };
	struct span before = word_before(t, at), word;
	size_t len;

	if (!before.len || !small(before.ptr[0]) || begins_sentence(t, at))
		return 0;
	for (int words = 0; words < 2 && end + 1 < t.len && t.ptr[end] == ' '; words++) {
		len = word_length(span_skip(t, end + 1));
		word = span_cut(t, end + 1, len);
		if (!len || !capital(word.ptr[0]) || word_one_of(word, others))
			return 0;
		end += 1 + len;
		if (!noun_of(word) && !word_one_of(word, kits) && !word_is(word, "rat"))
			continue;
		/* "Upload Malware" is a technique; more capitals: the title of something. */
		if (knowledge_written(span_cut(t, at, end - at)) ||
		    (end + 1 < t.len && t.ptr[end] == ' ' && capital(t.ptr[end + 1])))
			return 0;
		return end - at;
	}
	return 0;
}

/* "deployed TideQuay", "the payload (TideQuay)" */
static bool is_payload(struct span t, size_t at)
{
	static const char *const verbs[] = { "deploys", "deployed", "deploying", "drops", "dropped",
					     "dropping", "delivers", "delivered", "delivering",
					     "payload", "dubbed", NULL };
	size_t to = at && t.ptr[at - 1] == '(' ? at - 1 : at;

	return word_one_of(word_before(t, to), verbs);
}

/* "the threat actor HydroJiin", "the HydroJiin gang", "ReconHellcat as a capable APT group". */
static bool is_of_people(struct span t, size_t at, size_t end)
{
	static const char *const people[] = { "actor", "adversary", "gang", "hackers", NULL };
	/* "the UniCredit group" is a company. */
	static const char *const behind[] = { "gang", "hackers", "actor", "actors", NULL };
	static const char *const groups[] = { "group", "apt", "actor", "gang", NULL };
	struct span before = word_before(t, at), rest = span_skip(t, end);
	struct words w;

	if (word_one_of(before, people) || word_one_of(word_behind(t, end), behind))
		return true;
	if (!span_starts(rest, SPAN(" as a ")))
		return false;
	words_of(span_cut(rest, 0, span_find_byte(span_cut(rest, 0, GLOSS), '.')), &w);
	for (uint32_t i = 2; i < w.count && i < 8; i++)
		if (word_one_of(w.word[i], groups))
			return true;
	return false;
}

/* "the NCIJTF Ransomware Factsheet" is the title of something. */
static bool is_in_title(struct span t, struct span noun)
{
	struct span rest;

	if (!noun.len || !capital(noun.ptr[0]))
		return false;
	rest = span_skip(t, (size_t)(noun.ptr - t.ptr) + noun.len);
	return rest.len > 1 && rest.ptr[0] == ' ' && capital(rest.ptr[1]);
}

size_t coined_at(struct span t, size_t at, const char **kind)
{
	size_t label;
	size_t len = word_length(span_skip(t, at));
	struct span word = span_cut(t, at, len), behind;
	enum look look = look_of(word);

	*kind = NULL;
	if (look == LOOK_ORDINARY || (at && memchr(".\\/@#_=&%$-", t.ptr[at - 1], 11)))
		return 0;
	behind = word_behind(t, at + len);
	label = look != LOOK_CAPITALS ? labelled(t, at, at + len) : 0;
	if (!label && look != LOOK_CAPITALS)
		label = ends_in_noun(t, at, at + len);
	if (label) {
		*kind = "malware";
		return label;
	}
	if (look == LOOK_COINED && is_of_people(t, at, at + len)) {
		*kind = "actor";
		return len;
	}
	if (look == LOOK_CAPITAL && span_ends(word, SPAN("ing")))
		return 0;
	if (look == LOOK_CAPITAL &&
	    (begins_sentence(t, at) || (behind.len && capital(behind.ptr[0]))))
		return 0;
	*kind = look == LOOK_CAPITALS && is_in_title(t, behind) ? NULL : noun_of(behind);
	if (!*kind && look != LOOK_CAPITAL)
		*kind = noun_of(word_before(t, at));
	if (!*kind && look == LOOK_COINED && is_payload(t, at))
		*kind = "malware";
	if (!*kind && look != LOOK_CAPITAL)
		*kind = explained(t, at, at + len);
	if (!*kind)
		*kind = apposed(t, at, at + len, look == LOOK_CAPITAL);
	return *kind ? len : 0;
}
