"""The one promise of a comparison: it tells something exactly where the packs do not mean the same."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.conditions import All, AnyOf, Literal, MetLeaf, Not, Op
from engine.diff import diff, meaning_digest
from engine.diff.sense import burdens_by_rule
from engine.diff_wording import comparison_told
from engine.format import format_text
from engine.pack import Conclude, Pack
from tests.engine.changed_packs import AMOUNT, EVERY_LEAF, neighbours, rich_pack, with_rule
from tests.engine.generated import question
from tests.engine.parse_texts import CRITERIA, FRAMEWORK, MEASURES, REPAIR, sound, the_catalogue
from tests.fakes.conditions import check

PACKS = {"criteria": rich_pack(), "measures": sound(MEASURES), "framework": sound(FRAMEWORK), "repair": sound(REPAIR)}


@pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS)
def test_every_single_change_of_a_pack_is_told_both_ways(pack: Pack) -> None:
    """A change that the comparison does not see would be approved unseen; each is put in words in both languages."""
    others = list(neighbours(pack))
    assert len(others) > 50
    for other in others:
        there, back = diff(pack, other), diff(other, pack)
        same = meaning_digest(pack) == meaning_digest(other)

        assert (not there, not back) == (same, same), other
        for lang in ("zh", "en"):
            told = comparison_told(pack, other, there, the_catalogue(), lang)
            assert all(each.sentence and each.subject and each.heading for each in told)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 1 << 32), st.integers(0, 1 << 32))
def test_generated_packs_differ_exactly_where_their_meaning_does(one: int, other: int) -> None:
    """The packs that the engines are tried on are compared too, each with itself and with every other."""
    packs = [pack for seed in (one, other) for pack in question(Random(seed)).packs]
    for a in packs:
        assert diff(a, a) == ()
        for b in packs:
            assert (diff(a, b) == ()) is (meaning_digest(a) == meaning_digest(b))


@pytest.mark.parametrize("text", [CRITERIA, MEASURES, FRAMEWORK, REPAIR])
def test_layout_and_comments_are_no_difference(text: str) -> None:
    """A jurist who sees forty changed lines and no changed law will not read the next comparison."""
    formatted, _ = format_text("# 说明\n" + text, "a.yaml")
    assert formatted is not None

    assert diff(sound(text), sound(formatted)) == ()


def test_order_repetition_and_spelling_are_no_difference() -> None:
    """Limbs in another order, a limb said twice, `all` around one limb, `not not`, `in: [x]`, two ends for `between`."""
    pack = rich_pack()
    rule = pack.rules[-1]
    assert isinstance(EVERY_LEAF, AnyOf)
    turned = AnyOf(children=(*reversed(EVERY_LEAF.children), EVERY_LEAF.children[0]))
    again = with_rule(pack, replace(rule, when=All(children=(Not(child=Not(child=turned)),))))
    one = check("violation", Op.EQ, "evasion")
    between = check("amount", Op.BETWEEN, 1, 9)
    ends = (check("amount", Op.LTE, 9), check("amount", Op.GTE, 1))

    assert diff(pack, replace(again, rules=tuple(reversed(again.rules)))) == ()
    assert _tests_alike((one,), (replace(one, op=Op.IN),))
    assert _tests_alike((between,), ends)
    assert not _tests_alike((AMOUNT,), (replace(AMOUNT, operands=(Literal(101),)),))


def _tests_alike(one: tuple, other: tuple) -> bool:  # type: ignore[type-arg]
    pack = rich_pack()
    leaf = EVERY_LEAF.children[-1]
    packs = [
        with_rule(pack, replace(pack.rules[-1], when=replace(leaf, records=replace(leaf.records, where=where))))
        for where in (one, other)
    ]
    assert (diff(*packs) == ()) is (meaning_digest(packs[0]) == meaning_digest(packs[1]))
    return diff(*packs) == ()


def test_version_file_and_digest_are_no_difference() -> None:
    """They name a text; the law is what it says."""
    pack = rich_pack()
    renamed = replace(pack, file="b.yaml", ref=replace(pack.ref, version="2099.1", digest="sha256:0"))

    assert diff(pack, renamed) == ()


def test_a_row_of_a_thousand_rules_is_compared() -> None:
    """“packs diff ends in a RecursionError.” A draft is compared before anyone knows that no engine holds it."""
    pack = sound(CRITERIA)
    below = [MetLeaf(pack=pack.ref.pack, rule=f"row-{number}") for number in range(1_000)]
    last = replace(pack.rules[0], when=below[-1], unless=())
    row = [replace(last, id=f"row-{number}", when=below[number - 1], then=Conclude()) for number in range(1, 1_000)]
    first = replace(pack.rules[0], id="row-0", unless=(), then=Conclude())

    sides = burdens_by_rule(replace(pack, rules=(first, *row, last)))

    assert set(sides.values()) == {True}


def test_rules_that_ask_for_each_other_stand_on_no_side() -> None:
    """A circle is refused by the checks; until then the comparison must end."""
    pack = sound(CRITERIA)
    one, other = (
        replace(pack.rules[0], id=name, when=MetLeaf(pack=pack.ref.pack, rule=asked), unless=(), then=Conclude())
        for name, asked in (("one", "other"), ("other", "one"))
    )

    assert burdens_by_rule(replace(pack, rules=(one, other))) == {"one": None, "other": None}
