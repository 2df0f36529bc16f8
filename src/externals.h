/*
 * externals.h -- every program of the system that a worker may ask for: one
 * row each (X-macro): name, where it may be, arguments, memory, seconds.
 */
#define LIST(...) ((const char *const[]){ __VA_ARGS__, NULL })
EXTERNAL("pdftotext", LIST("/usr/bin/pdftotext", "/usr/local/bin/pdftotext"),
	 LIST("pdftotext", "-q", "-bbox-layout", "fd://0", "-"), 512u << 20, 60)
