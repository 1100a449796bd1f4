"""This module is about where the gazetteer and the user's own places are kept: `DETENTE_HOME`, or the user's cache folder."""

import os
import sys
from pathlib import Path

GAZETTEER_FILE = "gazetteer.sqlite"
LOCAL_FILE = "places.local.csv"


def find_home() -> Path:
    """The folder for Détente's files of this user; it may not exist yet."""
    if named := os.environ.get("DETENTE_HOME"):
        return Path(named).expanduser()
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "detente"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "detente"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "detente"
