/* formats.c -- the table of formats and the bidding. */
#include "format/format.h"

#include "base/hash.h"
#include "format/charset.h"
#include "format/members.h"

#define FORMAT(name)     extern const struct format format_##name;
#define RECOGNISED(name) FORMAT(name)
#include "format/list.h"
#undef FORMAT

#define FORMAT(name) &format_##name,
static const struct format *const formats[] = {
#include "format/list.h"
};

#define FORMATS (sizeof(formats) / sizeof(formats[0]))

const struct format *format_at(size_t i)
{
	return i < FORMATS ? formats[i] : NULL;
}

const struct format *format_named(struct span name)
{
	for (size_t i = 0; i < FORMATS; i++)
		if (span_equal(name, span_of(formats[i]->name)))
			return formats[i];
	return NULL;
}

/* Who bids most of those that are built on `outer` (NULL: on nothing). */
static const struct format *bidder(const char *outer, bool evidence, struct span head)
{
	const struct format *best = NULL;
	int highest = 0;

	for (size_t i = 0; i < FORMATS; i++) {
		const char *within = formats[i]->within;
		bool asked = outer ? within && strcmp(within, outer) == 0 : !within;
		bool useless = evidence ? formats[i]->whole && !formats[i]->evidence
					: formats[i]->class == FORMAT_DOCUMENT &&
						  !formats[i]->advisory;
		bool beaten = formats[i]->most && formats[i]->most <= highest;
		int bid = asked && !useless && !beaten ? formats[i]->probe(head) : 0;

		if (bid > highest) {
			highest = bid;
			best = formats[i];
		}
	}
	return best;
}

const struct format *format_of(struct span head)
{
	return bidder(NULL, false, head);
}

const struct format *format_within(const struct format *outer, struct span bytes)
{
	const struct format *inner = bidder(outer->name, false, bytes);

	return inner ? inner : outer;
}

const struct format *format_of_evidence(struct span head)
{
	return bidder(NULL, true, head);
}

void format_prepare(void)
{
	members_prepare();
	charset_prepare();
}
