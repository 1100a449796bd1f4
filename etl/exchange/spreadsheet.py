"""This module is about texts that a spreadsheet would execute: an apostrophe in front makes them text again.

They begin with = + - @ (or their wide forms), a tab or a line end (OWASP, "CSV injection"). Numbers are no text and stay as they are.
"""

import re
from typing import Any

import pyarrow.compute as pc

EXECUTED = r"^([=+\-@\t\r\n＝＋－＠])"
_EXECUTED = re.compile(EXECUTED)


def inert(text: str) -> str:
    """`text` as a cell that nothing executes."""
    return _EXECUTED.sub(r"'\1", text)


def inert_column(column: Any) -> Any:
    """The same for an Arrow column of texts."""
    return pc.replace_substring_regex(column, pattern=EXECUTED, replacement=r"'\1")
