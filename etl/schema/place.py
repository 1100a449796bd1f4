"""This module is about places: what a toponym resolves to, and the dimension table of places seen."""

from dataclasses import dataclass

from etl.schema.table import RUN_ID, Table, number, text

PLACES = Table(
    "places",
    ("place_id",),
    (
        text("place_id", "id in the gazetteer: curated (`river:tumen`), `country:FRA`, `geonames:…`"),
        text("name", "name in the gazetteer"),
        text("name_fr", "French name, when known"),
        text("name_en", "English name, when known"),
        text("kind", "city, region, river, sea, strait, base, country …"),
        text("precision", "site, city, district, region, country or water"),
        text("country", "ISO 3166 alpha-3 code, null for international waters"),
        number("lat", "latitude in degrees (WGS 84)"),
        number("lon", "longitude in degrees (WGS 84)"),
        number("radius_km", "how far the place extends from its point"),
        RUN_ID,
    ),
)


@dataclass(frozen=True, slots=True)
class Place:
    """A resolved place. `precision` is site, city, district, region, country or water; coordinates are degrees (WGS 84)."""

    place_id: str
    name: str
    kind: str
    precision: str
    country: str | None
    lat: float
    lon: float
    radius_km: float = 0.0
    population: int = 0
    name_fr: str | None = None
    name_en: str | None = None
