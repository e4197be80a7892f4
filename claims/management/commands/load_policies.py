"""Load house policies on unnamed sources from a JSON file."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from claims import anonymity
from claims.refusals import Refused

SHIPPED = settings.BASE_DIR / "fixtures" / "house_policies.json"


class Command(BaseCommand):
    help = "Make or replace house policies by name, and grade every grant of anonymity again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", nargs="?", type=Path, default=SHIPPED, help="default: the policies that come along"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            given = json.loads(options["file"].read_text(encoding="utf-8"))
            made = anonymity.load_policies(given)
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.", returncode=2) from None
        except (UnicodeDecodeError, json.JSONDecodeError) as error:
            raise CommandError(f"{options['file']} is not JSON: {error}.", returncode=2) from None
        except Refused as refused:
            raise CommandError(f"{options['file']}: {refused.sentence}", returncode=2) from None
        for policy in made:
            self.stdout.write(f"{policy}: {policy.clauses.count()} clauses{', in force' if policy.in_force else ''}")
