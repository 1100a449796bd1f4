"""This module is about online geocoders: Nominatim, Photon and GeoNames through geopy, as an option beside the offline gazetteer.

All answer one call, `geocode(name, country)`, with a place or null. Answers (also empty ones) are kept on disk, requests are a second
apart, failures are retried with growing pauses, and when a service stays silent the offline gazetteer answers. Nothing here runs unless
the user sets `geocoder` in the settings: names then leave the machine.
"""

import json
import logging
import os
import sqlite3
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, Protocol

from etl import settings
from etl.errors import UsageError
from etl.lexicon.places import read_countries, read_kinds
from etl.places.gazetteer import Gazetteer
from etl.places.home import find_home
from etl.places.names import fold_name
from etl.places.ranking import Name, rank_names
from etl.schema.place import Place

log = logging.getLogger(__name__)

USER_AGENT = "detente (news event coder)"
TIMEOUT_S = 10.0
INTERVAL_S = 1.0  # Nominatim's usage policy: at most one request a second
RETRIES = 3
BACKOFF_S = 2.0  # first pause; each further one is twice as long
CACHE_FILE = "geocoded.sqlite"
SERVICES = ("offline", "nominatim", "photon", "geonames")


class Geocoder(Protocol):
    """Anything that turns a name into a place."""

    def geocode(self, name: str, country: str | None = None, lang: str = "en") -> Place | None:
        """The place that a name means, within a country (alpha-3) where one is given; null when unknown."""
        ...


class OfflineGeocoder:
    """The gazetteer, behind the same call as the services."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer

    def geocode(self, name: str, country: str | None = None, lang: str = "en") -> Place | None:
        """See `Geocoder`."""
        candidates = tuple(self.gazetteer.candidates(name))
        asked = Name(0, len(name), fold_name(name), candidates)
        found = rank_names([asked], self.gazetteer, lang, countries={country: 2.0} if country else None)[0].best
        return found.place if found else None


class Nowhere:
    """Knows no place: the fallback where the gazetteer has been asked already."""

    def geocode(self, name: str, country: str | None = None, lang: str = "en") -> Place | None:
        """See `Geocoder`."""
        return None


class OnlineGeocoder:
    """A service with its disk cache, pace, retries and the offline fallback. `service` is a geopy geocoder."""

    def __init__(
        self, name: str, service: Any, cache: Path, fallback: Geocoder, *, interval_s: float = INTERVAL_S,
        backoff_s: float = BACKOFF_S, retries: int = RETRIES, wait: Callable[[float], None] = time.sleep,
    ) -> None:  # fmt: skip
        self.name, self.service, self.fallback = name, service, fallback
        self.interval_s, self.backoff_s, self.retries, self.wait = interval_s, backoff_s, retries, wait
        self._asked_at = -interval_s
        cache.parent.mkdir(parents=True, exist_ok=True)
        self._cache = sqlite3.connect(cache, isolation_level=None)
        self._cache.execute("CREATE TABLE IF NOT EXISTS answers (asked TEXT PRIMARY KEY, answer TEXT) WITHOUT ROWID")

    def geocode(self, name: str, country: str | None = None, lang: str = "en") -> Place | None:
        """See `Geocoder`; a silent or failing service leaves the answer to the fallback and is asked again next time."""
        asked = json.dumps([self.name, fold_name(name), country, lang])
        kept = self._cache.execute("SELECT answer FROM answers WHERE asked = ?", (asked,)).fetchone()
        if kept:
            answer = json.loads(kept[0])
            return Place(**answer) if answer else None
        try:
            place = self._ask(name, country, lang)
        except _failures() as error:
            log.warning("geocoder=%s name=%s failed=%s fallback=offline", self.name, name, type(error).__name__)
            return self.fallback.geocode(name, country, lang)
        answer = json.dumps(asdict(place)) if place else "null"
        self._cache.execute("INSERT OR REPLACE INTO answers VALUES (?, ?)", (asked, answer))
        return place

    def _ask(self, name: str, country: str | None, lang: str) -> Place | None:
        for attempt in range(self.retries):
            self.wait(max(0.0, self._asked_at + self.interval_s - time.monotonic()))
            self._asked_at = time.monotonic()
            try:
                return self._read(name, self._request(name, country, lang))
            except _failures():
                if attempt + 1 == self.retries:
                    raise
                self.wait(self.backoff_s * 2**attempt)
        return None

    def _request(self, name: str, country: str | None, lang: str) -> Any:
        iso2 = _iso2(country)
        if self.name == "nominatim":
            return self.service.geocode(
                name, language=lang, country_codes=iso2.lower() if iso2 else None, addressdetails=True
            )
        if self.name == "geonames":
            return self.service.geocode(name, country=iso2)
        return self.service.geocode(name, language=lang)  # Photon cannot be held to a country

    def _read(self, name: str, location: Any) -> Place | None:
        if location is None:
            return None
        raw = location.raw
        details = raw.get("properties") or raw.get("address") or raw
        iso2 = str(
            details.get("countrycode") or details.get("country_code") or details.get("countryCode") or ""
        ).upper()
        kind = _kind(str(raw.get("fcl") or details.get("osm_value") or raw.get("addresstype") or ""))
        number = raw.get("geonameId") or details.get("osm_id") or raw.get("osm_id") or fold_name(name)
        prefix = "geonames" if self.name == "geonames" else "osm"
        label = str(details.get("name") or raw.get("toponymName") or name)
        return Place(
            f"{prefix}:{number}", label, kind, read_kinds()[kind].precision, _iso3(iso2), float(location.latitude),
            float(location.longitude),
        )  # fmt: skip


def _failures() -> tuple[type[Exception], ...]:
    from geopy.exc import GeopyError  # geopy is needed only where a service is asked for

    return (GeopyError, OSError, ValueError, KeyError)


def _iso2(iso3: str | None) -> str | None:
    return next((row.iso2 for row in read_countries() if row.iso3 == iso3), None) if iso3 else None


def _iso3(iso2: str) -> str | None:
    return next((row.iso3 for row in read_countries() if row.iso2 == iso2), None)


def _kind(written: str) -> str:
    """A service's own word for a kind, as one of ours; a city where it says nothing that is known here."""
    kinds = {
        "A": "admin1",
        "H": "lake",
        "T": "mountain",
        "L": "region",
        "state": "admin1",
        "region": "admin1",
        "county": "admin2",
    }
    return kinds.get(written) or (written if written in read_kinds() else "city")


def open_geocoder(
    name: str,
    gazetteer: Gazetteer,
    cache: Path,
    *,
    domain: str | None = None,
    scheme: str = "https",
    fallback: Geocoder | None = None,
    **pace: Any,
) -> Geocoder:
    """The geocoder that the settings name; `domain` (host:port) and `scheme` point it at a server of one's own.

    GeoNames needs a user name in the environment variable `DETENTE_GEONAMES_USER`.
    """
    offline = OfflineGeocoder(gazetteer)
    if name == "offline":
        return offline
    if name not in SERVICES:
        raise UsageError(f"unknown geocoder {name!r}; one of {', '.join(SERVICES)}")
    return OnlineGeocoder(name, _open_service(name, domain, scheme), cache, fallback or offline, **pace)


def open_configured(gazetteer: Gazetteer) -> Geocoder | None:
    """The online geocoder that the settings name, with its cache beside the gazetteer; null for `offline`."""
    name, url = settings.geocoder()
    if name == "offline":
        return None
    scheme, _, domain = (url or "https://").partition("://")
    if url and (scheme not in {"http", "https"} or not domain):
        raise UsageError(f"DETENTE_GEOCODER_URL is not an address: {url}")
    return open_geocoder(
        name, gazetteer, find_home() / CACHE_FILE, domain=domain.rstrip("/") or None, scheme=scheme, fallback=Nowhere()
    )


def _open_service(name: str, domain: str | None, scheme: str) -> Any:
    from geopy import geocoders

    common: dict[str, Any] = {"user_agent": USER_AGENT, "timeout": TIMEOUT_S, "scheme": scheme}
    if name == "geonames":
        user = os.environ.get("DETENTE_GEONAMES_USER")
        if not user:
            raise UsageError("geocoder geonames needs a user name in DETENTE_GEONAMES_USER")
        return geocoders.GeoNames(user, domain=domain or "api.geonames.org", **common)
    service = geocoders.Nominatim if name == "nominatim" else geocoders.Photon
    return service(**common, **({"domain": domain} if domain else {}))
