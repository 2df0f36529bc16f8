/*
 * host.c -- host names, verified: every suffix of two labels or more that is
 * listed, and what else depends on the name: URLs, mail addresses.
 *
 * Hostile input: names are 253 bytes at most, and only so much of a longer run
 * is looked at; a run has at most four starts and two ends.
 */
#include "match/lookup.h"
#include "match/phase.h"
#include "match/shape.h"

#define LOCAL_MAX 128

size_t run_start(struct span text, size_t end, size_t reach)
{
	size_t floor = end > reach ? end - reach : 0, at = end;

	while (at > floor) {
		char c = text.ptr[at - 1];

		if (!shape_is(c, SHAPE_WORD) &&
		    !(c == '.' && at < end && at > 1 && shape_is(text.ptr[at - 2], SHAPE_WORD)))
			break;
		at--;
	}
	/* The digits of "%2F" are none of the name. */
	if (at > 0 && shape_is_percent(text, at - 1))
		at = at + 2 < end ? at + 2 : end;
	return at;
}

unsigned port_behind(struct span text, size_t at, size_t *end)
{
	unsigned port = 0, digits = 0;

	*end = at;
	if (at >= text.len || text.ptr[at] != ':')
		return 0;
	for (at++; at < text.len && shape_is(text.ptr[at], SHAPE_DIGIT) && digits < 6; digits++)
		port = port * 10 + (unsigned)(text.ptr[at++] - '0');
	if (digits == 0 || port > 65535 || (at < text.len && shape_is(text.ptr[at], SHAPE_WORD)))
		return 0;
	*end = at;
	return port;
}

/* Where a name may begin: as it stands, and without what may be glued to it. */
struct starts {
	size_t at[4];
	unsigned count;
};

static void add_start(struct starts *s, size_t at)
{
	for (unsigned i = 0; i < s->count; i++)
		if (s->at[i] == at)
			return;
	s->at[s->count++] = at;
}

static size_t skip_junk(struct span text, size_t at, size_t end)
{
	while (at < end && shape_is(text.ptr[at], SHAPE_JUNK))
		at++;
	return at;
}

static struct starts starts_of(struct span text, size_t start, size_t end)
{
	struct starts s = { { start }, 1 };

	add_start(&s, skip_junk(text, start, end));
	if (start > 0 && start + 1 < end && shape_is_escape(text, start - 1)) {
		add_start(&s, start + 1);
		add_start(&s, skip_junk(text, start + 1, end));
	}
	return s;
}

static void report_host(struct scan *s, const struct view *v, size_t start, size_t end)
{
	struct span host = span_cut(v->text, start, end - start);
	struct probe p = table_probe_text(s->set, KEY_HOST, host);
	struct list list;
	size_t after;

	while (table_next(&p, &list))
		for (uint32_t i = 0; i < list.count; i++)
			if (lookup_is(s->set, list.item[i], host))
				scan_add(s, v, start, end, list.item[i],
					 port_behind(v->text, end, &after), 0);
}

static size_t skip_dots(struct span text, size_t from, size_t to)
{
	while (from < to && text.ptr[from] == '.')
		from++;
	return from;
}

/* Where the local part in front of the '@' at `at` begins, as far as characters say. */
static size_t local_reach(struct span text, size_t at)
{
	size_t from = at, floor = at > LOCAL_MAX ? at - LOCAL_MAX : 0;

	while (from > floor && shape_is(text.ptr[from - 1], SHAPE_LOCAL))
		from--;
	if (from > 0 && shape_is_percent(text, from - 1))
		from = from + 2 < at ? from + 2 : at;
	return skip_dots(text, from, at);
}

/* The same; `at` when there is none. */
static size_t local_start(struct span text, size_t at)
{
	size_t from = local_reach(text, at);

	return shape_letter_before(text, from) || shape_joined_left(text, from) ? at : from;
}

static void report_email(struct scan *s, const struct view *v, size_t start, size_t end)
{
	struct span email = span_cut(v->text, start, end - start);
	struct probe p = table_probe_text(s->set, KEY_EMAIL, email);
	struct list list;

	while (table_next(&p, &list))
		for (uint32_t i = 0; i < list.count; i++)
			if (lookup_is(s->set, list.item[i], email))
				scan_add(s, v, start, end, list.item[i], 0, 0);
}

#define LOCAL_PIECES 4		/* quotes, slashes and the like inside a local part */
#define LOCAL_JOINTS "!#$&'*/=?^`{|}~"

static void verify_email(struct scan *s, const struct view *v, size_t at, size_t end)
{
	size_t start = local_start(v->text, at);

	if (start < at && start > 0 && shape_is_escape(v->text, start - 1))
		report_email(s, v, skip_dots(v->text, start + 1, at), end);
	for (unsigned i = 0; i < LOCAL_PIECES && start < at; i++) {
		size_t before;

		report_email(s, v, start, end);
		if (start == 0 || !memchr(LOCAL_JOINTS, v->text.ptr[start - 1], 15))
			break;
		before = local_start(v->text, start - 1);
		start = before;
	}
}

static void note_one_email(struct recorder *r, struct span text, size_t start, size_t end)
{
	recorder_key(r, key_text(&r->keys, KEY_EMAIL, span_cut(text, start, end - start)));
}

/* All that verify_email could ask, whatever stands around it. */
void note_email(struct recorder *r, struct span text, size_t at, size_t end)
{
	size_t start = local_reach(text, at);

	if (start < at && start > 0 && text.ptr[start - 1] == '\\')
		note_one_email(r, text, skip_dots(text, start + 1, at), end);
	for (unsigned i = 0; i < LOCAL_PIECES && start < at; i++) {
		note_one_email(r, text, start, end);
		if (start == 0 || !memchr(LOCAL_JOINTS, text.ptr[start - 1], 15))
			break;
		/* Right in front of the joint too: what is before it may not belong to it. */
		note_one_email(r, text, start - 1, end);
		start = local_reach(text, start - 1);
	}
}

static void verify_whole(struct scan *s, const struct view *v, size_t start, size_t end)
{
	struct span host = span_cut(v->text, start, end - start);

	if (host.len > SHAPE_HOST_MAX || span_find_byte(host, '.') == SPAN_NONE)
		return;
	report_host(s, v, start, end);
	url_verify(s, v, start, end, host);
	if (start > 0 && v->text.ptr[start - 1] == '@')
		verify_email(s, v, start - 1, end);
}

/* Suffixes behind each dot of the run, two labels or more. */
static void verify_suffixes(struct scan *s, const struct view *v, size_t start, size_t end)
{
	size_t last = end;

	for (size_t i = end; i > start; i--)
		if (v->text.ptr[i - 1] == '.') {
			if (last < end && end - i <= SHAPE_HOST_MAX)
				report_host(s, v, i, end);
			last = i;
		}
}

static void verify_hosts(struct scan *s, const struct view *v, size_t end)
{
	size_t start = run_start(v->text, end, RUN_REACH);
	struct starts starts = starts_of(v->text, start, end);

	if (shape_joined_right(v->text, end) || (!v->binary && shape_letter_at(v->text, end)))
		return;
	verify_suffixes(s, v, start, end);
	if (shape_joined_left(v->text, start) ||
	    (!v->binary && shape_letter_before(v->text, start)))
		return;
	for (unsigned i = 0; i < starts.count && end - start < RUN_REACH; i++)
		verify_whole(s, v, starts.at[i], end);
}

void host_verify(struct scan *s, const struct view *v, size_t end, unsigned flags)
{
	if (flags & GUARD_HOST)
		verify_hosts(s, v, end);
	if (flags & GUARD_NAME)
		name_verify(s, v, end, flags & GUARD_SEPARATED);
	if (flags & GUARD_PATH)
		path_verify(s, v, end);
	if (flags & GUARD_WRAPPER)
		wrapper_verify(s, v, end);
}

/* Flags of the guard of the run start..end. */
static unsigned guard_flags(const struct scan *s, struct span text, size_t start, size_t end)
{
	struct span labels = shape_last_labels(span_cut(text, start, end - start));
	struct probe p = table_probe(s->set, KEY_GUARD, key_guard(&s->set->keys, labels));
	unsigned flags = 0;
	struct list list;

	if (labels.len)
		while (table_next(&p, &list))
			flags |= list.flags;
	return flags;
}

static void try_end(struct scan *s, const struct view *v, size_t start, size_t end)
{
	struct starts starts = starts_of(v->text, start, end);
	unsigned flags = 0;

	for (unsigned i = 0; i < starts.count; i++)
		flags |= guard_flags(s, v->text, starts.at[i], end);
	if (flags)
		host_verify(s, v, end, flags);
}

void host_verify_odd(struct scan *s, const struct view *v, size_t end)
{
	size_t start = run_start(v->text, end, RUN_REACH), trimmed = end;

	try_end(s, v, start, end);
	while (trimmed > start && shape_is(v->text.ptr[trimmed - 1], SHAPE_JUNK))
		trimmed--;
	if (trimmed < end)
		try_end(s, v, start, trimmed);
	for (unsigned i = 0; s->recorder && i < 2; i++)
		note_run(s->recorder, v->text, start, i ? trimmed : end);
	if (shape_is(v->text.ptr[start < end ? start : end - 1], SHAPE_HEX))
		reverse_verify(s, v, start, trimmed);
}
