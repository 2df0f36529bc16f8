"""Log-ins from a listed address: failed ones are tries, one that succeeded is the worst there is."""
import json
from house import BAD, TARGETED, Case, advisory, affected, at, ordinary_flows, DAYS
from flows import fortigate, log as flow_log


def sshd(t, ok, src, user):
    said = f'Accepted password for {user} from {src} port 51544 ssh2' if ok else f'Failed password for {user} from {src} port 51544 ssh2'
    return f'{t:%Y-%m-%dT%H:%M:%S}+00:00 gate sshd[4711]: {said}'


def fortivpn(t, ok, src, user):
    what = ('logid="0101039424" type="event" subtype="vpn" level="information" vd="root" logdesc="SSL VPN tunnel up" action="tunnel-up" tunneltype="ssl-web" tunnelid=38690 '
            f'remip={src} user="{user}" group="staff" dst_host="N/A" reason="login successfully" msg="SSL tunnel established"') if ok else (
            'logid="0101039426" type="event" subtype="vpn" level="alert" vd="root" logdesc="SSL VPN login fail" action="ssl-login-fail" tunneltype="ssl-web" tunnelid=0 '
            f'remip={src} user="{user}" group="N/A" dst_host="N/A" reason="sslvpn_login_permission_denied" msg="SSL user failed to logged in"')
    return f'date={t:%Y-%m-%d} time={t:%H:%M:%S} devname="fw-edge" devid="FGT60E4Q17000001" eventtime={t.timestamp():.0f} tz="+0000" {what}'


def asavpn(t, ok, src, user):
    head = f'{t:%b %d %Y %H:%M:%S} asa-edge : '
    return (f'{head}%ASA-6-113039: Group <staff> User <{user}> IP <{src}> AnyConnect parent session started.' if ok else
            f'{head}%ASA-6-113015: AAA user authentication Rejected : reason = Invalid password : local database : user = {user} : user IP = {src}')


def dovecot(t, ok, src, user):
    return f'{t:%Y-%m-%dT%H:%M:%S}+00:00 mail dovecot: ' + (
        f'imap-login: Login: user=<{user}>, method=PLAIN, rip={src}, lip=192.0.2.25, mpid=4711, TLS, session=<abc>' if ok else
        f'imap-login: Disconnected (auth failed, 1 attempts in 2 secs): user=<{user}>, method=PLAIN, rip={src}, lip=192.0.2.25, TLS, session=<abc>')


def postfix(t, ok, src, user):
    return f'{t:%Y-%m-%dT%H:%M:%S}+00:00 mail postfix/submission/smtpd[4711]: ' + (
        f'4ABC12: client=unknown[{src}], sasl_method=PLAIN, sasl_username={user}' if ok else
        f'warning: unknown[{src}]: SASL PLAIN authentication failed: authentication failure, sasl_username={user}')


def windows(t, ok, src, user):
    data = {'TargetUserName': user, 'TargetDomainName': 'HOSP', 'LogonType': '10', 'IpAddress': src, 'IpPort': '51544', 'LogonProcessName': 'User32'}
    cells = ''.join(f'<Data Name="{k}">{v}</Data>' for k, v in data.items())
    return (f'<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System><Provider Name="Microsoft-Windows-Security-Auditing"/><EventID>{4624 if ok else 4625}'
            f'</EventID><TimeCreated SystemTime="{t:%Y-%m-%dT%H:%M:%S}.0000000Z"/><EventRecordID>{int(t.timestamp()) % 100000}</EventRecordID><Channel>Security</Channel>'
            f'<Computer>srv-ts1.hosp.example</Computer></System><EventData>{cells}</EventData></Event>')


def entra(t, ok, src, user):
    return json.dumps({'time': f'{t:%Y-%m-%dT%H:%M:%S}Z', 'operationName': 'Sign-in activity', 'category': 'SignInLogs', 'callerIpAddress': src,
                       'properties': {'createdDateTime': f'{t:%Y-%m-%dT%H:%M:%S}Z', 'userPrincipalName': f'{user}@hosp.example', 'ipAddress': src, 'appDisplayName': 'Office 365',
                                      'status': {'errorCode': 0 if ok else 50126, 'failureReason': 'Other.' if ok else 'Invalid username or password.'}}})


def office(t, ok, src, user):
    return json.dumps({'CreationTime': f'{t:%Y-%m-%dT%H:%M:%S}', 'Operation': 'UserLoggedIn' if ok else 'UserLoginFailed', 'Workload': 'AzureActiveDirectory', 'RecordType': 15,
                       'ResultStatus': 'Success' if ok else 'Failed', 'UserId': f'{user}@hosp.example', 'ClientIP': src, 'ActorIpAddress': src})


def cloudtrail(t, ok, src, user):
    return json.dumps({'eventVersion': '1.08', 'eventTime': f'{t:%Y-%m-%dT%H:%M:%SZ}', 'eventSource': 'signin.amazonaws.com', 'eventName': 'ConsoleLogin', 'awsRegion': 'eu-west-2',
                       'sourceIPAddress': src, 'userAgent': 'Mozilla/5.0', 'userIdentity': {'type': 'IAMUser', 'userName': user},
                       'responseElements': {'ConsoleLogin': 'Success' if ok else 'Failure'}})


FAMILIES = [('sshd', sshd), ('FortiGate VPN', fortivpn), ('ASA VPN', asavpn), ('Dovecot', dovecot), ('Postfix', postfix), ('Windows 4624', windows), ('Entra sign-in', entra),
            ('Microsoft 365', office), ('CloudTrail', cloudtrail)]


def log(write, tries):
    ordinary = [(at(day, '08:01:12'), True, '198.51.100.77', 'b.staff') for day in range(1, DAYS + 1)]
    return ''.join(write(*t) + '\n' for t in sorted([*ordinary, *tries]))


def cases():
    listed = {'advisory.txt': advisory('addresses')}
    edge = {'logs/edge.log': flow_log(fortigate, ordinary_flows())}
    failed = [(at(40, f'02:{n:02d}:00'), False, BAD, 'a.okafor') for n in range(40)]
    for family, write in FAMILIES:
        path = 'logs/logins' + ('.json' if write in (entra, office, cloudtrail) else '.xml' if write is windows else '.log')
        yield Case(f'{family}: forty log-ins from a listed address that failed are TARGETED', {path: log(write, failed), **edge},
                   {**TARGETED, 'findings': [{'outcome': 'login-failed'}]}, listed)
        yield Case(f'{family}: one that succeeded is AFFECTED, strong, and names the person', {path: log(write, [*failed, (at(41, '05:00:00'), True, BAD, 'a.okafor')]), **edge},
                   affected('strong', findings=[{'outcome': 'login-ok'}], says=['a.okafor']) | {'machines': None}, listed)
