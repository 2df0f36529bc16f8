"""The house that the truth cases ask about: a small hospital in the spring of 2021, what was published
about its attackers, and how a case is put together.

Inside are 10.0.0.0/8 and 192.0.2.0/24; documentation addresses stand for harmless peers; the actor,
the names and every record are invented. An ordinary day has three connections out and two refused
ones in, two questions and two requests, so that a source can be called whole or not."""
import hashlib
from datetime import datetime, timedelta, timezone

BAD, BAD2 = '103.216.221.19', '141.98.212.55'
NAME = 'lantern-moth-update.site'
URL = 'http://share.feed-host.net/u/moth/programme.zip'
SENDER = 'programme@moth-conference.net'
PROGRAM = b'#!/bin/sh\n# inert stand-in for the agent of a test\nexit 0\n' * 4
SHA256 = hashlib.sha256(PROGRAM).hexdigest()
WS, DESK, SERVER, OURS = '10.20.3.41', '10.20.8.17', '192.0.2.20', '192.0.2.1'
BEGAN, ENDED = datetime(2021, 3, 1, tzinfo=timezone.utc), datetime(2021, 5, 31, tzinfo=timezone.utc)
DAYS = (ENDED - BEGAN).days + 1
NETS = ['--home-net', '10.0.0.0/8', '--home-net', '192.0.2.0/24']

HEAD = '''Advisory: Lantern Moth targets hospitals
=========================================

Published: 31 May 2021
Version 1.0
TLP:CLEAR

Summary
-------
The Cyber Office of Alder County describes activity of the actor Lantern Moth
between 1 March 2021 and 31 May 2021 against hospitals and laboratories.

Indicators of compromise
------------------------
'''

SECTIONS = {
    'addresses': f'''
IP addresses
  {BAD.replace('.', '[.]')}      command server
  {BAD2.replace('.', '[.]')}       command server
''',
    'names': f'''
Domains
  {NAME.replace('.', '[.]')}     update pages of the malware
''',
    'urls': f'''
URLs
  {URL.replace('http', 'hxxp').replace('.', '[.]')}
''',
    'senders': f'''
Sender addresses
  {SENDER.replace('.', '[.]')}
''',
    'hashes': f'''
SHA-256
  {SHA256}  agent program
''',
}


def advisory(*sections):
    """The advisory with these sections of indicators (all: without arguments)."""
    return HEAD + ''.join(SECTIONS[s] for s in sections or SECTIONS)


def at(day, clock='11:04:07'):
    """A moment of the spring: day 1 is 1 March 2021."""
    hour, minute, second = (int(n) for n in clock.split(':'))
    return BEGAN + timedelta(days=day - 1, hours=hour, minutes=minute, seconds=second)


PEERS = ['203.0.113.24', '198.51.100.44', '203.0.113.80', '198.51.100.130']
DESKS = ['10.20.3.60', '10.20.3.42', WS, '10.30.1.12']


class Flow:
    """One connection as a firewall or a sensor sees it; `ok`: let through and answered."""
    def __init__(self, when, src, dst, dport=443, ok=True, inward=False, sport=0, sent=1240, got=5120):
        self.when, self.src, self.dst, self.dport, self.ok, self.inward = when, src, dst, dport, ok, inward
        self.sport = sport or 49152 + int(when.timestamp()) % 9973
        self.sent, self.got = (sent, got) if ok else (0, 0)
        self.id = 1184000 + int(when.timestamp()) % 800011


def ordinary_flows(first=1, last=DAYS):
    for day in range(first, last + 1):
        yield Flow(at(day, '01:39:37'), DESKS[day % 4], PEERS[day % 4])
        yield Flow(at(day, '06:27:20'), PEERS[(day + 2) % 4], SERVER, 22, ok=False, inward=True)
        yield Flow(at(day, '09:07:30'), DESKS[(day + 1) % 4], PEERS[(day + 1) % 4])
        yield Flow(at(day, '15:40:11'), DESKS[(day + 2) % 4], PEERS[(day + 3) % 4])
        yield Flow(at(day, '20:55:02'), PEERS[day % 4], SERVER, 3389, ok=False, inward=True)


def called_out(times=4, src=WS, dst=BAD, ok=True, day=40):
    return [Flow(at(day + n, '11:04:07'), src, dst, ok=ok) for n in range(times)]


def knocked(times=30, src=BAD, dst=SERVER, day=40):
    return [Flow(at(day + n % 5, f'04:{10 + n % 50}:{n % 60:02d}'), src, dst, 22, ok=False, inward=True) for n in range(times)]


class Case:
    """One question: what was published, what the house holds, and the answer that is right.

    files: path below evidence/ -> text or bytes. expect: answer, and as needed strength, machines, says, not_says,
    open, exit, findings, gaps (see run). fixed: names of files mean something here, nothing may be renamed."""
    def __init__(self, name, files, expect, published=None, args=(), before=(), conf=None, fixed=False):
        self.name, self.files, self.expect = name, files, expect
        self.published = published if published is not None else {'advisory.txt': advisory()}
        self.args, self.before, self.conf, self.fixed = list(args) or NETS, before, conf, fixed


def said(answer, strength=None, machines=None, **more):
    return {'answer': answer, 'strength': strength, 'machines': machines, **more}


def affected(strength, *machines, **more):
    return said('affected', strength.split('/'), list(machines), **more)


TARGETED, NOT_SEEN = said('targeted', machines=[]), said('not-seen', machines=[])
