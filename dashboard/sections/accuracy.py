"""This module is about measured accuracy: the coder against articles annotated by hand, by language and by event type."""

from collections.abc import Mapping

from dashboard.parts import heading, reading_table
from dashboard.session import Context
from etl.evaluate import Share, load_accuracy

PARTS = ("unread", "looked")  # articles nobody looked at come first: theirs are the honest numbers
MEASURES = ("strict", "who_what", "toponyms")


def draw_accuracy(context: Context) -> None:
    """A row a language and part of the corpus, then a row an event type."""
    words = context.words
    heading(words("data.accuracy"), words("data.accuracy_sub"))
    _draw_languages(context)
    heading(words("data.accuracy_types"), words("data.accuracy_types_sub"))
    _draw_types(context)


def _draw_languages(context: Context) -> None:
    words, measured = context.words, load_accuracy()
    rows = [
        [
            words(f"data.part_{part}"),
            words.maybe("language", lang),
            words.number(int(scores["events"])),
            *_scores(context, scores),
        ]
        for part in PARTS
        for lang, scores in measured[part].languages.items()
    ]
    head = [words("data.part"), words("filter.langs"), words("data.measure_n")]
    reading_table([*head, *(words(f"data.measure_{name}") for name in MEASURES)], rows, numeric=2)


def _scores(context: Context, scores: Mapping[str, float]) -> list[str]:
    return [context.words.percent(scores[name], 1) for name in MEASURES]


def _draw_types(context: Context) -> None:
    """Types by how often the unread part holds them, with both parts beside one another."""
    words, parts = context.words, [load_accuracy()[part].types for part in PARTS]
    nothing = Share(0, 0)
    order = sorted(parts[0], key=lambda code: (-parts[0][code].found.n, code))
    rows = [
        [
            words.type(code),
            *(
                _share(context, getattr(kinds[code], name) if code in kinds else nothing)
                for kinds in parts
                for name in ("found", "right")
            ),
        ]
        for code in order
    ]
    head = [words(f"data.{name}_{part}") for part in PARTS for name in ("found", "right")]
    reading_table([words("table.event_type"), *head], rows)


def _share(context: Context, share: Share) -> str:
    """`58% (12/21)`; a dash where there was nothing to measure."""
    words = context.words
    return f"{words.percent(share.value)} ({words.number(share.hits)}/{words.number(share.n)})" if share.n else "–"
