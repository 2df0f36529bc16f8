/*
 * misp_names.c -- galaxy clusters as names: actors, malware, tools,
 * techniques, sectors, countries.
 */
#include "advisory/misp.h"

static const struct {
	const char *galaxy, *kind;
} galaxies[] = {
	{ "threat-actor", "actor" }, { "mitre-intrusion-set", "actor" },
	{ "mitre-enterprise-attack-intrusion-set", "actor" }, { "microsoft-activity-group", "actor" },
	{ "360net-threat-actor", "actor" }, { "malpedia", "malware" }, { "mitre-malware", "malware" },
	{ "mitre-enterprise-attack-malware", "malware" }, { "ransomware", "malware" },
	{ "rat", "malware" }, { "banker", "malware" }, { "botnet", "malware" },
	{ "stealer", "malware" }, { "backdoor", "malware" }, { "android", "malware" },
	{ "exploit-kit", "tool" }, { "tool", "malware" }, { "mitre-tool", "tool" },
	{ "mitre-enterprise-attack-tool", "tool" }, { "mitre-attack-pattern", "technique" },
	{ "mitre-enterprise-attack-attack-pattern", "technique" },
	{ "mitre-campaign", "campaign" }, { "sector", "sector" }, { "country", "country" },
	{ "target-information", "country" },
};

static const char *kind_of_galaxy(struct span galaxy)
{
	for (size_t i = 0; i < sizeof(galaxies) / sizeof(galaxies[0]); i++)
		if (span_equal(galaxy, span_of(galaxies[i].galaxy)))
			return galaxies[i].kind;
	return NULL;
}

/* "PowerShell - T1059.001", "APT28 - G0007": the id at the end. */
static struct span id_behind(struct span *name)
{
	size_t dash = span_find(*name, SPAN(" - "));
	struct span id;

	if (dash == SPAN_NONE)
		return SPAN("");
	id = span_skip(*name, dash + 3);
	if (id.len < 5 || id.len > 9 || !memchr("TGSC", id.ptr[0], 4) || !ascii_digit(id.ptr[1]) ||
	    !ascii_digit(id.ptr[4]))
		return SPAN("");
	*name = span_cut(*name, 0, dash);
	return id;
}

static int add(struct entities *s, const char *kind, struct span name, struct step at,
	       struct error *e)
{
	struct mention m = { .kind = kind, .written = name, .at = at };

	m.id = id_behind(&name);
	m.name = name;
	if (!strcmp(kind, "technique")) {
		if (!m.id.len)
			return 0;
		m.stated = m.id;
	}
	return name.len ? entities_add(s, &m, e) : 0;
}

int misp_tag(struct entities *s, struct span tag, struct step at, struct error *e)
{
	size_t equals = span_find(tag, SPAN("=\"")), colon = span_find_byte(tag, ':');
	const char *kind;

	if (equals == SPAN_NONE || colon == SPAN_NONE || colon > equals ||
	    !span_starts(tag, SPAN("misp-galaxy:")) || !span_ends(tag, SPAN("\"")) ||
	    equals + 3 > tag.len)
		return 0;
	kind = kind_of_galaxy(span_cut(tag, colon + 1, equals - colon - 1));
	return kind ? add(s, kind, span_cut(tag, equals + 2, tag.len - equals - 3), at, e) : 0;
}

int misp_galaxy(struct entities *s, const struct node *galaxy, struct step at, struct error *e)
{
	const char *kind = kind_of_galaxy(node_text(galaxy, "type"));
	const struct node *clusters = node_get(galaxy, "GalaxyCluster");

	for (const struct node *c = clusters ? clusters->child : NULL; kind && c; c = c->next)
		if (add(s, kind, node_text(c, "value"), at, e) < 0)
			return -1;
	return 0;
}
