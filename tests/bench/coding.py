"""How good the codes are that words suggest, on items of our own.

coding.tsv says what each is about, by our own reading, and which of them the
patterns were written with a look at.
"""
import collections
import pathlib

from flagging import TRAINING, write_out
from house import POSTROOM
from table import row, timed, title

import json
import subprocess

LABELS = pathlib.Path(__file__).with_name("coding.tsv")
CODES = TRAINING.parents[2] / "templates" / "codes.tsv"
KINDS = ("subject", "service", "profession")


def lines(path):
    return [line.split("\t") for line in path.read_text().splitlines()
            if line and not line.startswith("#")]


def topics():
    """Topic to the code of a kind that it suggests."""
    found = {kind: {} for kind in KINDS}
    for kind, code, _, _, by, _ in lines(CODES):
        if kind in found and by != "-":
            for topic in by.split():
                found[kind][topic] = code
    return found


def labelled():
    for part, name, line, *codes in lines(LABELS):
        text = (TRAINING / f"{name}.tsv").read_text().splitlines()
        columns = text[int(line) - 1].split("\t")
        yield (part, columns[3], columns[4].replace("\\n", "\n"),
               [set(c.split(",")) - {"-"} for c in codes])


def judge(paths):
    out = subprocess.run([POSTROOM, "triage", "--json", "--received",
                          "2026-11-20", *paths], check=True,
                         stdout=subprocess.PIPE).stdout
    return [[topic["topic"] for topic in json.loads(line)["triage"]["topics"]]
            for line in out.splitlines()]


def share(part, whole):
    return f"{part / whole:>9.2f}" if whole else "        -"


def count(known, found, by_topic, tally, by_code):
    for want, got in zip(known, found):
        for kind, wanted in zip(KINDS, want[3]):
            given = {by_topic[kind][t] for t in got if t in by_topic[kind]}
            for code in wanted | given:
                place = 0 if code in wanted & given else \
                    1 if code in given else 2
                tally[want[0], kind][place] += 1
                by_code[kind, code][place] += 1


def bench_coding(folder):
    title("coding: suggestions for items of our own")
    known = list(labelled())
    paths = [write_out(i, form, text, folder)
             for i, (_, form, text, _) in enumerate(known)]
    found = []
    row("complaints and concerns", len(paths), *timed(lambda: found.extend(judge(paths))))
    tally = collections.defaultdict(lambda: [0, 0, 0])
    by_code = collections.defaultdict(lambda: [0, 0, 0])
    count(known, found, topics(), tally, by_code)
    print(f"\n{'':<28} {'n':>5} {'suggested':>9} {'recall':>9} "
          f"{'precision':>9}")
    for (part, kind), (right, wrong, missed) in sorted(tally.items()):
        print(f"{part + ', ' + kind:<28} {right + missed:>5} "
              f"{right + wrong:>9} {share(right, right + missed)} "
              f"{share(right, right + wrong)}")
    print()
    for (kind, code), (right, wrong, missed) in sorted(by_code.items()):
        print(f"{kind + ' ' + code:<36} {right + missed:>5} "
              f"{right + wrong:>5} {share(right, right + missed)} "
              f"{share(right, right + wrong)}")
