#!/usr/bin/env python3
"""test_stix.py -- the STIX report is a bundle that others can read.

    TOCSIN=build/tocsin tests/report/test_stix.py

Every kind of value, met and not met; with stix2-validator (the official schemas and the grammar of
patterns) where it is installed, else by the rules that matter most and a word about it."""
import json
import os
import re
import subprocess
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TOCSIN = os.path.abspath(os.environ.get('TOCSIN', os.path.join(ROOT, 'build', 'tocsin')))

# One value of each kind. Met: the first three; the rest was searched for, or could not be seen.
VALUES = [
    ('ipv4', '103.216.221.19'), ('ipv4', '141.98.212.55'), ('domain', 'lantern-moth-update.site'),
    ('ipv4', '45.129.229.48'), ('ipv6', '2a06:1280:ae01::7'), ('cidr', '45.129.0.0/16'), ('domain', "x.y-z.site"),
    ('url', "http://a-b.site/it's\\x"), ('email', "o'neil@moth-mail.site"), ('md5', '0c5ad1e8fe43583e279201cdb1046aea'),
    ('sha1', '0c5ad1e8fe43583e279201cdb1046aea742bae59'), ('filename', "o'moth.exe"),
    ('sha256', '0c5ad1e8fe43583e279201cdb1046aea742bae59685e6da24e963a41df987494'),
    ('path', 'c:\\users\\public\\moth.exe'), ('registry-key', 'hkey_local_machine\\software\\moth'),
    ('mutex', 'Global\\moth'), ('ja3', '6734f37431670b3ab4292b8f60f29984'), ('asn', 'AS64496'),
    ('mac', '00:00:5e:00:53:01'), ('user-agent', 'Moth/1.0 (it\'s)'), ('email-subject', 'Your "moth"'),
    ('x509-serial', '1f2e3d4c5b6a'), ('command-line', "moth.exe -c 'x'"), ('named-pipe', 'moth'),
]

LOG = """\
2020-07-01T00:10:00Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.12 DST=198.51.100.7 LEN=60 PROTO=TCP SPT=40001 DPT=443
2020-07-01T21:10:00Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.41 DST=103.216.221.19 LEN=60 PROTO=TCP SPT=40004 DPT=25
2020-07-01T21:20:00Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.41 DST=103.216.221.19 LEN=60 PROTO=TCP SPT=40004 DPT=25
2020-07-02T21:10:00Z fw-edge kernel: DROP IN=eth0 OUT= SRC=141.98.212.55 DST=192.0.2.10 LEN=60 PROTO=TCP SPT=40004 DPT=22
2020-07-03T20:50:00Z fw-edge kernel: ACCEPT IN=eth1 OUT=eth0 SRC=10.20.3.14 DST=203.0.113.80 LEN=60 PROTO=TCP SPT=40006 DPT=443
"""


def run(folder, *words):
    return subprocess.run([TOCSIN, *words], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)


def listed(kind, value):
    return {'type': 'indicator', 'kind': kind, 'value': value, 'role': 'indicator', 'why': [], 'where': []}


def sweep(folder):
    """Records of a sweep for what a log shows, and the other kinds as if the advisory listed them."""
    with open(os.path.join(folder, 'alert.md'), 'w', encoding='utf-8') as f:
        f.write('# Lantern Moth\n\nPublished: 3 July 2020. Seen since 1 July 2020.\n\n## Indicators of compromise\n\n'
                + ''.join(f'- {value}\n' for _, value in VALUES[:6]))
    with open(os.path.join(folder, 'fw.log'), 'w', encoding='utf-8') as f:
        f.write(LOG)
    got = run(folder, 'sweep', '-q', '-a', 'alert.md', '--home-net', '10.0.0.0/8', '--home-net', '192.0.2.0/24',
              '--format', 'json', 'fw.log')
    records = [json.loads(line) for line in got.stdout.decode().splitlines()]
    verdict = next(r for r in records if r['type'] == 'verdict')
    records = [r for r in records if r['type'] != 'indicator']
    for i, (kind, value) in enumerate(VALUES):
        records.insert(1 + i, listed(kind, value))
        if kind not in verdict['coverage']['kinds']:
            verdict['coverage']['kinds'][kind] = 'not-seen'
    verdict['coverage']['kinds']['domain'] = 'blind'
    return records


def bundle(folder, records, *words):
    with open(os.path.join(folder, 'case.ndjson'), 'w', encoding='utf-8') as f:
        f.writelines(json.dumps(r) + '\n' for r in records)
    got = run(folder, 'report', '--format', 'stix', *words, 'case.ndjson')
    assert got.returncode == 0, got.stderr
    return got.stdout.decode()


class Bundle(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as folder:
            cls.records = sweep(folder)
            cls.text = bundle(folder, cls.records)
        cls.objects = json.loads(cls.text)['objects']
        cls.pattern = {o['id']: o['pattern'] for o in cls.objects if o['type'] == 'indicator'}
        cls.sighted = {cls.pattern[o['sighting_of_ref']]: o for o in cls.objects if o['type'] == 'sighting'}

    def test_what_was_met_is_counted(self):
        met = self.sighted["[ipv4-addr:value = '103.216.221.19']"]
        self.assertEqual(met['count'], 2)
        self.assertEqual(met['first_seen'], '2020-07-01T21:10:00Z')
        self.assertEqual(self.sighted["[ipv4-addr:value = '141.98.212.55']"]['count'], 1)
        seen = {o['id']: o for o in self.objects}
        traffic = [seen[r] for ref in met['observed_data_refs'] for r in seen[ref]['object_refs']
                   if r.startswith('network-traffic')]
        self.assertEqual(seen[traffic[0]['src_ref']]['value'], '10.20.3.41')
        self.assertEqual(traffic[0]['dst_port'], 25)

    def test_what_was_searched_for_and_not_met_counts_nothing(self):
        self.assertEqual(self.sighted["[ipv4-addr:value = '45.129.229.48']"]['count'], 0)
        self.assertEqual(self.sighted["[ipv4-addr:value = '45.129.229.48']"]['last_seen'], '2020-07-03T23:59:59Z')

    def test_nothing_is_said_about_what_could_not_be_seen(self):
        self.assertNotIn("[domain-name:value = 'x.y-z.site']", self.sighted)

    def test_every_kind_has_a_pattern(self):
        self.assertEqual(len(self.sighted), len([v for v in VALUES if v[0] != 'domain']))
        self.assertIn("[url:value = 'http://a-b.site/it\\'s\\\\x']", self.sighted)
        self.assertIn("[file:name = 'moth.exe' AND file:parent_directory_ref.path = 'c:\\\\users\\\\public']", self.sighted)

    def test_references_lead_somewhere_and_ids_are_unique(self):
        ids = [o['id'] for o in self.objects]
        self.assertEqual(len(ids), len(set(ids)))
        for found in re.findall(r'"([a-z0-9-]+--[0-9a-f-]{36})"', self.text):
            self.assertTrue(found in ids or found.startswith('bundle--'), found)

    def test_ids_of_observables_are_those_of_others(self):
        address = next(o for o in self.objects if o.get('value') == '103.216.221.19')
        import uuid
        space = uuid.UUID('00abedb4-aa42-466c-9c01-fed23315a9b7')
        self.assertEqual(address['id'], 'ipv4-addr--' + str(uuid.uuid5(space, '{"value":"103.216.221.19"}')))

    def test_the_notes_tell_the_answer_and_the_coverage(self):
        notes = [o['content'] for o in self.objects if o['type'] == 'note']
        self.assertEqual(len(notes), 2)
        self.assertIn('AFFECTED', notes[0])
        self.assertIn('NOT VISIBLE', notes[0])
        self.assertIn('firewall fw-edge', notes[1])

    def test_the_official_validator_has_nothing_against_it(self):
        try:
            import stix2validator
        except ImportError:
            self.skipTest('stix2-validator is not installed')
        options = stix2validator.ValidationOptions(version='2.1', disabled='103')
        self.assertTrue(stix2validator.validate_string(self.text, options).is_valid)


if __name__ == '__main__':
    unittest.main()
