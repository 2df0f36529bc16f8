# Hostile names and contents: nothing of them acts on a terminal or breaks a record.

$ cat >alert.md <<'END'
> # Lantern Moth against laboratories
>
> Published: 3 July 2020. Seen since 1 July 2020.
>
> ## Indicators of compromise
>
> - 103[.]216[.]221[.]19
> - lantern-moth-update[.]site
> END

$ mkdir names; python3 - <<'END'
> import os
> line = b'2020-07-01T21:10:%02dZ fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.%d DST=103.216.221.19 LEN=60 PROTO=TCP SPT=40004 DPT=25\n'
> names = [b'\x1b[31mred.log', b'new\nline.log', 'right\u202eleft.log'.encode(), b'not-\xff\xfe-utf8.log', b'<script>alert(1)<', b'=cmd|calc.log',
>          b'-rf', b'tab\tbed.log', b'quote".log', b'back\\slash.log', b'c1\xc2\x9b31m.log', b' lead.log', b'percent%s%n.log']
> for n, name in enumerate(names):
>     open(b'names/' + name, 'wb').write(line % (n, n + 1))
> END

# The report for people, every name made visible.
$ tocsin sweep -a alert.md names >report.txt; grep ' at names' report.txt
tocsin: seen: 10.20.3.{...}: 103.216.221.19 (it began here), in names/{...}
    at names/\x1b[31mred.log:1. Why: it began here.
    at names/ lead.log:1. Why: it began here.
    at names/-rf:1. Why: it began here.
    at names/<script>alert(1)<:1. Why: it began here.
    at names/=cmd|calc.log:1. Why: it began here.
    at names/back\slash.log:1. Why: it began here.
    at names/c1\u009b31m.log:1. Why: it began here.
    at names/new\nline.log:1. Why: it began here.
    at names/not-\xff\xfe-utf8.log:1. Why: it began here.
    at names/percent%s%n.log:1. Why: it began here.
    at names/quote".log:1. Why: it began here.
    at names/right\u202eleft.log:1. Why: it began here.
    at names/tab\tbed.log:1. Why: it began here.

$ unseen <report.txt
0

# The records are valid, and a name that is no UTF-8 is kept byte for byte.
$ tocsin sweep -q -a alert.md --format json names >case.ndjson; python3 - <<'END'
> import base64, json, os
> data = open('case.ndjson', 'rb').read()
> print(sum(byte < 32 and byte != 10 for byte in data), 'control bytes')
> seen = set()
> for line in data.decode('utf-8').splitlines():
>     record = json.loads(line)
>     if record['type'] == 'begin':
>         path = record['where'][0]['path']
>         seen.add(base64.b64decode(path['base64']) if isinstance(path, dict) else path.encode())
> print(seen == {b'names/' + name for name in os.listdir(b'names')})
> END
0 control bytes
True

# A reason on stderr does not carry them either.
$ tocsin sweep -a "$(printf 'no\033[31msuch.md')" names
tocsin: no?[31msuch.md: No such file or directory
[2]

$ tocsin sweep -a alert.md "$(printf 'no\033[31msuch')"
tocsin: no?[31msuch: cannot be opened
[2]

$ tocsin "$(printf '\033[31mverb')"
tocsin: no verb '?[31mverb' (tocsin help)
[2]

# Contents: control bytes and bidi marks around a hit stay escaped in its context.
$ printf '2020-07-01T21:10:00Z proxy squid: 10.20.3.41 GET http://lantern-moth-update.site/\033[2J\342\200\256 \377\n' >odd.log; tocsin sweep -q -a alert.md odd.log | unseen
0

$ tocsin sweep -q -a alert.md --format json odd.log | python3 -c 'import json, sys; [json.loads(line) for line in sys.stdin.buffer]; print("valid")'
valid

# Records that lie: a stored result with hostile text is shown without it.
$ sed 's/10\.20\.3\.1"/\\u001b[31m\\u202e"/' case.ndjson >forged.ndjson; tocsin report forged.ndjson | unseen
0

# Sizes: one endless line; many tiny lines; nothing at all.
$ head -c 3000000 /dev/zero | tr '\0' a >long.txt; (cat long.txt; echo ' lantern-moth-update.site') >longer.txt; tocsin sweep -q -a alert.md --format json longer.txt | records +finding +gap at offset reason
finding at=longer.txt:1 offset=3000001

$ : >nothing.log; tocsin sweep -q -a alert.md nothing.log | head -1
INCONCLUSIVE   nothing found, but the evidence could not have shown it

# A bomb: 40 MB of zeros in 40 kB, twice over.
$ head -c 40000000 /dev/zero | gzip -9n | gzip -9n >bomb.gz; tocsin sweep -q -a alert.md --format json bomb.gz | records +gap +end reason complete

# Deep nesting ends at a limit.
$ cp odd.log nest; for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18; do gzip -n nest; mv nest.gz nest; done; tocsin sweep -q -a alert.md --format json nest | records +gap reason
gap reason=depth-limit
