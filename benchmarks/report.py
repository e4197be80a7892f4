"""What a benchmark says: its figure beside its limit, measured in the same run, on the screen and as JSON."""

import json
import platform
import resource
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

RESULTS = Path("var/bench")


class Figure(NamedTuple):
    """One measured thing. `limit` is the other side of the ratio, or None where the target is absolute."""

    what: str
    value: float
    unit: str
    target: str
    holds: bool
    limit: float | None = None

    def __str__(self) -> str:
        ratio = f" = {self.value / self.limit:.2f} × {self.limit:.3f}" if self.limit else ""
        sign = "ok  " if self.holds else "MISS"
        return f"  {sign} {self.what}: {self.value:.4g} {self.unit}{ratio}  (target {self.target})"


def report(name: str, figures: Sequence[Figure], **about: Any) -> None:
    """Print the figures and write var/bench/<name>.json."""
    print(f"{name} ({', '.join(f'{key} {value}' for key, value in about.items())})")
    for figure in figures:
        print(figure, flush=True)
    RESULTS.mkdir(parents=True, exist_ok=True)
    found = {
        "at": datetime.now(UTC).isoformat(),
        "machine": platform.platform(),
        "about": about,
        "figures": [figure._asdict() for figure in figures],
    }
    (RESULTS / f"{name}.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


def seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def peak_memory() -> int:
    """The most memory that this process has held, MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
