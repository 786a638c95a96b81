"""How each test and each partner of a program is asked, found out once and not for each situation."""

from typing import NamedTuple

from engine.conditions import FieldTest, Literal, Op, Partner
from engine.facts import Plain
from engine.leaves.cells import reads_outer

INDEXED = frozenset({Op.EQ, Op.IN, Op.GT, Op.GTE, Op.LT, Op.LTE, Op.BETWEEN, Op.BEFORE, Op.AFTER})


class Plan(NamedTuple):
    """How one test is asked: by the index where `constants` (of one type) are all it reads, else value by value or row by row."""

    test: FieldTest
    alone: bool
    constants: tuple[Plain, ...]


class Plans:
    """What is known of tests and partners once for a program, by their identity: they live as long as the program's reader."""

    def __init__(self) -> None:
        self._tests: dict[int, Plan] = {}
        self._partners: dict[int, tuple[tuple[FieldTest, ...], tuple[FieldTest, ...]]] = {}

    def of_test(self, test: FieldTest) -> Plan:
        if id(test) not in self._tests:
            constants = tuple(operand.value for operand in test.operands if isinstance(operand, Literal))
            alone = test.at is None and len(constants) == len(test.operands)
            indexed = alone and test.op in INDEXED and len(set(map(type, constants))) == 1
            self._tests[id(test)] = Plan(test, alone, constants if indexed else ())
        return self._tests[id(test)]

    def of_partner(self, partner: Partner) -> tuple[tuple[FieldTest, ...], tuple[FieldTest, ...]]:
        """The partner's tests that read no outer record, and those that do."""
        if id(partner) not in self._partners:
            free = tuple(test for test in partner.where if not reads_outer(test))
            self._partners[id(partner)] = free, tuple(test for test in partner.where if reads_outer(test))
        return self._partners[id(partner)]
