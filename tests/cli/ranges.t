# One large log is read by several workers, a range each: the same records as from one worker who reads all of it.

$ cat >alert.md <<'END'
> # Lantern Moth against laboratories
>
> Published: 3 July 2020. Seen since 1 July 2020.
>
> ## Indicators of compromise
>
> - 103[.]216[.]221[.]19
> END

# --test-pieces BYTES,LARGE: pieces of so many bytes (0: never), and logs of more than LARGE are only sampled.
$ cat >same.sh <<'END'
> # $file with $options: all of it by one worker, against pieces by one and by four
> for large in 600000 900000000; do
>     tocsin sweep -q --no-case -a alert.md -j 1 --test-pieces 0,$large --format json $options $file 2>err | grep -v '^{"type":"run"' >whole
>     for j in 1 4; do
>         tocsin sweep -q --no-case -a alert.md -j $j --test-pieces 262144,$large --format json $options $file 2>err | grep -v '^{"type":"run"' >pieces
>         cmp whole pieces || return 1
>     done
> done
> echo $file: $(records +finding line <whole | wc -l) findings
> END

$ cat >make.py <<'END'
> import json, random
> BAD, BLOCK, r = '103.216.221.19', 262144, random.Random(1)
> def stamp(n): return f'2020-07-{1 + n // 86400 % 28:02d}T{n // 3600 % 24:02d}:{n // 60 % 60:02d}:{n % 60:02d}'
> def flow(n, bad=False): return f'{stamp(n // 3)}Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.{r.randint(0, 9)}.{r.randint(1, 250)} DST={BAD if bad else ".".join(str(r.randint(11, 199)) for _ in range(4))} LEN=60 PROTO=TCP SPT={r.randint(1024, 65000)} DPT=443\n'
> def log(make, size=1500000, every=997):
>     out, have, n = [], 0, 0
>     while have < size:
>         n += 1
>         out.append(make(n, n % every == 0))
>         have += len(out[-1])
>     return ''.join(out)
> def write(name, text):
>     with open(name, 'w', newline='') as f:
>         f.write(text)
> flows = log(flow)
> write('flows.log', flows)
> write('crlf.log', flows.replace('\n', '\r\n')[:-2])
> # A value that ends, stands or begins at each border, and lines that end around it.
> text = ''
> for k, d in enumerate((-15, -14, -13, -7, -1, 0, 1), 1):
>     while len(text) < k * BLOCK + d - 400:
>         text += flow(len(text) // 100)
>     line = flow(len(text) // 100, True)
>     text += 'x' * (k * BLOCK + d - len(text) - line.index(BAD) - 1) + '\n' + line
> for k, d in enumerate((-2, -1, 0, 1, 2), 8):
>     while len(text) < k * BLOCK + d - 400:
>         text += flow(len(text) // 100)
>     line = flow(len(text) // 100, True)
>     text += 'y' * (k * BLOCK + d - len(text) - len(line) - 1) + '\n' + line
> write('borders.log', text + flow(9)[:-1])
> write('longline.log', flows[:700000] + 'z' * 800000 + ' ' + BAD + '\n' + flows)
> write('endless.log', flows[:700000] + 'z' * 2500000 + ' ' + BAD + '\n' + flows)
> write('prose.txt', log(lambda n, bad: 'word ' * (n % 30) + (f'seen at {BAD}' if bad else '') + '\n'))
> # A connection has a record for its beginning and one for its end, perhaps in another piece.
> begun = []
> def asa(n, bad):
>     at = f'Jul 01 2020 {n // 3600 % 24:02d}:{n // 60 % 60:02d}:{n % 60:02d} asa : %ASA-6-30201'
>     if n % 90 == 0:
>         begun.append((n, f'10.1.1.{r.randint(1, 4)}', r.randint(1024, 65000)))
>         id, host, port = begun[-1]
>         return f'{at}3: Built outbound TCP connection {id} for outside:{BAD}/443 ({BAD}/443) to inside:{host}/{port} ({host}/{port})\n'
>     if n % 90 == 1 and len(begun) > 12:
>         id, host, port = begun.pop(r.randrange(len(begun)))
>         return f'{at}4: Teardown TCP connection {id} for outside:{BAD}/443 to inside:{host}/{port} duration 0:00:10 bytes {n} TCP FINs\n'
>     return f'{at}3: Built outbound TCP connection {n} for outside:198.51.100.9/443 (198.51.100.9/443) to inside:10.1.1.5/{n % 60000 + 1024} (10.1.1.5/{n % 60000 + 1024})\n'
> write('asa.log', log(asa))
> # Columns that change in the middle, and a header that comes again.
> head = '#separator \\x09\n#path\tconn\n#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tconn_state\n#types\ttime\tstring\taddr\tport\taddr\tport\tenum\tstring\n'
> turned = head.replace('orig_', 'x_').replace('resp_', 'orig_').replace('x_', 'resp_')
> zeek = log(lambda n, bad: f'{1593561600 + n / 3:.3f}\tC{n:x}\t10.1.1.{n % 9}\t{n % 60000 + 1024}\t{BAD if bad else "198.51.100.9"}\t443\ttcp\tSF\n', 800000)
> write('again.log', head + zeek + head + zeek)
> write('turned.log', head + zeek + turned + zeek)
> # Ids that run on, with some taken out; other senders, leases and log-ins further behind; many hours in a block.
> write('ids.json', log(lambda n, bad: json.dumps({'EventID': 4688, 'EventRecordID': n + n // 2003 * 5, 'TimeCreated': stamp(n * 20) + 'Z', 'Computer': 'ws1.corp.example', 'Channel': 'Security', 'NewProcessName': 'C:\\x.exe', 'CommandLine': f'ping {BAD}' if bad else 'dir'}) + '\n'))
> write('later.log', flows + log(lambda n, bad: f'{stamp(n)}Z box sshd[12]: Accepted password for root from {BAD if bad else "10.1.1.1"} port 22 ssh2\n' if n % 7 else f'{stamp(n)}Z dhcp1 dhcpd: DHCPACK on 10.20.3.{n % 200} to 00:11:22:33:44:{n % 99:02d} (pc{n % 200}) via eth0\n', 700000))
> write('sparse.log', log(lambda n, bad: flow(n * 60, bad)))
> END

$ python3 make.py; for file in flows.log crlf.log borders.log longline.log endless.log prose.txt asa.log again.log turned.log ids.json later.log sparse.log; do . ./same.sh; done
flows.log: 11 findings
crlf.log: 11 findings
borders.log: 12 findings
longline.log: 12 findings
endless.log: 12 findings
prose.txt: 1 findings
asa.log: 4 findings
again.log: 9 findings
turned.log: 18 findings
ids.json: 1 findings
later.log: 12 findings
sparse.log: 11 findings

$ options=--hits; for file in flows.log asa.log; do . ./same.sh; done; options='--since 2020-07-02T12:00:00Z --until 2020-07-05T00:00:00Z' file=sparse.log; . ./same.sh; options=--digest-all file=flows.log; . ./same.sh
flows.log: 11 findings
asa.log: 4 findings
sparse.log: 5 findings
flows.log: 11 findings

# It is read in pieces: one over which workers die is a gap with its place, and the lines behind it keep their numbers.
$ tocsin sweep -q --no-case -a alert.md -j 2 --test-pieces 262144,600000 --test-crash flows.log@2 --format json flows.log >out; records +gap at detail bytes <out; tocsin sweep -q --no-case -a alert.md --test-pieces 0,600000 --format json flows.log >whole; records +finding line <whole >all; records +finding line <out | diff all - | cut -c1-20
gap at=flows.log detail=ended by signal 4, at byte 524288 of 1500115 bytes=262144
5,6d4
< finding line=4985
< finding line=5982

# Who dies when it has divided a log is followed by one who goes on.
$ for crash in again.log@ turned.log@ turned.log@0; do for j in 1 2; do tocsin sweep -q --no-case -a alert.md -j $j --test-pieces 262144,600000 --test-crash $crash --format json ${crash%@*} | grep -v '^{"type":"run"' >died; tocsin sweep -q --no-case -a alert.md --test-pieces 0,600000 --format json ${crash%@*} | grep -v '^{"type":"run"' | cmp - died || echo $crash; done; done

# A case has the same of it, its digest too; a later question is answered by the notes of all pieces.
$ tocsin sweep -q --case one -a alert.md -j 2 --test-pieces 262144,600000 --format json flows.log >first; records +finding line <first | cmp - all; test "$(records +end sha256 <first | tail -1 | cut -c14-77)" = "$(sha256sum <flows.log | cut -c1-64)" && echo its digest
its digest

$ for e in 45.2.229.7 103.216.221.19; do tocsin sweep -q --case one -e $e --test-pieces 262144,600000 --format json flows.log >later; records +run recall.segments recall.segments_read <later; records +finding line <later | wc -l; done
run recall.segments=7 recall.segments_read=0
0
run recall.segments=7 recall.segments_read=7
11
