/*
 * text_sentence.c -- one group of findings in words: who tried or reached
 * what, how often, when, and how it ended.
 *
 * "tried", "was let through", "exchanged data", "ran" are different verbs with
 * different proofs and are never used for one another.
 */
#include "report/text_state.h"

#include "value/kind.h"

#define QUOTE_MAX 160		/* bytes of a quoted place */

static bool is(const struct group *g, const char *path, const char *text)
{
	return record_is(g->first, path, text);
}

static void add(struct buf *out, const struct group *g, const char *path)
{
	buf_add(out, record_text(g->first, path));
}

/* ---- pieces */

/* "1.2.3.4:25" and "[2001:db8::1]:25" have a port, "2001:db8::1" has none. */
static struct span port_behind(struct span *peer)
{
	size_t colon = span_rfind_byte(*peer, ':');
	struct span port;
	uint64_t number;

	if (colon == SPAN_NONE || colon == 0)
		return SPAN("");
	port = span_skip(*peer, colon + 1);
	if (!span_u64(port, &number))
		return SPAN("");
	if (peer->ptr[0] == '[' && peer->ptr[colon - 1] == ']')
		*peer = span_cut(*peer, 1, colon - 2);
	else if (span_find_byte(*peer, ':') == colon)
		*peer = span_cut(*peer, 0, colon);
	else
		return SPAN("");
	return port;
}

struct span group_peer(const struct group *g)
{
	struct span peer = record_text(g->first, "peer");

	port_behind(&peer);
	return peer.len ? peer : record_text(g->first, "indicator.value");
}

static void add_value(const struct group *g, struct buf *out)
{
	people_value(record_text(g->first, "indicator.value"), out);
}

static void add_peer(const struct group *g, struct buf *out)
{
	struct span peer = record_text(g->first, "peer"), port = port_behind(&peer);

	people_value(peer.len ? peer : record_text(g->first, "indicator.value"), out);
	if (port.len) {
		buf_text(out, " port ");
		buf_add(out, port);
	}
}

void text_times(const struct text *t, int64_t from, int64_t to, struct buf *out)
{
	if (from == TIME_NONE) {
		buf_text(out, ", time unknown");
		return;
	}
	buf_text(out, ", ");
	people_dates(from, to, t->year, out);
}

static void add_times(const struct text *t, const struct group *g, struct buf *out)
{
	if (g->from == TIME_NONE && !is(g, "place", "record"))
		return;
	text_times(t, g->from, g->to, out);
	if (g->from != TIME_NONE && is(g, "time_zone", "assumed"))
		buf_text(out, " (no zone stated: taken as UTC)");
}

static bool add_bytes(const struct group *g, const char *before, struct buf *out)
{
	if (!g->bytes_out && !g->bytes_in)
		return false;
	buf_text(out, before);
	if (g->bytes_out) {
		people_bytes(g->bytes_out, out);
		buf_text(out, " sent");
	}
	if (g->bytes_in) {
		buf_text(out, g->bytes_out ? ", " : "");
		people_bytes(g->bytes_in, out);
		buf_text(out, " received");
	}
	return true;
}

static void add_path(const struct group *g, struct buf *out)
{
	const struct node *step = record_get(g->first, "where");
	bool first = true;

	for (step = step ? step->child : NULL; step; step = step->next) {
		bool file = record_is(step, "kind", "file");

		if (!file && !record_is(step, "kind", "member"))
			continue;
		buf_text(out, first ? "" : " > ");
		people_path(record_text(step, file ? "path" : "name"),
			    record_text(g->first, "indicator.value"), out);
		first = false;
	}
}

/* "SHA-256 hash 0c5ad1e8...df987494". */
static void add_hash(const struct group *g, struct buf *out)
{
	struct span value = record_text(g->first, "indicator.value");
	enum kind kind = kind_of_name(record_text(g->first, "indicator.kind"));

	buf_printf(out, "%s ", kind_row(kind)->people);
	if (kind_is_hash(kind) && value.len > 20) {
		buf_add(out, span_cut(value, 0, 8));
		buf_text(out, "...");
		buf_add(out, span_skip(value, value.len - 8));
	} else {
		people_value(value, out);
	}
}

static void add_quote(const struct group *g, struct buf *out)
{
	struct span text = span_trim(record_text(g->first, "context"));

	/* A rule may match without a string. */
	if (!text.len)
		return;
	buf_text(out, ": \"");
	people_quote(span_cut(text, 0, QUOTE_MAX), record_text(g->first, "matched"), out);
	buf_byte(out, '"');
}

/* ---- what is on a machine */

/* It lies here, and is known by its content, its name, or what it says of itself. */
static bool at_rest(const struct group *g)
{
	return !is(g, "event", "mail") &&
	       (is(g, "place", "file content") || is(g, "place", "file name") ||
		(is(g, "place", "program") && !is(g, "class", "unjudged")));
}

/* "SHA-256 hash 0c5ad1e8...df987494", "name agentd", "export wellmail". */
static void add_sign(const struct group *g, const struct group *first, struct buf *out)
{
	if (is(g, "place", "file content")) {
		add_hash(g, out);
		return;
	}
	if (is(g, "place", "program")) {
		buf_add(out, record_text(g->first, "field"));
		buf_byte(out, ' ');
	} else if (!is(first, "place", "file name")) {
		buf_text(out, "name ");
	}
	add_value(g, out);
}

static void say_at_rest(const struct group *const *g, uint32_t n, struct buf *out)
{
	const struct group *first = g[0];

	/* Of several reasons the content says most. */
	for (uint32_t i = 0; i < n; i++)
		if (is(g[i], "place", "file content") && !is(first, "place", "file content"))
			first = g[i];
	add_path(first, out);
	buf_text(out, is(first, "place", "file name") ? " has a listed name ("
		 : is(first, "place", "program") ? " says so of itself ("
		 : " is a listed program or file (");
	add_sign(first, first, out);
	for (uint32_t i = 0; i < n; i++)
		if (g[i] != first) {
			buf_text(out, "; ");
			add_sign(g[i], first, out);
		}
	buf_byte(out, ')');
	if (is(first, "outcome", "quarantined"))
		buf_text(out, ", in quarantine");
}

static void say_started(const struct text *t, const struct group *g, struct buf *out)
{
	people_count(g->count, is(g, "outcome", "started") ? "start of a listed program ("
		     : "record of a listed program or file (",
		     is(g, "outcome", "started") ? "starts of a listed program ("
		     : "records of a listed program or file (", out);
	add_hash(g, out);
	buf_byte(out, ')');
	if (record_text(g->first, "process").len) {
		buf_text(out, ", ");
		people_path(record_text(g->first, "process"), record_text(g->first, "indicator.value"), out);
	}
	add_times(t, g, out);
	if (is(g, "outcome", "blocked-by-agent"))
		buf_text(out, "; stopped by the agent there");
}

static void say_in_text(const struct text *t, const struct group *g, struct buf *out)
{
	if (g->findings > 1)
		people_count(g->findings, "listed value", "listed values", out);
	else
		add_value(g, out);
	buf_text(out, g->findings > 1 ? " stand in " : " stands in ");
	add_path(g, out);
	add_times(t, g, out);
	add_quote(g, out);
}

/* ---- what went out from here */

static bool failed(const struct group *g)
{
	return is(g, "outcome", "refused") || is(g, "outcome", "no-answer") ||
	       is(g, "outcome", "blocked-by-agent");
}

static void say_outgoing_what(const struct group *g, struct buf *out)
{
	bool tried = failed(g);

	if (is(g, "event", "dns") || is(g, "event", "dns-echo")) {
		people_count(g->count, "question for ", "questions for ", out);
		add_value(g, out);
	} else if (is(g, "indicator.kind", "url") || is(g, "event", "proxy")) {
		people_count(g->count, "request for ", "requests for ", out);
		if (is(g, "indicator.kind", "url"))
			add_value(g, out);
		else
			add_peer(g, out);
	} else if (is(g, "event", "alert")) {
		people_count(g->count, "alert about ", "alerts about ", out);
		add_peer(g, out);
	} else if (is(g, "event", "transfer")) {
		people_count(g->count, "file transfer with ", "file transfers with ", out);
		add_peer(g, out);
	} else if (tried) {
		people_count(g->count, "try to reach ", "tries to reach ", out);
		add_peer(g, out);
	} else {
		people_count(g->count, "connection to ", "connections to ", out);
		add_peer(g, out);
	}
}

/* Who refused: the log's own kind, in words. */
static const char *refuser(const struct text *t, const struct group *g)
{
	static const struct { const char *people, *words; } rows[] = {
		{ "firewall", "the firewall" }, { "web proxy", "the proxy" }, { "DNS", "your resolver" },
	};
	struct span name = record_text(g->first, "source");

	for (uint32_t i = 0; i < t->sources.count; i++)
		for (size_t k = 0; k < sizeof(rows) / sizeof(rows[0]); k++)
			if (span_equal(record_text(t->sources.list[i], "source"), name) &&
			    record_is(t->sources.list[i], "people", rows[k].people))
				return rows[k].words;
	return NULL;
}

static void say_refused(const struct text *t, const struct group *g, struct buf *out)
{
	const char *who = refuser(t, g);

	if (who)
		buf_printf(out, "; %s refused%s", who, g->count > 1 ? " all" : "");
	else
		buf_text(out, g->count > 1 ? "; all refused" : "; refused");
	buf_text(out, is(g, "event", "dns") || is(g, "event", "dns-echo")
		 ? ". The question itself is the sign"
		 : ". Nothing got out, but something on that machine was trying");
}

static void say_outgoing(const struct text *t, const struct group *g, struct buf *out)
{
	static const struct { const char *outcome, *words; } ends[] = {
		{ "let-through", "; let through" }, { "reset", "; broken off" },
		{ "no-answer", "; no answer" }, { "answered", "; answered" },
		{ "delivered", "; delivered" }, { "unknown", "; outcome not recorded" },
	};

	say_outgoing_what(g, out);
	add_times(t, g, out);
	if (is(g, "outcome", "refused")) {
		say_refused(t, g, out);
		return;
	}
	if (is(g, "outcome", "data")) {
		buf_text(out, g->bytes_out && g->bytes_in ? "; let through, data exchanged"
			 : "; let through");
		add_bytes(g, ": ", out);
		return;
	}
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (is(g, "outcome", ends[i].outcome))
			buf_text(out, ends[i].words);
	add_bytes(g, ", ", out);
}

/* ---- what came in */

void incoming_noun(const struct group *g, const char **one, const char **many)
{
	static const struct { const char *event, *one, *many; } rows[] = {
		{ "server", "request from ", "requests from " }, { "login", "log-in from ", "log-ins from " },
		{ "mail", "message with ", "messages with " },
		{ "transfer", "file transfer with ", "file transfers with " }, { "alert", "alert about ", "alerts about " },
		{ "proxy", "request from ", "requests from " },
	};
	bool refused = is(g, "outcome", "refused");

	*one = refused ? "packet from " : "connection from ";
	*many = refused ? "packets from " : "connections from ";
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (is(g, "event", rows[i].event)) {
			*one = rows[i].one;
			*many = rows[i].many;
		}
}

const char *incoming_end(const struct group *g, bool many)
{
	static const struct { const char *outcome, *words; } ends[] = {
		{ "data", "; answered" }, { "let-through", "; let through" },
		{ "reset", "; broken off" }, { "no-answer", "; no answer" },
		{ "answered", "; answered" }, { "login-ok", "; succeeded" },
		{ "blocked-by-agent", "; stopped by the agent there" },
		{ "delivered", "; delivered" }, { "quarantined", "; in quarantine" },
		{ "unknown", "; outcome not recorded" },
	};

	if (is(g, "outcome", "login-failed"))
		return many ? "; none succeeded" : "; did not succeed";
	if (is(g, "outcome", "refused") && is(g, "event", "flow"))
		return many ? "; all refused (scans)" : "; refused (a scan)";
	if (is(g, "outcome", "refused"))
		return many ? "; all refused" : "; refused";
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (is(g, "outcome", ends[i].outcome))
			return ends[i].words;
	return "";
}

static void say_incoming(const struct text *t, const struct group *g, struct buf *out)
{
	const char *one, *many;

	incoming_noun(g, &one, &many);
	people_count(g->count, one, many, out);
	if (is(g, "event", "mail"))
		add_value(g, out);
	else
		people_value(group_peer(g), out);
	if (record_text(g->first, "user").len) {
		buf_text(out, " as ");
		add(out, g, "user");
	}
	if (g->mailboxes) {
		buf_text(out, " to several mailboxes");
	} else if (record_text(g->first, "mailbox").len) {
		buf_text(out, " to ");
		people_text(record_text(g->first, "mailbox"), out);
	}
	add_times(t, g, out);
	buf_text(out, incoming_end(g, g->count > 1));
}

/* ---- the sentence */

bool group_is_program(const struct group *g)
{
	return is(g, "event", "process") || is(g, "event", "file") || is(g, "outcome", "started") ||
	       is(g, "outcome", "blocked-by-agent") ||
	       kind_row(kind_of_name(record_text(g->first, "indicator.kind")))->sign == CLASS_FILE;
}

/* A program that was started is not what an address or a name in its command line is. */
bool group_is_command(const struct group *g)
{
	enum kind kind = kind_of_name(record_text(g->first, "indicator.kind"));

	return is(g, "place", "command") || is(g, "field", "ScriptBlockText") ||
	       is(g, "field", "CommandLine") ||
	       (is(g, "place", "record") && is(g, "event", "process") &&
		(kind_row(kind)->group == GROUP_NETWORK || kind == KIND_EMAIL));
}

void text_sentence(const struct text *t, const struct group *g, struct buf *out)
{
	const struct node *why = record_get(g->first, "why");

	if (at_rest(g)) {
		say_at_rest(&g, 1, out);
	} else if (group_is_command(g)) {
		buf_text(out, "a command names ");
		add_value(g, out);
		add_times(t, g, out);
		add_quote(g, out);
	} else if (!is(g, "place", "record")) {
		say_in_text(t, g, out);
	} else if (group_is_program(g)) {
		say_started(t, g, out);
	} else if (is(g, "direction", "inbound") || is(g, "event", "login")) {
		say_incoming(t, g, out);
	} else {
		say_outgoing(t, g, out);
	}
	buf_byte(out, '.');
	for (why = why ? why->child : NULL; why && why->next; why = why->next)
		;
	if (group_is(g, "unjudged") && why) {
		buf_text(out, " To be judged: ");
		people_text(why->text, out);
		buf_byte(out, '.');
	}
}

/* ---- one thing for which there are several reasons */

static const struct node *next_step(const struct node *step)
{
	while (step && !record_is(step, "kind", "file") && !record_is(step, "kind", "member"))
		step = step->next;
	return step;
}

bool text_same_thing(const struct group *a, const struct group *b)
{
	const struct node *x = record_get(a->first, "where"), *y = record_get(b->first, "where");

	if (!at_rest(a) || !at_rest(b) || a->count != 1 || b->count != 1 ||
	    !span_equal(record_text(a->first, "outcome"), record_text(b->first, "outcome")))
		return false;
	x = next_step(x ? x->child : NULL);
	y = next_step(y ? y->child : NULL);
	if (!x)
		return false;
	while (x && y) {
		if (!span_equal(record_text(x, "path"), record_text(y, "path")) ||
		    !span_equal(record_text(x, "name"), record_text(y, "name")))
			return false;
		x = next_step(x->next);
		y = next_step(y->next);
	}
	return !x && !y;
}

void text_thing(const struct text *t, const struct group *const *g, uint32_t n, struct buf *out)
{
	if (n == 1) {
		text_sentence(t, g[0], out);
		return;
	}
	say_at_rest(g, n, out);
	buf_byte(out, '.');
}
