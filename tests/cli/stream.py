#!/usr/bin/env python3
"""A stream without end costs no memory: a gigabyte of mail and of log through a pipe beside ten megabytes.

    tests/cli/stream.py [GIGABYTES]

What is listed stands in the last message or line only, so the whole stream was searched. Compared is the
most memory of their own that all processes together had (messages are short: what is kept of each would show); with sanitizers a tenth of it is streamed and only the
answer counts. $TOCSIN is the program. Prints TAP."""
import base64
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time

TOCSIN = os.path.abspath(os.environ.get('TOCSIN', 'build/tocsin'))
SLOW = float(os.environ.get('TRANSCRIPT_SLOW', '1')) > 1
SHORT, LONG = 10 << 20, int(float(sys.argv[1] if len(sys.argv) > 1 else 0.1 if SLOW else 1) * (1 << 30))
MORE = 4 << 10      # kilobytes that a long stream may have more: a sample meets the peak or misses it
BAD = 'lantern-moth-update.site'
LOG = '2020-07-01T00:10:00Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.12 DST=%s LEN=60 PROTO=TCP SPT=40001 DPT=443\n'


def message(r, n, text):
    coded = base64.encodebytes(r.randbytes(r.randint(20, 9000))).decode()
    return (f'From a@sender.example Wed Jul  1 10:{n % 60:02d}:00 2020\nReceived: from m.sender.example by mx.hospital.example; '
            f'Wed, 1 Jul 2020 10:{n % 60:02d}:00 +0000\nFrom: a@sender.example\nTo: <staff@hospital.example>\nSubject: report {n}\n'
            f'Message-ID: <{n}.{r.getrandbits(60):x}@sender.example>\nMIME-Version: 1.0\n'
            f'Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n\n{text}\n--b{n}\nContent-Type: application/octet-stream\n'
            f'Content-Transfer-Encoding: base64\nContent-Disposition: attachment; filename=d{n}.bin\n\n{coded}--b{n}--\n\n').encode()


def mailbox():
    r = random.Random(3)
    return b''.join(message(r, n, 'nothing') for n in range(600)), message(r, 600, f'see http://{BAD}/a')


def log():
    r = random.Random(4)
    lines = (LOG % f'198.51.100.{r.randint(1, 254)}' for _ in range(20000))
    return ''.join(lines).encode(), (LOG % '45.129.229.48').encode()


def private(pid):
    """Kilobytes that a process and what it started have for themselves."""
    total = 0
    try:
        with open(f'/proc/{pid}/status', encoding='ascii', errors='replace') as f:
            total += sum(int(l.split()[1]) for l in f if l.startswith('RssAnon'))
        for task in os.listdir(f'/proc/{pid}/task'):
            with open(f'/proc/{pid}/task/{task}/children', encoding='ascii') as f:
                total += sum(private(int(child)) for child in f.read().split())
    except (OSError, ValueError):
        pass
    return total


def feed(to, block, last, size):
    try:
        for _ in range(max(1, size // len(block))):
            to.write(block)
        to.write(last)
        to.close()
    except BrokenPipeError:
        pass


def stream(block, last, size):
    """How often something was found and where first, and the most memory."""
    p = subprocess.Popen([TOCSIN, 'sweep', '-q', '--no-case', '-j', '1', '-e', BAD, '-e', '45.129.229.48', '--format', 'json', '-'],
                         stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    feeder = threading.Thread(target=feed, args=(p.stdin, block, last, size))
    feeder.start()
    most, said = 0, []
    reader = threading.Thread(target=lambda: said.append(p.stdout.read()))
    reader.start()
    while p.poll() is None:
        most = max(most, private(p.pid))
        time.sleep(0.005)
    feeder.join()
    reader.join()
    p.stdout.close()
    records = [json.loads(line) for line in said[0].splitlines()]
    return [(r['count'], r['at']) for r in records if r['type'] == 'finding'], most


def check(what, made):
    """What is wrong with it, or None."""
    block, last = made
    # A short one is over before its peak is met: the most of several.
    short = [stream(block, last, SHORT) for _ in range(1 if SLOW else 4)]
    (first, _), little = short[0], max(most for _, most in short)
    second, much = stream(block, last, LONG)
    counts = [n for n, _ in first], [n for n, _ in second]
    print(f'# {what}: {little / 1024:.1f} MB for {SHORT >> 20} MB, {much / 1024:.1f} MB for {LONG >> 20} MB')
    if not counts[0] or counts[0] != counts[1] or first == second:
        return f'found {first}, then {second}'
    return f'{much - little} kB more' if not SLOW and much > little + MORE else None


def main():
    cases, bad = (('mail', mailbox), ('log', log)), 0
    print(f'1..{len(cases)}')
    with tempfile.TemporaryDirectory() as scratch:
        os.environ['XDG_STATE_HOME'] = os.environ['XDG_CACHE_HOME'] = scratch
        for n, (what, make) in enumerate(cases, 1):
            wrong = check(what, make())
            bad += wrong is not None
            print(f"{'not ok' if wrong else 'ok'} {n} - a stream of {what} costs no more memory than a short one" +
                  (f'\n# {wrong}' if wrong else ''), flush=True)
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main())
