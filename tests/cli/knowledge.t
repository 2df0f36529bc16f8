# Names and warning lists, and newer ones out of files that others publish.

$ tocsin knowledge | sed -n 's/^ *[0-9]*  //; 1p; /cloudflare/p'
names and ids, as shipped 2026-11-22
shared, 2026-08-11: cloudflare

$ tocsin knowledge show 'Cozy Bear'; tocsin knowledge show T1086; tocsin knowledge show CVE-2019-19781; for v in bit.ly 104.16.0.1 44D88612FEA8A8F36DE82E1278ABB02F 'Lantern Moth'; do tocsin knowledge show "$v"; done
malware      CozyCar, S0046
actor        APT29, G0016
technique    T1059.001, once T1086
exploited    CVE-2019-19781, known since 2021-11-03
benign       shortens links of everybody: warning list 'url-shortener' version 27
shared       address that many sites share: Cloudflare, list of 11 Aug 2026
benign       EICAR's test file, made to be harmless: warning list 'eicar.com' version 2
tocsin: no 'Lantern Moth' is known
[2]

# ATT&CK's bundle: an actor nobody knew, a new name of one that is known, techniques.
$ cat >make.py <<'END'
> import gzip, json
> def refs(id): return [{"source_name": "mitre-attack", "external_id": id}]
> def thing(type, id, name, **more): return {"type": type, "id": type + "--" + id, "name": name, "modified": "2027-02-03T00:00:00Z", "external_references": refs(id), **more}
> objects = [thing("intrusion-set", "G9001", "Lantern Moth", aliases=["Lantern Moth", "Slate|Finch", "=Harbor", "Bad\u0007Bell"], description="It keeps a harbor, a harbor and a harbor."),
>     thing("intrusion-set", "G0016", "APT29", aliases=["Quiet Kitchen"]),
>     thing("malware", "S9002", "GlowProbe", x_mitre_aliases=["GlowProbe", "\u001b[31mRed"]),
>     thing("tool", "S9003", "Gone", revoked=True),
>     thing("attack-pattern", "T1059.001", "PowerShell"), thing("attack-pattern", "T9001", "Lamp Signals"),
>     thing("attack-pattern", "T1086", "PowerShell", revoked=True),
>     {"type": "relationship", "relationship_type": "revoked-by", "source_ref": "attack-pattern--T1086", "target_ref": "attack-pattern--T1059.001"}]
> gzip.open("bundle.gz", "wt").write(json.dumps({"type": "bundle", "objects": objects}))
> json.dump({"title": "KEV", "dateReleased": "2027-02-04T10:00:00Z", "vulnerabilities": [{"cveID": "CVE-2027-10001", "dateAdded": "2027-02-01", "knownRansomwareCampaignUse": "Known"}]}, open("kev.json", "w"))
> json.dump({"values": [{"value": "Lampwick Ransomware", "uuid": "00000000-0000-4000-8000-000000000001", "meta": {"synonyms": ["WickLocker"]}}], "type": "ransomware", "version": 200}, open("cluster.json", "w"))
> json.dump({"list": ["198.51.100.0/24", "no address"], "name": "List of known Cloudflare IP ranges", "type": "cidr", "version": 20270201}, open("list.json", "w"))
> json.dump({"list": ["a.example"], "name": "List of our friends", "type": "string", "version": 1}, open("friends.json", "w"))
> json.dump({"hello": ["world"]}, open("other.json", "w"))
> open("deep.json", "w").write('{"objects":' + "[" * 100000)
> json.dump({"type": "bundle", "objects": [{"type": "malware", "description": "x" * 40000000}]}, open("big.json", "w"))
> END

$ python3 make.py; tocsin knowledge update bundle.gz kev.json cluster.json list.json
       6  ATT&CK, 2027-02-03: bundle.gz
       1  KEV, 2027-02-04: kev.json
       1  MISP galaxy, version 200: cluster.json
       2  warning list, 2027-02-01: list.json

$ stat -c %A $XDG_DATA_HOME/tocsin/*; tocsin knowledge | sed 's/^ *[0-9]*  names/N names/; s/made .*/made/' | head -5
-rw-------
N names and ids, made
       6  taken of ATT&CK, 2027-02-03: bundle.gz
       1  taken of KEV, 2027-02-04: kev.json
       1  taken of MISP galaxy, version 200: cluster.json
       2  taken of warning list, 2027-02-01: list.json

$ for n in 'Lantern Moth' harbor 'Slate Finch' 'Bad Bell' 'Quiet Kitchen' 'Cozy Bear' GlowProbe Gone Lampwick WickLocker T9001 T1086 T1566 CVE-2027-10001 CVE-2019-19781; do echo "$n: $(tocsin knowledge show "$n" 2>&1)"; done
Lantern Moth: actor        Lantern Moth, G9001
harbor: actor        Lantern Moth, G9001; also an ordinary word
Slate Finch: actor        Lantern Moth, G9001
Bad Bell: actor        Lantern Moth, G9001
Quiet Kitchen: actor        APT29, G0016
Cozy Bear: malware      CozyCar, S0046
actor        APT29, G0016
GlowProbe: malware      GlowProbe, S9002
Gone: tocsin: no 'Gone' is known
Lampwick: malware      Lampwick, 00000000-0000-4000-8000-000000000001
WickLocker: malware      Lampwick, 00000000-0000-4000-8000-000000000001
T9001: technique    Lamp Signals, T9001
T1086: technique    T1059.001, once T1086
T1566: technique    Phishing, T1566
CVE-2027-10001: exploited    CVE-2027-10001, known since 2027-02-01
CVE-2019-19781: tocsin: no 'CVE-2019-19781' is known

# Every verb goes by them from then on.
$ cat >alert.txt <<'END'
> Lantern Moth, also known as Slate Finch, used GlowProbe and T9001 against CVE-2027-10001.
>
> Indicators of compromise
> ------------------------
> 198[.]51[.]100[.]7
> 104[.]16[.]132[.]229
> END

$ tocsin read --format json alert.txt --allow-private | python3 -c 'import json, sys
> for r in map(json.loads, sys.stdin):
>     if r["type"] == "entity": print(r["kind"], r["name"], r["id"], r.get("note"))
>     if r["type"] == "indicator": print(r["role"], r["value"], [w for w in r["why"] if "share" in w])'
indicator 198.51.100.7 ['address that many sites share: Cloudflare, list of 1 Feb 2027']
indicator 104.16.132.229 []
actor Lantern Moth G9001 None
malware GlowProbe S9002 None
technique Lamp Signals T9001 None
vulnerability CVE-2027-10001 CVE-2027-10001 known to be exploited (CISA KEV, 2027-02-01), also by ransomware

# A second update builds on the first; what a file does not speak of stays.
$ echo '{"values": [{"value": "Slate Finch", "uuid": "00000000-0000-4000-8000-000000000002", "meta": {"synonyms": ["Moth Team One"]}}], "type": "threat-actor", "version": 400}' >cluster.json; tocsin knowledge update cluster.json; tocsin knowledge show 'Moth Team One'; tocsin knowledge show T9001; tocsin knowledge | grep -c taken
       1  MISP galaxy, version 400: cluster.json
actor        Lantern Moth, G9001
technique    Lamp Signals, T9001
4

# What cannot be taken changes nothing.
$ for f in other.json friends.json deep.json big.json none.json . /dev/null alert.txt; do tocsin knowledge update kev.json $f >/dev/null; done; tocsin knowledge show 'Moth Team One'
tocsin: other.json: neither ATT&CK's bundle, a galaxy, the KEV catalogue nor a warning list; nothing was changed
tocsin: friends.json: a warning list that tocsin does not go by: 'List of our friends'; nothing was changed
tocsin: deep.json: json: line 1, byte 266: nested deeper than 256; nothing was changed
tocsin: big.json: JSON: value at byte 66 is too large; nothing was changed
tocsin: none.json: No such file or directory; nothing was changed
tocsin: .: no regular file; nothing was changed
tocsin: /dev/null: no regular file; nothing was changed
tocsin: alert.txt: json: line 1, byte 0: expected a value; nothing was changed
actor        Lantern Moth, G9001

# A damaged file is told, and what ships is used.
$ sed -i 's/Lantern/Lantxrn/' $XDG_DATA_HOME/tocsin/knowledge; tocsin read alert.txt | sed -n 1p; tocsin knowledge | head -1 | sed 's/[0-9]*  //'
tocsin: the tables of 'tocsin knowledge update' are not used (damaged: its checksum is another one): those that ship are
Lantern Moth, also known as Slate Finch, used GlowProbe and T9001 against
tocsin: /SCRATCH/home/data/tocsin/knowledge: damaged: its checksum is another one; the shipped tables are used
 12942  names and ids, as shipped 2026-11-22

$ printf 'tocsin-knowledge 1 \n' >$XDG_DATA_HOME/tocsin/knowledge; tocsin read -q alert.txt | sed -n 1p
Lantern Moth, also known as Slate Finch, used GlowProbe and T9001 against

$ tocsin knowledge forget; tocsin knowledge show 'Lantern Moth'
tocsin: no 'Lantern Moth' is known
[2]

$ tocsin help knowledge
usage: tocsin knowledge [list]
       tocsin knowledge update FILE...
       tocsin knowledge show NAME|VALUE
       tocsin knowledge forget

What names mean, and values that everybody meets. FILEs, also compressed, are
ATT&CK's STIX bundle, cluster files of the MISP galaxy (threat-actor, malpedia,
tool, ransomware), CISA's KEV catalogue (JSON), MISP warning lists. What they do
not speak of stays as it was; forget goes back to what ships with tocsin.

$ tocsin knowledge updat x; tocsin knowledge update
tocsin: knowledge cannot 'updat': did you mean 'update'?
tocsin: knowledge update: see tocsin help knowledge
[2]
