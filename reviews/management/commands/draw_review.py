"""Write the reference pages that follow from the tables of the review."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from reviews import drawing


class Command(BaseCommand):
    help = "Write docs/reference/review-states.md and roles.md from the transition table and the role table."

    def handle(self, *args: Any, **options: Any) -> None:
        folder = settings.BASE_DIR / "docs" / "reference"
        for name, text in (("review-states.md", drawing.states()), ("roles.md", drawing.roles())):
            (folder / name).write_text(text, encoding="utf-8")
            self.stdout.write(f"docs/reference/{name}")
