/* role.c -- from signs to a role. */
#include "advisory/role.h"

static const struct {
	enum role role;
	int points;
	const char *why;
} rows[SIGN_COUNT] = {
#define SIGN(name, role, points, why) { role, points, why },
#include "advisory/signs.h"
#undef SIGN
};

_Static_assert(SIGN_COUNT <= 64, "signs are bits of 64");

/* Words about a program do not clear it: a legitimate driver that the attacker drops is a sign. */
static int points_of(enum sign s, enum kind kind)
{
	bool file = kind_is_hash(kind) || kind == KIND_FILENAME || kind == KIND_PATH;

	if (file && (s == SIGN_SAID_LEGITIMATE || s == SIGN_SAID_CONNECTIVITY ||
		     s == SIGN_CALLED_HARMLESS))
		return 35;
	if (file && (s == SIGN_SAID_VICTIM || s == SIGN_SAID_CONTACT || s == SIGN_SECTION_VICTIM))
		return 10;
	/* "the file X": any file may be spoken of. */
	if (file && s == SIGN_ANNOUNCED)
		return 15;
	/* A server that is spoken of makes no file a sign. */
	if (file && !kind_is_hash(kind) && s == SIGN_SAID_SERVER)
		return 10;
	/* Nobody is told to read a digest. */
	if (kind_is_hash(kind) && (s == SIGN_SECTION_REFERENCE || s == SIGN_SAID_READ))
		return 20;
	if (!file && s == SIGN_SAID_FILE)
		return kind == KIND_URL ? 15 : 5;
	return rows[s].points;
}

struct tally {
	int points[ROLE_COUNT];
	enum role other;	/* the strongest role besides indicator */
	int lead;		/* of indicator over it */
};

static struct tally count(uint64_t signs, enum kind kind)
{
	struct tally t = { .other = ROLE_REFERENCE };

	for (int s = 0; s < SIGN_COUNT; s++)
		if (signs >> s & 1)
			t.points[rows[s].role] += points_of((enum sign)s, kind);
	for (int r = ROLE_INDICATOR + 1; r < ROLE_COUNT; r++)
		if (t.points[r] > t.points[t.other])
			t.other = (enum role)r;
	t.lead = t.points[ROLE_INDICATOR] - t.points[t.other];
	return t;
}

int role_lead(uint64_t signs, enum kind kind)
{
	return count(signs, kind).lead;
}

struct verdict role_decide(uint64_t signs, enum kind kind)
{
	struct tally t = count(signs, kind);
	bool indicator = t.points[ROLE_INDICATOR] >= ROLE_THRESHOLD && t.lead > 0;
	int lead = indicator ? t.lead : t.lead < 0 ? -t.lead : 0;

	return (struct verdict){ indicator ? ROLE_INDICATOR : t.other,
				 (uint8_t)(lead >= 98 ? 99 : 50 + lead / 2) };
}

const char *sign_why(enum sign s)
{
	return rows[s].why;
}

/* The strongest of the signs left in *signs, which is taken out; SIGN_COUNT: none. */
static enum sign strongest(uint64_t *signs, bool of_role, enum role role)
{
	enum sign best = SIGN_COUNT;

	for (int s = 0; s < SIGN_COUNT; s++)
		if ((*signs >> s & 1) && (rows[s].role == role) == of_role &&
		    (best == SIGN_COUNT || rows[s].points > rows[best].points))
			best = (enum sign)s;
	if (best != SIGN_COUNT)
		*signs &= ~(UINT64_C(1) << best);
	return best;
}

void role_explain(uint64_t signs, enum role role, struct strings *why)
{
	enum sign s;

	while ((s = strongest(&signs, true, role)) != SIGN_COUNT)
		strings_add(why, span_of(rows[s].why));
}

enum sign role_objection(uint64_t signs, enum role role)
{
	return strongest(&signs, false, role);
}
