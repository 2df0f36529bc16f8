/* remarks.c -- comments about entries of lists. */
#include "advisory/remarks.h"

#include "advisory/words.h"

enum { HARMLESS, ABUSED };

static const struct phrase rows[] = {
	{ "not malicious", HARMLESS }, { "non malicious", HARMLESS },
	{ "false positive*", HARMLESS }, { "benign", HARMLESS }, { "whitelist*", HARMLESS },
	{ "allowlist*", HARMLESS }, { "do not block", HARMLESS },
	{ "legitimate service*", HARMLESS }, { "legitimate site*", HARMLESS },
	{ "legitimate website*", HARMLESS }, { "legitimate domain*", HARMLESS },
	{ "legitimate host*", HARMLESS }, { "legitimate ip*", HARMLESS },
	{ "legitimate server*", HARMLESS }, { "=legitimate", HARMLESS },
	{ "=legit", HARMLESS }, { "connectivity check*", HARMLESS },
	{ "connectivity test*", HARMLESS }, { "check connectivity", HARMLESS },
	{ "compromised", ABUSED }, { "hacked", ABUSED }, { "abused", ABUSED },
	{ "hijacked", ABUSED }, { "impersonat*", ABUSED }, { "masquerad*", ABUSED },
	{ "mimic*", ABUSED }, { "c2", ABUSED }, { "c&c", ABUSED },
};

enum role remark_role(struct span remark, enum kind kind)
{
	uint64_t says;
	struct words w;

	if (!remark.len || kind_is_hash(kind) || kind == KIND_FILENAME || kind == KIND_PATH)
		return ROLE_INDICATOR;
	words_of(remark, &w);
	if (w.count && (word_is(w.word[0], "victim") || word_is(w.word[0], "victims")))
		return ROLE_VICTIM;
	says = words_mean(&w, rows, sizeof(rows) / sizeof(rows[0]));
	if (says >> HARMLESS & 1 && !(says >> ABUSED & 1))
		return ROLE_BENIGN;
	return ROLE_INDICATOR;
}
