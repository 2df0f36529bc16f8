/* text_kinds.c -- counts of values in words that need no glossary. */
#include "report/text_state.h"

#include "value/kind.h"

/* Kinds that people call by one name. */
static const struct { const char *one, *many; enum kind from, to; } together[] = {
	{ "address", "addresses", KIND_IPV4, KIND_IPV6 },
	{ "file hash", "file hashes", KIND_MD5, KIND_SSDEEP },
	{ "fingerprint of encrypted traffic", "fingerprints of encrypted traffic", KIND_JA3, KIND_JA4 },
	{ "certificate", "certificates", KIND_X509_SHA1, KIND_X509_ISSUER },
};

static void kinds_add(uint64_t n, const char *one, const char *many, struct buf *out, bool *any)
{
	if (!n)
		return;
	buf_text(out, *any ? ", " : "");
	people_count(n, one, many, out);
	*any = true;
}

bool text_kinds(const struct node *counts, struct buf *out)
{
	const size_t rows = sizeof(together) / sizeof(together[0]);
	uint64_t count[KIND_COUNT] = { 0 };
	bool any = false;

	for (const struct node *k = counts ? counts->child : NULL; k; k = k->next) {
		enum kind kind = kind_of_name(k->key);
		uint64_t n = 0;

		/* Rules are counted apart, with those that do not run. */
		if (kind != KIND_YARA && span_u64(k->text, &n))
			count[kind] += n;
	}
	for (enum kind k = KIND_IPV4; k < KIND_COUNT; k++) {
		size_t row = 0;
		uint64_t sum = 0;

		while (row < rows && (k < together[row].from || k > together[row].to))
			row++;
		if (row == rows) {
			kinds_add(count[k], kind_row(k)->people, kind_row(k)->people_many, out,
				  &any);
			continue;
		}
		for (; k <= together[row].to; k++)
			sum += count[k];
		k--;
		kinds_add(sum, together[row].one, together[row].many, out, &any);
	}
	kinds_add(count[KIND_NONE], "other value", "other values", out, &any);
	return any;
}
