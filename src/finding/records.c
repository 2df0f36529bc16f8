/* records.c -- begin, finding, gap, end and coverage as they leave the program. */
#include "finding/records.h"

#include "base/hash.h"
#include "evidence/log/log.h"
#include "match/engine.h"

static void json_address_or_null(struct out *o, const char *key, bool has, const struct address *a)
{
	char text[ADDRESS_TEXT];

	if (has)
		json_string(o, key, span_make(text, address_write(a, text)));
	else
		json_null(o, key);
}

void json_at(struct out *o, const struct where *where)
{
	where_text(where, json_compose(o, CHANNEL_CEILING));
	json_composed(o, "at");
}

static void json_uint_or_null(struct out *o, const char *key, uint64_t n)
{
	if (n)
		json_uint(o, key, n);
	else
		json_null(o, key);
}

/* ---- finding */

/* The chain of the item, and the first place inside it. */
static void finding_where(const struct finding *f, const struct where *where, struct where *out)
{
	const struct spot *s = &f->seen.spot[0];

	where_copy(out, where);
	bool whole = f->seen.ground == GROUND_FILE_NAME || f->seen.ground == GROUND_PROGRAM ||
		     (f->seen.ground == GROUND_FILE_CONTENT && !s->string.len);

	if (f->seen.spots && !whole)
		where_add(out, (struct step){ .kind = STEP_TEXT, .line = s->line,
					      .offset = s->offset, .length = s->length,
					      .quote = s->matched });
}

void finding_uid(const struct finding *f, const struct result *r, const struct where *where,
		 char uid[37])
{
	struct span path = r->path;
	struct buf b;

	if (span_starts(path, r->root))
		path = span_skip(path, r->root.len);
	buf_init(&b, 1 << 20);
	buf_reserve(&b, 512);
	buf_text(&b, kind_row(f->seen.indicator.kind)->name);
	buf_byte(&b, '\n');
	buf_add(&b, f->seen.indicator.value);
	buf_byte(&b, '\n');
	buf_add(&b, path);
	buf_byte(&b, '\n');
	buf_number(&b, f->seen.spots ? f->seen.spot[0].offset : 0);
	buf_byte(&b, '\n');
	where_encode_from(&b, where, 1);
	buf_add(&b, f->peer);
	buf_add(&b, f->logic);
	uuid5(buf_span(&b), uid);
	buf_release(&b);
}

static void finding_indicator(struct out *o, const struct finding *f,
			      const struct bulletins *bulletins)
{
	const struct observation *s = &f->seen;

	json_array(o, "advisories");
	for (uint32_t i = 0; i < observation_advisories(s->listed); i++) {
		uint32_t advisory = observation_advisory(s->listed, i);

		if (advisory < bulletins->count)
			json_string(o, NULL, bulletins->list[advisory].advisory.id);
	}
	json_array_end(o);
	json_string(o, "engine", s->engine);
	json_object(o, "indicator");
	json_cstring(o, "kind", kind_row(s->indicator.kind)->name);
	json_string(o, "value", s->indicator.value);
	if (s->listed_port)
		json_uint(o, "port", s->listed_port);
	json_object_end(o);
}

static void finding_places(struct out *o, const struct finding *f)
{
	json_array(o, "places");
	for (uint32_t i = 0; i < f->seen.spots; i++) {
		const struct spot *s = &f->seen.spot[i];

		json_object(o, NULL);
		json_uint(o, "offset", s->offset);
		json_uint(o, "length", s->length);
		json_uint_or_null(o, "line", s->line);
		json_time(o, "time", s->time);
		json_string(o, "matched", s->matched);
		if (s->message.len)
			json_string(o, "message_id", s->message);
		if (s->string.len)
			json_string(o, "string", s->string);
		json_string_or_null(o, "context", s->context);
		json_object_end(o);
	}
	json_array_end(o);
}

static const char *time_from(const struct finding *f)
{
	return f->seen.first == TIME_NONE ? NULL : "log record";
}

static void finding_times(struct out *o, const struct finding *f)
{
	static const char *const zones[] = { "unknown", "stated", "configured", "assumed" };
	const struct observation *s = &f->seen;

	json_uint(o, "count", s->count);
	json_time(o, "first", s->first);
	json_time(o, "last", s->last);
	finding_places(o, f);
	json_cstring(o, "time_from", time_from(f));
	json_cstring(o, "time_zone", zones[s->zone]);
	json_string_or_null(o, "time_raw", s->time_raw);
}

static void finding_ends(struct out *o, const struct finding *f)
{
	json_address_or_null(o, "host", f->has_host, &f->host);
	json_string_or_null(o, "name", f->name);
	json_string_or_null(o, "user", f->user);
	json_string_or_null(o, "mailbox", f->mailbox);
	json_string_or_null(o, "process", f->process);
	if (f->peer.len && f->peer_port) {
		bool colons = span_find_byte(f->peer, ':') != SPAN_NONE;
		struct buf *b = json_compose(o, 1 << 16);

		buf_text(b, colons ? "[" : "");
		buf_add(b, f->peer);
		buf_text(b, colons ? "]:" : ":");
		buf_number(b, f->peer_port);
		json_composed(o, "peer");
	} else {
		json_string_or_null(o, "peer", f->peer);
	}
	json_string_or_null(o, "via", f->via);
	json_string_or_null(o, "via_kind", f->via_kind);
	json_string_or_null(o, "sensor", f->sensor);
	json_string_or_null(o, "files_under", f->owner);
}

static void finding_facts(struct out *o, const struct finding *f)
{
	const struct observation *s = &f->seen;

	json_cstring(o, "started_by", started_name(f->started_by));
	json_cstring(o, "direction", direction_name(f->direction));
	json_cstring(o, "outcome", outcome_name(f->outcome));
	if (s->has_bytes) {
		json_uint(o, "bytes_out", s->bytes_out);
		json_uint(o, "bytes_in", s->bytes_in);
	} else {
		json_null(o, "bytes_out");
		json_null(o, "bytes_in");
	}
	json_cstring(o, "class", finding_class_name(f->class));
	json_array(o, "why");
	for (uint32_t i = 0; i < f->whys; i++)
		json_cstring(o, NULL, f->why[i]);
	json_array_end(o);
	json_string_or_null(o, "explained_by", f->why_label);
	json_string_or_null(o, "marked", f->marked);
	json_cstring(o, "place", ground_name(s->ground));
	json_cstring(o, "event", s->ground == GROUND_RECORD || s->class == EVENT_MAIL
		     ? event_class_name(s->class) : NULL);
	json_string_or_null(o, "field", s->field);
}

static void finding_veils(struct out *o, const struct finding *f)
{
	static const struct { uint16_t bit; const char *name; } veils[] = {
		{ VEIL_DEFANGED, "defanged" }, { VEIL_PERCENT, "percent-encoded" },
		{ VEIL_ESCAPED, "escaped" }, { VEIL_UTF16, "utf-16" }, { VEIL_IDNA, "idna" },
		{ VEIL_BASE64, "base64" }, { VEIL_WRAPPED, "wrapped-link" },
		{ VEIL_REVERSED, "reversed" }, { VEIL_EMBEDDED, "embedded" },
		{ VEIL_LABELS, "dns-labels" },
	};

	json_array(o, "veils");
	for (size_t i = 0; i < sizeof(veils) / sizeof(veils[0]); i++)
		if (f->seen.veil & veils[i].bit)
			json_cstring(o, NULL, veils[i].name);
	json_array_end(o);
}

static void finding_also(struct out *o, const struct finding *f)
{
	json_array(o, "also");
	for (uint32_t i = 0; i < f->seen.alsos; i++) {
		json_object(o, NULL);
		json_cstring(o, "kind", kind_row(f->seen.also[i].kind)->name);
		json_string(o, "value", f->seen.also[i].value);
		json_object_end(o);
	}
	json_array_end(o);
}

void finding_json(struct out *o, const struct finding *f, uint32_t number,
		  const struct result *r, const struct where *where,
		  const struct bulletins *bulletins, const struct source *source)
{
	const struct spot *s = &f->seen.spot[0];
	struct where whole;

	finding_where(f, where, &whole);
	json_object(o, NULL);
	json_cstring(o, "type", "finding");
	json_numbered(o, "id", 'F', number);
	json_cstring(o, "uid", f->uid);
	json_uint(o, "item", r->item);
	json_string(o, "source", source ? source->name : SPAN(""));
	finding_indicator(o, f, bulletins);
	json_at(o, &whole);
	where_json(o, "where", &whole);
	json_uint(o, "offset", f->seen.spots ? s->offset : 0);
	json_uint(o, "length", f->seen.spots ? s->length : 0);
	json_uint_or_null(o, "line", f->seen.spots ? s->line : 0);
	json_string(o, "matched", f->seen.spots ? s->matched : SPAN(""));
	json_string_or_null(o, "context", f->seen.spots ? s->context : SPAN(""));
	finding_times(o, f);
	finding_ends(o, f);
	finding_facts(o, f);
	finding_veils(o, f);
	finding_also(o, f);
	if (f->logic.len)
		json_string(o, "logic", f->logic);
	json_object_end(o);
}

/* ---- the item around it */

static void item_where(const struct result *r, struct where *w)
{
	*w = (struct where){ 0 };
	where_add(w, (struct step){ .kind = STEP_FILE, .text = r->path });
}

static void any_begin_json(struct out *o, uint32_t item, const struct where *w,
			   const struct item_end *end, uint64_t bytes, const struct source *source)
{
	json_object(o, NULL);
	json_cstring(o, "type", "begin");
	json_uint(o, "item", item);
	json_at(o, w);
	where_json(o, "where", w);
	json_string(o, "source", source ? source->name : SPAN(""));
	json_string_or_null(o, "format", end->format);
	json_uint(o, "bytes", bytes);
	json_object_end(o);
}

void begin_json(struct out *o, const struct result *r, const struct source *source)
{
	struct where w;

	item_where(r, &w);
	any_begin_json(o, r->item, &w, &r->end, r->size, source);
}

void part_begin_json(struct out *o, const struct part_answer *p, const struct source *source)
{
	any_begin_json(o, p->item, &p->where, &p->end, p->end.bytes, source);
}

void gap_json(struct out *o, const struct gap_answer *g, bool material)
{
	json_object(o, NULL);
	json_cstring(o, "type", "gap");
	json_uint(o, "item", g->item);
	json_at(o, &g->where);
	where_json(o, "where", &g->where);
	json_string(o, "reason", g->reason);
	json_string(o, "detail", g->detail);
	json_uint_or_null(o, "bytes", g->bytes);
	json_bool(o, "material", material);
	json_object_end(o);
}

struct ending {
	const struct item_end *end;
	const struct span *layer;	/* digests */
	uint32_t layers;
	uint64_t findings, gaps;
	bool complete;
};

static void any_end_json(struct out *o, uint32_t item, const struct where *w,
			 const struct ending *n)
{
	json_object(o, NULL);
	json_cstring(o, "type", "end");
	json_uint(o, "item", item);
	json_at(o, w);
	json_string_or_null(o, "format", n->end->format);
	json_uint(o, "bytes", n->end->bytes);
	json_array(o, "sha256");
	for (uint32_t i = 0; i < n->layers; i++)
		json_string_or_null(o, NULL, n->layer[i]);
	json_array_end(o);
	json_uint(o, "hits", n->end->hits);
	json_uint(o, "findings", n->findings);
	json_uint(o, "gaps", n->gaps);
	json_bool(o, "complete", n->complete);
	json_time(o, "first_time", n->complete ? n->end->first : TIME_NONE);
	json_time(o, "last_time", n->complete ? n->end->last : TIME_NONE);
	json_object_end(o);
}

void end_json(struct out *o, const struct result *r, uint64_t findings, uint64_t gaps)
{
	struct ending n = { .end = &r->end, .layer = r->end.sha256, .layers = r->end.layers,
			    .findings = findings, .gaps = gaps, .complete = r->complete };
	struct where w;

	item_where(r, &w);
	any_end_json(o, r->item, &w, &n);
}

void part_end_json(struct out *o, const struct part_answer *p, const struct span *layer,
		   uint32_t layers, uint64_t findings, uint64_t gaps)
{
	struct ending n = { .end = &p->end, .layer = layer, .layers = layers,
			    .findings = findings, .gaps = gaps, .complete = true };

	any_end_json(o, p->item, &p->where, &n);
}

/* ---- coverage */

static void coverage_kinds(struct out *o, const struct source *s, const struct coverage *c)
{
	bool files = source_holds_files(s);

	json_array(o, "kinds");
	for (enum kind k = 1; k < KIND_COUNT; k++) {
		bool host = kind_is_hash(k) || k == KIND_FILENAME || k == KIND_PATH ||
			    (k == KIND_YARA && c->rules);

		if ((c->network >> k & 1) || (files && host))
			json_cstring(o, NULL, kind_row(k)->name);
	}
	json_array_end(o);
}

static void coverage_counts(struct out *o, const struct source *s)
{
	const struct census *c = &s->census;

	json_uint(o, "records", c->records);
	json_uint(o, "unparsed", c->unparsed);
	json_uint(o, "no_time", c->no_time);
	json_uint(o, "accepted", c->accepted);
	json_uint(o, "refused", c->refused);
	json_uint(o, "left_out", c->left_out);
	json_bool(o, "sampled", c->sampled);
	json_bool(o, "zone_assumed", c->assumed);
}

/* Where its items lie, as a manifest would say it: a file, a folder, or a glob. */
static void coverage_paths(struct out *o, const struct source *s)
{
	struct buf b;

	buf_init(&b, CHANNEL_CEILING);
	if (s->label && s->label->path.len) {
		buf_add(&b, s->label->path);
	} else if (s->items == 1) {
		buf_add(&b, s->path);
	} else if (s->kind != ITEM_LOG) {
		buf_add(&b, s->root);
	} else {
		for (size_t i = 0; i < s->series.len; i++)
			buf_byte(&b, s->series.ptr[i] == '#' ? '*' : s->series.ptr[i]);
		if (b.len && b.ptr[b.len - 1] != '*')
			buf_byte(&b, '*');
	}
	json_array(o, "paths");
	json_string(o, NULL, buf_span(&b));
	json_array_end(o);
	buf_release(&b);
}

void coverage_json(struct out *o, const struct source *s, const struct coverage *c)
{
	/* A log inside of an archive has no other bytes. */
	uint64_t inside = s->kind == ITEM_LOG || s->kind == ITEM_MAIL ? s->bytes_inside : 0;

	json_object(o, NULL);
	json_cstring(o, "type", "coverage");
	json_string(o, "source", s->name);
	json_cstring(o, "role", s->label && s->label->role ? source_role_name(s->label->role) : NULL);
	json_string_or_null(o, "host", s->label ? s->label->host : SPAN(""));
	json_string_or_null(o, "custody", s->label ? s->label->custody : SPAN(""));
	json_string_or_null(o, "people", s->people);
	json_string_or_null(o, "format", s->kind == ITEM_LOG ? s->format : SPAN(""));
	coverage_paths(o, s);
	json_uint(o, "items", s->items);
	json_uint(o, "bytes_met", s->bytes_met + inside);
	json_uint(o, "bytes_read", s->bytes_read + inside);
	json_uint(o, "bytes_not_digested", s->undigested);
	json_time(o, "time_from", c->seen.from);
	json_time(o, "time_to", c->seen.to);
	json_array(o, "holes");
	for (uint32_t i = 0; i < c->holes; i++) {
		json_object(o, NULL);
		json_time(o, "from", c->hole[i].from);
		json_time(o, "to", c->hole[i].to);
		json_object_end(o);
	}
	json_array_end(o);
	coverage_kinds(o, s, c);
	json_array(o, "limits");
	for (unsigned bit = 0; bit < LIMITS; bit++)
		if (c->limits >> bit & 1)
			json_string(o, NULL, limit_reason(1u << bit));
	json_array_end(o);
	json_object(o, "gaps");
	for (uint32_t i = 0; i < s->gaps; i++) {
		json_object_key(o, s->gap[i].reason);
		json_uint(o, NULL, s->gap[i].count);
	}
	json_object_end(o);
	coverage_counts(o, s);
	json_object_end(o);
}
