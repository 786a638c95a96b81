"""The reasons of an answer about repair, each one sentence with its articles; no verdict is formed here."""

from collections.abc import Sequence
from datetime import date

from casework.bilingual import Bilingual, day_said, period_said
from casework.repair_case import Reason
from engine.explain.printing import cited
from engine.pack import Basis, Pack
from engine.pack.repair import CountsFrom, RepairClass, RepairPart
from engine.periods import Period

STARTS: dict[CountsFrom | None, Bilingual] = {
    CountsFrom.DECIDED: Bilingual("认定之日", "the day of determination"),
    CountsFrom.PUBLISHED: Bilingual("公示之日", "the day of publication"),
    CountsFrom.CORRECTED: Bilingual("改正之日", "the day of correction"),
    None: Bilingual(
        "认定之日或者公示之日（条文没有写明）", "the day of determination or publication (the text does not say)"
    ),
}


def law_of(pack: Pack, *basis: Basis) -> Bilingual:
    """The articles of this release, each once."""
    once = tuple(dict.fromkeys(basis))
    return Bilingual(cited(once, pack.sources, "zh"), cited(once, pack.sources, "en"))


def time_not_reached(
    pack: Pack, shortest: Period, counts: CountsFrom | None, ready: date, law: Sequence[Basis]
) -> Reason:
    term, start, day = period_said(shortest), STARTS[counts], day_said(ready)
    early = "最早" if counts is None else ""
    return Reason(
        said=Bilingual(
            f"最短公示期为{term.zh}，自{start.zh}起算，{early}至{day.zh}届满。",
            f"Publication lasts at least {term.en} from {start.en}, until {day.en}{' at the earliest' if early else ''}.",
        ),
        law=law_of(pack, *law),
    )


def time_reached(pack: Pack, shortest: Period, ready: date, law: Sequence[Basis]) -> Reason:
    term, day = period_said(shortest), day_said(ready)
    return Reason(
        said=Bilingual(
            f"最短公示期{term.zh}已于{day.zh}届满。", f"The shortest publication of {term.en} was reached on {day.en}."
        ),
        law=law_of(pack, *law),
    )


def start_open(pack: Pack, counts: CountsFrom | None, law: Sequence[Basis]) -> Reason:
    start = STARTS[counts]
    return Reason(
        said=Bilingual(
            f"公示期自{start.zh}起算，该日尚不明确，是否届满有待查明。",
            f"Publication counts from {start.en}, which is not clear yet, so it is open whether it has run its time.",
        ),
        law=law_of(pack, *law),
    )


def condition_met(pack: Pack, part: RepairPart) -> Reason:
    return Reason(said=Bilingual(f"{part.title}。", f"Shown: {part.id}."), law=law_of(pack, *part.basis))


def condition_failed(pack: Pack, part: RepairPart) -> Reason:
    said = Bilingual(f"尚不具备的条件：{part.title}。", f"Not fulfilled yet: {part.id}.")
    return Reason(said=said, law=law_of(pack, *part.basis))


def condition_open(pack: Pack, part: RepairPart) -> Reason:
    said = Bilingual(f"有待核实的条件：{part.title}。", f"Not shown so far: {part.id}.")
    return Reason(said=said, law=law_of(pack, *part.basis))


def class_is_final(pack: Pack, found: RepairClass) -> Reason:
    said = Bilingual(f"{found.title}不得提前终止公示。", f"Publication of the class {found.id} does not end early.")
    return Reason(said=said, law=law_of(pack, *found.basis))


def penalty_is_final(pack: Pack, part: RepairPart) -> Reason:
    said = Bilingual(f"受到{part.title}的，不得提前终止公示。", f"Publication of {part.id} does not end early.")
    return Reason(said=said, law=law_of(pack, *part.basis))


def penalties_open(pack: Pack, parts: Sequence[RepairPart]) -> Reason:
    kinds = "、".join(part.title for part in parts)
    return Reason(
        said=Bilingual(
            f"处罚种类不明；其中有{kinds}的，不得提前终止公示，有待查明。",
            "The kinds of penalty are not known; some of them are never repaired early.",
        ),
        law=law_of(pack, *(basis for part in parts for basis in part.basis)),
    )


def display_over(until: date) -> Reason:
    day = day_said(until)
    return Reason(said=Bilingual(f"公示期已于{day.zh}届满。", f"Display ended by itself on {day.en}."))


def class_open(pack: Pack, classes: Sequence[RepairClass]) -> Reason:
    """Several classes may be meant: told with their shortest publication, so that everybody sees what depends on it."""
    zh = "、".join(f"{each.title}{_shortest(each).zh}" for each in classes)
    en = ", ".join(f"{each.id} {_shortest(each).en}" for each in classes)
    return Reason(
        said=Bilingual(
            f"决定没有写明失信信息的类别，最短公示期因类别而不同：{zh}。",
            f"The decision does not name the class, and the shortest publication depends on it: {en}.",
        ),
        law=law_of(pack, *(basis for each in classes for basis in each.basis)),
    )


def field_open(pack: Pack, found: RepairClass) -> Reason:
    return Reason(
        said=Bilingual(
            f"是否属于公示期较长的领域不明（{found.title}）。",
            f"It is not known whether {found.id} lies in a field with longer publication.",
        ),
        law=law_of(pack, *(basis for each in found.exceptions for basis in each.basis)),
    )


def no_regime(on: date) -> Reason:
    day = day_said(on)
    return Reason(
        said=Bilingual(
            f"{day.zh}施行的文本中，没有读到适用于此类信息的信用修复期限。",
            f"No text at hand gives terms of repair for such information on {day.en}.",
        )
    )


def _shortest(found: RepairClass) -> Bilingual:
    return period_said(found.shortest) if found.shortest else Bilingual("不要求最短期", "without a shortest term")
