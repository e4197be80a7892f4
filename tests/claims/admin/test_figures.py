"""The dashboard as a page: charts that are tables too, and CSV that no spreadsheet runs."""

import csv
import io
import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from claims.admin.charts import BAR, LABEL, chart
from claims.admin.figures import as_text
from claims.sourcing.figures import Share
from tests.claims.admin.test_sources import signed_in
from tests.claims.sourcing.test_figures import claim
from tests.factories.grants import approved, load_policies

PAGE = "admin:claims_basis_changelist"


def test_bars_are_as_long_as_each_other_and_parts_as_their_shares() -> None:
    drawn = chart([Share("A" * 40, {"named": 3, "only_anonymous": 1}), Share("B", {"mixed": 1000})])
    first, second = drawn.bars
    assert [(part.kind, part.x, part.width, part.sign) for part in first.parts] == [
        ("named", LABEL, BAR * 0.75, "●"),
        ("only_anonymous", LABEL + BAR * 0.75, BAR * 0.25, "○"),
    ]
    assert first.parts[0].words == "Rests on named sources: 3 of 4 (75%)"
    assert (first.label, second.parts[0].width, second.total) == ("A" * 27 + "…", BAR, 1000)


@pytest.mark.parametrize("cell", ["=HYPERLINK(1)", "+1", "-1", "@x", "\tx", "\rx"])
def test_cell_that_begins_like_a_formula_is_text(cell: str) -> None:
    assert as_text(cell) == f"'{cell}"
    assert as_text("a=b") == "a=b"
    assert as_text(-1) == -1


@pytest.mark.django_db
def test_page_has_every_number_as_a_table_and_every_pattern_that_it_draws(
    client: Client, cast: SimpleNamespace
) -> None:
    claim("named", outlet="The Paper")
    claim("only_anonymous", outlet="The Paper")
    page = signed_in(client, cast.reviewer).get(reverse(PAGE)).content.decode()
    assert set(re.findall(r'fill="url\(#([\w-]+)\)"', page)) <= set(re.findall(r'<pattern id="([\w-]+)"', page))
    assert page.count("<title>") >= 6
    assert '<th scope="row"><bdi>The Paper</bdi></th>' in page
    assert "style=" not in page.split('class="key"')[1]


@pytest.mark.django_db
def test_tables_are_downloaded_as_csv(client: Client, cast: SimpleNamespace) -> None:
    claim("only_anonymous", outlet="=1+1")
    load_policies()
    approved(cast)
    signed_in(client, cast.approver)
    answer = client.get(reverse("admin:figures_csv", args=["outlets"]))
    rows = list(csv.reader(io.StringIO(answer.content.decode())))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert (rows[0][0], rows[0][-1]) == ("Outlet", "Claims")
    assert ["'=1+1", "0", "0", "0", "1", "0", "0", "0", "1"] in rows
    for name in ("desks", "months", "waits", "granted"):
        assert client.get(reverse("admin:figures_csv", args=[name])).status_code == 200
    assert client.get(reverse("admin:figures_csv", args=["vault"])).status_code == 404


@pytest.mark.django_db
def test_grants_are_counted_for_those_alone_who_may_see_them(client: Client, cast: SimpleNamespace) -> None:
    granted = reverse("admin:figures_csv", args=["granted"])
    for role, status in (("editor", 200), ("approver", 200), ("reviewer", 404), ("partner", 404), ("outsider", 302)):
        signed_in(client, getattr(cast, role))
        assert client.get(granted).status_code == status, role
        if role != "outsider":
            assert ("Anonymity that was granted" in client.get(reverse(PAGE)).content.decode()) is (status == 200)
    assert client.get(reverse(PAGE)).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3])
def test_page_takes_the_same_queries_however_many_outlets(
    number: int, client: Client, cast: SimpleNamespace, django_assert_num_queries: Any
) -> None:
    for each in range(number):
        claim("named", outlet=f"Paper {each}")
    signed_in(client, cast.editor)
    with django_assert_num_queries(11):
        client.get(reverse(PAGE))
