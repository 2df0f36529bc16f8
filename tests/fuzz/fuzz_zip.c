/*
 * fuzz_zip.c -- libFuzzer's way to the members of a ZIP: what ISA-L inflates for
 * us (format/zip_data.h) is what libarchive would have given, whatever is wrong
 * with the archive; of a damaged member we may have decoded more.
 *
 * The first byte is how many bytes are read at a time, the rest is the archive.
 *     build-fuzz/tests/fuzz/fuzz_zip -max_len=16384 corpus/fuzz_zip
 */
#include <archive.h>
#include <stdlib.h>

#include "base/buf.h"
#include "format/members.h"
#include "format/zip_data.h"

#define MEMBERS 16
#define BYTES	(1u << 20)	/* of one member; a longer one is not compared further */

static const int formats[] = { ARCHIVE_FORMAT_ZIP, 0 };

struct told {
	struct buf bytes;
	struct buf what;
	bool failed, cut;
};

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	format_prepare();
	return 0;
}

static void tell_member(const struct part *part, size_t step, struct told *told)
{
	struct error e = { 0 };
	char block[256];
	int64_t got;

	while ((got = stream_read(part->stream, block, step, &e)) > 0 && !told->cut) {
		buf_add(&told->bytes, span_make(block, (size_t)got));
		told->cut = told->bytes.len > BYTES;
	}
	told->failed = got < 0;
	buf_add(&told->what, part->name);
	buf_printf(&told->what, " %llu %lld %s", (unsigned long long)part->size,
		   (long long)part->time, got < 0 ? e.text : "");
}

static size_t tell(struct span bytes, bool otherwise, size_t step, struct told *told)
{
	struct seekable file = seekable_of_span(bytes);
	struct arena arena;
	struct reader r = { .format = format_named(SPAN("zip")), .file = &file, .arena = &arena };
	struct error e = { 0 };
	struct part part;
	size_t n = 0;
	int rc;

	arena_init(&arena, 64 << 20);
	if (members_open(&r, formats, &e) == 0) {
		if (otherwise)
			members_data(&r, zip_data_new(&arena, &file));
		while (n < MEMBERS && (rc = members_next(&r, &part, &e)) != 0) {
			told[n].failed = rc < 0;
			if (rc < 0)
				buf_text(&told[n].what, e.text);
			else
				tell_member(&part, step, &told[n]);
			n++;
			if (rc < 0)
				break;
		}
	}
	members_close(&r);
	arena_release(&arena);
	return n;
}

static void compare(const struct told *theirs, const struct told *ours)
{
	struct span got = buf_span(&ours->bytes), want = buf_span(&theirs->bytes);

	if (theirs->cut || ours->cut)
		return;
	if (!span_equal(buf_span(&ours->what), buf_span(&theirs->what)) ||
	    ours->failed != theirs->failed)
		abort();
	if (ours->failed)
		got = span_cut(got, 0, want.len);
	if (!span_equal(got, want))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct told theirs[MEMBERS], ours[MEMBERS];
	size_t step = size ? 1 + data[0] : 1, n;

	if (size < 2)
		return 0;
	for (size_t i = 0; i < MEMBERS; i++) {
		theirs[i] = ours[i] = (struct told){ .failed = false };
		buf_init(&theirs[i].bytes, 2 * BYTES);
		buf_init(&theirs[i].what, 1 << 20);
		buf_init(&ours[i].bytes, 2 * BYTES);
		buf_init(&ours[i].what, 1 << 20);
	}
	n = tell(span_make(data + 1, size - 1), false, step, theirs);
	if (tell(span_make(data + 1, size - 1), true, step, ours) != n)
		abort();
	for (size_t i = 0; i < n; i++)
		compare(&theirs[i], &ours[i]);
	for (size_t i = 0; i < MEMBERS; i++) {
		buf_release(&theirs[i].bytes);
		buf_release(&theirs[i].what);
		buf_release(&ours[i].bytes);
		buf_release(&ours[i].what);
	}
	return 0;
}
