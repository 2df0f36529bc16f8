/* help.c -- `help rules`: the ten rules that lead from evidence to an answer. */
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"

#define WIDTH  80
#define INDENT 4

/* The tables hold ASCII only: a byte is a column. */
static void put_words(const char *text)
{
	int column = 0;

	while (*text) {
		int length = (int)strcspn(text, " ");

		if (column && column + 1 + length > WIDTH) {
			putchar('\n');
			column = 0;
		}
		column += printf("%*s%.*s", column ? 1 : INDENT, "", length, text);
		text += length + (text[length] == ' ');
	}
	putchar('\n');
}

int help_rules(void)
{
	struct tocsin_rule rule;

	printf("The rules that lead from evidence to an answer:\n");
	for (size_t i = 0; tocsin_rule(i, &rule); i++) {
		printf("\n%2zu  %s\n", i + 1, rule.name);
		put_words(rule.sentence);
	}
	return 0;
}
