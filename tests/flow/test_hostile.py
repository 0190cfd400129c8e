"""Documents made to break their reader: a clear outcome for each part, within
its ceiling, and the other parts and the next item unharmed."""
import email.message
import email.policy
import io
import os
import shutil
import struct
import subprocess
import time
import zipfile
import zlib

import pytest

from house import BUILD, IS_SANITIZED, TOP, House

MAX_PAGES = 300      # gateway/base/ceilings.h
MAX_PIXELS = 64 << 20
LETTER = (b"I wish to complain about the care that my mother had on Ward 7. "
          b"Nobody came when she rang.\r\n")
PEAK_KIB = 1200 << 10  # RLIMIT_AS of the cage


# --- documents ------------------------------------------------------------------

def png(width, height, data=b""):
    """A PNG that claims a size, in black and white."""
    def chunk(kind, body):
        return (struct.pack(">I", len(body)) + kind + body
                + struct.pack(">I", zlib.crc32(kind + body)))
    return (b"\x89PNG\r\n\x1a\n"
            + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0,
                                         0, 0))
            + chunk(b"IDAT", data) + chunk(b"IEND", b""))


def png_bomb():
    """Few bytes that are as many pixels as there may be, all white."""
    side = 8192
    row = b"\0" + b"\xff" * (side // 8)
    return png(side, side, zlib.compress(row * side, 9))


def jpeg(width, height):
    """The head of a JPEG, and no picture behind it."""
    return (b"\xff\xd8\xff\xe0\x00\x10JFIF\0\1\1\0\0\1\0\1\0\0"
            b"\xff\xc0\x00\x0b\x08" + struct.pack(">HH", height, width)
            + b"\1\1\x11\0\xff\xda\x00\x08\1\1\0\0\x3f\0" + b"\0" * 64
            + b"\xff\xd9")


def tiff(pages):
    """So many pages of 8 x 8 white pixels."""
    out = bytearray(b"II*\0" + struct.pack("<I", 16) + b"\0" * 8)
    for page in range(pages):
        tags = [(256, 4, 8), (257, 4, 8), (258, 3, 1), (259, 3, 1),
                (262, 3, 0), (273, 4, 8), (278, 4, 8), (279, 4, 8)]
        start = len(out)
        out += struct.pack("<H", len(tags))
        for tag, kind, value in tags:
            out += struct.pack("<HHII", tag, kind, 1, value)
        after = start + 2 + 12 * len(tags) + 4
        out += struct.pack("<I", after if page < pages - 1 else 0)
    return bytes(out)


def pdf(*objects):
    """The objects are numbered from 1, which is the catalogue's; a pair is a
    dictionary and its stream."""
    out = b"%PDF-1.7\n"
    for number, thing in enumerate(objects, 1):
        if isinstance(thing, tuple):
            head, body = thing
            thing = (head[:-2] + b"/Length %d>>stream\n" % len(body) + body
                     + b"\nendstream")
        out += b"%d 0 obj" % number + thing + b" endobj\n"
    return out + b"trailer<</Root 1 0 R>>\n"


def pdf_page(resources, content, *objects):
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>",
               b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
               b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 "
               b"R/Resources<<" + resources + b">>>>",
               (b"<<>>", content), *objects)


def pdf_picture(picture, body):
    return pdf_page(b"/XObject<</I 5 0 R>>", b"q 595 0 0 842 0 0 cm /I Do Q",
                    (picture, body))


def pdf_jbig2():
    """A page of 35,000 x 35,000 pixels in 60 bytes (ITU-T T.88, 7.4.8)."""
    side = 35000
    page = struct.pack(">IBBBI", 0, 48, 0, 1, 19) + struct.pack(
        ">IIIIBH", side, side, 0, 0, 0, 0)
    end = struct.pack(">IBBBI", 1, 49, 0, 1, 0)
    return pdf_picture(
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 1"
        b"/ColorSpace/DeviceGray/Filter/JBIG2Decode>>" % (side, side),
        page + end)


def pdf_image_bomb():
    """A picture of 30,000 x 30,000 pixels that all are the same."""
    side = 30000
    packer = zlib.compressobj(9)
    body = b"".join(packer.compress(bytes(side)) for _ in range(side))
    return pdf_picture(
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8"
        b"/ColorSpace/DeviceGray/Filter/FlateDecode>>" % (side, side),
        body + packer.flush())


def pdf_flate_bomb(layers=2):
    """A page whose content is 1 GB of blanks, packed more than once."""
    packer = zlib.compressobj(9)
    body = b"".join(packer.compress(b" " * (1 << 20)) for _ in range(1024))
    body += packer.flush()
    for _ in range(layers - 1):
        body = zlib.compress(body, 9)
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>",
               b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
               b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 "
               b"R>>",
               (b"<</Filter[" + b"/FlateDecode" * layers + b"]>>", body))


def pdf_deep_tree():
    """100,000 pages of one tree, each the only one of its parent's."""
    kids = b"3 0 R " * 100000
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>",
               b"<</Type/Pages/Kids[" + kids + b"]/Count 100000>>",
               b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>")


def pdf_form_tree():
    """Forms that draw ten others each, ten levels deep."""
    forms = []
    for level in range(10):
        draw = b"/X Do " * 10
        inner = (b"/Resources<</XObject<</X %d 0 R>>>>" % (6 + level)
                 if level < 9 else b"")
        forms.append((b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]" + inner
                      + b">>", draw if level < 9 else b"0 0 9 9 re f"))
    return pdf_page(b"/XObject<</X 5 0 R>>", b"/X Do", *forms)


def zip_of(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return out.getvalue()


def zip_nest(depth):
    content = zip_of(a_txt=LETTER)
    for _ in range(depth - 1):
        content = zip_of(a_zip=content)
    return content


def docx(xml):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", xml)
    return out.getvalue()


def docx_entities():
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">'
                     for n in range(1, 10))
    return docx(f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY e0 "lol">{levels}'
                ']><d>&e9;</d>')


def docx_nest():
    return docx("<w:p>" * 1000000)


# --- what becomes of them -------------------------------------------------------

def mail_with(content, name):
    message = email.message.EmailMessage(policy=email.policy.SMTP)
    message["From"] = "Pat Ient <pat@example.org>"
    message["To"] = "complaints@mail.test"
    message["Subject"] = "My mother"
    message["Message-ID"] = "<hostile@example.org>"
    message.set_content(LETTER.decode())
    message.add_attachment(content, maintype="application",
                           subtype="octet-stream", filename=name)
    message.add_attachment(LETTER, maintype="text", subtype="plain",
                           filename="behind.txt")
    return message.as_bytes()


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    return House(tmp_path_factory.mktemp("hostile"))


def item_of(house, content, name):
    """A mail that brings it, as it is read."""
    path = house.root / "hostile.eml"
    path.write_bytes(mail_with(content, name))
    return house.records("triage", path)[0]


BOUND = {"too_large", "unreadable", "killed", "empty", "unsupported"}
HOSTILE = {
    "image bomb.png": (png_bomb, {"empty"}),
    "huge.png": (lambda: png(35000, 35000), {"too_large"}),
    "huge.jpg": (lambda: jpeg(35000, 35000), {"too_large"}),
    "at the limit.png": (lambda: png(8192, 8192), {"unreadable"}),
    "above the limit.png": (lambda: png(8192, 8193), {"too_large"}),
    "pages.tif": (lambda: tiff(30000), {"too_large"}),
    "jbig2.pdf": (pdf_jbig2, BOUND),
    "image bomb.pdf": (pdf_image_bomb, BOUND),
    "flate bomb.pdf": (pdf_flate_bomb, BOUND),
    "flate bomb in itself.pdf": (lambda: pdf_flate_bomb(3), BOUND),
    "tree.pdf": (pdf_deep_tree, BOUND),
    "forms.pdf": (pdf_form_tree, BOUND),
    "zip bomb.zip": (lambda: zip_of(a_txt=bytes(300 << 20)), {"too_large"}),
    "entities.docx": (docx_entities, BOUND),
    "nest.docx": (docx_nest, BOUND),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile(house, name):
    make, outcomes = HOSTILE[name]
    item = item_of(house, make(), name)
    parts = {part["name"]: part for part in item["parts"]}
    assert parts[name]["outcome"] in outcomes, parts[name]["note"]
    assert parts[name]["note"] or parts[name]["outcome"] == "empty"
    assert parts["behind.txt"]["outcome"] == "read"
    assert parts["behind.txt"]["text"].strip() == LETTER.decode().strip()
    assert item["triage"]["category"] == "complaint"


@pytest.mark.skipif(IS_SANITIZED, reason="sanitizers need memory")
@pytest.mark.parametrize("make", [png_bomb, pdf_image_bomb])
def test_effort_is_bounded_and_told(house, make):
    path = house.root / "bomb"
    path.write_bytes(make())
    shown = house.run("triage", "--effort", path).stdout
    took = [line for line in shown.splitlines() if "Reading took" in line][0]
    wall, cpu, peak = [int(word) for word in took.split() if word.isdigit()]
    assert 0 < cpu <= wall + 1000
    assert 10000 < peak < PEAK_KIB


@pytest.mark.parametrize("pages,outcome", [(MAX_PAGES, "empty"),
                                           (MAX_PAGES + 1, "too_large")])
def test_pages_of_a_tiff(house, pages, outcome):
    item = item_of(house, tiff(pages), "a.tif")
    part = [part for part in item["parts"] if part["name"] == "a.tif"][0]
    assert (part["outcome"], part["pages"]) == (outcome, MAX_PAGES)


@pytest.mark.parametrize("depth,deepest", [(7, "read"), (8, "too_large")])
def test_depth(house, depth, deepest):
    """A file in a zip in a message is depth 2; 8 is the most (MAX_DEPTH)."""
    item = item_of(house, zip_nest(depth), "a.zip")
    nested = [part for part in item["parts"] if part["name"] == "a.txt"]
    assert [part["outcome"] for part in nested] == [deepest]


FORMATS = sorted(
    path for folder in ("pdf", "image", "docx", "outlook", "zip", "message")
    for path in (TOP / "tests" / "parsers" / folder).glob("*")
    if path.stem in ("typed", "scan", "letter", "fax", "photo", "letters",
                     "mixed"))


@pytest.mark.parametrize("path", FORMATS, ids=lambda path: path.name)
def test_truncated(house, path):
    """Whatever of it is missing, somebody is told, or it was not needed."""
    whole = path.read_bytes()
    cuts = [1, 16, len(whole) // 4, len(whole) // 2, len(whole) - 20,
            len(whole) - 1]
    files = []
    for cut in cuts:
        files.append(house.root / f"{cut}-{path.name}")
        files[-1].write_bytes(whole[:cut])
    for item in house.records("triage", *files):
        assert item["outcome"] in BOUND | {"read", "encrypted"}
        assert (item["outcome"] == "read" or item["note"]
                or item["outcome"] == "empty")


# --- the whole way --------------------------------------------------------------

@pytest.mark.skipif(IS_SANITIZED, reason="sanitizers need system calls")
def test_killed_item_is_registered(tmp_path):
    """A reader that tries to reach the network dies; the item does not."""
    program = tmp_path / "bin" / "postroom"
    program.parent.mkdir()
    share = tmp_path / "share" / "postroom"  # as it is installed
    share.mkdir(parents=True)
    shutil.copy(TOP / "gateway" / "triage" / "model.bin", share)
    shutil.copy(BUILD / "postroom", program)
    shutil.copy(BUILD / "tests" / "lib" / "hostile-extract",
                program.with_name("postroom-extract"))
    house = House(tmp_path)
    for number, word in enumerate(["connect", "innocent"]):
        path = house.spool / "post" / f"{number}.txt"
        path.write_text(word)
        os.utime(path, (time.time() - 100,) * 2)
    done = subprocess.run([program, "-c", house.conf, "intake", "--once"],
                          capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    cases = {case["outcome"]: case for case in house.cases()}
    assert set(cases) == {"killed", "read"}
    assert cases["killed"]["needs_review"]
    assert cases["killed"]["ack_due"] and cases["killed"]["response_due"]
    assert "tried something forbidden" in done.stderr


def test_effort_is_logged(tmp_path):
    house = House(tmp_path)
    path = house.spool / "post" / "note.txt"
    path.write_bytes(LETTER)
    os.utime(path, (time.time() - 100,) * 2)
    log = house.run("intake", "--once").stderr
    line = [line for line in log.splitlines() if "registered" in line][0]
    fields = dict(word.split("=", 1) for word in line.split() if "=" in word)
    assert fields["documents"] == "1"
    assert 0 <= int(fields["cpu_ms"]) < 10000
    assert 1000 < int(fields["peak_kib"]) < PEAK_KIB
    assert int(fields["read_ms"]) >= 0
    assert "Ward" not in line and "note.txt" not in line
