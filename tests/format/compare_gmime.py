#!/usr/bin/env python3
"""Mails of our own making, taken apart by us and by GMime.    compare_gmime.py COMPARER"""
import base64
import os
import subprocess
import sys
import tempfile
from email import encoders
from email.message import EmailMessage
from email.mime.base import MIMEBase
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

DATA = bytes(range(256)) * 40
HEAD = b'From: a@b.example\nTo: c@d.example\nSubject: x\nMIME-Version: 1.0\n'


def attached(name, data=DATA):
    part = MIMEBase('application', 'octet-stream')
    part.set_payload(data)
    encoders.encode_base64(part)
    part.add_header('Content-Disposition', 'attachment', filename=name)
    return part


def many(*parts, kind='mixed'):
    box = MIMEMultipart(kind)
    box['From'] = 'a@b.example'
    for part in parts:
        box.attach(part)
    return box


def quoted():
    mail = EmailMessage()
    mail['From'] = 'a@b.example'
    mail.set_content('Grüße, ' * 60 + '\n=3D stays\n', cte='quoted-printable')
    return mail


PLAIN, PAGE = MIMEText('hello\n'), MIMEText('<p>hällo</p>', 'html', 'utf-8')
MADE = [PLAIN, PAGE, quoted(), many(PLAIN, attached('a.exe')), many(many(PLAIN, PAGE, kind='alternative'), attached('b.zip')),
        many(MIMEMessage(many(PLAIN, attached('c.doc')))), many(many(many(attached('naïve.exe')))),
        many(MIMEText('ü' * 90, 'plain', 'utf-16le')), many(attached('empty', b''), attached('one', b'x'))]
B64 = base64.encodebytes(DATA)
RAW = [
    # Lines that end in CR LF; a boundary with blanks behind it; no end; a boundary that begins like another.
    many(PLAIN, attached('d.exe')).as_bytes().replace(b'\n', b'\r\n'),
    HEAD + b'Content-Type: multipart/mixed; boundary="=_x"\n\nfront\n--=_x  \nContent-Type: text/plain\n\none\n--=_x\t\n\ntwo\n--=_x--\nbehind\n',
    HEAD + b'Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Transfer-Encoding: base64\nContent-Type: a/b\n\n' + B64,
    HEAD + b'Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/mixed; boundary=bb\n\n--bb\n\ninner\n--bb--\n--b\n\nouter\n--b--\n',
    HEAD + b'Content-Type: text/plain\nContent-Transfer-Encoding: QUOTED-PRINTABLE\n\na=\nb =3D=C3=A4 =\n\nlow=e4er   \nend',
    HEAD + b'Content-Type: application/x; name=y\nContent-Transfer-Encoding: base64\n\n' + B64.replace(b'\n', b'\n \n'),
    HEAD + b'Content-Type: text/plain; charset=us-ascii\nContent-Transfer-Encoding: 8bit\n\n\xff\xfe high\n',
    HEAD + b'Content-Type: multipart/digest; boundary=d\n\n--d\n\nSubject: one\n\nfirst\n--d\n\nSubject: two\n\nsecond\n--d--\n',
    HEAD + b'\nno type at all\n',
]


def main():
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for n, mail in enumerate([m.as_bytes() for m in MADE] + RAW):
            paths.append(os.path.join(folder, f'{n}.eml'))
            with open(paths[-1], 'wb') as f:
                f.write(mail)
        return subprocess.run([sys.argv[1], *paths], check=False).returncode


if __name__ == '__main__':
    sys.exit(main())
