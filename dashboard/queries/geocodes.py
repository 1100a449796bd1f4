"""This module is about geocodes: what the place of each mention rests on, and how sure it is."""

from dataclasses import dataclass

from dashboard.cube import Cube


@dataclass(frozen=True, slots=True)
class Geocode:
    """The place, the name as written (null where none was read), what it rests on (`place_from`), how sure (0 to 1)."""

    place_id: str
    toponym: str | None
    basis: str | None
    score: float | None


def geocodes(cube: Cube, event_id: str) -> dict[str, Geocode]:
    """For each mention of an event that has a place: mention_id -> Geocode."""
    sql = f"""
    SELECT mention_id, m.place_id, toponym, place_from, place_score
    FROM {cube.stored("mentions")} AS m LEFT JOIN {cube.stored("toponyms")} AS t
    ON t.article_id = m.article_id AND t.place_id = m.place_id
    WHERE m.event_id = ? AND m.place_id IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY mention_id ORDER BY coalesce(place_start = "start", false) DESC, t.score DESC, "start") = 1"""
    return {
        row["mention_id"]: Geocode(row["place_id"], row["toponym"], row["place_from"], row["place_score"])
        for row in cube.arrow(sql, [event_id]).to_pylist()
    }
