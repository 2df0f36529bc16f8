/*
 * warning.c -- the warning lists, indexed once at start-up.
 *
 * Ranges are networks, so that two of them lie inside each other or apart:
 * sorted by their first address, each knows the one around it, and a look-up
 * is a binary search and a step or two outwards.  Names and digests stand in
 * one table; a name is looked up from itself upwards.  Nearly every value of a
 * list of millions is on no list, which one bit tells: of an IPv4 address's first
 * two bytes, or of the last bytes of a name or digest.  Never freed.
 */
#include "intel/warning.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/table.h"
#include "base/time.h"
#include "value/host.h"

#define MEMORY	    (256u << 20)
#define LISTS_MOST  64
#define VALUES_MOST 2000000
#define VALUE_MAX   253
#define WORDS_MAX   120
#define NO_RANGE    UINT32_MAX
#define TAIL_LEAST  4		/* bytes of the shortest name: "t.co" */
#define TAIL_MOST   8
#define TAIL_BITS   19


extern const char warning_text[];
extern const size_t warning_text_size;

struct range {
	struct address first, last;
	const struct warning *of;
	uint32_t around;		/* the next wider range that holds it, or NO_RANGE */
};

struct entry {
	const struct warning *of;
	bool below;			/* all names below it, too */
};

/* Written by warning_prepare and warning_later alone. */
static struct {
	struct arena arena;
	struct table values;		/* value: the address of a struct entry */
	struct warning list[LISTS_MOST];
	uint32_t lists;
	const struct range *range;
	uint32_t ranges;
	uint8_t fronts[8192];		/* a bit for the first two bytes of IPv4 addresses */
	uint8_t tails[(1u << TAIL_BITS) / 8];
	bool there, later;
} known;

static void set_bit(uint8_t *bits, uint32_t n)
{
	bits[n / 8] |= (uint8_t)(1u << n % 8);
}

static bool has_bit(const uint8_t *bits, uint32_t n)
{
	return bits[n / 8] >> n % 8 & 1;
}

/* Where the bit of the last `n` (1 to 8) bytes stands. */
static uint32_t tail_bit(struct span s, size_t n)
{
	const char *at = s.ptr + s.len - n;
	uint64_t bytes = 0;

	for (size_t i = 0; i < n; i++)
		bytes = bytes << 8 | (uint8_t)at[i];
	return (uint32_t)((bytes + n) * UINT64_C(0x9e3779b97f4a7c15) >> (64 - TAIL_BITS));
}

/* False: neither it nor a name above it is in the table. */
static bool may_be_listed(struct span s)
{
	for (size_t n = TAIL_LEAST; n <= TAIL_MOST && n <= s.len; n++)
		if (has_bit(known.tails, tail_bit(s, n)))
			return true;
	return false;
}

static uint32_t front_of(const struct address *a)
{
	return (uint32_t)a->bytes[12] << 8 | a->bytes[13];
}

/* ---- reading the lists */

enum met { MET_ADDRESS, MET_HASH, MET_EXACT, MET_BELOW, MET_COUNT };

struct loading {
	struct buf ranges;
	struct warning *list;		/* NULL: the rows belong to no list that is understood */
	enum met met;
};

static const char *kept(struct buf *b)
{
	const char *text = arena_string(&known.arena, buf_span(b));

	buf_clear(b);
	return text ? text : "";
}

/* "11 Aug 2026", or "version 27" as it stands. */
static void add_date(struct span dated, struct buf *b)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	int64_t moment;

	if (time_parse_user(dated, false, 0, &moment)) {
		struct civil c = civil_of(moment);

		buf_printf(b, "of %d %.3s %d", c.day, months + (c.month - 1) * 3, c.year);
	} else {
		buf_add(b, dated);
	}
}

static void add_words(struct warning *w, struct span words)
{
	struct buf b;

	buf_init(&b, 1024);
	if (w->effect == WARNING_SHARED) {
		buf_printf(&b, "address that many sites share: %.*s, list ", SPAN_ARG(words));
		add_date(w->dated, &b);
		w->why = kept(&b);
		buf_printf(&b, "many sites share this address (%.*s, list ", SPAN_ARG(words));
		add_date(w->dated, &b);
		buf_text(&b, "); the name that was asked for tells them apart");
	} else {
		buf_printf(&b, "%.*s: warning list '%.*s' ", SPAN_ARG(words), SPAN_ARG(w->list));
		add_date(w->dated, &b);
		w->why = kept(&b);
	}
	w->contact = kept(&b);
	buf_release(&b);
}

static bool one_of(struct span word, const char *const *names, unsigned count, unsigned *out)
{
	for (*out = 0; *out < count; ++*out)
		if (span_equal(word, span_of(names[*out])))
			return true;
	return false;
}

static void open_list(struct loading *l, struct span row)
{
	static const char *const effects[] = { "benign", "shared" };
	static const char *const ways[MET_COUNT] = { "address", "hash", "exact", "below" };
	struct span name = SPAN(""), dated = SPAN(""), effect = SPAN(""), met = SPAN("");
	struct span words = SPAN("");
	struct warning *w = &known.list[known.lists];
	unsigned found, way;

	l->list = NULL;
	span_split(&row, '\t', &name);
	span_split(&row, '\t', &dated);
	span_split(&row, '\t', &effect);
	span_split(&row, '\t', &met);
	span_split(&row, '\t', &words);
	if (known.lists == LISTS_MOST || !name.len || !words.len || words.len > WORDS_MAX ||
	    !one_of(effect, effects, 2, &found) || !one_of(met, ways, MET_COUNT, &way))
		return;
	/* Names and digests are their owner's alone. */
	if (found == WARNING_SHARED && way != MET_ADDRESS)
		return;
	*w = (struct warning){ .list = name, .dated = dated, .effect = found };
	add_words(w, words);
	l->list = w;
	l->met = way;
	known.lists++;
}

static struct address last_of(const struct network *n)
{
	struct address a = n->address;

	for (unsigned bit = n->bits; bit < 128; bit++)
		a.bytes[bit / 8] |= (uint8_t)(0x80u >> bit % 8);
	return a;
}

static void add_range(struct loading *l, struct span value)
{
	struct network n;
	struct range r;

	if (!network_parse(value, &n))
		return;
	r = (struct range){ n.address, last_of(&n), l->list, NO_RANGE };
	l->list->values++;
	buf_add(&l->ranges, span_make(&r, sizeof(r)));
	if (!address_is_ipv4(&r.first))
		return;
	for (uint32_t front = front_of(&r.first); front <= front_of(&r.last); front++)
		set_bit(known.fronts, front);
}

static int add_value(struct loading *l, struct span value, struct error *e)
{
	struct entry *entry;
	uint64_t *slot;
	bool is_new;

	if (value.len < TAIL_LEAST || value.len > VALUE_MAX)
		return 0;
	if (l->met == MET_ADDRESS) {
		add_range(l, value);
		return 0;
	}
	l->list->values++;
	slot = table_add(&known.values, value, &is_new, e);
	if (!slot)
		return -1;
	if (!is_new)
		return 0;
	entry = arena_new(&known.arena, struct entry);
	if (!entry)
		return fail(e, ERR_MEMORY, "no memory for the warning lists");
	*entry = (struct entry){ l->list, l->met == MET_BELOW };
	set_bit(known.tails, tail_bit(value, value.len < TAIL_MOST ? value.len : TAIL_MOST));
	*slot = (uintptr_t)entry;
	return 0;
}

static int by_first(const void *a, const void *b)
{
	const struct range *x = a, *y = b;
	int order = memcmp(x->first.bytes, y->first.bytes, 16);

	/* The wider one first: it lies around the other. */
	return order ? order : memcmp(y->last.bytes, x->last.bytes, 16);
}

static int keep_ranges(const struct loading *l, struct error *e)
{
	uint32_t count = (uint32_t)(l->ranges.len / sizeof(struct range));
	struct range *r = arena_array(&known.arena, struct range, count ? count : 1);

	if (!r || l->ranges.bad)
		return fail(e, ERR_MEMORY, "no memory for the warning lists");
	if (count)
		memcpy(r, l->ranges.ptr, l->ranges.len);
	qsort(r, count, sizeof(*r), by_first);
	for (uint32_t i = 1; i < count; i++) {
		uint32_t around = i - 1;

		while (around != NO_RANGE &&
		       memcmp(r[around].last.bytes, r[i].last.bytes, 16) < 0)
			around = r[around].around;
		r[i].around = around;
	}
	known.range = r;
	known.ranges = count;
	return 0;
}

struct span warning_shipped(void)
{
	return span_make(warning_text, warning_text_size);
}

int warning_prepare(struct span text, struct error *e)
{
	struct loading l = { .list = NULL };
	struct span row;
	int rc = 0;

	if (known.there)
		return 0;
	if (!text.len)
		text = warning_shipped();
	arena_init(&known.arena, MEMORY);
	table_init(&known.values, NULL, VALUES_MOST);
	buf_init(&l.ranges, VALUES_MOST * sizeof(struct range));
	while (rc == 0 && span_line(&text, &row)) {
		if (span_starts(row, SPAN("list\t")))
			open_list(&l, span_skip(row, 5));
		else if (l.list)
			rc = add_value(&l, row, e);
	}
	if (rc == 0)
		rc = keep_ranges(&l, e);
	buf_release(&l.ranges);
	known.there = rc == 0;
	return rc;
}

void warning_later(void)
{
	known.later = !known.there;
}

/* ---- looking up */

static void be_there(void)
{
	struct error ignored;

	if (!known.later)
		return;
	known.later = false;
	warning_prepare(SPAN(""), &ignored);
}

/* The last range that begins at or before `a`, or NO_RANGE. */
static uint32_t range_before(const struct address *a)
{
	uint32_t low = 0, high = known.ranges;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (memcmp(known.range[mid].first.bytes, a->bytes, 16) <= 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low ? low - 1 : NO_RANGE;
}

const struct warning *warning_of_network(const struct network *n)
{
	struct address first = n->address, last = last_of(n);
	const struct warning *found = NULL;

	be_there();
	if (address_is_ipv4(&first) && !has_bit(known.fronts, front_of(&first)))
		return NULL;
	for (uint32_t i = range_before(&first); i != NO_RANGE; i = known.range[i].around) {
		const struct range *r = &known.range[i];

		if (memcmp(last.bytes, r->last.bytes, 16) > 0)
			continue;
		if (!found || r->of < found)
			found = r->of;
	}
	return found;
}

static const struct entry *entry_of(struct span value)
{
	const uint64_t *slot = known.there ? table_find(&known.values, value) : NULL;

	return slot ? (const struct entry *)(uintptr_t)*slot : NULL;
}

const struct warning *warning_of_name(struct span name)
{
	struct span above = name;

	be_there();
	if (!may_be_listed(name))
		return NULL;
	for (;;) {
		const struct entry *entry = entry_of(above);
		size_t dot;

		if (entry && (above.len == name.len ||
			      (above.len + 4 == name.len && span_starts(name, SPAN("www.")))))
			return entry->of;
		/* Below a name where strangers may have theirs nobody is known. */
		if (entry && entry->below && !host_is_suffix(above))
			return entry->of;
		dot = span_find_byte(above, '.');
		if (dot == SPAN_NONE)
			return NULL;
		above = span_skip(above, dot + 1);
	}
}

static const struct warning *warning_of_host(struct span host)
{
	struct network n;

	if (host.len && (ascii_digit(host.ptr[host.len - 1]) || host.ptr[0] == '[' ||
			 span_find_byte(host, ':') != SPAN_NONE) && network_parse(host, &n))
		return warning_of_network(&n);
	return warning_of_name(host);
}

/* Mostly it is one address as we write it. */
static bool one_network(struct span value, struct network *n)
{
	n->bits = 128;
	return address_parse_ipv4(value, &n->address) || network_parse(value, n);
}

const struct warning *warning_of(enum kind kind, struct span value)
{
	const struct entry *entry;
	struct network n;
	struct url u;

	if (kind_is_address(kind))
		return one_network(value, &n) ? warning_of_network(&n) : NULL;
	if (kind == KIND_DOMAIN)
		return warning_of_host(value);
	if (kind == KIND_URL)
		return url_split(value, &u) ? warning_of_host(u.host) : NULL;
	if (!kind_is_hash(kind))
		return NULL;
	be_there();
	entry = may_be_listed(value) ? entry_of(value) : NULL;
	return entry ? entry->of : NULL;
}

const struct warning *warning_list(uint32_t number)
{
	be_there();
	return number < known.lists ? &known.list[number] : NULL;
}
