"""The desk held against the IFCN Code of Principles: what can be seen in its own data, and what is missing.

https://ifcncodeofprinciples.poynter.org/the-commitments. A self-check is no assessment; it says what an assessor would
ask for and not find.
"""

from collections import Counter
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from claims.enums import Naming
from claims.models import HousePolicy
from reviews.models import Rating
from reviews.pages import reading

ENOUGH = 10  # reviews from which on one-sidedness can be seen
MOST_OF_ONE = 0.5  # of the reviews may be about one source


class Commitment(NamedTuple):
    """One thing that an assessor looks for. `missing` says what to do about it."""

    text: str
    is_met: bool
    missing: str


class Principle(NamedTuple):
    title: str
    commitments: list[Commitment]


class Seen(NamedTuple):
    """What the published reviews show of themselves."""

    reviews: int
    without_evidence: int
    without_reason: int
    most_of_one: float


def checked() -> list[Principle]:
    """The five principles with what was found for each, in the desk's language."""
    seen, profile = _seen(), settings.DESK_PROFILE
    return [
        _fairness(seen, profile),
        _sources(seen),
        _organisation(profile),
        _method(profile),
        _corrections(profile),
    ]


def _fairness(seen: Seen, profile: dict[str, str]) -> Principle:
    balanced = seen.reviews < ENOUGH or seen.most_of_one <= MOST_OF_ONE
    return Principle(
        _("Nonpartisanship and fairness"),
        [
            Commitment(
                _("Every claim takes the same steps: two verdicts given blind, and another person who signs."),
                is_met=True,
                missing="",
            ),
            Commitment(
                _("No single source is the subject of more than half of the reviews."),
                balanced,
                _("%(share)s %% of the reviews are about one source.") % {"share": round(seen.most_of_one * 100)},
            ),
            _profile(profile, "nonpartisanship", _("Readers are told how the desk stays out of party politics.")),
        ],
    )


def _sources(seen: Seen) -> Principle:
    return Principle(
        _("Standards and transparency of sources"),
        [
            Commitment(
                _("Every review shows the evidence on which it rests."),
                seen.without_evidence == 0,
                _("Reviews without evidence that a reader can follow: %(number)s.")
                % {"number": seen.without_evidence},
            ),
            Commitment(
                _("Readers are told why a source is not named."),
                seen.without_reason == 0,
                _("Reviews with an unnamed source and no reason for it: %(number)s.")
                % {"number": seen.without_reason},
            ),
            Commitment(
                _("A policy on unnamed sources is in force."),
                HousePolicy.objects.filter(in_force=True).exists(),
                _("No house policy is in force."),
            ),
        ],
    )


def _organisation(profile: dict[str, str]) -> Principle:
    return Principle(
        _("Transparency of funding and organisation"),
        [
            _profile(profile, "owner", _("Readers are told who owns the desk.")),
            _profile(profile, "funding", _("Readers are told who pays for it.")),
            _profile(profile, "staff", _("Readers are told who works there.")),
            _profile(profile, "contact", _("Readers can reach the desk.")),
        ],
    )


def _method(profile: dict[str, str]) -> Principle:
    rated = Rating.objects.filter(scale__is_default=True)
    return Principle(
        _("Standards and transparency of methodology"),
        [
            Commitment(
                _("The rating scale is published, and every step is explained."),
                rated.exists() and not rated.filter(reader_words="").exists(),
                _("There is no default rating scale, or a step has no explanation."),
            ),
            _profile(profile, "contact", _("Readers can propose claims to check.")),
        ],
    )


def _corrections(profile: dict[str, str]) -> Principle:
    return Principle(
        _("Open and honest corrections"),
        [
            Commitment(
                _("Every correction is dated, gives its reason, and shows what was changed."), is_met=True, missing=""
            ),
            _profile(profile, "contact", _("Readers know where to report an error.")),
        ],
    )


def _profile(profile: dict[str, str], name: str, text: str) -> Commitment:
    setting = {"name": f"DESK_{name.upper()}"}
    return Commitment(text, bool(profile[name]), _("Nothing is said about it (setting %(name)s).") % setting)


def _seen() -> Seen:
    reviews = without_evidence = without_reason = 0
    speakers: Counter[str] = Counter()
    for sources, evidence in reading.shown_now().values_list("shown__sources", "shown__evidence").iterator():
        reviews += 1
        without_evidence += not any(piece["url"] or piece["is_primary"] for piece in evidence)
        without_reason += any(each["naming"] != Naming.NAMED and not each["why_unnamed"] for each in sources)
        speakers.update({each["slug"] for each in sources if each["slug"] and not each["passed_on"]})
    most = max(speakers.values(), default=0) / reviews if reviews else 0.0
    return Seen(reviews, without_evidence, without_reason, most)
