"""What a case is coded as: suggested by its words, said by a person, listed."""
import datetime
import subprocess

import pytest

from house import POSTROOM, TOP, House

EX_NOINPUT = 66
CODES = TOP / "templates" / "codes.tsv"
NOTE = """Mrs Example rang. She wishes to make a formal complaint: the nurse on
Ward 7 was rude and her mother was given the wrong medication.
"""


@pytest.fixture
def house(tmp_path):
    house = House(tmp_path)
    subprocess.run(
        [POSTROOM, "-c", house.conf, "add", "--by", "jbell", "--how",
         "telephone", "--name", "Ren\u00e9e Example"], input=NOTE, text=True,
        capture_output=True, timeout=60, check=True)
    house.run("intake", "--once")
    yield house
    house.stop()


def codes(house, reference):
    return {row["code"]: row for row in house.records("code", reference)}


def year_start():
    today = datetime.date.today()
    return datetime.date(today.year - (today.month < 4), 4, 1)


def test_suggested_and_said(house):
    reference = house.cases()[0]["reference"]
    found = codes(house, reference)
    assert {"values_behaviours", "attitude", "prescribing", "medication_wrong",
            "inpatient", "nursing"} <= set(found)
    assert found["medication_wrong"]["phrase"] == "wrong medication"
    assert found["nursing"]["phrase"] == "nurse"
    assert {row["state"] for row in found.values()} == {"suggested"}
    house.run("code", reference, "--remove", "nursing", "--by", "Kim")
    refused = house.run("code", reference, "--confirm", check=False)
    assert refused.returncode == EX_NOINPUT
    assert "a profession" in refused.stderr
    house.run("code", reference, "--add", "medical", "--add", "age_75",
              "--confirm", "--by", "Kim", "--reason", "read again")
    found = codes(house, reference)
    assert found["nursing"]["state"] == "removed"
    assert found["medical"]["state"] == "confirmed"
    assert found["inpatient"]["who"] == "Kim"
    record = house.records("show", reference)[0]
    told = [e["detail"] for e in record["events"] if e["what"] == "coded"]
    assert "profession: added medical (read again)" in told
    assert "confirmed (read again)" in told
    assert not any("Example" in t or "nurse " in t for t in told)
    assert house.run("verify").returncode == 0
    refused = house.run("code", reference, "--add", "nothing", check=False)
    assert refused.returncode == EX_NOINPUT and "no code" in refused.stderr


def test_the_shipped_list_is_the_file(house):
    """Who copies templates/codes.tsv copies what is in the register."""
    start = year_start().isoformat()
    done = house.run("code", "--load", CODES, "--from", start)
    assert "0 new, 0 changed, 0 ended" in done.stdout
    lines = [line for line in CODES.read_text().splitlines()
             if not line.startswith("#")]
    assert len(house.records("code", "--list")) == len(lines)
    rows = house.run("code", "--list", "--csv").stdout.splitlines()
    assert rows[0].startswith("kind,code,parent,name")
    topics = house.run("code", "--topics").stdout.split()
    named = {topic for line in lines if not line.startswith("age")
             for topic in line.split("\t")[4].split()} - {"-"}
    assert named == set(topics)


def test_a_list_for_next_year(house, tmp_path):
    reference = house.cases()[0]["reference"]
    start = year_start()
    following = start.replace(year=start.year + 1).isoformat()
    own = tmp_path / "own.tsv"
    own.write_text("service\tward_7\t-\tWard 7\tat_inpatient\tours\n")
    over = house.run("code", "--load", own, "--from",
                     (start - datetime.timedelta(days=1)).isoformat(),
                     check=False)
    assert over.returncode == EX_NOINPUT and "is over" in over.stderr
    house.run("code", "--load", own, "--from", following, "--by", "Kim")
    assert "inpatient" in codes(house, reference)
    now = {row["code"] for row in house.records("code", "--list")}
    then = [row for row in house.records("code", "--list", "--on", following)]
    services = [row["code"] for row in then if row["kind"] == "service"]
    assert services == ["ward_7"] and "inpatient" in now
    assert "nursing" in {row["code"] for row in then}
    own.write_text("service\tward_7\t-\tWard 7\tno_such_topic\tours\n")
    bad = house.run("code", "--load", own, "--from", following, check=False)
    assert bad.returncode == EX_NOINPUT
    assert "line 1: there is no topic" in bad.stderr
    lost = house.run("code", "--load", tmp_path / "none", "--from", following,
                     check=False)
    assert lost.returncode == EX_NOINPUT


def test_closed_without_codes(house):
    reference = house.cases()[0]["reference"]
    today = datetime.date.today().isoformat()
    house.run("correct", reference, "--category", "complaint", "--by", "Kim")
    house.run("acknowledge", reference, "--by-phone")
    for field, value in (("response_sent_on", today), ("signed_by", "Chief"),
                         ("ombudsman_told_on", today), ("lessons", "none"),
                         ("consent", "received")):
        house.run("set", reference, field, value)
    assert not house.records("code", "--uncoded")
    house.run("close", reference, "--outcome", "upheld")
    lacking = house.records("code", "--uncoded")
    assert [row["reference"] for row in lacking] == [reference]
    assert lacking[0]["lacks"] == ["subject", "service", "profession"]
    house.run("code", reference, "--add", "ancillary")
    assert house.records("code", "--uncoded")[0]["lacks"] == [
        "subject", "service"]
    house.run("code", reference, "--confirm")
    assert not house.records("code", "--uncoded")
