"""How many people an unnamed source stands for, as printed."""

import pytest

from claims.text.extraction import extract


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ("A person familiar with the talks", (1, 1)),
        ("One official", (1, 1)),
        ("One of the engineers", (1, 1)),
        ("Two people close to the mayor", (2, 2)),
        ("Two of the three engineers", (2, 2)),
        ("A couple of officials", (2, 2)),
        ("Both officials", (2, 2)),
        ("3 engineers", (3, 3)),
        ("At least three officials", (3, None)),
        ("More than three officials", (4, None)),
        ("Nearly a dozen employees", (2, 12)),
        ("About a dozen employees", (2, None)),
        ("Three or four officials", (3, 4)),
        ("Dozens of employees", (24, None)),
        ("A handful of employees", (2, None)),
        ("Several officials", (2, None)),
        ("A group of engineers", (2, None)),
        ("Officials", (1, None)),
        ("People familiar with the talks", (1, None)),
        ("Some employees", (1, None)),
        ("An engineer and an official", (2, 2)),
    ],
)
def test_count_words_are_kept(source: str, count: tuple[int, int | None]) -> None:
    found = [claim.source for claim in extract(f"{source} said that the bridge was unsafe.").claims if claim.source]
    assert [one.people for one in found] == [count]
