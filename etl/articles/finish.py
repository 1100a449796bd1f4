"""This module is about finishing: a draft becomes an article, or a refusal that says why it cannot."""

import hashlib

from etl.articles.clean import Cleaned, clean
from etl.articles.dates import publication_date
from etl.articles.draft import Draft, ReadOptions
from etl.articles.language import choose_language
from etl.schema import Article, Refusal
from etl.settings import LIMITS

FEWEST_WORDS = 4  # "President resigns today" has three; shorter texts are menus and error pages


def article_id(text: str, title: str | None, outlet: str | None) -> str:
    """Stable id of an article: a hash of its cleaned text, title and outlet."""
    joined = "\x1f".join((text, title or "", outlet or ""))
    return hashlib.blake2b(joined.encode(), digest_size=10).hexdigest()


def finish(draft: Draft, options: ReadOptions) -> Article | Refusal:
    """The article behind `draft`, cleaned, with its language and date; a Refusal when it has no usable text."""
    cleaned = clean(draft.text, draft.title)
    reason = _unusable(cleaned)
    lang, wrong = (None, reason) if reason else choose_language(cleaned.text, draft.lang or options.lang)
    if lang is None or wrong:
        return Refusal(draft.ref, wrong or "its language is unknown", draft.line)
    url = draft.url or cleaned.url
    published, published_from = publication_date(
        draft.dates, options.published, url, cleaned.text.split("\n"), draft.name, draft.modified
    )
    title = cleaned.text[: cleaned.title_end] or None
    outlet = draft.outlet.strip() or None if draft.outlet else None
    identity = article_id(cleaned.text, title, outlet)
    return Article(
        article_id=identity,
        ref=draft.ref,
        article=draft.name or identity,
        text=cleaned.text,
        lang=lang,
        url=url,
        title=title,
        outlet=outlet,
        published=published,
        published_from=published_from,
        title_end=cleaned.title_end,
        captions=cleaned.captions,
    )


def _unusable(cleaned: Cleaned) -> str | None:
    if not cleaned.text.strip():
        return "no text"
    if len(cleaned.text) > LIMITS.article_chars:
        return f"the text has more than {LIMITS.article_chars:,} characters"
    if len(max(cleaned.text.split("\n"), key=len)) > LIMITS.paragraph_chars:
        return f"a paragraph has more than {LIMITS.paragraph_chars:,} characters"
    if len(cleaned.text.split()) < FEWEST_WORDS:
        return "too few words to be an article"
    return None
