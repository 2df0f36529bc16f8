/*
 * fuzz_advisory.c -- any bytes as an advisory and as a value of the command
 * line: one advisory record first, canonical values, records that survive the
 * wire.
 */
#include <stdlib.h>

#include "advisory/advisory.h"
#include "base/hash.h"
#include "format/format.h"
#include "intel/knowledge.h"
#include "intel/warning.h"
#include "intel/yara_compiler.h"
#include "value/host.h"

struct checker {
	struct buf wire, canonical;
	uint64_t records;
};

static void check_value(struct checker *c, const struct indicator *i)
{
	struct error e;

	buf_clear(&c->canonical);
	if (kind_canonical(i->kind, i->value, &c->canonical, &e) < 0 ||
	    !span_equal(buf_span(&c->canonical), i->value))
		abort();
}

static int take(void *context, const struct intel_record *r, struct error *e)
{
	struct checker *c = context;
	struct cursor at;
	static struct intel_record decoded;

	(void)e;
	if ((c->records++ == 0) != (r->type == INTEL_ADVISORY))
		abort();
	if (r->type == INTEL_INDICATOR)
		check_value(c, &r->indicator);
	buf_clear(&c->wire);
	intel_encode(&c->wire, r);
	at = (struct cursor){ .left = buf_span(&c->wire) };
	if (!c->wire.bad && !intel_decode(&at, &decoded))
		abort();
	return 0;
}

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	struct error e;

	(void)argc;
	(void)argv;
	format_prepare();
	if (host_prepare(&e) < 0 ||
	    knowledge_prepare(SPAN(""), &e) < 0 || warning_prepare(SPAN(""), &e) < 0 || yara_prepare(&e) < 0)
		abort();
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct advisory_options o = { .source = SPAN("fuzz"), .now = TIME_NONE };
	struct checker c = { .records = 0 };
	struct intel_sink sink = { take, &c };
	struct error e;

	buf_init(&c.wire, 64u << 20);
	buf_init(&c.canonical, 16u << 20);
	advisory_read(span_make(bytes, size), &o, &sink, &e);
	c.records = 0;
	advisory_value(span_make(bytes, size), &o, &sink, &e);
	buf_release(&c.wire);
	buf_release(&c.canonical);
	return 0;
}
