"""Small corpora for the fake coder: texts whose statements it codes."""

from pathlib import Path

FILLER = (
    "The two sides had met several times before and people in the capital said on that day number {n} that {a} and {b} would "
    "talk again about trade, water and the border post near the old bridge, where nothing had moved for {n} weeks."
)
ACTORS = ("FRA", "USA", "GBR", "RUS", "UKR", "CHN", "JPN", "IND", "PAK", "MLI")
TYPES = ("CONSULT", "ACCUSE", "AID", "THREATEN")


def text(number: int, outlet: str | None = None) -> str:
    """Article `number`: three statements, one with two targets."""
    a, b, c = (ACTORS[(number * step + shift) % len(ACTORS)] for step, shift in ((1, 0), (3, 1), (7, 4)))
    filler = " ".join(
        f"Sentence {number} {k} " + FILLER.format(n=number * 7 + k, a=a.lower(), b=b.lower()) for k in range(3)
    )
    return (
        f"title: Story number {number}\npublished: 2024-{number % 12 + 1:02d}-{number % 27 + 1:02d}\n"
        f"source: {outlet or f'outlet-{number % 5}'}\nlang: en\nurl: https://example.org/{number}\n\n"
        f"It was said that {a} {TYPES[number % 4]} {b} and {c} in the morning. {filler}\n\n"
        f"Later {b} CONSULT {c} on 2024-05-{number % 9 + 1:02d} and {c} ACCUSE {a} negated as well.\n"
    )


def write_corpus(folder: Path, count: int, first: int = 0) -> Path:
    """`count` articles as files of `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(first, first + count):
        (folder / f"a{number:05d}.txt").write_text(text(number), encoding="utf-8")
    return folder
