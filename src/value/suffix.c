/*
 * suffix.c -- file names that look like names of hosts: the suffixes of files
 * that advisories and evidence name, and which of them are rather domains.
 */
#include "value/host.h"
#include "value/kind.h"

#include <stdlib.h>

/* In byte order. "com" is not here: command.com is rarer than every .com name. */
static const char *const file_suffixes[] = {
	"7z", "a3x", "accdb", "accde", "ace", "acm", "ahk", "apk", "appref-ms", "appx", "ar", "arj",
	"asa", "asax", "asc", "ascx", "ashx", "asmx", "asp", "aspx", "au3", "avi", "bak", "bash", "bat",
	"bin", "bmp", "bz2", "c", "cab", "cer", "cfg", "cfm", "cgi", "chm", "class", "cmd", "cnf",
	"conf", "config", "cpl", "cpp", "crdownload", "crt", "cs", "csh", "css", "csv", "dat", "db",
	"dbf", "deb", "der", "dex", "dit", "dll", "dmg", "dmp", "doc", "docb", "docm", "docx", "dot",
	"dotm", "dotx", "drv", "dylib", "efi", "elf", "eml", "enc", "eps", "etl", "evt", "evtx", "exe",
	"flv", "gif", "go", "gpg", "gz", "h", "hlp", "hpp", "hta", "htc", "htm", "html", "hwp", "hwpx",
	"icl", "ico", "ics", "img", "inf", "ini", "ioc", "ipa", "iqy", "iso", "jar", "java", "jnlp",
	"jpeg", "jpg", "js", "jse", "json", "jsonl", "jsp", "jspx", "jsx", "jtd", "kdbx", "kext", "key",
	"ko", "lha", "library-ms", "lnk", "lock", "log", "lua", "lz", "lz4", "lzh", "lzma", "mam",
	"md", "mdb", "mht", "mhtml", "mkv", "mof", "mov", "mp3", "mp4", "msc", "msg", "msi", "msix",
	"msp", "mst", "mui", "ndjson", "nls", "nsi", "ocx", "odp", "ods", "odt", "old", "one",
	"onepkg", "ost", "ova", "ovpn", "p12", "p7b", "pcap", "pcapng", "pdb", "pdf", "pem", "pfx",
	"phar", "php", "php3", "php5", "php7", "phtml", "pif", "pkg", "pl", "plist", "png", "pot",
	"potm", "ppam", "pps", "ppsm", "ppsx", "ppt", "pptm", "pptx", "ps", "ps1", "ps1xml", "psd1",
	"psm1", "pst", "pub", "py", "pyc", "pyd", "pyw", "rar", "rb", "rdp", "reg", "rpm", "rs", "rtf",
	"rules", "scpt", "scr", "sct", "search-ms", "service", "settingcontent-ms", "sfx", "sh",
	"shs", "shtml", "slk", "so", "sql", "sqlite", "sqlite3", "svg", "swf", "swift", "sys", "tar",
	"tbz", "tgz", "theme", "tif", "tiff", "tmp", "toml", "torrent", "ts", "tsv", "ttf", "txt",
	"txz", "udf", "url", "vb", "vba", "vbe", "vbs", "vdi", "vhd", "vhdx", "vmdk", "vmem", "vsd",
	"vsix", "vxd", "war", "wav", "wbk", "webp", "wim", "wiz", "wll", "wmf", "wmi", "wmv", "woff",
	"woff2", "wpd", "wps", "wsc", "wsf", "wsh", "xar", "xbap", "xht", "xhtml", "xla", "xlam",
	"xll", "xls", "xlsb", "xlsm", "xlsx", "xlt", "xltm", "xltx", "xml", "xps", "xsl", "xslt",
	"xz", "yaml", "yar", "yara", "yml", "zip", "zipx", "zsh", "zst",
};

/* Suffixes that two-label names bear more often as domains than as files. */
static const char *const domains_first[] = { "one", "pl", "ps", "pub", "rs", "so" };

static int by_name(const void *key, const void *row)
{
	return span_compare(*(const struct span *)key, span_of(*(const char *const *)row));
}

bool kind_is_file_suffix(struct span label)
{
	char text[20];
	struct span key = span_make(text, label.len);

	if (label.len == 0 || label.len > sizeof(text))
		return false;
	for (size_t i = 0; i < label.len; i++)
		text[i] = ascii_lower(label.ptr[i]);
	return bsearch(&key, file_suffixes, sizeof(file_suffixes) / sizeof(*file_suffixes),
		       sizeof(*file_suffixes), by_name) != NULL;
}

/* A suffix that is a top-level domain too: is `stem` (what stands before it) that of a file? */
static bool stem_is_of_a_file(struct span stem, struct span suffix)
{
	size_t dot = span_rfind_byte(stem, '.');

	if (span_starts_nocase(stem, SPAN("www.")))
		return false;
	if (dot != SPAN_NONE)
		return kind_is_file_suffix(span_skip(stem, dot + 1));
	if (span_equal_nocase(suffix, SPAN("so")))
		return span_starts_nocase(stem, SPAN("lib"));
	for (size_t i = 0; i < sizeof(domains_first) / sizeof(*domains_first); i++)
		if (span_equal_nocase(suffix, span_of(domains_first[i])))
			return false;
	return true;
}

bool kind_is_file_name(struct span value)
{
	size_t dot = span_rfind_byte(value, '.');
	struct span stem = span_cut(value, 0, dot), suffix;

	if (dot == SPAN_NONE || dot == 0 || value.len > 255)
		return false;
	for (size_t i = 0; i < value.len; i++)
		if ((unsigned char)value.ptr[i] < 0x20 || memchr("/\\:*?\"<>|@\x7f", value.ptr[i], 11))
			return false;
	suffix = span_skip(value, dot + 1);
	if (!kind_is_file_suffix(suffix))
		return false;
	return !host_has_known_tld(suffix) || stem_is_of_a_file(stem, suffix);
}
