"""Compiled law by date: one program and one measure table for each set of releases and dated figures, made once.

Between two dates on which nothing in the packs changes, every question shares the same program.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from casework.ports import Shelf
from engine.compile import compile_program
from engine.compile.program import Program
from engine.facts import Plain
from engine.measures import MeasureTable, TableRow, measure_table, table_row
from engine.pack import Pack, PackKind
from engine.releases import reaches

_ProgramKey = tuple[tuple[str, ...], tuple[tuple[str, str, Plain | None], ...]]


@dataclass(slots=True)
class ProgramBook:
    """Programs and tables of one shelf. `home`: the jurisdiction this service works for (GB/T 2260).

    Safe for threads since what it keeps never changes: a twin compiled twice is equal.
    """

    shelf: Shelf
    home: str = "520000"
    _programs: dict[_ProgramKey, Program] = field(default_factory=dict)
    _tables: dict[tuple[tuple[str, ...], date], MeasureTable] = field(default_factory=dict)

    def place_of(self, region: str) -> str:
        """Whose law a subject is judged under here: the home's, or that of its own place inside the home.

        A firm registered elsewhere is judged for what organs of the home found about it, so by the home's law; whether
        an organ was competent is a condition of the rule, not of the register.
        """
        return region if region and reaches(self.home, region) else self.home

    def packs(self, law_at: date, known_on: date, place: str) -> Sequence[Pack]:
        """The packs an answer rests on: those of repair say how an entry ends early and bear on no answer."""
        return [pack for pack in self.shelf.in_force(law_at, known_on, place) if pack.kind is not PackKind.REPAIR]

    def program(self, law_at: date, known_on: date, place: str) -> Program:
        """The program of the criteria and measure packs in force at `law_at` in `place`, as published by `known_on`."""
        packs = [pack for pack in self.packs(law_at, known_on, place) if pack.kind is not PackKind.FRAMEWORK]
        key = (_digests(packs), _figures(packs, law_at))
        if key not in self._programs:
            self._programs[key] = compile_program(packs, self.shelf.catalogue, law_at)
        return self._programs[key]

    def table(self, on: date, known_on: date, place: str) -> MeasureTable:
        """What every list and ban brings on `on` in `place`."""
        packs = self.packs(on, known_on, place)
        key = (_digests(packs), on)
        if key not in self._tables:
            if len(self._tables) > 64:
                self._tables.clear()
            self._tables[key] = measure_table(packs, on)
        return self._tables[key]

    def ban_row(self, measure_key: str, pack_version: str, on: date, known_on: date, place: str) -> TableRow | None:
        """The measure of a ban as the law of `on` has it, else as the release it was made under had it.

        The ban's own start and term were fixed by the law of its record; what it does to a matter on `on` needs an
        article in force on `on`, and is lowered where there is none.
        """
        of_today = self.table(on, known_on, place)
        if measure_key in of_today.of_ban:
            return of_today.of_ban[measure_key]
        pack_id, _, measure_id = measure_key.partition("#")
        frameworks = [pack.framework for pack in self.packs(on, known_on, place) if pack.framework]
        made_under = (
            pack for pack in self.shelf.packs() if (pack.ref.pack, pack.ref.version) == (pack_id, pack_version)
        )
        measures = ((pack, measure) for pack in made_under for measure in pack.measures if measure.id == measure_id)
        return next((table_row(pack, measure, frameworks, on) for pack, measure in measures), None)


def _digests(packs: Sequence[Pack]) -> tuple[str, ...]:
    return tuple(sorted(pack.ref.digest for pack in packs))


def _figures(packs: Sequence[Pack], law_at: date) -> tuple[tuple[str, str, Plain | None], ...]:
    """The value of every dated parameter at `law_at`: what makes two dates under the same releases differ."""
    return tuple(
        (pack.ref.pack, name, next((one.value for one in parameter.values if one.in_force.covers(law_at)), None))
        for pack in packs
        for name, parameter in sorted(pack.parameters.items())
    )
