/*
 * scan_digest.c -- digests of files and of what is in them, looked up.
 *
 * Nobody lists the digest of a log, and digesting one takes longer than
 * searching it.  So those of a text that a log family knows are given up once
 * it is longer than DIGEST_LOG (but with --digest-all; SHA-256 stays for a named
 * case), and it is told of how many bytes.  What has zero bytes in it is more
 * than a text: a file is then read once more for its digests, and anything else
 * is a gap.
 */
#include <unistd.h>

#include "finding/scanner.h"

#define DIGEST_LOG   (8u << 20)		/* a longer log is not digested: nobody lists one */
#define BLOCK (64u << 10)

void scan_undigest(struct scanner *s, struct text *t)
{
	const struct where *where = &s->opening.where;
	const struct sweep_setup *setup = &s->shared->setup;
	const struct scan_thing *own = s->here->own;

	if (t->undigested || !t->log.family || own->zeros || setup->digest_all ||
	    !scan_exceeds(s, DIGEST_LOG))
		return;
	t->undigested = true;
	((struct scan_thing *)s->here->own)->long_log = true;
	opening_undigest(&s->opening, where->count - own->steps + 1,
			 setup->custody ? 1u << DIGEST_SHA256 : 0);
}

static enum kind digest_kind(enum digest which)
{
	static const enum kind kinds[DIGEST_COUNT] = {
		[DIGEST_MD5] = KIND_MD5, [DIGEST_SHA1] = KIND_SHA1,
		[DIGEST_SHA256] = KIND_SHA256, [DIGEST_SHA512] = KIND_SHA512,
	};

	return kinds[which];
}

/* The SHA-256 into sha256[65], if that is not NULL. */
static int look_up(struct scanner *s, struct digests *digests, uint64_t size, char *sha256,
		   struct error *e)
{
	for (enum digest which = 0; which < DIGEST_COUNT; which++) {
		uint8_t raw[DIGEST_MAX];
		char hex[2 * DIGEST_MAX + 1];
		struct typed_field field = { .kind = FIELD_DIGEST, .exact = digest_kind(which) };

		if (!(digests->wanted >> which & 1))
			continue;
		hex_encode(raw, digests_end(digests, which, raw), hex);
		if (which == DIGEST_SHA256 && sha256)
			memcpy(sha256, hex, 65);
		field.text = span_of(hex);
		if (scan_field(s, &field, e) < 0 ||
		    scan_field_hits(s, GROUND_FILE_CONTENT, field.text, size, e) < 0)
			return -1;
	}
	return 0;
}

/* It looked like a log, and has bytes in it that no text has. */
static int look_again(struct scanner *s, const struct layer *l, char *sha256, struct error *e)
{
	struct digests digests = { 0 };
	int rc;

	if (opening_redigest(&s->opening, l->given_up, &digests))
		rc = look_up(s, &digests, l->size, sha256, e);
	else
		rc = scan_thing_gap(s, SPAN("not-comparable"),
				    "a log with bytes in it that are no text was not compared with "
				    "listed digests (--digest-all)", l->size, false, e);
	digests_release(&digests);
	return rc;
}

/* For which digests another set would get the same answer about this layer. */
static void note_digests(struct scanner *s, const struct thing *t, const struct layer *l)
{
	struct scan_thing *own = t->own;

	if (!own->long_log || own->zeros)
		s->note.digests &= s->opening.wanted;
	else if (t->outer)
		s->note.long_inside = true;
	else if (s->note.long_log == 0)
		s->note.long_log = l->size;
}

int scan_digests(struct scanner *s, const struct thing *t, const struct layer *l, char *sha256,
		 struct error *e)
{
	struct scan_thing *own = t->own;
	bool listed = s->shared->set && (l->given_up & set_digests(s->shared->set));

	note_digests(s, t, l);
	if (l->digests && look_up(s, l->digests, l->size, sha256, e) < 0)
		return -1;
	if (!listed)
		return 0;
	if (own->zeros)
		return look_again(s, l, sha256, e);
	/* Inner layers end first: what counts is the text. */
	if (!own->given_up)
		s->end->undigested += l->size;
	own->given_up = true;
	return 0;
}

void scan_file_digest(struct scanner *s, struct scan_thing *file)
{
	struct digests digests = { 0 };
	uint8_t raw[DIGEST_MAX];
	struct error ignored;
	char *block;
	uint64_t at = 0;
	ssize_t got = -1;

	/* Of a long log it would cost more than the sweep. */
	if (!file->speaks || !s->order->regular || file->sha256[0][0] ||
	    (file->end.kind == ITEM_LOG && s->order->size > DIGEST_LOG) ||
	    digests_begin(&digests, 1u << DIGEST_SHA256, &ignored) < 0)
		return;
	block = arena_room(&s->arena, BLOCK);
	while (block && (got = pread(s->fd, block, BLOCK, (off_t)at)) > 0) {
		digests_add(&digests, span_make(block, (size_t)got));
		at += (uint64_t)got;
	}
	if (got == 0)
		hex_encode(raw, digests_end(&digests, DIGEST_SHA256, raw), file->sha256[0]);
	digests_release(&digests);
}
