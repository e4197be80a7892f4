"""Run the benchmarks: `make bench`, `make bench SCALE=0.1`, `make bench ONLY="edge visible"`.

They have a database server of their own in var/bench/desk-<scale>, which is kept for the next run.
"""

import argparse
import os
import sys
import time
from importlib import import_module
from pathlib import Path

MODULES = ("sourcing", "dashboard", "edge", "batches", "visible", "views", "pages", "extraction")


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--scale", type=float, default=1.0, help="1 is a desk of 1,000,000 claims")
    given.add_argument("--only", nargs="*", choices=MODULES, default=MODULES)
    words = given.parse_args()
    os.environ["FACTCHECK_DATA"] = str(Path(f"var/bench/desk-{words.scale:g}").absolute())
    os.environ["DJANGO_SETTINGS_MODULE"] = "factcheck.settings"
    for name in ("DATABASE_URL", "CELERY_BROKER_URL"):
        os.environ.pop(name, None)
    claims = _desk(words.scale)
    for name in words.only or MODULES:
        import_module(f"benchmarks.{name}").run(claims)


def _desk(scale: float) -> int:
    import django  # noqa: PLC0415 - the settings come first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from benchmarks import desk  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("apply_database_roles", verbosity=0)
    if desk.is_empty():
        began = time.monotonic()
        claims = desk.generate(scale)
        desk.settle()
        print(f"{claims:,} claims made in {time.monotonic() - began:.0f} s", file=sys.stderr)
    return desk.size()


if __name__ == "__main__":
    main()
