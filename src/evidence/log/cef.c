/*
 * cef.c -- ArcSight's Common Event Format and QRadar's Log Event Extended
 * Format, alone on a line or behind a syslog header.
 *
 * Specification: "Implementing ArcSight CEF" revision 26; "LEEF events" of the
 * QRadar guide, versions 1.0 and 2.0.  Custom fields (cs1, cn2, c6a3 ...) are
 * what their Label says.  Hostile input: pairs.c; LABELS_MAX labelled fields.
 */
#include "evidence/log/keyvalue.h"

#include "evidence/log/facts.h"
#include "evidence/log/pairs.h"

#define LABELS_MAX 16

struct labelled {
	struct span key;	/* "cs1" */
	struct span label, value;
};

struct extension {
	struct facts *f;
	struct name_cache *names;
	struct labelled row[LABELS_MAX];
	size_t rows;
	uint32_t pairs;
};

static const struct name_row own_rows[] = {
	{ "devtime", SLOT_TIME },    { "dhost", SLOT_HOST },	  { "dvc", SLOT_SENSOR },
	{ "dvchost", SLOT_MACHINE }, { "identsrc", SLOT_SRC },	  { "identuser", SLOT_USER },
	{ "msg", SLOT_TEXT },	     { "name", SLOT_EVENT },	  { "outcome", SLOT_RESULT },
	{ "reason", SLOT_TEXT },
};

/* cs1, cn1, cfp1, c6a1, flexString1, deviceCustomDate1: a letter run and one digit. */
static bool is_custom(struct span key)
{
	return key.len >= 3 && key.len <= 24 && ascii_digit(key.ptr[key.len - 1]) &&
	       (key.ptr[0] == 'c' || key.ptr[0] == 'f' || key.ptr[0] == 'd');
}

static struct labelled *labelled_row(struct extension *x, struct span key)
{
	for (size_t i = 0; i < x->rows; i++)
		if (span_equal(x->row[i].key, key))
			return &x->row[i];
	if (x->rows == LABELS_MAX)
		return NULL;
	x->row[x->rows] = (struct labelled){ .key = key };
	return &x->row[x->rows++];
}

static void take_pair(struct extension *x, struct span key, struct span value)
{
	struct labelled *row;

	x->pairs++;
	if (key.len > 5 && span_ends(key, SPAN("Label")) &&
	    is_custom(span_cut(key, 0, key.len - 5))) {
		row = labelled_row(x, span_cut(key, 0, key.len - 5));
		if (row)
			row->label = value;
	} else if (is_custom(key)) {
		row = labelled_row(x, key);
		if (row)
			row->value = value;
	} else {
		facts_take(x->f, name_cached(x->names, own_rows,
					     sizeof(own_rows) / sizeof(own_rows[0]), key),
			   key, value);
	}
}

static void take_labelled(struct extension *x)
{
	for (size_t i = 0; i < x->rows; i++)
		if (x->row[i].label.len)
			facts_take(x->f, name_find(NULL, 0, x->row[i].label), x->row[i].label,
				   x->row[i].value);
}

/* The next part of the header, up to a bar that no backslash takes away. */
static bool header_part(struct span *rest, struct span *part)
{
	size_t at = 0;

	for (;;) {
		size_t bar = span_find_byte(span_skip(*rest, at), '|');

		if (bar == SPAN_NONE)
			return false;
		at += bar;
		if (at == 0 || rest->ptr[at - 1] != '\\')
			break;
		at++;
	}
	*part = span_cut(*rest, 0, at);
	*rest = span_skip(*rest, at + 1);
	return true;
}

/* LEEF:2.0 names its separator: one character, or its code as "0x09" or "x5E". */
static char leef_separator(struct span part)
{
	uint64_t code;
	size_t x = span_find_byte(part, 'x');

	if (part.len == 1)
		return part.ptr[0];
	if (x != SPAN_NONE && span_hex64(span_skip(part, x + 1), &code) && code && code < 128)
		return (char)code;
	return '\t';
}

/* Take the header off *rest, which begins behind "CEF:" or "LEEF:". */
static bool take_header(struct facts *f, struct span *rest, bool cef, char *separator)
{
	struct span part[7];
	bool second = !cef && span_starts(*rest, SPAN("2"));
	/* Version, vendor, product, its version, id; in CEF also name and severity. */
	size_t parts = cef ? 7 : 5;

	for (size_t i = 0; i < parts; i++)
		if (!header_part(rest, &part[i]))
			return false;
	facts_take(f, SLOT_PROVIDER, SPAN("product"), part[2]);
	facts_take(f, SLOT_NAMED, SPAN("signature"), part[4]);
	facts_take(f, SLOT_EVENT, SPAN("name"), part[cef ? 5 : 4]);
	*separator = '\t';
	if (second && header_part(rest, &part[0]))
		*separator = leef_separator(part[0]);
	return true;
}

/* What follows "CEF:" or "LEEF:" near the front of a message. */
static bool find_format(struct span message, bool *cef, struct span *rest)
{
	struct span front = span_cut(message, 0, 256);
	size_t at = span_find(front, SPAN("CEF:"));

	*cef = at != SPAN_NONE;
	if (!*cef)
		at = span_find(front, SPAN("LEEF:"));
	if (at == SPAN_NONE)
		return false;
	*rest = span_skip(message, at + (*cef ? 4 : 5));
	return rest->len && ascii_digit(rest->ptr[0]);
}

bool cef_message(struct log *log, struct span message, struct event *ev)
{
	struct extension x = { .names = log_names(log) };
	struct span rest, key, value;
	struct facts f;
	char separator;
	bool cef;

	if (span_find_byte(span_cut(message, 0, 256), '|') == SPAN_NONE)
		return false;	/* the quick way for most messages */
	if (!x.names || !find_format(message, &cef, &rest))
		return false;
	facts_begin(&f, log, ev);
	x.f = &f;
	if (!take_header(&f, &rest, cef, &separator)) {
		event_clear(ev);
		return false;
	}
	while (cef ? pair_next(&rest, &key, &value) :
		     pair_next_by(&rest, separator, &key, &value))
		take_pair(&x, key, value);
	take_labelled(&x);
	facts_finish(&f);
	return true;
}

static int probe(struct span sample)
{
	struct span line, rest;
	size_t lines = 0, front = 0, found = 0;
	bool cef;

	/* Both have it in their beginning, and next to nothing else has. */
	if (span_find(sample, SPAN("EF:")) == SPAN_NONE)
		return 0;
	while (lines < 40 && log_may_reach(found, lines, 40, 6) && span_line(&sample, &line)) {
		if (line.len == 0)
			continue;
		lines++;
		found += find_format(line, &cef, &rest);
		front += span_starts(line, SPAN("CEF:")) || span_starts(line, SPAN("LEEF:"));
	}
	if (lines == 0 || found * 10 < lines * 6)
		return 0;
	return front == found ? 92 : 60;
}

static bool cef_parse(struct log *log, struct span record, struct event *ev)
{
	if (!cef_message(log, record, ev))
		return false;
	if (ev->time == TIME_NONE && ev->time_raw.len == 0)
		keyvalue_time_before(ev, record);
	return true;
}

const struct log_family log_cef = {
	.name = "cef",
	.about = "CEF (ArcSight) and LEEF (QRadar)",
	.probe = probe,
	.parse = cef_parse,
};
