/*
 * scan_mail.c -- messages: who sent them and when, and which of the bytes of a
 * body are links.
 *
 * A header is a record of fields.  A body is searched as it stands; HTML once
 * more as a person sees it (scan_mail_html.c) where characters are written in
 * another way or tags cut words, so that nothing hides in `ev<b></b>il.com`.
 * The time of a message is what the last machine on its way wrote: the sender
 * writes its Date.
 */
#include "finding/scanner.h"
#include "finding/scan_mail_html.h"
#include "format/mime.h"
#include "value/host.h"

#define TOKEN_MAX 2048		/* bytes looked back for the beginning of a link */
#define TAG_MAX	  (16u << 10)

struct letter {
	int64_t time;
	enum time_status zone;
	struct span time_raw, mailbox;
	struct span message;		/* its Message-ID */
	bool left_out;			/* by --since or --until */
};

static struct letter *letter_of(const struct scanner *s)
{
	const struct thing *m = s->here->message;

	return m ? ((struct scan_thing *)m->own)->letter : NULL;
}

bool scan_mail_left_out(const struct thing *t)
{
	const struct scan_thing *own = t->message ? t->message->own : NULL;

	return own && own->letter && own->letter->left_out;
}

void scan_mark_mail(struct scanner *s)
{
	const struct letter *m = letter_of(s);
	struct observation *o = &s->seen;

	if (!m || o->class != EVENT_OTHER || o->ground == GROUND_COPY)
		return;
	o->class = EVENT_MAIL;
	o->mailbox = m->mailbox;
	for (uint32_t i = 0; i < o->spots; i++)
		o->spot[i].message = m->message;
	if (o->outcome == OUTCOME_AT_REST)
		o->outcome = OUTCOME_UNKNOWN;
	if (o->first != TIME_NONE || m->time == TIME_NONE)
		return;
	o->first = o->last = m->time;
	o->zone = m->zone;
	o->time_raw = m->time_raw;
}

/* ---- the header */

static const struct row {
	const char *name;
	enum meaning meaning;
} rows[] = {
	{ "From", MEANING_SENDER },	      { "Sender", MEANING_SENDER },
	{ "Reply-To", MEANING_SENDER },	      { "Return-Path", MEANING_SENDER },
	{ "Resent-From", MEANING_SENDER },    { "Errors-To", MEANING_SENDER },
	{ "Envelope-From", MEANING_SENDER },  { "X-Sender", MEANING_SENDER },
	{ "X-Envelope-From", MEANING_SENDER }, { "Received", MEANING_SENDER },
	{ "X-Received", MEANING_SENDER },     { "X-Originating-IP", MEANING_SENDER },
	{ "X-Sender-IP", MEANING_SENDER },    { "Received-SPF", MEANING_SENDER },
	{ "Authentication-Results", MEANING_SENDER }, { "Message-ID", MEANING_SENDER },
	{ "DKIM-Signature", MEANING_SENDER }, { "Disposition-Notification-To", MEANING_SENDER },
	{ "To", MEANING_RECIPIENT },	      { "Cc", MEANING_RECIPIENT },
	{ "Bcc", MEANING_RECIPIENT },	      { "Delivered-To", MEANING_RECIPIENT },
	{ "X-Original-To", MEANING_RECIPIENT }, { "Envelope-To", MEANING_RECIPIENT },
	{ "Resent-To", MEANING_RECIPIENT },   { "Subject", MEANING_SUBJECT },
	{ "Thread-Topic", MEANING_SUBJECT },  { "List-Unsubscribe", MEANING_LINK },
	{ "List-Help", MEANING_LINK },	      { "List-Post", MEANING_LINK },
	{ "List-Archive", MEANING_LINK },     { "List-Subscribe", MEANING_LINK },
	{ "Content-Location", MEANING_LINK }, { "Content-Base", MEANING_LINK },
};

static enum meaning meaning_of(struct span name)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (span_equal_nocase(name, span_of(rows[i].name)))
			return rows[i].meaning;
	return MEANING_TEXT;
}

/* The field that the byte at `at` stands in. */
static struct mime_field field_at(struct span header, size_t at)
{
	struct mime_field f = { SPAN(""), SPAN("") };
	size_t start = span_rfind_byte(span_cut(header, 0, at), '\n');

	header = span_skip(header, start == SPAN_NONE ? 0 : start + 1);
	mime_field_next(&header, &f);
	return f;
}

/* A machine on the way says who handed the message in, then who it is itself. */
static bool names_receiver(const struct mime_field *f, const char *at)
{
	size_t by = span_find(f->value, SPAN(" by "));

	if (!span_ends_nocase(f->name, SPAN("Received")))
		return false;
	if (span_starts(f->value, SPAN("by ")))
		return true;
	return by != SPAN_NONE && at > f->value.ptr + by;
}

static void place_header(struct scanner *s, const struct block *block, const struct hit *hit,
			 struct observation *o)
{
	struct mime_field f = field_at(block->bytes, hit->offset);

	(void)s;
	o->ground = GROUND_RECORD;
	o->field = f.name;
	o->meaning = names_receiver(&f, block->bytes.ptr + hit->offset) ? MEANING_NONE
									: meaning_of(f.name);
	/* A name in a subject or comment that was made harmless is talked about. */
	if (hit->veil & VEIL_DEFANGED)
		o->meaning = MEANING_TEXT;
}

static void place_subject(struct scanner *s, const struct block *block, const struct hit *hit,
			  struct observation *o)
{
	(void)s;
	(void)block;
	(void)hit;
	o->ground = GROUND_RECORD;
	o->field = SPAN("Subject");
	o->meaning = MEANING_SUBJECT;
}

static bool read_moment(struct span text, struct letter *m)
{
	struct civil civil;
	size_t n;

	text = span_trim(text);
	n = time_read(text, &civil);
	if (!n || civil_moment(&civil) == TIME_NONE)
		return false;
	m->time = civil_moment(&civil);
	m->zone = civil.has_zone ? TIME_STATED : TIME_ASSUMED;
	m->time_raw = span_cut(text, 0, n);
	return true;
}

static void letter_time(struct span header, struct letter *m)
{
	struct span received = mime_field_find(header, SPAN("Received"));
	size_t at = span_rfind_byte(received, ';');

	m->time = TIME_NONE;
	if (at != SPAN_NONE && read_moment(span_skip(received, at + 1), m))
		return;
	read_moment(mime_field_find(header, SPAN("Date")), m);
}

/* The address inside the first "<...>", or the first word. */
static struct span bare_address(struct span value)
{
	size_t from;

	value = span_trim(value);
	from = span_find_byte(value, '<');
	if (from != SPAN_NONE)
		value = span_skip(value, from + 1);
	for (size_t i = 0; i < value.len; i++)
		if (value.ptr[i] == '>' || value.ptr[i] == ',' || ascii_space(value.ptr[i]))
			value.len = i;
	return span_find_byte(value, '@') == SPAN_NONE ? SPAN("") : value;
}

static struct span letter_mailbox(struct span header)
{
	static const char *const names[] = { "Delivered-To", "X-Original-To", "Envelope-To", "To" };
	struct span address = SPAN("");

	for (size_t i = 0; !address.len && i < sizeof(names) / sizeof(names[0]); i++)
		address = bare_address(mime_field_find(header, span_of(names[i])));
	return address;
}

/* A message inside a message came with it. */
static void letter_inherit(struct letter *m, const struct scan_thing *outer)
{
	if (!outer || !outer->letter)
		return;
	if (m->mailbox.len == 0)
		m->mailbox = outer->letter->mailbox;
	if (m->time != TIME_NONE)
		return;
	m->time = outer->letter->time;
	m->zone = outer->letter->zone;
	m->time_raw = outer->letter->time_raw;
}

static void letter_count(struct scanner *s, struct letter *m)
{
	struct event *ev = &s->text->event;
	const struct sweep_setup *setup = &s->shared->setup;
	int64_t slack = m->zone == TIME_ASSUMED ? 14 * TIME_HOUR : 0;

	event_clear(ev);
	ev->class = EVENT_MAIL;
	ev->time = m->time;
	ev->zone = m->zone;
	m->left_out = m->time != TIME_NONE &&
		      ((setup->since != TIME_NONE && m->time < setup->since - slack) ||
		       (setup->until != TIME_NONE && m->time > setup->until + slack));
	if (m->left_out) {
		census_left_out(&s->end->census, ev);
		return;
	}
	census_add(&s->end->census, ev);
	if (m->time == TIME_NONE)
		return;
	if (s->end->first == TIME_NONE || m->time < s->end->first)
		s->end->first = m->time;
	if (m->time > s->end->last)
		s->end->last = m->time;
}

int scan_piece(struct scanner *s, const struct block *piece, scan_place_fn *place, struct error *e)
{
	if (scan_engines(s, piece, false, e) < 0)
		return -1;
	s->end->hits += s->holds;
	if (s->holds && s->shared->setup.hits && scan_send_hits(s, piece, e) < 0)
		return -1;
	s->line_block = UINT64_MAX;
	if (s->holds && scan_placed_hits(s, piece, 0, s->holds, place, e) < 0)
		return -1;
	s->holds = 0;
	return 0;
}

static int scan_subject(struct scanner *s, struct span header, struct error *e)
{
	struct span subject = span_trim(mime_field_find(header, SPAN("Subject")));
	struct typed_field field = { .kind = FIELD_SUBJECT, .text = subject };
	struct block piece = { .bytes = subject, .line = 1, .whole = true,
			       .offset = subject.len ? (uint64_t)(subject.ptr - header.ptr) : 0 };

	if (subject.len == 0 || scan_field(s, &field, e) < 0)
		return subject.len ? -1 : 0;
	s->line_block = UINT64_MAX;
	if (s->holds && scan_placed_hits(s, &piece, 0, s->holds, place_subject, e) < 0)
		return -1;
	s->holds = 0;
	return 0;
}

int scan_header(struct scanner *s, struct thing *t, struct span text, struct error *e)
{
	struct scan_thing *own = t->own;
	struct block piece = { .line = 1, .whole = true };
	struct letter *m = arena_new(&s->arena, struct letter);

	text = arena_copy(&s->arena, text);
	if (!m || !text.ptr)
		return scan_thing_gap(s, SPAN("memory-limit"), "no memory left for this item", 0, false, e);
	if (t->kind != THING_MESSAGE && (!t->outer || !t->outer->message))
		s->end->kind = ITEM_MAIL;
	s->end->people = SPAN("mail");
	letter_time(text, m);
	m->mailbox = letter_mailbox(text);
	m->message = span_cut(bare_address(mime_field_find(text, SPAN("Message-ID"))), 0,
			      MESSAGE_MOST);
	letter_inherit(m, t->outer && t->outer->message ? t->outer->message->own : NULL);
	own->letter = m;
	letter_count(s, m);
	if (m->left_out || s->shared->setup.plan)
		return 0;
	scan_mail_keep(s, mime_field_find(text, SPAN("Subject")));
	piece.bytes = text;
	if (scan_piece(s, &piece, place_header, e) < 0)
		return -1;
	return scan_subject(s, text, e);
}

/* ---- bodies */

static bool ends_token(char c)
{
	return ascii_space(c) || c == '<' || c == '>' || c == '"' || c == '\'' || c == '(' ||
	       c == '[' || c == '{' || c == '|';
}

/* From the beginning of the word that holds `at` to the end of the text. */
static struct span token_at(struct span text, size_t at)
{
	size_t from = at;

	while (from && at - from < TOKEN_MAX && !ends_token(text.ptr[from - 1]))
		from--;
	return span_skip(text, from);
}

/*
 * A link leads where its host says; what stands in the path or query of
 * another host is talked about, unless it is a whole URL: then it leads on.
 */
static enum meaning link_meaning(struct span token, size_t at, const struct hit *hit,
				 enum kind kind)
{
	size_t scheme = span_find(span_cut(token, 0, at + 1), SPAN("://"));
	size_t end = scheme == SPAN_NONE ? 0 : scheme + 3;
	struct span written;

	if (hit->veil & (VEIL_WRAPPED | VEIL_PERCENT | VEIL_BASE64) || kind == KIND_URL)
		return MEANING_LINK;
	while (end < token.len && !strchr("/?#\\", token.ptr[end]) && !ends_token(token.ptr[end]))
		end++;
	if (at < end)
		return MEANING_LINK;
	written = at >= 3 ? span_cut(token, at - 3, 3) : SPAN("");
	return span_equal(written, SPAN("://")) || span_equal_nocase(written, SPAN("%2F"))
		       ? MEANING_LINK : MEANING_PATH;
}

static bool leads_somewhere(enum kind kind)
{
	return kind == KIND_URL || kind == KIND_DOMAIN || kind == KIND_ONION ||
	       kind == KIND_EMAIL || kind_is_address(kind);
}

static void place_link(const struct span token, size_t at, const struct hit *hit,
		       struct observation *o)
{
	o->ground = GROUND_RECORD;
	o->field = SPAN("link");
	o->meaning = link_meaning(token, at, hit, o->indicator.kind);
}

static void place_text(struct scanner *s, const struct block *block, const struct hit *hit,
		       struct observation *o)
{
	struct span token = token_at(block->bytes, hit->offset);
	size_t at = (size_t)(block->bytes.ptr + hit->offset - token.ptr);
	struct span written = span_cut(token, 0, at + hit->length);

	(void)s;
	if (hit->veil & VEIL_DEFANGED || !leads_somewhere(o->indicator.kind))
		o->ground = GROUND_DOCUMENT;
	else if (span_find(written, SPAN("://")) != SPAN_NONE ||
		 span_starts_nocase(token, SPAN("www.")) || hit->veil & VEIL_WRAPPED)
		place_link(token, at, hit, o);
	else
		o->ground = GROUND_UNKNOWN_RECORD;
}

/* The tag that holds the byte at `at`, from its "<" on; empty: it stands in text. */
static struct span tag_at(struct span text, size_t at)
{
	size_t least = at > TAG_MAX ? at - TAG_MAX : 0;

	while (at-- > least) {
		if (text.ptr[at] == '>')
			break;
		if (text.ptr[at] == '<')
			return span_skip(text, at);
	}
	return SPAN("");
}

static void place_html(struct scanner *s, const struct block *block, const struct hit *hit,
		       struct observation *o)
{
	struct span tag = tag_at(block->bytes, hit->offset);
	struct span token = token_at(block->bytes, hit->offset);

	if (!tag.len) {
		place_text(s, block, hit, o);
	} else if (span_starts(tag, SPAN("<!")) || hit->veil & VEIL_DEFANGED ||
		   !leads_somewhere(o->indicator.kind)) {
		o->ground = GROUND_DOCUMENT;
	} else {
		place_link(token, (size_t)(block->bytes.ptr + hit->offset - token.ptr), hit, o);
	}
}

static void place_target(struct scanner *s, const struct block *block, const struct hit *hit,
			 struct observation *o)
{
	struct span token = token_at(block->bytes, hit->offset);

	(void)s;
	place_link(token, (size_t)(block->bytes.ptr + hit->offset - token.ptr), hit, o);
	o->veil |= VEIL_ESCAPED;
}

static void place_seen(struct scanner *s, const struct block *block, const struct hit *hit,
		       struct observation *o)
{
	place_text(s, block, hit, o);
	o->veil |= VEIL_ESCAPED;
}

/* Of what is held, drop what the bytes themselves have shown already. */
static void drop_known(struct scanner *s, const uint32_t *known, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < s->holds; i++) {
		bool is_known = false;

		for (size_t k = 0; !is_known && k < count; k++)
			is_known = known[k] == s->held[i].indicator;
		if (!is_known)
			s->held[kept++] = s->held[i];
	}
	s->holds = kept;
}

#define KNOWN_MOST 64

static int scan_again(struct scanner *s, const struct block *block, struct span text,
		      scan_place_fn *place, const uint32_t *known, size_t count, struct error *e)
{
	/* Its lines are not those of the body. */
	struct block piece = { .bytes = text, .offset = block->offset, .whole = true };

	if (text.len == 0)
		return 0;
	if (scan_engines(s, &piece, false, e) < 0)
		return -1;
	drop_known(s, known, count);
	s->line_block = UINT64_MAX;
	if (s->holds && scan_placed_hits(s, &piece, 0, s->holds, place, e) < 0)
		return -1;
	s->holds = 0;
	return 0;
}

/* Of a document that lies here: its text is talk, its links come as values. */
static void place_document(struct scanner *s, const struct block *block, const struct hit *hit,
			   struct observation *o)
{
	(void)s;
	(void)block;
	(void)hit;
	o->ground = GROUND_DOCUMENT;
}

static scan_place_fn *place_of_body(const struct scanner *s, bool html)
{
	if (!s->here->message)
		return place_document;
	return html ? place_html : place_text;
}

int scan_body_block(struct scanner *s, const struct block *block, struct error *e)
{
	bool html = span_equal(s->here->name, SPAN("text/html"));
	uint32_t known[KNOWN_MOST];
	size_t count;

	if (s->shared->setup.plan)
		return 0;
	scan_mail_keep(s, block->bytes);
	if (scan_engines(s, block, false, e) < 0)
		return -1;
	s->end->hits += s->holds;
	for (count = 0; count < s->holds && count < KNOWN_MOST; count++)
		known[count] = s->held[count].indicator;
	if (s->holds && s->shared->setup.hits && scan_send_hits(s, block, e) < 0)
		return -1;
	if (s->holds &&
	    scan_placed_hits(s, block, 0, s->holds, place_of_body(s, html), e) < 0)
		return -1;
	s->holds = 0;
	if (!html || !s->here->message || !mail_html_hides(block->bytes))
		return 0;
	mail_html_uncover(block->bytes, &s->shown, &s->targets);
	if (scan_again(s, block, buf_span(&s->shown), place_seen, known, count, e) < 0)
		return -1;
	return scan_again(s, block, buf_span(&s->targets), place_target, known, count, e);
}
