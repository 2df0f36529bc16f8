#!/usr/bin/env python3
"""test_demo.py -- the examples say what they promise.

    TOCSIN=build/tocsin tests/examples/test_demo.py

The laboratory is what make-lab writes, both forms of the advisory and the pack
list the same values, the demo ends well, and what must change nothing in the
answer changes nothing.
"""
import gzip
import json
import lzma
import os
import shutil
import subprocess
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TOCSIN = os.path.abspath(os.environ.get('TOCSIN', os.path.join(ROOT, 'build', 'tocsin')))
EXAMPLES = os.path.join(ROOT, 'examples')
LAB = os.path.join(EXAMPLES, 'lab')
FILES = os.path.join(EXAMPLES, 'files')
STAND_IN = os.path.join(EXAMPLES, 'advisory', 'stand-in.md')
ADVISORY = os.path.join(EXAMPLES, 'advisory', 'advisory.html')
OURS = ['--home-net', '10.20.0.0/16', '--home-net', '192.0.2.0/24']


def tocsin(*words):
    run = subprocess.run([TOCSIN, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    return run.returncode, run.stdout.decode()


def records(*words):
    status, text = tocsin(*words, '--format', 'json')
    return status, [json.loads(line) for line in text.splitlines()]


def sweep(lab, *words):
    """Status and the verdict on the advisory."""
    status, found = records('sweep', '--evidence', os.path.join(lab, 'evidence.conf'), *OURS, '-a', ADVISORY,
                            *words, lab)
    return status, [r for r in found if r['type'] == 'verdict'][0]


def machines(verdict):
    return [(m['host'], m['name'], m['rank'], m['strength']) for m in verdict['machines']]


def values(path, role='indicator'):
    _, found = records('read', path)
    return {(r['kind'], r['value']) for r in found if r['type'] == 'indicator' and r['role'] == role}


def unpacked(path):
    if path.endswith('.gz'):
        return gzip.open(path).read()
    if path.endswith('.xz'):
        return lzma.open(path).read()
    with open(path, 'rb') as f:
        return f.read()


def tree(folder):
    return {os.path.relpath(os.path.join(at, name), folder): unpacked(os.path.join(at, name))
            for at, _, names in os.walk(folder) for name in names}


ANSWER = [('10.20.3.41', 'lab-ws07', 'act-now', 'moderate'), ('10.20.8.17', None, 'examine', 'moderate')]


class Examples(unittest.TestCase):
    def setUp(self):
        self.scratch = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.scratch)
        self.lab = os.path.join(self.scratch, 'lab')

    def test_the_laboratory_is_what_its_maker_writes(self):
        subprocess.run([os.path.join(EXAMPLES, 'make-lab'), self.lab], check=True)
        self.assertEqual(tree(self.lab), tree(LAB))

    def test_the_files_are_what_their_maker_writes(self):
        subprocess.run([os.path.join(EXAMPLES, 'make-lab'), self.lab], check=True)
        self.assertEqual(tree(os.path.join(self.scratch, 'files')), tree(FILES))

    def files(self, *words):
        case = os.path.join(self.scratch, 'case')
        status, found = records('sweep', *OURS, '-a', STAND_IN, '--case', case, *words, FILES)
        return status, case, [r for r in found if r['type'] == 'finding'], \
            [r for r in found if r['type'] == 'verdict'][0]

    def test_the_files_are_found_in_every_layer_and_proven(self):
        status, case, found, verdict = self.files('--evidence', os.path.join(FILES, 'evidence.conf'))
        self.assertEqual((status, verdict['answer'], verdict['strength']), (1, 'affected', 'strong'))
        self.assertEqual(machines(verdict), [(None, 'lab-ws07', 'act-now', 'strong')])
        by_digest = [(r['at'].split('files/')[1], r['class'], r['outcome']) for r in found
                     if r['indicator']['kind'] == 'sha256']
        self.assertEqual(by_digest, [
            ('lab-ws07/home.tar.gz (gzip) » home/k.reed/.cache/viewer', 'compromise', 'at-rest'),
            ('mailboxes/r.quill.mbox » message 1 » slides.zip » viewer', 'attempt', 'unknown'),
            ('quarantine/held-2911-02.eml » slides.zip » viewer', 'attempt', 'quarantined')])
        self.assertIn('delivered', [r['outcome'] for r in found])
        for r in found:
            status, said = tocsin('verify', '%s:%s' % (case, r['id']))
            self.assertEqual((status, said.split()[0]), (0, 'PROVEN'), r['at'])

    def test_each_message_is_one_row_and_so_is_the_file(self):
        _, said = tocsin('sweep', '-q', '--no-case', *OURS, '-a', STAND_IN, '--evidence',
                         os.path.join(FILES, 'evidence.conf'), FILES)
        screen = ' '.join(said.split('NOT VISIBLE')[0].split())
        self.assertEqual(screen.count('1 message with 3 listed values'), 2)
        self.assertEqual(screen.count(' message'), 2)
        self.assertEqual(screen.count('Witnesses: mail gateway'), 2)
        self.assertEqual(screen.count('is a listed'), 1)

    def test_without_a_label_nothing_is_in_quarantine_but_what_the_gateway_says(self):
        _, _, found, _ = self.files()
        held = [r['at'].split('files/')[1] for r in found if r['outcome'] == 'quarantined']
        self.assertEqual(held, ['gateway/amavis.log:2'])

    def test_both_forms_of_the_advisory_list_what_was_published(self):
        pack = values(os.path.join(ROOT, 'packs', 'apt29-2020.csv'))
        html = values(ADVISORY)
        self.assertEqual(html, values(os.path.join(EXAMPLES, 'advisory', 'advisory.md')))
        self.assertEqual(html, {v for v in pack if v[0] != 'md5'})
        self.assertEqual(sum(v[0] == 'ipv4' for v in html), 51)
        self.assertEqual(sum(v[0] == 'sha256' for v in html), 14)

    def test_a_private_address_that_was_listed_is_no_indicator(self):
        self.assertNotIn(('ipv4', '192.168.169.103'), values(ADVISORY))
        self.assertIn(('ipv4', '192.168.169.103'), values(ADVISORY, 'benign'))

    def test_the_packs_have_nothing_in_common_but_ports(self):
        now = values(os.path.join(ROOT, 'packs', 'apt29-2020.csv'))
        _, found = records('read', os.path.join(ROOT, 'packs', 'apt29-2020-later.csv'))
        for r in found:
            if r['type'] == 'indicator' and (r['kind'], r['value']) in now:
                self.assertTrue(r['port'], r['value'])

    def test_the_bodies_say_different_things(self):
        _, found = records('read', ADVISORY)
        stances = [(b['name'], b['stance']) for b in found[0]['bodies']]
        for said in (('NCSC', 'assesses'), ('CSE', 'assesses'), ('NSA', 'agrees with'), ('CISA', 'endorses')):
            self.assertIn(said, stances)
        self.assertNotIn(('CISA', 'assesses'), stances)

    def test_the_demo_ends_well_and_fits_a_screen(self):
        run = subprocess.run([os.path.join(EXAMPLES, 'demo'), TOCSIN], stdout=subprocess.PIPE, check=False)
        lines = run.stdout.decode().splitlines()
        first = lines.index('NEXT') if 'NEXT' in lines else 0
        begin = next(i for i, line in enumerate(lines) if line.startswith('AFFECTED'))
        end = next(i for i in range(first, len(lines)) if lines[i].startswith('run '))
        self.assertEqual(run.returncode, 0)
        self.assertLessEqual(end - begin + 1, 40)
        self.assertLessEqual(max(map(len, lines[begin:end + 1])), 80)

    def test_the_screen_tells_machines_holes_and_what_was_set_aside(self):
        status, text = tocsin('sweep', '-q', '--evidence', os.path.join(LAB, 'evidence.conf'), *OURS,
                              '-a', ADVISORY, LAB)
        self.assertEqual(status, 1)
        for said in ('lab-ws07 (10.20.3.41)', '103[.]216[.]221[.]19 port 25', '2 May - 14 Jul', 'refused all',
                     '141[.]98[.]212[.]55', 'no leases 1 - 30 Jun', 'THEY TRIED', '1 copy of the advisory',
                     '14 May', '192[.]168[.]169[.]103', 'incidents@warnings-desk.example', 'CVE-2019-19781'):
            self.assertIn(said, text)
        for never in ('103.216.221.19', 'infected', 'hacked'):
            self.assertNotIn(never, text)

    def test_a_finding_in_a_mail_names_every_layer(self):
        _, found = records('sweep', *OURS, '-a', ADVISORY, os.path.join(LAB, 'mail'))
        at = [r['at'] for r in found if r['type'] == 'finding' and r['class'] == 'attempt']
        self.assertEqual(len(at), 1)
        self.assertTrue(at[0].endswith('m.hale.mbox » message 1 » Programme.zip » Programme.pdf @ 0x7+14'), at)

    def test_another_copy_of_the_advisory_changes_nothing(self):
        shutil.copytree(LAB, self.lab)
        shutil.copy(ADVISORY, os.path.join(self.lab, 'tickets', 'again.html'))
        status, verdict = sweep(self.lab)
        self.assertEqual((status, verdict['answer'], machines(verdict)), (1, 'affected', ANSWER))

    def test_the_hole_does_not_lower_the_answer_and_is_told(self):
        status, verdict = sweep(LAB)
        self.assertEqual((status, verdict['answer'], machines(verdict)), (1, 'affected', ANSWER))
        self.assertTrue(any(b['reason'] == 'series-hole' and '14 May' in b['detail'] for b in verdict['blind']))

    def test_without_the_firewall_nobody_can_say(self):
        shutil.copytree(LAB, self.lab)
        shutil.rmtree(os.path.join(self.lab, 'firewall'))
        status, verdict = sweep(self.lab)
        # The web server still saw a listed address knock; whether anybody called out is not visible.
        self.assertEqual((status, verdict['answer'], verdict['open']), (1, 'targeted', ['evidence-missing']))
        # So did the mail that leads to it.
        shutil.rmtree(os.path.join(self.lab, 'web'))
        os.remove(os.path.join(self.lab, 'mail', 'm.hale.mbox'))
        status, verdict = sweep(self.lab)
        self.assertEqual((status, verdict['answer']), (3, 'inconclusive'))

    def test_what_plan_writes_is_a_manifest(self):
        conf = os.path.join(self.scratch, 'evidence.conf')
        status, text = tocsin('plan', '-a', ADVISORY, '-o', conf, LAB)
        self.assertEqual(status, 0)
        self.assertIn('nothing 14 May', text)
        status, found = records('sweep', '--evidence', conf, *OURS, '-a', ADVISORY, LAB)
        verdict = [r for r in found if r['type'] == 'verdict'][0]
        self.assertEqual((status, machines(verdict)), (1, ANSWER))


if __name__ == '__main__':
    unittest.main()
