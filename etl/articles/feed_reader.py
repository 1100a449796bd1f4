"""This module is about feeds: RSS and Atom entries, as articles of their own or as addresses of pages."""

from collections.abc import Callable, Iterator
from typing import Any

from etl.articles.draft import Draft
from etl.articles.html_reader import html_to_text
from etl.errors import InputError
from etl.schema import Refusal

WHOLE_WORDS = 80  # an entry with fewer words is a teaser: the page behind it has the article


def read_feed(
    data: bytes, base: Draft, fetch_page: Callable[[str, Draft], Draft] | None = None
) -> Iterator[Draft | Refusal]:
    """One draft an entry; `fetch_page` reads the page behind a teaser. Raises InputError for what is no feed."""
    import feedparser

    _refuse_entities(data)
    parsed = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
    if not parsed.entries and not parsed.get("version"):
        raise InputError("not an RSS or Atom feed")
    outlet, lang = parsed.feed.get("title"), parsed.feed.get("language")
    for number, entry in enumerate(parsed.entries, start=1):
        draft = _entry_draft(entry, number, base, outlet, lang)
        if fetch_page and draft.url and len(draft.text.split()) < WHOLE_WORDS:
            try:
                draft = fetch_page(draft.url, draft)
            except InputError as error:
                yield Refusal(draft.ref, error.reason)
                continue
        yield draft


def _entry_draft(entry: Any, number: int, base: Draft, outlet: str | None, lang: str | None) -> Draft:
    contents = [part.get("value", "") for part in entry.get("content", [])] + [entry.get("summary", "")]
    when = entry.get("published") or entry.get("updated")
    parsed = entry.get("published_parsed") or entry.get("updated_parsed")
    stamp = f"{parsed.tm_year:04d}-{parsed.tm_mon:02d}-{parsed.tm_mday:02d}" if parsed else when
    return Draft(
        ref=entry.get("link") or f"{base.ref}#{number}",
        text=html_to_text(max(contents, key=len)),
        title=html_to_text(entry.get("title", "")) or None,
        outlet=base.outlet or outlet,
        lang=base.lang or lang,
        url=entry.get("link"),
        dates=(("feed", stamp),) if stamp else (),
        modified=base.modified,
        line=number,
    )


def _refuse_entities(data: bytes) -> None:
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        fromstring(data)
    except DefusedXmlException as error:
        raise InputError("the XML declares entities or refers to outside files, which is not allowed") from error
    except (ParseError, ValueError, LookupError):
        if b"<!ENTITY" in data.upper():
            raise InputError("the XML declares entities, which is not allowed") from None
