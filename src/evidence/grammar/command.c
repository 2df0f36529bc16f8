/*
 * command.c -- lines of commands in sh, PowerShell and cmd: which simple command
 * a byte stands in, and what that command does with it.
 *
 * Quotes, comments, continued lines and separators are followed; here-documents
 * and block comments are not, they are taken for commands.  Hostile input: a
 * logical line is put together from at most JOINED lines of LINE_LOOK bytes, and
 * the uses of a variable are followed once, USES at most.
 */
#include "evidence/grammar/command.h"

#include "evidence/grammar/deny.h"
#include "evidence/grammar/lines.h"
#include "evidence/log/words.h"

#define JOINED 20
#define USES   50

struct part {
	struct span text;	/* the simple command that holds the byte */
	size_t at;		/* the byte, in text */
	bool comment;
	bool redirected;	/* the byte stands behind a redirection */
	bool follows;		/* another command follows by a pipe */
	struct span behind;	/* what follows on the same logical line */
};

static char continuation(enum shell shell)
{
	return shell == SHELL_SH ? '\\' : shell == SHELL_POWERSHELL ? '`' : '^';
}

static bool continues(enum shell shell, struct span line)
{
	return line.len && line.ptr[line.len - 1] == continuation(shell);
}

/* The line around `at` with the lines that it continues or that continue it. */
static struct span logical_line(enum shell shell, struct span text, size_t at)
{
	struct span line = line_around(text, at), other;
	size_t from = line_offset(text, line), to = from + line.len;

	for (int i = 0; i < JOINED && line_before(text, from, &other); i++) {
		if (!continues(shell, other))
			break;
		from = line_offset(text, other);
	}
	for (int i = 0; i < JOINED && continues(shell, line); i++) {
		size_t next = to;

		while (next < text.len && (text.ptr[next] == '\r' || text.ptr[next] == '\n'))
			next++;
		if (next >= text.len || next == to)
			break;
		line = line_around(text, next);
		to = line_offset(text, line) + line.len;
	}
	return span_cut(text, from, to - from);
}

static bool separates(enum shell shell, struct span s, size_t i)
{
	char c = s.ptr[i];

	if (c == '|' || (c == '&' && shell != SHELL_POWERSHELL))
		return !(c == '&' && i && (s.ptr[i - 1] == '>' || s.ptr[i - 1] == '<'));
	return c == ';' && shell != SHELL_BATCH;
}

static bool begins_comment(enum shell shell, struct span s, size_t i)
{
	return shell != SHELL_BATCH && s.ptr[i] == '#' &&
	       (i == 0 || ascii_space(s.ptr[i - 1]) || s.ptr[i - 1] == ';');
}

/* Inside or outside of quotes behind byte i; *quote is 0, ' or ". */
static void follow_quotes(enum shell shell, struct span s, size_t *i, char *quote)
{
	char c = s.ptr[*i];

	if (c == continuation(shell) && *quote != '\'' && *i + 1 < s.len)
		(*i)++;
	else if (*quote ? c == *quote : c == '"' || (c == '\'' && shell != SHELL_BATCH))
		*quote = *quote ? 0 : c;
}

static void find_part(enum shell shell, struct span line, size_t at, struct part *p)
{
	size_t from = 0, i;
	char quote = 0;

	*p = (struct part){ .behind = { "", 0 } };
	for (i = 0; i < line.len; i++) {
		if (!quote && begins_comment(shell, line, i)) {
			p->comment = at >= i;
			break;
		}
		if (!quote && (line.ptr[i] == '>' || line.ptr[i] == '<') && i < at)
			p->redirected = true;
		if (!quote && separates(shell, line, i)) {
			if (i >= at)
				break;
			from = i + 1;
			p->redirected = false;
		}
		follow_quotes(shell, line, &i, &quote);
	}
	if (i > line.len)
		i = line.len;
	p->text = span_cut(line, from, i - from);
	p->at = at >= from ? at - from : 0;
	p->behind = span_skip(line, i);
	p->follows = p->behind.len > 1 && p->behind.ptr[0] == '|' && p->behind.ptr[1] != '|';
}

/* A word without the quotes around it; *rest behind it. */
static bool take_word(enum shell shell, struct span *rest, struct span *word)
{
	struct span s = span_trim(*rest);
	size_t i;
	char quote = 0;

	for (i = 0; i < s.len && (quote || !ascii_space(s.ptr[i])); i++)
		follow_quotes(shell, s, &i, &quote);
	if (i > s.len)
		i = s.len;
	*word = span_cut(s, 0, i);
	*rest = span_skip(s, i);
	if (word->len >= 2 && (word->ptr[0] == '"' || word->ptr[0] == '\'') &&
	    word->ptr[word->len - 1] == word->ptr[0])
		*word = span_cut(*word, 1, word->len - 2);
	return i > 0;
}

/* The system's own folders may stand in front of a name; any other path is another program. */
static struct span plain_name(struct span name)
{
	static const char *const folders[] = {
		"/usr/local/sbin/", "/usr/local/bin/", "/usr/sbin/", "/usr/bin/", "/sbin/", "/bin/",
	};

	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		if (span_starts(name, span_of(folders[i])))
			return span_skip(name, strlen(folders[i]));
	return name;
}

/* "sudo -n -u root iptables ...": the options are sudo's. */
static void skip_options(enum shell shell, struct span name, struct span *rest)
{
	struct span ahead = *rest, word;

	if (!word_among(plain_name(name), "sudo doas"))
		return;
	while (take_word(shell, &ahead, &word) && word.len > 1 && word.ptr[0] == '-') {
		if (word_among(word, "-u -g -U -h"))
			take_word(shell, &ahead, &word);
		*rest = ahead;
	}
}

static void split_words(enum shell shell, struct span text, struct simple_command *c)
{
	struct span rest = text, word;
	bool name = true;

	*c = (struct simple_command){ .text = text, .words = 0 };
	while (c->words < DENY_WORDS && take_word(shell, &rest, &word)) {
		/* Words in front of the command that change nothing about what it does. */
		if (name && word_among(plain_name(word), "sudo doas nohup if while until then do "
							 "else { ( ! @")) {
			skip_options(shell, word, &rest);
			continue;
		}
		c->word[c->words++] = name ? plain_name(word) : word;
		name = false;
	}
}

/* Somebody gave the name another meaning in this text. */
static bool redefined(struct span text, struct span name)
{
	struct span rest = text;

	while (word_behind(&rest, name)) {
		size_t at = line_offset(text, rest) - name.len;
		struct span before = span_cut(text, 0, at), after = rest;

		while (after.len && (after.ptr[0] == ' ' || after.ptr[0] == '\t'))
			after = span_skip(after, 1);
		if (span_starts(after, SPAN("()")) || span_ends(before, SPAN("alias ")) ||
		    span_ends(before, SPAN("function ")) || span_ends(before, SPAN("Set-Alias ")))
			return true;
	}
	return false;
}

static bool substitutes(struct span command)
{
	return word_has(command, SPAN("$(")) || word_has(command, SPAN("`")) ||
	       word_has(command, SPAN("<(")) || word_has(command, SPAN(">(")) ||
	       word_has(command, SPAN("/dev/tcp/")) || word_has(command, SPAN("/dev/udp/"));
}

/* Everything behind a pipe only looks at text as well. */
static bool pipe_only_looks(enum shell shell, struct span behind)
{
	while (behind.len && behind.ptr[0] == '|') {
		struct part p;
		struct simple_command c;

		behind = span_skip(behind, 1);
		if (behind.len && behind.ptr[0] == '|')
			return true;		/* "||": no pipe */
		find_part(shell, behind, 0, &p);
		split_words(shell, p.text, &c);
		if (c.words == 0 || !deny_only_looks(c.word[0]) || substitutes(p.text))
			return false;
		behind = p.behind;
	}
	return true;
}

/* NAME=value, export NAME=value, set NAME=value, $name = value, for NAME in value: the name. */
static bool assigns(enum shell shell, const struct simple_command *c, struct span *name)
{
	size_t at, first = 0;

	if (c->words == 0)
		return false;
	if (word_among(c->word[0], "export local readonly declare typeset set"))
		first = 1;
	if (shell == SHELL_SH && c->words > 2 && span_equal(c->word[0], SPAN("for")) &&
	    span_equal(c->word[2], SPAN("in"))) {
		*name = c->word[1];
		return true;
	}
	if (first >= c->words)
		return false;
	if (shell == SHELL_POWERSHELL) {
		*name = c->word[first];
		if (name->len < 2 || name->ptr[0] != '$')
			return false;
		*name = word_until(span_skip(*name, 1), SPAN("="));
		return word_has(c->word[first], SPAN("=")) ||
		       (c->words > first + 1 && span_starts(c->word[first + 1], SPAN("=")));
	}
	at = span_find_byte(c->word[first], '=');
	if (at == SPAN_NONE || at == 0 || (c->words > first + 1 && first == 0))
		return false;		/* "A=b command" runs the command */
	*name = span_cut(c->word[first], 0, at);
	for (size_t i = 0; i < name->len; i++)
		if (!ascii_alnum(name->ptr[i]) && name->ptr[i] != '_')
			return false;
	return true;
}

/* Looks at text or files and can do nothing else, as far as its words tell. */
static bool only_looks(enum shell shell, const struct simple_command *c, const struct part *p)
{
	if (substitutes(p->text) || p->redirected || !pipe_only_looks(shell, p->behind))
		return false;
	if (word_among(c->word[0], "echo printf Write-Host Write-Output"))
		return span_find_byte(p->text, '>') == SPAN_NONE;
	if (word_among(c->word[0], "awk gawk vi vim view less more man"))
		return !word_has(p->text, SPAN("system")) && !word_has(p->text, SPAN("getline")) &&
		       !word_has(p->text, SPAN("!")) && !word_has(p->text, SPAN("|"));
	return deny_only_looks(c->word[0]);
}

static bool runs_another(const struct simple_command *c)
{
	for (size_t i = 1; i < c->words; i++)
		if (word_among(c->word[i], "exec -exec"))
			return true;		/* ip netns exec */
	return false;
}

static enum place part_place(enum shell shell, struct span text, const struct part *p)
{
	struct simple_command c;
	enum deny_answer answer;

	split_words(shell, p->text, &c);
	if (c.words == 0)
		return PLACE_CONFIG;
	if (runs_another(&c) || redefined(text, c.word[0]))
		return PLACE_COMMAND;
	answer = deny_command(&c);
	if (answer != DENY_NOT && !substitutes(p->text) && !p->follows)
		return answer == DENY_YES && !p->redirected ? PLACE_DENY_COMMAND : PLACE_CONFIG;
	return only_looks(shell, &c, p) ? PLACE_CONFIG : PLACE_COMMAND;
}

static bool uses_at(enum shell shell, struct span text, size_t at, size_t len)
{
	char before = at ? text.ptr[at - 1] : 0;
	char after = at + len < text.len ? text.ptr[at + len] : 0;

	if (ascii_alnum(after) || after == '_')
		return false;
	if (shell == SHELL_BATCH)
		return (before == '%' || before == '!') && (after == '%' || after == '!');
	if (before == '{' || before == '!')
		return at > 1 && (text.ptr[at - 2] == '$' || text.ptr[at - 2] == '{');
	return before == '$';
}

/* A value that was put into a variable is judged by the commands that use the variable. */
static enum place variable_place(enum shell shell, struct span text, struct span name)
{
	struct span rest = text;

	for (int i = 0; i < USES && name.len && word_behind(&rest, name); i++) {
		size_t at = line_offset(text, rest) - name.len;
		struct span line, assigned;
		struct simple_command c;
		struct part p;

		if (!uses_at(shell, text, at, name.len))
			continue;
		line = logical_line(shell, text, at);
		find_part(shell, line, at - line_offset(text, line), &p);
		split_words(shell, p.text, &c);
		if (p.comment || (assigns(shell, &c, &assigned) && span_equal(assigned, name)))
			continue;
		if (part_place(shell, text, &p) == PLACE_COMMAND)
			return PLACE_COMMAND;
	}
	return PLACE_CONFIG;
}

static bool batch_comment(struct span line)
{
	line = span_trim(line);
	if (line.len && line.ptr[0] == '@')
		line = span_skip(line, 1);
	return span_starts(line, SPAN("::")) || span_starts_nocase(line, SPAN("rem ")) ||
	       span_equal_nocase(line, SPAN("rem"));
}

/* An address, or a value in quotes, alone on its line: one of a list begun before. */
static bool stands_alone(const struct simple_command *c)
{
	struct span bare = c->words == 1 ? word_bare(c->word[0]) : SPAN("");

	return bare.len && span_find_byte(bare, '/') == SPAN_NONE &&
	       span_find_byte(bare, '.') != SPAN_NONE &&
	       (ascii_digit(bare.ptr[0]) || bare.len < span_trim(c->text).len);
}

/* The word behind the last "<<" before `from`, when no line has ended it yet. */
static bool in_here_document(struct span text, size_t from)
{
	struct span head = span_cut(text, 0, from), rest = head, word, line;

	if (!word_behind_last(&rest, SPAN("<<")) || span_starts(rest, SPAN("<")))
		return false;
	line = line_around(text, line_offset(text, rest) - 1);
	if (word_has(line, SPAN("((")) || !span_line(&rest, &line))
		return false;		/* arithmetic */
	word_take(&line, SPAN("-"));
	word_next(&line, &word);
	word = word_bare(word_until(word_until(word, SPAN("|")), SPAN(">")));
	if (word.len && word.ptr[0] == '\\')
		word = span_skip(word, 1);
	while (word.len && span_line(&rest, &line))
		if (span_equal(span_trim(line), word))
			return false;
	return word.len > 0;
}

static enum place line_place(enum shell shell, struct span text, struct span line, size_t at)
{
	struct simple_command c;
	struct span name;
	struct part p;

	if (shell == SHELL_BATCH && batch_comment(line))
		return PLACE_DOCUMENT;
	find_part(shell, line, at, &p);
	if (p.comment)
		return shell == SHELL_SH && in_here_document(text, line_offset(text, line)) ?
			       PLACE_COMMAND : PLACE_DOCUMENT;
	split_words(shell, p.text, &c);
	if (stands_alone(&c))
		return PLACE_CONFIG;
	if (assigns(shell, &c, &name) && !substitutes(p.text))
		return variable_place(shell, text, name);
	return part_place(shell, text, &p);
}

enum place command_place(enum shell shell, struct span text, size_t at)
{
	struct span line = logical_line(shell, text, at);

	if (line_offset(text, line) == 0 && span_starts(line, SPAN("#!")))
		return PLACE_COMMAND;		/* the program that runs the script */
	return line_place(shell, text, line, at - line_offset(text, line));
}

enum place command_line_place(enum shell shell, struct span line, size_t at)
{
	return line_place(shell, line, line, at);
}

/* What people and scripts begin a line with; PowerShell's Verb-Noun is told by its form. */
static const char *const programs =
	"ls ll la cd pwd cat grep egrep zgrep sudo su ssh scp sftp rsync curl wget python python2 python3 "
	"perl ruby php node java gcc make cmake vi vim nano emacs less more head tail rm cp mv mkdir rmdir "
	"touch chmod chown chgrp ln find locate tar gzip gunzip zip unzip git svn apt apt-get dpkg yum dnf "
	"rpm zypper pacman snap pip pip3 npm docker kubectl systemctl service journalctl dmesg ps top htop "
	"kill killall pkill df du free mount umount fdisk lsblk ip ifconfig ping traceroute dig nslookup "
	"host whois netstat ss nmap nc ncat netcat telnet iptables ip6tables nft ufw route arp tcpdump echo "
	"printf export source alias unalias set unset exit logout history clear man which whereis whoami id "
	"w who last uptime uname hostname date cal sleep watch screen tmux nohup crontab at diff patch sed "
	"awk sort uniq wc cut tr xargs tee md5sum sha256sum sha1sum file strings base64 openssl gpg test true "
	"false if then else elif fi for while do done case esac function return reboot shutdown passwd useradd "
	"userdel usermod groupadd mysql psql sqlite3 mongo redis-cli crictl helm terraform ansible vagrant bash "
	"sh zsh fish exec eval env time ./configure "
	"dir copy del move ren type net netsh ipconfig tasklist taskkill reg sc schtasks wmic powershell cmd "
	"start call goto pause rem attrib xcopy robocopy cscript wscript rundll32 regsvr32 certutil bitsadmin";

static bool is_verb_noun(struct span word)
{
	size_t dash = span_find_byte(word, '-');

	if (dash == SPAN_NONE || dash < 2 || dash + 2 >= word.len)
		return false;
	/* Written small, only the usual ones: "update-alternatives" is none. */
	if (word.ptr[dash + 1] < 'A' || word.ptr[dash + 1] > 'Z')
		return word_among(word, "invoke-webrequest invoke-expression invoke-command new-object "
					"invoke-restmethod start-process start-bitstransfer out-file "
					"get-content set-content add-content add-mppreference "
					"set-mppreference get-childitem get-process");
	return word_among(span_cut(word, 0, dash),
			  "Get Set New Add Remove Invoke Import Export Start Stop Test Write Read Select "
			  "Where ForEach Out Enable Disable Install Uninstall Enter Connect Convert ConvertTo "
			  "ConvertFrom Copy Move Clear Register Unregister Update Find Format");
}

bool command_begins(struct span line)
{
	struct span rest = span_trim(line), word;
	size_t equals;

	if (!word_next(&rest, &word))
		return false;
	if (word.ptr[0] == '@')
		word = span_skip(word, 1);
	word = word_until(word, SPAN(";"));
	if (word_among(plain_name(word), programs) || is_verb_noun(word))
		return true;
	if (span_starts(word, SPAN("./")) || span_starts(word, SPAN("~/")) ||
	    (span_starts(word, SPAN("/")) && word.len > 1 && span_rfind_byte(word, '/') > 0))
		return true;
	if (span_starts(word, SPAN("$")) && (word_has(line, SPAN("=")) || word_has(line, SPAN("."))))
		return true;
	equals = span_find_byte(word, '=');
	return equals != SPAN_NONE && equals > 0 && rest.len == 0 && ascii_alpha(word.ptr[0]) &&
	       span_find_byte(span_cut(word, 0, equals), '.') == SPAN_NONE;
}

bool command_foreign(struct span line)
{
	if (line.len == 0 || ascii_space(line.ptr[0]))
		return false;
	if (word_has(line, SPAN("$(")) || word_has(line, SPAN("`")))
		return true;
	return command_begins(line) && !(line.ptr[0] >= 'A' && line.ptr[0] <= 'Z');
}
