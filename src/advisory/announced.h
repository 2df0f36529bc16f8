/*
 * announced.h -- values whose kind the words in front of them say: "Mutex: X",
 * "the mutex X", "with the subject "Bill of lading"", "an archive named X".
 */
#ifndef ADVISORY_ANNOUNCED_H
#define ADVISORY_ANNOUNCED_H

#include "advisory/labels.h"

/* The kind that the words in front of byte `at` announce; KIND_NONE: none. */
enum kind announced_kind(struct span text, size_t at);

/*
 * The next quoted value from byte *at on whose kind is announced and that could
 * be any text: its bytes, its kind; *at behind it. False: no more.
 */
bool announced_quote(struct span text, size_t *at, struct span *value, enum kind *kind);

/*
 * A line that names what it holds, "Network activity | ip-dst | 192.0.2.1" or
 * "Named pipe: \\.\pipe\x": the label, and where the value begins. Labels under
 * which contacts and links stand as well ("E-mail:", "URL:") are none.
 */
bool announced_line(struct span line, struct label *label, size_t *value_at);

#endif
