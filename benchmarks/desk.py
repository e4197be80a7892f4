"""A generated desk: claims, attributions, and evidence that cites evidence ten deep, with circles.

At scale 1: 1,000,000 claims in 50,000 articles, 3,000,000 attributions to 200,000 sources, 1,000,000 pieces of
evidence in stories of ten levels with 1,070,000 citations (most to the next level of the same story, some across
stories, some back up, which closes a circle), 300,000 links from claims to evidence.

The rows are made inside the database, without the triggers and checks of single rows, as a restored backup is.
"""

from django.db import connection, transaction

from claims.models import Claim, Evidence

TABLES = ["article", "articlerevision", "source", "claim", "attribution", "evidence", "evidenceorigin", "citation",
          "claimevidence"]  # fmt: skip

ARTICLES = """
INSERT INTO claims_article (id, title, slug, publisher, byline, language, url, imported_at, published_on)
SELECT i, 'Article ' || i, 'article-' || i, 'Paper ' || i %% 50, '', 'en', '', now(),
       date '2023-06-01' + (i %% 1000)::int
  FROM generate_series(1, %(claims)s / 20) i
"""
REVISIONS = """
INSERT INTO claims_articlerevision (id, article_id, number, text, digest, received_at, notes)
SELECT id, id, 1, 'The words of article ' || id, encode(sha256(id::text::bytea), 'hex'), now(), '[]'
  FROM claims_article
"""
# The first half are named people and organisations; then two unnamed ones for every article.
SOURCES = """
INSERT INTO claims_source (id, kind, naming, name, slug, about, article_id, people_low, people_high, first_seen_at)
SELECT i,
       CASE WHEN i > %(named)s AND i %% 7 = 0 THEN 'group' WHEN i %% 5 = 0 THEN 'organisation' ELSE 'person' END,
       CASE WHEN i <= %(named)s THEN 'named' ELSE 'unnamed' END,
       CASE WHEN i <= %(named)s THEN 'Ada Named ' || i ELSE 'a person familiar with matter ' || i END,
       'source-' || i, '', CASE WHEN i > %(named)s THEN (i - %(named)s + 1) / 2 END,
       1, CASE WHEN i > %(named)s AND i %% 7 = 0 THEN NULL ELSE 1 END, now()
  FROM generate_series(1, %(named)s * 2) i
"""
CLAIMS = """
INSERT INTO claims_claim (id, revision_id, start, "end", segments, quote, prefix, suffix, statement, statement_changes,
                          mode, own_voice, topic, checkworthy, checkworthy_grounds, certainty, version, added_at)
SELECT i, 1 + (i - 1) / 20, i %% 20, i %% 20 + 5, '[[0, 5]]', 'words', '', '', 'Bridge ' || i || ' is safe.', '[]',
       'indirect', i %% 10 = 9, 'Desk ' || i %% 12, (i::bigint * 7919 %% 1000) / 1000.0, '[]', 1, 1, now()
  FROM generate_series(1, %(claims)s) i
"""
# Of ten claims one speaks in the article's own voice, two rest on unnamed sources alone, five on named, two on both.
ATTRIBUTIONS = """
INSERT INTO claims_attribution (claim_id, source_id, cue, printed, spans, mode, knowledge, anonymity_phrase, certainty)
SELECT c.id,
       CASE WHEN c.id %% 10 IN (0, 1) OR (c.id %% 10 IN (7, 8) AND n = 1)
            THEN %(named)s + 2 * ((c.id - 1) / 20) + 1 + n %% 2
            ELSE 1 + (power(random(), 2) * (%(named)s - 1))::int END,
       'said', 'somebody', '{}', 'indirect', CASE WHEN random() < 0.1 THEN 'second_hand' ELSE 'unknown' END, '', 1
  FROM claims_claim c, generate_series(1, CASE WHEN c.id %% 10 = 9 THEN 0 WHEN c.id %% 10 < 3 THEN 4 ELSE 3 END) n
"""
EVIDENCE = """
INSERT INTO claims_evidence (id, kind, title, url, text, sha256, is_primary, added_at)
SELECT i, 'link', 'Evidence ' || i, 'https://evidence.example/' || i, '', '', i %% 70 = 0, now()
  FROM generate_series(1, %(claims)s) i
"""
ORIGINS = """
INSERT INTO claims_evidenceorigin (evidence_id, source_id, knowledge)
SELECT id, 1 + (random() * (2 * %(named)s - 1))::int, CASE WHEN id %% 10 = 0 THEN 'first_hand' ELSE 'unknown' END
  FROM claims_evidence WHERE (id %% 10 = 0 AND random() < 0.85) OR random() < 0.1
"""
# Each level cites the one below, of the same story or of another; then back up (a circle), to a claim, to an article.
CITATIONS = """
INSERT INTO claims_citation (evidence_id, cited_evidence_id)
SELECT id, CASE WHEN random() < 0.8 THEN id - 1
                ELSE 10 + (random() * (%(claims)s / 10 - 2))::int * 10 + id %% 10 - 1 END
  FROM claims_evidence WHERE id %% 10 > 0
UNION ALL
SELECT id, id + 1 + (random() * (8 - id %% 10))::int FROM claims_evidence WHERE id %% 10 < 9 AND random() < 0.02
"""
OTHER_CITATIONS = """
INSERT INTO claims_citation (evidence_id, cited_claim_id, cited_article_id)
SELECT id, CASE WHEN id %% 3 > 0 THEN 1 + (random() * (%(claims)s - 1))::int END,
       CASE WHEN id %% 3 = 0 THEN 1 + (random() * (%(claims)s / 20 - 1))::int END
  FROM claims_evidence WHERE random() < 0.15
"""
BROUGHT = """
INSERT INTO claims_claimevidence (claim_id, evidence_id, stance, excerpt, locator, added_at)
SELECT 1 + (random() * (%(claims)s - 1))::int, (random() * (%(claims)s / 10 - 1))::int * 10 + 6 + (random() * 3)::int,
       CASE WHEN i %% 6 = 0 THEN 'refutes' ELSE 'supports' END, '', '', now()
  FROM generate_series(1, %(claims)s * 3 / 10) i
ON CONFLICT DO NOTHING
"""


@transaction.atomic
def generate(scale: float) -> int:
    """Make the desk in an empty database. Returns the number of claims."""
    claims = int(1_000_000 * scale) // 100 * 100
    given = {"claims": claims, "named": claims // 10}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SELECT setseed(0.4)")
        for statement in (ARTICLES, REVISIONS, SOURCES, CLAIMS, ATTRIBUTIONS, EVIDENCE, ORIGINS, CITATIONS,
                          OTHER_CITATIONS, BROUGHT):  # fmt: skip
            cursor.execute(statement, given)
        for table in TABLES:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('claims_{table}', 'id'), max(id) + 1) FROM claims_{table}"
            )
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    return claims


def settle() -> None:
    """Statistics and visibility, as autovacuum leaves them."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


def is_empty() -> bool:
    return not Evidence.objects.exists()


def size() -> int:
    return Claim.objects.count()
