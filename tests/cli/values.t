# A value in place of an advisory: -e.

$ mkdir logs; cat >logs/fw.log <<'END'
> 2020-07-01T00:10:00Z fw kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.1.1.5 DST=198.51.100.7 PROTO=TCP DPT=443
> 2020-07-01T08:10:00Z fw kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.1.1.5 DST=103.216.221.19 PROTO=TCP DPT=25
> 2020-07-01T19:10:00Z fw kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.1.1.9 DST=198.51.100.8 PROTO=TCP DPT=443
> END

# An address, plain or defanged.
$ tocsin sweep -q -e 103.216.221.19 logs
AFFECTED   evidence: weak                                1 machine to act on now
103[.]216[.]221[.]19, given with -e
A connection from here to a server that this advisory lists was let through.
Swept: what was handed in. All times are UTC, 2020.

ACT NOW
 1 10.1.1.5, machine unknown: no lease log handed in                    weak  F1
   1 connection to 103[.]216[.]221[.]19 port 25, 1 Jul 08:10; let through.
NOT VISIBLE
 - running programs and memory anywhere.
SEARCHED FOR  1 address.
IN  firewall fw 313 bytes 1 Jul 00:10 - 19:10
NEXT
 1 Isolate 10.1.1.5 from the network; leave it switched on; keep its memory.
 2 Report it.
 3 tocsin explain F1 | verify F1 | report --format html -o FILE
run {...}

FINDINGS
F1 acted here. 10.1.1.5: 1 connection to 103[.]216[.]221[.]19 port 25,
    1 Jul 08:10; let through.
    at logs/fw.log:2. Why: it began here.

SOURCES
 - firewall fw (syslog): 1 item, 313 bytes, 1 Jul 2020 00:10 - 19:10. Can show:
   addresses.
[1]

$ tocsin sweep -q -e '103[.]216[.]221[.]19' logs | head -1
AFFECTED   evidence: weak                                1 machine to act on now

# Each kind is recognised by its looks.
$ for v in 103.216.221.19 2a00:1450::1 103.216.221.0/24 lantern-moth-update.site hxxp://lantern-moth-update.site/gate.php mailer@lantern-moth-update.site 0c5ad1e8fe43583e279201cdb1046aea 0c5ad1e8fe43583e279201cdb1046aea742bae59 0c5ad1e8fe43583e279201cdb1046aea742bae59685e6da24e963a41df987494 lanternmoth.exe 'C:\Users\Public\lanternmoth.exe' /usr/lib/.lanternmoth 'HKLM\Software\LanternMoth'
> do
> 	tocsin sweep -q -e "$v" --format json logs | records +verdict searched answer
> done
verdict searched={"ipv4": 1} answer=affected
verdict searched={"ipv6": 1} answer=not-seen
verdict searched={"cidr": 1} answer=affected
verdict searched={"domain": 1} answer=inconclusive
verdict searched={"url": 1} answer=inconclusive
verdict searched={"email": 1} answer=inconclusive
verdict searched={"md5": 1} answer=inconclusive
verdict searched={"sha1": 1} answer=inconclusive
verdict searched={"sha256": 1} answer=inconclusive
verdict searched={"filename": 1} answer=inconclusive
verdict searched={"path": 1} answer=inconclusive
verdict searched={"path": 1} answer=inconclusive
verdict searched={"registry-key": 1} answer=inconclusive

# A network finds its addresses.
$ tocsin sweep -q -e 103.216.221.0/24 logs | grep connection | head -1
A connection from here to a server that this advisory lists was let through.

# What is not searched for, and why.
$ for v in 10.1.2.3 fe80::1 203.0.113.7 127.0.0.1 d41d8cd98f00b204e9800998ecf8427e AS1234; do tocsin sweep -e $v logs; done
tocsin: '10.1.2.3' is not searched for (private address: every network has it); --allow-private does
tocsin: 'fe80::1' is not searched for (address of the machine itself or of its link); --allow-private does
tocsin: '203.0.113.7' is not searched for (address set aside for documentation); --allow-private does
tocsin: '127.0.0.1' is not searched for (address of the machine itself or of its link); --allow-private does
tocsin: 'd41d8cd98f00b204e9800998ecf8427e' is not searched for (hash of nothing)
tocsin: 'AS1234' looks like autonomous system, which no evidence is searched for
[2]

# What every machine meets is searched for when a person asks for it.
$ for v in 8.8.8.8 google.com; do tocsin sweep -q -e $v --format json logs | records +verdict searched; done
verdict searched={"ipv4": 1}
verdict searched={"domain": 1}

$ tocsin sweep -q -e 10.1.1.5 --allow-private logs | head -1
INCONCLUSIVE   something was found that a person must judge

# What is no value at all.
$ tocsin sweep -e 'hello there' logs
tocsin: 'hello there' is nothing that can be searched for: no address, name, URL, mail address, hash, file, path or key
[2]

$ tocsin sweep -e '' logs
tocsin: an empty value
[2]

# What everybody meets, by the published lists: hosts and addresses are not searched for, pages are.
$ cat >alert.txt <<'END'
> Indicators of compromise
> ------------------------
> Published: 3 July 2020
> bit[.]ly
> hxxps://bit[.]ly/3lantern
> api[.]ipify[.]org
> 38[.]229[.]70[.]125
> 2606:4700:4700::1111
> 104[.]16[.]132[.]229
> 172[.]232[.]1[.]9
> 44d88612fea8a8f36de82e1278abb02f
> END

$ tocsin read --format json alert.txt | python3 -c 'import json, sys
> for r in map(json.loads, sys.stdin):
>     if r["type"] == "indicator": print(r["role"], r["value"], *[w for w in r["why"] if "list " in w and ":" in w], sep="; ")'
benign; bit.ly; shortens links of everybody: warning list 'url-shortener' version 27
indicator; https://bit.ly/3lantern
benign; api.ipify.org
benign; 38.229.70.125; address of a sinkhole: warning list 'sinkholes' version 2
benign; 2606:4700:4700::1111; public resolver that every machine may ask: warning list 'public-dns-v6' of 15 Jun 2024
indicator; 104.16.132.229; address that many sites share: Cloudflare, list of 11 Aug 2026
indicator; 172.232.1.9
benign; 44d88612fea8a8f36de82e1278abb02f; EICAR's test file, made to be harmless: warning list 'eicar.com' version 2

# By itself an address that many sites share is for a person.
$ mkdir shared; sed 's/103.216.221.19/104.16.132.229/' logs/fw.log >shared/fw.log; tocsin sweep -q -a alert.txt shared | head -9
INCONCLUSIVE   a person must judge, and evidence is missing
"Indicators of compromise", 3 Jul 2020 (alert.txt)
You cannot say yes or no from this. All times are UTC.

CHECK
 1 10.1.1.5, machine unknown: no lease log handed in                          F1
   1 connection to 104[.]16[.]132[.]229 port 25, 1 Jul 2020 08:10; let through.
   To be judged: many sites share this address (Cloudflare, list of 11 Aug
   2026); the name that was asked for tells them apart.

$ tocsin sweep -q -e bit.ly --format json logs | records +verdict searched
verdict searched={"domain": 1}

# A value on the list of values that are not to be searched for.
$ echo '103[.]216[.]221[.]19' >allowed.txt; tocsin sweep -q -e 103.216.221.19 --allow allowed.txt logs | head -1
INCONCLUSIVE   nothing found, but the evidence could not have shown it
