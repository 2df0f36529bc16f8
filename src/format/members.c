/*
 * members.c -- the loop around libarchive.
 *
 * Specification: libarchive's own manual, archive_read(3).  Not here: links,
 * devices and folders (they have no bytes), extraction of any kind.
 * Hostile input: input goes in through callbacks only; a member that cannot be
 * decoded fails alone: where that ended the whole archive, it is opened again
 * behind that member, REOPENED times at most.  Counting members and guarding
 * expansion is the caller's.
 */
#include "format/members.h"
#include "format/zip_data.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <iconv.h>
#include <locale.h>
#include <time.h>

#include "base/dso.h"

#define CALLS(CALL) \
	CALL(archive_entry_filetype) CALL(archive_entry_hardlink) \
	CALL(archive_entry_is_data_encrypted) CALL(archive_entry_mtime) \
	CALL(archive_entry_mtime_is_set) CALL(archive_entry_pathname) \
	CALL(archive_entry_pathname_utf8) CALL(archive_entry_size) \
	CALL(archive_entry_size_is_set) CALL(archive_error_string) \
	CALL(archive_read_add_passphrase) \
	CALL(archive_read_data_block) CALL(archive_read_free) \
	CALL(archive_read_has_encrypted_entries) CALL(archive_read_new) \
	CALL(archive_read_next_header) CALL(archive_read_open1) \
	CALL(archive_read_set_callback_data) CALL(archive_read_set_read_callback) \
	CALL(archive_read_set_seek_callback) CALL(archive_read_set_skip_callback) \
	CALL(archive_read_support_format_by_code) CALL(archive_set_error)
DSO(lib, DSO_ARCHIVE, CALLS)

#define BLOCK	 (64 * 1024)
#define REOPENED 64
#define RETRIES	 16

struct member {			/* the one at hand */
	struct stream stream;
	struct span left;	/* of the block that libarchive lent */
	uint64_t hole;		/* zeros before it */
	struct error warning;	/* told when all was given */
	bool over, encrypted;
	bool otherwise;		/* its bytes come from members.data */
};

struct members {
	struct member member;
	struct archive *archive;
	const int *formats;
	struct reader *reader;
	uint64_t at;		/* of reader->file */
	struct error below;	/* why the input ended, if it failed */
	char *block;
	struct zip_data *data;	/* NULL: libarchive decodes all */
	uint64_t index;		/* of the member at hand, from 1 */
	unsigned reopened;
	bool broken;		/* the archive cannot go on */
	bool ended;		/* and its input was over, which the last member has told */
};

/* Held for ever: behind the sandbox no converter can be loaded, no zone be looked for. */
static iconv_t converters[4];
static bool prepared;

void members_prepare(void)
{
	static const char *const charsets[] = { "UTF-16LE", "UTF-16BE", "CP437", "UTF-8" };
	struct error ignored;

	if (prepared)
		return;
	dso_ask();
	prepared = true;
	/* Without it every container is a gap that names it. */
	dso_open(&lib_dso, &ignored);
	/* libarchive gives up on names that the locale cannot write. */
	setlocale(LC_CTYPE, "C.UTF-8");
	tzset();
	for (size_t i = 0; i < sizeof(charsets) / sizeof(charsets[0]); i++)
		converters[i] = iconv_open("UTF-8", charsets[i]);
}

/* ---- what goes wrong */

/* libarchive says it in words only. */
static enum error_code members_code(struct members *m)
{
	static const struct { const char *text; enum error_code code; } signs[] = {
		{ "assphrase", ERR_ENCRYPTED },	  { "ncrypt", ERR_ENCRYPTED },
		{ "nsupported", ERR_UNSUPPORTED }, { "not supported", ERR_UNSUPPORTED },
		{ "runcated", ERR_TRUNCATED },	  { "llocat", ERR_MEMORY },
		{ "emory", ERR_MEMORY },
	};
	const char *text = lib.archive_error_string(m->archive);

	if (m->below.code != ERR_NONE)
		return m->below.code;
	for (size_t i = 0; text && i < sizeof(signs) / sizeof(signs[0]); i++)
		if (strstr(text, signs[i].text))
			return signs[i].code;
	return m->member.encrypted ? ERR_ENCRYPTED : ERR_MALFORMED;
}

static int members_fail(struct members *m, struct error *e)
{
	const char *name = m->reader->format->name, *text = lib.archive_error_string(m->archive);
	enum error_code code = members_code(m);
	struct span said;

	if (code == ERR_ENCRYPTED)
		return fail(e, code, "%s: encrypted, and no password that we have opens it", name);
	said = span_trim(span_of(text ? text : "cannot be read"));
	return fail(e, code, "%s: %.*s", name, SPAN_ARG(span_cut(said, 0, 200)));
}

/* ---- input */

static la_ssize_t input_read(struct archive *a, void *context, const void **out)
{
	struct members *m = context;
	struct span now;
	int64_t got;

	if (m->reader->file) {
		if (seekable_look(m->reader->file, m->at, m->block, BLOCK, &now, &m->below) < 0)
			goto failed;
		m->at += now.len;
		*out = now.ptr;
		return (la_ssize_t)now.len;
	}
	got = stream_read(m->reader->stream, m->block, BLOCK, &m->below);
	*out = m->block;
	if (got >= 0)
		return (la_ssize_t)got;
failed:
	lib.archive_set_error(a, EIO, "%s", m->below.text);
	return ARCHIVE_FATAL;
}

static la_int64_t input_skip(struct archive *a, void *context, la_int64_t n)
{
	struct members *m = context;
	uint64_t size = m->reader->file->size;
	uint64_t now = m->at < size ? size - m->at : 0;

	(void)a;
	if (n < 0)
		return 0;
	if (now > (uint64_t)n)
		now = (uint64_t)n;
	m->at += now;
	return (la_int64_t)now;
}

static la_int64_t input_seek(struct archive *a, void *context, la_int64_t n, int whence)
{
	struct members *m = context;
	la_int64_t base = whence == SEEK_CUR ? (la_int64_t)m->at
			  : whence == SEEK_END ? (la_int64_t)m->reader->file->size : 0;

	(void)a;
	if (n < 0 && base < -n)
		return ARCHIVE_FATAL;
	m->at = (uint64_t)(base + n);
	return (la_int64_t)m->at;
}

static int members_begin(struct members *m, struct error *e)
{
	const struct reader *r = m->reader;

	if (dso_open(&lib_dso, e) < 0)
		return -1;
	m->archive = lib.archive_read_new();
	for (const int *f = m->formats; m->archive && *f; f++)
		if (lib.archive_read_support_format_by_code(m->archive, *f) < ARCHIVE_WARN)
			return fail(e, ERR_MEMORY, "%s: no memory", r->format->name);
	if (!m->archive)
		return fail(e, ERR_MEMORY, "%s: no memory", r->format->name);
	for (unsigned i = 0; i < r->passwords; i++) {
		char *word = arena_string(r->arena, r->password[i]);

		if (word && *word)
			lib.archive_read_add_passphrase(m->archive, word);
	}
	lib.archive_read_set_callback_data(m->archive, m);
	lib.archive_read_set_read_callback(m->archive, input_read);
	if (r->file) {
		lib.archive_read_set_skip_callback(m->archive, input_skip);
		lib.archive_read_set_seek_callback(m->archive, input_seek);
	}
	m->at = 0;
	m->broken = false;
	if (lib.archive_read_open1(m->archive) < ARCHIVE_WARN)
		return members_fail(m, e);
	return 0;
}

/* ---- one member */

/* A block that stands at `offset` of the member, without what was given before. */
static void member_lend(struct member *one, struct span block, uint64_t offset)
{
	uint64_t at = one->stream.position;

	one->hole = offset > at ? offset - at : 0;
	one->left = offset < at ? span_skip(block, at - offset < block.len ? (size_t)(at - offset)
									 : block.len) : block;
}

/* The next block of the member: 1, 0 at its end, -1. */
static int member_fill(struct members *m, struct error *e)
{
	struct member *one = &m->member;

	for (int i = 0; i < RETRIES; i++) {
		const void *block = NULL;
		la_int64_t offset = 0;
		size_t size = 0;
		int rc = lib.archive_read_data_block(m->archive, &block, &size, &offset);

		if (rc == ARCHIVE_EOF)
			return 0;
		if (rc == ARCHIVE_RETRY)
			continue;
		if (rc == ARCHIVE_WARN && one->warning.code == ERR_NONE)
			members_fail(m, &one->warning);
		if (rc < ARCHIVE_WARN) {
			m->broken |= rc == ARCHIVE_FATAL;
			members_fail(m, e);
			m->ended |= !m->reader->file && e->code == ERR_TRUNCATED;
			return -1;
		}
		member_lend(one, span_make(block, block ? size : 0),
			    offset > 0 ? (uint64_t)offset : 0);
		if (one->left.len || one->hole)
			return 1;
		/* These bytes were given already, by members.data. */
		if (size)
			i = -1;
	}
	return fail(e, ERR_MALFORMED, "%s: gives no bytes", m->reader->format->name);
}

static int64_t member_read(struct stream *s, void *out, size_t max, struct error *e)
{
	struct member *one = (struct member *)s;
	struct members *m = (struct members *)one;
	struct span now;

	if (one->otherwise) {
		int64_t got = zip_data_read(m->data, out, max);

		/* libarchive begins anew with what is damaged, and skips what was given. */
		one->otherwise = got > 0;
		one->over = got == 0;
		if (got >= 0)
			return got;
	}
	if (!one->over && !one->hole && !one->left.len) {
		int rc = member_fill(m, e);

		if (rc < 0)
			return -1;
		one->over = rc == 0;
	}
	if (one->over) {
		if (one->warning.code == ERR_NONE)
			return 0;
		*e = one->warning;
		return -1;
	}
	if (one->hole) {
		size_t zeros = one->hole < max ? (size_t)one->hole : max;

		memset(out, 0, zeros);
		one->hole -= zeros;
		return (int64_t)zeros;
	}
	now = span_cut(one->left, 0, max);
	memcpy(out, now.ptr, now.len);
	one->left = span_skip(one->left, now.len);
	return (int64_t)now.len;
}

static const struct stream_type member_type = { .name = "member", .read = member_read };

static struct span member_name(struct archive_entry *entry)
{
	const char *name = lib.archive_entry_pathname_utf8(entry);

	/* Bytes of no charset that is known come as they are. */
	if (!name)
		name = lib.archive_entry_pathname(entry);
	return span_of(name ? name : "");
}

static void member_begin(struct members *m, struct archive_entry *entry, struct part *out)
{
	struct span text = member_name(entry);

	while (span_starts(text, SPAN("./")))
		text = span_skip(text, 2);
	m->member = (struct member){
		.stream = { .type = &member_type },
		.encrypted = lib.archive_entry_is_data_encrypted(entry),
	};
	*out = (struct part){
		.kind = PART_MEMBER, .name = text, .stream = &m->member.stream,
		.number = m->index, .time = TIME_NONE,
		.size = lib.archive_entry_size_is_set(entry) && lib.archive_entry_size(entry) >= 0
				? (uint64_t)lib.archive_entry_size(entry) : PART_SIZE_UNKNOWN,
	};
	m->member.otherwise = m->data && zip_data_begin(m->data, m->index, member_name(entry),
							out->size);
	if (lib.archive_entry_mtime_is_set(entry) &&
	    lib.archive_entry_mtime(entry) < INT64_MAX / TIME_SECOND &&
	    lib.archive_entry_mtime(entry) > INT64_MIN / TIME_SECOND)
		out->time = lib.archive_entry_mtime(entry) * TIME_SECOND;
}

/* ---- all of them */

/* The header behind `skip` others: 1, 0 at the end, -1. */
static int members_header(struct members *m, uint64_t skip, struct archive_entry **entry,
			  struct error *e)
{
	for (uint64_t i = 0; i <= skip; i++) {
		int rc = lib.archive_read_next_header(m->archive, entry);

		for (int retries = 0; rc == ARCHIVE_RETRY && retries < RETRIES; retries++)
			rc = lib.archive_read_next_header(m->archive, entry);
		if (rc == ARCHIVE_EOF)
			return 0;
		if (rc < ARCHIVE_WARN) {
			m->member.encrypted =
				lib.archive_read_has_encrypted_entries(m->archive) == 1;
			return members_fail(m, e);
		}
	}
	return 1;
}

/* Again from the front, to go on behind the member that broke the archive. */
static int members_again(struct members *m, struct archive_entry **entry, struct error *e)
{
	if (!m->reader->file || m->reopened++ == REOPENED)
		return fail(e, ERR_MALFORMED, "%s: cannot go on behind member %llu",
			    m->reader->format->name, (unsigned long long)m->index);
	lib.archive_read_free(m->archive);
	m->below = (struct error){ 0 };
	if (members_begin(m, e) < 0)
		return -1;
	return members_header(m, m->index, entry, e);
}

int members_next(struct reader *r, struct part *out, struct error *e)
{
	struct members *m = r->state;
	struct archive_entry *entry;

	for (;;) {
		unsigned type;
		int rc;

		if (m->ended)
			return 0;
		rc = m->broken ? members_again(m, &entry, e) : members_header(m, 0, &entry, e);
		if (rc <= 0)
			return rc;
		m->index++;
		type = lib.archive_entry_filetype(entry);
		if ((type == AE_IFREG || !type) && !lib.archive_entry_hardlink(entry))
			break;
	}
	member_begin(m, entry, out);
	return 1;
}

int members_open(struct reader *r, const int *formats, struct error *e)
{
	struct members *m = arena_new(r->arena, struct members);

	members_prepare();
	if (!m || !(m->block = arena_room(r->arena, BLOCK)))
		return fail(e, ERR_LIMIT, "%s: no memory left for this item", r->format->name);
	m->reader = r;
	m->formats = formats;
	r->state = m;
	return members_begin(m, e);
}

void members_data(struct reader *r, struct zip_data *data)
{
	((struct members *)r->state)->data = data;
}

void members_close(struct reader *r)
{
	struct members *m = r->state;

	if (m && m->archive)
		lib.archive_read_free(m->archive);
	if (m)
		m->archive = NULL;
}
