"""Load the demo desk: people for every role, a rating scale, house policies, the real article."""

from typing import Any

from django.core.management.base import BaseCommand

from factcheck import demo


class Command(BaseCommand):
    help = "Load the demo desk. Its passwords are public: never for a desk that others can reach."

    def handle(self, *args: Any, **options: Any) -> None:
        imported = demo.load()
        state = "imported" if imported.created else "there already"
        self.stdout.write(f"Demo desk: “{imported.article.title}” {state}, {imported.claims} claims.")
