"""Decide every basis and flag again, or print the proof of one."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from claims import sourcing
from claims.models import Claim

BATCH = 1000


class Command(BaseCommand):
    help = "Decide on what every claim rests, and raise and clear the flags that follow."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--explain", type=int, metavar="CLAIM", help="print the proof for the claim of this id")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["explain"] is not None:
            self._explain(options["explain"])
            return
        changed = 0
        ids = list(Claim.objects.order_by("pk").values_list("pk", flat=True))
        for start in tqdm(range(0, len(ids), BATCH), unit="batch", disable=None):
            changed += sourcing.decide(ids[start : start + BATCH])
        sourcing.drain()
        self.stdout.write(f"{len(ids)} claims decided, {changed} changed.")

    def _explain(self, pk: int) -> None:
        claim = Claim.objects.filter(pk=pk).first()
        if claim is None:
            raise CommandError(f"There is no claim {pk}.", returncode=2)
        explanation = sourcing.explain(claim)
        self.stdout.write(f"Claim {pk}: {claim.statement}")
        if explanation.is_stale:
            self.stdout.write("Being decided again: its grounds have changed since.")
        for sentence in explanation.sentences:
            self.stdout.write(sentence)
        for path in explanation.paths:
            self.stdout.write("  " + " → ".join(path))
