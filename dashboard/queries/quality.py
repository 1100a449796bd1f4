"""This module is about trust: coverage by outlet and week, merging, precision, refused inputs, unresolved names."""

from typing import Any

import pandas as pd

from dashboard.cube import Cube


def coverage(cube: Cube) -> pd.DataFrame:
    """Articles by outlet and month: outlet, date, n."""
    return cube.rows(
        "SELECT outlet, date_trunc('month', published)::DATE AS date, sum(n_articles)::BIGINT AS n FROM coverage GROUP BY ALL ORDER BY 1, 2"
    )


def counts(cube: Cube) -> dict[str, Any]:
    """Rows and rates of this version."""
    sql = f"""
    SELECT (SELECT count(*) FROM {cube.stored("articles")}) AS articles,
      (SELECT count(*) FROM {cube.stored("articles")} WHERE duplicate_of IS NOT NULL) AS duplicates,
      (SELECT count(*) FROM {cube.stored("mentions")}) AS mentions,
      (SELECT count(*) FROM {cube.stored("mentions")} WHERE event_id IS NULL) AS apart,
      (SELECT count(*) FROM facts) AS events, (SELECT coalesce(sum(n_articles), 0) FROM facts) AS reports,
      (SELECT count(*) FROM facts WHERE date_inferred) AS inferred,
      (SELECT count(*) FROM facts WHERE lat IS NULL) AS unplaced,
      (SELECT count(*) FROM {cube.stored("events")} WHERE status = 'rejected') AS struck,
      (SELECT count(*) FROM {cube.stored("corrections")}) AS corrections,
      (SELECT count(*) FROM {cube.stored("rejected")}) AS refused"""
    return {str(k): int(v) for k, v in cube.rows(sql).iloc[0].items()}


def precision(cube: Cube) -> pd.DataFrame:
    """Events by how precisely they are placed: precision, n."""
    return cube.rows(
        "SELECT coalesce(place_precision, 'none') AS precision, count(*) AS n FROM facts GROUP BY 1 ORDER BY n DESC"
    )


def types(cube: Cube) -> pd.DataFrame:
    """Events by type: event_type, n, confidence (mean)."""
    return cube.rows(
        "SELECT event_type, count(*) AS n, avg(confidence) AS confidence FROM facts GROUP BY 1 ORDER BY n DESC"
    )


def refused(cube: Cube, limit: int = 200) -> pd.DataFrame:
    """Inputs that were refused, the newest first: ref, line, reason."""
    return cube.rows(
        "SELECT ref, coalesce(line::VARCHAR, '–') AS line, reason "
        f"FROM {cube.stored('rejected')} ORDER BY refused_at DESC NULLS LAST, ref LIMIT {limit}"
    )


def doubtful_places(cube: Cube, below: float = 0.6, limit: int = 300) -> pd.DataFrame:
    """Names that stayed unresolved or were hard to tell: toponym, place_id, place_name, n, score, reason, country."""
    sql = f"""
    SELECT toponym, place_id, place_name, n, score, reason, country FROM (
      SELECT toponym, place_id, count(*) AS n, avg(score) AS score, any_value(reason) AS reason, any_value(country) AS country
      FROM {cube.stored("toponyms")} WHERE place_id IS NULL OR score < ? GROUP BY toponym, place_id)
    LEFT JOIN (SELECT place_id, any_value(name) AS place_name FROM {cube.stored("places")} GROUP BY 1) USING (place_id)
    ORDER BY place_id IS NOT NULL, n DESC, toponym LIMIT {limit}"""
    return cube.rows(sql, [below])


def known_places(cube: Cube, find: str, limit: int = 50) -> pd.DataFrame:
    """Places of this store whose name holds `find`: place_id, name, kind, country."""
    sql = f"""
    SELECT place_id, name, kind, country FROM {cube.stored("places")}
    WHERE contains(strip_accents(lower(concat_ws(' ', name, name_fr, name_en))), strip_accents(lower(?)))
    ORDER BY length(name), name LIMIT {limit}"""
    return cube.rows(sql, [find])
