# The library: advisories that were learnt, swept for when none is named.

$ for n in 19 20; do printf '# Lantern Moth %s\n\nPublished: 3 July 2020. Seen since 1 July 2020.\n\n## Indicators of compromise\n\n- 103[.]216[.]221[.]%s\n- 45[.]129[.]229[.]48\n' $n $n >$n.md; done; mkdir logs; for n in 19 20; do echo "2020-07-01T21:10:0${n#?}Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.$n DST=103.216.221.$n LEN=60 PROTO=TCP SPT=40004 DPT=25"; done >logs/fw.log

$ tocsin library list; tocsin sweep -q logs
tocsin: nothing to look for: give an advisory with -a or a value with -e, or learn one
[2]

# One that cannot be read does not stop the others.
$ tocsin learn 19.md nowhere.md 20.md 19.md
   1 Lantern Moth 19: 2 values, 0 rules
     not read: nowhere.md: No such file or directory
   2 Lantern Moth 20: 2 values, 0 rules
   1 Lantern Moth 19: 2 values, 0 rules; known already
[2]

$ tocsin library list
   1  2020-07-03  Lantern Moth 19: 2 values, 0 rules
   2  2020-07-03  Lantern Moth 20: 2 values, 0 rules

# A sweep that names none looks for all; a value of several advisories is one finding.
$ echo '2020-07-02T21:10:00Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.41 DST=45.129.229.48 LEN=60 PROTO=TCP SPT=40004 DPT=25' >>logs/fw.log; tocsin sweep -q --case c logs --format json | records +finding +verdict indicator.value answer because
finding indicator.value=103.216.221.19
finding indicator.value=103.216.221.20
finding indicator.value=45.129.229.48
verdict answer=affected because=["F1", "F3"]
verdict answer=affected because=["F2", "F3"]

# The case remembers what was asked, whatever is learnt or forgotten later.
$ tocsin library forget 2; tocsin library forget 2; tocsin library list; tocsin sweep -q --case c --format json | records +verdict +run answer items_from_case; tocsin sweep -q logs --format json | records +verdict answer because
tocsin: the library has no document 2 (library list)
   1  2020-07-03  Lantern Moth 19: 2 values, 0 rules
verdict answer=affected
verdict answer=affected
run items_from_case=1
verdict answer=affected because=["F1", "F2"]

# A newer one of the same advisory takes its place; forgotten, the one before is back.
$ sed 's/45\[.\]129.*/185[.]99[.]133[.]112/' 19.md >new.md; tocsin learn new.md; tocsin library list; tocsin library forget 3; tocsin library list
   3 Lantern Moth 19: 2 values, 0 rules; revision 2: 1 new, 1 dropped
   1  2020-07-03  Lantern Moth 19: 2 values, 0 rules; replaced, not looked for
   3  2020-07-03  Lantern Moth 19: 2 values, 0 rules; revision 2
   1  2020-07-03  Lantern Moth 19: 2 values, 0 rules

# Show is what read shows.
$ tocsin library show 1 --format json >shown; tocsin read 19.md --format json | cmp - shown

# A value that is never searched for, by any sweep, until that is undone.
$ tocsin library allow '103[.]216[.]221[.]19' --why 'our own mail relay'; tocsin library list; tocsin sweep -q -a 19.md logs --format json | records +finding indicator.value; tocsin library allow 103.216.221.19 --undo; tocsin sweep -q logs --format json | records +finding indicator.value
   1  2020-07-03  Lantern Moth 19: 2 values, 0 rules
allowed  103.216.221.19  {...} by analyst: our own mail relay
finding indicator.value=45.129.229.48
finding indicator.value=103.216.221.19
finding indicator.value=45.129.229.48

$ tocsin library; tocsin library lst; tocsin library forget x; tocsin library allow 1.2.3.4; tocsin library show 9; tocsin learn
tocsin: list, show, forget or allow? (tocsin help library)
tocsin: library cannot 'lst': did you mean 'list'?
tocsin: 'x' is not the number of a document (library list)
tocsin: a value is allowed for a reason: --why TEXT
tocsin: the library has no document 9 (library list)
tocsin: no ADVISORY to learn (tocsin help learn)
[2]
