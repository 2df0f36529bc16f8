# The documents that advisories come in: PDF, Word, web pages, mails. The files are made here.

$ cat >make.py <<'END'
> import email.message, html, sys, zipfile
>
> # One advisory as blocks; each writer below makes a file of it.
> BLOCKS = [('h', 'Lantern Moth against laboratories'), ('p', 'Published: 3 July 2020. TLP:CLEAR. See also AR20-199Z.'),
>     ('p', 'The actor APT29 uses WellMess and spear-phishing against laboratories since 1 May 2020.'),
>     ('h', 'Indicators of compromise'), ('t', [['SHA-256', 'File name'], ['0123456789abcdef' * 4, 'dropper.exe'], ['89abcdef01234567' * 4, 'loader.dll']]),
>     ('p', 'Servers:'), ('l', '103[.]216[.]221[.]19'), ('l', 'hxxps://lantern-moth[.]site/gate.php'), ('l', 'news.lantern-moth-update[.]site'),
>     ('h', 'Detection'), ('c', ['rule lantern_moth', '{', '  strings:', '    $a = "moth lamp"', '  condition:', '    $a', '}'])]
>
> def as_html(links=''):
>     o = []
>     for kind, what in BLOCKS:
>         o.append({'h': lambda: '<h2>%s</h2>' % what, 'p': lambda: '<p>%s</p>' % what.replace(' ', '&nbsp;', 1), 'l': lambda: '<ul><li>%s</ul>' % what.replace('-', '-<wbr>'),
>             'c': lambda: '<pre>%s</pre>' % html.escape('\n'.join(what)).replace('  ', '&nbsp; '),
>             't': lambda: '<table>%s</table>' % ''.join('<tr>%s' % ''.join('<td>%s' % c for c in row) for row in what)}[kind]())
>     return '<!DOCTYPE html><meta charset=utf-8><title>%s</title>%s%s' % (BLOCKS[0][1], ''.join(o), links)
>
> def paragraph(text, style=''):
>     half = len(text) // 2
>     return '<w:p>%s<w:r><w:t xml:space="preserve">%s</w:t></w:r><w:r><w:t xml:space="preserve">%s</w:t></w:r></w:p>' % (style, html.escape(text[:half]), html.escape(text[half:]))
>
> def as_docx(name, head='', tail=''):
>     o = []
>     for kind, what in BLOCKS:
>         if kind == 'h': o.append(paragraph(what, '<w:pPr><w:pStyle w:val="H"/></w:pPr>'))
>         if kind == 'p': o.append(paragraph(what))
>         if kind == 'l': o.append(paragraph(what, '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'))
>         if kind == 'c': o += [paragraph(line) for line in what]
>         if kind == 't': o.append('<w:tbl>%s</w:tbl>' % ''.join('<w:tr>%s</w:tr>' % ''.join('<w:tc>%s</w:tc>' % paragraph(c) for c in row) for row in what))
>     with zipfile.ZipFile(name, 'w', zipfile.ZIP_DEFLATED) as z:
>         z.writestr('[Content_Types].xml', '<Types/>')
>         z.writestr('word/document.xml', '<?xml version="1.0"?>%s<w:document xmlns:w="w"><w:body>%s%s</w:body></w:document>' % (head, ''.join(o), tail))
>         z.writestr('word/styles.xml', '<w:styles xmlns:w="w"><w:style w:styleId="H"><w:name w:val="heading 2"/></w:style></w:styles>')
>
> def as_odt(name):
>     o, escape = [], html.escape
>     for kind, what in BLOCKS:
>         if kind == 'h': o.append('<text:h text:outline-level="2">%s</text:h>' % escape(what))
>         if kind == 'p': o.append('<text:p>%s</text:p>' % escape(what).replace(' ', '<text:s/>', 1))
>         if kind == 'l': o.append('<text:list><text:list-item><text:p>%s</text:p></text:list-item></text:list>' % escape(what))
>         if kind == 'c': o += ['<text:p>%s</text:p>' % escape(line).replace('  ', '<text:s text:c="2"/>') for line in what]
>         if kind == 't': o.append('<table:table>%s</table:table>' % ''.join('<table:table-row>%s</table:table-row>' % ''.join('<table:table-cell><text:p>%s</text:p></table:table-cell>' % c for c in row) for row in what))
>     with zipfile.ZipFile(name, 'w', zipfile.ZIP_DEFLATED) as z:
>         z.writestr('mimetype', 'application/vnd.oasis.opendocument.text', zipfile.ZIP_STORED)
>         z.writestr('content.xml', '<office:document-content><office:body><office:text>%s</office:text></office:body></office:document-content>' % ''.join(o))
>
> # Courier at 10 points; tables with lines, whose cells are so narrow that digests break.
> def page_of(blocks):
>     out, y = [], 780
>     def write(x, text, size=10):
>         out.append('BT /F %d Tf %d %d Td (%s) Tj ET' % (size, x, y, text.replace('\\', '\\\\').replace('(', '\\(').replace(')', '\\)')))
>     def rule(x0, y0, x1, y1):
>         out.append('%d %d m %d %d l S' % (x0, y0, x1, y1))
>     for kind, what in blocks:
>         if kind == 'h': write(50, what, 16); y -= 30
>         if kind in 'pl':
>             words, line = what.split(' '), '- ' if kind == 'l' else ''
>             for word in words:
>                 if len(line) + len(word) > 80: write(50, line); y -= 12; line = ''
>                 line += word + ' '
>             write(50, line); y -= 12 if kind == 'l' else 24
>         if kind == 'c':
>             y -= 12
>             for line in what: write(50, line); y -= 12
>         if kind == 't':
>             top = y + 12
>             for row in what:
>                 rule(45, y + 12, 500, y + 12)
>                 cells = [[c[i:i + 40] for i in range(0, len(c), 40)] for c in row]
>                 for i in range(max(map(len, cells))):
>                     for x, cell in zip((50, 320), cells):
>                         if i < len(cell): write(x, cell[i])
>                     y -= 12
>                 y -= 4
>             rule(45, y + 12, 500, y + 12)
>             for x in (45, 315, 500): rule(x, y + 12, x, top)
>             y -= 24
>     return '\n'.join(out).encode()
>
> def as_pdf(name, contents, extra=b'', images=()):
>     objects = [b'<< /Type /Catalog /Pages 2 0 R >>', b'', b'<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>']
>     pages = []
>     for n, content in enumerate(contents):
>         objects.append(b'<< /Length %d >>\nstream\n%s\nendstream' % (len(content), content))
>         objects.append(b'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R %s/Resources << /Font << /F 3 0 R >> /XObject << /I %d 0 R >> >> >>' % (len(objects), extra if n == 0 else b'', len(objects) + 2))
>         pages.append(len(objects))
>         objects.append(b'<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray /Length 1 >>\nstream\nx\nendstream')
>     objects[1] = b'<< /Type /Pages /Count %d /Kids [%s] >>' % (len(pages), b' '.join(b'%d 0 R' % p for p in pages))
>     out, places = b'%PDF-1.4\n', []
>     for n, body in enumerate(objects):
>         places.append(len(out))
>         out += b'%d 0 obj\n%s\nendobj\n' % (n + 1, body)
>     start = len(out)
>     out += b'xref\n0 %d\n0000000000 65535 f \n' % (len(objects) + 1) + b''.join(b'%010d 00000 n \n' % p for p in places)
>     out += b'trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n' % (len(objects) + 1, start)
>     open(name, 'wb').write(out)
>
> def as_mail(name, attached, body='See what is attached.\n'):
>     m = email.message.EmailMessage()
>     m['From'], m['Subject'], m['Date'] = 'desk@cert.example', 'Fwd: Lantern Moth', 'Fri, 3 Jul 2020 09:00:00 +0000'
>     m.set_content(body)
>     for path in attached:
>         m.add_attachment(open(path, 'rb').read(), maintype='application', subtype='octet-stream', filename=path)
>     open(name, 'wb').write(bytes(m))
>
> open('alert.html', 'w').write(as_html())
> as_docx('alert.docx')
> as_odt('alert.odt')
> as_pdf('alert.pdf', [page_of(BLOCKS)])
> as_mail('alert.eml', ['alert.pdf', 'alert.docx'])
> END

$ python3 make.py; cat >same.py <<'END'
> # What a document says, without where it says it.
> import json, subprocess, sys
> def said(path):
>     out = subprocess.run(['tocsin', 'read', '--format', 'json', path], capture_output=True, text=True).stdout
>     r = [json.loads(line) for line in out.splitlines()]
>     return sorted(str([x['type']] + [x.get(k) for k in ('kind', 'value', 'role', 'name', 'language', 'id', 'published', 'activity_from', 'tlp', 'refers_to')]) for x in r if x['type'] not in ('summary', 'advisory')) + \
>         [str([x[k] for k in ('published', 'activity_from', 'tlp', 'refers_to')]) for x in r if x['type'] == 'advisory']
> first = said(sys.argv[1])
> print(len(first), 'records')
> for path in sys.argv[2:]:
>     other = said(path)
>     print(path, 'says the same' if other == first else sorted(set(first) ^ set(other)))
> END

# One advisory says the same in every form.
$ python3 same.py alert.html alert.docx alert.odt alert.pdf alert.eml
12 records
alert.docx says the same
alert.odt says the same
alert.pdf says the same
alert.eml says the same

# The page that a person sees, and the rule, whole.
$ tocsin read alert.pdf
Lantern Moth against laboratories
  alert.pdf, pdf, published 3 Jul 2020, activity 1 May - 3 Jul 2020, TLP:CLEAR

NAMES
 - actors: APT29 (G0016)
 - malware: WellMess (S0514)
 - techniques: Phishing (T1566; also spear-phishing)

VALUES
2 SHA-256 hashes: to search for (sha256, indicator)
    0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
    89abcdef0123456789abcdef0123456789abcdef0123456789abcdef01234567
2 file names: to search for (filename, indicator)
    dropper.exe
    loader.dll
1 address: to search for (ipv4, indicator)
    103[.]216[.]221[.]19
1 URL: to search for (url, indicator)
    hxxps://lantern-moth[.]site/gate.php
1 domain name: to search for (domain, indicator)
    news.lantern-moth-update[.]site

RULES
 - yara lantern_moth: ready to run

7 values, 1 rule, 3 names, 0 gaps

$ tocsin read --format json alert.pdf | python3 -c 'import json, sys
> print(*(json.loads(line)["text"] for line in sys.stdin if "\"type\":\"rule\"" in line))'
rule lantern_moth
{
  strings:
    $a = "moth lamp"
  condition:
    $a
}

# The place of a value that was broken between two lines of a cell.
$ tocsin read --format json alert.pdf | records +indicator value where | head -2
indicator value=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef where=[{"kind": "file", "path": "alert.pdf"}, {"column": 1, "kind": "text", "length": 64, "line": 7, "offset": 0, "page": 1, "quote": "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"}]
indicator value=dropper.exe where=[{"kind": "file", "path": "alert.pdf"}, {"column": 1, "kind": "text", "length": 11, "line": 7, "offset": 0, "page": 1, "quote": "dropper.exe"}]

# Links whose words and target differ.
$ cat >>make.py <<'END'
> links = '<p><a href="https://evil.example/x">our portal</a> and <a href="https://lantern-moth.site/other">https://lantern-moth[.]site/shown</a></p>'
> open('links.html', 'w').write(as_html('<h2>Indicators</h2>' + links))
> END

$ python3 make.py; tocsin read --format json links.html | records +indicator kind value role | grep -E 'evil|other|shown'
indicator kind=url value=https://lantern-moth.site/shown role=indicator
indicator kind=url value=https://evil.example/x role=reference
indicator kind=url value=https://lantern-moth.site/other role=reference

# Pages without letters are named, with their place; so are files inside of the file.
$ cat >>make.py <<'END'
> picture = b'q 595 0 0 842 0 0 cm /I Do Q'
> as_pdf('scan.pdf', [page_of(BLOCKS), picture, picture, page_of(BLOCKS[:2])])
> as_pdf('only.pdf', [picture])
> END

$ python3 make.py; tocsin read scan.pdf | tail -5; tocsin read scan.pdf >/dev/null

NOT READ
 - pages 2-3 are images (images of text)

7 values, 1 rule, 3 names, 1 gap
[3]

$ tocsin read only.pdf; tocsin sweep -a only.pdf make.py | head -3
only.pdf
  only.pdf, pdf

NOT READ
 - page 1 is an image (images of text)

0 values, 0 rules, 0 names, 1 gap
INCONCLUSIVE   nothing found, but the evidence could not have shown it
only.pdf
You cannot say yes or no from this. All times are UTC.

# Cut, locked, damaged.
$ head -c 1500 alert.pdf >cut.pdf; tocsin read --format json cut.pdf | records +gap reason detail; tocsin read cut.pdf >/dev/null
gap reason=truncated detail=pdf: the file is cut: pdftotext failed (1)
[3]

$ sed 's|/Root 1 0 R|/Root 1 0 R /Encrypt << /Filter /Standard /V 1 /R 2 /O (0123456789abcdef0123456789abcdef) /U (0123456789abcdef0123456789abcdef) /P -4 >> /ID [(a) (a)]|' alert.pdf >locked.pdf; tocsin read locked.pdf; tocsin sweep -a locked.pdf make.py | head -2
locked.pdf
  locked.pdf, pdf

NOT READ
 - pdf: locked with a password (locked with a password (--password))

0 values, 0 rules, 0 names, 1 gap
INCONCLUSIVE   nothing found, but the evidence could not have shown it
locked.pdf

$ head -c 900 alert.docx >cut.docx; tocsin read --format json cut.docx | records +gap reason detail; tocsin read cut.docx >/dev/null
gap reason=truncated detail=the file is cut: the list of its members is missing
[3]

$ printf '\320\317\021\340\241\261\032\341%600sE\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0' x >locked.docx; tocsin read locked.docx
tocsin: locked.docx: an Office document locked with a password: open it, and save it without
[2]

$ printf '# x\n' >x.md; python3 -c 'import zipfile; zipfile.ZipFile("x.zip", "w").write("x.md")'; tocsin read x.zip
tocsin: x.zip: ZIP, and what is built on it (Office documents, JAR, APK) is not read as an advisory: give what is in it
[2]

# A bomb of entities, a bomb of compression.
$ cat >>make.py <<'END'
> as_docx('bomb.docx', '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>', paragraph('x') )
> with zipfile.ZipFile('large.docx', 'w', zipfile.ZIP_DEFLATED) as z:
>     with z.open('word/document.xml', 'w') as f:
>         for i in range(80): f.write(b' ' * (1 << 20))
> END

$ python3 make.py; tocsin read bomb.docx
bomb.docx
  bomb.docx, docx

NOT READ
 - docx: word/document.xml: xml: line 1: declares entities of its own, which are
   not expanded (needs more memory than allowed)

0 values, 0 rules, 0 names, 1 gap
[3]

$ tocsin read large.docx
large.docx
  large.docx, docx

NOT READ
 - docx: word/document.xml: docx: word/document.xml is larger than 63 MiB (needs
   more memory than allowed)

0 values, 0 rules, 0 names, 1 gap
[3]

# A mail is read with what is attached to it; what cannot be read is named.
$ cat >>make.py <<'END'
> open('noise.bin', 'wb').write(bytes(range(256)) * 8)
> as_mail('noise.eml', ['alert.docx', 'noise.bin'], 'Also 198.51.100.77, and evil-twin[.]site.\n')
> as_mail('outer.eml', ['noise.eml'])
> as_mail('empty.eml', [], '')
> END

$ python3 make.py; tocsin read noise.eml
Lantern Moth against laboratories
  noise.eml, eml, published 3 Jul 2020, activity 1 May - 3 Jul 2020, TLP:CLEAR

NAMES
 - actors: APT29 (G0016)
 - malware: WellMess (S0514)
 - techniques: Phishing (T1566; also spear-phishing)

VALUES
1 address: further reading, not searched for (ipv4, reference)
    198[.]51[.]100[.]77 (address set aside for documentation)
2 domain names: to search for (domain, indicator)
    evil-twin[.]site
    news.lantern-moth-update[.]site
2 SHA-256 hashes: to search for (sha256, indicator)
    0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
    89abcdef0123456789abcdef0123456789abcdef0123456789abcdef01234567
2 file names: to search for (filename, indicator)
    dropper.exe
    loader.dll
1 address: to search for (ipv4, indicator)
    103[.]216[.]221[.]19
1 URL: to search for (url, indicator)
    hxxps://lantern-moth[.]site/gate.php

RULES
 - yara lantern_moth: ready to run

NOT READ
 - noise.bin: not a format we read (format not read, or not wholly)

9 values, 1 rule, 3 names, 1 gap
[3]

$ tocsin read --format json outer.eml | records +gap reason detail where.1.name where.2.name; tocsin read empty.eml
gap reason=unsupported-format detail=noise.bin: not a format we read
tocsin: empty.eml: mail without a part that can be read: nothing in it but blanks
[2]

# Without pdftotext the answer says what to install.
$ tocsin formats | grep -E '  (pdf|docx|eml) '
  eml                       mails, with what is attached to them
  pdf                       PDF .pdf
  docx                      Word document (DOCX) .docx .docm .dotx
  eml                       mail message (RFC 5322, MIME) .eml .mht .mhtml

# Files in a document are read with it: a list attached to a PDF, a document embedded in another; what is no document is named.
$ cat >>make.py <<'END'
> def attach(pdf, name, files):
>     data = open(pdf, 'rb').read().split(b'xref\n')[0]
>     for n, (file, content) in enumerate(files, 100):
>         data += b'%d 0 obj\n<< /Type /EmbeddedFile /Length %d >>\nstream\n%s\nendstream\nendobj\n' % (2 * n, len(content), content)
>         data += b'%d 0 obj\n<< /Type /Filespec /F (%s) /UF (%s) /EF << /F %d 0 R >> >>\nendobj\n' % (2 * n + 1, file, file, 2 * n)
>     open(name, 'wb').write(data + b'trailer\n<< /Root 1 0 R >>\n%%EOF\n')
>
> attach('alert.pdf', 'with.pdf', [(b'iocs.csv', b'# Title: annex\ntype,value,comment\nipv4,103.216.221.19,again\nipv4,103.216.221.20,Kazuar server\n'), (b'notes.bin', bytes(range(256)))])
> BLOCKS += [('p', 'Kazuar contacts hxxps://annex[.]lantern-moth-two[.]site/gate.')]
> as_docx('inner.docx')
> BLOCKS.pop()
> as_docx('outer.docx')
> with zipfile.ZipFile('outer.docx', 'a') as z: z.write('inner.docx', 'word/embeddings/Document1.docx')
> END

$ python3 make.py; for f in with.pdf outer.docx; do tocsin read $f --format json | grep 'member"\|"gap",' | records +indicator +rule +entity +gap kind value name detail; tocsin read $f | tail -1; done
indicator kind=ipv4 value=103.216.221.20
entity kind=malware name=Kazuar
gap detail=the attached file notes.bin is not read: not a format we read
8 values, 1 rule, 4 names, 1 gap
indicator kind=url value=https://annex.lantern-moth-two.site/gate
entity kind=malware name=Kazuar
8 values, 1 rule, 4 names, 0 gaps

# Letters set apart in a heading are still its word.
$ printf '<h1>Alert</h1><h2>I N D I C A T O R S &nbsp;O F &nbsp;C O M P R O M I S E</h2><ul><li>45.129.229.48</li><li>bad-domain.net</li></ul><h2>R E F E R E N C E S</h2><p>See blog.other-site.org.</p>' >spaced.html; tocsin read --format json spaced.html | records +indicator value role
indicator value=45.129.229.48 role=indicator
indicator value=bad-domain.net role=indicator
indicator value=blog.other-site.org role=reference

# Rich Text is read like the other documents: headings, links, lists, tables; not what is hidden, deleted or on every page.
$ cat >alert.rtf <<'END'
> {\rtf1\ansi\ansicpg1251{\fonttbl{\f0 Arial;}}{\info{\title Alert on Emotet}{\author nobody.example}}{\header header-domain.net\par}
> \pard\outlinelevel0 {\b Indicators of compromise}\par
> \pard See {\field{\*\fldinst HYPERLINK "https://blog.other-site.org/x"}{\fldrslt our blog}} on the \'cf\'f0\'e8 \u1055?\u1088? campaign of Emotet malware.\par
> {\v hidden-domain.net}{\deleted deleted-domain.net}\par
> {\listtext 1.\tab}bad-\par {\listtext 2.\tab}bad-domain[.]net\par{\listtext 3.\tab}45.129.229.48\par
> \trowd Domain\cell IP\cell\row\trowd row-domain[.]com\cell 45.129.229.50\cell\row
> \pard {\b References}\par www.reference-site.org\par {\object\objemb{\*\objdata 01050000}}{\*\unknown evil-unknown.com}}
> END

$ tocsin read --format json alert.rtf | records +advisory +indicator +entity +gap title kind value role name reason detail
advisory title=Alert on Emotet
indicator kind=url value=https://blog.other-site.org/x role=reference
indicator kind=domain value=bad-domain.net role=indicator
indicator kind=ipv4 value=45.129.229.48 role=indicator
indicator kind=domain value=row-domain.com role=indicator
indicator kind=ipv4 value=45.129.229.50 role=indicator
indicator kind=domain value=www.reference-site.org role=reference
entity kind=malware name=Emotet
gap reason=unsupported-format detail=objects put into the text

# A page that is a picture is a gap, not a silent nothing; a logo beside values is no gap.
$ printf '<title>Alert 12</title><img src="alert.png"><p>Alert 12</p>' >shown.html; tocsin read shown.html | tail -4; tocsin read -q shown.html >/dev/null; echo $?; printf '<html><img src=logo.png><p>bad-domain[.]net</p><p>45.129.229.48</p>' >logo.html; tocsin read logo.html | tail -1
NOT READ
 - the page shows pictures and hardly any text (images of text)

0 values, 0 rules, 0 names, 1 gap
3
2 values, 0 rules, 0 names, 0 gaps
