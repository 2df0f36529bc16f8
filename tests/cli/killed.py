#!/usr/bin/env python3
"""A sweep killed at any moment and started again answers as one that was never disturbed.

    tests/cli/killed.py [ROUNDS]      (8) rounds of one to three kills each, moments from a fixed seed

The records must be equal but for `run`; and some round must have gone on from its case, else the
test has shown nothing. $TOCSIN is the program. Prints TAP."""
import json
import os
import random
import subprocess
import sys
import tempfile
import time

TOCSIN = os.path.abspath(os.environ.get('TOCSIN', 'build/tocsin'))
MOMENTS = 1.5 * min(3, float(os.environ.get('TRANSCRIPT_SLOW', '1')))     # seconds in which it is killed
LAST = '2020-07-28T21:10:00Z fw-edge kernel: ACCEPT SRC=10.20.3.4 DST=103.216.221.19 PROTO=TCP SPT=4 DPT=25\n'
RUN = '{"type":"run"'


def evidence(folder):
    os.mkdir(folder)
    dice = random.Random(1)
    for i in range(100):
        with open(f'{folder}/fw-{i:03}.log', 'w', encoding='ascii') as f:
            for k in range(3000):
                to = '103.216.221.19' if dice.random() < 0.001 else f'198.51.100.{dice.randrange(256)}'
                f.write(f'2020-07-{1 + i % 28:02}T{k // 180 % 24:02}:{k % 60:02}:00Z fw-edge kernel: ACCEPT IN=eth1 '
                        f'OUT=eth0 SRC=10.20.3.{i} DST={to} LEN=60 PROTO=TCP SPT={1024 + k} DPT=25\n')


def begin(case):
    return subprocess.Popen([TOCSIN, 'sweep', '-q', '-e', '103.216.221.19', '--home-net', '10.20.0.0/16',
                             '--format', 'json', '--case', case, 'logs', '-'], text=True,
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def records(out):
    return [line for line in out.splitlines() if not line.startswith(RUN)]


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 8
    dice = random.Random(7)
    kills = unequal = resumed = 0
    with tempfile.TemporaryDirectory() as scratch:
        os.environ['XDG_STATE_HOME'] = scratch + '/state'
        os.chdir(scratch)
        evidence('logs')
        whole = records(begin('undisturbed').communicate(LAST)[0])
        for r in range(rounds):
            for k in range(1 + r % 3):
                p = begin(f'case{r}')
                # It waits for its standard input, however fast the machine is.
                time.sleep(MOMENTS if k == 2 else dice.random() * MOMENTS)
                kills += p.poll() is None
                p.kill()
                p.wait()
                for pipe in (p.stdin, p.stdout, p.stderr):
                    pipe.close()
            out, err = begin(f'case{r}').communicate(LAST)
            if records(out) != whole:
                unequal += 1
                print(f'# round {r}: {len(records(out))} records, not {len(whole)}\n# {err.strip()[:300]}')
            run = [json.loads(line) for line in out.splitlines() if line.startswith(RUN)]
            resumed += bool(run and run[0]['items_from_case'])
    good = not unequal and resumed and len(whole) > 100
    print('1..1')
    print(f"{'ok' if good else 'not ok'} 1 - killed {kills} times in {rounds} rounds, it always answers alike "
          f'({resumed} went on from their case)')
    return 0 if good else 1


if __name__ == '__main__':
    sys.exit(main())
