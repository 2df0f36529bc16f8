# Documents made to exhaust who reads them: each ends in a sentence or a gap, within the limits.

$ cat >make.py <<'END'
> import zipfile, zlib
> def put(name, *parts):
>     with open(name, 'wb') as f:
>         for part in parts:
>             f.write(part)
> pattern = '[domain-name:value = \'evil-names.com\']'
> deep = 100000
> put('deep.json', b'{"type":"bundle","id":"bundle--1","objects":[{"type":"indicator","x":' + b'[' * deep + b']' * deep + b'}]}')
> put('open.json', b'[' * deep)
> put('keys.json', b'{"a":' * deep)
> put('event.json', b'{"Event":{"info":"x","Attribute":[{"type":"domain","value":"evil-names.com","x":' + b'{"a":' * deep + b'1' + b'}' * deep + b'}]}}')
> line = [b'a' * 1000000] * 200
> put('line.txt', b'evil-names.com\n', *line, b'\nother-names.com\n')
> put('line.csv', b'value,remark\nevil-names.com,"', *line, b'"\nother-names.com,x\n')
> put('line.json', b'{"type":"bundle","id":"bundle--1","objects":[{"type":"report","name":"', *line, b'"}]}\n')
> put('line.md', b'# Report\n\nThe actor used evil-names[.]com.\n\n', *line, b'\n')
> space = 'http://schemas.openxmlformats.org/'
> laughs = '<!DOCTYPE w [<!ENTITY a0 "evil-names[.]com ">' + ''.join('<!ENTITY a%d "%s">' % (i, ('&a%d;' % (i - 1)) * 10) for i in range(1, 12)) + ']>'
> opened = '<w:document xmlns:w="' + space + 'wordprocessingml/2006/main"><w:body>'
> closed = '</w:body></w:document>'
> types = '<Types xmlns="' + space + 'package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
> rels = '<Relationships xmlns="' + space + 'package/2006/relationships"><Relationship Id="r1" Type="' + space + 'officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
> def docx(name, *parts):
>     with zipfile.ZipFile(name, 'w', zipfile.ZIP_DEFLATED) as z:
>         z.writestr('[Content_Types].xml', types)
>         z.writestr('_rels/.rels', rels)
>         with z.open('word/document.xml', 'w') as f:
>             for part in parts:
>                 f.write(part.encode())
> docx('laughs.docx', laughs, opened, '<w:p><w:r><w:t>&a11;</w:t></w:r></w:p>', closed)
> docx('nested.docx', opened, '<w:p>' * deep)
> docx('zeros.docx', opened, *[' ' * 1000000] * 300, closed)
> def pdf(name, *objects):
>     out, at = b'%PDF-1.7\n', []
>     for i, o in enumerate(objects, 1):
>         at.append(len(out))
>         out += b'%d 0 obj\n%s\nendobj\n' % (i, o)
>     table = b''.join(b'%010d 00000 n \n' % a for a in at)
>     put(name, out, b'xref\n0 %d\n0000000000 65535 f \n' % (len(at) + 1), table, b'trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n' % (len(at) + 1, len(out)))
> def stream(data, filters):
>     return b'<< /Length %d /Filter %s >>\nstream\n%s\nendstream' % (len(data), filters, data)
> def packed(unit, count):
>     c = zlib.compressobj(9)
>     return b''.join(c.compress(unit) for i in range(count)) + c.flush()
> head = [b'<< /Type /Catalog /Pages 2 0 R >>', b'<< /Type /Pages /Kids [3 0 R] /Count 1 >>', b'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R >>']
> blanks = packed(b' ' * 1000000, 100)
> pdf('zeros.pdf', *head, stream(blanks, b'/FlateDecode'))
> pdf('twice.pdf', *head, stream(zlib.compress(blanks, 9), b'[/FlateDecode /FlateDecode]'))
> pdf('loop.pdf', head[0], b'<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 1000000 >>')
> END

$ python3 make.py; for f in *.json; do tocsin read $f; done
tocsin: deep.json: json: line 1, byte 322: nested deeper than 256
tocsin: event.json: json: line 1, byte 1340: nested deeper than 256
tocsin: keys.json: JSON: nested too deep
tocsin: line.json: json: line 1, byte 69: string is longer than 64 MiB
tocsin: open.json: json: line 1, byte 256: nested deeper than 256
[2]

$ for f in line.txt line.csv line.md; do tocsin read $f --format json | records +gap +indicator value reason detail; done
indicator value=evil-names.com
indicator value=other-names.com
gap reason=too-large detail=1 line is longer than 1 MiB: what is behind was not read
gap reason=not-comparable detail=1 entry is no value that can be searched for
indicator value=evil-names.com
indicator value=other-names.com
gap reason=too-large detail=1 line is longer than 1 MiB: what is behind was not read
indicator value=evil-names.com
gap reason=memory-limit detail=markdown: more than 67106736 bytes in one part, at line 5

$ for f in *.docx; do tocsin read $f --format json | records +gap +summary reason detail indicators; done
gap reason=memory-limit detail=docx: word/document.xml: xml: line 1: declares entities of its own, which are not expanded
summary indicators=0
gap reason=memory-limit detail=docx: word/document.xml: xml: line 1: elements are nested more than 256 deep
summary indicators=0
gap reason=memory-limit detail=docx: word/document.xml: docx: word/document.xml is larger than 63 MiB
summary indicators=0

$ for f in *.pdf; do timeout 100 tocsin read $f --format json | records +gap +summary reason indicators; done
gap reason=count-limit
gap reason=damaged
summary indicators=0
gap reason=count-limit
summary indicators=0
gap reason=count-limit
summary indicators=0

# None of them stops the others: as evidence they are looked at to the end, or named.
$ echo evil-names.com >list; tocsin sweep -q -a list --format json line.txt *.json *.docx >all.ndjson; echo $?; records +finding +gap at reason <all.ndjson
3
finding at=line.txt:1
finding at=event.json:1
finding at=laughs.docx » word/document.xml:1
gap at=zeros.docx » word/document.xml reason=ratio-limit
