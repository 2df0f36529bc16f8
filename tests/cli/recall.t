# Recall: of what a case has read before, only files that may hold what is asked now are read again.

$ mkdir logs; for d in 1 2 3 4; do for i in $(seq 1 50); do echo "2020-07-0${d}T21:10:${i}Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.$i DST=45.${d}.229.$i LEN=60 PROTO=TCP SPT=40004 DPT=25"; done >logs/fw$d.log; done; echo '2020-07-02T10:00:00Z fw-edge squid: GET http://cdn.many-files.com/a user c2.early-warning.net' >>logs/fw4.log

$ tocsin sweep -q --case c -e 45.2.229.7 -e 45.3.229.7 logs --format json | records +finding +run at items_from_case recall
finding at=logs/fw2.log:7
finding at=logs/fw3.log:7
run items_from_case=0

# The next one: nothing of it stands anywhere, and what was found before is not told again.
$ tocsin sweep -q --case c -e 45.9.229.7 -e evil-elsewhere.org logs --format json | records +finding +run at items_from_case recall.segments recall.segments_read
run items_from_case=4 recall.segments=4 recall.segments_read=0

$ tocsin report c | tail -2 | tr "\n" " " | sed "s,since [^ ]* [^ ]* [^ ]*,since DATE,; s,   *, ,g"; echo
 - Recall: 4 segments are known since DATE to hold nothing that is looked for; none was read again. 

# It says the same as reading everything, and so does each other way to ask.
$ for e in 45.2.229.7 45.4.229.0/28 45.9.229.0/24 early-warning.net c2.early-warning.net http://cdn.many-files.com/a bob@early-warning.net; do tocsin sweep -q --case c -e $e logs --format json >asked; tocsin sweep -q --full --case fresh -e $e logs --format json | grep -v '"type":"run"' >full; grep -v '"type":"run"' asked | cmp - full && echo $e $(records +run recall.segments_read <asked); done
45.2.229.7 run recall.segments_read=1
45.4.229.0/28 run recall.segments_read=1
45.9.229.0/24 run recall.segments_read=0
early-warning.net run recall.segments_read=1
c2.early-warning.net run recall.segments_read=1
http://cdn.many-files.com/a run recall.segments_read=1
bob@early-warning.net run recall.segments_read=0

# A file that was touched is read; so is everything when notes cannot answer, and it says why.
$ echo >>logs/fw1.log; tocsin sweep -q --case c -e 45.9.229.8 logs --format json | records +run items_from_case recall.segments recall.segments_read
run items_from_case=3 recall.segments=3 recall.segments_read=0

$ printf 'rule one { strings: $a = "nowhere at all" condition: $a }' >one.yar; tocsin sweep -q --case c -a one.yar logs | tail -1
 - Recall: 4 segments were read again: YARA rules are found only by reading.

$ tocsin sweep -q --case c -e d41d8cd98f00b204e9800998ecf8427f logs --format json | records +run recall.segments_read recall.because
run recall.segments_read=4 recall.because=["a digest is listed that was not computed then"]

$ tocsin sweep -q --case c -e d41d8cd98f00b204e9800998ecf8427d logs --format json | records +run recall.segments_read recall.because
run recall.segments_read=0 recall.because=[]

# On request nothing is taken from the case, or no notes are.
$ tocsin sweep -q --case c --full -e 45.9.229.8 logs --format json | records +run items_from_case recall
run items_from_case=0

$ for e in 45.9.229.8 45.9.229.9; do tocsin sweep -q --case bare --no-recall -e $e logs --format json | records +run items_from_case recall; done
run items_from_case=0
run items_from_case=0

# Damaged notes are no reason to believe them.
$ python3 - <<'END'
> import sqlite3
> db = sqlite3.connect('c/case.db')
> for row, last in db.execute('select id, last from noted').fetchall():
>     db.execute('update noted set last = ? where id = ?', (last[:-1] + bytes([last[-1] ^ 1]), row))
> db.commit()
> END

$ tocsin sweep -q --case c -e 45.2.229.9 -e 45.9.229.10 logs --format json | records +finding +run at recall.segments_read
finding at=logs/fw2.log:9
run recall.segments_read=4
