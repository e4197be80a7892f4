"""P28: for every address of the desk, what each role gets when it reads it and when it posts an empty form to it.

The table is desk_access.txt: a new route, and a new role of the cast, fail until they have their entry.
`RECORD_ACCESS=1 pytest tests/promises/test_desk_access.py` writes what is so now; read the difference before it is
kept. What holds for everybody is not recorded but said below.
"""

import os
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser

from reviews.enums import Role
from reviews.models import Rating
from tests.promises import worlds
from tests.promises.asking import Asker
from tests.promises.routes import filled, patterns

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet")]
TABLE = Path(__file__).with_name("desk_access.txt")
ROLES = {
    "anonymous": "",
    "outsider": "",
    "partner": Role.PARTNER,
    "reviewer": Role.REVIEWER,
    "approver": Role.APPROVER,
    "editor": Role.EDITOR,
    "custodian": Role.CUSTODIAN,
    "administrator": "",
}
OPEN = {"desk/login/", "desk/logout/", "desk/jsi18n/", "desk/sso/", "desk/sso/callback/"}  # without a session
Answers = dict[str, dict[str, str]]  # {pattern: {role: "200/403", of GET and POST}}


def desk() -> list[str]:
    return sorted({pattern for pattern, _ in patterns() if pattern.startswith("desk/")})


def asked(cast: SimpleNamespace, world: SimpleNamespace) -> Answers:
    found: Answers = {pattern: {} for pattern in desk()}
    for role in ROLES:
        asker = Asker(AnonymousUser() if role == "anonymous" else getattr(cast, role))
        for pattern in found:
            path = "/" + filled(pattern, world)
            found[pattern][role] = "/".join(str(asker.ask(path, method=method)[0]) for method in ("GET", "POST"))
    return found


def written(table: Answers) -> str:
    width = max(map(len, table)) + 2
    lines = ["".join([" " * width, *(f"{role:<15}" for role in ROLES)])]
    lines += [f"{pattern:<{width}}" + "".join(f"{row[role]:<15}" for role in ROLES) for pattern, row in table.items()]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def read() -> Answers:
    head, *lines = TABLE.read_text(encoding="utf-8").splitlines()
    return {words[0]: dict(zip(head.split(), words[1:], strict=True)) for words in map(str.split, lines)}


@pytest.fixture
def answers(cast: SimpleNamespace, ratings: dict[str, Rating]) -> Answers:
    found = asked(cast, worlds.make(cast, ratings))
    if os.environ.get("RECORD_ACCESS"):
        TABLE.write_text(written(found), encoding="utf-8")
    return found


def test_p28_every_address_of_the_desk_answers_every_role_as_the_table_says(answers: Answers) -> None:
    table = read()
    assert [pattern for pattern in answers if pattern not in table] == [], "say in desk_access.txt who may"
    assert [pattern for pattern in table if pattern not in answers] == [], "these are gone"
    told = {(pattern, role): status for pattern, row in answers.items() for role, status in row.items()}
    expected = {(pattern, role): status for pattern, row in table.items() for role, status in row.items()}
    assert {each: told[each] for each in told if told[each] != expected[each]} == {}

    # Without an account, or with one that is no member of the desk, every door leads to the log-in.
    shut = {p: row["anonymous"] for p, row in answers.items() if p not in OPEN}
    assert {p: s for p, s in shut.items() if not re.fullmatch(r"(302|403|404|405)/(302|403|404|405)", s)} == {}
    assert {p: row for p, row in answers.items() if p not in OPEN and row["outsider"].startswith("2")} == {}
    # An address is never broken, for anybody.
    assert {p: row for p, row in answers.items() if any("5" in s[::4] for s in row.values())} == {}
    # Nothing is deleted at the desk by those who judge, and the vault is the custodians' alone.
    for pattern, row in answers.items():
        if pattern.endswith("/delete/"):
            assert {row[role][:3] for role in ("reviewer", "approver", "partner")} <= {"302", "403", "404", "405"}, (
                pattern
            )
    vault = answers["desk/vault/<int:source_id>/"]
    assert {role for role, status in vault.items() if status.startswith("200")} == {"custodian"}


def test_p28_every_role_stands_in_the_table() -> None:
    assert set(Role.values) <= set(ROLES.values()), "a new role: ask as it, and record what it gets"
    assert set(ROLES) == set(next(iter(read().values())))
