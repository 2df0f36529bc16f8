/*
 * digesting.c -- two pieces of memory: one is filled while the other is hashed.
 *
 * The thread is idle whenever `busy` is false, which only the maker sets and
 * only the thread clears; the digest's context belongs to who may hash by it.
 */
#include "base/digesting.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#define PIECE_BYTES (128u << 10)

struct digesting {
	struct digests digests;
	enum digest which;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t turned;		/* busy or over is not what it was */
	bool busy, over;		/* under the lock */
	bool started, alone;		/* alone: no thread can be had */
	unsigned filling;		/* which piece the maker fills */
	size_t filled;
	size_t taken;			/* bytes of the other piece, while busy */
	uint8_t piece[2][PIECE_BYTES];
};

static void hash_piece(struct digesting *d, unsigned which, size_t length)
{
	digests_add(&d->digests, (struct span){ (const char *)d->piece[which], length });
}

static void *digesting_run(void *context)
{
	struct digesting *d = context;
	unsigned which = 0;

	pthread_mutex_lock(&d->lock);
	for (;; which ^= 1) {
		while (!d->busy && !d->over)
			pthread_cond_wait(&d->turned, &d->lock);
		if (!d->busy)
			break;
		pthread_mutex_unlock(&d->lock);
		hash_piece(d, which, d->taken);
		pthread_mutex_lock(&d->lock);
		d->busy = false;
		pthread_cond_signal(&d->turned);
	}
	pthread_mutex_unlock(&d->lock);
	return NULL;
}

/* Signals are for the threads that were there before. */
static void digesting_start(struct digesting *d)
{
	sigset_t all, before;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	d->started = pthread_create(&d->thread, NULL, digesting_run, d) == 0;
	d->alone = !d->started;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static void digesting_wait(struct digesting *d)
{
	if (!d->started)
		return;
	pthread_mutex_lock(&d->lock);
	while (d->busy)
		pthread_cond_wait(&d->turned, &d->lock);
	pthread_mutex_unlock(&d->lock);
}

static void digesting_turn(struct digesting *d)
{
	if (!d->started && !d->alone)
		digesting_start(d);
	if (d->alone) {
		hash_piece(d, d->filling, d->filled);
	} else {
		digesting_wait(d);
		pthread_mutex_lock(&d->lock);
		d->taken = d->filled;
		d->busy = true;
		pthread_cond_signal(&d->turned);
		pthread_mutex_unlock(&d->lock);
		d->filling ^= 1;
	}
	d->filled = 0;
}

int digesting_open(struct digesting **out, enum digest which, struct error *e)
{
	struct digesting *d = malloc(sizeof(*d));

	if (!d)
		return fail(e, ERR_MEMORY, "no memory for a digest");
	memset(d, 0, offsetof(struct digesting, piece));
	d->which = which;
	if (digests_begin(&d->digests, 1u << which, e) < 0) {
		digests_release(&d->digests);
		free(d);
		return -1;
	}
	pthread_mutex_init(&d->lock, NULL);
	pthread_cond_init(&d->turned, NULL);
	*out = d;
	return 0;
}

void digesting_add(struct digesting *d, struct span bytes)
{
	while (bytes.len) {
		struct span now = span_cut(bytes, 0, PIECE_BYTES - d->filled);

		memcpy(d->piece[d->filling] + d->filled, now.ptr, now.len);
		d->filled += now.len;
		bytes = span_skip(bytes, now.len);
		if (d->filled == PIECE_BYTES)
			digesting_turn(d);
	}
}

size_t digesting_end(struct digesting *d, uint8_t *out)
{
	digesting_wait(d);
	hash_piece(d, d->filling, d->filled);
	d->filled = 0;
	return digests_end(&d->digests, d->which, out);
}

void digesting_close(struct digesting *d)
{
	if (!d)
		return;
	if (d->started) {
		pthread_mutex_lock(&d->lock);
		d->over = true;
		pthread_cond_signal(&d->turned);
		pthread_mutex_unlock(&d->lock);
		pthread_join(d->thread, NULL);
	}
	pthread_cond_destroy(&d->turned);
	pthread_mutex_destroy(&d->lock);
	digests_release(&d->digests);
	free(d);
}
