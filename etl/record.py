"""This module is about recording: what a run has spooled becomes one transaction of the store.

Mentions find their events dyad by dyad, and events are summed from all their mentions, old and new, in chunks that
do not split a dyad or an event, so that memory stays flat. The outcome does not depend on the sizes of chunks.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from etl.spool import Spool
from etl.store import SCHEMAS, Snapshot, Transaction, among, correct_rows, to_arrow

Row = dict[str, Any]
CHUNK_ROWS = 5_000  # mentions in memory at once as Python rows: some 20 MB
_DATES = ("article_id", "outlet", "published", "published_from", "duplicate_of")
_LIGHT = [name for name in SCHEMAS["mentions"].names if name not in ("sentence", "run_id")]


class Events(Protocol):
    """How mentions become events (`etl.events`)."""

    def assign_events(self, mentions: Sequence[Row], known: Iterable[Row]) -> list[Row]:
        """Give each mention its `event_id`."""

    def sum_events(self, mentions: Sequence[Row], articles: Mapping[str, Mapping[str, Any]]) -> list[Row]:
        """Rows of `events` from all mentions of each event."""

    def group_events(self, stated: Iterable[Iterable[str]]) -> dict[str, str]:
        """The group of each event that a trigger states together with others; `stated` holds each trigger's events."""


@dataclass
class Recording:
    """One run's spool, to be written by `__call__` to a transaction, as often as the store asks for it.

    `replaced` are articles that were coded before and are coded anew; `counts` says what the last call wrote.
    """

    spool: Spool
    events: Events
    run_id: str
    replaced: frozenset[str] = frozenset()
    chunk_rows: int = CHUNK_ROWS
    counts: dict[str, int] = field(default_factory=dict)

    def __call__(self, transaction: Transaction) -> None:
        """Write everything to `transaction`."""
        snapshot = transaction.snapshot
        there = _existing(snapshot, self._spooled_ids()) - self.replaced
        gone = remove_articles(transaction, self.replaced & _existing(snapshot, self.replaced))
        with self.spool.connect() as sql:
            _register(sql, "there", pa.table({"article_id": pa.array(sorted(there), pa.string())}))
            assigned = self._assign(sql, snapshot, gone.events)
            touched = set(assigned["event_id"].drop_null().unique().to_pylist())
            rows = self._sum(sql, snapshot, assigned, touched | gone.events, gone.mentions)
            self._write(transaction, there, assigned, rows, touched | gone.events)
            transaction.append("rejected", _stamp(self._new_refusals(sql, snapshot), self.run_id))

    def _spooled_ids(self) -> list[str]:
        return [value for b in self.spool.batches("articles", ["article_id"]) for value in b[0].to_pylist()]

    def _assign(self, sql: duckdb.DuckDBPyConnection, snapshot: Snapshot, gone: set[str]) -> pa.Table:
        """(mention_id, event_id, article_id, trigger_start) of every spooled mention that is not in the store yet."""
        kept: list[pa.Table] = []
        known = _known_events(sql, snapshot)
        for chunk in self._dyads(sql):
            pairs = pa.array({row["pair"] for row in chunk}, pa.string())
            here = known.filter(pc.is_in(known["pair"], value_set=pairs)).drop(["pair"]).to_pylist()
            rows = self.events.assign_events(chunk, [row for row in here if row["event_id"] not in gone])
            kept.append(
                pa.table(
                    {
                        name: pa.array([r[name] for r in rows], SCHEMAS["mentions"].field(name).type)
                        for name in _ASSIGNED
                    }
                )
            )
        empty = pa.schema([SCHEMAS["mentions"].field(name) for name in _ASSIGNED]).empty_table()
        return pa.concat_tables([empty, *kept]).combine_chunks()

    def _dyads(self, sql: duckdb.DuckDBPyConnection) -> Iterator[list[Row]]:
        """Spooled mentions (without their sentences), sorted by unordered dyad, in chunks that do not split one."""
        names = ", ".join(f'"{name}"' for name in _LIGHT)
        reader = sql.sql(
            f"SELECT {names}, NULL::VARCHAR AS sentence, "
            f"{_PAIR} AS pair "
            "FROM mentions WHERE article_id NOT IN (SELECT article_id FROM there) ORDER BY pair, mention_id"
        ).to_arrow_reader(2_048)
        chunk: list[Row] = []
        for batch in reader:
            for row in batch.to_pylist():
                if len(chunk) >= self.chunk_rows and row["pair"] != chunk[-1]["pair"]:
                    yield chunk
                    chunk = []
                chunk.append(row)
        if chunk:
            yield chunk

    def _sum(
        self, sql: duckdb.DuckDBPyConnection, snapshot: Snapshot, assigned: pa.Table, touched: set[str], gone: set[str]
    ) -> list[pa.Table]:
        """Event rows of all `touched` events; those without any mention left are missing."""
        _register(sql, "assigned", assigned)
        names = ", ".join(f'm."{n}"' for n in _LIGHT if n != "event_id")
        summed: list[pa.Table] = []
        groups = self.events.group_events(_stated_together(sql))
        stored = _old_mentions(snapshot, touched)
        for ids in _chunks(_counted(assigned, touched), self.chunk_rows):
            _register(sql, "wanted", pa.table({"event_id": pa.array(ids, pa.string())}))
            new = sql.sql(
                f"SELECT {names}, a.event_id, NULL::VARCHAR AS sentence FROM mentions m "
                "JOIN assigned a ON a.mention_id = m.mention_id JOIN wanted w ON w.event_id = a.event_id "
                "ORDER BY m.mention_id"
            ).to_arrow_table()
            theirs = stored.filter(pc.is_in(stored["event_id"], value_set=pa.array(ids, pa.string())))
            old = [{**row, "sentence": None} for row in theirs.to_pylist() if row["mention_id"] not in gone]
            rows = sum_with_articles(self.events, snapshot, [*old, *new.to_pylist()], self._new_dates(sql, new))
            named = ({**r, "group_id": groups.get(r["event_id"]), "run_id": self.run_id} for r in rows)
            summed.append(to_arrow("events", named))
        return summed

    def _new_dates(self, sql: duckdb.DuckDBPyConnection, mentions: pa.Table) -> list[Row]:
        _register(sql, "mentioned", pa.table({"article_id": mentions["article_id"].unique()}))
        names = ", ".join(_DATES)
        found: pa.Table = sql.sql(f"SELECT {names} FROM articles JOIN mentioned USING (article_id)").to_arrow_table()
        rows: list[Row] = found.to_pylist()
        return rows

    def _write(
        self, transaction: Transaction, there: set[str], assigned: pa.Table, events: list[pa.Table], touched: set[str]
    ) -> None:
        skip = pa.array(sorted(there), pa.string())
        for table in ("articles", "mentions", "toponyms"):
            batches = self._final(table, skip, assigned)
            self.counts[table] = transaction.append(table, batches)
        before = {row["event_id"]: row for row in _events_by_id(transaction.snapshot, touched)}
        parts = [
            to_arrow("events", correct_rows(transaction, _keep_groups(part.to_pylist(), before))) for part in events
        ]
        rows = pa.concat_tables([SCHEMAS["events"].empty_table(), *parts]).sort_by(
            [("event_date", "ascending"), ("event_id", "ascending")]
        )
        self.counts["events"] = transaction.upsert("events", rows)
        transaction.delete("events", "event_id", touched - set(rows["event_id"].to_pylist()))

    def _final(self, table: str, skip: pa.Array, assigned: pa.Table) -> Iterator[pa.RecordBatch]:
        for batch in self.spool.batches(table):
            fresh = batch.filter(pc.invert(pc.is_in(batch["article_id"], value_set=skip)))
            if table == "mentions":
                place = pc.index_in(fresh["mention_id"], value_set=assigned["mention_id"].combine_chunks())
                columns = {**{n: fresh[n] for n in fresh.schema.names}, "event_id": assigned["event_id"].take(place)}
                whole = pa.table({name: columns[name] for name in SCHEMAS[table].names}, schema=SCHEMAS[table])
                yield from _stamp(whole, self.run_id).to_batches()
            else:
                yield from _stamp(pa.Table.from_batches([fresh]), self.run_id).to_batches()

    def _new_refusals(self, sql: duckdb.DuckDBPyConnection, snapshot: Snapshot) -> pa.Table:
        sql.register("refused_before", snapshot.read("rejected", ["ref", "line", "reason"]))
        found: pa.Table = sql.sql(
            "SELECT ref, line, reason, any_value(refused_at) AS refused_at, NULL::VARCHAR AS run_id FROM rejected r "
            "WHERE NOT EXISTS (SELECT 1 FROM refused_before b WHERE b.ref = r.ref AND b.reason = r.reason "
            "AND b.line IS NOT DISTINCT FROM r.line) GROUP BY ref, line, reason ORDER BY ref, line, reason"
        ).to_arrow_table()
        stored: pa.Table = found.cast(SCHEMAS["rejected"])
        return stored


_ASSIGNED = ("mention_id", "event_id", "article_id", "trigger_start")


@dataclass(frozen=True, slots=True)
class Removed:
    """Ids of the mentions that were removed with their articles, and of the events they reported."""

    mentions: set[str]
    events: set[str]


def remove_articles(transaction: Transaction, ids: Iterable[str]) -> Removed:
    """Delete articles with their mentions and toponyms; their events have to be summed anew."""
    wanted = sorted(ids)
    if not wanted:
        return Removed(set(), set())
    found = transaction.snapshot.read("mentions", ["mention_id", "event_id"], among("article_id", wanted))
    for table in ("articles", "mentions", "toponyms"):
        transaction.delete(table, "article_id", wanted)
    events = set(found["event_id"].drop_null().to_pylist())
    return Removed(set(found["mention_id"].to_pylist()), events)


def sum_with_articles(events: Events, snapshot: Snapshot, mentions: list[Row], new: list[Row]) -> list[Row]:
    """Sum `mentions`, with what the store and `new` articles say of publication dates and outlets."""
    known = {row["article_id"]: row for row in new}
    missing = sorted({row["article_id"] for row in mentions} - known.keys())
    if missing:
        stored = snapshot.read("articles", _DATES, among("article_id", missing))
        known |= {row["article_id"]: row for row in stored.to_pylist()}
    return events.sum_events(mentions, known)


def resum(transaction: Transaction, events: Events, removed: Removed, run_id: str) -> None:
    """Sum the events of removed mentions from what is left; an event without a mention goes."""
    stored = _old_mentions(transaction.snapshot, removed.events).to_pylist()
    mentions = [{**row, "sentence": None} for row in stored if row["mention_id"] not in removed.mentions]
    rows = sum_with_articles(events, transaction.snapshot, mentions, [])
    before = {row["event_id"]: row for row in _events_by_id(transaction.snapshot, removed.events)}
    kept = correct_rows(transaction, _keep_groups([{**row, "run_id": run_id} for row in rows], before))
    transaction.upsert("events", to_arrow("events", kept))
    transaction.delete("events", "event_id", removed.events - {row["event_id"] for row in kept})


def _existing(snapshot: Snapshot, ids: Iterable[str]) -> set[str]:
    wanted = sorted(set(ids))
    if not wanted or not snapshot.count("articles"):
        return set()
    found = snapshot.read("articles", ["article_id"], among("article_id", wanted))
    return set(found["article_id"].to_pylist())


def _known_events(sql: duckdb.DuckDBPyConnection, snapshot: Snapshot) -> pa.Table:
    """Events of the spooled mentions' dyads in either order, with their `pair`; imported ones are left alone."""
    empty = SCHEMAS["events"].append(pa.field("pair", pa.string())).empty_table()
    if not snapshot.count("events"):
        return empty
    pairs = {pair for (pair,) in sql.execute(f"SELECT DISTINCT {_PAIR} FROM mentions").fetchall() if pair}
    actors = {actor for pair in pairs for actor in pair.split("|")}
    own = pc.field("event_id") < IMPORTED
    near = own & among("source", actors) & (pc.field("target").is_null() | among("target", actors))
    events = snapshot.read("events", filter=near)
    sql.register("near", events.select(["source", "target"]))
    named: pa.Table = sql.sql(f"SELECT {_PAIR} AS pair FROM near").to_arrow_table()
    events = events.append_column("pair", named["pair"].cast(pa.string()))
    kept: pa.Table = events.filter(pc.is_in(events["pair"], value_set=pa.array(sorted(pairs), pa.string())))
    return kept if len(kept) else empty


IMPORTED = "g"
"""Own ids are hexadecimal and sort before it; ids of imported events (`gdelt:`, `icews:`, `polecat:`) sort after it."""

_PAIR = "least(source, coalesce(target, source)) || '|' || greatest(source, coalesce(target, source))"
"""SQL for an unordered dyad."""


def _old_mentions(snapshot: Snapshot, event_ids: Iterable[str]) -> pa.Table:
    """Stored mentions of events, without their sentences."""
    if not snapshot.count("mentions"):
        return pa.schema([SCHEMAS["mentions"].field(name) for name in _LIGHT]).empty_table()
    return snapshot.read("mentions", _LIGHT, among("event_id", event_ids))


def _events_by_id(snapshot: Snapshot, ids: Iterable[str]) -> list[Row]:
    if not snapshot.count("events"):
        return []
    found: list[Row] = snapshot.read("events", filter=among("event_id", sorted(ids))).to_pylist()
    return found


def _keep_groups(rows: list[Row], before: Mapping[str, Row]) -> list[Row]:
    """An event that was in a group stays in it, and brings those it is grouped with now along."""
    moved = {
        row["group_id"]: old["group_id"]
        for row in rows
        if row["group_id"] and (old := before.get(row["event_id"])) and old["group_id"]
    }
    kept = []
    for row in rows:
        old = before.get(row["event_id"])
        group = (old["group_id"] if old else None) or moved.get(row["group_id"], row["group_id"])
        kept.append({**row, "group_id": group})
    return kept


def _stated_together(sql: duckdb.DuckDBPyConnection) -> list[list[str]]:
    """The events of each trigger that states more than one."""
    found = sql.execute(
        "SELECT DISTINCT list(DISTINCT event_id ORDER BY event_id) FROM assigned WHERE event_id IS NOT NULL "
        "GROUP BY article_id, trigger_start HAVING count(DISTINCT event_id) > 1"
    ).fetchall()
    return [events for (events,) in found]


def _counted(assigned: pa.Table, touched: set[str]) -> list[tuple[str, int]]:
    """`touched` events with their numbers of new mentions, in a fixed order."""
    counts = pc.value_counts(assigned["event_id"].drop_null())
    found = dict(zip(counts.field("values").to_pylist(), counts.field("counts").to_pylist(), strict=True))
    return [(event, found.get(event, 0)) for event in sorted(touched)]


def _chunks(counted: list[tuple[str, int]], size: int) -> Iterator[list[str]]:
    """Events of together about `size` mentions."""
    chunk: list[str] = []
    total = 0
    for event, count in counted:
        if chunk and total + count > size:
            yield chunk
            chunk, total = [], 0
        chunk.append(event)
        total += count + 1
    if chunk:
        yield chunk


def _register(sql: duckdb.DuckDBPyConnection, name: str, rows: pa.Table) -> None:
    sql.register(name, rows)


def _stamp(rows: pa.Table, run_id: str) -> pa.Table:
    place = rows.schema.get_field_index("run_id")
    run_ids = pa.array([run_id] * len(rows), pa.string())
    stamped: pa.Table = rows.set_column(place, SCHEMAS["articles"].field("run_id"), run_ids)
    return stamped
