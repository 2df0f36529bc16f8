/*
 * cues.c -- words that tell what values in a sentence are there for.
 *
 * English, and the commonest words of French, German, Spanish.  A cue is a
 * hint with few points, never a verdict: sentences say many things at once
 * ("compromised the legitimate site to serve malware").
 */
#include "advisory/cues.h"

#include "advisory/words.h"

#define SENTENCE_MAX 1200

static const struct phrase cues[] = {
	{ "c2", SIGN_SAID_SERVER }, { "c2s", SIGN_SAID_SERVER }, { "c&c", SIGN_SAID_SERVER },
	{ "cnc", SIGN_SAID_SERVER }, { "command and control", SIGN_SAID_SERVER },
	{ "command server*", SIGN_SAID_SERVER }, { "control server*", SIGN_SAID_SERVER },
	{ "malicious", SIGN_SAID_SERVER }, { "phishing", SIGN_SAID_SERVER },
	{ "exfiltrat*", SIGN_SAID_SERVER }, { "beacon*", SIGN_SAID_SERVER },
	{ "attacker controlled", SIGN_SAID_SERVER }, { "actor controlled", SIGN_SAID_SERVER },
	{ "controlled by the", SIGN_SAID_SERVER }, { "registered by the", SIGN_SAID_SERVER },
	{ "downloaded from", SIGN_SAID_SERVER }, { "downloads from", SIGN_SAID_SERVER },
	{ "payload*", SIGN_SAID_SERVER }, { "lure*", SIGN_SAID_SERVER },
	{ "typosquat*", SIGN_SAID_SERVER }, { "lookalike", SIGN_SAID_SERVER },
	{ "staging server*", SIGN_SAID_SERVER }, { "calls back", SIGN_SAID_SERVER },
	{ "callback*", SIGN_SAID_SERVER }, { "infrastructure", SIGN_SAID_SERVER },
	{ "resolved to", SIGN_SAID_SERVER }, { "resolves to", SIGN_SAID_SERVER },
	{ "scanning from", SIGN_SAID_SERVER }, { "originat* from", SIGN_SAID_SERVER },
	{ "malware", SIGN_SAID_ATTACK }, { "attacker*", SIGN_SAID_ATTACK },
	{ "threat actor*", SIGN_SAID_ATTACK }, { "adversar*", SIGN_SAID_ATTACK },
	{ "implant*", SIGN_SAID_ATTACK }, { "backdoor*", SIGN_SAID_ATTACK },
	{ "trojan*", SIGN_SAID_ATTACK }, { "ransomware", SIGN_SAID_ATTACK },
	{ "tunnel*", SIGN_SAID_SERVER }, { "queries to", SIGN_SAID_SERVER },
	{ "ransom", SIGN_SAID_ATTACK }, { "extort*", SIGN_SAID_ATTACK },
	{ "decrypts", SIGN_SAID_FILE }, { "side load*", SIGN_SAID_FILE },
	{ "sideload*", SIGN_SAID_FILE }, { "side loaded", SIGN_SAID_FILE },
	{ "connects to", SIGN_SAID_ATTACK }, { "communicat*", SIGN_SAID_ATTACK },
	{ "download*", SIGN_SAID_ATTACK }, { "exploit*", SIGN_SAID_ATTACK },
	{ "hosted", SIGN_SAID_ATTACK }, { "hosting", SIGN_SAID_ATTACK },
	{ "dropp*", SIGN_SAID_FILE }, { "drops", SIGN_SAID_FILE }, { "named", SIGN_SAID_FILE },
	{ "renamed", SIGN_SAID_FILE }, { "saved as", SIGN_SAID_FILE },
	{ "saves", SIGN_SAID_FILE }, { "written to", SIGN_SAID_FILE },
	{ "writes", SIGN_SAID_FILE }, { "creates", SIGN_SAID_FILE },
	{ "installs", SIGN_SAID_FILE }, { "copies itself", SIGN_SAID_FILE },
	{ "masquerad*", SIGN_SAID_FILE }, { "attachment*", SIGN_SAID_FILE },
	{ "web shell*", SIGN_SAID_FILE }, { "webshell*", SIGN_SAID_FILE },
	{ "dropper*", SIGN_SAID_FILE }, { "loader*", SIGN_SAID_FILE },
	{ "malicious file*", SIGN_SAID_FILE }, { "malicious document*", SIGN_SAID_FILE },
	{ "sample*", SIGN_SAID_FILE },
	{ "legitimate", SIGN_SAID_LEGITIMATE }, { "benign", SIGN_SAID_LEGITIMATE },
	{ "not malicious", SIGN_SAID_LEGITIMATE }, { "non malicious", SIGN_SAID_LEGITIMATE },
	{ "harmless", SIGN_SAID_LEGITIMATE }, { "false positive*", SIGN_SAID_LEGITIMATE },
	{ "connectivity", SIGN_SAID_CONNECTIVITY }, { "internet access", SIGN_SAID_CONNECTIVITY },
	{ "checks the connection", SIGN_SAID_CONNECTIVITY },
	{ "test the connection", SIGN_SAID_CONNECTIVITY },
	{ "internet connection", SIGN_SAID_CONNECTIVITY },
	{ "external ip address", SIGN_SAID_CONNECTIVITY },
	{ "public ip address", SIGN_SAID_CONNECTIVITY },
	{ "what is my ip", SIGN_SAID_CONNECTIVITY }, { "geolocation", SIGN_SAID_CONNECTIVITY },
	{ "watering hole*", SIGN_SAID_VICTIM }, { "victim*", SIGN_SAID_VICTIM },
	{ "hacked", SIGN_SAID_VICTIM }, { "compromised website*", SIGN_SAID_VICTIM },
	{ "compromised web site*", SIGN_SAID_VICTIM }, { "compromised site*", SIGN_SAID_VICTIM },
	{ "website of", SIGN_SAID_VICTIM }, { "site of", SIGN_SAID_VICTIM },
	{ "targeted", SIGN_SAID_VICTIM }, { "impersonat*", SIGN_SAID_VICTIM },
	{ "spoof*", SIGN_SAID_VICTIM }, { "defaced", SIGN_SAID_VICTIM },
	{ "see", SIGN_SAID_READ }, { "refer to", SIGN_SAID_READ }, { "available", SIGN_SAID_READ },
	{ "read more", SIGN_SAID_READ }, { "more information", SIGN_SAID_READ },
	{ "further information", SIGN_SAID_READ }, { "more details", SIGN_SAID_READ },
	{ "visit", SIGN_SAID_READ }, { "learn more", SIGN_SAID_READ },
	{ "published", SIGN_SAID_READ }, { "blog post", SIGN_SAID_READ },
	{ "blogpost", SIGN_SAID_READ }, { "article", SIGN_SAID_READ },
	{ "white paper", SIGN_SAID_READ }, { "whitepaper", SIGN_SAID_READ },
	{ "described in", SIGN_SAID_READ }, { "documented", SIGN_SAID_READ },
	{ "according to", SIGN_SAID_READ }, { "advisory", SIGN_SAID_READ },
	{ "report by", SIGN_SAID_READ }, { "source code", SIGN_SAID_READ },
	{ "contact", SIGN_SAID_CONTACT }, { "report to", SIGN_SAID_CONTACT },
	{ "reported to", SIGN_SAID_CONTACT }, { "report incident*", SIGN_SAID_CONTACT },
	{ "email us", SIGN_SAID_CONTACT }, { "call us", SIGN_SAID_CONTACT },
	{ "hotline", SIGN_SAID_CONTACT }, { "helpdesk", SIGN_SAID_CONTACT },
	{ "questions", SIGN_SAID_CONTACT }, { "enquir*", SIGN_SAID_CONTACT },
	{ "inquir*", SIGN_SAID_CONTACT }, { "feedback", SIGN_SAID_CONTACT },
	{ "for example", SIGN_SAID_EXAMPLE }, { "such as", SIGN_SAID_EXAMPLE },
	{ "e g", SIGN_SAID_EXAMPLE }, { "placeholder", SIGN_SAID_EXAMPLE },
	{ "serveur de commande*", SIGN_SAID_SERVER },
	{ "serveur de contr\xc3\xb4le", SIGN_SAID_SERVER },
	{ "commande et contr\xc3\xb4le", SIGN_SAID_SERVER },
	{ "steuerungsserver*", SIGN_SAID_SERVER }, { "kontrollserver*", SIGN_SAID_SERVER },
	{ "servidor de comando*", SIGN_SAID_SERVER }, { "mando y control", SIGN_SAID_SERVER },
	{ "comando y control", SIGN_SAID_SERVER }, { "malveillant*", SIGN_SAID_ATTACK },
	{ "maliciel*", SIGN_SAID_ATTACK }, { "ran\xc3\xa7ongiciel*", SIGN_SAID_ATTACK },
	{ "schadsoftware", SIGN_SAID_ATTACK }, { "schadprogramm*", SIGN_SAID_ATTACK },
	{ "angreifer*", SIGN_SAID_ATTACK }, { "troyano*", SIGN_SAID_ATTACK },
	{ "malicios*", SIGN_SAID_ATTACK }, { "atacante*", SIGN_SAID_ATTACK },
	{ "attaquant*", SIGN_SAID_ATTACK }, { "hame\xc3\xa7onnage", SIGN_SAID_ATTACK },
	{ "hintert\xc3\xbcr*", SIGN_SAID_ATTACK },
	{ "porte d\xc3\xa9rob\xc3\xa9" "e", SIGN_SAID_ATTACK },
	{ "puerta trasera", SIGN_SAID_ATTACK }, { "l\xc3\xa4" "dt", SIGN_SAID_ATTACK },
	{ "t\xc3\xa9l\xc3\xa9" "charge*", SIGN_SAID_ATTACK }, { "descarga", SIGN_SAID_ATTACK },
	{ "pi\xc3\xa8" "ce jointe", SIGN_SAID_FILE },
	{ "pi\xc3\xa8" "ces jointes", SIGN_SAID_FILE }, { "est joint", SIGN_SAID_FILE },
	{ "fichier joint", SIGN_SAID_FILE }, { "anhang", SIGN_SAID_FILE },
	{ "adjunto*", SIGN_SAID_FILE }, { "ablegt", SIGN_SAID_FILE },
	{ "abgelegt", SIGN_SAID_FILE }, { "is created", SIGN_SAID_FILE },
	{ "are created", SIGN_SAID_FILE }, { "ransom note*", SIGN_SAID_FILE },
	{ "notes called", SIGN_SAID_FILE }, { "note called", SIGN_SAID_FILE },
	{ "note named", SIGN_SAID_FILE }, { "enregistr\xc3\xa9 sous", SIGN_SAID_FILE },
	{ "l\xc3\xa9gitime*", SIGN_SAID_LEGITIMATE }, { "legitime*", SIGN_SAID_LEGITIMATE },
	{ "leg\xc3\xadtim*", SIGN_SAID_LEGITIMATE },
	{ "unverd\xc3\xa4" "chtig*", SIGN_SAID_LEGITIMATE }, { "opfer", SIGN_SAID_VICTIM },
	{ "v\xc3\xad" "ctima*", SIGN_SAID_VICTIM }, { "victime*", SIGN_SAID_VICTIM },
	{ "voir", SIGN_SAID_READ }, { "siehe", SIGN_SAID_READ },
	{ "consulte", SIGN_SAID_READ }, { "consultez", SIGN_SAID_READ },
	{ "contactez", SIGN_SAID_CONTACT }, { "kontaktieren", SIGN_SAID_CONTACT },
	{ "contacte", SIGN_SAID_CONTACT }, { "melden sie", SIGN_SAID_CONTACT },
};

uint64_t cues_in(struct span text)
{
	uint64_t signs;
	struct words w;

	words_of(text, &w);
	signs = words_mean(&w, cues, sizeof(cues) / sizeof(cues[0]));
	if (words_have(&w, "not malicious") || words_have(&w, "non malicious"))
		signs &= ~SIGN_BIT(SAID_SERVER);
	return signs;
}

/* "U.S. and Canadian banks", "e.g. hospitals", "J. Smith": the stop at `i` ends no sentence. */
static bool is_abbreviation(struct span text, size_t i)
{
	static const char *const words[] = { "vs", "inc", "corp", "ltd", "dr", "mr", "ms", "mrs", "approx",
					     "incl", "cf", NULL };
	size_t from = i;

	while (from && ascii_alpha(text.ptr[from - 1]))
		from--;
	if (i - from == 1)
		return from && (text.ptr[from - 1] == '.' ||
				(ascii_space(text.ptr[from - 1]) && text.ptr[from] >= 'A' &&
				 text.ptr[from] <= 'Z' && text.ptr[from] != 'I'));
	return word_one_of(span_cut(text, from, i - from), words);
}

/* The stop of a sentence: a mark with a blank behind, an empty line. */
static bool is_stop(struct span text, size_t i)
{
	char c = text.ptr[i];

	if (c == '\n')
		return i + 1 < text.len && text.ptr[i + 1] == '\n';
	if ((c != '.' && c != '!' && c != '?') ||
	    (i + 1 < text.len && !ascii_space(text.ptr[i + 1])))
		return false;
	return c != '.' || i + 1 == text.len || !is_abbreviation(text, i);
}

struct span cues_sentence(struct span text, size_t at)
{
	size_t slot = at - at % CUES_SLOT;
	size_t least = slot > CUES_SLOT ? slot - CUES_SLOT : 0;
	size_t most = slot + 2 * CUES_SLOT, from = at, to = at;

	while (from > least && !is_stop(text, from - 1))
		from--;
	while (to < text.len && to < most && !is_stop(text, to))
		to++;
	return span_cut(text, from, to - from);
}

struct span cues_next_sentence(struct span *rest)
{
	size_t n = 0;
	struct span sentence;

	while (rest->len && (ascii_space(rest->ptr[0]) || is_stop(*rest, 0)))
		*rest = span_skip(*rest, 1);
	while (n < rest->len && n < SENTENCE_MAX && !is_stop(*rest, n))
		n++;
	sentence = span_cut(*rest, 0, n);
	*rest = span_skip(*rest, n);
	return sentence;
}
