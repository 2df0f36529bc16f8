/* message.c -- the table of message families, asked in the order of messages.h. */
#include "evidence/log/message.h"

#define MESSAGE(name) extern const struct message_family message_##name;
#include "evidence/log/messages.h"
#undef MESSAGE

static const struct message_family *const families[] = {
#define MESSAGE(name) &message_##name,
#include "evidence/log/messages.h"
#undef MESSAGE
	NULL,
};

const struct message_family *message_family_at(size_t i)
{
	return i < sizeof(families) / sizeof(families[0]) ? families[i] : NULL;
}

const struct message_family *message_parse(struct log *log, struct span program,
					   struct span message, struct event *ev)
{
	for (size_t i = 0; families[i]; i++) {
		if (families[i]->parse(log, program, message, ev))
			return families[i];
		if (ev->class != EVENT_OTHER || ev->fields)
			event_clear(ev);
	}
	return NULL;
}
