"""The rule that says on what claims rest, as one set-based statement.

Support runs claim → attribution → source; claim → supporting evidence → its origins; evidence → what it cites.
The statement walks from the claims given, each edge once (so cycles end), and looks at where the walk ends:

- an attribution that nobody relays ends at its source;
- an origin of evidence ends at its source;
- primary evidence ends at itself: it can be shown;
- a cited article ends at itself: who cites a whole article does not say on what it rests;
- evidence without origin or citation ends at itself, of unknown origin;
- a cited claim in its article's own voice, with nothing behind it, ends at itself.

An end is accountable if it is a primary or named document, or a named person or organisation that speaks from its own
knowledge. No accountable end: `only_anonymous`. No end at all (nothing, or a cycle): the article's own voice, or
unsupported. Refuting and context evidence is not walked.

Parameter: `claims`, an array of claim ids. One row per claim:
(claim_id, kind, origins_low, origins_high, inherited, circular, proof).
"""

DECISION = """
WITH RECURSIVE
edge AS NOT MATERIALIZED (
    SELECT 'claim' AS from_kind, a.claim_id AS from_id, 'attribution' AS to_kind, a.id AS to_id, false AS is_citation
      FROM claims_attribution a WHERE a.relayed_by_id IS NULL
    UNION ALL
    SELECT 'claim', ce.claim_id, 'evidence', ce.evidence_id, false
      FROM claims_claimevidence ce WHERE ce.stance = 'supports'
    UNION ALL
    SELECT 'evidence', o.evidence_id, 'origin', o.id, false FROM claims_evidenceorigin o
    UNION ALL
    SELECT 'evidence', c.evidence_id, 'evidence', c.cited_evidence_id, true
      FROM claims_citation c WHERE c.cited_evidence_id IS NOT NULL
    UNION ALL
    SELECT 'evidence', c.evidence_id, 'article', c.cited_article_id, true
      FROM claims_citation c WHERE c.cited_article_id IS NOT NULL
    UNION ALL
    SELECT 'evidence', c.evidence_id, 'claim', c.cited_claim_id, true
      FROM claims_citation c WHERE c.cited_claim_id IS NOT NULL
),
walk(root, from_kind, from_id, kind, id) AS (
    SELECT c.id, NULL::text, NULL::bigint, 'claim'::text, c.id FROM claims_claim c WHERE c.id = ANY(%(claims)s)
    UNION
    SELECT w.root, e.from_kind, e.from_id, e.to_kind, e.to_id
      FROM walk w JOIN edge e ON e.from_kind = w.kind AND e.from_id = w.id
     WHERE w.kind IN ('claim', 'evidence')
),
node AS (SELECT DISTINCT root, kind, id FROM walk),
said AS (
    SELECT n.root, n.kind, n.id, COALESCE(a.source_id, o.source_id) AS source_id,
           COALESCE(a.knowledge, o.knowledge) AS knowledge
      FROM node n
      LEFT JOIN claims_attribution a ON n.kind = 'attribution' AND a.id = n.id
      LEFT JOIN claims_evidenceorigin o ON n.kind = 'origin' AND o.id = n.id
     WHERE n.kind IN ('attribution', 'origin')
),
ending AS (
    SELECT d.root, d.kind, d.id, COALESCE(s.merged_into_id, s.id) AS source_id, s.people_low, s.people_high,
           CASE WHEN s.naming <> 'named' THEN 'anonymous'
                WHEN s.kind IN ('group', 'crowd', 'report') THEN 'anonymous'
                WHEN d.knowledge = 'second_hand' THEN 'relay'
                WHEN s.kind = 'document' THEN 'document'
                ELSE 'named' END AS outcome
      FROM said d JOIN claims_source s ON s.id = d.source_id
    UNION ALL
    SELECT n.root, n.kind, n.id, NULL, 1, 1, 'document'
      FROM node n JOIN claims_evidence e ON n.kind = 'evidence' AND e.id = n.id AND e.is_primary
    UNION ALL
    SELECT n.root, n.kind, n.id, NULL, 0, 1, 'outlet' FROM node n WHERE n.kind = 'article'
    UNION ALL
    SELECT n.root, n.kind, n.id, NULL, 0, 1, 'unknown'
      FROM node n JOIN claims_evidence e ON n.kind = 'evidence' AND e.id = n.id AND NOT e.is_primary
     WHERE NOT EXISTS (SELECT 1 FROM claims_evidenceorigin o WHERE o.evidence_id = n.id)
       AND NOT EXISTS (SELECT 1 FROM claims_citation c WHERE c.evidence_id = n.id)
    UNION ALL
    SELECT n.root, n.kind, n.id, NULL, 0, 1, 'outlet'
      FROM node n JOIN claims_claim c ON n.kind = 'claim' AND c.id = n.id AND n.id <> n.root AND c.own_voice
     WHERE NOT EXISTS (SELECT 1 FROM claims_attribution a WHERE a.claim_id = n.id)
       AND NOT EXISTS (SELECT 1 FROM claims_claimevidence e WHERE e.claim_id = n.id AND e.stance = 'supports')
),
origin AS (
    SELECT root, COALESCE('source:' || source_id, kind || ':' || id) AS origin, outcome,
           max(people_low) AS low, CASE WHEN bool_or(people_high IS NULL) THEN NULL
                                        WHEN outcome = 'anonymous' THEN sum(people_high) ELSE 1 END AS high
      FROM ending GROUP BY 1, 2, 3
),
counted AS (
    SELECT root,
           bool_or(outcome = 'document') AS has_document,
           bool_or(outcome = 'named') AS has_named,
           bool_or(outcome NOT IN ('document', 'named')) AS has_unaccountable,
           GREATEST(count(*) FILTER (WHERE outcome IN ('document', 'named')), max(low)) AS origins_low,
           CASE WHEN bool_or(high IS NULL) THEN NULL ELSE sum(high) END AS origins_high
      FROM origin GROUP BY root
),
cited(root, from_kind, from_id, kind, id) AS (
    SELECT w.root, w.from_kind, w.from_id, w.kind, w.id FROM walk w
     WHERE w.from_kind IS NOT NULL AND w.kind IN ('claim', 'evidence')
       AND EXISTS (SELECT 1 FROM walk l WHERE l.root = w.root AND l.from_kind = 'evidence'
                                          AND l.kind IN ('claim', 'evidence'))
    UNION
    SELECT c.root, c.from_kind, c.from_id, w.kind, w.id
      FROM cited c JOIN walk w ON w.root = c.root AND w.from_kind = c.kind AND w.from_id = c.id
                              AND w.kind IN ('claim', 'evidence')
),
circle AS (SELECT DISTINCT root FROM cited WHERE from_kind = kind AND from_id = id),
inherited AS (
    -- What is cited (an article, another claim) ends at nobody who answers for it, or a named source only relays.
    SELECT DISTINCT e.root FROM ending e JOIN walk w ON w.root = e.root AND w.kind = e.kind AND w.id = e.id
     WHERE e.outcome IN ('anonymous', 'outlet', 'relay')
       AND (e.outcome <> 'anonymous' OR w.from_kind = 'claim' AND w.from_id <> e.root)
),
steps AS (
    SELECT root, jsonb_agg(jsonb_build_array(from_kind || ':' || from_id, kind || ':' || id)
                           ORDER BY from_kind, from_id, kind, id) AS steps
      FROM walk WHERE from_kind IS NOT NULL GROUP BY root
),
ends AS (
    SELECT root, jsonb_agg(jsonb_build_object('at', kind || ':' || id, 'is', outcome, 'source', source_id)
                           ORDER BY kind, id, outcome) AS ends
      FROM ending GROUP BY root
)
SELECT c.id AS claim_id,
       CASE WHEN n.has_document THEN 'documentary'
            WHEN n.has_named AND n.has_unaccountable THEN 'mixed'
            WHEN n.has_named THEN 'named'
            WHEN n.root IS NOT NULL THEN 'only_anonymous'
            WHEN c.own_voice THEN 'unattributed'
            ELSE 'unsupported' END AS kind,
       COALESCE(n.origins_low, 0) AS origins_low,
       CASE WHEN n.root IS NULL THEN 0 ELSE n.origins_high END AS origins_high,
       (i.root IS NOT NULL AND NOT COALESCE(n.has_document OR n.has_named, false)) AS inherited,
       (k.root IS NOT NULL) AS circular,
       jsonb_build_object('steps', COALESCE(s.steps, '[]'), 'ends', COALESCE(e.ends, '[]')) AS proof
  FROM claims_claim c
  LEFT JOIN counted n ON n.root = c.id
  LEFT JOIN inherited i ON i.root = c.id
  LEFT JOIN circle k ON k.root = c.id
  LEFT JOIN steps s ON s.root = c.id
  LEFT JOIN ends e ON e.root = c.id
 WHERE c.id = ANY(%(claims)s)
"""
