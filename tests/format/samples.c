/* samples.c -- what the tests take apart. */
#include "samples.h"

#include <bzlib.h>
#include <lz4frame.h>
#include <lzma.h>
#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>

#include "archives.h"
#include "base/frame.h"
#include "format/pst_wire.h"
#include "../fuzz/stand_in.h"

static const char html[] =
	"<!DOCTYPE html>\n<html><head><meta charset=utf-8><title>A &amp; B</title>\n"
	"<meta name=author content=\"x\"><style>p{}</style></head><body>\n"
	"<nav><a href=/>home</a></nav><h1>Head<br>line</h1>\n"
	"<p>Some <b>bold</b> text\xc2\xa0&nbsp;and <a href='https://a.example/?a=1&amp;b'>a link</a>.\n"
	"<ul><li>one<li>two <ul><li>deep</ul></ul>\n"
	"<table><thead><tr><th colspan=2>t<tbody><tr><td rowspan=2>a<td>b<tr><td>c</table>\n"
	"<pre><code class=language-c>int x;\n  y</code></pre><script>if (a < b) { }</script>\n"
	"<!-- not -- here --><footer>foot</footer></body></html>\n";

static const char markdown[] =
	"---\ntitle: front\ntags:\n - a\n---\n# Title\n\nText with *marks*, `co*de` and a [link](https://a.example \"t\").\n"
	"* item\n  goes on\n* **two** evil[.]example\n\n| a | b |\n|---|:-:|\n| 1 | 2\\|3 |\n\n"
	"```yara\nrule x { condition: true }\n```\n    indented\n\nUnder\n-----\n> quoted <br> &amp; ![i](j)\n"
	"[ref]: https://b.example\n<!-- gone -->\n";

static const char text[] =
	"Advisory\n========\n\nFirst paragraph\nof two lines.\n\nINDICATORS\n\n- one\n  more\n- two\n\n"
	"2.1 Details\n\nrule a\n{\n  strings:\n    $a = \"x\"\n\n  condition: $a\n}\n"
	"alert tcp any any -> any 25 (msg:\"x\"; sid:1;)\nlast\n\fpage two\n";

/* A page with a link, one that is a picture, a lock-free file attached; then what pdftotext says. */
static const char pdf[] =
	"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [(a.csv) 9 0 R] >> >> >>\nendobj\n"
	"2 0 obj\n<< /Type /Pages /Count 2 /Kids [3 0 R 4 0 R] /MediaBox [0 0 600 800] >>\nendobj\n"
	"3 0 obj\n<< /Type /Page /Parent 2 0 R /Annots [5 0 R] >>\nendobj\n"
	"4 0 obj\n<< /Type /Page /Parent 2 0 R /Contents 6 0 R /Resources << /XObject << /I 7 0 R >> >> >>\nendobj\n"
	"5 0 obj\n<< /Type /Annot /Subtype /Link /Rect [40 630 120 645] /A << /S /URI /URI (https://b.example/x) >> >>\nendobj\n"
	"6 0 obj\n<< /Length 30 >>\nstream\nq 600 0 0 800 0 0 cm /I Do Q  \nendstream\nendobj\n"
	"7 0 obj\n<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /Length 1 >>\nstream\nx\nendstream\nendobj\n"
	"9 0 obj\n<< /Type /Filespec /F (a.csv) /EF << /F 7 0 R >> >>\nendobj\n"
	"trailer\n<< /Root 1 0 R >>\n%%EOF\n"
	STAND_IN_MARK
	"<title>A &amp; B</title>\n<page width=\"600.0\" height=\"800.0\">\n"
	"<line xMin=\"40\" yMin=\"40\">\n"
	"<word xMin=\"40\" yMin=\"40\" xMax=\"160\" yMax=\"60\">Heading</word>\n</line>\n<line>\n"
	"<word xMin=\"40\" yMin=\"100\" xMax=\"100\" yMax=\"110\">running</word>\n"
	"<word xMin=\"105\" yMin=\"100\" xMax=\"165\" yMax=\"110\">di\xef\xac\x80" "erence</word>\n</line>\n<line>\n"
	"<word xMin=\"40\" yMin=\"112\" xMax=\"100\" yMax=\"122\">text.</word>\n</line>\n<line>\n"
	"<word xMin=\"40\" yMin=\"156\" xMax=\"120\" yMax=\"166\">here</word>\n</line>\n<line>\n"
	"<word xMin=\"40\" yMin=\"200\" xMax=\"80\" yMax=\"210\">Name</word>\n</line>\n<line>\n"
	"<word xMin=\"240\" yMin=\"200\" xMax=\"280\" yMax=\"210\">Value</word>\n</line>\n<line>\n"
	"<word xMin=\"40\" yMin=\"212\" xMax=\"80\" yMax=\"222\">a.exe</word>\n</line>\n<line>\n"
	"<word xMin=\"240\" yMin=\"212\" xMax=\"290\" yMax=\"222\">b.example</word>\n</line>\n<line>\n"
	"<word xMin=\"40\" yMin=\"224\" xMax=\"80\" yMax=\"234\">c.exe</word>\n</line>\n<line>\n"
	"<word xMin=\"240\" yMin=\"224\" xMax=\"290\" yMax=\"234\">d.example</word>\n</line>\n</page>\n"
	"<page width=\"600.0\" height=\"800.0\">\n</page>\n";

#define W "xmlns:w=\"w\" xmlns:r=\"r\""

static const char docx_text[] =
	"<?xml version=\"1.0\"?><w:document " W "><w:body>"
	"<w:p><w:pPr><w:pStyle w:val=\"H1\"/></w:pPr><w:r><w:t>Head</w:t></w:r></w:p>"
	"<w:p><w:r><w:t>One word in </w:t></w:r><w:r><w:t>pie</w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
	"<w:r><w:t>ces&#xA0;and</w:t><w:br/></w:r><w:hyperlink r:id=\"r1\"><w:r><w:t>a link</w:t></w:r></w:hyperlink></w:p>"
	"<w:p><w:pPr><w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"3\"/></w:numPr></w:pPr><w:r><w:t>item</w:t></w:r></w:p>"
	"<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr><w:p><w:r><w:t>A</w:t></w:r></w:p></w:tc>"
	"<w:tc><w:p><w:r><w:t>B</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:p><w:r><w:t>c</w:t></w:r></w:p><w:p><w:r><w:t>d</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
	"<w:p><w:r><w:t>rule x</w:t></w:r></w:p><w:p><w:r><w:t>{</w:t></w:r></w:p><w:p/>"
	"<w:p><w:r><w:tab/><w:t>condition: true }</w:t></w:r></w:p>"
	"<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> HYPERLINK \"https://c.example/?a&amp;b\" \\o \"t\" </w:instrText></w:r>"
	"<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>shown</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>"
	"</w:body></w:document>";

#define MEMBER(name, text) { name, { text, sizeof(text) - 1 } }

static const struct archive_member docx[] = {
	MEMBER("word/document.xml", docx_text),
	MEMBER("word/_rels/document.xml.rels",
	       "<Relationships><Relationship Id=\"r1\" Target=\"https://b.example/\"/></Relationships>"),
	MEMBER("word/styles.xml",
	       "<w:styles " W "><w:style w:styleId=\"H1\"><w:name w:val=\"heading 1\"/></w:style></w:styles>"),
	MEMBER("word/footer1.xml", "<w:ftr " W "><w:p><w:r><w:t>foot</w:t></w:r></w:p></w:ftr>"),
	MEMBER("word/embeddings/x.bin", "x"),
};

static const struct archive_member odt[] = {
	MEMBER("mimetype", "application/vnd.oasis.opendocument.text"),
	MEMBER("content.xml",
	       "<?xml version=\"1.0\"?><office:document-content><office:body><office:text>"
	       "<text:h text:outline-level=\"2\">Head</text:h><text:p>One<text:s text:c=\"2\"/>word in "
	       "<text:span>pie</text:span>ces<text:note><text:note-citation>1</text:note-citation>"
	       "<text:note-body><text:p>a note</text:p></text:note-body></text:note><text:line-break/>"
	       "<text:a xlink:href=\"https://b.example/\">a link</text:a></text:p>"
	       "<text:list><text:list-item><text:p>item</text:p></text:list-item></text:list>"
	       "<table:table><table:table-header-rows><table:table-row><table:table-cell "
	       "table:number-columns-repeated=\"2\"><text:p>A</text:p></table:table-cell>"
	       "<table:table-cell><text:p>B</text:p></table:table-cell></table:table-row>"
	       "</table:table-header-rows><table:table-row><table:table-cell><text:p>c</text:p>"
	       "<text:p>d</text:p></table:table-cell></table:table-row></table:table>"
	       "<text:tracked-changes><text:p>gone</text:p></text:tracked-changes>"
	       "</office:text></office:body></office:document-content>"),
	MEMBER("meta.xml", "<office:meta><dc:title>Title</dc:title></office:meta>"),
};

uint32_t sample_random(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

void sample_text(size_t length, uint32_t seed, struct buf *out)
{
	while (out->len < length) {
		uint32_t n = sample_random(&seed);

		if (n % 3)
			buf_printf(out, "2020-07-16 host%u connect 103.216.221.%u\n", n % 17, n % 251);
		else
			buf_printf(out, "%08x%08x\n", n, sample_random(&seed));
	}
	out->len = length;
}

static void put(struct buf *out, const void *bytes, size_t n)
{
	buf_add(out, span_make(bytes, n));
}

static void compress_gzip(struct span in, struct buf *out)
{
	uLong room = compressBound(in.len) + 1024;
	Bytef *bytes = malloc(room);
	gz_header header = { .name = (Bytef *)(uintptr_t)"name.txt", .os = 3, .hcrc = 1 };
	z_stream z = { 0 };

	if (deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		abort();
	deflateSetHeader(&z, &header);
	z.next_in = (Bytef *)(uintptr_t)in.ptr;
	z.avail_in = (uInt)in.len;
	z.next_out = bytes;
	z.avail_out = (uInt)room;
	if (deflate(&z, Z_FINISH) != Z_STREAM_END)
		abort();
	put(out, bytes, z.total_out);
	deflateEnd(&z);
	free(bytes);
}

static void compress_zstd(struct span in, struct buf *out)
{
	size_t room = ZSTD_compressBound(in.len);
	void *bytes = malloc(room);
	ZSTD_CCtx *c = ZSTD_createCCtx();
	size_t n;

	ZSTD_CCtx_setParameter(c, ZSTD_c_checksumFlag, 1);
	n = ZSTD_compress2(c, bytes, room, in.ptr, in.len);
	if (ZSTD_isError(n))
		abort();
	put(out, bytes, n);
	ZSTD_freeCCtx(c);
	free(bytes);
}

static void compress_xz(struct span in, struct buf *out)
{
	size_t room = lzma_stream_buffer_bound(in.len), n = 0;
	uint8_t *bytes = malloc(room);

	if (lzma_easy_buffer_encode(0, LZMA_CHECK_CRC64, NULL, (const uint8_t *)in.ptr, in.len,
				    bytes, &n, room) != LZMA_OK)
		abort();
	put(out, bytes, n);
	free(bytes);
}

static void compress_bz2(struct span in, struct buf *out)
{
	unsigned n = (unsigned)(in.len + in.len / 50 + 1024);
	char *bytes = malloc(n);

	if (BZ2_bzBuffToBuffCompress(bytes, &n, (char *)(uintptr_t)in.ptr, (unsigned)in.len, 1, 0,
				     0) != BZ_OK)
		abort();
	put(out, bytes, n);
	free(bytes);
}

static void compress_lz4(struct span in, struct buf *out)
{
	LZ4F_preferences_t how = { .frameInfo = { .contentChecksumFlag = LZ4F_contentChecksumEnabled,
						  .blockSizeID = LZ4F_max64KB } };
	size_t room = LZ4F_compressFrameBound(in.len, &how);
	void *bytes = malloc(room);
	size_t n = LZ4F_compressFrame(bytes, room, in.ptr, in.len, &how);

	if (LZ4F_isError(n))
		abort();
	put(out, bytes, n);
	free(bytes);
}

void sample_compress(struct span name, struct span in, struct buf *out)
{
	static const struct {
		const char *name;
		void (*compress)(struct span in, struct buf *out);
	} codecs[] = {
		{ "gzip", compress_gzip }, { "zstd", compress_zstd }, { "xz", compress_xz },
		{ "bz2", compress_bz2 },   { "lz4", compress_lz4 },
	};

	for (size_t i = 0; i < sizeof(codecs) / sizeof(codecs[0]); i++)
		if (span_equal(name, span_of(codecs[i].name)))
			codecs[i].compress(in, out);
}

static const char eml[] =
	"Return-Path: <desk@conference.example>\r\n"
	"Received: from mx.conference.example (mx.conference.example [198.51.100.7])\r\n"
	"\tby mail.hospital.example; Sun, 10 May 2020 09:14:00 +0000\r\n"
	"From: =?utf-8?q?Konferenz=2C_B=C3=BCro?= <desk@conference.example>\r\n"
	"To: chem.lab@hospital.example\r\nMIME-Version: 1.0\r\n"
	"Content-Type: multipart/mixed; boundary=\"=_a\"\r\n\r\n"
	"This is a message in MIME format.\r\n--=_a\r\n"
	"Content-Type: text/plain; charset=iso-8859-2\r\n"
	"Content-Transfer-Encoding: quoted-printable\r\n\r\n"
	"The pro=\r\ngramme =A3\r\n\r\nbegin\r\n--=_a\r\n"
	"Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n"
	"Content-Disposition: attachment; filename*0*=utf-8''na%C3%AFve; filename*1=.bin\r\n\r\n"
	"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\r\n--=_a\r\n"
	"Content-Type: message/rfc822\r\n\r\nSubject: inner\r\nFrom: a@b.example\r\n\r\nhello\r\n"
	"--=_a--\r\n";
static const char mbox[] =
	"From desk@conference.example Sun May 10 09:14:00 2020\n"
	"From: desk@conference.example\nMessage-ID: <1@conference.example>\n\n"
	"first\n>From the desk\n\n"
	"From - Mon May 11 09:14:00 2020\n"
	"From: desk@conference.example\nContent-Type: text/plain\n\n"
	"begin 644 a.bin\n#0V%T\n`\nend\nFrom here on, nothing.\n";

/* ---- compound files: one sector of table, streams of less than 4096 bytes */

struct ole_file {
	const char *name;
	int parent;		/* index of a storage; -1: the root */
	struct span bytes;	/* .ptr NULL: a storage */
};

#define SECTOR 512
#define FILES  16

static void le_put(char *at, uint64_t value, size_t size)
{
	for (size_t i = 0; i < size; i++, value >>= 8)
		at[i] = (char)value;
}

static void put_entry(char *at, const char *name, int type, uint32_t start, size_t size)
{
	size_t n = strlen(name);

	for (size_t i = 0; i < n; i++)
		at[2 * i] = name[i];
	le_put(at + 64, 2 * n + 2, 2);
	at[66] = (char)type;
	le_put(at + 68, UINT32_MAX, 4);
	le_put(at + 72, UINT32_MAX, 4);
	le_put(at + 76, UINT32_MAX, 4);
	le_put(at + 116, start, 4);
	le_put(at + 120, size, 8);
}

/* Siblings hang on one another's right side. */
static void link_entry(char *folder, size_t me, size_t parent)
{
	char *at = folder + 128 * parent + 76;
	uint32_t next;

	while (memcpy(&next, at, 4), next != UINT32_MAX)
		at = folder + 128 * next + 72;
	le_put(at, me, 4);
}

static void sample_ole(const struct ole_file *files, size_t count, struct buf *out)
{
	static char folder[(FILES + 4) * 128], table[SECTOR], mini_table[SECTOR], mini[16 * SECTOR];
	char head[SECTOR] = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
	size_t used = 0, sectors, folder_sectors = (count + 4) / 4;

	memset(folder, 0, sizeof(folder));
	memset(table, 0xff, sizeof(table));
	memset(mini_table, 0xff, sizeof(mini_table));
	memset(mini, 0, sizeof(mini));
	put_entry(folder, "Root Entry", 5, 0, 0);
	for (size_t i = 0; i < count; i++) {
		const struct ole_file *f = &files[i];
		size_t blocks = (f->bytes.len + 63) / 64;

		put_entry(folder + 128 * (i + 1), f->name, f->bytes.ptr ? 2 : 1, (uint32_t)used,
			  f->bytes.len);
		link_entry(folder, i + 1, (size_t)(f->parent + 1));
		memcpy(mini + 64 * used, f->bytes.ptr ? f->bytes.ptr : "", f->bytes.len);
		for (size_t k = 0; k < blocks; k++, used++)
			le_put(mini_table + 4 * used, k + 1 < blocks ? used + 1 : 0xfffffffe, 4);
	}
	/* Sector 0: the table; then the folder, the small table, the small blocks. */
	sectors = (64 * used + SECTOR - 1) / SECTOR;
	le_put(folder + 116, 2 + folder_sectors, 4);
	le_put(folder + 120, 64 * used, 8);
	le_put(table, 0xfffffffd, 4);
	for (size_t i = 0; i < folder_sectors; i++)
		le_put(table + 4 * (1 + i), i + 1 < folder_sectors ? i + 2 : 0xfffffffe, 4);
	le_put(table + 4 * (1 + folder_sectors), 0xfffffffe, 4);
	for (size_t i = 0; i < sectors; i++)
		le_put(table + 4 * (2 + folder_sectors + i),
		    i + 1 < sectors ? 3 + folder_sectors + i : 0xfffffffe, 4);
	le_put(head + 26, 3, 2);
	le_put(head + 28, 0xfffe, 2);
	le_put(head + 30, 9, 2);
	le_put(head + 32, 6, 2);
	le_put(head + 44, 1, 4);
	le_put(head + 48, 1, 4);
	le_put(head + 56, 4096, 4);
	le_put(head + 60, 1 + folder_sectors, 4);
	le_put(head + 64, 1, 4);
	le_put(head + 68, 0xfffffffe, 4);
	memset(head + 76, 0xff, sizeof(head) - 76);
	le_put(head + 76, 0, 4);
	buf_add(out, span_make(head, SECTOR));
	buf_add(out, span_make(table, SECTOR));
	buf_add(out, span_make(folder, folder_sectors * SECTOR));
	buf_add(out, span_make(mini_table, SECTOR));
	buf_add(out, span_make(mini, sectors * SECTOR));
}

#define BYTES(literal) { literal, sizeof(literal) - 1 }

static const struct ole_file word_files[] = {
	{ "WordDocument", -1, BYTES("the text of a document that is longer than one small block of "
				    "sixty-four bytes, so that its chain has a second link") },
	{ "Macros", -1, { NULL, 0 } },
	{ "dir", 1, BYTES("Attribute VB_Name = \"ThisDocument\"") },
};

static const struct ole_file msg_files[] = {
	{ "__properties_version1.0", -1,
	  BYTES("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		"\x40\0\x39\0\6\0\0\0\0\x40\x3b\x8b\x55\x26\xd6\1") },
	{ "__substg1.0_0C1A001F", -1, BYTES("D\0e\0s\0k\0") },
	{ "__substg1.0_5D01001F", -1, BYTES("a\0@\0b\0.\0e\0x\0a\0m\0p\0l\0e\0") },
	{ "__substg1.0_0037001F", -1, BYTES("H\0e\0l\0l\0o\0") },
	{ "__substg1.0_1000001F", -1, BYTES("S\0e\0e\0 \0i\0t\0") },
	{ "__substg1.0_10090102", -1, BYTES("\x2d\0\0\0\x2b\0\0\0LZFu\xf1\xc5\xc7\xa7\x03\0\x0a\0"
					    "rcpg125\x42""2\x0a\xf3 hel\x09\0 bw\x05\xb0ld}\x0a\x80\x0f\xa0") },
	{ "__attach_version1.0_#00000000", -1, { NULL, 0 } },
	{ "__properties_version1.0", 6, BYTES("\0\0\0\0\0\0\0\0") },
	{ "__substg1.0_3707001F", 6, BYTES("a\0.\0e\0x\0e\0") },
	{ "__substg1.0_37010102", 6, BYTES("MZ attached bytes") },
};

static const char pdf_parts[] =
	"%PDF-1.4\n1 0 obj\n<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>\nendobj\n"
	"2 0 obj\n<</Type/Annot/Subtype/Link/A<</S/URI/URI(http://host.example/a)>>>>\nendobj\n"
	"3 0 obj\n<</Length 60>>stream\nBT (one) Tj 0 -12 Td [(tw)-20(o)-300(three)] TJ <34> Tj ET\nendstream\nendobj\n"
	"4 0 obj\n<</Type/Filespec/F(a.txt)/EF<</F 5 0 R>>>>\nendobj\n"
	"5 0 obj\n<</Type/EmbeddedFile/Length 8>>stream\nattached\nendstream\nendobj\n"
	"trailer<</Root 1 0 R>>\n%%EOF\n";
static const char relations[] =
	"<?xml version=\"1.0\"?>\n<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/"
	"relationships\"><Relationship Id=\"r1\" Target=\"styles.xml\"/><Relationship Id=\"r2\" "
	"Target=\"http://host.example/template.dotm?a=1&amp;b=2\" TargetMode=\"External\"/>"
	"<Relationship Id=\"r3\" Target=\"file://10.0.0.1/share/another/long/name.dotm\" "
	"TargetMode=\"External\"/></Relationships>";

static void lnk_text(struct buf *out, const char *said)
{
	char two[2] = { 0 };

	le_put(two, strlen(said), 2);
	buf_add(out, span_make(two, 2));
	for (; *said; said++) {
		buf_byte(out, *said);
		buf_byte(out, '\0');
	}
}

static void sample_lnk(struct buf *out)
{
	char head[76] = "\x4c\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0\x46";
	char info[28 + 40] = { 0 };

	le_put(head + 20, 1 | 2 | 4 | 32 | 128, 4);
	buf_add(out, span_make(head, sizeof(head)));
	buf_add(out, SPAN("\4\0ids!"));
	le_put(info, sizeof(info), 4);
	le_put(info + 4, 28, 4);
	le_put(info + 8, 1, 4);
	le_put(info + 16, 28, 4);
	le_put(info + 24, sizeof(info) - 1, 4);
	memcpy(info + 28, "C:\\Windows\\System32\\cmd.exe", 27);
	buf_add(out, span_make(info, sizeof(info)));
	lnk_text(out, "an invoice, as it says of itself, and nothing that would start a program");
	lnk_text(out, "/c start http://host.example/a");
}

/* One section that holds one library with a function by name and one by number. */
/* UTF-16 with its zero; how many bytes. */
static size_t wide_put(char *to, const char *said)
{
	size_t n = 0;

	for (; said[n]; n++)
		to[2 * n] = said[n];
	return 2 * n + 2;
}

/* A node of VS_VERSIONINFO without children, or the head of one that has some. */
static size_t version_node(char *to, const char *key, const char *value)
{
	size_t at = 6 + wide_put(to + 6, key), length;

	at = (at + 3) & ~(size_t)3;
	length = (at + (value ? wide_put(to + at, value) : 0) + 3) & ~(size_t)3;
	le_put(to, length, 2);
	le_put(to + 2, value ? strlen(value) + 1 : 0, 2);
	le_put(to + 4, 1, 2);
	return length;
}

/* Resources: type, name, language, and the version behind them; loaded at `address`. */
static void pe_version(char *root, uint32_t address)
{
	char *version = root + 96, *at = version;
	size_t head[3];

	for (int level = 0; level < 3; level++) {
		char *folder = root + 24 * level;

		le_put(folder + 14, 1, 2);
		le_put(folder + 16, level == 0 ? 16 : 1, 4);
		le_put(folder + 20, level < 2 ? 0x80000000u | 24 * (level + 1) : 72, 4);
	}
	head[0] = version_node(at, "VS_VERSION_INFO", NULL);
	at += head[0];
	head[1] = version_node(at, "StringFileInfo", NULL);
	at += head[1];
	head[2] = version_node(at, "040904b0", NULL);
	at += head[2];
	at += version_node(at, "CompanyName", "Moth & Co");
	at += version_node(at, "OriginalFilename", "agentd.exe");
	le_put(version, (uint64_t)(at - version), 2);
	le_put(version + head[0], (uint64_t)(at - version) - head[0], 2);
	le_put(version + head[0] + head[1], (uint64_t)(at - version) - head[0] - head[1], 2);
	le_put(root + 72, address + 96, 4);
	le_put(root + 76, (uint64_t)(at - version), 4);
}

static void sample_pe(struct buf *out)
{
	static char file[2048];

	memset(file, 0, sizeof(file));
	memcpy(file, "MZ", 2);
	le_put(file + 60, 64, 4);
	memcpy(file + 64, "PE\0\0\x4c\1", 6);
	le_put(file + 64 + 6, 1, 2);
	le_put(file + 64 + 20, 224, 2);
	le_put(file + 88, 0x10b, 2);
	le_put(file + 88 + 104, 0x1000, 4);
	memcpy(file + 312, ".idata", 6);
	le_put(file + 312 + 8, 1536, 4);
	le_put(file + 312 + 12, 0x1000, 4);
	le_put(file + 312 + 16, 1536, 4);
	le_put(file + 312 + 20, 512, 4);
	le_put(file + 512, 0x1040, 4);
	le_put(file + 512 + 12, 0x1060, 4);
	le_put(file + 512 + 64, 0x1080, 4);
	le_put(file + 512 + 68, 0x80000007, 4);
	memcpy(file + 512 + 96, "KERNEL32.dll", 12);
	memcpy(file + 512 + 130, "ExitProcess", 11);
	le_put(file + 88 + 96 + 16, 0x1100, 4);
	pe_version(file + 512 + 256, 0x1100);
	le_put(file + 88 + 96 + 48, 0x1400, 4);
	le_put(file + 88 + 96 + 52, 28, 4);
	le_put(file + 512 + 1024 + 12, 2, 4);
	le_put(file + 512 + 1024 + 24, 1600, 4);
	memcpy(file + 1600, "RSDS", 4);
	memcpy(file + 1624, "C:\\build\\agentd.pdb", 19);
	buf_add(out, span_make(file, sizeof(file)));
}

/* ---- ELF: 64 bits, all of it loaded at 0x1000, a note, strings and two symbols */

static void elf_segment(char *to, uint32_t type, uint64_t offset, uint64_t size)
{
	le_put(to, type, 4);
	le_put(to + 8, offset, 8);
	le_put(to + 16, offset + 0x1000, 8);
	le_put(to + 32, size, 8);
	le_put(to + 48, 4, 8);
}

static void sample_elf(struct buf *out)
{
	static const char strings[] = "\0libmoth.so.1\0socket\0main\0libagent.so";
	static const uint64_t tags[][2] = {
		{ 1, 1 }, { 14, 26 }, { 5, 0x1000 + 720 }, { 6, 0x1000 + 600 }, { 10, sizeof(strings) },
	};
	static char file[768];

	memset(file, 0, sizeof(file));
	memcpy(file, "\177ELF\2\1\1", 7);
	le_put(file + 32, 64, 8);
	le_put(file + 54, 56, 2);
	le_put(file + 56, 4, 2);
	elf_segment(file + 64, 1, 0, sizeof(file));
	elf_segment(file + 120, 4, 400, 36);
	elf_segment(file + 176, 3, 440, 15);
	elf_segment(file + 232, 2, 480, 96);
	le_put(file + 400, 4, 4);
	le_put(file + 404, 20, 4);
	le_put(file + 408, 3, 4);
	memcpy(file + 412, "GNU\0ABCDEFGHIJKLMNOPQRST", 24);
	memcpy(file + 440, "/lib/ld-moth.so", 15);
	for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++) {
		le_put(file + 480 + 16 * i, tags[i][0], 8);
		le_put(file + 488 + 16 * i, tags[i][1], 8);
	}
	/* Three symbols of 24 bytes: none, an import, one of its own; and two more of none. */
	le_put(file + 624, 14, 4);
	le_put(file + 648, 21, 4);
	le_put(file + 654, 7, 2);
	memcpy(file + 720, strings, sizeof(strings));
	buf_add(out, span_make(file, sizeof(file)));
}

/* ---- TNEF: attributes with their lengths */

static void tnef_attribute(struct buf *out, int level, uint32_t id, struct span data)
{
	char head[9];

	head[0] = (char)level;
	le_put(head + 1, id, 4);
	le_put(head + 5, data.len, 4);
	buf_add(out, span_make(head, 9));
	buf_add(out, data);
	buf_add(out, SPAN("\0\0"));
}

static void sample_tnef(struct buf *out)
{
	buf_add(out, SPAN("\x78\x9f\x3e\x22\1\0"));
	tnef_attribute(out, 1, 0x00069007, SPAN("\xe3\4\0\0\0\0\0\0"));
	tnef_attribute(out, 1, 0x0002800c, SPAN("the text of a message, in the charset \xcf\0"));
	/* Two properties: the body as HTML, and a number with a name of its own. */
	tnef_attribute(out, 1, 0x00069003,
		       SPAN("\2\0\0\0\2\1\x13\x10\1\0\0\0\7\0\0\0<b>hi</\0"
			    "\3\0\1\x80""0123456789abcdef\0\0\0\0\5\0\0\0\7\0\0\0"));
	tnef_attribute(out, 2, 0x00069002, SPAN("\1\0\0\0"));
	tnef_attribute(out, 2, 0x0006800f, SPAN("MZ attached bytes"));
	tnef_attribute(out, 2, 0x00018010, SPAN("SHORT~1.EXE\0"));
	tnef_attribute(out, 2, 0x00069005,
		       SPAN("\1\0\0\0\x1f\0\7\x37\1\0\0\0\x12\0\0\0l\0o\0n\0g\0.\0e\0x\0e\0\0\0\0\0"));
}

static const char rich_text[] =
	"{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}{\\info{\\title A \\u8220?title}}\n"
	"\\outlinelevel0 {\\b Heading}\\par\\pard See {\\field{\\*\\fldinst HYPERLINK "
	"\"https://a.example/x\"}{\\fldrslt a link}} caf\\'e9 {\\v hidden}\\par\n"
	"{\\listtext 1.\\tab}an item\\par\\trowd a\\cell b\\cell\\row\\bin3 }{}{\\*\\none x}}";

static const char rtf[] =
	"{\\rtf1\\ansi An object: {\\object\\objemb{\\*\\objdata 0105000002000000\n"
	"08000000{\\x1 }5061636b61676500 0000000000000000 2b000000\n"
	"0200612e65786500433a5c612e65786500000003000900 0000433a5c612e65786500"
	"05000000 68656c6c6f 0000}}}\n";
static const char embedded[] =
	"<a href=\"data:text/plain;base64,aHR0cDovL2V2aWwuZXhhbXBsZS8gaHR0cDovL2V2aWwuZXhhbXBsZS8g"
	"aHR0cDovL2V2aWwuZXhhbXBsZS8gaHR0cDovL2V2aWwuZXhhbXBsZS8gaHR0cDovL2V2aWwuZXhhbXBsZS8g\">a</a>\n"
	"<script>atob('TVpQAAIAAAAEAA8A//8AALgAAAAhAAAAQAAaAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	"AAAAAAAAAAAAAAEAALtxEEAAM8BQUIvzU1NQsClAMARmrHn5ujEAeA2t')</script>\n";
static const char ppt[] =
	"\x0f\0\xe8\3\x30\0\0\0\1\0\xe9\3\x28\0\0\0" "0123456789012345678901234567890123456789"
	"\0\0\x11\x10\x2a\0\0\0" "an object that is not packed, and its text";

static void pst_frame(struct buf *out, enum pst_frame type, struct span payload)
{
	frame_u8(out, (uint8_t)type);
	frame_span(out, payload);
}

/* What the reader says of a mailbox with a folder, a message, a file and a message in it. */
static void sample_pst(struct buf *out)
{
	buf_add(out, SPAN("!BDN....SM" STAND_IN_MARK));
	pst_frame(out, PST_HELLO, SPAN("libpff 1"));
	pst_frame(out, PST_AT, SPAN("\1\0\0\0\2\0\0\0\0\0\0\0"));
	pst_frame(out, PST_FOLDER, SPAN("Inbox"));
	pst_frame(out, PST_MESSAGE, SPAN("\1\0\0\0\x1f\0<\0a\0>\0"));
	pst_frame(out, PST_PROPERTY, SPAN("\xfd\x3f\3\0\xe3\4\0\0"));
	pst_frame(out, PST_PROPERTY, SPAN("\x37\0\x1e\0\1\1subject"));
	pst_frame(out, PST_PROPERTY, SPAN("\6\x0e\x40\0\0\x6e\x63\x86\xa9\x26\xd6\1"));
	pst_frame(out, PST_RECIPIENT, SPAN("\1\0\0\0\4\0\x1f\0n\0\2\0\0\0\3\0\x1e\0a"));
	pst_frame(out, PST_BODY, SPAN("\0\x10\x1f\0"));
	pst_frame(out, PST_DATA, SPAN("t\0e\0x\0t\0"));
	pst_frame(out, PST_CLOSE, SPAN(""));
	pst_frame(out, PST_BODY, SPAN("\x9\x10\2\1"));
	pst_frame(out, PST_DATA, SPAN("\x10\0\0\0\4\0\0\0MELA\0\0\0\0{\\r}"));
	pst_frame(out, PST_CLOSE, SPAN(""));
	pst_frame(out, PST_ATTACHMENT, SPAN("\1\0\0\0\4\0\0\0\0\0\0\0\x1e\0a.txt"));
	pst_frame(out, PST_DATA, SPAN("fi"));
	pst_frame(out, PST_DATA, SPAN("le"));
	pst_frame(out, PST_CLOSE, SPAN(""));
	pst_frame(out, PST_MESSAGE, SPAN("\2\0\0\0\0\0"));
	pst_frame(out, PST_GAP, SPAN("\3cannot be read"));
	pst_frame(out, PST_CLOSE, SPAN(""));
	pst_frame(out, PST_CLOSE, SPAN(""));
	pst_frame(out, PST_CLOSE, SPAN(""));
	pst_frame(out, PST_OVER, SPAN(""));
}

bool sample_of(const struct format *format, struct buf *out)
{
	static const struct {
		const char *name;
		struct span bytes;
	} documents[] = {
		{ "html", { html, sizeof(html) - 1 } },
		{ "markdown", { markdown, sizeof(markdown) - 1 } },
		{ "text", { text, sizeof(text) - 1 } },
		{ "eml", { eml, sizeof(eml) - 1 } },
		{ "mbox", { mbox, sizeof(mbox) - 1 } },
		{ "pdf", { pdf, sizeof(pdf) - 1 } },
		{ "pdf-parts", { pdf_parts, sizeof(pdf_parts) - 1 } },
		{ "rtf", { rtf, sizeof(rtf) - 1 } },
		{ "rich text", { rich_text, sizeof(rich_text) - 1 } },
		{ "embedded", { embedded, sizeof(embedded) - 1 } },
		{ "ppt", { ppt, sizeof(ppt) - 1 } },
		{ "office-links", { relations, sizeof(relations) - 1 } },
	};
	struct archive_member member[] = { { "var/log/one.log", SPAN("") },
					   { "two.txt", SPAN("indicator at evil.example\n") } };
	struct buf plain;

	for (size_t i = 0; i < sizeof(documents) / sizeof(documents[0]); i++)
		if (strcmp(format->name, documents[i].name) == 0)
			buf_add(out, documents[i].bytes);
	if (strcmp(format->name, "ole") == 0)
		sample_ole(word_files, sizeof(word_files) / sizeof(word_files[0]), out);
	if (strcmp(format->name, "lnk") == 0)
		sample_lnk(out);
	if (strcmp(format->name, "pe") == 0)
		sample_pe(out);
	if (strcmp(format->name, "elf") == 0)
		sample_elf(out);
	if (strcmp(format->name, "tnef") == 0)
		sample_tnef(out);
	if (strcmp(format->name, "pst") == 0)
		sample_pst(out);
	if (strcmp(format->name, "msg") == 0)
		sample_ole(msg_files, sizeof(msg_files) / sizeof(msg_files[0]), out);
	buf_init(&plain, SAMPLE_MAX);
	sample_text(3000, 1, &plain);
	sample_compress(span_of(format->name), buf_span(&plain), out);
	member[0].bytes = buf_span(&plain);
	if (strcmp(format->name, "docx") == 0)
		archive_make(SPAN("zip"), docx, sizeof(docx) / sizeof(docx[0]), out);
	else if (strcmp(format->name, "odt") == 0)
		archive_make(SPAN("stored zip"), odt, sizeof(odt) / sizeof(odt[0]), out);
	else
		archive_make(span_of(format->name), member, 2, out);
	archive_stream(span_of(format->name), buf_span(&plain), out);
	buf_release(&plain);
	return out->len > 0;
}
