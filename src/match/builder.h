/*
 * builder.h -- a set while it is compiled, for compile*.c only.  All memory is
 * the arena's, whose budget bounds the work; values are borrowed from the log.
 */
#ifndef MATCH_BUILDER_H
#define MATCH_BUILDER_H

#include "base/arena.h"
#include "base/error.h"
#include "match/opened.h"
#include "match/recall.h"
#include "match/sort.h"
#include "value/address.h"

struct entry {			/* one value that is searched for */
	struct span value;
	int64_t valid_from, valid_until;
	uint16_t port;
	uint8_t kind, confidence;
	bool leaf, regex;
};

struct build_range {
	struct address first, last;
	uint32_t entry;
};

struct build_literal {
	struct span text;
	uint32_t entry, anchor, flags;
	uint64_t word;		/* key of the anchor */
};

struct build_rule {		/* by entry */
	uint32_t entry;
	struct span text;
};

struct build_pattern {		/* a regular expression (value/expression.h) */
	uint32_t entry;
	unsigned flags;
	const char *expression;
};

/* An array in the arena that grows by doubling. */
struct grow {
	void *items;
	size_t count, room, item;
};

struct builder {
	struct arena arena;
	struct keys keys;
	uint64_t seed;
	uint32_t flags, url_longest, path_longest, path_deepest;
	struct entry *entry;
	uint32_t entries;
	struct sort_item *mention;	/* key: entry << 32 | advisory */
	size_t mentions;
	struct grow keyed;		/* struct sort_item: key, and keyed_data() */
	struct grow ranges;		/* struct build_range */
	struct grow literals;		/* struct build_literal */
	const struct set_target *target;
	struct grow rules;		/* struct build_rule */
	struct grow rule_of;		/* uint32_t: entry of each compiled rule */
	/* What is asked of notes (recall.h), when `asks`. */
	bool asks;
	unsigned asks_why;		/* enum recall_why */
	struct grow ask_keys;		/* uint64_t */
	struct grow ask_ranges;		/* struct recall_range */
	struct buf yara;		/* compiled rules */
	struct grow patterns;		/* struct build_pattern */
	struct buf pattern_data;	/* the same, compiled */
	uint32_t kinds[KIND_COUNT];
	bool spent;			/* the budget, while growing */
	bool crowded;			/* more patterns than are compiled */
};

static inline uint64_t keyed_data(enum key_class class, unsigned flags, uint32_t id)
{
	return (uint64_t)class << 40 | (uint64_t)flags << 32 | id;
}

/* Room for one more, or NULL and b->spent. */
void *grow_one(struct builder *b, struct grow *g);

/* compile_keys.c: how each entry will be found. */
void compile_keys(struct builder *b);

/* wrapper.c: the hosts of link wrappers are in every set. */
void compile_wrappers(struct builder *b);

/* Add one key (compile_keys.c). */
void compile_key(struct builder *b, uint64_t key, enum key_class class, unsigned flags,
		 uint32_t id);
void compile_guard(struct builder *b, struct span run, unsigned flags);

/* compile_asks.c: what a text must hold so that a value can be in it. */
void compile_ask(struct builder *b, uint64_t key);
void compile_ask_reading(struct builder *b, enum recall_why why);
void compile_ask_host(struct builder *b, struct span host);
void compile_ask_email(struct builder *b, struct span email, struct span host);
void compile_ask_labels(struct builder *b, struct span run);	/* a name's last run */
void compile_ask_network(struct builder *b, const struct network *n);
void compile_ask_end(struct builder *b, struct buf *out);

/* compile_literal.c: add a literal; choose all anchors. */
void compile_literal(struct builder *b, uint32_t entry, struct span text, unsigned flags);
void compile_anchors(struct builder *b);

/* compile_yara.c: b->rules to b->yara; is that entry the rule with this text? */
int  compile_yara(struct builder *b, struct error *e);
bool compile_same_rule(struct builder *b, uint32_t entry, struct span text);

/*
 * compile_pattern.c: an entry that is a pattern makes expressions instead of keys;
 * false: it is none.  All of them to b->pattern_data.
 */
bool compile_pattern(struct builder *b, uint32_t id);
int  compile_patterns(struct builder *b, struct error *e);

/* The forms in which evidence writes a registry key, as path_form (path.h). */
bool registry_form(struct span key, unsigned n, struct buf *out);

/* compile_image.c: write it all. */
int compile_image(struct builder *b, struct error *e);

#endif
