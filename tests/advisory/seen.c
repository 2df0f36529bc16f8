/* seen.c -- records of an advisory, kept for a test, checked while they come. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#undef fail

#include "seen.h"

#include "base/hash.h"
#include "format/format.h"
#include "intel/knowledge.h"
#include "intel/warning.h"
#include "intel/yara_compiler.h"
#include "value/host.h"
#include "value/refang.h"

#define MANY 256		/* records of each sort kept for a test */

#define test_fail(...) \
	do { \
		print_error(__VA_ARGS__); \
		print_error("\n"); \
		_fail(__FILE__, __LINE__); \
	} while (0)
#define assert_span_equal(a, b) assert_true(span_equal((a), (b)))

struct keeper {
	struct seen *seen;
	const struct advisory_options *options;
	enum intel_type last;
	bool value;		/* from the command line */
};

void seen_prepare(void)
{
	static bool done;
	struct error e;

	if (done)
		return;
	done = true;
	format_prepare();
	assert_int_equal(host_prepare(&e), 0);
	assert_int_equal(yara_prepare(&e), 0);
	assert_int_equal(knowledge_prepare(SPAN(""), &e), 0);
	assert_int_equal(warning_prepare(SPAN(""), &e), 0);
}

static struct span keep(struct seen *s, struct span text)
{
	struct span kept = arena_copy(&s->arena, text);

	return kept.ptr ? kept : SPAN("");
}

static void keep_strings(struct seen *s, struct strings *list)
{
	for (uint32_t i = 0; i < list->count; i++)
		list->item[i] = keep(s, list->item[i]);
}

static void keep_where(struct seen *s, struct where *w)
{
	for (uint32_t i = 0; i < w->count; i++) {
		w->step[i].text = keep(s, w->step[i].text);
		w->step[i].quote = keep(s, w->step[i].quote);
	}
}

/* The quote, refanged, is the value or holds it. */
static void check_quote(const struct indicator *i)
{
	const struct step *last = &i->where.step[i->where.count - 1];
	struct buf plain, canonical;
	struct error e;
	bool same;

	buf_init(&plain, 1u << 20);
	buf_init(&canonical, 4u << 20);
	refang(last->quote, &plain, NULL);
	same = kind_canonical(i->kind, buf_span(&plain), &canonical, &e) == 0 &&
		span_equal(buf_span(&canonical), i->value);
	if (!same && span_find_nocase(buf_span(&plain), i->value) == SPAN_NONE) {
		/* "evil.example:8080", "*.evil.example" */
		buf_clear(&canonical);
		if (!i->port && last->quote.len < i->value.len)
			test_fail("'%.*s' does not hold '%.*s'", SPAN_ARG(last->quote),
				  SPAN_ARG(i->value));
	}
	buf_clear(&canonical);
	if (kind_canonical(i->kind, i->value, &canonical, &e) < 0 ||
	    !span_equal(buf_span(&canonical), i->value))
		test_fail("'%.*s' is not canonical", SPAN_ARG(i->value));
	buf_release(&plain);
	buf_release(&canonical);
}

static void keep_indicator(struct seen *s, const struct indicator *i)
{
	struct indicator *kept;

	if (s->indicators == MANY)
		return;
	kept = &s->indicator[s->indicators++];
	*kept = *i;
	kept->value = keep(s, i->value);
	kept->as_written = keep(s, i->as_written);
	kept->logic = keep(s, i->logic);
	keep_strings(s, &kept->why);
	keep_strings(s, &kept->entities);
	keep_where(s, &kept->where);
}

static void keep_assessment(struct seen *s, const struct assessment *a)
{
	struct assessment *kept = &s->assessment[s->assessments];

	if (s->assessments == MANY)
		return;
	s->assessments++;
	*kept = *a;
	kept->body = keep(s, a->body);
	kept->verb = keep(s, a->verb);
	kept->scope = keep(s, a->scope);
	kept->statement = keep(s, a->statement);
	kept->term = keep(s, a->term);
	kept->yardstick = keep(s, a->yardstick);
}

static int take(void *context, const struct intel_record *r, struct error *e)
{
	struct keeper *k = context;
	struct seen *s = k->seen;

	(void)e;
	assert_true(k->last ? r->type >= k->last && r->type != INTEL_ADVISORY :
		    r->type == INTEL_ADVISORY);
	k->last = r->type;
	switch (r->type) {
	case INTEL_ADVISORY:
		s->head = r->advisory;
		s->head.id = keep(s, r->advisory.id);
		s->head.title = keep(s, r->advisory.title);
		s->head.tlp = keep(s, r->advisory.tlp);
		s->head.format = keep(s, r->advisory.format);
		s->head.sha256 = keep(s, r->advisory.sha256);
		keep_strings(s, &s->head.refers_to);
		keep_strings(s, &s->head.contacts);
		for (uint32_t i = 0; i < s->head.bodies; i++) {
			s->head.body[i].name = keep(s, r->advisory.body[i].name);
			s->head.body[i].stance = keep(s, r->advisory.body[i].stance);
			s->head.body[i].scope = keep(s, r->advisory.body[i].scope);
		}
		break;
	case INTEL_INDICATOR:
		assert_int_equal(r->indicator.advisory, k->options->index);
		assert_true(r->indicator.why.count > 0);
		assert_true(r->indicator.confidence <= 100);
		check_quote(&r->indicator);
		keep_indicator(s, &r->indicator);
		break;
	case INTEL_RULE:
		if (s->rules == MANY)
			break;
		s->rule[s->rules] = r->rule;
		s->rule[s->rules].name = keep(s, r->rule.name);
		s->rule[s->rules].language = keep(s, r->rule.language);
		s->rule[s->rules].why_not = keep(s, r->rule.why_not);
		s->rule[s->rules++].text = keep(s, r->rule.text);
		break;
	case INTEL_ENTITY:
		if (s->entities == MANY)
			break;
		s->entity[s->entities] = r->entity;
		s->entity[s->entities].name = keep(s, r->entity.name);
		s->entity[s->entities].kind = keep(s, r->entity.kind);
		s->entity[s->entities].id = keep(s, r->entity.id);
		s->entity[s->entities].stated = keep(s, r->entity.stated);
		s->entity[s->entities].note = keep(s, r->entity.note);
		s->entity[s->entities].aside = keep(s, r->entity.aside);
		s->entity[s->entities].why = keep(s, r->entity.why);
		keep_strings(s, &s->entity[s->entities].may_be);
		keep_strings(s, &s->entity[s->entities++].as_written);
		break;
	case INTEL_GAP:
		if (s->gaps == MANY)
			break;
		s->gap[s->gaps] = r->gap;
		s->gap[s->gaps].reason = keep(s, r->gap.reason);
		s->gap[s->gaps++].detail = keep(s, r->gap.detail);
		break;
	case INTEL_ASSESSMENT:
		keep_assessment(s, &r->assessment);
		break;
	}
	return 0;
}

static void open_seen(struct seen *s)
{
	seen_prepare();
	memset(s, 0, sizeof(*s));
	arena_init(&s->arena, 64u << 20);
	s->indicator = calloc(MANY, sizeof(*s->indicator));
	s->rule = calloc(MANY, sizeof(*s->rule));
	s->entity = calloc(MANY, sizeof(*s->entity));
	s->gap = calloc(MANY, sizeof(*s->gap));
	s->assessment = calloc(MANY, sizeof(*s->assessment));
}

void seen_read_with(struct seen *s, struct span bytes, const struct advisory_options *o)
{
	struct keeper k = { .seen = s, .options = o };
	struct intel_sink sink = { take, &k };
	char hex[2 * DIGEST_MAX + 1];

	open_seen(s);
	s->rc = advisory_read(bytes, o, &sink, &s->error);
	if (s->rc == 0) {
		digest_hex(DIGEST_SHA256, bytes, hex);
		assert_span_equal(s->head.sha256, span_of(hex));
	} else {
		assert_true(s->error.code != ERR_NONE && s->error.text[0]);
	}
}

void seen_read(struct seen *s, struct span bytes)
{
	struct advisory_options o = { .source = SPAN("sample"), .index = 3, .now = TIME_NONE };

	seen_read_with(s, bytes, &o);
}

void seen_value(struct seen *s, struct span value, const struct advisory_options *o)
{
	struct keeper k = { .seen = s, .options = o, .value = true };
	struct intel_sink sink = { take, &k };

	open_seen(s);
	s->rc = advisory_value(value, o, &sink, &s->error);
}

struct span sample(const char *name)
{
	char path[400];
	char *bytes = malloc(1u << 20);
	size_t got;
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", SAMPLES, name);
	f = fopen(path, "rb");
	if (!f)
		test_fail("%s is missing", path);
	got = fread(bytes, 1, 1u << 20, f);
	fclose(f);
	return span_make(bytes, got);
}

void seen_file(struct seen *s, const char *name)
{
	struct span bytes = sample(name);

	seen_read(s, bytes);
	free((void *)(uintptr_t)bytes.ptr);
	if (s->rc < 0)
		test_fail("%s: %s", name, s->error.text);
}

void seen_release(struct seen *s)
{
	free(s->indicator);
	free(s->rule);
	free(s->entity);
	free(s->gap);
	free(s->assessment);
	arena_release(&s->arena);
}

const struct indicator *seen_find(const struct seen *s, const char *kind, const char *value)
{
	for (size_t i = 0; i < s->indicators; i++)
		if (s->indicator[i].kind == kind_of_name(span_of(kind)) &&
		    span_equal(s->indicator[i].value, span_of(value)))
			return &s->indicator[i];
	return NULL;
}

const struct entity *seen_entity(const struct seen *s, const char *name)
{
	for (size_t i = 0; i < s->entities; i++)
		if (span_equal(s->entity[i].name, span_of(name)))
			return &s->entity[i];
	return NULL;
}

const char *seen_role(const struct seen *s, const char *kind, const char *value)
{
	const struct indicator *i = seen_find(s, kind, value);

	return i ? role_name(i->role) : "absent";
}

bool seen_why(const struct indicator *i, const char *words)
{
	for (uint32_t k = 0; i && k < i->why.count; k++)
		if (span_find(i->why.item[k], span_of(words)) != SPAN_NONE)
			return true;
	return false;
}
