"""A bundle holds what a verdict rests on, says the same of the same rows, and tells when it was changed."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from claims import sourcing
from claims.intake import add_evidence
from claims.models import Claim
from reviews import bundles, workflow
from reviews.models import Publication, Rating
from tests.factories import AttributionFactory, SourceFactory
from tests.factories.grants import approved, load_policies, unnamed
from tests.factories.reviews import judge, published
from tests.reviews.admin.test_desk import signed_in

pytestmark = pytest.mark.django_db
Ratings = dict[str, Rating]
Members = dict[str, bytes]


def members(content: bytes) -> Members:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def packed(path: Path, inside: Members, *, mend: bool = False) -> Path:
    """Write the members as a bundle; `mend` gives each its right sha256 in the manifest, as a forger would."""
    if mend:
        manifest = json.loads(inside["manifest.json"])
        others = {name: content for name, content in inside.items() if name != "manifest.json"}
        manifest["sha256"] = {name: hashlib.sha256(content).hexdigest() for name, content in others.items()}
        inside = {**others, "manifest.json": json.dumps(manifest).encode()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in inside.items():
            file.writestr(name, content)
    return path


@pytest.fixture
def page(cast: SimpleNamespace, ratings: Ratings) -> Publication:
    """A published claim with a captured piece of evidence."""
    claim = AttributionFactory().claim
    add_evidence(
        claim=claim, by=cast.editor, kind="interview", title="A call", stance="supports", origin=SourceFactory(),
        text="A: Yes.",
    )  # fmt: skip
    sourcing.drain()
    return published(cast, ratings, claim=claim)


@pytest.fixture
def inside(page: Publication) -> Members:
    return members(bundles.bundle(page.review.claim))


def test_bundle_holds_everything_and_checks_without_a_database(
    page: Publication, tmp_path: Path, django_assert_num_queries: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    claim, file = page.review.claim, tmp_path / "claim.zip"
    evidence = claim.evidence_links.get().pk
    call_command("export_bundle", str(claim.pk), str(file))
    assert sorted(members(file.read_bytes())) == [
        "article.json", "article.txt", "claim.json", "claimreview.json", f"evidence/{evidence}.json",
        f"evidence/{evidence}.txt", "history.jsonl", "manifest.json", f"publications/{page.pk}.json",
    ]  # fmt: skip
    capsys.readouterr()
    with django_assert_num_queries(0):
        call_command("verify_bundle", str(file))
    assert capsys.readouterr().out == "9 members, 1 publications, 9 entries: unchanged.\n"


def test_same_rows_are_the_same_bytes(page: Publication) -> None:
    claim = page.review.claim
    assert bundles.bundle(claim) == bundles.bundle(Claim.objects.get(pk=claim.pk))


def entry(inside: Members, number: int, change: Callable[[list[Any]], None], *, sign: bool = False) -> Members:
    """The bundle with one entry of its history changed, and with `sign` its digest made anew."""
    lines = [json.loads(line) for line in inside["history.jsonl"].splitlines()]
    signed = json.loads(lines[number - 1]["signed"])
    change(signed)
    lines[number - 1]["signed"] = json.dumps(signed)
    if sign:
        lines[number - 1]["digest"] = hashlib.sha256(lines[number - 1]["signed"].encode()).hexdigest()
    return {**inside, "history.jsonl": b"".join(json.dumps(line).encode() + b"\n" for line in lines)}


def edited(inside: Members, name: str, before: str, after: str) -> Members:
    text = inside[name].decode()
    assert before in text
    return {**inside, name: text.replace(before, after, 1).encode()}


def wrong(path: Path, **options: Any) -> str:
    with pytest.raises(CommandError) as found:
        call_command("verify_bundle", str(path), **options)
    assert found.value.returncode == 1
    return str(found.value)


def test_every_member_that_is_changed_is_named(inside: Members, tmp_path: Path) -> None:
    for name in set(inside) - {"manifest.json"}:
        path = packed(tmp_path / "claim.zip", {**inside, name: inside[name] + b" "})
        assert wrong(path) == f"{name} was changed: its sha256 is not the one of the manifest."
    added = {**inside, "publications/99999999.json": b"{}"}
    assert wrong(packed(tmp_path / "claim.zip", added)).startswith("publications/99999999.json is not in the manifest")


def test_forger_who_mends_the_manifest_is_found(page: Publication, inside: Members, tmp_path: Path) -> None:
    shown = f"publications/{page.pk}.json"
    captured = next(name for name in inside if name.startswith("evidence/") and name.endswith(".txt"))
    other = json.loads(inside[shown])
    other["shown"]["explanation"] = "Something else."
    other["digest"] = hashlib.sha256(
        json.dumps(other["shown"], ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    ).hexdigest()
    cut = b"".join(inside["history.jsonl"].splitlines(keepends=True)[1:])

    def say_other(signed: list[Any]) -> None:
        signed[3] = "other"

    forgeries = [
        (
            edited(inside, shown, "explanation", "expIanation"),
            f"{shown} was changed: what it shows has not the digest that was signed.",
        ),
        ({**inside, shown: json.dumps(other).encode()}, f"{shown} is not what the history has published."),
        ({name: content for name, content in inside.items() if name != shown}, f"{shown}, which the history has publ"),
        ({**inside, captured: b"A: No."}, "The captured text of evidence/"),
        (
            {**inside, "article.txt": b"Other words. " + inside["article.txt"]},
            "The quote of claim.json does not stand",
        ),
        ({**inside, "history.jsonl": cut}, f"The history of claim:{page.review.claim_id} is broken at entry 1."),
        (entry(inside, 3, say_other), "Entry 3 of the history was changed: its digest is another."),
        (entry(inside, 3, say_other, sign=True), f"The history of claim:{page.review.claim_id} is broken at entry 4."),
    ]
    for forged, sentence in forgeries:
        assert wrong(packed(tmp_path / "claim.zip", forged, mend=True)).startswith(sentence), sentence


def test_newest_entries_cut_off_are_found_by_heads(page: Publication, inside: Members, tmp_path: Path) -> None:
    heads = tmp_path / "heads.json"
    call_command("verify_history", export_head=heads)
    call_command("verify_bundle", str(packed(tmp_path / "claim.zip", inside)), against=heads)
    cut = {name: content for name, content in inside.items() if not name.startswith(("publications/", "claimreview"))}
    cut["history.jsonl"] = b"".join(inside["history.jsonl"].splitlines(keepends=True)[:-1])
    path = packed(tmp_path / "cut.zip", cut, mend=True)
    call_command("verify_bundle", str(path))
    assert wrong(path, against=heads) == "The history had entry 9, which is not in the bundle."


def test_what_is_no_bundle_is_refused_with_status_2(inside: Members, tmp_path: Path) -> None:
    path = tmp_path / "bad.zip"

    def refused() -> str:
        with pytest.raises(CommandError) as found:
            call_command("verify_bundle", str(path))
        assert found.value.returncode == 2
        return str(found.value)

    assert refused() == f"{path}: the file cannot be read: No such file or directory."
    path.write_bytes(b"no zip")
    assert refused() == f"{path}: this is no zip, or it is damaged."
    whole = packed(path, inside).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert refused() == f"{path}: this is no zip, or it is damaged."
    for name in ("../claim.json", "/etc/passwd", "evidence/../claim.json"):
        packed(path, {**inside, name: b"{}"})
        assert refused() == f"{path}: a bundle has no member “{name}”."
    for name in ("article.json", "article.txt", "claim.json", "history.jsonl", "manifest.json"):
        packed(path, {each: content for each, content in inside.items() if each != name})
        assert refused() == f"{path}: {name} is missing."
    packed(path, {name: content for name, content in inside.items() if name != "claimreview.json"})
    assert refused() == "claimreview.json is missing."
    for content, sentence in ((b"[]", "is not a JSON object."), (b"{", "is not JSON."), (b"[" * 100_000, "not JSON.")):
        packed(path, {**inside, "manifest.json": content})
        assert refused().endswith(sentence)
    packed(path, {**inside, "manifest.json": b'{"sha256": 3}'})
    assert refused() == f"{path}: its members have not the shape of a bundle."


def test_bomb_is_refused_before_it_is_unpacked(inside: Members, tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for name, content in inside.items():
            file.writestr(name, content)
        with file.open("evidence/999999999.txt", "w", force_zip64=True) as member:
            for _ in range(257):
                member.write(bytes(1024 * 1024))
    with pytest.raises(CommandError, match="are more than a bundle holds") as refused:
        call_command("verify_bundle", str(path))
    assert refused.value.returncode == 2


def test_blind_round_is_not_told_whoever_takes_the_bundle(
    page: Publication, cast: SimpleNamespace, ratings: Ratings, tmp_path: Path
) -> None:
    claim = page.review.claim
    review = workflow.open_review(claim=claim, by=cast.editor)
    opened = bundles.bundle(claim)
    workflow.assign(review=review, reviewers=[cast.reviewer, cast.other_reviewer], by=cast.editor)
    judge(review, cast.reviewer, ratings["false"])
    assert bundles.bundle(claim) == opened
    (tmp_path / "claim.zip").write_bytes(opened)
    call_command("verify_bundle", str(tmp_path / "claim.zip"))
    judge(review, cast.other_reviewer, ratings["false"])
    assert bundles.bundle(claim) != opened


def test_confidential_fields_of_a_grant_are_not_in_the_bundle(cast: SimpleNamespace) -> None:
    load_policies()
    words = {"motive": "Canary motive.", "how_they_know": "Canary room.", "terms": "Canary terms."}
    attribution = unnamed()
    grant = approved(cast, attribution, **words)
    with connection.cursor() as cursor:
        cursor.execute("SELECT motive FROM claims_anonymitygrant WHERE id = %s", [grant.pk])
        assert cursor.fetchone() == ("Canary motive.",)
    inside = members(bundles.bundle(attribution.claim))
    assert [name for name, content in inside.items() if b"Canary" in content] == []
    assert b"approve_grant" in inside["history.jsonl"]


def test_text_that_an_unnamed_source_gave_is_neither_in_the_bundle_nor_on_the_page(
    cast: SimpleNamespace, ratings: Ratings, tmp_path: Path
) -> None:
    claim = AttributionFactory().claim
    for words, origin in (("Canary minutes.", unnamed().source), ("Open minutes.", SourceFactory())):
        add_evidence(
            claim=claim, by=cast.editor, kind="document", title="Minutes", stance="supports", origin=origin,
            is_primary=True, text=words,
        )  # fmt: skip
    sourcing.drain()
    page = published(cast, ratings, claim=claim)
    assert sorted(each["copy"] for each in page.shown["evidence"]) == ["", "Open minutes."]
    inside = members(bundles.bundle(claim))
    assert [name for name, content in inside.items() if b"Canary" in content] == []
    assert [name for name in inside if name.endswith(".txt") and inside[name] == b"Open minutes."]
    call_command("verify_bundle", packed(tmp_path / "bundle.zip", inside))


def test_bundle_is_taken_at_the_workbench_by_the_desk_alone(
    client: Client, cast: SimpleNamespace, page: Publication
) -> None:
    claim = page.review.claim
    address = reverse("admin:claim_bundle", args=[claim.pk])
    answer = signed_in(client, cast.editor).get(address)
    assert (answer.status_code, answer["Content-Type"], answer.content) == (
        200,
        "application/zip",
        bundles.bundle(claim),
    )
    assert address in client.get(reverse("admin:claims_claim_change", args=[claim.pk])).content.decode()
    assert client.get(reverse("admin:claim_bundle", args=[claim.pk + 999])).status_code == 404
    assert client.post(address).status_code == 405
    cast.partner.groups.clear()
    assert signed_in(client, cast.partner).get(address).status_code == 404
    assert signed_in(client, cast.outsider).get(address).status_code == 302


def test_bundle_of_no_claim_or_to_no_place_is_refused(page: Publication, tmp_path: Path) -> None:
    for claim, file in (("999999", tmp_path / "claim.zip"), (str(page.review.claim_id), tmp_path / "none" / "x.zip")):
        with pytest.raises(CommandError) as refused:
            call_command("export_bundle", claim, str(file))
        assert refused.value.returncode == 2
    assert list(tmp_path.iterdir()) == []
