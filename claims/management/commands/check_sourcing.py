"""Decide every basis and flag again, or print the proof of one."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims import sourcing
from claims.models import Claim


class Command(BaseCommand):
    help = "Decide on what every claim rests, and raise and clear the flags that follow."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--explain", type=int, metavar="CLAIM", help="print the proof for the claim of this id")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["explain"] is not None:
            self._explain(options["explain"])
            return
        changed = sourcing.decide_all()
        self.stdout.write(f"{Claim.objects.count()} claims decided, {changed} changed.")

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
