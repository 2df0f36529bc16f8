/* job.c -- a job is a list of settings; here is where they are understood. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "evidence/log/log.h"
#include "run.h"
#include "value/refang.h"

#define BUDGET	     (256u << 20)
#define ALLOW_MAX    1000000
#define SETTINGS_MAX 4000000
#define MIB	     (UINT64_C(1) << 20)
#define MEMORY_MOST  320		/* MiB: the worker's own limit is 512 */

const char *tocsin_version(void)
{
	return TOCSIN_VERSION;
}

struct tocsin_job *tocsin_job_new(enum tocsin_verb verb)
{
	struct tocsin_job *job = calloc(1, sizeof(*job));

	if (job)
		job->verb = verb;
	return job;
}

void tocsin_job_free(struct tocsin_job *job)
{
	if (!job)
		return;
	for (size_t i = 0; i < job->count; i++) {
		free(job->list[i].name);
		free(job->list[i].value);
	}
	free(job->list);
	free(job);
}

/* ---- one setting */

struct parse {
	struct options *o;
	struct label label;	/* for the PATHs that follow */
	bool label_open;	/* it stands in the list already */
};

static int keep_text(struct options *o, struct span *out, struct span value, struct error *e)
{
	*out = arena_copy(&o->arena, value);
	return out->ptr ? 0 : fail(e, ERR_MEMORY, "no memory for the settings");
}

static int parse_flag(struct span value, bool *out, struct error *e)
{
	*out = span_equal(value, SPAN("1"));
	if (!*out && !span_equal(value, SPAN("0")))
		return fail(e, ERR_USAGE, "'%.*s' is neither 0 nor 1", SPAN_ARG(value));
	return 0;
}

static int parse_number(struct span value, unsigned least, unsigned most, unsigned *out,
			struct error *e)
{
	uint64_t n;

	if (!span_u64(value, &n) || n < least || n > most)
		return fail(e, ERR_USAGE, "'%.*s' is not a number from %u to %u", SPAN_ARG(value),
			    least, most);
	*out = (unsigned)n;
	return 0;
}

static int parse_date(struct options *o, struct span value, bool last, int64_t *out,
		      struct error *e)
{
	if (!time_parse_user(value, last, o->now, out))
		return fail(e, ERR_USAGE, "'%.*s' is not a date such as 2020-07-16", SPAN_ARG(value));
	return 0;
}

static int parse_window(struct options *o, struct span value, struct error *e)
{
	size_t dots = span_find(value, SPAN(".."));

	if (dots == SPAN_NONE)
		return fail(e, ERR_USAGE, "'%.*s' is not a period such as 2020-01-01..2020-07-16",
			    SPAN_ARG(value));
	if (parse_date(o, span_cut(value, 0, dots), false, &o->window.from, e) < 0 ||
	    parse_date(o, span_skip(value, dots + 2), true, &o->window.to, e) < 0)
		return -1;
	if (o->window.from > o->window.to)
		return fail(e, ERR_USAGE, "the window ends before it begins");
	return 0;
}

/* A sweep that goes on reads "90d" as on the day it began. */
static int parse_now(struct options *o, struct span value, struct error *e)
{
	uint64_t now;

	if (!span_u64(value, &now) || now > INT64_MAX)
		return fail(e, ERR_USAGE, "not a moment");
	o->now = (int64_t)now;
	return 0;
}

static int parse_password(struct options *o, struct span value, struct error *e)
{
	if (o->passwords == OPENING_WORDS)
		return fail(e, ERR_LIMIT, "more than %d passwords", OPENING_WORDS - 1);
	return keep_text(o, &o->password[o->passwords++], value, e);
}

/* A limit of struct opening_limits; `unit` bytes each. */
static int parse_limit(struct span value, uint64_t most, uint64_t unit, uint64_t *out,
		       struct error *e)
{
	unsigned n;

	if (parse_number(value, 1, (unsigned)most, &n, e) < 0)
		return -1;
	*out = n * unit;
	return 0;
}

/* For tests: bytes of a piece of a text (0: it is never divided), bytes of a large log. */
static int parse_pieces(struct options *o, struct span value, struct error *e)
{
	struct span piece;

	if (!span_split(&value, ',', &piece) || !span_u64(piece, &o->piece) ||
	    !span_u64(value, &o->large) || o->piece % BLOCK_BYTES)
		return fail(e, ERR_USAGE, "test-pieces: not BYTES,BYTES");
	if (o->piece == 0)
		o->piece = UINT64_MAX;
	return 0;
}

static int parse_learnt(struct options *o, struct span value, struct error *e)
{
	uint64_t number;

	if (!span_u64(value, &number) || number == 0 || number > INT64_MAX)
		return fail(e, ERR_USAGE, "'%.*s' is not the number of a document (library list)",
			    SPAN_ARG(span_cut(value, 0, 80)));
	o->learnt = (int64_t)number;
	return 0;
}

/* Lines of a small file of the user's own. */
static int read_lines(struct options *o, const char *path, struct span *out, struct error *e)
{
	struct buf b;
	FILE *f = fopen(path, "re");
	size_t got;
	char block[8192];
	int rc;

	if (!f)
		return fail_errno(e, path);
	buf_init(&b, 64u << 20);
	while ((got = fread(block, 1, sizeof(block), f)) > 0)
		buf_add(&b, span_make(block, got));
	rc = ferror(f) ? fail_errno(e, path) : b.bad ? fail(e, ERR_LIMIT, "%s: too large", path)
						     : keep_text(o, out, buf_span(&b), e);
	fclose(f);
	buf_release(&b);
	return rc;
}

void allow_canonical(struct span written, struct buf *out)
{
	struct buf plain;
	struct error why;
	enum kind kind;

	buf_init(&plain, 65536);
	buf_clear(out);
	refang(written, &plain, NULL);
	kind = kind_guess(buf_span(&plain));
	if (kind == KIND_NONE || kind_canonical(kind, buf_span(&plain), out, &why) < 0) {
		buf_clear(out);
		buf_add(out, buf_span(&plain));
	}
	buf_release(&plain);
}

static int parse_allow(struct options *o, struct span text, struct error *e)
{
	struct span line;
	struct buf canonical;
	int rc = 0;

	buf_init(&canonical, 65536);
	while (rc == 0 && span_line(&text, &line)) {
		line = span_trim(line);
		if (line.len == 0 || line.ptr[0] == '#')
			continue;
		allow_canonical(line, &canonical);
		if (!table_add(&o->allow, buf_span(&canonical), NULL, e))
			rc = -1;
	}
	buf_release(&canonical);
	return rc;
}

static int parse_scope(struct options *o, struct span text, struct error *e)
{
	struct span rest = text, line;
	uint32_t n = 0;

	while (span_line(&rest, &line))
		n++;
	o->scope = arena_array(&o->arena, struct span, n ? n : 1);
	if (!o->scope)
		return fail(e, ERR_MEMORY, "no memory for the scope");
	while (span_line(&text, &line)) {
		line = span_trim(line);
		if (line.len && line.ptr[0] != '#')
			o->scope[o->scopes++] = line;
	}
	return 0;
}

static int parse_manifest(struct options *o, const char *path, struct error *e)
{
	char real[4096], folder[4096];
	struct span text;
	char *slash;

	if (read_lines(o, path, &text, e) < 0)
		return -1;
	snprintf(folder, sizeof(folder), "%s", path);
	slash = strrchr(folder, '/');
	snprintf(slash ? slash + 1 : folder, 2, ".");
	if (!realpath(folder, real))
		return fail_errno(e, folder);
	if (labels_read(&o->labels, text, span_of(real), e) < 0)
		return fail_in(e, path);
	return 0;
}

/* ---- labels of the PATHs that follow */

static int label_close(struct parse *p)
{
	if (p->label_open)
		p->o->labels.list[p->o->labels.count - 1].to_root = p->o->paths;
	p->label_open = false;
	return 0;
}

static int parse_label(struct parse *p, const char *name, struct span value, struct error *e)
{
	struct label *l = &p->label;
	unsigned year;

	label_close(p);
	if (strcmp(name, "label") == 0)
		return keep_text(p->o, &l->name, value, e);
	if (strcmp(name, "host") == 0)
		return keep_text(p->o, &l->host, value, e);
	if (strcmp(name, "tz") == 0)
		return keep_text(p->o, &l->zone, value, e);
	if (strcmp(name, "columns") == 0) {
		size_t colon = span_find_byte(value, ':');

		/* NAME:time=1,... : the name is for people only. */
		return keep_text(p->o, &l->columns, colon == SPAN_NONE ? value
				 : span_skip(value, colon + 1), e);
	}
	if (strcmp(name, "year") == 0) {
		if (parse_number(value, 1970, 9999, &year, e) < 0)
			return -1;
		l->year = (uint16_t)year;
		return 0;
	}
	l->role = source_role_of(value);
	return l->role == SOURCE_ROLES ? fail(e, ERR_USAGE, "no role '%.*s' (tocsin help sweep)",
						 SPAN_ARG(value)) : 0;
}

/* What was said so far says nothing of the PATHs that follow. */
static int parse_label_end(struct parse *p)
{
	label_close(p);
	p->label = (struct label){ 0 };
	return 0;
}

static int parse_path(struct parse *p, struct span value, struct error *e)
{
	struct options *o = p->o;
	struct label *l = &p->label;
	bool said = l->name.len || l->host.len || l->zone.len || l->columns.len || l->year ||
		    l->role;

	if (said && !p->label_open) {
		l->from_root = o->paths;
		l->to_root = SIZE_MAX;
		if (labels_add(&o->labels, l, e) < 0)
			return -1;
		p->label_open = true;
	}
	/* "logs/" and "logs" are one folder. */
	while (value.len > 1 && value.ptr[value.len - 1] == '/')
		value.len--;
	return keep_text(o, &o->path[o->paths++], value, e);
}

static int parse_advisory(struct options *o, struct span value, bool is_value, struct error *e)
{
	o->is_value[o->advisories] = is_value;
	return keep_text(o, &o->advisory[o->advisories++], value, e);
}

static int parse_glob(struct options *o, struct span *list, uint32_t *n, struct span value,
		      struct error *e)
{
	if (*n == WALK_GLOBS)
		return fail(e, ERR_LIMIT, "more than %d patterns", WALK_GLOBS);
	return keep_text(o, &list[(*n)++], value, e);
}

/* ---- the table of settings */

enum set {
	SET_ADVISORY, SET_VALUE, SET_PATH, SET_LABEL, SET_MANIFEST, SET_NET, SET_RELAY,
	SET_WINDOW, SET_SINCE, SET_UNTIL, SET_SCOPE, SET_EXCLUDE, SET_INCLUDE, SET_ALLOW,
	SET_PRIVATE, SET_ONE_FS, SET_HITS, SET_UNORDERED, SET_NO_SANDBOX, SET_NICE, SET_JOBS,
	SET_CONTEXT, SET_PASSWORD, SET_DEPTH, SET_FILE_SIZE, SET_MEMORY, SET_MEMBERS, SET_RATIO,
	SET_TIME, SET_STALL, SET_OPEN, SET_OPERATOR, SET_TICKET, SET_NOTE, SET_WHY,
	SET_CASE, SET_LAST, SET_LABEL_END, SET_AGAIN, SET_NOW, SET_ASKED, SET_NEW, SET_LIBRARY,
	SET_KNOWLEDGE, SET_LEARNT, SET_FULL, SET_NO_RECALL, SET_CACHE,
	SET_DIGEST_ALL, SET_OUTPUT, SET_FILE_SET, SET_COMMAND, SET_PROGRAM, SET_CRASH,
	SET_PIECES, SET_STRICT,
};

static const struct {
	const char *name;
	enum set set;
} settings[] = {
	{ "advisory", SET_ADVISORY }, { "value", SET_VALUE }, { "path", SET_PATH },
	{ "label", SET_LABEL }, { "host", SET_LABEL }, { "role", SET_LABEL }, { "tz", SET_LABEL },
	{ "columns", SET_LABEL }, { "year", SET_LABEL }, { "evidence", SET_MANIFEST },
	{ "home-net", SET_NET }, { "relay", SET_RELAY }, { "window", SET_WINDOW },
	{ "since", SET_SINCE }, { "until", SET_UNTIL }, { "scope", SET_SCOPE },
	{ "exclude", SET_EXCLUDE }, { "include", SET_INCLUDE }, { "allow", SET_ALLOW },
	{ "allow-private", SET_PRIVATE }, { "one-file-system", SET_ONE_FS }, { "hits", SET_HITS },
	{ "unordered", SET_UNORDERED }, { "no-sandbox", SET_NO_SANDBOX }, { "nice", SET_NICE },
	{ "jobs", SET_JOBS }, { "context", SET_CONTEXT }, { "digest-all", SET_DIGEST_ALL },
	{ "password", SET_PASSWORD }, { "max-depth", SET_DEPTH },
	{ "max-file-size", SET_FILE_SIZE }, { "max-memory", SET_MEMORY },
	{ "max-members", SET_MEMBERS }, { "max-ratio", SET_RATIO },
	{ "time-limit", SET_TIME }, { "stall-limit", SET_STALL }, { "open-limit", SET_OPEN },
	{ "operator", SET_OPERATOR }, { "ticket", SET_TICKET }, { "note", SET_NOTE },
	{ "why", SET_WHY }, { "set", SET_FILE_SET }, { "cache", SET_CACHE },
	{ "output", SET_OUTPUT }, { "command", SET_COMMAND }, { "program", SET_PROGRAM },
	{ "case", SET_CASE }, { "last", SET_LAST }, { "label-end", SET_LABEL_END },
	{ "again", SET_AGAIN }, { "now", SET_NOW }, { "asked", SET_ASKED },
	{ "new", SET_NEW }, { "full", SET_FULL }, { "no-recall", SET_NO_RECALL },
	{ "knowledge", SET_KNOWLEDGE }, { "library", SET_LIBRARY }, { "learnt", SET_LEARNT },
	{ "test-crash", SET_CRASH }, { "test-pieces", SET_PIECES }, { "test-strict", SET_STRICT },
};

#define SETTINGS (sizeof(settings) / sizeof(settings[0]))

/* The set it belongs to, or -1. */
static int setting_named(const char *name)
{
	for (size_t i = 0; i < SETTINGS; i++)
		if (strcmp(settings[i].name, name) == 0)
			return (int)settings[i].set;
	return -1;
}

static int parse_own_output(struct options *o, const char *path)
{
	struct stat s;

	/* What does not exist yet cannot be swept either. */
	if (o->walk.owns < sizeof(o->walk.own) / sizeof(o->walk.own[0]) && stat(path, &s) == 0) {
		o->walk.own[o->walk.owns].device = s.st_dev;
		o->walk.own[o->walk.owns++].inode = s.st_ino;
	}
	return 0;
}

static int parse_lists(struct options *o, enum set set, const char *path, struct error *e)
{
	struct span text;

	if (read_lines(o, path, &text, e) < 0)
		return -1;
	return set == SET_ALLOW ? parse_allow(o, text, e) : parse_scope(o, text, e);
}

static int parse_flags(struct options *o, enum set set, struct span v, struct error *e)
{
	bool on;

	if (parse_flag(v, &on, e) < 0)
		return -1;
	switch (set) {
	case SET_PRIVATE:	o->allow_private = on; break;
	case SET_ONE_FS:	o->walk.one_file_system = on; break;
	case SET_HITS:		o->hits = on; break;
	case SET_UNORDERED:	o->unordered = on; break;
	case SET_DIGEST_ALL:	o->digest_all = on; break;
	case SET_NO_SANDBOX:	o->sandbox = !on; break;
	case SET_STRICT:	o->strict = on; break;
	case SET_AGAIN:		o->again = on; break;
	case SET_NEW:		o->only_new = on; break;
	case SET_FULL:		o->full = on; break;
	case SET_NO_RECALL:	o->no_recall = on; break;
	default:		o->nice = on; break;
	}
	return 0;
}

static int parse_setting(struct parse *p, enum set set, const struct setting *s, struct error *e)
{
	struct options *o = p->o;
	struct span v = span_of(s->value);

	switch (set) {
	case SET_ADVISORY:	return parse_advisory(o, v, false, e);
	case SET_VALUE:		return parse_advisory(o, v, true, e);
	case SET_PATH:		return parse_path(p, v, e);
	case SET_LABEL:		return parse_label(p, s->name, v, e);
	case SET_MANIFEST:	return parse_manifest(o, s->value, e);
	case SET_NET:		return ours_add_net(&o->ours, v, e);
	case SET_RELAY:		return ours_add_relay(&o->ours, v, e);
	case SET_WINDOW:	return parse_window(o, v, e);
	case SET_SINCE:		return parse_date(o, v, false, &o->read.from, e);
	case SET_UNTIL:		return parse_date(o, v, true, &o->read.to, e);
	case SET_SCOPE:
	case SET_ALLOW:		return parse_lists(o, set, s->value, e);
	case SET_EXCLUDE:	return parse_glob(o, o->walk.exclude, &o->walk.excludes, v, e);
	case SET_INCLUDE:	return parse_glob(o, o->walk.include, &o->walk.includes, v, e);
	case SET_JOBS:		return parse_number(v, 1, POOL_WORKERS, &o->workers, e);
	case SET_CONTEXT:	return parse_number(v, 0, 65536, &o->context, e);
	case SET_PASSWORD:	return parse_password(o, v, e);
	case SET_DEPTH:		return parse_number(v, 1, OPENING_DEPTH, &o->limits.depth, e);
	case SET_FILE_SIZE:	return parse_limit(v, 1u << 30, MIB, &o->limits.member, e);
	case SET_MEMORY:	return parse_limit(v, MEMORY_MOST, MIB, &o->limits.memory, e);
	case SET_MEMBERS:	return parse_limit(v, 1000000000, 1, &o->limits.members, e);
	case SET_RATIO:		return parse_limit(v, 1000000000, 1, &o->limits.ratio, e);
	case SET_TIME:		return parse_number(v, 0, 1000000, &o->time_limit, e);
	case SET_STALL:		return parse_number(v, 0, 1000000, &o->stall_limit, e);
	case SET_OPEN:		return parse_number(v, 0, 1000000, &o->open_limit, e);
	case SET_OPERATOR:	return keep_text(o, &o->operator, v, e);
	case SET_TICKET:	return keep_text(o, &o->ticket, v, e);
	case SET_NOTE:		return keep_text(o, &o->note, v, e);
	case SET_WHY:		return keep_text(o, &o->why, v, e);
	case SET_FILE_SET:	return keep_text(o, &o->set, v, e);
	case SET_CACHE:		return keep_text(o, &o->cache, v, e);
	case SET_PROGRAM:	return keep_text(o, &o->program, v, e);
	case SET_CRASH:		return keep_text(o, &o->crash, v, e);
	case SET_PIECES:	return parse_pieces(o, v, e);
	case SET_CASE:		o->custody = true; return keep_text(o, &o->casebook, v, e);
	case SET_LAST:		return keep_text(o, &o->casebook, v, e);
	case SET_LABEL_END:	return parse_label_end(p);
	case SET_NOW:		return parse_now(o, v, e);
	case SET_LIBRARY:	return keep_text(o, &o->library, v, e);
	case SET_KNOWLEDGE:	return keep_text(o, &o->knowledge, v, e);
	case SET_LEARNT:	return parse_learnt(o, v, e);
	case SET_ASKED:		return 0;	/* opened before (keeping.c) */
	case SET_COMMAND:	return keep_text(o, &o->command[o->commands++], v, e);
	case SET_OUTPUT:	return parse_own_output(o, s->value);
	default:		return parse_flags(o, set, v, e);
	}
}

/* ---- all of them */

static int options_room(struct options *o, const struct tocsin_job *job, struct error *e)
{
	size_t n = job->count + 1;

	o->advisory = arena_array(&o->arena, struct span, n);
	o->is_value = arena_array(&o->arena, bool, n);
	o->path = arena_array(&o->arena, struct span, n);
	o->command = arena_array(&o->arena, struct span, n);
	o->password = arena_array(&o->arena, struct span, OPENING_WORDS);
	if (!o->advisory || !o->is_value || !o->path || !o->command || !o->password)
		return fail(e, ERR_MEMORY, "no memory for the settings");
	/* What analysts lock samples with. */
	o->password[o->passwords++] = SPAN("infected");
	return 0;
}

/* Without a PATH the paths of the manifest are swept. */
static int options_manifest_paths(struct options *o, struct error *e)
{
	size_t n = o->labels.count;

	if (o->paths || n == 0)
		return 0;
	o->path = arena_array(&o->arena, struct span, n);
	if (!o->path)
		return fail(e, ERR_MEMORY, "no memory for the settings");
	for (size_t i = 0; i < n; i++) {
		if (o->labels.list[i].glob)
			return fail(e, ERR_USAGE, "the manifest has patterns: name a PATH too");
		o->path[o->paths++] = o->labels.list[i].path;
	}
	return 0;
}

static void options_defaults(struct options *o)
{
	struct timespec t;
	long cores = sysconf(_SC_NPROCESSORS_ONLN);

	clock_gettime(CLOCK_REALTIME, &t);
	o->now = (int64_t)t.tv_sec * TIME_SECOND;
	o->workers = cores < 1 ? 1 : cores > POOL_WORKERS ? POOL_WORKERS : (unsigned)cores;
	o->context = 160;
	o->limits = opening_limits;
	o->time_limit = 60;
	o->stall_limit = 60;
	o->open_limit = 20;
	o->sandbox = true;
	o->window = o->read = (struct period){ TIME_NONE, TIME_NONE };
	o->program = SPAN("/usr/bin/tocsin");
}

int options_open(struct options *o, const struct tocsin_job *job, struct error *e)
{
	struct parse p = { .o = o };

	*o = (struct options){ .verb = job->verb };
	arena_init(&o->arena, BUDGET);
	labels_init(&o->labels);
	ours_init(&o->ours);
	table_init(&o->allow, &o->arena, ALLOW_MAX);
	options_defaults(o);
	if (options_room(o, job, e) < 0)
		return -1;
	for (size_t i = 0; i < job->count; i++) {
		const struct setting *s = &job->list[i];
		enum set set = (enum set)setting_named(s->name);

		if (parse_setting(&p, set, s, e) < 0)
			return set == SET_MANIFEST ? -1 : fail_in(e, s->name);
	}
	label_close(&p);
	if (o->read.from != TIME_NONE && o->read.to != TIME_NONE && o->read.from > o->read.to)
		return fail(e, ERR_USAGE, "--since lies behind --until: nothing would be read");
	return options_manifest_paths(o, e);
}

void options_release(struct options *o)
{
	labels_release(&o->labels);
	ours_release(&o->ours);
	table_release(&o->allow);
	arena_release(&o->arena);
}

int tocsin_job_set(struct tocsin_job *job, const char *name, const char *value,
		   struct tocsin_error *error)
{
	struct setting s;

	if (setting_named(name) < 0) {
		error->code = TOCSIN_ERROR_USAGE;
		snprintf(error->text, sizeof(error->text), "no setting '%.100s'", name);
		return -1;
	}
	if (job->count == job->room) {
		size_t room = job->room ? job->room * 2 : 32;
		struct setting *wider = room > SETTINGS_MAX ? NULL
				      : realloc(job->list, room * sizeof(*wider));

		if (!wider)
			goto memory;
		job->list = wider;
		job->room = room;
	}
	s = (struct setting){ strdup(name), strdup(value) };
	if (!s.name || !s.value) {
		free(s.name);
		free(s.value);
		goto memory;
	}
	job->list[job->count++] = s;
	return 0;
memory:
	error->code = TOCSIN_ERROR_SYSTEM;
	snprintf(error->text, sizeof(error->text), "no memory for the settings");
	return -1;
}
