/*
 * channel.h -- messages between our own processes: a type, bytes, and at most
 * one descriptor, over a local socket that keeps borders (SOCK_SEQPACKET).
 *
 * A message longer than one datagram travels in parts and is put together
 * again up to the receiver's ceiling; short ones may be held and travel in a
 * pack, of which the receiver sees one after the other.  What breaks the rules is
 * an error, and the process that sent it is killed by whoever reads it.
 */
#ifndef BASE_CHANNEL_H
#define BASE_CHANNEL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"

#define CHANNEL_CEILING (16u << 20)	/* bytes of one message put together */

struct message {
	uint32_t type;
	struct span body;	/* until the next receive */
	int fd;			/* -1: none; the receiver's to close */
};

struct channel {
	int fd;
	uint32_t type;		/* of the message being put together */
	int passed;		/* its descriptor */
	bool partial, holding;
	struct buf in, held;
	int64_t since;		/* when the first of those that are held came */
	struct span pack;	/* what is left of one, in `in` */
};

/* Two connected ends, close-on-exec. */
int  channel_pair(int fds[2], struct error *e);

void channel_init(struct channel *c, int fd);	/* takes the descriptor */
void channel_close(struct channel *c);

/* Blocks until sent; `fd` (-1: none) stays the caller's. -1: the other side is gone, or errno. */
int  channel_send(struct channel *c, uint32_t type, struct span body, int fd, struct error *e);
/* The same; -1 also when the other side takes nothing for `patience` milliseconds. */
int  channel_send_within(struct channel *c, uint32_t type, struct span body, int fd, int patience,
			 struct error *e);

/*
 * Until channel_flush short messages without a descriptor wait, unless they are
 * many or a longer one follows: a process that dies takes them with it.  False:
 * they did so already.
 */
bool channel_hold(struct channel *c);
int  channel_flush(struct channel *c, struct error *e);
/* The same end, but what has waited for a few milliseconds only goes with what follows. */
int  channel_rest(struct channel *c, struct error *e);

/*
 * 1 and *out, 0 when the other side closed, -1 and *e for a broken message.
 * With `wait` false also returns 2: nothing whole is there yet.
 */
int  channel_receive(struct channel *c, bool wait, struct message *out, struct error *e);

/* The next message is here already, whatever poll(2) says of c->fd. */
static inline bool channel_has_more(const struct channel *c)
{
	return c->pack.len > 0;
}

#endif
