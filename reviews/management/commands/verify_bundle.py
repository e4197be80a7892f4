"""Check an evidence bundle without the desk's database; exit status 1 and what was changed, if something was."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims import chains
from reviews import bundles


class Command(BaseCommand):
    help = "Check an evidence bundle: its members, its published pages and its history, link by link."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.zip")
        parser.add_argument("--against", type=Path, metavar="FILE", help="heads that verify_history exported")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            checked = bundles.check(options["file"], heads=options["against"])
        except bundles.WrongError as wrong:
            raise CommandError(str(wrong), returncode=1) from None
        except (bundles.UnusableError, chains.UnreadableHeadsError) as unusable:
            raise CommandError(str(unusable), returncode=2) from None
        self.stdout.write(
            f"{checked.members} members, {checked.publications} publications, {checked.entries} entries: unchanged."
        )
