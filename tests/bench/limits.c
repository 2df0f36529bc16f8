/*
 * limits.c -- what tests/bench/run compares with besides whole programs.
 *
 *	limits memchr FILE...			bytes that are only looked at
 *	limits igzip FILE...			inflated by ISA-L, thrown away (WITH_IGZIP)
 *	limits first FILE COMMAND...		ms of the clock until COMMAND reads FILE
 *	limits vectorscan LIST FILE...		all lines of LIST as literals (WITH_VECTORSCAN)
 *
 * Prints the matches, the seconds until the search began, and those of the search.
 */
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#ifdef WITH_VECTORSCAN
#include <hs/hs.h>
#endif

#ifdef WITH_IGZIP
#include <isa-l/igzip_lib.h>
#endif

#define BLOCK (256u << 10)

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

struct work {
	unsigned long long matches;
	void *own;
	int (*look)(struct work *w, const char *block, size_t len);
};

/* Read as tocsin reads: block by block into the same room. */
static int go(struct work *w, char **file, double began)
{
	double from = seconds();
	char *block = malloc(BLOCK);

	for (; block && *file; file++) {
		int fd = open(*file, O_RDONLY);
		ssize_t got;

		while (fd >= 0 && (got = read(fd, block, BLOCK)) > 0)
			if (w->look(w, block, (size_t)got) != 0)
				return 1;
		if (fd < 0)
			return 1;
		close(fd);
	}
	free(block);
	printf("%llu %.6f %.6f\n", w->matches, from - began, seconds() - from);
	return 0;
}

static int look_memchr(struct work *w, const char *block, size_t len)
{
	w->matches += memchr(block, '\x01', len) != NULL;
	return 0;
}

#ifdef WITH_IGZIP
struct inflating {
	struct inflate_state state;
	unsigned char out[BLOCK];
};

/* One member after the other; `matches` are the bytes that came out. */
static int look_igzip(struct work *w, const char *block, size_t len)
{
	struct inflating *i = w->own;

	i->state.next_in = (unsigned char *)(size_t)block;
	i->state.avail_in = (unsigned)len;
	do {
		i->state.next_out = i->out;
		i->state.avail_out = BLOCK;
		if (isal_inflate(&i->state) != ISAL_DECOMP_OK)
			return 1;
		w->matches += BLOCK - i->state.avail_out;
		if (i->state.block_state == ISAL_BLOCK_FINISH) {
			isal_inflate_reset(&i->state);
			i->state.crc_flag = ISAL_GZIP;
		}
	} while (i->state.avail_in > 0 || i->state.avail_out == 0);
	return 0;
}

static int igzip(char **argument)
{
	struct inflating *i = malloc(sizeof(*i));
	struct work w = { 0, i, look_igzip };

	if (!i)
		return 1;
	isal_inflate_init(&i->state);
	i->state.crc_flag = ISAL_GZIP;
	return go(&w, argument, seconds());
}
#else
static int igzip(char **argument)
{
	(void)argument;
	return 2;
}
#endif

#ifdef WITH_VECTORSCAN
struct literals {
	const char **text;
	size_t *len;
	unsigned *flags, *ids;
	unsigned count;
};

static int literals_read(struct literals *l, const char *path)
{
	int fd = open(path, O_RDONLY);
	struct stat s;
	char *all;

	if (fd < 0 || fstat(fd, &s) < 0)
		return -1;
	all = mmap(NULL, (size_t)s.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (all == MAP_FAILED)
		return -1;
	l->text = calloc((size_t)s.st_size, sizeof(*l->text));
	l->len = calloc((size_t)s.st_size, sizeof(*l->len));
	for (const char *at = all, *end = all + s.st_size; at < end; ) {
		const char *line = memchr(at, '\n', (size_t)(end - at));

		line = line ? line : end;
		if (line > at) {
			l->text[l->count] = at;
			l->len[l->count++] = (size_t)(line - at);
		}
		at = line + 1;
	}
	l->flags = calloc(l->count, sizeof(*l->flags));
	l->ids = calloc(l->count, sizeof(*l->ids));
	return 0;
}

struct scanner {
	hs_database_t *database;
	hs_scratch_t *scratch;
};

static int on_match(unsigned id, unsigned long long from, unsigned long long to, unsigned flags,
		    void *context)
{
	(void)id;
	(void)from;
	(void)to;
	(void)flags;
	++*(unsigned long long *)context;
	return 0;
}

static int look_vectorscan(struct work *w, const char *block, size_t len)
{
	struct scanner *s = w->own;

	return hs_scan(s->database, block, (unsigned)len, 0, s->scratch, on_match, &w->matches) !=
	       HS_SUCCESS;
}

static int vectorscan(char **argument)
{
	double began = seconds();
	struct scanner s = { NULL, NULL };
	struct work w = { 0, &s, look_vectorscan };
	struct literals l = { 0 };
	hs_compile_error_t *why;

	if (!argument[0] || literals_read(&l, argument[0]) < 0 ||
	    hs_compile_lit_multi(l.text, l.flags, l.ids, l.len, l.count, HS_MODE_BLOCK, NULL,
				 &s.database, &why) != HS_SUCCESS ||
	    hs_alloc_scratch(s.database, &s.scratch) != HS_SUCCESS)
		return 1;
	return go(&w, argument + 1, began);
}
#else
static int vectorscan(char **argument)
{
	(void)argument;
	return 2;
}
#endif

/* Milliseconds from the start of a command until it reads FILE: the best of FIRST_RUNS. */
#define FIRST_RUNS 20

static double clock_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static double first_byte(const char *file, char **command)
{
	struct pollfd read_it = { .fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC), .events = POLLIN };
	double began = clock_ms(), took = -1;
	pid_t pid;

	if (inotify_add_watch(read_it.fd, file, IN_ACCESS) < 0)
		return -1;
	pid = fork();
	if (pid == 0) {
		int null = open("/dev/null", O_WRONLY);

		dup2(null, 1);
		dup2(null, 2);
		execv(command[0], command);
		_exit(127);
	}
	if (poll(&read_it, 1, 10000) == 1)
		took = clock_ms() - began;
	waitpid(pid, NULL, 0);
	close(read_it.fd);
	return took;
}

static int first(const char *file, char **command)
{
	double best = -1;

	for (int i = 0; i < FIRST_RUNS; i++) {
		double took = first_byte(file, command);

		if (took < 0)
			return 1;
		if (best < 0 || took < best)
			best = took;
	}
	printf("%.1f\n", best);
	return 0;
}

int main(int argc, char **argv)
{
	struct work w = { 0, NULL, look_memchr };

	if (argc > 2 && strcmp(argv[1], "memchr") == 0)
		return go(&w, argv + 2, seconds());
	if (argc > 2 && strcmp(argv[1], "igzip") == 0)
		return igzip(argv + 2);
	if (argc > 3 && strcmp(argv[1], "vectorscan") == 0)
		return vectorscan(argv + 2);
	if (argc > 3 && strcmp(argv[1], "first") == 0)
		return first(argv[2], argv + 3);
	fprintf(stderr, "usage: limits first FILE COMMAND... | memchr FILE... | igzip FILE... | vectorscan LIST FILE...\n");
	return 2;
}
