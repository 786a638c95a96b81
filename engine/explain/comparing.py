"""The values that a leaf compared, with the parameter and the article behind each figure of the law."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from engine.compile.program import ParameterUse, Program
from engine.conditions import AsOf, Literal
from engine.explain.explanation import Compared, ComparedOperand, FigureRead, TestRead
from engine.explain.walk import Told
from engine.facts import UNKNOWN, Value, truth_of

_Uses = Mapping[tuple[int, int], ParameterUse]


def comparisons(told: Told, program: Program) -> Iterator[Compared]:
    """Every test that the leaf's account tells of; those under a negation too."""
    uses = {
        (use.test, use.operand): use for use in program.parameters if (use.rule, use.leaf) == (told.rule, told.leaf)
    }
    for read in told.account.tests:
        yield _field(read, told, uses)
    for figure in told.account.figures:
        yield _figure(figure, told, uses)


def _field(read: TestRead, told: Told, uses: _Uses) -> Compared:
    return Compared(
        rule=told.rule,
        kind=read.kind,
        fact=read.fact,
        field=read.test.field,
        op=read.test.op,
        value=read.value,
        operands=tuple(
            replace(each, as_of=isinstance(asked, AsOf))
            for each, asked in zip(_operands(read.number, read.operands, uses), read.test.operands, strict=True)
        ),
        truth=truth_of(*read.bits),
        turned=told.turned,
        within=str(read.test.period or ""),
        day=read.day if read.test.period else UNKNOWN,
        at=read.test.at,
        last=read.last,
    )


def _figure(read: FigureRead, told: Told, uses: _Uses) -> Compared:
    values = tuple(operand.value for operand in read.test.operands if isinstance(operand, Literal))
    return Compared(
        rule=told.rule,
        kind=read.kind,
        fact="*",
        field=read.field,
        op=read.test.op,
        value=read.value,
        operands=_operands(read.number, values, uses),
        truth=truth_of(*told.bits),
        figure=read.figure,
        part=read.part,
        turned=told.turned,
    )


def _operands(number: int, values: tuple[Value, ...], uses: _Uses) -> tuple[ComparedOperand, ...]:
    return tuple(_operand(value, uses.get((number, index))) for index, value in enumerate(values))


def _operand(value: Value, use: ParameterUse | None) -> ComparedOperand:
    if use is None:
        return ComparedOperand(value=value)
    return ComparedOperand(value=value, parameter=use.definition, basis=use.value.basis, in_force=use.value.in_force)
