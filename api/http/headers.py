"""The headers that every answer carries, and the limit on what a request may bring."""

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.problems import problem_of

BODY_LIMIT = 4 * 2**20
SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class Doorway:
    """Refuses a body beyond `limit` bytes, announced or not, and sets the security headers on every answer.

    Stands outside everything else, so that also the answer to an unexpected exception passes through it.
    """

    def __init__(self, app: ASGIApp, limit: int = BODY_LIMIT) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self._limit:
                raise too_large()
            return message

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        request = Request(scope)
        if announced_length(request) > self._limit:
            await problem_of(request, too_large())(scope, receive, guarded)
            return
        await self._app(scope, counted, guarded)


def announced_length(request: Request) -> int:
    """What Content-Length says; 0 where it is missing or no number (the bytes are counted anyway)."""
    length = request.headers.get("content-length", "")
    return int(length[:19]) if length.isascii() and length.isdigit() else 0


def too_large() -> HTTPException:
    return HTTPException(413)
