/* channel.c -- messages with a type, bytes and maybe a descriptor. */
#include "base/channel.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/frame.h"

#define DATAGRAM (56 * 1024)	/* body bytes per part; fits every default socket buffer */
#define HELD_MOST 4096		/* bytes of a message that is held */
#define REST_MS	 8		/* that held messages wait for others */
#define PACK	 UINT32_MAX	/* type of a datagram of messages: type, length, bytes */

struct part_header {
	uint32_t type;
	uint32_t more;		/* 1: another part of the same message follows */
};

int channel_pair(int fds[2], struct error *e)
{
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds) < 0)
		return fail_errno(e, "socketpair");
	return 0;
}

void channel_init(struct channel *c, int fd)
{
	*c = (struct channel){ .fd = fd, .passed = -1 };
	buf_init(&c->in, CHANNEL_CEILING);
	buf_init(&c->held, DATAGRAM);
}

void channel_close(struct channel *c)
{
	if (c->fd >= 0)
		close(c->fd);
	if (c->passed >= 0)
		close(c->passed);
	buf_release(&c->in);
	buf_release(&c->held);
	c->fd = c->passed = -1;
}

/* The other side has no room: wait for it. False: it had none for so long. */
static bool channel_has_room(const struct channel *c, int patience)
{
	struct pollfd room = { .fd = c->fd, .events = POLLOUT };
	int ready;

	do {
		ready = poll(&room, 1, patience);
	} while (ready < 0 && errno == EINTR);
	return ready == 1;
}

static int channel_send_part(struct channel *c, struct part_header head, struct span body,
			     int fd, int patience, struct error *e)
{
	union {
		char bytes[CMSG_SPACE(sizeof(int))];
		struct cmsghdr align;
	} control = { 0 };
	struct iovec parts[2] = {
		{ .iov_base = &head, .iov_len = sizeof(head) },
		{ .iov_base = (void *)(uintptr_t)body.ptr, .iov_len = body.len },
	};
	struct msghdr msg = { .msg_iov = parts, .msg_iovlen = 2 };

	if (fd >= 0) {
		struct cmsghdr *passed;

		msg.msg_control = control.bytes;
		msg.msg_controllen = sizeof(control.bytes);
		passed = CMSG_FIRSTHDR(&msg);
		passed->cmsg_level = SOL_SOCKET;
		passed->cmsg_type = SCM_RIGHTS;
		passed->cmsg_len = CMSG_LEN(sizeof(int));
		memcpy(CMSG_DATA(passed), &fd, sizeof(int));
	}
	while (sendmsg(c->fd, &msg, MSG_NOSIGNAL | (patience < 0 ? 0 : MSG_DONTWAIT)) < 0) {
		if ((errno == EAGAIN || errno == EWOULDBLOCK) && channel_has_room(c, patience))
			continue;
		/* Too many descriptors in flight: the other side takes some soon. */
		if (errno == ETOOMANYREFS) {
			poll(NULL, 0, 1);
			continue;
		}
		if (errno != EINTR)
			return fail_errno(e, "sendmsg");
	}
	return 0;
}

/* Milliseconds; of a clock that costs nothing and is that coarse. */
static int64_t about_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int send_held(struct channel *c, int patience, struct error *e)
{
	struct part_header pack = { PACK, 0 };
	int rc = 0;

	if (c->held.len)
		rc = channel_send_part(c, pack, buf_span(&c->held), -1, patience, e);
	buf_clear(&c->held);
	return rc;
}

bool channel_hold(struct channel *c)
{
	bool held = c->holding;

	c->holding = true;
	return !held;
}

int channel_rest(struct channel *c, struct error *e)
{
	c->holding = false;
	return c->held.len && about_now() - c->since >= REST_MS ? send_held(c, -1, e) : 0;
}

int channel_flush(struct channel *c, struct error *e)
{
	c->holding = false;
	return send_held(c, -1, e);
}

/* Put it with those that wait; false: there is no room for it. */
static bool hold(struct channel *c, uint32_t type, struct span body)
{
	const uint32_t head[2] = { type, (uint32_t)body.len };
	char *at;

	if (sizeof(head) + body.len > DATAGRAM - c->held.len)
		return false;
	at = frame_begin(&c->held, sizeof(head) + body.len);
	if (!at) {
		c->held.bad = false;
		return false;
	}
	if (c->held.len == 0)
		c->since = about_now();
	at = put_bytes(at, head, sizeof(head));
	frame_end(&c->held, body.len ? put_bytes(at, body.ptr, body.len) : at);
	return true;
}

int channel_send_within(struct channel *c, uint32_t type, struct span body, int fd, int patience,
			struct error *e)
{
	bool held = c->holding && fd < 0 && body.len <= HELD_MOST;

	if (held && hold(c, type, body))
		return 0;
	if (send_held(c, patience, e) < 0)
		return -1;
	if (held && hold(c, type, body))
		return 0;
	do {
		struct span now = span_cut(body, 0, DATAGRAM);

		body = span_skip(body, now.len);
		struct part_header part = { type, body.len > 0 };

		if (channel_send_part(c, part, now, fd, patience, e) < 0)
			return -1;
		fd = -1;
	} while (body.len);
	return 0;
}

int channel_send(struct channel *c, uint32_t type, struct span body, int fd, struct error *e)
{
	return channel_send_within(c, type, body, fd, -1, e);
}

/* The descriptor of a message, or -1; surplus ones are closed, so none can leak in. */
static int channel_take_fd(struct msghdr *msg)
{
	int taken = -1;

	for (struct cmsghdr *m = CMSG_FIRSTHDR(msg); m; m = CMSG_NXTHDR(msg, m)) {
		size_t n;

		if (m->cmsg_level != SOL_SOCKET || m->cmsg_type != SCM_RIGHTS)
			continue;
		n = (m->cmsg_len - CMSG_LEN(0)) / sizeof(int);
		for (size_t i = 0; i < n; i++) {
			int fd;

			memcpy(&fd, CMSG_DATA(m) + i * sizeof(int), sizeof(int));
			if (taken < 0)
				taken = fd;
			else
				close(fd);
		}
	}
	return taken;
}

/* One datagram onto the end of c->in. As channel_receive. */
static int channel_receive_part(struct channel *c, bool wait, struct part_header *head,
				struct error *e)
{
	union {
		char bytes[CMSG_SPACE(8 * sizeof(int))];
		struct cmsghdr align;
	} control;
	struct iovec parts[2] = { { .iov_base = head, .iov_len = sizeof(*head) } };
	struct msghdr msg = { .msg_iov = parts, .msg_iovlen = 2, .msg_control = control.bytes,
			      .msg_controllen = sizeof(control.bytes) };
	ssize_t got;
	int fd;

	if (!buf_reserve(&c->in, DATAGRAM))
		return fail(e, ERR_LIMIT, "message: longer than %u bytes", CHANNEL_CEILING);
	parts[1] = (struct iovec){ c->in.ptr + c->in.len, DATAGRAM };
	do {
		got = recvmsg(c->fd, &msg, MSG_CMSG_CLOEXEC | (wait ? 0 : MSG_DONTWAIT));
	} while (got < 0 && errno == EINTR);
	if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
		return 2;
	if (got < 0 && errno == ECONNRESET)
		return 0;
	if (got < 0)
		return fail_errno(e, "recvmsg");
	if (got == 0)
		return 0;
	fd = channel_take_fd(&msg);
	if (fd >= 0 && c->passed >= 0) {
		close(fd);
		return fail(e, ERR_MALFORMED, "message: two descriptors");
	}
	if (fd >= 0)
		c->passed = fd;
	if ((size_t)got < sizeof(*head) || (msg.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) ||
	    head->more > 1)
		return fail(e, ERR_MALFORMED, "message: bad header");
	c->in.len += (size_t)got - sizeof(*head);
	return 1;
}

/* The next message of a pack. As channel_receive. */
static int channel_unpack(struct channel *c, struct message *out, struct error *e)
{
	uint32_t head[2];

	if (c->pack.len < sizeof(head))
		return fail(e, ERR_MALFORMED, "message: bad pack");
	memcpy(head, c->pack.ptr, sizeof(head));
	c->pack = span_skip(c->pack, sizeof(head));
	if (head[0] == PACK || head[1] > c->pack.len)
		return fail(e, ERR_MALFORMED, "message: bad pack");
	*out = (struct message){ .type = head[0], .body = span_cut(c->pack, 0, head[1]), .fd = -1 };
	c->pack = span_skip(c->pack, head[1]);
	return 1;
}

int channel_receive(struct channel *c, bool wait, struct message *out, struct error *e)
{
	struct part_header head = { 0 };
	int rc;

	if (c->pack.len)
		return channel_unpack(c, out, e);
	if (wait && send_held(c, -1, e) < 0)
		return -1;
	if (!c->partial)
		buf_clear(&c->in);
	do {
		rc = channel_receive_part(c, wait, &head, e);
		if (rc != 1)
			return rc;
		if (c->partial && head.type != c->type)
			return fail(e, ERR_MALFORMED, "message: type changes inside");
		if (head.type == PACK && (head.more || c->passed >= 0))
			return fail(e, ERR_MALFORMED, "message: bad pack");
		c->partial = head.more;
		c->type = head.type;
	} while (head.more);
	if (head.type == PACK) {
		c->pack = buf_span(&c->in);
		return channel_unpack(c, out, e);
	}
	*out = (struct message){ .type = head.type, .body = buf_span(&c->in), .fd = c->passed };
	c->passed = -1;
	return 1;
}
