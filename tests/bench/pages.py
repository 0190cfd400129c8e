#!/usr/bin/python3
"""pages.py FOLDER [SEED [PAGES]] - pages of known text, damaged as post is

Writes NAME.png, .jpg or .tif and NAME.txt, its text, for each page: every
letter of pages_letters.py with every damage below, in an order that mixes
them, so that the first few are a fair sample.  The same seed gives the same
pixels.
"""
import pathlib
import sys

import numpy
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from pages_letters import BOLD, DPI, HANDS, TYPED, draw

SIZE = (2480, 3508)


def grey(array):
    return Image.fromarray(numpy.clip(array, 0, 255).astype(numpy.uint8))


def noisy(image, rng, sigma, specks=0.0):
    """Gaussian noise, and a share of pixels black or white."""
    array = numpy.asarray(image, numpy.float32)
    array = array + rng.normal(0, sigma, array.shape).astype(numpy.float32)
    if specks:
        chance = rng.random(array.shape, numpy.float32)
        array[chance < specks / 2] = 0
        array[chance > 1 - specks / 2] = 255
    return grey(array)


def shaded(image, light):
    return grey(numpy.asarray(image, numpy.float32) * light)


def turned(image, degrees, ground=255):
    return image.rotate(degrees, Image.BICUBIC, expand=True, fillcolor=ground)


def resized(image, factor):
    return image.resize((int(image.width * factor), int(image.height * factor)),
                        Image.LANCZOS)


def speckled(image, rng):
    """Toner dust and holes in the letters, in black and white."""
    array = numpy.asarray(image) < 128
    dust = rng.random(array.shape) < 0.0006
    dust |= numpy.roll(dust, 1, 0) | numpy.roll(dust, 1, 1)
    holes = rng.random(array.shape) < 0.004
    return Image.fromarray(~((array & ~holes) | dust))


def faxed(image, down):
    small = image.resize((1686, int(HEIGHT_INCHES * down)), Image.BOX)
    return small.point(lambda v: 255 if v > 158 else 0).convert("1")


HEIGHT_INCHES = SIZE[1] / DPI


def photographed(image, rng):
    """A sheet on a brown desk, from a corner, under one lamp."""
    corners = [(250 + rng.integers(0, 130), 250 + rng.integers(0, 130)),
               (2630 - rng.integers(0, 130), 290 + rng.integers(0, 100)),
               (2740 - rng.integers(0, 130), 3690 - rng.integers(0, 100)),
               (230 - rng.integers(0, 90), 3790 - rng.integers(0, 90))]
    edges = [(0, 0), (SIZE[0], 0), SIZE, (0, SIZE[1])]
    rows = []
    for (x, y), (u, v) in zip(corners, edges):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y])
    turn = numpy.linalg.solve(numpy.array(rows, float),
                              numpy.array(edges, float).ravel())
    big = (3000, 4000)
    paper = Image.new("L", SIZE, 255)
    seen = image.transform(big, Image.PERSPECTIVE, turn, Image.BICUBIC)
    sheet = paper.transform(big, Image.PERSPECTIVE, turn)
    desk = noisy(Image.new("L", big, 70), rng, 9)
    photo = Image.composite(seen, desk, sheet)
    y, x = numpy.mgrid[0:big[1], 0:big[0]].astype(numpy.float32)
    far = numpy.hypot(x / big[0] - 0.3, y / big[1] - 0.25)
    photo = shaded(photo, 0.98 - 0.45 * far)
    return noisy(photo.filter(ImageFilter.GaussianBlur(1.3)), rng, 5)


def bordered(image, rng):
    """Skewed on the glass with the lid open: black around it."""
    scan = turned(image, -2, 30)
    framed = Image.new("L", (scan.width + 140, scan.height + 90), 30)
    framed.paste(scan, (90, 40))
    return noisy(framed, rng, 10, 0.002)


def shadow(rng):
    """Light falls off to one corner."""
    y, x = numpy.mgrid[0:SIZE[1], 0:SIZE[0]].astype(numpy.float32)
    slope = rng.uniform(0.3, 0.7)
    return 0.98 - 0.62 * (slope * x / SIZE[0] + (1 - slope) * y / SIZE[1])


def bled(image, rng):
    """The back of the sheet shows through."""
    back, _ = draw("typewriter", 99)
    back = back.transpose(Image.FLIP_LEFT_RIGHT)
    back = numpy.asarray(back.filter(ImageFilter.GaussianBlur(2)),
                         numpy.float32)
    light = 1 - (255 - back) / 255 * 0.25
    return noisy(shaded(image, light * 0.95 + 0.02), rng, 5)


def stamped(image, rng):
    """A RECEIVED stamp, in a box and not straight, at the top."""
    font = ImageFont.truetype(BOLD, 56)
    patch = Image.new("L", (640, 240), 0)
    pen = ImageDraw.Draw(patch)
    pen.rectangle((6, 6, 633, 233), outline=255, width=7)
    pen.text((150, 40), "RECEIVED", fill=255, font=font)
    pen.text((130, 130), "17 NOV 2026", fill=255, font=font)
    patch = patch.rotate(rng.uniform(-6, 6), Image.BICUBIC, expand=True)
    page = image.copy()
    page.paste(60, (830, 120), patch)
    return page


def faint(image, rng):
    array = numpy.asarray(image, numpy.float32)
    return noisy(grey(140 + array * 64 / 255), rng, 5)


# What happens to a page, and the kind of file that it is sent as.
DAMAGES = {
    "clean": (lambda i, r: i, ".png"),
    "skew3": (lambda i, r: turned(i, -3), ".png"),
    "fax": (lambda i, r: faxed(i, 98), ".tif"),
    "rot180": (lambda i, r: i.rotate(180), ".png"),
    "photo": (photographed, ".jpg"),
    "dpi72": (lambda i, r: resized(i, 0.24), ".jpg"),
    "noise": (lambda i, r: noisy(i, r, 40, 0.02), ".jpg"),
    "rot90": (lambda i, r: i.rotate(-90, expand=True), ".png"),
    "shade": (lambda i, r: noisy(shaded(i, shadow(r)), r, 5), ".jpg"),
    "border": (bordered, ".jpg"),
    "faint": (faint, ".jpg"),
    "faxfine": (lambda i, r: faxed(i, 196), ".tif"),
    "rot270": (lambda i, r: i.rotate(90, expand=True), ".png"),
    "skew6": (lambda i, r: turned(i, 6.5), ".png"),
    "speckle": (speckled, ".tif"),
    "dpi100": (lambda i, r: resized(i, 1 / 3), ".jpg"),
    "combo": (lambda i, r: noisy(turned(i, 182.2).filter(
        ImageFilter.GaussianBlur(0.8)), r, 18), ".jpg"),
    "bleed": (bled, ".jpg"),
    "photo90": (lambda i, r: photographed(i, r).rotate(-90, expand=True),
                ".jpg"),
    "dpi150": (lambda i, r: resized(i, 0.5), ".jpg"),
    "jpeg12": (lambda i, r: i, ".jpg"),
}
# Sent by programs that say nothing of the resolution.
UNTOLD = {"dpi72", "dpi100", "dpi150", "photo", "photo90"}
QUALITY = {"jpeg12": 12, "combo": 40, "photo": 78, "photo90": 78}


def save(image, path, damage):
    if path.suffix == ".tif":
        dpi = {"fax": (204, 98), "faxfine": (204, 196)}.get(damage, (DPI, DPI))
        image.convert("1").save(path, compression="group4", dpi=dpi)
        return
    extra = {} if damage in UNTOLD else {"dpi": (DPI, DPI)}
    image.save(path, quality=QUALITY.get(damage, 80), **extra)


def write(folder, kind, damage, seed):
    """Writes one page; its path."""
    rng = numpy.random.default_rng(
        [seed, *f"{kind} {damage}".encode()])
    image, text = draw(kind, seed)
    work, suffix = (stamped, ".png") if damage == "stamp" else DAMAGES[damage]
    path = folder / f"{kind}-{damage}{suffix}"
    save(work(image, rng), path, damage)
    path.with_suffix(".txt").write_text(text)
    return path


def plan(n):
    """n pairs of letter and damage; all damages before the next letter."""
    kinds, damages = list(TYPED), list(DAMAGES)
    return [(kinds[(i + i // len(damages)) % len(kinds)],
             damages[i % len(damages)]) for i in range(n)]


ALL = len(TYPED) * len(DAMAGES)


def make(folder, seed, n):
    """Typed pages, then one by each hand and one stamped."""
    typed = [write(folder, *what, seed) for what in plan(min(n, ALL))]
    hands = [write(folder, f"hand{i}", "clean", seed)
             for i in range(len(HANDS))]
    stamp = [write(folder, "serif", "stamp", seed)]
    return typed, hands, stamp


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    make(folder, int(sys.argv[2]) if len(sys.argv) > 2 else 1,
         int(sys.argv[3]) if len(sys.argv) > 3 else ALL)


if __name__ == "__main__":
    main()
