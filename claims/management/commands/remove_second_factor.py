"""For an operator with a shell: somebody has lost his device and his recovery codes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from claims import accounts
from claims.models import User
from claims.refusals import Refused


class Command(BaseCommand):
    help = "Take away a person's second factor. His sessions end; he signs in by password and sets up another."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        person = User.objects.filter(username=username).first()
        if person is None:
            raise CommandError(f"There is nobody called “{username}”.")
        try:
            accounts.remove(person=person, by=None)
        except Refused as refused:
            raise CommandError(refused.sentence) from None
        self.stdout.write(f"{person} has no second factor any more.")
