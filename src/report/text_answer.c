/*
 * text_answer.c -- the first screen (DESIGN.md 2): 40 lines of 80 columns at
 * most.  It is written to memory with as much as there is room for; what does
 * not fit is told behind it.
 */
#include <stdio.h>

#include "report/text_state.h"

#include "value/kind.h"

static const struct { const char *answer, *words; int rank; } answers[] = {
	{ "affected", "AFFECTED", 4 },
	{ "targeted", "TARGETED", 3 },
	{ "inconclusive", "INCONCLUSIVE", 2 },
	{ "explained", "SEEN, AND EXPLAINED", 1 },
	{ "not-seen", "NOT SEEN in the evidence handed in", 0 },
};

#define ANSWERS (sizeof(answers) / sizeof(answers[0]))

int answer_rank(const struct node *v)
{
	for (size_t i = 0; i < ANSWERS; i++)
		if (record_is(v, "answer", answers[i].answer))
			return answers[i].rank;
	return -1;
}

const char *answer_words(const struct node *v)
{
	for (size_t i = 0; i < ANSWERS; i++)
		if (record_is(v, "answer", answers[i].answer))
			return answers[i].words;
	return "INCONCLUSIVE";
}

const struct node *worst_verdict(const struct text *t)
{
	const struct node *worst = NULL;

	for (uint32_t i = 0; i < t->verdicts.count; i++)
		if (!worst || answer_rank(t->verdicts.list[i]) > answer_rank(worst))
			worst = t->verdicts.list[i];
	return worst;
}

/* ---- the first line */

static void check_words(const struct text *t, struct buf *right)
{
	unsigned check = machines_ranked(t, "check");

	if (check)
		buf_printf(right, "%s%u%s to check", right->len ? ", " : "", check,
			   right->len ? "" : check == 1 ? " machine" : " machines");
}

static void affected_line(const struct text *t, const struct node *v, struct buf *left,
			  struct buf *right)
{
	unsigned act = machines_ranked(t, "act-now"), examine = machines_ranked(t, "examine");

	buf_text(left, "AFFECTED   evidence: ");
	buf_add(left, record_text(v, "strength"));
	if (act)
		buf_printf(right, "%u machine%s to act on now", act, act == 1 ? "" : "s");
	if (examine)
		buf_printf(right, "%s%u%s to examine", act ? ", " : "", examine,
			   act ? "" : examine == 1 ? " machine" : " machines");
	if (!act || !examine)
		check_words(t, right);
}

static const char *open_words(const struct node *v)
{
	bool missing = node_has(record_get(v, "open"), "evidence-missing");
	bool person = node_has(record_get(v, "open"), "needs-person");

	if (missing && person)
		return "a person must judge, and evidence is missing";
	if (person)
		return "something was found that a person must judge";
	return "nothing found, but the evidence could not have shown it";
}

/* "it could have shown it: network, files". */
static void shown_words(const struct node *v, struct buf *out)
{
	const struct node *k = record_get(v, "coverage.kinds");
	bool network = false, files = false, mail = false;

	for (k = k ? k->child : NULL; k; k = k->next) {
		enum kind_group group = kind_row(kind_of_name(k->key))->group;

		if (span_equal(k->text, SPAN("blind")))
			continue;
		network |= group == GROUP_NETWORK;
		files |= group == GROUP_HOST;
		mail |= group == GROUP_MAIL;
	}
	if (!network && !files && !mail)
		return;
	buf_printf(out, "it could have shown it: %s%s%s%s%s", network ? "network" : "",
		   network && files ? ", " : "", files ? "files" : "",
		   mail && (network || files) ? ", " : "", mail ? "mail" : "");
}

void answer_line(const struct text *t, const struct node *v, struct buf *left, struct buf *right)
{
	if (record_is(v, "answer", "affected"))
		affected_line(t, v, left, right);
	else if (record_is(v, "answer", "inconclusive"))
		buf_printf(left, "INCONCLUSIVE   %s", open_words(v));
	else
		buf_text(left, answer_words(v));
	if (record_is(v, "answer", "not-seen"))
		shown_words(v, right);
	if (record_is(v, "answer", "targeted"))
		check_words(t, right);
}

static void first_line(const struct text *t, struct page *p, const struct node *v)
{
	struct buf left, right;

	buf_init(&left, 4096);
	buf_init(&right, 4096);
	answer_line(t, v, &left, &right);
	if (p->color)
		out_text(p->out, "\033[1m");
	page_ends(p, "", 3, buf_span(&left), buf_span(&right));
	if (p->color)
		out_text(p->out, "\033[0m");
	buf_release(&left);
	buf_release(&right);
}

/* ---- the advisory in one line */

/* "reports/2020/AR.pdf" -> "AR.pdf". */
static struct span base_name(struct span path)
{
	size_t slash = span_rfind_byte(path, '/');

	return slash == SPAN_NONE ? path : span_skip(path, slash + 1);
}

void advisory_words(const struct text *t, const struct node *a, struct buf *out)
{
	size_t from = out->len;
	struct span title = record_text(a, "title"), source = record_text(a, "source");
	const struct node *body = record_get(a, "bodies");

	if (!title.len) {
		people_text(source, out);
		return;
	}
	if (record_is(a, "format", "value")) {
		people_value(title, out);
		buf_text(out, ", given with -e");
		return;
	}
	buf_byte(out, '"');
	people_text(title, out);
	buf_byte(out, '"');
	if (body && body->child) {
		buf_text(out, ", ");
		text_add(out, body->child, "name");
	}
	if (record_time(a, "published") != TIME_NONE) {
		buf_text(out, ", ");
		people_date(record_time(a, "published"), 0, out);
	}
	source = base_name(source);
	/* The file's name is no news, but tells two versions of one title apart. */
	if (out_width(span_skip(buf_span(out), from)) + source.len + 3 <= t->report->width) {
		buf_text(out, " (");
		people_text(source, out);
		buf_byte(out, ')');
	}
}

/* ---- what happened, in two lines */

/* What was seen here, most telling first. */
enum proof {
	PROOF_HELD, PROOF_RAN, PROOF_LOGIN, PROOF_EXCHANGED, PROOF_REACHED, PROOF_LET_THROUGH,
	PROOF_COMMAND, PROOF_ASKED, PROOF_REFUSED, PROOF_OTHER, PROOFS
};

#define PROOF_WEAK PROOF_COMMAND	/* this and those behind it are told only alone */

static const char *const proof_words[PROOFS] = {
	[PROOF_HELD] = "A machine here holds a program or file that this advisory lists.",
	[PROOF_RAN] = "A program that this advisory lists ran on a machine here.",
	[PROOF_LOGIN] = "Somebody logged in here from an address that this advisory lists.",
	[PROOF_EXCHANGED] = "A machine here exchanged data with a server that this advisory lists.",
	[PROOF_REACHED] = "A machine here reached a server that this advisory lists.",
	[PROOF_LET_THROUGH] =
		"A connection from here to a server that this advisory lists was let through.",
	[PROOF_COMMAND] = "A command on a machine here names what this advisory lists.",
	[PROOF_ASKED] = "A machine here asked for a name that this advisory lists.",
	[PROOF_REFUSED] =
		"A machine here tried to reach a server that this advisory lists, and was refused.",
	[PROOF_OTHER] = "A machine here did what this advisory describes.",
};

static enum proof proof_of(const struct group *g)
{
	const struct node *n = g->first;

	if (record_is(n, "place", "file content"))
		return PROOF_HELD;
	if (group_is_command(g))
		return PROOF_COMMAND;
	if (record_is(n, "outcome", "started") && group_is_program(g))
		return PROOF_RAN;
	if (record_is(n, "outcome", "login-ok"))
		return PROOF_LOGIN;
	if (record_is(n, "event", "dns") || record_is(n, "event", "dns-echo"))
		return PROOF_ASKED;
	if (record_is(n, "outcome", "data"))
		return g->bytes_out && g->bytes_in ? PROOF_EXCHANGED : PROOF_REACHED;
	if (record_is(n, "outcome", "let-through"))
		return PROOF_LET_THROUGH;
	return record_is(n, "outcome", "refused") ? PROOF_REFUSED : PROOF_OTHER;
}

static void affected_words(const struct text *t, struct buf *out)
{
	bool seen[PROOFS] = { false };
	unsigned told = 0;

	for (uint32_t i = 0; i < t->groups.count; i++)
		if (group_is(t->groups.list[i], "compromise"))
			seen[proof_of(t->groups.list[i])] = true;
	for (unsigned proof = 0; proof < PROOFS && told < 2; proof++) {
		if (!seen[proof] || (told && proof >= PROOF_WEAK))
			continue;
		buf_text(out, told++ ? " " : "");
		buf_text(out, proof_words[proof]);
	}
}

static void window_words(const struct text *t, const struct node *v, struct buf *out)
{
	int64_t from = record_time(v, "window.from"), to = record_time(v, "window.to");

	if (from == TIME_NONE || to == TIME_NONE)
		return;
	buf_text(out, ", ");
	people_dates(from, to, t->year, out);
}

void answer_sentence(struct text *t, const struct node *v)
{
	struct buf *b = &t->line;

	if (record_is(v, "answer", "affected"))
		affected_words(t, b);
	else if (record_is(v, "answer", "targeted") &&
		 node_has(record_get(v, "open"), "evidence-missing"))
		buf_text(b, "They tried. Whether they got in cannot be seen from this.");
	else if (record_is(v, "answer", "targeted"))
		buf_text(b, "They tried. Success was looked for and not seen.");
	else if (record_is(v, "answer", "inconclusive"))
		buf_text(b, "You cannot say yes or no from this.");
	else if (record_is(v, "answer", "explained"))
		buf_text(b, "What looked like contact has a stated harmless reason; nothing else was seen");
	else
		buf_text(b, "No connection, file or message with what this advisory lists");
	if (answer_rank(v) < 2) {
		window_words(t, v, b);
		buf_text(b, ". This is no proof of absence.");
	}
}

/* --new: the machines below are not all there are. */
static void shown_new(struct text *t, struct buf *b)
{
	int64_t since = record_time(t->run, "new.since");

	buf_text(b, " Shown: only what is new");
	if (since != TIME_NONE) {
		buf_text(b, " since ");
		people_date(since, 0, b);
	}
	if (record_number(t->run, "new.no_longer")) {
		buf_text(b, "; of what was told then ");
		people_count(record_number(t->run, "new.no_longer"), "finding is", "findings are", b);
		buf_text(b, " no longer there");
	}
	buf_byte(b, '.');
}

static void meaning(struct text *t, struct page *p, const struct node *v)
{
	struct buf *b = &t->line;

	buf_clear(b);
	if (record_text(v, "own_address").len) {
		buf_text(b, "The advisory lists an address of yours (");
		people_value(record_text(v, "own_address"), b);
		buf_text(b, "). Call the publisher before anything else.");
		page_words(p, "", 0, buf_span(b));
		buf_clear(b);
	}
	answer_sentence(t, v);
	if (answer_rank(v) > 2)
		buf_text(b, " Swept: what was handed in.");
	if (record_true(t->run, "new.only"))
		shown_new(t, b);
	if (t->year)
		buf_printf(b, " All times are UTC, %d.", t->year);
	else
		buf_text(b, " All times are UTC.");
	page_words(p, "", 0, buf_span(b));
}

static void networks(struct text *t, struct page *p)
{
	const struct node *nets = record_get(t->summary, "home_nets");

	if (!record_is(t->summary, "home_nets_from", "inferred") || !nets || !nets->child)
		return;
	buf_clear(&t->line);
	buf_text(&t->line, "I took ");
	buf_add(&t->line, nets->child->text);
	buf_text(&t->line, " as yours: nearly all records have one end there. Change: --home-net");
	page_words(p, "", 0, buf_span(&t->line));
}

uint64_t answers_of_rank(const struct text *t, int rank, const struct node *worst)
{
	char path[40];
	uint64_t n, kept = 0;

	for (uint32_t i = 0; i < t->verdicts.count; i++)
		kept += answer_rank(t->verdicts.list[i]) == rank;
	snprintf(path, sizeof(path), "answers.%s", answers[ANSWERS - 1 - (unsigned)rank].answer);
	n = record_number(t->summary, path);
	n = n > kept ? n : kept;
	return n - (answer_rank(worst) == rank ? 1 : 0);
}

/* One line each, the worst first; those with nothing are counted. */
static void other_verdicts(struct text *t, struct page *p, const struct node *worst,
			   const struct room *room)
{
	unsigned shown = 0;
	uint64_t quiet = answers_of_rank(t, 0, worst), more = 0;

	for (int rank = 4; rank > 0; rank--) {
		more += answers_of_rank(t, rank, worst);
		for (uint32_t i = 0; i < t->verdicts.count && shown < room->rows; i++) {
			const struct node *v = t->verdicts.list[i];

			if (v == worst || answer_rank(v) != rank)
				continue;
			shown++;
			buf_clear(&t->line);
			buf_printf(&t->line, "%s  ", answer_words(v));
			advisory_words(t, text_advisory(t, record_text(v, "advisory")), &t->line);
			page_words(p, "", 2, buf_span(&t->line));
		}
	}
	more -= shown;
	if (!more && !quiet)
		return;
	buf_clear(&t->line);
	if (more)
		buf_printf(&t->line, "and %llu more advisories like these. ", (unsigned long long)more);
	if (quiet)
		buf_printf(&t->line, "%llu other%s: not seen. ", (unsigned long long)quiet,
			   quiet == 1 ? "" : "s");
	buf_text(&t->line, "(--format json)");
	page_words(p, "", 2, buf_span(&t->line));
}

/* ---- the screen */

static void screen(struct text *t, struct page *p, const struct room *room)
{
	const struct node *v = worst_verdict(t);

	p->most = room->paragraph;
	text_marking(t, p);
	first_line(t, p, v);
	buf_clear(&t->line);
	advisory_words(t, text_advisory(t, record_text(v, "advisory")), &t->line);
	page_words(p, "", 2, buf_span(&t->line));
	meaning(t, p, v);
	networks(t, p);
	other_verdicts(t, p, v, room);
	page_blank(p);
	text_machines(t, p, room);
	text_blind(t, p, v, room);
	text_searched(t, p, v);
	text_swept(t, p, room);
	text_next(t, p, v, room);
	text_last(t, p);
	p->most = 0;
}

void text_answer(struct text *t, struct page *p)
{
	static const struct room rooms[] = {
		{ 3, 3, 6, 0 }, { 3, 2, 5, 3 }, { 3, 2, 4, 2 }, { 2, 2, 3, 2 }, { 2, 1, 2, 2 },
		{ 1, 1, 2, 1 }, { 1, 1, 1, 1 },
	};
	const size_t levels = sizeof(rooms) / sizeof(rooms[0]);

	for (size_t i = 0; i < levels; i++) {
		struct page trial = *p;
		struct out memory;

		out_to_memory(&memory, 4 << 20);
		trial.out = &memory;
		screen(t, &trial, &rooms[i]);
		if (trial.lines <= SCREEN_LINES || i + 1 == levels) {
			out_raw(p->out, buf_span(&memory.buf));
			p->lines = trial.lines;
			i = levels;
		}
		out_release(&memory);
	}
}
