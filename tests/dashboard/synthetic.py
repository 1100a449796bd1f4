# ruff: noqa: E501 (rows of examples are read across)
"""A synthetic store: realistic dyads, places, outlets and rhythm, of any size, the same for the same seed.

It goes through the store's own transactions, so it is read exactly as a real one.
"""

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from etl.schema import EVENT_TYPES, QUAD_CLASS
from etl.store import Store, to_arrow

STATES = {
    "RUS": ("Russie", "Russia", 55.75, 37.62, "Moscou"), "PRK": ("Corée du Nord", "North Korea", 39.03, 125.75, "Pyongyang"),
    "KOR": ("Corée du Sud", "South Korea", 37.57, 126.98, "Séoul"), "USA": ("États-Unis", "United States", 38.9, -77.04, "Washington"),
    "CHN": ("Chine", "China", 39.91, 116.4, "Pékin"), "UKR": ("Ukraine", "Ukraine", 50.45, 30.52, "Kyiv"),
    "FRA": ("France", "France", 48.86, 2.35, "Paris"), "DEU": ("Allemagne", "Germany", 52.52, 13.4, "Berlin"),
    "GBR": ("Royaume-Uni", "United Kingdom", 51.5, -0.13, "Londres"), "JPN": ("Japon", "Japan", 35.68, 139.69, "Tokyo"),
    "IND": ("Inde", "India", 28.61, 77.21, "New Delhi"), "PAK": ("Pakistan", "Pakistan", 33.69, 73.05, "Islamabad"),
    "ISR": ("Israël", "Israel", 31.78, 35.22, "Jérusalem"), "IRN": ("Iran", "Iran", 35.69, 51.39, "Téhéran"),
    "SYR": ("Syrie", "Syria", 33.51, 36.29, "Damas"), "TUR": ("Turquie", "Turkey", 39.93, 32.86, "Ankara"),
    "MLI": ("Mali", "Mali", 12.64, -8.0, "Bamako"), "NER": ("Niger", "Niger", 13.51, 2.11, "Niamey"),
    "COD": ("RD Congo", "DR Congo", -4.32, 15.31, "Kinshasa"), "RWA": ("Rwanda", "Rwanda", -1.95, 30.06, "Kigali"),
    "SDN": ("Soudan", "Sudan", 15.5, 32.56, "Khartoum"), "ETH": ("Éthiopie", "Ethiopia", 9.03, 38.74, "Addis-Abeba"),
    "VEN": ("Venezuela", "Venezuela", 10.49, -66.88, "Caracas"), "BRA": ("Brésil", "Brazil", -15.79, -47.88, "Brasília"),
    "POL": ("Pologne", "Poland", 52.23, 21.01, "Varsovie"), "BLR": ("Biélorussie", "Belarus", 53.9, 27.57, "Minsk"),
    "EGY": ("Égypte", "Egypt", 30.04, 31.24, "Le Caire"), "SAU": ("Arabie saoudite", "Saudi Arabia", 24.71, 46.68, "Riyad"),
}  # fmt: skip
CITIES_EN = {"Moscou": "Moscow", "Séoul": "Seoul", "Pékin": "Beijing", "Londres": "London", "Téhéran": "Tehran", "Damas": "Damascus",
             "Jérusalem": "Jerusalem", "Addis-Abeba": "Addis Ababa", "Varsovie": "Warsaw", "Le Caire": "Cairo", "Riyad": "Riyadh"}  # fmt: skip
OTHERS = {
    "UNO": ("igo", "ONU", "United Nations"), "EUR": ("igo", "Union européenne", "European Union"), "NAT": ("alliance", "OTAN", "NATO"),
    "NSA:HAMAS": ("armed_group", "Hamas", "Hamas"), "NSA:HOUTHI": ("armed_group", "Houthis", "Houthis"),
    "NSA:M23": ("armed_group", "M23", "M23"), "NSA:RSF": ("armed_group", "Forces de soutien rapide", "Rapid Support Forces"),
}  # fmt: skip
HOT = (("RUS", "UKR"), ("RUS", "PRK"), ("USA", "CHN"), ("ISR", "NSA:HAMAS"), ("PRK", "KOR"), ("COD", "NSA:M23"), ("USA", "IRN"),
       ("FRA", "MLI"), ("IND", "PAK"), ("USA", "KOR"), ("FRA", "DEU"), ("RUS", "CHN"), ("ISR", "IRN"), ("COD", "RWA"))  # fmt: skip
WARLIKE = {
    ("RUS", "UKR"),
    ("ISR", "NSA:HAMAS"),
    ("COD", "NSA:M23"),
    ("ISR", "IRN"),
    ("PRK", "KOR"),
    ("COD", "RWA"),
    ("IND", "PAK"),
}
OUTLETS = ("agency-a", "agency-b", "Le Quotidien", "The Daily Wire-Free", "desk-c", "desk-d")
SCORE = {"AGREE": 4.0, "CONSULT": 2.5, "SUPPORT": 3.5, "CONCEDE": 5.0, "COOPERATE": 6.0, "AID": 7.0, "RETREAT": 5.0, "REQUEST": -0.5,
         "ACCUSE": -2.0, "REJECT": -4.0, "THREATEN": -6.0, "PROTEST": -6.5, "SANCTION": -6.5, "MOBILIZE": -7.2, "COERCE": -7.0,
         "ASSAULT": -9.5}  # fmt: skip
CAMEO = dict(zip(EVENT_TYPES, ("057", "042", "051", "080", "062", "071", "087", "102", "112", "120", "130", "140", "163", "152",
                               "171", "190"), strict=True))  # fmt: skip
MODES = {"CONSULT": ("visit", "visit", "phone", None), "AGREE": (None,), "SANCTION": (None, "expel", "halt")}
LAST = dt.date(2026, 11, 22)
SENTENCES = {
    "fr": (
        "{day}, {place} : {source} et {target} — {what}, selon un communiqué publié dans la soirée.",
        "{what}",
        "Dépêche n° {k}",
    ),
    "en": (
        "{place}, {day}: {source} and {target} — {what}, according to a statement released that evening.",
        "{what}",
        "Report no. {k}",
    ),
}
SPREAD = 150  # places around each city of a large store
WHAT = {"fr": "les discussions ont repris", "en": "talks have resumed"}


def make_store(folder: Path, n_events: int = 3000, years: int = 3, seed: int = 7, hostile: bool = False) -> Store:
    """A store at `folder` with `n_events` events over `years` years that end on 22 November 2026."""
    rng = np.random.default_rng(seed)
    events = _events(rng, n_events, years)
    if hostile:
        named = events["place_name"] != None  # noqa: E711 (element by element)
        events["place_name"] = np.where(named, HOSTILE_PLACE, None)
    mentions, articles = _reports(rng, events, hostile)
    if hostile:
        articles["outlet"] = np.where(articles["outlet"] == OUTLETS[0], HOSTILE_OUTLET, articles["outlet"])
    store = Store.open(folder)
    tables = {
        "events": _table("events", events), "mentions": _table("mentions", mentions), "articles": _table("articles", articles),
        "actors": to_arrow("actors", _actors(hostile)), "places": to_arrow("places", _places(hostile)), "toponyms": to_arrow("toponyms", _toponyms()),
        "rejected": to_arrow("rejected", [{"ref": "inbox/scan.pdf", "line": None, "reason": "binary file", "refused_at": None, "run_id": "r1"}]),
    }  # fmt: skip

    def write(transaction: Any) -> None:
        for name, rows in tables.items():
            transaction.append(name, rows)

    store.commit(write, operation="run", run_id="r1")
    return store


def make_large_store(folder: Path, n_events: int, base: int = 20_000) -> Store:
    """A store of about `n_events` events: copies of a smaller one, each with its own ids and a shifted rhythm.

    Its events name some 200 actors and 4,000 places, more than a graph or a map can draw.
    """
    import duckdb

    from dashboard.figures.basemap import known_polygons

    codes = ", ".join(f"'{code}'" for code in sorted(known_polygons() - {"ATA"}))
    spread = f"(hash(event_id, k) % {SPREAD})::INT"
    near = "CASE WHEN place_precision = 'city' THEN {} ELSE {} END"
    place = {
        "place_id": near.format(f"place_id || '-' || {spread}", "place_id"),
        "place_name": near.format(f"place_name || ' ' || {spread}", "place_name"),
        "lat": near.format(f"lat + ({spread} * 37 % {SPREAD} - {SPREAD // 2}) / 12", "lat"),
        "lon": near.format(f"lon + ({spread} * 53 % {SPREAD} - {SPREAD // 2}) / 8", "lon"),
    }
    actors = f"CASE WHEN hash(event_id) % 5 = 0 THEN ([{codes}])[1 + (hash(k, event_id) % {len(known_polygons()) - 1})::INT] ELSE source END"

    source = make_store(folder.parent / "base", base, seed=11).snapshot()
    copies = max(1, round(n_events / base))
    changed = {
        "events": "event_id || '-' || k AS event_id, event_date - ((k * 7) % 28)::INT AS event_date, confidence * (0.9 + 0.1 * (k % 2)) AS confidence, "
        + ", ".join(f"{value} AS {name}" for name, value in {"source": actors, **place}.items()),
        "mentions": "mention_id || '-' || k AS mention_id, event_id || '-' || k AS event_id, article_id || '-' || k AS article_id",
        "articles": "article_id || '-' || k AS article_id",
    }  # fmt: skip
    store = Store.open(folder)

    def write(transaction: Any) -> None:
        for name in ("actors", "places", "toponyms", "rejected"):
            transaction.append(name, source.read(name))
        for name, columns in changed.items():
            for first in range(0, copies, 10):  # ten copies at a time bound the memory
                rows = duckdb.sql(
                    f"SELECT * EXCLUDE (k) REPLACE ({columns}) FROM {source.sql(name)}, range({first}, {min(first + 10, copies)}) t(k)"
                ).to_arrow_table()
                transaction.append(name, rows.cast(source.read(name, None).schema))

    store.commit(write, operation="run", run_id="r1")
    return store


def _table(name: str, columns: dict[str, Any]) -> pa.Table:
    from etl.schema import TABLES
    from etl.store import arrow_schema

    schema = arrow_schema(TABLES[name])
    n = len(next(iter(columns.values())))
    return pa.table(
        {
            f.name: pa.array(columns[f.name], type=f.type, from_pandas=True)
            if f.name in columns
            else pa.nulls(n, f.type)
            for f in schema
        },
        schema=schema,
    )


def _events(rng: np.random.Generator, n: int, years: int) -> dict[str, Any]:
    ids = list(STATES) + list(OTHERS)
    hot = rng.random(n) < 0.75
    weights = 1 / np.arange(1, len(HOT) + 1)
    which = rng.choice(len(HOT), n, p=weights / weights.sum())
    flip = rng.random(n) < 0.4
    pair = np.array([HOT[k][::-1] if f else HOT[k] for k, f in zip(which, flip, strict=True)], dtype=object)
    cold = np.array(
        [
            [ids[i], ids[(i + j) % len(ids)]]
            for i, j in zip(rng.integers(0, len(ids), n), rng.integers(1, len(ids), n), strict=True)
        ],
        dtype=object,
    )
    pair[~hot] = cold[~hot]
    source, target = pair[:, 0].copy(), pair[:, 1].copy()
    days = 7 * 52 * years
    ago = (days * rng.beta(0.9, 1.15, n)).astype(int)
    surge = rng.random(n) < 0.05
    ago[surge] = rng.integers(0, 26, surge.sum())
    source[surge], target[surge] = "PRK", "RUS"
    target[(source != "PRK") & (rng.random(n) < 0.04)] = None
    war = np.array([(a, b) in WARLIKE or (b, a) in WARLIKE for a, b in zip(source, target, strict=True)])
    peace = np.array([0.14, 0.3, 0.1, 0.03, 0.07, 0.06, 0.01, 0.07, 0.08, 0.04, 0.02, 0.02, 0.02, 0.02, 0.01, 0.01])
    peace /= peace.sum()
    strife = np.array([0.02, 0.08, 0.03, 0.01, 0.01, 0.03, 0.03, 0.08, 0.16, 0.08, 0.1, 0.02, 0.05, 0.08, 0.04, 0.18])
    strife /= strife.sum()
    types = np.where(war, rng.choice(EVENT_TYPES, n, p=strife), rng.choice(EVENT_TYPES, n, p=peace)).astype(object)
    where = np.where(rng.random(n) < 0.5, source, np.where(target == None, source, target))  # noqa: E711
    where = np.array([w if w in STATES else "" for w in where], dtype=object)
    precision = np.where(rng.random(n) < 0.7, "city", "country").astype(object)
    precision[where == ""] = None
    dates = np.array(LAST, dtype="datetime64[D]") - ago.astype("timedelta64[D]")
    articles = np.minimum(rng.geometric(0.45, n), 12)
    names = {**{k: v[1] for k, v in STATES.items()}, **{k: v[2] for k, v in OTHERS.items()}}
    sectors = rng.choice(["GOV", "MIL", "GOV", "LEG", None], n)
    city = precision == "city"
    precision[city & (np.arange(n) % 10 == 0)] = "seat"  # assumed
    return {
        "event_id": np.array([f"e{k:09d}" for k in range(n)], dtype=object), "event_date": dates.astype(object),
        "date_precision": np.where(rng.random(n) < 0.96, "day", "month").astype(object), "date_inferred": rng.random(n) < 0.02,
        "event_type": types, "mode": np.array([_mode(t, r) for t, r in zip(types, rng.random(n), strict=True)], dtype=object),
        "cameo_code": np.array([CAMEO[t] for t in types], dtype=object), "quad_class": np.array([QUAD_CLASS[t] for t in types]),
        "goldstein": np.array([SCORE[t] for t in types]) + rng.normal(0, 0.4, n).round(1),
        "source": source, "source_name": np.array([names.get(s, s) for s in source], dtype=object), "source_sector": sectors,
        "target": target, "target_name": np.array([names.get(t, t) for t in target], dtype=object), "target_sector": rng.permutation(sectors),
        "symmetric": np.isin(types, ["AGREE", "CONSULT", "COOPERATE"]),
        "place_id": np.array([(f"city:{w}" if c else f"country:{w}") if w else None for w, c in zip(where, city, strict=True)], dtype=object),
        "place_name": np.array([(STATES[w][4] if c else STATES[w][1]) if w else None for w, c in zip(where, city, strict=True)], dtype=object),
        "place_kind": precision, "place_precision": precision,
        "lat": np.array([STATES[w][2] if w else np.nan for w in where]), "lon": np.array([STATES[w][3] if w else np.nan for w in where]),
        "place_country": np.where(where == "", None, where), "n_mentions": articles + rng.integers(0, 3, n), "n_articles": articles,
        "n_outlets": np.minimum(articles, 1 + rng.integers(0, 4, n)), "first_published": dates.astype(object), "last_published": dates.astype(object),
        "confidence": (0.5 + 0.5 * rng.beta(4, 1.5, n)).round(2), "status": np.full(n, "coded", dtype=object), "run_id": np.full(n, "r1", dtype=object),
    }  # fmt: skip


def _mode(kind: str, draw: float) -> str | None:
    modes = MODES.get(kind, (None,))
    return modes[int(draw * len(modes))]


HOSTILE_TITLE = '<script>alert(1)</script> **bold** [x](javascript:alert(1)) {{7*7}} $x^2$ :red[r] <img src=x onerror="document.title=1">'


def _reports(rng: np.random.Generator, events: dict[str, Any], hostile: bool) -> tuple[dict[str, Any], dict[str, Any]]:
    """One to three mentions an event, each in its own article."""
    n = len(events["event_id"])
    times = np.minimum(events["n_articles"], 3)
    index = np.repeat(np.arange(n), times)
    m = len(index)
    lang = np.where(rng.random(m) < 0.55, "fr", "en")
    outlet = np.array(OUTLETS, dtype=object)[rng.integers(0, len(OUTLETS), m)]
    big = n > 50_000
    texts, spans = [], {key: np.zeros((m, 2), dtype=int) for key in ("trigger", "source", "target", "date", "place")}
    titles = []
    for k, i in enumerate(index if not big else index[:0]):
        title, sentence, found = _sentence(lang[k], events, i, k, hostile)
        titles.append(title)
        texts.append(sentence)
        for key, (a, b) in found.items():
            spans[key][k] = (a + len(title) + 1, b + len(title) + 1)
    if big:
        titles = [f"Report no. {k}" for k in range(m)]
        texts = [f"Report {k % 997} of an event between two actors." for k in range(m)]
    published = np.array(events["event_date"], dtype="datetime64[D]")[index] + rng.integers(0, 3, m).astype(
        "timedelta64[D]"
    )
    published = np.minimum(published, np.datetime64(LAST)).astype(object)
    article_id = np.array([f"a{k:09d}" for k in range(m)], dtype=object)
    take = lambda name: np.asarray(events[name])[index]  # noqa: E731
    mentions: dict[str, Any] = {
        "mention_id": np.array([f"m{k:09d}" for k in range(m)], dtype=object), "article_id": article_id, "article": article_id,
        "sentence_no": np.ones(m, dtype=int), "sentence": np.array(texts, dtype=object), "attribution": np.where(rng.random(m) < 0.3, "KCNA", None),
        "modality": rng.choice(["asserted", "announced", "reported"], m, p=[.7, .2, .1]), "rule_id": np.full(m, "meet.visit/active", dtype=object),
        "run_id": np.full(m, "r1", dtype=object), "date_from": np.full(m, "published", dtype=object),
        **{name: take(name) for name in ("event_id", "event_type", "mode", "cameo_code", "source", "source_sector", "source_name", "target",
           "target_sector", "target_name", "event_date", "date_precision", "place_id", "place_name", "lat", "lon", "place_country", "confidence")},
    }  # fmt: skip
    for key, pairs in spans.items():
        missing = pairs[:, 1] == 0
        for side, column in enumerate(("start", "end")):
            mentions[f"{key}_{column}"] = np.where(missing, np.nan, pairs[:, side])
    articles = {
        "article_id": article_id, "ref": article_id, "article": article_id, "title": np.array(titles, dtype=object), "outlet": outlet, "lang": lang,
        "url": np.array(["javascript:alert(1)" if hostile and k % 2 else f"https://example.org/{k}" for k in range(m)], dtype=object),
        "published": published, "published_from": np.full(m, "header", dtype=object), "n_words": rng.integers(80, 900, m),
        "text": np.array([f"{t}\n{s}" for t, s in zip(titles, texts, strict=True)], dtype=object), "run_id": np.full(m, "r1", dtype=object),
    }  # fmt: skip
    return mentions, articles


def _sentence(
    lang: str, events: dict[str, Any], i: int, k: int, hostile: bool
) -> tuple[str, str, dict[str, tuple[int, int]]]:
    source, target = events["source_name"][i], events["target_name"][i] or "—"
    place, day, what = events["place_name"][i] or "—", f"{events['event_date'][i]:%d/%m/%Y}", WHAT[lang]
    pattern, _, heading = SENTENCES[lang]
    title = HOSTILE_TITLE if hostile else heading.format(k=k)
    if hostile:
        source = events["source_name"][i] = "<b onmouseover=alert(1)>A</b> _x_ {a|b}"
    sentence = pattern.format(day=day, place=place, source=source, target=target, what=what)
    parts = {"trigger": what, "source": source, "target": target, "date": day, "place": place}
    found = {key: (sentence.find(part), sentence.find(part) + len(part)) for key, part in parts.items() if part != "—"}
    return title, sentence, found


HOSTILE_NAME = "<img src=x onerror=alert(1)> **N** [x](javascript:alert(1)) {a|b} {{7*7}} =1+1"
HOSTILE_OUTLET = "<a href='javascript:alert(1)'>Daily</a> {{7*7}} [x](javascript:alert(1))"
HOSTILE_PLACE = '=HYPERLINK(0) <svg onload=alert(1)> {b|c} & "quoted"'


def _actors(hostile: bool) -> list[dict[str, Any]]:
    states = [
        {"actor_id": k, "kind": "state", "name_fr": v[0], "name_en": v[1], "run_id": "r1"} for k, v in STATES.items()
    ]
    if hostile:
        states = [row | {"name_fr": HOSTILE_NAME, "name_en": HOSTILE_NAME} for row in states]
    return states + [
        {"actor_id": k, "kind": v[0], "name_fr": v[1], "name_en": v[2], "run_id": "r1"} for k, v in OTHERS.items()
    ]


def _places(hostile: bool = False) -> list[dict[str, Any]]:
    rows = []
    for code, (french, english, lat, lon, city) in STATES.items():
        common = {"country": code, "lat": lat, "lon": lon, "run_id": "r1"}
        rows.append(
            {
                "place_id": f"city:{code}",
                "name": city,
                "name_fr": HOSTILE_PLACE if hostile else city,
                "name_en": HOSTILE_PLACE if hostile else CITIES_EN.get(city, city),
                "kind": "city",
                "precision": "city",
                "radius_km": 10.0,
                **common,
            }
        )
        rows.append(
            {
                "place_id": f"country:{code}",
                "name": english,
                "name_fr": french,
                "name_en": english,
                "kind": "country",
                "precision": "country",
                "radius_km": 500.0,
                **common,
            }
        )
    return rows


def _toponyms() -> list[dict[str, Any]]:
    rows = []
    for k, (name, place, score) in enumerate(
        (
            ("Goma", None, 0.0),
            ("Tumannaya", None, 0.0),
            ("Goma", None, 0.0),
            ("Paris", "city:FRA", 0.41),
            ("Séoul", "city:KOR", 0.97),
        )
    ):
        rows.append({"article_id": f"a{k:09d}", "article": f"a{k:09d}", "toponym": name, "start": 0, "end": len(name), "place_id": place,
                     "score": score, "metonym": False, "reason": None if place else "not in the gazetteer", "kind": "city", "run_id": "r1"})  # fmt: skip
    return rows
