/* closing.c -- summary, run, and the exit status. */
#include <stdio.h>
#include <unistd.h>

#include "match/recall.h"
#include "run.h"

/* The digests that end an answer. */
struct ending {
	char manifest[2 * DIGEST_MAX + 1];	/* "": there is none */
	char seal[2 * DIGEST_MAX + 1];
};

static int put_line(struct spool *lines, struct out *o, struct error *e)
{
	int rc;

	out_raw(o, SPAN("\n"));
	rc = o->failed ? fail(e, ERR_MEMORY, "no memory for a record")
		       : spool_add(lines, buf_span(&o->buf), NULL, e);
	out_release(o);
	out_to_memory(o, 64u << 20);
	return rc;
}

static void json_network(struct out *o, const struct network *n)
{
	struct buf b;

	buf_init(&b, 128);
	network_text(n, &b);
	json_string(o, NULL, buf_span(&b));
	buf_release(&b);
}

static void summary_networks(const struct tocsin_run *run, struct out *o)
{
	const struct ours *ours = &run->o.ours;

	json_array(o, "home_nets");
	for (uint32_t i = 0; i < ours->nets; i++)
		json_network(o, &ours->net[i]);
	for (uint32_t i = 0; i < ours->inferreds; i++)
		json_network(o, &ours->inferred[i]);
	json_array_end(o);
	json_cstring(o, "home_nets_from", ours->given ? "given" : ours->inferreds ? "inferred" : "private");
	if (ours->inferreds)
		json_number(o, "home_nets_share", ours->share);
}

static int put_summary(struct tocsin_run *run, struct spool *lines, struct out *o,
		       struct error *e)
{
	const struct sweep_counts *c = sweep_counts(run->sweep);

	json_object(o, NULL);
	json_cstring(o, "type", "summary");
	json_uint(o, "findings", run->totals.findings);
	json_uint(o, "set_aside", run->totals.set_aside);
	json_uint(o, "gaps", run->totals.gaps);
	json_bool(o, "material_gap", run->totals.material_gap);
	json_uint(o, "items", c->items);
	json_uint(o, "bytes_met", c->bytes_met);
	json_object(o, "skips");
	for (unsigned i = 0; i < SKIP_KINDS; i++)
		if (c->skips[i])
			json_uint(o, walk_skip_name(i), c->skips[i]);
	json_object_end(o);
	json_object(o, "answers");
	for (unsigned i = ANSWERS; i > 0; i--)
		if (run->totals.answers[i - 1])
			json_uint(o, answer_name(i - 1), run->totals.answers[i - 1]);
	json_object_end(o);
	summary_networks(run, o);
	json_bool(o, "interrupted", c->interrupted);
	json_object_end(o);
	return put_line(lines, o, e);
}

static void run_limits(const struct options *o, struct out *out)
{
	json_object(out, "limits");
	json_uint(out, "max_depth", o->limits.depth);
	json_uint(out, "max_file_size", o->limits.member);
	json_uint(out, "max_memory", o->limits.memory);
	json_uint(out, "max_members", o->limits.members);
	json_uint(out, "max_ratio", o->limits.ratio);
	json_uint(out, "time_limit", o->time_limit);
	json_uint(out, "stall_limit", o->stall_limit);
	json_uint(out, "open_limit", o->open_limit);
	json_uint(out, "context", o->context);
	json_object_end(out);
}

static void run_sandbox(const struct tocsin_run *run, struct out *o)
{
	struct sandbox_state s = sweep_counts(run->sweep)->sandbox;

	json_object(o, "sandbox");
	json_bool(o, "seccomp", s.seccomp);
	json_int(o, "landlock", s.landlock);
	json_object_end(o);
}

/* What a case knows of the answer before: it differs between runs that are else equal. */
static void run_new(const struct tocsin_run *run, bool only, struct out *o)
{
	if (!run->casebook || !run->o.custody) {
		json_null(o, "new");
		return;
	}
	json_object(o, "new");
	json_time(o, "since", run->since);
	json_uint(o, "findings", run->totals.fresh);
	json_uint(o, "no_longer", run->totals.no_longer);
	json_bool(o, "only", only);
	json_object_end(o);
}

/* What notes of earlier questions have answered, and why not more. */
static void run_recall(const struct tocsin_run *run, struct out *o)
{
	const struct recall_counts *c = &sweep_counts(run->sweep)->recall;

	if (!c->items_known && !c->items_again) {
		json_null(o, "recall");
		return;
	}
	json_object(o, "recall");
	json_uint(o, "segments", c->known + c->again);
	json_uint(o, "segments_read", c->again);
	json_uint(o, "items_known", c->items_known);
	json_uint(o, "items_read", c->items_again);
	json_time(o, "since", c->since ? c->since : TIME_NONE);
	json_array(o, "because");
	for (unsigned i = 0; i < RECALL_WHYS; i++)
		if (c->why >> i & 1)
			json_cstring(o, NULL, recall_why_text(i));
	if (c->undigested)
		json_cstring(o, NULL, "a digest is listed that was not computed then");
	json_array_end(o);
	json_object_end(o);
}

static int put_run(const struct tocsin_run *run, const struct ending *end, struct spool *lines,
		   struct out *o, struct error *e)
{
	const struct options *p = &run->o;
	char folder[4096];

	json_object(o, NULL);
	json_cstring(o, "type", "run");
	json_cstring(o, "version", tocsin_version());
	json_array(o, "command");
	for (uint32_t i = 0; i < p->commands; i++)
		json_string(o, NULL, p->command[i]);
	json_array_end(o);
	json_string_or_null(o, "folder", span_of(getcwd(folder, sizeof(folder))));
	json_time(o, "started", run->started);
	json_number(o, "seconds", (double)(run_clock() - run->began) / 1000);
	json_uint(o, "workers", p->workers);
	json_string_or_null(o, "operator", p->operator);
	json_string_or_null(o, "ticket", p->ticket);
	json_string_or_null(o, "note", p->note);
	run_sandbox(run, o);
	run_limits(p, o);
	json_cstring(o, "case", run->casebook ? casebook_folder(run->casebook) : NULL);
	json_uint(o, "items_from_case", sweep_counts(run->sweep)->recalled);
	run_recall(run, o);
	json_uint(o, "atime_touched", sweep_counts(run->sweep)->atime_touched);
	run_new(run, lines == &run->fresh, o);
	json_cstring(o, "manifest", end->manifest[0] ? end->manifest : NULL);
	json_cstring(o, "seal", end->seal);
	json_object_end(o);
	return put_line(lines, o, e);
}

static int status_of(const struct tocsin_run *run)
{
	const struct answer_totals *t = &run->totals;

	if (sweep_counts(run->sweep)->interrupted)
		return 130;
	if (run->o.verb == TOCSIN_PLAN)
		return 0;
	if (run->o.verb == TOCSIN_SHOW)
		return sweep_counts(run->sweep)->shown_gaps ? 3 : 0;
	if (t->worst >= ANSWER_TARGETED)
		return 1;
	return t->worst == ANSWER_INCONCLUSIVE || t->material_gap ? 3 : 0;
}

int run_seal_lines(struct tocsin_run *run, struct error *e)
{
	struct buf b;
	int rc = 0;

	if (!run->seal)
		rc = digesting_open(&run->seal, DIGEST_SHA256, e);
	buf_init(&b, 2u << 20);
	while (rc == 0 && run->sealed < run->lines.size) {
		uint64_t left = run->lines.size - run->sealed;
		size_t now = left > (1u << 20) ? 1u << 20 : (size_t)left;
		struct span some = { 0 };

		rc = spool_look(&run->lines, run->sealed, now, &b, &some, e);
		if (rc == 0)
			digesting_add(run->seal, some);
		run->sealed += now;
	}
	buf_release(&b);
	return rc;
}

/* The seal: over all records so far, as they were written, and over the manifest's digest. */
static int seal(struct tocsin_run *run, struct ending *end, struct error *e)
{
	uint8_t raw[DIGEST_MAX];

	if ((run->casebook && casebook_met_digest(run->casebook, end->manifest, e) < 0) ||
	    run_seal_lines(run, e) < 0)
		return -1;
	digesting_add(run->seal, span_of(end->manifest));
	hex_encode(raw, digesting_end(run->seal, raw), end->seal);
	return 0;
}

int run_close_records(struct tocsin_run *run, struct error *e)
{
	struct ending end = { .manifest = "" };
	bool fresh = run->o.only_new;
	struct out o;
	int rc = 0;

	out_to_memory(&o, 64u << 20);
	if (run->o.verb != TOCSIN_SHOW)
		rc = put_summary(run, &run->lines, &o, e);
	if (rc == 0 && fresh)
		rc = put_summary(run, &run->fresh, &o, e);
	if (rc == 0)
		rc = seal(run, &end, e);
	if (rc == 0)
		rc = put_run(run, &end, &run->lines, &o, e);
	if (rc == 0 && fresh)
		rc = put_run(run, &end, &run->fresh, &o, e);
	out_release(&o);
	run->status = status_of(run);
	return rc;
}
