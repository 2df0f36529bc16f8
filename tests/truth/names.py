"""Questions to a resolver as each resolver and sensor logs them."""
import json
from house import BAD, DAYS, DESKS, NAME, NOT_SEEN, WS, Case, advisory, affected, at, said

HOSTS = ['maps.example.net', 'news.example.org', 'updates.office-suite.example', 'booking.example.com']


class Question:
    def __init__(self, when, src, name, answer='198.51.100.130', kind='A'):
        self.when, self.src, self.name, self.answer, self.kind = when, src, name, answer, kind


def ordinary():
    for day in range(1, DAYS + 1):
        yield Question(at(day, '04:09:43'), DESKS[day % 4], HOSTS[day % 4])
        yield Question(at(day, '14:22:05'), DESKS[(day + 1) % 4], HOSTS[(day + 2) % 4])


def dnsmasq(q):
    head = f'{q.when:%Y-%m-%dT%H:%M:%S}+00:00 ns1 dnsmasq[812]: '
    last = f'reply {q.name} is {q.answer}' if q.answer else f'config {q.name} is NXDOMAIN'
    return f'{head}query[{q.kind}] {q.name} from {q.src}\n{head}forwarded {q.name} to 198.51.100.53\n{head}{last}'


def bind(q):
    return (f'{q.when:%d-%b-%Y %H:%M:%S}.120 queries: info: client @0x7f2a4c0 {q.src}#53211 ({q.name}): query: {q.name} IN {q.kind} +E(0)K (10.1.1.53)')


def unbound(q):
    return f'[{q.when.timestamp():.0f}] unbound[812:0] info: {q.src} {q.name}. {q.kind} IN'


def pihole(q):
    head = f'{q.when:%b} {q.when.day:2d} {q.when:%H:%M:%S} dnsmasq[812]: '
    return f'{head}query[{q.kind}] {q.name} from {q.src}\n{head}reply {q.name} is {q.answer or "NXDOMAIN"}'


def windns(q):
    wire = ''.join(f'({len(label)}{")"}{label}' for label in q.name.split('.')) + '(0)'
    return (f'{q.when.month}/{q.when.day}/{q.when.year} {q.when:%I:%M:%S %p} 0C40 PACKET  000001B2C3D4E5F0 UDP Rcv {q.src:15s} 4711   Q [0001   D   NOERROR] '
            f'{q.kind:6s} {wire}')


def zeek(q):
    cells = [f'{q.when.timestamp():.6f}', f'C{int(q.when.timestamp()):x}', q.src, 53211, '10.1.1.53', 53, 'udp', 4711, q.name, 1, 'C_INTERNET', 1, q.kind, 0,
             'NOERROR' if q.answer else 'NXDOMAIN', 'F', 'F', 'T', 'T', 0, q.answer or '-', '300.0' if q.answer else '-', 'F']
    return '\t'.join(str(c) for c in cells)


def zeek_json(q):
    more = {'answers': [q.answer], 'TTLs': [300.0]} if q.answer else {}
    return json.dumps({'ts': q.when.timestamp(), 'uid': f'C{int(q.when.timestamp()):x}', 'id.orig_h': q.src, 'id.orig_p': 53211, 'id.resp_h': '10.1.1.53',
                       'id.resp_p': 53, 'proto': 'udp', 'query': q.name, 'qtype_name': q.kind, 'rcode_name': 'NOERROR' if q.answer else 'NXDOMAIN', **more})


def eve(q):
    head = {'timestamp': f'{q.when:%Y-%m-%dT%H:%M:%S}.120000+0000', 'event_type': 'dns', 'src_ip': q.src, 'src_port': 53211, 'dest_ip': '10.1.1.53',
            'dest_port': 53, 'proto': 'UDP'}
    return json.dumps({**head, 'dns': {'type': 'query', 'id': 4711, 'rrname': q.name, 'rrtype': q.kind, 'tx_id': 0}})


def coredns(q):
    return (f'{q.when:%Y-%m-%dT%H:%M:%S}.120Z [INFO] {q.src}:53211 - 4711 "{q.kind} IN {q.name}. udp 46 false 512" '
            f'{"NOERROR" if q.answer else "NXDOMAIN"} qr,rd,ra 84 0.012s')


def route53(q):
    return json.dumps({'version': '1.100000', 'account_id': '123456789010', 'region': 'eu-west-2', 'query_timestamp': f'{q.when:%Y-%m-%dT%H:%M:%SZ}',
                       'query_name': q.name + '.', 'query_type': q.kind, 'query_class': 'IN', 'rcode': 'NOERROR' if q.answer else 'NXDOMAIN',
                       'answers': [{'Rdata': q.answer, 'Type': 'A', 'Class': 'IN'}] if q.answer else [], 'srcaddr': q.src, 'srcport': '53211'})


def sysmon(q):
    """Event 22 of Sysmon as a forwarder writes it; the machine asks for itself."""
    return json.dumps({'@timestamp': f'{q.when:%Y-%m-%dT%H:%M:%S}.120Z', 'event': {'code': '22', 'provider': 'Microsoft-Windows-Sysmon'},
                       'host': {'name': 'ws' + q.src.split('.')[-1], 'ip': [q.src]}, 'winlog': {'channel': 'Microsoft-Windows-Sysmon/Operational', 'event_id': '22',
                       'computer_name': 'ws' + q.src.split('.')[-1], 'event_data': {'QueryName': q.name, 'QueryStatus': '0', 'QueryResults': q.answer or '-',
                       'Image': 'C:\\Program Files\\agent\\agent.exe', 'UtcTime': f'{q.when:%Y-%m-%d %H:%M:%S}.120'}}})


ZEEK_HEAD = '''#separator \\x09
#set_separator\t,
#empty_field\t(empty)
#unset_field\t-
#path\tdns
#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\ttrans_id\tquery\tqclass\tqclass_name\tqtype\tqtype_name\trcode\trcode_name\tAA\tTC\tRD\tRA\tZ\tanswers\tTTLs\trejected
#types\ttime\tstring\taddr\tport\taddr\tport\tenum\tcount\tstring\tcount\tstring\tcount\tstring\tcount\tstring\tbool\tbool\tbool\tbool\tcount\tvector[string]\tvector[interval]\tbool
'''
FAMILIES = [('dnsmasq', dnsmasq, 'dns.log'), ('BIND', bind, 'query.log'), ('Unbound', unbound, 'unbound.log'), ('Pi-hole', pihole, 'pihole-2021.log'),
            ('Windows DNS', windns, 'dns-debug.log'), ('Zeek dns', zeek, 'dns.log'), ('Zeek dns JSON', zeek_json, 'dns.json'), ('Suricata dns', eve, 'eve.json'),
            ('CoreDNS', coredns, 'coredns.log'), ('Route 53', route53, 'resolver.json'), ('Sysmon 22', sysmon, 'sysmon.ndjson')]


def log(write, questions):
    return (ZEEK_HEAD if write is zeek else '') + ''.join(write(q) + '\n' for q in sorted(questions, key=lambda q: q.when))


def cases():
    listed = {'advisory.txt': advisory('names')}
    arpa = '.'.join(reversed(BAD.split('.'))) + '.in-addr.arpa'
    for family, write, path in FAMILIES:
        def ask(sentence, questions, expect, published=None):
            return Case(f'{family}: {sentence}', {f'logs/{path}': log(write, [*ordinary(), *questions])}, expect, published or listed)
        machine = 'ws41' if write is sysmon else WS
        yield ask('a spring without the listed name is NOT SEEN', [], NOT_SEEN)
        yield ask('one question for the listed name is AFFECTED, weak', [Question(at(40), WS, NAME)], affected('weak', machine))
        yield ask('three questions over two days are AFFECTED', [Question(at(40 + n // 2, f'11:0{n}:00'), WS, NAME) for n in range(3)], affected('weak/moderate', machine))
        yield ask('a name below the listed one is AFFECTED', [Question(at(40), WS, 'cdn7.' + NAME)], affected('weak', machine))
        yield ask('a question that found nothing is a sign all the same', [Question(at(40), WS, NAME, answer='')], affected('weak', machine))
        yield ask('names that only look like the listed one are NOT SEEN',
                  [Question(at(30 + n), WS, name) for n, name in enumerate([f'my{NAME}', f'my-{NAME}', f'{NAME}.example.org', NAME[1:]])], NOT_SEEN)
        yield ask('who looks up whose a listed address is has not met it', [Question(at(40), WS, arpa, kind='PTR')],
                  said('not-seen/inconclusive', machines=[], no_finding=[{'class': 'compromise'}]), {'advisory.txt': advisory('addresses', 'names')})
