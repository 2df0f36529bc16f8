/*
 * fuzz_pattern.c -- libFuzzer's way to values of which a part is left open: the
 * first byte chooses the kind, whether the value is a regular expression (0x80), and
 * whether it is searched for, too, which takes a hundred times as long (0x40); the
 * first line is the value, the rest the text that is searched.
 *
 * What becomes an expression keeps its bounds and is taken by Vectorscan, every
 * hit lies in the text, and PCRE2 finds the expression exactly when we do.
 *     build-fuzz/tests/fuzz/fuzz_pattern -max_len=1024 corpus/fuzz_pattern
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdlib.h>

#include "base/frame.h"
#include "intel/intel.h"
#include "match/engine.h"
#include "match/pattern.h"
#include "match/set.h"
#include "value/expression.h"
#include "value/wildcard.h"

#define BUDGET (64u << 20)
#define PCRE_STEPS 100000	/* beyond, PCRE2 is not asked: it may go on for ever */

static const enum kind kinds[] = {
	KIND_PATH, KIND_FILENAME, KIND_REGISTRY_KEY, KIND_USER_AGENT, KIND_MUTEX, KIND_URL,
	KIND_DOMAIN,
};

struct asked {
	enum kind kind;
	bool regex;
	struct span value, text;
};

struct found {
	size_t text, hits;
};

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct engine *pattern;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	struct error e;

	(void)argc;
	(void)argv;
	for (size_t i = 0; engine_at(i); i++)
		if (strcmp(engine_at(i)->name, "pattern") == 0)
			pattern = engine_at(i);
	if (!pattern || pattern_prepare(&e) < 0 || pattern_compiler_prepare(&e) < 0)
		abort();
	return 0;
}

static int take(void *context, const struct hit *hit)
{
	struct found *found = context;

	if (hit->length == 0 || hit->offset > found->text || hit->length > found->text - hit->offset)
		abort();
	found->hits++;
	return 0;
}

static void record_of(const struct asked *asked, struct buf *log)
{
	static struct intel_record r;
	struct buf record;

	buf_init(&record, 1 << 20);
	r = (struct intel_record){ .type = INTEL_INDICATOR };
	r.indicator = (struct indicator){
		.kind = asked->kind, .role = ROLE_INDICATOR, .value = asked->value,
		.regex = asked->regex, .confidence = 50, .valid_from = TIME_NONE,
		.valid_until = TIME_NONE,
	};
	intel_encode(&record, &r);
	frame_span(log, buf_span(&record));
	buf_release(&record);
}

static size_t search(struct set *set, struct span text)
{
	struct found found = { .text = text.len };
	struct engine_state state = { .set = set, .hit = take, .context = &found };
	struct text_block block = { .bytes = text };
	struct error e;

	if (engines_load(set, &e) < 0 || pattern->open(&state, &e) < 0 ||
	    pattern->begin_item(&state, &e) < 0 || pattern->text(&state, &block, &e) < 0)
		abort();
	pattern->close(&state);
	return found.hits;
}

/* 1: PCRE2 finds it; 0: it does not; -1: it cannot be asked. */
static int oracle(struct span core, unsigned flags, struct span text)
{
	pcre2_match_context *limits = pcre2_match_context_create(NULL);
	pcre2_match_data *match = pcre2_match_data_create(8, NULL);
	struct buf whole;
	pcre2_code *code;
	PCRE2_SIZE at;
	int error, rc;

	buf_init(&whole, 16 * EXPRESSION_MAX);
	/* Only where the value has a letter at its edge must none stand beside it. */
	buf_text(&whole, flags & EXPRESSION_BEGINS ? "(?:(?<![0-9A-Za-z_])|(?![0-9A-Za-z_]))(?:" : "(?:");
	buf_add(&whole, core);
	buf_text(&whole, flags & EXPRESSION_ENDS ? ")(?:(?![0-9A-Za-z_])|(?<![0-9A-Za-z_]))" : ")");
	code = pcre2_compile((PCRE2_SPTR)whole.ptr, whole.len, PCRE2_CASELESS, &error, &at, NULL);
	if (!code)
		abort();
	pcre2_set_match_limit(limits, PCRE_STEPS);
	rc = pcre2_match(code, (PCRE2_SPTR)text.ptr, text.len, 0, 0, match, limits);
	pcre2_code_free(code);
	pcre2_match_data_free(match);
	pcre2_match_context_free(limits);
	buf_release(&whole);
	return rc > 0 ? 1 : rc == PCRE2_ERROR_NOMATCH ? 0 : -1;
}

static bool expression_of(const struct asked *a, struct buf *core, unsigned *flags)
{
	struct error e = { 0 };
	int rc = a->regex ? expression_of_regex(a->kind, a->value, core, flags, &e)
			  : expression_of_wildcards(a->kind, a->value, core, flags, &e);

	if (rc < 0 && !e.text[0])
		abort();
	return rc == 0 && core->len > 0;
}

static void compile_and_search(const struct asked *a, const struct buf *core, unsigned flags)
{
	struct buf log, image;
	struct set *set;
	struct error e;
	int theirs;
	size_t hits;

	buf_init(&log, BUDGET);
	buf_init(&image, BUDGET);
	record_of(a, &log);
	if (set_compile(buf_span(&log), 20200716, BUDGET, &image, &e) == 0) {
		if (set_open(&set, buf_span(&image), &e) < 0 || set_verify(set, &e) < 0)
			abort();
		hits = search(set, a->text);
		/* Paths and keys are searched for in several forms, names of files need more room. */
		theirs = a->kind == KIND_URL || a->kind == KIND_MUTEX || a->kind == KIND_USER_AGENT
			 ? oracle(buf_span(core), flags, a->text) : -1;
		if (theirs >= 0 && (hits > 0) != theirs)
			abort();
		set_close(set);
	} else if (e.code != ERR_LIMIT && e.code != ERR_UNSUPPORTED) {
		abort();
	}
	buf_release(&log);
	buf_release(&image);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span input = span_make(data, size);
	struct asked a;
	struct buf core;
	unsigned flags = 0;

	if (size < 3)
		return 0;
	a.kind = kinds[(data[0] & 0x3f) % (sizeof(kinds) / sizeof(kinds[0]))];
	a.regex = data[0] & 0x80;
	a.text = span_skip(input, 1);
	if (!span_line(&a.text, &a.value) || a.value.len == 0)
		return 0;
	buf_init(&core, 8 * EXPRESSION_MAX);
	if ((a.regex || (wildcard_kind(a.kind) && wildcard_in(a.kind, a.value) &&
			 wildcard_is_specific(a.kind, a.value))) &&
	    expression_of(&a, &core, &flags) && (data[0] & 0x40))
		compile_and_search(&a, &core, flags);
	buf_release(&core);
	return 0;
}
