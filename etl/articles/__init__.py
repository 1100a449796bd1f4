"""Articles: any supported input becomes cleaned articles with language and date, or refusals that say why not."""

from collections.abc import Iterable, Iterator

from etl.articles.draft import SUPPORTED_LANGUAGES, Draft, ReadOptions
from etl.articles.duplicates import NearDuplicates
from etl.articles.finish import article_id, finish
from etl.articles.reading import FORMATS, Reader
from etl.articles.sources import find_sources
from etl.schema import Article, Refusal

__all__ = ["FORMATS", "SUPPORTED_LANGUAGES", "NearDuplicates", "ReadOptions", "article_id", "read_articles"]


def read_articles(refs: Iterable[str], options: ReadOptions | None = None) -> Iterator[Article | Refusal]:
    """Articles and refusals behind `refs` (files, folders, globs, URLs), in a fixed order, one at a time."""
    chosen = options or ReadOptions()
    reader = Reader(chosen)
    for source in find_sources(refs):
        found: Iterable[Draft | Refusal] = [source] if isinstance(source, Refusal) else reader.read(source)
        for item in found:
            yield item if isinstance(item, Refusal) else finish(item, chosen)
