/*
 * members.h -- containers by libarchive: members one by one, as streams.
 *
 * A row of list.h only says which of libarchive's formats it switches on; no
 * other can then be chosen by hostile bytes.  Nothing is ever written, no
 * name is ever opened.
 */
#ifndef FORMAT_MEMBERS_H
#define FORMAT_MEMBERS_H

#include "format/format.h"

/* Names are converted to UTF-8: what that needs is loaded here (part of format_prepare). */
void members_prepare(void);

struct archive;
typedef int members_enable(struct archive *a);

/* Takes reader.file if it is set, else reader.stream. */
int  members_open(struct reader *r, members_enable *enable, struct error *e);

/* Its members' bytes come from there, where it knows them; behind members_open. NULL: never. */
struct zip_data;
void members_data(struct reader *r, struct zip_data *data);

/* The row's next and close. */
int  members_next(struct reader *r, struct part *out, struct error *e);
void members_close(struct reader *r);

#endif
