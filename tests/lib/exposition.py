"""exposition.py - reads Prometheus's text format 0.0.4, and takes no liberties

    samples = read(text)      {("name", (("label", "value"), ...)): 1.0}

Raises ValueError for what `promtool check metrics` would refuse or blame.
"""
import re

NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"')
HELP = re.compile(rf"# HELP ({NAME}) (.+)")
TYPE = re.compile(rf"# TYPE ({NAME}) (counter|gauge)")
SAMPLE = re.compile(rf"({NAME})(?:\{{(.*)\}})? (-?[0-9]+(?:\.[0-9]+)?)")
UNITS = ("milliseconds", "minutes", "hours", "days", "kilobytes", "megabytes")


def labels_of(text, line):
    labels, at = [], 0
    while at < len(text):
        found = LABEL.match(text, at)
        if not found:
            raise ValueError(f"labels: {line!r}")
        value = re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1],
                       found[2])
        labels.append((found[1], value))
        at = found.end()
        if at < len(text):
            if text[at] != "," or at + 1 == len(text):
                raise ValueError(f"labels: {line!r}")
            at += 1
    names = [name for name, _ in labels]
    if len(set(names)) != len(names):
        raise ValueError(f"a label twice: {line!r}")
    return tuple(labels)


def read(text):
    if not text.endswith("\n"):
        raise ValueError("the last line has no end")
    helped, types, order, samples = {}, {}, [], {}
    for line in text[:-1].split("\n"):
        if found := HELP.fullmatch(line):
            name = found[1]
            if name in helped:
                raise ValueError(f"helped twice: {name}")
            helped[name] = found[2]
            if not found[2].endswith("."):
                raise ValueError(f"help is no sentence: {line!r}")
        elif found := TYPE.fullmatch(line):
            name, kind = found.groups()
            if name in types or name not in helped:
                raise ValueError(f"type: {line!r}")
            if (kind == "counter") != name.endswith("_total"):
                raise ValueError(f"name and type do not agree: {line!r}")
            if name.endswith(UNITS):
                raise ValueError(f"no base unit: {name}")
            types[name] = kind
            order.append(name)
        elif found := SAMPLE.fullmatch(line):
            name, labels, value = found.groups()
            if not order or name != order[-1]:
                raise ValueError(f"out of its family: {line!r}")
            key = (name, labels_of(labels or "", line))
            if key in samples:
                raise ValueError(f"told twice: {line!r}")
            if types[name] == "counter" and float(value) < 0:
                raise ValueError(f"a counter below 0: {line!r}")
            samples[key] = float(value)
        else:
            raise ValueError(f"neither remark nor sample: {line!r}")
    return samples
