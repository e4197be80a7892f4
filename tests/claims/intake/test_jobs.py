"""Articles taken in by a worker: asked for, looked at, stored; whatever goes wrong is told at the job."""

import io
import zipfile
from types import SimpleNamespace
from typing import Any

import docx
import pytest

from claims import outbound, tasks
from claims.intake import ask_for_import, cancel_import, confirm_import, run_imports
from claims.intake import jobs as module
from claims.intake.formats import Format, format_of, receive
from claims.models import Article, Claim, ImportJob
from claims.refusals import NotNow, NotSo, NotYours

TEXT = b"The mayor said on Monday that the bridge is safe."
PAGE = b"""<!doctype html><html lang="en"><head><title>Bridge is safe - The Paper</title>
<meta name="author" content="Jane Roe"><meta property="og:site_name" content="The Paper">
<meta property="article:published_time" content="2024-05-17T08:00:00Z"></head>
<body><nav><a href="/">Home</a> <a href="/news">News</a></nav><article><h1>Bridge is safe</h1>
<p>The mayor said on Monday that the bridge is safe. It was inspected by two engineers, who found no cracks.</p>
<p>\xe2\x80\x9cWe looked at everything,\xe2\x80\x9d said a person familiar with the inspection.</p>
<script>window.PWN = 1</script></article><footer>Copyright The Paper. All rights reserved.</footer></body></html>"""


def word(*paragraphs: str) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Cracks", "None"
    document.core_properties.title, document.core_properties.author = "Bridge", "Jane Roe"
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()


def packed(**members: bytes) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return into.getvalue()


@pytest.mark.parametrize(
    ("content", "expected"),
    [(TEXT, Format.TEXT), (PAGE, Format.PAGE), (b"\xef\xbb\xbf \n<HTML>", Format.PAGE), (word("x"), Format.WORD)],
)
def test_format_is_told_by_the_bytes(content: bytes, expected: Format) -> None:
    assert format_of(content) is expected


def test_page_gives_its_article_and_what_it_says_of_itself() -> None:
    received = receive(PAGE)
    assert (received.title, received.byline, received.publisher, str(received.published_on)) == (
        "Bridge is safe", "Jane Roe", "The Paper", "2024-05-17",
    )  # fmt: skip
    assert "person familiar with the inspection" in received.text
    assert not any(word in received.text for word in ("Copyright", "Home", "PWN"))


def test_word_document_gives_its_paragraphs_and_tables() -> None:
    received = receive(word("The mayor said that it is safe.", "Nobody else spoke."))
    assert received.text == "The mayor said that it is safe.\n\nNobody else spoke.\n\nCracks\tNone"
    assert (received.title, received.byline) == ("Bridge", "Jane Roe")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"a\0b", "byte 1"),
        (b"a\xffb", "byte 1"),
        (b"<html><body></body></html>", "No article was found"),
        (b"PK\x03\x04 broken", "neither text nor a Word document"),
        (packed(a_txt=b"x"), "no Word document is in it"),
        (packed(word__document_xml=b"<broken"), "cannot be read"),
        (packed(word__document_xml=b"0" * 3_000_000), "unpacks to 3,000,000 bytes"),
        (b"x" * (5 * 1024 * 1024 + 1), "at most 5 MB"),
    ],
)
def test_f26_file_that_cannot_be_read_is_refused_with_the_reason(content: bytes, words: str) -> None:
    with pytest.raises(NotSo, match=words) as refused:
        receive(content)
    assert refused.value.field == "content"


@pytest.mark.django_db
@pytest.mark.parametrize("content", [TEXT, PAGE, word("The mayor said on Monday that the bridge is safe.")])
def test_import_is_read_once_and_recognised_again(content: bytes, cast: SimpleNamespace) -> None:
    jobs = [ask_for_import(by=cast.editor, content=content, title="Given") for _ in range(2)]
    assert run_imports() == 2
    for job in jobs:
        job.refresh_from_db()
    assert [(job.state, job.was_known, job.attempts) for job in jobs] == [("done", False, 1), ("done", True, 1)]
    assert Article.objects.get().title == "Given"
    assert run_imports() == 0


@pytest.mark.django_db
def test_preview_stores_nothing_until_it_is_confirmed(cast: SimpleNamespace) -> None:
    job = ask_for_import(by=cast.editor, content=PAGE, preview=True)
    run_imports()
    job.refresh_from_db()
    assert (job.state, Article.objects.count()) == ("previewed", 0)
    assert job.found is not None
    assert job.found["about"]["title"] == "Bridge is safe"
    assert "unnamed" in {claim["source_kind"] for claim in job.found["claims"]}
    confirm_import(job=job, by=cast.editor)
    run_imports()
    job.refresh_from_db()
    assert (job.state, Article.objects.count()) == ("done", 1)
    with pytest.raises(NotNow):
        confirm_import(job=job, by=cast.editor)
    with pytest.raises(NotNow):
        cancel_import(job=job, by=cast.editor)


@pytest.mark.django_db
def test_cancelled_import_is_not_read(cast: SimpleNamespace) -> None:
    job = ask_for_import(by=cast.editor, content=TEXT)
    cancel_import(job=job, by=cast.editor)
    assert (run_imports(), Article.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_page_without_an_article_is_told_at_its_job_and_the_next_is_read(cast: SimpleNamespace) -> None:
    broken = ask_for_import(by=cast.editor, content=b"<html><body></body></html>")
    good = ask_for_import(by=cast.editor, content=TEXT)
    assert run_imports() == 2
    broken.refresh_from_db()
    good.refresh_from_db()
    assert (broken.state, broken.trouble_field, good.state) == ("failed", "content", "done")
    assert "No article was found" in broken.trouble


@pytest.mark.django_db
def test_f3_article_that_kills_its_worker_is_given_up_after_three_attempts(
    cast: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = ask_for_import(by=cast.editor, content=TEXT)

    def killed(job: ImportJob) -> None:
        raise SystemExit

    monkeypatch.setattr(module, "_read", killed)
    for _ in range(3):
        with pytest.raises(SystemExit):
            run_imports()
        assert run_imports() == 0, "another worker waits for the lease to end"
        ImportJob.objects.update(taken_until="2020-01-01T00:00Z")
    assert run_imports() == 1
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("failed", 4)


@pytest.mark.django_db
def test_fault_of_the_desk_is_told_without_the_words_of_the_article(
    cast: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    job = ask_for_import(by=cast.editor, content=TEXT)

    def fails(**given: Any) -> None:
        raise ZeroDivisionError(TEXT.decode())

    monkeypatch.setattr(module, "import_article", fails)
    run_imports()
    job.refresh_from_db()
    assert job.trouble == "The article could not be read (ZeroDivisionError)."
    assert "bridge" not in caplog.text


@pytest.mark.django_db
def test_address_is_fetched_only_where_the_desk_is_set_up_for_it(
    cast: SimpleNamespace, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NotSo, match="does not fetch"):
        ask_for_import(by=cast.editor, address="https://news.example/a")
    settings.FETCH_ARTICLES = True
    with pytest.raises(NotSo, match="not an IP address"):
        ask_for_import(by=cast.editor, address="http://127.0.0.1/")
    jobs = [ask_for_import(by=cast.editor, address=f"https://news.example/{name}") for name in ("a", "gone")]
    answers = {"https://news.example/a": (200, PAGE), "https://news.example/gone": (404, b"")}
    monkeypatch.setattr(
        outbound, "get", lambda url, accept: outbound.Answer(answers[url][0], {}, answers[url][1], url)
    )
    run_imports()
    for job in jobs:
        job.refresh_from_db()
    assert [(job.state, job.trouble_field) for job in jobs] == [("done", ""), ("failed", "address")]
    assert Article.objects.get().url == "https://news.example/a"


@pytest.mark.django_db
def test_outsider_asks_for_nothing(cast: SimpleNamespace) -> None:
    job = ask_for_import(by=cast.editor, content=TEXT)
    for person in (cast.reviewer, cast.outsider):
        with pytest.raises(NotYours):
            ask_for_import(by=person, content=TEXT)
        with pytest.raises(NotYours):
            cancel_import(job=job, by=person)


@pytest.mark.django_db
def test_task_decides_what_it_has_stored(cast: SimpleNamespace) -> None:
    ask_for_import(by=cast.editor, content=TEXT)
    tasks.run_imports()
    assert Claim.objects.exists()
    assert not Claim.objects.filter(basis=None).exists()
