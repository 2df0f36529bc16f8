# Names lead to indicators: a report that lists nothing, swept for by the malware that it names.

$ printf '# Laboratories warned\n\nPublished: 17 July 2020\n\nAPT29 uses custom malware known as WellMess and WellMail against vaccine research.\n' >news.md; sed '/^Published/d' news.md >undated.md; sed 's/July 2020/May 2024/' news.md >late.md; sed 's/WellMess and WellMail/Emotet/' news.md >emotet.md; sed 's/custom malware known as WellMess and WellMail/many things/' news.md >actor.md; mkdir logs; printf '#!/bin/sh\necho "$1T21:10:00Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.$2 DST=$3 LEN=60 PROTO=TCP SPT=40004 DPT=25"\n' >line; chmod +x line; ./line 2020-07-01 41 103.216.221.19 >logs/fw.log; ./line 2020-07-02 42 31.13.195.210 >>logs/fw.log

# The list of its time is searched for, not the later one; the answer says which list it is.
$ for a in news undated; do tocsin sweep -q --no-case -a $a.md logs --format json | records +advisory +finding +verdict source pack indicator.value answer searched; done
advisory source=news.md pack=false
advisory source=shipped list apt29-2020 pack=true
finding source=fw-edge indicator.value=103.216.221.19
verdict answer=inconclusive searched={}
verdict answer=affected searched={"ipv4": 51, "md5": 9, "sha256": 11}
advisory source=undated.md pack=false
advisory source=shipped list apt29-2020 pack=true
finding source=fw-edge indicator.value=103.216.221.19
verdict answer=inconclusive searched={}
verdict answer=affected searched={"ipv4": 51, "md5": 9, "sha256": 11}

$ tocsin sweep -q --no-case -a news.md logs | sed -n '/NOT VISIBLE/,/^IN/p'
NOT VISIBLE
 - 1 Jan - 30 Jun 2020: fw-edge begins on 1 Jul 2020. Find what is missing, or a
   copy of it.
 - 3 Jul - 16 Jul 2020: fw-edge ends on 2 Jul 2020. Find what is missing, or a
   copy of it.
 - 9 MD5 hashes, 11 SHA-256 hashes: no files of a computer were handed in. Sweep
   the disks of the machines that matter most.
 - "Laboratories warned" lists nothing itself, but names WellMess, WellMail:
   searched for is what these are known for in "APT29, July 2020: reconstructed
   from public sources, address lis..." (shipped, 2020-07-16); not searched for,
   being of another time: "APT29, WellMess and WellMail: later additions, not in
   the warnin..." (shipped, 2021-07-31); nor anything of other malware, of
   actors and of tools.
 - running programs and memory anywhere.
SEARCHED FOR  51 addresses, 20 file hashes; and what 1 other advisory lists. Not
    searched for: 58d8e65976b5... (of malware that the document does not name),
    65495d173e30... (of malware that the document does not name),
    a4b790ddffb3... (of malware that the document does not name),
    967fcf185634def5177f74b0f703bdc0 (of malware that the document does not
    name) and 2 more.
IN  firewall fw-edge 257 bytes 1 - 2 Jul 2020

# Of another time, of other malware, of the actor alone: nothing is looked up, and that is said.
$ for a in late emotet actor; do tocsin sweep -q --no-case -a $a.md logs --format json | records +advisory +verdict title answer; done; tocsin sweep -q --no-case -a late.md logs | sed -n '/WHAT STANDS/,/running/p'
advisory title=Laboratories warned
verdict answer=inconclusive
advisory title=Laboratories warned
verdict answer=inconclusive
advisory title=Laboratories warned
verdict answer=inconclusive
WHAT STANDS IN THE WAY, most useful first
 1 the advisory lists nothing that can be searched for. Get the publisher's list
   of indicators and give it with -a.
 2 "Laboratories warned" lists nothing itself, but names WellMess, WellMail, of
   which no list of its time is known here; not searched for, being of another
   time: "APT29, July 2020: reconstructed from public sources, address lis..."
   (shipped, 2020-07-16), "APT29, WellMess and WellMail: later additions, not in
   the warnin..." (shipped, 2021-07-31); nor anything of other malware, of
   actors and of tools.
 3 running programs and memory anywhere.

# Values of malware that the report does not name stay out.
$ tocsin sweep -q --no-case -a news.md logs --format json | records +verdict not_searched_count; sed 's/WellMess and WellMail/SoreFang/' news.md >other.md; tocsin sweep -q --no-case -a other.md logs --format json | records +verdict searched not_searched_count
verdict not_searched_count=0
verdict not_searched_count=6
verdict searched={} not_searched_count=0
verdict searched={"ipv4": 1, "md5": 3, "sha256": 3} not_searched_count=70

# Once something is listed, names add nothing.
$ tocsin sweep -q --no-case -a news.md -e 8.8.4.4 logs --format json | records +advisory +verdict title answer searched
advisory title=Laboratories warned
advisory title=8.8.4.4
verdict answer=inconclusive searched={}
verdict answer=not-seen searched={"ipv4": 1}

# What was learnt is looked up, too: values of the named malware, not those beside it.
$ printf '# Published: 2024-05-02\n# Title: Spring list\ntype,value,malware\nipv4,45.129.229.48,Emotet\nipv4,45.129.229.49,QakBot\nipv4,45.129.229.50,TrickBot\nipv4,45.129.229.51,unknown\n' >list.csv; tocsin learn list.csv; sed 's/July 2020/May 2024/' emotet.md >emotet24.md; for n in 48 49 50 51; do ./line 2024-05-01 $n 45.129.229.$n; done >logs/fw24.log; tocsin sweep -q --no-case -a emotet24.md logs/fw24.log --format json | records +advisory +finding +verdict title pack indicator.value answer searched not_searched_count
   1 Spring list: 4 values, 0 rules
advisory title=Laboratories warned pack=false
advisory title=Spring list pack=false
finding indicator.value=45.129.229.48
verdict answer=inconclusive searched={} not_searched_count=0
verdict answer=affected searched={"ipv4": 1} not_searched_count=3

# The case remembers which lists were taken, and a set file carries them.
$ tocsin sweep -q --case c -a news.md logs --format json | records +finding +verdict indicator.value; tocsin sweep -q --case c --format json | records +finding +verdict indicator.value; tocsin compile -o s.set news.md; tocsin sweep -q --no-case --set s.set logs --format json | records +finding +verdict indicator.value
finding indicator.value=103.216.221.19
finding indicator.value=45.129.229.48
verdict
verdict
finding indicator.value=103.216.221.19
finding indicator.value=45.129.229.48
verdict
verdict
s.set: 71 values of 2 advisories, 0.0 MB
finding indicator.value=103.216.221.19
finding indicator.value=45.129.229.48
verdict
verdict

# `read` tells beforehand what a sweep would look up, and for whose values.
$ for a in news other late emotet24; do tocsin read $a.md | sed -n '/lists nothing/,/^$/p'; done; tocsin read news.md --format json | records +summary leads_to; tocsin read list.csv --format json | records +summary leads_to
 - lists nothing itself: by these names a sweep looks for 71 values of the
   shipped list "APT29, July 2020: reconstructed from public sources, address
   lis..."

 - lists nothing itself: by these names a sweep looks for 7 values of the
   shipped list "APT29, July 2020: reconstructed from public sources, address
   lis..."

 - lists nothing itself: by these names a sweep looks for 1 value of the
   library's "Spring list"

summary leads_to=[{"shipped": true, "title": "APT29, July 2020: reconstructed from public sources, address lis", "values": 71}]
summary

# What a document only cites, lists or tags is named in passing; what it uses is not.
$ printf '# Brief on the Lantern campaign\n\nThe group deployed Emotet and then LockBit ransomware against hospitals.\nSystems were compromised using ping and netstat at night, at command and control servers, too.\n\n| Name | Seen | Claims |\n| --- | --- | --- |\n| Avaddon | 2020 | 10 |\n| Clop | 2020 | 20 |\n| SunCrypt | 2021 | 5 |\n| Ranzy | 2021 | 3 |\n| Nemty | 2019 | 1 |\n| Emotet | 2019 | 9 |\n\n| Tool | Used for |\n| --- | --- |\n| Mimikatz | passwords |\n\n## References\n\n- [SUNBURST: a backdoor against government agencies](https://news.example/sunburst)\n\nTags: QakBot\n' >passing.md; tocsin read passing.md | sed -n '/NAMES/,/^$/p'; tocsin read passing.md --format json | records +mention kind name note | sort | uniq; tocsin read --why SUNBURST passing.md
NAMES
 - malware: Emotet (S0367), LockBit (elf.lockbit)
 - tools: Ping (S0097), netstat (S0104), Mimikatz (S0002)
 - sectors: Health (also hospitals)
 - named in passing only: Avaddon, Clop, SunCrypt, Ranzy, Nemty, SUNBURST,
   Government, Administration, QakBot
 - lists nothing itself: by these names a sweep looks for 1 value of the
   library's "Spring list"

mention kind=malware name=Avaddon note=only a row of an overview
mention kind=malware name=Clop note=only a row of an overview
mention kind=malware name=Nemty note=only a row of an overview
mention kind=malware name=QakBot note=only among the tags
mention kind=malware name=Ranzy note=only a row of an overview
mention kind=malware name=SUNBURST note=only among the references
mention kind=malware name=SunCrypt note=only a row of an overview
mention kind=sector name=Government, Administration note=only among the references
Brief on the Lantern campaign

hxxps://news[.]example/sunburst
  URL, not searched for: role reference; 99 of 100 sure
  line 21, column 1: "hxxps://news[.]example/sunburst"
   - name set aside for examples
   - behind the words of a link
   - in a section of references 'References'
   - although stands alone

It is a name (malware SUNBURST): names are never searched for
  named in passing, only among the references
  line 21, column 1: "SUNBURST"

# Feeds and lists name what their values belong to: families, tags, remarks, titles.
$ printf '{"data":[{"ioc":"45.129.229.48:443","ioc_type":"ip:port","malware_printable":"Cobalt Strike","tags":["emotet","exe"]},\n{"ioc":"bad-domain.net","ioc_type":"domain","description":"Seen with Conti ransomware by Wizard Spider"}]}\n' >feed.json; printf '# APT28 infrastructure, Zebrocy loader\n45.129.229.49 # Emotet C2, seen in May\nbad-domain.org # Conti ransomware, seen in May\n' >list.txt; for f in feed.json list.txt; do tocsin read --format json $f | records +indicator +entity kind value name entities; done
indicator kind=ipv4 value=45.129.229.48 entities=["S0154"]
indicator kind=domain value=bad-domain.net entities=[]
entity kind=malware name=Cobalt Strike
entity kind=malware name=Emotet
entity kind=malware name=Conti
entity kind=actor name=Wizard Spider
indicator kind=ipv4 value=45.129.229.49 entities=[]
indicator kind=domain value=bad-domain.org entities=[]
entity kind=actor name=APT28
entity kind=malware name=Zebrocy
entity kind=malware name=Emotet
entity kind=malware name=Conti

# A sector is told for what makes it a target, or in passing with the reason.
$ printf '# Kelp campaign\n\nThe mails pose as courier services. The group targets insurers.\n\n## Affected industries\n\n- Shipping\n\nAffiliates are barred from attacking hospitals.\n\n## Mitigations\n\nLaw firms should patch.\n' >kelp.md; tocsin read kelp.md; tocsin read --format json kelp.md | records +entity +mention kind name why note; tocsin read --why Shipping kelp.md
Kelp campaign
  kelp.md, markdown

NAMES
 - sectors: Insurance (also insurers), Shipping, Health (also hospitals; said to
   be spared)
 - named in passing only: Logistic, Legal

0 values, 0 rules, 3 names, 0 gaps
mention kind=sector name=Logistic note=only as a disguise, a lure or its theme
entity kind=sector name=Insurance why=["in front of it: \"targets\""]
entity kind=sector name=Shipping why=["under the heading: \"Affected industries\""]
entity kind=sector name=Health note=said to be spared
mention kind=sector name=Legal note=only among those who are advised
Kelp campaign

It is a name (sector Shipping): names are never searched for
  line 7, column 1: "Shipping"
   - under the heading: "Affected industries"
