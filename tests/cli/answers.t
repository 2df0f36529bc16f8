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
NOT SEEN in the evidence handed in               it could have shown it: network
"Lantern Moth against laboratories", 3 Jul 2020 (alert.md)
No connection, file or message with what this advisory lists, 1 - 3 Jul. This is
no proof of absence. All times are UTC, 2020.

NOT VISIBLE
 - running programs and memory anywhere.
SEARCHED FOR  2 addresses.
IN  firewall fw-edge 761 bytes 1 - 3 Jul
NEXT
 1 Sweep again when the advisory changes.
 2 tocsin explain | report --format html -o FILE
run {...}

SOURCES
 - firewall fw-edge (syslog): 1 item, 761 bytes, 1 - 3 Jul 2020. Can show:
   addresses.

# AFFECTED: a machine of ours reached a listed address, twice, let through.
$ mkdir affected; (cat quiet.log; echo '2020-07-03T23:51:00Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.41 DST=103.216.221.19 LEN=60 PROTO=TCP SPT=50001 DPT=25'; echo '2020-07-03T23:54:00Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.41 DST=103.216.221.19 LEN=60 PROTO=TCP SPT=50002 DPT=25') >affected/fw.log

$ tocsin sweep -a alert.md affected
tocsin: seen: 10.20.3.41: 103.216.221.19 (it began here), in affected/fw.log
AFFECTED   evidence: moderate                            1 machine to act on now
"Lantern Moth against laboratories", 3 Jul 2020 (alert.md)
A connection from here to a server that this advisory lists was let through.
Swept: what was handed in. All times are UTC, 2020.

ACT NOW
 1 10.20.3.41, machine unknown: no lease log handed in              moderate  F1
   2 connections to 103[.]216[.]221[.]19 port 25, 3 Jul 23:51 - 23:54; let
   through.
NOT VISIBLE
 - running programs and memory anywhere.
SEARCHED FOR  2 addresses.
IN  firewall fw-edge 1.0 kB 1 - 3 Jul
NEXT
 1 Isolate 10.20.3.41 from the network; leave it switched on; keep its memory.
 2 Report it.
 3 tocsin explain F1 | verify F1 | report --format html -o FILE
run {...}

FINDINGS
F1 acted here. 10.20.3.41: 2 connections to 103[.]216[.]221[.]19 port 25,
    3 Jul 23:51 - 23:54; let through.
    at affected/fw.log:7. Why: it began here.

SOURCES
 - firewall fw-edge (syslog): 1 item, 1.0 kB, 1 - 3 Jul 2020. Can show:
   addresses.
[1]

# A call that the firewall refused is a sign, too: something on that machine tried.
$ mkdir refused; (cat quiet.log; echo '2020-07-03T23:51:00Z fw-edge kernel: DROP IN=eth1 OUT=eth0 SRC=10.20.3.41 DST=103.216.221.19 LEN=60 PROTO=TCP SPT=50001 DPT=25') >refused/fw.log; tocsin sweep -a alert.md refused
tocsin: seen: 10.20.3.41: 103.216.221.19 (it began here), in refused/fw.log
AFFECTED   evidence: weak                                   1 machine to examine
"Lantern Moth against laboratories", 3 Jul 2020 (alert.md)
A machine here tried to reach a server that this advisory lists, and was
refused. Swept: what was handed in. All times are UTC, 2020.

EXAMINE
 1 10.20.3.41, machine unknown: no lease log handed in                  weak  F1
   1 try to reach 103[.]216[.]221[.]19 port 25, 3 Jul 23:51; the firewall
   refused. Nothing got out, but something on that machine was trying.
NOT VISIBLE
 - running programs and memory anywhere.
SEARCHED FOR  2 addresses.
IN  firewall fw-edge 888 bytes 1 - 3 Jul
NEXT
 1 Find out which machine had 10.20.3.41 on 3 Jul 23:51; examine it switched on.
 2 Report it.
 3 tocsin explain F1 | verify F1 | report --format html -o FILE
run {...}

FINDINGS
F1 acted here. 10.20.3.41: 1 try to reach 103[.]216[.]221[.]19 port 25,
    3 Jul 23:51; the firewall refused. Nothing got out, but something on that
    machine was trying.
    at refused/fw.log:7. Why: it began here.

SOURCES
 - firewall fw-edge (syslog): 1 item, 888 bytes, 1 - 3 Jul 2020. Can show:
   addresses.
[1]

# TARGETED: they knocked, and were refused.
$ mkdir targeted; (cat quiet.log; echo '2020-07-03T23:51:00Z fw-edge kernel: DROP IN=eth0 OUT= SRC=103.216.221.19 DST=192.0.2.10 LEN=60 PROTO=TCP SPT=50001 DPT=22') >targeted/fw.log; tocsin sweep -a alert.md --home-net 192.0.2.0/24 --home-net 10.0.0.0/8 targeted
TARGETED
"Lantern Moth against laboratories", 3 Jul 2020 (alert.md)
They tried. Success was looked for and not seen. Swept: what was handed in. All
times are UTC, 2020.

THEY TRIED
   1 packet from 103[.]216[.]221[.]19 to 192.0.2.10, 3 Jul 23:51; refused (a
   scan). F1
NOT VISIBLE
 - running programs and memory anywhere.
SEARCHED FOR  2 addresses.
IN  firewall fw-edge 884 bytes 1 - 3 Jul
NEXT
 1 Keep these logs. Look for the same in what was not handed in.
 2 Report it.
 3 tocsin explain F1 | verify F1 | report --format html -o FILE
run {...}

FINDINGS
F1 attempt. 192.0.2.10: 1 packet from 103[.]216[.]221[.]19, 3 Jul 23:51; refused
    (a scan).
    at targeted/fw.log:7. Why: it began outside.

SOURCES
 - firewall fw-edge (syslog): 1 item, 884 bytes, 1 - 3 Jul 2020. Can show:
   addresses.
[1]

# INCONCLUSIVE: the log holds refusals only, or ends too early, or is no log of contacts at all.
$ mkdir refusals; sed s/ACCEPT/DROP/ quiet.log >refusals/fw.log; tocsin sweep -a alert.md --home-net 192.0.2.0/24 --home-net 10.0.0.0/8 refusals
NOT SEEN in the evidence handed in               it could have shown it: network
"Lantern Moth against laboratories", 3 Jul 2020 (alert.md)
No connection, file or message with what this advisory lists, 1 - 3 Jul. This is
no proof of absence. All times are UTC, 2020.

NOT VISIBLE
 - running programs and memory anywhere.
SEARCHED FOR  2 addresses.
IN  firewall fw-edge 751 bytes 1 - 3 Jul
NEXT
 1 Sweep again when the advisory changes.
 2 tocsin explain | report --format html -o FILE
run {...}

SOURCES
 - firewall fw-edge (syslog): 1 item, 751 bytes, 1 - 3 Jul 2020. Can show:
   addresses.

$ mkdir early; head -3 quiet.log >early/fw.log; tocsin sweep -a alert.md early
INCONCLUSIVE   nothing found, but the evidence could not have shown it
"Lantern Moth against laboratories", 3 Jul 2020 (alert.md)
You cannot say yes or no from this. All times are UTC, 2020.

WHAT STANDS IN THE WAY, most useful first
 1 3 Jul 2020: fw-edge ends on 2 Jul 2020. Find what is missing, or a copy of
   it.
 2 running programs and memory anywhere.
SEARCHED FOR  2 addresses.
IN  firewall fw-edge 384 bytes 1 - 2 Jul
NEXT
 1 Fetch what stands in the way, most useful first; then sweep all of it again.
 2 tocsin explain | report --format html -o FILE
run {...}

SOURCES
 - firewall fw-edge (syslog): 1 item, 384 bytes, 1 - 2 Jul 2020. Can show:
   addresses. Limits: a hole in the series.
   no records 3 Jul 2020
[3]

$ mkdir other; echo 'Jul  1 00:10:00 host cron[12]: (root) CMD (true)' >other/cron.log; tocsin sweep -a alert.md other
INCONCLUSIVE   nothing found, but the evidence could not have shown it
"Lantern Moth against laboratories", 3 Jul 2020 (alert.md)
You cannot say yes or no from this. All times are UTC, 2020.

WHAT STANDS IN THE WAY, most useful first
 1 2 addresses: no firewall or flow log was handed in. Get the firewall's log of
   accepted traffic.
 2 running programs and memory anywhere.
SEARCHED FOR  2 addresses.
IN  endpoint agent host 49 bytes
NEXT
 1 Fetch what stands in the way, most useful first; then sweep all of it again.
 2 tocsin explain | report --format html -o FILE
run {...}

SOURCES
 - endpoint agent host (syslog): 1 item, 49 bytes. Shows no contact by itself.
[3]

# Found, but long after the advisory: addresses change hands, so a person must judge.
$ mkdir late; (cat quiet.log; echo '2026-07-03T23:51:00Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.41 DST=103.216.221.19 LEN=60 PROTO=TCP SPT=50001 DPT=25') >late/fw.log; tocsin sweep -a alert.md late
tocsin: seen: 10.20.3.41: 103.216.221.19 (it began here), in late/fw.log
INCONCLUSIVE   something was found that a person must judge
"Lantern Moth against laboratories", 3 Jul 2020 (alert.md)
You cannot say yes or no from this. All times are UTC.

CHECK
 1 10.20.3.41, machine unknown: no lease log handed in                        F1
   1 connection to 103[.]216[.]221[.]19 port 25, 3 Jul 2026 23:51; let through.
   To be judged: long before or after the campaign: addresses and names change
   hands.
NOT VISIBLE
 - running programs and memory anywhere.
SEARCHED FOR  2 addresses.
IN  firewall fw-edge 890 bytes 1 Jul 2020 - 3 Jul 2026
NEXT
 1 Judge what is listed above: ask the user, look at the machine, read the log
   around it.
 2 tocsin explain F1 | verify F1 | report --format html -o FILE
run {...}

FINDINGS
F1 to be judged. 10.20.3.41: 1 connection to 103[.]216[.]221[.]19 port 25,
    3 Jul 2026 23:51; let through. To be judged: long before or after the
    campaign: addresses and names change hands.
    at late/fw.log:7. Why: it began here; long before or after the campaign:
    addresses and names change hands.

SOURCES
 - firewall fw-edge (syslog): 1 item, 890 bytes, 1 Jul 2020 - 3 Jul 2026. Can
   show: addresses.
[3]

# SEEN, AND EXPLAINED: the label says that it is the laboratory for malware.
$ tocsin sweep -a alert.md --label malware-lab --role lab affected nothing
INCONCLUSIVE   nothing found, but the evidence could not have shown it
"Lantern Moth against laboratories", 3 Jul 2020 (alert.md)
You cannot say yes or no from this. All times are UTC, 2020.

SET ASIDE  2 times explained (the label says that this is a laboratory:
           "malware-lab")
WHAT STANDS IN THE WAY, most useful first
 1 2 addresses: no firewall or flow log was handed in. Get the firewall's log of
   accepted traffic.
 2 running programs and memory anywhere.
SEARCHED FOR  2 addresses.
IN  firewall malware-lab 1.8 kB 1 - 3 Jul
NEXT
 1 Fetch what stands in the way, most useful first; then sweep all of it again.
 2 tocsin explain | report --format html -o FILE
run {...}

FINDINGS
F1 explained. 10.20.3.41: 2 connections to 103[.]216[.]221[.]19 port 25,
    3 Jul 23:51 - 23:54; let through.
    at affected/fw.log:7. Why: it began here; the label says that this is a
    laboratory.

SOURCES
 - firewall malware-lab (syslog), labelled lab: 2 items, 1.8 kB, 1 - 3 Jul 2020.
   Can show: addresses.
[3]

# An address of ours stands in the advisory: told first.
$ tocsin sweep -a alert.md --home-net 141.98.212.0/24 --home-net 10.0.0.0/8 nothing
INCONCLUSIVE   something was found that a person must judge
"Lantern Moth against laboratories", 3 Jul 2020 (alert.md)
The advisory lists an address of yours (141[.]98[.]212[.]55). Call the publisher
before anything else.
You cannot say yes or no from this. All times are UTC, 2020.

NOT VISIBLE
 - running programs and memory anywhere.
SEARCHED FOR  2 addresses.
IN  firewall fw-edge 761 bytes 1 - 3 Jul
NEXT
 1 Call the publisher of the advisory, it may name you as a victim.
 2 tocsin explain | report --format html -o FILE
run {...}

SOURCES
 - firewall fw-edge (syslog): 1 item, 761 bytes, 1 - 3 Jul 2020. Can show:
   addresses.
[3]

# Several advisories: one line each, the worst first.
$ sed 's/Lantern Moth/Paper Wasp/; s/103/104/' alert.md >other.md; tocsin sweep -a other.md -a alert.md affected
tocsin: seen: 10.20.3.41: 103.216.221.19 (it began here), in affected/fw.log
AFFECTED   evidence: moderate                            1 machine to act on now
"Lantern Moth against laboratories", 3 Jul 2020 (alert.md)
A connection from here to a server that this advisory lists was let through.
Swept: what was handed in. All times are UTC, 2020.
1 other: not seen. (--format json)

ACT NOW
 1 10.20.3.41, machine unknown: no lease log handed in              moderate  F1
   2 connections to 103[.]216[.]221[.]19 port 25, 3 Jul 23:51 - 23:54; let
   through.
NOT VISIBLE
 - running programs and memory anywhere.
SEARCHED FOR  2 addresses; and what 1 other advisory lists.
IN  firewall fw-edge 1.0 kB 1 - 3 Jul
NEXT
 1 Isolate 10.20.3.41 from the network; leave it switched on; keep its memory.
 2 Report it.
 3 tocsin explain F1 | verify F1 | report --format html -o FILE
run {...}

FINDINGS
F1 acted here. 10.20.3.41: 2 connections to 103[.]216[.]221[.]19 port 25,
    3 Jul 23:51 - 23:54; let through.
    at affected/fw.log:7. Why: it began here. Listed by: Lantern Moth against
    laboratories.

SOURCES
 - firewall fw-edge (syslog): 1 item, 1.0 kB, 1 - 3 Jul 2020. Can show:
   addresses.
[1]

# A copy of the advisory among the evidence changes nothing and is told.
$ cp alert.md affected/received.md; tocsin sweep -q -a alert.md affected | grep -e AFFECTED -e 'SET ASIDE'
AFFECTED   evidence: moderate                            1 machine to act on now
SET ASIDE  1 mention: 1 copy of the advisory

# One value that forty advisories list is one finding, and seen for each of them.
$ mkdir -p many; for i in $(seq 1 40); do echo "Advisory $i. C2: 45[.]129[.]229[.]48" >many/$i.txt; done; echo '2020-07-02T21:10:01Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.9 DST=45.129.229.48 LEN=60 PROTO=TCP SPT=40004 DPT=443' >many.log

$ tocsin sweep -q --no-case $(for i in $(seq 1 40); do echo -a many/$i.txt; done) many.log --hits --format json | python3 -c 'import collections, json, sys; print(*collections.Counter((r["type"], r.get("answer") or len(r["advisories"])) for r in map(json.loads, sys.stdin) if r["type"] in ("hit", "finding", "verdict")).items(), sep="\n")'
(('hit', 40), 1)
(('finding', 40), 1)
(('verdict', 'affected'), 40)
