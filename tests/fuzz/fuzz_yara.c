/*
 * fuzz_yara.c -- any bytes as an item, through rules that use every module that
 * is run.  To declare a module takes libyara longer than to search such an item,
 * so that each of three sets has its own, chosen by the first bytes.
 * Texts of rules are fuzz_rules.c's.
 */
#include <stdlib.h>

#include "base/frame.h"
#include "intel/intel.h"
#include "intel/yara_compiler.h"
#include "match/engine.h"
#include "match/set.h"

#define STRINGS "strings: $a = \"MZ\" $b = { 50 45 ?? ?? } $c = /[a-z]{2,9}\\.(exe|dll)/ nocase "

enum { SET_WINDOWS, SET_ELF, SET_OTHER, SETS };

static const char *const rule[SETS] = {
	[SET_WINDOWS] = "import \"pe\"\nimport \"dotnet\"\nrule modules { " STRINGS
		"condition: any of them or pe.number_of_sections > 1 or pe.imphash() == \"\" or "
		"pe.imports(\"kernel32.dll\") > 2 or pe.number_of_signatures > 0 or pe.exports(\"a\") or "
		"pe.rich_signature.key == 1 or dotnet.number_of_streams > 1 }",
	[SET_ELF] = "import \"elf\"\nrule modules { " STRINGS
		"condition: any of them or elf.number_of_sections > 3 or elf.machine == 62 }",
	/* Seldom gone on with behind the import. */
	[SET_OTHER] = "import \"math\"\nimport \"hash\"\nrule modules { " STRINGS
		"condition: 2 of them and (math.entropy(0, filesize) > 7 or hash.md5(0, filesize) == \"x\") }",
};

static struct set *set[SETS];
static struct engine_state state[SETS];
static const struct engine *engine;

static int on_hit(void *context, const struct hit *hit)
{
	const uint64_t *size = context;

	if (hit->offset > *size || hit->length > *size - hit->offset)
		abort();
	return 0;
}

static void make_log(struct buf *log, const char *text)
{
	static struct intel_record r;
	struct buf record;

	r.type = INTEL_RULE;
	r.rule = (struct rule){ .language = SPAN("yara"), .name = SPAN("modules"), .text = span_of(text),
				.compiles = true, .runs = true };
	buf_init(&record, 1 << 20);
	intel_encode(&record, &r);
	buf_init(log, 1 << 20);
	frame_span(log, buf_span(&record));
	buf_release(&record);
}

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void prepare(unsigned i)
{
	static struct buf image[SETS];
	struct error e;
	struct buf log;

	make_log(&log, rule[i]);
	buf_init(&image[i], 64 << 20);
	if (set_compile(buf_span(&log), 1, 64 << 20, &image[i], &e) < 0 ||
	    set_open(&set[i], buf_span(&image[i]), &e) < 0 || engines_load(set[i], &e) < 0)
		abort();
	buf_release(&log);
	state[i] = (struct engine_state){ .set = set[i], .hit = on_hit };
	if (engine->open(&state[i], &e) < 0)
		abort();
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	struct error e;

	(void)argc;
	(void)argv;
	for (size_t i = 0; engine_at(i); i++)
		if (engine_at(i)->whole)
			engine = engine_at(i);
	if (!engine || yara_prepare(&e) < 0)
		abort();
	for (unsigned i = 0; i < SETS; i++)
		prepare(i);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct whole_item item = { span_make(bytes, size), span_make(bytes, size < 40 ? size : 40), 5 };
	struct engine_state *s = &state[span_starts(item.bytes, SPAN("MZ")) ? SET_WINDOWS
					: span_starts(item.bytes, SPAN("\177ELF")) ? SET_ELF : SET_OTHER];
	uint64_t length = size;
	struct error e;

	s->context = &length;
	engine->whole(s, &item, &e);
	return 0;
}
