"""Write the evidence bundle of one claim."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims import captures
from claims.models import Claim
from reviews import bundles


class Command(BaseCommand):
    help = "Write all that the verdict on one claim rests on as a zip that `verify_bundle` checks without the desk."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("claim", type=int)
        parser.add_argument("file", type=Path, metavar="FILE.zip")

    def handle(self, *args: Any, **options: Any) -> None:
        claim = Claim.objects.select_related("revision__article").filter(pk=options["claim"]).first()
        if claim is None:
            raise CommandError(f"There is no claim {options['claim']}.", returncode=2)
        try:
            content = bundles.bundle(claim)
        except captures.ChangedError as changed:
            raise CommandError(str(changed), returncode=1) from None
        try:
            options["file"].write_bytes(content)
        except OSError as error:
            raise CommandError(f"{options['file']}: cannot be written: {error.strerror}.", returncode=2) from None
        self.stdout.write(f"Claim {claim.pk} is in {options['file']}: {len(content)} bytes.")
