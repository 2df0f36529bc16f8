"""Requests: proxies on the way out, servers of ours on the way in."""
import json
from house import BAD, DAYS, DESKS, NAME, NOT_SEEN, SERVER, TARGETED, URL, WS, Case, advisory, affected, at, called_out, ordinary_flows, said
from flows import fortigate, log as flow_log
from names import bind, log as name_log, ordinary as names_asked

PAGES = ['http://maps.example.net/t/39.png', 'http://booking.example.com/rooms?week=38', 'http://news.example.org/', 'http://www.example.org/a/b.html']
AGENT = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36'


class Request:
    def __init__(self, when, src, url, status=200, size=7168, method='GET', referrer='-', agent=AGENT):
        self.when, self.src, self.url, self.status, self.size, self.method = when, src, url, status, size, method
        self.referrer, self.agent = referrer, agent
        self.host, _, rest = url.split('://')[-1].partition('/')
        self.path = '/' + rest
        self.refused = status in (403, 407)


def browsing():
    for day in range(1, DAYS + 1):
        yield Request(at(day, '07:21:08'), DESKS[day % 4], PAGES[day % 4])
        yield Request(at(day, '16:32:34'), DESKS[(day + 1) % 4], PAGES[(day + 2) % 4])


def squid(r):
    code = 'TCP_DENIED' if r.refused else 'TCP_TUNNEL' if r.method == 'CONNECT' else 'TCP_MISS'
    asked = r.host + ':443' if r.method == 'CONNECT' else r.url
    return (f'{r.when.timestamp():.3f}    214 {r.src} {code}/{r.status} {r.size} {r.method} {asked} - '
            f'{"HIER_NONE/-" if r.refused else "HIER_DIRECT/203.0.113.80"} text/html')


def squid_combined(r):
    code = 'TCP_DENIED:HIER_NONE' if r.refused else 'TCP_MISS:HIER_DIRECT'
    asked = r.host + ':443' if r.method == 'CONNECT' else r.url
    return f'{r.src} - - [{r.when:%d/%b/%Y:%H:%M:%S} +0000] "{r.method} {asked} HTTP/1.1" {r.status} {r.size} "{r.referrer}" "{r.agent}" {code}'


def bluecoat(r):
    result = 'DENIED' if r.refused else 'OBSERVED'
    path, _, query = r.path.partition('?')
    return (f'{r.when:%Y-%m-%d %H:%M:%S} 62 {r.src} - - - {result} "none" {r.referrer} {r.status} TCP_{"DENIED" if r.refused else "MISS"} {r.method} text/html http '
            f'{r.host} 80 {path} {"?" + query if query else "-"} - "{r.agent}" 10.1.1.5 {r.size} 512 -')


def zscaler(r):
    return (f'{r.when:%Y-%m-%dT%H:%M:%S}Z nss CEF:0|Zscaler|NSSWeblog|5.7|{"Blocked" if r.refused else "Allowed"}|{"Blocked" if r.refused else "Allowed"}|3|'
            f'act={"Blocked" if r.refused else "Allowed"} app=HTTP dhost={r.host} src={r.src} in={r.size} out=512 outcome={r.status} requestMethod={r.method} '
            f'request={r.url.split("://")[-1]} rt={r.when.timestamp() * 1000:.0f} requestClientApplication={r.agent}')


def zeek_http(r):
    return json.dumps({'ts': r.when.timestamp(), 'uid': f'C{int(r.when.timestamp()):x}', 'id.orig_h': r.src, 'id.orig_p': 50123, 'id.resp_h': '203.0.113.80',
                       'id.resp_p': 80, 'trans_depth': 1, 'method': r.method, 'host': r.host, 'uri': r.path, 'referrer': r.referrer, 'version': '1.1',
                       'user_agent': r.agent, 'request_body_len': 0, 'response_body_len': r.size, 'status_code': r.status})


def eve_http(r):
    return json.dumps({'timestamp': f'{r.when:%Y-%m-%dT%H:%M:%S}.120000+0000', 'event_type': 'http', 'src_ip': r.src, 'src_port': 50123, 'dest_ip': '203.0.113.80',
                       'dest_port': 80, 'proto': 'TCP', 'http': {'hostname': r.host, 'url': r.path, 'http_user_agent': r.agent, 'http_refer': r.referrer,
                       'http_method': r.method, 'protocol': 'HTTP/1.1', 'status': r.status, 'length': r.size}})


def fortiweb(r):
    return (f'date={r.when:%Y-%m-%d} time={r.when:%H:%M:%S} devname="fw-edge" devid="FGT60E4Q17000001" logid="0317013312" type="utm" subtype="webfilter" '
            f'eventtype="{"ftgd_blk" if r.refused else "ftgd_allow"}" level="notice" vd="root" eventtime={r.when.timestamp():.0f} tz="+0000" policyid=7 '
            f'srcip={r.src} srcport=50123 srcintf="lan" srcintfrole="lan" dstip=203.0.113.80 dstport=80 dstintf="wan" dstintfrole="wan" proto=6 service="HTTP" '
            f'hostname="{r.host}" action="{"blocked" if r.refused else "passthrough"}" reqtype="direct" url="{r.url}" sentbyte=512 rcvdbyte={r.size} direction="outgoing"')


BLUECOAT_HEAD = ('#Software: SGOS 6.7.4.3\n#Version: 1.0\n#Fields: date time time-taken c-ip cs-username cs-auth-group x-exception-id sc-filter-result cs-categories '
                 'cs(Referer) sc-status s-action cs-method rs(Content-Type) cs-uri-scheme cs-host cs-uri-port cs-uri-path cs-uri-query cs-uri-extension '
                 'cs(User-Agent) s-ip sc-bytes cs-bytes x-virus-id\n')
PROXIES = [('Squid', squid), ('Squid, combined form', squid_combined), ('Blue Coat', bluecoat), ('Zscaler', zscaler), ('Zeek http', zeek_http),
           ('Suricata http', eve_http), ('FortiGate web filter', fortiweb)]


def combined(r):
    return f'{r.src} - - [{r.when:%d/%b/%Y:%H:%M:%S} +0000] "{r.method} {r.path} HTTP/1.1" {r.status} {r.size} "{r.referrer}" "{r.agent}"'


def vhost(r):
    return f'www.hospital.example:443 {combined(r)}'


def iis(r):
    path, _, query = r.path.partition('?')
    return (f'{r.when:%Y-%m-%d %H:%M:%S} {SERVER} {r.method} {path} {query or "-"} 443 - {r.src} {r.agent.replace(" ", "+")} {r.referrer} {r.status} 0 0 {r.size} 512 46')


def caddy(r):
    return json.dumps({'level': 'info', 'ts': r.when.timestamp(), 'logger': 'http.log.access', 'msg': 'handled request',
                       'request': {'remote_ip': r.src, 'remote_port': '50123', 'proto': 'HTTP/2.0', 'method': r.method, 'host': 'www.hospital.example', 'uri': r.path,
                                   'headers': {'User-Agent': [r.agent], 'Referer': [r.referrer]}}, 'bytes_read': 0, 'size': r.size, 'status': r.status})


def haproxy(r):
    return (f'{r.when:%Y-%m-%dT%H:%M:%S}+00:00 lb haproxy[812]: {r.src}:50123 [{r.when:%d/%b/%Y:%H:%M:%S}.120] web~ web/srv1 0/0/1/12/13 {r.status} {r.size} - - ---- '
            f'1/1/0/0/0 0/0 "{r.method} {r.path} HTTP/1.1"')


SERVERS = [('nginx', combined), ('Apache with host', vhost), ('IIS', iis), ('Caddy', caddy), ('HAProxy', haproxy)]
IIS_HEAD = ('#Software: Microsoft Internet Information Services 10.0\n#Version: 1.0\n#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip '
            'cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status sc-bytes cs-bytes time-taken\n')


def log(write, requests):
    head = {bluecoat: BLUECOAT_HEAD, iis: IIS_HEAD}.get(write, '')
    return head + ''.join(write(r) + '\n' for r in sorted(requests, key=lambda r: r.when))


def outward():
    listed = {'advisory.txt': advisory('urls', 'names')}
    for family, write in PROXIES:
        def ask(sentence, requests, expect):
            return Case(f'{family}: {sentence}', {'logs/proxy.log': log(write, [*browsing(), *requests])}, expect, listed)
        met = {'no_finding': [{'class': 'compromise'}], 'machines': []}
        # What looks at the wire sees no name inside of TLS: it alone cannot answer for names.
        nothing = 'inconclusive' if write in (zeek_http, eve_http) else 'not-seen'
        yield ask('a spring without what is listed is not AFFECTED', [], said(nothing, machines=[]))
        yield ask('a page of the listed name that was fetched is AFFECTED', [Request(at(40), WS, f'http://{NAME}/u/1')], affected('weak/moderate', WS))
        yield ask('the listed file that was fetched is AFFECTED', [Request(at(40), WS, URL)], affected('weak/moderate', WS))
        yield ask('another file of the same host is not AFFECTED', [Request(at(40), WS, URL.replace('programme.zip', 'menu.pdf'))], said(nothing, **met))
        stopped = Request(at(40), WS, f'http://{NAME}/u/1', status=403, size=0, agent='Go-http-client/1.1')
        yield ask('a refused request of a program for the listed name is AFFECTED, weak', [stopped], affected('weak', WS))
        if write in (squid_combined, bluecoat, zscaler):
            clicked = Request(at(40), WS, f'http://{NAME}/u/1', status=403, size=0)
            yield ask("a person's single stopped click is TARGETED", [clicked], TARGETED)
        yield ask('the listed name in a question to a search engine is a mention',
                  [Request(at(40), WS, f'http://search.example.org/find?q={NAME}')], said(nothing, **met))
    for family, write in PROXIES[:2]:
        yield Case(f'{family}: a tunnel to the listed name is AFFECTED', {'logs/proxy.log': log(write, [*browsing(), Request(at(40), WS, f'https://{NAME}/', method='CONNECT')])},
                   affected('weak/moderate', WS), listed)


def inward():
    listed = {'advisory.txt': advisory('addresses', 'names')}
    asked = {'logs/dns.log': name_log(bind, names_asked())}
    edge = {'logs/edge.log': flow_log(fortigate, ordinary_flows()), **asked}
    visitors = [Request(at(day, '10:01:00'), f'198.51.100.{day % 50 + 1}', '/' + ['index.html', 'contact', 'news/7'][day % 3]) for day in range(1, DAYS + 1)]
    for family, write in SERVERS:
        def ask(sentence, requests, expect, more=None):
            return Case(f'{family}: {sentence}', {'logs/web.log': log(write, [*visitors, *requests]), **(more or edge)}, expect, listed)
        yield ask('ordinary visitors are NOT SEEN', [], NOT_SEEN)
        yield ask('tries from a listed address, all not found, are TARGETED',
                  [Request(at(40, f'03:00:{n:02d}'), BAD, '/' + p, status=404, size=152) for n, p in enumerate(['owa/auth/x.js', '.env', 'vpn/index.html'])], TARGETED)
        yield ask('a page that a listed address was given is TARGETED, no more', [Request(at(40), BAD, '/index.html')], TARGETED)
        yield ask('a server that calls the visitor back is AFFECTED', [Request(at(40), BAD, '/index.html')], affected('moderate/strong', SERVER),
                  {'logs/edge.log': flow_log(fortigate, [*ordinary_flows(), *called_out(3, src=SERVER, day=40)]), **asked})
        if write not in (haproxy,):
            yield ask('a listed name that a visitor put into the referrer is a mention', [Request(at(40), '198.51.100.7', '/', referrer=f'http://{NAME}/')],
                      said('not-seen', machines=[], no_finding=[{'class': 'compromise'}, {'class': 'attempt'}]))
            yield ask('a listed name that a visitor put into the agent is a mention', [Request(at(40), '198.51.100.7', '/', agent=f'curl (http://{NAME}/)')],
                      said('not-seen/targeted', machines=[], no_finding=[{'class': 'compromise'}]))


def cases():
    yield from outward()
    yield from inward()
