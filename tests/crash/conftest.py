"""Mail servers for every test, and the table at the end."""
import json
import os
import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "lib"))

import mailworld  # noqa: E402

HEADS = ("role", "fault", "points", "runs", "items", "cases",
         "acknowledgements", "differences")
ROWS = []


@pytest.fixture(scope="session")
def world():
    reason = mailworld.why_not()
    if reason:
        pytest.skip(f"no mail servers: {reason}")
    world = mailworld.MailWorld()
    try:
        world.start()
        yield world
    finally:
        world.stop()


@pytest.fixture
def table():
    """The rows, one for each role and fault."""
    return ROWS


def pytest_terminal_summary(terminalreporter):
    """Items, cases and acknowledgements are those of one run at its end, the
    fewest and the most where they were not the same."""
    rows = [HEADS, *([str(cell) for cell in row] for row in ROWS)]
    widths = [max(map(len, column)) for column in zip(*rows)]
    terminalreporter.write_line("")
    for row in rows:
        terminalreporter.write_line("  ".join(
            cell.ljust(width) if place < 2 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths))))
    if os.environ.get("PROOF"):
        add_counts(os.environ["PROOF"], len(
            terminalreporter.stats.get("failed", [])
            + terminalreporter.stats.get("error", [])))


def add_counts(path, failed):
    """What the table of `make proof` says of it, as a line of JSON."""
    killed = sum(row[3] for row in ROWS if row[1].startswith("kill"))
    with open(path, "a") as proof:
        proof.write(json.dumps({
            "part": "crash points", "points": killed,
            "faults": sum(row[3] for row in ROWS) - killed,
            "differences": max(failed, sum(row[-1] for row in ROWS))}) + "\n")
