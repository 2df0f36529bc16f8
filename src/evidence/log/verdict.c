/* verdict.c -- the words by which sensors say what became of something. */
#include "evidence/log/verdict.h"

#include "evidence/log/names.h"

static const struct name_row words[] = {
#include "evidence/log/verdict_data.h"
};

#define WORDS (sizeof(words) / sizeof(words[0]))

static enum verdict look_up(struct span text)
{
	char plain[NAME_MAX_LEN];
	size_t n = text.len <= 64 ? name_plain(text, plain) : 0;

	return n ? (enum verdict)name_search(words, WORDS, span_make(plain, n)) : VERDICT_NONE;
}

enum verdict verdict_of(struct span text)
{
	enum verdict whole = look_up(text);
	size_t n = 0;

	if (whole != VERDICT_NONE)
		return whole;
	while (n < text.len && n < 32 && ascii_alpha(text.ptr[n]))
		n++;
	return n && n < text.len ? look_up(span_cut(text, 0, n)) : VERDICT_NONE;
}

enum outcome verdict_flow(enum verdict v, const struct event *ev)
{
	bool both = ev->has_bytes && ev->bytes_out && ev->bytes_in;

	switch (v) {
	case VERDICT_ACCEPTED: case VERDICT_DETECTED: case VERDICT_SUCCESS: case VERDICT_LOGIN_OK:
		return both ? OUTCOME_DATA : OUTCOME_LET_THROUGH;
	case VERDICT_REFUSED: case VERDICT_QUARANTINED:
		return OUTCOME_REFUSED;
	case VERDICT_RESET:
		return OUTCOME_RESET;
	case VERDICT_SILENT:
		return both ? OUTCOME_DATA : OUTCOME_NO_ANSWER;
	default:
		return both ? OUTCOME_DATA : OUTCOME_UNKNOWN;
	}
}

enum outcome outcome_of_rcode(struct span code)
{
	static const struct name_row codes[] = {
		{ "0", OUTCOME_ANSWERED },	 { "1", OUTCOME_NO_ANSWER },
		{ "2", OUTCOME_NO_ANSWER },	 { "3", OUTCOME_NO_ANSWER },
		{ "5", OUTCOME_REFUSED },	 { "9003", OUTCOME_NO_ANSWER },
		{ "9501", OUTCOME_NO_ANSWER },	 { "formerr", OUTCOME_NO_ANSWER },
		{ "nodata", OUTCOME_NO_ANSWER }, { "noerror", OUTCOME_ANSWERED },
		{ "notimp", OUTCOME_NO_ANSWER }, { "nxdomain", OUTCOME_NO_ANSWER },
		{ "refused", OUTCOME_REFUSED },	 { "servfail", OUTCOME_NO_ANSWER },
		{ "serverfailure", OUTCOME_NO_ANSWER },
		{ "success", OUTCOME_ANSWERED }, { "timeout", OUTCOME_NO_ANSWER },
	};
	char plain[NAME_MAX_LEN];
	size_t n = name_plain(span_trim(code), plain);

	return (enum outcome)name_search(codes, sizeof(codes) / sizeof(codes[0]),
					 span_make(plain, n));
}

unsigned status_read(struct span text)
{
	unsigned value = 0;

	if (text.len != 3)
		return 0;
	for (size_t i = 0; i < 3; i++) {
		if (!ascii_digit(text.ptr[i]))
			return 0;
		value = value * 10 + (unsigned)(text.ptr[i] - '0');
	}
	return value >= 100 && value < 600 ? value : 0;
}

enum outcome outcome_of_status(unsigned status, uint64_t bytes_in)
{
	switch (status) {
	case 0: case 403:	/* 403: the proxy's or the server's own, nobody says */
		return OUTCOME_UNKNOWN;
	case 407:
		return OUTCOME_REFUSED;
	case 502: case 503: case 504:
		return OUTCOME_NO_ANSWER;
	default:
		return bytes_in ? OUTCOME_DATA : OUTCOME_LET_THROUGH;
	}
}
