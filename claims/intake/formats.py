"""From the bytes of a file to the text of an article: plain text, a web page, or a Word document.

What the file itself says of its title, author, date and publisher comes along. Nothing of a file is run or fetched;
its size unpacked is looked at before it is unpacked. Raises NotSo, with field "content", for what cannot be read.
"""

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models

from claims.refusals import NotSo

MOST_MEMBERS = 2000  # files inside a document
MOST_UNPACKED = 50 * 1024 * 1024
MOST_RATIO = 200  # unpacked to packed; text packs to about a tenth
LOOKED_AT = 1024  # bytes in which a page says that it is one
_PAGE = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body)\b", re.I | re.S)


class Format(models.TextChoices):
    """The formats that are taken, by their media types."""

    TEXT = "text/plain", "Plain text"
    PAGE = "text/html", "Web page"
    WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word document"


@dataclass(frozen=True)
class Received:
    """An article's text, and what its file says of it; empty where it says nothing."""

    text: str
    title: str = ""
    byline: str = ""
    publisher: str = ""
    published_on: date | None = None


def format_of(content: bytes) -> Format:
    """The kind of a file by its first bytes; names and declared types are not trusted."""
    if content.startswith(b"PK\x03\x04"):
        return Format.WORD
    if _PAGE.match(content[:LOOKED_AT].removeprefix(b"\xef\xbb\xbf")):
        return Format.PAGE
    return Format.TEXT


def receive(content: bytes) -> Received:
    """The article in a file of any format that is taken."""
    if len(content) > settings.ARTICLE_MAX_BYTES:
        most = settings.ARTICLE_MAX_BYTES // (1024 * 1024)
        raise NotSo(f"The article has {len(content):,} bytes; at most {most} MB can be taken in.", field="content")
    read = {Format.TEXT: _text, Format.PAGE: _page, Format.WORD: _word}[format_of(content)]
    received = read(content)
    if not received.text.strip():
        raise NotSo("The article is empty.", field="content")
    return received


def _text(content: bytes) -> Received:
    nul = content.find(b"\0")
    if nul >= 0:
        raise NotSo(f"The article is not text: there is a NUL at byte {nul}.", field="content")
    try:
        return Received(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise NotSo(f"The article is not UTF-8: byte {error.start} cannot be read.", field="content") from None


def _page(content: bytes) -> Received:
    import trafilatura  # noqa: PLC0415 - slow to load, and only an import needs it

    found: Any = trafilatura.bare_extraction(
        content, with_metadata=True, include_comments=False, include_tables=True, favor_precision=True
    )
    if found is None or not found.text:
        raise NotSo("No article was found in the web page: paste its text instead.", field="content")
    text = "\n\n".join(line for line in found.text.split("\n") if line.strip())
    return Received(
        text=text.replace("\0", ""),
        title=(found.title or "")[:300],
        byline=(found.author or "").replace("; ", ", ")[:200],
        publisher=(found.sitename or "")[:200],
        published_on=_date(found.date),
    )


def _word(content: bytes) -> Received:
    import docx  # noqa: PLC0415 - slow to load, and only an import needs it
    from docx.table import Table  # noqa: PLC0415 - the same

    _check_packed(content)
    try:
        document = docx.Document(io.BytesIO(content))
        blocks = [
            "\n".join("\t".join(cell.text for cell in row.cells) for row in block.rows)
            if isinstance(block, Table)
            else block.text
            for block in document.iter_inner_content()
        ]
        told = document.core_properties
        return Received("\n\n".join(filter(str.strip, blocks)), title=told.title[:300], byline=told.author[:200])
    except Exception as error:  # noqa: BLE001 - a broken document fails in any of a dozen ways
        raise NotSo(f"The Word document cannot be read ({type(error).__name__}).", field="content") from None


def _check_packed(content: bytes) -> None:
    """Refuse a document that unpacks to more than a document holds, before anything of it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            members = packed.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise NotSo("The file is neither text nor a Word document.", field="content") from None
    if not any(member.filename == "word/document.xml" for member in members):
        raise NotSo("The file is packed, and no Word document is in it.", field="content")
    unpacked = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or unpacked > min(MOST_UNPACKED, MOST_RATIO * len(content)):
        raise NotSo(f"The Word document unpacks to {unpacked:,} bytes, more than an article holds.", field="content")


def _date(told: str | None) -> date | None:
    try:
        return date.fromisoformat(told) if told else None
    except ValueError:
        return None
