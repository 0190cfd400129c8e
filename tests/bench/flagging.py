"""How many flags are found, and how many alarms are false, by flag.

The items are this project's own (gateway/triage/training): one file was there
while the signs were written, the other was held back.
"""
import collections
import json
import pathlib
import subprocess

from house import POSTROOM
from table import row, timed, title

TRAINING = pathlib.Path(__file__).resolve().parents[2] / "gateway/triage/training"
HALVES = (("tuned on", "flags.tsv"), ("held back", "flags_held.tsv"))
URGENT = ("red", "urgent_clinical", "safeguarding_child", "safeguarding_adult",
          "self_harm", "abusive", "criminal")


def items(name):
    for line in (TRAINING / name).read_text().splitlines():
        if line and not line.startswith("#"):
            category, _, flags, form, text = line.split("\t")
            yield (category, set(flags.split(",")) - {"-"}, form,
                   text.replace("\\n", "\n"))


def write_out(number, form, text, folder):
    """A letter is a text file, everything else a message."""
    path = folder / f"{number:04}.{'txt' if form == 'letter' else 'eml'}"
    head = "" if form == "letter" else (
        "From: Pat <pat@example.org>\nTo: complaints@mail.test\n"
        f"Subject: Message\nMessage-ID: <{number}@example.org>\n"
        "Content-Type: text/plain; charset=utf-8\n\n")
    path.write_text(head + text + "\n")
    return path


def judge(paths):
    out = subprocess.run([POSTROOM, "triage", "--json", "--received",
                          "2026-11-20", *paths], check=True,
                         stdout=subprocess.PIPE).stdout
    return [{flag["flag"] for flag in json.loads(line)["triage"]["flags"]}
            for line in out.splitlines()]


def share(part, whole):
    return f"{part / whole:7.2f}" if whole else "      -"


def count(known, found):
    """By flag: found rightly, wrongly, and missed."""
    tally = collections.defaultdict(lambda: [0, 0, 0])
    for want, got in zip(known, found):
        for flag in want | got:
            tally[flag][0 if flag in want & got else
                        1 if flag in got else 2] += 1
    return tally


def table(what, tallies, flags):
    print(f"\n{what:<24}" + "".join(
        f" | {half + ':':<10} {'n':>3} {'recall':>7} {'precision':>9}"
        for half, _ in HALVES))
    for flag in flags:
        print(f"{flag:<24}" + "".join(
            f" | {'':<10} {right + missed:>3} {share(right, right + missed)} "
            f"  {share(right, right + wrong)}"
            for right, wrong, missed in (t[flag] for t in tallies)))
    sums = [[sum(t[flag][i] for flag in flags) for i in range(3)]
            for t in tallies]
    print(f"{'all of them':<24}" + "".join(
        f" | {'':<10} {right + missed:>3} {share(right, right + missed)} "
        f"  {share(right, right + wrong)}" for right, wrong, missed in sums))


def bench_flags(folder):
    title("flags: the project's own labelled items")
    tallies, clean = [], []
    for half, name in HALVES:
        known = list(items(name))
        paths = [write_out(i, form, text, folder)
                 for i, (_, _, form, text) in enumerate(known)]
        found = []
        row(half, len(paths), *timed(lambda: found.extend(judge(paths))))
        tallies.append(count([k[1] for k in known], found))
        clean.append([got for k, got in zip(known, found) if not k[1]])
    everything = sorted(set(tallies[0]) | set(tallies[1]))
    table("urgent", tallies, [f for f in everything if f in URGENT])
    table("other", tallies, [f for f in everything if f not in URGENT])
    for (half, _), quiet in zip(HALVES, clean):
        print(f"of {len(quiet)} items without a flag ({half}): "
              f"{sum(bool(got) for got in quiet)} raised one, "
              f"{sum(bool(got & set(URGENT)) for got in quiet)} an urgent one")
