/* standing.c -- what a value is by itself. */
#include "advisory/standing.h"

#include "advisory/familiar_data.h"
#include "intel/warning.h"
#include "value/address.h"
#include "value/host.h"
#include "value/wildcard.h"

#define BROAD_BITS 8		/* a network shorter than this is no sign of anybody */
#define DISTINCT_WORD 16	/* a longer name without an extension is no ordinary word */

static const struct {
	const char *why;
	enum role role;
	bool lifted;
} rows[STANDING_COUNT] = {
	[STANDING_PLAIN] = { "", ROLE_INDICATOR, false },
	[STANDING_PRIVATE] = { "private address: every network has it", ROLE_BENIGN, true },
	[STANDING_LOCAL] = { "address of the machine itself or of its link", ROLE_BENIGN, true },
	[STANDING_MULTICAST] = { "multicast or broadcast address", ROLE_BENIGN, true },
	[STANDING_DOCUMENTATION] = { "address set aside for documentation", ROLE_EXAMPLE, true },
	[STANDING_RESERVED_ADDRESS] = { "reserved address", ROLE_BENIGN, true },
	[STANDING_BROAD] = { "network too large to be a sign", ROLE_BENIGN, false },
	[STANDING_RESOLVER] = { "public resolver that every machine may ask", ROLE_BENIGN, false },
	[STANDING_RESERVED_NAME] = { "name set aside for examples", ROLE_EXAMPLE, true },
	[STANDING_FAMILIAR] = { "belongs to a provider that everybody meets", ROLE_BENIGN, false },
	[STANDING_SUFFIX] = { "strangers rent names below it", ROLE_BENIGN, false },
	[STANDING_NOTHING] = { "hash of nothing", ROLE_BENIGN, false },
	[STANDING_FILLER] = { "filler, no computed hash", ROLE_EXAMPLE, false },
	[STANDING_SYSTEM_FILE] = { "name of a file that every system has", ROLE_BENIGN, false },
	[STANDING_COMMON_KEY] = { "registry key that every system has", ROLE_BENIGN, false },
	[STANDING_COMMON_WORD] = { "name too ordinary to be searched for", ROLE_BENIGN, false },
	[STANDING_CRAWLER] = { "says that it is a crawler, as in every web server's log",
			       ROLE_BENIGN, false },
	[STANDING_PATTERN] = { "holds a placeholder, describes values", ROLE_EXAMPLE, false },
	[STANDING_WARNED] = { "on a warning list", ROLE_BENIGN, false },
};

const char *standing_why(enum standing s, enum kind kind, struct span value)
{
	const struct warning *w = s == STANDING_WARNED ? warning_of(kind, value) : NULL;

	return w ? w->why : rows[s].why;
}

const char *standing_remark(enum kind kind, struct span value)
{
	const struct warning *w = kind_is_address(kind) ? warning_of(kind, value) : NULL;

	return w && w->effect == WARNING_SHARED ? w->why : NULL;
}

static enum standing warned(const struct warning *w)
{
	return w && w->effect == WARNING_BENIGN ? STANDING_WARNED : STANDING_PLAIN;
}

enum role standing_role(enum standing s)
{
	return rows[s].role;
}

bool standing_lifted(enum standing s)
{
	return rows[s].lifted;
}

/* Is `name` (lower case) in a sorted table? */
static bool in_table(struct span name, const char *const *table, size_t count)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t mid = (low + high) / 2;
		int order = span_compare(name, span_of(table[mid]));

		if (!order)
			return true;
		if (order < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return false;
}

#define IN_TABLE(name, table) in_table((name), (table), sizeof(table) / sizeof((table)[0]))

#define SHAPES 4096

/* A bit for the shape of each familiar domain: few other names have one of them. */
static struct {
	uint64_t bit[SHAPES / 64];
	bool there;
} familiar;

static unsigned shape_of(struct span name)
{
	if (!name.len)
		return 0;
	return ((uint8_t)name.ptr[0] * 37u + (uint8_t)name.ptr[name.len / 2] * 211u +
		(unsigned)name.len * 1009u) % SHAPES;
}

void standing_prepare(void)
{
	for (size_t i = 0; i < sizeof(familiar_domains) / sizeof(familiar_domains[0]); i++) {
		unsigned shape = shape_of(span_of(familiar_domains[i]));

		familiar.bit[shape / 64] |= UINT64_C(1) << shape % 64;
	}
	familiar.there = true;
}

static bool may_be_familiar(struct span name)
{
	unsigned shape = shape_of(name);

	return !familiar.there || familiar.bit[shape / 64] >> shape % 64 & 1;
}

/* `host` or a name above it is in the table. */
static bool familiar_domain(struct span host)
{
	for (;;) {
		size_t dot;

		if (may_be_familiar(host) && IN_TABLE(host, familiar_domains))
			return true;
		dot = span_find_byte(host, '.');
		if (dot == SPAN_NONE)
			return false;
		host = span_skip(host, dot + 1);
	}
}

static enum standing address_standing(struct span value)
{
	static const char *const resolvers[] = {
		"1.0.0.1", "1.1.1.1", "149.112.112.112", "208.67.220.220", "208.67.222.222",
		"4.2.2.1", "4.2.2.2", "8.8.4.4", "8.8.8.8", "9.9.9.9",
	};
	struct network n;

	if (IN_TABLE(value, resolvers))
		return STANDING_RESOLVER;
	if (!network_parse(value, &n))
		return STANDING_PLAIN;
	switch (address_class(&n.address)) {
	case ADDRESS_PRIVATE:
		return STANDING_PRIVATE;
	case ADDRESS_LOCAL:
		return STANDING_LOCAL;
	case ADDRESS_MULTICAST:
		return STANDING_MULTICAST;
	case ADDRESS_DOCUMENTATION:
		return STANDING_DOCUMENTATION;
	case ADDRESS_RESERVED:
		return STANDING_RESERVED_ADDRESS;
	case ADDRESS_PUBLIC:
		break;
	}
	if (n.bits < (address_is_ipv4(&n.address) ? 96 + BROAD_BITS : BROAD_BITS * 2))
		return STANDING_BROAD;
	return warned(warning_of_network(&n));
}

static enum standing host_standing(struct span host)
{
	struct address a;

	if (address_parse(host, &a))
		return address_standing(host);
	if (host_is_reserved(host))
		return STANDING_RESERVED_NAME;
	if (familiar_domain(host))
		return STANDING_FAMILIAR;
	return host_is_suffix(host) ? STANDING_SUFFIX : warned(warning_of_name(host));
}

/* A page on somebody's platform is the sign; the platform's front page is none. */
static enum standing url_standing(struct span value)
{
	enum standing s;
	struct address a;
	struct url u;

	if (!url_split(value, &u))
		return STANDING_PLAIN;
	if (u.path.len <= 1 && !u.query.len)
		return host_standing(u.host);
	if (address_parse(u.host, &a))
		s = address_standing(u.host);
	else
		s = host_is_reserved(u.host) ? STANDING_RESERVED_NAME : STANDING_PLAIN;
	return s == STANDING_WARNED ? STANDING_PLAIN : s;
}

static enum standing email_standing(struct span value)
{
	size_t at = span_rfind_byte(value, '@');

	if (at != SPAN_NONE && host_is_reserved(span_skip(value, at + 1)))
		return STANDING_RESERVED_NAME;
	return STANDING_PLAIN;
}

static enum standing hash_standing(struct span value)
{
	static const char *const nothing[] = {
		/* no bytes, a newline, a zero byte: MD5, SHA-1, SHA-256, SHA-512 */
		"01ba4719c80b6fe911b091a7c05124b64eeece964e09c058ef8f9805daca546b",
		"5ba93c9db0cff93f52b521d7420e43f6eda2784f",
		"68b329da9893e34099c7d8ad5cb9c940",
		"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
		"93b885adfe0da089cdf634904fd59f71",
		"adc83b19e793491b1c6ea0fd8b46cd9f32e592fc",
		"cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e",
		"d41d8cd98f00b204e9800998ecf8427e",
		"da39a3ee5e6b4b0d3255bfef95601890afd80709",
		"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
	};
	size_t same = 0;

	if (IN_TABLE(value, nothing))
		return STANDING_NOTHING;
	while (same < value.len && value.ptr[same] == value.ptr[0])
		same++;
	return same == value.len ? STANDING_FILLER : warned(warning_of(KIND_SHA256, value));
}

/*
 * "[redacted]", "<user>", "%random%": the environment's own variables are no placeholders.
 * Where enough stands fast beside what is left open, the value is searched for.
 */
static bool has_placeholder(enum kind kind, struct span v)
{
	static const char *const marks[] = {
		"[user", "[redact", "[random", "[name", "[id]", "<user", "<name", "<random", "<id>",
		"<computer", "{random", "{guid}", "%random", "%num%", "%timestamp", "%ext%",
		"%volumeserial", "xxxx", "{exe,", "[0-9", "[a-z", "[a-f", "\\d{",
	};

	if (wildcard_in(kind, v))
		return !wildcard_is_specific(kind, v);
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (span_find_nocase(v, span_of(marks[i])) != SPAN_NONE)
			return true;
	return span_find_byte(v, '*') != SPAN_NONE;
}

/* A name without an extension that could be any word: letters of one case, no digit. */
static bool common_word(struct span name)
{
	bool upper = false, lower = false;

	if (name.len >= DISTINCT_WORD)
		return false;
	for (size_t i = 0; i < name.len; i++) {
		if (!ascii_alpha(name.ptr[i]))
			return false;
		/* A capital in front is still a word; "WindowServer" is a name. */
		upper |= i > 0 && name.ptr[i] < 'a';
		lower |= name.ptr[i] >= 'a';
	}
	return !(upper && lower);
}

/* /usr/bin/curl, /var/www/html/index.php */
static bool in_its_unix_place(struct span path)
{
	static const char *const programs[] = {
		"bash", "cat", "chattr", "chmod", "cp", "cron", "crontab", "curl", "dash", "echo",
		"env", "find", "grep", "gzip", "id", "kill", "ls", "mkdir", "mv", "nc", "nohup", "perl",
		"pkill", "ps", "python", "python3", "rm", "scp", "sed", "sh", "ssh", "su", "sudo",
		"tar", "uname", "wget", "whoami",
	};
	static const char *const places[] = {
		"/bin", "/sbin", "/usr/bin", "/usr/sbin", "/usr/local/bin",
	};
	size_t slash = span_rfind_byte(path, '/');

	if (slash == SPAN_NONE || !IN_TABLE(span_skip(path, slash + 1), programs))
		return false;
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		if (span_equal(span_cut(path, 0, slash), span_of(places[i])))
			return true;
	return false;
}

/* A program of the system where the system has it; elsewhere it is a disguise. */
static bool in_its_place(struct span path)
{
	static const char *const places[] = {
		"\\windows\\system32", "\\windows\\syswow64", "%systemroot%\\system32",
		"%windir%\\system32", "%systemroot%\\syswow64", "%windir%\\syswow64", "c:\\windows",
		"\\windowspowershell\\v1.0",
	};
	size_t slash = span_rfind_byte(path, '\\');

	if (slash == SPAN_NONE || !IN_TABLE(span_skip(path, slash + 1), familiar_files))
		return false;
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		if (span_ends(span_cut(path, 0, slash), span_of(places[i])))
			return true;
	return false;
}

static enum standing file_standing(enum kind kind, struct span value, struct span written)
{
	if (has_placeholder(kind, value))
		return STANDING_PATTERN;
	if (IN_TABLE(value, familiar_files) ||
	    (kind == KIND_PATH && (in_its_place(value) || in_its_unix_place(value))))
		return STANDING_SYSTEM_FILE;
	return kind == KIND_FILENAME && common_word(written) ? STANDING_COMMON_WORD :
		STANDING_PLAIN;
}

/* Keys, behind the hive, that hold everybody's settings; what lies below them may be a sign. */
static enum standing key_standing(struct span value)
{
	static const char *const common[] = {
		"\\software", "\\software\\classes", "\\software\\microsoft",
		"\\software\\microsoft\\windows", "\\software\\microsoft\\windows nt\\currentversion",
		"\\software\\microsoft\\windows nt\\currentversion\\image file execution options",
		"\\software\\microsoft\\windows nt\\currentversion\\winlogon",
		"\\software\\microsoft\\windows\\currentversion",
		"\\software\\microsoft\\windows\\currentversion\\explorer",
		"\\software\\microsoft\\windows\\currentversion\\policies\\system",
		"\\software\\microsoft\\windows\\currentversion\\run",
		"\\software\\microsoft\\windows\\currentversion\\runonce",
		"\\system\\currentcontrolset\\control", "\\system\\currentcontrolset\\control\\lsa",
		"\\system\\currentcontrolset\\services",
	};
	size_t slash = span_find_byte(value, '\\');

	if (has_placeholder(KIND_REGISTRY_KEY, value))
		return STANDING_PATTERN;
	if (slash != SPAN_NONE && IN_TABLE(span_skip(value, slash), common))
		return STANDING_COMMON_KEY;
	return STANDING_PLAIN;
}

static enum standing agent_standing(struct span agent)
{
	static const char *const crawlers[] = {
		"baiduspider", "bingbot", "googlebot", "yahoo! slurp", "yahoo!+slurp", "yandexbot",
		"duckduckbot", "facebookexternalhit", "applebot", "msnbot", "twitterbot",
		"linkedinbot", "petalbot", "ahrefsbot", "semrushbot", "mj12bot",
	};

	if (wildcard_in(KIND_USER_AGENT, agent) && !wildcard_is_specific(KIND_USER_AGENT, agent))
		return STANDING_PATTERN;
	for (size_t i = 0; i < sizeof(crawlers) / sizeof(crawlers[0]); i++)
		if (span_find_nocase(agent, span_of(crawlers[i])) != SPAN_NONE)
			return STANDING_CRAWLER;
	return STANDING_PLAIN;
}

enum standing standing_of(enum kind kind, struct span value, struct span written)
{
	switch (kind) {
	case KIND_IPV4: case KIND_IPV6: case KIND_CIDR:
		return address_standing(value);
	case KIND_DOMAIN:
		return host_standing(value);
	case KIND_URL:
		return url_standing(value);
	case KIND_EMAIL:
		return email_standing(value);
	case KIND_MD5: case KIND_SHA1: case KIND_SHA256: case KIND_SHA512: case KIND_IMPHASH:
		return hash_standing(value);
	case KIND_FILENAME: case KIND_PATH:
		return file_standing(kind, value, written);
	case KIND_REGISTRY_KEY:
		return key_standing(value);
	case KIND_USER_AGENT:
		return agent_standing(value);
	default:
		return wildcard_in(kind, value) && !wildcard_is_specific(kind, value)
			? STANDING_PATTERN : STANDING_PLAIN;
	}
}
