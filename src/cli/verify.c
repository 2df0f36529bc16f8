/*
 * verify.c -- `tocsin verify`: is it still there, byte for byte?
 *
 * A finding is proven by sweeping its file once more, through the same
 * decoders in the same sandbox, for the same value: each place that the
 * finding lists must be there again, at its offset, with its bytes and those
 * around it.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/out.h"
#include "cli/stored.h"

#define PLACES 16
#define WORDS  32	/* passwords; more than a sweep takes */

struct place {
	uint64_t offset, length;
	struct span matched, context;
	bool seen, same;	/* something stands there; it is what stood there */
};

struct proof {
	struct stored *s;
	const char *path;	/* of the file, as it can be opened from here */
	struct span chain;	/* behind the path: " (gzip)", " » message 3" */
	struct place place[PLACES];
	unsigned places;
	const char *gap;	/* something of the file could not be read, or NULL */
	const char *const *word;	/* --password, `words` of them */
	unsigned words;
};

static const struct node *member(const struct node *n, const char *key)
{
	return node_get(n, key);
}

/* ---- what the finding says */

/* `at` without the path in front of it and without the line behind it. */
static struct span chain_of(struct span at, struct span path, uint64_t line)
{
	char tail[32];

	at = span_starts(at, path) ? span_skip(at, path.len) : at;
	snprintf(tail, sizeof(tail), ":%llu", (unsigned long long)line);
	if (line && at.len >= strlen(tail) &&
	    span_equal(span_skip(at, at.len - strlen(tail)), span_of(tail)))
		at.len -= strlen(tail);
	return at;
}

static void places_take(struct proof *p, const struct node *finding)
{
	const struct node *places = member(finding, "places");
	const struct node *n = places ? places->child : NULL;

	for (; n && p->places < PLACES; n = n->next)
		p->place[p->places++] = (struct place){
			.offset = stored_number(n, "offset"), .length = stored_number(n, "length"),
			.matched = node_text(n, "matched"), .context = node_text(n, "context"),
		};
}

/* The file as it is reached from here; -1: it has no path. */
static int proof_path(struct proof *p, char *room, size_t size)
{
	const struct node *where = member(p->s->finding, "where");
	const char *path = stored_text(p->s, where ? where->child : NULL, "path");
	const char *folder = stored_text(p->s, p->s->run, "folder");

	if (!path[0])
		return complain("%s: the name of its file is no text: open it by hand", p->s->id);
	p->chain = chain_of(node_text(p->s->finding, "at"), span_of(path),
			    stored_number(p->s->finding, "line"));
	if (path[0] == '/' || !folder[0] || access(path, F_OK) == 0)
		snprintf(room, size, "%s", path);
	else
		snprintf(room, size, "%s/%s", folder, path);
	p->path = room;
	return 0;
}

/* ---- what is there now */

static void place_see(struct proof *p, uint64_t offset, uint64_t length, bool same,
		      struct span matched, struct span context)
{
	for (unsigned i = 0; i < p->places; i++) {
		struct place *x = &p->place[i];

		if (x->offset != offset || x->length != length)
			continue;
		x->seen = true;
		x->same |= same && span_equal(x->matched, matched) &&
			   span_equal(x->context, context);
	}
}

static bool same_indicator(const struct proof *p, const struct node *n)
{
	const struct node *a = member(p->s->finding, "indicator"), *b = member(n, "indicator");

	return span_equal(node_text(a, "kind"), node_text(b, "kind")) &&
	       span_equal(node_text(a, "value"), node_text(b, "value"));
}

static void finding_see(struct proof *p, const struct node *n)
{
	const struct node *places = member(n, "places");

	if (!same_indicator(p, n) ||
	    !span_equal(chain_of(node_text(n, "at"), span_of(p->path), stored_number(n, "line")),
			p->chain))
		return;
	for (const struct node *x = places ? places->child : NULL; x; x = x->next)
		place_see(p, stored_number(x, "offset"), stored_number(x, "length"), true,
			  node_text(x, "matched"), node_text(x, "context"));
}

static void record_see(struct proof *p, const struct tocsin_record *r)
{
	bool finding = strcmp(r->type, "finding") == 0, gap = strcmp(r->type, "gap") == 0;
	struct json_event first;
	struct node *n;
	struct error e;
	struct json j;
	struct span copy;

	if (!finding && !gap)
		return;
	copy = arena_copy(&p->s->arena, span_make(r->json, r->length));
	json_open_span(&j, copy);
	if (copy.ptr && json_next(&j, &first, &e) > 0 &&
	    tree_read(&j, &first, &p->s->arena, &n, &e) == 0) {
		if (finding)
			finding_see(p, n);
		else
			p->gap = stored_text(p->s, n, "reason");
	}
	json_close(&j);
}

/* What was opened with wider limits, and with words, is opened with them again. */
static int ask_opening(const struct proof *p, struct tocsin_job *job, struct tocsin_error *e)
{
	static const struct { const char *record, *setting; unsigned unit; } limits[] = {
		{ "max_depth", "max-depth", 1 }, { "max_file_size", "max-file-size", 1u << 20 },
		{ "max_memory", "max-memory", 1u << 20 }, { "max_members", "max-members", 1 },
		{ "max_ratio", "max-ratio", 1 },
	};
	const struct node *said = member(p->s->run, "limits");
	char number[32];

	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		uint64_t n = stored_number(said, limits[i].record) / limits[i].unit;

		snprintf(number, sizeof(number), "%llu", (unsigned long long)n);
		if (n && tocsin_job_set(job, limits[i].setting, number, e) < 0)
			return -1;
	}
	for (unsigned i = 0; i < p->words; i++)
		if (tocsin_job_set(job, "password", p->word[i], e) < 0)
			return -1;
	return 0;
}

static int ask(const struct proof *p, struct tocsin_job *job, struct tocsin_error *e)
{
	const struct node *limits = member(p->s->run, "limits");
	const char *value = stored_text(p->s, member(p->s->finding, "indicator"), "value");
	bool by_digest = span_equal(node_text(p->s->finding, "place"), SPAN("file content"));
	char number[32];

	snprintf(number, sizeof(number), "%llu", (unsigned long long)stored_number(limits, "context"));
	if (tocsin_job_set(job, "program", "/proc/self/exe", e) < 0 ||
	    tocsin_job_set(job, "allow-private", "1", e) < 0 ||
	    tocsin_job_set(job, "context", number, e) < 0 ||
	    tocsin_job_set(job, "digest-all", by_digest ? "1" : "0", e) < 0 ||
	    ask_opening(p, job, e) < 0 ||
	    tocsin_job_set(job, p->s->folder[0] ? "asked" : "value",
			   p->s->folder[0] ? p->s->folder : value, e) < 0)
		return -1;
	return tocsin_job_set(job, "path", p->path, e);
}

static int look_again(struct proof *p)
{
	struct tocsin_job *job = tocsin_job_new(TOCSIN_SWEEP);
	struct tocsin_run *run = NULL;
	struct tocsin_record record;
	struct tocsin_error e;
	int rc = job ? ask(p, job, &e) : -1;

	if (!job)
		return complain("no memory");
	if (rc == 0) {
		use_knowledge(job);
		rc = tocsin_run_open(&run, job, &e);
	}
	while (rc >= 0 && run && (rc = tocsin_run_next(run, &record, &e)) > 0)
		record_see(p, &record);
	if (rc < 0)
		complain("%s", e.text);
	tocsin_run_close(run);
	tocsin_job_free(job);
	return rc < 0 ? -1 : 0;
}

/* ---- the answer */

static void put_word(const char *word, struct proof *p)
{
	struct out o;
	struct error e;

	out_to_fd(&o, STDOUT_FILENO);
	out_printf(&o, "%s  %s at ", word, p->s->id);
	out_terminal(&o, node_text(p->s->finding, "at"));
	out_text(&o, "\n");
	out_finish(&o, &e);
	out_release(&o);
}

static int tell(struct proof *p)
{
	unsigned long long count = stored_number(p->s->finding, "count");
	unsigned same = 0, seen = 0;

	for (unsigned i = 0; i < p->places; i++) {
		same += p->place[i].same;
		seen += p->place[i].seen;
	}
	if (same == p->places && p->places) {
		put_word("PROVEN", p);
		printf("read again: %u of %u listed places hold the same bytes", same, p->places);
		if (count > p->places)
			printf(" (of %llu in all)", count);
		printf("\n");
		return STATUS_OK;
	}
	if (p->gap && !seen) {
		put_word("CANNOT BE SAID", p);
		printf("the file could not be read wholly: %s%s\n", p->gap,
		       strcmp(p->gap, "encrypted") == 0 ? " (--password)" : "");
		return STATUS_OPEN;
	}
	put_word("CHANGED", p);
	printf("%u of %u listed places hold the same bytes; at %u more something else stands around "
	       "it\n", same, p->places, seen - same);
	return STATUS_FOUND;
}

static int verify_finding(struct stored *s, const char *const *word, unsigned words)
{
	struct proof p = { .s = s, .word = word, .words = words };
	char path[8192];
	struct stat st;

	if (stored_load(s) != 0 || proof_path(&p, path, sizeof(path)) != 0)
		return STATUS_FAILED;
	places_take(&p, s->finding);
	if (stat(path, &st) < 0) {
		if (errno != ENOENT && errno != ENOTDIR)
			return complain("%s: %s", path, strerror(errno));
		put_word("GONE", &p);
		printf("nothing of this name is there any more\n");
		return STATUS_FOUND;
	}
	if (!s->folder[0] && !span_equal(node_text(s->finding, "engine"), SPAN("set")))
		return complain("%s was found by a rule, which only a case keeps: verify CASE:%s", s->id,
				s->id);
	return look_again(&p) != 0 ? STATUS_FAILED : tell(&p);
}

static int usage(void)
{
	printf("usage: tocsin verify [--case DIR] [--password WORD] F4 | CASE:F4 | FILE.ndjson:F4\n"
	       "       tocsin verify [--digests] [CASE or FILE.ndjson]\n\n"
	       "Open the evidence of a finding again and say PROVEN, CHANGED or GONE; or check the\n"
	       "seal of a whole answer and the files that it rests on (--digests: read them).\n"
	       "--password repeats; no record keeps the words that a sweep was given.\n"
	       "Without a name it is the last sweep.\n");
	return 0;
}

/* What stands behind an option, "--case DIR" or "--case=DIR"; NULL: it is another one. */
static const char *value_of(const char *option, char **argv, int argc, int *i)
{
	size_t n = strlen(option);

	if (strncmp(argv[*i], option, n) != 0)
		return NULL;
	if (argv[*i][n] == '=')
		return argv[*i] + n + 1;
	return argv[*i][n] == '\0' && *i + 1 < argc ? argv[++*i] : NULL;
}

int verb_verify(int argc, char **argv)
{
	const char *word = NULL, *folder = NULL, *value, *password[WORDS];
	unsigned passwords = 0;
	bool digests = false;
	struct stored s;
	int status;

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
			return usage();
		if (strcmp(argv[i], "--digests") == 0)
			digests = true;
		else if ((value = value_of("--case", argv, argc, &i)))
			folder = value;
		else if ((value = value_of("--password", argv, argc, &i)) && passwords == WORDS)
			return complain("more than %d passwords", WORDS);
		else if (value)
			password[passwords++] = value;
		else if (strcmp(argv[i], "--case") == 0 || strcmp(argv[i], "--password") == 0)
			return complain("%s needs a value", argv[i]);
		else if (argv[i][0] == '-' && argv[i][1])
			return complain("no option '%s' (tocsin help verify)", argv[i]);
		else if (word)
			return complain("one finding, CASE or FILE.ndjson at a time");
		else
			word = argv[i];
	}
	if (stored_address(&s, word, folder) != 0)
		return STATUS_FAILED;
	status = s.id[0] ? verify_finding(&s, password, passwords) : verify_answer(&s, digests);
	stored_release(&s);
	return status;
}
