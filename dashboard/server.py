# ruff: noqa: E402 (the project root must be on the path before the imports)
"""This module is about the server: `detente dashboard` serves the app from here, warmed up before the first reader comes."""

import sys
from pathlib import Path

ROOT = str(Path(__file__).resolve().parents[1])
if ROOT not in sys.path:  # `streamlit run` puts the script's folder there, not the project's
    sys.path.insert(0, ROOT)

import asyncio
import gc
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st

from dashboard.warmup import warm_up, watch
from etl.settings import store_url


@asynccontextmanager
async def warmed(_: Any) -> AsyncIterator[dict[str, Any]]:
    """The server answers once the newest version is ready; new versions are made ready in the background."""
    ready, stop = await asyncio.to_thread(warm_up, store_url()), threading.Event()
    gc.freeze()  # Streamlit looks for garbage after every page: not among the hundreds of thousands of objects that stay
    threading.Thread(target=watch, args=(store_url(), ready, stop), name="detente-watch", daemon=True).start()
    try:
        yield {}
    finally:
        stop.set()
        gc.unfreeze()


app = st.App(Path(__file__).with_name("app.py"), lifespan=warmed)
