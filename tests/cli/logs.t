# Logs as they lie in /var/log: rotated, compressed, through a pipe.

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
> 2020-07-02T21:10:00Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.41 DST=103.216.221.19 LEN=60 PROTO=TCP SPT=40004 DPT=25
> 2020-07-03T09:10:00Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.12 DST=198.51.100.7 LEN=60 PROTO=TCP SPT=40005 DPT=443
> 2020-07-03T23:50:00Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.14 DST=198.51.100.7 LEN=60 PROTO=TCP SPT=40006 DPT=443
> END

# A rotated series is one source; the older parts are compressed each in its own way.
$ mkdir series; sed -n 5,6p fw.log >series/fw.log; sed -n 4p fw.log >series/fw.log.1; sed -n 3p fw.log | gzip -n >series/fw.log.2.gz; sed -n 2p fw.log | python3 -c 'import bz2, sys; sys.stdout.buffer.write(bz2.compress(sys.stdin.buffer.read()))' >series/fw.log.3.bz2; sed -n 1p fw.log | python3 -c 'import lzma, sys; sys.stdout.buffer.write(lzma.compress(sys.stdin.buffer.read()))' >series/fw.log.4.xz; ls series
fw.log
fw.log.1
fw.log.2.gz
fw.log.3.bz2
fw.log.4.xz

$ tocsin sweep -a alert.md series
tocsin: seen: 10.20.3.41: 103.216.221.19 (it began here), in series/fw.log.1
AFFECTED   evidence: weak                                1 machine to act on now
"Lantern Moth against laboratories", 3 Jul 2020 (alert.md)
A connection from here to a server that this advisory lists was let through.
Swept: what was handed in. All times are UTC, 2020.

ACT NOW
 1 10.20.3.41, machine unknown: no lease log handed in                  weak  F1
   1 connection to 103[.]216[.]221[.]19 port 25, 2 Jul 21:10; let through.
NOT VISIBLE
 - running programs and memory anywhere.
SEARCHED FOR  1 address.
IN  firewall fw-edge 843 bytes 1 - 3 Jul
NEXT
 1 Isolate 10.20.3.41 from the network; leave it switched on; keep its memory.
 2 Report it.
 3 tocsin explain F1 | verify F1 | report --format html -o FILE
run {...}

FINDINGS
F1 acted here. 10.20.3.41: 1 connection to 103[.]216[.]221[.]19 port 25,
    2 Jul 21:10; let through.
    at series/fw.log.1:1. Why: it began here.

SOURCES
 - firewall fw-edge (syslog): 5 items, 843 bytes, 1 - 3 Jul 2020. Can show:
   addresses.
[1]

# One part is missing: the hole is told.
$ mkdir holed; cp series/* holed; rm holed/fw.log.1 holed/fw.log.2.gz; tocsin sweep -q -a alert.md holed | sed -n '1p; /STANDS IN THE WAY/,/SEARCHED/p'
INCONCLUSIVE   nothing found, but the evidence could not have shown it
WHAT STANDS IN THE WAY, most useful first
 1 2 Jul 2020: no records of fw-edge. Find what is missing, or a copy of it.
 2 running programs and memory anywhere.
SEARCHED FOR  1 address.

# zstd and lz4; one stream in another.
$ base64 -d >edge.log.zst <<'END'
> KLUv/SCBdQMA0kcZGGBZByzO+FQKsLEJ2h42VGablKwulsS0YADBsKWiw/8BtoxUxoZPP5DUF9BZGj32LfMrlp/whR0pusMT
> 3vl9YYQifUuP7sVN6DDacokxUSSb2jYxnRY1g67S6Ue+yHLzA+PB+RwBAMegQAE=
> END

$ base64 -d >edge.log.lz4 <<'END'
> BCJNGGBAgoEAAIAyMDIwLTA3LTAyVDIxOjEwOjAwWiBmdy1lZGdlIGtlcm5lbDogQUNDRVBUIElOPWV0aDEgT1VUPWV0aDAg
> U1JDPTEwLjIwLjMuNDEgRFNUPTEwMy4yMTYuMjIxLjE5IExFTj02MCBQUk9UTz1UQ1AgU1BUPTQwMDA0IERQVD0yNQoAAAAA
> END

$ for f in edge.log.zst edge.log.lz4; do tocsin sweep -q -a alert.md --format json $f | records +finding +gap at host; done
finding at=edge.log.zst (zstd):1 host=10.20.3.41
finding at=edge.log.lz4 (lz4):1 host=10.20.3.41

$ gzip -nc fw.log | gzip -nc >twice.gz; tocsin sweep -q -a alert.md --format json twice.gz | records +finding +end at hits format
finding at=twice.gz (gzip) (gzip):4
end at=twice.gz hits=1 format=syslog

# The same bytes under any wrapping give the same answer; only the way to the place differs.
$ for w in cat 'gzip -nc' "iconv -t UTF-16" "sed s/$/\r/"; do $w <fw.log >wrapped; tocsin sweep -q -a alert.md --format json wrapped | records +finding at matched host peer; done
finding at=wrapped:4 matched=103.216.221.19 host=10.20.3.41 peer=103.216.221.19:25
finding at=wrapped (gzip):4 matched=103.216.221.19 host=10.20.3.41 peer=103.216.221.19:25
finding at=wrapped:4 matched=103.216.221.19 host=10.20.3.41 peer=103.216.221.19:25
finding at=wrapped:4 matched=103.216.221.19 host=10.20.3.41 peer=103.216.221.19:25

# Standard input, plain and compressed.
$ tocsin sweep -q -a alert.md - <fw.log | head -7
AFFECTED   evidence: weak                                1 machine to act on now
"Lantern Moth against laboratories", 3 Jul 2020 (alert.md)
A connection from here to a server that this advisory lists was let through.
Swept: what was handed in. All times are UTC, 2020.

ACT NOW
 1 10.20.3.41, machine unknown: no lease log handed in                  weak  F1

$ gzip -nc fw.log | tocsin sweep -q -a alert.md --format json - | records +finding at
finding at=standard input (gzip):4

# Twice the same file is still one happening: its strength does not grow.
$ mkdir twice; cp fw.log twice/a.log; cp fw.log twice/b.log; tocsin sweep -q -a alert.md twice | head -1
AFFECTED   evidence: weak                                1 machine to act on now

# Many files from a list, by line and by NUL.
$ find series -type f | LC_ALL=C sort >list; tocsin sweep -q -a alert.md --files-from list | head -1
AFFECTED   evidence: weak                                1 machine to act on now

$ find series -type f -print0 | tocsin sweep -q -a alert.md -0 --files-from - | head -1
AFFECTED   evidence: weak                                1 machine to act on now

# The same file named twice, or through a link, is read once.
$ ln -s ../fw.log twice/link.log; tocsin sweep -q -a alert.md --format json fw.log fw.log | records +summary items findings skips
summary items=2 findings=2 skips={}

# A VPN's log says who had an address; which computer that was, it does not say.
$ cat >openvpn.log <<'END'
> 2020-07-01 08:00:00 198.51.100.23:51820 [bob] Peer Connection Initiated with [AF_INET]198.51.100.23:51820
> 2020-07-01 08:00:01 bob/198.51.100.23:51820 MULTI_sva: pool returned IPv4=10.8.0.6, IPv6=(Not enabled)
> END

$ echo '2020-07-01T08:30:00Z fw-edge kernel: ACCEPT IN=tun0 OUT=eth0 SRC=10.8.0.6 DST=103.216.221.19 LEN=60 PROTO=TCP SPT=40004 DPT=25' >tunnel.log; tocsin sweep -q -e 103.216.221.19 openvpn.log tunnel.log | sed -n '/^ACT NOW/,/^NOT VIS/p'
ACT NOW
 1 10.8.0.6, user bob by VPN                                            weak  F1
   1 connection to 103[.]216[.]221[.]19 port 25, 1 Jul 08:30; let through.
NOT VISIBLE
