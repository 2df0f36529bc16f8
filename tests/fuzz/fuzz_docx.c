/*
 * fuzz_docx.c -- libFuzzer's way to the text of Word documents: the input is
 * word/document.xml, in a package made around it.
 *     build-fuzz/tests/fuzz/fuzz_docx -max_len=65536 corpus/docx
 */
#include "../format/archives.h"
#include "drain.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MEMBER(name, text) { name, { text, sizeof(text) - 1 } }

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	format_prepare();
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct archive_member member[] = {
		{ "word/document.xml", span_make(data, size) },
		MEMBER("word/_rels/document.xml.rels",
		       "<r><Relationship Id='1' Target='https://a.example/'/></r>"),
		MEMBER("word/styles.xml", "<w:styles><w:style w:styleId='H'><w:name "
		       "w:val='heading 1'/></w:style></w:styles>"),
	};
	struct buf package;
	struct error e;

	buf_init(&package, 16u << 20);
	archive_make(SPAN("zip"), member, 3, &package);
	drain(format_named(SPAN("docx")), buf_span(&package), (struct drain){ .budget = 64u << 20 },
	      NULL, &e);
	buf_release(&package);
	return 0;
}
