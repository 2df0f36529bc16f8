/* given.c -- the file of one advisory. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "given.h"
#include "match/set.h"

int given_open(struct span path, struct error *e)
{
	struct stat s;
	char name[4096];
	int fd;

	if (span_equal(path, SPAN("-")))
		return dup(0);
	snprintf(name, sizeof(name), "%.*s", SPAN_ARG(path));
	fd = open(name, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return fail(e, errno == EACCES ? ERR_PERMISSION : ERR_IO, "%s", strerror(errno));
	if (fstat(fd, &s) == 0 && S_ISDIR(s.st_mode)) {
		close(fd);
		return fail(e, ERR_USAGE, "a folder, not an advisory");
	}
	if (set_file_is(fd)) {
		close(fd);
		return fail(e, ERR_USAGE, "a compiled set: sweep with it alone (--set)");
	}
	return fd;
}

void given_unread(struct unread *u, struct span source, const struct error *why, bool begun)
{
	*u = (struct unread){ .stub = { .type = INTEL_ADVISORY }, .gap = { .type = INTEL_GAP } };
	snprintf(u->id, sizeof(u->id), "unread:%.*s", SPAN_ARG(span_cut(source, 0, 200)));
	snprintf(u->detail, sizeof(u->detail), "%.*s: %s%s", SPAN_ARG(span_cut(source, 0, 200)),
		 begun ? "only its beginning was read: " : "", why->text);
	u->stub.advisory = (struct advisory){ .id = span_of(u->id), .source = source,
					      .format = SPAN("unread"), .published = TIME_NONE };
	u->stub.advisory.activity_from = u->stub.advisory.activity_to = TIME_NONE;
	u->gap.gap = (struct intel_gap){ .reason = SPAN("advisory-unread"),
					 .detail = span_of(u->detail), .unread = true };
}
