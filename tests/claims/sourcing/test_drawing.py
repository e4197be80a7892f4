"""The picture of a proof: every end by shape and word, told to screen readers, nothing unescaped, circles drawn."""

from xml.etree import ElementTree as ET

import pytest

from claims import sourcing
from claims.enums import Knowledge, SourceKind, Stance
from claims.models import Citation, Claim, ClaimEvidence
from claims.sourcing.drawing import SIGNS, draw
from tests.factories import ArticleFactory, AttributionFactory, ClaimFactory, EvidenceFactory, SourceFactory

pytestmark = pytest.mark.django_db
SVG = "{http://www.w3.org/2000/svg}"


def drawn(claim: Claim) -> ET.Element:
    sourcing.decide([claim.pk])
    return ET.fromstring(draw(sourcing.explain(claim), f"claim:{claim.pk}"))  # noqa: S314 - our own


def words(picture: ET.Element) -> list[str]:
    return [text.text or "" for text in picture.iter(f"{SVG}text")]


def test_every_kind_of_end_has_its_word_and_its_shape() -> None:
    claim = ClaimFactory()
    AttributionFactory(claim=claim, source=SourceFactory(name="Ada Named"))
    AttributionFactory(claim=claim, source=SourceFactory(unnamed=True))
    AttributionFactory(claim=claim, source=SourceFactory(kind=SourceKind.DOCUMENT))
    AttributionFactory(claim=claim, source=SourceFactory(), knowledge=Knowledge.SECOND_HAND)
    ClaimEvidence.objects.create(claim=claim, evidence=EvidenceFactory(), stance=Stance.SUPPORTS)
    outlet = EvidenceFactory()
    ClaimEvidence.objects.create(claim=claim, evidence=outlet, stance=Stance.SUPPORTS)
    Citation.objects.create(evidence=outlet, cited_article=ArticleFactory())
    picture = drawn(claim)
    expected = {"document", "named", "not named", "passes it on", "does not say", "unknown"}
    assert set(words(picture)) & set(SIGNS.values()) == expected
    shapes = {ET.tostring(group[1]).split(b" d=")[0].split(b" x=")[0] for group in picture.iter(f"{SVG}g")}
    assert len(shapes) >= 2
    assert picture.find(f"{SVG}title").text == "Where the claim goes back to"  # type: ignore[union-attr]
    assert "not named." in picture.find(f"{SVG}desc").text  # type: ignore[union-attr, operator]


def test_names_are_escaped_and_long_ones_cut_with_the_whole_name_told() -> None:
    name = "<script>alert(1)</script> & a very long descriptor of somebody"
    picture = drawn(AttributionFactory(source=SourceFactory(unnamed=True, name=name)).claim)
    assert any(text.startswith("<script>alert(1)") and text.endswith("…") for text in words(picture))
    assert picture.find(f".//{SVG}script") is None
    assert any(name in (title.text or "") for title in picture.iter(f"{SVG}title"))


def test_circle_is_drawn_as_a_line_that_leads_back() -> None:
    claim, one, other = ClaimFactory(own_voice=True), EvidenceFactory(), EvidenceFactory()
    ClaimEvidence.objects.create(claim=claim, evidence=one, stance=Stance.SUPPORTS)
    Citation.objects.create(evidence=one, cited_evidence=other)
    Citation.objects.create(evidence=other, cited_evidence=one)
    assert [title.text for title in drawn(claim).iter(f"{SVG}title")].count("leads back: a circle") == 1


def test_claim_without_support_has_no_picture() -> None:
    claim = ClaimFactory(own_voice=True)
    sourcing.decide([claim.pk])
    assert draw(sourcing.explain(claim), f"claim:{claim.pk}") == ""


def test_picture_of_very_many_sources_says_how_many_are_left_out() -> None:
    claim = ClaimFactory()
    for _ in range(70):
        AttributionFactory(claim=claim)
    assert words(drawn(claim))[-1] == "and 11 more"
