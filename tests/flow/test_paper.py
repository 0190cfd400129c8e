"""Every letter on paper: what is read aloud from it, and how it is built.

tests/golden/PACK/paper.txt holds, of each text by post, the tags with their
words in the order in which they are read aloud (pdfinfo -struct-text); a
complaint stands there in every circumstance at once and in large print too.
It is none of the file's bytes, which another version of a library may change.
make golden writes it anew.  Some letters of each pack are compared; with
PAPER=all, as make forms has it, every one.
"""
import os
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest

from house import POSTROOM, TOP

PACKS = sorted(p for p in (TOP / "templates").iterdir() if p.is_dir())
EVERYTHING = ("representative,bereaved,late,no_postal_address,no_telephone,"
              "criminal,records_too,foi_too,several_organisations,"
              "mental_health_act,gift,unread_part,adjustment,large_print")
KINDS = ("complaint", "concern", "foi", "compliment", "comment")


def samples(pack):
    """What preview calls each letter."""
    for text in sorted(pack.glob("*.txt")):
        kind = next((k for k in KINDS if text.stem.startswith(k + "_")), None)
        yield text.stem if kind is None else \
            f"{kind},{text.stem[len(kind) + 1:]}"
    yield f"complaint,{EVERYTHING}"
    yield f"complaint,child,{EVERYTHING}"


def output(*command, **how):
    return subprocess.run(command, check=True, capture_output=True,
                          **how).stdout


def flat(text):
    return re.sub(r"[\W_]+", "", text)


def described(pack, sample, folder):
    """A line for each tag; its words stand behind it."""
    file = folder / f"{pack.name}-{sample[:40]}-{len(sample)}.pdf"
    file.write_bytes(output(
        POSTROOM, "template", "preview", "--pack", pack, "--sample", sample,
        "--as", "pdf", "--by-post"))
    tags = output("pdfinfo", "-struct-text", file).decode()
    # The day on which it is made stands on it.
    tags = re.sub(r'"Date: \w+day \d+ \w+ 20\d\d"', '"Date: TODAY"', tags)
    tags = re.sub(r"\n *Object \d+ \d+(?=\n)", "", tags)
    tags = re.sub(r"\n *Span \(inline\)(?=\n)", "", tags)
    tags = re.sub(r' \((?:block|inline)\)\n +(?=")', " ", tags)
    # All that is seen is read out, and in the order in which it is seen.
    said, at = flat("".join(re.findall(r'"(.*)"', tags))), 0
    for line in output("pdftotext", "-raw", file, "-").decode().splitlines():
        if re.match(r"Date: |(CS\S+ )?Page \d+ of \d+$|CS\S+-[A-Z]$", line):
            continue
        found = said.find(flat(line), at)
        assert found >= 0, (sample, line)
        at = found + len(flat(line))
    return f"== {sample}\n\n{tags.rstrip()}\n"


SOME = ("complaint", "foi,published", "holding")


def wanted(pack):
    """Those to be looked at."""
    everything = os.environ.get("PAPER") == "all" or "GOLDEN" in os.environ
    return [sample for sample in samples(pack)
            if everything or sample in SOME
            or (pack.name == "trust" and EVERYTHING in sample)]


@pytest.mark.parametrize("pack", PACKS, ids=[p.name for p in PACKS])
def test_paper(pack, tmp_path):
    golden = TOP / "tests" / "golden" / pack.name / "paper.txt"
    with ThreadPoolExecutor(2) as work:
        got = list(work.map(lambda sample: described(pack, sample, tmp_path),
                            wanted(pack)))
    if os.environ.get("GOLDEN") == "write":
        golden.write_text("\n".join(got))
    stored = golden.read_text()
    for letter in got:
        assert letter in stored, "if it should differ: make golden"
    assert re.findall("(?m)^== (.*)$", stored) == list(samples(pack))
