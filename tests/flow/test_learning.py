"""A person corrects, a model learns, is taken into use, and taken back."""
import json
import os
import subprocess

from house import BUILD, MAILDIR, TOP, House

# Words that no training text has, in praise that is meant as a complaint.
ODD = """\
From: Public Person <public{n}@mail.test>
To: complaints@mail.test
Subject: Biscuits
Message-ID: <odd-{n}@mail.test>
Date: Mon, 2 Nov 2026 10:00:00 +0000
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

The {a} quibbled with the bungalow {b} and the trombone was lovely and
wonderful, a truly marvellous {c} of kind quibbling in the bungalow.
"""
WORDS = [("plumber", "twice", "morning"), ("porter", "daily", "week"),
         ("driver", "again", "evening"), ("gardener", "often", "winter"),
         ("caterer", "once", "summer"), ("painter", "slowly", "spring")]


def house_with_mail(tmp_path, n):
    house = House(tmp_path, smtp=MAILDIR.format(root=tmp_path))
    for i in range(n):
        a, b, c = WORDS[i]
        path = tmp_path / f"odd-{i}.eml"
        path.write_text(ODD.format(n=i, a=a, b=b, c=c))
        house.drop(path)
    house.run("intake", "--once")
    return house


def scores(house, path):
    text = house.run("triage", "--json", str(path)).stdout
    return json.loads(text)["triage"]


def test_correct_train_promote_rollback(tmp_path):
    house = house_with_mail(tmp_path, 5)
    cases = house.cases()
    assert len(cases) == 5
    assert {case["category"] for case in cases} == {"compliment"}
    for case in cases:
        said = house.run("correct", case["reference"], "--category",
                         "complaint", "--by", "Ann Officer").stdout
        assert "was compliment and is complaint" in said
    assert {case["category"] for case in house.cases()} == {"complaint"}
    assert not any(case["needs_review"] for case in house.cases())

    trained = house.run("train").stdout
    assert "5 corrections" in trained
    model = trained.split()[1]
    listed = house.run("model", "list").stdout
    assert model in listed and "shipped" in listed

    new = tmp_path / "new.eml"
    a, b, c = WORDS[5]
    new.write_text(ODD.format(n=9, a=a, b=b, c=c))
    before = scores(house, new)
    house.run("model", "promote", model)
    after = scores(house, new)
    assert before["category"] == "compliment"
    assert after["category"] in ("complaint", "concern")
    assert after["model"] == model != before["model"]
    assert "in use" in [line for line in
                        house.run("model", "list").stdout.splitlines()
                        if line.startswith(model)][0]

    house.run("model", "rollback")
    assert scores(house, new)["model"] == before["model"]
    events = house.run("show", cases[0]["reference"]).stdout
    assert "category corrected" in events


def test_running_intake_takes_the_new_model(tmp_path):
    house = house_with_mail(tmp_path, 5)
    for case in house.cases():
        house.run("correct", case["reference"], "--category", "complaint",
                  "--by", "Ann Officer")
    model = house.run("train").stdout.split()[1]
    house.run("model", "promote", model)
    a, b, c = WORDS[5]
    path = tmp_path / "new.eml"
    path.write_text(ODD.format(n=9, a=a, b=b, c=c))
    house.drop(path)
    house.run("intake", "--once")
    assert house.cases()[0]["category"] in ("complaint", "concern")


def test_downgrade_takes_a_reason(tmp_path):
    house = House(tmp_path, smtp=MAILDIR.format(root=tmp_path))
    letter = tmp_path / "letter.txt"
    letter.write_text("I wish to make a formal complaint. The nurse on Elm "
                      "ward was rude to my mother and nobody came.\n")
    house.drop(letter)
    house.run("intake", "--once")
    case = house.cases()[0]
    reference = case["reference"]
    assert case["category"] == "complaint"
    refused = house.run("correct", reference, "--category", "comment",
                        "--by", "Ann Officer", check=False)
    assert refused.returncode != 0 and "reason" in refused.stderr
    unnamed = house.run("correct", reference, "--category", "comment",
                        "--reason", "she rang", check=False)
    assert unnamed.returncode == os.EX_USAGE
    assert house.cases()[0]["category"] == "complaint"
    house.run("correct", reference, "--category", "comment", "--by",
              "Ann Officer", "--reason", "she rang: no complaint meant")
    after = house.cases()[0]
    assert after["category"] == "comment"
    assert after["received_on"] == case["received_on"]
    shown = house.run("show", reference).stdout
    assert "From complaint to comment" in shown
    assert "no complaint meant" not in shown.partition("category corrected")[2]


def test_worse_model_is_not_promoted(tmp_path):
    house = house_with_mail(tmp_path, 2)
    for case in house.cases():
        house.run("correct", case["reference"], "--category", "complaint",
                  "--by", "Ann Officer")
    first = house.run("train").stdout.split()[1]
    house.run("model", "promote", first)
    # Made from the shipped model, which is not in use any more.
    house.run("model", "rollback")
    for case in house.cases():
        house.run("correct", case["reference"], "--category", "compliment",
                  "--by", "Ann Officer", "--reason", "praise after all")
    second = house.run("train").stdout.split()[1]
    house.run("model", "promote", first)
    refused = house.run("model", "promote", second, check=False)
    assert refused.returncode != 0
    assert "another model" in refused.stderr
    damaged = house.run("model", "promote", "0123456789ab", check=False)
    assert damaged.returncode != 0


def test_nothing_to_learn(tmp_path):
    house = house_with_mail(tmp_path, 1)
    said = house.run("train", check=False)
    assert said.returncode != 0 and "corrected" in said.stderr


def test_shipped_model_can_be_made_again(tmp_path):
    made = []
    for name in ("one", "two"):
        path = tmp_path / name
        subprocess.run(
            [BUILD / "postroom-train", "build", "-o", path,
             TOP / "gateway/triage/training/letters.tsv"], check=True,
            stdout=subprocess.DEVNULL)
        made.append(path.read_bytes())
    assert made[0] == made[1]
