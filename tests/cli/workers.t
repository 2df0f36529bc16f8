# One worker, two or four: the same records, but for "run".

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

$ mkdir -p tree/a tree/b/c; for n in 1 2 3 4 5 6 7 8 9; do for d in a b b/c; do printf "2020-07-01T21:10:0${n}Z fw-$n kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.$n DST=103.216.221.19 LEN=60 PROTO=TCP SPT=4000$n DPT=25\n" >tree/$d/$n.log; done; gzip -n tree/a/$n.log; echo 'see lantern-moth-update.site' >tree/b/$n.txt; done

$ for j in 1 2 4; do tocsin sweep -q -a alert.md -j $j --format json tree | grep -v '^{"type":"run"' >$j.ndjson; done; cmp 1.ndjson 2.ndjson && cmp 1.ndjson 4.ndjson && records +summary items findings <1.ndjson
summary items=36 findings=36

# So is the report for people, but for the line of the run.
$ for j in 1 4; do tocsin sweep -q -a alert.md -j $j tree | grep -v '^run ' >$j.txt; done; cmp 1.txt 4.txt

# Also when workers die on the way.
$ for j in 1 2 4; do tocsin sweep -q -a alert.md -j $j --test-crash 5.log --format json tree | grep -v '^{"type":"run"' >$j.ndjson; done; cmp 1.ndjson 2.ndjson && cmp 1.ndjson 4.ndjson && records +gap at reason <1.ndjson
gap at=tree/a/5.log.gz reason=decoder-crashed
gap at=tree/b/5.log reason=decoder-crashed
gap at=tree/b/c/5.log reason=decoder-crashed

# Items come in the order of their names' bytes, depth first.
$ records +begin at <2.ndjson | head -12
begin at=tree/a/1.log.gz
begin at=tree/a/2.log.gz
begin at=tree/a/3.log.gz
begin at=tree/a/4.log.gz
begin at=tree/a/5.log.gz
begin at=tree/a/6.log.gz
begin at=tree/a/7.log.gz
begin at=tree/a/8.log.gz
begin at=tree/a/9.log.gz
begin at=tree/b/1.log
begin at=tree/b/1.txt
begin at=tree/b/2.log

# With --hits, in the same order; with --unordered in any, but the same ones.
$ for j in 1 4; do tocsin sweep -q -a alert.md -j $j --hits --format json tree | grep '"hit"' >$j.hits; done; cmp 1.hits 4.hits; tocsin sweep -q -a alert.md -j 4 --hits --unordered --format json tree | grep '"hit"' | LC_ALL=C sort >u.hits; LC_ALL=C sort 1.hits | cmp - u.hits

# The time of the run, the zone and the locale do not matter.
$ sleep 1; tocsin sweep -q -a alert.md --format json tree | grep -v '^{"type":"run"' >now.ndjson; TZ=Pacific/Kiritimati LC_ALL=C tocsin sweep -q -a alert.md --format json tree | grep -v '^{"type":"run"' | cmp - now.ndjson
