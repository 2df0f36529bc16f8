/*
 * head.c -- what a document says about itself.
 *
 * The date of publication is taken from the first of: the document's own
 * statement (HTML meta, AsciiDoc attribute), a line that names it ("Published:
 * 16 July 2020"), a line that is a date near the title, a date in the title,
 * a date in the address of the article it says it belongs to, the first date
 * in running text.  The period of activity: columns of first and last sight,
 * else the first sentence that states a period.
 */
#include "advisory/head.h"

#include "advisory/cues.h"
#include "advisory/dates.h"
#include "advisory/names.h"
#include "advisory/words.h"
#include "value/address.h"
#include "value/host.h"

#define TITLE_MAX 300
#define NEAR_TITLE 40		/* passages in front that may hold the date and the marking */
#define LINE_MAX_LEN 200	/* a longer passage is no line that names a date */
#define SINCE_MAX (5 * 366 * TIME_DAY)	/* "since 2008" tells of the actor, not of the campaign */
#define IN_MAX (400 * TIME_DAY)		/* "in early 2020" of a document that is much younger */
#define PASSAGES_READ 20000	/* in search of a period */

struct dated {
	int64_t moment;
	int rank;		/* the lower the better; 0: none */
};

static bool believed(const struct layout *l, int64_t moment)
{
	return moment != TIME_NONE && reading_believes(l->reading, moment, TIME_DAY);
}

static void offer(const struct layout *l, struct dated *d, int64_t moment, int rank)
{
	if (believed(l, moment) && (!d->rank || rank < d->rank))
		*d = (struct dated){ moment, rank };
}

/* Meta names that state the day of publication, best first. */
static void date_from_statements(const struct layout *l, struct dated *d)
{
	static const char *const names[] = {
		"article:published_time", "datepublished", "citation_publication_date",
		"dcterms.issued", "dc.date.issued", "dcterms.date", "dc.date", "publish_date",
		"publication_date", "pubdate", "published", "date", "revdate", "og:published_time",
		"dcterms.created", "created", NULL
	};

	for (uint32_t i = 0; i < l->statements; i++)
		for (const char *const *n = names; *n; n++) {
			struct stretch when;
			size_t at;

			if (span_equal_nocase(l->statement[i].name, span_of(*n)) &&
			    (date_cell(l->statement[i].value, &when) ||
			     date_find(l->statement[i].value, &when, &at)))
				offer(l, d, when.from - when.from % TIME_DAY,
				      1 + (int)(n - names));
		}
}

static const struct phrase date_words[] = {
	{ "date of analysis", 2 }, { "analysis date", 2 }, { "report date", 0 },
	{ "date of report", 0 }, { "originally released", 0 }, { "original release", 0 }, { "release date", 0 },
	{ "publication date", 0 }, { "date of publication", 0 }, { "published", 0 },
	{ "released", 0 }, { "issued", 0 }, { "date issued", 0 }, { "posted", 0 },
	{ "created", 0 }, { "=date", 0 }, { "date", 1 }, { "revised", 2 }, { "updated", 2 },
	{ "last update", 2 }, { "modified", 2 }, { "version", 2 }, { "date of issue", 0 },
	{ "date de publication", 0 }, { "publi\xc3\xa9", 0 }, { "ver\xc3\xb6" "ffentlich*", 0 },
	{ "stand", 1 }, { "datum", 1 }, { "fecha*", 0 }, { "publicado", 0 }, { "herausgeber*", 1 },
	{ "data", 1 }, { "pubblicato", 0 }, { "date du", 0 },
};

/* "Date of report | 28.12.2020": the cell in front of a date says of what. */
static void date_from_cell(const struct layout *l, uint32_t i, struct dated *d)
{
	const struct block *b = layout_block(l, i), *before = i ? layout_block(l, i - 1) : NULL;
	const struct phrase *row;
	struct stretch when;
	struct words w;
	size_t at;

	if (!before || b->kind != PASSAGE_CELL || before->kind != PASSAGE_CELL || b->column > 2 ||
	    before->table != b->table || before->row != b->row || before->text.len > LINE_MAX_LEN ||
	    !date_find(b->text, &when, &at) || at)
		return;
	words_of(before->text, &w);
	row = words_first(&w, date_words, sizeof(date_words) / sizeof(date_words[0]));
	if (row)
		offer(l, d, when.from, 30 + (int)row->means * 10);
}

/* "Published: 16 July 2020" among the first passages. */
static void date_from_line(const struct layout *l, const struct block *b, struct dated *d)
{
	struct span rest = b->text, line;

	if (b->kind == PASSAGE_CELL && b->column > 2)
		return;
	while (span_line(&rest, &line)) {
		const struct phrase *row;
		struct stretch when;
		struct words w;
		size_t at;

		line = span_trim(line);
		if (!line.len || line.len > LINE_MAX_LEN || !date_find(line, &when, &at))
			continue;
		words_of(span_cut(line, 0, at), &w);
		if (words_have(&w, "compil*") || words_have(&w, "seen") ||
		    words_have(&w, "timestamp"))
			continue;
		row = words_first(&w, date_words, sizeof(date_words) / sizeof(date_words[0]));
		if (row)
			offer(l, d, when.from, 30 + (int)row->means * 10);
		else if (at == 0 && line.len < 60 && b->kind != PASSAGE_CELL && !b->entry)
			offer(l, d, when.from, 45);
	}
}

/* ".../2023/06/08/..." in the address of an article. */
static bool date_in_address(struct span address, struct stretch *out)
{
	for (size_t i = 0; i + 11 < address.len; i++) {
		char text[10];

		if (address.ptr[i] != '/' || address.ptr[i + 5] != '/' ||
		    address.ptr[i + 8] != '/' || !ascii_digit(address.ptr[i + 9]) ||
		    address.ptr[i + 11] != '/')
			continue;
		memcpy(text, address.ptr + i + 1, 10);
		text[4] = text[7] = '-';
		if (stretch_read(span_make(text, 10), out) == 10)
			return true;
	}
	return false;
}

static void read_published(struct layout *l)
{
	struct dated d = { TIME_NONE, 0 };
	struct stretch when;
	uint32_t near = 0;
	size_t at;

	date_from_statements(l, &d);
	if (date_find(l->reading->head.title, &when, &at))
		offer(l, &d, when.from, 50);
	for (uint32_t i = 0; i < l->count && near < NEAR_TITLE; i++) {
		const struct block *b = layout_block(l, i);

		if (b->kind == PASSAGE_LINK || (b->kind == PASSAGE_TEXT && near < NEAR_TITLE / 2)) {
			struct span address = b->kind == PASSAGE_LINK ? b->target : b->text;

			/* The document is no older than the youngest article it belongs to. */
			if (address.len < 4000 && date_in_address(address, &when) &&
			    (d.rank != 60 || when.from > d.moment))
				offer(l, &d, when.from, d.rank == 60 ? 59 : 60);
			if (d.rank == 59)
				d.rank = 60;
		}
		if (b->kind == PASSAGE_LINK || b->kind == PASSAGE_RULE)
			continue;
		near++;
		date_from_line(l, b, &d);
		date_from_cell(l, i, &d);
		if (b->kind == PASSAGE_TEXT && date_find(span_cut(b->text, 0, 2000), &when, &at))
			offer(l, &d, when.from, 70);
	}
	l->reading->head.published = d.moment;
}

static void read_title(struct layout *l)
{
	struct span title = span_trim(l->title), line;

	for (uint32_t i = 0; i < l->count && !title.len; i++) {
		const struct block *b = layout_block(l, i);

		if (b->kind == PASSAGE_HEADING)
			title = span_trim(b->text);
	}
	for (uint32_t i = 0; i < l->count && !title.len; i++) {
		struct span rest = layout_block(l, i)->text;

		while (!title.len && span_line(&rest, &line))
			title = span_trim(line);
	}
	l->reading->head.title = reading_line(l->reading, span_cut(title, 0, TITLE_MAX));
}

static void read_tlp(struct layout *l)
{
	struct advisory *head = &l->reading->head;

	for (uint32_t i = 0; i < l->statements && !head->tlp.len; i++) {
		head->tlp = tlp_find(l->statement[i].value);
		if (!head->tlp.len && span_equal_nocase(l->statement[i].name, SPAN("tlp")))
			head->tlp = l->statement[i].value;
	}
	for (uint32_t i = 0; i < l->count && !head->tlp.len; i++)
		head->tlp = tlp_find(span_cut(layout_block(l, i)->text, 0, 4000));
}

/* Something was going on, and it was not the founding of a company. */
static bool speaks_of_activity(struct span sentence)
{
	static const struct phrase yes[] = {
		{ "target*", 0 }, { "campaign*", 0 }, { "activ*", 0 }, { "attack*", 0 },
		{ "exploit*", 0 }, { "observed", 0 }, { "compromis*", 0 }, { "operat*", 0 },
		{ "intrusion*", 0 }, { "incident*", 0 }, { "used", 0 }, { "conduct*", 0 },
		{ "actor*", 0 }, { "malware", 0 }, { "detected", 0 }, { "seen", 0 },
		{ "distribut*", 0 }, { "infect*", 0 },
	};
	static const struct phrase no[] = {
		{ "copyright", 0 }, { "founded", 0 }, { "established", 0 }, { "all rights", 0 },
		{ "patched", 0 }, { "end of life", 0 }, { "increase*", 0 }, { "decrease*", 0 },
		{ "percent", 0 },
	};
	struct words w;

	words_of(sentence, &w);
	return words_mean(&w, yes, sizeof(yes) / sizeof(yes[0])) &&
		!words_mean(&w, no, sizeof(no) / sizeof(no[0]));
}

static bool period_is_campaign(const struct layout *l, const struct stretch *when, int rank)
{
	int64_t published = l->reading->head.published;

	if (!believed(l, when->from) || (published != TIME_NONE && when->from > published))
		return false;
	if (published == TIME_NONE)
		return true;
	/* Open at its end and long ago is the actor's history; "in 2018" may be anybody's. */
	return rank >= 3 || (rank == 2 ? published - when->from <= SINCE_MAX :
			     published - when->to <= IN_MAX);
}

static bool period_from_text(struct layout *l, const struct block *b, int least)
{
	struct span rest = span_cut(b->text, 0, 64u << 10);
	int64_t published = l->reading->head.published;
	struct span sentence;

	while ((sentence = cues_next_sentence(&rest)).len) {
		struct stretch when;
		int rank = period_find(sentence, &when);

		if (rank < least || !speaks_of_activity(sentence) ||
		    !period_is_campaign(l, &when, rank))
			continue;
		/* "throughout 2020", written in July, reaches to July. */
		if (published != TIME_NONE && when.to != TIME_NONE && when.to > published)
			when.to = published;
		reading_activity(l->reading, when.from, when.to);
		return true;
	}
	return false;
}

/* Columns of first and last sight. */
static bool period_from_cells(struct layout *l)
{
	bool found = false;

	for (uint32_t i = 0; i < l->count; i++) {
		const struct block *b = layout_block(l, i);
		struct stretch when;

		if (b->kind != PASSAGE_CELL || b->header)
			continue;
		if (b->label.column != COLUMN_FIRST_SEEN && b->label.column != COLUMN_LAST_SEEN &&
		    b->label.column != COLUMN_PERIOD)
			continue;
		if (!period_cell(b->text, &when) || !believed(l, when.from))
			continue;
		found = true;
		if (when.to != TIME_NONE && !believed(l, when.to))
			when.to = l->reading->head.published;
		reading_activity(l->reading, when.from, when.to);
	}
	return found;
}

static void read_activity(struct layout *l)
{
	if (period_from_cells(l))
		return;
	for (int least = 2; least >= 1; least--)
		for (uint32_t i = 0; i < l->count && i < PASSAGES_READ; i++) {
			const struct block *b = layout_block(l, i);

			if ((b->kind == PASSAGE_TEXT || b->kind == PASSAGE_ITEM) &&
			    b->section != SECTION_REFERENCE && b->section != SECTION_ABOUT &&
			    period_from_text(l, b, least))
				return;
		}
}

/*
 * "AR20-198A", "MAR-10296782-1.v1", "AA21-062A", "CERTFR-2020-CTI-006": capitals
 * and digits with hyphens between. Length at the start of `t`, or 0.
 */
static size_t document_id_length(struct span t)
{
	size_t n = 0, capitals = 0, digits = 0, hyphens = 0;

	while (n < t.len && n < 40) {
		char c = t.ptr[n];

		if (c >= 'A' && c <= 'Z')
			capitals++;
		else if (ascii_digit(c))
			digits++;
		else if (c == '-' && n)
			hyphens++;
		else if (!(c == '.' && n + 2 < t.len && t.ptr[n + 1] == 'v' &&
			   ascii_digit(t.ptr[n + 2])) && !(c == 'v' && n && t.ptr[n - 1] == '.'))
			break;
		n++;
	}
	while (n && (t.ptr[n - 1] == '-' || t.ptr[n - 1] == '.'))
		n--;
	if (capitals < 2 || digits < 4 || !hyphens || n < 7 ||
	    (n < t.len && (ascii_alnum(t.ptr[n]) || t.ptr[n] == '_')))
		return 0;
	return n;
}

/* Other things that look so. */
static bool is_no_document(struct span id)
{
	static const char *const heads[] = {
		"CVE-", "SHA-", "UTF-", "ISO-", "RFC-", "COVID-", "CWE-", "UAC-", "DEV-", "APT-",
		"MS-", "KB", "GHSA-", "CTG-", "TAG-", "AES-", "UNC", "TLP", "CL-", "TGR-", "UAT-",
		"UTG-", "GTG-",
	};

	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		if (span_starts(id, span_of(heads[i])))
			return true;
	return false;
}

static void add_reference(struct layout *l, struct span id)
{
	struct strings *refers = &l->reading->head.refers_to;

	for (uint32_t i = 0; i < refers->count; i++)
		if (span_equal(refers->item[i], id))
			return;
	strings_add(refers, id);
}

/* Ids of documents: its own, when it stands in the title or near it alone; else others'. */
static void read_ids(struct layout *l)
{
	for (uint32_t i = 0; i < l->count; i++) {
		const struct block *b = layout_block(l, i);
		struct span text = span_cut(b->text, 0, 20000);
		bool near = i < 4 || (i < NEAR_TITLE && text.len < 60);

		if (b->kind == PASSAGE_RULE || b->kind == PASSAGE_LINK || b->entry)
			continue;
		for (size_t at = 0; at < text.len; at++) {
			struct span rest = span_skip(text, at);
			size_t n;

			if (at && (ascii_alnum(text.ptr[at - 1]) ||
				   memchr("-_./=", text.ptr[at - 1], 5)))
				continue;
			n = document_id_length(rest);
			if (!n || is_no_document(span_cut(rest, 0, n)))
				continue;
			if (near && !l->reading->head.id.len)
				l->reading->head.id = span_cut(rest, 0, n);
			else if (!span_equal(l->reading->head.id, span_cut(rest, 0, n)))
				add_reference(l, span_cut(rest, 0, n));
			at += n;
		}
	}
}

/* Where the document itself says it lives, and what stands on every page. */
static void read_own(struct layout *l, struct own_domains *own)
{
	static const char *const names[] = { "canonical", "og:url", "twitter:url", "dc.identifier",
					     NULL };
	struct url u;

	for (uint32_t i = 0; i < l->statements; i++)
		if (word_one_of(l->statement[i].name, names) &&
		    url_split(l->statement[i].value, &u))
			own_add(own, l->reading, u.host);
}

void head_read(struct layout *l, struct own_domains *own)
{
	read_title(l);
	read_published(l);
	read_tlp(l);
	read_activity(l);
	read_ids(l);
	read_own(l, own);
}

/* "+44 20 7946 0123", "(888) 282-0870": length, or 0. */
static size_t phone_length(struct span t)
{
	size_t n = 0, digits = 0, gaps = 0, last = 0;

	if (!t.len || !t.ptr || (t.ptr[0] != '+' && t.ptr[0] != '(' && !ascii_digit(t.ptr[0])))
		return 0;
	while (n < t.len && n < 30) {
		char c = t.ptr[n];

		if (ascii_digit(c)) {
			digits++;
			last = n + 1;
		} else if (c == ' ' || c == '-' || c == '(' || c == ')' || (c == '+' && !n)) {
			gaps++;
			if (n && t.ptr[n - 1] == ' ' && c == ' ')
				break;
		} else {
			break;
		}
		n++;
	}
	if (last < t.len && ascii_alnum(t.ptr[last]))
		return 0;
	return digits >= 8 && digits <= 15 && (gaps > 1 || t.ptr[0] == '+') ? last : 0;
}

static void phones_in(struct layout *l, struct span text)
{
	for (size_t at = 0; at < text.len && at < 20000; at++) {
		struct stretch when;
		size_t n;

		if (at && (ascii_alnum(text.ptr[at - 1]) || memchr(".-:/=", text.ptr[at - 1], 5)))
			continue;
		n = phone_length(span_skip(text, at));
		if (!n || stretch_read(span_skip(text, at), &when))
			continue;
		strings_add(&l->reading->head.contacts, span_cut(text, at, n));
		at += n;
	}
}

void head_contacts(struct layout *l, const struct values *v)
{
	for (uint32_t i = 0; i < v->count; i++) {
		const struct value *value = values_at(v, i);

		if (value->verdict.role == ROLE_CONTACT &&
		    (value->kind == KIND_EMAIL || value->kind == KIND_URL) &&
		    (value->signs & (SIGN_BIT(SECTION_CONTACT) | SIGN_BIT(SAID_CONTACT))))
			strings_add(&l->reading->head.contacts, value->value);
	}
	for (uint32_t i = 0; i < l->count; i++) {
		const struct block *b = layout_block(l, i);

		if (b->section == SECTION_CONTACT && b->kind != PASSAGE_LINK &&
		    b->kind != PASSAGE_RULE)
			phones_in(l, b->text);
	}
}

/* The forms that lists, rules and reports beside an advisory come in. */
static bool is_annex(struct span name)
{
	static const char *const ends[] = { ".csv", ".docx", ".ioc", ".json", ".pdf", ".rules",
					    ".stix", ".tsv", ".xlsx", ".xml", ".yar", ".yara" };

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (span_ends_nocase(name, span_of(ends[i])))
			return true;
	return false;
}

static bool is_attached(const struct layout *l, struct span name)
{
	for (uint32_t i = 0; i < l->attachments; i++)
		if (span_equal_nocase(l->attached[i].name, name))
			return true;
	return false;
}

void head_annexes(struct layout *l, const struct values *v)
{
	for (uint32_t i = 0; i < v->count; i++) {
		const struct value *value = values_at(v, i);
		const struct block *b = layout_block(l, value->block);
		struct span text = b->kind == PASSAGE_LINK ? b->target : b->text;

		if (value->kind == KIND_FILENAME && value->verdict.role == ROLE_REFERENCE &&
		    is_annex(value->value) && !is_attached(l, value->value))
			add_reference(l, span_cut(text, value->from, value->to - value->from));
	}
}
