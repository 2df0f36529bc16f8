/*
 * prose.c -- documents: text, Markdown, AsciiDoc, HTML, and whatever a format
 * takes apart into headings, paragraphs, lists, tables and code.
 *
 * Every passage is searched for values; each value found leaves the signs of
 * its place (signs.h).  Rules are cut out whole: what stands in them is not an
 * indicator, except for the hashes of their meta part.
 */
#include <stdio.h>

#include "advisory/announced.h"
#include "advisory/called.h"
#include "advisory/cues.h"
#include "advisory/head.h"
#include "advisory/patterns.h"
#include "advisory/prose.h"
#include "advisory/reader.h"
#include "advisory/remarks.h"
#include "advisory/words.h"
#include "value/refang.h"

#define REMARK_SIDE 400		/* bytes of a remark or lead that are read */
#define ENTRY_LONGEST 300	/* a longer item is running text */
#define DIGEST_WORDS 6		/* of a line that is a name and its digest */
#define NEAR_BEFORE 90		/* bytes on either side in which a word speaks of a value */
#define NEAR_BEHIND 50

#define LOCAL_SIGNS (SIGN_BIT(SAID_LEGITIMATE) | SIGN_BIT(SAID_CONNECTIVITY) | \
		     SIGN_BIT(SAID_VICTIM) | SIGN_BIT(SAID_CONTACT))

static uint64_t section_signs(const struct prose *p, const struct block *b)
{
	uint64_t signs = p->layout.title_section == SECTION_INDICATORS ? SIGN_BIT(TITLE) : 0;

	switch (b->section) {
	case SECTION_INDICATORS:
		return signs | SIGN_BIT(SECTION_INDICATORS);
	case SECTION_ATTACKER:
		return signs | (b->entry ? SIGN_BIT(SECTION_INDICATORS) :
				SIGN_BIT(SECTION_ATTACKER));
	case SECTION_BENIGN:
		return signs | SIGN_BIT(SECTION_BENIGN);
	case SECTION_VICTIM:
		return signs | SIGN_BIT(SECTION_VICTIM);
	case SECTION_REFERENCE:
		return signs | SIGN_BIT(SECTION_REFERENCE);
	case SECTION_CONTACT:
		return signs | SIGN_BIT(SECTION_CONTACT);
	case SECTION_MITIGATION:
		return signs | SIGN_BIT(SECTION_MITIGATION);
	case SECTION_ABOUT:
		return signs | SIGN_BIT(SECTION_ABOUT);
	case SECTION_DETECTION:
		return signs | SIGN_BIT(SECTION_DETECTION);
	case SECTION_TECHNIQUES:
		return signs | SIGN_BIT(SECTION_TECHNIQUES);
	case SECTION_NONE: case SECTION_VALUES: case SECTION_RULES: case SECTION_RUNNING:
		break;
	}
	return signs;
}

static uint64_t label_signs(const struct block *b)
{
	switch (b->label.column) {
	case COLUMN_VALUE:
		return b->kind == PASSAGE_CELL ? SIGN_BIT(COLUMN) : SIGN_BIT(LABEL);
	case COLUMN_CONTEXT: case COLUMN_NAME: case COLUMN_TYPE: case COLUMN_TECHNIQUE:
		return b->kind == PASSAGE_CELL ? SIGN_BIT(REMARK) : 0;
	case COLUMN_OTHER: case COLUMN_STRANGE_HASH:
		return b->kind == PASSAGE_CELL ? SIGN_BIT(COLUMN_OTHER) : 0;
	case COLUMN_DETECTION:
		return SIGN_BIT(COLUMN_DETECTION);
	case COLUMN_LEGITIMATE:
		return SIGN_BIT(COLUMN_BENIGN);
	case COLUMN_VICTIM:
		return SIGN_BIT(COLUMN_VICTIM);
	case COLUMN_REFERENCE:
		return SIGN_BIT(COLUMN_REFERENCE);
	default:
		return 0;
	}
}

/* Remarks of a row are words about its values; what they name themselves is another matter. */
static bool is_remark(const struct block *b)
{
	return b->label.column == COLUMN_CONTEXT || b->label.column == COLUMN_NAME ||
		b->label.column == COLUMN_UNKNOWN;
}

/* Words about listed values: cues, and whether the publisher calls them harmless. */
static uint64_t remark_signs(struct span text)
{
	uint64_t signs = cues_in(text);

	switch (remark_role(text, KIND_DOMAIN)) {
	case ROLE_BENIGN:
		return signs | SIGN_BIT(CALLED_HARMLESS);
	case ROLE_VICTIM:
		return signs | SIGN_BIT(CALLED_VICTIM);
	default:
		break;
	}
	return signs;
}

static void read_row(struct prose *p, uint32_t i)
{
	const struct block *first = layout_block(&p->layout, i);
	struct prose_row *row = &p->at_row;

	if (row->table == first->table && row->row == first->row)
		return;
	*row = (struct prose_row){ .table = first->table, .row = first->row };
	for (; i < p->layout.count; i++) {
		const struct block *b = layout_block(&p->layout, i);

		if (b->kind == PASSAGE_LINK)
			continue;
		if (b->kind != PASSAGE_CELL || b->table != first->table || b->row != first->row)
			break;
		if (is_remark(b))
			row->said |= remark_signs(span_cut(b->text, 0, REMARK_SIDE));
		if (b->label.column == COLUMN_TYPE)
			row->type = label_of_type(b->text);
		row->digest |= b->label.column == COLUMN_VALUE && kind_is_hash(b->label.kind);
	}
}

/* The paragraph before a list, when it speaks of what follows: "These domains are legitimate:" */
static uint64_t lead_signs(struct prose *p, uint32_t lead)
{
	static const struct phrase points[] = {
		{ "following", 0 }, { "below", 0 }, { "these", 0 }, { "listed", 0 },
		{ "includ*", 0 },
	};
	struct span text;
	struct words w;

	if (lead == NO_BLOCK)
		return 0;
	if (p->lead == lead)
		return p->lead_said;
	text = span_trim(layout_block(&p->layout, lead)->text);
	if (text.len > REMARK_SIDE)
		text = span_skip(text, text.len - REMARK_SIDE);
	words_of(text, &w);
	p->lead = lead;
	p->lead_said = 0;
	if (span_ends(text, SPAN(":")) ||
	    words_mean(&w, points, sizeof(points) / sizeof(points[0])))
		p->lead_said = remark_signs(text);
	return p->lead_said;
}

/* github.com/eset/malware-ioc: where a publisher keeps its own lists. */
static bool is_repository(struct span url)
{
	static const char *const keepers[] = {
		"ioc", "iocs", "indicators", "yara", "sigma", "intel", "intelligence", "advisories",
		"detection", "detections", "signature", "signatures", NULL
	};
	struct span host = value_host(KIND_URL, url), rest = url;
	size_t from = 0;

	if (!span_ends(host, SPAN("github.com")) && !span_ends(host, SPAN("gitlab.com")) &&
	    !span_ends(host, SPAN("githubusercontent.com")) && !span_ends(host, SPAN("bitbucket.org")))
		return false;
	for (size_t i = 0; i <= rest.len; i++) {
		if (i < rest.len && ascii_alnum(rest.ptr[i]))
			continue;
		if (word_one_of(span_cut(rest, from, i - from), keepers))
			return true;
		from = i + 1;
	}
	return false;
}

static uint64_t link_signs(const struct prose *p, const struct candidate *c)
{
	/* "DuckDuckBot/1.0; (+http://duckduckgo.com/duckduckbot.html)" */
	if (c->from && p->text.ptr[c->from - 1] == '+')
		return SIGN_BIT(CRAWLER);
	return is_repository(c->value) ? SIGN_BIT(REPOSITORY) : 0;
}

static uint64_t kind_signs(const struct prose *p, const struct candidate *c)
{
	uint64_t signs = 0;

	if (kind_is_hash(c->kind) || c->kind == KIND_IMPHASH || c->kind == KIND_X509_SHA1 ||
	    c->kind == KIND_X509_SHA256 || c->kind == KIND_JA3)
		signs |= SIGN_BIT(DIGEST);
	else if (c->kind == KIND_IPV4 || c->kind == KIND_IPV6)
		signs |= SIGN_BIT(ADDRESS);
	else if (c->kind == KIND_REGISTRY_KEY || c->kind == KIND_MUTEX || c->kind == KIND_PATH ||
		 c->kind == KIND_NAMED_PIPE || c->kind == KIND_USER_AGENT ||
		 c->kind == KIND_WALLET || c->kind == KIND_ONION)
		signs |= SIGN_BIT(TRACE);
	else if (c->kind == KIND_URL)
		signs |= link_signs(p, c);
	if ((c->kind == KIND_FILENAME || c->kind == KIND_PATH) && p->running)
		signs |= SIGN_BIT(MENTION);
	return signs;
}

/* What a host or URL that anybody may click looks like, in running text. */
static uint64_t plain_name_signs(const struct prose *p, const struct candidate *c)
{
	static const char *const pictures[] = { ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp" };
	char first = p->text.ptr[c->from];
	uint64_t signs = 0;

	if (c->kind == KIND_DOMAIN && first >= 'A' && first <= 'Z')
		return SIGN_BIT(BRAND);
	if (c->kind != KIND_URL)
		return 0;
	for (size_t i = 0; i < sizeof(pictures) / sizeof(pictures[0]); i++)
		if (span_ends_nocase(c->value, span_of(pictures[i])))
			signs |= SIGN_BIT(PICTURE);
	if (standing_of(KIND_DOMAIN, value_host(KIND_URL, c->value), SPAN("")) == STANDING_FAMILIAR)
		signs |= SIGN_BIT(FAMILIAR_PAGE);
	return signs;
}

/* Cues of the sentence that byte `at` of the passage stands in; its values share them. */
static uint64_t sentence_signs(struct prose *p, size_t at)
{
	struct prose_sentence *s = &p->sentence;
	struct span text;

	if (at >= s->from && at < s->to && at / CUES_SLOT == s->slot)
		return s->said;
	text = cues_sentence(p->text, at);
	s->from = (size_t)(text.ptr - p->text.ptr);
	s->to = s->from + text.len;
	s->slot = at / CUES_SLOT;
	s->said = cues_in(text);
	return s->said;
}

/*
 * Words such as "legitimate" speak of the value beside them, not of every
 * value in the sentence: those between it and the value before it, and a
 * predicate behind it.
 */
static uint64_t local_signs(const struct prose *p, const struct candidate *c)
{
	size_t from = c->from > NEAR_BEFORE ? c->from - NEAR_BEFORE : 0, to = c->to;

	if (from < p->sentence.from)
		from = p->sentence.from;
	if (from < p->last_to && p->last_to <= c->from)
		from = p->last_to;
	while (to < p->sentence.to && to < c->to + NEAR_BEHIND && p->text.ptr[to] != ',' &&
	       p->text.ptr[to] != ';' && !span_starts(span_skip(p->text, to), SPAN(" and ")) &&
	       !span_starts(span_skip(p->text, to), SPAN(" or ")))
		to++;
	return cues_in(span_cut(p->text, from, c->from - from)) |
		cues_in(span_cut(p->text, c->to, to - c->to));
}

static uint64_t running_signs(struct prose *p, const struct candidate *c)
{
	uint64_t said = sentence_signs(p, c->from);

	said |= called_signs(p->text, c);
	if (said & LOCAL_SIGNS)
		said = (said & ~LOCAL_SIGNS) | (local_signs(p, c) & LOCAL_SIGNS);
	return said;
}

/* A run of hexadecimal digits as long as a digest. */
static bool has_digest(struct span text)
{
	size_t run = 0;

	for (size_t i = 0; i <= text.len; i++) {
		if (i < text.len && ascii_hex(text.ptr[i]) >= 0) {
			run++;
			continue;
		}
		if (run == 32 || run == 40 || run == 64 || run == 128)
			return true;
		run = 0;
	}
	return false;
}

/* "x.dll (SHA256: 3f5b...)", "x.dll 3f5b..." */
static bool digest_follows(struct span text, size_t at)
{
	struct span rest = span_cut(text, at, 100);
	struct words w;

	words_of(rest, &w);
	for (uint32_t i = 0; i < w.count && i < 4; i++)
		if (w.word[i].len >= 32 && has_digest(w.word[i]))
			return true;
	return false;
}

/* "the mutex X", "an archive named X" */
static bool is_announced(const struct prose *p, const struct candidate *c)
{
	size_t at = c->from;
	enum kind kind;

	if (c->kind != KIND_MUTEX && c->kind != KIND_NAMED_PIPE && c->kind != KIND_FILENAME &&
	    c->kind != KIND_PATH && c->kind != KIND_USER_AGENT)
		return false;
	while (at && memchr("\"`'", p->text.ptr[at - 1], 3))
		at--;
	kind = announced_kind(p->text, at);
	return kind == c->kind || (kind == KIND_FILENAME && c->kind == KIND_PATH);
}

static uint64_t candidate_signs(struct prose *p, const struct candidate *c)
{
	uint64_t signs = p->signs | kind_signs(p, c);
	const struct block *b = layout_block(&p->layout, p->block);

	if (c->defanged)
		signs |= SIGN_BIT(DEFANGED);
	if (c->whole)
		signs |= SIGN_BIT(WHOLE);
	if (b->inside && c->kind == KIND_FILENAME)
		signs |= SIGN_BIT(INSIDE);
	if (c->notes & SHAPE_VERSION && !c->defanged)
		signs |= SIGN_BIT(VERSION);
	if (c->notes & SHAPE_ODD && !c->defanged)
		signs |= SIGN_BIT(ODD);
	if (c->notes & (SHAPE_FILE_TOO | SHAPE_HOST_TOO) && !c->defanged && !c->whole)
		signs |= SIGN_BIT(FILE_OR_HOST);
	if (b->kind == PASSAGE_CELL && p->at_row.digest && !(p->signs & SIGN_BIT(REMARK)) &&
	    (c->kind == KIND_FILENAME || c->kind == KIND_PATH))
		signs |= SIGN_BIT(ROW_DIGEST);
	if ((c->kind == KIND_FILENAME || c->kind == KIND_PATH) &&
	    (p->digest || digest_follows(p->text, c->to)))
		signs |= SIGN_BIT(LINE_DIGEST);
	if (is_announced(p, c))
		signs |= SIGN_BIT(ANNOUNCED);
	if (p->running && !c->defanged)
		signs |= plain_name_signs(p, c);
	if (p->running)
		signs |= running_signs(p, c);
	p->last_to = c->to;
	return signs;
}

int prose_add_value(struct prose *p, const struct candidate *c, uint64_t signs)
{
	struct candidate there = *c;

	there.from += p->base;
	there.to += p->base;
	return values_add(&p->values, &there, p->block, signs, p->error);
}

/* "C:\Temp\x.exe" in a column of file names: the name is meant too. */
static int add_base_name(struct prose *p, const struct candidate *c, uint64_t signs)
{
	size_t slash = span_rfind_byte(c->value, '\\');
	struct candidate name = *c;

	if (slash == SPAN_NONE)
		slash = span_rfind_byte(c->value, '/');
	if (slash == SPAN_NONE || slash + 1 == c->value.len)
		return 0;
	name.kind = KIND_FILENAME;
	name.value = span_skip(c->value, slash + 1);
	if (name.value.len >= c->to - c->from)
		return 0;
	name.from = c->to - name.value.len;
	return prose_add_value(p, &name, signs);
}

static int take_candidate(void *context, const struct candidate *c)
{
	struct prose *p = context;
	const struct block *b = layout_block(&p->layout, p->block);
	uint64_t signs;

	/* A class, a detection name, two sentences without a blank: no value at all. */
	if ((c->notes & SHAPE_ODD) && !c->defanged && b->label.kind != KIND_DOMAIN)
		return 0;
	signs = candidate_signs(p, c);
	if (c->kind == KIND_PATH && b->label.column == COLUMN_VALUE &&
	    b->label.kind == KIND_FILENAME && b->kind == PASSAGE_CELL &&
	    add_base_name(p, c, signs) < 0)
		return -1;
	return prose_add_value(p, c, signs);
}

/* A heading that is a file name above a list of digests names the file. */
static bool over_digests(const struct prose *p, uint32_t i)
{
	const struct layout *l = &p->layout;

	for (uint32_t k = i + 1; k < l->count && k < i + 12; k++) {
		const struct block *b = layout_block(l, k);

		if (b->kind == PASSAGE_HEADING)
			return false;
		if (b->kind == PASSAGE_CELL && b->header &&
		    kind_is_hash(label_of_header(b->text).kind))
			return true;
		if ((b->kind == PASSAGE_LINE || b->kind == PASSAGE_ITEM) &&
		    kind_is_hash(kind_guess(span_trim(b->text))))
			return true;
	}
	return false;
}

static int search_plain(struct prose *p, struct span text, bool entry, struct label label)
{
	struct passage passage = { .text = text, .entry = entry, .label = label };

	p->text = text;
	p->running = !entry;
	p->sentence = (struct prose_sentence){ 0 };
	p->last_to = 0;
	return candidates_find(&p->finder, &passage, take_candidate, p);
}

/* STIX patterns are rules; between them is text as any other. */
static int search(struct prose *p, struct span text, bool entry, struct label label)
{
	size_t base = p->base, at = 0, end, from;
	int rc = 0;

	while (rc == 0 && (from = patterns_next(text, at, &end)) != SPAN_NONE) {
		p->base = base + at;
		rc = search_plain(p, span_cut(text, at, from - at), false, label);
		p->base = base;
		if (rc == 0)
			rc = prose_take_pattern(p, text, from, end);
		at = end;
	}
	p->base = base + at;
	if (rc == 0)
		rc = search_plain(p, span_skip(text, at), entry && at == 0, label);
	p->base = base;
	return rc;
}

/* "a.exe: 3f5b...", line by line: each has a digest and few words. */
static bool is_list_of_digests(struct span text)
{
	struct span rest = span_cut(text, 0, REMARK_SIDE * 4), line;
	struct words w;

	while (span_line(&rest, &line)) {
		words_of(line, &w);
		if (!has_digest(line) || w.count > DIGEST_WORDS)
			return false;
	}
	return text.len > 0;
}

/* "with the subject "Bill of lading"": any text, made a value by the words in front. */
static int search_quotes(struct prose *p, struct span text)
{
	struct candidate c = { .kind = KIND_NONE };
	size_t at = 0;

	p->text = text;
	while (announced_quote(text, &at, &c.value, &c.kind)) {
		struct span written = c.value;

		c.from = (size_t)(written.ptr - text.ptr);
		c.to = c.from + written.len;
		buf_clear(&p->finder.canonical);
		if (kind_canonical(c.kind, written, &p->finder.canonical, p->error) < 0) {
			*p->error = (struct error){ 0 };
			continue;
		}
		c.value = buf_span(&p->finder.canonical);
		if (prose_add_value(p, &c, p->signs | SIGN_BIT(ANNOUNCED) |
			      (cues_in(cues_sentence(text, c.from)) & ~LOCAL_SIGNS)) < 0)
			return -1;
	}
	return 0;
}

/* "a.exe|3f5b...", under "filename|sha256": each part is a value. */
static int search_parts(struct prose *p, struct span value, struct label label)
{
	size_t base = p->base, bar;
	int rc = 0;

	while (rc >= 0 && label.kind == KIND_NONE &&
	       (bar = span_find_byte(value, '|')) != SPAN_NONE) {
		rc = search(p, span_cut(value, 0, bar), true, label);
		value = span_skip(value, bar + 1);
		p->base += bar + 1;
	}
	if (rc >= 0)
		rc = search(p, value, true, label);
	p->base = base;
	return rc;
}

static uint64_t line_signs(struct label label)
{
	switch (label.column) {
	case COLUMN_VALUE:
		return SIGN_BIT(LABEL);
	case COLUMN_REFERENCE: case COLUMN_OTHER:
		return SIGN_BIT(COLUMN_REFERENCE);
	default:
		return 0;
	}
}

/* Lines that name what they hold: "Mutex: X". 1: the block was such, and is done. */
static int search_named_lines(struct prose *p, const struct block *b)
{
	struct span rest = b->text, line;
	uint64_t signs = p->signs;
	struct label label;
	size_t value_at;
	int named = 0, rc = 0;

	while (!named && span_line(&rest, &line))
		named = announced_line(line, &label, &value_at);
	for (rest = b->text; named && rc >= 0 && span_line(&rest, &line);) {
		bool is_named = announced_line(line, &label, &value_at);

		p->base = (size_t)(line.ptr - b->text.ptr) + (is_named ? value_at : 0);
		p->signs = signs | (is_named ? line_signs(label) : 0);
		if (is_named)
			rc = search_parts(p, span_skip(line, value_at), label);
		else
			rc = search(p, line, b->entry, b->label);
	}
	p->base = 0;
	p->signs = signs;
	return rc < 0 ? -1 : named;
}

static int read_heading(struct prose *p, const struct block *b)
{
	p->signs = SIGN_BIT(MENTION);
	if (over_digests(p, p->block))
		p->signs = SIGN_BIT(OVER_DIGESTS);
	return search(p, b->text, true, (struct label){ COLUMN_UNKNOWN, KIND_NONE });
}

/* The words of a link hide where it leads; a link that shows itself is in the text already. */
static int read_link(struct prose *p, const struct block *b)
{
	struct span shown = span_trim(b->text), target = b->target;
	bool same = span_find_nocase(target, shown) != SPAN_NONE && shown.len * 2 > target.len;

	p->signs = section_signs(p, b) & ~SIGN_BIT(TITLE);
	p->signs |= same || !shown.len ? SIGN_BIT(LINK) : SIGN_BIT(LINK_WORDS);
	if (mentions_ids(&p->mentions, p->block, target, p->error) < 0)
		return -1;
	return search(p, target, true, (struct label){ COLUMN_UNKNOWN, KIND_NONE });
}

static int read_cell(struct prose *p, const struct block *b)
{
	struct label label = b->label;

	read_row(p, p->block);
	if (label.column == COLUMN_VALUE && label.kind == KIND_NONE &&
	    p->at_row.type.column == COLUMN_VALUE)
		label = p->at_row.type;
	p->signs = section_signs(p, b) | label_signs(b) | p->at_row.said | lead_signs(p, b->lead);
	return search(p, b->text, b->entry && b->text.len <= ENTRY_LONGEST, label);
}

/* Items and lines: the whole entry is the sentence, with the line that leads to it. */
static int read_entry(struct prose *p, const struct block *b)
{
	bool entry = b->entry && b->text.len <= ENTRY_LONGEST;
	int rc;

	p->signs = section_signs(p, b) | label_signs(b) | lead_signs(p, b->lead);
	if (entry)
		p->signs |= remark_signs(b->text);
	p->digest = entry ? has_digest(b->text) : is_list_of_digests(b->text);
	rc = b->label.column == COLUMN_UNKNOWN || !entry ? search_named_lines(p, b) : 0;
	if (rc == 0) {
		rc = search(p, b->text, entry, b->label);
		if (rc == 0)
			rc = search_quotes(p, b->text);
	}
	p->digest = false;
	return rc < 0 ? -1 : 0;
}

/* Inside rules: a hash of the meta part is one of a file, all else is the rule's own. */
static int take_rule_candidate(void *context, const struct candidate *c)
{
	struct prose *p = context;
	const struct rule_found *rule = prose_rule_at(p, c->from);
	uint64_t signs = SIGN_BIT(RULE_BODY);

	if (rule && c->from >= rule->meta_from && c->to <= rule->meta_to)
		signs = kind_is_hash(c->kind) ? SIGN_BIT(RULE_META) : SIGN_BIT(COLUMN_REFERENCE);
	return values_add(&p->values, c, p->block, signs, p->error);
}

static int read_rule(struct prose *p, const struct block *b)
{
	struct passage passage = { .text = b->text };
	int rules = prose_find_rules(p, b->text);

	if (rules < 0)
		return -1;
	if (!rules)		/* code that only looked so */
		return read_entry(p, b);
	return candidates_find(&p->finder, &passage, take_rule_candidate, p);
}

static int read_block(struct prose *p, uint32_t i)
{
	const struct block *b = layout_block(&p->layout, i);

	p->block = i;
	if (b->kind != PASSAGE_RULE && b->kind != PASSAGE_LINK && b->kind != PASSAGE_FURNITURE &&
	    mentions_find(&p->mentions, i, b->text, p->error) < 0)
		return -1;
	switch (b->kind) {
	case PASSAGE_HEADING:
		return read_heading(p, b);
	case PASSAGE_RULE:
		return read_rule(p, b);
	case PASSAGE_LINK:
		return read_link(p, b);
	case PASSAGE_FURNITURE:
		p->signs = SIGN_BIT(FURNITURE);
		return search(p, b->text, false, b->label);
	case PASSAGE_CELL:
		return read_cell(p, b);
	case PASSAGE_TEXT: case PASSAGE_ITEM: case PASSAGE_LINE:
		break;
	}
	return read_entry(p, b);
}

/* The reason of a gap behind the part that was read. */
static const char *broken_off(enum error_code code)
{
	switch (code) {
	case ERR_TRUNCATED:
		return "truncated";
	case ERR_LIMIT:
		return "memory-limit";
	case ERR_ENCRYPTED:
		return "encrypted";
	case ERR_IO: case ERR_PERMISSION:
		return "io-error";
	default:
		return "damaged";
	}
}

static int give_holes(struct prose *p)
{
	for (uint32_t i = 0; i < p->layout.holes; i++) {
		const struct hole *h = &p->layout.hole[i];
		struct step at = { .kind = STEP_TEXT, .page = h->page };
		char reason[40];

		snprintf(reason, sizeof(reason), "%.*s", SPAN_ARG(h->reason));
		if (reading_gap(p->reading, reason, h->text, true, at, p->error) < 0)
			return -1;
	}
	return 0;
}

/* Behind the document's own records of a type those of the files in it. */
static int give_attached(struct prose *p, enum intel_type type)
{
	return collected_give(&p->attached, p->reading, type, p->error);
}

static int give_all(struct prose *p)
{
	struct reading *r = p->reading;

	if (reading_begin(r, p->error) < 0 || values_give(&p->values, p->error) < 0 ||
	    give_attached(p, INTEL_INDICATOR) < 0 || prose_give_rules(p) < 0 ||
	    give_attached(p, INTEL_RULE) < 0 || entities_give(&p->entities, p->error) < 0 ||
	    give_attached(p, INTEL_ENTITY) < 0 || sayings_give(p->sayings, p->error) < 0 ||
	    give_attached(p, INTEL_ASSESSMENT) < 0 || give_holes(p) < 0 ||
	    prose_give_rule_gaps(p) < 0 || give_attached(p, INTEL_GAP) < 0)
		return -1;
	if (p->layout.truncated &&
	    reading_gap(r, broken_off(p->layout.why.code), span_of(p->layout.why.text), true,
			(struct step){ 0 }, p->error) < 0)
		return -1;
	if (p->values.left_out &&
	    reading_gap(r, "count-limit", SPAN("more values than are kept"), true,
			(struct step){ 0 }, p->error) < 0)
		return -1;
	return reading_end(r, p->error);
}

static int read_all(struct prose *p)
{
	for (uint32_t i = 0; i < p->layout.count; i++)
		if (read_block(p, i) < 0)
			return -1;
	head_read(&p->layout, &p->own);
	sayings_read(p->sayings, &p->layout, p->mentions.known);
	values_decide(&p->values, &p->own);
	head_contacts(&p->layout, &p->values);
	head_annexes(&p->layout, &p->values);
	return prose_read_attached(p) < 0 ? -1 : give_all(p);
}

static int prose_read(struct reading *r, struct error *e)
{
	struct prose *p = arena_new(r->arena, struct prose);
	int rc = -1;

	if (!p)
		return fail(e, ERR_MEMORY, "no memory to read the document");
	p->mentions = (struct mentions){ .layout = &p->layout, .entities = &p->entities,
					 .known = arena_new(r->arena, struct known_finder) };
	p->sayings = arena_new(r->arena, struct sayings);
	if (!p->mentions.known || !p->sayings)
		return fail(e, ERR_MEMORY, "no memory to read the document");
	p->reading = r;
	p->error = e;
	p->lead = NO_BLOCK;
	finder_init(&p->finder);
	prose_rules_init(p);
	collected_init(&p->attached, r->arena);
	entities_init(&p->entities, r);
	if (r->source->format)
		r->head.format = span_of(r->source->format->name);
	if (rules_alone(r->source->sample))
		r->head.format = span_of(rules_alone(r->source->sample));
	if (layout_read(&p->layout, r, e) == 0 && values_init(&p->values, &p->layout, e) == 0)
		rc = read_all(p);
	values_release(&p->values);
	collected_release(&p->attached);
	buf_release(&p->rules);
	finder_release(&p->finder);
	layout_release(&p->layout);
	return rc;
}

static int prose_probe(const struct source *s)
{
	const struct format *f = s->format;

	if (s->charset != CHARSET_BINARY && rules_alone(s->sample))
		return 70;
	if (f && f->class == FORMAT_DOCUMENT && !f->not_yet && !span_equal(span_of(f->name), SPAN("text")))
		return f->whole ? 95 : span_equal(span_of(f->name), SPAN("html")) ? 88 : 40;
	return s->charset == CHARSET_BINARY ? 0 : 20;
}

const struct advisory_kind reads_prose = {
	.name = "document",
	.about = "documents: text, Markdown, AsciiDoc, HTML, PDF, Word (DOCX), ODT, RTF; files of rules",
	.probe = prose_probe,
	.read = prose_read,
};
