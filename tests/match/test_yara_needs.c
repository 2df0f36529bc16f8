/* test_yara_needs.c -- which rules cannot hold without a string of theirs, or in which items. */
#include "test.h"

#include <yara.h>

#include "match/yara_needs.h"

#define STRINGS "strings: $a = \"moth\" $b = /la[nm]tern[a-z]/ $c = { 01 02 [2-4] 03 } "

#define PE  (YARA_MAY(YARA_MZ, false) | YARA_MAY(YARA_MZ, true))
#define ELF (YARA_MAY(YARA_ELF, false) | YARA_MAY(YARA_ELF, true))
#define ELSE (YARA_MAY(YARA_OTHER, false) | YARA_MAY(YARA_OTHER, true))
#define WITH (YARA_MAY_ALWAYS & ~((1u << YARA_KINDS) - 1))

static unsigned may(const char *condition)
{
	char text[800];

	snprintf(text, sizeof(text), "import \"pe\"\nprivate rule help { condition: filesize > 1 }\n"
		 "rule r { meta: condition = \"x: any of them }\" " STRINGS
		 "condition: %s }", condition);
	return yara_may_hold(span_of(text));
}

static bool needs(const char *condition)
{
	return !(may(condition) & ~WITH);
}

TEST(the_ways_to_ask_for_a_string_are_known)
{
	static const char *const ways[] = {
		"$a or $b or $c", "$a and $b or ($c)", "any of them", "all of them", "2 of them", "1 of ($a, $b*)",
		"uint16(0) == 0x5A4D and 2 of ($a, $b)", "filesize < 3MB and (pe.is_pe or help) and ($a or #b > 2)",
		"$a at 0 or $b in (0..filesize - 10) or #c", "(($a)) // or true\n and not $b or $c or $b",
		"#a >= 1 and #b >= 0 or $a /* or true */ or any of ($b, $c) in (0..10)",
		"(filesize - 3) > 5 and $a or $b and (1 + 2) * 3 == 9 or $c",
		"for all i in (1..#a) : ( @a[i] < 3 or true ) and $a or $b or $c",
	};

	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		if (!needs(ways[i]))
			test_fail("%s", ways[i]);
}

TEST(what_may_hold_without_one_is_not_taken_for_one_that_needs_it)
{
	static const char *const ways[] = {
		"true", "pe.imphash() == \"x\"", "$a or pe.is_pe", "not $a", "not all of them", "defined $a",
		"none of them", "0 of them", "0 of ($a) or $b", "any of (help*)", "(any of (help*)) or $a", "#a >= 0 or $b",
		"#a < 5 or $a", "#a == 0", "$a or (($b or (filesize > 3)))", "help", "50% of them", "#a > 2 - 5",
		"for all of them : ( @ < 3 )", "for any i in (1..3) : ( i > 1 ) or $a", "filesize > 3 or any of them",
		"\"$a or $b\" contains \"x\"", "@a[1] < 3 or !b[1] != 2",
	};

	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		if (needs(ways[i]))
			test_fail("%s", ways[i]);
}

TEST(depth_and_cuts_are_survived)
{
	char deep[4000] = "rule r { condition: ", *at = deep + strlen(deep);
	struct span text;

	memset(at, '(', 2000);
	strcpy(at + 2000, "$a }");
	assert_int_equal(yara_may_hold(span_of(deep)), YARA_MAY_ALWAYS);
	text = SPAN("rule r { " STRINGS "condition: ($a and 2 of ($a*, $b)) or #c > 2 }");
	for (size_t i = 0; i < text.len; i++) {
		struct span cut = tight_copy(span_cut(text, 0, i));

		assert_int_equal(yara_may_hold(cut), YARA_MAY_ALWAYS);
		free((void *)cut.ptr);
	}
	assert_int_equal(yara_may_hold(text), WITH);
}

TEST(what_only_programs_have_needs_such_an_item)
{
	static const struct { const char *condition; unsigned may; } ways[] = {
		{ "uint16(0) == 0x5A4D", PE }, { "uint16be(0) == 0x4d5a and $a", PE & WITH },
		{ "uint32(0) == 0x464C457F", ELF }, { "uint32be(0) == 0x7F454C46 or $a", ELF | WITH },
		{ "uint16(0) == 0x457F", ELF | ELSE }, { "uint32(0) == 0x00905A4D", PE },
		{ "uint32(0) == 0x08F1CAA1", ELSE }, { "uint16(0) != 0x5A4D", YARA_MAY_ALWAYS },
		{ "uint16(0x3c) == 0x5A4D", YARA_MAY_ALWAYS }, { "uint16(0) == 0x5A4D + 1", YARA_MAY_ALWAYS },
		{ "pe.imphash() == \"x\"", PE }, { "pe.exports(\"a\") and filesize > 3", PE },
		{ "pe.is_pe", PE }, { "not pe.is_pe", YARA_MAY_ALWAYS }, { "pe.is_pe == 0", YARA_MAY_ALWAYS },
		{ "pe.MACHINE_I386 == 0x14c", YARA_MAY_ALWAYS }, { "pe.machine == pe.MACHINE_I386", PE },
		{ "pe.sections[0].name == \".text\"", PE }, { "defined pe.machine", YARA_MAY_ALWAYS },
		{ "not pe.machine == 3 and $a", WITH }, { "3 < pe.number_of_sections + 1", PE },
		{ "for any i in (0..pe.number_of_sections) : ( true )", YARA_MAY_ALWAYS },
		{ "elf.type == elf.ET_EXEC and $a", ELF & WITH }, { "pe.machine == elf.type", 0 },
		{ "(pe.is_dll() or elf.type == 2) and any of them", (PE | ELF) & WITH },
		{ "any of them or pe.imphash() == \"x\"", WITH | PE }, { "math.entropy(0, pe.overlay.size) > 7", PE },
	};

	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		if (may(ways[i].condition) != ways[i].may)
			test_fail("%s: %x", ways[i].condition, may(ways[i].condition));
}

TEST(an_import_that_nothing_uses_is_known)
{
	struct span text = SPAN("/* x */ import \"pe\"\nimport \"math\" rule r { condition: math .abs(3) > 1 }");
	struct span statement, module;

	assert_true(yara_import(&text, &statement, &module));
	assert_span_equal(statement, SPAN("import \"pe\""));
	assert_span_equal(module, SPAN("pe"));
	assert_false(yara_names(text, module));
	assert_true(yara_import(&text, &statement, &module));
	assert_true(yara_names(text, module));
	assert_false(yara_import(&text, &statement, &module));
}

/* ---- against libyara: random conditions over items of all kinds, with strings and without */

static uint32_t seed = 4;

static uint32_t roll(uint32_t below)
{
	seed = seed * 1664525 + 1013904223;
	return (seed >> 8) % below;
}

static void add_condition(char *out, unsigned depth)
{
	static const char *const leaves[] = {
		"$a", "$b", "#c > 1", "any of them", "1 of ($b, $c)", "filesize > 2", "true", "false", "not $a",
		"#a >= 0", "uint8(0) == 0x78", "none of them", "not (filesize > 5 and $c)", "any of (help*)",
		"$a at 2", "0 of ($a, $b)", "(1 + 2) > 2", "defined uint8(9)", "for any i in (1..2) : ( i > 1 or $a )",
		"uint16(0) == 0x5A4D", "uint32be(0) == 0x7F454C46", "pe.number_of_sections < 9", "pe.is_pe",
		"elf.machine == elf.EM_X86_64", "not pe.number_of_sections > 90", "pe.imphash() != \"x\"",
		"elf.type != 77 + pe.MACHINE_I386", "uint16(0) == 0x457F", "pe.sections[0].name contains \"t\"",
		"for any s in pe.sections : ( s.name == \".text\" )", "not elf.type == 1", "pe.is_dll() == 0",
		"pe.MACHINE_AMD64 > 1", "defined pe.machine", "uint32(0) == 0x7A797A78",
	};

	if (depth == 0 || roll(3) == 0) {
		strcat(out, leaves[roll(sizeof(leaves) / sizeof(leaves[0]))]);
		return;
	}
	if (roll(2))
		strcat(out, roll(4) ? "(" : "not (");
	else
		depth += 100;
	add_condition(out, depth % 100 - 1);
	strcat(out, roll(2) ? " and " : " or ");
	add_condition(out, depth % 100 - 1);
	if (depth < 100)
		strcat(out, ")");
}

static int take(YR_SCAN_CONTEXT *context, int message, void *data, void *user)
{
	(void)context;
	if (message == CALLBACK_MSG_RULE_MATCHING && strcmp(((YR_RULE *)data)->identifier, "r") == 0)
		*(bool *)user = true;
	return CALLBACK_CONTINUE;
}

static const char other[] = "xyzz moth lantern?", *const others = other;

/* The smallest that libyara takes for one; `string`: with $a and $b in it. */
static struct span item_of(enum yara_kind kind, bool string, char room[2048])
{
	static const char pe[] = "PE\0\0\x64\x86\1\0";
	static const char elf[] = "\177ELF\2\1\1\0\0\0\0\0\0\0\0\0\2\0\x3e\0\1\0\0\0";

	memset(room, 0, 2048);
	if (kind == YARA_MZ) {
		memcpy(room, "MZ", 2);
		room[0x3c] = 0x40;
		memcpy(room + 0x40, pe, sizeof(pe) - 1);
		memcpy(room + 0x40 + 20, "\xf0\0\2\0\x0b\2", 6);
		memcpy(room + 0x40 + 24 + 240, ".text", 5);
	} else if (kind == YARA_ELF) {
		memcpy(room, elf, sizeof(elf) - 1);
		room[52] = 64;
	} else {
		memcpy(room, others, 4);
	}
	if (string)
		memcpy(room + 1900, others, sizeof(other) - 1);
	return span_make(room, 2048);
}

static YR_RULES *rules_of(const char *text)
{
	YR_COMPILER *compiler;
	YR_RULES *rules;

	assert_int_equal(yr_compiler_create(&compiler), ERROR_SUCCESS);
	if (yr_compiler_add_string(compiler, text, NULL) != 0)
		test_fail("%s", text);
	assert_int_equal(yr_compiler_get_rules(compiler, &rules), ERROR_SUCCESS);
	yr_compiler_destroy(compiler);
	return rules;
}

/* In which items it holds, as YARA_MAY. */
static unsigned holds(const char *text)
{
	YR_RULES *rules = rules_of(text);
	static char room[2048];
	unsigned held = 0;

	for (enum yara_kind kind = 0; kind < YARA_KINDS; kind++)
		for (int string = 0; string < 2; string++) {
			struct span item = item_of(kind, string, room);
			bool found = false;

			assert_int_equal(yara_kind_of(item), kind);
			assert_int_equal(yr_rules_scan_mem(rules, (const uint8_t *)item.ptr, item.len, 0, take,
							   &found, 0), ERROR_SUCCESS);
			held |= found ? YARA_MAY(kind, string) : 0;
		}
	yr_rules_destroy(rules);
	return held;
}

TEST(a_rule_holds_in_no_item_in_which_it_may_not)
{
	unsigned few = 0, holding = 0, seen = 0;

	assert_int_equal(yr_initialize(), ERROR_SUCCESS);
	for (unsigned i = 0; i < 2500; i++) {
		char text[4000] = "import \"pe\" import \"elf\" private rule help { condition: true } rule r { "
				  STRINGS "condition: ";
		unsigned held, allowed;

		add_condition(text, 4);
		strcat(text, " or (#a > 1 and #b > 1 and #c > 1) }");
		held = holds(text);
		allowed = yara_may_hold(span_of(text));
		holding += held != 0;
		seen |= held;
		few += allowed != YARA_MAY_ALWAYS;
		if (held & ~allowed)
			test_fail("%x of %x: %s", held, allowed, text);
	}
	assert_true(few > 150 && holding > 150);
	assert_int_equal(seen, YARA_MAY_ALWAYS);
	yr_finalize();
}

/* ---- nothing of a module for programs is defined in what is none */

static void check_undefined(const YR_OBJECT *object, unsigned *checked);

static void check_members(const YR_OBJECT_STRUCTURE *structure, unsigned *checked)
{
	for (YR_STRUCTURE_MEMBER *m = structure->members; m; m = m->next)
		check_undefined(m->object, checked);
}

static bool is_constant(const char *name)
{
	while (*name && !(*name >= 'a' && *name <= 'z'))
		name++;
	return *name == '\0' || strcmp(name, "is_pe") == 0;
}

static void check_undefined(const YR_OBJECT *object, unsigned *checked)
{
	if (object->identifier && is_constant(object->identifier))
		return;
	switch (object->type) {
	case OBJECT_TYPE_INTEGER:
		if (object->value.i != (int64_t)YR_UNDEFINED)
			test_fail("%s is %lld", object->identifier, (long long)object->value.i);
		break;
	case OBJECT_TYPE_STRING:
		if (object->value.ss)
			test_fail("%s is a text", object->identifier);
		break;
	case OBJECT_TYPE_STRUCTURE:
		check_members((const YR_OBJECT_STRUCTURE *)object, checked);
		return;
	case OBJECT_TYPE_ARRAY:
		if (((const YR_OBJECT_ARRAY *)object)->items && ((const YR_OBJECT_ARRAY *)object)->items->length)
			test_fail("%s has items", object->identifier);
		break;
	case OBJECT_TYPE_DICTIONARY:
		if (((const YR_OBJECT_DICTIONARY *)object)->items && ((const YR_OBJECT_DICTIONARY *)object)->items->used)
			test_fail("%s has entries", object->identifier);
		break;
	default:
		return;
	}
	++*checked;
}

/* Every function, with an argument of each type that it takes. */
static void call_functions(const YR_OBJECT *module, char *text, size_t room)
{
	const YR_OBJECT_STRUCTURE *structure = (const YR_OBJECT_STRUCTURE *)module;

	for (YR_STRUCTURE_MEMBER *m = structure->members; m; m = m->next) {
		const YR_OBJECT_FUNCTION *f = (const YR_OBJECT_FUNCTION *)m->object;

		if (m->object->type != OBJECT_TYPE_FUNCTION)
			continue;
		for (size_t p = 0; p < YR_MAX_OVERLOADED_FUNCTIONS && f->prototypes[p].arguments_fmt; p++) {
			size_t n = strlen(text);

			snprintf(text + n, room - n, "%sdefined %s.%s(", n ? " or " : "", module->identifier,
				 m->object->identifier);
			for (const char *a = f->prototypes[p].arguments_fmt; *a; a++) {
				n = strlen(text);
				snprintf(text + n, room - n, "%s%s", a == f->prototypes[p].arguments_fmt ? "" : ", ",
					 *a == 'i' ? "1" : *a == 's' ? "\"x\"" : *a == 'r' ? "/x/" : *a == 'f' ? "1.5" : "true");
			}
			strcat(text, ")");
		}
	}
}

struct asked {
	unsigned checked;
	char calls[8000];
};

static int look(YR_SCAN_CONTEXT *context, int message, void *data, void *user)
{
	struct asked *asked = user;

	(void)context;
	if (message == CALLBACK_MSG_MODULE_IMPORTED) {
		check_undefined(data, &asked->checked);
		call_functions(data, asked->calls, sizeof(asked->calls));
	}
	return CALLBACK_CONTINUE;
}

TEST(nothing_of_a_module_is_defined_where_the_item_is_no_such_program)
{
	YR_RULES *rules;
	static struct asked asked;
	static char text[9000], room[2048];
	struct span item = item_of(YARA_OTHER, true, room);

	assert_int_equal(yr_initialize(), ERROR_SUCCESS);
	rules = rules_of("import \"pe\" import \"elf\" rule r { condition: true }");
	assert_int_equal(yr_rules_scan_mem(rules, (const uint8_t *)item.ptr, item.len, 0, look, &asked, 0),
			 ERROR_SUCCESS);
	yr_rules_destroy(rules);
	assert_true(asked.checked > 60);
	assert_non_null(strstr(asked.calls, "pe.imphash()"));
	snprintf(text, sizeof(text), "import \"pe\" import \"elf\" rule r { " STRINGS "condition: %s or (#a > 1 and #b > 1 and #c > 1) }",
		 asked.calls);
	assert_int_equal(holds(text) & ELSE, 0);
	yr_finalize();
}
