"""Write every public page anew: after an upgrade, a change of settings, or a lost folder."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from reviews.models import StalePage
from reviews.pages import writing


class Command(BaseCommand):
    help = "Write every public page anew. What has not changed is not touched; running it twice changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--mark-only", action="store_true", help="only mark them: a worker writes them")

    def handle(self, *args: Any, **options: Any) -> None:
        number = writing.mark_everything()
        if options["mark_only"]:
            self._say(options, f"{number} pages are marked; a worker writes them.")
            return
        quiet = not options["verbosity"] or not self.stderr.isatty()
        with tqdm(total=number, unit=" pages", disable=quiet, file=self.stderr) as bar:
            written = writing.drain(told=bar.update)
        stuck = list(StalePage.objects.filter(attempts__gt=0).values_list("path", "trouble")[:5])
        if stuck:
            words = "\n".join(f"{path}: {trouble}" for path, trouble in stuck)
            raise CommandError(f"Some pages could not be written:\n{words}")
        self._say(options, f"{written} pages are written.")

    def _say(self, options: dict[str, Any], line: str) -> None:
        if options["verbosity"]:
            self.stdout.write(line)
