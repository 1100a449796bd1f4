"""This module is about web pages: title, date, outlet and text by trafilatura."""

import configparser
import functools

from etl.articles.draft import Draft
from etl.errors import InputError

MAX_TREE = 50_000  # elements; trafilatura's time grows with them, and articles have hundreds


def read_html(data: bytes, base: Draft) -> Draft:
    """The draft of one page. Raises InputError when it has no main text."""
    from trafilatura import bare_extraction

    try:
        document = bare_extraction(
            data,
            url=base.url,
            include_comments=False,
            include_tables=False,
            with_metadata=True,
            config=_config(),
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
    except (ValueError, RecursionError, AssertionError) as error:
        raise InputError(f"the page cannot be parsed: {error}") from error
    fields = document.as_dict() if document is not None and not isinstance(document, dict) else document
    if not fields or not (fields.get("text") or "").strip():
        raise InputError("the page has no main text")
    return Draft(
        ref=base.ref,
        name=base.name,
        text=fields["text"],
        title=base.title or fields.get("title"),
        outlet=base.outlet or fields.get("sitename") or fields.get("hostname"),
        lang=base.lang or fields.get("language"),
        url=base.url or fields.get("url"),
        dates=((("html", fields["date"]),) if fields.get("date") else ()) + base.dates,
        modified=base.modified,
        line=base.line,
    )


@functools.cache
def _config() -> configparser.ConfigParser:
    from trafilatura.settings import use_config

    config = use_config()
    config.set("DEFAULT", "MAX_TREE_SIZE", str(MAX_TREE))
    return config


def html_to_text(fragment: str) -> str:
    """The text of an HTML fragment (a feed entry), a line for each block."""
    from lxml import html  # type: ignore[import-untyped]
    from lxml.etree import ParserError  # type: ignore[import-untyped]

    if "<" not in fragment:
        return fragment
    try:
        tree = html.fromstring(f"<div>{fragment}</div>")
    except (ParserError, ValueError):
        return ""
    for element in tree.iter("script", "style"):
        element.drop_tree()
    for element in tree.iter("p", "div", "br", "li", "h1", "h2", "h3", "h4", "blockquote"):
        element.tail = "\n" + (element.tail or "")
    return str(tree.text_content())
