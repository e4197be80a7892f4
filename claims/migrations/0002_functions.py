from django.db import migrations

RESTALE = """
-- Marks as stale every claim that rests on the given claims or evidence, through whatever cites them.
CREATE OR REPLACE FUNCTION restale(claim_ids bigint[], evidence_ids bigint[]) RETURNS void LANGUAGE sql AS $$
    WITH RECURSIVE upward(claim_id, evidence_id) AS (
        (SELECT unnest(claim_ids), NULL::bigint UNION SELECT NULL::bigint, unnest(evidence_ids))
        UNION
        SELECT resting.claim_id, resting.evidence_id
        FROM upward u CROSS JOIN LATERAL (
            SELECT ce.claim_id, NULL::bigint AS evidence_id
              FROM claims_claimevidence ce WHERE ce.evidence_id = u.evidence_id
            UNION ALL
            SELECT NULL, c.evidence_id FROM claims_citation c WHERE c.cited_evidence_id = u.evidence_id
            UNION ALL
            SELECT NULL, c.evidence_id FROM claims_citation c WHERE c.cited_claim_id = u.claim_id
        ) resting
    )
    INSERT INTO claims_staleclaim (claim_id)
    SELECT DISTINCT u.claim_id FROM upward u JOIN claims_claim c ON c.id = u.claim_id ORDER BY 1
    ON CONFLICT (claim_id) DO UPDATE
       SET changes = claims_staleclaim.changes + 1, attempts = 0, taken_until = NULL, trouble = ''
$$
"""

EVENT_DIGEST = """
-- What one row of the history signs: itself and the row before it.
CREATE OR REPLACE FUNCTION event_digest(e claims_event) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT encode(sha256(convert_to(jsonb_build_array(
        e.previous, e.subject, e.position, e.what, e.who_id, extract(epoch FROM e.at), e.why, e.details
    )::text, 'UTF8')), 'hex')
$$
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0001_initial")]
    operations = [
        migrations.RunSQL(RESTALE, "DROP FUNCTION restale(bigint[], bigint[])"),
        migrations.RunSQL(EVENT_DIGEST, "DROP FUNCTION event_digest(claims_event)"),
    ]
