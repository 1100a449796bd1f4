"""This module is about distances on the globe."""

import math

EARTH_DIAMETER_KM = 12742.0  # mean; the error against the ellipsoid stays below 0.6 %


def distance_km(lat: float, lon: float, to_lat: float, to_lon: float) -> float:
    """Great-circle distance in km between two points in degrees."""
    lat, lon, to_lat, to_lon = map(math.radians, (lat, lon, to_lat, to_lon))
    half = math.sin((to_lat - lat) / 2) ** 2 + math.cos(lat) * math.cos(to_lat) * math.sin((to_lon - lon) / 2) ** 2
    return EARTH_DIAMETER_KM * math.asin(min(1.0, math.sqrt(half)))
