/*
 * scan_sample.c -- of which logs a sample will do, and which lines of them are
 * looked at: those with a hit, the first and the last of every block, comments
 * that may change columns, and lines that tie addresses to machines.  The others
 * are not even looked for.
 *
 * A log is even while all that it has told is traffic and nobody was given an
 * address, or when records that give one are known by their words.  A block
 * that spans many hours is never sampled: what lies between two samples must
 * not look like a hole, nor hide one.  A block in which none of many lines is a
 * record (logs of several kinds in one file) is sampled, whatever the log.
 */
#include "base/compat.h"
#include "finding/sampling.h"

#define SAMPLE_BYTES BLOCK_BYTES	/* between two lines that are counted: the ends of blocks */
#define FIRST_BYTES  (1u << 10)		/* in the first block */
#define DENSE	     (12 * TIME_HOUR)	/* a block that spans no more is sampled */
#define FOREIGN	     64			/* lines of which none is a record */
#define TIES	     9			/* words of a family, at most */

/*
 * What stands in lines that tie addresses to machines or users, or tell that a
 * log was cleared, by family.  Where the words are in all of them (`sure`)
 * other records change nothing.
 */
static const struct ties {
	const char *family;	/* NULL: any other */
	bool sure, objects;	/* records may span lines; a line that is an object is one */
	const char *word[TIES];
} ties[] = {
	{ "syslog", true, false, { "DHCP", "ssign", "dhcp lease", " IPv4", "was cleared" } },
	/* Records inside strings are of any family. */
	{ "json_events", true, true, { "DHCP", "dhcp", "ssign", " IPv4", "GLOBALPROTECT", "lease",
				       "was cleared", "Eventlog", "LogFileCleared" } },
	/* What passed, and nothing else. */
	{ "zeek", false, false, { 0 } },
	{ "squid", false, false, { 0 } },
	{ "web", false, false, { 0 } },
	{ "w3c", false, false, { 0 } },
	{ NULL, false, false, { "DHCP", "dhcp", "lease", "ssign", "tunnelip", "logon", "Logon",
				"GLOBALPROTECT", "was cleared" } },
};

static const struct ties *ties_of(const struct log_family *family)
{
	const struct ties *t = ties;

	while (t->family && strcmp(family->name, t->family) != 0)
		t++;
	return t;
}

/* ---- of which logs */

/* Records that say only who spoke with whom; none of them names the machine at an address. */
static bool is_traffic(const struct event *ev)
{
	const unsigned traffic = 1u << EVENT_FLOW | 1u << EVENT_DNS | 1u << EVENT_DNS_ECHO |
				 1u << EVENT_HTTP | 1u << EVENT_TRANSFER | 1u << EVENT_PROXY |
				 1u << EVENT_SERVER | 1u << EVENT_TLS | 1u << EVENT_ALERT;

	return (traffic >> ev->class & 1) && !ev->has_given && !ev->log_cleared;
}

void sampling_record(struct text *t)
{
	t->uneven |= !is_traffic(&t->event) && !ties_of(t->log.family)->sure;
}

/* The time of a line that is no comment, parsed ahead of its turn. */
static bool time_of(struct text *t, struct span line, int64_t *time)
{
	t->ahead = SPAN("");
	if (line.len == 0 || line.ptr[0] == '#' || !log_parse(&t->log, line, &t->event))
		return false;
	*time = t->event.time;
	t->ahead = line;
	return true;
}

struct ends {			/* the times of the first and the last line of a block */
	bool is_first, is_last;	/* it is a record */
	int64_t first, last;
};

static struct ends ends_of(struct text *t, struct span text)
{
	struct ends ends = { 0 };
	size_t end = text.len;

	while (end && ascii_space(text.ptr[end - 1]))
		end--;
	if (end) {
		ends.is_last = time_of(t, log_line_at(text, end - 1), &ends.last);
		ends.is_first = time_of(t, log_line_at(text, 0), &ends.first);
	}
	return ends;
}

static bool is_dense(const struct scanner *s, const struct ends *ends)
{
	int64_t first = ends->first, last = ends->last;

	if (!ends->is_first || !ends->is_last)
		return false;
	/* Where no record has a time nothing can look like a hole. */
	if (first == TIME_NONE || last == TIME_NONE)
		return first == last && !s->text->timed && s->end->census.days == 0;
	return (last > first ? last - first : first - last) <= DENSE;
}

#define LANES 64		/* bytes looked at side by side */

/* Of these line breaks each has '}' in front of it and '{' behind it. */
COMPAT_CLONES static bool are_between_objects(const char *at, size_t rounds)
{
	uint8_t other[LANES] = { 0 };
	uint8_t any = 0;

	for (; rounds; rounds--, at += LANES)
		for (size_t i = 0; i < LANES; i++)
			other[i] |= (uint8_t)((at[i] == '\n') &
					      ((at[(ptrdiff_t)i - 1] != '}') | (at[i + 1] != '{')));
	for (size_t i = 0; i < LANES; i++)
		any |= other[i];
	return !any;
}

/* The same of all that stand inside `text`, and it begins and ends like one. */
static bool is_object_lines(struct span text)
{
	size_t rounds;

	if (text.len < 2 || text.ptr[0] != '{' || text.ptr[text.len - 1] != '}')
		return false;
	rounds = (text.len - 2) / LANES;
	for (size_t i = 1 + rounds * LANES; i + 1 < text.len; i++)
		if (text.ptr[i] == '\n' && (text.ptr[i - 1] != '}' || text.ptr[i + 1] != '{'))
			return false;
	return are_between_objects(text.ptr + 1, rounds);
}

/* Every line is a JSON object, or blank. */
static bool is_objects(struct span text)
{
	struct span line;

	if (is_object_lines(span_trim(text)))
		return true;
	while (span_line(&text, &line))
		if (line.len && (line.ptr[0] != '{' || line.ptr[line.len - 1] != '}'))
			return false;
	return true;
}

/* Each line of the block is a record. */
static bool is_lines(const struct text *t, const struct ties *known, const struct block *block)
{
	if (t->kind != BLOCKS_LINES)
		return false;
	return !t->log.family->record || (known->objects && is_objects(block->bytes));
}

/* No record stands in the block, as far as lines all over it show. */
static bool is_foreign(struct scanner *s, const struct block *block)
{
	struct text *t = s->text;

	for (size_t i = 0; i < FOREIGN; i++) {
		struct span line = log_line_at(block->bytes, block->bytes.len / FOREIGN * i);

		if (span_starts(line, SPAN("#")) || log_parse(&t->log, line, &t->event))
			return false;
	}
	return true;
}

bool sampling_will_do(struct scanner *s, const struct block *block)
{
	struct text *t = s->text;
	const struct ties *known = ties_of(t->log.family);
	bool sure = known->sure, lease = t->event.class == EVENT_LEASE;
	struct ends ends;

	if ((block->offset == 0 && !t->large) || !is_lines(t, known, block))
		return false;
	/* Where ids run on, one that is missing tells of records that were taken out. */
	if (!t->large && (t->ids || s->end->census.id_steps))
		return false;
	ends = ends_of(t, block->bytes);
	if (!ends.is_first && !ends.is_last && is_foreign(s, block))
		return true;
	if (!sure && (lease || (!t->large && t->uneven)))
		return false;
	return is_dense(s, &ends);
}

/* ---- which lines */

/* The next line that begins with '#', if there are any and it means something. */
static size_t find_comment(const struct sampling *g, size_t from)
{
	struct span text = g->block->bytes;

	while (g->comments) {
		size_t step = span_find_byte(span_skip(text, from), '#');

		if (step == SPAN_NONE)
			break;
		from += step;
		if (from == 0 || text.ptr[from - 1] == '\n')
			return from;
		from++;
	}
	return SPAN_NONE;
}

static void seek_ties(struct seeker *k, const struct ties *known)
{
	seeker_init(k);
	for (size_t i = 0; i < TIES && known->word[i]; i++)
		seeker_add(k, known->word[i]);
}

void sampling_begin(struct sampling *g, const struct scanner *s, const struct block *block)
{
	const struct log_family *family = s->text->log.family;

	*g = (struct sampling){ .block = block, .comments = family->comment != NULL };
	if (!s->text->ties.find)
		seek_ties(&s->text->ties, ties_of(family));
	g->ties = &s->text->ties;
	g->sought = seeker_next(g->ties, block->bytes, 0);
	g->comment = find_comment(g, 0);
}

static void lower(size_t *at, uint64_t other)
{
	if (other < *at)
		*at = (size_t)other;
}

/* The nearest point that counts and is not done with. */
static size_t next_point(struct sampling *g)
{
	struct span text = g->block->bytes;
	size_t at = g->sample < g->at ? g->at : g->sample;

	if (at > text.len - 1)
		at = text.len - 1;
	if (g->sought < g->at)
		g->sought = seeker_next(g->ties, text, g->at);
	if (g->comment < g->at)
		g->comment = find_comment(g, g->at);
	lower(&at, g->sought);
	lower(&at, g->comment);
	return at < g->at ? g->at : at;
}

/* The next one at which something was found, if it is nearer. */
static size_t next_hit(const struct scanner *s, const struct text_marks *m, size_t from, size_t at)
{
	if (m->hit < s->holds)
		lower(&at, s->held[m->hit].offset);
	if (m->host < s->url_hosts)
		lower(&at, s->url_host[m->host].offset);
	return at < from ? from : at;
}

bool sampling_next(struct sampling *g, const struct scanner *s, const struct text_marks *m,
		   struct span *line)
{
	struct span text = g->block->bytes;

	while (g->at < text.len) {
		size_t point = next_point(g), at = next_hit(s, m, g->at, point), end;

		*line = log_line_at(text, at);
		end = (size_t)(line->ptr - text.ptr) + line->len;
		g->counted = point <= end;
		if (g->counted && point >= g->sample)
			g->sample = point + (g->block->offset ? SAMPLE_BYTES : FIRST_BYTES);
		/* The last line is one of the points: its end is that of the block. */
		g->at = end;
		while (g->at < text.len && text.ptr[g->at] != '\n')
			g->at++;
		g->at++;
		if (line->len)
			return true;
	}
	return false;
}
