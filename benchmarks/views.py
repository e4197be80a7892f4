"""The heavy pages of the desk: how long until the first byte, by one process, signed in as a desk editor.

Beside each page stands the least that any page of the desk takes: the one of notices, which shows nothing here. A page
is asked for once to warm it, then seven times; the median counts. The time is that of the whole answer, which the
desk sends in one piece. One claim in ten is under review.
"""

from statistics import median

from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from benchmarks.report import Figure, report, seconds
from claims import sourcing
from claims.models import Basis, User
from reviews.enums import Role
from reviews.models import Review
from reviews.permissions import apply_roles

TIMES = 7
MOST_SECONDS = 0.5

# Some of everything waits. What is over was taken back to the desk, so that no other benchmark meets a page of it.
REVIEWS = """
INSERT INTO reviews_review (claim_id, round, state, statement, statement_digest, opened_at, reviewers_needed,
                            disputes_go_to, serious, version)
SELECT id, 1,
       CASE WHEN id %% 200 = 0 THEN 'queued' WHEN id %% 200 = 10 THEN 'assigned' WHEN id %% 200 = 20 THEN 'disputed'
            WHEN id %% 200 = 30 THEN 'settled' WHEN id %% 200 = 40 THEN 'approved' ELSE 'returned' END,
       statement, encode(sha256(statement::bytea), 'hex'), now(), 2, 'adjudicator', false, 1
  FROM claims_claim WHERE id %% 10 = 0
"""
ASSIGNMENTS = """
INSERT INTO reviews_assignment (review_id, reviewer_id, assigned_by_id, assigned_at, by_rule)
SELECT id, %(person)s, %(person)s, now(), '[]' FROM reviews_review WHERE state = 'assigned' ORDER BY id LIMIT 200
"""


def run(claims: int) -> None:
    call_command("collectstatic", verbosity=0, interactive=False)
    person = _person()
    _reviewed(person)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    least = _seconds(client, reverse("admin:reviews_notice_changelist"))
    figures = [_figure(what, _seconds(client, address), least) for what, address in _pages().items()]
    report("views", figures, claims=claims, reviews=Review.objects.count(), least=f"{least:.3f} s")


def _pages() -> dict[str, str]:
    lists = {
        name: reverse(f"admin:{table}_changelist")
        for name, table in {
            "claims": "claims_claim", "articles": "claims_article", "sources": "claims_source",
            "evidence": "claims_evidence",
        }.items()
    }  # fmt: skip
    claims = lists["claims"]
    return {
        "home": reverse("admin:index"),
        **{f"list of {name}": address for name, address in lists.items()},
        "claims, page 100": f"{claims}?p=100",
        "claims, what waits for me": f"{claims}?mine=1",
        "claims, to be decided": f"{claims}?state=disputed",
        "claims, not queued": f"{claims}?state=none",
        "claims, only anonymous": f"{claims}?basis=only_anonymous",
        "claims, circular": f"{claims}?flag=circular",
        "claims, a rare word": f"{claims}?q=4711",
        "claims, a word of all": f"{claims}?q=bridge",
        "articles, a word": f"{lists['articles']}?q=Article+4711",
        "sources, a name": f"{lists['sources']}?q=Named+4711",
        "evidence, a title": f"{lists['evidence']}?q=Evidence+4711",
        "search over everything": f"{reverse('admin:search')}?q=4711",
        "the article with its claims": reverse("admin:claims_article_change", args=[47]),
        "the workbench": reverse("admin:claims_claim_change", args=[940]),
    }


def _person() -> User:
    person = User.objects.filter(username="bench").first()
    if person is None:
        apply_roles()
        person = User.objects.create_user("bench", is_staff=True)
        person.groups.set(Group.objects.filter(name__in=[Role.EDITOR.value, Role.REVIEWER.value]))
    return person


def _reviewed(person: User) -> None:
    if not Basis.objects.exists():
        sourcing.decide_all()
    if Review.objects.exists():
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(REVIEWS, {})
        cursor.execute(ASSIGNMENTS, {"person": person.pk})
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


def _seconds(client: Client, address: str) -> float:
    def ask() -> None:
        answer = client.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{address} answers {answer.status_code}, so there is nothing to measure.")

    ask()
    return median(seconds(ask) for _ in range(TIMES))


def _figure(what: str, took: float, least: float) -> Figure:
    return Figure(what, took, "s", f"≤ {MOST_SECONDS} s", took <= MOST_SECONDS, least)
