"""The text of letters in every Office format, beside other programs.

The letters are office.py's; LibreOffice turns each DOCX into the other
formats, so that all say the same.  A program's time is that of one document:
its own start included, for that is how a script would use it; Postroom's too,
whose confined reader starts once and forks a child for each document, and
which judges the letter too.  What the reader itself takes is told apart.
"""
import collections
import json
import re
import shutil
import subprocess

from house import BUILD, POSTROOM
from office import Letter, docx
from table import timed

LETTERS = 20
ROUNDS = 10
FORMATS = {"docx": None, "odt": "odt", "rtf": "rtf", "doc": "doc:MS Word 97",
           "pdf": "pdf", "txt": "txt:Text (encoded):UTF8"}
PEERS = {
    "docx": (("docx2txt", "docx2txt", "{}", "-"),
             ("pandoc", "pandoc", "-f", "docx", "-t", "plain", "{}")),
    "odt": (("odt2txt", "odt2txt", "--width=-1", "{}"),
            ("pandoc", "pandoc", "-f", "odt", "-t", "plain", "{}")),
    "rtf": (("unrtf", "unrtf", "--text", "{}"),
            ("pandoc", "pandoc", "-f", "rtf", "-t", "plain", "{}")),
    "doc": (("antiword", "antiword", "-m", "UTF-8.txt", "{}"),
            ("catdoc", "catdoc", "-d", "utf-8", "{}")),
    "pdf": (("pdftotext", "pdftotext", "{}", "-"),),
}


def words(text):
    return collections.Counter(re.findall(r"\w+", text.lower()))


def f1(want, got):
    want, got = words(want), words(got)
    both = sum((want & got).values())
    return 2 * both / (want.total() + got.total())


def convert(folder, kind, filter_name):
    """All letters at once; LibreOffice takes seconds to start."""
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/office",
         "--headless", "--convert-to", filter_name, "--outdir", folder / kind,
         *sorted((folder / "docx").glob("*.docx"))],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def make(folder):
    letters = [Letter(number) for number in range(LETTERS)]
    for kind, filter_name in FORMATS.items():
        (folder / kind).mkdir()
        if filter_name is None:
            for number, letter in enumerate(letters):
                docx(letter, folder / kind / f"{number:02}.{kind}")
        elif shutil.which("soffice") is not None:
            convert(folder, kind, filter_name)
    return letters


def read_by_us(files):
    out = subprocess.run([POSTROOM, "triage", "--json", *files], check=True,
                         stdout=subprocess.PIPE).stdout
    return [json.loads(line)["text"] for line in out.splitlines()]


def read_by(command, files):
    return [subprocess.run([part.replace("{}", str(file)) for part in command],
                           stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            .stdout.decode(errors="replace") for file in files]


def show(kind, name, letters, read, files):
    texts = read(files)
    score = sum(f1(letter.text(), text)
                for letter, text in zip(letters, texts)) / len(letters)
    wall, cpu = timed(lambda: read(files * ROUNDS))
    count = len(files) * ROUNDS
    print(f"{kind:<6} {name:<28} {wall / count * 1000:>10.2f} "
          f"{cpu / count * 1000:>10.2f} {score:>8.3f}", flush=True)


def bench_extraction(folder):
    print(f"\nextraction: {LETTERS} letters in each format, "
          f"{ROUNDS} times\n{'format':<6} {'program':<28} {'wall ms':>10} "
          f"{'CPU ms':>10} {'word F1':>8}   of one document", flush=True)
    letters, ours = make(folder), []
    for kind in FORMATS:
        files = sorted((folder / kind).glob(f"*.{kind}"))
        if not files:
            print(f"{kind:<6} not measured: LibreOffice is not installed")
            continue
        ours.append(kind)
        show(kind, "postroom triage --json", letters, read_by_us, files)
        for name, *command in PEERS.get(kind, ()):
            if shutil.which(command[0]) is None:
                print(f"{kind:<6} {name:<28} not installed")
                continue
            show(kind, name, letters,
                 lambda them, by=command: read_by(by, them), files)
    inside = BUILD / "tests" / "bench" / "inside"
    if not inside.exists():
        return
    print("Inside the cage: to identify one document and read it, CPU time")
    for kind in ours:
        reader = {"txt": "text", "odt": "odf"}.get(kind, kind)
        files = sorted((folder / kind).glob(f"*.{kind}"))
        spent = subprocess.run([inside, reader, *files], check=True,
                               stdout=subprocess.PIPE, text=True).stdout
        print(f"{kind:<6} {float(spent):>39.3f} ms", flush=True)
