"""Whether a bundle is what the desk put into it. Reads the file alone: no database, no network.

What is checked hangs together: the manifest names every member's sha256, each published page has the digest that the
history's own entry names, and each entry of the history signs the one before it. Whoever makes all of that anew can be
found out by the heads that `manage.py verify_history --export-head` wrote at the time.
"""

import hashlib
import json
from pathlib import Path
from typing import Any, NamedTuple

from claims import chains
from reviews import publishing
from reviews.bundles.opening import Opened, UnusableError, as_object, opened


class WrongError(Exception):
    """Something in the bundle was changed; the message is a sentence that names it."""


class Entry(NamedTuple):
    """One entry of the history, as the words that were signed say it."""

    previous: str
    subject: str
    position: int
    what: str
    details: dict[str, Any]
    digest: str


class Checked(NamedTuple):
    members: int
    publications: int
    entries: int


def check(path: Path, *, heads: Path | None = None) -> Checked:
    """Check everything. Raises WrongError for what was changed, UnusableError for what is no bundle.

    `heads` is an export of heads; the bundle's history must reach the claim's head in it and agree there.
    """
    inside = opened(path)
    try:
        manifest = inside.json("manifest.json")
        _members(inside, manifest)
        _words(inside)
        entries = _history(inside, f"claim:{manifest.get('claim')}")
        publications = _publications(inside, entries)
        _evidence(inside)
    except (KeyError, TypeError, IndexError, AttributeError, RecursionError, UnicodeEncodeError):
        raise UnusableError(f"{path}: its members have not the shape of a bundle.") from None
    if heads is not None:
        _head(entries, chains.one_head(heads, f"claim:{manifest['claim']}"))
    return Checked(len(inside.members), publications, len(entries))


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _members(inside: Opened, manifest: dict[str, Any]) -> None:
    named = manifest["sha256"]
    for name in sorted(set(named) - set(inside.members)):
        raise UnusableError(f"{name} is missing.")
    for name, content in sorted(inside.members.items()):
        if name == "manifest.json":
            continue
        if name not in named:
            raise WrongError(f"{name} is not in the manifest: it was added.")
        if _sha256(content) != named[name]:
            raise WrongError(f"{name} was changed: its sha256 is not the one of the manifest.")


def _words(inside: Opened) -> None:
    """The quote stands in the article where the claim says."""
    claim, text = inside.json("claim.json"), _text(inside.members["article.txt"], "article.txt")
    if text[claim["start"] : claim["end"]] != claim["quote"]:
        raise WrongError("The quote of claim.json does not stand at its place in article.txt.")


def _text(content: bytes, name: str) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise UnusableError(f"{name} is not UTF-8.") from None


def _history(inside: Opened, subject: str) -> list[Entry]:
    """Every link of the chain. An entry is named by its position."""
    entries: list[Entry] = []
    for number, line in enumerate(inside.members["history.jsonl"].splitlines(), start=1):
        entry, signed = _entry(line, number)
        if _sha256(signed.encode()) != entry.digest:
            raise WrongError(f"Entry {number} of the history was changed: its digest is another.")
        before = entries[-1].digest if entries else ""
        if (entry.previous, entry.subject, entry.position) != (before, subject, number):
            raise WrongError(f"The history of {subject} is broken at entry {number}.")
        entries.append(entry)
    return entries


def _entry(line: bytes, number: int) -> tuple[Entry, str]:
    name = f"history.jsonl, line {number},"
    given = as_object(line, name)
    try:
        previous, subject, position, what, _, _, _, details = json.loads(given["signed"])
    except ValueError:
        raise UnusableError(f"{name} does not hold the words that were signed.") from None
    return Entry(previous, subject, position, what, details, given["digest"]), given["signed"]


def _publications(inside: Opened, entries: list[Entry]) -> int:
    """Each page has the digest of its content, and the history has published exactly that."""
    published = {
        entry.details["publication"]: entry.details["digest"]
        for entry in entries
        if "publication" in entry.details and "digest" in entry.details
    }
    names = inside.under("publications")
    for name in names:
        page = inside.json(name)
        if publishing.digest(page["shown"]) != page["digest"]:
            raise WrongError(f"{name} was changed: what it shows has not the digest that was signed.")
        if published.pop(page["id"], None) != page["digest"]:
            raise WrongError(f"{name} is not what the history has published.")
    for left in sorted(published):
        raise WrongError(f"publications/{left}.json, which the history has published, was taken out.")
    return len(names)


def _evidence(inside: Opened) -> None:
    for name in inside.under("evidence"):
        captured = inside.members.get(name.removesuffix(".json") + ".txt", b"")
        told = inside.json(name)
        withheld = told.get("text_withheld", False)  # bundles of before have every text
        if told["sha256"] and not withheld and _sha256(captured) != told["sha256"]:
            raise WrongError(f"The captured text of {name} is not the one that was captured.")
        for copy in told.get("copies", []):
            if not copy["withheld"] and _sha256(inside.members.get(f"copies/{copy['sha256']}", b"")) != copy["sha256"]:
                raise WrongError(f"A copy of {name} is not the one that was kept.")


def _head(entries: list[Entry], head: Any) -> None:
    if head is None:
        raise WrongError("The heads know nothing of this claim.")
    if len(entries) < head.position:
        raise WrongError(f"The history had entry {head.position}, which is not in the bundle.")
    if entries[head.position - 1].digest != head.digest:
        raise WrongError(f"Entry {head.position} of the history is another than it was.")
