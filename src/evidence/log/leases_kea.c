/*
 * leases_kea.c -- Kea's lease file (memfile, DHCPv4 and DHCPv6): CSV with a
 * header; `expire` is a UTC epoch and `valid_lifetime` counts back from it to
 * the moment the client last asked.
 */
#include "evidence/log/message.h"
#include "evidence/log/words.h"

#define COLUMNS_MAX 32

enum column { ADDRESS, HARDWARE, LIFETIME, EXPIRE, NAME, STATE, COLUMNS };

static const char *const names[COLUMNS] = {
	"address", "hwaddr", "valid_lifetime", "expire", "hostname", "state",
};

struct state {
	uint8_t at[COLUMNS];	/* column + 1; 0: not there */
};

static void read_header(struct span line, struct state *state)
{
	struct span cell;

	for (uint8_t i = 0; i < COLUMNS_MAX && span_split(&line, ',', &cell); i++)
		for (size_t c = 0; c < COLUMNS; c++)
			if (span_equal(span_trim(cell), span_of(names[c])))
				state->at[c] = (uint8_t)(i + 1);
}

static int probe(struct span sample)
{
	struct state state = { { 0 } };
	struct span line;

	if (!span_line(&sample, &line))
		return 0;
	read_header(line, &state);
	return state.at[ADDRESS] && state.at[LIFETIME] && state.at[EXPIRE] ? 97 : 0;
}

static int open_log(struct log *log, struct span sample, struct error *e)
{
	struct state *state = arena_new(log->arena, struct state);
	struct span line;

	if (!state)
		return fail(e, ERR_LIMIT, "kea: no memory left for this item");
	if (span_line(&sample, &line))
		read_header(line, state);
	log->state = state;
	return 0;
}

static struct span cell_at(const struct span *cell, size_t n, const struct state *s, enum column c)
{
	return s->at[c] && s->at[c] <= n ? cell[s->at[c] - 1] : SPAN("");
}

static bool parse(struct log *log, struct span record, struct event *ev)
{
	const struct state *state = log->state;
	struct span cell[COLUMNS_MAX], name;
	uint64_t expire, lifetime;
	size_t n = 0;

	while (n < COLUMNS_MAX && word_cell(&record, ',', &cell[n]))
		n++;
	if (!state || !span_u64(cell_at(cell, n, state, EXPIRE), &expire) ||
	    !span_u64(cell_at(cell, n, state, LIFETIME), &lifetime) || expire > 100000000000 ||
	    lifetime > expire || span_equal(cell_at(cell, n, state, STATE), SPAN("1")))
		return false;			/* 1: declined, somebody else had it */
	ev->class = EVENT_LEASE;
	ev->lease_to = (int64_t)expire * TIME_SECOND;
	ev->lease_from = ev->time = (int64_t)(expire - lifetime) * TIME_SECOND;
	ev->time_raw = cell_at(cell, n, state, EXPIRE);
	ev->zone = TIME_STATED;
	ev->mac = cell_at(cell, n, state, HARDWARE);
	name = cell_at(cell, n, state, NAME);
	if (name.len && name.ptr[name.len - 1] == '.')
		name.len--;
	ev->computer = name;
	if (name.len)
		event_field(ev, MEANING_NONE, SPAN("hostname"), name);
	return event_src(ev, SPAN("address"), cell_at(cell, n, state, ADDRESS));
}

const struct log_family log_leases_kea = {
	.name = "kea-leases",
	.about = "leases of Kea (memfile CSV)",
	.people = "DHCP",
	.shows = LOG_SHOWS(KIND_MAC),
	.probe = probe,
	.open = open_log,
	.parse = parse,
};
