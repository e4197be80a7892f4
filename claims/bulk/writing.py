"""From staged rows to rows of the desk, set by set: one statement a table, inside the caller's transaction.

`RESOLVE` marks what is wrong with a row only the database can tell (a claim that is not there, a quotation that its
article does not have). `STEPS` then write what is not marked. Parameters: `job`, `person`.
"""

from django.db import connection

from claims.models import BulkJob

GOOD = "FROM claims_bulkrow b WHERE b.job_id = %(job)s AND b.code = ''"

# An article is known by its link, or else by title and publisher.
KEY = "COALESCE(NULLIF({0}->>'article_url', ''), ({0}->>'article_title') || E'\\n' || ({0}->>'publisher'))"
ARTICLES = f"""
CREATE TEMPORARY TABLE bulk_article ON COMMIT DROP AS
SELECT {KEY.format("b.data")} AS key, min(b.line) AS line, NULL::bigint AS article_id, NULL::bigint AS revision_id,
       false AS is_new
  {GOOD} GROUP BY 1
"""
KNOWN_ARTICLES = """
UPDATE bulk_article k SET article_id = a.id, revision_id = r.id
  FROM claims_article a
  JOIN LATERAL (SELECT id FROM claims_articlerevision r WHERE r.article_id = a.id ORDER BY number DESC LIMIT 1) r ON true
 WHERE (a.url <> '' AND a.url = k.key) OR (a.url = '' AND a.title || E'\\n' || a.publisher = k.key)
"""
NOT_IN_ITS_ARTICLE = f"""
UPDATE claims_bulkrow b SET code = 'quote', "column" = 'quote', detail = 'The article on record does not have these words.'
  FROM bulk_article k JOIN claims_articlerevision r ON r.id = k.revision_id
 WHERE b.job_id = %(job)s AND b.code = '' AND k.key = {KEY.format("b.data")} AND position(b.data->>'quote' IN r.text) = 0
"""
NO_SUCH_CLAIM = """
UPDATE claims_bulkrow b SET code = 'claim', "column" = 'claim', detail = 'There is no such claim.'
 WHERE b.job_id = %(job)s AND b.code = ''
   AND NOT EXISTS (SELECT 1 FROM claims_claim c WHERE c.id = (b.data->>'claim')::bigint AND c.discarded_at IS NULL)
"""
NEW_ARTICLES = f"""
WITH first AS (
    SELECT k.key, b.data, nextval('claims_article_id_seq') AS id
      FROM bulk_article k JOIN claims_bulkrow b ON b.job_id = %(job)s AND b.line = k.line
     WHERE k.article_id IS NULL
), made AS (
    INSERT INTO claims_article (id, title, slug, publisher, byline, language, url, published_on, imported_at, imported_by_id)
    SELECT id, data->>'article_title', 'imported-' || id, data->>'publisher', '', data->>'language',
           data->>'article_url', (data->>'published_on')::date, now(), %(person)s
      FROM first
), text AS (
    SELECT f.id, string_agg(b.data->>'quote', E'\\n\\n' ORDER BY b.line) AS words
      FROM first f JOIN claims_bulkrow b ON b.job_id = %(job)s AND b.code = '' AND {KEY.format("b.data")} = f.key
     GROUP BY f.id
), revision AS (
    INSERT INTO claims_articlerevision (article_id, number, text, digest, received_at, notes)
    SELECT id, 1, words, encode(sha256(convert_to(id || E'\\n' || words, 'UTF8')), 'hex'), now(),
           '["Passages as they were imported; the article itself was not taken in."]'
      FROM text
    RETURNING article_id, id
)
UPDATE bulk_article k SET article_id = f.id, revision_id = r.id, is_new = true
  FROM first f JOIN revision r ON r.article_id = f.id WHERE k.key = f.key
"""
CLAIMS = f"""
WITH placed AS (
    SELECT b.line, b.data, k.revision_id, r.text,
           CASE WHEN k.is_new
                THEN sum(length(b.data->>'quote') + 2) OVER (PARTITION BY k.key ORDER BY b.line) - length(b.data->>'quote') - 2
                ELSE position(b.data->>'quote' IN r.text) - 1 END AS start
      FROM claims_bulkrow b
      JOIN bulk_article k ON k.key = {KEY.format("b.data")}
      JOIN claims_articlerevision r ON r.id = k.revision_id
     WHERE b.job_id = %(job)s AND b.code = ''
), numbered AS (SELECT *, start + length(data->>'quote') AS "end", nextval('claims_claim_id_seq') AS id FROM placed),
made AS (
    INSERT INTO claims_claim (id, revision_id, start, "end", segments, quote, prefix, suffix, statement, statement_changes,
                              mode, own_voice, topic, checkworthy, checkworthy_grounds, certainty, version, added_at,
                              added_by_id)
    SELECT id, revision_id, start, "end", jsonb_build_array(jsonb_build_array(start, "end")), data->>'quote',
           substr(text, greatest(start - 31, 1)::int, least(start, 32)::int), substr(text, "end"::int + 1, 32),
           COALESCE(NULLIF(data->>'statement', ''), data->>'quote'), '[]', data->>'mode', data->>'source' = '',
           data->>'topic', 0, '[]', 1, 1, now(), %(person)s
      FROM numbered
)
UPDATE claims_bulkrow b SET row = n.id FROM numbered n WHERE b.job_id = %(job)s AND b.line = n.line
"""
# A name of two words or more is the same source everywhere; an unnamed one is known in its article only.
SPEAKER = """
CREATE TEMPORARY TABLE bulk_speaker ON COMMIT DROP AS
SELECT b.line, b.data->>'{source}' AS name, b.data->>'{source}_kind' AS kind, b.data->>'{source}_naming' AS naming,
       CASE WHEN b.data->>'{source}_naming' <> 'named' THEN {article} END AS article_id, NULL::bigint AS source_id
  FROM claims_bulkrow b WHERE b.job_id = %(job)s AND b.code = '' AND b.data->>'{source}' <> ''
"""
OF_A_CLAIM = "(SELECT r.article_id FROM claims_claim c JOIN claims_articlerevision r ON r.id = c.revision_id WHERE c.id = b.row)"
KNOWN_SOURCES = """
UPDATE bulk_speaker k SET source_id = s.id
  FROM claims_source s
 WHERE s.name = k.name AND s.kind = k.kind AND s.naming = k.naming AND s.article_id IS NOT DISTINCT FROM k.article_id
   AND s.merged_into_id IS NULL
"""
NEW_SOURCES = """
WITH missing AS (
    SELECT name, kind, naming, article_id, nextval('claims_source_id_seq') AS id
      FROM (SELECT DISTINCT name, kind, naming, article_id FROM bulk_speaker WHERE source_id IS NULL) m
), made AS (
    INSERT INTO claims_source (id, kind, naming, name, slug, about, article_id, people_low, people_high, first_seen_at)
    SELECT id, kind, naming, name, 'imported-' || id, '', article_id, 1,
           CASE WHEN kind IN ('group', 'crowd', 'report') THEN NULL ELSE 1 END, now() FROM missing
), spelled AS (
    INSERT INTO claims_sourcename (source_id, spelling, article_id) SELECT id, name, article_id FROM missing
)
UPDATE bulk_speaker k SET source_id = m.id FROM missing m
 WHERE k.name = m.name AND k.kind = m.kind AND k.naming = m.naming AND k.article_id IS NOT DISTINCT FROM m.article_id
   AND k.source_id IS NULL
"""
ATTRIBUTIONS = """
INSERT INTO claims_attribution (claim_id, source_id, cue, printed, spans, mode, knowledge, anonymity_phrase, certainty)
SELECT b.row, k.source_id, b.data->>'cue', k.name, '{}', b.data->>'mode', b.data->>'knowledge', '', 1
  FROM bulk_speaker k JOIN claims_bulkrow b ON b.job_id = %(job)s AND b.line = k.line ORDER BY b.line
"""
EVIDENCE = """
WITH numbered AS (SELECT b.line, b.data, nextval('claims_evidence_id_seq') AS id
                    FROM claims_bulkrow b WHERE b.job_id = %(job)s AND b.code = ''),
made AS (
    INSERT INTO claims_evidence (id, kind, title, url, text, sha256, captured_at, published_on, is_primary, added_by_id,
                                 added_at)
    SELECT id, data->>'kind', data->>'title', data->>'url', data->>'text',
           CASE WHEN data->>'text' = '' THEN '' ELSE encode(sha256(convert_to(data->>'text', 'UTF8')), 'hex') END,
           CASE WHEN data->>'text' <> '' THEN now() END, (data->>'published_on')::date, (data->>'is_primary')::boolean,
           %(person)s, now()
      FROM numbered
)
UPDATE claims_bulkrow b SET row = n.id FROM numbered n WHERE b.job_id = %(job)s AND b.line = n.line
"""
ORIGINS = """
INSERT INTO claims_evidenceorigin (evidence_id, source_id, knowledge)
SELECT b.row, k.source_id, b.data->>'origin_knowledge'
  FROM bulk_speaker k JOIN claims_bulkrow b ON b.job_id = %(job)s AND b.line = k.line
"""
LINKS = """
INSERT INTO claims_claimevidence (claim_id, evidence_id, stance, excerpt, locator, added_by_id, added_at)
SELECT (b.data->>'claim')::bigint, b.row, b.data->>'stance', b.data->>'excerpt', b.data->>'locator', %(person)s, now()
  FROM claims_bulkrow b WHERE b.job_id = %(job)s AND b.code = ''
"""
FACT_CHECKS = """
WITH last AS (
    SELECT DISTINCT ON (data->>'url') line, data FROM claims_bulkrow
     WHERE job_id = %(job)s AND code = '' ORDER BY data->>'url', line DESC
), made AS (
    INSERT INTO claims_factcheck (url, claim, claimant, rating, value, best, worst, publisher, publisher_url, title,
                                  language, published_on)
    SELECT data->>'url', data->>'claim', data->>'claimant', data->>'rating', (data->>'value')::smallint,
           (data->>'best')::smallint, (data->>'worst')::smallint, data->>'publisher', data->>'publisher_url',
           data->>'title', data->>'language', (data->>'published_on')::date
      FROM last
    ON CONFLICT (url) DO UPDATE
       SET claim = EXCLUDED.claim, claimant = EXCLUDED.claimant, rating = EXCLUDED.rating, value = EXCLUDED.value,
           best = EXCLUDED.best, worst = EXCLUDED.worst, publisher = EXCLUDED.publisher,
           publisher_url = EXCLUDED.publisher_url, title = EXCLUDED.title, language = EXCLUDED.language,
           published_on = EXCLUDED.published_on
    RETURNING id, url
)
UPDATE claims_bulkrow b SET row = m.id FROM made m
 WHERE b.job_id = %(job)s AND b.code = '' AND b.data->>'url' = m.url
"""

AFRESH = "DROP TABLE IF EXISTS bulk_article, bulk_speaker"
RESOLVE: dict[str, tuple[str, ...]] = {
    BulkJob.Kind.CLAIMS: (AFRESH, ARTICLES, KNOWN_ARTICLES, NOT_IN_ITS_ARTICLE),
    BulkJob.Kind.EVIDENCE: (AFRESH, NO_SUCH_CLAIM),
    BulkJob.Kind.FACT_CHECKS: (),
}
STEPS: dict[str, tuple[str, ...]] = {
    BulkJob.Kind.CLAIMS: (
        NEW_ARTICLES,
        CLAIMS,
        SPEAKER.format(source="source", article=OF_A_CLAIM),
        KNOWN_SOURCES,
        NEW_SOURCES,
        ATTRIBUTIONS,
    ),
    BulkJob.Kind.EVIDENCE: (
        EVIDENCE,
        SPEAKER.format(source="origin", article="NULL::bigint"),
        KNOWN_SOURCES,
        NEW_SOURCES,
        ORIGINS,
        LINKS,
    ),
    BulkJob.Kind.FACT_CHECKS: (FACT_CHECKS,),
}


def run(statements: tuple[str, ...], *, job: int, person: int) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, {"job": job, "person": person})
