"""What decides an answer besides the record itself: time, leases, relays, gaps in what was handed in,
copies, and how the advisory was published."""
import gzip
import json
from house import (BAD, BAD2, DAYS, DESKS, NAME, NETS, NOT_SEEN, OURS, PEERS, PROGRAM, SHA256, TARGETED, URL, WS, Case, Flow, advisory, affected, at, called_out,
                   knocked, ordinary_flows, said)
from flows import FAMILIES, asa, ecs, fortigate, log, netfilter, vpc
from names import Question, bind, dnsmasq, log as name_log, ordinary as names_asked
from logins import windows
from web import Request, browsing, log as web_log, squid
from disks import DISK, LABEL

ADDRESSES = {'advisory.txt': advisory('addresses')}


def edge(flows, write=fortigate, ordinary=None):
    return {'logs/edge.log': log(write, [*(ordinary_flows() if ordinary is None else ordinary), *flows])}


def ask(sentence, files, expect, published=None, **more):
    return Case(sentence, files, expect, published or ADDRESSES, **more)


def later(flows, days):
    return [Flow(f.when.replace(year=f.when.year + days // 365) if days % 365 == 0 else at((f.when - at(1, '00:00:00')).days + 1 + days), f.src, f.dst, ok=f.ok) for f in flows]


def times():
    yield ask('A call six years later is for a person: addresses change hands', edge(later(called_out(3), 6 * 365)), said('inconclusive', open=['needs-person'], says=[WS]))
    yield ask('A call two months after publication is AFFECTED', edge(called_out(3, day=150)), affected('weak/moderate', WS))
    yield ask('A call two months before the activity is AFFECTED', edge(called_out(3, day=-60)), affected('weak/moderate', WS))
    yield ask('A call two years before the activity is not AFFECTED', edge(later(called_out(3), -2 * 365)), said('inconclusive', open=['needs-person']))
    asked = [Question(at(40 + 365), WS, NAME)]
    names = {'advisory.txt': advisory('names')}
    yield ask('A listed name that is asked for a year later is AFFECTED: names last longer', {'logs/q.log': name_log(bind, [*names_asked(), *asked])}, affected('weak', WS), names)
    asked = [Question(at(40).replace(year=2025), WS, NAME)]
    yield ask('A listed name that is asked for four years later is for a person', {'logs/q.log': name_log(bind, [*names_asked(), *asked])},
              said('inconclusive', open=['needs-person']), names)
    yield ask('A program does not age: found years later it is AFFECTED', {**DISK, 'ws41/tmp/agentd': PROGRAM}, affected('strong', 'ws41'), {'advisory.txt': advisory('hashes')}, conf=LABEL)
    yield ask('What the user left out by --since is said', edge(called_out(3, day=10)),
              said('inconclusive', open=['evidence-missing'], machines=[]), args=[*NETS, '--since', '2021-05-01'])
    yield ask('What --since does not leave out is AFFECTED', edge(called_out(3, day=70)), affected('moderate', WS), args=[*NETS, '--since', '2021-05-01'])


def owners():
    calls = called_out(4)
    iscleases = ('lease 10.20.3.41 {\n  starts 5 2021/04/09 06:00:00;\n  ends 6 2021/04/17 06:00:00;\n  binding state active;\n  hardware ethernet 00:16:3e:11:22:41;\n'
                 '  client-hostname "lab-ws07";\n}\n')
    syslog = ''.join(f'{at(d, "06:00:0" + str(d % 10)):%Y-%m-%dT%H:%M:%S}+00:00 dhcp1 dhcpd[411]: DHCPACK on 10.20.3.41 to 00:16:3e:11:22:41 (lab-ws07) via eth1\n' for d in range(30, 60))
    dnsmasq_log = ''.join(f'{at(d, "06:00:00"):%Y-%m-%dT%H:%M:%S}+00:00 ns1 dnsmasq-dhcp[812]: DHCPACK(eth1) 10.20.3.41 00:16:3e:11:22:41 lab-ws07\n' for d in range(30, 60))
    windows = 'ID,Date,Time,Description,IP Address,Host Name,MAC Address,User Name, TransactionID\n' + ''.join(
        f'{10 if d == 30 else 11},{at(d):%m/%d/%y},06:00:00,{"Assign" if d == 30 else "Renew"},10.20.3.41,lab-ws07.hosp.example,00163E112241,,{4711 + d}\n' for d in range(30, 60))
    kea = 'address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context\n' + (
        f'10.20.3.41,00:16:3e:11:22:41,,{86400 * 30},{at(60).timestamp():.0f},1,0,0,lab-ws07,0,\n')
    for what, path, text in [('ISC', 'dhcp/dhcpd.leases', iscleases), ('dhcpd in syslog', 'dhcp/dhcp.log', syslog), ('dnsmasq', 'dhcp/dnsmasq.log', dnsmasq_log),
                             ('Windows', 'dhcp/DhcpSrvLog-Apr.log', windows), ('Kea', 'dhcp/kea-leases4.csv', kea)]:
        yield ask(f'A lease of {what} ties the machine that called to its name', {**edge(calls), path: text}, affected('moderate', WS, says=['lab-ws07']))
    yield ask('A lease of another time names nobody', {**edge(called_out(4, day=80)), 'dhcp/dhcpd.leases': iscleases}, affected('moderate', WS, not_says=['lab-ws07 (']))
    yield ask('The label of a disk that holds its address names the machine of the firewall', {**edge(calls), **DISK}, affected('moderate', WS), conf=LABEL)
    proxy = called_out(4, src='10.1.1.5')
    yield ask('A proxy is never the machine to act on', edge(proxy), affected('moderate/weak', says=['behind']), args=[*NETS, '--relay', '10.1.1.5=proxy'])
    squidlog = web_log(squid, [*browsing(), Request(at(40), WS, f'http://{BAD}/u/1')])
    yield ask("The proxy's own log names the machine behind it", {**edge([]), 'logs/proxy.log': squidlog}, affected('moderate/weak', WS))
    yield ask('Our public address as source is not a machine', edge(called_out(4, src=OURS)), affected('moderate/weak', says=['at or behind 192.0.2.1'], not_says=['isolate 192'])
              | {'machines': None})


def events(ids):
    """Log-ons of Windows with their record ids."""
    return ''.join(windows(t, True, '10.20.3.60', 'b.staff').replace(f'<EventRecordID>{int(t.timestamp()) % 100000}<', f'<EventRecordID>{n}<') + '\n' for n, t in ids)


def coverage():
    def days(keep, extra=()):
        return edge(extra, ordinary=[f for f in ordinary_flows() if keep((f.when - at(1, '00:00:00')).days + 1)])
    missing = said('inconclusive', machines=[], open=['evidence-missing'])
    yield ask('A log that begins in April cannot answer for March', days(lambda d: d > 31), {**missing, 'says': ['March', '1 Apr'][1:]})
    yield ask('A log that ends in April cannot answer for May', days(lambda d: d < 61), missing)
    yield ask('A hole of three days is named', days(lambda d: d not in (40, 41, 42)), {**missing, 'says': ['9 Apr']})
    yield ask('A quiet Sunday is no hole', edge([], ordinary=[f for f in ordinary_flows() if f.when.weekday() != 6 or f.when.hour < 2]), NOT_SEEN)
    yield ask('A log of refusals only cannot show a success', edge([], ordinary=[f for f in ordinary_flows() if not f.ok]), {**missing, 'says': ['refus']})
    yield ask('Scans in a log of refusals only stay TARGETED, with what cannot be seen', edge(knocked(), ordinary=[f for f in ordinary_flows() if not f.ok]),
              said('targeted', machines=[], open=['evidence-missing'], says=['they tried']))
    short = [Flow(f.when, f.src.rsplit('.', 1)[0] + '.0', f.dst.rsplit('.', 1)[0] + '.0', f.dport, f.ok, f.inward) for f in ordinary_flows()]
    yield ask('Shortened addresses can show nothing', edge([], ordinary=short), {**missing, 'says': ['shorten']})
    yield ask('Nothing but a note is no evidence', {'notes.txt': 'Order more buffer.\n'}, missing)
    yield ask('A log cut off in the middle of its gzip is told', {'logs/edge.log.gz': gzip.compress(edge([])['logs/edge.log'].encode())[:-4000]},
              said('inconclusive', machines=[], gaps=['truncated']))
    series = {}
    for month, (first, last) in enumerate([(1, 31), (32, 61), (62, 92)]):
        series[f'logs/fw.log.{3 - month}.gz'] = gzip.compress(log(fortigate, ordinary_flows(first, last)).encode(), mtime=0)
    yield ask('A whole series of rotated logs answers', series, NOT_SEEN)
    yield ask('A series with one missing does not, and names it', {k: v for k, v in series.items() if k != 'logs/fw.log.2.gz'},
              {**missing, 'says': ['fw.log.2.gz is missing']})
    ids = [(4711 + n, at(1 + n * DAYS // 400, f'{n % 24:02d}:10:00')) for n in range(400)]
    whole = said('targeted/not-seen/inconclusive', machines=[], not_says=['missing between the ids'])
    yield ask('An event log whose ids run on has no records missing', {**edge([]), 'events/Security.xml': events(ids)}, whole)
    yield ask('An event log out of which records were taken says which', {**edge([]), 'events/Security.xml': events(ids[:150] + ids[162:])},
              {**whole, 'says': ['12 records are missing between the ids 4860 and 4873'], 'not_says': []})
    yield ask('An export that chose its records is no log with holes', {**edge([]), 'events/Security.xml': events(ids[::3])}, whole)
    yield ask('Log-ins alone cannot answer for addresses that were called', {'logs/auth.log': ''.join(
        f'{at(d):%Y-%m-%dT%H:%M:%S}+00:00 gate sshd[4711]: Accepted password for b.staff from 198.51.100.77 port 51544 ssh2\n' for d in range(1, DAYS + 1))}, missing)


def copies():
    calls = called_out(1)
    yield ask('One call in the raw log is weak', edge(calls), affected('weak/moderate', WS))
    both = {**edge(calls), 'siem/export.ndjson': log(ecs, [*ordinary_flows(), *calls])}
    yield ask('The same call in an export of the SIEM makes it no stronger', both, affected('weak/moderate', WS))
    yield ask('Copies of the advisory among the evidence change nothing', {**edge([]), 'papers/a.txt': advisory('addresses'), 'papers/b.md': '# Received\n\n' + advisory('addresses')},
              {**NOT_SEEN, 'no_finding': [{'class': 'compromise'}]})
    yield ask('The same log plain and under gzip is one event', {**edge(called_out(4)), 'old/edge.log.gz': gzip.compress(edge(called_out(4))['logs/edge.log'].encode())},
              affected('moderate', WS, says=['4 connections']))


def csv_form():
    rows = [('ipv4', BAD), ('ipv4', BAD2), ('domain', NAME), ('url', URL), ('sha256', SHA256)]
    return 'type,value,first_seen,comment\n' + ''.join(f'{k},{v},2021-03-01,Lantern Moth\n' for k, v in rows)


def stix_form():
    def indicator(n, pattern):
        return {'type': 'indicator', 'spec_version': '2.1', 'id': f'indicator--00000000-0000-4000-8000-00000000000{n}', 'created': '2021-05-31T09:00:00.000Z',
                'modified': '2021-05-31T09:00:00.000Z', 'pattern_type': 'stix', 'valid_from': '2021-03-01T00:00:00Z', 'pattern': pattern, 'indicator_types': ['malicious-activity']}
    patterns = [f"[ipv4-addr:value = '{BAD}']", f"[ipv4-addr:value = '{BAD2}']", f"[domain-name:value = '{NAME}']", f"[url:value = '{URL}']", f"[file:hashes.'SHA-256' = '{SHA256}']"]
    return json.dumps({'type': 'bundle', 'id': 'bundle--00000000-0000-4000-8000-000000000000', 'objects': [indicator(n, p) for n, p in enumerate(patterns)]})


def misp_form():
    kinds = [('ip-dst', BAD), ('ip-dst', BAD2), ('domain', NAME), ('url', URL), ('sha256', SHA256)]
    return json.dumps({'Event': {'info': 'Lantern Moth targets hospitals', 'date': '2021-05-31', 'uuid': '00000000-0000-4000-8000-000000000001', 'threat_level_id': '1', 'analysis': '2',
                                 'Attribute': [{'type': k, 'value': v, 'category': 'Network activity', 'to_ids': True, 'timestamp': '1622451600',
                                                'uuid': f'00000000-0000-4000-8000-0000000001{n:02d}'} for n, (k, v) in enumerate(kinds)]}})


def html_form():
    text = advisory().replace('&', '&amp;')
    body = ''.join(f'<p>{line}</p>' for line in text.split('\n') if line.strip())
    return f'<!doctype html><html><head><title>Lantern Moth targets hospitals</title></head><body><h1>Lantern Moth</h1>{body}</body></html>'


def forms():
    files = {**edge(called_out(4)), **DISK, 'ws41/tmp/agentd': PROGRAM, 'logs/query.log': name_log(bind, names_asked()), 'logs/proxy.log': web_log(squid, browsing())}
    nothing = {**edge([]), **DISK, 'logs/query.log': name_log(bind, names_asked()), 'logs/proxy.log': web_log(squid, browsing())}
    for what, path, text in [('text', 'advisory.txt', advisory()), ('HTML', 'advisory.html', html_form()), ('CSV', 'advisory.csv', csv_form()), ('STIX', 'advisory.json', stix_form()),
                             ('MISP', 'advisory.json', misp_form()), ('bare list', 'advisory.txt', f'{BAD}\n{BAD2}\n{NAME}\n{URL}\n{SHA256}\n')]:
        more = {'args': [*NETS, '--window', '2021-03-01..2021-05-31']}
        yield ask(f'As {what}: a call and the program are AFFECTED', files, affected('strong/moderate', WS, 'ws41') | {'machines': None}, {path: text}, conf=LABEL, **more)
        yield ask(f'As {what}: a spring without them is NOT SEEN', nothing, NOT_SEEN, {path: text}, conf=LABEL, **more)


def advisories():
    other = advisory('addresses').replace('Lantern Moth', 'Slate Finch').replace(BAD.replace('.', '[.]'), '149[.]202[.]12[.]210')
    both = {'advisory.txt': advisory('addresses'), 'advisory2.txt': other.replace(BAD2.replace('.', '[.]'), '119[.]81[.]184[.]11')}
    yield ask('Of two advisories the worse answer leads', edge(called_out(4)), affected('moderate', WS, says=['not seen']), both)
    yield ask('Of two advisories none is seen', edge([]), NOT_SEEN, both)
    yield ask('An address of ours in the advisory is told before anything else', edge([]), said('inconclusive', open=['needs-person'], says=[BAD2, 'publisher']),
              args=[*NETS, '--home-net', BAD2 + '/32'])
    yield ask('A neighbour of ours in the advisory is not', edge([]), NOT_SEEN, args=[*NETS, '--home-net', BAD2[:-1] + '4/32'])
    yield ask('An advisory without an indicator cannot be answered', edge([]), said('inconclusive', machines=[]), {'advisory.txt': advisory('addresses').split('Indicators')[0]})
    yield ask('A private address in the advisory is not searched for', edge([]), NOT_SEEN, {'advisory.txt': advisory('addresses').replace(BAD2.replace('.', '[.]'), '10[.]20[.]3[.]60')})
    honeypot = '[trap]\npath = evidence/trap\nrole = honeypot\n'
    yield ask('Knocks at a labelled honeypot are TARGETED', {**edge([]), 'trap/edge.log': log(netfilter, knocked())}, TARGETED, conf=honeypot)
    lab = '[malware-lab]\npath = evidence/lab\nrole = lab\n'
    yield ask('Calls from a labelled laboratory are SEEN, AND EXPLAINED', {**edge([]), 'lab/edge.log': log(netfilter, called_out(4, src='10.99.0.5'))}, said('explained', machines=[]), conf=lab)
    yield ask('The same calls without the label are AFFECTED', {**edge([]), 'lab/edge.log': log(netfilter, called_out(4, src='10.99.0.5'))}, affected('moderate', '10.99.0.5'))


def shared():
    front = '104.16.132.229'
    listed = {'advisory.txt': advisory('addresses', 'names').replace(BAD.replace('.', '[.]'), front.replace('.', '[.]'))}
    names = {'logs/query.log': name_log(bind, names_asked())}
    person = said('inconclusive', open=['needs-person'], says=[WS, 'Cloudflare'], no_finding=[{'class': 'compromise'}])
    yield ask('Calls to an address that many sites share are for a person', {**edge(called_out(4, dst=front)), **names}, person, listed)
    yield ask('Knocks from an address that many sites share are no attempt of the attacker', {**edge(knocked(src=front)), **names}, person | {'says': ['Cloudflare']}, listed)
    asked = {'logs/query.log': name_log(bind, [*names_asked(), Question(at(40, '11:04:06'), WS, NAME)])}
    yield ask('With a question for the listed name they are AFFECTED', {**edge(called_out(4, dst=front)), **asked}, affected('weak/moderate', WS), listed)
    yield ask('An address beside those that are shared is its owner', {**edge(called_out(4, dst='104.28.132.229')), **names}, affected('moderate', WS),
              {'advisory.txt': listed['advisory.txt'].replace('104[.]16', '104[.]28')})


def cases():
    for part in (times, owners, coverage, copies, forms, advisories, shared):
        yield from part()
