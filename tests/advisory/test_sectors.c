/* test_sectors.c -- sectors in documents: under attack, or named for another reason. */
#include "test.h"

#include "seen.h"

/* "target", the reason of a mention, or "absent". */
static const char *named_for(const struct seen *s, const char *name)
{
	const struct entity *e = seen_entity(s, name);
	static char why[200];

	if (!e)
		return "absent";
	if (!e->aside.len)
		return "target";
	snprintf(why, sizeof(why), "%.*s", SPAN_ARG(e->aside));
	return why;
}

static const char *why_of(const struct seen *s, const char *name)
{
	const struct entity *e = seen_entity(s, name);
	static char why[300];

	snprintf(why, sizeof(why), "%.*s", e ? (int)e->why.len : 0, e ? e->why.ptr : "");
	return why;
}

#define assert_target(name) assert_string_equal(named_for(&s, name), "target")
#define assert_absent(name) assert_string_equal(named_for(&s, name), "absent")
#define assert_mention(name, reason) assert_string_equal(named_for(&s, name), "only " reason)

TEST(ordinary_words_of_trojans_and_losses_are_no_sectors)
{
	READ("The banking trojan arrived by mail. The Russian government is behind it. Social media "
	     "carried financial losses. It hit airlines, schools and the gaming industry.\n");

	assert_absent("Bank");
	assert_absent("Government, Administration");
	assert_absent("News - Media");
	assert_absent("Finance");
	assert_target("Civil Aviation");
	assert_target("Education");
	assert_target("Game");
	seen_release(&s);
}

TEST(the_nearest_words_in_front_say_what_a_sector_is_named_for)
{
	READ("The group works for the Ruritanian government and targets telecom operators. Its mails "
	     "impersonate courier services to attack retailers. We shared this with law firms and "
	     "notified several universities. Money was laundered through casinos.\n");

	assert_absent("Government, Administration");
	assert_target("Telecoms");
	assert_string_equal(why_of(&s, "Telecoms"), "in front of it: \"targets\"");
	assert_mention("Logistic", "as a disguise, a lure or its theme");
	assert_target("Retail");
	assert_string_equal(why_of(&s, "Retail"), "in front of it: \"attack\"");
	assert_mention("Legal", "as who tells of it, is told or helps");
	assert_mention("Academia - University", "as who tells of it, is told or helps");
	assert_mention("Casino", "as a service that the attackers use");
	seen_release(&s);
}

TEST(a_state_is_a_sector_only_where_it_is_attacked)
{
	READ("Attributed to the Ruritanian government, the group spied on the Freedonian government. "
	     "Its targets appeared to be the Sylvanian military.\n");

	assert_target("Government, Administration");
	assert_int_equal(seen_entity(&s, "Government, Administration")->count, 1);
	assert_target("Military");
	seen_release(&s);
}

TEST(what_is_spared_or_denied_is_named_with_that_reason)
{
	READ("The new rules bar affiliates from attacking hospitals and schools. The actors did not "
	     "target insurers. They not only target banks but also airlines. Railways were not "
	     "affected.\n");

	assert_target("Health");
	assert_span_equal(seen_entity(&s, "Health")->note, SPAN("said to be spared"));
	assert_span_equal(seen_entity(&s, "Education")->note, SPAN("said to be spared"));
	assert_span_equal(seen_entity(&s, "Bank")->note, SPAN(""));
	assert_mention("Insurance", "where the text says that it was not attacked");
	assert_mention("Railway", "where the text says that it was not attacked");
	assert_target("Bank");
	assert_target("Civil Aviation");
	seen_release(&s);
}

TEST(those_who_are_advised_are_no_targets)
{
	READ("# Advisory\n\nThe malware hit shipping companies.\n\nThis advisory is intended for water "
	     "utilities and railways.\n\n## Mitigations\n\nAttacks on pharmaceutical companies "
	     "begin with old servers.\n\n## Details\n\nWe urge insurers to patch. Brokers and law "
	     "firms should do so, too.\n");

	assert_target("Shipping");
	assert_mention("Water", "among those who are advised");
	assert_mention("Railway", "among those who are advised");
	assert_mention("Pharmacy", "where the document advises");
	assert_mention("Insurance", "among those who are advised");
	assert_mention("Legal", "among those who are advised");
	seen_release(&s);
}

TEST(lists_and_columns_of_targets_need_no_verb)
{
	READ("# Campaign\n\n## Targeted sectors\n\n- Hospitals\n- Shipping\n- Local government\n\n"
	     "## Details\n\nThey have attacked organisations in these industries:\n\n* Insurance\n"
	     "* Automotive\n\n| Victim | Sector | Day |\n|---|---|---|\n| A | Aerospace | 2024-02-01 |\n"
	     "| B | Universities | 2024-02-03 |\n\nThe lures are about:\n\n* Tourism\n* Energy\n\n"
	     "Sectors: water treatment, mining companies\n");

	assert_target("Health");
	assert_target("Shipping");
	assert_string_equal(why_of(&s, "Shipping"), "under the heading: \"Targeted sectors\"");
	assert_target("Government, Administration");
	assert_target("Insurance");
	assert_string_equal(why_of(&s, "Insurance"), "in the list behind: \"attacked\"");
	assert_target("Automotive");
	assert_target("Aerospace");
	assert_string_equal(why_of(&s, "Aerospace"), "in the column: \"Sector\"");
	assert_target("Academia - University");
	assert_mention("Tourism", "as a disguise, a lure or its theme");
	assert_mention("Energy", "as a disguise, a lure or its theme");
	seen_release(&s);
}

TEST(a_target_is_quoted_where_it_is_attacked_not_where_it_is_named_first)
{
	READ("The mails pose as hospitals.\n\nLater the group encrypted hospitals in Freedonia.\n");
	const struct entity *e = seen_entity(&s, "Health");

	assert_target("Health");
	assert_int_equal(e->count, 2);
	assert_int_equal(e->where.step[e->where.count - 1].line, 3);
	seen_release(&s);
}

TEST(industry_alone_is_no_sector)
{
	READ("The mails were sent to users in a number of industry verticals. It follows industry "
	     "standards. They attacked heavy industry, mining companies and steel industry.\n");

	assert_string_equal(why_of(&s, "Industrial"), "in front of it: \"attacked\"");
	assert_int_equal(seen_entity(&s, "Industrial")->count, 1);
	seen_release(&s);
}

TEST(what_is_about_a_threat_is_not_about_the_publisher)
{
	READ("# Report\n\n## About the campaign\n\nIt targets airlines.\n\n## About APT29\n\nIt targets "
	     "retailers.\n\n## About Example Labs\n\nWe protect the targets of attacks on insurers.\n");

	assert_target("Civil Aviation");
	assert_target("Retail");
	assert_mention("Insurance", "where the publisher speaks of itself");
	seen_release(&s);
}

TEST(a_stop_of_an_abbreviation_ends_no_sentence)
{
	READ("It was used against more than 24 U.S. and Freedonian banks.\n");

	assert_target("Bank");
	seen_release(&s);
}

TEST(what_is_attacked_with_missiles_is_no_target_of_ours)
{
	READ("An attack with missiles against two military bases raised tensions. Later the group attacked "
	     "airlines.\n");

	assert_absent("Military");
	assert_target("Civil Aviation");
	seen_release(&s);
}
