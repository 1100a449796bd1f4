"""The command line: what it prints, and exit status 0, 1 (inputs refused) or 2 (usage)."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from etl.cli import app
from tests.cli.samples import text, write_corpus

runner = CliRunner()
ROOT = Path(__file__).parents[2]


def call(*arguments: object) -> tuple[int, str]:
    result = runner.invoke(app, [str(argument) for argument in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


def test_a_run_ends_with_a_summary(tmp_path: Path) -> None:
    status, output = call("run", write_corpus(tmp_path / "in", 3), "--store", tmp_path / "s")
    assert status == 0
    assert "articles 3" in output
    assert "mentions 12, events " in output
    assert "mentions per event" in output
    assert "refused 0, " in output
    assert "version 1" in output
    assert "version 1 (unchanged)" in call("run", tmp_path / "in", "--store", tmp_path / "s")[1]


def test_bad_inputs_have_one_line_each_and_status_1(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "in", 2)
    (corpus / "binary.txt").write_bytes(b"\0\1\2")
    (corpus / "empty.txt").write_bytes(b"")
    (corpus / "long.txt").write_bytes(b"x" * 50_000_000)
    (corpus / "latin.txt").write_bytes("déjà vu à Paris".encode("latin-1"))
    status, output = call("run", corpus, tmp_path / "missing.txt", "--store", tmp_path / "s")
    assert status == 1
    assert "articles 2" in output
    for name, reason in (
        ("binary.txt", "binary data"), ("empty.txt", "empty"), ("long.txt", "larger than 10 MB"), ("latin.txt", "not UTF-8"),
        ("missing.txt", "no such file"),
    ):  # fmt: skip
        (line,) = [line for line in output.splitlines() if line.startswith("refused ") and name in line]
        assert reason in line
    target = tmp_path / "rejected.jsonl"
    assert call("export", "rejected", "--format", "jsonl", "--out", target, "--store", tmp_path / "s")[0] == 0
    assert len(target.read_text(encoding="utf-8").splitlines()) == 5


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", "x", "--published", "yesterday"], ["run", "x", "--lang", "de"], ["run", "x", "--map", "text"], ["run"],
        ["run", "x", "--workers", "0"], ["run", "x", "--as-of", "5"], ["export", "events", "--format", "xls", "--out", "x"],
        ["export", "evnts", "--format", "csv", "--out", "x"], ["export", "articles", "--format", "gdelt", "--out", "x"],
        ["export", "events", "--format", "csv", "--out", "/nonexistent/folder/x.csv"], ["import", "acled", "x"],
        ["watch", "x", "--every", "soon"], ["vacuum", "--keep", "-1d"], ["evaluate", "missing.jsonl"], ["nonsense"],
    ],
)  # fmt: skip
def test_wrong_usage_is_one_line_and_status_2(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DETENTE_STORE", str(tmp_path / "s"))
    status, output = call(*arguments)
    assert status == 2
    assert "Traceback" not in output


def test_history_forget_vacuum_and_as_of_work_together(tmp_path: Path) -> None:
    store = ("--store", tmp_path / "s")
    call("run", write_corpus(tmp_path / "a", 2), *store)
    call("run", write_corpus(tmp_path / "b", 2, first=5), *store)
    target = tmp_path / "out.jsonl"
    call("export", "articles", "--format", "jsonl", "--out", target, "--as-of", 1, *store)
    assert len(target.read_text(encoding="utf-8").splitlines()) == 2
    assert "run" in call("history", *store)[1]
    assert "1 article(s) removed" in call("forget", "https://example.org/1", *store)[1]
    assert call("export", "articles", "--format", "jsonl", "--out", target, "--as-of", 1, *store)[0] == 2
    call("export", "articles", "--format", "jsonl", "--out", target, *store)
    assert "https://example.org/1" not in target.read_text(encoding="utf-8")
    assert "versions from 3 on" in call("vacuum", "--keep", "0d", *store)[1]
    held = b"".join(path.read_bytes() for path in (tmp_path / "s").rglob("*.parquet") if "rejected" not in str(path))
    assert b"Story number 1" not in held


def test_watch_codes_what_is_new(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "in", 2)
    status, output = call("watch", corpus, "--every", "0s", "--times", 2, "--store", tmp_path / "s")
    assert status == 0
    assert "articles 2" in output
    assert "(2 already known)" in output


def test_evaluate_prints_the_same_as_json_and_as_lines(tmp_path: Path) -> None:
    path = tmp_path / "doc.txt"
    path.write_text(text(1), encoding="utf-8")
    call("run", path, "--store", tmp_path / "s")
    gold = {
        "id": "doc",
        "lang": "en",
        "events": [{"type": "ACCUSE", "source": ["USA"], "target": ["RUS"], "date": "2024-02-02"}],
    }
    (tmp_path / "gold.jsonl").write_text(json.dumps(gold), encoding="utf-8")
    lines = call("evaluate", tmp_path / "gold.jsonl", "--store", tmp_path / "s")[1]
    scores = json.loads(call("evaluate", tmp_path / "gold.jsonl", "--json", "--store", tmp_path / "s")[1])
    assert f"{'strict':20} {scores['strict']}" in lines


def test_doctor_names_what_is_damaged(tmp_path: Path) -> None:
    call("run", write_corpus(tmp_path / "in", 2), "--store", tmp_path / "s")
    output = call("doctor", "--store", tmp_path / "s")[1]
    assert "2 articles" in output
    from etl.store import Store

    path = Path(Store.open(tmp_path / "s").snapshot().files("mentions")[0])
    path.write_bytes(path.read_bytes()[:100])
    status, output = call("doctor", "--store", tmp_path / "s")
    assert status == 1
    assert "table mentions" in output


def test_the_command_runs_as_a_process_and_ends_with_its_status(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "etl.cli", "run", "missing", "--store", str(tmp_path / "s")]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert (done.returncode, done.stderr) == (1, "refused missing: no such file or folder\n")


@pytest.mark.slow
def test_a_run_says_nothing_after_its_summary(tmp_path: Path) -> None:
    """Nothing that libraries say at the end of a process reaches the user."""
    article = ROOT / "data" / "articles" / "den02.txt"
    command = [
        sys.executable,
        "-c",
        "from etl.cli import app; app()",
        "run",
        str(article),
        "--store",
        str(tmp_path / "s"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    assert "articles 1" in done.stdout + done.stderr
    assert "leaked" not in done.stdout + done.stderr
