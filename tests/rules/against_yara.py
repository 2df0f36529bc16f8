#!/usr/bin/env python3
"""Sweep generated files with generated rules, and compare with the yara program.

usage: against_yara.py [SEED [ROUNDS]]      TOCSIN=path of the program

The same rules must match the same files, and every string must be found at the
place where yara finds it first.  Ends with 77 (skipped) without a yara program.
"""
import json
import os
import random
import shutil
import struct
import subprocess
import sys
import tempfile

EXTERNALS = ("filename", "filepath", "extension", "filetype", "owner")
WORDS = [b"quarry lantern", b"Moth_42", b"C:\\Temp\\agent.sh", b"usres", b"\x00\x01\x02\x03\x04\x06",
         b"aGVsbG8gd29ybGQ=", b"zzzzzzzz", b"%s|%d", b"\xde\xad\xbe\xef", b"fileName:"]


def pe_file(rng):
    """The smallest thing that the module pe takes for a program."""
    head = bytearray(b"MZ" + bytes(58) + struct.pack("<I", 0x80))
    head += bytes(0x80 - len(head))
    sections = rng.randint(1, 4)
    head += b"PE\0\0" + struct.pack("<HHIIIHH", 0x14C, sections, rng.getrandbits(31), 0, 0, 0xE0, 0x2102)
    optional = bytearray(0xE0)
    struct.pack_into("<H", optional, 0, 0x10B)
    struct.pack_into("<I", optional, 92, 16)
    head += optional
    for i in range(sections):
        head += struct.pack("<8sIIIIIIHHI", b".s%d" % i, 16, 4096 * (i + 1), 16, 512, 0, 0, 0, 0, 0x60000020)
    return bytes(head)


def elf_file(rng):
    return b"\x7fELF\x02\x01\x01" + bytes(9) + struct.pack(
        "<HHIQQQIHHHHHH", rng.choice((2, 3)), 62, 1, 0x400000, 0, 0, 0, 64, 56, 0, 64, 0, 0)


def body(rng):
    start = rng.choice((lambda r: b"", pe_file, elf_file, lambda r: b"#!/bin/sh\n", lambda r: b"%PDF-1.4\n"))(rng)
    out = bytearray(start)
    for _ in range(rng.randint(0, 12)):
        kind = rng.randint(0, 3)
        if kind == 0:
            out += rng.choice(WORDS)
        elif kind == 1:
            out += "".join(chr(c) for c in rng.choice(WORDS)).encode("utf-16-le")
        elif kind == 2:
            out += bytes(rng.randrange(256) for _ in range(rng.randint(1, 200)))
        else:
            out += rng.choice(WORDS).swapcase() + b" " * rng.randint(0, 3)
    # Far from each other, so that most of the file is not shown to libyara.
    while rng.random() < 0.2:
        out += bytes(rng.randint(20000, 300000)) + rng.choice(WORDS)
        out += bytes(rng.randint(0, 700)) + rng.choice(WORDS)
    return bytes(out)


def quoted(word):
    return '"' + "".join("\\x%02x" % b if b < 32 or b > 126 or b in b'"\\' else chr(b) for b in word) + '"'


def string(rng, name):
    word = rng.choice(WORDS)
    kind = rng.randint(0, 4)
    if kind == 4:
        cells = [" ".join("%02X" % b for b in w) for w in (word, rng.choice(WORDS))]
        return "$%s = { %s [%s] %s }" % (name, cells[0], rng.choice(("0-700", "300-1000", "20", "-")), cells[1])
    if kind == 0:
        flags = [f for f in ("wide", "ascii", "nocase") if rng.random() < 0.5]
        return "$%s = %s %s" % (name, quoted(word), " ".join(flags))
    if kind == 1:
        cells = ["%02X" % b for b in word]
        cells[rng.randrange(1, len(cells))] = "??"
        return "$%s = { %s }" % (name, " ".join(cells))
    if kind == 2:
        return "$%s = /%s[a-z0-9]{0,%d}/ nocase" % (name, rng.choice(("zzz", "Moth_", "us", "agent\\.")), rng.randint(1, 5))
    return "$%s = %s xor(0-255)" % (name, quoted(word)) if len(word) > 4 else "$%s = %s" % (name, quoted(word))


def condition(rng, names):
    return rng.choice((
        "any of them", "all of them", "%d of them" % rng.randint(1, len(names)), "#%s > 1 or $%s" % (names[0], names[-1]),
        "$%s at 0 or any of them" % names[0], "any of them and filesize < %d" % rng.choice((100, 5000, 100000)),
        "uint16(0) == 0x5A4D and any of them", "any of them and filename contains \"f1\"",
        "any of them and extension == \".exe\"", "any of them and pe.number_of_sections > 1",
        "any of them and elf.type == elf.ET_EXEC", "any of them and entrypoint >= 0", "any of them and math.entropy(0, filesize) > 4.0",
        "any of them and hash.md5(0, filesize) != \"x\"", "for any i in (1..#%s) : (@%s[i] < 400) or #%s > 50"
        % (names[0], names[0], names[-1]), "any of them"))


def rules(rng):
    out = ['import "pe"', 'import "elf"', 'import "math"', 'import "hash"',
           "private rule small { condition: filesize < 1MB }"]
    for i in range(12):
        names = ["s%d" % k for k in range(rng.randint(1, 4))]
        strings = "\n".join("    " + string(rng, n) for n in names)
        cond = condition(rng, names)
        every = " and ".join("#%s >= 0" % n for n in names)
        out.append("rule r%d\n{\n  strings:\n%s\n  condition:\n    (%s) and %s%s\n}"
                   % (i, strings, cond, every, " and small" if rng.random() < 0.2 else ""))
    return "\n".join(out) + "\n"


def by_yara(rule_file, path):
    values = {"filename": os.path.basename(path).lower(), "filepath": path.lower(),
              "extension": os.path.splitext(path)[1].lower(), "filetype": "", "owner": ""}
    command = ["yara", "-w", "-s"] + [x for k in EXTERNALS for x in ("-d", "%s=%s" % (k, values[k]))]
    run = subprocess.run(command + [rule_file, path], capture_output=True)
    found, rule = {}, None
    for line in run.stdout.decode("latin-1").splitlines():
        if line.startswith("0x"):
            offset, name = line.split(":")[:2]
            found[rule].setdefault(name, int(offset, 16))
        elif line.endswith(" " + path):
            rule = line[:-len(path) - 1]
            found[rule] = {}
    return {k: sorted(v.items()) for k, v in found.items()}


def by_tocsin(rule_file, folder):
    run = subprocess.run([os.environ["TOCSIN"], "sweep", "--no-case", "--format", "json", "-a", rule_file, folder],
                         capture_output=True, text=True)
    found = {}
    for line in run.stdout.splitlines():
        record = json.loads(line)
        if record["type"] == "gap" and record["detail"].startswith(("YARA", "rules")):
            sys.exit("gap: " + line)
        if record["type"] != "finding":
            continue
        steps = [s for s in record["where"] if s["kind"] != "text"]
        if len(steps) != 1 or record["indicator"]["kind"] != "yara":
            continue
        places = [(p["string"], p["offset"]) for p in record["places"] if "string" in p]
        found.setdefault(steps[0]["path"], {})[record["indicator"]["value"]] = sorted(places)
    return found


def one_round(seed):
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        rule_file = os.path.join(folder, "rules.yar")
        evidence = os.path.join(folder, "evidence")
        os.mkdir(evidence)
        with open(rule_file, "w") as out:
            out.write(rules(rng))
        paths = [os.path.join(evidence, "f%d%s" % (i, rng.choice(("", ".exe", ".txt", ".EXE", ".tar.gz")))) for i in range(30)]
        for path in paths:
            with open(path, "wb") as out:
                out.write(body(rng))
        ours = by_tocsin(rule_file, evidence)
        matches = 0
        for path in paths:
            expected = by_yara(rule_file, path)
            matches += len(expected)
            if ours.get(path, {}) != expected:
                sys.exit("seed %d, %s:\n yara   %s\n tocsin %s" % (seed, path, expected, ours.get(path, {})))
        return matches


def main():
    if not shutil.which("yara"):
        print("skipped: no yara program")
        return 77
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    matches = sum(one_round(seed + i) for i in range(rounds))
    print("%d matches, the same as yara's" % matches)
    return 0 if matches > 100 else 1


if __name__ == "__main__":
    sys.exit(main())
