/* pe_tail.c -- the data behind a program. */
#include "format/pe_tail.h"

#include "format/probe.h"

#define ALIGNED 16	/* a signature begins so near behind what it signs */

static const struct {
	const char *mark;
	size_t at;
	const char *maker;
} makers[] = {
	{ "\xef\xbe\xad\xdeNullsoftInst", 4, "Nullsoft installer" },
	{ "\xa3HK\xbe\x98lJ\xa9\x99LS\n\x86\xd6H}", 0, "AutoIt script" },
	{ "idska32\x1a", 0, "Inno Setup" },
	{ "zlb\x1a", 0, "Inno Setup" },
};

/* ---- archives: random bytes must not be taken for one */

static bool zip_member(struct span s)
{
	uint64_t method = probe_number(s, 8, 2), name = probe_number(s, 26, 2);

	return probe_number(s, 4, 1) <= 63 && method <= 99 && name > 0 && name <= 1024 &&
	       probe_number(s, 28, 2) <= 4096;
}

static bool sevenzip(struct span s)
{
	return probe_number(s, 6, 1) == 0 && probe_number(s, 20, 8) <= s.len;
}

static bool rar(struct span s)
{
	return probe_number(s, 6, 1) <= 1;
}

static bool cabinet(struct span s)
{
	uint64_t size = probe_number(s, 8, 4);

	return size > 36 && size <= s.len && probe_number(s, 12, 4) == 0 &&
	       probe_number(s, 16, 4) < size && probe_number(s, 20, 4) == 0 &&
	       probe_number(s, 24, 2) == 0x103;
}

/* The first place where the mark stands and the rest is possible; SPAN_NONE. */
static size_t archive_at(struct span s, struct span mark, bool (*possible)(struct span s))
{
	size_t from = 0;

	for (;;) {
		size_t at = span_find(span_skip(s, from), mark);

		if (at == SPAN_NONE || possible(span_skip(s, from + at)))
			return at == SPAN_NONE ? SPAN_NONE : from + at;
		from += at + 1;
	}
}

static void find_archive(struct span program, struct pe_tail *out)
{
	size_t best = SPAN_NONE, at;

	if (out->bytes.len) {
		size_t zip = archive_at(out->bytes, SPAN("PK\3\4"), zip_member);
		size_t seven = archive_at(out->bytes, SPAN("7z\xbc\xaf\x27\x1c"), sevenzip);

		best = archive_at(out->bytes, SPAN("Rar!\x1a\x07"), rar);
		best = zip < best ? zip : best;
		best = seven < best ? seven : best;
	}
	if (best != SPAN_NONE) {
		out->archive = span_skip(out->bytes, best);
		out->archive_offset = out->offset + best;
		return;
	}
	at = archive_at(program, SPAN("MSCF\0\0\0\0"), cabinet);
	if (at == SPAN_NONE)
		return;
	out->archive = span_cut(program, at, (size_t)probe_number(program, at + 8, 4));
	out->archive_offset = at;
}

/* ---- all of it */

static struct span without_zeros(struct span s)
{
	while (s.len && s.ptr[s.len - 1] == '\0')
		s.len--;
	return s;
}

static void find_bytes(struct span program, uint64_t end, uint64_t seal, uint64_t seal_size,
		       struct pe_tail *out)
{
	uint64_t to = program.len;
	struct span tail;

	if (end > program.len)
		return;
	if (seal >= end && seal < program.len) {
		bool close = without_zeros(span_cut(program, (size_t)end, (size_t)(seal - end))).len
			     < ALIGNED;

		/* In front of the signature, else behind it. */
		to = close ? to : seal;
		end = close ? seal + seal_size : end;
	}
	if (end >= to)
		return;
	tail = span_cut(program, (size_t)end, (size_t)(to - end));
	/* An archive may end in zeros of its own: none are taken off. */
	if (without_zeros(tail).len < PE_TAIL_LEAST)
		return;
	out->bytes = tail;
	out->offset = end;
}

void pe_tail_find(struct span program, uint64_t end, uint64_t seal, uint64_t seal_size,
		  struct pe_tail *out)
{
	*out = (struct pe_tail){ .bytes = SPAN(""), .archive = SPAN("") };
	find_bytes(program, end, seal, seal_size, out);
	for (size_t i = 0; i < sizeof(makers) / sizeof(makers[0]); i++)
		if (span_starts(span_skip(out->bytes, makers[i].at), span_of(makers[i].mark)))
			out->maker = makers[i].maker;
	if (!out->maker)
		find_archive(program, out);
}
