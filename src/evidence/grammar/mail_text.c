/*
 * mail_text.c -- a message as plain text (RFC 5322 header lines, mbox): its text
 * is a document.  Mail that is evidence is read by its own decoder before this
 * is asked; what comes here are quoted and exported messages.
 */
#include "evidence/grammar/command.h"
#include "evidence/grammar/lines.h"
#include "evidence/log/words.h"

static bool is_header(struct span line)
{
	struct span name = word_until(line, SPAN(":"));

	return name.len < line.len &&
	       word_among(name, "From To Cc Bcc Subject Date Message-ID Received Return-Path MIME-Version "
				"Content-Type Content-Transfer-Encoding Reply-To Sender In-Reply-To References "
				"Delivered-To X-Mailer DKIM-Signature Authentication-Results ARC-Seal "
				"X-Originating-IP User-Agent List-Id Received-SPF");
}

static int probe(struct span sample, struct span path)
{
	struct span rest = sample, line;
	size_t headers = 0;

	(void)path;
	if (span_starts(sample, SPAN("From ")))
		span_line(&rest, &line);
	for (int i = 0; i < 200 && span_line(&rest, &line); i++) {
		if (line.len == 0)	/* a history has no empty line */
			return headers >= 3 && word_has(sample, SPAN("From:")) ? 91 : 0;
		if (is_header(line))
			headers++;
		else if (i == 0)
			return 0;
	}
	return 0;
}

static enum place place(struct span text, size_t at)
{
	return command_foreign(line_around(text, at)) ? PLACE_UNKNOWN_RECORD : PLACE_DOCUMENT;
}

const struct grammar grammar_mail_text = {
	.name = "message-text",
	.about = "mail messages as text",
	.probe = probe,
	.place = place,
};
