"""This module is about the sphere: the shortest way between two points, as a line that a flat map can draw."""

import math
from typing import Any

import numpy as np

Point = tuple[float, float]  # latitude, longitude in degrees


def great_circle(a: Point, b: Point, points: int = 32) -> tuple[list[float], list[float]]:
    """The shortest way from `a` to `b` (latitude, longitude in degrees), longitudes unwrapped over the antimeridian."""
    start, end = _vector(a), _vector(b)
    angle = math.acos(float(np.clip(start @ end, -1, 1))) or 1e-9
    t = np.linspace(0, 1, points)[:, None]
    way = (np.sin((1 - t) * angle) * start + np.sin(t * angle) * end) / math.sin(angle)
    lat = np.degrees(np.arcsin(np.clip(way[:, 2], -1, 1)))
    lon = np.degrees(np.unwrap(np.arctan2(way[:, 1], way[:, 0])))
    return lat.round(3).tolist(), lon.round(3).tolist()


def _vector(point: Point) -> np.ndarray[Any, np.dtype[np.float64]]:
    lat, lon = math.radians(point[0]), math.radians(point[1])
    return np.array([math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)])


def midpoint(lat: list[float], lon: list[float]) -> Point:
    """The point halfway along a line."""
    return lat[len(lat) // 2], lon[len(lon) // 2]
