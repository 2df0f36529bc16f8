/* people.c -- dates, amounts and quotes as people write them. */
#include "report/people.h"

#include <stdio.h>

#include "value/address.h"
#include "value/host.h"
#include "value/kind.h"
#include "value/refang.h"

static const char months[12][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
				    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

static const char *month_of(const struct civil *c)
{
	return months[(c->month - 1) % 12];
}

/* A blank at which no line is broken; the page prints it as one. */
#define JOIN "\xc2\xa0"

static void add_day(const struct civil *c, int year, struct buf *out)
{
	buf_printf(out, "%d" JOIN "%s", c->day, month_of(c));
	if (c->year != year)
		buf_printf(out, JOIN "%d", c->year);
}

void people_date(int64_t moment, int year, struct buf *out)
{
	struct civil c = civil_of(moment);

	if (moment != TIME_NONE)
		add_day(&c, year, out);
}

/* An end that is not known is the other one; false when neither is known. */
static bool known_ends(int64_t *from, int64_t *to)
{
	if (*from == TIME_NONE)
		*from = *to;
	if (*to == TIME_NONE)
		*to = *from;
	return *from != TIME_NONE;
}

static bool same_day(const struct civil *a, const struct civil *b)
{
	return a->year == b->year && a->month == b->month && a->day == b->day;
}

void people_dates(int64_t from, int64_t to, int year, struct buf *out)
{
	struct civil a, b;

	if (!known_ends(&from, &to))
		return;
	a = civil_of(from);
	b = civil_of(to);
	if (same_day(&a, &b)) {
		bool whole = to - from >= TIME_DAY - TIME_SECOND;

		add_day(&a, year, out);
		if (!whole)
			buf_printf(out, JOIN "%02d:%02d", a.hour, a.minute);
		if (!whole && to - from >= 60 * TIME_SECOND)
			buf_printf(out, JOIN "-" JOIN "%02d:%02d", b.hour, b.minute);
		return;
	}
	if (a.year != b.year)
		add_day(&a, year, out);
	else if (a.month != b.month)
		buf_printf(out, "%d" JOIN "%s", a.day, month_of(&a));
	else
		buf_printf(out, "%d", a.day);
	buf_text(out, JOIN "-" JOIN);
	add_day(&b, year, out);
}

void people_hole(int64_t from, int64_t to, int year, struct buf *out)
{
	int64_t first, end;

	if (!known_ends(&from, &to))
		return;
	first = from - from % TIME_DAY;
	end = to - to % TIME_DAY;
	if (first < from)
		first += TIME_DAY;
	/* The last second of a day leaves nothing of it. */
	if (to % TIME_DAY >= TIME_DAY - TIME_SECOND)
		end += TIME_DAY;
	if (first < end)
		people_dates(first, end - TIME_SECOND, year, out);
	else
		people_dates(from, to, year, out);
}

void people_bytes(uint64_t bytes, struct buf *out)
{
	static const char *const units[] = { "bytes", "kB", "MB", "GB", "TB", "PB", "EB" };
	double n = (double)bytes;
	unsigned u = 0;

	while (n >= 1000 && u < 6) {
		n /= 1000;
		u++;
	}
	buf_printf(out, u && n < 9.95 ? "%.1f" JOIN "%s" : "%.0f" JOIN "%s", n, units[u]);
}

void people_number(uint64_t n, struct buf *out)
{
	char digits[32];
	int length = snprintf(digits, sizeof(digits), "%llu", (unsigned long long)n);

	for (int i = 0; i < length; i++) {
		if (i && (length - i) % 3 == 0)
			buf_byte(out, ',');
		buf_byte(out, digits[i]);
	}
}

void people_count(uint64_t n, const char *one, const char *many, struct buf *out)
{
	people_number(n, out);
	buf_printf(out, " %s", n == 1 ? one : many);
}

/* ---- values */

void people_value(struct span value, struct buf *out)
{
	defang(value, out);
}

/* Bytes that end a word which could be a value. */
static bool ends_word(char c)
{
	return ascii_space(c) || (unsigned char)c < 0x20 || memchr("\"'`()<>[]{},;|=\\", c, 16);
}

/* A public address, or a name that somebody could visit. */
static bool is_live(struct span host)
{
	struct address a;

	if (address_parse(host, &a))
		return address_class(&a) == ADDRESS_PUBLIC;
	return span_find_byte(host, '.') != SPAN_NONE && !kind_is_file_name(host) &&
	       host_has_known_tld(host) && !host_is_reserved(host);
}

/* One word without blanks, quotes or brackets: "https://..", "a@evil.example", "1.2.3.4:25". */
static void add_word(struct span word, bool url, struct buf *out)
{
	struct span host = word;
	uint16_t port;
	size_t at;

	host_port_split(word, &host, &port);
	at = span_rfind_byte(host, '@');
	if (at != SPAN_NONE)
		host = span_skip(host, at + 1);
	if (url || is_live(host))
		people_value(word, out);
	else
		buf_add(out, word);
}

/* Bytes up to the end of a word; a slash ends it too, unless it is a URL. */
static size_t word_length(struct span text, bool *url)
{
	size_t n = 0;

	*url = false;
	while (n < text.len && !ends_word(text.ptr[n]) && (*url || text.ptr[n] != '/')) {
		*url = *url || span_starts(span_skip(text, n), SPAN("://"));
		n++;
	}
	return n;
}

void people_text(struct span text, struct buf *out)
{
	while (text.len) {
		bool url;
		size_t n = word_length(text, &url);
		struct span word = span_cut(text, 0, n);

		/* The full stop of a sentence is no part of a value. */
		while (word.len && memchr(".:!?", word.ptr[word.len - 1], 4))
			word.len--;
		add_word(word, url, out);
		buf_add(out, span_cut(text, word.len, n - word.len));
		if (n < text.len)
			buf_byte(out, text.ptr[n]);
		text = span_skip(text, n + 1);
	}
}

void people_path(struct span path, struct span value, struct buf *out)
{
	while (value.len && path.len) {
		size_t at = span_find_nocase(path, value);

		if (at == SPAN_NONE)
			break;
		buf_add(out, span_cut(path, 0, at));
		people_value(span_cut(path, at, value.len), out);
		path = span_skip(path, at + value.len);
	}
	buf_add(out, path);
}

/* Two bytes a letter, or padding: one zero between letters says nothing, more are a blank. */
static void add_without_zeros(struct span text, struct buf *out)
{
	size_t zeros = 0;

	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '\0') {
			zeros++;
			continue;
		}
		if (zeros > 1 && out->len)
			buf_byte(out, ' ');
		zeros = 0;
		buf_byte(out, text.ptr[i]);
	}
}

static void quote_bytes(struct span text, struct span value, struct buf *out)
{
	struct buf letters, shown;

	buf_init(&letters, 1 << 20);
	buf_init(&shown, 1 << 20);
	add_without_zeros(text, &letters);
	add_without_zeros(value, &shown);
	people_quote(buf_span(&letters), buf_span(&shown), out);
	buf_release(&letters);
	buf_release(&shown);
}

void people_quote(struct span text, struct span value, struct buf *out)
{
	struct buf plain;

	if (span_find_byte(text, '\0') != SPAN_NONE) {
		quote_bytes(text, value, out);
		return;
	}
	/* Whole values first: a name that is cut out of a URL would leave a live beginning. */
	buf_init(&plain, 1 << 20);
	people_text(text, &plain);
	people_path(buf_span(&plain), value, out);
	buf_release(&plain);
}
