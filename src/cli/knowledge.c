/* knowledge.c -- `tocsin knowledge list|update|show|forget`. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/out.h"
#include "cli/cli.h"

static int usage(void)
{
	printf("usage: tocsin knowledge [list]\n"
	       "       tocsin knowledge update FILE...\n"
	       "       tocsin knowledge show NAME|VALUE\n"
	       "       tocsin knowledge forget\n\n"
	       "What names mean, and values that everybody meets. FILEs, also compressed, are\n"
	       "ATT&CK's STIX bundle, cluster files of the MISP galaxy (threat-actor, malpedia,\n"
	       "tool, ransomware), CISA's KEV catalogue (JSON), MISP warning lists. What they do\n"
	       "not speak of stays as it was; forget goes back to what ships with tocsin.\n");
	return 0;
}

/* ---- list, update */

static int put_known(void *context, const struct tocsin_knowledge *k)
{
	struct out *o = context;

	if (strcmp(k->kind, "names") == 0) {
		out_printf(o, "%8llu  names and ids, %s %s\n", (unsigned long long)k->rows,
			   k->from ? "made" : "as shipped", k->date);
		return 0;
	}
	out_printf(o, "%8llu  ", (unsigned long long)k->rows);
	if (k->from)
		out_printf(o, "taken of %s, %s: ", k->kind, k->date);
	else
		out_printf(o, "%s, %s: ", k->kind, k->date);
	out_terminal(o, span_of(k->name));
	out_text(o, "\n");
	return 0;
}

static int finish(struct out *o, int status)
{
	struct error lost;

	if (out_finish(o, &lost) < 0 && status == 0)
		status = complain("%s", lost.text);
	out_release(o);
	return status;
}

static int list(const char *file)
{
	struct tocsin_error e;
	struct out o;
	int status = 0;

	out_to_fd(&o, STDOUT_FILENO);
	if (tocsin_knowledge_list(file, put_known, &o, &e) < 0)
		status = complain("%s", e.text);
	return finish(&o, status);
}

static int update(const char *file, int argc, char **argv)
{
	struct tocsin_error e;
	struct out o;
	int status = 0;

	for (int i = 0; i < argc; i++)
		if (argv[i][0] == '-')
			return complain("knowledge update takes files and no '%s'", argv[i]);
	out_to_fd(&o, STDOUT_FILENO);
	if (tocsin_knowledge_update(file, "/proc/self/exe", (const char *const *)argv, (size_t)argc,
				    put_known, &o, &e) < 0)
		status = complain("%s; nothing was changed", e.text);
	return finish(&o, status);
}

/* ---- show, forget */

static int put_meaning(void *context, const struct tocsin_meaning *m)
{
	struct out *o = context;

	bool revoked = strcmp(m->kind, "revoked") == 0, exploited = strcmp(m->kind, "kev") == 0;

	out_printf(o, "%-12s ", revoked ? "technique" : exploited ? "exploited" : m->kind);
	out_terminal(o, span_of(exploited ? m->id : m->name));
	if (m->id[0]) {
		out_text(o, revoked ? ", once " : exploited ? ", known since " : ", ");
		out_terminal(o, span_of(exploited ? m->name : m->id));
	}
	out_text(o, m->ordinary ? "; also an ordinary word\n" : "\n");
	return 0;
}

static int show(const char *file, const char *name)
{
	struct tocsin_error e;
	struct out o;
	int count;

	out_to_fd(&o, STDOUT_FILENO);
	count = tocsin_knowledge_show(file, name, put_meaning, &o, &e);
	if (count < 0)
		return finish(&o, complain("%s", e.text));
	return finish(&o, count ? 0 : complain("no '%s' is known", name));
}

static int forget(const char *file)
{
	if (unlink(file) < 0 && errno != ENOENT)
		return complain("%s: %s", file, strerror(errno));
	return 0;
}

int verb_knowledge(int argc, char **argv)
{
	static const char *const words[] = { "list", "update", "show", "forget" };
	const char *word = argc > 1 ? argv[1] : "list", *guess;
	char file[4096];

	if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
		return usage();
	if (data_path("knowledge", file, sizeof(file)) < 0)
		return complain("no place for it: neither XDG_DATA_HOME nor HOME is set");
	if (strcmp(word, "list") == 0 && argc <= 2)
		return list(file);
	if (strcmp(word, "update") == 0 && argc > 2)
		return update(file, argc - 2, argv + 2);
	if (strcmp(word, "show") == 0 && argc == 3)
		return show(file, argv[2]);
	if (strcmp(word, "forget") == 0 && argc == 2)
		return forget(file);
	guess = did_you_mean(word, words, 4);
	if (guess && strcmp(guess, word) != 0)
		return complain("knowledge cannot '%s': did you mean '%s'?", word, guess);
	return complain("knowledge %s: see tocsin help knowledge", word);
}
