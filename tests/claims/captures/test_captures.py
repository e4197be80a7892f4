"""Captured copies: told by their bytes, kept under their digest, opened by few; bombs are refused."""

import hashlib
import io
import struct
import zlib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from PIL import Image

from claims import captures, outbound
from claims.captures import files
from claims.models import Capture, CaptureRequest, Event, EvidenceOrigin, User
from claims.refusals import NotNow, NotSo, NotYours
from tests.factories import EvidenceFactory, SourceFactory

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer << >>\n%%EOF\n"
PAGE = b"<!DOCTYPE html><html><body><p>The bridge is safe.</p></body></html>"
MediaType = Capture.MediaType


@pytest.fixture(autouse=True)
def root(tmp_path: Path, settings: Any) -> Path:
    settings.CAPTURES_ROOT = tmp_path / "copies"
    return tmp_path / "copies"


def image(kind: str = "PNG") -> bytes:
    into = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(into, kind)
    return into.getvalue()


def png_bomb(width: int, height: int) -> bytes:
    """A few kilobytes that unpack to width × height pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (PDF, MediaType.PDF),
        (PAGE, MediaType.PAGE),
        (b'<?xml version="1.0"?>\n<!-- saved -->\n<html xmlns="http://www.w3.org/1999/xhtml"></html>', MediaType.PAGE),
        (image("PNG"), MediaType.PNG),
        (image("JPEG"), MediaType.JPEG),
        (image("WEBP"), MediaType.WEBP),
        (image("PNG") + PAGE, MediaType.PNG),  # two things at once: what it begins as
        (PDF + b"<script>alert(1)</script>", MediaType.PDF),
    ],
)
def test_kind_is_told_by_the_bytes(content: bytes, expected: str) -> None:
    assert captures.sniff(content) == expected


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The copy is empty."),
        (b"plain words", "The file is no PDF, web page, or image"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "The file is no PDF"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "The file is no PDF"),
        (b"PK\x03\x04 a packed file", "The file is no PDF"),
        (b"MZ\x90\0", "The file is no PDF"),
        (b"GIF89a" + b"\0" * 20, "The file is no PDF"),
        (b"%PDF-1.7\ncut off", "The PDF is cut off"),
        (b"\x89PNG\r\n\x1a\n broken", "The image is damaged"),
        (image("PNG")[:60], "The image is damaged"),
        (b"RIFF\x24\0\0\0WAVEfmt ", "The image is damaged"),
        (png_bomb(60_000, 60_000), "The image has"),
        (png_bomb(10_000, 6_000), "The image has 10,000 × 6,000 pixels"),
        (b"%PDF-" + b"x" * (5 * 1024 * 1024), "The copy has 5,242,885 bytes; at most 5 MB are kept."),
    ],
)
def test_what_is_no_copy_is_refused_in_words(content: bytes, sentence: str) -> None:
    with pytest.raises(NotSo) as refused:
        captures.sniff(content)
    assert refused.value.sentence.startswith(sentence)
    assert refused.value.field == "copy"


def test_copy_is_kept_under_its_digest_and_on_record(cast: SimpleNamespace, root: Path) -> None:
    evidence = EvidenceFactory()
    kept = captures.keep_copy(evidence=evidence, by=cast.reviewer, content=PDF)
    digest = hashlib.sha256(PDF).hexdigest()
    assert (kept.sha256, kept.size, kept.media_type) == (digest, len(PDF), MediaType.PDF)
    assert captures.read(digest) == PDF
    assert [str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()] == [f"{digest[:2]}/{digest}"]
    event = Event.objects.get(subject=f"evidence:{evidence.pk}")
    assert (event.what, event.details) == ("keep_copy", {"capture": kept.pk, "sha256": digest})


def test_same_bytes_are_one_file_and_one_row_for_each_evidence(cast: SimpleNamespace, root: Path) -> None:
    one, other = EvidenceFactory(), EvidenceFactory()
    captures.keep_copy(evidence=one, by=cast.editor, content=PAGE)
    captures.keep_copy(evidence=other, by=cast.editor, content=PAGE)
    with pytest.raises(NotNow):
        captures.keep_copy(evidence=one, by=cast.editor, content=PAGE)
    assert Capture.objects.count() == 2
    assert len([path for path in root.rglob("*") if path.is_file()]) == 1


def test_text_is_kept_as_text_even_where_it_looks_like_a_page(cast: SimpleNamespace) -> None:
    kept = captures.keep_copy(evidence=EvidenceFactory(), by=cast.editor, words=" <script>alert(1)</script> ")
    assert (kept.media_type, captures.read(kept.sha256)) == (MediaType.TEXT, b"<script>alert(1)</script>")


@pytest.mark.parametrize("given", [{}, {"content": PDF, "words": "both"}])
def test_one_thing_is_kept_at_a_time(cast: SimpleNamespace, given: dict[str, Any]) -> None:
    with pytest.raises(NotSo):
        captures.keep_copy(evidence=EvidenceFactory(), by=cast.editor, **given)
    assert Capture.objects.count() == 0


def test_who_may_not_add_evidence_keeps_no_copy(cast: SimpleNamespace) -> None:
    for person in (cast.outsider, cast.partner, cast.approver):
        with pytest.raises(NotYours):
            captures.keep_copy(evidence=EvidenceFactory(), by=person, content=PDF)


def test_row_of_a_copy_cannot_be_changed_or_taken_out(cast: SimpleNamespace) -> None:
    kept = captures.keep_copy(evidence=EvidenceFactory(), by=cast.editor, content=PDF)
    for statement in ("UPDATE claims_capture SET sha256 = repeat('0', 64)", "DELETE FROM claims_capture"):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Capture.objects.get() == kept


def test_changed_or_missing_file_is_noticed_on_reading(cast: SimpleNamespace) -> None:
    kept = captures.keep_copy(evidence=EvidenceFactory(), by=cast.editor, content=PDF)
    path = files.place(kept.sha256)
    path.chmod(0o640)
    path.write_bytes(PDF.replace(b"<< >>", b"<<1>>"))
    with pytest.raises(captures.ChangedError, match="was changed"):
        captures.read(kept.sha256)
    path.unlink()
    with pytest.raises(captures.ChangedError, match="is missing"):
        captures.read(kept.sha256)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "a" * 63, "A" * 64, "a" * 64 + "\n", "/" + "a" * 63])
def test_only_a_digest_leads_to_a_file(name: str) -> None:
    with pytest.raises(ValueError, match="named by its sha256"):
        files.place(name)


def test_copy_from_an_unnamed_source_is_opened_by_few(cast: SimpleNamespace) -> None:
    evidence = EvidenceFactory()
    kept = captures.keep_copy(evidence=evidence, by=cast.reviewer, content=PDF)
    assert captures.may_open(cast.other_reviewer, kept)
    EvidenceOrigin.objects.create(evidence=evidence, source=SourceFactory(unnamed=True))
    kept = Capture.objects.get()
    people = ("editor", "reviewer", "other_reviewer", "approver", "custodian", "partner", "outsider")
    assert {name for name in people if captures.may_open(getattr(cast, name), kept)} == {
        "editor", "reviewer", "approver", "custodian",
    }  # fmt: skip


# --- from an address -----------------------------------------------------------------------------------------


def answering(monkeypatch: pytest.MonkeyPatch, status: int, body: bytes) -> None:
    monkeypatch.setattr(outbound, "get", lambda url, accept: outbound.Answer(status, {}, body, url))


def test_nothing_is_fetched_unless_the_desk_allows_it(cast: SimpleNamespace) -> None:
    with pytest.raises(NotSo, match="does not fetch"):
        captures.ask_for_copy(evidence=EvidenceFactory(), by=cast.editor, address="https://news.example/a")


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1/", "file:///etc/passwd", "https://a@news.example/", "https://n.example:8/"]
)
def test_address_that_leads_inside_is_refused_at_once(cast: SimpleNamespace, settings: Any, address: str) -> None:
    settings.FETCH_EVIDENCE = True
    with pytest.raises(NotSo):
        captures.ask_for_copy(evidence=EvidenceFactory(), by=cast.editor, address=address)


def test_copy_is_fetched_once_and_says_from_where(
    cast: SimpleNamespace, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FETCH_EVIDENCE = True
    answering(monkeypatch, 200, PAGE)
    evidence = EvidenceFactory()
    captures.ask_for_copy(evidence=evidence, by=cast.editor, address="https://news.example/a")
    with pytest.raises(NotNow):
        captures.ask_for_copy(evidence=evidence, by=cast.editor, address="https://news.example/a")
    assert (captures.run_captures(), captures.run_captures()) == (1, 0)
    assert (evidence.captures.get().address, CaptureRequest.objects.get().state) == ("https://news.example/a", "done")


@pytest.mark.parametrize(
    ("status", "body", "trouble"),
    [
        (404, PAGE, "The server of the address answers 404."),
        (200, b"\x7fELF", "The file is no PDF, web page, or image (PNG, JPEG, WebP): other files are not kept."),
    ],
)
@pytest.mark.usefixtures("cast")
def test_copy_that_cannot_be_kept_says_why(
    settings: Any, monkeypatch: pytest.MonkeyPatch, status: int, body: bytes, trouble: str
) -> None:
    editor = User.objects.get(username="editor")
    settings.FETCH_EVIDENCE = True
    answering(monkeypatch, status, body)
    captures.ask_for_copy(evidence=EvidenceFactory(), by=editor, address="https://news.example/a")
    captures.run_captures()
    asked = CaptureRequest.objects.get()
    assert (asked.state, asked.trouble, Capture.objects.count()) == ("failed", trouble, 0)


def test_copy_that_kills_its_worker_is_given_up(cast: SimpleNamespace, settings: Any) -> None:
    settings.FETCH_EVIDENCE = True
    captures.ask_for_copy(evidence=EvidenceFactory(), by=cast.editor, address="https://news.example/a")
    CaptureRequest.objects.update(attempts=3)
    captures.run_captures()
    assert CaptureRequest.objects.get().trouble == "The copy could not be kept in 3 attempts."


def test_right_that_was_lost_meanwhile_keeps_nothing(
    cast: SimpleNamespace, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FETCH_EVIDENCE = True
    answering(monkeypatch, 200, PAGE)
    captures.ask_for_copy(evidence=EvidenceFactory(), by=cast.editor, address="https://news.example/a")
    cast.editor.groups.clear()
    captures.run_captures()
    assert CaptureRequest.objects.get().state == "failed"
