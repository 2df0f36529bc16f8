/* concerned_data.h -- the words beside a sector: what concerned.c knows of them. */
#ifndef ADVISORY_CONCERNED_DATA_H
#define ADVISORY_CONCERNED_DATA_H

#include "advisory/words.h"

/* What it is then: an organisation, a sector, something else altogether. */
static const char *const sectors[] = {
	"sector", "sectors", "industry", "industries", "vertical", "verticals", NULL
};

static const char *const organisations[] = {
	"organization", "organizations", "organisation", "organisations", "company", "companies",
	"entity", "entities", "institution", "institutions", "agency", "agencies", "firm", "firms",
	"provider", "providers", "businesses", "contractor", "contractors", "operators", "bodies",
	"body", "targets", "victims", "customers", "suppliers", "manufacturers", "employees",
	"personnel", "officials", "ministries", "institutes", "facilities", "networks", NULL
};

static const char *const others[] = {
	"trojan", "trojans", "malware", "account", "accounts", "transfer", "transfers",
	"credential", "credentials", "detail", "details", "data", "information", "card", "cards",
	"app", "apps", "application", "applications", "fraud", "gain", "gains", "loss", "losses",
	"impact", "relief", "obligations", "motivation", "motivations", "motives", "reasons",
	"crime", "crimes", "cybercrime", "statements", "page", "pages", "theme", "themes", "themed",
	"lure", "lures", "email", "emails", "login", "logins", "botnet", "stealer", "coverage",
	"attention", "persona", "personas", "post", "posts", "negotiations", "opportunities",
	"policies", "policy", "relations", "interests", "backdoor", "phishing", "injects",
	"websites", "sites", "website", "site", "passwords", "informants", "report",
	"reports", "source", "sources", "purposes", "processes", "consequences", "damage",
	"transactions", "documents", "files", "certificates", "costs", "pressure", "incentives",
	"platform", "platforms", "device", "devices", "software", "engine", "engines", "assistance",
	"law", "action", "advice", "notice", "proceedings", "instruments", "forums", "demand",
	"backed", "sponsored", "linked", "motivated", "background", "effort", "efforts",
	"degree", "paper", "papers", "purpose", "reform", "spending", "assets", "sciences",
	"science", "weapon", "weapons", "terms", "year", "quarter", "against", "evasion",
	"mechanisms", "measures", "operation", "tensions", "presence", "power", "powers",
	"profile", "profiles", "element", "elements", "conflict", "intervention", "interventions", "victories", "brutality", "consoles", "sanctions", "regulators",
	NULL
};

/* Those of them that are attacked themselves: "defaced government websites". */
static const char *const belongings[] = {
	"websites", "sites", "website", "site", "accounts", "email", "emails", "platforms", "devices",
	NULL
};

/* Sectors only in a list of sectors, or in front of such a word. */
static const char *const everywhere[] = { "technology", "software", "industry", NULL };

/* Behind an attack as often as its target. */
static const char *const powers[] = { "government", "governments", "military", "intelligence",
				      "governmental", NULL };

/* What is nearest in front of a sector says what it is named for. */
enum cue { CUE_TARGET, CUE_POSE, CUE_ACTOR, CUE_ADVISE, CUE_TOLD, CUE_USED, CUE_SPARED,
	CUE_OCCASION };

static const struct phrase in_front[] = {
	{ "target*", CUE_TARGET }, { "victim*", CUE_TARGET }, { "against", CUE_TARGET },
	{ "compromis*", CUE_TARGET }, { "infect", CUE_TARGET }, { "infects", CUE_TARGET },
	{ "infected", CUE_TARGET }, { "infecting", CUE_TARGET }, { "infections in", CUE_TARGET },
	{ "infection of", CUE_TARGET }, { "impact*", CUE_TARGET },
	{ "affect*", CUE_TARGET }, { "hit", CUE_TARGET }, { "hits", CUE_TARGET },
	{ "hitting", CUE_TARGET }, { "attack", CUE_TARGET }, { "attacks", CUE_TARGET },
	{ "attacked", CUE_TARGET }, { "attacking", CUE_TARGET }, { "cyberattack*", CUE_TARGET }, { "breach*", CUE_TARGET },
	{ "intrusion*", CUE_TARGET }, { "focused on", CUE_TARGET }, { "focus on", CUE_TARGET },
	{ "focuses on", CUE_TARGET }, { "focusing on", CUE_TARGET }, { "focus to", CUE_TARGET }, { "focus towards", CUE_TARGET },
	{ "focus toward", CUE_TARGET },
	{ "focused heavily on", CUE_TARGET }, { "focused primarily on", CUE_TARGET },
	{ "interest in", CUE_TARGET }, { "interested in", CUE_TARGET }, { "aimed at", CUE_TARGET },
	{ "aimed against", CUE_TARGET }, { "aiming at", CUE_TARGET }, { "disrupt*", CUE_TARGET },
	{ "encrypted", CUE_TARGET }, { "spying on", CUE_TARGET }, { "spied on", CUE_TARGET },
	{ "spy on", CUE_TARGET }, { "espionage", CUE_TARGET }, { "concerns", CUE_TARGET },
	{ "ciblant", CUE_TARGET }, { "visant", CUE_TARGET }, { "access to", CUE_TARGET },
	{ "access into", CUE_TARGET }, { "crosshairs", CUE_TARGET }, { "customers of", CUE_TARGET },
	{ "damage to", CUE_TARGET }, { "sending", CUE_TARGET }, { "sent to", CUE_TARGET },
	{ "stole*", CUE_TARGET }, { "steal*", CUE_TARGET }, { "theft", CUE_TARGET },
	{ "exfiltrat*", CUE_TARGET }, { "infiltrat*", CUE_TARGET }, { "penetrat*", CUE_TARGET },
	{ "hacked", CUE_TARGET }, { "hacking", CUE_TARGET }, { "defac*", CUE_TARGET },
	{ "struck", CUE_TARGET }, { "striking", CUE_TARGET }, { "crippl*", CUE_TARGET },
	{ "paralys*", CUE_TARGET }, { "paralyz*", CUE_TARGET }, { "extort*", CUE_TARGET },
	{ "prey*", CUE_TARGET }, { "went after", CUE_TARGET }, { "going after", CUE_TARGET },
	{ "goes after", CUE_TARGET }, { "directed at", CUE_TARGET },
	{ "found in", CUE_TARGET }, { "found at", CUE_TARGET }, { "networks of", CUE_TARGET },
	{ "systems of", CUE_TARGET }, { "computers of", CUE_TARGET }, { "foothold", CUE_TARGET },
	{ "surveillance of", CUE_TARGET }, { "operations in", CUE_TARGET }, { "deployed in", CUE_TARGET },
	{ "deployed at", CUE_TARGET }, { "deployed on", CUE_TARGET }, { "implants in", CUE_TARGET },
	{ "observed in", CUE_TARGET }, { "observed at", CUE_TARGET }, { "tasked", CUE_TARGET },
	{ "lured", CUE_TARGET }, { "luring", CUE_TARGET }, { "plagu*", CUE_TARGET },
	{ "threat to", CUE_TARGET }, { "threats to", CUE_TARGET }, { "danger to", CUE_TARGET },
	{ "impersonat*", CUE_POSE }, { "spoof*", CUE_POSE }, { "purport*", CUE_POSE },
	{ "masquerad*", CUE_POSE }, { "posing as", CUE_POSE }, { "pose as", CUE_POSE },
	{ "posed as", CUE_POSE }, { "poses as", CUE_POSE }, { "pretend*", CUE_POSE },
	{ "disguised*", CUE_POSE }, { "themed", CUE_POSE }, { "themes", CUE_POSE },
	{ "claiming to be", CUE_POSE }, { "claim to be", CUE_POSE }, { "lure", CUE_POSE },
	{ "lures", CUE_POSE }, { "decoy*", CUE_POSE }, { "imitat*", CUE_POSE },
	{ "mimic*", CUE_POSE }, { "fake", CUE_POSE }, { "appear* to come from", CUE_POSE },
	{ "looks like", CUE_POSE }, { "looked like", CUE_POSE },
	{ "backed by", CUE_ACTOR }, { "attributed to", CUE_ACTOR }, { "linked to", CUE_ACTOR },
	{ "linked with", CUE_ACTOR }, { "links to", CUE_ACTOR }, { "link to", CUE_ACTOR },
	{ "tied to", CUE_ACTOR }, { "ties to", CUE_ACTOR }, { "ties with", CUE_ACTOR },
	{ "associated with", CUE_ACTOR }, { "affiliated with", CUE_ACTOR },
	{ "connected to", CUE_ACTOR }, { "sponsored by", CUE_ACTOR }, { "supports", CUE_ACTOR },
	{ "supporting", CUE_ACTOR }, { "support of", CUE_ACTOR }, { "supported by", CUE_ACTOR },
	{ "works for", CUE_ACTOR }, { "working for", CUE_ACTOR }, { "work for", CUE_ACTOR },
	{ "employed by", CUE_ACTOR }, { "hired by", CUE_ACTOR }, { "members of", CUE_ACTOR },
	{ "member of", CUE_ACTOR }, { "officers of", CUE_ACTOR }, { "behalf of", CUE_ACTOR },
	{ "behest of", CUE_ACTOR }, { "interests of", CUE_ACTOR }, { "engaged with", CUE_ACTOR },
	{ "selling", CUE_ACTOR }, { "sold to", CUE_ACTOR }, { "sells", CUE_ACTOR },
	{ "described by", CUE_TOLD }, { "reported by", CUE_TOLD }, { "according to", CUE_TOLD },
	{ "reported to", CUE_TOLD }, { "report to", CUE_TOLD }, { "share", CUE_TOLD },
	{ "shared", CUE_TOLD }, { "sharing", CUE_TOLD }, { "cooperation with", CUE_TOLD },
	{ "cooperat* with", CUE_TOLD }, { "collaborat* with", CUE_TOLD }, { "coordinat*", CUE_TOLD },
	{ "worked with", CUE_TOLD }, { "working with", CUE_TOLD }, { "contact*", CUE_TOLD },
	{ "notif*", CUE_TOLD }, { "detected by", CUE_TOLD }, { "told", CUE_TOLD },
	{ "partner*", CUE_TOLD }, { "liais*", CUE_TOLD }, { "thank*", CUE_TOLD },
	{ "recommend*", CUE_ADVISE }, { "urge*", CUE_ADVISE }, { "encourag*", CUE_ADVISE },
	{ "advise", CUE_ADVISE }, { "advises", CUE_ADVISE }, { "advised", CUE_ADVISE },
	{ "should", CUE_ADVISE }, { "must", CUE_ADVISE }, { "help", CUE_ADVISE },
	{ "helps", CUE_ADVISE }, { "protect*", CUE_ADVISE }, { "assist*", CUE_ADVISE },
	{ "guidance", CUE_ADVISE }, { "imperative", CUE_ADVISE }, { "audience*", CUE_ADVISE }, { "intended for", CUE_ADVISE },
	{ "provided to", CUE_ADVISE }, { "written for", CUE_ADVISE }, { "relevant to", CUE_ADVISE },
	{ "relevant for", CUE_ADVISE }, { "of interest to", CUE_ACTOR }, { "available to", CUE_ADVISE },
	{ "launder*", CUE_USED }, { "registered with", CUE_USED }, { "registered through", CUE_USED },
	{ "rented from", CUE_USED }, { "leased from", CUE_USED }, { "bought from", CUE_USED },
	{ "hosted by", CUE_USED }, { "hosted with", CUE_USED }, { "hosted at", CUE_USED },
	{ "hosted on", CUE_USED },
	{ "retaliation for", CUE_OCCASION }, { "retaliation against", CUE_OCCASION },
	{ "response to", CUE_OCCASION }, { "because of", CUE_OCCASION }, { "due to", CUE_OCCASION },
	{ "spare", CUE_SPARED }, { "spares", CUE_SPARED }, { "spared", CUE_SPARED },
	{ "sparing", CUE_SPARED }, { "excluding", CUE_SPARED }, { "exempt*", CUE_SPARED },
	{ "off limits", CUE_SPARED }, { "with the exception of", CUE_SPARED },
};

/* Behind the sector: who is to do something, who was told. */
static const struct phrase advised[] = {
	{ "should", 0 }, { "must", 0 }, { "are advised", 0 }, { "are urged", 0 },
	{ "are encouraged", 0 }, { "are recommended", 0 }, { "are strongly", 0 }, { "are asked", 0 },
	{ "is advised", 0 }, { "is urged", 0 }, { "is encouraged", 0 }, { "need to", 0 },
	{ "needs to", 0 }, { "can contact", 0 }, { "may contact", 0 }, { "can ask", 0 },
};

static const struct phrase spared[] = {
	{ "off limits", 0 }, { "be spared", 0 }, { "are spared", 0 }, { "were spared", 0 },
	{ "are exempt*", 0 }, { "not be attacked", 0 }, { "not be targeted", 0 }, { "excluded", 0 },
};

static const struct phrase untouched[] = {
	{ "not affected", 0 }, { "not impacted", 0 }, { "not targeted", 0 }, { "not compromised", 0 },
	{ "not hit", 0 }, { "not attacked", 0 }, { "not a target", 0 }, { "not been affected", 0 },
	{ "not been targeted", 0 }, { "not been hit", 0 }, { "not believed", 0 },
};

/* "hospitals have been hit" */
static const char *const suffered[] = {
	"hit", "targeted", "compromised", "attacked", "breached", "affected", "impacted", "infected",
	"disrupted", "encrypted", "infiltrated", "defaced", "victimized", "victimised", "extorted",
	"struck", "hacked", "ransomed", "target", "targets", "victim", "victims", "crippled",
	"spied", "singled", NULL
};

static const char *const being[] = {
	"was", "were", "is", "are", "be", "been", "being", "became", "become", "remain", "remains", "got",
	"among", "as", "fell", "fallen", NULL
};

static const struct phrase otherwise_suffered[] = {
	{ "fell victim", 0 }, { "fallen victim", 0 }, { "offered to pay", 0 }, { "paid the ransom", 0 },
	{ "paid a ransom", 0 }, { "suffered", 0 }, { "crosshairs", 0 },
};

static const struct phrase denying[] = {
	{ "not believe", 0 }, { "no evidence", 0 }, { "no sign*", 0 }, { "unrelated", 0 },
	{ "not interested", 0 },
};

#endif
