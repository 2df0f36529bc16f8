/*
 * json_walk.c -- the leaves of a JSON object.
 *
 * Hostile input: base/json.h's reader bounds depth and tokens; paths are kept
 * in PATH_ROOM bytes, what is longer or deeper than WALK_DEPTH has no name.
 */
#include "evidence/log/json_walk.h"

#include "base/json.h"
#include "evidence/log/winxml.h"
#include "evidence/log/zeek.h"

#define PATH_ROOM 256

struct level {
	size_t path;		/* length of the path before this level's key */
	bool array;
	bool pair;		/* an object inside an array: may be a name and a value */
	struct span pair_name, pair_value;
};

struct walker {
	struct walk *w;
	struct json json;
	struct span text;
	bool inner;		/* text was a string of the record */
	char path[PATH_ROOM];	/* plain names (names.h) run together */
	size_t path_len;
	size_t start[WALK_DEPTH + 2];	/* where each key begins in it */
	size_t starts;
	struct span key;	/* the last key as it stands in the text */
	struct level level[WALK_DEPTH + 1];
	size_t depth;
};

static bool walk_text(struct walk *w, struct span text, const struct walker *outer);

/* ---- slots ---- */

static bool is_list_name(struct span plain)
{
	static const char *const names[] = { "indicator", "ioc", "toids", "specversion", "patterntype",
					     "iocvalue", "ioctype", "xmitrespecversion" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (span_equal(plain, span_of(names[i])))
			return true;
	return false;
}

/* The whole path, then without its first key, and so on down to the last key. */
static enum slot search(const struct walker *k)
{
	for (size_t i = 0; i < k->starts; i++) {
		struct span tail = span_make(k->path + k->start[i], k->path_len - k->start[i]);
		enum slot slot = tail.len ? name_slot(tail) : SLOT_NONE;

		if (slot != SLOT_NONE)
			return slot;
	}
	return SLOT_NONE;
}

static enum slot find_slot(const struct walker *k, struct span path)
{
	return k->w->zeek && k->starts == 1 ? zeek_slot(k->w->zeek_path, path) : search(k);
}

/* The cache is asked for the path, and of Zeek's records also for the log it is in. */
static enum slot slot_of(struct walker *k)
{
	struct span path = span_make(k->path, k->path_len);
	struct name_cache *cache = k->w->cache;
	char key[sizeof(cache->row[0].name)];
	size_t n = path.len, zeek = k->w->zeek ? k->w->zeek_path.len + 1 : 0;
	uint32_t row;
	enum slot slot;

	if (!cache || n == 0 || n + zeek > sizeof(key))
		return find_slot(k, path);
	memcpy(key, path.ptr, n);
	if (zeek) {
		key[n++] = '@';
		if (zeek > 1)
			memcpy(key + n, k->w->zeek_path.ptr, zeek - 1);
		n += zeek - 1;
	}
	row = (uint32_t)span_hash(span_make(key, n), 0) % NAME_CACHE;
	if (cache->row[row].len == n && memcmp(cache->row[row].name, key, n) == 0)
		return (enum slot)cache->row[row].slot;
	slot = find_slot(k, path);
	cache->row[row].len = (uint8_t)n;
	cache->row[row].slot = (uint8_t)slot;
	memcpy(cache->row[row].name, key, n);
	return slot;
}

/* Zeek's records tell themselves by a key (true: this was it) or by their first end. */
static bool notice_zeek(struct walker *k, struct span value)
{
	if (k->starts != 1 || k->w->zeek_path.len)
		return false;
	if (span_equal(k->key, SPAN("_path")) || span_equal(k->key, SPAN("@stream"))) {
		k->w->zeek_path = value;
		k->w->zeek = true;
		return true;
	}
	if (span_equal(span_make(k->path, k->path_len), SPAN("idorigh")))
		k->w->zeek = true;
	return false;
}

/* ---- leaves ---- */

static bool is_key(const struct walker *k, const char *name)
{
	return span_equal_nocase(k->key, span_of(name));
}

/* Remember both halves of {"Name": n, "#text": v}; true when this was one. */
static bool take_pair(struct walker *k, struct span value)
{
	struct level *l = &k->level[k->depth];

	if (!l->pair)
		return false;
	if (is_key(k, "Name") || is_key(k, "@Name"))
		l->pair_name = value;
	else if (is_key(k, "#text") || is_key(k, "Value") || is_key(k, "text") ||
		 is_key(k, "content") || is_key(k, "$"))
		l->pair_value = value;
	else
		return false;
	return true;
}

static void end_pair(struct walker *k)
{
	struct level *l = &k->level[k->depth];

	if (l->pair && l->pair_name.len && l->pair_value.len)
		facts_take(k->w->f, name_find(NULL, 0, l->pair_name), l->pair_name, l->pair_value);
}

static bool holds_object(struct span value)
{
	return value.len > 4 && value.ptr[0] == '{' && value.ptr[value.len - 1] == '}' &&
	       (value.ptr[1] == '"' || value.ptr[1] == '\\');
}

static bool holds_xml(struct span value)
{
	return span_starts(value, SPAN("<EventData")) ||
	       span_starts_nocase(value, SPAN("\\u003cEventData"));
}

/* A string without a name of its own may hold the event's data as JSON or XML. */
static void follow_string(struct walker *k, struct span value)
{
	struct event *ev = k->w->f->ev;
	struct span text;
	bool took;

	if (!holds_object(value) && !holds_xml(value))
		return;
	text = log_unescape(k->w->f->log, value);
	if (holds_object(text))
		took = walk_text(k->w, text, k);
	else
		took = winxml_take(k->w->f, text) > 0;
	if (took && text.ptr != value.ptr) {
		ev->nested = true;
		ev->nested_text = text;
	}
}

static void leaf(struct walker *k, struct span value, bool string)
{
	enum slot slot;

	k->w->leaves++;
	if (notice_zeek(k, value))
		return;
	k->w->list = k->w->list || is_list_name(span_make(k->path, k->path_len));
	if (take_pair(k, value))
		return;
	slot = slot_of(k);
	if (slot == SLOT_NONE && string && !k->inner)
		follow_string(k, value);
	else
		facts_take(k->w->f, slot, k->key, value);
}

/* ---- walking ---- */

/* The path ends with this key now. */
static void take_key(struct walker *k, struct span key)
{
	struct level *l = &k->level[k->depth];

	k->key = key;
	k->path_len = l->path;
	while (k->starts && k->start[k->starts - 1] >= l->path)
		k->starts--;
	if (k->starts > WALK_DEPTH)
		return;
	k->start[k->starts++] = l->path;
	for (size_t i = 0; i < key.len && k->path_len < PATH_ROOM; i++)
		if (ascii_alnum(key.ptr[i]))
			k->path[k->path_len++] = ascii_lower(key.ptr[i]);
}

static void enter(struct walker *k, bool array)
{
	const struct level *outer = &k->level[k->depth];
	bool pair = k->depth > 0 && outer->array && !array;

	k->depth++;
	k->level[k->depth] = (struct level){ .path = k->path_len, .array = array, .pair = pair };
}

bool json_is_wrapper(struct span key)
{
	static const char *const keys[] = { "Records", "records", "value", "events", "Events", "logs",
					    "logEvents", "results", "data", "items", "entries", "hits",
					    "messagesBlocked", "messagesDelivered", "clicksBlocked",
					    "clicksPermitted", "clicksDelivered" };

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (span_equal(key, span_of(keys[i])))
			return true;
	return false;
}

/* Records in an array of the outermost object: the caller has to frame them. */
static void notice_wrapper(struct walker *k)
{
	if (k->depth == 2 && k->level[2].array && !k->inner && json_is_wrapper(k->key) &&
	    !facts_has(k->w->f, SLOT_TIME))
		k->w->wrapper = true;
}

static bool step(struct walker *k, const struct json_event *token, struct error *e)
{
	struct span inside = span_cut(k->text, (size_t)token->offset + 1,
				      (size_t)(token->end - token->offset) - 2);

	switch (token->type) {
	case JSON_OBJECT: case JSON_ARRAY:
		if (k->depth == WALK_DEPTH)
			return json_skip(&k->json, e) >= 0;
		if (token->type == JSON_OBJECT)
			notice_wrapper(k);
		enter(k, token->type == JSON_ARRAY);
		return true;
	case JSON_OBJECT_END: case JSON_ARRAY_END:
		end_pair(k);
		k->path_len = k->level[k->depth].path;
		k->depth--;
		return true;
	case JSON_KEY:
		take_key(k, inside);
		return true;
	case JSON_STRING:
		leaf(k, inside, true);
		return true;
	case JSON_NUMBER: case JSON_TRUE: case JSON_FALSE:
		leaf(k, span_cut(k->text, (size_t)token->offset,
				 (size_t)(token->end - token->offset)), false);
		return true;
	default:
		return true;
	}
}

static bool walk_text(struct walk *w, struct span text, const struct walker *outer)
{
	struct walker k = { .w = w, .text = text, .inner = outer != NULL };
	struct json_event token;
	struct error e;
	int more;

	json_open_span(&k.json, text);
	while ((more = json_next(&k.json, &token, &e)) > 0) {
		if (k.depth == 0 && token.type != JSON_OBJECT) {
			more = -1;
			break;
		}
		if (!step(&k, &token, &e)) {
			more = -1;
			break;
		}
	}
	json_close(&k.json);
	return more == 0 && w->leaves > 0;
}

bool json_walk(struct walk *w, struct span text)
{
	return walk_text(w, text, NULL);
}

/* ---- framing ---- */

/* Length of the object at the front of s, or 0 when it does not end in s. */
static size_t object_length(struct span s)
{
	size_t depth = 0;
	bool quoted = false;

	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];

		if (quoted) {
			if (c == '\\')
				i++;
			else
				quoted = c != '"';
			continue;
		}
		quoted = c == '"';
		depth += c == '{';
		if (c == '}' && --depth == 0)
			return i + 1;
	}
	return 0;
}

bool json_object_next(struct span *rest, struct span *object)
{
	for (size_t tries = 0; tries < WALK_DEPTH; tries++) {
		size_t at = span_find_byte(*rest, '{'), length;

		if (at == SPAN_NONE)
			break;
		*rest = span_skip(*rest, at);
		length = object_length(*rest);
		if (length) {
			*object = span_cut(*rest, 0, length);
			*rest = span_skip(*rest, length);
			return true;
		}
		*rest = span_skip(*rest, 1);
	}
	return false;
}
