# The five answers, from the log of a firewall over the days that the advisory is about.

$ cat >alert.md <<'END'
> # Lantern Moth against laboratories
>
> Published: 3 July 2020. The National Cyber Centre has seen it since 1 July 2020.
>
> ## Indicators of compromise
>
> - 103[.]216[.]221[.]19
> - 141[.]98[.]212[.]55
> END

$ cat >quiet.log <<'END'
> 2020-07-01T00:10:00Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.12 DST=198.51.100.7 LEN=60 PROTO=TCP SPT=40001 DPT=443
> 2020-07-01T14:10:00Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.14 DST=203.0.113.80 LEN=60 PROTO=TCP SPT=40002 DPT=443
> 2020-07-02T06:10:00Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.15 DST=198.51.100.9 LEN=60 PROTO=TCP SPT=40003 DPT=443
> 2020-07-02T21:10:00Z fw-edge kernel: DROP IN=eth0 OUT= SRC=203.0.113.99 DST=192.0.2.10 LEN=60 PROTO=TCP SPT=40004 DPT=22
> 2020-07-03T09:10:00Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.12 DST=198.51.100.7 LEN=60 PROTO=TCP SPT=40005 DPT=443
> 2020-07-03T23:50:00Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.14 DST=198.51.100.7 LEN=60 PROTO=TCP SPT=40006 DPT=443
> END

# NOT SEEN: the whole window, accepts and refusals, and nothing of it.
$ mkdir nothing; cp quiet.log nothing/fw.log; tocsin sweep -a alert.md --home-net 192.0.2.0/24 --home-net 10.0.0.0/8 nothing
NOT SEEN in the evidence handed in
"Lantern Moth against laboratories", 3 Jul 2020 (alert.md)
No connection, file or message with what this advisory lists, 1 Jul - 3 Jul
2020. This is no proof of absence. All times are UTC.

NOT VISIBLE
 - running programs and memory anywhere
SEARCHED FOR  2 ipv4
IN  firewall fw-edge 761 bytes 1 Jul - 3 Jul 2020
NEXT
 1 Sweep again when the advisory changes.
run 2026-11-22 19:09 UTC; tocsin 0.1.0; seal d61eea

SOURCES
 - fw-edge, firewall (syslog): 1 item, 761 bytes, 1 Jul - 3 Jul 2020. Can show:
   ipv4, ipv6, cidr

# AFFECTED: a machine of ours reached a listed address, twice, let through.
$ mkdir affected; (cat quiet.log; echo '2020-07-03T23:51:00Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.41 DST=103.216.221.19 LEN=60 PROTO=TCP SPT=50001 DPT=25'; echo '2020-07-03T23:54:00Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.41 DST=103.216.221.19 LEN=60 PROTO=TCP SPT=50002 DPT=25') >affected/fw.log

$ tocsin sweep -a alert.md affected
tocsin: seen: 10.20.3.41: 103.216.221.19 (it began here), in affected/fw.log
AFFECTED   evidence: moderate                            1 machine to act on now
"Lantern Moth against laboratories", 3 Jul 2020 (alert.md)
Something here acted as this advisory describes. All times are UTC.

ACT NOW
 1 10.20.3.41                                                        moderate F1
   2 connections to 103[.]216[.]221[.]19 port 25, 3 Jul 2020 23:51 - 23:54, let
   through
NOT VISIBLE
 - running programs and memory anywhere
SEARCHED FOR  2 ipv4
IN  firewall fw-edge 1.0 kB 1 Jul - 3 Jul 2020
NEXT
 1 Isolate the machines under ACT NOW from the network; leave them switched on;
   keep their memory and disks as they are.
 2 Report it.
run 2026-11-22 19:09 UTC; tocsin 0.1.0; seal 2600c3

FINDINGS
F1 compromise. 10.20.3.41: 2 connections to 103[.]216[.]221[.]19 port 25, 3 Jul
    2020 23:51 - 23:54, let through
    at affected/fw.log:7. Why: it began here.

SOURCES
 - fw-edge, firewall (syslog): 1 item, 1.0 kB, 1 Jul - 3 Jul 2020. Can show:
   ipv4, ipv6, cidr
[1]

# A call that the firewall refused is a sign, too: something on that machine tried.
$ mkdir refused; (cat quiet.log; echo '2020-07-03T23:51:00Z fw-edge kernel: DROP IN=eth1 OUT=eth0 SRC=10.20.3.41 DST=103.216.221.19 LEN=60 PROTO=TCP SPT=50001 DPT=25') >refused/fw.log; tocsin sweep -a alert.md refused
tocsin: seen: 10.20.3.41: 103.216.221.19 (it began here), in refused/fw.log
AFFECTED   evidence: weak                                           1 to examine
"Lantern Moth against laboratories", 3 Jul 2020 (alert.md)
Something here acted as this advisory describes. All times are UTC.

EXAMINE
 1 10.20.3.41                                                            weak F1
   1 connection to 103[.]216[.]221[.]19 port 25, 3 Jul 2020 23:51, all refused:
   nothing got out, but something was trying
NOT VISIBLE
 - running programs and memory anywhere
SEARCHED FOR  2 ipv4
IN  firewall fw-edge 888 bytes 1 Jul - 3 Jul 2020
NEXT
 1 Isolate the machines under ACT NOW from the network; leave them switched on;
   keep their memory and disks as they are.
 2 Report it.
run 2026-11-22 19:09 UTC; tocsin 0.1.0; seal 7d6a15

FINDINGS
F1 compromise. 10.20.3.41: 1 connection to 103[.]216[.]221[.]19 port 25, 3 Jul
    2020 23:51, all refused: nothing got out, but something was trying
    at refused/fw.log:7. Why: it began here.

SOURCES
 - fw-edge, firewall (syslog): 1 item, 888 bytes, 1 Jul - 3 Jul 2020. Can show:
   ipv4, ipv6, cidr
[1]

# TARGETED: they knocked, and were refused.
$ mkdir targeted; (cat quiet.log; echo '2020-07-03T23:51:00Z fw-edge kernel: DROP IN=eth0 OUT= SRC=103.216.221.19 DST=192.0.2.10 LEN=60 PROTO=TCP SPT=50001 DPT=22') >targeted/fw.log; tocsin sweep -a alert.md --home-net 192.0.2.0/24 --home-net 10.0.0.0/8 targeted
TARGETED
"Lantern Moth against laboratories", 3 Jul 2020 (alert.md)
They tried. Success was looked for and not seen. All times are UTC.

THEY TRIED
   1 time from 103[.]216[.]221[.]19, 3 Jul 2020 23:51, all refused, at
     192.0.2.10 F1
NOT VISIBLE
 - running programs and memory anywhere
SEARCHED FOR  2 ipv4
IN  firewall fw-edge 884 bytes 1 Jul - 3 Jul 2020
NEXT
 1 Keep these logs. Look for the same addresses in what was not handed in.
 2 Report it.
run 2026-11-22 19:09 UTC; tocsin 0.1.0; seal 422c7e

FINDINGS
F1 attempt. 192.0.2.10: 1 time from 103[.]216[.]221[.]19, 3 Jul 2020 23:51, all
    refused
    at targeted/fw.log:7. Why: it began outside.

SOURCES
 - fw-edge, firewall (syslog): 1 item, 884 bytes, 1 Jul - 3 Jul 2020. Can show:
   ipv4, ipv6, cidr
[1]

# INCONCLUSIVE: the log holds refusals only, or ends too early, or is no log of contacts at all.
$ mkdir refusals; sed s/ACCEPT/DROP/ quiet.log >refusals/fw.log; tocsin sweep -a alert.md --home-net 192.0.2.0/24 --home-net 10.0.0.0/8 refusals
NOT SEEN in the evidence handed in
"Lantern Moth against laboratories", 3 Jul 2020 (alert.md)
No connection, file or message with what this advisory lists, 1 Jul - 3 Jul
2020. This is no proof of absence. All times are UTC.

NOT VISIBLE
 - running programs and memory anywhere
SEARCHED FOR  2 ipv4
IN  firewall fw-edge 751 bytes 1 Jul - 3 Jul 2020
NEXT
 1 Sweep again when the advisory changes.
run 2026-11-22 19:09 UTC; tocsin 0.1.0; seal f9e58d

SOURCES
 - fw-edge, firewall (syslog): 1 item, 751 bytes, 1 Jul - 3 Jul 2020. Can show:
   ipv4, ipv6, cidr

$ mkdir early; head -3 quiet.log >early/fw.log; tocsin sweep -a alert.md early
INCONCLUSIVE   nothing found, but the evidence could not have shown it
"Lantern Moth against laboratories", 3 Jul 2020 (alert.md)
You cannot say yes or no from this. What stands in the way is told below. All
times are UTC.

WHAT STANDS IN THE WAY, most useful first
 - 2 Jul - 3 Jul 2020: fw-edge ends on 2 Jul 2020. To do: hand in what is
   missing, or a copy from elsewhere
 - running programs and memory anywhere
SEARCHED FOR  2 ipv4
IN  firewall fw-edge 384 bytes 1 Jul - 2 Jul 2020
NEXT
 1 Fetch what is missing, then sweep again with it.
run 2026-11-22 19:09 UTC; tocsin 0.1.0; seal 4eb755

SOURCES
 - fw-edge, firewall (syslog): 1 item, 384 bytes, 1 Jul - 2 Jul 2020. Can show:
   ipv4, ipv6, cidr. Limits: series-hole
   no records 2 Jul - 3 Jul 2020
[3]

$ mkdir other; echo 'Jul  1 00:10:00 host cron[12]: (root) CMD (true)' >other/cron.log; tocsin sweep -a alert.md other
INCONCLUSIVE   nothing found, but the evidence could not have shown it
"Lantern Moth against laboratories", 3 Jul 2020 (alert.md)
You cannot say yes or no from this. What stands in the way is told below. All
times are UTC.

WHAT STANDS IN THE WAY, most useful first
 - 2 addresses: no firewall or flow log was handed in. To do: get the firewall's
   log of accepted traffic
 - running programs and memory anywhere
SEARCHED FOR  2 ipv4
IN  endpoint agent host 49 bytes
NEXT
 1 Fetch what is missing, then sweep again with it.
run 2026-11-22 19:09 UTC; tocsin 0.1.0; seal f7d84f

SOURCES
 - host, endpoint agent (syslog): 1 item, 49 bytes. Shows no contact by itself
[3]

# Found, but long after the advisory: addresses change hands, so a person must judge.
$ mkdir late; (cat quiet.log; echo '2026-07-03T23:51:00Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.41 DST=103.216.221.19 LEN=60 PROTO=TCP SPT=50001 DPT=25') >late/fw.log; tocsin sweep -a alert.md late
tocsin: seen: 10.20.3.41: 103.216.221.19 (it began here), in late/fw.log
INCONCLUSIVE   something was found that a person must judge
"Lantern Moth against laboratories", 3 Jul 2020 (alert.md)
You cannot say yes or no from this. What stands in the way is told below. All
times are UTC.

CHECK
 1 10.20.3.41                                                                 F1
   1 connection to 103[.]216[.]221[.]19 port 25, 3 Jul 2026 23:51, let through.
   To be judged: it began here
WHAT STANDS IN THE WAY, most useful first
 - running programs and memory anywhere
SEARCHED FOR  2 ipv4
IN  firewall fw-edge 890 bytes 1 Jul 2020 - 3 Jul 2026
NEXT
 1 Judge what is listed above: ask the user, look at the machine, read the log
   around it.
run 2026-11-22 19:09 UTC; tocsin 0.1.0; seal 31f5df

FINDINGS
F1 unjudged. 10.20.3.41: 1 connection to 103[.]216[.]221[.]19 port 25, 3 Jul
    2026 23:51, let through. To be judged: it began here
    at late/fw.log:7. Why: it began here; long before or after the campaign:
    addresses and names change hands.

SOURCES
 - fw-edge, firewall (syslog): 1 item, 890 bytes, 1 Jul 2020 - 3 Jul 2026. Can
   show: ipv4, ipv6, cidr
[3]

# SEEN, AND EXPLAINED: the label says that it is the laboratory for malware.
$ tocsin sweep -a alert.md --label malware-lab --role lab affected nothing
INCONCLUSIVE   nothing found, but the evidence could not have shown it
"Lantern Moth against laboratories", 3 Jul 2020 (alert.md)
You cannot say yes or no from this. What stands in the way is told below. All
times are UTC.

SET ASIDE  2 times explained (the label says that this is a laboratory:
           "malware-lab")
WHAT STANDS IN THE WAY, most useful first
 - 2 addresses: no firewall or flow log was handed in. To do: get the firewall's
   log of accepted traffic
 - running programs and memory anywhere
SEARCHED FOR  2 ipv4
IN  firewall malware-lab 1.8 kB 1 Jul - 3 Jul 2020
NEXT
 1 Fetch what is missing, then sweep again with it.
run 2026-11-22 19:10 UTC; tocsin 0.1.0; seal d5f469

FINDINGS
F1 explained. 10.20.3.41: 2 connections to 103[.]216[.]221[.]19 port 25, 3 Jul
    2020 23:51 - 23:54, let through
    at affected/fw.log:7. Why: it began here; the label says that this is a
    laboratory.

SOURCES
 - malware-lab, firewall (syslog), labelled lab: 2 items, 1.8 kB, 1 Jul - 3 Jul
   2020. Can show: ipv4, ipv6, cidr
[3]

# An address of ours stands in the advisory: told first.
$ tocsin sweep -a alert.md --home-net 141.98.212.0/24 --home-net 10.0.0.0/8 nothing
INCONCLUSIVE   something was found that a person must judge
"Lantern Moth against laboratories", 3 Jul 2020 (alert.md)
The advisory lists an address of yours (141[.]98[.]212[.]55). Call the publisher
before anything else.
You cannot say yes or no from this. What stands in the way is told below. All
times are UTC.

WHAT STANDS IN THE WAY, most useful first
 - running programs and memory anywhere
SEARCHED FOR  2 ipv4
IN  firewall fw-edge 761 bytes 1 Jul - 3 Jul 2020
NEXT
 1 Judge what is listed above: ask the user, look at the machine, read the log
   around it.
run 2026-11-22 19:10 UTC; tocsin 0.1.0; seal 923895

SOURCES
 - fw-edge, firewall (syslog): 1 item, 761 bytes, 1 Jul - 3 Jul 2020. Can show:
   ipv4, ipv6, cidr
[3]

# Several advisories: one line each, the worst first.
$ sed 's/Lantern Moth/Paper Wasp/; s/103/104/' alert.md >other.md; tocsin sweep -a other.md -a alert.md affected
tocsin: seen: 10.20.3.41: 103.216.221.19 (it began here), in affected/fw.log
AFFECTED   evidence: moderate                            1 machine to act on now
"Lantern Moth against laboratories", 3 Jul 2020 (alert.md)
Something here acted as this advisory describes. All times are UTC.
1 other advisory: not seen

ACT NOW
 1 10.20.3.41                                                        moderate F1
   2 connections to 103[.]216[.]221[.]19 port 25, 3 Jul 2020 23:51 - 23:54, let
   through
NOT VISIBLE
 - running programs and memory anywhere
SEARCHED FOR  2 ipv4
IN  firewall fw-edge 1.0 kB 1 Jul - 3 Jul 2020
NEXT
 1 Isolate the machines under ACT NOW from the network; leave them switched on;
   keep their memory and disks as they are.
 2 Report it.
run 2026-11-22 19:10 UTC; tocsin 0.1.0; seal a1c179

FINDINGS
F1 compromise. 10.20.3.41: 2 connections to 103[.]216[.]221[.]19 port 25, 3 Jul
    2020 23:51 - 23:54, let through
    at affected/fw.log:7. Why: it began here. Listed by: Lantern Moth against
    laboratories

SOURCES
 - fw-edge, firewall (syslog): 1 item, 1.0 kB, 1 Jul - 3 Jul 2020. Can show:
   ipv4, ipv6, cidr
[1]

# A copy of the advisory among the evidence changes nothing and is told.
$ cp alert.md affected/received.md; tocsin sweep -q -a alert.md affected | grep -e AFFECTED -e 'SET ASIDE'
AFFECTED   evidence: moderate                            1 machine to act on now
SET ASIDE  1 mention (1 copy of the advisory)
