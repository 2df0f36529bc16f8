/* samples.c -- what the tests take apart. */
#include "samples.h"

#include <bzlib.h>
#include <lz4frame.h>
#include <lzma.h>
#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>

#include "archives.h"

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

bool sample_of(const struct format *format, struct buf *out)
{
	static const struct {
		const char *name;
		struct span bytes;
	} documents[] = {
		{ "html", { html, sizeof(html) - 1 } },
		{ "markdown", { markdown, sizeof(markdown) - 1 } },
		{ "text", { text, sizeof(text) - 1 } },
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
	archive_make(span_of(format->name), member, 2, out);
	buf_release(&plain);
	return out->len > 0;
}
