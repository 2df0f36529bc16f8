/* remarks.c -- comments about entries of lists. */
#include "advisory/remarks.h"

#include "advisory/words.h"

#define KNOWN_MOST   10000
#define KNOWN_BUDGET (8u << 20)

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

/* What people write about digests and files says nothing of these. */
static bool is_beyond(enum kind kind)
{
	return kind_is_hash(kind) || kind == KIND_FILENAME || kind == KIND_PATH;
}

enum role remark_role(struct span remark, enum kind kind)
{
	uint64_t says;
	struct words w;

	if (!remark.len || is_beyond(kind))
		return ROLE_INDICATOR;
	words_of(remark, &w);
	if (w.count && (word_is(w.word[0], "victim") || word_is(w.word[0], "victims")))
		return ROLE_VICTIM;
	says = words_mean(&w, rows, sizeof(rows) / sizeof(rows[0]));
	if (says >> HARMLESS & 1 && !(says >> ABUSED & 1))
		return ROLE_BENIGN;
	return ROLE_INDICATOR;
}

void remarks_init(struct remarks *r)
{
	arena_init(&r->arena, KNOWN_BUDGET);
	table_init(&r->known, &r->arena, KNOWN_MOST);
}

void remarks_release(struct remarks *r)
{
	table_release(&r->known);
	arena_release(&r->arena);
}

enum role remarks_role(struct remarks *r, struct span remark, enum kind kind)
{
	struct error ignored;
	uint64_t *known;
	bool is_new;

	if (!remark.len || is_beyond(kind))
		return ROLE_INDICATOR;
	known = table_find(&r->known, remark);
	if (known)
		return (enum role)*known;
	/* One more, or no room: then it is read again. */
	known = table_add(&r->known, remark, &is_new, &ignored);
	if (!known)
		return remark_role(remark, kind);
	return (enum role)(*known = (uint64_t)remark_role(remark, kind));
}
