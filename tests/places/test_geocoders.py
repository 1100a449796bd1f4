"""Every geocoder keeps one contract, the offline one included; the services answer from a local server in their own formats."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar
from urllib.parse import parse_qs, urlparse

import pytest

from etl.errors import UsageError
from etl.places import resolve_names
from etl.places.distance import distance_km
from etl.places.gazetteer import Gazetteer
from etl.places.geocoders import SERVICES, USER_AGENT, Geocoder, open_configured, open_geocoder

ONLINE = [service for service in SERVICES if service != "offline"]
POINT = (35.1856, 33.3823)


class Service(BaseHTTPRequestHandler):
    """Answers /search (Nominatim), /api (Photon) and /searchJSON (GeoNames) about Nicosia; fails while `failures` is above 0."""

    asked: ClassVar[list[dict[str, str]]] = []
    failures = 0

    def do_GET(self) -> None:
        url = urlparse(self.path)
        query = {key: values[0] for key, values in parse_qs(url.query).items()}
        type(self).asked.append({"path": url.path, "agent": self.headers["User-Agent"], **query})
        if type(self).failures > 0:
            type(self).failures -= 1
            self.send_error(503)
            return
        known = query.get("q", "").startswith("Nicosia")
        lat, lon = POINT
        body: object
        if url.path.endswith("/search"):
            hit = {"osm_id": 7, "lat": str(lat), "lon": str(lon), "display_name": "Nicosia, Cyprus", "name": "Nicosia",
                   "addresstype": "city", "address": {"country_code": "cy"}}  # fmt: skip
            body = [hit] if known else []
        elif url.path.startswith("/api"):
            properties = {"osm_id": 7, "name": "Nicosia", "countrycode": "CY", "osm_value": "city", "country": "Cyprus"}
            feature = {
                "geometry": {"type": "Point", "coordinates": [lon, lat]},
                "type": "Feature",
                "properties": properties,
            }
            body = {"features": [feature] if known else [], "type": "FeatureCollection"}
        else:
            hit = {"geonameId": 146268, "lat": str(lat), "lng": str(lon), "name": "Nicosia", "countryCode": "CY", "fcl": "P",
                   "countryName": "Cyprus", "adminName1": "Nicosia"}  # fmt: skip
            body = {"totalResultsCount": int(known), "geonames": [hit] if known else []}
        data = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Stay silent."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("DETENTE_GEONAMES_USER", "someone")
    Service.asked, Service.failures = [], 0
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{httpd.server_port}"
    httpd.shutdown()
    httpd.server_close()


def ask(name: str, gazetteer: Gazetteer, tmp_path: Path, server: str, **pace: object) -> Geocoder:
    pace = {"interval_s": 0.0, "backoff_s": 0.0} | pace if name != "offline" else {}
    return open_geocoder(name, gazetteer, tmp_path / f"{name}.sqlite", domain=server, scheme="http", **pace)


@pytest.mark.parametrize("service", SERVICES)
def test_a_known_name_is_a_place_with_country_and_precision(
    service: str, gazetteer: Gazetteer, tmp_path: Path, server: str
) -> None:
    place = ask(service, gazetteer, tmp_path, server).geocode("Nicosia", "CYP")
    assert place is not None and place.country == "CYP" and place.precision in {"city", "region"}
    assert distance_km(place.lat, place.lon, *POINT) < 20


@pytest.mark.parametrize("service", SERVICES)
def test_an_unknown_name_is_null(service: str, gazetteer: Gazetteer, tmp_path: Path, server: str) -> None:
    assert ask(service, gazetteer, tmp_path, server).geocode("Xqzvtown") is None


@pytest.mark.parametrize("service", ONLINE)
def test_a_name_is_asked_once_and_kept_on_disk(service: str, gazetteer: Gazetteer, tmp_path: Path, server: str) -> None:
    for _ in range(2):  # the second geocoder finds the first one's cache
        geocoder = ask(service, gazetteer, tmp_path, server)
        assert geocoder.geocode("Nicosia") == geocoder.geocode("NICOSIA")
        assert geocoder.geocode("Xqzvtown") is None
    assert len(Service.asked) == 2
    assert {entry["agent"] for entry in Service.asked} == {USER_AGENT}


@pytest.mark.parametrize("service", ONLINE)
def test_a_passing_failure_is_retried_with_growing_pauses(
    service: str, gazetteer: Gazetteer, tmp_path: Path, server: str
) -> None:
    pauses: list[float] = []
    Service.failures = 2
    place = ask(service, gazetteer, tmp_path, server, backoff_s=0.5, wait=pauses.append).geocode("Nicosia")
    assert place is not None and len(Service.asked) == 3
    assert [pause for pause in pauses if pause] == [0.5, 1.0]


@pytest.mark.parametrize("service", ONLINE)
def test_a_silent_service_leaves_the_answer_to_the_gazetteer_and_is_asked_again(
    service: str, gazetteer: Gazetteer, tmp_path: Path, server: str
) -> None:
    Service.failures = 3
    geocoder = ask(service, gazetteer, tmp_path, server)
    first = geocoder.geocode("Nicosia")
    assert first is not None and first.country == "CYP"
    geocoder.geocode("Nicosia")
    assert len(Service.asked) == 4


@pytest.mark.parametrize("service", ONLINE)
def test_requests_are_a_second_apart(service: str, gazetteer: Gazetteer, tmp_path: Path, server: str) -> None:
    pauses: list[float] = []
    geocoder = ask(service, gazetteer, tmp_path, server, interval_s=1.0, wait=pauses.append)
    geocoder.geocode("Nicosia")
    geocoder.geocode("Nicosia Airport")
    assert pauses[0] == 0.0 and 0.5 < pauses[1] <= 1.0


def test_an_unknown_service_is_a_usage_error(gazetteer: Gazetteer, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="unknown geocoder"):
        open_geocoder("somewhere", gazetteer, tmp_path / "x")


def test_geonames_without_a_user_name_is_a_usage_error(
    gazetteer: Gazetteer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DETENTE_GEONAMES_USER", raising=False)
    with pytest.raises(UsageError, match="DETENTE_GEONAMES_USER"):
        open_geocoder("geonames", gazetteer, tmp_path / "x")


def test_the_setting_sends_names_that_the_gazetteer_lacks_and_no_others(
    gazetteer: Gazetteer, tmp_path: Path, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DETENTE_HOME", str(tmp_path))
    text = "Talks in Nicosiaqz followed a meeting in Vienna."
    spans = [(text.index(name), text.index(name) + len(name)) for name in ("Nicosiaqz", "Vienna")]
    assert open_configured(gazetteer) is None
    offline = resolve_names(text, spans, "en", gazetteer)
    monkeypatch.setenv("DETENTE_GEOCODER", "photon")
    monkeypatch.setenv("DETENTE_GEOCODER_URL", f"http://{server}")
    asked, vienna = resolve_names(text, spans, "en", gazetteer, open_configured(gazetteer))
    assert [entry["q"] for entry in Service.asked] == ["Nicosiaqz"]
    assert asked.place is not None and asked.place.country == "CYP" and "geocoder" in (asked.reason or "")
    assert vienna == offline[1] and offline[0].place == vienna.place


@pytest.mark.parametrize(("name", "url"), [("somewhere", ""), ("photon", "ftp://x"), ("photon", "nowhere")])
def test_a_setting_that_names_no_service_is_a_usage_error(
    name: str, url: str, gazetteer: Gazetteer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DETENTE_HOME", str(tmp_path))
    monkeypatch.setenv("DETENTE_GEOCODER", name)
    monkeypatch.setenv("DETENTE_GEOCODER_URL", url)
    with pytest.raises(UsageError):
        open_configured(gazetteer)
