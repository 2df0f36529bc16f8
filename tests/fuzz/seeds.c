/*
 * seeds.c -- what fuzzing begins with: the samples of the tests, one file each.
 *     seeds FOLDER     writes FOLDER/fuzz_format/seed-NAME, FOLDER/fuzz_log/seed-NAME, ...
 */
#include <stdio.h>
#include <stdlib.h>

#include "../evidence/grammar_samples.h"
#include "../evidence/log_samples.h"
#include "../format/archives.h"
#include "../format/samples.h"

static int put(const char *folder, const char *target, const char *name, struct span choice,
	       struct span bytes)
{
	char path[4096];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s/seed-%s", folder, target, name);
	file = fopen(path, "we");
	if (!file || fwrite(choice.ptr, 1, choice.len, file) != choice.len ||
	    fwrite(bytes.ptr, 1, bytes.len, file) != bytes.len || fclose(file) != 0) {
		fprintf(stderr, "seeds: %s: cannot be written\n", path);
		return 1;
	}
	return 0;
}

/* Texts of one family or grammar each; several have one name. */
static int put_text(const char *folder, const char *name, size_t number, const char *text)
{
	char numbered[64];

	snprintf(numbered, sizeof(numbered), "%s-%zu", name, number);
	return put(folder, "fuzz_log", numbered, SPAN(""), span_of(text));
}

/* What is searched for (kind by its place in fuzz_pattern.c, 0xc0: a regular expression), a text. */
static const struct {
	unsigned char kind;
	const char *text;
} patterns[] = {
	{ 0x40, "c:\\users\\*\\appdata\\wmhost\\svc.exe\nC:\\Users\\bob\\AppData\\wmhost\\svc.exe -k" },
	{ 0x40, "%appdata%\\wmhost\\cfg*.dat\nx C:\\Users\\e\\AppData\\Roaming\\wmhost\\cfg17.dat y" },
	{ 0x40, "/tmp/.wmlock-<random>\nrm /tmp/.wmlock-4711;" },
	{ 0x41, "wm?host.dll\nload WM7HOST.DLL now" },
	{ 0x41, "wmhost{GUID}*.exe\nwmhost-1234.exe" },
	{ 0x42, "hkey_local_machine\\software\\wmhost*\\id\n\\REGISTRY\\MACHINE\\SOFTWARE\\WmHost3\\Id" },
	{ 0x43, "Mozilla/5.0 (compatible; WellHost/*)\n\"Mozilla/5.0 (compatible; WellHost/1.7)\"" },
	{ 0x44, "Global\\wmlock-*-x\nGlobal\\wmlock-17a-x" },
	{ 0xc1, "^wm[0-9]+\\.dll$\nC:\\a\\wm17.dll" },
	{ 0xc5, "/(a|bc){2,5}/up\\.(php|aspx?)$\nhttp://x.test/abc/up.asp " },
	{ 0xc5, "[^/\\s]{3}gate[.]ph\\x70\\??\nhttp://a.example/aagate.php" },
	{ 0xc6, "^.*\\.evil\\-host\\.example$\nq www.evil-host.example." },
	{ 0xc4, "wm(?:lock|host)\\d*?-\\w+\nwmlock17-ab" },
};

static int put_patterns(const char *folder)
{
	char name[32];
	int bad = 0;

	for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
		snprintf(name, sizeof(name), "%zu", i);
		bad |= put(folder, "fuzz_pattern", name, span_make(&patterns[i].kind, 1),
			   span_of(patterns[i].text));
	}
	return bad;
}

static int put_zips(const char *folder)
{
	static const char *const how[] = { "zip", "stored zip" };
	const struct archive_member member[] = {
		{ "a.txt", SPAN("a few bytes of text, a few bytes of text") },
		{ "folder/b.log", SPAN("") }, { "c.log", SPAN("more text, more") },
	};
	int bad = 0;

	for (size_t i = 0; i < sizeof(how) / sizeof(how[0]); i++) {
		struct buf zip;

		buf_init(&zip, SAMPLE_MAX);
		archive_make(span_of(how[i]), member, 3, &zip);
		bad |= put(folder, "fuzz_zip", how[i], SPAN("\x40"), buf_span(&zip));
		buf_release(&zip);
	}
	return bad;
}

static int put_rtf(const char *folder)
{
	static const char packed[] = "\x2d\0\0\0\x2b\0\0\0LZFu\xf1\xc5\xc7\xa7\3\0\n\0rcpg125"
				     "\x42\x32\n\xf3 hel\t\0 bw\5\xb0ld}\n\x80\x0f\xa0";
	int bad = put(folder, "fuzz_rtf", "packed", SPAN("\x80"),
		      span_make(packed, sizeof(packed) - 1));

	for (size_t i = 0; i < 2; i++) {
		const struct format *format = format_named(i ? SPAN("rtf") : SPAN("rich text"));
		struct buf sample;

		buf_init(&sample, SAMPLE_MAX);
		if (sample_of(format, &sample))
			bad |= put(folder, "fuzz_rtf", i ? "objects" : "text", SPAN("\x40"),
				   buf_span(&sample));
		buf_release(&sample);
	}
	return bad;
}

int main(int argc, char **argv)
{
	unsigned char chosen = 0;
	int bad = 0;

	if (argc != 2) {
		fprintf(stderr, "usage: seeds FOLDER\n");
		return 2;
	}
	format_prepare();
	for (size_t i = 0; format_at(i); i++) {
		struct buf sample;

		if (format_at(i)->not_yet)
			continue;
		buf_init(&sample, SAMPLE_MAX);
		if (sample_of(format_at(i), &sample)) {
			bad |= put(argv[1], "fuzz_format", format_at(i)->name, span_make(&chosen, 1),
				   buf_span(&sample));
			bad |= put(argv[1], "fuzz_opening", format_at(i)->name, SPAN(""),
				   buf_span(&sample));
			if (format_at(i)->class == FORMAT_PROGRAM)
				bad |= put(argv[1], "fuzz_yara", format_at(i)->name, SPAN(""),
					   buf_span(&sample));
		}
		buf_release(&sample);
		chosen++;
	}
	for (size_t i = 0; i < sizeof(log_samples) / sizeof(log_samples[0]); i++)
		bad |= put_text(argv[1], log_samples[i].family, i, log_samples[i].line);
	for (size_t i = 0; i < sizeof(grammar_samples) / sizeof(grammar_samples[0]); i++)
		bad |= put_text(argv[1], grammar_samples[i].grammar, i, grammar_samples[i].text);
	bad |= put_patterns(argv[1]) | put_zips(argv[1]) | put_rtf(argv[1]);
	bad |= put(argv[1], "fuzz_stride", "lines", SPAN("\x03\x02"),
		   SPAN("From\nFrom x\n\nA line\nFFroFrom behind it, From the beginning to the end\n-- \n"));
	return bad;
}
