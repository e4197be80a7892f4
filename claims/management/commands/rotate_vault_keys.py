"""Seal the vault under its newest key."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from claims.vault import rotation
from claims.vault.keys import KeyTrouble


class Command(BaseCommand):
    help = "Seal every identity again under the first key of the vault. Running it again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--new-key", action="store_true", help="first put a fresh key into VAULT_KEYS_FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["new_key"]:
                if settings.VAULT_KEYS or not settings.VAULT_KEYS_FILE:
                    raise CommandError("--new-key needs VAULT_KEYS_FILE, and no VAULT_KEYS.", returncode=2)
                rotation.add_key(Path(settings.VAULT_KEYS_FILE))
            done, key = rotation.rotate()
        except KeyTrouble as trouble:
            raise CommandError(str(trouble), returncode=1) from None
        self.stdout.write(f"{done} identities sealed again; all are under key {key}, and older keys may go.")
