# A set file: advisories compiled once, swept with as often as is needed.
$ cat >alert.md <<'END'; cat >fw.log <<'END2'
> # Alert 7
> Published 2020-07-16. The actor used the addresses below from 1 January 2020 to 16 July 2020.
>
> | Type | Value |
> |---|---|
> | IPv4 | 103.216.221.19 |
> | Domain | evil-host.net |
> END
> 2020-07-01T00:00:01Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.41 DST=103.216.221.19 LEN=60 PROTO=TCP SPT=50001 DPT=443
> 2020-07-01T00:00:02Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.42 DST=198.51.100.9 LEN=60 PROTO=TCP SPT=50002 DPT=443
> END2

$ tocsin compile alert.md -e other-host.net -o alert.set | sed 's/[0-9.]* MB/{...} MB/'
alert.set: 3 values of 2 advisories, {...} MB

$ ls -l alert.set | cut -c1-10; ls *.part
-rw-------
ls: cannot access '*.part': No such file or directory
[2]

# The answer is that of the advisories themselves.
$ tocsin sweep -q --no-case -a alert.md -e other-host.net --format json fw.log | records +advisory +indicator +finding +verdict > direct; tocsin sweep -q --no-case --set alert.set --format json fw.log | records +advisory +indicator +finding +verdict > by-set; cmp direct by-set && wc -l <by-set
8

$ tocsin sweep -q --no-case -a alert.set --format json fw.log | records +advisory +indicator +finding +verdict | cmp - by-set

$ tocsin sweep -q --no-case -a alert.set -a alert.md fw.log
tocsin: alert.set: a compiled set: sweep with it alone (--set)
[2]

# What is no set, or a damaged one, is refused with a reason.
$ tocsin sweep --set fw.log fw.log
tocsin: fw.log: set: not a compiled set
[2]

$ tocsin sweep --set nothing.set fw.log
tocsin: nothing.set: No such file or directory
[2]

$ (head -c 100 alert.set; printf X; tail -c +102 alert.set) >bad.set; tocsin sweep --set bad.set fw.log
tocsin: bad.set: set: header damaged
[2]

$ cat >bytes.py <<'END'
> import json, os, subprocess, sys
> def sweep(path):
>     p = subprocess.run(['tocsin', 'sweep', '-q', '--no-case', '--set', path, '--format', 'json', 'fw.log'], capture_output=True, text=True)
>     rows = [json.loads(x) for x in p.stdout.splitlines()]
>     return p.returncode, [r for r in rows if r['type'] != 'run'], p.stderr.strip()
> def change(path, at):
>     with open(path, 'r+b', buffering=0) as f:
>         byte = os.pread(f.fileno(), 1, at)
>         os.pwrite(f.fileno(), bytes([byte[0] ^ 4]), at)
> def find(path, what):
>     return open(path, 'rb').read().rindex(what)
> END

$ cp alert.set rotten.set; python3 -c "from bytes import *; change('rotten.set', find('rotten.set', b'103.216.221.19'))"; tocsin sweep --no-case --set rotten.set fw.log
tocsin: set: section 3 is damaged
[2]

# Whichever byte of a larger set is damaged: the answer is that of the whole set, or there is none.
$ cat >all.py <<'END'
> from bytes import *
> size, whole, n = os.path.getsize('large.set'), sweep('large.set'), [0, 0]
> for at in list(range(0, 700, 97)) + list(range(700, size, 1 + size // 150)):
>     change('large.set', at)
>     got = sweep('large.set')
>     change('large.set', at)
>     refused = got[0] == 2 and got[1] == [] and 'set: ' in got[2]
>     n[refused] += 1
>     if not refused and got != whole: print(at, got)
> print(whole[0], 'told' if n[1] > 10 else n, 'not needed' if n[0] > 50 else n)
> END
$ seq -f 'host-%g.example-site.net' 5000 >list.txt; tocsin compile -q alert.md list.txt -o large.set; python3 all.py
1 told not needed

# Somebody writes to the set while it is swept with, at a place that this evidence does not lead to.
$ cat >late.py <<'END'
> from bytes import *
> line = open('fw.log').readline().replace('103.216.221.19', '198.51.100.7')
> print(line * 9999, end='', flush=True)
> change('late.set', find('late.set', b'other-host.net'))
> END
$ cp alert.set late.set; python3 late.py | tocsin sweep --no-case --set late.set -
tocsin: the set file was written to meanwhile: set: section 3 is damaged
[2]

# Touched, it is still the same; replaced by another file, the one that was opened counts.
$ sed "s/^change.*/os.utime('late.set')/" late.py >touch.py; cp alert.set late.set; python3 touch.py | tocsin sweep -q --no-case --set late.set - | head -1 | cut -c1-12
INCONCLUSIVE
$ sed "s/^change.*/os.rename('rotten.set', 'late.set')/" late.py >move.py; cp alert.set late.set; python3 move.py | tocsin sweep -q --no-case --set late.set - | head -1 | cut -c1-12
INCONCLUSIVE

$ head -c -8 alert.set >short.set; tocsin sweep --set short.set fw.log
tocsin: short.set: set: {...} bytes long, should be {...}
[2]

$ tocsin sweep --set alert.set -a alert.md fw.log
tocsin: a set file and advisories: compile them together
[2]

$ tocsin compile alert.md
tocsin: a set is written to a file: -o SET
[2]

$ tocsin compile alert.md -o /nowhere/alert.set
tocsin: /nowhere/alert.set: No such file or directory
[2]

$ tocsin compile -o x.set
tocsin: no ADVISORY to compile (tocsin help compile)
[2]

# More values than are told one by one: all are found, all are counted.
$ seq 1 30000 | sed 's/.*/host&.feed-host.net/' >feed.txt; echo 'q host29999.feed-host.net A' >q.txt; tocsin compile -q feed.txt -o feed.set; tocsin sweep -q --no-case --set feed.set --format json q.txt | records +finding +verdict indicator searched; tocsin sweep -q --no-case -a feed.txt --format json q.txt | records +finding +verdict indicator searched
finding indicator={"kind": "domain", "value": "host29999.feed-host.net"}
verdict searched={"domain": 30000}
finding indicator={"kind": "domain", "value": "host29999.feed-host.net"}
verdict searched={"domain": 30000}

# An address of ours among those that are not told.
$ seq 1 30000 | sed 's/.*/host&.feed-host.net/' >own.txt; echo 5.9.88.77 >>own.txt; tocsin compile -q own.txt -o own.set; tocsin sweep --no-case --home-net 5.9.88.0/24 --set own.set q.txt | grep -i -m2 '5.9.88.77\|88\[.\]77'
The advisory lists an address of yours (5[.]9[.]88[.]77). Call the publisher
