"""Mistakes in the settings are found before they hurt."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from factcheck import checks

pytestmark = pytest.mark.django_db


def ids(found: Any) -> list[str]:
    return [each.id for each in found]


def test_desk_without_a_key_for_its_vault_is_told(settings: Any, tmp_path: Path) -> None:
    assert ids(checks.vault_has_its_keys()) == []
    Path(settings.VAULT_KEYS_FILE).chmod(0o640)
    assert ids(checks.vault_has_its_keys()) == ["factcheck.E006"]
    Path(settings.VAULT_KEYS_FILE).chmod(0o600)
    settings.VAULT_KEYS_FILE = str(tmp_path / "away")
    assert ids(checks.vault_has_its_keys()) == ["factcheck.E005"]
    settings.DATABASE_ROLE = "worker"
    assert ids(checks.vault_has_its_keys()) == []


def test_owner_that_serves_is_told(settings: Any) -> None:
    assert ids(checks.owner_does_not_serve(["default"])) == []  # the tests say that they are the owner
    settings.DATABASE_ROLE = "app"  # and lie here
    assert ids(checks.owner_does_not_serve(["default"])) == ["factcheck.W007"]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE desk_app")
        assert ids(checks.owner_does_not_serve(["default"])) == []
        cursor.execute("RESET ROLE")


def test_server_that_logs_values_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ids(checks.server_keeps_values_out_of_its_log(["default"])) == []
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL log_error_verbosity = 'default'")
        assert ids(checks.server_keeps_values_out_of_its_log(["default"])) == ["factcheck.W008"]


def test_table_that_a_migration_left_closed_is_named(settings: Any, cast: SimpleNamespace) -> None:
    settings.DATABASE_ROLE = "app"
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE desk_app")
        assert ids(checks.role_may_read_its_tables(["default"])) == []
        cursor.execute("RESET ROLE")
        cursor.execute("REVOKE ALL ON claims_claim FROM desk_app")
        cursor.execute("SET LOCAL ROLE desk_app")
        (found,) = checks.role_may_read_its_tables(["default"])
        assert (found.id, found.msg) == ("factcheck.E009", "The app may not read claims_claim.")
        cursor.execute("RESET ROLE")
