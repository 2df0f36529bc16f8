# Behind its first block a log of nothing but traffic is sampled; what was found and the holes stay as they are.

$ echo 103.216.221.19 >list.txt; cat >make.py <<'END'
> import datetime, gzip, sys
> def log(name, step, hole, count, opener=open):
>     at = datetime.datetime(2020, 6, 1)
>     with opener(name, 'wt') as out:
>         for i in range(count):
>             at += datetime.timedelta(seconds=step)
>             if i == count * 3 // 4:
>                 at += datetime.timedelta(seconds=hole)
>             src, dst = i % 200 + 1, '103.216.221.19' if i == count - 7777 else '198.51.100.7'
>             stamp = at.strftime('%Y-%m-%dT%H:%M:%SZ')
>             if i == count - 9000:
>                 print(stamp, f'gw dhcpd: DHCPACK on 10.20.3.{(count - 7777) % 200 + 1} to 52:54:00:aa:07:07 (pc-front-2) via eth1', file=out)
>             print(stamp, f'fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.{src} DST={dst} LEN=60 PROTO=TCP SPT={i % 60000 + 1024} DPT=443', file=out)
> log('dense.log', 1, 200000, 80000)
> log('sparse.log', 250, 200000, 80000)
> log('dense.log.gz', 1, 0, 80000, gzip.open)
> END

$ python3 make.py; for log in dense.log sparse.log dense.log.gz; do tocsin sweep -q -a list.txt --format json $log >out; records records sampled holes host line +coverage +finding <out; grep -o "pc-front-[0-9]" out | sort -u; done
finding host=10.20.3.24 line=72225
coverage records=4184 sampled=true holes=[{"from": "2020-06-01T16:40:00Z", "to": "2020-06-04T00:13:21Z"}]
pc-front-2
finding host=10.20.3.24 line=72225
coverage records=80001 sampled=false holes=[{"from": "2020-11-21T14:40:00Z", "to": "2020-11-23T22:17:30Z"}]
finding host=10.20.3.24 line=72225
coverage records=2135 sampled=true holes=[]
pc-front-2

# Where the ids of records run on, every record is counted: one that is missing was taken out.
$ python3 - <<'END'
> with open('events.json', 'w') as f:
>     for n in range(1, 9000):
>         if n not in range(8000, 8010):
>             f.write('{"@timestamp":"2020-07-01T%02d:%02d:%02dZ","winlog":{"provider_name":"Microsoft-Windows-Sysmon","channel":"Microsoft-Windows-Sysmon/Operational","computer_name":"ws07.lab.example","record_id":%d,"event_id":1,"event_data":{"Image":"C:\\\\Windows\\\\System32\\\\cmd.exe","CommandLine":"cmd.exe /c dir C:\\\\Users\\\\alice"}}}\n' % (n // 3600, n // 60 % 60, n % 60, n))
> END

$ tocsin sweep -q --no-case -a list.txt --format json events.json >out; records records sampled +coverage <out; grep -o '[0-9]* records are missing between the ids [0-9 and]*' out
coverage records=8989 sampled=false
10 records are missing between the ids 7999 and 8010
