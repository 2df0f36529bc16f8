/* What programs say of themselves: libraries, functions, versions, build ids. */
#include "test.h"

#include "base/hash.h"
#include "format/format.h"
#include "parts.h"
#include "samples.h"

static void assert_values(const char *name, const char *expected)
{
	struct buf sample, out;

	buf_init(&sample, SAMPLE_MAX);
	buf_init(&out, 1u << 20);
	assert_true(sample_of(format_named(span_of(name)), &sample));
	parts_of(name, buf_span(&sample), &out);
	if (!span_equal(buf_span(&out), span_of(expected)))
		test_fail("is:\n%.*s--- not:\n%s", SPAN_ARG(buf_span(&out)), expected);
	buf_release(&sample);
	buf_release(&out);
}

TEST(a_windows_program_tells_its_version_symbols_and_imports)
{
	assert_values("pe", "meta|imphash=69052387c5b38d0b9c6f3f9fc76cddf4\n"
			    "meta|CompanyName=Moth & Co\n"
			    "meta|OriginalFilename=agentd.exe\n"
			    "meta|pdb=C:\\build\\agentd.pdb\n"
			    "meta|import=KERNEL32.dll: ExitProcess, ord7\n");
}

TEST(a_linux_program_tells_its_build_id_and_imports)
{
	assert_values("elf", "meta|build-id=4142434445464748494a4b4c4d4e4f5051525354\n"
			     "meta|interpreter=/lib/ld-moth.so\n"
			     "meta|import=libmoth.so.1\n"
			     "meta|soname=libagent.so\n"
			     "meta|functions=socket\n");
}

/* Every byte takes every value that offsets and counts are afraid of. */
TEST(no_byte_of_a_program_crashes_its_reader)
{
	static const char *const names[] = { "pe", "elf" };
	static const char bad[] = { 0, 1, 0x7f, (char)0x80, (char)0xff };
	struct buf sample, out;

	buf_init(&sample, SAMPLE_MAX);
	buf_init(&out, 8u << 20);
	for (size_t n = 0; n < 2; n++) {
		buf_clear(&sample);
		assert_true(sample_of(format_named(span_of(names[n])), &sample));
		for (size_t i = 0; i < sample.len; i++) {
			char was = sample.ptr[i];

			for (size_t k = 0; k < sizeof(bad); k++) {
				sample.ptr[i] = bad[k];
				buf_clear(&out);
				parts_of(names[n], buf_span(&sample), &out);
			}
			sample.ptr[i] = was;
			buf_clear(&out);
			parts_of(names[n], span_cut(buf_span(&sample), 0, i), &out);
		}
	}
	buf_release(&sample);
	buf_release(&out);
}
