#!/usr/bin/env python3
"""Limits of time: what is listed stands behind each of them, and every answer says that it was not reached.

    tests/cli/limits.py

Each is reached with a limit of a second or two; then the reason is in the report, is material, and the
status is 3 unless it was found elsewhere. Processes that hang are stopped by a signal. The limits that can be reached by content alone are in containers.t. $TOCSIN is the program.
Prints TAP."""
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import zlib

TOCSIN = os.path.abspath(os.environ.get('TOCSIN', 'build/tocsin'))
SLOW = max(1, float(os.environ.get('TRANSCRIPT_SLOW', '1')))
LOG = ('2020-07-01T00:10:00Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.12 DST=103.216.221.19 LEN=60 '
       'PROTO=TCP SPT=40001 DPT=443\n')


HARMLESS = LOG.replace('103.216.221.19', '198.51.100.7')


def packed(data):
    z = zlib.compressobj(9, zlib.DEFLATED, 31)
    return z.compress(data) + z.flush()


def begin(*words):
    return subprocess.Popen([TOCSIN, 'sweep', '-q', '--no-case', '-j', '1', '-e', '103.216.221.19', '--home-net',
                             '10.20.0.0/16', '--format', 'json', *words], text=True,
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def end(p, said=''):
    out, _ = p.communicate(said)
    records = [json.loads(line) for line in out.splitlines()]
    gaps = [(r['reason'], r['material']) for r in records if r['type'] == 'gap']
    return p.returncode, gaps, [r['answer'] for r in records if r['type'] == 'verdict']


def below(pid):
    """The process and all that it began, innermost last."""
    found = [pid]
    for at in found:
        with open(f'/proc/{at}/task/{at}/children', encoding='ascii') as f:
            found += [int(child) for child in f.read().split()]
    return found[1:]


def computing():
    """Twelve gigabytes of zeros in front of it."""
    with open('slow.log.gz', 'wb') as f:
        f.write(packed(bytes(256 << 20)) * 48 + packed(('\n' + LOG).encode()))
    return end(begin('--time-limit', '1', '--max-ratio', '1000000000', 'slow.log.gz'))


def silent():
    p = begin('--stall-limit', '1', '-')
    p.stdin.write(HARMLESS)
    p.stdin.flush()
    time.sleep(4)
    try:
        return end(p, LOG)
    except BrokenPipeError:
        return end(p)


def stopped(which, files, said, *limit):
    """Both jobs wait, the worker for its standard input; then the process of one of them is stopped."""
    os.makedirs('logs', exist_ok=True)
    for n in range(files):
        with open(f'logs/{n:04}.log', 'w', encoding='ascii') as f:
            f.write(HARMLESS if n < files - 1 else LOG)
    p = begin(*limit, '-', 'logs')
    while len(below(p.pid)) < 4 and p.poll() is None:
        time.sleep(0.05)
    time.sleep(SLOW)
    os.kill(below(p.pid)[which], signal.SIGSTOP)
    return end(p, said)


INCOMPLETE = (3, [('time-limit', True)], ['inconclusive'])
CASES = [
    ('time: more computing than an item is given', INCOMPLETE, computing),
    ('stall: nothing more comes through a pipe', INCOMPLETE, silent),
    ('worker: one that reads does not answer any more', INCOMPLETE,
     lambda: stopped(-2, 0, LOG, '--stall-limit', str(int(1 + 2 * SLOW)))),
    # The walk begins again behind the place where it hung: what lies there is looked at, and found.
    ('opener: the one that opens files does not', (1, [('io-error', True)], ['affected']),
     lambda: stopped(-1, 2000, HARMLESS, '--open-limit', '1')),
]


def main():
    bad = 0
    print(f'1..{len(CASES)}')
    for n, (name, expected, reach) in enumerate(CASES, 1):
        with tempfile.TemporaryDirectory() as scratch:
            os.environ['XDG_STATE_HOME'] = scratch + '/state'
            os.chdir(scratch)
            answer = reach()
            os.chdir('/')
        if answer != expected:
            bad += 1
            print(f'# {answer}, not {expected}')
        print(f"{'not ok' if answer != expected else 'ok'} {n} - {name}")
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main())
