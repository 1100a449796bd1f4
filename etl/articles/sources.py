"""This module is about sources: the files and URLs that a user's paths, folders and globs stand for, in a fixed order.

It opens nothing. Hidden files are left out of folders; a link to a folder is not followed, so that loops end.
"""

import glob
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from etl.schema import Refusal
from etl.settings import LIMITS

URL_SCHEMES = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Source:
    """One file or URL to read; `ref` is how it is named in the tables."""

    ref: str
    is_url: bool = False


def find_sources(refs: Iterable[str]) -> Iterator[Source | Refusal]:
    """The sources behind `refs` (files, folders, globs, URLs), files of a folder sorted by path."""
    for ref in refs:
        if ref.lower().startswith(URL_SCHEMES):
            yield Source(ref, is_url=True)
        elif not ref.strip():
            yield Refusal(ref, "an empty path")
        elif "\x00" in ref:
            yield Refusal(ref.replace("\x00", "�"), "a path cannot hold a null byte")
        else:
            yield from _below(ref)


def _below(ref: str) -> Iterator[Source | Refusal]:
    try:
        path = Path(ref)
        if path.is_dir():
            yield from _folder(path)
        elif path.exists() or path.is_symlink():
            yield Source(ref)
        elif glob.has_magic(ref):
            yield from _matches(ref)
        else:
            yield Refusal(ref, "no such file or folder")
    except OSError as error:
        yield Refusal(ref, f"cannot be read: {error.strerror or error}")


def _matches(ref: str) -> Iterator[Source | Refusal]:
    found = sorted(glob.glob(ref, recursive=True))  # noqa: PTH207 (a pattern may be absolute)
    if not found:
        yield Refusal(ref, "no file matches")
    for match in found:
        if Path(match).is_file():
            yield Source(match)


def _folder(root: Path) -> Iterator[Source | Refusal]:
    count = 0
    refusals: list[Refusal] = []

    def refuse(error: OSError) -> None:
        refusals.append(Refusal(str(error.filename), f"cannot be read: {error.strerror or error}"))

    for folder, folders, files in os.walk(root, onerror=refuse, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if name.startswith("."):
                continue
            count += 1
            if count > LIMITS.folder_files:
                yield Refusal(str(root), f"more than {LIMITS.folder_files} files; the rest was not read")
                return
            yield Source(str(Path(folder, name)))
    yield from refusals
    if not count and not refusals:
        yield Refusal(str(root), "the folder holds no file")
