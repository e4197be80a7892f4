from django.db import migrations

REFUSE_IF = """
-- What every trigger of the review refuses with: a sentence, as a violated check.
CREATE OR REPLACE FUNCTION refuse_if(condition boolean, sentence text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF condition THEN RAISE EXCEPTION '%', sentence USING ERRCODE = 'check_violation'; END IF;
END $$
"""

STANDING_VERDICTS = """
-- How many verdicts of a round count: by different people, not withdrawn; of one rating, if one is given.
CREATE OR REPLACE FUNCTION standing_verdicts(review bigint, of_rating bigint DEFAULT NULL) RETURNS bigint
LANGUAGE sql STABLE AS $$
    SELECT count(DISTINCT v.reviewer_id) FROM reviews_verdict v
     WHERE v.review_id = review AND (of_rating IS NULL OR v.rating_id = of_rating)
       AND NOT EXISTS (SELECT 1 FROM reviews_withdrawal w WHERE w.verdict_id = v.id)
$$
"""

CLAIM_SOURCES = """
-- Everybody whom a claim rests on or speaks for: who says it, who passes it on, where its evidence comes from,
-- and whoever was merged into one of them.
CREATE OR REPLACE FUNCTION claim_sources(claim bigint) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
    WITH RECURSIVE said(id) AS (
        (SELECT a.source_id FROM claims_attribution a WHERE a.claim_id = claim
         UNION
         SELECT o.source_id FROM claims_evidenceorigin o
           JOIN claims_claimevidence e ON e.evidence_id = o.evidence_id WHERE e.claim_id = claim)
        UNION
        SELECT s.id FROM claims_source s JOIN said ON s.merged_into_id = said.id
    )
    SELECT id FROM said
$$
"""

DUTY_BAR = """
-- Why a person may not have a duty (judge, decide, vote, approve, except) in a round; NULL if he may.
CREATE OR REPLACE FUNCTION duty_bar(review bigint, person bigint, duty text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN person IS NULL THEN NULL
        WHEN c.added_by_id = person THEN 'proposed'
        WHEN EXISTS (SELECT 1 FROM reviews_conflictofinterest t
                      WHERE t.person_id = person AND t.source_id IN (SELECT claim_sources(c.id))) THEN 'tied'
        WHEN duty <> 'judge' AND EXISTS (
            SELECT 1 FROM reviews_verdict v WHERE v.review_id = r.id AND v.reviewer_id = person) THEN 'judged'
        WHEN duty NOT IN ('decide', 'vote') AND (EXISTS (
            SELECT 1 FROM reviews_settlement s WHERE s.review_id = r.id AND s.adjudicator_id = person) OR EXISTS (
            SELECT 1 FROM reviews_panelvote p WHERE p.review_id = r.id AND p.voter_id = person)) THEN 'decided'
        WHEN duty IN ('judge', 'decide', 'vote') AND (EXISTS (
            SELECT 1 FROM reviews_approval a WHERE a.review_id = r.id AND a.approver_id = person) OR EXISTS (
            SELECT 1 FROM reviews_publicationexception x
             WHERE x.review_id = r.id AND person IN (x.first_signer_id, x.second_signer_id))) THEN 'signed'
    END
    FROM reviews_review r JOIN claims_claim c ON c.id = r.claim_id WHERE r.id = review
$$
"""

# What a verdict cites is as final as the verdict.
CITED = """
CREATE OR REPLACE FUNCTION cited_evidence_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM refuse_if(true, 'what a verdict cites is not changed');
    RETURN NULL;
END $$;
CREATE TRIGGER cited_evidence_stays BEFORE UPDATE OR DELETE ON reviews_verdict_evidence
    FOR EACH ROW EXECUTE FUNCTION cited_evidence_stays();
CREATE TRIGGER cited_evidence_is_never_emptied BEFORE TRUNCATE ON reviews_verdict_evidence
    FOR EACH STATEMENT EXECUTE FUNCTION cited_evidence_stays();
"""
NOT_CITED = "DROP FUNCTION cited_evidence_stays() CASCADE"


class Migration(migrations.Migration):
    dependencies = [("reviews", "0006_duties")]
    operations = [
        migrations.RunSQL(REFUSE_IF, "DROP FUNCTION refuse_if(boolean, text)"),
        migrations.RunSQL(STANDING_VERDICTS, "DROP FUNCTION standing_verdicts(bigint, bigint)"),
        migrations.RunSQL(CLAIM_SOURCES, "DROP FUNCTION claim_sources(bigint)"),
        migrations.RunSQL(DUTY_BAR, "DROP FUNCTION duty_bar(bigint, bigint, text)"),
        migrations.RunSQL(CITED, NOT_CITED),
    ]
