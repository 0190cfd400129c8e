"""The classifier, on texts of this project that each model did not see."""
import os
import pathlib
import subprocess
import time

TOP = pathlib.Path(__file__).resolve().parents[2]
BUILD = TOP / os.environ.get("BUILD", "build")
TRAINING = [TOP / "gateway/triage/training" / name
            for name in ("letters.tsv", "hard.tsv")]
MODEL = TOP / "gateway/triage/model.bin"


def public():
    """The public comments, where they are at hand."""
    path = os.environ.get("TRAIN_PUBLIC")
    return ["-p", path] if path and os.path.exists(path) else []


def bench_classifier(folder):
    train = BUILD / "postroom-train"
    texts = TRAINING
    print("\nThe classifier. Our own texts were written for this project, "
          "for what they are to be\ntaken for: they flatter it, and are no "
          "measure of real mail. Each is judged by a model\nthat learnt from "
          "the others. Severe: a complaint or concern called praise; unseen: "
          "and\nnot sent to a person; at 95, at 90: the share that can be "
          "decided at that precision.\n", flush=True)
    if not public():
        print("(without the public comments)\n", flush=True)
    subprocess.run([train, "bench", *public(), *texts], check=True)
    begun = time.monotonic()
    subprocess.run([train, "build", "-o", folder / "model", *public(), *texts],
                   check=True, stdout=subprocess.DEVNULL)
    print(f"{'to make a model':24}  {time.monotonic() - begun:.1f} s, "
          f"{(folder / 'model').stat().st_size / 1e6:.2f} MB "
          f"(shipped: {MODEL.stat().st_size / 1e6:.2f} MB)")
    corrections = "".join(
        f"complaint\t-\t-\tmail\tThe biscuit {n} was wonderful.\\n\n"
        for n in range(100))
    begun = time.monotonic()
    subprocess.run([train, "adapt", "-o", folder / "next", "-m",
                    folder / "model", *texts], check=True, text=True,
                   input=corrections, stdout=subprocess.DEVNULL)
    print(f"{'to learn 100 corrections':24}  "
          f"{time.monotonic() - begun:.1f} s")
