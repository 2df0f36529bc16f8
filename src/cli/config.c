/*
 * config.c -- settings from /etc/tocsin/config, the user's file and TOCSIN_*
 * variables, in rising order; flags come behind them and win.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/config.h"
#include "cli/cli.h"

extern char **environ;

/* What may stand in a file: lasting facts, not what one sweep is about. */
static const char *const allowed[] = {
	"home-net", "relay", "tz", "operator", "jobs", "nice", "exclude", "allow", "allow-private",
	"one-file-system", "max-depth", "max-file-size", "max-memory",
	"max-members", "max-ratio", "password", "time-limit", "stall-limit", "context", "scope",
};

static bool is_allowed(const char *name)
{
	for (size_t i = 0; i < sizeof(allowed) / sizeof(allowed[0]); i++)
		if (strcmp(allowed[i], name) == 0)
			return true;
	return false;
}

static int take(void *context, const struct config_entry *entry, struct error *e)
{
	struct tocsin_error why;
	char name[64], value[4096];

	if (entry->key.len == 0)
		return fail(e, ERR_USAGE, "sections have no meaning here");
	snprintf(name, sizeof(name), "%.*s", SPAN_ARG(entry->key));
	snprintf(value, sizeof(value), "%.*s", SPAN_ARG(entry->value));
	if (!is_allowed(name))
		return fail(e, ERR_USAGE, "no setting '%s'", name);
	if (tocsin_job_set(context, name, value, &why) < 0)
		return fail(e, ERR_USAGE, "%s", why.text);
	return 0;
}

static int apply_file(struct tocsin_job *job, const char *path)
{
	FILE *f = fopen(path, "re");
	struct error e;
	struct buf b;
	char block[4096];
	size_t got;
	int rc;

	if (!f)
		return 0;
	buf_init(&b, 1 << 20);
	while ((got = fread(block, 1, sizeof(block), f)) > 0)
		buf_add(&b, span_make(block, got));
	fclose(f);
	rc = config_read(buf_span(&b), take, job, &e);
	buf_release(&b);
	if (rc < 0)
		complain("%s: %s", path, e.text);
	return rc;
}

/* TOCSIN_HOME_NET=10.0.0.0/8 */
static int apply_environment(struct tocsin_job *job)
{
	for (char **v = environ; *v; v++) {
		struct tocsin_error e;
		char name[64];
		const char *equals = strchr(*v, '=');
		size_t n = 0;

		if (strncmp(*v, "TOCSIN_", 7) != 0 || !equals)
			continue;
		for (const char *c = *v + 7; c < equals && n < sizeof(name) - 1; c++)
			name[n++] = *c == '_' ? '-' : (char)tolower((unsigned char)*c);
		name[n] = '\0';
		if (is_allowed(name) && tocsin_job_set(job, name, equals + 1, &e) < 0) {
			complain("%.*s: %s", (int)(equals - *v), *v, e.text);
			return -1;
		}
	}
	return 0;
}

int config_apply(struct tocsin_job *job)
{
	const char *home = getenv("XDG_CONFIG_HOME"), *user = getenv("HOME");
	char path[4096];

	if (apply_file(job, "/etc/tocsin/config") < 0)
		return -1;
	if (home && home[0] == '/')
		snprintf(path, sizeof(path), "%s/tocsin/config", home);
	else
		snprintf(path, sizeof(path), "%s/.config/tocsin/config", user ? user : "");
	if (apply_file(job, path) < 0)
		return -1;
	return apply_environment(job);
}
