# Patterns: values that count only together, in one record, one thing, at one machine.

$ cat >bundle.py <<'END'
> import json, sys
> def id(kind, n): return f'{kind}--00000000-0000-4000-8000-{n:012d}'
> made = dict(spec_version='2.1', created='2020-07-03T00:00:00Z', modified='2020-07-03T00:00:00Z')
> json.dump(dict(type='bundle', id=id('bundle', 0), objects=[
>     dict(made, type='indicator', id=id('indicator', n), name=f'pattern {n}', pattern=p, pattern_type='stix',
>          valid_from='2020-07-01T00:00:00Z') for n, p in enumerate(sys.argv[1:], 1)]), sys.stdout)
> END

$ cat >dns.log <<'END'
> #separator \x09
> #fields	ts	uid	id.orig_h	id.orig_p	id.resp_h	id.resp_p	proto	query	qtype_name	rcode_name	answers
> 1593561600.000000	C1	10.20.3.12	4001	10.20.0.53	53	udp	quay.tide-relay.com	A	NOERROR	103.216.221.19
> 1593565200.000000	C2	10.20.3.14	4002	10.20.0.53	53	udp	quay.tide-relay.com	A	NOERROR	45.61.137.220
> 1593568800.000000	C3	10.20.3.15	4003	10.20.0.53	53	udp	pier.tide-relay.com	A	NOERROR	45.61.137.220
> END

# One record: the name with this answer, and neither of them alone.
$ python3 bundle.py "[domain-name:value = 'quay.tide-relay.com' AND domain-name:resolves_to_refs[*].value = '45.61.137.220']" >both.json

$ tocsin sweep -q -a both.json --format json dns.log | records +finding indicator class host line logic +verdict answer rules rules_run
finding indicator={"kind": "domain", "value": "quay.tide-relay.com"} class=compromise host=10.20.3.14 line=4 logic=[domain-name:value = 'quay.tide-relay.com' AND domain-name:resolves_to_refs[*].value = '45.61.137.220']
verdict answer=affected rules=1 rules_run=1

# The same tree as one branch of OR; another branch that nothing holds of.
$ python3 bundle.py "[(domain-name:value = 'quay.tide-relay.com' AND ipv4-addr:value = '103.216.221.19') OR (domain-name:value = 'pier.tide-relay.com' AND ipv4-addr:value = '45.61.137.220') OR (domain-name:value = 'mole.tide-relay.com' AND ipv4-addr:value = '45.61.137.220')]" >either.json

$ tocsin sweep -q -a either.json --format json dns.log | records +finding class host line +verdict answer
finding class=compromise host=10.20.3.12 line=3
finding class=compromise host=10.20.3.15 line=5
verdict answer=affected

# A value that is listed alone, too, is an indicator as ever.
$ tocsin sweep -q -a both.json -e quay.tide-relay.com --format json dns.log | records +finding host count advisories logic
finding host=10.20.3.12 count=1 advisories=["sha256:a4afb90a24f61e39"]
finding host=10.20.3.14 count=1 advisories=["sha256:a4afb90a24f61e39"]
finding host=10.20.3.14 count=1 advisories=["bundle--00000000-0000-4000-8000-000000000000"] logic=[domain-name:value = 'quay.tide-relay.com' AND domain-name:resolves_to_refs[*].value = '45.61.137.220']

# Two observations: at one machine they hold together, at two they do not.
$ cat >fw.log <<'END'
> 2020-07-01T00:10:00Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.15 DST=103.216.221.19 LEN=60 PROTO=TCP SPT=40001 DPT=443
> 2020-07-02T21:10:00Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.41 DST=103.216.221.19 LEN=60 PROTO=TCP SPT=40004 DPT=443
> END

$ python3 bundle.py "[domain-name:value = 'pier.tide-relay.com'] AND [ipv4-addr:value = '103.216.221.19']" >one.json

$ tocsin sweep -q -a one.json --format json dns.log fw.log | records +finding source indicator host class +verdict answer
finding source=dns indicator={"kind": "domain", "value": "pier.tide-relay.com"} host=10.20.3.15 class=compromise
finding source=fw-edge indicator={"kind": "ipv4", "value": "103.216.221.19"} host=10.20.3.15 class=compromise
verdict answer=affected

$ grep -v 10.20.3.15 fw.log >other.log; tocsin sweep -q -a one.json --format json dns.log other.log | records +finding source indicator host class +verdict answer
verdict answer=inconclusive

# A file: its name counts only beside the digest.
$ mkdir disk else; printf 'listed program' >disk/tidewatch.exe; printf 'another program' >else/tidewatch.exe

$ python3 bundle.py "[file:name = 'tidewatch.exe' AND file:hashes.'SHA-256' = '$(sha256sum <disk/tidewatch.exe | cut -c1-64)']" >file.json

$ for d in disk else; do tocsin sweep -q -a file.json --format json $d | records +finding indicator class +verdict answer; done
finding indicator={"kind": "sha256", "value": "5c383a5e12f51918e04591aafbbdd9ce5c335d1ae73e841df9f060b6ede335f5"} class=compromise
verdict answer=affected
verdict answer=not-seen

# A message: sender and subject.
$ for s in 'Vaccine order 2231' 'Lunch'; do printf 'From: Ann <ann@tide-relay.com>\nTo: bo@lab.example\nSubject: %s\nDate: Wed, 1 Jul 2020 10:00:00 +0000\nMessage-ID: <1@tide-relay.com>\n\nHello.\n' "$s" >"${s%% *}.eml"; done

$ python3 bundle.py "[email-message:from_ref.value = 'ann@tide-relay.com' AND email-message:subject = 'Vaccine order 2231']" >mail.json

$ for m in Vaccine Lunch; do tocsin sweep -q -a mail.json --format json $m.eml | records +finding indicator class logic +verdict answer; done
finding indicator={"kind": "email", "value": "ann@tide-relay.com"} class=attempt logic=[email-message:from_ref.value = 'ann@tide-relay.com' AND email-message:subject = 'Vaccine order 2231']
verdict answer=targeted
verdict answer=inconclusive

# What cannot be settled is told, and a value on the allow list cannot complete a pattern.
$ python3 bundle.py "[domain-name:value = 'quay.tide-relay.com'] FOLLOWEDBY [ipv4-addr:value = '45.61.137.220']" >after.json

$ tocsin sweep -q -a after.json dns.log | grep -A1 'together\|cannot run'
 2 1 of 1 rules of the advisory cannot run in this version. Run them with their
   own tool.
 3 values that count only together with others, in patterns that cannot be
   settled: 2. Look for them by hand.

$ echo 45.61.137.220 >ours.txt; tocsin sweep -q -a both.json --allow ours.txt dns.log | grep -A1 'together\|can be searched'
 1 the advisory lists nothing that can be searched for. Get the publisher's list
   of indicators and give it with -a.
--
 3 values that count only together with others, in patterns that cannot be
   settled: 1. Look for them by hand.

# A pattern that stands in a report's text, defanged and wrapped, is what it would be in a bundle; a broken one is told.
$ printf "# Hunting\n\nPublished: 2020-07-16\n\nLook for [domain-name:value = 'pier[.]tide-relay.com'] AND\n[ipv4-addr:value = '103[.]216.221.19'] in one place, see [file: below] and\n[T1016], or use [url:value = ].\n\n\`\`\`\n[file:hashes.MD5 = '32ab160f1b763a29ad64fb8f507135f2'\n OR file:name = 'tidewatch.exe']\n\`\`\`\n" >report.md; tocsin read report.md --format json | records +indicator +rule +gap kind value role logic language name compiles runs why_not detail; tocsin sweep -q -a report.md --format json dns.log fw.log | records +finding source host class +verdict answer rules rules_run; tocsin sweep -q -a report.md --format json dns.log other.log | records +finding source host class +verdict answer
indicator kind=ipv4 value=103.216.221.19 role=indicator logic=[domain-name:value = 'pier.tide-relay.com'] AND [ipv4-addr:value = '103.216.221.19']
indicator kind=domain value=pier.tide-relay.com role=indicator logic=[domain-name:value = 'pier.tide-relay.com'] AND [ipv4-addr:value = '103.216.221.19']
indicator kind=md5 value=32ab160f1b763a29ad64fb8f507135f2 role=indicator
indicator kind=filename value=tidewatch.exe role=indicator
rule language=stix name=[domain-name:value = 'pier.tide-relay.com'] AND [ipv4-addr:v compiles=true runs=true
rule language=stix name=[url:value = ] compiles=false runs=false why_not=pattern: a value is missing at 13
rule language=stix name=[file:hashes.MD5 = '32ab160f1b763a29ad64fb8f507135f2' OR fil compiles=true runs=true
gap detail=stix rule [url:value = ]: pattern: a value is missing at 13
finding source=dns host=10.20.3.15 class=compromise
finding source=fw-edge host=10.20.3.15 class=compromise
verdict answer=affected rules=3 rules_run=2
verdict answer=inconclusive
