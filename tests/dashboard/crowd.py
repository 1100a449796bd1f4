"""Readers without a browser: they speak Streamlit's protocol to a running dashboard and time each page on the server.

`serve` starts the dashboard as `detente dashboard` does; `Reader.open` asks for a page and waits until its script has
finished; `crowd` lets many readers open pages at once. Times hold everything but the browser's own drawing.
"""

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class View:
    """One page with its query, as a link holds them."""

    page: str
    query: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reader got: seconds until the script had finished, bytes sent, and whether the run went well."""

    view: View
    seconds: float
    bytes: int
    well: bool


@dataclass(frozen=True, slots=True)
class Server:
    """A running dashboard: its address, its process, and the seconds it took until it was healthy."""

    address: str
    process: psutil.Process
    started: float

    @property
    def megabytes(self) -> float:
        """Resident memory of the server and its children."""
        family = [self.process, *self.process.children(recursive=True)]
        return float(sum(one.memory_info().rss for one in family)) / 1e6

    @property
    def cpu_seconds(self) -> float:
        """Processor time of the server and its children so far."""
        family = [self.process, *self.process.children(recursive=True)]
        return float(sum(sum(one.cpu_times()[:2]) for one in family))


@contextlib.contextmanager
def serve(store: Path) -> Iterator[Server]:
    """The dashboard on a free port, over `store`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "etl.cli", "dashboard", "--port", str(port), "--store", str(store)]
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, env=dict(os.environ), stdout=subprocess.DEVNULL)
    address = f"127.0.0.1:{port}"
    try:
        yield Server(address, psutil.Process(process.pid), _wait(address, began))
    finally:
        for child in psutil.Process(process.pid).children(recursive=True):
            child.terminate()
        process.terminate()
        process.wait(20)


def _wait(address: str, began: float, longest: float = 600.0) -> float:
    while time.perf_counter() - began < longest:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"http://{address}/_stcore/health", timeout=1)
            return time.perf_counter() - began
        time.sleep(0.05)
    raise TimeoutError(f"the dashboard did not start within {longest:.0f} s")


class Reader:
    """One browser tab: a session that opens one view after the other."""

    def __init__(self, socket: ClientConnection) -> None:
        """A reader over an open WebSocket."""
        self._socket = socket

    async def open(self, view: View) -> Answer:
        """Ask for a view and wait for the end of its run."""
        message = BackMsg()
        message.rerun_script.page_name = view.page
        message.rerun_script.query_string = urlencode(view.query)
        began, size = time.perf_counter(), 0
        await self._socket.send(message.SerializeToString())
        while True:
            data = await self._socket.recv(decode=False)
            size += len(data)
            answer = ForwardMsg()
            answer.ParseFromString(data)
            if answer.WhichOneof("type") == "script_finished" and answer.script_finished in (0, 1):
                return Answer(view, time.perf_counter() - began, size, answer.script_finished == 0)


async def _read(address: str, views: Sequence[View], pause: float, delay: float) -> list[Answer]:
    await asyncio.sleep(delay)
    url = f"ws://{address}/_stcore/stream"
    async with connect(url, subprotocols=[Subprotocol("streamlit")], max_size=None, ping_interval=None) as socket:
        reader, answers = Reader(socket), []
        for view in views:
            answers.append(await reader.open(view))
            await asyncio.sleep(pause)
        return answers


def crowd(address: str, plans: Sequence[Sequence[View]], pause: float = 0.0) -> list[Answer]:
    """Every plan is one reader's; all read at once and rest `pause` seconds after each page."""

    async def run() -> list[list[Answer]]:
        each = pause / max(len(plans), 1)
        return await asyncio.gather(*(_read(address, plan, pause, k * each) for k, plan in enumerate(plans)))

    return [answer for answers in asyncio.run(run()) for answer in answers]
