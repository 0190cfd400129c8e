"""Letters on their way to the post: printed one by one, or all in one file."""
import re
import subprocess

import pytest

from house import SAMPLES, House

EX_USAGE, EX_DATAERR, EX_NOINPUT = 64, 65, 66
EX_UNAVAILABLE, EX_CANTCREAT = 69, 73


def words_of(pdf):
    text = subprocess.run(["pdftotext", "-raw", pdf, "-"], check=True,
                          capture_output=True, text=True).stdout
    return " ".join(text.split())


def about(pdf):
    lines = subprocess.run(["pdfinfo", pdf], check=True, capture_output=True,
                           text=True).stdout.splitlines()
    return {line.split(":")[0]: line.split(":", 1)[1].strip()
            for line in lines}


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """Two letters that wait to be posted."""
    house = House(tmp_path_factory.mktemp("letters"))
    for scan in list(SAMPLES.glob("*.tif"))[:1] + list(
            SAMPLES.glob("*.pdf"))[:1]:
        house.drop(scan)
    house.run("intake", "--once")
    house.run("sender", "--once")
    assert len(house.records("letters")) == 2
    return house


def files(house):
    return sorted((house.spool / "print").glob("*.pdf"))


def test_accessible(house):
    """Tagged, with a title, a language, an outline, and words in order."""
    for letter in files(house):
        facts = about(letter)
        assert facts["Tagged"] == "yes" and "(A4)" in facts["Page size"]
        assert "reference CS" in facts["Title"]
        raw = letter.read_bytes()
        assert b"/Lang (en)" in raw and b"/DisplayDocTitle true" in raw
        assert b"/Outlines" in raw and b"/Artifact" not in raw  # compressed
        structure = subprocess.run(
            ["pdfinfo", "-struct-text", letter], check=True,
            capture_output=True, text=True).stdout
        assert structure.count("H1 (block)") == 1
        spoken = " ".join(re.findall(r'"(.*)"', structure)).split()
        words = re.sub(r"CS\S+ Page \d+ of \d+", "", words_of(letter)).split()
        assert "".join(spoken) == "".join(words)


def test_window(house):
    """The address is alone in the window, however the sheet lies."""
    millimetre = 72 / 25.4
    for letter in files(house):
        boxes = re.findall(
            r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)<',
            subprocess.run(["pdftotext", "-bbox", "-l", "1", letter, "-"],
                           check=True, capture_output=True,
                           text=True).stdout)
        boxes = [([float(n) / millimetre for n in box[:4]], box[4])
                 for box in boxes]
        seen = [word for (left, top, right, bottom), word in boxes
                if left < 110 and bottom > 46 and top < 92]
        whole = [word for (left, top, right, bottom), word in boxes
                 if left >= 20 and right <= 100 and top >= 57
                 and bottom <= 81.5]
        assert seen == whole
        assert len(seen) >= 4, seen


def test_print_command(house, tmp_path):
    """A program, its arguments, and the file: no shell between."""
    out = tmp_path / "printed"
    program = tmp_path / "lp"
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >>{out}\n')
    program.chmod(0o700)
    done = house.run("letters", "--print-command", f"{program}  -o $HOME;x ")
    want = []
    for record in house.records("letters"):
        file, = (house.spool / "print").glob(f"{record['reference']}-*.pdf")
        want += ["-o", "$HOME;x", str(file)]
        assert f"{record['reference']} printed" in done.stdout
    assert out.read_text().splitlines() == want
    one = house.records("letters")[0]["reference"]
    out.unlink()
    house.run("letters", "--print-command", str(program), one.lower())
    assert len(out.read_text().splitlines()) == 1


def test_print_command_fails(house, tmp_path):
    for command, why in (("/nonexistent/lp", "No such file"),
                         ("false", "status 1")):
        done = house.run("letters", "--print-command", command, check=False)
        assert done.returncode == EX_UNAVAILABLE
        assert why in done.stderr and "was not printed" in done.stderr
        assert done.stdout == ""
    done = house.run("letters", "--print-command", "  ", check=False)
    assert done.returncode == EX_USAGE


def test_merge(house, tmp_path):
    """All in one file, each letter on sheets of its own."""
    batch = tmp_path / "batch.pdf"
    done = house.run("letters", "--merge", batch)
    assert "2 letters in" in done.stdout
    assert batch.stat().st_mode & 0o777 == 0o600
    pages = sum((int(about(f)["Pages"]) + 1) // 2 * 2 for f in files(house))
    assert about(batch)["Pages"] == str(pages)
    text = words_of(batch)
    places = [text.index(record["reference"])
              for record in house.records("letters")]
    assert places == sorted(places)
    again = house.run("letters", "--merge", batch, check=False)
    assert again.returncode == EX_CANTCREAT
    one = house.records("letters")[1]["reference"]
    house.run("letters", "--merge", tmp_path / "one.pdf", one)
    assert one in words_of(tmp_path / "one.pdf")


def references(number):
    """Of that number: one has the right last letter."""
    for letter in "ABCDEFGHJKLMNPQRTUVWXYZ":
        yield f"CS26-{number:06}-{letter}"


def test_no_such_letter(house, tmp_path):
    """A slip in a reference, and a case without a letter."""
    for option, value in (("--merge", tmp_path / "none.pdf"),
                          ("--print-command", "true")):
        statuses = [house.run("letters", option, value, reference,
                              check=False).returncode
                    for reference in references(999)]
        assert sorted(set(statuses)) == [EX_DATAERR, EX_NOINPUT]
        assert statuses.count(EX_NOINPUT) == 1
    assert not (tmp_path / "none.pdf").exists()


def test_nothing_is_recorded(house):
    """Printing is not posting; that is said by --printed."""
    assert len(house.records("letters")) == 2
    assert house.run("letters", "--printed").stdout.startswith("2 letters")
    assert "No letter waits" in house.run("letters", "--merge", "x").stdout
