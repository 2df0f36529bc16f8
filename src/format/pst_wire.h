/*
 * pst_wire.h -- what the reader of Outlook's mailboxes (pst_reader.c, in a process
 * of its own) says to the worker (pst.c): a tree of things, in order.
 *
 * A frame is a byte for its type, u32 for the bytes behind that (little-endian, at
 * most PST_PAYLOAD), and these.  What opens is closed by PST_CLOSE:
 *
 *     HELLO ( FOLDER ( MESSAGE PROPERTY... RECIPIENT... BODY(DATA...)...
 *                              ATTACHMENT(DATA...)... MESSAGE(...)... )... )... OVER
 *
 * A text is u16 its type (enum mapi_type) and its bytes as they are stored.
 */
#ifndef FORMAT_PST_WIRE_H
#define FORMAT_PST_WIRE_H

enum pst_frame {
	PST_HELLO = 'H',	/* the library that reads, and its version */
	PST_REFUSED = 'X',	/* why the mailbox cannot be read at all; the end */
	PST_FOLDER = 'F',	/* opens: its path as UTF-8 */
	PST_MESSAGE = 'M',	/* opens: u32 number in its folder or message, text Message-ID */
	PST_PROPERTY = 'P',	/* u16 its number, text; a long one comes in pieces */
	PST_RECIPIENT = 'R',	/* u32 1 to, 2 cc, 3 bcc; u16 length and text: name, address */
	PST_BODY = 'B',		/* opens: u16 number of the property, u16 type */
	PST_ATTACHMENT = 'A',	/* opens: u32 number in its message, u64 bytes, text name */
	PST_DATA = 'D',
	PST_GAP = 'G',		/* u8 enum error_code, text for people: of what is open */
	PST_CLOSE = 'E',
	PST_AT = 'T',		/* u32 ordinal of what it begins with now, u64 bytes read so far */
	PST_OVER = 'Z',		/* that was all of it */
};

#define PST_HEAD    5
#define PST_PAYLOAD (32u << 10)

/* Ordinals that killed a reader: the next one passes over them, and says nothing before. */
#define PST_PASSED 32

/* The row of src/externals.h. */
struct external_reader;
extern const struct external_reader pst_reader;

/* "libpff 20180714" when the library can be opened, else NULL; not in a sandbox. */
const char *pst_reader_version(void);
#define PST_INSTALL "install libpff1 (Debian, Ubuntu) or libpff"

#endif
