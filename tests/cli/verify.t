# `tocsin verify`: the evidence opened again, and the seal.

$ cat >alert.md <<'END'
> # Lantern Moth against laboratories
>
> Published: 3 July 2020. Seen since 1 July 2020.
>
> ## Indicators of compromise
>
> - 103[.]216[.]221[.]19
> - 5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03
> END

$ mkdir logs; for n in 1 2 3; do echo "2020-07-0${n}T21:10:00Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.4$n DST=103.216.221.19 LEN=60 PROTO=TCP SPT=40004 DPT=25" >logs/$n.log; done; gzip -n logs/2.log; python3 -m zipfile -c logs/3.zip logs/3.log; rm logs/3.log; echo hello >logs/tool.exe

$ tocsin sweep -q -a alert.md --case c logs >/dev/null; records +finding id at <c/records.ndjson
finding id=F1 at=logs/1.log:1
finding id=F2 at=logs/2.log.gz (gzip):1
finding id=F3 at=logs/3.zip » 3.log:1
finding id=F4 at=logs/tool.exe

# Through streams and members, and what a file is by its digest.
$ for f in F1 F2 F3 F4; do tocsin verify --case c $f; done
PROVEN  F1 at logs/1.log:1
read again: 1 of 1 listed places hold the same bytes
PROVEN  F2 at logs/2.log.gz (gzip):1
read again: 1 of 1 listed places hold the same bytes
PROVEN  F3 at logs/3.zip » 3.log:1
read again: 1 of 1 listed places hold the same bytes
PROVEN  F4 at logs/tool.exe
read again: 1 of 1 listed places hold the same bytes

# What is locked needs its word again; what lies deeper than usual is opened as deep as it was.
$ mkdir locked; echo UEsDBAoACQAAAAAAqlAMfn/YEAAAAAQAAAAGAAAAYWdlbnRkqlt5WPdH44wMMnGZpjQculBLBwgMfn/YEAAAAAQAAABQSwECHgMKAAkAAAAAAKpQDH5/2BAAAAAEAAAABgAAAAAAAAABAAAApIEAAAAAYWdlbnRkUEsFBgAAAAABAAEANAAAAEQAAAAAAA== | base64 -d >locked/box.zip; head -c 1000 /dev/zero >locked/deep; for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18; do gzip -nc <locked/deep >d && mv d locked/deep; done

$ D=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08; Z=541b3e9daa09b20bf85fa273e5cbd3e80185aa4ec298e765db87742b70138a53; tocsin sweep -q -e $D -e $Z --password Tr0ub4dor --max-depth 20 --case l locked >/dev/null; records +finding id at <l/records.ndjson; for f in F1 F2; do tocsin verify l:$f; tocsin verify --password wrong --password=Tr0ub4dor l:$f; done
finding id=F1 at=locked/box.zip » agentd
finding id=F2 at=locked/deep (gzip) (gzip) (gzip) (gzip) (gzip) (gzip) (gzip) (gzip) (gzip) (gzip) (gzip) (gzip) (gzip) (gzip) (gzip) (gzip) (gzip) (gzip)
CANNOT BE SAID  F1 at locked/box.zip » agentd
the file could not be read wholly: encrypted (--password)
PROVEN  F1 at locked/box.zip » agentd
read again: 1 of 1 listed places hold the same bytes
PROVEN  F2 at locked/deep (gzip) (gzip) (gzip) (gzip) (gzip) (gzip) (gzip) (gzip) (gzip) (gzip) (gzip) (gzip) (gzip) (gzip) (gzip) (gzip) (gzip) (gzip)
read again: 1 of 1 listed places hold the same bytes
PROVEN  F2 at locked/deep (gzip) (gzip) (gzip) (gzip) (gzip) (gzip) (gzip) (gzip) (gzip) (gzip) (gzip) (gzip) (gzip) (gzip) (gzip) (gzip) (gzip) (gzip)
read again: 1 of 1 listed places hold the same bytes

# From elsewhere, and from a file of records.
$ cp c/records.ndjson r.ndjson; cd /; tocsin verify "$OLDPWD/r.ndjson:F2"; tocsin verify "$OLDPWD/c:F3" | head -1
PROVEN  F2 at logs/2.log.gz (gzip):1
read again: 1 of 1 listed places hold the same bytes
PROVEN  F3 at logs/3.zip » 3.log:1

# The whole answer.
$ tocsin verify c; tocsin verify --digests c | tail -1; tocsin verify r.ndjson
HOLDS  seal {...}
evidence: 4 files as they were (size and time), 0 changed, 0 gone
evidence: 4 files as they were (size and SHA-256 where it was taken, else time), 0 changed, 0 gone
HOLDS  seal {...}

# One byte changed, one line in front, a file gone.
$ sed -i 's/SRC=10.20/SRC=10.21/' logs/1.log; gzip -d logs/2.log.gz; sed -i 's/DPT=25/DPT=26/' logs/2.log; gzip -n logs/2.log; rm logs/3.zip; for f in F1 F2 F3 F4; do tocsin verify c:$f; done
CHANGED  F1 at logs/1.log:1
0 of 1 listed places hold the same bytes; at 1 more something else stands around it
CHANGED  F2 at logs/2.log.gz (gzip):1
0 of 1 listed places hold the same bytes; at 1 more something else stands around it
GONE  F3 at logs/3.zip » 3.log:1
nothing of this name is there any more
PROVEN  F4 at logs/tool.exe
read again: 1 of 1 listed places hold the same bytes

$ tocsin verify c | tail -n +2
 changed  logs/1.log
 changed  logs/2.log.gz
 gone     logs/3.zip
evidence: 1 files as they were (size and time), 2 changed, 1 gone

# A record that somebody wrote another story into.
$ sed 's/10.20.3.41/10.20.3.99/' r.ndjson >forged.ndjson; tocsin verify forged.ndjson
BROKEN  seal {...}
the records add up to {...}
[1]

$ tocsin verify c:F9; tocsin verify c d; tocsin verify --all
tocsin: c/records.ndjson: there is no finding F9
tocsin: one finding, CASE or FILE.ndjson at a time
tocsin: no option '--all' (tocsin help verify)
[2]

# `tocsin explain`: rule by rule, and how to see it without us.
$ tocsin explain r.ndjson:F3
F3 103[.]216[.]221[.]19 (ipv4)
at logs/3.zip » 3.log:1

WHAT STANDS THERE
   2020-07-03T21:10:00Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.43
   DST=103[.]216[.]221[.]19 LEN=60 PROTO=TCP SPT=40004 DPT=25

RULE BY RULE
 1 Who started it: It began here; it was let through.
 2 Field before string: It stands in a record whose fields are understood, in
   the field DST.
 3 Only what you state excuses: Nobody has stated a harmless reason.
 4 The record's time decides: 3 Jul 2020 21:10 UTC, zone as the record states.
 5 Copies count as nothing: It is no copy of the advisory.
 6 The order of answers: It speaks for AFFECTED.
 9 One event once: 1 record of one item, put together as one finding.
10 An address is no machine: 10.20.3.43 is an address; no source says which
   machine had it.

SO
 - compromise; it began here

SEE IT WITHOUT TOCSIN
   bsdtar -xOf 'logs/3.zip' '3.log' | sed -n 1p
   tocsin verify F3 opens it again and compares.

$ tocsin explain r.ndjson:F2 | tail -2 | head -1; eval "$(tocsin explain r.ndjson:F2 | tail -2 | head -1)"; tocsin explain r.ndjson:F4 | tail -2 | head -1
   zcat <'logs/2.log.gz' | sed -n 1p
2020-07-02T21:10:00Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.42 DST=103.216.221.19 LEN=60 PROTO=TCP SPT=40004 DPT=26
   sha256sum <'logs/tool.exe'

$ tocsin explain c | head -5
affected: Lantern Moth against laboratories

RULE BY RULE
 1 Who started it: 4 findings of something that began, lies or ran here; 0
   attempts from outside; 0 findings that only a person can judge.

$ tocsin explain c:F8; tocsin explain alert.md
tocsin: c/records.ndjson: there is no finding F8
tocsin: alert.md: no answer stands in it
[2]
