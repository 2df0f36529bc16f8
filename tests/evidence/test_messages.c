/* test_messages.c -- lines of syslog and of single programs, read as a person would read them. */
#include "log_samples.h"
#include "said.h"

static void check(const char *family)
{
	size_t checked = 0;

	for (size_t i = 0; i < LOG_SAMPLES; i++) {
		const struct log_sample *s = &log_samples[i];

		if (strcmp(s->family, family))
			continue;
		if (strcmp(said(s->line), s->said))
			test_fail("%s\n  said      %s\n  should be %s", s->line, said(s->line),
				  s->said);
		checked++;
	}
	assert_true(checked > 0);
}

TEST(the_forms_of_a_syslog_header_give_the_same_event) { check("headers"); }
TEST(a_packet_on_linux_was_let_through_or_refused_by_its_prefix_only) { check("netfilter"); }
TEST(asa_connections_have_a_beginner_and_teardowns_have_none) { check("asa"); }
TEST(asa_log_ins_name_the_user_the_outside_address_and_the_pool) { check("asa_vpn"); }
TEST(ios_access_lists_and_log_ins_are_read) { check("ios"); }
TEST(pfsense_packets_are_read_in_both_ip_versions) { check("filterlog"); }
TEST(juniper_sessions_are_read_as_sentences_and_as_structured_data) { check("junos"); }
TEST(mikrotik_packets_log_ins_and_leases_are_read) { check("mikrotik"); }
TEST(meraki_flows_and_requests_are_read) { check("meraki"); }
TEST(palo_alto_records_are_read) { check("panos"); }
TEST(only_a_query_line_of_dnsmasq_is_a_question) { check("dnsmasq"); }
TEST(bind_questions_rewrites_and_failures_are_read_from_syslog) { check("bind"); }
TEST(bind_questions_are_read_from_its_own_file) { check("named"); }
TEST(unbound_questions_replies_and_local_zones_are_read) { check("unbound"); }
TEST(powerdns_and_coredns_questions_are_read) { check("powerdns"); }
TEST(an_acknowledged_lease_ties_an_address_and_an_offer_does_not) { check("dhcpd"); }
TEST(whoever_knocks_at_ssh_cannot_choose_the_address_that_is_read) { check("sshd"); }
TEST(log_ins_of_other_programs_are_read) { check("login"); }
TEST(openvpn_clients_are_read_and_a_peer_alone_is_no_log_in) { check("openvpn"); }
TEST(openvpn_writes_the_same_into_its_own_file) { check("openvpn_own"); }
TEST(strongswan_tunnels_are_read) { check("charon"); }
TEST(pulse_log_ins_are_read_in_every_form) { check("pulse"); }
TEST(netscaler_log_ins_are_read_behind_a_relay_too) { check("netscaler"); }
TEST(mailbox_log_ins_are_read_from_the_side_the_visitor_cannot_write) { check("imap"); }
TEST(postfix_tells_who_came_what_was_refused_and_where_mail_went) { check("postfix"); }
TEST(other_mail_programs_are_read) { check("mail"); }
TEST(a_command_that_ran_is_a_command_and_a_forbidden_one_was_refused) { check("command"); }
TEST(audit_records_are_read_from_file_and_syslog) { check("audit"); }
TEST(unknown_sentences_have_no_fields) { check("others"); }
TEST(windows_dns_questions_are_told_from_the_servers_own_traffic) { check("windns"); }
TEST(leases_in_files_tie_addresses) { check("leases"); }

TEST(every_family_of_messages_has_a_name_and_says_what_it_is)
{
	size_t n = 0;

	for (; message_family_at(n); n++) {
		assert_non_null(message_family_at(n)->name);
		assert_non_null(message_family_at(n)->about);
	}
	assert_true(n > 20);
}

TEST(a_mixed_log_is_one_source_and_each_line_keeps_its_own_family)
{
	struct span text = SPAN(
		"Jun  6 20:10:11 gw1 kernel: DROP IN=eth0 OUT= SRC=203.0.113.5 DST=192.0.2.10 PROTO=TCP\n"
		"Jun  6 20:10:12 gw1 dnsmasq[1]: query[A] evil.example from 10.0.0.5\n"
		"Jun  6 20:10:13 gw1 foo: nothing\n");
	size_t second = span_find(text, SPAN("dnsmasq"));

	assert_string_equal(said_at(text, 0), "flow refused 203.0.113.5 > 192.0.2.10 sensor=gw1");
	assert_string_equal(said_at(text, second),
			    "dns unknown 10.0.0.5 > - sensor=gw1 | query:query=evil.example");
	assert_string_equal(said_at(text, text.len - 3), "other unknown - > - sensor=gw1");
}

TEST(the_order_of_day_and_month_in_windows_dns_is_learnt_from_later_lines)
{
	struct span text = SPAN(
		"06/04/2020 1:02:03 PM 0E28 PACKET  0 UDP Rcv 10.0.0.5  3a2b   Q [0001 D NOERROR] A (1)a(1)b(0)\n"
		"14/04/2020 1:02:03 PM 0E28 PACKET  0 UDP Rcv 10.0.0.5  3a2b   Q [0001 D NOERROR] A (1)a(1)b(0)\n");

	assert_string_equal(said_at(text, 0),
			    "dns unknown 10.0.0.5 > - at=2020-04-06T13:02:03Z | query:question=(1)a(1)b(0)");
}

TEST(what_is_no_syslog_is_not_taken_for_it)
{
	static const char *const others[] = {
		"1591092611.123    250 10.0.0.5 TCP_MISS/200 1234 GET http://evil.example/ - DIRECT/- text/html",
		"203.0.113.9 - - [06/Jun/2020:20:10:11 +0000] \"GET / HTTP/1.1\" 200 1 \"-\" \"-\"",
		"date=2020-06-06 time=20:10:11 devname=\"fw\" srcip=10.0.0.5 dstip=203.0.113.9",
		"{\"time\":\"2020-06-06T20:10:11Z\",\"src\":\"10.0.0.5\"}",
		"2020/05/02-08:00:00 ~gwx7~ 10.20.3.41 | 203.0.113.10 | q=7 k=0",
		"Dear colleagues, on Jun 6 we met at gw1: it was fine.",
		"10.20.3.41,203.0.113.10,443,tcp",
	};

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		for (size_t f = 0; log_family_at(f); f++)
			if (!strcmp(log_family_at(f)->name, "syslog"))
				assert_int_equal(log_family_at(f)->probe(span_of(others[i])), 0);
}

/* ---- hostile input ---- */

static void check_inside(const struct event *ev, struct span record)
{
	for (uint32_t i = 0; i < ev->fields; i++) {
		struct span v = ev->field[i].value;

		if (v.len && !ev->nested &&
		    (v.ptr < record.ptr || v.ptr + v.len > record.ptr + record.len))
			test_fail("field %.*s lies outside of its record",
				  SPAN_ARG(ev->field[i].name));
	}
}

/* All probes, and the parser of `log`, on a copy that ends where its memory ends. */
static void torture(struct log *log, struct span text, struct event *ev)
{
	struct span copy = tight_copy(text);

	for (size_t f = 0; log_family_at(f); f++) {
		int bid = log_family_at(f)->probe(copy);

		assert_true(bid >= 0 && bid <= 100);
	}
	if (log_parse(log, copy, ev))
		check_inside(ev, copy);
	free((char *)copy.ptr);
}

TEST(a_line_cut_at_any_byte_is_read_within_its_bounds)
{
	static struct event ev;

	for (size_t i = 0; i < LOG_SAMPLES; i++) {
		struct span line = span_of(log_samples[i].line);
		struct arena arena;
		struct log log;

		said_open(&log, &arena, line);
		for (size_t n = 0; n <= line.len; n++) {
			torture(&log, span_cut(line, 0, n), &ev);
			torture(&log, span_skip(line, n), &ev);
		}
		arena_release(&arena);
	}
}

TEST(a_line_with_any_byte_changed_is_read_within_its_bounds)
{
	static const char others[] = "\0 \"'[]()<>=:,/\\\n9\xff";
	static struct event ev;

	for (size_t i = 0; i < LOG_SAMPLES; i++) {
		struct span line = span_of(log_samples[i].line), copy = tight_copy(line);
		struct arena arena;
		struct log log;

		said_open(&log, &arena, line);
		for (size_t n = 0; n < line.len; n++) {
			char *at = (char *)copy.ptr + n, was = *at;

			for (size_t k = 0; k < sizeof(others); k++) {
				*at = others[k];
				if (log_parse(&log, copy, &ev))
					check_inside(&ev, copy);
			}
			*at = was;
		}
		free((char *)copy.ptr);
		arena_release(&arena);
	}
}

/* A megabyte of one byte in the middle must cost a moment; squared it would cost hours. */
TEST(a_very_long_line_costs_no_more_than_its_length)
{
	static const char fillers[] = " a=[(<\":,.9/-";
	static struct event ev;
	size_t long_part = 1u << 20;

	for (size_t i = 0; i < LOG_SAMPLES; i += 3) {
		struct span line = span_of(log_samples[i].line);
		char *big = malloc(line.len + long_part);
		size_t half = line.len / 2 + i % 20;
		struct arena arena;
		struct log log;

		half = half > line.len ? line.len : half;
		said_open(&log, &arena, line);
		memcpy(big, line.ptr, half);
		memset(big + half, fillers[i % (sizeof(fillers) - 1)], long_part);
		memcpy(big + half + long_part, line.ptr + half, line.len - half);
		if (log_parse(&log, span_make(big, line.len + long_part), &ev))
			check_inside(&ev, span_make(big, line.len + long_part));
		free(big);
		arena_release(&arena);
	}
}
