/* test_kind.c -- the kinds, their canonical forms and the guess. */
#include "test.h"

#include <ctype.h>
#include <seccomp.h>
#include <sys/wait.h>
#include <unistd.h>

#include "value/host.h"
#include "value/kind.h"

static void assert_form(enum kind kind, const char *written, const char *expected)
{
	struct span tight = tight_copy(span_of(written));
	struct error e;
	struct buf b, again;

	buf_init(&b, 100000);
	buf_init(&again, 100000);
	if (kind_canonical(kind, tight, &b, &e) < 0)
		test_fail("%s '%s' fails: %s", kind_row(kind)->name, written, e.text);
	assert_span_equal(buf_span(&b), span_of(expected));
	if (kind_canonical(kind, buf_span(&b), &again, &e) < 0)
		test_fail("%s '%s' fails in its own form: %s", kind_row(kind)->name, expected, e.text);
	assert_span_equal(buf_span(&again), buf_span(&b));
	buf_release(&b);
	buf_release(&again);
	free((void *)tight.ptr);
}

static void assert_fails(enum kind kind, const char *written)
{
	struct span tight = tight_copy(span_of(written));
	struct error e = { 0 };
	struct buf b;

	buf_init(&b, 100000);
	if (kind_canonical(kind, tight, &b, &e) == 0)
		test_fail("%s '%s' becomes '%s'", kind_row(kind)->name, written, buf_string(&b));
	assert_int_equal(b.len, 0);
	assert_int_not_equal(e.code, ERR_NONE);
	assert_true(e.text[0] != '\0');
	buf_release(&b);
	free((void *)tight.ptr);
}

TEST(each_kind_has_a_name_of_its_own_and_words_for_people)
{
	static const char names[] =
		"ipv4 ipv6 cidr domain url email email-subject md5 sha1 sha256 sha512 imphash ssdeep "
		"filename path registry-key mutex named-pipe service command-line user-agent ja3 ja3s "
		"ja4 x509-sha1 x509-sha256 x509-serial x509-subject x509-issuer asn mac wallet onion "
		"yara";
	struct span rest = SPAN(names), name;
	int kind = KIND_NONE;

	while (span_split(&rest, ' ', &name)) {
		kind++;
		assert_int_equal(kind_of_name(name), kind);
		assert_span_equal(span_of(kind_row((enum kind)kind)->name), name);
		assert_non_null(kind_row((enum kind)kind)->people);
		assert_non_null(kind_row((enum kind)kind)->people_many);
		assert_non_null(kind_row((enum kind)kind)->canonical);
	}
	assert_int_equal(kind + 1, KIND_COUNT);
	assert_int_equal(kind_of_name(SPAN("IPV4")), KIND_NONE);
	assert_int_equal(kind_of_name(SPAN("")), KIND_NONE);
	assert_fails(KIND_NONE, "x");
}

TEST(addresses_and_networks_are_told_apart)
{
	assert_form(KIND_IPV4, " 103.216.221.019 ", "103.216.221.19");
	assert_form(KIND_IPV4, "1.2.3.4/32", "1.2.3.4");
	assert_form(KIND_IPV4, "::ffff:1.2.3.4", "1.2.3.4");
	assert_form(KIND_IPV6, "[2001:DB8::1]", "2001:db8::1");
	assert_form(KIND_IPV6, "2001:db8::1/128", "2001:db8::1");
	assert_form(KIND_CIDR, "192.0.2.77/24", "192.0.2.0/24");
	assert_form(KIND_CIDR, "192.0.2.0-192.0.2.255", "192.0.2.0/24");
	assert_form(KIND_CIDR, "2001:DB8::/32", "2001:db8::/32");
	assert_fails(KIND_IPV4, "2001:db8::1");
	assert_fails(KIND_IPV4, "192.0.2.0/24");
	assert_fails(KIND_IPV4, "1.2.3.4:80");
	assert_fails(KIND_IPV6, "1.2.3.4");
	assert_fails(KIND_CIDR, "1.2.3.4/32");
	assert_fails(KIND_CIDR, "1.2.3.4");
	assert_fails(KIND_CIDR, "2001:db8::1/128");
	assert_fails(KIND_CIDR, "192.0.2.1-192.0.2.77");
}

TEST(names_and_mail_addresses_have_no_case)
{
	assert_form(KIND_DOMAIN, "WWW.Evil.Example.", "www.evil.example");
	assert_form(KIND_DOMAIN, "*.evil.example", "evil.example");
	assert_form(KIND_DOMAIN, ".evil.example", "evil.example");
	assert_fails(KIND_DOMAIN, "*evil.example");
	assert_form(KIND_EMAIL, "John.Doe+x@Evil.Example", "john.doe+x@evil.example");
	assert_form(KIND_EMAIL, "<a@b\xc3\xbc.example>", "a@xn--b-eha.example");
	assert_form(KIND_EMAIL, "mailto:a@evil.example?subject=x", "a@evil.example");
	assert_fails(KIND_EMAIL, "evil.example");
	assert_fails(KIND_EMAIL, "@evil.example");
	assert_fails(KIND_EMAIL, "a b@evil.example");
	assert_fails(KIND_EMAIL, "a@localhost");
	assert_fails(KIND_EMAIL, "a@1.2.3.4");
	assert_form(KIND_EMAIL_SUBJECT, " Re:\r\n\tCOVID-19  vaccine ", "Re: COVID-19 vaccine");
	assert_form(KIND_URL, "HTTP://Evil.Example", "http://evil.example/");
}

#define HEX32 "0123456789ABCDEFabcdef0123456789"
#define LOWER32 "0123456789abcdefabcdef0123456789"

TEST(hashes_are_lower_case_and_of_the_right_length)
{
	assert_form(KIND_MD5, HEX32, LOWER32);
	assert_form(KIND_SHA1, HEX32 "01234567", LOWER32 "01234567");
	assert_form(KIND_SHA256, HEX32 HEX32, LOWER32 LOWER32);
	assert_form(KIND_SHA512, HEX32 HEX32 HEX32 HEX32, LOWER32 LOWER32 LOWER32 LOWER32);
	assert_form(KIND_IMPHASH, HEX32, LOWER32);
	assert_form(KIND_JA3, HEX32, LOWER32);
	assert_form(KIND_JA3S, HEX32, LOWER32);
	assert_fails(KIND_MD5, "0123456789abcdefabcdef012345678");
	assert_fails(KIND_MD5, "0123456789abcdefabcdef012345678g");
	assert_fails(KIND_SHA256, HEX32);
	assert_fails(KIND_SHA1, "");
}

TEST(fuzzy_hashes_and_client_fingerprints_have_their_form)
{
	assert_form(KIND_SSDEEP, "96:s4Ud1Lj96tHHlZDrwciQmA+4uy1I0G4HYuL8N3TzS8QsO/wqWXLcMSx:sF1LjEtHHlZDrJzrhuyZvHYm8tKp/RWO,\"a.exe\"",
		    "96:s4Ud1Lj96tHHlZDrwciQmA+4uy1I0G4HYuL8N3TzS8QsO/wqWXLcMSx:sF1LjEtHHlZDrJzrhuyZvHYm8tKp/RWO");
	assert_fails(KIND_SSDEEP, "97:abc:def");
	assert_fails(KIND_SSDEEP, "96:abc");
	assert_fails(KIND_SSDEEP, "96:abc:def:ghi");
	assert_fails(KIND_SSDEEP, "96:a c:def");
	assert_form(KIND_JA4, "t13d1516h2_8DAAF6152771_b186095e22b6", "t13d1516h2_8daaf6152771_b186095e22b6");
	assert_form(KIND_JA4, "q13i0310h3_55b375c5d22e_cd85d2d88918", "q13i0310h3_55b375c5d22e_cd85d2d88918");
	assert_fails(KIND_JA4, "x13d1516h2_8daaf6152771_b186095e22b6");
	assert_fails(KIND_JA4, "t99d1516h2_8daaf6152771_b186095e22b6");
	assert_fails(KIND_JA4, "t13d1516h2_8daaf615277g_b186095e22b6");
	assert_fails(KIND_JA4, "t13d1516h2-8daaf6152771-b186095e22b6");
}

TEST(certificates_are_compared_without_colons_blanks_and_case)
{
	assert_form(KIND_X509_SHA1, "AA:bb:CC:dd:EE:ff:00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd", "aabbccddeeff00112233445566778899aabbccdd");
	assert_form(KIND_X509_SHA1, "aabbccdd eeff0011 22334455 66778899 aabbccdd", "aabbccddeeff00112233445566778899aabbccdd");
	assert_form(KIND_X509_SHA256, HEX32 HEX32, LOWER32 LOWER32);
	assert_fails(KIND_X509_SHA1, HEX32);
	assert_form(KIND_X509_SERIAL, "00:A1:02", "a102");
	assert_form(KIND_X509_SERIAL, "0x0a", "a");
	assert_form(KIND_X509_SERIAL, "00", "0");
	assert_fails(KIND_X509_SERIAL, "");
	assert_fails(KIND_X509_SERIAL, "12 34 xyz");
	assert_form(KIND_X509_SUBJECT, "c = US ,ST=, O =  Evil   Corp, CN=x", "C=US,ST=,O=Evil Corp,CN=x");
	assert_form(KIND_X509_ISSUER, "/C=US/O=Evil, Corp/emailAddress=a@b", "C=US,O=Evil\\, Corp,EMAILADDRESS=a@b");
	assert_form(KIND_X509_ISSUER, "C=US, O=\"Evil,  Corp\"", "C=US,O=Evil\\, Corp");
	assert_form(KIND_X509_ISSUER, "C=US, O=Evil\\, Corp", "C=US,O=Evil\\, Corp");
	assert_fails(KIND_X509_SUBJECT, "Evil Corp");
	assert_fails(KIND_X509_SUBJECT, "");
}

TEST(file_names_and_paths_are_lower_case_with_one_kind_of_separator)
{
	assert_form(KIND_FILENAME, "Agent.SH", "agent.sh");
	assert_form(KIND_FILENAME, "Invoice 2020.pdf.exe", "invoice 2020.pdf.exe");
	assert_fails(KIND_FILENAME, "C:\\x\\a.exe");
	assert_fails(KIND_FILENAME, "/tmp/x");
	assert_fails(KIND_FILENAME, "*.exe");
	assert_fails(KIND_FILENAME, "..");
	assert_fails(KIND_FILENAME, "");
	assert_fails(KIND_FILENAME, "a\nb.exe");
	assert_form(KIND_PATH, "C:\\Users\\\\Public/A.exe", "c:\\users\\public\\a.exe");
	assert_form(KIND_PATH, "\"C:\\Program Files\\x\\\"", "c:\\program files\\x");
	assert_form(KIND_PATH, "%AppData%\\x.exe", "%appdata%\\x.exe");
	assert_form(KIND_PATH, "\\\\Server\\share\\x", "\\\\server\\share\\x");
	assert_form(KIND_PATH, "\\\\\\\\Server\\\\share\\\\x", "\\\\server\\share\\x");
	assert_form(KIND_PATH, "\\\\?\\C:\\x\\y", "c:\\x\\y");
	assert_form(KIND_PATH, "\\??\\C:\\x\\y", "c:\\x\\y");
	assert_form(KIND_PATH, "\\\\?\\UNC\\server\\share", "\\\\server\\share");
	assert_form(KIND_PATH, "Users\\Public\\a.exe", "users\\public\\a.exe");
	assert_form(KIND_PATH, "\\Windows\\Temp", "\\windows\\temp");
	assert_form(KIND_PATH, "/tmp//.X11-unix/A ", "/tmp/.x11-unix/a");
	assert_form(KIND_PATH, "/tmp/", "/tmp");
	assert_form(KIND_PATH, "/", "/");
	assert_form(KIND_PATH, "~/.ssh/x", "~/.ssh/x");
	assert_form(KIND_PATH, "/tmp/a\\ b", "/tmp/a\\ b");
	assert_fails(KIND_PATH, "a.exe");
	assert_fails(KIND_PATH, "C:");
	assert_fails(KIND_PATH, "");
}

TEST(registry_keys_begin_with_their_hive_in_full)
{
	const char *run = "hkey_local_machine\\software\\run";

	assert_form(KIND_REGISTRY_KEY, "HKLM\\Software\\Run", run);
	assert_form(KIND_REGISTRY_KEY, "HKEY_LOCAL_MACHINE\\\\Software\\\\Run\\", run);
	assert_form(KIND_REGISTRY_KEY, "HKLM:\\Software\\Run", run);
	assert_form(KIND_REGISTRY_KEY, "\\REGISTRY\\MACHINE\\Software\\Run", run);
	assert_form(KIND_REGISTRY_KEY, "[HKEY_LOCAL_MACHINE\\Software\\Run]", run);
	assert_form(KIND_REGISTRY_KEY, "Computer\\HKEY_LOCAL_MACHINE\\Software\\Run", run);
	assert_form(KIND_REGISTRY_KEY, "HKLM/Software/Run", run);
	assert_form(KIND_REGISTRY_KEY, "hkcu\\a b", "hkey_current_user\\a b");
	assert_form(KIND_REGISTRY_KEY, "HKU\\S-1-5-18\\x", "hkey_users\\s-1-5-18\\x");
	assert_form(KIND_REGISTRY_KEY, "Software\\Evil", "software\\evil");
	assert_fails(KIND_REGISTRY_KEY, "HKLM");
	assert_fails(KIND_REGISTRY_KEY, "HKLM\\");
	assert_fails(KIND_REGISTRY_KEY, "C:\\x\\y");
	assert_fails(KIND_REGISTRY_KEY, "Software");
}

TEST(pipes_services_and_texts_are_trimmed)
{
	assert_form(KIND_NAMED_PIPE, "\\\\.\\pipe\\MSSE-1-server", "msse-1-server");
	assert_form(KIND_NAMED_PIPE, "\\Device\\NamedPipe\\x", "x");
	assert_form(KIND_NAMED_PIPE, "postex_1", "postex_1");
	assert_fails(KIND_NAMED_PIPE, "\\\\.\\pipe\\");
	assert_form(KIND_SERVICE, " EvilSvc ", "evilsvc");
	assert_form(KIND_MUTEX, " Global\\AbC ", "Global\\AbC");
	assert_fails(KIND_MUTEX, " ");
	assert_form(KIND_COMMAND_LINE, "cmd  /c\twhoami", "cmd /c whoami");
	assert_form(KIND_USER_AGENT, "Mozilla/5.0  (X)", "Mozilla/5.0 (X)");
}

TEST(numbers_of_systems_and_hardware)
{
	assert_form(KIND_ASN, "as 64496", "AS64496");
	assert_form(KIND_ASN, "ASN4200000000", "AS4200000000");
	assert_form(KIND_ASN, "64496", "AS64496");
	assert_form(KIND_ASN, "AS1.10", "AS65546");
	assert_fails(KIND_ASN, "AS4294967296");
	assert_fails(KIND_ASN, "AS");
	assert_form(KIND_MAC, "00-00-5E-00-53-01", "00:00:5e:00:53:01");
	assert_form(KIND_MAC, "0000.5e00.5301", "00:00:5e:00:53:01");
	assert_form(KIND_MAC, "00005e005301", "00:00:5e:00:53:01");
	assert_fails(KIND_MAC, "00:00:5e:00:53");
	assert_fails(KIND_MAC, "00:00-5e:00:53:01");
	assert_fails(KIND_MAC, "0000:5e00:5301");
}

#define V3 "pg6mmjiyjmcrsslvykfwnntlaru7p5svn6y2ymmju6nubxndf4pscryd"

TEST(onion_names_and_wallets_are_checked_by_their_checksums)
{
	assert_form(KIND_ONION, V3 ".ONION", V3 ".onion");
	assert_form(KIND_ONION, "www." V3 ".onion", "www." V3 ".onion");
	assert_form(KIND_ONION, "expyuzz4wqqyqhjn.onion", "expyuzz4wqqyqhjn.onion");
	assert_fails(KIND_ONION, "qg6mmjiyjmcrsslvykfwnntlaru7p5svn6y2ymmju6nubxndf4pscryd.onion");
	assert_fails(KIND_ONION, "evil.onion");
	assert_fails(KIND_ONION, V3 ".com");
	assert_form(KIND_WALLET, "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa");
	assert_form(KIND_WALLET, "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4");
	assert_form(KIND_WALLET, "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
		    "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0");
	assert_form(KIND_WALLET, "0xDE0B295669a9FD93d5F28D9Ec85E40f4cb697BAe", "0xde0b295669a9fd93d5f28d9ec85e40f4cb697bae");
	assert_fails(KIND_WALLET, "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb");
	assert_fails(KIND_WALLET, "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5");
	assert_fails(KIND_WALLET, "Bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4");
	assert_fails(KIND_WALLET, "0xDE0B295669a9FD93d5F28D9Ec85E40f4cb697BAg");
	assert_fails(KIND_WALLET, "");
}

TEST(every_currency_with_a_checksum_is_known)
{
	/* Version byte(s) and the bytes 01..14, made apart from this code. */
	static const char *const wallets[] = {
		"16L5yRNPTuciSgXGHqYwn9N6NeoKqopAu",
		"31nM1WuowNDzocNxPPW9NQWJEtwWpjfcLj",
		"LKKHMBjCU89fyFNgSRprDoD8Jb25N8uWvd",
		"D5ERdEN1gsouFSs7zsq7VYJxyWP6dP28H1",
		"XanAvE5GMB8CsPH78B9moJq9viEVKvCS4f",
		"TA4Y62o6YC2Zsck9rZVGTvqW1AQ7X9zTnj",
		"t1Hxw6JqWMnhDK5jRCieg5bFHM2qt7UtQvu",
		"11114bV2T9cgCnj8EfRk8Zoo4LCNNxMW",
	};

	for (size_t i = 0; i < sizeof(wallets) / sizeof(*wallets); i++)
		assert_form(KIND_WALLET, wallets[i], wallets[i]);
}

static void assert_guess(const char *value, enum kind expected)
{
	struct span tight = tight_copy(span_of(value));
	enum kind kind = kind_guess(tight);
	struct error e;
	struct buf b;

	if (kind != expected)
		test_fail("'%s' is guessed to be '%s', not '%s'", value, kind_row(kind)->name,
			  kind_row(expected)->name);
	buf_init(&b, 1 << 20);
	if (kind && kind_canonical(kind, tight, &b, &e) < 0)
		test_fail("'%s' is guessed to be '%s', which fails: %s", value, kind_row(kind)->name,
			  e.text);
	buf_release(&b);
	free((void *)tight.ptr);
}

TEST(a_bare_value_tells_its_kind)
{
	assert_guess("1.2.3.4", KIND_IPV4);
	assert_guess("1.2.3.4/32", KIND_IPV4);
	assert_guess("1.2.3.0/24", KIND_CIDR);
	assert_guess("1.2.3.0-1.2.3.255", KIND_CIDR);
	assert_guess("2001:db8::1", KIND_IPV6);
	assert_guess(HEX32, KIND_MD5);
	assert_guess(HEX32 "01234567", KIND_SHA1);
	assert_guess(HEX32 HEX32, KIND_SHA256);
	assert_guess(HEX32 HEX32 HEX32 HEX32, KIND_SHA512);
	assert_guess("http://evil.example/x", KIND_URL);
	assert_guess("tcp://1.2.3.4:4444", KIND_URL);
	assert_guess("//evil.com/x", KIND_URL);
	assert_guess("evil.com/gate.php", KIND_URL);
	assert_guess("evil.com:8080/", KIND_URL);
	assert_guess("1.2.3.4/gate.php", KIND_URL);
	assert_guess("evil.com/r?u=http://good.com/", KIND_URL);
	assert_guess("evil.com", KIND_DOMAIN);
	assert_guess("*.evil.co.uk", KIND_DOMAIN);
	assert_guess("xn--mnchen-3ya.de", KIND_DOMAIN);
	assert_guess("m\xc3\xbcnchen.de", KIND_DOMAIN);
	assert_guess("a@evil.com", KIND_EMAIL);
	assert_guess("a@evil.example", KIND_EMAIL);
	assert_guess(V3 ".onion", KIND_ONION);
	assert_guess("evil.onion", KIND_NONE);
	assert_guess("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", KIND_WALLET);
	assert_guess("00:00:5e:00:53:01", KIND_MAC);
	assert_guess("AS64496", KIND_ASN);
	assert_guess("t13d1516h2_8daaf6152771_b186095e22b6", KIND_JA4);
	assert_guess("Mozilla/5.0 (Windows NT 6.1; WOW64)", KIND_USER_AGENT);
	assert_guess("96:s4Ud1Lj96tHHlZDrwciQmA+4uy1I0:sF1LjEtHHlZDrJzrhuyZvHYm8tKp", KIND_SSDEEP);
	assert_guess("AA:bb:CC:dd:EE:ff:00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd", KIND_X509_SHA1);
}

TEST(names_of_files_are_told_from_names_of_hosts)
{
	static const char *const files[] = {
		"a.exe", "b.dll", "agent.sh", "archive.zip", "readme.md", "x.py", "run.bat", "x.PS1",
		"app.js", "y.vbs", "letter.doc", "invoice.pdf.exe", "invoice.pdf.zip", "backup.tar.gz",
		"libx.so", "Invoice 2020.pdf", "rundll32.exe", "C2.py", "1.2.3.exe",
	};
	static const char *const hosts[] = {
		"www.agent.sh", "x.evil.sh", "a.b.md", "evil.pl", "notion.so", "get.some.zip",
		"evil.com", "exe.com", "zip.net",
	};

	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		assert_guess(files[i], KIND_FILENAME);
	for (size_t i = 0; i < sizeof(hosts) / sizeof(*hosts); i++)
		assert_guess(hosts[i], KIND_DOMAIN);
	assert_true(kind_is_file_suffix(SPAN("EXE")));
	assert_true(kind_is_file_suffix(SPAN("7z")));
	assert_true(kind_is_file_suffix(SPAN("zst")));
	assert_false(kind_is_file_suffix(SPAN("com")));
	assert_false(kind_is_file_suffix(SPAN("")));
	assert_false(kind_is_file_suffix(SPAN("exee")));
	assert_false(kind_is_file_suffix(SPAN("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")));
}

TEST(places_on_a_machine_are_told_from_each_other)
{
	assert_guess("C:\\Windows\\x.exe", KIND_PATH);
	assert_guess("C:/Windows/x.exe", KIND_PATH);
	assert_guess("%TEMP%\\x y.exe", KIND_PATH);
	assert_guess("\\\\server\\share\\x", KIND_PATH);
	assert_guess("/tmp/.x/y", KIND_PATH);
	assert_guess("~/.ssh/authorized_keys", KIND_PATH);
	assert_guess("Users\\Public\\x", KIND_PATH);
	assert_guess("temp\\a.exe", KIND_PATH);
	assert_guess("bin/a.elf", KIND_PATH);
	assert_guess("HKLM\\Software\\Microsoft\\Windows NT\\x", KIND_REGISTRY_KEY);
	assert_guess("hkey_current_user\\x", KIND_REGISTRY_KEY);
	assert_guess("\\\\.\\pipe\\x", KIND_NAMED_PIPE);
	assert_guess("Global\\x", KIND_MUTEX);
}

TEST(what_is_no_value_is_not_guessed)
{
	static const char *const none[] = {
		"", "x", "CVE-2019-19781", "T1059.001", "APT29", "Cozy Bear", "and/or", "CORP\\jsmith",
		"application/json", "2020-07-16", "16/07/2020", "1.2.3", "1.2.3.4.5", "1.2.3.4/33",
		"evil.example", "host.local", "std::string", "12:30:15", "evil.com is bad", "hello",
		"System.Net.Sockets", "[user]", "a@b", "http://", "1.2.3.400", "namespace.class.member",
		"http://evil.com and more", "HKLM\\",
	};

	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
		assert_guess(none[i], KIND_NONE);
}

TEST(any_bytes_are_judged_without_a_byte_too_many)
{
	static const char alphabet[] = "aAf0129.:/\\@-_%[]= \"\xc3\xbc\xff" "1bcHK";
	unsigned seed = 31;
	struct error e;
	struct buf b, again;

	buf_init(&b, 100000);
	buf_init(&again, 100000);
	for (int round = 0; round < 150000; round++) {
		size_t n = rand_r(&seed) % 40;
		enum kind kind = (enum kind)(rand_r(&seed) % KIND_COUNT);
		char text[40];
		struct span tight;

		for (size_t i = 0; i < n; i++)
			text[i] = alphabet[rand_r(&seed) % (sizeof(alphabet) - 1)];
		tight = tight_copy(span_make(text, n));
		buf_clear(&b);
		buf_clear(&again);
		if (kind_canonical(kind, tight, &b, &e) == 0) {
			if (kind_canonical(kind, buf_span(&b), &again, &e) < 0)
				test_fail("%s '%.*s' becomes '%s', which fails: %s", kind_row(kind)->name,
					  SPAN_ARG(tight), buf_string(&b), e.text);
			if (!span_equal(buf_span(&again), buf_span(&b)))
				test_fail("%s '%.*s' becomes '%s', then '%s'", kind_row(kind)->name,
					  SPAN_ARG(tight), buf_string(&b), buf_string(&again));
		}
		buf_clear(&b);
		kind = kind_guess(tight);
		if (kind)
			assert_int_equal(kind_canonical(kind, tight, &b, &e), 0);
		free((void *)tight.ptr);
	}
	buf_release(&b);
	buf_release(&again);
}

/* Labels, digits and dots, put together at random. */
static size_t random_entry(char *text, unsigned *seed)
{
	static const char *const pieces[] = {
		".", ".", ".", "-", "a", "0", "1", "25", "255", "256", "dead", "beef", "cafe", "evil",
		".com", ".net", ".ru", ".co.uk", ".exe", ".sh", ".zip", ".onion", ".blogspot.com",
		".example.com", "d41d8cd98f00b204e9800998ecf8427e", "00112233", "as1234", "xn--p1ai",
	};
	bool quad = rand_r(seed) % 2;
	size_t n = 0, count = quad ? 7 : 1 + (size_t)rand_r(seed) % 8;

	while (count--) {
		size_t any = (size_t)rand_r(seed) % (quad ? 7 : sizeof(pieces) / sizeof(*pieces));
		const char *piece = pieces[quad ? (count % 2 ? 0 : 3 + any) : any];

		memcpy(text + n, piece, strlen(piece));
		n += strlen(piece);
	}
	return n;
}

/* In capitals, or with a blank behind it, it is not plain any more: then all questions are asked. */
TEST(a_plain_value_is_what_all_the_questions_find)
{
	unsigned seed = 29, plain = 0;
	struct error e;
	char text[400];
	struct buf b;

	buf_init(&b, 1 << 20);
	for (unsigned round = 0; round < 40000; round++) {
		size_t n = random_entry(text, &seed);
		struct span tight = tight_copy(span_make(text, n));
		enum kind kind = kind_plain(tight);

		for (size_t i = 0; i < n; i++)
			text[i] = (char)toupper((unsigned char)text[i]);
		buf_clear(&b);
		if (kind && kind_plain(span_make(text, n)) == KIND_NONE) {
			plain++;
			assert_int_equal(kind_guess(span_make(text, n)), kind);
		}
		if (kind) {
			assert_int_equal(kind_canonical(kind, span_make(text, n), &b, &e), 0);
			assert_span_equal(buf_span(&b), tight);
		}
		assert_int_equal(host_is_suffix(tight), host_registered(tight).len == 0);
		free((void *)tight.ptr);
	}
	assert_true(plain > 1000);
	buf_release(&b);
}

TEST(plain_values)
{
	assert_int_equal(kind_plain(SPAN("192.0.2.1")), KIND_IPV4);
	assert_int_equal(kind_plain(SPAN("192.0.2.01")), KIND_NONE);
	assert_int_equal(kind_plain(SPAN("192.0.2.256")), KIND_NONE);
	assert_int_equal(kind_plain(SPAN("evil.com")), KIND_DOMAIN);
	assert_int_equal(kind_plain(SPAN("evil.exe")), KIND_NONE);
	assert_int_equal(kind_plain(SPAN("dead.beef.cafe")), KIND_NONE);
	assert_int_equal(kind_plain(SPAN("d41d8cd98f00b204e9800998ecf8427e")), KIND_MD5);
	assert_int_equal(kind_plain(SPAN("")), KIND_NONE);
}

/* In a child that dies at the first file it opens. Its exit status, or -1. */
static int run_without_files(bool (*job)(void))
{
	int forbidden[] = {
		SCMP_SYS(open), SCMP_SYS(openat), SCMP_SYS(stat), SCMP_SYS(newfstatat), SCMP_SYS(access),
		SCMP_SYS(readlink), SCMP_SYS(ioctl), SCMP_SYS(socket),
	};
	int status = 0;
	pid_t child = fork();

	if (child == 0) {
		scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);

		for (size_t i = 0; i < sizeof(forbidden) / sizeof(*forbidden); i++)
			seccomp_rule_add(filter, SCMP_ACT_KILL_PROCESS, forbidden[i], 0);
		_exit(seccomp_load(filter) < 0 ? 2 : !job());
	}
	assert_true(child > 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static bool use_every_library(void)
{
	static const struct {
		enum kind kind;
		const char *value;
	} values[] = {
		{ KIND_DOMAIN, "M\xc3\xbcnchen.\xd1\x80\xd1\x84" }, { KIND_ONION, V3 ".onion" },
		{ KIND_WALLET, "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa" },
	};
	struct error e;
	struct buf b;
	bool good = true;

	buf_init(&b, 10000);
	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++)
		good = good && kind_canonical(values[i].kind, span_of(values[i].value), &b, &e) == 0;
	buf_release(&b);
	return good && host_has_known_tld(SPAN("x.xn--p1ai")) && host_registered(SPAN("a.co.uk")).len;
}

TEST(once_prepared_no_value_needs_a_file)
{
	struct error e;

	assert_int_equal(host_prepare(&e), 0);
	assert_int_equal(run_without_files(use_every_library), 0);
}
