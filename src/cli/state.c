/* state.c -- where tocsin keeps what outlives a run. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"

/* Where one kind of files lies: as the user says, of root, below a user's home. */
static int place(const char *said, const char *root, const char *below, const char *name,
		 char *out, size_t size)
{
	const char *home = getenv("HOME");
	int n;

	said = getenv(said);
	if (said && said[0] == '/')
		n = snprintf(out, size, "%s/tocsin/%s", said, name);
	else if (geteuid() == 0)
		n = snprintf(out, size, "%s/tocsin/%s", root, name);
	else if (home && home[0] == '/')
		n = snprintf(out, size, "%s/%s/tocsin/%s", home, below, name);
	else
		return -1;
	return n < 0 || (size_t)n >= size ? -1 : 0;
}

int state_path(const char *name, char *out, size_t size)
{
	return place("XDG_STATE_HOME", "/var/lib", ".local/state", name, out, size);
}

int cache_path(const char *name, char *out, size_t size)
{
	return place("XDG_CACHE_HOME", "/var/cache", ".cache", name, out, size);
}

int data_path(const char *name, char *out, size_t size)
{
	return place("XDG_DATA_HOME", "/var/lib", ".local/share", name, out, size);
}

void use_knowledge(struct tocsin_job *job)
{
	struct tocsin_error e;
	char file[4096];

	if (data_path("knowledge", file, sizeof(file)) == 0)
		tocsin_job_set(job, "knowledge", file, &e);
}

/* The case that the last sweep named, or false when it named none. */
static bool last_named(char *out, size_t size)
{
	char file[4096];
	FILE *f;
	size_t n = 0;

	if (state_path("named", file, sizeof(file)) < 0)
		return false;
	f = fopen(file, "re");
	if (!f)
		return false;
	n = fread(out, 1, size - 1, f);
	fclose(f);
	out[n] = '\0';
	out[strcspn(out, "\n")] = '\0';
	return out[0] == '/';
}

/* The folders above `file`, for nobody else's eyes. */
static void make_folders(char *file)
{
	for (char *slash = strchr(file + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(file, 0700);
		*slash = '/';
	}
}

void state_remember(const char *folder)
{
	char file[4096], whole[4096];
	FILE *f;

	if (state_path("named", file, sizeof(file)) < 0)
		return;
	make_folders(file);
	if (!folder || !realpath(folder, whole)) {
		unlink(file);
		return;
	}
	f = fopen(file, "we");
	if (!f)
		return;
	fprintf(f, "%s\n", whole);
	fclose(f);
}

int records_path(const char *named, char *out, size_t size)
{
	char folder[4096] = "";
	struct stat s;

	if (!named && !last_named(folder, sizeof(folder)) && state_path("last", folder, sizeof(folder)) < 0)
		return complain("no CASE and no FILE.ndjson is named, and there is no last sweep");
	snprintf(out, size, "%s", named ? named : folder);
	if (strcmp(out, "-") != 0 && stat(out, &s) == 0 && S_ISDIR(s.st_mode))
		snprintf(out + strlen(out), size - strlen(out), "/records.ndjson");
	if (strcmp(out, "-") == 0 || access(out, R_OK) == 0)
		return 0;
	if (!named)
		return complain("there is no last sweep: name a CASE or a FILE.ndjson");
	return complain("%s: %s", named, access(named, F_OK) == 0
			? "a folder without a finished sweep" : "no such case or file");
}

const char *operator_name(void)
{
	static const char *const names[] = { "TOCSIN_OPERATOR", "SUDO_USER", "LOGNAME", "USER" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (getenv(names[i]) && getenv(names[i])[0])
			return getenv(names[i]);
	return "";
}

void state_give(const char *folder)
{
	static const char *const names[] = { "", "/case.db", "/records.ndjson", "/set" };
	const char *user = getenv("SUDO_UID"), *group = getenv("SUDO_GID");
	uid_t uid;
	gid_t gid;
	char path[4200];

	if (geteuid() != 0 || !user || !group)
		return;
	uid = (uid_t)strtoul(user, NULL, 10);
	gid = (gid_t)strtoul(group, NULL, 10);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "%s%s", folder, names[i]);
		/* Who may not have it still has his answer. */
		if (lchown(path, uid, gid) < 0)
			return;
	}
}
