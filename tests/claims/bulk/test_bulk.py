"""Rows by the thousand: all or nothing, by the line, round trip, and dirt from the real world."""

import csv
import io
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from claims import sourcing
from claims.bulk import EXPORTS, ask_for_bulk, export, exporting, run_bulk
from claims.bulk import jobs as module
from claims.bulk.markup import row_of
from claims.intake import add_evidence
from claims.models import (
    Article,
    Attribution,
    BulkJob,
    BulkRow,
    Claim,
    ClaimEvidence,
    Event,
    Evidence,
    FactCheck,
    Source,
    StaleClaim,
)  # fmt: skip
from claims.refusals import NotSo, NotYours
from tests.factories import AttributionFactory, ClaimFactory, EvidenceFactory, SourceFactory

pytestmark = pytest.mark.django_db
CORPUS = Path(__file__).parents[4] / "shared" / "data"
TABLES = (Article, Claim, Source, Attribution, Evidence, FactCheck, StaleClaim)


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def as_csv(*rows: dict[str, Any]) -> bytes:
    into = io.StringIO()
    writer = csv.DictWriter(into, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return into.getvalue().encode()


def claim(number: int, **given: Any) -> dict[str, Any]:
    return {
        "article_title": f"Bridges {number // 3}",
        "publisher": "The Paper",
        "quote": f"Bridge {number} is safe, “they” said.",
        "source": f"Ada Long{number % 2}",
        **given,
    }


def bulk(
    cast: SimpleNamespace, content: bytes, *, kind: str = "claims", form: str = "csv", per_row: bool = False
) -> BulkJob:
    file = SimpleUploadedFile("rows", content)
    job = ask_for_bulk(by=cast.editor, kind=kind, form=form, file=file, per_row=per_row)
    run_bulk()
    job.refresh_from_db()
    return job


def counts() -> list[int]:
    return [table._default_manager.count() for table in TABLES]


def test_claims_come_in_with_their_articles_and_sources(cast: SimpleNamespace) -> None:
    job = bulk(cast, as_csv(*(claim(number) for number in range(7))))
    assert (job.state, job.read, job.written, job.wrong) == ("done", 7, 7, 0)
    assert (Article.objects.count(), Source.objects.count(), Attribution.objects.count()) == (3, 2, 7)
    for each in Claim.objects.select_related("revision"):
        assert each.revision.text[each.start : each.end] == each.quote == each.statement
        assert each.revision.text[: each.start].endswith(each.prefix)
        assert each.revision.text[each.end :].startswith(each.suffix)
    assert StaleClaim.objects.count() == 7
    sourcing.drain()
    assert set(Claim.objects.values_list("basis__kind", flat=True)) == {"named"}
    assert Event.objects.get(what="bulk_import").details["written"] == 7


def test_p22_one_bad_row_keeps_all_out_and_is_told_by_its_line(cast: SimpleNamespace) -> None:
    good = [claim(number) for number in range(10_000)]
    rows = [dict(row) for row in good]
    rows[7_000]["source_naming"] = "hidden"
    rows[3]["quote"] = "Two\nlines."
    before = counts()
    job = bulk(cast, as_csv(*[{"source_naming": "", **row} for row in rows]))
    assert (job.state, job.wrong, counts()) == ("failed", 1, before)
    wrong = BulkRow.objects.exclude(code="").get()
    # The header, 7,000 rows before it, and one more line since a quotation runs over two.
    assert (wrong.line, wrong.column, wrong.code) == (7_003, "source_naming", "choice")
    again = bulk(cast, as_csv(*good))
    assert (again.state, again.written, Claim.objects.count()) == ("done", 10_000, 10_000)


def test_per_row_writes_what_can_be_written(cast: SimpleNamespace) -> None:
    rows = [claim(1), {**claim(2), "quote": ""}, claim(3)]
    job = bulk(cast, as_csv(*rows), per_row=True)
    assert (job.state, job.written, job.wrong) == ("done", 2, 1)
    told = list(BulkRow.objects.order_by("line").values_list("line", "code", "column"))
    assert told == [(2, "", ""), (3, "required", "quote"), (4, "", "")]
    assert set(BulkRow.objects.exclude(row=None).values_list("row", flat=True)) == set(
        Claim.objects.values_list("pk", flat=True)
    )


def test_quotation_is_found_in_an_article_on_record_or_refused(cast: SimpleNamespace) -> None:
    known = ClaimFactory(statement="Another.").revision
    row = {
        "article_url": known.article.url,
        "article_title": "x",
        "quote": "the bridge is safe",
        "statement": "It is.",
    }
    job = bulk(cast, as_csv(row, {**row, "quote": "words that are not there"}), per_row=True)
    assert (job.written, job.wrong, Article.objects.count()) == (1, 1, 1)
    made = Claim.objects.get(statement="It is.")
    assert known.text[made.start : made.end] == "the bridge is safe"
    assert BulkRow.objects.exclude(code="").get().code == "quote"


def test_evidence_comes_in_and_restales_its_claims(cast: SimpleNamespace) -> None:
    claims = [AttributionFactory(source=SourceFactory(unnamed=True)).claim for _ in range(2)]
    sourcing.drain()
    rows = [
        {"claim": claims[0].pk, "kind": "document", "title": "Report", "stance": "supports", "is_primary": True,
         "url": "https://city.example/r.pdf"},
        {"claim": claims[1].pk, "kind": "interview", "title": "Call", "stance": "supports", "origin": "Mary Shaw",
         "origin_knowledge": "first_hand"},
    ]  # fmt: skip
    content = "".join(json.dumps(row) + "\n" for row in rows).encode()
    job = bulk(cast, content, kind="evidence", form="jsonl")
    assert (job.state, job.written) == ("done", 2)
    sourcing.drain()
    assert [Claim.objects.get(pk=each.pk).basis.kind for each in claims] == ["documentary", "mixed"]


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ({"claim": 999, "kind": "link", "title": "x", "stance": "supports", "origin": "A B"}, "claim", "claim"),
        ({"claim": "x", "kind": "link", "title": "x", "stance": "supports", "origin": "A"}, "value", "claim"),
        ({"claim": 10**30, "kind": "link", "title": "x", "stance": "supports", "origin": "A"}, "value", "claim"),
        ({"claim": 1, "kind": "rumour", "title": "x", "stance": "supports", "origin": "A"}, "choice", "kind"),
        ({"claim": 1, "kind": "link", "title": "x", "stance": "supports"}, "origin", "origin"),
        (
            {"claim": 1, "kind": "link", "title": "x", "stance": "supports", "is_primary": True},
            "primary",
            "is_primary",
        ),
        ({"claim": 1, "kind": "link", "title": "x\0", "stance": "supports", "origin": "A"}, "text", "title"),
        ({"claim": 1, "kind": "link", "title": "x" * 301, "stance": "supports", "origin": "A"}, "too_long", "title"),
        (
            {"claim": 1, "kind": "link", "title": "x", "stance": "supports", "published_on": "May"},
            "value",
            "published_on",
        ),
        ({"claim": 1, "kind": "link", "title": ["x"], "stance": "supports", "origin": "A"}, "type", "title"),
        (
            {"claim": 1, "kind": "link", "title": "x", "stance": "supports", "colour": "red"},
            "unknown_column",
            "colour",
        ),
        ({"claim": 1, "kind": "link", "title": "x", "stance": "supports", "url": "javascript:x"}, "value", "url"),
    ],
)
def test_row_that_cannot_be_used_names_its_column(
    row: dict[str, Any], code: str, column: str, cast: SimpleNamespace
) -> None:
    job = bulk(cast, json.dumps(row).encode(), kind="evidence", form="jsonl")
    assert (job.state, Evidence.objects.count()) == ("failed", 0)
    assert BulkRow.objects.values_list("line", "code", "column").get() == (1, code, column)


@pytest.mark.parametrize(
    ("content", "form", "words"),
    [
        (b"", "csv", "empty"),
        (b"quote,colour\nx,red\n", "csv", "column “colour”"),
        (b"quote,quote\nx,y\n", "csv", "twice"),
        (b'article_title,quote\n"x,y\n', "csv", "not CSV"),
        (b"article_title,quote\nx,\xff\n", "csv", "not UTF-8"),
    ],
)
def test_file_that_cannot_be_read_is_refused_with_its_line(
    content: bytes, form: str, words: str, cast: SimpleNamespace
) -> None:
    job = bulk(cast, content, form=form)
    assert (job.state, counts()) == ("failed", [0] * len(TABLES))
    assert words in job.trouble


@pytest.mark.parametrize("line", [b"{", b"[]", b'{"a": 1, "a": 2}', b'{"a": NaN}', b"\xff", b"[" * 5000, b"1e400"])
def test_broken_line_is_told_and_the_rest_is_read(line: bytes, cast: SimpleNamespace) -> None:
    good = json.dumps(claim(1)).encode()
    job = bulk(cast, good + b"\n" + line + b"\n" + good.replace(b"Bridge 1", b"Bridge 2"), form="jsonl", per_row=True)
    assert (job.written, job.wrong) == (2, 1)
    assert BulkRow.objects.exclude(code="").get().line == 2


def test_round_trip_gives_the_same_rows(cast: SimpleNamespace) -> None:
    rows = [claim(1, topic="traffic", cue="said"), claim(2, quote="=HYPERLINK(1)"), claim(3, quote="'=x", source="")]
    bulk(cast, as_csv(*[{"topic": "", "cue": "", **row} for row in rows]))
    sheet = b"".join(export("claims", "csv"))
    lines = b"".join(export("claims", "jsonl"))
    Claim.objects.all().delete()
    Article.objects.all().delete()
    assert bulk(cast, sheet).written == 3
    assert b"".join(export("claims", "jsonl")) == lines
    Claim.objects.all().delete()
    Article.objects.all().delete()
    assert bulk(cast, lines, form="jsonl").written == 3
    assert b"".join(export("claims", "csv")) == sheet


def test_round_trip_of_evidence_gives_the_same_rows(cast: SimpleNamespace) -> None:
    about = ClaimFactory()
    rows: list[dict[str, Any]] = [
        {"claim": about.pk, "kind": "document", "title": "Minutes", "stance": "supports", "text": "Page 1.",
         "is_primary": True, "origin": "City hall", "origin_kind": "organisation"},
        {"claim": about.pk, "kind": "link", "title": "=SUM(1)", "stance": "refutes", "url": "https://a.example/1",
             "origin": "A reader", "origin_naming": "unnamed"},
    ]  # fmt: skip
    lines = b"\n".join(json.dumps(row).encode() for row in rows)
    assert bulk(cast, lines, kind="evidence", form="jsonl").written == 2
    first = Evidence.objects.get(title="Minutes")
    first.origin_links.create(source=SourceFactory())  # a second origin makes no second row
    sheet, out = b"".join(export("evidence", "csv")), b"".join(export("evidence", "jsonl"))
    assert len(out.splitlines()) == 2
    assert b"City hall" in out
    for content, form in ((sheet, "csv"), (out, "jsonl")):
        ClaimEvidence.objects.all().delete()
        assert bulk(cast, content, kind="evidence", form=form).written == 2
        assert b"".join(export("evidence", "jsonl")) == out


@pytest.mark.parametrize("name", EXPORTS)
@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_every_export_is_read_in_pieces_and_tells_every_row_once(
    name: str, form: str, cast: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    about = ClaimFactory()
    for number in range(5):
        made = AttributionFactory().claim
        origin = SourceFactory()
        add_evidence(claim=made, by=cast.editor, kind="link", title=f"E{number}", stance="context", origin=origin)
        FactCheck.objects.create(url=f"https://f.example/{number}", claim=about.statement, rating="No", publisher="P")
    monkeypatch.setattr(exporting, "PIECE", 2)
    told = b"".join(export(name, form)).splitlines()[1 if form == "csv" else 0 :]
    assert len(told) == len(set(told)) == EXPORTS[name].rows().count() >= 5


def test_p21_spreadsheet_runs_nothing_of_an_export(cast: SimpleNamespace) -> None:
    for words in ("=HYPERLINK(1)", "+1", "-1", "@x", "\tx", "\rx"):
        EvidenceFactory(title=words)
        ClaimFactory(statement=words)
    cells = [cell for row in csv.reader(io.StringIO(b"".join(export("claims", "csv")).decode())) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_interrupted_check_goes_on_behind_what_was_kept(
    cast: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PIECE", 3)
    file = SimpleUploadedFile("rows", as_csv(*(claim(number) for number in range(10))))
    job = ask_for_bulk(by=cast.editor, kind="claims", form="csv", file=file)
    plain, calls = module._keep, []

    def dies(job: BulkJob, piece: list[Any]) -> None:
        calls.append(len(piece))
        if len(calls) == 3:
            raise SystemExit
        plain(job, piece)

    monkeypatch.setattr(module, "_keep", dies)
    with pytest.raises(SystemExit):
        run_bulk()
    assert (run_bulk(), Claim.objects.count()) == (0, 0), "the lease holds"
    BulkJob.objects.update(taken_until=None)
    assert run_bulk() == 1
    job.refresh_from_db()
    assert (job.state, job.written, job.read, calls) == ("done", 10, 10, [3, 3, 3, 3, 1])


def test_fact_checks_come_in_as_datafeed_and_again_as_their_newest_words(cast: SimpleNamespace) -> None:
    review = {
        "@context": "https://schema.org", "@type": ["Article", "ClaimReview"], "url": "https://facts.example/1",
        "claimReviewed": "The bridge is safe.", "datePublished": "2024-05-17T10:00:00Z",
        "author": {"@type": "Organization", "name": "Facts", "url": "https://facts.example"},
        "reviewRating": {"@type": "Rating", "alternateName": "False", "ratingValue": "1", "bestRating": 5},
        "itemReviewed": {"@type": "Claim", "author": [{"@type": "Person", "name": "Ada Long"}]},
    }  # fmt: skip
    feed = {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [review]}]}
    assert bulk(cast, json.dumps(feed, indent=1).encode(), kind="fact_checks", form="claimreview").written == 1
    found = FactCheck.objects.get()
    assert (found.rating, found.value, found.best, found.worst, found.claimant, str(found.published_on)) == (
        "False", 1, 5, None, "Ada Long", "2024-05-17",
    )  # fmt: skip
    review["reviewRating"] = {"@type": "Rating", "alternateName": "Half true"}
    bulk(cast, json.dumps(review).encode(), kind="fact_checks", form="claimreview")
    assert FactCheck.objects.get().rating == "Half true"


@pytest.mark.corpus
def test_real_markup_of_every_shape_is_read_or_refused_with_its_reason(cast: SimpleNamespace) -> None:
    path = CORPUS / "claimreview_sample.jsonl"
    if not path.exists():
        pytest.skip("the development data is not beside the project")
    reviews = [json.loads(line)["claimreview"] for line in path.read_text(encoding="utf-8").splitlines()]
    content = "".join(json.dumps(review) + "\n" for review in reviews).encode()
    job = bulk(cast, content, kind="fact_checks", form="claimreview", per_row=True)
    assert job.state == "done", job.trouble
    assert job.read == len(reviews)
    assert job.written + job.wrong == job.read
    assert set(BulkRow.objects.exclude(code="").values_list("code", flat=True)) <= {"required", "value", "too_long"}
    assert all(set(row_of(review)) == set(row_of({})) for review in reviews)


def test_who_may_not_is_refused_and_nothing_is_kept(cast: SimpleNamespace) -> None:
    file = SimpleUploadedFile("rows", b"x")
    for person in (cast.partner, cast.approver, cast.outsider):
        with pytest.raises(NotYours):
            ask_for_bulk(by=person, kind="claims", form="csv", file=file)
    for given in (
        {"kind": "x", "form": "csv"},
        {"kind": "claims", "form": "x"},
        {"kind": "claims", "form": "claimreview"},
    ):
        with pytest.raises(NotSo):
            ask_for_bulk(by=cast.editor, file=file, **given)
    assert not BulkJob.objects.exists()
