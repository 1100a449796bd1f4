"""Every command that the documents show is run, or at least parsed; every option and format is documented."""

import re
import shlex
from pathlib import Path

import duckdb
import pytest
from typer.main import get_command

from etl.articles.reading import SUFFIXES
from etl.cli import app
from etl.exchange import EXPORTERS, IMPORTERS
from tests.cli.samples import write_corpus
from tests.cli.test_cli import call

DOCS = Path(__file__).parents[2] / "docs"
PAGES = ("ingest.md", "store.md", "exchange.md", "scale.md")
COMMANDS = [
    (page, line.split("  #")[0].strip())
    for page in PAGES
    for block in re.findall(r"```sh\n(.*?)```", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL)
    for line in block.splitlines()
    if line.startswith("detente ")
]


@pytest.mark.parametrize(("page", "command"), COMMANDS)
def test_the_commands_of_the_documents_run(
    page: str, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DETENTE_STORE", str(tmp_path / "store"))
    write_corpus(tmp_path / "data" / "articles", 2)
    call("run", "data/articles")
    (tmp_path / "archive.jsonl").write_text(
        '{"nyt_text": "FRA CONSULT USA in Paris on Monday, they said.", "day": "2024-01-02"}'
    )
    arguments = shlex.split(command)[1:]
    if "s3://bucket/detente" in arguments or "gdelt" in arguments[:2]:
        parsed = get_command(app).commands[arguments[0]]  # type: ignore[attr-defined]
        parsed.make_context(arguments[0], arguments[1:])
        return
    assert call(*arguments)[0] == (1 if arguments[0] == "doctor" and "bad" in call(*arguments)[1] else 0)


def test_the_python_of_the_store_page_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    call("run", write_corpus(tmp_path / "in", 2), "--store", "data/store")
    (code,) = re.findall(r"```python\n(.*?)```", (DOCS / "store.md").read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, object] = {}
    exec(code, names)
    assert duckdb.sql(f"SELECT count(*) FROM read_parquet({names['paths']})").fetchall()[0][0] > 0


def test_every_format_and_suffix_is_documented() -> None:
    exchange, ingest = ((DOCS / name).read_text(encoding="utf-8") for name in ("exchange.md", "ingest.md"))
    assert [name for name in (*EXPORTERS, *IMPORTERS) if f"`{name}`" not in exchange and name not in exchange] == []
    spelled = {".text", ".markdown", ".htm", ".xhtml", ".ndjson"}  # other spellings of documented ones
    assert [suffix for suffix in SUFFIXES if f"`{suffix}`" not in ingest and suffix not in spelled] == []
