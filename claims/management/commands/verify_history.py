"""Walk the hash chains of the history; exit status 1 and the first broken link, or missing head, if there is one."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims import chains


class Command(BaseCommand):
    help = "Verify that no entry of the history was changed or taken out."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--against", type=Path, metavar="FILE", help="heads that must still stand")
        parser.add_argument("--export-head", type=Path, metavar="FILE", help="write the head of every chain, as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            entries, number = chains.walk()
            self.stdout.write(f"{entries} entries in {number} chains: unbroken.")
            if options["against"]:
                kept = chains.check_against(options["against"])
                self.stdout.write(f"{kept} heads of {options['against']}: all stand.")
            if options["export_head"]:
                written = chains.export_heads(options["export_head"])
                self.stdout.write(f"{written} heads are in {options['export_head']}.")
        except chains.BrokenError as broken:
            raise CommandError(str(broken), returncode=1) from None
        except chains.UnreadableHeadsError as unreadable:
            raise CommandError(str(unreadable), returncode=2) from None
        except OSError as error:
            raise CommandError(
                f"{options['export_head']}: cannot be written: {error.strerror}.", returncode=2
            ) from None
