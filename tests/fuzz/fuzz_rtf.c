/*
 * fuzz_rtf.c -- libFuzzer's way to Rich Text: its objects, its words, and the
 * packed form in which Outlook keeps it.  The first byte chooses which, and by
 * how much a reader gets at a time.
 *     build-fuzz/tests/fuzz/fuzz_rtf -max_len=16384 corpus/fuzz_rtf
 */
#include "drain.h"
#include "format/mapi.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	format_prepare();
	return 0;
}

static void drain_both(struct span rtf, size_t block)
{
	static const char *const names[] = { "rtf", "rich text" };
	struct error e;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		drain(format_named(span_of(names[i])), rtf,
		      (struct drain){ .budget = 64u << 20, .step = 1 + 7 * block, .block = block },
		      NULL, &e);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span input = span_make(data, size);
	struct arena arena;
	size_t block;

	if (size < 2)
		return 0;
	block = data[0] & 0x7f ? (size_t)(data[0] & 0x7f) : 65536;
	input = span_skip(input, 1);
	if (data[0] & 0x80) {
		arena_init(&arena, 64u << 20);
		drain_both(mapi_rtf(&arena, input), block);
		arena_release(&arena);
	} else {
		drain_both(input, block);
	}
	return 0;
}
