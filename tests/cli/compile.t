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

$ (head -c -64 alert.set; printf X; tail -c 63 alert.set) >rotten.set; tocsin sweep --no-case --set rotten.set fw.log
tocsin: set: section 3 is damaged
[2]

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
