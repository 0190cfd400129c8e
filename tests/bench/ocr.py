"""Pages of known text, read by Postroom and by the programs people use.

All read the same files in one run: Postroom by its whole confined path,
`tesseract` with and without orientation detection, `ocrmypdf`, each told to
use one thread a page.  OCR_PAGES=105 for every page; the first 21 by default.
Then a document of many pages, where Postroom and `ocrmypdf` may use all cores:
until its first words are told, and its last.
"""
import collections
import concurrent.futures
import json
import os
import re
import shutil
import subprocess
import time

import numpy
from house import POSTROOM
from pages import make
from PIL import Image

SEED = 1
LONG_PAGES = 8
QUOTES = str.maketrans("‘’“”–—", "''\"\"--")
ALONE = os.environ | {"OMP_THREAD_LIMIT": "1"}


def normal(text):
    """One space between words, plain quotes, words at line ends joined."""
    text = text.translate(QUOTES).replace("\f", "\n")
    text = re.sub(r"([a-z])-\n([a-z])", r"\1\2", text)
    return " ".join(text.split())


def distance(a, b):
    """Characters to insert, delete or change (Levenshtein)."""
    b = numpy.frombuffer(b.encode("utf-32-le"), numpy.uint32)
    steps = numpy.arange(len(b) + 1)
    row = steps.copy()
    for n, char in enumerate(a, 1):
        new = row + 1
        numpy.minimum(new[1:], row[:-1] + (b != ord(char)), out=new[1:])
        new[0] = n
        row = numpy.minimum.accumulate(new - steps) + steps
    return int(row[-1])


def error_rate(truth, got):
    truth = normal(truth)
    return min(1.0, distance(truth, normal(got)) / len(truth))


def word_f1(truth, got):
    want = collections.Counter(re.findall(r"\w+", normal(truth).lower()))
    have = collections.Counter(re.findall(r"\w+", normal(got).lower()))
    both = sum((want & have).values())
    return 2 * both / max(1, sum(want.values()) + sum(have.values()))


class Spent:
    """What processes took, those that they started and waited for too."""

    def __init__(self):
        self.cpu, self.peak = 0.0, 0

    def run(self, args, cores):
        child = subprocess.Popen(
            args, env=ALONE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            preexec_fn=lambda: os.sched_setaffinity(0, cores))
        out = child.stdout.read()
        child.stdout.close()
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        self.cpu += used.ru_utime + used.ru_stime
        self.peak = max(self.peak, used.ru_maxrss)
        return out.decode(errors="replace")


def text_of(document):
    return "\n".join(part["text"] for part in document["parts"])


def ours(paths, spent, cores):
    out = spent.run([POSTROOM, "triage", "--json", *paths], cores)
    return [text_of(json.loads(line)) for line in out.splitlines()]


def tesseract(mode):
    def read(paths, spent, cores):
        return [spent.run(["tesseract", path, "stdout", "--psm", mode], cores)
                for path in paths]
    return read


def ocrmypdf(paths, spent, cores):
    texts = []
    for path in paths:
        aside = path.with_suffix(".sidecar")
        spent.run(["ocrmypdf", "-q", "-j1", "--image-dpi", "300", "--deskew",
                   "--rotate-pages", "--clean", "--output-type", "pdf",
                   "--optimize", "0", "--sidecar", aside, path,
                   path.with_suffix(".pdf")], cores)
        texts.append(aside.read_text() if aside.exists() else "")
    return texts


TOOLS = {"postroom": ours, "tesseract --psm 1": tesseract("1"),
         "tesseract --psm 3": tesseract("3"),
         "ocrmypdf --deskew ...": ocrmypdf}


def on_one_core(read, paths):
    core = {min(os.sched_getaffinity(0))}
    spent, start = Spent(), time.monotonic()
    texts = read(paths, spent, core)
    return texts, spent, time.monotonic() - start


def on_two_cores(read, paths):
    cores = sorted(os.sched_getaffinity(0))[:2]
    start = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(len(cores)) as pool:
        list(pool.map(lambda n: read(paths[n::len(cores)], Spent(), {cores[n]}),
                      range(len(cores))))
    return time.monotonic() - start


def measure(read, paths):
    texts, spent, one = on_one_core(read, paths)
    _, _, first = on_one_core(read, paths[:1])
    two = on_two_cores(read, paths)
    truths = [path.with_suffix(".txt").read_text() for path in paths]
    n = len(paths)
    return {
        "f1": sum(map(word_f1, truths, texts)) / n,
        "errors": list(map(error_rate, truths, texts)),
        "pace": (60 * n / one, 60 * n / two), "first": first,
        "cpu": spent.cpu / n, "peak": spent.peak >> 10}


def show(name, m):
    print(f"{name:<24}{m['f1']:>8.4f}{100 * numpy.mean(m['errors']):>8.2f}"
          f"{m['pace'][0]:>8.1f}{m['pace'][1]:>8.1f}{1000 * m['cpu']:>9.0f}"
          f"{1000 * m['first']:>9.0f}{m['peak']:>7}", flush=True)


def show_by(what, key, paths, measures):
    """CER per cent, one line a damage or letter, one column a program."""
    groups = collections.defaultdict(list)
    for n, path in enumerate(paths):
        groups[path.stem.split("-")[key]].append(n)
    print(f"\nCER %, by {what:<14}" +
          "".join(f"{name.replace(' --psm', '').split(' --')[0]:>14}"
                  for name in measures))
    for group, members in groups.items():
        print(f"{group:<24}" + "".join(
            f"{100 * numpy.mean([m['errors'][n] for n in members]):>14.2f}"
            for m in measures.values()))


def long_document(folder, paths):
    """So many clean pages as one TIFF, as a scanner with a feeder makes."""
    clean = [path for path in paths if path.stem.split("-")[1] == "clean"]
    pages = [Image.open(path).convert("L")
             for path in (clean * LONG_PAGES)[:LONG_PAGES]]
    document = folder / "long.tif"
    pages[0].save(document, save_all=True, append_images=pages[1:],
                  compression="tiff_lzw", dpi=(300, 300))
    return document


def first_and_last(args, cores, sidecar=None):
    """Seconds until a program has told something, and until it has ended."""
    start = time.monotonic()
    child = subprocess.Popen(
        args, env=ALONE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        preexec_fn=lambda: os.sched_setaffinity(0, cores))
    said = child.stdout.read(1)
    first = time.monotonic() - start
    said += child.stdout.read()
    child.stdout.close()
    if child.wait() != 0 or not (said or sidecar and sidecar.stat().st_size):
        raise SystemExit(f"{args[0]} did not read {args[-1]}")
    last = time.monotonic() - start
    # A file beside is not there to be read before the end.
    return (first, last) if said else (last, last)


def show_long(folder, paths):
    document = long_document(folder, paths)
    beside = folder / "long.sidecar"
    print(f"\na document of {LONG_PAGES} pages, seconds\n{'':<24}"
          f"{'1 core':>16}{'2 cores':>16}\n{'':<24}" +
          f"{'first':>8}{'all':>8}" * 2 + "   (words told)", flush=True)
    for name, command in {
            "postroom": lambda n: [POSTROOM, "extract", document],
            "tesseract --psm 1": lambda n: ["tesseract", document, "stdout",
                                            "--psm", "1"],
            "tesseract --psm 3": lambda n: ["tesseract", document, "stdout",
                                            "--psm", "3"],
            "ocrmypdf --deskew ...": lambda n: [
                "ocrmypdf", "-q", f"-j{n}", "--deskew", "--rotate-pages",
                "--clean", "--output-type", "pdf", "--optimize", "0",
                "--sidecar", beside, document, folder / "long.pdf"]}.items():
        if name != "postroom" and shutil.which(name.split()[0]) is None:
            continue
        took = []
        for n in (1, 2):
            cores = set(sorted(os.sched_getaffinity(0))[:n])
            took += first_and_last(command(n), cores, beside)
        print(f"{name:<24}" + "".join(f"{t:>8.1f}" for t in took), flush=True)


def show_alone(hands, stamps):
    """What only we tell: who must read a page, and what is stamped on it."""
    out = subprocess.run([POSTROOM, "triage", "--json",
                          "--received", "2026-11-20", *hands, *stamps],
                         check=True, capture_output=True, text=True).stdout
    print("\npostroom, of pages by hand and of a stamped one")
    for path, line in zip(hands + stamps, out.splitlines()):
        said = json.loads(line)
        part = said["parts"][0]
        wrong = error_rate(path.with_suffix(".txt").read_text(), part["text"])
        print(f"{path.stem:<16} CER {100 * wrong:5.1f} %  confidence "
              f"{part['confidence']:.3f}  received "
              f"{said['owed']['received_on']}  {part['note']}")


def bench_ocr(folder):
    pages = int(os.environ.get("OCR_PAGES", "21"))
    paths, hands, stamps = make(folder, SEED, pages)
    print(f"\nocr: {len(paths)} typed pages, damaged in 21 ways\n{'':<24}"
          f"{'word F1':>8}{'CER %':>8}{'pages a minute':>16}{'CPU ms':>9}"
          f"{'first':>9}{'peak':>7}\n{'':<40}{'1 core':>8}{'2 cores':>8}"
          f"{'a page':>9}{'page ms':>9}{'MiB':>7}", flush=True)
    measures = {}
    for name, read in TOOLS.items():
        if name != "postroom" and shutil.which(name.split()[0]) is None:
            print(f"{name:<24} is not installed")
            continue
        measures[name] = measure(read, paths)
        show(name, measures[name])
    show_by("damage", 1, paths, measures)
    show_by("letter", 0, paths, measures)
    show_long(folder, paths)
    show_alone(hands, stamps)
