/*
 * mapi.h -- what Outlook's messages (msg.c) and winmail.dat (tnef.c) share:
 * numbers of properties, and text that is packed in their own way.
 *
 * Specification: [MS-OXPROPS], [MS-OXRTFCP].
 */
#ifndef FORMAT_MAPI_H
#define FORMAT_MAPI_H

#include "base/arena.h"
#include "base/time.h"

enum mapi_property {
	MAPI_SUBJECT = 0x0037, MAPI_SENT = 0x0039, MAPI_HEADERS = 0x007d,
	MAPI_SENDER_NAME = 0x0c1a, MAPI_SENDER_ADDRESS = 0x0c1f, MAPI_SENDER_SMTP = 0x5d01,
	MAPI_TO = 0x0e04, MAPI_CC = 0x0e03, MAPI_DELIVERED = 0x0e06,
	MAPI_BODY = 0x1000, MAPI_RTF = 0x1009, MAPI_HTML = 0x1013,
	MAPI_MESSAGE_ID = 0x1035, MAPI_CREATED = 0x3007,
	/* Of who receives it. */
	MAPI_RECIPIENT_TYPE = 0x0c15, MAPI_DISPLAY_NAME = 0x3001, MAPI_ADDRESS = 0x3003,
	MAPI_SMTP_ADDRESS = 0x39fe,
	MAPI_DATA = 0x3701, MAPI_SHORT_NAME = 0x3704, MAPI_LONG_NAME = 0x3707,
	MAPI_TRANSPORT_NAME = 0x370c, MAPI_CODEPAGE = 0x3ffd, MAPI_HTML_CODEPAGE = 0x3fde,
};

enum mapi_type {
	MAPI_INT16 = 0x02, MAPI_INT32 = 0x03, MAPI_BOOLEAN = 0x0b, MAPI_OBJECT = 0x0d,
	MAPI_TEXT8 = 0x1e, MAPI_TEXT = 0x1f, MAPI_TIME = 0x40, MAPI_BYTES = 0x102,
};

/* 100 ns since 1601 as a moment; TIME_NONE: not set. */
int64_t mapi_moment(uint64_t filetime);

/* Name of the charset with this number ("windows-1251"), or "windows-1252". */
struct span mapi_charset(uint32_t codepage);

/* Packed RTF unpacked into the arena, as far as it goes; empty: it is none, or no room. */
struct span mapi_rtf(struct arena *a, struct span packed);

#endif
