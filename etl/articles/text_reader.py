"""This module is about plain text and Markdown: one file, one article, with an optional header of `key: value`."""

import re

from etl.articles.draft import Draft

HEADER_KEYS = {
    "title": "title", "titre": "title", "published": "published", "date": "published", "source": "outlet",
    "outlet": "outlet", "lang": "lang", "language": "lang", "url": "url", "link": "url", "author": "author",
}  # fmt: skip
HEADER_LINE = re.compile(r"^\ufeff?([A-Za-z]{3,9})\s*:\s*(.*)$")
MARKDOWN_TITLE = re.compile(r"^#\s+(.+?)\s*#*$")
MARKDOWN_LINK = re.compile(r"!?\[([^\]]*)\]\((?:[^()\s]*)(?:\s+\"[^\"]*\")?\)")
MARKDOWN_MARK = re.compile(r"^(?:#{1,6}\s+|>\s?|```.*$)|(?<!\w)[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?!\w)", re.MULTILINE)


def split_header(text: str) -> tuple[dict[str, str], str]:
    """Header fields (by our names) and the text after the blank line; no fields without a header."""
    lines = text.replace("\r\n", "\n").split("\n")
    fields: dict[str, str] = {}
    fence = bool(lines) and lines[0].strip() == "---"  # front matter, as Markdown writers have it
    for number, line in enumerate(lines[1:] if fence else lines, start=1 + fence):
        if line.strip() in ("", "---"):
            body = "\n".join(lines[number:])
            return (fields, body) if fields else ({}, text)
        found = HEADER_LINE.match(line)
        key = HEADER_KEYS.get(found[1].lower()) if found else None
        if not found or key is None:
            return {}, text
        fields[key] = found[2].strip().strip('"')
    return {}, text  # nothing but a header would be no article


def read_text(text: str, base: Draft, markdown: bool = False) -> Draft:
    """The draft of one text or Markdown file; `base` says where it is from."""
    fields, body = split_header(text)
    title = fields.get("title")
    if markdown:
        title, body = _strip_markdown(body, title)
    published = fields.get("published")
    return Draft(
        ref=base.ref,
        name=base.name,
        text=body,
        title=title or base.title,
        outlet=fields.get("outlet") or base.outlet,
        lang=fields.get("lang") or base.lang,
        url=fields.get("url") or base.url,
        dates=((("header", published),) if published else ()) + base.dates,
        modified=base.modified,
        line=base.line,
    )


def _strip_markdown(body: str, title: str | None) -> tuple[str | None, str]:
    lines = body.lstrip("\n").split("\n")
    heading = MARKDOWN_TITLE.match(lines[0]) if lines else None
    if heading:
        title, lines = title or heading[1], lines[1:]
    return title, MARKDOWN_MARK.sub("", MARKDOWN_LINK.sub(r"\1", "\n".join(lines)))
