/*
 * scan_mail_words.c -- the password that a message names for the archive that
 * is attached to it.
 *
 * Whatever stands right behind a word for "password" is a candidate, with and
 * without the punctuation around it.  They are tried on what is in the same
 * message, and forgotten with it.  Most mail carries nothing that could be
 * locked: its text is only kept, and read when a container comes.
 * Hostile input: KEPT_MOST bytes of a message, a few words of each place, as
 * many as the opening keeps.
 */
#include "finding/scanner.h"

#define BEHIND 3	/* words behind the sign that may be it: "password is: x" */
#define REACH  120	/* bytes behind the sign that are looked at */
#define PLACES 16	/* of what was kept since the last container */
#define TEXT_MOST (16u << 10)	/* a password stands near the front */
#define KEPT_MOST (1u << 20)

/* What all spellings share is searched for; `next`: one of these letters follows. */
static const struct sign {
	const char *text, *next;
} signs[] = {
	{ "ass", "wpce" },	/* password, Passwort, passphrase, passcode, mot de passe */
	{ "ASSW", "O" },
	{ "ennwor", "t" },	/* Kennwort */
	{ "ontrase", "n\xc3" },	/* contrasena */
	{ "\xd0\xb0\xd1\x80\xd0\xbe\xd0\xbb", "\xd1" },	/* parol' */
};

static void keep_word(struct scanner *s, struct span word)
{
	struct opening *o = &s->opening;
	char *room = s->password[o->passwords % OPENING_WORDS];

	if (word.len < 2 || word.len > PASSWORD_MOST || o->passwords == OPENING_WORDS)
		return;
	for (unsigned i = 0; i < o->passwords; i++)
		if (span_equal(o->password[i], word))
			return;
	memcpy(room, word.ptr, word.len);
	o->password[o->passwords++] = span_make(room, word.len);
}

static bool is_wrapping(char c)
{
	return c == '"' || c == '\'' || c == '`' || c == '*' || c == '(' || c == ')' || c == '[' ||
	       c == ']' || c == ':' || c == '=' || c == ',' || c == ';';
}

/* Without quotes and the like; then also without the full stop of the sentence. */
static void keep_bare(struct scanner *s, struct span word)
{
	while (word.len && is_wrapping(word.ptr[0]))
		word = span_skip(word, 1);
	while (word.len && is_wrapping(word.ptr[word.len - 1]))
		word.len--;
	keep_word(s, word);
	if (word.len > 1 && (word.ptr[word.len - 1] == '.' || word.ptr[word.len - 1] == '!'))
		keep_word(s, span_cut(word, 0, word.len - 1));
}

/* The next word of a text in which tags are blanks. */
static struct span next_word(struct span *text)
{
	size_t n = 0;

	while (text->len && (ascii_space(text->ptr[0]) || text->ptr[0] == '<')) {
		size_t end = text->ptr[0] == '<' ? span_find_byte(*text, '>') : 0;

		*text = span_skip(*text, end == SPAN_NONE ? text->len : end + 1);
	}
	while (n < text->len && !ascii_space(text->ptr[n]) && text->ptr[n] != '<')
		n++;
	*text = span_skip(*text, n);
	return span_make(text->ptr - n, n);
}

static void words_behind(struct scanner *s, struct span text)
{
	while (text.len && (ascii_alpha(text.ptr[0]) || (unsigned char)text.ptr[0] >= 0x80))
		text = span_skip(text, 1);
	text = span_cut(text, 0, REACH);
	for (int i = 0; i < BEHIND; i++)
		keep_bare(s, next_word(&text));
}

void scan_mail_keep(struct scanner *s, struct span text)
{
	text = span_cut(text, 0, TEXT_MOST);
	if (text.len && s->kept.len + text.len < KEPT_MOST) {
		buf_add(&s->kept, text);
		buf_byte(&s->kept, '\n');
	}
}

void scan_mail_words(struct scanner *s)
{
	struct span text = span_skip(buf_span(&s->kept), s->kept_read);

	s->kept_read = s->kept.len;
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		struct span sign = span_of(signs[i].text), left = text;
		size_t at;

		for (int n = 0; n < PLACES && (at = span_find(left, sign)) != SPAN_NONE;) {
			left = span_skip(left, at + sign.len);
			if (!left.len || !left.ptr[0] || !strchr(signs[i].next, left.ptr[0]))
				continue;
			words_behind(s, left);
			n++;
		}
	}
}

void scan_mail_forget(struct scanner *s, const struct scan_thing *message)
{
	s->opening.passwords = message->passwords;
	s->kept.len = message->kept;
	if (s->kept_read > s->kept.len)
		s->kept_read = s->kept.len;
}
