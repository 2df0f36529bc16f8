/* reading.c -- what all readers of advisories do alike. */
#include <stdio.h>

#include "advisory/reading.h"

#include "advisory/dates.h"
#include "advisory/words.h"
#include "base/hash.h"
#include "value/host.h"
#include "value/refang.h"

#define VALUE_MAX (64u << 10)		/* of one written value */
#define TITLE_MAX 300
#define LISTED_CONFIDENCE 80		/* an entry of a list, when the list says nothing */
#define DETAIL_MAX 300

int reading_init(struct reading *r, const struct source *s, struct arena *a,
		 const struct advisory_options *o, const struct intel_sink *sink,
		 struct error *e)
{
	char *hex = arena_alloc(a, 2 * DIGEST_MAX + 1);

	*r = (struct reading){ .options = o, .sink = sink, .source = s, .arena = a };
	if (!hex)
		return fail(e, ERR_MEMORY, "no memory to read the advisory");
	/* The head is the front's. */
	if (o->share != ADVISORY_BACK)
		digest_hex(DIGEST_SHA256, s->bytes, hex);
	r->head.sha256 = span_of(hex);
	r->head.source = o->source;
	r->head.published = r->head.activity_from = r->head.activity_to = TIME_NONE;
	if (o->outer)
		r->base = *o->outer;
	else if (o->source.len)
		where_add(&r->base, (struct step){ .kind = STEP_FILE, .text = o->source });
	for (uint32_t i = 0; i < s->codecs; i++)
		where_add(&r->base, (struct step){ .kind = STEP_STREAM,
						   .text = span_of(s->codec[i]->name) });
	buf_init(&r->plain, VALUE_MAX);
	buf_init(&r->canonical, 4 * VALUE_MAX);
	return 0;
}

void reading_release(struct reading *r)
{
	buf_release(&r->plain);
	buf_release(&r->canonical);
}

struct span reading_keep(struct reading *r, struct span text, size_t max)
{
	struct span kept = span_cut(text, 0, max);

	while (kept.len < text.len && kept.len &&
	       ((unsigned char)text.ptr[kept.len] & 0xc0) == 0x80)
		kept.len--;
	kept = arena_copy(r->arena, kept);
	return kept.ptr ? kept : SPAN("");
}

struct span reading_line(struct reading *r, struct span text)
{
	char *out = arena_alloc(r->arena, text.len + 1);
	size_t len = 0;

	for (size_t i = 0; out && i < text.len; i++) {
		bool blank = ascii_space(text.ptr[i]);

		if (!blank)
			out[len++] = text.ptr[i];
		else if (len && out[len - 1] != ' ')
			out[len++] = ' ';
	}
	return out ? span_trim(span_make(out, len)) : text;
}

/* "sha256:" and sixteen digits: enough to tell the advisories of a library apart. */
static struct span id_of_content(struct reading *r)
{
	char *id = arena_alloc(r->arena, 7 + 16);

	if (!id)
		return r->head.sha256;
	memcpy(id, "sha256:", 7);
	memcpy(id + 7, r->head.sha256.ptr, 16);
	return span_make(id, 7 + 16);
}

int reading_begin(struct reading *r, struct error *e)
{
	struct advisory *head = &r->head;

	if (r->begun)
		return 0;
	if (!head->id.len)
		head->id = id_of_content(r);
	/* Nothing goes on after the day it is written about, and nothing ends before it began. */
	if (head->activity_to == TIME_NONE && head->activity_from != TIME_NONE)
		head->activity_to = head->published;
	if (head->activity_from != TIME_NONE && head->activity_to != TIME_NONE &&
	    head->activity_to < head->activity_from)
		head->activity_to = head->activity_from;
	r->begun = true;
	r->record.type = INTEL_ADVISORY;
	r->record.advisory = *head;
	return r->sink->take(r->sink->context, &r->record, e);
}

void reading_activity(struct reading *r, int64_t from, int64_t to)
{
	struct advisory *head = &r->head;

	if (from != TIME_NONE && (head->activity_from == TIME_NONE || from < head->activity_from))
		head->activity_from = from;
	if (to != TIME_NONE && (head->activity_to == TIME_NONE || to > head->activity_to))
		head->activity_to = to;
}

/* One clause of a comment: a date, a colour, a title, or nothing. */
static void note_clause(struct reading *r, struct span clause)
{
	static const struct phrase dates[] = {
		{ "publi*", 0 }, { "date", 0 }, { "created", 0 }, { "generated", 0 },
		{ "released", 0 }, { "release", 0 }, { "updated", 0 }, { "update", 0 },
		{ "modified", 0 }, { "as of", 0 },
	};
	static const char *const titles[] = { "title", "name", "campaign", "report", NULL };
	size_t colon = span_find_byte(clause, ':'), at;
	struct span tlp = tlp_find(clause), key;
	struct stretch when;
	struct words w;

	words_of(clause, &w);
	if (tlp.len && !r->head.tlp.len)
		r->head.tlp = tlp;
	if (words_mean(&w, dates, sizeof(dates) / sizeof(dates[0])) &&
	    date_find(clause, &when, &at)) {
		if (r->head.published == TIME_NONE)
			r->head.published = when.from;
		return;
	}
	if (tlp.len || r->head.title.len || w.count < 2 || clause.len > TITLE_MAX)
		return;
	key = span_trim(span_cut(clause, 0, colon));
	if (colon != SPAN_NONE && word_one_of(key, titles))
		clause = span_trim(span_skip(clause, colon + 1));
	r->head.title = reading_keep(r, clause, TITLE_MAX);
}

void reading_note(struct reading *r, struct span comment)
{
	struct span clause;

	comment = span_trim(comment);
	while (comment.len && memchr("#;/*-=!<> \t", comment.ptr[0], 11))
		comment = span_skip(comment, 1);
	while (span_split(&comment, ';', &clause))
		note_clause(r, span_trim(clause));
}

void listed_init(struct listed *l)
{
	l->kind = KIND_NONE;
	l->settled = l->asked = l->regex = false;
	l->role = ROLE_INDICATOR;
	l->written = l->logic = (struct span){ 0 };
	l->port = 0;
	l->confidence = 0;
	l->why.count = l->entities.count = 0;
	l->valid_from = l->valid_until = TIME_NONE;
	l->step = (struct step){ 0 };
}

/* Quotation marks, code marks, bullets and brackets round a value; commas behind it. */
static struct span undress(struct span v)
{
	static const char pairs[] = "\"\"''``<>()";
	bool again = true;

	v = span_trim(v);
	if (v.len > 2 && (v.ptr[0] == '-' || v.ptr[0] == '*') && v.ptr[1] == ' ')
		v = span_trim(span_skip(v, 2));
	while (again && v.len > 1) {
		again = false;
		if (v.ptr[v.len - 1] == ',' || v.ptr[v.len - 1] == ';') {
			v = span_trim(span_cut(v, 0, v.len - 1));
			again = true;
		}
		for (size_t i = 0; i + 1 < sizeof(pairs) && v.len > 1; i += 2)
			if (v.ptr[0] == pairs[i] && v.ptr[v.len - 1] == pairs[i + 1]) {
				v = span_trim(span_cut(v, 1, v.len - 2));
				again = true;
			}
	}
	return v;
}

static bool is_network_kind(enum kind k)
{
	return kind_is_address(k) || k == KIND_DOMAIN || k == KIND_URL || k == KIND_ONION ||
		k == KIND_EMAIL;
}

/* What a stated kind and the look of the value make together; KIND_NONE: they contradict. */
static enum kind settle(enum kind stated, enum kind guess, struct span v)
{
	/* Names set aside for examples have no top-level domain, and are meant all the same. */
	if (guess == KIND_NONE && stated == KIND_NONE && host_is_reserved(v))
		return span_find_byte(v, '@') == SPAN_NONE ? KIND_DOMAIN : KIND_EMAIL;
	if (stated == KIND_NONE || stated == guess)
		return guess;
	if (kind_is_hash(stated))
		return kind_is_hash(guess) ? guess : KIND_NONE;
	if (stated == KIND_FILENAME || stated == KIND_PATH) {
		bool folder = span_find_byte(v, '\\') != SPAN_NONE ||
			span_find_byte(v, '/') != SPAN_NONE;

		return kind_is_hash(guess) || guess == KIND_URL ? KIND_NONE :
			folder ? KIND_PATH : KIND_FILENAME;
	}
	return is_network_kind(guess) ? guess : stated;
}

/* The look of the value has a say in these. */
static bool is_guessed(enum kind stated)
{
	return stated == KIND_NONE || is_network_kind(stated) || kind_is_hash(stated) ||
		stated == KIND_FILENAME || stated == KIND_PATH;
}

/* Kind and canonical form of `v`, which is written plainly and has no port. */
static bool form_of(struct span v, enum kind stated, struct buf *canonical, enum kind *kind)
{
	enum kind guess = KIND_NONE;
	struct error ignored;

	*kind = stated;
	if (is_guessed(stated)) {
		guess = kind_guess_form(v, canonical);
		*kind = settle(stated, guess, v);
	}
	if (*kind != guess)
		buf_clear(canonical);
	if (*kind == KIND_NONE)
		return false;
	return (canonical->len || kind_canonical(*kind, v, canonical, &ignored) == 0) &&
		!canonical->bad && canonical->len > 0;
}

/* A port behind an address or a host, also written "1.2.3.4|443". */
static struct span without_port(struct span v, uint16_t *port)
{
	size_t bar = span_rfind_byte(v, '|');
	struct span host = v;
	uint16_t p;
	uint64_t n;

	if (bar != SPAN_NONE && span_u64(span_skip(v, bar + 1), &n) && n && n <= UINT16_MAX) {
		host = span_cut(v, 0, bar);
		p = (uint16_t)n;
	} else if (v.len > 300 || !host_port_split(v, &host, &p)) {
		return v;
	}
	if (host.len > 2 && host.ptr[0] == '[' && host.ptr[host.len - 1] == ']')
		host = span_cut(host, 1, host.len - 2);
	switch (kind_guess(host)) {
	case KIND_IPV4: case KIND_IPV6: case KIND_DOMAIN: case KIND_ONION:
		*port = p;
		return host;
	default:
		return v;
	}
}

/* What is plainly a value of one kind is that, where its like was stated or nothing was. */
static bool is_said(enum kind stated, enum kind plain, enum kind *kind)
{
	*kind = plain;
	return plain && (stated == KIND_NONE || stated == plain ||
			 (kind_is_hash(stated) && kind_is_hash(plain)) ||
			 (is_network_kind(stated) && is_network_kind(plain)));
}

bool reading_canonical(struct span written, enum kind stated, struct buf *plain,
		       struct buf *canonical, enum kind *kind, uint16_t *port)
{
	struct span v = undress(written);

	buf_clear(plain);
	buf_clear(canonical);
	if (is_said(stated, kind_plain(v), kind)) {
		buf_add(canonical, v);
		return !canonical->bad;
	}
	if (v.len == 0 || v.len > VALUE_MAX)
		return false;
	/* A command or a subject may hold brackets that are no defanging. */
	if (stated == KIND_NONE || is_network_kind(stated)) {
		refang(v, plain, NULL);
		v = buf_span(plain);
		if (span_starts(v, SPAN("||")) && v.len > 3) {	/* "||evil.example^" of ad blockers */
			v = span_skip(v, 2);
			v = span_cut(v, 0, span_find_byte(v, '^'));
		}
		v = without_port(v, port);
	} else {
		buf_add(plain, v);
		v = buf_span(plain);
	}
	return form_of(v, stated, canonical, kind);
}

/* The standing of the value against what the list says. */
static enum role listed_role(const struct reading *r, const struct listed *l, enum kind kind,
			     struct span value, struct strings *why)
{
	enum standing s = standing_of(kind, value, span_trim(l->written));
	const char *remark = s == STANDING_PLAIN ? standing_remark(kind, value) : NULL;

	if (remark)
		strings_add(why, span_of(remark));
	if (l->role != ROLE_INDICATOR || s == STANDING_PLAIN || l->asked)
		return l->role;
	if (r->options->allow_private && standing_lifted(s)) {
		strings_add(why, SPAN("private, reserved and documentation values were asked for"));
		return ROLE_INDICATOR;
	}
	strings_add(why, span_of(standing_why(s, kind, value)));
	return standing_role(s);
}

int reading_listed(struct reading *r, const struct listed *l, struct error *e)
{
	struct intel_record *record = &r->record;
	struct indicator *i = &record->indicator;
	uint16_t port = l->port;
	enum kind kind = l->kind;

	if (l->regex) {
		buf_clear(&r->canonical);
		buf_add(&r->canonical, l->written);
	} else if (!l->settled &&
	    !reading_canonical(l->written, l->kind, &r->plain, &r->canonical, &kind, &port))
		return 0;
	if (record->type != INTEL_INDICATOR) {
		memset(record, 0, sizeof(*record));
		record->type = INTEL_INDICATOR;
		i->where = r->base;
		i->advisory = r->options->index;
	}
	i->kind = kind;
	i->value = buf_span(&r->canonical);
	i->as_written = l->written;
	i->port = port;
	i->why.count = l->why.count;
	memcpy(i->why.item, l->why.item, l->why.count * sizeof(l->why.item[0]));
	i->entities.count = l->entities.count;
	memcpy(i->entities.item, l->entities.item, l->entities.count * sizeof(l->entities.item[0]));
	i->regex = l->regex;
	i->role = l->regex ? l->role : listed_role(r, l, kind, i->value, &i->why);
	i->confidence = l->confidence ? l->confidence : LISTED_CONFIDENCE;
	i->logic = l->logic;
	i->valid_from = l->valid_from;
	i->valid_until = l->valid_until;
	i->where.count = r->base.count;
	where_add(&i->where, l->step);
	r->indicators += i->role == ROLE_INDICATOR;
	return r->sink->take(r->sink->context, record, e) < 0 ? -1 : 1;
}

bool reading_believes(const struct reading *r, int64_t moment, int64_t margin)
{
	const struct advisory_options *o = r->options;
	bool past = o->now == TIME_NONE || moment <= o->now + margin;

	if (!past && o->by_day)
		*o->by_day = true;
	return past;
}

void reading_nothing(struct reading *r, struct step at)
{
	if (!r->nothing++) {
		r->nothing_at = at;
		r->nothing_at.text = r->nothing_at.quote = (struct span){ 0 };
	}
}

void reading_cut(struct reading *r, struct step at)
{
	if (!r->cuts++) {
		r->cut_at = at;
		r->cut_at.text = r->cut_at.quote = (struct span){ 0 };
	}
}

int reading_gap(struct reading *r, const char *reason, struct span detail, bool unread,
		struct step at, struct error *e)
{
	struct intel_gap *gap = &r->record.gap;

	memset(&r->record, 0, sizeof(r->record));
	r->record.type = INTEL_GAP;
	gap->reason = span_of(reason);
	gap->detail = detail;
	gap->advisory = r->options->index;
	gap->unread = unread;
	gap->where = r->base;
	if (at.kind != STEP_FILE)
		where_add(&gap->where, at);
	return r->sink->take(r->sink->context, &r->record, e);
}

static int give_cuts(struct reading *r, struct error *e)
{
	char text[DETAIL_MAX];
	int n;

	if (!r->cuts)
		return 0;
	n = snprintf(text, sizeof(text), "%llu %s longer than 1 MiB: what is behind was not read",
		     (unsigned long long)r->cuts, r->cuts == 1 ? "line is" : "lines are");
	return reading_gap(r, "too-large", span_make(text, (size_t)n), true, r->cut_at, e);
}

int reading_end(struct reading *r, struct error *e)
{
	char text[DETAIL_MAX];
	int n;

	if (reading_begin(r, e) < 0 || give_cuts(r, e) < 0)
		return -1;
	if (!r->nothing)
		return 0;
	n = snprintf(text, sizeof(text), "%llu %s that can be searched for",
		     (unsigned long long)r->nothing,
		     r->nothing == 1 ? "entry is no value" : "entries are no values");
	return reading_gap(r, "not-comparable", span_make(text, (size_t)n), false, r->nothing_at,
			   e);
}
