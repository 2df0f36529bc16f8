/*
 * yara_compiler.c -- libyara's compiler behind our own errors.
 *
 * A compiler of libyara is spent behind a mistake, and a fresh one costs much
 * more than a rule: a trial keeps one for as long as there is none.
 */
#include "intel/yara_compiler.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <yara.h>

#include "base/dso.h"

#define CALLS(CALL) \
	CALL(yr_compiler_add_string) CALL(yr_compiler_create) \
	CALL(yr_compiler_define_string_variable) CALL(yr_compiler_destroy) \
	CALL(yr_compiler_get_rules) CALL(yr_compiler_set_callback) \
	CALL(yr_compiler_set_include_callback) CALL(yr_initialize) \
	CALL(yr_rules_destroy) CALL(yr_rules_save_stream) \
	CALL(yr_set_configuration_uint32)
DSO(lib, DSO_YARA, CALLS)

#define TRIAL_TEXTS 1000	/* then a fresh compiler, since it keeps all of them */
#define TABLES_BYTES (12u << 20)
#define ROOM_BYTES   (6u << 20)	/* more would be mapped apart */
#define LARGE_PAGE   (2u << 20)
#define MATCH_DATA 16		/* bytes that libyara copies of a match: we have the item */

const char *const yara_externals[] = {
	"filename", "filepath", "extension", "filetype", "owner", NULL
};

struct yara_compiler {
	YR_COMPILER *yara;
	uint32_t line;			/* of the first mistake */
	char said[240];
};

/* Modules that ask for what a sandboxed process does not have. */
static const struct {
	const char *name, *why_not;
} absent[] = {
	{ "magic", "uses the module \"magic\", which needs files of this machine" },
	{ "cuckoo", "uses the module \"cuckoo\", which needs a sandbox's report" },
};

int yara_prepare(struct error *e)
{
	if (dso_open(&lib_dso, e) < 0)
		return -1;
	if (lib.yr_initialize() != ERROR_SUCCESS ||
	    lib.yr_set_configuration_uint32(YR_CONFIG_MAX_MATCH_DATA, MATCH_DATA) != ERROR_SUCCESS)
		return fail(e, ERR_UNSUPPORTED, "libyara does not start");
	return 0;
}

static void on_problem(int level, const char *file, int line, const YR_RULE *rule,
		       const char *message, void *context)
{
	struct yara_compiler *y = context;

	(void)file;
	(void)rule;
	if (level != YARA_ERROR_LEVEL_ERROR || y->said[0])
		return;
	y->line = line > 0 ? (uint32_t)line : 0;
	snprintf(y->said, sizeof(y->said), "%s", message);
}

static int define_externals(YR_COMPILER *yara)
{
	for (size_t i = 0; yara_externals[i]; i++)
		if (lib.yr_compiler_define_string_variable(yara, yara_externals[i], "") !=
		    ERROR_SUCCESS)
			return -1;
	return 0;
}

/*
 * libyara zeroes a megabyte for each of some tables, which takes a process longer than to
 * compile a few rules, page by page.  What is freed here is what it gets.
 */
static void expect_tables(void)
{
	char *room[TABLES_BYTES / ROOM_BYTES];

	for (size_t i = 0; i < TABLES_BYTES / ROOM_BYTES; i++) {
		room[i] = malloc(ROOM_BYTES);
		if (room[i])
			madvise(room[i] + LARGE_PAGE - (uintptr_t)room[i] % LARGE_PAGE,
				ROOM_BYTES - LARGE_PAGE, MADV_HUGEPAGE);
	}
	for (size_t i = 0; i < TABLES_BYTES / ROOM_BYTES; i++)
		free(room[i]);
}

int yara_compiler_new(struct yara_compiler **out, struct error *e)
{
	struct yara_compiler *y = calloc(1, sizeof(*y));

	expect_tables();
	*out = NULL;
	if (!y || lib.yr_compiler_create(&y->yara) != ERROR_SUCCESS) {
		free(y);
		return fail(e, ERR_MEMORY, "no memory for YARA rules");
	}
	lib.yr_compiler_set_callback(y->yara, on_problem, y);
	lib.yr_compiler_set_include_callback(y->yara, NULL, NULL, NULL);
	if (define_externals(y->yara) < 0) {
		yara_compiler_free(y);
		return fail(e, ERR_MEMORY, "no memory for YARA rules");
	}
	*out = y;
	return 0;
}

void yara_compiler_free(struct yara_compiler *y)
{
	if (!y)
		return;
	lib.yr_compiler_destroy(y->yara);
	free(y);
}

int yara_compiler_add(struct yara_compiler *y, struct span text, const char *space,
		      struct error *e)
{
	uint32_t before = y->yara->next_rule_idx;
	char *string;
	int errors;

	if (span_find_byte(text, '\0') != SPAN_NONE)
		return fail(e, ERR_MALFORMED, "a NUL byte in a rule");
	string = strndup(text.len ? text.ptr : "", text.len);
	if (!string)
		return fail(e, ERR_MEMORY, "no memory for YARA rules");
	errors = lib.yr_compiler_add_string(y->yara, string, space);
	free(string);
	if (errors == 0)
		return (int)(y->yara->next_rule_idx - before);
	if (y->line)
		return fail(e, ERR_MALFORMED, "line %u: %s", y->line, y->said);
	return fail(e, ERR_MALFORMED, "%s", y->said[0] ? y->said : "does not compile");
}

static size_t write_stream(const void *bytes, size_t size, size_t count, void *context)
{
	struct buf *out = context;

	buf_add(out, span_make(bytes, size * count));
	return out->bad ? 0 : count;
}

int yara_compiler_write(struct yara_compiler *y, struct buf *out, struct error *e)
{
	YR_STREAM stream = { .user_data = out, .write = write_stream };
	YR_RULES *rules;
	int rc;

	if (lib.yr_compiler_get_rules(y->yara, &rules) != ERROR_SUCCESS)
		return fail(e, ERR_MEMORY, "no memory for compiled YARA rules");
	rc = lib.yr_rules_save_stream(rules, &stream);
	lib.yr_rules_destroy(rules);
	if (rc != ERROR_SUCCESS || out->bad)
		return fail(e, ERR_LIMIT, "compiled YARA rules are larger than the set may be");
	return 0;
}

void yara_trial_release(struct yara_trial *t)
{
	yara_compiler_free(t->compiler);
	*t = (struct yara_trial){ 0 };
}

int yara_try(struct yara_trial *t, struct span text, uint32_t *line, struct error *e)
{
	char space[24];
	int rules;

	*line = 0;
	if (t->texts == TRIAL_TEXTS)
		yara_trial_release(t);
	if (!t->compiler && yara_compiler_new(&t->compiler, e) < 0)
		return -1;
	snprintf(space, sizeof(space), "t%u", t->texts++);
	rules = yara_compiler_add(t->compiler, text, space, e);
	if (rules > 0)
		return 0;
	*line = t->compiler->line;
	yara_trial_release(t);
	return rules < 0 ? -1 : fail(e, ERR_MALFORMED, "no rule in it");
}

bool yara_runs(struct span text, struct span *why_not)
{
	for (size_t i = 0; i < sizeof(absent) / sizeof(absent[0]); i++) {
		char import[40];

		snprintf(import, sizeof(import), "import \"%s\"", absent[i].name);
		if (span_find(text, span_of(import)) == SPAN_NONE)
			continue;
		*why_not = span_of(absent[i].why_not);
		return false;
	}
	return true;
}
