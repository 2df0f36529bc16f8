/* learn.c -- `tocsin learn`: keep advisories in the library. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/out.h"
#include "base/tree.h"
#include "cli/cli.h"

#define SCRATCH (16u << 20)

/* ": 1 value", ", 7 rules" */
static void put_counted(struct out *o, const char *before, const struct node *n, const char *what)
{
	struct span count = node_text(n, what);

	out_printf(o, "%s%.*s %.*s", before, SPAN_ARG(count),
		   (int)strlen(what) - span_equal(count, SPAN("1")), what);
}

static void put_state(struct out *o, const struct node *n)
{
	struct span state = node_text(n, "state");

	if (span_equal(state, SPAN("unread"))) {
		out_text(o, "     not read: ");
		out_terminal(o, node_text(n, "source"));
		out_text(o, ": ");
		out_terminal(o, node_text(n, "why"));
		return;
	}
	out_printf(o, "%4.*s ", SPAN_ARG(node_text(n, "number")));
	out_terminal(o, node_text(n, "title"));
	put_counted(o, ": ", n, "values");
	put_counted(o, ", ", n, "rules");
	if (span_equal(state, SPAN("known")))
		out_text(o, "; known already");
	if (span_equal(state, SPAN("revised")))
		out_printf(o, "; revision %.*s: %.*s new, %.*s dropped",
			   SPAN_ARG(node_text(n, "revision")), SPAN_ARG(node_text(n, "added")),
			   SPAN_ARG(node_text(n, "dropped")));
}

static void put_record(struct out *o, const struct tocsin_record *r)
{
	struct json_event first;
	struct arena a;
	struct node *n;
	struct error e;
	struct json j;

	arena_init(&a, SCRATCH);
	json_open_span(&j, span_make(r->json, r->length));
	if (json_next(&j, &first, &e) > 0 && tree_read(&j, &first, &a, &n, &e) == 0) {
		put_state(o, n);
		out_text(o, "\n");
	}
	json_close(&j);
	arena_release(&a);
}

static int learn(const struct arguments *a)
{
	bool json = strcmp(a->format, "json") == 0;
	struct tocsin_record record;
	struct tocsin_run *run;
	struct tocsin_error e;
	struct error lost;
	struct out o;
	int rc, status;

	if (tocsin_run_open(&run, a->job, &e) < 0)
		return complain("%s", e.text);
	out_to_fd(&o, STDOUT_FILENO);
	while ((rc = tocsin_run_next(run, &record, &e)) > 0) {
		if (json) {
			out_raw(&o, span_make(record.json, record.length));
			out_text(&o, "\n");
		} else {
			put_record(&o, &record);
		}
	}
	status = rc < 0 ? complain("%s", e.text) : tocsin_run_status(run);
	if (out_finish(&o, &lost) < 0 && status != STATUS_FAILED)
		status = complain("%s", lost.text);
	out_release(&o);
	tocsin_run_close(run);
	return status;
}

int verb_learn(int argc, char **argv)
{
	struct arguments a;
	struct tocsin_error e;
	char file[4096];
	int status = arguments_read(&a, TOCSIN_LEARN, OPERAND_ADVISORY, argc, argv);

	if (status == 0 && a.help) {
		printf("usage: tocsin learn ADVISORY...\n\n"
		       "Keep advisories in the library: a sweep that names none looks for all of them.\n"
		       "A document that is known is not kept twice; a newer one of the same advisory\n"
		       "takes the place of the one before.\n\n");
		arguments_usage("read");
	} else if (status == 0 && !a.advisories) {
		status = complain("no ADVISORY to learn (tocsin help learn)");
	} else if (status == 0 && state_path("library.db", file, sizeof(file)) < 0) {
		status = complain("no place for a library: neither XDG_STATE_HOME nor HOME is set");
	} else if (status == 0) {
		status = tocsin_job_set(a.job, "library", file, &e) < 0 ? complain("%s", e.text)
									: learn(&a);
	}
	arguments_free(&a);
	return status;
}
