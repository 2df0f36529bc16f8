/* stored.c -- finding a finding in a stored answer. */
#include "cli/stored.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BUDGET (64u << 20)

/* "F4", "f12": how long; 0: it is none. */
static size_t id_length(const char *text)
{
	size_t n = 1;

	if (text[0] != 'F' && text[0] != 'f')
		return 0;
	while (ascii_digit(text[n]))
		n++;
	return n > 1 && text[n] == '\0' ? n : 0;
}

int stored_address(struct stored *s, const char *word, const char *folder)
{
	const char *colon = word ? strrchr(word, ':') : NULL;
	const char *id = word && id_length(word) ? word : NULL;
	char named[4096] = "";

	if (colon && id_length(colon + 1))
		id = colon + 1;
	*s = (struct stored){ .id = "" };
	arena_init(&s->arena, BUDGET);
	if (id) {
		snprintf(s->id, sizeof(s->id), "F%s", id + 1);
		if (id != word)
			snprintf(named, sizeof(named), "%.*s", (int)(colon - word), word);
	} else if (word) {
		snprintf(named, sizeof(named), "%s", word);
	}
	if (named[0] && folder)
		return complain("--case and %s: one of them", named);
	if (folder)
		snprintf(named, sizeof(named), "%s", folder);
	if (records_path(named[0] ? named : NULL, s->records, sizeof(s->records)) != 0)
		return -1;
	if (strlen(s->records) > 15 &&
	    strcmp(s->records + strlen(s->records) - 15, "/records.ndjson") == 0)
		snprintf(s->folder, sizeof(s->folder), "%.*s", (int)strlen(s->records) - 15,
			 s->records);
	return 0;
}

static const struct node *line_parse(struct stored *s, struct span line)
{
	struct json_event first;
	struct node *node = NULL;
	struct error e;
	struct json j;
	struct span copy = arena_copy(&s->arena, line);

	json_open_span(&j, copy);
	if (!copy.ptr || json_next(&j, &first, &e) <= 0 ||
	    tree_read(&j, &first, &s->arena, &node, &e) < 0)
		node = NULL;
	json_close(&j);
	return node;
}

static void line_take(struct stored *s, struct span line, struct span finding)
{
	if (s->id[0] && span_starts(line, finding))
		s->finding = line_parse(s, line);
	else if (span_starts(line, SPAN("{\"type\":\"run\"")))
		s->run = line_parse(s, line);
}

int stored_load(struct stored *s)
{
	FILE *f = fopen(s->records, "re");
	char *line = NULL, finding[64];
	size_t room = 0;
	ssize_t n;

	if (!f)
		return complain("%s: cannot be opened", s->records);
	snprintf(finding, sizeof(finding), "{\"type\":\"finding\",\"id\":\"%s\",", s->id);
	while ((n = getline(&line, &room, f)) > 0)
		line_take(s, span_make(line, (size_t)n), span_of(finding));
	free(line);
	fclose(f);
	if (!s->run)
		return complain("%s: no finished answer stands in it", s->records);
	if (s->id[0] && !s->finding)
		return complain("%s: there is no finding %s", s->records, s->id);
	return 0;
}

void stored_release(struct stored *s)
{
	arena_release(&s->arena);
}

const char *stored_text(struct stored *s, const struct node *n, const char *key)
{
	struct span text = node_text(n, key);
	char *copy = arena_alloc(&s->arena, text.len + 1);

	if (!copy)
		return "";
	memcpy(copy, text.len ? text.ptr : "", text.len);
	copy[text.len] = '\0';
	return copy;
}

uint64_t stored_number(const struct node *n, const char *key)
{
	uint64_t value = 0;

	return span_u64(node_text(n, key), &value) ? value : 0;
}
