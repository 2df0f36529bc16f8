#!/usr/bin/env python3
"""Advisories in many styles, read and compared with what they mean (tests/data/styles/gold.csv).

gold.csv: doc,kind,value.  Kinds are those of records (role indicator), and `actor`, `malware` (tools,
too), `sector`, `technique`, `cve` for names that the tables know, `new` for names that only the text
introduces.  The documents were written for this test: hosts under .example and addresses set aside
for documentation, which --allow-private lets through (private addresses, too: they are passed over here).  `-v` prints each difference.
"""
import collections, csv, json, os, subprocess, sys

PROGRAM = os.environ['TOCSIN']
FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'data', 'styles')
# Least precision and recall, over all documents.
FLOORS = {'indicators': (0.97, 0.97), 'names': (0.95, 0.9), 'sectors': (0.9, 0.9), 'ids': (1, 1),
          'new': (0.9, 0.9), 'dates': (1, 1)}
NAMES = {'actor': 'names', 'malware': 'names', 'sector': 'sectors', 'technique': 'ids', 'cve': 'ids',
         'new': 'new', 'published': 'dates'}


def read(path):
    run = subprocess.run([PROGRAM, 'read', '--allow-private', '--format', 'json', path],
                         capture_output=True, text=True)
    assert run.returncode in (0, 3), (path, run.returncode, run.stderr)
    return [json.loads(line) for line in run.stdout.splitlines()]


def said(records):
    for r in records:
        if r['type'] == 'indicator' and r['role'] == 'indicator' and not r['value'].startswith('10.'):
            yield r['kind'], r['value']
        elif r['type'] == 'advisory':
            yield 'published', r['published']
        elif r['type'] == 'entity' and r.get('new'):
            yield 'new', r['name']
        elif r['type'] == 'entity':
            kind = {'tool': 'malware', 'vulnerability': 'cve'}.get(r['kind'], r['kind'])
            if kind == 'technique' and r.get('stated'):
                yield kind, r['stated']
            elif kind in NAMES and kind != 'technique':
                yield kind, r['name']


def main():
    gold, documents = collections.defaultdict(set), sorted(os.listdir(FOLDER))
    with open(os.path.join(FOLDER, 'gold.csv'), newline='') as f:
        for row in csv.DictReader(f):
            gold[row['doc']].add((row['kind'], row['value']))
    right, wrong, missed = (collections.Counter() for _ in range(3))
    for name in documents:
        if name == 'gold.csv':
            continue
        found = set(said(read(os.path.join(FOLDER, name))))
        fold = lambda s: {(k, v.lower() if k in ('path', 'filename', 'registry-key') else v) for k, v in s}
        found, meant = fold(found), fold(gold[name])
        for kind, value in found & meant:
            right[NAMES.get(kind, 'indicators')] += 1
        for kind, value in found - meant:
            wrong[NAMES.get(kind, 'indicators')] += 1
            print(f'# {name}: too much: {kind} {value}')
        for kind, value in meant - found:
            missed[NAMES.get(kind, 'indicators')] += 1
            print(f'# {name}: missed: {kind} {value}')
    failed = 0
    for number, (what, (least_precision, least_recall)) in enumerate(FLOORS.items(), 1):
        precision = right[what] / max(1, right[what] + wrong[what])
        recall = right[what] / max(1, right[what] + missed[what])
        ok = precision >= least_precision and recall >= least_recall
        failed += not ok
        print(f'{"ok" if ok else "not ok"} {number} - {what}: precision {precision:.3f} recall {recall:.3f} '
              f'({right[what]} right, {wrong[what]} too much, {missed[what]} missed)')
    print(f'1..{len(FLOORS)}')
    return failed


sys.exit(1 if main() else 0)
