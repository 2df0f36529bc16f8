# Digests of long logs: nobody lists the digest of a log, so they are taken of the first 8 MiB at most.

$ python3 - <<'END'
> import gzip, hashlib
> def line(n):
>     return b'2020-07-01T%02d:%02d:%02dZ fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.41 DST=198.51.100.%d LEN=60 PROTO=TCP SPT=40004 DPT=443\n' % (n // 3600 % 24, n // 60 % 60, n % 60, n % 250)
> text = b''.join(line(n) for n in range(80000)) + line(80000).replace(b'198.51.100.0', b'103.216.221.19')
> strange = text + b'\0' * 100
> for name, data in ('long.log', text), ('strange.log', strange), ('short.log', text[:1000000]):
>     open(name, 'wb').write(data)
> open('strange.log.gz', 'wb').write(gzip.compress(strange, mtime=0))
> open('list', 'w').write('103.216.221.19\n' + ''.join('%s\n' % hashlib.md5(d).hexdigest() for d in (text, strange, text[:1000000])))
> END

# A long log is searched all the same, and that its digest was not compared is told.
$ tocsin sweep -q --case c -a list long.log >/dev/null; records +finding id indicator.kind at <c/records.ndjson; records +coverage items bytes_not_digested <c/records.ndjson; records +verdict answer blind <c/records.ndjson
finding id=F1 indicator.kind=ipv4 at=long.log:80001
coverage items=1 bytes_not_digested=10364930
verdict answer=affected blind=[{"detail": "3 MD5 hashes: no files of a computer were handed in", "reason": "no-source", "remedy": "sweep the disks of the machines that matter most"}, {"detail": "logs of more than 8 MiB were searched but not compared with listed file hashes: 10 MB", "reason": "not-looked-at", "remedy": "sweep with --digest-all if one could be listed"}, {"detail": "running programs and memory anywhere", "reason": "not-looked-at", "remedy": null}]

$ tocsin verify c:F1
PROVEN  F1 at long.log:80001
read again: 1 of 1 listed places hold the same bytes

# The digest of the file is in the case: it is evidence now.
$ records +end sha256 <c/records.ndjson | grep -c "$(sha256sum long.log | cut -d' ' -f1)"
1

# Without a case of one's own it is not.
$ tocsin sweep -q -a list long.log >/dev/null; tocsin sweep -q --no-case -a list --format json long.log | records +end sha256
end sha256=[null]

# On demand, and of short ones.
$ tocsin sweep -q --digest-all -a list --format json --case all long.log | records +finding indicator.kind at; tocsin verify all:F1
finding indicator.kind=ipv4 at=long.log:80001
finding indicator.kind=md5 at=long.log
PROVEN  F1 at long.log:80001
read again: 1 of 1 listed places hold the same bytes

$ tocsin sweep -q --no-case -a list --format json short.log | records +finding indicator.kind at +coverage bytes_not_digested
finding indicator.kind=md5 at=short.log
coverage bytes_not_digested=0

# Zero bytes are no text: what only looked like a log is read again, or a gap.
$ tocsin sweep -q --no-case -a list --format json strange.log | records +finding indicator.kind at +coverage bytes_not_digested
finding indicator.kind=ipv4 at=strange.log:80001
finding indicator.kind=md5 at=strange.log
coverage bytes_not_digested=0

$ tocsin sweep -q --no-case -a list --format json strange.log.gz | records +gap reason at material detail +coverage bytes_not_digested
gap reason=not-comparable at=strange.log.gz (gzip) material=true detail=a log with bytes in it that are no text was not compared with listed digests (--digest-all)
coverage bytes_not_digested=0

# What is told to people.
$ tocsin sweep -q --no-case -a list long.log | grep -B1 digest-all
 - logs of more than 8 MiB were searched but not compared with listed file
   hashes: 10 MB. Sweep with --digest-all if one could be listed.
