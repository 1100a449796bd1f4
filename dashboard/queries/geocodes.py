"""This module is about geocodes: which name in the article gave an event's place, and how sure its resolution was."""

from dataclasses import dataclass

from dashboard.cube import Cube


@dataclass(frozen=True, slots=True)
class Geocode:
    """The name as written, the resolution's score (0 to 1), and whether the name stands in the reporting sentence."""

    toponym: str
    score: float | None
    in_sentence: bool


def geocodes(cube: Cube, event_id: str) -> dict[str, Geocode]:
    """For each mention of an event whose place a name in its article gave: mention_id -> Geocode."""
    sql = f"""
    SELECT mention_id, toponym, score, coalesce(place_start = "start", false) AS here
    FROM {cube.stored("mentions")} AS m JOIN {cube.stored("toponyms")} AS t USING (article_id)
    WHERE m.event_id = ? AND t.place_id = m.place_id
    QUALIFY row_number() OVER (PARTITION BY mention_id ORDER BY here DESC, score DESC, "start") = 1"""
    return {
        row["mention_id"]: Geocode(row["toponym"], row["score"], row["here"])
        for row in cube.arrow(sql, [event_id]).to_pylist()
    }
