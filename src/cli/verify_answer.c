/* verify_answer.c -- `tocsin verify CASE`: the seal, and the files under it. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/out.h"
#include "base/time.h"
#include "cli/stored.h"

#define TOLD 20		/* files named one by one */

/* ---- the seal */

/* Everything in front of the record `run` but hits, then the manifest's digest. */
static int seal_of(struct stored *s, char *hex)
{
	const char *manifest = stored_text(s, s->run, "manifest");
	FILE *f = fopen(s->records, "re");
	struct digests d = { 0 };
	uint8_t raw[DIGEST_MAX];
	struct error e;
	char *line = NULL;
	size_t room = 0;
	ssize_t n;

	if (!f || digests_begin(&d, 1u << DIGEST_SHA256, &e) < 0) {
		if (f)
			fclose(f);
		return complain("%s: cannot be read", s->records);
	}
	while ((n = getline(&line, &room, f)) > 0)
		if (!span_starts(span_make(line, (size_t)n), SPAN("{\"type\":\"run\"")) &&
		    !span_starts(span_make(line, (size_t)n), SPAN("{\"type\":\"hit\"")))
			digests_add(&d, span_make(line, (size_t)n));
	digests_add(&d, span_of(manifest));
	hex_encode(raw, digests_end(&d, DIGEST_SHA256, raw), hex);
	digests_release(&d);
	free(line);
	fclose(f);
	return 0;
}

/* ---- the files */

struct checking {
	const char *folder;	/* that relative names start from */
	bool digests;
	unsigned long long same, changed, gone, untold;
	unsigned told;
};

static bool digest_holds(const char *path, const char *sha256)
{
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	static char block[1u << 18];
	char hex[2 * DIGEST_MAX + 1];
	struct digests d = { 0 };
	uint8_t raw[DIGEST_MAX];
	struct error e;
	ssize_t got = -1;

	if (fd < 0 || digests_begin(&d, 1u << DIGEST_SHA256, &e) < 0) {
		if (fd >= 0)
			close(fd);
		return false;
	}
	while ((got = read(fd, block, sizeof(block))) > 0)
		digests_add(&d, span_make(block, (size_t)got));
	close(fd);
	hex_encode(raw, digests_end(&d, DIGEST_SHA256, raw), hex);
	digests_release(&d);
	return got == 0 && strcmp(hex, sha256) == 0;
}

static void tell_file(struct checking *c, const char *word, const char *path)
{
	struct out o;
	struct error e;

	if (c->told++ >= TOLD)
		return;
	fflush(stdout);
	out_to_fd(&o, STDOUT_FILENO);
	out_printf(&o, " %-8s ", word);
	out_terminal(&o, span_of(path));
	out_text(&o, "\n");
	out_finish(&o, &e);
	out_release(&o);
}

static bool is_same(const struct checking *c, const struct tocsin_file *f, const char *path,
		    const struct stat *st)
{
	int64_t mtime = (int64_t)st->st_mtim.tv_sec * TIME_SECOND + st->st_mtim.tv_nsec / 1000;

	if ((uint64_t)st->st_size != f->size)
		return false;
	if (c->digests && f->sha256)
		return digest_holds(path, f->sha256);
	return f->mtime == TIME_NONE || mtime == f->mtime;
}

static int check_file(void *context, const struct tocsin_file *f)
{
	struct checking *c = context;
	char path[8192];
	struct stat st;

	if (f->path[0] == '/' || access(f->path, F_OK) == 0)
		snprintf(path, sizeof(path), "%s", f->path);
	else
		snprintf(path, sizeof(path), "%s/%s", c->folder, f->path);
	if (lstat(path, &st) < 0) {
		c->gone++;
		tell_file(c, "gone", f->path);
	} else if (!S_ISREG(st.st_mode)) {
		c->untold++;
	} else if (is_same(c, f, path, &st)) {
		c->same++;
	} else {
		c->changed++;
		tell_file(c, "changed", f->path);
	}
	return 0;
}

static int verify_manifest(struct stored *s, bool digests, bool *holds)
{
	struct checking c = { .folder = stored_text(s, s->run, "folder"), .digests = digests };
	struct tocsin_error e;
	char digest[65];

	if (tocsin_case_files(s->folder, NULL, NULL, digest, &e) < 0)
		return complain("%s", e.text);
	if (strcmp(digest, stored_text(s, s->run, "manifest")) != 0) {
		printf("BROKEN  manifest: not the one that was sealed\n");
		*holds = false;
	}
	if (tocsin_case_files(s->folder, check_file, &c, digest, &e) < 0)
		return complain("%s", e.text);
	if (c.told > TOLD)
		printf(" ... and %u more\n", c.told - TOLD);
	printf("evidence: %llu files as they were (%s), %llu changed, %llu gone\n", c.same,
	       digests ? "size and SHA-256 where it was taken, else time" : "size and time",
	       c.changed, c.gone);
	return 0;
}

int verify_answer(struct stored *s, bool digests)
{
	char hex[2 * DIGEST_MAX + 1];
	bool holds;

	if (stored_load(s) != 0 || seal_of(s, hex) != 0)
		return STATUS_FAILED;
	holds = strcmp(hex, stored_text(s, s->run, "seal")) == 0;
	printf("%s  seal %s\n", holds ? "HOLDS" : "BROKEN", stored_text(s, s->run, "seal"));
	if (!holds)
		printf("the records add up to %s\n", hex);
	if (s->folder[0] && verify_manifest(s, digests, &holds) != 0)
		return STATUS_FAILED;
	return holds ? STATUS_OK : STATUS_FOUND;
}
