/*
 * yara.c -- the engine of YARA rules: whole items through libyara.
 *
 * The rules are compiled once (compile_yara.c), loaded once by the zygote, and
 * shared by all workers; each has a scanner.  The external variables are those
 * of public rule packs: filename, filepath and extension in lower case,
 * filetype by the first bytes, owner empty.  A rule that takes too long is left
 * out of the others and told by name (yara_halves.h).
 *
 * Not here: which places of an item are worth a finding's lines (only the
 * first match of each string is given, at most HIT_STRINGS of a rule).
 * Hostile input: libyara bounds matches and regular expressions, the caller
 * the time.  An item that shrinks under the map is an error where libyara reads it;
 * where we look for atoms it ends the worker: a gap either way.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/dso.h"
#include "match/engine.h"
#include "match/opened.h"
#include "match/yara_needs.h"

/* Behind our own: yara.h has macros with plain names (set_string). */
#include "match/yara_atoms.h"
#include "match/yara_halves.h"
#include "match/yara_rows.h"
#include "match/yara_shown.h"

#define CALLS(CALL) \
	CALL(yr_rules_destroy) CALL(yr_rules_load_stream) CALL(yr_scanner_create) \
	CALL(yr_scanner_define_string_variable) CALL(yr_scanner_destroy) \
	CALL(yr_scanner_scan_mem_blocks) CALL(yr_scanner_set_callback) CALL(yr_scanner_set_flags)
DSO(lib, DSO_YARA, CALLS)

#define HIT_STRINGS 10
#define NAME_MAX_BYTES 4096

struct yara_scan {
	YR_SCANNER *scanner;
	const struct engine_state *state;
	bool stopped;		/* by whoever takes the hits */
	bool spared;		/* no rule that uses modules can hold: not gone on with */
	enum yara_kind kind;	/* of the item at hand */
	uint32_t modules;	/* the first rule that uses some */
	struct yara_halves halves;
	struct span bytes;	/* of the item at hand */
	struct yara_parts parts;	/* of it that libyara searches, if `divided` */
	bool divided;
	bool crowded;		/* a string matched more often than libyara counts */
	char name[NAME_MAX_BYTES + 1];
};

/* What files begin with, as rule packs call it. */
static const struct {
	const char *type, *start;
	size_t len;
} types[] = {
	{ "EXE", "MZ", 2 }, { "ELF", "\177ELF", 4 }, { "PDF", "%PDF", 4 },
	{ "ZIP", "PK\3\4", 4 }, { "RAR", "Rar!\32\7", 6 }, { "GZIP", "\37\213", 2 },
	{ "7ZIP", "7z\274\257\47\34", 6 }, { "OLE", "\320\317\21\340\241\261\32\341", 8 },
	{ "RTF", "{\\rt", 4 }, { "LNK", "L\0\0\0\1\24\2\0", 8 }, { "GIF", "GIF8", 4 },
	{ "JPG", "\377\330\377", 3 }, { "PNG", "\211PNG", 4 }, { "CAB", "MSCF", 4 },
	{ "CLASS", "\312\376\272\276", 4 }, { "SCRIPT", "#!", 2 }, { "XML", "<?xml", 5 },
};

static size_t read_section(void *out, size_t size, size_t count, void *context)
{
	struct span *left = context;
	size_t whole = size ? left->len / size : 0;

	if (count > whole)
		count = whole;
	memcpy(out, left->ptr, size * count);
	*left = span_skip(*left, size * count);
	return count;
}

/* The word `entrypoint` needs the item in one piece (compile_yara.c). */
static bool asks_where_programs_start(const YR_RULES *rules)
{
	for (uint32_t i = 0; i < rules->num_rules; i++)
		if (rules->rules_table[i].ns->name[0] == YARA_SPACE_START)
			return true;
	return false;
}

static int yara_load(struct set *set, struct error *e)
{
	struct span bytes = set->section[SECTION_YARA];
	YR_STREAM stream = { .user_data = &bytes, .read = read_section };
	YR_RULES *rules;

	if (bytes.len == 0)
		return 0;
	if (dso_open(&lib_dso, e) < 0)
		return -1;
	if (set_verify_section(set, SECTION_YARA, e) < 0)
		return -1;
	if (lib.yr_rules_load_stream(&stream, &rules) != ERROR_SUCCESS)
		return fail(e, ERR_MALFORMED, "set: its YARA rules cannot be loaded");
	if (rules->num_rules != set->yara_rule_count) {
		lib.yr_rules_destroy(rules);
		return fail(e, ERR_MALFORMED, "set: its YARA rules are not those it lists");
	}
	if (!asks_where_programs_start(rules))
		set->yara_atoms = yara_atoms_new(rules);
	yara_rows_add(rules);
	set->yara = rules;
	return 0;
}

static void yara_unload(struct set *set)
{
	yara_atoms_free(set->yara_atoms);
	set->yara_atoms = NULL;
	if (set->yara) {
		yara_rows_remove(set->yara);
		lib.yr_rules_destroy(set->yara);
	}
	set->yara = NULL;
}

/* ---- hits */

static void first_matches(YR_SCAN_CONTEXT *context, YR_RULE *rule, struct hit *hit, size_t *count)
{
	YR_STRING *string;

	yr_rule_strings_foreach(rule, string) {
		const void *first = context->matches[string->idx].head;
		size_t at = *count;
		YR_MATCH match;
		uint64_t offset;

		if (!first)
			continue;
		/* libyara packs them without alignment. */
		memcpy(&match, first, sizeof(match));
		offset = (uint64_t)(match.base + match.offset);
		/* Private strings are the rule's own business. */
		if (match.is_private ||
		    (at == HIT_STRINGS && offset >= hit[at - 1].offset))
			continue;
		at = at == HIT_STRINGS ? at - 1 : (*count)++;
		for (; at && hit[at - 1].offset > offset; at--)
			hit[at] = hit[at - 1];
		hit[at] = (struct hit){ .offset = offset,
					.length = (uint32_t)match.match_length,
					.string = span_of(string->identifier) };
	}
}

static int give_rule(struct yara_scan *y, YR_SCAN_CONTEXT *context, YR_RULE *rule)
{
	const struct set *set = y->state->set;
	uint32_t index = (uint32_t)(rule - context->rules->rules_table), indicator;
	struct hit hit[HIT_STRINGS];
	size_t count = 0;

	/* A global rule holds for others; that it holds is no sign of anything. */
	if (rule->flags & RULE_FLAGS_GLOBAL)
		return CALLBACK_CONTINUE;
	if (index >= set->yara_rule_count)
		return CALLBACK_CONTINUE;
	indicator = set->yara_rules[index] & YARA_RULE_ENTRY;
	if (indicator >= set->record_count)
		return CALLBACK_CONTINUE;
	first_matches(context, rule, hit, &count);
	if (count == 0)
		hit[count++] = (struct hit){ 0 };
	for (size_t i = 0; i < count && !y->stopped; i++) {
		hit[i].indicator = indicator;
		y->stopped = y->state->hit(y->state->context, &hit[i]) != 0;
	}
	return y->stopped ? CALLBACK_ABORT : CALLBACK_CONTINUE;
}

/* ---- modules: to declare what they offer takes libyara longer than to search a small file */

static bool has_match(YR_SCAN_CONTEXT *context, YR_RULE *rule)
{
	YR_STRING *string;

	yr_rule_strings_foreach(rule, string)
		if (context->matches[string->idx].head)
			return true;
	return false;
}

/* All strings were searched: could any of the rules still to come hold? */
static bool may_hold(const struct yara_scan *y, YR_SCAN_CONTEXT *context)
{
	const struct set *set = y->state->set;

	for (uint32_t i = y->modules; i < set->yara_rule_count; i++) {
		uint32_t of = set->yara_rules[i];

		unsigned may = of >> YARA_RULE_MAY & YARA_MAY_ALWAYS;

		if ((of & YARA_RULE_ENTRY) == YARA_RULE_ENTRY)
			continue;
		if ((may & YARA_MAY(y->kind, false)) ||
		    ((may & YARA_MAY(y->kind, true)) &&
		     has_match(context, &context->rules->rules_table[i])))
			return true;
	}
	return false;
}

/*
 * The first module is about to be declared, and all rules without one are behind
 * us.  When those to come cannot hold, we tell what libyara would tell in the end.
 */
static int on_import(struct yara_scan *y, YR_SCAN_CONTEXT *context)
{
	YR_RULE *rule = context->rules->rules_table;

	if (y->modules >= y->state->set->yara_rule_count || may_hold(y, context))
		return CALLBACK_CONTINUE;
	y->spared = true;
	for (uint32_t i = 0; i < y->modules && !y->stopped; i++)
		if (yr_bitmask_is_set(context->rule_matches_flags, i) &&
		    yr_bitmask_is_not_set(context->ns_unsatisfied_flags, rule[i].ns->idx) &&
		    !(rule[i].flags & RULE_FLAGS_PRIVATE))
			give_rule(y, context, &rule[i]);
	return CALLBACK_ERROR;
}

static int on_message(YR_SCAN_CONTEXT *context, int message, void *data, void *user)
{
	struct yara_scan *y = user;

	if (message == CALLBACK_MSG_RULE_MATCHING)
		return give_rule(y, context, data);
	if (message == CALLBACK_MSG_IMPORT_MODULE)
		return on_import(y, context);
	if (message == CALLBACK_MSG_TOO_MANY_MATCHES)
		y->crowded = true;
	return CALLBACK_CONTINUE;
}

/* ---- an item */

static int define(struct yara_scan *y, const char *variable, struct span value)
{
	value = span_cut(value, 0, NAME_MAX_BYTES);
	for (size_t i = 0; i < value.len; i++)
		y->name[i] = value.ptr[i] ? ascii_lower(value.ptr[i]) : '?';
	y->name[value.len] = '\0';
	return lib.yr_scanner_define_string_variable(y->scanner, variable, y->name);
}

static const char *type_of(struct span bytes)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (span_starts(bytes, span_make(types[i].start, types[i].len)))
			return types[i].type;
	return "UNKNOWN";
}

static int describe(struct yara_scan *y, const struct whole_item *item)
{
	size_t slash = span_rfind_byte(item->name, '/');
	size_t back = span_rfind_byte(item->name, '\\'), dot;
	struct span base = item->name;

	if (slash == SPAN_NONE || (back != SPAN_NONE && back > slash))
		slash = back;
	if (slash != SPAN_NONE)
		base = span_skip(base, slash + 1);
	dot = span_rfind_byte(base, '.');
	if (define(y, "filepath", item->name) != ERROR_SUCCESS ||
	    define(y, "filename", base) != ERROR_SUCCESS ||
	    define(y, "extension", dot == SPAN_NONE || dot == 0 ? SPAN("") : span_skip(base, dot)) !=
		    ERROR_SUCCESS)
		return -1;
	return lib.yr_scanner_define_string_variable(y->scanner, "filetype", type_of(item->bytes)) ==
	       ERROR_SUCCESS ? 0 : -1;
}

static int told(const struct yara_scan *y, int code, int seconds, struct error *e)
{
	switch (code) {
	case ERROR_SUCCESS:
		if (yara_halves_left(&y->halves, seconds, e) < 0)
			return -1;
		if (!y->crowded)
			return 0;
		return fail(e, ERR_LIMIT, "YARA: a string matches more often than is counted");
	case ERROR_COULD_NOT_MAP_FILE:
		return fail(e, ERR_IO, "YARA: the file cannot be read to its end");
	case ERROR_CALLBACK_ERROR:
		return 1;
	case ERROR_INSUFFICIENT_MEMORY:
		return fail(e, ERR_MEMORY, "YARA: no memory for this item");
	default:
		return fail(e, ERR_LIMIT, "YARA: rules were not all tried (error %d)", code);
	}
}

/* With the rules that are on. */
static int scan_item(void *context, uint64_t nanoseconds)
{
	struct yara_scan *y = context;
	struct yara_shown shown;
	int code;

	y->spared = false;
	y->scanner->timeout = nanoseconds;
	/* Not that of the item before; of one in parts nobody asks. */
	y->scanner->entry_point = y->divided ? 0 : YR_UNDEFINED;
	code = lib.yr_scanner_scan_mem_blocks(y->scanner, yara_show(&shown, y->bytes,
								    y->divided ? &y->parts : NULL));
	return y->spared && code == ERROR_CALLBACK_ERROR && !y->stopped ? ERROR_SUCCESS : code;
}

static int yara_whole(struct engine_state *s, const struct whole_item *item, struct error *e)
{
	struct yara_scan *y = s->own;

	if (!y)
		return 0;
	y->state = s;
	y->bytes = item->bytes;
	y->kind = yara_kind_of(item->bytes);
	y->stopped = y->crowded = false;
	/* Where no page can be missing, a fault is one that libyara must not survive. */
	lib.yr_scanner_set_flags(y->scanner, SCAN_FLAGS_REPORT_RULES_MATCHING |
				 (item->mapped ? 0 : SCAN_FLAGS_NO_TRYCATCH));
	y->divided = s->set->yara_atoms &&
		     yara_atoms_seek(s->set->yara_atoms, item->bytes, &y->parts);
	if (describe(y, item) < 0)
		return fail(e, ERR_MEMORY, "YARA: no memory for this item");
	return told(y, yara_halves_scan(&y->halves, item->seconds), item->seconds, e);
}

static int yara_open(struct engine_state *s, struct error *e)
{
	struct yara_scan *y;

	if (!s->set->yara)
		return 0;
	y = calloc(1, sizeof(*y));
	if (!y || yara_halves_open(&y->halves, s->set->yara, s->set->yara_rules,
				   s->set->yara_rule_count) < 0 ||
	    lib.yr_scanner_create(s->set->yara, &y->scanner) != ERROR_SUCCESS) {
		if (y)
			yara_halves_close(&y->halves);
		free(y);
		return fail(e, ERR_MEMORY, "no memory for YARA rules");
	}
	y->halves.scan = scan_item;
	y->halves.context = y;
	while (y->modules < s->set->yara_rule_count &&
	       !(s->set->yara_rules[y->modules] & YARA_RULE_MODULES))
		y->modules++;
	lib.yr_scanner_set_callback(y->scanner, on_message, y);
	s->own = y;
	return 0;
}

static void yara_close(struct engine_state *s)
{
	struct yara_scan *y = s->own;

	if (!y)
		return;
	lib.yr_scanner_destroy(y->scanner);
	yara_halves_close(&y->halves);
	yara_parts_release(&y->parts);
	free(y);
	s->own = NULL;
}

const struct engine engine_yara = {
	.name = "yara",
	.about = "YARA rules, over whole files and members",
	.load = yara_load,
	.unload = yara_unload,
	.open = yara_open,
	.close = yara_close,
	.whole = yara_whole,
};
