/*
 * command.h -- lines of commands: what one simple command does with a value
 * that stands in it.
 *
 * Whoever runs something on a machine writes these lines, so the rules are
 * strict: a mention is only a comment, or a value in a simple command that
 * this file knows to deny, called by its plain name, without substitutions,
 * redirections or a redefinition of that name nearby.  What merely looks at
 * text (grep) or sets a variable that nothing here uses is unjudged.
 */
#ifndef EVIDENCE_GRAMMAR_COMMAND_H
#define EVIDENCE_GRAMMAR_COMMAND_H

#include "evidence/grammar/grammar.h"

enum shell { SHELL_SH, SHELL_POWERSHELL, SHELL_BATCH };

/* The place of byte `at` of a text of commands. */
enum place command_place(enum shell shell, struct span text, size_t at);

/* The same for one command line that stands alone (a cron job, ExecStart=). */
enum place command_line_place(enum shell shell, struct span line, size_t at);

/* The line begins with a program that people type or a path to one: for probes. */
bool command_begins(struct span line);

/*
 * The line begins at the margin like a command and not like a sentence: in a
 * document or list it is foreign, so that its grammar does not excuse it.
 */
bool command_foreign(struct span line);

#endif
