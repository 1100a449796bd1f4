"""A process that imports, says so, waits for a line, and then runs: its runs can be killed at a moment that is known."""

import sys

import tests.fake_events
from etl import pipeline
from etl.articles import ReadOptions, language
from etl.store import Store


def main() -> None:
    """`python -m tests.cli.waiting FOLDER STORE`."""
    folder, store = sys.argv[1:]
    prepare(pipeline)
    language.identify("import the model before the clock starts")
    print("ready", flush=True)
    sys.stdin.readline()
    pipeline.run_articles(
        [folder], Store.open(store), ReadOptions(), pipeline.RunOptions(coder="tests.fake_coder:FakeCoder")
    )


def prepare(module: object) -> None:
    """Let the pipeline do without what takes seconds to load."""
    vars(module).update(_events=lambda: tests.fake_events, describe_actors=lambda _: [], describe_places=lambda _: [])


if __name__ == "__main__":
    main()
