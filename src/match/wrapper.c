/*
 * wrapper.c -- services that wrap links, one row each.  Mimecast's links hold no
 * target but at best its domain.
 */
#include "match/wrapper.h"

#include "match/builder.h"

static const struct wrapper wrappers[] = {
	{ "safelinks.protection.outlook.com", "/", WRAPPER_OPEN },
	{ "urldefense.proofpoint.com", "/v2/", WRAPPER_DASHED },
	{ "urldefense.proofpoint.com", "/v3/", WRAPPER_UNDERLINED },
	{ "urldefense.proofpoint.com", "/v1/", WRAPPER_OPEN },
	{ "urldefense.com", "/v3/", WRAPPER_UNDERLINED },
	{ "urldefense.us", "/v3/", WRAPPER_UNDERLINED },
	{ "urldefense.com", "/v2/", WRAPPER_DASHED },
	{ "google.com", "/url?", WRAPPER_OPEN },
	{ "facebook.com", "/l.php", WRAPPER_OPEN },
	{ "linkprotect.cudasvc.com", "/", WRAPPER_OPEN },
	{ "secure-web.cisco.com", "/", WRAPPER_OPEN },
	{ "protection.sophos.com", "/", WRAPPER_OPEN },
	{ "ctp.trendmicro.com", "/", WRAPPER_OPEN },
	{ "imsva91-ctp.trendmicro.com", "/", WRAPPER_OPEN },
	{ "clicktime.symantec.com", "/", WRAPPER_OPEN },
	{ "clicktime.cloud.postoffice.net", "/", WRAPPER_OPEN },
	{ "protect2.fireeye.com", "/", WRAPPER_OPEN },
	{ "hornetsecurity.com", "/", WRAPPER_OPEN },
	{ "url.avanan.click", "/", WRAPPER_OPEN },
	{ "slack-redir.net", "/link?", WRAPPER_OPEN },
	{ "linkedin.com", "/redir/", WRAPPER_OPEN },
	{ "linkedin.com", "/safety/go", WRAPPER_OPEN },
	{ "youtube.com", "/redirect?", WRAPPER_OPEN },
	{ "vk.com", "/away.php", WRAPPER_OPEN },
	{ "mimecast.com", "/s/", WRAPPER_OPEN },
};

const struct wrapper *wrapper_at(size_t i)
{
	return i < sizeof(wrappers) / sizeof(*wrappers) ? &wrappers[i] : NULL;
}

void compile_wrappers(struct builder *b)
{
	const struct wrapper *w;

	for (uint32_t i = 0; (w = wrapper_at(i)) != NULL; i++) {
		struct span host = span_of(w->host);

		compile_guard(b, host, GUARD_WRAPPER);
		compile_key(b, key_text(&b->keys, KEY_WRAPPER, host), KEY_WRAPPER, 0, i);
	}
}
