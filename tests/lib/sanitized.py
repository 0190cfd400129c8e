"""Reads every file of a folder with a sanitizer's build: make asan-corpus.

Files go in by the dozen, since starting the reader takes a while; where a
sanitizer says something, or a run ends ill, each of the dozen goes in alone,
so that its file can be named.
"""
import os
import pathlib
import re
import subprocess
import sys

POSTROOM = pathlib.Path(os.environ["BUILD"]).resolve() / "postroom"
TOGETHER = 12
SECONDS = 120
FINDING = re.compile(r"^.*(?:ERROR: \w+Sanitizer|runtime error:).*$", re.M)


def findings(files):
    """What the sanitizers say of the files, and of how the run ended."""
    run = subprocess.Popen([POSTROOM, "triage", "--json", *files],
                           stdin=subprocess.DEVNULL,
                           stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        read, said = run.communicate(timeout=SECONDS * len(files))
    except subprocess.TimeoutExpired:
        run.kill()
        run.wait()
        return [f"no end after {SECONDS * len(files)} s"]
    found = FINDING.findall(said.decode("utf-8", "replace"))
    if read.count(b"\n") != len(files):
        found.append(f"not read: {said.decode('utf-8', 'replace').strip()}")
    return found


def main(folder):
    files = sorted(path for path in pathlib.Path(folder).rglob("*")
                   if path.is_file() and not path.is_symlink())
    ill = 0
    for start in range(0, len(files), TOGETHER):
        dozen = files[start:start + TOGETHER]
        print(f"\r{start} of {len(files)} files", end="", flush=True)
        for path in dozen if findings(dozen) else ():
            for finding in findings([path]):
                ill += 1
                print(f"\r{path}: {finding}", flush=True)
    print(f"\r{len(files)} files, {ill} findings")
    return 1 if ill or not files else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
