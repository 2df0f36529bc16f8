/*
 * winxml.c -- Windows events exported as XML (Event Viewer, wevtutil, Sysmon
 * for Linux in a syslog message): one <Event> is one record.
 *
 * Specification: the event schema (2004/08/events/event).  This is no XML
 * reader: it walks tags and the text between them and knows nothing of
 * entities, which stay in the values as they stand there.  Hostile input: one
 * pass; a tag that does not end ends the record.
 */
#include "evidence/log/winxml.h"

struct tag {
	struct span name, attributes;
	bool end;		/* </x> */
};

/* The next tag and what stands behind it up to the one after; false at the end. */
static bool next_tag(struct span *rest, struct tag *tag, struct span *text)
{
	size_t open = span_find_byte(*rest, '<'), close, n = 0;
	struct span inside;

	if (open == SPAN_NONE)
		return false;
	inside = span_skip(*rest, open + 1);
	close = span_find_byte(inside, '>');
	if (close == SPAN_NONE)
		return false;
	*rest = span_skip(inside, close + 1);
	inside = span_cut(inside, 0, close);
	tag->end = inside.len && inside.ptr[0] == '/';
	if (tag->end)
		inside = span_skip(inside, 1);
	while (n < inside.len && !ascii_space(inside.ptr[n]) && inside.ptr[n] != '/')
		n++;
	tag->name = span_cut(inside, 0, n);
	tag->attributes = span_skip(inside, n);
	*text = span_cut(*rest, 0, span_find_byte(*rest, '<'));
	return true;
}

/* The value of an attribute, in quotes of either kind; empty when it is not there. */
static struct span attribute(struct span attributes, struct span name)
{
	size_t at = span_find(attributes, name), end;
	struct span value;

	if (at == SPAN_NONE || at == 0 || !ascii_space(attributes.ptr[at - 1]))
		return SPAN("");
	value = span_skip(attributes, at + name.len);
	if (value.len < 2 || value.ptr[0] != '=' || (value.ptr[1] != '"' && value.ptr[1] != '\''))
		return SPAN("");
	end = span_find_byte(span_skip(value, 2), value.ptr[1]);
	return end == SPAN_NONE ? SPAN("") : span_cut(value, 2, end);
}

static void take_tag(struct facts *f, const struct tag *tag, struct span text, bool system)
{
	static const struct name_row system_rows[] = {
		{ "channel", SLOT_CHANNEL },   { "computer", SLOT_COMPUTER },
		{ "eventid", SLOT_EVENT_ID },  { "eventrecordid", SLOT_RECORD_ID },
	};
	char plain[NAME_MAX_LEN];
	struct span value;

	if (!system) {
		value = attribute(tag->attributes, SPAN("Name"));
		facts_take(f, name_find(NULL, 0, value.len ? value : tag->name),
			   value.len ? value : tag->name, text);
		return;
	}
	if (span_equal(tag->name, SPAN("Provider"))) {
		facts_take(f, SLOT_PROVIDER, SPAN("Provider"),
			   attribute(tag->attributes, SPAN("Name")));
	} else if (span_equal(tag->name, SPAN("TimeCreated"))) {
		value = attribute(tag->attributes, SPAN("SystemTime"));
		facts_take(f, SLOT_TIME, SPAN("SystemTime"), value);
	} else {
		value = span_make(plain, name_plain(tag->name, plain));
		facts_take(f, (enum slot)name_search(system_rows, 4, value), tag->name, text);
	}
}

uint32_t winxml_take(struct facts *f, struct span xml)
{
	struct tag tag;
	struct span text;
	bool system = false;
	uint32_t taken = 0;

	while (next_tag(&xml, &tag, &text)) {
		if (span_equal(tag.name, SPAN("System"))) {
			system = !tag.end;
			continue;
		}
		if (tag.end)
			continue;
		take_tag(f, &tag, span_trim(text), system);
		taken++;
	}
	return taken;
}

static bool winxml_parse(struct log *log, struct span record, struct event *ev)
{
	size_t at = span_find(record, SPAN("<Event"));
	struct facts f;

	if (at == SPAN_NONE || span_find(record, SPAN("<System")) == SPAN_NONE)
		return false;
	facts_begin(&f, log, ev);
	winxml_take(&f, span_skip(record, at));
	facts_windows(&f);
	f.host_log = true;
	facts_finish(&f);
	return facts_has(&f, SLOT_EVENT_ID);
}

/* ---- framing ---- */

static bool begins_event(struct span s)
{
	return span_starts(s, SPAN("<Event>")) || span_starts(s, SPAN("<Event "));
}

static struct span winxml_record(struct span text, size_t at)
{
	size_t from, to;

	if (at > text.len)
		at = text.len;
	/* Backwards to the tag that begins it; `at` may stand inside that tag. */
	from = span_rfind_byte(span_cut(text, 0, at + 1), '<');
	while (from != SPAN_NONE && !begins_event(span_skip(text, from))) {
		if (from < at && span_starts(span_skip(text, from), SPAN("</Event>")) &&
		    at - from >= sizeof("</Event>") - 1)
			return log_line_at(text, at);	/* between two */
		from = span_rfind_byte(span_cut(text, 0, from), '<');
	}
	if (from == SPAN_NONE)
		return log_line_at(text, at);
	to = span_find(span_skip(text, from), SPAN("</Event>"));
	to = to == SPAN_NONE ? text.len : from + to + sizeof("</Event>") - 1;
	return span_cut(text, from, to - from);
}

static int probe(struct span sample)
{
	struct span head = span_cut(sample, 0, 4096);
	size_t at = span_find(head, SPAN("<Event"));

	if (at == SPAN_NONE || at > 512 || span_find(head, SPAN("<System>")) == SPAN_NONE ||
	    span_find(head, SPAN("<EventID")) == SPAN_NONE)
		return 0;
	return 95;
}

const struct log_family log_winxml = {
	.name = "winxml",
	.about = "Windows events as XML",
	.people = "event log",
	.probe = probe,
	.parse = winxml_parse,
	.record = winxml_record,
};
