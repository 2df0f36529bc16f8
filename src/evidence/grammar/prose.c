/*
 * prose.c -- sentences: notes, tickets, articles as plain text, in the languages
 * whose small words are listed or whose letters are not Latin.
 *
 * A line that reads like a command or a setting stays unjudged even among
 * sentences.
 */
#include "evidence/grammar/command.h"
#include "evidence/grammar/lines.h"
#include "evidence/log/words.h"

static const char *const small_words =
	"the a an and or of to in on for with from by at is are was were be been has have had not this that "
	"it its we you they our your their as but if when which who can will would should must may "
	"der die das den dem des ein eine einer eines und oder von zu im mit auf ist sind war wird nicht wir sie "
	"le la les un une des et ou de du dans pour avec sur est sont pas nous vous ils que qui "
	"el los las una y en con por para es son no se que "
	"il lo gli di da per con non che sono "
	"het een van voor met op zijn niet wij dat "
	"och att det som inte med av "
	"o os um uma e do da em para com";

struct measure {
	size_t words, small, letters, foreign, bytes;
	size_t stops;		/* full stops and the like behind words */
};

static void measure_line(struct span line, struct measure *m)
{
	struct span word;

	while (word_next(&line, &word)) {
		struct span bare = word_bare(word);

		m->words++;
		m->small += bare.len > 0 && bare.len < 8 && word_among(bare, small_words);
		m->stops += word.len > 1 && memchr(".!?:,", word.ptr[word.len - 1], 5) != NULL;
		for (size_t i = 0; i < word.len; i++) {
			m->letters += ascii_alpha(word.ptr[i]);
			m->foreign += (word.ptr[i] & 0x80) != 0;
		}
		m->bytes += word.len;
	}
}

static bool is_prose(const struct measure *m)
{
	size_t letters = m->letters + m->foreign;

	if (m->words < 6 || letters * 10 < m->bytes * 6 || m->stops == 0)
		return false;
	return m->small * 100 >= m->words * 12 || m->foreign * 10 >= m->bytes * 4;
}

static int probe(struct span sample, struct span path)
{
	struct measure m = { 0 };
	size_t lines, commands;
	struct span rest = sample, line;

	(void)path;
	if (span_starts(sample, SPAN("#!")))
		return 0;
	for (size_t i = 0; i < LINES_LOOK && span_line(&rest, &line); i++)
		measure_line(line, &m);
	if (!is_prose(&m))
		return 0;
	commands = lines_count(sample, "", command_begins, &lines);
	return commands * 2 > lines ? 0 : 55;
}

/* "name = value", "name: value" without a sentence in it, an assignment. */
static bool is_setting(struct span line)
{
	size_t equals = span_find_byte(line, '=');
	struct span key;

	if (equals == SPAN_NONE || equals == 0)
		return false;
	key = span_trim(span_cut(line, 0, equals));
	return span_find_byte(key, ' ') == SPAN_NONE;
}

static enum place place(struct span text, size_t at)
{
	struct span line = line_around(text, at);

	if (is_setting(line))
		return PLACE_UNKNOWN_RECORD;
	return command_foreign(line) ? PLACE_UNKNOWN_RECORD : PLACE_DOCUMENT;
}

const struct grammar grammar_prose = {
	.name = "prose",
	.about = "sentences: notes, tickets, articles",
	.probe = probe,
	.place = place,
};
