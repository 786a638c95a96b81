"""What the OpenAPI document says about refusals: each is a problem document, with its media type and its reason."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.http.problems import PROBLEM_TYPE
from api.http.schemas import ProblemOut

Responses = dict[int | str, dict[str, Any]]

REASONS = {
    400: "The body cannot be read",
    401: "Not signed in",
    403: "The account or the matter does not allow it",
    404: "Not there, or not the own department's",
    409: "Not lawful now",
    410: "Its contents were erased at the end of their period of retention",
    412: "Somebody else moved it first",
    413: "The request is larger than 4 MiB",
    422: "The request is faulty; every fault is named with its place",
    429: "Too many wrong passwords for this name; Retry-After says when to try again",
    500: "An internal error; it tells nothing of the inside",
    503: "The store cannot keep the record; nothing was done; Retry-After says when to try again",
}
ALWAYS = (500, 503)
SIGNED_IN = (401, 429)
WITH_BODY = (400, 413, 422)


def refusals(*statuses: int) -> Responses:
    """Problem documents under these statuses and those that any route may answer."""
    return {
        status: {
            "description": REASONS[status],
            "content": {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemOut"}}},
        }
        for status in sorted({*statuses, *ALWAYS})
    }


def install_document(app: FastAPI) -> None:
    """Adds the form of the problem document, which no route names as its model, to the generated document."""

    def document() -> dict[str, Any]:
        if not app.openapi_schema:
            made = get_openapi(
                title=app.title,
                version=app.version,
                summary=app.summary,
                description=app.description,
                routes=app.routes,
            )
            _without_the_frameworks_own(made)
            made["components"]["schemas"]["ProblemOut"] = ProblemOut.model_json_schema()
            app.openapi_schema = made
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]  # FastAPI's own way to extend the document


def _without_the_frameworks_own(document: dict[str, Any]) -> None:
    """Takes out the 422 that FastAPI adds to every route with a parameter: those that answer 422 declare it themselves."""
    for operations in document["paths"].values():
        for operation in operations.values():
            if "application/json" in operation["responses"].get("422", {}).get("content", {}):
                del operation["responses"]["422"]
    for name in ("HTTPValidationError", "ValidationError"):
        document["components"]["schemas"].pop(name, None)
