/* stix_object.c -- what all objects of a STIX bundle have in common. */
#include "report/stix_state.h"

#include "base/hash.h"
#include "base/time.h"
#include "base/utf8.h"

/* TLP 2.0 in STIX 2.1, an extension of OASIS. */
#define TLP_EXTENSION "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"

void stix_id(const char *type, struct span name, char *out)
{
	char uuid[37];

	uuid5(name, uuid);
	snprintf(out, STIX_ID, "%s--%s", type, uuid);
}

void stix_open(struct stix *s, const char *type, const char *id)
{
	json_object(s->out, NULL);
	json_cstring(s->out, "type", type);
	json_cstring(s->out, "spec_version", "2.1");
	json_cstring(s->out, "id", id);
}

void stix_close(struct stix *s)
{
	json_object_end(s->out);
	out_text(s->out, "\n");
}

static void put_marking(struct stix *s)
{
	if (!s->marking[0])
		return;
	json_array(s->out, "object_marking_refs");
	json_cstring(s->out, NULL, s->marking);
	json_array_end(s->out);
}

/* To the millisecond, as STIX wants it of these two. */
static void put_created(struct stix *s)
{
	struct civil c = civil_of(s->now);
	char text[40];

	snprintf(text, sizeof(text), "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", c.year, c.month, c.day, c.hour,
		 c.minute, c.second, c.micro / 1000);
	json_cstring(s->out, "created", text);
	json_cstring(s->out, "modified", text);
}

void stix_common(struct stix *s)
{
	put_created(s);
	json_cstring(s->out, "created_by_ref", s->identity);
	put_marking(s);
}

void stix_string(struct out *o, const char *key, struct span text)
{
	struct buf b;

	if (utf8_valid(text) == text.len) {
		json_string(o, key, text);
		return;
	}
	buf_init(&b, 4 * text.len + 4);
	while (text.len)
		buf_utf8(&b, utf8_next(&text));
	json_string(o, key, buf_span(&b));
	buf_release(&b);
}

static void marking(struct stix *s, const struct tlp *t)
{
	snprintf(s->marking, sizeof(s->marking), "%s", t->id);
	stix_open(s, "marking-definition", t->id);
	json_cstring(s->out, "created", "2022-10-01T00:00:00.000Z");
	json_cstring(s->out, "name", t->name);
	json_object(s->out, "extensions");
	json_object(s->out, TLP_EXTENSION);
	json_cstring(s->out, "extension_type", "property-extension");
	json_cstring(s->out, "tlp_2_0", t->level);
	json_object_end(s->out);
	json_object_end(s->out);
	stix_close(s);
}

void stix_frame(struct stix *s)
{
	struct span who = record_text(s->text->run, "operator");

	if (s->report->tlp)
		marking(s, s->report->tlp);
	buf_clear(&s->name);
	buf_text(&s->name, "identity ");
	buf_add(&s->name, who);
	stix_id("identity", buf_span(&s->name), s->identity);
	stix_open(s, "identity", s->identity);
	put_created(s);
	put_marking(s);
	if (who.len)
		stix_string(s->out, "name", who);
	else
		json_cstring(s->out, "name", "the organisation whose evidence was swept");
	json_cstring(s->out, "identity_class", who.len ? "individual" : "organization");
	stix_close(s);
}
