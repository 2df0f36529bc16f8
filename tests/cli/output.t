# Where the answer goes, and in what form.

$ cat >alert.md <<'END'
> # Lantern Moth against laboratories
>
> Published: 3 July 2020. Seen since 1 July 2020.
>
> ## Indicators of compromise
>
> - 103[.]216[.]221[.]19
> END

$ cat >fw.log <<'END'
> 2020-07-01T00:10:00Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.12 DST=198.51.100.7 LEN=60 PROTO=TCP SPT=40001 DPT=443
> 2020-07-01T21:10:00Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.41 DST=103.216.221.19 LEN=60 PROTO=TCP SPT=40004 DPT=25
> 2020-07-02T21:10:00Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.14 DST=203.0.113.80 LEN=60 PROTO=TCP SPT=40004 DPT=443
> 2020-07-03T20:50:00Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.14 DST=203.0.113.80 LEN=60 PROTO=TCP SPT=40006 DPT=443
> END

# The answer is on stdout, the first serious finding at once on stderr; -q keeps stderr empty.
$ tocsin sweep -a alert.md fw.log 2>&1 >/dev/null
tocsin: seen: 10.20.3.41: 103.216.221.19 (it began here), in fw.log
[1]

$ tocsin sweep -q -a alert.md fw.log 2>&1 >/dev/null
[1]

# Records for programs: every line is an object with a type, in a fixed order.
$ tocsin sweep -q -a alert.md --format json fw.log >case.ndjson; records <case.ndjson
advisory
indicator
begin
finding
end
coverage
verdict
summary
run

# What a finding says.
$ grep '"finding"' case.ndjson | python3 -c 'import json, sys
> for key, value in json.loads(sys.stdin.readline()).items():
> 	print(key, json.dumps(value))'
type "finding"
id "F1"
uid "460e0f7d-6484-525e-866c-5a46fc04e6c3"
item 1
source "fw-edge"
advisories ["sha256:6a9cd81739adb22f"]
engine "set"
indicator {"kind": "ipv4", "value": "103.216.221.19"}
at "fw.log:2"
where [{"kind": "file", "path": "fw.log"}, {"kind": "text", "page": null, "line": 2, "column": null, "offset": 208, "length": 14, "quote": "103.216.221.19"}]
offset 208
length 14
line 2
matched "103.216.221.19"
context "2020-07-01T21:10:00Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.41 DST=103.216.221.19 LEN=60 PROTO=TCP SPT=40004 DPT=25"
count 1
first "2020-07-01T21:10:00Z"
last "2020-07-01T21:10:00Z"
places [{"offset": 208, "length": 14, "line": 2, "time": "2020-07-01T21:10:00Z", "matched": "103.216.221.19", "context": "2020-07-01T21:10:00Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.41 DST=103.216.221.19 LEN=60 PROTO=TCP SPT=40004 DPT=25"}]
time_from "log record"
time_zone "stated"
time_raw "2020-07-01T21:10:00Z"
host "10.20.3.41"
name null
user null
mailbox null
process null
peer "103.216.221.19:25"
via null
via_kind null
sensor "fw-edge"
files_under null
started_by "us"
direction "outbound"
outcome "let-through"
bytes_out null
bytes_in null
class "compromise"
why ["it began here"]
explained_by null
marked null
place "record"
event "flow"
field "DST"
veils []
also []

# The stored records give the same report again.
$ tocsin sweep -q -a alert.md fw.log | grep -v '^run ' >swept.txt; tocsin report case.ndjson | grep -v '^run ' | cmp - swept.txt

$ tocsin report --format json case.ndjson | cmp - case.ndjson

$ tocsin report - <case.ndjson | head -1
AFFECTED   evidence: weak                                1 machine to act on now

# What is no such file.
$ tocsin report nowhere.ndjson
tocsin: nowhere.ndjson: no such case or file
[2]

$ XDG_STATE_HOME=$PWD/none tocsin report
tocsin: there is no last sweep: name a CASE or a FILE.ndjson
[2]

$ tocsin report alert.md
tocsin: alert.md: json: line 1, byte 0: expected a value
[2]

$ : >empty; tocsin report empty
tocsin: empty: these are no records of tocsin, or not all of them
[2]

$ head -c 300 case.ndjson >cut.ndjson; tocsin report cut.ndjson
tocsin: cut.ndjson: json: line 1, byte 298: input ends, expected the end of the string
[2]

$ head -3 case.ndjson >part.ndjson; tocsin report part.ndjson
Lantern Moth against laboratories
  alert.md, markdown, published 3 Jul 2020, activity 1 - 3 Jul 2020

VALUES
1 address: to search for (ipv4, indicator)
    103[.]216[.]221[.]19

0 values, 0 rules, 0 names, 0 gaps

$ tocsin report --format xml case.ndjson
tocsin: no report format 'xml' (tocsin formats)
[2]

# Every hit as it is found, in front of the judgement.
$ tocsin sweep -q -a alert.md --hits --format json fw.log | records +hit at offset line indicator
hit at=fw.log offset=208 line=2 indicator={"kind": "ipv4", "value": "103.216.221.19"}

# Into a file, which is private and stands there only when it is whole.
$ umask 022; tocsin sweep -q -a alert.md -o answer.txt fw.log; head -1 answer.txt; stat -c %a answer.txt; ls
AFFECTED   evidence: weak                                1 machine to act on now
600
alert.md
answer.txt
case.ndjson
cut.ndjson
empty
fw.log
part.ndjson
swept.txt

$ tocsin sweep -q -a alert.md -o fw.log.txt . >/dev/null; tocsin sweep -q -a alert.md --format json -o all.ndjson .; grep -c '"begin"' all.ndjson
3

# Where nothing can be written: one sentence, and no success.
$ tocsin sweep -q -a alert.md -o /dev/full fw.log
tocsin: cannot write the output: No space left on device
[2]

$ tocsin sweep -q -a alert.md fw.log >/dev/full
tocsin: cannot write the output: No space left on device
[2]

$ tocsin sweep -q -a alert.md -o nowhere/answer.txt fw.log
tocsin: nowhere/answer.txt: No such file or directory
[2]

$ mkdir folder; tocsin sweep -q -a alert.md -o folder fw.log
tocsin: folder: Is a directory
[2]

$ mkdir locked; chmod 555 locked; unprivileged tocsin sweep -q -a alert.md -o locked/answer.txt fw.log
tocsin: locked/answer.txt: Permission denied
[2]

# A reader that goes away ends it without a word.
$ tocsin sweep -q -a alert.md fw.log | head -1
AFFECTED   evidence: weak                                1 machine to act on now

$ tocsin sweep -q -a alert.md --format json fw.log | head -1 | cut -c1-40
{"type":"advisory","schema":"tocsin/1","

# For schedulers: success whatever the answer, but not whatever happens.
$ tocsin sweep -q -a alert.md --exit-zero -o answer.txt fw.log

$ tocsin sweep -q -a alert.md --exit-zero -o answer.txt nowhere
tocsin: nowhere: cannot be opened
[2]

# Colours only where they are wanted.
$ env -u NO_COLOR tocsin sweep -q -a alert.md fw.log | unseen
0

$ env -u NO_COLOR tocsin sweep -q -a alert.md --color always fw.log | head -1
\\x1b[1mAFFECTED   evidence: weak                                1 machine to act on now

$ env -u NO_COLOR tocsin sweep -q -a alert.md --color never fw.log | unseen
0

# What the run was: who, when, with what, behind which walls.
$ records version workers limits sandbox.seccomp +run <case.ndjson
run version={...} workers={...} limits={"context": 160, "max_depth": 16, "max_file_size": 4294967296, "max_members": 100000, "max_memory": 268435456, "max_ratio": 1000, "open_limit": 20, "stall_limit": 60, "time_limit": 60} sandbox.seccomp=true

$ tocsin sweep -q -a alert.md --no-sandbox --format json fw.log | records sandbox.seccomp +run
run sandbox.seccomp=false

# A plan: what there is, before anything is searched.
$ tocsin plan fw.log
PLAN   1 source, 1 item, 513 bytes                  to sweep: less than a minute
No advisory was given (-a): sources alone. All times are UTC, 2020.

SOURCE                   DATES           COULD SHOW        LIMITS
firewall fw-edge, 1      1 - 3 Jul       addresses         -
 item, 513 bytes

NEXT
 1 tocsin plan -o evidence.conf writes a manifest: say in it whose files these
   are (host), what wrote them (role), and their zones.
 2 Fetch the lease log (DHCP): without it addresses have no names. Then: tocsin
   sweep --evidence evidence.conf -a ADVISORY PATH...

$ tocsin plan -q -o evidence.conf fw.log | head -1; cat evidence.conf; tocsin sweep -q -a alert.md --evidence evidence.conf fw.log | head -1
PLAN   1 source, 1 item, 513 bytes                  to sweep: less than a minute
\# What lies where: check it, then tocsin sweep --evidence THIS-FILE -a ADVISORY PATH...
\# host: whose files these are.  zone: of records that state none (Europe/London).
\# role: firewall proxy nat resolver mail-gateway reverse-proxy scanner honeypot
\#       quarantine lab backup intel; it can change the answer: only what you know.

[fw-edge]
\# firewall: 1 item, 1 - 3 Jul 2020
path = /SCRATCH/here/fw.log
#role = firewall
AFFECTED   evidence: weak                                1 machine to act on now

$ tocsin plan -q -a alert.md --format json fw.log | records
advisory
indicator
coverage
plan
summary
run

# An answer of any length is made while it is taken: whole, sealed over every record, and with the findings of one that a case keeps first.
$ python3 -c 'for n in range(4000): print(f"2020-07-01T{n//3600:02}:{n//60%60:02}:{n%60:02}Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.{n//250}.{n%250+1} DST=103.216.221.19 LEN=60 PROTO=TCP SPT=40004 DPT=25")' >many.log; tocsin sweep -q -a alert.md --no-case --format json many.log >many.ndjson; python3 -c 'import hashlib, json; l = open("many.ndjson", "rb").read().splitlines(True); print(sum(b"\"type\":\"finding\"" in x for x in l), json.loads(l[-1])["seal"] == hashlib.sha256(b"".join(l[:-1])).hexdigest())'; tocsin sweep -q -a alert.md --case kept --format json many.log | grep '"finding"' >kept.ndjson; grep '"finding"' many.ndjson | cmp - kept.ndjson
4000 True
