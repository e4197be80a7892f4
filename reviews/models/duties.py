"""Separation of duties and the order of a review, as the database keeps them against every way of writing.

The triggers ask the SQL functions `duty_bar`, `standing_verdicts` and `refuse_if` (migration `duty_functions`); the
workflow asks the same `duty_bar`, so that there is one statement of who is barred.
"""

import pgtrigger

from reviews.transitions import MOVES

SENTENCES = {
    "proposed": "who added a claim does not judge, decide or sign it",
    "tied": "who has declared a conflict of interest does not judge, decide or sign",
    "judged": "nobody approves his own verdict or decides about it",
    "decided": "nobody signs or judges what he decided",
    "signed": "who signed does not judge or decide",
}

JUDGES = """
PERFORM refuse_if(round_now.state NOT IN ('assigned', 'in_review'), 'the round takes no verdict now');
PERFORM refuse_if(NOT EXISTS (
    SELECT 1 FROM reviews_assignment a
     WHERE a.review_id = NEW.review_id AND a.reviewer_id = NEW.reviewer_id AND a.ended_at IS NULL
), 'who was not asked does not judge');
PERFORM refuse_if(NEW.statement_digest <> round_now.statement_digest OR NEW.statement_digest <> (
    SELECT encode(sha256(convert_to(c.statement, 'UTF8')), 'hex') FROM claims_claim c WHERE c.id = round_now.claim_id
), 'a verdict judges the wording as it stands');
PERFORM refuse_if(NEW.attempt <> 1 + (
    SELECT count(*) FROM reviews_verdict v JOIN reviews_withdrawal w ON w.verdict_id = v.id
     WHERE v.review_id = NEW.review_id AND v.reviewer_id = NEW.reviewer_id
), 'nobody judges twice');
PERFORM refuse_if(standing_verdicts(NEW.review_id) >= round_now.reviewers_needed, 'all verdicts are in');
"""

SETTLES = """
IF TG_OP = 'INSERT' THEN
    PERFORM refuse_if(NEW.settled_by = 'agreement' AND (round_now.state <> 'agreed'
        OR standing_verdicts(NEW.review_id, NEW.rating_id) < round_now.reviewers_needed),
        'the verdicts do not agree on this rating');
    PERFORM refuse_if(NEW.settled_by <> 'agreement' AND round_now.state <> 'disputed', 'the review is not disputed');
    PERFORM refuse_if(NEW.settled_by = 'panel' AND (
        SELECT count(*) FROM reviews_panelvote p WHERE p.review_id = NEW.review_id AND p.rating_id = NEW.rating_id
    ) < 2, 'the panel has no majority for this rating');
END IF;
"""

VOTES = """
PERFORM refuse_if(round_now.state <> 'disputed' OR round_now.disputes_go_to <> 'panel',
                  'no panel votes on this review now');
"""

SIGNS = "PERFORM refuse_if(round_now.state <> 'settled', 'the review is not settled');"

FOLLOWS = """
IF TG_OP = 'INSERT' THEN
    PERFORM refuse_if(NEW.state <> 'queued', 'a review begins in the queue');
    RETURN NEW;
END IF;
PERFORM refuse_if(NEW.state <> OLD.state AND NOT (OLD.state, NEW.state) IN (VALUES {moves}),
                  'the transition table has no arrow between these states');
PERFORM refuse_if(NEW.state IN ('agreed', 'disputed') AND standing_verdicts(NEW.id) < NEW.reviewers_needed,
                  'not all verdicts are in');
PERFORM refuse_if(NEW.state IN ('settled', 'approved', 'published', 'corrected', 'retracted')
    AND NOT EXISTS (SELECT 1 FROM reviews_settlement WHERE review_id = NEW.id), 'the review is not settled');
PERFORM refuse_if(NEW.state IN ('approved', 'published', 'corrected', 'retracted')
    AND NOT EXISTS (SELECT 1 FROM reviews_approval WHERE review_id = NEW.id), 'nobody has signed');
PERFORM refuse_if(NEW.state IN ('published', 'corrected', 'retracted')
    AND NOT EXISTS (SELECT 1 FROM reviews_publication WHERE review_id = NEW.id), 'nothing is published');
RETURN NEW;
"""

CITES = """
PERFORM refuse_if(NEW.no_evidence = EXISTS (SELECT 1 FROM reviews_verdict_evidence WHERE verdict_id = NEW.id),
                  'a verdict cites evidence, or says that there is none');
RETURN NULL;
"""

WITHDRAWS = """
PERFORM 1 FROM reviews_review r JOIN reviews_verdict v ON v.review_id = r.id
  WHERE v.id = NEW.verdict_id FOR UPDATE OF r;
PERFORM refuse_if((SELECT r.state FROM reviews_review r JOIN reviews_verdict v ON v.review_id = r.id
                    WHERE v.id = NEW.verdict_id) <> 'in_review', 'all verdicts are in');
RETURN NEW;
"""

ONE_DUTY = """
SELECT * INTO round_now FROM reviews_review WHERE id = NEW.review_id FOR UPDATE;
bar := duty_bar(NEW.review_id, NEW.{person}, '{duty}');
PERFORM refuse_if(bar IS NOT NULL, CASE bar {sentences} END);
{more}
RETURN NEW;
"""


def one_duty_each(name: str, *, person: str, duty: str, more: str = "") -> pgtrigger.Trigger:
    """Refuses a row whose `person` may not have this duty in its round, whoever writes it.

    The round is locked first, so that of two rows at once the later sees the earlier.
    """
    sentences = " ".join(f"WHEN '{code}' THEN '{sentence}'" for code, sentence in SENTENCES.items())
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("review_id", person),
        declare=[("bar", "text"), ("round_now", "reviews_review%ROWTYPE")],
        func=ONE_DUTY.format(person=person, duty=duty, sentences=sentences, more=more),
    )


def moves_by_the_table() -> pgtrigger.Trigger:
    """The arrows of the transition table, and the rows that each state stands on."""
    moves = ", ".join(f"('{before}', '{after}')" for before, after in MOVES)
    return pgtrigger.Trigger(
        name="review_moves_by_the_table",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("state"),
        func=FOLLOWS.format(moves=moves),
    )


def cites_or_says_none() -> pgtrigger.Trigger:
    """Looked at when the transaction ends, since the evidence is written after its verdict."""
    return pgtrigger.Trigger(
        name="verdict_cites_or_says_none",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        timing=pgtrigger.Deferred,
        func=CITES,
    )


def withdrawn_in_time() -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="verdict_is_withdrawn_in_time", when=pgtrigger.Before, operation=pgtrigger.Insert, func=WITHDRAWS
    )


def never_truncated(name: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func="PERFORM refuse_if(true, 'this table is never emptied'); RETURN NULL;",
    )
