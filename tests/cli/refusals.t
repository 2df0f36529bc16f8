# What a sweep refuses to start on: one clear sentence, status 2, nothing on stdout.

$ cat >alert.md <<'END'
> # Lantern Moth against laboratories
>
> Published: 3 July 2020. Seen since 1 July 2020.
>
> ## Indicators of compromise
>
> - 103[.]216[.]221[.]19
> - lantern-moth-update[.]site
> END

$ mkdir logs; echo "2020-07-01T00:10:00Z fw kernel: ACCEPT SRC=10.1.1.5 DST=198.51.100.7 PROTO=TCP DPT=443" >logs/fw.log

# Nothing to look for.
$ tocsin sweep
tocsin: no PATH to sweep (tocsin help sweep)
[2]

$ tocsin sweep logs
tocsin: nothing to look for: give an advisory with -a or a value with -e, or learn one
[2]

# Nothing to look in.
$ tocsin sweep -a alert.md
tocsin: no PATH to sweep (tocsin help sweep)
[2]

$ tocsin plan
tocsin: no PATH to plan (tocsin help plan)
[2]

# An advisory that is not there, is empty, is a folder, is nothing that can be read.
$ tocsin sweep -a nowhere.md logs
tocsin: nowhere.md: No such file or directory
[2]

$ : >empty.md; tocsin sweep -a empty.md logs
tocsin: empty.md: the file has no bytes
[2]

$ tocsin sweep -a logs logs
tocsin: logs: a folder, not an advisory
[2]

$ printf '\000\001\002\003\004\005' >noise.bin; tocsin sweep -a noise.bin logs
tocsin: noise.bin: not a format we read
[2]

$ printf '%%PDF-1.4\n' >alert.pdf; tocsin sweep -a alert.pdf logs
tocsin: alert.pdf: pdf: holds not one object: damaged, or cut behind its start
[2]

# One of two advisories cannot be read: nothing is swept.
$ tocsin sweep -a alert.md -a empty.md logs
tocsin: empty.md: the file has no bytes
[2]

# An advisory that may not be read.
$ cp alert.md secret.md; chmod 0 secret.md; unprivileged tocsin sweep -a secret.md logs
tocsin: secret.md: Permission denied
[2]

# No PATH can be opened.
$ tocsin sweep -a alert.md nowhere
tocsin: nowhere: cannot be opened
[2]

# Settings that make no sense.
$ tocsin sweep -a alert.md -j 0 logs
tocsin: jobs: '0' is not a number from 1 to 64
[2]

$ tocsin sweep -a alert.md -j many logs
tocsin: jobs: 'many' is not a number from 1 to 64
[2]

$ tocsin sweep -a alert.md --tz Mars/Phobos logs
tocsin: /usr/share/zoneinfo/Mars/Phobos: no such time zone
[2]

$ tocsin sweep -a alert.md --role wizard logs
tocsin: role: no role 'wizard' (tocsin help sweep)
[2]

$ tocsin sweep -a alert.md --home-net 10.0.0.0/33 logs
tocsin: home-net: '10.0.0.0/33' is not a network such as 10.0.0.0/8
[2]

$ tocsin sweep -a alert.md --since yesterday logs
tocsin: since: 'yesterday' is not a date such as 2020-07-16
[2]

$ tocsin sweep -a alert.md --until 2020-02-30 logs
tocsin: until: '2020-02-30' is not a date such as 2020-07-16
[2]

$ tocsin sweep -a alert.md --window 2020 logs
tocsin: window: '2020' is not a period such as 2020-01-01..2020-07-16
[2]

$ tocsin sweep -a alert.md --window 2020-07-03..2020-07-01 logs
tocsin: window: the window ends before it begins
[2]

$ tocsin sweep -a alert.md --year 99999 logs
tocsin: year: '99999' is not a number from 1970 to 9999
[2]

$ tocsin sweep -a alert.md --max-depth 0 logs
tocsin: max-depth: '0' is not a number from 1 to 20
[2]

$ tocsin sweep -a alert.md --format xml logs
tocsin: no report format 'xml' (tocsin formats)
[2]

$ tocsin sweep -a alert.md --color sometimes logs
tocsin: --color is auto, always or never, not 'sometimes'
[2]

$ tocsin sweep -a alert.md --allow nowhere.txt logs
tocsin: allow: nowhere.txt: No such file or directory
[2]

$ tocsin sweep -a alert.md --scope nowhere.txt logs
tocsin: scope: nowhere.txt: No such file or directory
[2]

$ tocsin sweep -a alert.md --files-from nowhere.txt
tocsin: nowhere.txt: cannot be opened
[2]

$ tocsin sweep -a alert.md --case here --no-case logs
tocsin: --case and --no-case: one of them
[2]

# A case that cannot be one.
$ echo x >file; tocsin sweep -a alert.md --case file logs; mkdir other; echo text >other/case.db; tocsin sweep -a alert.md --case other logs
tocsin: file: Not a directory
tocsin: other/case.db: database: file is not a database
[2]

$ tocsin sweep --case empty logs; tocsin sweep -a alert.md --case empty; tocsin report empty; tocsin report nowhere
tocsin: nothing to look for: give an advisory with -a or a value with -e, or learn one
tocsin: no PATH to sweep
tocsin: empty: a folder without a finished sweep
tocsin: nowhere: no such case or file
[2]

# The same from the environment and the configuration file.
$ TOCSIN_JOBS=many tocsin sweep -a alert.md logs
tocsin: jobs: 'many' is not a number from 1 to 64
[2]

$ mkdir -p ../home/config/tocsin; printf 'tz = UTC\nvolume = 11\n' >../home/config/tocsin/config; tocsin sweep -a alert.md logs; s=$?; rm ../home/config/tocsin/config; exit $s
tocsin: /SCRATCH/home/config/tocsin/config: line 2: no setting 'volume'
[2]

# An advisory without anything to look for is no failure: it cannot be answered.
$ echo 'Be careful out there, everyone.' >words.txt; tocsin sweep -a words.txt logs | head -1; tocsin sweep -a words.txt logs >/dev/null
INCONCLUSIVE   nothing found, but the evidence could not have shown it
[3]
