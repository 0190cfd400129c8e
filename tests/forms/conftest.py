"""What the proofs of the three forms share: a browser, axe-core, the letters."""
import os
import pathlib
import subprocess
import sys

import pytest

TOP = pathlib.Path(__file__).resolve().parents[2]
BUILD = TOP / os.environ.get("BUILD", "build")
sys.path.insert(0, str(TOP / "tests" / "lib"))

from chromium import Chromium  # noqa: E402

AXE = "axe-core@4.10.3"


def render(pack, sample, form, *more):
    """A letter to somebody who does not exist, as bytes."""
    return subprocess.run(
        [BUILD / "postroom", "template", "preview", "--pack",
         TOP / "templates" / pack, "--sample", sample, "--as", form, *more],
        check=True, capture_output=True).stdout


@pytest.fixture(scope="session")
def browser():
    with Chromium() as chromium:
        yield chromium


@pytest.fixture(scope="session")
def axe():
    """The script of axe-core, from the npm registry."""
    folder = BUILD / "npm"
    script = folder / "node_modules/axe-core/axe.min.js"
    if not script.exists():
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(["npm", "install", "--no-audit", "--no-fund",
                        "--prefix", folder, AXE], check=True,
                       capture_output=True, timeout=120)
    return script.read_text()
