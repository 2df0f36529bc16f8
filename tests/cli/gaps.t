# What was asked for and not looked at is told, with the reason.

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
> 2020-07-01T14:10:00Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.14 DST=203.0.113.80 LEN=60 PROTO=TCP SPT=40002 DPT=443
> 2020-07-02T06:10:00Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.15 DST=198.51.100.9 LEN=60 PROTO=TCP SPT=40003 DPT=443
> 2020-07-02T21:10:00Z fw-edge kernel: DROP IN=eth1 OUT=eth0 SRC=10.20.3.19 DST=192.0.2.10 LEN=60 PROTO=TCP SPT=40004 DPT=22
> 2020-07-03T09:10:00Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.12 DST=198.51.100.7 LEN=60 PROTO=TCP SPT=40005 DPT=443
> 2020-07-03T23:50:00Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.14 DST=198.51.100.7 LEN=60 PROTO=TCP SPT=40006 DPT=443
> END

# Nothing missing: this is what the answer is without gaps.
$ tocsin sweep -a alert.md fw.log | head -1
NOT SEEN in the evidence handed in               it could have shown it: network

# One of two PATHs does not exist.
$ tocsin sweep -a alert.md nowhere fw.log
INCONCLUSIVE   nothing found, but the evidence could not have shown it
"Lantern Moth against laboratories", 3 Jul 2020 (alert.md)
You cannot say yes or no from this. All times are UTC, 2020.

WHAT STANDS IN THE WAY, most useful first
 1 nowhere: No such file or directory. Enough to matter.
 2 running programs and memory anywhere.
SEARCHED FOR  1 address.
IN  firewall fw-edge 763 bytes 1 - 3 Jul | files under nowhere 0 bytes
NEXT
 1 Fetch what stands in the way, most useful first; then sweep all of it again.
 2 tocsin explain | report --format html -o FILE
run {...}

SOURCES
 - files under nowhere: 1 item, 0 bytes. Can show: file hashes, file names,
   paths. Limits: parts of it could not be read.
 - firewall fw-edge (syslog): 1 item, 763 bytes, 1 - 3 Jul 2020. Can show:
   addresses.

NOT LOOKED AT, OR NOT WHOLLY
 - nowhere: io-error, No such file or directory (material)
[3]

# Left out on request.
$ mkdir all; cp fw.log all; cp fw.log all/old.log; tocsin sweep -a alert.md --exclude old.log all
INCONCLUSIVE   nothing found, but the evidence could not have shown it
"Lantern Moth against laboratories", 3 Jul 2020 (alert.md)
You cannot say yes or no from this. All times are UTC, 2020.

WHAT STANDS IN THE WAY, most useful first
 1 all/old.log: left out by --exclude or --include. Enough to matter.
 2 running programs and memory anywhere.
SEARCHED FOR  1 address.
IN  firewall fw-edge 763 bytes 1 - 3 Jul | files under all 763 bytes
NEXT
 1 Fetch what stands in the way, most useful first; then sweep all of it again.
 2 tocsin explain | report --format html -o FILE
run {...}

SOURCES
 - firewall fw-edge (syslog): 1 item, 763 bytes, 1 - 3 Jul 2020. Can show:
   addresses.
 - files under all: 1 item, 763 bytes. Can show: file hashes, file names, paths.
   Limits: parts of it could not be read.

NOT LOOKED AT, OR NOT WHOLLY
 - all/old.log: excluded-by-user, left out by --exclude or --include (material)
[3]

$ tocsin sweep -a alert.md --include 'fw.*' --format json all | records +gap at reason material
gap at=all/old.log reason=excluded-by-user material=true

# A container that is recognised, but not opened yet.
$ mkdir box; cp fw.log box; printf 'ITSF\003\000\000\000aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' >box/help.chm; tocsin sweep -a alert.md --format json box | records +gap at reason detail material
gap at=box/help.chm reason=unsupported-format detail=compiled HTML help is recognised but not opened yet material=true

# A compressed log that was cut off, and one that was damaged: what came before still counts.
$ mkdir cut; (cat fw.log; echo '2020-07-03T23:51:00Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.41 DST=103.216.221.19 LEN=60 PROTO=TCP SPT=50001 DPT=25') >whole; gzip -n whole; head -c -8 whole.gz >cut/fw.log.gz; tocsin sweep -q -a alert.md --format json cut | records +gap +finding +verdict at reason material indicator answer
finding at=cut/fw.log.gz (gzip):7 indicator={"kind": "ipv4", "value": "103.216.221.19"}
gap at=cut/fw.log.gz (gzip) reason=truncated material=true
verdict answer=affected

$ mkdir broken; (cat whole.gz; echo 'and then something else') >broken/fw.log.gz; tocsin sweep -q -a alert.md --format json broken | records +gap +finding +verdict at reason material indicator answer
finding at=broken/fw.log.gz (gzip):7 indicator={"kind": "ipv4", "value": "103.216.221.19"}
gap at=broken/fw.log.gz (gzip) reason=damaged material=true
verdict answer=affected

# A file and a folder that may not be read.
$ mkdir -p closed/sub; cp fw.log closed/a.log; cp fw.log closed/b.log; chmod 0 closed/b.log closed/sub; unprivileged tocsin sweep -a alert.md --no-case closed
INCONCLUSIVE   nothing found, but the evidence could not have shown it
"Lantern Moth against laboratories", 3 Jul 2020 (alert.md)
You cannot say yes or no from this. All times are UTC, 2020.

WHAT STANDS IN THE WAY, most useful first
 1 closed/b.log: not readable for this user: run again with more rights; and 1
   more like it. Enough to matter.
 2 running programs and memory anywhere.
SEARCHED FOR  1 address.
IN  firewall fw-edge 763 bytes 1 - 3 Jul | files under closed 0 bytes
NEXT
 1 Fetch what stands in the way, most useful first; then sweep all of it again.
 2 tocsin read ADVISORY | to keep this: sweep --format json -o FILE, report FILE
run {...}

SOURCES
 - firewall fw-edge (syslog): 1 item, 763 bytes, 1 - 3 Jul 2020. Can show:
   addresses.
 - files under closed: 2 items, 0 bytes. Can show: file hashes, file names,
   paths. Limits: parts of it could not be read.

NOT LOOKED AT, OR NOT WHOLLY
 - closed/b.log: permission, Permission denied (material)
 - closed/sub: permission, Permission denied (material)
[3]

# Links, devices and named pipes are no evidence: counted, without effect.
$ mkdir odd; cp fw.log odd; ln -s /etc/passwd odd/link; mkfifo odd/pipe; tocsin sweep -a alert.md --format json odd | records +summary gaps skips
summary gaps=0 skips={"fifo": 1, "symlink": 1}

# A worker that dies over an item, twice: one gap, and the rest of the answer stands.
$ mkdir crash; cp fw.log crash/bad.log; zcat whole.gz >crash/good.log; tocsin sweep -q -a alert.md --test-crash bad.log crash
AFFECTED   evidence: weak                                1 machine to act on now
"Lantern Moth against laboratories", 3 Jul 2020 (alert.md)
A connection from here to a server that this advisory lists was let through.
Swept: what was handed in. All times are UTC, 2020.

ACT NOW
 1 10.20.3.41, machine unknown: no lease log handed in                  weak  F1
   1 connection to 103[.]216[.]221[.]19 port 25, 3 Jul 23:51; let through.
NOT VISIBLE
 - running programs and memory anywhere.
 - crash/bad.log: tocsin's own decoder failed on it. Enough to matter.
SEARCHED FOR  1 address.
IN  firewall fw-edge 892 bytes 1 - 3 Jul | files under crash 763 bytes
NEXT
 1 Isolate 10.20.3.41 from the network; leave it switched on; keep its memory.
 2 Report it.
 3 tocsin explain F1 | verify F1 | report --format html -o FILE
run {...}

FINDINGS
F1 acted here. 10.20.3.41: 1 connection to 103[.]216[.]221[.]19 port 25,
    3 Jul 23:51; let through.
    at crash/good.log:7. Why: it began here.

SOURCES
 - files under crash: 1 item, 763 bytes. Can show: file hashes, file names,
   paths. Limits: parts of it could not be read.
 - firewall fw-edge (syslog): 1 item, 892 bytes, 1 - 3 Jul 2020. Can show:
   addresses.

NOT LOOKED AT, OR NOT WHOLLY
 - crash/bad.log: decoder-crashed, ended by signal {...}, at byte 0 of 763
   (material)
[1]

# A compressed file in a compressed file, deeper than allowed.
$ mkdir deep; gzip -nc whole.gz >deep/fw.log.gz.gz; tocsin sweep -q -a alert.md --max-depth 1 --format json deep | records +gap at reason material
gap at=deep/fw.log.gz.gz (gzip) reason=depth-limit material=true

$ tocsin sweep -q -a alert.md --format json deep | records +finding +gap at
finding at=deep/fw.log.gz.gz (gzip) (gzip):7

# Text that is encoded again and again is undone only so far; what was left is told.
$ python3 -c "print('\n'.join('a%2541' + chr(92) * 2 + 'u0041b[.]c' for i in range(60000)).replace('\n', ''))" >veils.txt; tocsin sweep -q -a alert.md --format json veils.txt | records +gap at reason detail material
gap at=veils.txt reason=count-limit detail=1506 encoded stretches of text were searched as they stand material=false

# Without libpff an Outlook mailbox is a gap that says what to install; its bytes are searched as they stand.
$ sed 's/libpff[.]so[.]1/libpff.so.0/' "$(command -v tocsin)" >lacking; chmod +x lacking; { printf '!BDN\0\0\0\0SM\27\0'; head -c 100000 /dev/zero; echo 'http://evil-site.net/x'; } >box.pst; ./lacking sweep --no-case -e evil-site.net box.pst --format json | records +gap +finding at reason detail matched; ./lacking formats | grep pst
finding at=box.pst:1 matched=evil-site.net
gap at=box.pst reason=unsupported-format detail=libpff is not installed; Outlook's mailboxes are read with it: install libpff1 (Debian, Ubuntu) or libpff
  pst              missing  Outlook mailbox (PST, OST) .pst .ost; install libpff1 (Debian, Ubuntu) or libpff
