"""The instrument that looks for names finds them: whatever it does not find is not there in these encodings."""

import base64
import html
import json
from collections.abc import Callable
from urllib.parse import quote, quote_plus, urlencode

import pytest

from tests.promises.encodings import NAMES, found_in

WAYS: dict[str, Callable[[str], bytes]] = {
    "as it is": lambda name: f"before {name} after".encode(),
    "small": lambda name: name.lower().encode(),
    "json": lambda name: json.dumps({"a": name}).encode(),
    "html": lambda name: html.escape(f"<p>{name}").encode(),
    "address": lambda name: quote(f"/desk/{name}").encode(),
    "form": lambda name: urlencode({"q": name}).encode(),
    "plus": lambda name: quote_plus(name).encode(),
    "base64": lambda name: base64.b64encode(f"x{name}".encode()),
    "base64, elsewhere": lambda name: base64.b64encode(f"ab{name}c".encode()),
    "hex": lambda name: f"-{name}-".encode().hex().encode(),
    "utf-16": lambda name: f"x{name}".encode("utf-16-le"),
    "repr": lambda name: repr(name.encode()).encode(),
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("way", WAYS)
def test_a_name_is_found_in_every_encoding(way: str, name: str) -> None:
    assert found_in(WAYS[way](name)) == {name}
    assert found_in(WAYS[way]("Somebody Else")) == set()
