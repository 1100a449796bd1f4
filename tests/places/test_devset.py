"""The sample articles' places are found: a floor below the measured figure, which only rises."""

import json
from pathlib import Path

from etl.places import Gazetteer, find_toponyms
from etl.places.distance import distance_km

ROOT = Path(__file__).parents[2]
FLOOR = 0.97  # measured .99 on the looked-at part; its non-country toponyms within 161 km


def test_places_of_the_sample_articles_are_found_within_161_km(gazetteer: Gazetteer) -> None:
    wanted = found = 0
    gold = {}
    for line in (ROOT / "tests/gold/gold.jsonl").read_text(encoding="utf-8").splitlines():
        name = line[:20].split('"')[3]
        if int(name.lstrip("dfren")) % 3:  # the others are unread
            gold[name] = json.loads(line)["toponyms"]
    for path in sorted((ROOT / "data/articles").glob("d*.txt")):
        head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
        fields = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
        title = fields.get("title", "")
        places = [
            t.place
            for t in find_toponyms(f"{title}\n\n{body}", fields["lang"], gazetteer, title_end=len(title))
            if t.place
        ]
        for toponym in gold.get(path.stem, []):
            if toponym.get("required", True) and toponym.get("lat") is not None and toponym.get("kind") != "country":
                wanted += 1
                near = (distance_km(p.lat, p.lon, toponym["lat"], toponym["lon"]) for p in places)
                found += min(near, default=9999.0) <= 161
    assert wanted > 100
    assert found / wanted >= FLOOR
