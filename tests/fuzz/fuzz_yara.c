/*
 * fuzz_yara.c -- any bytes as an item, through rules that use every module
 * that is run; and the same bytes as the text of a rule.
 */
#include <stdlib.h>

#include "base/frame.h"
#include "intel/intel.h"
#include "intel/yara_compiler.h"
#include "match/engine.h"
#include "match/set.h"

static const char rule[] =
	"import \"pe\"\nimport \"elf\"\nimport \"math\"\nimport \"hash\"\nimport \"dotnet\"\n"
	"rule every_module { strings: $a = \"MZ\" $b = { 50 45 ?? ?? } $c = /[a-z]{2,9}\\.(exe|dll)/ nocase "
	"condition: any of them or pe.number_of_sections > 1 or pe.imphash() == \"\" or "
	"pe.imports(\"kernel32.dll\") > 2 or pe.number_of_signatures > 0 or pe.exports(\"a\") or "
	"pe.rich_signature.key == 1 or elf.number_of_sections > 3 or elf.machine == 62 or "
	"dotnet.number_of_streams > 1 or math.entropy(0, filesize) > 7 or "
	"hash.md5(0, filesize) == \"x\" }";

static struct set *set;
static struct engine_state state;
static const struct engine *engine;

static int on_hit(void *context, const struct hit *hit)
{
	const uint64_t *size = context;

	if (hit->offset > *size || hit->length > *size - hit->offset)
		abort();
	return 0;
}

static void make_log(struct buf *log)
{
	static struct intel_record r;
	struct buf record;

	r.type = INTEL_RULE;
	r.rule = (struct rule){ .language = SPAN("yara"), .name = SPAN("every_module"), .text = SPAN(rule),
				.compiles = true, .runs = true };
	buf_init(&record, 1 << 20);
	intel_encode(&record, &r);
	buf_init(log, 1 << 20);
	frame_span(log, buf_span(&record));
	buf_release(&record);
}

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	static struct buf image;
	struct error e;
	struct buf log;

	(void)argc;
	(void)argv;
	make_log(&log);
	buf_init(&image, 64 << 20);
	if (yara_prepare(&e) < 0 || set_compile(buf_span(&log), 1, 64 << 20, &image, &e) < 0 ||
	    set_open(&set, buf_span(&image), &e) < 0 || engines_load(set, &e) < 0)
		abort();
	buf_release(&log);
	for (size_t i = 0; engine_at(i); i++)
		if (engine_at(i)->whole)
			engine = engine_at(i);
	state = (struct engine_state){ .set = set, .hit = on_hit };
	if (!engine || engine->open(&state, &e) < 0)
		abort();
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct whole_item item = { span_make(bytes, size), span_make(bytes, size < 40 ? size : 40), 5 };
	struct yara_trial trial = { 0 };
	uint64_t length = size;
	struct error e;
	uint32_t line;

	state.context = &length;
	engine->whole(&state, &item, &e);
	if (size < 4096)
		yara_try(&trial, item.bytes, &line, &e);
	yara_trial_release(&trial);
	return 0;
}
