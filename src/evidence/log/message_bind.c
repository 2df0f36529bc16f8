/*
 * message_bind.c -- BIND 9: questions (queries), rewrites by response policy
 * (rpz), refusals (security), failures (query-errors, lame-servers).
 *
 * "client @0x7f.. 10.20.3.42#40112 (evil.example): query: evil.example IN A +E(0)K (10.1.1.2)"
 */
#include "evidence/log/message.h"
#include "evidence/log/words.h"

/* "evil.example/A/IN" */
static struct span name_of(struct span word)
{
	word = word_bare(word);
	return word_until(word, SPAN("/"));
}

/* Behind "client ": an id, the client as ADDRESS#PORT; *rest is what follows. */
static bool client(struct event *ev, struct span *rest)
{
	struct span word, port;
	size_t hash;

	if (!word_next(rest, &word))
		return false;
	if (word.ptr[0] == '@' && !word_next(rest, &word))
		return false;
	if (word.ptr[word.len - 1] == ':')
		word.len--;
	hash = span_rfind_byte(word, '#');
	if (hash == SPAN_NONE)
		return false;
	port = span_skip(word, hash + 1);
	event_port(port, &ev->src_port);
	return event_src(ev, SPAN("client"), span_cut(word, 0, hash));
}

static bool question(struct event *ev, struct span text)
{
	struct span name;

	if (!word_next(&text, &name))
		return false;
	word_query(ev, SPAN("query"), name);
	return true;
}

/* "QNAME NXDOMAIN rewrite evil.example/A/IN via evil.example.rpz.local", behind "rpz " */
static bool rewritten(struct event *ev, struct span text)
{
	struct span name, policy, word;

	word_next(&text, &word);
	word_next(&text, &policy);
	if (!word_behind(&text, SPAN("rewrite ")) || !word_next(&text, &name))
		return false;
	ev->outcome = word_among(policy, "PASSTHRU DISABLED") ? OUTCOME_UNKNOWN : OUTCOME_REFUSED;
	word_query(ev, SPAN("query"), name_of(name));
	if (word_next(&text, &word) && span_equal(word, SPAN("via")) && word_next(&text, &word))
		event_field(ev, MEANING_NONE, SPAN("via"), word);
	return true;
}

/* "query (cache) 'evil.example/A/IN' denied", "query failed (SERVFAIL) for evil.example/IN/A at ..." */
static bool failed(struct event *ev, struct span text)
{
	struct span name;

	if (word_between(text, SPAN("'"), SPAN("'"), &name) && word_has(text, SPAN(" denied"))) {
		ev->outcome = OUTCOME_REFUSED;
	} else if (word_behind(&text, SPAN("query failed (")) && word_behind(&text, SPAN(") for "))) {
		word_next(&text, &name);
		ev->class = EVENT_DNS_ECHO;
		ev->outcome = OUTCOME_NO_ANSWER;
	} else {
		return false;
	}
	word_query(ev, SPAN("query"), name_of(name));
	return true;
}

/* What a client's line says stands behind "(name): " and perhaps "view NAME: ". */
static bool about_client(struct event *ev, struct span text)
{
	struct span rest = text;

	ev->class = EVENT_DNS;
	if (!client(ev, &rest))
		return false;
	if (word_take(&rest, SPAN(" (")) && !word_behind(&rest, SPAN("): ")))
		return false;
	rest = span_trim(rest);
	if (word_take(&rest, SPAN("view ")) && !word_behind(&rest, SPAN(": ")))
		return false;
	if (word_take(&rest, SPAN("query: ")))
		return question(ev, rest);
	if (word_take(&rest, SPAN("rpz ")))
		return rewritten(ev, rest);
	return failed(ev, rest);
}

/* "REFUSED unexpected RCODE resolving 'evil.example/A/IN': 1.2.3.4#53", "lame server resolving ..." */
static bool resolving(struct event *ev, struct span text)
{
	struct span name, server = text;

	if (!word_behind(&text, SPAN("resolving '")))
		return false;
	ev->class = EVENT_DNS_ECHO;
	ev->outcome = OUTCOME_NO_ANSWER;
	name = word_until(text, SPAN("'"));
	word_query(ev, SPAN("query"), name_of(name));
	if (word_behind_last(&server, SPAN(": ")) && word_is_end(server, '#'))
		word_dst(ev, SPAN("server"), server, '#');
	return true;
}

/* Category and severity may stand in front: "queries: info: client ...". */
static struct span without_category(struct span text)
{
	for (int i = 0; i < 2; i++) {
		struct span rest = text, word;

		if (!word_next(&rest, &word) || word.len < 2 || word.ptr[word.len - 1] != ':')
			return text;
		text = span_trim(rest);
	}
	return text;
}

static bool parse(struct log *log, struct span program, struct span message, struct event *ev)
{
	(void)log;
	if (!word_among(program, "named named-sdb named-pkcs11"))
		return false;
	message = without_category(message);
	if (word_take(&message, SPAN("client ")))
		return about_client(ev, message);
	return resolving(ev, message);
}

const struct message_family message_bind = {
	.name = "bind",
	.about = "BIND: questions, policy rewrites, refusals",
	.parse = parse,
};
