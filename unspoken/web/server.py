"""The local server behind the page.

Bound to the loopback address. Every request must carry the session's token (a cookie, set by the address that
`unspoken open` prints), name this server as its host, and come from this page if it comes from a page at all.
"""

from __future__ import annotations

import hmac
import json
import secrets
import socket
import webbrowser
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from unspoken import files, kept
from unspoken.corrections import CorrectionError
from unspoken.web.shelf import Desk, Json, Shelf

PAGE = Path(__file__).parent / "page"
UPLOAD = 64 * 2**20  # bytes of a dropped file
REQUEST = 2**20  # bytes of a correction
PLOT_STYLE = "sha256-+TfQir1nvDucAdvE6XUQBt4ayUjpAWkbw2kCdSfekHM="
POLICY = (
    f"default-src 'none'; script-src 'self'; style-src 'self' '{PLOT_STYLE}'; font-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
NO_TOKEN = "This page belongs to another session. Open the address that `unspoken open` printed.\n"


class Guard:
    """Lets through only requests of this session's own page, and adds the headers that fence the page in."""

    def __init__(self, app: ASGIApp, token: str, port: int) -> None:
        self.app, self.token, self.cookie = app, token, f"unspoken-{port}"
        self.hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost")}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def fenced(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] += [(k.encode(), v.encode()) for k, v in HEADERS.items()]
            await send(message)

        await (self._refusal(Request(scope)) or self.app)(scope, receive, fenced)

    def _refusal(self, request: Request) -> Response | None:
        if request.headers.get("host") not in self.hosts:
            return PlainTextResponse("This server answers to its own address only.\n", 421)
        origin = request.headers.get("origin")
        if origin is not None and origin not in {f"http://{host}" for host in self.hosts}:
            return PlainTextResponse("This page may not be used from another.\n", 403)
        given = request.query_params.get("token", "")
        if request.url.path == "/" and hmac.compare_digest(given.encode(), self.token.encode()):
            response = RedirectResponse("/", 303)
            response.set_cookie(self.cookie, self.token, httponly=True, samesite="strict")
            return response
        if not hmac.compare_digest(request.cookies.get(self.cookie, "").encode(), self.token.encode()):
            return PlainTextResponse(NO_TOKEN, 403)
        return None


class Refused(Exception):
    """A request that cannot be met: its status, and one line for a person."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


def app(shelf: Shelf, token: str, port: int) -> Starlette:
    """The application: the page, its files, and what it asks for."""

    def desk(request: Request) -> Desk:
        found = shelf.desk(request.path_params["key"])
        if found is None:
            raise Refused(404, "This story is not on the shelf any more.")
        return found

    async def page(request: Request) -> Response:
        return Response((PAGE / "index.html").read_bytes(), media_type="text/html; charset=utf-8")

    async def recent(request: Request) -> Response:
        return _json({"stories": shelf.recent()})

    async def drop(request: Request) -> Response:
        data = await _body(request, UPLOAD)
        if not data:
            raise Refused(400, "The file is empty.")
        return _json({"key": await run_in_threadpool(shelf.drop, request.query_params.get("name", ""), data)})

    async def forget(request: Request) -> Response:
        shelf.forget(request.path_params["key"])
        return _json({})

    async def story(request: Request) -> Response:
        it = desk(request)

        def look() -> Response:
            it.open()
            return _json(it.show())

        return await run_in_threadpool(look)

    async def correct(request: Request) -> Response:
        it, body = desk(request), await _body(request, REQUEST)
        try:
            asked = json.loads(body)
        except ValueError:
            raise Refused(400, "A correction is a JSON object.") from None
        return await _corrected(lambda: it.correct(asked))

    async def undo(request: Request) -> Response:
        return await _corrected(desk(request).undo)

    async def redo(request: Request) -> Response:
        return await _corrected(desk(request).redo)

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, Refused)
        return _json({"error": str(error)}, error.status)

    return Starlette(
        routes=[
            Route("/", page),
            Route("/stories", recent),
            Route("/stories", drop, methods=["POST"]),
            Route("/stories/{key}", story),
            Route("/stories/{key}", forget, methods=["DELETE"]),
            Route("/stories/{key}/corrections", correct, methods=["POST"]),
            Route("/stories/{key}/undo", undo, methods=["POST"]),
            Route("/stories/{key}/redo", redo, methods=["POST"]),
            Mount("/page", StaticFiles(directory=PAGE)),
        ],
        middleware=[Middleware(Guard, token=token, port=port)],
        exception_handlers={Refused: refused},
    )


def _json(data: Json, status: int = 200) -> Response:
    document = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return Response(document, status, media_type="application/json")


async def _corrected(change: Callable[[], Json]) -> Response:
    try:
        return _json(await run_in_threadpool(change))
    except CorrectionError as error:
        raise Refused(409, str(error)) from None
    except OSError as error:
        raise Refused(507, f"The correction could not be kept: {error.strerror or error}.") from None


async def _body(request: Request, limit: int) -> bytes:
    """The body of a request, refused as soon as it is longer than the limit."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise Refused(413, f"This is too large: at most {limit // 2**20} MB.")
    return bytes(body)


def serve(
    path: Path | None = None,
    port: int = 0,
    browser: bool = True,
    fresh: bool = False,
    announce: Callable[[str], Any] = print,
) -> None:
    """Serve the page until interrupted, open on a story or the first page. Raises OSError where the port is taken."""
    shelf = Shelf(files.user_folder(), partial(kept.read, corrected=False, fresh=fresh))
    token = secrets.token_urlsafe(24)
    with socket.socket() as door:
        door.bind(("127.0.0.1", port))
        port = door.getsockname()[1]
        address = f"http://127.0.0.1:{port}/?token={token}" + (f"#/{shelf.add(path)}" if path else "")
        config = uvicorn.Config(app(shelf, token, port), log_level="warning", access_log=False)
        announce(address)
        if browser:
            door.listen()  # the browser may come before the server is up, and waits in the queue
            webbrowser.open(address)
        uvicorn.Server(config).run(sockets=[door])
