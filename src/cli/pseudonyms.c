/*
 * pseudonyms.c -- the secret behind the pseudonyms of --redact: 32 random
 * bytes, made once and kept where only its owner reads it, so that a machine
 * has the same pseudonym in every report of a case.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"

#define KEY_BYTES 32
#define KEY_HEX	  (2 * KEY_BYTES)

static int key_path(const char *folder, char *out, size_t size)
{
	int n;

	if (!folder)
		return state_path("pseudonyms.key", out, size);
	n = snprintf(out, size, "%s/pseudonyms.key", folder);
	return n < 0 || (size_t)n >= size ? -1 : 0;
}

/* All folders in front of the last slash. */
static void make_folders(const char *path)
{
	char folder[4096];

	snprintf(folder, sizeof(folder), "%s", path);
	for (char *slash = folder + 1; (slash = strchr(slash, '/')); slash++) {
		*slash = '\0';
		mkdir(folder, 0700);
		*slash = '/';
	}
}

/* 1 when it was read, 0 when there is none, -1 when it is no key. */
static int read_key(const char *path, char *hex)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	ssize_t n;

	if (fd < 0)
		return errno == ENOENT ? 0 : -1;
	n = read(fd, hex, KEY_HEX);
	close(fd);
	hex[KEY_HEX] = '\0';
	return n == KEY_HEX && strspn(hex, "0123456789abcdef") == KEY_HEX ? 1 : -1;
}

static int make_key(const char *path, char *hex)
{
	unsigned char raw[KEY_BYTES];
	char aside[4200];
	int fd, rc;

	if (getrandom(raw, sizeof(raw), 0) != sizeof(raw))
		return -1;
	for (int i = 0; i < KEY_BYTES; i++)
		snprintf(hex + 2 * i, 3, "%02x", raw[i]);
	make_folders(path);
	snprintf(aside, sizeof(aside), "%s.%d", path, (int)getpid());
	fd = open(aside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return -1;
	rc = write(fd, hex, KEY_HEX) == KEY_HEX && fsync(fd) == 0 ? 0 : -1;
	close(fd);
	/* Another tocsin may have been first: then its key is the one. */
	if (rc == 0 && link(aside, path) < 0)
		rc = errno == EEXIST && read_key(path, hex) == 1 ? 0 : -1;
	unlink(aside);
	return rc;
}

static int use_key(struct tocsin_report *report, const char *folder)
{
	char path[4096], hex[KEY_HEX + 1] = "";
	struct tocsin_error e;
	int found;

	if (key_path(folder, path, sizeof(path)) < 0) {
		complain("no place for the key of the pseudonyms: set HOME or XDG_STATE_HOME");
		return -1;
	}
	found = read_key(path, hex);
	if (found < 0 || (found == 0 && make_key(path, hex) < 0)) {
		complain("%s: %s", path, found < 0 ? "this is no key of pseudonyms" : strerror(errno));
		return -1;
	}
	if (tocsin_report_set(report, "redact", hex, &e) == 0)
		return 0;
	complain("%s", e.text);
	return -1;
}

int report_for_others(struct tocsin_report *report, bool redact, const char *tlp,
		      const char *folder)
{
	struct tocsin_error e;

	if (tlp && tocsin_report_set(report, "tlp", tlp, &e) < 0) {
		complain("%s", e.text);
		return -1;
	}
	return redact ? use_key(report, folder) : 0;
}
