"""P1, P2, P3, P7: two worlds that differ only in confidential values answer alike, to everybody without clearance.

Every route of the desk is asked, by every method and in every format; a leak that is planted is found, and the
custodian sees the difference, or these tests would prove nothing.
"""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from reviews.models import Rating
from tests.promises import worlds
from tests.promises.asking import METHODS, Asker
from tests.promises.routes import routes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet")]
WITHOUT_CLEARANCE = ("anonymous", "outsider", "partner", "reviewer")  # neither for the vault nor for grants
Question = tuple[str, str, str]  # path, method, Accept


def questions(world: SimpleNamespace, *, thorough: bool) -> Iterator[Question]:
    for route in routes(world):
        yield route.path, "GET", "*/*"
        if route.is_list and route.path.startswith("/desk/"):
            for query in ("?o=1", "?o=-1", "?q=Jane", "?_popup=1"):
                yield route.path + query, "GET", "text/html"
        if thorough:
            for method in METHODS if not route.path.startswith("/desk/") else ("POST",):
                yield route.path, method, "*/*"
            if not route.path.startswith("/desk/"):
                yield route.path, "GET", "text/html"
                for query in ("?format=api", "?search=Jane", "?ordering=name"):
                    yield route.path + query, "GET", "*/*"
                yield route.path.rstrip("/") + ".json", "GET", "application/json"


def answers(asker: Asker, asked: list[Question], numbers: dict[str, int | None]) -> dict[Question, Any]:
    """Every answer; the numbers of new rows begin where they were, so that both worlds count alike."""
    with connection.cursor() as cursor:
        for name, last in numbers.items():
            cursor.execute("SELECT setval(%s, %s, %s)", [name, last or 1, last is not None])
    found = {each: asker.ask(each[0], method=each[1], accept=each[2]) for each in asked}
    assert [each for each in asked if found[each][0] in {500, 503}] == []
    return found


def numbers_of_rows() -> dict[str, int | None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'")
        return dict(cursor.fetchall())


def told_apart(world: SimpleNamespace, person: Any, *, thorough: bool = False, only: str = "") -> list[Question]:
    """The questions whose answers differ between the two worlds."""
    asker = Asker(person)
    asked = [each for each in questions(world, thorough=thorough) if only in each[0]]
    numbers = numbers_of_rows()
    worlds.tell(world, worlds.ONE, word="first")
    first = answers(asker, asked, numbers)
    worlds.tell(world, worlds.OTHER, word="second")
    second = answers(asker, asked, numbers)
    return [each for each in asked if first[each] != second[each]]


@pytest.fixture
def world(cast: SimpleNamespace, ratings: dict[str, Rating]) -> SimpleNamespace:
    return worlds.make(cast, ratings)


@pytest.mark.parametrize("role", WITHOUT_CLEARANCE)
def test_p01_p03_p07_two_worlds_look_alike_without_clearance(
    role: str, world: SimpleNamespace, cast: SimpleNamespace
) -> None:
    person = AnonymousUser() if role == "anonymous" else getattr(cast, role)
    assert told_apart(world, person, thorough=role == "reviewer") == []


def test_p01_p07_two_identities_look_alike_to_an_administrator_who_may_read_everything_else(
    world: SimpleNamespace, cast: SimpleNamespace
) -> None:
    world.grant = None  # its private words are the same in both worlds here
    world.codes = ()  # and so are the codes
    assert told_apart(world, cast.administrator) == []


def test_every_route_is_asked(world: SimpleNamespace) -> None:
    asked = {path for path, _, _ in questions(world, thorough=True)}
    assert len(asked) > 300
    assert {f"/desk/vault/{world.sources[0].pk}/", "/api/v1/sources/", f"/claims/{world.slug}/"} <= asked


def test_a_planted_leak_is_found(world: SimpleNamespace, cast: SimpleNamespace, settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.promises.leaking"
    found = told_apart(world, cast.reviewer, only="/leaks/")
    assert {path for path, _, _ in found} == {"/leaks/order/", "/leaks/length/"}


def test_custodian_sees_the_difference(world: SimpleNamespace, cast: SimpleNamespace) -> None:
    address = f"/desk/vault/{world.sources[0].pk}/"
    assert {path for path, _, _ in told_apart(world, cast.custodian, only=address)} == {address}


@pytest.mark.parametrize("role", ["editor", "custodian"])
def test_who_may_see_codes_sees_that_other_sources_are_one(
    role: str, world: SimpleNamespace, cast: SimpleNamespace
) -> None:
    address = f"/desk/claims/pseudonym/{world.codes[0]}/change/"
    assert {path for path, _, _ in told_apart(world, getattr(cast, role), only=address)} == {address}


def test_p02_that_two_sources_are_one_is_not_seen_by_who_reads_grants(
    world: SimpleNamespace, cast: SimpleNamespace
) -> None:
    world.grant = None  # its private words are the same in both worlds here
    assert told_apart(world, cast.approver) == []
