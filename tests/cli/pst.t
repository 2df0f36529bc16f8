# Outlook's mailboxes (PST, OST): read with libpff in a process of its own. The boxes are written by tests/pst/write_pst.py.

$ cat >alert.md <<'END'
> # Lantern Moth writes to laboratories
>
> Published: 3 July 2020. Seen since 1 May 2020.
>
> ## Indicators of compromise
>
> - evil-site[.]net
> - desk@moth-conference[.]net
> - 3f786850e387550fdab836ed7e6dc881de23001b1c8f1e3b0b1a4fd4a0d7d6d8
> END

$ cat >make.py <<'END'
> import hashlib, io, sys, zipfile
> from write_pst import *
> PROGRAM = b'MZ' + b'moth' * 100
> def packed(name, data):
>     out = io.BytesIO()
>     with zipfile.ZipFile(out, 'w') as z:
>         z.writestr(zipfile.ZipInfo(name, (2020, 5, 10, 9, 0, 0)), data)
>     return out.getvalue()
> HEADERS = '''Return-Path: <desk@moth-conference.net>\r
> Received: from mx.hospital.example ([10.1.1.25]) by mail.hospital.example; Sun, 10 May 2020 09:01:00 +0000\r
> From: desk@moth-conference.net\r
> To: chem.lab@hospital.example\r
> Subject: =?utf-8?q?caf=C3=A9?=\r
> Message-ID: <1@moth-conference.net>\r
> Content-Type: multipart/mixed; boundary=none\r
> \r
> '''
> def box(more=lambda b, inbox: None, old=False):
>     b = Box(old)
>     inbox = b.folder('Inbox')
>     b.message(inbox, Message(subject='caf\u00e9', headers=HEADERS, body='See http://evil-site.net/x.\r\n', id='<1@moth-conference.net>'))
>     b.message(inbox, Message(subject='nothing', body='nothing', sender=('A', 'a@supplies.example'), sent=1589101200))
>     b.message(b.folder('Invoices/2020', inbox), Message(
>         subject='\x01\x05RE: Invoice', sender=('Desk', 'desk@moth-conference.net'), sent=1589101260, id='<2@moth-conference.net>',
>         to=[('Laboratory', 'lab@hospital.example', 1), ('Purchasing', 'purchasing@hospital.example', 2), ('', 'hidden@hospital.example', 3)],
>         body='short', html='<p>long</p>' * 4000 + '<a href="http://evil&#45;site.net/">x</a>',
>         attachments=[File('invoice.zip', packed('a.exe', PROGRAM)), File('noise.bin', bytes(range(256)) * 100),
>                      Message(subject='inner', body='http://evil-site.net/inner', sender=('I', 'i@supplies.example'),
>                              attachments=[File('b.txt', b'evil-site.net'), Message(subject='innermost', body='http://evil-site.net/innermost')])]))
>     b.message(b.folder('\u041f\u043e\u0447\u0442\u0430'), Message(
>         subject='\u043f\u0440\u0438\u0432\u0435\u0442', body='\u043f\u0440\u0438\u0432\u0435\u0442 http://evil-site.net/ru', eight=('cp1251', 1251),
>         rtf=rb'{\rtf1 see http://evil-site.net/rtf }'))
>     more(b, inbox)
>     b.message(0x9999 << 5 | 2, Message(subject='orphan', body='http://evil-site.net/orphan'))
>     return b.bytes()
> def write(name, data):
>     open(name, 'wb').write(data)
> write('box.pst', box())
> write('old.pst', box(old=True))
> text = open('alert.md').read()
> write('alert.md', text.replace('3f786850e387550fdab836ed7e6dc881de23001b1c8f1e3b0b1a4fd4a0d7d6d8', hashlib.sha256(PROGRAM).hexdigest()).encode())
> END

$ python3 make.py; tocsin show box.pst | cut -c1-90
box.pst: pst, 101888 bytes
  NOT LOOKED AT: unsupported-format, read by libpff {...}
  Почта: pst-folder
    message 1: pst-message
      Subject=привет
      text/plain: text, windows-1251
        | привет hxxp://evil-site[.]net/ru
      text/rtf: text
        | {\rtf1 see hxxp://evil-site[.]net/rtf }
  Inbox: pst-folder
    message 1: pst-message
      Return-Path=<desk[@]moth-conference[.]net>
      Received=from mx.hospital.example ([10.1.1.25]) by mail.hospital.example; Sun, 10 Ma
      From=desk[@]moth-conference[.]net
      To=chem.lab@hospital.example
      Subject=café
      Message-ID=<1[@]moth-conference[.]net>
      Content-Type=multipart/mixed; boundary=none
      text/plain: text, utf-16le
        | See hxxp://evil-site[.]net/x.
    message 2: pst-message
      From=A <a@supplies.example>
      Subject=nothing
      Date=2020-05-10T09:00:00Z
      text/plain: text, utf-16le
        | nothing
  Inbox/Invoices_2020: pst-folder
    message 1: pst-message
      From=Desk <desk[@]moth-conference[.]net>
      To=Laboratory <lab@hospital.example>
      Cc=Purchasing <purchasing@hospital.example>
      Subject=RE: Invoice
      Message-ID=<2[@]moth-conference[.]net>
      Date=2020-05-10T09:01:00Z
      Bcc=<hidden@hospital.example>
      text/plain: text, utf-16le
        | short
      text/html: html, utf-8
        | <p>long</p><p>long</p><p>long</p><p>long</p><p>long</p><p>long</p><p>long</p><p>
      noise.bin: unknown, 25600 bytes
        bytes 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425
      message 2: pst-message
        From=I <i@supplies.example>
        Subject=inner
        text/plain: text, utf-16le
          | hxxp://evil-site[.]net/inner
        b.txt: text, 13 bytes
          | evil-site[.]net
        message 2: pst-message
          Subject=innermost
          text/plain: text, utf-16le
            | hxxp://evil-site[.]net/innermost
      invoice.zip: zip, 510 bytes
        a.exe: text, 402 bytes, 2020-05-10T09:00:00Z
          | MZmothmothmothmothmothmothmothmothmothmothmothmothmothmothmothmothmothmothmoth
  (orphans): pst-folder
    message 1: pst-message
      Subject=orphan
      text/plain: text, utf-16le
        | hxxp://evil-site[.]net/orphan

# Everything that mail shows: sender, links, text, what is attached and in it, messages inside messages, what no folder leads to.
$ tocsin sweep --case case -a alert.md box.pst --format json | records +finding +gap at class matched field mailbox first reason detail
gap at=box.pst reason=unsupported-format detail=read by libpff {...}: what was deleted and lies in unused blocks is not recovered
finding at=box.pst » Почта » message 1 » text/plain:1 class=attempt matched=evil-site.net field=link
finding at=box.pst » Почта » message 1 » text/rtf:1 class=attempt matched=evil-site.net field=link
finding at=box.pst » Inbox » message 1:1 class=attempt matched=desk@moth-conference.net field=Return-Path mailbox=chem.lab@hospital.example first=2020-05-10T09:01:00Z
finding at=box.pst » Inbox » message 1 » text/plain:1 class=attempt matched=evil-site.net field=link mailbox=chem.lab@hospital.example first=2020-05-10T09:01:00Z
finding at=box.pst » Inbox/Invoices_2020 » message 1:1 class=attempt matched=desk@moth-conference.net field=From mailbox=lab@hospital.example first=2020-05-10T09:01:00Z
finding at=box.pst » Inbox/Invoices_2020 » message 1 » text/html @ 0x7+13 class=attempt matched=evil-site.net field=link mailbox=lab@hospital.example first=2020-05-10T09:01:00Z
finding at=box.pst » Inbox/Invoices_2020 » message 1 » message 2 » text/plain:1 class=attempt matched=evil-site.net field=link mailbox=lab@hospital.example first=2020-05-10T09:01:00Z
finding at=box.pst » Inbox/Invoices_2020 » message 1 » message 2 » b.txt:1 class=unjudged matched=evil-site.net mailbox=lab@hospital.example first=2020-05-10T09:01:00Z
finding at=box.pst » Inbox/Invoices_2020 » message 1 » message 2 » message 2 » text/plain:1 class=attempt matched=evil-site.net field=link mailbox=lab@hospital.example first=2020-05-10T09:01:00Z
finding at=box.pst » Inbox/Invoices_2020 » message 1 » invoice.zip » a.exe class=attempt matched=589bbe77e03421a5fc5de8d065a075ed12d040963d71bbc2faa96db9d3080c22 mailbox=lab@hospital.example first=2020-05-10T09:01:00Z
finding at=box.pst » (orphans) » message 1 » text/plain:1 class=attempt matched=evil-site.net field=link

# It is proven by reading it once more.
$ for f in F1 F2 F3 F4 F5 F6 F7 F8 F9; do tocsin verify --case case $f | head -1; done
PROVEN  F1 at box.pst » Почта » message 1 » text/plain:1
PROVEN  F2 at box.pst » Почта » message 1 » text/rtf:1
PROVEN  F3 at box.pst » Inbox » message 1:1
PROVEN  F4 at box.pst » Inbox » message 1 » text/plain:1
PROVEN  F5 at box.pst » Inbox/Invoices_2020 » message 1:1
PROVEN  F6 at box.pst » Inbox/Invoices_2020 » message 1 » text/html @ 0x7+13
PROVEN  F7 at box.pst » Inbox/Invoices_2020 » message 1 » message 2 » text/plain:1
PROVEN  F8 at box.pst » Inbox/Invoices_2020 » message 1 » message 2 » b.txt:1
PROVEN  F9 at box.pst » Inbox/Invoices_2020 » message 1 » message 2 » message 2 » text/plain:1

# A mailbox as it was before 2003 says the same, but for the charset of its texts.
$ for f in box old; do tocsin sweep --no-case -a alert.md $f.pst --format json | records +finding at class matched field mailbox first | sed "s/$f.pst/X/" >$f.found; done; diff box.found old.found
1,2c1,2
< finding at=X » Почта » message 1 » text/plain:1 class=attempt matched=evil-site.net field=link
< finding at=X » Почта » message 1 » text/rtf:1 class=attempt matched=evil-site.net field=link
---
\> finding at=X » ????? » message 1 » text/plain:1 class=attempt matched=evil-site.net field=link
\> finding at=X » ????? » message 1 » text/rtf:1 class=attempt matched=evil-site.net field=link
[1]

# The digests of what lies inside, and of the file, are those that other programs count.
$ tocsin sweep --no-case -e "$(python3 -c 'import hashlib; print(hashlib.sha256(bytes(range(256)) * 100).hexdigest())')" -e "$(sha256sum box.pst | cut -c1-64)" box.pst --format json | records +finding at
tocsin: seen: box.pst: a2dba34174d95f13f986530a8d9044229ccb6bb2b85bc64f05ac82a8907899c9 (a listed program or file lies here, known by its content), in box.pst
finding at=box.pst
finding at=box.pst » Inbox/Invoices_2020 » message 1 » noise.bin

# The same in an archive, a mailbox that was sent in a mailbox, and one that comes through a pipe.
$ gzip -k box.pst; python3 -c 'from make import *; write("outer.pst", box(lambda b, i: b.message(i, Message(subject="old mail", attachments=[File("old.pst", box())]))))'; for f in box.pst.gz outer.pst; do tocsin sweep --no-case -a alert.md $f --format json | records +finding at | grep -e 'gzip.*zip' -e 'old.pst.*zip'; done; cat box.pst | tocsin sweep --no-case -a alert.md - --format json | records +finding at | grep 'zip'
finding at=box.pst.gz (gzip) » Inbox/Invoices_2020 » message 1 » invoice.zip » a.exe
finding at=outer.pst » Inbox » message 1 » old.pst » Inbox/Invoices_2020 » message 1 » invoice.zip » a.exe
finding at=standard input » Inbox/Invoices_2020 » message 1 » invoice.zip » a.exe

# A message that is damaged is a gap with its place, the others are read.
$ cat >damage.py <<'END'
> from make import *
> data = bytearray(box())
> at = data.rindex(b'\xec\xbc', 0, data.index('nothing'.encode('utf-16-le')))
> data[at] = 0
> write('damaged.pst', data)
> END

$ python3 damage.py; tocsin sweep --no-case -a alert.md damaged.pst --format json | records +finding +gap at reason detail
gap at=damaged.pst reason=unsupported-format detail=read by libpff {...}: what was deleted and lies in unused blocks is not recovered
finding at=damaged.pst » Почта » message 1 » text/plain:1
finding at=damaged.pst » Почта » message 1 » text/rtf:1
finding at=damaged.pst » Inbox » message 1:1
finding at=damaged.pst » Inbox » message 1 » text/plain:1
gap at=damaged.pst » Inbox » message 2 reason=damaged detail=the message has no properties that can be read
gap at=damaged.pst » Inbox » message 2 reason=damaged detail=its attachments cannot be read: {...}
finding at=damaged.pst » Inbox/Invoices_2020 » message 1:1
finding at=damaged.pst » Inbox/Invoices_2020 » message 1 » text/html @ 0x7+13
finding at=damaged.pst » Inbox/Invoices_2020 » message 1 » message 2 » text/plain:1
finding at=damaged.pst » Inbox/Invoices_2020 » message 1 » message 2 » b.txt:1
finding at=damaged.pst » Inbox/Invoices_2020 » message 1 » message 2 » message 2 » text/plain:1
finding at=damaged.pst » Inbox/Invoices_2020 » message 1 » invoice.zip » a.exe
finding at=damaged.pst » (orphans) » message 1 » text/plain:1

# What is cut has lost its tables of where things lie: it is searched as it stands.
$ head -c 50000 box.pst >cut.pst; tocsin sweep --no-case -e evil-site.net cut.pst --format json | records +gap +finding at reason detail
finding at=cut.pst:12
gap at=cut.pst reason=damaged detail=cut or damaged, its bytes are searched as they stand: it has no folders

# Two hundred boxes, damaged at random, most with right sums: readers may die of them, the sweep does not.
$ python3 -c 'import write_pst, sys, os; print(os.path.dirname(write_pst.__file__))' >where; python3 "$(cat where)"/fuzz 200 1 "$(command -v tocsin)" | tail -1 | sed 's/[0-9]* s$/N s/'
200 boxes, {...} findings, 0 failures, slowest 500 in N s
