/* names_data.h -- designators, nouns and introductions: the words that names.c knows. */
#ifndef ADVISORY_NAMES_DATA_H
#define ADVISORY_NAMES_DATA_H

#include "advisory/words.h"

static const struct {
	const char *head;
	size_t least, most;	/* digits behind it */
} designators[] = {
	{ "APT-C-", 1, 3 }, { "APT", 1, 3 }, { "UNC", 3, 5 }, { "FIN", 1, 2 }, { "TA", 3, 4 },
	{ "Storm-", 4, 4 }, { "DEV-", 4, 4 }, { "UAC-", 4, 4 }, { "ITG", 2, 2 },
	{ "APT-K-", 1, 3 }, { "APT-Q-", 1, 3 }, { "CL-STA-", 3, 5 }, { "CL-CRI-", 3, 5 },
	{ "CL-UNK-", 3, 5 }, { "TGR-STA-", 3, 5 }, { "TGR-CRI-", 3, 5 }, { "UAT-", 3, 5 },
	{ "UAT", 4, 5 }, { "STAC", 4, 4 }, { "Larva-", 4, 6 }, { "UTG-Q-", 2, 4 }, { "GTG-", 4, 4 },
	{ "ATK", 1, 3 }, { "CTG-", 4, 4 }, { "TG-", 4, 4 }, { "TAG-", 2, 3 },
};

/* Second words of the names that two large vendors give to actors. */
static const char *const families[] = {
	"bear", "panda", "kitten", "spider", "chollima", "jackal", "buffalo", "leopard", "crane",
	"wolf", "hawk", "lynx", "tiger", "ocelot", "saiga", "blizzard", "typhoon", "sandstorm",
	"sleet", "tempest", "tsunami", "cyclone", "ursa", "libra", "serpens", "scorpius", "pisces",
	"draco", NULL
};

/* First words of another's, in capitals as their second ones are: "COBALT MIRAGE". */
static const char *const metals[] = { "GOLD", "IRON", "BRONZE", "COBALT", "NICKEL", "TIN", "ZINC",
				      "COPPER", "ALUMINUM", "TUNGSTEN", NULL };

/* means: another name of what stands in front. */
static const struct phrase introductions[] = {
	{ "also known as", 1 }, { "otherwise known as", 1 }, { "also tracked as", 1 },
	{ "also referred to as", 1 }, { "also called", 1 }, { "goes by the name of", 1 },
	{ "aka", 1 }, { "a.k.a.", 1 }, { "known as", 0 }, { "tracked as", 0 },
	{ "referred to as", 0 }, { "refers to as", 0 }, { "dubbed", 0 }, { "dub", 0 }, { "called", 0 },
	{ "call", 0 }, { "calls", 0 }, { "named", 0 }, { "nicknamed", 0 }, { "codenamed", 0 }, { "code-named", 0 },
	{ "we call", 0 }, { "identifying as", 0 }, { "are calling", 0 }, { "we named", 0 }, { "we have called", 0 }, { "we track as", 0 }, { "we refer to as", 0 },
	{ "we dub", 0 }, { "calling itself", 0 }, { "calls itself", 0 }, { "by the alias", 0 },
	{ "by the aliases", 0 }, { "under the alias", 0 }, { "by the name", 0 },
	{ "under the name", 0 }, { "tracks as", 0 }, { "identified as", 0 },
	{ "alias", 1 }, { "connu sous le nom de", 0 }, { "appel\xc3\xa9", 0 }, { "appel\xc3\xa9" "e", 0 },
	{ "baptis\xc3\xa9", 0 }, { "d\xc3\xa9nomm\xc3\xa9", 0 }, { "nomm\xc3\xa9", 0 },
	{ "nomm\xc3\xa9" "e", 0 }, { "d\xc3\xa9nomm\xc3\xa9" "e", 0 }, { "baptis\xc3\xa9" "e", 0 },
	{ "genannt", 0 }, { "namens", 0 }, { "bekannt als", 0 }, { "auch bekannt als", 1 },
	{ "conocido como", 0 }, { "conocida como", 0 }, { "denominado", 0 }, { "denominada", 0 },
	{ "llamado", 0 }, { "llamada", 0 }, { "tambi\xc3\xa9n conocido como", 1 },
	{ "\xc3\xa9galement connu sous le nom de", 1 },
};

/* What a noun names; English, French, German, Spanish. */
static const struct {
	const char *word, *kind;
} nouns[] = {
	{ "malware", "malware" }, { "backdoor", "malware" }, { "trojan", "malware" },
	{ "ransomware", "malware" }, { "implant", "malware" }, { "loader", "malware" },
	{ "dropper", "malware" }, { "downloader", "malware" }, { "spyware", "malware" },
	{ "worm", "malware" }, { "botnet", "malware" }, { "stealer", "malware" },
	{ "infostealer", "malware" }, { "rat", "malware" }, { "wiper", "malware" },
	{ "rootkit", "malware" }, { "bootkit", "malware" }, { "keylogger", "malware" },
	{ "miner", "malware" }, { "cryptominer", "malware" }, { "backdoors", "malware" },
	{ "trojans", "malware" }, { "loaders", "malware" }, { "implants", "malware" },
	{ "family", "malware" }, { "families", "malware" }, { "tool", "tool" },
	{ "framework", "tool" }, { "toolkit", "tool" }, { "tools", "tool" }, { "actor", "actor" },
	{ "group", "actor" }, { "adversary", "actor" }, { "gang", "actor" }, { "actors", "actor" },
	{ "team", "actor" }, { "cluster", "actor" }, { "hackers", "actor" }, { "apt", "actor" },
	{ "campaign", "campaign" }, { "operation", "campaign" }, { "crypter", "malware" },
	{ "packer", "malware" }, { "webshell", "malware" }, { "adware", "malware" },
	{ "botnets", "malware" }, { "stealers", "malware" }, { "downloaders", "malware" },
	{ "stager", "malware" }, { "stagers", "malware" }, { "locker", "malware" },
	{ "encryptor", "malware" }, { "maliciel", "malware" }, { "malveillant", "malware" },
	{ "ran\xc3\xa7ongiciel", "malware" }, { "d\xc3\xa9rob\xc3\xa9" "e", "malware" },
	{ "schadprogramm", "malware" }, { "schadsoftware", "malware" },
	{ "hintert\xc3\xbcr", "malware" }, { "troyano", "malware" }, { "trasera", "malware" },
	{ "groupe", "actor" }, { "gruppe", "actor" }, { "grupo", "actor" }, { "acteur", "actor" },
	{ "akteur", "actor" }, { "campagne", "campaign" }, { "kampagne", "campaign" },
};

#endif
