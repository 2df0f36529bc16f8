# `tocsin mark`: a person's judgement, named, undone, and for one machine only.

$ mkdir logs; for n in 1 2; do echo "2020-07-01T21:10:0${n}Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.4$n DST=103.216.221.19 LEN=60 PROTO=TCP SPT=40004 DPT=25"; done >logs/fw.log; tocsin sweep -q -e 103.216.221.19 --case c logs >/dev/null; cp c/records.ndjson before; records +finding id host class <before
finding id=F1 host=10.20.3.41 class=compromise
finding id=F2 host=10.20.3.42 class=compromise

$ tocsin mark c:F1 benign --why 'our own =test <b>' --operator ana >out.txt; echo "status $?"; head -1 out.txt; grep -A2 '^F1' out.txt; records +finding id host class marked <c/records.ndjson
status 1
AFFECTED   evidence: weak                                1 machine to act on now
F1 explained. 10.20.3.41: 1 connection to 103[.]216[.]221[.]19 port 25,
    1 Jul 21:10; let through.
    at logs/fw.log:1. Why: it began here; marked benign by ana on {...}:
finding id=F1 host=10.20.3.41 class=explained marked=marked benign by ana on {...}: our own =test <b>
finding id=F2 host=10.20.3.42 class=compromise

# It needs no evidence, and the next sweep knows it.
$ mv logs gone; tocsin mark c:F2 benign --why 'the same' | head -1; mv gone logs; tocsin sweep -q --case c | head -1
SEEN, AND EXPLAINED
SEEN, AND EXPLAINED

# Another machine in the same log stays what it is.
$ sed 's/10.20.3.41/10.20.3.77/' logs/fw.log | head -1 >>logs/fw.log; tocsin sweep -q --case c --format json | records +finding host class
finding host=10.20.3.41 class=explained
finding host=10.20.3.42 class=explained
finding host=10.20.3.77 class=compromise

# Undone, all is as it was.
$ sed -i '$d' logs/fw.log; for f in F1 F2; do tocsin mark --case c $f --undo >/dev/null; done; tocsin sweep -q --case c >/dev/null; grep -v '"type":"run"' before >a; grep -v '"type":"run"' c/records.ndjson | cmp - a

$ tocsin mark c:F1 --undo; tocsin mark c:F1 benign; tocsin mark c:F1 bad --why x; tocsin mark before:F1 benign --why x; tocsin mark c:F7 benign --why x; tocsin mark
tocsin: it was not marked
tocsin: a judgement needs its reason: --why TEXT
tocsin: a finding is marked benign, not 'bad'
tocsin: only what a case keeps can be marked: sweep with --case DIR
tocsin: c/records.ndjson: there is no finding F7
tocsin: which finding, and what of it? (tocsin help mark)
[2]
