/*
 * test_walk.c -- the walk in its own process: order, skips, gaps, globs, and
 * what happens when it is ended in the middle.
 */
#define TEST_NO_MAIN
#include "test.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/process.h"
#include "evidence/names.h"
#include "evidence/walk.h"

static char top[64];

static void make(const char *path, const char *content)
{
	char full[512];
	int fd;

	snprintf(full, sizeof(full), "%s/%s", top, path);
	for (char *c = full + strlen(top) + 1; *c; c++)
		if (*c == '/') {
			*c = '\0';
			mkdir(full, 0700);
			*c = '/';
		}
	fd = open(full, O_WRONLY | O_CREAT, 0600);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, content, strlen(content)), strlen(content));
	close(fd);
}

static int enter_tree(void)
{
	strcpy(top, "/tmp/tocsin-walk-XXXXXX");
	return mkdtemp(top) ? 0 : -1;
}

static void leave_tree(void)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -rf '%s'", top);
	assert_int_equal(system(command), 0);
}

/* Walk `top` and write one line per answer; stop after `most` files (0: all). */
static void walk(const struct walk_options *o, struct buf *lines, unsigned most)
{
	struct pool_options p = { .program = "/proc/self/exe", .job = "walk", .workers = 1,
				  .sandbox = true, .fds = 2 };
	int page = memfd_create("page", MFD_CLOEXEC), spill = memfd_create("names", MFD_CLOEXEC);
	struct pool_event ev;
	struct error e = { 0 };
	struct pool *pool;
	struct buf b;
	unsigned files = 0;

	assert_int_equal(ftruncate(page, WALK_PATH_MAX), 0);
	p.fd[0] = page;
	p.fd[1] = spill;
	if (pool_open(&pool, &p, &e) < 0)
		test_fail("%s", e.text);
	buf_init(&b, 1 << 20);
	buf_init(lines, 1 << 24);
	walk_options_encode(&b, o);
	assert_int_equal(pool_send(pool, 0, WALK_OPTIONS, buf_span(&b), -1, &e), 0);
	buf_clear(&b);
	frame_u32(&b, 0);
	frame_u32(&b, 1);
	frame_span(&b, span_of(top));
	assert_int_equal(pool_send(pool, 0, WALK_PATHS, buf_span(&b), -1, &e), 0);
	for (;;) {
		struct cursor c;
		struct walk_file f;

		assert_int_equal(pool_wait(pool, UINT64_MAX, -1, 10000, &ev, &e), 0);
		if (ev.type != POOL_MESSAGE)
			test_fail("the walk ended: %s", ev.cause);
		c = (struct cursor){ .left = ev.message.body };
		if (ev.message.type == WALK_MORE)
			break;
		if (ev.message.type == WALK_FILE) {
			char bytes[16];
			ssize_t got = read(ev.message.fd, bytes, sizeof(bytes));

			walk_file_decode(&c, &f);
			buf_printf(lines, "file %.*s %zu '%.*s'\n", SPAN_ARG(span_skip(f.path, strlen(top))),
				   (size_t)f.size, (int)(got > 0 ? got : 0), bytes);
			close(ev.message.fd);
			if (++files == most)
				break;
		} else if (ev.message.type == WALK_SKIP) {
			enum walk_skip skip = cursor_u8(&c);
			struct span path = span_skip(cursor_span(&c), strlen(top));

			buf_printf(lines, "skip %s %.*s\n", walk_skip_name(skip), SPAN_ARG(path));
		} else if (ev.message.type == WALK_GAP) {
			struct span reason = cursor_span(&c);
			struct span path = span_skip(cursor_span(&c), strlen(top));

			buf_printf(lines, "gap %.*s %.*s\n", SPAN_ARG(reason), SPAN_ARG(path));
		} else if (ev.message.type == WALK_EXCLUDED) {
			struct span path = cursor_span(&c);

			buf_printf(lines, "excluded %.*s %zu\n", SPAN_ARG(span_skip(path, strlen(top))),
				   (size_t)cursor_u64(&c));
		}
		assert_false(c.bad);
	}
	pool_close(pool);
	buf_release(&b);
	close(page);
	close(spill);
}

static void expect_walk(const struct walk_options *o, const char *expected)
{
	struct buf lines;

	walk(o, &lines, 0);
	assert_string_equal(buf_string(&lines), expected);
	buf_release(&lines);
}

TEST(the_walk_goes_depth_first_in_byte_order_and_skips_what_is_no_file)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	char path[128];
	int s = socket(AF_UNIX, SOCK_STREAM, 0);

	assert_int_equal(enter_tree(), 0);
	make("b/two", "2");
	make("b/one", "1");
	make("a.log", "first");
	make("B", "upper");
	make("b.txt", "x");
	snprintf(path, sizeof(path), "%s/c-fifo", top);
	assert_int_equal(mkfifo(path, 0600), 0);
	snprintf(path, sizeof(path), "%s/d-link", top);
	assert_int_equal(symlink("/etc/passwd", path), 0);
	snprintf(path, sizeof(path), "%s/e-loop", top);
	assert_int_equal(symlink(".", path), 0);
	snprintf(a.sun_path, sizeof(a.sun_path), "%s/f-socket", top);
	assert_int_equal(bind(s, (struct sockaddr *)&a, sizeof(a)), 0);
	snprintf(path, sizeof(path), "%s/g-again", top);
	assert_int_equal(link(strcat(strcpy((char[128]){ 0 }, top), "/a.log"), path), 0);
	expect_walk(&(struct walk_options){ 0 },
		    "file /B 5 'upper'\nfile /a.log 5 'first'\nfile /b/one 1 '1'\nfile /b/two 1 '2'\n"
		    "file /b.txt 1 'x'\nskip fifo /c-fifo\nskip symlink /d-link\nskip symlink /e-loop\n"
		    "skip socket /f-socket\nskip same-inode /g-again\n");
	close(s);
	leave_tree();
}

TEST(what_the_user_excludes_is_told_with_its_size)
{
	struct walk_options o = { .excludes = 2, .exclude = { SPAN("*.tmp"), SPAN("cache/") } };

	assert_int_equal(enter_tree(), 0);
	make("a.tmp", "1234");
	make("cache/x", "1");
	make("deep/cache/y", "1");
	make("deep/b.log", "1");
	expect_walk(&o, "excluded /a.tmp 4\nexcluded /cache 0\nfile /deep/b.log 1 '1'\nexcluded /deep/cache 0\n");
	o = (struct walk_options){ .includes = 1, .include = { SPAN("*.log") } };
	expect_walk(&o, "excluded /a.tmp 4\nexcluded /cache/x 1\nfile /deep/b.log 1 '1'\nexcluded /deep/cache/y 1\n");
	leave_tree();
}

TEST(our_own_output_is_not_swept)
{
	struct walk_options o = { .owns = 1 };
	struct stat s;
	char path[128];

	assert_int_equal(enter_tree(), 0);
	make("report.txt", "1");
	make("z", "1");
	snprintf(path, sizeof(path), "%s/report.txt", top);
	assert_int_equal(stat(path, &s), 0);
	o.own[0].device = s.st_dev;
	o.own[0].inode = s.st_ino;
	expect_walk(&o, "skip own-output /report.txt\nfile /z 1 '1'\n");
	leave_tree();
}

TEST(a_walk_that_hung_is_taken_up_behind_the_place)
{
	char resume[128];
	struct walk_options o = { 0 };

	assert_int_equal(enter_tree(), 0);
	make("a/1", "1");
	make("a/2", "2");
	make("a/3", "3");
	make("b", "4");
	snprintf(resume, sizeof(resume), "%s/a/2", top);
	o.resume = span_of(resume);
	expect_walk(&o, "file /a/3 1 '3'\nfile /b 1 '4'\n");
	snprintf(resume, sizeof(resume), "%s/a", top);
	o.resume = span_of(resume);
	expect_walk(&o, "file /b 1 '4'\n");
	leave_tree();
}

TEST(directories_nested_without_end_are_a_gap_and_not_the_end)
{
	struct buf lines;
	char path[128];
	int dir;

	assert_int_equal(enter_tree(), 0);
	make("z", "last");
	dir = open(top, O_RDONLY | O_DIRECTORY);
	for (int i = 0; i < 400; i++) {
		int deeper;

		assert_int_equal(mkdirat(dir, "d", 0700), 0);
		deeper = openat(dir, "d", O_RDONLY | O_DIRECTORY);
		close(dir);
		dir = deeper;
	}
	close(dir);
	walk(&(struct walk_options){ 0 }, &lines, 0);
	assert_true(span_find(buf_span(&lines), SPAN("gap depth-limit ")) != SPAN_NONE);
	assert_true(span_ends(buf_span(&lines), SPAN("file /z 4 'last'\n")));
	buf_release(&lines);
	snprintf(path, sizeof(path), "%s", top);
	leave_tree();
}

TEST(ten_thousand_names_come_sorted)
{
	struct names *n;
	struct error e;
	struct span name;
	unsigned char type;
	char last[16] = "";
	int dir, count = 0;

	assert_int_equal(enter_tree(), 0);
	dir = open(top, O_RDONLY | O_DIRECTORY);
	for (int i = 0; i < 10000; i++) {
		char file[16];

		snprintf(file, sizeof(file), "%x", i * 7919);
		close(openat(dir, file, O_WRONLY | O_CREAT, 0600));
	}
	assert_int_equal(names_open(&n, dir, -1, &e), 0);
	while (names_next(n, &name, &type)) {
		assert_true(strcmp(last, name.ptr) < 0);
		snprintf(last, sizeof(last), "%s", name.ptr);
		count++;
	}
	assert_int_equal(count, 10000);
	names_close(n);
	close(dir);
	leave_tree();
}

int main(int argc, char **argv)
{
	static const struct job *const jobs[] = { &walk_job, NULL };

	if (argc == 2 && strcmp(argv[1], "--worker") == 0)
		worker_main(jobs);
	return test_main();
}
