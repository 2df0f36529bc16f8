# What the evidence is: labels, roles, zones, years, columns, and the manifest.

$ cat >alert.md <<'END'
> # Lantern Moth against laboratories
>
> Published: 3 July 2020. Seen since 1 July 2020.
>
> ## Indicators of compromise
>
> - 103[.]216[.]221[.]19
> END

$ cat >fw.log <<'END'
> 2020-07-01T00:10:00Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.12 DST=198.51.100.7 LEN=60 PROTO=TCP SPT=40001 DPT=443
> 2020-07-02T21:10:00Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.41 DST=103.216.221.19 LEN=60 PROTO=TCP SPT=40004 DPT=25
> 2020-07-03T23:50:00Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.14 DST=203.0.113.80 LEN=60 PROTO=TCP SPT=40006 DPT=443
> END

# A label is the name of the source; it holds for the PATHs that follow.
$ cp fw.log other.log; tocsin sweep -q -a alert.md --format json --label edge --role firewall fw.log --label core other.log | records +coverage source role people
coverage source=edge role=firewall people=firewall
coverage source=core role=firewall people=firewall

# A role says what a person would know: the proxy's address stands for others.
$ tocsin sweep -q -a alert.md --relay 10.20.3.41=proxy fw.log | sed -n '/^EXAMINE/,/^NOT/p; /^ACT/,/^NOT/p'
EXAMINE
 1 a machine behind your proxy 10.20.3.41                               weak  F1
   1 connection to 103[.]216[.]221[.]19 port 25, 2 Jul 21:10; let through.
NOT VISIBLE

$ for role in honeypot scanner lab quarantine backup; do tocsin sweep -q -a alert.md --format json --role $role fw.log | records +verdict answer; done
verdict answer=affected
verdict answer=inconclusive
verdict answer=inconclusive
verdict answer=targeted
verdict answer=affected

# The machine that files come from.
$ mkdir disk; printf 'listed program' >disk/agentd; tocsin sweep -q -e $(sha256sum <disk/agentd | cut -c1-64) --host lab-ws07 disk | sed -n '1p; /^ACT/,/^NOT/p'
AFFECTED   evidence: strong                              1 machine to act on now
ACT NOW
 1 lab-ws07                                                           strong  F1
   disk/agentd is a listed program or file (SHA-256 hash 5c383a5e...ede335f5).
NOT VISIBLE

# Times without a zone: UTC is assumed and told; --tz says better. No zone of this machine matters.
$ echo '2020-07-02 21:10:00 fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.41 DST=103.216.221.19 LEN=60 PROTO=TCP SPT=40004 DPT=25' >local.log; tocsin sweep -q -a alert.md --format json local.log | records +finding first time_zone
finding first=2020-07-02T21:10:00Z time_zone=assumed

$ tocsin sweep -q -a alert.md --format json --tz Europe/London local.log | records +finding first time_zone
finding first=2020-07-02T20:10:00Z time_zone=configured

$ tocsin sweep -q -a alert.md --format json --tz +05:30 local.log | records +finding first time_zone
finding first=2020-07-02T15:40:00Z time_zone=configured

# Times without a year: unknown, unless the user or the file's name says so.
$ echo 'Jul  2 21:10:00 fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.41 DST=103.216.221.19 LEN=60 PROTO=TCP SPT=40004 DPT=25' >year.log; cp year.log fw-2020.log; touch -d 2026-01-01 year.log fw-2020.log

$ tocsin sweep -q -a alert.md --format json year.log | records +finding first class
finding class=unjudged

$ tocsin sweep -q -a alert.md --format json --year 2020 year.log | records +finding first class
finding first=2020-07-02T21:10:00Z class=compromise

$ tocsin sweep -q -a alert.md --format json fw-2020.log | records +finding first class
finding first=2020-07-02T21:10:00Z class=compromise

# A table that nobody knows: its columns are told.
$ printf 'when,who,whom,verdict\n2020-07-02T21:10:00Z,10.20.3.41,103.216.221.19,permit\n2020-07-02T22:10:00Z,10.20.3.12,198.51.100.7,permit\n' >own.csv; tocsin sweep -q -a alert.md --format json own.csv | records +finding class host peer why
finding class=unjudged why=["text of a format that is not known"]

$ tocsin sweep -q -a alert.md --format json --columns 'own:time=1,src=2,dst=3,action=4' own.csv | records +finding class host peer
finding class=compromise host=10.20.3.41 peer=103.216.221.19

# A manifest says all that once; paths are relative to it, and swept without a PATH.
$ cat >evidence.conf <<'END'
> # who is who
> [edge]
> path = fw.log
> role = firewall
> zone = Europe/London
>
> [ws07]
> path = disk
> host = lab-ws07
> END

$ tocsin sweep -q -a alert.md --format json --evidence evidence.conf | records +coverage source role host
coverage source=edge role=firewall
coverage source=ws07 host=lab-ws07

# With a PATH it describes what lies there; patterns, too.
$ printf '[logs]\npath = *.log\nrole = firewall\n' >globs.conf; tocsin sweep -q -a alert.md --format json --evidence globs.conf fw.log disk | records +coverage source role
coverage source=logs role=firewall
coverage source=files under disk

$ tocsin sweep -q -a alert.md --evidence globs.conf
tocsin: the manifest has patterns: name a PATH too
[2]

# Mistakes in a manifest are named with their line.
$ printf '[fw]\npath = fw.log\nrole = firewal\n' >bad.conf; tocsin sweep -a alert.md --evidence bad.conf
tocsin: bad.conf: line 3: no role 'firewal'
[2]

$ printf '[fw]\npath = fw.log\nrloe = firewall\n' >bad.conf; tocsin sweep -a alert.md --evidence bad.conf
tocsin: bad.conf: line 3: no key 'rloe': path, host, role, zone, year, columns or custody
[2]

$ printf 'path = fw.log\n' >bad.conf; tocsin sweep -a alert.md --evidence bad.conf
tocsin: bad.conf: line 1: a [label] comes first
[2]

$ printf '[fw]\npath = fw.log\nyear = soon\n' >bad.conf; tocsin sweep -a alert.md --evidence bad.conf
tocsin: bad.conf: line 3: 'soon' is not a year
[2]

$ printf '[fw]\npath = fw.log\nzone = Mars/Phobos\n' >bad.conf; tocsin sweep -a alert.md --evidence bad.conf
tocsin: /usr/share/zoneinfo/Mars/Phobos: no such time zone
[2]

$ printf '[fw]\npath = nowhere.log\n' >bad.conf; tocsin sweep -a alert.md --evidence bad.conf
tocsin: /SCRATCH/here/nowhere.log: cannot be opened
[2]

$ tocsin sweep -a alert.md --evidence nowhere.conf
tocsin: nowhere.conf: No such file or directory
[2]

# Networks of ours: private ones, those that are named, and else what the logs show.
$ tocsin sweep -q -a alert.md --format json fw.log | records +summary home_nets home_nets_from
summary home_nets=[] home_nets_from=private

$ tocsin sweep -q -a alert.md --format json --home-net 10.20.0.0/16 fw.log | records +summary home_nets home_nets_from
summary home_nets=["10.20.0.0/16"] home_nets_from=given

# Lasting facts may stand in the configuration file or the environment; flags win.
$ mkdir -p ../home/config/tocsin; echo 'home-net = 10.0.0.0/8' >../home/config/tocsin/config; tocsin sweep -q -a alert.md --format json fw.log | records +summary home_nets home_nets_from
summary home_nets=["10.0.0.0/8"] home_nets_from=given

$ TOCSIN_OPERATOR=bea tocsin sweep -q -a alert.md --format json fw.log | records +run operator
run operator=bea

$ TOCSIN_OPERATOR=bea tocsin sweep -q -a alert.md --format json --operator kim --ticket INC-0717 --note 'second look' fw.log | records +run operator ticket note
run operator=kim ticket=INC-0717 note=second look
