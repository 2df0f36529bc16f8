/* rules.c -- the ten rules in words. */
#include "finding/rules.h"

const struct answer_rule answer_rules[ANSWER_RULES] = {
	{ "Who started it",
	  "What began here speaks for AFFECTED, let through or refused; "
	  "what began outside speaks for TARGETED." },
	{ "Field before string",
	  "A value is contact only in a field that means contact; elsewhere it is a mention, "
	  "and in text of an unknown form only a person can judge it." },
	{ "Only what you state excuses",
	  "Nothing that the attacker can write excuses anything: a harmless reason comes from a "
	  "label or a mark of yours, or from a format that is recognised." },
	{ "The record's time decides",
	  "Addresses and names change hands: contact long before or after the campaign is not "
	  "enough by itself; digests, keys and certificates do not age." },
	{ "Copies count as nothing",
	  "Copies of the advisory are set aside and counted; the answer is computed as if they "
	  "were not there." },
	{ "The order of answers",
	  "The first that holds is the answer: affected, targeted, inconclusive, explained, "
	  "not-seen." },
	{ "Could it have been seen",
	  "NOT SEEN needs evidence that could have shown it, for every kind of one group that the "
	  "advisory lists, over the whole period." },
	{ "The reading of the advisory",
	  "What of the advisory was not read or cannot be searched for is named, and an unread "
	  "part of it excludes NOT SEEN." },
	{ "One event once",
	  "Copies of a record never make the evidence stronger; a second sensor is another "
	  "witness, not another event." },
	{ "An address is no machine",
	  "A machine is named only when a source ties the address to it at that time; a proxy or "
	  "relay stands for machines behind it and is not the one to act on; contact with an address "
	  "that many sites share is for a person." },
};
