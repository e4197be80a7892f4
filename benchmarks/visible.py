"""From a change to its flag, through a real broker and a real worker, on an idle desk."""

import time
from itertools import cycle

from django.conf import settings

from benchmarks.report import Figure, percentile, report
from claims import tasks
from claims.models import Attribution, Claim, Flag, Source
from factcheck.embedded import Places, desk

ROUNDS = 40


def run(claims: int) -> None:
    places = Places(settings.FACTCHECK_DATA)
    children = [desk.valkey(places), desk.worker(places)]
    for child in children:
        child.start()
    try:
        while not tasks.drain_stale_claims.app.control.ping(timeout=0.5):
            time.sleep(0.2)
        only = one_source()
        took = [visible(only, kind) for kind, _ in zip(cycle(("unnamed", "named")), range(ROUNDS), strict=False)]
    finally:
        for child in reversed(children):
            if child.process is not None:
                child.process.terminate()
                child.process.wait()
    p50, p99 = percentile(took, 0.5), percentile(took, 0.99)
    figures = [
        Figure("p50", p50, "s", "≤ 1 s at p99", p50 <= 1),
        Figure("p99", p99, "s", "≤ 1 s", p99 <= 1),
    ]
    report("visible", figures, claims=claims, rounds=ROUNDS)


def one_source() -> Attribution:
    """A claim of its own, with one named source."""
    claim = Claim.objects.order_by("pk")[0]
    claim.pk, claim.statement, claim.own_voice = None, f"Seen at {time.time()}", False
    claim.save()
    source = Source.objects.create(kind="person", naming="named", name="Seen", slug=f"seen-{claim.pk}", people_high=1)
    return Attribution.objects.create(claim=claim, source=source, mode="indirect")


def visible(attribution: Attribution, naming: str) -> float:
    """Seconds until the flag of one claim follows the naming of its only source."""
    began = time.perf_counter()
    Source.objects.filter(pk=attribution.source_id).update(naming=naming)
    tasks.nudge()
    flags = Flag.objects.filter(claim_id=attribution.claim_id, rule="only_anonymous", cleared_at=None)
    while flags.exists() is not (naming == "unnamed"):
        if time.perf_counter() - began > 30:
            raise TimeoutError("no flag within 30 s")
        time.sleep(0.005)
    return time.perf_counter() - began
