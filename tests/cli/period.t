# The period that an answer is about, and what is read at all.

$ cat >alert.md <<'END'
> # Lantern Moth against laboratories
>
> Published: 3 July 2020. Seen since 1 July 2020.
>
> ## Indicators of compromise
>
> - 103[.]216[.]221[.]19
> END

$ cat >fw.log <<'END'
> 2020-07-01T00:10:00Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.12 DST=198.51.100.7 LEN=60 PROTO=TCP SPT=40001 DPT=443
> 2020-07-01T21:10:00Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.41 DST=103.216.221.19 LEN=60 PROTO=TCP SPT=40004 DPT=25
> 2020-07-02T21:10:00Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.14 DST=203.0.113.80 LEN=60 PROTO=TCP SPT=40004 DPT=443
> 2020-07-03T20:50:00Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.14 DST=203.0.113.80 LEN=60 PROTO=TCP SPT=40006 DPT=443
> END

# The window follows from the advisory.
$ tocsin sweep -q -a alert.md --format json fw.log | records +verdict window answer
verdict window={"from": "2020-07-01T00:00:00Z", "to": "2020-07-03T23:59:59Z"} answer=affected

# Without dates in it: the year before it was published, or no window at all.
$ sed 's/ Seen since 1 July 2020.//' alert.md >short.md; tocsin sweep -q -a short.md --format json fw.log | records +verdict window answer open
verdict window={"from": "2019-07-04T00:00:00Z", "to": "2020-07-03T23:59:59Z"} answer=affected open=[]

$ echo 103.216.221.19 >list.txt; tocsin sweep -q -a list.txt --format json fw.log | records +verdict window answer strength
verdict window={"from": null, "to": null} answer=affected strength=weak

# The user may set it.
$ tocsin sweep -q -a alert.md --window 2020-07-02..2020-07-03 --format json fw.log | records +verdict window answer
verdict window={"from": "2020-07-02T00:00:00Z", "to": "2020-07-03T23:59:59Z"} answer=affected

# Records out of --since and --until are left out, and that is told.
$ tocsin sweep -q -a alert.md --since 2020-07-02 fw.log
INCONCLUSIVE   nothing found, but the evidence could not have shown it
"Lantern Moth against laboratories", 3 Jul 2020 (alert.md)
You cannot say yes or no from this. All times are UTC, 2020.

WHAT STANDS IN THE WAY, most useful first
 1 fw-edge: records left out by --since or --until: 1 Jul 2020. Sweep again
   without --since and --until.
 2 running programs and memory anywhere.
SEARCHED FOR  1 address.
IN  firewall fw-edge 513 bytes 2 - 3 Jul
NEXT
 1 Fetch what stands in the way, most useful first; then sweep all of it again.
 2 tocsin explain | report --format html -o FILE
run {...}

SOURCES
 - firewall fw-edge (syslog): 1 item, 513 bytes, 2 - 3 Jul 2020. Can show:
   addresses. Limits: a hole in the series. Left out by --since or --until: 2
   records.
   no records 1 Jul 2020
[3]

$ tocsin sweep -q -a alert.md --since 2020-07-01 --until 2020-07-01 --format json fw.log | records +verdict +coverage answer left_out limits
coverage left_out=2 limits=["series-hole", "outside-window"]
verdict answer=affected

$ tocsin sweep -q -a alert.md --since 2020-07-01T21:00:00Z --until 2020-07-01T21:30:00Z --format json fw.log | records +finding first
finding first=2020-07-01T21:10:00Z

# A record without a readable time is never left out.
$ echo 'fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.41 DST=103.216.221.19 LEN=60 PROTO=TCP SPT=40004 DPT=25' >timeless.log; tocsin sweep -q -a alert.md --since 2020-07-02 --format json timeless.log | records +finding first class
finding class=unjudged

# The wrong way round.
$ tocsin sweep -a alert.md --since 2020-07-03 --until 2020-07-01 fw.log
tocsin: --since lies behind --until: nothing would be read
[2]
