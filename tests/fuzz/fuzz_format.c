/*
 * fuzz_format.c -- libFuzzer's way into every format: the first byte chooses
 * the format, the rest is its input.  Also all probes and the charset.
 *     build-fuzz/tests/fuzz/fuzz_format -max_len=65536 corpus/format
 */
#include "drain.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	format_prepare();
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span input = span_make(data, size);
	const struct format *format;
	struct error e;

	format_of(input);
	format = drain_choice(&input);
	drain(format, input, (struct drain){ .budget = 64u << 20 }, NULL, &e);
	return 0;
}
