"""The demo desk: people for every role, a rating scale, house policies, the real article, and one published review.

Everything goes through the functions that the desk itself uses. Loading it again changes nothing.
"""

import json
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction

from claims import anonymity, sourcing
from claims.intake import Imported, import_article
from claims.models import Article, Claim, HousePolicy, User
from reviews import publishing, workflow
from reviews.models import Publication, Rating, RatingScale
from reviews.permissions import apply_roles

FIXTURES = settings.BASE_DIR / "fixtures"
ARTICLE = FIXTURES / "openai-safety-team.txt"
PASSWORD = "demo-desk-only"  # noqa: S105 - printed at every start of the demo desk
TITLE = "Why OpenAI's safety team lost people"


class Login(NamedTuple):
    username: str
    password: str
    role: str


def load() -> Imported:
    """Make the demo desk in an empty database, or complete it."""
    desk = _fixture("demo_desk.json")
    with transaction.atomic():
        apply_roles()
        for person in desk["people"]:
            _person(person).groups.set([Group.objects.get(name=person["role"])])
        _administrator(desk["administrator"])
        _scale(desk["scale"])
        _policies(_fixture("house_policies.json"))
    imported = import_article(content=ARTICLE.read_bytes(), by=None, title=TITLE)
    sourcing.drain()
    if not Publication.objects.exists():
        with transaction.atomic():
            _publish_example(imported.article, desk["example"])
    return imported


def logins() -> list[Login]:
    """What to show at the start: who can sign in, and as what."""
    desk = _fixture("demo_desk.json")
    people = [Login(person["username"], PASSWORD, person["role"]) for person in desk["people"]]
    return [*people, Login(desk["administrator"]["username"], PASSWORD, "administrator")]


def _fixture(name: str) -> Any:
    return json.loads((FIXTURES / name).read_text(encoding="utf-8"))


def _person(given: dict[str, str]) -> User:
    names = {"first_name": given["first_name"], "last_name": given["last_name"], "is_staff": True}
    person, is_new = User.objects.get_or_create(username=given["username"], defaults=names)
    if is_new:
        person.set_password(PASSWORD)
        person.save(update_fields=["password"])
    return person


def _administrator(given: dict[str, str]) -> None:
    administrator = _person(given)
    administrator.is_superuser = True
    administrator.save(update_fields=["is_superuser"])


def _scale(given: dict[str, Any]) -> None:
    if RatingScale.objects.filter(is_default=True).exists():
        return
    scale = RatingScale.objects.create(name=given["name"], is_default=True)
    Rating.objects.bulk_create(
        Rating(scale=scale, order=order, **rating) for order, rating in enumerate(given["ratings"], start=1)
    )


def _policies(given: list[dict[str, Any]]) -> None:
    new = [policy for policy in given if not HousePolicy.objects.filter(name=policy["name"]).exists()]
    anonymity.load_policies(new)


def _publish_example(article: Article, example: dict[str, Any]) -> None:
    """Take one claim through the whole review, as the people of the demo desk would."""
    claim = _example_claim(article, example["descriptor"])
    cast = {person.username: person for person in User.objects.all()}
    rating = Rating.objects.get(scale__is_default=True, slug=example["rating"])
    reviewers = [cast["reviewer1"], cast["reviewer2"]]
    review = workflow.open_review(claim=claim, by=cast["editor"])
    workflow.assign(review=review, reviewers=reviewers, by=cast["editor"])
    for reviewer, rationale in zip(reviewers, example["rationales"], strict=True):
        workflow.submit_verdict(review=review, by=reviewer, rating=rating, rationale=rationale, no_evidence=True)
    review.refresh_from_db()
    publishing.sign(review=review, by=cast["approver"], seen=publishing.digest(publishing.snapshot(review)))
    publishing.publish(review=review, by=cast["editor"])


def _example_claim(article: Article, cue: str) -> Claim:
    place = article.latest.text.index(cue)
    claims = Claim.objects.filter(revision=article.latest, own_voice=False, start__gte=place)
    return claims.order_by("start", "pk")[0]
