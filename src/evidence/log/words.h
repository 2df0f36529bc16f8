/*
 * words.h -- take the sentences of logs apart: words, KEY=value pairs, what
 * stands between two marks, ends written as ADDRESS and PORT.  All spans are
 * borrowed from the text given; each call is one pass over it.
 *
 * Names, user agents and reasons in a sentence are written by whoever sent
 * them.  So families read from the side that the other end cannot reach: the
 * first address behind a fixed beginning, or the last one before a fixed end.
 */
#ifndef EVIDENCE_LOG_WORDS_H
#define EVIDENCE_LOG_WORDS_H

#include "base/span.h"
#include "evidence/log/event.h"

/* Take the next word (up to a blank) off *rest; false at the end. */
bool word_next(struct span *rest, struct span *word);

/* The last word of `text`; what stands before it goes to *before (may be NULL). */
struct span word_last(struct span text, struct span *before);

/* Move *rest behind its first (last) `mark`; false, unchanged, when there is none (or no mark). */
bool word_behind(struct span *rest, struct span mark);
bool word_behind_last(struct span *rest, struct span mark);

/* What stands between the first `from` and the next `to` behind it (or the end). */
bool word_between(struct span text, struct span from, struct span to, struct span *out);

/* Take `head` off the front of *rest; false and unchanged when it does not begin so. */
bool word_take(struct span *rest, struct span head);

/* `text` up to the first `mark`, or all of it. */
struct span word_until(struct span text, struct span mark);

/* `text` contains `mark`. */
bool word_has(struct span text, struct span mark);

/* Without brackets, quotes and punctuation around it. */
struct span word_bare(struct span word);

/*
 * The value of KEY in "KEY=value": KEY (given with its '=' or ": ") stands at
 * the beginning or behind a blank, comma, bracket or semicolon; the value
 * ends at a blank, comma, semicolon or bracket, or at its closing quote.
 */
bool word_value(struct span text, struct span key, struct span *value);

/*
 * The two halves of it, for who meets several keys on one way through a text: a key may
 * begin at byte `at`; the value in front of which it ended.
 */
bool word_key_may_stand(struct span text, size_t at);
struct span word_value_at(struct span text);

/* Add the value of KEY as a field, when it is there and neither empty nor "-". */
bool word_field(struct event *ev, struct span text, struct span key, enum meaning meaning);

/*
 * The one address in a list of recipients ("<a@b>", "<a@b>,<c@d>"), without brackets;
 * empty when there are several.
 */
struct span word_only(struct span list);

/* Whole word is `one` of the words in `list`, separated by blanks; letter case is ignored. */
bool word_among(struct span word, const char *list);

/*
 * "ADDRESS<separator>PORT" or a bare address as an end of the event; square
 * brackets around the address are allowed.  False: no address; the text is
 * an end's name all the same (event_src).
 */
bool word_src(struct event *ev, struct span name, struct span text, char separator);
bool word_dst(struct event *ev, struct span name, struct span text, char separator);

/* Such an end stands there. */
bool word_is_end(struct span text, char separator);

/* A DNS name asked for: a question, or (reverse look-up) a mention. Quotes and brackets go. */
void word_query(struct event *ev, struct span name, struct span value);

/* What a firewall's word says it did: "DROP" refused, "allow" let through; else unknown. */
enum outcome word_outcome(struct span word);

/*
 * Take the next cell of a CSV line (RFC 4180) off *rest; quotes around it go,
 * doubled ones inside stay.  False when the line was exhausted before.
 */
bool word_cell(struct span *rest, char separator, struct span *cell);

/* "52:54:00:aa:07:07" or with hyphens. */
bool word_is_mac(struct span word);

#endif
