"""Lists, search and pages, as staff use them: filters, CSV, a terminal."""
import csv
import fcntl
import io
import os
import pty
import re
import struct
import subprocess
import termios

import pytest

from house import POSTROOM, House

COMPLAINT = (
    "From: Renée Khàn <renee.khan@example.org>\nTo: complaints@mail.test\n"
    "Subject: The wheelchair\nMessage-ID: <1@example.org>\n"
    "Content-Type: text/plain; charset=utf-8\n\n"
    "I wish to make a formal complaint. My mother's wheelchair was lost on "
    "the ward, and nobody answered my letters.\n\n"
    "On 2 November you wrote:\n> Please see the zebra leaflet.\n")
THANKS = (
    "From: Bo Ward <bo@example.org>\nTo: complaints@mail.test\n"
    "Subject: =1+1 thank you\nMessage-ID: <2@example.org>\n\n"
    "Thank you so much to all the nurses, they were wonderful, kind and "
    "caring. Nothing of our property was lost.\n")


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    house = House(tmp_path_factory.mktemp("lists"))
    for name, mail in (("1.eml", COMPLAINT), ("2.eml", THANKS)):
        (house.spool / "post" / name).write_text(mail)
        house.run("intake", "--once")
    return house


def subjects(records):
    return [record["subject"] for record in records]


@pytest.mark.parametrize("words, found", [
    (["wheelchair"], ["The wheelchair"]),
    (["WHEEL*"], ["The wheelchair"]),
    (["wheel"], []),
    (["lost"], ["=1+1 thank you", "The wheelchair"]),
    (["was lost"], ["=1+1 thank you", "The wheelchair"]),
    (["wheelchair was lost"], ["The wheelchair"]),
    (["lost", "--category", "complaint"], ["The wheelchair"]),
    (["renee", "khan"], ["The wheelchair"]),
    (["zebra"], ["The wheelchair"]),
    (["property OR wheelchair"], []),
    (["it's", "-", '"', "wheelchair"], []),
    (["-", '"', "wheelchair", "--late"], []),
    (['"was lost" ward'], ["=1+1 thank you", "The wheelchair"]),
])
def test_search(house, words, found):
    assert subjects(house.records("search", *words)) == found


def test_what_staff_write_is_found(house):
    """Who joins a case is found by it at once, and no more when they left."""
    case = house.records("search", "wheelchair")[0]["reference"]
    assert subjects(house.records("search", case)) == ["The wheelchair"]
    assert house.records("search", case.lower()[:9] + "*")


def test_filters(house):
    def listed(*options):
        return subjects(house.records("list", *options))

    everything = listed()
    assert len(everything) == 2
    assert listed("--category", "complaint") == ["The wheelchair"]
    assert listed("--limit", "1") == everything[:1]
    first = house.records("list")[0]["reference"]
    assert listed("--after", first) == everything[1:]
    assert listed("--since", "2999-01-01") == []
    house.run("set", house.records("search", "wheelchair")[0]["reference"],
              "owner", "Ann Day")
    assert listed("--owner", "Ann Day") == ["The wheelchair"]
    assert listed("--owner", "none") == ["=1+1 thank you"]
    assert [r["owner"] for r in house.records("due", "--owner", "Ann Day")
            ] == ["Ann Day"]


def test_csv(house):
    done = subprocess.run([POSTROOM, "-c", house.conf, "list", "--csv"],
                          capture_output=True, check=True)
    assert done.stdout.count(b"\r\n") == 3
    rows = list(csv.DictReader(io.StringIO(done.stdout.decode(), newline="")))
    assert {row["subject"] for row in rows} == {"'=1+1 thank you",
                                                "The wheelchair"}
    records = house.records("list")
    assert list(rows[0]) == list(records[0])


def test_show(house):
    case = house.records("search", "wheelchair")[0]["reference"]
    page = house.run("show", case).stdout
    for heading in ("Why", "Items", "Letters", "History"):
        assert f"\n{heading}\n" in page
    assert "\033" not in page
    text = house.run("show", "--text", case).stdout
    assert text.startswith("I wish to make a formal complaint.")
    assert "zebra" in text
    record = house.records("show", case)[0]
    quoted = [s for part in record["parts"] for s in part["spans"]]
    assert any(s["kind"] == "quoted" for s in quoted)


def on_terminal(house, lines, columns, arguments, **environment):
    """What a command prints on a terminal of that size."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ,
                struct.pack("HHHH", lines, columns, 0, 0))
    with subprocess.Popen(
            [POSTROOM, "-c", house.conf, *arguments], stdin=slave,
            stdout=slave, stderr=slave,
            env={**os.environ, **environment}) as process:
        os.close(slave)
        printed = b""
        while True:
            try:
                some = os.read(master, 65536)
            except OSError:
                break
            if not some:
                break
            printed += some
    os.close(master)
    assert process.returncode == 0
    return printed.decode().replace("\r\n", "\n")


def test_terminal(house):
    printed = on_terminal(house, 50, 60, ["list"])
    plain = re.sub(r"\033\[\d+m", "", printed)
    assert "\033[1mREFERENCE" in printed
    assert all(len(line) <= 60 for line in plain.splitlines())
    assert re.search(r"^CS\d\d-\d{6}-\w ", plain, re.M), "never cut"
    assert "\033[1mwheelchair\033[22m" in on_terminal(
        house, 50, 200, ["search", "wheelchair"])
    case = house.records("search", "wheelchair")[0]["reference"]
    page = on_terminal(house, 500, 80, ["show", case])
    assert re.search(r"\033\[2m[^\033]*zebra", page), "what is quoted is dim"


def test_pager(house, tmp_path):
    pager = tmp_path / "pager"
    pager.write_text("#!/bin/sh\necho \"paged $*\"\ncat\n")
    pager.chmod(0o700)
    long = on_terminal(house, 3, 200, ["list"], PAGER=f"{pager} -x; echo no")
    assert long.startswith("paged -x; echo no\n") and "\nno\n" not in long
    assert "REFERENCE" in long
    for lines, command in ((4, str(pager)), (3, ""), (3, "/no/such/pager")):
        printed = on_terminal(house, lines, 200, ["list"], PAGER=command)
        assert "paged" not in printed and printed.count("\n") == 3
    done = house.run("list")
    assert "paged" not in done.stdout
