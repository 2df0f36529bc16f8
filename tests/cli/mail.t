# Mail as evidence: who sent it, what it links to, what is attached, and what nobody can open.

$ cat >alert.md <<'END'
> # Lantern Moth writes to laboratories
>
> Published: 3 July 2020. Seen since 1 May 2020.
>
> ## Indicators of compromise
>
> - evil-site[.]net
> - hxxp://share-host[.]net/u/evil/doc.zip
> - desk@moth-conference[.]net
> - 103[.]216[.]221[.]19
> - 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
> END

# A message with a header that everybody's mail has.
$ cat >mail.py <<'END'
> import sys
> def mail(n, head='', body='hello\n', who='orders@supplies.example'):
>     sys.stdout.write(f'''From {who} Sun May 10 09:{n:02}:00 2020
> Return-Path: <{who}>
> Received: from mx1.hospital.example (mx1.hospital.example [10.1.1.25])
> 	by mail.hospital.example with ESMTPS; Sun, 10 May 2020 09:{n:02}:00 +0000
> From: {who}
> To: chem.lab@hospital.example
> Date: Thu, 01 Jan 1970 00:00:00 +0000
> Message-ID: <{n}@supplies.example>
> MIME-Version: 1.0
> {head}
> {body}
> ''')
> END

$ cat >findings <<'END'
> #!/bin/sh
> tocsin sweep --home-net 10.0.0.0/8 -a alert.md --format json "$@" | records +finding at class matched field context mailbox first
> END

$ chmod +x findings

# The sender; the time is the one that our own machine wrote, not the sender's.
$ python3 -c 'from mail import *; mail(1, who="desk@moth-conference.net")' >sender.mbox; ./findings sender.mbox
finding at=sender.mbox » message 1:1 class=attempt matched=desk@moth-conference.net field=Return-Path context=Return-Path: <desk@moth-conference.net> mailbox=chem.lab@hospital.example first=2020-05-10T09:01:00Z

# A name in the text that is no link; written harmless; a link; in a page about it on another host.
$ python3 -c 'from mail import *; mail(1, body="Ask evil-site.net for it.\n"); mail(2, body="Beware of evil-site[.]net\n"); mail(3, body="See http://evil-site.net/x.\n"); mail(4, body="https://intel.example/domain/evil-site.net\n"); mail(5, body="https://r.example/?u=http%3A%2F%2Fevil-site.net%2F\n")' >text.mbox; ./findings text.mbox
finding at=text.mbox » message 1 » text/plain:1 class=unjudged matched=evil-site.net context=Ask evil-site.net for it. mailbox=chem.lab@hospital.example first=2020-05-10T09:01:00Z
finding at=text.mbox » message 2 » text/plain:1 class=mention matched=evil-site[.]net context=Beware of evil-site[.]net mailbox=chem.lab@hospital.example first=2020-05-10T09:02:00Z
finding at=text.mbox » message 3 » text/plain:1 class=attempt matched=evil-site.net field=link context=See http://evil-site.net/x. mailbox=chem.lab@hospital.example first=2020-05-10T09:03:00Z
finding at=text.mbox » message 4 » text/plain:1 class=mention matched=evil-site.net field=link context=https://intel.example/domain/evil-site.net mailbox=chem.lab@hospital.example first=2020-05-10T09:04:00Z
finding at=text.mbox » message 5 » text/plain:1 class=attempt matched=evil-site.net field=link context=https://r.example/?u=http%3A%2F%2Fevil-site.net%2F mailbox=chem.lab@hospital.example first=2020-05-10T09:05:00Z

# HTML: a link whose text says otherwise, letters written as numbers, words cut by tags and by nothing that is seen.
$ python3 -c 'from mail import *; h="Content-Type: text/html; charset=utf-8\n"; mail(1,h,"<a href=\"http://evil-site.net/\">hospital.example</a>"); mail(2,h,"<a href=\"http://ev&#105;l-site&#x2e;net/\">x</a>"); mail(3,h,"see http://evil<b></b>-site.net/"); mail(4,h,"<a href=http://evil-site&period;net>x</a><!-- evil-site.org -->"); mail(5,h,"<p>http://evil&shy;-site.net</p>")' >html.mbox; ./findings html.mbox
finding at=html.mbox » message 1 » text/html:1 class=attempt matched=evil-site.net field=link context=<a href="http://evil-site.net/">hospital.example</a> mailbox=chem.lab@hospital.example first=2020-05-10T09:01:00Z
finding at=html.mbox » message 2 » text/html @ 0x7+13 class=attempt matched=evil-site.net field=link context=http://evil-site.net/ mailbox=chem.lab@hospital.example first=2020-05-10T09:02:00Z
finding at=html.mbox » message 3 » text/html @ 0xb+13 class=attempt matched=evil-site.net field=link context=see http://evil-site.net/ mailbox=chem.lab@hospital.example first=2020-05-10T09:03:00Z
finding at=html.mbox » message 4 » text/html @ 0x7+13 class=attempt matched=evil-site.net field=link context=http://evil-site.net mailbox=chem.lab@hospital.example first=2020-05-10T09:04:00Z
finding at=html.mbox » message 5 » text/html @ 0x8+13 class=attempt matched=evil-site.net field=link context=http://evil-site.net mailbox=chem.lab@hospital.example first=2020-05-10T09:05:00Z

# Encodings: base64, quoted-printable with the name cut by a line, a charset of two bytes a letter, an encoded subject.
$ python3 -c 'from mail import *; import base64, quopri; t="Siehe http://evil-site.net/ bitte"; e=lambda c: base64.encodebytes(t.encode(c)).decode(); mail(1,"Content-Transfer-Encoding: base64\n",e("ascii")); mail(2,"Content-Transfer-Encoding: Quoted-Printable\n","http://evil-=\nsite=2Enet/"); mail(3,"Content-Type: text/plain; charset=\"utf-16le\"\nContent-Transfer-Encoding: base64\n",e("utf-16le")); mail(4,"Subject: =?utf-8?B?aHR0cDovL2V2aWwt?=\n =?utf-8?Q?site=2Enet?=\n")' >coded.mbox; ./findings coded.mbox
finding at=coded.mbox » message 1 » text/plain:1 class=attempt matched=evil-site.net field=link context=Siehe http://evil-site.net/ bitte mailbox=chem.lab@hospital.example first=2020-05-10T09:01:00Z
finding at=coded.mbox » message 2 » text/plain:1 class=attempt matched=evil-site.net field=link context=http://evil-site.net/ mailbox=chem.lab@hospital.example first=2020-05-10T09:02:00Z
finding at=coded.mbox » message 3 » text/plain:1 class=attempt matched=evil-site.net field=link context=Siehe http://evil-site.net/ bitte mailbox=chem.lab@hospital.example first=2020-05-10T09:03:00Z
finding at=coded.mbox » message 4:8 class=attempt matched=evil-site.net field=Subject context=Subject: http://evil-site.net mailbox=chem.lab@hospital.example first=2020-05-10T09:04:00Z

# An attachment, known by its content: alone, in a zip, in a message inside the message, in the middle of a text.
$ python3 - >attached.mbox <<'END'
> from mail import *
> import base64, io, zipfile, binascii
> from email.message import EmailMessage
> box = io.BytesIO()
> z = zipfile.ZipFile(box, 'w'); z.writestr(zipfile.ZipInfo('agentd'), 'test'); z.close()
> def one(name, data):
>     return f'''--b
> Content-Type: application/octet-stream; name="{name}"
> Content-Transfer-Encoding: base64
>
> {base64.encodebytes(data).decode()}'''
> many = 'Content-Type: multipart/mixed; boundary=b\n'
> mail(1, many, one('a.exe', b'test') + '--b--\n')
> mail(2, many, one('invoice.zip', box.getvalue()) + '--b--\n')
> mail(3, many, '--b\nContent-Type: message/rfc822\n\nSubject: inner\nContent-Type: multipart/mixed; boundary=c\n\n' + one('=?utf-8?q?na=C3=AFve=2Eexe?=', b'test').replace('--b', '--c') + '--c--\n--b--\n')
> mail(4, '', 'look:\nbegin 644 b.exe\n' + binascii.b2a_uu(b'test').decode() + '`\nend\nhttp://evil-site.net/\n')
> END

$ ./findings attached.mbox
finding at=attached.mbox » message 1 » a.exe class=attempt matched=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 mailbox=chem.lab@hospital.example first=2020-05-10T09:01:00Z
finding at=attached.mbox » message 2 » invoice.zip » agentd class=attempt matched=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 mailbox=chem.lab@hospital.example first=2020-05-10T09:02:00Z
finding at=attached.mbox » message 3 » message 1 » naïve.exe class=attempt matched=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 mailbox=chem.lab@hospital.example first=2020-05-10T09:03:00Z
finding at=attached.mbox » message 4 » b.exe class=attempt matched=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 mailbox=chem.lab@hospital.example first=2020-05-10T09:04:00Z
finding at=attached.mbox » message 4 » between parts:1 class=attempt matched=evil-site.net field=link context=http://evil-site.net/ mailbox=chem.lab@hospital.example first=2020-05-10T09:04:00Z

# Each of them proved through all its layers.
$ tocsin sweep -q -a alert.md --case c attached.mbox >/dev/null; for f in F1 F2 F3 F4 F5; do tocsin verify c:$f | head -1; done
PROVEN  F1 at attached.mbox » message 1 » a.exe
PROVEN  F2 at attached.mbox » message 2 » invoice.zip » agentd
PROVEN  F3 at attached.mbox » message 3 » message 1 » naïve.exe
PROVEN  F4 at attached.mbox » message 4 » b.exe
PROVEN  F5 at attached.mbox » message 4 » between parts:1

# The answer for people, and the same mail in quarantine by its label.
$ tocsin sweep -a alert.md attached.mbox | head -20
TARGETED
"Lantern Moth writes to laboratories", 3 Jul 2020 (alert.md)
They tried. Whether they got in cannot be seen from this. Swept: what was handed
in. All times are UTC, 2020.

THEY TRIED
   4 messages with 2 listed values to chem.lab@hospital.example,
   10 May 09:01 - 09:04; outcome not recorded. F1 and 4 more
NOT VISIBLE
 - 1 address: no firewall or flow log was handed in. Get the firewall's log of
   accepted traffic.
 - 1 domain name: no log of the resolver or proxy was handed in. Get the
   resolver's query log.
 - 1 URL: no web proxy log was handed in. Get the web proxy's log.
 - 1 SHA-256 hash: no files of a computer were handed in. Sweep the disks of the
   machines that matter most.
 - running programs and memory anywhere.
 - attached.mbox » message 3 » message 1: eml: ends inside an attachment. Enough
   to matter.
SEARCHED FOR  1 address, 1 domain name, 1 URL, 1 mail address, 1 file hash.

$ tocsin sweep -a alert.md --label held --role quarantine attached.mbox --format json | records +finding at class outcome
finding at=attached.mbox » message 1 » a.exe class=attempt outcome=quarantined
finding at=attached.mbox » message 2 » invoice.zip » agentd class=attempt outcome=quarantined
finding at=attached.mbox » message 3 » message 1 » naïve.exe class=attempt outcome=quarantined
finding at=attached.mbox » message 4 » b.exe class=attempt outcome=quarantined
finding at=attached.mbox » message 4 » between parts:1 class=attempt outcome=quarantined

# An archive that is locked: the password that its own message names opens it, another message's does not.
$ python3 - >locked.mbox <<'END'
> from mail import *
> box = 'UEsDBAoACQAAAAAAqlAMfn/YEAAAAAQAAAAGAAAAYWdlbnRkqlt5WPdH44wMMnGZpjQculBLBwgMfn/YEAAAAAQAAABQSwECHgMKAAkAAAAAAKpQDH5/2BAAAAAEAAAABgAAAAAAAAABAAAApIEAAAAAYWdlbnRkUEsFBgAAAAABAAEANAAAAEQAAAAAAA==\n'
> many = 'Content-Type: multipart/mixed; boundary=b\n'
> zip = '--b\nContent-Type: application/zip; name=locked.zip\nContent-Transfer-Encoding: base64\n\n' + box + '--b--\n'
> mail(1, many, zip)
> mail(2, many, '--b\nContent-Type: text/html\n\n<p>Please open it. <b>Password:</b> Tr0ub4dor.</p>\n' + zip)
> mail(3, many, zip)
> END

$ tocsin sweep -a alert.md --format json locked.mbox | records +finding +gap at reason class
gap at=locked.mbox » message 1 » locked.zip » agentd reason=encrypted
finding at=locked.mbox » message 2 » locked.zip » agentd class=attempt
gap at=locked.mbox » message 3 » locked.zip » agentd reason=encrypted

# Mailboxes that quote "From " and such that do not, and text that only looks like a border.
$ printf 'From a@b.example Sun May 10 09:14:00 2020\nFrom: a@b.example\n\n>From the desk at 9:14\nFrom here on http://evil-site.net/a\n\nFrom - Sun May 10 09:15:00 2020\nFrom: b@b.example\n\nhttp://evil-site.net/b\n' >quoted.mbox; tocsin sweep -a alert.md --format json quoted.mbox | records +finding at context
finding at=quoted.mbox » message 1 » text/plain:2 context=From here on http://evil-site.net/a
finding at=quoted.mbox » message 2 » text/plain:1 context=http://evil-site.net/b

# One message in a file, and a folder of such.
$ mkdir -p Maildir/cur; tail -n +2 sender.mbox >Maildir/cur/1589102040.M1.host:2,S; tail -n +2 text.mbox | head -12 >one.eml; tocsin sweep -a alert.md --format json Maildir one.eml | records +finding at class source mailbox
finding at=Maildir/cur/1589102040.M1.host:2,S:1 class=attempt source=mail under Maildir mailbox=chem.lab@hospital.example
finding at=one.eml » text/plain:1 class=unjudged source=mail under one.eml mailbox=chem.lab@hospital.example

# What nobody here can open is named: S/MIME, PGP, yEnc; and a boundary that stands nowhere.
$ python3 -c 'from mail import *; mail(1,"Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\nContent-Transfer-Encoding: base64\n","AAAA"); mail(2,"","-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\nhttp://evil-site.net/\n"); mail(3,"","=ybegin line=128 size=4 name=a.bin\nabcd\n=yend size=4\n"); mail(4,"Content-Type: multipart/mixed; boundary=zz\n","--yy\nContent-Type: text/plain\n\nhttp://evil-site.net/\n")' >sealed.mbox; tocsin sweep -a alert.md --format json sealed.mbox | records +finding at +gap at reason detail
gap at=sealed.mbox » message 1 » smime.p7m at=sealed.mbox » message 1 » smime.p7m reason=encrypted detail=S/MIME: encrypted for its recipients
gap at=sealed.mbox » message 2 » PGP message at=sealed.mbox » message 2 » PGP message reason=encrypted detail=PGP: encrypted for its recipients
finding at=sealed.mbox » message 2 » between parts:1 at=sealed.mbox » message 2 » between parts:1
gap at=sealed.mbox » message 3 » a.bin at=sealed.mbox » message 3 » a.bin reason=unsupported-format detail=yEnc is not decoded
gap at=sealed.mbox » message 4 at=sealed.mbox » message 4 reason=damaged detail=eml: a boundary that the header names stands nowhere
finding at=sealed.mbox » message 4 » text/plain:1 at=sealed.mbox » message 4 » text/plain:1

# Headers written to be misread: a comment in a field's name, two fields, two boundaries; the part is found.
$ python3 - >misread.mbox <<'END'
> parts = '--X\nContent-Type: text/plain\n\nhello\n--X--\n--Y\nContent-Type: application/octet-stream\nContent-Disposition: attachment; filename="a.txt"\nContent-Transfer-Encoding: base64\n\naHR0cDovL2V2aWwtc2l0ZS5uZXQvCg==\n--Y--\n'
> for head in ('Content-Type(meow): multipart/mixed; boundary=Y', 'Content-Type: multipart/mixed; boundary=X\nContent-Type: multipart/mixed; boundary=Y', 'Content-Type: multipart/mixed; boundary=X; boundary=Y'):
>     print('From a Mon Jun 29 00:00:00 2020\nFrom: a@b.example\nTo: c@d.example\n' + head + '\n\n' + parts)
> END

$ tocsin sweep -a alert.md --format json misread.mbox | records +finding at +gap at reason detail
finding at=misread.mbox » message 1 » a.txt:1 at=misread.mbox » message 1 » a.txt:1
finding at=misread.mbox » message 2 » a.txt:1 at=misread.mbox » message 2 » a.txt:1
finding at=misread.mbox » message 3 » a.txt:1 at=misread.mbox » message 3 » a.txt:1

# A large mailbox is swept in pieces by whoever is idle: the same records as from one worker, its messages numbered through.
$ python3 - >big.mbox <<'END'
> from mail import *
> text = 'A line of which there are many, for the sake of the size of it all.\n' * 1500
> for n in range(1, 701):
>     mail(n % 60, body=('http://evil-site.net/\n' if n % 233 == 0 else '') + text + '>From here on Thu Jan  1 10:00:00 2020\n')
> END

$ for j in 1 2 4; do tocsin sweep -q -a alert.md -j $j --format json big.mbox | grep -v '^{"type":"run"' >$j.ndjson; done; cmp 1.ndjson 2.ndjson && cmp 1.ndjson 4.ndjson; test "$(sha256sum <big.mbox | cut -c1-64)" = "$(records +end sha256 <1.ndjson | tail -1 | cut -c14-77)" && echo its digest; records +finding at +coverage records <1.ndjson
its digest
finding at=big.mbox » message 233 » text/plain:1
finding at=big.mbox » message 466 » text/plain:1
finding at=big.mbox » message 699 » text/plain:1
coverage records=700

# A piece over which workers die is a gap with its place; what lies behind it keeps its numbers.
$ tocsin sweep -q -a alert.md -j 2 --test-crash big.mbox@1 --format json big.mbox | records +gap at detail bytes +finding at
gap at=big.mbox detail=ended by signal 4, at byte 33554432 of 71698147 bytes=33554432 at=big.mbox
finding at=big.mbox » message 233 » text/plain:1 at=big.mbox » message 233 » text/plain:1
finding at=big.mbox » message 699 » text/plain:1 at=big.mbox » message 699 » text/plain:1

# One message in a mailbox and in the logs of two gateways, by its Message-ID: one event, and who saw it.
$ python3 -c 'from mail import *; mail(1, who="desk@moth-conference.net", body="See http://evil-site.net/x.\n"); mail(2, who="desk@moth-conference.net")' >two.mbox; python3 -c 'from mail import *; mail(1, who="desk@moth-conference.net", body="See http://evil-site.net/x.\n")' >one.mbox

$ echo '2020-05-10 09:01:00 1jXZ1a-0004xy-Ab <= desk@moth-conference.net H=a.moth-conference.net [103.216.221.19]:4412 P=esmtps S=47 id=1@supplies.example T="x" from <desk@moth-conference.net> for chem.lab@hospital.example' >exim.log

$ echo '2020-05-10T09:01:01Z mx rspamd[123]: <abc123>; task; rspamd_task_write_log: id: <1@supplies.example>, qid: <4711AB>, ip: 103.216.221.19, from: <desk@moth-conference.net>, (default: F (no action): [1.00/15.00] [R(1.0){}]), len: 300, time: 3ms, rcpts: <chem.lab@hospital.example>' >filter.log

$ cat >tried <<'END'
> #!/bin/sh
> tocsin sweep -q --home-net 10.0.0.0/8 -a alert.md "$@" | sed -n '/^THEY/,/^[^T ]/p' | grep '^  '
> END

$ chmod +x tried; ./tried one.mbox
   1 message with 2 listed values to chem.lab@hospital.example, 10 May 09:01;
   outcome not recorded. F1 F2

$ ./tried one.mbox exim.log
   1 message with 3 listed values to chem.lab@hospital.example, 10 May 09:01;
   outcome not recorded. Witnesses: mail under one.mbox, mail gateway exim. F1
   F2 F3 F4

$ ./tried one.mbox filter.log
   1 message with 3 listed values to chem.lab@hospital.example, 10 May 09:01;
   delivered. Witnesses: mail gateway mx, mail under one.mbox. F1 F2 F3 F4

$ ./tried two.mbox filter.log
   1 message with 3 listed values to chem.lab@hospital.example, 10 May 09:01;
   delivered. Witnesses: mail gateway mx, mail under two.mbox. F1 F2 F4 F5
   1 message with desk[@]moth-conference[.]net to chem.lab@hospital.example,
   10 May 09:02; outcome not recorded. F3

$ ./tried one.mbox exim.log filter.log
   1 message with 3 listed values to chem.lab@hospital.example, 10 May 09:01;
   delivered. Witnesses: mail gateway mx, mail under one.mbox, mail gateway
   exim. F1 and 5 more

# With another Message-ID they are two.
$ sed -i 's/1@supplies/7@supplies/' filter.log; ./tried one.mbox filter.log
   1 message with 2 listed values to chem.lab@hospital.example, 10 May 09:01;
   delivered. F3 F4
   1 message with 2 listed values to chem.lab@hospital.example, 10 May 09:01;
   outcome not recorded. F1 F2

# A message is one row with all who saw it: the gateway's lines, the file that it kept back, known by the label.
$ mkdir -p held && python3 -c 'from mail import *; mail(1, who="desk@moth-conference.net", body="See http://evil-site.net/x.\n")' | tail -n +2 >held/4F1A2C3D4E.eml; printf '[held]\npath = held\nrole = quarantine\n' >held.conf; mkdir gates

$ cat >gates/amavis.log <<'END'
> 2020-05-10T09:01:00Z mx postfix/smtpd[311]: connect from a.moth-conference.net[103.216.221.19]
> 2020-05-10T09:01:00Z mx postfix/smtpd[311]: 4F1A2C3D4E: client=a.moth-conference.net[103.216.221.19]
> 2020-05-10T09:01:00Z mx postfix/cleanup[314]: 4F1A2C3D4E: message-id=<1@supplies.example>
> 2020-05-10T09:01:00Z mx postfix/qmgr[101]: 4F1A2C3D4E: from=<desk@moth-conference.net>, size=2104, nrcpt=1 (queue active)
> 2020-05-10T09:01:01Z mx amavis[2911]: (2911-02) Blocked BANNED (x) {DiscardedInbound,Quarantined}, [103.216.221.19]:25 [103.216.221.19] <desk@moth-conference.net> -> <chem.lab@hospital.example>, quarantine: m/b, Queue-ID: 4F1A2C3D4E, Message-ID: <1@supplies.example>, mail_id: b, Hits: 9.1, size: 2104, 900 ms
> 2020-05-10T09:01:01Z mx postfix/smtp[320]: 4F1A2C3D4E: to=<chem.lab@hospital.example>, relay=127.0.0.1[127.0.0.1]:10024, delay=1, delays=0.1/0/0/0.9, dsn=2.7.0, status=sent (250 2.7.0 Ok, discarded, id=2911-02 - BANNED)
> END

$ cat >gates/rspamd.log <<'END'
> 2020-05-10 09:01:01 #123(rspamd_proxy) <abc123>; proxy; rspamd_task_write_log: id: <1@supplies.example>, qid: <4F1A2C3D4E>, ip: 103.216.221.19, from: <desk@moth-conference.net>, (default: T (quarantine): [18.00/15.00] [R(1.0){}]), len: 300, time: 3ms, rcpts: <chem.lab@hospital.example>, mime_rcpts: <chem.lab@hospital.example>
> END

$ cat >gates/mailscanner.log <<'END'
> 2020-05-10T09:01:00Z mx postfix/smtpd[311]: 4F1A2C3D4E: client=a.moth-conference.net[103.216.221.19]
> 2020-05-10T09:01:00Z mx postfix/cleanup[314]: 4F1A2C3D4E: hold: header Received: from a.moth-conference.net (a.moth-conference.net [103.216.221.19]) by mx.hospital.example (Postfix) with ESMTP id 4F1A2C3D4E for <chem.lab@hospital.example>; Sun, 10 May 2020 09:01:00 from a.moth-conference.net[103.216.221.19]; from=<desk@moth-conference.net> to=<chem.lab@hospital.example> proto=ESMTP helo=<a.moth-conference.net>
> 2020-05-10T09:01:00Z mx postfix/cleanup[314]: 4F1A2C3D4E: message-id=<1@supplies.example>
> 2020-05-10T09:01:02Z mx MailScanner[900]: Message 4F1A2C3D4E.A1234 from 103.216.221.19 (desk@moth-conference.net) to hospital.example is spam, SpamAssassin (not cached, score=9.1, required 6, BAYES_99 3.50)
> 2020-05-10T09:01:02Z mx MailScanner[900]: Spam Actions: message 4F1A2C3D4E.A1234 actions are store
> END

$ cat >gates/defender.json <<'END'
> {"Timestamp":"2020-05-10T09:01:02Z","NetworkMessageId":"a1b2c3d4-0000-4000-8000-000000000001","InternetMessageId":"<1@supplies.example>","SenderMailFromAddress":"desk@moth-conference.net","SenderIPv4":"103.216.221.19","RecipientEmailAddress":"chem.lab@hospital.example","Subject":"Slides","EmailDirection":"Inbound","DeliveryAction":"Blocked","DeliveryLocation":"Quarantine","ThreatTypes":"Malware"}
> END

$ cat >gates/proofpoint.json <<'END'
> {"queryEndTime":"2020-05-10T10:00:00Z","messagesBlocked":[{"GUID":"c","QID":"r1","fromAddress":["desk@moth-conference.net"],"messageID":"<1@supplies.example>","messageParts":[{"filename":"slides.zip","sha256":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}],"messageTime":"2020-05-10T09:01:02.000Z","quarantineFolder":"Malware","recipient":["chem.lab@hospital.example"],"sender":"desk@moth-conference.net","senderIP":"103.216.221.19","subject":"Slides"}],"messagesDelivered":[]}
> END

$ for gate in amavis.log rspamd.log mailscanner.log defender.json proofpoint.json; do ./tried --evidence held.conf held gates/$gate | sed 's/ F1 .*/ F1 .../'; done
   1 message with 3 listed values to chem.lab@hospital.example, 10 May 09:01; in
   quarantine. (your label "held") Witnesses: mail gateway mx, mail held. F1 ...
   4 more
   1 message with 3 listed values to chem.lab@hospital.example, 10 May 09:01; in
   quarantine. (your label "held") Witnesses: mail gateway rspamd, mail held. F1
   F2 F3 F4
   1 message with 3 listed values to chem.lab@hospital.example, 10 May 09:01; in
   quarantine. (your label "held") Witnesses: mail gateway mx, mail held. F1 ...
   F3 F4
   1 message with 3 listed values to chem.lab@hospital.example, 10 May 09:01; in
   quarantine. (your label "held") Witnesses: mail gateway defender, mail held.
   F1 ...
   1 message with 4 listed values to chem.lab@hospital.example, 10 May 09:01; in
   quarantine. (your label "held") Witnesses: mail gateway proofpoint, mail
   held. F1 ...

# Exchange's tracking log: the end stands in another line than the sender's address. Sendmail, Exim, Postfix with a second queue: it was delivered.
$ cat >gates/track.csv <<'END'
> #Software: Microsoft Exchange Server
> #Fields: date-time,client-ip,client-hostname,server-ip,server-hostname,connector-id,source,event-id,internal-message-id,message-id,recipient-address,total-bytes,message-subject,sender-address,return-path,directionality
> 2020-05-10T09:01:00.000Z,103.216.221.19,a.moth-conference.net,10.1.1.25,EX1,EX1\Default,SMTP,RECEIVE,47,<1@supplies.example>,chem.lab@hospital.example,2104,Slides,desk@moth-conference.net,desk@moth-conference.net,Incoming
> 2020-05-10T09:01:01.000Z,10.1.1.25,EX1,10.1.1.25,EX1,,STOREDRIVER,DELIVER,47,<1@supplies.example>,chem.lab@hospital.example,2104,Slides,desk@moth-conference.net,desk@moth-conference.net,Incoming
> END

$ cat >gates/sendmail.log <<'END'
> 2020-05-10T09:01:00Z mx sm-mta[700]: 04A911aB000700: from=<desk@moth-conference.net>, size=2104, class=0, nrcpts=1, msgid=<1@supplies.example>, proto=ESMTP, daemon=MTA, relay=a.moth-conference.net [103.216.221.19]
> 2020-05-10T09:01:01Z mx sm-mta[701]: 04A911aB000700: to=<chem.lab@hospital.example>, delay=00:00:01, mailer=local, pri=32104, dsn=2.0.0, stat=Sent
> END

$ printf '%s\n' '2020-05-10 09:01:01 1jXZ1a-0004xy-Ab => chem.lab <chem.lab@hospital.example> R=local_user T=maildir_home' | cat exim.log - >gates/exim.log

$ cat >gates/postfix.log <<'END'
> 2020-05-10T09:01:00Z mx postfix/smtpd[311]: 4F1A2C3D4E: client=a.moth-conference.net[103.216.221.19]
> 2020-05-10T09:01:00Z mx postfix/cleanup[314]: 4F1A2C3D4E: message-id=<1@supplies.example>
> 2020-05-10T09:01:00Z mx postfix/qmgr[101]: 4F1A2C3D4E: from=<desk@moth-conference.net>, size=2104, nrcpt=1 (queue active)
> 2020-05-10T09:01:01Z mx postfix/smtp[320]: 4F1A2C3D4E: to=<chem.lab@hospital.example>, relay=127.0.0.1[127.0.0.1]:10024, delay=1, dsn=2.0.0, status=sent (250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as 5A5A5A5A5A)
> 2020-05-10T09:01:02Z mx postfix/lmtp[330]: 5A5A5A5A5A: to=<chem.lab@hospital.example>, relay=mx[private/dovecot-lmtp], delay=1, dsn=2.0.0, status=sent (250 2.0.0 <chem.lab@hospital.example> Saved)
> END

$ for gate in track.csv sendmail.log exim.log postfix.log; do ./tried one.mbox gates/$gate | sed 's/ F1 .*/ F1 .../'; done
   1 message with 3 listed values to chem.lab@hospital.example, 10 May 09:01;
   delivered. Witnesses: mail gateway EX1, mail under one.mbox. F1 ...
   1 message with 3 listed values to chem.lab@hospital.example, 10 May 09:01;
   delivered. Witnesses: mail gateway mx, mail under one.mbox. F1 ...
   1 message with 3 listed values to chem.lab@hospital.example, 10 May 09:01;
   delivered. Witnesses: mail gateway exim, mail under one.mbox. F1 ...
   1 message with 3 listed values to chem.lab@hospital.example, 10 May 09:01;
   delivered. Witnesses: mail gateway mx, mail under one.mbox. F1 ...

# What does not agree stays to be seen, with who says it: kept back and yet in a mailbox; delivered and yet kept back; delivered by one.
$ ./tried one.mbox gates/rspamd.log
   1 message with 3 listed values to chem.lab@hospital.example, 10 May 09:01; in
   quarantine, says mail gateway rspamd; but a copy lies in mail under one.mbox.
   F1 F2 F3 F4

$ ./tried --evidence held.conf held gates/sendmail.log
   1 message with 3 listed values to chem.lab@hospital.example, 10 May 09:01;
   delivered, says mail gateway mx; in quarantine, says your label "held". F1 F2
   F3 F4

$ ./tried --evidence held.conf held one.mbox
   1 message with 2 listed values to chem.lab@hospital.example, 10 May 09:01; in
   quarantine, says your label "held"; but a copy lies in mail under one.mbox.
   F1 F2 F3 F4

$ ./tried gates/rspamd.log gates/sendmail.log
   1 message with 2 listed values to chem.lab@hospital.example, 10 May 09:01;
   delivered, says mail gateway mx; in quarantine, says mail gateway rspamd. F1
   F2 F3 F4

# A folder's name says nothing, and what nobody ties is two: another Message-ID.
$ ./tried held
   1 message with 2 listed values to chem.lab@hospital.example, 10 May 09:01;
   outcome not recorded. F1 F2

$ sed -i 's/<1@supplies/<9@supplies/' gates/rspamd.log; ./tried --evidence held.conf held gates/rspamd.log
   1 message with 2 listed values to chem.lab@hospital.example, 10 May 09:01; in
   quarantine. (your label "held") F1 F2
   1 message with 2 listed values to chem.lab@hospital.example, 10 May 09:01; in
   quarantine. F3 F4

# A wave: one letter to many mailboxes, some of which the gateway kept; all of it in two rows, however many there are.
$ python3 - <<'END'
> from mail import *
> import sys, os
> os.makedirs('wave', exist_ok=True)
> with open('wave.log', 'w') as log:
>     for n in range(600):
>         kept = n % 3 == 0
>         log.write(f'2020-05-10T09:{n // 60:02}:{n % 60:02}Z mx rspamd[1]: <t{n}>; task; rspamd_task_write_log: id: <w{n}@supplies.example>, qid: <47{n:04X}>, ip: 103.216.221.19, from: <desk@moth-conference.net>, (default: {"T (quarantine)" if kept else "F (no action)"}: [1.00/15.00] [R(1.0){{}}]), len: 300, time: 3ms, rcpts: <user{n}@hospital.example>\n')
>         if not kept:
>             sys.stdout = open(f'wave/{n}.mbox', 'w')
>             mail(1, who='desk@moth-conference.net')
>             sys.stdout.close()
>             text = open(f'wave/{n}.mbox').read().replace('<1@', f'<w{n}@').replace('chem.lab@', f'user{n}@')
>             open(f'wave/{n}.mbox', 'w').write(text)
> END

$ ./tried wave.log wave
   400 messages with 2 listed values to 400 mailboxes, 10 May 09:00 - 09:09;
   delivered. Witnesses: mail gateway mx, mail under wave. F3 and 1,199 more
   200 messages with 2 listed values to 200 mailboxes, 10 May 09:00 - 09:09; in
   quarantine. F1 and 399 more
