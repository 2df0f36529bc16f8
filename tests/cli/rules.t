# Rules: cut out of documents, mended, tried, and run.

# A page broke this one: wrapped strings and a comment, a footer, and the import is missing.
$ cat >alert.txt <<'END'
> Lantern Moth: malware used against laboratories
>
> Detection
>
> The following rules find the loader.
>
>      rule moth_loader : loader
>      {
>        meta:
>          description = "Finds the loader that was used against laboratories in the
>      summer of 2020"
>          hash = "0c5ad1e8fe43583e279201cdb1046aea742bae59685e6da24e963a41df987494"
>        strings:
>          // the build path, which the authors forgot to take out of the program
>      before they shipped it
>          $path = "moth\\loader\\main
>      window"                                                          TLP:WHITE
>
>      7 of 15                                                  4/15/21, 9:57 AM
>
>          $key = "2b6233eb3e872ff78988f4a8f3f6a3ba"
>        condition:
>          uint16(0) == 0x5a4d and any of them and math.entropy(0, filesize) < 8
>      }
>
>      rule broken
>      {
>        strings:
>          $a = { 41 4G }
>        condition:
>          $a
>      }
>
> alert dns any any -> any any (msg:"Moth lookup"; dns.query; content:"moth"; sid:1000001; rev:1;)
> alert tcp any any -> any (msg:"Moth beacon"; sid:1000002; rev:1)
> END

$ tocsin read alert.txt
Lantern Moth: malware used against laboratories
  alert.txt, text, TLP:WHITE

VALUES
1 SHA-256 hash: to search for (sha256, indicator)
    0c5ad1e8fe43583e279201cdb1046aea742bae59685e6da24e963a41df987494
1 MD5 hash: only part of a rule, not searched for (md5, rule-body)
    2b6233eb3e872ff78988f4a8f3f6a3ba (part of a rule's text)

RULES
 - yara moth_loader: ready to run (import added, which the document does not
   have; wrapped lines joined; marks of the page left out)
 - yara broken: line 4: syntax error
 - suricata Moth lookup: network rules are not run yet
 - snort Moth beacon: its head needs action, protocol, two ends with ports, and
   an arrow

NOT READ
 - yara rule broken: line 4: syntax error (a rule with a mistake)
 - snort rule Moth beacon: its head needs action, protocol, two ends with ports,
   and an arrow (a rule with a mistake)

2 values, 4 rules, 0 names, 2 gaps
[3]

# The record can stand alone: another program compiles its text.
$ tocsin read --format json alert.txt | python3 -c 'import json,sys
> for r in map(json.loads, sys.stdin):
>     if r["type"] == "rule" and r["name"] == "moth_loader": print(r["text"]); print(r["mended"])
>     if r["type"] == "gap": print(r["reason"], r["detail"])'
import "math"
rule moth_loader : loader
     {
       meta:
         description = "Finds the loader that was used against laboratories in the summer of 2020"
         hash = "0c5ad1e8fe43583e279201cdb1046aea742bae59685e6da24e963a41df987494"
       strings:
         // the build path, which the authors forgot to take out of the program before they shipped it
         $path = "moth\\loader\\main window"


         $key = "2b6233eb3e872ff78988f4a8f3f6a3ba"
       condition:
         uint16(0) == 0x5a4d and any of them and math.entropy(0, filesize) < 8
     }
['import added, which the document does not have', 'wrapped lines joined', 'marks of the page left out']
rule-error yara rule broken: line 4: syntax error
rule-error snort rule Moth beacon: its head needs action, protocol, two ends with ports, and an arrow

# A key in a rule is no hash of a file; the hash in its meta part is one.
$ tocsin read --format json alert.txt | records +indicator kind value role
indicator kind=sha256 value=0c5ad1e8fe43583e279201cdb1046aea742bae59685e6da24e963a41df987494 role=indicator
indicator kind=md5 value=2b6233eb3e872ff78988f4a8f3f6a3ba role=rule-body

$ mkdir disk; printf 'MZ moth\\loader\\main window' >disk/update.exe

$ cp alert.txt disk/copy.txt; printf 'It says 2b6233eb3e872ff78988f4a8f3f6a3ba in MZ files.\n' >disk/note.txt

$ python3 -c 'import zipfile; zipfile.ZipFile("disk/a.zip", "w", zipfile.ZIP_DEFLATED).write("disk/update.exe", "in/update.exe")'

$ tocsin sweep -q -a alert.txt disk
AFFECTED   evidence: strong                              1 machine to act on now
"Lantern Moth: malware used against laboratories" (alert.txt)
A machine here holds a program or file that this advisory lists. Swept: what was
handed in. All times are UTC.

ACT NOW
 1 the computer whose files are under disk                         strong  F1 F3
   disk/a.zip > in/update.exe is a listed program or file (YARA rule
   moth_loader).
   disk/update.exe is a listed program or file (YARA rule moth_loader).
SET ASIDE  1 mention: 1 copy of the advisory
NOT VISIBLE
 - in the advisory: yara rule broken: line 4: syntax error.
 - in the advisory: snort rule Moth beacon: its head needs action, protocol, two
   ends with ports, and an arrow.
 - 1 of 4 rules of the advisory cannot run in this version. Run them with their
   own tool.
 - running programs and memory anywhere.
SEARCHED FOR  1 file hash, 1 of 4 rules.
IN  files under disk 1.3 kB
NEXT
 1 Isolate the computer whose files are under disk from the network; leave it
   switched on; keep its memory.
 2 Report it.
 3 tocsin explain F1 | verify F1 | report --format html -o FILE
run {...}

FINDINGS
F1 acted here. the computer whose files are under disk: disk/a.zip >
    in/update.exe is a listed program or file (YARA rule moth_loader).
    at disk/a.zip » in/update.exe @ 0x3+23. Why: a rule of the advisory matches
    a file here.
F3 acted here. the computer whose files are under disk: disk/update.exe is a
    listed program or file (YARA rule moth_loader).
    at disk/update.exe @ 0x3+23. Why: a rule of the advisory matches a file
    here.

SOURCES
 - files under disk: 5 items, 1.3 kB. Can show: file hashes, file names, paths,
   YARA rules.
[1]

$ tocsin sweep -q --format json -a alert.txt disk | python3 -c 'import json,sys
> for r in map(json.loads, sys.stdin):
>     if r["type"] == "finding": print(r["at"], r["engine"], r["class"], [(p.get("string"), p["offset"], p["length"]) for p in r["places"]])'
disk/a.zip » in/update.exe @ 0x3+23 yara compromise [('$path', 3, 23)]
disk/copy.txt @ 0x0+1078 set mention [(None, 0, 1078)]
disk/update.exe @ 0x3+23 yara compromise [('$path', 3, 23)]

# A file of rules: helpers, imports and names of files are known; a comment holds no rule; one mistake is one mistake.
$ cat >pack.yar <<'END'
> import "pe"
> /*
> rule not_a_rule { condition: true }
> */
> private rule small { condition: filesize < 10KB }
> global rule never_empty { condition: filesize > 0 }
> rule lnk_name { condition: small and extension == ".lnk" and filename == "photo.jpg.lnk" and owner == "" }
> rule few_sections { condition: pe.is_pe and pe.number_of_sections < 3 }
> rule mistake { strings: $a = "x" condition: $b }
> rule two_of { condition: 2 of (lnk*, few*) }
> rule needs_magic { condition: magic.type() contains "PE32" }
> rule script { strings: $a = "eval(gzinflate(" condition: $a }
> END

$ tocsin read pack.yar
YARA rules
  pack.yar, yara

VALUES
1 file name: only part of a rule, not searched for (filename, rule-body)
    photo.jpg.lnk (part of a rule's text)

RULES
 - yara small: ready to run (rules that it uses put in front)
 - yara never_empty: ready to run
 - yara lnk_name: ready to run (rules that it uses put in front)
 - yara few_sections: ready to run (rules that it uses put in front)
 - yara mistake: line 2: undefined string "$b"
 - yara two_of: ready to run (rules that it uses put in front)
 - yara needs_magic: uses the module "magic", which needs files of this machine
   (import added, which the document does not have; rules that it uses put in
   front)
 - yara script: ready to run (rules that it uses put in front)

NOT READ
 - yara rule mistake: line 2: undefined string "$b" (a rule with a mistake)

1 value, 8 rules, 0 names, 1 gap
[3]

$ mkdir www; printf 'L\0\0\0' >www/Photo.JPG.lnk; printf '<?php eval(gzinflate(base64_decode($x)));' >www/help.php

$ printf 'rule other\n{\n  strings:\n    $a = "eval(gzinflate("\n  condition:\n    $a\n}\n' >www/other.yar

$ printf '10.1.1.5 - - [01/Jul/2020:08:10:00 +0000] "GET /?q=eval(gzinflate( HTTP/1.1" 404 12\n' >www/access.log; gzip -n www/access.log

$ tocsin sweep -q --format json -a pack.yar www | records +finding at indicator.value class
finding at=www/Photo.JPG.lnk indicator.value=lnk_name class=compromise
finding at=www/Photo.JPG.lnk indicator.value=two_of class=compromise
finding at=www/access.log.gz (gzip) @ 0x33+15 indicator.value=script class=unjudged
finding at=www/help.php @ 0x6+15 indicator.value=script class=compromise
finding at=www/other.yar @ 0x22+15 indicator.value=script class=mention

$ printf 'rule a { strings: $a = "x" condition: for all i in (1..2) : ($a' >open.yar; tocsin read open.yar
YARA rules
  open.yar, yara

RULES
 - yara a: rule ends before it is closed

NOT READ
 - yara rule a: rule ends before it is closed (a rule with a mistake)

0 values, 1 rule, 0 names, 1 gap
[3]

# A web page that does not mark its rules as code: a paragraph for every line, or line breaks.
$ cat >page.html <<'END'
> <html><body><h1>Alert</h1><h2>YARA</h2><p>rule a_line_each : x</p><p>{</p><p>&nbsp;meta:</p>
> <p>hash = "893cd3583b49cb706b3e55ecb2ed0757b977a21f5c72e041392d1256f31166e2"</p><p>strings:</p>
> <p>$a = "evil-quay.com"</p><p>$b = { 41 42 }</p><p>condition:</p><p>all of them</p><p>}</p>
> <p>The rule of thumb: block evil-mole[.]com.</p><p>rule two {<br>&#160;strings:<br> $a =<br>"a text that goes on and on until
> <br>Detect &amp; Respond 2021<br>https://www.example.org/alert<br>7 of 9<br>the next page"<br> condition: $a<br>}<br>rule three {<br>
> condition: two<br>} behind</p></body></html>
> END

$ tocsin read page.html
Alert
  page.html, html

VALUES
1 SHA-256 hash: to search for (sha256, indicator)
    893cd3583b49cb706b3e55ecb2ed0757b977a21f5c72e041392d1256f31166e2
1 domain name: only part of a rule, not searched for (domain, rule-body)
    evil-quay[.]com (part of a rule's text)
1 domain name: to search for (domain, indicator)
    evil-mole[.]com
1 URL: only part of a rule, not searched for (url, rule-body)
    hxxps://www.example[.]org/alert (name set aside for examples)

RULES
 - yara a_line_each: ready to run
 - yara two: ready to run (wrapped lines joined; marks of the page left out)
 - yara three: ready to run (rules that it uses put in front)

4 values, 3 rules, 0 names, 0 gaps

# Sigma: the form is checked.
$ printf 'title: Good\nlogsource: {product: windows}\ndetection:\n  sel: {Image: a}\n  condition: sel\n---\ntitle: Bad\nlogsource: {product: windows}\ndetection:\n  sel: {Image: a}\n' >sigma.yml

$ tocsin read --format json sigma.yml | records +rule name compiles runs why_not
rule name=Good compiles=true runs=false why_not=Sigma rules are not run yet
rule name=Bad compiles=false runs=false why_not=its detection has no condition

# Patterns in a MISP event are looked up like those of a bundle, and a broken one is a gap.
$ printf '{"Event":{"info":"Patterns","date":"2024-05-01","Attribute":[{"type":"stix2-pattern","category":"Network activity","to_ids":true,"value":"[domain-name:value = '"'bad-domain.net'"' OR ipv4-addr:value = '"'45.129.229.48'"']"},\n{"type":"stix2-pattern","category":"Payload delivery","to_ids":true,"value":"[file:name = '"'update.exe'"' AND file:size = 12]"},\n{"type":"stix2-pattern","category":"Payload delivery","to_ids":true,"value":"[file:name = '"'oops"'"}]}}\n' >patterns.json; tocsin read --format json patterns.json | records +indicator +rule +gap kind value logic name compiles runs why_not reason detail
indicator kind=domain value=bad-domain.net
indicator kind=ipv4 value=45.129.229.48
indicator kind=filename value=update.exe logic=[file:name = 'update.exe' AND file:size = 12]
rule name= compiles=true runs=false why_not=pattern is more than single values: only these are looked up
rule name= compiles=false runs=false why_not=pattern: string without end at 13
gap reason=rule-error detail=pattern: string without end at 13

# A rule that matches a member matches the stored bytes of its archive, too: one finding.
# And a value that a program states stands in its bytes: one finding, two when it stands there once more.
$ python3 - <<'END'
> import io, tarfile
> def put(f, at, n, size): f[at:at + size] = n.to_bytes(size, 'little')
> def program(end, path=b'C:\\moths-quay.net\\agent.pdb'):
>     f = bytearray(2048)
>     f[0:2] = b'MZ'; put(f, 60, 64, 4); f[64:70] = b'PE\0\0\x4c\1'; put(f, 70, 1, 2); put(f, 84, 224, 2); put(f, 88, 0x10b, 2)
>     put(f, 104, 0x1010, 4); f[312:317] = b'.text'; put(f, 320, 1536, 4); put(f, 324, 0x1000, 4); put(f, 328, 1536, 4)
>     put(f, 332, 512, 4); put(f, 348, 0x60000020, 4); put(f, 232, 0x1400, 4); put(f, 236, 28, 4); put(f, 1548, 2, 4); put(f, 1560, 1600, 4)
>     f[1600:1604] = b'RSDS'; f[1624:1624 + len(path)] = path
>     return bytes(f) + end
> open('once.exe', 'wb').write(program(b''))
> open('twice.exe', 'wb').write(program(b'visit moths-quay.net today'))
> open('carries.exe', 'wb').write(program(program(b''), b'C:\\x.pdb'))
> with tarfile.open('all.tar', 'w') as t:
>     d = b'one silver lantern'; i = tarfile.TarInfo('lantern.bin'); i.size = len(d); t.addfile(i, io.BytesIO(d))
> END

$ printf 'rule lantern { strings: $a = "silver lantern" condition: $a }\n' >lantern.yar

$ tocsin sweep -q --no-case -a lantern.yar -e moths-quay.net all.tar once.exe twice.exe carries.exe --format json | python3 -c 'import json,sys
> for r in map(json.loads, sys.stdin):
>     if r["type"] == "finding": print(r["at"], r["place"], r["field"], r["count"])'
all.tar » lantern.bin @ 0x4+14 file content None 1
once.exe program pdb 1
twice.exe program pdb 1
twice.exe:1 bytes None 1
carries.exe » program in the program program pdb 1

# Files named as rules are read by a process without converters; what needs them is read again by one that has them.
$ printf 'the silver lantern' >found.txt; python3 -c 'import zipfile
> open("page.yar", "wb").write("<meta charset=windows-1251><p>Правила<pre>rule page { strings: $a = \"silver\" condition: $a }</pre>".encode("cp1251"))
> with zipfile.ZipFile("packed.zip", "w") as z: z.writestr("found.txt", open("found.txt").read())'

$ for a in "-a lantern.yar" "-a page.yar" "-a lantern.yar -a page.yar" "-a lantern.yar -e C:\Users\*\silver.exe"; do tocsin sweep -q --no-case $a found.txt packed.zip --format json | python3 -c 'import json,sys
> rs = list(map(json.loads, sys.stdin))
> print([(r["indicator"]["value"], r["at"]) for r in rs if r["type"] == "finding"], [r["detail"] for r in rs if r["type"] == "gap"])'; done
[('lantern', 'found.txt @ 0x4+14'), ('lantern', 'packed.zip » found.txt @ 0x4+14')] []
[('page', 'found.txt @ 0x4+6'), ('page', 'packed.zip » found.txt @ 0x4+6')] []
[('lantern', 'found.txt @ 0x4+14'), ('page', 'found.txt @ 0x4+6'), ('lantern', 'packed.zip » found.txt @ 0x4+14'), ('page', 'packed.zip » found.txt @ 0x4+6')] []
[('lantern', 'found.txt @ 0x4+14'), ('lantern', 'packed.zip » found.txt @ 0x4+14')] []
