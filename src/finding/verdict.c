/*
 * verdict.c -- from findings to machines, and from machines and coverage to
 * one of five answers.
 *
 * Order: affected > targeted > inconclusive > explained > not-seen.  Copies
 * never count: two findings of the same happening (same first and last time)
 * neither repeat nor agree with one another.
 */
#include "finding/verdict.h"

#include <stdlib.h>

#include "finding/blind.h"

#define MACHINES_MAX 1000000
#define BUDGET	     (96u << 20)
#define SAME_EVENT   (2 * TIME_SECOND)

const char *answer_name(enum answer a)
{
	static const char *const names[ANSWERS] = {
		"not-seen", "explained", "inconclusive", "targeted", "affected",
	};

	return names[a];
}

const char *strength_name(enum strength s)
{
	static const char *const names[] = { NULL, "weak", "moderate", "strong" };

	return names[s];
}

const char *rank_name(enum rank r)
{
	static const char *const names[] = { "check", "examine", "act-now" };

	return names[r];
}

int verdicts_init(struct verdicts *v, const struct bulletins *bulletins, struct error *e)
{
	*v = (struct verdicts){ 0 };
	arena_init(&v->arena, BUDGET);
	buf_init(&v->key, 64 << 10);
	v->list = calloc(bulletins->count ? bulletins->count : 1, sizeof(*v->list));
	if (!v->list)
		return fail(e, ERR_MEMORY, "no memory for the verdicts");
	for (v->count = 0; v->count < bulletins->count; v->count++) {
		struct verdict *mine = &v->list[v->count];

		mine->bulletin = &bulletins->list[v->count];
		mine->index = v->count;
		mine->lacking = logic_lacking(&bulletins->logic, v->count);
		table_init(&mine->by_key, &v->arena, MACHINES_MAX);
	}
	return 0;
}

void verdicts_release(struct verdicts *v)
{
	for (uint32_t i = 0; i < v->count; i++) {
		free(v->list[i].machine);
		table_release(&v->list[i].by_key);
	}
	free(v->list);
	buf_release(&v->key);
	arena_release(&v->arena);
	*v = (struct verdicts){ 0 };
}

/* ---- machines */

/* A machine is known by its name, else its address, else by what it stands behind. */
static void machine_key(const struct finding *f, struct buf *b)
{
	if (f->name.len) {
		buf_byte(b, 'n');
		for (size_t i = 0; i < f->name.len; i++)
			buf_byte(b, ascii_lower(f->name.ptr[i]));
	} else if (f->has_host) {
		buf_byte(b, 'h');
		buf_add(b, span_make(f->host.bytes, 16));
	} else if (f->via.len) {
		buf_byte(b, 'v');
		buf_add(b, f->via);
	} else if (f->user.len) {
		buf_byte(b, 'u');
		buf_add(b, f->user);
	} else {
		buf_byte(b, 'o');
		buf_add(b, f->owner);
	}
}

static struct span keep(struct verdicts *v, struct span s)
{
	struct span copy = s.len ? arena_copy(&v->arena, s) : SPAN("");

	return copy.ptr ? copy : SPAN("");
}

static struct machine *machine_new(struct verdicts *v, struct verdict *mine,
				   const struct finding *f, struct error *e)
{
	struct machine *m;

	if (mine->machines == mine->room) {
		uint32_t room = mine->room ? mine->room * 2 : 16;
		struct machine *wider = realloc(mine->machine, room * sizeof(*wider));

		if (!wider) {
			fail(e, ERR_MEMORY, "no memory for the machines");
			return NULL;
		}
		mine->machine = wider;
		mine->room = room;
	}
	m = &mine->machine[mine->machines++];
	*m = (struct machine){ .has_host = f->has_host, .host = f->host, .name = keep(v, f->name),
			       .user = keep(v, f->user), .via = keep(v, f->via),
			       .via_kind = keep(v, f->via_kind), .owner = keep(v, f->owner) };
	return m;
}

static struct machine *machine_of(struct verdicts *v, struct verdict *mine,
				  const struct finding *f, struct error *e)
{
	struct machine *m;
	uint64_t *at;
	bool is_new = false;

	buf_clear(&v->key);
	machine_key(f, &v->key);
	at = table_add(&mine->by_key, buf_span(&v->key), &is_new, e);
	if (!at)
		return NULL;
	if (is_new) {
		*at = mine->machines;
		return machine_new(v, mine, f, e);
	}
	m = &mine->machine[*at];
	if (!m->has_host && f->has_host) {
		m->has_host = true;
		m->host = f->host;
	}
	return m;
}

static bool same_moment(int64_t a, int64_t b)
{
	if (a == TIME_NONE || b == TIME_NONE)
		return a == b;
	return (a > b ? a - b : b - a) <= SAME_EVENT;
}

/* Remember the sign; an equal happening (a copy, a second sensor) is not another one. */
static void machine_sign(struct machine *m, const struct finding *f)
{
	const struct observation *o = &f->seen;
	struct sign s = { kind_row(o->indicator.kind)->sign, o->first, o->last, o->count };

	for (uint32_t i = 0; i < m->signs; i++) {
		struct sign *old = &m->sign[i];

		if (old->class == s.class && same_moment(old->first, s.first) &&
		    same_moment(old->last, s.last))
			return;
	}
	/* Several happenings at different times are a repetition. */
	for (uint32_t i = 0; i < m->signs; i++)
		if (m->sign[i].first != TIME_NONE && s.first != TIME_NONE &&
		    !same_moment(m->sign[i].first, s.first))
			m->repeated = true;
	if (m->signs < MACHINE_SIGNS)
		m->sign[m->signs++] = s;
}

static bool is_repeated(const struct observation *o)
{
	if (o->first == TIME_NONE)
		return o->count > 1;
	return o->count > 1 && o->last - o->first > SAME_EVENT;
}

static enum rank finding_rank(const struct finding *f, enum finding_class class)
{
	if (class == FINDING_UNJUDGED)
		return RANK_CHECK;
	if (f->via.len && !f->has_host)
		return RANK_EXAMINE;
	switch (f->outcome) {
	case OUTCOME_DATA:
	case OUTCOME_LET_THROUGH:
	case OUTCOME_LOGIN_OK:
	case OUTCOME_STARTED:
		return RANK_ACT_NOW;
	case OUTCOME_AT_REST:
		return f->by_name ? RANK_EXAMINE : RANK_ACT_NOW;
	default:
		return RANK_EXAMINE;
	}
}

/* A listed program, known by its content, at rest or started; or a log-in. */
static bool is_strong(const struct finding *f)
{
	if (f->outcome == OUTCOME_LOGIN_OK)
		return true;
	if (f->seen.ground == GROUND_FILE_CONTENT)
		return true;
	return f->seen.meaning == MEANING_HASH &&
	       (f->outcome == OUTCOME_STARTED || f->outcome == OUTCOME_AT_REST);
}

static void machine_take(struct machine *m, const struct verdict *mine, const struct finding *f,
			 enum finding_class class, uint32_t number)
{
	enum rank rank = finding_rank(f, class);

	if (m->findings < MACHINE_FINDINGS)
		m->finding[m->findings] = number;
	m->findings++;
	if (rank > m->rank)
		m->rank = rank;
	if (class != FINDING_COMPROMISE)
		return;
	machine_sign(m, f);
	m->strong |= is_strong(f);
	m->known_outcome |= f->outcome != OUTCOME_UNKNOWN;
	m->in_window |= period_has(&mine->bulletin->window, f->seen.first, f->seen.last);
	m->repeated |= is_repeated(&f->seen);
	m->both_ways |= f->seen.has_bytes && f->seen.bytes_out && f->seen.bytes_in;
}

/* ---- findings */

/* Rule 4 for this advisory alone; others may list the same value with other dates. */
static bool is_aged(const struct verdict *v, const struct finding *f)
{
	const struct observation *o = &f->seen;

	if (o->ground != GROUND_RECORD)
		return false;
	switch (age_of(&v->bulletin->dates, o->indicator.kind, o->valid_from, o->valid_until,
		       o->first, o->last)) {
	case AGE_OUTSIDE:
	case AGE_UNKNOWN:
		return true;
	default:
		return false;
	}
}

static enum finding_class class_here(const struct verdict *v, const struct finding *f)
{
	if (!is_aged(v, f))
		return f->class;
	if (f->class == FINDING_COMPROMISE)
		return FINDING_UNJUDGED;
	return f->class == FINDING_ATTEMPT ? FINDING_EXPLAINED : f->class;
}

static void verdict_because(struct verdict *v, uint32_t number)
{
	if (v->becauses < MACHINE_FINDINGS)
		v->because[v->becauses++] = number;
}

static int verdict_take(struct verdicts *all, struct verdict *v, const struct finding *f,
			uint32_t number, struct error *e)
{
	enum finding_class class = class_here(v, f);
	struct machine *m;

	v->by_class[class]++;
	if (class != FINDING_MENTION)
		v->kinds_seen |= UINT64_C(1) << f->seen.indicator.kind;
	if (class != FINDING_COMPROMISE && class != FINDING_UNJUDGED) {
		if (class == FINDING_ATTEMPT)
			verdict_because(v, number);
		return 0;
	}
	verdict_because(v, number);
	if (class == FINDING_UNJUDGED)
		v->needs_person = true;
	if (class == FINDING_UNJUDGED && !f->has_host && !f->name.len)
		return 0;
	m = machine_of(all, v, f, e);
	if (!m)
		return -1;
	machine_take(m, v, f, class, number);
	m->is_new |= f->is_new;
	return 0;
}

int verdicts_take(struct verdicts *v, const struct finding *f, uint32_t number, struct error *e)
{
	for (uint32_t i = 0; i < observation_advisories(f->seen.listed); i++) {
		uint32_t advisory = observation_advisory(f->seen.listed, i);

		if (advisory < v->count &&
		    verdict_take(v, &v->list[advisory], f, number, e) < 0)
			return -1;
	}
	return 0;
}

/* ---- strength */

/* Two kinds of signs that are not one happening seen twice. */
static bool two_kinds_agree(const struct machine *m)
{
	for (uint32_t i = 0; i < m->signs; i++)
		for (uint32_t k = i + 1; k < m->signs; k++) {
			const struct sign *a = &m->sign[i], *b = &m->sign[k];

			if (a->class != b->class && a->first != TIME_NONE &&
			    b->first != TIME_NONE &&
			    !(same_moment(a->first, b->first) && same_moment(a->last, b->last)))
				return true;
		}
	return false;
}

static enum strength machine_strength(const struct machine *m, const struct bulletin *b)
{
	bool dated = b->window.from != TIME_NONE || b->window.to != TIME_NONE;
	enum strength s = STRENGTH_WEAK;

	if (m->known_outcome && (m->in_window || !dated) && (m->repeated || m->both_ways))
		s = STRENGTH_MODERATE;
	if (m->strong || two_kinds_agree(m))
		s = STRENGTH_STRONG;
	/* A list without dates: at most moderate, but for content, which does not age. */
	if (!dated && s == STRENGTH_STRONG && !m->strong)
		s = STRENGTH_MODERATE;
	return s;
}

static bool machine_condemns(const struct machine *m)
{
	return m->signs > 0;
}

static int machine_order(const void *a, const void *b)
{
	const struct machine *x = a, *y = b;

	if (x->rank != y->rank)
		return x->rank > y->rank ? -1 : 1;
	if (x->strength != y->strength)
		return x->strength > y->strength ? -1 : 1;
	return x->finding[0] < y->finding[0] ? -1 : x->finding[0] > y->finding[0];
}

static void verdict_strength(struct verdict *v)
{
	for (uint32_t i = 0; i < v->machines; i++) {
		struct machine *m = &v->machine[i];

		if (!machine_condemns(m)) {
			m->rank = RANK_CHECK;
			continue;
		}
		m->strength = machine_strength(m, v->bulletin);
		if (m->strength > v->strength)
			v->strength = m->strength;
	}
	if (v->machines)
		qsort(v->machine, v->machines, sizeof(*v->machine), machine_order);
}

void verdicts_reach(struct verdicts *all, const struct verdict_facts *facts)
{
	for (uint32_t i = 0; i < all->count; i++) {
		struct verdict *v = &all->list[i];
		bool shown;

		verdict_strength(v);
		shown = verdict_look(all, v, facts);
		if (v->strength)
			v->answer = ANSWER_AFFECTED;
		else if (v->by_class[FINDING_ATTEMPT])
			v->answer = ANSWER_TARGETED;
		else if (v->needs_person || v->bulletin->own.len || !shown || v->bulletin->unread)
			v->answer = ANSWER_INCONCLUSIVE;
		else if (v->by_class[FINDING_EXPLAINED])
			v->answer = ANSWER_EXPLAINED;
		else
			v->answer = ANSWER_NOT_SEEN;
		v->evidence_missing = v->answer <= ANSWER_TARGETED &&
				      v->answer >= ANSWER_INCONCLUSIVE &&
				      (!shown || v->bulletin->unread);
		v->needs_person |= v->bulletin->own.len > 0;
	}
}
