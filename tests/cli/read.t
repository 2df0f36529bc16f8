# What an advisory says: tocsin read.

# A web page: values in a table, a contact, a link for readers, a private address.
$ cat >alert.html <<'END'
> <!doctype html><html><head><title>Lantern Moth against laboratories</title></head>
> <body><nav><a href="https://www.example.org/">Home</a></nav>
> <h1>Lantern Moth against laboratories</h1>
> <p>Published: 3 July 2020. The National Cyber Centre assesses that it is almost certainly
> the work of one group, seen since 1 July 2020.</p>
> <h2>Indicators of compromise</h2>
> <table><tr><th>Type</th><th>Value</th></tr>
> <tr><td>IPv4</td><td>103[.]216[.]221[.]19</td></tr>
> <tr><td>Domain</td><td>lantern-moth-update[.]site</td></tr>
> <tr><td>URL</td><td>hxxps://lantern-moth-update[.]site/gate.php</td></tr>
> <tr><td>SHA-256</td><td>0c5ad1e8fe43583e279201cdb1046aea742bae59685e6da24e963a41df987494</td></tr>
> <tr><td>IPv4</td><td>10.0.0.1</td></tr></table>
> <p>Report sightings to report@ncc.example.</p>
> <p>Read more: https://www.cisa.gov/news</p></body></html>
> END

$ tocsin read alert.html
Lantern Moth against laboratories
  alert.html, html, published 3 Jul 2020, activity 1 - 3 Jul 2020
  National Cyber Centre assesses

ASSESSMENTS
 - National Cyber Centre assesses: The National Cyber Centre assesses that it is
   almost certainly the work of one group, seen since 1 July 2020 ("almost
   certainly")

VALUES
1 address: to search for (ipv4, indicator)
    103[.]216[.]221[.]19
1 domain name: to search for (domain, indicator)
    lantern-moth-update[.]site
1 URL: to search for (url, indicator)
    hxxps://lantern-moth-update[.]site/gate.php
1 SHA-256 hash: to search for (sha256, indicator)
    0c5ad1e8fe43583e279201cdb1046aea742bae59685e6da24e963a41df987494
1 address: harmless, not searched for (ipv4, benign)
    10[.]0[.]0[.]1 (private address: every network has it)
1 mail address: examples, not searched for (email, example)
    report[@]ncc[.]example (name set aside for examples)
1 URL: further reading, not searched for (url, reference)
    hxxps://www.cisa[.]gov/news (the text says where to read more)

7 values, 0 rules, 0 names, 0 gaps

# The same for programs.
$ tocsin read --format json alert.html | records type kind value role why
advisory type=advisory
indicator type=indicator kind=ipv4 value=103.216.221.19 role=indicator why=["in section 'Indicators of compromise'", "in column 'Value'", "defanged", "a public address is seldom there for nothing", "one of several values in a list", "stands alone"]
indicator type=indicator kind=domain value=lantern-moth-update.site role=indicator why=["in section 'Indicators of compromise'", "in column 'Value'", "defanged", "one of several values in a list", "stands alone"]
indicator type=indicator kind=url value=https://lantern-moth-update.site/gate.php role=indicator why=["in section 'Indicators of compromise'", "in column 'Value'", "defanged", "one of several values in a list", "stands alone"]
indicator type=indicator kind=sha256 value=0c5ad1e8fe43583e279201cdb1046aea742bae59685e6da24e963a41df987494 role=indicator why=["in section 'Indicators of compromise'", "in column 'Value'", "a digest is seldom there for nothing", "one of several values in a list", "stands alone"]
indicator type=indicator kind=ipv4 value=10.0.0.1 role=benign why=["private address: every network has it", "although in section 'Indicators of compromise'"]
indicator type=indicator kind=email value=report@ncc.example role=example why=["name set aside for examples", "although in section 'Indicators of compromise'"]
indicator type=indicator kind=url value=https://www.cisa.gov/news role=reference why=["the text says where to read more", "a page of a provider that everybody meets", "although in section 'Indicators of compromise'"]
assessment type=assessment
summary type=summary

# Markdown, with a value named as harmless.
$ cat >alert.md <<'END'
> # Lantern Moth against laboratories
>
> Published: 3 July 2020
>
> The program calls `lantern-moth-update[.]site` and writes `C:\Users\Public\lanternmoth.exe`.
> Before, it asks www.google.com whether there is a network.
>
> ## Indicators of compromise
>
> - 103[.]216[.]221[.]19:8443
> - lantern-moth-update[.]site
> END

$ tocsin read alert.md
Lantern Moth against laboratories
  alert.md, markdown, published 3 Jul 2020

VALUES
1 path: to search for (path, indicator)
    C:\Users\Public\lanternmoth.exe
1 domain name: further reading, not searched for (domain, reference)
    www.google[.]com (belongs to a provider that everybody meets)
1 address: to search for (ipv4, indicator)
    103[.]216[.]221[.]19 port 8443
1 domain name: to search for (domain, indicator)
    lantern-moth-update[.]site

4 values, 0 rules, 0 names, 0 gaps

# A table without prose.
$ printf 'type,indicator,comment\nip,103.216.221.19,controller\ndomain,lantern-moth-update.site,controller\nmd5,0c5ad1e8fe43583e279201cdb1046aea,first stage\n' >list.csv; tocsin read list.csv
list.csv
  list.csv, csv

VALUES
1 address: to search for (ipv4, indicator)
    103[.]216[.]221[.]19
1 domain name: to search for (domain, indicator)
    lantern-moth-update[.]site
1 MD5 hash: to search for (md5, indicator)
    0c5ad1e8fe43583e279201cdb1046aea

3 values, 0 rules, 0 names, 0 gaps

# A bare list.
$ printf '# Lantern Moth\n103.216.221.19\nhxxp://lantern-moth-update[.]site/gate.php\nnot a value at all\n' >list.txt; tocsin read list.txt
Lantern Moth
  list.txt, markdown

VALUES
1 address: further reading, not searched for (ipv4, reference)
    103[.]216[.]221[.]19 (too little says that it is the attacker's)
1 URL: to search for (url, indicator)
    hxxp://lantern-moth-update[.]site/gate.php

2 values, 0 rules, 0 names, 0 gaps

# A STIX bundle, with a pattern that cannot be evaluated.
$ cat >bundle.json <<'END'
> {"type":"bundle","id":"bundle--11111111-1111-4111-8111-111111111111","objects":[
> {"type":"identity","id":"identity--22222222-2222-4222-8222-222222222222","name":"National Cyber Centre","identity_class":"organization"},
> {"type":"report","id":"report--33333333-3333-4333-8333-333333333333","name":"Lantern Moth","published":"2020-07-03T00:00:00Z","created_by_ref":"identity--22222222-2222-4222-8222-222222222222","object_refs":[]},
> {"type":"indicator","id":"indicator--44444444-4444-4444-8444-444444444444","pattern_type":"stix","valid_from":"2020-07-01T00:00:00Z","pattern":"[ipv4-addr:value = '103.216.221.19']"},
> {"type":"indicator","id":"indicator--55555555-5555-4555-8555-555555555555","pattern_type":"stix","valid_from":"2020-07-01T00:00:00Z","pattern":"[domain-name:value = 'lantern-moth-update.site'] FOLLOWEDBY [file:name LIKE 'lantern%']"},
> {"type":"indicator","id":"indicator--66666666-6666-4666-8666-666666666666","pattern_type":"yara","valid_from":"2020-07-01T00:00:00Z","pattern":"rule lantern { condition: true }"}
> ]}
> END

$ tocsin read bundle.json
Lantern Moth
  bundle.json, stix, published 3 Jul 2020
  National Cyber Centre publishes

VALUES
1 address: to search for (ipv4, indicator)
    103[.]216[.]221[.]19
1 domain name: to search for (domain, indicator)
    lantern-moth-update[.]site (not alone: only together with what stands beside
      it)
1 file name: to search for (filename, indicator)
    ^lantern.*$ (not alone: only together with what stands beside it)

RULES
 - stix: pattern is more than single values: only these are looked up
 - yara lantern: ready to run

3 values, 2 rules, 0 names, 0 gaps

# Several at once; nothing usable is told, not refused.
$ echo 'Be careful out there, everyone.' >words.txt; tocsin read list.csv words.txt
list.csv
  list.csv, csv
Be careful out there, everyone.
  words.txt, text

VALUES
1 address: to search for (ipv4, indicator)
    103[.]216[.]221[.]19
1 domain name: to search for (domain, indicator)
    lantern-moth-update[.]site
1 MD5 hash: to search for (md5, indicator)
    0c5ad1e8fe43583e279201cdb1046aea

3 values, 0 rules, 0 names, 0 gaps

# From standard input.
$ tocsin read - <list.txt | head -2
Lantern Moth
  -, markdown

# In UTF-16, as a mail program may save it; compressed.
$ python3 -c 'open("wide.md","wb").write(open("alert.md").read().encode("utf-16"))'; tocsin read wide.md | tail -1
4 values, 0 rules, 0 names, 0 gaps

$ gzip -k alert.md; tocsin read alert.md.gz
Lantern Moth against laboratories
  alert.md.gz, markdown, published 3 Jul 2020

VALUES
1 path: to search for (path, indicator)
    C:\Users\Public\lanternmoth.exe
1 domain name: further reading, not searched for (domain, reference)
    www.google[.]com (belongs to a provider that everybody meets)
1 address: to search for (ipv4, indicator)
    103[.]216[.]221[.]19 port 8443
1 domain name: to search for (domain, indicator)
    lantern-moth-update[.]site

4 values, 0 rules, 0 names, 0 gaps

# What cannot be read: status 2, nothing on stdout.
$ tocsin read nowhere.md
tocsin: nowhere.md: No such file or directory
[2]

$ tocsin read alert.md nowhere.md >words.txt
[3]
$ tail -4 words.txt
NOT READ
 - nowhere.md: No such file or directory (an advisory that could not be read)

4 values, 0 rules, 0 names, 1 gap

$ : >empty.md; tocsin read empty.md
tocsin: empty.md: the file has no bytes
[2]

$ mkdir folder; tocsin read folder
tocsin: folder: a folder, not an advisory
[2]

$ tocsin read
tocsin: no ADVISORY to read (tocsin help read)
[2]

$ printf '%%PDF-1.4\n' >alert.pdf; tocsin read alert.pdf
tocsin: alert.pdf: pdf: holds not one object: damaged, or cut behind its start
[2]

$ printf 'PK\003\004' >alert.zip; tocsin read alert.zip
tocsin: alert.zip: ZIP, and what is built on it (Office documents, JAR, APK) is not read as an advisory: give what is in it
[2]

$ printf '{"type":"bundle","objects":[{"type":' >cut.json; tocsin read cut.json
tocsin: cut.json: json: line 1, byte 36: input ends, expected a value
[2]

# Control characters, bidi marks and invalid bytes in an advisory do not reach the terminal.
$ printf '# Moth \033[31mred\033[0m \342\200\256txt\n\nPublished: 3 July 2020\n\n## Indicators of compromise\n\n- 103[.]216[.]221[.]19\n- \033]0;title\007lantern-moth-update[.]site\n' >hostile.md; tocsin read hostile.md
Moth \x1b[31mred\x1b[0m \u202etxt
  hostile.md, markdown, published 3 Jul 2020

VALUES
1 address: to search for (ipv4, indicator)
    103[.]216[.]221[.]19
1 domain name: to search for (domain, indicator)
    lantern-moth-update[.]site

2 values, 0 rules, 0 names, 0 gaps

$ (cat hostile.md; printf '\n\nbroken \377\376\200 bytes\n') >worse.md; tocsin read worse.md | tail -5
    103[.]216[.]221[.]19
1 domain name: to search for (domain, indicator)
    lantern-moth-update[.]site

2 values, 0 rules, 0 names, 0 gaps

$ tocsin read --format json hostile.md worse.md | python3 -c 'import json, sys
> data = sys.stdin.buffer.read()
> lines = data.decode("utf-8").split("\n")
> print(len([json.loads(line) for line in lines if line]), "records,", sum(byte < 32 and byte != 10 for byte in data), "control bytes")'
7 records, 0 control bytes

# An output that cannot be written.
$ tocsin read alert.md >/dev/full
tocsin: cannot write the output: No space left on device
[2]

# Why is this value (not) searched for: the reasons, the place, the quote.
$ tocsin read --why 'lantern-moth-update[.]site' alert.md
Lantern Moth against laboratories

lantern-moth-update[.]site
  domain name, searched for; 99 of 100 sure
  line 11, column 1: "lantern-moth-update[.]site"
   - in section 'Indicators of compromise'
   - defanged
   - one of several values in a list
   - stands alone

$ tocsin read --why 8.8.4.4 alert.md
Lantern Moth against laboratories

8[.]8[.]4[.]4 is not among the values, names and rules that were read from this

# Names are resolved, ordinary words are not names, what no table knows is marked.
$ printf '# Advisory\n\nThe National Cyber Security Centre (NCSC) assesses that the Play ransomware and Cozy Bear are almost certainly at work; we play on. A backdoor we call "TideQuay" was seen. They used T1086 against hospitals. CISA endorses the technical detail. The actor has denied it.\n' >names.md; tocsin read names.md
Advisory
  names.md, markdown
  NCSC assesses
  CISA endorses: technical detail

ASSESSMENTS
 - NCSC assesses: The National Cyber Security Centre (NCSC) assesses that the
   Play ransomware and Cozy Bear are almost certainly at work; we play on
   ("almost certainly": 95 to 100 in 100, PHIA)
 - CISA endorses: CISA endorses the technical detail

NAMES
 - actors: APT29 (G0016; also Cozy Bear)
 - malware: Playcrypt (S1162; also Play), TideQuay (not in the tables)
 - techniques: PowerShell (T1059.001; stated as T1086)
 - sectors: Health (also hospitals)
 - bodies and companies: NCSC (also National Cyber Security Centre), CISA

0 values, 0 rules, 7 names, 0 gaps

# The same for a spreadsheet.
$ tocsin read --format csv names.md | tr -d '\r' | cut -d, -f1-6
record,advisory,kind,value,port,id
name,Advisory,organisation,NCSC,,
name,Advisory,malware,Playcrypt,,S1162
name,Advisory,actor,APT29,,G0016
name,Advisory,sector,Health,,
name,Advisory,organisation,CISA,,
name,Advisory,malware,TideQuay,,
name,Advisory,technique,PowerShell,,T1059.001
assessment,Advisory,assesses,"The National Cyber Security Centre (NCSC) assesses that the Play ransomware and Cozy Bear are almost certainly at work; we play on",,
assessment,Advisory,endorses,CISA endorses the technical detail,,

# What everybody's machines meet is no sign of anybody: crawlers, their pages, ordinary files, a publisher's lists.
$ printf '# Servers attacked\n\n## Indicators of compromise\n\n- User agent: DuckDuckBot/1.0;+(+http://duckduckgo.com/duckduckbot.html)\n- https://github.com/lantern/iocs\n- hxxps://github[.]com/moth/dropper\n- index.html\n- setup.exe\n- /usr/bin/curl\n- /usr/bin/kthreadmd\n' >seen.md; tocsin read seen.md --format json | records +indicator role kind value
indicator role=benign kind=user-agent value=DuckDuckBot/1.0;+(+http://duckduckgo.com/duckduckbot.html)
indicator role=reference kind=url value=https://github.com/lantern/iocs
indicator role=indicator kind=url value=https://github.com/moth/dropper
indicator role=benign kind=filename value=index.html
indicator role=benign kind=filename value=setup.exe
indicator role=benign kind=path value=/usr/bin/curl
indicator role=indicator kind=path value=/usr/bin/kthreadmd
