"""This module is about bounded reading: lines and blocks of an input, never more than the limits allow in memory."""

import io
from collections.abc import Iterator
from typing import BinaryIO

from etl.errors import InputError
from etl.settings import LIMITS, MEGABYTE

RATIO_AFTER_BYTES = 10 * MEGABYTE  # small files may pack any ratio


class Unpacking(io.RawIOBase):
    """A reader over unpacked bytes that stops a bomb: `packed` is the size of what it unpacks from."""

    def __init__(self, inner: BinaryIO, packed: int, limit: int) -> None:
        self._inner, self._packed, self._limit, self._count = inner, max(packed, 1), limit, 0

    def readable(self) -> bool:
        """Always readable."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Read into `buffer`. Raises InputError beyond the limit or the ratio of a bomb."""
        block = self._inner.read(len(buffer))
        self._count += len(block)
        if self._count > self._limit:
            raise InputError(f"unpacks to more than {self._limit // MEGABYTE} MB")
        if self._count > RATIO_AFTER_BYTES and self._count > LIMITS.unpack_ratio * self._packed:
            raise InputError(f"unpacks to more than {LIMITS.unpack_ratio} times its size")
        buffer[: len(block)] = block
        return len(block)


def read_whole(stream: BinaryIO, limit: int, what: str = "the file") -> bytes:
    """All bytes of `stream`. Raises InputError when there are more than `limit`."""
    blocks, size = [], 0
    while block := stream.read(1 << 20):
        size += len(block)
        if size > limit:
            raise InputError(f"{what} is larger than {limit // MEGABYTE} MB")
        blocks.append(block)
    return b"".join(blocks)


def read_lines(stream: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Numbered lines from 1, without their ends; None for a line longer than the limit, which is skipped."""
    number = 0
    while line := stream.readline(LIMITS.line_bytes + 1):
        number += 1
        if len(line) > LIMITS.line_bytes and not line.endswith(b"\n"):
            while (rest := stream.readline(1 << 20)) and not rest.endswith(b"\n"):
                continue
            yield number, None
        else:
            yield number, line.rstrip(b"\r\n")


def too_long() -> str:
    """Why a line was refused."""
    return f"the line is longer than {LIMITS.line_bytes // MEGABYTE} MB"


def decode(data: bytes) -> str:
    """Text of `data`: UTF-8, or UTF-16 with its mark. Raises InputError for binary data and other encodings."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif b"\x00" in data[:65536] or b"\x00" in data:
        raise InputError("binary data (null bytes), not text")
    else:
        encoding = "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            f"not {encoding.removesuffix('-sig').upper()} text (byte {error.start + 1}); convert it"
        ) from error
    odd = sum(1 for char in text[:10_000] if ord(char) < 32 and char not in "\t\n\r\f\v")
    if odd * 20 > len(text[:10_000]):
        raise InputError("binary data (control characters), not text")
    return text
