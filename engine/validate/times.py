"""The rules of a library as they stand on each day on which anything may change."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from engine.issues import Where
from engine.pack import Pack, Rule
from engine.releases import days_that_decide, in_force
from engine.solver import CannotTell, Criterion, Law, Reason, TooLarge
from engine.validate.library import Library


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A rule of a release with the values of one day."""

    pack: Pack
    rule: Rule
    criterion: Criterion

    @property
    def where(self) -> Where:
        return Where(file=self.pack.file, line=self.rule.line)

    @property
    def name(self) -> str:
        return f"{self.pack.ref.pack}#{self.rule.id}"


def laws_of(library: Library) -> Iterator[tuple[date, tuple[Pack, ...], Law]]:
    """Each day on which releases or values change, with the packs in force then."""
    values = (dated for pack in library.packs for each in pack.parameters.values() for dated in each.values)
    starts = {dated.in_force.start for dated in values if dated.in_force.start}
    for day in sorted({*days_that_decide(library.packs), *starts}):
        packs = in_force(library.packs, day)
        if packs:
            yield day, packs, Law(packs, day)


def criteria_of(library: Library) -> Iterator[tuple[date, tuple[Asked, ...]]]:
    """The rules in force on each such day; one whose values or circle another check refuses is left to that check.

    One that is too large is told by `too_large`.
    """
    for day, packs, law in laws_of(library):
        yield day, tuple(_asked(packs, law))


def _asked(packs: tuple[Pack, ...], law: Law) -> Iterator[Asked]:
    for pack in packs:
        for rule in pack.rules:
            with suppress(CannotTell):
                yield Asked(pack=pack, rule=rule, criterion=law.criterion(pack, rule))


def too_large(library: Library) -> Iterator[tuple[Pack, Rule, Reason]]:
    """Each rule of each release that is not reasoned about since it grows too large when written out, once."""
    told: set[tuple[str, str]] = set()
    for _, packs, law in laws_of(library):
        for pack in packs:
            for rule in pack.rules:
                try:
                    law.criterion(pack, rule)
                except TooLarge as fault:
                    if (pack.file, rule.id) not in told:
                        told.add((pack.file, rule.id))
                        yield pack, rule, fault.reason
                except CannotTell:
                    continue
