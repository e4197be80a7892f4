"""What each database role may do with each table. `manage.py apply_database_roles` grants exactly this.

The owner migrates and owns the tables; nothing that serves requests or runs tasks logs in as the owner. The app serves
the desk and the API. The worker runs tasks and has no right to the vault, to accounts or to signatures. The public
role reads what is published and nothing else. Their log-in names are settings.DATABASE_USERS.
"""

from typing import NamedTuple

ALL = "SELECT, INSERT, UPDATE, DELETE"
KEEP = "SELECT, INSERT, UPDATE"
APPEND = "SELECT, INSERT"
READ = "SELECT"
NOTHING = ""


class Rights(NamedTuple):
    app: str
    worker: str
    public: str = NOTHING


ORDINARY = Rights(app=ALL, worker=ALL)  # every table that is not named below

EXCEPT = {
    # The vault and what was done in it.
    "claims_identityvault": Rights(app=ALL, worker=NOTHING),
    "claims_vaultrecord": Rights(app=APPEND, worker=NOTHING),
    # That unnamed sources are one.
    "claims_pseudonym": Rights(app=APPEND, worker=NOTHING),
    "claims_pseudonymlink": Rights(app=KEEP, worker=NOTHING),
    # What is written once.
    "claims_event": Rights(app=APPEND, worker=APPEND),
    "claims_capture": Rights(app=APPEND, worker=APPEND),
    "reviews_verdict": Rights(app=APPEND, worker=READ),
    "reviews_savedfilter": Rights(app=ALL, worker=NOTHING),
    "reviews_verdictdraft": Rights(app=ALL, worker=NOTHING),
    "reviews_approval": Rights(app=APPEND, worker=READ),
    "reviews_settlement": Rights(app=KEEP, worker=READ),
    "reviews_withdrawal": Rights(app=APPEND, worker=READ),
    "reviews_panelvote": Rights(app=APPEND, worker=READ),
    "reviews_publicationexception": Rights(app=KEEP, worker=READ),
    "reviews_replyrequest": Rights(app=KEEP, worker=READ),
    "reviews_comment": Rights(app=APPEND, worker=NOTHING),
    # Experts: their links, and what they said; only which piece of evidence it became is added later.
    "reviews_opinionrequest": Rights(app=KEEP, worker=NOTHING),
    "reviews_opinion": Rights(app=KEEP, worker=READ),
    # Other systems that are told of pages.
    "reviews_subscription": Rights(app=KEEP, worker=READ),
    # What the public is shown.
    "reviews_publication": Rights(app=KEEP, worker=f"{READ}, UPDATE (under_review_since)", public=READ),
    "reviews_correction": Rights(app=APPEND, worker=READ, public=READ),
    "reviews_checkeddraft": Rights(app=KEEP, worker=READ, public=READ),
    # Accounts and sessions.
    "claims_user": Rights(app=ALL, worker=READ),
    "claims_user_groups": Rights(app=ALL, worker=READ),
    "claims_user_user_permissions": Rights(app=ALL, worker=READ),
    "claims_secondfactor": Rights(app=ALL, worker=NOTHING),
    "claims_apitoken": Rights(app=ALL, worker=NOTHING),
    "auth_group": Rights(app=ALL, worker=READ),
    "auth_group_permissions": Rights(app=ALL, worker=READ),
    "auth_permission": Rights(app=ALL, worker=READ),
    "django_session": Rights(app=ALL, worker=NOTHING),
    "django_admin_log": Rights(app=APPEND, worker=NOTHING),
    "axes_accessattempt": Rights(app=ALL, worker=NOTHING),
    "axes_accessattemptexpiration": Rights(app=ALL, worker=NOTHING),
    "axes_accessfailurelog": Rights(app=ALL, worker=NOTHING),
    "axes_accesslog": Rights(app=ALL, worker=NOTHING),
    # The owner's own.
    "django_migrations": Rights(app=READ, worker=READ),
}


# Who takes numbers for rows before he writes them: a bulk import writes several tables from one set.
NUMBERS = {"worker": tuple(f"claims_{table}_id_seq" for table in ("article", "claim", "source", "evidence"))}


def rights(table: str) -> Rights:
    return EXCEPT.get(table, ORDINARY)
