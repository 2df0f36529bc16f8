/* test_names.c -- names in documents: found, resolved, told apart from ordinary words. */
#include "test.h"

#include "seen.h"

static const char *id_of(const struct seen *s, const char *name)
{
	const struct entity *e = seen_entity(s, name);
	static char id[64];

	if (!e)
		return "absent";
	snprintf(id, sizeof(id), "%.*s", SPAN_ARG(e->id));
	return id;
}

TEST(names_are_resolved_and_other_names_are_folded)
{
	READ("Advisory\n\nThe group APT29, also known as Cozy Bear or the Dukes, uses WellMess and "
	     "Wellmail. NOBELIUM was seen by others.\n");

	assert_string_equal(id_of(&s, "APT29"), "G0016");
	assert_int_equal(seen_entity(&s, "APT29")->count, 4);
	assert_string_equal(id_of(&s, "WellMess"), "S0514");
	assert_string_equal(id_of(&s, "WellMail"), "S0515");
	assert_string_equal(id_of(&s, "Cozy Bear"), "absent");
	seen_release(&s);
}

TEST(ordinary_words_are_no_names_until_the_text_says_so)
{
	READ("We Play a Royal game in the Empire, and the Snake bites.\n");

	assert_int_equal(s.entities, 0);
	seen_release(&s);
}

TEST(a_noun_beside_an_ordinary_word_makes_it_a_name)
{
	READ("The Play ransomware and the Snake malware were used. Play encrypted the files.\n");

	assert_non_null(seen_entity(&s, "Playcrypt"));
	assert_int_equal(seen_entity(&s, "Playcrypt")->count, 2);
	seen_release(&s);
}

TEST(the_noun_decides_between_an_actor_and_its_malware)
{
	READ("The malware CozyDuke was installed.\n");

	assert_span_equal(s.entity[0].kind, SPAN("malware"));
	seen_release(&s);
}

TEST(a_name_that_no_table_knows_is_found_and_marked)
{
	READ("A backdoor we call \"TideQuay\" was installed by UNC98765.\n");

	assert_non_null(seen_entity(&s, "TideQuay"));
	assert_true(seen_entity(&s, "TideQuay")->unknown);
	assert_true(seen_entity(&s, "UNC98765")->unknown);
	seen_release(&s);
}

TEST(techniques_keep_the_id_that_was_stated_and_invented_ones_are_told)
{
	READ("They used T1086 and T1059.003, and T9999 as well.\n");

	assert_string_equal(id_of(&s, "PowerShell"), "T1059.001");
	assert_span_equal(seen_entity(&s, "PowerShell")->stated, SPAN("T1086"));
	assert_string_equal(id_of(&s, "Windows Command Shell"), "T1059.003");
	assert_string_equal(id_of(&s, "T9999"), "");
	assert_span_equal(seen_entity(&s, "T9999")->note, SPAN("no such id in ATT&CK"));
	seen_release(&s);
}

TEST(names_in_paths_addresses_and_file_names_are_not_mentions)
{
	READ("See https://vendor.com/blog/emotet-returns and C:\\Tools\\Mimikatz\\x.txt, Emotet.exe, "
	     "ryuk@evil-quay.com.\n");

	assert_null(seen_entity(&s, "Emotet"));
	assert_null(seen_entity(&s, "Mimikatz"));
	assert_null(seen_entity(&s, "Ryuk"));
	seen_release(&s);
}

TEST(whom_it_concerns_is_told_by_sector_and_country)
{
	READ("The actor targets hospitals and the energy sector in Canada. It has the energy to do "
	     "so.\n");

	assert_non_null(seen_entity(&s, "Health"));
	assert_non_null(seen_entity(&s, "Energy"));
	assert_string_equal(id_of(&s, "Canada"), "CA");
	seen_release(&s);
}

TEST(a_name_of_several_things_keeps_all_of_them)
{
	READ("Grizzly Steppe was named in 2016.\n");

	assert_int_equal(s.entities, 1);
	assert_int_equal(s.entity[0].may_be.count, 2);
	assert_int_equal(s.entity[0].id.len, 0);
	seen_release(&s);
}

/* The assessment of a body with a verb; NULL: none. */
static const struct assessment *said(const struct seen *s, const char *body, const char *verb)
{
	for (size_t i = 0; i < s->assessments; i++)
		if (span_equal(s->assessment[i].body, span_of(body)) &&
		    span_equal(s->assessment[i].verb, span_of(verb)))
			return &s->assessment[i];
	return NULL;
}

TEST(each_body_vouches_with_its_own_verb_and_scope)
{
	READ("The United Kingdom's National Cyber Security Centre (NCSC) and Canada's "
	     "Communications Security Establishment (CSE) assess that the group is almost certainly "
	     "part of an intelligence service. The United States' National Security Agency (NSA) "
	     "agrees with this attribution. The Cybersecurity and Infrastructure Security Agency "
	     "(CISA) endorses the technical detail and mitigation advice provided in this advisory.\n");

	assert_int_equal(s.head.bodies, 4);
	assert_span_equal(said(&s, "NCSC", "assesses")->term, SPAN("almost certainly"));
	assert_int_equal(said(&s, "CSE", "assesses")->low, 95);
	assert_span_equal(said(&s, "NSA", "agrees with")->scope, SPAN("attribution"));
	assert_span_equal(said(&s, "CISA", "endorses")->scope,
			  SPAN("technical detail and mitigation advice"));
	assert_null(said(&s, "CISA", "assesses"));
	seen_release(&s);
}

TEST(one_word_has_the_band_of_the_yardstick_of_who_leads)
{
	struct seen s, t;

	seen_read(&s, SPAN("The NCSC assess that the actor will likely go on.\n"));
	seen_read(&t, SPAN("CISA and the FBI assess that the actor will likely go on.\n"));
	assert_int_equal(said(&s, "NCSC", "assesses")->high, 75);
	assert_span_equal(said(&s, "NCSC", "assesses")->yardstick, SPAN("PHIA"));
	assert_int_equal(said(&t, "FBI", "assesses")->high, 80);
	assert_span_equal(said(&t, "FBI", "assesses")->yardstick, SPAN("ICD 203"));
	seen_release(&s);
	seen_release(&t);
}

TEST(denials_and_caveats_are_assessments_with_their_speaker)
{
	READ("The NCSC assess that APT29 did it.\n\nJane Doe, a spokesperson, said that they have "
	     "\"nothing to do\" with it.\n\nNot all exploitation of the device relates to APT29.\n");

	assert_span_equal(said(&s, "Jane Doe", "denies")->scope, SPAN("a spokesperson"));
	assert_non_null(said(&s, "NCSC", "limits"));
	seen_release(&s);
}

TEST(a_firewall_that_denies_is_no_denial)
{
	READ("Access was denied by the firewall, permission denied. Use a deny list.\n");

	assert_int_equal(s.assessments, 0);
	seen_release(&s);
}

TEST(names_in_titles_and_remarks_of_lists_are_found)
{
	struct seen s, t;

	seen_read(&s, SPAN("{\"Event\":{\"info\":\"OSINT: APT29 spreads WellMess\",\"date\":\"2021-03-04\","
			   "\"Attribute\":[{\"type\":\"domain\",\"category\":\"Network activity\","
			   "\"to_ids\":true,\"value\":\"quay-one.com\",\"comment\":"
			   "\"server of a backdoor named TideQuay\"}]}}"));
	seen_read(&t, SPAN("# Indicators of the Turla group\ntype,value,comment\n"
			   "domain,quay-one.com,Kazuar C2\ndomain,quay-two.com,Kazuar C2\n"));
	assert_non_null(seen_entity(&s, "APT29"));
	assert_non_null(seen_entity(&s, "WellMess"));
	assert_true(seen_entity(&s, "TideQuay")->unknown);
	assert_non_null(seen_entity(&t, "Turla"));
	assert_non_null(seen_entity(&t, "Kazuar"));
	seen_release(&s);
	seen_release(&t);
}

TEST(a_malware_s_gang_is_an_actor_and_a_list_of_names_settles_ordinary_words)
{
	READ("The TrickBot gang was behind it.\n\n- Avaddon\n- Conti\n- Clop\n\nWe play a conti game.\n");

	assert_non_null(seen_entity(&s, "Conti"));
	assert_non_null(seen_entity(&s, "Clop"));
	assert_span_equal(s.entity[0].name, SPAN("TrickBot"));
	assert_true(s.entities >= 5);
	seen_release(&s);
}

TEST(a_coined_word_beside_a_noun_is_a_new_name)
{
	READ("The NEEDLEDROP backdoor fetched Grixbo, an infostealer that came through BlackTideLoader "
	     "malware. In Norway, a botnet grew. The Windows malware and the Python backdoor of "
	     "Example Labs ran. ET TROJAN ABCDEF LOADER.\n");
	int unknown = 0;

	assert_true(seen_entity(&s, "NEEDLEDROP")->unknown);
	assert_true(seen_entity(&s, "Grixbo")->unknown);
	assert_true(seen_entity(&s, "BlackTideLoader")->unknown);
	assert_null(seen_entity(&s, "Windows"));
	assert_null(seen_entity(&s, "Python"));
	assert_null(seen_entity(&s, "Labs"));
	for (size_t i = 0; i < s.entities; i++)
		unknown += s.entity[i].unknown;
	assert_int_equal(unknown, 3);
	seen_release(&s);
}

TEST(a_sentence_that_defines_a_name_introduces_it)
{
	READ("Tidequay is a modular backdoor written in Go. According to Kelp Labs, Murkvane, also known as "
	     "Olda, was a fully featured credential stealer.\n\nPlin Heron is a suspected "
	     "Freedonian threat group. Farnbly (a fork of Mirai) is botnet malware. Wendfen is a "
	     "variant of Mirai. ESET describes Soolnim as a ransomware.\n\nHaskdor, a cybercriminal "
	     "group, sold it. Brinzel is a custom tool used for credential dumping by others.\n");
	static const struct { const char *name, *kind; } all[] = {
		{ "Tidequay", "malware" }, { "Murkvane", "malware" }, { "Plin Heron", "actor" },
		{ "Farnbly", "malware" }, { "Wendfen", "malware" }, { "Soolnim", "malware" },
		{ "Haskdor", "actor" },
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		const struct entity *e = seen_entity(&s, all[i].name);

		assert_non_null(e);
		assert_true(e->unknown);
		assert_span_equal(e->kind, span_of(all[i].kind));
	}
	seen_release(&s);
}

TEST(what_needs_no_article_or_is_no_threat_is_not_defined)
{
	READ("Phishing is a threat to groups. This is a backdoor. Persistence is a malware trait. Zipfold is "
	     "a tool. Microsoft is a software group. Kelpnet is still popular among malware authors. "
	     "Quelldor is used by the threat group. Besides, an adversary may hide. In Plinstadt, a "
	     "botnet grew. It came with Wendxa, a builder and the loader.\n");

	for (size_t i = 0; i < s.entities; i++)
		assert_false(s.entity[i].unknown);
	seen_release(&s);
}

TEST(a_person_is_not_the_name_of_a_group)
{
	READ("Vexalor is a hacking group led by Ada Kelp, also known as AdaK, and the Russia-based "
	     "operators known as the Freedonia-based crew.\n");

	assert_non_null(seen_entity(&s, "Vexalor"));
	assert_null(seen_entity(&s, "Ada Kelp"));
	assert_null(seen_entity(&s, "Freedonia-based"));
	seen_release(&s);
}

TEST(the_designators_of_many_publishers_are_names_of_actors)
{
	READ("We saw CL-STA-9048 and UAT-9921 beside STAC9171, and GOLD LANTERNS was named by others. "
	     "Quarrelsome Ursa used it.\n\nTIN OPENER CLASSES IN CAPITALS ARE NOT MEANT.\n");

	for (const char *const *n = (const char *const[]){ "CL-STA-9048", "UAT-9921", "STAC9171",
	     "GOLD LANTERNS", "Quarrelsome Ursa", NULL }; *n; n++) {
		assert_non_null(seen_entity(&s, *n));
		assert_span_equal(seen_entity(&s, *n)->kind, SPAN("actor"));
	}
	assert_null(seen_entity(&s, "TIN OPENER"));
	seen_release(&s);
}

TEST(examples_of_a_noun_are_what_it_says)
{
	READ("They spread RATs such as Kelpmoor and TideQuay, and state sponsored groups such as APT33 and "
	     "Brindorn followed. They hid in tools such as Wendapp and groups such as Plinclub.\n");

	assert_span_equal(seen_entity(&s, "Kelpmoor")->kind, SPAN("malware"));
	assert_span_equal(seen_entity(&s, "TideQuay")->kind, SPAN("malware"));
	assert_span_equal(seen_entity(&s, "Brindorn")->kind, SPAN("actor"));
	assert_null(seen_entity(&s, "Wendapp"));
	assert_null(seen_entity(&s, "Plinclub"));
	seen_release(&s);
}

TEST(a_name_without_its_noun_is_the_one_that_the_tables_have_with_it)
{
	READ("They spread RATs such as Quasar. Gorgon was named among state sponsored groups such as "
	     "Gorgon.\n");

	assert_non_null(seen_entity(&s, "QuasarRAT"));
	assert_false(seen_entity(&s, "QuasarRAT")->unknown);
	assert_string_equal(id_of(&s, "Gorgon Group"), "G0078");
	seen_release(&s);
}

TEST(what_was_not_observed_is_a_mention_also_when_that_is_said_behind_it)
{
	READ("QakBot came first. The Conti ransomware and Play ransomware were not observed. The Royal "
	     "family was informed.\n");

	assert_int_equal(seen_entity(&s, "QakBot")->aside.len, 0);
	assert_true(seen_entity(&s, "Conti")->aside.len > 0);
	assert_true(seen_entity(&s, "Playcrypt")->aside.len > 0);
	assert_null(seen_entity(&s, "Royal"));
	seen_release(&s);
}
