/* test_pattern.c -- values of which a part is left open, and regular expressions, against PCRE2. */
#include "test.h"

#include "match/pattern.h"
#include "match_kit.h"
#include "value/expression.h"
#include "value/wildcard.h"

#ifdef WITH_PCRE2
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#endif

struct asked {
	enum kind kind;
	const char *value;
	bool regex;
};

static uint64_t random_state = 20200716;

static unsigned random_below(unsigned n)
{
	random_state = random_state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(random_state >> 33) % n;
}

static const struct engine *pattern_engine(void)
{
	for (size_t i = 0; engine_at(i); i++)
		if (strcmp(engine_at(i)->name, "pattern") == 0)
			return engine_at(i);
	test_fail("no such engine");
	return NULL;
}

static void add_asked(struct buf *log, const struct asked *a)
{
	struct intel_record *r = calloc(1, sizeof(*r));
	struct buf record;

	buf_init(&record, 1 << 20);
	r->type = INTEL_INDICATOR;
	r->indicator = (struct indicator){
		.kind = a->kind, .role = ROLE_INDICATOR, .value = span_of(a->value),
		.regex = a->regex, .confidence = 50,
		.valid_from = TIME_NONE, .valid_until = TIME_NONE,
	};
	intel_encode(&record, r);
	frame_span(log, buf_span(&record));
	buf_release(&record);
	free(r);
}

static void open_patterns(struct kit *k, const struct asked *asked, size_t n)
{
	struct error e;
	struct buf log;

	*k = (struct kit){ .count = 0 };
	buf_init(&log, 64 << 20);
	buf_init(&k->image, 64 << 20);
	for (size_t i = 0; i < n; i++)
		add_asked(&log, &asked[i]);
	if (pattern_prepare(&e) < 0 || pattern_compiler_prepare(&e) < 0 ||
	    set_compile(buf_span(&log), KIT_SEED, 64 << 20, &k->image, &e) < 0)
		test_fail("compile: %s", e.text);
	buf_release(&log);
	if (set_open(&k->set, buf_span(&k->image), &e) < 0 || set_verify(k->set, &e) < 0 ||
	    engines_load(k->set, &e) < 0)
		test_fail("load: %s", e.text);
	k->state = (struct engine_state){ .set = k->set, .hit = kit_take, .context = k };
	if (pattern_engine()->open(&k->state, &e) < 0)
		test_fail("open: %s", e.text);
}

static void close_patterns(struct kit *k)
{
	pattern_engine()->close(&k->state);
	set_close(k->set);
	buf_release(&k->image);
	free(k->hit);
}

static void search(struct kit *k, struct span text)
{
	struct span tight = tight_copy(text);
	struct text_block block = { .bytes = tight };
	struct error e;

	k->count = 0;
	assert_int_equal(pattern_engine()->begin_item(&k->state, &e), 0);
	assert_int_equal(pattern_engine()->text(&k->state, &block, &e), 0);
	free((char *)(uintptr_t)tight.ptr);
}

/* ---- what is found */

static const struct {
	struct asked asked;
	const char *text, *found;	/* NULL: nothing */
} cases[] = {
	{ { KIND_PATH, "c:\\users\\*\\appdata\\roaming\\wmhost\\svc.exe", 0 },
	  "Image=C:\\Users\\bob\\AppData\\Roaming\\wmhost\\svc.exe -k",
	  "\\Users\\bob\\AppData\\Roaming\\wmhost\\svc.exe" },
	{ { KIND_PATH, "c:\\users\\*\\appdata\\roaming\\wmhost\\svc.exe", 0 },
	  "{\"i\":\"\\\\Device\\\\Volume3\\\\Users\\\\J. Doe\\\\AppData\\\\Roaming\\\\wmhost\\\\svc.exe\"}",
	  "\\\\Users\\\\J. Doe\\\\AppData\\\\Roaming\\\\wmhost\\\\svc.exe" },
	{ { KIND_PATH, "c:\\users\\*\\appdata\\roaming\\wmhost\\svc.exe", 0 },
	  "C:\\Users\\a\\b\\AppData\\Roaming\\wmhost\\svc.exe", NULL },
	{ { KIND_PATH, "c:\\users\\<user name>\\wmhost.dat", 0 }, "C:\\Users\\eve\\wmhost.dat",
	  "\\Users\\eve\\wmhost.dat" },
	{ { KIND_PATH, "c:\\users\\<user name>\\wmhost.dat", 0 }, "C:\\Users\\eve\\wmhost.data", NULL },
	{ { KIND_PATH, "%appdata%\\wmhost\\cfg*.dat", 0 },
	  "x C:\\Users\\eve\\AppData\\Roaming\\wmhost\\cfg17.dat y",
	  "\\AppData\\Roaming\\wmhost\\cfg17.dat" },
	{ { KIND_PATH, "/tmp/.wmlock-*", 0 }, "rm /tmp/.wmlock-4711;", "/tmp/.wmlock-" },
	{ { KIND_FILENAME, "wm?host.dll", 0 }, "load WM7HOST.DLL now", "WM7HOST.DLL" },
	{ { KIND_FILENAME, "wm?host.dll", 0 }, "load xwm7host.dll, wm77host.dll, wm7host.dll.bak", NULL },
	{ { KIND_FILENAME, "wm?host.dll", 0 }, "a-wm7host.dll wm8host.dll", "wm8host.dll" },
	{ { KIND_FILENAME, "wmhost*.exe", 0 }, "wmhost started and then loaded evil.exe", NULL },
	{ { KIND_FILENAME, "wmhost*.exe", 0 }, "D:/x/wmhost.exe?", "wmhost.exe" },
	{ { KIND_REGISTRY_KEY, "hkey_local_machine\\software\\wmhost*\\id", 0 },
	  "\\REGISTRY\\MACHINE\\SOFTWARE\\WmHost32\\Id",
	  "\\REGISTRY\\MACHINE\\SOFTWARE\\WmHost32\\Id" },
	{ { KIND_REGISTRY_KEY, "hkey_local_machine\\software\\wmhost*\\id", 0 },
	  "HKLM\\SOFTWARE\\WmHost\\Ids", NULL },
	{ { KIND_USER_AGENT, "Mozilla/5.0 (compatible; WellHost/*)", 0 },
	  "\"Mozilla/5.0 (compatible; WellHost/1.7)\"", "Mozilla/5.0 (compatible; WellHost/1.7)" },
	{ { KIND_USER_AGENT, "Mozilla/5.0 (compatible; WellHost/*)", 0 },
	  "\"Mozilla/5.0 (compatible; OtherHost/1.7)\"", NULL },
	{ { KIND_MUTEX, "Global\\wmlock-*-x", 0 }, "Global\\wmlock-17a-x", "Global\\wmlock-17a-x" },
	{ { KIND_MUTEX, "wm*lockz", 0 }, "xwm.wm9lockz", "wm9lockz" },
	{ { KIND_FILENAME, "^wm[0-9]+\\.dll$", 1 }, "C:\\a\\wm17.dll", "wm17.dll" },
	{ { KIND_FILENAME, "^wm[0-9]+\\.dll$", 1 }, "C:\\a\\wm17.dllx C:\\a\\awm17.dll", NULL },
	{ { KIND_FILENAME, "^wm.*\\.dll$", 1 }, "wmi was here before evil.dll", NULL },
	{ { KIND_URL, "gate[.]php", 1 }, "http://a.example/gate.php?x=1", "gate.php" },
	{ { KIND_DOMAIN, "^.*\\.evil\\-host\\.example$", 1 }, "q www.evil-host.example.", ".evil-host.example" },
	{ { KIND_URL, "/(a|bc){2}/up\\.(php|aspx?)$", 1 }, "http://x.test/abc/up.asp ", "/abc/up.asp" },
};

TEST(what_is_left_open_is_any_text_of_that_place)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct span text = span_of(cases[i].text), hit;
		struct kit k;

		open_patterns(&k, &cases[i].asked, 1);
		search(&k, text);
		hit = k.count ? span_cut(text, k.hit[0].offset, k.hit[0].length) : SPAN("");
		if (k.count != (cases[i].found != NULL) ||
		    (k.count && !span_equal(hit, span_of(cases[i].found))))
			test_fail("%s in %s: %zu hits, %.*s", cases[i].asked.value, cases[i].text,
				  k.count, (int)hit.len, hit.ptr);
		close_patterns(&k);
	}
}

TEST(a_value_that_is_open_almost_everywhere_is_not_specific)
{
	static const struct {
		enum kind kind;
		const char *value;
		bool open, specific;
	} values[] = {
		{ KIND_FILENAME, "*.exe", true, false }, { KIND_FILENAME, "~df*.tmp", true, false },
		{ KIND_FILENAME, "wm?host.dll", true, true }, { KIND_FILENAME, "wmhost.dll", false, true },
		{ KIND_PATH, "c:\\users\\*\\appdata\\local\\temp\\*.exe", true, false },
		{ KIND_PATH, "%temp%\\<random>.tmp", true, false },
		{ KIND_PATH, "%temp%\\<random>\\wmhost.tmp", true, true },
		{ KIND_PATH, "%userprofile%\\wmhost.tmp", false, true },
		{ KIND_PATH, "c:\\users\\%username%\\wmhost.tmp", true, true },
		{ KIND_REGISTRY_KEY, "hkcu\\software\\microsoft\\windows\\currentversion\\run\\*", true, false },
		{ KIND_USER_AGENT, "Mozilla/5.0 *", true, false },
		{ KIND_USER_AGENT, "why? because", false, true },
		{ KIND_PATH, "%systemdrive%\\wmhost.tmp", false, true },
		{ KIND_PATH, "samples/wmhost/*", true, false },
		{ KIND_FILENAME, "wmhost*a*b*c*d*e.exe", true, false },
		{ KIND_DOMAIN, "*.evil.example", false, true },
	};

	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		struct span value = span_of(values[i].value);

		if (wildcard_in(values[i].kind, value) != values[i].open ||
		    (values[i].open && wildcard_is_specific(values[i].kind, value) != values[i].specific))
			test_fail("%s", values[i].value);
	}
}

TEST(what_cannot_be_searched_for_in_linear_time_is_refused_with_the_place)
{
	static const char *const refused[][2] = {
		{ "(evil)\\1", "a reference back" }, { "evil(?=x)", "looks around" },
		{ "(?i)evil", "looks around" }, { "(evil+)+", "repetition without end inside" },
		{ "evil[a", "class without end" }, { "(evil", "group without end" },
		{ "evil)", "not opened" }, { "*evil", "nothing to repeat" }, { "ev^il", "anchor inside" },
		{ "evil\\", "backslash at the end" }, { "(evil{900}){9}", "more text" },
		{ ".*", "hardly a letter" }, { "[a-z]+", "hardly a letter" }, { "evil\\q", "unknown escape" },
		{ "[[:alpha:]]evil", "named class" }, { "evil.*a.*b.*c.*d.*e", "too many" }, { "evil{9,2}", "repetition that is none" },
	};

	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		struct error e = { 0 };
		struct buf out;
		unsigned flags;
		int rc;

		buf_init(&out, 8 * EXPRESSION_MAX);
		rc = expression_of_regex(KIND_URL, span_of(refused[i][0]), &out, &flags, &e);
		if (rc == 0 || !strstr(e.text, refused[i][1]))
			test_fail("%s: %d %s", refused[i][0], rc, e.text);
		buf_release(&out);
	}
}

TEST(a_pattern_that_is_sought_from_its_end_may_stand_in_a_long_text)
{
	static const struct asked asked = { KIND_REGISTRY_KEY, "st*\\id", 0 };
	char text[3000];
	struct kit k;

	memset(text, 'x', sizeof(text));
	memcpy(text + 100, " stx\\id ", 8);
	open_patterns(&k, &asked, 1);
	for (size_t n = 1; n < sizeof(text); n += 1 + n / 7) {
		search(&k, span_make(text, n));
		assert_int_equal(k.count, n > 106);
	}
	close_patterns(&k);
}

/* A text in blocks, of which each shows the end of the one before again. */
static void search_pieces(struct kit *k, struct span text, size_t piece, size_t again)
{
	struct error e;

	k->count = 0;
	assert_int_equal(pattern_engine()->begin_item(&k->state, &e), 0);
	for (size_t at = 0; at < text.len; at += piece) {
		size_t from = at > again ? at - again : 0;
		struct span tight = tight_copy(span_cut(text, from, at - from + piece));
		struct text_block block = { .bytes = tight, .overlap = (uint32_t)(at - from),
					    .more = at + piece < text.len };

		k->shift = from;
		assert_int_equal(pattern_engine()->text(&k->state, &block, &e), 0);
		free((char *)(uintptr_t)tight.ptr);
	}
	k->shift = 0;
}

TEST(blocks_that_cut_a_value_find_it_once)
{
	static const struct asked asked[] = { { KIND_FILENAME, "wm?host.dll", 0 } };
	char *text = malloc(100000);
	struct kit k;

	open_patterns(&k, asked, 1);
	for (unsigned round = 0; round < 300; round++) {
		size_t at = 20000 + random_below(60000);

		memset(text, ' ', 100000);
		memcpy(text + at, "wm3host.dll", 11);
		search_pieces(&k, span_make(text, 100000), 10000 + random_below(3000), 8192);
		assert_int_equal(k.count, 1);
		assert_int_equal(k.hit[0].offset, at);
	}
	close_patterns(&k);
	free(text);
}

TEST(a_field_is_searched_for_the_kinds_that_it_shows)
{
	static const struct asked asked[] = { { KIND_FILENAME, "wm?host.dll", 0 },
					      { KIND_USER_AGENT, "WellHost/*-x", 0 } };
	struct typed_field path = { .kind = FIELD_PATH, .text = SPAN("C:\\a\\wm1host.dll") };
	struct typed_field agent = { .kind = FIELD_USER_AGENT, .text = SPAN("wm1host.dll WellHost/2-x") };
	struct error e;
	struct kit k;

	open_patterns(&k, asked, 2);
	assert_int_equal(pattern_engine()->field(&k.state, &path, &e), 0);
	assert_int_equal(k.count, 1);
	assert_int_equal(k.hit[0].length, path.text.len);
	assert_int_equal(pattern_engine()->field(&k.state, &agent, &e), 0);
	assert_int_equal(k.count, 2);
	assert_int_equal(k.hit[1].indicator, 1);
	close_patterns(&k);
}

/* ---- against PCRE2 */

#ifdef WITH_PCRE2

static pcre2_code *oracle_of(enum kind kind, const struct asked *asked)
{
	struct buf core, whole;
	struct error e;
	unsigned flags;
	int code, rc;
	PCRE2_SIZE at;
	pcre2_code *out;

	buf_init(&core, 8 * EXPRESSION_MAX);
	buf_init(&whole, 8 * EXPRESSION_MAX);
	rc = asked->regex ? expression_of_regex(kind, span_of(asked->value), &core, &flags, &e)
			  : expression_of_wildcards(kind, span_of(asked->value), &core, &flags, &e);
	if (rc < 0) {
		buf_release(&core);
		return NULL;
	}
	/* Only where the value has a letter at its edge must none stand beside it. */
	buf_text(&whole, flags & EXPRESSION_BEGINS ? "(?:(?<![0-9A-Za-z_])|(?![0-9A-Za-z_]))(?:" : "(?:");
	buf_add(&whole, buf_span(&core));
	buf_text(&whole, flags & EXPRESSION_ENDS ? ")(?:(?![0-9A-Za-z_])|(?<![0-9A-Za-z_]))" : ")");
	out = pcre2_compile((PCRE2_SPTR)whole.ptr, whole.len, PCRE2_CASELESS, &code, &at, NULL);
	if (!out)
		test_fail("PCRE2 refuses %.*s", (int)whole.len, whole.ptr);
	buf_release(&core);
	buf_release(&whole);
	return out;
}

static bool oracle_finds(const pcre2_code *code, struct span text)
{
	pcre2_match_data *match = pcre2_match_data_create(8, NULL);
	int rc = pcre2_match(code, (PCRE2_SPTR)text.ptr, text.len, 0, 0, match, NULL);

	pcre2_match_data_free(match);
	return rc > 0;
}

static void random_text(char *out, size_t len, const char *const *piece, size_t pieces)
{
	size_t n = 0;

	out[0] = '\0';
	while (n + 8 < len) {
		const char *p = piece[random_below((unsigned)pieces)];

		memcpy(out + n, p, strlen(p) + 1);
		n += strlen(p);
	}
}

static void compare(const struct asked *asked)
{
	static const char *const pieces[] = { "w", "m", "wm", "W", "lock", "9", "-", "_", " ", ".", "x",
					      "wmlock", "\n", "z" };
	pcre2_code *code = oracle_of(asked->kind, asked);
	struct kit k;

	if (!code)
		return;
	open_patterns(&k, asked, 1);
	for (unsigned round = 0; round < 60; round++) {
		char text[200];

		random_text(text, 20 + random_below(160), pieces, sizeof(pieces) / sizeof(pieces[0]));
		search(&k, span_of(text));
		if ((k.count > 0) != oracle_finds(code, span_of(text)))
			test_fail("%s in '%s': %zu hits", asked->value, text, k.count);
	}
	close_patterns(&k);
	pcre2_code_free(code);
}

TEST(wildcards_find_what_pcre2_finds)
{
	static const char *const pieces[] = { "w", "m", "*", "?", "lock", "9", "-", ".", "x", "<user>", "z" };

	for (unsigned round = 0; round < 150; round++) {
		char value[48] = "wmlo";

		random_text(value + 4, 12 + random_below(30), pieces, sizeof(pieces) / sizeof(pieces[0]));
		if (wildcard_in(KIND_MUTEX, span_of(value)))
			compare(&(struct asked){ KIND_MUTEX, value, false });
	}
}

TEST(regular_expressions_find_what_pcre2_finds)
{
	static const char *const pieces[] = { "w", "m", "wm", "lock", ".", ".*", "[0-9]", "(w|m)", "x?", "z+",
					      "\\-", "\\d", "{2}", "[^ ]", "*", "$", "(?:m|lock){1,2}" };

	for (unsigned round = 0; round < 400; round++) {
		char value[48] = "lock";

		random_text(value + 4, 12 + random_below(30), pieces, sizeof(pieces) / sizeof(pieces[0]));
		compare(&(struct asked){ KIND_MUTEX, value + (round % 2 ? 0 : 1), true });
	}
}
#endif
