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
