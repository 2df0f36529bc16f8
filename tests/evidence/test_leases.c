/* test_leases.c -- which machine had an address at a time: lease files and status files. */
#include "said.h"

static const char blocks[] =
	"# The format of this file is documented in the dhcpd.leases(5) manual page.\n"
	"authoring-byte-order little-endian;\n"
	"\n"
	"lease 10.20.3.41 {\n"
	"  starts 4 2020/06/04 10:00:00;\n"
	"  ends 4 2020/06/04 18:00:00;\n"
	"  binding state free;\n"
	"  next binding state abandoned;\n"
	"  hardware ethernet 52:54:00:aa:07:07;\n"
	"  client-hostname \"ws07\";\n"
	"}\n"
	"lease 10.20.3.41 {\n"
	"  starts epoch 1591293900; # Thu Jun 04 18:05:00 2020\n"
	"  ends never;\n"
	"  hardware ethernet 52:54:00:aa:12:12;\n"
	"  set ddns-fwd-name = \"ws12.hospital.example\";\n"
	"}\n"
	"lease 10.20.3.42 {\n"
	"  starts 4 2020/06/04 18:05:00;\n"
	"  ends 4 2020/06/04 18:15:00;\n"
	"  binding state abandoned;\n"
	"}\n"
	"server-duid \"\\000\\001\";\n";

static const char first[] =
	"lease unknown 10.20.3.41 > - at=2020-06-04T10:00:00Z computer=ws07 mac=52:54:00:aa:07:07"
	" from=2020-06-04T10:00:00Z to=2020-06-04T18:00:00Z | none:client-hostname=ws07";

static size_t place(const char *mark)
{
	return span_find(span_of(blocks), span_of(mark));
}

TEST(a_hit_anywhere_in_a_lease_finds_the_whole_lease)
{
	struct span text = span_of(blocks);
	size_t from = place("lease 10.20.3.41"), to = place("client-hostname");

	for (size_t at = from; at < to + 20; at++)
		assert_string_equal(said_at(text, at), first);
}

TEST(a_lease_without_an_end_is_open_and_its_second_form_of_time_is_read)
{
	assert_string_equal(said_at(span_of(blocks), place("52:54:00:aa:12:12")),
			    "lease unknown 10.20.3.41 > - at=2020-06-04T18:05:00Z "
			    "computer=ws12.hospital.example mac=52:54:00:aa:12:12 "
			    "from=2020-06-04T18:05:00Z | none:client-hostname=ws12.hospital.example");
}

TEST(an_abandoned_address_was_nobodys_and_lines_between_leases_are_no_leases)
{
	assert_string_equal(said_at(span_of(blocks), place("binding state abandoned;\n}")), "no");
	assert_string_equal(said_at(span_of(blocks), place("server-duid")), "no");
	assert_string_equal(said_at(span_of(blocks), 3), "no");
}

TEST(leases_cut_at_any_byte_are_read_within_their_bounds)
{
	struct span text = span_of(blocks);
	static struct event ev;
	struct arena arena;
	struct log log;

	said_open(&log, &arena, text);
	for (size_t n = 0; n <= text.len; n++) {
		struct span copy = tight_copy(span_cut(text, 0, n));

		for (size_t at = n > 300 ? n - 300 : 0; at <= n; at += 7) {
			struct span record = log_record(&log, copy, at);

			assert_true(record.ptr >= copy.ptr &&
				    record.ptr + record.len <= copy.ptr + copy.len);
			log_parse(&log, record, &ev);
		}
		free((char *)copy.ptr);
	}
	arena_release(&arena);
}

TEST(a_kea_lease_lasts_from_the_moment_it_was_asked_for)
{
	struct span text = SPAN(
		"address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state\n"
		"10.20.3.41,52:54:00:aa:07:07,01:52:54:00:aa:07:07,28800,1591293600,1,0,0,ws07.,0\n"
		"10.20.3.42,52:54:00:aa:12:12,,28800,1591293600,1,0,0,,1\n");

	assert_string_equal(said_at(text, 100),
			    "lease unknown 10.20.3.41 > - at=2020-06-04T10:00:00Z computer=ws07 "
			    "mac=52:54:00:aa:07:07 from=2020-06-04T10:00:00Z "
			    "to=2020-06-04T18:00:00Z | none:hostname=ws07");
	assert_string_equal(said_at(text, text.len - 5), "no");		/* declined */
}

TEST(the_preamble_of_a_windows_lease_log_is_no_record)
{
	struct span text = SPAN(
		"\t\tMicrosoft DHCP Service Activity Log\r\n\r\n"
		"Event ID  Meaning\r\n00\tThe log was started.\r\n10\tA new IP address was leased.\r\n"
		"ID,Date,Time,Description,IP Address,Host Name,MAC Address,User Name\r\n"
		"00,06/04/20,00:00:01,Started,,,,,0,6,,,,,,,,,0\r\n"
		"10,06/04/20,10:00:00,Assign,10.20.3.41,\"ws07\",525400AA0707,,1,0,,,,,,,,,0\r\n");

	assert_string_equal(said_at(text, text.len - 10),
			    "lease unknown 10.20.3.41 > - at=2020-06-04T10:00:00Z computer=ws07 "
			    "mac=525400AA0707 from=2020-06-04T10:00:00Z | none:Host Name=ws07");
	assert_string_equal(said_at(text, 60), "no");
}

TEST(the_status_of_openvpn_tells_who_is_connected_since_when)
{
	struct span old = SPAN(
		"OpenVPN CLIENT LIST\nUpdated,Thu Jun  4 14:10:00 2020\n"
		"Common Name,Real Address,Bytes Received,Bytes Sent,Connected Since\n"
		"bob,203.0.113.9:1194,123,456,Thu Jun  4 14:03:07 2020\n"
		"ROUTING TABLE\nVirtual Address,Common Name,Real Address,Last Ref\n"
		"10.8.0.6,bob,203.0.113.9:1194,Thu Jun  4 14:09:00 2020\n"
		"GLOBAL STATS\nMax bcast/mcast queue length,0\nEND\n");
	struct span new = SPAN(
		"TITLE,OpenVPN 2.4.7\nTIME,Thu Jun  4 14:10:00 2020,1591279800\n"
		"HEADER,CLIENT_LIST,Common Name,Real Address,Virtual Address\n"
		"CLIENT_LIST,bob,203.0.113.9:1194,10.8.0.6,,123,456,Thu Jun  4 14:03:07 2020,1591279387,UNDEF,0,0\n");

	assert_string_equal(said_at(old, span_find(old, SPAN("bob"))),
			    "login login-ok 203.0.113.9:1194 > - at=2020-06-04T14:03:07Z user=bob bytes=123/456");
	assert_string_equal(said_at(old, span_find(old, SPAN("10.8.0.6"))),
			    "login login-ok 203.0.113.9:1194 > - at=2020-06-04T14:09:00Z user=bob "
			    "given=10.8.0.6 | none:Virtual Address=10.8.0.6");
	assert_string_equal(said_at(old, span_find(old, SPAN("Max"))), "no");
	assert_string_equal(said_at(new, span_find(new, SPAN("bob"))),
			    "login login-ok 203.0.113.9:1194 > - at=2020-06-04T14:03:07Z user=bob "
			    "given=10.8.0.6 bytes=123/456 | none:Virtual Address=10.8.0.6");
}
