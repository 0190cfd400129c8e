"""What the confined process costs; the pages of a document side by side."""
import os
import struct
import subprocess
import time

from house import BUILD, POSTROOM, SAMPLES
from table import remark, row, timed, title

PAGES = 10


def pages_of(tiff, pages):
    """The one page of a TIFF (one strip, little endian) as so many."""
    data = tiff.read_bytes()
    start = struct.unpack_from("<I", data, 4)[0]
    count = struct.unpack_from("<H", data, start)[0]
    length = 2 + 12 * count
    folder = data[start:start + length]
    out = bytearray(data)
    out += b"\0" * (len(out) % 2)
    struct.pack_into("<I", out, 4, len(out))
    for page in range(pages):
        out += folder
        after = len(out) + 4 if page < pages - 1 else 0
        out += struct.pack("<I", after)
    return bytes(out)


def bench_cage(folder):
    title("cage: a document's confined process, and pages side by side")
    letter = SAMPLES / "complaint-letter.tif"
    subprocess.run([BUILD / "tests" / "bench" / "cage", letter], check=True)
    many = folder / "many.tif"
    many.write_bytes(pages_of(letter, PAGES))
    cores = os.sched_getaffinity(0)
    one = f"{PAGES} pages of one document, on 1 core"
    command = [POSTROOM, "triage", "--effort", many]
    shown = []

    def read(*prefix):
        shown.append(subprocess.run([*prefix, *command], check=True,
                                    capture_output=True, text=True).stdout)
    row(one, PAGES, *timed(lambda: read("taskset", "-c",
                                        str(min(cores)))))
    row(f"{PAGES} pages of one document, on {len(cores)} cores", PAGES,
        *timed(lambda: read()))
    took = [line for line in shown[-1].splitlines() if "Reading took" in line]
    remark("as --effort has it", took[0].split("took")[1].strip())
    single = [POSTROOM, "triage", letter]
    start = time.monotonic()
    subprocess.run(single, check=True, stdout=subprocess.DEVNULL)
    remark("one page, with the start of everything",
           f"{time.monotonic() - start:.2f} s")
