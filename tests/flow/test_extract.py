"""postroom extract: text, records, hOCR and copies that can be searched."""
import json
import os
import re
import subprocess
import xml.etree.ElementTree as ET

import pytest

from house import POSTROOM, SAMPLES, TOP

PARSERS = TOP / "tests" / "parsers"
UPRIGHT = PARSERS / "placed" / "upright.png"
DPI = 150
EX_USAGE, EX_DATAERR, EX_NOINPUT = 64, 65, 66


def extract(*arguments, status=0):
    done = subprocess.run([POSTROOM, "extract", *arguments],
                          capture_output=True, text=True, timeout=120)
    assert done.returncode == status, (done.stderr, done.stdout)
    return done


def known_words():
    """Text and box of each word on upright.png, in pixels."""
    rows = (PARSERS / "placed" / "words.tsv").read_text().splitlines()
    return [(text, tuple(map(int, box))) for text, *box in
            (row.split("\t") for row in rows)]


def pdf_words(path, page=1):
    """Text and box of each word, in points, as a viewer finds them."""
    page = str(page)
    out = subprocess.run(["pdftotext", "-bbox", "-f", page, "-l", page, path,
                          "-"], capture_output=True, text=True, check=True)
    return [(m[5], tuple(map(float, m.groups()[:4]))) for m in re.finditer(
        r'<word xMin="(\S+)" yMin="(\S+)" xMax="(\S+)" yMax="(\S+)">([^<]*)<',
        out.stdout)]


def pdf_text(path):
    return subprocess.run(["pdftotext", path, "-"], capture_output=True,
                          text=True, check=True).stdout


def pdf_size(path):
    out = subprocess.run(["pdfinfo", path], capture_output=True, text=True,
                         check=True).stdout
    return tuple(map(float, re.search(r"Page size:\s+([\d.]+) x ([\d.]+)",
                                      out).groups()))


def near(a, b, tolerance):
    return all(abs(x - y) <= tolerance for x, y in zip(a, b))


# --- text ---------------------------------------------------------------------

def test_text_of_a_letter():
    done = extract(SAMPLES / "wheelchair-letter.docx")
    assert "wheelchair" in done.stdout
    assert "==>" not in done.stdout, "one part needs no heading"
    assert done.stderr == ""


def test_text_of_a_scan():
    assert "trolley" in extract(UPRIGHT).stdout


def test_text_of_a_message():
    out = extract(SAMPLES / "concern.eml").stdout
    assert out.startswith("From: ")
    assert "\nSubject: " in out
    assert "memory clinic" in out


def test_headings_for_several_files():
    out = extract(SAMPLES / "telephone-note.txt", UPRIGHT).stdout
    heads = re.findall(r"^==> .*? <==$", out, re.M)
    assert len(heads) == 2
    assert "telephone-note.txt" in heads[0]
    assert re.search(r"image/png, read, 1 page, recognised, confidence 0\.\d\d",
                     heads[1])


def test_headings_for_several_parts(tmp_path):
    letter = tmp_path / "two.eml"
    letter.write_text(
        "From: Jo Public <jo@example.org>\nSubject: my letter\n"
        "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
        "--b\nContent-Type: text/plain\n\nHere it is.\n"
        "--b\nContent-Type: text/plain; name=l.txt\n"
        "Content-Disposition: attachment; filename=l.txt\n\nThe ward was cold."
        "\n--b--\n")
    out = extract(letter).stdout
    assert out.count("==>") == 2
    assert out.index("Here it is.") < out.index("l.txt") < out.index("cold")


def test_a_reader_that_stops_listening():
    """As "| head" does: it ends, and leaves no process behind."""
    end, other = os.pipe()
    os.close(end)
    done = subprocess.run([POSTROOM, "extract", SAMPLES / "foi.eml"],
                          stdout=other, stderr=subprocess.PIPE, timeout=60)
    os.close(other)
    assert done.returncode != 0


# --- what cannot be read ------------------------------------------------------

def test_a_file_that_is_not_there():
    done = extract("nowhere.pdf", SAMPLES / "telephone-note.txt",
                   status=EX_NOINPUT)
    assert "nowhere.pdf" in done.stderr
    assert "telephone" in done.stdout, "the others are still read"


def test_a_folder_and_a_pipe(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for name in (tmp_path, tmp_path / "pipe"):
        assert "no regular file" in extract(name, status=EX_NOINPUT).stderr


def test_a_file_without_rights(tmp_path):
    if os.geteuid() == 0:
        pytest.skip("root may read everything")
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "a.txt").chmod(0)
    extract(tmp_path / "a.txt", status=EX_NOINPUT)


@pytest.mark.parametrize("name, outcome", [
    ("pdf/locked.pdf", "encrypted"), ("pdf/cut-short.pdf", "unreadable"),
    ("docx/doctype.docx", "unreadable")])
def test_bad_documents(name, outcome):
    done = extract("--json", PARSERS / name, status=EX_DATAERR)
    record = json.loads(done.stdout)
    assert record["parts"][0]["outcome"] == outcome
    assert record["parts"][0]["note"]
    assert outcome in done.stderr


def test_a_file_that_is_not_there_has_its_record():
    done = extract("--json", "nowhere.pdf", UPRIGHT, status=EX_NOINPUT)
    missing, there = map(json.loads, done.stdout.splitlines())
    assert missing["outcome"] == "unreadable" and missing["note"]
    assert there["outcome"] == "read"


@pytest.mark.parametrize("arguments", [
    [], ["--json", "--hocr", UPRIGHT], ["--searchable-pdf", "a", UPRIGHT, "b"],
    ["--force", UPRIGHT], ["--jason", UPRIGHT], ["--searchable-pdf"]])
def test_bad_arguments(arguments):
    extract(*arguments, status=EX_USAGE)


# --- records ------------------------------------------------------------------

def test_record_of_pages():
    record = json.loads(extract("--json", PARSERS / "image" / "pages.tif")
                        .stdout)
    part, = record["parts"]
    assert (part["pages"], part["ocr"]) == (3, True)
    assert len(part["sha256"]) == 64 and len(part["md5"]) == 32
    first, blank, last = part["sheets"]
    assert [s["page"] for s in part["sheets"]] == [1, 2, 3]
    assert blank["words"] == [] and not blank["ocr"]
    assert first["ocr"] and last["confidence"] > 0.8
    assert part["confidence"] == min(first["confidence"], last["confidence"])
    assert all(0 <= w["confidence"] <= 1 for w in first["words"])
    words = [w["text"] for sheet in part["sheets"] for w in sheet["words"]]
    assert words == part["text"].split()  # each once, in order


def test_record_places():
    record = json.loads(extract("--json", UPRIGHT).stdout)
    words = record["parts"][0]["sheets"][0]["words"]
    assert [w["text"] for w in words] == [text for text, _ in known_words()]
    for word, (text, box) in zip(words, known_words()):
        assert near(word["box"], box, 4), text


def test_record_without_pages():
    record = json.loads(extract("--json", SAMPLES / "telephone-note.txt")
                        .stdout)
    assert record["kind"] == "document"
    assert "sheets" not in record["parts"][0]
    assert "telephone" in record["parts"][0]["text"]


# --- hOCR ---------------------------------------------------------------------

XHTML = "{http://www.w3.org/1999/xhtml}"
WITHIN = {"ocr_page": None, "ocr_carea": "ocr_page", "ocr_par": "ocr_carea",
          "ocr_line": "ocr_par", "ocrx_word": "ocr_line"}


def properties(element):
    return dict(p.strip().split(" ", 1) for p in
                element.get("title").split(";"))


def box_of(element):
    return tuple(map(int, properties(element)["bbox"].split()))


def check_within(element, outer, outer_box, ids):
    """Every element in the one that it belongs in, its box in that one's."""
    name = element.get("class")
    if name is not None:
        assert WITHIN[name] == outer, name
        assert element.get("id") not in ids
        ids.add(element.get("id"))
        box = box_of(element)
        assert box[0] < box[2] and box[1] < box[3], element.get("title")
        if outer_box is not None:
            assert (box[0] >= outer_box[0] and box[1] >= outer_box[1] and
                    box[2] <= outer_box[2] and box[3] <= outer_box[3])
        outer, outer_box = name, box
    for child in element:
        check_within(child, outer, outer_box, ids)


def test_hocr(tmp_path):
    odd = tmp_path / 'a "b" & <c>.png'
    odd.write_bytes(UPRIGHT.read_bytes())
    out = extract("--hocr", odd, PARSERS / "pdf" / "mixed.pdf").stdout
    root = ET.fromstring(out)
    assert root.tag == XHTML + "html"
    names = {m.get("name"): m.get("content") for m in root.iter(XHTML + "meta")}
    assert names["ocr-system"].startswith("postroom")
    assert set(names["ocr-capabilities"].split()) == set(WITHIN)
    ids = set()
    check_within(root.find(XHTML + "body"), None, None, ids)
    pages = [e for e in root.iter() if e.get("class") == "ocr_page"]
    assert len(pages) == 4
    assert [properties(p)["ppageno"] for p in pages] == list("0123")
    assert '"' in properties(pages[0])["image"]
    assert box_of(pages[0]) == (0, 0, 1240, 1754)
    words = [e for e in pages[0].iter() if e.get("class") == "ocrx_word"]
    assert [w.text for w in words] == [text for text, _ in known_words()]
    for word, (text, box) in zip(words, known_words()):
        assert near(box_of(word), box, 4), text
        assert 50 <= int(properties(word)["x_wconf"]) <= 100
    typed = [e for e in pages[1].iter() if e.get("class") == "ocrx_word"]
    assert {properties(w)["x_wconf"] for w in typed} == {"100"}


def test_hocr_says_how_lines_run():
    """Counterclockwise, on the picture as it is in its file."""
    for name, turn in (("upright", None), ("turned", 270), ("sloping", 357)):
        root = ET.fromstring(
            extract("--hocr", PARSERS / "placed" / f"{name}.png").stdout)
        lines = [e for e in root.iter() if e.get("class") == "ocr_line"]
        angles = {properties(e).get("textangle") for e in lines}
        assert len(angles) == 1
        angle = angles.pop()
        assert (angle is None) == (turn is None), name
        assert turn is None or abs(float(angle) - turn) < 0.3


def test_hocr_without_pages():
    root = ET.fromstring(extract("--hocr", SAMPLES / "foi.eml").stdout)
    assert not [e for e in root.iter() if e.get("class")]


# --- copies -------------------------------------------------------------------

def copy_of(path, tmp_path):
    out = tmp_path / "copy.pdf"
    done = extract("--searchable-pdf", out, path)
    assert done.stdout == ""
    assert out.stat().st_mode & 0o777 == 0o600
    return out


def test_copy_has_the_words_where_they_are(tmp_path):
    out = copy_of(UPRIGHT, tmp_path)
    words = pdf_words(out)
    assert [w for w, _ in words] == [text for text, _ in known_words()]
    scale = 72 / DPI
    for (text, found), (_, box) in zip(words, known_words()):
        left, top, right, bottom = (v * scale for v in box)
        assert abs(found[0] - left) < 2 and abs(found[2] - right) < 2, text
        # A word is as high as its line.
        assert found[1] < top + 2 and found[3] > bottom - 2, text
        assert found[3] - found[1] < 40 * scale, text
    assert near(pdf_size(out), (1240 * scale, 1754 * scale), 0.5)


@pytest.mark.parametrize("name", ["turned.png", "sloping.png"])
def test_copy_is_upright_and_level(name, tmp_path):
    out = copy_of(PARSERS / "placed" / name, tmp_path)
    known = known_words()
    words = pdf_words(out)
    assert len(words) == len(known)
    texts = [w for w, _ in words]
    assert sum(a == b for a, (b, _) in zip(texts, known)) >= len(known) - 1
    # The same way apart as on the upright page, wherever the sheet's edge is.
    scale = 72 / DPI
    for (_, found), (text, box) in zip(words, known):
        across = (found[0] - words[0][1][0]) - (box[0] - known[0][1][0]) * scale
        assert abs(across) < 4, text
    width, height = pdf_size(out)
    assert width < height


def test_copy_looks_like_the_picture(tmp_path):
    """What is seen is the scan and nothing else: the words are invisible."""
    out = copy_of(UPRIGHT, tmp_path)
    for name, flags in (("page", ["-r", str(DPI)]),):
        subprocess.run(["pdftoppm", "-gray", "-singlefile", *flags, out,
                        tmp_path / name], check=True)
    subprocess.run(["pdfimages", "-png", out, tmp_path / "image"], check=True)
    drawn = (tmp_path / "page.pgm").read_bytes()
    head = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", drawn)
    assert near(map(int, head.groups()), (1240, 1754), 1)
    pixels = drawn[head.end():]
    dark = sum(value < 128 for value in pixels)
    boxes = sum((b[2] - b[0]) * (b[3] - b[1]) for _, b in known_words())
    assert 0.1 * boxes < dark < 0.6 * boxes


def test_copy_keeps_a_jpeg(tmp_path):
    """Byte for byte: nothing is lost by turning it."""
    photo = PARSERS / "image" / "photo.jpg"
    out = copy_of(photo, tmp_path)
    subprocess.run(["pdfimages", "-j", out, tmp_path / "image"], check=True)
    assert (tmp_path / "image-000.jpg").read_bytes() == photo.read_bytes()
    assert "trolley" in pdf_text(out)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_copy_of_a_photograph_that_says_which_way_up(orientation, tmp_path):
    """The JPEG is kept, and shown as its EXIF orientation says."""
    plain = (PARSERS / "image" / "shaded.jpg").read_bytes()
    exif = (b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0"
            + bytes([orientation]) + b"\0\0\0\0\0\0")
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(plain[:2] + b"\xff\xe1"
                      + (len(exif) + 2).to_bytes(2, "big") + exif + plain[2:])
    out = copy_of(photo, tmp_path)
    subprocess.run(["pdfimages", "-j", out, tmp_path / "image"], check=True)
    assert (tmp_path / "image-000.jpg").read_bytes() == photo.read_bytes()
    # A mirrored letter cannot be read; one turned back upright can.
    if orientation in (1, 3, 6, 8):
        assert "trolley" in pdf_text(out)


def test_copy_of_a_fax_stays_a_fax(tmp_path):
    out = copy_of(PARSERS / "image" / "fax.tif", tmp_path)
    listed = subprocess.run(["pdfimages", "-list", out], capture_output=True,
                            text=True, check=True).stdout
    assert "ccitt" in listed
    assert "trolley" in pdf_text(out)


def test_copy_of_many_pages(tmp_path):
    out = copy_of(PARSERS / "image" / "pages.tif", tmp_path)
    assert [bool(pdf_words(out, page)) for page in (1, 2, 3)] == [
        True, False, True]


def test_copy_of_a_typed_pdf_is_the_pdf(tmp_path):
    typed = PARSERS / "pdf" / "typed.pdf"
    assert copy_of(typed, tmp_path).read_bytes() == typed.read_bytes()


def test_copy_of_a_mixed_pdf(tmp_path):
    """Typed pages as they were, scanned pages with words."""
    mixed = PARSERS / "pdf" / "mixed.pdf"
    out = copy_of(mixed, tmp_path)
    text = pdf_text(out)
    assert "A typed page stands before" in text
    assert "trolley" in text and "trolley" not in pdf_text(mixed)
    assert text.count("A typed page stands before") == 1


def scan_pdf(path, rotate, crop):
    """A PDF whose page is the picture of a scan, turned and cropped by it."""
    source = (PARSERS / "image" / "shaded.jpg").read_bytes()
    start = re.search(rb"\xff\xc0\x00.\x08(..)(..)", source, re.S)
    height, width = (int.from_bytes(v, "big") for v in start.groups())
    w, h = width * 72 / 100, height * 72 / 100
    draw = f"{w:.2f} 0 0 {h:.2f} {crop} {crop} cm /I Do".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[-20 -20 {w + 200:.2f} "
        f"{h + 200:.2f}]/Rotate {rotate}>>".encode(),
        f"<</Type/Page/Parent 2 0 R/CropBox[{crop} {crop} {w + crop:.2f} "
        f"{h + crop:.2f}]/Resources<</XObject<</I 4 0 R>>>>/Contents 5 0 R>>"
        .encode(),
        f"<</Type/XObject/Subtype/Image/Width {width}/Height {height}"
        f"/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode/Length "
        f"{len(source)}>>stream\n".encode() + source + b"\nendstream",
        f"<</Length {len(draw)}>>stream\n".encode() + draw + b"\nendstream"]
    path.write_bytes(b"%PDF-1.4\n" + b"".join(
        b"%d 0 obj\n" % (i + 1) + body + b"\nendobj\n"
        for i, body in enumerate(objects)) + b"trailer<</Root 1 0 R/Size 6>>\n")


def test_copy_of_turned_pdf_pages(tmp_path):
    """Whatever turns the page, the copy is upright, its words in place."""
    places = []
    for rotate in (0, 90, 180, 270):
        scan_pdf(tmp_path / "scan.pdf", rotate, 30)
        out = tmp_path / f"copy{rotate}.pdf"
        extract("--searchable-pdf", out, tmp_path / "scan.pdf")
        places.append(dict(pdf_words(out)))
        info = subprocess.run(["pdfinfo", out], capture_output=True, text=True,
                              check=True).stdout
        assert re.search(r"Page rot:\s+0", info)
    for place in places[1:]:
        same = [near(place[w], box, 3) for w, box in places[0].items()
                if w in place]
        assert len(same) > 30 and sum(same) >= len(same) - 2


def test_copies_of_a_message(tmp_path):
    """One for each scan in it, named by its part."""
    import email.message
    message = email.message.EmailMessage()
    message["From"] = "Jo Public <jo@example.org>"
    message["Subject"] = "my letters"
    message.set_content("Here they are.")
    for name in ("turned.png", "upright.png"):
        message.add_attachment((PARSERS / "placed" / name).read_bytes(),
                               maintype="image", subtype="png", filename=name)
    (tmp_path / "mail.eml").write_bytes(bytes(message))
    extract("--searchable-pdf", tmp_path / "copy.pdf", tmp_path / "mail.eml")
    made = sorted(p.name for p in tmp_path.glob("copy*"))
    assert made == ["copy-2.pdf", "copy-3.pdf"]
    assert all("trolley" in pdf_text(tmp_path / name) for name in made)


def test_no_copy_of_what_has_no_pages(tmp_path):
    out = tmp_path / "copy.pdf"
    done = extract("--searchable-pdf", out, SAMPLES / "foi.eml",
                   status=EX_DATAERR)
    assert "no pages" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_not_replaced_unasked(tmp_path):
    out = tmp_path / "copy.pdf"
    out.write_text("mine")
    done = extract("--searchable-pdf", out, UPRIGHT, status=EX_USAGE)
    assert "--force" in done.stderr
    assert out.read_text() == "mine"
    extract("--searchable-pdf", out, "--force", UPRIGHT)
    assert out.read_bytes().startswith(b"%PDF-")
    assert [p.name for p in tmp_path.iterdir()] == ["copy.pdf"]


def test_a_copy_that_cannot_be_written(tmp_path):
    extract("--searchable-pdf", tmp_path / "no" / "copy.pdf", UPRIGHT,
            status=73)
