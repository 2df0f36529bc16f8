# One stored result, and every report that can be made of it.

$ cat >alert.md <<'END'
> # Lantern Moth against laboratories
>
> Published: 3 July 2020. The National Cyber Centre assesses that it has been active since 1 July 2020.
>
> ## Indicators of compromise
>
> - 103[.]216[.]221[.]19
> - 141[.]98[.]212[.]55
> - lantern-moth-update[.]site
> END

$ cat >fw.log <<'END'
> 2020-07-01T00:10:00Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.12 DST=198.51.100.7 LEN=60 PROTO=TCP SPT=40001 DPT=443
> 2020-07-01T21:10:00Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.41 DST=103.216.221.19 LEN=60 PROTO=TCP SPT=40004 DPT=25
> 2020-07-02T21:10:00Z fw-edge kernel: DROP IN=eth0 OUT= SRC=141.98.212.55 DST=192.0.2.10 LEN=60 PROTO=TCP SPT=40004 DPT=22
> 2020-07-03T20:50:00Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.14 DST=203.0.113.80 LEN=60 PROTO=TCP SPT=40006 DPT=443
> END

$ head -c 64 /dev/zero | tr '\0' x | python3 -c 'import lzma, sys; sys.stdout.buffer.write(lzma.compress(sys.stdin.buffer.read()))' | head -c 48 >cut.xz; tocsin sweep -q -a alert.md --home-net 10.0.0.0/8 --home-net 192.0.2.0/24 --format json -o case.ndjson fw.log cut.xz
[1]

# A table: what a row is stands in front, no cell is a formula.
$ tocsin report --format csv case.ndjson | cut -d, -f 1-9
record,advisory,answer,id,class,rank,strength,machine,name
answer,Lantern Moth against laboratories,affected,,,,weak,,
machine,Lantern Moth against laboratories,,,,act-now,weak,10.20.3.41,
finding,Lantern Moth against laboratories,,F1,compromise,,,10.20.3.41,
finding,Lantern Moth against laboratories,,F2,attempt,,,192.0.2.10,
gap,,,,,,,,

$ cat >table <<'END'
> import csv, sys
> for row in csv.DictReader(sys.stdin):
>     print(*[name + '=' + row[name] for name in row if row[name] and name not in ('advisory', 'why')])
> END

$ tocsin report --format csv case.ndjson | python3 table
record=answer answer=affected strength=weak first=2020-07-01T00:00:00Z last=2020-07-03T23:59:59Z findings=F1 F2
record=machine rank=act-now strength=weak machine=10.20.3.41 count=1 findings=F1
record=finding id=F1 class=compromise machine=10.20.3.41 peer=103.216.221.19:25 started_by=us direction=outbound outcome=let-through count=1 first=2020-07-01T21:10:00Z last=2020-07-01T21:10:00Z time_zone=stated kind=ipv4 indicator=103.216.221.19 source=fw-edge at=fw.log:2
record=finding id=F2 class=attempt machine=192.0.2.10 peer=141.98.212.55 started_by=them direction=inbound outcome=refused count=1 first=2020-07-02T21:10:00Z last=2020-07-02T21:10:00Z time_zone=stated kind=ipv4 indicator=141.98.212.55 source=fw-edge at=fw.log:3
record=gap at=cut.xz (xz) reason=truncated detail=xz: ends too early, at byte 48 material=yes

$ printf '=1+1,2\n@SUM(A1),x 103.216.221.19\n' >"=cmd|' .csv"; tocsin sweep -q -a alert.md --format csv "=cmd|' .csv" | python3 table | grep -c "at='=cmd"
1

# A page: it loads nothing, and only its own style and script may act.
$ tocsin report --format html -o page.html case.ndjson; grep -c "default-src 'none'; style-src 'sha256-[^']*'; script-src 'sha256-[^']*'; base-uri 'none'; form-action 'none'" page.html
1

$ grep -o '<title>[^<]*' page.html | head -1; grep -c '103\.216\.221\.19' page.html
<title>AFFECTED: Lantern Moth against laboratories
0
[1]

# For others: own names are pseudonyms, the same in every report; the attacker's values stay.
$ mkdir lab-ws07; cp fw.log lab-ws07/bob.log; for f in json text html csv stix; do XDG_STATE_HOME=$PWD/state tocsin sweep -q --redact -a alert.md --home-net 10.0.0.0/8 --home-net 192.0.2.0/24 --operator "Bob Miller" --format $f lab-ws07 >others.$f; grep -c -e '10\.20\.3' -e '192\.0\.2' -e 'ws07' -e 'bob' -e Miller -e fw-edge others.$f; done
0
0
0
0
0
[1]

$ grep -c '103\.216\.221\.19' others.json; grep -h -o 'address-[0-9a-f]*' others.json others.csv | sort | uniq -c | wc -l
2
2

$ records machines <others.json | grep verdict | sed 's/address-[0-9a-f]*/address-X/'
verdict machines=[{"files_under": null, "finding_count": 1, "findings": ["F1"], "host": "address-X", "name": null, "rank": "act-now", "strength": "weak", "user": null, "via": null, "via_kind": null}]

$ XDG_STATE_HOME=$PWD/state tocsin report --redact --tlp green case.ndjson | sed 's/-[0-9a-f]\{10\}/-X/g' | head -12
TLP:GREEN
Machines, people, places and files of the organisation have pseudonyms.
AFFECTED   evidence: weak                                1 machine to act on now
"Lantern Moth against laboratories", National Cyber Centre, 3 Jul 2020
A connection from here to a server that this advisory lists was let through.
Swept: what was handed in. All times are UTC, 2020.

ACT NOW
 1 address-X, machine unknown: no lease log handed in          weak  F1
   1 connection to 103[.]216[.]221[.]19 port 25, 1 Jul 21:10; let through.
THEY TRIED
   1 packet from 141[.]98[.]212[.]55 to address-X, 2 Jul 21:10; refused

$ stat -c '%a %s' state/tocsin/pseudonyms.key; XDG_STATE_HOME=$PWD/state tocsin report --redact --format json case.ndjson >one; XDG_STATE_HOME=$PWD/elsewhere tocsin report --redact --format json case.ndjson >other; cmp -s one other
600 64
[1]

# How far a report may go; never further than its advisory.
$ tocsin report --tlp TLP:AMBER+STRICT --format json case.ndjson | records tlp redacted | tail -1
run tlp=AMBER+STRICT

$ for f in text html csv stix; do tocsin report --tlp amber --format $f case.ndjson | grep -c TLP:AMBER; done
1
1
5
2

$ (echo 'TLP:AMBER'; cat alert.md) >amber.md; tocsin sweep -q -a amber.md --tlp green fw.log
tocsin: amber.md is TLP:AMBER: a report of it cannot be TLP:GREEN
[2]

$ tocsin report --tlp purple case.ndjson
tocsin: no label of the Traffic Light Protocol: 'purple' (clear, green, amber, amber+strict, red)
[2]

$ tocsin report --tlp
tocsin: --tlp needs a value (tocsin help report)
[2]
