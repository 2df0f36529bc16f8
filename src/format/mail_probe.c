/*
 * mail_probe.c -- are these first bytes a mailbox or a message?
 *
 * Specification: RFC 5322 section 2.2, RFC 4155.  Bounded by the head shown.
 */
#include "format/mail_probe.h"

/* The name of a header field: printable ASCII up to the colon. */
static struct span field_name(struct span line)
{
	size_t n = span_find_byte(line, ':');

	if (n == SPAN_NONE || n == 0 || n > 76)
		return span_cut(line, 0, 0);
	for (size_t i = 0; i < n; i++)
		if (line.ptr[i] <= ' ' || line.ptr[i] > '~')
			return span_cut(line, 0, 0);
	return span_cut(line, 0, n);
}

/* Bit of a field that mail has and other texts with colons have not. */
static unsigned mail_field(struct span name)
{
	static const char *const names[] = {
		"From", "To", "Subject", "Date", "Received", "Message-ID", "Return-Path",
		"MIME-Version", "Delivered-To", "Content-Type", "DKIM-Signature", "Cc",
	};

	for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (span_equal_nocase(name, span_of(names[i])))
			return 1u << i;
	return 0;
}

/* How many different mail fields stand in the header; 0 if it is none. */
static int mail_fields(struct span head)
{
	struct span line;
	unsigned seen = 0;
	bool first = true;

	while (span_line(&head, &line)) {
		struct span name = field_name(line);

		if (line.len == 0)
			break;
		if (name.len == 0 && (first || !ascii_space(line.ptr[0])))
			return head.len == 0 ? __builtin_popcount(seen) : 0;
		seen |= mail_field(name);
		first = false;
	}
	return __builtin_popcount(seen);
}

int mbox_probe(struct span head)
{
	struct span line;

	if (!span_starts(head, SPAN("From ")))
		return 0;
	span_line(&head, &line);
	while (span_starts(head, SPAN(">From ")))
		span_line(&head, &line);
	return mail_fields(head) >= 1 ? 90 : 0;
}

int eml_probe(struct span head)
{
	return mail_fields(head) >= 2 ? 80 : 0;
}
