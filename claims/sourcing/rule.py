"""The rule that says on what claims rest, as set-based SQL. docs/explanation/basis.md tells it to people.

Support runs claim → attribution → source; claim → supporting evidence → its origins; evidence → what it cites.
Refuting and context evidence is not walked. A walk ends

- at an attribution that nobody relays, with its source;
- at an origin of evidence, with its source;
- at primary evidence itself: it can be shown;
- at a cited article: who cites a whole article does not say on what it rests;
- at evidence without origin or citation, of unknown origin;
- at a cited claim in its article's own voice, with nothing behind it.

An end is accountable if it is a primary or named document, or a named person or organisation that speaks from its own
knowledge. Evidence that cites something, whose named origin claims no knowledge of its own, only passes on what it
cites: that origin is no end of its own, so that outlets which copy or cite each other are one origin, or none.

Each query here is one step. `statement` puts them together for some claims, walking from each of them;
`claims.sourcing.bulk` takes the same edges and ends for the whole desk at once. Nodes are numbers: 8 × id + the place
of their kind in NODES.
"""

from enum import IntEnum

NODES = ("claim", "evidence", "attribution", "origin", "article", "citation")


class End(IntEnum):
    """How a path ends. The first two are accountable."""

    DOCUMENT = 1
    NAMED = 2
    ANONYMOUS = 3
    RELAY = 4  # named, but passing on what others said
    OUTLET = 5  # published without saying on what it rests
    UNKNOWN = 6
    PASSES = 7  # named, passing on what it cites; counts for nothing, since the walk goes on


UNNAMED = "s.naming <> 'named' OR s.kind IN ('group', 'crowd', 'report')"
SPEAKER = f"""CASE WHEN {UNNAMED} THEN 3 WHEN a.knowledge = 'second_hand' THEN 4
                 WHEN s.kind = 'document' THEN 1 ELSE 2 END"""
ORIGIN = f"""CASE WHEN {UNNAMED} THEN 3 WHEN o.knowledge = 'second_hand' THEN CASE WHEN x.cites THEN 7 ELSE 4 END
                 WHEN s.kind = 'document' THEN 1 WHEN o.knowledge = 'unknown' AND x.cites THEN 7 ELSE 2 END"""
CITES = "EXISTS (SELECT 1 FROM claims_citation x WHERE x.evidence_id = {})"

# Where a step finds its rows: at one node `n` of a walk, or on the whole desk.
HERE = {
    "claim": "= CASE WHEN n.node % 8 = 0 THEN n.node / 8 END",
    "evidence": "= CASE WHEN n.node % 8 = 1 THEN n.node / 8 END",
}
EVERYWHERE = {
    "claim": "IN (SELECT cited_claim_id FROM claims_citation WHERE cited_claim_id IS NOT NULL)",
    "evidence": "IS NOT NULL",
}

# (parent, child): from a claim to supporting evidence, from evidence to what it cites.
EDGE = """
    SELECT ce.claim_id * 8 AS parent, ce.evidence_id * 8 + 1 AS child
      FROM claims_claimevidence ce WHERE ce.claim_id {claim} AND ce.stance = 'supports'
    UNION ALL
    SELECT c.evidence_id * 8 + 1, COALESCE(c.cited_evidence_id * 8 + 1, c.cited_claim_id * 8)
      FROM claims_citation c WHERE c.evidence_id {evidence} AND c.cited_article_id IS NULL
"""
# What claims say of their sources, and so one kind of end.
SPOKEN = f"""
    SELECT a.claim_id * 8 AS node, a.id * 8 + 2 AS "end", {SPEAKER} AS outcome,
           COALESCE(s.merged_into_id, s.id) AS origin, COALESCE(s.merged_into_id, s.id) AS source_id,
           {{place}} AS place, s.people_low AS low, s.people_high AS high
      FROM claims_attribution a JOIN claims_source s ON s.id = a.source_id {{joined}}
     WHERE a.claim_id {{claim}} AND a.relayed_by_id IS NULL
"""
PRINTED = {
    "place": "r.article_id",
    "joined": "JOIN claims_claim c ON c.id = a.claim_id JOIN claims_articlerevision r ON r.id = c.revision_id",
}
# Every end, at its node. `origin` tells one origin from another; `place` is the article in which a descriptor is
# printed: printed twice in one article it may be two people.
ENDING = (
    SPOKEN
    + f"""
    UNION ALL
    SELECT o.evidence_id * 8 + 1, o.id * 8 + 3, {ORIGIN}, COALESCE(s.merged_into_id, s.id),
           COALESCE(s.merged_into_id, s.id), -o.evidence_id, s.people_low, s.people_high
      FROM claims_evidenceorigin o JOIN claims_source s ON s.id = o.source_id
     CROSS JOIN LATERAL (SELECT {CITES.format("o.evidence_id")} AS cites OFFSET 0) x
     WHERE o.evidence_id {{evidence}}
    UNION ALL
    SELECT e.id * 8 + 1, e.id * 8 + 1, CASE WHEN e.is_primary THEN 1 ELSE 6 END,
           hashtextextended(COALESCE(NULLIF(e.sha256, ''), NULLIF(e.url, ''), e.id::text), 0), NULL, 0,
           CASE WHEN e.is_primary THEN 1 ELSE 0 END, 1
      FROM claims_evidence e
     WHERE e.id {{evidence}}
       AND (e.is_primary OR NOT {CITES.format("e.id")}
            AND NOT EXISTS (SELECT 1 FROM claims_evidenceorigin x WHERE x.evidence_id = e.id))
    UNION ALL
    SELECT c.evidence_id * 8 + 1, c.id * 8 + 5, 5, c.cited_article_id, NULL, 0, 0, 1
      FROM claims_citation c WHERE c.evidence_id {{evidence}} AND c.cited_article_id IS NOT NULL
    UNION ALL
    SELECT c.id * 8, c.id * 8, 5, -c.id, NULL, 0, 0, 1
      FROM claims_claim c
     WHERE c.id {{claim}} AND c.own_voice
       AND NOT EXISTS (SELECT 1 FROM claims_claimevidence x WHERE x.claim_id = c.id AND x.stance = 'supports')
       AND NOT EXISTS (SELECT 1 FROM claims_attribution x WHERE x.claim_id = c.id)
"""
)
EDGE_HERE = f"CROSS JOIN LATERAL ({EDGE.format(**HERE)} OFFSET 0) e"
ENDING_HERE = f"CROSS JOIN LATERAL ({ENDING.format(**HERE, **PRINTED)} OFFSET 0) d"

GIVEN = "SELECT c.id AS claim_id, c.own_voice FROM claims_claim c WHERE c.id IN ({claims})"
# Every step that can be walked from each claim given, once each: so circles end.
STEP = f"""
    SELECT g.claim_id, NULL::bigint AS parent, g.claim_id * 8 AS node FROM given g
    UNION
    SELECT n.claim_id, e.parent, e.child FROM step n {EDGE_HERE}
"""
# Where the walks end, each end once. A claim in its article's own voice is no end of its own walk.
GROUND = f"""
    SELECT n.claim_id, d.*, n.direct
      FROM (SELECT s.claim_id, s.node, bool_or(s.parent IS NULL OR s.parent = s.claim_id * 8) AS direct
              FROM step s GROUP BY 1, 2) n {ENDING_HERE}
     WHERE d."end" <> n.claim_id * 8
"""
# A circle has at least one step against any order of the nodes: walk on from those, and see whether they come back.
AROUND = f"""
    SELECT s.claim_id, s.parent AS start, s.node FROM step s
     WHERE (s.node % 8, s.node) >= (s.parent % 8, s.parent)
       AND EXISTS (SELECT 1 FROM step t WHERE t.claim_id = s.claim_id AND t.node = s.parent AND t.parent IS NOT NULL)
    UNION
    SELECT n.claim_id, n.start, e.child FROM around n {EDGE_HERE} WHERE n.node <> n.start
"""
# Named sources count once each, unnamed ones from the least to the most people that they can be.
COUNTED = """
    SELECT claim_id, bool_or(outcome = 1) AS has_document, bool_or(outcome = 2) AS has_named,
           bool_or(outcome > 2) AS has_unaccountable,
           bool_or(outcome IN (4, 5) OR outcome = 3 AND passed_on) AS passed_on,
           GREATEST(count(*) FILTER (WHERE outcome <= 2), max(low)) AS origins_low,
           CASE WHEN bool_or(high IS NULL) THEN NULL ELSE sum(high) END AS origins_high,
           sum(ends) AS paths
      FROM (SELECT claim_id, outcome, origin, max(low) AS low, bool_or(passed_on) AS passed_on, sum(ends) AS ends,
                   CASE WHEN bool_or(high IS NULL) THEN NULL ELSE max(high) END AS high
              FROM (SELECT claim_id, outcome, origin, place, max(low) AS low, bool_or(NOT direct) AS passed_on,
                           count(*) AS ends,
                           CASE WHEN outcome <= 2 THEN 1 WHEN bool_or(high IS NULL) THEN NULL
                                WHEN outcome = 3 THEN sum(high) ELSE max(high) END AS high
                      FROM ground WHERE outcome < 7 GROUP BY 1, 2, 3, 4) by_place
             GROUP BY 1, 2, 3) by_origin
     GROUP BY 1
"""
DECIDED = """
    SELECT g.claim_id,
           CASE WHEN n.has_document THEN 'documentary'
                WHEN n.has_named AND n.has_unaccountable THEN 'mixed'
                WHEN n.has_named THEN 'named'
                WHEN n.has_unaccountable THEN 'only_anonymous'
                WHEN g.own_voice THEN 'unattributed'
                ELSE 'unsupported' END AS kind,
           COALESCE(n.origins_low, 0) AS origins_low,
           CASE WHEN n.claim_id IS NULL THEN 0 ELSE n.origins_high END AS origins_high,
           COALESCE(n.passed_on AND NOT n.has_document AND NOT n.has_named, false) AS inherited,
           k.claim_id IS NOT NULL AS circular,
           COALESCE(n.paths, 0)::int AS paths
      FROM given g LEFT JOIN counted n ON n.claim_id = g.claim_id
      LEFT JOIN (SELECT DISTINCT claim_id FROM around WHERE node = start) k ON k.claim_id = g.claim_id
"""
# The proof: the steps that were walked, and each end with its node, outcome and source.
PROVEN = """
    SELECT g.claim_id, jsonb_build_object('steps', COALESCE(s.steps, '[]'), 'ends', COALESCE(n.ends, '[]')) AS proof
      FROM {given} g
      LEFT JOIN (SELECT claim_id, jsonb_agg(jsonb_build_array(parent, node) ORDER BY parent, node) AS steps
                   FROM step WHERE parent IS NOT NULL AND claim_id IN (SELECT claim_id FROM {given})
                  GROUP BY 1) s ON s.claim_id = g.claim_id
      LEFT JOIN (SELECT claim_id, jsonb_agg(jsonb_build_array(node, "end", outcome, source_id) ORDER BY node, "end")
                        AS ends FROM ground WHERE claim_id IN (SELECT claim_id FROM {given})
                  GROUP BY 1) n ON n.claim_id = g.claim_id
"""
DECIDING = {"step": STEP, "ground": GROUND, "around": AROUND, "counted": COUNTED, "decided": DECIDED}
PROVING = {"step": STEP, "ground": GROUND, "proven": PROVEN.format(given="given")}


def statement(claims: str, steps: dict[str, str]) -> str:
    """The steps as the WITH clause of one statement over the claims that a query gives.

    Its text goes to the driver with parameters, so that a literal per cent sign is doubled.
    """
    named = {"given": GIVEN.format(claims=claims), **{name: query.replace("%", "%%") for name, query in steps.items()}}
    return "WITH RECURSIVE " + ",\n".join(f"{name} AS ({query})" for name, query in named.items())
