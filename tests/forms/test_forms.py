"""Every text of every pack, as a browser shows it and as paper has it.

The pages that were looked at are left in build/forms, with pictures of some.
"""
import re
import subprocess

import pytest

from conftest import BUILD, TOP, render

# All rules of axe-core that have a standard or practice behind them; AAA too:
# its contrast of 7:1.
AXE = """axe.run(document, {runOnly: {type: "tag", values: ["wcag2a", "wcag2aa",
"wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}).then(r => ({
violations: r.violations.map(v => v.id + ": " + v.nodes[0].html),
unsure: r.incomplete.map(v => v.id), passes: r.passes.length}))"""
TOO_WIDE = """[...document.querySelectorAll("*")].filter(e =>
e.getBoundingClientRect().right > 320 + 1).map(e => e.outerHTML)"""
SMALLEST = """Math.min(...[...document.querySelectorAll("main *, header *")].map(
e => parseFloat(getComputedStyle(e).fontSize)))"""

PACKS = sorted(p.name for p in (TOP / "templates").iterdir() if p.is_dir())
EVERYTHING = ("representative,bereaved,late,no_postal_address,no_telephone,"
              "criminal,records_too,foi_too,several_organisations,"
              "mental_health_act,gift,unread_part,adjustment")


def samples(pack):
    """Each text of the pack in no circumstance, and in many at once."""
    for text in sorted((TOP / "templates" / pack).glob("*.txt")):
        name = text.stem
        circumstance = ""
        for kind in ("complaint", "concern", "foi", "compliment", "comment"):
            if name.startswith(kind + "_"):
                name, circumstance = kind, "," + name[len(kind) + 1:]
        yield name + circumstance
        yield f"{name}{circumstance},{EVERYTHING}"


CASES = [(pack, sample) for pack in PACKS for sample in samples(pack)]
IDS = [f"{pack}-{sample.replace(EVERYTHING, 'all')}" for pack, sample in CASES]


@pytest.fixture(scope="module")
def folder():
    folder = BUILD / "forms"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def show(folder, case, *more):
    pack, sample = case
    name = f"{pack}-{sample.replace(EVERYTHING, 'all')}".replace(",", "-")
    page = folder / f"{name}{''.join(more)}.html"
    page.write_bytes(render(pack, sample, "html", *more))
    return page


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_page(browser, axe, folder, case):
    """axe-core finds nothing, light, dark, wide and narrow."""
    file = show(folder, case)
    for width, dark in ((800, False), (320, False), (320, True)):
        page = browser.page(file.resolve().as_uri(), width, dark=dark)
        page.value(axe + ";0")
        found = page.value(AXE)
        assert found["violations"] == [], (width, dark)
        assert found["unsure"] == [], (width, dark)
        assert found["passes"] > 20
        assert page.value("document.documentElement.scrollWidth") <= width
        assert width > 320 or page.value(TOO_WIDE) == []
        assert page.value(SMALLEST) >= 16
        assert page.asked == [], "nothing is fetched"
        page.close()


def test_large_print(browser, axe, folder):
    file = show(folder, ("trust", "complaint,large_print"))
    page = browser.page(file.resolve().as_uri(), 320)
    page.value(axe + ";0")
    assert page.value(AXE)["violations"] == []
    assert page.value(SMALLEST) >= 24
    assert page.value("document.documentElement.scrollWidth") <= 320
    page.close()


def test_axe_would_find_it(browser, axe, folder):
    """The proof can fail: the same page, spoilt."""
    text = show(folder, ("trust", "complaint")).read_text()
    spoilt = folder / "spoilt.html"
    spoilt.write_text(re.sub(r' lang="en"', "", text)
                      .replace("color:#0b0c0c", "color:#999999")
                      .replace("<main>", "<main><p style='width:400px'>wide"))
    page = browser.page(spoilt.resolve().as_uri(), 320)
    page.value(axe + ";0")
    found = " ".join(page.value(AXE)["violations"])
    assert "html-has-lang" in found and "color-contrast" in found
    assert page.value(TOO_WIDE) != []
    assert page.value("document.documentElement.scrollWidth") > 320
    page.close()


def test_pictures(browser, folder):
    """For people to look at."""
    for name, sample, width, dark in (
            ("wide", "complaint", 800, False),
            ("narrow", "complaint", 320, False),
            ("dark", "complaint", 320, True),
            ("large", "complaint,large_print", 800, False)):
        file = show(folder, ("trust", sample))
        page = browser.page(file.resolve().as_uri(), width, dark=dark)
        page.picture(folder / f"{name}.png")
        page.close()
        assert (folder / f"{name}.png").stat().st_size > 10000


def words(text):
    """What is said, whatever it is set in."""
    return re.sub(r"[\W_]+", "", text)


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_paper(folder, case):
    """Tagged; read aloud it says what the text says, in its order."""
    pack, sample = case
    file = folder / "letter.pdf"
    for size in ("", ",large_print"):
        file.write_bytes(render(pack, sample + size, "pdf", "--by-post"))
        text = render(pack, sample + size, "text", "--by-post").decode()
        facts = subprocess.run(["pdfinfo", file], check=True,
                               capture_output=True, text=True).stdout
        assert re.search(r"^Tagged: +yes$", facts, re.M)
        assert "(A4)" in facts
        spoken = subprocess.run(
            ["pdfinfo", "-struct-text", file], check=True,
            capture_output=True, text=True).stdout
        spoken = "".join(re.findall(r'^ *"(.*)"$', spoken, re.M))
        spoken = words(re.sub(r"Enclosed:.*?(?=[A-Z])", "", spoken))
        for block in re.split(r"\n\n+", text):
            assert words(block) in spoken, block
        fonts = subprocess.run(["pdffonts", file], check=True,
                               capture_output=True, text=True).stdout
        assert len(fonts.splitlines()) > 2
        assert all(line.split()[-5] == "yes" for line in
                   fonts.splitlines()[2:]), "fonts are in the file"
