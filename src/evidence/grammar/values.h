/*
 * values.h -- is a cell or a line a single value that an advisory could list?
 */
#ifndef EVIDENCE_GRAMMAR_VALUES_H
#define EVIDENCE_GRAMMAR_VALUES_H

#include "base/span.h"

/*
 * An address, network, range, host, URL, hash or mail address by its form,
 * defanged or not, perhaps with a port, a wildcard in front ("*.evil.example",
 * ".evil.example") or quotes around it.  By form only: no registry is asked.
 */
bool value_is(struct span cell);

/* 32, 40, 64 or 128 hexadecimal digits. */
bool value_is_hash(struct span cell);

/* A host name by its form: labels, at least one dot, letters in the last label. */
bool value_is_host(struct span cell);

/* 0.0.0.0, 127.x, ::, ::1: where names are sent that nobody shall reach. */
bool value_is_sink(struct span cell);

#endif
