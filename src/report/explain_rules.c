/*
 * explain_rules.c -- what each of the ten rules says of one finding and of one
 * verdict.  Only what stands in the records is told.
 */
#include "report/explain.h"

struct phrase {
	const char *word, *phrase;
};

static const char *phrase_of(const struct phrase *list, size_t n, struct span word)
{
	for (size_t i = 0; i < n; i++)
		if (span_equal(word, span_of(list[i].word)))
			return list[i].phrase;
	return "";
}

#define PHRASE(list, word) phrase_of(list, sizeof(list) / sizeof((list)[0]), word)

static void say(struct explaining *x, const char *text)
{
	buf_text(x->line, text);
}

static void say_span(struct explaining *x, struct span text)
{
	people_text(text, x->line);
}

static void say_count(struct explaining *x, uint64_t n, const char *one, const char *many)
{
	people_count(n, one, many, x->line);
}

static uint64_t class_count(const struct explaining *x, const char *class)
{
	return record_number(record_get(x->verdict, "classes"), class);
}

/* ---- 1 */

static void finding_started(struct explaining *x)
{
	static const struct phrase began[] = {
		{ "us", "It began here" }, { "them", "It began outside" },
		{ "unknown", "Who began is not said" },
	};
	static const struct phrase ended[] = {
		{ "data", "data went both ways" }, { "let-through", "it was let through" },
		{ "refused", "it was refused, which does not undo that it was tried" },
		{ "reset", "it was reset" }, { "no-answer", "nobody answered" },
		{ "login-ok", "the log-in succeeded" }, { "login-failed", "the log-in failed" },
		{ "blocked-by-agent", "an agent on the machine stopped it" },
		{ "delivered", "it was delivered" }, { "quarantined", "it was put into quarantine" },
		{ "answered", "it was answered" }, { "started", "it was started" },
		{ "at-rest", "it lies there" }, { "unknown", "how it ended is not recorded" },
	};

	say(x, PHRASE(began, record_text(x->finding, "started_by")));
	say(x, "; ");
	say(x, PHRASE(ended, record_text(x->finding, "outcome")));
	say(x, ".");
}

static void verdict_started(struct explaining *x)
{
	say_count(x, class_count(x, "compromise"), "finding", "findings");
	say(x, " of something that began, lies or ran here; ");
	say_count(x, class_count(x, "attempt"), "attempt", "attempts");
	say(x, " from outside; ");
	say_count(x, class_count(x, "unjudged"), "finding", "findings");
	say(x, " that only a person can judge.");
}

/* ---- 2 */

static void finding_field(struct explaining *x)
{
	static const struct phrase places[] = {
		{ "record", "It stands in a record whose fields are understood" },
		{ "unknown record", "It stands in a record of unknown form: a person must look" },
		{ "document", "It stands in a document: words, not contact" },
		{ "list", "It stands in a list of such values: words, not contact" },
		{ "deny command", "It stands in a command that denies: words, not contact" },
		{ "command", "It stands in a command that ran or runs" },
		{ "program", "A program says it of itself, whatever its file is called" },
		{ "configuration", "It stands in a configuration: a person must look" },
		{ "file content", "It is the digest of a file's content" },
		{ "file name", "It is a file's name" },
		{ "bytes", "It stands among the bytes of a file that is neither text nor known" },
		{ "copy", "The file is a copy of the advisory" },
	};

	say(x, PHRASE(places, record_text(x->finding, "place")));
	if (record_text(x->finding, "field").len) {
		say(x, ", in the field ");
		say_span(x, record_text(x->finding, "field"));
	}
	say(x, ".");
}

static void verdict_field(struct explaining *x)
{
	say_count(x, class_count(x, "mention"), "finding was", "findings were");
	say(x, " words and not contact, and set aside.");
}

/* ---- 3 */

static void finding_excuse(struct explaining *x)
{
	if (record_text(x->finding, "marked").len) {
		say_span(x, record_text(x->finding, "marked"));
		say(x, ".");
		return;
	}
	if (!record_text(x->finding, "explained_by").len) {
		say(x, "Nobody has stated a harmless reason.");
		return;
	}
	say(x, "Stated: ");
	say_span(x, record_text(x->finding, "explained_by"));
	say(x, ".");
}

static void verdict_excuse(struct explaining *x)
{
	say_count(x, class_count(x, "explained"), "finding has", "findings have");
	say(x, " a harmless reason that somebody stated.");
}

/* ---- 4 */

static void finding_time(struct explaining *x)
{
	int64_t first = record_time(x->finding, "first"), last = record_time(x->finding, "last");
	static const struct phrase zones[] = {
		{ "stated", "zone as the record states" }, { "configured", "zone as you gave it" },
		{ "assumed", "no zone in the record: taken as UTC" },
	};

	if (first == TIME_NONE) {
		say(x, "It has no time of its own.");
		return;
	}
	people_dates(first, last, 0, x->line);
	say(x, " UTC");
	if (PHRASE(zones, record_text(x->finding, "time_zone"))[0]) {
		say(x, ", ");
		say(x, PHRASE(zones, record_text(x->finding, "time_zone")));
	}
	say(x, ".");
}

static void verdict_time(struct explaining *x)
{
	if (record_time(x->verdict, "window.from") == TIME_NONE &&
	    record_time(x->verdict, "window.to") == TIME_NONE) {
		say(x, "The advisory states no period, and none was given (--window).");
		return;
	}
	say(x, "The answer is about ");
	people_dates(record_time(x->verdict, "window.from"), record_time(x->verdict, "window.to"), 0,
		     x->line);
	say(x, ".");
}

/* ---- 5 to 8 */

static void finding_copy(struct explaining *x)
{
	say(x, record_is(x->finding, "place", "copy")
	       ? "It is one: the answer is computed as if it were not there."
	       : "It is no copy of the advisory.");
}

static void verdict_copy(struct explaining *x)
{
	say(x, "Copies of the advisory count as nothing; they stand among what was set aside.");
}

static void finding_order(struct explaining *x)
{
	static const struct phrase speaks[] = {
		{ "compromise", "It speaks for AFFECTED" }, { "attempt", "It speaks for TARGETED" },
		{ "unjudged", "It speaks for INCONCLUSIVE until a person has judged it" },
		{ "explained", "It speaks for SEEN, AND EXPLAINED" },
		{ "mention", "It speaks for nothing" },
	};

	say(x, PHRASE(speaks, record_text(x->finding, "class")));
	say(x, ".");
}

static void say_list(struct explaining *x, const struct node *list, const char *none)
{
	const struct node *n = list ? list->child : NULL;

	if (!n)
		say(x, none);
	for (; n; n = n->next) {
		say_span(x, n->text);
		say(x, n->next ? ", " : "");
	}
}

static void verdict_order(struct explaining *x)
{
	say(x, "The first that holds of affected, targeted, inconclusive, explained, not-seen is ");
	say_span(x, record_text(x->verdict, "answer"));
	say(x, ", because of ");
	say_list(x, record_get(x->verdict, "because"), "no finding");
	say(x, "; open: ");
	say_list(x, record_get(x->verdict, "open"), "nothing");
	say(x, ".");
}

static void verdict_shown(struct explaining *x)
{
	const struct node *kinds = record_get(x->verdict, "coverage.kinds");
	const struct node *blind = record_get(x->verdict, "blind");
	uint64_t blinds = 0;

	for (const struct node *b = blind ? blind->child : NULL; b; b = b->next)
		blinds++;
	if (record_number(x->verdict, "coverage.window_days")) {
		people_number(record_number(x->verdict, "coverage.window_days_covered"), x->line);
		say(x, " of ");
		say_count(x, record_number(x->verdict, "coverage.window_days"), "day", "days");
		say(x, " are covered. ");
	}
	for (const struct node *k = kinds ? kinds->child : NULL; k; k = k->next) {
		say_span(x, k->key);
		say(x, ": ");
		say_span(x, k->text);
		say(x, k->next ? "; " : ". ");
	}
	say_count(x, blinds, "thing", "things");
	say(x, " could not be seen.");
}

static void verdict_reading(struct explaining *x)
{
	say_count(x, record_number(x->verdict, "not_searched_count"), "listed value is",
		  "listed values are");
	say(x, " not searched for; ");
	people_number(record_number(x->verdict, "rules_run"), x->line);
	say(x, " of ");
	say_count(x, record_number(x->verdict, "rules"), "rule", "rules");
	say(x, " ran.");
}

/* ---- 9 and 10 */

static void finding_once(struct explaining *x)
{
	say_count(x, record_number(x->finding, "count"), "record", "records");
	say(x, " of one item, put together as one finding.");
	if (record_get(x->finding, "also") && record_get(x->finding, "also")->child)
		say(x, " Other listed values in the same text count with it.");
}

static void verdict_once(struct explaining *x)
{
	if (!record_text(x->verdict, "strength").len) {
		say(x, "Strength is said of AFFECTED only.");
		return;
	}
	say(x, "The evidence is ");
	say_span(x, record_text(x->verdict, "strength"));
	say(x, "; copies of a record do not raise that.");
}

static void finding_machine(struct explaining *x)
{
	const struct node *f = x->finding;

	if (record_text(f, "via").len) {
		say_span(x, record_text(f, "via"));
		say(x, " stands for others: the machine is behind it.");
	} else if (record_text(f, "name").len) {
		say_span(x, record_text(f, "host"));
		say(x, " was ");
		say_span(x, record_text(f, "name"));
		say(x, " at that time, as a source says.");
	} else if (record_text(f, "host").len) {
		say_span(x, record_text(f, "host"));
		say(x, " is an address; no source says which machine had it.");
	} else {
		say(x, "No machine is named by it.");
	}
}

static void verdict_machine(struct explaining *x)
{
	const struct node *machines = record_get(x->verdict, "machines");
	uint64_t all = 0, named = 0;

	for (const struct node *m = machines ? machines->child : NULL; m; m = m->next) {
		all++;
		named += record_text(m, "name").len > 0;
	}
	say_count(x, all, "machine", "machines");
	say(x, ", ");
	people_number(named, x->line);
	say(x, " with a name that a source ties to it.");
}

const struct explain_rule explain_rules[ANSWER_RULES] = {
	{ finding_started, verdict_started },
	{ finding_field, verdict_field },
	{ finding_excuse, verdict_excuse },
	{ finding_time, verdict_time },
	{ finding_copy, verdict_copy },
	{ finding_order, verdict_order },
	{ NULL, verdict_shown },
	{ NULL, verdict_reading },
	{ finding_once, verdict_once },
	{ finding_machine, verdict_machine },
};
