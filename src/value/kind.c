/*
 * kind.c -- the kinds, one row each.  To add one: its number in kind.h, its
 * row here, its canonical function in the form_*.c of its topic.
 */
#include "value/kind.h"

#include "value/digest.h"
#include "value/forms.h"
#include "value/host.h"

static int no_form(struct span written, struct buf *out, struct error *e)
{
	(void)written;
	(void)out;
	return fail(e, ERR_USAGE, "no value that can be listed");
}

static const struct kind_row rows[KIND_COUNT] = {
	[KIND_NONE] = { "", "value", "values", GROUP_NONE, CLASS_OTHER, no_form },
	[KIND_IPV4] = { "ipv4", "address", "addresses", GROUP_NETWORK, CLASS_ADDRESS, form_ipv4 },
	[KIND_IPV6] = { "ipv6", "IPv6 address", "IPv6 addresses", GROUP_NETWORK, CLASS_ADDRESS,
		form_ipv6 },
	[KIND_CIDR] = { "cidr", "network", "networks", GROUP_NETWORK, CLASS_ADDRESS, form_cidr },
	[KIND_DOMAIN] = { "domain", "domain name", "domain names", GROUP_NETWORK, CLASS_NAME,
		form_domain },
	[KIND_URL] = { "url", "URL", "URLs", GROUP_NETWORK, CLASS_NAME, url_canonical },
	[KIND_EMAIL] = { "email", "mail address", "mail addresses", GROUP_MAIL, CLASS_MAIL,
		form_email },
	[KIND_EMAIL_SUBJECT] = { "email-subject", "mail subject", "mail subjects", GROUP_MAIL,
		CLASS_MAIL, form_line },
	[KIND_MD5] = { "md5", "MD5 hash", "MD5 hashes", GROUP_HOST, CLASS_FILE, form_md5 },
	[KIND_SHA1] = { "sha1", "SHA-1 hash", "SHA-1 hashes", GROUP_HOST, CLASS_FILE, form_sha1 },
	[KIND_SHA256] = { "sha256", "SHA-256 hash", "SHA-256 hashes", GROUP_HOST, CLASS_FILE,
		form_sha256 },
	[KIND_SHA512] = { "sha512", "SHA-512 hash", "SHA-512 hashes", GROUP_HOST, CLASS_FILE,
		form_sha512 },
	[KIND_IMPHASH] = { "imphash", "import hash", "import hashes", GROUP_HOST, CLASS_FILE,
		form_md5 },
	[KIND_SSDEEP] = { "ssdeep", "fuzzy hash", "fuzzy hashes", GROUP_HOST, CLASS_FILE,
		form_ssdeep },
	[KIND_FILENAME] = { "filename", "file name", "file names", GROUP_HOST, CLASS_FILE,
		form_filename },
	[KIND_PATH] = { "path", "path", "paths", GROUP_HOST, CLASS_FILE, form_path },
	[KIND_REGISTRY_KEY] = { "registry-key", "registry key", "registry keys", GROUP_HOST,
		CLASS_HOST_TRACE, form_registry_key },
	[KIND_MUTEX] = { "mutex", "mutex", "mutexes", GROUP_HOST, CLASS_HOST_TRACE, form_text },
	[KIND_NAMED_PIPE] = { "named-pipe", "named pipe", "named pipes", GROUP_HOST,
		CLASS_HOST_TRACE, form_named_pipe },
	[KIND_SERVICE] = { "service", "service", "services", GROUP_HOST, CLASS_HOST_TRACE,
		form_lower },
	[KIND_COMMAND_LINE] = { "command-line", "command line", "command lines", GROUP_HOST,
		CLASS_HOST_TRACE, form_line },
	[KIND_USER_AGENT] = { "user-agent", "user agent", "user agents", GROUP_NETWORK,
		CLASS_CLIENT, form_line },
	[KIND_JA3] = { "ja3", "JA3 fingerprint", "JA3 fingerprints", GROUP_NETWORK, CLASS_CLIENT,
		form_md5 },
	[KIND_JA3S] = { "ja3s", "JA3S fingerprint", "JA3S fingerprints", GROUP_NETWORK,
		CLASS_CLIENT, form_md5 },
	[KIND_JA4] = { "ja4", "JA4 fingerprint", "JA4 fingerprints", GROUP_NETWORK, CLASS_CLIENT,
		form_ja4 },
	[KIND_X509_SHA1] = { "x509-sha1", "certificate (SHA-1)", "certificates (SHA-1)",
		GROUP_NETWORK, CLASS_CERTIFICATE, form_x509_sha1 },
	[KIND_X509_SHA256] = { "x509-sha256", "certificate (SHA-256)", "certificates (SHA-256)",
		GROUP_NETWORK, CLASS_CERTIFICATE, form_x509_sha256 },
	[KIND_X509_SERIAL] = { "x509-serial", "certificate serial number",
		"certificate serial numbers", GROUP_NETWORK, CLASS_CERTIFICATE, form_x509_serial },
	[KIND_X509_SUBJECT] = { "x509-subject", "certificate subject", "certificate subjects",
		GROUP_NETWORK, CLASS_CERTIFICATE, form_x509_name },
	[KIND_X509_ISSUER] = { "x509-issuer", "certificate issuer", "certificate issuers",
		GROUP_NETWORK, CLASS_CERTIFICATE, form_x509_name },
	[KIND_ASN] = { "asn", "autonomous system", "autonomous systems", GROUP_NONE, CLASS_OTHER,
		form_asn },
	[KIND_MAC] = { "mac", "hardware address", "hardware addresses", GROUP_NONE, CLASS_OTHER,
		form_mac },
	[KIND_WALLET] = { "wallet", "wallet", "wallets", GROUP_NONE, CLASS_OTHER, form_wallet },
	[KIND_ONION] = { "onion", "onion name", "onion names", GROUP_NETWORK, CLASS_NAME,
		form_onion },
	[KIND_YARA] = { "yara", "YARA rule", "YARA rules", GROUP_HOST, CLASS_FILE, no_form },
};

int kind_prepare(struct error *e)
{
	return host_prepare(e) < 0 ? -1 : value_digest_prepare(e);
}

const struct kind_row *kind_row(enum kind kind)
{
	return &rows[kind];
}

enum kind kind_of_name(struct span name)
{
	for (int kind = KIND_NONE + 1; kind < KIND_COUNT; kind++)
		if (span_equal(name, span_of(rows[kind].name)))
			return (enum kind)kind;
	return KIND_NONE;
}

int kind_canonical(enum kind kind, struct span written, struct buf *out, struct error *e)
{
	size_t start = out->len;

	if (rows[kind].canonical(span_trim(written), out, e) < 0) {
		out->len = start;
		return -1;
	}
	if (out->bad) {
		out->len = start;
		return fail(e, ERR_LIMIT, "no room for a %s", rows[kind].people);
	}
	return 0;
}
