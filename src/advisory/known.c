/*
 * known.c -- names of the tables in running text: up to WORDS words that stand
 * together are folded and looked up, the longest name wins.
 *
 * Linear: WORDS questions for each word.  Names inside of paths, addresses,
 * URLs and file names are passed over.
 */
#include "advisory/known.h"

#include "advisory/beside.h"
#include "advisory/names.h"
#include "advisory/surroundings.h"

#define WORDS 6
#define URL_MOST 300
#define JOINT_MOST 14		/* bytes between two names of a list */

static bool is_word(char c)
{
	return ascii_alnum(c) || (unsigned char)c >= 0x80;
}

static bool is_capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool is_typography(struct span t, size_t at)
{
	return at + 1 < t.len && t.ptr[at] == '\xe2' && t.ptr[at + 1] == '\x80';
}

static size_t word_end(struct span t, size_t at)
{
	while (at < t.len && is_word(t.ptr[at]) && !is_typography(t, at))
		at++;
	return at;
}

/* Bytes between two words of one name; 0: they do not stand together. */
static size_t gap_in_name(struct span t, size_t from, size_t at)
{
	if (at + 1 >= t.len)
		return 0;
	if (span_starts(span_skip(t, at), SPAN(" & ")))
		return 3;
	if (!memchr(" -_\n", t.ptr[at], 4) && !(t.ptr[at] == '.' && at - from == 1) &&
	    !(t.ptr[at] == '/' && at - from <= 5) && !(t.ptr[at] == '\'' && at - from <= 7))
		return 0;
	return is_word(t.ptr[at + 1]) ? 1 : 0;
}

static bool is_threat(enum known_kind kind)
{
	return kind <= KNOWN_CAMPAIGN;
}

/* Each word that begins with a letter begins with a capital. */
static bool has_capitals(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.ptr[i] >= 'a' && s.ptr[i] <= 'z' && (i == 0 || !is_word(s.ptr[i - 1])) &&
		    !(i && s.ptr[i - 1] == '\''))
			return false;
	return true;
}

static bool all_capitals(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.ptr[i] >= 'a' && s.ptr[i] <= 'z')
			return false;
	return true;
}

/* "WindTail", "njRAT": no ordinary word is written so. */
static bool has_inner_capital(struct span s)
{
	for (size_t i = 1; i < s.len; i++)
		if (is_capital(s.ptr[i]) && s.ptr[i - 1] >= 'a' && s.ptr[i - 1] <= 'z')
			return true;
	return false;
}

static bool equal_but_blanks(struct span a, struct span b)
{
	if (span_starts_nocase(a, SPAN("the ")) && span_starts_nocase(b, SPAN("the "))) {
		a = span_skip(a, 4);
		b = span_skip(b, 4);
	}
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++)
		if (a.ptr[i] != b.ptr[i] && !(ascii_space(a.ptr[i]) && ascii_space(b.ptr[i])))
			return false;
	return true;
}

enum spelling { SPELT_NO, SPELT_PERHAPS, SPELT_WELL };

static enum spelling spelling_of(const struct known_name *n, struct span s)
{
	bool same = equal_but_blanks(n->written, s);

	if (n->exact)
		return same ? SPELT_WELL : SPELT_NO;
	if (n->of->kind == KNOWN_SECTOR || n->of->kind == KNOWN_TECHNIQUE)
		return n->ordinary ? SPELT_PERHAPS : SPELT_WELL;
	if (!is_threat(n->of->kind)) {
		if (all_capitals(n->written) && n->written.len <= 12)
			return all_capitals(s) ? SPELT_WELL : SPELT_NO;
		return is_capital(s.ptr[0]) ? SPELT_WELL : SPELT_NO;
	}
	if (same && has_inner_capital(s))
		return SPELT_WELL;
	if (span_starts(s, SPAN("the ")))
		s = span_skip(s, 4);
	if (n->ordinary)
		return has_capitals(s) || same || n->of->kind == KNOWN_TOOL ? SPELT_PERHAPS :
			SPELT_NO;
	if (has_capitals(s))
		return SPELT_WELL;
	return span_find_byte(s, ' ') == SPAN_NONE && s.len > 4 ? SPELT_PERHAPS : SPELT_NO;
}

/* The best spelling of anything that bears the name. */
static enum spelling best_spelling(const struct known_name *n, struct span s)
{
	enum spelling best = SPELT_NO;

	for (; n; n = n->next) {
		enum spelling one = spelling_of(n, s);

		best = one > best ? one : best;
	}
	return best;
}

/* In a word with "://" in front of it. */
static bool is_in_url(struct span t, size_t at)
{
	size_t from = at;

	while (from && at - from < URL_MOST && !ascii_space(t.ptr[from - 1]))
		from--;
	return span_find(span_cut(t, from, at - from), SPAN("://")) != SPAN_NONE;
}

/* A part of a path, a URL, an address, a file name or an identifier. */
static bool stands_alone(struct span t, size_t from, size_t to)
{
	char before = from ? t.ptr[from - 1] : ' ', behind = to < t.len ? t.ptr[to] : ' ';

	/* "#Qakbot", but not a page's anchor */
	if (before == '#' && (from < 2 || ascii_space(t.ptr[from - 2])))
		before = ' ';
	if (memchr(".\\@#_=&%$", before, 9) || memchr("\\@_=", behind, 4))
		return false;
	if (before == '/' && (from < 2 || !ascii_alpha(t.ptr[from - 2])))
		return false;
	if (behind == '/' && to + 1 < t.len && t.ptr[to + 1] == '/')
		return false;
	if ((behind == '.' || behind == '[') && to + 1 < t.len &&
	    (is_word(t.ptr[to + 1]) || t.ptr[to + 1] == '.' || t.ptr[to + 1] == ']'))
		return false;
	if (memchr("-/_", before, 3) && is_in_url(t, from))
		return false;
	return behind != '(' || to + 1 >= t.len || t.ptr[to + 1] != ')';
}

/* "the Dukes": the article belongs to the name. */
static size_t with_article(const struct known_name *n, struct span t, size_t from)
{
	if (from < 4 || !span_starts_nocase(span_skip(t, from - 4), SPAN("the ")))
		return from;
	for (; n; n = n->next)
		if (is_threat(n->of->kind) && span_starts(n->written, SPAN("The ")))
			return from - 4;
	return from;
}

/* "net.exe" is the tool: its extension belongs to it. 0: it is not written so. */
static size_t with_extension(const struct known_name *n, struct span t, size_t from, size_t end)
{
	size_t behind = end + 4;

	if (!span_starts_nocase(span_skip(t, end), SPAN(".exe")) ||
	    word_end(t, behind) > behind ||
	    (behind + 1 < t.len && memchr("._-\\/", t.ptr[behind], 5) && is_word(t.ptr[behind + 1])) ||
	    !stands_alone(t, from, behind))
		return 0;
	/* Everybody's shell is no news. */
	for (; n; n = n->next)
		if (n->of->kind == KNOWN_TOOL && !span_equal(n->of->name, SPAN("cmd")))
			return behind;
	return 0;
}

/* A name in bytes at..end: how it is spelt there. */
static enum spelling met_spelling(const struct known_finder *s, const struct known_name *names,
				  size_t at, size_t end)
{
	struct span written = span_cut(s->text, at, end - at);
	enum spelling spelt = names ? best_spelling(names, written) : SPELT_NO;

	/* "U.S.": its last stop belongs to it. */
	if (names && !spelt && end < s->text.len && s->text.ptr[end] == '.')
		spelt = best_spelling(names, span_cut(written, 0, written.len + 1));
	return spelt;
}

/* The longest name that begins with the word at `at`. */
static bool meet(struct known_finder *s, size_t at, size_t *behind)
{
	struct meeting *m = &s->met[s->count];
	char folded[KNOWN_LONGEST];
	size_t len = 0, to = at;
	bool found = false;

	for (int words = 0; words < WORDS; words++) {
		size_t from = to, end = word_end(s->text, from), program, gap;
		const struct known_name *names;
		enum spelling spelt;

		if (!knowledge_fold(span_cut(s->text, from, end - from), folded, &len))
			break;
		names = knowledge_named(span_make(folded, len));
		spelt = met_spelling(s, names, at, end);
		program = with_extension(names, s->text, at, end);
		if (program || (spelt && stands_alone(s->text, at, end))) {
			*behind = program ? program : end;
			*m = (struct meeting){ names, with_article(names, s->text, at), *behind,
					       program || spelt == SPELT_WELL,
					       is_threat(names->of->kind), NULL };
			m->word = spelt == SPELT_PERHAPS;
			m->program = program;
			found = true;
		}
		gap = gap_in_name(s->text, from, end);
		if (!gap)
			break;
		to = end + gap;
	}
	return found;
}

/* What stands between two names of a list, but quotation marks: ", ", " and ", "/". */
static bool is_joint(struct span text)
{
	static const char *const joints[] = { ", ", " and ", " or ", ", and ", ", or ", "/", " / ",
					      " & ", "\n", ",\n" };
	char bare[JOINT_MOST];
	struct span between;
	size_t len = 0;

	for (size_t i = 0; i < text.len; i++) {
		bool typography = is_typography(text, i) && i + 2 < text.len &&
			memchr("\x98\x99\x9c\x9d", text.ptr[i + 2], 4);

		if (typography)
			i += 2;
		else if (!memchr("\"`", text.ptr[i], 2))
			bare[len++] = text.ptr[i];
	}
	between = span_make(bare, len);
	for (size_t i = 0; i < sizeof(joints) / sizeof(joints[0]); i++)
		if (span_equal(between, span_of(joints[i])))
			return true;
	return false;
}

static bool are_joined(const struct known_finder *s, const struct meeting *a,
		       const struct meeting *b)
{
	return b->from - a->to <= JOINT_MOST &&
		is_joint(span_cut(s->text, a->to, b->from - a->to));
}

#define KINDS_PEOPLE 1
#define KINDS_PROGRAMS 2

/* What may be meant: people, programs, or both. */
static unsigned kinds_of(const struct meeting *m)
{
	unsigned kinds = 0;

	if (m->noun)
		return strcmp(m->noun, "malware") && strcmp(m->noun, "tool") ? KINDS_PEOPLE :
			KINDS_PROGRAMS;
	for (const struct known_name *n = m->names; n; n = n->next)
		kinds |= n->of->kind == KNOWN_MALWARE || n->of->kind == KNOWN_TOOL ?
			KINDS_PROGRAMS : KINDS_PEOPLE;
	return kinds;
}

/* What may be certain through its neighbour: threats of one sort, or sectors. */
static bool are_alike(const struct meeting *a, const struct meeting *b)
{
	return a->threat && b->threat && (kinds_of(a) & kinds_of(b));
}

static bool is_sector(const struct meeting *m)
{
	return m->names->of->kind == KNOWN_SECTOR;
}

/* "IT, health and defence sectors": what says nothing by itself is there for what its neighbour is. */
static void share_concern(struct meeting *m, const struct meeting *neighbour)
{
	if (is_sector(m) && is_sector(neighbour) && m->concern.is == CONCERN_SILENT &&
	    neighbour->concern.is > CONCERN_SILENT) {
		m->concern = neighbour->concern;
		m->certain = true;
	}
}

/* "FIN7 or Carbanak": what bears a name of both sorts is of its neighbour's. */
static void settle_kind(struct meeting *m, const struct meeting *neighbour)
{
	unsigned kinds = kinds_of(neighbour);

	if (!m->noun && neighbour->threat && kinds_of(m) == (KINDS_PEOPLE | KINDS_PROGRAMS) &&
	    kinds != (KINDS_PEOPLE | KINDS_PROGRAMS))
		m->noun = kinds == KINDS_PEOPLE ? "actor" : "malware";
}

/* Certain names make certain what stands beside them in a list. */
static void settle_lists(struct known_finder *s)
{
	for (uint32_t i = 1; i < s->count; i++)
		if (s->met[i].threat && are_joined(s, &s->met[i - 1], &s->met[i])) {
			settle_kind(&s->met[i], &s->met[i - 1]);
			settle_kind(&s->met[i - 1], &s->met[i]);
		}
	for (uint32_t i = 1; i < s->count; i++)
		if (are_joined(s, &s->met[i - 1], &s->met[i]))
			share_concern(&s->met[i], &s->met[i - 1]);
	for (uint32_t i = s->count; i-- > 1;)
		if (are_joined(s, &s->met[i - 1], &s->met[i]))
			share_concern(&s->met[i - 1], &s->met[i]);
	for (uint32_t i = 1; i < s->count; i++)
		if (s->met[i - 1].certain && are_alike(&s->met[i - 1], &s->met[i]) &&
		    are_joined(s, &s->met[i - 1], &s->met[i]))
			s->met[i].certain = true;
	for (uint32_t i = s->count; i-- > 1;)
		if (s->met[i].certain && are_alike(&s->met[i - 1], &s->met[i]) &&
		    are_joined(s, &s->met[i - 1], &s->met[i]))
			s->met[i - 1].certain = true;
}

/* How well a meaning fits: the noun, the spelling, main name, an id of ATT&CK. */
static int fitness(const struct known_name *n, struct span written, const struct meeting *m)
{
	enum spelling spelt = spelling_of(n, written);

	if (m->program ? n->of->kind != KNOWN_TOOL : spelt == SPELT_NO)
		return -1;
	return (spelt == SPELT_WELL ? 6 : 0) +
		(m->noun && noun_means(m->noun, n->of) ? 16 : 0) + (n->main ? 8 : 0) +
		(equal_but_blanks(n->written, written) ? 4 : 0) +
		(n->of->id.len == 5 ? 2 : 0);
}

static bool holds(const struct strings *s, struct span text)
{
	for (uint32_t i = 0; i < s->count; i++)
		if (span_equal(s->item[i], text))
			return true;
	return false;
}

static const struct known *choose(const struct meeting *m, struct span written,
				  struct strings *may_be)
{
	const struct known *best = NULL;
	int most = -1;

	may_be->count = 0;
	for (const struct known_name *n = m->names; n; n = n->next) {
		int fit = fitness(n, written, m);

		if (fit > most) {
			most = fit;
			best = n->of;
			may_be->count = 0;
		}
		if (fit == most && fit >= 0 && n->of->id.len && !holds(may_be, n->of->id))
			strings_add(may_be, n->of->id);
	}
	return best;
}

/* "Gray SPIDER is a group": a name of its own. */
static bool is_second(struct span t, size_t from)
{
	size_t at = from;

	if (at < 2 || t.ptr[at - 1] != ' ')
		return false;
	while (at > 1 && is_word(t.ptr[at - 2]))
		at--;
	return at < from && is_capital(t.ptr[at - 1]) &&
		!span_equal_nocase(span_cut(t, at - 1, from - at), SPAN("the"));
}

/* What a sector is named for. */
static void weigh(struct known_finder *s, struct meeting *m, struct surroundings *around)
{
	bool ordinary = !m->certain;

	m->concern = concerned_by(s->text, m->from, m->to, ordinary);
	m->concern = surroundings_weigh(around, m->concern, s->text, m->from, m->to, ordinary);
	m->certain = m->concern.is > CONCERN_SILENT;
}

void known_find(struct known_finder *s, struct span text, struct surroundings *around)
{
	s->text = span_cut(text, 0, KNOWN_TEXT_MAX);
	s->count = 0;
	for (size_t at = 0; at < s->text.len && s->count < KNOWN_MET_MAX;) {
		size_t behind = word_end(s->text, at);

		if (behind == at) {
			at += is_typography(s->text, at) ? 3 : 1;
			continue;
		}
		if (meet(s, at, &behind)) {
			struct meeting *m = &s->met[s->count];
			struct span name = span_cut(s->text, m->from, m->to - m->from);

			/* "Quarrelsome Ursa" is no "Ursa". */
			if (m->threat && name_is_family(name) && is_second(s->text, m->from)) {
				at = behind;
				continue;
			}
			s->count++;
			if (m->threat)
				m->noun = noun_beside(s->text, m->from, m->to, m->names,
						      m->word);
			m->certain |= m->noun != NULL;
			if (is_sector(m))
				weigh(s, m, around);
		}
		at = behind;
	}
	settle_lists(s);
}

bool known_met(const struct known_finder *s, uint32_t i, struct name_met *met)
{
	const struct meeting *m = &s->met[i];

	*met = (struct name_met){ .from = m->from, .certain = m->certain };
	met->written = span_cut(s->text, m->from, m->to - m->from);
	met->known = choose(m, met->written, &met->may_be);
	met->told = m->noun != NULL;
	met->concern = m->concern;
	if (met->known && met->known->kind == KNOWN_MALWARE) {
		met->only_people = people_explained(s->text, m->to) && !is_second(s->text, m->from);
		met->people_len = (uint32_t)people_behind(s->text, m->to);
		met->people = met->only_people || met->people_len;
	}
	return met->known != NULL;
}

const struct known *known_of_kind(struct span name, const char *kind)
{
	const struct known_name *n = knowledge_written(name);
	const struct known *best = NULL;

	for (; n; n = n->next)
		if (is_threat(n->of->kind) && (!kind || noun_means(kind, n->of)) &&
		    (!best || n->main))
			best = n->of;
	return best;
}
