/*
 * externals.h -- everything that a worker may ask for to be run apart (X-macros):
 * of a program name, where it may be, arguments, memory, seconds; of a reader of
 * ours name, reader, memory, seconds, and for how many bytes a second more.
 */
#define LIST(...) ((const char *const[]){ __VA_ARGS__, NULL })
EXTERNAL("pdftotext", LIST("/usr/bin/pdftotext", "/usr/local/bin/pdftotext"),
	 LIST("pdftotext", "-q", "-bbox-layout", "fd://0", "-"), 512u << 20, 60)
EXTERNAL_READER("libpff", &pst_reader, UINT64_C(4) << 30, 30, 512u << 10)
