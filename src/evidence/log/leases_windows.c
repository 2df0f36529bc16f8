/*
 * leases_windows.c -- the audit log of Windows DHCP servers (DhcpSrvLog-Mon.log):
 * a preamble, then ID,Date,Time,Description,IP Address,Host Name,MAC Address,...
 *
 * The date is always month/day/year; times are the server's local ones.
 */
#include "evidence/log/message.h"
#include "evidence/log/words.h"

enum column { ID, DATE, CLOCK, ABOUT, ADDRESS, NAME, MAC, COLUMNS };

static bool two(struct span s, size_t at, int *out)
{
	if (at + 2 > s.len || !ascii_digit(s.ptr[at]) || !ascii_digit(s.ptr[at + 1]))
		return false;
	*out = (s.ptr[at] - '0') * 10 + s.ptr[at + 1] - '0';
	return true;
}

static bool civil_of_cells(struct span date, struct span clock, struct civil *c)
{
	int year;

	*c = (struct civil){ .has_time = true };
	if (date.len != 8 || clock.len != 8 || !two(date, 0, &c->month) || !two(date, 3, &c->day) ||
	    !two(date, 6, &year) || !two(clock, 0, &c->hour) || !two(clock, 3, &c->minute) ||
	    !two(clock, 6, &c->second) || date.ptr[2] != '/' || clock.ptr[2] != ':')
		return false;
	c->year = 2000 + year;
	return civil_valid(c);
}

static size_t split(struct span line, struct span *cell, struct civil *civil)
{
	uint64_t id;
	size_t n = 0;

	while (n < COLUMNS && word_cell(&line, ',', &cell[n]))
		n++;
	if (n <= ADDRESS || !span_u64(cell[ID], &id) ||
	    !civil_of_cells(cell[DATE], cell[CLOCK], civil))
		return 0;
	return n;
}

static int probe(struct span sample)
{
	size_t lines = 0, ours = 0, since = 0;
	struct span line, cell[COLUMNS];
	struct civil civil;

	while (lines < 400 && span_line(&sample, &line)) {
		if (span_trim(line).len == 0)
			continue;
		lines++;
		since += ours > 0;
		ours += split(line, cell, &civil) > 0;
	}
	/* What stands before the first record is explanation. */
	return ours && ours * 10 >= since * 8 && ours * 4 >= since ? 95 : 0;
}

static bool parse(struct log *log, struct span record, struct event *ev)
{
	struct span cell[COLUMNS];
	struct civil civil;
	uint64_t id = 0;
	size_t n = split(record, cell, &civil);

	(void)log;
	if (n == 0)
		return false;
	ev->civil = civil;
	ev->time_raw = span_make(cell[DATE].ptr, (size_t)(cell[CLOCK].ptr - cell[DATE].ptr) +
							 cell[CLOCK].len);
	span_u64(cell[ID], &id);
	/* 10 new, 11 renewed, 20 BOOTP; 12 released, 16 to 18 deleted or expired. */
	if (id != 10 && id != 11 && id != 12 && id != 20 && !(id >= 16 && id <= 18)) {
		if (cell[ADDRESS].len)
			event_field(ev, MEANING_NONE, SPAN("IP Address"), cell[ADDRESS]);
		return true;
	}
	ev->class = EVENT_LEASE;
	ev->lease_ended = id == 12 || (id >= 16 && id <= 18);
	if (n > NAME && cell[NAME].len) {
		ev->computer = cell[NAME];
		event_field(ev, MEANING_NONE, SPAN("Host Name"), cell[NAME]);
	}
	if (n > MAC)
		ev->mac = cell[MAC];
	return event_src(ev, SPAN("IP Address"), cell[ADDRESS]);
}

const struct log_family log_leases_windows = {
	.name = "windows-dhcp",
	.about = "audit log of Windows DHCP servers",
	.people = "DHCP",
	.shows = LOG_SHOWS(KIND_MAC),
	.probe = probe,
	.parse = parse,
};
