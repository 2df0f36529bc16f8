/*
 * labels.c -- headers, type words and labels.
 *
 * Two tables, read from the top: the first phrase that occurs decides.  So
 * "indicator type" stands before "indicator", and what only contains the word
 * of a kind ("domain registrar", "imphash (md5)") before the kind.
 */
#include "advisory/labels.h"

#include "advisory/words.h"

struct row {
	const char *words;
	enum column column;
	enum kind kind;
};

/* Words that name a kind, in headers and in type cells alike. */
static const struct row kinds[] = {
	{ "x509 fingerprint sha256", COLUMN_VALUE, KIND_X509_SHA256 },
	{ "x509 fingerprint sha1", COLUMN_VALUE, KIND_X509_SHA1 },
	{ "x509 fingerprint", COLUMN_STRANGE_HASH, KIND_NONE },
	{ "certificate sha 256", COLUMN_VALUE, KIND_X509_SHA256 },
	{ "certificate sha256", COLUMN_VALUE, KIND_X509_SHA256 },
	{ "certificate sha 1", COLUMN_VALUE, KIND_X509_SHA1 },
	{ "certificate sha1", COLUMN_VALUE, KIND_X509_SHA1 },
	{ "thumbprint*", COLUMN_VALUE, KIND_X509_SHA1 },
	{ "certificate fingerprint*", COLUMN_VALUE, KIND_X509_SHA1 },
	{ "cert fingerprint*", COLUMN_VALUE, KIND_X509_SHA1 },
	{ "cert hash*", COLUMN_VALUE, KIND_X509_SHA1 },
	{ "pubkey hash*", COLUMN_STRANGE_HASH, KIND_NONE },
	{ "certificate hash*", COLUMN_VALUE, KIND_X509_SHA1 },
	{ "certificate serial*", COLUMN_VALUE, KIND_X509_SERIAL },
	{ "serial number*", COLUMN_VALUE, KIND_X509_SERIAL },
	{ "certificate subject*", COLUMN_VALUE, KIND_X509_SUBJECT },
	{ "subject dn", COLUMN_VALUE, KIND_X509_SUBJECT },
	{ "certificate issuer*", COLUMN_VALUE, KIND_X509_ISSUER },
	{ "issuer dn", COLUMN_VALUE, KIND_X509_ISSUER },
	{ "imphash*", COLUMN_VALUE, KIND_IMPHASH },
	{ "import hash*", COLUMN_VALUE, KIND_IMPHASH },
	{ "imp hash*", COLUMN_VALUE, KIND_IMPHASH },
	{ "ssdeep", COLUMN_VALUE, KIND_SSDEEP },
	{ "fuzzy hash*", COLUMN_VALUE, KIND_SSDEEP },
	{ "authentihash*", COLUMN_STRANGE_HASH, KIND_NONE },
	{ "vhash*", COLUMN_STRANGE_HASH, KIND_NONE },
	{ "tlsh*", COLUMN_STRANGE_HASH, KIND_NONE },
	{ "telfhash*", COLUMN_STRANGE_HASH, KIND_NONE },
	{ "pehash*", COLUMN_STRANGE_HASH, KIND_NONE },
	{ "impfuzzy*", COLUMN_STRANGE_HASH, KIND_NONE },
	{ "gimphash*", COLUMN_STRANGE_HASH, KIND_NONE },
	{ "rich header*", COLUMN_STRANGE_HASH, KIND_NONE },
	{ "rich pe*", COLUMN_STRANGE_HASH, KIND_NONE },
	{ "dhash*", COLUMN_STRANGE_HASH, KIND_NONE },
	{ "hassh*", COLUMN_STRANGE_HASH, KIND_NONE },
	{ "jarm*", COLUMN_STRANGE_HASH, KIND_NONE },
	{ "favicon*", COLUMN_STRANGE_HASH, KIND_NONE },
	{ "icon hash*", COLUMN_STRANGE_HASH, KIND_NONE },
	{ "section hash*", COLUMN_STRANGE_HASH, KIND_NONE },
	{ "sha224", COLUMN_STRANGE_HASH, KIND_NONE },
	{ "sha384", COLUMN_STRANGE_HASH, KIND_NONE },
	{ "clsid", COLUMN_STRANGE_HASH, KIND_NONE },
	{ "guid*", COLUMN_STRANGE_HASH, KIND_NONE },
	{ "uuid*", COLUMN_STRANGE_HASH, KIND_NONE },
	{ "ja3s*", COLUMN_VALUE, KIND_JA3S },
	{ "ja3*", COLUMN_VALUE, KIND_JA3 },
	{ "ja4*", COLUMN_VALUE, KIND_JA4 },
	{ "md5*", COLUMN_VALUE, KIND_MD5 },
	{ "sha512", COLUMN_VALUE, KIND_SHA512 },
	{ "sha 512", COLUMN_VALUE, KIND_SHA512 },
	{ "sha256*", COLUMN_VALUE, KIND_SHA256 },
	{ "sha 256", COLUMN_VALUE, KIND_SHA256 },
	{ "sha2 256", COLUMN_VALUE, KIND_SHA256 },
	{ "sha1*", COLUMN_VALUE, KIND_SHA1 },
	{ "sha 1", COLUMN_VALUE, KIND_SHA1 },
	{ "user agent*", COLUMN_VALUE, KIND_USER_AGENT },
	{ "useragent*", COLUMN_VALUE, KIND_USER_AGENT },
	{ "email subject*", COLUMN_VALUE, KIND_EMAIL_SUBJECT },
	{ "mail subject*", COLUMN_VALUE, KIND_EMAIL_SUBJECT },
	{ "subject line*", COLUMN_VALUE, KIND_EMAIL_SUBJECT },
	{ "email attachment*", COLUMN_VALUE, KIND_FILENAME },
	{ "email body", COLUMN_OTHER, KIND_NONE },
	{ "email header", COLUMN_OTHER, KIND_NONE },
	{ "email mime*", COLUMN_OTHER, KIND_NONE },
	{ "email message*", COLUMN_OTHER, KIND_NONE },
	{ "email x*", COLUMN_OTHER, KIND_NONE },
	{ "email thread*", COLUMN_OTHER, KIND_NONE },
	{ "display name", COLUMN_OTHER, KIND_NONE },
	{ "email*", COLUMN_VALUE, KIND_EMAIL },
	{ "e mail*", COLUMN_VALUE, KIND_EMAIL },
	{ "mail address*", COLUMN_VALUE, KIND_EMAIL },
	{ "sender*", COLUMN_VALUE, KIND_EMAIL },
	{ "mac address*", COLUMN_VALUE, KIND_MAC },
	{ "=mac", COLUMN_VALUE, KIND_MAC },
	{ "registry*", COLUMN_VALUE, KIND_REGISTRY_KEY },
	{ "regkey*", COLUMN_VALUE, KIND_REGISTRY_KEY },
	{ "reg key*", COLUMN_VALUE, KIND_REGISTRY_KEY },
	{ "autorun key*", COLUMN_VALUE, KIND_REGISTRY_KEY },
	{ "mutex*", COLUMN_VALUE, KIND_MUTEX },
	{ "mutant*", COLUMN_VALUE, KIND_MUTEX },
	{ "named pipe*", COLUMN_VALUE, KIND_NAMED_PIPE },
	{ "pipe name*", COLUMN_VALUE, KIND_NAMED_PIPE },
	{ "service name*", COLUMN_VALUE, KIND_SERVICE },
	{ "windows service*", COLUMN_VALUE, KIND_SERVICE },
	{ "command line*", COLUMN_VALUE, KIND_COMMAND_LINE },
	{ "commandline*", COLUMN_VALUE, KIND_COMMAND_LINE },
	{ "cmdline*", COLUMN_VALUE, KIND_COMMAND_LINE },
	{ "onion*", COLUMN_VALUE, KIND_ONION },
	{ "tor address*", COLUMN_VALUE, KIND_ONION },
	{ "bitcoin*", COLUMN_VALUE, KIND_WALLET },
	{ "wallet*", COLUMN_VALUE, KIND_WALLET },
	{ "=btc", COLUMN_VALUE, KIND_WALLET },
	{ "btc address*", COLUMN_VALUE, KIND_WALLET },
	{ "=xmr", COLUMN_VALUE, KIND_WALLET },
	{ "cryptocurrency*", COLUMN_VALUE, KIND_WALLET },
	{ "url", COLUMN_VALUE, KIND_URL },
	{ "urls", COLUMN_VALUE, KIND_URL },
	{ "uri", COLUMN_VALUE, KIND_URL },
	{ "uris", COLUMN_VALUE, KIND_URL },
	{ "cidr*", COLUMN_VALUE, KIND_CIDR },
	{ "subnet*", COLUMN_VALUE, KIND_CIDR },
	{ "netblock*", COLUMN_VALUE, KIND_CIDR },
	{ "ip range*", COLUMN_VALUE, KIND_CIDR },
	{ "ipv6*", COLUMN_VALUE, KIND_IPV6 },
	{ "ipv4*", COLUMN_VALUE, KIND_IPV4 },
	{ "ip", COLUMN_VALUE, KIND_IPV4 },
	{ "ips", COLUMN_VALUE, KIND_IPV4 },
	{ "ipaddr*", COLUMN_VALUE, KIND_IPV4 },
	{ "filepath*", COLUMN_VALUE, KIND_PATH },
	{ "file path*", COLUMN_VALUE, KIND_PATH },
	{ "full path*", COLUMN_VALUE, KIND_PATH },
	{ "path", COLUMN_VALUE, KIND_PATH },
	{ "paths", COLUMN_VALUE, KIND_PATH },
	{ "folder*", COLUMN_VALUE, KIND_PATH },
	{ "director*", COLUMN_VALUE, KIND_PATH },
	{ "filename*", COLUMN_VALUE, KIND_FILENAME },
	{ "file name*", COLUMN_VALUE, KIND_FILENAME },
	{ "domain*", COLUMN_VALUE, KIND_DOMAIN },
	{ "hostname*", COLUMN_VALUE, KIND_DOMAIN },
	{ "host name*", COLUMN_VALUE, KIND_DOMAIN },
	{ "fqdn*", COLUMN_VALUE, KIND_DOMAIN },
	{ "noms de fichier*", COLUMN_VALUE, KIND_FILENAME },
	{ "nom de fichier*", COLUMN_VALUE, KIND_FILENAME },
	{ "nom du fichier*", COLUMN_VALUE, KIND_FILENAME },
	{ "noms des fichiers", COLUMN_VALUE, KIND_FILENAME },
	{ "dateiname*", COLUMN_VALUE, KIND_FILENAME },
	{ "nombre de archivo*", COLUMN_VALUE, KIND_FILENAME },
	{ "nombre de fichero*", COLUMN_VALUE, KIND_FILENAME },
	{ "nombres de archivo*", COLUMN_VALUE, KIND_FILENAME },
	{ "nombre del archivo*", COLUMN_VALUE, KIND_FILENAME },
	{ "nome file", COLUMN_VALUE, KIND_FILENAME },
	{ "nomi di file", COLUMN_VALUE, KIND_FILENAME },
	{ "chemin*", COLUMN_VALUE, KIND_PATH },
	{ "pfad*", COLUMN_VALUE, KIND_PATH },
	{ "dateipfad*", COLUMN_VALUE, KIND_PATH },
	{ "=ruta", COLUMN_VALUE, KIND_PATH },
	{ "=rutas", COLUMN_VALUE, KIND_PATH },
	{ "cl\xc3\xa9s de registre", COLUMN_VALUE, KIND_REGISTRY_KEY },
	{ "cl\xc3\xa9 de registre", COLUMN_VALUE, KIND_REGISTRY_KEY },
	{ "registrierungsschl\xc3\xbcssel*", COLUMN_VALUE, KIND_REGISTRY_KEY },
	{ "clave de registro", COLUMN_VALUE, KIND_REGISTRY_KEY },
	{ "claves de registro", COLUMN_VALUE, KIND_REGISTRY_KEY },
	{ "dominio*", COLUMN_VALUE, KIND_DOMAIN },
	{ "domini", COLUMN_VALUE, KIND_DOMAIN },
	{ "adresses \xc3\xa9lectroniques", COLUMN_VALUE, KIND_EMAIL },
	{ "adresse \xc3\xa9lectronique", COLUMN_VALUE, KIND_EMAIL },
	{ "exp\xc3\xa9" "diteur*", COLUMN_VALUE, KIND_EMAIL },
	{ "absender*", COLUMN_VALUE, KIND_EMAIL },
	{ "remitente*", COLUMN_VALUE, KIND_EMAIL },
	{ "correo*", COLUMN_VALUE, KIND_EMAIL },
	{ "objet du courriel", COLUMN_VALUE, KIND_EMAIL_SUBJECT },
	{ "betreffzeile*", COLUMN_VALUE, KIND_EMAIL_SUBJECT },
	{ "=asn", COLUMN_VALUE, KIND_ASN },
	{ "=as", COLUMN_VALUE, KIND_ASN },
	{ "as number*", COLUMN_VALUE, KIND_ASN },
	{ "autonomous system*", COLUMN_VALUE, KIND_ASN },
	{ "hash*", COLUMN_VALUE, KIND_NONE },
	{ "checksum*", COLUMN_VALUE, KIND_NONE },
	{ "filehash*", COLUMN_VALUE, KIND_NONE },
};

/* Headers that come before the kinds. */
static const struct row headers[] = {
	{ "meta url*", COLUMN_REFERENCE, KIND_NONE },
	{ "meta source*", COLUMN_REFERENCE, KIND_NONE },
	{ "meta desc*", COLUMN_CONTEXT, KIND_NONE },
	{ "meta do notice", COLUMN_OTHER, KIND_NONE },
	{ "meta if in", COLUMN_OTHER, KIND_NONE },
	{ "detection*", COLUMN_DETECTION, KIND_NONE },
	{ "detected as", COLUMN_DETECTION, KIND_NONE },
	{ "detects", COLUMN_DETECTION, KIND_NONE },
	{ "signature*", COLUMN_DETECTION, KIND_NONE },
	{ "legitimate*", COLUMN_LEGITIMATE, KIND_NONE },
	{ "benign", COLUMN_LEGITIMATE, KIND_NONE },
	{ "not malicious", COLUMN_LEGITIMATE, KIND_NONE },
	{ "whitelist*", COLUMN_LEGITIMATE, KIND_NONE },
	{ "allowlist*", COLUMN_LEGITIMATE, KIND_NONE },
	{ "impersonated", COLUMN_LEGITIMATE, KIND_NONE },
	{ "impersonates", COLUMN_LEGITIMATE, KIND_NONE },
	{ "spoofed", COLUMN_LEGITIMATE, KIND_NONE },
	{ "mimicked", COLUMN_LEGITIMATE, KIND_NONE },
	{ "victim*", COLUMN_VICTIM, KIND_NONE }, { "watering hole*", COLUMN_VICTIM, KIND_NONE },
	{ "targeted*", COLUMN_VICTIM, KIND_NONE },
	{ "target", COLUMN_VICTIM, KIND_NONE },
	{ "targets", COLUMN_VICTIM, KIND_NONE },
	{ "first seen*", COLUMN_FIRST_SEEN, KIND_NONE },
	{ "firstseen*", COLUMN_FIRST_SEEN, KIND_NONE },
	{ "first observed*", COLUMN_FIRST_SEEN, KIND_NONE },
	{ "first detected*", COLUMN_FIRST_SEEN, KIND_NONE },
	{ "first submi*", COLUMN_OTHER, KIND_NONE },
	{ "last seen*", COLUMN_LAST_SEEN, KIND_NONE },
	{ "lastseen*", COLUMN_LAST_SEEN, KIND_NONE },
	{ "last observed*", COLUMN_LAST_SEEN, KIND_NONE },
	{ "last detected*", COLUMN_LAST_SEEN, KIND_NONE },
	{ "valid from*", COLUMN_VALID_FROM, KIND_NONE },
	{ "valid until*", COLUMN_VALID_UNTIL, KIND_NONE },
	{ "valid to*", COLUMN_VALID_UNTIL, KIND_NONE },
	{ "expir*", COLUMN_VALID_UNTIL, KIND_NONE },
	{ "active period*", COLUMN_PERIOD, KIND_NONE },
	{ "active", COLUMN_PERIOD, KIND_NONE },
	{ "compil*", COLUMN_OTHER, KIND_NONE },
	{ "registered*", COLUMN_OTHER, KIND_NONE },
	{ "registration*", COLUMN_OTHER, KIND_NONE },
	{ "registra*", COLUMN_OTHER, KIND_NONE },
	{ "hosting provider*", COLUMN_OTHER, KIND_NONE },
	{ "hosted", COLUMN_OTHER, KIND_NONE },
	{ "provider*", COLUMN_OTHER, KIND_NONE },
	{ "name server*", COLUMN_OTHER, KIND_NONE },
	{ "nameserver*", COLUMN_OTHER, KIND_NONE },
	{ "=isp", COLUMN_OTHER, KIND_NONE },
	{ "countr*", COLUMN_OTHER, KIND_NONE },
	{ "version*", COLUMN_OTHER, KIND_NONE },
	{ "package name*", COLUMN_OTHER, KIND_NONE },
	{ "permission*", COLUMN_OTHER, KIND_NONE },
	{ "file type*", COLUMN_OTHER, KIND_NONE },
	{ "file size*", COLUMN_OTHER, KIND_NONE },
	{ "=size", COLUMN_OTHER, KIND_NONE },
	{ "=id", COLUMN_OTHER, KIND_NONE },
	{ "indicator type*", COLUMN_TYPE, KIND_NONE },
	{ "ioc type*", COLUMN_TYPE, KIND_NONE },
	{ "entity type*", COLUMN_TYPE, KIND_NONE },
	{ "observable type*", COLUMN_TYPE, KIND_NONE },
	{ "attribute type*", COLUMN_TYPE, KIND_NONE },
	{ "artifact type*", COLUMN_TYPE, KIND_NONE },
	{ "type of indicator*", COLUMN_TYPE, KIND_NONE },
	{ "type of ioc*", COLUMN_TYPE, KIND_NONE },
	{ "hash type*", COLUMN_TYPE, KIND_NONE },
	{ "=type", COLUMN_TYPE, KIND_NONE },
	{ "=kind", COLUMN_TYPE, KIND_NONE },
	{ "=indicatortype", COLUMN_TYPE, KIND_NONE },
	{ "description*", COLUMN_CONTEXT, KIND_NONE },
	{ "comment*", COLUMN_CONTEXT, KIND_NONE },
	{ "note*", COLUMN_CONTEXT, KIND_NONE },
	{ "detail*", COLUMN_CONTEXT, KIND_NONE },
	{ "context", COLUMN_CONTEXT, KIND_NONE },
	{ "remark*", COLUMN_CONTEXT, KIND_NONE },
	{ "purpose", COLUMN_CONTEXT, KIND_NONE },
	{ "usage", COLUMN_CONTEXT, KIND_NONE },
	{ "role", COLUMN_CONTEXT, KIND_NONE },
	{ "function*", COLUMN_CONTEXT, KIND_NONE },
	{ "categor*", COLUMN_CONTEXT, KIND_NONE },
	{ "threat*", COLUMN_CONTEXT, KIND_NONE },
	{ "tags", COLUMN_CONTEXT, KIND_NONE },
	{ "to ids", COLUMN_TO_IDS, KIND_NONE },
	{ "confidence*", COLUMN_CONFIDENCE, KIND_NONE },
	{ "tlp", COLUMN_TLP, KIND_NONE },
	{ "reference*", COLUMN_REFERENCE, KIND_NONE },
	{ "source url*", COLUMN_REFERENCE, KIND_NONE },
	{ "=source", COLUMN_REFERENCE, KIND_NONE },
	{ "=link", COLUMN_REFERENCE, KIND_NONE },
	{ "=links", COLUMN_REFERENCE, KIND_NONE },
	{ "report*", COLUMN_REFERENCE, KIND_NONE },
	{ "virustotal", COLUMN_REFERENCE, KIND_NONE },
	{ "cve*", COLUMN_CVE, KIND_NONE },
	{ "vulnerabilit*", COLUMN_CVE, KIND_NONE },
	{ "technique*", COLUMN_TECHNIQUE, KIND_NONE },
	{ "tactic*", COLUMN_TECHNIQUE, KIND_NONE },
	{ "att&ck*", COLUMN_TECHNIQUE, KIND_NONE },
	{ "mitre*", COLUMN_TECHNIQUE, KIND_NONE },
	{ "=port", COLUMN_PORT, KIND_NONE },
	{ "=ports", COLUMN_PORT, KIND_NONE },
	{ "=dst port", COLUMN_PORT, KIND_NONE },
};

/* Headers that leave the kind open, after the kinds. */
static const struct row open_headers[] = {
	{ "indicator*", COLUMN_VALUE, KIND_NONE },
	{ "ioc*", COLUMN_VALUE, KIND_NONE },
	{ "observable*", COLUMN_VALUE, KIND_NONE },
	{ "artifact*", COLUMN_VALUE, KIND_NONE },
	{ "artefact*", COLUMN_VALUE, KIND_NONE },
	{ "=value", COLUMN_VALUE, KIND_NONE },
	{ "indicateur*", COLUMN_VALUE, KIND_NONE },
	{ "indikator*", COLUMN_VALUE, KIND_NONE },
	{ "indicador*", COLUMN_VALUE, KIND_NONE },
	{ "marqueur*", COLUMN_VALUE, KIND_NONE },
	{ "condensat*", COLUMN_VALUE, KIND_NONE },
	{ "empreinte*", COLUMN_VALUE, KIND_NONE },
	{ "pr\xc3\xbc" "fsumme*", COLUMN_VALUE, KIND_NONE },
	{ "hashwert*", COLUMN_VALUE, KIND_NONE },
	{ "=valeur", COLUMN_VALUE, KIND_NONE },
	{ "=wert", COLUMN_VALUE, KIND_NONE },
	{ "=valor", COLUMN_VALUE, KIND_NONE },
	{ "=fichier", COLUMN_VALUE, KIND_NONE },
	{ "=fichiers", COLUMN_VALUE, KIND_NONE },
	{ "=datei", COLUMN_VALUE, KIND_NONE },
	{ "=dateien", COLUMN_VALUE, KIND_NONE },
	{ "=archivo", COLUMN_VALUE, KIND_NONE },
	{ "=archivos", COLUMN_VALUE, KIND_NONE },
	{ "=values", COLUMN_VALUE, KIND_NONE },
	{ "=data", COLUMN_VALUE, KIND_NONE },
	{ "=file", COLUMN_VALUE, KIND_NONE },
	{ "=files", COLUMN_VALUE, KIND_NONE },
	{ "sample*", COLUMN_VALUE, KIND_NONE },
	{ "host", COLUMN_VALUE, KIND_NONE },
	{ "hosts", COLUMN_VALUE, KIND_NONE },
	{ "=server", COLUMN_VALUE, KIND_NONE },
	{ "=servers", COLUMN_VALUE, KIND_NONE },
	{ "c2*", COLUMN_VALUE, KIND_NONE },
	{ "c&c*", COLUMN_VALUE, KIND_NONE },
	{ "=address", COLUMN_VALUE, KIND_NONE },
	{ "=addresses", COLUMN_VALUE, KIND_NONE },
	{ "=service", COLUMN_VALUE, KIND_SERVICE },
	{ "=services", COLUMN_VALUE, KIND_SERVICE },
	{ "=command", COLUMN_VALUE, KIND_COMMAND_LINE },
	{ "=commands", COLUMN_VALUE, KIND_COMMAND_LINE },
	{ "=subject", COLUMN_VALUE, KIND_EMAIL_SUBJECT },
	{ "=subjects", COLUMN_VALUE, KIND_EMAIL_SUBJECT },
	{ "=from", COLUMN_VALUE, KIND_EMAIL },
	{ "date", COLUMN_DATE, KIND_NONE },
	{ "=created", COLUMN_DATE, KIND_NONE },
	{ "timestamp", COLUMN_DATE, KIND_NONE },
	{ "created at", COLUMN_DATE, KIND_NONE },
	{ "dateadded", COLUMN_DATE, KIND_NONE },
	{ "=name", COLUMN_NAME, KIND_NONE },
	{ "malware*", COLUMN_NAME, KIND_NONE },
	{ "famil*", COLUMN_NAME, KIND_NONE },
	{ "actor*", COLUMN_NAME, KIND_NONE },
	{ "campaign*", COLUMN_NAME, KIND_NONE },
};

/* Words of type columns that name no kind of ours. */
static const struct row types[] = {
	{ "=link", COLUMN_REFERENCE, KIND_NONE },
	{ "reference*", COLUMN_REFERENCE, KIND_NONE },
	{ "=text", COLUMN_OTHER, KIND_NONE },
	{ "=other", COLUMN_OTHER, KIND_NONE },
	{ "=comment", COLUMN_OTHER, KIND_NONE },
	{ "=attachment", COLUMN_OTHER, KIND_NONE },
	{ "user name", COLUMN_OTHER, KIND_NONE },
	{ "software", COLUMN_OTHER, KIND_NONE },
	{ "=datetime", COLUMN_OTHER, KIND_NONE },
	{ "=port", COLUMN_OTHER, KIND_NONE },
	{ "size in bytes", COLUMN_OTHER, KIND_NONE },
	{ "pattern in*", COLUMN_OTHER, KIND_NONE },
	{ "yara*", COLUMN_OTHER, KIND_NONE },
	{ "sigma", COLUMN_OTHER, KIND_NONE },
	{ "snort", COLUMN_OTHER, KIND_NONE },
	{ "suricata", COLUMN_OTHER, KIND_NONE },
	{ "threat actor*", COLUMN_OTHER, KIND_NONE },
	{ "campaign*", COLUMN_OTHER, KIND_NONE },
	{ "cve*", COLUMN_CVE, KIND_NONE },
	{ "vulnerabilit*", COLUMN_CVE, KIND_NONE },
};

static const struct row open_types[] = {
	{ "=file", COLUMN_VALUE, KIND_NONE },
	{ "=files", COLUMN_VALUE, KIND_NONE },
	{ "host", COLUMN_VALUE, KIND_DOMAIN },
	{ "=dns", COLUMN_VALUE, KIND_DOMAIN },
	{ "=subject", COLUMN_VALUE, KIND_EMAIL_SUBJECT },
	{ "ioc", COLUMN_VALUE, KIND_NONE },
	{ "indicator", COLUMN_VALUE, KIND_NONE },
	{ "malware sample", COLUMN_VALUE, KIND_NONE },
	{ "sample", COLUMN_VALUE, KIND_NONE },
	{ "service", COLUMN_VALUE, KIND_SERVICE },
	{ "process", COLUMN_VALUE, KIND_FILENAME },
};

#define HEADER_MAX 120		/* a header is short; a sentence is none */

#define ROWS(table) (table), sizeof(table) / sizeof((table)[0])

static bool look_up(const struct words *w, const struct row *rows, size_t count, struct label *out)
{
	for (size_t i = 0; i < count; i++)
		if (words_have(w, rows[i].words)) {
			*out = (struct label){ rows[i].column, rows[i].kind };
			return true;
		}
	return false;
}

/* "TLS certificate of the server (SHA-1)": no digest of a file. */
static void note_certificate(const struct words *w, struct label *l)
{
	static const struct phrase words[] = {
		{ "certificate*", 0 }, { "cert", 0 }, { "x509", 0 }, { "x 509", 0 },
		{ "zertifikat*", 0 }, { "certificat*", 0 },
	};

	if ((l->kind == KIND_SHA1 || l->kind == KIND_SHA256) &&
	    words_mean(w, words, sizeof(words) / sizeof(words[0])))
		l->kind = l->kind == KIND_SHA1 ? KIND_X509_SHA1 : KIND_X509_SHA256;
}

struct label label_of_header(struct span header)
{
	struct label found = { COLUMN_UNKNOWN, KIND_NONE };
	struct words w;

	if (header.len > HEADER_MAX)
		return found;
	words_of(header, &w);
	if (!look_up(&w, ROWS(headers), &found) && !look_up(&w, ROWS(kinds), &found))
		look_up(&w, ROWS(open_headers), &found);
	note_certificate(&w, &found);
	return found;
}

struct label label_of_type(struct span cell)
{
	struct label found = { COLUMN_UNKNOWN, KIND_NONE };
	struct words w;

	if (cell.len > HEADER_MAX / 2)
		return found;
	words_of(cell, &w);
	if (w.count > 5)
		return found;
	if (!look_up(&w, ROWS(types), &found) && !look_up(&w, ROWS(kinds), &found))
		look_up(&w, ROWS(open_types), &found);
	note_certificate(&w, &found);
	return found;
}
