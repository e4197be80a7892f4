"""RFC 3161: the question is one that OpenSSL's own authority answers, and its token is checked by OpenSSL."""

import hashlib
import shutil
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from claims import captures, outbound
from claims.captures.timestamps import StampError, question, token
from tests.factories import EvidenceFactory

PDF = b"%PDF-1.7\n%%EOF\n"
DIGEST = hashlib.sha256(PDF).hexdigest()
needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
CONFIGURATION = """
[ req ]
distinguished_name = name
x509_extensions = tsa
prompt = no
[ name ]
CN = Test authority
[ tsa ]
basicConstraints = CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[ ts ]
serial = {folder}/serial
signer_cert = {folder}/cert.pem
signer_key = {folder}/key.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
"""


class Authority:
    """OpenSSL as an authority of timestamps."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "tsa.cnf").write_text(CONFIGURATION.format(folder=folder))
        (folder / "serial").write_text("01\n")
        self.run(
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-config", "tsa.cnf",
            "-keyout", "key.pem", "-out", "cert.pem",
        )  # fmt: skip

    def run(self, *words: str) -> str:
        done = subprocess.run(
            ["openssl", *words], cwd=self.folder, capture_output=True, text=True, check=True, timeout=60
        )
        return done.stdout

    def answer(self, asked: bytes) -> bytes:
        (self.folder / "question").write_bytes(asked)
        self.run("ts", "-reply", "-config", "tsa.cnf", "-section", "ts", "-queryfile", "question", "-out", "answer")
        return (self.folder / "answer").read_bytes()


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


@needs_openssl
@pytest.mark.django_db
def test_copy_gets_a_token_that_openssl_verifies(
    cast: SimpleNamespace, settings: Any, monkeypatch: pytest.MonkeyPatch, authority: Authority, tmp_path: Path
) -> None:
    settings.CAPTURES_ROOT, settings.TIMESTAMP_AUTHORITY = tmp_path / "copies", "https://tsa.example/stamp"
    asked: list[str] = []

    def post(url: str, *, body: bytes, headers: dict[str, str]) -> outbound.Answer:
        asked.append(url)
        return outbound.Answer(200, {}, authority.answer(body), url)

    monkeypatch.setattr(outbound, "post", post)
    kept = captures.keep_copy(evidence=EvidenceFactory(), by=cast.editor, content=PDF)
    assert (asked, kept.timestamp_authority) == (["https://tsa.example/stamp"], "tsa.example")
    (tmp_path / "token").write_bytes(bytes(kept.timestamp or b""))
    said = authority.run("ts", "-verify", "-digest", DIGEST, "-in", "token", "-token_in", "-CAfile", "cert.pem")
    assert "Verification: OK" in said


@needs_openssl
def test_answer_to_another_question_is_no_timestamp(authority: Authority) -> None:
    answer = authority.answer(question(DIGEST, 77))
    assert token(answer, DIGEST, 77)[0] == 0x30
    for digest, nonce in ((hashlib.sha256(b"other").hexdigest(), 77), (DIGEST, 78)):
        with pytest.raises(StampError, match="another question"):
            token(answer, digest, nonce)
    for cut in (b"", answer[:1], answer[:40], answer[:-1], answer + b"\0", b"\x30\x80\0\0", b"<html>"):
        with pytest.raises(StampError):
            token(cut, DIGEST, 77)


def test_refusal_of_the_authority_is_told() -> None:
    with pytest.raises(StampError, match="status 2"):
        token(bytes.fromhex("30053003020102"), DIGEST, 1)


@pytest.mark.django_db
def test_authority_that_is_away_keeps_no_copy_out(
    cast: SimpleNamespace, settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings.CAPTURES_ROOT, settings.TIMESTAMP_AUTHORITY = tmp_path / "copies", "https://tsa.example/"

    def post(url: str, **_: Any) -> outbound.Answer:
        raise outbound.RefusedError("The host of the address does not answer (TimeoutError).")

    monkeypatch.setattr(outbound, "post", post)
    kept = captures.keep_copy(evidence=EvidenceFactory(), by=cast.editor, content=PDF)
    assert (kept.timestamp, kept.timestamp_authority) == (None, "")
