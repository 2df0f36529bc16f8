/*
 * pdf_file.h -- the objects of a PDF file, for whoever needs more than its
 * text: pages, links, attachments, scripts, whether it is locked.
 *
 * Objects are found by reading the whole file from front to back (the last of
 * one number counts) and inside its object streams; its own tables of places
 * are not believed, so that damaged and cut files open as far as they go.
 * A value is a span of the file or of an opened stream: nothing is built.
 * Work is counted: what is asked of a file grows with its size and no more
 * (ERR_LIMIT in `why`), whatever its objects say.
 */
#ifndef FORMAT_PDF_FILE_H
#define FORMAT_PDF_FILE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"

#define PDF_OBJECTS_MAX 2000000
#define PDF_STREAM_MAX	(64u << 20)	/* of one opened stream */

struct pdf_object {
	uint32_t number;
	uint32_t order;		/* of finding: the later counts */
	struct span body;	/* behind "obj", up to "endobj" or the next object */
};

struct inflate_state;

struct pdf_file {
	struct span bytes;
	struct arena *arena;		/* opened object streams live there */
	struct buf objects;		/* struct pdf_object, by number once opened */
	uint32_t count;
	struct span trailer;		/* dictionary that names the root, or empty */
	struct inflate_state *inflate;
	uint64_t work, work_max;	/* bytes looked at, and how many may be */
	struct error why;		/* the first limit that was reached */
	bool encrypted;
	bool ended;			/* an end mark stands near the end of the file */
};

/* -1: no memory; a file without a single object opens. */
int  pdf_file_open(struct pdf_file *f, struct span bytes, struct arena *a, struct error *e);
void pdf_file_close(struct pdf_file *f);

/* The value behind an indirect reference ("12 0 R"), or `v` itself; empty: there is none. */
struct span pdf_resolve(struct pdf_file *f, struct span v);

/* The resolved value of a key ("/Type") of a dictionary; `_raw`: as it stands, maybe a reference. */
struct span pdf_get(struct pdf_file *f, struct span dictionary, const char *key);
struct span pdf_get_raw(struct pdf_file *f, struct span dictionary, const char *key);

/* The next value off an array's or dictionary's inside (behind its bracket). False at its end. */
bool pdf_next(struct pdf_file *f, struct span *rest, struct span *value);
struct span pdf_inside(struct span container);	/* without its first bracket */

bool pdf_is_name(struct span v, const char *name);	/* "/Link" */
bool pdf_number(struct span v, double *out);
/* The bytes of a string, "(...)" or "<...>"; UTF-16 becomes UTF-8. False: no string. */
bool pdf_string(struct span v, struct buf *out);

/* The bytes of a stream object, filters taken off; false: no stream, or one we cannot open. */
bool pdf_stream(struct pdf_file *f, struct span object, struct buf *out);

#endif
