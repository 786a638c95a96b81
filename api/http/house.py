"""What every route may use, and who is asking."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.openapi.models import HTTPBase
from fastapi.security.base import SecurityBase

from api.identity import Doorkeeper, unknown_account
from casework.letter import Letter
from casework.offices import NO_OFFICES, Offices
from casework.ports import Clock, Evaluator, Store
from casework.programs import ProgramBook
from casework.records import Account


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """How letters become pages and PDFs. `style`: what a policy must allow for the page's one style element."""

    html: Callable[[Letter], str]
    pdf: Callable[[Letter], bytes]
    style: str


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The parts behind the doors, chosen once by `api.wiring`. `demo`: demonstration data may stand in the store.

    `offices`: the organs that issue letters here.
    """

    store: Store
    book: ProgramBook
    evaluator: Evaluator
    clock: Clock
    doorkeeper: Doorkeeper
    demo: bool
    papers: Papers
    offices: Offices = field(default_factory=lambda: NO_OFFICES)


def house_of(request: Request) -> House:
    house = request.app.state.house
    assert isinstance(house, House)
    return house


class BasicHeader(SecurityBase):
    """The Authorization header as it came; declares HTTP Basic in the OpenAPI document and judges nothing."""

    def __init__(self) -> None:
        self.model = HTTPBase(scheme="basic", description="A local account: name and password")
        self.scheme_name = "HTTPBasic"

    def __call__(self, request: Request) -> str:
        return request.headers.get("authorization", "")


def signed_in(request: Request, header: Annotated[str, Security(BasicHeader())]) -> Account:
    """The account of the Authorization header; 401 otherwise. The console's cookie opens no API route."""
    if not header:
        raise unknown_account()
    return house_of(request).doorkeeper.by_basic(header)


InHouse = Annotated[House, Depends(house_of)]
SignedIn = Annotated[Account, Depends(signed_in)]
