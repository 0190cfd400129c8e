"""Figures of a period, beside what was counted by hand."""
import csv
import datetime
import io
import subprocess

import pytest

from house import POSTROOM, House

EX_NOINPUT = 66
TODAY = datetime.date.today()
NOTE = "She wishes to make a formal complaint: the nurse on Ward {n} was rude.\n"


def before(days):
    return (TODAY - datetime.timedelta(days=days)).isoformat()


# Days since receipt, since the acknowledgement (None: not yet), the outcome.
COMPLAINTS = [(60, 60, "upheld"), (60, 20, None), (10, 10, "not_upheld"),
              (10, 10, None), (1, None, None), (1, 0, "withdrawn")]


def add(house, n, days):
    subprocess.run(
        [POSTROOM, "-c", house.conf, "add", "--by", "jbell", "--how",
         "telephone", "--received", before(days), "--name", f"Person {n}"],
        input=NOTE.format(n=n), text=True, capture_output=True, timeout=60,
        check=True)


def close(house, reference, outcome, code):
    fields = {} if outcome == "withdrawn" else {
        "response_sent_on": before(0), "signed_by": "Chief",
        "ombudsman_told_on": before(0), "lessons": "=Tell families sooner",
        "consent": "received", "redress": "120.50"}
    for field, value in fields.items():
        house.run("set", reference, field, value)
    house.run("close", reference, "--outcome", outcome, "--reason", "by phone")
    if code:
        house.run("code", reference, "--confirm")


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    house = House(tmp_path_factory.mktemp("reports"))
    for n, (days, _, _) in enumerate(COMPLAINTS):
        add(house, n, days)
    house.run("intake", "--once")
    cases = {c["who"]: c["reference"] for c in house.cases()}
    house.references = [cases[f"Person {n}"] for n in range(len(COMPLAINTS))]
    for reference, (_, acked, outcome) in zip(house.references, COMPLAINTS):
        house.run("correct", reference, "--category", "complaint", "--by",
                  "Kim")
        if acked is not None:
            house.run("acknowledge", reference, "--by-phone", "--on",
                      before(acked))
        if outcome:
            close(house, reference, outcome, outcome == "upheld")
    house.run("set", house.references[1], "ombudsman_referred_on", before(0))
    house.run("code", house.references[2], "--add", "status_relative")
    yield house
    house.stop()


def figures(house, kind, *arguments):
    """{table: {row: {figure: value}}}"""
    found = {}
    for record in house.records("report", kind, "--from", before(30), "--to",
                                before(0), *arguments):
        table = found.setdefault(record["table"], {})
        table.setdefault(record["row"], {})[record["figure"]] = (
            "hidden" if record["hidden"] else record["value"])
    return found


def column(table, figure="number"):
    return {row: values[figure] for row, values in table.items()}


def test_the_balance(house):
    balance = column(figures(house, "ko41a")["balance"])
    # Who was withdrawn came and left in the period.
    assert balance == {
        "brought_forward": 2, "received": 3, "resolved": 2, "upheld": 1,
        "partly_upheld": 0, "not_upheld": 1, "left_without_decision": 0,
        "carried_forward": 3, "unaccounted_for": 0}
    later = {r["row"]: r["value"] for r in house.records(
        "report", "ko41a", "--from", before(0), "--to", before(0))
        if r["table"] == "balance"}
    assert later == {
        "brought_forward": 6, "received": 0, "resolved": 2, "upheld": 1,
        "partly_upheld": 0, "not_upheld": 1, "left_without_decision": 1,
        "carried_forward": 3, "unaccounted_for": 0}


def test_codes(house):
    tables = figures(house, "ko41a")
    subject = tables["subject"]
    assert subject["Values and behaviours of staff"] == {
        "received": 0, "resolved": 1, "upheld": 1, "partly_upheld": 0,
        "not_upheld": 0}
    assert subject["(not coded)"]["received"] == 3
    assert subject["(not coded)"]["resolved"] == 1
    assert subject["Restraint"]["received"] == 0
    assert "(not coded)" not in tables["clinical"]
    assert column(tables["service"], "upheld")["Inpatient"] == 1
    assert column(tables["profession"], "upheld")["Nursing"] == 1
    # Each complaint has one age and one status, so they add up to all new.
    for kind in ("age", "status"):
        assert sum(column(tables[kind], "received").values()) == 3
    assert column(tables["status"], "received")["Other relative"] == 1
    one = "Values and behaviours of staff / Inpatient / Nursing"
    assert tables["subject_service_profession"] == {one: {
        "received": 0, "resolved": 1, "upheld": 1, "partly_upheld": 0,
        "not_upheld": 0}}


def test_the_annual_report(house):
    tables = figures(house, "annual")
    assert column(tables["complaints"]) == {
        "received": 4, "well_founded": 1, "upheld": 1, "partly_upheld": 0,
        "not_upheld": 1, "withdrawn": 1, "not_for_us": 0, "settled_orally": 0,
        "referred_to_ombudsman": 1}
    assert tables["category"]["complaint"] == {
        "received": 4, "closed": 3, "open_at_end": 3}
    assert tables["lessons"] == {"=Tell families sooner": {"cases": 2}}
    assert "actions" not in tables
    assert column(tables["first_time"])["cases_received"] == 4
    # --year is of April to March, and has today in it.
    start = TODAY.year - (TODAY.month < 4)
    records = house.records("report", "annual", "--year",
                            f"{start}/{(start + 1) % 100:02}")
    assert records[0]["from"] == f"{start}-04-01"
    assert records[0]["to"] == f"{start + 1}-03-31"


def test_performance(house):
    tables = figures(house, "performance")
    # Three of the last ten days are acknowledged, one waits.
    acked = tables["acknowledged"]["complaint"]
    assert acked["owed"] == 4 and acked["in_time"] == 3
    assert acked["waiting"] == 1 and acked["late"] == 0
    answered = tables["answered"]["all"]
    assert answered["answered"] == 2 and answered["in_agreed_time"] == 2
    assert answered["in_agreed_time_share"] == "100.0"
    assert answered["median_days"] == "35.0"
    assert column(tables["open"], "open") == {
        "up_to_1_month": 2, "1_to_3_months": 1, "3_to_6_months": 0,
        "over_6_months": 0}
    # Sixty days ago one was acknowledged that day, one forty days later.
    early = {(r["row"], r["figure"]): r["value"] for r in house.records(
        "report", "performance", "--from", before(61), "--to", before(59))
        if r["table"] in ("acknowledged", "late_because")}
    assert early["complaint", "in_time"] == 1
    assert early["complaint", "late"] == 1
    assert early["complaint", "in_time_share"] == "50.0"
    assert sum(v for (row, f), v in early.items()
               if f == "late" and row not in ("complaint", "concern",
                                              "comment", "compliment", "foi")
               ) == 1


def test_the_board_and_an_inspector(house):
    facts = column(figures(house, "board")["facts"])
    assert facts == {"referred_to_ombudsman": 1, "cases_with_redress": 2,
                     "redress": "241.00", "discrimination": 0}
    cases = figures(house, "cqc")["cases"]
    assert set(cases) == {house.references[n] for n in (0, 2, 5)}
    assert cases[house.references[0]]["outcome"] == "upheld"
    assert int(cases[house.references[0]]["events"]) > 5
    assert len(figures(house, "cqc", "--cases", "1")["cases"]) == 1
    themes = figures(house, "themes")["subject"]
    # What nobody coded counts by its words; before it, one of two was coded.
    assert themes["Values and behaviours of staff"] == {
        "complaints": 3, "concerns": 0, "comments": 0, "compliments": 0,
        "complaints_before": 2}


def test_small_numbers(house):
    shown = figures(house, "annual", "--suppress")["complaints"]
    assert column(shown)["received"] == "hidden"
    assert column(shown)["settled_orally"] == 0
    page = house.run("report", "annual", "--suppress").stdout
    assert "* not shown: fewer than 5" in page


def test_csv_computes_nothing(house):
    out = house.run("report", "annual", "--csv").stdout
    rows = list(csv.DictReader(io.StringIO(out)))
    lesson = [r["row"] for r in rows if r["table"] == "lessons"]
    assert lesson == ["'=Tell families sooner"]


@pytest.mark.parametrize("arguments,says", [
    (["annual", "--year", "2026/28"], "2026/27"),
    (["annual", "--quarter", "5"], "April to June"),
    (["annual", "--from", "soon"], "2026-11-22"),
    (["annual", "--from", "2026-05-01", "--to", "2026-04-01"], "before"),
    (["nothing"], "no report"),
])
def test_no_report(house, arguments, says):
    refused = house.run("report", *arguments, check=False)
    assert refused.returncode == EX_NOINPUT and says in refused.stderr


def test_requests(tmp_path):
    """A request that was answered in its twenty working days, one late."""
    house = House(tmp_path)
    for n, days in enumerate((50, 50, 5)):
        add(house, n, days)
    house.run("intake", "--once")
    cases = {c["who"]: c["reference"] for c in house.cases()}
    for n in range(3):
        house.run("correct", cases[f"Person {n}"], "--category", "foi",
                  "--by", "Kim", "--reason", "test")
    house.run("set", cases["Person 0"], "response_sent_on", before(40))
    house.run("set", cases["Person 0"], "exemptions", "s40(2), s43")
    house.run("set", cases["Person 1"], "response_sent_on", before(1))
    assert column(figures(house, "foi")["requests"])["received"] == 1
    records = house.records("report", "foi", "--from", before(60), "--to",
                            before(0))
    found = {(r["table"], r["row"]): r["value"] for r in records}
    assert found["requests", "received"] == 3
    assert found["requests", "in_20_working_days"] == 1
    assert found["requests", "late"] == 1
    assert found["requests", "in_20_working_days_share"] == "50.0"
    assert found["requests", "open"] == 1
    assert found["requests", "open_overdue"] == 0
    assert found["exemption", "s40(2)"] == 1 and found["exemption", "s43"] == 1
    assert found["law", "not_recorded"] == 3
    house.run("set", cases["Person 1"], "extended_until", before(0))
    records = house.records("report", "foi", "--from", before(60), "--to",
                            before(0))
    found = {(r["table"], r["row"]): r["value"] for r in records}
    assert found["requests", "in_extended_time"] == 1
    assert found["requests", "late"] == 0
