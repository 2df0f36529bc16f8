/* test_database.c -- what is committed stays, what is foreign is refused. */
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/database.h"
#include "test.h"

#define KIND "TEST"

static char folder[] = "/tmp/test_database_XXXXXX";
static char path[64];

static struct database *open_for_writing(void)
{
	struct database *db;
	struct error e;

	if (database_open(&db, path, DATABASE_WRITE, KIND, &e) < 0)
		test_fail("%s", e.text);
	if (database_run(db, "create table if not exists t(a integer primary key, b blob)", &e) < 0)
		test_fail("%s", e.text);
	return db;
}

static void put(struct database *db, int64_t a, struct span b)
{
	struct query *q;
	struct error e;

	assert_int_equal(database_begin(db, &e), 0);
	assert_non_null(q = query_open(db, "insert or replace into t values(?, ?)", &e));
	query_bind(q, 1, a);
	query_bind_bytes(q, 2, b);
	assert_int_equal(query_do(q, &e), 0);
	query_close(q);
}

static int64_t count(struct database *db)
{
	struct query *q;
	struct error e;
	int64_t n;

	assert_non_null(q = query_open(db, "select count(*) from t", &e));
	assert_int_equal(query_next(q, &e), 1);
	n = query_number(q, 0);
	query_close(q);
	return n;
}

static void fresh(void)
{
	char name[96];

	if (!path[0]) {
		assert_non_null(mkdtemp(folder));
		snprintf(path, sizeof(path), "%s/t.db", folder);
	}
	unlink(path);
	snprintf(name, sizeof(name), "%s-wal", path);
	unlink(name);
	snprintf(name, sizeof(name), "%s-shm", path);
	unlink(name);
}

TEST(a_closed_database_is_one_private_file)
{
	struct database *db;
	struct stat s;
	char log[96];

	fresh();
	db = open_for_writing();
	put(db, 1, SPAN("one"));
	database_close(db);
	assert_int_equal(stat(path, &s), 0);
	assert_int_equal(s.st_mode & 0777, 0600);
	snprintf(log, sizeof(log), "%s-wal", path);
	assert_int_equal(stat(log, &s), -1);
	db = open_for_writing();
	assert_int_equal(count(db), 1);
	database_close(db);
}

TEST(what_was_committed_survives_a_kill)
{
	struct database *db;
	pid_t child;

	fresh();
	database_close(open_for_writing());
	child = fork();
	if (child == 0) {
		struct error e;

		db = open_for_writing();
		put(db, 1, SPAN("kept"));
		database_commit(db, &e);
		put(db, 2, SPAN("lost"));
		raise(SIGKILL);
	}
	waitpid(child, NULL, 0);
	db = open_for_writing();
	assert_int_equal(count(db), 1);
	database_close(db);
}

TEST(a_file_of_another_kind_is_refused)
{
	struct database *db;
	struct error e = { 0 };

	fresh();
	database_close(open_for_writing());
	assert_int_equal(database_open(&db, path, DATABASE_READ, "ELSE", &e), -1);
	assert_int_equal(e.code, ERR_MALFORMED);
	assert_int_equal(database_open(&db, "/etc/passwd", DATABASE_READ, KIND, &e), -1);
	assert_int_equal(e.code, ERR_MALFORMED);
	assert_int_equal(database_open(&db, "/nowhere/at/all", DATABASE_READ, KIND, &e), -1);
}

TEST(both_files_tell_whose_they_are_at_a_fixed_place)
{
	struct database *db;
	struct error e;
	char head[256] = { 0 }, log[96];
	FILE *f;

	fresh();
	db = open_for_writing();
	for (int i = 0; i < 2000; i++) {
		put(db, i, SPAN("a row that is long enough to fill pages"));
		if (i % 100 == 0)
			database_commit(db, &e);
	}
	database_commit(db, &e);
	f = fopen(path, "r");
	assert_int_equal(fread(head, 1, sizeof(head), f), sizeof(head));
	fclose(f);
	assert_memory_equal(head + 68, KIND, 4);
	snprintf(log, sizeof(log), "%s-wal", path);
	f = fopen(log, "r");
	assert_int_equal(fread(head, 1, sizeof(head), f), sizeof(head));
	fclose(f);
	assert_memory_equal(head + 32 + 24 + 68, KIND, 4);
	database_close(db);
}

TEST(an_empty_value_is_not_the_same_as_none)
{
	struct database *db;
	struct query *q;
	struct error e;

	fresh();
	db = open_for_writing();
	put(db, 1, SPAN(""));
	database_run(db, "insert into t values(2, null)", &e);
	assert_non_null(q = query_open(db, "select b from t order by a", &e));
	assert_int_equal(query_next(q, &e), 1);
	assert_non_null(query_span(q, 0).ptr);
	assert_int_equal(query_next(q, &e), 1);
	assert_null(query_span(q, 0).ptr);
	query_close(q);
	database_close(db);
	fresh();
	rmdir(folder);
}
