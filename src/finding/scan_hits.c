/*
 * scan_hits.c -- from hits to observations: which of several overlapping
 * values is meant, which field it stands in, what its record says.
 *
 * Only facts: the judge decides what they mean (judge.h).
 */
#include "base/utf8.h"
#include "evidence/grammar/command.h"
#include "finding/sampling.h"
#include "value/host.h"

#define CLUSTER_MAX 64		/* overlapping hits looked at together */
#define REACH	    4096	/* beyond the context, where a line's end is looked for */
#define EDGE_ASSUMED (14 * TIME_HOUR)	/* an assumed zone may be that wrong */

/* ---- the record at hand */

static bool scan_is_left_out(const struct sweep_setup *setup, const struct event *ev)
{
	int64_t slack = ev->zone == TIME_ASSUMED ? EDGE_ASSUMED : 0;

	if (ev->time == TIME_NONE)
		return false;
	return (setup->since != TIME_NONE && ev->time < setup->since - slack) ||
	       (setup->until != TIME_NONE && ev->time > setup->until + slack);
}

static void scan_note_times(struct scanner *s, const struct event *ev)
{
	if (ev->time == TIME_NONE)
		return;
	if (s->end->first == TIME_NONE || ev->time < s->end->first)
		s->end->first = ev->time;
	if (ev->time > s->end->last)
		s->end->last = ev->time;
}

/* One sensor wrote all of a log, or none is named: a relay's log has many. */
static void scan_note_sensor(struct scanner *s, const struct event *ev)
{
	struct text *t = s->text;

	if (ev->sensor.len == 0 || t->sensors > 1 || span_equal(ev->sensor, s->end->sensor))
		return;
	t->sensors++;
	s->end->sensor = t->sensors == 1 ? arena_copy(&s->arena, ev->sensor) : SPAN("");
}

static void scan_lease(struct scanner *s, const struct event *ev, bool counted)
{
	bool vpn = ev->class == EVENT_LOGIN;
	struct lease_answer lease = { .item = s->order->item,
				      .address = vpn ? ev->given : ev->src,
				      .from = ev->lease_from, .to = ev->lease_to,
				      .computer = ev->computer, .user = ev->user,
				      .ended = ev->lease_ended, .by_hit = !counted };
	struct error ignored;

	if (!(vpn ? ev->has_given : ev->has_src) ||
	    (!lease.ended && ev->computer.len == 0 && ev->user.len == 0))
		return;
	/* The machine that logs in to a VPN is not the one that wrote the record. */
	if (vpn)
		lease.computer = SPAN("");
	if (lease.from == TIME_NONE && !lease.ended)
		lease.from = ev->time;
	buf_clear(&s->out);
	lease_answer_encode(&s->out, &lease);
	/* A parent that is gone shows at the next answer. */
	channel_send(s->parent, SWEEP_LEASE, buf_span(&s->out), -1, &ignored);
}

/* What a log shows grows with its records: with those that count. */
static bool scan_parse(struct text *t, struct span record, bool counted)
{
	uint64_t shows = t->log.shows;
	bool ahead = t->ahead.ptr == record.ptr && t->ahead.len == record.len;
	bool parsed = ahead || log_parse(&t->log, record, &t->event);

	t->ahead = SPAN("");
	if (!counted)
		t->log.shows = shows;
	else
		t->tied = parsed && t->event.class == EVENT_LEASE;
	return parsed;
}

void scan_record(struct scanner *s, struct span record, bool counted)
{
	struct text *t = s->text;

	t->record++;
	t->left_out = false;
	t->parsed = scan_parse(t, record, counted);
	if (!t->parsed) {
		if (counted && record.len && record.ptr[0] != '#')
			s->end->census.unparsed++;
		return;
	}
	if (counted)
		sampling_record(t);
	if (t->event.class == EVENT_LEASE || t->event.class == EVENT_LOGON ||
	    (t->event.class == EVENT_LOGIN && t->event.has_given &&
	     t->event.outcome == OUTCOME_LOGIN_OK))
		scan_lease(s, &t->event, counted);
	t->left_out = scan_is_left_out(&s->shared->setup, &t->event);
	if (!counted)
		return;
	if (t->left_out) {
		census_left_out(&s->end->census, &t->event);
		return;
	}
	census_add(&s->end->census, &t->event);
	scan_note_times(s, &t->event);
	scan_note_sensor(s, &t->event);
}

/* ---- which of several */

/* The more specific kind says more: a URL holds its host, a host may be an address. */
static int kind_rank(enum kind kind)
{
	switch (kind) {
	case KIND_URL:		return 9;
	case KIND_EMAIL:	return 8;
	case KIND_PATH:		return 7;
	case KIND_DOMAIN:
	case KIND_ONION:	return 6;
	case KIND_IPV4:
	case KIND_IPV6:		return 5;
	case KIND_CIDR:		return 4;
	case KIND_FILENAME:	return 3;
	default:		return 5;
	}
}

/* What is listed under an indicator, until another one is asked for; NULL: nothing. */
static const struct set_indicator *scan_listed(struct scanner *s, uint32_t indicator)
{
	if (!s->asked.known || s->asked.of != indicator) {
		s->asked.of = indicator;
		s->asked.known = set_indicator(s->shared->set, indicator, &s->asked.sign);
	}
	return s->asked.known ? &s->asked.sign : NULL;
}

static bool hit_beats(struct scanner *s, const struct hit *a, const struct hit *b)
{
	struct set_indicator ia, ib;
	int ra, rb;

	if (!set_indicator(s->shared->set, a->indicator, &ia) ||
	    !set_indicator(s->shared->set, b->indicator, &ib))
		return false;
	/* What counts only with others never stands in for what counts alone. */
	if (ia.leaf != ib.leaf)
		return ib.leaf;
	ra = kind_rank(ia.kind);
	rb = kind_rank(ib.kind);
	if (ra != rb)
		return ra > rb;
	/* Of two names or networks the longer is the closer one. */
	if (ia.value.len != ib.value.len)
		return ia.value.len > ib.value.len;
	return a->indicator < b->indicator;
}

/* The end of the run of overlapping hits that begins at `from`. */
static size_t hit_cluster(const struct scanner *s, size_t from, size_t to)
{
	uint64_t end = s->held[from].offset + s->held[from].length;
	size_t i = from + 1;

	while (i < to && i - from < CLUSTER_MAX && s->held[i].offset < end) {
		uint64_t mine = s->held[i].offset + s->held[i].length;

		if (mine > end)
			end = mine;
		i++;
	}
	return i;
}

static void also_add(struct observation *o, enum kind kind, struct span value)
{
	if (o->alsos == OBSERVATION_ALSO ||
	    (kind == o->indicator.kind && span_equal(value, o->indicator.value)))
		return;
	for (uint32_t i = 0; i < o->alsos; i++)
		if (o->also[i].kind == kind && span_equal(o->also[i].value, value))
			return;
	o->also[o->alsos++] = (struct value_ref){ kind, value };
}

/* Those that list a value; `more`: but not those that are there. */
static void listed_add(struct scanner *s, uint32_t index, uint32_t count, bool more)
{
	struct span known = buf_span(&s->listed);

	for (uint32_t n = 0; n < count && s->listed.len < 4 * OBSERVATION_ADVISORIES; n++) {
		uint32_t advisory = set_advisory(s->shared->set, index, n), i = 0;

		while (more && i < observation_advisories(known) &&
		       observation_advisory(known, i) != advisory)
			i++;
		if (!more || i == observation_advisories(known))
			frame_u32(&s->listed, advisory);
		known = more ? buf_span(&s->listed) : known;
	}
}

/* The indicator's side of an observation; the rest of the cluster goes into `also`. */
bool scan_sign(struct scanner *s, size_t best, size_t from, size_t to, struct observation *o)
{
	const struct set_indicator *listed = scan_listed(s, s->held[best].indicator);
	struct set_indicator sign;

	if (!listed)
		return false;
	sign = *listed;
	memset(o, 0, offsetof(struct observation, spot));
	o->indicator = (struct value_ref){ sign.kind, sign.value };
	o->listed_port = sign.port;
	o->confidence = sign.confidence;
	o->valid_from = sign.valid_from;
	o->valid_until = sign.valid_until;
	o->engine = SPAN("set");
	o->count = 1;
	o->first = o->last = TIME_NONE;
	o->src_local = o->dst_local = -1;
	o->veil = s->held[best].veil;
	o->leaf = sign.leaf;
	buf_clear(&s->listed);
	for (size_t i = from; i < to; i++) {
		uint32_t index = s->held[i].indicator;
		const struct set_indicator *other = scan_listed(s, index);

		if (!other || other->leaf != sign.leaf)
			continue;
		also_add(o, other->kind, other->value);
		listed_add(s, index, other->advisory_count, s->listed.len > 0);
	}
	o->listed = buf_span(&s->listed);
	return true;
}

/* ---- the place */

struct span scan_context(struct span text, size_t from, size_t to, size_t want)
{
	size_t length = to - from, before, start, end;

	if (length >= want)
		return span_cut(text, from, want);
	before = (want - length) / 2;
	start = from > before ? from - before : 0;
	end = start + want > text.len ? text.len : start + want;
	if (end - start < want)
		start = end > want ? end - want : 0;
	while (start < from && ((unsigned char)text.ptr[start] & 0xc0) == 0x80)
		start++;
	while (end > to && end < text.len && ((unsigned char)text.ptr[end] & 0xc0) == 0x80)
		end--;
	return span_cut(text, start, end - start);
}

uint64_t scan_line_of(struct scanner *s, const struct block *block, size_t at)
{
	if (block->line == 0)
		return 0;
	if (s->line_block != block->offset) {
		s->line_block = block->offset;
		s->line_at = 0;
		s->line = block->line;
	}
	if (s->line_at < at) {
		s->line = block_line_on(block, at, s->line_at, s->line);
		s->line_at = at;
	}
	return s->line;
}

/* Of a held hit of this block. */
static uint64_t line_of_hit(struct scanner *s, const struct block *block, const struct hit *hit)
{
	size_t i = (size_t)(hit - s->held);

	return i < s->numbered ? s->line_of[i] : scan_line_of(s, block, hit->offset);
}

/* `within`: the record, or the lines around when there is none. */
static void observe_spot(struct scanner *s, const struct block *block, struct span within,
			 const struct hit *hit, struct observation *o)
{
	size_t base = (size_t)(within.ptr - block->bytes.ptr);
	size_t from = hit->offset - base, to = from + hit->length;

	if (to > within.len)
		to = within.len;
	o->spot[0] = (struct spot){
		.offset = block->offset + hit->offset, .length = hit->length,
		.line = line_of_hit(s, block, hit), .time = o->first,
		.matched = span_cut(within, from, to - from),
		.context = scan_context(within, from, to, s->shared->setup.context),
	};
	if (s->text->parsed)
		o->spot[0].message = span_cut(s->text->event.message, 0, MESSAGE_MOST);
	o->spots = 1;
}

/* The line that holds `at`, for text without records. */
static struct span line_around(struct span text, size_t at, size_t reach)
{
	size_t cut = at > reach ? at - reach : 0, start, end;

	/* A line may be as long as the block and have thousands of hits: no more than is shown. */
	text = span_cut(text, cut, at - cut + reach);
	at -= cut;
	start = span_rfind_byte(span_cut(text, 0, at), '\n');
	end = span_find_byte(span_skip(text, at), '\n');

	start = start == SPAN_NONE ? 0 : start + 1;
	return span_cut(text, start, end == SPAN_NONE ? text.len - start : at + end - start);
}

/* ---- the record's side */

/* The smallest field that the hit stands in. */
static const struct field *field_of(const struct event *ev, struct span matched)
{
	const struct field *best = NULL;

	for (uint32_t i = 0; i < ev->fields; i++) {
		const struct field *f = &ev->field[i];
		bool inside;

		if (ev->nested)
			inside = span_find(f->value, matched) != SPAN_NONE;
		else
			inside = matched.ptr + matched.len > f->value.ptr &&
				 matched.ptr < f->value.ptr + f->value.len;
		if (inside && (!best || f->value.len < best->value.len))
			best = f;
	}
	return best;
}

/*
 * Of a URL only its own host, or the URL from its beginning, is what was asked
 * for; in another host's path or query a value is talked about (a look-up at a
 * reputation service).  A link wrapper leads on to its target.
 */
static enum meaning url_meaning(const struct field *f, struct span matched,
				const struct observation *o)
{
	struct url url;
	size_t at;

	if (f->meaning != MEANING_URL || (o->veil & VEIL_WRAPPED))
		return f->meaning;
	at = matched.ptr >= f->value.ptr && matched.ptr < f->value.ptr + f->value.len
		     ? (size_t)(matched.ptr - f->value.ptr) : span_find(f->value, matched);
	if (!url_split(f->value, &url)) {
		size_t slash = span_find_byte(f->value, '/');

		return at < slash ? MEANING_URL : MEANING_PATH;
	}
	if (o->indicator.kind == KIND_URL)
		return at <= (size_t)(url.host.ptr - f->value.ptr) ? MEANING_URL : MEANING_PATH;
	return at < (size_t)(url.host.ptr - f->value.ptr) + url.host.len ? MEANING_URL
									 : MEANING_PATH;
}

static void observe_event(const struct event *ev, struct span matched, struct observation *o)
{
	const struct field *f = field_of(ev, matched);

	/* What stands in no field that is known is not understood, whatever its record says. */
	o->ground = f ? GROUND_RECORD : GROUND_UNKNOWN_RECORD;
	o->class = ev->class;
	o->meaning = f ? url_meaning(f, matched, o) : MEANING_NONE;
	o->either_way = ev->either_way;
	o->part = ev->part;
	o->field = f ? f->name : SPAN("");
	o->first = o->last = ev->time;
	o->zone = ev->zone;
	o->time_raw = ev->time_raw;
	o->has_src = ev->has_src;
	o->has_dst = ev->has_dst;
	o->src = ev->src;
	o->dst = ev->dst;
	o->src_port = ev->src_port;
	o->dst_port = ev->dst_port;
	o->src_local = ev->src_local;
	o->dst_local = ev->dst_local;
	o->outcome = ev->outcome;
	o->has_bytes = ev->has_bytes;
	o->bytes_out = ev->bytes_out;
	o->bytes_in = ev->bytes_in;
	o->sensor = ev->sensor;
	o->computer = ev->computer;
	o->user = ev->user;
	o->mailbox = ev->mailbox;
	o->process = ev->process;
	o->via = ev->via;
	o->clicked = ev->clicked;
	o->agent_mark = ev->agent_mark;
}

/* How much a field says about contact: of one indicator in one record the strongest counts. */
static int meaning_rank(enum meaning m)
{
	switch (m) {
	case MEANING_NONE:	return 0;
	case MEANING_TEXT:	return 1;
	case MEANING_REFERRER:
	case MEANING_AGENT:
	case MEANING_FORWARDED:
	case MEANING_PATH:	return 2;
	case MEANING_ANSWER:	return 3;
	default:		return 9;
	}
}

/* ---- commands that ran: one that denies what it names is no contact (rule 2) */

#define COMMAND_MOST 4096

/* A command line; the audit system's a0="ip" a1="route" become one. */
static struct span command_line(const struct field *f, char line[COMMAND_MOST])
{
	struct span rest = f->value, part;
	size_t n = 0;

	if (!span_equal(f->name, SPAN("arguments")))
		return f->value;
	while (span_split(&rest, ' ', &part) && part.len) {
		size_t equal = span_find_byte(part, '=');
		struct span word = part.ptr[0] == 'a' && equal != SPAN_NONE
					   ? span_skip(part, equal + 1) : part;

		if (word.len > 1 && word.ptr[0] == '"' && word.ptr[word.len - 1] == '"')
			word = span_cut(word, 1, word.len - 2);
		if (n + word.len + 1 > COMMAND_MOST)
			break;
		line[n] = ' ';
		n += n > 0;
		memcpy(line + n, word.ptr, word.len);
		n += word.len;
	}
	return span_make(line, n);
}

static bool record_denies(const struct event *ev, struct span matched)
{
	const struct field *f = ev->class == EVENT_PROCESS ? field_of(ev, matched) : NULL;
	enum shell shell = SHELL_SH;
	char room[COMMAND_MOST];
	struct span line;
	size_t at;

	if (!f || f->meaning != MEANING_COMMAND)
		return false;
	if (span_equal(f->name, SPAN("ScriptBlockText")))
		shell = SHELL_POWERSHELL;
	else if (span_find_byte(ev->process, '\\') != SPAN_NONE)
		shell = SHELL_BATCH;
	line = command_line(f, room);
	at = span_find(line, matched);
	return at != SPAN_NONE && command_line_place(shell, line, at) == PLACE_DENY_COMMAND;
}

/* Does another field of this record say more of the same indicator, or as much and first? */
static bool outranked(struct scanner *s, const struct block *block, const struct hit *hit,
		      size_t from, size_t to)
{
	const struct event *ev = &s->text->event;
	const struct field *mine;
	int rank, theirs;

	if (to - from == 1)
		return false;
	mine = field_of(ev, span_cut(block->bytes, hit->offset, hit->length));
	rank = meaning_rank(mine ? mine->meaning : MEANING_NONE);
	for (size_t i = from; i < to; i++) {
		const struct hit *other = &s->held[i];
		const struct field *f;

		if (other == hit || other->indicator != hit->indicator)
			continue;
		f = field_of(ev, span_cut(block->bytes, other->offset, other->length));
		theirs = meaning_rank(f ? f->meaning : MEANING_NONE);
		if (theirs > rank || (theirs == rank && other->offset < hit->offset))
			return true;
	}
	return false;
}

/* ---- leaves: what counts only with others, all of a record or line at once */

static bool hit_is_leaf(struct scanner *s, size_t i)
{
	const struct set_indicator *sign = scan_listed(s, s->held[i].indicator);

	return sign && sign->leaf;
}

/* The leaf that says most of contact; `to` when there is none. */
static size_t leaf_best(struct scanner *s, const struct block *block, size_t from, size_t to)
{
	size_t best = to;
	int most = -1;

	for (size_t i = from; i < to; i++) {
		const struct field *f = NULL;
		int rank;

		if (!hit_is_leaf(s, i))
			continue;
		if (s->text->parsed)
			f = field_of(&s->text->event, span_cut(block->bytes, s->held[i].offset,
							       s->held[i].length));
		rank = meaning_rank(f ? f->meaning : MEANING_NONE);
		if (rank > most) {
			most = rank;
			best = i;
		}
	}
	return best;
}

static int scan_record_leaves(struct scanner *s, const struct block *block, struct span record,
			      size_t from, size_t to, struct error *e)
{
	struct observation *o = &s->seen;
	size_t best = leaf_best(s, block, from, to);

	if (best == to || !scan_sign(s, best, from, to, o))
		return 0;
	if (s->text->parsed)
		observe_event(&s->text->event, span_cut(block->bytes, s->held[best].offset,
							s->held[best].length), o);
	else
		o->ground = GROUND_UNKNOWN_RECORD;
	observe_spot(s, block, record, &s->held[best], o);
	return scan_note(s, s->text->record, e);
}

int scan_record_hits(struct scanner *s, const struct block *block, struct span record,
		     size_t from, size_t to, struct error *e)
{
	struct text *t = s->text;
	struct observation *o = &s->seen;

	if (t->left_out)
		return 0;
	for (size_t i = from, end; i < to; i = end) {
		size_t best = i;
		struct span matched;

		end = hit_cluster(s, i, to);
		for (size_t k = i + 1; k < end; k++)
			if (hit_beats(s, &s->held[k], &s->held[best]))
				best = k;
		if (hit_is_leaf(s, best))
			continue;
		if (t->parsed && outranked(s, block, &s->held[best], from, to))
			continue;
		if (!scan_sign(s, best, i, end, o))
			continue;
		matched = span_cut(block->bytes, s->held[best].offset, s->held[best].length);
		if (t->parsed)
			observe_event(&t->event, matched, o);
		else
			o->ground = GROUND_UNKNOWN_RECORD;
		if (t->parsed && record_denies(&t->event, matched))
			o->ground = GROUND_DENY;
		observe_spot(s, block, record, &s->held[best], o);
		if (scan_note(s, t->record, e) < 0)
			return -1;
	}
	return scan_record_leaves(s, block, record, from, to, e);
}

/* ---- text without records */

static enum ground ground_of(struct scanner *s, const struct block *block, const struct hit *hit)
{
	static const enum ground grounds[] = {
		[PLACE_UNKNOWN_RECORD] = GROUND_UNKNOWN_RECORD, [PLACE_DOCUMENT] = GROUND_DOCUMENT,
		[PLACE_LIST] = GROUND_LIST, [PLACE_DENY_COMMAND] = GROUND_DENY,
		[PLACE_COMMAND] = GROUND_COMMAND, [PLACE_CONFIG] = GROUND_CONFIG,
		[PLACE_OWN] = GROUND_LIST,
	};
	struct text *t = s->text;

	if (s->end->kind == ITEM_BINARY)
		return GROUND_BYTES;
	if (!t->grammar_known) {
		t->grammar = grammar_choose(t->sample, s->name);
		t->grammar_known = true;
	}
	if (!t->grammar)
		return GROUND_UNKNOWN_RECORD;
	return grounds[grammar_place(t->grammar, block->bytes, hit->offset)];
}

/* Line by line: what stands in one line stands together. */
static int scan_placed_leaves(struct scanner *s, const struct block *block, size_t from,
			      size_t to, scan_place_fn *place, struct error *e)
{
	struct observation *o = &s->seen;

	for (size_t i = from, end; i < to; i = end) {
		size_t reach = s->held[i].length + s->shared->setup.context + REACH;
		struct span line = line_around(block->bytes, s->held[i].offset, reach);
		size_t behind = (size_t)(line.ptr - block->bytes.ptr) + line.len;

		for (end = i + 1; end < to && s->held[end].offset < behind; end++)
			;
		if (!hit_is_leaf(s, i)) {
			end = i + 1;
			continue;
		}
		if (!scan_sign(s, i, i, end, o))
			continue;
		place(s, block, &s->held[i], o);
		observe_spot(s, block, line, &s->held[i], o);
		if (scan_note(s, UINT64_MAX - o->spot[0].offset, e) < 0)
			return -1;
	}
	return 0;
}

static void place_loose(struct scanner *s, const struct block *block, const struct hit *hit,
			struct observation *o)
{
	o->ground = ground_of(s, block, hit);
}

int scan_placed_hits(struct scanner *s, const struct block *block, size_t from, size_t to,
		     scan_place_fn *place, struct error *e)
{
	struct observation *o = &s->seen;

	for (size_t i = from, end; i < to; i = end) {
		size_t best = i, reach;

		end = hit_cluster(s, i, to);
		for (size_t k = i + 1; k < end; k++)
			if (hit_beats(s, &s->held[k], &s->held[best]))
				best = k;
		if (hit_is_leaf(s, best) ||
		    (place == place_loose && scan_typed_again(s, s->held[best].indicator)) ||
		    !scan_sign(s, best, i, end, o))
			continue;
		if (s->twice.typing)
			scan_typed_met(s, s->held[best].indicator);
		place(s, block, &s->held[best], o);
		reach = s->held[best].length + s->shared->setup.context + REACH;
		observe_spot(s, block, line_around(block->bytes, s->held[best].offset, reach),
			     &s->held[best], o);
		if (scan_note(s, UINT64_MAX - o->spot[0].offset, e) < 0)
			return -1;
	}
	return scan_placed_leaves(s, block, from, to, place, e);
}

int scan_loose_hits(struct scanner *s, const struct block *block, size_t from, size_t to,
		    struct error *e)
{
	return scan_placed_hits(s, block, from, to, place_loose, e);
}

int scan_field_hits(struct scanner *s, enum ground ground, struct span matched, uint64_t size,
		    struct error *e)
{
	struct observation *o = &s->seen;

	for (size_t i = 0; i < s->holds; i++) {
		if (!scan_sign(s, i, i, i + 1, o))
			continue;
		o->ground = ground;
		o->meaning = ground == GROUND_FILE_CONTENT ? MEANING_HASH : MEANING_FILE;
		o->outcome = OUTCOME_AT_REST;
		o->spot[0] = (struct spot){ .length = size, .time = TIME_NONE, .matched = matched };
		o->spots = 1;
		s->end->hits++;
		if (scan_note(s, UINT64_MAX, e) < 0)
			return -1;
	}
	s->holds = 0;
	return 0;
}

int scan_send_hits(struct scanner *s, const struct block *block, struct error *e)
{
	struct hit_answer h;

	h.item = s->order->item;
	where_copy(&h.where, &s->opening.where);
	for (size_t i = 0; i < s->holds; i++) {
		const struct set_indicator *sign = scan_listed(s, s->held[i].indicator);

		h.offset = block->offset + s->held[i].offset;
		h.length = s->held[i].length;
		h.line = s->line_of[i] = scan_line_of(s, block, s->held[i].offset);
		if (!sign || sign->leaf)
			continue;
		h.indicator = (struct value_ref){ sign->kind, sign->value };
		buf_clear(&s->listed);
		listed_add(s, s->held[i].indicator, sign->advisory_count, false);
		h.listed = buf_span(&s->listed);
		buf_clear(&s->out);
		hit_answer_encode(&s->out, &h);
		if (scan_send_seen(s, SWEEP_HIT, e) < 0)
			return -1;
	}
	/* The observations of this block begin their line count anew. */
	s->line_block = UINT64_MAX;
	return 0;
}
