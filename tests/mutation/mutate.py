"""Changes one thing at a time in the pure modules, to see a unit test fail.

A mutant is a module with one operator, number or statement changed.  It is
killed when a unit test of its room fails with it; one that survives shows a
line whose fault no test would see.  Mutants are drawn by a fixed seed, or that
of the environment, as many from each module as its share of the places that
can be changed.

usage: [SEED=n] mutate.py BUILD COUNT [MODULE...]
printed: a table and the survivors, each with the line that it changed
"""
import os
import pathlib
import random
import re
import shlex
import subprocess
import sys
import tempfile

import concurrent.futures

SEED = int(os.environ.get("SEED", "9"))
# A test that takes this many seconds of a processor, or ten times as many of a
# clock, hangs with its mutant, which is killed.  The slowest takes one.
PATIENCE = 15
# A mutant does what nobody meant it to: it may do it to nobody's files alone.
USER = "nobody" if os.geteuid() == 0 else None

# What of base works on values alone.
PURE_BASE = {"arena", "buf", "conf", "json", "outcome", "span", "utf8", "wire"}

TOKENS = re.compile(
    r'//[^\n]*|/\*.*?\*/'                    # comments
    r'|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\''
    r'|^[ \t]*\#(?:\\\n|[^\n])*'             # directives
    r'|->|\+\+|--|<<=?|>>=?|[-+*/%&|^]=|<=|>=|==|!=|&&|\|\|'
    r'|[A-Za-z_]\w*|0[xX][0-9a-fA-F]+|\d[\w.]*|\S', re.S | re.M)
SWAPS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==",
         "&&": "||", "||": "&&", "true": "false", "false": "true",
         "break": "continue", "continue": "break"}
WORD = re.compile(r"[A-Za-z_)\]0-9]")
# Of these a build for this machine makes nothing.
STATEMENT = re.compile(r"^\t+(?!va_end|ASAN_)(?:\w+(?:->|\.)?[\w.\[\]>-]* [-+|&]?= [^;{}]+"
                       r"|\w+\([^;{}]*\)|[\w.>-]+(?:\+\+|--));$", re.M)


def bodies(text):
    """Where functions' bodies are: KNF has their braces in the first column."""
    for opened in re.finditer(r"^\{$", text, re.M):
        yield opened.end(), text.index("\n}", opened.end())


def places(text):
    """Every change that can be made: (from, to, what stands there then)."""
    for start, end in bodies(text):
        for word in STATEMENT.finditer(text, start, end):
            yield word.start(), word.end(), ";"
        before = ""
        for token in TOKENS.finditer(text, start, end):
            word = token[0]
            if word in SWAPS:
                yield token.start(), token.end(), SWAPS[word]
            elif re.fullmatch(r"\d+", word):
                yield token.start(), token.end(), str(int(word) + 1)
            elif word in "+-" and WORD.match(before[-1:]) and \
                    before not in ("return", "case"):
                yield token.start(), token.end(), "-+"[word == "-"]
            elif word == "!":
                yield token.start(), token.end(), ""
            before = word


class Yard:
    """What a mutant is built with: asked of make, once."""

    def __init__(self, build):
        self.build = build
        self.unsound = set()  # tests that fail without a mutant, as USER
        asked = subprocess.run(
            ["make", "-s", "V=1", f"B={build}", "mutation-flags"],
            capture_output=True, text=True, check=True)
        self.compile, self.link = (
            shlex.split(line) for line in asked.stdout.splitlines()[-2:])

    def tests(self, module):
        """The test of the module's own name first, then its room's others."""
        room = module.parent.name
        found = sorted(pathlib.Path("tests/unit", room).glob("*.c"))
        stem = module.stem
        return sorted(set(found) - self.unsound,
                      key=lambda t: (t.stem != stem,
                                     not stem.startswith(t.stem), t))

    def archives(self, room):
        rooms = ["base"] if room == "base" else ["triage", "nouns", "base"]
        return [f"{self.build}/{r}.a" for r in rooms]

    def test_object(self, test):
        return f"{self.build}/mutation/{test.parent.name}-{test.stem}.o"

    def prepare(self, modules):
        os.makedirs(f"{self.build}/mutation", exist_ok=True)
        tests = {t for m in modules for t in self.tests(m)}
        for test in tests:
            subprocess.run([*self.compile, "-Itests/lib", "-c", test,
                            "-o", self.test_object(test)], check=True)
        with tempfile.TemporaryDirectory() as room:
            os.chmod(room, 0o755)
            self.unsound = {test for test in tests if self.fails(
                test, [], test.parent.name, room)}
        for test in sorted(self.unsound):
            print(f"left out, as it fails without a mutant: {test}")

    def fate(self, module, place):
        """The name of the test that killed it, "unbuilt" or None."""
        start, end, instead = place
        text = module.read_text()
        with tempfile.TemporaryDirectory() as room:
            source = pathlib.Path(room, module.name)
            source.write_text(text[:start] + instead + text[end:])
            mutant = f"{room}/mutant.o"
            if subprocess.run([*self.compile, "-iquote", module.parent, "-w", "-c",
                               source, "-o", mutant],
                              stderr=subprocess.DEVNULL).returncode:
                return "unbuilt"
            os.chmod(room, 0o755)
            for test in self.tests(module):
                if self.fails(test, [mutant], module.parent.name, room):
                    return test.stem
        return None

    def fails(self, test, mutant, name, room):
        """Whether a test of the room `name` fails with the mutant in it."""
        program = f"{room}/{test.stem}"
        subprocess.run([*self.compile, "-o", program, self.test_object(test),
                        *mutant, *self.archives(name), *self.link], check=True)
        try:
            ended = subprocess.run(
                ["prlimit", f"--cpu={PATIENCE}", program],
                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                timeout=10 * PATIENCE, user=USER, group=USER and "nogroup",
                extra_groups=USER and [],
                env={**os.environ, "BUILD": self.build})
        except subprocess.TimeoutExpired:
            return True
        return ended.returncode != 0 or \
            re.search(rb"^not ok", ended.stdout, re.M) is not None


def drawn(modules, count):
    """`count` places of all modules, each as likely as any other."""
    every = [(m, p) for m in modules for p in places(m.read_text())]
    return sorted(random.Random(SEED).sample(every, min(count, len(every))))


def main():
    build, count, *names = sys.argv[1:]
    modules = [m for m in sorted(pathlib.Path("gateway/triage").glob("*.c"))]
    modules += [m for m in sorted(pathlib.Path("gateway/base").glob("*.c"))
                if m.stem in PURE_BASE]
    modules = [m for m in modules if not names or m.stem in names]
    yard = Yard(build)
    mutants = drawn(modules, int(count))
    yard.prepare({m for m, _ in mutants})
    with concurrent.futures.ThreadPoolExecutor(
            len(os.sched_getaffinity(0))) as hands:
        fates = list(hands.map(lambda mutant: yard.fate(*mutant), mutants))
    print(f"{'module':<32}{'mutants':>8}{'killed':>8}")
    built = [(m, p, f) for (m, p), f in zip(mutants, fates) if f != "unbuilt"]
    for module in sorted({m for m, _, _ in built}):
        own = [f for m, _, f in built if m == module]
        print(f"{module.parent.name + '/' + module.stem:<32}{len(own):>8}"
              f"{sum(f is not None for f in own):>8}")
    killed = sum(f is not None for _, _, f in built)
    print(f"{'together':<32}{len(built):>8}{killed:>8}"
          f"{100 * killed / max(len(built), 1):>7.1f} %")
    for module, (start, end, instead), fate in built:
        if fate is None:
            text = module.read_text()
            line = text.count("\n", 0, start) + 1
            first = text.rindex("\n", 0, start) + 1
            last = text.index("\n", end)
            print(f"survived: {module}:{line}: {text[first:start].lstrip()}"
                  f"[{text[start:end].strip()} -> {instead}]{text[end:last]}")


main()
