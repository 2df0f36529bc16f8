/* oracle_json.c -- what jansson makes of a document. */
#include "oracle_json.h"

#include <jansson.h>
#include <stdio.h>

static void write_tree(const json_t *v, struct buf *out)
{
	const char *key;
	json_t *member;
	size_t i;

	if (json_is_object(v)) {
		buf_byte(out, '{');
		json_object_foreach((json_t *)v, key, member) {
			buf_printf(out, "<%s>", key);
			write_tree(member, out);
		}
		buf_byte(out, '}');
	} else if (json_is_array(v)) {
		buf_byte(out, '[');
		json_array_foreach(v, i, member)
			write_tree(member, out);
		buf_byte(out, ']');
	} else if (json_is_string(v)) {
		buf_byte(out, '\'');
		buf_add(out, span_make(json_string_value(v), json_string_length(v)));
		buf_byte(out, '\'');
	} else if (json_is_number(v)) {
		buf_printf(out, "#%.17g", json_number_value(v));
	} else {
		buf_byte(out, json_is_null(v) ? 'N' : json_is_true(v) ? 'T' : 'F');
	}
}

bool oracle_json(struct span text, struct buf *out, char why[160])
{
	json_error_t error;
	json_t *tree = json_loadb(text.ptr, text.len,
				  JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL | JSON_ALLOW_NUL, &error);

	if (!tree) {
		snprintf(why, 160, "%s", error.text);
		return false;
	}
	write_tree(tree, out);
	json_decref(tree);
	return true;
}
