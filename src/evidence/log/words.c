/* words.c -- words, pairs and ends in the sentences of logs. */
#include "evidence/log/words.h"

bool word_next(struct span *rest, struct span *word)
{
	size_t from = 0, end;

	while (from < rest->len && ascii_space(rest->ptr[from]))
		from++;
	/* Most bytes are above all blanks. */
	for (end = from;
	     end < rest->len && (rest->ptr[end] > ' ' || !ascii_space(rest->ptr[end]));)
		end++;
	*word = span_cut(*rest, from, end - from);
	*rest = span_skip(*rest, end);
	return word->len > 0;
}

struct span word_last(struct span text, struct span *before)
{
	size_t from;

	text = span_trim(text);
	for (from = text.len; from && !ascii_space(text.ptr[from - 1]);)
		from--;
	if (before)
		*before = span_trim(span_cut(text, 0, from));
	return span_skip(text, from);
}

bool word_behind(struct span *rest, struct span mark)
{
	size_t at = mark.len ? span_find(*rest, mark) : SPAN_NONE;

	if (at == SPAN_NONE)
		return false;
	*rest = span_skip(*rest, at + mark.len);
	return true;
}

bool word_behind_last(struct span *rest, struct span mark)
{
	struct span tail = *rest;
	bool found = false;

	while (word_behind(&tail, mark)) {
		*rest = tail;
		found = true;
	}
	return found;
}

bool word_between(struct span text, struct span from, struct span to, struct span *out)
{
	if (!word_behind(&text, from))
		return false;
	*out = word_until(text, to);
	return true;
}

bool word_take(struct span *rest, struct span head)
{
	if (!span_starts(*rest, head))
		return false;
	*rest = span_skip(*rest, head.len);
	return true;
}

struct span word_until(struct span text, struct span mark)
{
	size_t at = span_find(text, mark);

	return at == SPAN_NONE ? text : span_cut(text, 0, at);
}

bool word_has(struct span text, struct span mark)
{
	return span_find(text, mark) != SPAN_NONE;
}

struct span word_bare(struct span word)
{
	word = span_trim(word);
	while (word.len && memchr("[](){}<>\"'`,;:.", word.ptr[0], 15) && word.ptr[0] != ':')
		word = span_skip(word, 1);
	while (word.len && memchr("[](){}<>\"'`,;:.", word.ptr[word.len - 1], 15) &&
	       !span_ends(word, SPAN("::")))
		word.len--;
	return word;
}

/* What ends the value of a key that is not in quotes. */
static const bool ends_value[256] = {
	[' '] = true, ['\t'] = true, ['\n'] = true, ['\v'] = true, ['\f'] = true, ['\r'] = true,
	[','] = true, [';'] = true, [')'] = true, [']'] = true, ['}'] = true,
};

struct span word_value_at(struct span text)
{
	size_t end = 0;

	if (text.len && (text.ptr[0] == '"' || text.ptr[0] == '\'' || text.ptr[0] == '<')) {
		char close = text.ptr[0] == '<' ? '>' : text.ptr[0];
		size_t at = span_find_byte(span_skip(text, 1), close);

		if (at != SPAN_NONE)
			return span_cut(text, 1, at);
	}
	while (end < text.len && !ends_value[(unsigned char)text.ptr[end]])
		end++;
	return span_cut(text, 0, end);
}

bool word_key_may_stand(struct span text, size_t at)
{
	return at == 0 || ascii_space(text.ptr[at - 1]) || memchr(",;([{<|", text.ptr[at - 1], 7);
}

bool word_value(struct span text, struct span key, struct span *value)
{
	struct span rest = text;

	while (word_behind(&rest, key)) {
		size_t at = (size_t)(rest.ptr - text.ptr) - key.len;

		if (!word_key_may_stand(text, at))
			continue;
		*value = word_value_at(rest);
		return true;
	}
	return false;
}

struct span word_only(struct span list)
{
	return span_find_byte(list, ',') == SPAN_NONE ? word_bare(list) : SPAN("");
}

bool word_field(struct event *ev, struct span text, struct span key, enum meaning meaning)
{
	struct span value;

	if (!word_value(text, key, &value) || value.len == 0 || span_equal(value, SPAN("-")))
		return false;
	while (key.len && memchr("=: ", key.ptr[key.len - 1], 3))
		key.len--;
	event_field(ev, meaning, key, value);
	return true;
}

bool word_among(struct span word, const char *list)
{
	char first;

	if (word.len == 0)
		return false;
	first = ascii_lower(word.ptr[0]);
	while (*list) {
		size_t n = 0;

		while (*list == ' ')
			list++;
		/* Asked for every word of a text: most are told apart by their first letter. */
		while (list[n] && list[n] != ' ')
			n++;
		if (n == word.len && ascii_lower(list[0]) == first &&
		    span_equal_nocase(word, span_make(list, n)))
			return true;
		list += n;
	}
	return false;
}

/* Cut "ADDRESS<separator>PORT" in two; an IPv6 address may hold the separator ':' itself. */
static bool end_split(struct span text, char separator, struct span *host, uint16_t *port)
{
	struct address any;
	size_t at;

	*port = 0;
	*host = text;
	if (address_parse(text, &any))
		return true;
	at = span_rfind_byte(text, separator);
	if (at == SPAN_NONE)
		return false;
	*host = span_cut(text, 0, at);
	if (!address_parse(*host, &any))
		return false;
	event_port(span_skip(text, at + 1), port);
	return true;
}

bool word_is_end(struct span text, char separator)
{
	struct span host;
	uint16_t port;

	return end_split(text, separator, &host, &port);
}

bool word_src(struct event *ev, struct span name, struct span text, char separator)
{
	struct span host;
	uint16_t port;

	if (!end_split(text, separator, &host, &port))
		return event_src(ev, name, text);
	if (port)
		ev->src_port = port;
	return event_src(ev, name, host);
}

bool word_dst(struct event *ev, struct span name, struct span text, char separator)
{
	struct span host;
	uint16_t port;

	if (!end_split(text, separator, &host, &port))
		return event_dst(ev, name, text);
	if (port)
		ev->dst_port = port;
	return event_dst(ev, name, host);
}

void word_query(struct event *ev, struct span name, struct span value)
{
	struct span bare = word_bare(value);
	bool reverse = span_ends_nocase(bare, SPAN(".in-addr.arpa")) ||
		       span_ends_nocase(bare, SPAN(".ip6.arpa"));

	if (bare.len)
		event_field(ev, reverse ? MEANING_TEXT : MEANING_QUERY, name, bare);
}

static enum outcome outcome_if(struct span word, const char *list, enum outcome outcome)
{
	return word_among(word, list) ? outcome : OUTCOME_UNKNOWN;
}

/* By the first letter, since most words of a prefix are none of these. */
enum outcome word_outcome(struct span word)
{
	switch (word.len ? ascii_lower(word.ptr[0]) : '\0') {
	case 'a':
		return outcome_if(word, "accept accepted allow allowed", OUTCOME_LET_THROUGH);
	case 'p':
		return outcome_if(word, "pass passed permit permitted", OUTCOME_LET_THROUGH);
	case 'e': case 'f': case 't':
		return outcome_if(word, "est-allowed fastpath trust", OUTCOME_LET_THROUGH);
	case 'd':
		return outcome_if(word, "drop dropped deny denied discard discarded dropping",
				  OUTCOME_REFUSED);
	case 'b':
		return outcome_if(word, "block blocked blackhole", OUTCOME_REFUSED);
	case 'r':
		if (word_among(word, "reject rejected refuse refused"))
			return OUTCOME_REFUSED;
		return outcome_if(word, "reset reset-both reset-client reset-server",
				  OUTCOME_RESET);
	default:
		return OUTCOME_UNKNOWN;
	}
}

bool word_cell(struct span *rest, char separator, struct span *cell)
{
	size_t end = 1;

	if (!rest->ptr)
		return false;
	if (rest->len == 0 || rest->ptr[0] != '"')
		return span_split(rest, separator, cell);
	while (end < rest->len && (rest->ptr[end] != '"' ||
				   (end + 1 < rest->len && rest->ptr[end + 1] == '"')))
		end += rest->ptr[end] == '"' ? 2 : 1;
	if (end >= rest->len)
		return span_split(rest, separator, cell);
	*cell = span_cut(*rest, 1, end - 1);
	*rest = span_skip(*rest, end + 1);
	if (rest->len == 0)
		*rest = (struct span){ NULL, 0 };
	else if (rest->ptr[0] == separator)
		*rest = span_skip(*rest, 1);
	return true;
}

bool word_is_mac(struct span word)
{
	if (word.len != 17)
		return false;
	for (size_t i = 0; i < 17; i++)
		if (i % 3 == 2 ? !memchr(":-", word.ptr[i], 2) : ascii_hex(word.ptr[i]) < 0)
			return false;
	return true;
}
