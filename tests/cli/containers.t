# What lies in archives, however deep, has a place of its own; what cannot be opened is told by name.

$ cat >alert.md <<'END'
> # Lantern Moth against laboratories
>
> Published: 3 July 2020. Seen since 1 July 2020.
>
> ## Indicators of compromise
>
> - 103[.]216[.]221[.]19
> - d4af7fa821d797a065b7d2c0761bb4db0813ded7cdb30ac49d16dcbfae4cafad
> END

$ cat >make.py <<'END'
> import bz2, gzip, hashlib, io, lzma, os, struct, tarfile, zipfile
> program = b'MZ inert test file, not a program\n' * 20
> assert hashlib.sha256(program).hexdigest().startswith('d4af7fa8')
> line = '2020-07-01T21:10:%02dZ fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.41 DST=103.216.221.%d LEN=60 PROTO=TCP SPT=40004 DPT=25\n'
> log = ''.join(line % (i, 19 if i == 1 else 20) for i in range(3)).encode()
> DAY = (2020, 7, 1, 0, 0, 0)
>
> def zipped(*members, how=zipfile.ZIP_DEFLATED):
>     out = io.BytesIO()
>     with zipfile.ZipFile(out, 'w') as z:
>         for name, data in members:
>             z.writestr(zipfile.ZipInfo(name, DAY), data, how)
>     return out.getvalue()
>
> def tarred(*members, form=tarfile.PAX_FORMAT):
>     out = io.BytesIO()
>     with tarfile.open(fileobj=out, mode='w', format=form) as t:
>         for name, data in members:
>             info = tarfile.TarInfo(name)
>             if isinstance(data, tuple):
>                 info.type, info.linkname = data
>             else:
>                 info.size, info.mtime = len(data), 1593561600
>             t.addfile(info, None if isinstance(data, tuple) else io.BytesIO(data))
>     return out.getvalue()
>
> def crc(byte, c):
>     c ^= byte
>     for _ in range(8):
>         c = c >> 1 ^ 0xedb88320 * (c & 1)
>     return c
>
> def locked(name, data, word):
>     """A stored member under the traditional encryption of zip."""
>     plain = zipped((name, data), how=zipfile.ZIP_STORED)
>     k = [0x12345678, 0x23456789, 0x34567890]
>     def step(byte):
>         k[0] = crc(byte, k[0] & 0xff) ^ k[0] >> 8
>         k[1] = ((k[1] + (k[0] & 0xff)) * 134775813 + 1) & 0xffffffff
>         k[2] = crc(k[1] >> 24, k[2] & 0xff) ^ k[2] >> 8
>     for byte in word:
>         step(byte)
>     out = bytearray()
>     check = struct.unpack_from('<I', plain, 14)[0] >> 24
>     for byte in bytes(11) + bytes([check]) + data:
>         t = k[2] & 0xffff | 2
>         out.append(byte ^ (t * (t ^ 1) >> 8 & 0xff))
>         step(byte)
>     at = 30 + len(name)
>     end = plain[at + len(data):]
>     both = bytearray(plain[:at] + bytes(out) + end)
>     for where in (6, at + len(out) + 8):
>         struct.pack_into('<H', both, where, 1)
>     for where in (18, at + len(out) + 20):
>         struct.pack_into('<I', both, where, len(out))
>     struct.pack_into('<I', both, both.rfind(b'PK\5\6') + 16, at + len(out))
>     return bytes(both)
>
> def put(name, data):
>     os.makedirs(os.path.dirname(name), exist_ok=True)
>     open(name, 'wb').write(data)
> END

# A listed program and a log, each at the end of a chain; every layer has its digest.
$ cat >a.py <<'END'
> from make import *
> put('deep/case.zip', zipped(('readme.txt', b'hello'), ('inner.tar.gz', gzip.compress(tarred(('bin/agentd', program)), mtime=0)), ('fw.log.xz', lzma.compress(log))))
> inner = zipfile.ZipFile('deep/case.zip').read('inner.tar.gz')
> for layer in (open('deep/case.zip', 'rb').read(), inner, gzip.decompress(inner), program):
>     print(hashlib.sha256(layer).hexdigest()[:8])
> END

$ python3 a.py >want; tocsin sweep -q -a alert.md --format json deep >deep.ndjson; records at count line +finding <deep.ndjson
finding at=deep/case.zip » inner.tar.gz (gzip) » bin/agentd count=1
finding at=deep/case.zip » fw.log.xz (xz):2 count=1 line=2

$ python3 - <<'END' | diff - want
> import json
> for line in open('deep.ndjson'):
>     r = json.loads(line)
>     if r['type'] == 'end' and r['at'].endswith('agentd'):
>         print('\n'.join(s[:8] for s in r['sha256']))
> END

# The same tree, shown.
$ tocsin show deep
deep/case.zip: zip, {...}
  readme.txt: text, 5 bytes, 2020-07-01T00:00:00Z
    | hello
  inner.tar.gz: gzip, {...}
    gzip: tar
      bin/agentd: text, 680 bytes, 2020-07-01T00:00:00Z
        | MZ inert test file, not a program
...
  fw.log.xz: xz, {...}
    xz: text
      1 2020-07-01T21:10:00Z flow let-through  SRC=10.20.3.41  DST=103[.]216[.]221[.]20
      2 2020-07-01T21:10:01Z flow let-through  SRC=10.20.3.41  DST=103[.]216[.]221[.]19
      3 2020-07-01T21:10:02Z flow let-through  SRC=10.20.3.41  DST=103[.]216[.]221[.]20

# A locked archive: the usual word is tried, others come from the user and are told nowhere.
$ python3 -c "from make import *; put('locked/usual.zip', locked('agentd', program, b'infected')); put('locked/other.zip', locked('agentd', program, b'Wd-2020'))"; tocsin sweep -q -a alert.md --format json locked | records at reason detail +finding +gap
gap at=locked/other.zip » agentd reason=encrypted detail=zip: encrypted, and no password that we have opens it
finding at=locked/usual.zip » agentd

$ tocsin sweep -q -a alert.md --format json --password Wd-2020 locked >locked.ndjson; records at +finding +gap <locked.ndjson; records command +run <locked.ndjson; grep Wd-2020 locked.ndjson
finding at=locked/other.zip » agentd
finding at=locked/usual.zip » agentd
run command=["sweep", "-q", "-a", "alert.md", "--format", "json", "--password", "...", "locked"]
[1]

# One damaged member is a gap with its name; the others are read.
$ cat >b.py <<'END'
> from make import *
> noise = bytes(i * i * 7 >> 3 & 0xff for i in range(5000))
> bad = bytearray(zipped(('a.bin', noise), ('agentd', program), ('b.bin', noise), ('more/agentd', program)))
> bad[100] ^= 255
> bad[bad.find(b'b.bin') + 500] ^= 255
> put('damaged/case.zip', bytes(bad))
> whole = tarred(('agentd', program), ('fw.log', log))
> put('damaged/cut.tar', whole[:whole.find(log) + len(log) - 20])
> END

$ python3 b.py; tocsin sweep -q -a alert.md --format json damaged | records at reason +finding +gap
gap at=damaged/case.zip » a.bin reason=damaged
finding at=damaged/case.zip » agentd
gap at=damaged/case.zip » b.bin reason=damaged
finding at=damaged/case.zip » more/agentd
finding at=damaged/cut.tar » agentd
finding at=damaged/cut.tar » fw.log:2
gap at=damaged/cut.tar » fw.log reason=truncated

# What an archive states about its members may be a lie; the bytes count.
$ cat >c.py <<'END'
> from make import *
> for name, size in (('small', 10), ('large', 0xfffffff0)):
>     lie = bytearray(zipped(('agentd', program), ('fw.log', log)))
>     struct.pack_into('<I', lie, 22, size)
>     struct.pack_into('<I', lie, lie.find(b'PK\1\2') + 24, size)
>     put('lies/%s.zip' % name, bytes(lie))
> put('lies/cut.zip', zipped(('agentd', program), ('fw.log', log))[:-30])
> END

$ python3 c.py; tocsin sweep -q -a alert.md --format json lies | records at reason +finding +gap
finding at=lies/cut.zip » agentd
finding at=lies/cut.zip » fw.log:2
finding at=lies/large.zip » agentd
gap at=lies/large.zip » agentd reason=damaged
finding at=lies/large.zip » fw.log:2
finding at=lies/small.zip » agentd
gap at=lies/small.zip » agentd reason=damaged
finding at=lies/small.zip » fw.log:2

# Names that lead elsewhere, links, devices: names are data, nothing is opened or written.
$ cat >d.py <<'END'
> from make import *
> put('names/traps.tar', tarred(('../../../../tmp/agentd', program), ('/etc/cron.d/job', b'* * * * * root curl http://103.216.221.19/x\n'), ('link', (tarfile.SYMTYPE, '/etc/passwd')), ('hard', (tarfile.LNKTYPE, '/etc/shadow')), ('null', (tarfile.CHRTYPE, '')), ('pipe', (tarfile.FIFOTYPE, ''))))
> put('names/letters.zip', zipped(('r\u00e9sum\u00e9/\u0444\u0430\u0439\u043b.log', log), ('a\x1b[31m/agentd', program)))
> END

$ python3 d.py; find . -newer d.py -not -name __pycache__ | sort; tocsin sweep -q -a alert.md --format json names | records at reason +finding +gap
.
./names
./names/letters.zip
./names/traps.tar
finding at=names/letters.zip » résumé/файл.log:2
finding at=names/letters.zip » a{...}[31m/agentd
finding at=names/traps.tar » ../../../../tmp/agentd
finding at=names/traps.tar » /etc/cron.d/job:1

# Behind each limit a listed value: every one is told, and no answer says "not seen".
$ cat >e.py <<'END'
> from make import *
> data = log
> for i in range(18):
>     data = gzip.compress(data, mtime=0)
> put('depth/fw.log.gz', data)
> put('members/many.tar', tarred(*[('n%d' % i, b'') for i in range(50)], ('agentd', program)))
> put('size/big.tar', tarred(('big.log', b'-' * (2 << 20) + b'\n' + log)))
> put('memory/outer.tar', tarred(('inner.zip', zipped(('noise', os.urandom(2 << 20)), ('agentd', program)))))
> put('ratio/zeros.zip', zipped(('zeros', bytes(80 << 20) + log)))
> END

$ python3 e.py; for limit in 'depth --max-depth 16' 'members --max-members 50' 'size --max-file-size 1' 'memory --max-memory 1' 'ratio --max-ratio 100'; do set -- $limit; tocsin sweep -q -a alert.md --format json $2 $3 $1 >out; echo "$1 $?"; records reason material +finding +gap <out; done
depth 3
gap reason=depth-limit material=true
members 3
gap reason=count-limit material=true
size 3
gap reason=too-large material=true
memory 3
gap reason=too-large material=true
ratio 3
gap reason=ratio-limit material=true

# Bombs stop soon, and what stands behind one in its archive is still looked at.
$ cat >f.py <<'END'
> from make import *
> zeros = bytes(300 << 20)
> put('bombs/zeros.gz', gzip.compress(zeros, 9, mtime=0))
> put('bombs/zeros.zip', zipped(('zeros', zeros), ('agentd', program)))
> bomb = zipped(('zeros', zeros))
> for i in range(3):
>     bomb = zipped(*[('level%d-%d' % (i, n), bomb) for n in range(16)])
> put('bombs/nested.zip', bomb)
> END

$ python3 f.py; tocsin sweep -q -a alert.md --format json bombs >bombs.ndjson; echo $?; records at reason +finding <bombs.ndjson; records reason +gap <bombs.ndjson | sort | uniq -c
1
finding at=bombs/zeros.zip » agentd
{...} gap reason=ratio-limit

# Through a pipe a file can be read but once: whatever lies in it is found the first time.
$ python3 -c 'from make import *; open("piped.zip", "wb").write(zipped(("fw.log", log)))'; cat piped.zip | tocsin sweep --no-case -e 103.216.221.19 - --format json | records +finding +gap at reason
tocsin: seen: 10.20.3.41: 103.216.221.19 (it began here), in standard input
finding at=standard input » fw.log:2
