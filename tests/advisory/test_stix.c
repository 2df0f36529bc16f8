/* test_stix.c -- bundles and patterns. */
#include "test.h"

#include "seen.h"

#include "intel/stix_pattern.h"

#define BUNDLE(objects) "{\"type\":\"bundle\",\"id\":\"bundle--1\",\"objects\":[" objects "]}"
#define INDICATOR(id, pattern) \
	"{\"type\":\"indicator\",\"id\":\"indicator--" id "\",\"created\":\"2031-03-04T00:00:00Z\"," \
	"\"pattern_type\":\"stix\",\"valid_from\":\"2031-03-04T00:00:00Z\",\"pattern\":\"" pattern "\"}"

TEST(a_report_gives_title_dates_marking_names_and_values)
{
	struct seen s;
	const struct indicator *i;
	const struct entity *e;

	seen_file(&s, "bundle21.json");
	assert_span_equal(s.head.title, SPAN("Grey Heron phishes shipyards"));
	assert_true(s.head.published == civil_days(2031, 3, 4) * TIME_DAY + 9 * TIME_HOUR);
	assert_true(s.head.activity_from == civil_days(2030, 11, 1) * TIME_DAY);
	assert_true(s.head.activity_to == civil_days(2031, 3, 1) * TIME_DAY - TIME_SECOND);
	assert_span_equal(s.head.tlp, SPAN("AMBER"));
	assert_int_equal(s.head.bodies, 1);
	assert_span_equal(s.head.body[0].name, SPAN("National Cyber Office"));
	assert_span_equal(s.head.refers_to.item[0], SPAN("MAR-20310001-2.v1"));
	i = seen_find(&s, "ipv4", "45.61.137.220");
	assert_non_null(i);
	assert_int_equal(i->port, 8443);
	assert_int_equal(i->confidence, 85);
	assert_span_equal(i->where.step[1].text, SPAN("/objects/4/pattern"));
	assert_span_equal(i->entities.item[0], SPAN("S9901"));
	assert_role("domain", "evil-quay.com", "indicator");
	assert_role("domain", "old-quay.com", "reference");
	assert_true(seen_why(seen_find(&s, "domain", "old-quay.com"), "revoked"));
	assert_role("email", "victim@shipyard.com", "victim");
	assert_role("mutex", "tide_one_77", "indicator");
	assert_role("ipv4", "192.168.7.12", "benign");
	e = seen_entity(&s, "Grey Heron");
	assert_non_null(e);
	assert_span_equal(e->kind, SPAN("actor"));
	assert_int_equal(e->as_written.count, 3);
	assert_int_equal(s.rules, 1);
	assert_span_equal(s.rule[0].language, SPAN("yara"));
	seen_release(&s);
}

TEST(both_versions_of_a_bundle_give_one_set)
{
	struct seen one, two;

	seen_file(&one, "bundle21.json");
	seen_file(&two, "bundle20.json");
	for (size_t k = 0; k < two.indicators; k++) {
		const struct indicator *i = &two.indicator[k];
		bool found = false;

		for (size_t n = 0; n < one.indicators; n++)
			found |= one.indicator[n].kind == i->kind &&
				one.indicator[n].role == i->role &&
				span_equal(one.indicator[n].value, i->value);
		if (!found)
			test_fail("%.*s is only in one", SPAN_ARG(i->value));
	}
	seen_release(&one);
	seen_release(&two);
}

static void leaves(const char *pattern, const char *alone, const char *together)
{
	struct pattern p;
	struct arena a;
	struct error e;
	char got[2][400] = { "", "" };

	arena_init(&a, 1u << 20);
	if (pattern_read(span_of(pattern), &a, &p, &e) < 0)
		test_fail("%s: %s", pattern, e.text);
	for (uint32_t i = 0; i < p.count; i++) {
		char *to = got[!(p.leaf[i].alone && p.leaf[i].exact)];

		snprintf(to + strlen(to), 400 - strlen(to), "%.*s ", SPAN_ARG(p.leaf[i].value));
	}
	assert_string_equal(got[0], alone);
	assert_string_equal(got[1], together);
	arena_release(&a);
}

TEST(each_branch_of_or_is_enough_and_no_branch_of_and_is)
{
	leaves("[domain-name:value = 'a.com']", "a.com ", "");
	leaves("[domain-name:value = 'a.com' OR domain-name:value = 'b.com']", "a.com b.com ", "");
	leaves("[domain-name:value='a.com'] OR [ipv4-addr:value='1.2.3.4']", "a.com 1.2.3.4 ", "");
	leaves("[domain-name:value = 'a.com' AND domain-name:resolves_to_refs[*].value = '1.2.3.4']",
	       "", "a.com 1.2.3.4 ");
	leaves("[domain-name:value='a.com'] AND [ipv4-addr:value='1.2.3.4']", "", "a.com 1.2.3.4 ");
	leaves("[domain-name:value='a.com'] OR [url:value='u'] AND [mutex:name='m']", "a.com ",
	       "u m ");
	leaves("([domain-name:value='a.com'] FOLLOWEDBY [url:value='u']) WITHIN 5 SECONDS", "",
	       "a.com u ");
	leaves("[domain-name:value='a.com'] REPEATS 5 TIMES", "", "a.com ");
	leaves("[domain-name:value IN ('a.com', 'b.com')]", "a.com b.com ", "");
	leaves("[domain-name:value NOT IN ('a.com')]", "", "a.com ");
	leaves("[domain-name:value != 'a.com']", "", "a.com ");
	leaves("[domain-name:value LIKE '%.a.com']", "^.*\\.a\\.com$ ", "");
	leaves("[domain-name:value LIKE 'a.com']", "a.com ", "");
	leaves("[domain-name:value NOT LIKE '%.a.com']", "", "%.a.com ");
	leaves("[file:name MATCHES '^wm[0-9]+$']", "", "^wm[0-9]+$ ");
	leaves("[file:name MATCHES '^wmx[0-9]+$']", "^wmx[0-9]+$ ", "");
	leaves("[file:name MATCHES '(wmx)\\\\1']", "", "(wmx)\\1 ");
	leaves("[(domain-name:value='a.com' OR url:value='u') AND mutex:name='m']", "", "a.com u m ");
}

/* All subsets of the comparisons in one thing: what holds, as "0001" over a, b, ab ... */
static void settles(const char *pattern, const char *truth)
{
	struct pattern p;
	struct arena a;
	struct error e;
	char got[17] = "";

	arena_init(&a, 1u << 20);
	if (pattern_read(span_of(pattern), &a, &p, &e) < 0)
		test_fail("%s: %s", pattern, e.text);
	assert_true(p.settled);
	for (uint64_t seen = 0; seen < UINT64_C(1) << p.count; seen++)
		got[seen] = pattern_holds(&p, pattern_observed(&p, seen)) ? '1' : '0';
	assert_string_equal(got, truth);
	arena_release(&a);
}

#define A "domain-name:value = 'a.com'"
#define B "url:value = 'http://b.com/'"
#define C "ipv4-addr:value = '9.9.9.9'"

TEST(a_pattern_holds_when_what_it_combines_was_seen)
{
	settles("[" A " AND " B "]", "0001");
	settles("[" A "] AND [" B "]", "0001");
	settles("[" A "] OR [" B "]", "0111");
	settles("[" A " OR " B " AND " C "]", "01010111");
	settles("[(" A " OR " B ") AND " C "]", "00000111");
	settles("[" A "] OR [" B "] AND [" C "]", "01010111");
	settles("([" A "] OR [" B "]) AND [" C "]", "00000111");
	settles("[" C "] AND ([" A " AND " B "])", "00000001");
	settles("[domain-name:value IN ('a.com', 'b.com') AND " C "]", "00000111");
}

TEST(a_pattern_with_order_time_or_comparison_is_not_settled)
{
	static const char *const odd[] = {
		"[" A "] FOLLOWEDBY [" B "]", "([" A "] AND [" B "]) WITHIN 5 SECONDS",
		"[" A "] REPEATS 2 TIMES", "[" A " AND url:value LIKE 'x%']",
		"[" A " AND NOT " B "]", "[" A " AND file:size = 12]",
	};

	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
		struct pattern p;
		struct arena a;
		struct error e;

		arena_init(&a, 1u << 20);
		if (pattern_read(span_of(odd[i]), &a, &p, &e) == 0 && p.settled)
			test_fail("%s is settled", odd[i]);
		arena_release(&a);
	}
}

TEST(digests_of_one_file_name_the_same_content)
{
	leaves("[file:hashes.MD5 = 'aa' AND file:hashes.'SHA-256' = 'bb' AND file:name = 'x']",
	       "aa bb ", "x ");
	leaves("[file:hashes.MD5 = 'aa' AND domain-name:value = 'a.com']", "aa ", "a.com ");
	leaves("[file:name = 'x' AND file:size = 12]", "", "x 12 ");
}

TEST(type_and_port_of_a_peer_describe_it)
{
	struct pattern p;
	struct arena a;
	struct error e;

	arena_init(&a, 1u << 20);
	assert_int_equal(pattern_read(SPAN("[network-traffic:dst_ref.type = 'ipv4-addr' AND "
					   "network-traffic:dst_ref.value = '1.2.3.4' AND "
					   "network-traffic:dst_port = 443]"), &a, &p, &e), 0);
	assert_int_equal(p.count, 3);
	assert_true(p.leaf[1].alone);
	assert_int_equal(p.leaf[1].kind, KIND_IPV4);
	assert_int_equal(p.leaf[1].port, 443);
	assert_true(p.evaluated);
	arena_release(&a);
}

TEST(strings_of_patterns_are_unescaped)
{
	leaves("[mutex:name = 'it\\'s \\\\ here']", "it's \\ here ", "");
	leaves("[windows-registry-key:key = 'HKEY_LOCAL_MACHINE\\\\SOFTWARE\\\\x']",
	       "HKEY_LOCAL_MACHINE\\SOFTWARE\\x ", "");
}

TEST(broken_patterns_are_errors_with_a_place)
{
	static const char *const broken[] = {
		"", "[", "[]", "[domain-name:value]x", "[domain-name:value = ]",
		"[domain-name:value = 'a]", "domain-name:value = 'a'", "[a:b = 'c'] AND",
		"[a:b = 'c'] [d:e = 'f']", "[a:b IN ('c']", "[a:b = 'c' OR]",
	};
	struct pattern p;
	struct arena a;
	struct error e;

	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		arena_init(&a, 1u << 20);
		if (pattern_read(span_of(broken[i]), &a, &p, &e) == 0)
			test_fail("'%s' was read", broken[i]);
		assert_int_equal(e.code, ERR_MALFORMED);
		arena_release(&a);
	}
}

TEST(deep_and_long_patterns_end_at_a_limit)
{
	char *text = malloc(1u << 20);
	struct pattern p;
	struct arena a;
	struct error e;

	arena_init(&a, 64u << 20);
	memset(text, '(', 100000);
	assert_int_equal(pattern_read(span_make(text, 100000), &a, &p, &e), -1);
	assert_int_equal(e.code, ERR_LIMIT);
	arena_release(&a);
	free(text);
}

TEST(a_conjunction_is_kept_as_logic_and_named_as_a_rule)
{
	READ(BUNDLE(INDICATOR("1", "[domain-name:value = 'evil-quay.com' AND "
			      "domain-name:resolves_to_refs[*].value = '45.61.137.220']")));
	const struct indicator *i = seen_find(&s, "domain", "evil-quay.com");

	assert_non_null(i);
	assert_int_equal(i->role, ROLE_INDICATOR);
	assert_true(i->logic.len > 0);
	assert_int_equal(s.rules, 1);
	assert_true(s.rule[0].runs);
	seen_release(&s);
}

TEST(an_observable_beside_its_indicator_is_context)
{
	READ(BUNDLE(INDICATOR("1", "[domain-name:value = 'evil-quay.com']") ","
		    "{\"type\":\"domain-name\",\"id\":\"domain-name--1\",\"value\":\"evil-quay.com\"},"
		    "{\"type\":\"domain-name\",\"id\":\"domain-name--2\",\"value\":\"other.com\"},"
		    "{\"type\":\"observed-data\",\"id\":\"observed-data--1\","
		    "\"object_refs\":[\"ipv4-addr--1\"]},"
		    "{\"type\":\"ipv4-addr\",\"id\":\"ipv4-addr--1\",\"value\":\"45.61.137.220\"}"));

	assert_role("domain", "other.com", "reference");
	assert_role("ipv4", "45.61.137.220", "indicator");
	seen_release(&s);
}

TEST(observables_alone_are_indicators)
{
	READ(BUNDLE("{\"type\":\"file\",\"id\":\"file--1\",\"hashes\":{\"MD5\":"
		    "\"9d5ed678fe57bcca610140957afab571\"},\"name\":\"msupd.dll\"}"));

	assert_role("md5", "9d5ed678fe57bcca610140957afab571", "indicator");
	assert_role("filename", "msupd.dll", "indicator");
	assert_span_equal(s.indicator[0].where.step[1].text, SPAN("/objects/0/hashes/MD5"));
	seen_release(&s);
}

TEST(arrays_of_objects_and_envelopes_are_read_too)
{
	READ("[" INDICATOR("1", "[domain-name:value = 'evil1.com']") ","
	     BUNDLE(INDICATOR("2", "[domain-name:value = 'evil2.com']")) "]");
	struct seen t;

	assert_role("domain", "evil1.com", "indicator");
	assert_role("domain", "evil2.com", "indicator");
	seen_read(&t, SPAN("{\"more\":false,\"objects\":["
			   INDICATOR("3", "[domain-name:value = 'evil3.com']") "]}"));
	assert_string_equal(seen_role(&t, "domain", "evil3.com"), "indicator");
	seen_release(&t);
	seen_release(&s);
}

TEST(a_cut_bundle_is_an_error_with_a_place)
{
	struct span whole = sample("bundle21.json");

	for (size_t n = 30; n + 3 < whole.len; n++) {
		struct span cut = tight_copy(span_cut(whole, 0, n));
		struct seen s;

		seen_read(&s, cut);
		if (s.rc == 0 && s.head.format.len && span_equal(s.head.format, SPAN("stix")))
			test_fail("cut at %zu was read", n);
		seen_release(&s);
		free((void *)(uintptr_t)cut.ptr);
	}
	free((void *)(uintptr_t)whole.ptr);
}

#define OBJECT "\"spec_version\":\"2.1\",\"created\":\"2021-03-01T00:00:00Z\",\"modified\":" \
	"\"2021-03-01T00:00:00Z\","
#define NAMED_INDICATOR(n, domain) "{\"type\":\"indicator\",\"id\":\"indicator--00000000-0000-4000-8000-" \
	"00000000000" #n "\"," OBJECT "\"name\":\"WellMess server\",\"pattern_type\":\"stix\"," \
	"\"valid_from\":\"2021-01-01T00:00:00Z\",\"pattern\":\"[domain-name:value = '" domain "']\"},"
#define ABOUT(n) "\"indicator--00000000-0000-4000-8000-00000000000" #n "\""
#define OPINION(n, of, what, words) "{\"type\":\"opinion\",\"id\":\"opinion--00000000-0000-4000-8000-" \
	"00000000000" #n "\"," OBJECT "\"opinion\":\"" what "\",\"explanation\":\"" words "\"," \
	"\"object_refs\":[" ABOUT(of) "]},"

TEST(what_others_saw_and_think_is_told_and_strong_disagreement_counts)
{
	READ("{\"type\":\"bundle\",\"id\":\"bundle--00000000-0000-4000-8000-000000000000\",\"objects\":["
	     NAMED_INDICATOR(1, "quay-one.com") NAMED_INDICATOR(2, "quay-two.com") NAMED_INDICATOR(3, "quay-three.com")
	     OPINION(1, 2, "strongly-disagree", "a content network")
	     OPINION(2, 3, "strongly-disagree", "no") OPINION(3, 3, "agree", "seen it")
	     "{\"type\":\"sighting\",\"id\":\"sighting--00000000-0000-4000-8000-000000000001\"," OBJECT
	     "\"sighting_of_ref\":" ABOUT(1) ",\"count\":41,\"last_seen\":\"2021-02-03T04:05:06Z\"},"
	     "{\"type\":\"sighting\",\"id\":\"sighting--00000000-0000-4000-8000-000000000002\"," OBJECT
	     "\"sighting_of_ref\":" ABOUT(1) "}]}");

	assert_int_equal(s.rc, 0);
	assert_role("domain", "quay-one.com", "indicator");
	assert_true(seen_why(seen_find(&s, "domain", "quay-one.com"),
			     "sighted 42 times, last on 2021-02-03"));
	assert_role("domain", "quay-two.com", "reference");
	assert_true(seen_why(seen_find(&s, "domain", "quay-two.com"), "a content network"));
	assert_role("domain", "quay-three.com", "indicator");
	assert_non_null(seen_entity(&s, "WellMess"));
	seen_release(&s);
}
