"""Every command says what it takes, and takes nothing else."""
import re
import subprocess

import pytest

from house import POSTROOM, House

EX_USAGE = 64


def run(*arguments):
    return subprocess.run([POSTROOM, *arguments], capture_output=True,
                          text=True, timeout=60)


COMMANDS = re.findall(r"^  (\w+) ", run("--help").stdout, re.M)


def test_there_are_commands():
    assert len(COMMANDS) > 15 and "extract" in COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_help(command):
    done = run(command, "--help")
    assert done.returncode == 0 and done.stderr == ""
    assert done.stdout.startswith(f"usage: postroom [-c FILE] [-v] {command}")
    assert run(command, "--json", "--help").stdout == done.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_unknown_option(command, tmp_path):
    done = House(tmp_path).run(command, "--nonsense", check=False, timeout=30)
    assert done.returncode == EX_USAGE
    assert "--nonsense" in done.stderr and f"postroom {command}" in done.stderr


def test_unknown_command():
    assert run("nonsense").returncode == EX_USAGE
    assert run().returncode == EX_USAGE


@pytest.mark.parametrize("command", ["list", "due", "letters", "refused",
                                     "health", "reconcile"])
def test_records_are_json(command, tmp_path):
    house = House(tmp_path)
    house.run("intake", "--once")
    done = house.run(command, "--json", check=False)
    for line in done.stdout.splitlines():
        assert line.startswith("{") and line.endswith("}"), line
    assert done.returncode in (0, 1, 2)
