# The case: what sweeps over one body of evidence leave behind.

$ cat >alert.md <<'END'
> # Lantern Moth against laboratories
>
> Published: 3 July 2020. Seen since 1 July 2020.
>
> ## Indicators of compromise
>
> - 103[.]216[.]221[.]19
> END

$ mkdir logs more; for n in 1 2 3 4; do echo "2020-07-0${n}T21:10:00Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.4$n DST=103.216.221.19 LEN=60 PROTO=TCP SPT=40004 DPT=25" >line$n; done; mv line1 logs/a.log; mv line2 logs/b.log; mv line3 more/c.log

# The last sweep is always kept.
$ tocsin sweep -a alert.md -q logs >first.txt; tocsin report >again.txt; cmp first.txt again.txt && head -1 again.txt
AFFECTED   evidence: weak                               2 machines to act on now

$ tocsin sweep -a alert.md -q --no-case more >/dev/null; tocsin report | head -1
AFFECTED   evidence: weak                               2 machines to act on now

# A case of its own: nothing is read twice, and called again it adds.
$ tocsin sweep -a alert.md -q --case c logs --format json | records +finding +run at items_from_case case
finding at=logs/a.log:1
finding at=logs/b.log:1
run items_from_case=0 case=c

$ tocsin sweep -q --case c more --format json | records +finding +run at items_from_case
finding at=logs/a.log:1
finding at=logs/b.log:1
finding at=more/c.log:1
run items_from_case=2

# The same as all of it at once.
$ tocsin sweep -q -a alert.md --no-case logs more --format json | grep -v '"type":"run"' | sha256sum >whole; grep -v '"type":"run"' c/records.ndjson | sha256sum | cmp - whole

# Evidence that is no longer there was seen all the same; another question cannot be asked of it.
$ mv more away; tocsin sweep -q --case c --format json | records +finding +run at items_from_case
finding at=logs/a.log:1
finding at=logs/b.log:1
finding at=more/c.log:1
run items_from_case=3

$ tocsin sweep -q --case c -e 10.20.3.43 --allow-private --format json | records +finding +gap at reason detail
gap at=more/c.log reason=io-error detail=it is no longer there, and this was not asked before

# A changed file is read again.
$ mv away more; cat line4 >>logs/a.log; tocsin sweep -q -a alert.md --case c --format json | records +finding +run at items_from_case
finding at=logs/a.log:1
finding at=logs/a.log:2
finding at=logs/b.log:1
finding at=more/c.log:1
run items_from_case=2

# Killed in the middle, it goes on where it was.
$ mkfifo pipe; : >err; sleep 60 >pipe & tocsin sweep -a alert.md --case killed logs more - <pipe 2>err & until grep -q seen err; do sleep 0.1; done; sleep 1; kill -9 $!; wait $! 2>/dev/null; tocsin sweep -q --case killed --format json <line4 | records +finding +run at items_from_case
finding at=logs/a.log:1
finding at=logs/a.log:2
finding at=logs/b.log:1
finding at=more/c.log:1
finding at=standard input:1
run items_from_case=3

# One at a time; the case itself is never swept.
$ flock c tocsin sweep -q --case c
tocsin: c: another tocsin is at work on this case
[2]

$ tocsin sweep -q -a alert.md --case here/c . --format json | records +summary skips
summary skips={"fifo": 1, "own-output": 1}

# --new: what the answer before did not know; the answer itself is about all of it.
$ rm -rf n; mkdir n; head -1 logs/a.log >n/a.log; tocsin sweep -q -a alert.md --case cn n >/dev/null; tocsin sweep -q --case cn --new >none.txt; echo "status $?"; head -3 none.txt
status 1
AFFECTED   evidence: weak
"Lantern Moth against laboratories", 3 Jul 2020 (alert.md)
Swept: what was handed in. Shown: only what is new since {...}. All times

$ cat logs/b.log >>n/a.log; tocsin sweep -q --case cn --new | head -8; records +finding id <cn/records.ndjson; tocsin report cn --format json | records +run new
AFFECTED   evidence: weak                                1 machine to act on now
"Lantern Moth against laboratories", 3 Jul 2020 (alert.md)
A connection from here to a server that this advisory lists was let through.
Swept: what was handed in. Shown: only what is new since {...}. All times
are UTC, 2020.

ACT NOW
 1 10.20.3.42, machine unknown: no lease log handed in                  weak  F2
finding id=F1
finding id=F2
run new={"findings": 1, "no_longer": 0, "only": false, "since": "{...}"}

# A revised advisory: what it adds is new, what it withdrew is no longer there.
$ sed 's/^- .*/- 10.20.3.42/' alert.md >revised.md; tocsin sweep -q -a revised.md --allow-private --case cn --new --format json | records +finding +run indicator.value new.findings new.no_longer
finding indicator.value=10.20.3.42
run new.findings=1 new.no_longer=2

$ tocsin sweep -a alert.md --new logs
tocsin: --new asks what a case knows: name it with --case DIR
[2]

# Nor are other people's cases and libraries, nor a case that was cut off: what they hold is no evidence.
$ mkdir others; cp -r cn others/case; cp -r killed others/; tocsin learn alert.md >/dev/null; cp ../home/state/tocsin/library.db others/; tocsin sweep -q -a alert.md --no-case others --format json | records +finding +gap at reason; rm ../home/state/tocsin/library.db

# Two set files are two questions; one that was asked before is answered by the case.
$ tocsin compile alert.md -o one.set >/dev/null; sed 's/^- .*/- 45[.]129[.]229[.]48/' alert.md >two.md; tocsin compile two.md -o two.set >/dev/null; for s in one two one; do tocsin sweep -q --set $s.set --case cs n --format json | records +verdict +run answer items_from_case; done
verdict answer=affected
run items_from_case=0
verdict answer=inconclusive
run items_from_case=0
verdict answer=affected
run items_from_case=1

# What is asked without a name is asked of the last sweep, wherever that was kept.
$ printf 'one 103.216.221.19\n' >one.log; tocsin sweep -q --case named -e 103.216.221.19 one.log | head -1; tocsin explain F1 | head -2
INCONCLUSIVE   a person must judge, and evidence is missing
F1 103[.]216[.]221[.]19 (ipv4)
at one.log:1

$ tocsin sweep -q -e 103.216.221.20 one.log | head -1; tocsin explain F1
INCONCLUSIVE   nothing found, but the evidence could not have shown it
tocsin: /SCRATCH/home/state/tocsin/last/records.ndjson: there is no finding F1
[2]
