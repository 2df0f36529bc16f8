/*
 * members.h -- containers by libarchive: members one by one, as streams.
 *
 * A row of list.h only says which of libarchive's formats it switches on
 * (ARCHIVE_FORMAT_..., 0 behind the last); no other can then be chosen by
 * hostile bytes.  Nothing is ever written, no
 * name is ever opened.
 */
#ifndef FORMAT_MEMBERS_H
#define FORMAT_MEMBERS_H

#include "format/format.h"

/*
 * Open libarchive and what converts names to UTF-8: at the latest when the
 * first container opens, which fails where libarchive is not there.
 */
void members_prepare(void);

/* Takes reader.file if it is set, else reader.stream. */
int  members_open(struct reader *r, const int *formats, struct error *e);

/* Its members' bytes come from there, where it knows them; behind members_open. NULL: never. */
struct zip_data;
void members_data(struct reader *r, struct zip_data *data);

/* The row's next and close. */
int  members_next(struct reader *r, struct part *out, struct error *e);
void members_close(struct reader *r);

#endif
