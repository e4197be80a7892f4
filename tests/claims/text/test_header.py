"""What the first lines of an article say about it."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.text.header import LONGEST_TITLE, HeaderError, read_header, working_title


@pytest.mark.parametrize(
    ("line", "day"),
    [
        (" date 2024-05-17", date(2024, 5, 17)),
        ("Date: 17 May 2024", date(2024, 5, 17)),
        ("Published: May 17, 2024", date(2024, 5, 17)),
        ("Published on: 17th May 2024", date(2024, 5, 17)),
        ("Date palms grow slowly, the farmer said.", None),
    ],
)
def test_date_line(line: str, day: date | None) -> None:
    assert read_header(f"{line}\n\nThe mayor said it rained.").published_on == day


def test_whole_header() -> None:
    head = "Title: A bridge too weak\nBy Ada Long and Ben Short\nPublished: 2024-05-17\n\n"
    text = f"{head}LONDON (Reuters) - The bridge fell."
    header = read_header(text)
    assert (header.title, header.byline, header.publisher) == (
        "A bridge too weak",
        "Ada Long and Ben Short",
        "Reuters",
    )
    assert text[header.body_start :].startswith("LONDON")


def test_date_that_does_not_exist_is_named_with_its_line() -> None:
    with pytest.raises(HeaderError, match="Line 2: “2024-13-45” is not a date"):
        read_header("Title: x\ndate 2024-13-45\n\nWords.")


def test_working_title_is_the_first_sentence_cut_at_a_word() -> None:
    title = working_title("\n\n" + "A rather long sentence " * 10 + ". Second.")
    assert len(title) <= LONGEST_TITLE
    assert title.endswith("A rather…")


@given(st.text(max_size=300))
def test_any_text_has_a_header_or_an_error_that_names_its_line(text: str) -> None:
    with suppress(HeaderError):
        header = read_header(text)
        assert 0 <= header.body_start <= len(text)
        assert bool(working_title(text, header.body_start)) == bool(text.strip())
