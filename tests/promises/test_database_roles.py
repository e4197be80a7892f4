"""P11: the database itself refuses, by real log-ins as each of its roles."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from claims.models import Event
from factcheck import granting
from factcheck.database_roles import EXCEPT, rights
from tests.factories import ClaimFactory
from tests.promises.logins import logged_in, refusal

pytestmark = pytest.mark.django_db
DENIED = "InsufficientPrivilege"
VAULT = ("claims_identityvault", "claims_vaultrecord")
ANY_LOOK = (
    "SELECT * FROM {}",
    "SELECT count(*) FROM {}",
    "SELECT 1 FROM {} WHERE false",
    "COPY {} TO STDOUT",
    "LOCK TABLE {} IN ACCESS SHARE MODE",
    "DELETE FROM {}",
    "CREATE TEMP TABLE stolen AS SELECT * FROM {}",
)


@pytest.mark.parametrize("table", VAULT)
@pytest.mark.parametrize("role", ["worker", "public"])
def test_p11_worker_and_public_have_no_way_into_the_vault(role: str, table: str) -> None:
    assert {look: refusal(role, look.format(table)) for look in ANY_LOOK} == dict.fromkeys(ANY_LOOK, DENIED)
    assert refusal("app", ANY_LOOK[0].format(table)) == ""


def test_p11_what_the_server_knows_of_the_vaults_values_is_closed_too(cast: SimpleNamespace) -> None:
    connection.cursor().execute("ANALYZE claims_identityvault, claims_event")
    for role in ("worker", "public"):
        with logged_in(role) as database:
            told = database.execute("SELECT 1 FROM pg_stats WHERE tablename = ANY(%s)", [list(VAULT)])
            assert told.fetchall() == []


@pytest.mark.parametrize(
    "statement",
    ["UPDATE claims_event SET what = 'other'", "DELETE FROM claims_event", "TRUNCATE claims_event",
     "UPDATE claims_vaultrecord SET reason = 'other'", "DELETE FROM claims_vaultrecord", "TRUNCATE claims_vaultrecord",
     "UPDATE reviews_verdict SET rationale = 'other'", "DELETE FROM reviews_verdict",
     "DELETE FROM reviews_publication", "UPDATE reviews_approval SET digest = ''"],
)  # fmt: skip
@pytest.mark.parametrize("role", ["app", "worker", "public"])
def test_p11_what_is_written_once_is_closed_to_changes(role: str, statement: str) -> None:
    assert refusal(role, statement) == DENIED


@pytest.mark.parametrize(
    "statement",
    ["ALTER TABLE claims_event DISABLE TRIGGER ALL", "ALTER TABLE claims_event RENAME TO x",
     "ALTER TABLE claims_event ADD COLUMN x integer", "DROP TABLE claims_event", "CREATE TABLE x (y integer)",
     "CREATE VIEW x AS SELECT * FROM claims_event", "SET session_replication_role = replica",
     "CREATE OR REPLACE FUNCTION event_digest(e claims_event) RETURNS text LANGUAGE sql AS $$SELECT ''$$",
     "SET ROLE desk", "COPY claims_event TO PROGRAM 'true'",
     "SELECT pg_read_file('postgresql.conf')"],
)  # fmt: skip
@pytest.mark.parametrize("role", ["app", "worker", "public"])
def test_p11_nobody_but_the_owner_changes_tables_triggers_or_rights(role: str, statement: str) -> None:
    assert refusal(role, statement) == DENIED


def test_p11_app_cannot_hand_its_rights_on() -> None:
    with logged_in("app") as database, database.transaction(force_rollback=True):
        database.execute("GRANT SELECT ON claims_identityvault TO desk_public, desk_worker")  # a warning to the app
        told = database.execute(
            "SELECT has_table_privilege(name, 'claims_identityvault', 'SELECT') "
            "FROM unnest(ARRAY['desk_app', 'desk_public', 'desk_worker']) AS name"
        )
        assert told.fetchall() == [(True,), (False,), (False,)]


def test_p11_triggers_refuse_the_owner_as_well(cast: SimpleNamespace) -> None:
    Event.record(subject=ClaimFactory(), what="first", by=None)
    with connection.cursor() as cursor:
        for statement in ("UPDATE claims_event SET what = 'x'", "DELETE FROM claims_event", "TRUNCATE claims_event"):
            cursor.execute("SAVEPOINT before")
            with pytest.raises(Exception, match=r"Cannot (update or delete|truncate) rows from claims_event"):
                cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; {statement}")
            cursor.execute("ROLLBACK TO SAVEPOINT before")


def test_p11_public_reads_what_is_published_and_nothing_else() -> None:
    with connection.cursor() as cursor:
        cursor.execute(granting.TABLES)
        tables = [name for (name,) in cursor.fetchall()]
    readable = {table for table in tables if refusal("public", ANY_LOOK[0].format(table)) == ""}
    assert readable == {"reviews_publication", "reviews_correction", "reviews_checkeddraft"}
    assert {table for table in readable if refusal("public", f"DELETE FROM {table}") == ""} == set()


def test_p11_no_view_and_no_stronger_function_leads_around_the_grants() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_views WHERE schemaname = 'public'")
        assert cursor.fetchone() == (0,)
        cursor.execute(
            "SELECT proname FROM pg_proc JOIN pg_namespace n ON n.oid = pronamespace "
            "WHERE nspname = 'public' AND prosecdef"
        )
        assert cursor.fetchall() == []


def test_functions_and_triggers_of_the_desk_work_for_app_and_worker() -> None:
    """The history is chained and a change makes its claim stale, whoever of the two writes."""
    for role in ("app", "worker"):
        with logged_in(role) as database, database.transaction(force_rollback=True):
            for what in ("first", "second"):
                database.execute(
                    "INSERT INTO claims_event (subject, what, why, details) VALUES ('test:1', %s, '', '{}')", [what]
                )
            rows = database.execute("SELECT position, previous, digest FROM claims_event ORDER BY id").fetchall()
            assert [row[0] for row in rows] == [1, 2]
            assert rows[1][1] == rows[0][2]
            database.execute("SELECT restale(ARRAY[1::bigint], ARRAY[1::bigint])")


def test_grants_are_the_same_after_a_second_time_and_come_back_when_they_were_changed() -> None:
    def granted() -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT grantee, table_name, privilege_type FROM information_schema.role_table_grants "
                "WHERE table_schema = 'public' AND grantee = ANY(%s) ORDER BY 1, 2, 3",
                [list(settings.DATABASE_USERS.values())],
            )
            return cursor.fetchall()

    before = granted()
    connection.cursor().execute(
        "GRANT ALL ON claims_identityvault TO desk_worker; REVOKE ALL ON claims_claim FROM desk_app"
    )
    assert granted() != before
    call_command("apply_database_roles")
    assert granted() == before
    expected = {(table, name) for table in EXCEPT for name in rights(table).app.split(", ") if name}
    assert {(table, name) for who, table, name in before if who == "desk_app" and table in EXCEPT} == expected


def test_owner_and_one_login_for_all_are_refused_with_a_sentence(settings: Any) -> None:
    settings.DATABASE_USERS = {"app": "desk", "worker": "desk_worker", "public": "desk_public"}
    with pytest.raises(CommandError, match="desk is the owner"):
        call_command("apply_database_roles")
    settings.DATABASE_USERS = {"app": "one", "worker": "one", "public": "desk_public"}
    with pytest.raises(CommandError, match="Three roles need three log-ins"):
        call_command("apply_database_roles")
