# Ctrl-C: what was read is judged, the report says that it is partial, status 130.

$ cat >alert.md <<'END'
> # Lantern Moth against laboratories
>
> Published: 3 July 2020. Seen since 1 July 2020.
>
> ## Indicators of compromise
>
> - 103[.]216[.]221[.]19
> END

$ mkdir logs; echo '2020-07-01T21:10:00Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.41 DST=103.216.221.19 LEN=60 PROTO=TCP SPT=40004 DPT=25' >logs/fw.log

# A file was read, standard input never ends.
$ mkfifo pipe; : >err; sleep 60 >pipe & tocsin sweep -a alert.md --format json -o part.ndjson logs - <pipe 2>err & until grep -q seen err; do sleep 0.1; done; kill -INT $!; wait $!; echo "status $?"; records +finding +gap +summary +verdict at reason answer interrupted <part.ndjson
status 130
finding at=logs/fw.log:1
gap at=standard input reason=io-error
verdict answer=affected
summary interrupted=true

# The report for people says it, too; nothing is left behind.
$ : >err; sleep 60 >pipe & tocsin sweep -a alert.md -o out.txt logs - <pipe 2>err & until grep -q seen err; do sleep 0.1; done; kill -TERM $!; wait $!; echo "status $?"; grep -e AFFECTED -e INTERRUPTED out.txt; ls
status 130
AFFECTED   evidence: weak                                1 machine to act on now
run {...}; INTERRUPTED, partial; seal {...}
alert.md
err
logs
out.txt
part.ndjson
pipe
