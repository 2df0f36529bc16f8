/* samples.c -- what the tests take apart. */
#include "samples.h"

#include <bzlib.h>
#include <lz4frame.h>
#include <lzma.h>
#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>

#include "archives.h"
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
	};
	struct archive_member member[] = { { "var/log/one.log", SPAN("") },
					   { "two.txt", SPAN("indicator at evil.example\n") } };
	struct buf plain;

	for (size_t i = 0; i < sizeof(documents) / sizeof(documents[0]); i++)
		if (strcmp(format->name, documents[i].name) == 0)
			buf_add(out, documents[i].bytes);
	buf_init(&plain, SAMPLE_MAX);
	sample_text(3000, 1, &plain);
	sample_compress(span_of(format->name), buf_span(&plain), out);
	member[0].bytes = buf_span(&plain);
	if (strcmp(format->name, "docx") == 0)
		archive_make(SPAN("zip"), docx, sizeof(docx) / sizeof(docx[0]), out);
	else
		archive_make(span_of(format->name), member, 2, out);
	buf_release(&plain);
	return out->len > 0;
}
