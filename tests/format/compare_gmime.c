/*
 * compare_gmime.c -- mails taken apart by us and by GMime: the same parts?
 *
 *     compare_gmime MESSAGE...
 *
 * A part is its decoded bytes, known by their SHA-256; ends of lines do not
 * count in text, nor do empty parts.  What we give beyond GMime (text in front
 * of and behind the parts, uuencoded files in a text) is no difference; what
 * GMime has and we do not is one, told by the file.  1 when there was any.
 */
#include <gmime/gmime.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "format/format.h"

#define MOST  1000		/* parts of a message */
#define DEPTH 20
#define LARGE (64u << 20)

struct parts {
	char digest[MOST][2 * DIGEST_MAX + 1];
	char type[MOST][64];
	size_t size[MOST];
	size_t count;
};

static void add(struct parts *p, struct span bytes, const char *type)
{
	struct buf plain;

	buf_init(&plain, LARGE);
	for (size_t i = 0; i < bytes.len; i++)
		if (bytes.ptr[i] != '\r' && bytes.ptr[i] != '\n')
			buf_byte(&plain, bytes.ptr[i]);
	if (strncmp(type, "text", 4) != 0 && strncmp(type, "message", 7) != 0) {
		buf_clear(&plain);
		buf_add(&plain, bytes);
	}
	if (plain.len && p->count < MOST) {
		digest_hex(DIGEST_SHA256, buf_span(&plain), p->digest[p->count]);
		snprintf(p->type[p->count], sizeof(p->type[0]), "%s", type);
		p->size[p->count++] = plain.len;
	}
	buf_release(&plain);
}

/* ---- GMime's */

static void take(GMimeObject *object, struct parts *p, int depth)
{
	if (GMIME_IS_MULTIPART(object)) {
		GMimeMultipart *m = GMIME_MULTIPART(object);

		for (int i = 0; depth < DEPTH && i < g_mime_multipart_get_count(m); i++)
			take(g_mime_multipart_get_part(m, i), p, depth + 1);
	} else if (GMIME_IS_MESSAGE_PART(object)) {
		GMimeMessage *m = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));

		if (m && m->mime_part && depth < DEPTH)
			take(m->mime_part, p, depth + 1);
	} else if (GMIME_IS_PART(object)) {
		GMimeDataWrapper *content = g_mime_part_get_content(GMIME_PART(object));
		GMimeContentType *type = g_mime_object_get_content_type(object);
		GMimeStream *room = g_mime_stream_mem_new();
		GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(room));
		char *name = g_mime_content_type_get_mime_type(type);

		if (content)
			g_mime_data_wrapper_write_to_stream(content, room);
		add(p, span_make((const char *)bytes->data, bytes->len), name);
		g_free(name);
		g_object_unref(room);
	}
}

static void theirs(struct span bytes, struct parts *p)
{
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes.ptr, bytes.len);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);

	if (message && message->mime_part)
		take(message->mime_part, p, 0);
	if (message)
		g_object_unref(message);
	g_object_unref(parser);
	g_object_unref(stream);
}

/* ---- ours */

static void read_all(struct stream *s, struct buf *out)
{
	char block[65536];
	struct error e;
	int64_t got;

	while ((got = stream_read(s, block, sizeof(block), &e)) > 0)
		buf_add(out, span_make(block, (size_t)got));
}

/* Of a text as of a file: GMime tells them apart by what they are said to be, we by how they come. */
static void ours(struct span bytes, struct parts *p, int depth)
{
	struct arena arena;
	struct reader r = { .format = format_named(SPAN("eml")), .arena = &arena };
	struct part part;
	struct error e;
	struct buf inside;

	arena_init(&arena, LARGE);
	buf_init(&inside, LARGE);
	r.stream = stream_of_span(&arena, bytes);
	if (r.stream && r.format->open(&r, &e) == 0)
		while (r.format->next(&r, &part, &e) > 0) {
			if (!part.stream)
				continue;
			buf_clear(&inside);
			read_all(part.stream, &inside);
			if (part.kind == PART_MESSAGE && depth < DEPTH)
				ours(buf_span(&inside), p, depth + 1);
			add(p, buf_span(&inside), "text");
			add(p, buf_span(&inside), "file");
		}
	r.format->close(&r);
	buf_release(&inside);
	arena_release(&arena);
}

/* ---- both */

static bool has(const struct parts *p, const char *digest)
{
	for (size_t i = 0; i < p->count; i++)
		if (strcmp(p->digest[i], digest) == 0)
			return true;
	return false;
}

static size_t compare(const char *path, struct span bytes)
{
	static struct parts a, b;
	size_t missing = 0;

	a.count = b.count = 0;
	theirs(bytes, &a);
	ours(bytes, &b, 0);
	for (size_t i = 0; i < a.count; i++) {
		if (has(&b, a.digest[i]))
			continue;
		missing++;
		printf("%s: part %zu of GMime is none of ours: %s, %zu bytes\n", path, i + 1, a.type[i],
		       a.size[i]);
	}
	return missing;
}

int main(int argc, char **argv)
{
	size_t missing = 0;

	g_mime_init();
	format_prepare();
	for (int i = 1; i < argc; i++) {
		FILE *file = fopen(argv[i], "re");
		struct buf bytes;
		char block[65536];
		size_t got;

		if (!file) {
			perror(argv[i]);
			return 2;
		}
		buf_init(&bytes, LARGE);
		while ((got = fread(block, 1, sizeof(block), file)) > 0)
			buf_add(&bytes, span_make(block, got));
		fclose(file);
		missing += compare(argv[i], buf_span(&bytes));
		buf_release(&bytes);
	}
	printf("%d messages, %zu parts that only GMime has\n", argc - 1, missing);
	return missing > 0;
}
