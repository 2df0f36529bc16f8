/*
 * knowledge.c -- the table of names, indexed once.
 *
 * The text is our own and ships inside the program; it is checked all the
 * same: a row that makes no sense is passed over.  Never freed.
 */
#include "intel/knowledge.h"

#include "base/table.h"

#define MEMORY (128u << 20)
#define NAMES_MOST 200000

extern const char knowledge_text[];
extern const size_t knowledge_text_size;

/* Written by knowledge_prepare and knowledge_later alone. */
static struct {
	struct arena arena;
	struct table names, ids;	/* value: the address of a struct */
	bool there, later;
} known;

static const char *const kind_names[KNOWN_KINDS] = {
	"actor", "malware", "tool", "campaign", "technique", "sector", "country", "organisation",
	"product", "revoked", "kev",
};

const char *known_kind_name(enum known_kind kind)
{
	return kind < KNOWN_KINDS ? kind_names[kind] : "";
}

bool knowledge_fold(struct span word, char folded[KNOWN_LONGEST], size_t *len)
{
	for (size_t i = 0; i < word.len; i++) {
		char c = word.ptr[i];

		if (!ascii_alnum(c) && (unsigned char)c < 0x80)
			continue;
		if (*len == KNOWN_LONGEST)
			return false;
		folded[(*len)++] = ascii_lower(c);
	}
	return true;
}

/* "The Dukes" is folded without its article. */
struct span knowledge_key(struct span name, char folded[KNOWN_LONGEST])
{
	size_t len = 0;

	if (span_starts_nocase(name, SPAN("the ")))
		name = span_skip(name, 4);
	return knowledge_fold(name, folded, &len) ? span_make(folded, len) : SPAN("");
}

static int add_name(const struct known *of, struct span written, bool main, struct error *e)
{
	struct known_name *name = arena_new(&known.arena, struct known_name);
	char folded[KNOWN_LONGEST];
	uint64_t *slot;

	if (!name)
		return fail(e, ERR_MEMORY, "no memory for the table of names");
	*name = (struct known_name){ .of = of, .main = main };
	while (written.len && (written.ptr[0] == '~' || written.ptr[0] == '=')) {
		name->ordinary |= written.ptr[0] == '~';
		name->exact |= written.ptr[0] == '=';
		written = span_skip(written, 1);
	}
	name->written = written;
	written = knowledge_key(written, folded);
	if (!written.len)
		return 0;
	slot = table_add(&known.names, written, NULL, e);
	if (!slot)
		return -1;
	name->next = (const struct known_name *)(uintptr_t)*slot;
	*slot = (uintptr_t)name;
	return 0;
}

static int add_others(const struct known *of, struct span others, struct error *e)
{
	struct span other;

	while (span_split(&others, '|', &other))
		if (other.len && add_name(of, other, false, e) < 0)
			return -1;
	return 0;
}

static int add_names(const struct known *of, struct span others, struct error *e)
{
	return add_name(of, of->name, true, e) < 0 ? -1 : add_others(of, others, e);
}

static int add_row(struct span row, struct error *e)
{
	struct span kind, id = SPAN(""), name = SPAN(""), others = SPAN("");
	struct known *k = arena_new(&known.arena, struct known);
	uint64_t *slot;

	if (!k)
		return fail(e, ERR_MEMORY, "no memory for the table of names");
	span_split(&row, '\t', &kind);
	span_split(&row, '\t', &id);
	span_split(&row, '\t', &name);
	span_split(&row, '\t', &others);
	while (k->kind < KNOWN_KINDS && !span_equal(kind, span_of(kind_names[k->kind])))
		k->kind++;
	if (k->kind == KNOWN_KINDS || !name.len)
		return 0;
	k->id = id;
	k->name = name;
	k->ransomware = k->kind == KNOWN_KEV && span_equal(others, SPAN("R"));
	if (k->kind == KNOWN_TECHNIQUE || k->kind == KNOWN_REVOKED || k->kind == KNOWN_KEV) {
		slot = table_add(&known.ids, id, NULL, e);
		if (!slot)
			return -1;
		*slot = (uintptr_t)k;
		return k->kind == KNOWN_TECHNIQUE ? add_others(k, others, e) : 0;
	}
	/* "Payment", "Space": what a sector is called says nothing in running text. */
	if ((k->kind == KNOWN_SECTOR ? add_others : add_names)(k, others, e) < 0)
		return -1;
	while (k->name.len && (k->name.ptr[0] == '~' || k->name.ptr[0] == '='))
		k->name = span_skip(k->name, 1);
	return 0;
}

struct span knowledge_shipped(void)
{
	return span_make(knowledge_text, knowledge_text_size);
}

struct span knowledge_shipped_day(void)
{
	struct span text = knowledge_shipped(), row;

	span_line(&text, &row);
	return span_starts(row, SPAN("made\t")) ? span_skip(row, 5) : SPAN("");
}

int knowledge_prepare(struct span text, struct error *e)
{
	struct span row;

	if (known.there)
		return 0;
	if (!text.len)
		text = knowledge_shipped();
	arena_init(&known.arena, MEMORY);
	table_init(&known.names, &known.arena, NAMES_MOST);
	table_init(&known.ids, &known.arena, NAMES_MOST);
	while (span_line(&text, &row))
		if (row.len && add_row(row, e) < 0)
			return -1;
	known.there = true;
	return 0;
}

void knowledge_later(void)
{
	known.later = !known.there;
}

static bool is_there(void)
{
	struct error ignored;

	if (known.later) {
		known.later = false;
		knowledge_prepare(SPAN(""), &ignored);
	}
	return known.there;
}

uint32_t knowledge_count(void)
{
	return is_there() ? known.names.count + known.ids.count : 0;
}

bool knowledge_is_there(void)
{
	return is_there();
}

const struct known_name *knowledge_named(struct span folded)
{
	const uint64_t *slot = is_there() ? table_find(&known.names, folded) : NULL;

	return slot ? (const struct known_name *)(uintptr_t)*slot : NULL;
}

const struct known_name *knowledge_written(struct span name)
{
	char folded[KNOWN_LONGEST];

	return knowledge_named(knowledge_key(name, folded));
}

const struct known *knowledge_id(struct span id)
{
	const uint64_t *slot = is_there() ? table_find(&known.ids, id) : NULL;

	return slot ? (const struct known *)(uintptr_t)*slot : NULL;
}
