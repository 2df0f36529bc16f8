/*
 * compile_literal.c -- which word of a literal it is found by: the one that is
 * rarest among all literals, and of those the longest, so that no word leads
 * to a long list if there is another way.
 */
#include "match/builder.h"
#include "match/literal.h"

#define MIN_FREE_TEXT 4		/* bytes: shorter literals are looked for in typed fields only */
#define NO_WORD       UINT32_MAX

/* Counters of words; words that share one only seem more frequent than they are. */
#define SKETCH_LEAST  10
#define SKETCH_MOST   20

/* Words that stand everywhere in logs: worse anchors than any other. */
static const char *const common_words[] = {
	"windows", "system32", "software", "microsoft", "currentversion", "currentcontrolset",
	"system", "services", "mozilla", "compatible", "applewebkit", "chrome", "safari", "gecko",
	"khtml", "like", "http", "https", "www", "com", "exe", "dll", "program", "files", "users",
	"user", "appdata", "local", "roaming", "temp", "global", "hklm", "hkcu", "registry",
	"machine", "run", "powershell", "cmd", "the", "and", "for", "from", "hkey_local_machine",
	"hkey_current_user", "wow64", "win64", "x64", "nt", "version", "default",
};

void compile_literal(struct builder *b, uint32_t entry, struct span text, unsigned flags)
{
	struct build_literal *literal = text.ptr ? grow_one(b, &b->literals) : NULL;

	if (!literal) {
		b->spent = true;
		return;
	}
	if (text.len < MIN_FREE_TEXT)
		flags |= LITERAL_TYPED;
	*literal = (struct build_literal){ text, entry, NO_WORD, flags, 0 };
	if (!(flags & LITERAL_KEYED))
		compile_ask_reading(b, RECALL_TEXTS);
}

struct sketch {
	uint32_t *cell;
	unsigned bits;
};

static uint32_t *sketch_cell(const struct builder *b, struct sketch sketch, struct span word)
{
	return &sketch.cell[key_text(&b->keys, KEY_WORD, word) >> (64 - sketch.bits)];
}

static void count_words(struct builder *b, struct sketch sketch)
{
	struct build_literal *literal = b->literals.items;

	for (size_t i = 0; i < b->literals.count; i++) {
		struct span word;
		size_t at = 0;

		while (literal_word(literal[i].text, &at, &word))
			++*sketch_cell(b, sketch, word);
	}
	for (size_t i = 0; i < sizeof(common_words) / sizeof(*common_words); i++)
		*sketch_cell(b, sketch, span_of(common_words[i])) += UINT32_MAX / 4;
}

/* Words of one or two bytes stand in every line. */
static uint64_t badness(uint32_t count, size_t length)
{
	return ((uint64_t)count + (length < 3 ? UINT32_MAX / 8 : 0)) << 8 |
	       (255 - (length < 255 ? length : 255));
}

static void choose_anchor(struct builder *b, struct sketch sketch, struct build_literal *literal)
{
	uint64_t best = UINT64_MAX;
	struct span word;
	size_t at = 0;

	while (literal_word(literal->text, &at, &word)) {
		uint64_t bad = badness(*sketch_cell(b, sketch, word), word.len);

		if (bad < best) {
			best = bad;
			literal->anchor = (uint32_t)(word.ptr - literal->text.ptr);
			literal->word = key_text(&b->keys, KEY_WORD, word);
		}
	}
	if (literal->anchor == NO_WORD) {
		literal->flags |= LITERAL_BARE;
		literal->anchor = 0;
		literal->word = key_text(&b->keys, KEY_WORD, SPAN(""));
	}
}

void compile_anchors(struct builder *b)
{
	struct build_literal *literal = b->literals.items;
	struct sketch sketch = { .bits = SKETCH_LEAST };

	if (b->literals.count == 0 || b->spent)
		return;
	while (sketch.bits < SKETCH_MOST && b->literals.count >> (sketch.bits - 4))
		sketch.bits++;
	sketch.cell = arena_array(&b->arena, uint32_t, (size_t)1 << sketch.bits);
	if (!sketch.cell) {
		b->spent = true;
		return;
	}
	count_words(b, sketch);
	for (size_t i = 0; i < b->literals.count && !b->spent; i++) {
		if (literal[i].flags & LITERAL_KEYED)
			continue;
		choose_anchor(b, sketch, &literal[i]);
		compile_key(b, literal[i].word, KEY_WORD, 0, (uint32_t)i);
	}
}
