"""This module is about the commands `detente gazetteer …` and `detente places …`: thin layers over the package."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from etl.errors import EtlError, InputError, UsageError
from etl.lexicon.places import digest_place_resources
from etl.places.build import build_gazetteer
from etl.places.gazetteer import Gazetteer
from etl.places.geocoders import Geocoder, open_configured
from etl.places.given import find_inside
from etl.places.home import GAZETTEER_FILE, LOCAL_FILE, find_home
from etl.places.local import add_local
from etl.places.names import fold_name
from etl.places.ranking import Name, rank_names
from etl.places.toponyms import resolve_names
from etl.schema.toponym import Toponym

gazetteer_app = typer.Typer(help="Compile and describe the list of known places.", no_args_is_help=True)
places_app = typer.Typer(help="Resolve place names and explain how.", no_args_is_help=True)
console = Console()


@gazetteer_app.command("build")
def build(
    geonames: Annotated[Path | None, typer.Option(help="GeoNames dump: allCountries.zip or a country's.")] = None,
    alternate_names: Annotated[Path | None, typer.Option(help="GeoNames' alternateNamesV2.zip.")] = None,
    if_missing: Annotated[bool, typer.Option(help="Do nothing where a gazetteer of these resources exists.")] = False,
) -> None:
    """Compile the gazetteer from package data, or from a GeoNames dump."""
    if if_missing and _is_current():
        return
    path = build_gazetteer(geonames=geonames, alternate_names=alternate_names)
    about = Gazetteer.open(path).about()
    console.print(f"{about['places']} places with {about['names']} names from {about['source']} in {path}")


def _is_current() -> bool:
    """Whether the gazetteer opens and was compiled from today's resources."""
    try:
        return Gazetteer.open().about().get("resources") == digest_place_resources()
    except EtlError:
        return False


@gazetteer_app.command("about")
def about() -> None:
    """Say what the gazetteer was built from."""
    for key, value in Gazetteer.open().about().items():
        console.print(f"{key:12} {value}")


@places_app.command("explain")
def explain(
    name: str,
    context: Annotated[
        list[str] | None, typer.Option(help="Country of the text (ISO 3166 alpha-3); repeatable.")
    ] = None,
    lang: Annotated[str, typer.Option(help="Language of the text: fr or en.")] = "fr",
    limit: Annotated[int, typer.Option(help="How many candidates to show.")] = 10,
) -> None:
    """Show the candidates of a name, with scores, best first."""
    gazetteer = Gazetteer.open()
    for code in context or []:
        gazetteer.country(code)
    candidates, kinds = find_inside(name, lang, gazetteer)
    asked = Name(0, len(name), fold_name(name), candidates, frozenset(kinds))
    found = rank_names([asked], gazetteer, lang, countries=dict.fromkeys(context or [], 1.0))[0]
    table = Table("score", "place", "kind", "precision", "country", "lat", "lon", "population", "place_id")
    for candidate, score in list(zip(found.candidates, found.scores, strict=True))[:limit]:
        place = candidate.place
        table.add_row(
            f"{score:.2f}", place.name, place.kind, place.precision, place.country or "", f"{place.lat:.3f}", f"{place.lon:.3f}",
            str(place.population) if place.place_id.startswith("geonames:") else "", place.place_id,
        )  # fmt: skip
    console.print(table if found.candidates else f"{name}: not in the gazetteer")
    if found.candidates:
        console.print(f"share {found.share:.2f}, margin {found.margin:.2f}, {len(found.candidates)} candidates")


@places_app.command("resolve")
def resolve(
    file: Path,
    out: Annotated[Path, typer.Option(help="Where to write the answers (JSONL).")],
    lang: Annotated[str, typer.Option(help="Language of lines without `lang`.")] = "en",
) -> None:
    """Resolve marked names: lines {id, text, toponyms: [{start, end, text}]} come back with lat, lon, country, place_id, score."""
    gazetteer = Gazetteer.open()
    geocoder = open_configured(gazetteer)
    temporary = out.with_name(out.name + ".tmp")
    try:
        with temporary.open("w", encoding="utf-8") as written:
            for line in _read_lines(file):
                written.write(json.dumps(_resolve_line(line, lang, gazetteer, geocoder), ensure_ascii=False) + "\n")
        temporary.replace(out)
    except OSError as error:
        raise InputError(str(error), str(out)) from error
    finally:
        temporary.unlink(missing_ok=True)


def _read_lines(file: Path) -> Iterator[dict[str, Any]]:
    try:
        with file.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _check_line(line, str(file), number)
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(str(error), str(file)) from error


def _check_line(line: str, ref: str, number: int) -> dict[str, Any]:
    try:
        entry = json.loads(line)
        spans = [(int(name["start"]), int(name["end"])) for name in entry["toponyms"]]
        size = len(entry["text"])
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"not a line with text and toponyms ({type(error).__name__}: {error})", ref, number) from error
    if any(not 0 <= start < end <= size for start, end in spans):
        raise InputError("a toponym stands outside the text", ref, number)
    return dict(entry)


def _resolve_line(entry: dict[str, Any], lang: str, gazetteer: Gazetteer, geocoder: Geocoder | None) -> dict[str, Any]:
    spans = [(int(name["start"]), int(name["end"])) for name in entry["toponyms"]]
    used = str(entry["lang"]) if entry.get("lang") in {"fr", "en"} else lang
    found = resolve_names(entry["text"], spans, used, gazetteer, geocoder)
    return entry | {
        "toponyms": [name | _answer(toponym) for name, toponym in zip(entry["toponyms"], found, strict=True)]
    }


def _answer(toponym: Toponym) -> dict[str, Any]:
    place = toponym.place
    return {
        "lat": place.lat if place else None, "lon": place.lon if place else None, "country": place.country if place else None,
        "place_id": place.place_id if place else None, "kind": place.kind if place else None, "score": toponym.score,
        "reason": toponym.reason,
    }  # fmt: skip


@places_app.command("alias")
def alias(
    name: str,
    place_id: Annotated[str, typer.Option(help="Id of the known place that the name means.")] = "",
    lat: Annotated[float | None, typer.Option(help="Latitude of a place of your own.")] = None,
    lon: Annotated[float | None, typer.Option(help="Longitude of a place of your own.")] = None,
    country: Annotated[str, typer.Option(help="Its country (ISO 3166 alpha-3).")] = "",
    kind: Annotated[str, typer.Option(help="Its kind: city, base, river …")] = "city",
) -> None:
    """Add a name of your own to places.local.csv; it wins over everything."""
    gazetteer = Gazetteer.open()
    if (lat is None) != (lon is None) or (lat is None and not place_id):
        raise UsageError("give --place-id, or --lat and --lon")
    if lat is None and gazetteer.place(place_id) is None:
        raise UsageError(f"no place has the id {place_id!r}")
    path = find_home() / LOCAL_FILE
    point = {"lat": str(lat), "lon": str(lon)} if lat is not None else {}
    add_local(path, {"name": name, "place_id": place_id, "country": country, "kind": kind, **point})
    console.print(f"{name} added to {path}")


__all__ = ["GAZETTEER_FILE", "gazetteer_app", "places_app"]
