/* pst_say.c -- the reader of Outlook's mailboxes speaks: frames on descriptor 1. */
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "format/pst_box.h"

void pst_flush(struct box *b)
{
	size_t done = 0;

	/* Who listens may take as long as it likes. */
	alarm(0);
	while (done < b->have) {
		ssize_t n = write(STDOUT_FILENO, b->out + done, b->have - done);

		if (n <= 0)
			_exit(0);	/* nobody listens any more */
		done += (size_t)n;
	}
	b->have = 0;
	alarm(HANG);
}

void pst_say(struct box *b, enum pst_frame type, struct span payload)
{
	size_t len = payload.len < PST_PAYLOAD ? payload.len : PST_PAYLOAD;
	uint8_t *p;

	if (b->have + PST_HEAD + len > sizeof(b->out))
		pst_flush(b);
	p = b->out + b->have;
	p[0] = (uint8_t)type;
	for (unsigned i = 0; i < 4; i++)
		p[1 + i] = (uint8_t)(len >> 8 * i);
	memcpy(p + PST_HEAD, payload.ptr, len);
	b->have += PST_HEAD + len;
	b->spoken = b->read;
}

int64_t pst_clock(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void pst_say_at(struct box *b)
{
	uint64_t spoken = b->spoken;
	char bytes[12];

	for (unsigned i = 0; i < 12; i++)
		bytes[i] = (char)(i < 4 ? b->ordinal >> 8 * i : b->read >> 8 * (i - 4));
	pst_say(b, PST_AT, span_make(bytes, sizeof(bytes)));
	b->spoken = spoken;
	b->told = pst_clock();
	pst_flush(b);
}

void pst_why(object *error, char *text, size_t size)
{
	char all[4096] = "";

	if (*error)
		pff.libpff_error_backtrace_sprint(*error, all, sizeof(all));
	pff_forget(error);
	all[strcspn(all, "\r\n")] = '\0';
	snprintf(text, size, "%.*s", (int)size - 1, all);
}

void pst_say_gap(struct box *b, enum error_code code, const char *what, object *error)
{
	char why[160], text[400];

	pst_why(error, why, sizeof(why));
	snprintf(text, sizeof(text), "%c%.200s%s%s", (char)code, what, why[0] ? ": " : "", why);
	pst_say(b, PST_GAP, span_make(text, 1 + strlen(text + 1)));
}

bool pst_begin_with(struct box *b, bool *known)
{
	b->ordinal++;
	*known = true;
	for (uint32_t i = 0; i < b->passes; i++)
		if (b->passed[i] == b->ordinal)
			return *known = false;
	pst_say_at(b);
	return b->ordinal > b->last;
}
