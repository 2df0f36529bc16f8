/* sections.c -- what headings say, as rows from the most to the least telling. */
#include "advisory/sections.h"

#include "advisory/labels.h"
#include "advisory/words.h"

#define LETTERS_SPACED 4		/* single letters that make a heading letter-spaced */
#define HEADING_MAX 300		/* what is longer is a paragraph that looks like a heading */

static const struct phrase rows[] = {
	{ "legitimate*", SECTION_BENIGN }, { "benign", SECTION_BENIGN },
	{ "not malicious", SECTION_BENIGN }, { "non malicious", SECTION_BENIGN },
	{ "false positive*", SECTION_BENIGN }, { "do not block", SECTION_BENIGN },
	{ "whitelist*", SECTION_BENIGN }, { "allowlist*", SECTION_BENIGN },
	{ "allow list*", SECTION_BENIGN }, { "exclusion*", SECTION_BENIGN },
	{ "victim*", SECTION_VICTIM }, { "targeted", SECTION_VICTIM },
	{ "targets", SECTION_VICTIM }, { "target list*", SECTION_VICTIM },
	{ "impersonated", SECTION_VICTIM }, { "spoofed", SECTION_VICTIM },
	{ "affected organi*", SECTION_VICTIM },
	{ "detection name*", SECTION_DETECTION }, { "detections", SECTION_DETECTION },
	{ "detected as", SECTION_DETECTION }, { "antivirus detection*", SECTION_DETECTION },
	{ "indicator*", SECTION_INDICATORS }, { "ioc*", SECTION_INDICATORS },
	{ "observables", SECTION_INDICATORS },
	{ "contact*", SECTION_CONTACT }, { "reporting", SECTION_CONTACT },
	{ "report incident*", SECTION_CONTACT }, { "report an incident", SECTION_CONTACT },
	{ "report to", SECTION_CONTACT }, { "how to report", SECTION_CONTACT },
	{ "feedback", SECTION_CONTACT }, { "get help", SECTION_CONTACT },
	{ "getting help", SECTION_CONTACT }, { "assistance", SECTION_CONTACT },
	{ "victim assistance", SECTION_CONTACT }, { "media enquir*", SECTION_CONTACT },
	{ "references", SECTION_REFERENCE }, { "=reference", SECTION_REFERENCE },
	{ "further reading", SECTION_REFERENCE },
	{ "resources", SECTION_REFERENCE }, { "additional information", SECTION_REFERENCE },
	{ "more information", SECTION_REFERENCE }, { "further information", SECTION_REFERENCE },
	{ "see also", SECTION_REFERENCE }, { "related", SECTION_REFERENCE },
	{ "=sources", SECTION_REFERENCE }, { "bibliograph*", SECTION_REFERENCE },
	{ "footnote*", SECTION_REFERENCE }, { "endnote*", SECTION_REFERENCE },
	{ "acknowledg*", SECTION_REFERENCE }, { "=links", SECTION_REFERENCE },
	{ "external links", SECTION_REFERENCE }, { "works cited", SECTION_REFERENCE },
	{ "blog post*", SECTION_REFERENCE }, { "blogpost*", SECTION_REFERENCE },
	{ "full report", SECTION_REFERENCE }, { "white paper*", SECTION_REFERENCE },
	{ "whitepaper*", SECTION_REFERENCE }, { "available at", SECTION_REFERENCE },
	{ "available on", SECTION_REFERENCE }, { "=published at", SECTION_REFERENCE },
	{ "misp event*", SECTION_REFERENCE }, { "read more", SECTION_REFERENCE },
	{ "mitigation*", SECTION_MITIGATION }, { "recommend*", SECTION_MITIGATION },
	{ "remediat*", SECTION_MITIGATION }, { "hardening", SECTION_MITIGATION },
	{ "best practice*", SECTION_MITIGATION }, { "guidance", SECTION_MITIGATION },
	{ "what to do", SECTION_MITIGATION }, { "patch*", SECTION_MITIGATION },
	{ "=solution", SECTION_MITIGATION }, { "workaround*", SECTION_MITIGATION },
	{ "about the threat*", SECTION_RUNNING }, { "about the attack*", SECTION_RUNNING },
	{ "about the actor*", SECTION_RUNNING }, { "about the group*", SECTION_RUNNING },
	{ "about the campaign*", SECTION_RUNNING }, { "about the malware", SECTION_RUNNING },
	{ "about the ransomware", SECTION_RUNNING }, { "about the incident*", SECTION_RUNNING },
	{ "about the vulnerabilit*", SECTION_RUNNING }, { "about the adversar*", SECTION_RUNNING },
	{ "about", SECTION_ABOUT }, { "disclaimer*", SECTION_ABOUT },
	{ "copyright", SECTION_ABOUT }, { "legal", SECTION_ABOUT }, { "licen*", SECTION_ABOUT },
	{ "revision*", SECTION_ABOUT }, { "change log", SECTION_ABOUT },
	{ "changelog", SECTION_ABOUT }, { "version history", SECTION_ABOUT },
	{ "document control", SECTION_ABOUT }, { "handling", SECTION_ABOUT },
	{ "traffic light*", SECTION_ABOUT }, { "table of contents", SECTION_ABOUT },
	{ "=contents", SECTION_ABOUT },
	{ "att&ck*", SECTION_TECHNIQUES }, { "mitre*", SECTION_TECHNIQUES },
	{ "ttp*", SECTION_TECHNIQUES }, { "tactics", SECTION_TECHNIQUES },
	{ "yara*", SECTION_RULES }, { "sigma*", SECTION_RULES }, { "snort*", SECTION_RULES },
	{ "suricata*", SECTION_RULES }, { "detection rule*", SECTION_RULES },
	{ "hunting rule*", SECTION_RULES }, { "signatures", SECTION_RULES },
	{ "c2*", SECTION_ATTACKER }, { "c&c*", SECTION_ATTACKER },
	{ "command and control*", SECTION_ATTACKER }, { "cnc*", SECTION_ATTACKER },
	{ "malicious", SECTION_ATTACKER }, { "attacker controlled", SECTION_ATTACKER },
	{ "infrastructure", SECTION_ATTACKER }, { "samples", SECTION_ATTACKER },
	{ "dropped files", SECTION_ATTACKER }, { "file indicators", SECTION_ATTACKER },
	{ "artefacts", SECTION_ATTACKER }, { "artifacts", SECTION_ATTACKER },
	{ "host based", SECTION_ATTACKER }, { "network based", SECTION_ATTACKER },
	/* French, German, Spanish, Italian. */
	{ "l\xc3\xa9gitime*", SECTION_BENIGN }, { "legitime*", SECTION_BENIGN },
	{ "leg\xc3\xadtim*", SECTION_BENIGN }, { "not bad", SECTION_BENIGN },
	{ "known good", SECTION_BENIGN }, { "harmlos*", SECTION_BENIGN },
	{ "l\xc3\xa9gitimes", SECTION_BENIGN }, { "unverd\xc3\xa4" "chtig*", SECTION_BENIGN },
	{ "opfer", SECTION_VICTIM }, { "v\xc3\xad" "ctima*", SECTION_VICTIM },
	{ "compromised website*", SECTION_VICTIM },
	{ "compromised web site*", SECTION_VICTIM }, { "compromised site*", SECTION_VICTIM },
	{ "hacked site*", SECTION_VICTIM }, { "hacked website*", SECTION_VICTIM },
	{ "compromised update*", SECTION_VICTIM }, { "compromised server*", SECTION_VICTIM },
	{ "compromised host*", SECTION_VICTIM }, { "cibles", SECTION_VICTIM },
	{ "ciblage", SECTION_VICTIM }, { "indicateur*", SECTION_INDICATORS },
	{ "indicador*", SECTION_INDICATORS }, { "indikator*", SECTION_INDICATORS },
	{ "kompromittierungsindikator*", SECTION_INDICATORS },
	{ "indicatori", SECTION_INDICATORS }, { "marqueurs", SECTION_INDICATORS },
	{ "erkennungsmerkmale", SECTION_INDICATORS }, { "ansprechpartner*", SECTION_CONTACT },
	{ "kontakt*", SECTION_CONTACT }, { "signalement*", SECTION_CONTACT },
	{ "signaler", SECTION_CONTACT }, { "meldestelle*", SECTION_CONTACT },
	{ "contatti", SECTION_CONTACT }, { "r\xc3\xa9" "f\xc3\xa9rences", SECTION_REFERENCE },
	{ "r\xc3\xa9" "f\xc3\xa9rence", SECTION_REFERENCE },
	{ "referenz*", SECTION_REFERENCE }, { "quellen", SECTION_REFERENCE },
	{ "referencias", SECTION_REFERENCE }, { "fuentes", SECTION_REFERENCE },
	{ "riferimenti", SECTION_REFERENCE }, { "weitere informationen", SECTION_REFERENCE },
	{ "weiterf\xc3\xbchrende", SECTION_REFERENCE }, { "liens utiles", SECTION_REFERENCE },
	{ "bibliographie", SECTION_REFERENCE },
	{ "m\xc3\xa1s informaci\xc3\xb3n", SECTION_REFERENCE },
	{ "recommandation*", SECTION_MITIGATION }, { "mesures", SECTION_MITIGATION },
	{ "rem\xc3\xa9" "diation", SECTION_MITIGATION }, { "empfehlung*", SECTION_MITIGATION },
	{ "ma\xc3\x9fnahmen", SECTION_MITIGATION },
	{ "gegenma\xc3\x9fnahmen", SECTION_MITIGATION }, { "abhilfe", SECTION_MITIGATION },
	{ "schutzma\xc3\x9fnahmen", SECTION_MITIGATION },
	{ "recomendaci*", SECTION_MITIGATION }, { "medidas", SECTION_MITIGATION },
	{ "mitigaci*", SECTION_MITIGATION }, { "contournement*", SECTION_MITIGATION },
	{ "correctif*", SECTION_MITIGATION }, { "raccomandazioni", SECTION_MITIGATION },
	{ "haftungsausschluss", SECTION_ABOUT }, { "avertissement*", SECTION_ABOUT },
	{ "gestion du document", SECTION_ABOUT }, { "aviso legal", SECTION_ABOUT },
	{ "impressum", SECTION_ABOUT }, { "\xc3\xa4nderungshistorie", SECTION_ABOUT },
	{ "r\xc3\xa9sum\xc3\xa9", SECTION_RUNNING }, { "zusammenfassung", SECTION_RUNNING },
	{ "resumen", SECTION_RUNNING }, { "einleitung", SECTION_RUNNING },
	{ "introducci*", SECTION_RUNNING }, { "d\xc3\xa9tails techniques", SECTION_RUNNING },
	{ "technische beschreibung", SECTION_RUNNING }, { "descripci*", SECTION_RUNNING },
	{ "sachverhalt", SECTION_RUNNING }, { "contexte", SECTION_RUNNING },
	{ "summary", SECTION_RUNNING }, { "introduction", SECTION_RUNNING },
	{ "overview", SECTION_RUNNING }, { "background", SECTION_RUNNING },
	{ "conclusion*", SECTION_RUNNING }, { "analysis", SECTION_RUNNING },
	{ "attribution", SECTION_RUNNING }, { "key findings", SECTION_RUNNING },
	{ "key points", SECTION_RUNNING }, { "description", SECTION_RUNNING },
	{ "timeline", SECTION_RUNNING }, { "vulnerabilit*", SECTION_RUNNING },
};

#define ROWS (sizeof(rows) / sizeof(rows[0]))

bool section_is_caption(struct span heading)
{
	static const char *const words[] = { "figure", "fig", "table", "listing", "image",
					     "screenshot", "exhibit", NULL };
	struct words w;

	words_of(span_cut(heading, 0, HEADING_MAX), &w);
	return w.count > 1 && word_one_of(w.word[0], words) && ascii_digit(w.word[1].ptr[0]);
}

/* "I N D I C A T O R S  O F": blanks between single letters are for the eye, wider ones divide. */
static struct span unspaced(struct span heading, char out[HEADING_MAX])
{
	size_t letters = 0, words = 0, len = 0;

	for (size_t i = 0; i < heading.len; i++) {
		bool first = !ascii_space(heading.ptr[i]) &&
			(!i || ascii_space(heading.ptr[i - 1]));

		words += first;
		letters += first && (i + 1 == heading.len || ascii_space(heading.ptr[i + 1]));
	}
	if (letters < LETTERS_SPACED || letters * 5 < words * 4)
		return heading;
	for (size_t i = 0; i < heading.len; i++)
		if (!ascii_space(heading.ptr[i]))
			out[len++] = heading.ptr[i];
		else if (i && ascii_space(heading.ptr[i - 1]) && len && out[len - 1] != ' ')
			out[len++] = ' ';
	return span_make(out, len);
}

/* "About Example Labs", but not "What is known about the loader", "About the C2 servers". */
static const struct phrase *about(const struct words *w, const struct phrase *row)
{
	const struct phrase *next = words_first(w, row + 1, ROWS - (size_t)(row + 1 - rows));

	if (!word_is(w->word[0], "about"))
		return next;
	return next && next->means == SECTION_ATTACKER ? next : row;
}

enum section section_of(struct span heading)
{
	char plain[HEADING_MAX];
	const struct phrase *row;
	struct label label;
	struct words w;

	if (heading.len > HEADING_MAX)
		return SECTION_NONE;
	heading = unspaced(heading, plain);
	words_of(heading, &w);
	row = words_first(&w, rows, ROWS);
	if (row && !strcmp(row->words, "about"))
		row = about(&w, row);
	if (row)
		return (enum section)row->means;
	label = label_of_header(heading);
	return label.column == COLUMN_VALUE ? SECTION_VALUES : SECTION_NONE;
}

enum section section_below(enum section above, struct span heading)
{
	enum section own = section_of(heading);

	if (own == SECTION_NONE)
		return above;
	if (own != SECTION_VALUES)
		return own;
	switch (above) {
	case SECTION_BENIGN: case SECTION_VICTIM: case SECTION_REFERENCE: case SECTION_CONTACT:
	case SECTION_ABOUT: case SECTION_INDICATORS: case SECTION_ATTACKER:
		return above;
	default:
		return own;
	}
}
