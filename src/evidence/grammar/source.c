/*
 * source.c -- programs in languages that are no shell: Python, Perl, PHP, Ruby,
 * JavaScript, VBScript, HTML applications.
 *
 * A value in such a program need not be used: only a line that calls something
 * which connects or starts is a command.  A line comment is a mention in
 * languages where '#' or '//' can mean nothing else at the beginning of a line;
 * longer comments and strings stay unjudged.
 */
#include "evidence/grammar/grammar.h"
#include "evidence/grammar/lines.h"
#include "evidence/log/words.h"

static bool is_code(struct span line)
{
	static const char *const heads[] = {
		"import ", "from ", "def ", "class ", "use ", "my $", "sub ", "require", "function ",
		"var ", "let ", "const ", "return ", "print", "if (", "if(", "for (", "for(", "} else",
		"elif ", "try:", "except", "with ", "public ", "private ", "static ", "package ",
		"#include", "using ", "namespace ", "Dim ", "Set ", "Sub ", "End ", "Function ",
		"async ", "await ", "export ", "raise ", "throw ", "foreach", "echo ", "end",
	};

	line = span_trim(line);
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		if (span_starts(line, span_of(heads[i])))
			return true;
	return line.len && memchr("{};", line.ptr[line.len - 1], 3);
}

static bool is_interpreter(struct span first)
{
	static const char *const names[] = { "python", "perl", "ruby", "node", "php", "lua", "tclsh",
					     "awk", "osascript", "Rscript", "deno", "env -S" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (word_has(first, span_of(names[i])))
			return true;
	return false;
}

static int probe(struct span sample, struct span path)
{
	struct span rest = sample, first = SPAN("");
	size_t lines, code;

	(void)path;
	line_next(&rest, "", &first);
	if (line_begins(first, "{["))
		return 0;		/* JSON */
	if (span_starts(first, SPAN("#!")))
		return is_interpreter(first) ? 98 : 50;
	if (span_starts_nocase(span_trim(sample), SPAN("<?php")) ||
	    span_find_nocase(span_cut(sample, 0, 4096), SPAN("<HTA:APPLICATION")) != SPAN_NONE ||
	    span_starts(span_trim(sample), SPAN("<%")))
		return 97;
	code = lines_count(sample, "#", is_code, &lines);
	return lines >= 4 && code * 10 >= lines * 5 ? 68 : 0;
}

/* Calls that connect somewhere or start something, in any of these languages. */
static bool acts(struct span line)
{
	static const char *const calls[] = {
		"requests.", "urlopen", "urllib", "http.client", "httplib", "socket", "connect(",
		"subprocess", "Popen", "os.system", "system" "(", "popen" "(", "exec(", "eval(", "passthru(",
		"shell_exec", "proc_open", "curl", "wget", "LWP::", "HTTP::", "IO::Socket", "Net::",
		"fetch(", "XMLHttpRequest", "WebSocket", "http.get", "https.get", "axios", "child_process",
		"spawn(", "file_get_contents(", "fsockopen", "WinHttp", "MSXML2", "WScript.Shell", ".Run",
		"ShellExecute", "CreateObject", "WebClient", "HttpClient", "DownloadString", "DownloadFile",
		"Invoke-", "ftplib", "paramiko", "smtplib", "getaddrinfo", "gethostbyname", "open-uri",
		"URI.open", "src=", "location",
	};

	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
		if (word_has(line, span_of(calls[i])))
			return true;
	return false;
}

/* With a blank behind the mark: "#name" and "//host" can mean something. */
static bool is_comment(struct span line)
{
	if (span_starts(line, SPAN("// ")))
		return true;
	return span_starts(line, SPAN("# ")) && !span_starts(line, SPAN("# define")) &&
	       !span_starts(line, SPAN("# include"));
}

static enum place place(struct span text, size_t at)
{
	struct span line = line_around(text, at);

	if (line_offset(text, line) == 0 && span_starts(line, SPAN("#!")))
		return PLACE_COMMAND;
	if (is_comment(span_trim(line)))
		return acts(line) ? PLACE_CONFIG : PLACE_DOCUMENT;
	return acts(line) ? PLACE_COMMAND : PLACE_CONFIG;
}

const struct grammar grammar_source = {
	.name = "program-source",
	.about = "programs in script languages",
	.probe = probe,
	.place = place,
};
