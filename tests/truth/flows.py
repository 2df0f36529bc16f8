"""The same few things as every firewall and sensor writes them: the answer is the same in all."""
import json
from house import BAD, DESKS, OURS, WS, NOT_SEEN, TARGETED, Case, advisory, affected, called_out, knocked, ordinary_flows


def fortigate(f):
    there, here = ('lan', 'wan') if f.inward else ('wan', 'lan')
    return (f'date={f.when:%Y-%m-%d} time={f.when:%H:%M:%S} devname="fw-edge" devid="FGT60E4Q17000001" logid="0000000013" type="traffic" '
            f'subtype="forward" level="notice" vd="root" eventtime={f.when.timestamp():.0f} tz="+0000" srcip={f.src} srcport={f.sport} '
            f'srcintf="{here}" srcintfrole="{here}" dstip={f.dst} dstport={f.dport} dstintf="{there}" dstintfrole="{there}" '
            f'sessionid={f.id} proto=6 action="{"close" if f.ok else "deny"}" policyid=7 service="tcp/{f.dport}" duration=62 '
            f'sentbyte={f.sent} rcvdbyte={f.got} sentpkt=4 rcvdpkt=6')


def asa(f):
    stamp = f'{f.when:%b %d %Y %H:%M:%S} asa-edge : '
    if f.ok:
        return (f'{stamp}%ASA-6-302013: Built outbound TCP connection {f.id} for outside:{f.dst}/{f.dport} ({f.dst}/{f.dport}) to '
                f'inside:{f.src}/{f.sport} ({OURS}/{f.sport})\n'
                f'{stamp}%ASA-6-302014: Teardown TCP connection {f.id} for outside:{f.dst}/{f.dport} to inside:{f.src}/{f.sport} '
                f'duration 0:01:02 bytes {f.sent + f.got} TCP FINs')
    src, dst = ('outside', 'dmz') if f.inward else ('inside', 'outside')
    return (f'{stamp}%ASA-4-106023: Deny tcp src {src}:{f.src}/{f.sport} dst {dst}:{f.dst}/{f.dport} by access-group '
            f'"{src}_access_in" [0x0, 0x0]')


def netfilter(f):
    i, o = ('eth0', 'eth1') if f.inward else ('eth1', 'eth0')
    return (f'{f.when:%Y-%m-%dT%H:%M:%S}+00:00 fw-edge kernel: [184021.221] {"FW-ACCEPT" if f.ok else "FW-DROP"}: IN={i} OUT={o} '
            f'MAC=00:18:0a:00:00:01:00:18:0a:00:00:02:08:00 SRC={f.src} DST={f.dst} LEN=60 TOS=0x00 PREC=0x00 TTL=63 ID=54321 DF '
            f'PROTO=TCP SPT={f.sport} DPT={f.dport} WINDOW=64240 RES=0x00 SYN URGP=0')


def ufw(f):
    i, o = ('eth0', 'eth1') if f.inward else ('eth1', 'eth0')
    return (f'{f.when:%Y-%m-%dT%H:%M:%S}+00:00 gate kernel: [UFW {"ALLOW" if f.ok else "BLOCK"}] IN={i} OUT={o} SRC={f.src} '
            f'DST={f.dst} LEN=60 TOS=0x00 PREC=0x00 TTL=63 ID=4711 DF PROTO=TCP SPT={f.sport} DPT={f.dport} WINDOW=64240 RES=0x00 SYN URGP=0')


def filterlog(f):
    return (f'<134>1 {f.when:%Y-%m-%dT%H:%M:%S}+00:00 pf-edge filterlog 45512 - - 5,,,1000000103,{"igb0" if f.inward else "igb1"},match,'
            f'{"pass" if f.ok else "block"},in,4,0x0,,64,54321,0,DF,6,tcp,60,{f.src},{f.dst},{f.sport},{f.dport},0,S,1234567890,,64240,,mss')


def panos(f):
    """A session has a record for its start and one for its end."""
    return (panos_record(f, 'start') + '\n' if f.ok else '') + panos_record(f, 'end' if f.ok else 'drop')


def panos_record(f, subtype):
    day = f'{f.when:%Y/%m/%d %H:%M:%S}'
    zones = 'untrust,dmz' if f.inward else 'trust,untrust'
    return (f'{f.when:%Y-%m-%dT%H:%M:%S}+00:00 pa-edge 1,{day},007051000012345,TRAFFIC,{subtype},2305,{day},{f.src},{f.dst},'
            f'0.0.0.0,0.0.0.0,out-web,,,ssl,vsys1,{zones},ethernet1/2,ethernet1/1,forwarder,{day},{f.id},1,{f.sport},{f.dport},0,0,0x19,tcp,'
            f'{"allow" if f.ok else "deny"},{f.sent + f.got},{f.sent},{f.got},10,{day},62,any,0,{f.id},0x0,10.0.0.0-10.255.255.255,'
            f'United States,0,4,6,{"tcp-fin" if f.ok else "policy-deny"}')


def junos(f):
    head = f'<14>1 {f.when:%Y-%m-%dT%H:%M:%S}.120Z srx-edge RT_FLOW - '
    ends = (f'source-address="{f.src}" source-port="{f.sport}" destination-address="{f.dst}" destination-port="{f.dport}"')
    zones = ('source-zone-name="untrust" destination-zone-name="dmz"' if f.inward else 'source-zone-name="trust" destination-zone-name="untrust"')
    if f.ok:
        return (f'{head}RT_FLOW_SESSION_CREATE [junos@2636.1.1.1.2.129 {ends} service-name="junos-https" protocol-id="6" policy-name="out" {zones} '
                f'session-id-32="{f.id}"]\n{head}RT_FLOW_SESSION_CLOSE [junos@2636.1.1.1.2.129 reason="TCP FIN" {ends} service-name="junos-https" protocol-id="6" '
                f'policy-name="out" {zones} session-id-32="{f.id}" packets-from-client="4" bytes-from-client="{f.sent}" '
                f'packets-from-server="6" bytes-from-server="{f.got}" elapsed-time="62"]')
    return f'{head}RT_FLOW_SESSION_DENY [junos@2636.1.1.1.2.129 {ends} service-name="None" protocol-id="6" policy-name="default-deny" {zones}]'


def checkpoint(f):
    return (f'<134>1 {f.when:%Y-%m-%dT%H:%M:%S}Z cp-edge CheckPoint 1930 - [action:"{"Accept" if f.ok else "Drop"}"; '
            f'ifdir:"{"inbound" if f.inward else "outbound"}"; ifname:"eth1"; logid:"0"; time:"{f.when.timestamp():.0f}"; dst:"{f.dst}"; '
            f'product:"VPN-1 & FireWall-1"; proto:"6"; s_port:"{f.sport}"; service:"{f.dport}"; src:"{f.src}"; '
            f'sent_bytes:"{f.sent}"; received_bytes:"{f.got}"]')


def cef(f):
    return (f'{f.when:%Y-%m-%dT%H:%M:%S}Z siem CEF:0|Alder|Gate|4.1|100|Connection|3|rt={f.when.timestamp() * 1000:.0f} act={"Allow" if f.ok else "Deny"} '
            f'deviceDirection={0 if f.inward else 1} src={f.src} spt={f.sport} dst={f.dst} dpt={f.dport} proto=TCP out={f.sent} in={f.got}')


def sophos(f):
    zones = 'src_zone_type="WAN" dst_zone_type="DMZ"' if f.inward else 'src_zone_type="LAN" dst_zone_type="WAN"'
    return (f'device="SFW" date={f.when:%Y-%m-%d} time={f.when:%H:%M:%S} timezone="UTC" device_name="XG210" device_id=C220000001 log_id=010101600001 '
            f'log_type="Firewall" log_component="Firewall Rule" log_subtype="{"Allowed" if f.ok else "Denied"}" status="{"Allow" if f.ok else "Deny"}" '
            f'priority=Information duration=62 fw_rule_id=7 src_ip={f.src} dst_ip={f.dst} protocol="TCP" src_port={f.sport} dst_port={f.dport} '
            f'sent_pkts=4 recv_pkts=6 sent_bytes={f.sent} recv_bytes={f.got} {zones}')


def ios(f):
    return (f'{f.when:%Y-%m-%dT%H:%M:%S}Z rt-edge 4711: %SEC-6-IPACCESSLOGP: list 101 {"permitted" if f.ok else "denied"} tcp '
            f'{f.src}({f.sport}) -> {f.dst}({f.dport}), 1 packet')


def mikrotik(f):
    i, o = ('ether1', 'bridge') if f.inward else ('bridge', 'ether1')
    return (f'{f.when:%Y-%m-%dT%H:%M:%S}+00:00 mt-edge firewall,info {"accept" if f.ok else "drop"} forward: in:{i} out:{o}, connection-state:new '
            f'src-mac 00:18:0a:00:00:01, proto TCP (SYN), {f.src}:{f.sport}->{f.dst}:{f.dport}, len 60')


def meraki(f):
    return (f'<134>1 {f.when.timestamp():.0f}.120 mx_edge flows src={f.src} dst={f.dst} mac=00:18:0A:00:00:01 protocol=tcp sport={f.sport} '
            f'dport={f.dport} pattern: {"allow" if f.ok else "deny"} all')


def vpc(f):
    began = int(f.when.timestamp())
    return f'2 123456789010 eni-1235b8ca12345678 {f.src} {f.dst} {f.sport} {f.dport} 6 10 {f.sent + f.got} {began} {began + 62} {"ACCEPT" if f.ok else "REJECT"} OK'


def pfirewall(f):
    return (f'{f.when:%Y-%m-%d %H:%M:%S} {"ALLOW" if f.ok else "DROP"} TCP {f.src} {f.dst} {f.sport} {f.dport} 0 - 0 0 0 - - - '
            f'{"RECEIVE" if f.inward else "SEND"}')


def zeek(f):
    cells = [f'{f.when.timestamp():.6f}', f'C{f.id:x}', f.src, f.sport, f.dst, f.dport, 'tcp', 'ssl' if f.ok else '-', '62.1' if f.ok else '-',
             f.sent if f.ok else '-', f.got if f.ok else '-', 'SF' if f.ok else 'S0', 'F' if f.inward else 'T', 'T' if f.inward else 'F', 0, 'ShADadFf' if f.ok else 'S']
    return '\t'.join(str(c) for c in cells)


def zeek_json(f):
    more = {'service': 'ssl', 'duration': 62.1, 'orig_bytes': f.sent, 'resp_bytes': f.got} if f.ok else {}
    return json.dumps({'ts': f.when.timestamp(), 'uid': f'C{f.id:x}', 'id.orig_h': f.src, 'id.orig_p': f.sport, 'id.resp_h': f.dst, 'id.resp_p': f.dport,
                       'proto': 'tcp', **more, 'conn_state': 'SF' if f.ok else 'S0', 'local_orig': not f.inward, 'local_resp': f.inward})


def eve(f):
    return json.dumps({'timestamp': f'{f.when:%Y-%m-%dT%H:%M:%S}.120000+0000', 'flow_id': f.id, 'in_iface': 'eth1', 'event_type': 'flow', 'src_ip': f.src,
                       'src_port': f.sport, 'dest_ip': f.dst, 'dest_port': f.dport, 'proto': 'TCP',
                       'flow': {'pkts_toserver': 4 if f.ok else 1, 'pkts_toclient': 6 if f.ok else 0, 'bytes_toserver': f.sent or 60, 'bytes_toclient': f.got,
                                'start': f'{f.when:%Y-%m-%dT%H:%M:%S}.000000+0000', 'state': 'closed' if f.ok else 'new', 'reason': 'timeout'}})


def ecs(f):
    return json.dumps({'@timestamp': f'{f.when:%Y-%m-%dT%H:%M:%S}.120Z', 'observer': {'name': 'fw-edge', 'type': 'firewall'},
                       'event': {'category': ['network'], 'action': 'allow' if f.ok else 'deny', 'type': ['connection', 'allowed' if f.ok else 'denied']},
                       'network': {'transport': 'tcp', 'direction': 'inbound' if f.inward else 'outbound'},
                       'source': {'ip': f.src, 'port': f.sport, 'bytes': f.sent}, 'destination': {'ip': f.dst, 'port': f.dport, 'bytes': f.got}})


def siem_csv(f):
    return (f'{f.when:%Y-%m-%dT%H:%M:%S}.000+0000,fw-edge,{f.src},{f.sport},{f.dst},{f.dport},tcp,{"allowed" if f.ok else "blocked"},{f.sent},{f.got}')


def nfdump(f):
    ends = f'{f.when:%Y-%m-%d %H:%M:%S},{f.when:%Y-%m-%d %H:%M:%S},62.000'
    return f'{ends},{f.src},{f.dst},{f.sport},{f.dport},TCP,{"...AP.SF" if f.ok else "......S."},0,0,4,{f.sent or 60},{6 if f.ok else 0},{f.got}'


ZEEK_HEAD = '''#separator \\x09
#set_separator\t,
#empty_field\t(empty)
#unset_field\t-
#path\tconn
#open\t2021-03-01-00-00-00
#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tduration\torig_bytes\tresp_bytes\tconn_state\tlocal_orig\tlocal_resp\tmissed_bytes\thistory
#types\ttime\tstring\taddr\tport\taddr\tport\tenum\tstring\tinterval\tcount\tcount\tstring\tbool\tbool\tcount\tstring
'''
HEADS = {
    'zeek': ZEEK_HEAD,
    'vpc': 'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n',
    'pfirewall': '#Version: 1.5\n#Software: Microsoft Windows Firewall\n#Time Format: UTC\n#Fields: date time action protocol src-ip dst-ip src-port dst-port '
                 'size tcpflags tcpsyn tcpack tcpwin icmptype icmpcode info path\n\n',
    'siem_csv': '_time,dvc,src_ip,src_port,dest_ip,dest_port,transport,action,bytes_out,bytes_in\n',
    'nfdump': 'ts,te,td,sa,da,sp,dp,pr,flg,fwd,stos,ipkt,ibyt,opkt,obyt\n',
}
# How the family is named in a sentence, its writer, whether it can say "refused".
FAMILIES = [
    ('FortiGate', fortigate, True), ('Cisco ASA', asa, True), ('netfilter', netfilter, True), ('ufw', ufw, True), ('pfSense', filterlog, True),
    ('Palo Alto', panos, True), ('Juniper SRX', junos, True), ('Check Point', checkpoint, True), ('CEF', cef, True), ('Sophos', sophos, True),
    ('Cisco IOS', ios, True), ('MikroTik', mikrotik, True), ('Meraki', meraki, True), ('VPC flow', vpc, True), ('Windows firewall', pfirewall, True),
    ('Zeek conn', zeek, False), ('Zeek conn JSON', zeek_json, False), ('Suricata flow', eve, False), ('ECS', ecs, True),
    ('SIEM CSV', siem_csv, True), ('nfdump CSV', nfdump, False),
]


def log(write, flows):
    lines = sorted(flows, key=lambda f: f.when)
    return HEADS.get(write.__name__, '') + ''.join(write(f) + '\n' for f in lines)


def cases():
    listed = {'advisory.txt': advisory('addresses')}
    for name, write, refuses in FAMILIES:
        def ask(sentence, flows, expect):
            return Case(f'{name}: {sentence}', {'logs/edge.log': log(write, [*ordinary_flows(), *flows])}, expect, listed)
        yield ask('a spring without the listed addresses is NOT SEEN', [], NOT_SEEN)
        yield ask('four calls to a listed address that got through are AFFECTED', called_out(4), affected('moderate', WS, says=['4 connections to']))
        yield ask('one refused call to a listed address is AFFECTED all the same, weak', called_out(1, ok=False),
                  affected('weak', WS, says=['refused'] if refuses else []))
        yield ask('thirty knocks at the door, none let in, are TARGETED', knocked(), TARGETED)
        yield ask('addresses that only look like the listed one are NOT SEEN',
                  [*called_out(2, dst=BAD + '1', day=30), *called_out(2, dst='3' + BAD[2:], day=35), *called_out(2, dst='203.0.113.19', day=50)], NOT_SEEN)
