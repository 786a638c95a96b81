"""What every route may use, and who is asking."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from api.identity import Doorkeeper, unknown_account
from casework.ports import Clock, Evaluator, Store
from casework.programs import ProgramBook
from casework.records import Account


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The parts behind the doors, chosen once by `api.wiring`. `demo`: demonstration data may stand in the store."""

    store: Store
    book: ProgramBook
    evaluator: Evaluator
    clock: Clock
    doorkeeper: Doorkeeper
    demo: bool


def house_of(request: Request) -> House:
    house = request.app.state.house
    assert isinstance(house, House)
    return house


def signed_in(request: Request) -> Account:
    """The account of the Authorization header; 401 otherwise. The console's cookie opens no API route."""
    header = request.headers.get("authorization", "")
    if not header:
        raise unknown_account()
    return house_of(request).doorkeeper.by_basic(header)


InHouse = Annotated[House, Depends(house_of)]
SignedIn = Annotated[Account, Depends(signed_in)]
