"""Programs over the subject's flags f0, f1, ...: leaves whose value a test chooses freely, and nothing else."""

from collections.abc import Iterable, Sequence
from datetime import date

from engine.compile.program import CompiledRule, ComputedLeaf, LeafAt, Node, Program
from engine.conditions import FieldTest, Literal, Op, SubjectLeaf
from engine.facts import NONE, Situation, Truth
from engine.pack import Conclude, PackRef, Rule

DAY = date(2023, 6, 1)
REF = PackRef(pack="rules/test", version="1", digest="sha256:" + "0" * 64)
VALUES = {Truth.MET: True, Truth.NOT_MET: NONE}


def flag_leaf(number: int) -> SubjectLeaf:
    return SubjectLeaf(where=(FieldTest(field=f"f{number}", op=Op.EQ, operands=(Literal(True),)),))


def compiled(key: str, value: Node, stratum: int = 0) -> CompiledRule:
    text = Rule(id=key, title="规则", basis=(), when=flag_leaf(0), unless=(), then=Conclude())
    return CompiledRule(
        key=f"rules/test#{key}",
        ref=REF,
        rule=text,
        value=value,
        when=value,
        unless=(),
        then=Conclude(),
        stratum=stratum,
    )


def program_of(
    values: Iterable[Node], flags: int, strata: Sequence[int] | None = None, digest: str = "flags"
) -> Program:
    """One rule for each value (all in stratum 0 unless given), over that many flags."""
    rules = tuple(compiled(f"r{index:04}", value, strata[index] if strata else 0) for index, value in enumerate(values))
    leaves: tuple[ComputedLeaf, ...] = tuple(flag_leaf(number) for number in range(flags))
    return Program(law_at=DAY, packs=(REF,), leaves=leaves, rules=rules, kinds={}, digest=digest)


def flags(*truths: Truth, subject: str = "s1") -> Situation:
    """The situation in which flag i has the i-th truth."""
    known = {f"f{number}": VALUES[truth] for number, truth in enumerate(truths) if truth is not Truth.UNKNOWN}
    return Situation(subject_id=subject, as_of=DAY, subject=known)


def leaf(number: int) -> LeafAt:
    return LeafAt(number)
