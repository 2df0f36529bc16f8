# Patterns: values of which a part is left open, and what STIX says with LIKE and MATCHES.

$ cat >alert.md <<'END'
> # Alert EX-2020-7: example loader
>
> Published 2020-07-16.
>
> ## Indicators of compromise
>
> | Type | Value |
> |---|---|
> | File path | C:\Users\*\AppData\Roaming\wmhost\svc.exe |
> | File path | C:\Users\<user name>\wmhost.dat |
> | File path | %TEMP%\*.exe |
> | File name | wm?host.dll |
> | Registry key | HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Run\wm* |
> | User-Agent | Mozilla/5.0 (compatible; WellHost/*) |
> END

$ cat >agent.jsonl <<'END'
> {"EventID":1,"Computer":"PC-1","UtcTime":"2020-07-10 10:00:00.000","Image":"C:\\Users\\bob\\AppData\\Roaming\\wmhost\\svc.exe","CommandLine":"svc.exe -k","ProcessId":44}
> {"EventID":1,"Computer":"PC-2","UtcTime":"2020-07-10 10:01:00.000","Image":"C:\\Users\\bob\\x\\AppData\\Roaming\\wmhost\\svc.exe","CommandLine":"svc.exe -k","ProcessId":45}
> {"EventID":7,"Computer":"PC-3","UtcTime":"2020-07-10 10:02:00.000","Image":"C:\\x.exe","ImageLoaded":"D:\\a\\wm7host.dll"}
> {"EventID":7,"Computer":"PC-4","UtcTime":"2020-07-10 10:03:00.000","Image":"C:\\x.exe","ImageLoaded":"D:\\a\\xwm7host.dll"}
> {"EventID":1,"Computer":"PC-5","UtcTime":"2020-07-10 10:04:00.000","Image":"C:\\Users\\eve\\AppData\\Local\\Temp\\setup.exe","ProcessId":46}
> END

# What is left open is searched for where enough stands fast; the rest is told.
$ tocsin read alert.md
Alert EX-2020-7: example loader
  alert.md, markdown, published 16 Jul 2020

VALUES
2 paths: to search for (path, indicator)
    C:\Users\*\AppData\Roaming\wmhost\svc.exe
    C:\Users\<user name>\wmhost.dat
1 path: examples, not searched for (path, example)
    %TEMP%\*.exe (holds a placeholder, describes values)
1 file name: to search for (filename, indicator)
    wm?host.dll
1 registry key: examples, not searched for (registry-key, example)
    hkey_local_machine\software\microsoft\windows\currentversion\run\wm* (holds
      a placeholder, describes values)
1 user agent: to search for (user-agent, indicator)
    Mozilla/5.0 (compatible; WellHost/*)

6 values, 0 rules, 0 names, 0 gaps

$ tocsin read --format json alert.md | records +indicator kind value pattern role
indicator kind=path value=C:\Users\*\AppData\Roaming\wmhost\svc.exe pattern=wildcards role=indicator
indicator kind=path value=C:\Users\<user name>\wmhost.dat pattern=wildcards role=indicator
indicator kind=path value=%TEMP%\*.exe pattern=wildcards role=example
indicator kind=filename value=wm?host.dll pattern=wildcards role=indicator
indicator kind=registry-key value=hkey_local_machine\software\microsoft\windows\currentversion\run\wm* pattern=wildcards role=example
indicator kind=user-agent value=Mozilla/5.0 (compatible; WellHost/*) pattern=wildcards role=indicator

# The folder of any one user, the name with any one letter; not two folders, not another name.
$ tocsin sweep -q --no-case -a alert.md --format json agent.jsonl | records +finding indicator class host line +verdict answer
finding indicator={"kind": "path", "value": "c:\\users\\*\\appdata\\roaming\\wmhost\\svc.exe"} class=compromise line=1
finding indicator={"kind": "filename", "value": "wm?host.dll"} class=compromise line=3
verdict answer=affected

# The same by a set file, and with one pattern given by hand.
$ tocsin compile -q alert.md -o alert.set && tocsin sweep -q --no-case --set alert.set --format json agent.jsonl | records +finding indicator line
finding indicator={"kind": "path", "value": "c:\\users\\*\\appdata\\roaming\\wmhost\\svc.exe"} line=1
finding indicator={"kind": "filename", "value": "wm?host.dll"} line=3

$ tocsin sweep -q --no-case -e 'wm?host.dll' --format json agent.jsonl | records +finding indicator line
finding indicator={"kind": "filename", "value": "wm?host.dll"} line=3

$ tocsin sweep -q --no-case -e '*.dll' agent.jsonl
tocsin: '*.dll' is nothing that can be searched for: no address, name, URL, mail address, hash, file, path or key
[2]

# A finding is proven where it stands, and explained.
$ tocsin sweep -q --case case -a alert.md agent.jsonl >/dev/null; tocsin verify --case case F1
PROVEN  F1 at agent.jsonl:1
read again: 1 of 1 listed places hold the same bytes

# STIX: LIKE and MATCHES run; what looks back is told, not dropped.
$ cat >bundle.json <<'END'
> {"type":"bundle","id":"bundle--00000000-0000-4000-8000-000000000000","objects":[
> {"type":"indicator","spec_version":"2.1","id":"indicator--00000000-0000-4000-8000-000000000001","created":"2020-07-03T00:00:00Z","modified":"2020-07-03T00:00:00Z","name":"like","pattern":"[file:name LIKE 'wm_host.dll']","pattern_type":"stix","valid_from":"2020-07-01T00:00:00Z"},
> {"type":"indicator","spec_version":"2.1","id":"indicator--00000000-0000-4000-8000-000000000002","created":"2020-07-03T00:00:00Z","modified":"2020-07-03T00:00:00Z","name":"matches","pattern":"[file:name MATCHES '^xwm[0-9]host\\\\.dll$']","pattern_type":"stix","valid_from":"2020-07-01T00:00:00Z"},
> {"type":"indicator","spec_version":"2.1","id":"indicator--00000000-0000-4000-8000-000000000003","created":"2020-07-03T00:00:00Z","modified":"2020-07-03T00:00:00Z","name":"back","pattern":"[file:name MATCHES '(wmhost)\\\\1']","pattern_type":"stix","valid_from":"2020-07-01T00:00:00Z"}]}
> END

$ tocsin read bundle.json
bundle.json
  bundle.json, stix, published 3 Jul 2020, activity 1 - 3 Jul 2020

VALUES
2 file names: to search for (filename, indicator)
    ^wm.host\.dll$
    ^xwm[0-9]host\.dll$

RULES
 - stix back: regular expression: a reference back at 9

2 values, 1 rule, 0 names, 0 gaps

$ tocsin sweep -q --no-case -a bundle.json --format json agent.jsonl | records +finding indicator line
finding indicator={"kind": "filename", "value": "^wm.host\\.dll$"} line=3
finding indicator={"kind": "filename", "value": "^xwm[0-9]host\\.dll$"} line=4
