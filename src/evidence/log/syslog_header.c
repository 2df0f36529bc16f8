/*
 * syslog_header.c -- who wrote a line of syslog and when: RFC 3164 as it is
 * found (with and without PRI, host, year), RFC 5424, journald's short forms,
 * OpenWrt, Cisco IOS and ASA with their own second header, NetScaler.
 *
 * Not here: what the message says (message.h).  A line is only taken for
 * syslog when what stands in front is nothing but header: a name, agent or
 * reason further on that looks like one is message.  Hostile input: a fixed
 * number of words is looked at, each at most WORD_MAX long.
 */
#include "evidence/log/message.h"
#include "evidence/log/words.h"

#define WORD_MAX    255
#define TAG_MAX     96
#define CISCO_WORDS 10		/* sequence number, host, two times, zones */

static bool take_priority(struct span *rest)
{
	size_t n = 1;

	if (rest->len < 3 || rest->ptr[0] != '<')
		return false;
	while (n < rest->len && n < 4 && ascii_digit(rest->ptr[n]))
		n++;
	if (n == 1 || n == rest->len || rest->ptr[n] != '>')
		return false;
	*rest = span_skip(*rest, n + 1);
	return true;
}

static struct span skip_blanks(struct span s)
{
	while (s.len && (s.ptr[0] == ' ' || s.ptr[0] == '\t'))
		s = span_skip(s, 1);
	return s;
}

static struct span word_ahead(struct span s)
{
	struct span word;

	word_next(&s, &word);
	return word;
}

static bool all_digits(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!ascii_digit(s.ptr[i]))
			return false;
	return s.len > 0;
}

/* "daemon.info", "<local0.info>", "kern.warn" */
static bool is_facility(struct span word)
{
	struct span facility;

	if (span_find_byte(word, '.') == SPAN_NONE)
		return false;
	word = word_bare(word);
	if (!span_split(&word, '.', &facility) || !word.ptr)
		return false;
	return word_among(facility, "kern user mail daemon auth syslog lpr news uucp cron authpriv ftp "
				    "security ntp local0 local1 local2 local3 local4 local5 local6 "
				    "local7") &&
	       word_among(word, "emerg alert crit err error warn warning notice info debug panic");
}

/* By its first letter, since hosts are asked. */
static bool is_level(struct span word)
{
	switch (word.len >= 4 && word.len <= 8 ? ascii_lower(word.ptr[0]) : '\0') {
	case 'i': case 'd': case 'n':
		return word_among(word, "info debug notice");
	case 'w':
		return word_among(word, "warn warning");
	case 'e': case 'f': case 't':
		return word_among(word, "error fatal trace");
	case 'c': case 's':
		return word_among(word, "critical severe");
	default:
		return false;
	}
}

/* What may stand in a machine's name, with the marks of relays; bytes above 127 may. */
static bool in_host(char c)
{
	return ascii_alnum(c) || c == '.' || c == '_' || c == '-' || c == '@' || c == '/' ||
	       (c & 0x80) != 0;
}

/* A machine's name or address; not a level, a number, an end with a port. */
static bool is_host(struct span word)
{
	struct address any;

	if (word.len == 0 || word.len > WORD_MAX || all_digits(word))
		return false;
	if (address_parse(word, &any))
		return true;
	if (!ascii_alnum(word.ptr[0]) || is_level(word))
		return false;
	for (size_t i = 0; i < word.len; i++)
		if (!in_host(word.ptr[i]) || (word.ptr[i] == '/' && i && word.ptr[i - 1] == '/'))
			return false;
	return true;
}

/* "host/1.2.3.4" and "source@host" of relays name the host itself. */
static struct span host_itself(struct span word)
{
	size_t at = span_find_byte(word, '@');

	if (at != SPAN_NONE && at + 1 < word.len)
		word = span_skip(word, at + 1);
	at = span_find_byte(word, '/');
	return at == SPAN_NONE || at == 0 ? word : span_cut(word, 0, at);
}

/* Without path and without what stands in parentheses: "/usr/sbin/cron", "sshd(pam_unix)". */
static struct span program_itself(struct span tag)
{
	size_t at = span_find_byte(tag, '(');

	if (at != SPAN_NONE && at > 0)
		tag = span_cut(tag, 0, at);
	at = tag.len && tag.ptr[0] == '/' ? span_rfind_byte(tag, '/') : SPAN_NONE;
	return at == SPAN_NONE ? tag : span_skip(tag, at + 1);
}

static const bool ends_tag[256] = {
	['['] = true, [':'] = true, ['"'] = true, ['\''] = true, ['='] = true, ['<'] = true,
	['>'] = true, ['{'] = true, ['}'] = true, ['|'] = true, [';'] = true,
	[' '] = true, ['\t'] = true, ['\n'] = true, ['\v'] = true, ['\f'] = true, ['\r'] = true,
};

/* "name:", "name[812]:", "name [812]:", "name :" at the front of *rest. */
static bool take_tag(struct span *rest, struct syslog_header *h)
{
	struct span s = *rest, tag, pid = { "", 0 };
	bool apart;
	size_t n = 0;

	while (n < s.len && n < TAG_MAX && !ends_tag[(unsigned char)s.ptr[n]])
		n++;
	if (n == 0 || !(ascii_alnum(s.ptr[0]) || memchr("/_.-", s.ptr[0], 4)))
		return false;
	tag = span_cut(s, 0, n);
	s = skip_blanks(span_skip(s, n));
	apart = s.ptr > tag.ptr + n;
	if (s.len && s.ptr[0] == '[') {
		size_t end = span_find_byte(s, ']');

		if (end == SPAN_NONE || end > 32)
			return false;
		pid = span_cut(s, 1, end - 1);
		s = span_skip(s, end + 1);
		if (!word_take(&s, SPAN(":")) && (apart || !word_take(&s, SPAN(" "))))
			return false;
	} else if (!word_take(&s, SPAN(":"))) {
		return false;
	}
	if (pid.len == 0 && span_starts(s, SPAN("//")))
		return false;		/* a URL */
	h->program = program_itself(tag);
	h->pid = pid;
	*rest = s;
	return true;
}

/* "%ASA-6-302013:", "%SEC-6-IPACCESSLOGP:", "%FTD-session-1-430003:" at the front. */
static bool take_mark(struct span *rest, struct syslog_header *h)
{
	size_t n = 1, level = 0;

	if (rest->len < 6 || rest->ptr[0] != '%')
		return false;
	while (n < rest->len && n < TAG_MAX && (ascii_alnum(rest->ptr[n]) || rest->ptr[n] == '-' ||
						rest->ptr[n] == '_')) {
		if (rest->ptr[n - 1] == '-' && rest->ptr[n] >= '0' && rest->ptr[n] <= '7' &&
		    n + 1 < rest->len && rest->ptr[n + 1] == '-')
			level = n;
		n++;
	}
	if (!level || n == rest->len || rest->ptr[n] != ':')
		return false;
	h->program = span_cut(*rest, 0, n);
	h->message = skip_blanks(span_skip(*rest, n + 1));
	return true;
}

/* Keep the time that stands first, unless only a later one has a year. */
static bool take_time(struct span *rest, struct syslog_header *h)
{
	struct civil civil;
	size_t n = time_read(*rest, &civil);

	if (n == 0 || !civil.has_time)
		return false;
	if (h->time_raw.len == 0 || (h->civil.year == 0 && civil.year != 0)) {
		h->civil = civil;
		h->time_raw = span_cut(*rest, 0, n);
	}
	*rest = span_skip(*rest, n);
	return true;
}

static bool is_zone_word(struct span word)
{
	if (word.len && word.ptr[word.len - 1] == ':')
		word.len--;
	for (size_t i = 0; i < word.len; i++)
		if (word.ptr[i] < 'A' || word.ptr[i] > 'Z')
			return false;
	return word.len >= 2 && word.len <= 5;
}

/*
 * Cisco: sequence numbers, one or two times and the host in any order, and
 * then the mark.  Anything else in front of the mark, and it is message.
 */
static bool cisco_header(struct span rest, struct syslog_header *h)
{
	bool zone_may_follow = false;

	for (int i = 0; i < CISCO_WORDS; i++) {
		struct span word;

		while (rest.len && (ascii_space(rest.ptr[0]) || rest.ptr[0] == ':'))
			rest = span_skip(rest, 1);
		if (take_mark(&rest, h))
			return true;
		if (rest.len && (rest.ptr[0] == '*' || rest.ptr[0] == '.'))
			rest = span_skip(rest, 1);	/* clock not set, or not in step */
		if (take_time(&rest, h)) {
			zone_may_follow = true;
			continue;
		}
		word = word_ahead(rest);
		rest = span_skip(rest, word.len);
		if (zone_may_follow && is_zone_word(word)) {
			zone_may_follow = false;
			continue;
		}
		if (word.len && word.ptr[word.len - 1] == ':')
			word.len--;
		if (all_digits(word))
			continue;
		if (h->host.len || !is_host(word))
			return false;
		h->host = host_itself(word);
	}
	return false;
}

/* One [id name="value" ...] behind another; quotes and escapes are followed. */
static bool take_structured(struct span *rest)
{
	struct span s = *rest;
	bool quoted = false;
	size_t i = 0;

	while (i < s.len && s.ptr[i] == '[') {
		for (i++; i < s.len && (quoted || s.ptr[i] != ']'); i++) {
			if (quoted && s.ptr[i] == '\\')
				i++;
			else if (s.ptr[i] == '"')
				quoted = !quoted;
		}
		if (i >= s.len)
			return false;
		i++;
	}
	*rest = span_skip(s, i);
	return i > 0;
}

/* RFC 5424 behind its version: TIME HOST APP PROCID MSGID SD MSG. */
static bool new_header(struct span rest, struct syslog_header *h)
{
	struct span word[4], from;

	if (!word_take(&rest, SPAN("- ")) && !(take_time(&rest, h) && word_take(&rest, SPAN(" "))))
		return false;
	for (int i = 0; i < 4; i++)
		if (!word_next(&rest, &word[i]) || word[i].len > WORD_MAX)
			return false;
	h->host = span_equal(word[0], SPAN("-")) ? SPAN("") : host_itself(word[0]);
	h->program = span_equal(word[1], SPAN("-")) ? SPAN("") : program_itself(word[1]);
	h->pid = word[2];
	from = span_make(word[3].ptr, (size_t)(rest.ptr - word[3].ptr) + rest.len);
	rest = skip_blanks(rest);
	if (word_take(&rest, SPAN("-")))
		h->structured = SPAN("");
	else if (take_structured(&rest))
		h->structured = from;
	else
		return false;
	rest = skip_blanks(rest);
	word_take(&rest, SPAN("\xef\xbb\xbf"));
	h->message = rest;
	return true;
}

/* Meraki: "1 1591092611.123 MX84 flows allow src=..." */
static bool meraki_header(struct span rest, struct syslog_header *h)
{
	if (rest.len < 10 || !all_digits(span_cut(rest, 0, 10)) || !take_time(&rest, h))
		return false;
	if (!word_next(&rest, &h->host) || !word_next(&rest, &h->program) || !is_host(h->host))
		return false;
	h->message = skip_blanks(rest);
	return true;
}

/* "06/04/2020:14:03:07 GMT" */
static bool is_netscaler_time(struct span s)
{
	return s.len > 12 && all_digits(span_cut(s, 0, 2)) && s.ptr[2] == '/' &&
	       ascii_digit(s.ptr[3]) && s.ptr[10] == ':';
}

/* Times that syslog writes: a month's name or an ISO date; not 02-Jun-2020, not an epoch. */
static bool is_syslog_time(struct span s)
{
	if (s.len < 12)
		return false;
	if (ascii_alpha(s.ptr[0]))
		return true;
	return all_digits(span_cut(s, 0, 4)) ? s.ptr[4] == '-' : is_netscaler_time(s);
}

static bool is_weekday(struct span word)
{
	return word.len && ascii_alpha(word.ptr[0]) && word_among(word, "mon tue wed thu fri sat sun mon, tue, wed, thu, fri, sat, sun,");
}

/* MikroTik: "firewall,info forward: in:..." */
static bool is_topics(struct span word)
{
	if (span_find_byte(word, ',') == SPAN_NONE || word.len > 64)
		return false;
	for (size_t i = 0; i < word.len; i++)
		if (!ascii_alpha(word.ptr[i]) && word.ptr[i] != ',' && word.ptr[i] != '-')
			return false;
	return word.len > 2;
}

#define LETTER 1u
#define DIGIT  2u
#define DOT    4u
#define MARK   8u
#define EACH2(c, class)  [c] = class, [(c) + 1] = class
#define EACH4(c, class)  EACH2(c, class), EACH2((c) + 2, class)
#define EACH8(c, class)  EACH4(c, class), EACH4((c) + 4, class)
#define EACH26(c, class) EACH8(c, class), EACH8((c) + 8, class), EACH8((c) + 16, class), \
			 EACH2((c) + 24, class)

/* What the names of machines and programs are mostly made of. */
static const uint8_t plain[256] = {
	EACH26('a', LETTER), EACH26('A', LETTER), EACH8('0', DIGIT), EACH2('8', DIGIT),
	['.'] = DOT, ['_'] = MARK, ['-'] = MARK,
};

/* How many bytes of `classes` stand at the front, and which classes. */
static size_t plain_run(struct span s, unsigned classes, unsigned *seen)
{
	size_t n = 0;
	unsigned class;

	*seen = 0;
	while (n < s.len && ((class = plain[(unsigned char)s.ptr[n]]) & classes)) {
		*seen |= class;
		n++;
	}
	return n;
}

/*
 * "gw1 kernel: ", "10.0.0.1 sshd[812]: ", which nearly all lines have behind the time.
 * False: it is something else, or old_origin must look closer.
 */
static bool plain_origin(struct span rest, struct syslog_header *h)
{
	struct span host, program;
	unsigned seen;
	size_t n = plain_run(rest, LETTER | DIGIT | DOT | MARK, &seen);

	host = span_cut(rest, 0, n);
	if (n == 0 || n == rest.len || n > WORD_MAX || rest.ptr[n] != ' ' || seen == DIGIT ||
	    !ascii_alnum(rest.ptr[0]) || (seen == LETTER && is_level(host)) ||
	    (seen & DOT && is_facility(host)))
		return false;
	rest = skip_blanks(span_skip(rest, n));
	n = plain_run(rest, LETTER | DIGIT | MARK, &seen);
	if (n == 0 || n == rest.len)
		return false;
	program = span_cut(rest, 0, n);
	if (rest.ptr[n] == ':' && n < TAG_MAX) {
		rest = span_skip(rest, n + 1);
		if (rest.len && rest.ptr[0] == '/')
			return false;
		h->program = program;
	} else if (rest.ptr[n] != '[' || !take_tag(&rest, h)) {
		return false;
	}
	h->host = host;
	h->message = skip_blanks(rest);
	return true;
}

/* HOST TAG: MESSAGE behind the time; `sure`: PRI or the time say enough without a tag. */
static bool old_origin(struct span rest, struct syslog_header *h, bool sure)
{
	struct span word, from;
	bool facility = false;

	rest = skip_blanks(rest);
	if (plain_origin(rest, h))
		return true;
	word = word_ahead(rest);
	if (is_facility(word)) {
		rest = skip_blanks(span_skip(rest, word.len));
		word = word_ahead(rest);
		facility = true;
	}
	from = rest;
	if (take_tag(&from, h) && h->pid.len) {		/* no host: "fail2ban.actions [123]: ..." */
		h->message = skip_blanks(from);
		return true;
	}
	h->program = h->pid = SPAN("");
	from = rest;
	if (is_host(word) && !span_starts(rest, SPAN("last message repeated"))) {
		h->host = host_itself(word);
		rest = skip_blanks(span_skip(rest, word.len));
		word = word_ahead(rest);
		if (is_facility(word))
			rest = skip_blanks(span_skip(rest, word.len));
		if (word_take(&rest, SPAN(": ")))
			rest = skip_blanks(rest);
		if (is_netscaler_time(rest) && take_time(&rest, h)) {
			word_next(&rest, &word);
			h->host = is_host(word) ? word : h->host;
			rest = skip_blanks(rest);
		}
		if (take_tag(&rest, h)) {
			h->message = skip_blanks(rest);
			return true;
		}
		if (is_topics(word_ahead(rest)))
			word_next(&rest, &h->program);
		else if (!sure && !facility)
			return false;
		h->message = skip_blanks(rest);
		return true;
	}
	h->message = from;
	if (take_tag(&from, h)) {
		h->message = skip_blanks(from);
		return sure || facility || h->pid.len;
	}
	return sure || facility;
}

/* Rspamd's own file: "2020-05-10 09:01:01 #311(rspamd_proxy) <tag>; proxy; ..." */
static bool numbered_header(struct span rest, struct syslog_header *h)
{
	struct span word;

	if (!word_next(&rest, &word) || !word_take(&word, SPAN("#")))
		return false;
	h->pid = word_until(word, SPAN("("));
	if (!all_digits(h->pid) || !word_between(word, SPAN("("), SPAN(")"), &h->program) ||
	    !h->program.len)
		return false;
	h->message = skip_blanks(rest);
	return true;
}

static bool old_header(struct span rest, struct syslog_header *h, bool priority)
{
	/* Most begin with a year. */
	struct span first = rest.len && ascii_digit(rest.ptr[0]) ? SPAN("") : word_ahead(rest);
	bool weekday = is_weekday(first), iso;

	/* "Thu 2020-06-04 14:03:07 UTC gw1 ..." of journalctl -o short-full */
	if (weekday && rest.len > first.len + 5 && ascii_digit(rest.ptr[first.len + 1]) &&
	    all_digits(span_cut(rest, first.len + 1, 4))) {
		rest = span_skip(rest, first.len + 1);
		weekday = false;
	}
	if (!is_syslog_time(rest) || !take_time(&rest, h)) {
		if (!priority)
			return false;
		h->message = rest;
		if (take_tag(&rest, h))
			h->message = skip_blanks(rest);
		return true;
	}
	iso = ascii_digit(h->time_raw.ptr[0]);
	if (iso && span_starts(rest, SPAN(" #")) && numbered_header(rest, h))
		return true;
	if (weekday && !is_facility(word_ahead(skip_blanks(rest))))
		return false;		/* ctime: OpenVPN and others on their own */
	if (rest.len && rest.ptr[0] == ':')
		rest = span_skip(rest, 1);
	return old_origin(rest, h, priority || !iso || word_has(h->time_raw, SPAN("T")));
}

/* It surely begins with a word of two bytes or more. */
static bool is_longer_word(struct span s)
{
	return s.len > 1 && !ascii_space(s.ptr[0]) && !ascii_space(s.ptr[1]);
}

bool syslog_header(struct span line, struct syslog_header *out)
{
	bool priority;
	struct span version;

	*out = (struct syslog_header){ .host = SPAN(""), .program = SPAN(""), .pid = SPAN(""),
				       .message = SPAN(""), .structured = SPAN("") };
	word_take(&line, SPAN("\xef\xbb\xbf"));
	priority = take_priority(&line);
	line = skip_blanks(line);
	version = is_longer_word(line) ? SPAN("") : word_ahead(line);
	if (version.len == 1 && (version.ptr[0] == '1' || version.ptr[0] == '2')) {
		struct syslog_header h = *out;

		if (meraki_header(span_skip(line, 2), &h) ||
		    ((priority || is_syslog_time(span_skip(line, 2))) &&
		     new_header(span_skip(line, 2), &h))) {
			*out = h;
			return true;
		}
	}
	if (span_find_byte(span_cut(line, 0, 200), '%') != SPAN_NONE) {
		struct syslog_header h = *out;

		if (cisco_header(line, &h) && (priority || h.time_raw.len)) {
			*out = h;
			return true;
		}
	}
	return old_header(line, out, priority);
}
