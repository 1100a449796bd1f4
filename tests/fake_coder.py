"""A coder for tests of everything around coding: it needs no model and codes in microseconds.

Every sentence "AAA TYPE BBB." (three-letter actor ids) is a mention; `negated`, `at CITY` and `on DATE` may follow. The
words CRASH, SLEEP and DIE in a text make it raise, wait, or kill its process.
"""

import datetime as dt
import hashlib
import os
import re
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from etl.schema import EVENT_TYPES, Article

STATEMENT = re.compile(
    rf"\b([A-Z]{{3}}) ({'|'.join(EVENT_TYPES)}) ([A-Z]{{3}})(?: and ([A-Z]{{3}}))?( negated)?(?: on (\d{{4}}-\d\d-\d\d))?"
)


@dataclass
class FakeCoded:
    """Rows of one article."""

    mentions: list[dict[str, Any]] = field(default_factory=list)
    toponyms: list[dict[str, Any]] = field(default_factory=list)


class FakeCoder:
    """Codes the statements of a text by a regular expression."""

    def code(self, article: Article) -> FakeCoded:
        """Code one article."""
        if "CRASH" in article.text:
            raise RuntimeError("the text says CRASH")
        if "SLEEP" in article.text:
            time.sleep(0.05)
        if "DIE" in article.text:
            _die(article)
        coded = FakeCoded()
        for found in STATEMENT.finditer(article.text):
            for target in filter(None, (found[3], found[4])):
                coded.mentions.append(_mention(article, found, target))
        coded.toponyms.append(
            {
                "article_id": article.article_id, "article": article.article, "toponym": article.text[:3], "start": 0, "end": 3,
                "place_id": "test:town", "lat": 1.5, "lon": 2.5, "country": "FRA", "kind": "city", "score": 0.9, "metonym": False,
            }
        )  # fmt: skip
        return coded


def _mention(article: Article, found: re.Match[str], target: str) -> dict[str, Any]:
    date = dt.date.fromisoformat(found[6]) if found[6] else article.published
    key = f"{article.article_id}|{found.start()}|{target}"
    return {
        "mention_id": hashlib.blake2b(key.encode(), digest_size=8).hexdigest(),
        "article_id": article.article_id, "article": article.article, "sentence_no": 0, "sentence": found[0],
        "event_type": found[2], "mode": None, "cameo_code": "040", "source": found[1], "source_sector": "GOV",
        "source_name": found[1], "target": target, "target_sector": "GOV", "target_name": target, "event_date": date,
        "date_precision": "day", "date_from": "published", "place_id": "test:town", "place_name": "Town", "lat": 1.5,
        "lon": 2.5, "place_country": "FRA", "place_kind": "city", "place_precision": "city",
        "modality": "negated" if found[5] else "asserted", "attribution": None, "rule_id": "fake", "confidence": 0.8,
        "trigger_start": found.start(2), "trigger_end": found.end(2), "source_start": found.start(1),
        "source_end": found.end(1), "target_start": found.start(3), "target_end": found.end(3),
    }  # fmt: skip


def _die(article: Article) -> None:
    """Kill this process: always, or only once where a file named in the text (`DIE ONCE path`) is not there yet."""
    once = re.search(r"DIE ONCE (\S+)", article.text)
    if once is None:
        os._exit(9)
    marker = Path(once[1])
    if not marker.exists():
        marker.touch()
        os._exit(9)
