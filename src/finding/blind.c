/* blind.c -- what could have been seen, and what could not. */
#include "finding/blind.h"

#include <stdarg.h>
#include <stdio.h>

#include "evidence/log/log.h"

static const char months[12][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
				    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

void people_day(int64_t moment, struct buf *out)
{
	struct civil c = civil_of(moment);

	buf_printf(out, "%d %s %d", c.day, months[(c.month - 1) % 12], c.year);
}

void people_period(const struct period *p, struct buf *out)
{
	struct civil from = civil_of(p->from), to = civil_of(p->to);

	buf_printf(out, "%d %s", from.day, months[(from.month - 1) % 12]);
	if (from.year != to.year)
		buf_printf(out, " %d", from.year);
	if (from.year != to.year || from.month != to.month || from.day != to.day)
		buf_printf(out, " - %d %s", to.day, months[(to.month - 1) % 12]);
	buf_printf(out, " %d", to.year);
}

/* ---- saying it */

struct teller {
	struct verdicts *all;
	struct verdict *v;
	const struct verdict_facts *facts;
	struct buf text;
};

static struct span told(struct teller *t)
{
	struct span s = arena_copy(&t->all->arena, buf_span(&t->text));

	buf_clear(&t->text);
	return s.ptr ? s : SPAN("");
}

static void tell(struct teller *t, struct span reason, struct span detail, const char *remedy)
{
	if (t->v->blinds < BLIND_MAX)
		t->v->blind[t->v->blinds++] =
			(struct blind){ reason, detail, span_of(remedy ? remedy : "") };
}

/* ---- kinds */

#define MAIN_KINDS (LOG_SHOWS_ADDRESS | LOG_SHOWS(KIND_DOMAIN) | LOG_SHOWS(KIND_URL) | \
		    LOG_SHOWS(KIND_ONION))

static uint64_t listed_kinds(const struct bulletin *b, enum kind_group group)
{
	uint64_t kinds = 0;

	for (enum kind k = 1; k < KIND_COUNT; k++)
		if (b->listed[k] && kind_row(k)->group == group)
			kinds |= LOG_SHOWS(k);
	return kinds;
}

/* "51 addresses, 2 URLs": how many of these kinds the advisory lists. */
static void kinds_text(const struct bulletin *b, uint64_t kinds, struct buf *out)
{
	bool first = true;

	for (enum kind k = 1; k < KIND_COUNT; k++) {
		if (!(kinds >> k & 1) || !b->listed[k])
			continue;
		buf_printf(out, "%s%llu %s", first ? "" : ", ", (unsigned long long)b->listed[k],
			   b->listed[k] == 1 ? kind_row(k)->people : kind_row(k)->people_many);
		first = false;
	}
}

/* ---- sources */

static const char *limit_remedy(unsigned limit)
{
	switch (limit) {
	case LIMIT_REFUSALS_ONLY:
		return "get its log of accepted traffic for the same time";
	case LIMIT_SHORTENED:
		return "get the log with whole addresses";
	case LIMIT_NO_TIME:
		return "say which column holds the time (--columns), or the year in the manifest";
	case LIMIT_LOG_CLEARED:
		return "find out who cleared it; look for a forwarded copy";
	case LIMIT_OUTSIDE_WINDOW:
		return "sweep again without --since and --until";
	case LIMIT_GAPS:
		return "see the gaps in the report";
	default:
		return "find what is missing, or a copy of it";
	}
}

static void tell_limit(struct teller *t, const struct source *s, unsigned limit)
{
	const struct census *c = &s->census;
	struct buf *b = &t->text;

	buf_printf(b, "%.*s: ", SPAN_ARG(s->name));
	switch (limit) {
	case LIMIT_REFUSALS_ONLY:
		buf_printf(b, "%llu refusals and not one accepted connection",
			   (unsigned long long)c->refused);
		break;
	case LIMIT_SHORTENED:
		buf_text(b, "addresses are shortened or masked: no address can be found in it");
		break;
	case LIMIT_NO_TIME:
		buf_text(b, "its records have no readable time");
		break;
	case LIMIT_LOG_CLEARED:
		buf_text(b, "the log was cleared");
		if (c->cleareds && c->cleared[0] != TIME_NONE) {
			buf_text(b, " on ");
			people_day(c->cleared[0], b);
		}
		break;
	case LIMIT_OUTSIDE_WINDOW:
		buf_text(b, "records left out by --since or --until: ");
		people_period(&(struct period){ c->left_first, c->left_last }, b);
		break;
	default:
		buf_printf(b, "%llu of %llu items could not be looked at, or not wholly",
			   (unsigned long long)s->gap_items, (unsigned long long)s->items);
		break;
	}
	tell(t, limit_reason(limit), told(t), limit_remedy(limit));
}

/* The days that lie wholly in a hole, if any: from 13 May 23:59 to 15 May 00:01 it is 14 May. */
static struct period whole_days_of(const struct period *hole)
{
	int64_t from = hole->from - hole->from % TIME_DAY, to = hole->to - hole->to % TIME_DAY;

	if (from < hole->from)
		from += TIME_DAY;
	if (hole->to % TIME_DAY >= TIME_DAY - TIME_SECOND)
		to += TIME_DAY;
	return from < to ? (struct period){ from, to - TIME_SECOND } : *hole;
}

static void tell_holes(struct teller *t, const struct source *s, const struct coverage *c)
{
	struct buf *b = &t->text;

	for (uint32_t i = 0; i < c->holes && i < 4; i++) {
		struct period hole = c->hole[i];
		size_t before;
		bool early = i == 0 && c->begins_late;
		bool late = i == c->holes - 1 && c->ends_early;

		/* What the user left out himself is told as that. */
		if ((early || late) && (c->limits & LIMIT_OUTSIDE_WINDOW))
			continue;
		hole = whole_days_of(&hole);
		people_period(&hole, b);
		if (early)
			buf_printf(b, ": %.*s begins on ", SPAN_ARG(s->name));
		else if (late)
			buf_printf(b, ": %.*s ends on ", SPAN_ARG(s->name));
		else
			buf_printf(b, ": no records of %.*s; ", SPAN_ARG(s->name));
		before = b->len;
		if (!early && !late && source_missing(s, b))
			buf_text(b, " is missing from its series");
		else if (!early && !late)
			b->len = before - 2;
		if (early)
			people_day(c->hole[i].to, b);
		else if (late)
			people_day(c->hole[i].from, b);
		tell(t, limit_reason(LIMIT_SERIES_HOLE), told(t), limit_remedy(LIMIT_SERIES_HOLE));
	}
	if (c->holes > 4) {
		buf_printf(b, "%.*s: %u more times without records", SPAN_ARG(s->name), c->holes - 4);
		tell(t, limit_reason(LIMIT_SERIES_HOLE), told(t), limit_remedy(LIMIT_SERIES_HOLE));
	}
}

/* "ws07-Security: 12 records were taken out on 12 May: ids jump from 4711 to 4724" */
static void tell_jumps(struct teller *t, const struct source *s)
{
	const struct census *c = &s->census;
	struct buf *b = &t->text;

	for (uint32_t i = 0; i < c->jumps && i < 4 && census_runs_on(c); i++) {
		const struct census_jump *j = &c->jump[i];
		struct period when = { j->before, j->after };

		if (!coverage_jump_in(j, &t->v->bulletin->window))
			continue;
		buf_printf(b, "%.*s: ", SPAN_ARG(s->name));
		buf_printf(b, "%llu record%s missing between the ids %llu and %llu",
			   (unsigned long long)(j->to - j->from - 1),
			   j->to - j->from == 2 ? " is" : "s are", (unsigned long long)j->from,
			   (unsigned long long)j->to);
		if (j->before != TIME_NONE && j->after != TIME_NONE) {
			buf_text(b, ", ");
			people_period(&when, b);
		}
		tell(t, limit_reason(LIMIT_SERIES_HOLE), told(t),
		     "find out who took them out; look for a forwarded copy");
	}
}

/* Members of a rotated series that were not handed in, where they left no hole in time. */
static void tell_missing(struct teller *t, const struct source *s)
{
	if (!source_missing(s, &t->text))
		return;
	buf_printf(&t->text, " is missing from the series of %.*s", SPAN_ARG(s->name));
	tell(t, limit_reason(LIMIT_SERIES_HOLE), told(t), limit_remedy(LIMIT_SERIES_HOLE));
}

static void tell_source(struct teller *t, const struct source *s, const struct coverage *c)
{
	for (unsigned bit = 0; bit < LIMITS; bit++)
		if ((c->limits >> bit & 1) && 1u << bit != LIMIT_SERIES_HOLE)
			tell_limit(t, s, 1u << bit);
	if (c->limits & LIMIT_SERIES_HOLE)
		tell_holes(t, s, c);
	if (!c->holes)
		tell_missing(t, s);
}

/* ---- the groups */

static int64_t whole_days(const struct period *w)
{
	if (w->from == TIME_NONE || w->to == TIME_NONE)
		return 0;
	return (w->to - w->from) / TIME_DAY + 1;
}

/* What a source can show of what this advisory lists. */
static void coverage_for(const struct bulletin *b, const struct source *s, struct coverage *c)
{
	coverage_of(s, &b->window, c);
	if (c->clear_urls && b->clear_urls == b->listed[KIND_URL])
		c->network |= LOG_SHOWS(KIND_URL);
}

/* Network kinds are answered by a source before all machines: which are, over the whole window. */
static uint64_t look_network(struct teller *t, uint64_t *any)
{
	const struct sources *sources = t->facts->sources;
	uint64_t whole = 0;

	*any = 0;
	for (uint32_t i = 0; i < sources->count; i++) {
		struct coverage c;

		if (!source_speaks(&sources->list[i]))
			continue;
		coverage_for(t->v->bulletin, &sources->list[i], &c);
		*any |= c.network;
		if (c.network && c.days > t->v->covered_days)
			t->v->covered_days = c.days;
		if (c.whole)
			whole |= c.network;
	}
	return whole;
}

/* Why a kind is not shown: the sources that could, with what stands in their way. */
static void tell_network(struct teller *t, uint64_t missing)
{
	const struct sources *sources = t->facts->sources;

	for (uint32_t i = 0; i < sources->count; i++) {
		struct coverage c;

		if (!source_speaks(&sources->list[i]))
			continue;
		coverage_for(t->v->bulletin, &sources->list[i], &c);
		if ((c.network & missing) && !c.whole)
			tell_source(t, &sources->list[i], &c);
	}
}

/* Someone took records away: told of every log, also of one that shows none of these kinds. */
static void tell_cleared(struct teller *t, uint64_t told_of)
{
	const struct sources *sources = t->facts->sources;

	for (uint32_t i = 0; i < sources->count; i++) {
		struct coverage c;

		if (!source_speaks(&sources->list[i]))
			continue;
		coverage_for(t->v->bulletin, &sources->list[i], &c);
		if ((c.limits & LIMIT_LOG_CLEARED) && !(c.network & told_of))
			tell_limit(t, &sources->list[i], LIMIT_LOG_CLEARED);
		tell_jumps(t, &sources->list[i]);
	}
}

static void tell_unshown(struct teller *t, uint64_t kinds)
{
	const struct bulletin *b = t->v->bulletin;
	uint64_t names = kinds & (LOG_SHOWS(KIND_DOMAIN) | LOG_SHOWS(KIND_ONION));

	if (kinds & LOG_SHOWS_ADDRESS) {
		kinds_text(b, kinds & LOG_SHOWS_ADDRESS, &t->text);
		buf_text(&t->text, ": no firewall or flow log was handed in");
		tell(t, SPAN("no-source"), told(t), "get the firewall's log of accepted traffic");
	}
	if (names) {
		kinds_text(b, names, &t->text);
		buf_text(&t->text, ": no log of the resolver or proxy was handed in");
		tell(t, SPAN("no-source"), told(t), "get the resolver's query log");
	}
	if (kinds & LOG_SHOWS(KIND_URL)) {
		kinds_text(b, kinds & LOG_SHOWS(KIND_URL), &t->text);
		buf_text(&t->text, ": no web proxy log was handed in");
		tell(t, SPAN("no-source"), told(t), "get the web proxy's log");
	}
	kinds &= ~MAIN_KINDS;
	if (kinds) {
		kinds_text(b, kinds, &t->text);
		buf_text(&t->text, ": nothing that was handed in shows these");
		tell(t, SPAN("no-source"), told(t), NULL);
	}
}

static bool is_disk(const struct source *s)
{
	return source_holds_files(s) && source_speaks(s);
}

static bool in_scope_whole(const struct verdict_facts *f, struct span machine)
{
	for (uint32_t i = 0; i < f->sources->count; i++) {
		const struct source *s = &f->sources->list[i];

		if (is_disk(s) && s->label && span_equal_nocase(s->label->host, machine))
			return !s->material;
	}
	return false;
}

/* A log that is not just a part of some machine's disk: then the question is not about disks. */
static bool is_network_log(const struct source *s)
{
	return s->kind == ITEM_LOG && source_speaks(s) && !(s->label && s->label->host.len);
}

/* Host kinds are answered machine by machine. */
static bool look_host(struct teller *t, uint32_t *disks)
{
	const struct verdict_facts *f = t->facts;
	uint32_t whole = 0, missing = 0;
	bool network_handed_in = false;

	*disks = 0;
	for (uint32_t i = 0; i < f->sources->count; i++) {
		const struct source *s = &f->sources->list[i];

		network_handed_in |= is_network_log(s);
		if (!is_disk(s))
			continue;
		(*disks)++;
		whole += !s->material;
	}
	if (!f->scopes)
		return *disks && whole == *disks && !network_handed_in;
	for (uint32_t i = 0; i < f->scopes; i++)
		missing += !in_scope_whole(f, f->scope[i]);
	if (missing) {
		buf_printf(&t->text, "%u of %u computers of the scope list were not handed in whole",
			   missing, f->scopes);
		tell(t, SPAN("no-source"), told(t), "sweep their disks too");
	}
	return missing == 0;
}

static void tell_host(struct teller *t, uint64_t kinds, uint32_t disks)
{
	if (!kinds || disks)
		return;
	kinds_text(t->v->bulletin, kinds, &t->text);
	buf_text(&t->text, ": no files of a computer were handed in");
	tell(t, SPAN("no-source"), told(t), "sweep the disks of the machines that matter most");
}

static void tell_mail(struct teller *t, uint64_t kinds)
{
	const struct sources *sources = t->facts->sources;

	for (uint32_t i = 0; i < sources->count; i++) {
		const struct source *s = &sources->list[i];

		if (s->kind == ITEM_MAIL || s->census.class[EVENT_MAIL])
			return;
	}
	if (!kinds)
		return;
	kinds_text(t->v->bulletin, kinds, &t->text);
	buf_text(&t->text, ": no mail and no log of the mail gateway was handed in");
	tell(t, SPAN("no-source"), told(t), "sweep the mailboxes, or get the gateway's log");
}

/* ---- the reading of the advisory (rule 8) */

static void tell_reading(struct teller *t)
{
	const struct bulletin *b = t->v->bulletin;

	for (uint64_t i = 0; i < b->gaps && i < BULLETIN_NOTES; i++) {
		bool of_its_own = span_equal(b->gap[i].reason, SPAN("names-only"));

		buf_printf(&t->text, "%s%.*s", of_its_own ? "" : "in the advisory: ",
			   SPAN_ARG(b->gap[i].detail));
		tell(t, b->gap[i].reason, told(t), NULL);
	}
	if (b->rules > b->rules_run + b->rules_broken) {
		buf_printf(&t->text, "%u of %u rules of the advisory cannot run in this version",
			   b->rules - b->rules_run - b->rules_broken, b->rules);
		tell(t, SPAN("unsupported-rule"), told(t), "run them with their own tool");
	}
	if (b->leaves + t->v->lacking) {
		buf_printf(&t->text, "values that count only together with others, in patterns that cannot be "
			   "settled: %llu", (unsigned long long)(b->leaves + t->v->lacking));
		tell(t, SPAN("not-comparable"), told(t), "look for them by hand");
	}
	for (uint32_t i = 0; i < b->advisory.refers_to.count; i++) {
		buf_printf(&t->text, "the advisory refers to %.*s, which was not given",
			   SPAN_ARG(b->advisory.refers_to.item[i]));
		tell(t, SPAN("refers-to"), told(t), "give it too, with -a");
	}
}

/* Of long logs no digests are taken: what is listed is not one of them. */
static void tell_undigested(struct teller *t)
{
	const struct sources *sources = t->facts->sources;
	const struct bulletin *b = t->v->bulletin;
	uint64_t digests = b->listed[KIND_MD5] + b->listed[KIND_SHA1] + b->listed[KIND_SHA256] +
			   b->listed[KIND_SHA512], bytes = 0;

	for (uint32_t i = 0; i < sources->count; i++)
		bytes += sources->list[i].undigested;
	if (!digests || !bytes)
		return;
	buf_printf(&t->text, "logs of more than 8 MiB were searched but not compared with listed file "
		   "hashes: %llu MB", (unsigned long long)(bytes / 1000000));
	tell(t, SPAN("not-looked-at"), told(t), "sweep with --digest-all if one could be listed");
}

bool verdict_look(struct verdicts *all, struct verdict *v, const struct verdict_facts *facts)
{
	struct teller t = { .all = all, .v = v, .facts = facts };
	const struct bulletin *b = v->bulletin;
	uint64_t network = listed_kinds(b, GROUP_NETWORK), host = listed_kinds(b, GROUP_HOST);
	uint64_t mail = listed_kinds(b, GROUP_MAIL), required, any, whole;
	bool network_shown, host_shown;
	uint32_t disks;

	buf_init(&t.text, 64 << 10);
	if (b->usable <= v->lacking)
		tell(&t, SPAN("no-indicators"), SPAN("the advisory lists nothing that can be searched for"),
		     "get the publisher's list of indicators and give it with -a");
	whole = look_network(&t, &any);
	required = network & MAIN_KINDS ? network & MAIN_KINDS : network;
	network_shown = required && (required & ~whole) == 0;
	if (!network_shown)
		tell_network(&t, required & ~whole);
	tell_cleared(&t, network_shown ? 0 : required & ~whole);
	tell_unshown(&t, required & ~any);
	host_shown = look_host(&t, &disks) && host;
	tell_host(&t, host, disks);
	tell_unshown(&t, network & ~required & ~any);
	tell_mail(&t, mail);
	tell_reading(&t);
	tell_undigested(&t);
	tell(&t, SPAN("not-looked-at"), SPAN("running programs and memory anywhere"), NULL);
	v->could_show = (network & whole) | (disks ? host : 0);
	v->window_days = (uint32_t)whole_days(&b->window);
	buf_release(&t.text);
	return (network_shown || host_shown) && !facts->material_gap;
}
