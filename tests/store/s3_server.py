"""An object storage in memory that speaks the part of S3's protocol that the store uses: conditional puts, ranges, parts, lists.

What it does not know it refuses with 501, so that a test cannot pass by accident.
"""

import hashlib
import itertools
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

ROOT = Path(__file__).parents[2]
MOMENT = "2026-01-01T00:00:00.000Z"


class S3Server(ThreadingHTTPServer):
    """Objects by bucket and key."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.objects: dict[str, bytes] = {}
        self.parts: dict[str, dict[int, bytes]] = {}
        self.numbers = itertools.count()
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: S3Server

    def log_message(self, *_: object) -> None:
        pass

    def _asked(self) -> tuple[str, dict[str, str], bytes]:
        split = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(split.query, keep_blank_values=True).items()}
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        return unquote(split.path).lstrip("/"), query, body

    def _answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_HEAD(self) -> None:
        key, _, _ = self._asked()
        found = self.server.objects.get(key)
        if found is None:
            return self._answer(404)
        return self._answer(200, ETag=_tag(found), Content_Length=str(len(found)), Last_Modified=_HTTP_DATE)

    def do_GET(self) -> None:
        key, query, _ = self._asked()
        if "list-type" in query:
            return self._answer(200, _listing(self.server.objects, key.rstrip("/"), query), Content_Type="text/xml")
        found = self.server.objects.get(key)
        if found is None:
            return self._answer(404, b"<Error><Code>NoSuchKey</Code></Error>")
        if asked := self.headers.get("Range"):
            first, _, last = asked.removeprefix("bytes=").partition("-")
            start = int(first) if first else len(found) - int(last)
            end = min(int(last) + 1, len(found)) if first and last else len(found)
            return self._answer(206, found[start:end], ETag=_tag(found), Last_Modified=_HTTP_DATE,
                                Content_Range=f"bytes {start}-{end - 1}/{len(found)}")  # fmt: skip
        return self._answer(200, found, ETag=_tag(found), Last_Modified=_HTTP_DATE)

    def do_PUT(self) -> None:
        key, query, body = self._asked()
        if "x-amz-copy-source" in self.headers:
            return self._answer(501)
        with self.server.lock:
            if "uploadId" in query:
                self.server.parts[query["uploadId"]][int(query["partNumber"])] = body
            elif self.headers.get("If-None-Match") == "*" and key in self.server.objects:
                return self._answer(412, b"<Error><Code>PreconditionFailed</Code></Error>")
            else:
                self.server.objects[key] = body
        return self._answer(200, ETag=_tag(body))

    def do_POST(self) -> None:
        key, query, body = self._asked()
        if "uploads" in query:
            upload = str(next(self.server.numbers))
            self.server.parts[upload] = {}
            return self._answer(200, f"<InitiateMultipartUploadResult><UploadId>{upload}</UploadId>"
                                "</InitiateMultipartUploadResult>".encode())  # fmt: skip
        if "uploadId" in query:
            parts = self.server.parts.pop(query["uploadId"])
            whole = self.server.objects[key] = b"".join(parts[number] for number in sorted(parts))
            return self._answer(200, f"<CompleteMultipartUploadResult><ETag>{_tag(whole)}</ETag>"
                                "</CompleteMultipartUploadResult>".encode())  # fmt: skip
        if "delete" in query:
            bucket = key.split("/")[0]
            named = [part.split("</Key>")[0] for part in body.decode().split("<Key>")[1:]]
            for name in named:
                self.server.objects.pop(f"{bucket}/{name}", None)
            deleted = "".join(f"<Deleted><Key>{escape(name)}</Key></Deleted>" for name in named)
            return self._answer(200, f"<DeleteResult>{deleted}</DeleteResult>".encode())
        return self._answer(501)

    def do_DELETE(self) -> None:
        key, _, _ = self._asked()
        self.server.objects.pop(key, None)
        return self._answer(204)


_HTTP_DATE = "Thu, 01 Jan 2026 00:00:00 GMT"


def _tag(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def _listing(objects: dict[str, bytes], bucket: str, query: dict[str, str]) -> bytes:
    """All keys with a prefix, those below a delimiter as common prefixes."""
    prefix, delimiter, after = (query.get(name, "") for name in ("prefix", "delimiter", "start-after"))
    keys = sorted(key.removeprefix(f"{bucket}/") for key in list(objects) if key.startswith(f"{bucket}/{prefix}"))
    folders: dict[str, None] = {}
    contents = []
    for key in (key for key in keys if key > after):
        rest = key[len(prefix) :]
        if delimiter and delimiter in rest:
            folders[prefix + rest.split(delimiter)[0] + delimiter] = None
        else:
            body = objects[f"{bucket}/{key}"]
            contents.append(
                f"<Contents><Key>{escape(key)}</Key><LastModified>{MOMENT}</LastModified>"
                f"<ETag>{escape(_tag(body))}</ETag><Size>{len(body)}</Size></Contents>"
            )
    common = "".join(f"<CommonPrefixes><Prefix>{escape(name)}</Prefix></CommonPrefixes>" for name in folders)
    return (
        f"<ListBucketResult><IsTruncated>false</IsTruncated>{''.join(contents)}{common}</ListBucketResult>"
    ).encode()


@contextmanager
def serve_s3() -> Iterator[str]:
    """URL of a server in a process of its own (the storage's client does not let this one's threads run), stopped at the end."""
    command = [sys.executable, "-m", "tests.store.s3_server"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


if __name__ == "__main__":
    started = S3Server()
    print(started.url, flush=True)
    started.serve_forever()
