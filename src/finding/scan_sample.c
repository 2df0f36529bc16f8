/*
 * scan_sample.c -- which lines of a large log are looked at: those with a hit,
 * the first, the last and some between of every block, comments that may
 * change columns, and lines that tie addresses to machines.  The others are
 * not even looked for.
 */
#include "finding/scanner.h"

#define SAMPLE_BYTES (96u << 10)	/* between two lines that are counted */

/* What stands in lines that tie addresses to machines or users. */
static const char *const tie_words[] = { "DHCP", "ssigned " };

enum { POINT_COMMENT, POINT_TIES };	/* and one per word from here on */

/* Where `what` stands next, from `from` on; SPAN_NONE: nowhere. */
static size_t find_from(struct span text, size_t from, const char *what)
{
	size_t at = span_find(span_skip(text, from), span_of(what));

	return at == SPAN_NONE ? SPAN_NONE : from + at;
}

/* A line that begins with '#'. */
static size_t find_comment(struct span text, size_t from)
{
	for (;;) {
		size_t step = span_find_byte(span_skip(text, from), '#');

		if (step == SPAN_NONE)
			return SPAN_NONE;
		from += step;
		if (from == 0 || text.ptr[from - 1] == '\n')
			return from;
		from++;
	}
}

void sampling_begin(struct sampling *g, const struct scanner *s, const struct block *block)
{
	const struct log_family *family = s->text->log.family;

	*g = (struct sampling){ .block = block };
	/* Leases and assigned addresses stand in what programs tell in words. */
	g->ties = strcmp(family->name, "syslog") == 0;
	for (size_t i = 0; i < SAMPLING_POINTS; i++)
		g->point[i] = SPAN_NONE;
	if (family->comment)
		g->point[POINT_COMMENT] = find_comment(block->bytes, 0);
	for (size_t i = 0; g->ties && i < sizeof(tie_words) / sizeof(*tie_words); i++)
		g->point[POINT_TIES + i] = find_from(block->bytes, 0, tie_words[i]);
}

static void lower(size_t *at, uint64_t other)
{
	if (other < *at)
		*at = (size_t)other;
}

/* The nearest point of interest that is not done with. */
static size_t next_point(struct sampling *g, const struct scanner *s, const struct text_marks *m)
{
	struct span text = g->block->bytes;
	size_t at = g->sample < g->at ? g->at : g->sample;

	if (at > text.len - 1)
		at = text.len - 1;
	if (m->hit < s->holds)
		lower(&at, s->held[m->hit].offset);
	if (m->host < s->url_hosts)
		lower(&at, s->url_host[m->host].offset);
	for (size_t i = 0; i < SAMPLING_POINTS; i++) {
		if (g->point[i] < g->at)
			g->point[i] = i == POINT_COMMENT
				? find_comment(text, g->at)
				: find_from(text, g->at, tie_words[i - POINT_TIES]);
		lower(&at, g->point[i]);
	}
	return at < g->at ? g->at : at;
}

bool sampling_next(struct sampling *g, const struct scanner *s, const struct text_marks *m,
		   struct span *line)
{
	struct span text = g->block->bytes;

	while (g->at < text.len) {
		size_t at = next_point(g, s, m);

		*line = log_line_at(text, at);
		if (at >= g->sample)
			g->sample = at + SAMPLE_BYTES;
		/* The last line is one of the points: its end is that of the block. */
		g->at = (size_t)(line->ptr - text.ptr) + line->len;
		while (g->at < text.len && text.ptr[g->at] != '\n')
			g->at++;
		g->at++;
		if (line->len)
			return true;
	}
	return false;
}
