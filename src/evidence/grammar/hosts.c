/*
 * hosts.c -- hosts files: "0.0.0.0 evil.example" sends a name nowhere, other
 * entries name machines.
 *
 * An ordinary entry whose address is public says where this machine goes when
 * it asks for the names behind it: a hit on that address stays unjudged.
 */
#include "evidence/grammar/grammar.h"
#include "evidence/grammar/lines.h"
#include "evidence/grammar/values.h"
#include "evidence/log/words.h"

#include "value/address.h"

static bool split(struct span line, struct span *address, struct span *names)
{
	struct address any;

	*names = word_until(line, SPAN("#"));
	return word_next(names, address) && address_parse(*address, &any) &&
	       span_trim(*names).len > 0;
}

static bool is_name(struct span word)
{
	for (size_t i = 0; i < word.len; i++)
		if (!ascii_alnum(word.ptr[i]) && !memchr("._-", word.ptr[i], 3))
			return false;
	return word.len > 0 && word.len < 256;
}

static bool is_entry(struct span line)
{
	struct span address, names, word;

	if (!split(line, &address, &names))
		return false;
	while (word_next(&names, &word))
		if (!is_name(word))
			return false;
	return true;
}

static bool is_local(struct span line)
{
	struct span address, names;

	return split(line, &address, &names) && value_is_sink(address);
}

static int probe(struct span sample, struct span path)
{
	size_t lines, entries = lines_count(sample, "#", is_entry, &lines);
	size_t local = lines_count(sample, "#", is_local, &lines);

	if (lines == 0 || entries * 10 < lines * 9)
		return 0;
	return local ? 93 : path_has(path, "hosts") ? 80 : lines >= 3 ? 60 : 35;
}

static enum place place(struct span text, size_t at)
{
	struct span line = line_around(text, at), address, names;
	struct address value;

	if (line_begins(line, "#"))
		return PLACE_DOCUMENT;
	if (!is_entry(line) || !split(line, &address, &names))
		return PLACE_UNKNOWN_RECORD;
	if (at >= line_offset(text, address) + address.len || value_is_sink(address))
		return PLACE_LIST;
	if (!address_parse(address, &value) || address_class(&value) == ADDRESS_PUBLIC)
		return PLACE_CONFIG;
	return PLACE_LIST;
}

const struct grammar grammar_hosts = {
	.name = "hosts",
	.about = "hosts files",
	.probe = probe,
	.place = place,
};
