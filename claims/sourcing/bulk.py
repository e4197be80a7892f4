"""Decide the whole desk at once: the edges and ends of the rule as arrays, walked from the ends outward.

The same rows are written by the same statements as by `decide`, and only those that change. Decisions of some claims
wait meanwhile; what changes meanwhile leaves its stale rows, as ever.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import numpy as np
from django.db import connection, transaction

from claims.sourcing import flags, witness
from claims.sourcing.decide import WHOLE_DESK, WRITE
from claims.sourcing.reach import Graph, Numbers, below, first, once, reach
from claims.sourcing.rule import EDGE, ENDING, EVERYWHERE, PRINTED, SPOKEN
from claims.sourcing.whole import KINDS, OPEN, Decided, Grounds, count

COPY_HEADER = 19  # bytes before the rows of PostgreSQL's binary format
EVERY = {"claim": "IS NOT NULL", "evidence": "IS NOT NULL"}

CLAIMS = """SELECT c.id, c.own_voice::int::bigint AS own_voice, r.article_id
              FROM claims_claim c JOIN claims_articlerevision r ON r.id = c.revision_id ORDER BY c.id"""
# Outcome, low and high of an end in one number.
INFO = f"""d.outcome + 8 * LEAST(d.low, {OPEN - 1})::bigint
           + 8 * {OPEN + 1}::bigint * LEAST(COALESCE(d.high, {OPEN}), {OPEN})"""
OWN = f"""SELECT d.node, d."end", d.origin, {INFO} AS info
            FROM ({SPOKEN.format(claim="IS NOT NULL", place="0", joined="")}) d"""
ENDINGS = f"""SELECT d.node, d."end", d.origin, COALESCE(d.source_id, 0) AS source, d.place::bigint, {INFO} AS info
                FROM ({ENDING.format(**EVERYWHERE, **PRINTED)}) d"""
EDGES = EDGE.format(**EVERY)
KNOWN = f"""SELECT b.claim_id, array_position(ARRAY{list(KINDS)}::text[], b.kind::text)::bigint - 1 AS kind,
                   b.origins_low::bigint, COALESCE(b.origins_high, {OPEN})::bigint AS origins_high,
                   b.inherited::int::bigint AS inherited, b.circular::int::bigint AS circular, b.paths::bigint
              FROM claims_basis b ORDER BY b.claim_id"""
WRITE_NUMBERS = f"""
WITH decided AS (
    SELECT claim_id, (ARRAY{list(KINDS)})[kind + 1] AS kind, origins_low::int,
           NULLIF(origins_high, {OPEN})::int AS origins_high,
           inherited = 1 AS inherited, circular = 1 AS circular, paths::int FROM numbers
), {WRITE.format(how="NOT MATERIALIZED", of="true")}
SELECT count(*) FROM written
"""
NUMBERS = ("claim_id", "kind", "origins_low", "origins_high", "inherited", "circular", "paths")
STALE = "CREATE TEMP TABLE stale_before ON COMMIT DROP AS SELECT claim_id, changes FROM claims_staleclaim"
DONE = """
DELETE FROM claims_staleclaim s USING stale_before b WHERE s.claim_id = b.claim_id AND s.changes = b.changes
"""
TEMPORARY = "stale_before, numbers, proven, proof, should_stand"


@transaction.atomic
def decide_all() -> int:
    """Decide every claim of the desk. Returns how many bases were new or changed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WHOLE_DESK])
        cursor.execute("SET LOCAL work_mem = '128MB'")
        cursor.execute(f"DROP TABLE IF EXISTS {TEMPORARY}")  # of an earlier run in the same transaction
        grounds = witness.look(witness.GROUNDS)
        cursor.execute(STALE)
    desk = Desk()
    changed = _write(desk.claims, desk.decide())
    _flag(desk)
    with connection.cursor() as cursor:
        cursor.execute(DONE)
    witness.note(grounds)
    return changed


def decide_all_if_written() -> int | None:
    """The same, unless nothing was written since the last time: then None. It finds what no trigger told of."""
    return None if witness.nothing_written() else decide_all()


class Desk:
    """The provenance graph of the whole desk. Nodes are places in `codes`, the sorted codes of the rule."""

    def __init__(self) -> None:
        self.claims, own_voice, self.article = table(CLAIMS, "id", "own_voice", "article_id")
        self.own_voice = own_voice.astype(bool)
        parent, child = table(EDGES, "parent", "child")
        node, self.end, origin, self.source, self.printed, self.info = table(
            ENDINGS, "node", '"end"', "origin", "source", "place", "info"
        )
        self.codes = once(np.concatenate([parent, child, node]))
        self.graph = Graph(len(self.codes), self.place(parent), self.place(child))
        self.node, self.who = self.place(node), _who(origin, self.source)

    def place(self, code: Numbers) -> Numbers:
        return np.searchsorted(self.codes, code)

    def decide(self) -> Decided:
        found = reach(self.graph, self.node, np.arange(len(self.node)), len(self.node))
        self.grounds = Grounds.of(self._own(), self._deep(found.node, found.end))
        circling = self.codes[found.circling]
        return count(self.grounds, self.own_voice, np.isin(self.claims, circling[circling % 8 == 0] // 8))

    def _own(self) -> Grounds:
        """What the claims say of their sources."""
        node, end, source, info = table(OWN, "node", '"end"', "origin", "info")
        here = np.zeros(len(node), dtype=np.int64)
        claim = np.searchsorted(self.claims, node // 8)
        return Grounds(claim, node, end, *_read(info), source * 2, source, here, here == 0)

    def _deep(self, reached: Numbers, end: Numbers) -> Grounds:
        """What they reach through evidence, as (node reached from, end) pairs."""
        root = self.codes[reached]
        others = (root % 8 == 0) & (reached != self.node[end])
        reached, end, claim = reached[others], end[others], np.searchsorted(self.claims, root[others] // 8)
        node, place = self.node[end], self.printed[end]
        edges = np.sort(self.graph.parent * self.graph.size + self.graph.child)
        return Grounds(
            claim, self.codes[node], self.end[end], *_read(self.info[end]), self.who[end], self.source[end],
            np.where(place == self.article[claim], 0, place),
            np.isin(reached * self.graph.size + node, edges),
        )  # fmt: skip

    def proofs(self, claims: Numbers) -> Iterator[str]:
        """The proof of each of these claims, letter by letter as `claims.sourcing.rule.PROVEN` writes it."""
        grounds, place = self.grounds, np.searchsorted(self.claims, claims)
        rows = np.flatnonzero(np.isin(grounds.claim, place))
        rows = rows[np.lexsort((grounds.end[rows], grounds.node[rows], grounds.claim[rows]))]
        columns = (grounds.node, grounds.end, grounds.outcome, grounds.source)
        each = zip(*(column[rows].tolist() for column in columns), strict=True)
        ends = [f"[{node}, {end}, {outcome}, {source or 'null'}]" for node, end, outcome, source in each]
        of_end: Any = np.searchsorted(grounds.claim[rows], np.r_[place, len(self.claims)]).tolist()
        steps, of_step = self._steps(claims)
        for at in range(len(claims)):
            walked, ended = steps[of_step[at] : of_step[at + 1]], ends[of_end[at] : of_end[at + 1]]
            yield f'{{"ends": [{", ".join(ended)}], "steps": [{", ".join(walked)}]}}'

    def _steps(self, claims: Numbers) -> tuple[list[str], Any]:
        code = claims * 8
        known = self.codes[np.minimum(self.place(code), len(self.codes) - 1)] == code if len(self.codes) else code < 0
        root, edge = below(self.graph, self.place(code[known]))
        at = np.flatnonzero(known)[root]
        parent, child = self.codes[self.graph.parent[edge]], self.codes[self.graph.child[edge]]
        order = np.lexsort((child, parent, at))
        order = order[first(at[order], parent[order], child[order])]
        steps = [f"[{p}, {c}]" for p, c in zip(parent[order].tolist(), child[order].tolist(), strict=True)]
        of_step: Any = np.searchsorted(at[order], np.arange(len(claims) + 1)).tolist()
        return steps, of_step


def table(query: str, *columns: str) -> list[Numbers]:
    """These columns of a query, all bigint and never null. They come as one row, for every row costs a read."""
    parts = ", ".join(f"string_agg(int8send({column}), '')" for column in columns)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY (SELECT {parts} FROM ({query}) q) TO STDOUT (FORMAT binary)") as copy,
    ):
        sent = b"".join(bytes(block) for block in copy)
    found, at = [], COPY_HEADER + 2
    for _ in columns:
        size = max(int.from_bytes(sent[at : at + 4], signed=True), 0)
        found.append(np.frombuffer(sent, dtype=">i8", offset=at + 4, count=size // 8).astype(np.int64))
        at += 4 + size
    return found


def fill(name: str, columns: Sequence[Numbers]) -> None:
    """Copy whole columns into a table of as many bigint columns."""
    rows = np.empty(len(columns[0]), dtype=_row(len(columns)))
    rows["fields"] = len(columns)
    for at, column in enumerate(columns):
        rows[f"size{at}"], rows[f"value{at}"] = 8, column
    with connection.cursor() as cursor, cursor.copy(f"COPY {name} FROM STDIN (FORMAT binary)") as copy:
        copy.write(b"PGCOPY\n\xff\r\n\x00" + bytes(8))
        copy.write(rows.tobytes())
        copy.write(b"\xff\xff")


def _row(columns: int) -> np.dtype[np.void]:
    parts = [part for at in range(columns) for part in ((f"size{at}", ">i4"), (f"value{at}", ">i8"))]
    return np.dtype([("fields", ">i2"), *parts])


def _read(info: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Outcome, low and high of INFO."""
    return info % 8, info // 8 % (OPEN + 1), info // 8 // (OPEN + 1)


def _who(origin: Numbers, source: Numbers) -> Numbers:
    """Sources by their even number; what stands for itself by odd ones, the same for copies of the same."""
    _, itself = np.unique(origin, return_inverse=True)
    return np.where(source > 0, source * 2, itself * 2 + 1)


def _write(claims: Numbers, decided: Decided) -> int:
    """Write the bases that are new or different."""
    columns = [claims, *(column.astype(np.int64) for column in decided)]
    known = table(KNOWN, *NUMBERS)
    at = np.minimum(np.searchsorted(known[0], claims), max(len(known[0]) - 1, 0))
    same = np.zeros(len(claims), dtype=bool)
    if len(known[0]):
        same = np.all([old[at] == new for old, new in zip(known, columns, strict=True)], axis=0)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE numbers ({', '.join(f'{name} bigint' for name in NUMBERS)}) ON COMMIT DROP")
        if same.all():
            return 0
        fill("numbers", [column[~same] for column in columns])
        cursor.execute("ANALYZE numbers")
        cursor.execute(WRITE_NUMBERS)
        (changed,) = cursor.fetchone()
    return int(changed)


def _flag(desk: Desk) -> None:
    """Raise and clear what follows; proofs are sent only where they are new."""
    (claims,) = table(f"{flags.flagged()} ORDER BY 1", "claim_id")
    proofs = dict(zip(claims.tolist(), desk.proofs(claims), strict=True))

    def prove(query: str) -> None:
        (wanted,) = table(query, "claim_id")
        _send("proof (claim_id, proof)", ((claim, proofs[claim]) for claim in wanted.tolist()))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE proof")

    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE proven (claim_id bigint, grounds text) ON COMMIT DROP")
        cursor.execute("CREATE TEMP TABLE proof (claim_id bigint, proof jsonb) ON COMMIT DROP")
    _send("proven (claim_id, grounds)", ((claim, flags.digest(proof)) for claim, proof in proofs.items()))
    flags.follow_all(prove)


def _send(columns: str, rows: Iterator[tuple[int, str]]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {columns} FROM STDIN") as copy:
        while some := list(islice(rows, 5000)):
            copy.write("".join(f"{claim}\t{words}\n" for claim, words in some))
